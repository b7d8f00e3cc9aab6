// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Tokens.h"

#include <QFont>
#include <QObject>

class QWidget;

namespace countersign {

// The type scale. Strong is 600, Medium 500. Every one has tabular figures.
enum class FontRole { Title, Section, Prose, ProseStrong, Body, BodyMedium, BodyStrong, Secondary, SecondaryMedium, SecondaryStrong, Code };

enum class SchemeChoice { System, Light, Dark };

struct ThemeSettings
{
    SchemeChoice scheme = SchemeChoice::System;
    MarkPalette marks = MarkPalette::Standard;

    friend bool operator==(const ThemeSettings &, const ThemeSettings &) = default;
};

// The look in force: colours, fonts and sizes of one program run. Made once by the program before any widget,
// handed to Style::install, and found again by widgets through of(). Lives on the GUI thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    // `systemFont` is the font that the type scale follows; interfaceFont() is the usual answer.
    Theme(const ThemeSettings &settings, const QFont &systemFont, QObject *parent = nullptr);

    // The interface font of the system, or the Inter that comes with the program at 10 pt where the system names none of
    // its own.
    [[nodiscard]] static QFont interfaceFont();

    // The theme of the style that paints `widget`. Style::install must have run: a widget of ours under a
    // foreign style is a mistake of the program and stops it.
    [[nodiscard]] static const Theme &of(const QWidget *widget);

    [[nodiscard]] const ThemeSettings &settings() const { return m_settings; }
    void setSettings(const ThemeSettings &settings);
    void setSystemFont(const QFont &font);

    [[nodiscard]] ColorScheme scheme() const { return m_scheme; }
    [[nodiscard]] const Tokens &tokens() const { return m_tokens; }
    [[nodiscard]] const Sizes &size() const { return m_tokens.size; }
    [[nodiscard]] QColor color(ColorRole role) const { return m_tokens.color(role); }
    [[nodiscard]] const QPalette &palette() const { return m_tokens.palette(); }

    // Digits have one width, and no font puts one sign in the place of several characters ("->" as an arrow): different
    // texts look different.
    [[nodiscard]] QFont font(FontRole role) const;
    // The height of one line of that role, as the pictures have it (body 20, prose 22).
    [[nodiscard]] int lineHeight(FontRole role) const;
    // A number of the pictures in the proportion of the system font: px(12) is 12 at 10 pt.
    [[nodiscard]] int px(int size) const;
    // The widest line of prose in pixels.
    [[nodiscard]] int proseWidth() const;

    // Rises with every change: what was measured under another generation is measured again.
    [[nodiscard]] int generation() const { return m_generation; }

    // False when the system asks for less motion: then nothing slides, flashes or turns.
    [[nodiscard]] bool motion() const { return m_motion; }
    void setMotion(bool motion);

signals:
    void changed();

private:
    void follow();

    ThemeSettings m_settings;
    QFont m_systemFont;
    QFont m_fixedFont;
    Tokens m_tokens;
    ColorScheme m_scheme = ColorScheme::Light;
    qreal m_factor = 1;
    int m_generation = 0;
    bool m_motion = true;
};

} // namespace countersign
