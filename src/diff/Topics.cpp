// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Topics.h"

#include "diff/Expression.h"
#include "diff/Lexicon.h"
#include "diff/Quantities.h"
#include "diff/TopicWords.h"
#include "diff/WordList.h"

#include <QHash>
#include <QMap>
#include <QSet>

#include <algorithm>
#include <array>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// A name that the text itself gives a value is a name in a program, not one that is filled in.
bool isAssigned(const QString &name, const QString &whole)
{
    constexpr qsizetype mostRead = 100'000;
    const QStringView text = QStringView(whole).left(mostRead);
    for (qsizetype at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.size())) {
        qsizetype from = at;
        while (from > 0 && (text[from - 1] == u' ' || text[from - 1] == u'\t'))
            --from;
        qsizetype to = at + name.size();
        while (to < text.size() && text[to] == u' ')
            ++to;
        const bool line = from == 0 || text[from - 1] == u'\n';
        if (line && to + 1 < text.size() && text[to] == u'=' && text[to + 1] != u'=')
            return true;
    }
    return false;
}

// The name of an argument: one word for another after words that speak of arguments.
bool namesArgument(const Entry &entry, const Comparison &comparison)
{
    static const WordList expression(u"arguments?|parameters?|placeholders?|variables?"_s);
    static const Expression name(u"^[\"'`]?[A-Za-z]\\w*[\"'`]?$"_s);
    constexpr qsizetype around = 60;
    const Range range = entry.places[1].range;
    const qsizetype from = std::max<qsizetype>(0, range.start - around);
    return entry.places[1].present && name.isIn(entry.before) && name.isIn(entry.after)
           && expression.isIn(comparison.sides[1].text.mid(from, range.start - from));
}

// A name that is called: "search(" in a sample of a program.
bool isCalled(const Entry &entry, const Comparison &comparison)
{
    static const Expression name(u"^[`]?[A-Za-z]\\w*[`]?$"_s);
    const Range range = entry.places[1].range;
    const QString &text = comparison.sides[1].text;
    return entry.places[1].present && !entry.before.isEmpty() && name.isIn(entry.after)
           && range.end() < text.size() && text[range.end()] == u'(';
}

// Words without the tags that enclose something further on: "<rules>" is no place to be filled in where "</rules>" ends
// it, nor is any tag of a program.
QString withoutSectionTags(const QString &words, const Entry &entry, const Comparison &comparison,
                           BlockKind block)
{
    if (!words.contains(u'<'))
        return words;
    if (block == BlockKind::Code) {
        static const QRegularExpression markup(u"</?[A-Za-z][\\w-]*(?:\\s[^<>]*=[^<>]*)?/?>"_s);
        return QString(words).remove(markup);
    }
    static const QRegularExpression tag(u"</?([a-z]{1,24})>"_s);
    constexpr qsizetype around = 20'000;
    QString rest = words;
    for (const QRegularExpressionMatch &match : tag.globalMatch(words)) {
        const QString end = u"</%1>"_s.arg(match.captured(1));
        const bool ends = std::ranges::any_of(std::array{0, 1}, [&](int side) {
            const Place &place = entry.places[side];
            const qsizetype from = std::max<qsizetype>(0, place.range.start - around);
            return place.present
                   && QStringView(comparison.sides[side].text)
                          .mid(from, place.range.end() - from + around)
                          .contains(end);
        });
        if (ends)
            rest.remove(match.captured());
    }
    return rest;
}

// Numbers that say which and not how many: "RFC 7807".
bool namesSomething(const Entry &entry, const Comparison &comparison)
{
    const Range range = entry.places[1].range;
    if (!entry.places[1].present || range.isEmpty())
        return false;
    constexpr qsizetype around = 40;
    const QString &text = comparison.sides[1].text;
    const qsizetype from = std::max<qsizetype>(0, range.start - around);
    const std::vector<Quantity> quantities = quantitiesIn(text, Range{from, range.end() - from});
    return !quantities.empty() && quantities.back().namesSomething;
}

