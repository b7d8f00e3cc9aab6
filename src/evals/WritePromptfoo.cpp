// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Write.h"

#include "evals/JsonReader.h"

#include <QIODevice>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <span>

namespace countersign::evals {

namespace {

constexpr qsizetype longestWritten = qsizetype(1) << 30;

QByteArray jsonString(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    QByteArray out;
    out.reserve(utf8.size() + 2);
    out += '"';
    for (const char c : utf8) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            out +=
                "\\u00" + QByteArray::number(int(static_cast<unsigned char>(c)), 16).rightJustified(2, '0');
        } else {
            out += c;
        }
    }
    out += '"';
    return out;
}

QByteArray jsonNumber(double number)
{
    return std::isfinite(number) ? QByteArray::number(number, 'g', QLocale::FloatingPointShortest) : QByteArray("null");
}

/// Members in the order in which they are added.
class JsonObjectText
{
public:
    JsonObjectText &add(const char *name, const QByteArray &value)
    {
        return add(QString::fromLatin1(name), value);
    }
    JsonObjectText &add(const QString &name, const QByteArray &value)
    {
        m_text += (m_text.isEmpty() ? "" : ",") + jsonString(name) + ':' + value;
        return *this;
    }
    JsonObjectText &addText(const char *name, const QString &value)
    {
        return value.isEmpty() ? *this : add(name, jsonString(value));
    }
    [[nodiscard]] QByteArray text() const { return '{' + m_text + '}'; }

private:
    QByteArray m_text;
};

QByteArray jsonList(const QList<QByteArray> &values)
{
    return '[' + values.join(',') + ']';
}

class PromptfooWriter
{
public:
    PromptfooWriter(const ResultFile &file, QIODevice &out) : m_file(file), m_out(out) {}

    Done write();

private:
    void put(const QByteArray &text) { m_failed = m_failed || m_out.write(text) != text.size(); }
    [[nodiscard]] QByteArray prompts() const;
    [[nodiscard]] QByteArray variables(const Case &one) const;
    [[nodiscard]] QByteArray testCase(const Case &one) const;
    [[nodiscard]] QByteArray component(const Judgement &judgement) const;
    [[nodiscard]] QByteArray row(const Answer &answer, qsizetype test) const;
    [[nodiscard]] QByteArray namedScores(std::span<const Judgement> judgements) const;
    [[nodiscard]] std::span<const Judgement> judgementsOf(const Answer &answer) const
    {
        return std::span(m_file.judgements)
            .subspan(std::size_t(answer.firstJudgement), answer.judgementCount);
    }
    [[nodiscard]] QString textOf(const TextRef &ref) const { return m_file.text(ref, longestWritten); }

    const ResultFile &m_file;
    QIODevice &m_out;
    bool m_failed = false;
};

QByteArray PromptfooWriter::prompts() const
{
    QList<QByteArray> all;
    for (const Column &column : m_file.columns) {
        JsonObjectText object;
        object.add("raw", "\"\"")
            .add("label", jsonString(column.prompt))
            .add("provider", jsonString(column.modelAsked.isEmpty() ? column.label : column.modelAsked));
        if (!column.content.isNull()) {
            object.add("id", '"' + column.content.toHex() + '"');
        }
        all.append(object.text());
    }
    return jsonList(all);
}

/// The variables as they stand, when the input is an object.
QByteArray PromptfooWriter::variables(const Case &one) const
{
    if (one.input.form == TextRef::Form::JsonValue) {
        const QByteArray value = m_file.utf8(one.input, longestWritten);
        JsonReader reader(value);
        const bool isObject = reader.peek() == JsonReader::Kind::Object;
        reader.skip();
        if (isObject && reader.fault() == JsonReader::Fault::None && !value.contains("NaN")
            && !value.contains("Infinity")) {
            return value;
        }
    }
    JsonObjectText object;
    object.addText("input", textOf(one.input)).addText("expected", textOf(one.expected));
    return object.text();
}

QByteArray PromptfooWriter::testCase(const Case &one) const
{
    JsonObjectText ours;
    ours.addText("id", one.id)
        .addText("dimension", one.dimension)
        .addText("source", one.source)
        .addText("key", toString(one.key));
    JsonObjectText metadata;
    metadata.add("countersign", ours.text());
    JsonObjectText object;
    object.addText("description", textOf(one.name)).add("metadata", metadata.text());
    return object.text();
}

QByteArray PromptfooWriter::component(const Judgement &judgement) const
{
    JsonObjectText assertion;
    assertion.add("type", "\"external\"").add("metric", jsonString(m_file.metrics[judgement.metric].name));
    JsonObjectText object;
    // promptfoo takes null for no pass; there is no word for an assertion that could not be judged.
    object.add("pass", judgement.outcome == Outcome::Pass   ? "true"
                       : judgement.outcome == Outcome::Fail ? "false"
                                                            : "null");
    if (judgement.outcome == Outcome::Skipped) {
        object.add("skipped", "true");
    }
    object.add("score", jsonNumber(judgement.score))
        .add("reason", jsonString(textOf(judgement.reason)))
        .add("assertion", assertion.text());
    return object.text();
}

