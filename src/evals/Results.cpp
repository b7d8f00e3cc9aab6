// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Results.h"

#include "evals/JsonReader.h"

#include <array>
#include <cmath>
#include <utility>

namespace countersign::evals {

namespace {

constexpr std::array<std::pair<Tool, QLatin1StringView>, 12> toolNames{{
    {Tool::Unknown, QLatin1StringView("unknown")},
    {Tool::Native, QLatin1StringView("countersign")},
    {Tool::Promptfoo, QLatin1StringView("promptfoo")},
    {Tool::InspectAi, QLatin1StringView("inspect_ai")},
    {Tool::DeepEval, QLatin1StringView("deepeval")},
    {Tool::OpenAiEvals, QLatin1StringView("openai_evals")},
    {Tool::LmEvaluationHarness, QLatin1StringView("lm_evaluation_harness")},
    {Tool::AzureRag, QLatin1StringView("azure_rag")},
    {Tool::AzureBuiltIn, QLatin1StringView("azure_builtin")},
    {Tool::JUnit, QLatin1StringView("junit")},
    {Tool::MappedJsonl, QLatin1StringView("jsonl")},
    {Tool::MappedCsv, QLatin1StringView("csv")},
}};

/// `text` without the beginning of a character or an escape that was cut off at its end.
QByteArrayView cut(QByteArrayView text, qsizetype most, bool escapes)
{
    if (text.size() <= most) {
        return text;
    }
    qsizetype end = most;
    while (end > 0 && (text[end] & 0xC0) == 0x80) {
        --end;
    }
    text = text.first(end);
    if (escapes) {
        const qsizetype last = text.lastIndexOf('\\');
        if (last >= 0 && last > text.size() - 6) {
            qsizetype run = 0;
            while (last - run >= 0 && text[last - run] == '\\') {
                ++run;
            }
            const qsizetype needed =
                run % 2 == 0 ? 0 : (last + 1 < text.size() && text[last + 1] == 'u' ? 6 : 2);
            if (last + needed > text.size()) {
                text = text.first(last);
            }
        }
    }
    return text;
}

} // namespace

QString toString(Tool tool)
{
    for (const auto &[value, name] : toolNames) {
        if (value == tool) {
            return name;
        }
    }
    Q_UNREACHABLE_RETURN({});
}

Tool toolFromString(QStringView name)
{
    for (const auto &[value, known] : toolNames) {
        if (name == known) {
            return value;
        }
    }
    return Tool::Unknown;
}

QString toString(RunStatus status)
{
    switch (status) {
    case RunStatus::Complete:
        return QStringLiteral("complete");
    case RunStatus::Truncated:
        return QStringLiteral("truncated");
    case RunStatus::Canceled:
        return QStringLiteral("canceled");
    case RunStatus::Failed:
        return QStringLiteral("failed");
    case RunStatus::Unfinished:
        return QStringLiteral("unfinished");
    case RunStatus::UnknownVersion:
        return QStringLiteral("unknown_version");
    case RunStatus::Damaged:
        return QStringLiteral("damaged");
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(Oddity oddity)
{
    switch (oddity) {
    case Oddity::TotalsDiffer:
        return QStringLiteral("totals_differ");
    case Oddity::RepeatedCases:
        return QStringLiteral("repeated_cases");
    case Oddity::WrongTypes:
        return QStringLiteral("wrong_types");
    case Oddity::Unused:
        return QStringLiteral("unused");
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Pass:
        return QStringLiteral("pass");
    case Outcome::Fail:
        return QStringLiteral("fail");
    case Outcome::Error:
        return QStringLiteral("error");
    case Outcome::Skipped:
        return QStringLiteral("skipped");
    case Outcome::Scored:
        return QStringLiteral("scored");
    }
    Q_UNREACHABLE_RETURN({});
}

QByteArray ResultFile::utf8(const TextRef &ref, qsizetype most) const
{
    return text(ref, most).toUtf8();
}

QString ResultFile::text(const TextRef &ref, qsizetype most) const
{
    if (ref.isNull() || ref.buffer >= buffers.size()) {
        return {};
    }
    const QByteArrayView all = buffers[ref.buffer]->view();
    if (ref.offset > quint64(all.size()) || ref.length > quint64(all.size()) - ref.offset) {
        return {};
    }
    const QByteArrayView part = all.sliced(qsizetype(ref.offset), qsizetype(ref.length));
    const bool escaped = ref.form == TextRef::Form::JsonString;
    const QByteArrayView shown = cut(part, most, escaped);
    return escaped ? unescapedJson(shown) : QString::fromUtf8(shown);
}

QList<MetricTotals> totals(const ResultFile &file)
{
    QList<MetricTotals> all;
    all.reserve(file.metrics.size());
    for (const Metric &metric : file.metrics) {
        all.append({.metric = metric.name});
    }
    std::vector<double> sums(std::size_t(all.size()), 0.0);
    for (const Judgement &judgement : file.judgements) {
        if (judgement.metric >= sums.size()) {
            continue;
        }
        MetricTotals &total = all[judgement.metric];
        switch (judgement.outcome) {
        case Outcome::Pass:
            ++total.passed;
            break;
        case Outcome::Fail:
            ++total.failed;
            break;
        case Outcome::Error:
            ++total.errored;
            break;
        case Outcome::Skipped:
            ++total.skipped;
            break;
        case Outcome::Scored:
            break;
        }
        if (std::isfinite(judgement.score) && judgement.outcome != Outcome::Error) {
            ++total.scored;
            sums[judgement.metric] += judgement.score;
        }
    }
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (all[i].scored > 0) {
            all[i].mean = sums[std::size_t(i)] / double(all[i].scored);
        }
    }
    return all;
}

} // namespace countersign::evals
