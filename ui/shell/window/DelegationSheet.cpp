// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/DelegationSheet.h"

#include "domain/Refusals.h"
#include "services/WhenFinished.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/shell/RuleWords.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestReason = 1000;

} // namespace

DelegationSheet::DelegationSheet(Workspace &workspace, QWidget *covered)
    : Sheet(covered)
    , m_workspace(workspace)
{
    setObjectName(u"delegationSheet"_s);
    setTitle(tr("Let somebody speak for you"), tr("They approve in your role, on every change, until one of "
                                                  "you takes it back. Both names stand in the "
                                                  "record, and the two of you count once."));
    cancelButton()->setText(tr("Close"));
    m_none = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted);
    m_none->setObjectName(u"delegationNone"_s);
    m_none->setWrapping(Wrapping::Wrap);
    content()->addWidget(m_none);

    m_form = new QWidget;
    auto *form = new QVBoxLayout(m_form);
    form->setContentsMargins({});
    form->setSpacing(12);
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    m_person = new QComboBox(m_form);
    m_person->setObjectName(u"delegationPerson"_s);
    m_personField = new FormField(tr("My approvals go to"), m_person, m_form);
    m_role = new QComboBox(m_form);
    m_role->setObjectName(u"delegationRole"_s);
    auto *roleField = new FormField(tr("In my role"), m_role, m_form);
    line->addWidget(roleField, 1);
    line->addWidget(m_personField, 1);
    form->addLayout(line);
    m_reason = new QLineEdit(m_form);
    m_reason->setObjectName(u"delegationReason"_s);
    m_reason->setMaxLength(longestReason);
    auto *reason = new FormField(tr("Why"), m_reason, m_form);
    reason->setHelp(tr("Everybody reads it in the record. It may stay empty."));
    form->addWidget(reason);
    content()->addWidget(m_form);

    content()->addWidget(new SectionHead(tr("Standing delegations")));
    auto *place = new QWidget;
    m_place = new QVBoxLayout(place);
    m_place->setContentsMargins({});
    content()->addWidget(place);

    auto *hand = makeButton(tr("Hand it on"), ButtonKind::Filled, this);
    setDecidingButton(hand);
    connect(this, &Sheet::decided, this, &DelegationSheet::handOn);
    connect(m_role, &QComboBox::currentIndexChanged, this, &DelegationSheet::showPeople);
    connect(m_person, &QComboBox::currentIndexChanged, this, [this] { m_personField->setError({}); });
    setView(workspace.view());
}

void DelegationSheet::setView(const ViewPointer &view)
{
    m_view = view;
    showForm();
    showRows();
}

QList<PrincipalId> DelegationSheet::peopleFor(const RoleId &role) const
{
    QList<PrincipalId> people;
    for (const Person &person : m_view->state.policy.people) {
        if (!refuseToDelegate(m_view->state, m_view->me.person, person.id, role))
            people.append(person.id);
    }
    return people;
}

QList<RoleId> DelegationSheet::roles() const
{
    QList<RoleId> roles;
    for (const RoleId &role : m_view->state.policy.rights.delegate) {
        if (!peopleFor(role).isEmpty())
            roles.append(role);
    }
    return roles;
}

// Also to be understood by somebody who only comes to take one back.
QString DelegationSheet::whyNot() const
{
    if (const QString reason = RuleWords::readOnlyReason(*m_view); !reason.isEmpty())
        return tr("You can hand nothing on: %1").arg(reason);
    const Policy &policy = m_view->state.policy;
    if (policy.rights.delegate.isEmpty())
        return tr("The policy lets nobody hand a role on.");
    QStringList names;
    bool mine = false;
    const Person *me = policy.person(m_view->me.person);
    for (const RoleId &role : policy.rights.delegate) {
        names.append(text::printableLine(policy.roleTitle(role)));
        mine = mine || (me && me->roles.contains(role));
    }
    return mine ? tr("There is nobody left to whom you could hand it on.")
                : tr("None of your roles may be handed on. The policy allows it for: %1.")
                      .arg(names.join(u", "_s));
}

void DelegationSheet::showForm()
{
    const QList<RoleId> roles =
        RuleWords::readOnlyReason(*m_view).isEmpty() ? this->roles() : QList<RoleId>();
    m_none->setVisible(roles.isEmpty());
    m_form->setVisible(!roles.isEmpty());
    decidingButton()->setVisible(!roles.isEmpty());
    if (roles.isEmpty()) {
        m_none->setText(whyNot());
        return;
    }
    QStringList before;
    for (int i = 0; i < m_role->count(); ++i)
        before.append(m_role->itemData(i).toString());
    QStringList now;
    for (const RoleId &role : roles)
        now.append(role.value);
    if (now != before) {
        const QSignalBlocker quiet(m_role);
        const QString chosen = m_role->currentData().toString();
        m_role->clear();
        for (const RoleId &role : roles)
            m_role->addItem(text::printableLine(m_view->state.policy.roleTitle(role)), role.value);
        m_role->setCurrentIndex(std::max(0, m_role->findData(chosen)));
    }
    showPeople();
}

