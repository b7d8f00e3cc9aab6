// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/SentenceEntries.h"

#include "diff/Characters.h"
#include "diff/Expression.h"
#include "diff/Lexicon.h"
#include "diff/MatchParts.h"
#include "diff/QuantityEntries.h"
#include "diff/Scan.h"
#include "diff/Segments.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// Letters and spaces only: words that differ say something else, whatever their notation.
bool isWordy(QStringView text)
{
    return !text.isEmpty()
           && std::all_of(text.begin(), text.end(), [](QChar c) { return c.isLetter() || c == u' '; });
}

// Other quotes, or quotes that are escaped.
bool isQuoting(const WordEdit &edit)
{
    const auto bare = [](QString text) {
        text.removeIf([](QChar c) {
            return QStringView(u"\\\"'`\u2018\u2019\u201C\u201D").contains(c) || c.isSpace();
        });
        return text;
    };
    return bare(edit.before) == bare(edit.after);
}

// Lines under headings, fences of code with the name of its language, the bars of a table.
bool isRuling(QStringView words)
{
    static const Expression rule(u"^(?:[=_*~#|+>`\\s-]*|`{3,}\\w*|~{3,}\\w*)$"_s);
    return rule.isIn(words);
}

bool isSpelling(const WordEdit &edit)
{
    const QStringList before = edit.before.split(u' ', Qt::SkipEmptyParts);
    const QStringList after = edit.after.split(u' ', Qt::SkipEmptyParts);
    return !before.isEmpty() && std::ranges::equal(before, after, [](const QString &a, const QString &b) {
        return isSpellingVariant(a, b);
    });
}

bool sameLetters(const QString &a, const QString &b)
{
    const auto letters = [](QString text) {
        text.removeIf([](QChar c) { return !c.isLetterOrNumber(); });
        return text.toLower();
    };
    return letters(a) == letters(b);
}

// Longer replacements are a text of their own: no word in them is what changed.
bool isRewrite(const WordEdit &edit)
{
    constexpr qsizetype longest = 1000;
    return edit.before.size() > longest || edit.after.size() > longest;
}

// Replaces one thing by another of a few words, so that a word of duty in it is what changed.
bool isShort(const EditCore &core)
{
    return wordCount(core.before) <= 5 && wordCount(core.after) <= 5;
}

// A line of a program: a definition, a value that is returned or gets a name.
bool isStatement(QStringView sentence)
{
    constexpr qsizetype longest = 2000;
    if (sentence.size() > longest)
        return false;
    static const Expression keyword(u"^\\W{0,4}(?:def|class|return|import|async|const|let|var) "_s);
    if (keyword.isIn(sentence))
        return true;
    static const Expression assignment(u"^\\w{1,60} = |[\\w)] ?=\\s?[\\[({]?\\s*$|\\breturn f?\"\"\""_s);
    const bool mayAssign = sentence.contains(u'=') || sentence.contains(u"\"\"\"");
    return mayAssign && assignment.isIn(sentence);
}

// The words of a piece of program text without its keywords, its names and what is filled in.
void appendProse(QStringView whole, Range range, QStringList &words)
{
    constexpr qsizetype ahead = 4; // as far as a name stands from its sign
    const QStringView text = whole.mid(range.start, range.length);
    static const QSet<QString> keywords = {u"return"_s, u"def"_s, u"class"_s, u"const"_s, u"let"_s,
                                           u"var"_s,    u"f"_s,   u"r"_s,     u"b"_s};
    static const QRegularExpression word(u"\\{\\w+\\}|[\\w'’]+"_s,
                                         QRegularExpression::UseUnicodePropertiesOption);
    for (const QRegularExpressionMatch &match : word.globalMatchView(text)) {
        const QString found = match.captured();
        const QStringView behind = whole.mid(range.start + match.capturedEnd(), ahead).trimmed();
        const bool name = found.front() == u'{' || found.contains(u'_') || keywords.contains(found)
                          || (behind.startsWith(u'=') && !behind.startsWith(u"=="));
        if (!name)
            words.append(found);
    }
}

class SentenceReader
{
public:
    SentenceReader(const Comparison &comparison, int index, qsizetype most, QList<Entry> &entries)
        : m_comparison(comparison)
        , m_change(comparison.sentences[index])
        , m_index(index)
        , m_most(most)
        , m_entries(entries)
        , m_quantities(comparison, index, entries)
    {}

