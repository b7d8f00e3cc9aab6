// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/RequirementsModel.h"

using namespace Qt::StringLiterals;

namespace countersign {

RequirementsModel::RequirementsModel(QObject *parent) : KeyedList(parent) { }

void RequirementsModel::setView(const ViewPointer &view, const ChangeId &change)
{
    QList<RequirementRow> rows;
    QHash<QString, int> used;
    if (const Change *found = view->state.change(change)) {
        for (const Requirement &requirement : requirementsToAccept(view->state, *found)) {
            // Two owners of one role differ in their section; the id alone would not be unique.
            QString key = requirement.section.isEmpty() ? requirement.id()
                                                        : requirement.id() + u'/' + requirement.section;
            if (const int times = used[key]++; times > 0) {
                key += u'/' + QString::number(times);
            }
            rows.append({.key = key,
                         .requirement = requirement,
                         .yours = !requirement.met() && requirement.waitingFor.contains(view->me.person)});
        }
    }
    setRows(rows);
}

} // namespace countersign
