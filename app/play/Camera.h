// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/play/Hand.h"

#include <QStringList>

namespace countersign {

class Theme;

/// Writes what a window shows as pictures: each screen at 1280×800 and 1920×1080, light and dark. Nothing is pressed for
/// that; the window only gets another size and other colours, and then its own again.
class Camera
{
public:
    Camera(const QString &folder, Theme &theme) : m_folder(folder), m_theme(theme) { }

    /// "07-inbox-1280-light.png" and three more; numbered in the order of the first picture of each name.
    void take(Hand &hand, const QString &name);
    [[nodiscard]] int taken() const { return m_taken; }

private:
    QString m_folder;
    Theme &m_theme;
    QStringList m_names;
    int m_taken = 0;
};

} // namespace countersign
