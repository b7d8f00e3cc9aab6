// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/AlarmCard.h"

#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString laneName(Lane lane)
{
    return Signs::name(ChangeWords::shapeOf(lane), LaneWords::One).toLower();
}

} // namespace

AlarmCard::Words AlarmCard::wordsOf(const WorkspaceView &view, const Alarm &alarm, qint64 now)
{
    const auto clock = [now](qint64 when) {
        return text::clockTime(QDateTime::fromMSecsSinceEpoch(when), QDateTime::fromMSecsSinceEpoch(now));
    };
    const auto name = [&](qsizetype index) { return view.personName(alarm.people.value(index)); };
    const QString number = u"#%1"_s.arg(alarm.number);
    const QString said = alarm.quote.isEmpty() ? QString() : tr("“%1”").arg(text::printableLine(alarm.quote).simplified());
    switch (alarm.kind) {
    case AlarmKind::LaneLowered:
        return {.title = tr("Lane lowered"),
                .sentence = tr("%1 went from %2 to %3. Proposed by %4, confirmed by %5.")
                                    .arg(number, laneName(alarm.from), laneName(alarm.to), name(0), name(1)),
                .detail = said};
    case AlarmKind::Overridden:
        return {.title = tr("Requirement overridden"),
                .sentence = tr("%1 overrode “%2” of %3.").arg(name(0), text::printableLine(alarm.requirement), number),
                .detail = said};
    case AlarmKind::Emergency:
        return {.title = tr("Emergency, not looked at since"),
                .sentence = tr("%1 let %2 pass without what it lacked. No other version of its files is released until somebody who took no part has closed it.")
                                    .arg(name(0), number),
                .detail = said,
                .danger = true};
    case AlarmKind::RecordDiverged:
        return {.title = tr("The record is in doubt"),
                .sentence = tr("The shared place serves another history than the one seen here. Nothing is written until that is cleared up."),
                .detail = alarm.error ? alarm.error->detail : QString(),
                .danger = true};
    case AlarmKind::ForeignEvents:
        return {.title = tr("A newer Countersign is in use"),
                .sentence = alarm.count == 1
                        ? tr("One event cannot be understood here. What it is about can be read and not decided.")
                        : tr("%n events cannot be understood here. What they are about can be read and not decided.",
                             nullptr, alarm.count)};
    case AlarmKind::UngovernedEdit: {
        const UngovernedEdit &edit = *alarm.edit;
        const QString branch = view.state.policy.branch;
        const QString who = edit.author.isEmpty() ? tr("somebody") : edit.author;
        const QString when = clock(edit.when);
        if (edit.found.isNull()) {
            return {.title = tr("Removed outside a change"),
                    .sentence = tr("%1 was removed on %2 by %3 at %4 without review.").arg(edit.artifact.value, branch, who, when)};
        }
        if (edit.governed.isNull()) {
            return {.title = tr("Added outside a change"),
                    .sentence = tr("%1 was put on %2 by %3 at %4 without review.").arg(edit.artifact.value, branch, who, when)};
        }
        return {.title = tr("Edited outside a change"),
                .sentence = tr("%1 was changed on %2 by %3 at %4 without review.").arg(edit.artifact.value, branch, who, when),
                .detail = edit.summary.isEmpty() ? QString() : tr("“%1”").arg(edit.summary)};
    }
    case AlarmKind::RefusedEvent: {
        const PendingEvent &pending = *alarm.pending;
        QString why;
        if (pending.refused) {
            why = pending.refused->code == ErrorCode::Refused ? RuleWords::sentence(pending.refused->subject)
                                                              : errorText(*pending.refused).lead;
        }
        return {.title = tr("Not recorded"),
                .sentence = tr("%1 (%2) of %3 did not take effect. %4")
                                    .arg(RuleWords::kind(pending.kind), RuleWords::subject(view, pending.subject),
                                         clock(pending.since), why),
                .danger = true};
    }
    case AlarmKind::WithoutEffect: {
        const VoidRecord &voided = *alarm.voided;
        return {.title = tr("Without effect"),
                .sentence = tr("%1: %2 (%3). %4")
                                    .arg(view.personName(voided.stamp.actor), RuleWords::kind(voided.kind),
                                         RuleWords::subject(view, voided.subject), RuleWords::sentence(voided.rule))};
    }
    }
    Q_UNREACHABLE_RETURN({});
}

