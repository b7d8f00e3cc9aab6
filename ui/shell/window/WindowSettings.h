// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Theme.h"

class QSettings;

namespace countersign {

enum class RailChoice { ByWidth, Narrow };

// What a person chose for the window as a whole, kept between runs. `settings` outlives this.
class WindowSettings
{
public:
    explicit WindowSettings(QSettings &settings);

    [[nodiscard]] ThemeSettings theme() const;
    void setTheme(const ThemeSettings &theme);
    // In per cent of the system's font: 80, 90, 100, 110, 125, 150.
    [[nodiscard]] int zoom() const;
    void setZoom(int zoom);
    [[nodiscard]] static QList<int> zooms();
    [[nodiscard]] RailChoice rail() const;
    void setRail(RailChoice rail);

    // Puts theme and zoom in force.
    void apply(Theme &theme) const;

private:
    QSettings &m_settings;
};

} // namespace countersign
