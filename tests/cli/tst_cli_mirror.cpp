// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "support/postgres/PrivatePostgres.h"

#include <QJsonArray>
#include <QProcess>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString refundFile = u"prompts/support/refund.prompt.md"_s;
const QString personaFile = u"prompts/shared/persona.prompt.md"_s;

/// A registry with an accepted change, an empty bare repository for engineers, and what they do in a clone of it.
struct MirrorWorld : World
{
    QString registry = path(u"prompts.registry"_s);
    QString repository = path(u"engineers.git"_s);
    QString clone = path(u"eve"_s);

    MirrorWorld()
    {
        accepted();
        git(path(u"."_s), {u"init"_s, u"--quiet"_s, u"--bare"_s, u"--initial-branch=main"_s, repository});
    }

    void copyToFile()
    {
        must(run(u"ana"_s, {u"registry"_s, u"init"_s, registry}));
        must(run(u"ana"_s, {u"copy"_s, u"."_s, registry}));
    }

    void copyToDatabase()
    {
        PrivatePostgres &server = PrivatePostgres::shared();
        registry = server.url(server.makeDatabase(), server.administrator());
        must(run(u"ana"_s, {u"registry"_s, u"init"_s, registry}));
        must(run(u"ana"_s, {u"copy"_s, u"."_s, registry}));
    }

    static void must(const Ran &ran)
    {
        if (ran.status != 0)
            qFatal("%s", qPrintable(ran.why()));
    }

    Ran onRegistry(const QString &who, const QStringList &arguments)
    {
        return run(who,
                   arguments + QStringList{u"--workspace"_s, registry, u"--as"_s, who + u"@example.com"_s});
    }

    QJsonObject mirror(const QStringList &more = {}, int status = 0)
    {
        return json(u"ana"_s,
                    QStringList{u"mirror"_s, registry, repository, u"--as"_s, u"ana@example.com"_s} + more,
                    status);
    }

    /// Ana proposes bytes of a prompt in the registry, and Ben accepts them.
    void acceptThere(const QString &prompt, const QByteArray &bytes)
    {
        write(u"proposed.md"_s, bytes);
        const Ran proposed =
            onRegistry(u"ana"_s, {u"propose"_s, prompt, u"--file"_s, path(u"proposed.md"_s), u"--note"_s,
                                  path(u"note.yaml"_s), u"--title"_s, u"Next"_s, u"--json"_s});
        must(proposed);
        approveThere(proposed.json().value(u"change"_s).toObject().value(u"number"_s).toInt());
    }

    void approveThere(int change) { must(onRegistry(u"ben"_s, {u"approve"_s, QString::number(change)})); }

    /// Of a version: "support/refund@1.1.0".
    [[nodiscard]] QByteArray acceptedText(const QString &version)
    {
        return onRegistry(u"ana"_s, {u"show"_s, version, u"--raw"_s}).out;
    }

    // The engineer

    void startEngineer()
    {
        git(path(u"."_s), {u"clone"_s, u"--quiet"_s, repository, clone});
        git(clone, {u"config"_s, u"user.name"_s, u"Eve Stone"_s});
        git(clone, {u"config"_s, u"user.email"_s, u"eve@example.com"_s});
    }

    void pull() const { git(clone, {u"pull"_s, u"--quiet"_s, u"--ff-only"_s, u"origin"_s, u"main"_s}); }

