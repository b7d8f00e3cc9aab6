// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/InboxModel.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

void appendGroup(QList<InboxRow> &rows, const QString &key, InboxGroup group, const QList<ChangeItem> &items)
{
    if (items.isEmpty()) {
        return;
    }
    rows.append({.key = u"group/"_s + key, .head = true, .group = group, .count = int(items.size())});
    for (const ChangeItem &item : items) {
        rows.append({.key = item.key, .group = group, .count = 0, .item = item});
    }
}

} // namespace

InboxModel::InboxModel(QObject *parent) : KeyedList(parent) { }

void InboxModel::setInbox(const Inbox &inbox)
{
    QList<InboxRow> rows;
    appendGroup(rows, u"yours"_s, InboxGroup::NeedsYou, inbox.needsYou);
    appendGroup(rows, u"waiting"_s, InboxGroup::Waiting, inbox.waiting);
    setRows(rows);
}

RecentModel::RecentModel(QObject *parent) : KeyedList(parent) { }

void RecentModel::setEvents(const QList<RecentEvent> &events, qsizetype most)
{
    QList<RecentRow> rows;
    for (const RecentEvent &event : events.first(qMin(most, events.size()))) {
        rows.append({.key = event.key, .event = event});
    }
    setRows(rows);
}

} // namespace countersign
