// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "lanes/Profile.h"
#include "lanes/SentenceRules.h"

#include <QString>

namespace countersign::lanes {

/// Two versions of a sentence as the rules read them: with the line that introduces its list, without emphasis. One of
/// them is empty when the sentence came or went.
struct Reworded
{
    QString before = {};
    QString after = {};
    QString delta = {};        ///< the words that went and came
    bool otherContent = false; ///< other words than those of form, or all of them came or went
    bool listed = false;       ///< an entry of a list or a row of a table
    bool underRules = false;   ///< under a title or a line that announces rules or criteria
};

/// Whether what the sentence lays down got weaker, stronger, wider or narrower, or went to somebody else, told by
/// grammar and not by its nouns: negation and exclusion, amounts, conditions, who acts, statements of what holds. Weighs
/// only in texts that serve people, decide about them or act on their behalf. No rule: nothing of that.
Judgement judgeConduct(const Reworded &sentence, const Profile &profile);

/// Whether a sentence asks for how an answer is written or what it says, by the verb it begins with.
bool isAboutAnswer(const QString &sentence);

/// Whether numbers, in digits or in words, are other ones.
bool amountsDiffer(const QString &before, const QString &after);

} // namespace countersign::lanes
