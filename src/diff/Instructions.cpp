// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Instructions.h"

#include "base/Seek.h"
#include "base/Together.h"
#include "diff/Lexicon.h"
#include "diff/MatchParts.h"
#include "diff/Scan.h"
#include "diff/Segments.h"
#include "diff/Topics.h"

#include <QHash>

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// A list of more entries than this is not read; the rest stays in the rows.
constexpr qsizetype mostEntries = 2000;

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

class Reader
{
public:
    explicit Reader(const Comparison &comparison) : m_comparison(comparison) {}

    QList<Entry> take()
    {
        readCharacters();
        readSettings();
        readVariables();
        for (qsizetype i = 0; i < m_comparison.sentences.size() && m_entries.size() < mostEntries; ++i)
            readSentence(static_cast<int>(i));
        join();
        // What an entry is about is told by many expressions, and of each entry by itself.
        constexpr qsizetype worthAThread = 200;
        Entry *const entries = m_entries.data();
        const auto tell = [this, entries](qsizetype first, qsizetype last) {
            for (Entry *entry = entries + first; entry != entries + last; ++entry) {
                entry->rank = static_cast<int>(entry->kind);
                entry->topics = topicsOf(*entry, m_comparison);
            }
        };
        const qsizetype count = m_entries.size();
        together(
            count > worthAThread, [&] { tell(0, count / 2); }, [&] { tell(count / 2, count); });
        std::stable_sort(m_entries.begin(), m_entries.end(),
                         [](const Entry &a, const Entry &b) { return a.rank < b.rank; });
        return m_entries;
    }

private:
    Place place(int side, int sentence, int row, Range range) const
    {
        const SideText &text = m_comparison.sides[side];
        Place result{.present = true, .row = row, .range = range};
        if (sentence >= 0)
            result.sentence = text.sentences[sentence].number;
        if (row >= 0)
            result.section = text.sections.value(m_comparison.rows[row].cells[side].section).title;
        return result;
    }

    std::array<Place, 2> places(const SentenceChange &change) const
    {
        std::array<Place, 2> result;
        for (const int side : {0, 1}) {
            if (change.sentence[side] >= 0)
                result[side] = place(side, change.sentence[side], change.row[side], change.range[side]);
        }
        return result;
    }

    std::array<Place, 2> places(const SentenceChange &change, Range left, Range right) const
    {
        std::array<Place, 2> result = places(change);
        result[0].range = left;
        result[1].range = right;
        return result;
    }

    void add(EntryKind kind, const QString &before, const QString &after, std::array<Place, 2> where,
             int change = -1, const QString &subject = {}, int setting = -1)
    {
        m_entries.append(Entry{.kind = kind,
                               .before = before,
                               .after = after,
                               .subject = subject,
                               .places = where,
                               .sentenceChange = change,
                               .setting = setting});
    }

    // Characters that a person does not see, in what came. What was there before is not news.
    void readCharacters()
    {
        const SideText &right = m_comparison.sides[1];
        for (const SentenceChange &change : m_comparison.sentences) {
            if (change.sentence[1] < 0)
                continue;
            const auto scan = [&](Range range) {
                if (isAscii(QStringView(right.text).utf16() + range.start, range.length))
                    return;
                QString hidden;
                QString bidi;
                QString word;
                QString wordScripts;
                for (qsizetype at = range.start; at < range.end(); ++at) {
                    char32_t character = right.text[at].unicode();
                    if (right.text[at].isHighSurrogate() && at + 1 < range.end())
                        character = QChar::surrogateToUcs4(right.text[at], right.text[at + 1]);
                    const auto code = [character] {
                        return QString(u"U+"_s
                                       + QString::number(character, 16).toUpper().rightJustified(4, u'0'));
                    };
                    if (character < 0x80)
                        continue;
                    if (isBidiControl(character))
                        bidi = code();
                    else if (isHidden(character))
                        hidden = code();
                }
                if (!bidi.isEmpty())
                    add(EntryKind::BidiControl, {}, bidi, places(change, {}, range));
                if (!hidden.isEmpty())
                    add(EntryKind::HiddenCharacters, {}, hidden, places(change, {}, range));
                readScripts(change, range);
            };
            if (change.kind == SentenceKind::Added) {
                scan(change.range[1]);
            } else {
                for (const WordEdit &edit : change.edits)
                    scan(edit.range[1]);
            }
        }
    }

