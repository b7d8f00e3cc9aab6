// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "gui/change/RefundStory.h"
#include "lanes/Classify.h"
#include "services/Inbox.h"
#include "support/Runs.h"
#include "ui/change/EventText.h"
#include "ui/change/NoteCheck.h"
#include "ui/change/RuleNames.h"
#include "ui/change/RuleText.h"
#include "ui/change/Turn.h"
#include "ui/prose/DiffRows.h"
#include "ui/prose/EntryText.h"
#include "ui/shell/ChangeWords.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

class ChangeWordsTest : public QObject
{
    Q_OBJECT

private slots:
    void whatWaitsForASuiteLeadsToItsEvals();
    void everyLaneRuleHasWords();
    void aRuleOfANewerProgramKeepsItsId();
    void everyRefusalIsASentence();
    void theAuthorIsToldThatOthersApprove();
    void aReviewerIsOfferedHerRole();
    void whoHoldsNoRoleSeesWhy();
    void acceptanceIsOfferedWhenNothingIsMissing();
    void afterAcceptanceReleasesStandInOrder();
    void aNoteWithoutAnswersNamesThemInOrder();
    void aTriggerNeedsALeastSample();
    void triggersReadAsSentences();
    void longRowsAreCutAtTheSameWords();
    void piecesOfALongRowTileBothSides();
    void aPatchHasSignsBeforeChangedLines();
    void anEventWithoutEffectNamesItsRule();
    void anApprovalThatIsKeptSaysSince();
};

void ChangeWordsTest::whatWaitsForASuiteLeadsToItsEvals()
{
    Story story = gateStory();
    const auto leads = [&story] {
        const std::shared_ptr<WorkspaceView> view = viewOf(story, chen);
        return ChangeWords::addressOf(
            {.change = story.changeId(), .next = nextOf(*view, story.change(), chen)});
    };

    // Not run yet, failed, and waiting for somebody's word: each is looked at where its cases are.
    QCOMPARE(leads().tab, ChangeTab::Evals);
    QCOMPARE(leads().artifact, refundSuiteId);
    recorded(story, runOf(story, EvalVerdict::Fail));
    QCOMPARE(leads().tab, ChangeTab::Evals);
    recorded(story, runOf(story, EvalVerdict::Inconclusive));
    QCOMPARE(leads().tab, ChangeTab::Evals);
    recorded(story, runOf(story, EvalVerdict::Pass));
    QVERIFY(leads().tab != ChangeTab::Evals);
}

void ChangeWordsTest::everyLaneRuleHasWords()
{
    const QList<lanes::RuleInfo> rules = lanes::rules();
    QVERIFY(!rules.isEmpty());

    QStringList without;
    for (const lanes::RuleInfo &rule : rules) {
        const QString why = RuleNames::why(rule.id).value_or(QString());
        if (!RuleText::knowsRule(rule.id) || !why.endsWith(u'.') || why.size() < 20)
            without.append(rule.id);
        const EntryRowData row = RuleText::finding({.rule = rule.id, .before = u"a"_s, .after = u"b"_s});
        QVERIFY2(toolTip(row).contains(why.toHtmlEscaped()), qPrintable(rule.id));
        QVERIFY2(spoken(row).contains(why), qPrintable(rule.id));
    }

    QCOMPARE(without, QStringList());
}

void ChangeWordsTest::aRuleOfANewerProgramKeepsItsId()
{
    QCOMPARE(RuleText::ruleName(u"policy.tides"_s), u"policy.tides"_s);
}

void ChangeWordsTest::everyRefusalIsASentence()
{
    const auto view = viewOf(refundInReview(), dana);
    QSet<QString> seen;

    for (int rule = 0; rule <= static_cast<int>(VoidRule::ResultNotAcceptable); ++rule) {
        const QString words = RuleText::refusal(*view, {.rule = static_cast<VoidRule>(rule), .detail = u"x"_s});
        QVERIFY2(words.endsWith(u'.') && words.size() > 10, qPrintable(words));
        seen.insert(words);
    }

    QCOMPARE(seen.size(), static_cast<int>(VoidRule::ResultNotAcceptable) + 1);
}

