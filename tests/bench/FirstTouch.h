// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <cstring>
#include <sys/mman.h>

namespace countersign::test {

/// Milliseconds until memory that is new to this program can be written to, and gives it back. The first time it is also
/// what the host of a virtual machine takes to give memory back that it took away while nobody used it, many times what
/// the kernel itself asks for; from the second time on it is the kernel's part alone.
inline double firstTouch(qsizetype bytes)
{
    void *memory = mmap(nullptr, size_t(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        qFatal("no memory");
    }
    QElapsedTimer time;
    time.start();
    std::memset(memory, 1, size_t(bytes));
    const double took = double(time.nsecsElapsed()) / 1e6;
    munmap(memory, size_t(bytes));
    return took;
}

} // namespace countersign::test
