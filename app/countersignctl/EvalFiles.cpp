// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalFiles.h"

#include "app/countersignctl/Words.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// "rating>=4" in its parts; nothing where the limit is no number.
std::optional<evals::ColumnMapping::Score> scoreColumn(const QString &text)
{
    for (const auto &[sign, higher] : {std::pair(u">="_s, true), std::pair(u"<="_s, false)}) {
        const qsizetype at = text.lastIndexOf(sign);
        if (at > 0) {
            bool isNumber = false;
            const double limit = text.sliced(at + 2).toDouble(&isNumber);
            return isNumber ? std::optional(evals::ColumnMapping::Score{
                                  .column = text.first(at), .limit = limit, .higherIsBetter = higher})
                            : std::nullopt;
        }
    }
    return evals::ColumnMapping::Score{.column = text};
}

std::expected<evals::ColumnMapping, QString> mappingOf(const QStringList &words)
{
    evals::ColumnMapping mapping;
    const QHash<QString, QString *> places = {{u"id"_s, &mapping.id},
                                              {u"input"_s, &mapping.input},
                                              {u"expected"_s, &mapping.expected},
                                              {u"output"_s, &mapping.output},
                                              {u"dimension"_s, &mapping.dimension}};
    for (const QString &word : words) {
        const QString what = word.section(u'=', 0, 0);
        const QString column = word.section(u'=', 1);
        if (column.isEmpty()) {
            return std::unexpected(u"--mapping needs WHAT=COLUMN, not '%1'"_s.arg(word));
        }
        if (what == u"score") {
            const auto score = scoreColumn(column);
            if (!score) {
                return std::unexpected(u"the limit in '%1' is no number"_s.arg(word));
            }
            mapping.scores.append(*score);
        } else if (QString *const place = places.value(what)) {
            *place = column;
        } else {
            return std::unexpected(
                u"--mapping knows id, input, expected, output, dimension and score, not '%1'"_s.arg(what));
        }
    }
    if (!words.isEmpty() && mapping.scores.isEmpty()) {
        return std::unexpected(u"--mapping needs at least one score"_s);
    }
    return mapping;
}

} // namespace

std::expected<evals::ReadOptions, QString> readOptions(const Context &context)
{
    const std::expected<evals::ColumnMapping, QString> mapping = mappingOf(context.values("mapping"));
    if (!mapping) {
        return std::unexpected(mapping.error());
    }
    evals::ReadOptions options{.tool = evals::toolFromString(context.value("format")), .mapping = *mapping};
    const bool mapped = options.tool == evals::Tool::MappedJsonl || options.tool == evals::Tool::MappedCsv;
    if (mapped && mapping->scores.isEmpty()) {
        return std::unexpected(u"--format %1 needs --mapping"_s.arg(context.value("format")));
    }
    return options;
}

QString resultErrorWords(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return u"is not there"_s;
    case ErrorCode::Invalid:
        return error.detail.isEmpty() ? u"is no result file"_s
                                      : u"is no result file (%1)"_s.arg(error.detail);
    case ErrorCode::NoSpace:
        return u"is too large (%1)"_s.arg(error.detail);
    default:
        return error.detail.isEmpty() ? errorWords(error) : error.detail;
    }
}

QString statusWords(const evals::ResultFile &file)
{
    const auto words = [&file]() -> QString {
        switch (file.status) {
        case evals::RunStatus::Complete:
            return u"complete"_s;
        case evals::RunStatus::Truncated:
            return u"CUT OFF"_s;
        case evals::RunStatus::Canceled:
            return u"CANCELED by the tool or a person"_s;
        case evals::RunStatus::Failed:
            return u"FAILED: the tool broke down"_s;
        case evals::RunStatus::Unfinished:
            return u"UNFINISHED"_s;
        case evals::RunStatus::UnknownVersion:
            return u"OF AN UNKNOWN VERSION"_s;
        case evals::RunStatus::Damaged:
            return u"DAMAGED"_s;
        }
        Q_UNREACHABLE_RETURN({});
    };
    return file.statusDetail.isEmpty() ? words() : u"%1 (%2)"_s.arg(words(), file.statusDetail);
}

