// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/EvalMatrix.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evals;

namespace {

constexpr qsizetype titleBytes = 2000;
constexpr qsizetype titleLength = 200;

QString oneLine(const QString &text)
{
    return text.left(titleLength).simplified();
}

/// How an input begins: of variables the first that is a text.
QString beginning(const ResultFile &file, const TextRef &input)
{
    const QByteArray text = file.utf8(input, titleBytes);
    if (text.startsWith('{')) {
        const QJsonObject variables = QJsonDocument::fromJson(text).object();
        for (const QJsonValue &value : variables) {
            if (value.isString() && !value.toString().trimmed().isEmpty()) {
                return oneLine(value.toString());
            }
        }
    }
    return oneLine(QString::fromUtf8(text));
}

QString titleOf(const ResultFile &file, const Case &one, size_t index)
{
    if (const QString name = oneLine(file.text(one.name, titleBytes)); !name.isEmpty()) {
        return name;
    }
    if (const QString begins = beginning(file, one.input); !begins.isEmpty()) {
        return begins;
    }
    const QString id = oneLine(one.id);
    return id.isEmpty() ? QString::number(index + 1) : id;
}

/// Counts how often a name came, so that the second case of a name meets the second one of another file.
class Names
{
public:
    QString next(const QString &name) { return name + u'\n' + QString::number(++m_seen[name]); }

private:
    QHash<QString, int> m_seen;
};

bool isPlain(const QString &word)
{
    return std::all_of(word.cbegin(), word.cend(), [](QChar c) {
        return c.unicode() < 0x80
               && (c.isLetterOrNumber() || c == u' ' || c == u'-' || c == u'_' || c == u'.' || c == u',');
    });
}

/// `word` is in lower case and plain, so that no escape of JSON stands for a part of it.
bool containsPlain(QByteArrayView text, const QByteArray &word)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
    const auto found = std::search(text.cbegin(), text.cend(), word.cbegin(), word.cend(),
                                   [&lower](char a, char b) { return lower(a) == b; });
    return found != text.cend();
}

bool contains(const ResultFile &file, const TextRef &ref, const QString &word)
{
    if (ref.isNull()) {
        return false;
    }
    if (isPlain(word) && ref.buffer < file.buffers.size() && file.buffers[ref.buffer]) {
        const QByteArrayView all = file.buffers[ref.buffer]->view();
        if (ref.offset <= quint64(all.size()) && ref.length <= quint64(all.size()) - ref.offset) {
            return containsPlain(all.sliced(qsizetype(ref.offset), qsizetype(ref.length)), word.toLatin1());
        }
    }
    return file.text(ref).contains(word, Qt::CaseInsensitive);
}

int metricOf(const ResultFile &file, const QString &name)
{
    for (int metric = 0; metric < file.metrics.size(); ++metric) {
        if (file.metrics[metric].name == name) {
            return metric;
        }
    }
    return -1;
}

bool sameWords(const ResultFile &one, const TextRef &a, const ResultFile &other, const TextRef &b)
{
    return a.isNull() == b.isNull() && (a.isNull() || one.text(a) == other.text(b));
}

/// The gravest comes first: one loss is not outweighed by gains elsewhere.
int gravity(CaseChange change)
{
    switch (change) {
    case CaseChange::Lost:
        return 5;
    case CaseChange::NotJudged:
        return 4;
    case CaseChange::Varies:
        return 3;
    case CaseChange::Won:
        return 2;
    case CaseChange::Same:
        return 1;
    case CaseChange::NotCompared:
    case CaseChange::Added:
    case CaseChange::Removed:
    case CaseChange::Older:
        return 0;
    }
    Q_UNREACHABLE_RETURN(0);
}

} // namespace

double scaleOf(const DimensionComparison &dimension, const CompareOptions &options)
{
    if (dimension.binary || !dimension.judged || options.limit == 0) {
        return 1;
    }
    const double scale = -dimension.limit / options.limit;
    return std::isfinite(scale) && scale > 0 ? scale : 1;
}

std::shared_ptr<const EvalMatrix> EvalMatrix::make(EvalSet set)
{
    std::shared_ptr<EvalMatrix> matrix(new EvalMatrix);
    matrix->m_set = std::move(set);
    matrix->addCases();
    matrix->addAnswers();
    matrix->addDimensions();
    matrix->judge();
    return matrix;
}

