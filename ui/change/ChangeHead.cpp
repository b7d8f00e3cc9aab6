// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangeHead.h"

#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Popover.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/Theme.h"
#include "ui/shell/ChangeWords.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

ChangeHead::ChangeHead(QWidget *parent) : Ground(ColorRole::Surface, parent)
{
    const Theme &theme = Theme::of(this);
    setFixedHeight(theme.size().changeHeader);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.tokens().inset.changePage, 0, theme.tokens().inset.changePage, 0);
    row->setSpacing(10);
    m_chip = new LaneChip(LaneShape::Low, ChipSize::Big, this);
    m_chip->setObjectName(u"laneChip"_s);
    m_chip->setOpens(true);
    m_number = new PlainLabel(QString(), FontRole::Title, ColorRole::Muted, this);
    m_title = new PlainLabel(QString(), FontRole::Title, ColorRole::Text, this);
    m_title->setObjectName(u"changeTitle"_s);
    m_title->setWrapping(Wrapping::Elide);
    m_titleEdit = new QLineEdit(this);
    m_titleEdit->setObjectName(u"titleEdit"_s);
    m_titleEdit->setPlaceholderText(tr("A title for the change"));
    m_titleEdit->setAccessibleName(tr("Title"));
    m_titleEdit->setMaxLength(200);
    m_titleEdit->hide();
    m_subjects = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, this);
    m_subjects->setWrapping(Wrapping::Elide);
    m_stages = new StageLine(this);
    m_more = makeIconButton(Icon::More, tr("More"), this);
    m_more->setObjectName(u"changeMore"_s);
    row->addWidget(m_chip);
    row->addWidget(m_number);
    row->addWidget(m_title, 0);
    row->addWidget(m_titleEdit, 2);
    row->addWidget(m_subjects, 1);
    row->addWidget(m_stages, 0);
    row->addWidget(m_more);
    connect(m_chip, &QAbstractButton::clicked, this, &ChangeHead::openReasons);
    connect(m_titleEdit, &QLineEdit::textEdited, this, &ChangeHead::titleEdited);
}

void ChangeHead::setLane(Lane lane, bool known)
{
    m_lane = lane;
    m_chip->setLane(ChangeWords::shapeOf(lane));
    m_chip->setVisible(known);
}

void ChangeHead::setReasons(const Reasons &reasons, const QString &foot, const QString &raise)
{
    m_reasons = reasons;
    m_foot = foot;
    m_raise = raise;
}

void ChangeHead::setTitle(const QString &number, const QString &title, const QString &subjects)
{
    m_number->setText(number);
    m_number->setVisible(!number.isEmpty());
    m_title->setText(title);
    if (m_titleEdit->text() != title)
        m_titleEdit->setText(title);
    m_subjects->setText(subjects);
    fit();
}

void ChangeHead::setTitleEditable(bool editable)
{
    m_title->setVisible(!editable);
    m_titleEdit->setVisible(editable);
}

void ChangeHead::focusTitle()
{
    m_titleEdit->setFocus(Qt::OtherFocusReason);
}

void ChangeHead::setStages(const QList<StageData> &stages)
{
    m_stages->setStages(stages);
    fit();
}

void ChangeHead::resizeEvent(QResizeEvent *event)
{
    Ground::resizeEvent(event);
    fit();
}

void ChangeHead::fit()
{
    // The title gives way last: first what it is about, then the words of the stages.
    const int rest = width() - m_chip->width() - m_number->sizeHint().width() - m_stages->minimumSizeHint().width() - Theme::of(this).px(120);
    m_title->setMaximumWidth(std::max(Theme::of(this).px(160), std::min(m_title->sizeHint().width(), rest)));
    m_title->setMinimumWidth(std::min(m_title->maximumWidth(), Theme::of(this).px(160)));
}

void ChangeHead::openReasons()
{
    const Theme &theme = Theme::of(this);
    if (m_popover)
        m_popover->close();
    m_popover = new Popover(m_chip, theme.size().popoverLane);
    m_popover->setObjectName(u"lanePopover"_s);
    connect(m_popover, &Popover::closed, m_popover, &QObject::deleteLater);
    const QString lane = Signs::name(ChangeWords::shapeOf(m_lane), LaneWords::Two);
    const QList<EntryRowData> reasons = m_reasons ? m_reasons() : QList<EntryRowData>();
    m_popover->content()->addWidget(new PlainLabel(reasons.isEmpty() ? lane : tr("%1, because").arg(lane), FontRole::BodyStrong,
                                                   ColorRole::Text, m_popover));
    if (reasons.isEmpty()) {
        auto *none = new PlainLabel(tr("No rule found anything that asks for more."), FontRole::Body, ColorRole::Muted, m_popover);
        none->setWrapping(Wrapping::Wrap);
        m_popover->content()->addWidget(none);
    } else {
        auto *list = new QListView(m_popover);
        list->setObjectName(u"laneFindings"_s);
        prepareRowView(list, tr("Reasons"), ColorRole::Raised);
        auto *delegate = new EntryRow(list);
        delegate->setGround(ColorRole::Raised);
        delegate->setInset(0);
        delegate->setLaneFirst(true);
        list->setItemDelegate(delegate);
        auto *rows = new RowList<EntryRowData>(list);
        rows->setRows(reasons);
        list->setModel(rows);
        int high = 0;
        for (int i = 0; i < rows->rowCount() && high < theme.px(320); ++i)
            high += list->sizeHintForRow(i);
        list->setFixedHeight(std::min(high, theme.px(320)));
        m_popover->content()->addWidget(list);
        const auto choose = [this](const QModelIndex &index) {
            const QString key = index.data(roles::RowKeyRole).toString();
            if (m_popover)
                m_popover->close();
            emit reasonChosen(key);
        };
        connect(list, &QListView::activated, this, choose);
        connect(list, &QListView::clicked, this, choose);
    }
    if (QWidget *below = m_below ? m_below(m_popover) : nullptr)
        m_popover->content()->addWidget(below);
    auto *foot = new QHBoxLayout;
    auto *words = new PlainLabel(m_foot, FontRole::Secondary, ColorRole::Muted, m_popover);
    words->setWrapping(Wrapping::Wrap);
    foot->addWidget(words, 1);
    if (!m_raise.isEmpty()) {
        auto *raise = new LinkLabel(m_raise, m_popover);
        raise->setObjectName(u"raiseLane"_s);
        connect(raise, &QPushButton::clicked, this, [this] {
            if (m_popover)
                m_popover->close();
            emit laneAsked();
        });
        foot->addWidget(raise);
    }
    m_popover->foot()->addLayout(foot);
    m_popover->open(Popover::Focus::Take);
}

} // namespace countersign
