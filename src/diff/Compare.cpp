// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"

#include "base/Together.h"
#include "diff/Instructions.h"
#include "diff/Intern.h"
#include "diff/Match.h"
#include "diff/Rows.h"
#include "diff/Settings.h"
#include "prompt/Document.h"

#include <algorithm>
#include <array>
#include <vector>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

QString roleName(prompt::Role role)
{
    switch (role) {
    case prompt::Role::None:
        return {};
    case prompt::Role::System:
        return u"system"_s;
    case prompt::Role::User:
        return u"user"_s;
    case prompt::Role::Assistant:
        return u"assistant"_s;
    case prompt::Role::Developer:
        return u"developer"_s;
    case prompt::Role::Tool:
        return u"tool"_s;
    }
    return {};
}

SideText sideOf(const prompt::Document &document)
{
    SideText side;
    for (qsizetype i = 0; i < document.messages.size(); ++i) {
        const prompt::Message &message = document.messages[i];
        side.messages.append(MessageText{.role = roleName(message.role),
                                         .path = message.path,
                                         .range = Range{side.text.size(), message.text.size()},
                                         .documentMessage = static_cast<int>(i)});
        side.text += message.text;
    }
    return side;
}

void segment(Half &half)
{
    for (qsizetype i = 0; i < half.side.messages.size(); ++i)
        half.segmenter.addMessage(half.side.messages[i].range, static_cast<int>(i));
    half.blocks.shrink_to_fit();
    half.hashes.reserve(half.blocks.size());
    for (const Block &block : half.blocks)
        half.hashes.push_back(
            Interner::hashOf(QStringView(half.side.text).mid(block.range.start, block.range.length)));
}

// Stretches that are the same on both sides, in order.
using Anchors = std::vector<std::array<Range, 2>>;

// What was replaced between two stretches, line by line.
void addLineEdits(QList<SourceEdit> &edits, const QString &left, const QString &right, Range from, Range to,
                  const Canceled &canceled)
{
    const auto add = [&](Range before, Range after) {
        while (before.length > 0 && after.length > 0 && left.at(before.start) == right.at(after.start)) {
            before = {before.start + 1, before.length - 1};
            after = {after.start + 1, after.length - 1};
        }
        while (before.length > 0 && after.length > 0
               && left.at(before.end() - 1) == right.at(after.end() - 1)) {
            --before.length;
            --after.length;
        }
        edits.append(SourceEdit{
            .start = before.start, .length = before.length, .text = right.mid(after.start, after.length)});
    };
    // The lines that both begin and end with; one line each is left of most edits.
    const QStringView before = QStringView(left).mid(from.start, from.length);
    const QStringView after = QStringView(right).mid(to.start, to.length);
    const auto [beforeEnd, afterEnd] = std::ranges::mismatch(before, after);
    const qsizetype head = before.first(beforeEnd - before.begin()).lastIndexOf(u'\n') + 1;
    qsizetype alike = 0;
    while (alike < std::min(before.size(), after.size()) - head
           && before[before.size() - 1 - alike] == after[after.size() - 1 - alike])
        ++alike;
    const qsizetype lineEnd = before.last(alike).indexOf(u'\n');
    const qsizetype tail = lineEnd < 0 ? 0 : alike - lineEnd - 1;
    const auto isOneLine = [](QStringView text) {
        return !text.isEmpty() && !text.chopped(1).contains(u'\n');
    };
    if (isOneLine(before.sliced(head).chopped(tail)) && isOneLine(after.sliced(head).chopped(tail))) {
        add({from.start + head, from.length - head - tail}, {to.start + head, to.length - head - tail});
        return;
    }
    const auto lines = [](QStringView text, Range range, Interner &ids, std::vector<int> &keys) {
        std::vector<qsizetype> starts;
        for (qsizetype at = range.start; at < range.end();) {
            starts.push_back(at);
            const qsizetype end = text.first(range.end()).indexOf(u'\n', at);
            const qsizetype next = end < 0 ? range.end() : end + 1;
            keys.push_back(ids.id(text.mid(at, next - at)));
            at = next;
        }
        starts.push_back(range.end());
        return starts;
    };
    Interner ids;
    std::vector<int> leftKeys;
    std::vector<int> rightKeys;
    const std::vector<qsizetype> leftStarts = lines(left, from, ids, leftKeys);
    const std::vector<qsizetype> rightStarts = lines(right, to, ids, rightKeys);
    Pairs equal = align(leftKeys, rightKeys, canceled);
    equal.emplace_back(static_cast<int>(leftKeys.size()), static_cast<int>(rightKeys.size()));

    int l = 0;
    int r = 0;
    for (const auto &[nextLeft, nextRight] : equal) {
        if (nextLeft > l || nextRight > r) {
            const qsizetype leftFrom = leftStarts[static_cast<size_t>(l)];
            const qsizetype rightFrom = rightStarts[static_cast<size_t>(r)];
            add({leftFrom, leftStarts[static_cast<size_t>(nextLeft)] - leftFrom},
                {rightFrom, rightStarts[static_cast<size_t>(nextRight)] - rightFrom});
        }
        l = nextLeft + 1;
        r = nextRight + 1;
    }
}

