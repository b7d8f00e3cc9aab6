// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>

namespace countersign::connectors {

/// Time as the client waits in it, as a seam for tests. Used on the client's thread.
class Timing
{
public:
    virtual ~Timing() = default;
    /// Grows steadily; from any beginning.
    [[nodiscard]] virtual std::chrono::milliseconds now() const = 0;
    /// Calls `wake` once on `context`'s thread when `wait` has passed, unless `context` is gone.
    virtual void wakeAfter(std::chrono::milliseconds wait, QObject *context, std::function<void()> wake) = 0;

protected:
    Timing() = default;
    Q_DISABLE_COPY_MOVE(Timing)
};

class SystemTiming final : public Timing
{
public:
    [[nodiscard]] std::chrono::milliseconds now() const override;
    void wakeAfter(std::chrono::milliseconds wait, QObject *context, std::function<void()> wake) override;
};

/// How often and how long after a failure that may pass.
struct RetryRule
{
    int tries = 4;                        ///< in all, at least 1
    std::chrono::milliseconds first{500}; ///< the longest wait before the second try
    std::chrono::milliseconds longest{
        60'000}; ///< no wait is longer; who asks for a longer one is not asked again

    friend bool operator==(const RetryRule &, const RetryRule &) = default;
};

/// The wait before the next try after `tries` of them: doubles each time, of which a random part (`random`, 0 … 1) of
/// the second half is taken, so that clients that failed together do not come back together.
[[nodiscard]] std::chrono::milliseconds backOff(const RetryRule &rule, int tries, double random);

/// What a `Retry-After` header asks for: seconds, or a date of HTTP (RFC 9110, 10.2.3) seen from `date`, the answer's
/// own `Date`, or the machine's clock when that is absent. Nothing when it says nothing that can be read.
[[nodiscard]] std::optional<std::chrono::milliseconds> retryAfter(const QByteArray &header,
                                                                  const QByteArray &date);

/// At most `perMinute` starts within any minute; 0 means any number.
class RateWindow
{
public:
    explicit RateWindow(int perMinute) : m_perMinute(perMinute) {}

    /// How long until the next start is allowed; zero when it is now.
    [[nodiscard]] std::chrono::milliseconds wait(std::chrono::milliseconds now);
    void started(std::chrono::milliseconds now);
    /// Nothing starts before `until`: somebody was told to wait.
    void holdUntil(std::chrono::milliseconds until) { m_held = std::max(m_held, until); }

private:
    int m_perMinute;
    std::deque<std::chrono::milliseconds> m_starts;
    std::chrono::milliseconds m_held = std::chrono::milliseconds::min();
};

} // namespace countersign::connectors
