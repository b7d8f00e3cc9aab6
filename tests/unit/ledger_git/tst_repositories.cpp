// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Files.h"
#include "ledger_git/GitLedger.h"
#include "ledger_git/GovernedBranch.h"
#include "ledger_git/SourceRepository.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// People's repositories: what is refused, what is read, and how accepted files land on the branch.
class RepositoriesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const QString &name) const { return m_folder->filePath(name); }

    QByteArray git(const QString &directory, const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(directory);
        process.start(u"git"_s, QStringList{u"-c"_s, u"user.name=Ana"_s, u"-c"_s, u"user.email=ana@acme.example"_s,
                                            u"-c"_s, u"protocol.file.allow=always"_s}
                                        + arguments);
        if (!process.waitForFinished() || process.exitCode() != 0) {
            qFatal("git %s: %s", qPrintable(arguments.join(u' ')), process.readAllStandardError().constData());
        }
        return process.readAllStandardOutput().trimmed();
    }

    void write(const QString &path, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
        }
    }

    void appendTo(const QString &path, const QByteArray &bytes) const
    {
        write(at(path), bytesOf(at(path)) + bytes);
    }

    // A shell script that leaves the file `canary`.
    void writeProgram(const QString &path, const QByteArray &more = {}) const
    {
        write(at(path), "#!/bin/sh\n: > '" + QFile::encodeName(at(u"canary"_s)) + "'\n" + more);
        QFile::setPermissions(at(path), QFileDevice::ReadOwner | QFileDevice::ExeOwner | QFileDevice::WriteOwner);
    }

    QByteArray bytesOf(const QString &path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    // A repository with two commits, and a bare one that it was pushed to.
    void makeShared(const QStringList &how = {}) const
    {
        git(at({}), QStringList{u"init"_s, u"--quiet"_s, u"-b"_s, u"main"_s, at(u"work"_s)} + how);
        write(at(u"work/prompts/a.md"_s), "one\n");
        write(at(u"work/readme"_s), "hello\n");
        git(at(u"work"_s), {u"add"_s, u"."_s});
        git(at(u"work"_s), {u"commit"_s, u"-q"_s, u"-m"_s, u"first"_s});
        write(at(u"work/prompts/a.md"_s), "two\n");
        git(at(u"work"_s), {u"commit"_s, u"-q"_s, u"-a"_s, u"-m"_s, u"second"_s});
        git(at({}), {u"clone"_s, u"--quiet"_s, u"--bare"_s, at(u"work"_s), at(u"shared.git"_s)});
        git(at(u"work"_s), {u"remote"_s, u"add"_s, u"origin"_s, at(u"shared.git"_s)});
        git(at(u"work"_s), {u"fetch"_s, u"-q"_s, u"origin"_s});
    }

    BranchWrite newText(const QByteArray &before, const QByteArray &after) const
    {
        return {.files = {{.path = u"prompts/a.md"_s, .before = before, .after = after}},
                .message = u"Accept #1"_s,
                .authorName = u"Ana"_s,
                .authorEmail = u"ana@acme.example"_s,
                .fallbackBranch = u"countersign/accept-1"_s};
    }

    Result<BranchWritten> accept(const QString &remote, const QString &local, const BranchWrite &what) const
    {
        auto branch = GovernedBranch::open(
                {.directory = at(u"own"_s), .remote = remote, .branch = u"main"_s, .localRepository = local});
        return branch ? (*branch)->write(what) : std::unexpected(branch.error());
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        // The folder for temporary files may itself lie in a repository.
        qputenv("GIT_CEILING_DIRECTORIES", QFile::encodeName(m_folder->path()));
    }

    void whatCannotBeReadIsRefusedWithWhatItIs_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("subject");
        QTest::newRow("no folder") << u"absent"_s << int(ErrorCode::NotFound) << u"path"_s;
        QTest::newRow("no repository") << u"plain"_s << int(ErrorCode::NotFound) << u"repository"_s;
        QTest::newRow("no commits") << u"empty"_s << int(ErrorCode::Invalid) << u"no-commits"_s;
        QTest::newRow("shallow") << u"shallow"_s << int(ErrorCode::Unsupported) << u"shallow"_s;
        QTest::newRow("partial") << u"partial"_s << int(ErrorCode::Unsupported) << u"partial-clone"_s;
        QTest::newRow("partial with empty values") << u"partial-empty"_s << int(ErrorCode::Unsupported)
                                                   << u"partial-clone"_s;
        QTest::newRow("sha256") << u"sha256"_s << int(ErrorCode::Unsupported) << u"sha256"_s;
        QTest::newRow("reftable") << u"reftable"_s << int(ErrorCode::Unsupported) << u"reftable"_s;
    }

    void whatCannotBeReadIsRefusedWithWhatItIs()
    {
        QFETCH(const QString, kind);
        QFETCH(const int, code);
        QFETCH(const QString, subject);
        const QString path = at(kind);
        if (kind == u"plain") {
            QDir().mkpath(path);
        } else if (kind == u"empty") {
            git(at({}), {u"init"_s, u"-q"_s, path});
        } else if (kind == u"sha256") {
            git(at({}), {u"init"_s, u"-q"_s, u"--object-format=sha256"_s, path});
        } else if (kind == u"reftable") {
            git(at({}), {u"init"_s, u"-q"_s, u"--ref-format=reftable"_s, path});
        } else if (kind == u"shallow" || kind == u"partial") {
            makeShared();
            git(at(u"shared.git"_s), {u"config"_s, u"uploadpack.allowFilter"_s, u"true"_s});
            git(at({}), {u"clone"_s, u"-q"_s, kind == u"shallow" ? u"--depth=1"_s : u"--filter=blob:none"_s,
                         u"file://"_s + at(u"shared.git"_s), path});
        }

        if (kind == u"partial-empty") {
            makeShared();
            QVERIFY(QDir().rename(at(u"work"_s), path));
            appendTo(kind + u"/.git/config"_s, "[remote \"a\"]\n\tpromisor =\n[remote \"b\"]\n\tpromisor\n");
        }

        const auto source = SourceRepository::open(path);

        QVERIFY(!source);
        QCOMPARE(int(source.error().code), code);
        QCOMPARE(source.error().subject, subject);
    }

    void aRepositoryIsFoundFromWithinIt_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("found"); // empty: none
        QTest::newRow("its folder") << u"work"_s << u"work/.git"_s;
        QTest::newRow("a folder in it") << u"work/prompts"_s << u"work/.git"_s;
        QTest::newRow("a file in it") << u"work/prompts/a.md"_s << u"work/.git"_s;
        QTest::newRow("its git folder") << u"work/.git"_s << u"work/.git"_s;
        QTest::newRow("a folder in that") << u"work/.git/refs"_s << u"work/.git"_s;
        QTest::newRow("a bare one") << u"shared.git"_s << u"shared.git"_s;
        QTest::newRow("a linked work tree") << u"linked"_s << u"work/.git"_s;
        QTest::newRow("a folder in a linked work tree") << u"linked/prompts"_s << u"work/.git"_s;
        QTest::newRow("a git folder elsewhere") << u"apart"_s << u"apart.git"_s;
        QTest::newRow("a link to a git folder") << u"pointing"_s << u"work/.git"_s;
        QTest::newRow("a repository in another") << u"work/inner"_s << u"work/inner/.git"_s;
        QTest::newRow("a folder beside") << u"beside"_s << QString();
    }

    void aRepositoryIsFoundFromWithinIt()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, found);
        makeShared();
        if (from.startsWith(u"linked"))
            git(at(u"work"_s), {u"worktree"_s, u"add"_s, u"-q"_s, at(u"linked"_s), u"-b"_s, u"other"_s});
        else if (from == u"apart")
            git(at({}), {u"clone"_s, u"-q"_s, u"--separate-git-dir="_s + at(u"apart.git"_s), at(u"work"_s), at(from)});
        else if (from == u"work/inner")
            git(at({}), {u"clone"_s, u"-q"_s, at(u"shared.git"_s), at(from)});
        QDir().mkpath(at(u"beside"_s));
        QDir().mkpath(at(u"pointing"_s));
        QVERIFY(QFile::link(at(u"work/.git"_s), at(u"pointing/.git"_s)));

        const auto source = SourceRepository::open(at(from));

        if (found.isEmpty()) {
            QVERIFY(!source);
            QCOMPARE(source.error().code, ErrorCode::NotFound);
            QCOMPARE(source.error().subject, u"repository"_s);
            return;
        }
        QVERIFY2(source, source ? "" : qPrintable(source.error().detail));
        QCOMPARE(QFileInfo((*source)->gitDirectory()).canonicalFilePath(), QFileInfo(at(found)).canonicalFilePath());
        QVERIFY((*source)->governedBranch());
    }

    void aCeilingIsNotPassed()
    {
        makeShared();
        qputenv("GIT_CEILING_DIRECTORIES", QFile::encodeName(at(u"work"_s)));

        const auto below = SourceRepository::open(at(u"work/prompts"_s));
        const auto itself = SourceRepository::open(at(u"work"_s));

        QVERIFY(!below);
        QCOMPARE(below.error().code, ErrorCode::NotFound);
        QVERIFY(itself);
    }

    void aRepositoryIsReadWithoutTouchingIt()
    {
        makeShared();
        git(at(u"work"_s), {u"config"_s, u"user.name"_s, u"Ana Ruiz"_s});
        git(at(u"work"_s), {u"config"_s, u"user.email"_s, u"ana@acme.example"_s});
        const QByteArray index = bytesOf(at(u"work/.git/index"_s));

        const auto source = SourceRepository::open(at(u"work/prompts"_s));

        QVERIFY2(source, qPrintable(source ? QString() : source.error().detail));
        QCOMPARE((*source)->name(), u"work"_s);
        QCOMPARE((*source)->identity()->name, u"Ana Ruiz"_s);
        QCOMPARE((*source)->governedBranch().value(), u"main"_s);
        QCOMPARE((*source)->sharedRepository(), at(u"shared.git"_s));
        const QByteArray tip = (*source)->tip(u"main"_s).value();
        QCOMPARE(tip, git(at(u"work"_s), {u"rev-parse"_s, u"main"_s}));
        const auto files = (*source)->files(tip);
        QCOMPARE(files->size(), 2);
        QCOMPARE(files->first().path, u"prompts/a.md"_s);
        QCOMPARE(files->first().size, 4);
        QCOMPARE((*source)->read(files->first().blob).value(), QByteArray("two\n"));
        const auto history = (*source)->history(tip, u"prompts/a.md"_s, 10);
        QCOMPARE(history->size(), 2);
        QCOMPARE(history->first().subject, u"second"_s);
        QCOMPARE(history->first().authorEmail, u"ana@acme.example"_s);
        QVERIFY((*source)->isClean(u"main"_s).value());
        QCOMPARE(bytesOf(at(u"work/.git/index"_s)), index);
    }

    void aMovedFileKeepsItsHistoryForWhoAsks()
    {
        makeShared();
        git(at(u"work"_s), {u"mv"_s, u"prompts/a.md"_s, u"prompts/refund.md"_s});
        git(at(u"work"_s), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"moved"_s});
        const auto source = SourceRepository::open(at(u"work"_s));
        QVERIFY(source);
        const QByteArray tip = git(at(u"work"_s), {u"rev-parse"_s, u"HEAD"_s});

        const auto here = (*source)->history(tip, u"prompts/refund.md"_s, 10);
        const auto everywhere = (*source)->history(tip, u"prompts/refund.md"_s, 10, Moves::AreFollowed);

        QCOMPARE(here->size(), 1);
        QCOMPARE(here->first().subject, u"moved"_s);
        QCOMPARE(everywhere->size(), 2);
        QCOMPARE(everywhere->first().subject, u"second"_s);
        QCOMPARE((*source)->read(everywhere->first().blob).value(), QByteArray("two\n"));
    }

    void whoEditedOnAMergedBranchIsTold()
    {
        makeShared();
        const QString work = at(u"work"_s);
        const auto commitAs = [&](const QString &who, const QByteArray &text) {
            write(at(u"work/prompts/a.md"_s), text);
            git(work, {u"commit"_s, u"-q"_s, u"-a"_s, u"-m"_s, QString::fromUtf8(text.trimmed()),
                       u"--author=%1 <%1@acme.example>"_s.arg(who)});
        };
        const QByteArray governed = git(work, {u"rev-parse"_s, u"HEAD:prompts/a.md"_s});
        git(work, {u"switch"_s, u"-q"_s, u"-c"_s, u"side"_s});
        commitAs(u"bode"_s, "three\n");
        commitAs(u"eve"_s, "four\n");
        git(work, {u"switch"_s, u"-q"_s, u"main"_s});
        // The governed text stands there again meanwhile: that ends one line only.
        commitAs(u"rolf"_s, "mine\n");
        commitAs(u"rolf"_s, "two\n");
        git(work, {u"merge"_s, u"-q"_s, u"--no-ff"_s, u"-X"_s, u"theirs"_s, u"-m"_s, u"merged"_s, u"side"_s});
        QCOMPARE(bytesOf(at(u"work/prompts/a.md"_s)), QByteArray("four\n"));
        const auto source = SourceRepository::open(work);
        QVERIFY(source);
        const QByteArray tip = git(work, {u"rev-parse"_s, u"HEAD"_s});
        const auto ends = [&](const QByteArray &blob) { return blob == governed; };

        const auto edits = (*source)->editsSince(tip, u"prompts/a.md"_s, ends);
        commitAs(u"mira"_s, "five\n");
        const auto further =
            (*source)->editsSince(git(work, {u"rev-parse"_s, u"HEAD"_s}), u"prompts/a.md"_s, ends, {}, 2);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = (*source)->editsSince(tip, u"prompts/a.md"_s, ends, stop.get_token());

        QVERIFY(edits);
        QStringList editors;
        for (const GitFileCommit &commit : *edits) {
            editors.append(commit.authorEmail);
        }
        QCOMPARE(editors, (QStringList{u"eve@acme.example"_s, u"bode@acme.example"_s}));
        QVERIFY(!further);
        QCOMPARE(further.error().code, ErrorCode::Unsupported);
        QCOMPARE(further.error().subject, u"history"_s);
        QCOMPARE(stopped.error().code, ErrorCode::Canceled);
    }

    void openingIsStoppedWhereAnotherHoldsTheClone()
    {
        makeShared();
        QVERIFY(accept(at(u"shared.git"_s), {}, newText("two\n", "three\n")));
        const std::optional<FileLock> other = FileLock::take(at(u"own/lock"_s), 0);
        QVERIFY(other);
        std::stop_source stop;
        stop.request_stop();

        const auto branch = GovernedBranch::open(
            {.directory = at(u"own"_s), .remote = at(u"shared.git"_s), .branch = u"main"_s},
            stop.get_token());

        QVERIFY(!branch);
        QCOMPARE(branch.error().code, ErrorCode::Canceled);
    }

    void acceptedFilesLandOnTheBranchAndInACleanWorkTree()
    {
        makeShared();

        const auto written = accept(at(u"shared.git"_s), at(u"work"_s), newText("two\n", "three\n"));

        QVERIFY2(written, qPrintable(written ? QString() : written.error().detail));
        QCOMPARE(written->branch, u"main"_s);
        QCOMPARE(git(at(u"shared.git"_s), {u"show"_s, u"main:prompts/a.md"_s}), QByteArray("three"));
        QVERIFY2(written->local == BranchWritten::Local::BroughtAlong, qPrintable(written->localReason));
        QCOMPARE(bytesOf(at(u"work/prompts/a.md"_s)), QByteArray("three\n"));
        QCOMPARE(git(at(u"work"_s), {u"status"_s, u"--porcelain"_s}), QByteArray());
    }

    void aChangedWorkTreeIsLeftAlone()
    {
        makeShared();
        write(at(u"work/readme"_s), "mine\n");

        const auto written = accept(at(u"shared.git"_s), at(u"work"_s), newText("two\n", "three\n"));

        QVERIFY(written);
        QVERIFY(written->local == BranchWritten::Local::LeftAlone);
        QVERIFY(!written->localReason.isEmpty());
        QCOMPARE(bytesOf(at(u"work/readme"_s)), QByteArray("mine\n"));
        QCOMPARE(bytesOf(at(u"work/prompts/a.md"_s)), QByteArray("two\n"));
        QCOMPARE(git(at(u"shared.git"_s), {u"show"_s, u"main:prompts/a.md"_s}), QByteArray("three"));
    }

    void aRepositoryWithoutRemoteIsItsOwnShared()
    {
        makeShared();
        git(at(u"work"_s), {u"remote"_s, u"remove"_s, u"origin"_s});
        const auto source = SourceRepository::open(at(u"work"_s));
        QVERIFY(source);

        const auto written = accept((*source)->sharedRepository(), at(u"work"_s), newText("two\n", "three\n"));

        QVERIFY2(written, qPrintable(written ? QString() : written.error().detail));
        QCOMPARE(written->branch, u"main"_s);
        QCOMPARE(bytesOf(at(u"work/prompts/a.md"_s)), QByteArray("three\n"));
        QCOMPARE(git(at(u"work"_s), {u"status"_s, u"--porcelain"_s}), QByteArray());
    }

    void aConfigurationThatMayRunSomethingIsToldFromOthers_data() // T-73
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("armed");
        const QString config = u"work/.git/config"_s;
        const QString ofWorkTree = u"work/.git/config.worktree"_s;
        const QByteArray filter = "[filter \"b\"]\n\tsmudge = cat\n";
        const QByteArray emptyFirst = "[filter \"a\"]\n\tclean =\n" + filter;
        QTest::newRow("nothing of its own") << config << QByteArray("[core]\n\teditor = vi\n") << false;
        QTest::newRow("a filter") << config << filter << true;
        QTest::newRow("an empty value first") << config << emptyFirst << true;
        QTest::newRow("a key without a value first") << config << "[filter \"a\"]\n\tclean\n" + filter << true;
        QTest::newRow("another file") << config << QByteArray("[include]\n\tpath = x\n") << true;
        QTest::newRow("an empty value first, of the work tree") << ofWorkTree << emptyFirst << true;
        QTest::newRow("a configuration that cannot be read") << config << QByteArray("[filter\n") << true;
        QTest::newRow("one of the work tree that cannot be read") << ofWorkTree << QByteArray("[filter\n") << true;
    }

    void aConfigurationThatMayRunSomethingIsToldFromOthers()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, text);
        QFETCH(const bool, armed);
        makeShared();
        const auto source = SourceRepository::open(at(u"work"_s));
        QVERIFY(source);

        appendTo(file, text);

        QCOMPARE((*source)->isArmed(), armed);
    }

    void aSubmoduleRunsNothing() // T-73
    {
        makeShared();
        git(at(u"work"_s), {u"submodule"_s, u"--quiet"_s, u"add"_s, at(u"shared.git"_s), u"sub"_s});
        git(at(u"work"_s), {u"commit"_s, u"-q"_s, u"-m"_s, u"sub"_s});
        writeProgram(u"evil"_s, "cat\n");
        git(at(u"work/sub"_s), {u"config"_s, u"filter.evil.clean"_s, at(u"evil"_s)});
        write(at(u"work/.git/modules/sub/info/attributes"_s), "* filter=evil\n");
        QFile file(at(u"work/sub/prompts/a.md"_s)); // what looks changed is read through the filter
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-100), QFileDevice::FileModificationTime));
        file.close();
        const auto source = SourceRepository::open(at(u"work"_s));
        QVERIFY(source);

        const Result<bool> clean = (*source)->isClean(u"main"_s);

        QVERIFY(clean && *clean);
        QVERIFY(!QFile::exists(at(u"canary"_s)));
    }

    void nothingIsPushedIntoAnArmedWorkTree() // T-73
    {
        makeShared();
        const QString work = at(u"work"_s);
        git(work, {u"remote"_s, u"remove"_s, u"origin"_s});
        write(at(u"work/.gitattributes"_s), "* filter=evil\n");
        git(work, {u"add"_s, u"."_s});
        git(work, {u"commit"_s, u"-q"_s, u"-m"_s, u"attributes"_s});
        writeProgram(u"evil"_s, "cat\n");
        for (const auto hook : {"pre-receive", "update", "post-receive", "post-update", "reference-transaction",
                                "push-to-checkout", "post-merge", "post-checkout"}) {
            writeProgram(u"work/.git/hooks/"_s + QLatin1StringView(hook));
        }
        git(work, {u"config"_s, u"receive.denyCurrentBranch"_s, u"updateInstead"_s});
        git(work, {u"config"_s, u"filter.evil.smudge"_s, at(u"evil"_s)});
        const QByteArray references = git(work, {u"for-each-ref"_s});
        QFile::remove(at(u"canary"_s));
        const auto source = SourceRepository::open(work);
        QVERIFY(source);

        const auto written = accept((*source)->sharedRepository(), {}, newText("two\n", "three\n"));

        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::NotPermitted);
        QCOMPARE(written.error().subject, u"own-programs"_s);
        QVERIFY(!QFile::exists(at(u"canary"_s)));
        QCOMPARE(git(work, {u"for-each-ref"_s}), references);
        QCOMPARE(bytesOf(at(u"work/prompts/a.md"_s)), QByteArray("two\n"));
    }

    void whatAWorkTreeCannotTakeLiesBesideItWithoutHooks() // T-73
    {
        makeShared();
        const QString work = at(u"work"_s);
        git(work, {u"remote"_s, u"remove"_s, u"origin"_s});
        write(at(u"work/prompts/a.md"_s), "mine\n");
        for (const auto hook : {"pre-receive", "update", "post-receive", "post-update", "reference-transaction"}) {
            writeProgram(u"work/.git/hooks/"_s + QLatin1StringView(hook));
        }
        QFile::remove(at(u"canary"_s));

        const auto written = accept(work + u"/.git"_s, {}, newText("two\n", "three\n"));
        const auto again = accept(work + u"/.git"_s, {}, newText("two\n", "three\n"));

        QVERIFY2(written, qPrintable(written ? QString() : written.error().detail));
        QVERIFY2(again, qPrintable(again ? QString() : again.error().detail));
        QVERIFY(!QFile::exists(at(u"canary"_s)));
        QCOMPARE(written->branch, u"countersign/accept-1"_s);
        QVERIFY(written->local == BranchWritten::Local::LeftAlone);
        QCOMPARE(again->commit, written->commit);
        QCOMPARE(bytesOf(at(u"work/prompts/a.md"_s)), QByteArray("mine\n"));
        QCOMPARE(git(work, {u"show"_s, u"countersign/accept-1:prompts/a.md"_s}), QByteArray("three"));
    }

    void aProtectedBranchGetsOneBesideIt()
    {
        makeShared();
        const QString hook = at(u"shared.git/hooks/update"_s);
        write(hook, "#!/bin/sh\ntest \"$1\" != refs/heads/main\n");
        QFile::setPermissions(hook, QFileDevice::ReadOwner | QFileDevice::ExeOwner | QFileDevice::WriteOwner);

        const auto written = accept(at(u"shared.git"_s), {}, newText("two\n", "three\n"));
        const auto again = accept(at(u"shared.git"_s), {}, newText("two\n", "three\n"));
        const auto other = accept(at(u"shared.git"_s), {}, newText("two\n", "four\n"));

        QVERIFY2(written, qPrintable(written ? QString() : written.error().detail));
        QVERIFY2(again, qPrintable(again ? QString() : again.error().detail));
        QVERIFY(written->isProtected && again->isProtected);
        QCOMPARE(again->commit, written->commit);
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::NotPermitted);
        QCOMPARE(written->branch, u"countersign/accept-1"_s);
        QCOMPARE(git(at(u"shared.git"_s), {u"show"_s, u"main:prompts/a.md"_s}), QByteArray("two"));
        QCOMPARE(git(at(u"shared.git"_s), {u"show"_s, u"countersign/accept-1:prompts/a.md"_s}), QByteArray("three"));
    }

    void otherBytesThanExpectedAreAConflict()
    {
        makeShared();

        const auto written = accept(at(u"shared.git"_s), {}, newText("one\n", "three\n"));

        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Conflict);
        QCOMPARE(written.error().subject, u"prompts/a.md"_s);
    }

    void whatIsThereAlreadyIsNotWrittenAgain()
    {
        makeShared();

        const auto written = accept(at(u"shared.git"_s), {}, newText("one\n", "two\n"));

        QVERIFY(written);
        QVERIFY(written->commit.isEmpty());
    }

    void aLockThatNobodyHoldsIsToldFromOthers()
    {
        makeShared();
        const QString shared = at(u"shared.git"_s);
        const QString lock = at(u"shared.git/refs/heads/main.lock"_s);
        const auto makeLock = [&](int age) {
            write(lock, {});
            QFile file(lock);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-age), QFileDevice::FileModificationTime));
        };
        const auto remove = [&](const QString &branch, int oldest = 1000, int youngest = 0) {
            const qint64 now = QDateTime::currentMSecsSinceEpoch();
            return removeAbandonedLocks(shared, branch, now - oldest * 1000, now - youngest * 1000);
        };
        // A young one, one of another branch or time, one that is open, and one beside which an older process works.
        makeLock(1);
        QVERIFY(!remove(u"main"_s));
        makeLock(10);
        QVERIFY(!remove(u"other"_s));
        QVERIFY(!remove(u"main"_s, 9));
        QVERIFY(!remove(u"main"_s, 1000, 20));
        {
            QFile open(lock);
            QVERIFY(open.open(QIODevice::ReadOnly));
            QVERIFY(!remove(u"main"_s));
        }
        QProcess worker;
        worker.setWorkingDirectory(shared);
        worker.start(u"sleep"_s, {u"60"_s});
        QVERIFY(worker.waitForStarted());
        makeLock(0);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(lock).lastModified().secsTo(QDateTime::currentDateTime()) >= 5, 10'000);
        QVERIFY(!remove(u"main"_s));
        QVERIFY(QFile::exists(lock));
        // Processes that came later did not make it.
        makeLock(60);
        QVERIFY(remove(u"main"_s));
        QVERIFY(!QFile::exists(lock));
        worker.kill();
        QVERIFY(worker.waitForFinished());
        QVERIFY(!removeAbandonedLocks(u"https://git.acme.example/prompts.git"_s, u"main"_s, 0, LLONG_MAX));
    }

    void onlyALockOfAnOwnKilledPushIsTakenAway()
    {
        makeShared();
        const QString shared = at(u"shared.git"_s);
        const QString lock = at(u"shared.git/refs/heads/main.lock"_s);
        const QDateTime then = QDateTime::currentDateTime().addSecs(-10);
        write(lock, {});
        QFile file(lock);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(then, QFileDevice::FileModificationTime));
        file.close();

        // Somebody else's, as far as this clone knows.
        QVERIFY(!accept(shared, at(u"work"_s), newText("two\n", "three\n")));
        QVERIFY(QFile::exists(lock));

        QProcess dead;
        dead.start(u"true"_s);
        QVERIFY(dead.waitForStarted());
        const qint64 pid = dead.processId();
        QVERIFY(dead.waitForFinished());
        write(at(u"own/pushing-%1"_s.arg(pid)),
              "of-another-run " + QByteArray::number(then.toMSecsSinceEpoch() - 20));
        const auto written = accept(shared, at(u"work"_s), newText("two\n", "three\n"));

        QVERIFY2(written, qPrintable(written ? QString() : written.error().detail));
        QCOMPARE(git(shared, {u"show"_s, u"main:prompts/a.md"_s}), QByteArray("three"));
        QVERIFY(!QFile::exists(lock));
        QVERIFY(QDir(at(u"own"_s)).entryList({u"pushing-*"_s, u"cut-off-*"_s}).isEmpty());
    }

    void aLockLeftBehindIsReportedAndBrokenOnlyWhenOld()
    {
        makeShared();
        const QString lock = at(u"shared.git/refs/heads/countersign/ledger.lock"_s);
        write(lock, {});

        const auto locks = remoteLocks(at(u"shared.git"_s));
        const Done young = breakLock(at(u"shared.git"_s), lock);
        QFile file(lock);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-120), QFileDevice::FileModificationTime));
        const Done held = breakLock(at(u"shared.git"_s), lock);
        file.close();
        const Done old = breakLock(at(u"shared.git"_s), lock);

        QCOMPARE(locks->size(), 1);
        QCOMPARE(locks->first().path, lock);
        QVERIFY(!young);
        QCOMPARE(young.error().code, ErrorCode::Locked);
        QVERIFY(!held);
        QVERIFY(held.error().detail.contains(QString::number(QCoreApplication::applicationPid())));
        QVERIFY(old);
        QVERIFY(!QFile::exists(lock));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RepositoriesTest)
#include "tst_repositories.moc"
