// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/EvalMatrix.h"
#include "models/ModelRoles.h"

#include <QAbstractTableModel>
#include <QMetaType>

namespace countersign {

/// Which cases are shown.
enum class CasesShown {
    All,
    Lost,
    Won,
    Same,
    Varies,
    Failing,    ///< an answer of the candidate failed or was not judged
    Unanswered, ///< an answer of the candidate was not judged
    OtherWords, ///< the two answered in other words
    OnlyInOne,  ///< only one of the two has the case, or neither
};

enum class CasesOrder { LargestLoss, LargestGain, Suite, Name };

struct CasesFilter
{
    CasesShown shown = CasesShown::All;
    QString dimension = {}; ///< empty: all
    QString source = {};    ///< empty: all
    QString words = {};     ///< all of them, anywhere in the case or its answers
    CasesOrder order = CasesOrder::LargestLoss;
    friend bool operator==(const CasesFilter &, const CasesFilter &) = default;
};

/// How many cases each choice would show, with the rest of the filter as it is.
struct CasesCount
{
    QHash<CasesShown, int> shown = {};
    int all = 0;
};

/// One row of the matrix; -1 is the head over the cases that are held apart.
struct CaseRow
{
    int row = -1;  ///< into EvalMatrix::cases
    int apart = 0; ///< of a head: how many stand under it
    friend bool operator==(const CaseRow &, const CaseRow &) = default;
};

/// What one version answered to one case.
struct CaseCell
{
    int row = -1;
    int version = -1; ///< into EvalSet::versions
    bool present = false;
    QList<EvalMark> marks = {};
};

/// Rows are cases, with those whose answers vary by themselves apart at the end under a head; columns: 0 the case
/// (ValueRole is CaseRow), then one per version in the order of the set (ValueRole is CaseCell). KeyRole is the case's
/// key in every column. Nothing is copied: each cell is read from the matrix when it is asked for.
class CasesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit CasesModel(QObject *parent = nullptr);

    /// nullptr for nothing. Keeps the filter.
    void setMatrix(std::shared_ptr<const EvalMatrix> matrix);
    [[nodiscard]] const std::shared_ptr<const EvalMatrix> &matrix() const { return m_matrix; }
    void setFilter(const CasesFilter &filter);
    [[nodiscard]] const CasesFilter &filter() const { return m_filter; }
    /// Into EvalMatrix::dimensions, or -1: by what the marks are judged.
    [[nodiscard]] int dimension() const { return m_dimension; }
    [[nodiscard]] const CasesCount &count() const { return m_count; }
    /// Cases shown, heads not counted.
    [[nodiscard]] int shownCases() const;
    /// Row of the case, column 0; invalid when it is not shown.
    [[nodiscard]] QModelIndex indexOf(const QString &key) const;
    /// Place of that row among the cases shown, from 0.
    [[nodiscard]] int placeOf(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// The rows shown as a table (RFC 4180, UTF-8): id, name, dimension, source, change, then per version passed,
    /// failed, not judged and the mean score.
    [[nodiscard]] QByteArray csv() const;

private:
    void refresh();
    [[nodiscard]] bool passes(int row, CasesShown shown) const;
    [[nodiscard]] double lossOf(int row) const;
    [[nodiscard]] CaseChange changeOf(int row) const;

    std::shared_ptr<const EvalMatrix> m_matrix;
    CasesFilter m_filter;
    int m_dimension = -1;
    std::vector<CaseRow> m_rows;
    CasesCount m_count;
};

/// "lost", "won", "same", "varies", …; for files.
[[nodiscard]] QString toString(CaseChange change);

} // namespace countersign

Q_DECLARE_METATYPE(countersign::CaseRow)
Q_DECLARE_METATYPE(countersign::CaseCell)