// "mode: agent" lets a prompt use tools, whatever mode it is called from.
bool switchesToAgent(const SettingDifference &setting)
{
    const auto isAgent = [](const QString &value) {
        return value.compare("agent"_L1, Qt::CaseInsensitive) == 0;
    };
    return (setting.path == "mode"_L1 || setting.path == "agent"_L1)
           && isAgent(setting.before) != isAgent(setting.after);
}

void addBySetting(QSet<Topic> &topics, const Entry &entry, const SettingDifference &setting)
{
    switch (setting.topic) {
    case SettingTopic::Tool:
    case SettingTopic::ToolText:
        topics.insert(Topic::Tools);
        break;
    case SettingTopic::Approval:
        topics.insert(Topic::Workflow);
        break;
    case SettingTopic::Safety:
        topics.insert(Topic::Safety);
        break;
    case SettingTopic::Threshold:
        topics.insert(Topic::Parameters);
        break;
    case SettingTopic::Retrieval:
        topics.insert(Topic::Retrieval);
        break;
    case SettingTopic::Model:
        if (entry.before.compare(entry.after, Qt::CaseInsensitive) == 0)
            topics.insert(Topic::Formatting); // "${env:KEY}" in capitals
        else
            topics.insert(setting.path.contains(u"endpoint"_s) ? Topic::Parameters : Topic::Model);
        break;
    case SettingTopic::Activation:
        topics.insert(setting.path.endsWith(u"description"_s) ? Topic::Wording : Topic::Parameters);
        if (switchesToAgent(setting))
            topics.insert(Topic::Tools);
        break;
    case SettingTopic::Parameter:
    case SettingTopic::Environment:
    case SettingTopic::Other:
        topics.insert(Topic::Parameters);
        break;
    case SettingTopic::Schema:
        topics.insert(Topic::Output);
        break;
    case SettingTopic::Variable:
        topics.insert(Topic::Variables);
        break;
    case SettingTopic::Metadata:
        if (!differInDigits(entry.before, entry.after))
            topics.insert(Topic::Wording);
        break;
    case SettingTopic::Sample:
    case SettingTopic::Prose:
        topics.insert(Topic::Wording);
        break;
    }
    if (differInDigits(entry.before, entry.after))
        topics.insert(Topic::Numbers);
}

// A name as it must be written: in quotes, or in the middle of them.
bool quotesName(const Entry &entry, const Comparison &comparison, const QString &words)
{
    const auto isQuote = [](QChar c) { return c == u'"' || c == u'`'; };
    if (std::any_of(words.begin(), words.end(), isQuote))
        return true;
    const Range range = entry.places[1].range;
    const QString &text = comparison.sides[1].text;
    return entry.places[1].present && range.start > 0 && range.end() < text.size()
           && isQuote(text[range.start - 1]) && isQuote(text[range.end()]);
}

// What the changed words are about. `rule` is the whole sentence where the words turn what it says; `quoted` when they
// are a name that must be written so.
void addByWords(QSet<Topic> &topics, const QString &words, const QString &rule, bool quoted)
{
    // How something is said changes no rule about what it is said of.
    const QString &subject = speaksOfManner(words) ? words : rule;
    if (speaksOfPolicy(subject))
        topics.insert(Topic::Policy);
    if (speaksOfSafety(subject))
        topics.insert(Topic::Safety);
    if (speaksOfWorkflow(words))
        topics.insert(Topic::Workflow);
    if (speaksOfOutput(words) || hasOutputSlot(words) || (quoted && speaksOfOutput(rule)))
        topics.insert(Topic::Output);
    if (speaksOfTone(words))
        topics.insert(Topic::Tone);
    if (speaksOfStrength(words)) {
        topics.insert(Topic::Tone);
        topics.insert(Topic::Modality);
    }
    if (speaksOfRetrieval(words))
        topics.insert(Topic::Retrieval);
    if (speaksOfTools(words))
        topics.insert(Topic::Tools);
    if (speaksOfLayout(words))
        topics.insert(Topic::Formatting);
}

