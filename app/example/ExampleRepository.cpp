// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/ExampleRepository.h"

#include "ledger/ChildProcess.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

const QString branch = u"main"_s;

Done writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || file.write(bytes) != bytes.size() || !file.flush()) {
        return failure(ErrorCode::NotPermitted, path, file.errorString());
    }
    return {};
}

QString emailOf(const Person &person)
{
    return person.emails.value(0);
}

} // namespace

Done ExampleRepository::git(const QStringList &arguments, const QStringList &environment,
                            const std::stop_token &stop) const
{
    ChildCommand command{.program = u"git"_s, .arguments = arguments, .environment = environment};
    command.environment << u"GIT_CONFIG_GLOBAL=/dev/null"_s << u"GIT_CONFIG_NOSYSTEM=1"_s << u"GIT_TERMINAL_PROMPT=0"_s
                        << u"LC_ALL=C"_s << u"GIT_DIR"_s << u"GIT_WORK_TREE"_s << u"GIT_INDEX_FILE"_s;
    const Result<ChildOutcome> outcome = runChild(command, stop);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    if (!outcome->succeeded()) {
        return failure(ErrorCode::Unavailable, u"git "_s + arguments.join(u' '), outcome->words());
    }
    return {};
}

Done ExampleRepository::commit(const Person &by, qint64 when, const QString &message,
                               const std::stop_token &stop) const
{
    const QString date = u"@%1 +0000"_s.arg(when / 1000);
    const QStringList environment = {u"GIT_AUTHOR_NAME="_s + by.name,     u"GIT_AUTHOR_EMAIL="_s + emailOf(by),
                                     u"GIT_COMMITTER_NAME="_s + by.name,  u"GIT_COMMITTER_EMAIL="_s + emailOf(by),
                                     u"GIT_AUTHOR_DATE="_s + date,        u"GIT_COMMITTER_DATE="_s + date};
    if (Done done = git({u"-C"_s, m_places.clone, u"add"_s, u"--all"_s}, {}, stop); !done) {
        return done;
    }
    if (Done done = git({u"-C"_s, m_places.clone, u"commit"_s, u"--quiet"_s, u"-m"_s, message}, environment, stop);
        !done) {
        return done;
    }
    return git({u"-C"_s, m_places.clone, u"push"_s, u"--quiet"_s, u"origin"_s, branch}, {}, stop);
}

Done ExampleRepository::make(const Person &by, qint64 when, const std::stop_token &stop) const
{
    const QStringList init = {u"-c"_s, u"init.defaultBranch="_s + branch, u"init"_s, u"--quiet"_s, u"--template="_s};
    if (Done done = git(init + QStringList{u"--bare"_s, m_places.shared}, {}, stop); !done) {
        return done;
    }
    // Until it is complete there is nothing to lose, and finish() takes this back.
    if (Done done = git({u"-C"_s, m_places.shared, u"config"_s, u"core.fsync"_s, u"none"_s}, {}, stop); !done) {
        return done;
    }
    if (Done done = git(init + QStringList{m_places.clone}, {}, stop); !done) {
        return done;
    }
    if (Done done = git({u"-C"_s, m_places.clone, u"remote"_s, u"add"_s, u"origin"_s, m_places.shared}, {}, stop);
        !done) {
        return done;
    }
    for (const QString &path : exampleFiles()) {
        if (Done done = writeFile(m_places.clone + u'/' + path, exampleFile(u"files/"_s + path)); !done) {
            return done;
        }
    }
    return commit(by, when, u"Keep the prompts of the assistants here"_s, stop);
}

Done ExampleRepository::edit(const Person &by, qint64 when, const QString &path, const StoryEdit &edit,
                             const std::stop_token &stop) const
{
    if (Done done = git({u"-C"_s, m_places.clone, u"pull"_s, u"--quiet"_s, u"--ff-only"_s, u"origin"_s, branch}, {},
                        stop);
        !done) {
        return done;
    }
    QFile file(m_places.clone + u'/' + path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotFound, path, file.errorString());
    }
    const Result<QByteArray> text = replaced(file.readAll(), edit.replace);
    file.close();
    if (!text) {
        return std::unexpected(text.error());
    }
    if (Done done = writeFile(file.fileName(), *text); !done) {
        return done;
    }
    return commit(by, when, edit.summary, stop);
}

Done ExampleRepository::finish(const ExamplePlaces &home, const Person &me, const QList<Person> &others,
                               const std::stop_token &stop) const
{
    const QStringList inClone = {u"-C"_s, m_places.clone};
    QList<QStringList> commands = {
            {u"pull"_s, u"--quiet"_s, u"--ff-only"_s, u"origin"_s, branch},
            {u"branch"_s, u"--quiet"_s, u"--set-upstream-to=origin/"_s + branch},
            {u"config"_s, u"user.name"_s, me.name},
            {u"config"_s, u"user.email"_s, emailOf(me)},
            {u"remote"_s, u"set-url"_s, u"origin"_s, home.shared},
    };
    for (const Person &other : others) {
        commands.append({u"config"_s, u"--add"_s, u"countersign.identity"_s,
                         u"%1 <%2>"_s.arg(other.name, emailOf(other))});
    }
    if (Done done = git({u"-C"_s, m_places.shared, u"config"_s, u"--unset"_s, u"core.fsync"_s}, {}, stop); !done) {
        return done;
    }
    for (const QStringList &command : std::as_const(commands)) {
        if (Done done = git(inClone + command, {}, stop); !done) {
            return done;
        }
    }
    return {};
}

} // namespace countersign