    QByteArray push(const QString &summary) const
    {
        git(clone, {u"add"_s, u"--all"_s});
        git(clone, {u"commit"_s, u"--quiet"_s, u"-m"_s, summary});
        git(clone, {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        return tip();
    }

    [[nodiscard]] QByteArray tip() const { return git(repository, {u"rev-parse"_s, u"main"_s}); }
    /// Of the branch; empty when there is no such file.
    [[nodiscard]] QByteArray there(const QString &file) const
    {
        return tryGit(repository, {u"show"_s, u"main:"_s + file}).out;
    }
    void hook(const QString &name, const QByteArray &script) const
    {
        write(u"engineers.git/hooks/"_s + name, "#!/bin/sh\n" + script);
        QFile(path(u"engineers.git/hooks/"_s + name))
            .setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
};

QJsonArray edits(const QJsonObject &report)
{
    return report.value(u"edits"_s).toArray();
}

QJsonObject editOf(const QJsonObject &report, const QString &path)
{
    for (const QJsonValue &edit : edits(report)) {
        if (edit[u"path"_s].toString() == path)
            return edit.toObject();
    }
    return {};
}

/// A commit by an engineer that changes a governed file, made by hooks of the shared repository while a push is under way.
QByteArray racingScript(const QString &file, const QByteArray &bytes)
{
    return "unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n"
           "[ -e raced ] && exit 0\n: > raced\n"
           "export GIT_INDEX_FILE=raced.index GIT_AUTHOR_NAME=Eve GIT_AUTHOR_EMAIL=eve@example.com "
           "GIT_COMMITTER_NAME=Eve GIT_COMMITTER_EMAIL=eve@example.com\n"
           "git read-tree main\n"
           "blob=$(printf '"
           + bytes
           + "' | git hash-object -w --stdin)\n"
             "git update-index --add --cacheinfo 100644,$blob,"
           + file.toUtf8()
           + "\n"
             "git update-ref refs/heads/main $(git commit-tree -p main -m race $(git write-tree))\n";
}

} // namespace

/// A registry mirrored into a git repository by the program itself.
class CliMirrorTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<MirrorWorld> m_world;

private slots:
    void init()
    {
        m_world = std::make_unique<MirrorWorld>();
        if (qstrcmp(QTest::currentTestFunction(), "whatWasAcceptedIsWrittenOnce") != 0)
            m_world->copyToFile();
    }
    void cleanup()
    {
        QVERIFY2(m_world->shapeProblems().isEmpty(), qPrintable(m_world->shapeProblems().join(u'\n')));
    }

    void whatWasAcceptedIsWrittenOnce_data();
    void whatWasAcceptedIsWrittenOnce();
    void aDryRunWritesNothing();
    void aNewVersionIsOneCommitAndOtherFilesStay();
    void anEditStandsUntilItIsPutBack();
    void anAdoptedEditBringsBothSidesTogether();
    void goneAndRenamedFilesAreEditsToo();
    void aFileThatTheRecordDropsIsRemoved();
    void aCloneIsBroughtAlongAndAnotherBranchLeftAlone();
    void theBranchMovesMeanwhile();
    void anEditThatComesMeanwhileIsNotOverwritten();
    void anEditThatComesMeanwhileIsNotPutBack();
    void whoEditedOnAMergedBranchIsAContributor();
    void aRunThatIsKilledIsGoneOnWith();
    void whatIsNoFileIsNeverWrittenThrough_data();
    void whatIsNoFileIsNeverWrittenThrough();
    void namesThatNoFileMayHaveAreLeftAlone();
    void nothingOfAHostileRepositoryRuns();
    void aProtectedBranchHasOneBesideIt();
    void anotherTreeBesideAProtectedBranchHasAnotherName();
    void aWorkTreeThatCannotTakeItHasABranchBesideIt();
    void whatCannotBeIsSaid();
};

void CliMirrorTest::whatWasAcceptedIsWrittenOnce_data()
{
    QTest::addColumn<bool>("database");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

void CliMirrorTest::whatWasAcceptedIsWrittenOnce()
{
    QFETCH(const bool, database);
    if (database) {
        QVERIFY2(PrivatePostgres::shared().problem().isEmpty(),
                 qPrintable(PrivatePostgres::shared().problem()));
        m_world->copyToDatabase();
    } else {
        m_world->copyToFile();
    }

    const QJsonObject first = m_world->mirror();
    const QByteArray tip = m_world->tip();
    const QJsonObject second = m_world->mirror();

    QCOMPARE(first.value(u"done"_s).toString(), u"mirrored"_s);
    QCOMPARE(first.value(u"commit"_s).toString().toLatin1(), tip);
    QVERIFY(m_world->there(refundFile).contains("within 14 days"));
    QCOMPARE(m_world->there(refundFile), m_world->acceptedText(u"support/refund@1.1.0"_s));
    QVERIFY(!m_world->there(personaFile).isEmpty());
    const QByteArray message =
        m_world->git(m_world->repository, {u"log"_s, u"-1"_s, u"--format=%an <%ae>%n%B"_s, u"main"_s});
    QVERIFY2(message.contains("<ana@example.com>"), message.constData());
    QVERIFY2(message.contains("support/refund 1.1.0 (change #1)"), message.constData());
    QVERIFY2(message.contains("\nCountersign-Record: l:"), message.constData());
    QVERIFY2(
        message.contains("\nCountersign-Head: " + QByteArray::number(first.value(u"record"_s).toInt()) + ' '),
        message.constData());
    QCOMPARE(second.value(u"done"_s).toString(), u"current"_s);
    QVERIFY(!second.contains(u"commit"_s));
    QCOMPARE(second.value(u"mirrored"_s), first.value(u"record"_s));
    QCOMPARE(m_world->tip(), tip);
}

void CliMirrorTest::aDryRunWritesNothing()
{
    const QJsonObject looked = m_world->mirror({u"--dry-run"_s});

    QCOMPARE(looked.value(u"done"_s).toString(), u"looked"_s);
    QVERIFY(looked.value(u"files"_s).toArray().size() >= 2);
    QVERIFY(m_world->tryGit(m_world->repository, {u"rev-parse"_s, u"--verify"_s, u"main"_s}).status != 0);
}

void CliMirrorTest::aNewVersionIsOneCommitAndOtherFilesStay()
{
    m_world->mirror();
    m_world->startEngineer();
    m_world->write(u"eve/src/main.py"_s, "print('hello')\n");
    const QByteArray engineers = m_world->push(u"Say hello"_s);
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");

    const QJsonObject report = m_world->mirror();

    QCOMPARE(report.value(u"files"_s).toArray().size(), 1);
    QCOMPARE(m_world->git(m_world->repository, {u"rev-parse"_s, u"main^"_s}), engineers);
    QCOMPARE(m_world->there(u"src/main.py"_s), "print('hello')\n");
    QCOMPARE(m_world->there(personaFile), "You are a patient assistant.\n");
    QCOMPARE(m_world->git(m_world->repository, {u"diff"_s, u"--name-only"_s, u"main^"_s, u"main"_s}),
             personaFile.toUtf8());
}

void CliMirrorTest::anEditStandsUntilItIsPutBack()
{
    m_world->mirror();
    m_world->startEngineer();
    m_world->write(u"eve/"_s + refundFile, "Refund everybody.\n");
    const QByteArray engineers = m_world->push(u"Quick fix"_s);

    const QJsonObject report = m_world->mirror({}, 3);

    const QJsonObject edit = editOf(report, refundFile);
    QCOMPARE(edit.value(u"prompt"_s).toString(), u"support/refund"_s);
    QCOMPARE(edit.value(u"author"_s).toString(), u"Eve Stone"_s);
    QCOMPARE(edit.value(u"email"_s).toString(), u"eve@example.com"_s);
    QCOMPARE(edit.value(u"commit"_s).toString().toLatin1(), engineers);
    QCOMPARE(edit.value(u"summary"_s).toString(), u"Quick fix"_s);
    QVERIFY(!edit.value(u"at"_s).toString().isEmpty());
    QVERIFY(!edit.value(u"difference"_s).toObject().isEmpty());
    QCOMPARE(m_world->tip(), engineers);
    const Ran words = m_world->run(u"ana"_s, {u"mirror"_s, m_world->registry, m_world->repository});
    QVERIFY2(words.out.contains("Eve Stone") && words.out.contains("Refund everybody."),
             qPrintable(words.why()));

    // What is new elsewhere is written all the same, and an older accepted text by hand is an edit as well.
    m_world->write(u"eve/"_s + refundFile, m_world->acceptedText(u"support/refund@1.0.0"_s));
    m_world->push(u"Back to before"_s);
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");
    const QJsonObject besides = m_world->mirror({}, 3);
    QCOMPARE(besides.value(u"files"_s).toArray().size(), 1);
    QCOMPARE(m_world->there(personaFile), "You are a patient assistant.\n");
    const QJsonObject again = m_world->mirror({}, 3);
    QCOMPARE(edits(again).size(), 1);
    QVERIFY(m_world->there(refundFile).contains("within 30 days"));

    const QJsonObject back = m_world->mirror({u"--put-back"_s, refundFile});
    QCOMPARE(back.value(u"files"_s).toArray().first()[u"put_back"_s].toBool(), true);
    QCOMPARE(m_world->there(refundFile), m_world->acceptedText(u"support/refund@1.1.0"_s));
    QCOMPARE(m_world->mirror().value(u"done"_s).toString(), u"current"_s);
}

void CliMirrorTest::anAdoptedEditBringsBothSidesTogether()
{
    m_world->mirror();
    m_world->startEngineer();
    const QByteArray edited = m_world->there(personaFile) + "You never guess.\n";
    m_world->write(u"eve/"_s + personaFile, edited);
    const QByteArray engineers = m_world->push(u"Do not guess"_s);

    const QJsonObject adopted =
        m_world->mirror({u"--adopt"_s, u"shared/persona"_s, u"--note"_s, m_world->path(u"note.yaml"_s)});

    const int number = adopted.value(u"change"_s).toObject().value(u"number"_s).toInt();
    QVERIFY(number > 1);
    QVERIFY(m_world->onRegistry(u"ana"_s, {u"show"_s, u'#' + QString::number(number)})
                .out.contains("Do not guess"));
    const QJsonObject waiting = m_world->mirror({}, 3);
    QCOMPARE(editOf(waiting, personaFile).value(u"change"_s).toInt(), number);
    m_world->approveThere(number);
    const QJsonObject met = m_world->mirror();
    QVERIFY(edits(met).isEmpty());
    QCOMPARE(met.value(u"done"_s).toString(), u"current"_s);
    QCOMPARE(m_world->tip(), engineers);
    QCOMPARE(m_world->acceptedText(u"shared/persona@1.1.0"_s), edited);
    // And what the registry accepts next goes there again.
    m_world->acceptThere(u"shared/persona"_s, "You are brief.\n");
    QCOMPARE(m_world->mirror().value(u"done"_s).toString(), u"mirrored"_s);
    QCOMPARE(m_world->there(personaFile), "You are brief.\n");
}

void CliMirrorTest::goneAndRenamedFilesAreEditsToo()
{
    m_world->mirror();
    m_world->startEngineer();
    const QString renamed = u"prompts/support/refunds.prompt.md"_s;
    m_world->git(m_world->clone, {u"rm"_s, u"--quiet"_s, personaFile});
    m_world->git(m_world->clone, {u"mv"_s, refundFile, renamed});
    m_world->push(u"Tidy up"_s);

    const QJsonObject report = m_world->mirror({}, 3);

    QCOMPARE(edits(report).size(), 3);
    QVERIFY(!editOf(report, personaFile).contains(u"found"_s));
    QVERIFY(!editOf(report, refundFile).contains(u"found"_s));
    QVERIFY(!editOf(report, renamed).contains(u"accepted"_s));
    QCOMPARE(editOf(report, personaFile).value(u"author"_s).toString(), u"Eve Stone"_s);
    m_world->mirror({u"--put-back"_s, personaFile, u"--put-back"_s, refundFile, u"--put-back"_s, renamed});
    QCOMPARE(m_world->there(refundFile), m_world->acceptedText(u"support/refund@1.1.0"_s));
    QVERIFY(!m_world->there(personaFile).isEmpty());
    QVERIFY(m_world->there(renamed).isEmpty());
}

void CliMirrorTest::aFileThatTheRecordDropsIsRemoved()
{
    m_world->mirror();
    m_world->startEngineer();
    m_world->git(m_world->clone, {u"rm"_s, u"--quiet"_s, personaFile});
    m_world->push(u"Not used any more"_s);
    const QJsonObject adopted =
        m_world->mirror({u"--adopt"_s, personaFile, u"--note"_s, m_world->path(u"note.yaml"_s)});
    m_world->approveThere(adopted.value(u"change"_s).toObject().value(u"number"_s).toInt());
    const QString other = m_world->path(u"other.git"_s);
    m_world->git(m_world->path(u"."_s), {u"clone"_s, u"--quiet"_s, u"--bare"_s, m_world->repository, other});
    m_world->git(other, {u"update-ref"_s, u"refs/heads/main"_s, u"main^"_s});

    const QJsonObject here = m_world->mirror();
    m_world->repository = other;
    const QJsonObject there = m_world->mirror();

    QCOMPARE(here.value(u"done"_s).toString(), u"current"_s);
    QCOMPARE(there.value(u"files"_s).toArray().first()[u"path"_s].toString(), personaFile);
    QVERIFY(m_world->there(personaFile).isEmpty());
    QVERIFY(!m_world->there(refundFile).isEmpty());
}

void CliMirrorTest::aCloneIsBroughtAlongAndAnotherBranchLeftAlone()
{
    m_world->mirror();
    m_world->startEngineer();
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");
    m_world->repository = m_world->clone;

    const QJsonObject main = m_world->mirror();
    const QJsonObject prompts = m_world->mirror({u"--branch"_s, u"team/prompts"_s});

    m_world->repository = m_world->path(u"engineers.git"_s);
    QCOMPARE(main.value(u"commit"_s).toString().toLatin1(), m_world->tip());
    QFile file(m_world->path(u"eve/"_s + personaFile));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "You are a patient assistant.\n");
    QCOMPARE(prompts.value(u"branch"_s).toString(), u"team/prompts"_s);
    QCOMPARE(m_world->git(m_world->repository, {u"rev-list"_s, u"--count"_s, u"team/prompts"_s}), "1");
    QCOMPARE(m_world->git(m_world->repository, {u"rev-parse"_s, u"team/prompts^{tree}"_s}),
             m_world->git(m_world->repository, {u"rev-parse"_s, u"main^{tree}"_s}));
}

void CliMirrorTest::theBranchMovesMeanwhile()
{
    m_world->mirror();
    m_world->hook(u"pre-receive"_s, racingScript(u"notes.txt"_s, "meanwhile"));
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");

    m_world->mirror();

    QVERIFY(QFile::exists(m_world->path(u"engineers.git/raced"_s)));
    QCOMPARE(m_world->there(u"notes.txt"_s), "meanwhile");
    QCOMPARE(m_world->there(personaFile), "You are a patient assistant.\n");
    QCOMPARE(m_world->git(m_world->repository, {u"rev-list"_s, u"--count"_s, u"main"_s}), "3");
}

void CliMirrorTest::anEditThatComesMeanwhileIsNotOverwritten()
{
    m_world->mirror();
    m_world->hook(u"pre-receive"_s, racingScript(personaFile, "mine"));
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");

    const QJsonObject report = m_world->mirror({}, 3);

    QVERIFY(QFile::exists(m_world->path(u"engineers.git/raced"_s)));
    QCOMPARE(m_world->there(personaFile), "mine");
    QCOMPARE(editOf(report, personaFile).value(u"author"_s).toString(), u"Eve"_s);
}

void CliMirrorTest::anEditThatComesMeanwhileIsNotPutBack()
{
    m_world->mirror();
    m_world->startEngineer();
    m_world->write(u"eve/"_s + personaFile, "Be rude.\n");
    m_world->push(u"Quick fix"_s);
    m_world->hook(u"pre-receive"_s, racingScript(personaFile, "mine"));

    const Ran back =
        m_world->run(u"ana"_s, {u"mirror"_s, m_world->registry, m_world->repository, u"--put-back"_s,
                                u"shared/persona"_s, u"--as"_s, u"ana@example.com"_s});

    QCOMPARE(back.status, 3);
    QVERIFY2(back.err.contains("edited again meanwhile"), qPrintable(back.why()));
    QCOMPARE(m_world->there(personaFile), "mine");
}

void CliMirrorTest::whoEditedOnAMergedBranchIsAContributor()
{
    m_world->mirror();
    m_world->startEngineer();
    m_world->git(m_world->clone, {u"switch"_s, u"--quiet"_s, u"-c"_s, u"side"_s});
    m_world->write(u"eve/"_s + personaFile, "Be brief.\n");
    m_world->git(m_world->clone, {u"commit"_s, u"--quiet"_s, u"--all"_s, u"-m"_s, u"Brief"_s,
                                  u"--author=Ben <ben@example.com>"_s});
    m_world->git(m_world->clone, {u"switch"_s, u"--quiet"_s, u"main"_s});
    m_world->git(m_world->clone, {u"merge"_s, u"--quiet"_s, u"--no-ff"_s, u"-m"_s, u"Merge"_s, u"side"_s});
    m_world->git(m_world->clone, {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});

    const QJsonObject adopted =
        m_world->mirror({u"--adopt"_s, personaFile, u"--note"_s, m_world->path(u"note.yaml"_s)});
    const int change = adopted.value(u"change"_s).toObject().value(u"number"_s).toInt();
    const Ran own = m_world->onRegistry(u"ben"_s, {u"approve"_s, QString::number(change)});

    QVERIFY(change > 0);
    QCOMPARE(own.status, 3);
    QVERIFY2(own.err.contains("wrote"), qPrintable(own.why()));
}

void CliMirrorTest::aRunThatIsKilledIsGoneOnWith()
{
    m_world->mirror();
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");
    const QByteArray fifo = QFile::encodeName(m_world->path(u"held"_s));
    const QByteArray begun = QFile::encodeName(m_world->path(u"begun"_s));
    QCOMPARE(mkfifo(fifo.constData(), 0600), 0);
    m_world->hook(u"pre-receive"_s, ": > '" + begun + "'\ncat '" + fifo + "'\n");
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, m_world->path(u"data-ana"_s));
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("COUNTERSIGNCTL"),
                  {u"mirror"_s, m_world->registry, m_world->repository, u"--as"_s, u"ana@example.com"_s});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(QFile::decodeName(begun)), 60'000);
    process.kill();
    QVERIFY(process.waitForFinished());
    QFile release(QFile::decodeName(fifo));
    QVERIFY(release.open(QIODevice::WriteOnly));
    release.close();
    QVERIFY(QFile::remove(m_world->path(u"engineers.git/hooks/pre-receive"_s)));

    m_world->mirror();

    // Whether or not the push of the killed program arrived, there is one commit of it.
    QCOMPARE(m_world->there(personaFile), "You are a patient assistant.\n");
    QCOMPARE(m_world->git(m_world->repository, {u"rev-list"_s, u"--count"_s, u"main"_s}), "2");
    QCOMPARE(m_world->mirror().value(u"done"_s).toString(), u"current"_s);
}

