// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include "ledger/EventCodec.h"
#include "ledger/Link.h"
#include "ledger_git/GitLedger.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

constexpr int deadline = 60'000;

QByteArray refundText(int days)
{
    return "---\nmodel: gpt-4.1\n---\n# Refunds\n\nRefunds are possible within " + QByteArray::number(days)
           + " days of purchase. You must ask for the order number.\n";
}

} // namespace

QJsonObject Ran::json() const
{
    return QJsonDocument::fromJson(out).object();
}

QString Ran::why() const
{
    return u"status %1\n%2%3"_s.arg(status).arg(QString::fromUtf8(out), QString::fromUtf8(err));
}

World::World()
{
    git(path(u"."_s), {u"init"_s, u"--quiet"_s, u"--bare"_s, u"--initial-branch=main"_s, remote()});
    const QList<std::pair<QString, QString>> people = {{u"ana"_s, u"Ana Ruiz"_s},
                                                       {u"ben"_s, u"Ben Okafor"_s}};
    for (const auto &[who, name] : people) {
        git(path(u"."_s), {u"clone"_s, u"--quiet"_s, remote(), path(who)});
        git(path(who), {u"config"_s, u"user.name"_s, name});
        git(path(who), {u"config"_s, u"user.email"_s, who + u"@example.com"_s});
        if (who == "ana"_L1) {
            git(path(who), {u"checkout"_s, u"--quiet"_s, u"-B"_s, u"main"_s});
            write(u"ana/prompts/support/refund.prompt.md"_s, refundText(30));
            write(u"ana/prompts/shared/persona.prompt.md"_s, "You are a friendly assistant.\n");
            git(path(who), {u"add"_s, u"."_s});
            git(path(who), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"start"_s});
            git(path(who), {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        }
    }
}

Ran World::run(const QString &who, const QStringList &arguments, const QByteArray &input)
{
    return runIn(path(who), who, arguments, input);
}

Ran World::runIn(const QString &folder, const QString &who, const QStringList &arguments,
                 const QByteArray &input)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, path(u"data-"_s + who));
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("COUNTERSIGNCTL"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(deadline)) {
        process.kill();
        process.waitForFinished();
        return {.status = -1, .err = "countersignctl does not end: " + arguments.join(u' ').toUtf8()};
    }
    return {.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 128,
            .out = process.readAllStandardOutput(),
            .err = process.readAllStandardError()};
}

QJsonObject World::json(const QString &who, const QStringList &arguments, int status)
{
    const Ran ran = run(who, arguments + QStringList{u"--json"_s});
    if (ran.status != status) {
        m_shapeProblems.append(arguments.join(u' ') + u": "_s + ran.why());
    }
    const QJsonObject object = ran.json();
    if (status == 0) {
        checkShape(arguments, object);
    }
    return object;
}

void World::checkShape(const QStringList &arguments, const QJsonObject &object)
{
    if (m_shapes.isEmpty()) {
        for (const QJsonValue &value :
             run(u"ana"_s, {u"help"_s, u"--json"_s}).json().value(u"commands"_s).toArray()) {
            m_shapes.insert(value[u"name"_s].toString(), value[u"json"_s]);
        }
    }
    // Some commands are two words: "eval record".
    const QString pair = arguments.first(qMin(arguments.size(), qsizetype(2))).join(u' ');
    const QString command = m_shapes.contains(pair) ? pair : arguments.first();
    QStringList known;
    QStringList open;
    const QStringList found = fieldsOf(object);
    for (const QJsonValue &field : m_shapes.value(command).toArray()) {
        const QString name = field[u"path"_s].toString();
        known.append(name);
        if (field[u"type"_s] == "object"_L1) {
            open.append(name + u'.');
        }
        if (!field[u"optional"_s].toBool() && !found.contains(name)) {
            m_shapeProblems.append(u"%1 --json has no %2"_s.arg(command, name));
        }
    }
    for (const QString &name : found) {
        const bool inside =
            std::any_of(open.cbegin(), open.cend(), [&name](const QString &o) { return name.startsWith(o); });
        if (!known.contains(name) && !inside) {
            m_shapeProblems.append(u"%1 --json has %2, which no documentation names"_s.arg(command, name));
        }
    }
}

QByteArray World::git(const QString &folder, const QStringList &arguments, const QByteArray &input) const
{
    const Ran ran = tryGit(folder, arguments, input);
    if (ran.status != 0) {
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')), ran.err.constData());
    }
    return ran.out.trimmed();
}

Ran World::tryGit(const QString &folder, const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    if (folder.endsWith(".git"_L1)) {
        environment.insert(u"GIT_INDEX_FILE"_s, path(u"index"_s));
        for (const QString &role : {u"AUTHOR"_s, u"COMMITTER"_s}) {
            environment.insert(u"GIT_%1_NAME"_s.arg(role), u"Mallory"_s);
            environment.insert(u"GIT_%1_EMAIL"_s.arg(role), u"mallory@example.com"_s);
        }
    }
    process.setProcessEnvironment(environment);
    process.start(u"git"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(deadline)) {
        process.kill();
        process.waitForFinished();
        return {.status = -1, .err = "git does not end"};
    }
    return {.status = process.exitCode(), .out = process.readAllStandardOutput(), .err = process.readAllStandardError()};
}

