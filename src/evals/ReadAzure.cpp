// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The folders of Azure's ai-rag-chat-evaluator: eval_results.jsonl, summary.json and evaluate_parameters.json. Its
// ratings go from 1 to 5, pass from 4 on and are -1 where the judge gave none.
#include "evals/Readers.h"

#include "base/Hash.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

using Kind = JsonReader::Kind;

constexpr double leastRating = 1;
constexpr double mostRating = 5;
constexpr double passingRating = 4;

struct SummaryEntry
{
    Summary summary = {};
    bool isRating = false;
};

struct Value
{
    QString metric = {};
    Judgement judgement = {};
    bool isRating = false;
    bool decides = true;
};

/// A rating by a judge, as that evaluator names its own and the custom ones of its documentation.
bool isRatingName(const QString &name)
{
    return name.startsWith(u"gpt_") || name == u"dontknowness"
           || (name.startsWith(u"my")
               && (name.endsWith(u"ness") || name.endsWith(u"relevance") || name.endsWith(u"coherence")));
}

Judgement ratingOf(double number)
{
    return number >= leastRating && number <= mostRating ? judgementOf(0, number, passingRating)
                                                         : Judgement{};
}

quint32 metricOf(ReadBuilder &builder, const Value &value)
{
    const qsizetype before = builder.file.metrics.size();
    const quint32 index = builder.metric(value.metric);
    if (builder.file.metrics.size() > before) {
        Metric &metric = builder.file.metrics[index];
        metric.decides = value.decides;
        metric.higherIsBetter = value.decides;
        if (value.isRating) {
            metric.limit = passingRating;
            metric.least = leastRating;
            metric.most = mostRating;
        }
    }
    return index;
}

QList<SummaryEntry> readSummary(const Source &source, ReadBuilder &builder)
{
    QList<SummaryEntry> entries;
    JsonReader r(source.view());
    r.object([&](QByteArrayView key) {
        if (entries.size() >= 1000) {
            return;
        }
        SummaryEntry entry{.summary = {.metric = QString::fromUtf8(key)}};
        r.object([&](QByteArrayView name) {
            const double number = r.number();
            if (name == "pass_count") {
                entry.isRating = true;
                entry.summary.passed = number >= 0 ? qint64(number) : -1;
            } else if (name == "mean_rating" || name == "mean" || name == "rate") {
                entry.summary.mean = number;
            }
        });
        entries.append(entry);
    });
    builder.setFault(r, source.name);
    return entries;
}

void readParameters(const Source &source, ReadBuilder &builder, Column &column)
{
    JsonReader r(source.view());
    r.object([&](QByteArrayView key) {
        if (key == "evaluation_timestamp") {
            const double seconds = r.number();
            if (seconds > 0 && seconds < 1e11) {
                builder.file.startedAt =
                    QDateTime::fromSecsSinceEpoch(qint64(seconds), QTimeZone::UTC).toString(Qt::ISODate);
            }
        } else if (key == "testdata_path") {
            builder.file.suite = r.string().section(u'/', -1);
        } else if (key == "target_parameters") {
            r.object([&](QByteArrayView name) {
                if (name == "overrides") {
                    r.object([&](QByteArrayView part) {
                        if (part == "prompt_template") {
                            column.content = contentHash(normalized(r.text(), source.view()));
                        }
                    });
                }
            });
        }
    });
    builder.setFault(r, source.name);
}

/// Whether the summary's figures, rounded as that tool rounds them, are those of the rows.
void compareWithSummary(ReadBuilder &builder, const QList<SummaryEntry> &entries)
{
    const QList<MetricTotals> computed = totals(builder.file);
    for (const SummaryEntry &entry : entries) {
        const Summary &told = entry.summary;
        const auto found = std::ranges::find(computed, told.metric, &MetricTotals::metric);
        if (found == computed.cend()) {
            builder.setStatus(RunStatus::Unfinished, told.metric + QStringLiteral(": in the summary alone"));
            continue;
        }
        if (told.passed >= 0 && told.passed != found->passed) {
            builder.setStatus(RunStatus::Unfinished,
                              QStringLiteral("%1: the summary has %2 passed, the rows %3")
                                  .arg(told.metric)
                                  .arg(told.passed)
                                  .arg(found->passed));
        }
        if (std::isfinite(told.mean) && !(std::abs(told.mean - found->mean) <= 0.0051)) {
            builder.remark(Oddity::TotalsDiffer, told.metric);
        }
    }
}

void addReason(std::vector<Value> &values, const QString &metric, const TextRef &reason)
{
    const auto found = std::ranges::find(values, metric, &Value::metric);
    if (found != values.end()) {
        found->judgement.reason = reason;
    }
}

} // namespace

