// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/AssertionChecks.h"

#include "evals/JsPattern.h"
#include "evals/JsonSchema.h"
#include "evals/TextMeasures.h"

#include <QJsonDocument>
#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr qsizetype longestShown = 200;

QString shown(const QString &text)
{
    return text.size() > longestShown ? text.first(longestShown) + u'…' : text;
}

/// The words of a list, or of one text with commas between them; quotes hold a comma (promptfoo's
/// parseCommaSeparatedValues).
std::optional<QStringList> listOf(const QJsonValue &value)
{
    QStringList words;
    if (value.isArray()) {
        for (const QJsonValue &one : value.toArray()) {
            words << writtenAsText(one);
        }
        return words;
    }
    if (!value.isString()) {
        return std::nullopt;
    }
    const QString text = value.toString();
    for (qsizetype i = 0; i < text.size();) {
        if (text[i].isSpace() || text[i] == u',') {
            ++i;
            continue;
        }
        QString word;
        if (text[i] != u'"') {
            const qsizetype comma = text.indexOf(u',', i);
            const qsizetype end = comma < 0 ? text.size() : comma;
            words << text.sliced(i, end - i).trimmed();
            i = end;
            continue;
        }
        bool ended = false;
        for (++i; i < text.size() && !ended; ++i) {
            const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
            if ((text[i] == u'\\' && (next == u'"' || next == u'\\')) || (text[i] == u'"' && next == u'"')) {
                word += next;
                ++i;
            } else if (text[i] == u'"') {
                ended = true;
            } else {
                word += text[i];
            }
        }
        while (i < text.size() && text[i].isSpace()) {
            ++i;
        }
        if (!ended || (i < text.size() && text[i] != u',')) {
            return std::nullopt;
        }
        words << word;
    }
    return words;
}

Check containsOne(const CheckInput &input, Qt::CaseSensitivity sensitivity)
{
    const bool usable =
        input.value.isDouble() || (input.value.isString() && !input.value.toString().isEmpty());
    if (!usable) {
        return Check::broken(u"the value has to be a text or a number"_s);
    }
    const QString wanted = writtenAsText(input.value);
    return Check::of(input.facts.text.contains(wanted, sensitivity), u"contain \"%1\""_s.arg(shown(wanted)));
}

} // namespace

Check Check::of(bool holds, const QString &seen)
{
    return {.kind = holds ? Kind::Holds : Kind::DoesNotHold, .reason = seen};
}

Check Check::broken(const QString &why)
{
    return {.kind = Kind::Broken, .reason = why};
}

Check Check::scored(double score, double threshold, const QString &name)
{
    return {.kind = score >= threshold ? Kind::Holds : Kind::DoesNotHold,
            .score = score,
            .reason = u"have a %1 of %2 or more: it is %3"_s.arg(name).arg(threshold).arg(score, 0, 'f', 4)};
}

QString writtenAsText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Double:
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Null:
        return u"null"_s;
    case QJsonValue::Undefined:
        return u"undefined"_s;
    case QJsonValue::Array:
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    }
    Q_UNREACHABLE_RETURN({});
}

Check checkEquals(const CheckInput &input)
{
    if (input.value.isUndefined()) {
        return Check::broken(u"there is no value to compare with"_s);
    }
    const QString seen = u"equal \"%1\""_s.arg(shown(writtenAsText(input.value)));
    if (input.value.isObject() || input.value.isArray() || input.value.isNull()) {
        const std::optional<QJsonValue> answer = parsedJson(input.facts.text);
        return Check::of(answer && *answer == input.value, seen);
    }
    return Check::of(input.facts.text == writtenAsText(input.value), seen);
}

Check checkContains(const CheckInput &input)
{
    const QString &type = input.assertion.type;
    const Qt::CaseSensitivity sensitivity =
        type.startsWith(u"icontains"_s) ? Qt::CaseInsensitive : Qt::CaseSensitive;
    const bool any = type.endsWith(u"-any"_s);
    if (!any && !type.endsWith(u"-all"_s)) {
        return containsOne(input, sensitivity);
    }
    const std::optional<QStringList> wanted = listOf(input.value);
    if (!wanted || wanted->isEmpty()) {
        return Check::broken(u"the value has to be a list, or texts with commas between them"_s);
    }
    const auto isIn = [&](const QString &word) { return input.facts.text.contains(word, sensitivity); };
    if (any) {
        return Check::of(std::ranges::any_of(*wanted, isIn),
                         u"contain one of: "_s + shown(wanted->join(u", "_s)));
    }
    QStringList missing;
    std::ranges::remove_copy_if(*wanted, std::back_inserter(missing), isIn);
    const QString which = missing.isEmpty() ? QString() : u"; missing: "_s + shown(missing.join(u", "_s));
    return Check::of(missing.isEmpty(), u"contain all of: "_s + shown(wanted->join(u", "_s)) + which);
}

Check checkAffix(const CheckInput &input)
{
    const QString wanted = input.value.toString();
    if (wanted.isEmpty()) {
        return Check::broken(u"the value has to be a text"_s);
    }
    const bool start = input.assertion.type == u"starts-with"_s;
    return Check::of(start ? input.facts.text.startsWith(wanted) : input.facts.text.endsWith(wanted),
                     (start ? u"start with \"%1\""_s : u"end with \"%1\""_s).arg(shown(wanted)));
}

