// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/ChangesModel.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

#include <QPointer>

class QListView;
class QStackedWidget;

namespace countersign {

class ChangesHead;
class EmptyState;
class FilterChip;
class NewChangeSheet;
class PlainLabel;
class SearchField;

// All proposals, whose turn it is, how far they are.
class ChangesPage : public Page
{
    Q_OBJECT

public:
    explicit ChangesPage(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view) override;
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    bool primaryAction() override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    bool escape() override;

private:
    void filter();
    void showEmpty();
    void openRow(const QModelIndex &index);
    void newChange(const ArtifactId &artifact);

    PageContext m_context;
    ViewPointer m_view;
    ChangesModel m_model;
    QAbstractItemModel *m_rows = nullptr;
    SearchField *m_filter = nullptr;
    FilterChip *m_open = nullptr;
    FilterChip *m_mine = nullptr;
    FilterChip *m_myTurn = nullptr;
    FilterChip *m_high = nullptr;
    FilterChip *m_closed = nullptr;
    QPushButton *m_new = nullptr;
    PlainLabel *m_why = nullptr;
    ChangesHead *m_head = nullptr;
    QListView *m_list = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QPointer<NewChangeSheet> m_sheet;
};

} // namespace countersign
