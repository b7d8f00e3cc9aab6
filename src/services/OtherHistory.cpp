// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/OtherHistory.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int linksAtOnce = 1000;

/// How many events at the beginning of both are the same ones.
Result<Sequence> commonBeginning(const State &seen, Ledger &served, const std::stop_token &stop)
{
    if (const Result<Head> head = served.fetch(stop); !head) {
        return std::unexpected(head.error());
    }
    Sequence same = 0;
    while (true) {
        const Result<QList<Envelope>> read = served.readAfter(same, linksAtOnce);
        if (!read) {
            return std::unexpected(read.error());
        }
        for (const Envelope &envelope : *read) {
            if (same >= seen.links.size() || seen.links.at(same) != envelope.at.link) {
                return same;
            }
            ++same;
        }
        if (read->size() < linksAtOnce) {
            return same;
        }
    }
}

} // namespace

VerifyReport::Problem problemOf(const LedgerFinding &finding)
{
    return {.seq = finding.seq,
            .event = finding.event,
            .what = toString(finding.kind),
            .detail = finding.detail,
            .damage = isDamage(finding.kind)};
}

QList<VerifyReport::Problem> otherHistory(const State &seen, const Error &alarm,
                                          const Result<std::unique_ptr<Ledger>> &served,
                                          const std::stop_token &stop)
{
    const Result<Sequence> same =
        served ? commonBeginning(seen, **served, stop) : Result<Sequence>(std::unexpected(served.error()));
    const Sequence lost = same.value_or(0) + 1;
    QList<VerifyReport::Problem> problems{problemOf({.seq = lost,
                                                     .event = seen.seen.key(lost),
                                                     .kind = FindingKind::OtherHistory,
                                                     .detail = alarm.detail})};
    const Result<Verification> verified = same ? verifyLedger(**served, stop) : std::unexpected(same.error());
    if (!verified) {
        return problems;
    }
    for (const LedgerFinding &finding : verified->findings) {
        if (isDamage(finding.kind)) {
            problems.append(problemOf(finding));
            problems.last().served = true;
        }
    }
    return problems;
}

} // namespace countersign
