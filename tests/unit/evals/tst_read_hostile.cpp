// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"

#include "unit/evals/ResultSamples.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace evals;
using namespace samples;

/// What is cut off, broken or made to harm: bounded, told, and never a pass (T-15).
class ReadHostileTest : public QObject
{
    Q_OBJECT

private:
    /// Every text that a result points to can be shown.
    static void touch(const ResultFile &file)
    {
        for (const Answer &answer : file.answers) {
            QVERIFY(answer.caseIndex < file.cases.size());
            QVERIFY(answer.column < quint32(file.columns.size()));
            QVERIFY(answer.firstJudgement + answer.judgementCount <= file.judgements.size());
            (void)file.text(answer.output);
            (void)file.text(answer.error);
        }
        for (const Judgement &judgement : file.judgements) {
            QVERIFY(judgement.metric < quint32(file.metrics.size()));
            (void)file.text(judgement.reason);
        }
        for (const Case &one : file.cases) {
            (void)file.text(one.input);
            (void)file.text(one.expected);
        }
    }

private slots:
    void wherever_data()
    {
        QTest::addColumn<QByteArray>("whole");
        QTest::addColumn<bool>("lines");
        const QList<QByteArray> rows = {passingRow(0, 0, "a"), passingRow(1, 0, "a"), failingRow(0, 1, "b"),
                                        passingRow(1, 1, "b")};
        QTest::newRow("promptfoo 3") << promptfooV3(rows, {3, 1, 0}).trimmed() << false;
        QTest::newRow("promptfoo 2") << promptfooV2Table() << false;
        QTest::newRow("promptfoo lines") << rows.join('\n') << true;
        QTest::newRow("inspect") << inspectLog("success", {inspectSample(1, 1, "{'match':{'value':'C'}}")}, 1)
                                 << false;
        QTest::newRow("inspect deflated") << inspectArchive(ZipEntry::Method::Deflated) << false;
        QTest::newRow("inspect zstd") << inspectArchive(ZipEntry::Method::Zstd) << false;
        QTest::newRow("inspect stored") << inspectArchive(ZipEntry::Method::Stored) << false;
        QTest::newRow("deepeval") << deepEvalRun() << false;
        QTest::newRow("openai") << openAiLog().trimmed() << false;
        QTest::newRow("lm harness") << lmHarnessResults() << false;
        QTest::newRow("lm harness samples") << lmHarnessSamples().trimmed() << true;
        QTest::newRow("azure rag") << azureRows().trimmed() << true;
        QTest::newRow("azure built in") << azureBuiltIn() << false;
        QTest::newRow("junit") << junitReport().trimmed() << false;
    }
    /// One row a format, cut off at each of its bytes.
    void wherever()
    {
        QFETCH(const QByteArray, whole);
        QFETCH(const bool, lines);
        const Result<ResultFile> file = readResults(whole, u"x"_s);
        QVERIFY(file);
        QVERIFY2(file->status == RunStatus::Complete, qPrintable(file->statusDetail));
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const Result<ResultFile> part = readResults(whole.first(size), u"x"_s);

            // Between two lines nothing tells that there were more; their number does, in comparison.
            const bool betweenLines = lines && size > 0 && (whole[size] == '\n' || whole[size - 1] == '\n');
            QVERIFY2(!part || part->status != RunStatus::Complete || betweenLines,
                     qPrintable(QString::number(size)));
            if (part) {
                touch(*part);
            }
        }
    }

    void csvIsCutOffAtEachByte()
    {
        const QByteArray whole = "id,score\n1,0.95\n2,\"0.75\"\n";
        ReadOptions options{.tool = Tool::MappedCsv};
        options.mapping = {.id = u"id"_s, .scores = {{.column = u"score"_s, .limit = 0.5}}};
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const Result<ResultFile> part = readResults(whole.first(size), u"x"_s, options);
            const bool betweenLines = size > 9 && whole[size - 1] == '\n';
            QVERIFY2(!part || part->status != RunStatus::Complete || betweenLines,
                     qPrintable(QString::number(size)));
        }
    }

    void nestingIsBounded_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray deep = QByteArray("[").repeated(2'000'000);
        QTest::newRow("promptfoo") << quoted("{'evalId':'x','results':{'version':3,'results':[{'vars':")
                                          + deep;
        QTest::newRow("components")
            << quoted("{'evalId':'x','results':{'version':3,'results':[{'gradingResult':")
                   + quoted("{'componentResults':[").repeated(100'000);
        QTest::newRow("assert-sets") << quoted("{'evalId':'x','results':{'version':3,'results':[{'testCase':")
                                            + quoted("{'assert':[").repeated(100'000);
        QTest::newRow("inspect")
            << quoted("{'version':2,'status':'success','eval':{'task':'t'},'samples':[{'input':") + deep;
        QTest::newRow("junit") << QByteArray("<testsuites>")
                                      + QByteArray("<testsuite name=\"a\">").repeated(100'000);
        QTest::newRow("junit properties")
            << QByteArray("<testsuite><testcase name=\"a\">") + QByteArray("<x>").repeated(100'000);
        QTest::newRow("nothing but brackets") << deep;
    }
    void nestingIsBounded()
    {
        QFETCH(const QByteArray, bytes);
        const Result<ResultFile> file = readResults(bytes, u"x"_s);

        QVERIFY(!file || file->status != RunStatus::Complete);
    }

    void anArchiveThatUnpacksToTooMuchIsRefused()
    {
        const QByteArray zeros(70 << 20, ' ');
        const QByteArray bomb = zipOf({{.name = "samples/1_epoch_1.json", .bytes = zeros},
                                       {.name = "samples/2_epoch_1.json", .bytes = zeros},
                                       {.name = "header.json", .bytes = inspectLog("success", {}, 0)}});
        QElapsedTimer timer;
        timer.start();
        const Result<ResultFile> file = readResults(bomb, u"x"_s, {.mostBytes = 64 << 20});

        QVERIFY(bomb.size() < 1 << 20);
        QVERIFY(file);
        QVERIFY2(file->status == RunStatus::Damaged, qPrintable(file->statusDetail));
        QVERIFY(file->statusDetail.contains(u"too much"_s));
    }

    void entitiesAreNotExpanded()
    {
        const QByteArray bomb =
            "<?xml version=\"1.0\"?><!DOCTYPE testsuites [<!ENTITY a \"aaaaaaaaaa\">"
            "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
            "<testsuite name=\"x\"><testcase name=\"t\"><failure>&c;</failure></testcase></testsuite>";
        const Result<ResultFile> file = readResults(bomb, u"x"_s);
        const Result<ResultFile> outside = readResults(
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><testsuite><testcase name=\"t\"/></testsuite>",
            u"x"_s);

        QVERIFY(file && outside);
        QVERIFY(file->status == RunStatus::Damaged);
        QVERIFY(outside->status == RunStatus::Damaged);
        QVERIFY(file->answers.empty() && outside->answers.empty());
    }

    void bytesThatAreNoTextAreShownAsSuch()
    {
        const QByteArray row = passingRow(0, 0, "a").replace("yes, a refund", "x\xff\xc3 \\u0000 \\ud800 y");
        const Result<ResultFile> file = readResults(promptfooV3({row}, {1, 0, 0}), u"x"_s);

        QVERIFY(file);
        QVERIFY(file->status == RunStatus::Complete);
        const QString text = file->text(file->answers.at(0).output);
        QVERIFY(text.startsWith(u"x\uFFFD"_s));
        QVERIFY(text.contains(QChar(0)));
        const Result<ResultFile> nul =
            readResults(promptfooV3({QByteArray(row).replace(" y", QByteArray("\0", 1))}, {1, 0, 0}), u"x"_s);
        QVERIFY(nul);
        QVERIFY(nul->status == RunStatus::Damaged);
    }

    void valuesOfOtherKindsAreReadAsAbsent()
    {
        const QByteArray row = quoted(
            "{'success':[true],'score':{},'promptIdx':-1,'testIdx':'x','vars':7,'testCase':[],'provider':[1],"
            "'prompt':'p','response':'r','gradingResult':[],'namedScores':3,'latencyMs':'12','cost':null,"
            "'failureReason':99,'tokenUsage':'t'}");
        const Result<ResultFile> file = readResults(promptfooV3({row}, {0, 0, 1}), u"x"_s);

        QVERIFY(file);
        QCOMPARE(file->answers.size(), 1u);
        QVERIFY(file->answers.at(0).outcome == Outcome::Error);
        QCOMPARE(file->answers.at(0).latency, 12.0);
        QVERIFY(std::isnan(file->answers.at(0).cost));
        touch(*file);
    }

    void twoCasesOfOneIdAreKeptApart()
    {
        const ReadOptions options{
            .mapping = {.id = u"id"_s, .input = u"q"_s, .scores = {{.column = u"ok"_s}}}};
        const Result<ResultFile> file = readResults(quoted("{'id':'1','q':'a','ok':true}\n{'id':'1','q':'b','"
                                                           "ok':false}\n{'id':'1','q':'a','ok':true}\n"),
                                                    u"x"_s, options);

        QVERIFY(file);
        QCOMPARE(file->cases.size(), 2u);
        QCOMPARE(file->cases.at(0).id, u"1"_s);
        QCOMPARE(file->cases.at(1).id, u"1#2"_s);
        QCOMPARE(file->answers.at(1).repeat, 1u);
        QCOMPARE(file->remarks.size(), 1);
        QVERIFY(file->remarks.at(0).oddity == Oddity::RepeatedCases);
    }

    void namesWithoutEndAreBounded()
    {
        QByteArray scores = "{'match':{'value':{";
        for (int i = 0; i < 20'000; ++i) {
            scores += (i > 0 ? ",'m" : "'m") + QByteArray::number(i) + "':1";
        }
        const Result<ResultFile> file =
            readResults(inspectLog("success", {inspectSample(1, 1, scores + "}}}")}, 1), u"x"_s);

        QVERIFY(file);
        QVERIFY(file->status == RunStatus::Damaged);
        QVERIFY(file->metrics.size() <= 10'000);
        touch(*file);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ReadHostileTest)
#include "tst_read_hostile.moc"
