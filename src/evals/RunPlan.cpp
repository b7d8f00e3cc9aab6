// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/RunPlan.h"

#include "base/Hash.h"
#include "connectors/ChatJson.h"
#include "evals/Assertions.h"
#include "prompt/Preview.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <cmath>

namespace countersign::evals {

using namespace Qt::StringLiterals;
using connectors::ChatMessage;

namespace {

std::optional<double> numberAt(const QJsonObject &config, const QString &key)
{
    const QJsonValue value = config.value(key);
    return value.isDouble() && std::isfinite(value.toDouble()) ? std::optional(value.toDouble())
                                                               : std::nullopt;
}

std::optional<qint64> integerAt(const QJsonObject &config, const QString &key)
{
    const std::optional<double> number = numberAt(config, key);
    return number && std::floor(*number) == *number && std::abs(*number) < 9e15
               ? std::optional(qint64(*number))
               : std::nullopt;
}

QString roleName(prompt::Role role)
{
    switch (role) {
    case prompt::Role::System:
        return u"system"_s;
    case prompt::Role::Developer:
        return u"developer"_s;
    case prompt::Role::Assistant:
        return u"assistant"_s;
    case prompt::Role::Tool:
        return u"tool"_s;
    case prompt::Role::User:
    case prompt::Role::None:
        break;
    }
    return u"user"_s;
}

/// Formats that bring roles or a template language of their own. A plain text is filled in as promptfoo does.
bool hasOwnLanguage(prompt::Format format)
{
    switch (format) {
    case prompt::Format::Prompty:
    case prompt::Format::Dotprompt:
    case prompt::Format::GitHubModels:
    case prompt::Format::AgentMarkdown:
    case prompt::Format::CommandMarkdown:
    case prompt::Format::Skill:
    case prompt::Format::Jinja:
    case prompt::Format::SemanticKernelPrompt:
        return true;
    default:
        return false;
    }
}

Result<QList<ChatMessage>> filledByItself(const prompt::Document &document, const SuiteCase &one)
{
    const Result<prompt::Value> samples =
        prompt::valueFromJson(QJsonDocument(one.vars).toJson(QJsonDocument::Compact));
    if (!samples) {
        return std::unexpected(samples.error());
    }
    const prompt::Preview filled = prompt::preview(document, *samples);
    if (!filled.missing.isEmpty()) {
        return failure(ErrorCode::Invalid, u"prompt"_s, u"no value for "_s + filled.missing.join(u", "_s));
    }
    if (!filled.problems.isEmpty()) {
        return failure(ErrorCode::Invalid, u"prompt"_s,
                       u"cannot be filled in: "_s + filled.problems.first().detail);
    }
    QList<ChatMessage> messages;
    for (const prompt::PreviewMessage &message : filled.messages) {
        if (!message.text.trimmed().isEmpty()) {
            messages.append({.role = roleName(message.role), .content = message.text});
        }
    }
    return messages;
}

/// promptfoo's chat prompts: a JSON list of messages, whose texts hold the variables.
std::optional<QJsonArray> chatIn(const QString &text)
{
    if (!QStringView(text).trimmed().startsWith(u'[')) {
        return std::nullopt;
    }
    const QJsonDocument json = QJsonDocument::fromJson(text.toUtf8());
    if (!json.isArray() || json.array().isEmpty()) {
        return std::nullopt;
    }
    for (const QJsonValue &value : json.array()) {
        if (!value.isObject() || !value.toObject().value(u"role"_s).isString()
            || !value.toObject().value(u"content"_s).isString()) {
            return std::nullopt;
        }
    }
    return json.array();
}

/// Whether a text begins a tag that its line does not end. Such a variable is no template, as in promptfoo.
bool hasBrokenTag(const QString &text)
{
    static const QRegularExpression broken(u"\\{%[^%]*$|\\{\\{[^}]*$|\\{#[^#]*$"_s,
                                           QRegularExpression::MultilineOption);
    return broken.match(text).hasMatch();
}

/// Puts texts in the place of the {{ names }} of others, in five rounds of one for each variable, as promptfoo does before
/// anything is filled in. False: they grow beyond all measure.
bool nameEachOther(QJsonObject &vars)
{
    constexpr qsizetype longest = 4 << 20;
    static const QRegularExpression name(u"\\{\\{\\s*(\\w+)\\s*\\}\\}"_s);
    for (int round = 0; round < 5; ++round) {
        for (auto it = vars.begin(); it != vars.end(); ++it) {
            QString text = it.value().toString();
            const QRegularExpressionMatch match = name.match(text);
            const QJsonValue other = match.hasMatch() ? vars.value(match.captured(1)) : QJsonValue();
            if (!other.isString()) {
                continue;
            }
            text.replace(match.capturedStart(), match.capturedLength(), other.toString());
            if (text.size() > longest) {
                return false;
            }
            it.value() = text;
        }
    }
    return true;
}

/// The variables as a prompt gets them in promptfoo: without a last line end, and with the others filled into each.
Result<QJsonObject> variablesFor(const QJsonObject &vars)
{
    QJsonObject plain = vars;
    for (auto it = plain.begin(); it != plain.end(); ++it) {
        if (it.value().isString() && it.value().toString().endsWith(u'\n')) {
            it.value() = it.value().toString().chopped(1);
        }
    }
    if (!nameEachOther(plain)) {
        return failure(ErrorCode::Invalid, u"variables"_s, u"filled into each other they are too long"_s);
    }
    QJsonObject filled = plain;
    for (auto it = filled.begin(); it != filled.end(); ++it) {
        if (!it.value().isString() || hasBrokenTag(it.value().toString())) {
            continue;
        }
        const Result<QString> text = filledIn(it.value().toString(), plain);
        if (!text) {
            return std::unexpected(text.error());
        }
        it.value() = *text;
    }
    return filled;
}

connectors::ChatRequest requestWith(const RunModel &model, QList<ChatMessage> messages)
{
    return {.model = model.model,
            .messages = std::move(messages),
            .temperature = model.temperature,
            .topP = model.topP,
            .maxTokens = model.maxTokens,
            .seed = model.seed,
            .stop = model.stop,
            .tools = model.tools,
            .toolChoice = model.toolChoice,
            .responseFormat = model.responseFormat};
}

} // namespace

Result<RunModel> modelOf(const SuiteProvider &provider)
{
    const QString label = provider.label.isEmpty() ? provider.id : provider.label;
    RunModel model{.label = label};
    const QJsonObject &config = provider.config;
    if (provider.id == u"echo") {
        model.model = u"echo"_s;
        model.echo = true;
        return model;
    }
    const QStringList parts = provider.id.split(u':');
    static const QStringList families{u"openai"_s, u"azureopenai"_s, u"azure"_s,      u"localai"_s,
                                      u"ollama"_s, u"vllm"_s,        u"openrouter"_s, u"litellm"_s};
    if (parts.size() < 2 || !families.contains(parts.first())) {
        return failure(ErrorCode::Unsupported, provider.id);
    }
    qsizetype from = 1;
    if (parts.size() > 2 && (parts[1] == u"chat" || parts[1] == u"responses")) {
        from = 2;
    } else if (parts.size() > 2
               && (parts[1] == u"completion" || parts[1] == u"embedding" || parts[1] == u"embeddings"
                   || parts[1] == u"assistant" || parts[1] == u"image" || parts[1] == u"realtime")) {
        return failure(ErrorCode::Unsupported, provider.id);
    }
    model.model = parts.sliced(from).join(u':');
    if (model.model.isEmpty()) {
        return failure(ErrorCode::Unsupported, provider.id);
    }
    model.temperature = numberAt(config, u"temperature"_s);
    model.topP = numberAt(config, u"top_p"_s);
    if (const auto most = integerAt(config, u"max_tokens"_s)) {
        model.maxTokens = int(std::clamp<qint64>(*most, 1, 10'000'000));
    }
    model.seed = integerAt(config, u"seed"_s);
    for (const QJsonValue &stop : config.value(u"stop"_s).toArray()) {
        model.stop.append(stop.toString());
    }
    model.tools = config.value(u"tools"_s).toArray();
    model.toolChoice = config.value(u"tool_choice"_s);
    model.responseFormat = config.value(u"response_format"_s).toObject();
    const std::optional<double> both = numberAt(config, u"cost"_s);
    model.inputCost = numberAt(config, u"inputCost"_s).value_or(both.value_or(noScore));
    model.outputCost = numberAt(config, u"outputCost"_s).value_or(both.value_or(noScore));
    return model;
}

QList<RunTask> tasksOf(const RunPlan &plan)
{
    QList<RunTask> tasks;
    for (std::size_t i = 0; i < plan.suite.cases.size(); ++i) {
        const QStringList &limited = plan.suite.cases[i].prompts;
        for (int prompt = 0; prompt < plan.prompts.size(); ++prompt) {
            if (!limited.isEmpty() && !limited.contains(plan.prompts[prompt].label)) {
                continue;
            }
            for (int model = 0; model < plan.models.size(); ++model) {
                for (int repeat = 0; repeat < plan.repeats; ++repeat) {
                    tasks.append({.caseIndex = quint32(i),
                                  .prompt = quint32(prompt),
                                  .model = quint32(model),
                                  .repeat = quint32(repeat)});
                }
            }
        }
    }
    return tasks;
}

qsizetype RunPlan::size() const
{
    return tasksOf(*this).size();
}

ContentHash RunPlan::hash() const
{
    QJsonArray asked;
    for (const SuitePrompt &prompt : prompts) {
        asked.append(
            QJsonObject{{u"label"_s, prompt.label}, {u"text"_s, prompt.text}, {u"path"_s, prompt.path}});
    }
    QJsonArray of;
    for (const RunModel &model : models) {
        const QByteArray request = connectors::toBytes(requestWith(model, {}));
        of.append(QJsonArray{model.label, model.echo, QString::fromUtf8(request)});
    }
    const QJsonObject all{{u"suite"_s, QString::fromLatin1(suite.hash.toHex())},
                          {u"prompts"_s, asked},
                          {u"models"_s, of},
                          {u"repeats"_s, repeats},
                          {u"judge"_s, judgeModel},
                          {u"embedding"_s, embeddingModel},
                          {u"endpoint"_s, endpoint.toString()}};
    return contentHash(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

Result<QList<ChatMessage>> messagesFor(const SuitePrompt &prompt, const SuiteCase &one)
{
    if (!prompt.path.isEmpty()) {
        const prompt::Document document = prompt::parse(prompt.text.toUtf8(), prompt.path);
        if (hasOwnLanguage(document.format)) {
            return filledByItself(document, one);
        }
    }
    const Result<QJsonObject> vars = variablesFor(one.vars);
    if (!vars) {
        return std::unexpected(vars.error());
    }
    if (const std::optional<QJsonArray> chat = chatIn(prompt.text)) {
        QList<ChatMessage> messages;
        for (const QJsonValue &value : *chat) {
            const Result<QString> content = filledIn(value.toObject().value(u"content"_s).toString(), *vars);
            if (!content) {
                return std::unexpected(content.error());
            }
            messages.append({.role = value.toObject().value(u"role"_s).toString(), .content = *content});
        }
        return messages;
    }
    // A .txt file is trimmed by promptfoo; the hash of the file stays that of its bytes.
    const QString body = prompt.path.endsWith(u".txt"_s) ? prompt.text.trimmed() : prompt.text;
    const Result<QString> text = filledIn(one.prefix + body + one.suffix, *vars);
    if (!text) {
        return std::unexpected(text.error());
    }
    return QList<ChatMessage>{{.role = u"user"_s, .content = *text}};
}

Result<connectors::ChatRequest> requestFor(const RunPlan &plan, const RunTask &task)
{
    const SuiteCase &one = plan.suite.cases[task.caseIndex];
    Result<QList<ChatMessage>> messages = messagesFor(plan.prompts[task.prompt], one);
    if (!messages) {
        return std::unexpected(messages.error());
    }
    return requestWith(plan.models[task.model], *std::move(messages));
}

} // namespace countersign::evals
