// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Clock.h"
#include "services/Blame.h"
#include "services/WorkspaceView.h"
#include "ui/common/Popover.h"

namespace countersign {

// Since when a sentence says what it says: the version, the difference of that sentence, who, in which change, why, and
// who approved.
class PromptStory : public Popover
{
    Q_OBJECT

public:
    PromptStory(QWidget *anchor, const WorkspaceView &view, const VersionRecord &version, const QString &before,
                const QString &after, const Clock &clock);

    // The change behind it; null when it was there at the beginning.
    [[nodiscard]] ChangeId change() const { return m_change; }

signals:
    void changeAsked(const countersign::ChangeId &change);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    ChangeId m_change;
};

} // namespace countersign
