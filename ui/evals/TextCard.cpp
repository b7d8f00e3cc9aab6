// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/TextCard.h"

#include "ui/common/Buttons.h"
#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"
#include "ui/prose/DiffRows.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int inset = 10;
constexpr int above = 8;
constexpr int between = 4;
constexpr qsizetype longestPart = 3000;
constexpr qsizetype longestJson = 256 * 1024;
constexpr qsizetype spokenLength = 2000;

// Cut where a word ends, so that no single block has to be laid out as a whole.
void addPieces(QList<TextCard::Part> &parts, const TextCard::Part &whole)
{
    qsizetype at = 0;
    while (whole.text.size() - at > longestPart) {
        qsizetype end = whole.text.lastIndexOf(u' ', at + longestPart);
        end = end <= at ? at + longestPart : end + 1;
        if (whole.text[end - 1].isHighSurrogate())
            --end;
        TextCard::Part piece = whole;
        piece.text = whole.text.sliced(at, end - at);
        piece.label = at == 0 ? whole.label : QString();
        parts.append(piece);
        at = end;
    }
    TextCard::Part last = whole;
    last.text = whole.text.sliced(at);
    last.label = at == 0 ? whole.label : QString();
    if (!last.text.isEmpty() || parts.isEmpty())
        parts.append(last);
}

QString valueText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact))
        .sliced(1)
        .chopped(1);
}

} // namespace

QList<TextCard::Part> paragraphs(const QString &text)
{
    QList<TextCard::Part> parts;
    for (const QString &paragraph : text.trimmed().split(u"\n\n"_s)) {
        QList<TextCard::Part> pieces;
        addPieces(pieces, {.text = paragraph});
        parts += pieces;
    }
    return parts;
}

QList<TextCard::Part> inputParts(const QString &text)
{
    const QString begin = text.left(32).trimmed();
    if ((!begin.startsWith(u'{') && !begin.startsWith(u'[')) || text.size() > longestJson)
        return paragraphs(text);
    const QJsonDocument read = QJsonDocument::fromJson(text.toUtf8());
    QList<TextCard::Part> parts;
    const auto add = [&parts](const QString &label, const QJsonValue &value) {
        QList<TextCard::Part> pieces = paragraphs(valueText(value));
        pieces.first().label = label;
        parts += pieces;
    };
    if (read.isObject()) {
        const QJsonObject variables = read.object();
        for (auto it = variables.begin(); it != variables.end(); ++it)
            add(variables.size() == 1 ? QString() : it.key(), it.value());
    } else if (read.isArray()) {
        for (const QJsonValue &message : read.array()) {
            if (!message.isObject() || !message[u"content"_s].isString())
                return paragraphs(text);
            add(message[u"role"_s].toString(), message[u"content"_s]);
        }
    }
    return parts.isEmpty() ? paragraphs(text) : parts;
}

QList<TextCard::Part> sideParts(const diff::Comparison &comparison, diff::Side side)
{
    QList<TextCard::Part> parts;
    for (const ViewRow &row : viewRows(comparison, DiffLayout::SideBySide, {})) {
        if (row.kind != ViewRowKind::Text || !row.present[diff::index(side)])
            continue;
        const diff::BlockKind block = comparison.rows[row.row].block;
        parts.append({.text = shownText(comparison, row, side, LineBreaks::Keep),
                      .marks = shownMarks(comparison, row, side),
                      .font = block == diff::BlockKind::Code      ? FontRole::Code
                              : block == diff::BlockKind::Heading ? FontRole::ProseStrong
                                                                  : FontRole::Prose});
    }
    return parts;
}

TextCard::TextCard(ColorRole ground, QWidget *parent) : QWidget(parent), m_ground(ground)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFocusPolicy(Qt::StrongFocus);
    m_more = makeButton(tr("Show more"), ButtonKind::Quiet, this);
    setButtonHeight(m_more, ButtonHeight::InBar);
    m_more->hide();
    connect(m_more, &QPushButton::clicked, this, &TextCard::showMore);
}

void TextCard::setHead(const QString &head)
{
    m_head = head;
    setParts(m_parts, m_whole);
}