Result<ResultFile> readAzureRag(const SourceSet &sources, const ReadOptions &options)
{
    ReadBuilder builder(Tool::AzureRag, ReadBuilder::Repeats::Unknown, options);
    QList<SummaryEntry> summary;
    Column column{.label = QStringLiteral("target")};
    const quint16 buffer = sources.main.bytes ? builder.addBuffer(sources.main) : quint16(0);
    if (sources.summary.bytes) {
        builder.addBuffer(sources.summary);
        summary = readSummary(sources.summary, builder);
        for (const SummaryEntry &entry : std::as_const(summary)) {
            builder.file.summaries.append(entry.summary);
        }
    }
    if (sources.parameters.bytes) {
        builder.addBuffer(sources.parameters);
        readParameters(sources.parameters, builder, column);
    }
    if (!sources.main.bytes) {
        builder.setStatus(RunStatus::Unfinished, QStringLiteral("a summary without its rows"));
        return builder.finish();
    }
    const quint32 columnIndex = builder.column({}, [&] { return column; });
    for (const SummaryEntry &entry : std::as_const(summary)) {
        metricOf(builder, {.metric = entry.summary.metric,
                           .isRating = entry.isRating,
                           .decides = !isMeasure(entry.summary.metric)});
    }

    const QByteArrayView text = sources.main.view();
    JsonReader r(text, buffer);
    while (r.fault() == JsonReader::Fault::None && !r.atEnd() && builder.goesOn(r, text.size())) {
        Case made;
        Answer answer{.column = columnIndex};
        std::vector<Value> values;
        std::vector<std::pair<QString, TextRef>> reasons;
        const bool isRow = r.object([&](QByteArrayView key) {
            const QString name = QString::fromUtf8(key.first(qMin(key.size(), 256)));
            const JsonReader::Scalar value = r.scalar();
            if (key == "question") {
                made.input = value.text;
            } else if (key == "truth") {
                made.expected = value.text;
            } else if (key == "answer") {
                answer.output = value.text;
            } else if (key == "context" || key == "id") {
                return;
            } else if (name.endsWith(u"_reason")) {
                reasons.emplace_back(name.chopped(7), value.text);
            } else {
                const auto told = std::ranges::find(
                    summary, name, [](const SummaryEntry &entry) { return entry.summary.metric; });
                const bool isRating = told != summary.cend() ? told->isRating : isRatingName(name);
                if (key == "latency") {
                    answer.latency = value.number * 1000;
                }
                if (isRating) {
                    values.push_back({.metric = name, .judgement = ratingOf(value.number), .isRating = true});
                } else if (value.kind == Kind::Boolean) {
                    values.push_back({.metric = name, .judgement = truthJudgement(0, value.boolean)});
                } else if (value.kind == Kind::Number || told != summary.cend()) {
                    values.push_back({.metric = name,
                                      .judgement = judgementOf(0, value.number),
                                      .decides = !isMeasure(name)});
                }
            }
        });
        if (!isRow) {
            if (r.fault() == JsonReader::Fault::None) {
                builder.setStatus(RunStatus::Damaged, QStringLiteral("a line is no row"));
            }
            break;
        }
        for (const auto &[metric, reason] : reasons) {
            addReason(values, metric, reason);
        }
        std::vector<Judgement> judgements;
        for (const Value &value : values) {
            judgements.push_back(value.judgement);
            judgements.back().metric = metricOf(builder, value);
        }
        // A rating that other rows have and this one lacks could not be given.
        for (qsizetype i = 0; i < builder.file.metrics.size(); ++i) {
            if (std::ranges::find(judgements, quint32(i), &Judgement::metric) == judgements.end()) {
                judgements.push_back({.metric = quint32(i)});
            }
        }
        std::vector<Judgement> deciding;
        std::ranges::copy_if(judgements, std::back_inserter(deciding),
                             [&](const Judgement &j) { return builder.file.metrics[j.metric].decides; });
        answer.outcome = outcomeOf(deciding);
        made.key = caseKey(normalized(made.input, text), normalized(made.expected, text));
        answer.caseIndex = builder.caseAt(made.key.toBytes(), [&] { return made; });
        builder.add(answer, judgements);
    }
    builder.setFault(r, sources.main.name);
    if (builder.file.answers.empty()) {
        builder.setStatus(RunStatus::Unfinished, QStringLiteral("no rows"));
    }
    compareWithSummary(builder, summary);
    return builder.finish();
}

} // namespace countersign::evals
