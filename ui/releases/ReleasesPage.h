// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/ReleasesModel.h"
#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

#include <QPointer>

class QSplitter;
class QStackedWidget;

namespace countersign {

class BoardModel;
class EmptyState;
class NoticeBar;
class PlainLabel;
class ReleaseBoard;
class ReleaseDetail;
class SearchField;
class Sheet;

// What runs where, what can go on, and the way back.
class ReleasesPage : public Page
{
    Q_OBJECT

public:
    explicit ReleasesPage(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view) override;
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    bool escape() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void readPolicies();
    void choose(const ArtifactId &artifact, const EnvironmentId &environment);
    void showCurrent();
    void showEmpty();
    void release(const ArtifactId &artifact, const SemVer &version, const EnvironmentId &environment);
    void rollBack(const ArtifactId &artifact, const EnvironmentId &environment);
    void sheetOpened(Sheet *sheet);
    void tell(const ArtifactId &artifact, const EnvironmentId &environment, const SemVer &version, bool back);

    PageContext m_context;
    ViewPointer m_view;
    ReleasesModel *m_model = nullptr;
    BoardModel *m_words = nullptr;
    PlainLabel *m_summary = nullptr;
    SearchField *m_filter = nullptr;
    NoticeBar *m_notice = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QSplitter *m_split = nullptr;
    ReleaseBoard *m_board = nullptr;
    PolicyHash m_policiesOf;
    Latest<Result<QList<LogEntry>>> m_policies{this};
    ReleaseDetail *m_detail = nullptr;
    QPointer<Sheet> m_sheet;
    bool m_widthsChosen = false;
    bool m_spreading = false;
};

} // namespace countersign
