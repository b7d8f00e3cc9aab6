// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/State.h"

namespace countersign {

/// How far this computer has seen which ledger. It only moves forward, and what a server shows must go through it.
struct PinnedAt
{
    LedgerId ledger = {};
    Head head = {};
    friend bool operator==(const PinnedAt &, const PinnedAt &) = default;
};

/// The pin of one workspace, a small file that is replaced as a whole and synced.
class Pin
{
public:
    explicit Pin(QString path);

    /// nullopt when there is none yet. Fails: Corrupt when the file does not hold a pin.
    [[nodiscard]] Result<std::optional<PinnedAt>> read() const;
    /// Fails: NoSpace, NotPermitted, Unavailable.
    [[nodiscard]] Done write(const PinnedAt &at) const;

private:
    QString m_path;
};

} // namespace countersign
