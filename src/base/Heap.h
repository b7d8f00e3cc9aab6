// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace countersign {

/// Whether the threads of a program take their memory from one heap, which is the one that is readied, or from their own.
enum class Heaps { One, PerThread };

/// Readies the heap of a program for about `bytes` more: takes them at once, in large pages where the system gives some
/// (madvise(2), MADV_HUGEPAGE), and keeps what is freed for what comes next. The first touch of each small page costs more
/// than reading the text on it, and the buffer of a window, which is another one with every size, has a thousand of them.
/// Takes no memory before it is written to, so `bytes` may be generous; but of the first `touched` bytes the system is
/// asked at once, by a thread that nobody waits for (MADV_POPULATE_WRITE), for a program that must not wait later. Does
/// nothing for less than a megabyte, or without the GNU C library. Called once, before other threads are started.
void reserveHeap(qsizetype bytes, Heaps heaps, qsizetype touched = 0);

/// Widens the heap of the calling thread by about `bytes` at once, for one that lives for a task: otherwise it grows page
/// by page, and all threads of the program wait for the system each time. Takes no memory before it is written to; at most
/// 32 MB. Does nothing without the GNU C library.
void reserveThreadHeap(qsizetype bytes);

} // namespace countersign
