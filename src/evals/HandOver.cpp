// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/HandOver.h"

#include "evals/JudgeModel.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

/// webhook is not among them: it would send the answer to a place that the suite names.
bool canBeHandedOver(const Assertion &assertion)
{
    static const QStringList types{u"javascript"_s, u"python"_s, u"ruby"_s};
    return types.contains(assertion.type)
           && (assertion.notRun.isEmpty()
               || (assertion.notRun.size() == 1 && assertion.notRun.constFirst().startsWith(u"file://")));
}

QJsonObject asked(const HandedOver &one, const QString &folder)
{
    const Assertion &assertion = one.assertion;
    QJsonObject json{{u"type"_s, assertion.name()}};
    if (assertion.notRun.isEmpty()) {
        json.insert(u"value"_s, assertion.value);
    } else {
        json.insert(u"value"_s, u"file://%1/%2"_s.arg(folder, assertion.notRun.constFirst().mid(7)));
    }
    if (!std::isnan(assertion.threshold)) {
        json.insert(u"threshold"_s, assertion.threshold);
    }
    if (assertion.options.contains(u"config"_s)) {
        json.insert(u"config"_s, assertion.options.value(u"config"_s));
    }
    return json;
}

AssertionResult resultOf(const HandedOver &one, const QJsonObject &row)
{
    const QJsonArray components =
        row.value(u"gradingResult"_s).toObject().value(u"componentResults"_s).toArray();
    const QJsonObject component = components.first().toObject();
    const QJsonValue pass = component.value(u"pass"_s);
    if (row.value(u"failureReason"_s).toInt() == 2 || components.size() != 1 || !pass.isBool()) {
        const QString error = row.value(u"error"_s).toString();
        return notJudged(one.assertion,
                         u"promptfoo: "_s + (error.isEmpty() ? u"no result"_s : error.left(2000)));
    }
    AssertionResult result = notJudged(one.assertion, {});
    result.outcome = pass.toBool() || one.assertion.weight == 0 ? Outcome::Pass : Outcome::Fail;
    result.score = component.value(u"score"_s).toDouble(pass.toBool() ? 1 : 0);
    result.reason = pass.toBool() ? QString() : component.value(u"reason"_s).toString().left(2000);
    result.metric = filledIn(result.metric, one.vars).value_or(result.metric);
    return result;
}

} // namespace

QList<AssertionPlace> assertionsToHandOver(const SuiteCase &one)
{
    QList<AssertionPlace> places;
    for (std::size_t i = 0; i < one.asserts.size() && one.notRun.isEmpty(); ++i) {
        if (canBeHandedOver(one.asserts[i])) {
            places << AssertionPlace(qsizetype(i), -1);
        }
        for (std::size_t j = 0; j < one.asserts[i].set.size(); ++j) {
            if (canBeHandedOver(one.asserts[i].set[j])) {
                places << AssertionPlace(qsizetype(i), qsizetype(j));
            }
        }
    }
    return places;
}

QByteArray handOverConfiguration(const QList<HandedOver> &all, const QString &folder)
{
    QJsonArray tests;
    for (qsizetype i = 0; i < all.size(); ++i) {
        tests.append(QJsonObject{{u"description"_s, QString::number(i)},
                                 {u"vars"_s, all[i].vars},
                                 {u"providerOutput"_s, all[i].output},
                                 {u"options"_s, QJsonObject{{u"disableVarExpansion"_s, true}}},
                                 {u"assert"_s, QJsonArray{asked(all[i], folder)}}});
    }
    // An empty answer is taken for none, and then echo says the prompt, which is empty too.
    const QJsonObject configuration{{u"prompts"_s, QJsonArray{u"{{ '' }}"_s}},
                                    {u"providers"_s, QJsonArray{u"echo"_s}},
                                    {u"tests"_s, tests}};
    return QJsonDocument(configuration).toJson(QJsonDocument::Compact);
}

QList<AssertionResult> handedBack(const QList<HandedOver> &all, const QByteArray &results)
{
    QList<AssertionResult> found;
    for (const HandedOver &one : all) {
        found << notJudged(one.assertion, u"promptfoo gave no result"_s);
    }
    const QJsonObject file = QJsonDocument::fromJson(results).object();
    for (const QJsonValue &value : file.value(u"results"_s).toObject().value(u"results"_s).toArray()) {
        const QJsonObject row = value.toObject();
        bool isNumber = false;
        const qsizetype at =
            row.value(u"testCase"_s).toObject().value(u"description"_s).toString().toLongLong(&isNumber);
        if (isNumber && at >= 0 && at < all.size()) {
            found[at] = resultOf(all[at], row);
        }
    }
    return found;
}

CaseResult judgedAgain(const SuiteCase &one, const CaseResult &before,
                       const QHash<AssertionPlace, AssertionResult> &found)
{
    // The results stand in the order of the assertions, a set behind its members.
    QHash<AssertionPlace, AssertionResult> all;
    std::size_t at = 0;
    for (std::size_t i = 0; i < one.asserts.size(); ++i) {
        const bool isSet = kindOf(one.asserts[i]) == AssertionKind::Set;
        for (std::size_t j = 0; isSet && j < one.asserts[i].set.size() && at < before.results.size(); ++j) {
            all.insert({qsizetype(i), qsizetype(j)}, before.results[at++]);
        }
        if (at < before.results.size()) {
            if (!isSet) {
                all.insert({qsizetype(i), -1}, before.results[at]);
            }
            ++at;
        }
    }
    all.insert(found);
    return judge(one, {}, all);
}

} // namespace countersign::evals
