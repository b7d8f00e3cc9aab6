// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/QuantityEntries.h"

#include "diff/SentenceEntries.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

EntryKind kindOfQuantity(QuantityKind kind)
{
    switch (kind) {
    case QuantityKind::Amount:
        return EntryKind::AmountChanged;
    case QuantityKind::Percent:
        return EntryKind::PercentChanged;
    case QuantityKind::Duration:
        return EntryKind::DurationChanged;
    case QuantityKind::Date:
        return EntryKind::DateChanged;
    case QuantityKind::Number:
    case QuantityKind::None:
        break;
    }
    return EntryKind::NumberChanged;
}

// "30 days" for "a month".
bool isTerse(const EditCore &core)
{
    return wordCount(core.before) <= 3 && wordCount(core.after) <= 3;
}

// "day" and "Days".
bool sameWord(QStringView left, QStringView right)
{
    const auto singular = [](QStringView word) {
        return word.endsWith(u's', Qt::CaseInsensitive) ? word.chopped(1) : word;
    };
    return singular(left).compare(singular(right), Qt::CaseInsensitive) == 0;
}

bool sameUnit(const Quantity &left, const Quantity &right)
{
    if (left.kind != right.kind)
        return left.kind == QuantityKind::Number || right.kind == QuantityKind::Number;
    return left.kind == QuantityKind::Number || left.kind == QuantityKind::Percent
           || sameWord(left.unit, right.unit);
}

} // namespace

qsizetype wordCount(QStringView text)
{
    qsizetype count = 0;
    for (qsizetype at = 0; at < text.size(); ++at)
        count += !text[at].isSpace() && (at == 0 || text[at - 1].isSpace());
    return count;
}

EditCore::EditCore(const WordEdit &edit)
{
    QStringList left = edit.before.split(u' ', Qt::SkipEmptyParts);
    QStringList right = edit.after.split(u' ', Qt::SkipEmptyParts);
    const auto same = [](const QString &a, const QString &b) {
        return a.compare(b, Qt::CaseInsensitive) == 0;
    };
    while (!left.isEmpty() && !right.isEmpty() && same(left.last(), right.last())) {
        left.removeLast();
        right.removeLast();
    }
    while (!left.isEmpty() && !right.isEmpty() && same(left.first(), right.first())) {
        left.removeFirst();
        right.removeFirst();
    }
    before = left.join(u' ');
    after = right.join(u' ');
}

// A number that came or went while the same stands on the other side: "10 x 10" and "10 x 10 (10 in a row)".
bool QuantityReader::standsOn(int side, const Quantity &quantity) const
{
    constexpr qsizetype longest = 600;
    const Range sentence = m_change.range[side];
    const QString &text = m_comparison.sides[side].text;
    const QString &own = m_comparison.sides[1 - side].text;
    if (sentence.length > longest || !quantity.value)
        return false;
    const QStringView number = QStringView(own).mid(quantity.number.start, quantity.number.length);
    if (!view(side, sentence).contains(number))
        return false;
    return std::ranges::any_of(quantitiesIn(text, sentence), [&](const Quantity &other) {
        const bool times = other.unit.isEmpty() || other.unit.compare("x"_L1, Qt::CaseInsensitive) == 0
                           || other.unit.compare("by"_L1, Qt::CaseInsensitive) == 0;
        const bool dimension = other.kind == QuantityKind::Number && times;
        return other.value == quantity.value
               && (dimension || (other.kind == quantity.kind && sameWord(other.unit, quantity.unit)));
    });
}

// The quantities of one side in and around a replacement of words.
std::vector<Quantity> QuantityReader::around(int side, Range edit) const
{
    constexpr qsizetype most = 24;
    const QString &text = m_comparison.sides[side].text;
    const Range sentence = m_change.range[side];
    qsizetype from = std::max(sentence.start, edit.start - most);
    qsizetype to = std::min(sentence.end(), edit.end() + most);
    while (from > sentence.start && !text[from - 1].isSpace())
        --from;
    while (to < sentence.end() && !text[to].isSpace())
        ++to;
    return quantitiesIn(text, Range{from, to - from});
}

