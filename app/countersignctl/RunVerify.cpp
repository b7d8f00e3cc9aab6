// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QString idOf(const VerifyReport::Problem &problem)
{
    return problem.event.isNull() ? QString() : problem.event.toString();
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
    const QList<VerifyReport::Problem> &problems = report->problems;
    const bool sound = std::ranges::none_of(problems, &VerifyReport::Problem::damage);
    if (context.out.isJson()) {
        QJsonArray all;
        for (const VerifyReport::Problem &problem : problems) {
            all.append(QJsonObject{{u"number"_s, problem.seq},
                                   {u"event"_s, idOf(problem)},
                                   {u"what"_s, problem.what},
                                   {u"detail"_s, problem.detail},
                                   {u"damage"_s, problem.damage},
                                   {u"served"_s, problem.served}});
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
        for (const VerifyReport::Problem &problem : problems) {
            const QString words =
                voidRuleFromString(problem.detail.section(u' ', 0, 0).section(u':', 0, 0))
                    ? u" ("_s + ruleWords(problem.detail.section(u' ', 0, 0).section(u':', 0, 0)) + u')'
                    : QString();
            context.out.line({{problem.damage ? u"! "_s : u"- "_s, Ink::Warning},
                              {(problem.served ? u"served now, event %1 %2: "_s : u"event %1 %2: "_s)
                                   .arg(problem.seq)
                                   .arg(idOf(problem))},
                              {problem.what, Ink::Strong},
                              {(problem.detail.isEmpty() ? QString() : u": "_s + problem.detail) + words}});
        }
    }
    if (!sound) {
        co_return ExitStatus::CannotTell;
    }
    co_return context.has("strict") && !problems.isEmpty() ? ExitStatus::Refused : ExitStatus::Done;
}

} // namespace countersign::ctl
