// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON Lines and CSV of no known tool, read by a ColumnMapping.
#include "evals/CsvReader.h"
#include "evals/Readers.h"

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

/// A value of one row, from either format.
struct Cell
{
    bool isThere = false;
    TextRef ref = {};
    QByteArray text = {}; ///< decoded, at most 4 KiB, for scores and ids
    JsonReader::Kind kind = JsonReader::Kind::Nothing;
};

constexpr qsizetype mostShort = 4096;

std::optional<bool> truthOf(const QByteArray &text)
{
    const QByteArray word = text.trimmed().toLower();
    if (word == "true" || word == "pass" || word == "passed" || word == "yes") {
        return true;
    }
    if (word == "false" || word == "fail" || word == "failed" || word == "no") {
        return false;
    }
    return std::nullopt;
}

Judgement scoreOf(const Cell &cell, const ColumnMapping::Score &score)
{
    if (!cell.isThere || cell.kind == JsonReader::Kind::Null) {
        return {};
    }
    if (const std::optional<bool> truth = truthOf(cell.text)) {
        return truthJudgement(0, *truth);
    }
    bool isNumber = false;
    const double number = cell.text.trimmed().toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number)) {
        return {};
    }
    if (score.higherIsBetter || std::isnan(score.limit)) {
        return judgementOf(0, number, score.limit);
    }
    return {.outcome = number <= score.limit ? Outcome::Pass : Outcome::Fail, .score = number};
}

/// Takes rows of cells, in the order of `columns`.
class MappedRows
{
public:
    MappedRows(Tool tool, const Source &source, const ReadOptions &options)
        : builder(tool, ReadBuilder::Repeats::Known, options)
        , mapping(options.mapping)
        , m_text(source.view())
    {
        builder.addBuffer(source);
        for (const QString &column :
             {mapping.id, mapping.input, mapping.expected, mapping.output, mapping.dimension}) {
            columns.append(column);
        }
        for (const ColumnMapping::Score &score : mapping.scores) {
            columns.append(score.column);
            Metric &metric = builder.file.metrics[builder.metric(score.column)];
            metric.limit = score.limit;
            metric.higherIsBetter = score.higherIsBetter;
        }
        m_column = builder.column({}, [] { return Column{.label = QStringLiteral("file")}; });
    }

    void add(const QList<Cell> &cells)
    {
        const Cell &id = cells[0];
        Answer answer{.column = m_column, .output = cells[3].ref};
        std::vector<Judgement> judgements;
        for (qsizetype i = 0; i < mapping.scores.size(); ++i) {
            judgements.push_back(scoreOf(cells[5 + i], mapping.scores[i]));
            judgements.back().metric = builder.metric(mapping.scores[i].column);
        }
        answer.outcome = outcomeOf(judgements);
        const ContentHash key = caseKey(comparable(cells[1]), comparable(cells[2]));
        // Without an id or an input nothing tells rows apart but their number.
        const bool isNameless = id.text.isEmpty() && mapping.input.isEmpty();
        const QByteArray identity = isNameless ? QByteArray::number(qint64(builder.file.answers.size()))
                                               : id.text + '\n' + key.toBytes();
        answer.caseIndex = builder.caseAt(identity, [&] {
            return Case{.id = QString::fromUtf8(id.text),
                        .key = isNameless ? caseKey(identity, {}) : key,
                        .input = cells[1].ref,
                        .expected = cells[2].ref,
                        .dimension = QString::fromUtf8(cells[4].text)};
        });
        builder.add(answer, judgements);
    }

    Result<ResultFile> finish()
    {
        if (builder.file.answers.empty()) {
            builder.setStatus(RunStatus::Unfinished, QStringLiteral("no rows"));
        }
        return builder.finish();
    }

    ReadBuilder builder;
    const ColumnMapping &mapping;
    QStringList columns;

private:
    [[nodiscard]] QByteArray comparable(const Cell &cell) const
    {
        const bool isJson =
            cell.ref.form == TextRef::Form::JsonString || cell.ref.form == TextRef::Form::JsonValue;
        return isJson ? normalized(cell.ref, m_text) : cell.text;
    }

    QByteArrayView m_text;
    quint32 m_column = 0;
};

