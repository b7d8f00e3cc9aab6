// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Topics.h"

#include "diff/Lexicon.h"
#include "diff/Quantities.h"
#include "diff/WordList.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

WordList anyOf(const QString &alternatives)
{
    return WordList(alternatives);
}

template<typename Expression>
bool holds(const Expression &expression, const QString &text)
{
    return expression.matchView(text).hasMatch();
}

// What people are owed, allowed or bound to.
bool speaksOfPolicy(const QString &text)
{
    static const WordList expression = anyOf(
        u"refunds?|billing|payments?(?:_\\w+)?|reimburse\\w*|compensat\\w+|eligib\\w+|"
        u"entitle\\w*|legal\\w*|law|laws"
        u"|lawful\\w*|unlawful\\w*|statut\\w+|liab\\w+|regulations?|tribunals?|courts?|tenan\\w+|"
        u"landlords?|evict\\w+|redundanc\\w+"
        u"|dismissals?|terminations?|harassment|discriminat\\w+|creditors?|debts?|bankrupt\\w+|"
        u"insolven\\w+|immigration|visas?"
        u"|asylum|settled status|universal "
        u"credit|homeless\\w*|diagnos[ei]s|clinical|prescrib\\w+|dosage|medication|privacy|gdpr"
        u"|personal data|attorney\\w*|lawyers?|counsel|moderation|promotion|penali[sz]\\w+|jurisdiction\\w*"_s);
    // A name in code, apart from the words, for it begins with anything.
    static const QRegularExpression name(u"(?<![\\w'])\\w{1,24}_payments?(?:_\\w+)?(?![\\w])"_s,
                                         QRegularExpression::CaseInsensitiveOption
                                             | QRegularExpression::UseUnicodePropertiesOption);
    return holds(expression, text)
           || (text.contains(u"_payment"_s, Qt::CaseInsensitive) && holds(name, text));
}

