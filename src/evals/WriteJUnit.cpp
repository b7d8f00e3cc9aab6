// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Write.h"

#include "evals/JUnitNames.h"

#include <QIODevice>
#include <QLocale>
#include <QXmlStreamWriter>

#include <algorithm>
#include <cmath>
#include <span>

namespace countersign::evals {

namespace {

/// Characters that XML 1.0 has (section 2.2); what it has not becomes U+FFFD.
QString xmlText(QString text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const bool isControl = c < u' ' && c != u'\t' && c != u'\n' && c != u'\r';
        if (isPair) {
            ++i;
        } else if (isControl || c.isSurrogate() || c == QChar(0xFFFE) || c == QChar(0xFFFF)) {
            text[i] = QChar(0xFFFD);
        }
    }
    return text;
}

QString firstLine(const QString &text)
{
    return text.section(u'\n', 0, 0).left(80).trimmed();
}

struct ColumnCounts
{
    qint64 tests = 0;
    qint64 failures = 0;
    qint64 errors = 0;
    qint64 skipped = 0;
    double seconds = 0;
};

class JUnitWriter
{
public:
    JUnitWriter(const ResultFile &file, QIODevice &out) : m_file(file), m_out(out), m_xml(&out) {}

    Done write();

private:
    void suite(quint32 index);
    void testCase(const Answer &answer);
    void reasons(const Answer &answer, const QString &element);
    void property(QLatin1StringView name, const QString &value)
    {
        if (!value.isEmpty()) {
            m_xml.writeEmptyElement(QStringLiteral("property"));
            m_xml.writeAttribute(QStringLiteral("name"), name);
            m_xml.writeAttribute(QStringLiteral("value"), xmlText(value));
        }
    }
    void attribute(const QString &name, const QString &value) { m_xml.writeAttribute(name, xmlText(value)); }
    [[nodiscard]] ColumnCounts countsOf(quint32 column) const;
    [[nodiscard]] QString nameOf(quint32 index) const;
    [[nodiscard]] std::span<const Judgement> judgementsOf(const Answer &answer) const
    {
        return std::span(m_file.judgements)
            .subspan(std::size_t(answer.firstJudgement), answer.judgementCount);
    }