void CliMirrorTest::whatIsNoFileIsNeverWrittenThrough_data() // T-39, F-30
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"link", "link above", "folder", "huge"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void CliMirrorTest::whatIsNoFileIsNeverWrittenThrough()
{
    QFETCH(const QString, kind);
    m_world->mirror();
    m_world->startEngineer();
    const QString file = m_world->path(u"eve/"_s + personaFile);
    const QByteArray outside = QFile::encodeName(m_world->path(u"outside"_s));
    m_world->write(u"outside/persona.prompt.md"_s, "not yours\n");
    QVERIFY(QFile::remove(file));
    if (kind == "link"_L1) {
        QVERIFY(QFile::link(QString::fromUtf8(outside) + u"/persona.prompt.md"_s, file));
    } else if (kind == "link above"_L1) {
        QVERIFY(QDir(m_world->path(u"eve/prompts/shared"_s)).removeRecursively());
        QVERIFY(QFile::link(QString::fromUtf8(outside), m_world->path(u"eve/prompts/shared"_s)));
    } else if (kind == "folder"_L1) {
        m_world->write(u"eve/"_s + personaFile + u"/inside.txt"_s, "x\n");
    } else {
        m_world->write(u"eve/"_s + personaFile, QByteArray(17 * 1024 * 1024, 'x'));
    }
    const QByteArray tip = m_world->push(u"Something else"_s);
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");

    const QJsonObject report = m_world->mirror({}, 3);
    const Ran back = m_world->run(
        u"ana"_s, {u"mirror"_s, m_world->registry, m_world->repository, u"--put-back"_s, personaFile});
    const Ran adopted = m_world->run(u"ana"_s, {u"mirror"_s, m_world->registry, m_world->repository,
                                                u"--adopt"_s, personaFile, u"--as"_s, u"ana@example.com"_s});

    QCOMPARE(editOf(report, personaFile).value(u"obstacle"_s).toString(),
             kind == "huge"_L1 ? u"too-large"_s : u"not-a-file"_s);
    QCOMPARE(back.status, 3);
    QCOMPARE(adopted.status, 3);
    QVERIFY2(back.err.contains("remove it there first"), qPrintable(back.why()));
    QCOMPARE(m_world->tip(), tip);
    QFile untouched(m_world->path(u"outside/persona.prompt.md"_s));
    QVERIFY(untouched.open(QIODevice::ReadOnly));
    QCOMPARE(untouched.readAll(), "not yours\n");
}