void World::write(const QString &name, const QByteArray &bytes) const
{
    const QFileInfo info(path(name));
    QDir().mkpath(info.absolutePath());
    QFile file(info.filePath());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("%s cannot be written", qPrintable(name));
    }
}

Ran World::init()
{
    return run(u"ana"_s, {u"init"_s, u"--yes"_s, u"--add-person"_s, u"Ben Okafor <ben@example.com>"_s});
}

Ran World::propose(int days, const QStringList &more)
{
    write(u"proposed.md"_s, refundText(days));
    write(u"note.yaml"_s,
          "what: Another window for refunds.\nwhy: Finance asked for it.\noutcome: Fewer late refunds.\n"
          "triggers:\n  - refund_rate above 5% window=60 sample=200 action=roll-back\n"
          "rollback_owner: ben@example.com\ninformed: [ana@example.com]\n");
    return run(u"ana"_s,
               QStringList{u"propose"_s, u"support/refund"_s, u"--file"_s, path(u"proposed.md"_s),
                           u"--note"_s, path(u"note.yaml"_s)}
                   + (more.isEmpty() ? QStringList{u"--title"_s, u"Another refund window"_s} : more));
}

void World::accepted()
{
    for (const Ran &ran : {init(), propose(14), run(u"ben"_s, {u"approve"_s, u"#1"_s})}) {
        if (ran.status != 0) {
            qFatal("%s", qPrintable(ran.why()));
        }
    }
}

QList<QByteArray> World::commits() const
{
    return git(remote(), {u"rev-list"_s, u"--reverse"_s, u"countersign/ledger"_s}).split('\n');
}

QByteArray World::commit(const QByteArray &from, const QByteArray &parent, const QString &file,
                         const QByteArray &bytes, const QString &repository) const
{
    const QString folder = repository.isEmpty() ? remote() : repository;
    git(folder, {u"read-tree"_s, QString::fromLatin1(from)});
    if (!file.isEmpty()) {
        const QByteArray blob = git(folder, {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, bytes);
        git(folder, {u"update-index"_s, u"--add"_s, u"--cacheinfo"_s,
                       u"100644,%1,%2"_s.arg(QString::fromLatin1(blob), file)});
    }
    QStringList arguments = {u"commit-tree"_s, u"-m"_s, u"event"_s,
                             QString::fromLatin1(git(folder, {u"write-tree"_s}))};
    if (!parent.isEmpty()) {
        arguments << u"-p"_s << QString::fromLatin1(parent);
    }
    return git(folder, arguments);
}

void World::serve(const QList<QByteArray> &commits) const
{
    QByteArray parent;
    for (const QByteArray &one : commits) {
        parent = commit(one, parent);
    }
    moveLedger(parent);
}

void World::moveLedger(const QByteArray &commit) const
{
    git(remote(), {u"update-ref"_s, u"refs/heads/countersign/ledger"_s, QString::fromLatin1(commit)});
}

std::unique_ptr<Ledger> World::ledger()
{
    auto ledger = GitLedger::open(
        {.directory = path(u"client-%1"_s.arg(++m_clients)), .remote = remote(), .clock = &m_clock});
    if (!ledger) {
        qFatal("%s: %s", qPrintable(ledger.error().subject), qPrintable(ledger.error().detail));
    }
    return *std::move(ledger);
}

State World::state()
{
    auto client = ledger();
    const QString directory = path(u"recorder-%1"_s.arg(m_clients));
    const auto recorder =
        Recorder::open(std::move(client), {.directory = directory, .client = u"tests"_s, .clock = &m_clock});
    if (!recorder) {
        qFatal("%s: %s", qPrintable(recorder.error().subject), qPrintable(recorder.error().detail));
    }
    return (*recorder)->state();
}

Event World::append(const State &seen, const PrincipalId &actor, const QString &subject,
                    const EventData &data, const std::function<void(QByteArray &)> &spoil, const EventId &id)
{
    const Event event{.ledger = seen.ledger,
                      .id = id,
                      .actor = actor,
                      .subject = subject,
                      .basis = basisFor(seen, subject),
                      .claimedAt = m_clock.now(),
                      .client = u"tests"_s,
                      .data = data};
    QByteArray body = encodeEvent(event);
    if (spoil) {
        spoil(body);
    }
    const std::unique_ptr<Ledger> raw = ledger();
    const Head tip = raw->fetch().value();
    const Head at{.seq = tip.seq + 1, .link = linkOf(tip.seq + 1, tip.link, body, {}, {})};
    const auto landed =
        raw->tryAppend(tip, {Entry{.id = event.id, .at = at, .prev = tip.link, .body = body}});
    if (!landed || *landed != Landing::Landed) {
        qFatal("an event by hand did not land");
    }
    return event;
}

QStringList fieldsOf(const QJsonValue &value, const QString &path)
{
    if (value.isObject()) {
        QStringList all;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            all += fieldsOf(it.value(), path.isEmpty() ? it.key() : path + u'.' + it.key());
        }
        return all;
    }
    if (value.isArray()) {
        QStringList all;
        for (const QJsonValue &item : value.toArray()) {
            for (const QString &field : fieldsOf(item, path + u"[]"_s)) {
                if (!all.contains(field)) {
                    all.append(field);
                }
            }
        }
        return all;
    }
    return {path};
}

} // namespace countersign::test
