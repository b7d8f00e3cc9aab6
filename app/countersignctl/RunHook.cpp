// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/PushGate.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "ledger/ChildProcess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr qint64 mostInput = 64 * 1024 * 1024;
const QByteArray hookMark = "# Written by countersignctl hook install.";

/// In a shell's single quotes.
QByteArray shellWord(const QString &text)
{
    return '\'' + QFile::encodeName(text).replace("'", "'\\''") + '\'';
}

QByteArray hookScript()
{
    return "#!/bin/sh\n" + hookMark + " Refuses pushes that go around the record.\nexec "
           + shellWord(QCoreApplication::applicationFilePath()) + " hook pre-receive\n";
}

/// Where git keeps the objects of the push that the hook is asked about, as its environment says.
QStringList pushedObjects()
{
    QStringList directories;
    for (const char *variable : {"GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY"}) {
        if (const QByteArray path = qgetenv(variable); !path.isEmpty()) {
            directories.append(QFile::decodeName(path));
        }
    }
    const QList<QByteArray> others = qgetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES").split(':');
    for (const QByteArray &path : others) {
        // A name that git had to quote is left out; what is only there is then missing, and the push refused.
        if (!path.isEmpty() && !path.startsWith('"')) {
            directories.append(QFile::decodeName(path));
        }
    }
    directories.removeDuplicates();
    return directories;
}

QString refusalWords(const PushRefusal &refusal)
{
    switch (refusal.rule) {
    case PushRule::RecordDeleted:
        return u"the record may not be deleted"_s;
    case PushRule::RecordRewritten:
        return refusal.detail.isEmpty()
                   ? u"it does not continue the record: events that stand there would be removed, changed or "
                     u"put in "
                     "another order. Read the shared record again, nothing of it is ever taken back"_s
                   : u"it would remove the last %1 events of the record"_s.arg(refusal.detail);
    case PushRule::EventRefused: {
        const QString rule = refusal.detail.section(u' ', 0, 0);
        return u"event %1 would have no effect: %2 (%3)"_s.arg(refusal.subject, ruleWords(rule),
                                                               refusal.detail);
    }
    case PushRule::EventDamaged:
        return u"event %1 is not what it says it is: %2"_s.arg(refusal.subject, refusal.detail);
    case PushRule::BranchDeleted:
        return u"the governed branch may not be deleted"_s;
    case PushRule::NoVersion:
        return refusal.detail.isEmpty()
                   ? u"%1 is governed, and nobody accepted what it is to be: propose it with countersignctl propose"_s
                         .arg(refusal.subject)
                   : u"%1 is governed, and change #%2 that proposes this is not accepted yet"_s.arg(
                         refusal.subject, refusal.detail);
    case PushRule::OlderVersion:
        return u"%1 would go back to version %2, and %3 is accepted: bring the branch up to date first"_s.arg(
            refusal.subject, refusal.detail.section(u' ', 0, 0), refusal.detail.section(u' ', 1));
    case PushRule::NoFile:
        return u"%1 is governed, and can only be an ordinary file with a plain name"_s.arg(refusal.subject);
    case PushRule::CannotTell:
        return u"it cannot be told whether this is allowed: %1"_s.arg(
            refusal.subject.isEmpty() ? refusal.detail : refusal.subject + u": "_s + refusal.detail);
    }
    Q_UNREACHABLE_RETURN({});
}

ExitStatus refuseAll(Context &context, const QList<PushRefusal> &refusals)
{
    bool certain = true;
    for (const PushRefusal &refusal : refusals) {
        const QString where = refusal.reference.isEmpty() ? u"the push"_s : refusal.reference;
        context.out.notice(
            u"refused %1: %2 [%3]"_s.arg(where, refusalWords(refusal), toString(refusal.rule)));
        certain = certain && refusal.rule != PushRule::CannotTell;
    }
    return certain ? ExitStatus::Refused : ExitStatus::CannotTell;
}

