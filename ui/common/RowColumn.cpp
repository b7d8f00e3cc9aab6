// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/RowColumn.h"

#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Theme.h"

#include <QHBoxLayout>
#include <QListView>
#include <QVBoxLayout>

namespace countersign {

RowColumn::RowColumn(const Theme &theme, const QString &title, int width, QWidget *parent)
    : Ground(ColorRole::Sunken, parent)
    , m_theme(theme)
{
    setLines(Qt::RightEdge);
    setFixedWidth(theme.px(width));
    const int inset = theme.tokens().inset.changePage;
    m_all = new QVBoxLayout(this);
    m_all->setContentsMargins(0, theme.px(14), 1, 0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 0, inset, theme.px(6));
    head->addWidget(new PlainLabel(title, FontRole::BodyStrong, ColorRole::Text, this));
    m_all->addLayout(head);
    m_rows = new RowList<RequirementRowData>(this);
    m_list = new QListView(this);
    prepareRowView(m_list, title, ColorRole::Sunken);
    auto *delegate = new RequirementRow(m_list);
    delegate->setGround(ColorRole::Sunken);
    m_list->setItemDelegate(delegate);
    m_list->setModel(m_rows);
    m_all->addWidget(m_list, 1);
}

void RowColumn::setFooter(QWidget *footer)
{
    const int inset = m_theme.tokens().inset.changePage;
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(inset, 0, inset, m_theme.px(10));
    foot->addWidget(footer);
    m_all->addLayout(foot);
}

} // namespace countersign
