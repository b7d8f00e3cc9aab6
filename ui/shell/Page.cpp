// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Page.h"

namespace countersign {

Page::Page(QWidget *parent)
    : QWidget(parent)
{
}

bool Page::primaryAction()
{
    return false;
}

void Page::focusFirst()
{
    setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> Page::panes() const
{
    return {};
}

bool Page::escape()
{
    return false;
}

void Page::settle()
{
}

} // namespace countersign
