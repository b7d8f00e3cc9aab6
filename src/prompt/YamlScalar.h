// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Tree.h"

namespace countersign::prompt {

/// Sets carrier, span and segments of a YAML scalar that starts at `position` (properties such as !tag
/// included) and means `node.value`. `parentIndent` is the column of the enclosing block collection, 0 at the
/// top. A scalar whose reading here differs from the value keeps no segments, and so is never edited in
/// place. False when the scalar has no end, which the parser lets pass for quotes.
[[nodiscard]] bool locateYamlScalar(TreeNode &node, QStringView source, qsizetype position, qsizetype end,
                                    qsizetype parentIndent);

} // namespace countersign::prompt
