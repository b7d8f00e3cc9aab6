// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace countersign::diff {

/// What words are about, told by closed lists of English words and by marks of programs and templates. All of them ignore
/// case. Time grows with the text; from any thread.

bool speaksOfPolicy(const QString &text);   ///< what people are owed, allowed or bound to
bool speaksOfSafety(const QString &text);   ///< harm, refusal, and that the reader is not to object
bool speaksOfWorkflow(const QString &text); ///< approval, hand-over, who does the work, where a request goes
bool speaksOfOutput(const QString &text);   ///< the form in which an answer must come
bool speaksOfTone(const QString &text);     ///< how an answer sounds, and to whom it is said
bool speaksOfStrength(
    const QString &text); ///< with how much certainty something is to be said: "could rather than should"
bool speaksOfManner(const QString &text);    ///< tone, layout, or how long and how detailed
bool speaksOfRetrieval(const QString &text); ///< what is searched for and where
bool speaksOfThreshold(const QString &text); ///< a score by which work is judged
bool speaksOfTools(const QString &text);     ///< what the reader may call
bool speaksOfLayout(const QString &text);    ///< lists, headings, charts

/// A rule that forbids the reader to act, whatever it is about. "If I do not pay" is none.
bool forbids(const QString &text);
/// Whether such a rule says who acts: "never do it yourself".
bool forbidsToActAlone(const QString &text);
/// Begins with a word that leaves no room: "always", "must", "never".
bool allowsNoException(const QString &text);
/// "Use the … to", "You must call …".
bool ordersUse(const QString &text);
/// "Never" as an order, not as a fact, and not about what to say beside the answer.
bool neverOrders(const QString &text);

/// An amount, a share or a time; other numbers only count where one replaced another.
bool hasQuantity(const QString &text);
/// How many or how much at most or at least.
bool hasLimit(const QString &text);
/// Two values that differ in their digits only.
bool differInDigits(QString before, QString after);

/// A template tag, an argument, or a place to be filled in.
bool hasPlaceholder(const QString &text);
/// Hardly more than places to be filled in.
bool isMostlyPlaceholders(QString text);
/// One place to be filled in with its name before it: "question: {{question}}", "/summarise <file>".
bool isSlotLine(const QString &line);
/// The name of the one who says what follows: "user:", "# assistant".
bool isRoleMarker(const QString &line);
/// The place of a value in an output line: "$NAME$", "'name':".
bool hasOutputSlot(const QString &text);
/// A tag with its end.
bool hasTagPair(const QString &text);

/// The first line of a function.
bool isSignature(const QString &sentence);
/// The value of an argument or of a member in a program: "name=value,", "'name': value".
bool isArgument(const QString &line);
/// Names a file and says what is in it: "`notes.md` - the notes".
bool isReference(const QString &line);

/// You for they, or for a name of the one who reads: the same is said to another.
bool changesAddress(const QString &before, const QString &after);

} // namespace countersign::diff
