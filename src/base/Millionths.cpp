// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Millionths.h"

#include <algorithm>
#include <cmath>

namespace countersign {

namespace {

constexpr qint64 million = 1'000'000;

bool isDigits(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

std::optional<qint64> millionthsFromText(QStringView text)
{
    const bool negative = text.startsWith(u'-');
    const QStringView digits = negative ? text.sliced(1) : text;
    const qsizetype point = digits.indexOf(u'.');
    const QStringView whole = point < 0 ? digits : digits.first(point);
    const QStringView part = point < 0 ? QStringView() : digits.sliced(point + 1);
    if (whole.isEmpty() || whole.size() > 9 || part.size() > 6 || (point >= 0 && part.isEmpty())
        || !isDigits(whole) || !isDigits(part)) {
        return std::nullopt;
    }
    const qint64 behind =
        part.isEmpty() ? 0 : (part.toString() + QString(6 - part.size(), u'0')).toLongLong();
    const qint64 value = whole.toLongLong() * million + behind;
    return negative ? -value : value;
}

QString millionthsToText(qint64 value)
{
    const quint64 size = value < 0 ? quint64(0) - quint64(value) : quint64(value);
    QString text = QString::number(size / million);
    if (const quint64 part = size % million; part > 0) {
        QString behind = QString::number(part).rightJustified(6, u'0');
        while (behind.endsWith(u'0')) {
            behind.chop(1);
        }
        text += u'.' + behind;
    }
    return value < 0 ? u'-' + text : text;
}

std::optional<qint64> millionthsOf(double value)
{
    const double scaled = std::round(value * double(million));
    if (!(std::abs(scaled) < 9007199254740992.0)) {
        return std::nullopt;
    }
    return qint64(scaled);
}

} // namespace countersign
