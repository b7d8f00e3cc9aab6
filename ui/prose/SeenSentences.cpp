// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/SeenSentences.h"

#include "ui/common/UiState.h"

#include <QCryptographicHash>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// Enough for a few thousand sentences of one file; each is twelve letters.
constexpr qsizetype mostSeenKept = 5000;

QString seenKeyOf(const QString &subject)
{
    const QByteArray hash = QCryptographicHash::hash(subject.toUtf8(), QCryptographicHash::Sha256);
    return u"seen/"_s + QString::fromLatin1(hash.toHex().first(24));
}

} // namespace

SentenceList listSentences(const diff::Comparison &comparison)
{
    SentenceList list;
    const qsizetype count = comparison.sentences.size();
    list.order.reserve(count);
    list.keys.reserve(count);
    QHash<QByteArray, int> times;
    for (int i = 0; i < count; ++i) {
        const diff::SentenceChange &change = comparison.sentences[i];
        QByteArray said;
        for (const QString *part : {&change.before, &change.after, &change.section[0], &change.section[1]}) {
            said += part->toUtf8();
            said += '\0';
        }
        // The same sentence changed alike in several places is read in each of them.
        if (const int before = times[said]++; before > 0)
            said += QByteArray::number(before);
        list.keys.append(QCryptographicHash::hash(said, QCryptographicHash::Sha256).first(9).toBase64());
        list.order.append(i);
        for (const int row : {change.row[0], change.row[1] == change.row[0] ? -1 : change.row[1]}) {
            if (row >= 0)
                list.ofRow.insert(row, i);
        }
    }
    const auto place = [&comparison](int number) {
        const diff::SentenceChange &change = comparison.sentences[number];
        const int side = change.row[1] >= 0 ? 1 : 0;
        return std::tuple(change.row[side], side, change.range[side].start);
    };
    std::ranges::stable_sort(list.order, {}, place);
    return list;
}

int SentenceList::next(int from, const QSet<QByteArray> &seen) const
{
    const qsizetype at = std::max<qsizetype>(-1, order.indexOf(from));
    for (qsizetype i = 1; i <= order.size(); ++i) {
        const int candidate = order[(at + i) % order.size()];
        if (!seen.contains(keys[candidate]))
            return candidate;
    }
    return -1;
}

QSet<QByteArray> UiStateSeenStore::seen(const QString &subject) const
{
    QSet<QByteArray> out;
    const QList<QByteArray> kept = m_state.value(seenKeyOf(subject)).toByteArray().split(' ');
    for (const QByteArray &key : kept.first(std::min(kept.size(), mostSeenKept))) {
        if (key.size() == 12)
            out.insert(key);
    }
    return out;
}

void UiStateSeenStore::keep(const QString &subject, const QSet<QByteArray> &seen)
{
    QList<QByteArray> keys(seen.begin(), seen.end());
    std::ranges::sort(keys);
    keys.resize(std::min(keys.size(), mostSeenKept));
    m_state.setValue(seenKeyOf(subject), keys.join(' '));
}

} // namespace countersign
