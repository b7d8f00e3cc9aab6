// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Settings.h"

#include "diff/Lexicon.h"
#include "prompt/Document.h"

#include <QHash>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

struct Value
{
    QStringList items = {};
    prompt::SettingKind kind = prompt::SettingKind::Other;
    bool isList = false;
};

struct SettingSide
{
    QStringList order = {};
    QHash<QString, Value> values = {};
};

// Names are compared without case and without "_", "-" and ".".
QString plainName(QStringView name)
{
    QString result;
    for (const QChar character : name) {
        if (character.isLetterOrNumber())
            result += character.toLower();
    }
    return result;
}

QStringList names(const QString &path)
{
    QStringList result;
    QString name;
    int depth = 0;
    for (const QChar character : path) {
        if (character == u'[') {
            ++depth;
        } else if (character == u']') {
            depth = std::max(0, depth - 1);
        } else if (character == u'.' && depth == 0) {
            result.append(plainName(name));
            name.clear();
        } else if (depth == 0) {
            name += character;
        }
    }
    result.append(plainName(name));
    return result;
}

const QHash<QString, SettingTopic> &topics()
{
    static const QHash<QString, SettingTopic> table = [] {
        QHash<QString, SettingTopic> result;
        const auto add = [&result](SettingTopic topic, const char *words) {
            const QStringList list = QString::fromLatin1(words).split(u' ');
            for (const QString &word : list)
                result.insert(word, topic);
        };
        add(SettingTopic::Tool, "tools tool toolset toolsets toolchoice allowedtools disallowedtools "
                                "excludedtools availabletools commands "
                                "commandfiles bundles mcp mcpserver mcpservers servers functions blocklist "
                                "blocklists blockliststandalone "
                                "allowlist denylist blacklist whitelist plugins connectors permissions allow "
                                "deny capabilities actions "
                                "toolnames utilcommands scopes agents subagents");
        add(SettingTopic::Approval, "approval approvals requireapproval requiresapproval needsapproval "
                                    "approvalmode approvalpolicy approvers "
                                    "humanintheloop humaninput confirm confirmation requireconfirmation "
                                    "autoapprove automerge autoexecute "
                                    "autorun autoaccept autosend autoreply autoresolve autosubmit autonomy "
                                    "autonomous sandbox sandboxmode "
                                    "permissionmode delegate delegation allowdelegation handoff handoffs "
                                    "escalation escalate escalationpolicy "
                                    "escalateto infer disablemodelinvocation");
        add(SettingTopic::Safety,
            "safety safetysettings safetylevel moderation moderationlevel contentfilter contentfilters "
            "filters guardrail "
            "guardrails refusal refusals harm harms blockedtopics forbiddentopics pii redact redaction");
        add(SettingTopic::Threshold,
            "threshold thresholds minscore maxscore passmark passscore passthreshold confidence "
            "minconfidence "
            "cutoff minimum maxsamples numsamples maxretries retries maxattempts maxiterations maxsteps "
            "maxturns limit "
            "budget costlimit percallcostlimit totalcostlimit timeout executiontimeout");
        add(SettingTopic::Retrieval, "retrieval retriever topk k topn numresults maxresults rerank reranker "
                                     "index indexname searchindex "
                                     "knowledge knowledgebase sources chunksize chunkoverlap embedding "
                                     "embeddings embeddingmodel semanticranker "
                                     "searchtype strictness queryrewrite datasource datasources vectorstore");
        add(SettingTopic::Model, "model models modelname modelid deployment deploymentname azuredeployment "
                                 "endpoint azureendpoint baseurl "
                                 "apibase apiversion provider engine connection routing router fallback "
                                 "fallbacks fallbackmodel serviceid "
                                 "region");
        add(SettingTopic::Parameter, "parameters parameter params config temperature topp maxtokens "
                                     "maxoutputtokens maxcompletiontokens "
                                     "presencepenalty frequencypenalty stop stopsequences seed n logprobs "
                                     "bestof reasoningeffort reasoning "
                                     "thinking verbosity completionkwargs modelparameters executionsettings "
                                     "inferenceconfig cachecontrol "
                                     "parallelfunctioncalls");
        add(SettingTopic::Schema,
            "schema output outputs outputschema responseformat jsonschema format fields properties required "
            "additionalproperties response responseschema parsefunction parsecommand parser");
        add(SettingTopic::Variable,
            "inputs input variables inputvariables inputschema arguments args default defaults");
        add(SettingTopic::Activation, "description applyto globs glob mode agent userinvocable userinvokable "
                                      "alwaysapply argumenthint trigger "
                                      "triggers when whentouse events schedule target targets");
        add(SettingTopic::Metadata, "name id title version author authors owner tags tag color colour icon "
                                    "license licence date created updated "
                                    "lastupdated homepage url repository category categories keywords "
                                    "metadata comment note notes status "
                                    "maintainer email");
        add(SettingTopic::Sample,
            "sample samples example examples demonstrations tests testdata vars assert");
        add(SettingTopic::Environment, "env envvariables environment environmentvariables environ");
        add(SettingTopic::Prose, "prompt system user assistant content template instructions instruction "
                                 "systemprompt userprompt message");
        return result;
    }();
    return table;
}

