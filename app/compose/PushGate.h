// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace countersign {

/// One line of what git tells a pre-receive hook.
struct PushedReference
{
    QByteArray before = {}; ///< hex; empty: it is created
    QByteArray after = {};  ///< hex; empty: it is deleted
    QString name = {};      ///< refs/heads/main
    friend bool operator==(const PushedReference &, const PushedReference &) = default;
};

/// Lines "old new name". Fails: Invalid (subject "push") for anything else, for more than a million lines, and for object
/// names that are no SHA-1.
[[nodiscard]] Result<QList<PushedReference>> parsePush(const QByteArray &lines);

enum class PushRule {
    RecordDeleted, ///< the branch of the record is to go
    RecordRewritten, ///< the record that comes does not continue the one that is here; `detail` has the number of events lost
    EventRefused,  ///< the rules in force do not allow an event; `detail` is the void rule and its detail
    EventDamaged,  ///< an event is not what it says it is; `detail` is the finding's id and its detail
    BranchDeleted, ///< the governed branch is to go
    NoVersion,     ///< a governed file is to have a content that nobody accepted
    OlderVersion,  ///< a governed file goes back to a version that another one has replaced
    NoFile,        ///< a link, a submodule or an impossible name where a governed file belongs
    CannotTell,    ///< something that decides could not be read; `detail` says what
};

[[nodiscard]] QString toString(PushRule rule); ///< "no-version", stable

struct PushRefusal
{
    PushRule rule = PushRule::CannotTell;
    QString reference = {};
    QString subject = {}; ///< path of the file, or "812 e:…" of the event
    QString detail = {};
    friend bool operator==(const PushRefusal &, const PushRefusal &) = default;
};

struct PushGateOptions
{
    QString gitDirectory = {};          ///< of the shared repository
    QStringList objectDirectories = {}; ///< where the objects of the push are, until it is taken
};

/// Why a push may not be taken; empty when it may. Runs nothing, and writes nothing but what the record said, in
/// `countersign/pushed-to` of the git folder: the next push folds only the events behind it. What does not fit the record
/// there is thrown away, and nothing is refused by it that the whole record would allow. The governed branch is judged by
/// the record that is here already, because git may take one reference of a push and not the other. A record that others
/// have moved on meanwhile is left to git, which compares the old value when it writes.
[[nodiscard]] QList<PushRefusal> refusePush(const PushGateOptions &options,
                                            const QList<PushedReference> &push);

} // namespace countersign
