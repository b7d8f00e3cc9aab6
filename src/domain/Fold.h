// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

namespace countersign {

/// A body that is well formed but of a kind, version or schema that this program does not know.
struct NewerEvent
{
    EventId id = {};
    PrincipalId actor = {};
    QString kind = {};
    QString subject = {};
    qint64 claimedAt = 0;
    friend bool operator==(const NewerEvent &, const NewerEvent &) = default;
};

struct MalformedEvent
{
    QString why = {};
    friend bool operator==(const MalformedEvent &, const MalformedEvent &) = default;
};

/// An event at its place in the chain, decoded. What ledger/EventCodec makes of stored bytes.
struct Placed
{
    Head at = {};
    LedgerId bodyHash = {};           ///< SHA-256 of the body of a LedgerOpened, which is the ledger's id
    QString signedBy = {};            ///< the OpenSSH public key ("type base64") whose signature over the body is valid; empty: none
    /// Whom the record's server had logged in; none where no server says it, empty where what it says cannot be read.
    std::optional<QString> login = {};
    std::variant<Event, NewerEvent, MalformedEvent> event = {};
};

struct Effective
{
    friend bool operator==(const Effective &, const Effective &) = default;
};
struct Void
{
    VoidRule rule = VoidRule::RightMissing;
    QString detail = {};
    friend bool operator==(const Void &, const Void &) = default;
};
struct Malformed
{
    QString why = {};
    friend bool operator==(const Malformed &, const Malformed &) = default;
};
struct Duplicate
{
    Sequence of = 0;
    friend bool operator==(const Duplicate &, const Duplicate &) = default;
};
using Verdict = std::variant<Effective, Void, Malformed, Duplicate>;

/// Judges one event by the rules in force at its place and applies it when they allow it. Total and pure: no clock,
/// locale, file or random. `placed.at` must follow `state.head` (the caller has checked the link).
/// Moves the state along in place; after a verdict other than Effective only the record part has changed.
[[nodiscard]] Verdict step(State &state, const Placed &placed);

/// What step() would say, without changing anything. Cheap: only looks.
[[nodiscard]] Verdict judge(const State &state, const Placed &placed);

} // namespace countersign
