// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QFuture>
#include <QFutureWatcher>

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

namespace countersign {

/// Steps that wait for answers of asynchronous services, written as one function:
/// `const auto receipt = co_await answerOf(workspace.send(draft));`. Begins when it is awaited or started, goes on in the
/// event loop of the thread it began on, and ends where it stands when it is destroyed; nothing is called after that.
template<typename T>
class [[nodiscard]] Steps
{
public:
    struct promise_type
    {
        std::optional<T> value = {};
        std::coroutine_handle<> waiting = {};

        Steps get_return_object() { return Steps(Handle::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        auto final_suspend() noexcept
        {
            struct Resume
            {
                bool await_ready() noexcept { return false; }
                std::coroutine_handle<> await_suspend(Handle ended) noexcept
                {
                    const std::coroutine_handle<> waiting = ended.promise().waiting;
                    return waiting ? waiting : std::noop_coroutine();
                }
                void await_resume() noexcept { }
            };
            return Resume{};
        }
        void return_value(T result) { value = std::move(result); }
        void unhandled_exception() { std::terminate(); }
    };
    using Handle = std::coroutine_handle<promise_type>;

    Steps() = default;
    Steps(Steps &&other) noexcept
        : m_handle(std::exchange(other.m_handle, {}))
    {
    }
    Steps &operator=(Steps &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    Q_DISABLE_COPY(Steps)
    ~Steps()
    {
        if (m_handle) {
            m_handle.destroy();
        }
    }

    /// Runs to the first place where it waits. Once.
    void start() { m_handle.resume(); }

    [[nodiscard]] bool await_ready() const { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting)
    {
        m_handle.promise().waiting = waiting;
        return m_handle;
    }
    T await_resume() { return std::move(*m_handle.promise().value); }

private:
    explicit Steps(Handle handle)
        : m_handle(handle)
    {
    }

    Handle m_handle = {};
};

/// Waits for the one answer of a future; Canceled when it ended without.
template<typename R>
class [[nodiscard]] Answer
{
public:
    explicit Answer(const QFuture<R> &future)
        : m_future(future)
    {
    }

    [[nodiscard]] bool await_ready() const { return m_future.isFinished(); }
    void await_suspend(std::coroutine_handle<> waiting)
    {
        m_watcher.reset(new QFutureWatcher<R>);
        QObject::connect(m_watcher.get(), &QFutureWatcher<R>::finished, m_watcher.get(),
                         [waiting] { waiting.resume(); });
        m_watcher->setFuture(m_future);
    }
    R await_resume()
    {
        return m_future.isValid() && m_future.resultCount() > 0 ? m_future.resultAt(0)
                                                                : R(failure(ErrorCode::Canceled));
    }

private:
    /// Often dies inside its own signal.
    struct Release
    {
        void operator()(QFutureWatcher<R> *watcher) const
        {
            watcher->disconnect();
            watcher->deleteLater();
        }
    };

    QFuture<R> m_future;
    std::unique_ptr<QFutureWatcher<R>, Release> m_watcher;
};

template<typename R>
Answer<R> answerOf(const QFuture<R> &future)
{
    return Answer<R>(future);
}

} // namespace countersign
