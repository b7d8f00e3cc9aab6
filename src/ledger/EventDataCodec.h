// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/JsonFields.h"
#include "domain/Event.h"

namespace countersign {

/// The `data` object of a body.
[[nodiscard]] Json encodeData(const EventData &data);

[[nodiscard]] bool isKnownKind(const QString &kind);
/// Strict, closed schema. Precondition: isKnownKind(kind). Fails: Invalid.
[[nodiscard]] Result<EventData> decodeData(const QString &kind, const Json &data);

} // namespace countersign
