// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Assertions.h"

#include "evals/AssertionChecks.h"
#include "prompt/Preview.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

using Checker = Check (*)(const CheckInput &);

const QHash<QString, Checker> &checkers()
{
    static const QHash<QString, Checker> all{{u"equals"_s, checkEquals},
                                             {u"contains"_s, checkContains},
                                             {u"contains-any"_s, checkContains},
                                             {u"contains-all"_s, checkContains},
                                             {u"icontains"_s, checkContains},
                                             {u"icontains-any"_s, checkContains},
                                             {u"icontains-all"_s, checkContains},
                                             {u"starts-with"_s, checkAffix},
                                             {u"ends-with"_s, checkAffix},
                                             {u"regex"_s, checkRegex},
                                             {u"is-json"_s, checkJson},
                                             {u"contains-json"_s, checkJson},
                                             {u"is-xml"_s, checkXmlAnswer},
                                             {u"contains-xml"_s, checkXmlAnswer},
                                             {u"levenshtein"_s, checkLevenshtein},
                                             {u"rouge-n"_s, checkRouge},
                                             {u"bleu"_s, checkBleu},
                                             {u"word-count"_s, checkWordCount},
                                             {u"cost"_s, checkFigure},
                                             {u"latency"_s, checkFigure},
                                             {u"finish-reason"_s, checkFinishReason},
                                             {u"is-valid-openai-tools-call"_s, checkToolCalls},
                                             {u"is-valid-openai-function-call"_s, checkFunctionCall},
                                             {u"is-valid-function-call"_s, checkFunctionCall},
                                             {u"tool-call-f1"_s, checkToolCallF1}};
    return all;
}

/// Templates in texts, also within lists, as promptfoo fills them in.
Result<QJsonValue> filledValue(const QJsonValue &value, const QJsonObject &vars)
{
    if (value.isString()) {
        const Result<QString> text = filledIn(value.toString(), vars);
        if (!text) {
            return std::unexpected(text.error());
        }
        return QJsonValue(*text);
    }
    if (!value.isArray()) {
        return value;
    }
    QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QJsonValue one = array.at(i);
        const Result<QJsonValue> filled = one.isString() ? filledValue(one, vars) : Result<QJsonValue>(one);
        if (!filled) {
            return std::unexpected(filled.error());
        }
        array[i] = *filled;
    }
    return QJsonValue(array);
}

AssertionResult errorOf(const Assertion &assertion, const QString &why)
{
    return {.metric = assertion.metric.isEmpty() ? assertion.name() : assertion.metric,
            .outcome = Outcome::Error,
            .reason = why,
            .weight = assertion.weight};
}

AssertionResult concluded(const Assertion &assertion, const Check &check)
{
    AssertionResult result = errorOf(assertion, check.reason);
    if (check.kind == Check::Kind::Broken) {
        return result;
    }
    if (check.kind == Check::Kind::Measured) {
        result.outcome = Outcome::Scored;
        result.score = check.score;
        result.reason.clear();
        return result;
    }
    const bool passed = (check.kind == Check::Kind::Holds) != assertion.inverse;
    // A figure keeps its value; `not-` counts from the other end.
    result.score = std::isnan(check.score) ? double(passed)
                   : assertion.inverse     ? 1 - check.score
                                           : check.score;
    result.outcome = passed || assertion.weight == 0 ? Outcome::Pass : Outcome::Fail;
    result.reason =
        passed ? QString()
               : (assertion.inverse ? u"Expected the answer not to "_s : u"Expected the answer to "_s)
                     + check.reason;
    return result;
}

/// Sums up results by weight, for a case and for a set.
struct Sum
{
    double score = 0;
    double weight = 0;
    bool error = false;
    bool failed = false;
    QString reason = {};

    void add(const AssertionResult &result)
    {
        if (result.outcome == Outcome::Error) {
            error = true;
        } else {
            score += result.score * result.weight;
            weight += result.weight;
            failed |= result.outcome == Outcome::Fail;
        }
        const bool worse = result.outcome == Outcome::Error || result.outcome == Outcome::Fail;
        reason = worse && reason.isEmpty() ? result.reason : reason;
    }
    [[nodiscard]] double mean() const { return weight > 0 ? score / weight : 0; }
    [[nodiscard]] Outcome outcome(double threshold) const
    {
        if (error) {
            return Outcome::Error;
        }
        const bool passed = std::isnan(threshold) ? !failed : mean() >= threshold;
        return passed ? Outcome::Pass : Outcome::Fail;
    }
    [[nodiscard]] QString words(double threshold) const
    {
        if (error || std::isnan(threshold)) {
            return reason;
        }
        return mean() >= threshold ? QString()
                                   : u"The mean score %1 is below %2"_s.arg(mean(), 0, 'f', 2).arg(threshold);
    }
};

} // namespace

AssertionKind kindOf(const Assertion &assertion)
{
    static const QStringList models{u"llm-rubric"_s,
                                    u"factuality"_s,
                                    u"model-graded-factuality"_s,
                                    u"model-graded-closedqa"_s,
                                    u"g-eval"_s,
                                    u"answer-relevance"_s,
                                    u"context-faithfulness"_s,
                                    u"context-recall"_s,
                                    u"context-relevance"_s,
                                    u"conversation-relevance"_s};
    static const QStringList scripts{u"javascript"_s, u"python"_s, u"ruby"_s, u"webhook"_s};
    const QString &type = assertion.type;
    if (checkers().contains(type)) {
        return AssertionKind::Deterministic;
    }
    return type == u"assert-set"_s                                  ? AssertionKind::Set
           : models.contains(type)                                  ? AssertionKind::Model
           : type == u"similar"_s || type.startsWith(u"similar:"_s) ? AssertionKind::Embedding
           : type == u"select-best"_s || type == u"max-score"_s     ? AssertionKind::Across
           : scripts.contains(type)                                 ? AssertionKind::Script
                                                                    : AssertionKind::Unknown;
}

