// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/PromptsModel.h"
#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QStackedWidget;
class QTreeView;

namespace countersign {

class EmptyState;
class PlainLabel;
class PromptColumnHead;
class PromptFilter;
class SearchField;

// The governed files as a tree with what runs where, and the filter over names, owners and words of the texts.
class PromptList : public QWidget
{
    Q_OBJECT

public:
    explicit PromptList(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    [[nodiscard]] ArtifactId chosen() const { return m_chosen; }
    // Nothing is chosen when the filter hides it or it does not exist.
    void choose(const ArtifactId &artifact);
    [[nodiscard]] QString filter() const;
    void setFilter(const QString &words);
    [[nodiscard]] QTreeView *tree() const { return m_tree; }
    void focusFirst();
    // Stores folds and the place of scrolling.
    void keep();

signals:
    void chosenChanged(const countersign::ArtifactId &artifact);
    void filterChanged();
    void open(const countersign::Address &address);

private:
    void applyFilter();
    void search();
    void showEmpty();
    void restoreFolds();
    void takeCurrent();

    PageContext m_context;
    ViewPointer m_view;
    PromptsModel *m_model = nullptr;
    PromptFilter *m_proxy = nullptr;
    SearchField *m_field = nullptr;
    QButtonGroup *m_chips = nullptr;
    PromptColumnHead *m_head = nullptr;
    QStackedWidget *m_stack = nullptr;
    QTreeView *m_tree = nullptr;
    EmptyState *m_empty = nullptr;
    PlainLabel *m_searchError = nullptr;
    QTimer m_wait;
    QTimer m_keepFolds;
    Latest<Result<QList<Workspace::TextMatch>>> m_matches;
    ArtifactId m_chosen;
    bool m_restoring = false;
};

} // namespace countersign
