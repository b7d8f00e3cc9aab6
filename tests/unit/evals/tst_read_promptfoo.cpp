// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"

#include "base/Hash.h"
#include "unit/evals/ResultSamples.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace evals;
using namespace samples;

/// promptfoo's shapes, by the types of its source.
class ReadPromptfooTest : public QObject
{
    Q_OBJECT

private:
    static ResultFile read(const QByteArray &bytes)
    {
        const Result<ResultFile> file = readResults(bytes, u"results"_s);
        return file ? *file : ResultFile{.status = RunStatus::Failed, .statusDetail = file.error().detail};
    }
    static MetricTotals totalOf(const ResultFile &file, const QString &metric)
    {
        const QList<MetricTotals> all = totals(file);
        const auto found = std::ranges::find(all, metric, &MetricTotals::metric);
        return found == all.cend() ? MetricTotals{} : *found;
    }
    static bool hasRemark(const ResultFile &file, Oddity oddity)
    {
        return std::ranges::find(file.remarks, oddity, &Remark::oddity) != file.remarks.cend();
    }

private slots:
    void aSetAndItsMembersKeepTheirNames()
    {
        // promptfoo writes an assertion once: the members' behind the set have none, and neither has the set.
        const QByteArray bytes =
            R"({"results":{"version":3,"prompts":[],"stats":{"successes":1,"failures":0,"errors":0},"results":[)"
            R"({"success":true,"score":1,"failureReason":0,"promptIdx":0,"gradingResult":{"pass":true,"score":1,)"
            R"("componentResults":[{"pass":true,"score":0.5,"componentResults":[)"
            R"({"pass":true,"score":1,"assertion":{"type":"equals","metric":"of {{ kind }}"}},)"
            R"({"pass":false,"score":0,"assertion":{"type":"contains"}}]},)"
            R"({"pass":true,"score":1},{"pass":false,"score":0},)"
            R"({"pass":true,"score":1,"assertion":{"type":"regex"}}]},)"
            R"("vars":{"kind":"a city"},"testCase":{"assert":[{"type":"assert-set","metric":"both","assert":[]}]}}]}})";
        const ResultFile file = read(bytes);
        QVERIFY2(file.status == RunStatus::Complete, qPrintable(file.statusDetail));
        QStringList names;
        for (const Judgement &judgement : file.judgements) {
            names << file.metrics[judgement.metric].name;
        }
        QCOMPARE(names, (QStringList{u"both"_s, u"of a city"_s, u"contains"_s, u"regex"_s}));
    }

    void assertionsAndNamedScoresAreJudgements()
    {
        const ResultFile file = read(
            promptfooV3({passingRow(0, 0, "a"), failingRow(0, 1, "b"), brokenRow(0, 2, "c")}, {1, 1, 1}));

        QVERIFY2(file.status == RunStatus::Complete, qPrintable(file.statusDetail));
        QCOMPARE(file.toolVersion, u"0.119.0"_s);
        QCOMPARE(file.format, u"3"_s);
        QCOMPARE(file.suite, u"refunds"_s);
        QCOMPARE(file.runId, u"eval-1"_s);
        QCOMPARE(file.cases.size(), 3u);
        const MetricTotals tone = totalOf(file, u"tone"_s);
        QCOMPARE(tone.passed, 1);
        QCOMPARE(tone.failed, 1);
        QCOMPARE(tone.errored, 1);
        QCOMPARE(tone.scored, 2);
        QCOMPARE(tone.mean, 0.5);
        QCOMPARE(totalOf(file, u"equals"_s).passed, 2);
        QCOMPARE(totalOf(file, u"derived"_s).mean, 0.25);
        QCOMPARE(totalOf(file, u"derived"_s).passed, 0);
        QVERIFY(file.remarks.isEmpty());
    }

    void anAnswerKeepsItsTextsAndFigures()
    {
        const ResultFile file = read(promptfooV3({passingRow(0, 0, "a"), brokenRow(0, 1, "c")}, {1, 0, 1}));

        const Answer &good = file.answers.at(0);
        QVERIFY(good.outcome == Outcome::Pass);
        QCOMPARE(file.text(good.output), u"yes, a refund\n"_s);
        QCOMPARE(file.text(good.finishReason), u"stop"_s);
        QCOMPARE(good.latency, 12.0);
        QCOMPARE(good.cost, 0.001);
        QCOMPARE(good.promptTokens, 7);
        QCOMPARE(good.completionTokens, 3);
        QCOMPARE(file.text(file.judgements.at(good.firstJudgement).reason), u"has it"_s);
        const Answer &broken = file.answers.at(1);
        QVERIFY(broken.outcome == Outcome::Error);
        QCOMPARE(file.text(broken.error), u"API error: 500"_s);
        QCOMPARE(file.text(file.cases.at(0).input), quoted("{'q':'a'}"));
        QCOMPARE(file.text(file.cases.at(0).expected), u"refund"_s);
    }

