// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptWords.h"

#include "services/Next.h"
#include "ui/common/Text.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace countersign {

QString PromptWords::owners(const WorkspaceView &view, const Artifact &artifact)
{
    QStringList names;
    for (const Owner *owner : view.state.policy.ownersOf(artifact.path, {})) {
        if (!owner->section.isEmpty())
            continue;
        for (const RoleId &role : owner->allOf + owner->anyOf)
            names.append(view.state.policy.roleTitle(role));
        for (const PrincipalId &person : owner->people)
            names.append(view.personName(person));
    }
    names.removeDuplicates();
    return names.join(u", "_s);
}

bool PromptWords::isMine(const WorkspaceView &view, const Artifact &artifact)
{
    const Person *me = view.mePerson();
    if (!me)
        return false;
    for (const Owner *owner : view.state.policy.ownersOf(artifact.path, {})) {
        if (owner->people.contains(me->id) || holdsAny(*me, owner->allOf + owner->anyOf))
            return true;
    }
    for (const Draft &draft : view.drafts) {
        for (const EditedFile &file : draft.files) {
            if (file.artifact == artifact.id)
                return true;
        }
    }
    const Change *change = openChange(view, artifact.id);
    return change && State::contributors(*change).contains(me->id);
}

const Change *PromptWords::openChange(const WorkspaceView &view, const ArtifactId &artifact)
{
    const Change *last = nullptr;
    for (const Change &change : view.state.changes) {
        if (change.status != ChangeStatus::Review || !change.revision())
            continue;
        for (const FileChange &file : change.revision()->data.files) {
            if (file.artifact == artifact && (!last || lastTouched(change) > lastTouched(*last)))
                last = &change;
        }
    }
    return last;
}

QString PromptWords::versionTitle(const WorkspaceView &view, const VersionRecord &version)
{
    const Change *change = version.change.isNull() ? nullptr : view.state.change(version.change);
    if (!change)
        return tr("As it was at the start");
    const QString title = titleOf(view, *change);
    return title.isEmpty() ? tr("Without a title") : title;
}

PrincipalId PromptWords::authorOf(const WorkspaceView &view, const VersionRecord &version)
{
    const Change *change = version.change.isNull() ? nullptr : view.state.change(version.change);
    return change ? countersign::authorOf(*change) : version.stamp.actor;
}

QString PromptWords::versionNote(const WorkspaceView &view, const VersionRecord &version, qint64 now)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(version.stamp.claimedAt);
    return tr("%1, %2").arg(text::relativeTime(when, QDateTime::fromMSecsSinceEpoch(now)),
                            view.personName(authorOf(view, version)));
}

QString PromptWords::shortEnvironment(const Environment &environment)
{
    const QString title = environment.title.isEmpty() ? environment.id.value : environment.title;
    return title.compare("development"_L1, Qt::CaseInsensitive) == 0 ? tr("Dev") : title;
}

QString PromptWords::kind(ArtifactKind kind)
{
    switch (kind) {
    case ArtifactKind::Prompt: return tr("Prompt");
    case ArtifactKind::Tools: return tr("Tool permissions");
    case ArtifactKind::Retrieval: return tr("Retrieval settings");
    case ArtifactKind::Routing: return tr("Model routing");
    case ArtifactKind::Workflow: return tr("Workflow steps");
    case ArtifactKind::Suite: return tr("Eval suite");
    case ArtifactKind::Contract: return tr("Contract");
    case ArtifactKind::Policy: return tr("Policy");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace countersign
