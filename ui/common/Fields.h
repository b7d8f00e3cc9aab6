// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Buttons.h"
#include "ui/common/Signs.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QWidget>

#include <optional>

namespace countersign {

class PlainLabel;

// A line edit with the icon of finding or filtering and a clear button while it holds text. Esc clears it first.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    SearchField(Icon icon, const QString &placeholder, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void follow();

    Icon m_icon;
    QAction *m_lead = nullptr;
};

// Plain text that grows with its content from `least` to `most` lines.
class GrowingTextEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit GrowingTextEdit(QWidget *parent = nullptr, int least = 2, int most = 8);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;  // Tab moves on; it types nothing

private:
    void grow();
    [[nodiscard]] int heightFor(int lines) const;

    int m_least;
    int m_most;
};

// A label (the field's buddy), the field, help under it, and instead of the help the error while there is one.
// The error is also the field's accessible description.
class FormField : public QWidget
{
    Q_OBJECT

public:
    // Takes `field` over.
    FormField(const QString &label, QWidget *field, QWidget *parent = nullptr);

    [[nodiscard]] QWidget *field() const { return m_field; }
    void setHelp(const QString &help, std::optional<Icon> icon = std::nullopt);
    // An empty sentence takes the error away. `offer` is the label of a link beside it ("Use 400").
    void setError(const QString &sentence, const QString &offer = {});
    [[nodiscard]] QString error() const { return m_errorText; }

signals:
    void offerPressed();

private:
    QWidget *m_field = nullptr;
    QWidget *m_helpIcon = nullptr;
    QWidget *m_errorSign = nullptr;
    PlainLabel *m_help = nullptr;
    PlainLabel *m_error = nullptr;
    QPushButton *m_offer = nullptr;
    QString m_helpText;
    QString m_errorText;
};

// The head of a section: words of 15/600, a count in muted beside it, room for controls at the trailing edge.
class SectionHead : public QWidget
{
    Q_OBJECT

public:
    explicit SectionHead(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setNote(const QString &note);  // a count or a few words; empty for none
    void addTrailing(QWidget *widget);  // takes it over

private:
    PlainLabel *m_title = nullptr;
    PlainLabel *m_note = nullptr;
};

// A small place that paints a sign, an icon or a lane shape and takes no focus.
class Glyph : public QWidget
{
    Q_OBJECT

public:
    explicit Glyph(Sign sign, QWidget *parent = nullptr);
    Glyph(Icon icon, ColorRole color, QWidget *parent = nullptr);
    explicit Glyph(LaneShape lane, QWidget *parent = nullptr);

    void setSign(Sign sign);
    void setIcon(Icon icon, ColorRole color);
    void setSide(int side);  // in pixels of the pictures; 16 unless told

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<Sign> m_sign;
    std::optional<Icon> m_icon;
    std::optional<LaneShape> m_lane;
    ColorRole m_color = ColorRole::Text;
    int m_side = 16;
};

// A rectangle in one ground of the theme, with a hair line on the edges asked for. For bars, columns and cards.
class Ground : public QWidget
{
    Q_OBJECT

public:
    enum class Shape { Flat, Card };

    explicit Ground(ColorRole ground, QWidget *parent = nullptr, Shape shape = Shape::Flat);

    void setGround(ColorRole ground);
    // Leading edge is Qt::LeftEdge; it mirrors with the layout.
    void setLines(Qt::Edges edges, ColorRole color = ColorRole::Line);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ColorRole m_ground;
    ColorRole m_line = ColorRole::Line;
    Qt::Edges m_edges;
    Shape m_shape;
};

} // namespace countersign
