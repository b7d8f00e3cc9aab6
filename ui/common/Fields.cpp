// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Fields.h"

#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"

#include <QAbstractTextDocumentLayout>
#include <QAction>
#include <QBoxLayout>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

SearchField::SearchField(Icon icon, const QString &placeholder, QWidget *parent) : QLineEdit(parent), m_icon(icon)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    m_lead = addAction(QIcon(), QLineEdit::LeadingPosition);
    connect(&Theme::of(this), &Theme::changed, this, &SearchField::follow);
    follow();
}

void SearchField::follow()
{
    m_lead->setIcon(Icons::icon(m_icon, Theme::of(this)));
    // Qt makes the clear button an action of its own; it is the only one with that name.
    if (auto *clear = findChild<QAction *>(u"_q_qlineeditclearaction"_s))
        clear->setIcon(Icons::icon(Icon::Close, Theme::of(this)));
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

GrowingTextEdit::GrowingTextEdit(QWidget *parent, int least, int most) : QPlainTextEdit(parent), m_least(least), m_most(most)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTabChangesFocus(true);
    setFrameShape(QFrame::StyledPanel);
    document()->setDocumentMargin(Theme::of(this).px(6));
    connect(document(), &QTextDocument::contentsChanged, this, &GrowingTextEdit::grow);
    connect(&Theme::of(this), &Theme::changed, this, &GrowingTextEdit::grow);
    grow();
}

int GrowingTextEdit::heightFor(int lines) const
{
    return static_cast<int>(std::ceil(lines * QFontMetricsF(font()).lineSpacing() + 2 * document()->documentMargin()))
           + 2 * frameWidth();
}

QSize GrowingTextEdit::sizeHint() const
{
    return {Theme::of(this).px(240), height()};
}

QSize GrowingTextEdit::minimumSizeHint() const
{
    return {Theme::of(this).px(80), heightFor(m_least)};
}

void GrowingTextEdit::grow()
{
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines <= m_most; block = block.next()) {
        // Asked for its rectangle a block is laid out anew, at the width of now.
        (void)document()->documentLayout()->blockBoundingRect(block);
        lines += std::max(1, block.layout() ? block.layout()->lineCount() : block.lineCount());
    }
    const int high = heightFor(std::clamp(lines, m_least, m_most));
    setVerticalScrollBarPolicy(lines > m_most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (high != height() || minimumHeight() != high) {
        setFixedHeight(high);
        updateGeometry();
    }
}

void GrowingTextEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    grow();
}

void GrowingTextEdit::keyPressEvent(QKeyEvent *event)
{
    // Ctrl+Enter presses the one filled button of the page, so it is not ours.
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

FormField::FormField(const QString &label, QWidget *field, QWidget *parent) : QWidget(parent), m_field(field)
{
    const Theme &theme = Theme::of(this);
    auto *name = new PlainLabel(label, FontRole::BodyStrong, ColorRole::Text, this);
    name->setBuddy(field);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(label);
    m_helpIcon = new Glyph(Icon::FilledIn, ColorRole::Muted, this);
    static_cast<Glyph *>(m_helpIcon)->setSide(14);
    m_help = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_help->setWrapping(Wrapping::Wrap);
    m_errorSign = new Glyph(Sign::Missing, this);
    static_cast<Glyph *>(m_errorSign)->setSide(14);
    m_error = new PlainLabel({}, FontRole::Body, ColorRole::Danger, this);
    m_error->setWrapping(Wrapping::Wrap);
    m_offer = new LinkLabel({}, this);
    m_offer->setObjectName(u"fieldOffer"_s);

    auto *under = new QHBoxLayout;
    under->setSpacing(theme.px(6));
    for (QWidget *part : {m_helpIcon, static_cast<QWidget *>(m_help), m_errorSign, static_cast<QWidget *>(m_error),
                          static_cast<QWidget *>(m_offer)}) {
        part->hide();
        under->addWidget(part, part == m_help || part == m_error ? 1 : 0, part == m_offer ? Qt::AlignVCenter : Qt::Alignment());
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(4));
    column->addWidget(name);
    column->addWidget(field);
    column->addLayout(under);
    setFocusProxy(field);
    connect(m_offer, &QPushButton::clicked, this, &FormField::offerPressed);
}

void FormField::setHelp(const QString &help, std::optional<Icon> icon)
{
    m_helpText = help;
    m_help->setText(help);
    if (icon)
        static_cast<Glyph *>(m_helpIcon)->setIcon(*icon, ColorRole::Muted);
    const bool shown = !help.isEmpty() && m_errorText.isEmpty();
    m_help->setVisible(shown);
    m_helpIcon->setVisible(shown && icon);
    if (m_errorText.isEmpty())
        m_field->setAccessibleDescription(help);
}

void FormField::setError(const QString &sentence, const QString &offer)
{
    m_errorText = sentence;
    const bool wrong = !sentence.isEmpty();
    setFieldError(m_field, wrong);
    m_error->setText(sentence);
    m_error->setVisible(wrong);
    m_errorSign->setVisible(wrong);
    m_offer->setText(offer);
    m_offer->setVisible(wrong && !offer.isEmpty());
    m_help->setVisible(!wrong && !m_helpText.isEmpty());
    if (wrong)
        m_helpIcon->hide();
    m_field->setAccessibleDescription(wrong ? sentence : m_helpText);
}

SectionHead::SectionHead(const QString &title, QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    m_title = new PlainLabel(title, FontRole::Section, ColorRole::Text, this);
    m_note = new PlainLabel({}, FontRole::Body, ColorRole::Muted, this);
    m_note->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.px(8));
    row->addWidget(m_title);
    row->addWidget(m_note);
    row->addStretch();
}

