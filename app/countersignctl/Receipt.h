// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Session.h"

#include <QJsonObject>

namespace countersign::ctl {

/// What a write prints: `words` and the notices, or with --json `done`, the place and `fields`.
void printReceipt(Context &context, const QString &done, const QString &words, const WriteReceipt &receipt,
                  const QJsonObject &fields);

/// The same for a write about a change, with where it stands now and what acceptance still needs.
void printChangeReceipt(Context &context, const Session &session, const QString &done, const QString &words,
                        const WriteReceipt &receipt, const ChangeId &change, const QJsonObject &fields = {});

} // namespace countersign::ctl
