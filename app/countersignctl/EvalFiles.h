// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Session.h"
#include "evals/Read.h"

namespace countersign::ctl {

/// What --format and --mapping say. On failure: what is wrong with them, as a sentence.
[[nodiscard]] std::expected<evals::ReadOptions, QString> readOptions(const Context &context);

/// Why a result file could not be read, as a sentence without the file's name.
[[nodiscard]] QString resultErrorWords(const Error &error);
/// "cut off (line 3, column 14: the text ends here)"; "complete" for a file that is.
[[nodiscard]] QString statusWords(const evals::ResultFile &file);
[[nodiscard]] QString remarkWords(const evals::Remark &remark);

/// Totals per metric; those that the file gives without cases where it has none.
[[nodiscard]] QList<evals::MetricTotals> shownTotals(const evals::ResultFile &file);
/// By the metric's name: passed, failed, errored, skipped, scored and mean.
[[nodiscard]] QJsonObject totalsJson(const QList<evals::MetricTotals> &all);
/// What `eval import` says of a file that was read.
[[nodiscard]] QJsonObject resultFileJson(const QString &name, const evals::ResultFile &file);
void printResultFile(Output &out, const QString &name, const evals::ResultFile &file);
/// The totals as a table.
void printTotals(Output &out, const QList<evals::MetricTotals> &all);

} // namespace countersign::ctl
