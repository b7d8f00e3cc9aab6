// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "evals/ReadBuilder.h"
#include "evals/SuiteRun.h"

#include <QJsonDocument>

namespace countersign::evals {

using namespace Qt::StringLiterals;

namespace {

/// Texts of a result that no file holds yet.
class Texts
{
public:
    TextRef keep(const QString &text)
    {
        if (text.isEmpty()) {
            return {};
        }
        return keep(text.toUtf8(), TextRef::Form::Utf8);
    }
    TextRef keep(const QByteArray &bytes, TextRef::Form form)
    {
        const TextRef ref{
            .offset = quint64(m_bytes.size()), .length = quint32(bytes.size()), .buffer = 0, .form = form};
        m_bytes += bytes;
        return ref;
    }
    [[nodiscard]] std::shared_ptr<const Bytes> take() { return sourceOf(m_bytes, {}).bytes; }

private:
    QByteArray m_bytes;
};

/// The text that an answer is held against, for people: of the first assertion that names one.
QString expectedBy(const SuiteCase &one)
{
    for (const Assertion &assertion : one.asserts) {
        if (!assertion.inverse && assertion.value.isString()) {
            return assertion.value.toString();
        }
    }
    return {};
}

} // namespace

ResultFile resultOf(const RunPlan &plan, const std::map<RunTask, RunRecord> &records, RunStatus status,
                    const QString &startedAt, const QString &toolVersion)
{
    ResultFile file{.tool = Tool::Native,
                    .format = u"3"_s,
                    .toolVersion = toolVersion,
                    .status = status,
                    .suite = plan.suite.description.isEmpty() ? plan.suite.path : plan.suite.description,
                    .suiteHash = plan.suite.hash,
                    .runId = EventId::random().toString().mid(2),
                    .startedAt = startedAt};
    if (status != RunStatus::Complete) {
        file.statusDetail = u"%1 of %2 answers"_s.arg(records.size()).arg(plan.size());
    }
    Texts texts;
    for (const SuiteCase &one : plan.suite.cases) {
        file.cases.push_back({.id = one.id,
                              .key = one.key,
                              .name = texts.keep(one.description),
                              .input = texts.keep(QJsonDocument(one.vars).toJson(QJsonDocument::Compact),
                                                  TextRef::Form::JsonValue),
                              .expected = texts.keep(expectedBy(one)),
                              .dimension = one.dimension,
                              .source = toString(one.source)});
    }
    std::vector<QStringList> served(std::size_t(plan.prompts.size() * plan.models.size()));
    QHash<QString, quint32> metrics;
    const auto metricOf = [&](const QString &name) {
        const auto known = metrics.constFind(name);
        if (known != metrics.cend()) {
            return *known;
        }
        file.metrics.append({.name = name});
        const auto number = quint32(file.metrics.size() - 1);
        metrics.insert(name, number);
        return number;
    };
    for (const auto &[task, record] : records) {
        const quint32 column = task.prompt * quint32(plan.models.size()) + task.model;
        QStringList &models = served[column];
        if (!record.answer.modelServed.isEmpty() && !models.contains(record.answer.modelServed)) {
            models.append(record.answer.modelServed);
        }
        Answer answer{.caseIndex = task.caseIndex,
                      .column = column,
                      .repeat = task.repeat,
                      .outcome = record.result.outcome,
                      .score = record.result.score,
                      .latency = record.answer.latency,
                      .cost = record.answer.cost,
                      .promptTokens = record.answer.promptTokens,
                      .completionTokens = record.answer.completionTokens,
                      .firstJudgement = file.judgements.size(),
                      .judgementCount = quint32(record.result.results.size()),
                      .output = texts.keep(record.answer.text),
                      .error = texts.keep(record.answer.error),
                      .finishReason = texts.keep(record.answer.finishReason)};
        if (record.answer.text.isEmpty() && !record.answer.toolCalls.isEmpty()) {
            answer.output = texts.keep(QJsonDocument(record.answer.toolCalls).toJson(QJsonDocument::Compact),
                                       TextRef::Form::JsonValue);
        }
        for (const AssertionResult &one : record.result.results) {
            file.judgements.push_back({.metric = metricOf(one.metric),
                                       .outcome = one.outcome,
                                       .score = one.score,
                                       .reason = texts.keep(one.reason)});
        }
        file.answers.push_back(answer);
    }
    for (const SuitePrompt &prompt : plan.prompts) {
        for (const RunModel &model : plan.models) {
            const QStringList &models = served[std::size_t(file.columns.size())];
            file.columns.append({.label = plan.prompts.size() > 1 && plan.models.size() > 1
                                              ? prompt.label + u", "_s + model.label
                                          : plan.models.size() > 1 ? model.label
                                                                   : prompt.label,
                                 .prompt = prompt.label,
                                 .content = contentHash(prompt.text.toUtf8()),
                                 .modelAsked = model.model,
                                 .modelServed = models.join(u", "_s)});
        }
    }
    file.buffers.push_back(texts.take());
    return file;
}

} // namespace countersign::evals
