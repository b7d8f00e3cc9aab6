// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChar>

#include <array>

namespace countersign::diff::signs {

// What an Expression asks of single characters.

// Classes of characters by which the beginning of a match is told: a to z, what else ASCII has, all beyond it.
inline constexpr size_t otherAscii = 26;
inline constexpr size_t foreign = 27;
inline constexpr size_t classCount = 28;
// Among the characters of ASCII that may be the first.
inline constexpr size_t foreignFirst = 128;
inline constexpr size_t endFirst = 129;

inline constexpr std::array<char16_t, 128> foldedAscii = [] {
    std::array<char16_t, 128> result{};
    for (char16_t c = 0; c < result.size(); ++c)
        result[c] = c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 32) : c;
    return result;
}();

inline char32_t folded(char32_t character)
{
    return character < foldedAscii.size() ? foldedAscii[character] : QChar::toCaseFolded(character);
}

inline char16_t foldedUnit(char16_t unit)
{
    if (unit < foldedAscii.size())
        return foldedAscii[unit];
    return QChar::isSurrogate(unit) ? unit : static_cast<char16_t>(QChar::toCaseFolded(char32_t(unit)));
}

constexpr bool isAsciiWord(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') || c == U'_';
}

constexpr bool isAsciiSpace(char32_t c)
{
    return c == U' ' || (c >= 0x09 && c <= 0x0D);
}

inline constexpr std::array<quint8, 128> asciiStarts = [] {
    std::array<quint8, 128> result{};
    for (size_t c = 0; c < result.size(); ++c) {
        const size_t small = c >= 'A' && c <= 'Z' ? c + 32 : c;
        result[c] = static_cast<quint8>(small >= 'a' && small <= 'z' ? small - 'a' : otherAscii);
    }
    return result;
}();

constexpr size_t startClass(char16_t unit)
{
    if (unit < asciiStarts.size())
        return asciiStarts[unit];
    // These two are small letters of ASCII when case is left aside.
    return unit == u'\u017F' ? size_t{'s' - 'a'} : unit == u'\u212A' ? size_t{'k' - 'a'} : foreign;
}

} // namespace countersign::diff::signs