// A sample shows a form and a subject; it is no rule.
void addBySample(QSet<Topic> &topics, const QString &words, const QString &sentence, BlockKind block)
{
    if (block != BlockKind::Code && hasTagPair(words))
        topics.insert(Topic::Output);
    else if (speaksOfPolicy(words))
        topics.insert(Topic::Policy);
    if (speaksOfRetrieval(sentence))
        topics.insert(Topic::Retrieval);
    if (speaksOfTools(words) || isSignature(sentence))
        topics.insert(Topic::Tools);
    if (isSignature(sentence) && hasPlaceholder(sentence))
        topics.insert(Topic::Variables);
}

// The first line of the text as a heading: a name, no instruction.
bool isTitle(const SentenceChange &change)
{
    return change.block == BlockKind::Heading && (change.sentence[0] == 0 || change.sentence[1] == 0);
}

// What the agent may do, and who decides.
bool isDecisive(Topic topic)
{
    return topic == Topic::Tools || topic == Topic::Policy || topic == Topic::Safety
           || topic == Topic::Workflow;
}

// Entries of the prose.
void addByKind(QSet<Topic> &topics, const Entry &entry, const Comparison &comparison)
{
    // What a very long sentence is about shows in its beginning.
    constexpr qsizetype mostRead = 600;
    const auto read = [](const QString &before, const QString &after) {
        return QString(before.left(mostRead) + u'\n' + after.left(mostRead));
    };
    const QString words = read(entry.before, entry.after);
    QString sentence = words;
    bool inside = false; // some words of a sentence that stays
    bool title = false;
    BlockKind block = BlockKind::Paragraph;
    if (entry.sentenceChange >= 0) {
        const SentenceChange &change = comparison.sentences[entry.sentenceChange];
        constexpr qsizetype shortSentence = 300;
        if (change.before.size() + change.after.size() < 2 * shortSentence)
            sentence = read(change.before, change.after);
        inside = change.kind == SentenceKind::Changed || change.kind == SentenceKind::MovedChanged;
        block = change.block;
        if (!inside && isReference(change.before + change.after)) {
            topics.insert(Topic::Wording);
            return;
        }
        title = !inside && isTitle(change);
    }
    if (inside && changesAddress(entry.before, entry.after)) {
        topics.insert(Topic::Tone);
        topics.insert(Topic::Wording);
        return;
    }
    const bool quoted = quotesName(entry, comparison, words);
    switch (entry.kind) {
    case EntryKind::ExampleChanged:
        if (hasQuantity(words))
            topics.insert(Topic::Numbers);
        addBySample(topics, words, sentence, block);
        if (block == BlockKind::Code && isArgument(entry.after.isEmpty() ? entry.before : entry.after))
            topics.insert(Topic::Parameters);
        break;
    case EntryKind::NegationFlipped:
    case EntryKind::StrengthChanged:
        if ((!entry.before.isEmpty() && !entry.after.isEmpty())
            || allowsNoException(entry.before + entry.after))
            topics.insert(Topic::Modality);
        if (entry.kind == EntryKind::NegationFlipped && forbids(sentence)) {
            topics.insert(Topic::Policy);
            topics.insert(Topic::Tools);
        }
        addByWords(topics, words, sentence, quoted);
        break;
    case EntryKind::ConstraintRemoved:
    case EntryKind::ConstraintAdded:
        if (neverOrders(words))
            topics.insert(Topic::Modality);
        if (forbids(words)) { // a prohibition bounds what the agent may do
            topics.insert(forbidsToActAlone(words) ? Topic::Workflow : Topic::Policy);
            topics.insert(Topic::Tools);
        }
        if (hasQuantity(words) || (inside && hasLimit(words)))
            topics.insert(Topic::Numbers);
        addByWords(topics, words, sentence, quoted);
        break;
    case EntryKind::EscalationChanged:
        topics.insert(Topic::Workflow);
        addByWords(topics, words, words, quoted);
        break;
    case EntryKind::RefusalChanged:
        topics.insert(Topic::Safety);
        addByWords(topics, words, words, quoted);
        break;
    case EntryKind::AmountChanged:
    case EntryKind::PercentChanged:
    case EntryKind::DurationChanged:
    case EntryKind::DateChanged:
    case EntryKind::NumberChanged:
    case EntryKind::ThresholdChanged: {
        const bool replaced = mayHoldQuantity(entry.before) && mayHoldQuantity(entry.after);
        topics.insert(Topic::Numbers);
        if (entry.kind == EntryKind::ThresholdChanged || (replaced && speaksOfThreshold(sentence)))
            topics.insert(Topic::Threshold);
        if (entry.subject.startsWith(u"word"_s) || entry.subject.startsWith(u"sentence"_s))
            topics.insert(Topic::Formatting); // how long an answer is
        addByWords(topics, words, sentence, quoted);
        // One number for another is the number alone.
        if (replaced && !namesSomething(entry, comparison))
            return;
        break;
    }
    case EntryKind::OrderChanged:
    case EntryKind::SentenceMoved:
        topics.insert(Topic::Wording); // it says what it said
        return;
    case EntryKind::PersonaChanged:
    case EntryKind::AudienceChanged:
    case EntryKind::LanguageChanged:
    case EntryKind::ConditionChanged:
        addByWords(topics, words, words, quoted);
        break;
    default:
        if (hasQuantity(words))
            topics.insert(Topic::Numbers);
        addByWords(topics, words, sentence, quoted);
        break;
    }
    const bool called = isCalled(entry, comparison);
    const bool slot = isSlotLine(entry.before) || isSlotLine(entry.after);
    const QString untagged = withoutSectionTags(words, entry, comparison, block);
    if (inside
            ? hasPlaceholder(untagged) || (!called && namesArgument(entry, comparison))
            : slot || (hasPlaceholder(untagged) && isMostlyPlaceholders(entry.before + u'\n' + entry.after)))
        topics.insert(Topic::Variables);
    if (called)
        topics.insert(Topic::Tools);
    // That there is a tool is told by its list; to use it is an instruction.
    if (!inside && entry.kind != EntryKind::ExampleChanged && topics == QSet{Topic::Tools}
        && ordersUse(words))
        topics.insert(Topic::Wording);
    if (title && topics.isEmpty())
        topics = {Topic::Wording, Topic::Formatting};
    // A sentence that came or went is about its subject; words changed inside one that stays are a rewording too, unless
    // they change what the agent may do.
    const bool decides = std::any_of(topics.begin(), topics.end(), isDecisive);
    const bool onlySlots = !topics.isEmpty() && isMostlyPlaceholders(entry.before + entry.after);
    if (inside && !decides && !onlySlots)
        topics.insert(Topic::Wording);
}

