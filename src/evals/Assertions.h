// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Suite.h"

#include <QHash>

// The assertions of promptfoo (promptfoo.dev/docs/configuration/expected-outputs) that need neither a model nor a
// program. What they accept, their thresholds, scores and `not-` forms are those of its release 0.121, with these
// differences, each to the strict side: an assertion that cannot be made (a wrong value, an unknown variable, a broken
// pattern, a figure that is not known) is an error, also in its `not-` form; `not-` turns every type round; JSON inside
// an answer has to be JSON; and a case without any assertion is skipped and not passed.

namespace countersign::evals {

/// Who can make an assertion.
enum class AssertionKind {
    Deterministic, ///< judge() itself
    Model,         ///< asks a judge model: llm-rubric, factuality, …
    Embedding,     ///< similar
    Across,        ///< compares the answers of several columns: select-best, max-score
    Script,        ///< javascript, python, ruby, webhook: never executed here
    Set,           ///< assert-set
    Unknown,
};

[[nodiscard]] AssertionKind kindOf(const Assertion &assertion);

/// What is known of one answer. Hostile: any length, any characters.
struct OutputFacts
{
    QString text = {};
    QJsonArray toolCalls = {}; ///< as the chat interface gives them: [{"function":{"name","arguments"}}]
    QJsonArray tools = {};     ///< that were offered, as the chat interface takes them
    QString finishReason = {}; ///< empty: not told
    double latency = noScore;  ///< milliseconds; noScore: not measured, or from the cache
    double cost = noScore;     ///< US dollars; noScore: not known
};

/// How one assertion ended. `reason` goes into the result file as it is.
struct AssertionResult
{
    QString metric = {}; ///< the assertion's metric with its template filled in, else its name
    Outcome outcome = Outcome::Error;
    double score = noScore; ///< 0 … 1; of `cost` and `latency` without a threshold the figure itself
    QString reason = {};
    double weight = 1;
    qsizetype set = -1; ///< index of the set's own result, -1: of none

    friend bool operator==(const AssertionResult &, const AssertionResult &) = default;
};

/// How an answer ended: every assertion, a set right behind its members.
struct CaseResult
{
    Outcome outcome = Outcome::Error;
    double score = noScore; ///< the weighted mean
    QString reason = {};
    std::vector<AssertionResult> results = {};
};

/// The path of one assertion: index in the case, and in its set or -1.
using AssertionPlace = std::pair<qsizetype, qsizetype>;

/// The assertions of the case that judge() cannot make by itself.
[[nodiscard]] QList<AssertionPlace> assertionsToAsk(const SuiteCase &one);

/// One assertion that is Deterministic; any other is an error that says so. Pure, bounded in time and memory for every
/// text.
[[nodiscard]] AssertionResult judge(const Assertion &assertion, const QJsonObject &vars,
                                    const OutputFacts &facts);

/// A whole case. `asked` has the results of the others; one that is not there is an error. As in promptfoo a case
/// passes when all its assertions do, or, where it has a threshold, when the mean of their scores by weight reaches it;
/// the same for a set, which then counts as one assertion. Any error makes the case an error, whatever the threshold.
[[nodiscard]] CaseResult judge(const SuiteCase &one, const OutputFacts &facts,
                               const QHash<AssertionPlace, AssertionResult> &asked = {});

/// Fills {{ variables }} into a text, as prompts and values are written in a suite (Nunjucks). Fails: Invalid with what
/// could not be filled in; nothing is guessed and nothing executed.
[[nodiscard]] Result<QString> filledIn(const QString &text, const QJsonObject &vars);

} // namespace countersign::evals
