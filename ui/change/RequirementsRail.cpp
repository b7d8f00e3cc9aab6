// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RequirementsRail.h"

#include "ui/change/Arming.h"
#include "ui/common/Buttons.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QListView>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

RequirementsRail::RequirementsRail(QWidget *parent) : Ground(ColorRole::Surface, parent)
{
    setLines(Qt::TopEdge);
    const Theme &theme = Theme::of(this);
    const int inset = theme.tokens().inset.sideColumn;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 14, 0, 12);
    all->setSpacing(6);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 0, inset, 0);
    head->setSpacing(8);
    m_title = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, this);
    m_note = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    head->addWidget(m_title);
    head->addWidget(m_note);
    head->addStretch(1);
    m_fold = makeIconButton(Icon::Unfold, tr("Show what is satisfied"), this);
    m_fold->setObjectName(u"unfoldSatisfied"_s);
    setButtonHeight(m_fold, ButtonHeight::InBar);
    head->addWidget(m_fold);
    all->addLayout(head);

    m_list = new QListView(this);
    m_list->setObjectName(u"requirements"_s);
    prepareRowView(m_list, tr("Requirements"), ColorRole::Surface);
    m_list->setItemDelegate(new RequirementRow(m_list));
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_rows = new RowList<RequirementRowData>(this);
    m_list->setModel(m_rows);
    all->addWidget(m_list);

    auto *below = new QVBoxLayout;
    below->setContentsMargins(inset, 2, inset, 0);
    below->setSpacing(8);
    all->addLayout(below);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"railNotice"_s);
    m_notice->hide();
    below->addWidget(m_notice);
    m_acknowledge = new QCheckBox(this);
    m_acknowledge->setObjectName(u"acknowledge"_s);
    m_acknowledge->hide();
    below->addWidget(m_acknowledge);
    m_buttonPlace = new QWidget(this);
    m_buttons = new QVBoxLayout(m_buttonPlace);
    m_buttons->setContentsMargins(0, 0, 0, 0);
    m_buttons->setSpacing(8);
    below->addWidget(m_buttonPlace);

    m_message = new QWidget(this);
    auto *message = new QVBoxLayout(m_message);
    message->setContentsMargins(0, 0, 0, 0);
    message->setSpacing(6);
    m_messageLabel = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, m_message);
    m_messageText = new GrowingTextEdit(m_message, 3, 8);
    m_messageText->setObjectName(u"messageText"_s);
    m_messageLabel->setBuddy(m_messageText);
    m_messageSend = makeButton(tr("Send"), ButtonKind::Filled, m_message);
    m_messageSend->setObjectName(u"messageSend"_s);
    m_messageSend->setAutoDefault(false);
    QPushButton *cancel = makeButton(tr("Cancel"), ButtonKind::Plain, m_message);
    cancel->setObjectName(u"messageCancel"_s);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_messageSend, 1);
    foot->addWidget(cancel);
    message->addWidget(m_messageLabel);
    message->addWidget(m_messageText);
    message->addLayout(foot);
    m_message->hide();
    below->addWidget(m_message);

    const auto pressRow = [this](const QModelIndex &index) { emit rowPressed(index.data(roles::RowKeyRole).toString()); };
    connect(m_list, &QListView::clicked, this, pressRow);
    connect(m_list, &QListView::activated, this, pressRow);
    connect(m_fold, &QPushButton::clicked, this, [this] {
        m_unfolded = !m_unfolded;
        rebuild();
    });
    connect(m_acknowledge, &QCheckBox::toggled, this, [this] {
        applyStates();
        emit acknowledgedChanged();
    });
    connect(m_messageText, &QPlainTextEdit::textChanged, this,
            [this] { m_messageSend->setEnabled(!m_messageText->toPlainText().trimmed().isEmpty() && !isWriting()); });
    connect(m_messageSend, &QPushButton::clicked, this, [this] {
        const QString words = m_messageText->toPlainText().trimmed();
        if (!words.isEmpty() && !isWriting())
            emit messageSent(words);
    });
    connect(cancel, &QPushButton::clicked, this, &RequirementsRail::closeMessage);
    m_since.start();
}

