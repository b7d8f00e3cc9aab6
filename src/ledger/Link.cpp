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

    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(prefix, sizeof prefix));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&place), sizeof place));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(prev.bytes.data()), 32));
    for (const QByteArrayView part : {body, signature, meta}) {
        hash.addData(QCryptographicHash::hash(part, QCryptographicHash::Sha256));
    }
    return *LinkHash::fromBytes(hash.resultView());
}

} // namespace countersign
