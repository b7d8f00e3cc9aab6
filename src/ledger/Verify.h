// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Ledger.h"

#include <QList>

#include <functional>

namespace countersign {

/// What verification found at one event. Ids in reports are stable; wording lives in ui and app.
enum class FindingKind {
    BrokenRecord,    ///< no event can be read there: missing or oversized files, several parents
    BrokenLink,      ///< the stated link is not that of these bytes at this place: changed, removed or reordered
    MalformedBody,
    NewerEvent,      ///< written by a newer Countersign; its subject is read-only
    BadSignature,    ///< there is one, and it is not valid for these bytes
    VoidEvent,       ///< the rules in force did not allow it; `detail` has the rule
    DuplicateEvent,
    MissingText,     ///< named by the event and not there: redacted
    WrongText,       ///< stands there under a hash that it does not have
    MissingContent,
    WrongContent,
    WrongTree,       ///< the readable tree is not what the events say
    NewerTree,       ///< written by a newer Countersign; not compared
    OtherHistory,    ///< does not go through what this computer has seen
};

[[nodiscard]] QString toString(FindingKind kind); ///< "broken-link", stable
/// Whether the record is not what its events say it is. Void, newer and redacted events are reported, and sound.
[[nodiscard]] bool isDamage(FindingKind kind);

struct LedgerFinding
{
    Sequence seq = 0;
    EventId event = {};  ///< null when the body does not tell
    FindingKind kind = FindingKind::BrokenRecord;
    QString detail = {}; ///< ids, rules and paths
    QString place = {};  ///< the commit, the row
    friend bool operator==(const LedgerFinding &, const LedgerFinding &) = default;
};

struct Verification
{
    LedgerId ledger = {};
    Head head = {};
    QByteArray stateHash = {};
    QList<LedgerFinding> findings = {}; ///< by place
    [[nodiscard]] bool sound() const;
};

/// Reads everything that is known of `ledger` and checks each event from its bytes: link, body, signature, verdict of
/// the fold, texts and contents, readable tree, linear history. `progress` hears how many events are done.
/// Fails: only when the ledger cannot be read at all; Canceled.
[[nodiscard]] Result<Verification> verifyLedger(const Ledger &ledger, const std::stop_token &cancel = {},
                                                const std::function<void(Sequence)> &progress = {});

/// The same for the events behind `before` alone, which is what those up to there say (see foldRecord()).
[[nodiscard]] Result<Verification> verifyAfter(const Ledger &ledger, const State &before,
                                               const std::stop_token &cancel = {});

/// What the first `most` events that are known of `ledger` say; all of them when it is negative. `before`: what those say
/// that are folded already, and are not read again.
/// Fails: Corrupt when the chain does not hold, Unavailable.
[[nodiscard]] Result<State> foldRecord(const Ledger &ledger, Sequence most = -1, const State &before = {});

} // namespace countersign