void RequirementsRail::setContent(const Content &content)
{
    if (m_content == content)
        return;
    // What may be decided has changed: the deciding buttons arm anew.
    m_content = content;
    rebuild();
}

void RequirementsRail::setFolded(bool folded)
{
    if (m_folded != folded) {
        m_folded = folded;
        m_unfolded = false;
        rebuild();
    }
}

void RequirementsRail::rebuild()
{
    const Theme &theme = Theme::of(this);
    m_title->setText(m_content.title);
    m_note->setText(m_content.note);
    const bool folds = m_folded && m_content.met.size() > 1;
    m_fold->setVisible(folds);
    QList<RequirementRowData> rows;
    if (folds && !m_unfolded) {
        QStringList words = m_content.metShort;
        words.removeDuplicates();
        QString line = QLocale().createSeparatedList(words);
        if (!line.isEmpty())
            line[0] = line[0].toUpper();
        rows.append({.key = u"folded"_s, .sign = Sign::Satisfied, .sentence = {{line}}, .toolTip = line});
    } else {
        rows = m_content.met;
    }
    rows += m_content.open;
    m_rows->setRows(rows);
    int high = 0;
    for (const RequirementRowData &row : std::as_const(rows))
        high += row.help.isEmpty() ? theme.size().rowDense : theme.size().rowTwoLines;
    const int most = theme.px(300);
    m_list->setFixedHeight(std::min(high, most));
    m_list->setVisible(!rows.isEmpty());

    m_acknowledge->setVisible(!m_content.acknowledge.isEmpty());
    QString acknowledge = m_content.acknowledge;
    m_acknowledge->setText(acknowledge.replace(u"&"_s, u"&&"_s));

    // Buttons that stay keep their place and their focus.
    QList<Made> made;
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        QWidget *widget = item->widget();
        const bool isButton = std::any_of(m_made.begin(), m_made.end(), [widget](const Made &one) { return one.button == widget; });
        if (widget && !isButton)
            widget->deleteLater();
        if (widget)
            widget->hide();
        delete item;
    }
    for (const Button &wanted : std::as_const(m_content.buttons)) {
        auto old = std::find_if(m_made.begin(), m_made.end(), [&wanted](const Made &one) {
            return one.data.id == wanted.id && one.data.label == wanted.label && one.data.deciding == wanted.deciding && one.button;
        });
        Made now{.data = wanted};
        const ButtonKind kind = wanted.dangerous ? ButtonKind::DangerEdge : wanted.filled ? ButtonKind::Filled : ButtonKind::Plain;
        if (old != m_made.end()) {
            now.button = old->button;
            now.arming = old->arming;
            setButtonKind(now.button, kind);
            old->button = nullptr;
        } else {
            now.button = makeButton(wanted.label, kind, m_buttonPlace);
            now.button->setObjectName(wanted.id);
            now.button->setAutoDefault(false);
            if (wanted.deciding) {
                now.arming = new Arming(now.button);
                now.arming->begin();
                connect(now.arming, &Arming::decided, this, [this, id = wanted.id] { emit pressed(id); });
            } else {
                connect(now.button, &QPushButton::clicked, this, [this, id = wanted.id] { emit pressed(id); });
            }
        }
        m_buttons->addWidget(now.button);
        now.button->show();
        made.append(now);
        if (!wanted.enabled && !wanted.reason.isEmpty()) {
            auto *place = new QWidget(m_buttonPlace);
            auto *row = new QHBoxLayout(place);
            row->setContentsMargins(0, 0, 0, 0);
            row->setSpacing(4);
            auto *reason = new PlainLabel(wanted.reason, FontRole::Secondary,
                                          wanted.reasonIsHers ? ColorRole::Danger : ColorRole::Muted, place);
            reason->setWrapping(Wrapping::Wrap);
            reason->setObjectName(wanted.id + u"Reason"_s);
            now.button->setAccessibleDescription(wanted.reason);
            row->addWidget(reason, 1);
            if (!wanted.link.isEmpty()) {
                auto *link = new LinkLabel(wanted.link, place);
                link->setObjectName(wanted.id + u"Link"_s);
                connect(link, &QPushButton::clicked, this, [this, id = wanted.id] { emit linkPressed(id); });
                row->addWidget(link, 0, Qt::AlignTop);
            }
            m_buttons->addWidget(place);
            place->show();
        } else {
            now.button->setAccessibleDescription({});
        }
    }
    for (const Made &old : std::as_const(m_made)) {
        if (old.button)
            old.button->deleteLater();
    }
    m_made = made;
    if (!m_content.otherRoles.isEmpty()) {
        auto *link = new LinkLabel(m_content.otherRoles, m_buttonPlace);
        link->setObjectName(u"otherRoles"_s);
        connect(link, &QPushButton::clicked, this, &RequirementsRail::otherRolesAsked);
        m_buttons->addWidget(link, 0, Qt::AlignHCenter);
    }
    if (!m_content.foot.isEmpty()) {
        auto *foot = new PlainLabel(m_content.foot, FontRole::Secondary, ColorRole::Muted, m_buttonPlace);
        foot->setWrapping(Wrapping::Wrap);
        foot->setAlignment(Qt::AlignHCenter);
        m_buttons->addWidget(foot);
    }
    applyStates();
    updateGeometry();
}

