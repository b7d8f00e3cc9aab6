// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/ProseBlock.h"

#include "ui/common/Paint.h"
#include "ui/common/Text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>
#include <QStyle>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct Replacement
{
    qsizetype original = 0;
    qsizetype originalLength = 0;
    qsizetype shown = 0;
    qsizetype shownLength = 0;
};

struct MarkRects
{
    MarkKind kind = MarkKind::Added;
    QList<QRectF> rects;
};

// Grounds in the order in which they lie above each other.
[[nodiscard]] int depth(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Code: return 0;
    case MarkKind::Blamed: return 1;
    case MarkKind::Added:
    case MarkKind::Removed:
    case MarkKind::Moved: return 2;
    case MarkKind::Found: return 3;
    case MarkKind::Chosen:
    case MarkKind::Flash: return 4;
    case MarkKind::ChangedSince:
    case MarkKind::Commented:
    case MarkKind::Quoted:
    case MarkKind::Strong:
    case MarkKind::Muted:
    case MarkKind::Wrong: return 5;
    }
    Q_UNREACHABLE_RETURN(0);
}

[[nodiscard]] std::optional<ColorRole> groundOf(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Added: return ColorRole::AddedWord;
    case MarkKind::Removed: return ColorRole::RemovedWord;
    case MarkKind::Moved: return ColorRole::MovedWord;
    case MarkKind::Blamed:
    case MarkKind::Chosen:
    case MarkKind::Flash: return ColorRole::AccentTint;
    case MarkKind::Found: return ColorRole::MediumTint;
    case MarkKind::Code: return ColorRole::Hover;
    default: return std::nullopt;
    }
}

// Whether letters look another way under the mark, so that lines may break elsewhere.
[[nodiscard]] bool changesLetters(MarkKind kind)
{
    return kind == MarkKind::Code || kind == MarkKind::Quoted || kind == MarkKind::Strong || kind == MarkKind::Muted;
}

[[nodiscard]] QList<TextMark> ofLetters(const QList<TextMark> &marks)
{
    QList<TextMark> found;
    std::ranges::copy_if(marks, std::back_inserter(found), [](const TextMark &mark) { return changesLetters(mark.kind); });
    return found;
}

