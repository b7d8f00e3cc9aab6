// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// promptfoo's `-o results.json` and `results.jsonl`. Shapes: OutputFile, EvaluateSummaryV2, EvaluateSummaryV3,
// EvaluateResult, EvaluateTable and GradingResult of its src/types/index.ts. A repeat has a testIdx of its own and is
// known by its variables and assertions.
#include "evals/Readers.h"

#include "base/Hash.h"
#include "evals/Assertions.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

using Kind = JsonReader::Kind;

/// ResultFailureReason of promptfoo.
enum class FailureReason { Untold = -1, None = 0, Assert = 1, Error = 2 };

struct Graded
{
    QString metric = {};
    Judgement judgement = {};
    bool isSet = false;       ///< of an assert-set: its members follow, and it does not repeat its assertion
    QStringList members = {}; ///< their metrics, of which the members that follow say nothing themselves
    bool namesMetric = false; ///< `metric` is the file's word
};

/// EvaluateResult, or a cell of the table with what its row adds.
struct Row
{
    std::optional<bool> success = {};
    double score = noScore;
    double latency = noScore;
    double cost = noScore;
    double promptTokens = noScore;
    double completionTokens = noScore;
    FailureReason reason = FailureReason::Untold;
    int promptIdx = -1;
    QString provider = {};
    QString promptLabel = {};
    QString id = {};
    QString dimension = {};
    QString source = {};
    ContentHash key = {};                 ///< of a file of ours, which does not repeat the assertions
    std::optional<Outcome> unjudged = {}; ///< Scored or Skipped: promptfoo has no words for them
    TextRef description = {};
    TextRef vars = {};
    TextRef assertions = {};
    TextRef expected = {};
    TextRef output = {};
    TextRef error = {};
    TextRef finishReason = {};
    bool graded = false; ///< there is a gradingResult
    std::optional<bool> gradingPass = {};
    std::vector<Graded> components = {};
    Graded whole = {}; ///< the gradingResult itself where it names its assertion
    std::vector<std::pair<QString, double>> namedScores = {};
    QStringList asked = {}; ///< metrics of the case's assertions
    QStringList sets = {};  ///< of these the ones of assert-sets
};

class PromptfooReader
{
public:
    PromptfooReader(const Source &source, const ReadOptions &options)
        : m_builder(Tool::Promptfoo, ReadBuilder::Repeats::Known, options)
        , m_source(source)
        , m_text(source.view())
        , m_buffer(m_builder.addBuffer(source))
    {}

    Result<ResultFile> document();
    Result<ResultFile> lines();

private:
    void results(JsonReader &r);
    void stats(JsonReader &r);
    void prompts(JsonReader &r);
    void table(JsonReader &r);
    void rows(JsonReader &r);
    bool field(JsonReader &r, QByteArrayView key, Row &row);
    void response(JsonReader &r, Row &row);
    void tokens(JsonReader &r, Row &row);
    void testCase(JsonReader &r, Row &row);
    void countersign(JsonReader &r, Row &row);
    void grading(JsonReader &r, Row &row);
    Graded component(JsonReader &r);
    void nameMembers(Row &row) const;
    void add(Row &row);
    quint32 columnOf(const Row &row);
    QByteArrayView textOf(const TextRef &ref) const
    {
        return ref.isNull() ? QByteArrayView() : m_text.sliced(qsizetype(ref.offset), qsizetype(ref.length));
    }
    std::optional<bool> truth(JsonReader &r);

    ReadBuilder m_builder;
    const Source &m_source;
    QByteArrayView m_text;
    quint16 m_buffer;
    QList<Column> m_prompts;
    std::vector<std::optional<quint32>> m_columnOf; ///< by promptIdx
    TextRef m_table;
    double m_counted = noScore;
    double m_successes = noScore;
    double m_version = noScore;
    bool m_hasRows = false;
};

/// A whole number within the range of a place in a list; -1 for anything else.
int indexOf(double number)
{
    return number >= 0 && number < double(ReadBuilder::mostNames) && std::floor(number) == number
               ? int(number)
               : -1;
}

