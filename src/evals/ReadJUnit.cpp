// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// JUnit XML, as Ant's junitreport, Maven's Surefire, pytest and promptfoo write it: testsuites > testsuite > testcase
// > failure | error | skipped, with properties. Properties of a case that begin with "metric:" are written by
// writeJUnit().
#include "evals/JUnitNames.h"
#include "evals/Readers.h"

#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

constexpr int mostElements = 64; ///< within each other

struct SuiteCounts
{
    qint64 tests = -1;
    qint64 failures = -1;
    qint64 errors = -1;
};

struct TestCase
{
    QString className = {};
    QString name = {};
    QString id = {};
    QString dimension = {};
    ContentHash key = {};
    double seconds = noScore;
    std::optional<Outcome> outcome = {};
    QString reason = {};
    QString output = {};
    TextRef input = {};
    TextRef expected = {};
    std::vector<Judgement> judgements = {};
    double score = noScore;
};

/// Qt's entities are bounded; a document type is refused altogether, so there are none but the five of XML.
class JUnitReader
{
public:
    JUnitReader(const Source &source, const ReadOptions &options)
        : m_builder(Tool::JUnit, ReadBuilder::Repeats::Unknown, options)
        , m_source(source)
        , m_xml(QByteArray::fromRawData(source.view().data(), source.view().size()))
    {
        m_builder.addBuffer(source);
    }

    Result<ResultFile> read();

private:
    void suite(int depth);
    void suiteProperty(Column &column);
    void testCase(const QString &suite, const Column &column);
    void caseProperty(TestCase &found);
    void add(const QString &suite, const Column &column, TestCase &found);
    QString text();
    qint64 count(QStringView attribute) const;
    double seconds() const;
    void passOver(int depth);

    ReadBuilder m_builder;
    const Source &m_source;
    QXmlStreamReader m_xml;
    qint64 m_cases = 0;
    bool m_isOurs = false; ///< the suite was written by writeJUnit()
    bool m_hasRoot = false;
};

qint64 JUnitReader::count(QStringView attribute) const
{
    bool isNumber = false;
    const qint64 number = m_xml.attributes().value(attribute).toLongLong(&isNumber);
    return isNumber && number >= 0 ? number : -1;
}

double JUnitReader::seconds() const
{
    bool isNumber = false;
    const double number = m_xml.attributes().value(u"time").toDouble(&isNumber);
    return isNumber && std::isfinite(number) ? number : noScore;
}

/// As QXmlStreamReader::skipCurrentElement, within a depth.
void JUnitReader::passOver(int depth)
{
    int open = 1;
    while (open > 0 && !m_xml.atEnd()) {
        const QXmlStreamReader::TokenType token = m_xml.readNext();
        open += token == QXmlStreamReader::StartElement ? 1 : token == QXmlStreamReader::EndElement ? -1 : 0;
        if (open + depth > mostElements) {
            m_xml.raiseError(QStringLiteral("too deep"));
        }
    }
}

QString JUnitReader::text()
{
    return m_xml.readElementText(QXmlStreamReader::SkipChildElements);
}

void JUnitReader::suiteProperty(Column &column)
{
    const QStringView name = m_xml.attributes().value(u"name");
    const QString value = m_xml.attributes().value(u"value").toString();
    if (name == junit::label) {
        column.label = value;
    } else if (name == junit::prompt) {
        column.prompt = value;
    } else if (name == junit::content) {
        column.content = contentHashFromString(value).value_or(ContentHash());
    } else if (name == junit::modelAsked) {
        column.modelAsked = value;
    } else if (name == junit::modelServed) {
        column.modelServed = value;
    } else if (name == junit::tool) {
        m_isOurs = true;
        m_builder.file.toolVersion = value;
    } else if (name == junit::suite) {
        m_builder.file.suite = value;
    } else if (name == junit::suiteHash) {
        m_builder.file.suiteHash = contentHashFromString(value).value_or(ContentHash());
    } else if (name == junit::run) {
        m_builder.file.runId = value;
    }
}

