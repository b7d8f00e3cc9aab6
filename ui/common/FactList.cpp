// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/FactList.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Theme.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype shownHash = 24;

} // namespace

FactList::FactList(QWidget *parent) : QWidget(parent)
{
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnMinimumWidth(0, Theme::of(this).px(104));
    m_grid->setColumnStretch(1, 1);
}

void FactList::clear()
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_row = 0;
}

void FactList::addName(const QString &name, Qt::Alignment place)
{
    auto *label = new PlainLabel(name, FontRole::Body, ColorRole::Muted, this);
    label->setWrapping(Wrapping::Wrap);
    label->setFixedWidth(Theme::of(this).px(104));
    m_grid->addWidget(label, m_row, 0, place);
}

void FactList::addFact(const QString &name, const QString &value, std::optional<Sign> sign)
{
    addName(name);
    auto *words = new PlainLabel(value, FontRole::Body, ColorRole::Text, this);
    words->setWrapping(Wrapping::Wrap);
    words->setAccessibleName(name + u": "_s + value);
    if (!sign) {
        m_grid->addWidget(words, m_row++, 1);
        return;
    }
    auto *place = new QWidget(this);
    auto *row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *mark = new Glyph(*sign, place);
    row->addWidget(mark, 0, Qt::AlignTop);
    row->addWidget(words, 1);
    m_grid->addWidget(place, m_row++, 1);
}

void FactList::addLink(const QString &name, const QString &value, int link)
{
    addName(name, Qt::AlignVCenter);
    auto *label = new LinkLabel(value, this);
    label->setAccessibleName(name + u": "_s + value);
    connect(label, &QPushButton::clicked, this, [this, link] { emit pressed(link); });
    auto *place = new QWidget(this);
    auto *row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label);
    row->addStretch(1);
    m_grid->addWidget(place, m_row++, 1);
}

void FactList::addCode(const QString &name, const QString &value)
{
    addName(name, Qt::AlignVCenter);
    auto *place = new QWidget(this);
    auto *row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const bool cut = value.size() > shownHash;
    auto *code = new PlainLabel(cut ? value.left(shownHash) + u'…' : value, FontRole::Code, ColorRole::Text, place);
    code->setLayoutDirection(Qt::LeftToRight);
    code->setToolTip(value.toHtmlEscaped());
    row->addWidget(code);
    QPushButton *copy = makeIconButton(Icon::Copy, tr("Copy %1").arg(name), place);
    setButtonHeight(copy, ButtonHeight::InBar);
    connect(copy, &QPushButton::clicked, this, [value] { QGuiApplication::clipboard()->setText(value); });
    row->addWidget(copy);
    row->addStretch(1);
    m_grid->addWidget(place, m_row++, 1);
}

void FactList::addWidget(const QString &name, QWidget *value)
{
    addName(name, Qt::AlignVCenter);
    m_grid->addWidget(value, m_row++, 1, Qt::AlignLeading | Qt::AlignTop);
}

void FactList::addLine()
{
    auto *line = new Ground(ColorRole::Line, this);
    line->setFixedHeight(1);
    m_grid->addWidget(line, m_row++, 0, 1, 2);
}

} // namespace countersign
