// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QHash>

namespace countersign::ctl {

/// Why somebody else's service did not answer, on one line; %1 in a sentence is its host. `own` has sentences that take
/// the place of the usual ones. What is no matter of the service is worded as everywhere.
[[nodiscard]] QString endpointWords(const Error &error, const QString &host,
                                    const QHash<QString, QString> &own = {});

} // namespace countersign::ctl
