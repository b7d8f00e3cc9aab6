// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Runs.h"
#include "support/Seed.h"

#include <QRandomGenerator>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QStringList artifacts{u"support/refund"_s, u"support/greeting"_s};
const QList<PrincipalId> people{ana, bode, dana, chen, jonas, rolf, ci, {u"p:mallory"_s}};
const QList<EnvironmentId> environments{staging, production};
const char *const roleNames[] = {"product", "billing", "compliance", "engineering", "support"};

/// The story's policy with every exception allowed to somebody.
Policy chaosPolicy()
{
    Policy policy = storyPolicy();
    policy.lanes[1].lower = {role("compliance")};
    policy.lanes[2].lower = {role("compliance")};
    policy.rights.emergency = {role("engineering")};
    policy.rights.audit = {role("compliance")};
    policy.rights.delegate = {role("billing"), role("compliance")};
    policy.overrides = {{.requirement = u"approval*"_s, .by = {role("engineering")}}};
    const Policy gated = gatePolicy();
    policy.governed = gated.governed;
    policy.suites = gated.suites;
    policy.suites[0].paths = {u"prompts/support/greeting*"_s};
    policy.rights.recordRuns = gated.rights.recordRuns;
    policy.rights.acceptResults = gated.rights.acceptResults;
    return policy;
}

/// A random, mostly sensible, sometimes hostile history.
class Chaos
{
public:
    explicit Chaos(quint32 seed) : m_random(seed)
    {
        for (const QString &artifact : artifacts) {
            story.baseline(artifact, u"baseline "_s + artifact);
        }
        story.baseline(refundSuiteId.value, u"suite"_s);
    }

    void act()
    {
        switch (m_random.bounded(21)) {
        case 0:
            if (idle() || m_random.bounded(6) == 0) {
                story.opened(who());
                remember();
            }
            break;
        case 1:
        case 2:
            if (m_random.bounded(3) == 0) {
                onChange([&] { story.submitted(who(), artifact(), text(), static_cast<Lane>(m_random.bounded(3))); });
            }
            break;
        case 3:
            onRevision([&] { story.noted(who(), who()); });
            break;
        case 4:
        case 5:
        case 6:
            onRevision([&] { approve(); });
            break;
        case 7:
            if (m_random.bounded(4) == 0) {
                onRevision([&] { story.askedForChanges(who(), roleNames[m_random.bounded(5)]); });
            }
            break;
        case 8:
            onRevision([&] { story.accepted(who()); });
            break;
        case 9:
            release();
            break;
        case 10:
            story.rolledBack(deployer(), artifact(), anyVersion(), environment());
            break;
        case 11:
            replay();
            break;
        case 12:
            onRevision([&] { lowers(); });
            break;
        case 13:
            if (m_random.bounded(4) == 0) {
                onRevision([&] { excepts(); });
            }
            break;
        case 14:
            delegates();
            break;
        case 15:
            onRevision([&] { approveForAnother(); });
            break;
        case 16:
            onRevision([&] {
                const QList<Review> standing = State::standingRequests(story.change());
                if (!standing.isEmpty()) {
                    story.say(who(), subject(), RequestCleared{.review = standing.first().stamp.event, .reasonText = maybeReason()});
                }
            });
            break;
        case 17:
        case 18:
            onRevision([&] { runs(); });
            break;
        case 19:
            onRevision([&] { judges(); });
            break;
        default:
            onRevision([&] { talk(); });
        }
    }

