// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace countersign::ctl {

/// Why a finding of a lane rule matters, in one sentence; empty for a rule that this program does not know.
QString ruleSentence(const QString &rule);

} // namespace countersign::ctl
