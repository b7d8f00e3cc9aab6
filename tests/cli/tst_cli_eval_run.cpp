// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "support/http/HttpServer.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QByteArray key = "sk-test-0123456789abcdef";

QString questionIn(const HttpSeen &seen)
{
    const QJsonArray messages = QJsonDocument::fromJson(seen.body).object().value(u"messages"_s).toArray();
    return messages.isEmpty() ? QString() : messages.last().toObject().value(u"content"_s).toString();
}

} // namespace

/// `eval run` against a real server on loopback, without any workspace.
class CliEvalRunTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<World> m_world = std::make_unique<World>();

    QString suite(const QByteArray &more = {})
    {
        m_world->write(u"suites/prompt.txt"_s, "Say {{word}}.");
        m_world->write(u"suites/words.yaml"_s,
                       "description: Words\nprompts: [file://prompt.txt]\nproviders: [openai:small]\ntests:\n"
                       "  - { vars: { word: one }, assert: [{ type: contains, value: one }], countersign: { id: a } }\n"
                       "  - { vars: { word: two }, assert: [{ type: contains, value: two }], countersign: { id: b } }\n"
                           + more);
        return m_world->path(u"suites/words.yaml"_s);
    }
    Ran run(const QStringList &arguments)
    {
        return m_world->runIn(m_world->path(u"."_s), u"ana"_s, arguments);
    }

private slots:
    void initTestCase() { qputenv("COUNTERSIGN_TEST_MODEL_KEY", key); }
    void init() { m_world = std::make_unique<World>(); }

    void aSuiteIsRunAndItsResultReadBack()
    {
        HttpServer server([](const HttpSeen &seen) { return chatReply(questionIn(seen)); });
        const QString third = u"  - { vars: { word: three }, assert: [{ type: contains, value: four }] }\n"_s;
        const QStringList command{u"eval"_s, u"run"_s, suite(third.toUtf8()), u"--endpoint"_s, server.url(u"/v1"_s).toString(),
                                  u"--key"_s, u"env:COUNTERSIGN_TEST_MODEL_KEY"_s, u"--output"_s, m_world->path(u"out.json"_s)};
        const Ran ran = run(command + QStringList{u"--json"_s});
        QVERIFY2(ran.status == 3, qPrintable(ran.why()));
        const QJsonObject said = ran.json();
        QCOMPARE(said.value(u"passed"_s).toInt(), 2);
        QCOMPARE(said.value(u"failed"_s).toInt(), 1);
        QCOMPARE(said.value(u"status"_s).toString(), u"complete"_s);
        QCOMPARE(server.seen().size(), 3);
        QVERIFY(server.seen().first().headers.value("authorization").endsWith(key));

        const Ran read = run({u"eval"_s, u"import"_s, m_world->path(u"out.json"_s), u"--json"_s});
        QVERIFY2(read.status == 0, qPrintable(read.why()));
        const QJsonObject metrics = read.json().value(u"metrics"_s).toObject().value(u"contains"_s).toObject();
        QCOMPARE(metrics.value(u"passed"_s).toInt(), 2);
        QCOMPARE(metrics.value(u"failed"_s).toInt(), 1);
        QCOMPARE(read.json().value(u"cases"_s).toInt(), 3);

        // The same again asks nobody, and says the same in words.
        const Ran again = run(command);
        QVERIFY2(again.status == 3, qPrintable(again.why()));
        QCOMPARE(server.seen().size(), 3);
        QVERIFY2(again.out.contains("2 passed, 1 failed"), again.out);
        QVERIFY(!again.out.contains(key) && !again.err.contains(key) && !ran.out.contains(key));
        QDirIterator all(m_world->path(u"."_s), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile file(all.next());
            if (file.open(QIODevice::ReadOnly)) {
                QVERIFY2(!file.readAll().contains(key), qPrintable(file.fileName()));
            }
        }
    }

    void anEndpointThatFailsIsNoPass()
    {
        std::atomic<bool> down = true;
        HttpServer server([&down](const HttpSeen &seen) {
            return down ? HttpReply{.status = 401, .body = "{}"} : chatReply(questionIn(seen));
        });
        const QStringList command{u"eval"_s, u"run"_s, suite(), u"--endpoint"_s, server.url(u"/v1"_s).toString(), u"--json"_s};
        const Ran ran = run(command);
        QVERIFY2(ran.status == 4, qPrintable(ran.why()));
        QCOMPARE(ran.json().value(u"errored"_s).toInt(), 2);
        down = false;
        const Ran again = run(command);
        QVERIFY2(again.status == 0, qPrintable(again.why()));
        QCOMPARE(again.json().value(u"passed"_s).toInt(), 2);
    }

    void whatCannotBeRunIsSaidBeforeAnythingIsSent_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("an insecure endpoint") << QByteArray() << QStringList{u"--endpoint"_s, u"http://example.com/v1"_s};
        QTest::newRow("the key itself") << QByteArray() << QStringList{u"--key"_s, u"sk-123"_s};
        QTest::newRow("no number") << QByteArray() << QStringList{u"--repeat"_s, u"many"_s};
        QTest::newRow("a prompt that is not there") << QByteArray() << QStringList{u"--prompt"_s, u"nowhere.md"_s};
        QTest::newRow("a broken suite") << QByteArray("  - [") << QStringList();
    }
    void whatCannotBeRunIsSaidBeforeAnythingIsSent()
    {
        QFETCH(const QByteArray, more);
        QFETCH(const QStringList, options);
        const Ran ran = run(QStringList{u"eval"_s, u"run"_s, suite(more)} + options);
        QVERIFY2(ran.status == 2, qPrintable(ran.why()));
        QVERIFY(!ran.err.isEmpty());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliEvalRunTest)
#include "tst_cli_eval_run.moc"
