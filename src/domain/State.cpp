// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/State.h"

#include "domain/Names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr NameTable<VoidRule, 34> ruleNames = {{
    {VoidRule::AuthorIsUnknown, "author-is-unknown"},
    {VoidRule::RightMissing, "right-missing"},
    {VoidRule::RoleNotHeld, "role-not-held"},
    {VoidRule::ContributorMayNotApprove, "contributor-may-not-approve"},
    {VoidRule::ServiceMayNotApprove, "service-may-not-approve"},
    {VoidRule::StaleSubject, "stale-subject"},
    {VoidRule::StalePolicy, "stale-policy"},
    {VoidRule::OldRevision, "old-revision"},
    {VoidRule::ContentMismatch, "content-mismatch"},
    {VoidRule::NoteMismatch, "note-mismatch"},
    {VoidRule::SubjectUnknown, "subject-unknown"},
    {VoidRule::SubjectClosed, "subject-closed"},
    {VoidRule::SubjectMismatch, "subject-mismatch"},
    {VoidRule::RequirementUnmet, "requirement-unmet"},
    {VoidRule::VersionNotNew, "version-not-new"},
    {VoidRule::VersionUnknown, "version-unknown"},
    {VoidRule::OrderSkipped, "order-skipped"},
    {VoidRule::NothingToDo, "nothing-to-do"},
    {VoidRule::NeverRanThere, "never-ran-there"},
    {VoidRule::BaselineClosed, "baseline-closed"},
    {VoidRule::PolicyNotNext, "policy-not-next"},
    {VoidRule::LedgerMismatch, "ledger-mismatch"},
    {VoidRule::ForkSeen, "fork-seen"},
    {VoidRule::SignatureMissing, "signature-missing"},
    {VoidRule::NotFirst, "not-first"},
    {VoidRule::NewerKind, "newer-kind"},
    {VoidRule::ReasonMissing, "reason-missing"},
    {VoidRule::SecondPersonNeeded, "second-person-needed"},
    {VoidRule::LaneFixed, "lane-fixed"},
    {VoidRule::DelegationUnknown, "delegation-unknown"},
    {VoidRule::CannotOverride, "cannot-override"},
    {VoidRule::LocksEverybodyOut, "locks-everybody-out"},
    {VoidRule::ResultNotAcceptable, "result-not-acceptable"},
    {VoidRule::LoginDiffers, "login-differs"},
}};

void merge(QList<Touched> &all, const Touched &one)
{
    const auto same = std::find_if(all.begin(), all.end(), [&one](const Touched &t) { return t.path == one.path; });
    if (same == all.end()) {
        all.append(one);
        return;
    }
    for (const QString &section : one.sections) {
        if (!same->sections.contains(section)) {
            same->sections.append(section);
        }
    }
}

} // namespace

QString toString(VoidRule rule)
{
    return nameOf(ruleNames, rule);
}

std::optional<VoidRule> voidRuleFromString(QStringView text)
{
    return valueOf(ruleNames, text);
}

const EvalRun *Change::run(const EventId &event) const
{
    const auto it = std::find_if(runs.cbegin(), runs.cend(),
                                 [&event](const EvalRun &one) { return one.stamp.event == event; });
    return it == runs.cend() ? nullptr : &*it;
}

const VersionRecord *Artifact::version(const SemVer &v) const
{
    const auto it = std::find_if(versions.cbegin(), versions.cend(),
                                 [&v](const VersionRecord &record) { return record.version == v; });
    return it == versions.cend() ? nullptr : &*it;
}

ContentHash Artifact::acceptedContent() const
{
    return retired || versions.isEmpty() ? ContentHash{} : versions.last().content;
}

const PointerMove *Artifact::running(const EnvironmentId &environment) const
{
    const auto it = pointers.constFind(environment);
    return it == pointers.cend() ? nullptr : &it->now();
}

const Change *State::change(const ChangeId &id) const
{
    const auto it = changes.constFind(id);
    return it == changes.cend() ? nullptr : &*it;
}

const Change *State::changeByNumber(int number) const
{
    return number < 1 || number > order.size() ? nullptr : change(order.at(number - 1));
}

const Artifact *State::artifact(const ArtifactId &id) const
{
    const auto it = artifacts.constFind(id);
    return it == artifacts.cend() ? nullptr : &*it;
}

const Artifact *State::artifactAt(const QString &path) const
{
    const auto it = std::find_if(artifacts.cbegin(), artifacts.cend(),
                                 [&path](const Artifact &artifact) { return artifact.path == path; });
    return it == artifacts.cend() ? nullptr : &*it;
}

