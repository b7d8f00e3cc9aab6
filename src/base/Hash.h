// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"

#include <QCryptographicHash>

namespace countersign {

/// SHA-256 (FIPS 180-4) of exact bytes; nothing is normalised.
template<typename D>
[[nodiscard]] D sha256As(QByteArrayView bytes)
{
    D digest;
    const QByteArray raw = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    std::memcpy(digest.bytes.data(), raw.constData(), 32);
    return digest;
}

[[nodiscard]] inline ContentHash contentHash(QByteArrayView bytes)
{
    return sha256As<ContentHash>(bytes);
}

} // namespace countersign