SettingTopic topicOfKind(prompt::SettingKind kind)
{
    switch (kind) {
    case prompt::SettingKind::Model:
    case prompt::SettingKind::Routing:
        return SettingTopic::Model;
    case prompt::SettingKind::Parameter:
        return SettingTopic::Parameter;
    case prompt::SettingKind::Tool:
        return SettingTopic::Tool;
    case prompt::SettingKind::Approval:
        return SettingTopic::Approval;
    case prompt::SettingKind::Schema:
        return SettingTopic::Schema;
    case prompt::SettingKind::Retrieval:
        return SettingTopic::Retrieval;
    case prompt::SettingKind::Threshold:
        return SettingTopic::Threshold;
    case prompt::SettingKind::Activation:
        return SettingTopic::Activation;
    case prompt::SettingKind::Variable:
        return SettingTopic::Variable;
    case prompt::SettingKind::Metadata:
        return SettingTopic::Metadata;
    case prompt::SettingKind::Other:
        return SettingTopic::Other;
    }
    return SettingTopic::Other;
}

SettingTopic topicOf(const QString &path, prompt::SettingKind kind)
{
    const SettingTopic byPath = topicOfPath(path);
    return byPath == SettingTopic::Other ? topicOfKind(kind) : byPath;
}

SettingSide settingsOf(const prompt::Document &document)
{
    SettingSide side;
    for (const prompt::Setting &setting : document.settings) {
        if (!side.values.contains(setting.path))
            side.order.append(setting.path);
        Value &value = side.values[setting.path];
        value.kind = setting.kind;
        value.isList = setting.path.endsWith(u"[]");
        // A tool list is often one scalar with commas.
        if (!value.isList && topicOf(setting.path, setting.kind) == SettingTopic::Tool
            && setting.value.contains(u',') && !setting.value.contains(u'\n')) {
            for (const QString &item : setting.value.split(u',', Qt::SkipEmptyParts))
                value.items.append(item.trimmed());
        } else {
            value.items.append(setting.value);
        }
    }
    return side;
}

// "tools" and "tools[]" are one list in two notations.
QString listPath(const QString &path)
{
    return path.endsWith(u"[]") ? path.chopped(2) : path;
}

bool orderMatters(SettingTopic topic)
{
    return topic != SettingTopic::Tool && topic != SettingTopic::Metadata && topic != SettingTopic::Activation
           && topic != SettingTopic::Environment;
}

QString joined(const QStringList &items)
{
    return items.join(u", "_s);
}

