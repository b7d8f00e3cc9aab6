// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Results.h"

#include <optional>

/// Names of the properties by which a JUnit report says what the format has no place for.
namespace countersign::evals::junit {

// Of a suite.
inline constexpr QLatin1StringView label("countersign.column");
inline constexpr QLatin1StringView prompt("countersign.prompt");
inline constexpr QLatin1StringView content("countersign.content");
inline constexpr QLatin1StringView modelAsked("countersign.model_asked");
inline constexpr QLatin1StringView modelServed("countersign.model_served");
inline constexpr QLatin1StringView tool("countersign.tool");
inline constexpr QLatin1StringView suite("countersign.suite");
inline constexpr QLatin1StringView suiteHash("countersign.suite_hash");
inline constexpr QLatin1StringView run("countersign.run");

// Of a case.
inline constexpr QLatin1StringView caseId("countersign.case");
inline constexpr QLatin1StringView key("countersign.key");
inline constexpr QLatin1StringView dimension("countersign.dimension");
inline constexpr QLatin1StringView input("countersign.input");
inline constexpr QLatin1StringView expected("countersign.expected");
inline constexpr QLatin1StringView score("countersign.score");
inline constexpr QLatin1StringView metric("metric:"); ///< and the metric's name; the value is "pass 0.9"

/// "pass 0.9", "error": what one metric says.
[[nodiscard]] QString valueOf(const Judgement &judgement);
/// The judgement behind that, without its metric; nullopt for other words.
[[nodiscard]] std::optional<Judgement> judgementOf(const QString &value);

} // namespace countersign::evals::junit
