// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Session.h"
#include "evals/Compare.h"

#include <expected>

namespace countersign::ctl {

/// What --limit, --confidence and --threshold say. On failure: what is wrong with them, as a sentence.
[[nodiscard]] std::expected<evals::CompareOptions, QString> compareOptions(const Context &context);

/// The column of a file that `asked` names, by label or by number from 1; without it the only one. On failure: which
/// there are, as a sentence.
[[nodiscard]] std::expected<quint32, QString> columnOf(const evals::ResultFile &file, const QString &name,
                                                       const QString &asked, const QString &option);

/// A figure for JSON: null where there is none, to ten digits, which are the same on every machine.
[[nodiscard]] QJsonValue figureJson(double value);

[[nodiscard]] QJsonObject dimensionJson(const evals::DimensionComparison &dimension,
                                        const evals::CompareOptions &options);

/// 0, 3 or 4.
[[nodiscard]] ExitStatus exitStatusOf(evals::Verdict verdict);

} // namespace countersign::ctl
