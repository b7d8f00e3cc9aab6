// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Escape.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "services/LogExport.h"

#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr int page = 1000;

struct LogWish
{
    LogQuery query = {};
    QString environment = {};
    qsizetype most = 50; ///< 0: all
};

/// Every entry that is wished for, newest first.
Task<Result<QList<LogEntry>>> readEntries(Session &session, LogWish wish)
{
    QList<LogEntry> found;
    wish.query.most = page;
    while (true) {
        const Result<QList<LogEntry>> read = co_await answerOf(session.workspace().log(wish.query));
        if (!read) {
            co_return std::unexpected(read.error());
        }
        for (const LogEntry &entry : *read) {
            if (wish.environment.isEmpty()
                || entry.subject.startsWith(u"release/"_s + wish.environment + u'/')) {
                found.append(entry);
            }
            if (wish.most > 0 && found.size() >= wish.most) {
                co_return found;
            }
        }
        if (read->size() < page) {
            co_return found;
        }
        wish.query.before = read->last().seq;
    }
}

Result<LogWish> wishOf(const Context &context, const Session &session)
{
    LogWish wish;
    if (context.has("prompt")) {
        const Result<Artifact> artifact = session.artifact(context.value("prompt"));
        if (!artifact) {
            return std::unexpected(artifact.error());
        }
        wish.query.artifact = artifact->id;
    }
    if (context.has("change")) {
        const Result<Change> change = session.change(context.value("change"));
        if (!change) {
            return std::unexpected(change.error());
        }
        wish.query.subject = changeSubject(change->id);
    }
    if (context.has("person")) {
        const Result<PrincipalId> person = session.person(context.value("person"));
        if (!person) {
            return std::unexpected(person.error());
        }
        wish.query.actor = *person;
    }
    if (context.has("environment")
        && !session.state().policy.environment(EnvironmentId{context.value("environment")})) {
        return failure(ErrorCode::NotFound, u"environment"_s, context.value("environment"));
    }
    wish.environment = context.value("environment");
    wish.query.kind = context.value("kind");
    wish.query.onlyWithoutEffect = context.has("without-effect");
    wish.query.words = context.value("words");
    for (const auto &[option, to] : {std::pair("limit", 0), std::pair("before", 1)}) {
        if (!context.has(option)) {
            continue;
        }
        bool ok = false;
        const qlonglong number = context.value(option).toLongLong(&ok);
        if (!ok || number < 0) {
            return failure(ErrorCode::Invalid, u"--"_s + QLatin1StringView(option), u"must be a number"_s);
        }
        if (to == 0) {
            wish.most = number;
        } else {
            wish.query.before = number;
        }
    }
    return wish;
}

QString effectWords(const Verdict &verdict)
{
    if (const auto *refused = std::get_if<Void>(&verdict)) {
        const QString words = u"no effect: "_s + ruleWords(toString(refused->rule));
        return refused->detail.isEmpty() ? words : words + u" ("_s + refused->detail + u')';
    }
    if (const auto *malformed = std::get_if<Malformed>(&verdict)) {
        return u"cannot be read: "_s + malformed->why;
    }
    if (const auto *duplicate = std::get_if<Duplicate>(&verdict)) {
        return u"a duplicate of event %1"_s.arg(duplicate->of);
    }
    return {};
}

QJsonObject stateJson(const Session &session)
{
    const ViewPointer view = session.view();
    QJsonArray prompts;
    for (const Artifact &artifact : view->state.artifacts) {
        prompts.append(promptJson(view->state, artifact));
    }
    QJsonArray changes;
    for (const ChangeId &id : view->state.order) {
        if (const Change *change = view->state.change(id)) {
            QJsonObject object = changeJson(*change);
            object.insert(u"title"_s, titleOf(*view, *change));
            changes.append(object);
        }
    }
    return {{u"at"_s, json(view->state.head)},
            {u"hash"_s, QString::fromLatin1(view->state.hash())},
            {u"ledger"_s, toString(view->state.ledger)},
            {u"signed"_s, view->everythingSigned},
            {u"policy"_s, QJsonObject{{u"version"_s, view->state.policy.version},
                                      {u"hash"_s, QString::fromLatin1(view->state.policyInForce.toHex())}}},
            {u"prompts"_s, prompts},
            {u"changes"_s, changes}};
}

