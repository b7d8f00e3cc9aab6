// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "domain/Lane.h"
#include "lanes/Profile.h"

namespace countersign::lanes {

/// What the rules say of one changed sentence. `notation` says that the model reads the same words.
struct Judgement
{
    QString rule = {};
    Lane lane = Lane::Medium;
    bool notation = false;
};

/// The first rule that fits, in the order: notation, authority, policy, numbers, identifiers, role, form, obligation.
Judgement judge(const diff::SentenceChange &change, const diff::Comparison &comparison,
                const Profile &profile);

} // namespace countersign::lanes
