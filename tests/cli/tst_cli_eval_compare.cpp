// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// `eval compare` and `eval bisect` on files as a tool leaves them, without any workspace.
class CliEvalCompareTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<World> m_world = std::make_unique<World>();

    /// One case as Azure's RAG evaluator writes it; a rating passes from 4 on.
    static QByteArray line(int number, bool passes)
    {
        const QByteArray text = "\"" + QByteArray::number(number) + "\"";
        return "{\"question\":" + text
               + ",\"truth\":\"t\",\"answer\":\"a\",\"context\":\"c\",\"gpt_relevance\":"
               + (passes ? "5.0" : "1.0") + ",\"latency\":1.5,\"answer_length\":1}\n";
    }
    /// A result file with a case each line: the first `failed` of `all` fail.
    QString written(const QString &name, int failed, int all, const QString &after = {})
    {
        QByteArray lines;
        for (int i = 0; i < all; ++i) {
            lines += line(i, i >= failed);
        }
        QFile file(m_world->path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(lines + after.toUtf8()) < lines.size()) {
            qFatal("cannot write");
        }
        return file.fileName();
    }
    Ran run(const QStringList &arguments)
    {
        return m_world->runIn(m_world->path(u"."_s), u"ana"_s, arguments);
    }

private slots:
    void theVerdictIsTheExitStatus_data()
    {
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("after");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("finding");
        QTest::newRow("the same") << 0 << 0 << QStringList() << 0 << u"not_worse"_s;
        QTest::newRow("better") << 30 << 0 << QStringList() << 0 << u"better"_s;
        QTest::newRow("worse") << 0 << 30 << QStringList() << 3 << u"worse"_s;
        QTest::newRow("a little worse") << 0 << 5 << QStringList() << 4 << u"cannot_be_told"_s;
        QTest::newRow("a wider limit") << 0 << 5 << QStringList{u"--limit"_s, u"10"_s} << 0 << u"not_worse"_s;
        QTest::newRow("below a threshold")
            << 30 << 30 << QStringList{u"--threshold"_s, u"gpt_relevance=0.95"_s} << 3
            << u"below_threshold"_s;
    }
    void theVerdictIsTheExitStatus()
    {
        QFETCH(const int, before);
        QFETCH(const int, after);
        QFETCH(const QStringList, options);
        QFETCH(const int, status);
        QFETCH(const QString, finding);
        const QStringList command = QStringList{u"eval"_s, u"compare"_s, written(u"a.jsonl"_s, before, 300),
                                                written(u"b.jsonl"_s, after, 300)}
                                    + options;

        const Ran text = run(command);
        const Ran json = run(command + QStringList{u"--json"_s});

        QCOMPARE(text.status, status);
        QCOMPARE(json.status, status);
        const QJsonObject tone = json.json()[u"metrics"].toObject()[u"gpt_relevance"].toObject();
        QCOMPARE(tone[u"finding"].toString(), finding);
        QCOMPARE(tone[u"matched"].toInt(), 300);
        QCOMPARE(tone[u"losses"].toInt(), qMax(0, after - before));
        QCOMPARE(json.json()[u"verdict"], tone[u"verdict"]);
        // The sentence says the same in both.
        QVERIFY2(text.out.contains(tone[u"rule"].toString().toUtf8()), qPrintable(text.why()));
    }

    void figuresAreThoseOfTheReference()
    {
        // −0.0492 … −0.0117 and p = 0.00206 by SciPy: see tst_eval_statistics.
        QByteArray before;
        QByteArray after;
        for (int i = 0; i < 1000; ++i) {
            before += line(i, i >= 30);
            after += line(i, i < 30 || i >= 90);
        }
        QFile a(m_world->path(u"a.jsonl"_s));
        QFile b(m_world->path(u"b.jsonl"_s));
        QVERIFY(a.open(QIODevice::WriteOnly) && a.write(before) > 0);
        QVERIFY(b.open(QIODevice::WriteOnly) && b.write(after) > 0);
        a.close();
        b.close();

        const Ran ran = run({u"eval"_s, u"compare"_s, a.fileName(), b.fileName(), u"--json"_s});

        const QJsonObject tone = ran.json()[u"metrics"].toObject()[u"gpt_relevance"].toObject();
        QCOMPARE(tone[u"low"].toDouble(), -0.04924682655);
        QCOMPARE(tone[u"high"].toDouble(), -0.01165166624);
        QCOMPARE(tone[u"p_value"].toDouble(), 0.002060265681);
        QCOMPARE(tone[u"method"].toString(), u"tango_score"_s);
        QCOMPARE(ran.status, 3);
    }

    void whatCannotBeTrustedIsNoPass()
    {
        const QString good = written(u"a.jsonl"_s, 0, 300);
        const QString cut = written(u"b.jsonl"_s, 0, 300, u"{\"question\":\"x\",\"an"_s);
        const QString fewer = written(u"c.jsonl"_s, 0, 299);

        QCOMPARE(run({u"eval"_s, u"compare"_s, good, cut}).status, 4);
        QCOMPARE(run({u"eval"_s, u"compare"_s, cut, good}).status, 4);
        const Ran dropped = run({u"eval"_s, u"compare"_s, good, fewer, u"--json"_s});
        QCOMPARE(dropped.status, 4);
        QCOMPARE(dropped.json()[u"reason"].toString(), u"cases_dropped"_s);
        QVERIFY(run({u"eval"_s, u"compare"_s, good, m_world->path(u"absent"_s)}).status >= 2);
        QCOMPARE(run({u"eval"_s, u"compare"_s, good, good, u"--limit"_s, u"much"_s}).status, 2);
        QCOMPARE(run({u"eval"_s, u"compare"_s, good, good, u"--confidence"_s, u"100"_s}).status, 2);
        QCOMPARE(run({u"eval"_s, u"compare"_s, good}).status, 2);
    }

    void thresholdsComeFromTheSuite()
    {
        const QString run20 = written(u"a.jsonl"_s, 20, 300);
        const auto suite = [&](const QByteArray &text) {
            QFile file(m_world->path(u"suite.yaml"_s));
            if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
                qFatal("cannot write");
            }
            return file.fileName();
        };
        const QByteArray tests =
            "tests: [{vars: {q: a}}]\ncountersign: {thresholds: {gpt_relevance: 0.95}}\n";
        const QStringList command{u"eval"_s, u"compare"_s, run20, run20, u"--limit"_s, u"5"_s};

        QCOMPARE(run(command).status, 0);
        QCOMPARE(run(command + QStringList{u"--suite"_s, suite(tests)}).status, 3);
        QCOMPARE(
            run(command + QStringList{u"--suite"_s, suite(tests), u"--threshold"_s, u"gpt_relevance=0.9"_s})
                .status,
            0);
        const Ran broken = run(command + QStringList{u"--suite"_s, suite("tests: []\n")});
        QCOMPARE(broken.status, 2);
        QVERIFY2(broken.err.contains("suite.yaml:1:1: the suite has no tests"), qPrintable(broken.why()));
        QCOMPARE(run(command + QStringList{u"--suite"_s, m_world->path(u"absent.yaml"_s)}).status, 2);
    }

    void bisectNamesTheBreakOrWhatToRun()
    {
        const QString good = written(u"good.jsonl"_s, 0, 300);
        const QString bad = written(u"bad.jsonl"_s, 30, 300);

        const Ran found = run({u"eval"_s, u"bisect"_s, u"1.0.0="_s + good, u"1.1.0="_s + bad, u"--json"_s});
        const Ran open = run({u"eval"_s, u"bisect"_s, u"1.0.0="_s + good, u"1.1.0="_s, u"1.2.0="_s,
                              u"1.3.0="_s, u"1.4.0="_s + bad, u"--json"_s});
        const Ran words = run({u"eval"_s, u"bisect"_s, u"1.0.0="_s + good, u"1.1.0="_s, u"1.2.0="_s + bad});

        QCOMPARE(found.status, 0);
        QCOMPARE(found.json()[u"metrics"].toObject()[u"gpt_relevance"].toObject()[u"first_bad"].toString(),
                 u"1.1.0"_s);
        QCOMPARE(open.status, 4);
        const QJsonObject tone = open.json()[u"metrics"].toObject()[u"gpt_relevance"].toObject();
        QCOMPARE(tone[u"next"].toString(), u"1.2.0"_s);
        QCOMPARE(tone[u"runs_left"].toInt(), 2);
        QVERIFY2(words.out.contains("gpt_relevance broke after 1.0.0 and not after 1.2.0; run 1.1.0 next"),
                 qPrintable(words.why()));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliEvalCompareTest)
#include "tst_cli_eval_compare.moc"