/// Figures that neither pass nor fail; of several by one metric their mean.
QByteArray PromptfooWriter::namedScores(std::span<const Judgement> judgements) const
{
    JsonObjectText scores;
    std::vector<quint32> done;
    for (const Judgement &judgement : judgements) {
        if (judgement.outcome != Outcome::Scored || std::ranges::find(done, judgement.metric) != done.end()) {
            continue;
        }
        double sum = 0;
        int count = 0;
        for (const Judgement &other : judgements) {
            if (other.metric == judgement.metric && other.outcome == Outcome::Scored) {
                sum += other.score;
                ++count;
            }
        }
        done.push_back(judgement.metric);
        scores.add(m_file.metrics[judgement.metric].name, jsonNumber(sum / count));
    }
    return scores.text();
}

QByteArray PromptfooWriter::row(const Answer &answer, qsizetype test) const
{
    const Case &one = m_file.cases[answer.caseIndex];
    const Column &column = m_file.columns[answer.column];
    const bool isPass = answer.outcome == Outcome::Pass;
    const bool isError = answer.outcome == Outcome::Error;
    QList<QByteArray> components;
    for (const Judgement &judgement : judgementsOf(answer)) {
        if (judgement.outcome != Outcome::Scored) {
            components.append(component(judgement));
        }
    }
    JsonObjectText provider;
    provider.add("id", jsonString(column.modelAsked.isEmpty() ? column.label : column.modelAsked))
        .add("label", jsonString(column.label));
    JsonObjectText prompt;
    prompt.add("raw", "\"\"").add("label", jsonString(column.prompt));
    JsonObjectText response;
    if (!answer.output.isNull()) {
        response.add("output", jsonString(textOf(answer.output)));
    }
    response.addText("finishReason", textOf(answer.finishReason));
    JsonObjectText tokens;
    if (answer.promptTokens >= 0) {
        tokens.add("prompt", QByteArray::number(answer.promptTokens));
    }
    if (answer.completionTokens >= 0) {
        tokens.add("completion", QByteArray::number(answer.completionTokens));
    }
    JsonObjectText grading;
    grading.add("pass", isPass ? "true" : "false")
        .add("score", jsonNumber(answer.score))
        .add("reason", "\"\"")
        .add("componentResults", jsonList(components));
    JsonObjectText object;
    object.add("promptIdx", QByteArray::number(answer.column))
        .add("testIdx", QByteArray::number(test))
        .add("provider", provider.text())
        .add("prompt", prompt.text())
        .add("vars", variables(one))
        .add("testCase", testCase(one))
        .add("success", isPass ? "true" : "false")
        .add("failureReason", isError                           ? "2"
                              : answer.outcome == Outcome::Fail ? "1"
                                                                : "0")
        .add("score", jsonNumber(answer.score))
        .add("latencyMs", jsonNumber(answer.latency))
        .add("cost", jsonNumber(answer.cost))
        .add("tokenUsage", tokens.text())
        .add("response", response.text())
        .add("gradingResult", components.isEmpty() && isError ? QByteArray("null") : grading.text())
        .add("namedScores", namedScores(judgementsOf(answer)))
        .addText("error", textOf(answer.error));
    if (answer.outcome == Outcome::Scored || answer.outcome == Outcome::Skipped) {
        JsonObjectText ours;
        ours.addText("outcome", toString(answer.outcome));
        JsonObjectText metadata;
        metadata.add("countersign", ours.text());
        object.add("metadata", metadata.text());
    }
    return object.text();
}

Done PromptfooWriter::write()
{
    if (m_file.status != RunStatus::Complete) {
        return failure(ErrorCode::Refused, {}, toString(m_file.status));
    }
    put("{\"evalId\":" + jsonString(m_file.runId) + ",\"results\":{\"version\":3,\"timestamp\":"
        + jsonString(m_file.startedAt) + ",\"prompts\":" + prompts() + ",\"results\":[");
    qint64 successes = 0;
    qint64 errors = 0;
    QHash<quint64, qsizetype> testOf; // by case and repeat
    for (std::size_t i = 0; i < m_file.answers.size() && !m_failed; ++i) {
        const Answer &answer = m_file.answers[i];
        const quint64 place = quint64(answer.caseIndex) << 32 | answer.repeat;
        const qsizetype test = testOf.value(place, testOf.size());
        testOf.insert(place, test);
        put((i > 0 ? ",\n" : "\n") + row(answer, test));
        successes += answer.outcome == Outcome::Pass ? 1 : 0;
        errors += answer.outcome == Outcome::Error ? 1 : 0;
    }
    const qint64 failures = qint64(m_file.answers.size()) - successes - errors;
    put("],\"stats\":{\"successes\":" + QByteArray::number(successes)
        + ",\"failures\":" + QByteArray::number(failures) + ",\"errors\":" + QByteArray::number(errors)
        + ",\"tokenUsage\":{\"total\":0,\"prompt\":0,\"completion\":0,\"cached\":0}}},\"config\":{"
          "\"description\":"
        + jsonString(m_file.suite) + "},\"shareableUrl\":null,\"metadata\":{\"countersign\":{\"tool\":"
        + jsonString(toString(m_file.tool)) + ",\"version\":" + jsonString(m_file.toolVersion) + "}}}\n");
    return m_failed ? Done(failure(ErrorCode::Unavailable, {}, m_out.errorString())) : Done();
}

} // namespace

Done writePromptfoo(const ResultFile &file, QIODevice &out)
{
    return PromptfooWriter(file, out).write();
}

} // namespace countersign::evals
