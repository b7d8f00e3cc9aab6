// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/WindowSettings.h"

#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

WindowSettings::WindowSettings(QSettings &settings)
    : m_settings(settings)
{
}

ThemeSettings WindowSettings::theme() const
{
    ThemeSettings theme;
    const QString scheme = m_settings.value("look/scheme"_L1).toString();
    theme.scheme = scheme == "light"_L1 ? SchemeChoice::Light
            : scheme == "dark"_L1       ? SchemeChoice::Dark
                                        : SchemeChoice::System;
    theme.marks = m_settings.value("look/marks"_L1).toString() == "colour-blind"_L1 ? MarkPalette::ColourBlind
                                                                                   : MarkPalette::Standard;
    return theme;
}

void WindowSettings::setTheme(const ThemeSettings &theme)
{
    m_settings.setValue("look/scheme"_L1, theme.scheme == SchemeChoice::Light ? u"light"_s
                                : theme.scheme == SchemeChoice::Dark          ? u"dark"_s
                                                                              : u"system"_s);
    m_settings.setValue("look/marks"_L1,
                        theme.marks == MarkPalette::ColourBlind ? u"colour-blind"_s : u"standard"_s);
}

QList<int> WindowSettings::zooms()
{
    return {80, 90, 100, 110, 125, 150};
}

int WindowSettings::zoom() const
{
    const int zoom = m_settings.value("look/zoom"_L1, 100).toInt();
    return zooms().contains(zoom) ? zoom : 100;
}

void WindowSettings::setZoom(int zoom)
{
    m_settings.setValue("look/zoom"_L1, zoom);
}

RailChoice WindowSettings::rail() const
{
    return m_settings.value("look/rail"_L1).toString() == "narrow"_L1 ? RailChoice::Narrow : RailChoice::ByWidth;
}

void WindowSettings::setRail(RailChoice rail)
{
    m_settings.setValue("look/rail"_L1, rail == RailChoice::Narrow ? u"narrow"_s : u"by-width"_s);
}

void WindowSettings::apply(Theme &theme) const
{
    QFont font = Theme::interfaceFont();
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() * zoom() / 100.0);
    } else {
        font.setPixelSize(qRound(font.pixelSize() * zoom() / 100.0));
    }
    theme.setSystemFont(font);
    theme.setSettings(this->theme());
}

} // namespace countersign