    void run()
    {
        switch (m_change.kind) {
        case SentenceKind::Same:
            return;
        case SentenceKind::Added:
        case SentenceKind::Removed:
            readWhole();
            return;
        case SentenceKind::Moved:
            readMove();
            return;
        case SentenceKind::MovedChanged:
            readMove();
            readChanged();
            return;
        case SentenceKind::Changed:
            readChanged();
            return;
        }
    }

private:
    const QString &text(int side) const { return m_comparison.sides[side].text; }

    QStringView view(int side, Range range) const
    {
        return QStringView(text(side)).mid(range.start, range.length);
    }

    void add(EntryKind kind, const QString &before, const QString &after, const std::array<Place, 2> &where,
             const QString &subject = {})
    {
        m_entries.append(Entry{.kind = kind,
                               .before = before,
                               .after = after,
                               .subject = subject,
                               .places = where,
                               .sentenceChange = m_index});
    }

    void add(EntryKind kind, const WordEdit &edit)
    {
        add(kind, edit.before, edit.after, placesOf(m_comparison, m_change, edit.range[0], edit.range[1]));
    }

    // The sentence without its list marker, which is no word of it.
    Range withoutMarker(int side) const
    {
        Range range = m_change.range[side];
        const qsizetype marker =
            listMarkerLength(view(side, range).first(std::min<qsizetype>(12, range.length)));
        return marker < range.length ? Range{range.start + marker, range.length - marker} : range;
    }

    std::array<Place, 2> wholePlaces(QString *words) const
    {
        std::array<Place, 2> where = placesOf(m_comparison, m_change);
        for (const int side : {0, 1}) {
            if (m_change.sentence[side] < 0)
                continue;
            const Range range = withoutMarker(side);
            const QString &whole = side == 0 ? m_change.before : m_change.after;
            // The joined sentences of a pair may have more between them than their range shows.
            const QString cut = view(side, range).toString().simplified();
            words[side] = whole.endsWith(cut) ? cut : whole;
            where[side].range = whole.endsWith(cut) ? range : m_change.range[side];
        }
        return where;
    }

    void readMove()
    {
        // Items of one list that changed places are in another order; anything else went somewhere.
        const bool sameList = m_change.block == BlockKind::ListItem
                              && m_change.section[0] == m_change.section[1]
                              && m_change.leadIn[0] == m_change.leadIn[1];
        QString words[2];
        const std::array<Place, 2> where = wholePlaces(words);
        add(sameList ? EntryKind::OrderChanged : EntryKind::SentenceMoved, words[0], words[1], where);
    }

    void readWhole()
    {
        QString words[2];
        const std::array<Place, 2> where = wholePlaces(words);
        const bool added = m_change.kind == SentenceKind::Added;
        add(kindOfWhole(words[added ? 1 : 0], added), words[0], words[1], where);
    }

    EntryKind kindOfWhole(const QString &words, bool added) const
    {
        if (m_change.block == BlockKind::Template)
            return EntryKind::TemplateLogicChanged;
        const bool sample = m_change.inExample || m_change.block == BlockKind::Code;
        if (m_change.block == BlockKind::Tag || m_change.block == BlockKind::Comment || !hasLetter(words)
            || isRuling(words) || (!sample && isScaffold(words)))
            return EntryKind::Formatting;
        const int side = added ? 1 : 0;
        const Sense sense(words);
        if (m_change.inExample || (sense.opensExample() && (isDialogue(side) || !isLabel(words))))
            return EntryKind::ExampleChanged;
        if (sense.handsOver())
            return EntryKind::EscalationChanged;
        if (sense.refuses())
            return EntryKind::RefusalChanged;
        if (sense.setsLanguage())
            return EntryKind::LanguageChanged;
        if (sense.givesPersona())
            return EntryKind::PersonaChanged;
        if (sense.binds())
            return added ? EntryKind::ConstraintAdded : EntryKind::ConstraintRemoved;
        if (sense.namesAudience())
            return EntryKind::AudienceChanged;
        if (sense.statesCondition())
            return added ? EntryKind::ConditionAdded : EntryKind::ConditionRemoved;
        return added ? EntryKind::SentenceAdded : EntryKind::SentenceRemoved;
    }

