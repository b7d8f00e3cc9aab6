// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/CasesModel.h"

#include "services/LogExport.h"

#include <algorithm>
#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array everyChoice{CasesShown::All,        CasesShown::Lost,       CasesShown::Won,
                                 CasesShown::Same,       CasesShown::Varies,     CasesShown::Failing,
                                 CasesShown::Unanswered, CasesShown::OtherWords, CasesShown::OnlyInOne};

} // namespace

QString toString(CaseChange change)
{
    switch (change) {
    case CaseChange::NotCompared:
        return u"not_compared"_s;
    case CaseChange::Lost:
        return u"lost"_s;
    case CaseChange::Won:
        return u"won"_s;
    case CaseChange::Same:
        return u"same"_s;
    case CaseChange::Varies:
        return u"varies"_s;
    case CaseChange::NotJudged:
        return u"not_judged"_s;
    case CaseChange::Added:
        return u"added"_s;
    case CaseChange::Removed:
        return u"removed"_s;
    case CaseChange::Older:
        return u"older"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

CasesModel::CasesModel(QObject *parent) : QAbstractTableModel(parent) {}

void CasesModel::setMatrix(std::shared_ptr<const EvalMatrix> matrix)
{
    beginResetModel();
    m_matrix = std::move(matrix);
    refresh();
    endResetModel();
}

void CasesModel::setFilter(const CasesFilter &filter)
{
    if (m_filter == filter) {
        return;
    }
    beginResetModel();
    m_filter = filter;
    refresh();
    endResetModel();
}

CaseChange CasesModel::changeOf(int row) const
{
    if (m_dimension >= 0) {
        if (const CaseFigures pair = m_matrix->pair(row, m_dimension);
            pair.change != CaseChange::NotCompared) {
            return pair.change;
        }
    }
    return m_matrix->cases()[size_t(row)].change;
}

double CasesModel::lossOf(int row) const
{
    return m_dimension >= 0 ? m_matrix->pair(row, m_dimension).loss : m_matrix->cases()[size_t(row)].loss;
}

bool CasesModel::passes(int row, CasesShown shown) const
{
    const EvalCase &one = m_matrix->cases()[size_t(row)];
    const CaseChange change = changeOf(row);
    switch (shown) {
    case CasesShown::All:
        return true;
    case CasesShown::Lost:
        return change == CaseChange::Lost;
    case CasesShown::Won:
        return change == CaseChange::Won;
    case CasesShown::Same:
        return change == CaseChange::Same;
    case CasesShown::Varies:
        return change == CaseChange::Varies;
    case CasesShown::Failing:
        return one.failing;
    case CasesShown::Unanswered:
        return one.unanswered;
    case CasesShown::OtherWords:
        return one.otherWords;
    case CasesShown::OnlyInOne:
        return change == CaseChange::Added || change == CaseChange::Removed || change == CaseChange::Older;
    }
    Q_UNREACHABLE_RETURN(false);
}

void CasesModel::refresh()
{
    m_rows.clear();
    m_count = {};
    m_dimension = -1;
    if (!m_matrix) {
        return;
    }
    m_dimension = m_filter.dimension.isEmpty() ? -1 : m_matrix->dimensionIndex(m_filter.dimension);
    const QStringList words = m_filter.words.split(u' ', Qt::SkipEmptyParts);
    for (int row = 0; row < int(m_matrix->cases().size()); ++row) {
        const EvalCase &one = m_matrix->cases()[size_t(row)];
        if ((!m_filter.dimension.isEmpty() && (m_dimension < 0 || !m_matrix->isIn(row, m_dimension)))
            || (!m_filter.source.isEmpty() && one.source != m_filter.source)
            || (!words.isEmpty() && !m_matrix->says(row, words))) {
            continue;
        }
        ++m_count.all;
        for (const CasesShown shown : everyChoice) {
            m_count.shown[shown] += passes(row, shown) ? 1 : 0;
        }
        if (passes(row, m_filter.shown)) {
            m_rows.push_back({.row = row});
        }
    }
    switch (m_filter.order) {
    case CasesOrder::Suite:
        break;
    case CasesOrder::LargestLoss:
        std::ranges::stable_sort(
            m_rows, [this](const CaseRow &a, const CaseRow &b) { return lossOf(a.row) > lossOf(b.row); });
        break;
    case CasesOrder::LargestGain:
        std::ranges::stable_sort(
            m_rows, [this](const CaseRow &a, const CaseRow &b) { return lossOf(a.row) < lossOf(b.row); });
        break;
    case CasesOrder::Name:
        std::ranges::stable_sort(m_rows, [this](const CaseRow &a, const CaseRow &b) {
            const auto &cases = m_matrix->cases();
            return cases[size_t(a.row)].title.compare(cases[size_t(b.row)].title, Qt::CaseInsensitive) < 0;
        });
        break;
    }
    const auto apart = std::ranges::stable_partition(
        m_rows, [this](const CaseRow &one) { return changeOf(one.row) != CaseChange::Varies; });
    if (!apart.empty()) {
        m_rows.insert(apart.begin(), {.apart = int(apart.size())});
    }
}

int CasesModel::shownCases() const
{
    return m_matrix ? m_count.shown.value(m_filter.shown) : 0;
}

QModelIndex CasesModel::indexOf(const QString &key) const
{
    for (size_t row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].row >= 0 && m_matrix->cases()[size_t(m_rows[row].row)].key == key) {
            return index(int(row), 0);
        }
    }
    return {};
}

