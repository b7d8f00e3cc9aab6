// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffView.h"

#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

void DiffView::listChangedSentences()
{
    m_sentence = -1;
    m_sentences = {};
    const int number = ++m_sentencesNumber;
    if (m_comparison && isLong()) {
        QtConcurrent::run([comparison = m_comparison] { return listSentences(*comparison); })
                .then(this, [this, number](const SentenceList &list) {
                    if (number != m_sentencesNumber)
                        return;
                    m_sentences = list;
                    viewport()->update();
                    emit seenChanged();
                });
    } else if (m_comparison) {
        m_sentences = listSentences(*m_comparison);
    }
    emit seenChanged();
}

void DiffView::setSeen(const QSet<QByteArray> &seen)
{
    if (m_seen == seen)
        return;
    m_seen = seen;
    viewport()->update();
    emit seenChanged();
}

int DiffView::seenCount() const
{
    return static_cast<int>(std::ranges::count_if(m_sentences.keys, [this](const QByteArray &key) { return m_seen.contains(key); }));
}

bool DiffView::isRowSeen(int row) const
{
    if (row < 0 || row >= m_rows.size() || m_rows[row].kind != ViewRowKind::Text || !m_rows[row].lastPiece)
        return false;
    const auto [first, last] = m_sentences.ofRow.equal_range(m_rows[row].row);
    return first != last && std::all_of(first, last, [this](int sentence) { return m_seen.contains(m_sentences.keys[sentence]); });
}

void DiffView::showSentence(int sentence)
{
    m_sentence = sentence;
    refreshMarks();
    if (sentence < 0)
        return;
    const diff::SentenceChange &change = m_comparison->sentences[sentence];
    const Side side = change.row[1] >= 0 ? Side::Right : Side::Left;
    const DiffRange place{side, change.range[index(side)]};
    unfoldFor(place);
    const int row = rowOf(place);
    if (row < 0) {
        if (!m_complete)
            m_afterPlan = [this] { showSentence(m_sentence); };
        return;
    }
    setCurrentRow(row);
    scrollToRow(row);
}

bool DiffView::seeNext()
{
    if (m_sentences.order.isEmpty())
        return false;
    if (m_sentence >= 0) {
        m_seen.insert(m_sentences.keys[m_sentence]);
        const int next = m_sentences.next(m_sentence, m_seen);
        showSentence(next);
        emit seenChanged();
        emit seenByReader();
        return next >= 0;
    }
    // From where the reader is, so that nobody is sent back to the top.
    int from = -1;
    if (m_current >= 0 && m_current < m_rows.size()) {
        for (const int sentence : std::as_const(m_sentences.order)) {
            const diff::SentenceChange &change = m_comparison->sentences[sentence];
            if (std::max(change.row[0], change.row[1]) >= m_rows[m_current].row)
                break;
            from = sentence;
        }
    }
    showSentence(m_sentences.next(from, m_seen));
    return m_sentence >= 0;
}

bool DiffView::unseeLast()
{
    const qsizetype at = m_sentence < 0 ? m_sentences.order.size() : m_sentences.order.indexOf(m_sentence);
    if (at <= 0)
        return false;
    const int before = m_sentences.order[at - 1];
    m_seen.remove(m_sentences.keys[before]);
    showSentence(before);
    emit seenChanged();
    emit seenByReader();
    return true;
}

} // namespace countersign
