// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/CaseSample.h"

#include "evals/CsvReader.h"
#include "services/JsonText.h"

#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostColumns = 200;
constexpr qsizetype mostRows = 500;
constexpr int deepestSample = 8;

class SampleRows
{
public:
    void add(const QJsonObject &object)
    {
        if (m_table.rows.size() >= mostRows) {
            m_table.more = true;
            return;
        }
        m_table.rows.append(QStringList(m_table.columns.size()));
        put(object, {}, 0);
    }

    SampleTable take()
    {
        for (QStringList &row : m_table.rows) {
            row.resize(m_table.columns.size());
        }
        return std::move(m_table);
    }

private:
    void put(const QJsonObject &object, const QString &before, int depth)
    {
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QString name = before + it.key();
            if (it.value().isObject() && depth < deepestSample) {
                put(it.value().toObject(), name + u'.', depth + 1);
                continue;
            }
            qsizetype column = m_table.columns.indexOf(name);
            if (column < 0) {
                if (m_table.columns.size() >= mostColumns) {
                    continue;
                }
                column = m_table.columns.size();
                m_table.columns.append(name);
            }
            QStringList &row = m_table.rows.last();
            if (row.size() <= column) {
                row.resize(column + 1);
            }
            row[column] = jsonText(it.value());
        }
    }

    SampleTable m_table;
};

Error broken(const QString &detail, int line)
{
    return {.code = ErrorCode::Invalid, .subject = u"sample"_s, .detail = detail, .line = line};
}

Result<SampleTable> readLines(const QByteArray &bytes)
{
    SampleRows rows;
    int number = 0;
    for (const QByteArray &line : bytes.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty()) {
            continue;
        }
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(line, &error);
        if (!document.isObject()) {
            return std::unexpected(broken(error.errorString(), number));
        }
        rows.add(document.object());
    }
    return rows.take();
}

Result<SampleTable> readJson(const QByteArray &bytes)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    SampleRows rows;
    if (document.isObject()) {
        rows.add(document.object());
        return rows.take();
    }
    if (!document.isArray()) {
        // Several objects, one a line, are no JSON as a whole.
        return bytes.startsWith('{') ? readLines(bytes)
                                     : Result<SampleTable>(std::unexpected(broken(error.errorString(), 0)));
    }
    for (const QJsonValue &one : document.array()) {
        if (!one.isObject()) {
            return std::unexpected(broken(u"an entry of the list is no object"_s, 0));
        }
        rows.add(one.toObject());
    }
    return rows.take();
}

/// Nothing for what is no table of two columns or more.
std::optional<SampleTable> readCsv(const QByteArray &bytes)
{
    evals::CsvReader reader(bytes);
    QList<evals::CsvField> fields;
    SampleTable table;
    const auto texts = [&] {
        QStringList row;
        for (const evals::CsvField &field : std::as_const(fields)) {
            row.append(QString::fromUtf8(reader.text(field)));
        }
        return row;
    };
    if (!reader.next(fields) || fields.size() < 2 || fields.size() > mostColumns) {
        return std::nullopt;
    }
    table.columns = texts();
    while (reader.next(fields)) {
        if (table.rows.size() >= mostRows) {
            table.more = true;
            return table;
        }
        if (fields.size() > table.columns.size()) {
            return std::nullopt;
        }
        table.rows.append(texts());
        table.rows.last().resize(table.columns.size());
    }
    const bool whole =
        reader.fault() == evals::CsvReader::Fault::None || reader.fault() == evals::CsvReader::Fault::Ended;
    return whole && !table.rows.isEmpty() ? std::optional(table) : std::nullopt;
}

} // namespace

Result<SampleTable> readSample(const QByteArray &bytes)
{
    if (bytes.size() > largestSample) {
        return failure(ErrorCode::NoSpace, u"sample"_s);
    }
    QByteArray trimmed = bytes.startsWith("\xEF\xBB\xBF") ? bytes.sliced(3) : bytes;
    trimmed = trimmed.trimmed();
    if (trimmed.isEmpty()) {
        return failure(ErrorCode::Invalid, u"sample"_s, u"nothing in it"_s);
    }
    Result<SampleTable> table = failure(ErrorCode::Invalid);
    if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
        table = readJson(trimmed);
    } else if (const std::optional<SampleTable> csv = readCsv(trimmed + '\n')) {
        table = *csv;
    } else {
        table = SampleTable{.columns = {u"input"_s}, .rows = {{QString::fromUtf8(trimmed)}}};
    }
    if (table && (table->rows.isEmpty() || table->columns.isEmpty())) {
        return failure(ErrorCode::Invalid, u"sample"_s, u"nothing in it"_s);
    }
    return table;
}

} // namespace countersign
