// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/policy/PolicyTables.h"

#include <QTableView>

class QStandardItemModel;

namespace countersign {

// A table of words that wrap, with lanes as chips. Read with the arrows like any table.
class PolicyTableView : public QTableView
{
    Q_OBJECT

public:
    explicit PolicyTableView(QWidget *parent = nullptr);

    void setTable(const PolicyTable &table, const QString &name);
    // As high as its rows, so that something can stand below.
    void setFitted(bool fitted);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void spread();

    QStandardItemModel *m_model = nullptr;
    QList<int> m_widths;
    bool m_fitted = false;
};

} // namespace countersign