qint64 countOf(double number)
{
    return number >= 0 && number < 9e15 ? qint64(number) : -1;
}

std::optional<bool> PromptfooReader::truth(JsonReader &r)
{
    const JsonReader::Scalar value = r.scalar();
    if (value.kind == Kind::Boolean) {
        return value.boolean;
    }
    if (value.kind != Kind::Null && value.kind != Kind::Nothing) {
        m_builder.remark(Oddity::WrongTypes, QStringLiteral("success"));
    }
    return std::nullopt;
}

Result<ResultFile> PromptfooReader::document()
{
    JsonReader r(m_text, m_buffer);
    bool hasResults = false;
    r.object([&](QByteArrayView key) {
        if (key == "evalId") {
            m_builder.file.runId = r.string();
        } else if (key == "results") {
            hasResults = true;
            results(r);
        } else if (key == "config") {
            r.object([&](QByteArrayView name) {
                if (name == "description") {
                    m_builder.file.suite = r.string();
                }
            });
        } else if (key == "metadata") {
            r.object([&](QByteArrayView name) {
                if (name == "promptfooVersion") {
                    m_builder.file.toolVersion = r.string();
                }
            });
        }
    });
    if (r.fault() == JsonReader::Fault::None && !r.atEnd()) {
        m_builder.setStatus(RunStatus::Damaged, QStringLiteral("more stands behind the end of the results"));
    }
    m_builder.setFault(r, m_source.name);
    if (!m_hasRows && !m_table.isNull()) {
        JsonReader again(m_text, m_buffer, qsizetype(m_table.offset));
        table(again);
        m_builder.setFault(again, m_source.name);
    }
    for (qsizetype i = 0; i < m_prompts.size(); ++i) {
        columnOf({.promptIdx = int(i)});
    }
    if (!hasResults || (std::isnan(m_version) && !m_hasRows && m_table.isNull())) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no results"));
    } else if (m_version != 3 && m_version != 2) {
        m_builder.setStatus(RunStatus::UnknownVersion, m_builder.file.format);
    }
    const qsizetype found = qsizetype(m_builder.file.answers.size());
    if (m_counted > double(found)) {
        m_builder.setStatus(RunStatus::Unfinished,
                            QStringLiteral("%1 of %2 results").arg(found).arg(m_counted));
    } else if (std::isfinite(m_counted)) {
        const auto passed = std::ranges::count(m_builder.file.answers, Outcome::Pass, &Answer::outcome);
        if (m_counted != double(found) || m_successes != double(passed)) {
            m_builder.remark(Oddity::TotalsDiffer, QStringLiteral("stats"));
        }
    } else {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no totals"));
    }
    return m_builder.finish();
}

Result<ResultFile> PromptfooReader::lines()
{
    JsonReader r(m_text, m_buffer);
    m_builder.file.format = QStringLiteral("jsonl");
    while (r.fault() == JsonReader::Fault::None && !r.atEnd() && m_builder.goesOn(r, m_text.size())) {
        Row row;
        if (!r.object([&](QByteArrayView key) { field(r, key, row); })) {
            if (r.fault() == JsonReader::Fault::None) {
                m_builder.setStatus(RunStatus::Damaged, QStringLiteral("a line is no result"));
            }
            break;
        }
        add(row);
    }
    m_builder.setFault(r, m_source.name);
    if (m_builder.file.answers.empty()) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no results"));
    }
    return m_builder.finish();
}

void PromptfooReader::results(JsonReader &r)
{
    r.object([&](QByteArrayView key) {
        if (key == "version") {
            const JsonReader::Scalar value = r.scalar();
            m_version = value.number;
            m_builder.file.format = QString::fromUtf8(textOf(value.text));
        } else if (key == "timestamp") {
            m_builder.file.startedAt = r.string();
        } else if (key == "prompts") {
            prompts(r);
        } else if (key == "results") {
            rows(r);
        } else if (key == "table") {
            m_table = r.text();
        } else if (key == "stats") {
            stats(r);
        }
    });
}

