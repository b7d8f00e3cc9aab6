// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"

#include <QByteArray>

#include <array>

namespace countersign {

/// SHA-256 (FIPS 180-4) of exact bytes; nothing is normalised. Any thread, several at a time.
[[nodiscard]] std::array<unsigned char, 32> sha256(QByteArrayView bytes);

/// The same as 32 bytes of an array.
[[nodiscard]] QByteArray sha256Bytes(QByteArrayView bytes);

template<typename D>
[[nodiscard]] D sha256As(QByteArrayView bytes)
{
    D digest;
    digest.bytes = sha256(bytes);
    return digest;
}

[[nodiscard]] inline ContentHash contentHash(QByteArrayView bytes)
{
    return sha256As<ContentHash>(bytes);
}

} // namespace countersign
