// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/EvalWords.h"

#include "ui/common/ErrorText.h"
#include "ui/common/Text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

using namespace evals;

namespace {

const QString noFigure = u"–"_s;

// Names of the dimensions with that finding, as they stand in a sentence.
QStringList withFinding(const Comparison &comparison, std::initializer_list<Finding> findings)
{
    QStringList names;
    for (const DimensionComparison &dimension : comparison.dimensions) {
        if (std::ranges::find(findings, dimension.finding) != findings.end())
            names.append(text::printableLine(dimension.name));
    }
    return names;
}

QString listed(const QStringList &names)
{
    if (names.size() <= 1)
        return names.join(QString());
    if (names.size() > 5)
        return EvalWords::tr("%1 and %n more", nullptr, static_cast<int>(names.size() - 4))
            .arg(names.first(4).join(u", "_s));
    return EvalWords::tr("%1 and %2").arg(names.first(names.size() - 1).join(u", "_s), names.last());
}

QString capitalised(const QString &text)
{
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

int pairedCases(const EvalMatrix &matrix)
{
    return static_cast<int>(std::ranges::count_if(matrix.cases(), [](const EvalCase &one) {
        return one.change == CaseChange::Lost || one.change == CaseChange::Won
               || one.change == CaseChange::Same || one.change == CaseChange::Varies
               || one.change == CaseChange::NotJudged;
    }));
}

} // namespace

QString EvalWords::dimension(const QString &name)
{
    return capitalised(text::printableLine(name));
}

QString EvalWords::source(const QString &code)
{
    if (code == "curated"_L1)
        return tr("curated");
    if (code == "past_failure"_L1)
        return tr("past failure");
    if (code == "production_sample"_L1)
        return tr("production");
    return text::printableLine(code);
}

QString EvalWords::place(const EvalCase &one)
{
    QStringList words{dimension(one.dimension), source(one.source)};
    words.removeAll(QString());
    return words.join(u", "_s);
}

QString EvalWords::tool(Tool tool)
{
    switch (tool) {
    case Tool::Unknown:
        return tr("unknown");
    case Tool::Native:
        return u"Countersign"_s;
    case Tool::Promptfoo:
        return u"promptfoo"_s;
    case Tool::InspectAi:
        return u"Inspect AI"_s;
    case Tool::DeepEval:
        return u"DeepEval"_s;
    case Tool::OpenAiEvals:
        return u"OpenAI evals"_s;
    case Tool::LmEvaluationHarness:
        return u"lm-evaluation-harness"_s;
    case Tool::AzureRag:
        return u"Azure RAG"_s;
    case Tool::AzureBuiltIn:
        return u"Azure AI evaluation"_s;
    case Tool::JUnit:
        return u"JUnit"_s;
    case Tool::MappedJsonl:
        return u"JSON Lines"_s;
    case Tool::MappedCsv:
        return u"CSV"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString EvalWords::toolAndVersion(const ResultFile &file)
{
    const QString name = tool(file.tool);
    return file.toolVersion.isEmpty() ? name : name + u' ' + text::printableLine(file.toolVersion);
}

QString EvalWords::points(double points)
{
    if (!std::isfinite(points))
        return noFigure;
    const QString figure = text::number(points, 1);
    const bool nothing = std::abs(points) < 0.05;
    return nothing ? text::number(0.0, 1) : points > 0 ? u'+' + figure : figure;
}

QString EvalWords::points(const DimensionRow &row, double value)
{
    if (row.figures.judged || !std::isfinite(value))
        return points(value);
    return value > 0 ? u'+' + score(value) : score(value);
}

QString EvalWords::interval(const DimensionRow &row)
{
    if (!std::isfinite(row.low) || !std::isfinite(row.high))
        return noFigure;
    return tr("%1 to %2", "ends of an interval").arg(points(row, row.low), points(row, row.high));
}

QString EvalWords::mean(const DimensionRow &row, double value)
{
    if (!std::isfinite(value) || !row.figures.judged)
        return score(value);
    return std::abs(row.scale - 1) < 1e-9 ? text::number(value * 100, 1) : text::number(value, 2);
}

QString EvalWords::score(double score)
{
    if (!std::isfinite(score))
        return noFigure;
    const double magnitude = std::abs(score);
    if (magnitude > 0 && (magnitude >= 1e9 || magnitude < 1e-4))
        return QLocale().toString(score, 'g', 4);
    const double whole = std::round(score);
    if (std::abs(score - whole) < 1e-9 && magnitude < 1e9)
        return text::number(static_cast<qint64>(whole));
    // As many places as there are, at most three figures.
    const int most = magnitude < 0.1 ? 4 : magnitude < 10 ? 2 : 1;
    int places = 1;
    while (places < most
           && std::abs(score * std::pow(10, places) - std::round(score * std::pow(10, places))) > 1e-6)
        ++places;
    return text::number(score, places);
}

QString EvalWords::latency(double milliseconds)
{
    if (milliseconds < 1000)
        return text::withUnit(text::number(milliseconds, 0), tr("ms"));
    return text::withUnit(text::number(milliseconds / 1000, 1), tr("s", "seconds"));
}

QString EvalWords::spent(const Answer &answer)
{
    QStringList parts;
    if (std::isfinite(answer.latency) && answer.latency > 0)
        parts.append(latency(answer.latency));
    const qint64 tokens =
        std::max<qint64>(0, answer.promptTokens) + std::max<qint64>(0, answer.completionTokens);
    if (tokens > 0)
        parts.append(tr("%1 tokens").arg(text::number(tokens)));
    if (std::isfinite(answer.cost) && answer.cost > 0)
        parts.append(tr("%1 US dollars").arg(QLocale().toString(answer.cost, 'g', 3)));
    return parts.join(u", "_s);
}

QString EvalWords::finding(Finding finding)
{
    switch (finding) {
    case Finding::Better:
        return tr("Better");
    case Finding::NotWorse:
        return tr("Not worse");
    case Finding::SlightlyWorse:
        return tr("Slightly worse");
    case Finding::Worse:
        return tr("Worse");
    case Finding::NotJudged:
        return tr("Only shown");
    case Finding::CannotBeTold:
        return tr("Cannot be told");
    case Finding::BelowThreshold:
        return tr("Below threshold");
    case Finding::NoPairs:
        return tr("Nothing in pairs");
    }
    Q_UNREACHABLE_RETURN({});
}

Sign EvalWords::sign(Finding finding)
{
    switch (finding) {
    case Finding::Better:
    case Finding::NotWorse:
    case Finding::SlightlyWorse:
        return Sign::Satisfied;
    case Finding::NotJudged:
        return Sign::Information;
    case Finding::Worse:
    case Finding::BelowThreshold:
        return Sign::Missing;
    case Finding::CannotBeTold:
        return Sign::Inconclusive;
    case Finding::NoPairs:
        return Sign::NotApplicable;
    }
    Q_UNREACHABLE_RETURN(Sign::NotApplicable);
}

ColorRole EvalWords::color(Finding finding)
{
    switch (finding) {
    case Finding::Better:
        return ColorRole::Ok;
    case Finding::NotWorse:
    case Finding::NotJudged:
    case Finding::SlightlyWorse:
        return ColorRole::Muted;
    case Finding::Worse:
    case Finding::BelowThreshold:
        return ColorRole::Danger;
    case Finding::CannotBeTold:
        return ColorRole::Medium;
    case Finding::NoPairs:
        return ColorRole::Muted;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Text);
}

QString EvalWords::passed(const QList<EvalMark> &marks)
{
    int count = 0;
    int figures = 0;
    double sum = 0;
    for (const EvalMark &mark : marks) {
        count += mark.outcome == Outcome::Pass ? 1 : 0;
        if (mark.outcome == Outcome::Scored && std::isfinite(mark.score)) {
            ++figures;
            sum += mark.score;
        }
    }
    if (marks.isEmpty())
        return tr("no answer");
    if (figures == marks.size())
        return score(sum / figures);
    return tr("%1 of %2 passed").arg(text::number(qint64(count)), text::number(qint64(marks.size())));
}

QString EvalWords::outcome(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Pass:
        return tr("passed");
    case Outcome::Fail:
        return tr("failed");
    case Outcome::Error:
        return tr("not judged");
    case Outcome::Skipped:
        return tr("left out");
    case Outcome::Scored:
        return tr("a figure without a limit");
    }
    Q_UNREACHABLE_RETURN({});
}

Sign EvalWords::sign(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Pass:
        return Sign::Satisfied;
    case Outcome::Fail:
        return Sign::Missing;
    case Outcome::Error:
        return Sign::Warning;
    case Outcome::Skipped:
        return Sign::NotApplicable;
    case Outcome::Scored:
        return Sign::Information;
    }
    Q_UNREACHABLE_RETURN(Sign::NotApplicable);
}

QString EvalWords::change(CaseChange change)
{
    switch (change) {
    case CaseChange::NotCompared:
        return tr("not compared");
    case CaseChange::Lost:
        return tr("lost");
    case CaseChange::Won:
        return tr("won");
    case CaseChange::Same:
        return tr("same");
    case CaseChange::Varies:
        return tr("varies by itself");
    case CaseChange::NotJudged:
        return tr("not judged");
    case CaseChange::Added:
        return tr("added");
    case CaseChange::Removed:
        return tr("dropped");
    case CaseChange::Older:
        return tr("only in older versions");
    }
    Q_UNREACHABLE_RETURN({});
}

QString EvalWords::shown(CasesShown shown)
{
    switch (shown) {
    case CasesShown::All:
        return tr("All");
    case CasesShown::Lost:
        return tr("Lost");
    case CasesShown::Won:
        return tr("Won");
    case CasesShown::Same:
        return tr("Same");
    case CasesShown::Varies:
        return tr("Answers vary");
    case CasesShown::Failing:
        return tr("Failing");
    case CasesShown::Unanswered:
        return tr("Not judged");
    case CasesShown::OtherWords:
        return tr("Other words");
    case CasesShown::OnlyInOne:
        return tr("Only in one");
    }
    Q_UNREACHABLE_RETURN({});
}

QString EvalWords::order(CasesOrder order)
{
    switch (order) {
    case CasesOrder::LargestLoss:
        return tr("Largest loss first");
    case CasesOrder::LargestGain:
        return tr("Largest gain first");
    case CasesOrder::Suite:
        return tr("As in the suite");
    case CasesOrder::Name:
        return tr("By name");
    }
    Q_UNREACHABLE_RETURN({});
}

QString EvalWords::verdict(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pass:
        return tr("Passed.");
    case Verdict::Fail:
        return tr("Failed.");
    case Verdict::Inconclusive:
        return tr("Inconclusive.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString EvalWords::verdictSentence(const EvalMatrix &matrix)
{
    const EvalSet &set = matrix.set();
    const Comparison &comparison = *set.comparison;
    QStringList sentences;
    switch (comparison.reason) {
    case Reason::Incomplete:
        sentences.append(tr("A run that is not complete is never a pass."));
        break;
    case Reason::Errors: {
        qint64 errors = comparison.errors;
        for (const DimensionComparison &dimension : comparison.dimensions)
            errors += dimension.errors;
        sentences.append(errors > 0 ? tr("%n case(s) could not be judged.", nullptr, static_cast<int>(errors))
                                    : tr("Some answers could not be judged."));
        break;
    }
    case Reason::NoPairs:
        sentences.append(tr("No case of one run is in the other."));
        break;
    case Reason::CasesDropped:
        sentences.append(tr("%n case(s) of %1 are missing, and what is missing cannot have passed.", nullptr,
                            static_cast<int>(comparison.cases.removed.size()))
                             .arg(text::printableLine(set.versions[set.baseline].name)));
        break;
    case Reason::MetricChanged:
        sentences.append(tr("The two runs judged by other limits, scales or directions."));
        break;
    case Reason::Flaky:
        sentences.append(tr("It would pass, were it not for cases whose answers vary now."));
        break;
    case Reason::Interval:
    case Reason::Threshold:
        break;
    }
    const QStringList better = withFinding(comparison, {Finding::Better});
    const QStringList worse = withFinding(comparison, {Finding::Worse});
    const QStringList below = withFinding(comparison, {Finding::BelowThreshold});
    const QStringList open = withFinding(comparison, {Finding::CannotBeTold});
    const QStringList alike = withFinding(comparison, {Finding::NotWorse, Finding::SlightlyWorse});
    if (!better.isEmpty() && !worse.isEmpty())
        sentences.append(tr("Better on %1, worse on %2.").arg(listed(better), listed(worse)));
    else if (!better.isEmpty())
        sentences.append(tr("Better on %1.").arg(listed(better)));
    else if (!worse.isEmpty())
        sentences.append(tr("Worse on %1.").arg(listed(worse)));
    if (!below.isEmpty())
        sentences.append(tr("Below the threshold on %1.").arg(listed(below)));
    if (open.size() == 1) {
        const auto found =
            std::ranges::find(comparison.dimensions, Finding::CannotBeTold, &DimensionComparison::finding);
        sentences.append(tr("Whether %1 got worse cannot be told from %n case(s).", nullptr,
                            static_cast<int>(found->matched))
                             .arg(open.first()));
    } else if (!open.isEmpty()) {
        sentences.append(tr("Whether %1 got worse cannot be told.").arg(listed(open)));
    }
    if (better.isEmpty() && worse.isEmpty() && below.isEmpty() && open.isEmpty() && !alike.isEmpty())
        sentences.append(tr("Not worse on %1.").arg(listed(alike)));
    if (comparison.mixed)
        sentences.append(tr("It fails until somebody named accepts it."));
    return sentences.join(u' ');
}

QString EvalWords::rule(const EvalMatrix &matrix)
{
    const EvalSet &set = matrix.set();
    const double allowed = set.options.limit * 100;
    const bool whole = std::abs(allowed - std::round(allowed)) < 1e-9;
    const QString limit = text::number(allowed, whole ? 0 : 1);
    const double confidence = set.options.confidence * 100;
    const QString share =
        text::percent(confidence, std::abs(confidence - std::round(confidence)) < 1e-9 ? 0 : 1);
    const QString cases = tr("%n case(s) in pairs", nullptr, pairedCases(matrix));
    const QString answers =
        matrix.repeats() > 1 ? tr(", %n answer(s) each", nullptr, matrix.repeats()) : QString();
    return tr("Passes when no dimension can be more than %1 points below %2, at %3. %4%5.")
        .arg(limit, text::printableLine(set.versions[set.baseline].name), share, cases, answers);
}

QString EvalWords::onlyInOne(const EvalMatrix &matrix)
{
    int added = 0;
    int removed = 0;
    int older = 0;
    for (const EvalCase &one : matrix.cases()) {
        added += one.change == CaseChange::Added ? 1 : 0;
        removed += one.change == CaseChange::Removed ? 1 : 0;
        older += one.change == CaseChange::Older ? 1 : 0;
    }
    QStringList sentences;
    if (added > 0)
        sentences.append(tr("%n case(s) are new.", nullptr, added));
    if (removed > 0)
        sentences.append(tr("%n case(s) of %1 were dropped.", nullptr, removed)
                             .arg(text::printableLine(matrix.set().versions[matrix.set().baseline].name)));
    if (older > 0)
        sentences.append(tr("%n case(s) are only in other versions.", nullptr, older));
    return sentences.join(u' ');
}

QString EvalWords::status(const ResultFile &file)
{
    switch (file.status) {
    case RunStatus::Complete:
        return {};
    case RunStatus::Truncated:
        return tr("The file ends before its end.");
    case RunStatus::Canceled:
        return tr("The run was stopped.");
    case RunStatus::Failed:
        return tr("The run broke down.");
    case RunStatus::Unfinished:
        return tr("The run was not finished.");
    case RunStatus::UnknownVersion:
        return tr("The file is of a version that this program does not know.");
    case RunStatus::Damaged:
        return tr("From some place on the file is damaged.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString EvalWords::remark(const Remark &remark)
{
    const QString detail = text::printableLine(remark.detail);
    const int count = static_cast<int>(std::min<qint64>(remark.count, 1'000'000'000));
    switch (remark.oddity) {
    case Oddity::TotalsDiffer:
        return detail.isEmpty() ? tr("The file's own totals are not those of its cases.")
                                : tr("The file's own totals of %1 are not those of its cases.").arg(detail);
    case Oddity::RepeatedCases:
        return tr("%n case(s) stand there more than once and count as repeats.", nullptr, count);
    case Oddity::WrongTypes:
        return tr("%n value(s) are not of the kind that the format says.", nullptr, count);
    case Oddity::Unused:
        return tr("%n part(s) belong to no run.", nullptr, count);
    }
    Q_UNREACHABLE_RETURN({});
}

QString EvalWords::spoken(const DimensionRow &row, const EvalSet &set)
{
    const auto pair = [](const QString &name, const QString &figure) {
        return text::printableLine(name) + u' ' + figure;
    };
    return QStringList{
        tr("%1, %n case(s)", nullptr, static_cast<int>(row.cases)).arg(dimension(row.name)),
        pair(set.versions[set.baseline].name, mean(row, row.baseline)),
        pair(set.versions[set.candidate].name, mean(row, row.candidate)),
        (row.figures.judged ? tr("difference %1 points") : tr("difference %1")).arg(points(row, row.points)),
        tr("interval %1").arg(interval(row)),
        tr("%1 won, %2 lost, %3 same")
            .arg(text::number(row.figures.wins), text::number(row.figures.losses),
                 text::number(row.figures.ties)),
        finding(row.figures.finding)}
        .join(u", "_s);
}

QString EvalWords::spoken(const EvalMatrix &matrix, const CaseRow &row)
{
    if (row.row < 0)
        return tr("Held apart, their answers vary by themselves: %n case(s)", nullptr, row.apart);
    const EvalCase &one = matrix.cases()[static_cast<size_t>(row.row)];
    QStringList parts{text::printableLine(one.title), place(one)};
    if (one.change != CaseChange::NotCompared)
        parts.append(change(one.change));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QString EvalWords::spoken(const EvalMatrix &matrix, const CaseCell &cell)
{
    const QString name = text::printableLine(matrix.version(cell.version).name);
    if (!cell.present)
        return tr("%1: does not have this case").arg(name);
    QStringList words;
    for (const EvalMark &mark : cell.marks)
        words.append(mark.outcome == Outcome::Scored ? score(mark.score) : outcome(mark.outcome));
    return tr("%1: %2").arg(name, words.isEmpty() ? tr("no answer") : words.join(u", "_s));
}

QString EvalWords::unreadable(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return tr("It is not there.");
    case ErrorCode::Invalid:
        return tr("It is no result file of a tool that Countersign reads.");
    case ErrorCode::NoSpace:
        return tr("It is too large.");
    default:
        return errorText(error).lead + u' ' + errorText(error).sentence;
    }
}

} // namespace countersign
