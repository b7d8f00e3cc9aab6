// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

#include <QString>

namespace countersign::lanes {

/// What kind of text a prompt is. Only a weight: it separates a word as subject matter from the same word as a rule of
/// conduct.
struct Profile
{
    bool customerFacing = false; ///< talks with people who are not colleagues
    bool engineering = false;    ///< is about software
    bool guide = false;          ///< guidance on how to write or build things: skills, coding instructions
    bool judge = false;          ///< scores answers
    bool rates = false;          ///< gives scores among other things
    bool serving = false;        ///< serves people, decides about them, or handles what is theirs
    bool acting = false;         ///< acts by itself: on files, systems, mails, bookings
    bool covered = true;         ///< in a language that the rules know
    bool moderator = false;      ///< lets through or turns away people, claims or contents
};

Profile profileOf(const diff::Comparison &comparison, const QString &path);

} // namespace countersign::lanes
