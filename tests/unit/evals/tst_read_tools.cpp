// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"

#include "unit/evals/ResultSamples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace evals;
using namespace samples;

/// The other tools, in the shapes that they document.
class ReadToolsTest : public QObject
{
    Q_OBJECT

private:
    static ResultFile read(const QByteArray &bytes, const ReadOptions &options = {})
    {
        const Result<ResultFile> file = readResults(bytes, u"results"_s, options);
        return file ? *file : ResultFile{.status = RunStatus::Failed, .statusDetail = file.error().detail};
    }
    static QString shown(const ResultFile &file, const QString &metric)
    {
        const QList<MetricTotals> all = totals(file);
        const auto found = std::ranges::find(all, metric, &MetricTotals::metric);
        return found == all.cend() ? u"none"_s
                                   : u"%1 %2 %3 %4, %5 scored, mean %6"_s.arg(found->passed)
                                         .arg(found->failed)
                                         .arg(found->errored)
                                         .arg(found->skipped)
                                         .arg(found->scored)
                                         .arg(found->mean);
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static QString words(const ResultFile &file)
    {
        return evals::toString(file.status) + u": "_s + file.statusDetail;
    }

private slots:
    void inspectEpochsAreRepeatsAndLettersAreFigures()
    {
        const ResultFile file = read(inspectLog(
            "success",
            {inspectSample(1, 1, "{'match':{'value':'C','explanation':'same'}}"),
             inspectSample(2, 1, "{'match':{'value':'P'}}"), inspectSample(1, 2, "{'match':{'value':'I'}}"),
             inspectSample(2, 2, "{'match':{'value':NaN}}")},
            4));

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(file.cases.size(), 2u);
        QCOMPARE(file.answers.size(), 4u);
        QCOMPARE(file.answers.at(1).repeat, 1u);
        QCOMPARE(shown(file, u"match"_s), u"1 2 1 0, 3 scored, mean 0.5"_s);
        QCOMPARE(file.cases.at(0).id, u"1"_s);
        QCOMPARE(file.text(file.answers.at(0).output), u"yes"_s);
        QCOMPARE(file.columns.at(0).modelServed, u"m-2024"_s);
        QCOMPARE(file.summaries.size(), 1);
        QCOMPARE(file.summaries.at(0).mean, 0.5);
        QVERIFY(std::isnan(file.summaries.at(0).standardError));
    }

    void inspectScorersMayGiveSeveralFigures()
    {
        const ResultFile file = read(
            inspectLog("success", {inspectSample(1, 1, "{'judge':{'value':{'tone':0.5,'right':true}}}")}, 1));

        QCOMPARE(shown(file, u"judge/tone"_s), u"0 0 0 0, 1 scored, mean 0.5"_s);
        QCOMPARE(shown(file, u"judge/right"_s), u"1 0 0 0, 1 scored, mean 1"_s);
    }

    void longTextsOfInspectStandWhereTheirNamesStood()
    {
        QByteArray sample = inspectSample(1, 1,
                                          "{'match':{'value':'C','explanation':'attachment://aa11'},"
                                          "'other':{'value':'C','explanation':'attachment://nowhere'}}");
        QVERIFY(sample.contains("yes"));
        sample.replace("yes", "attachment://bb22");
        sample.chop(1);
        sample += quoted(",'attachments':{'aa11':'a long reason','bb22':'a \\n long answer'}}");
        for (const QByteArray &bytes :
             {inspectLog("success", {sample}, 1),
              zipOf({{.name = "samples/1_epoch_1.json", .bytes = sample},
                     {.name = "header.json", .bytes = inspectLog("success", {}, 1)}})}) {
            const ResultFile file = read(bytes);
            QCOMPARE(words(file), u"complete: "_s);
            QCOMPARE(file.text(file.answers.at(0).output), u"a \n long answer"_s);
            QCOMPARE(file.text(file.judgements.at(0).reason), u"a long reason"_s);
            QCOMPARE(file.text(file.judgements.at(1).reason),
                     u"attachment://nowhere"_s); // and nothing else is looked for
        }
    }

    void anInspectLogWithoutSamplesHasTheirReductions()
    {
        const QByteArray reductions = quoted(
            "[{'scorer':'match','reducer':'mean','samples':[{'value':0.5,'sample_id':1},{'value':1,'sample_"
            "id':'b'}]},"
            "{'scorer':'tone','samples':[{'value':{'x':1},'sample_id':1},{'value':0.25,'sample_id':'b'}]}]");
        QByteArray whole = inspectLog("success", {}, 4);
        whole.chop(1);
        whole += ",\"reductions\":" + reductions + '}';
        for (const QByteArray &bytes :
             {whole, zipOf({{.name = "reductions.json", .bytes = reductions},
                            {.name = "header.json", .bytes = inspectLog("success", {}, 4)}})}) {
            const ResultFile file = read(bytes);
            QCOMPARE(words(file), u"complete: "_s);
            QCOMPARE(file.cases.size(), 2u);
            QCOMPARE(file.cases.at(0).id, u"1"_s);
            QCOMPARE(file.cases.at(1).id, u"b"_s);
            QCOMPARE(shown(file, u"match"_s), u"0 0 0 0, 2 scored, mean 0.75"_s);
            QCOMPARE(shown(file, u"tone"_s), u"0 0 1 0, 1 scored, mean 0.25"_s);
        }
        // Samples that are there say it themselves.
        const ResultFile both = read(zipOf(
            {{.name = "reductions.json", .bytes = reductions},
             {.name = "samples/1_epoch_1.json", .bytes = inspectSample(1, 1, "{'match':{'value':'C'}}")},
             {.name = "header.json", .bytes = inspectLog("success", {}, 1)}}));
        QCOMPARE(both.cases.size(), 1u);
        QCOMPARE(shown(both, u"match"_s), u"1 0 0 0, 1 scored, mean 1"_s);
        // Of nothing but reductions nobody knows what they are.
        QVERIFY(!readResults(zipOf({{.name = "reductions.json", .bytes = reductions}}), u"x"_s)
                || read(zipOf({{.name = "reductions.json", .bytes = reductions}})).status
                       != RunStatus::Complete);
    }

    void anInspectSampleThatBrokeIsAnErrorOfEveryScorer()
    {
        QByteArray sample = inspectSample(1, 1, "{}");
        sample.chop(1);
        const ResultFile file =
            read(inspectLog("success", {sample + quoted(",'error':{'message':'boom'}}")}, 1));

        QCOMPARE(shown(file, u"match"_s), u"0 0 1 0, 0 scored, mean nan"_s);
        QCOMPARE(file.text(file.answers.at(0).error), u"boom"_s);
    }

    void theStatusOfAnInspectLogIsTaken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<RunStatus>("status");
        const QList<QByteArray> one = {inspectSample(1, 1, "{'match':{'value':'C'}}")};
        QTest::newRow("success") << inspectLog("success", one, 1) << RunStatus::Complete;
        QTest::newRow("started") << inspectLog("started", one, 1) << RunStatus::Unfinished;
        QTest::newRow("cancelled") << inspectLog("cancelled", one, 1) << RunStatus::Canceled;
        QTest::newRow("error") << inspectLog("error", one, 1) << RunStatus::Failed;
        QTest::newRow("a new word") << inspectLog("partial", one, 1) << RunStatus::Unfinished;
        QTest::newRow("fewer samples") << inspectLog("success", one, 2) << RunStatus::Unfinished;
        QTest::newRow("version 3") << inspectLog("success", one, 1).replace("\"version\":2", "\"version\":3")
                                   << RunStatus::UnknownVersion;
        QTest::newRow("no status") << inspectLog("success", one, 1).replace("\"status\"", "\"stat\"")
                                   << RunStatus::Unfinished;
    }
    void theStatusOfAnInspectLogIsTaken()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const RunStatus, status);
        const ResultFile file = read(bytes);

        QVERIFY2(file.status == status, qPrintable(words(file)));
        QCOMPARE(file.answers.size(), 1u);
    }

    void anInspectArchiveIsReadHoweverItIsPacked_data()
    {
        QTest::addColumn<int>("method");
        QTest::newRow("stored") << int(ZipEntry::Method::Stored);
        QTest::newRow("deflated") << int(ZipEntry::Method::Deflated);
        QTest::newRow("zstd") << int(ZipEntry::Method::Zstd);
    }
    void anInspectArchiveIsReadHoweverItIsPacked()
    {
        QFETCH(const int, method);
        const ResultFile file = read(inspectArchive(ZipEntry::Method(method)));

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(file.cases.size(), 2u);
        QCOMPARE(shown(file, u"match"_s), u"1 1 0 0, 2 scored, mean 0.5"_s);
        QCOMPARE(file.text(file.cases.at(1).input), u"question 2"_s);
        QCOMPARE(file.text(file.answers.at(1).output), u"yes"_s);
    }

    void anInspectArchiveWithoutItsHeaderIsUnfinished()
    {
        const ResultFile file = read(zipOf(
            {{.name = "_journal/start.json",
              .bytes = quoted("{'version':2,'eval':{'task':'t','model':'m'}}")},
             {.name = "samples/1_epoch_1.json", .bytes = inspectSample(1, 1, "{'match':{'value':'C'}}")}}));

        QVERIFY2(file.status == RunStatus::Unfinished, qPrintable(words(file)));
        QCOMPARE(file.suite, u"t"_s);
        QCOMPARE(file.answers.size(), 1u);
    }

    void deepEvalMetricsPassFailOrBreak()
    {
        const ResultFile file = read(deepEvalRun());

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(file.cases.size(), 4u);
        QCOMPARE(shown(file, u"Faithfulness"_s), u"1 1 1 0, 2 scored, mean 0.55"_s);
        QCOMPARE(shown(file, u"Role Adherence"_s), u"1 0 0 0, 1 scored, mean 1"_s);
        QVERIFY(file.answers.at(2).outcome == Outcome::Error);
        QCOMPARE(file.metrics.at(0).limit, 0.7);
        QCOMPARE(file.answers.at(0).latency, 1500.0);
        QVERIFY(file.remarks.isEmpty());
    }

    void aDeepEvalRunWithoutItsTotalsIsUnfinished()
    {
        QVERIFY(read(deepEvalRun().replace("\"testPassed\":2", "\"testPassed\":null")).status
                == RunStatus::Unfinished);
        QVERIFY(read(deepEvalRun().replace("\"testPassed\":2", "\"testPassed\":9")).status
                == RunStatus::Unfinished);
    }

    void openAiTotalsAreThoseOfItsEvents()
    {
        const ResultFile file = read(openAiLog());

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(file.cases.size(), 3u);
        QCOMPARE(shown(file, u"match"_s), u"1 1 0 0, 2 scored, mean 0.5"_s);
        QVERIFY(file.answers.at(2).outcome == Outcome::Error);
        QCOMPARE(file.text(file.answers.at(2).error), u"refused"_s);
        QCOMPARE(file.summaries.at(0).mean, 0.5);
        QCOMPARE(file.columns.at(0).modelAsked, u"gpt-4"_s);
    }

    void anOpenAiLogWithoutItsReportIsUnfinished()
    {
        const QByteArray log = openAiLog();
        QVERIFY(read(log.first(log.indexOf("{\"final_report\""))).status == RunStatus::Unfinished);
    }

    void lmHarnessGivesSummariesAndReadsTheSamplesBesideIt()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"results_2026-11-30T10-00-00.json"_s);
        write(path, lmHarnessResults());
        const Result<ResultFile> alone = readResults(path);
        write(folder.filePath(u"samples_gsm8k_2026-11-30T10-00-00.jsonl"_s), lmHarnessSamples());
        const Result<ResultFile> together = readResults(path);
        const Result<ResultFile> byFolder = readResults(folder.path());

        QVERIFY(alone && together && byFolder);
        QCOMPARE(words(*alone), u"complete: "_s);
        QCOMPARE(alone->summaries.size(), 2);
        const auto strict =
            std::ranges::find(alone->summaries, u"gsm8k/exact_match,strict-match"_s, &Summary::metric);
        QVERIFY(strict != alone->summaries.cend());
        QCOMPARE(strict->mean, 0.5);
        QCOMPARE(strict->standardError, 0.1);
        QCOMPARE(strict->cases, 2);
        const auto accuracy = std::ranges::find(alone->summaries, u"gsm8k/acc"_s, &Summary::metric);
        QVERIFY(accuracy != alone->summaries.cend());
        QVERIFY(std::isnan(accuracy->standardError));
        for (const ResultFile &file : {*together, *byFolder}) {
            QCOMPARE(words(file), u"complete: "_s);
            QCOMPARE(file.cases.size(), 2u);
            QCOMPARE(file.cases.at(0).id, u"gsm8k/0"_s);
            QCOMPARE(shown(file, u"gsm8k/exact_match,strict-match"_s), u"1 1 0 0, 2 scored, mean 0.5"_s);
        }
    }

    void fewerSamplesThanTheResultsCountAreUnfinished()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"results_1.json"_s), lmHarnessResults());
        const QByteArray rows = lmHarnessSamples();
        write(folder.filePath(u"samples_gsm8k_1.jsonl"_s), rows.first(rows.indexOf('\n') + 1));
        const Result<ResultFile> file = readResults(folder.path());

        QVERIFY(file);
        QVERIFY2(file->status == RunStatus::Unfinished, qPrintable(words(*file)));
    }

    void azureRatingsPassFromFourOn()
    {
        const ResultFile file = read(azureRows());

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(shown(file, u"gpt_groundedness"_s), u"1 1 3 0, 2 scored, mean 4"_s);
        QCOMPARE(shown(file, u"has_citation"_s), u"4 1 0 0, 5 scored, mean 0.8"_s);
        QCOMPARE(file.text(file.judgements.at(0).reason), u"all there"_s);
        const auto latency = std::ranges::find(file.metrics, u"latency"_s, &Metric::name);
        QVERIFY(!latency->decides);
        QVERIFY(file.answers.at(0).outcome == Outcome::Pass);
        QVERIFY(file.answers.at(4).outcome == Outcome::Error);
    }

    void anAzureFolderIsHeldAgainstItsSummary()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"eval_results.jsonl"_s), azureRows());
        write(folder.filePath(u"summary.json"_s), azureSummary());
        write(folder.filePath(u"evaluate_parameters.json"_s),
              quoted("{'evaluation_gpt_model':'gpt-4','evaluation_timestamp':1724274502,'testdata_path':'a/"
                     "qa.jsonl',"
                     "'target_url':'http://"
                     "localhost','target_parameters':{'overrides':{'prompt_template':'Be kind.'}}}"));
        write(folder.filePath(u"notes.txt"_s), "hello");
        const Result<ResultFile> good = readResults(folder.path());
        const Result<ResultFile> byRows = readResults(folder.filePath(u"eval_results.jsonl"_s));
        const QByteArray rows = azureRows();
        write(folder.filePath(u"eval_results.jsonl"_s), rows.sliced(rows.indexOf('\n') + 1));
        const Result<ResultFile> missing = readResults(folder.path());

        QVERIFY(good && byRows && missing);
        QCOMPARE(words(*good), u"complete: "_s);
        QCOMPARE(good->startedAt, u"2024-08-21T21:08:22Z"_s);
        QCOMPARE(good->suite, u"qa.jsonl"_s);
        QVERIFY(!good->columns.at(0).content.isNull());
        QCOMPARE(good->summaries.size(), 3);
        QCOMPARE(good->remarks.size(), 1);
        QVERIFY(good->remarks.at(0) == (Remark{.oddity = Oddity::Unused, .detail = u"notes.txt"_s}));
        QCOMPARE(byRows->summaries.size(), 3);
        QVERIFY2(missing->status == RunStatus::Unfinished, qPrintable(words(*missing)));
    }

    void azureBuiltInTakesTheResultBesideTheScore()
    {
        const ResultFile file = read(azureBuiltIn());

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(shown(file, u"relevance.relevance"_s), u"1 1 1 0, 2 scored, mean 3"_s);
        QCOMPARE(file.metrics.at(0).limit, 3.0);
        QCOMPARE(file.text(file.judgements.at(0).reason), u"to the point"_s);
    }

    void junitTellsFailuresErrorsAndSkipsApart()
    {
        const ResultFile file = read(junitReport());

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(shown(file, u"test"_s), u"1 1 1 1, 2 scored, mean 0.5"_s);
        QCOMPARE(file.cases.at(1).id, u"r::short"_s);
        QCOMPARE(file.cases.at(0).dimension, u"refund"_s);
        QCOMPARE(file.text(file.answers.at(0).output), u"yes & no"_s);
        QCOMPARE(file.text(file.judgements.at(1).reason), u"too long\n300 words"_s);
        QCOMPARE(file.answers.at(0).latency, 500.0);
    }

    void aReportWithFewerTestsThanItCountsIsUnfinished()
    {
        QVERIFY(read(junitReport().replace("tests=\"4\"", "tests=\"5\"")).status == RunStatus::Unfinished);
    }

    void csvIsReadByAMapping()
    {
        const QByteArray csv = "\xEF\xBB\xBF"
                               "case,question,answer,rating,ok\r\n"
                               "1,\"a, \"\"b\"\"\r\nc\",yes,4,true\r\n2,d,no,2.5,FAIL\r\n3,e,,,\r\n";
        ReadOptions options;
        options.mapping = {.id = u"case"_s,
                           .input = u"question"_s,
                           .output = u"answer"_s,
                           .scores = {{.column = u"rating"_s, .limit = 3}, {.column = u"ok"_s}}};
        const ResultFile file = read(csv, options);

        QCOMPARE(words(file), u"complete: "_s);
        QVERIFY(file.tool == Tool::MappedCsv);
        QCOMPARE(file.cases.size(), 3u);
        QCOMPARE(file.text(file.cases.at(0).input), u"a, \"b\"\r\nc"_s);
        QCOMPARE(file.text(file.answers.at(0).output), u"yes"_s);
        QCOMPARE(shown(file, u"rating"_s), u"1 1 1 0, 2 scored, mean 3.25"_s);
        QCOMPARE(shown(file, u"ok"_s), u"1 1 1 0, 2 scored, mean 0.5"_s);
    }

    void csvFaultsAreTold_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<RunStatus>("status");
        QTest::newRow("whole") << QByteArray("id,ok\n1,true\n") << RunStatus::Complete;
        QTest::newRow("semicolons") << QByteArray("id;ok\n1;true\n") << RunStatus::Complete;
        QTest::newRow("no last line end") << QByteArray("id,ok\n1,true") << RunStatus::Truncated;
        QTest::newRow("open quote") << QByteArray("id,ok\n1,\"true\n") << RunStatus::Truncated;
        QTest::newRow("a field too many") << QByteArray("id,ok\n1,true,2\n") << RunStatus::Damaged;
        QTest::newRow("a field too few") << QByteArray("id,ok\n1\n") << RunStatus::Damaged;
        QTest::newRow("behind a quote") << QByteArray("id,ok\n1,\"true\"x\n") << RunStatus::Damaged;
        QTest::newRow("no rows") << QByteArray("id,ok\n") << RunStatus::Unfinished;
    }
    void csvFaultsAreTold()
    {
        QFETCH(const QByteArray, csv);
        QFETCH(const RunStatus, status);
        ReadOptions options{.tool = Tool::MappedCsv};
        options.mapping = {.id = u"id"_s, .scores = {{.column = u"ok"_s}}};
        const ResultFile file = read(csv, options);

        QVERIFY2(file.status == status, qPrintable(words(file)));
    }

    void aColumnThatIsNotThereIsAnError()
    {
        ReadOptions options{.tool = Tool::MappedCsv};
        options.mapping = {.id = u"id"_s, .scores = {{.column = u"score"_s}}};
        const Result<ResultFile> file = readResults("id,ok\n1,true\n", u"x"_s, options);

        QVERIFY(!file);
        QVERIFY(file.error().code == ErrorCode::Invalid);
    }

    void jsonLinesAreReadByAMapping()
    {
        ReadOptions options;
        options.mapping = {.id = u"meta.id"_s,
                           .input = u"in"_s,
                           .expected = u"want"_s,
                           .output = u"out.text"_s,
                           .dimension = u"meta.topic"_s,
                           .scores = {{.column = u"scores.error"_s, .limit = 0.2, .higherIsBetter = false}}};
        const ResultFile file =
            read(quoted("{'meta':{'id':7,'topic':'tone'},'in':['a'],'want':'b','out':{'text':'c'},'scores':{'"
                        "error':0.1}}\n"
                        "{'meta':{'id':8},'in':'x','out':{'text':'y'},'scores':{'error':'0.3'}}\n"
                        "{'meta':{'id':9},'in':'x2','scores':{}}\n"),
                 options);

        QCOMPARE(words(file), u"complete: "_s);
        QCOMPARE(shown(file, u"scores.error"_s), u"1 1 1 0, 2 scored, mean 0.2"_s);
        QCOMPARE(file.cases.at(0).id, u"7"_s);
        QCOMPARE(file.cases.at(0).dimension, u"tone"_s);
        QCOMPARE(file.text(file.answers.at(0).output), u"c"_s);
    }

    void whatIsOfNoToolIsSaid_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        for (const char *text : {"", "hello", "{}", "[]", "{\"a\":1}", "<html></html>", "<testsuit",
                                 "\xff\xfe{\0", "a,b\n1,2\n"}) {
            QTest::newRow(QByteArray("'" + QByteArray(text) + "'").constData()) << QByteArray(text);
        }
        QTest::newRow("an archive of something else") << zipOf({{.name = "a.txt", .bytes = "a"}});
        QTest::newRow("an empty archive") << zipOf({});
    }
    void whatIsOfNoToolIsSaid()
    {
        QFETCH(const QByteArray, bytes);
        const Result<ResultFile> file = readResults(bytes, u"results.json"_s);

        QVERIFY(!file);
        QVERIFY(file.error().code == ErrorCode::Invalid);
    }

    void aFormatThatWasAskedForIsTheOnlyOne()
    {
        const Result<ResultFile> file = readResults(deepEvalRun(), u"x"_s, {.tool = Tool::Promptfoo});

        QVERIFY(!file);
        QVERIFY(file.error().code == ErrorCode::Invalid);
    }

    void twoRunsInAFolderAreNotGuessedAt()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"a.json"_s), deepEvalRun());
        write(folder.filePath(u"b.json"_s), deepEvalRun());
        const Result<ResultFile> file = readResults(folder.path());

        QVERIFY(!file);
        QVERIFY(file.error().detail.contains(u"a.json, b.json"_s));
    }

    void placesThatCannotBeReadAreTold()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"large"_s), deepEvalRun());

        QVERIFY(readResults(folder.filePath(u"absent"_s)).error().code == ErrorCode::NotFound);
        QVERIFY(readResults(u"/dev/zero"_s).error().code == ErrorCode::Invalid);
        QVERIFY(readResults(folder.filePath(u"large"_s), {.mostBytes = 100}).error().code
                == ErrorCode::NoSpace);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ReadToolsTest)
#include "tst_read_tools.moc"
