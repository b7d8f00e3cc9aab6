// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Chat.h"
#include "evals/Suite.h"

namespace countersign::evals {

/// One model that a suite is run with.
struct RunModel
{
    QString label = {}; ///< what the suite calls it: "openai:gpt-4.1-mini"
    QString model = {}; ///< what the endpoint is asked for
    /// Answers with the prompt itself and asks nobody: promptfoo's "echo" provider. For trying out a suite offline.
    bool echo = false;
    std::optional<double> temperature = {};
    std::optional<double> topP = {};
    std::optional<int> maxTokens = {};
    std::optional<qint64> seed = {};
    QStringList stop = {};
    QJsonArray tools = {};
    QJsonValue toolChoice = {};
    QJsonObject responseFormat = {};
    double inputCost = noScore; ///< US dollars a token; noScore: not known
    double outputCost = noScore;

    friend bool operator==(const RunModel &, const RunModel &) = default;
};

/// What the suite's provider asks for. Where the provider says to send anything is not taken from it: a suite comes from
/// a repository, and the endpoint is the person's to choose.
/// Fails: Unsupported for a provider that no OpenAI-compatible endpoint stands for (`subject` is its id).
[[nodiscard]] Result<RunModel> modelOf(const SuiteProvider &provider);

/// Everything that decides what a run asks, and of whom.
struct RunPlan
{
    Suite suite = {};
    QList<SuitePrompt> prompts = {};
    QList<RunModel> models = {};
    int repeats = 1; ///< 1 … 100
    QString judgeModel =
        {}; ///< of llm-rubric, factuality and select-best; empty: such an assertion is an error
    QString embeddingModel = {}; ///< of similar; empty: such an assertion is an error
    QUrl endpoint = {};

    /// Answers that the run wants in all. Cases limited to other prompts are left out.
    [[nodiscard]] qsizetype size() const;
    /// The same for plans that ask the same: what a stopped run was told may be used by the next one.
    [[nodiscard]] ContentHash hash() const;
};

/// One answer that a plan wants.
struct RunTask
{
    quint32 caseIndex = 0; ///< in suite.cases
    quint32 prompt = 0;
    quint32 model = 0;
    quint32 repeat = 0;

    friend auto operator<=>(const RunTask &, const RunTask &) = default;
    friend size_t qHash(const RunTask &task, size_t seed = 0)
    {
        return qHashMulti(seed, task.caseIndex, task.prompt, task.model, task.repeat);
    }
};

/// By case, prompt, model and repeat.
[[nodiscard]] QList<RunTask> tasksOf(const RunPlan &plan);

/// The messages that a model gets for a case. A prompt file with roles (Prompty, dotprompt, GitHub Models, …) is filled
/// in by its own template language; a text that is a JSON list of messages is one; any other text is one message of the
/// user, filled in as promptfoo does, between the case's prefix and suffix: variables within variables too.
/// Fails: Invalid, with what could not be filled in. Nothing is guessed.
[[nodiscard]] Result<QList<connectors::ChatMessage>> messagesFor(const SuitePrompt &prompt,
                                                                 const SuiteCase &one);

/// The request of a task, without its messages' rendering errors. Fails as messagesFor().
[[nodiscard]] Result<connectors::ChatRequest> requestFor(const RunPlan &plan, const RunTask &task);

} // namespace countersign::evals
