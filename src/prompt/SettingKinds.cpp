// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Structure.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

using Words = QSet<QString>;

bool isApproval(const QString &word)
{
    static const Words words = {u"permissionmode"_s, u"permissions"_s, u"permission"_s,  u"humanreview"_s,
                                u"humanintheloop"_s, u"autoapprove"_s, u"alwaysallow"_s, u"consent"_s,
                                u"approvers"_s,      u"escalation"_s,  u"escalate"_s};
    return words.contains(word) || word.contains("approv"_L1) || word.contains("confirm"_L1);
}

// Words that settle the kind of everything below them.
SettingKind structuralKind(const QString &word)
{
    static const Words tools = {u"tools"_s,
                                u"tool"_s,
                                u"tooldefs"_s,
                                u"functions"_s,
                                u"allowedtools"_s,
                                u"disallowedtools"_s,
                                u"deniedtools"_s,
                                u"mcpservers"_s,
                                u"mcp"_s,
                                u"plugins"_s,
                                u"skills"_s,
                                u"bundles"_s,
                                u"commandfiles"_s,
                                u"toolchoice"_s,
                                u"toolresources"_s,
                                u"allowedcommands"_s,
                                u"blockedcommands"_s,
                                u"utilcommands"_s};
    static const Words variables = {u"input"_s,          u"inputs"_s,          u"variables"_s,
                                    u"inputvariables"_s, u"argumenthint"_s,    u"arguments"_s,
                                    u"inputvariable"_s,  u"partialvariables"_s};
    static const Words schemas = {
        u"schema"_s, u"schemas"_s, u"jsonschema"_s,     u"outputschema"_s, u"responseformat"_s,
        u"output"_s, u"outputs"_s, u"responseschema"_s, u"outputformat"_s, u"structuredoutput"_s};
    static const Words retrieval = {
        u"retrieval"_s,   u"retriever"_s,    u"retrievers"_s,     u"rag"_s,          u"index"_s,
        u"indexes"_s,     u"indexname"_s,    u"chunksize"_s,      u"chunkoverlap"_s, u"chunking"_s,
        u"embedding"_s,   u"embeddings"_s,   u"embeddingmodel"_s, u"rerank"_s,       u"reranker"_s,
        u"datasources"_s, u"datasource"_s,   u"search"_s,         u"knowledge"_s,    u"knowledgebase"_s,
        u"vectorstore"_s, u"augmentation"_s, u"corpus"_s,         u"collections"_s,  u"documents"_s,
        u"sources"_s};
    static const Words routing = {u"routing"_s,  u"routes"_s,    u"route"_s,     u"router"_s,
                                  u"handoff"_s,  u"handoffs"_s,  u"agents"_s,    u"nodes"_s,
                                  u"edges"_s,    u"workflow"_s,  u"workflows"_s, u"steps"_s,
                                  u"fallback"_s, u"fallbacks"_s, u"delegates"_s, u"subagents"_s};
    if (tools.contains(word) || word.startsWith("enablebash"_L1)) {
        return SettingKind::Tool;
    }
    if (variables.contains(word)) {
        return SettingKind::Variable;
    }
    if (schemas.contains(word)) {
        return SettingKind::Schema;
    }
    if (retrieval.contains(word)) {
        return SettingKind::Retrieval;
    }
    if (routing.contains(word)) {
        return SettingKind::Routing;
    }
    if (word == "metadata"_L1) {
        return SettingKind::Metadata;
    }
    return SettingKind::Other;
}

