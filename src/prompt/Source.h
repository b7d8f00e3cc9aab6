// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"

namespace countersign::prompt {

struct Decoded
{
    QString source = {};
    Encoding encoding = {};
    QList<Problem> problems = {};
    /// whether the text may be looked into; false for binary, UTF-16 and control characters
    bool structured = false;
};

/// Bytes to text, reversible for every charset but Binary and Utf16.
[[nodiscard]] Decoded decode(const QByteArray &bytes);

/// Where in the bytes a source offset lies. Linear in the offset.
[[nodiscard]] qsizetype byteOffset(const QString &source, const Encoding &encoding, qsizetype offset);

/// Builds the segment list of a text, joining neighbours that continue each other.
class SegmentBuilder
{
public:
    void copy(qsizetype source, qsizetype length);                                // one to one
    void convert(qsizetype source, qsizetype sourceLength, qsizetype textLength); // indivisible
    [[nodiscard]] qsizetype textLength() const { return m_text; }
    [[nodiscard]] QList<Segment> take() { return std::move(m_segments); }
    /// Forgets everything past a text length.
    void truncate(qsizetype textLength);

private:
    QList<Segment> m_segments;
    qsizetype m_text = 0;
};

/// Sets text and segments of a message from the source slice `message.span`, with line breaks as '\n'.
void readBody(Message &message, const QString &source, LineEnding lineEnding);

/// Finds one needle again and again in rising positions, and looks at each character once.
class ForwardFinder
{
public:
    ForwardFinder(QStringView text, QStringView needle) : m_text(text), m_needle(needle) {}
    /// The first place at or after `from`, -1 when there is none.
    [[nodiscard]] qsizetype find(qsizetype from);

private:
    QStringView m_text;
    QStringView m_needle;
    qsizetype m_from = 0;
    qsizetype m_result = -2;
};

[[nodiscard]] Problem problemAt(ProblemKind kind, Severity severity, const QString &source, Span span,
                                const QString &detail = {});

} // namespace countersign::prompt
