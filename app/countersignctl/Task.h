// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/WhenFinished.h"

#include <QCoreApplication>

#include <coroutine>
#include <optional>
#include <utility>

namespace countersign::ctl {

/// A coroutine that answers once. It begins when it is awaited or started, runs on the main thread, and gives the thread
/// back to the event loop wherever it awaits a future.
template<typename T>
class [[nodiscard]] Task
{
public:
    struct promise_type;
    using Handle = std::coroutine_handle<promise_type>;

    struct promise_type
    {
        std::optional<T> value = {};
        std::coroutine_handle<> waiting = {};

        struct Last
        {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(Handle done) noexcept
            {
                const std::coroutine_handle<> next = done.promise().waiting;
                return next ? next : std::noop_coroutine();
            }
            void await_resume() noexcept {}
        };

        Task get_return_object() { return Task(Handle::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        Last final_suspend() noexcept { return {}; }
        void return_value(T given) { value.emplace(std::move(given)); }
        [[noreturn]] void unhandled_exception() noexcept { std::terminate(); }
    };

    explicit Task(Handle handle) : m_handle(handle) {}
    Task(Task &&other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    Task(const Task &) = delete;
    Task &operator=(const Task &) = delete;
    Task &operator=(Task &&) = delete;
    ~Task()
    {
        if (m_handle) {
            m_handle.destroy();
        }
    }

    /// Runs to the first place where it waits. For the outermost one, which nobody awaits.
    void start() { m_handle.resume(); }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) noexcept
    {
        m_handle.promise().waiting = waiting;
        return m_handle;
    }
    T await_resume() { return *std::move(m_handle.promise().value); }

private:
    Handle m_handle;
};

/// `co_await answerOf(future)`: the future's one Result, without a nested event loop.
template<typename R>
class FutureAnswer
{
public:
    explicit FutureAnswer(QFuture<R> future) : m_future(std::move(future)) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting)
    {
        whenFinished(m_future, QCoreApplication::instance(), [this, waiting](R answer) {
            m_answer.emplace(std::move(answer));
            waiting.resume();
        });
    }
    R await_resume() { return *std::move(m_answer); }

private:
    QFuture<R> m_future;
    std::optional<R> m_answer;
};

template<typename R>
[[nodiscard]] FutureAnswer<R> answerOf(QFuture<R> future)
{
    return FutureAnswer<R>(std::move(future));
}

} // namespace countersign::ctl
