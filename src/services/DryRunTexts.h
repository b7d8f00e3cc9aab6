// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Assess.h"

#include <QCache>
#include <QMutex>

namespace countersign {

/// Comparisons of past revisions, which no policy changes: made once while somebody edits. Any thread.
class DryRunTexts
{
public:
    [[nodiscard]] std::shared_ptr<const diff::Comparison> compared(const ContentPair &pair, const diff::Canceled &canceled = {});

private:
    QMutex m_mutex;
    QCache<QByteArray, std::shared_ptr<const diff::Comparison>> m_cache{64 * 1024 * 1024}; // in bytes of both texts
};

} // namespace countersign
