// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace countersign {

/// The risk class of a change. Ordered: a higher lane asks for more.
enum class Lane { Low, Medium, High };

[[nodiscard]] QString toString(Lane lane); ///< "low", "medium", "high", as on disk
[[nodiscard]] std::optional<Lane> laneFromString(QStringView text);

} // namespace countersign