int CasesModel::placeOf(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return -1;
    }
    const auto before = m_rows.begin() + index.row();
    return int(std::count_if(m_rows.begin(), before, [](const CaseRow &row) { return row.row >= 0; }));
}

int CasesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CasesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_matrix ? 0 : 1 + int(m_matrix->set().versions.size());
}

QVariant CasesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const CaseRow &row = m_rows[size_t(index.row())];
    switch (role) {
    case ValueRole: {
        if (index.column() == 0 || row.row < 0) {
            return QVariant::fromValue(row);
        }
        CaseCell cell{.row = row.row, .version = index.column() - 1};
        cell.present = m_matrix->caseIn(cell.row, cell.version).has_value();
        cell.marks = m_matrix->marks(cell.row, cell.version, m_dimension);
        return QVariant::fromValue(cell);
    }
    case KeyRole:
        return row.row < 0 ? u"head"_s : m_matrix->cases()[size_t(row.row)].key;
    case HeadRole:
        return row.row < 0;
    default:
        return {};
    }
}

Qt::ItemFlags CasesModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return m_rows[size_t(index.row())].row < 0 ? usual : usual | Qt::ItemIsSelectable;
}

QByteArray CasesModel::csv() const
{
    if (!m_matrix) {
        return {};
    }
    const auto field = [](const QString &text) { return csvField(text, CsvFormulas::Guarded); };
    QStringList line{u"id"_s, u"name"_s, u"dimension"_s, u"source"_s, u"change"_s};
    for (const EvalVersion &version : m_matrix->set().versions) {
        for (const QLatin1StringView what : {"passed"_L1, "failed"_L1, "not_judged"_L1, "score"_L1}) {
            line.append(field(version.name + u' ' + what));
        }
    }
    QByteArray csv = line.join(u',').toUtf8() + "\r\n";
    for (const CaseRow &shown : m_rows) {
        if (shown.row < 0) {
            continue;
        }
        const EvalCase &one = m_matrix->cases()[size_t(shown.row)];
        line = {field(one.id), field(one.title), field(one.dimension), field(one.source),
                toString(changeOf(shown.row))};
        for (int version = 0; version < m_matrix->set().versions.size(); ++version) {
            qint64 passed = 0;
            qint64 failed = 0;
            qint64 errors = 0;
            double sum = 0;
            int figures = 0;
            for (const EvalMark &mark : m_matrix->marks(shown.row, version, m_dimension)) {
                passed += mark.outcome == evals::Outcome::Pass ? 1 : 0;
                failed += mark.outcome == evals::Outcome::Fail ? 1 : 0;
                errors += mark.outcome == evals::Outcome::Error ? 1 : 0;
                if (!std::isnan(mark.score)) {
                    sum += mark.score;
                    ++figures;
                }
            }
            const bool present = m_matrix->caseIn(shown.row, version).has_value();
            for (const qint64 count : {passed, failed, errors}) {
                line.append(present ? QString::number(count) : QString());
            }
            line.append(figures > 0 ? QString::number(sum / figures, 'g', 6) : QString());
        }
        csv += line.join(u',').toUtf8() + "\r\n";
    }
    return csv;
}

} // namespace countersign
