// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Inbox.h"
#include "services/Workspace.h"

#include <QJsonArray>
#include <QJsonObject>

namespace countersign::ctl {

// Parts of what --json prints, as the definitions describe them.
[[nodiscard]] QJsonObject json(const Head &head);
[[nodiscard]] QJsonObject personJson(const WorkspaceView &view, const PrincipalId &person);
[[nodiscard]] QJsonObject json(const WorkspaceView &view, const ChangeItem &item);
/// One for each environment of the policy in which something runs.
[[nodiscard]] QJsonArray environmentsJson(const State &state, const Artifact &artifact);
[[nodiscard]] QJsonObject promptJson(const State &state, const Artifact &artifact);
[[nodiscard]] QJsonArray findingsJson(const QList<FindingRecord> &findings, bool withPlace);
/// number, id, status, lane and revision of a change.
[[nodiscard]] QJsonObject changeJson(const Change &change);
/// "text" or "base64" of `bytes`, put into `object`.
void addBytes(QJsonObject &object, const QByteArray &bytes);

[[nodiscard]] QString numberOf(const Change &change); ///< "#3"

} // namespace countersign::ctl
