// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"

#include <QByteArrayView>

namespace countersign {

/// Where an event landed: SHA-256("countersign.link.v1\0" ‖ u64be seq ‖ prev ‖ SHA-256(body) ‖ SHA-256(signature) ‖
/// SHA-256(meta)). `prev` of the first event is 32 zero bytes.
[[nodiscard]] LinkHash linkOf(Sequence seq, const LinkHash &prev, QByteArrayView body, QByteArrayView signature,
                              QByteArrayView meta);

} // namespace countersign