    Story story{chaosPolicy()};

private:
    template<typename Act>
    void onChange(Act act)
    {
        if (!story.changeId().isNull() && story.state().change(story.changeId())) {
            act();
        }
    }
    template<typename Act>
    void onRevision(Act act)
    {
        onChange([&] {
            if (story.change().revision()) {
                act();
            }
        });
    }
    [[nodiscard]] bool idle() const
    {
        const Change *change = story.state().change(story.changeId());
        return !change || change->status != ChangeStatus::Review;
    }
    void release()
    {
        const QString name = artifact();
        const QString latest = story.state().artifact({name})->latest()->version.toString();
        story.released(deployer(), name, m_random.bounded(3) == 0 ? anyVersion() : qPrintable(latest), environment());
    }
    // A comment, or the end of the talk about one.
    void talk()
    {
        const QList<Comment> &comments = story.change().comments;
        if (comments.isEmpty()) {
            if (m_random.bounded(4) == 0) {
                story.commented(who(), text());
            }
            return;
        }
        story.say(who(), changeSubject(story.changeId()),
                  CommentResolved{.comment = comments.at(m_random.bounded(comments.size())).stamp.event,
                                  .resolved = m_random.bounded(4) != 0});
    }
    // Half of the reviewers speak in a role that they hold.
    void approve()
    {
        const qsizetype person = m_random.bounded(5);
        static const char *const own[] = {"product", "billing", "compliance", "engineering", "support"};
        if (m_random.bounded(2) == 0) {
            story.approved(people.at(person), own[person]);
        } else {
            story.approved(who(), roleNames[m_random.bounded(5)]);
        }
    }
    QString subject() const { return changeSubject(story.changeId()); }
    ContentHash maybeReason() { return m_random.bounded(5) == 0 ? ContentHash{} : story.text(u"because"_s); }
    // Proposals by anybody; confirmations mostly by who may.
    void lowers()
    {
        const EventId revision = story.change().revision()->stamp.event;
        if (const Lowering *proposal = State::proposedLowering(story.change())) {
            story.say(m_random.bounded(2) == 0 ? dana : who(), subject(),
                      LaneLowered{.revision = revision, .proposal = proposal->proposed.event, .from = State::lane(story.change())});
        } else if (m_random.bounded(3) == 0) {
            story.say(who(), subject(), LoweringProposed{.revision = revision, .lane = static_cast<Lane>(m_random.bounded(3)), .reasonText = maybeReason()});
        }
    }
    // Runs by who may and by others, of this and earlier revisions, of other suites and models, and doctored ones.
    void runs()
    {
        RunRecorded run = runOf(story, static_cast<EvalVerdict>(m_random.bounded(3)));
        const QList<Revision> &revisions = story.change().revisions;
        if (m_random.bounded(4) == 0) {
            const Revision &other = revisions.at(m_random.bounded(revisions.size()));
            run.revision = other.stamp.event;
            run.content = m_random.bounded(3) == 0 ? run.content : other.content;
        }
        switch (m_random.bounded(8)) {
        case 0:
            run.suiteContent = textHash(u"another suite"_s);
            break;
        case 1:
            run.modelAsked = u"another model"_s;
            break;
        case 2:
            run.status = EvalStatus::Truncated;
            break;
        case 3:
            run.terms = {};
            break;
        case 4:
            run.baseline = textHash(u"another baseline"_s);
            break;
        case 5:
            run.mixed = true;
            break;
        default:
            break;
        }
        run.file = textHash(u"file %1"_s.arg(m_random.bounded(5)));
        (void)recorded(story, run, m_random.bounded(3) == 0 ? who() : ci);
    }
    void judges()
    {
        const QList<EvalRun> &all = story.change().runs;
        const EventId run = all.isEmpty() ? EventId{} : all.at(m_random.bounded(all.size())).stamp.event;
        switch (m_random.bounded(3)) {
        case 0:
            story.say(who(), subject(),
                      CaseGraded{.run = run,
                                 .caseKey = textHash(u"case"_s),
                                 .grade = static_cast<CaseGrade>(m_random.bounded(3)),
                                 .reasonText = maybeReason()});
            break;
        default:
            story.say(m_random.bounded(2) == 0 ? dana : who(), subject(),
                      ResultAccepted{.run = run, .reasonText = maybeReason()});
        }
    }
    void excepts()
    {
        const EventId revision = story.change().revision()->stamp.event;
        const QList<Emergency> &emergencies = story.change().emergencies;
        if (!emergencies.isEmpty() && m_random.bounded(2) == 0) {
            story.say(who(), subject(), EmergencyClosed{.emergency = emergencies.last().stamp.event, .reasonText = maybeReason()});
        } else if (m_random.bounded(6) == 0) {
            story.say(deployer(), subject(), EmergencyDeclared{.revision = revision, .reasonText = maybeReason()});
        } else {
            const QList<Requirement> all = requirementsToAccept(story.state(), story.change());
            story.say(deployer(), subject(),
                      RequirementOverridden{.revision = revision, .requirement = all.at(m_random.bounded(all.size())).id(), .reasonText = maybeReason()});
        }
    }
    void delegates()
    {
        const QMap<EventId, Delegation> &given = story.state().delegations;
        if (given.size() > 3 || (!given.isEmpty() && m_random.bounded(3) == 0)) {
            const auto at = std::next(given.cbegin(), m_random.bounded(given.size()));
            story.say(m_random.bounded(2) == 0 ? at->given.actor : who(), delegationSubject(at.key()), DelegationRevoked{});
            return;
        }
        Event event = story.make(m_random.bounded(2) == 0 ? dana : who(), {},
                                 DelegationGiven{.to = who(), .role = role(m_random.bounded(2) == 0 ? "compliance" : roleNames[m_random.bounded(5)])});
        event.subject = delegationSubject(event.id);
        event.basis.subjectHead = {};
        story.place(event);
    }
    void approveForAnother()
    {
        const QMap<EventId, Delegation> &given = story.state().delegations;
        if (given.isEmpty()) {
            return;
        }
        const auto at = std::next(given.cbegin(), m_random.bounded(given.size()));
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, at->data.role);
        review.delegation = at.key();
        story.say(m_random.bounded(4) == 0 ? who() : at->data.to, subject(), review);
    }
    PrincipalId deployer() { return m_random.bounded(4) == 0 ? who() : chen; }
    // A change that was void has no state; stories go on with the last one that has.
    void remember()
    {
        if (!story.effective()) {
            story.opened(ana);
        }
    }
    // Any earlier event again, as it was or under a new id with its old basis.
    void replay()
    {
        const QList<Placed> &events = story.events();
        const auto *event = std::get_if<Event>(&events.at(m_random.bounded(events.size())).event);
        if (event) {
            Event again = *event;
            if (m_random.bounded(2) == 1) {
                again.id = EventId{.high = 0xABCDULL, .low = m_random.generate64()};
            }
            story.place(again);
        }
    }
    PrincipalId who() { return people.at(m_random.bounded(people.size())); }
    QString artifact() { return artifacts.at(m_random.bounded(artifacts.size())); }
    EnvironmentId environment() { return environments.at(m_random.bounded(environments.size())); }
    QString text() { return u"text %1"_s.arg(m_random.bounded(4)); }
    const char *anyVersion()
    {
        static const char *const versions[] = {"1.0.0", "1.0.1", "1.1.0", "1.1.1", "1.2.0"};
        return versions[m_random.bounded(5)];
    }

    QRandomGenerator m_random;
};

