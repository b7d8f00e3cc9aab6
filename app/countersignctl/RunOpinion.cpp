// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EndpointWords.h"
#include "app/countersignctl/Receipt.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "services/OpinionDesk.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

ExitStatus failed(Context &context, const QString &number, const Error &error, const QString &host)
{
    return context.out.fail(
        exitStatusOf(error),
        u"no second opinion on %1: %2. Nothing was written."_s.arg(number, endpointWords(error, host, {{u"endpoint.unconfirmed"_s, u"nobody here has agreed to send texts to %1; --confirm-host %1 says so, once"_s},
                                               {u"endpoint.insecure"_s, u"the policy's address is neither https nor on this machine"_s},
                                               {u"endpoint.bad_answer"_s, u"what %1 answered is no lane with reasons"_s}})),
        nameOf(error.code), {});
}

} // namespace

Task<ExitStatus> runOpinion(Context &context)
{
    const QString act = u"no second opinion on %1"_s.arg(context.invocation.operand(0));
    const Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return fail(context, act, session.error());
    }
    const Result<Change> change = (*session)->change(context.invocation.operand(0));
    if (!change) {
        co_return fail(context, act, change.error());
    }
    const QString number = u'#' + QString::number(change->number);
    const Policy &policy = (*session)->state().policy;
    const SecondOpinion &asked = policy.secondOpinion;
    if (asked.lanes.isEmpty()) {
        const Error error{.code = ErrorCode::NotFound, .subject = u"a second_opinion in the policy"_s};
        co_return fail(context, act, error);
    }
    if (!change->revision()) {
        const Error error{.code = ErrorCode::NotFound, .subject = u"a revision"_s};
        co_return fail(context, act, error);
    }
    OpinionDesk desk(OpinionDesk::systemPlace());
    const Result<QString> host = OpinionDesk::host(asked);
    if (!host) {
        co_return failed(context, number, host.error(), {});
    }
    if (context.has("confirm-host")) {
        if (context.value("confirm-host") != *host) {
            co_return misuse(context, u"the policy's model is at %1, not at %2"_s.arg(
                                          *host, context.value("confirm-host")));
        }
        const QString key = context.has("key") ? context.value("key") : u"none"_s;
        if (const Done done = desk.confirm(asked, key); !done) {
            co_return done.error().code == ErrorCode::Invalid
                ? misuse(context, u"--key takes none, env:VARIABLE or keychain:NAME, never the key itself"_s)
                : failed(context, number, done.error(), *host);
        }
    } else if (context.has("key")) {
        co_return misuse(context, u"--key goes with --confirm-host"_s);
    }

    AssessedChange assessed;
    for (const FileChange &file : change->revision()->data.files) {
        const Result<FileComparison> compared =
            co_await answerOf((*session)->workspace().compare(file.path, file.before, file.after));
        if (!compared) {
            co_return fail(context, act, compared.error());
        }
        assessed.files.append(*compared);
    }
    const Result<SecondOpinionGiven> given = co_await answerOf(desk.ask(policy, assessed));
    if (!given) {
        co_return failed(context, number, given.error(), *host);
    }
    const Lane before = State::lane(*change);
    const OpinionRecorded data = recordOf(*given, change->revision()->stamp.event);
    const Result<WriteReceipt> receipt =
        co_await answerOf((*session)->workspace().signOff(change->id, data, given->text));
    if (!receipt) {
        co_return fail(context, u"the second opinion on %1 was not recorded"_s.arg(number), receipt.error());
    }

    const QString words =
        data.lane > before ? u"%1 at %2 says %3, which raises %4 from %5."_s.arg(
                                 asked.model, *host, toString(data.lane), number, toString(before))
                           : u"%1 at %2 says %3; %4 stays %5."_s.arg(asked.model, *host, toString(data.lane),
                                                                     number, toString(before));
    const QJsonObject fields{
        {u"opinion"_s, QJsonObject{{u"lane"_s, toString(data.lane)},
                                   {u"reasons"_s, QJsonArray::fromStringList(given->answer.reasons)},
                                   {u"host"_s, *host},
                                   {u"asked"_s, data.asked},
                                   {u"served"_s, data.served},
                                   {u"prompt"_s, toString(data.prompt)},
                                   {u"raised"_s, data.lane > before}}}};
    printChangeReceipt(context, **session, u"opinion-recorded"_s, words, *receipt, change->id, fields);
    if (!context.out.isJson()) {
        for (const QString &reason : given->answer.reasons) {
            context.out.line(u"  "_s + reason);
        }
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
