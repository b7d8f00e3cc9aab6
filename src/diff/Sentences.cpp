// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Sentences.h"

#include "base/Seek.h"
#include "diff/Scan.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

namespace countersign::diff {

namespace {

// A stretch longer than this without an end of sentence is cut at line ends.
constexpr qsizetype longestSentence = 4000;

enum class BreakClass : quint8 {
    Other,
    Sep,
    Space,
    Lower,
    Upper,
    Numeric,
    Stop,
    Term,
    Close,
    Continue,
    Unknown
};

constexpr std::array<BreakClass, 128> asciiClasses()
{
    std::array<BreakClass, 128> result{};
    for (size_t i = 0; i < 32; ++i)
        result[i] = BreakClass::Unknown;
    for (char c = 'a'; c <= 'z'; ++c)
        result[static_cast<size_t>(c)] = BreakClass::Lower;
    for (char c = 'A'; c <= 'Z'; ++c)
        result[static_cast<size_t>(c)] = BreakClass::Upper;
    for (char c = '0'; c <= '9'; ++c)
        result[static_cast<size_t>(c)] = BreakClass::Numeric;
    for (const char c : {'(', ')', '[', ']', '{', '}', '"', '\''})
        result[static_cast<size_t>(c)] = BreakClass::Close;
    for (const char c : {',', '-', ':'})
        result[static_cast<size_t>(c)] = BreakClass::Continue;
    for (const char c : {'!', '?'})
        result[static_cast<size_t>(c)] = BreakClass::Term;
    result['.'] = BreakClass::Stop;
    result[' '] = BreakClass::Space;
    result['\t'] = BreakClass::Space;
    result['\n'] = BreakClass::Sep;
    // A semicolon joined the class Continue in a later Unicode than some Qt has.
    result[';'] = BreakClass::Unknown;
    result[127] = BreakClass::Unknown;
    return result;
}

constexpr std::array<BreakClass, 128> ascii = asciiClasses();

// Neither ends a sentence nor is unknown.
constexpr bool isQuiet(BreakClass kind)
{
    return kind != BreakClass::Sep && kind != BreakClass::Stop && kind != BreakClass::Term
           && kind != BreakClass::Unknown;
}

// What a text holds, told many characters in one step as mayHold() does.
struct Signs
{
    bool onlyStops = true; // no sentence ends but at a full stop, and no character is unknown
    bool wholes = false;   // a stretch that is never cut may begin
};

Signs signsIn(QStringView text)
{
    const char16_t *units = text.utf16();
    quint16 foreign = 0; // highest bit: before the space or after the tilde
    bool ends = false;
    Signs signs;
    qsizetype at = 0;
    for (; at + seekStep <= text.size(); at += seekStep) {
        for (qsizetype i = 0; i < seekStep; ++i) {
            const quint16 c = units[at + i];
            foreign = static_cast<quint16>(foreign | c | static_cast<quint16>(c - u' ')
                                           | static_cast<quint16>(u'~' - c));
        }
        ends = ends || mayHold<u'!', u'?', u';'>(units + at);
        signs.wholes = signs.wholes || mayHold<u'{', u'$', u'`', u'<', u':'>(units + at);
    }
    for (; at < text.size(); ++at) {
        const char16_t c = units[at];
        ends = ends || c < u' ' || c > u'~' || c == u'!' || c == u'?' || c == u';';
        signs.wholes = signs.wholes || c == u'{' || c == u'$' || c == u'`' || c == u'<' || c == u':';
    }
    signs.onlyStops = !ends && (foreign & 0x8000) == 0;
    return signs;
}

BreakClass breakClass(char16_t unit)
{
    if (unit < ascii.size())
        return ascii[unit];
    const QChar character(unit);
    if ((unit >= 0xC0 && unit <= 0x17F) && unit != 0xD7 && unit != 0xF7) {
        if (character.isLower())
            return BreakClass::Lower;
        return character.isUpper() ? BreakClass::Upper : BreakClass::Unknown;
    }
    switch (unit) {
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
        return BreakClass::Close;
    case 0x2013:
    case 0x2014:
        return BreakClass::Continue;
    default:
        return BreakClass::Unknown;
    }
}

std::vector<qsizetype> endsByFinder(const QString &text)
{
    std::vector<qsizetype> ends;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, text);
    for (qsizetype at = finder.toNextBoundary(); at >= 0; at = finder.toNextBoundary())
        ends.push_back(at);
    return ends;
}

bool endsSentence(QStringView text)
{
    return !text.isEmpty() && QStringView(u".:;!?\u3002\uFF01\uFF1F\u061F\u06D4").contains(text.back());
}

// Words that end in a full stop without ending a sentence.
bool endsInAbbreviation(QStringView text)
{
    static constexpr QStringView known[] = {
        u"e.g.",    u"i.e.",  u"etc.",  u"vs.",  u"mr.",  u"mrs.", u"ms.",   u"dr.",   u"prof.",
        u"no.",     u"nr.",   u"fig.",  u"cf.",  u"st.",  u"inc.", u"ltd.",  u"corp.", u"co.",
        u"approx.", u"incl.", u"excl.", u"max.", u"min.", u"al.",  u"resp.", u"sec.",  u"para.",
        u"art.",    u"vol.",  u"pp.",   u"z.b.", u"u.s.", u"u.k.", u"jr.",   u"sr.",   u"ca.",
    };
    constexpr qsizetype longest = 7;
    const QStringView trimmed = text.trimmed();
    if (!trimmed.endsWith(u'.'))
        return false;
    qsizetype from = trimmed.size();
    while (from > 0 && !trimmed[from - 1].isSpace() && trimmed[from - 1] != u'(') {
        if (trimmed.size() - --from > longest)
            return false;
    }
    const QStringView last = trimmed.mid(from);
    return std::any_of(std::begin(known), std::end(known), [last](QStringView word) {
        return word.size() == last.size() && word.front() == last.front().toLower()
               && word.compare(last, Qt::CaseInsensitive) == 0;
    });
}

// "4." or "b)" alone: the number of an item, not a sentence.
bool isOrdinalOnly(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    return !trimmed.isEmpty() && trimmed.size() <= 6 && !trimmed.contains(u' ')
           && listMarkerLength(QString(trimmed.toString() + u' ')) > 0;
}

bool isLowerStart(QStringView text)
{
    return !text.isEmpty() && (text.front().isLower() || text.front() == u',' || text.front() == u')');
}

qsizetype firstWordLength(QStringView text)
{
    qsizetype length = 0;
    while (length < text.size() && !text[length].isSpace())
        ++length;
    return length;
}

bool isLineEnd(QChar character)
{
    return character == u'\n' || character == u'\r';
}

// A line end that only wraps becomes a space, so that the boundary finder reads on. It wraps when the next word would
// not have fitted, or when the sentence plainly goes on.
void joinWrappedLines(QString &text)
{
    qsizetype widest = 0;
    for (qsizetype lineStart = 0, at = 0; at <= text.size(); ++at) {
        if (at == text.size() || isLineEnd(text.at(at))) {
            widest = std::max(widest, at - lineStart);
            lineStart = at + 1;
        }
    }
    QChar *copy = text.data();
    const qsizetype size = text.size();
    qsizetype lineStart = 0;
    qsizetype sentenceStart = 0;
    for (qsizetype at = 0; at < size; ++at) {
        if (!isLineEnd(copy[at]))
            continue;
        qsizetype next = at;
        while (next < size && copy[next].isSpace())
            ++next;
        qsizetype lineEnd = next;
        while (lineEnd < size && !isLineEnd(copy[lineEnd]))
            ++lineEnd;
        const QStringView before = QStringView(copy + lineStart, at - lineStart).trimmed();
        const QStringView after = QStringView(copy + next, lineEnd - next);
        const bool wouldFit = before.size() + 1 + firstWordLength(after) <= widest;
        const bool goesOn = isLowerStart(after) && (!endsSentence(before) || endsInAbbreviation(before));
        const bool hard = (wouldFit && !goesOn) || at - sentenceStart > longestSentence;
        for (qsizetype i = at; i < next; ++i) {
            if (isLineEnd(copy[i]) || copy[i] == u'>')
                copy[i] = u' ';
        }
        if (hard) {
            copy[at] = u'\n';
            sentenceStart = next;
        }
        lineStart = next;
        at = std::max(at, next - 1);
    }
}

void addTrimmed(std::vector<Range> &list, const QString &text, qsizetype start, qsizetype end)
{
    while (start < end && text.at(start).isSpace())
        ++start;
    while (end > start && text.at(end - 1).isSpace())
        --end;
    if (end > start)
        list.push_back(Range{start, end - start});
}

std::vector<qsizetype> endsIn(const QString &text, const Signs &signs)
{
    const char16_t *units = QStringView(text).utf16();
    const qsizetype size = text.size();
    const auto classAt = [&](qsizetype at) { return breakClass(units[at]); };
    // The next place that decides something.
    const auto next = [&](qsizetype at) {
        if (signs.onlyStops) {
            const qsizetype stop = QStringView(text).indexOf(u'.', at);
            return stop < 0 ? size : stop;
        }
        while (at < size && units[at] < ascii.size() && isQuiet(ascii[units[at]]))
            ++at;
        return at;
    };
    std::vector<qsizetype> ends;
    // The rules are numbered as in UAX 29.
    for (qsizetype at = 0; (at = next(at)) < size;) {
        const BreakClass here = classAt(at);
        if (here == BreakClass::Unknown)
            return endsByFinder(text);
        if (here == BreakClass::Sep) { // SB4
            ends.push_back(++at);
            continue;
        }
        if (here != BreakClass::Stop && here != BreakClass::Term) {
            ++at;
            continue;
        }
        const bool stop = here == BreakClass::Stop;
        qsizetype past = at + 1;
        if (stop && past < size) {
            const BreakClass after = classAt(past);
            const BreakClass before = at > 0 ? classAt(at - 1) : BreakClass::Other;
            if (after == BreakClass::Numeric // SB6, SB7
                || (after == BreakClass::Upper
                    && (before == BreakClass::Upper || before == BreakClass::Lower))) {
                at = past;
                continue;
            }
        }
        while (past < size && classAt(past) == BreakClass::Close)
            ++past;
        while (past < size && classAt(past) == BreakClass::Space)
            ++past;
        if (past == size)
            break;
        const BreakClass after = classAt(past);
        bool goesOn =
            after == BreakClass::Continue || after == BreakClass::Stop || after == BreakClass::Term; // SB8a
        if (stop && !goesOn) {                                                                       // SB8
            qsizetype far = past;
            for (; far < size; ++far) {
                const BreakClass there = classAt(far);
                if (there == BreakClass::Unknown)
                    return endsByFinder(text);
                if (there == BreakClass::Lower || there == BreakClass::Upper || there == BreakClass::Sep
                    || there == BreakClass::Stop || there == BreakClass::Term)
                    break;
            }
            goesOn = far < size && classAt(far) == BreakClass::Lower;
        }
        if (after == BreakClass::Unknown)
            return endsByFinder(text);
        if (!goesOn && after == BreakClass::Sep) // SB10
            ++past;
        if (!goesOn) // SB11
            ends.push_back(past);
        at = past;
    }
    if (size > 0 && (ends.empty() || ends.back() != size))
        ends.push_back(size);
    return ends;
}

} // namespace

