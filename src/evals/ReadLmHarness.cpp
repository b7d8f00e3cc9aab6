// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// EleutherAI's lm-evaluation-harness. Its results document has figures per task ("acc", since 0.4 "acc,none" with the
// name of the filter) and their standard errors ("acc_stderr,none"); the answers are in files of their own, one
// answer a line.
#include "evals/Readers.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

using Kind = JsonReader::Kind;

/// "acc,none" is acc, "exact_match,strict-match" keeps its filter.
QString figureName(const QString &name)
{
    return name.endsWith(u",none") ? name.chopped(5) : name;
}

QString withoutStandardError(const QString &name)
{
    const qsizetype comma = name.indexOf(u',');
    const QString measure = comma < 0 ? name : name.first(comma);
    return measure.endsWith(u"_stderr") ? measure.chopped(7) + (comma < 0 ? QString() : name.sliced(comma))
                                        : QString();
}

/// "samples_TASK_2024-05-01T…" names its task; another name gives none.
QString taskOf(const QString &path)
{
    const QString name = QFileInfo(path).completeBaseName();
    const qsizetype last = name.lastIndexOf(u'_');
    return name.startsWith(u"samples_") && last > 8 ? name.sliced(8, last - 8) : QString();
}

class LmHarnessReader
{
public:
    explicit LmHarnessReader(const ReadOptions &options)
        : m_builder(Tool::LmEvaluationHarness, ReadBuilder::Repeats::Unknown, options)
    {}

    Result<ResultFile> read(const SourceSet &sources);

private:
    void document(const Source &source);
    void figures(JsonReader &r, const QString &task, QHash<QString, qsizetype> &placeOf);
    void samples(const Source &source);
    bool sample(JsonReader &r, QByteArrayView text, const QString &task, quint32 column);

    ReadBuilder m_builder;
    Column m_column;
    QHash<QString, qint64> m_samplesOf; ///< by task, as the document counts them
};

void LmHarnessReader::figures(JsonReader &r, const QString &task, QHash<QString, qsizetype> &placeOf)
{
    const auto entry = [&](const QString &measure) -> Summary & {
        const QString name = task + u'/' + figureName(measure);
        const auto known = placeOf.constFind(name);
        if (known != placeOf.cend()) {
            return m_builder.file.summaries[*known];
        }
        placeOf.insert(name, m_builder.file.summaries.size());
        m_builder.file.summaries.append({.metric = name});
        return m_builder.file.summaries.last();
    };
    r.object([&](QByteArrayView key) {
        const QString name = QString::fromUtf8(key.first(qMin<qsizetype>(key.size(), 256)));
        const JsonReader::Scalar value = r.scalar();
        if (m_builder.file.summaries.size() >= ReadBuilder::mostNames) {
            return;
        }
        if (const QString measure = withoutStandardError(name); !measure.isEmpty()) {
            entry(measure).standardError = value.number;
        } else if (value.kind == Kind::Number) {
            entry(name).mean = value.number;
        }
    });
}

void LmHarnessReader::document(const Source &source)
{
    const QByteArrayView text = source.view();
    const quint16 buffer = m_builder.addBuffer(source);
    bool hasResults = false;
    QString modelArguments;
    QHash<QString, qsizetype> placeOf;
    JsonReader r(text, buffer);
    r.object([&](QByteArrayView key) {
        if (key == "results") {
            hasResults = r.object([&](QByteArrayView task) {
                figures(r, QString::fromUtf8(task.first(qMin<qsizetype>(task.size(), 256))), placeOf);
            });
        } else if (key == "config") {
            r.object([&](QByteArrayView name) {
                if (name == "model" && m_column.modelAsked.isEmpty()) {
                    m_column.modelAsked = r.string();
                } else if (name == "model_args") {
                    modelArguments = r.peek() == Kind::String ? r.string() : QString();
                }
            });
        } else if (key == "model_name") {
            m_column.modelServed = r.string();
        } else if (key == "lm_eval_version") {
            m_builder.file.toolVersion = r.string();
        } else if (key == "git_hash" && m_builder.file.toolVersion.isEmpty()) {
            m_builder.file.toolVersion = r.string(64);
        } else if (key == "n-samples") {
            r.object([&](QByteArrayView task) {
                const QString name = QString::fromUtf8(task);
                r.object([&](QByteArrayView part) {
                    if (part == "effective") {
                        const double number = r.number();
                        m_samplesOf.insert(name, number >= 0 && number < 9e15 ? qint64(number) : -1);
                    }
                });
            });
        }
    });
    if (r.fault() == JsonReader::Fault::None && !r.atEnd()) {
        m_builder.setStatus(RunStatus::Damaged, QStringLiteral("more stands behind the end of the results"));
    }
    m_builder.setFault(r, source.name);
    if (!hasResults || m_builder.file.summaries.isEmpty()) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no results"));
    }
    for (Summary &summary : m_builder.file.summaries) {
        summary.cases = m_samplesOf.value(summary.metric.section(u'/', 0, -2), -1);
    }
    m_column.label = modelArguments.isEmpty() ? m_column.modelAsked : modelArguments;
}

