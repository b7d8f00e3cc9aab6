// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace countersign::diff {

/// What nearly every comparison takes at most for each byte of its two texts, as tests/bench/diff prints it. Prose takes a
/// third of it.
inline constexpr qsizetype memoryPerByte = 24;

} // namespace countersign::diff