void SectionHead::setTitle(const QString &title)
{
    m_title->setText(title);
}

void SectionHead::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void SectionHead::addTrailing(QWidget *widget)
{
    layout()->addWidget(widget);
}

Glyph::Glyph(Sign sign, QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setSign(sign);
}

Glyph::Glyph(Icon icon, ColorRole color, QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setIcon(icon, color);
}

Glyph::Glyph(LaneShape lane, QWidget *parent) : QWidget(parent), m_lane(lane), m_side(10)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(Signs::name(lane, LaneWords::Two));
}

void Glyph::setSign(Sign sign)
{
    m_sign = sign;
    m_icon.reset();
    setAccessibleName(Signs::name(sign));
    update();
}

void Glyph::setIcon(Icon icon, ColorRole color)
{
    m_icon = icon;
    m_color = color;
    m_sign.reset();
    update();
}

void Glyph::setSide(int side)
{
    m_side = side;
    updateGeometry();
}

QSize Glyph::sizeHint() const
{
    const int side = Theme::of(this).px(m_side);
    return {side, side};
}

void Glyph::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    if (m_lane)
        Signs::paintLane(painter, rect(), *m_lane, theme.color(Signs::color(*m_lane)));
    else if (m_sign)
        Signs::paint(painter, rect(), *m_sign, theme);
    else if (m_icon)
        Icons::paint(painter, rect(), *m_icon, theme.color(m_color));
}

Ground::Ground(ColorRole ground, QWidget *parent, Shape shape) : QWidget(parent), m_ground(ground), m_shape(shape) {}

void Ground::setGround(ColorRole ground)
{
    m_ground = ground;
    update();
}

void Ground::setLines(Qt::Edges edges, ColorRole color)
{
    m_edges = edges;
    m_line = color;
    update();
}

void Ground::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const QColor line = theme.color(m_line);
    if (m_shape == Shape::Card) {
        paintBox(painter, rect(), theme.tokens().radius.card, theme.color(m_ground), line);
        return;
    }
    painter.fillRect(rect(), theme.color(m_ground));
    const bool rightToLeft = layoutDirection() == Qt::RightToLeft;
    const bool left = m_edges.testFlag(rightToLeft ? Qt::RightEdge : Qt::LeftEdge);
    const bool right = m_edges.testFlag(rightToLeft ? Qt::LeftEdge : Qt::RightEdge);
    if (m_edges.testFlag(Qt::TopEdge))
        painter.fillRect(0, 0, width(), 1, line);
    if (m_edges.testFlag(Qt::BottomEdge))
        painter.fillRect(0, height() - 1, width(), 1, line);
    if (left)
        painter.fillRect(0, 0, 1, height(), line);
    if (right)
        painter.fillRect(width() - 1, 0, 1, height(), line);
}

} // namespace countersign
