// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "base/Hash.h"
#include "cli/world/World.h"
#include "corpus/histories/Bundle.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Real repositories, governed from their first day: two people in two clones with a bare repository between them.
class Histories : public QObject
{
    Q_OBJECT

private slots:
    void aChangeGoesToProductionAndBack_data()
    {
        QTest::addColumn<int>("leastPrompts");
        QTest::addColumn<QString>("ending");
        QTest::newRow("fabric") << 250 << u"/system"_s;
        QTest::newRow("copilot") << 400 << QString();
        QTest::newRow("sweagent") << 20 << QString();
    }
    void aChangeGoesToProductionAndBack()
    {
        QFETCH(const int, leastPrompts);
        QFETCH(const QString, ending);
        Bundle bundle(QString::fromLatin1(QTest::currentDataTag()));
        if (!bundle.exists()) {
            QSKIP("the material is not there");
        }
        World world;
        bundle.share(world.path(u"shared.git"_s));
        for (const QString &who : {u"ana"_s, u"ben"_s}) {
            bundle.clone(world.path(u"real-"_s + who), who, who + u"@example.com"_s);
        }
        const auto json = [&world](const QString &who, const QStringList &arguments) {
            const Ran ran = world.runIn(world.path(u"real-"_s + who), u"real-"_s + who, arguments + QStringList{u"--json"_s});
            if (ran.status != 0) {
                qWarning("%s: %s", qPrintable(arguments.join(u' ')), qPrintable(ran.why().left(2000)));
            }
            return ran.json();
        };
        QCOMPARE(json(u"ana"_s, {u"init"_s, u"--yes"_s, u"--add-person"_s, u"Ben Okafor <ben@example.com>"_s})
                         .value(u"done"_s).toString(),
                 u"started"_s);

        const QJsonArray prompts = json(u"ben"_s, {u"prompts"_s}).value(u"prompts"_s).toArray();
        QVERIFY2(prompts.size() >= leastPrompts, qPrintable(QString::number(prompts.size())));
        QString prompt;
        for (const QJsonValue &value : prompts) {
            const QString id = value[u"id"_s].toString();
            if (id.endsWith(ending) && !id.startsWith(u'.')) {
                prompt = id;
            }
        }
        QVERIFY(!prompt.isEmpty());
        const QString production = u"production"_s;
        const QByteArray before = text(world, prompt);
        QVERIFY(!before.isEmpty());

        const QByteArray after = before + "\nNever promise a refund without the approval of a person.\n";
        world.write(u"edited"_s, after);
        world.write(u"note.yaml"_s,
                    "what: A rule about refunds.\nwhy: Nobody looked.\noutcome: Every refund was seen.\n"
                    "triggers:\n  - complaints above 3% window=60 sample=100 action=propose\n"
                    "rollback_owner: ben@example.com\ninformed: [ben@example.com]\n");
        const QJsonObject proposed =
                json(u"ana"_s, {u"propose"_s, prompt, u"--file"_s, world.path(u"edited"_s), u"--title"_s, u"A rule"_s,
                                u"--note"_s, world.path(u"note.yaml"_s)});
        QCOMPARE(proposed[u"change"_s][u"number"_s].toInt(), 1);
        QVERIFY(!json(u"ben"_s, {u"approve"_s, u"1"_s}).isEmpty());
        const QJsonObject shown = json(u"ana"_s, {u"show"_s, u"#1"_s});
        QCOMPARE(shown[u"status"_s].toString(), u"accepted"_s);
        QVERIFY(!json(u"ana"_s, {u"release"_s, prompt, u"--environment"_s, u"staging"_s}).isEmpty());
        QVERIFY(!json(u"ana"_s, {u"release"_s, prompt, u"--environment"_s, production}).isEmpty());
        QCOMPARE(text(world, prompt), after);
        const QString accepted = json(u"ben"_s, {u"resolve"_s, prompt, u"--environment"_s, production})[u"version"_s].toString();
        QVERIFY(!json(u"ben"_s, {u"diff"_s, prompt + u"@1.0.0"_s, prompt + u'@' + accepted}).isEmpty());

        QVERIFY(!json(u"ben"_s, {u"rollback"_s, prompt, u"--environment"_s, production, u"--reason"_s, u"Too strict."_s})
                         .isEmpty());

        QCOMPARE(text(world, prompt), before);
        QVERIFY(json(u"ana"_s, {u"verify"_s})[u"sound"_s].toBool());
        QCOMPARE(json(u"ana"_s, {u"status"_s})[u"wrong"_s].toArray(), QJsonArray());
    }

    void everyPromptIsReadAtEveryCommit_data()
    {
        QTest::addColumn<int>("leastTexts"); // of commits, besides the versions
        QTest::newRow("fabric") << 100;
        QTest::newRow("copilot") << 300;
        QTest::newRow("sweagent") << 40;
    }

