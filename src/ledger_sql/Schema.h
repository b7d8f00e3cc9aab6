// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace countersign::sql {

/// The newest schema that this program knows, and makes; see resources/sql.
inline constexpr int schemaVersion = 1;

} // namespace countersign::sql
