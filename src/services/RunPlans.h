// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/RunPlan.h"
#include "services/RunTexts.h"

#include <QFuture>

namespace countersign {

/// How a person wants a suite to be run over the current revision of a change.
struct RunWish
{
    ChangeId change = {};
    ArtifactId suite = {};
    QString path = {};     ///< of the revision's file that is tried
    bool live = true;      ///< also what is live, to compare with
    QString endpoint = {}; ///< "https://api.openai.com/v1"
    QString model = {};    ///< "echo" answers with the prompt and asks nobody
    QString judgeModel = {};
    QString embeddingModel = {};
    int repeats = 1;       ///< 1 … 100
    int concurrency = 4;   ///< 1 … 64
    QString promptfoo = {}; ///< program that executes code of the suite; empty: such an assertion is an error
    /// The team's own command in place of the built-in runner; empty: the runner.
    QString harness = {};
    /// What was read and allowed to be executed. Nothing is executed unless it is `harness`, or `promptfoo`, word by word.
    QString allowed = {};
    QString directory = {}; ///< where the harness runs

    friend bool operator==(const RunWish &, const RunWish &) = default;
};

/// What the built-in runner asks for a wish.
struct RunPlans
{
    evals::RunPlan candidate = {};
    std::optional<evals::RunPlan> live = {};
};

/// Fails: NotFound (the revision has no such file), Invalid (`subject` "suite": it has errors; "model": none was named),
/// Unsupported (`subject` "kind": a file that is no prompt, which the built-in runner cannot try). Pure.
[[nodiscard]] Result<RunPlans> plansOf(const RunTexts &texts, const RunWish &wish);

/// What a run is going to take, as far as that can be said before.
struct RunEstimate
{
    qint64 answers = 0;      ///< that are asked for, those of what is live too
    qint64 known = 0;        ///< of them there already, from a run that was stopped
    qint64 judged = 0;       ///< questions to judge and embedding models
    qint64 code = 0;         ///< assertions that are code
    qint64 promptTokens = 0; ///< four characters to one; nobody's tokenizer is asked
    qint64 mostCompletionTokens = -1; ///< -1: the suite sets the model no limit
    double inputCost = evals::noScore; ///< US dollars; noScore: the suite tells no price
    double mostCost = evals::noScore;  ///< with the longest answers; noScore: not known

    friend bool operator==(const RunEstimate &, const RunEstimate &) = default;
};

/// Away from the calling thread. `journals` is RunDesk::Place::dataFolder. Fails as plansOf().
[[nodiscard]] QFuture<Result<RunEstimate>> estimateAside(const RunTexts &texts, const RunWish &wish,
                                                         const QString &journals);

/// Where a plan's answers are kept until it is done.
[[nodiscard]] QString journalOf(const evals::RunPlan &plan, const QString &journals);

} // namespace countersign