QString remarkWords(const evals::Remark &remark)
{
    const auto words = [&remark]() -> QString {
        switch (remark.oddity) {
        case evals::Oddity::TotalsDiffer:
            return u"its own totals are not those of its cases"_s;
        case evals::Oddity::RepeatedCases:
            return u"a case stands there more than once"_s;
        case evals::Oddity::WrongTypes:
            return u"values of another kind than the format says were left out"_s;
        case evals::Oddity::Unused:
            return u"belongs to no run"_s;
        }
        Q_UNREACHABLE_RETURN({});
    };
    const QString times = remark.count > 1 ? u", %1 times"_s.arg(remark.count) : QString();
    return remark.detail.isEmpty() ? words() + times : u"%1: %2%3"_s.arg(remark.detail, words(), times);
}

QList<evals::MetricTotals> shownTotals(const evals::ResultFile &file)
{
    QList<evals::MetricTotals> all = evals::totals(file);
    if (!all.isEmpty()) {
        return all;
    }
    for (const evals::Summary &summary : file.summaries) {
        const qint64 passed = qMax<qint64>(0, summary.passed);
        all.append({.metric = summary.metric,
                    .passed = passed,
                    .scored = qMax<qint64>(0, summary.cases),
                    .mean = summary.mean});
    }
    return all;
}

QJsonObject totalsJson(const QList<evals::MetricTotals> &all)
{
    QJsonObject metrics;
    for (const evals::MetricTotals &total : all) {
        metrics.insert(
            total.metric,
            QJsonObject{{u"passed"_s, total.passed},
                        {u"failed"_s, total.failed},
                        {u"errored"_s, total.errored},
                        {u"skipped"_s, total.skipped},
                        {u"scored"_s, total.scored},
                        {u"mean"_s, std::isfinite(total.mean) ? QJsonValue(total.mean) : QJsonValue()}});
    }
    return metrics;
}

void printTotals(Output &out, const QList<evals::MetricTotals> &all)
{
    if (all.isEmpty()) {
        out.line(u"  no metrics"_s);
        return;
    }
    qsizetype width = 6;
    for (const evals::MetricTotals &total : all) {
        width = qMax(width, qMin<qsizetype>(total.metric.size(), 48));
    }
    const auto row = [&](const QString &name, const QStringList &cells) {
        QString line = u"  "_s + name.leftJustified(width);
        for (const QString &cell : cells) {
            line += cell.rightJustified(9);
        }
        out.line(line);
    };
    row(u"metric"_s, {u"passed"_s, u"failed"_s, u"errored"_s, u"skipped"_s, u"scored"_s, u"mean"_s});
    for (const evals::MetricTotals &total : all) {
        row(total.metric,
            {QString::number(total.passed), QString::number(total.failed), QString::number(total.errored),
             QString::number(total.skipped), QString::number(total.scored),
             std::isfinite(total.mean) ? QString::number(total.mean, 'g', 5) : u"–"_s});
    }
}

QJsonObject resultFileJson(const QString &name, const evals::ResultFile &file)
{
    QJsonObject object{{u"file"_s, name},
                       {u"tool"_s, evals::toString(file.tool)},
                       {u"version"_s, file.toolVersion.isEmpty() ? file.format : file.toolVersion},
                       {u"status"_s, evals::toString(file.status)},
                       {u"cases"_s, qint64(file.cases.size())},
                       {u"answers"_s, qint64(file.answers.size())},
                       {u"metrics"_s, totalsJson(shownTotals(file))}};
    if (!file.statusDetail.isEmpty()) {
        object.insert(u"detail"_s, file.statusDetail);
    }
    if (!file.remarks.isEmpty()) {
        QJsonArray remarks;
        for (const evals::Remark &remark : file.remarks) {
            remarks.append(QJsonObject{{u"kind"_s, evals::toString(remark.oddity)},
                                       {u"count"_s, remark.count},
                                       {u"detail"_s, remark.detail}});
        }
        object.insert(u"remarks"_s, remarks);
    }
    return object;
}

void printResultFile(Output &out, const QString &name, const evals::ResultFile &file)
{
    const QString version = file.toolVersion.isEmpty() ? file.format : file.toolVersion;
    out.line({{name, Ink::Strong},
              {u": %1%2, "_s.arg(evals::toString(file.tool), version.isEmpty() ? QString() : u' ' + version)},
              {statusWords(file), file.status == evals::RunStatus::Complete ? Ink::Plain : Ink::Warning}});
    out.line(u"  %1 cases, %2 answers"_s.arg(file.cases.size()).arg(file.answers.size()));
    printTotals(out, shownTotals(file));
    for (const evals::Remark &remark : file.remarks) {
        out.line({{u"  ! "_s, Ink::Warning}, {remarkWords(remark)}});
    }
}

} // namespace countersign::ctl
