// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/PolicyReview.h"
#include "services/Inbox.h"
#include "services/Workspace.h"

namespace countersign::ctl {

// Names on the command line and in JSON; never changed or used again.
[[nodiscard]] QString nameOf(ErrorCode code);
[[nodiscard]] QString nameOf(ChangeStatus status);
[[nodiscard]] QString nameOf(ChangeStage stage);
[[nodiscard]] QString nameOf(NextKind kind);
[[nodiscard]] QString nameOf(RequirementState state);
[[nodiscard]] QString nameOf(AlarmKind kind);

/// Why something failed, on one line without the act itself: "the policy does not know this person".
[[nodiscard]] QString errorWords(const Error &error);
/// Why a rule says no. `rule` is a VoidRule's name; anything else is answered as it is.
[[nodiscard]] QString ruleWords(const QString &rule);
[[nodiscard]] QString requirementWords(const WorkspaceView &view, const Requirement &requirement);
/// Everything of `requirements` that is not met, joined.
[[nodiscard]] QString missingWords(const WorkspaceView &view, const QList<Requirement> &requirements);
[[nodiscard]] QString nextWords(const WorkspaceView &view, const Next &next);
[[nodiscard]] QString alarmWords(const WorkspaceView &view, const Alarm &alarm);
/// A notice of WriteReceipt as a sentence.
[[nodiscard]] QString noticeWords(const QString &notice);
/// Files of the readable tree that are not what the events say; at least one.
[[nodiscard]] QString treeWords(const QStringList &files);
[[nodiscard]] QString warningWords(const PolicyWarning &warning);
/// ISO 8601 in UTC; empty for 0.
[[nodiscard]] QString timeWords(qint64 milliseconds);
/// "4 s", "12 min", "3 h", "5 days".
[[nodiscard]] QString ageWords(qint64 milliseconds);
/// The subject of an event as people call it: "#3", "support/refund in production".
[[nodiscard]] QString subjectWords(const State &state, const QString &subject);

} // namespace countersign::ctl