    // A line of program text around a prompt: brackets and names, no two words in a row.
    static bool isScaffold(const QString &words)
    {
        static const Expression code(
            u"[=({\\[;]\\s*[\"'`]{0,3}$|^[\\])}\"'`;,]+$|^(?:return|def|class|import|from|const|let|var|else)\\b.*[(:;{]"_s);
        static const Expression prose(u"[A-Za-z]{2,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}"_s);
        return words.size() < 120 && code.isIn(words) && !prose.isIn(words);
    }

    static bool isLabel(QStringView words)
    {
        static const Expression label(
            u"^\\W*(?:input|output|question|answer|user|assistant|human|customer|agent|q|a)\\s*:"_s,
            QRegularExpression::CaseInsensitiveOption);
        return label.isIn(words);
    }

    // One of several lines that begin "Input:", "Output:", without a place to be filled in.
    bool isDialogue(int side) const
    {
        const QList<Sentence> &sentences = m_comparison.sides[side].sentences;
        const int at = m_change.sentence[side];
        if (at < 0)
            return false;
        constexpr qsizetype most = 300;
        const Range own = m_change.range[side];
        const qsizetype first = sentences[std::max(0, at - 1)].range.start;
        const qsizetype last = sentences[std::min<qsizetype>(sentences.size() - 1, at + 1)].range.end();
        const qsizetype from = std::max(first, own.start - most);
        const QStringView lines =
            view(side, Range{from, std::min(last, own.start + std::min(own.length, most) + most) - from});
        const auto hasLabel = [&](QStringView part) {
            return std::ranges::any_of(part.toString().split(u'\n'),
                                       [](const QString &line) { return isLabel(line); });
        };
        if (!hasLabel(view(side, own).first(std::min(own.length, most))))
            return false;
        int count = 0;
        for (const QStringView line : lines.tokenize(u'\n')) {
            if (line.contains(u'{'))
                return false;
            count += isLabel(line);
        }
        return count > 1;
    }

    void readChanged()
    {
        if (m_change.block == BlockKind::Comment
            || sentenceKey(m_change.before) == sentenceKey(m_change.after)) {
            for (const WordEdit &edit : m_change.edits) {
                if (m_entries.size() < m_most && !changesOnlyLooks(edit))
                    add(EntryKind::Formatting, edit);
            }
            return;
        }
        if (isProgramAlone()) {
            for (const WordEdit &edit : m_change.edits) {
                if (m_entries.size() < m_most)
                    add(EntryKind::Formatting, edit);
            }
            return;
        }
        const Sense before(m_change.before);
        const Sense after(m_change.after);
        const bool sample = before.opensExample() && after.opensExample() && !isLabel(m_change.before);
        const bool example = m_change.inExample || sample || isDialogue(0) || isDialogue(1);
        const bool handedOver = !example && before.handsOver();
        const bool handsOver = !example && after.handsOver();
        const bool refused = !example && before.refuses();
        const bool refuses = !example && after.refuses();
        if (handedOver != handsOver || refused != refuses) {
            readTurn(handedOver != handsOver ? EntryKind::EscalationChanged : EntryKind::RefusalChanged);
            return;
        }
        for (const WordEdit &edit : m_change.edits) {
            if (m_entries.size() >= m_most)
                return;
            if (isRewrite(edit) || (!readNotation(edit) && !readTemplate(edit) && !readMeaning(edit)))
                add(example     ? EntryKind::ExampleChanged
                    : handsOver ? EntryKind::EscalationChanged
                    : refuses   ? EntryKind::RefusalChanged
                                : kindOfWording(edit),
                    edit);
        }
    }

    // The program around a prompt is written in another way: every word that went from one place came in another, in
    // the same order.
    bool isProgramAlone() const
    {
        if (!isStatement(m_change.before) && !isStatement(m_change.after))
            return false;
        QStringList went;
        QStringList came;
        for (const WordEdit &edit : m_change.edits) {
            if (isRewrite(edit))
                return false;
            appendProse(text(0), edit.range[0], went);
            appendProse(text(1), edit.range[1], came);
        }
        return went == came;
    }

