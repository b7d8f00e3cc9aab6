// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalCompare.h"
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/SuiteWords.h"
#include "app/countersignctl/VerdictWords.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using evals::Comparison;
using evals::DimensionComparison;
using evals::ResultFile;

/// A share given in points of 100.
std::optional<double> pointsOf(const QString &text, double most)
{
    bool good = false;
    const double points = text.toDouble(&good);
    return good && points >= 0 && points <= most ? std::optional(points / 100) : std::nullopt;
}

QJsonObject comparisonJson(const Comparison &comparison, const evals::CompareOptions &options)
{
    QJsonObject metrics;
    for (const DimensionComparison &dimension : comparison.dimensions) {
        metrics.insert(dimension.name, dimensionJson(dimension, options));
    }
    return {{u"verdict"_s, evals::toString(comparison.verdict)},
            {u"reason"_s, evals::toString(comparison.reason)},
            {u"rule"_s, verdictSentence(comparison)},
            {u"mixed"_s, comparison.mixed},
            {u"matched"_s, qint64(comparison.cases.pairs.size())},
            {u"added"_s, qint64(comparison.cases.added.size())},
            {u"removed"_s, qint64(comparison.cases.removed.size())},
            {u"changed"_s, qint64(std::ranges::count_if(comparison.cases.pairs, &evals::CasePair::changed))},
            {u"metrics"_s, metrics}};
}

Ink inkOf(evals::Verdict verdict)
{
    return verdict == evals::Verdict::Pass   ? Ink::Added
           : verdict == evals::Verdict::Fail ? Ink::Removed
                                             : Ink::Warning;
}

void printTable(Output &out, const Comparison &comparison)
{
    qsizetype width = 6;
    for (const DimensionComparison &dimension : comparison.dimensions) {
        width = std::max(width, std::min<qsizetype>(dimension.name.size(), 48));
    }
    const auto cells = [&](const QString &name, const QStringList &numbers) {
        QString line = u"  "_s + name.leftJustified(width);
        for (const QString &number : numbers) {
            line += number.rightJustified(8);
        }
        return line;
    };
    out.line(cells(u"metric"_s, {u"matched"_s, u"added"_s, u"removed"_s, u"errors"_s, u"flaky"_s, u"won"_s,
                                 u"lost"_s, u"tied"_s, u"p"_s})
             + u"  verdict"_s);
    for (const DimensionComparison &one : comparison.dimensions) {
        const QString p = std::isfinite(one.pValue) ? QString::number(one.pValue, 'g', 3) : u"–"_s;
        out.line({{cells(one.name, {QString::number(one.matched), QString::number(one.added),
                                    QString::number(one.removed), QString::number(one.errors),
                                    QString::number(one.flaky), QString::number(one.wins),
                                    QString::number(one.losses), QString::number(one.ties), p})
                   + u"  "_s},
                  {one.judged ? evals::toString(one.verdict) : u"not judged"_s,
                   one.judged ? inkOf(one.verdict) : Ink::Faint}});
    }
}

void printComparison(Output &out, const Comparison &comparison, const evals::CompareOptions &options)
{
    out.line({{evals::toString(comparison.verdict), inkOf(comparison.verdict)}});
    out.line(verdictSentence(comparison));
    const auto changed = std::ranges::count_if(comparison.cases.pairs, &evals::CasePair::changed);
    out.line(u"%1 cases in both runs, %2 only in the candidate, %3 only in the baseline"_s
                 .arg(comparison.cases.pairs.size())
                 .arg(comparison.cases.added.size())
                 .arg(comparison.cases.removed.size()));
    if (changed > 0) {
        out.line(
            {{u"! "_s, Ink::Warning},
             {u"%1 of them have another input or other assertions than in the baseline"_s.arg(changed)}});
    }
    out.line();
    if (comparison.dimensions.isEmpty()) {
        return;
    }
    printTable(out, comparison);
    out.line();
    for (const DimensionComparison &dimension : comparison.dimensions) {
        out.line(u"  "_s + verdictSentence(dimension, options));
    }
}

} // namespace

std::expected<evals::CompareOptions, QString> compareOptions(const Context &context)
{
    evals::CompareOptions options;
    if (context.has("limit")) {
        const std::optional<double> limit = pointsOf(context.value("limit"), 100);
        if (!limit) {
            return std::unexpected(u"--limit is a number of points from 0 to 100"_s);
        }
        options.limit = *limit;
    }
    if (context.has("confidence")) {
        const std::optional<double> confidence = pointsOf(context.value("confidence"), 99.99);
        if (!confidence || *confidence < 0.5) {
            return std::unexpected(u"--confidence is a percentage from 50 to 99.99"_s);
        }
        options.confidence = *confidence;
    }
    for (const QString &text : context.values("threshold")) {
        const qsizetype equals = text.lastIndexOf(u'=');
        bool good = false;
        const double threshold = text.mid(equals + 1).toDouble(&good);
        if (equals < 1 || !good || !std::isfinite(threshold)) {
            return std::unexpected(u"--threshold is written NAME=NUMBER"_s);
        }
        options.thresholds.insert(text.first(equals), threshold);
    }
    return options;
}

