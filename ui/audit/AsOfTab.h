// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/AsOf.h"
#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/audit/TimeLine.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QWidget>

class QComboBox;
class QListView;
class QSpinBox;
class QSplitter;

namespace countersign {

class AsOfHead;
class AsOfModel;
class DiffPane;
class EmptyState;
class FactList;
class PlainLabel;

// What ran in an environment at two moments, those that differ first, and the difference of the texts.
class AsOfTab : public QWidget
{
    Q_OBJECT

public:
    explicit AsOfTab(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    void setMoment(TimeMark mark, Sequence seq);
    [[nodiscard]] Sequence moment(TimeMark mark) const;
    void focusFirst();
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void open(const countersign::Address &address);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Moments
    {
        QSpinBox *event = nullptr;
        PlainLabel *date = nullptr;
    };
    void makeBar();
    Moments makeMoment(QWidget *bar, TimeMark mark);
    void refresh();
    void showDate(TimeMark mark);
    void showCurrent();
    [[nodiscard]] QList<EnvironmentId> environments() const;
    Moments &partsOf(TimeMark mark) { return mark == TimeMark::A ? m_a : m_b; }
    [[nodiscard]] const Moments &partsOf(TimeMark mark) const { return mark == TimeMark::A ? m_a : m_b; }

    PageContext m_context;
    ViewPointer m_view;
    Moments m_a;
    Moments m_b;
    bool m_followsHead = true; // B stands at the newest event until it is moved
    Latest<Result<QList<LogEntry>>> m_dateA;
    Latest<Result<QList<LogEntry>>> m_dateB;
    Latest<Result<FileComparison>> m_comparison;
    QComboBox *m_environment = nullptr;
    PlainLabel *m_events = nullptr;
    TimeLine *m_line = nullptr;
    QSplitter *m_split = nullptr;
    AsOfModel *m_model = nullptr;
    AsOfHead *m_columns = nullptr;
    QListView *m_list = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_sentence = nullptr;
    FactList *m_facts = nullptr;
    DiffPane *m_diff = nullptr;
    ChangeId m_change;
    AsOfRow m_shown;
};

} // namespace countersign
