// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Readers.h"

#include <QSet>

#include <algorithm>

namespace countersign::evals {

namespace {

constexpr qsizetype firstLook = qsizetype(1) << 20;
constexpr qsizetype mostNamesSeen = 2000;

/// Names of the first value, two levels deep, the second also of the first element of a list: "rows", "rows.id".
struct Names
{
    QSet<QByteArray> paths = {};
    bool isObject = false;

    [[nodiscard]] bool has(const char *path) const { return paths.contains(path); }
    template<typename... P>
    [[nodiscard]] bool hasAny(P... path) const
    {
        return (has(path) || ...);
    }
    [[nodiscard]] bool anyEndsWith(QByteArrayView end) const
    {
        return std::ranges::any_of(paths, [end](const QByteArray &path) { return path.endsWith(end); });
    }
    [[nodiscard]] bool anyStartsWith(QByteArrayView start) const
    {
        return std::ranges::any_of(paths, [start](const QByteArray &path) { return path.startsWith(start); });
    }
};

Names namesOf(QByteArrayView text)
{
    Names names;
    JsonReader r(text);
    names.isObject = r.peek() == JsonReader::Kind::Object;
    if (!names.isObject) {
        return names;
    }
    const auto add = [&names](const QByteArray &path) {
        if (names.paths.size() < mostNamesSeen && path.size() < 300) {
            names.paths.insert(path);
        }
    };
    r.object([&](QByteArrayView key) {
        const QByteArray outer = key.toByteArray();
        add(outer);
        const auto second = [&] {
            r.object([&](QByteArrayView inner) { add(outer + '.' + inner.toByteArray()); });
        };
        if (r.peek() == JsonReader::Kind::Object) {
            second();
        } else if (r.peek() == JsonReader::Kind::Array) {
            r.array([&](qsizetype index) {
                if (index == 0 && r.peek() == JsonReader::Kind::Object) {
                    second();
                }
            });
        }
    });
    return names;
}

Shape shapeOf(const Names &n)
{
    if (n.has("results.results") || (n.has("evalId") && n.has("results"))
        || (n.has("results.version") && n.hasAny("results.prompts", "results.table", "results.stats"))) {
        return Shape::Promptfoo;
    }
    if (n.has("eval.task") || (n.has("eval") && n.has("version") && n.hasAny("status", "plan", "samples"))) {
        return Shape::Inspect;
    }
    if (n.has("testCases")
        && n.hasAny("metricsScores", "testPassed", "conversationalTestCases", "runDuration",
                    "testCases.metricsData")) {
        return Shape::DeepEval;
    }
    if (n.has("rows")
        && (n.has("metrics") || n.anyStartsWith("rows.inputs.") || n.anyStartsWith("rows.outputs."))) {
        return Shape::AzureBuiltIn;
    }
    if (n.has("spec") && n.hasAny("spec.completion_fns", "spec.eval_name", "spec.base_eval", "spec.run_id")) {
        return Shape::OpenAiEvals;
    }
    if (n.has("event_id") && n.has("sample_id") && n.has("type")) {
        return Shape::OpenAiEvals;
    }
    if (n.has("results") && n.hasAny("versions", "configs", "n-shot", "higher_is_better", "config.model")) {
        return Shape::LmHarness;
    }
    if (n.has("doc_id") && n.hasAny("resps", "filtered_resps", "doc")) {
        return Shape::LmHarnessSamples;
    }
    if (n.hasAny("success", "failureReason")
        && n.hasAny("gradingResult", "testCase", "promptIdx", "namedScores", "testIdx")) {
        return Shape::PromptfooLines;
    }
    if (n.has("question") && n.has("answer")
        && (n.hasAny("truth", "context", "answer_length", "latency") || n.anyStartsWith("gpt_"))) {
        return Shape::AzureRagRows;
    }
    if (n.hasAny("evaluation_gpt_model", "target_parameters") && n.hasAny("testdata_path", "target_url")) {
        return Shape::AzureRagParameters;
    }
    if (n.anyEndsWith(".pass_count") || n.anyEndsWith(".mean_rating")) {
        return Shape::AzureRagSummary;
    }
    return Shape::Unknown;
}

} // namespace

Shape shapeOf(QByteArrayView text)
{
    if (text.startsWith("PK\x03\x04") || text.startsWith("PK\x05\x06")) {
        return Shape::InspectArchive;
    }
    if (text.startsWith("\xEF\xBB\xBF")) {
        text = text.sliced(3);
    }
    while (!text.isEmpty() && (text[0] == ' ' || text[0] == '\n' || text[0] == '\r' || text[0] == '\t')) {
        text = text.sliced(1);
    }
    if (text.startsWith('<')) {
        const QByteArrayView head = text.first(qMin<qsizetype>(text.size(), 64 << 10));
        return head.contains("<testsuite") ? Shape::JUnit : Shape::Unknown;
    }
    const Shape shape = shapeOf(namesOf(text.first(qMin(text.size(), firstLook))));
    return shape == Shape::Unknown && text.size() > firstLook ? shapeOf(namesOf(text)) : shape;
}

Tool toolOf(Shape shape)
{
    switch (shape) {
    case Shape::Promptfoo:
    case Shape::PromptfooLines:
        return Tool::Promptfoo;
    case Shape::Inspect:
    case Shape::InspectArchive:
        return Tool::InspectAi;
    case Shape::DeepEval:
        return Tool::DeepEval;
    case Shape::OpenAiEvals:
        return Tool::OpenAiEvals;
    case Shape::LmHarness:
    case Shape::LmHarnessSamples:
        return Tool::LmEvaluationHarness;
    case Shape::AzureRagRows:
    case Shape::AzureRagSummary:
        return Tool::AzureRag;
    case Shape::AzureBuiltIn:
        return Tool::AzureBuiltIn;
    case Shape::JUnit:
        return Tool::JUnit;
    case Shape::Unknown:
    case Shape::AzureRagParameters:
        break;
    }
    return Tool::Unknown;
}

} // namespace countersign::evals
