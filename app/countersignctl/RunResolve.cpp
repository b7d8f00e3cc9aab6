// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "base/Hash.h"
#include "services/Resolver.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

struct Answer
{
    Resolved resolved = {};
    QByteArray bytes = {};
    bool offline = false;
};

Task<Result<Answer>> answerFor(Context &context)
{
    const QString word = context.invocation.operand(0);
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return std::unexpected(opened.error());
    }
    Session &session = **opened;
    const Result<Artifact> artifact = session.artifact(word);
    if (!artifact) {
        co_return std::unexpected(artifact.error());
    }
    Answer answer{.offline = session.isOffline()};
    const Result<Resolved> resolved =
        resolve(session.state(), artifact->id, EnvironmentId{context.value("environment")});
    if (!resolved) {
        co_return std::unexpected(resolved.error());
    }
    answer.resolved = *resolved;
    const Result<QByteArray> bytes = co_await answerOf(session.workspace().content(resolved->content));
    if (!bytes) {
        co_return std::unexpected(bytes.error());
    }
    if (contentHash(*bytes) != resolved->content) {
        co_return failure(ErrorCode::Corrupt, resolved->path, toString(resolved->content));
    }
    answer.bytes = *bytes;
    co_return answer;
}

/// Whether a file may stand in: there is no answer, as against one that must not be trusted or understood.
bool mayStandIn(const Error &error)
{
    return error.code == ErrorCode::NotFound || error.code == ErrorCode::Unavailable
           || error.code == ErrorCode::NotPermitted || error.code == ErrorCode::NoSpace
           || error.code == ErrorCode::Locked;
}

} // namespace

Task<ExitStatus> runResolve(Context &context)
{
    const QString word = context.invocation.operand(0);
    const QString environment = context.value("environment");
    const QString act = u"%1 cannot be resolved for %2"_s.arg(word, environment);
    const Result<Answer> answer = co_await answerFor(context);
    if (answer) {
        if (!context.out.isJson()) {
            context.out.content(answer->bytes, true);
            co_return ExitStatus::Done;
        }
        QJsonObject object{{u"source"_s, u"record"_s},
                           {u"prompt"_s, answer->resolved.artifact.value},
                           {u"environment"_s, environment},
                           {u"path"_s, answer->resolved.path},
                           {u"kind"_s, toString(answer->resolved.kind)},
                           {u"version"_s, answer->resolved.version.toString()},
                           {u"content"_s, toString(answer->resolved.content)},
                           {u"at"_s, json(answer->resolved.at)},
                           {u"offline"_s, answer->offline}};
        addBytes(object, answer->bytes);
        context.out.json(object);
        co_return ExitStatus::Done;
    }
    if (!context.has("or-file") || !mayStandIn(answer.error())) {
        co_return fail(context, act, answer.error());
    }
    const QString path = context.value("or-file");
    const Result<QByteArray> bytes = readInput(path);
    if (!bytes) {
        co_return fail(context, act, bytes.error());
    }
    const QString why = errorWords(answer.error());
    if (!context.out.isJson()) {
        context.out.notice(u"%1: %2. This is the file %3."_s.arg(act, why, path));
        context.out.content(*bytes, true);
        co_return ExitStatus::Done;
    }
    QJsonObject object{{u"source"_s, u"file"_s},
                       {u"prompt"_s, word},
                       {u"environment"_s, environment},
                       {u"path"_s, path},
                       {u"content"_s, toString(contentHash(*bytes))},
                       {u"why"_s, why}};
    addBytes(object, *bytes);
    context.out.json(object);
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
