// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "services/DiskFile.h"

#include <QJsonArray>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const PrincipalId ana{u"p:ana-ruiz"_s};
const QString ledgerName = u"refs/heads/countersign/ledger"_s;
const QString refundPath = u"prompts/support/refund.prompt.md"_s;

/// A shared repository that asks the real hook about every push, and a repository of somebody who pushes by hand.
class Guarded : public World
{
public:
    Guarded()
    {
        const Ran installed = run(u"ana"_s, {u"hook"_s, u"install"_s, u"--workspace"_s, remote()});
        if (installed.status != 0) {
            qFatal("%s", qPrintable(installed.why()));
        }
    }

    [[nodiscard]] QString forge() const { return path(u"forge.git"_s); }
    /// What the hook keeps of the record between pushes.
    [[nodiscard]] QByteArray memory() const { return readDiskFile(memoryPath()).value_or(QByteArray()); }
    void setMemory(const QByteArray &bytes) const { QVERIFY(writeDiskFile(memoryPath(), bytes)); }
    [[nodiscard]] QString memoryPath() const { return remote() + u"/countersign/pushed-to"_s; }
    [[nodiscard]] QString hook() const { return remote() + u"/hooks/pre-receive"_s; }

    /// A copy of the shared repository as it is now.
    void makeForge() const
    {
        QDir(forge()).removeRecursively();
        git(path(u"."_s), {u"clone"_s, u"--quiet"_s, u"--mirror"_s, remote(), forge()});
    }
    /// Pushes out of the copy, whatever git itself would say to it.
    [[nodiscard]] Ran push(const QStringList &references) const
    {
        return tryGit(forge(), QStringList{u"push"_s, remote()} + references);
    }
    [[nodiscard]] QByteArray tip(const QString &reference) const
    {
        return git(remote(), {u"rev-parse"_s, reference});
    }

    /// A commit behind the shared main branch with another file, in the copy; no bytes: without it.
    [[nodiscard]] QByteArray edit(const QString &file, const std::optional<QByteArray> &bytes,
                                  const QString &mode = u"100644"_s) const
    {
        const QString main = QString::fromLatin1(tip(u"main"_s));
        git(forge(), {u"read-tree"_s, main});
        if (bytes) {
            const QByteArray blob = git(forge(), {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, *bytes);
            git(forge(), {u"update-index"_s, u"--add"_s, u"--cacheinfo"_s,
                          mode + u',' + QString::fromLatin1(blob) + u',' + file});
        } else {
            git(forge(), {u"update-index"_s, u"--index-info"_s},
                "0 " + QByteArray(40, '0') + '\t' + file.toUtf8() + '\n');
        }
        return git(forge(), {u"commit-tree"_s, u"-m"_s, u"edit"_s, u"-p"_s, main,
                             QString::fromLatin1(git(forge(), {u"write-tree"_s}))});
    }
    [[nodiscard]] Ran pushMain(const QByteArray &commit) const
    {
        return push({QString::fromLatin1(commit) + u":refs/heads/main"_s});
    }
    [[nodiscard]] Ran pushLedger(const QByteArray &commit) const
    {
        return push({u'+' + QString::fromLatin1(commit) + u':' + ledgerName});
    }

    /// An event that no rule was asked about, as a commit in the copy; the shared repository knows nothing of it.
    [[nodiscard]] QByteArray appended(const QString &subject, const EventData &data,
                                      const std::function<void(QByteArray &)> &spoil = {})
    {
        const QByteArray before = tip(ledgerName);
        const State seen = state();
        QFile::rename(hook(), hook() + u".off"_s);
        append(seen, ana, subject, data, spoil);
        QFile::rename(hook() + u".off"_s, hook());
        const QByteArray after = tip(ledgerName);
        makeForge();
        moveLedger(before);
        git(remote(), {u"reflog"_s, u"expire"_s, u"--expire=now"_s, u"--all"_s});
        git(remote(), {u"prune"_s, u"--expire=now"_s});
        return after;
    }
};

bool refusedBy(const Ran &ran, const QByteArray &rule)
{
    return ran.status != 0 && ran.err.contains("pre-receive hook declined")
           && ran.err.contains('[' + rule + ']');
}

} // namespace

