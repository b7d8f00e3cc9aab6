// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Assertions.h"
#include "evals/RunPlan.h"

// Assertions that are code (javascript, python, ruby) are never executed here. Where the person who runs a suite says so, they
// are handed to promptfoo's program, all of a run at once: a configuration whose tests have the answers that are there
// (`providerOutput`), so that it asks no model, and a result file that is read back.

namespace countersign::evals {

/// One assertion that is code, and the answer that it is about. The texts are hostile.
struct HandedOver
{
    RunTask task = {};
    AssertionPlace place = {};
    Assertion assertion = {};
    QJsonObject vars = {};
    QString output = {};
};

/// The assertions of a case that promptfoo can make in our place: code in the suite or in one file of the repository.
[[nodiscard]] QList<AssertionPlace> assertionsToHandOver(const SuiteCase &one);

/// promptfoo's configuration for them. `folder` is the suite's on disk, from where files are named.
[[nodiscard]] QByteArray handOverConfiguration(const QList<HandedOver> &all, const QString &folder);

/// What promptfoo's result file (`-o out.json`) says of each; what it does not say is an error of that assertion.
[[nodiscard]] QList<AssertionResult> handedBack(const QList<HandedOver> &all, const QByteArray &results);

/// `before` with `found` in the place of what it says of these assertions, and summed up anew.
[[nodiscard]] CaseResult judgedAgain(const SuiteCase &one, const CaseResult &before,
                                     const QHash<AssertionPlace, AssertionResult> &found);

} // namespace countersign::evals