void paintWave(QPainter &painter, const QRectF &box, qreal at, const QColor &ink)
{
    QPainterPath wave;
    constexpr qreal length = 4;
    wave.moveTo(box.left(), at);
    bool up = true;
    for (qreal x = box.left(); x < box.right(); x += length / 2, up = !up)
        wave.quadTo(x + length / 4, at + (up ? -2 : 2), std::min(x + length / 2, box.right()), at);
    painter.setPen(QPen(ink, 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(wave);
}

} // namespace

struct ProseBlock::Shape
{
    QTextLayout layout;
    QList<Replacement> replacements;
    QList<MarkRects> marks;
    QList<QRectF> boxes;
    const Theme *theme = nullptr;
    int generation = -1;
    qreal width = -1;
    qreal lineHeight = 0;
    qreal ascent = 0;
    qreal xHeight = 0;
    bool marksPlaced = false;

    [[nodiscard]] qsizetype toShown(qsizetype original) const
    {
        qsizetype shift = 0;
        for (const Replacement &replacement : replacements) {
            if (original <= replacement.original)
                break;
            if (original < replacement.original + replacement.originalLength)
                return replacement.shown;
            shift = replacement.shown + replacement.shownLength - replacement.original - replacement.originalLength;
        }
        return original + shift;
    }

    [[nodiscard]] qsizetype toOriginal(qsizetype shown) const
    {
        qsizetype shift = 0;
        for (const Replacement &replacement : replacements) {
            if (shown <= replacement.shown)
                break;
            if (shown < replacement.shown + replacement.shownLength)
                return shown - replacement.shown < replacement.shownLength / 2
                           ? replacement.original
                           : replacement.original + replacement.originalLength;
            shift = replacement.shown + replacement.shownLength - replacement.original - replacement.originalLength;
        }
        return shown - shift;
    }

    [[nodiscard]] QList<QRectF> rects(qsizetype start, qsizetype end) const;
    [[nodiscard]] bool hasRightToLeft(int start, int end) const
    {
        const QStringView range = QStringView(layout.text()).sliced(start, end - start);
        return std::ranges::any_of(range, [](QChar character) { return character.unicode() >= 0x0590; })
               && std::ranges::any_of(range, [](QChar character) {
                      return character.direction() == QChar::DirR || character.direction() == QChar::DirAL
                             || character.isSurrogate();
                  });
    }
};

// One rectangle per line; several where the range is torn apart by a change of direction.
QList<QRectF> ProseBlock::Shape::rects(qsizetype start, qsizetype end) const
{
    QList<QRectF> result;
    for (int index = 0; index < layout.lineCount(); ++index) {
        const QTextLine line = layout.lineAt(index);
        const int from = std::max(line.textStart(), static_cast<int>(start));
        int to = std::min(line.textStart() + line.textLength(), static_cast<int>(end));
        // The space at which a line was broken is not seen.
        if (to < end || to == line.textStart() + line.textLength()) {
            while (to > from && to == line.textStart() + line.textLength() && index + 1 < layout.lineCount()
                   && layout.text()[to - 1].isSpace())
                --to;
        }
        if (from >= to)
            continue;
        const qreal top = index * lineHeight;
        if (!hasRightToLeft(line.textStart(), line.textStart() + line.textLength())) {
            const qreal left = line.cursorToX(from);
            const qreal right = line.cursorToX(to);
            result.append(QRectF(std::min(left, right), top, std::abs(right - left), lineHeight));
            continue;
        }
        QList<std::pair<qreal, qreal>> spans;
        // Where the direction turns, a position has two places; the glyphs have one.
        for (const QGlyphRun &run : line.glyphRuns(from, to - from))
            spans.emplaceBack(run.boundingRect().left(), run.boundingRect().right());
        std::ranges::sort(spans);
        for (const auto &[left, right] : spans) {
            if (!result.isEmpty() && qFuzzyCompare(result.last().top() + 1, top + 1) && left <= result.last().right() + 0.5)
                result.last().setRight(std::max(result.last().right(), right));
            else
                result.append(QRectF(left, top, right - left, lineHeight));
        }
    }
    return result;
}

ProseBlock::ProseBlock() = default;

ProseBlock::ProseBlock(const QString &text, const QList<TextMark> &marks) : m_text(text), m_marks(marks) {}

ProseBlock::~ProseBlock() = default;
ProseBlock::ProseBlock(ProseBlock &&other) noexcept = default;
ProseBlock &ProseBlock::operator=(ProseBlock &&other) noexcept = default;

void ProseBlock::forget()
{
    m_shape.reset();
}

void ProseBlock::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    forget();
}

void ProseBlock::setMarks(const QList<TextMark> &marks)
{
    if (marks == m_marks)
        return;
    const bool sameLetters = m_shape && ofLetters(marks) == ofLetters(m_marks);
    m_marks = marks;
    if (sameLetters)
        m_shape->marksPlaced = false;
    else
        forget();
}

void ProseBlock::setSpacesShown(bool shown)
{
    if (shown == m_spacesShown)
        return;
    m_spacesShown = shown;
    forget();
}

void ProseBlock::setFontRole(FontRole role)
{
    if (role == m_font)
        return;
    m_font = role;
    forget();
}

void ProseBlock::setColorRole(ColorRole role)
{
    m_color = role;
}

void ProseBlock::setAlignment(Qt::Alignment alignment)
{
    if (alignment == m_alignment)
        return;
    m_alignment = alignment;
    forget();
}

