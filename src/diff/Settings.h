// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

namespace countersign::prompt {
struct Document;
}

namespace countersign::diff {

/// Settings of both sides by path, in the order of the right file, with those that are gone where they stood.
QList<SettingDifference> compareSettings(const prompt::Document &left, const prompt::Document &right);

/// Variables of both sides by name. One that went while another came in its place was renamed.
QList<VariableDifference> compareVariables(const prompt::Document &left, const prompt::Document &right);

/// What a setting is about, by the names in its path alone; Other when they say nothing.
SettingTopic topicOfPath(const QString &path);

} // namespace countersign::diff
