// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Inbox.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 day = 24LL * 60 * 60 * 1000;

bool leavesOthersWaiting(const Next &next, const Change &change, const PrincipalId &me)
{
    if (!next.yours) {
        return false;
    }
    switch (next.kind) {
    case NextKind::Review:
    case NextKind::AnswerReview:
    case NextKind::AnswerComment:
    case NextKind::LookAgain:
    case NextKind::ConfirmLowering:
    case NextKind::AcceptResult:
        return true;
    case NextKind::Accept:
    case NextKind::Release:
    case NextKind::PutInForce:
        return authorOf(change) != me;
    default:
        return false;
    }
}

ChangeItem itemOf(const WorkspaceView &view, const Change &change, const PrincipalId &me, const Next &next)
{
    ChangeItem item{.key = change.id.toString(),
                    .change = change.id,
                    .number = change.number,
                    .title = titleOf(view, change),
                    .lane = State::lane(change),
                    .author = authorOf(change),
                    .progress = progressOf(view.state, change),
                    .next = next,
                    .last = lastTouched(change)};
    if (const Draft *draft = view.draftOf(change.id)) {
        item.draft = draft->id;
    }
    if (const Revision *revision = change.revision()) {
        for (const FileChange &file : revision->data.files) {
            item.artifacts.append(file.artifact);
        }
    }
    item.blocksOthers = leavesOthersWaiting(item.next, change, me);
    return item;
}

ChangeItem itemOf(const WorkspaceView &view, const Draft &draft, const PrincipalId &me)
{
    ChangeItem item{.key = u"draft/"_s + draft.id,
                    .draft = draft.id,
                    .title = draft.title,
                    .author = me,
                    .progress = progressOfDraft(view.state),
                    .next = {.kind = NextKind::SendDraft, .yours = true, .turnOf = {me}, .leadsTo = LeadsTo::Editor,
                             .since = draft.savedAt},
                    .last = draft.savedAt};
    for (const EditedFile &file : draft.files) {
        item.artifacts.append(file.artifact);
    }
    return item;
}

QList<ChangeItem> newDrafts(const WorkspaceView &view, const PrincipalId &me)
{
    QList<ChangeItem> items;
    for (const Draft &draft : view.drafts) {
        if (draft.change.isNull() || !view.state.change(draft.change)) {
            items.append(itemOf(view, draft, me));
        }
    }
    return items;
}

bool isInvolved(const Change &change, const PrincipalId &me)
{
    if (me.isEmpty()) {
        return false;
    }
    if (change.opened.actor == me || State::contributors(change).contains(me)) {
        return true;
    }
    for (const Revision &revision : change.revisions) {
        const bool reviewed = std::any_of(revision.reviews.cbegin(), revision.reviews.cend(),
                                          [&me](const Review &r) { return r.stamp.actor == me; });
        if (reviewed) {
            return true;
        }
    }
    return std::any_of(change.comments.cbegin(), change.comments.cend(),
                       [&me](const Comment &c) { return c.stamp.actor == me; });
}

bool isUnderWay(const Next &next)
{
    switch (next.kind) {
    case NextKind::Live:
    case NextKind::Superseded:
    case NextKind::RolledBack:
    case NextKind::Withdrawn:
        return false;
    default:
        return true;
    }
}

bool isMoreUrgent(const ChangeItem &a, const ChangeItem &b)
{
    if (a.blocksOthers != b.blocksOthers) {
        return a.blocksOthers;
    }
    if (a.lane != b.lane) {
        return a.lane > b.lane;
    }
    if (a.next.since != b.next.since) {
        return a.next.since < b.next.since;
    }
    return a.number < b.number;
}

/// What compliance has to know about a change: lowered lanes, overrides and open emergencies.
void addExceptions(QList<Alarm> &alarms, const WorkspaceView &view, const Change &change, const PrincipalId &me, qint64 now)
{
    if (change.lowerings.isEmpty() && change.overrides.isEmpty() && change.emergencies.isEmpty()) {
        return;
    }
    const bool underWay = isUnderWay(nextOf(view, change, me));
    const auto shows = [&](qint64 when) { return underWay || when >= now - 14 * day; };
    const Alarm about{.change = change.id, .number = change.number};
    for (const Lowering &lowering : change.lowerings) {
        if (!lowering.isConfirmed() || !shows(lowering.confirmed.claimedAt)) {
            continue;
        }
        Alarm alarm = about;
        alarm.key = u"lowered/"_s + lowering.confirmed.event.toString();
        alarm.kind = AlarmKind::LaneLowered;
        alarm.people = {lowering.proposed.actor, lowering.confirmed.actor};
        alarm.from = lowering.from;
        alarm.to = lowering.data.lane;
        alarm.quote = view.text(lowering.data.reasonText);
        alarm.when = lowering.confirmed.claimedAt;
        alarms.append(alarm);
    }
    for (const Override &one : change.overrides) {
        if (!shows(one.stamp.claimedAt)) {
            continue;
        }
        Alarm alarm = about;
        alarm.key = u"overridden/"_s + one.stamp.event.toString();
        alarm.kind = AlarmKind::Overridden;
        alarm.people = {one.stamp.actor};
        alarm.requirement = one.data.requirement;
        alarm.quote = view.text(one.data.reasonText);
        alarm.when = one.stamp.claimedAt;
        alarms.append(alarm);
    }
    for (const Emergency &emergency : change.emergencies) {
        if (!emergency.isOpen()) {
            continue;
        }
        Alarm alarm = about;
        alarm.key = u"emergency/"_s + emergency.stamp.event.toString();
        alarm.kind = AlarmKind::Emergency;
        alarm.people = {emergency.stamp.actor};
        alarm.event = emergency.stamp.event;
        alarm.quote = view.text(emergency.data.reasonText);
        alarm.mayClose = !refuseToCloseEmergency(view.state, me, change, emergency.stamp.event);
        alarm.when = emergency.stamp.claimedAt;
        alarms.append(alarm);
    }
}

