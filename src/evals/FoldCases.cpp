// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/FoldCases.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <map>

namespace countersign::evals {

namespace {

constexpr double largestScore = 1e15;

/// Numbers the dimensions of both files in the order in which they are met.
class Names
{
public:
    quint32 indexOf(const QString &name)
    {
        const auto known = m_indices.constFind(name);
        if (known != m_indices.constEnd()) {
            return *known;
        }
        const quint32 index = quint32(m_names.size());
        m_indices.insert(name, index);
        m_names.push_back(name);
        return index;
    }
    [[nodiscard]] const std::vector<QString> &names() const { return m_names; }

private:
    QHash<QString, quint32> m_indices;
    std::vector<QString> m_names;
};

using Values = std::map<quint32, FoldedValue>; ///< by dimension

struct FoldedCase
{
    Values values = {};
    bool error = false; ///< an answer in error without a judgement
};

/// Judgements of one answer in one dimension.
struct WithinAnswer
{
    bool passed = false;
    bool failed = false;
    bool error = false;
    qint64 scored = 0;
    double sum = 0;
};

void take(WithinAnswer &within, Outcome outcome, double score, const Metric *metric)
{
    switch (outcome) {
    case Outcome::Pass:
        within.passed = true;
        return;
    case Outcome::Fail:
        within.failed = true;
        return;
    case Outcome::Error:
        within.error = true;
        return;
    case Outcome::Skipped:
        return;
    case Outcome::Scored:
        break;
    }
    // NaN fails every comparison.
    const bool usable = std::fabs(score) <= largestScore;
    const bool inScale = !metric
                         || ((std::isnan(metric->least) || score >= metric->least)
                             && (std::isnan(metric->most) || score <= metric->most));
    if (!usable || !inScale) {
        within.error = true;
        return;
    }
    ++within.scored;
    within.sum += score;
}

void addRepeat(FoldedValue &value, const WithinAnswer &within)
{
    if (within.error) {
        ++value.errors;
    } else if (within.failed) {
        ++value.failed;
    } else if (within.passed) {
        ++value.passed;
    } else if (within.scored > 0) {
        ++value.scored;
        value.sum += within.sum / double(within.scored);
    }
}

void foldAnswer(const ResultFile &file, const Answer &answer, const QString &dimension, Names &names,
                FoldedCase &into)
{
    std::map<quint32, WithinAnswer> within;
    const quint64 count = file.judgements.size();
    const quint64 first = std::min<quint64>(answer.firstJudgement, count);
    const quint64 last = first + std::min<quint64>(answer.judgementCount, count - first);
    if (!dimension.isEmpty()) {
        take(within[names.indexOf(dimension)], answer.outcome, answer.score, nullptr);
    } else if (first == last) {
        if (answer.outcome == Outcome::Error) {
            into.error = true;
        } else {
            take(within[names.indexOf(QStringLiteral("outcome"))], answer.outcome, answer.score, nullptr);
        }
    }
    for (quint64 i = first; i < last && dimension.isEmpty(); ++i) {
        const Judgement &judgement = file.judgements[i];
        if (judgement.metric < quint64(file.metrics.size())) {
            const Metric &metric = file.metrics[judgement.metric];
            take(within[names.indexOf(metric.name)], judgement.outcome, judgement.score, &metric);
        } else {
            into.error = true;
        }
    }
    for (const auto &[index, judged] : within) {
        const bool nothing = !judged.passed && !judged.failed && !judged.error && judged.scored == 0;
        if (!nothing) {
            addRepeat(into.values[index], judged);
        }
    }
}

std::vector<FoldedCase> foldFile(const ResultFile &file, quint32 column, const QStringList &dimensions,
                                 Names &names)
{
    std::vector<FoldedCase> cases(file.cases.size());
    for (const Answer &answer : file.answers) {
        if (answer.column == column && answer.caseIndex < cases.size()) {
            foldAnswer(file, answer, dimensions[answer.caseIndex], names, cases[answer.caseIndex]);
        }
    }
    return cases;
}

QStringList dimensionsOf(const ResultFile &file)
{
    QStringList dimensions;
    dimensions.reserve(qsizetype(file.cases.size()));
    for (const Case &one : file.cases) {
        dimensions << one.dimension;
    }
    return dimensions;
}

const Metric *metricOf(const ResultFile &file, const QString &name)
{
    const auto found = std::ranges::find(file.metrics, name, &Metric::name);
    return found == file.metrics.end() ? nullptr : &*found;
}

bool differ(double a, double b)
{
    return !std::isnan(a) && !std::isnan(b) && a != b;
}

FoldedMetric describe(const ResultFile &baseline, const ResultFile &candidate, const QString &name)
{
    FoldedMetric folded{.name = name, .least = {}, .most = {}};
    const Metric *before = metricOf(baseline, name);
    const Metric *after = metricOf(candidate, name);
    const Metric *known = after ? after : before;
    if (!known) {
        return folded;
    }
    folded.higherIsBetter = known->higherIsBetter;
    folded.decides = (before && before->decides) || (after && after->decides);
    folded.changed =
        before && after
        && (differ(before->limit, after->limit) || differ(before->least, after->least)
            || differ(before->most, after->most) || before->higherIsBetter != after->higherIsBetter);
    // NaN is not below anything.
    if (known->least < known->most && std::isfinite(known->most - known->least)) {
        folded.least = known->least;
        folded.most = known->most;
    }
    return folded;
}

std::optional<FoldedValue> valueOf(const FoldedCase &folded, quint32 dimension)
{
    const auto found = folded.values.find(dimension);
    return found == folded.values.end() ? std::nullopt : std::optional(found->second);
}

/// Where some passed or failed, a case that has only a score was not judged. Where none did and nobody gave a scale,
/// figures that all lie within 0 … 1 are shares.
void settle(FoldedDimension &dimension)
{
    const std::array all{&dimension.pairBaseline, &dimension.pairCandidate, &dimension.added,
                         &dimension.removed};
    bool shares = true;
    for (const auto *values : all) {
        for (const std::optional<FoldedValue> &value : *values) {
            if (!value) {
                continue;
            }
            dimension.metric.binary |= value->passed + value->failed > 0;
            const double mean = value->scored > 0 ? value->sum / double(value->scored) : 0;
            shares &= mean >= 0 && mean <= 1;
        }
    }
    if (dimension.metric.binary) {
        for (auto *values : all) {
            for (std::optional<FoldedValue> &value : *values) {
                if (value && value->scored > 0) {
                    value->errors += value->scored;
                }
            }
        }
    } else if (!dimension.metric.least && shares) {
        dimension.metric.least = 0;
        dimension.metric.most = 1;
    }
}

} // namespace

double FoldedValue::mean(bool binary) const
{
    if (!judged()) {
        return noScore;
    }
    return binary ? double(passed) / double(passed + failed) : sum / double(scored);
}

FoldedRuns foldCases(const ResultFile &baseline, quint32 baselineColumn, const ResultFile &candidate,
                     quint32 candidateColumn, const CaseMatch &match)
{
    // A case belongs to one dimension in both runs: the candidate's word counts, it is the newer suite.
    QStringList before = dimensionsOf(baseline);
    QStringList after = dimensionsOf(candidate);
    for (const CasePair &pair : match.pairs) {
        QString &old = before[pair.baselineCase];
        QString &now = after[pair.candidateCase];
        (now.isEmpty() ? now : old) = now.isEmpty() ? old : now;
    }
    Names names;
    const std::vector<FoldedCase> newer = foldFile(candidate, candidateColumn, after, names);
    const std::vector<FoldedCase> older = foldFile(baseline, baselineColumn, before, names);

    FoldedRuns runs;
    for (quint32 index = 0; index < names.names().size(); ++index) {
        FoldedDimension dimension{.metric = describe(baseline, candidate, names.names()[index])};
        for (const CasePair &pair : match.pairs) {
            std::optional<FoldedValue> old = valueOf(older[pair.baselineCase], index);
            std::optional<FoldedValue> now = valueOf(newer[pair.candidateCase], index);
            // An answer in error says nothing of its dimensions; the other run tells which they would have been.
            if (old && !now && newer[pair.candidateCase].error) {
                now = FoldedValue{.errors = 1};
            }
            if (now && !old && older[pair.baselineCase].error) {
                old = FoldedValue{.errors = 1};
            }
            if (old && now && newer[pair.candidateCase].error && now->errors == 0) {
                now->errors = 1;
            }
            if (old && now && older[pair.baselineCase].error && old->errors == 0) {
                old->errors = 1;
            }
            dimension.pairBaseline.push_back(old);
            dimension.pairCandidate.push_back(now);
        }
        for (const quint32 one : match.added) {
            dimension.added.push_back(valueOf(newer[one], index));
        }
        for (const quint32 one : match.removed) {
            dimension.removed.push_back(valueOf(older[one], index));
        }
        settle(dimension);
        runs.dimensions.push_back(std::move(dimension));
    }
    for (const CasePair &pair : match.pairs) {
        const FoldedCase &old = older[pair.baselineCase];
        const FoldedCase &now = newer[pair.candidateCase];
        runs.errors += (old.error || now.error) && old.values.empty() && now.values.empty();
    }
    for (const quint32 one : match.added) {
        runs.errors += newer[one].error;
    }
    return runs;
}

} // namespace countersign::evals