// A rule that forbids the reader to act, whatever it is about. "If I do not pay" is none.
bool forbids(const QString &text)
{
    static const QRegularExpression expression(
        u"(?:(?:^|[.!?:;)*\\]\\n–-]\\s*|\\b(?:and|but|please)\\s)(?:never|do "
        u"not|don['’]t|avoid)|\\b(?:(?:you|agents?|assistants?|models?|bots?) )"
        u"(?:must not|may not|should not|shall not|can ?not|never|(?:are|is) not allowed to)|\\b(?:not "
        u"allowed to|forbidden to|under no circumstances))"
        u"(?: try to| attempt to| ever| directly)? "
        u"(?:modify|install|delete|remove|execute|run|write|edit|push|commit|deploy|access|share"
        u"|disclose|reveal|send|charge|pay|book|sign|approve|promise|call)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return holds(expression, text);
}

// "Never" as an order, not as a fact.
bool neverOrders(const QString &text)
{
    static const QRegularExpression expression(
        u"(?:^|[.!?:;)*(\\n–-]\\s*|\\b(?:you|and|but|must|should|shall|please) )never\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return holds(expression, text);
}

bool speaksOfSafety(const QString &text)
{
    static const WordList expression = anyOf(
        u"self-harm|suicid\\w*|weapons?|violen\\w+|copyright\\w*|disorders?|diagnos[ei]s|clinical|"
        u"jailbreak\\w*"
        u"|prompt injection|sexual content|hate speech|harmful content|unsafe content"
        u"|(?:must|should|always|never|please|to|will) (?:politely )?(?:refuse|decline)|not comply|not (?:being )?refus\\w+"_s);
    return holds(expression, text);
}

bool speaksOfWorkflow(const QString &text)
{
    static const WordList expression = anyOf(
        u"(?:(?:plan|human|manager|prior|explicit|written|user|final|your|their|my) "
        u"|(?:requires?|needs?|get|obtain|await|without|with|for|before|after|request|seek) (?:\\w+ "
        u"){0,2})approvals?(?! rat)"
        u"|approvals? "
        u"(?:of|from|by|step|gate|workflow|process|required)|approve|escalat\\w+|delegat\\w+|hand-?off|hand "
        u"over|sign-?off|pause|confirmation|stuck|fallback|pull requests?"
        u"|merge request|orchestrat(?:e|es|ion)|self-review|human review|(?:high|medium|low)(?: or \\w+)? priority"_s);
    return holds(expression, text);
}

bool speaksOfOutput(const QString &text)
{
    static const WordList expression =
        anyOf(u"json|schema|citations?|cite|return (?:only|exactly)|return a single|single integer|output "
              u"only|output must"
              u"|output format|response format|tags|labels?"
              u"|(?:output|response|answer|reply|result|value|score)s? (?:must|should|shall|is to|has to) "
              u"(?:only |always |not )?(?:be an?|be the"
              u"|contain|start with|begin with|end with|include|have|follow|consist)"_s);
    // A tag with its end is the form of what is written; one alone is a place to be filled in.
    static const QRegularExpression tagPair(u"<([A-Za-z][\\w-]*)[^<>]*>[^<]*</\\1>"_s);
    return holds(expression, text) || holds(tagPair, text);
}

bool speaksOfTone(const QString &text)
{
    static const WordList expression = anyOf(
        u"tone|polite\\w*|friendl\\w+|cheerful\\w*|conversational\\w*|(?:in)?formal(?:ly)? "
        u"(?:tone|language|register|style)|casual\\w*"
        u"|plain language|empath\\w+|second person|2nd person|first person|third person|greet\\w*|humou?r\\w*|preamble|jargon|slang|marketing language|emojis?|exclamation (?:points?|marks?)"_s);
    return holds(expression, text);
}

bool speaksOfRetrieval(const QString &text)
{
    static const WordList expression = anyOf(
        u"retriev\\w+|search quer(?:y|ies)|rewrit\\w+|reword\\w+|top[- ]k|re-?rank\\w*|knowledge base|search(?:es|ed)? [\"“']"_s);
    return holds(expression, text);
}

bool speaksOfThreshold(const QString &text)
{
    static const WordList expression =
        anyOf(u"thresholds?|scored?|scores|coverage|confidence|cut-?off|rating scale"_s);
    return holds(expression, text);
}

bool speaksOfTools(const QString &text)
{
    static const WordList expression = anyOf(
        u"tools?|function calls?|runSubagent|sub-?agents?|mcp|commands? (?:is|are) (?:not )?(?:available|allowed)|def [\\w{][^\\n]*\\(.*"_s);
    return holds(expression, text);
}

// The first line of a function.
bool isSignature(const QString &sentence)
{
    static const QRegularExpression expression(u"^\\s*(?:def|function|async def) [\\w{][^\\n]*\\("_s,
                                               QRegularExpression::MultilineOption);
    return holds(expression, sentence);
}

// The name of an argument: one word for another after words that speak of arguments.
bool namesArgument(const Entry &entry, const Comparison &comparison)
{
    static const WordList expression = anyOf(u"arguments?|parameters?|placeholders?|variables?"_s);
    static const QRegularExpression name(u"^[\"'`]?[A-Za-z]\\w*[\"'`]?$"_s);
    constexpr qsizetype around = 60;
    const Range range = entry.places[1].range;
    const qsizetype from = std::max<qsizetype>(0, range.start - around);
    return entry.places[1].present && name.matchView(entry.before).hasMatch()
           && name.matchView(entry.after).hasMatch()
           && holds(expression, comparison.sides[1].text.mid(from, range.start - from));
}

// A name that is called: "search(" in a sample of a program.
bool isCalled(const Entry &entry, const Comparison &comparison)
{
    static const QRegularExpression name(u"^[`]?[A-Za-z]\\w*[`]?$"_s);
    const Range range = entry.places[1].range;
    const QString &text = comparison.sides[1].text;
    return entry.places[1].present && !entry.before.isEmpty() && name.matchView(entry.after).hasMatch()
           && range.end() < text.size() && text[range.end()] == u'(';
}

// How an answer is laid out, and how long it is.
bool speaksOfLayout(const QString &text)
{
    static const WordList expression =
        anyOf(u"bullets?|bulleted|bullet "
              u"list|markdown|headings?|bold|italics?|format(?:s|ted|ting)?|numbered list|line breaks?"
              u"|chart|diagram|code block|syntax"_s);
    return holds(expression, text);
}

// An amount, a share or a time; other numbers only count where one replaced another.
bool hasQuantity(const QString &text)
{
    static const QRegularExpression number(u"(?<![\\w.])(?<!@\\$)\\d[\\d.,]*"_s);
    if (std::none_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); }))
        return false;
    for (auto matches = number.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QuantityKind kind = quantityKind(text, Range{match.capturedStart(), match.capturedLength()});
        if (kind == QuantityKind::Amount || kind == QuantityKind::Percent || kind == QuantityKind::Duration)
            return true;
    }
    return false;
}