QList<Alarm> alarmsOf(const WorkspaceView &view, const PrincipalId &me, qint64 now)
{
    QList<Alarm> alarms;
    if (view.sync.phase == SyncPhase::Alarm) {
        alarms.append({.key = u"diverged"_s, .kind = AlarmKind::RecordDiverged, .error = view.sync.error, .when = now});
    }
    for (const UngovernedEdit &edit : view.ungoverned) {
        alarms.append({.key = u"edit/"_s + edit.path, .kind = AlarmKind::UngovernedEdit, .edit = edit,
                       .when = edit.when});
    }
    for (const PendingEvent &pending : view.pending) {
        if (pending.refused) {
            alarms.append({.key = u"refused/"_s + pending.id.toString(), .kind = AlarmKind::RefusedEvent,
                           .pending = pending, .error = pending.refused, .when = pending.since});
        }
    }
    if (!view.state.newerSubjects.isEmpty()) {
        alarms.append({.key = u"newer"_s, .kind = AlarmKind::ForeignEvents, .when = now,
                       .count = int(view.state.newerSubjects.size())});
    }
    const Person *person = view.state.policy.person(me);
    const QList<RoleId> &audit = view.state.policy.rights.audit;
    if (person && person->active && (audit.isEmpty() || holdsAny(*person, audit))) {
        for (auto id = view.state.order.crbegin(); id != view.state.order.crend(); ++id) {
            addExceptions(alarms, view, *view.state.change(*id), me, now);
        }
    }
    for (auto it = view.state.voids.crbegin(); it != view.state.voids.crend(); ++it) {
        if (it->stamp.claimedAt >= now - day && it->stamp.claimedAt <= now + day) {
            alarms.append({.key = u"void/%1"_s.arg(it->seq), .kind = AlarmKind::WithoutEffect, .voided = *it,
                           .when = it->stamp.claimedAt});
        }
    }
    return alarms;
}

class RecentEvents
{
public:
    RecentEvents(const WorkspaceView &view, qint64 now) : m_view(view), m_from(now - day) { }

    QList<RecentEvent> all()
    {
        for (const Change &change : m_view.state.changes) {
            if (lastTouched(change) >= m_from) {
                ofChange(change);
            }
        }
        for (const Delegation &delegation : m_view.state.delegations) {
            add(RecentKind::Delegated, delegation.given, {});
            add(RecentKind::DelegationRevoked, delegation.revoked, {});
        }
        for (const Artifact &artifact : m_view.state.artifacts) {
            ofArtifact(artifact);
        }
        for (const UngovernedEdit &edit : m_view.ungoverned) {
            if (edit.when >= m_from) {
                m_events.append({.key = u"edit/"_s + edit.path, .kind = RecentKind::EditedOutside, .name = edit.author,
                                 .artifact = edit.artifact, .when = edit.when});
            }
        }
        for (const VoidRecord &record : m_view.state.voids) {
            add(RecentKind::WithoutEffect, record.stamp, {});
        }
        std::stable_sort(m_events.begin(), m_events.end(), [](const RecentEvent &a, const RecentEvent &b) {
            return a.when != b.when ? a.when > b.when : a.seq > b.seq;
        });
        return m_events;
    }

private:
    void add(RecentKind kind, const Stamp &stamp, RecentEvent about)
    {
        if (stamp.seq == 0 || stamp.claimedAt < m_from) {
            return;
        }
        about.key = QString::number(stamp.seq);
        about.kind = kind;
        about.actor = stamp.actor;
        about.seq = stamp.seq;
        about.when = stamp.claimedAt;
        m_events.append(about);
    }

