// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "ledger/Verify.h"
#include "ledger_git/GitLedger.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

struct Problem
{
    Sequence seq = 0;
    QString event = {};
    QString what = {};
    QString detail = {};
    bool damage = true;
};

bool isDamage(const QString &what)
{
    for (int kind = 0; kind <= int(FindingKind::OtherHistory); ++kind) {
        if (toString(static_cast<FindingKind>(kind)) == what) {
            return countersign::isDamage(static_cast<FindingKind>(kind));
        }
    }
    return true;
}

struct Served
{
    QList<LinkHash> links = {};
    QList<LedgerFinding> findings = {};
};

/// What the shared record serves by now to somebody who never saw it. Blocking.
Result<Served> served(const GitPlace &place, const Clock &clock)
{
    const QTemporaryDir directory;
    const auto ledger = GitLedger::open(
        {.directory = directory.filePath(u"fresh"_s), .remote = place.shared, .clock = &clock});
    if (!ledger) {
        return std::unexpected(ledger.error());
    }
    const Result<Head> head = (*ledger)->fetch();
    if (!head) {
        return std::unexpected(head.error());
    }
    Served found;
    while (true) {
        const Result<QList<Envelope>> read = (*ledger)->readAfter(found.links.size(), 1000);
        if (!read) {
            return std::unexpected(read.error());
        }
        if (read->isEmpty()) {
            break;
        }
        for (const Envelope &envelope : *read) {
            found.links.append(envelope.at.link);
        }
    }
    const Result<Verification> verified = verifyLedger(**ledger);
    if (!verified) {
        return std::unexpected(verified.error());
    }
    found.findings = verified->findings;
    return found;
}

/// The first event that was seen here and that the shared record has no more, or not at its place.
Problem firstLost(const State &state, const Error &alarm, const Result<Served> &now)
{
    Problem problem{.seq = 1, .what = toString(FindingKind::OtherHistory), .detail = alarm.detail};
    if (now) {
        qsizetype same = 0;
        while (same < now->links.size() && same < state.links.size()
               && now->links.at(same) == state.links.at(same)) {
            ++same;
        }
        problem.seq = same + 1;
        problem.detail =
            u"%1; event %2 is the first that is lost or another"_s.arg(alarm.detail).arg(problem.seq);
    }
    for (auto seen = state.seen.cbegin(); seen != state.seen.cend(); ++seen) {
        if (seen.value() == problem.seq) {
            problem.event = seen.key().toString();
        }
    }
    return problem;
}

} // namespace

Task<ExitStatus> runVerify(Context &context)
{
    const QString act = u"the record cannot be verified"_s;
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const Result<VerifyReport> report = co_await answerOf(session.workspace().verify());
    if (!report) {
        co_return fail(context, act, report.error());
    }
    QList<Problem> problems;
    for (const VerifyReport::Problem &found : report->problems) {
        problems.append({.seq = found.seq,
                         .event = found.event.isNull() ? QString() : found.event.toString(),
                         .what = found.what,
                         .detail = found.detail,
                         .damage = isDamage(found.what)});
    }
    if (const std::optional<Error> alarm = session.alarm()) {
        const auto look = [place = session.place(), &clock = context.clock] { return served(place, clock); };
        const Result<Served> now = co_await elsewhere(look);
        problems.append(firstLost(session.state(), *alarm, now));
        // What is served instead may be damaged by itself; that says how it came to be.
        for (const LedgerFinding &finding : now ? now->findings : QList<LedgerFinding>()) {
            if (countersign::isDamage(finding.kind)) {
                problems.append({.seq = finding.seq,
                                 .event = finding.event.isNull() ? QString() : finding.event.toString(),
                                 .what = toString(finding.kind),
                                 .detail = u"in what is served now: "_s + finding.detail});
            }
        }
    }
    const bool sound =
        std::none_of(problems.cbegin(), problems.cend(), [](const Problem &p) { return p.damage; });
    const bool idle = problems.isEmpty();
    if (context.out.isJson()) {
        QJsonArray all;
        for (const Problem &problem : std::as_const(problems)) {
            all.append(QJsonObject{{u"number"_s, problem.seq},
                                   {u"event"_s, problem.event},
                                   {u"what"_s, problem.what},
                                   {u"detail"_s, problem.detail},
                                   {u"damage"_s, problem.damage}});
        }
        context.out.json({{u"sound"_s, sound},
                          {u"ledger"_s, toString(session.state().ledger)},
                          {u"at"_s, json(report->checked)},
                          {u"offline"_s, session.isOffline()},
                          {u"hash"_s, report->stateHash},
                          {u"signed"_s, report->everythingSigned},
                          {u"problems"_s, all}});
    } else {
        context.out.line(u"%1: %2 events, state %3%4"_s.arg(sound ? u"sound"_s : u"NOT SOUND"_s)
                             .arg(report->checked.seq)
                             .arg(report->stateHash,
                                  report->everythingSigned ? QString() : u", not every event is signed"_s));
        for (const Problem &problem : std::as_const(problems)) {
            const QString words =
                voidRuleFromString(problem.detail.section(u' ', 0, 0).section(u':', 0, 0))
                    ? u" ("_s + ruleWords(problem.detail.section(u' ', 0, 0).section(u':', 0, 0)) + u')'
                    : QString();
            context.out.line({{problem.damage ? u"! "_s : u"- "_s, Ink::Warning},
                              {u"event %1 %2: "_s.arg(problem.seq).arg(problem.event)},
                              {problem.what, Ink::Strong},
                              {(problem.detail.isEmpty() ? QString() : u": "_s + problem.detail) + words}});
        }
    }
    if (!sound) {
        co_return ExitStatus::CannotTell;
    }
    co_return context.has("strict") && !idle ? ExitStatus::Refused : ExitStatus::Done;
}

} // namespace countersign::ctl
