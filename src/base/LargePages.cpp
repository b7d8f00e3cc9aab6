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
    constexpr int largestThreshold = 32 * megabyte; // what the library takes for a threshold, mallopt(3)
    mallopt(M_ARENA_MAX, 1);                        // threads share it, so that they too find large pages
    mallopt(M_MMAP_THRESHOLD, largestThreshold);
    mallopt(M_TRIM_THRESHOLD, size);
    mallopt(M_TOP_PAD, size);
    void *volatile first = std::malloc(static_cast<size_t>(megabyte));
    const auto start = reinterpret_cast<quintptr>(first);
    std::free(first);
    const auto end = reinterpret_cast<quintptr>(sbrk(0));
    mallopt(M_TOP_PAD, static_cast<int>(megabyte));
    // Behind the block there is a word of the library's own; a large page that was touched before stays small ones.
    const quintptr from = (start + megabyte + largePage) / largePage * largePage;
    if (first && from < end && end - from < static_cast<quintptr>(2 * most)) {
        // Advice: without large pages all works as before.
        (void)madvise(reinterpret_cast<void *>(from), end - from, MADV_HUGEPAGE);
        // What lies before them is never used, so that what comes next lies on them. It takes no memory.
        constexpr quintptr header = 64;
        [[maybe_unused]] void *volatile unused = std::malloc(from - start - header);
    }
#else
    Q_UNUSED(bytes)
#endif
}

} // namespace countersign