bool QuantityReader::read(const WordEdit &edit, const EditCore &core)
{
    if (!mayHoldQuantity(edit.before) && !mayHoldQuantity(edit.after))
        return false;
    std::vector<Quantity> close[2];
    std::vector<Quantity> touched[2];
    bool before[2] = {};
    bool behind[2] = {};
    for (const int side : {0, 1}) {
        const Range range = edit.range[side];
        close[side] = around(side, range);
        for (const Quantity &quantity : close[side]) {
            const bool inside =
                range.isEmpty() ? quantity.whole.start < range.start && quantity.whole.end() > range.start
                                : quantity.whole.start < range.end() && quantity.whole.end() > range.start;
            if (!inside)
                continue;
            touched[side].push_back(quantity);
            before[side] = before[side] || quantity.whole.start < range.start;
            behind[side] = behind[side] || quantity.whole.end() > range.end();
        }
    }
    // "3-5" and "2-3" share the 3: what stands at the border of one side stands inside the other.
    const auto touches = [this](int side, qsizetype from, qsizetype to) {
        return from <= to && view(side, Range{from, to - from}).trimmed().isEmpty();
    };
    for (const int side : {0, 1}) {
        const Range range = edit.range[side];
        for (const Quantity &quantity : close[side]) {
            if (behind[1 - side] && !behind[side] && touches(side, range.end(), quantity.whole.start))
                touched[side].push_back(quantity);
            if (before[1 - side] && !before[side] && touches(side, quantity.whole.end(), range.start))
                touched[side].insert(touched[side].begin(), quantity);
        }
    }
    const size_t count = std::max(touched[0].size(), touched[1].size());
    bool told = false;
    for (size_t i = 0; i < count; ++i)
        told |= add(i < touched[0].size() ? &touched[0][i] : nullptr,
                    i < touched[1].size() ? &touched[1][i] : nullptr, edit, core);
    // Words beside the number still count when they are more than a unit.
    const bool replaced = !touched[0].empty() && !touched[1].empty();
    const bool all = core.oneSided() || replaced || isTerse(core);
    return told && all && wordCount(edit.before) <= 5 && wordCount(edit.after) <= 5;
}

// Whether the quantities are told now, or need no telling.
bool QuantityReader::add(const Quantity *left, const Quantity *right, const WordEdit &edit,
                         const EditCore &core)
{
    const std::array<const Quantity *, 2> sides = {left, right};
    const Quantity &leading = right ? *right : *left;
    if ((!left || !right) && leading.namesSomething && leading.kind == QuantityKind::Number)
        return false; // "RFC 7807" came or went: no number changed
    if ((!left || !right) && standsOn(left ? 1 : 0, leading))
        return false;
    if (!m_told.insert({left ? left->number.start : -1, right ? right->number.start : -1}).second)
        return true;
    const auto sign = [](QStringView number) { // the currency
        QString rest = number.toString();
        return rest.removeIf([](QChar c) { return c.category() != QChar::Symbol_Currency; });
    };
    const bool same = left && right && left->kind == right->kind && left->value == right->value
                      && sameUnit(*left, *right)
                      && sign(view(0, left->number)) == sign(view(1, right->number))
                      && (left->value || view(0, left->number) == view(1, right->number));
    if (same)
        return true;
    std::array<Range, 2> range = {Range{edit.range[0].start, 0}, Range{edit.range[1].start, 0}};
    QString words[2];
    const bool whole = left && right && !sameUnit(*left, *right);
    for (const int side : {0, 1}) {
        if (!sides[side])
            continue;
        range[side] = whole ? sides[side]->whole : sides[side]->number;
        words[side] = view(side, range[side]).toString().simplified();
    }
    // A limit that came or went is told with the words that make it one, "30 days" that became "a month" with these.
    if ((!left || !right) && (core.oneSided() ? wordCount(core.words()) <= 6 : isTerse(core))) {
        range = edit.range;
        words[0] = edit.before;
        words[1] = edit.after;
    }
    const bool listNumber = isListNumber(left, right); // which item it is says nothing
    m_entries.append(Entry{.kind = listNumber ? EntryKind::Formatting : kindOf(left, right),
                           .before = words[0],
                           .after = words[1],
                           .subject = listNumber || whole ? QString() : leading.unit,
                           .places = placesOf(m_comparison, m_change, range[0], range[1]),
                           .sentenceChange = m_index});
    return true;
}

EntryKind QuantityReader::kindOf(const Quantity *left, const Quantity *right) const
{
    QuantityKind kind = right ? right->kind : left->kind;
    if (kind == QuantityKind::Number && left)
        kind = left->kind;
    if (kind == QuantityKind::Number || kind == QuantityKind::Percent) {
        static const QRegularExpression measure(
            u"\\b(?:thresholds?|scores?|confidence|cut-?off|similarity|coverage|probability|certainty)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        const int side = right ? 1 : 0;
        const Range number = right ? right->number : left->number;
        const qsizetype from = std::max(m_change.range[side].start, number.start - 60);
        if (measure.matchView(view(side, Range{from, number.end() - from})).hasMatch())
            return EntryKind::ThresholdChanged;
    }
    return kindOfQuantity(kind);
}

bool QuantityReader::isListNumber(const Quantity *left, const Quantity *right) const
{
    const std::array<const Quantity *, 2> sides = {left, right};
    for (const int side : {0, 1}) {
        if (!sides[side])
            continue;
        static const QRegularExpression marker(u"^\\d{1,3}(?:\\s*[.):]|\\s+[-–]\\s)"_s);
        constexpr qsizetype mostRead = 16;
        const QStringView line = view(side, m_change.range[side]).left(mostRead);
        qsizetype at = 0; // behind the signs of a heading
        while (at < line.size() && (line[at] == u'#' || (at > 0 && line[at] == u' ')))
            ++at;
        const bool first = sides[side]->number.start == m_change.range[side].start + at;
        const QStringView begin = line.sliced(at);
        if (!first || !marker.matchView(begin).hasMatch())
            return false;
    }
    return true;
}

} // namespace countersign::diff