    // A hand-over or a refusal came or went: told in one entry from the first word to the last. Numbers still count.
    void readTurn(EntryKind kind)
    {
        std::array<Range, 2> span = {};
        bool any = false;
        for (const WordEdit &edit : m_change.edits) {
            const bool rewrite = isRewrite(edit) || m_entries.size() >= m_most;
            if (!rewrite && readNotation(edit))
                continue;
            if (!rewrite && !edit.before.isEmpty() && !edit.after.isEmpty())
                m_quantities.read(edit, EditCore(edit));
            for (const int side : {0, 1}) {
                const qsizetype start = any ? span[side].start : edit.range[side].start;
                span[side] = Range{start, edit.range[side].end() - start};
            }
            any = true;
        }
        if (any)
            add(kind, view(0, span[0]).toString().simplified(), view(1, span[1]).toString().simplified(),
                placesOf(m_comparison, m_change, span[0], span[1]));
    }

    bool givesPersona()
    {
        if (!m_persona)
            m_persona = Sense(m_change.before).givesPersona() || Sense(m_change.after).givesPersona();
        return *m_persona;
    }

    EntryKind kindOfWording(const WordEdit &edit)
    {
        // What stands before the words on the side that has some.
        constexpr qsizetype most = 160;
        const int side = edit.range[1].isEmpty() ? 0 : 1;
        const qsizetype from = std::max(m_change.range[side].start, edit.range[side].start - most);
        const QStringView lead = view(side, Range{from, edit.range[side].start - from});
        const EditCore core(edit);
        if (endsInExample(lead)
            || (core.oneSided() && Sense(core.words()).opensExample() && !isLabel(core.words())))
            return EntryKind::ExampleChanged;
        if (givesPersona())
            return EntryKind::PersonaChanged;
        static const Expression toWhom(u"^(?:for|to|as|aimed|who)\\b"_s,
                                       QRegularExpression::CaseInsensitiveOption);
        if (endsInAudience(lead) && (!core.oneSided() || toWhom.isIn(core.words())))
            return EntryKind::AudienceChanged;
        if (endsInCondition(lead))
            return EntryKind::ConditionChanged;
        return EntryKind::WordingChanged;
    }

    // What says the same as before.
    bool readNotation(const WordEdit &edit)
    {
        constexpr qsizetype longest = 400;
        if (edit.before.size() > longest || edit.after.size() > longest)
            return false;
        if (changesOnlyLooks(edit))
            return true; // told by the characters
        if (isQuoting(edit) || isStringPrefix(edit) || (isRuling(edit.before) && isRuling(edit.after))) {
            add(EntryKind::Formatting, edit);
        } else if (isSpelling(edit) || isDoubled(edit)) {
            add(EntryKind::Spelling, edit);
        } else if (!(isWordy(edit.before) && isWordy(edit.after))
                   && plainForm(edit.before) == plainForm(edit.after)) {
            add(sameLetters(edit.before, edit.after) ? EntryKind::Formatting : EntryKind::Spelling, edit);
        } else {
            return false;
        }
        return true;
    }

    // The letter before the quotes of a string in a program: f"…".
    bool isStringPrefix(const WordEdit &edit) const
    {
        const int side = edit.before.isEmpty() ? 1 : 0;
        const QString &letter = side == 1 ? edit.after : edit.before;
        const Range range = edit.range[side];
        const QString &whole = text(side);
        return edit.before.isEmpty() != edit.after.isEmpty() && letter.size() == 1
               && QStringView(u"frbu").contains(letter.front()) && range.end() < whole.size()
               && QStringView(u"\"'").contains(whole[range.end()]);
    }

    // "the the"
    bool isDoubled(const WordEdit &edit) const
    {
        const int side = edit.before.isEmpty() ? 1 : 0;
        const QString &word = side == 1 ? edit.after : edit.before;
        if (edit.before.isEmpty() == edit.after.isEmpty() || word.contains(u' ') || !hasLetter(word))
            return false;
        const Range range = edit.range[side];
        const auto stands = [&](qsizetype from) {
            return from >= 0 && view(side, Range{from, word.size()}).compare(word, Qt::CaseInsensitive) == 0;
        };
        return stands(range.start - 1 - word.size()) || stands(range.end() + 1);
    }