void EvalMatrix::addCases()
{
    QList<int> order;
    for (const int first : {m_set.candidate, m_set.baseline}) {
        if (first >= 0 && !order.contains(first)) {
            order.append(first);
        }
    }
    for (int version = int(m_set.versions.size()) - 1; version >= 0; --version) {
        if (!order.contains(version)) {
            order.append(version);
        }
    }
    for (const int version : std::as_const(order)) {
        addCasesOf(version);
    }
}

void EvalMatrix::meet(int version, int other, const std::vector<evals::CasePair> &pairs)
{
    QHash<quint32, int> rows;
    for (int row = 0; row < int(m_cases.size()); ++row) {
        if (const qint32 at = cell(row, other).caseIndex; at >= 0) {
            rows.insert(quint32(at), row);
        }
    }
    for (const evals::CasePair &pair : pairs) {
        if (const auto row = rows.constFind(pair.candidateCase); row != rows.cend()) {
            Cell &one = cell(*row, version);
            one.caseIndex = one.caseIndex < 0 ? qint32(pair.baselineCase) : one.caseIndex;
        }
    }
}

void EvalMatrix::addCasesOf(int version)
{
    const ResultFile &read = file(version);
    const quint32 column = m_set.versions[version].column;
    const auto matched = [&](int other) {
        return matchCases(read, column, file(other), m_set.versions[other].column).pairs;
    };
    if (m_set.candidate >= 0 && version != m_set.candidate) {
        const bool compared = m_set.comparison && version == m_set.baseline;
        meet(version, m_set.candidate, compared ? m_set.comparison->cases.pairs : matched(m_set.candidate));
    }
    if (m_set.baseline >= 0 && version != m_set.baseline && version != m_set.candidate) {
        meet(version, m_set.baseline, matched(m_set.baseline));
    }
    std::vector<char> answered(read.cases.size(), read.answers.empty() ? 1 : 0);
    for (const Answer &answer : read.answers) {
        if (answer.column == column && answer.caseIndex < answered.size()) {
            answered[answer.caseIndex] = 1;
        }
    }
    std::vector<char> placed(read.cases.size(), 0);
    for (int row = 0; row < int(m_cases.size()); ++row) {
        if (const qint32 at = cell(row, version).caseIndex; at >= 0) {
            // What met in both of the compared runs stands where the first of them has it.
            if (placed[size_t(at)]) {
                cell(row, version).caseIndex = -1;
            }
            placed[size_t(at)] = 1;
        }
    }
    QHash<QString, int> older;
    Names names;
    for (int row = 0; row < int(m_cases.size()); ++row) {
        const EvalCase &one = m_cases[size_t(row)];
        if (one.version != m_set.candidate && one.version != m_set.baseline) {
            older.insert(names.next(nameOf(one.version, one.caseIndex)), row);
        }
    }
    Names own;
    for (size_t index = 0; index < read.cases.size(); ++index) {
        if (placed[index] || !answered[index]) {
            continue;
        }
        const Case &one = read.cases[index];
        const QString name = own.next(nameOf(version, quint32(index)));
        int row = older.value(name, -1);
        if (row < 0 || cell(row, version).caseIndex >= 0) {
            row = int(m_cases.size());
            m_cases.push_back({.key = u"%1 %2"_s.arg(version == m_set.candidate ? 0 : version + 1).arg(name),
                               .title = titleOf(read, one, index),
                               .id = one.id,
                               .dimension = one.dimension,
                               .source = one.source,
                               .version = version,
                               .caseIndex = quint32(index)});
            m_cells.resize(m_cases.size() * size_t(m_set.versions.size()));
        }
        cell(row, version).caseIndex = qint32(index);
    }
}

QString EvalMatrix::nameOf(int version, quint32 index) const
{
    const Case &one = file(version).cases[index];
    return !one.id.isEmpty()   ? u"id "_s + one.id
           : !one.key.isNull() ? u"content "_s + QString::fromLatin1(one.key.toHex())
                               : u"place "_s + QString::number(index);
}

