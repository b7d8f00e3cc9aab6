// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/RowDelegates.h"

namespace countersign {

// Heads of 12 in muted; rows of 36: icon or lane, words with the matches bold and underlined, state or key.
class FindRowDelegate : public RowDelegate
{
    Q_OBJECT

public:
    explicit FindRowDelegate(QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const Theme &theme) const override;
    bool hasGround(const QModelIndex &index) const override;
};

} // namespace countersign