const ProseBlock::Shape &ProseBlock::shape(qreal width, const Theme &theme) const
{
    const bool same = m_shape && m_shape->theme == &theme && m_shape->generation == theme.generation();
    if (same && qFuzzyCompare(m_shape->width + 1, width + 1)) {
        if (!m_shape->marksPlaced)
            placeMarks();
        return *m_shape;
    }

    m_shape = std::make_unique<Shape>();
    Shape &shape = *m_shape;
    shape.theme = &theme;
    shape.generation = theme.generation();
    shape.width = width;
    shape.lineHeight = theme.lineHeight(m_font);

    QString shown;
    shown.reserve(m_text.size());
    qsizetype from = 0;
    const QList<text::Boxed> boxed = text::boxedCharacters(m_text);
    for (const text::Boxed &character : boxed) {
        shown += QStringView(m_text).sliced(from, character.position - from);
        // Thin spaces that do not break hold the box away from its neighbours.
        const QString name = u'\u202F' + character.name + u'\u202F';
        shape.replacements.append({.original = character.position, .originalLength = character.length,
                                   .shown = shown.size(), .shownLength = name.size()});
        shown += name;
        from = character.position + character.length;
    }
    shown += QStringView(m_text).sliced(from);
    shown.replace(u'\n', QChar::LineSeparator);

    const QFont font = theme.font(m_font);
    const QFontMetricsF metrics(font);
    shape.ascent = std::round((shape.lineHeight - metrics.height()) / 2 + metrics.ascent());
    shape.xHeight = metrics.xHeight();

    QList<QTextLayout::FormatRange> formats;
    const auto addFormat = [&formats](qsizetype start, qsizetype end, const QTextCharFormat &format) {
        formats.append({.start = static_cast<int>(start), .length = static_cast<int>(end - start), .format = format});
    };
    for (const TextMark &mark : m_marks) {
        const qsizetype start = shape.toShown(std::clamp<qsizetype>(mark.start, 0, m_text.size()));
        const qsizetype end = shape.toShown(std::clamp<qsizetype>(mark.start + mark.length, 0, m_text.size()));
        if (end <= start)
            continue;
        QTextCharFormat format;
        if (mark.kind == MarkKind::Code) {
            QFont code = theme.font(FontRole::Code);
            // In prose the fixed-width letters are one less than the others, as in the pictures.
            if (m_font == FontRole::Prose || m_font == FontRole::ProseStrong)
                code.setPixelSize(std::max(1, font.pixelSize() - 1));
            format.setFont(code);
        } else if (mark.kind == MarkKind::Quoted) {
            format.setFontItalic(true);
        } else if (mark.kind == MarkKind::Strong) {
            format.setFontWeight(QFont::DemiBold);
        } else if (mark.kind == MarkKind::Muted) {
            format.setForeground(theme.color(ColorRole::Muted));
        } else {
            continue;
        }
        addFormat(start, end, format);
    }
    for (const Replacement &replacement : std::as_const(shape.replacements)) {
        QTextCharFormat format;
        format.setFont(theme.font(FontRole::Code));
        format.setForeground(theme.color(ColorRole::Danger));
        addFormat(replacement.shown, replacement.shown + replacement.shownLength, format);
    }

    shape.layout.setFont(font);
    shape.layout.setText(shown);
    shape.layout.setFormats(formats);
    // A layout takes left and right as they are: the leading edge is that of the text.
    const Qt::LayoutDirection direction = shown.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight;
    QTextOption option(QStyle::visualAlignment(direction, m_alignment & Qt::AlignHorizontal_Mask));
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(4 * metrics.horizontalAdvance(u' '));
    if (m_spacesShown)
        option.setFlags(QTextOption::ShowTabsAndSpaces | QTextOption::ShowLineAndParagraphSeparators);
    option.setTextDirection(direction);
    shape.layout.setTextOption(option);
    // Otherwise the letters are shaped anew for the marks and for each painting.
    shape.layout.setCacheEnabled(true);
    shape.layout.beginLayout();
    for (int index = 0;; ++index) {
        QTextLine line = shape.layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max<qreal>(width, 1));
        line.setPosition(QPointF(0, index * shape.lineHeight + shape.ascent - line.ascent()));
    }
    shape.layout.endLayout();

    for (const Replacement &replacement : std::as_const(shape.replacements))
        shape.boxes += shape.rects(replacement.shown, replacement.shown + replacement.shownLength);
    placeMarks();
    return shape;
}