// `anchors` are the same in both texts, in order.
QList<SourceEdit> editsBetween(const QString &left, const QString &right, const Anchors &anchors,
                               const Canceled &canceled)
{
    QList<SourceEdit> edits;
    qsizetype leftFrom = 0;
    qsizetype rightFrom = 0;
    const auto between = [&](qsizetype leftTo, qsizetype rightTo) {
        const Range from{leftFrom, leftTo - leftFrom};
        const Range to{rightFrom, rightTo - rightFrom};
        if (QStringView(left).mid(from.start, from.length) != QStringView(right).mid(to.start, to.length))
            addLineEdits(edits, left, right, from, to, canceled);
    };
    for (const auto &[a, b] : anchors) {
        between(a.start, b.start);
        leftFrom = a.end();
        rightFrom = b.end();
    }
    between(left.size(), right.size());
    return edits;
}

// Reads the difference of two short sentences: with the first one all expressions are made that sentences are read by.
void prepareEntries()
{
    (void)compareTexts(u"Answer the customer in a friendly way."_s, u"Answer the user in a formal way."_s);
}

// `sources` are the files that the sides were read from.
bool compareSides(Comparison &comparison, std::array<const QString *, 2> sources, const Options &options,
                  Companion &companion, const Canceled &canceled)
{
    Half left(comparison.sides[0]);
    Half right(comparison.sides[1]);
    constexpr qsizetype worthAThread = 400'000;
    const bool isLarge = left.side.text.size() + right.side.text.size() > worthAThread;
    companion.together(isLarge, [&left] { segment(left); }, [&right] { segment(right); });
    std::vector<SentencePair> pairs;
    {
        // Its tables are large and of no use to the rows.
        Matcher matcher(left, right, companion, canceled);
        matcher.read();
        if (canceled && canceled())
            return false;
        if (isLarge && options.entries)
            companion.together(true, prepareEntries, [&matcher] { matcher.match(); });
        else
            matcher.match();
        pairs = std::move(matcher.pairs);
    }
    pairs.shrink_to_fit();
    if (canceled && canceled())
        return false;
    // Where the prose is not the file, its places say nothing about the file's.
    const auto isSource = [&](int side) {
        const QString &text = comparison.sides[side].text;
        return text.isSharedWith(*sources[side]) || text == *sources[side];
    };
    Anchors anchors;
    const bool anchored = isSource(0) && isSource(1);
    for (size_t i = 0; anchored && i < left.blocks.size(); ++i) {
        if (left.alike[i])
            anchors.push_back(
                {left.blocks[i].range, right.blocks[static_cast<size_t>(left.pairOf[i])].range});
    }
    // The rows are made on this thread, which has the memory that the matching gave back. Who may stop the
    // work is asked on no other.
    QList<SourceEdit> edits;
    const Canceled nobody;
    companion.together(
        isLarge,
        [&] { edits = editsBetween(*sources[0], *sources[1], anchors, isLarge ? nobody : canceled); },
        [&] { RowBuilder(comparison, left, right, pairs, options).build(); });
    comparison.sourceEdits = std::move(edits);
    return true;
}

