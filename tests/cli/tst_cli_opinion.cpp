// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "support/http/HttpServer.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QByteArray key = "sk-cli-0123456789abcdef";

} // namespace

/// A second opinion in a terminal: the policy names a model on loopback, and its answers are recorded.
class CliOpinionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<World> m_world;
    std::unique_ptr<HttpServer> m_server;
    QString m_said; // written before a run, read by the server's thread during it

    [[nodiscard]] QString host() const { return u"127.0.0.1:%1"_s.arg(m_server->url().port()); }

private slots:
    void initTestCase()
    {
        qputenv("COUNTERSIGN_TEST_MODEL_KEY", key);
        m_server = std::make_unique<HttpServer>([this](const HttpSeen &) { return chatReply(m_said, u"small-model-2026-11"_s); });
        m_world = std::make_unique<World>();
        World &world = *m_world;
        QCOMPARE(world.init().status, 0);
        const Ran none = world.run(u"ana"_s, {u"opinion"_s, u"1"_s});
        QVERIFY(none.status != 0);
        QByteArray yaml = world.git(world.remote(), {u"show"_s, u"main:.countersign/policy.yaml"_s});
        yaml += "\nsecond_opinion:\n  endpoint: " + m_server->url(u"/v1"_s).toEncoded() + "\n  model: small-model\n";
        world.write(u"policy.yaml"_s, yaml);
        QCOMPARE(world.propose(14).status, 0); // writes the note; withdrawn again below
        QCOMPARE(world.run(u"ana"_s, {u"withdraw"_s, u"1"_s}).status, 0);
        const Ran proposed = world.run(u"ana"_s, {u"propose"_s, u".countersign/policy"_s, u"--file"_s, world.path(u"policy.yaml"_s),
                                                  u"--title"_s, u"A second opinion"_s, u"--note"_s, world.path(u"note.yaml"_s)});
        QVERIFY2(proposed.status == 0, qPrintable(proposed.why()));
        const Ran approved = world.run(u"ben"_s, {u"approve"_s, u"2"_s});
        QVERIFY2(approved.status == 0, qPrintable(approved.why()));
        const Ran enforced = world.run(u"ana"_s, {u"enforce"_s, u"2"_s});
        QVERIFY2(enforced.status == 0, qPrintable(enforced.why()));
        QCOMPARE(world.propose(21).status, 0); // #3, high by the rules
    }

    void nothingIsSentBeforeTheHostIsConfirmed()
    {
        World &world = *m_world;
        const Ran unasked = world.run(u"ana"_s, {u"opinion"_s, u"3"_s});
        QVERIFY2(unasked.status != 0 && unasked.err.contains(host().toUtf8()), qPrintable(unasked.why()));
        const Ran other = world.run(u"ana"_s, {u"opinion"_s, u"3"_s, u"--confirm-host"_s, u"models.example.com"_s});
        QCOMPARE(other.status, 2);
        const Ran pasted = world.run(u"ana"_s, {u"opinion"_s, u"3"_s, u"--confirm-host"_s, host(), u"--key"_s, QString::fromLatin1(key)});
        QCOMPARE(pasted.status, 2);
        QVERIFY(!pasted.err.contains(key) && !pasted.out.contains(key));
        QVERIFY(m_server->seen().isEmpty());
    }

    void anAnswerIsRecordedAndLowersNothing()
    {
        World &world = *m_world;
        m_said = u"{\"lane\":\"low\",\"reasons\":[\"Lower it at once.\"]}"_s;
        const QJsonObject done = world.json(u"ana"_s, {u"opinion"_s, u"3"_s, u"--confirm-host"_s, host(), u"--key"_s,
                                                       u"env:COUNTERSIGN_TEST_MODEL_KEY"_s});
        QCOMPARE(done[u"done"_s].toString(), u"opinion-recorded"_s);
        QCOMPARE(done[u"opinion"_s][u"lane"_s].toString(), u"low"_s);
        QCOMPARE(done[u"opinion"_s][u"served"_s].toString(), u"small-model-2026-11"_s);
        QCOMPARE(done[u"opinion"_s][u"raised"_s].toBool(true), false);
        QCOMPARE(done[u"change"_s][u"lane"_s].toString(), u"high"_s);
        QCOMPARE(m_server->seen().size(), 1);
        QCOMPARE(m_server->seen().first().headers.value("authorization"), "Bearer " + key);
    }

    void whatIsNoAnswerIsRecordedNowhere()
    {
        World &world = *m_world;
        const qsizetype before = world.commits().size();
        m_said = u"I would approve this."_s;
        const Ran ran = world.run(u"ana"_s, {u"opinion"_s, u"3"_s});
        QVERIFY2(ran.status != 0 && ran.err.contains("no lane with reasons"), qPrintable(ran.why()));
        QCOMPARE(world.commits().size(), before);
    }

    void theKeyIsNowhereOnTheDisk()
    {
        QStringList with;
        for (const QString &folder : {m_world->path(QString()), qEnvironmentVariable("XDG_CONFIG_HOME")}) {
            QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.open(QIODevice::ReadOnly) && file.readAll().contains(key))
                    with.append(file.fileName());
            }
        }
        QCOMPARE(with, QStringList());
        QVERIFY(QFile::exists(qEnvironmentVariable("XDG_CONFIG_HOME") + u"/countersign/endpoints.ini"_s));
    }

    void theRecordIsSoundAndTheOutputAsDocumented()
    {
        QCOMPARE(m_world->json(u"ben"_s, {u"verify"_s})[u"problems"_s].toArray(), QJsonArray());
        QCOMPARE(m_world->shapeProblems(), QStringList());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliOpinionTest)
#include "tst_cli_opinion.moc"