// Words that say the kind of the value they name.
SettingKind leafKind(const QString &word, bool isTopLevel)
{
    static const Words parameters = {u"temperature"_s,
                                     u"topp"_s,
                                     u"topk"_s,
                                     u"maxtokens"_s,
                                     u"maxoutputtokens"_s,
                                     u"maxcompletiontokens"_s,
                                     u"maxinputtokens"_s,
                                     u"presencepenalty"_s,
                                     u"frequencypenalty"_s,
                                     u"seed"_s,
                                     u"stop"_s,
                                     u"stopsequences"_s,
                                     u"n"_s,
                                     u"logprobs"_s,
                                     u"toplogprobs"_s,
                                     u"reasoningeffort"_s,
                                     u"effort"_s,
                                     u"logitbias"_s,
                                     u"minp"_s,
                                     u"completiontype"_s,
                                     u"includehistory"_s,
                                     u"includeinput"_s,
                                     u"stream"_s,
                                     u"parallelreadings"_s,
                                     u"maxturns"_s,
                                     u"maxsteps"_s,
                                     u"maxiterations"_s,
                                     u"timeout"_s,
                                     u"retries"_s,
                                     u"thinking"_s,
                                     u"verbosity"_s};
    static const Words models = {u"model"_s,           u"models"_s,     u"modelid"_s,        u"modelname"_s,
                                 u"azuredeployment"_s, u"deployment"_s, u"deploymentname"_s, u"engine"_s,
                                 u"chatmodel"_s,       u"llm"_s};
    static const Words thresholds = {u"threshold"_s,  u"minscore"_s,      u"cutoff"_s,  u"passrate"_s,
                                     u"confidence"_s, u"minconfidence"_s, u"minimum"_s, u"limit"_s};
    static const Words activation = {u"description"_s,   u"globs"_s,         u"applyto"_s,
                                     u"alwaysapply"_s,   u"mode"_s,          u"trigger"_s,
                                     u"triggers"_s,      u"when"_s,          u"whentouse"_s,
                                     u"target"_s,        u"infer"_s,         u"disablemodelinvocation"_s,
                                     u"userinvocable"_s, u"userinvokable"_s, u"paths"_s,
                                     u"keywords"_s,      u"context"_s,       u"enabled"_s};
    static const Words metadata = {u"name"_s,      u"title"_s,        u"displayname"_s, u"version"_s,
                                   u"author"_s,    u"authors"_s,      u"license"_s,     u"tags"_s,
                                   u"labels"_s,    u"id"_s,           u"color"_s,       u"lastupdated"_s,
                                   u"created"_s,   u"updated"_s,      u"createdat"_s,   u"updatedat"_s,
                                   u"createdby"_s, u"commithash"_s,   u"promptid"_s,    u"promptname"_s,
                                   u"category"_s,  u"variant"_s,      u"description"_s, u"url"_s,
                                   u"github"_s,    u"commitmessage"_s};
    if (parameters.contains(word)) {
        return SettingKind::Parameter;
    }
    if (models.contains(word)) {
        return SettingKind::Model;
    }
    if (thresholds.contains(word) || word.endsWith("threshold"_L1) || word.endsWith("limit"_L1)) {
        return SettingKind::Threshold;
    }
    if (isTopLevel && word == "agent"_L1) {
        return SettingKind::Routing;
    }
    if (isTopLevel && activation.contains(word)) {
        return SettingKind::Activation;
    }
    return metadata.contains(word) ? SettingKind::Metadata : SettingKind::Other;
}

// Groups whose values are parameters or the model unless their own name says better.
SettingKind groupKind(const QString &word)
{
    static const Words parameters = {
        u"parameters"_s, u"modelparameters"_s,   u"options"_s,   u"config"_s,        u"configuration"_s,
        u"completion"_s, u"executionsettings"_s, u"llmconfig"_s, u"modelsettings"_s, u"settings"_s};
    if (word == "model"_L1 || word == "llm"_L1 || word == "connection"_L1) {
        return SettingKind::Model;
    }
    return parameters.contains(word) ? SettingKind::Parameter : SettingKind::Other;
}

} // namespace

QString plainKey(QStringView key)
{
    QString word;
    for (const QChar c : key) {
        if (c.isLetterOrNumber()) {
            word.append(c.toLower());
        }
    }
    return word;
}

SettingKind kindOfSetting(const QString &path)
{
    QStringList words;
    bool inName = false;
    QString word;
    for (const QChar c : path) { // names in brackets are no keys
        if (c == u'[') {
            inName = true;
        } else if (c == u']') {
            inName = false;
        } else if (c == u'.' && !inName) {
            words.append(plainKey(word));
            word.clear();
        } else if (!inName) {
            word.append(c);
        }
    }
    words.append(plainKey(word));

    if (std::any_of(words.begin(), words.end(), isApproval)) {
        return SettingKind::Approval;
    }
    for (const QString &each : words) {
        if (const SettingKind kind = structuralKind(each); kind != SettingKind::Other) {
            return kind;
        }
    }
    const SettingKind leaf = leafKind(words.last(), words.size() == 1);
    SettingKind group = SettingKind::Other;
    for (qsizetype i = 0; i + 1 < words.size(); ++i) {
        const SettingKind kind = groupKind(words[i]);
        group = kind == SettingKind::Other ? group : kind;
    }
    if (words.contains(u"model"_s) && words.contains(u"configuration"_s)) {
        group = SettingKind::Model; // Prompty v1 keeps the deployment there
    }
    const bool leafSaysMore = leaf != SettingKind::Other && leaf != SettingKind::Metadata;
    return leafSaysMore ? leaf : group != SettingKind::Other ? group : leaf;
}

} // namespace countersign::prompt
