// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Story.h"

#include <QTest>

#include <algorithm>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString refund = u"support/refund"_s;

Policy keepingPolicy()
{
    Policy policy = storyPolicy();
    policy.lanes[2].whitespaceKeepsApprovals = true;
    return policy;
}

/// What a client says of the white space of the newest revision.
enum class Says { Nothing, SinceTheFirst, SinceTheOneBefore, SinceItself, SinceAnother };

EventId sinceOf(const Change &change, Says says)
{
    switch (says) {
    case Says::Nothing:
        break;
    case Says::SinceTheFirst:
        return change.revisions.first().stamp.event;
    case Says::SinceTheOneBefore:
        return change.revisions.at(change.revisions.size() - 2).stamp.event;
    case Says::SinceItself:
        return change.revisions.last().stamp.event;
    case Says::SinceAnother:
        return EventId::random();
    }
    return {};
}

QString subjectOf(const Story &story)
{
    return changeSubject(story.changeId());
}

/// Revision 1, approved by billing and by compliance.
Story approvedByBoth(const Policy &policy = keepingPolicy())
{
    Story story(policy);
    story.baseline(refund, u"30 days"_s).opened(ana).submitted(ana, refund, u"14 days"_s).noted(ana);
    story.approved(bode, "billing").approved(dana, "compliance");
    return story;
}

void send(Story &story, const PrincipalId &author, const QString &text, const EventId &since)
{
    const Artifact *artifact = story.state().artifact({refund});
    const QString path = u"prompts/support/refund.md"_s;
    story.say(author, subjectOf(story),
              RevisionSubmitted{.files = {{.artifact = {refund},
                                           .path = path,
                                           .kind = ArtifactKind::Prompt,
                                           .before = artifact->acceptedContent(),
                                           .after = story.text(text)}},
                                .contributors = {author},
                                .assessment = {.lane = Lane::High,
                                               .touched = {{.path = path}},
                                               .rules = u"1"_s,
                                               .respacedSince = since}});
}

void review(Story &story, const PrincipalId &who, const char *as, Says says,
            Decision decision = Decision::Approve)
{
    ReviewGiven data = story.reviewOf(story.change(), decision, role(as));
    data.assessment.respacedSince = sinceOf(story.change(), says);
    data.messageText = story.text(u"Looked at again."_s);
    story.say(who, subjectOf(story), data);
}

Requirement needOf(const Story &story, const QString &id)
{
    const QList<Requirement> all = requirementsToAccept(story.state(), story.change());
    const auto found = std::ranges::find(all, id, &Requirement::id);
    return found == all.cend() ? Requirement{} : *found;
}

bool isKept(const Story &story)
{
    return needOf(story, u"approval.compliance"_s).met();
}

} // namespace

/// When approvals outlast a revision. Dana approved the first one; Bode looks at the second one.
class TestKeptApprovals : public QObject
{
    Q_OBJECT

private slots:
    void anApprovalIsKeptWhereAuthorAndReviewerFoundTheSame_data()
    {
        QTest::addColumn<bool>("allowed");
        QTest::addColumn<Says>("author");
        QTest::addColumn<Says>("reviewer");
        QTest::addColumn<bool>("kept");
        const auto first = Says::SinceTheFirst;
        QTest::newRow("both say so") << true << first << first << true;
        QTest::newRow("the policy does not keep any") << false << first << first << false;
        QTest::newRow("only the author says so") << true << first << Says::Nothing << false;
        QTest::newRow("only the reviewer says so") << true << Says::Nothing << first << false;
        QTest::newRow("nobody says so") << true << Says::Nothing << Says::Nothing << false;
        QTest::newRow("the author names a revision that is not there")
            << true << Says::SinceAnother << first << false;
        QTest::newRow("the reviewer does") << true << first << Says::SinceAnother << false;
        QTest::newRow("the author names the revision itself") << true << Says::SinceItself << first << false;
        QTest::newRow("the reviewer does so") << true << first << Says::SinceItself << false;
    }

    void anApprovalIsKeptWhereAuthorAndReviewerFoundTheSame()
    {
        QFETCH(const bool, allowed);
        QFETCH(const Says, author);
        QFETCH(const Says, reviewer);
        QFETCH(const bool, kept);
        Story story = approvedByBoth(allowed ? keepingPolicy() : storyPolicy());
        // A revision cannot name itself before it is there.
        const EventId since =
            author == Says::SinceItself ? EventId::random() : sinceOf(story.change(), author);
        send(story, ana, u"14  days"_s, since);
        story.noted(ana);
        review(story, bode, "billing", reviewer);

        QVERIFY(story.effective());
        QCOMPARE(isKept(story), kept);
        QVERIFY(needOf(story, u"approval.billing"_s).met());
        story.accepted(ana);
        QCOMPARE(story.effective(), kept);
    }

