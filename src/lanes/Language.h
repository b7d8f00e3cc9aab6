// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace countersign::lanes {

/// Whether a text is in a language whose grammar words the rules know, which is English. Texts too short to tell, and
/// those that hold no words, are taken as covered.
bool isCovered(QStringView text);

} // namespace countersign::lanes
