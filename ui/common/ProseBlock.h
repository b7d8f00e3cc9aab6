// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Theme.h"

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <memory>

class QPainter;

namespace countersign {

// Added, Removed, Moved: ground and line of a difference. ChangedSince: green underline without a ground, for the
// editor. Commented: a box of 2 in the accent. Blamed: accentTint with a line. Found: a match of searching; Chosen: the selection; Flash: where
// something went. Code: fixed-width on a ground. Quoted: italic. Strong: 600. Muted. Wrong: wavy line.
enum class MarkKind { Added, Removed, Moved, ChangedSince, Commented, Blamed, Found, Chosen, Flash, Code, Quoted, Strong, Muted, Wrong };

// Half-open range in UTF-16 units of the text that was set. Marks may overlap and end past the text; they are cut.
struct TextMark
{
    qsizetype start = 0;
    qsizetype length = 0;
    MarkKind kind = MarkKind::Added;

    friend bool operator==(const TextMark &, const TextMark &) = default;
};

// One paragraph of prose with its marks, 14 on 22: the same painting in differences, blame, eval outputs, rollback
// and history. Not a widget: the owner gives a width, paints it where it wants and asks for places. Heights are kept
// per width. Characters that cannot be seen or that turn the direction are shown as boxed names; positions
// given and returned are always those of the original text.
class ProseBlock
{
public:
    ProseBlock();
    explicit ProseBlock(const QString &text, const QList<TextMark> &marks = {});
    ~ProseBlock();
    ProseBlock(ProseBlock &&other) noexcept;
    ProseBlock &operator=(ProseBlock &&other) noexcept;

    void setText(const QString &text);
    void setMarks(const QList<TextMark> &marks);
    // Prose unless told; ProseStrong for headings, Code for files that could not be parsed, Body in threads.
    void setFontRole(FontRole role);
    void setColorRole(ColorRole role);
    // Horizontal; to the leading edge unless told.
    void setAlignment(Qt::Alignment alignment);
    // Blanks, tabs and line ends with a sign of their own.
    void setSpacesShown(bool shown);
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] const QList<TextMark> &marks() const { return m_marks; }

    // The height at `width`; lays out when text, width or theme changed.
    [[nodiscard]] qreal height(qreal width, const Theme &theme) const;
    // The widest line at `width`.
    [[nodiscard]] qreal naturalWidth(qreal width, const Theme &theme) const;
    void paint(QPainter &painter, const QPointF &at, qreal width, const Theme &theme) const;
    // With a caret of 1 at `position`.
    void paintCaret(QPainter &painter, const QPointF &at, qreal width, qsizetype position, const Theme &theme) const;

    // The position nearest to a point, or -1 where the point is on no line of text.
    [[nodiscard]] qsizetype positionAt(const QPointF &point, qreal width, const Theme &theme) const;
    // One rectangle per line that the range touches.
    [[nodiscard]] QList<QRectF> rects(qsizetype start, qsizetype length, qreal width, const Theme &theme) const;
    [[nodiscard]] int lineCount(qreal width, const Theme &theme) const;
    // The marks of a kind at a position, innermost last.
    [[nodiscard]] QList<TextMark> marksAt(qsizetype position) const;

private:
    struct Shape;

    // The text as shown and laid out at `width`; does nothing while neither text, marks, width nor theme changed.
    const Shape &shape(qreal width, const Theme &theme) const;
    void placeMarks() const;
    void forget();

    QString m_text;
    QList<TextMark> m_marks;
    FontRole m_font = FontRole::Prose;
    ColorRole m_color = ColorRole::Text;
    Qt::Alignment m_alignment = Qt::AlignLeading;
    bool m_spacesShown = false;
    mutable std::unique_ptr<Shape> m_shape;
};

// The words of a difference for screen readers: "removed: 30 days; added: 14 days". Empty without such marks.
[[nodiscard]] QString spoken(const QString &text, const QList<TextMark> &marks);

} // namespace countersign