    void ofChange(const Change &change)
    {
        const RecentEvent about{.change = change.id, .number = change.number};
        add(RecentKind::Opened, change.opened, about);
        for (qsizetype i = 0; i < change.revisions.size(); ++i) {
            const Revision &revision = change.revisions.at(i);
            // The first revision comes with the change itself and is not told twice.
            if (i > 0) {
                add(RecentKind::Revised, revision.stamp, about);
            }
            for (const Note &note : revision.notes) {
                if (note.stamp.actor != revision.stamp.actor || &note != &revision.notes.first()) {
                    add(RecentKind::NoteWritten, note.stamp, about);
                }
            }
            for (const Review &review : revision.reviews) {
                add(review.data.decision == Decision::Approve ? RecentKind::Approved : RecentKind::ChangesAsked,
                    review.stamp, about);
            }
        }
        for (const RaisedLane &raised : change.raised) {
            add(RecentKind::LaneRaised, raised.stamp, about);
        }
        for (const Lowering &lowering : change.lowerings) {
            add(RecentKind::LoweringProposed, lowering.proposed, about);
            add(RecentKind::LaneLowered, lowering.confirmed, about);
        }
        for (const Override &one : change.overrides) {
            add(RecentKind::Overridden, one.stamp, about);
        }
        for (const Emergency &emergency : change.emergencies) {
            add(RecentKind::EmergencyDeclared, emergency.stamp, about);
            add(RecentKind::EmergencyClosed, emergency.closed, about);
        }
        for (const ClearedRequest &cleared : change.cleared) {
            add(RecentKind::RequestCleared, cleared.stamp, about);
        }
        for (const Comment &comment : change.comments) {
            add(RecentKind::Commented, comment.stamp, about);
        }
        if (change.status == ChangeStatus::Accepted) {
            add(RecentKind::Accepted, change.ended, about);
        } else if (change.status == ChangeStatus::Withdrawn) {
            add(RecentKind::Withdrawn, change.ended, about);
        }
    }

    void ofArtifact(const Artifact &artifact)
    {
        for (auto it = artifact.pointers.cbegin(); it != artifact.pointers.cend(); ++it) {
            const Environment *environment = m_view.state.policy.environment(it.key());
            for (qsizetype i = it->moves.size() - 1; i >= 0; --i) {
                const PointerMove &move = it->moves.at(i);
                const VersionRecord *version = artifact.version(move.version);
                const bool baseline = version && version->change.isNull() && !move.rolledBack
                        && move.stamp.seq == version->stamp.seq;
                const bool followed = environment && environment->follows && !move.rolledBack;
                if (!baseline && !followed) {
                    add(move.rolledBack ? RecentKind::RolledBack : RecentKind::Released, move.stamp,
                        {.artifact = artifact.id, .environment = it.key(), .version = move.version});
                }
            }
        }
    }

    const WorkspaceView &m_view;
    qint64 m_from;
    QList<RecentEvent> m_events;
};

} // namespace

Inbox inboxOf(const WorkspaceView &view, const PrincipalId &me, qint64 now)
{
    Inbox inbox;
    for (const Change &change : view.state.changes) {
        // Most changes of a long record are over; they are told apart before anything else is made of them.
        const Next next = nextOf(view, change, me);
        if (!isUnderWay(next)) {
            continue;
        }
        if (next.yours) {
            inbox.needsYou.append(itemOf(view, change, me, next));
        } else if (isInvolved(change, me)) {
            inbox.waiting.append(itemOf(view, change, me, next));
        }
    }
    inbox.needsYou.append(newDrafts(view, me));
    std::sort(inbox.needsYou.begin(), inbox.needsYou.end(), isMoreUrgent);
    std::sort(inbox.waiting.begin(), inbox.waiting.end(), isMoreUrgent);
    inbox.wrong = alarmsOf(view, me, now);
    inbox.recent = RecentEvents(view, now).all();
    return inbox;
}

QList<GroupedChange> changesOf(const WorkspaceView &view, const PrincipalId &me)
{
    QList<GroupedChange> all;
    for (const Change &change : view.state.changes) {
        const ChangeItem item = itemOf(view, change, me, nextOf(view, change, me));
        ChangeGroup group = ChangeGroup::Others;
        if (!isUnderWay(item.next)) {
            group = ChangeGroup::Closed;
        } else if (item.next.yours && change.status == ChangeStatus::Review) {
            group = ChangeGroup::YourTurn;
        } else if (change.status == ChangeStatus::Accepted) {
            group = ChangeGroup::OnTheWay;
        }
        all.append({.group = group, .item = item});
    }
    for (const ChangeItem &item : newDrafts(view, me)) {
        all.append({.group = ChangeGroup::YourTurn, .item = item});
    }
    std::sort(all.begin(), all.end(), [](const GroupedChange &a, const GroupedChange &b) {
        if (a.group != b.group) {
            return a.group < b.group;
        }
        return a.item.last != b.item.last ? a.item.last > b.item.last : a.item.key < b.item.key;
    });
    return all;
}

} // namespace countersign
