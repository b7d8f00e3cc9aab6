// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"
#include "evals/Write.h"

#include "unit/evals/ResultSamples.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace evals;
using namespace samples;

class WriteResultsTest : public QObject
{
    Q_OBJECT

private:
    static ResultFile read(const QByteArray &bytes)
    {
        const Result<ResultFile> file = readResults(bytes, u"x"_s);
        return file ? *file : ResultFile{.status = RunStatus::Failed, .statusDetail = file.error().detail};
    }
    static QByteArray written(const ResultFile &file, bool junit)
    {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        const Done done = junit ? writeJUnit(file, buffer) : writePromptfoo(file, buffer);
        return done ? bytes : QByteArray();
    }
    static QString totalsOf(const ResultFile &file)
    {
        QStringList all;
        for (const MetricTotals &total : totals(file)) {
            all.append(u"%1: %2 %3 %4 %5 %6 %7"_s.arg(total.metric)
                           .arg(total.passed)
                           .arg(total.failed)
                           .arg(total.errored)
                           .arg(total.skipped)
                           .arg(total.scored)
                           .arg(total.mean));
        }
        all.sort();
        return all.join(u'\n');
    }
    /// Everything of an answer that both formats hold, on one line.
    static QStringList answersOf(const ResultFile &file)
    {
        QStringList all;
        for (const Answer &answer : file.answers) {
            const Case &one = file.cases.at(answer.caseIndex);
            const Column &column = file.columns.at(answer.column);
            all.append(QStringList{QString::fromLatin1(one.key.toHex()),
                                   column.modelAsked.isEmpty() ? column.label : column.modelAsked,
                                   column.prompt, QString::fromLatin1(column.content.toHex()),
                                   QString::number(answer.repeat), evals::toString(answer.outcome),
                                   QString::number(answer.score), QString::number(answer.latency),
                                   file.text(answer.output)}
                           .join(u'|'));
        }
        all.sort();
        return all;
    }
    static void addSources()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("promptfoo") << promptfooV3({passingRow(0, 0, "a"), failingRow(1, 0, "a"),
                                                   brokenRow(0, 1, "b"), passingRow(0, 2, "a"),
                                                   passingRow(1, 1, "b <&> \\u0007 \\ud83d\\ude00")},
                                                  {3, 1, 1});
        QTest::newRow("inspect") << inspectLog(
            "success",
            {inspectSample(1, 1, "{'match':{'value':'C'},'length':{'value':0.25}}"),
             inspectSample(2, 1, "{'match':{'value':NaN},'length':{'value':0.75}}"),
             inspectSample(1, 2, "{'match':{'value':'I'},'length':{'value':0.1}}")},
            3);
        QTest::newRow("figures alone")
            << inspectLog("success", {inspectSample(1, 1, "{'length':{'value':0.25}}")}, 1);
        QTest::newRow("deepeval") << deepEvalRun();
        QTest::newRow("azure rag") << azureRows();
        QTest::newRow("junit") << junitReport();
    }

