// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ChangesModel.h"

using namespace Qt::StringLiterals;

namespace countersign {

ChangesModel::ChangesModel(QObject *parent) : KeyedList(parent) { }

void ChangesModel::setView(const ViewPointer &view)
{
    m_view = view;
    m_all = changesOf(*view, view->me.person);
    refresh();
}

void ChangesModel::setFilter(const Filter &filter)
{
    if (m_filter != filter) {
        m_filter = filter;
        refresh();
    }
}

bool ChangesModel::fits(const GroupedChange &change) const
{
    const ChangeItem &item = change.item;
    const PrincipalId &me = m_view->me.person;
    if (m_filter.onlyOpen && change.group == ChangeGroup::Closed) {
        return false;
    }
    if (m_filter.onlyClosed && change.group != ChangeGroup::Closed) {
        return false;
    }
    if (m_filter.onlyMine && item.author != me && item.draft.isEmpty()) {
        return false;
    }
    if (m_filter.onlyMyTurn && !item.next.yours) {
        return false;
    }
    if (m_filter.onlyHigh && item.lane != Lane::High) {
        return false;
    }
    QString text = u"#%1 %2 %3"_s.arg(item.number).arg(item.title, m_view->personName(item.author));
    for (const ArtifactId &artifact : item.artifacts) {
        text += u' ' + artifact.value;
    }
    for (const PrincipalId &id : item.next.people + item.next.turnOf) {
        text += u' ' + m_view->personName(id);
    }
    const QStringList words = m_filter.words.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.cbegin(), words.cend(),
                       [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

void ChangesModel::refresh()
{
    if (!m_view) {
        return;
    }
    QList<ChangesRow> rows;
    qsizetype head = -1;
    for (const GroupedChange &change : std::as_const(m_all)) {
        if (!fits(change)) {
            continue;
        }
        if (head < 0 || rows[head].group != change.group) {
            head = rows.size();
            rows.append({.key = u"group/%1"_s.arg(int(change.group)), .head = true, .group = change.group});
        }
        ++rows[head].count;
        rows.append({.key = change.item.key, .group = change.group, .item = change.item});
    }
    setRows(rows);
}

} // namespace countersign