/// What a push may do to a shared repository that asks `countersignctl hook pre-receive`.
class CliHookTest : public QObject
{
    Q_OBJECT

private slots:
    void theWholeJobGoesThroughTheHook()
    {
        Guarded world;

        world.accepted();
        const Ran released =
            world.run(u"ana"_s, {u"release"_s, u"support/refund"_s, u"--environment"_s, u"staging"_s});
        const Ran verified = world.run(u"ben"_s, {u"verify"_s, u"--strict"_s});

        QVERIFY2(released.status == 0, qPrintable(released.why()));
        QVERIFY2(verified.status == 0, qPrintable(verified.why()));
        QVERIFY(world.git(world.remote(), {u"show"_s, u"main:"_s + refundPath}).contains("14 days"));
    }

    void whatIsNotGovernedIsNobodysBusiness()
    {
        Guarded world;
        world.accepted();
        world.makeForge();

        const Ran pushed = world.pushMain(world.edit(u"README.md"_s, "Hello.\n"));
        const Ran branch =
            world.push({QString::fromLatin1(world.edit(refundPath, "Other.\n")) + u":refs/heads/feature"_s});
        const Ran gone = world.push({u":refs/heads/feature"_s});

        QVERIFY2(pushed.status == 0, qPrintable(pushed.why()));
        QVERIFY2(branch.status == 0, qPrintable(branch.why()));
        QVERIFY2(gone.status == 0, qPrintable(gone.why()));
    }

    void aRepositoryWithoutARecordTakesEverything()
    {
        Guarded world;
        world.makeForge();

        const Ran pushed = world.pushMain(world.edit(refundPath, "Other.\n"));

        QVERIFY2(pushed.status == 0, qPrintable(pushed.why()));
    }

