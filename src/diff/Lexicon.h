// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace countersign::diff {

/// What the words of a sentence say, told by closed lists of grammar words: English in full; for German, French,
/// Spanish, Chinese and Japanese the words of duty and denial. All of them look at whole words and ignore case, and read
/// the beginning of a very long sentence. The text must outlive the object.
class Sense
{
public:
    explicit Sense(QStringView sentence);

    bool binds() const;           ///< must, never, always, do not, only …
    bool negates() const;         ///< not, never, no, without, n't
    bool statesCondition() const; ///< begins with if, unless, when …, or states an exception
    bool handsOver() const;       ///< hands over to, or asks, a person
    bool refuses() const;         ///< refuse, decline, deny
    bool givesPersona() const;    ///< "You are a …", "Act as …"
    bool namesAudience() const;   ///< who reads the answer
    bool setsLanguage() const;    ///< in which language to answer
    bool opensExample() const;    ///< begins as an example

private:
    QStringView m_text;
};

/// The first word of strength in a text: "must", "should", "never"; empty when none.
QString strengthWord(QStringView text);
/// The first negation in a text: "not", "never", "don't".
QString negationWord(QStringView text);
/// The first word that opens a condition or an exception.
QString conditionWord(QStringView text);
/// The name of a natural language in a text, which is written with a capital.
QString languageName(QStringView text);

/// Whether a text holds any of these words. Cheaper than to ask for each.
bool holdsGrammar(QStringView text);
/// Whether a text denies or holds back: not, never, without, but also avoid, rarely, forbidden.
bool isNegative(QStringView text);
/// Nothing but words of strength, denial, degree and their auxiliaries: "do not", "must always".
bool isGrammarOnly(QStringView text);
/// Whether a phrase begins with a word that opens a condition or an exception.
bool opensCondition(QStringView phrase);
/// Whether what follows `text` in its sentence stands in a condition that `text` opened and did not close.
bool endsInCondition(QStringView text);
/// Whether what follows `text` says who reads the answer: "Explain it to".
bool endsInAudience(QStringView text);
/// Whether what follows `text` is an example: "for example", "e.g.".
bool endsInExample(QStringView text);
/// Two words of which one is the denial of the other: "eligible" and "ineligible", "include" and "exclude".
bool areOpposites(const QString &a, const QString &b);

/// Two spellings of one word: a slip of the finger, British and American. Never two words that both mean something to
/// the lists above, never numbers or identifiers.
bool isSpellingVariant(QStringView before, QStringView after);

/// What is left of words when layout, punctuation, contractions and the notation of numbers do not count: equal for two
/// texts that say the same in the same words.
QString plainForm(QStringView words);

/// Edits between two texts: characters put in, taken out or replaced, and neighbours that changed places (optimal string
/// alignment). Time and memory grow with the product of the lengths.
[[nodiscard]] int editDistance(QStringView a, QStringView b);

} // namespace countersign::diff