void JUnitReader::suite(int depth)
{
    const QString name = m_xml.attributes().value(u"name").toString().left(1024);
    const SuiteCounts told{
        .tests = count(u"tests"), .failures = count(u"failures"), .errors = count(u"errors")};
    if (m_builder.file.startedAt.isEmpty()) {
        m_builder.file.startedAt = m_xml.attributes().value(u"timestamp").toString().left(64);
    }
    Column column{.label = QStringLiteral("report")};
    m_isOurs = false;
    const qint64 before = m_cases;
    while (m_xml.readNextStartElement()) {
        if (m_xml.name() == u"testcase") {
            testCase(name, column);
        } else if (m_xml.name() == u"testsuite") {
            if (depth >= mostElements) {
                m_xml.raiseError(QStringLiteral("too deep"));
                return;
            }
            suite(depth + 1);
        } else if (m_xml.name() == u"properties") {
            while (m_xml.readNextStartElement()) {
                if (m_xml.name() == u"property") {
                    suiteProperty(column);
                }
                passOver(depth);
            }
        } else {
            passOver(depth);
        }
        if (!m_builder.goesOn(double(m_xml.characterOffset())
                              / double(qMax<qsizetype>(1, m_source.view().size())))) {
            m_xml.raiseError(QStringLiteral("stopped"));
            return;
        }
    }
    const qint64 found = m_cases - before;
    if (!m_xml.hasError() && told.tests > found) {
        m_builder.setStatus(RunStatus::Unfinished,
                            QStringLiteral("%1: %2 of %3 tests").arg(name).arg(found).arg(told.tests));
    } else if (!m_xml.hasError() && told.tests >= 0 && told.tests != found) {
        m_builder.remark(Oddity::TotalsDiffer, name);
    }
}

void JUnitReader::caseProperty(TestCase &found)
{
    const QString name = m_xml.attributes().value(u"name").toString();
    const QString value = m_xml.attributes().value(u"value").toString();
    if (name.startsWith(junit::metric)) {
        if (const std::optional<Judgement> judgement = junit::judgementOf(value);
            judgement && found.judgements.size() < 10'000) {
            found.judgements.push_back(*judgement);
            found.judgements.back().metric = m_builder.metric(name.sliced(junit::metric.size()).left(256));
        }
    } else if (name == junit::caseId) {
        found.id = value;
    } else if (name == junit::key) {
        found.key = contentHashFromString(value).value_or(ContentHash());
    } else if (name == junit::dimension) {
        found.dimension = value;
    } else if (name == junit::input) {
        found.input = m_builder.keep(value.toUtf8());
    } else if (name == junit::expected) {
        found.expected = m_builder.keep(value.toUtf8());
    } else if (name == junit::score) {
        bool isNumber = false;
        const double score = value.toDouble(&isNumber);
        found.score = isNumber ? score : noScore;
    }
}

void JUnitReader::testCase(const QString &suite, const Column &column)
{
    TestCase found{.className = m_xml.attributes().value(u"classname").toString().left(1024),
                   .name = m_xml.attributes().value(u"name").toString().left(1024),
                   .seconds = seconds()};
    const QStringView status = m_xml.attributes().value(u"status");
    if (status == u"notrun" || status == u"disabled" || status == u"skipped") {
        found.outcome = Outcome::Skipped;
    }
    // The worst stays: an error before a failure before what was skipped.
    const auto worsen = [&](Outcome outcome) {
        if (!found.outcome || outcome == Outcome::Error || *found.outcome == Outcome::Skipped) {
            found.outcome = outcome;
        }
    };
    const auto reason = [&] {
        const QString message = m_xml.attributes().value(u"message").toString();
        const QString body = text();
        const QString whole = message.isEmpty() || body.startsWith(message) ? body
                              : body.trimmed().isEmpty()                    ? message
                                                                            : message + u'\n' + body;
        found.reason = found.reason.isEmpty() ? whole : found.reason + u'\n' + whole;
    };
    while (m_xml.readNextStartElement()) {
        if (m_xml.name() == u"failure") {
            worsen(Outcome::Fail);
            reason();
        } else if (m_xml.name() == u"error") {
            worsen(Outcome::Error);
            reason();
        } else if (m_xml.name() == u"skipped") {
            if (!found.outcome) {
                found.outcome = Outcome::Skipped;
            }
            reason();
        } else if (m_xml.name() == u"system-out") {
            found.output = text();
        } else if (m_xml.name() == u"properties") {
            while (m_xml.readNextStartElement()) {
                if (m_xml.name() == u"property") {
                    caseProperty(found);
                }
                passOver(0);
            }
        } else {
            passOver(0);
        }
    }
    if (!m_xml.hasError()) {
        add(suite, column, found);
    }
}