void fillItems(SettingDifference &difference, const QStringList &before, const QStringList &after)
{
    QStringList rest = after;
    for (const QString &item : before) {
        if (!rest.removeOne(item))
            difference.removedItems.append(item);
    }
    rest = before;
    for (const QString &item : after) {
        if (!rest.removeOne(item))
            difference.addedItems.append(item);
    }
}

QString parentOf(const QString &path)
{
    const qsizetype dot = path.lastIndexOf(u'.');
    return dot < 0 ? QString() : path.first(dot);
}

// The same value under a name that reads alike, or the one name that changed in its group.
void findRenames(QList<SettingDifference> &list)
{
    QHash<QString, QList<qsizetype>> removed;
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list[i].state == SettingState::Removed)
            removed[list[i].before].append(i);
    }
    QList<bool> gone(list.size(), false);
    for (SettingDifference &added : list) {
        if (added.state != SettingState::Added)
            continue;
        for (const qsizetype i : removed.value(added.after)) {
            if (gone[i])
                continue;
            const QString before = names(list[i].path).join(u'.');
            const QString after = names(added.path).join(u'.');
            const bool alike = editDistance(before.right(80), after.right(80)) <= 2
                               || before.endsWith(u'.' + after) || after.endsWith(u'.' + before);
            const bool onlyOne = parentOf(list[i].path) == parentOf(added.path) && added.after.size() > 2
                                 && removed.value(added.after).size() == 1;
            if (!alike && !onlyOne)
                continue;
            added.state = SettingState::Renamed;
            added.pathBefore = list[i].path;
            added.before = list[i].before;
            added.addedItems.clear();
            gone[i] = true;
            break;
        }
    }
    QList<SettingDifference> kept;
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (!gone[i])
            kept.append(list[i]);
    }
    list = kept;
}

bool isCounted(const prompt::Variable &variable)
{
    return variable.kind == prompt::VariableKind::Input || variable.kind == prompt::VariableKind::Partial
           || variable.kind == prompt::VariableKind::Helper;
}

} // namespace

SettingTopic topicOfPath(const QString &path)
{
    const QStringList parts = names(path);
    const QHash<QString, SettingTopic> &table = topics();
    // What stands below a list of tools belongs to it; below the environment of a process nothing is a tool.
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const SettingTopic topic = table.value(parts[i], SettingTopic::Other);
        if (topic == SettingTopic::Environment || topic == SettingTopic::Sample)
            return topic;
        if (topic != SettingTopic::Tool || i + 1 == parts.size())
            continue;
        for (qsizetype j = i + 1; j < parts.size(); ++j) {
            const SettingTopic below = table.value(parts[j], SettingTopic::Other);
            if (parts[j].endsWith(u"variables"_s) || parts[j].endsWith(u"vars"_s))
                return SettingTopic::Environment;
            if (below == SettingTopic::Environment || below == SettingTopic::Approval)
                return below;
            if (parts[j] == u"description" || parts[j] == u"parameters" || parts[j] == u"arguments"
                || parts[j] == u"docstring" || parts[j] == u"signature" || parts[j] == u"inputschema"
                || parts[j] == u"properties")
                return SettingTopic::ToolText;
            if (below == SettingTopic::Parameter || below == SettingTopic::Threshold
                || below == SettingTopic::Schema)
                return below;
        }
        return SettingTopic::Tool;
    }
    // A description at the top says when a prompt applies; further down it describes its neighbours.
    if (parts.size() > 1 && parts.last() == u"description")
        return SettingTopic::Metadata;
    for (qsizetype i = parts.size() - 1; i >= 0; --i) {
        const SettingTopic topic = table.value(parts[i], SettingTopic::Other);
        // The name of a model says which.
        if (i > 0 && topic == SettingTopic::Metadata
            && table.value(parts[i - 1], SettingTopic::Other) == SettingTopic::Model)
            return SettingTopic::Model;
        if (topic != SettingTopic::Other)
            return topic;
    }
    return SettingTopic::Other;
}

