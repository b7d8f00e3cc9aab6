// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/EvalDataCodec.h"

#include "base/Hash.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostDimensions = 100;
constexpr qsizetype mostSpotCases = 50;
constexpr qint64 mostCases = 100'000'000;
constexpr qint64 largestFigure = (qint64(1) << 53) - 1;

Json hashJson(const ContentHash &hash)
{
    return Json(toString(hash));
}

Json eventJson(const EventId &id)
{
    return Json(id.isNull() ? QString() : id.toString());
}

// Names of metrics, models and tools are shown in lists: one line, no control characters.
QString lineOf(JsonFields &fields, const QString &key, qsizetype most, bool mayBeEmpty)
{
    const QString value = fields.string(key, most);
    const bool plain =
        std::ranges::all_of(value, [](QChar c) { return c.unicode() >= 0x20 && c.unicode() != 0x7f; });
    if (!plain || (value.isEmpty() && !mayBeEmpty)) {
        fields.fail(u"has a wrong "_s + key);
    }
    return value;
}

ContentHash hashOf(JsonFields &fields, const QString &key)
{
    const ContentHash hash = fields.content(key);
    if (hash.isNull()) {
        fields.fail(u"has no "_s + key);
    }
    return hash;
}

template<typename Enum>
Enum wordOf(JsonFields &fields, const QString &key, std::optional<Enum> (*parse)(QStringView))
{
    const auto value = parse(fields.string(key, 40));
    if (!value) {
        fields.fail(u"has a wrong "_s + key);
    }
    return value.value_or(Enum{});
}

// No figures at all, or exactly `count` of them.
QList<qint64> figuresOf(JsonFields &fields, const QString &key, qsizetype count)
{
    QList<qint64> figures;
    const JsonArray array = fields.array(key);
    for (const Json &item : array) {
        const auto *value = item.asInteger();
        if (!value || *value < -largestFigure || *value > largestFigure) {
            fields.fail(u"has a wrong "_s + key);
            return {};
        }
        figures.append(*value);
    }
    if (!figures.isEmpty() && figures.size() != count) {
        fields.fail(u"has a wrong "_s + key);
        return {};
    }
    return figures;
}

Json dimensionJson(const EvalDimension &dimension)
{
    JsonArray means;
    if (dimension.means) {
        means = {Json(dimension.means->baseline), Json(dimension.means->candidate),
                 Json(dimension.means->difference)};
    }
    JsonArray interval;
    if (dimension.interval) {
        interval = {Json(dimension.interval->low), Json(dimension.interval->high)};
    }
    return JsonObject{{u"finding"_s, toString(dimension.finding)},
                      {u"interval"_s, Json(interval)},
                      {u"losses"_s, dimension.losses},
                      {u"matched"_s, dimension.matched},
                      {u"means"_s, Json(means)},
                      {u"name"_s, dimension.name},
                      {u"reason"_s, toString(dimension.reason)},
                      {u"ties"_s, dimension.ties},
                      {u"verdict"_s, toString(dimension.verdict)},
                      {u"wins"_s, dimension.wins}};
}

EvalDimension dimensionOf(JsonFields &fields)
{
    EvalDimension dimension;
    dimension.finding = wordOf(fields, u"finding"_s, evalFindingFromString);
    const QList<qint64> interval = figuresOf(fields, u"interval"_s, 2);
    if (!interval.isEmpty()) {
        dimension.interval = EvalInterval{.low = interval.at(0), .high = interval.at(1)};
    }
    dimension.losses = fields.integer(u"losses"_s, 0, mostCases);
    dimension.matched = fields.integer(u"matched"_s, 0, mostCases);
    const QList<qint64> means = figuresOf(fields, u"means"_s, 3);
    if (!means.isEmpty()) {
        dimension.means =
            EvalMeans{.baseline = means.at(0), .candidate = means.at(1), .difference = means.at(2)};
    }
    dimension.name = lineOf(fields, u"name"_s, 200, false);
    dimension.reason = wordOf(fields, u"reason"_s, evalReasonFromString);
    dimension.ties = fields.integer(u"ties"_s, 0, mostCases);
    dimension.verdict = wordOf(fields, u"verdict"_s, evalVerdictFromString);
    dimension.wins = fields.integer(u"wins"_s, 0, mostCases);
    return dimension;
}

template<typename Value>
QList<Value> listOf(JsonFields &fields, const QString &key, qsizetype most, Value (*read)(JsonFields &))
{
    QList<Value> list;
    const JsonArray array = fields.array(key);
    if (array.size() > most) {
        fields.fail(u"has too many "_s + key);
        return {};
    }
    for (const Json &item : array) {
        JsonFields inner(item, key);
        list.append(read(inner));
        if (const Done done = inner.finish(); !done) {
            fields.fail(done.error().detail);
            return {};
        }
    }
    return list;
}

SpotCase spotCaseOf(JsonFields &fields)
{
    SpotCase spot;
    spot.caseKey = hashOf(fields, u"case"_s);
    spot.caseText = fields.content(u"case_text"_s);
    spot.mark = wordOf(fields, u"mark"_s, spotMarkFromString);
    return spot;
}

} // namespace