    /// Every prompt at its version and at every commit of its history reads as git says; many of them are compared, and
    /// each comparison makes the right text from the left one.
    void everyPromptIsReadAtEveryCommit()
    {
        QFETCH(const int, leastTexts);
        constexpr int mostTexts = 1000;
        constexpr qsizetype comparisons = 200;
        Bundle bundle(QString::fromLatin1(QTest::currentDataTag()));
        if (!bundle.exists()) {
            QSKIP("the material is not there");
        }
        World world;
        bundle.share(world.path(u"shared.git"_s));
        const QString clone = world.path(u"real-ana"_s);
        bundle.clone(clone, u"ana"_s, u"ana@example.com"_s);
        const Ran begun = world.runIn(clone, u"real-ana"_s, {u"init"_s, u"--yes"_s});
        QVERIFY2(begun.status == 0, qPrintable(begun.why()));
        const SystemClock clock;
        const Result<WorkspacePlace> place = findPlace({.place = clone, .dataRoot = world.path(u"private"_s)});
        QVERIFY(place);
        WorkspaceOptions options = workspaceOptions(*place, clock);
        options.syncEveryMs = 0;
        LedgerWorkspace workspace(options);
        const QFuture<Done> opened = workspace.opened();
        QVERIFY(QTest::qWaitFor([&] { return opened.isFinished(); }, 60'000));
        QVERIFY(QTest::qWaitFor([&] { return workspace.view()->sync.phase == SyncPhase::Idle; }, 60'000));
        QElapsedTimer timer;
        timer.start();

        struct Pair
        {
            QString path = {};
            QByteArray left = {};
            QByteArray right = {};
        };
        QList<Pair> pairs;
        int prompts = 0;
        int texts = 0;
        const auto artifacts = workspace.view()->state.artifacts;
        for (const Artifact &artifact : artifacts) {
            if (artifact.kind == ArtifactKind::Policy) {
                continue;
            }
            ++prompts;
            QCOMPARE(artifact.versions.size(), 1);
            const QByteArray governed = bundle.bytes(artifact.path);
            QVERIFY(artifact.versions.first().content == contentHash(governed));
            QCOMPARE(answer(workspace.content(contentHash(governed))).value_or(QByteArray()), governed);
            const Result<QList<BranchText>> said = answer(workspace.branchTexts(artifact.id, mostTexts));
            QVERIFY2(said, qPrintable(said ? QString() : said.error().detail));
            const QList<CommitText> known = bundle.texts(artifact.path, mostTexts);
            QStringList commits;
            for (const BranchText &text : *said) {
                commits.append(text.commit);
            }
            QStringList inGit;
            QByteArray newer = governed;
            for (const CommitText &text : known) {
                inGit.append(text.commit);
                pairs.append({artifact.path, text.bytes, newer});
                newer = text.bytes;
                ++texts;
            }
            QVERIFY2(commits == inGit, qPrintable(artifact.path + u": "_s + commits.join(u' ') + u" | "_s + inGit.join(u' ')));
            for (qsizetype i = 0; i < said->size(); ++i) {
                QCOMPARE(answer(workspace.content(said->at(i).content)).value_or(QByteArray()), known[i].bytes);
            }
        }
        QVERIFY2(texts >= leastTexts, qPrintable(QString::number(texts)));
        const qint64 reading = timer.restart();

        const QList<qsizetype> sample = spread(pairs.size(), comparisons);
        for (const qsizetype i : sample) {
            const Pair &pair = pairs[i];
            const Result<FileComparison> compared =
                    answer(workspace.compare(pair.path, contentHash(pair.left), contentHash(pair.right)));
            QVERIFY2(compared, qPrintable(pair.path));
            const diff::Comparison &comparison = *compared->comparison;
            QVERIFY(comparison.complete);
            QCOMPARE(comparison.identical, pair.left == pair.right);
            QVERIFY2(diff::applyTo(shownText(pair.left), comparison) == shownText(pair.right), qPrintable(pair.path));
        }

        qInfo("%d prompts, %d texts of commits read in %lld ms; %lld of %lld pairs compared in %lld ms", prompts, texts,
              reading, qint64(sample.size()), qint64(pairs.size()), timer.elapsed());
    }

private:
    template<typename T>
    static Result<T> answer(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 30'000) || future.resultCount() == 0) {
            return failure(ErrorCode::Unavailable, u"no answer in time"_s);
        }
        return future.resultAt(0);
    }

    /// What production answers for the prompt, byte for byte.
    static QByteArray text(World &world, const QString &prompt)
    {
        return world.runIn(world.path(u"real-ben"_s), u"real-ben"_s,
                           {u"resolve"_s, prompt, u"--environment"_s, u"production"_s})
                .out;
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::Histories)
#include "tst_histories.moc"