QList<SettingDifference> compareSettings(const prompt::Document &left, const prompt::Document &right)
{
    const SettingSide before = settingsOf(left);
    const SettingSide after = settingsOf(right);
    QHash<QString, QString> leftByList;
    for (const QString &path : before.order)
        leftByList.insert(listPath(path), path);

    QList<SettingDifference> result;
    QHash<QString, bool> seen;
    for (const QString &path : after.order) {
        const Value &value = after.values[path];
        SettingDifference difference{.path = path,
                                     .pathBefore = path,
                                     .topic = topicOf(path, value.kind),
                                     .after = joined(value.items)};
        const auto found = leftByList.constFind(listPath(path));
        if (found == leftByList.constEnd()) {
            difference.state = SettingState::Added;
            difference.addedItems = value.items;
        } else {
            seen.insert(*found, true);
            const QStringList items = before.values[*found].items;
            difference.before = joined(items);
            fillItems(difference, items, value.items);
            const bool sameItems = difference.removedItems.isEmpty() && difference.addedItems.isEmpty();
            if (items == value.items)
                difference.state = SettingState::Same;
            else if (sameItems && !orderMatters(difference.topic))
                difference.state = SettingState::NotationOnly;
            else
                difference.state = SettingState::Changed;
        }
        result.append(difference);
    }
    for (const QString &path : before.order) {
        if (seen.contains(path))
            continue;
        const Value &value = before.values[path];
        SettingDifference difference{.path = path,
                                     .pathBefore = path,
                                     .topic = topicOf(path, value.kind),
                                     .state = SettingState::Removed,
                                     .before = joined(value.items),
                                     .removedItems = value.items};
        const qsizetype place = std::min(before.order.indexOf(path), result.size());
        result.insert(place, difference);
    }
    findRenames(result);
    return result;
}

QList<VariableDifference> compareVariables(const prompt::Document &left, const prompt::Document &right)
{
    const auto counts = [](const prompt::Document &document, QStringList &order) {
        QHash<QString, int> result;
        for (const prompt::Variable &variable : document.variables) {
            if (!isCounted(variable))
                continue;
            const QString name =
                variable.kind == prompt::VariableKind::Partial ? u"> "_s + variable.name : variable.name;
            if (!result.contains(name))
                order.append(name);
            result[name] += variable.uses;
        }
        return result;
    };
    QStringList leftOrder;
    QStringList rightOrder;
    const QHash<QString, int> before = counts(left, leftOrder);
    const QHash<QString, int> after = counts(right, rightOrder);

    QStringList dropped;
    for (const QString &name : leftOrder) {
        if (!after.contains(name))
            dropped.append(name);
    }
    QStringList added;
    for (const QString &name : rightOrder) {
        if (!before.contains(name))
            added.append(name);
    }
    QList<VariableDifference> result;
    for (const QString &name : rightOrder) {
        if (before.contains(name))
            result.append(VariableDifference{
                .before = name,
                .after = name,
                .state = before[name] == after[name] ? VariableState::Same : VariableState::CountChanged});
    }
    // In order of appearance: as many uses, or the only one on each side.
    for (const QString &name : std::as_const(added)) {
        QString from;
        for (const QString &old : std::as_const(dropped)) {
            const bool onlyOne = dropped.size() == 1 && added.size() == 1;
            if (onlyOne
                || (before[old] == after[name]
                    && (editDistance(old, name) <= 3 || old.endsWith(name) || name.endsWith(old)))) {
                from = old;
                break;
            }
        }
        if (from.isEmpty()) {
            result.append(VariableDifference{.after = name, .state = VariableState::Added});
        } else {
            dropped.removeOne(from);
            result.append(VariableDifference{.before = from, .after = name, .state = VariableState::Renamed});
        }
    }
    for (const QString &name : std::as_const(dropped))
        result.append(VariableDifference{.before = name, .state = VariableState::Dropped});
    return result;
}

} // namespace countersign::diff
