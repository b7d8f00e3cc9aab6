// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EventsModel.h"
#include "ui/common/RowData.h"

#include <QAbstractListModel>
#include <QDate>

namespace countersign {

class Clock;

// The record as rows with a head for each day, newest first. Reads on as it scrolls. Shows only the events of one
// environment when one is named, and reads on until it finds some.
class HistoryModel : public QAbstractListModel
{
    Q_OBJECT

public:
    HistoryModel(EventsModel *events, const Clock &clock, QObject *parent = nullptr);

    void setView(const ViewPointer &view);
    void setEnvironment(const EnvironmentId &environment);
    // The event of a row; nullptr for the head of a day.
    [[nodiscard]] const LogEntry *entry(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(Sequence seq) const;
    // Events shown, heads not counted.
    [[nodiscard]] int eventCount() const { return m_shown; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

private:
    struct Item
    {
        int event = -1; // into the events; -1: the head of `day`
        QDate day = {};
    };
    [[nodiscard]] bool fits(const LogEntry &entry) const;
    [[nodiscard]] static QDate dayOf(const LogEntry &entry);
    [[nodiscard]] EventRowData rowOf(const Item &item) const;
    void rebuild();
    void append(int first, int last);

    EventsModel *m_events;
    const Clock &m_clock;
    ViewPointer m_view;
    EnvironmentId m_environment;
    QList<Item> m_items;
    int m_shown = 0;
};

} // namespace countersign
