// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <system_error>
#include <thread>
#include <utility>

namespace countersign {

/// Does two things that share nothing they write, and returns when both are done: at the same time when `pays` says that
/// they are large enough for a thread, otherwise one after the other. What they throw ends the program.
template<typename First, typename Second>
void together(bool pays, First &&first, Second &&second) noexcept
{
    std::thread helper;
    if (pays && std::thread::hardware_concurrency() > 1) {
        try {
            helper = std::thread(std::forward<First>(first));
        } catch (const std::system_error &) {
            // No thread to be had: it is done below.
        }
    }
    if (!helper.joinable())
        first();
    second();
    if (helper.joinable())
        helper.join();
}

} // namespace countersign
