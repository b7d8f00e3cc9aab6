// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QProxyStyle>

class QApplication;
class QFocusFrame;

namespace countersign {

class Theme;

// The look of every control, painted over Fusion from the named colours of a Theme. No style sheet is used
// anywhere: one would take the painting away from this class.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    // `theme` outlives the style.
    explicit Style(Theme &theme);
    ~Style() override;

    // Makes a Style the style of `app` (which owns it) and keeps palette and font of `app` in step with the theme.
    // Call it once, before the first widget; `theme` outlives `app`'s widgets.
    static void install(QApplication &app, Theme &theme);

    [[nodiscard]] Theme &theme() const { return m_theme; }

    // True while the keyboard was used last: focus is drawn then, and never for the mouse.
    [[nodiscard]] bool focusIsShown() const { return m_keyboard; }
    // What delegates and painted widgets ask before they draw their own focus.
    [[nodiscard]] static bool showsFocus(const QWidget *widget);

    void polish(QWidget *widget) override;
    void polish(QPalette &palette) override;
    using QProxyStyle::polish;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *answer) const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow(QApplication &app);
    void moveFocusRing(QWidget *now);

    Theme &m_theme;
    QPointer<QFocusFrame> m_ring;
    bool m_keyboard = false;
};

} // namespace countersign
