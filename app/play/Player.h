// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace countersign {

class Theme;

/// Plays the main job in the real window on a fresh example workspace: prints every step with what it did and how long it
/// took, and writes a picture of every screen to `folder`. The exit status of the program: 0 when every step did what it
/// says. Call it in place of QApplication::exec().
[[nodiscard]] int playMainJob(const QString &folder, Theme &theme);

} // namespace countersign
