// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Session.h"

#include <QJsonObject>

class QFile;

namespace countersign::ctl {

/// "refund_rate above 5% change window=60 sample=200 action=roll-back". Fails: Invalid.
[[nodiscard]] Result<Trigger> parseTrigger(const QString &text);
/// What parseTrigger() gives the same trigger for.
[[nodiscard]] QString triggerText(const Trigger &trigger);

/// Whether --note or one of the options for its answers is given.
[[nodiscard]] bool hasNoteOptions(const Context &context);
/// `before` with the answers of --note and then those of the options. People are looked up in the policy in force.
/// Fails: NotFound, Invalid with line and column.
[[nodiscard]] Result<NoteDraft> noteFrom(const Context &context, const Session &session,
                                         const NoteDraft &before);
[[nodiscard]] QJsonObject noteJson(const NoteDraft &note);

/// Opens a file, or standard input for "-". Fails: NotPermitted, Invalid (not there, a folder).
[[nodiscard]] Done openInput(const QString &path, QFile &file);
/// A whole file, or standard input for "-". Fails: NotPermitted, Invalid (not there, a folder, larger than 32 MiB).
[[nodiscard]] Result<QByteArray> readInput(const QString &path);

} // namespace countersign::ctl
