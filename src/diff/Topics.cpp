// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Topics.h"

#include "diff/Lexicon.h"
#include "diff/WordList.h"

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
    static const WordList expression =
        anyOf(u"refunds?|billing|payments?(?:_\\w+)?|reimburse\\w*|compensat\\w+|eligib\\w+|"
              u"entitle\\w*|legal\\w*|law|laws"
              u"|lawful\\w*|unlawful\\w*|statut\\w+|liab\\w+|regulations?|tribunals?|courts?|tenan\\w+|"
              u"landlords?|evict\\w+|redundanc\\w+"
              u"|dismissals?|terminations?|harassment|discriminat\\w+|creditors?|debts?|bankrupt\\w+|"
              u"insolven\\w+|immigration|visas?"
              u"|asylum|settled status|universal "
              u"credit|homeless\\w*|diagnos[ei]s|clinical|prescrib\\w+|dosage|medication|privacy|gdpr"
              u"|personal data|moderation|promotion|penali[sz]\\w+|jurisdiction\\w*"_s);
    // A name in code, apart from the words, for it begins with anything.
    static const QRegularExpression name(u"(?<![\\w'])\\w{1,24}_payments?(?:_\\w+)?(?![\\w])"_s,
                                         QRegularExpression::CaseInsensitiveOption
                                             | QRegularExpression::UseUnicodePropertiesOption);
    return holds(expression, text)
           || (text.contains(u"_payment"_s, Qt::CaseInsensitive) && holds(name, text));
}

// A rule that forbids, whatever it is about.
bool forbids(const QString &text)
{
    static const WordList expression =
        anyOf(u"(?:never|do not|don['’]t|must not|may not|not allowed to|forbidden to|under no "
              u"circumstances)(?: try to| attempt to)?"
              u" (?:modify|install|delete|remove|execute|run|write|edit|push|commit|deploy|access|share|"
              u"disclose|reveal|send|charge"
              u"|pay|book|sign|approve|promise|call)"_s);
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
        u"approvals?|approve|escalat\\w+|delegat\\w+|hand-?off|hand "
        u"over|sign-?off|pause|confirmation|stuck|fallback|pull requests?"
        u"|merge request|orchestrat(?:e|es|ion)|self-review|human review|(?:high|medium|low)(?: or \\w+)? priority"_s);
    return holds(expression, text);
}

bool speaksOfOutput(const QString &text)
{
    static const WordList expression =
        anyOf(u"json|schema|citations?|cite|return (?:only|exactly)|return a single|single integer|output "
              u"only|output must|output format"
              u"|response format|tags|labels?"_s);
    return holds(expression, text);
}

bool speaksOfTone(const QString &text)
{
    static const WordList expression = anyOf(
        u"tone|polite\\w*|friendl\\w+|cheerful\\w*|conversational\\w*|(?:in)?formal(?:ly)? "
        u"(?:tone|language|register|style)|casual\\w*"
        u"|plain language|empath\\w+|second person|2nd person|first person|third person|greet\\w*|humou?r\\w*|preamble"_s);
    return holds(expression, text);
}

bool speaksOfRetrieval(const QString &text)
{
    static const WordList expression = anyOf(
        u"retriev\\w+|search quer(?:y|ies)|rewrit\\w+|reword\\w+|top[- ]k|re-?rank\\w*|knowledge base"_s);
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
        u"tools|tool (?:calls?|names?|list)|function calls?|runSubagent|mcp|commands? (?:is|are) (?:not )?(?:available|allowed)"_s);
    return holds(expression, text);
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
    static const QRegularExpression number(u"(?<![\\w.])\\d[\\d.,]*"_s);
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

// Two values that differ in their digits only.
bool differInDigits(QString before, QString after)
{
    static const QRegularExpression digits(u"\\d+"_s);
    const bool numbers = before != after && before.contains(digits) && after.contains(digits);
    return numbers && before.replace(digits, u"0"_s) == after.replace(digits, u"0"_s);
}

// A template tag, an argument or a place to be filled in.
bool hasPlaceholder(const QString &text)
{
    static const QRegularExpression expression(
        u"\\{\\{|\\{%|(?<![\\w{])\\{[a-z_]\\w*\\}(?!\\})|\\$\\{\\w|@?\\$[1-9]\\b|\\$ARGUMENTS|<[a-z]{1,24}>"
        u"|^#? ?(?:system|user|assistant):?$"_s,
        QRegularExpression::MultilineOption);
    return holds(expression, text);
}