    const ResultFile &m_file;
    QIODevice &m_out;
    QXmlStreamWriter m_xml;
};

ColumnCounts JUnitWriter::countsOf(quint32 column) const
{
    ColumnCounts counts;
    for (const Answer &answer : m_file.answers) {
        if (answer.column != column) {
            continue;
        }
        ++counts.tests;
        counts.failures += answer.outcome == Outcome::Fail ? 1 : 0;
        counts.errors += answer.outcome == Outcome::Error ? 1 : 0;
        counts.skipped += answer.outcome == Outcome::Skipped || answer.outcome == Outcome::Scored ? 1 : 0;
        counts.seconds += std::isfinite(answer.latency) ? answer.latency / 1000 : 0;
    }
    return counts;
}

QString JUnitWriter::nameOf(quint32 index) const
{
    const Case &one = m_file.cases[index];
    const QString name =
        !one.id.isEmpty() ? one.id : firstLine(m_file.text(one.name.isNull() ? one.input : one.name, 400));
    return name.isEmpty() ? QStringLiteral("case %1").arg(index + 1) : name;
}

void JUnitWriter::reasons(const Answer &answer, const QString &element)
{
    QString all = m_file.text(answer.error);
    for (const Judgement &judgement : judgementsOf(answer)) {
        if (judgement.outcome == answer.outcome) {
            const QString reason = m_file.text(judgement.reason);
            all += (all.isEmpty() ? QString() : QStringLiteral("\n")) + m_file.metrics[judgement.metric].name
                   + (reason.isEmpty() ? QString() : QStringLiteral(": ") + reason);
        }
    }
    m_xml.writeStartElement(element);
    attribute(QStringLiteral("message"), firstLine(all));
    attribute(QStringLiteral("type"), toString(answer.outcome));
    m_xml.writeCharacters(xmlText(all));
    m_xml.writeEndElement();
}

void JUnitWriter::testCase(const Answer &answer)
{
    const Case &one = m_file.cases[answer.caseIndex];
    m_xml.writeStartElement(QStringLiteral("testcase"));
    attribute(QStringLiteral("name"), nameOf(answer.caseIndex));
    attribute(QStringLiteral("classname"), m_file.suite.isEmpty() ? toString(m_file.tool) : m_file.suite);
    if (std::isfinite(answer.latency)) {
        attribute(QStringLiteral("time"), QString::number(answer.latency / 1000, 'g', QLocale::FloatingPointShortest));
    }
    m_xml.writeStartElement(QStringLiteral("properties"));
    property(junit::caseId, one.id);
    property(junit::key, toString(one.key));
    property(junit::dimension, one.dimension);
    property(junit::input, m_file.text(one.input));
    property(junit::expected, m_file.text(one.expected));
    property(junit::score, std::isfinite(answer.score) ? QString::number(answer.score, 'g', QLocale::FloatingPointShortest) : QString());
    for (const Judgement &judgement : judgementsOf(answer)) {
        m_xml.writeEmptyElement(QStringLiteral("property"));
        attribute(QStringLiteral("name"), junit::metric + m_file.metrics[judgement.metric].name);
        attribute(QStringLiteral("value"), junit::valueOf(judgement));
    }
    m_xml.writeEndElement();
    switch (answer.outcome) {
    case Outcome::Pass:
        break;
    case Outcome::Fail:
        reasons(answer, QStringLiteral("failure"));
        break;
    case Outcome::Error:
        reasons(answer, QStringLiteral("error"));
        break;
    case Outcome::Skipped:
    case Outcome::Scored:
        // A figure without a limit has not passed, and JUnit has no other word.
        m_xml.writeEmptyElement(QStringLiteral("skipped"));
        attribute(QStringLiteral("message"), toString(answer.outcome));
        break;
    }
    if (!answer.output.isNull()) {
        m_xml.writeTextElement(QStringLiteral("system-out"), xmlText(m_file.text(answer.output)));
    }
    m_xml.writeEndElement();
}

void JUnitWriter::suite(quint32 index)
{
    const Column &column = m_file.columns[index];
    const ColumnCounts counts = countsOf(index);
    m_xml.writeStartElement(QStringLiteral("testsuite"));
    const QString label = column.label.isEmpty() ? QStringLiteral("column %1").arg(index + 1) : column.label;
    attribute(QStringLiteral("name"),
              column.prompt.isEmpty() ? label : column.prompt + QStringLiteral(" / ") + label);
    attribute(QStringLiteral("tests"), QString::number(counts.tests));
    attribute(QStringLiteral("failures"), QString::number(counts.failures));
    attribute(QStringLiteral("errors"), QString::number(counts.errors));
    attribute(QStringLiteral("skipped"), QString::number(counts.skipped));
    attribute(QStringLiteral("time"), QString::number(counts.seconds, 'f', 3));
    if (!m_file.startedAt.isEmpty()) {
        attribute(QStringLiteral("timestamp"), m_file.startedAt);
    }
    m_xml.writeStartElement(QStringLiteral("properties"));
    property(junit::label, label);
    property(junit::prompt, column.prompt);
    property(junit::content, toString(column.content));
    property(junit::modelAsked, column.modelAsked);
    property(junit::modelServed, column.modelServed);
    property(junit::tool,
             toString(m_file.tool) + (m_file.toolVersion.isEmpty() ? QString() : u' ' + m_file.toolVersion));
    property(junit::suite, m_file.suite);
    property(junit::suiteHash, toString(m_file.suiteHash));
    property(junit::run, m_file.runId);
    m_xml.writeEndElement();
    for (const Answer &answer : m_file.answers) {
        if (answer.column == index) {
            testCase(answer);
        }
    }
    m_xml.writeEndElement();
}

Done JUnitWriter::write()
{
    if (m_file.status != RunStatus::Complete) {
        return failure(ErrorCode::Refused, {}, toString(m_file.status));
    }
    m_xml.setAutoFormatting(true);
    m_xml.setAutoFormattingIndent(1);
    m_xml.writeStartDocument();
    m_xml.writeStartElement(QStringLiteral("testsuites"));
    for (qsizetype i = 0; i < m_file.columns.size(); ++i) {
        suite(quint32(i));
    }
    m_xml.writeEndElement();
    m_xml.writeEndDocument();
    return m_xml.hasError() ? Done(failure(ErrorCode::Unavailable, {}, m_out.errorString())) : Done();
}

} // namespace

Done writeJUnit(const ResultFile &file, QIODevice &out)
{
    return JUnitWriter(file, out).write();
}

} // namespace countersign::evals