ExitStatus preReceive(Context &context)
{
    const auto cannotTell = [&context](const QString &why) {
        return refuseAll(context, {{.rule = PushRule::CannotTell, .detail = why}});
    };
    if (!qEnvironmentVariableIsEmpty("GIT_NAMESPACE")) {
        return cannotTell(u"namespaces of git are not supported"_s);
    }
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly)) {
        return cannotTell(u"standard input cannot be read"_s);
    }
    const QByteArray lines = input.read(mostInput + 1);
    if (input.error() != QFileDevice::NoError || lines.size() > mostInput) {
        return cannotTell(u"standard input cannot be read to its end"_s);
    }
    const Result<QList<PushedReference>> push = parsePush(lines);
    if (!push) {
        return cannotTell(u"this is not what git tells a pre-receive hook: %1"_s.arg(push.error().detail));
    }
    const QByteArray given = qgetenv("GIT_DIR");
    const PushGateOptions options{
        .gitDirectory = QDir(given.isEmpty() ? u"."_s : QFile::decodeName(given)).absolutePath(),
        .objectDirectories = pushedObjects()};
    const QList<PushRefusal> refusals = refusePush(options, *push);
    return refusals.isEmpty() ? ExitStatus::Done : refuseAll(context, refusals);
}

Result<QString> hooksFolder(const QString &place)
{
    const Result<ChildOutcome> outcome =
        runChild({.program = u"git"_s,
                  .arguments = {u"-C"_s, place, u"rev-parse"_s, u"--path-format=absolute"_s, u"--git-path"_s,
                                u"hooks"_s},
                  .environment = {u"GIT_DIR"_s, u"GIT_WORK_TREE"_s, u"LC_ALL=C.UTF-8"_s},
                  .deadlineMs = 10'000});
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    QString path = QFile::decodeName(outcome->output);
    path.chop(path.endsWith(u'\n') ? 1 : 0);
    return outcome->succeeded() ? Result<QString>(path)
                                : failure(ErrorCode::NotFound, u"repository"_s, outcome->words());
}

Task<ExitStatus> install(Context &context)
{
    const QString act = u"the hook was not installed"_s;
    const auto ask = [place = context.place().place] { return hooksFolder(place); };
    const Result<QString> folder = co_await elsewhere(ask);
    if (!folder) {
        co_return fail(context, act, folder.error());
    }
    const QString path = *folder + u"/pre-receive"_s;
    if (QFile old(path); old.exists()) {
        const bool readable = old.open(QIODevice::ReadOnly);
        if (!readable || !old.read(64 * 1024).contains(hookMark)) {
            co_return context.out.fail(
                ExitStatus::Refused,
                act
                    + u": there is a pre-receive hook already, %1. Let it hand its input to: %2 hook "
                      u"pre-receive. "
                      "Nothing was written."_s.arg(path, QCoreApplication::applicationFilePath()),
                u"refused"_s);
        }
    }
    QSaveFile file(path);
    const bool written =
        QDir().mkpath(*folder) && file.open(QIODevice::WriteOnly) && file.write(hookScript()) >= 0
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner
                               | QFileDevice::ReadGroup | QFileDevice::ExeGroup | QFileDevice::ReadOther
                               | QFileDevice::ExeOther)
        && file.commit();
    if (!written) {
        co_return fail(context, act,
                       {.code = ErrorCode::NotPermitted, .subject = path, .detail = file.errorString()});
    }
    if (context.out.isJson()) {
        context.out.json({{u"done"_s, u"installed"_s}, {u"path"_s, path}});
    } else {
        context.out.line(u"Installed %1. It asks %2 about every push."_s.arg(
            path, QCoreApplication::applicationFilePath()));
    }
    co_return ExitStatus::Done;
}

} // namespace

Task<ExitStatus> runHook(Context &context)
{
    if (context.invocation.operand(0) == "install"_L1) {
        co_return co_await install(context);
    }
    if (context.out.isJson()) {
        co_return misuse(context, u"only hook install has JSON"_s);
    }
    // git gives the objects of the push to this process alone.
    co_return preReceive(context);
}

} // namespace countersign::ctl