void DelegationSheet::showPeople()
{
    const QSignalBlocker quiet(m_person);
    const QString chosen = m_person->currentData().toString();
    m_person->clear();
    for (const PrincipalId &person : peopleFor({m_role->currentData().toString()}))
        m_person->addItem(text::printableLine(m_view->personName(person)), person.value);
    m_person->setCurrentIndex(std::max(0, m_person->findData(chosen)));
}

void DelegationSheet::showRows()
{
    QMap<EventId, Delegation> standing;
    const PrincipalId me = m_view->me.person;
    for (auto it = m_view->state.delegations.cbegin(); it != m_view->state.delegations.cend(); ++it) {
        if (it->stands() && !me.value.isEmpty() && (it->given.actor == me || it->data.to == me))
            standing.insert(it.key(), *it);
    }
    if (m_rows && standing == m_shown)
        return;
    m_shown = standing;
    delete m_rows;
    m_rows = new QWidget;
    auto *rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins({});
    rows->setSpacing(8);
    m_place->addWidget(m_rows);
    if (standing.isEmpty())
        rows->addWidget(new PlainLabel(tr("You speak for yourself alone, and nobody speaks for you."),
                                       FontRole::Body, ColorRole::Muted, m_rows));
    QList<EventId> order = standing.keys();
    std::ranges::stable_sort(order, [&standing](const EventId &a, const EventId &b) {
        return standing.value(a).given.claimedAt > standing.value(b).given.claimedAt;
    });
    for (const EventId &id : std::as_const(order))
        addRow(id, standing.value(id));
}

void DelegationSheet::addRow(const EventId &id, const Delegation &delegation)
{
    auto *row = new QWidget(m_rows);
    row->setObjectName(u"delegationRow"_s);
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    const QString to = text::printableLine(m_view->personName(delegation.data.to));
    const QString from = text::printableLine(m_view->personName(delegation.given.actor));
    const QString role = text::printableLine(m_view->state.policy.roleTitle(delegation.data.role)).toLower();
    const bool mine = delegation.given.actor == m_view->me.person;
    const QString since = text::exactTime(QDateTime::fromMSecsSinceEpoch(delegation.given.claimedAt));
    const QString words = mine ? tr("%1 speaks as %2 for you, since %3").arg(to, role, since)
                               : tr("You speak as %1 for %2, since %3").arg(role, from, since);
    line->addWidget(new SignLine(Sign::Satisfied, words, row), 1);
    auto *back = makeButton(mine ? tr("Take back") : tr("Give back"), ButtonKind::Plain, row);
    back->setObjectName(u"delegationTakeBack"_s);
    back->setAccessibleDescription(words);
    setButtonHeight(back, ButtonHeight::InBar);
    line->addWidget(back);
    layout->addLayout(line);
    const QString reason = m_view->isRedacted(delegation.data.reasonText)
                               ? tr("redacted")
                               : text::printableLine(m_view->text(delegation.data.reasonText)).simplified();
    auto *said = new PlainLabel(reason.isEmpty() ? reason : tr("“%1”").arg(reason), FontRole::Secondary,
                                ColorRole::Muted, row);
    said->setWrapping(Wrapping::Wrap);
    said->setVisible(!reason.isEmpty());
    layout->addWidget(said);
    auto *error = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, row);
    error->setObjectName(u"delegationRowError"_s);
    error->setWrapping(Wrapping::Wrap);
    error->hide();
    layout->addWidget(error);
    m_rows->layout()->addWidget(row);
    if (refuseToRevoke(m_view->state, m_view->me.person, id) || !RuleWords::readOnlyReason(*m_view).isEmpty())
        back->setEnabled(false);

    connect(back, &QPushButton::clicked, row, [this, id, row, back, error] {
        error->hide();
        setButtonBusy(back, tr("Taking it back"));
        whenFinished(m_workspace.signOff(id, DelegationRevoked{}, QString()), row,
                     [back, error](const Result<WriteReceipt> &result) {
                         clearButtonBusy(back);
                         if (!result) {
                             error->setText(DelegationSheet::words(result.error()));
                             error->show();
                             back->setFocus(Qt::OtherFocusReason);
                         }
                     });
    });
}

void DelegationSheet::handOn()
{
    m_personField->setError({});
    setButtonBusy(decidingButton(), tr("Handing it on"));
    const DelegationGiven given{.to = {m_person->currentData().toString()},
                                .role = {m_role->currentData().toString()}};
    whenFinished(m_workspace.signOff({}, given, m_reason->text().trimmed()), this,
                 [this](const Result<WriteReceipt> &result) {
                     clearButtonBusy(decidingButton());
                     rearm();
                     if (!result) {
                         m_personField->setError(words(result.error()));
                         return;
                     }
                     m_reason->clear();
                 });
}

QString DelegationSheet::words(const Error &error)
{
    if (error.code == ErrorCode::Refused)
        return RuleWords::sentence(error.subject);
    const ErrorText words = errorText(error);
    return words.lead + u' ' + words.sentence;
}

} // namespace countersign
