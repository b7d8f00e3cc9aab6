// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/CasesModel.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace countersign {

class FilterChip;
class MatrixView;
class PlainLabel;
class SearchField;

// The matrix with its filter: chips that say how many cases each shows, words, dimension, source and order.
class CasesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CasesPanel(QWidget *parent = nullptr);

    void setMatrix(std::shared_ptr<const EvalMatrix> matrix);
    [[nodiscard]] CasesModel *cases() const { return m_cases; }
    [[nodiscard]] MatrixView *view() const { return m_view; }
    void setFilter(const CasesFilter &filter);
    // Opens the row with the words and puts the focus there.
    void openSearch();
    // Drops what is filtered, the last thing first; false when all cases are shown.
    bool escape();

signals:
    void filterChanged();

private:
    void follow();
    void fillChoices();
    void choose(CasesShown shown, bool on);
    void openOrders();

    CasesModel *m_cases = nullptr;
    MatrixView *m_view = nullptr;
    QHash<CasesShown, FilterChip *> m_chips;
    QPushButton *m_order = nullptr;
    QPushButton *m_more = nullptr;
    QWidget *m_second = nullptr;
    SearchField *m_words = nullptr;
    QComboBox *m_dimension = nullptr;
    QComboBox *m_source = nullptr;
    PlainLabel *m_none = nullptr;
    bool m_filling = false;
};

} // namespace countersign
