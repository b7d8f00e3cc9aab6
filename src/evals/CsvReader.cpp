// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/CsvReader.h"

#include <array>

namespace countersign::evals {

namespace {

/// The one that stands most often in the first line, outside of quotes.
char separatorOf(QByteArrayView text)
{
    std::array<qsizetype, 3> counts = {};
    constexpr std::array<char, 3> known = {',', ';', '\t'};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
        }
        if (!quoted && c == '\n') {
            break;
        }
        for (std::size_t i = 0; i < known.size(); ++i) {
            counts[i] += !quoted && c == known[i] ? 1 : 0;
        }
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < known.size(); ++i) {
        best = counts[i] > counts[best] ? i : best;
    }
    return known[best];
}

} // namespace

CsvReader::CsvReader(QByteArrayView text) : m_text(text)
{
    if (text.startsWith("\xEF\xBB\xBF")) {
        m_at = 3;
    }
    m_separator = separatorOf(text.sliced(m_at));
}

bool CsvReader::next(QList<CsvField> &fields)
{
    fields.clear();
    while (m_at < m_text.size() && (m_text[m_at] == '\n' || m_text[m_at] == '\r')) {
        ++m_at;
    }
    if (m_fault != Fault::None || m_at >= m_text.size()) {
        return false;
    }
    ++m_record;
    while (field(fields)) {
        if (fields.size() > mostFields) {
            m_fault = Fault::Broken;
        }
    }
    return m_fault == Fault::None;
}

/// True: another field follows in this record.
bool CsvReader::field(QList<CsvField> &fields)
{
    if (m_fault != Fault::None) {
        return false;
    }
    CsvField found{.offset = m_at};
    if (m_at < m_text.size() && m_text[m_at] == '"') {
        found.quoted = true;
        found.offset = ++m_at;
        while (true) {
            const qsizetype quote = m_text.indexOf('"', m_at);
            if (quote < 0) {
                m_fault = Fault::Ended;
                return false;
            }
            m_at = quote + 1;
            if (m_at >= m_text.size() || m_text[m_at] != '"') {
                found.length = quote - found.offset;
                break;
            }
            ++m_at;
        }
    } else {
        while (m_at < m_text.size() && m_text[m_at] != m_separator && m_text[m_at] != '\n'
               && m_text[m_at] != '\r') {
            ++m_at;
        }
        found.length = m_at - found.offset;
    }
    fields.append(found);
    if (m_at >= m_text.size()) {
        // "0.95" that was cut off reads as "0.9": what has no line end may have been longer.
        m_fault = Fault::Ended;
        return false;
    }
    const char c = m_text[m_at];
    if (c == m_separator) {
        ++m_at;
        return true;
    }
    if (c == '\r' || c == '\n') {
        m_at += c == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n' ? 2 : 1;
        return false;
    }
    m_fault = Fault::Broken;
    return false;
}

QByteArray CsvReader::text(const CsvField &field) const
{
    QByteArray decoded = m_text.sliced(field.offset, field.length).toByteArray();
    return field.quoted ? decoded.replace("\"\"", "\"") : decoded;
}

} // namespace countersign::evals
