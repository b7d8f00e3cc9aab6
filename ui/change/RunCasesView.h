// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/RunCases.h"

#include <QAbstractListModel>
#include <QListView>

#include <array>
#include <vector>

namespace countersign {

class RunDesk;

// The cases of the run that is under way, with how far each is; rows of RequirementRow.
class RunCasesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    // `desk` outlives it.
    explicit RunCasesModel(const RunDesk &desk, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    // "3 running, 12 passed, 1 failed, 24 waiting"
    [[nodiscard]] QString summary() const;

private:
    void count();

    const RunDesk &m_desk;
    std::vector<RunCaseState> m_states; // of the rows, as was told
    std::array<qint64, 5> m_counts{};   // how many of the rows are in each state
};

// The list of them, as high as a few rows.
class RunCasesView : public QListView
{
    Q_OBJECT

public:
    explicit RunCasesView(RunCasesModel *model, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace countersign
