// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace countersign {

// Makes every DiffView and ThreeWayView a list for screen readers, with one sentence per row. May be called more than once.
void installDiffAccessibility();

} // namespace countersign
