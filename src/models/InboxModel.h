// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/KeyedList.h"
#include "services/Inbox.h"

#include <QMetaType>

namespace countersign {

enum class InboxGroup { NeedsYou, Waiting };

struct InboxRow
{
    QString key = {};
    bool head = false;
    InboxGroup group = InboxGroup::NeedsYou;
    int count = 0;        ///< of a head
    ChangeItem item = {}; ///< of a row
    friend bool operator==(const InboxRow &, const InboxRow &) = default;
};

/// Needs you and Waiting for others, with heads. Groups without rows are left out. Alarms and recent events are lists of
/// Inbox itself.
class InboxModel : public KeyedList<InboxRow>
{
    Q_OBJECT
public:
    explicit InboxModel(QObject *parent = nullptr);
    void setInbox(const Inbox &inbox);
};

/// "Changed in the last 24 hours", newest first.
struct RecentRow
{
    QString key = {};
    bool head = false;
    RecentEvent event = {};
    friend bool operator==(const RecentRow &, const RecentRow &) = default;
};

class RecentModel : public KeyedList<RecentRow>
{
    Q_OBJECT
public:
    explicit RecentModel(QObject *parent = nullptr);
    void setEvents(const QList<RecentEvent> &events, qsizetype most);
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::InboxRow)
Q_DECLARE_METATYPE(countersign::RecentRow)
