// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/State.h"

namespace countersign {

/// What a workspace was when it was closed, so that it can be shown again before anything is read.
struct Snapshot
{
    State state = {};
    QHash<ContentHash, QByteArray> texts = {};
    bool everythingSigned = false;
};

/// Kept under the ledger's id, its head and the version of the fold; whatever does not fit is Corrupt and thrown away.
[[nodiscard]] QByteArray snapshotToBytes(const Snapshot &snapshot);
[[nodiscard]] Result<Snapshot> snapshotFromBytes(const QByteArray &bytes);

} // namespace countersign
