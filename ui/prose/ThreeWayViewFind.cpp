// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/ThreeWayView.h"

#include <QScrollBar>
#include <QtConcurrent>

namespace countersign {

using namespace Qt::StringLiterals;
using diff::MergeSide;

namespace {

// Longer texts are searched on another thread.
constexpr qsizetype searchedAtOnce = 200'000;

QList<ThreeWayView::Match> allMatches(const ThreeWay &texts, const QString &words)
{
    QList<ThreeWayView::Match> found;
    for (int row = 0; row < texts.rows.size(); ++row) {
        for (const MergeSide side : ThreeWayView::columns) {
            const QString &text = texts.rows[row].text[index(side)];
            for (qsizetype at = text.indexOf(words, 0, Qt::CaseInsensitive); at >= 0;
                 at = text.indexOf(words, at + words.size(), Qt::CaseInsensitive)) {
                found.append({.row = row, .side = static_cast<int>(index(side)), .start = at, .length = words.size()});
                if (found.size() >= ThreeWayView::mostMatches)
                    return found;
            }
        }
    }
    return found;
}

qsizetype sizeOf(const ThreeWay &texts)
{
    qsizetype size = 0;
    for (const ThreeWayRow &row : texts.rows) {
        for (const QString &text : row.text)
            size += text.size();
    }
    return size;
}

} // namespace

void ThreeWayView::find(const QString &words)
{
    const int number = ++m_searchNumber;
    m_words = words;
    m_matches.clear();
    m_match = -1;
    m_searching = m_texts && !words.isEmpty() && sizeOf(*m_texts) > searchedAtOnce;
    if (m_searching) {
        QtConcurrent::run([texts = m_texts, words] { return allMatches(*texts, words); })
                .then(this, [this, number](const QList<Match> &matches) {
                    if (number == m_searchNumber)
                        takeMatches(matches);
                });
    } else if (m_texts && !words.isEmpty()) {
        m_matches = allMatches(*m_texts, words);
    }
    m_laid.clear();
    viewport()->update();
    emit matchesChanged();
}

void ThreeWayView::takeMatches(const QList<Match> &matches)
{
    m_searching = false;
    m_matches = matches;
    emit matchesChanged();
}

void ThreeWayView::findNext(int direction)
{
    if (m_matches.isEmpty())
        return;
    const int count = static_cast<int>(m_matches.size());
    m_match = m_match < 0 ? (direction > 0 ? 0 : count - 1) : (m_match + direction + count) % count;
    const int wanted = m_matches[m_match].row;
    for (int row = 0; row < m_rows.size(); ++row) {
        if (wanted < m_rows[row].first || wanted >= m_rows[row].first + m_rows[row].count)
            continue;
        if (m_rows[row].fold) {
            const int first = m_rows[row].first;
            unfold(row);
            row += wanted - first;
        }
        setCurrentRow(row);
        break;
    }
    m_laid.clear();
    viewport()->update();
    emit matchesChanged();
}

QList<TextMark> ThreeWayView::shownMarks(int textRow, int side) const
{
    const ThreeWayRow &source = m_texts->rows[textRow];
    QList<TextMark> marks = source.marks[side];
    if (!m_words.isEmpty()) {
        const QString &text = source.text[side];
        qsizetype at = text.indexOf(m_words, 0, Qt::CaseInsensitive);
        for (int count = 0; at >= 0 && count < 500; ++count) {
            marks.append({at, m_words.size(), MarkKind::Found});
            at = text.indexOf(m_words, at + m_words.size(), Qt::CaseInsensitive);
        }
    }
    if (m_match >= 0 && m_matches[m_match].row == textRow && m_matches[m_match].side == side)
        marks.append({m_matches[m_match].start, m_matches[m_match].length, MarkKind::Chosen});
    return marks;
}

QString ThreeWayView::copyText() const
{
    if (!m_texts || m_current < 0 || m_current >= m_rows.size())
        return {};
    const Row &shown = m_rows[m_current];
    QStringList parts;
    if (shown.fold || !m_texts->rows[shown.first].isChanged()) {
        for (int row = shown.first; row < shown.first + shown.count; ++row)
            parts.append(m_texts->rows[row].text[index(MergeSide::Base)]);
        return parts.join(QString());
    }
    for (const MergeSide side : ThreeWayView::columns)
        parts.append(u"%1:\n%2"_s.arg(m_heads[index(side)], m_texts->rows[shown.first].text[index(side)].trimmed()));
    return parts.join(u"\n\n"_s) + u'\n';
}

} // namespace countersign
