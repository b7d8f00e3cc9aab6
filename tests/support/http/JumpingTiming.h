// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Pace.h"

#include <mutex>

namespace countersign::test {

/// Every wait is over at once, and written down.
class JumpingTiming final : public connectors::Timing
{
public:
    std::chrono::milliseconds now() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_now;
    }
    void wakeAfter(std::chrono::milliseconds wait, QObject *context, std::function<void()> wake) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_waits.append(wait);
            m_now += wait;
        }
        QMetaObject::invokeMethod(context, std::move(wake), Qt::QueuedConnection);
    }
    [[nodiscard]] QList<std::chrono::milliseconds> waits() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waits;
    }

private:
    mutable std::mutex m_mutex;
    std::chrono::milliseconds m_now{0};
    QList<std::chrono::milliseconds> m_waits;
};

} // namespace countersign::test
