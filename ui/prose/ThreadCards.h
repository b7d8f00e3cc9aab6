// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/prose/DiffThread.h"

#include <QList>

namespace countersign {

// Of a view that gets other threads: its `viewport` becomes the parent of their cards, `filter` sees their events, and the
// cards of `before` that are not among them are deleted, but for those that another view has taken over meanwhile.
void takeCards(const QList<DiffThread> &before, const QList<DiffThread> &now, QWidget *viewport, QObject *filter);

} // namespace countersign
