// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace evals;

namespace {

struct Sample
{
    const char *name;
    Tool tool;
    RunStatus status;
};

const QList<Sample> samples = {
    {"azure_rag_baseline_eval_results.jsonl", Tool::AzureRag, RunStatus::Complete},
    {"azure_rag_newprompt_eval_results.jsonl", Tool::AzureRag, RunStatus::Complete},
    {"contoso_builtin_evals_sample.json", Tool::AzureBuiltIn, RunStatus::Complete},
    {"inspect_log_formats.json", Tool::InspectAi, RunStatus::Complete},
    {"inspect_security_guide.json", Tool::InspectAi, RunStatus::Complete},
    {"inspect_log_formats.eval", Tool::InspectAi, RunStatus::Complete},
    {"deepeval_test_run_sample.json", Tool::DeepEval, RunStatus::Complete},
    {"openai_evals_record_log.jsonl", Tool::OpenAiEvals, RunStatus::Unfinished},
    {"lm_eval_bloom560m_commonsense.json", Tool::LmEvaluationHarness, RunStatus::Complete},
};

QString folder()
{
    return qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/eval_results"_s;
}

QByteArray bytesOf(const char *name)
{
    QFile file(folder() + u'/' + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<MetricTotals> figuresOf(const ResultFile &file)
{
    QList<MetricTotals> all = totals(file);
    if (all.isEmpty()) {
        for (const Summary &summary : file.summaries) {
            all.append({.metric = summary.metric, .mean = summary.mean});
        }
    }
    return all;
}

} // namespace

/// Result files that real tools wrote, against figures counted by totals.py.
class ResultCorpusTest : public QObject
{
    Q_OBJECT

private:
    QJsonObject m_reference;

    static void addFiles()
    {
        QTest::addColumn<QByteArray>("name");
        for (const Sample &sample : samples) {
            QTest::newRow(sample.name) << QByteArray(sample.name);
        }
    }
    static const Sample &sampleOf(const QByteArray &name)
    {
        return *std::ranges::find_if(samples, [&](const Sample &sample) { return sample.name == name; });
    }

private slots:
    void initTestCase()
    {
        if (!QDir(folder()).exists()) {
            QSKIP("no eval_results: set COUNTERSIGN_CORPUS");
        }
        QProcess python;
        python.start(u"python3"_s, {qEnvironmentVariable("EVAL_TOTALS"), folder()});
        QVERIFY(python.waitForFinished());
        m_reference = QJsonDocument::fromJson(python.readAllStandardOutput()).object();
        QVERIFY2(!m_reference.isEmpty(), python.readAllStandardError().constData());
    }

    void theTotalsAreThoseOfAnIndependentCount_data() { addFiles(); }
    void theTotalsAreThoseOfAnIndependentCount()
    {
        QFETCH(const QByteArray, name);
        const Sample &sample = sampleOf(name);
        const QJsonObject expected = m_reference.value(QString::fromLatin1(name)).toObject();
        QVERIFY(!expected.isEmpty());

        const Result<ResultFile> file = readResults(folder() + u'/' + QString::fromLatin1(name));

        QVERIFY2(file, file ? "" : qPrintable(file.error().detail));
        QCOMPARE(evals::toString(file->tool), evals::toString(sample.tool));
        QCOMPARE(evals::toString(file->status), evals::toString(sample.status));
        QCOMPARE(qint64(file->cases.size()), expected[u"cases"_s].toInteger());
        QCOMPARE(qint64(file->answers.size()), expected[u"answers"_s].toInteger());
        const QJsonObject metrics = expected[u"metrics"_s].toObject();
        const QList<MetricTotals> figures = figuresOf(*file);
        QCOMPARE(figures.size(), metrics.size());
        for (const MetricTotals &total : figures) {
            const QJsonArray wanted = metrics.value(total.metric).toArray();
            QVERIFY2(wanted.size() == 5, qPrintable(total.metric));
            QCOMPARE(total.passed, wanted[0].toInteger());
            QCOMPARE(total.failed, wanted[1].toInteger());
            QCOMPARE(total.errored, wanted[2].toInteger());
            QCOMPARE(total.scored, wanted[3].toInteger());
            QCOMPARE(std::isnan(total.mean), wanted[4].isNull());
            QVERIFY(std::isnan(total.mean) || std::abs(total.mean - wanted[4].toDouble()) < 1e-9);
        }
    }

    // T-15: what is cut off never passes, wherever it is cut.
    void aFileThatIsCutOffIsNeverComplete_data() { addFiles(); }
    void aFileThatIsCutOffIsNeverComplete()
    {
        QFETCH(const QByteArray, name);
        const QByteArray whole = bytesOf(name.constData());
        QVERIFY(!whole.isEmpty());
        const bool isLines = name.endsWith(".jsonl");
        const qsizetype end = whole.trimmed().size();
        // Every byte of a small file, 200 places of a large one.
        const qsizetype step = end <= 16'000 ? 1 : end / 200;
        for (qsizetype size = 0; size < end; size += step) {
            const Result<ResultFile> file = readResults(whole.first(size), QString::fromLatin1(name));

            // Between two lines nothing tells that there were more of them; their number does, in comparison.
            const bool betweenLines =
                isLines && (size == 0 || whole[size - 1] == '\n' || whole[size] == '\n');
            QVERIFY2(!file || file->status != RunStatus::Complete || betweenLines,
                     qPrintable(QString::number(size)));
        }
    }

    void bytesAndPathGiveTheSame_data() { addFiles(); }
    void bytesAndPathGiveTheSame()
    {
        QFETCH(const QByteArray, name);
        const Result<ResultFile> byPath = readResults(folder() + u'/' + QString::fromLatin1(name));
        const Result<ResultFile> byBytes = readResults(bytesOf(name.constData()), u"something else"_s);

        QVERIFY(byPath && byBytes);
        QVERIFY(byBytes->tool == byPath->tool);
        QCOMPARE(byBytes->answers.size(), byPath->answers.size());
        QCOMPARE(byBytes->judgements.size(), byPath->judgements.size());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ResultCorpusTest)
#include "tst_result_corpus.moc"
