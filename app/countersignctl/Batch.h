// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Session.h"

#include <functional>

namespace countersign::ctl {

/// One pair of texts of a batch.
struct BatchLine
{
    QString id = {};
    QString path = {};
    QByteArray before = {};
    QByteArray after = {};
    QString problem = {}; ///< why it could not be read; then only the id may be known
};

/// Answers each line of --batch with one line, as soon as it has come: what `answer` says with the id in it, or id and
/// error for a line that cannot be read. `answer` runs on another thread, one at a time. Misuse when there was such a
/// line.
[[nodiscard]] Task<ExitStatus> runBatch(Context &context, QString act,
                                        std::function<QJsonObject(const BatchLine &)> answer);

} // namespace countersign::ctl
