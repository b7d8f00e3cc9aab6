// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>

namespace countersign {

/// Small private files on this machine that are replaced as a whole. Any thread.

/// Fails: NotFound, NotPermitted.
[[nodiscard]] Result<QByteArray> readDiskFile(const QString &path);
/// Readable by the owner only; on the disk when this returns. Fails: NoSpace, NotPermitted; the old file is then still there.
[[nodiscard]] Done writeDiskFile(const QString &path, const QByteArray &bytes);

/// `payload` behind a name, a version and its SHA-256.
[[nodiscard]] QByteArray sealed(QByteArrayView name, quint32 version, const QByteArray &payload);
/// Fails: Corrupt; Newer when the version is higher than `version`. A lower one is Corrupt too: nothing here outlives a
/// change of its format but drafts, which then read both.
[[nodiscard]] Result<QByteArray> unsealed(QByteArrayView name, quint32 version, const QByteArray &bytes);

} // namespace countersign
