// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace countersign {

/// What every model of this folder answers. Rows are values; words, icons and colours come from ui.
enum ModelRole : int {
    ValueRole = Qt::UserRole + 0x100, ///< the row's struct, QVariant::fromValue
    KeyRole,                          ///< QString, unique in the model and stable over updates
    HeadRole,                         ///< bool: head of a group, cannot be chosen
};

} // namespace countersign