bool LmHarnessReader::sample(JsonReader &r, QByteArrayView text, const QString &task, quint32 column)
{
    Case made{.dimension = task};
    Answer answer{.column = column};
    QString id;
    QString filter;
    TextRef doc;
    QStringList named;
    std::vector<std::pair<QString, JsonReader::Scalar>> figures;
    const bool isSample = r.object([&](QByteArrayView key) {
        if (key == "doc_id") {
            id = r.string(256);
        } else if (key == "doc") {
            doc = r.text();
        } else if (key == "arguments") {
            made.input = r.text();
        } else if (key == "target") {
            made.expected = r.text();
        } else if (key == "filtered_resps" || key == "resps") {
            const TextRef answered = r.text();
            if (key == "filtered_resps" || answer.output.isNull()) {
                answer.output = answered;
            }
        } else if (key == "filter") {
            filter = r.string(256);
        } else if (key == "metrics") {
            r.array([&](qsizetype index) {
                if (index < 1000) {
                    named.append(r.string(256));
                }
            });
        } else {
            const JsonReader::Scalar value = r.scalar();
            if (figures.size() < 1000
                && (value.kind == Kind::Number || value.kind == Kind::Boolean || value.kind == Kind::Null)) {
                figures.emplace_back(QString::fromUtf8(key.first(qMin<qsizetype>(key.size(), 256))), value);
            }
        }
    });
    if (!isSample) {
        return false;
    }
    std::vector<Judgement> judgements;
    for (const auto &[name, value] : figures) {
        if (!named.isEmpty() && !named.contains(name)) {
            continue;
        }
        const QString measure = figureName(filter.isEmpty() ? name : name + u',' + filter);
        const quint32 metric = m_builder.metric(task.isEmpty() ? measure : task + u'/' + measure);
        // Accuracies of one answer are 0 or 1: right or wrong.
        const bool isRight = name.startsWith(u"acc") || name.startsWith(u"exact_match") || name == u"em";
        const double number = value.kind == Kind::Boolean ? (value.boolean ? 1 : 0) : value.number;
        judgements.push_back(isRight && (number == 0 || number == 1) ? truthJudgement(metric, number == 1)
                                                                     : judgementOf(metric, number));
    }
    answer.outcome = outcomeOf(judgements);
    made.id = task.isEmpty() ? id : task + u'/' + id;
    if (made.input.isNull()) {
        made.input = doc;
    }
    made.key = caseKey(normalized(made.input, text), normalized(made.expected, text));
    const QByteArray identity = made.id.toUtf8() + '\n' + made.key.toBytes();
    answer.caseIndex = m_builder.caseAt(identity, [&] { return made; });
    // One case has a line per filter; they judge the same answer in other ways.
    m_builder.add(answer, judgements);
    return true;
}

void LmHarnessReader::samples(const Source &source)
{
    const QByteArrayView text = source.view();
    const quint16 buffer = m_builder.addBuffer(source);
    const QString task = taskOf(source.name);
    const quint32 column = m_builder.column({}, [this] { return m_column; });
    const std::size_t before = m_builder.file.cases.size();
    JsonReader r(text, buffer);
    while (r.fault() == JsonReader::Fault::None && !r.atEnd() && m_builder.goesOn(r, text.size())) {
        if (!sample(r, text, task, column)) {
            if (r.fault() == JsonReader::Fault::None) {
                m_builder.setStatus(RunStatus::Damaged, QStringLiteral("a line is no sample"));
            }
            break;
        }
    }
    m_builder.setFault(r, source.name);
    const qint64 found = qint64(m_builder.file.cases.size() - before);
    if (m_samplesOf.value(task, -1) > found) {
        m_builder.setStatus(
            RunStatus::Unfinished,
            QStringLiteral("%1: %2 of %3 samples").arg(task).arg(found).arg(m_samplesOf.value(task)));
    }
}

Result<ResultFile> LmHarnessReader::read(const SourceSet &sources)
{
    if (sources.main.bytes) {
        document(sources.main);
    }
    for (const Source &source : sources.samples) {
        samples(source);
    }
    if (m_builder.file.answers.empty() && m_builder.file.summaries.isEmpty()) {
        m_builder.setStatus(RunStatus::Unfinished, QStringLiteral("no results"));
    }
    (void)m_builder.column({}, [this] { return m_column; });
    return m_builder.finish();
}

} // namespace

Result<ResultFile> readLmHarness(const SourceSet &sources, const ReadOptions &options)
{
    return LmHarnessReader(options).read(sources);
}

} // namespace countersign::evals
