// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/SettingRules.h"

#include "diff/Expression.h"
#include "diff/Lexicon.h"
#include "lanes/Patterns.h"

#include <QRegularExpression>
#include <QStringList>

namespace countersign::lanes {

using namespace Qt::StringLiterals;
using diff::SettingDifference;
using diff::SettingState;
using diff::SettingTopic;

namespace {

struct TopicRow
{
    SettingTopic topic;
    const char16_t *rule;
    Lane lane;
};

constexpr TopicRow topicTable[] = {
    {SettingTopic::Tool, u"tools.set", Lane::High},
    {SettingTopic::ToolText, u"tools.description", Lane::Medium},
    {SettingTopic::Approval, u"authority.switch", Lane::High},
    {SettingTopic::Safety, u"settings.safety", Lane::High},
    {SettingTopic::Threshold, u"settings.threshold", Lane::Medium},
    {SettingTopic::Retrieval, u"settings.retrieval", Lane::Medium},
    {SettingTopic::Model, u"settings.model", Lane::Medium},
    {SettingTopic::Parameter, u"settings.parameter", Lane::Medium},
    {SettingTopic::Schema, u"contract.schema", Lane::Medium},
    {SettingTopic::Variable, u"template.variable", Lane::Medium},
    {SettingTopic::Activation, u"settings.activation", Lane::Medium},
    {SettingTopic::Metadata, u"settings.metadata", Lane::Low},
    {SettingTopic::Sample, u"text.sample", Lane::Low},
    {SettingTopic::Environment, u"settings.environment", Lane::Low},
    {SettingTopic::Prose, u"text.step", Lane::Medium},
    {SettingTopic::Other, u"settings.unknown", Lane::Medium},
};

QString lettersOf(QStringView text)
{
    QString result;
    for (const QChar character : text) {
        if (character.isLetterOrNumber())
            result += character.toLower();
    }
    return result;
}

QString lastName(const QString &tool)
{
    QString name = tool;
    while (name.endsWith(u'/') || name.endsWith(u'*'))
        name.chop(1);
    return lettersOf(name.section(u'/', -1));
}

bool isRename(const QString &before, const QString &after)
{
    if (lettersOf(before) == lettersOf(after) && !before.contains(u'*') && !after.contains(u'*'))
        return true;
    if (before.contains(u':') || after.contains(u':') || before.endsWith(u'*') != after.endsWith(u'*'))
        return false;
    if (lastName(before).isEmpty() || lastName(before) != lastName(after))
        return false;
    // A name-space may come, go or be repeated; another one may grant something else.
    const QStringList spacesBefore = before.split(u'/').first(before.count(u'/'));
    const QStringList spacesAfter = after.split(u'/').first(after.count(u'/'));
    return spacesBefore.isEmpty() || spacesAfter.isEmpty() || spacesBefore.contains(spacesAfter.last())
           || spacesAfter.contains(spacesBefore.last());
}

bool onlySpelling(const QString &before, const QString &after)
{
    static const QRegularExpression between(u"[\\s\\p{P}]+"_s);
    const QStringList a = before.split(between, Qt::SkipEmptyParts);
    const QStringList b = after.split(between, Qt::SkipEmptyParts);
    if (a.size() != b.size())
        return false;
    for (qsizetype i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && !diff::isSpellingVariant(a[i], b[i]))
            return false;
    }
    return true;
}

bool isSwitch(const QString &value)
{
    static const diff::Expression expression(
        u"^(?:true|false|yes|no|on|off|0|1|always|never|auto|manual)$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return expression.isIn(value.trimmed());
}

Judgement judgeTools(const SettingDifference &setting)
{
    if (setting.state == SettingState::Renamed)
        return {u"tools.names"_s, Lane::Medium};
    const bool bothSides = setting.state == SettingState::Changed;
    if (bothSides && isRenamedOneForOne(setting.removedItems, setting.addedItems))
        return {u"tools.names"_s, Lane::Medium};
    return {u"tools.set"_s, Lane::High};
}

} // namespace

bool isRenamedOneForOne(const QStringList &before, const QStringList &after)
{
    if (before.size() != after.size() || before.isEmpty())
        return false;
    QStringList rest = after;
    for (const QString &tool : before) {
        bool found = false;
        for (qsizetype i = 0; i < rest.size() && !found; ++i) {
            if (isRename(tool, rest[i])) {
                rest.removeAt(i);
                found = true;
            }
        }
        if (!found)
            return false;
    }
    return true;
}

bool namesAPerson(const QString &value)
{
    static const diff::Expression expression(
        u"^(?:a |the )?(?:humans?|persons?|people|operators?|live[-_ ]agents?|human[-_ ]agents?|agents?[-_ ]desk|support[-_ ]team|"
        u"managers?|supervisors?|reviewers?|on[-_ ]?call|queue|manual(?:[-_ ]review)?)$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return expression.isIn(value.trimmed());
}

Judgement judge(const SettingDifference &setting, bool handsOver)
{
    const QString name = setting.path.section(u'.', -1).toLower();
    if (setting.state == SettingState::NotationOnly)
        return {u"settings.notation"_s, Lane::Low, true};
    // What an agent in a list of agents is told or runs on is none of what it may do.
    if (setting.topic == SettingTopic::Tool && setting.state == SettingState::Changed) {
        static const diff::Expression told(u"^(?:role|goal|backstory|description|instructions|title)$"_s);
        if (name == u"model" || name == u"provider")
            return {u"settings.model"_s, Lane::Medium};
        if (told.isIn(name))
            return {u"tools.description"_s, Lane::Medium};
    }
    if (setting.topic == SettingTopic::Tool)
        return judgeTools(setting);
    if (setting.topic != SettingTopic::Metadata && setting.topic != SettingTopic::Environment
        && (namesAPerson(setting.before) != namesAPerson(setting.after)))
        return {u"authority.switch"_s, Lane::High};
    static const diff::Expression toAPerson(u"escalat|hand_?-?off|hand_?-?over|human|auto_?-?(?:resolve|approve|send|close)"_s);
    const bool limit = setting.topic == SettingTopic::Threshold || setting.topic == SettingTopic::Other;
    if (limit && (toAPerson.isIn(name) || (handsOver && name.contains(u"confidence"_s))))
        return {u"authority.threshold"_s, Lane::High};
    static const diff::Expression guards(
        u"(?:^|\\.)(?:safe_\\w+|safe_?prompt|\\w*safety\\w*|moderation|\\w*guardrails?|\\w*content_?filters?|jailbreak|toxicity|pii)(?:\\.|$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (setting.topic != SettingTopic::Prose && guards.isIn(setting.path))
        return {u"settings.safety"_s, Lane::High};
    static const QRegularExpression logging(u"(?:^|\\.)(?:logging|log_?level|verbose|debug)(?:\\.|$)"_s);
    if (logging.match(setting.path).hasMatch())
        return {u"settings.environment"_s, Lane::Low};
    // What an evaluation asserts decides whether work passes; it is no sample.
    if (setting.topic == SettingTopic::Sample && setting.path.contains(u"assert"_s))
        return {u"settings.threshold"_s, Lane::Medium};
    if (setting.state == SettingState::Renamed) {
        const bool authority =
            setting.topic == SettingTopic::Approval || setting.topic == SettingTopic::Safety;
        if (authority)
            return {u"settings.key"_s, Lane::Medium};
        if (setting.topic == SettingTopic::Schema || setting.path.contains(u"schema"_s))
            return {u"contract.schema"_s, Lane::Medium};
        return isSwitch(setting.after) || setting.topic == SettingTopic::Variable
                   ? Judgement{u"settings.key"_s, Lane::Medium}
                   : Judgement{u"settings.key_harmless"_s, Lane::Low};
    }
    if (setting.topic == SettingTopic::ToolText
        && (matches(Pattern::Approval, setting.before) || matches(Pattern::Approval, setting.after)))
        return {u"tools.approval"_s, Lane::High};
    // A hint for the person who types is no activation.
    if (setting.topic == SettingTopic::Activation && name.contains(u"hint"_s))
        return {u"settings.metadata"_s, Lane::Low};
    const bool prose = setting.topic == SettingTopic::Activation || setting.topic == SettingTopic::Prose;
    if (prose && setting.state == SettingState::Changed && onlySpelling(setting.before, setting.after))
        return {u"text.spelling"_s, Lane::Low, true};
    for (const TopicRow &row : topicTable) {
        if (row.topic == setting.topic)
            return {QString::fromUtf16(row.rule), row.lane};
    }
    return {u"settings.unknown"_s, Lane::Medium};
}

} // namespace countersign::lanes