private slots:
    void promptfooIsReadBackTheSame_data() { addSources(); }
    void promptfooIsReadBackTheSame()
    {
        QFETCH(const QByteArray, bytes);
        const ResultFile file = read(bytes);
        const QByteArray copy = written(file, false);
        const ResultFile again = read(copy);

        QVERIFY2(again.status == RunStatus::Complete, qPrintable(again.statusDetail));
        QVERIFY(again.tool == Tool::Promptfoo);
        QCOMPARE(again.cases.size(), file.cases.size());
        QCOMPARE(answersOf(again), answersOf(file));
        QCOMPARE(totalsOf(again), totalsOf(file));
        for (std::size_t i = 0; i < file.cases.size(); ++i) {
            QCOMPARE(again.cases[i].id, file.cases[i].id);
            QCOMPARE(again.cases[i].dimension, file.cases[i].dimension);
        }
    }

    void junitIsReadBackTheSame_data() { addSources(); }
    void junitIsReadBackTheSame()
    {
        QFETCH(const QByteArray, bytes);
        const ResultFile file = read(bytes);
        const ResultFile again = read(written(file, true));

        QVERIFY2(again.status == RunStatus::Complete, qPrintable(again.statusDetail));
        QVERIFY(again.tool == Tool::JUnit);
        QCOMPARE(again.cases.size(), file.cases.size());
        // XML has no control characters.
        QCOMPARE(answersOf(again).join(u'\n'), answersOf(file).join(u'\n').replace(QChar(7), QChar(0xFFFD)));
        QCOMPARE(totalsOf(again), totalsOf(file));
    }

    void promptfooHasTheMembersOfItsTypes()
    {
        const ResultFile file = read(promptfooV3({passingRow(0, 0, "a"), brokenRow(1, 0, "a")}, {1, 0, 1}));
        QJsonParseError error;
        const QJsonObject document = QJsonDocument::fromJson(written(file, false), &error).object();

        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        const QJsonObject results = document[u"results"_s].toObject();
        QCOMPARE(results[u"version"_s].toInt(), 3);
        QCOMPARE(results[u"prompts"_s].toArray().size(), 2);
        QCOMPARE(results[u"stats"_s].toObject()[u"successes"_s].toInt(), 1);
        QCOMPARE(results[u"stats"_s].toObject()[u"errors"_s].toInt(), 1);
        for (const QJsonValue &row : results[u"results"_s].toArray()) {
            for (const QString &member :
                 {u"promptIdx"_s, u"testIdx"_s, u"provider"_s, u"prompt"_s, u"vars"_s, u"testCase"_s,
                  u"success"_s, u"score"_s, u"failureReason"_s, u"namedScores"_s, u"response"_s}) {
                QVERIFY2(row.toObject().contains(member), qPrintable(member));
            }
        }
        QCOMPARE(results[u"results"_s][0][u"vars"_s][u"q"_s].toString(), u"a"_s);
    }

    void junitCountsWhatItHolds_data() { addSources(); }
    void junitCountsWhatItHolds()
    {
        QFETCH(const QByteArray, bytes);
        QXmlStreamReader xml(written(read(bytes), true));
        QHash<QString, int> told;
        QHash<QString, int> found;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) {
                continue;
            }
            const QString name = xml.name().toString();
            ++found[name];
            if (name == u"testsuite") {
                for (const QString &count : {u"tests"_s, u"failures"_s, u"errors"_s, u"skipped"_s}) {
                    bool isNumber = false;
                    told[count] += xml.attributes().value(count).toInt(&isNumber);
                    QVERIFY(isNumber);
                }
                QVERIFY(!xml.attributes().value(u"name"_s).isEmpty());
            } else if (name == u"testcase") {
                QVERIFY(!xml.attributes().value(u"name"_s).isEmpty());
                QVERIFY(!xml.attributes().value(u"classname"_s).isEmpty());
            }
        }

        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(found[u"testsuites"_s], 1);
        QCOMPARE(found[u"testcase"_s], told[u"tests"_s]);
        QCOMPARE(found[u"failure"_s], told[u"failures"_s]);
        QCOMPARE(found[u"error"_s], told[u"errors"_s]);
        QCOMPARE(found[u"skipped"_s], told[u"skipped"_s]);
    }

    // A copy would no longer say that it is not complete.
    void whatIsNotCompleteIsNotWritten()
    {
        const QByteArray whole = deepEvalRun();
        const ResultFile file = read(whole.chopped(5));

        QVERIFY(file.status == RunStatus::Truncated);
        QVERIFY(written(file, false).isEmpty());
        QVERIFY(written(file, true).isEmpty());
    }

    void aDeviceThatTakesNoMoreIsAnError()
    {
        QBuffer closed;
        const ResultFile file = read(deepEvalRun());
        closed.open(QIODevice::ReadOnly);

        QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (QBuffer): ReadOnly device");
        const Done done = writePromptfoo(file, closed);
        QVERIFY(!done);
        QVERIFY(done.error().code == ErrorCode::Unavailable);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::WriteResultsTest)
#include "tst_write_results.moc"