/// Reads the members of a row, those within each other under "a.b".
void readMembers(JsonReader &r, QByteArrayView text, const QString &path, const QStringList &columns,
                 QList<Cell> &cells)
{
    r.object([&](QByteArrayView key) {
        const QString name = path.isEmpty() ? QString::fromUtf8(key) : path + u'.' + QString::fromUtf8(key);
        const bool isWanted = columns.contains(name);
        const bool isAbove = std::ranges::any_of(columns, [&](const QString &column) {
            return column.size() > name.size() && column[name.size()] == u'.' && column.startsWith(name);
        });
        if (!isWanted) {
            if (isAbove && r.peek() == JsonReader::Kind::Object) {
                readMembers(r, text, name, columns, cells);
            }
            return;
        }
        const JsonReader::Scalar value = r.scalar();
        Cell cell{.isThere = value.kind != JsonReader::Kind::Nothing, .ref = value.text, .kind = value.kind};
        if (!value.text.isNull()) {
            const QByteArrayView raw =
                text.sliced(qsizetype(value.text.offset), qMin<qsizetype>(value.text.length, mostShort));
            cell.text = value.kind == JsonReader::Kind::String ? decodedJsonString(raw) : raw.toByteArray();
        }
        for (qsizetype i = 0; i < columns.size(); ++i) {
            if (columns[i] == name) {
                cells[i] = cell;
            }
        }
    });
}

} // namespace

Result<ResultFile> readMappedJsonl(const Source &source, const ReadOptions &options)
{
    MappedRows rows(Tool::MappedJsonl, source, options);
    const QByteArrayView text = source.view();
    JsonReader r(text);
    while (r.fault() == JsonReader::Fault::None && !r.atEnd() && rows.builder.goesOn(r, text.size())) {
        QList<Cell> cells(rows.columns.size());
        if (r.peek() != JsonReader::Kind::Object) {
            rows.builder.setStatus(RunStatus::Damaged, QStringLiteral("a line is no object"));
            break;
        }
        readMembers(r, text, {}, rows.columns, cells);
        if (r.fault() == JsonReader::Fault::None) {
            rows.add(cells);
        }
    }
    rows.builder.setFault(r, source.name);
    return rows.finish();
}

Result<ResultFile> readMappedCsv(const Source &source, const ReadOptions &options)
{
    MappedRows rows(Tool::MappedCsv, source, options);
    const QByteArrayView text = source.view();
    CsvReader csv(text);
    QList<CsvField> fields;
    QList<qsizetype> places(rows.columns.size(), -1);
    if (csv.next(fields)) {
        for (qsizetype i = 0; i < fields.size(); ++i) {
            const QString name = QString::fromUtf8(csv.text(fields[i]));
            for (qsizetype j = 0; j < rows.columns.size(); ++j) {
                if (!name.isEmpty() && rows.columns[j] == name) {
                    places[j] = i;
                }
            }
        }
    }
    const qsizetype width = fields.size();
    for (qsizetype j = 0; j < rows.columns.size(); ++j) {
        if (csv.fault() == CsvReader::Fault::None && !rows.columns[j].isEmpty() && places[j] < 0) {
            return failure(ErrorCode::Invalid, source.name,
                           QStringLiteral("no column %1").arg(rows.columns[j]));
        }
    }
    while (csv.next(fields)) {
        if (fields.size() != width) {
            rows.builder.setStatus(RunStatus::Damaged, QStringLiteral("record %1 has %2 fields instead of %3")
                                                           .arg(csv.record())
                                                           .arg(fields.size())
                                                           .arg(width));
            break;
        }
        QList<Cell> cells(rows.columns.size());
        for (qsizetype j = 0; j < rows.columns.size(); ++j) {
            if (places[j] < 0) {
                continue;
            }
            const CsvField &field = fields[places[j]];
            Cell &cell = cells[j];
            cell.isThere = field.quoted || field.length > 0;
            const QByteArray decoded = csv.text(field);
            const bool isPlain = decoded.size() == field.length;
            cell.text = j == 1 || j == 2 ? decoded : decoded.first(qMin(decoded.size(), mostShort));
            // Scores and ids are not shown as texts.
            if (j >= 1 && j <= 3 && cell.isThere) {
                cell.ref = isPlain ? TextRef{.offset = quint64(field.offset),
                                             .length = quint32(field.length),
                                             .buffer = 0,
                                             .form = TextRef::Form::Utf8}
                                   : rows.builder.keep(decoded);
            }
        }
        rows.add(cells);
        if (!rows.builder.goesOn(double(csv.offset()) / double(text.size()))) {
            break;
        }
    }
    if (csv.fault() != CsvReader::Fault::None) {
        rows.builder.setStatus(csv.fault() == CsvReader::Fault::Ended ? RunStatus::Truncated
                                                                      : RunStatus::Damaged,
                               QStringLiteral("record %1").arg(csv.record()));
    }
    return rows.finish();
}

} // namespace countersign::evals