    void promptsAndModelsAreColumns()
    {
        const ResultFile file = read(promptfooV3({passingRow(1, 0, "a"), passingRow(0, 0, "a")}, {2, 0, 0}));

        QCOMPARE(file.cases.size(), 1u);
        QCOMPARE(file.columns.size(), 2);
        QCOMPARE(file.answers.at(0).column, 0u);
        QCOMPARE(file.answers.at(1).column, 1u);
        const auto column = std::ranges::find(file.columns, u"openai:m0"_s, &Column::modelAsked);
        QVERIFY(column != file.columns.cend());
        QCOMPARE(column->prompt, u"support"_s);
        QVERIFY(column->content == contentHash("Be kind: {{q}}"));
    }

    // promptfoo gives a repeat a testIdx of its own.
    void theSameCaseAgainIsARepeat()
    {
        const ResultFile file = read(
            promptfooV3({passingRow(0, 0, "a"), failingRow(0, 1, "a"), passingRow(0, 2, "b")}, {2, 1, 0}));

        QCOMPARE(file.cases.size(), 2u);
        QCOMPARE(file.answers.size(), 3u);
        QCOMPARE(file.answers.at(1).caseIndex, 0u);
        QCOMPARE(file.answers.at(1).repeat, 1u);
        QVERIFY(file.remarks.isEmpty());
    }

    void aCaseIsTheSameHoweverItIsWritten()
    {
        const QByteArray row = passingRow(0, 0, "é");
        const ResultFile file = read(promptfooV3({row}, {1, 0, 0}));
        const ResultFile other =
            read(promptfooV3({QByteArray(row).replace("é", "\\u00e9").replace("\":", "\" :\n ")}, {1, 0, 0}));

        QVERIFY(other.status == RunStatus::Complete);
        QVERIFY(!file.cases.at(0).key.isNull());
        QVERIFY(file.cases.at(0).key == other.cases.at(0).key);
    }

    void theBlockOfOurSuitesNamesTheCase()
    {
        const QByteArray row = quoted("{'success':true,'score':1,'promptIdx':0,'vars':{'q':'a'},'testCase':{'"
                                      "metadata':{'countersign':{'id':'refund-1',"
                                      "'dimension':'policy','source':'past_failure'}}}}");
        const ResultFile file = read(promptfooV3({row}, {1, 0, 0}));

        QCOMPARE(file.cases.at(0).id, u"refund-1"_s);
        QCOMPARE(file.cases.at(0).dimension, u"policy"_s);
        QCOMPARE(file.cases.at(0).source, u"past_failure"_s);
        QCOMPARE(totalOf(file, u"success"_s).passed, 1);
    }

    void versionTwoIsReadFromItsTable()
    {
        const ResultFile file = read(promptfooV2Table());

        QVERIFY2(file.status == RunStatus::Complete, qPrintable(file.statusDetail));
        QCOMPARE(file.format, u"2"_s);
        QCOMPARE(file.cases.size(), 2u);
        QCOMPARE(totalOf(file, u"equals"_s).passed, 1);
        QCOMPARE(totalOf(file, u"equals"_s).failed, 1);
        QCOMPARE(file.text(file.answers.at(0).output), u"yes"_s);
    }

    void oneResultALine()
    {
        const ResultFile file = read(passingRow(0, 0, "a") + '\n' + failingRow(0, 1, "b") + '\n');

        QVERIFY2(file.status == RunStatus::Complete, qPrintable(file.statusDetail));
        QVERIFY(file.tool == Tool::Promptfoo);
        QCOMPARE(file.answers.size(), 2u);
        QCOMPARE(totalOf(file, u"tone"_s).failed, 1);
        QCOMPARE(file.columns.at(0).modelAsked, u"openai:m0"_s);
    }

    void theOrderOfMembersDoesNotMatter()
    {
        const QByteArray rows = passingRow(0, 0, "a");
        const ResultFile file =
            read(quoted("{'config':{},'results':{'stats':{'successes':1,'failures':0,'errors':0},'results':[")
                 + rows + quoted("],'prompts':[],'version':3},'evalId':'x'}"));

        QVERIFY2(file.status == RunStatus::Complete, qPrintable(file.statusDetail));
        QCOMPARE(file.answers.size(), 1u);
    }