void EvalMatrix::addAnswers()
{
    for (int version = 0; version < m_set.versions.size(); ++version) {
        const ResultFile &read = file(version);
        std::vector<int> rows(read.cases.size(), -1);
        for (int row = 0; row < int(m_cases.size()); ++row) {
            if (const qint32 at = cell(row, version).caseIndex; at >= 0) {
                rows[size_t(at)] = row;
            }
        }
        std::vector<std::pair<int, quint32>> found;
        for (size_t i = 0; i < read.answers.size(); ++i) {
            const Answer &answer = read.answers[i];
            if (answer.column == m_set.versions[version].column && answer.caseIndex < rows.size()
                && rows[answer.caseIndex] >= 0) {
                found.emplace_back(rows[answer.caseIndex], quint32(i));
            }
        }
        std::stable_sort(found.begin(), found.end(), [&read](const auto &a, const auto &b) {
            return a.first != b.first ? a.first < b.first
                                      : read.answers[a.second].repeat < read.answers[b.second].repeat;
        });
        for (const auto &[row, answer] : found) {
            Cell &one = cell(row, version);
            if (one.count == 0) {
                one.first = quint32(m_answers.size());
            }
            ++one.count;
            m_repeats = std::max(m_repeats, int(one.count));
            m_answers.push_back(answer);
        }
    }
}

void EvalMatrix::addDimensions()
{
    QSet<QString> sources;
    QSet<QString> named;
    for (const EvalCase &one : m_cases) {
        sources.insert(one.source);
        named.insert(one.dimension);
    }
    sources.remove(QString());
    named.remove(QString());
    m_sources = sources.values();
    m_sources.sort();
    if (!m_set.comparison) {
        m_dimensions = named.values();
        m_dimensions.sort();
        if (m_dimensions.isEmpty() && m_set.candidate >= 0) {
            for (const Metric &metric : file(m_set.candidate).metrics) {
                m_dimensions.append(metric.name);
            }
        }
    } else {
        for (const DimensionComparison &dimension : m_set.comparison->dimensions) {
            m_dimensions.append(dimension.name);
            m_spans.push_back(scaleOf(dimension, m_set.options));
        }
    }
    for (const QString &dimension : std::as_const(m_dimensions)) {
        std::vector<int> metrics;
        for (int version = 0; version < m_set.versions.size(); ++version) {
            metrics.push_back(named.contains(dimension) ? -1 : metricOf(file(version), dimension));
        }
        m_metrics.push_back(std::move(metrics));
    }
}

void EvalMatrix::judge()
{
    const bool compared = m_set.comparison && m_set.baseline >= 0 && m_set.candidate >= 0;
    if (compared) {
        QHash<quint32, int> rows;
        for (int row = 0; row < int(m_cases.size()); ++row) {
            if (const qint32 at = cell(row, m_set.candidate).caseIndex; at >= 0) {
                rows.insert(quint32(at), row);
            }
        }
        for (const DimensionComparison &dimension : m_set.comparison->dimensions) {
            std::vector<qint32> pairs(m_cases.size(), -1);
            for (size_t i = 0; i < dimension.pairs.size(); ++i) {
                if (const auto row = rows.constFind(dimension.pairs[i].candidateCase); row != rows.cend()) {
                    pairs[size_t(*row)] = qint32(i);
                }
            }
            m_pairs.push_back(std::move(pairs));
        }
    }
    for (int row = 0; row < int(m_cases.size()); ++row) {
        EvalCase &one = m_cases[size_t(row)];
        if (m_set.candidate >= 0) {
            for (const EvalMark &mark : marks(row, m_set.candidate)) {
                one.unanswered = one.unanswered || mark.outcome == Outcome::Error;
                one.failing = one.failing || mark.outcome == Outcome::Error || mark.outcome == Outcome::Fail;
            }
        }
        if (!compared) {
            continue;
        }
        const bool before = cell(row, m_set.baseline).caseIndex >= 0;
        const bool after = cell(row, m_set.candidate).caseIndex >= 0;
        one.change = before && after ? CaseChange::NotJudged
                     : after         ? CaseChange::Added
                     : before        ? CaseChange::Removed
                                     : CaseChange::Older;
        bool any = false;
        for (int dimension = 0; dimension < m_dimensions.size(); ++dimension) {
            const CaseFigures found = pair(row, dimension);
            if (found.change == CaseChange::NotCompared) {
                continue;
            }
            if (!any || gravity(found.change) > gravity(one.change)) {
                one.change = found.change;
            }
            one.loss = any ? std::max(one.loss, found.loss) : found.loss;
            any = true;
        }
        const std::span<const quint32> old = answers(row, m_set.baseline);
        const std::span<const quint32> now = answers(row, m_set.candidate);
        const ResultFile &baseline = file(m_set.baseline);
        const ResultFile &candidate = file(m_set.candidate);
        for (size_t i = 0; i < std::min(old.size(), now.size()) && !one.otherWords; ++i) {
            one.otherWords = !sameWords(baseline, baseline.answers[old[i]].output, candidate,
                                        candidate.answers[now[i]].output);
        }
    }
}