void ProseBlock::placeMarks() const
{
    Shape &shape = *m_shape;
    shape.marks.clear();
    for (const TextMark &mark : m_marks) {
        const qsizetype start = shape.toShown(std::clamp<qsizetype>(mark.start, 0, m_text.size()));
        const qsizetype end = shape.toShown(std::clamp<qsizetype>(mark.start + mark.length, 0, m_text.size()));
        if (end > start)
            shape.marks.append({.kind = mark.kind, .rects = shape.rects(start, end)});
    }
    std::ranges::stable_sort(shape.marks, {}, [](const MarkRects &mark) { return depth(mark.kind); });
    shape.marksPlaced = true;
}

qreal ProseBlock::height(qreal width, const Theme &theme) const
{
    const Shape &shaped = shape(width, theme);
    return std::max(1, shaped.layout.lineCount()) * shaped.lineHeight;
}

int ProseBlock::lineCount(qreal width, const Theme &theme) const
{
    return shape(width, theme).layout.lineCount();
}

qreal ProseBlock::naturalWidth(qreal width, const Theme &theme) const
{
    const Shape &shaped = shape(width, theme);
    qreal widest = 0;
    for (int index = 0; index < shaped.layout.lineCount(); ++index)
        widest = std::max(widest, shaped.layout.lineAt(index).naturalTextWidth());
    return std::ceil(widest) + 1;
}

void ProseBlock::paint(QPainter &painter, const QPointF &at, qreal width, const Theme &theme) const
{
    const Shape &shaped = shape(width, theme);
    const qreal wordTop = shaped.ascent - theme.font(m_font).pixelSize() + 0.5;
    const auto wordBox = [&](const QRectF &rect, qreal side) {
        const qreal top = rect.top() + std::max<qreal>(1, wordTop - 1);
        const qreal left = std::round(rect.left() - side);
        return QRectF(left, top, std::round(rect.right() + side) - left, rect.bottom() - 1.5 - top);
    };

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(at);
    for (const MarkRects &mark : shaped.marks) {
        const std::optional<ColorRole> ground = groundOf(mark.kind);
        if (!ground)
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(*ground));
        const bool code = mark.kind == MarkKind::Code;
        for (const QRectF &rect : mark.rects)
            painter.drawRoundedRect(wordBox(rect, code ? 3 : 1), code ? 4 : theme.tokens().radius.word,
                                    code ? 4 : theme.tokens().radius.word);
    }
    for (const QRectF &rect : shaped.boxes)
        paintBox(painter, wordBox(rect, 0).adjusted(1, 0, -1, 0), 2, theme.color(ColorRole::DangerTint), theme.color(ColorRole::Danger));

    painter.setPen(theme.color(m_color));
    // Lines that are out of sight cost as much as the others.
    shaped.layout.draw(&painter, QPointF(0, 0), {}, painter.hasClipping() ? painter.clipBoundingRect() : QRectF());

    for (const MarkRects &mark : shaped.marks) {
        for (const QRectF &rect : mark.rects) {
            const qreal baseline = rect.top() + shaped.ascent;
            const QRectF box = wordBox(rect, 1);
            switch (mark.kind) {
            case MarkKind::Added:
            case MarkKind::ChangedSince:
                painter.fillRect(QRectF(box.left(), baseline + 3, box.width(), 1.5), theme.color(ColorRole::Added));
                break;
            case MarkKind::Removed:
                painter.fillRect(QRectF(box.left(), std::round(baseline - shaped.xHeight / 2), box.width(), 1), theme.color(ColorRole::Removed));
                break;
            case MarkKind::Moved: {
                QPen pen(theme.color(ColorRole::Moved), 2);
                pen.setDashPattern({1, 1});
                pen.setCapStyle(Qt::FlatCap);
                painter.setPen(pen);
                painter.drawLine(QPointF(box.left(), baseline + 4), QPointF(box.right(), baseline + 4));
                break;
            }
            case MarkKind::Blamed:
                painter.fillRect(QRectF(box.left(), baseline + 3, box.width(), 2), theme.color(ColorRole::Accent));
                break;
            case MarkKind::Found:
                painter.fillRect(QRectF(box.left(), baseline + 3, box.width(), 1.5), theme.color(ColorRole::Medium));
                break;
            case MarkKind::Commented: {
                const QRectF outer = box.adjusted(-2, -2, 2, 2);
                paintBox(painter, outer, 4, Qt::transparent, theme.color(ColorRole::Accent), theme.tokens().line.focus);
                break;
            }
            case MarkKind::Wrong: paintWave(painter, rect, baseline + 4, theme.color(ColorRole::Danger)); break;
            case MarkKind::Chosen:
            case MarkKind::Flash:
            case MarkKind::Code:
            case MarkKind::Quoted:
            case MarkKind::Strong:
            case MarkKind::Muted: break;
            }
        }
    }
    painter.restore();
}

