// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/EmptyState.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

EmptyState::EmptyState(QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    auto *icon = new Glyph(Icon::Inbox, ColorRole::Muted, this);
    icon->setSide(22);
    m_iconPlace = icon;
    m_sentence = new PlainLabel({}, FontRole::BodyStrong, ColorRole::Text, this);
    m_sentence->setWrapping(Wrapping::Wrap);
    m_explanation = new PlainLabel({}, FontRole::Body, ColorRole::Muted, this);
    m_explanation->setWrapping(Wrapping::Wrap);
    for (PlainLabel *label : {m_sentence, m_explanation}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        label->setMaximumWidth(theme.px(320));
    }
    m_button = makeButton({}, ButtonKind::Plain, this);
    m_button->setObjectName(u"emptyStateAction"_s);
    setButtonHeight(m_button, ButtonHeight::InBar);

    auto *column = new QVBoxLayout(this);
    m_column = column;
    column->setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(24));
    column->setSpacing(theme.px(4));
    column->addStretch();
    column->addWidget(icon, 0, Qt::AlignHCenter);
    column->addSpacing(theme.px(4));
    const auto centred = [column](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->addStretch();
        row->addWidget(widget, 100);
        row->addStretch();
        column->addLayout(row);
    };
    centred(m_sentence);
    centred(m_explanation);
    column->addSpacing(theme.px(8));
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch();

    icon->hide();
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionPressed);
}

void EmptyState::setText(const QString &sentence, const QString &explanation)
{
    m_sentence->setText(sentence);
    m_explanation->setText(explanation);
    m_explanation->setVisible(!explanation.isEmpty());
}

void EmptyState::addButton(QPushButton *button)
{
    setButtonHeight(button, ButtonHeight::InBar);
    m_column->insertSpacing(m_column->count() - 1, Theme::of(this).px(4));
    m_column->insertWidget(m_column->count() - 1, button, 0, Qt::AlignHCenter);
}

void EmptyState::setIcon(std::optional<Icon> icon)
{
    if (icon)
        static_cast<Glyph *>(m_iconPlace)->setIcon(*icon, ColorRole::Muted);
    m_iconPlace->setVisible(icon.has_value());
}

void EmptyState::setAction(const QString &label, std::optional<Icon> icon)
{
    m_button->setText(label);
    m_button->setIcon(icon ? Icons::icon(*icon, Theme::of(this)) : QIcon());
    m_button->setVisible(!label.isEmpty());
}

} // namespace countersign
