// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "evals/Results.h"

#include <memory>

namespace countersign {

/// A suite of the example and what a run of it is of.
struct ToldSuite
{
    QByteArray suite = {};   ///< bytes of its file
    QString suitePath = {};  ///< "evals/voice.yaml"
    QString promptPath = {}; ///< of the prompt that it is run with
    QString startedAt = {};  ///< ISO 8601
};

struct ToldRun
{
    std::shared_ptr<const evals::ResultFile> results = {}; ///< never null
    QByteArray bytes = {};                                 ///< of its file
};

/// The model that answers in the example: "gpt-4.1".
[[nodiscard]] QString exampleModel();

/// A run whose answers are told by answers/<suite>.yaml instead of asked of a model, and judged as any other. `bad` are
/// ids of cases that get the second of their answers, or beginnings of ids with `*` behind them. Any thread.
/// Fails: Invalid for a suite that cannot be run and for a case that nobody told an answer to.
[[nodiscard]] Result<ToldRun> toldRun(const ToldSuite &asked, const QByteArray &prompt,
                                      const QStringList &bad);
/// Fails as evals::readResults().
[[nodiscard]] Result<ToldRun> readToldRun(const QByteArray &bytes);

} // namespace countersign
