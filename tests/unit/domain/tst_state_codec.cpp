// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/StateCodec.h"
#include "support/Story.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

State rich()
{
    Story story;
    story.baseline(u"support/refund"_s, u"30"_s).opened(ana).submitted(ana, u"support/refund"_s, u"14"_s).noted(ana);
    story.approved(ana, "product").commented(jonas, u"why"_s).askedForChanges(bode, "billing");
    story.say(jonas, changeSubject(story.changeId()), CommentResolved{.comment = story.change().comments[0].stamp.event});
    story.approved(bode, "billing").approved(dana, "compliance").accepted(ana);
    story.released(chen, u"support/refund"_s, "1.1.0", staging);
    story.rolledBack(chen, u"support/refund"_s, "1.0.0", staging);
    story.place(MalformedEvent{.why = u"x"_s});
    return story.state();
}

} // namespace

class TestStateCodec : public QObject
{
    Q_OBJECT

private slots:
    void aStateComesBackWhole()
    {
        const State state = rich();
        const auto read = stateFromBytes(stateToBytes(state));
        QVERIFY(read);
        QCOMPARE(read->hash(), state.hash());
        QCOMPARE(read->head, state.head);
        QCOMPARE(read->links, state.links);
        QCOMPARE(read->seen, state.seen);
        QCOMPARE(read->voids, state.voids);
        QCOMPARE(read->malformed, state.malformed);
        QCOMPARE(read->changes, state.changes);
        QCOMPARE(read->artifacts, state.artifacts);
        QCOMPARE(read->policy, state.policy);
    }

    void theHashSeesEveryPartThatGoverns()
    {
        const State state = rich();
        State other = state;
        other.artifacts[{u"support/refund"_s}].pointers[staging].moves.last().version.patch = 9;
        QVERIFY(other.hash() != state.hash());
        other = state;
        other.policy.lanes[2].approvals = 1;
        QVERIFY(other.hash() != state.hash());
        other = state;
        other.changes.begin()->revisions[0].reviews[0].data.as = role("product");
        QVERIFY(other.hash() != state.hash());
    }

    void theHashDoesNotSeeTheRecord()
    {
        const State state = rich();
        State other = state;
        other.head.seq += 5;
        other.voids.clear();
        other.changes.begin()->opened.claimedAt = 0;
        QCOMPARE(other.hash(), state.hash());
    }

    void aCutStateIsRefused() // F-23
    {
        const QByteArray bytes = stateToBytes(rich());
        for (qsizetype size = 0; size < bytes.size(); ++size) {
            const auto read = stateFromBytes(bytes.first(size));
            QVERIFY(!read);
            QCOMPARE(read.error().code, ErrorCode::Corrupt);
        }
    }

    void damageNeverCrashes() // F-23; that it is found is the business of the snapshot's checksum
    {
        const QByteArray bytes = stateToBytes(rich());
        for (qsizetype at = 0; at < bytes.size(); ++at) {
            QByteArray damaged = bytes;
            damaged[at] = char(damaged[at] ^ 0xFF);
            const auto read = stateFromBytes(damaged);
            QVERIFY(!read || read->links.size() == read->head.seq);
        }
    }
};

QTEST_GUILESS_MAIN(TestStateCodec)
#include "tst_state_codec.moc"