QString lineEndName(prompt::LineEnding ending)
{
    switch (ending) {
    case prompt::LineEnding::None:
        return {};
    case prompt::LineEnding::Lf:
        return u"LF"_s;
    case prompt::LineEnding::CrLf:
        return u"CRLF"_s;
    case prompt::LineEnding::Cr:
        return u"CR"_s;
    case prompt::LineEnding::Mixed:
        return u"mixed"_s;
    }
    return {};
}

QString charsetName(prompt::Charset charset)
{
    switch (charset) {
    case prompt::Charset::Utf8:
        return u"UTF-8"_s;
    case prompt::Charset::InvalidUtf8:
        return u"not UTF-8"_s;
    case prompt::Charset::Utf16:
        return u"UTF-16"_s;
    case prompt::Charset::Binary:
        return u"binary"_s;
    }
    return {};
}

void addNotations(Comparison &comparison, const prompt::Encoding &left, const prompt::Encoding &right)
{
    const auto add = [&](NotationKind kind, const QString &before, const QString &after) {
        if (before != after)
            comparison.notations.append(Notation{.kind = kind, .before = before, .after = after});
    };
    const auto yesNo = [](bool value) { return value ? u"yes"_s : u"no"_s; };
    if (left.lineEnding != prompt::LineEnding::None && right.lineEnding != prompt::LineEnding::None)
        add(NotationKind::LineEnds, lineEndName(left.lineEnding), lineEndName(right.lineEnding));
    add(NotationKind::ByteOrderMark, yesNo(left.bom), yesNo(right.bom));
    add(NotationKind::Encoding, charsetName(left.charset), charsetName(right.charset));
    if (!comparison.sides[0].text.isEmpty() && !comparison.sides[1].text.isEmpty())
        add(NotationKind::FinalNewline, yesNo(left.finalNewline), yesNo(right.finalNewline));
}

// Rows that have the same words and other white space: re-wrapped when the line breaks moved.
void addRowNotations(Comparison &comparison)
{
    const auto view = [&comparison](int side, Range range) {
        return QStringView(comparison.sides[side].text).mid(range.start, range.length);
    };
    int rewrapped = 0;
    int spaced = 0;
    int markup = 0;
    for (const Row &row : std::as_const(comparison.rows)) {
        const Cell &left = row.cells[0];
        const Cell &right = row.cells[1];
        if (row.kind == RowKind::Rewrapped) {
            const bool lines = !left.present || !right.present || view(0, left.range).contains(u'\n')
                               || view(1, right.range).contains(u'\n');
            ++(lines ? rewrapped : spaced);
        } else if (row.kind == RowKind::Same && left.present && right.present
                   && (view(0, Range{left.full.start, left.range.start - left.full.start})
                           != view(1, Range{right.full.start, right.range.start - right.full.start})
                       || view(0, Range{left.range.end(), left.full.end() - left.range.end()})
                              != view(1, Range{right.range.end(), right.full.end() - right.range.end()}))) {
            ++spaced;
        }
    }
    for (const SentenceChange &change : std::as_const(comparison.sentences))
        markup +=
            change.kind == SentenceKind::Changed && sentenceKey(change.before) == sentenceKey(change.after);
    const auto add = [&](NotationKind kind, int count) {
        if (count > 0)
            comparison.notations.append(Notation{.kind = kind, .count = count});
    };
    add(NotationKind::WhiteSpace, spaced);
    add(NotationKind::Rewrapped, rewrapped);
    add(NotationKind::Markup, markup);
}

