// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <optional>
#include <utility>

namespace countersign {

/// Values of an enum and their names on disk; a name is never changed or used again.
template<typename E, size_t N>
using NameTable = std::array<std::pair<E, const char *>, N>;

template<typename E, size_t N>
[[nodiscard]] QString nameOf(const NameTable<E, N> &table, E value)
{
    for (const auto &[candidate, name] : table) {
        if (candidate == value) {
            return QString::fromLatin1(name);
        }
    }
    Q_UNREACHABLE_RETURN(QString());
}

template<typename E, size_t N>
[[nodiscard]] std::optional<E> valueOf(const NameTable<E, N> &table, QStringView text)
{
    for (const auto &[candidate, name] : table) {
        if (text == QLatin1StringView(name)) {
            return candidate;
        }
    }
    return std::nullopt;
}

} // namespace countersign