// An output line's own place, "$NAME$".
bool hasOutputSlot(const QString &text)
{
    if (QStringView signs(u"$\"'`");
        std::none_of(text.begin(), text.end(), [signs](QChar c) { return signs.contains(c); }))
        return false;
    static const QRegularExpression expression(u"\\$[A-Z][A-Z0-9_]*\\$|[\"'`][a-z]+_[a-z_]+[\"'`]"_s);
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

void addByWords(QSet<Topic> &topics, const QString &words, const QString &sentence)
{
    constexpr qsizetype shortSentence = 300;
    // A word can change what a short sentence says of people without naming it.
    const QString about = sentence.size() < shortSentence ? sentence : words;
    if (speaksOfPolicy(about))
        topics.insert(Topic::Policy);
    if (forbids(words)) { // a prohibition bounds what the agent may do
        topics.insert(Topic::Policy);
        topics.insert(Topic::Tools);
    }
    if (speaksOfSafety(about))
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
    if (hasPlaceholder(words)) {
        topics.insert(Topic::Variables);
        if (words.simplified().count(u' ') <= 5)
            topics.remove(Topic::Wording);
    }
    if (topics.contains(Topic::Numbers) && speaksOfThreshold(sentence))
        topics.insert(Topic::Threshold);
}

} // namespace

QList<Topic> topicsOf(const Entry &entry, const Comparison &comparison)
{
    // What a very long sentence is about shows in its beginning.
    constexpr qsizetype mostRead = 600;
    const auto read = [](const QString &before, const QString &after) {
        return QString(before.left(mostRead) + u'\n' + after.left(mostRead));
    };
    QSet<Topic> topics;
    const QString words = read(entry.before, entry.after);
    QString sentence = words;
    if (entry.sentenceChange >= 0) {
        const SentenceChange &change = comparison.sentences[entry.sentenceChange];
        sentence = read(change.before, change.after);
    }
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
    case EntryKind::NegationFlipped:
    case EntryKind::StrengthChanged:
        topics = {Topic::Wording};
        if (!entry.before.isEmpty() && !entry.after.isEmpty())
            topics.insert(Topic::Modality);
        addByWords(topics, words, sentence);
        break;
    case EntryKind::ConstraintRemoved:
    case EntryKind::ConstraintAdded:
        topics.insert(Topic::Wording);
        if (negationWord(words).compare(u"never"_s, Qt::CaseInsensitive) == 0)
            topics.insert(Topic::Modality);
        if (hasQuantity(words))
            topics.insert(Topic::Numbers);
        addByWords(topics, words, sentence);
        break;
    case EntryKind::EscalationChanged:
        topics = {Topic::Wording};
        if (senseOf(words).handsOver)
            topics.insert(Topic::Workflow);
        addByWords(topics, words, sentence);
        break;
    case EntryKind::RefusalChanged:
        topics = {Topic::Wording};
        addByWords(topics, words, sentence);
        break;
    case EntryKind::AmountChanged:
    case EntryKind::PercentChanged:
    case EntryKind::DurationChanged:
    case EntryKind::DateChanged:
    case EntryKind::NumberChanged:
        topics = {Topic::Numbers, Topic::Wording};
        if (entry.subject.startsWith(u"word"_s) || entry.subject.startsWith(u"sentence"_s))
            topics.insert(Topic::Formatting); // how long an answer is
        addByWords(topics, words, sentence);
        break;
    case EntryKind::VariableDropped:
    case EntryKind::VariableAdded:
    case EntryKind::VariableRenamed:
        topics.insert(Topic::Variables);
        break;
    case EntryKind::TemplateLogicChanged:
        topics.insert(words.trimmed().startsWith(u'<') ? Topic::Formatting : Topic::Variables);
        break;
    case EntryKind::Formatting:
        topics.insert(Topic::Formatting);
        break;
    case EntryKind::Spelling:
        topics.insert(Topic::Wording);
        break;
    case EntryKind::AudienceChanged:
    case EntryKind::PersonaChanged:
    case EntryKind::LanguageChanged:
        topics = {Topic::Wording};
        addByWords(topics, words, sentence);
        break;
    case EntryKind::ConditionRemoved:
    case EntryKind::ConditionAdded:
    case EntryKind::ConditionChanged:
    case EntryKind::ExampleChanged:
    case EntryKind::SentenceRemoved:
    case EntryKind::SentenceAdded:
    case EntryKind::WordingChanged:
    case EntryKind::OrderChanged:
    case EntryKind::SentenceMoved:
        topics.insert(Topic::Wording);
        if (hasQuantity(words))
            topics.insert(Topic::Numbers);
        addByWords(topics, words, sentence);
        break;
    case EntryKind::ThresholdChanged:
    case EntryKind::ModelChanged:
    case EntryKind::ParameterChanged:
    case EntryKind::RetrievalChanged:
    case EntryKind::SchemaChanged:
    case EntryKind::SettingChanged:
        break; // by the setting
    }
    if (entry.setting >= 0 && entry.kind != EntryKind::Formatting)
        addBySetting(topics, entry, comparison.settings[entry.setting]);
    if (topics.isEmpty())
        topics.insert(Topic::Wording);
    QList<Topic> list(topics.begin(), topics.end());
    std::sort(list.begin(), list.end());
    return list;
}

} // namespace countersign::diff
