// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/HistoryModel.h"

#include "base/Clock.h"
#include "ui/audit/AuditWords.h"
#include "ui/change/EventText.h"
#include "ui/common/RowModels.h"
#include "ui/common/Text.h"
#include "ui/shell/RuleWords.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace countersign {

HistoryModel::HistoryModel(EventsModel *events, const Clock &clock, QObject *parent) : QAbstractListModel(parent), m_events(events), m_clock(clock)
{
    connect(events, &QAbstractItemModel::modelReset, this, &HistoryModel::rebuild);
    connect(events, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        if (last == m_events->rowCount() - 1 && first > 0)
            append(first, last);
        else
            rebuild();
    });
    connect(events, &EventsModel::statusChanged, this, [this] {
        // A page without any event of the environment leaves the list as it was: the view would never ask again.
        if (!m_environment.isEmpty() && m_shown < 40 && m_events->canFetchMore({}))
            m_events->fetchMore({});
    });
}

void HistoryModel::setView(const ViewPointer &view)
{
    m_view = view;
    if (!m_items.isEmpty())
        emit dataChanged(index(0), index(static_cast<int>(m_items.size()) - 1));
}

void HistoryModel::setEnvironment(const EnvironmentId &environment)
{
    if (m_environment == environment)
        return;
    m_environment = environment;
    rebuild();
    if (!m_environment.isEmpty() && m_shown < 40 && m_events->canFetchMore({}))
        m_events->fetchMore({});
}

bool HistoryModel::fits(const LogEntry &entry) const
{
    return m_environment.isEmpty() || entry.subject.startsWith(u"release/"_s + m_environment.value + u'/');
}

QDate HistoryModel::dayOf(const LogEntry &entry)
{
    return entry.claimedAt > 0 ? QDateTime::fromMSecsSinceEpoch(entry.claimedAt).date() : QDate();
}

void HistoryModel::rebuild()
{
    beginResetModel();
    m_items.clear();
    m_shown = 0;
    for (int row = 0; row < m_events->rowCount(); ++row) {
        const LogEntry &entry = m_events->entry(row);
        if (!fits(entry))
            continue;
        const QDate day = dayOf(entry);
        if (m_items.isEmpty() || m_items.last().day != day)
            m_items.append({.day = day});
        m_items.append({.event = row, .day = day});
        ++m_shown;
    }
    endResetModel();
}

void HistoryModel::append(int first, int last)
{
    QList<Item> more;
    QDate before = m_items.isEmpty() ? QDate() : m_items.last().day;
    bool none = m_items.isEmpty();
    for (int row = first; row <= last; ++row) {
        const LogEntry &entry = m_events->entry(row);
        if (!fits(entry))
            continue;
        const QDate day = dayOf(entry);
        if (none || before != day)
            more.append({.day = day});
        none = false;
        before = day;
        more.append({.event = row, .day = day});
        ++m_shown;
    }
    if (more.isEmpty())
        return;
    const auto from = static_cast<int>(m_items.size());
    beginInsertRows({}, from, from + static_cast<int>(more.size()) - 1);
    m_items += more;
    endInsertRows();
}

const LogEntry *HistoryModel::entry(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_items.size() || m_items[index.row()].event < 0)
        return nullptr;
    return &m_events->entry(m_items[index.row()].event);
}

QModelIndex HistoryModel::indexOf(Sequence seq) const
{
    for (int row = 0; row < m_items.size(); ++row) {
        if (m_items[row].event >= 0 && m_events->entry(m_items[row].event).seq == seq)
            return index(row);
    }
    return {};
}

EventRowData HistoryModel::rowOf(const Item &item) const
{
    if (item.event < 0 || !m_view)
        return {.key = u"day/"_s + item.day.toString(Qt::ISODate), .kind = RowKind::GroupHead, .title = item.day.isValid() ? text::day(item.day) : tr("At no stated time")};
    const LogEntry &entry = m_events->entry(item.event);
    EventRowData row = EventText::row(*m_view, entry, m_clock.now());
    if (entry.claimedAt > 0)
        row.time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.claimedAt).time(), u"HH:mm:ss"_s);
    const auto *refused = std::get_if<Void>(&entry.verdict);
    if (refused && refused->rule == VoidRule::NewerKind) {
        // Not a mistake of the person: this program does not know what it means.
        row.isVoid = false;
        row.chip = tr("Newer");
        row.subject.clear();
    }
    if (row.subject.isEmpty())
        row.subject = AuditWords::subject(*m_view, entry);
    return row;
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return {};
    return rowAnswer(rowOf(m_items[index.row()]), role);
}

Qt::ItemFlags HistoryModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || m_items[index.row()].event < 0)
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

bool HistoryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_events->canFetchMore({});
}

void HistoryModel::fetchMore(const QModelIndex &parent)
{
    if (!parent.isValid())
        m_events->fetchMore({});
}

} // namespace countersign
