// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <semaphore>
#include <system_error>
#include <thread>
#include <utility>

namespace countersign {

/// Asks the system to run a thread that was just started on a processor other than the caller's, where it may run on one
/// (pthread_setaffinity_np(3)), and leaves it free to move again: a hint, without regard to what is busy. Some systems,
/// virtual machines among them, begin a thread on its creator's processor and move it only milliseconds later, when
/// short work is already done.
void startElsewhere(std::thread &thread) noexcept;

/// A second thread that stays for as long as there is work for two: what a thread keeps for itself, as its part of the
/// heap, is there the next time. Used by one thread.
class Companion
{
public:
    Companion() = default;
    ~Companion()
    {
        if (m_thread.joinable()) {
            m_task = nullptr;
            m_begin.release();
            m_thread.join();
        }
    }
    Companion(const Companion &) = delete;
    Companion &operator=(const Companion &) = delete;

    /// Does two things that share nothing they write, and returns when both are done: at the same time, `first` on the
    /// second thread, when `pays` says that they are large enough for one, otherwise one after the other. What they throw
    /// ends the program.
    template<typename Second>
    void together(bool pays, const std::function<void()> &first, Second &&second) noexcept
    {
        const bool beside = pays && isThere();
        if (beside) {
            m_task = &first;
            m_begin.release();
        } else {
            first();
        }
        second();
        if (beside)
            m_end.acquire();
    }

private:
    bool isThere() noexcept
    {
        if (!m_thread.joinable() && std::thread::hardware_concurrency() > 1) {
            try {
                m_thread = std::thread([this] {
                    for (m_begin.acquire(); m_task; m_begin.acquire()) {
                        (*m_task)();
                        m_end.release();
                    }
                });
                startElsewhere(m_thread);
            } catch (const std::system_error &) {
                // No thread to be had.
            }
        }
        return m_thread.joinable();
    }

    const std::function<void()> *m_task = nullptr;
    std::binary_semaphore m_begin{0};
    std::binary_semaphore m_end{0};
    std::thread m_thread;
};

/// Companion::together() with a thread for this once.
template<typename First, typename Second>
void together(bool pays, First &&first, Second &&second) noexcept
{
    Companion().together(pays, std::ref(first), std::forward<Second>(second));
}

} // namespace countersign
