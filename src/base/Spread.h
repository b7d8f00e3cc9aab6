// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace countersign {

/// Gives out the numbers of some equal pieces of work, each once. Any thread.
class WorkPieces
{
public:
    explicit WorkPieces(std::ptrdiff_t count) : m_count(count) {}

    /// From 0 up; -1 when all are given out.
    [[nodiscard]] std::ptrdiff_t next() const
    {
        const std::ptrdiff_t piece = m_next.fetch_add(1, std::memory_order_relaxed);
        return piece < m_count ? piece : -1;
    }

private:
    std::ptrdiff_t m_count;
    mutable std::atomic<std::ptrdiff_t> m_next = 0;
};

/// Calls `worker(pieces)` at the same time on as many threads as the machine runs at once, the calling one among
/// them, and returns when all are done. Each worker takes pieces until there are none, and shares nothing else that it
/// writes. What it throws ends the program.
template<typename Worker>
void spread(std::ptrdiff_t count, const Worker &worker) noexcept
{
    constexpr std::ptrdiff_t mostThreads = 16;
    const WorkPieces pieces(count);
    std::vector<std::thread> helpers;
    const std::ptrdiff_t threads =
        std::min({mostThreads, count, std::ptrdiff_t(std::thread::hardware_concurrency())});
    for (std::ptrdiff_t i = 1; i < threads; ++i) {
        try {
            helpers.emplace_back([&worker, &pieces] { worker(pieces); });
        } catch (const std::system_error &) {
            break; // no thread to be had: the others do its share
        }
    }
    worker(pieces);
    for (std::thread &helper : helpers)
        helper.join();
}

} // namespace countersign
