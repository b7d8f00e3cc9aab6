// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/NoticeBar.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"

#include <QAccessible>
#include <QAccessibleAnnouncementEvent>
#include <QBoxLayout>
#include <QPainter>
#include <QResizeEvent>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int leastWords = 260;

struct Look
{
    ColorRole ground;
    ColorRole edge;
    ColorRole ink;
    Sign sign;
};

[[nodiscard]] Look lookOf(NoticeKind kind)
{
    switch (kind) {
    case NoticeKind::Info: return {ColorRole::AccentTint, ColorRole::AccentLine, ColorRole::Accent, Sign::Information};
    case NoticeKind::Ok: return {ColorRole::OkTint, ColorRole::AddedLine, ColorRole::Ok, Sign::Satisfied};
    case NoticeKind::Warning: return {ColorRole::MediumTint, ColorRole::MediumLine, ColorRole::Medium, Sign::Warning};
    case NoticeKind::Danger: return {ColorRole::DangerTint, ColorRole::DangerLine, ColorRole::Danger, Sign::Error};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

NoticeBar::NoticeBar(NoticeShape shape, QWidget *parent) : QFrame(parent), m_shape(shape)
{
    setFrameShape(QFrame::NoFrame);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    const Theme &theme = Theme::of(this);

    auto *sign = new Glyph(Sign::Information, this);
    m_signPlace = sign;
    m_words = new ProseView(this);
    m_words->setFontRole(FontRole::Body);
    m_words->setMaximumWidth(QWIDGETSIZE_MAX);
    m_words->setStart(ProseView::Start::OfLayout);
    m_detail = new PlainLabel({}, FontRole::Code, ColorRole::Muted, this);
    m_detail->setWrapping(Wrapping::Wrap);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    const ButtonKind kind = shape == NoticeShape::Band ? ButtonKind::Plain : ButtonKind::Quiet;
    m_more = makeButton(tr("Details"), ButtonKind::Quiet, this);
    m_action = makeButton({}, kind, this);
    m_second = makeButton({}, kind, this);
    m_more->setCheckable(true);
    const bool card = shape == NoticeShape::Card;
    const int line = theme.lineHeight(FontRole::Body);
    for (QPushButton *button : {m_more, m_action, m_second}) {
        setButtonHeight(button, ButtonHeight::InBar);
        // In a card the actions are words in the line: 20 a line and 16 around.
        if (card || button == m_more)
            button->setFixedHeight(line);
    }
    const int above = card ? 0 : (theme.size().buttonInBar - line) / 2;
    m_action->setObjectName(u"noticeAction"_s);
    m_second->setObjectName(u"noticeSecondAction"_s);
    m_more->setObjectName(u"noticeDetails"_s);

    auto *words = new QVBoxLayout;
    words->setContentsMargins(0, above, 0, above);
    words->setSpacing(0);
    words->addWidget(m_words);
    words->addWidget(m_detail);
    m_below = new QHBoxLayout;
    m_below->setSpacing(theme.px(8));
    words->addLayout(m_below);

    auto *row = new QHBoxLayout(this);
    m_row = row;
    const int inset = theme.tokens().inset.card;
    const int side = shape == NoticeShape::Band ? theme.tokens().inset.changePage : inset;
    row->setContentsMargins(side, theme.px(8), side, theme.px(8));
    row->setSpacing(theme.px(8));
    auto *signColumn = new QVBoxLayout;
    signColumn->setContentsMargins(0, above + theme.px(2), 0, 0);
    signColumn->addWidget(sign);
    signColumn->addStretch();
    row->addLayout(signColumn);
    row->addLayout(words, 1);
    for (QPushButton *button : {m_more, m_second, m_action})
        row->addWidget(button, 0, card ? Qt::AlignTop : Qt::AlignVCenter);

    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionPressed);
    connect(m_second, &QPushButton::clicked, this, &NoticeBar::secondActionPressed);
    connect(m_more, &QPushButton::toggled, this, [this](bool shown) {
        m_detail->setVisible(shown);
        fit();
    });
    hide();
}

void NoticeBar::setNotice(const Notice &notice)
{
    const bool differs = isHidden() || notice != m_notice;
    m_notice = notice;
    rebuild();
    show();
    if (differs) {
        QAccessibleAnnouncementEvent event(this, accessibleName());
        event.setPoliteness(notice.kind == NoticeKind::Danger ? QAccessible::AnnouncementPoliteness::Assertive
                                                              : QAccessible::AnnouncementPoliteness::Polite);
        QAccessible::updateAccessibility(&event);
    }
}

void NoticeBar::settle()
{
    hide();
    m_notice = {};
}

void NoticeBar::rebuild()
{
    const Look look = lookOf(m_notice.kind);
    auto *sign = static_cast<Glyph *>(m_signPlace);
    if (m_notice.icon)
        sign->setIcon(*m_notice.icon, look.ink);
    else
        sign->setSign(look.sign);
    sign->setAccessibleName(Signs::name(look.sign));
    const QString words = m_notice.lead.isEmpty() ? m_notice.sentence : m_notice.lead + u' ' + m_notice.sentence;
    m_words->setText(words, {{.start = 0, .length = m_notice.lead.size(), .kind = MarkKind::Strong}});
    m_detail->setText(m_notice.detail);
    m_more->setVisible(!m_notice.detail.isEmpty());
    m_more->setChecked(false);
    m_detail->setVisible(false);
    m_action->setText(m_notice.action);
    m_action->setVisible(!m_notice.action.isEmpty());
    m_second->setText(m_notice.secondAction);
    m_second->setVisible(!m_notice.secondAction.isEmpty());
    setAccessibleName(words);
    fit();
    update();
}

// In a narrow card, the side column's for one, the buttons stand below the words and not in their way.
void NoticeBar::placeButtons()
{
    int buttons = 0;
    for (const QPushButton *button : {m_more, m_second, m_action})
        buttons += button->isHidden() ? 0 : button->sizeHint().width();
    const bool below = m_shape == NoticeShape::Card && buttons > 0 && width() - buttons < Theme::of(this).px(leastWords);
    if (below == m_buttonsBelow)
        return;
    m_buttonsBelow = below;
    for (QPushButton *button : {m_more, m_second, m_action}) {
        (below ? m_row : m_below)->removeWidget(button);
        if (below)
            m_below->addWidget(button);
        else
            m_row->addWidget(button, 0, m_shape == NoticeShape::Card ? Qt::AlignTop : Qt::AlignVCenter);
    }
    if (below)
        m_below->addStretch(1);
    else if (QLayoutItem *stretch = m_below->takeAt(0))
        delete stretch;
}

// Never higher than its words need, however much room there is.
void NoticeBar::fit()
{
    placeButtons();
    setMaximumHeight(layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width()) : layout()->totalSizeHint().height());
    updateGeometry();
}

void NoticeBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fit();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    const Look look = lookOf(m_notice.kind);
    QPainter painter(this);
    if (m_shape == NoticeShape::Card) {
        paintBox(painter, rect(), theme.tokens().radius.card, theme.color(look.ground), theme.color(look.edge));
        return;
    }
    painter.fillRect(rect(), theme.color(look.ground));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(look.edge));
}

} // namespace countersign
