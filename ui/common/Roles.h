// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <Qt>

namespace countersign::roles {

// What every model that one of our row delegates shows must answer. Accessible text is Qt::AccessibleTextRole,
// the tooltip Qt::ToolTipRole. RowAdapter and RowList answer all of them from one value per row.
enum Role : int {
    RowDataRole = Qt::UserRole + 0x200,  // ChangeRowData, EventRowData, RequirementRowData or EntryRowData
    RowKeyRole,                          // QString, unique in the model and stable over updates
};

} // namespace countersign::roles
