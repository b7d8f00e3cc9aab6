// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace countersign {

inline constexpr qsizetype seekStep = 32;

/// Whether one of the signs may be among the `seekStep` characters from `units` on; surely not when it says no. Reckoned
/// without a branch, so that a compiler reads many characters in one step: the highest bit of (c ^ sign) - 1 is set where c
/// is the sign, and beside that only for characters above U+8000.
template<char16_t... signs>
bool mayHold(const char16_t *units)
{
    quint16 found = 0;
    for (qsizetype i = 0; i < seekStep; ++i) {
        const quint16 c = units[i];
        found = static_cast<quint16>(found | (static_cast<quint16>((c ^ signs) - 1) | ...));
    }
    return (found & 0x8000) != 0;
}

/// The first place from `at` on where one of the signs stands, `size` when there is none.
template<char16_t... signs>
qsizetype seek(const char16_t *units, qsizetype at, qsizetype size)
{
    while (at + seekStep <= size && !mayHold<signs...>(units + at))
        at += seekStep;
    while (at < size && !((units[at] == signs) || ...))
        ++at;
    return at;
}

/// Whether the text has no character beyond ASCII.
inline bool isAscii(const char16_t *units, qsizetype size)
{
    quint16 all = 0;
    for (qsizetype i = 0; i < size; ++i)
        all = static_cast<quint16>(all | units[i]);
    return all < 0x80;
}

} // namespace countersign