    // One word of letters from Latin and from Cyrillic or Greek: a look-alike when the foreign letters pass for Latin
    // ones, otherwise mixed scripts.
    void readScripts(const SentenceChange &change, Range range)
    {
        static const QString alike = u"АВЕКМНОРСТУХаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι"_s;
        const QString &text = m_comparison.sides[1].text;
        for (const Token &token : tokens(text, range)) {
            if (token.kind != TokenKind::Word)
                continue;
            bool latin = false;
            bool other = false;
            bool onlyAlike = true;
            for (qsizetype at = token.range.start; at < token.range.end(); ++at) {
                if (!text[at].isLetter())
                    continue;
                const QChar::Script script = text[at].script();
                latin = latin || script == QChar::Script_Latin;
                if (script == QChar::Script_Cyrillic || script == QChar::Script_Greek) {
                    other = true;
                    onlyAlike = onlyAlike && alike.contains(text[at]);
                }
            }
            if (latin && other)
                add(onlyAlike ? EntryKind::LookAlike : EntryKind::MixedScript, {},
                    text.mid(token.range.start, token.range.length), places(change, {}, token.range));
        }
    }

    static EntryKind kindOfTopic(SettingTopic topic)
    {
        switch (topic) {
        case SettingTopic::Tool:
        case SettingTopic::ToolText:
            return EntryKind::ToolChanged;
        case SettingTopic::Approval:
            return EntryKind::EscalationChanged;
        case SettingTopic::Safety:
            return EntryKind::RefusalChanged;
        case SettingTopic::Threshold:
            return EntryKind::ThresholdChanged;
        case SettingTopic::Retrieval:
            return EntryKind::RetrievalChanged;
        case SettingTopic::Model:
            return EntryKind::ModelChanged;
        case SettingTopic::Parameter:
            return EntryKind::ParameterChanged;
        case SettingTopic::Schema:
            return EntryKind::SchemaChanged;
        case SettingTopic::Sample:
            return EntryKind::ExampleChanged;
        case SettingTopic::Variable:
        case SettingTopic::Activation:
        case SettingTopic::Metadata:
        case SettingTopic::Environment:
        case SettingTopic::Prose:
        case SettingTopic::Other:
            break;
        }
        return EntryKind::SettingChanged;
    }

    void readSettings()
    {
        for (qsizetype i = 0; i < m_comparison.settings.size(); ++i) {
            const SettingDifference &setting = m_comparison.settings[i];
            const int at = static_cast<int>(i);
            if (setting.state == SettingState::Same)
                continue;
            if (setting.state == SettingState::NotationOnly) {
                add(EntryKind::Formatting, setting.before, setting.after, {}, -1, setting.path, at);
                continue;
            }
            if (setting.topic == SettingTopic::Tool && setting.state != SettingState::Renamed
                && (!setting.removedItems.isEmpty() || !setting.addedItems.isEmpty())) {
                readTools(setting, at);
                continue;
            }
            add(kindOfTopic(setting.topic), setting.before, setting.after, {}, -1, setting.path, at);
        }
    }

    void readTools(const SettingDifference &setting, int at)
    {
        for (const QString &item : setting.removedItems)
            add(EntryKind::ToolRemoved, item, {}, {}, -1, setting.path, at);
        for (const QString &item : setting.addedItems)
            add(EntryKind::ToolAdded, {}, item, {}, -1, setting.path, at);
    }

    void readVariables()
    {
        for (const VariableDifference &variable : m_comparison.variables) {
            if (variable.state == VariableState::Added)
                add(EntryKind::VariableAdded, {}, variable.after, {}, -1, variable.after);
            else if (variable.state == VariableState::Dropped)
                add(EntryKind::VariableDropped, variable.before, {}, {}, -1, variable.before);
            else if (variable.state == VariableState::Renamed)
                add(EntryKind::VariableRenamed, variable.before, variable.after, {}, -1, variable.after);
        }
    }

    void readSentence(int at)
    {
        const SentenceChange &change = m_comparison.sentences[at];
        switch (change.kind) {
        case SentenceKind::Same:
            return;
        case SentenceKind::Added:
        case SentenceKind::Removed:
            readWhole(at, change);
            return;
        case SentenceKind::Moved:
            readMove(at, change);
            return;
        case SentenceKind::MovedChanged:
            readMove(at, change);
            readChanged(at, change);
            return;
        case SentenceKind::Changed:
            readChanged(at, change);
            return;
        }
    }

    void readMove(int at, const SentenceChange &change)
    {
        // Items of one list that changed places are in another order; anything else went somewhere.
        const bool sameList = change.block == BlockKind::ListItem && change.section[0] == change.section[1]
                              && change.leadIn[0] == change.leadIn[1];
        add(sameList ? EntryKind::OrderChanged : EntryKind::SentenceMoved, change.before, change.after,
            places(change), at);
    }

