// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/ThreadCards.h"

#include <QWidget>

#include <algorithm>

namespace countersign {

void takeCards(const QList<DiffThread> &before, const QList<DiffThread> &now, QWidget *viewport, QObject *filter)
{
    for (const DiffThread &old : before) {
        const bool kept =
                std::any_of(now.begin(), now.end(), [&old](const DiffThread &thread) { return thread.card == old.card; });
        if (!kept && old.card && old.card->parentWidget() == viewport) {
            old.card->hide();
            old.card->setObjectName({}); // nobody finds it again until it is gone
            old.card->deleteLater();
        }
    }
    for (const DiffThread &thread : now) {
        if (!thread.card)
            continue;
        if (thread.card->parentWidget() != viewport) {
            thread.card->setParent(viewport);
            thread.card->clearMask(); // of where it stood
        }
        thread.card->installEventFilter(filter); // again is once
    }
}

} // namespace countersign