// How many or how much at most or at least.
bool hasLimit(const QString &text)
{
    static const WordList limit = anyOf(u"(?:at least|at most|up to|no more than|fewer than|less "
                                        u"than|more than|exactly|within|maximum of|minimum of) \\d+"
                                        u"|\\d+ (?:\\w+ )?(?:or|and) (?:less|fewer|more)"_s);
    return holds(limit, text);
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

// Two values that differ in their digits only.
bool differInDigits(QString before, QString after)
{
    static const QRegularExpression digits(u"\\d+"_s);
    static const QRegularExpression date(u"\\d{4}-\\d\\d-\\d\\d"_s); // of an interface, which is its name
    const bool numbers =
        before != after && before.contains(digits) && after.contains(digits) && !before.contains(date);
    return numbers && before.replace(digits, u"0"_s) == after.replace(digits, u"0"_s);
}

// A template tag, an argument or a place to be filled in.
bool hasPlaceholder(const QString &text)
{
    static const QRegularExpression expression(u"\\{\\{|\\{%|(?<![\\w{])\\{[a-z_]\\w*\\}(?!\\})|\\$\\{\\w|@?"
                                               u"\\$[1-9]\\b|\\$ARGUMENTS|<([a-z]{1,24})>(?![^<]*</\\1>)"
                                               u"|^#? ?(?:system|user|assistant):?$"_s,
                                               QRegularExpression::MultilineOption);
    return holds(expression, text);
}

// Hardly more than places to be filled in.
bool isMostlyPlaceholders(QString text)
{
    static const QRegularExpression tags(
        u"\\{\\{[^}]*\\}\\}|\\{%[^%]*%\\}|\\$?\\{\\w+\\}|@?\\$\\w+\\$?|<[^<>]{1,60}>"
        u"|^#? ?(?:system|user|assistant):?$"_s,
        QRegularExpression::MultilineOption);
    const qsizetype all = text.simplified().size();
    return text.remove(tags).simplified().size() * 5 < all * 3;
}

// An output line's own place, "$NAME$".
bool hasOutputSlot(const QString &text)
{
    if (QStringView signs(u"$\"'");
        std::none_of(text.begin(), text.end(), [signs](QChar c) { return signs.contains(c); }))
        return false;
    static const QRegularExpression expression(u"\\$[A-Z][A-Z0-9_]*\\$|[\"'][a-z]+(?:_[a-z]+)*[\"']\\s*:"_s);
    return holds(expression, text);
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
    case SettingTopic::Sample:
    case SettingTopic::Prose:
        topics.insert(Topic::Wording);
        break;
    }
    if (differInDigits(entry.before, entry.after))
        topics.insert(Topic::Numbers);
}

// What the changed words are about. `rule` is the whole sentence where the words turn what it says.
void addByWords(QSet<Topic> &topics, const QString &words, const QString &rule)
{
    if (speaksOfPolicy(rule))
        topics.insert(Topic::Policy);
    if (speaksOfSafety(rule))
        topics.insert(Topic::Safety);
    if (speaksOfWorkflow(words))
        topics.insert(Topic::Workflow);
    if (speaksOfOutput(words) || hasOutputSlot(words))
        topics.insert(Topic::Output);
    if (speaksOfTone(words))
        topics.insert(Topic::Tone);
    if (speaksOfRetrieval(words))
        topics.insert(Topic::Retrieval);
    if (speaksOfTools(words))
        topics.insert(Topic::Tools);
    if (speaksOfLayout(words))
        topics.insert(Topic::Formatting);
}

