// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace countersign::evals {

/// One field of a record, where it lies. `quoted` text still has its quotes doubled.
struct CsvField
{
    qsizetype offset = 0; ///< of the text, behind an opening quote
    qsizetype length = 0;
    bool quoted = false;
};

/// Reads comma separated values (RFC 4180) record by record: quoted fields with commas, line breaks and doubled quotes, LF or
/// CRLF, with or without a byte order mark. The separator is that of the first record: comma, semicolon or tab.
class CsvReader
{
public:
    enum class Fault {
        None,
        Ended,  ///< the text ends inside a quoted field or without the end of a line
        Broken, ///< text stands behind a closing quote, or a record has too many fields
    };
    static constexpr qsizetype mostFields = 10'000;

    explicit CsvReader(QByteArrayView text);

    /// The next record; false at the end and after a fault. Empty lines are passed over.
    bool next(QList<CsvField> &fields);
    /// Decoded: doubled quotes once.
    [[nodiscard]] QByteArray text(const CsvField &field) const;
    [[nodiscard]] Fault fault() const { return m_fault; }
    [[nodiscard]] qsizetype offset() const { return m_at; }
    [[nodiscard]] qsizetype record() const { return m_record; } ///< number of the last one, from 1

private:
    bool field(QList<CsvField> &fields);

    QByteArrayView m_text;
    qsizetype m_at = 0;
    qsizetype m_record = 0;
    char m_separator = ',';
    Fault m_fault = Fault::None;
};

} // namespace countersign::evals
