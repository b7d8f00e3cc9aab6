// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace countersign {

/// Installs the words of the person's language; English where there are none (its file has the plurals). Once, before
/// the first widget.
void installTranslations(QCoreApplication &app);

} // namespace countersign
