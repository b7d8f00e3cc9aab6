// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/common/Fields.h"

#include <QCoreApplication>

class QVBoxLayout;

namespace countersign {

// What stays on a change for ever: that its lane was lowered, a requirement overridden, an emergency declared, with the
// names and reasons. Nothing is shown where there is nothing of it.
struct ChangeMark
{
    QString key = {};
    Sign sign = Sign::Overridden;
    QString sentence = {};
    QString quote = {};
    bool danger = false;

    friend bool operator==(const ChangeMark &, const ChangeMark &) = default;
};

class ChangeMarks : public Ground
{
    Q_OBJECT

public:
    explicit ChangeMarks(QWidget *parent = nullptr);

    // Oldest first; those of earlier revisions say so.
    [[nodiscard]] static QList<ChangeMark> of(const WorkspaceView &view, const Change &change);
    void setMarks(const QList<ChangeMark> &marks);

private:
    QList<ChangeMark> m_marks;
    QVBoxLayout *m_rows = nullptr;
};

} // namespace countersign
