// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/SemVer.h"

using namespace Qt::StringLiterals;

namespace countersign {

QString SemVer::toString() const
{
    return isNull() ? QString() : u"%1.%2.%3"_s.arg(major).arg(minor).arg(patch);
}

std::optional<SemVer> SemVer::fromString(QStringView text)
{
    const QList<QStringView> parts = text.split(u'.');
    if (parts.size() != 3) {
        return std::nullopt;
    }
    std::array<int, 3> numbers = {};
    for (qsizetype i = 0; i < 3; ++i) {
        const QStringView part = parts.at(i);
        if (part.isEmpty() || part.size() > 6 || (part.size() > 1 && part.front() == u'0')) {
            return std::nullopt;
        }
        for (const QChar c : part) {
            if (c < u'0' || c > u'9') {
                return std::nullopt;
            }
            numbers[size_t(i)] = numbers[size_t(i)] * 10 + (c.unicode() - u'0');
        }
    }
    const SemVer version{.major = numbers[0], .minor = numbers[1], .patch = numbers[2]};
    if (version.isNull()) {
        return std::nullopt;
    }
    return version;
}

SemVer nextVersion(const SemVer &latest, Lane lane)
{
    if (latest.isNull()) {
        return {.major = 1, .minor = 0, .patch = 0};
    }
    if (lane == Lane::Low) {
        return {.major = latest.major, .minor = latest.minor, .patch = latest.patch + 1};
    }
    return {.major = latest.major, .minor = latest.minor + 1, .patch = 0};
}

} // namespace countersign
