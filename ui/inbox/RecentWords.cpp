// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/RecentWords.h"

#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"

namespace countersign {

using namespace Qt::StringLiterals;

Icon RecentWords::icon(RecentKind kind)
{
    switch (kind) {
    case RecentKind::Opened: return Icon::Add;
    case RecentKind::Revised:
    case RecentKind::EditedOutside: return Icon::Edit;
    case RecentKind::NoteWritten: return Icon::FilledIn;
    case RecentKind::Approved:
    case RecentKind::Accepted: return Icon::Check;
    case RecentKind::ChangesAsked:
    case RecentKind::Commented: return Icon::Comment;
    case RecentKind::LaneRaised:
    case RecentKind::LoweringProposed:
    case RecentKind::LaneLowered:
    case RecentKind::Overridden:
    case RecentKind::EmergencyDeclared:
    case RecentKind::EmergencyClosed:
    case RecentKind::Delegated:
    case RecentKind::DelegationRevoked: return Icon::Policy;
    case RecentKind::RequestCleared: return Icon::Check;
    case RecentKind::Withdrawn:
    case RecentKind::WithoutEffect: return Icon::Close;
    case RecentKind::Released: return Icon::Releases;
    case RecentKind::RolledBack: return Icon::Undo;
    }
    Q_UNREACHABLE_RETURN(Icon::Edit);
}

QString RecentWords::sentence(const WorkspaceView &view, const RecentEvent &event)
{
    const QString who = event.actor.isEmpty() ? event.name : view.personName(event.actor);
    const QString change = u"#%1"_s.arg(event.number);
    const QString what = tr("%1 %2").arg(event.artifact.value, event.version.toString());
    const QString where = ChangeWords::environment(view, event.environment);
    switch (event.kind) {
    case RecentKind::Opened: return tr("%1 opened %2").arg(who, change);
    case RecentKind::Revised: return tr("%1 sent a revision of %2").arg(who, change);
    case RecentKind::NoteWritten: return tr("%1 wrote the note of %2").arg(who, change);
    case RecentKind::Approved: return tr("%1 approved %2").arg(who, change);
    case RecentKind::ChangesAsked: return tr("%1 asked for changes on %2").arg(who, change);
    case RecentKind::LaneRaised: return tr("%1 raised the lane of %2").arg(who, change);
    case RecentKind::RequestCleared: return tr("%1 cleared a demand for changes on %2").arg(who, change);
    case RecentKind::LoweringProposed: return tr("%1 proposed a lower lane for %2").arg(who, change);
    case RecentKind::LaneLowered: return tr("%1 lowered the lane of %2").arg(who, change);
    case RecentKind::Overridden: return tr("%1 overrode a requirement of %2").arg(who, change);
    case RecentKind::EmergencyDeclared: return tr("%1 declared an emergency for %2").arg(who, change);
    case RecentKind::EmergencyClosed: return tr("%1 closed the emergency of %2").arg(who, change);
    case RecentKind::Delegated: return tr("%1 handed a role on").arg(who);
    case RecentKind::DelegationRevoked: return tr("%1 took a delegation back").arg(who);
    case RecentKind::Accepted: return tr("%1 accepted %2").arg(who, change);
    case RecentKind::Withdrawn: return tr("%1 withdrew %2").arg(who, change);
    case RecentKind::Commented: return tr("%1 commented on %2").arg(who, change);
    case RecentKind::Released: return tr("%1 went to %2").arg(what, where);
    case RecentKind::RolledBack: return tr("%1 took %2 back to %3").arg(who, event.artifact.value, event.version.toString());
    case RecentKind::EditedOutside: return tr("%1 was edited on %2").arg(event.artifact.value, view.state.policy.branch);
    case RecentKind::WithoutEffect: return tr("What %1 did had no effect").arg(who);
    }
    Q_UNREACHABLE_RETURN({});
}

EventRowData RecentWords::row(const WorkspaceView &view, const RecentEvent &event, qint64 now)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(event.when);
    return {.key = event.key,
            .time = text::clockTime(when, QDateTime::fromMSecsSinceEpoch(now)),
            .exactTime = text::exactTime(when),
            .icon = icon(event.kind),
            .sentence = {{sentence(view, event), RunStyle::Text}},
            .isVoid = false};
}

Address RecentWords::address(const RecentEvent &event)
{
    switch (event.kind) {
    case RecentKind::Released:
    case RecentKind::RolledBack:
        return {.page = PageKind::Releases, .artifact = event.artifact, .environment = event.environment};
    case RecentKind::EditedOutside: return {.page = PageKind::Prompts, .artifact = event.artifact};
    case RecentKind::Delegated:
    case RecentKind::DelegationRevoked:
    case RecentKind::WithoutEffect: return {.page = PageKind::Audit, .seq = event.seq};
    case RecentKind::NoteWritten: return {.page = PageKind::Change, .change = event.change, .tab = ChangeTab::Note};
    case RecentKind::Commented:
    case RecentKind::ChangesAsked: return {.page = PageKind::Change, .change = event.change, .tab = ChangeTab::Talk};
    case RecentKind::Opened:
    case RecentKind::Revised:
    case RecentKind::Approved:
    case RecentKind::RequestCleared:
    case RecentKind::LaneRaised:
    case RecentKind::LoweringProposed:
    case RecentKind::LaneLowered:
    case RecentKind::Overridden:
    case RecentKind::EmergencyDeclared:
    case RecentKind::EmergencyClosed:
    case RecentKind::Accepted:
    case RecentKind::Withdrawn: return {.page = PageKind::Change, .change = event.change};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace countersign
