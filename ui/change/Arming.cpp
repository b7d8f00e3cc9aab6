// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/Arming.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPushButton>

namespace countersign {

Arming::Arming(QPushButton *button) : QObject(button), m_button(button)
{
    button->setAutoDefault(false);
    button->setDefault(false);
    button->setAutoRepeat(false);
    button->installEventFilter(this);
    connect(button, &QPushButton::clicked, this, [this] {
        if (isArmed())
            emit decided();
    });
}

void Arming::press()
{
    if (m_button->isEnabled())
        m_button->click();
}

bool Arming::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
        if (static_cast<QKeyEvent *>(event)->isAutoRepeat())
            return true;
        break;
    case QEvent::MouseButtonDblClick: return true; // the second press of a double click decides nothing
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace countersign