    void readWhole(int at, const SentenceChange &change)
    {
        const bool added = change.kind == SentenceKind::Added;
        const QString &words = added ? change.after : change.before;
        const Sense sense = senseOf(words);
        EntryKind kind = added ? EntryKind::SentenceAdded : EntryKind::SentenceRemoved;
        if (change.block == BlockKind::Template || change.block == BlockKind::Tag)
            kind = EntryKind::TemplateLogicChanged;
        else if (change.block == BlockKind::Comment || !hasLetter(words))
            kind = EntryKind::Formatting;
        else if (change.inExample)
            kind = EntryKind::ExampleChanged;
        else if (sense.handsOver)
            kind = EntryKind::EscalationChanged;
        else if (sense.refuses)
            kind = EntryKind::RefusalChanged;
        else if (sense.binds)
            kind = added ? EntryKind::ConstraintAdded : EntryKind::ConstraintRemoved;
        else if (sense.persona)
            kind = EntryKind::PersonaChanged;
        else if (sense.audience)
            kind = EntryKind::AudienceChanged;
        add(kind, added ? QString() : words, added ? words : QString(), places(change), at);
    }

    void readChanged(int at, const SentenceChange &change)
    {
        if (change.block == BlockKind::Comment || sentenceKey(change.before) == sentenceKey(change.after)) {
            for (const WordEdit &edit : change.edits)
                add(EntryKind::Formatting, edit.before, edit.after,
                    places(change, edit.range[0], edit.range[1]), at);
            return;
        }
        QList<WordEdit> wording; // what no edit says by itself
        for (const WordEdit &edit : change.edits) {
            if (m_entries.size() + wording.size() >= mostEntries)
                break;
            if (!readEdit(at, change, edit))
                wording.append(edit);
        }
        if (wording.isEmpty())
            return;
        const Sense before = senseOf(change.before);
        const Sense after = senseOf(change.after);
        EntryKind kind = EntryKind::WordingChanged;
        if (change.inExample)
            kind = EntryKind::ExampleChanged;
        else if (before.handsOver || after.handsOver)
            kind = EntryKind::EscalationChanged;
        else if (before.refuses || after.refuses)
            kind = EntryKind::RefusalChanged;
        else if (before.persona || after.persona)
            kind = EntryKind::PersonaChanged;
        else if (before.audience || after.audience)
            kind = EntryKind::AudienceChanged;
        for (const WordEdit &edit : std::as_const(wording))
            add(kind, edit.before, edit.after, places(change, edit.range[0], edit.range[1]), at);
    }

    // What one replacement of words says by itself; false when it is wording.
    bool readEdit(int at, const SentenceChange &change, const WordEdit &edit)
    {
        const auto where = places(change, edit.range[0], edit.range[1]);
        if (isQuoting(edit)) {
            add(EntryKind::Formatting, edit.before, edit.after, where, at);
            return true;
        }
        if (isSpelling(edit)) {
            add(EntryKind::Spelling, edit.before, edit.after, where, at);
            return true;
        }
        if (readTemplate(at, change, edit) || readNumbers(at, change, edit))
            return true;
        const QString strengthBefore = strengthWord(edit.before);
        const QString strengthAfter = strengthWord(edit.after);
        const bool negatedBefore = !negationWord(edit.before).isEmpty();
        const bool negatedAfter = !negationWord(edit.after).isEmpty();
        const bool condBefore = !conditionWord(edit.before).isEmpty();
        const bool condAfter = !conditionWord(edit.after).isEmpty();
        if (negatedBefore != negatedAfter && shortEdit(edit)) {
            add(EntryKind::NegationFlipped, edit.before, edit.after, where, at);
        } else if (strengthBefore.compare(strengthAfter, Qt::CaseInsensitive) != 0
                   && (!strengthBefore.isEmpty() || !strengthAfter.isEmpty())) {
            add(EntryKind::StrengthChanged, strengthBefore, strengthAfter, where, at);
        } else if (condBefore != condAfter) {
            add(condAfter ? EntryKind::ConditionAdded : EntryKind::ConditionRemoved, edit.before, edit.after,
                where, at);
        } else if (condBefore && condAfter) {
            add(EntryKind::ConditionChanged, edit.before, edit.after, where, at);
        } else if (languageName(edit.before) != languageName(edit.after)) {
            add(EntryKind::LanguageChanged, edit.before, edit.after, where, at);
        } else {
            return false;
        }
        return true;
    }

    static bool shortEdit(const WordEdit &edit)
    {
        return edit.before.count(u' ') <= 4 && edit.after.count(u' ') <= 4;
    }

    // Other quotes, or quotes that are escaped.
    static bool isQuoting(const WordEdit &edit)
    {
        constexpr qsizetype longest = 200;
        if (edit.before.size() > longest || edit.after.size() > longest)
            return false;
        const auto bare = [](QString text) {
            text.removeIf([](QChar c) {
                return QStringView(u"\\\"'`\u2018\u2019\u201C\u201D").contains(c) || c.isSpace();
            });
            return text;
        };
        return bare(edit.before) == bare(edit.after);
    }