void JUnitReader::add(const QString &suite, const Column &column, TestCase &found)
{
    ++m_cases;
    // A case of ours may have no name of its own, and then is known by its key.
    const bool isOurs = m_isOurs && !found.key.isNull();
    const QString plainId =
        found.className.isEmpty() ? found.name : found.className + QStringLiteral("::") + found.name;
    const QString id = isOurs ? found.id : plainId;
    const bool isWhole = found.judgements.empty();
    Outcome outcome = found.outcome.value_or(Outcome::Pass);
    if (!isWhole && outcome == Outcome::Skipped) {
        // Figures alone neither pass nor fail, for which JUnit has no word.
        outcome = outcomeOf(found.judgements) == Outcome::Scored ? Outcome::Scored : outcome;
    }
    Answer answer{.outcome = outcome, .score = found.score, .latency = found.seconds * 1000};
    if (isWhole) {
        found.judgements.push_back({.metric = m_builder.metric(QStringLiteral("test")),
                                    .outcome = outcome,
                                    .score = outcome == Outcome::Pass   ? 1.0
                                             : outcome == Outcome::Fail ? 0.0
                                                                        : noScore});
    }
    if (!found.output.isEmpty()) {
        answer.output = m_builder.keep(found.output.toUtf8());
    }
    if (!found.reason.isEmpty()) {
        const TextRef reason = m_builder.keep(found.reason.toUtf8());
        if (outcome == Outcome::Error) {
            answer.error = reason;
        }
        for (Judgement &judgement : found.judgements) {
            judgement.reason = isWhole || judgement.outcome == outcome ? reason : TextRef();
        }
    }
    const QString identity = isOurs ? id + u'\n' + toString(found.key) : suite + u'\n' + id;
    answer.caseIndex = m_builder.caseAt(identity.toUtf8(), [&] {
        return Case{.id = id,
                    .key = found.key.isNull() ? caseKey(identity.toUtf8(), {}) : found.key,
                    .input = found.input,
                    .expected = found.expected,
                    .dimension = isOurs ? found.dimension : suite};
    });
    answer.column = m_builder.column(
        isOurs ? column.label + u'\n' + column.prompt + u'\n' + toString(column.content) : QString(),
        [&] { return column; });
    m_builder.add(answer, found.judgements);
}

Result<ResultFile> JUnitReader::read()
{
    while (!m_xml.atEnd()) {
        const QXmlStreamReader::TokenType token = m_xml.readNext();
        if (token == QXmlStreamReader::DTD) {
            m_xml.raiseError(QStringLiteral("a document type is not read"));
        } else if (token == QXmlStreamReader::StartElement) {
            if (m_xml.name() == u"testsuite") {
                m_hasRoot = true;
                suite(0);
            } else if (m_xml.name() == u"testsuites") {
                m_hasRoot = true;
            } else if (!m_hasRoot) {
                m_xml.raiseError(QStringLiteral("not a report of JUnit"));
            } else {
                passOver(0);
            }
        }
    }
    if (m_xml.hasError()) {
        const bool ended = m_xml.error() == QXmlStreamReader::PrematureEndOfDocumentError;
        m_builder.setStatus(ended ? RunStatus::Truncated : RunStatus::Damaged,
                            QStringLiteral("line %1, column %2: %3")
                                .arg(m_xml.lineNumber())
                                .arg(m_xml.columnNumber())
                                .arg(m_xml.errorString()));
    }
    if (m_builder.file.answers.empty()) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no tests"));
    }
    return m_builder.finish();
}

} // namespace

Result<ResultFile> readJUnit(const Source &source, const ReadOptions &options)
{
    return JUnitReader(source, options).read();
}

} // namespace countersign::evals
