// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/DryRun.h"

#include "base/Hash.h"
#include "prompt/Document.h"
#include "services/DryRunTexts.h"

#include <algorithm>

namespace countersign {

namespace {

/// A change as `state.policy` would have it: lane and touched sections worked out anew.
struct Fared
{
    Lane lane = Lane::Low;
    QList<Requirement> requirements = {};
    bool governed = false;
    bool unsure = false;
};

Fared fare(const State &state, const Change &change, const QList<FileComparison> &files)
{
    Fared fared;
    Change anew = change;
    Revision &revision = anew.revisions.last();
    AssessedChange assessed;
    for (const FileComparison &file : files) {
        if (!state.policy.kindOf(file.path)) {
            continue;
        }
        fared.governed = true;
        fared.unsure = fared.unsure || !file.comparison->complete;
        assessed.files.append(file);
        assessed.lane = std::max(assessed.lane, file.lane);
    }
    revision.data.assessment = assessmentOf(assessed);
    for (Review &review : revision.reviews) {
        review.data.assessment = {};
        review.policy = state.policyInForce; // as if it had been in force then
    }
    fared.lane = State::lane(anew);
    fared.requirements = requirementsToAccept(state, anew);
    // Whatever was accepted since stands in nobody's way here.
    fared.requirements.removeIf([](const Requirement &requirement) { return requirement.kind == RequirementKind::BaseCurrent; });
    return fared;
}

/// Unmet in `a`, and in `b` met, not asked, or asked for less.
QList<Requirement> unmetOnlyIn(const QList<Requirement> &a, const QList<Requirement> &b)
{
    QList<Requirement> found;
    for (const Requirement &one : a) {
        const bool there = std::any_of(b.cbegin(), b.cend(), [&one](const Requirement &other) {
            return other.id() == one.id() && other.section == one.section && !other.met() && other.need >= one.need;
        });
        if (!one.met() && !there) {
            found.append(one);
        }
    }
    return found;
}

void countApprovals(const QList<Requirement> &requirements, int sign, DryRun &run)
{
    int named = 0;
    int asked = 0;
    for (const Requirement &one : requirements) {
        const bool byRole = one.kind == RequirementKind::ApprovalByRole || one.kind == RequirementKind::OwnerApproval;
        if (byRole && one.roles.size() == 1) {
            run.approvals[one.roles.first()] += sign;
            ++named;
        } else if (one.kind == RequirementKind::ApprovalCount) {
            asked = one.need;
        }
    }
    run.otherApprovals += sign * std::max(0, asked - named);
}

} // namespace

QList<ChangeId> dryRunChanges(const State &state, int most)
{
    QList<ChangeId> found;
    for (auto it = state.order.crbegin(); it != state.order.crend() && found.size() < most; ++it) {
        const Change *change = state.change(*it);
        if (change && change->revision()) {
            found.append(*it);
        }
    }
    return found;
}

QList<ContentHash> dryRunContents(const State &state, const QList<ChangeId> &changes)
{
    QSet<ContentHash> seen;
    QList<ContentHash> found;
    for (const ChangeId &id : changes) {
        const Change *change = state.change(id);
        for (const FileChange &file : change && change->revision() ? change->revision()->data.files : QList<FileChange>()) {
            for (const ContentHash &hash : {file.before, file.after}) {
                if (!hash.isNull() && !seen.contains(hash)) {
                    seen.insert(hash);
                    found.append(hash);
                }
            }
        }
    }
    return found;
}

Result<DryRun> dryRun(const State &state, const Policy &policy, const QList<ChangeId> &changes, const Blobs &contents,
                      const QHash<ArtifactId, int> &consumers, const CompareTexts &compared, const std::function<void(int)> &progress,
                      const std::function<bool()> &canceled)
{
    State other = state;
    other.policy = policy;
    DryRun run;
    int done = 0;
    for (const ChangeId &id : changes) {
        if (canceled && canceled()) {
            return failure(ErrorCode::Canceled);
        }
        if (progress) {
            progress(done++);
        }
        const Change *change = state.change(id);
        if (!change || !change->revision()) {
            continue;
        }
        const auto known = [&contents](const ContentHash &hash) { return hash.isNull() || contents.contains(hash); };
        const QList<FileChange> &files = change->revision()->data.files;
        if (!std::all_of(files.cbegin(), files.cend(), [&known](const FileChange &file) { return known(file.before) && known(file.after); })) {
            ++run.unread;
            continue;
        }
        QList<FileComparison> now;
        QList<FileComparison> then;
        for (const FileChange &file : files) {
            const ContentPair pair{.path = file.path, .artifact = file.artifact, .kind = file.kind,
                                   .before = contents.value(file.before), .after = contents.value(file.after)};
            const std::shared_ptr<const diff::Comparison> comparison = compared(pair);
            ContentPair anew = pair;
            anew.kind = policy.kindOf(file.path).value_or(file.kind);
            now.append(judgeComparison(state, pair, comparison, consumers.value(pair.artifact)));
            then.append(judgeComparison(other, anew, comparison, consumers.value(pair.artifact)));
        }
        if (canceled && canceled()) {
            return failure(ErrorCode::Canceled); // a comparison that was given up halfway says nothing
        }
        const Fared before = fare(state, *change, now);
        const Fared after = fare(other, *change, then);
        DryRunChange one{.id = id, .number = change->number, .status = change->status, .before = before.lane, .after = after.lane};
        if (change->status != ChangeStatus::Withdrawn) {
            one.missing = unmetOnlyIn(after.requirements, before.requirements);
            one.noLonger = unmetOnlyIn(before.requirements, after.requirements);
        }
        ++run.changes;
        run.higher += one.after > one.before ? 1 : 0;
        run.lower += one.after < one.before ? 1 : 0;
        run.blocked += change->status == ChangeStatus::Accepted && !one.missing.isEmpty() ? 1 : 0;
        run.unsure += after.unsure ? 1 : 0;
        run.ungoverned += before.governed && !after.governed ? 1 : 0;
        run.since = change->opened.claimedAt;
        countApprovals(before.requirements, -1, run);
        countApprovals(after.requirements, 1, run);
        const bool waits = change->status == ChangeStatus::Review && !one.noLonger.isEmpty();
        if (one.after != one.before || !one.missing.isEmpty() || waits) {
            if (!waits) {
                one.noLonger.clear();
            }
            run.concerned.append(one);
        }
    }
    run.approvals.removeIf([](const auto &entry) { return entry.value() == 0; });
    if (progress) {
        progress(done);
    }
    return run;
}

std::shared_ptr<const diff::Comparison> DryRunTexts::compared(const ContentPair &pair, const diff::Canceled &canceled)
{
    const QByteArray key = pair.path.toUtf8() + '\0' + toString(contentHash(pair.before)).toUtf8() + toString(contentHash(pair.after)).toUtf8();
    {
        const QMutexLocker lock(&m_mutex);
        if (const auto *known = m_cache.object(key)) {
            return *known;
        }
    }
    const prompt::Document left = prompt::parse(pair.before, pair.path);
    const prompt::Document right = prompt::parse(pair.after, pair.path);
    auto comparison = std::make_shared<const diff::Comparison>(diff::compare(left, right, {}, canceled));
    if (comparison->complete) {
        const QMutexLocker lock(&m_mutex);
        m_cache.insert(key, new std::shared_ptr<const diff::Comparison>(comparison), std::max<qsizetype>(1, pair.before.size() + pair.after.size()));
    }
    return comparison;
}

} // namespace countersign
