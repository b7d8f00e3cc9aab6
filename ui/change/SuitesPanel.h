// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/RowModels.h"

#include <QWidget>

class QListView;

namespace countersign {

class NoticeBar;
class PlainLabel;

// Beside the evals of a change: its suites and how each stands, what more cases would settle, and who looked at cases
// by hand.
class SuitesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SuitesPanel(QWidget *parent = nullptr);

    // The keys of the rows are ids of suites; one of them is chosen.
    void setSuites(const QList<RequirementRowData> &rows, const QString &chosen);
    // In the place of the rows when there are none.
    void setNone(const QString &sentence);
    // Empty for nothing.
    void setAdvice(const QString &sentence);
    void setSpotChecks(const QList<RequirementRowData> &rows);
    [[nodiscard]] QListView *suites() const { return m_suites; }

signals:
    void suiteChosen(const QString &suite);

private:
    void fit();

    PlainLabel *m_none = nullptr;
    QListView *m_suites = nullptr;
    RowList<RequirementRowData> *m_suiteRows = nullptr;
    NoticeBar *m_advice = nullptr;
    PlainLabel *m_spotTitle = nullptr;
    QListView *m_spots = nullptr;
    RowList<RequirementRowData> *m_spotRows = nullptr;
    bool m_filling = false;
};

} // namespace countersign