std::expected<quint32, QString> columnOf(const ResultFile &file, const QString &name, const QString &asked,
                                         const QString &option)
{
    QStringList labels;
    for (qsizetype i = 0; i < file.columns.size(); ++i) {
        if (!asked.isEmpty() && (file.columns[i].label == asked || asked == QString::number(i + 1))) {
            return quint32(i);
        }
        labels << u"%1 (%2)"_s.arg(i + 1).arg(file.columns[i].label);
    }
    if (asked.isEmpty() && file.columns.size() <= 1) {
        return 0;
    }
    const QString which = u"%1 has the columns %2"_s.arg(name, labels.join(u", "_s).left(500));
    return std::unexpected(asked.isEmpty() ? which + u"; choose one with "_s + option
                                           : which + u", and no "_s + asked.left(100));
}

QJsonValue figureJson(double value)
{
    return std::isfinite(value) ? QJsonValue(QString::number(value, 'g', 10).toDouble()) : QJsonValue();
}

QJsonObject dimensionJson(const DimensionComparison &dimension, const evals::CompareOptions &options)
{
    return {{u"matched"_s, dimension.matched},
            {u"added"_s, dimension.added},
            {u"removed"_s, dimension.removed},
            {u"errors"_s, dimension.errors},
            {u"flaky"_s, dimension.flaky},
            {u"wins"_s, dimension.wins},
            {u"losses"_s, dimension.losses},
            {u"ties"_s, dimension.ties},
            {u"baseline"_s, figureJson(dimension.baseline)},
            {u"candidate"_s, figureJson(dimension.candidate)},
            {u"difference"_s, figureJson(dimension.difference)},
            {u"low"_s, figureJson(dimension.low)},
            {u"high"_s, figureJson(dimension.high)},
            {u"method"_s, evals::toString(dimension.method)},
            {u"limit"_s, figureJson(dimension.limit)},
            {u"p_value"_s, figureJson(dimension.pValue)},
            {u"adjusted_p_value"_s, figureJson(dimension.adjusted)},
            {u"smallest_effect"_s, figureJson(dimension.smallest)},
            {u"cases_needed"_s, dimension.casesNeeded < 0 ? QJsonValue() : QJsonValue(dimension.casesNeeded)},
            {u"judged"_s, dimension.judged},
            {u"verdict"_s, evals::toString(dimension.verdict)},
            {u"finding"_s, evals::toString(dimension.finding)},
            {u"reason"_s, evals::toString(dimension.reason)},
            {u"rule"_s, verdictSentence(dimension, options)}};
}

ExitStatus exitStatusOf(evals::Verdict verdict)
{
    return verdict == evals::Verdict::Pass   ? ExitStatus::Done
           : verdict == evals::Verdict::Fail ? ExitStatus::Refused
                                             : ExitStatus::CannotTell;
}

Task<ExitStatus> runEvalCompare(Context &context)
{
    const auto reading = readOptions(context);
    if (!reading) {
        co_return misuse(context, reading.error());
    }
    auto options = compareOptions(context);
    if (!options) {
        co_return misuse(context, options.error());
    }
    if (context.has("suite")) {
        const QString path = context.value("suite");
        const auto work = [path] { return Result<evals::Suite>(suiteOnDisk(path)); };
        const Result<evals::Suite> suite = co_await elsewhere(work);
        if (!suite) {
            co_return fail(context, u"the suite was not read"_s, suite.error());
        }
        const auto error = std::ranges::find(suite->problems, true, &evals::SuiteProblem::error);
        if (error != suite->problems.end()) {
            co_return context.out.fail(ExitStatus::Misuse, suiteProblemWords(*error));
        }
        // What the command line says of a dimension comes before the suite's word.
        for (const auto &[name, threshold] : suite->thresholds.asKeyValueRange()) {
            if (!options->thresholds.contains(name)) {
                options->thresholds.insert(name, threshold);
            }
        }
    }
    std::array<ResultFile, 2> files;
    for (qsizetype i = 0; i < 2; ++i) {
        const QString name = context.invocation.operand(i);
        const auto work = [name, given = *reading] { return evals::readResults(name, given); };
        Result<ResultFile> file = co_await elsewhere(work);
        if (!file) {
            const ExitStatus status = exitStatusOf(file.error());
            co_return context.out.fail(status, u"%1 %2"_s.arg(name, resultErrorWords(file.error())));
        }
        const char *side = i == 0 ? "baseline-column" : "candidate-column";
        const auto column = columnOf(*file, name, context.value(side), u"--"_s + QLatin1StringView(side));
        if (!column) {
            co_return misuse(context, column.error());
        }
        (i == 0 ? options->baselineColumn : options->candidateColumn) = *column;
        files[size_t(i)] = std::move(*file);
    }
    const auto work = [&files, given = *options] {
        return Result<Comparison>(evals::compare(files[0], files[1], given));
    };
    const Result<Comparison> comparison = co_await elsewhere(work);
    if (!comparison) {
        co_return fail(context, u"the runs were not compared"_s, comparison.error());
    }
    if (context.out.isJson()) {
        context.out.json(comparisonJson(*comparison, *options));
    } else {
        for (qsizetype i = 0; i < 2; ++i) {
            if (files[size_t(i)].status != evals::RunStatus::Complete) {
                context.out.line(
                    {{u"! "_s, Ink::Warning},
                     {u"%1 is %2"_s.arg(context.invocation.operand(i), statusWords(files[size_t(i)]))}});
            }
        }
        printComparison(context.out, *comparison, *options);
    }
    co_return exitStatusOf(comparison->verdict);
}

} // namespace countersign::ctl
