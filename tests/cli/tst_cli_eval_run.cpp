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

    // How a program is asked and what is made of its answers; tst_promptfoo has the real one.
    void codeOfASuiteIsAnErrorUnlessThePersonHandsItOver()
    {
        m_world->write(u"suites/code.yaml"_s,
                       "prompts: [\"{{word}}\"]\nproviders: [echo]\ntests:\n"
                       "  - { vars: { word: one }, assert: [{ type: javascript, value: a }, { type: "
                       "contains, value: o }], countersign: { id: a } }\n"
                       "  - { vars: { word: two }, assert: [{ type: python, value: file://check.py, metric: "
                       "checked }], countersign: { id: b } }\n"
                       "  - { vars: { word: three }, assert: [{ type: assert-set, threshold: 0.5, assert: [{ "
                       "type: not-ruby, value: a },"
                       " { type: equals, value: x }] }], countersign: { id: c } }\n"
                       "  - { vars: { word: four }, assert: [{ type: webhook, value: \"https://example.com\" "
                       "}], countersign: { id: d } }\n");
        m_world->write(u"suites/check.py"_s, "raise Exception('never run')\n");
        const QString program = m_world->path(u"stand-in"_s);
        m_world->write(u"stand-in"_s, R"(#!/usr/bin/env python3
import json, os, sys
config = json.load(open(sys.argv[sys.argv.index("-c") + 1]))
json.dump({"config": config, "env": dict(os.environ)}, open("asked.json", "w"))
rows = [{"testCase": {"description": t["description"]}, "failureReason": 0, "gradingResult": {"componentResults":
         [{"pass": t["providerOutput"] != "two", "score": 0.25 if t["providerOutput"] == "two" else 1, "reason": "said so"}]}}
        for t in config["tests"]]
rows[0].update(json.loads(os.environ.get("STAND_IN_FIRST", "{}")))
json.dump({"results": {"results": rows}}, open(sys.argv[sys.argv.index("-o") + 1], "w"))
sys.exit(100)
)");
        QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        const QString out = m_world->path(u"out.json"_s);
        const QStringList command{u"eval"_s,     u"run"_s, m_world->path(u"suites/code.yaml"_s),
                                  u"--output"_s, out,      u"--json"_s};
        const QStringList handing = command + QStringList{u"--with-promptfoo"_s, program};

        const Ran without = run(command);
        QVERIFY2(without.status == 4, qPrintable(without.why()));
        QCOMPARE(without.json().value(u"errored"_s).toInt(), 4);
        QVERIFY(!QFile::exists(m_world->path(u"suites/asked.json"_s)));

        const QByteArray withheld = "sk-withheld-0123456789";
        qputenv("OPENAI_API_KEY", withheld);
        const Ran with = run(handing);
        qunsetenv("OPENAI_API_KEY");
        QVERIFY2(with.status == 4, qPrintable(with.why())); // a webhook is handed to nobody
        QCOMPARE(with.json().value(u"passed"_s).toInt(), 2);
        QCOMPARE(with.json().value(u"failed"_s).toInt(), 1);
        QCOMPARE(with.json().value(u"errored"_s).toInt(), 1);
        QCOMPARE(with.json()
                     .value(u"metrics"_s)
                     .toObject()
                     .value(u"checked"_s)
                     .toObject()
                     .value(u"mean"_s)
                     .toDouble(),
                 0.25);
        QFile file(m_world->path(u"suites/asked.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains(withheld)); // code of a suite gets no key
        const QJsonArray tests =
            QJsonDocument::fromJson(bytes).object().value(u"config"_s).toObject().value(u"tests"_s).toArray();
        QCOMPARE(tests.size(), 3);
        QCOMPARE(tests.at(1)[u"providerOutput"_s].toString(), u"two"_s);
        QCOMPARE(tests.at(1)[u"assert"_s][0][u"value"_s].toString(),
                 u"file://"_s + m_world->path(u"suites/check.py"_s));
        QCOMPARE(tests.at(2)[u"assert"_s][0][u"type"_s].toString(), u"not-ruby"_s);
        QCOMPARE(tests.at(0)[u"vars"_s][u"word"_s].toString(), u"one"_s);

        // What breaks, and what is no answer, is an error of its case.
        for (const char *first : {R"({"failureReason": 2, "error": "boom"})", R"({"gradingResult": null})",
                                  R"({"testCase": {"description": "7"}})",
                                  R"({"gradingResult": {"componentResults": [{"pass": "yes"}]}})"}) {
            qputenv("STAND_IN_FIRST", first);
            const Ran broken = run(handing);
            qunsetenv("STAND_IN_FIRST");
            QVERIFY2(broken.json().value(u"passed"_s).toInt() == 1
                         && broken.json().value(u"errored"_s).toInt() == 2,
                     qPrintable(QString::fromUtf8(first) + broken.why()));
        }
        const Ran missing = run(command + QStringList{u"--with-promptfoo"_s, u"no-such-program"_s});
        QVERIFY2(missing.status == 4, qPrintable(missing.why()));
        QCOMPARE(missing.json().value(u"errored"_s).toInt(), 4);
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