void CliMirrorTest::namesThatNoFileMayHaveAreLeftAlone() // T-39
{
    m_world->mirror();
    const QString repository = m_world->repository;
    const QByteArray blob = m_world->git(repository, {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, "[core]\n");
    const QByteArray listed = m_world->git(repository, {u"ls-tree"_s, u"main"_s});
    const QByteArray names = "\n100644 blob " + blob + "\t.git\n100644 blob " + blob + "\t..\n";
    const QByteArray tree = m_world->git(repository, {u"mktree"_s}, listed + names);
    const QByteArray commit = m_world->git(
        repository, {u"commit-tree"_s, u"-p"_s, u"main"_s, u"-m"_s, u"names"_s, QString::fromLatin1(tree)});
    m_world->git(repository, {u"update-ref"_s, u"refs/heads/main"_s, QString::fromLatin1(commit)});
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");

    const QJsonObject report = m_world->mirror();

    QCOMPARE(report.value(u"files"_s).toArray().size(), 1);
    QCOMPARE(m_world->there(personaFile), "You are a patient assistant.\n");
    QCOMPARE(m_world->git(repository, {u"diff-tree"_s, u"-r"_s, u"--name-only"_s, u"main^"_s, u"main"_s}),
             personaFile.toUtf8());
}

void CliMirrorTest::nothingOfAHostileRepositoryRuns() // T-73
{
    m_world->mirror();
    m_world->startEngineer();
    m_world->write(u"eve/.gitattributes"_s, "* filter=evil\n");
    m_world->push(u"Attributes"_s);
    const QString canary = m_world->path(u"canary"_s);
    const QString touch = u"touch '%1'"_s.arg(canary);
    for (const auto &[name, value] : std::initializer_list<std::pair<QString, QString>>{
             {u"filter.evil.smudge"_s, touch + u"; cat"_s},
             {u"filter.evil.clean"_s, touch + u"; cat"_s},
             {u"core.fsmonitor"_s, touch},
             {u"core.sshCommand"_s, touch},
             {u"diff.external"_s, touch},
             {u"core.hooksPath"_s, m_world->path(u"evil-hooks"_s)}})
        m_world->git(m_world->clone, {u"config"_s, name, value});
    for (const auto name : {"pre-push", "post-merge", "post-checkout", "reference-transaction", "pre-auto-gc",
                            "post-index-change"}) {
        m_world->write(u"evil-hooks/"_s + QLatin1StringView(name), "#!/bin/sh\n" + touch.toUtf8() + '\n');
        QFile(m_world->path(u"evil-hooks/"_s + QLatin1StringView(name)))
            .setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
    }
    QFile::remove(canary);
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");
    m_world->repository = m_world->clone;

    const QJsonObject report = m_world->mirror();

    m_world->repository = m_world->path(u"engineers.git"_s);
    QCOMPARE(m_world->there(personaFile), "You are a patient assistant.\n");
    QCOMPARE(report.value(u"notices"_s).toArray().first().toString(), u"work-tree-left-alone"_s);
    QVERIFY(!QFile::exists(canary));
}

void CliMirrorTest::aProtectedBranchHasOneBesideIt()
{
    m_world->hook(u"pre-receive"_s, "while read old new name; do [ $name != refs/heads/main ] || exit 1; done\n");

    const QJsonObject first = m_world->mirror();
    const QJsonObject second = m_world->mirror();
    const Ran third = m_world->run(
        u"ana"_s, {u"mirror"_s, m_world->registry, m_world->repository, u"--as"_s, u"ana@example.com"_s});

    const QString branch =
        first.value(u"notices"_s).toArray().first().toString().section(u"branch-protected:"_s, 1);
    QCOMPARE(second.value(u"notices"_s), first.value(u"notices"_s));
    QCOMPARE(second.value(u"commit"_s), first.value(u"commit"_s));
    QCOMPARE(third.status, 0);
    QVERIFY2((third.out + third.err).contains("on the branch " + branch.toUtf8()), qPrintable(third.why()));
    QCOMPARE(m_world->git(m_world->repository, {u"for-each-ref"_s, u"--format=%(refname)"_s}),
             "refs/heads/" + branch.toUtf8());
}

void CliMirrorTest::anotherTreeBesideAProtectedBranchHasAnotherName()
{
    m_world->mirror();
    m_world->acceptThere(u"shared/persona"_s, "You are a patient assistant.\n");
    m_world->hook(u"pre-receive"_s,
                  "while read old new name; do [ $name != refs/heads/main ] || exit 1; done\n");
    const QString first = m_world->mirror().value(u"notices"_s).toArray().first().toString();
    // Somebody merges something else meanwhile.
    const QString merged = u"refs/heads/main"_s;
    const QByteArray blob =
        m_world->git(m_world->repository, {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, "x\n");
    const QByteArray tree = m_world->git(m_world->repository, {u"mktree"_s},
                                         m_world->git(m_world->repository, {u"ls-tree"_s, u"main"_s})
                                             + "\n100644 blob " + blob + "\tnotes.txt\n");
    const QByteArray commit =
        m_world->git(m_world->repository,
                     {u"commit-tree"_s, u"-p"_s, u"main"_s, u"-m"_s, u"notes"_s, QString::fromLatin1(tree)});
    m_world->git(m_world->repository, {u"update-ref"_s, merged, QString::fromLatin1(commit)});

    const QString second = m_world->mirror().value(u"notices"_s).toArray().first().toString();
    const QString third = m_world->mirror().value(u"notices"_s).toArray().first().toString();

    QVERIFY2(second.startsWith(u"branch-protected:countersign/mirror-"_s), qPrintable(second));
    QVERIFY(second != first);
    QCOMPARE(third, second);
    const QString branch = second.section(u':', 1);
    QCOMPARE(m_world->git(m_world->repository, {u"show"_s, branch + u":notes.txt"_s}), "x");
    QCOMPARE(m_world->git(m_world->repository, {u"show"_s, branch + u':' + personaFile}),
             "You are a patient assistant.");
}

void CliMirrorTest::aWorkTreeThatCannotTakeItHasABranchBesideIt()
{
    m_world->repository = m_world->path(u"alone"_s);
    m_world->git(m_world->path(u"."_s), {u"init"_s, u"--quiet"_s, u"-b"_s, u"main"_s, m_world->repository});
    m_world->git(m_world->repository, {u"-c"_s, u"user.name=Eve"_s, u"-c"_s, u"user.email=eve@example.com"_s,
                                       u"commit"_s, u"--quiet"_s, u"--allow-empty"_s, u"-m"_s, u"Begin"_s});
    m_world->write(u"alone/"_s + personaFile, "mine\n");

    const QJsonObject report = m_world->mirror();
    const Ran again = m_world->run(
        u"ana"_s, {u"mirror"_s, m_world->registry, m_world->repository, u"--as"_s, u"ana@example.com"_s});

    const QString notice = report.value(u"notices"_s).toArray().first().toString();
    QVERIFY2(notice.startsWith(u"work-tree-aside:countersign/mirror-"_s), qPrintable(notice));
    QCOMPARE(again.status, 0);
    QVERIFY2(again.out.contains("to " + notice.section(u':', 1).toUtf8()), qPrintable(again.why()));
    QCOMPARE(
        m_world->git(m_world->repository, {u"for-each-ref"_s, u"--format=%(refname)"_s, u"refs/heads"_s}),
        "refs/heads/" + notice.section(u':', 1).toUtf8() + "\nrefs/heads/main");
    QVERIFY(m_world->there(personaFile).isEmpty());
}

void CliMirrorTest::whatCannotBeIsSaid()
{
    const QStringList mirror{u"mirror"_s, m_world->registry, m_world->repository};

    const Ran both = m_world->run(u"ana"_s, mirror + QStringList{u"--adopt"_s, refundFile, u"--dry-run"_s});
    const Ran unedited = m_world->run(u"ana"_s, mirror + QStringList{u"--put-back"_s, refundFile});
    const Ran nowhere = m_world->run(u"ana"_s, {u"mirror"_s, m_world->registry, m_world->path(u"nowhere"_s)});
    const Ran registry = m_world->run(u"ana"_s, {u"mirror"_s, m_world->registry, m_world->registry});
    m_world->hook(u"pre-receive"_s, "echo not here >&2; exit 1\n");
    const Ran refused = m_world->run(u"ana"_s, mirror);

    QCOMPARE(both.status, 2);
    QCOMPARE(unedited.status, 4);
    QVERIFY2(unedited.err.contains("nobody edited"), qPrintable(unedited.why()));
    QCOMPARE(nowhere.status, 4);
    QCOMPARE(registry.status, 4);
    QVERIFY2(registry.err.contains("no git repository"), qPrintable(registry.why()));
    QVERIFY(m_world->tryGit(m_world->repository, {u"rev-parse"_s, u"--verify"_s, u"main"_s}).status != 0);
    QVERIFY2(refused.status == 5, qPrintable(refused.why()));
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliMirrorTest)
#include "tst_cli_mirror.moc"
