// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/WhenFinished.h"

#include <QPointer>

namespace countersign {

/// "Latest wins": starting anew cancels what was asked before and drops its answer, also when it is ready already.
/// Lives on one thread, as a member of `receiver` or of something that it owns.
template<typename R>
class Latest
{
public:
    explicit Latest(QObject *receiver) : m_receiver(receiver) { }
    ~Latest() { cancel(); }
    Q_DISABLE_COPY_MOVE(Latest)

    /// `handler(R)` is called at most once, on the receiver's thread, and only while nothing newer was started.
    template<typename Handler>
    void start(const QFuture<R> &future, Handler handler)
    {
        cancel();
        m_future = future;
        const std::weak_ptr<int> mine = m_number;
        const int number = ++*m_number;
        whenFinished(future, m_receiver, [mine, number, handler = std::move(handler)](R result) mutable {
            const std::shared_ptr<int> current = mine.lock();
            if (current && *current == number) {
                handler(std::move(result));
            }
        });
    }

    void cancel()
    {
        ++*m_number;
        m_future.cancel();
    }

private:
    QObject *m_receiver;
    QFuture<R> m_future;
    std::shared_ptr<int> m_number = std::make_shared<int>(0);
};

} // namespace countersign
