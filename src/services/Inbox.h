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
    friend bool operator==(const Alarm &, const Alarm &) = default;
};

/// One thing that happened, made from the state alone.
enum class RecentKind {
    Opened, Revised, NoteWritten, Approved, ChangesAsked, LaneRaised, Accepted, Withdrawn, Commented, Released, RolledBack,
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
