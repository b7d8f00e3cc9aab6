// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Next.h"

namespace countersign {

/// One change, or one draft of a change that does not exist yet, as lists show it.
struct ChangeItem
{
    QString key = {};       ///< stable and unique: the change's id or "draft/<id>"
    ChangeId change = {};   ///< null: only a draft
    QString draft = {};     ///< id of the draft on this machine, if any
    int number = 0;         ///< 0: only a draft
    QString title = {};
    Lane lane = Lane::Low;
    QList<ArtifactId> artifacts = {};
    PrincipalId author = {};
    Progress progress = {};
    Next next = {};
    qint64 last = 0;        ///< claimed time of the last thing that happened
    bool blocksOthers = false; ///< somebody else waits for what is yours
    friend bool operator==(const ChangeItem &, const ChangeItem &) = default;
};

enum class AlarmKind {
    RecordDiverged,  ///< the shared place serves another history; everything is read-only
    ForeignEvents,   ///< events of a newer Countersign; `count`
    UngovernedEdit,  ///< `edit`
    RefusedEvent,    ///< an event of this machine was refused on arrival: `pending`
    WithoutEffect,   ///< somebody's event had no effect, in the last 24 hours: `voided`
    // For those with the right to audit, while the change is under way and for 14 days at least:
    LaneLowered,     ///< `people`: who proposed and who confirmed
    Overridden,      ///< `requirement` of the change by `people[0]`
    Emergency,       ///< declared by `people[0]` and not closed
};

struct Alarm
{
    QString key = {};
    AlarmKind kind = AlarmKind::UngovernedEdit;
    std::optional<UngovernedEdit> edit = {};
    std::optional<PendingEvent> pending = {};
    std::optional<VoidRecord> voided = {};
    std::optional<Error> error = {};
    qint64 when = 0;
    int count = 0;
    ChangeId change = {};
    int number = 0;
    QList<PrincipalId> people = {};
    QString requirement = {};
    Lane from = Lane::Low;      ///< LaneLowered
    Lane to = Lane::Low;
    EventId event = {};         ///< Emergency: what is closed
    QString quote = {};         ///< the reason in somebody's own words
    bool mayClose = false;      ///< Emergency: this person may close it
    friend bool operator==(const Alarm &, const Alarm &) = default;
};

/// One thing that happened, made from the state alone.
enum class RecentKind {
    Opened, Revised, NoteWritten, Approved, ChangesAsked, RequestCleared, LaneRaised, LoweringProposed, LaneLowered,
    Overridden, EmergencyDeclared, EmergencyClosed, Delegated, DelegationRevoked, Accepted, Withdrawn, Commented, Released, RolledBack,
    EditedOutside, WithoutEffect,
};

struct RecentEvent
{
    QString key = {};
    RecentKind kind = RecentKind::Opened;
    PrincipalId actor = {};     ///< empty for EditedOutside: see `name`
    QString name = {};          ///< as a commit claims
    ChangeId change = {};
    int number = 0;
    ArtifactId artifact = {};
    EnvironmentId environment = {};
    SemVer version = {};
    Sequence seq = 0;           ///< 0 for EditedOutside
    qint64 when = 0;
    friend bool operator==(const RecentEvent &, const RecentEvent &) = default;
};

struct Inbox
{
    QList<ChangeItem> needsYou = {};  ///< blocks others first, then lane, then age
    QList<ChangeItem> waiting = {};   ///< yours or waiting after you; the same order
    QList<Alarm> wrong = {};          ///< most severe first
    QList<RecentEvent> recent = {};   ///< of the last 24 hours, newest first
    friend bool operator==(const Inbox &, const Inbox &) = default;
};

/// Pure: the same view, person and time give the same inbox. `now` in milliseconds since the epoch.
[[nodiscard]] Inbox inboxOf(const WorkspaceView &view, const PrincipalId &me, qint64 now);

enum class ChangeGroup { YourTurn, Others, OnTheWay, Closed };

struct GroupedChange
{
    ChangeGroup group = ChangeGroup::Others;
    ChangeItem item = {};
    friend bool operator==(const GroupedChange &, const GroupedChange &) = default;
};

/// Every change and draft, in the order of groups and in each the last touched first.
[[nodiscard]] QList<GroupedChange> changesOf(const WorkspaceView &view, const PrincipalId &me);

} // namespace countersign
