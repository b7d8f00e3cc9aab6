// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/common/Fields.h"
#include "ui/common/RowModels.h"

#include <QFutureWatcher>
#include <QTimer>

class QComboBox;
class QListView;
class QVBoxLayout;

namespace countersign {

class BusyLine;
class DryRunBar;
class EmptyState;
class NoticeBar;
class PlainLabel;
class ProseView;

// The past under the edited policy: a sentence, a bar, the changes concerned, what it costs people and what it cannot
// know. Follows an edit after a pause; what it showed before stays until the new answer is there.
class DryRunPanel : public Ground
{
    Q_OBJECT

public:
    static constexpr int followAfterMs = 500;

    // `workspace` outlives it.
    explicit DryRunPanel(Workspace &workspace, QWidget *parent = nullptr);

    // The policy to run; nothing while it cannot be run.
    void setPolicy(const std::optional<Policy> &policy, const ViewPointer &view);
    // The answer is of the policy that was set last.
    [[nodiscard]] bool isCurrent() const { return m_shown && !m_soon.isActive() && !m_running; }
    [[nodiscard]] const std::optional<DryRun> &result() const { return m_result; }
    [[nodiscard]] QListView *list() const { return m_list; }

signals:
    void changeChosen(const countersign::ChangeId &change);
    // isCurrent() may be another one.
    void stateChanged();

private:
    void run();
    void show();
    [[nodiscard]] EntryRowData rowOf(const DryRunChange &one) const;
    void addLine(const std::optional<Sign> &sign, const QString &sentence, ColorRole color);

    Workspace &m_workspace;
    ViewPointer m_view;
    std::optional<Policy> m_policy;
    std::optional<DryRun> m_result;
    std::optional<Error> m_error;
    bool m_shown = false;
    bool m_running = false;
    bool m_stopped = false;
    QTimer m_soon;
    Latest<Result<DryRun>> m_latest{this};
    QFutureWatcher<Result<DryRun>> m_progress;
    QComboBox *m_past = nullptr;
    BusyLine *m_busy = nullptr;
    NoticeBar *m_notice = nullptr;
    PlainLabel *m_empty = nullptr;
    QWidget *m_body = nullptr;
    ProseView *m_sentence = nullptr;
    DryRunBar *m_bar = nullptr;
    PlainLabel *m_sameCount = nullptr;
    PlainLabel *m_otherCount = nullptr;
    QListView *m_list = nullptr;
    RowList<EntryRowData> *m_rows = nullptr;
    QWidget *m_linePlace = nullptr;
    QVBoxLayout *m_lines = nullptr;
};

} // namespace countersign