void RequirementsRail::applyStates()
{
    const bool seen = m_content.acknowledge.isEmpty() || m_acknowledge->isChecked();
    for (const Made &made : std::as_const(m_made)) {
        if (isWriting() && made.data.id == m_writing)
            continue;
        const bool needsEyes = made.data.id == "approve"_L1 || made.data.id == "accept"_L1;
        made.button->setEnabled(made.data.enabled && !isWriting() && (seen || !needsEyes));
        made.button->setToolTip(!seen && needsEyes ? tr("First look at the hidden characters and tick the box") : QString());
    }
    m_acknowledge->setEnabled(!isWriting());
    m_messageSend->setEnabled(!isWriting() && !m_messageText->toPlainText().trimmed().isEmpty());
}

void RequirementsRail::setWriting(const QString &buttonId, const QString &whatRuns)
{
    if (!m_writing.isEmpty()) {
        if (QPushButton *before = button(m_writing); before && isButtonBusy(before))
            clearButtonBusy(before);
        if (isButtonBusy(m_messageSend))
            clearButtonBusy(m_messageSend);
    }
    m_writing = buttonId;
    applyStates();
    if (m_writing.isEmpty())
        return;
    if (messageIsOpen())
        setButtonBusy(m_messageSend, whatRuns);
    else if (QPushButton *now = button(buttonId))
        setButtonBusy(now, whatRuns);
}

void RequirementsRail::beginReading()
{
    m_acknowledge->setChecked(false);
    for (const Made &made : std::as_const(m_made)) {
        if (made.arming)
            made.arming->begin();
    }
}

bool RequirementsRail::acknowledged() const
{
    return m_content.acknowledge.isEmpty() || m_acknowledge->isChecked();
}

bool RequirementsRail::pressFilled()
{
    if (messageIsOpen()) {
        if (!m_messageSend->isEnabled())
            return false;
        m_messageSend->click();
        return true;
    }
    for (const Made &made : std::as_const(m_made)) {
        if (made.data.filled && made.button->isEnabled()) {
            made.button->click();
            return true;
        }
    }
    return false;
}

QPushButton *RequirementsRail::button(const QString &id) const
{
    for (const Made &made : m_made) {
        if (made.data.id == id)
            return made.button;
    }
    return nullptr;
}

void RequirementsRail::openMessage(const QString &label, const QString &placeholder, const QString &send)
{
    m_messageLabel->setText(label);
    m_messageText->setPlaceholderText(placeholder);
    m_messageText->setAccessibleName(label);
    m_messageSend->setText(send);
    m_message->show();
    m_buttonPlace->hide();
    m_messageText->setFocus(Qt::OtherFocusReason);
    applyStates();
}

void RequirementsRail::closeMessage()
{
    m_message->hide();
    m_messageText->clear();
    m_buttonPlace->show();
    applyStates();
}

bool RequirementsRail::messageIsOpen() const
{
    return !m_message->isHidden();
}

void RequirementsRail::setMessageBusy(bool busy)
{
    m_messageText->setReadOnly(busy);
}

} // namespace countersign
