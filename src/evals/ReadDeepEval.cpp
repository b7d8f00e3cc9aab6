// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// DeepEval's test run (TestRun, LLMApiTestCase, ConversationalApiTestCase and MetricData of
// deepeval/test_run/api.py). The metrics of a case are its own; those of the spans within its trace judge steps and
// not the answer.
#include "evals/Readers.h"

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

using Kind = JsonReader::Kind;

class DeepEvalReader
{
public:
    DeepEvalReader(const Source &source, const ReadOptions &options)
        : m_builder(Tool::DeepEval, ReadBuilder::Repeats::Unknown, options)
        , m_source(source)
        , m_text(source.view())
        , m_buffer(m_builder.addBuffer(source))
    {}

    Result<ResultFile> read();

private:
    void testCase(JsonReader &r);
    void metric(JsonReader &r, std::vector<Judgement> &judgements);
    void metricsScores(JsonReader &r);
    void compareWithTold();

    struct Told
    {
        QString metric = {};
        double passes = noScore;
        double fails = noScore;
    };

    ReadBuilder m_builder;
    const Source &m_source;
    QByteArrayView m_text;
    quint16 m_buffer;
    QList<Told> m_told;
};

void DeepEvalReader::metric(JsonReader &r, std::vector<Judgement> &judgements)
{
    QString name;
    Judgement judgement;
    Metric described;
    std::optional<bool> success;
    bool broken = false;
    bool skipped = false;
    TextRef error;
    r.object([&](QByteArrayView key) {
        if (key == "name") {
            name = r.string(256);
        } else if (key == "threshold") {
            described.limit = r.number();
        } else if (key == "success") {
            success = r.boolean();
        } else if (key == "skipped") {
            skipped = r.boolean().value_or(false);
        } else if (key == "flaky") {
            described.decides = !r.boolean().value_or(false);
        } else if (key == "score") {
            judgement.score = r.number();
        } else if (key == "reason") {
            judgement.reason = r.text();
        } else if (key == "error") {
            error = r.text();
            broken = !error.isNull();
        }
    });
    if (r.fault() != JsonReader::Fault::None) {
        return;
    }
    if (broken || !success) {
        judgement.outcome = skipped ? Outcome::Skipped : Outcome::Error;
        judgement.reason = broken ? error : judgement.reason;
    } else {
        judgement.outcome = *success ? Outcome::Pass : Outcome::Fail;
    }
    const qsizetype before = m_builder.file.metrics.size();
    judgement.metric = m_builder.metric(name);
    if (m_builder.file.metrics.size() > before) {
        Metric &made = m_builder.file.metrics[judgement.metric];
        made.limit = described.limit;
        made.decides = described.decides;
        made.least = 0;
        made.most = 1;
    }
    judgements.push_back(judgement);
}

void DeepEvalReader::testCase(JsonReader &r)
{
    QString id;
    TextRef input;
    TextRef expected;
    TextRef turns;
    std::optional<bool> success;
    Answer answer;
    std::vector<Judgement> judgements;
    const bool isCase = r.object([&](QByteArrayView key) {
        if (key == "name") {
            id = r.string(1024);
        } else if (key == "input" || key == "scenario") {
            input = r.text();
        } else if (key == "expectedOutput" || key == "expectedOutcome") {
            expected = r.text();
        } else if (key == "actualOutput") {
            answer.output = r.text();
        } else if (key == "turns") {
            turns = r.text();
        } else if (key == "success") {
            success = r.boolean();
        } else if (key == "metricsData") {
            r.array([&](qsizetype) { metric(r, judgements); });
        } else if (key == "completionTime") {
            answer.latency = r.number() * 1000;
        } else if (key == "tokenCost") {
            answer.cost = r.number();
        } else if (key == "inputTokenCount" || key == "outputTokenCount") {
            const double number = r.number();
            (key == "inputTokenCount" ? answer.promptTokens : answer.completionTokens) =
                number >= 0 && number < 9e15 ? qint64(number) : -1;
        }
    });
    if (!isCase) {
        if (r.fault() == JsonReader::Fault::None) {
            m_builder.setStatus(RunStatus::Damaged, QStringLiteral("a test case is no object"));
        }
        return;
    }
    if (answer.output.isNull()) {
        answer.output = turns;
    }
    answer.outcome = !success ? Outcome::Error : *success ? Outcome::Pass : Outcome::Fail;
    // A case with an error in a metric that decides was not judged, whatever its success says.
    const bool broken = std::ranges::any_of(judgements, [&](const Judgement &judgement) {
        return judgement.outcome == Outcome::Error && m_builder.file.metrics[judgement.metric].decides;
    });
    if (broken || judgements.empty()) {
        answer.outcome = Outcome::Error;
    }
    const ContentHash key =
        caseKey(normalized(input.isNull() ? turns : input, m_text), normalized(expected, m_text));
    answer.caseIndex = m_builder.caseAt(id.toUtf8() + '\n' + key.toBytes(), [&] {
        return Case{.id = id, .key = key, .input = input.isNull() ? turns : input, .expected = expected};
    });
    m_builder.add(answer, judgements);
}

