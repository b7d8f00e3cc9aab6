// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Bisect.h"

#include <algorithm>

namespace countersign::evals {

namespace {

const DimensionComparison *dimensionOf(const Comparison &comparison, const QString &name)
{
    const auto found = std::ranges::find(comparison.dimensions, name, &DimensionComparison::name);
    return found == comparison.dimensions.end() ? nullptr : &*found;
}

bool showsLoss(const DimensionComparison *dimension)
{
    return dimension && dimension->verdict == Verdict::Fail;
}

/// What the first run says of another.
VersionState against(const Comparison &comparison, const QString &name)
{
    const DimensionComparison *dimension = dimensionOf(comparison, name);
    if (!dimension || dimension->matched == 0) {
        return VersionState::NotRun;
    }
    return showsLoss(dimension)                  ? VersionState::Bad
           : dimension->verdict == Verdict::Pass ? VersionState::Good
                                                 : VersionState::Unclear;
}

/// Halving a gap of `width` versions takes as many runs as the number has binary digits.
qsizetype halvings(qsizetype width)
{
    qsizetype runs = 0;
    for (; width > 0; width /= 2) {
        ++runs;
    }
    return runs;
}

void locate(Bisection &bisection)
{
    const QList<VersionState> &states = bisection.states;
    const qsizetype bad = states.lastIndexOf(VersionState::Bad);
    const qsizetype runs = std::ranges::count_if(states, [](auto s) { return s != VersionState::NotRun; });
    if (bad < 0) {
        bisection.outcome = runs < 2 ? BisectOutcome::NothingToTell : BisectOutcome::NeverBroke;
        return;
    }
    const qsizetype firstOfAll = states.indexOf(VersionState::Bad);
    bisection.lastGood = states.lastIndexOf(VersionState::Good, bad);
    bisection.firstBad = states.indexOf(VersionState::Bad, std::max<qsizetype>(bisection.lastGood, 0));
    bisection.mendedAt = states.indexOf(VersionState::Good, bad);
    bisection.again = bisection.lastGood > firstOfAll || bisection.mendedAt >= 0;

    QList<qsizetype> open;
    qsizetype unclear = 0;
    for (qsizetype i = bisection.lastGood + 1; i < bisection.firstBad; ++i) {
        unclear += states[i] == VersionState::Unclear;
        if (states[i] == VersionState::NotRun) {
            open << i;
        }
    }
    const bool next = bisection.lastGood >= 0 && bisection.firstBad == bisection.lastGood + 1;
    bisection.outcome = next ? BisectOutcome::Found : BisectOutcome::Narrowed;
    if (!open.isEmpty()) {
        bisection.next = open[(open.size() - 1) / 2];
        bisection.runsLeft = halvings(open.size());
    }
}

} // namespace

QString toString(VersionState state)
{
    switch (state) {
    case VersionState::NotRun:
        return QStringLiteral("not_run");
    case VersionState::Good:
        return QStringLiteral("good");
    case VersionState::Bad:
        return QStringLiteral("bad");
    case VersionState::Unclear:
        return QStringLiteral("unclear");
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(BisectOutcome outcome)
{
    switch (outcome) {
    case BisectOutcome::Found:
        return QStringLiteral("found");
    case BisectOutcome::Narrowed:
        return QStringLiteral("narrowed");
    case BisectOutcome::NeverBroke:
        return QStringLiteral("never_broke");
    case BisectOutcome::NothingToTell:
        return QStringLiteral("nothing_to_tell");
    }
    Q_UNREACHABLE_RETURN({});
}

QList<Bisection> bisect(const QList<VersionRun> &versions, const CompareOptions &options)
{
    const auto isRun = [](const VersionRun &version) {
        return version.run && version.run->status == RunStatus::Complete;
    };
    const auto first = std::ranges::find_if(versions, isRun);
    if (first == versions.end()) {
        return {};
    }
    const qsizetype reference = first - versions.begin();

    QList<std::optional<Comparison>> fromFirst(versions.size());
    QStringList names;
    for (qsizetype i = reference; i < versions.size(); ++i) {
        if (isRun(versions[i])) {
            fromFirst[i] = compare(*first->run, *versions[i].run, options);
            for (const DimensionComparison &dimension : fromFirst[i]->dimensions) {
                if (dimension.judged && !names.contains(dimension.name)) {
                    names << dimension.name;
                }
            }
        }
    }
    QHash<std::pair<qsizetype, qsizetype>, Comparison> pairs;
    const auto between = [&](qsizetype from, qsizetype to) -> const Comparison & {
        const auto key = std::pair(from, to);
        auto found = pairs.find(key);
        if (found == pairs.end()) {
            found = pairs.insert(key, compare(*versions[from].run, *versions[to].run, options));
        }
        return *found;
    };

    QList<Bisection> bisections;
    for (const QString &name : names) {
        Bisection bisection{.dimension = name,
                            .states = QList<VersionState>(versions.size(), VersionState::NotRun)};
        for (qsizetype i = reference; i < versions.size(); ++i) {
            if (fromFirst[i]) {
                bisection.states[i] = against(*fromFirst[i], name);
            }
        }
        const qsizetype bad = bisection.states.lastIndexOf(VersionState::Bad);
        for (qsizetype i = reference; i < bad; ++i) {
            if (bisection.states[i] == VersionState::Unclear
                && showsLoss(dimensionOf(between(i, bad), name))) {
                bisection.states[i] = VersionState::Good;
            }
        }
        locate(bisection);
        if (bisection.lastGood >= 0 && bisection.firstBad >= 0) {
            if (const auto *found = dimensionOf(between(bisection.lastGood, bisection.firstBad), name)) {
                bisection.difference = *found;
            }
        }
        bisections << bisection;
    }
    return bisections;
}

} // namespace countersign::evals