QByteArray stateCsv(const State &state, CsvFormulas formulas)
{
    QByteArray csv = "prompt,path,kind,environment,version,content,rolled_back,since,event\r\n";
    for (const Artifact &artifact : state.artifacts) {
        for (const Environment &environment : state.policy.environments) {
            const PointerMove *running = artifact.running(environment.id);
            if (!running) {
                continue;
            }
            QStringList cells = {artifact.id.value,
                                 artifact.path,
                                 toString(artifact.kind),
                                 environment.id.value,
                                 running->version.toString(),
                                 toString(running->content),
                                 running->rolledBack ? u"yes"_s : u"no"_s,
                                 timeWords(running->stamp.claimedAt),
                                 running->stamp.event.toString()};
            for (QString &cell : cells) {
                cell = csvField(cell, formulas);
            }
            csv += cells.join(u',').toUtf8() + "\r\n";
        }
    }
    return csv;
}

} // namespace

Task<ExitStatus> runLog(Context &context)
{
    const QString act = u"the log cannot be read"_s;
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const Result<LogWish> wish = wishOf(context, session);
    if (!wish) {
        co_return fail(context, act, wish.error());
    }
    const Result<QList<LogEntry>> entries = co_await readEntries(session, *wish);
    if (!entries) {
        co_return fail(context, act, entries.error());
    }
    const ViewPointer view = session.view();
    if (context.out.isJson()) {
        context.out.json({{u"at"_s, json(view->state.head)},
                          {u"offline"_s, session.isOffline()},
                          {u"events"_s, QJsonDocument::fromJson(logAsJson(*view, *entries)).array()}});
        co_return ExitStatus::Done;
    }
    for (const LogEntry &entry : *entries) {
        const QString effect = effectWords(entry.verdict);
        context.out.line({{QString::number(entry.seq).rightJustified(6), Ink::Strong},
                          {u"  "_s + timeWords(entry.claimedAt).leftJustified(21)},
                          {entry.kind.leftJustified(20)},
                          {view->personName(entry.actor).leftJustified(18)},
                          {subjectWords(view->state, entry.subject)},
                          {effect.isEmpty() ? QString() : u"  ! "_s + effect, Ink::Warning}});
    }
    co_return ExitStatus::Done;
}

Task<ExitStatus> runExport(Context &context)
{
    const bool isState = context.invocation.operand(0) == "state"_L1;
    const bool isCsv = context.value("format") == "csv"_L1;
    const QString act = u"the export was not made"_s;
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const CsvFormulas formulas = context.has("formulas") ? CsvFormulas::AsTheyAre : CsvFormulas::Guarded;
    QByteArray bytes;
    if (isState) {
        bytes = isCsv ? stateCsv(session.state(), formulas)
                      : QJsonDocument(stateJson(session)).toJson(QJsonDocument::Indented);
    } else {
        const Result<QList<LogEntry>> read = co_await readEntries(session, {.most = 0});
        if (!read) {
            co_return fail(context, act, read.error());
        }
        // An export is read from the beginning.
        const QList<LogEntry> entries(read->crbegin(), read->crend());
        bytes = isCsv ? logAsCsv(*session.view(), entries, formulas) : logAsJson(*session.view(), entries);
    }
    if (!isCsv) {
        bytes = escapedJson(bytes);
    }
    if (!context.has("output")) {
        context.out.content(bytes, true);
        co_return ExitStatus::Done;
    }
    QSaveFile file(context.value("output"));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        const Error error{
            .code = ErrorCode::NotPermitted, .subject = file.fileName(), .detail = file.errorString()};
        co_return fail(context, act, error);
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