void DeepEvalReader::metricsScores(JsonReader &r)
{
    r.array([&](qsizetype index) {
        Told told;
        r.object([&](QByteArrayView key) {
            if (key == "metric") {
                told.metric = r.string(256);
            } else if (key == "passes") {
                told.passes = r.number();
            } else if (key == "fails") {
                told.fails = r.number();
            }
        });
        if (index < 1000) {
            m_told.append(told);
        }
    });
}

/// The run's own totals count the metrics of spans too, so more of them is odd and no fault.
void DeepEvalReader::compareWithTold()
{
    const QList<MetricTotals> computed = totals(m_builder.file);
    for (const Told &told : std::as_const(m_told)) {
        const auto found = std::ranges::find(computed, told.metric, &MetricTotals::metric);
        if (found == computed.cend() || double(found->passed) != told.passes
            || double(found->failed) != told.fails) {
            m_builder.remark(Oddity::TotalsDiffer, told.metric);
        }
    }
}

Result<ResultFile> DeepEvalReader::read()
{
    Column column{.label = QStringLiteral("run")};
    double passed = noScore;
    double failed = noScore;
    JsonReader r(m_text, m_buffer);
    r.object([&](QByteArrayView key) {
        if (key == "testCases" || key == "conversationalTestCases") {
            r.array([&](qsizetype) {
                if (m_builder.goesOn(r, m_text.size())) {
                    testCase(r);
                }
            });
        } else if (key == "metricsScores") {
            metricsScores(r);
        } else if (key == "testFile" || (key == "datasetAlias" && m_builder.file.suite.isEmpty())) {
            m_builder.file.suite = r.string();
        } else if (key == "identifier") {
            m_builder.file.runId = r.string();
        } else if (key == "hyperparameters") {
            r.object([&](QByteArrayView name) {
                if (name == "model") {
                    column.modelAsked = r.string();
                }
            });
        } else if (key == "testPassed") {
            passed = r.number();
        } else if (key == "testFailed") {
            failed = r.number();
        }
    });
    if (r.fault() == JsonReader::Fault::None && !r.atEnd()) {
        m_builder.setStatus(RunStatus::Damaged, QStringLiteral("more stands behind the end of the run"));
    }
    m_builder.setFault(r, m_source.name);
    (void)m_builder.column({}, [&] { return column; });
    const std::size_t found = m_builder.file.answers.size();
    if (std::isnan(passed) || std::isnan(failed)) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no totals"));
    } else if (passed + failed > double(found) || found == 0) {
        m_builder.setStatus(RunStatus::Unfinished,
                            QStringLiteral("%1 of %2 test cases").arg(found).arg(passed + failed));
    }
    compareWithTold();
    return m_builder.finish();
}

} // namespace

Result<ResultFile> readDeepEval(const Source &source, const ReadOptions &options)
{
    return DeepEvalReader(source, options).read();
}

} // namespace countersign::evals
