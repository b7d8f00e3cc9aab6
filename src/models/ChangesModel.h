// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/KeyedList.h"
#include "services/Inbox.h"

#include <QMetaType>

namespace countersign {

struct ChangesRow
{
    QString key = {};
    bool head = false;
    ChangeGroup group = ChangeGroup::Others;
    int count = 0;        ///< of a head
    ChangeItem item = {}; ///< of a row
    friend bool operator==(const ChangesRow &, const ChangesRow &) = default;
};

/// All changes in their groups, each with a head; filtered.
class ChangesModel : public KeyedList<ChangesRow>
{
    Q_OBJECT
public:
    struct Filter
    {
        QString words = {};   ///< in number, title, artifacts and names of people; without case; all of them
        bool onlyOpen = false;
        bool onlyMine = false;
        bool onlyMyTurn = false;
        bool onlyHigh = false;
        bool onlyClosed = false;
        friend bool operator==(const Filter &, const Filter &) = default;
    };

    explicit ChangesModel(QObject *parent = nullptr);
    void setView(const ViewPointer &view);
    void setFilter(const Filter &filter);
    [[nodiscard]] const Filter &filter() const { return m_filter; }

private:
    void refresh();
    [[nodiscard]] bool fits(const GroupedChange &change) const;

    ViewPointer m_view;
    QList<GroupedChange> m_all;
    Filter m_filter;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::ChangesRow)