    void whoseApprovalIsKeptIsSaidWithTheRevision()
    {
        Story story = approvedByBoth();
        send(story, ana, u"14  days"_s, sinceOf(story.change(), Says::SinceTheFirst));
        story.noted(ana);
        review(story, bode, "billing", Says::SinceTheFirst);

        const Requirement compliance = needOf(story, u"approval.compliance"_s);
        QCOMPARE(compliance.people, QList<PrincipalId>{dana});
        QCOMPARE(compliance.keptSince.value(dana), 1);
        QVERIFY(needOf(story, u"approval.billing"_s).keptSince.isEmpty());
    }

    void nothingIsKeptBeforeSomebodyLooked()
    {
        Story story = approvedByBoth();
        send(story, ana, u"14  days"_s, sinceOf(story.change(), Says::SinceTheFirst));
        story.noted(ana);

        QVERIFY(!isKept(story));
        QVERIFY(!needOf(story, u"approval.billing"_s).met());
    }

    void oneWhoFindsOtherwiseEndsIt()
    {
        Story story = approvedByBoth();
        send(story, ana, u"14  days"_s, sinceOf(story.change(), Says::SinceTheFirst));
        story.noted(ana);
        review(story, bode, "billing", Says::SinceTheFirst);
        QVERIFY(isKept(story));
        review(story, chen, "engineering", Says::Nothing);

        QVERIFY(!isKept(story));
    }

    void whoEditedTheChangeConfirmsNothing() // T-06
    {
        Story story(keepingPolicy());
        story.baseline(refund, u"30 days"_s).opened(ana);
        story.submitted(ana, refund, u"14 days"_s, Lane::High, {}, {bode})
            .noted(ana)
            .approved(dana, "compliance");
        send(story, ana, u"14  days"_s, sinceOf(story.change(), Says::SinceTheFirst));
        story.noted(ana);
        review(story, bode, "billing", Says::SinceTheFirst, Decision::RequestChanges);

        QVERIFY(!isKept(story));
    }

    void anotherPromiseOfTheNoteEndsIt()
    {
        Story story = approvedByBoth();
        send(story, ana, u"14  days"_s, sinceOf(story.change(), Says::SinceTheFirst));
        NoteWritten note = story.change().revisions.first().note()->data;
        note.revision = story.change().revision()->stamp.event;
        note.outcomeText = story.text(u"Nothing is refunded any more."_s);
        story.say(ana, subjectOf(story), note);
        review(story, bode, "billing", Says::SinceTheFirst);
        QVERIFY(!isKept(story));

        story.noted(ana); // the first promises again
        review(story, bode, "billing", Says::SinceTheFirst);
        QVERIFY(isKept(story));
    }

    void aDemandForChangesIsNoApprovalThatIsKept()
    {
        Story story = approvedByBoth();
        review(story, dana, "compliance", Says::Nothing, Decision::RequestChanges);
        send(story, ana, u"14  days"_s, sinceOf(story.change(), Says::SinceTheFirst));
        story.noted(ana);
        review(story, bode, "billing", Says::SinceTheFirst);

        QVERIFY(!isKept(story));
        QVERIFY(!needOf(story, u"no-changes-asked"_s).met());
    }

    void theOldTextAgainRevivesNothing() // T-02
    {
        Story story = approvedByBoth();
        send(story, ana, u"no refunds"_s, {});
        send(story, ana, u"14 days"_s, {});
        story.noted(ana);
        review(story, bode, "billing", Says::Nothing);

        QVERIFY(!isKept(story));
    }

    void theShorterStretchCounts()
    {
        Story story = approvedByBoth();
        send(story, ana, u"7 days"_s, {});
        send(story, ana, u"7  days"_s, sinceOf(story.change(), Says::SinceTheFirst)); // a changed program
        story.noted(ana);
        review(story, bode, "billing", Says::SinceTheOneBefore);

        QVERIFY(!isKept(story));
    }

    void theFilesAreTheSame()
    {
        Story story = approvedByBoth();
        const EventId since = sinceOf(story.change(), Says::SinceTheFirst);
        const FileChange file = story.change().revision()->data.files.first();
        story.say(
            ana, subjectOf(story),
            RevisionSubmitted{.files = {file,
                                        {.artifact = {u"support/greeting"_s},
                                         .path = u"prompts/support/greeting.md"_s,
                                         .kind = ArtifactKind::Prompt,
                                         .after = story.text(u"Hello"_s)}},
                              .contributors = {ana},
                              .assessment = {.lane = Lane::High, .rules = u"1"_s, .respacedSince = since}});
        QVERIFY(story.effective());
        story.noted(ana);
        review(story, bode, "billing", Says::SinceTheFirst);

        QVERIFY(!isKept(story));
    }
};

QTEST_APPLESS_MAIN(TestKeptApprovals)
#include "tst_kept_approvals.moc"
