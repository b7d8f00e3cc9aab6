// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/FirstDay.h"

#include "ui/common/Buttons.h"
#include "ui/common/PlainLabel.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

FirstDay::FirstDay(QWidget *parent)
    : Ground(ColorRole::Surface, parent)
{
    setObjectName(u"firstDay"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(4);
    layout->addWidget(new PlainLabel(tr("Nothing has been proposed yet"), FontRole::Section, ColorRole::Text, this));
    layout->addWidget(new PlainLabel(tr("This is how a change goes from an idea to production and, if need be, back."),
                                     FontRole::Body, ColorRole::Muted, this));
    layout->addSpacing(12);
    const QList<std::tuple<Icon, QString, QString>> steps = {
        {Icon::Edit, tr("Edit a prompt"), tr("The lane and its reasons follow while you write.")},
        {Icon::SideBySide, tr("Read the difference"), tr("Words, moved sentences, and what they mean.")},
        {Icon::Check, tr("Approve it"), tr("By whoever the policy names for that lane.")},
        {Icon::Releases, tr("Release it"), tr("From one environment to the next, in order.")},
        {Icon::Undo, tr("Take it back"), tr("The earlier version runs again at once.")},
    };
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(12);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto &[icon, title, line] : steps) {
        grid->addWidget(new Glyph(icon, ColorRole::Accent, this), row, 0, Qt::AlignTop);
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        words->addWidget(new PlainLabel(title, FontRole::BodyMedium, ColorRole::Text, this));
        auto *explanation = new PlainLabel(line, FontRole::Body, ColorRole::Muted, this);
        explanation->setWrapping(Wrapping::Wrap);
        words->addWidget(explanation);
        grid->addLayout(words, row, 1);
        ++row;
    }
    layout->addLayout(grid);
    layout->addSpacing(16);
    m_button = makeButton(Icon::Add, tr("New change"), ButtonKind::Filled, this);
    m_button->setObjectName(u"firstDayNew"_s);
    layout->addWidget(m_button, 0, Qt::AlignLeading);
    layout->addStretch();
    connect(m_button, &QPushButton::clicked, this, &FirstDay::newChangePressed);
}

void FirstDay::setAllowed(const QString &readOnlyReason)
{
    m_button->setEnabled(readOnlyReason.isEmpty());
    m_button->setToolTip(readOnlyReason);
}

} // namespace countersign
