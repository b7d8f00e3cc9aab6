// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Range.h"

#include <QStringView>

#include <optional>

namespace countersign::lanes {

/// Where a sentence allows, forbids or narrows an act whose effect lies outside of the answer: from its modal to its
/// object. Nothing when it does not.
std::optional<diff::Range> actOutside(QStringView text);

} // namespace countersign::lanes