void PromptfooReader::stats(JsonReader &r)
{
    double failures = noScore;
    double errors = 0;
    r.object([&](QByteArrayView key) {
        if (key == "successes") {
            m_successes = r.number();
        } else if (key == "failures") {
            failures = r.number();
        } else if (key == "errors") {
            const double number = r.number();
            errors = std::isnan(number) ? 0 : number;
        }
    });
    m_counted = m_successes + failures + errors;
}

void PromptfooReader::prompts(JsonReader &r)
{
    m_prompts.clear();
    r.array([&](qsizetype index) {
        if (index >= ReadBuilder::mostNames) {
            return;
        }
        Column column;
        r.object([&](QByteArrayView key) {
            if (key == "raw") {
                const QByteArray raw = normalized(r.text(), m_text);
                column.content = raw.isEmpty() ? column.content : contentHash(raw);
            } else if (key == "id" && column.content.isNull()) {
                // The SHA-256 of the text, which stands there also when the text does not.
                column.content = digestFromHex<ContentTag>(r.string(64)).value_or(ContentHash());
            } else if (key == "label" || (key == "display" && column.prompt.isEmpty())) {
                column.prompt = r.string();
            } else if (key == "provider") {
                column.modelAsked = r.string();
            }
        });
        column.label = column.modelAsked;
        m_prompts.append(column);
    });
}

quint32 PromptfooReader::columnOf(const Row &row)
{
    const auto make = [&] {
        Column column = m_prompts.value(row.promptIdx);
        if (column.prompt.isEmpty()) {
            column.prompt = row.promptLabel;
        }
        if (column.modelAsked.isEmpty()) {
            column.modelAsked = row.provider;
        }
        if (column.label.isEmpty()) {
            column.label = column.modelAsked;
        }
        return column;
    };
    if (row.promptIdx < 0) {
        return m_builder.column(row.provider + u'\n' + row.promptLabel, make);
    }
    if (std::size_t(row.promptIdx) >= m_columnOf.size()) {
        m_columnOf.resize(std::size_t(row.promptIdx) + 1);
    }
    std::optional<quint32> &known = m_columnOf[std::size_t(row.promptIdx)];
    if (!known) {
        known = m_builder.column(QString::number(row.promptIdx), make);
    }
    return *known;
}

void PromptfooReader::rows(JsonReader &r)
{
    r.array([&](qsizetype) {
        if (!m_builder.goesOn(r, m_text.size())) {
            return;
        }
        Row row;
        if (!r.object([&](QByteArrayView key) { field(r, key, row); })) {
            if (r.fault() == JsonReader::Fault::None) {
                m_builder.setStatus(RunStatus::Damaged, QStringLiteral("a result is no object"));
            }
            return;
        }
        m_hasRows = true;
        add(row);
    });
}

void PromptfooReader::table(JsonReader &r)
{
    r.object([&](QByteArrayView key) {
        if (key == "head") {
            r.object([&](QByteArrayView name) {
                if (name == "prompts") {
                    prompts(r);
                }
            });
        } else if (key == "body") {
            r.array([&](qsizetype) {
                if (!m_builder.goesOn(r, m_text.size())) {
                    return;
                }
                // What belongs to the whole row may stand behind its cells.
                Row shared;
                TextRef vars;
                std::vector<Row> cells;
                r.object([&](QByteArrayView name) {
                    if (name == "outputs") {
                        r.array([&](qsizetype index) {
                            Row cell;
                            r.object([&](QByteArrayView part) { field(r, part, cell); });
                            cell.promptIdx = indexOf(double(index));
                            cells.push_back(std::move(cell));
                        });
                    } else if (name == "test") {
                        testCase(r, shared);
                    } else if (name == "vars") {
                        vars = r.text();
                    } else if (name == "description") {
                        shared.description = r.text();
                    }
                });
                if (r.fault() != JsonReader::Fault::None) {
                    return;
                }
                for (Row &cell : cells) {
                    cell.id = shared.id;
                    cell.dimension = shared.dimension;
                    cell.source = shared.source;
                    cell.description = shared.description;
                    cell.vars = shared.vars.isNull() ? vars : shared.vars;
                    cell.assertions = shared.assertions;
                    cell.expected = shared.expected;
                    cell.asked = shared.asked;
                    add(cell);
                }
            });
        }
    });
}