// Quotes, commas and comments of a front matter or a configuration: different bytes that say the same.
void addSourceEntries(Comparison &comparison, const QString &left)
{
    constexpr qsizetype most = 20;
    if (!comparison.entries.isEmpty() || !comparison.notations.isEmpty())
        return;
    for (const SourceEdit &edit : comparison.sourceEdits.first(std::min(most, comparison.sourceEdits.size())))
        comparison.entries.append(Entry{.kind = EntryKind::Formatting,
                                        .before = left.mid(edit.start, edit.length),
                                        .after = edit.text,
                                        .rank = static_cast<int>(EntryKind::Formatting),
                                        .topics = {Topic::Formatting}});
}

} // namespace

Comparison compare(const prompt::Document &left, const prompt::Document &right, const Options &options,
                   const Canceled &canceled)
{
    Comparison comparison;
    comparison.sides = {sideOf(left), sideOf(right)};
    // Bytes that could not be decoded may differ where the texts do not.
    const bool alike = left.source == right.source && left.encoding == right.encoding;
    const auto hides = [alike](const prompt::Document &document) {
        const bool tooLarge = std::any_of(
            document.problems.begin(), document.problems.end(),
            [](const prompt::Problem &problem) { return problem.kind == prompt::ProblemKind::TooLarge; });
        return tooLarge || document.encoding.charset == prompt::Charset::Binary
               || (alike && document.encoding.charset == prompt::Charset::InvalidUtf8);
    };
    comparison.readable = !hides(left) && !hides(right);
    comparison.identical = alike && comparison.readable;
    Companion companion;
    if (!compareSides(comparison, {&left.source, &right.source}, options, companion, canceled))
        return comparison;
    addNotations(comparison, left.encoding, right.encoding);
    addRowNotations(comparison);
    comparison.settings = compareSettings(left, right);
    comparison.variables = compareVariables(left, right);
    if (options.entries) {
        comparison.entries = instructionEntries(comparison, companion);
        addSourceEntries(comparison, left.source);
    }
    comparison.complete = !(canceled && canceled());
    return comparison;
}

Comparison compareTexts(const QString &left, const QString &right, const Options &options,
                        const Canceled &canceled)
{
    Comparison comparison;
    comparison.identical = left == right;
    const auto side = [](const QString &text) {
        return SideText{.text = text, .messages = {MessageText{.range = Range{0, text.size()}}}};
    };
    comparison.sides = {side(left), side(right)};
    Companion companion;
    if (!compareSides(comparison, {&left, &right}, options, companion, canceled))
        return comparison;
    addRowNotations(comparison);
    if (options.entries)
        comparison.entries = instructionEntries(comparison, companion);
    comparison.complete = !(canceled && canceled());
    return comparison;
}

QString applyTo(const QString &leftSource, const Comparison &comparison)
{
    QString result;
    qsizetype at = 0;
    for (const SourceEdit &edit : comparison.sourceEdits) {
        result += QStringView(leftSource).mid(at, edit.start - at);
        result += edit.text;
        at = edit.start + edit.length;
    }
    result += QStringView(leftSource).mid(at);
    return result;
}

QString textFromRows(const Comparison &comparison, Side side)
{
    QString result;
    for (const Row &row : comparison.rows) {
        if (row.cell(side).present)
            result += comparison.side(side).words(row.cell(side).full);
    }
    return result;
}

QString unmarkedText(const Comparison &comparison, Side side)
{
    const QString &text = comparison.side(side).text;
    QString result;
    for (const Row &row : comparison.rows) {
        const Cell &cell = row.cell(side);
        qsizetype next = 0;
        for (qsizetype at = cell.range.start; cell.present && at < cell.range.end(); ++at) {
            while (next < cell.marks.size() && cell.marks[next].range.end() <= at)
                ++next;
            if (next < cell.marks.size() && cell.marks[next].range.contains(at))
                continue;
            if (!text[at].isSpace())
                result += text[at];
        }
    }
    return result;
}

} // namespace countersign::diff
