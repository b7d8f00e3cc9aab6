// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"

#include <QPushButton>

namespace countersign {

// The button that runs a suite: it asks over which open change, in a menu, and leads to the sheet there.
class RunChoice : public QPushButton
{
    Q_OBJECT

public:
    explicit RunChoice(QWidget *parent);

    // Offers the changes that the suite is asked of, else all that are under review, newest first.
    void setSuite(const ViewPointer &view, const ArtifactId &suite);

signals:
    void chosen(const countersign::ChangeId &change);
};

} // namespace countersign
