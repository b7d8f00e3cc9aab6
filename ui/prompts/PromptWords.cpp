// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptWords.h"

#include "services/Next.h"
#include "ui/common/Text.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostSections = 2;

// Owners of the whole file and of any of its sections.
QList<const Owner *> ownersOf(const Policy &policy, const Artifact &artifact)
{
    QStringList sections;
    for (const Owner &owner : policy.owners)
        sections.append(owner.section);
    return policy.ownersOf(artifact.path, sections);
}

QStringList namesOf(const WorkspaceView &view, const Owner &owner)
{
    QStringList names;
    for (const RoleId &role : owner.allOf + owner.anyOf)
        names.append(view.state.policy.roleTitle(role));
    for (const PrincipalId &person : owner.people)
        names.append(view.personName(person));
    return names;
}

} // namespace

QString PromptWords::owners(const WorkspaceView &view, const Artifact &artifact)
{
    QStringList names;
    for (const Owner *owner : ownersOf(view.state.policy, artifact))
        names += namesOf(view, *owner);
    names.removeDuplicates();
    return names.join(u", "_s);
}

QString PromptWords::ownership(const WorkspaceView &view, const Artifact &artifact)
{
    QStringList whole;
    QStringList titles;
    QHash<QString, QStringList> sections;
    for (const Owner *owner : ownersOf(view.state.policy, artifact)) {
        if (owner->section.isEmpty()) {
            whole += namesOf(view, *owner);
            continue;
        }
        if (!titles.contains(owner->section))
            titles.append(owner->section);
        sections[owner->section] += namesOf(view, *owner);
    }
    whole.removeDuplicates();
    QStringList sentences;
    if (!whole.isEmpty())
        sentences.append(tr("Owner: %1.").arg(whole.join(u", "_s)));
    for (const QString &title : titles.first(std::min(titles.size(), mostSections))) {
        QStringList names = sections.value(title);
        names.removeDuplicates();
        sentences.append(tr("Section “%1” belongs to %2.").arg(text::printableLine(title), names.join(u", "_s)));
    }
    if (titles.size() > mostSections)
        sentences.append(tr("%n more sections have owners.", nullptr, static_cast<int>(titles.size() - mostSections)));
    return sentences.isEmpty() ? tr("No owner.") : sentences.join(u' ');
}

bool PromptWords::isMine(const WorkspaceView &view, const Artifact &artifact)
{
    const Person *me = view.mePerson();
    if (!me)
        return false;
    for (const Owner *owner : ownersOf(view.state.policy, artifact)) {
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

QString PromptWords::commitName(const BranchText &commit)
{
    return commit.commit.left(7);
}

QString PromptWords::commitNote(const BranchText &commit, qint64 now)
{
    const QString when = text::relativeTime(QDateTime::fromMSecsSinceEpoch(commit.when), QDateTime::fromMSecsSinceEpoch(now));
    return commit.author.isEmpty() ? when : tr("%1, %2").arg(when, commit.author.simplified());
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
