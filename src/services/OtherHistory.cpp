// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/OtherHistory.h"

#include "ledger/Verify.h"

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

QList<VerifyReport::Problem> otherHistory(const State &seen, const Error &alarm,
                                          const Result<std::unique_ptr<Ledger>> &served, const std::stop_token &stop)
{
    VerifyReport::Problem first{.seq = 1, .what = toString(FindingKind::OtherHistory), .detail = alarm.detail};
    QList<VerifyReport::Problem> problems;
    const Result<Sequence> same = served ? commonBeginning(seen, **served, stop)
                                         : Result<Sequence>(std::unexpected(served.error()));
    if (same) {
        first.seq = *same + 1;
        first.detail = u"%1; event %2 is the first that is lost or another"_s.arg(alarm.detail).arg(first.seq);
        if (const Result<Verification> verified = verifyLedger(**served, stop)) {
            for (const LedgerFinding &finding : verified->findings) {
                if (isDamage(finding.kind)) {
                    problems.append({.seq = finding.seq,
                                     .event = finding.event,
                                     .what = toString(finding.kind),
                                     .detail = u"in what is served now: "_s + finding.detail});
                }
            }
        }
    }
    for (auto event = seen.seen.cbegin(); event != seen.seen.cend(); ++event) {
        if (event.value() == first.seq) {
            first.event = event.key();
        }
    }
    problems.prepend(first);
    return problems;
}

} // namespace countersign