Json encode(const RunRecorded &data)
{
    JsonArray dimensions;
    for (const EvalDimension &dimension : data.dimensions) {
        dimensions.append(dimensionJson(dimension));
    }
    return JsonObject{{u"baseline"_s, hashJson(data.baseline)},
                      {u"baseline_file"_s, hashJson(data.baselineFile)},
                      {u"cases"_s, data.cases},
                      {u"content"_s, hashJson(data.content)},
                      {u"dimensions"_s, Json(dimensions)},
                      {u"file"_s, hashJson(data.file)},
                      {u"mixed"_s, data.mixed},
                      {u"model_asked"_s, data.modelAsked},
                      {u"model_served"_s, data.modelServed},
                      {u"parameters"_s, hashJson(data.parameters)},
                      {u"reason"_s, toString(data.reason)},
                      {u"revision"_s, eventJson(data.revision)},
                      {u"status"_s, toString(data.status)},
                      {u"stored"_s, data.stored},
                      {u"suite"_s, data.suite.value},
                      {u"suite_content"_s, hashJson(data.suiteContent)},
                      {u"summary_text"_s, hashJson(data.summaryText)},
                      {u"terms"_s, hashJson(data.terms)},
                      {u"tool"_s, data.tool},
                      {u"tool_version"_s, data.toolVersion},
                      {u"verdict"_s, toString(data.verdict)}};
}

void decode(JsonFields &fields, RunRecorded &data)
{
    data.baseline = fields.content(u"baseline"_s);
    data.baselineFile = fields.content(u"baseline_file"_s);
    data.cases = fields.integer(u"cases"_s, 0, mostCases);
    data.content = hashOf(fields, u"content"_s);
    data.dimensions = listOf<EvalDimension>(fields, u"dimensions"_s, mostDimensions, dimensionOf);
    data.file = hashOf(fields, u"file"_s);
    data.mixed = fields.boolean(u"mixed"_s);
    data.modelAsked = lineOf(fields, u"model_asked"_s, 200, true);
    data.modelServed = lineOf(fields, u"model_served"_s, 200, true);
    data.parameters = fields.content(u"parameters"_s);
    data.reason = wordOf(fields, u"reason"_s, evalReasonFromString);
    data.revision = fields.event(u"revision"_s);
    data.status = wordOf(fields, u"status"_s, evalStatusFromString);
    data.stored = fields.boolean(u"stored"_s);
    data.suite = ArtifactId{lineOf(fields, u"suite"_s, 512, false)};
    data.suiteContent = hashOf(fields, u"suite_content"_s);
    data.summaryText = fields.content(u"summary_text"_s);
    data.terms = fields.content(u"terms"_s);
    data.tool = lineOf(fields, u"tool"_s, 100, false);
    data.toolVersion = lineOf(fields, u"tool_version"_s, 100, true);
    data.verdict = wordOf(fields, u"verdict"_s, evalVerdictFromString);
}

Json encode(const ResultAccepted &data)
{
    return JsonObject{{u"reason_text"_s, hashJson(data.reasonText)}, {u"run"_s, eventJson(data.run)}};
}

void decode(JsonFields &fields, ResultAccepted &data)
{
    data.reasonText = fields.content(u"reason_text"_s);
    data.run = fields.event(u"run"_s);
}

Json encode(const CaseGraded &data)
{
    return JsonObject{{u"case"_s, hashJson(data.caseKey)},
                      {u"case_text"_s, hashJson(data.caseText)},
                      {u"grade"_s, toString(data.grade)},
                      {u"reason_text"_s, hashJson(data.reasonText)},
                      {u"run"_s, eventJson(data.run)}};
}

void decode(JsonFields &fields, CaseGraded &data)
{
    data.caseKey = hashOf(fields, u"case"_s);
    data.caseText = fields.content(u"case_text"_s);
    data.grade = wordOf(fields, u"grade"_s, caseGradeFromString);
    data.reasonText = fields.content(u"reason_text"_s);
    data.run = fields.event(u"run"_s);
}

Json encode(const SpotCheckRecorded &data)
{
    JsonArray cases;
    for (const SpotCase &spot : data.cases) {
        cases.append(JsonObject{{u"case"_s, hashJson(spot.caseKey)},
                                {u"case_text"_s, hashJson(spot.caseText)},
                                {u"mark"_s, toString(spot.mark)}});
    }
    return JsonObject{{u"cases"_s, Json(cases)},
                      {u"content"_s, hashJson(data.content)},
                      {u"message_text"_s, hashJson(data.messageText)},
                      {u"revision"_s, eventJson(data.revision)},
                      {u"run"_s, eventJson(data.run)}};
}

void decode(JsonFields &fields, SpotCheckRecorded &data)
{
    data.cases = listOf<SpotCase>(fields, u"cases"_s, mostSpotCases, spotCaseOf);
    data.content = hashOf(fields, u"content"_s);
    data.messageText = fields.content(u"message_text"_s);
    data.revision = fields.event(u"revision"_s);
    data.run = fields.event(u"run"_s);
}

} // namespace countersign
