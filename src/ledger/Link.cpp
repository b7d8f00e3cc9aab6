// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Link.h"

#include "base/Hash.h"

#include <QtEndian>

namespace countersign {

LinkHash linkOf(Sequence seq, const LinkHash &prev, QByteArrayView body, QByteArrayView signature,
                QByteArrayView meta)
{
    // The terminating zero of the literal is the separator of the formula.
    static constexpr char prefix[] = "countersign.link.v1";
    const quint64 place = qToBigEndian(quint64(seq));

    QByteArray whole(prefix, sizeof prefix);
    whole.append(reinterpret_cast<const char *>(&place), sizeof place);
    whole.append(reinterpret_cast<const char *>(prev.bytes.data()), 32);
    for (const QByteArrayView part : {body, signature, meta}) {
        whole.append(sha256Bytes(part));
    }
    return sha256As<LinkHash>(whole);
}

} // namespace countersign