void ChangeWordsTest::theAuthorIsToldThatOthersApprove()
{
    const Story story = refundInReview();

    const Turn turn = Turns::of(*viewOf(story, ana), story.change());

    QCOMPARE(turn.actions.size(), 1);
    QCOMPARE(turn.actions.first().kind, TurnKind::Edit);
    QVERIFY(turn.foot.contains(u"others approve"_s));
}

void ChangeWordsTest::aReviewerIsOfferedHerRole()
{
    const Story story = refundInReview();

    const Turn turn = Turns::of(*viewOf(story, dana), story.change());

    QCOMPARE(turn.actions.value(0).label, u"Approve as compliance"_s);
    QVERIFY(turn.actions.value(0).enabled);
    QCOMPARE(turn.actions.value(1).kind, TurnKind::AskForChanges);
    QCOMPARE(turn.foot, u"Counts for revision 1 only"_s);
    QVERIFY(std::any_of(turn.open.begin(), turn.open.end(),
                        [](const RequirementRowData &row) { return row.yourTurn && plain(row.sentence) == u"Compliance: your turn"_s; }));
}

void ChangeWordsTest::whoHoldsNoRoleSeesWhy()
{
    const Story story = refundInReview();

    const Turn turn = Turns::of(*viewOf(story, PrincipalId{}), story.change());

    QCOMPARE(turn.actions.size(), 1);
    QVERIFY(!turn.actions.first().enabled);
    QVERIFY(!turn.actions.first().reason.isEmpty());
}

void ChangeWordsTest::acceptanceIsOfferedWhenNothingIsMissing()
{
    Story story = refundInReview();
    story.approved(bode, "billing").approved(dana, "compliance");

    const Turn turn = Turns::of(*viewOf(story, chen), story.change());

    QCOMPARE(turn.actions.value(0).kind, TurnKind::Accept);
    QVERIFY(turn.actions.value(0).label.startsWith(u"Accept as 1."_s));
}

void ChangeWordsTest::anApprovalThatIsKeptSaysSince()
{
    Policy policy = storyPolicy();
    policy.lanes[2].whitespaceKeepsApprovals = true;
    Story story = refundInReview(refundProposed(), policy);
    story.approved(bode, "billing").approved(dana, "compliance");
    const EventId first = story.change().revision()->stamp.event;
    RevisionSubmitted data = story.change().revision()->data;
    data.files.first().after = story.text(refundProposed() + u'\n');
    data.assessment.respacedSince = first;
    story.say(ana, changeSubject(story.changeId()), data);
    story.noted(ana);
    const auto rowOf = [&story](const PrincipalId &me) {
        const auto view = viewOf(story, me);
        for (const Requirement &need : requirementsToAccept(story.state(), story.change())) {
            if (need.id() == u"approval.compliance")
                return plain(RuleText::requirement(*view, need, false).sentence);
        }
        return QString();
    };
    const QString before = rowOf(dana);

    ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("billing"));
    review.assessment.respacedSince = first;
    story.say(bode, changeSubject(story.changeId()), review);

    QCOMPARE(before, u"Compliance: nobody yet"_s);
    const QString name = viewOf(story, dana)->personName(dana);
    QCOMPARE(rowOf(dana), u"Compliance: %1 – kept: only white space changed since revision 1"_s.arg(name));
    QCOMPARE(Turns::of(*viewOf(story, chen), story.change()).actions.value(0).kind, TurnKind::Accept);
}

void ChangeWordsTest::afterAcceptanceReleasesStandInOrder()
{
    Story story = refundInReview();
    story.approved(bode, "billing").approved(dana, "compliance").accepted(chen);
    QVERIFY(story.effective());

    const Turn turn = Turns::of(*viewOf(story, chen), story.change());

    QCOMPARE(turn.actions.size(), 2);
    QCOMPARE(turn.actions[0].label, u"Release to staging"_s);
    QVERIFY(turn.actions[0].enabled);
    QVERIFY(!turn.actions[1].enabled);
    QCOMPARE(turn.actions[1].reason, u"First it has to run in Staging."_s);
}

void ChangeWordsTest::aNoteWithoutAnswersNamesThemInOrder()
{
    const QList<NoteProblem> problems = NoteCheck::problems(storyPolicy(), Lane::High, {});

    QList<NoteField> fields;
    for (const NoteProblem &problem : problems)
        fields.append(problem.field);
    const QList<NoteField> all = {NoteField::What, NoteField::Why, NoteField::Workflow, NoteField::Outcome, NoteField::Triggers,
                                  NoteField::RollbackOwner, NoteField::Informed};
    QVERIFY(fields == all);
}

