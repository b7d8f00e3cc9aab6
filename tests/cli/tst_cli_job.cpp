// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// The main job by two people in two clones with a bare repository between them, and every way to be refused.
class CliJobTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<World> m_refusing;

private slots:
    void oneChangeGoesToProductionAndBack()
    {
        World world;
        const QString ana = u"ana"_s;
        const QString ben = u"ben"_s;

        const QJsonObject proposed = world.json(ana, {u"init"_s, u"--dry-run"_s});
        QCOMPARE(proposed.value(u"files"_s).toArray().size(), 2);
        QCOMPARE(world.run(ana, {u"status"_s}).status, 4);
        const QJsonObject begun =
            world.json(ana, {u"init"_s, u"--yes"_s, u"--add-person"_s, u"Ben Okafor <ben@example.com>"_s});
        QCOMPARE(begun.value(u"done"_s).toString(), u"started"_s);
        QVERIFY(world.git(world.remote(), {u"show"_s, u"main:.countersign/policy.yaml"_s})
                    .contains("ben@example.com"));
        QCOMPARE(world.run(ben, {u"init"_s, u"--yes"_s}).status, 3);

        QCOMPARE(world.json(ana, {u"prompts"_s}).value(u"prompts"_s).toArray().size(), 3);
        QVERIFY2(world.propose(14).status == 0, "proposed");
        const QJsonObject asked = world.json(ben, {u"status"_s});
        QCOMPARE(asked[u"needs_you"_s][0][u"next"_s].toString(), u"review"_s);
        QCOMPARE(world.json(ben, {u"request-changes"_s, u"1"_s, u"--message"_s, u"Say why."_s})[u"done"_s]
                     .toString(),
                 u"changes-requested"_s);
        QCOMPARE(world.json(ana, {u"status"_s})[u"needs_you"_s][0][u"next"_s].toString(), u"answer-review"_s);
        QCOMPARE(world.propose(21, {u"--change"_s, u"#1"_s}).status, 0);
        const QJsonObject talk =
            world.json(ben, {u"comment"_s, u"1"_s, u"Why 21?"_s, u"--words"_s, u"21 days"_s});
        QCOMPARE(talk[u"done"_s].toString(), u"commented"_s);
        const QJsonObject shown = world.json(ana, {u"show"_s, u"#1"_s});
        QCOMPARE(shown[u"lane"_s].toString(), u"high"_s);
        QCOMPARE(shown[u"revision"_s][u"number"_s].toInt(), 2);
        QCOMPARE(shown[u"note"_s][u"rollback_owner"_s].toString(), u"p:ben-okafor"_s);
        const QString thread = shown[u"comments"_s][0][u"event"_s].toString();
        const QJsonObject open =
            world.json(ben, {u"approve"_s, u"1"_s, u"--revision"_s, u"2"_s, u"--role"_s, u"product"_s});
        QCOMPARE(open[u"missing"_s][0][u"id"_s].toString(), u"threads"_s);
        QCOMPARE(world.json(ana, {u"comment"_s, u"1"_s, u"--settle"_s, thread})[u"done"_s].toString(),
                 u"settled"_s);
        const QJsonObject accepted = world.json(ben, {u"accept"_s, u"1"_s});
        QCOMPARE(accepted[u"accepted"_s][0][u"version"_s].toString(), u"1.1.0"_s);
        QVERIFY(world.git(world.remote(), {u"show"_s, u"main:prompts/support/refund.prompt.md"_s})
                    .contains("within 21 days"));

        QCOMPARE(world
                     .json(ana, {u"release"_s, u"support/refund"_s, u"--environment"_s,
                                 u"staging"_s})[u"release"_s][u"before"_s]
                     .toString(),
                 u"1.0.0"_s);
        QCOMPARE(world
                     .json(ana, {u"release"_s, u"support/refund@1.1.0"_s, u"--environment"_s,
                                 u"production"_s})[u"done"_s]
                     .toString(),
                 u"released"_s);
        QVERIFY(world.run(ben, {u"resolve"_s, u"support/refund"_s, u"--environment"_s, u"production"_s})
                    .out.contains("within 21 days"));
        QCOMPARE(world
                     .json(ben, {u"rollback"_s, u"support/refund"_s, u"--environment"_s, u"production"_s,
                                 u"--reason"_s, u"Refunds doubled."_s})[u"release"_s][u"version"_s]
                     .toString(),
                 u"1.0.0"_s);
        // A second call does not bring back what was just taken away.
        const Ran second = world.run(ana, {u"rollback"_s, u"support/refund"_s, u"--environment"_s, u"production"_s});
        QVERIFY2(second.status == 2, qPrintable(second.why()));

        const QJsonObject resolved =
            world.json(ana, {u"resolve"_s, u"support/refund"_s, u"--environment"_s, u"production"_s});
        QCOMPARE(resolved[u"version"_s].toString(), u"1.0.0"_s);
        QVERIFY(resolved[u"text"_s].toString().contains(u"within 30 days"_s));
        const QJsonObject checked = world.json(ana, {u"verify"_s});
        QVERIFY(checked[u"sound"_s].toBool());
        QCOMPARE(checked[u"problems"_s].toArray(), QJsonArray());
        const QByteArray hash = world.run(ana, {u"state"_s, u"--hash"_s}).out;
        QCOMPARE(hash.trimmed().size(), 64);
        QCOMPARE(world.run(ben, {u"state"_s, u"--hash"_s}).out, hash);
        QCOMPARE(world.run(u"ana"_s, {u"verify"_s, u"--strict"_s}).status, 0);

        // A third person who has a URL and nothing else.
        const Ran third = world.runIn(world.path(u"."_s), u"carla"_s,
                                      {u"verify"_s, u"--workspace"_s, u"file://"_s + world.remote()});
        QVERIFY2(third.status == 0 && third.out.contains(hash.trimmed()), qPrintable(third.why()));

        for (const QStringList &more :
             {QStringList{u"log"_s}, QStringList{u"show"_s, u"support/refund"_s},
              QStringList{u"show"_s, u"support/refund@production"_s}, QStringList{u"show"_s, u"event:4"_s},
              QStringList{u"state"_s}, QStringList{u"doctor"_s}, QStringList{u"export"_s, u"state"_s},
              QStringList{u"diff"_s, u"support/refund@1.0.0"_s, u"support/refund@1.1.0"_s}}) {
            QVERIFY(!world.json(ana, more).isEmpty());
        }
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void whatWasAcceptedMeanwhileIsMergedOrShown()
    {
        World world;
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);
        const auto acceptedFromBen = [&world](const QByteArray &text, const QString &number) {
            world.write(u"other.md"_s, text);
            const Ran proposed = world.run(u"ben"_s, {u"propose"_s, u"support/refund"_s, u"--file"_s, world.path(u"other.md"_s),
                                                      u"--title"_s, u"Ask first"_s, u"--note"_s, world.path(u"note.yaml"_s)});
            const Ran approved = world.run(u"ana"_s, {u"approve"_s, number});
            return proposed.status == 0 && approved.status == 0 ? QString() : proposed.why() + approved.why();
        };
        const QByteArray head = "---\nmodel: gpt-4.1\n---\n# Refunds\n\nRefunds are possible within ";
        QCOMPARE(acceptedFromBen(head + "30 days of purchase. You must ask for the order number first.\n", u"2"_s), QString());

        // Whoever says nothing about it undoes nothing.
        world.write(u"persona.md"_s, "You are a brief assistant.\n");
        const Ran silent = world.run(u"ana"_s, {u"propose"_s, u"shared/persona"_s, u"--file"_s, world.path(u"persona.md"_s),
                                                u"--change"_s, u"1"_s});
        QVERIFY2(silent.status == 3 && silent.err.contains("--merge"), qPrintable(silent.why()));
        QCOMPARE(world.run(u"ana"_s, {u"propose"_s, u"--change"_s, u"1"_s}).status, 2);
        QCOMPARE(world.run(u"ana"_s, {u"propose"_s, u"--merge"_s}).status, 2);

        const QJsonObject merged = world.json(u"ana"_s, {u"propose"_s, u"--change"_s, u"1"_s, u"--merge"_s});
        QCOMPARE(merged[u"change"_s][u"revision"_s].toInt(), 2);
        const QByteArray text = world.git(world.remote(), {u"grep"_s, u"-h"_s, u"Refunds are possible"_s, u"countersign/ledger"_s,
                                                           u"--"_s, u"changes"_s});
        QVERIFY2(text.contains("within 14 days of purchase. You must ask for the order number first."), text.constData());

        // Where both changed one place, somebody has to choose.
        QCOMPARE(acceptedFromBen(head + "21 days of purchase. You must ask for the order number first.\n", u"3"_s), QString());
        const qsizetype before = world.commits().size();
        const Ran both = world.run(u"ana"_s, {u"propose"_s, u"--change"_s, u"1"_s, u"--merge"_s});
        QVERIFY2(both.status == 3, qPrintable(both.why()));
        for (const char *said : {"both changed one place", "within 30 days", "within 21 days", "within 14 days", "Nothing was written"})
            QVERIFY2(both.err.contains(said), qPrintable(both.why()));
        QCOMPARE(world.commits().size(), before);
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void whatTheRulesRefuseIsSaidAndNotWritten_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("rule");
        const auto row = [](const char *name, const char *who, const QString &line, const char *rule) {
            QTest::newRow(name) << QString::fromLatin1(who) << line.split(u' ') << QString::fromLatin1(rule);
        };
        row("approval by the author", "ana", u"approve 2"_s, "contributor-may-not-approve");
        row("a role that is not held", "ben", u"approve 2 --role admin"_s, "role-not-held");
        row("an older revision", "ben", u"approve 2 --revision 7"_s, "old-revision");
        row("acceptance without approval", "ana", u"accept 2"_s, "requirement-unmet");
        row("a closed change", "ben", u"approve 1"_s, "subject-closed");
        row("an environment skipped", "ana", u"release support/refund@1.1.0 --environment production"_s,
            "order-skipped");
        row("runs there already", "ana", u"release support/refund@1.0.0 --environment production"_s,
            "nothing-to-do");
        row("never ran there", "ana", u"rollback support/refund --environment production --to 1.1.0"_s,
            "never-ran-there");
        row("withdrawn by another", "ben", u"withdraw 2"_s, "right-missing");
        row("somebody unknown", "eve", u"approve 2"_s, "author-is-unknown");
        row("an identity that is not configured", "ana", u"approve 2 --as ben@example.com"_s, "identity");
    }
    void whatTheRulesRefuseIsSaidAndNotWritten()
    {
        QFETCH(const QString, who);
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, rule);
        // Nothing of this writes, so that one world serves all rows.
        if (!m_refusing) {
            m_refusing = std::make_unique<World>();
            m_refusing->accepted();
            QCOMPARE(m_refusing->propose(7).status, 0);
            const QString eve = m_refusing->path(u"eve"_s);
            m_refusing->git(m_refusing->path(u"."_s), {u"clone"_s, u"--quiet"_s, m_refusing->remote(), eve});
            m_refusing->git(eve, {u"config"_s, u"user.name"_s, u"Eve"_s});
            m_refusing->git(eve, {u"config"_s, u"user.email"_s, u"eve@example.com"_s});
        }
        World &world = *m_refusing;
        const qsizetype before = world.commits().size();

        const Ran ran = world.run(who, arguments + QStringList{u"--json"_s});

        QVERIFY2(ran.status == 3, qPrintable(ran.why()));
        QCOMPARE(ran.json()[u"error"_s][u"rule"_s].toString(), rule);
        QCOMPARE(ran.err.count('\n'), 1);
        QCOMPARE(world.commits().size(), before);
    }

    void oneCloneMaySpeakForThoseWhoAreConfigured()
    {
        World world;
        world.accepted();
        QCOMPARE(world.propose(7).status, 0);
        world.git(world.path(u"ana"_s),
                  {u"config"_s, u"--add"_s, u"countersign.identity"_s, u"Ben Okafor <ben@example.com>"_s});

        const Ran ran = world.run(u"ana"_s, {u"approve"_s, u"2"_s, u"--as"_s, u"ben@example.com"_s});

        QVERIFY2(ran.status == 0, qPrintable(ran.why()));
    }

    void whatIsMissingIsAnErrorUnlessAFileIsNamed()
    {
        World world;
        world.accepted();
        world.write(u"default.md"_s, "The built-in text.\n");
        const QString file = world.path(u"default.md"_s);
        const QStringList missing = {u"resolve"_s, u"support/nothing"_s, u"--environment"_s, u"production"_s};

        const Ran none = world.run(u"ana"_s, missing);
        const Ran nowhere =
            world.run(u"ana"_s, {u"resolve"_s, u"support/refund"_s, u"--environment"_s, u"moon"_s});
        const Ran other = world.run(u"ana"_s, missing + QStringList{u"--or-file"_s, file});

        QCOMPARE(none.status, 4);
        QCOMPARE(none.out, QByteArray());
        QCOMPARE(nowhere.status, 4);
        QCOMPARE(other.status, 0);
        QCOMPARE(other.out, QByteArray("The built-in text.\n"));
        QVERIFY2(other.err.contains("This is the file"), qPrintable(other.why()));
        QCOMPARE(world.json(u"ana"_s, missing + QStringList{u"--or-file"_s, file})[u"source"_s].toString(),
                 u"file"_s);
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void offlineThePastIsReadAndNothingIsWritten()
    {
        World world;
        world.accepted();
        QCOMPARE(world.run(u"ana"_s, {u"status"_s}).status, 0);
        QVERIFY(QDir().rename(world.remote(), world.path(u"away.git"_s)));

        const Ran read =
            world.run(u"ana"_s, {u"resolve"_s, u"support/refund"_s, u"--environment"_s, u"production"_s});
        const Ran written =
            world.run(u"ana"_s, {u"release"_s, u"support/refund"_s, u"--environment"_s, u"staging"_s});
        const Ran fresh = world.run(u"ben"_s, {u"state"_s, u"--json"_s});
        const Ran stranger = world.runIn(world.path(u"ben"_s), u"stranger"_s, {u"state"_s});

        QVERIFY2(read.status == 0 && read.out.contains("within 30 days"), qPrintable(read.why()));
        QVERIFY2(read.err.contains("offline: ") && read.err.contains("event 7, read "),
                 qPrintable(read.why()));
        QCOMPARE(written.status, 5);
        QVERIFY2(written.err.contains("Nothing was written"), qPrintable(written.why()));
        QVERIFY(fresh.json()[u"offline"_s].toBool());
        QCOMPARE(stranger.status, 5);
    }

    void anEditOutsideIsAdoptedOrRestored()
    {
        World world;
        world.accepted();
        const QString persona = u"prompts/shared/persona.prompt.md"_s;
        const auto editOutside = [&world, &persona](const QByteArray &text) {
            world.git(world.path(u"ben"_s), {u"pull"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
            world.write(u"ben/"_s + persona, text);
            world.git(world.path(u"ben"_s), {u"commit"_s, u"--quiet"_s, u"-am"_s, u"Quick fix"_s});
            world.git(world.path(u"ben"_s), {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        };
        editOutside("You are a grumpy assistant.\n");

        const QJsonObject wrong = world.json(u"ana"_s, {u"status"_s});
        const QJsonObject restored = world.json(u"ana"_s, {u"restore"_s, u"shared/persona"_s});
        QCOMPARE(wrong[u"wrong"_s][0][u"path"_s].toString(), persona);
        QCOMPARE(restored[u"path"_s].toString(), persona);
        QCOMPARE(world.git(world.remote(), {u"show"_s, u"main:"_s + persona}),
                 QByteArray("You are a friendly assistant."));
        QCOMPARE(world.run(u"ana"_s, {u"adopt"_s, persona}).status, 4);

        editOutside("You are a helpful assistant.\n");
        const QJsonObject adopted = world.json(u"ana"_s, {u"adopt"_s, persona, u"--what"_s, u"Tone."_s});
        QCOMPARE(adopted[u"change"_s][u"number"_s].toInt(), 2);
        QCOMPARE(world.json(u"ana"_s, {u"show"_s, u"2"_s})[u"title"_s].toString(), u"Quick fix"_s);
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void aPolicyIsChangedLikeAnythingElse()
    {
        World world;
        world.accepted();
        QByteArray policy = world.git(world.remote(), {u"show"_s, u"main:.countersign/policy.yaml"_s});
        policy.replace("title: Staging", "title: Rehearsal");
        world.write(u"policy.yaml"_s, policy + '\n');
        QCOMPARE(world
                     .run(u"ana"_s, {u"propose"_s, u".countersign/policy.yaml"_s, u"--file"_s,
                                     world.path(u"policy.yaml"_s), u"--title"_s, u"Rename staging"_s,
                                     u"--note"_s, world.path(u"note.yaml"_s)})
                     .status,
                 0);

        const Ran approved = world.run(u"ben"_s, {u"approve"_s, u"2"_s});
        const Ran enforced = world.run(u"ana"_s, {u"enforce"_s, u"2"_s});

        QVERIFY2(approved.status == 0, qPrintable(approved.why()));
        QVERIFY2(enforced.status == 0, qPrintable(enforced.why()));
        QCOMPARE(world.json(u"ben"_s, {u"state"_s})[u"policy"_s][u"version"_s].toInt(), 2);
    }

    void exportsGuardWhatASpreadsheetWouldCalculate()
    {
        World world;
        world.accepted();
        QCOMPARE(world.run(u"ana"_s, {u"withdraw"_s, u"1"_s}).status, 3);
        QCOMPARE(world.propose(7, {u"--title"_s, u"=HYPERLINK(1)"_s}).status, 0);

        const Ran events = world.run(u"ana"_s, {u"export"_s, u"events"_s, u"--format"_s, u"csv"_s});
        const Ran state = world.run(u"ana"_s, {u"export"_s, u"state"_s, u"--format"_s, u"csv"_s});
        const Ran file =
            world.run(u"ana"_s, {u"export"_s, u"events"_s, u"--output"_s, world.path(u"events.json"_s)});

        QVERIFY(events.out.startsWith("number,time,kind,"));
        QCOMPARE(events.out.count("\r\n"), world.commits().size() + 1);
        QVERIFY(
            state.out.contains("support/refund,prompts/support/refund.prompt.md,prompt,production,1.0.0,"));
        QCOMPARE(file.status, 0);
        QFile written(world.path(u"events.json"_s));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(written.readAll()).array().size(), world.commits().size());
    }

    void nothingThatSomebodyWroteReachesTheTerminal()
    {
        World world;
        world.accepted();
        const QString evil = u"Red \033]52;c;ZXZpbA==\a \u009b31m \u202e title"_s;
        QCOMPARE(world.propose(7, {u"--title"_s, evil}).status, 0);

        for (const QStringList &line :
             {QStringList{u"status"_s}, QStringList{u"show"_s, u"2"_s}, QStringList{u"log"_s},
              QStringList{u"status"_s, u"--json"_s}, QStringList{u"show"_s, u"2"_s, u"--json"_s}}) {
            const QByteArray out = world.run(u"ben"_s, line).out;
            QVERIFY(!out.contains('\033') && !out.contains('\a') && !out.contains("\xc2\x9b")
                    && !out.contains("\xe2\x80\xae"));
        }
        QCOMPARE(world.run(u"ben"_s, {u"show"_s, u"2"_s, u"--json"_s}).json()[u"title"_s].toString(), evil);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliJobTest)
#include "tst_cli_job.moc"
