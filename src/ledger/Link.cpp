// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Link.h"

#include "base/Hash.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace countersign {

LinkHash linkOf(Sequence seq, const LinkHash &prev, QByteArrayView body, QByteArrayView signature,
                QByteArrayView meta)
{
    // The terminating zero of the literal is the separator of the formula.
    static constexpr char prefix[] = "countersign.link.v1";
    const quint64 place = qToBigEndian(quint64(seq));

    std::array<unsigned char, sizeof prefix + sizeof place + 4 * 32> whole;
    unsigned char *end = std::copy_n(reinterpret_cast<const unsigned char *>(prefix), sizeof prefix, whole.data());
    end = std::copy_n(reinterpret_cast<const unsigned char *>(&place), sizeof place, end);
    end = std::ranges::copy(prev.bytes, end).out;
    // Most events have no signature, and on git none has a meta.
    static const std::array<unsigned char, 32> nothing = sha256({});
    for (const QByteArrayView part : {body, signature, meta}) {
        end = std::ranges::copy(part.isEmpty() ? nothing : sha256(part), end).out;
    }
    return sha256As<LinkHash>(QByteArrayView(whole));
}

} // namespace countersign
