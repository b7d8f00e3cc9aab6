// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Story.h"
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

/// A random, mostly sensible, sometimes hostile history.
class Chaos
{
public:
    explicit Chaos(quint32 seed) : m_random(seed)
    {
        for (const QString &artifact : artifacts) {
            story.baseline(artifact, u"baseline "_s + artifact);
        }
    }

    void act()
    {
        switch (m_random.bounded(13)) {
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
        default:
            onRevision([&] { talk(); });
        }
    }

    Story story;

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
        qInfo("%d effective events, %d releases", effective, released);
        QVERIFY(effective > 4000);
        QVERIFY(released > 20);
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
        QMap<PrincipalId, RoleId> approvals;
        QSet<PrincipalId> against;
        Lane lane = revision.data.assessment.lane;
        for (const Review &review : revision.reviews) {
            lane = std::max(lane, review.data.assessment.lane);
            const Person *person = before.policy.person(review.stamp.actor);
            const bool eligible = person && person->active && person->kind == PrincipalKind::Human
                    && person->roles.contains(review.data.as) && !editors.contains(person->id)
                    && review.data.note == (revision.notes.isEmpty() ? EventId{} : revision.notes.last().stamp.event);
            // A person's last word is the one that stands: approving takes back an earlier demand, also where a new
            // note makes that approval count no longer.
            approvals.remove(review.stamp.actor);
            against.remove(review.stamp.actor);
            if (review.data.decision == Decision::RequestChanges) {
                against.insert(review.stamp.actor);
            } else if (eligible) {
                approvals.insert(review.stamp.actor, review.data.as);
            }
        }
        const qsizetype need = lane == Lane::High ? 2 : 1;
        const QList<RoleId> spoken = approvals.values();
        const bool roles = lane != Lane::High
                || (spoken.contains(role("billing")) && spoken.contains(role("compliance")));
        return against.isEmpty() && approvals.size() >= need && roles;
    }

    quint32 m_seed = 0;
};

QTEST_GUILESS_MAIN(TestFoldLaws)
#include "tst_fold_laws.moc"
