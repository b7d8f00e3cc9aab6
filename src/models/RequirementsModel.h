// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/KeyedList.h"
#include "services/WorkspaceView.h"

#include <QMetaType>

namespace countersign {

struct RequirementRow
{
    QString key = {};          ///< Requirement::id(), made unique
    bool head = false;
    Requirement requirement = {};
    bool yours = false;        ///< the person could satisfy it now
    friend bool operator==(const RequirementRow &, const RequirementRow &) = default;
};

/// What the current revision of a change needs to be accepted, in the order in which a person clears it.
class RequirementsModel : public KeyedList<RequirementRow>
{
    Q_OBJECT
public:
    explicit RequirementsModel(QObject *parent = nullptr);
    /// No rows when the change is unknown or has no revision.
    void setView(const ViewPointer &view, const ChangeId &change);
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::RequirementRow)
