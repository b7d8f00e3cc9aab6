// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/EvalMapping.h"

#include "evals/CsvReader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtConcurrent>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 previewBytes = 64 * 1024;
constexpr qsizetype mostPreviewRows = 5;
constexpr qsizetype mostPreviewColumns = 200;
constexpr qsizetype mostPreviewText = 300;
constexpr int deepestKey = 4;

using NamedTexts = QList<std::pair<QString, QString>>;

void flatten(const QJsonObject &object, const QString &before, int depth, NamedTexts &texts)
{
    for (auto it = object.constBegin(); it != object.constEnd() && texts.size() < mostPreviewColumns; ++it) {
        const QString name = before + it.key();
        if (it->isObject() && depth < deepestKey) {
            flatten(it->toObject(), name + u'.', depth + 1, texts);
        } else if (it->isArray() || it->isObject()) {
            const QJsonDocument json =
                it->isArray() ? QJsonDocument(it->toArray()) : QJsonDocument(it->toObject());
            texts.append(
                {name, QString::fromUtf8(json.toJson(QJsonDocument::Compact)).left(mostPreviewText)});
        } else {
            texts.append({name, it->toVariant().toString().left(mostPreviewText)});
        }
    }
}

std::optional<TablePreview> linesPreview(const QByteArray &head)
{
    TablePreview preview{.tool = evals::Tool::MappedJsonl};
    QList<NamedTexts> lines;
    const qsizetype end = head.size() < previewBytes ? head.size() : head.lastIndexOf('\n');
    for (const QByteArray &line : head.left(std::max<qsizetype>(0, end)).split('\n')) {
        if (line.trimmed().isEmpty()) {
            continue;
        }
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!document.isObject()) {
            return std::nullopt;
        }
        NamedTexts texts;
        flatten(document.object(), {}, 1, texts);
        for (const auto &[name, text] : std::as_const(texts)) {
            if (!preview.columns.contains(name) && preview.columns.size() < mostPreviewColumns) {
                preview.columns.append(name);
            }
        }
        lines.append(texts);
        if (lines.size() == mostPreviewRows) {
            break;
        }
    }
    for (const NamedTexts &texts : std::as_const(lines)) {
        QStringList row(preview.columns.size());
        for (const auto &[name, text] : texts) {
            if (const qsizetype at = preview.columns.indexOf(name); at >= 0) {
                row[at] = text;
            }
        }
        preview.rows.append(row);
    }
    return preview.rows.isEmpty() ? std::nullopt : std::optional(preview);
}

std::optional<TablePreview> csvPreview(const QByteArray &head)
{
    TablePreview preview;
    evals::CsvReader reader{QByteArrayView(head)};
    QList<evals::CsvField> fields;
    while (preview.rows.size() < mostPreviewRows && reader.next(fields)) {
        QStringList row;
        for (const evals::CsvField &field : std::as_const(fields)) {
            row.append(QString::fromUtf8(reader.text(field)).left(mostPreviewText));
            if (row.size() == mostPreviewColumns) {
                break;
            }
        }
        if (preview.columns.isEmpty()) {
            preview.columns = row;
            continue;
        }
        row.resize(preview.columns.size());
        preview.rows.append(row);
    }
    const bool named =
        std::ranges::all_of(preview.columns, [](const QString &name) { return !name.isEmpty(); });
    return preview.columns.size() > 1 && named && !preview.rows.isEmpty() ? std::optional(preview)
                                                                          : std::nullopt;
}

QString columnCalled(const QStringList &columns, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        for (const QString &column : columns) {
            if (column.compare(name, Qt::CaseInsensitive) == 0) {
                return column;
            }
        }
    }
    return {};
}

} // namespace

QFuture<Result<TablePreview>> previewTable(const QString &path)
{
    return QtConcurrent::run([path]() -> Result<TablePreview> {
        QFile file(path);
        if (!file.exists()) {
            return failure(ErrorCode::NotFound, path);
        }
        if (!file.open(QIODevice::ReadOnly)) {
            return failure(ErrorCode::NotPermitted, path, file.errorString());
        }
        const QByteArray head = file.read(previewBytes);
        const std::optional<TablePreview> preview =
            head.trimmed().startsWith('{') ? linesPreview(head) : csvPreview(head);
        return preview ? Result<TablePreview>(*preview) : failure(ErrorCode::Invalid, path);
    });
}

QFuture<Result<EvalFilesRead>> readMappedFile(const QString &path, evals::Tool tool,
                                              const evals::ColumnMapping &mapping)
{
    return QtConcurrent::run([path, tool, mapping](QPromise<Result<EvalFilesRead>> &promise) {
        EvalFileRead one{.path = path};
        Result<evals::ResultFile> read =
            evals::readResults(path, {.tool = tool, .mapping = mapping, .progress = [&promise](double) {
                                          return !promise.isCanceled();
                                      }});
        if (read) {
            one.file = std::make_shared<const evals::ResultFile>(std::move(*read));
        } else {
            one.error = read.error();
        }
        promise.addResult(EvalFilesRead{one});
    });
}

evals::ColumnMapping guessedMapping(const QStringList &columns)
{
    evals::ColumnMapping mapping{
        .id = columnCalled(columns, {"id"_L1, "case_id"_L1, "case"_L1, "test_id"_L1, "name"_L1}),
        .input = columnCalled(columns, {"input"_L1, "question"_L1, "query"_L1, "prompt"_L1, "user"_L1}),
        .expected = columnCalled(columns,
                                 {"expected"_L1, "ideal"_L1, "reference"_L1, "ground_truth"_L1, "target"_L1}),
        .output = columnCalled(columns,
                               {"output"_L1, "answer"_L1, "response"_L1, "completion"_L1, "prediction"_L1}),
        .dimension = columnCalled(columns, {"dimension"_L1, "category"_L1})};
    const QString score = columnCalled(columns, {"score"_L1, "pass"_L1, "passed"_L1, "success"_L1,
                                                 "correct"_L1, "is_correct"_L1, "grade"_L1});
    if (!score.isEmpty()) {
        mapping.scores = {{.column = score}};
    }
    return mapping;
}

QString mappingText(const evals::ColumnMapping &mapping)
{
    QJsonArray scores;
    for (const evals::ColumnMapping::Score &score : mapping.scores) {
        QJsonObject one{{u"column"_s, score.column}, {u"higher"_s, score.higherIsBetter}};
        if (!std::isnan(score.limit)) {
            one.insert(u"limit"_s, score.limit);
        }
        scores.append(one);
    }
    const QJsonObject object{
        {u"id"_s, mapping.id},         {u"input"_s, mapping.input},         {u"expected"_s, mapping.expected},
        {u"output"_s, mapping.output}, {u"dimension"_s, mapping.dimension}, {u"scores"_s, scores}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<evals::ColumnMapping> mappingFromText(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isObject()) {
        return std::nullopt;
    }
    const QJsonObject object = document.object();
    evals::ColumnMapping mapping{.id = object.value("id"_L1).toString(),
                                 .input = object.value("input"_L1).toString(),
                                 .expected = object.value("expected"_L1).toString(),
                                 .output = object.value("output"_L1).toString(),
                                 .dimension = object.value("dimension"_L1).toString()};
    for (const QJsonValue &value : object.value("scores"_L1).toArray()) {
        const QJsonObject one = value.toObject();
        mapping.scores.append({.column = one.value("column"_L1).toString(),
                               .limit = one.value("limit"_L1).toDouble(evals::noScore),
                               .higherIsBetter = one.value("higher"_L1).toBool(true)});
    }
    return mapping;
}

} // namespace countersign
