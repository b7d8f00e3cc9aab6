// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/Pace.h"

#include <QDateTime>
#include <QLocale>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::connectors {

namespace {

[[nodiscard]] std::optional<qint64> httpDate(const QByteArray &text)
{
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(text.trimmed()), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeZone(QTimeZone::UTC);
    return date.toMSecsSinceEpoch();
}

} // namespace

std::chrono::milliseconds SystemTiming::now() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void SystemTiming::wakeAfter(std::chrono::milliseconds wait, QObject *context, std::function<void()> wake)
{
    QTimer::singleShot(wait, context, std::move(wake));
}

std::chrono::milliseconds backOff(const RetryRule &rule, int tries, double random)
{
    std::chrono::milliseconds whole = rule.first;
    for (int i = 1; i < tries && whole < rule.longest; ++i)
        whole *= 2;
    whole = std::min(whole, rule.longest);
    return whole / 2
           + std::chrono::milliseconds(qint64(double((whole / 2).count()) * std::clamp(random, 0.0, 1.0)));
}

std::optional<std::chrono::milliseconds> retryAfter(const QByteArray &header, const QByteArray &date)
{
    bool isNumber = false;
    const double seconds = header.trimmed().toDouble(&isNumber);
    if (isNumber && seconds >= 0 && seconds <= 1e9)
        return std::chrono::milliseconds(qint64(seconds * 1000));
    const std::optional<qint64> until = httpDate(header);
    if (isNumber || !until)
        return std::nullopt;
    const qint64 now = httpDate(date).value_or(QDateTime::currentMSecsSinceEpoch());
    return std::chrono::milliseconds(std::max<qint64>(0, *until - now));
}

std::chrono::milliseconds RateWindow::wait(std::chrono::milliseconds now)
{
    while (!m_starts.empty() && m_starts.front() + 1min <= now)
        m_starts.pop_front();
    const std::chrono::milliseconds held = m_held > now ? m_held - now : 0ms;
    if (m_perMinute <= 0 || std::ssize(m_starts) < m_perMinute)
        return held;
    return std::max(held, m_starts.front() + 1min - now);
}

void RateWindow::started(std::chrono::milliseconds now)
{
    if (m_perMinute > 0)
        m_starts.push_back(now);
}

} // namespace countersign::connectors
