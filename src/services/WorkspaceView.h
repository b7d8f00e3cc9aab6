// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/Fold.h"
#include "domain/Refusals.h"
#include "domain/State.h"

#include <QHash>

#include <memory>

namespace countersign {

/// Who sits here, and what the policy makes of them.
struct Identity
{
    QString name = {};   ///< user.name as configured
    QString email = {};  ///< user.email as configured
    PrincipalId person = {}; ///< empty: the policy does not know that address, everything is read-only
    friend bool operator==(const Identity &, const Identity &) = default;
};

enum class SyncPhase {
    Idle,     ///< read and nothing is under way
    Syncing,
    Offline,  ///< the shared place could not be reached; `error` says how; work goes on with what was read
    Alarm,    ///< what the shared place serves does not continue what was seen; read-only
};

struct SyncStatus
{
    SyncPhase phase = SyncPhase::Idle;
    qint64 lastSynced = 0; ///< milliseconds since the epoch; 0: not in this session
    std::optional<Error> error = {};
    friend bool operator==(const SyncStatus &, const SyncStatus &) = default;
};

/// An event that was made here and is not acknowledged, or was refused on arrival.
struct PendingEvent
{
    EventId id = {};
    QString kind = {};
    QString subject = {};
    qint64 since = 0;
    std::optional<Error> refused = {}; ///< set: it will not be sent; redo or drop it
    friend bool operator==(const PendingEvent &, const PendingEvent &) = default;
};

/// A governed file whose bytes on the governed branch are not the accepted ones.
struct UngovernedEdit
{
    ArtifactId artifact = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    ContentHash governed = {}; ///< none: never accepted (a new file)
    ContentHash found = {};    ///< none: deleted on the branch
    QString author = {};       ///< as the commit claims
    QString email = {};
    qint64 when = 0;
    QString commit = {};
    QString summary = {};
    QStringList editors = {};  ///< e-mail addresses of all commits since the governed text stood there
    friend bool operator==(const UngovernedEdit &, const UngovernedEdit &) = default;
};

/// A file as somebody edits it, against the accepted content it started from.
struct EditedFile
{
    ArtifactId artifact = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    ContentHash before = {};
    QByteArray text = {};    ///< the proposed bytes
    bool removed = false;
    friend bool operator==(const EditedFile &, const EditedFile &) = default;
};

/// The answers of a release note as they are typed; free text as text.
struct NoteDraft
{
    QString what = {};
    QString why = {};
    QString workflow = {};
    QString outcome = {};
    QList<Trigger> triggers = {};
    PrincipalId rollbackOwner = {};
    QList<PrincipalId> informed = {};
    friend bool operator==(const NoteDraft &, const NoteDraft &) = default;
};

/// What is not sent yet: a new change or the next revision of one. Kept on this machine, survives a crash.
struct Draft
{
    QString id = {};         ///< local name
    ChangeId change = {};    ///< null: will open a new change
    QString title = {};
    QList<EditedFile> files = {};
    NoteDraft note = {};
    qint64 savedAt = 0;
    QList<PrincipalId> contributors = {}; ///< who wrote on it beside the person who sends it
    friend bool operator==(const Draft &, const Draft &) = default;
};

/// One finding as data: which rule, which words. `why` is the id of a sentence that ui words.
struct FindingRecord
{
    QString rule = {};
    Lane lane = Lane::Low;
    QString why = {};
    QString path = {};
    QString section = {};
    QString before = {};
    QString after = {};
    friend bool operator==(const FindingRecord &, const FindingRecord &) = default;
};

/// What this workspace is at one moment. Immutable; shared between threads by const pointer.
struct WorkspaceView
{
    QString name = {};
    QString location = {};      ///< where the shared record lives, without credentials
    QString localPath = {};     ///< the clone a person opened, when there is one
    bool registry = false;      ///< a file or a database has the record, and no repository
    Identity me = {};
    State state = {};
    QHash<ContentHash, QByteArray> texts = {}; ///< free texts of events; a missing one was redacted
    QList<UngovernedEdit> ungoverned = {};
    QList<Draft> drafts = {};
    QList<PendingEvent> pending = {};
    SyncStatus sync = {};
    bool everythingSigned = false; ///< every event so far carries a valid signature

    /// UTF-8 of a text; empty when there is none or it was redacted (see isRedacted()).
    [[nodiscard]] QString text(const ContentHash &hash) const;
    [[nodiscard]] bool isRedacted(const ContentHash &hash) const;
    [[nodiscard]] const Person *mePerson() const { return state.policy.person(me.person); }
    [[nodiscard]] const Draft *draft(const QString &id) const;
    [[nodiscard]] const Draft *draftOf(const ChangeId &change) const;
    /// Name of a principal as the policy in force gives it, or its id.
    [[nodiscard]] QString personName(const PrincipalId &id) const;
    [[nodiscard]] NoteDraft noteOf(const Revision &revision) const;
};

using ViewPointer = std::shared_ptr<const WorkspaceView>;

} // namespace countersign