    bool readTemplate(const WordEdit &edit)
    {
        bool logic = false;
        bool words = false;
        bool remarks = false;
        QStringList tags[2];
        for (const int side : {0, 1}) {
            for (const Token &token : tokens(text(side), edit.range[side])) {
                const QStringView tag = view(side, token.range);
                if (token.kind == TokenKind::Whole && isTemplateComment(tag)) {
                    remarks = true;
                } else if (token.kind == TokenKind::Whole && templateTagLength(tag, 0) == tag.size()) {
                    tags[side].append(tag.toString());
                    logic = logic || isTemplateLogic(tag);
                } else {
                    words = words || isContent(token);
                }
            }
        }
        if (remarks && !words)
            add(EntryKind::Formatting, edit); // the model never sees a comment
        if (tags[0].isEmpty() && tags[1].isEmpty())
            return remarks && !words;
        const auto nameOf = [](const QString &tag) {
            static const Expression name(u"[\\w.-]+"_s);
            const std::optional<Range> found = name.find(tag);
            return found ? tag.mid(found->start, found->length) : QString();
        };
        const bool filter = !words && tags[0].size() == 1 && tags[1].size() == 1
                            && nameOf(tags[0].first()) == nameOf(tags[1].first());
        if (logic || filter) {
            add(EntryKind::TemplateLogicChanged, edit);
            return true;
        }
        // A variable that came, went or has another name is told by the list of variables.
        const auto isTold = [&](const QString &tag) {
            const QString name = nameOf(tag);
            return std::ranges::any_of(m_comparison.variables, [&](const VariableDifference &variable) {
                return (variable.before == name || variable.after == name)
                       && variable.state != VariableState::Same
                       && variable.state != VariableState::CountChanged;
            });
        };
        return !words && std::ranges::all_of(tags[0] + tags[1], isTold);
    }

    // What a replacement of words says by itself; false when it is wording.
    bool readMeaning(const WordEdit &edit)
    {
        const EditCore core(edit);
        if (core.oneSided())
            return readPhrase(edit, core) || m_quantities.read(edit, core);
        return m_quantities.read(edit, core) || readReplacement(edit, core);
    }

    // Words that came or went without others in their place.
    bool readPhrase(const WordEdit &edit, const EditCore &core)
    {
        const QString &words = core.words();
        const bool came = core.before.isEmpty();
        if (opensCondition(words) && wordCount(words) > 1) {
            add(came ? EntryKind::ConditionAdded : EntryKind::ConditionRemoved, edit);
            return true;
        }
        if (isGrammarOnly(words)) {
            if (isNegative(words))
                add(EntryKind::NegationFlipped, edit);
            else
                addStrength(edit, core);
            return true;
        }
        const Sense sense(words);
        if (m_change.inExample || sense.handsOver() || sense.refuses())
            return false;
        if (!languageName(words).isEmpty() && wordCount(words) <= 6)
            add(EntryKind::LanguageChanged, edit);
        else if (sense.binds() || sense.negates())
            add(came ? EntryKind::ConstraintAdded : EntryKind::ConstraintRemoved, edit);
        else if (!conditionWord(words).isEmpty() && wordCount(words) > 2)
            add(came ? EntryKind::ConditionAdded : EntryKind::ConditionRemoved, edit);
        else
            return false;
        return true;
    }

    bool readReplacement(const WordEdit &edit, const EditCore &core)
    {
        const bool brief = isShort(core);
        if (isExtreme(core.before) && isExtreme(core.after) && addLimit(edit))
            return true;
        if (areOpposites(core.before, core.after)) {
            add(EntryKind::NegationFlipped, edit);
            return true;
        }
        if (!holdsGrammar(core.before) && !holdsGrammar(core.after))
            return false;
        if (languageName(core.before) != languageName(core.after) && brief) {
            add(EntryKind::LanguageChanged, edit);
            return true;
        }
        const bool negatedBefore = isNegative(core.before);
        const bool negatedAfter = isNegative(core.after);
        const bool grammar = isGrammarOnly(core.before) || isGrammarOnly(core.after);
        if (negatedBefore != negatedAfter && (grammar || (brief && shareWord(core)))) {
            add(EntryKind::NegationFlipped, edit);
            return true;
        }
        const QString strengthBefore = strengthWord(core.before);
        const QString strengthAfter = strengthWord(core.after);
        if (strengthBefore.compare(strengthAfter, Qt::CaseInsensitive) != 0) {
            if (brief)
                addStrength(edit, core);
            else if (strengthBefore.isEmpty() != strengthAfter.isEmpty())
                add(strengthBefore.isEmpty() ? EntryKind::ConstraintAdded : EntryKind::ConstraintRemoved,
                    edit);
            else
                return false;
            return true;
        }
        const bool conditionBefore = !conditionWord(core.before).isEmpty();
        const bool conditionAfter = !conditionWord(core.after).isEmpty();
        if (!conditionBefore && !conditionAfter)
            return false;
        add(conditionBefore && conditionAfter ? EntryKind::ConditionChanged
            : conditionAfter                  ? EntryKind::ConditionAdded
                                              : EntryKind::ConditionRemoved,
            edit);
        return true;
    }