bool EvalMatrix::isIn(int row, int dimension) const
{
    const EvalCase &one = m_cases[size_t(row)];
    if (!one.dimension.isEmpty()) {
        return one.dimension == m_dimensions[dimension];
    }
    if (!m_pairs.empty() && m_pairs[size_t(dimension)][size_t(row)] >= 0) {
        return true;
    }
    const QList<EvalMark> judged = marks(row, one.version, dimension);
    return m_metrics[size_t(dimension)][size_t(one.version)] >= 0 && !judged.isEmpty();
}

std::span<const quint32> EvalMatrix::answers(int row, int version) const
{
    const Cell &one = cell(row, version);
    return std::span(m_answers).subspan(one.first, one.count);
}

std::optional<quint32> EvalMatrix::caseIn(int row, int version) const
{
    const qint32 at = cell(row, version).caseIndex;
    return at >= 0 ? std::optional(quint32(at)) : std::nullopt;
}

QList<EvalMark> EvalMatrix::marks(int row, int version, int dimension) const
{
    const ResultFile &read = file(version);
    const int metric = dimension >= 0 ? m_metrics[size_t(dimension)][size_t(version)] : -1;
    QList<EvalMark> out;
    for (const quint32 index : answers(row, version)) {
        const Answer &answer = read.answers[index];
        if (metric < 0) {
            out.append({.outcome = answer.outcome, .score = answer.score, .answer = index});
            continue;
        }
        for (quint64 at = answer.firstJudgement; at < answer.firstJudgement + answer.judgementCount; ++at) {
            if (const Judgement &judged = read.judgements[at]; judged.metric == quint32(metric)) {
                out.append({.outcome = judged.outcome, .score = judged.score, .answer = index});
                break;
            }
        }
    }
    return out;
}

CaseFigures EvalMatrix::pair(int row, int dimension) const
{
    if (m_pairs.empty()) {
        return {};
    }
    const qint32 at = m_pairs[size_t(dimension)][size_t(row)];
    if (at < 0) {
        return {};
    }
    const DimensionComparison &compared = m_set.comparison->dimensions[dimension];
    const PairedCase &pair = compared.pairs[size_t(at)];
    CaseFigures out{.before = pair.baseline, .after = pair.candidate};
    switch (pair.state) {
    case PairState::Win:
        out.change = CaseChange::Won;
        break;
    case PairState::Loss:
        out.change = CaseChange::Lost;
        break;
    case PairState::Tie:
        out.change = CaseChange::Same;
        break;
    case PairState::Flaky:
        out.change = CaseChange::Varies;
        break;
    case PairState::Error:
        out.change = CaseChange::NotJudged;
        break;
    }
    const double fall =
        compared.higherIsBetter ? pair.baseline - pair.candidate : pair.candidate - pair.baseline;
    out.loss = std::isfinite(fall) ? fall / m_spans[size_t(dimension)] : 0;
    return out;
}

bool EvalMatrix::says(int row, const QStringList &words) const
{
    const EvalCase &one = m_cases[size_t(row)];
    const ResultFile &read = file(one.version);
    const Case &source = read.cases[one.caseIndex];
    return std::all_of(words.cbegin(), words.cend(), [&](const QString &given) {
        const QString word = given.toLower();
        if (one.title.contains(word, Qt::CaseInsensitive) || one.id.contains(word, Qt::CaseInsensitive)
            || contains(read, source.input, word) || contains(read, source.expected, word)) {
            return true;
        }
        for (int version = 0; version < m_set.versions.size(); ++version) {
            const ResultFile &other = file(version);
            for (const quint32 answer : answers(row, version)) {
                if (contains(other, other.answers[answer].output, word)) {
                    return true;
                }
            }
        }
        return false;
    });
}

const Case &EvalMatrix::evalCase(int row) const
{
    const EvalCase &one = m_cases[size_t(row)];
    return file(one.version).cases[one.caseIndex];
}

} // namespace countersign
