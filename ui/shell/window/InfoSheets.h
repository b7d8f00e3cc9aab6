// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QWidget;

namespace countersign {

// Sheets that only tell; each deletes itself when it is closed.
void openShortcutsSheet(QWidget *covered);
void openAboutSheet(QWidget *covered);

} // namespace countersign
