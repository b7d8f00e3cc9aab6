// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Together.h"

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif

namespace countersign {

void startElsewhere([[maybe_unused]] std::thread &thread) noexcept
{
#ifdef __linux__
    cpu_set_t allowed;
    const int here = sched_getcpu();
    if (here < 0 || here >= CPU_SETSIZE || sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return;
    cpu_set_t others = allowed;
    CPU_CLR(static_cast<unsigned>(here), &others);
    if (CPU_COUNT(&others) == 0)
        return;
    // Where the first call fails, the thread stays where it is, which is only slower.
    if (pthread_setaffinity_np(thread.native_handle(), sizeof others, &others) == 0)
        pthread_setaffinity_np(thread.native_handle(), sizeof allowed, &allowed);
#endif
}

} // namespace countersign