AlarmCard::AlarmCard(const WorkspaceView &view, const Alarm &alarm, qint64 now, const QString &readOnlyReason,
                     QWidget *parent)
    : Ground(ColorRole::MediumTint, parent, Ground::Shape::Card)
    , m_alarm(alarm)
{
    const Words words = wordsOf(view, alarm, now);
    setGround(words.danger ? ColorRole::DangerTint : ColorRole::MediumTint);
    setLines({}, words.danger ? ColorRole::DangerLine : ColorRole::MediumLine);
    setObjectName(u"alarm"_s);
    setAccessibleName(words.title);
    setAccessibleDescription(words.sentence);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 12, 12, 12);
    row->setSpacing(10);
    auto *sign = new Glyph(words.danger ? Sign::Error : Sign::Warning, this);
    row->addWidget(sign, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    row->addLayout(column, 1);
    column->addWidget(new PlainLabel(words.title, FontRole::BodyStrong, ColorRole::Text, this));
    auto *sentence = new PlainLabel(words.sentence, FontRole::Body, ColorRole::Text, this);
    sentence->setWrapping(Wrapping::Wrap);
    column->addWidget(sentence);
    if (!words.detail.isEmpty()) {
        auto *detail = new PlainLabel(words.detail, FontRole::Secondary, ColorRole::Muted, this);
        detail->setWrapping(Wrapping::Wrap);
        column->addWidget(detail);
    }
    m_error = new PlainLabel(QString(), FontRole::BodyMedium, ColorRole::Danger, this);
    m_error->setObjectName(u"alarmError"_s);
    m_error->setWrapping(Wrapping::Wrap);
    m_error->hide();
    column->addWidget(m_error);
    column->addSpacing(4);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(8);
    column->addLayout(m_buttons);

    const auto lock = [&](QPushButton *button) {
        button->setEnabled(readOnlyReason.isEmpty());
        button->setToolTip(readOnlyReason);
    };
    switch (alarm.kind) {
    case AlarmKind::UngovernedEdit:
        m_adopt = add(tr("Adopt as a change"), u"adopt"_s, &AlarmCard::adoptPressed);
        m_restore = add(tr("Restore"), u"restore"_s, &AlarmCard::restorePressed);
        m_restore->setAccessibleDescription(tr("Put the accepted text back on the branch"));
        lock(m_adopt);
        lock(m_restore);
        {
            auto *difference = new LinkLabel(tr("Difference"), this);
            difference->setObjectName(u"difference"_s);
            connect(difference, &QPushButton::clicked, this, &AlarmCard::differencePressed);
            m_buttons->addWidget(difference);
        }
        break;
    case AlarmKind::LaneLowered:
    case AlarmKind::Overridden:
        add(tr("Open the change"), u"openChange"_s, &AlarmCard::changePressed);
        break;
    case AlarmKind::Emergency:
        add(alarm.mayClose ? tr("Look at it and close") : tr("Open the change"), u"openChange"_s, &AlarmCard::changePressed);
        break;
    case AlarmKind::RefusedEvent:
    case AlarmKind::RecordDiverged:
    case AlarmKind::ForeignEvents:
    case AlarmKind::WithoutEffect:
        add(tr("Open in Audit"), u"audit"_s, &AlarmCard::auditPressed);
        break;
    }
    m_buttons->addStretch();
}

QPushButton *AlarmCard::add(const QString &label, const QString &name, void (AlarmCard::*pressed)())
{
    auto *button = makeButton(label, ButtonKind::Plain, this);
    button->setObjectName(name);
    setButtonHeight(button, ButtonHeight::InBar);
    connect(button, &QPushButton::clicked, this, pressed);
    m_buttons->addWidget(button);
    m_all.append(button);
    return button;
}

void AlarmCard::setBusy(QPushButton *button, const QString &words)
{
    m_error->hide();
    m_busy = button;
    for (QPushButton *one : std::as_const(m_all)) {
        one->setEnabled(false);
    }
    setButtonBusy(button, words);
}

void AlarmCard::settle(const std::optional<Error> &error)
{
    if (m_busy) {
        clearButtonBusy(m_busy);
        m_busy = nullptr;
    }
    for (QPushButton *one : std::as_const(m_all)) {
        one->setEnabled(true);
    }
    m_error->setVisible(error.has_value());
    if (error) {
        const ErrorText words = errorText(*error);
        const QString lead = error->code == ErrorCode::Refused ? RuleWords::sentence(error->subject) : words.lead;
        m_error->setText(lead + u' ' + words.sentence);
        m_error->setToolTip(error->detail);
    }
}

} // namespace countersign