Result<QString> filledIn(const QString &text, const QJsonObject &vars)
{
    if (!text.contains(u"{{"_s) && !text.contains(u"{%"_s) && !text.contains(u"{#"_s)) {
        return text;
    }
    const Result<prompt::Value> samples =
        prompt::valueFromJson(QJsonDocument(vars).toJson(QJsonDocument::Compact));
    if (!samples) {
        return failure(ErrorCode::Invalid, text.left(100), samples.error().detail);
    }
    prompt::Document document{.source = text, .language = prompt::TemplateLanguage::Jinja};
    prompt::Message message{
        .text = text, .span = {0, text.size()}, .language = prompt::TemplateLanguage::Jinja};
    message.segments = {{.textLength = text.size(), .sourceLength = text.size()}};
    document.messages = {message};
    const prompt::Preview filled =
        prompt::preview(document, *samples, {.jinja = prompt::Notation::JavaScript});
    if (!filled.problems.isEmpty() || !filled.complete || filled.messages.size() != 1) {
        const QString detail = filled.problems.isEmpty() ? QString() : filled.problems.first().detail;
        return failure(ErrorCode::Invalid, text.left(100), detail);
    }
    return filled.messages.first().text;
}

QList<AssertionPlace> assertionsToAsk(const SuiteCase &one)
{
    QList<AssertionPlace> places;
    const auto asks = [](const Assertion &assertion) {
        const AssertionKind kind = kindOf(assertion);
        return kind != AssertionKind::Deterministic && kind != AssertionKind::Set;
    };
    for (size_t i = 0; i < one.asserts.size(); ++i) {
        if (asks(one.asserts[i])) {
            places << AssertionPlace(qsizetype(i), -1);
        }
        for (size_t j = 0; j < one.asserts[i].set.size(); ++j) {
            if (asks(one.asserts[i].set[j])) {
                places << AssertionPlace(qsizetype(i), qsizetype(j));
            }
        }
    }
    return places;
}

AssertionResult judge(const Assertion &assertion, const QJsonObject &vars, const OutputFacts &facts)
{
    if (!assertion.notRun.isEmpty()) {
        return errorOf(assertion, u"%1 is not run by Countersign"_s.arg(assertion.notRun.first()));
    }
    const Checker checker = checkers().value(assertion.type);
    if (!checker) {
        return errorOf(assertion, kindOf(assertion) == AssertionKind::Unknown
                                      ? u"there is no assertion \"%1\""_s.arg(assertion.name())
                                      : u"\"%1\" was not run"_s.arg(assertion.name()));
    }
    const Result<QJsonValue> value = filledValue(assertion.value, vars);
    if (!value) {
        return errorOf(assertion, u"the value cannot be filled in: %1"_s.arg(value.error().detail));
    }
    AssertionResult result = concluded(assertion, checker({assertion, *value, facts}));
    result.metric = filledIn(result.metric, vars).value_or(result.metric);
    return result;
}

CaseResult judge(const SuiteCase &one, const OutputFacts &facts,
                 const QHash<AssertionPlace, AssertionResult> &asked)
{
    if (!one.notRun.isEmpty()) {
        return {.reason = u"%1 is not run by Countersign"_s.arg(one.notRun.first())};
    }
    if (one.asserts.empty()) {
        return {.outcome = Outcome::Skipped, .reason = u"The case asserts nothing"_s};
    }
    CaseResult result;
    const auto judged = [&](const Assertion &assertion, const AssertionPlace &place) {
        const auto found = asked.constFind(place);
        return found != asked.constEnd() ? *found : judge(assertion, one.vars, facts);
    };
    Sum whole;
    for (size_t i = 0; i < one.asserts.size(); ++i) {
        const Assertion &assertion = one.asserts[i];
        if (kindOf(assertion) != AssertionKind::Set) {
            result.results.push_back(judged(assertion, {qsizetype(i), -1}));
            whole.add(result.results.back());
            continue;
        }
        Sum set;
        const size_t first = result.results.size();
        for (size_t j = 0; j < assertion.set.size(); ++j) {
            result.results.push_back(judged(assertion.set[j], {qsizetype(i), qsizetype(j)}));
            result.results.back().set = qsizetype(first + assertion.set.size());
            set.add(result.results.back());
        }
        AssertionResult own = errorOf(assertion, assertion.set.empty() ? u"the set asserts nothing"_s
                                                                       : set.words(assertion.threshold));
        if (!assertion.set.empty()) {
            own.outcome = set.outcome(assertion.threshold);
            own.score = own.outcome == Outcome::Error ? noScore : set.mean();
        }
        own.metric = filledIn(own.metric, one.vars).value_or(own.metric);
        result.results.push_back(own);
        whole.add(own);
    }
    result.outcome = whole.outcome(one.threshold);
    result.score = result.outcome == Outcome::Error ? noScore : whole.mean();
    result.reason = result.outcome == Outcome::Pass ? QString() : whole.words(one.threshold);
    return result;
}

} // namespace countersign::evals
