// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Fold.h"
#include "ledger/Envelope.h"

namespace countersign {

/// Bytes of a body may not exceed this; `ledger.opened` and `policy.changed`, which carry a policy, have more.
inline constexpr qsizetype bodyLimit = 64 * 1024;
inline constexpr qsizetype policyBodyLimit = 1024 * 1024;
/// Texts beside one event, and bytes of each.
inline constexpr qsizetype textsLimit = 64;
inline constexpr qsizetype textLimit = 64 * 1024;

using DecodedEvent = std::variant<Event, NewerEvent, MalformedEvent>;

/// The canonical body of `event`: made once, signed once, never made again. Precondition: values that decodeEvent()
/// accepts; Recorder checks by decoding what it made.
[[nodiscard]] QByteArray encodeEvent(const Event &event);

/// Total. Strict: canonical JSON, closed schemas, subject of the right form. A frame that is well formed with a kind or
/// version that this program does not know is a NewerEvent; everything else that does not fit is Malformed.
[[nodiscard]] DecodedEvent decodeEvent(QByteArrayView body);

/// What the fold takes: the event at its place, with its signature checked, and the login that its meta names.
[[nodiscard]] Placed placed(const Envelope &envelope);

/// Hashes of the texts that `data` names, without none.
[[nodiscard]] QList<ContentHash> textsNamed(const EventData &data);
/// Hashes of the file contents that `data` brings (a policy's source included), without none.
[[nodiscard]] QList<ContentHash> contentsNamed(const EventData &data);

/// What a deciding or other event about `subject` says it had seen, when a person looked at `state`.
[[nodiscard]] Basis basisFor(const State &state, const QString &subject);

} // namespace countersign
