// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace countersign::lanes {

/// Signs of the language that a text is in. Those of two pieces that part between words add up.
struct LanguageSigns
{
    qsizetype letters = 0;
    qsizetype foreignLetters = 0; ///< of another script than the Latin one
    int words = 0;
    int known = 0;   ///< small words that are frequent in English
    int foreign = 0; ///< small words of other languages that are no words of English
    LanguageSigns &operator+=(const LanguageSigns &other);
};

LanguageSigns signsOf(QStringView text);

/// Whether a text is in a language whose grammar words the rules know, which is English. Texts too short to tell, and
/// those that hold no words, are taken as covered.
bool isCovered(const LanguageSigns &signs);
/// The same of the beginning of a text, which is enough to tell.
bool isCovered(QStringView text);

} // namespace countersign::lanes
