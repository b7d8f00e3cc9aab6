// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/window/WorkspaceBody.h"

namespace countersign {

/// The pages of the program, by kind.
[[nodiscard]] PageFactory programPages();

} // namespace countersign
