// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Entry.h"

#include <QString>

namespace countersign::diff {

/// What the words of a sentence say, told by closed lists of English grammar words. Used by the instruction diff and
/// by the lane rules; all of them look at whole words and ignore case.
struct Sense
{
    bool binds = false;     ///< must, never, always, do not, only …
    bool negates = false;   ///< not, never, no, without, n't
    bool condition = false; ///< if, unless, except, when, until …
    bool handsOver = false; ///< hands over to, or asks, a person
    bool refuses = false;   ///< refuse, decline, deny
    bool persona = false;   ///< "You are …", "Act as …"
    bool audience = false;  ///< who reads the answer
};

Sense senseOf(QStringView sentence);

/// The first word of strength in a text: "must", "should", "never"; empty when none.
QString strengthWord(QStringView text);
/// The first negation in a text: "not", "never", "don't".
QString negationWord(QStringView text);
/// The first word that opens a condition or an exception.
QString conditionWord(QStringView text);
/// The name of a natural language in a text.
QString languageName(QStringView text);

/// Two spellings of one word: a slip of the finger, British and American. Never two words that both mean something to
/// the lists above, never numbers or identifiers.
bool isSpellingVariant(QStringView before, QStringView after);

enum class QuantityKind { None, Number, Amount, Percent, Duration, Date };

/// What a number counts, by what stands before and after it in its sentence.
QuantityKind quantityKind(const QString &text, Range number, QString *unit = nullptr);

/// Edits between two texts: characters put in, taken out or replaced, and neighbours that changed places (optimal string
/// alignment). Time and memory grow with the product of the lengths.
[[nodiscard]] int editDistance(QStringView a, QStringView b);

} // namespace countersign::diff