// Whether a sentence that came or went after a rule in its paragraph belongs to it.
bool explains(const SentenceChange &change, const SentenceChange &rule)
{
    const bool whole = change.kind == SentenceKind::Added || change.kind == SentenceKind::Removed;
    const int side = change.kind == SentenceKind::Added ? 1 : 0;
    if (!whole || change.row[side] < 0 || change.row[side] != rule.row[side])
        return false;
    constexpr qsizetype mostRead = 600;
    const QString &words = side == 1 ? change.after : change.before;
    return change.block == BlockKind::Code || Sense(words).opensExample()
           || forbids((side == 1 ? rule.after : rule.before).left(mostRead));
}

} // namespace

QList<Topic> topicsOf(const Entry &entry, const Comparison &comparison)
{
    QSet<Topic> topics;
    switch (entry.kind) {
    case EntryKind::HiddenCharacters:
    case EntryKind::BidiControl:
    case EntryKind::LookAlike:
    case EntryKind::MixedScript:
        topics.insert(Topic::Safety);
        break;
    case EntryKind::ToolAdded:
    case EntryKind::ToolRemoved:
    case EntryKind::ToolChanged:
        topics.insert(Topic::Tools);
        break;
    case EntryKind::TemplateLogicChanged:
        topics.insert(Topic::Variables);
        break;
    case EntryKind::VariableDropped:
    case EntryKind::VariableAdded:
    case EntryKind::VariableRenamed:
        topics.insert(isAssigned(entry.subject, comparison.sides[entry.after.isEmpty() ? 0 : 1].text)
                          ? Topic::Formatting
                          : Topic::Variables);
        break;
    case EntryKind::Formatting:
        topics.insert(Topic::Formatting);
        break;
    case EntryKind::Spelling:
        topics.insert(Topic::Wording);
        break;
    default:
        if (entry.sentenceChange >= 0)
            addByKind(topics, entry, comparison);
        break;
    }
    if (entry.setting >= 0 && entry.kind != EntryKind::Formatting)
        addBySetting(topics, entry, comparison.settings[entry.setting]);
    if (topics.isEmpty())
        topics.insert(Topic::Wording);
    QList<Topic> list(topics.begin(), topics.end());
    std::sort(list.begin(), list.end());
    return list;
}