std::vector<qsizetype> sentenceEnds(const QString &text)
{
    return endsIn(text, signsIn(text));
}

void addSentencesOf(const QString &text, const Block &block, std::vector<Range> &result)
{
    const Range range = block.range;
    if (range.isEmpty())
        return;
    if (block.kind == BlockKind::Code) {
        qsizetype start = range.start;
        for (qsizetype at = range.start; at <= range.end(); ++at) {
            if (at == range.end() || isLineEnd(text.at(at))) {
                addTrimmed(result, text, start, at);
                start = at + 1;
            }
        }
        return;
    }
    if (block.kind != BlockKind::Paragraph && block.kind != BlockKind::ListItem
        && block.kind != BlockKind::Quote) {
        addTrimmed(result, text, range.start, range.end());
        return;
    }

    // Nothing is copied where no line end has to be taken out.
    QString copy = QString::fromRawData(text.constData() + range.start, range.length);
    if (!block.isOneLine)
        joinWrappedLines(copy);
    const Signs signs = signsIn(copy);
    const std::vector<qsizetype> ends = endsIn(copy, signs);
    const std::vector<Range> whole =
        signs.wholes && ends.size() > 1 ? wholeRanges(copy) : std::vector<Range>();
    size_t nextWhole = 0;
    qsizetype start = 0;
    for (const qsizetype at : ends) {
        while (nextWhole < whole.size() && whole[nextWhole].end() <= at)
            ++nextWhole;
        const bool inside =
            nextWhole < whole.size() && whole[nextWhole].start < at && at < whole[nextWhole].end();
        const QStringView sentence = QStringView(copy).mid(start, at - start);
        const bool atLineEnd = at > 0 && copy.at(at - 1) == u'\n';
        if (at < copy.size() && !atLineEnd
            && (inside || isOrdinalOnly(sentence) || endsInAbbreviation(sentence)))
            continue;
        addTrimmed(result, text, range.start + start, range.start + at);
        start = at;
    }
}

} // namespace countersign::diff