bool PromptfooReader::field(JsonReader &r, QByteArrayView key, Row &row)
{
    if (key == "success" || key == "pass") {
        row.success = truth(r);
    } else if (key == "score") {
        row.score = r.number();
    } else if (key == "failureReason") {
        const double reason = r.number();
        row.reason =
            reason == 0 || reason == 1 || reason == 2 ? FailureReason(int(reason)) : FailureReason::Untold;
    } else if (key == "promptIdx") {
        row.promptIdx = indexOf(r.number());
    } else if (key == "latencyMs") {
        row.latency = r.number();
    } else if (key == "cost") {
        row.cost = r.number();
    } else if (key == "error") {
        row.error = r.text();
    } else if (key == "vars") {
        row.vars = r.text();
    } else if (key == "description") {
        row.description = r.text();
    } else if (key == "text") {
        row.output = r.text();
    } else if (key == "provider") {
        if (r.peek() == Kind::Object) {
            QString label;
            r.object([&](QByteArrayView name) {
                if (name == "id") {
                    row.provider = r.string();
                } else if (name == "label") {
                    label = r.string();
                }
            });
            row.provider = row.provider.isEmpty() ? label : row.provider;
        } else {
            row.provider = r.string();
        }
    } else if (key == "prompt") {
        r.object([&](QByteArrayView name) {
            if (name == "label" || (name == "display" && row.promptLabel.isEmpty())) {
                row.promptLabel = r.string();
            }
        });
    } else if (key == "response") {
        response(r, row);
    } else if (key == "tokenUsage") {
        tokens(r, row);
    } else if (key == "testCase") {
        testCase(r, row);
    } else if (key == "namedScores") {
        r.object([&](QByteArrayView name) {
            row.namedScores.emplace_back(QString::fromUtf8(name.first(qMin(name.size(), 256))), r.number());
        });
    } else if (key == "gradingResult") {
        grading(r, row);
    } else if (key == "metadata") {
        r.object([&](QByteArrayView name) {
            if (name == "countersign") {
                countersign(r, row);
            }
        });
    } else {
        return false;
    }
    return true;
}

void PromptfooReader::response(JsonReader &r, Row &row)
{
    r.object([&](QByteArrayView key) {
        if (key == "output") {
            row.output = r.text();
        } else if (key == "error") {
            const TextRef error = r.text();
            row.error = row.error.isNull() ? error : row.error;
        } else if (key == "finishReason") {
            row.finishReason = r.text();
        } else if (key == "tokenUsage") {
            tokens(r, row);
        } else if (key == "cost") {
            const double cost = r.number();
            row.cost = std::isnan(row.cost) ? cost : row.cost;
        }
    });
}

void PromptfooReader::tokens(JsonReader &r, Row &row)
{
    r.object([&](QByteArrayView key) {
        if (key == "prompt") {
            row.promptTokens = r.number();
        } else if (key == "completion") {
            row.completionTokens = r.number();
        }
    });
}

/// The block that a suite of ours has per case, and a file of ours per case and result.
void PromptfooReader::countersign(JsonReader &r, Row &row)
{
    r.object([&](QByteArrayView key) {
        if (key == "id") {
            row.id = r.string();
        } else if (key == "dimension") {
            row.dimension = r.string();
        } else if (key == "source") {
            row.source = r.string();
        } else if (key == "key") {
            row.key = contentHashFromString(r.string(128)).value_or(ContentHash());
        } else if (key == "outcome") {
            const QString outcome = r.string(16);
            if (outcome == toString(Outcome::Scored) || outcome == toString(Outcome::Skipped)) {
                row.unjudged = outcome == toString(Outcome::Scored) ? Outcome::Scored : Outcome::Skipped;
            }
        }
    });
}