EventId State::subjectHead(const QString &subject) const
{
    if (subject == policySubject()) {
        return policyHead;
    }
    if (subject.startsWith(u"change/")) {
        const auto id = EventId::fromString(QStringView(subject).mid(7));
        const Change *found = id ? change(*id) : nullptr;
        return found ? found->head : EventId{};
    }
    if (subject.startsWith(u"delegation/")) {
        const auto id = EventId::fromString(QStringView(subject).mid(11));
        const auto found = id ? delegations.constFind(*id) : delegations.cend();
        if (found == delegations.cend()) {
            return {};
        }
        return found->stands() ? found->given.event : found->revoked.event;
    }
    if (subject.startsWith(u"release/")) {
        const qsizetype slash = subject.indexOf(u'/', 8);
        const Artifact *found = slash < 0 ? nullptr : artifact({subject.mid(slash + 1)});
        if (!found) {
            return {};
        }
        const auto pointer = found->pointers.constFind({subject.mid(8, slash - 8)});
        return pointer == found->pointers.cend() ? EventId{} : pointer->head;
    }
    return {};
}

Lane State::lane(const Change &change)
{
    const Lowering *standing = lowering(change);
    return standing ? standing->data.lane : computedLane(change);
}

const Lowering *State::lowering(const Change &change)
{
    const Revision *revision = change.revision();
    const auto last = std::find_if(change.lowerings.crbegin(), change.lowerings.crend(),
                                   [](const Lowering &lowering) { return lowering.isConfirmed(); });
    if (!revision || last == change.lowerings.crend() || last->data.revision != revision->stamp.event
        || change.raised.size() > last->raisings || revision->floor > last->floor) {
        return nullptr;
    }
    // What was known when it was lowered does not raise it again; anything else that asks for more does.
    QSet<ContentHash> known{revision->data.assessment.findingsText};
    for (qsizetype i = 0; i < revision->reviews.size(); ++i) {
        const Assessment &assessment = revision->reviews.at(i).data.assessment;
        if (i < last->reviews) {
            known.insert(assessment.findingsText);
        } else if (assessment.lane > last->from
                   || (assessment.lane > last->data.lane && !known.contains(assessment.findingsText))) {
            return nullptr;
        }
    }
    return &*last;
}

const Lowering *State::proposedLowering(const Change &change)
{
    const Revision *revision = change.revision();
    if (!revision || change.lowerings.isEmpty()) {
        return nullptr;
    }
    const Lowering &last = change.lowerings.last();
    const bool open = !last.isConfirmed() && last.data.revision == revision->stamp.event && last.data.lane < lane(change);
    return open ? &last : nullptr;
}

QList<Review> State::standingRequests(const Change &change)
{
    QMap<PrincipalId, Review> last;
    for (const Revision &revision : change.revisions) {
        for (const Review &review : revision.reviews) {
            last.insert(review.stamp.actor, review);
        }
    }
    QList<Review> standing = last.values();
    standing.removeIf([&change](const Review &review) {
        return review.data.decision != Decision::RequestChanges
                || std::any_of(change.cleared.cbegin(), change.cleared.cend(), [&review](const ClearedRequest &cleared) {
                       return cleared.data.review == review.stamp.event;
                   });
    });
    return standing;
}

Lane State::computedLane(const Change &change)
{
    Lane highest = Lane::Low;
    if (const Revision *revision = change.revision()) {
        highest = std::max(revision->data.assessment.lane, revision->floor);
        for (const Review &review : revision->reviews) {
            highest = std::max(highest, review.data.assessment.lane);
        }
        for (const FileChange &file : revision->data.files) {
            if (file.kind == ArtifactKind::Policy) {
                highest = Lane::High;
            }
        }
    }
    for (const RaisedLane &raised : change.raised) {
        highest = std::max(highest, raised.lane);
    }
    return highest;
}

QList<Touched> State::touched(const Change &change)
{
    QList<Touched> all;
    if (const Revision *revision = change.revision()) {
        for (const FileChange &file : revision->data.files) {
            merge(all, Touched{.path = file.path});
        }
        for (const Touched &touched : revision->data.assessment.touched) {
            merge(all, touched);
        }
        for (const Review &review : revision->reviews) {
            for (const Touched &touched : review.data.assessment.touched) {
                merge(all, touched);
            }
        }
    }
    return all;
}

QSet<PrincipalId> State::contributors(const Change &change)
{
    QSet<PrincipalId> people{change.opened.actor};
    for (const Revision &revision : change.revisions) {
        people.insert(revision.stamp.actor);
        for (const PrincipalId &contributor : revision.data.contributors) {
            people.insert(contributor);
        }
    }
    return people;
}

} // namespace countersign
