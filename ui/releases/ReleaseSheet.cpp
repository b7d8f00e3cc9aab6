// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/ReleaseSheet.h"

#include "domain/Requirements.h"
#include "services/Next.h"
#include "services/WhenFinished.h"
#include "ui/change/RuleText.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/FactList.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

ReleaseSheet::ReleaseSheet(Workspace &workspace, const ArtifactId &artifact, const SemVer &version, const EnvironmentId &environment,
                           QWidget *covered)
    : Sheet(covered), m_workspace(workspace), m_artifact(artifact), m_version(version), m_environment(environment)
{
    setObjectName(u"releaseSheet"_s);
    const ViewPointer view = workspace.view();
    const QString where = ChangeWords::environment(*view, environment);
    const Artifact *file = view->state.artifact(artifact);
    const PointerMove *running = file ? file->running(environment) : nullptr;
    setTitle(tr("Release %1 %2 to %3").arg(artifact.value, version.toString(), where),
             running ? tr("It takes the place of %1 for all callers at once.").arg(running->version.toString())
                     : tr("Nothing runs there yet. All callers get it at once."));
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"releaseNotice"_s);
    content()->addWidget(m_notice);

    const VersionRecord *record = file ? file->version(version) : nullptr;
    const Change *change = record && !record->change.isNull() ? view->state.change(record->change) : nullptr;
    auto *facts = new FactList(this);
    if (change) {
        facts->addFact(tr("Change"), tr("#%1 %2").arg(change->number).arg(titleOf(*view, *change)));
        facts->addWidget(tr("Lane"), new LaneChip(ChangeWords::shapeOf(record->lane), ChipSize::Small, facts));
        const Revision *revision = change->revision();
        const Note *note = revision ? revision->note() : nullptr;
        if (note && !note->data.rollbackOwner.isEmpty())
            facts->addFact(tr("Takes it back"), view->personName(note->data.rollbackOwner));
        if (note && !note->data.informed.isEmpty())
            facts->addFact(tr("The note tells"), ChangeWords::people(*view, note->data.informed, 8));
    } else {
        facts->addFact(tr("Change"), tr("None: it was there when the record began."));
    }
    const Environment *target = view->state.policy.environment(environment);
    if (target && !target->informed.isEmpty())
        facts->addFact(tr("The policy tells"), ChangeWords::people(*view, target->informed, 8));
    content()->addWidget(facts);

    auto *needs = new QVBoxLayout;
    needs->setSpacing(6);
    needs->addWidget(new PlainLabel(tr("What it needs"), FontRole::BodyStrong, ColorRole::Text, this));
    for (const Requirement &requirement : requirementsToRelease(view->state, artifact, version, environment)) {
        const RequirementRowData row = RuleText::requirement(*view, requirement, false);
        needs->addWidget(new SignLine(row.sign, plain(row.sentence), this));
    }
    content()->addLayout(needs);

    QString why = RuleWords::readOnlyReason(*view);
    if (why.isEmpty()) {
        if (const Refusal refusal = refuseToRelease(view->state, view->me.person, artifact, version, environment))
            why = RuleText::refusal(*view, *refusal);
    }
    QPushButton *button = makeButton(tr("Release %1").arg(version.toString()), ButtonKind::Filled, this);
    button->setObjectName(u"releaseNow"_s);
    setDecidingButton(button);
    if (!why.isEmpty()) {
        button->setEnabled(false);
        auto *words = new PlainLabel(why, FontRole::Secondary, ColorRole::Muted, this);
        words->setWrapping(Wrapping::Wrap);
        footNote()->addWidget(words, 1);
    }
    connect(this, &Sheet::decided, this, &ReleaseSheet::release);
    connect(this, &Sheet::closed, this, &QObject::deleteLater);
}

void ReleaseSheet::release()
{
    m_notice->settle();
    setButtonBusy(decidingButton(), tr("Releasing"));
    whenFinished(m_workspace.release(m_artifact, m_version, m_environment), this, [this](const Result<WriteReceipt> &done) {
        clearButtonBusy(decidingButton());
        if (done) {
            emit released(m_artifact, m_environment, m_version);
            close();
            return;
        }
        Notice notice = errorNotice(done.error());
        if (done.error().code == ErrorCode::Refused) {
            notice.kind = NoticeKind::Danger;
            notice.lead = tr("It was not released.");
            notice.sentence = RuleWords::sentence(done.error().subject);
        }
        notice.action.clear();
        m_notice->setNotice(notice);
        rearm();
    });
}

} // namespace countersign