void PromptfooReader::testCase(JsonReader &r, Row &row)
{
    const auto assertion = [&](auto &self) -> void {
        QString type;
        QString metric;
        TextRef value;
        r.object([&](QByteArrayView key) {
            if (key == "type") {
                type = r.string(256);
            } else if (key == "metric") {
                metric = r.string(256);
            } else if (key == "value") {
                value = r.text();
            } else if (key == "assert") {
                r.array([&](qsizetype) { self(self); });
            }
        });
        row.asked.append(metric.isEmpty() ? type : metric);
        if (type == u"assert-set") {
            row.sets.append(row.asked.constLast());
        }
        if (row.expected.isNull() && value.form == TextRef::Form::JsonString
            && (type == u"equals" || type == u"contains" || type == u"icontains" || type == u"similar"
                || type == u"factuality")) {
            row.expected = value;
        }
    };
    r.object([&](QByteArrayView key) {
        if (key == "description") {
            const TextRef description = r.text();
            row.description = row.description.isNull() ? description : row.description;
        } else if (key == "vars") {
            const TextRef vars = r.text();
            row.vars = row.vars.isNull() ? vars : row.vars;
        } else if (key == "assert") {
            const qsizetype from = r.offset();
            r.array([&](qsizetype) { assertion(assertion); });
            if (r.fault() == JsonReader::Fault::None) {
                JsonReader again(m_text, m_buffer, from);
                row.assertions = again.text();
            }
        } else if (key == "countersign") {
            countersign(r, row);
        } else if (key == "metadata") {
            r.object([&](QByteArrayView name) {
                if (name == "countersign") {
                    countersign(r, row);
                }
            });
        }
    });
}

Graded PromptfooReader::component(JsonReader &r)
{
    Graded graded;
    QString type;
    bool isSkipped = false;
    std::optional<bool> pass;
    double score = noScore;
    if (r.peek() == Kind::Null) {
        r.skip();
        return graded;
    }
    r.object([&](QByteArrayView key) {
        if (key == "pass") {
            pass = truth(r);
        } else if (key == "score") {
            score = r.number();
        } else if (key == "reason") {
            graded.judgement.reason = r.text();
        } else if (key == "skipped") {
            isSkipped = r.boolean().value_or(false);
        } else if (key == "componentResults") {
            graded.isSet = r.peek() == Kind::Array;
            if (graded.isSet) {
                r.array([&](qsizetype) { graded.members.append(component(r).metric); });
            }
        } else if (key == "assertion") {
            r.object([&](QByteArrayView name) {
                if (name == "type") {
                    type = r.string(256);
                } else if (name == "metric") {
                    graded.metric = r.string(256);
                }
            });
        }
    });
    graded.namesMetric = !graded.metric.isEmpty() || !type.isEmpty();
    if (graded.metric.isEmpty()) {
        graded.metric = !type.isEmpty() ? type
                        : graded.isSet  ? QStringLiteral("assert-set")
                                        : QStringLiteral("assertion");
    }
    graded.judgement.score = score;
    if (pass) {
        graded.judgement.outcome = *pass ? Outcome::Pass : Outcome::Fail;
    } else {
        graded.judgement.outcome = isSkipped ? Outcome::Skipped : Outcome::Error;
    }
    return graded;
}

void PromptfooReader::grading(JsonReader &r, Row &row)
{
    if (r.peek() != Kind::Object) {
        r.skip();
        return;
    }
    row.graded = true;
    const qsizetype from = r.offset();
    bool namesAssertion = false;
    r.object([&](QByteArrayView key) {
        if (key == "pass") {
            row.gradingPass = truth(r);
        } else if (key == "componentResults") {
            r.array([&](qsizetype) {
                Graded graded = component(r);
                if (!graded.metric.isEmpty()) {
                    row.components.push_back(std::move(graded));
                }
            });
        } else if (key == "assertion") {
            namesAssertion = r.peek() == Kind::Object;
        }
    });
    if (namesAssertion && row.components.empty() && r.fault() == JsonReader::Fault::None) {
        JsonReader again(m_text, m_buffer, from);
        row.whole = component(again);
    }
}