    void onlyTrueIsAPass_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("true") << QByteArray("'success':true") << Outcome::Pass;
        QTest::newRow("false") << QByteArray("'success':false,'failureReason':1") << Outcome::Fail;
        QTest::newRow("a word") << QByteArray("'success':'true'") << Outcome::Error;
        QTest::newRow("a number") << QByteArray("'success':1") << Outcome::Error;
        QTest::newRow("null") << QByteArray("'success':null") << Outcome::Error;
        QTest::newRow("absent") << QByteArray("'score':1") << Outcome::Error;
        QTest::newRow("passed with an error")
            << QByteArray("'success':true,'failureReason':2") << Outcome::Error;
        QTest::newRow("passed and failed") << QByteArray("'success':true,'failureReason':1") << Outcome::Fail;
        QTest::newRow("grading says no")
            << QByteArray("'success':true,'gradingResult':{'pass':false}") << Outcome::Fail;
        QTest::newRow("an error alone") << QByteArray("'success':false,'error':'500'") << Outcome::Error;
    }
    void onlyTrueIsAPass()
    {
        QFETCH(const QByteArray, fields);
        QFETCH(const Outcome, outcome);
        const ResultFile file =
            read(promptfooV3({quoted("{'promptIdx':0,'vars':{}," + fields + '}')}, {1, 0, 0}));

        QCOMPARE(file.answers.size(), 1u);
        QVERIFY2(file.answers.at(0).outcome == outcome,
                 qPrintable(evals::toString(file.answers.at(0).outcome)));
    }

    void whatAFileSaysOfItselfIsItsStatus_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<RunStatus>("status");
        const QByteArray whole = promptfooV3({passingRow(0, 0, "a")}, {1, 0, 0});
        QTest::newRow("whole") << whole << RunStatus::Complete;
        QTest::newRow("version 4") << QByteArray(whole).replace("\"version\":3", "\"version\":4")
                                   << RunStatus::UnknownVersion;
        QTest::newRow("no version") << QByteArray(whole).replace("\"version\":3,", "")
                                    << RunStatus::UnknownVersion;
        QTest::newRow("fewer rows than counted")
            << promptfooV3({passingRow(0, 0, "a")}, {2, 0, 0}) << RunStatus::Unfinished;
        QTest::newRow("no totals") << QByteArray(whole).replace("\"stats\"", "\"other\"")
                                   << RunStatus::Unfinished;
        QTest::newRow("no results") << quoted("{'evalId':'x','results':{}}") << RunStatus::Unfinished;
        QTest::newRow("more behind it") << whole + "{}" << RunStatus::Damaged;
        QTest::newRow("a row that is none") << promptfooV3({"7"}, {1, 0, 0}) << RunStatus::Damaged;
        QTest::newRow("no JSON in the middle")
            << QByteArray(whole).replace("\"latencyMs\":12", "\"latencyMs\":x") << RunStatus::Damaged;
        QTest::newRow("a line that is none") << passingRow(0, 0, "a") + "\n[]\n" << RunStatus::Damaged;
    }
    void whatAFileSaysOfItselfIsItsStatus()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const RunStatus, status);
        const ResultFile file = read(bytes);

        QVERIFY2(file.status == status, qPrintable(evals::toString(file.status) + u' ' + file.statusDetail));
    }

    void totalsThatContradictTheRowsAreRemarkedOn()
    {
        const ResultFile file = read(promptfooV3({failingRow(0, 0, "a")}, {1, 0, 0}));

        QVERIFY(hasRemark(file, Oddity::TotalsDiffer));
        QVERIFY(file.answers.at(0).outcome == Outcome::Fail);
    }

    void readingCanBeStopped()
    {
        QList<QByteArray> rows;
        for (int i = 0; i < 300; ++i) {
            rows.append(passingRow(0, i, "q" + QByteArray::number(i)));
        }
        int asked = 0;
        ReadOptions options;
        options.progress = [&asked](double share) { return share < 0.5 && ++asked > 0; };
        const Result<ResultFile> file = readResults(promptfooV3(rows, {300, 0, 0}), u"x"_s, options);

        QVERIFY(!file);
        QVERIFY(file.error().code == ErrorCode::Canceled);
        QVERIFY(asked > 10);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ReadPromptfooTest)
#include "tst_read_promptfoo.moc"
