// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <array>
#include <bitset>

namespace countersign::lanes {

/// The first three characters, without regard to case, that any of some words and phrases can begin with: tells quickly
/// of most places in a text that none of them stands there. Immutable; any thread.
class WordStarts
{
public:
    static constexpr size_t otherAscii =
        26; ///< the class of what ASCII has beside letters, and of the end of a text
    static constexpr size_t foreign = 27; ///< the class of all beyond ASCII
    static constexpr size_t classes = 28;
    static constexpr size_t count = classes * classes * classes;

    /// The alternatives as a regular expression has them, "must(?:n['’]t| not)?|shall". What is not understood of it
    /// counts as the beginning of anything.
    explicit WordStarts(QStringView alternatives);

    /// 0 to 25 for a letter of ASCII, whatever its case.
    [[nodiscard]] static constexpr size_t classOf(char16_t unit)
    {
        if (unit < asciiClasses.size())
            return asciiClasses[unit];
        // These two are small letters of ASCII when case is left aside.
        return unit == u'\u017F' ? size_t{'s' - 'a'} : unit == u'\u212A' ? size_t{'k' - 'a'} : foreign;
    }

    /// The number of the start at a place of a text, below `count`.
    [[nodiscard]] static size_t startAt(QStringView text, qsizetype at)
    {
        const char16_t *units = text.utf16();
        const auto classAt = [&](qsizetype i) { return i < text.size() ? classOf(units[i]) : otherAscii; };
        return (classAt(at) * classes + classAt(at + 1)) * classes + classAt(at + 2);
    }

    [[nodiscard]] bool test(size_t start) const { return m_starts.test(start); }

private:
    static constexpr std::array<quint8, 128> asciiClasses = [] {
        std::array<quint8, 128> result{};
        for (size_t c = 0; c < result.size(); ++c) {
            const size_t small = c >= 'A' && c <= 'Z' ? c + 32 : c;
            result[c] = static_cast<quint8>(small >= 'a' && small <= 'z' ? small - 'a' : otherAscii);
        }
        return result;
    }();

    std::bitset<count> m_starts;
};

} // namespace countersign::lanes
