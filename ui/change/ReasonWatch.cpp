// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ReasonWatch.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString aboutOf(const EntryRowData &row)
{
    return row.key.section(u'|', 0, 1);
}

} // namespace

void ReasonWatch::setReasons(const QList<EntryRowData> &reasons, qint64 now)
{
    QSet<QString> keys;
    for (const EntryRowData &row : reasons)
        keys.insert(row.key);
    QHash<QString, qint64> known;
    QList<std::pair<EntryRowData, qint64>> left; // with the moment since when each stood
    for (qsizetype i = 0; i < m_reasons.size(); ++i) {
        known.insert(m_reasons[i].key, m_since[i]);
        if (!keys.contains(m_reasons[i].key))
            left.append({m_reasons[i], m_since[i]});
    }
    QList<qint64> since;
    for (const EntryRowData &row : reasons) {
        const QString about = aboutOf(row);
        const auto earlier = std::find_if(left.begin(), left.end(), [&about](const auto &one) { return aboutOf(one.first) == about; });
        if (known.contains(row.key)) {
            since.append(known.value(row.key));
        } else if (earlier != left.end()) {
            since.append(earlier->second);
            left.erase(earlier);
        } else {
            since.append(now);
            const auto back = std::find_if(m_gone.begin(), m_gone.end(), [&about](const Gone &gone) { return aboutOf(gone.row) == about; });
            if (back != m_gone.end())
                m_gone.erase(back);
        }
    }
    for (const auto &[row, stoodSince] : std::as_const(left)) {
        if (now - stoodSince >= readableMs)
            m_gone.append({row, QDateTime::fromMSecsSinceEpoch(now)});
    }
    m_gone.removeIf([&keys](const Gone &gone) { return keys.contains(gone.row.key); });
    m_reasons = reasons;
    m_since = since;
}

void ReasonWatch::clear()
{
    m_reasons.clear();
    m_since.clear();
    m_gone.clear();
}

} // namespace countersign
