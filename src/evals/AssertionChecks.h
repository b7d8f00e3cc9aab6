// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Assertions.h"

namespace countersign::evals {

/// What one check found, before `not-` turns it round.
struct Check
{
    enum class Kind { Holds, DoesNotHold, Broken, Measured };

    Kind kind = Kind::Broken;
    double score = noScore; ///< noScore: 1 or 0
    QString reason = {};    ///< why it is Broken, or what was seen

    [[nodiscard]] static Check of(bool holds, const QString &seen);
    [[nodiscard]] static Check broken(const QString &why);
    [[nodiscard]] static Check scored(double score, double threshold, const QString &name);
};

/// An assertion with its templates filled in, and the answer that it is about.
struct CheckInput
{
    const Assertion &assertion;
    QJsonValue value; ///< with its templates filled in
    const OutputFacts &facts;
};

// The checks by kind; each takes any value and any text.
[[nodiscard]] Check checkEquals(const CheckInput &input);
[[nodiscard]] Check checkContains(const CheckInput &input); ///< contains, icontains and their -any and -all
[[nodiscard]] Check checkAffix(const CheckInput &input);    ///< starts-with, ends-with
[[nodiscard]] Check checkRegex(const CheckInput &input);
[[nodiscard]] Check checkWordCount(const CheckInput &input);
[[nodiscard]] Check checkLevenshtein(const CheckInput &input);
[[nodiscard]] Check checkRouge(const CheckInput &input);
[[nodiscard]] Check checkBleu(const CheckInput &input);
[[nodiscard]] Check checkFigure(const CheckInput &input); ///< cost, latency
[[nodiscard]] Check checkFinishReason(const CheckInput &input);
[[nodiscard]] Check checkJson(const CheckInput &input); ///< is-json, contains-json
[[nodiscard]] Check checkXmlAnswer(const CheckInput &input);
[[nodiscard]] Check checkToolCalls(const CheckInput &input); ///< is-valid-openai-tools-call
[[nodiscard]] Check checkFunctionCall(const CheckInput &input);
[[nodiscard]] Check checkToolCallF1(const CheckInput &input);

/// Text and numbers as JavaScript's String() writes them.
[[nodiscard]] QString writtenAsText(const QJsonValue &value);

} // namespace countersign::evals