Check checkRegex(const CheckInput &input)
{
    const QString wanted = input.value.toString();
    if (wanted.isEmpty()) {
        return Check::broken(u"the value has to be a regular expression"_s);
    }
    const Result<JsPattern> pattern = JsPattern::create(wanted);
    if (!pattern) {
        return Check::broken(u"the regular expression cannot be used: "_s + pattern.error().detail);
    }
    const PatternMatch match = pattern->search(input.facts.text);
    if (match == PatternMatch::TooLong) {
        return Check::broken(u"the regular expression takes too long on this answer"_s);
    }
    return Check::of(match == PatternMatch::Found, u"match \"%1\""_s.arg(shown(wanted)));
}

Check checkWordCount(const CheckInput &input)
{
    const qsizetype count = wordsOf(input.facts.text).size();
    if (input.value.isObject()) {
        const QJsonValue least = input.value.toObject().value(u"min"_s);
        const QJsonValue most = input.value.toObject().value(u"max"_s);
        const bool usable = (least.isDouble() || most.isDouble()) && (least.isDouble() || least.isUndefined())
                            && (most.isDouble() || most.isUndefined())
                            && !(least.isDouble() && most.isDouble() && least.toDouble() > most.toDouble());
        if (!usable) {
            return Check::broken(u"the value needs min or max, and min may not be above max"_s);
        }
        const QString range = least.isUndefined() ? u"at most %1"_s.arg(writtenAsText(most))
                              : most.isUndefined()
                                  ? u"at least %1"_s.arg(writtenAsText(least))
                                  : u"%1 to %2"_s.arg(writtenAsText(least), writtenAsText(most));
        const bool holds = (least.isUndefined() || double(count) >= least.toDouble())
                           && (most.isUndefined() || double(count) <= most.toDouble());
        return Check::of(holds, u"have %1 words: there are %2"_s.arg(range).arg(count));
    }
    bool good = input.value.isDouble();
    const double wanted = good ? input.value.toDouble() : input.value.toString().trimmed().toDouble(&good);
    if (!good) {
        return Check::broken(u"the value has to be a number, or min and max"_s);
    }
    return Check::of(double(count) == wanted,
                     u"have %1 words: there are %2"_s.arg(writtenAsText(wanted)).arg(count));
}

Check checkLevenshtein(const CheckInput &input)
{
    if (!input.value.isString()) {
        return Check::broken(u"the value has to be a text"_s);
    }
    const double given = std::isnan(input.assertion.threshold) ? 5 : input.assertion.threshold;
    const qsizetype most = qsizetype(std::clamp(std::floor(given), -1.0, 1e6));
    const QString wanted = input.value.toString();
    constexpr qsizetype longest = 1 << 20;
    const qsizetype shorter = std::min(wanted.size(), input.facts.text.size());
    if (std::max(wanted.size(), input.facts.text.size()) > longest || shorter * most > 100'000'000) {
        return Check::broken(u"the texts are too long for an edit distance"_s);
    }
    const std::optional<qsizetype> distance = editDistance(input.facts.text, wanted, most);
    return Check::of(distance.has_value(),
                     u"be at most %1 edits away: it is %2"_s.arg(
                         writtenAsText(given), distance ? QString::number(*distance) : u"more"_s));
}

Check checkRouge(const CheckInput &input)
{
    if (!input.value.isString() || input.value.toString().isEmpty()) {
        return Check::broken(u"the value has to be a text"_s);
    }
    const double threshold = std::isnan(input.assertion.threshold) ? 0.75 : input.assertion.threshold;
    return Check::scored(rouge1(input.facts.text, input.value.toString()), threshold, u"ROUGE-N"_s);
}

Check checkBleu(const CheckInput &input)
{
    QStringList references;
    if (input.value.isString()) {
        references << input.value.toString();
    }
    for (const QJsonValue &one : input.value.toArray()) {
        if (!one.isString()) {
            return Check::broken(u"the value has to be texts"_s);
        }
        references << one.toString();
    }
    if (references.isEmpty() || references.size() > 100) {
        return Check::broken(u"the value has to be a text or a list of texts"_s);
    }
    const double threshold = std::isnan(input.assertion.threshold) ? 0.5 : input.assertion.threshold;
    return Check::scored(bleu(input.facts.text, references), threshold, u"BLEU"_s);
}

Check checkFigure(const CheckInput &input)
{
    const bool cost = input.assertion.type == u"cost"_s;
    const double figure = cost ? input.facts.cost : input.facts.latency;
    const double threshold = input.assertion.threshold;
    if (!std::isfinite(figure)) {
        return Check::broken(cost ? u"the cost of this answer is not known"_s
                                  : u"the duration of this answer is not known, or it came from the cache"_s);
    }
    if (std::isnan(threshold)) {
        const bool measured = !input.assertion.inverse && !input.assertion.metric.isEmpty();
        return measured ? Check{.kind = Check::Kind::Measured, .score = figure}
                        : Check::broken(u"without a threshold it needs a metric, and no not-"_s);
    }
    const QString unit = cost ? u"US dollars"_s : u"ms"_s;
    return Check::of(figure <= threshold, u"take at most %1 %2: it took %3"_s.arg(
                                              writtenAsText(threshold), unit, writtenAsText(figure)));
}

Check checkFinishReason(const CheckInput &input)
{
    const QString wanted = input.value.toString();
    if (wanted.isEmpty()) {
        return Check::broken(u"the value has to be a text"_s);
    }
    if (input.facts.finishReason.isEmpty()) {
        return Check::broken(u"the service did not say why the answer ended"_s);
    }
    return Check::of(
        wanted.compare(input.facts.finishReason, Qt::CaseInsensitive) == 0,
        u"end with \"%1\": it ended with \"%2\""_s.arg(shown(wanted), shown(input.facts.finishReason)));
}

} // namespace countersign::evals
