// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Pin.h"

#include "base/CanonicalJson.h"
#include "base/JsonFields.h"
#include "ledger/Files.h"

using namespace Qt::StringLiterals;

namespace countersign {

Pin::Pin(QString path) : m_path(std::move(path)) { }

Result<std::optional<PinnedAt>> Pin::read() const
{
    const Result<QByteArray> bytes = readFile(m_path, 4096);
    if (!bytes) {
        if (bytes.error().code == ErrorCode::NotFound) {
            return std::nullopt;
        }
        return std::unexpected(bytes.error());
    }
    const Result<Json> json = parseCanonicalJson(*bytes);
    JsonFields fields(json.value_or(Json()), u"pin"_s);
    const auto ledger = ledgerIdFromString(fields.string(u"ledger"_s, 80));
    const auto link = digestFromHex<LinkTag>(fields.string(u"link"_s, 64));
    const Sequence seq = fields.integer(u"seq"_s, 1, (qint64(1) << 53) - 1);
    if (!fields.finish() || !ledger || ledger->isNull() || !link || link->isNull()) {
        return failure(ErrorCode::Corrupt, m_path, u"not a pin"_s);
    }
    return PinnedAt{.ledger = *ledger, .head = Head{.seq = seq, .link = *link}};
}

Done Pin::write(const PinnedAt &at) const
{
    return replaceFile(m_path, printCanonicalJson(JsonObject{
                                       {u"ledger"_s, toString(at.ledger)},
                                       {u"link"_s, QString::fromLatin1(at.head.link.toHex())},
                                       {u"seq"_s, at.head.seq},
                               }));
}

} // namespace countersign
