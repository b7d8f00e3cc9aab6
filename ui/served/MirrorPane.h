// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/MirrorDesk.h"
#include "ui/common/RowModels.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QWidget>

class QListView;
class QPushButton;
class QStackedWidget;

namespace countersign {

class BusyLine;
class DiffView;
class EmptyState;
class FactList;
class NoticeBar;
class PlainLabel;

// One mirror of the record in a git repository: what waits to be written there, and every governed file that somebody edited there,
// with its difference; it is adopted as a change or put back.
class MirrorPane : public QWidget
{
    Q_OBJECT

public:
    // `context.mirrors` is there.
    explicit MirrorPane(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    // Looks at another mirror; nothing is done for the one that is shown already.
    void setPlace(const MirrorPlace &place);
    // Stops what runs and shows none.
    void clear();
    // Whether there was an edit to adopt.
    bool adoptChosen();
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void open(const Address &address);
    void forgotten();

private:
    enum class Act { Look, Mirror };

    void build();
    void buildDetail(QWidget *parent);
    void run(Act act, const QList<MirrorPutBack> &putBack = {});
    void stop();
    void showReport();
    void showRow();
    void showDifference(const MirrorEdit &edit);
    void sayNotCompared(const Error &error);
    void adopt();
    void askToPutBack();
    void forget();
    [[nodiscard]] const MirrorEdit *current() const;
    [[nodiscard]] QString readOnlyReason() const;

    PageContext m_context;
    ViewPointer m_view;
    MirrorPlace m_place;
    std::optional<MirrorReport> m_report;
    bool m_written = false; // m_report tells of a run that wrote
    qint64 m_lookedAt = 0;
    QString m_shown; // key of the edit whose difference is shown
    bool m_working = false;
    Latest<Result<MirrorReport>> m_running{this};
    Latest<Result<EditedFile>> m_proposed{this};
    Latest<Result<AssessedChange>> m_assessed{this};

    PlainLabel *m_title = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_forget = nullptr;
    QPushButton *m_look = nullptr;
    QPushButton *m_mirror = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    QStackedWidget *m_results = nullptr;
    QListView *m_rows = nullptr;
    RowList<RequirementRowData> *m_rowModel = nullptr;
    EmptyState *m_nothing = nullptr;
    QWidget *m_detail = nullptr;
    PlainLabel *m_rowTitle = nullptr;
    FactList *m_facts = nullptr;
    QPushButton *m_adopt = nullptr;
    QPushButton *m_putBack = nullptr;
    PlainLabel *m_why = nullptr;
    BusyLine *m_comparing = nullptr;
    DiffView *m_difference = nullptr;
};

} // namespace countersign
