// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/fixture/SharedRecord.h"

#include "ledger/Link.h"
#include "ledger/Verify.h"
#include "ledger_sql/Connection.h"

namespace countersign::test {

/// An event that anybody could say, ready to stand behind `tip`.
inline Entry entryBehind(const Head &tip, const QByteArray &body = "{\"kind\":\"said.anything\"}",
                         const EventId &id = {})
{
    return {.id = id,
            .at = {.seq = tip.seq + 1, .link = linkOf(tip.seq + 1, tip.link, body, {}, {})},
            .prev = tip.link,
            .body = body};
}

/// What is wrong with the record as somebody finds it who comes for the first time: void events are sound.
inline QStringList damageOf(SharedRecord &shared, const QString &name)
{
    const std::unique_ptr<Ledger> fresh = shared.client(name);
    if (const auto fetched = fresh->fetch(); !fetched) {
        return {fetched.error().detail};
    }
    const Result<Verification> verification = verifyLedger(*fresh);
    if (!verification) {
        return {verification.error().detail};
    }
    QStringList found;
    for (const LedgerFinding &finding : verification->findings) {
        if (isDamage(finding.kind)) {
            found.append(
                QStringLiteral("%1 %2 %3").arg(finding.seq).arg(toString(finding.kind), finding.detail));
        }
    }
    return found;
}

/// What a recorder says of a record that is not the one it has seen.
inline std::optional<ErrorCode> refusalOf(const Result<std::unique_ptr<Recorder>> &opened)
{
    if (!opened) {
        return opened.error().code;
    }
    return (*opened)->problem() ? std::optional((*opened)->problem()->code) : std::nullopt;
}

/// "42501: permission denied …": state of the server and words of the last statement.
inline QString saidBy(const sql::Connection &connection)
{
    return connection.lastError().nativeErrorCode() + QStringLiteral(": ")
           + connection.lastError().databaseText();
}

} // namespace countersign::test
