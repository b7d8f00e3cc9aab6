// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace countersign {

/// Readies the heap of a program that ends with its task for about `bytes` more: takes them at once, in large pages where
/// the system gives some (madvise(2), MADV_HUGEPAGE), and keeps what is freed for what comes next. The first touch of
/// each small page costs more than reading the text on it. Takes no memory before it is written to, so `bytes` may be
/// generous; does nothing for less than a megabyte, or without the GNU C library. Called once, before other threads are
/// started.
void reserveHeap(qsizetype bytes);

} // namespace countersign