/// promptfoo gives a set, then its members once more, and leaves out what it has written before: the members' assertions
/// stand within the set, and the set's own in the test. A metric may be a template of the case's variables.
void PromptfooReader::nameMembers(Row &row) const
{
    qsizetype set = 0;
    QStringList members;
    for (Graded &graded : row.components) {
        if (graded.isSet) {
            if (!graded.namesMetric && set < row.sets.size()) {
                graded.metric = row.sets[set];
            }
            ++set;
            members = graded.members;
        } else if (!members.isEmpty()) {
            graded.metric = graded.namesMetric ? graded.metric : members.constFirst();
            members.removeFirst();
        }
        if (graded.metric.contains(u"{{")) {
            const QJsonDocument vars = QJsonDocument::fromJson(textOf(row.vars).toByteArray());
            graded.metric = filledIn(graded.metric, vars.object()).value_or(graded.metric).left(256);
        }
    }
}

void PromptfooReader::add(Row &row)
{
    const ContentHash key = row.key.isNull()
                                ? caseKey(normalized(row.vars, m_text), normalized(row.assertions, m_text))
                                : row.key;
    const QByteArray identity = row.id.toUtf8() + '\n' + key.toBytes();
    Answer answer;
    answer.caseIndex = m_builder.caseAt(identity, [&] {
        return Case{.id = row.id,
                    .key = key,
                    .name = row.description,
                    .input = row.vars,
                    .expected = row.expected.isNull() ? row.assertions : row.expected,
                    .dimension = row.dimension,
                    .source = row.source};
    });
    answer.column = columnOf(row);
    answer.score = row.score;
    answer.latency = row.latency;
    answer.cost = row.cost;
    answer.promptTokens = countOf(row.promptTokens);
    answer.completionTokens = countOf(row.completionTokens);
    answer.output = row.output;
    answer.finishReason = row.finishReason;

    const bool broken = row.reason == FailureReason::Error
                        || (row.reason == FailureReason::Untold && !row.graded && !row.error.isNull());
    if (!row.success || broken) {
        answer.outcome = Outcome::Error;
    } else if (!*row.success || row.reason == FailureReason::Assert || row.gradingPass == false) {
        answer.outcome = Outcome::Fail;
    } else {
        answer.outcome = Outcome::Pass;
    }
    if (row.unjudged && row.success == false && answer.outcome == Outcome::Fail) {
        answer.outcome = *row.unjudged;
    }
    // promptfoo repeats the reason of a failed assertion as its error.
    answer.error = answer.outcome == Outcome::Error ? row.error : TextRef();

    std::vector<Judgement> judgements;
    const auto judged = [&](const QString &name) {
        return std::ranges::any_of(row.components,
                                   [&](const Graded &graded) { return graded.metric == name; });
    };
    if (row.components.empty() && !row.whole.metric.isEmpty()) {
        row.components.push_back(row.whole);
    }
    nameMembers(row);
    for (const Graded &graded : row.components) {
        judgements.push_back(graded.judgement);
        judgements.back().metric = m_builder.metric(graded.metric);
    }
    if (row.components.empty() && answer.outcome == Outcome::Error) {
        for (const QString &name : std::as_const(row.asked)) {
            judgements.push_back({.metric = m_builder.metric(name)});
        }
    }
    for (const auto &[name, score] : row.namedScores) {
        if (!judged(name) && (row.components.size() > 0 || !row.asked.contains(name))) {
            judgements.push_back(judgementOf(m_builder.metric(name), score));
        }
    }
    if (judgements.empty()) {
        judgements.push_back({.metric = m_builder.metric(QStringLiteral("success")),
                              .outcome = answer.outcome,
                              .score = row.score});
    }
    m_builder.add(answer, judgements);
}

} // namespace

Result<ResultFile> readPromptfoo(const Source &source, Shape shape, const ReadOptions &options)
{
    PromptfooReader reader(source, options);
    return shape == Shape::PromptfooLines ? reader.lines() : reader.document();
}

} // namespace countersign::evals
