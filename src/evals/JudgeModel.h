// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/ChatClient.h"
#include "evals/Assertions.h"

namespace countersign::evals {

/// Which model judges, and which gives vectors. An empty one is not asked: its assertions are errors.
struct JudgeModels
{
    QString judge = {};
    QString embedding = {};
};

/// What a judge model is asked for one answer: `llm-rubric` (also `model-graded-closedqa`), `factuality` and `select-best`.
/// The answer that is judged is hostile text: it stands between marks of its own, and whatever comes back that is not
/// exactly the JSON that was asked for is an error, never a pass. Pure; any thread.

/// Fails: Invalid (no rubric, a variable without a value), Unsupported (another type).
[[nodiscard]] Result<connectors::ChatRequest> judgeRequest(const QString &model, const Assertion &assertion,
                                                           const QJsonObject &vars, const QString &output);
[[nodiscard]] AssertionResult judged(const Assertion &assertion,
                                     const Result<connectors::ChatAnswer> &answer);

[[nodiscard]] Result<connectors::ChatRequest> bestRequest(const QString &model, const Assertion &assertion,
                                                          const QJsonObject &vars,
                                                          const QStringList &outputs);
/// One result for each output: the best one passes.
[[nodiscard]] QList<AssertionResult>
bestJudged(const Assertion &assertion, const Result<connectors::ChatAnswer> &answer, qsizetype outputs);

/// `similar`: the cosine of the two vectors (or `similar:dot`, `similar:euclidean`), from 0.75 on unless the assertion says
/// otherwise, as in promptfoo. Several values: the most similar one counts.
[[nodiscard]] Result<connectors::EmbeddingRequest> similarRequest(const QString &model,
                                                                  const Assertion &assertion,
                                                                  const QJsonObject &vars,
                                                                  const QString &output);
[[nodiscard]] AssertionResult similarJudged(const Assertion &assertion,
                                            const Result<connectors::EmbeddingAnswer> &answer);

/// What an error says in a result file: its subject and the details, which hold no key.
[[nodiscard]] QString reasonOf(const Error &error);
/// An assertion that came to nothing, with a reason for people.
[[nodiscard]] AssertionResult notJudged(const Assertion &assertion, const QString &reason);

} // namespace countersign::evals