// A sample shows a form and a subject; it is no rule.
void addBySample(QSet<Topic> &topics, const QString &words, const QString &sentence)
{
    if (speaksOfPolicy(words))
        topics.insert(Topic::Policy);
    if (speaksOfRetrieval(sentence))
        topics.insert(Topic::Retrieval);
    if (speaksOfTools(words) || isSignature(sentence))
        topics.insert(Topic::Tools);
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
    if (entry.sentenceChange >= 0) {
        const SentenceChange &change = comparison.sentences[entry.sentenceChange];
        constexpr qsizetype shortSentence = 300;
        if (change.before.size() + change.after.size() < 2 * shortSentence)
            sentence = read(change.before, change.after);
        inside = change.kind == SentenceKind::Changed || change.kind == SentenceKind::MovedChanged;
    }
    const bool reworded =
        inside && entry.kind != EntryKind::OrderChanged && entry.kind != EntryKind::SentenceMoved;
    switch (entry.kind) {
    case EntryKind::TemplateLogicChanged:
        topics.insert(Topic::Variables);
        return;
    case EntryKind::ExampleChanged:
        if (hasQuantity(words))
            topics.insert(Topic::Numbers);
        addBySample(topics, words, sentence);
        break;
    case EntryKind::NegationFlipped:
    case EntryKind::StrengthChanged:
        if (!entry.before.isEmpty() && !entry.after.isEmpty())
            topics.insert(Topic::Modality);
        addByWords(topics, words, sentence);
        break;
    case EntryKind::ConstraintRemoved:
    case EntryKind::ConstraintAdded:
        if (neverOrders(words))
            topics.insert(Topic::Modality);
        if (forbids(words)) { // a prohibition bounds what the agent may do
            topics.insert(Topic::Policy);
            topics.insert(Topic::Tools);
        }
        if (hasQuantity(words) || (inside && hasLimit(words)))
            topics.insert(Topic::Numbers);
        addByWords(topics, words, sentence);
        break;
    case EntryKind::EscalationChanged:
        topics.insert(Topic::Workflow);
        addByWords(topics, words, words);
        break;
    case EntryKind::RefusalChanged:
        topics.insert(Topic::Safety);
        addByWords(topics, words, words);
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
        addByWords(topics, words, sentence);
        // One number for another is the number alone.
        if (replaced && !namesSomething(entry, comparison))
            return;
        break;
    }
    case EntryKind::PersonaChanged:
    case EntryKind::AudienceChanged:
    case EntryKind::LanguageChanged:
    case EntryKind::ConditionChanged:
        addByWords(topics, words, words);
        break;
    default:
        if (hasQuantity(words))
            topics.insert(Topic::Numbers);
        addByWords(topics, words, sentence);
        break;
    }
    if (inside ? hasPlaceholder(words) || namesArgument(entry, comparison)
               : hasPlaceholder(words) && isMostlyPlaceholders(entry.before + u'\n' + entry.after))
        topics.insert(Topic::Variables);
    if (isCalled(entry, comparison))
        topics.insert(Topic::Tools);
    // A sentence that came or went is about its subject; words changed inside one that stays are a rewording too, unless
    // they change what the agent may do.
    const bool decides = topics.contains(Topic::Tools) || topics.contains(Topic::Policy)
                         || topics.contains(Topic::Safety) || topics.contains(Topic::Workflow);
    const bool onlySlots = !topics.isEmpty() && isMostlyPlaceholders(entry.before + entry.after);
    if (reworded && !decides && !onlySlots)
        topics.insert(Topic::Wording);
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
    case EntryKind::VariableDropped:
    case EntryKind::VariableAdded:
    case EntryKind::VariableRenamed:
        topics.insert(Topic::Variables);
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
    for (const Entry &entry : comparison.entries) {
        if (entry.kind == EntryKind::Formatting
            || (entry.setting >= 0 && entry.topics == QList{Topic::Formatting})) {
            notation += entry.times;
        } else if (!isAside(entry)) {
            total += entry.times;
            for (const Topic topic : entry.topics)
                weights[topic] += entry.times;
        }
    }
    for (const Notation &kind : comparison.notations) {
        if (kind.kind == NotationKind::Markup || kind.kind == NotationKind::Rewrapped || total == 0)
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
    if (notation > 2 * total && !list.contains(Topic::Formatting))
        list.append(Topic::Formatting);
    if (list.isEmpty() && !comparison.entries.isEmpty())
        list = comparison.entries.first().topics;
    return list;
}

} // namespace countersign::diff
