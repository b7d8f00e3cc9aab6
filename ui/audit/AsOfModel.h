// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/KeyedList.h"
#include "services/AsOf.h"
#include "services/WorkspaceView.h"
#include "ui/common/RowDelegates.h"

namespace countersign {

struct AsOfListRow
{
    QString key = {};
    bool head = false;
    QString title = {}; // of a head
    AsOfRow row = {};
    bool named = false; // several environments are listed: the row says its own
    QString where = {};

    friend bool operator==(const AsOfListRow &, const AsOfListRow &) = default;
};

// Files at A and at B, with a head over those that differ and one over those that do not.
class AsOfModel : public KeyedList<AsOfListRow>
{
    Q_OBJECT

public:
    explicit AsOfModel(QObject *parent = nullptr);

    void setRows(const WorkspaceView &view, const QList<AsOfRow> &rows, bool named);
    QVariant data(const QModelIndex &index, int role) const override;
};

class AsOfDelegate : public RowDelegate
{
    Q_OBJECT

public:
    explicit AsOfDelegate(QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme) const override;
    bool hasGround(const QModelIndex &index) const override;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::AsOfListRow)
