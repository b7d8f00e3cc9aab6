// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/ReleasesModel.h"
#include "ui/common/RowModels.h"
#include "ui/shell/Address.h"

#include <QWidget>

class QListView;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace countersign {

class Clock;
class FactList;
class LaneChip;
class LinkLabel;
class NoticeBar;
class PlainLabel;

// When a policy came in force, as who put it there claims.
struct PolicyMoment
{
    Sequence seq = 0;
    qint64 when = 0;
    int version = 0;

    friend bool operator==(const PolicyMoment &, const PolicyMoment &) = default;
};

// About the chosen cell of the board: which change made what runs there, who approved, what the note says about taking
// it back, and what ran there before.
class ReleaseDetail : public QWidget
{
    Q_OBJECT

public:
    // A release under a policy younger than this says so for ever: whoever weakens the policy to release and strengthens
    // it again leaves that mark (T-10).
    static constexpr int youngPolicyDays = 7;

    explicit ReleaseDetail(const Clock &clock, QWidget *parent = nullptr);

    // Every policy but the first, in the order of the record.
    void setPolicies(const QList<PolicyMoment> &policies);

    // An empty artifact: nothing is chosen.
    void setCell(const ViewPointer &view, const ReleaseCell &cell);
    void setWriting(bool writing);
    [[nodiscard]] QListView *history() const { return m_history; }
    [[nodiscard]] QWidget *firstControl() const;

signals:
    void open(const countersign::Address &address);
    void promoteAsked(const countersign::ReleaseCell &cell);
    void rollBackAsked(const countersign::ReleaseCell &cell);

private:
    void fillFacts(const WorkspaceView &view, const ReleaseCell &cell);
    void showYoungPolicy();

    const Clock &m_clock;
    ViewPointer m_view;
    QList<PolicyMoment> m_policies;
    ReleaseCell m_cell;
    ChangeId m_change;
    bool m_writing = false;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_where = nullptr;
    LinkLabel *m_changeLink = nullptr;
    LaneChip *m_lane = nullptr;
    QPushButton *m_promote = nullptr;
    QPushButton *m_rollBack = nullptr;
    PlainLabel *m_reason = nullptr;
    NoticeBar *m_young = nullptr;
    FactList *m_facts = nullptr;
    PlainLabel *m_historyTitle = nullptr;
    QListView *m_history = nullptr;
    EventRows *m_rows = nullptr;
};

} // namespace countersign
