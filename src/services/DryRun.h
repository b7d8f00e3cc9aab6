// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Requirements.h"
#include "ledger/Envelope.h"

#include <functional>
#include <memory>

namespace countersign {

namespace diff {
struct Comparison;
}
struct ContentPair;

/// How one past change would have fared under another policy.
struct DryRunChange
{
    ChangeId id = {};
    int number = 0;
    ChangeStatus status = ChangeStatus::Review;
    Lane before = Lane::Low;               ///< by today's rules under the policy in force
    Lane after = Lane::Low;                ///< by the same rules under the other one
    QList<Requirement> missing = {};       ///< what would stand in the way and does not under the policy in force
    QList<Requirement> noLonger = {};      ///< what stands in the way now and would not
    friend bool operator==(const DryRunChange &, const DryRunChange &) = default;
};

/// The past under another policy. What people would have done otherwise it cannot know: approvals are those that were
/// given, notes those that were written.
struct DryRun
{
    int changes = 0;                       ///< that were looked at
    int higher = 0;
    int lower = 0;
    int blocked = 0;                       ///< accepted ones for which something would be missing
    QList<DryRunChange> concerned = {};    ///< other lane, or something missing, or no longer; newest first
    QMap<RoleId, int> approvals = {};      ///< how many more, or fewer, would have been asked of a role
    int otherApprovals = 0;                ///< the same of nobody by role
    qint64 since = 0;                      ///< when the oldest of them was opened, as its author's clock said
    int unread = 0;                        ///< left out: a text of theirs could not be read
    int unsure = 0;                        ///< too large to compare; taken as medium at least
    int ungoverned = 0;                    ///< would not be changes any more: no file of theirs would be governed

    [[nodiscard]] int same() const { return changes - higher - lower; }
    friend bool operator==(const DryRun &, const DryRun &) = default;
};

/// The last `most` changes that have a revision, newest first.
[[nodiscard]] QList<ChangeId> dryRunChanges(const State &state, int most);
/// The contents that dryRun() needs of them.
[[nodiscard]] QList<ContentHash> dryRunContents(const State &state, const QList<ChangeId> &changes);

using CompareTexts = std::function<std::shared_ptr<const diff::Comparison>(const ContentPair &)>;

/// Classifies the newest revisions of `changes` and evaluates what they need, with the functions that decide about a
/// change of today, under the policy of `state` and under `policy`. What people raised stays raised. Pure; any thread.
/// Fails: Canceled.
[[nodiscard]] Result<DryRun> dryRun(const State &state, const Policy &policy, const QList<ChangeId> &changes, const Blobs &contents,
                                    const QHash<ArtifactId, int> &consumers, const CompareTexts &compared,
                                    const std::function<void(int done)> &progress = {}, const std::function<bool()> &canceled = {});

} // namespace countersign