    void aGovernedFileNeedsAnAcceptedVersion_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes"); // null: it goes
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QByteArray>("rule");
        QTest::newRow("edited") << refundPath << QByteArray("Refunds are always possible.\n") << u"100644"_s
                                << QByteArray("no-version");
        QTest::newRow("an older version")
            << refundPath
            << QByteArray("---\nmodel: gpt-4.1\n---\n# Refunds\n\nRefunds are possible within 30 days "
                          "of purchase. You must ask for the order number.\n")
            << u"100644"_s << QByteArray("older-version");
        QTest::newRow("removed") << refundPath << QByteArray() << u"100644"_s << QByteArray("no-version");
        QTest::newRow("new") << u"prompts/support/other.prompt.md"_s << QByteArray("Be brief.\n")
                             << u"100644"_s << QByteArray("no-version");
        QTest::newRow("a link in its place")
            << refundPath << QByteArray("/etc/passwd") << u"120000"_s << QByteArray("no-file");
        QTest::newRow("the policy") << u".countersign/policy.yaml"_s << QByteArray("workspace: mine\n")
                                    << u"100644"_s << QByteArray("no-version");
        QTest::newRow("empty") << refundPath << QByteArray("") << u"100644"_s << QByteArray("no-version");
    }
    void aGovernedFileNeedsAnAcceptedVersion()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, mode);
        QFETCH(QByteArray, rule);
        Guarded world;
        world.accepted();
        world.makeForge();
        const QByteArray before = world.tip(u"main"_s);

        const Ran pushed =
            world.pushMain(world.edit(file, bytes.isNull() ? std::optional<QByteArray>() : bytes, mode));

        QVERIFY2(refusedBy(pushed, rule), qPrintable(pushed.why()));
        QVERIFY2(pushed.err.contains(file.toUtf8()), qPrintable(pushed.why()));
        QCOMPARE(world.tip(u"main"_s), before);
    }

    void aFileThatOnlyBecameExecutableIsTheSame()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        const QByteArray same =
            world.git(world.remote(), {u"cat-file"_s, u"blob"_s, u"main:"_s + refundPath}) + '\n';

        const Ran pushed = world.pushMain(world.edit(refundPath, same, u"100755"_s));

        QVERIFY2(pushed.status == 0, qPrintable(pushed.why()));
    }

    void theGovernedBranchMayNotBeDeleted()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        world.git(world.remote(), {u"config"_s, u"receive.denyDeleteCurrent"_s, u"ignore"_s});

        const Ran pushed = world.push({u":refs/heads/main"_s});

        QVERIFY2(refusedBy(pushed, "branch-deleted"), qPrintable(pushed.why()));
    }

    void anotherNameOfTheGovernedBranchIsTheGovernedBranch()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        world.git(world.remote(), {u"symbolic-ref"_s, u"refs/heads/alias"_s, u"refs/heads/main"_s});

        const Ran pushed =
            world.push({QString::fromLatin1(world.edit(refundPath, "Other.\n")) + u":refs/heads/alias"_s});

        QVERIFY2(refusedBy(pushed, "no-version"), qPrintable(pushed.why()));
    }

    // T-28
    void theRecordMayNotBeDeletedOrReplaced()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        Guarded other;
        other.accepted();
        world.git(world.forge(), {u"fetch"_s, u"--quiet"_s, other.remote(), ledgerName + u":refs/other"_s});

        const Ran deleted = world.push({u':' + ledgerName});
        const Ran replaced = world.push({u"+refs/other:"_s + ledgerName});

        QVERIFY2(refusedBy(deleted, "record-deleted"), qPrintable(deleted.why()));
        QVERIFY2(refusedBy(replaced, "record-rewritten"), qPrintable(replaced.why()));
    }

    // T-27, T-29
    void theRecordOnlyGrows()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        const QList<QByteArray> commits = world.commits();
        const QByteArray reordered = world.commit(commits.at(4), commits.at(2), {}, {}, world.forge());

        const Ran shorter = world.pushLedger(commits.at(commits.size() - 3));
        const Ran other = world.pushLedger(reordered);

        QVERIFY2(refusedBy(shorter, "record-rewritten"), qPrintable(shorter.why()));
        QVERIFY2(shorter.err.contains("the last 2 events"), qPrintable(shorter.why()));
        QVERIFY2(refusedBy(other, "record-rewritten"), qPrintable(other.why()));
        QCOMPARE(world.commits(), commits);
    }

    // T-32
    void aMergeIsNoEvent()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        const QString tip = QString::fromLatin1(world.tip(ledgerName));
        const QByteArray merge =
            world.git(world.forge(), {u"commit-tree"_s, u"-m"_s, u"merge"_s, u"-p"_s, tip, u"-p"_s,
                                      QString::fromLatin1(world.tip(u"main"_s)), tip + u"^{tree}"_s});

        const Ran pushed = world.pushLedger(merge);

        QVERIFY2(refusedBy(pushed, "event-damaged"), qPrintable(pushed.why()));
        QVERIFY2(pushed.err.contains("broken-record"), qPrintable(pushed.why()));
    }

    void anEventWithoutEffectIsRefusedWithItsRule()
    {
        Guarded world;
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);
        const State seen = world.state();
        const Change change = *seen.changeByNumber(1);
        // Ana wrote it, and says that she approves it.
        const QByteArray approval = world.appended(changeSubject(change.id),
                                                   ReviewGiven{.decision = Decision::Approve,
                                                               .revision = change.revision()->stamp.event,
                                                               .content = change.revision()->content,
                                                               .note = change.revision()->note()->stamp.event,
                                                               .as = RoleId{u"product"_s}});
        const QByteArray before = world.tip(ledgerName);

        const Ran pushed = world.pushLedger(approval);

        QVERIFY2(refusedBy(pushed, "event-refused"), qPrintable(pushed.why()));
        QVERIFY2(pushed.err.contains("contributor-may-not-approve"), qPrintable(pushed.why()));
        QVERIFY2(pushed.err.contains("whoever wrote or edited a revision may not approve it"),
                 qPrintable(pushed.why()));
        QCOMPARE(world.tip(ledgerName), before);
    }

    // T-09
    void anOlderPolicyIsNoNextPolicy()
    {
        Guarded world;
        QCOMPARE(world.init().status, 0);
        const State seen = world.state();
        const QByteArray replay = world.appended(
            policySubject(), PolicyChanged{.policy = seen.policy, .change = EventId::random()});

        const Ran pushed = world.pushLedger(replay);

        QVERIFY2(refusedBy(pushed, "event-refused"), qPrintable(pushed.why()));
        QVERIFY2(pushed.err.contains("policy-not-next"), qPrintable(pushed.why()));
    }

    void anEventThatLeavesAnotherTreeIsRefused()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        const QList<QByteArray> commits = world.commits();
        const QByteArray parent = commits.at(commits.size() - 2);
        // The commit of a sound event, with another text where a program at run time reads.
        const QByteArray spoiled =
            world.commit(commits.last(), parent, u"prompts/support/refund/1.1.0/refund.prompt.md"_s,
                         "Pay everybody.\n", world.forge());
        world.moveLedger(parent);

        const Ran damaged = world.push({QString::fromLatin1(spoiled) + u':' + ledgerName});
        const Ran sound = world.push({QString::fromLatin1(commits.last()) + u':' + ledgerName});

        QVERIFY2(refusedBy(damaged, "event-damaged"), qPrintable(damaged.why()));
        QVERIFY2(damaged.err.contains("wrong-tree"), qPrintable(damaged.why()));
        QVERIFY2(sound.status == 0, qPrintable(sound.why()));
    }

    void anEventOfANewerProgramIsNotJudged()
    {
        Guarded world;
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);
        const QByteArray jumped =
            world.appended(changeSubject(world.state().changeByNumber(1)->id), ChangeWithdrawn{},
                           [](QByteArray &body) { body.replace("change.withdrawn", "change.jumped"); });

        const Ran pushed = world.pushLedger(jumped);

        QVERIFY2(refusedBy(pushed, "cannot-tell"), qPrintable(pushed.why()));
        QVERIFY2(pushed.err.contains("newer-event"), qPrintable(pushed.why()));
    }

    void aPushIsTakenAsAWholeOrNotAtAll()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        const QString good = QString::fromLatin1(world.edit(u"README.md"_s, "Hello.\n"));
        const QString bad = QString::fromLatin1(world.edit(refundPath, "Other.\n"));
        const QByteArray before = world.tip(u"main"_s);

        const Ran mixed = world.push({good + u":refs/heads/feature"_s, bad + u":refs/heads/main"_s});
        const Ran both = world.push({good + u":refs/heads/feature"_s, good + u":refs/heads/main"_s});

        QVERIFY2(refusedBy(mixed, "no-version"), qPrintable(mixed.why()));
        QVERIFY2(!mixed.err.contains("new branch"), qPrintable(mixed.why()));
        QVERIFY2(both.status == 0, qPrintable(both.why()));
        QVERIFY(world.tip(u"main"_s) != before);
    }

    void aVersionInTheSamePushDoesNotCountYet()
    {
        Guarded world;
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);
        const QByteArray ledgerBefore = world.tip(ledgerName);
        const QByteArray mainBefore = world.tip(u"main"_s);
        QCOMPARE(world.run(u"ben"_s, {u"approve"_s, u"#1"_s}).status, 0);
        world.makeForge();
        world.moveLedger(ledgerBefore);
        world.git(world.remote(), {u"update-ref"_s, u"refs/heads/main"_s, QString::fromLatin1(mainBefore)});

        const Ran together = world.push({ledgerName, u"refs/heads/main"_s});
        const Ran first = world.push({ledgerName});
        const Ran second = world.push({u"refs/heads/main"_s});

        QVERIFY2(refusedBy(together, "no-version"), qPrintable(together.why()));
        QVERIFY2(first.status == 0, qPrintable(first.why()));
        QVERIFY2(second.status == 0, qPrintable(second.why()));
    }

    void concurrentWritersBothArrive()
    {
        Guarded world;
        world.accepted();
        constexpr int each = 4;
        QList<Ran> failed[2];
        const auto writer = [&world, &failed](int index) {
            const QString who = index == 0 ? u"ana"_s : u"ben"_s;
            for (int i = 0; i < each; ++i) {
                Ran ran = world.run(who, {u"comment"_s, u"1"_s, u"Comment %1 of %2."_s.arg(i).arg(who)});
                if (ran.status != 0) {
                    failed[index].append(ran);
                }
            }
        };
        const qsizetype before = world.commits().size();

        std::thread first(writer, 0);
        std::thread second(writer, 1);
        first.join();
        second.join();

        for (const QList<Ran> &list : failed) {
            QVERIFY2(list.isEmpty(), list.isEmpty() ? "" : qPrintable(list.first().why()));
        }
        QCOMPARE(world.commits().size(), before + 2 * each);
        QCOMPARE(world.run(u"ana"_s, {u"verify"_s, u"--strict"_s}).status, 0);
    }

    void whatCannotBeToldIsRefused()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        const QByteArray tip = world.tip(ledgerName);
        const QString edit = QString::fromLatin1(world.edit(u"README.md"_s, "Hello.\n"));
        const QByteArray garbage = world.commit(world.tip(u"main"_s), {});

        world.moveLedger(garbage);
        const Ran unreadable = world.push({edit + u":refs/heads/main"_s});
        world.moveLedger(tip);
        const QString program = world.path(u"gone"_s);
        QFile script(world.hook());
        QVERIFY(script.open(QIODevice::ReadOnly));
        QByteArray words = script.readAll();
        script.close();
        words.replace(qgetenv("COUNTERSIGNCTL"), program.toUtf8());
        world.write(u"remote.git/hooks/pre-receive"_s, words);
        const Ran without = world.push({edit + u":refs/heads/main"_s});

        QVERIFY2(refusedBy(unreadable, "cannot-tell"), qPrintable(unreadable.why()));
        QVERIFY2(without.status != 0 && without.err.contains("pre-receive hook declined"),
                 qPrintable(without.why()));
    }

    void aTreeThatNamesOneFolderAMillionTimesIsRefusedSoon()
    {
        Guarded world;
        world.accepted();
        world.makeForge();
        QByteArray tree = world.git(
            world.forge(), {u"mktree"_s},
            "100644 blob " + world.git(world.forge(), {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, "x\n")
                + "\tx\n");
        for (int level = 0; level < 8; ++level) {
            QByteArray entries;
            for (char c = 'a'; c < 'k'; ++c) {
                entries += "040000 tree " + tree + '\t' + c + '\n';
            }
            tree = world.git(world.forge(), {u"mktree"_s}, entries);
        }
        const QByteArray commit =
            world.git(world.forge(), {u"commit-tree"_s, u"-m"_s, u"bomb"_s, u"-p"_s,
                                      QString::fromLatin1(world.tip(u"main"_s)), QString::fromLatin1(tree)});

        const Ran pushed = world.pushMain(commit);

        QVERIFY2(refusedBy(pushed, "cannot-tell"), qPrintable(pushed.why()));
    }

    void theRecordIsFoldedOnlyBehindTheLastPush()
    {
        Guarded world;
        world.accepted();
        const QByteArray first = world.memory();
        world.makeForge();
        const Ran refused = world.pushMain(world.edit(refundPath, "Refunds are always possible.\n"));
        const Ran proposed = world.propose(10);
        const Ran taken = world.pushMain(world.edit(u"README.md"_s, "Hello.\n"));

        QVERIFY(!first.isEmpty());
        QVERIFY2(refusedBy(refused, "no-version"), qPrintable(refused.why()));
        QVERIFY2(proposed.status == 0, qPrintable(proposed.why()));
        QVERIFY2(taken.status == 0, qPrintable(taken.why()));
        // So few events more are read and not written down.
        QCOMPARE(world.memory(), first);
    }

    void aMemoryThatDoesNotFitTheRecordIsThrownAway_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("damaged") << u"damaged"_s;
        QTest::newRow("cut short") << u"cut"_s;
        QTest::newRow("of another record") << u"other"_s;
        QTest::newRow("of a commit that states another place") << u"moved"_s;
    }
    void
    aMemoryThatDoesNotFitTheRecordIsThrownAway() // a push may not be judged by what the record never said
    {
        QFETCH(QString, how);
        Guarded world;
        world.accepted();
        const QByteArray right = world.memory();
        QByteArray wrong = right;
        if (how == "damaged"_L1) {
            wrong[wrong.size() / 2] = char(wrong.at(wrong.size() / 2) ^ 1);
        } else if (how == "cut"_L1) {
            wrong.chop(100);
        } else if (how == "other"_L1) {
            Guarded other;
            other.accepted();
            wrong = other.memory();
        } else {
            const Result<QByteArray> payload = unsealed("countersign.pushed-to", 1, right);
            QVERIFY(payload);
            const QByteArray before = world.git(world.remote(), {u"rev-parse"_s, ledgerName + u"~1"_s});
            wrong = sealed("countersign.pushed-to", 1, before.trimmed() + payload->sliced(40));
        }
        QVERIFY(wrong != right);
        world.setMemory(wrong);
        world.makeForge();

        const Ran refused = world.pushMain(world.edit(refundPath, "Refunds are always possible.\n"));
        const QByteArray after = world.memory();
        const Ran taken = world.pushMain(world.edit(u"README.md"_s, "Hello.\n"));

        QVERIFY2(refusedBy(refused, "no-version"), qPrintable(refused.why()));
        QVERIFY2(taken.status == 0, qPrintable(taken.why()));
        QVERIFY(!after.isEmpty() && after != wrong);
    }

    void theHookAnswersWhatGitSaysAndNothingElse()
    {
        World world;
        QCOMPARE(world.runIn(world.remote(), u"ana"_s, {u"hook"_s, u"pre-receive"_s}, "").status, 0);
        const QByteArray none(40, '0');
        const QList<QByteArray> lines{"x", none + ' ' + none, none + ' ' + none + ' ',
                                      none.left(39) + ' ' + none + " refs/heads/main",
                                      QByteArray(64, '0') + ' ' + QByteArray(64, 'a') + " refs/heads/main"};

        for (const QByteArray &line : lines) {
            const Ran ran = world.runIn(world.remote(), u"ana"_s, {u"hook"_s, u"pre-receive"_s}, line + '\n');
            QCOMPARE(ran.status, 4);
            QVERIFY2(ran.err.contains("[cannot-tell]"), qPrintable(ran.why()));
        }
    }

    void aHookOfSomebodyElseStays()
    {
        World world;
        world.write(u"remote.git/hooks/pre-receive"_s, "#!/bin/sh\nexit 0\n");

        const Ran refused = world.run(u"ana"_s, {u"hook"_s, u"install"_s, u"--workspace"_s, world.remote()});
        QFile::remove(world.remote() + u"/hooks/pre-receive"_s);
        const QJsonObject installed =
            world.json(u"ana"_s, {u"hook"_s, u"install"_s, u"--workspace"_s, world.remote()});
        const Ran again = world.run(u"ana"_s, {u"hook"_s, u"install"_s, u"--workspace"_s, world.remote()});

        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.err.contains("hook pre-receive"), qPrintable(refused.why()));
        QCOMPARE(installed[u"done"_s].toString(), u"installed"_s);
        QCOMPARE(again.status, 0);
        QVERIFY2(world.shapeProblems().isEmpty(), qPrintable(world.shapeProblems().join(u'\n')));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliHookTest)
#include "tst_cli_hook.moc"
