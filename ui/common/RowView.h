// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Tokens.h"

#include <QAbstractItemView>
#include <QObject>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QPushButton>

class QListView;

namespace countersign {

class ChangeRow;

// A list view as every list of the program has it: no frame, its ground, hover, one row at a time, scrolling by
// pixels. `name` is what screen readers call the list.
void prepareRowView(QListView *view, const QString &name, ColorRole ground);

// Puts a real button on the current and on the hovered row, where ChangeRow paints the picture of one, so that it
// can be pressed with mouse and keyboard and is named for screen readers. Owned by the view.
class RowButtons : public QObject
{
    Q_OBJECT

public:
    RowButtons(QAbstractItemView *view, const ChangeRow *delegate);

signals:
    void pressed(const QModelIndex &index);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QPushButton *makeRowButton();
    void place(QPushButton *button, QPersistentModelIndex &at, const QModelIndex &index);
    void refresh();

    QPointer<QAbstractItemView> m_view; // the pointer still enters and leaves what a dying view holds
    const ChangeRow *m_delegate;
    QPointer<QPushButton> m_onCurrent;
    QPointer<QPushButton> m_onHovered;
    QPersistentModelIndex m_current;
    QPersistentModelIndex m_hovered;
};

} // namespace countersign
