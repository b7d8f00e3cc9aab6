// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "support/http/LangfuseServer.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QByteArray key = "pk-lf-0123456789:sk-lf-9876543210";

QJsonObject liveRow(const QJsonObject &report, const QString &name, const QString &label)
{
    for (const QJsonValue &row : report[u"live"_s].toArray()) {
        if (row[u"name"_s] == name && row[u"label"_s] == label)
            return row.toObject();
    }
    return {};
}

} // namespace

/// Langfuse beside a real record: what is live there is compared, adopted and published.
class CliServiceTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<World> m_world;
    std::unique_ptr<LangfuseServer> m_server;

private slots:
    void initTestCase()
    {
        qputenv("COUNTERSIGN_TEST_LANGFUSE_KEY", key);
        m_server = std::make_unique<LangfuseServer>();
        m_world = std::make_unique<World>();
        m_world->accepted(); // support/refund@1.1.0
    }

    void aServiceIsNamedWithoutItsKey()
    {
        World &world = *m_world;
        const QString address = m_server->url().toString();
        const Ran pasted = world.run(u"ana"_s, {u"service"_s, u"add"_s, u"acme"_s, u"langfuse"_s, address,
                                                u"--key"_s, QString::fromLatin1(key)});
        QCOMPARE(pasted.status, 2);
        QVERIFY(!pasted.err.contains(key) && !pasted.out.contains(key));
        QCOMPARE(world
                     .run(u"ana"_s, {u"service"_s, u"add"_s, u"acme"_s, u"langfuse"_s,
                                     u"http://langfuse.example.com"_s})
                     .status,
                 3);
        QCOMPARE(world
                     .run(u"ana"_s, {u"service"_s, u"add"_s, u"acme"_s, u"langfuse"_s, address, u"--label"_s,
                                     u"production"_s})
                     .status,
                 2);
        QCOMPARE(world.run(u"ana"_s, {u"service"_s, u"compare"_s, u"acme"_s}).status, 4);
        const QJsonObject added = world.json(
            u"ana"_s, {u"service"_s, u"add"_s, u"acme"_s, u"langfuse"_s, address, u"--key"_s,
                       u"env:COUNTERSIGN_TEST_LANGFUSE_KEY"_s, u"--label"_s, u"live=production"_s});
        QCOMPARE(added[u"service"_s][u"labels"_s][u"live"_s].toString(), u"production"_s);
        const QJsonObject listed = world.json(u"ana"_s, {u"service"_s, u"list"_s});
        QCOMPARE(listed[u"services"_s][0][u"name"_s].toString(), u"acme"_s);
        QVERIFY(m_server->seen().isEmpty());
    }

    void whatWasNotReleasedIsNotPublished()
    {
        World &world = *m_world;
        const QStringList publish{u"service"_s, u"publish"_s, u"acme"_s, u"support/refund"_s,
                                  u"--environment"_s};
        const Ran nowhere = world.run(u"ana"_s, publish + QStringList{u"nowhere"_s});
        QVERIFY2(nowhere.status == 3, qPrintable(nowhere.why()));
        const Ran unknown = world.run(u"ana"_s, {u"service"_s, u"publish"_s, u"acme"_s, u"nothing/here"_s,
                                                 u"--environment"_s, u"production"_s});
        QVERIFY(unknown.status != 0);
        QVERIFY(m_server->seen().isEmpty());
    }

    void aReleasedVersionIsPublishedOnce()
    {
        World &world = *m_world;
        for (const QString &environment : {u"staging"_s, u"production"_s}) {
            const Ran released = world.run(
                u"ana"_s, {u"release"_s, u"support/refund@1.1.0"_s, u"--environment"_s, environment});
            QVERIFY2(released.status == 0, qPrintable(released.why()));
        }
        const QStringList publish{u"service"_s,        u"publish"_s,       u"acme"_s,
                                  u"support/refund"_s, u"--environment"_s, u"production"_s};
        const QJsonObject done = world.json(u"ana"_s, publish);
        QCOMPARE(done[u"done"_s].toString(), u"published"_s);
        QCOMPARE(done[u"label"_s].toString(), u"live"_s);
        QCOMPARE(done[u"version"_s].toInt(), 1);
        QVERIFY(m_server->live(u"support/refund"_s, u"live"_s).contains(u"14 days"_s));
        QCOMPARE(m_server->seen().last().headers.value("authorization"), "Basic " + key.toBase64());
        const QJsonObject again = world.json(u"ana"_s, publish);
        QCOMPARE(again[u"done"_s].toString(), u"current"_s);
        QCOMPARE(m_server->versions(u"support/refund"_s), 1);
        QCOMPARE(m_server->count("POST"), 1);
        QCOMPARE(m_server->count("PATCH"), 1);
        const QJsonObject report = world.json(u"ana"_s, {u"service"_s, u"compare"_s, u"acme"_s});
        const QJsonObject row = liveRow(report, u"support/refund"_s, u"live"_s);
        QCOMPARE(row[u"standing"_s].toString(), u"released"_s);
        QCOMPARE(row[u"served"_s].toString(), u"1.1.0"_s);
    }

    void aShadowReleaseIsFoundAndProposed()
    {
        World &world = *m_world;
        m_server->write(u"support/refund"_s, u"# Refunds\n\nRefunds are always possible.\n"_s, {u"live"_s},
                        u"user-17"_s, u"be generous"_s);
        m_server->write(u"shop/other"_s, u"Sell.\n"_s, {u"production"_s, u"experiment"_s});
        const QJsonObject report = world.json(u"ana"_s, {u"service"_s, u"compare"_s, u"acme"_s}, 3);
        const QJsonObject shadow = liveRow(report, u"support/refund"_s, u"live"_s);
        QCOMPARE(shadow[u"standing"_s].toString(), u"shadow"_s);
        QCOMPARE(shadow[u"text"_s][u"author"_s].toString(), u"user-17"_s);
        QCOMPARE(shadow[u"text"_s][u"created"_s].toString().left(10), u"2026-11-05"_s);
        QCOMPARE(report[u"live"_s][0][u"standing"_s].toString(), u"shadow"_s); // needs somebody first
        QCOMPARE(liveRow(report, u"shop/other"_s, u"production"_s)[u"standing"_s].toString(),
                 u"not-governed"_s);
        QVERIFY(report[u"other_labels"_s].toArray().contains(u"experiment"_s));
        const Ran words = world.run(u"ana"_s, {u"service"_s, u"compare"_s, u"acme"_s});
        QCOMPARE(words.status, 3);
        QVERIFY2(words.out.contains("nobody accepted this text") && words.out.contains("user-17"), words.out);

        const QJsonObject text = world.json(
            u"ana"_s, {u"service"_s, u"show"_s, u"acme"_s, u"support/refund"_s, u"--label"_s, u"live"_s});
        QVERIFY(text[u"messages"_s][0][u"text"_s].toString().contains(u"always possible"_s));
        const QJsonObject listed = world.json(u"ana"_s, {u"service"_s, u"prompts"_s, u"acme"_s});
        QCOMPARE(listed[u"prompts"_s].toArray().size(), 2);

        const QJsonObject adopted = world.json(
            u"ana"_s, {u"service"_s, u"adopt"_s, u"acme"_s, u"support/refund"_s, u"--label"_s, u"live"_s});
        QCOMPARE(adopted[u"done"_s].toString(), u"adopted"_s);
        QCOMPARE(adopted[u"change"_s][u"status"_s].toString(), u"review"_s); // proposed, and nothing else
        const Ran shown = world.run(
            u"ana"_s, {u"show"_s, u"#"_s + QString::number(adopted[u"change"_s][u"number"_s].toInt())});
        QVERIFY2(shown.out.contains("be generous"), shown.out);
        QCOMPARE(world
                     .run(u"ana"_s, {u"service"_s, u"show"_s, u"acme"_s, u"support/refund"_s, u"--label"_s,
                                     u"nothing"_s})
                     .status,
                 4);
    }

    void aServiceThatFailsIsNoAnswer()
    {
        World &world = *m_world;
        m_server->fail(401);
        const Ran refused = world.run(u"ana"_s, {u"service"_s, u"compare"_s, u"acme"_s});
        QVERIFY2(refused.status != 0 && refused.err.contains("does not take the key"),
                 qPrintable(refused.why()));
        m_server->fail(0);
    }

    void theKeyIsNowhereOnTheDisk()
    {
        QStringList with;
        for (const QString &folder : {m_world->path(QString()), qEnvironmentVariable("XDG_CONFIG_HOME")}) {
            QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.open(QIODevice::ReadOnly)
                    && (file.readAll().contains(key) || file.fileName().contains(QString::fromLatin1(key))))
                    with.append(file.fileName());
            }
        }
        QCOMPARE(with, QStringList());
        QVERIFY(
            QFile::exists(qEnvironmentVariable("XDG_CONFIG_HOME") + u"/countersign/prompt-services.ini"_s));
    }

    void aServiceIsForgotten()
    {
        World &world = *m_world;
        QCOMPARE(world.json(u"ana"_s, {u"service"_s, u"forget"_s, u"acme"_s})[u"done"_s].toString(),
                 u"forgotten"_s);
        QCOMPARE(world.run(u"ana"_s, {u"service"_s, u"forget"_s, u"acme"_s}).status, 4);
        QCOMPARE(world.json(u"ana"_s, {u"verify"_s})[u"problems"_s].toArray(), QJsonArray());
        QCOMPARE(world.shapeProblems(), QStringList());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliServiceTest)
#include "tst_cli_service.moc"