    static bool isExtreme(const QString &word)
    {
        return word.compare(u"least", Qt::CaseInsensitive) == 0
               || word.compare(u"most", Qt::CaseInsensitive) == 0;
    }

    // "at least" for "at most", of which only the second word differs.
    bool addLimit(const WordEdit &edit)
    {
        std::array<Range, 2> range = edit.range;
        for (Range &one : range)
            one = Range{one.start - 3, one.length + 3};
        for (const int side : {0, 1}) {
            if (range[side].start < m_change.range[side].start
                || !view(side, range[side]).startsWith(u"at ", Qt::CaseInsensitive))
                return false;
        }
        add(EntryKind::StrengthChanged, view(0, range[0]).toString(), view(1, range[1]).toString(),
            placesOf(m_comparison, m_change, range[0], range[1]));
        return true;
    }

    static bool shareWord(const EditCore &core)
    {
        const QStringList after = core.after.toLower().split(u' ', Qt::SkipEmptyParts);
        const QStringList before = core.before.toLower().split(u' ', Qt::SkipEmptyParts);
        return std::ranges::any_of(before, [&](const QString &word) {
            return std::ranges::any_of(after, [&](const QString &other) {
                return word == other
                       || (word.size() > 4 && other.size() > 4 && word.first(4) == other.first(4));
            });
        });
    }

    // The words of strength alone where nothing else stands beside them.
    void addStrength(const WordEdit &edit, const EditCore &core)
    {
        std::array<Range, 2> range = edit.range;
        QString words[2] = {strengthWord(core.before), strengthWord(core.after)};
        for (const int side : {0, 1}) {
            const qsizetype place = view(side, edit.range[side]).indexOf(words[side]);
            if (!words[side].isEmpty() && place >= 0)
                range[side] = Range{edit.range[side].start + place, words[side].size()};
        }
        add(EntryKind::StrengthChanged, words[0], words[1],
            placesOf(m_comparison, m_change, range[0], range[1]));
    }

    const Comparison &m_comparison;
    const SentenceChange &m_change;
    const int m_index;
    const qsizetype m_most;
    QList<Entry> &m_entries;
    std::optional<bool> m_persona = {};
    QuantityReader m_quantities;
};

Place placeOf(const Comparison &comparison, int side, const SentenceChange &change, Range range)
{
    const SideText &text = comparison.sides[side];
    Place result{.present = true, .row = change.row[side], .range = range};
    result.sentence = text.sentences[change.sentence[side]].number;
    if (change.row[side] >= 0)
        result.section = text.sections.value(comparison.rows[change.row[side]].cells[side].section).title;
    return result;
}

} // namespace

std::array<Place, 2> placesOf(const Comparison &comparison, const SentenceChange &change)
{
    return placesOf(comparison, change, change.range[0], change.range[1]);
}

std::array<Place, 2> placesOf(const Comparison &comparison, const SentenceChange &change, Range left,
                              Range right)
{
    std::array<Place, 2> result;
    for (const int side : {0, 1}) {
        if (change.sentence[side] >= 0)
            result[side] = placeOf(comparison, side, change, side == 0 ? left : right);
    }
    return result;
}

void addSentenceEntries(const Comparison &comparison, int index, qsizetype most, QList<Entry> &entries)
{
    SentenceReader(comparison, index, most, entries).run();
}

} // namespace countersign::diff
