// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/Lane.h"
#include "ui/common/RowModels.h"

#include <QWidget>

#include <functional>

class QListView;
class QPushButton;

namespace countersign {

class EntryModel;
class LaneControl;
class PlainLabel;
class SectionHead;

// "What this changes": the entries of the instruction diff, with previous and next.
class EntriesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EntriesPanel(QWidget *parent = nullptr);

    // `reader` makes the row of an entry when it is asked for; it may be asked until the next call.
    using Reader = std::function<EntryRowData(int entry)>;
    // `about` stands above the list, `empty` in its place when it has no rows; either may be empty.
    void setEntries(int count, const Reader &reader, const QString &about, const QString &empty);
    void setCurrent(int entry);
    [[nodiscard]] QListView *list() const { return m_list; }

signals:
    void chosen(int entry);
    void walked(int direction);

private:
    SectionHead *m_head = nullptr;
    PlainLabel *m_about = nullptr;
    PlainLabel *m_empty = nullptr;
    QListView *m_list = nullptr;
    EntryModel *m_rows = nullptr;
};

// "Risk of this text": the lane while one types, why, what went since, and what the lane will ask for.
class LanePanel : public QWidget
{
    Q_OBJECT

public:
    explicit LanePanel(QWidget *parent = nullptr);

    void setLane(Lane lane, bool known);
    void setReasons(const QList<EntryRowData> &reasons, const QList<EntryRowData> &gone);
    void setAsks(const QString &title, const QList<RequirementRowData> &asks);
    // Under the head: that the lane is being worked out, or that it could not be.
    void setState(const QString &words, bool failed);
    [[nodiscard]] Lane lane() const { return m_lane; }
    [[nodiscard]] QListView *reasons() const { return m_reasons; }

signals:
    void reasonChosen(const QString &key);

private:
    void fit();

    Lane m_lane = Lane::Low;
    PlainLabel *m_state = nullptr;
    LaneControl *m_control = nullptr;
    QListView *m_reasons = nullptr;
    RowList<EntryRowData> *m_reasonRows = nullptr;
    PlainLabel *m_none = nullptr;
    PlainLabel *m_asksTitle = nullptr;
    QListView *m_asks = nullptr;
    RowList<RequirementRowData> *m_askRows = nullptr;
};

// A head and a list of what a lane asks for, beside the note.
class AsksPanel : public QWidget
{
    Q_OBJECT

public:
    explicit AsksPanel(QWidget *parent = nullptr);

    void setAsks(const QString &title, const QList<RequirementRowData> &asks);

private:
    PlainLabel *m_title = nullptr;
    QListView *m_list = nullptr;
    RowList<RequirementRowData> *m_rows = nullptr;
};

} // namespace countersign
