// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The record log of OpenAI's evals: a line with the spec, one line an event, and at the end a line with the final
// report (evals/record.py). Samples run in parallel, so the events of one are not next to each other.
#include "evals/Readers.h"

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

using Kind = JsonReader::Kind;

/// What the events say of one sample.
struct SampleEvents
{
    Case made = {};
    Answer answer = {};
    bool broken = false;
    std::vector<Judgement> judgements = {};
};

class OpenAiEvalsReader
{
public:
    OpenAiEvalsReader(const Source &source, const ReadOptions &options)
        : m_builder(Tool::OpenAiEvals, ReadBuilder::Repeats::Unknown, options)
        , m_source(source)
        , m_text(source.view())
        , m_buffer(m_builder.addBuffer(source))
    {}

    Result<ResultFile> read();

private:
    void line(JsonReader &r);
    void spec(JsonReader &r);
    void event(const QByteArray &type, const QString &sample, qsizetype data);
    void sampling(JsonReader &r, SampleEvents &events);
    void match(JsonReader &r, SampleEvents &events);
    void metrics(JsonReader &r, SampleEvents &events);
    void report(JsonReader &r);
    SampleEvents *eventsOf(const QString &sample);

    ReadBuilder m_builder;
    const Source &m_source;
    QByteArrayView m_text;
    quint16 m_buffer;
    Column m_column;
    std::vector<SampleEvents> m_samples;
    QHash<QString, std::size_t> m_sampleAt;
    bool m_hasSpec = false;
    bool m_hasReport = false;
};

SampleEvents *OpenAiEvalsReader::eventsOf(const QString &sample)
{
    const auto known = m_sampleAt.constFind(sample);
    if (known != m_sampleAt.cend()) {
        return &m_samples[*known];
    }
    if (m_samples.size() >= ReadBuilder::mostAnswers) {
        return nullptr;
    }
    m_sampleAt.insert(sample, m_samples.size());
    m_samples.push_back({.made = {.id = sample}});
    return &m_samples.back();
}

void OpenAiEvalsReader::spec(JsonReader &r)
{
    m_hasSpec = r.object([&](QByteArrayView key) {
        if (key == "run_id") {
            m_builder.file.runId = r.string();
        } else if (key == "created_at") {
            m_builder.file.startedAt = r.string(64);
        } else if (key == "eval_name") {
            m_builder.file.suite = r.string();
        } else if (key == "completion_fns") {
            r.array([&](qsizetype index) {
                if (index == 0) {
                    m_column.modelAsked = r.string();
                }
            });
        }
    });
    m_column.label = m_column.modelAsked;
}

void OpenAiEvalsReader::report(JsonReader &r)
{
    m_hasReport = r.object([&](QByteArrayView key) {
        const double number = r.number();
        if (std::isfinite(number) && m_builder.file.summaries.size() < 1000) {
            m_builder.file.summaries.append({.metric = QString::fromUtf8(key), .mean = number});
        }
    });
}

/// The first answer of a sample is the model's; further ones are a judge's.
void OpenAiEvalsReader::sampling(JsonReader &r, SampleEvents &events)
{
    if (!events.made.input.isNull()) {
        r.skip();
        return;
    }
    r.object([&](QByteArrayView key) {
        if (key == "prompt") {
            events.made.input = r.text();
        } else if (key == "sampled") {
            events.answer.output = r.text();
        }
    });
}

void OpenAiEvalsReader::match(JsonReader &r, SampleEvents &events)
{
    Judgement judgement{.metric = m_builder.metric(QStringLiteral("match"))};
    r.object([&](QByteArrayView key) {
        if (key == "correct") {
            const std::optional<bool> correct = r.boolean();
            if (correct) {
                judgement = truthJudgement(judgement.metric, *correct);
            }
        } else if (key == "expected") {
            events.made.expected = r.text();
        }
    });
    events.judgements.push_back(judgement);
}

void OpenAiEvalsReader::metrics(JsonReader &r, SampleEvents &events)
{
    r.object([&](QByteArrayView key) {
        const JsonReader::Scalar value = r.scalar();
        // A choice and other words are no figures; a figure that is null could not be made.
        const bool isFigure =
            value.kind == Kind::Number || value.kind == Kind::Boolean || value.kind == Kind::Null;
        if (!isFigure || events.judgements.size() >= 1000) {
            return;
        }
        const quint32 metric =
            m_builder.metric(QString::fromUtf8(key.first(qMin<qsizetype>(key.size(), 256))));
        events.judgements.push_back(value.kind == Kind::Boolean ? truthJudgement(metric, value.boolean)
                                                                : judgementOf(metric, value.number));
    });
}

void OpenAiEvalsReader::event(const QByteArray &type, const QString &sample, qsizetype data)
{
    SampleEvents *const events = sample.isEmpty() ? nullptr : eventsOf(sample);
    if (!events || data < 0) {
        return;
    }
    JsonReader r(m_text, m_buffer, data);
    if (type == "sampling") {
        sampling(r, *events);
    } else if (type == "match") {
        match(r, *events);
    } else if (type == "metrics") {
        metrics(r, *events);
    } else if (type == "error") {
        events->broken = true;
        r.object([&](QByteArrayView key) {
            if (key == "message" || key == "error") {
                events->answer.error = r.text();
            }
        });
    }
}

void OpenAiEvalsReader::line(JsonReader &r)
{
    QByteArray type;
    QString sample;
    qsizetype data = -1;
    const bool isLine = r.object([&](QByteArrayView key) {
        if (key == "spec") {
            spec(r);
        } else if (key == "final_report") {
            report(r);
        } else if (key == "type") {
            type = r.string(64).toUtf8();
        } else if (key == "sample_id") {
            sample = r.string(1024);
        } else if (key == "data") {
            data = r.offset();
            r.skip();
        }
    });
    if (isLine) {
        event(type, sample, data);
    } else if (r.fault() == JsonReader::Fault::None) {
        m_builder.setStatus(RunStatus::Damaged, QStringLiteral("a line is no event"));
        r.stop();
    }
}

Result<ResultFile> OpenAiEvalsReader::read()
{
    JsonReader r(m_text, m_buffer);
    while (r.fault() == JsonReader::Fault::None && !r.atEnd() && m_builder.goesOn(r, m_text.size())) {
        line(r);
    }
    m_builder.setFault(r, m_source.name);
    const quint32 column = m_builder.column({}, [this] { return m_column; });
    for (SampleEvents &events : m_samples) {
        const ContentHash key =
            caseKey(normalized(events.made.input, m_text), normalized(events.made.expected, m_text));
        events.made.key = key;
        events.answer.column = column;
        events.answer.outcome = events.broken ? Outcome::Error : outcomeOf(events.judgements);
        events.answer.caseIndex =
            m_builder.caseAt(events.made.id.toUtf8(), [&] { return std::move(events.made); });
        m_builder.add(events.answer, events.judgements);
    }
    if (!m_hasReport) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no final_report"));
    } else if (!m_hasSpec) {
        m_builder.setStatus(RunStatus::Damaged, QStringLiteral("no spec"));
    } else if (m_samples.empty()) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no samples"));
    }
    return m_builder.finish();
}

} // namespace

Result<ResultFile> readOpenAiEvals(const Source &source, const ReadOptions &options)
{
    return OpenAiEvalsReader(source, options).read();
}

} // namespace countersign::evals
