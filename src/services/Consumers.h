// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

#include <QHash>

namespace countersign {

/// How many other artifacts include one; those that nobody includes are left out.
using Consumers = QHash<ArtifactId, int>;

/// Counts them in the accepted contents of a state. `includes`: what each of these contents includes, see includesOf(); a
/// content that is missing here includes nothing. Pure; any thread.
[[nodiscard]] Consumers countConsumers(const State &state, const QHash<ContentHash, QStringList> &includes);

} // namespace countersign
