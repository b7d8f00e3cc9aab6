// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"

class QWidget;

namespace countersign {

// What an edit outside a change did, against the accepted text. The sheet deletes itself when it is closed.
void openDifferenceSheet(Workspace &workspace, const UngovernedEdit &edit, QWidget *covered);

} // namespace countersign
