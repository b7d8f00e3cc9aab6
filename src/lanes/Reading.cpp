// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Reading.h"

#include "diff/Segments.h"
#include "lanes/Patterns.h"

#include <algorithm>

namespace countersign::lanes {

using namespace Qt::StringLiterals;
using diff::BlockKind;
using diff::SentenceChange;

namespace {

// Longer sentences are read from their changed words outward: so much on both sides of them, and no more in all.
constexpr qsizetype longestRead = 3000;
constexpr qsizetype readAround = 1500;
constexpr qsizetype mostOfSentence = 20'000;

// The part of a long sentence in which it differs from `other`.
Reading aroundTheChange(const QString &words, const QString &other)
{
    const qsizetype shorter = std::min(words.size(), other.size());
    qsizetype first = 0;
    while (first < shorter && words[first] == other[first])
        ++first;
    qsizetype last = 0;
    while (last < shorter - first && words[words.size() - 1 - last] == other[other.size() - 1 - last])
        ++last;
    const qsizetype start = std::max(qsizetype(0), first - readAround);
    const qsizetype end = std::min(words.size(), words.size() - last + readAround);
    return {.text = words.mid(start, std::min(end - start, mostOfSentence)), .complete = end - start <= mostOfSentence};
}

} // namespace

Reading inContext(const SentenceChange &change, int side)
{
    const QString &words = side == 0 ? change.before : change.after;
    const QString &other = side == 0 ? change.after : change.before;
    const QString &leadIn = change.leadIn[side];
    Reading reading = words.size() > longestRead ? aroundTheChange(words, other) : Reading{.text = words};
    QString &result = reading.text;
    result.remove(u"**"_s);
    result.remove(u"__"_s);
    if (change.block == BlockKind::Code)
        result.replace(u'_', u' ');
    if (words.isEmpty() || leadIn.isEmpty())
        return reading;
    const bool binding = leadIn.size() < 200
                         && (matches(Pattern::Forbids, leadIn) || matches(Pattern::Approval, leadIn)
                             || matches(Pattern::Permits, leadIn) || matches(Pattern::Stop, leadIn)
                             || matches(Pattern::Condition, leadIn));
    if (!binding)
        return reading;
    QString lead = leadIn;
    lead.remove(u'*');
    while (lead.endsWith(u':'))
        lead.chop(1);
    result = lead + u' ' + result.mid(diff::listMarkerLength(result));
    return reading;
}

bool hasLetters(QStringView text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

} // namespace countersign::lanes
