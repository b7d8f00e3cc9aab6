// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/RowView.h"

#include "ui/common/Buttons.h"
#include "ui/common/Roles.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/Theme.h"

#include <QHoverEvent>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleOptionViewItem>

using namespace Qt::StringLiterals;

namespace countersign {

void prepareRowView(QListView *view, const QString &name, ColorRole ground)
{
    view->setAccessibleName(name);
    view->setFrameShape(QFrame::NoFrame);
    view->setMouseTracking(true);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setResizeMode(QListView::Adjust);
    view->viewport()->setAttribute(Qt::WA_Hover);
    const Theme &theme = Theme::of(view);
    const auto follow = [view, ground, &theme] {
        QPalette palette = theme.palette();
        palette.setColor(QPalette::Base, theme.color(ground));
        view->setPalette(palette);
        view->doItemsLayout();
    };
    QObject::connect(&theme, &Theme::changed, view, follow);
    follow();
}

RowButtons::RowButtons(QAbstractItemView *view, const ChangeRow *delegate) : QObject(view), m_view(view), m_delegate(delegate)
{
    m_onCurrent = makeRowButton();
    m_onHovered = makeRowButton();
    // The hovered row's button is for the mouse; the keyboard has the one on the current row.
    m_onHovered->setFocusPolicy(Qt::NoFocus);
    m_onCurrent->setObjectName(u"currentRowButton"_s);
    m_onHovered->setObjectName(u"hoveredRowButton"_s);
    connect(m_onCurrent, &QPushButton::clicked, this, [this] { emit pressed(m_current); });
    connect(m_onHovered, &QPushButton::clicked, this, [this] { emit pressed(m_hovered); });
    view->viewport()->installEventFilter(this);
    connect(view->verticalScrollBar(), &QScrollBar::valueChanged, this, &RowButtons::refresh);
    connect(view->selectionModel(), &QItemSelectionModel::currentChanged, this, &RowButtons::refresh);
    connect(view->model(), &QAbstractItemModel::dataChanged, this, &RowButtons::refresh);
    connect(view->model(), &QAbstractItemModel::rowsInserted, this, &RowButtons::refresh, Qt::QueuedConnection);
    connect(view->model(), &QAbstractItemModel::rowsRemoved, this, &RowButtons::refresh, Qt::QueuedConnection);
    connect(view->model(), &QAbstractItemModel::rowsMoved, this, &RowButtons::refresh, Qt::QueuedConnection);
    connect(view->model(), &QAbstractItemModel::modelReset, this, &RowButtons::refresh, Qt::QueuedConnection);
    refresh();
}

QPushButton *RowButtons::makeRowButton()
{
    auto *button = makeButton({}, ButtonKind::Plain, m_view->viewport());
    setButtonHeight(button, ButtonHeight::InBar);
    button->hide();
    return button;
}

bool RowButtons::eventFilter(QObject *watched, QEvent *event)
{
    // The pointer still enters and leaves what a dying view holds; by then its owner is no item view any more.
    if (!qobject_cast<QAbstractItemView *>(parent()) || !m_onCurrent || !m_onHovered)
        return false;
    switch (event->type()) {
    case QEvent::HoverMove:
    case QEvent::HoverEnter: {
        const QModelIndex under = m_view->indexAt(static_cast<QHoverEvent *>(event)->position().toPoint());
        if (QPersistentModelIndex(under) != m_hovered) {
            m_hovered = under;
            refresh();
        }
        break;
    }
    case QEvent::HoverLeave:
        m_hovered = QModelIndex();
        refresh();
        break;
    case QEvent::Resize: refresh(); break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void RowButtons::refresh()
{
    if (!m_onCurrent || !m_onHovered)
        return;
    place(m_onCurrent, m_current, m_view->currentIndex());
    QModelIndex hovered = m_hovered;
    if (hovered == m_view->currentIndex())
        hovered = {};
    QPersistentModelIndex at;
    place(m_onHovered, at, hovered);
}

void RowButtons::place(QPushButton *button, QPersistentModelIndex &at, const QModelIndex &index)
{
    at = index;
    QStyleOptionViewItem option;
    option.initFrom(m_view);
    option.widget = m_view;
    option.rect = m_view->visualRect(index);
    const QRect box = index.isValid() ? m_delegate->actionRect(option, index) : QRect();
    if (box.isEmpty()) {
        button->hide();
        return;
    }
    const auto row = index.data(roles::RowDataRole).value<ChangeRowData>();
    button->setText(row.action);
    setButtonKind(button, row.actionKind);
    button->setEnabled(row.actionEnabled);
    button->setToolTip(row.actionReason.toHtmlEscaped());
    button->setAccessibleName(tr("%1: %2").arg(row.action, row.title));
    button->setAccessibleDescription(row.actionReason);
    button->setGeometry(box);
    button->show();
}

} // namespace countersign