State foldOf(const QList<Placed> &events)
{
    State state;
    for (const Placed &placed : events) {
        (void)step(state, placed);
    }
    return state;
}

/// The same events in another record: places are counted anew and what was seen is told in the new links.
QList<Placed> renumbered(const QList<Placed> &events)
{
    QMap<Sequence, Sequence> moved;
    for (const Placed &placed : events) {
        moved.insert(placed.at.seq, moved.size() + 1);
    }
    QList<Placed> out;
    for (Placed placed : events) {
        placed.at.seq = moved.value(placed.at.seq);
        placed.at.link.bytes[0] = 7;
        if (auto *event = std::get_if<Event>(&placed.event)) {
            // Whoever had seen a void event had also seen the one before it.
            Sequence seen = event->basis.seenSeq;
            while (seen > 0 && !moved.contains(seen)) {
                --seen;
            }
            event->basis.seenSeq = moved.value(seen, 0);
            event->basis.seenLink = {};
            if (event->basis.seenSeq > 0) {
                event->basis.seenLink = out.at(event->basis.seenSeq - 1).at.link;
            }
        }
        out.append(placed);
    }
    return out;
}

} // namespace

class TestFoldLaws : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_seed = seed();
    }

    // Invariants of section 2a of the threats, looked at from outside the fold after every step.
    void whatRunsWasApprovedByDistinctEligiblePeopleForThatVeryRevision()
    {
        int effective = 0;
        int released = 0;
        int carried = 0;
        for (quint32 round = 0; round < 250; ++round) {
            Chaos chaos(m_seed + round);
            for (int i = 0; i < 200; ++i) {
                const State before = chaos.story.state();
                chaos.act();
                if (chaos.story.events().size() == before.head.seq) {
                    continue;
                }
                const auto &placed = chaos.story.events().last();
                const auto *event = std::get_if<Event>(&placed.event);
                if (!event || !chaos.story.effective()) {
                    QCOMPARE(chaos.story.state().hash(), before.hash());
                    continue;
                }
                ++effective;
                if (const auto *accepted = std::get_if<ChangeAccepted>(&event->data)) {
                    QVERIFY(carriedByQuorum(before, *event, *accepted));
                    QVERIFY(carriedByARun(before, *event));
                    carried +=
                        before.change(*EventId::fromString(event->subject.mid(7)))->runs.isEmpty() ? 0 : 1;
                }
                if (const auto *release = std::get_if<ReleaseMade>(&event->data)) {
                    ++released;
                    const VersionRecord *record = before.artifact(release->artifact)->version(release->version);
                    QVERIFY(record && record->content == release->content);
                    QVERIFY(before.policy.person(event->actor)->roles.contains(role("engineering"))
                            || release->environment == staging);
                }
                if (const auto *rollback = std::get_if<ReleaseRolledBack>(&event->data)) {
                    const auto moves = before.artifact(rollback->artifact)->pointers.value(rollback->environment).moves;
                    QVERIFY(std::any_of(moves.cbegin(), moves.cend(), [&](const PointerMove &move) {
                        return move.version == rollback->version && move.content == rollback->content;
                    }));
                }
            }
        }
        qInfo("%d effective events, %d releases, %d acceptances with runs", effective, released, carried);
        QVERIFY(effective > 4000);
        QVERIFY(released > 20);
        QVERIFY(carried > 20);
    }

    void removingVoidEventsChangesNothing()
    {
        for (quint32 round = 0; round < 100; ++round) {
            Chaos chaos(m_seed + 10'000 + round);
            for (int i = 0; i < 60; ++i) {
                chaos.act();
            }
            State state;
            QList<Placed> kept;
            for (const Placed &placed : chaos.story.events()) {
                if (std::holds_alternative<Effective>(step(state, placed))) {
                    kept.append(placed);
                }
            }
            QCOMPARE(foldOf(renumbered(kept)).hash(), state.hash());
        }
    }

    void claimedTimesChangeNothing() // F-16
    {
        Chaos chaos(m_seed + 20'000);
        for (int i = 0; i < 300; ++i) {
            chaos.act();
        }
        QList<Placed> events = chaos.story.events();
        for (Placed &placed : events) {
            if (auto *event = std::get_if<Event>(&placed.event)) {
                event->claimedAt = -event->claimedAt + 17;
            }
        }
        QCOMPARE(foldOf(events).hash(), chaos.story.state().hash());
    }

    void foldingInTwoPartsIsFoldingOnce()
    {
        Chaos chaos(m_seed + 30'000);
        for (int i = 0; i < 200; ++i) {
            chaos.act();
        }
        const QList<Placed> &events = chaos.story.events();
        for (qsizetype cut = 0; cut <= events.size(); cut += 17) {
            State state = foldOf(events.first(cut));
            for (const Placed &placed : events.sliced(cut)) {
                (void)step(state, placed);
            }
            QCOMPARE(state.hash(), chaos.story.state().hash());
        }
    }

private:
    /// Counted here from the events alone, without asking the requirements.
    static bool carriedByQuorum(const State &before, const Event &event, const ChangeAccepted &accepted)
    {
        const Change *change = before.change(*EventId::fromString(event.subject.mid(7)));
        const Revision &revision = change->revisions.last();
        if (revision.stamp.event != accepted.revision || revision.content != accepted.content) {
            return false;
        }
        QSet<PrincipalId> editors{change->opened.actor};
        for (const Revision &any : change->revisions) {
            editors.unite(QSet<PrincipalId>(any.data.contributors.cbegin(), any.data.contributors.cend()));
        }
        struct Spoken
        {
            PrincipalId of = {};
            RoleId as = {};
        };
        QMap<PrincipalId, Spoken> approvals; // by who spoke
        Lane lane = revision.data.assessment.lane;
        for (const Review &review : revision.reviews) {
            lane = std::max(lane, review.data.assessment.lane);
            Spoken spoken{.of = review.stamp.actor, .as = review.data.as};
            const Person *person = before.policy.person(review.stamp.actor);
            bool eligible = person && person->active && person->kind == PrincipalKind::Human && !editors.contains(person->id)
                    && review.data.note == (revision.notes.isEmpty() ? EventId{} : revision.notes.last().stamp.event);
            if (review.data.delegation.isNull()) {
                eligible = eligible && person->roles.contains(review.data.as);
            } else {
                const Delegation given = before.delegations.value(review.data.delegation);
                const Person *giver = before.policy.person(given.given.actor);
                spoken.of = given.given.actor;
                eligible = eligible && given.revoked.event.isNull() && given.data.to == person->id && given.data.role == review.data.as
                        && giver && giver->active && giver->roles.contains(review.data.as) && !editors.contains(giver->id)
                        && (review.data.as == role("billing") || review.data.as == role("compliance"));
            }
            // A person's last word is the one that stands, also where a new note makes an approval count no longer.
            approvals.remove(review.stamp.actor);
            if (review.data.decision == Decision::Approve && eligible) {
                approvals.insert(review.stamp.actor, spoken);
            }
        }
        for (const RaisedLane &raised : change->raised) {
            lane = std::max(lane, raised.lane);
        }
        if (lane > Lane::Low) {
            lane = loweredTo(before, *change, revision, editors, lane);
        }
        for (const Emergency &emergency : change->emergencies) {
            if (emergency.data.revision == revision.stamp.event) {
                return before.policy.person(emergency.stamp.actor)->roles.contains(role("engineering"))
                        && !emergency.data.reasonText.isNull() && emergency.stamp.actor != ci;
            }
        }
        const auto setAside = [&](const QString &requirement) {
            return std::any_of(change->overrides.cbegin(), change->overrides.cend(), [&](const Override &one) {
                return one.data.requirement == requirement && one.data.revision == revision.stamp.event
                        && one.stamp.actor == chen && !one.data.reasonText.isNull() && !editors.contains(chen);
            });
        };
        QSet<PrincipalId> voices;
        QSet<RoleId> roles;
        for (const Spoken &spoken : approvals) {
            voices.insert(spoken.of);
            roles.insert(spoken.as);
        }
        const qsizetype need = lane == Lane::High ? 2 : 1;
        const auto spokenAs = [&](const char *name) {
            return lane != Lane::High || roles.contains(role(name)) || setAside(u"approval."_s + QLatin1StringView(name));
        };
        return !anybodyStillAsks(*change) && (voices.size() >= need || setAside(u"approvals"_s)) && spokenAs("billing")
                && spokenAs("compliance");
    }

    /// Where a suite is asked for, the last run of the very texts, suite, model, baseline and terms passes, by everybody who
    /// read it, or somebody with the right and without a part in it accepted that it does not. Counted from the events.
    static bool carriedByARun(const State &before, const Event &event)
    {
        const Change *change = before.change(*EventId::fromString(event.subject.mid(7)));
        const Revision &revision = change->revisions.last();
        bool asked = false;
        for (const FileChange &file : revision.data.files) {
            asked = asked || file.path.startsWith(u"prompts/support/greeting");
        }
        const bool emergency =
            std::any_of(change->emergencies.cbegin(), change->emergencies.cend(),
                        [&](const Emergency &one) { return one.data.revision == revision.stamp.event; });
        if (!asked || emergency) {
            return true;
        }
        QSet<PrincipalId> editors{change->opened.actor};
        for (const Revision &any : change->revisions) {
            editors.unite(QSet<PrincipalId>(any.data.contributors.cbegin(), any.data.contributors.cend()));
        }
        const SuiteRule &rule = before.policy.suites.first();
        ContentHash file;
        int worst = 3; // 0 fails, 1 is no pass, 2 passes
        bool accepted = false;
        for (auto run = change->runs.crbegin(); run != change->runs.crend(); ++run) {
            const RunRecorded &data = run->data;
            const bool fits = data.content == revision.content
                              && data.suiteContent == before.artifact(refundSuiteId)->versions.last().content
                              && data.modelAsked == rule.model && data.terms == suiteTerms(rule)
                              && (data.baseline == evalBaseline(revision.data.files)
                                  || data.baseline == liveBaseline(before, *change));
            if (!fits || (worst < 3 && data.file != file)) {
                continue;
            }
            file = data.file;
            const bool whole = data.status == EvalStatus::Complete;
            const int said = data.verdict == EvalVerdict::Fail                           ? 0
                             : data.verdict == EvalVerdict::Pass && whole && !data.mixed ? 2
                                                                                         : 1;
            if (said > worst) {
                continue;
            }
            accepted = accepted && said == worst;
            worst = said;
            for (const AcceptedResult &one : run->accepted) {
                accepted =
                    accepted
                    || (whole && (said == 1 || data.mixed) && !editors.contains(one.stamp.actor)
                        && (one.stamp.actor == dana || one.stamp.actor == ana) && !one.reasonText.isNull());
            }
        }
        return worst == 2 || accepted;
    }

    /// Somebody's last word, over all revisions, asks for changes, and neither they nor an owner cleared it.
    static bool anybodyStillAsks(const Change &change)
    {
        QMap<PrincipalId, EventId> asking;
        for (const Revision &revision : change.revisions) {
            for (const Review &review : revision.reviews) {
                asking.remove(review.stamp.actor);
                if (review.data.decision == Decision::RequestChanges) {
                    asking.insert(review.stamp.actor, review.stamp.event);
                }
            }
        }
        for (const ClearedRequest &cleared : change.cleared) {
            // The policy of the chaos names no owners: only who asked may clear.
            if (asking.value(cleared.stamp.actor) == cleared.data.review) {
                asking.remove(cleared.stamp.actor);
            }
        }
        return !asking.isEmpty();
    }

    /// The lane that two different people, the second with the right and without a part in it, left.
    static Lane loweredTo(const State &before, const Change &change, const Revision &revision,
                          const QSet<PrincipalId> &editors, Lane computed)
    {
        Lane lane = computed;
        for (const Lowering &lowering : change.lowerings) {
            const Person *second = before.policy.person(lowering.confirmed.actor);
            if (lowering.confirmed.event.isNull() || lowering.data.revision != revision.stamp.event) {
                continue;
            }
            lane = computed;
            bool stands = second && second->roles.contains(role("compliance")) && second->kind == PrincipalKind::Human
                    && lowering.proposed.actor != lowering.confirmed.actor && !editors.contains(second->id)
                    && !lowering.data.reasonText.isNull();
            for (qsizetype i = lowering.reviews; i < revision.reviews.size(); ++i) {
                stands = stands && revision.reviews.at(i).data.assessment.lane <= lowering.from;
            }
            stands = stands && change.raised.size() == lowering.raisings;
            if (stands) {
                lane = lowering.data.lane;
            }
        }
        return lane;
    }

    quint32 m_seed = 0;
};

QTEST_GUILESS_MAIN(TestFoldLaws)
#include "tst_fold_laws.moc"