void tellExplanations(QList<Entry> &entries, const Comparison &comparison)
{
    QHash<int, QList<Topic>> rules;
    QHash<int, qsizetype> open; // sentences of which no more is told than that they are wording
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const Entry &entry = entries[i];
        if (entry.sentenceChange < 0)
            continue;
        if (entry.topics == QList{Topic::Wording})
            open.insert(entry.sentenceChange, i);
        else if (std::ranges::any_of(entry.topics, isDecisive))
            rules.insert(entry.sentenceChange, entry.topics);
    }
    constexpr int most = 3; // differences after the rule
    for (const auto &[at, index] : open.asKeyValueRange()) {
        for (int rule = at - 1; rule >= 0 && rule >= at - most; --rule) {
            const auto found = rules.constFind(rule);
            if (found != rules.constEnd() && explains(comparison.sentences[at], comparison.sentences[rule])) {
                entries[index].topics = *found;
                break;
            }
        }
    }
}

QList<Topic> mainTopics(const Comparison &comparison)
{
    // Version, colour and date of a file are an aside.
    const auto isAside = [&](const Entry &entry) {
        return entry.setting >= 0 && comparison.settings[entry.setting].topic == SettingTopic::Metadata
               && !entry.subject.endsWith("description"_L1) && !entry.topics.contains(Topic::Numbers);
    };
    QMap<Topic, int> weights;
    int total = 0;
    int notation = 0;
    bool counts = false; // a step has another number
    bool roles = false;  // a message begins elsewhere
    for (const Entry &entry : comparison.entries) {
        if (entry.kind == EntryKind::Formatting
            || (entry.sentenceChange < 0 && entry.topics == QList{Topic::Formatting})) {
            notation += entry.times;
            constexpr qsizetype longest = 8;
            counts = counts
                     || (entry.sentenceChange >= 0 && entry.before.size() < longest
                         && entry.after.size() < longest && differInDigits(entry.before, entry.after));
        } else if (!isAside(entry)) {
            roles = roles || isRoleMarker(entry.before) || isRoleMarker(entry.after);
            total += entry.times;
            for (const Topic topic : entry.topics)
                weights[topic] += entry.times;
        }
    }
    for (const Notation &kind : comparison.notations) {
        const bool layout =
            kind.kind == NotationKind::Markup || (kind.kind == NotationKind::Rewrapped && !roles);
        if (layout || total == 0)
            notation += kind.count;
    }
    QList<Topic> list;
    for (const auto &[topic, weight] : weights.asKeyValueRange()) {
        // What the agent may do, how it judges and in what form it answers count however little of them there is.
        const bool aside = topic == Topic::Variables || topic == Topic::Wording || topic == Topic::Formatting
                           || topic == Topic::Retrieval;
        constexpr int share = 5; // less than one entry in so many
        if (!aside || weight * share >= total)
            list.append(topic);
    }
    if (total == 0 && counts)
        list.append(Topic::Numbers);
    if (notation > 2 * total && !list.contains(Topic::Formatting))
        list.append(Topic::Formatting);
    if (list.isEmpty() && !comparison.entries.isEmpty())
        list = comparison.entries.first().topics;
    return list;
}

} // namespace countersign::diff
