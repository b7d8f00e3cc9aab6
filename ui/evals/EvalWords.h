// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/CasesModel.h"
#include "base/Result.h"
#include "models/DimensionsModel.h"
#include "ui/common/Signs.h"

#include <QCoreApplication>

namespace countersign {

// What evals are called. Sentences end with a full stop, words do not.
struct EvalWords
{
    Q_DECLARE_TR_FUNCTIONS(EvalWords)

public:
    // "Policy", as a name at the beginning of a line; a case without a dimension has none.
    [[nodiscard]] static QString dimension(const QString &name);
    [[nodiscard]] static QString source(const QString &code);
    // "Tone, past failure"; empty when neither is told.
    [[nodiscard]] static QString place(const EvalCase &one);
    [[nodiscard]] static QString tool(evals::Tool tool);
    // "promptfoo 0.121.19"; the tool alone when it gives no version.
    [[nodiscard]] static QString toolAndVersion(const evals::ResultFile &file);

    // 9.1 is "+9.1"; nothing is "0.0"; no figure is "–".
    [[nodiscard]] static QString points(double points);
    // The same, of a row; in its own unit where it has no scale.
    [[nodiscard]] static QString points(const DimensionRow &row, double points);
    [[nodiscard]] static QString interval(const DimensionRow &row);
    // Of 100 where the scale is 1, else in the metric's own unit.
    [[nodiscard]] static QString mean(const DimensionRow &row, double value);
    [[nodiscard]] static QString score(double score);
    // "60 ms", "1.2 s"
    [[nodiscard]] static QString latency(double milliseconds);
    // What was spent on an answer: time, tokens, money; empty when the tool tells nothing.
    [[nodiscard]] static QString spent(const evals::Answer &answer);

    [[nodiscard]] static QString finding(evals::Finding finding);
    [[nodiscard]] static Sign sign(evals::Finding finding);
    [[nodiscard]] static ColorRole color(evals::Finding finding);
    // "3 of 3 passed"; of figures without a limit their mean.
    [[nodiscard]] static QString passed(const QList<EvalMark> &marks);
    [[nodiscard]] static QString outcome(evals::Outcome outcome);
    [[nodiscard]] static Sign sign(evals::Outcome outcome);
    [[nodiscard]] static QString change(CaseChange change);
    [[nodiscard]] static QString shown(CasesShown shown);
    [[nodiscard]] static QString order(CasesOrder order);

    [[nodiscard]] static QString verdict(evals::Verdict verdict);
    // What is better, worse or not to be told, and why nothing could be judged.
    [[nodiscard]] static QString verdictSentence(const EvalMatrix &matrix);
    // The rule that gave it, in figures.
    [[nodiscard]] static QString rule(const EvalMatrix &matrix);
    // "3 cases were added, 2 dropped."; empty when the runs have the same ones.
    [[nodiscard]] static QString onlyInOne(const EvalMatrix &matrix);

    // Why a run does not count; empty for a complete one.
    [[nodiscard]] static QString status(const evals::ResultFile &file);
    // Why a result file could not be read.
    [[nodiscard]] static QString unreadable(const Error &error);
    [[nodiscard]] static QString remark(const evals::Remark &remark);

    // One row of the board, of the matrix, and one cell of it, for screen readers and for copying.
    [[nodiscard]] static QString spoken(const DimensionRow &row, const EvalSet &set);
    [[nodiscard]] static QString spoken(const EvalMatrix &matrix, const CaseRow &row);
    [[nodiscard]] static QString spoken(const EvalMatrix &matrix, const CaseCell &cell);
};

} // namespace countersign
