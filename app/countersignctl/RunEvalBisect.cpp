// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalCompare.h"
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/VerdictWords.h"
#include "evals/Bisect.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using evals::Bisection;
using evals::BisectOutcome;
using evals::ResultFile;
using evals::VersionRun;

/// "1.3.0=run.json", "1.3.1=" for a version without a run, or a file alone, which is then the version's name.
std::pair<QString, QString> versionAndFile(const QString &operand)
{
    const qsizetype equals = operand.indexOf(u'=');
    if (equals < 1 || QFileInfo::exists(operand)) {
        return {operand, operand};
    }
    return {operand.first(equals), operand.mid(equals + 1)};
}

QString nameAt(const QList<VersionRun> &versions, qsizetype index)
{
    return index < 0 ? QString() : versions[index].version;
}

QString bisectSentence(const Bisection &one, const QList<VersionRun> &versions)
{
    const QString bad = nameAt(versions, one.firstBad);
    const QString good = nameAt(versions, one.lastGood);
    QString words;
    switch (one.outcome) {
    case BisectOutcome::Found:
        words = u"%1 broke in %2: %3 was still good"_s.arg(one.dimension, bad, good);
        if (one.difference.matched > 0) {
            words += u", and of %1 cases %2 were won and %3 lost"_s.arg(one.difference.matched)
                         .arg(one.difference.wins)
                         .arg(one.difference.losses);
        }
        break;
    case BisectOutcome::Narrowed:
        words = one.lastGood < 0 ? u"%1 broke in %2 or before"_s.arg(one.dimension, bad)
                                 : u"%1 broke after %2 and not after %3"_s.arg(one.dimension, good, bad);
        words += one.next < 0 ? u"; the runs in between cannot tell, they need more cases or repeats"_s
                              : u"; run %1 next, %2 at the most in all"_s.arg(
                                    nameAt(versions, one.next),
                                    one.runsLeft == 1 ? u"one run"_s : u"%1 runs"_s.arg(one.runsLeft));
        break;
    case BisectOutcome::NeverBroke:
        words = one.states.contains(evals::VersionState::Unclear)
                    ? u"No break of %1 is shown, but some runs cannot tell: they need more cases or repeats"_s
                          .arg(one.dimension)
                    : u"%1 broke in none of the versions that were run"_s.arg(one.dimension);
        break;
    case BisectOutcome::NothingToTell:
        words = u"%1 was run on fewer than two versions"_s.arg(one.dimension);
        break;
    }
    if (one.mendedAt >= 0) {
        words += u"; %1 is good again"_s.arg(nameAt(versions, one.mendedAt));
    } else if (one.again) {
        words += u"; it was broken before that and mended, so that this is the latest break only"_s;
    }
    return words + u'.';
}

QJsonValue versionJson(const QList<VersionRun> &versions, qsizetype index)
{
    return index < 0 ? QJsonValue() : QJsonValue(versions[index].version);
}

QJsonObject bisectionJson(const Bisection &one, const QList<VersionRun> &versions)
{
    QJsonArray states;
    for (const evals::VersionState state : one.states) {
        states.append(evals::toString(state));
    }
    return {{u"outcome"_s, evals::toString(one.outcome)},
            {u"last_good"_s, versionJson(versions, one.lastGood)},
            {u"first_bad"_s, versionJson(versions, one.firstBad)},
            {u"next"_s, versionJson(versions, one.next)},
            {u"runs_left"_s, one.runsLeft},
            {u"again"_s, one.again},
            {u"mended_at"_s, versionJson(versions, one.mendedAt)},
            {u"states"_s, states},
            {u"difference"_s, figureJson(one.difference.difference)},
            {u"low"_s, figureJson(one.difference.low)},
            {u"high"_s, figureJson(one.difference.high)},
            {u"rule"_s, bisectSentence(one, versions)}};
}

bool isTold(const Bisection &one)
{
    return one.outcome == BisectOutcome::Found
           || (one.outcome == BisectOutcome::NeverBroke
               && !one.states.contains(evals::VersionState::Unclear));
}

} // namespace

Task<ExitStatus> runEvalBisect(Context &context)
{
    const auto reading = readOptions(context);
    if (!reading) {
        co_return misuse(context, reading.error());
    }
    auto options = compareOptions(context);
    if (!options) {
        co_return misuse(context, options.error());
    }
    std::vector<std::unique_ptr<ResultFile>> files;
    QList<VersionRun> versions;
    for (const QString &operand : context.invocation.operands) {
        const auto [version, name] = versionAndFile(operand);
        versions << VersionRun{.version = version};
        if (name.isEmpty()) {
            continue;
        }
        const auto work = [name, given = *reading] { return evals::readResults(name, given); };
        Result<ResultFile> file = co_await elsewhere(work);
        if (!file) {
            const ExitStatus status = exitStatusOf(file.error());
            co_return context.out.fail(status, u"%1 %2"_s.arg(name, resultErrorWords(file.error())));
        }
        if (file->status != evals::RunStatus::Complete) {
            context.out.notice(u"%1 is %2, and counts as not run"_s.arg(name, statusWords(*file)));
        }
        const auto column = columnOf(*file, name, context.value("column"), u"--column"_s);
        if (!column) {
            co_return misuse(context, column.error());
        }
        if (!files.empty() && *column != options->baselineColumn) {
            co_return misuse(context,
                             u"%1 has that column in another place than the files before it"_s.arg(name));
        }
        options->baselineColumn = *column;
        options->candidateColumn = *column;
        files.push_back(std::make_unique<ResultFile>(std::move(*file)));
        versions.last().run = files.back().get();
    }
    const auto work = [&versions, given = *options] {
        return Result<QList<Bisection>>(evals::bisect(versions, given));
    };
    const Result<QList<Bisection>> found = co_await elsewhere(work);
    if (!found) {
        co_return fail(context, u"the runs were not compared"_s, found.error());
    }
    if (context.out.isJson()) {
        QJsonArray names;
        QJsonObject metrics;
        for (const VersionRun &version : versions) {
            names.append(version.version);
        }
        for (const Bisection &one : *found) {
            metrics.insert(one.dimension, bisectionJson(one, versions));
        }
        context.out.json({{u"versions"_s, names}, {u"metrics"_s, metrics}});
    } else if (found->isEmpty()) {
        context.out.line(u"no version has a complete run that judges anything"_s);
    }
    if (!context.out.isJson()) {
        for (const Bisection &one : *found) {
            context.out.line(bisectSentence(one, versions));
        }
    }
    const bool told = !found->isEmpty() && std::ranges::all_of(*found, isTold);
    co_return told ? ExitStatus::Done : ExitStatus::CannotTell;
}

} // namespace countersign::ctl
