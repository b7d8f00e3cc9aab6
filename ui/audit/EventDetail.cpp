// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/EventDetail.h"

#include "ui/audit/AuditWords.h"
#include "ui/cases/CaseOrigin.h"
#include "ui/cases/SuitePlace.h"
#include "ui/change/EventText.h"
#include "ui/common/Buttons.h"
#include "ui/common/FactList.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

EventDetail::EventDetail(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"eventDetail"_s);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(20, 16, 20, 16);
    all->setSpacing(12);
    m_none = new PlainLabel(tr("Choose an event to see what it says, whether it counts, and what proves its place."), FontRole::Body, ColorRole::Muted, this);
    m_none->setWrapping(Wrapping::Wrap);
    all->addWidget(m_none);
    m_title = new PlainLabel(QString(), FontRole::Section, ColorRole::Text, this);
    m_title->setObjectName(u"eventTitle"_s);
    m_title->setWrapping(Wrapping::Wrap);
    all->addWidget(m_title);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"eventNotice"_s);
    all->addWidget(m_notice);
    m_facts = new FactList(this);
    m_facts->setObjectName(u"eventFacts"_s);
    all->addWidget(m_facts);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_open = makeButton(QString(), ButtonKind::Plain, this);
    m_open->setObjectName(u"eventOpen"_s);
    buttons->addWidget(m_open);
    m_asOf = makeButton(tr("As of here"), ButtonKind::Plain, this);
    m_asOf->setObjectName(u"eventAsOf"_s);
    m_asOf->setToolTip(tr("What ran in every environment once this event stood in the record"));
    buttons->addWidget(m_asOf);
    m_case = makeButton(tr("Make a case"), ButtonKind::Plain, this);
    m_case->setObjectName(u"eventCase"_s);
    m_case->setToolTip(tr("Puts what went wrong into a suite, so that it is asked of every version"));
    buttons->addWidget(m_case);
    buttons->addStretch(1);
    all->addLayout(buttons);
    all->addStretch(1);
    connect(m_open, &QPushButton::clicked, this, [this] { emit open(m_place); });
    connect(m_asOf, &QPushButton::clicked, this, [this] { emit asOfAsked(m_seq); });
    connect(m_case, &QPushButton::clicked, this, [this] { emit caseAsked(m_entry); });
    clear();
}

void EventDetail::clear()
{
    m_seq = 0;
    m_none->show();
    m_title->hide();
    m_notice->settle();
    m_facts->clear();
    m_open->hide();
    m_asOf->hide();
    m_case->hide();
}

QWidget *EventDetail::firstControl() const
{
    return m_open->isVisible() ? m_open : m_asOf;
}

void EventDetail::setEntry(const WorkspaceView &view, const LogEntry &entry, std::optional<Sign> place)
{
    m_seq = entry.seq;
    m_entry = entry;
    m_none->hide();
    m_title->setText(plain(EventText::sentence(view, entry)));
    m_title->show();
    m_facts->clear();
    const auto *voided = std::get_if<Void>(&entry.verdict);
    if (voided && voided->rule != VoidRule::NewerKind) {
        m_notice->setNotice({.kind = NoticeKind::Danger,
                             .lead = RuleWords::sentence(voided->rule),
                             .sentence = tr("It is kept and changed nothing."),
                             .detail = voided->detail});
    } else if (const auto *malformed = std::get_if<Malformed>(&entry.verdict)) {
        m_notice->setNotice({.kind = NoticeKind::Danger, .lead = tr("It does not follow the form of an event."), .sentence = tr("It is kept and changed nothing."), .detail = malformed->why});
    } else if (const auto *duplicate = std::get_if<Duplicate>(&entry.verdict)) {
        m_notice->setNotice({.kind = NoticeKind::Info, .lead = tr("It stands in the record already, as event %1.").arg(duplicate->of), .sentence = tr("The second time changed nothing.")});
    } else if (!entry.event) {
        m_notice->setNotice({.kind = NoticeKind::Warning, .lead = tr("A newer Countersign wrote it."), .sentence = tr("What it is about can be read here and not decided.")});
    } else {
        m_notice->settle();
    }

    m_facts->addFact(tr("What"), RuleWords::kind(entry.kind));
    const Person *person = view.state.policy.person(entry.actor);
    m_facts->addFact(tr("Who"), entry.actor.isEmpty() ? tr("Not stated") : ChangeWords::personAs(view, entry.actor, person ? person->roles : QList<RoleId>()));
    if (entry.claimedAt > 0)
        m_facts->addFact(tr("When"), text::exactTime(QDateTime::fromMSecsSinceEpoch(entry.claimedAt)));
    m_facts->addFact(tr("About"), RuleWords::subject(view, entry.subject));
    if (voided)
        m_facts->addFact(tr("Rule"), toString(voided->rule));
    if (entry.event && entry.event->basis.seenSeq > 0)
        m_facts->addFact(tr("Had seen"), tr("Event %1, policy %2").arg(entry.event->basis.seenSeq).arg(entry.event->basis.policyVersion));
    if (entry.event && !entry.event->client.isEmpty())
        m_facts->addFact(tr("Written with"), entry.event->client);
    m_facts->addLine();
    m_facts->addFact(tr("Signature"), entry.isSigned ? tr("Valid, of %1").arg(view.personName(entry.actor)) : tr("Not signed"),
                     entry.isSigned ? Sign::Satisfied : Sign::NotApplicable);
    m_facts->addFact(tr("Place"), entry.seq > 1 ? tr("%1, follows %2").arg(entry.seq).arg(entry.seq - 1) : tr("%1, the first").arg(entry.seq), place);
    if (!entry.id.isNull())
        m_facts->addCode(tr("Event"), entry.id.toString());
    m_facts->addCode(tr("Link"), QString::fromLatin1(entry.link.toHex()));
    if (!entry.place.isEmpty())
        m_facts->addCode(tr("Stored in"), entry.place);

    m_place = AuditWords::placeOf(view, entry);
    m_open->setVisible(m_place.page != PageKind::Audit);
    m_open->setText(tr("Open %1").arg(AuditWords::subject(view, entry)));
    m_asOf->show();
    m_case->setVisible(SuitePlace::anySuite(view.state) && CaseOrigin::ofRollback(view, entry, {}).has_value());
}

} // namespace countersign
