// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The {rows, metrics} of azure-ai-evaluation: flat names "inputs.question", "outputs.relevance.gpt_relevance", in later
// releases with _result, _threshold and _reason beside the score.
#include "evals/Readers.h"

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

struct Output
{
    QString metric = {};
    QString column = {}; ///< behind the last dot
    std::optional<Judgement> judgement = {};
    TextRef reason = {};
    std::optional<Outcome> result = {};
    double limit = noScore;
};

class AzureBuiltInReader
{
public:
    AzureBuiltInReader(const Source &source, const ReadOptions &options)
        : m_builder(Tool::AzureBuiltIn, ReadBuilder::Repeats::Unknown, options)
        , m_source(source)
        , m_text(source.view())
        , m_buffer(m_builder.addBuffer(source))
    {}

    Result<ResultFile> read();

private:
    void row(JsonReader &r);
    void output(JsonReader &r, const QString &name, std::vector<Output> &outputs);
    QByteArrayView textOf(const TextRef &ref) const
    {
        return m_text.sliced(qsizetype(ref.offset), qsizetype(ref.length));
    }

    ReadBuilder m_builder;
    const Source &m_source;
    QByteArrayView m_text;
    quint16 m_buffer;
    quint32 m_column = 0;
};

Output &outputOf(std::vector<Output> &outputs, const QString &metric)
{
    const auto known = std::ranges::find(outputs, metric, &Output::metric);
    if (known != outputs.end()) {
        return *known;
    }
    outputs.push_back({.metric = metric, .column = metric.section(u'.', -1)});
    return outputs.back();
}

Outcome resultOf(QByteArrayView text)
{
    const QByteArray word = text.toByteArray().toLower();
    return word == "pass"             ? Outcome::Pass
           : word == "fail"           ? Outcome::Fail
           : word == "not applicable" ? Outcome::Skipped
                                      : Outcome::Error;
}

void AzureBuiltInReader::output(JsonReader &r, const QString &name, std::vector<Output> &outputs)
{
    const JsonReader::Scalar value = r.scalar();
    if (outputs.size() >= 1000) {
        return;
    }
    if (name.endsWith(u"_reason")) {
        outputOf(outputs, name.chopped(7)).reason = value.text;
    } else if (name.endsWith(u"_threshold")) {
        outputOf(outputs, name.chopped(10)).limit = value.number;
    } else if (name.endsWith(u"_result")) {
        outputOf(outputs, name.chopped(7)).result =
            value.kind == JsonReader::Kind::String ? resultOf(textOf(value.text)) : Outcome::Error;
    } else if (value.kind == JsonReader::Kind::Boolean) {
        outputOf(outputs, name).judgement = truthJudgement(0, value.boolean);
    } else if (std::isfinite(value.number) || value.kind == JsonReader::Kind::Number
               || value.kind == JsonReader::Kind::Null) {
        Output &found = outputOf(outputs, name);
        const bool isRating = found.column.startsWith(u"gpt_");
        const bool inRange = !isRating || (value.number >= 1 && value.number <= 5);
        found.judgement = inRange ? judgementOf(0, value.number) : Judgement{};
    }
}

void AzureBuiltInReader::row(JsonReader &r)
{
    Case made;
    Answer answer{.column = m_column};
    std::vector<Output> outputs;
    const bool isRow = r.object([&](QByteArrayView key) {
        if (key.startsWith("outputs.")) {
            output(r, QString::fromUtf8(key.sliced(8).first(qMin<qsizetype>(key.size() - 8, 256))), outputs);
        } else if (key == "inputs.question" || key == "inputs.query") {
            made.input = r.text();
        } else if (key == "inputs.conversation") {
            const TextRef conversation = r.text();
            made.input = made.input.isNull() ? conversation : made.input;
        } else if (key == "inputs.ground_truth" || key == "inputs.truth") {
            made.expected = r.text();
        } else if (key == "inputs.answer" || key == "inputs.response") {
            answer.output = r.text();
        }
    });
    if (!isRow) {
        if (r.fault() == JsonReader::Fault::None) {
            m_builder.setStatus(RunStatus::Damaged, QStringLiteral("a row is no object"));
        }
        return;
    }
    std::vector<Judgement> judgements;
    for (const Output &found : outputs) {
        if (!found.judgement && !found.result) {
            continue;
        }
        const qsizetype before = m_builder.file.metrics.size();
        Judgement judgement = found.judgement.value_or(Judgement{});
        judgement.metric = m_builder.metric(found.metric);
        judgement.reason = found.reason;
        if (found.result) {
            judgement.outcome = *found.result;
        }
        if (m_builder.file.metrics.size() > before) {
            Metric &metric = m_builder.file.metrics[judgement.metric];
            metric.decides = !isMeasure(found.column);
            metric.limit = found.limit;
            if (found.column.startsWith(u"gpt_")) {
                metric.least = 1;
                metric.most = 5;
            }
        }
        judgements.push_back(judgement);
    }
    for (qsizetype i = 0; i < m_builder.file.metrics.size(); ++i) {
        if (std::ranges::find(judgements, quint32(i), &Judgement::metric) == judgements.end()) {
            judgements.push_back({.metric = quint32(i)});
        }
    }
    answer.outcome = outcomeOf(judgements);
    made.key = caseKey(normalized(made.input, m_text), normalized(made.expected, m_text));
    answer.caseIndex = m_builder.caseAt(made.key.toBytes(), [&] { return made; });
    m_builder.add(answer, judgements);
}

Result<ResultFile> AzureBuiltInReader::read()
{
    m_column = m_builder.column({}, [] { return Column{.label = QStringLiteral("target")}; });
    QList<Summary> told;
    bool hasMetrics = false;
    JsonReader r(m_text, m_buffer);
    r.object([&](QByteArrayView key) {
        if (key == "rows") {
            r.array([&](qsizetype) {
                if (m_builder.goesOn(r, m_text.size())) {
                    row(r);
                }
            });
        } else if (key == "metrics") {
            hasMetrics = r.object([&](QByteArrayView name) {
                if (told.size() < 1000) {
                    const double mean = r.number();
                    told.append({.metric = QString::fromUtf8(name), .mean = mean});
                }
            });
        }
    });
    if (r.fault() == JsonReader::Fault::None && !r.atEnd()) {
        m_builder.setStatus(RunStatus::Damaged, QStringLiteral("more stands behind the end of the results"));
    }
    m_builder.setFault(r, m_source.name);
    if (!hasMetrics || m_builder.file.answers.empty()) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no rows, or no metrics"));
    }
    const QList<MetricTotals> computed = totals(m_builder.file);
    for (const Summary &summary : std::as_const(told)) {
        const auto found = std::ranges::find(computed, summary.metric, &MetricTotals::metric);
        if (found != computed.cend() && std::isfinite(summary.mean)
            && !(std::abs(found->mean - summary.mean) <= 1e-6 * (1 + std::abs(summary.mean)))) {
            m_builder.remark(Oddity::TotalsDiffer, summary.metric);
        }
    }
    m_builder.file.summaries = told;
    return m_builder.finish();
}

} // namespace

Result<ResultFile> readAzureBuiltIn(const Source &source, const ReadOptions &options)
{
    return AzureBuiltInReader(source, options).read();
}

} // namespace countersign::evals
