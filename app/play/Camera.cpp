// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/play/Camera.h"

#include "ui/common/Theme.h"

#include <QDir>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace countersign {

void Camera::take(Hand &hand, const QString &name)
{
    if (hand.failed() || m_folder.isEmpty()) {
        return;
    }
    if (!QDir().mkpath(m_folder)) {
        hand.fail(u"cannot write to "_s + m_folder);
        return;
    }
    if (!m_names.contains(name)) {
        m_names.append(name);
    }
    const QSize own = hand.window().size();
    const ThemeSettings worn = m_theme.settings();
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        hand.window().resize(size);
        for (const SchemeChoice scheme : {SchemeChoice::Light, SchemeChoice::Dark}) {
            ThemeSettings look = worn;
            look.scheme = scheme;
            m_theme.setSettings(look);
            hand.rest(120);
            const QString path = u"%1/%2-%3-%4-%5.png"_s.arg(m_folder)
                                         .arg(int(m_names.indexOf(name)) + 1, 2, 10, QChar(u'0'))
                                         .arg(name)
                                         .arg(size.width())
                                         .arg(scheme == SchemeChoice::Light ? u"light"_s : u"dark"_s);
            if (!hand.window().grab().save(path)) {
                hand.fail(u"cannot write "_s + path);
                break;
            }
            ++m_taken;
        }
    }
    m_theme.setSettings(worn);
    hand.window().resize(own);
    hand.rest(60);
}

} // namespace countersign
