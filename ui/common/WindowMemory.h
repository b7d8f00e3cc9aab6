// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace countersign {

/// What the buffers of a window take while its size changes: each size has a buffer of its own, the next one is there
/// before the last one goes, and one of 3840 × 2160 takes 32 MB. To be readied with reserveHeap() (base/Heap.h).
inline constexpr qsizetype windowMemory = 96 << 20;
/// So much of it is asked for at once: what the program itself takes, and the buffers of a window of 1280 × 800.
inline constexpr qsizetype windowMemoryTouched = 48 << 20;

} // namespace countersign