void TextCard::setParts(const QList<Part> &parts, const QString &whole)
{
    if (whole != m_whole)
        m_limit = shownAtOnce;
    m_parts = parts;
    m_whole = whole;
    m_blocks.clear();
    QStringList words;
    for (const Part &part : parts) {
        Laid laid{
            .label = part.label, .block = ProseBlock(part.text, part.marks), .length = part.text.size()};
        laid.block.setFontRole(part.font);
        laid.block.setColorRole(part.color);
        m_blocks.push_back(std::move(laid));
        if (const QString said = spoken(part.text, part.marks); !said.isEmpty())
            words.append(said);
    }
    setAccessibleName(text::printableLine(m_head));
    const QString said = words.isEmpty() ? whole : words.join(u". "_s);
    setAccessibleDescription(text::printable(said.left(spokenLength)));
    m_more->setVisible(shownBlocks() < static_cast<qsizetype>(m_blocks.size()));
    m_more->setAccessibleName(tr("Show more of %1").arg(text::printableLine(m_head)));
    updateGeometry();
    update();
}

QList<TextMark> TextCard::marks() const
{
    QList<TextMark> all;
    for (const Part &part : m_parts)
        all += part.marks;
    return all;
}

qsizetype TextCard::shownBlocks() const
{
    qsizetype length = 0;
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        if (length >= m_limit)
            return static_cast<qsizetype>(i);
        length += m_blocks[i].length;
    }
    return static_cast<qsizetype>(m_blocks.size());
}

void TextCard::showMore()
{
    m_limit += 4 * shownAtOnce;
    m_more->setVisible(shownBlocks() < static_cast<qsizetype>(m_blocks.size()));
    updateGeometry();
    update();
}

// The height at `width`; paints too where there is a painter.
int TextCard::layOut(int width, QPainter *painter) const
{
    const Theme &theme = Theme::of(this);
    const int lead = theme.px(inset);
    const int wide = std::max(1, width - 2 * lead);
    const int small = theme.lineHeight(FontRole::Secondary);
    qreal at = theme.px(above);
    const auto line = [&](const QString &words) {
        if (painter)
            paintText(*painter, QRect(lead, static_cast<int>(at), wide, small), text::printableLine(words),
                      FontRole::Secondary, ColorRole::Muted, theme);
        at += small;
    };
    if (!m_head.isEmpty())
        line(m_head);
    const qsizetype shown = shownBlocks();
    for (qsizetype i = 0; i < shown; ++i) {
        const Laid &laid = m_blocks[static_cast<size_t>(i)];
        if (i > 0)
            at += theme.px(between);
        if (!laid.label.isEmpty())
            line(laid.label);
        const qreal high = laid.block.height(wide, theme);
        if (painter)
            laid.block.paint(*painter, QPointF(lead, at), wide, theme);
        at += high;
    }
    if (shown < static_cast<qsizetype>(m_blocks.size()))
        at += theme.size().buttonInBar;
    return static_cast<int>(std::ceil(at)) + theme.px(above);
}

int TextCard::heightForWidth(int width) const
{
    return layOut(width, nullptr);
}

QSize TextCard::sizeHint() const
{
    const int wide = width() > 0 ? width() : Theme::of(this).px(320);
    return {Theme::of(this).px(320), heightForWidth(wide)};
}

QSize TextCard::minimumSizeHint() const
{
    return {Theme::of(this).px(160),
            Theme::of(this).px(2 * above) + Theme::of(this).lineHeight(FontRole::Secondary)};
}

void TextCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const bool focused = hasFocus() && Style::showsFocus(this);
    paintBox(painter, rect(), theme.tokens().radius.card, theme.color(m_ground),
             theme.color(focused ? ColorRole::Accent : ColorRole::Line), focused ? 2 : 1);
    layOut(width(), &painter);
}

void TextCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const Theme &theme = Theme::of(this);
    const QSize size = m_more->sizeHint();
    m_more->setGeometry(
        QStyle::visualRect(layoutDirection(), rect(),
                           QRect(0, height() - size.height() - theme.px(4), size.width(), size.height())));
}

void TextCard::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QWidget::keyPressEvent(event);
}

void TextCard::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void TextCard::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void TextCard::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, &TextCard::copy);
    menu->popup(event->globalPos());
}

void TextCard::copy() const
{
    QGuiApplication::clipboard()->setText(m_whole);
}

} // namespace countersign