void ProseBlock::paintCaret(QPainter &painter, const QPointF &at, qreal width, qsizetype position, const Theme &theme) const
{
    const Shape &shaped = shape(width, theme);
    const auto shown = static_cast<int>(shaped.toShown(std::clamp<qsizetype>(position, 0, m_text.size())));
    const QTextLine line = shaped.layout.lineForTextPosition(shown);
    if (!line.isValid())
        return;
    const qreal left = line.cursorToX(shown);
    const qreal top = line.lineNumber() * shaped.lineHeight;
    painter.fillRect(QRectF(at.x() + left, at.y() + top + 2, 1, shaped.lineHeight - 4), theme.color(ColorRole::Text));
}

qsizetype ProseBlock::positionAt(const QPointF &point, qreal width, const Theme &theme) const
{
    const Shape &shaped = shape(width, theme);
    if (point.y() < 0)
        return -1;
    const int index = static_cast<int>(point.y() / shaped.lineHeight);
    if (index >= shaped.layout.lineCount())
        return -1;
    return shaped.toOriginal(shaped.layout.lineAt(index).xToCursor(point.x()));
}

QList<QRectF> ProseBlock::rects(qsizetype start, qsizetype length, qreal width, const Theme &theme) const
{
    const Shape &shaped = shape(width, theme);
    const qsizetype from = shaped.toShown(std::clamp<qsizetype>(start, 0, m_text.size()));
    const qsizetype to = shaped.toShown(std::clamp<qsizetype>(start + length, 0, m_text.size()));
    return shaped.rects(from, to);
}

QList<TextMark> ProseBlock::marksAt(qsizetype position) const
{
    QList<TextMark> found;
    for (const TextMark &mark : m_marks) {
        if (position >= mark.start && position < mark.start + mark.length)
            found.append(mark);
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &TextMark::length);
    return found;
}

QString spoken(const QString &text, const QList<TextMark> &marks)
{
    QStringList parts;
    for (const TextMark &mark : marks) {
        const QString words = text::printableLine(text.mid(mark.start, mark.length));
        switch (mark.kind) {
        case MarkKind::Removed: parts << QCoreApplication::translate("ui", "removed: %1").arg(words); break;
        case MarkKind::Added: parts << QCoreApplication::translate("ui", "added: %1").arg(words); break;
        case MarkKind::Moved: parts << QCoreApplication::translate("ui", "moved: %1").arg(words); break;
        default: break;
        }
    }
    return parts.join("; "_L1);
}

} // namespace countersign
