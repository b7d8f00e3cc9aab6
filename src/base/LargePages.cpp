// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/LargePages.h"

#include <algorithm>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace countersign {

void reserveHeap(qsizetype bytes)
{
#ifdef __GLIBC__
    constexpr qsizetype megabyte = 1 << 20;
    constexpr qsizetype most = 512 * megabyte;
    constexpr quintptr largePage = 2 * megabyte;
    if (bytes < megabyte) {
        return;
    }
    const int size = static_cast<int>(std::min(bytes, most));
    mallopt(M_ARENA_MAX, 1); // threads share it, so that they too find large pages
    mallopt(M_MMAP_THRESHOLD, size);
    mallopt(M_TRIM_THRESHOLD, size);
    mallopt(M_TOP_PAD, size);
    const auto start = reinterpret_cast<quintptr>(sbrk(0));
    void *volatile first = std::malloc(static_cast<size_t>(megabyte));
    std::free(first);
    const auto end = reinterpret_cast<quintptr>(sbrk(0));
    mallopt(M_TOP_PAD, static_cast<int>(megabyte));
    const quintptr from = (start + largePage - 1) / largePage * largePage;
    if (from < end) {
        // Advice: without large pages all works as before.
        (void)madvise(reinterpret_cast<void *>(from), end - from, MADV_HUGEPAGE);
    }
#else
    Q_UNUSED(bytes)
#endif
}

} // namespace countersign