void ChangeWordsTest::aTriggerNeedsALeastSample()
{
    NoteDraft note;
    note.triggers = {{.metric = u"complaints"_s, .limit = 3'000'000, .unit = u"%"_s, .leastSample = 0}};

    const QList<NoteProblem> problems = NoteCheck::problems(storyPolicy(), Lane::Low, note);

    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().trigger, 0);
    QCOMPARE(problems.first().part, u"sample"_s);
}

void ChangeWordsTest::triggersReadAsSentences()
{
    const Trigger trigger{.metric = u"Complaints"_s, .limit = 3'500'000, .unit = u"%"_s, .windowMinutes = 1440, .leastSample = 400};

    QCOMPARE(NoteCheck::sentence(trigger).replace(QChar(0xa0), u' '), u"Complaints above 3.5 % over 1 d, seen at least 400: propose it"_s);
}

void ChangeWordsTest::longRowsAreCutAtTheSameWords()
{
    QString before;
    for (int i = 0; i < 4000; ++i)
        before += u"word%1 "_s.arg(i);
    QString after = before;
    after.replace(u"word2000 "_s, u"other2000 "_s);
    const diff::Comparison comparison = diff::compareTexts(before, after);

    const QList<ViewRow> rows = viewRows(comparison, DiffLayout::SideBySide, {});

    QVERIFY(rows.size() > 10);
    for (const ViewRow &row : rows) {
        if (!row.present[0] || !row.present[1])
            continue;
        const QString left = shownText(comparison, row, diff::Side::Left).section(u' ', 0, 0);
        const QString right = shownText(comparison, row, diff::Side::Right).section(u' ', 0, 0);
        QVERIFY2(left == right || left == u"word2000"_s, qPrintable(left + u'/' + right));
        QVERIFY(row.range[0].length < 3 * pieceLength);
    }
}

void ChangeWordsTest::piecesOfALongRowTileBothSides()
{
    QString before;
    for (int i = 0; i < 30000; ++i)
        before += QChar(u'a' + i % 26);
    const QString after = before.mid(9000) + before;
    const diff::Comparison comparison = diff::compareTexts(before, after);

    std::array<QString, 2> text;
    for (const ViewRow &row : viewRows(comparison, DiffLayout::SideBySide, {0, 1, 2, 3})) {
        for (const diff::Side side : {diff::Side::Left, diff::Side::Right}) {
            if (row.present[diff::index(side)])
                text[diff::index(side)] += comparison.side(side).words(row.range[diff::index(side)]);
        }
    }

    QCOMPARE(text[0].simplified(), before);
    QCOMPARE(text[1].simplified(), after);
}

void ChangeWordsTest::aPatchHasSignsBeforeChangedLines()
{
    const diff::Comparison comparison = diff::compareTexts(u"One.\n\nTwo is 2.\n"_s, u"One.\n\nTwo is 3.\n"_s);

    const QString patch = patchText(comparison, 0, static_cast<int>(comparison.rows.size()) - 1);

    QVERIFY(patch.contains(u" One.\n"_s));
    QVERIFY(patch.contains(u"-Two is 2.\n+Two is 3.\n"_s));
}

void ChangeWordsTest::anEventWithoutEffectNamesItsRule()
{
    const Story story = refundInReview();
    const auto view = viewOf(story, dana);
    const LogEntry entry{.seq = 9, .kind = u"review.given"_s, .actor = ana, .claimedAt = acmeNow(),
                         .verdict = Void{.rule = VoidRule::ContributorMayNotApprove},
                         .event = Event{.actor = ana, .data = ReviewGiven{.decision = Decision::Approve, .as = role("product")}}};

    const EventRowData row = EventText::row(*view, entry, acmeNow());

    QVERIFY(row.isVoid);
    QCOMPARE(plain(row.sentence), u"Ana Ruiz approved as product"_s);
    QVERIFY(row.subject.contains(u"may not approve"_s));
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ChangeWordsTest)
#include "tst_change_words.moc"