    static bool isSpelling(const WordEdit &edit)
    {
        const QStringList before = edit.before.split(u' ', Qt::SkipEmptyParts);
        const QStringList after = edit.after.split(u' ', Qt::SkipEmptyParts);
        if (before.isEmpty() || before.size() != after.size())
            return false;
        for (qsizetype i = 0; i < before.size(); ++i) {
            if (!isSpellingVariant(before[i], after[i]))
                return false;
        }
        return true;
    }

    bool readTemplate(int at, const SentenceChange &change, const WordEdit &edit)
    {
        bool logic = false;
        bool tag = false;
        for (const int side : {0, 1}) {
            const QString &text = m_comparison.sides[side].text;
            for (const Token &token : tokens(text, edit.range[side])) {
                const QStringView words = QStringView(text).mid(token.range.start, token.range.length);
                if (token.kind != TokenKind::Whole || templateTagLength(words, 0) != words.size())
                    continue;
                tag = true;
                logic = logic || isTemplateLogic(words);
            }
        }
        if (logic) {
            add(EntryKind::TemplateLogicChanged, edit.before, edit.after,
                places(change, edit.range[0], edit.range[1]), at);
            return true;
        }
        // A variable is told by the list of variables.
        return tag && edit.before.count(u' ') + edit.after.count(u' ') == 0;
    }

    bool readNumbers(int at, const SentenceChange &change, const WordEdit &edit)
    {
        std::vector<Token> numbers[2];
        for (const int side : {0, 1}) {
            for (const Token &token : tokens(m_comparison.sides[side].text, edit.range[side])) {
                if (token.kind == TokenKind::Number)
                    numbers[side].push_back(token);
            }
        }
        const size_t count = std::max(numbers[0].size(), numbers[1].size());
        if (count == 0)
            return false;
        for (size_t i = 0; i < count; ++i) {
            Range range[2];
            QString words[2];
            QString unit;
            QuantityKind kind = QuantityKind::None;
            for (const int side : {0, 1}) {
                if (i >= numbers[side].size()) {
                    range[side] = Range{edit.range[side].start, 0};
                    continue;
                }
                range[side] = numbers[side][i].range;
                const QString &text = m_comparison.sides[side].text;
                kind = quantityKind(text, range[side], &unit);
                // "€200" is said with its sign.
                if (range[side].start > 0 && QStringView(u"$€£¥₹").contains(text[range[side].start - 1]))
                    range[side] = Range{range[side].start - 1, range[side].length + 1};
                words[side] = m_comparison.sides[side].words(range[side]);
            }
            // The number of a list item says nothing.
            if (isListNumber(change, range))
                add(EntryKind::Formatting, words[0], words[1], places(change, range[0], range[1]), at);
            else if (words[0] != words[1])
                add(kindOfQuantity(kind), words[0], words[1], places(change, range[0], range[1]), at, unit);
        }
        // Words beside the number still count when they are more than a unit.
        return shortEdit(edit);
    }

    bool isListNumber(const SentenceChange &change, const Range *range) const
    {
        for (const int side : {0, 1}) {
            if (range[side].isEmpty() || change.sentence[side] < 0)
                continue;
            const QString &text = m_comparison.sides[side].text;
            const bool first = range[side].start == change.range[side].start;
            if (!first || listMarkerLength(QStringView(text).mid(range[side].start, 8)) == 0)
                return false;
        }
        return true;
    }

    // The same replacement in several sentences is one entry.
    void join()
    {
        QHash<QString, qsizetype> seen;
        QList<Entry> joined;
        for (const Entry &entry : std::as_const(m_entries)) {
            const bool replacement =
                entry.sentenceChange >= 0 && entry.before.size() + entry.after.size() < 120;
            const QString key = QString::number(static_cast<int>(entry.kind)) + u'\u0001' + entry.before
                                + u'\u0001' + entry.after + u'\u0001' + entry.subject;
            const auto found = replacement ? seen.constFind(key) : seen.constEnd();
            if (found != seen.constEnd()) {
                ++joined[*found].times;
                joined[*found].morePlaces.append(entry.places);
            } else {
                if (replacement)
                    seen.insert(key, joined.size());
                joined.append(entry);
            }
        }
        m_entries = joined;
    }

    const Comparison &m_comparison;
    QList<Entry> m_entries;
};

} // namespace

QList<Entry> instructionEntries(const Comparison &comparison)
{
    return Reader(comparison).take();
}

} // namespace countersign::diff
