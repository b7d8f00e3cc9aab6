// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "services/DryRunTexts.h"
#include "support/Story.h"
#include "unit/services/Desk.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString before = u"# Refunds\n\nRefunds are possible within 30 days.\n"_s;
const QString after = u"# Refunds\n\nRefunds are possible within 14 days.\n"_s;

Result<DryRun> run(const Story &story, const Policy &policy, const std::function<bool()> &canceled = {}, int most = 200)
{
    Blobs blobs;
    const QHash<ContentHash, QByteArray> texts = story.texts();
    for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
        blobs.insert(it.key(), it.value());
    }
    DryRunTexts compared;
    return dryRun(story.state(), policy, dryRunChanges(story.state(), most), blobs, {}, [&](const ContentPair &pair) { return compared.compared(pair); }, {},
                  canceled);
}

/// A change of a number, approved by billing and compliance and accepted; one open.
Story told()
{
    Story story;
    story.baseline(u"support/refund"_s, before);
    story.opened(ana, u"Shorter window"_s).submitted(ana, u"support/refund"_s, after).noted(ana);
    story.approved(bode, "billing").approved(dana, "compliance").accepted(ana);
    story.opened(ana, u"Open still"_s).submitted(ana, u"support/refund"_s, before).noted(ana);
    return story;
}

} // namespace

class DryRunTest : public QObject
{
    Q_OBJECT

private slots:
    void thePolicyInForceConcernsNobody();
    void aRuleOfAnotherLaneMovesItsChanges();
    void anotherRoleWouldHaveBlockedWhatWasAccepted();
    void fewerApprovalsLetAnOpenOneThrough();
    void anOwnerOfASectionIsCounted();
    void textsThatAreGoneAreCounted();
    void onlyTheNewestAreLookedAt();
    void itStopsWhenNobodyWantsIt();
    void theComparisonsOfAPastAreMadeOnce();
    void aWorkspaceRunsItOverItsRecord();
};

void DryRunTest::thePolicyInForceConcernsNobody()
{
    const Story story = told();

    const Result<DryRun> found = run(story, story.state().policy);

    QVERIFY(found);
    QCOMPARE(found->changes, 2);
    QCOMPARE(found->same(), 2);
    QVERIFY(found->concerned.isEmpty());
    QVERIFY(found->approvals.isEmpty());
    QCOMPARE(found->otherApprovals, 0);
}

void DryRunTest::aRuleOfAnotherLaneMovesItsChanges()
{
    const Story story = told();
    const QList<FindingRecord> findings = compareFile(story.state(), {.path = u"prompts/support/refund.md"_s, .artifact = {u"support/refund"_s}, .before = before.toUtf8(), .after = after.toUtf8()}, 0).findings;
    QVERIFY(!findings.isEmpty());
    Policy policy = story.state().policy;
    for (const FindingRecord &finding : findings) {
        policy.laneRules.append({.rule = finding.rule, .lane = Lane::Low});
    }

    const Result<DryRun> found = run(story, policy);

    QVERIFY(found);
    QCOMPARE(found->lower, 2);
    QCOMPARE(found->higher, 0);
    QCOMPARE(found->concerned.size(), 2);
    QCOMPARE(found->concerned[0].number, 2); // the newest first
    QVERIFY(found->concerned[0].before == Lane::High);
    QVERIFY(found->concerned[0].after == Lane::Low);
    QVERIFY2(found->approvals.value(role("compliance")) < 0, "compliance would be asked less often");
}

void DryRunTest::anotherRoleWouldHaveBlockedWhatWasAccepted()
{
    const Story story = told();
    Policy policy = story.state().policy;
    policy.lanes[2].allOf.append(role("support"));

    const Result<DryRun> found = run(story, policy);

    QVERIFY(found);
    QCOMPARE(found->same(), 2);
    QCOMPARE(found->blocked, 1);
    QCOMPARE(found->concerned.size(), 2); // the open one would wait for support too
    const DryRunChange accepted = found->concerned[1];
    QVERIFY(accepted.status == ChangeStatus::Accepted);
    QCOMPARE(accepted.missing.first().id(), u"approval.support"_s);
    QCOMPARE(found->approvals.value(role("support")), 2);
}

void DryRunTest::fewerApprovalsLetAnOpenOneThrough()
{
    Story story;
    story.baseline(u"support/refund"_s, before);
    story.opened(ana).submitted(ana, u"support/refund"_s, after).noted(ana).approved(bode, "billing");
    Policy policy = story.state().policy;
    policy.lanes[2].allOf = {role("billing")};
    policy.lanes[2].approvals = 1;

    const Result<DryRun> found = run(story, policy);

    QVERIFY(found);
    QCOMPARE(found->concerned.size(), 1);
    QVERIFY(!found->concerned.first().noLonger.isEmpty());
    QVERIFY(found->concerned.first().missing.isEmpty());
    QCOMPARE(found->approvals.value(role("compliance")), -1);
}

void DryRunTest::anOwnerOfASectionIsCounted()
{
    const Story story = told();
    Policy policy = story.state().policy;
    policy.owners.append({.paths = {u"prompts/**"_s}, .section = u"refunds"_s, .allOf = {role("support")}});

    const Result<DryRun> found = run(story, policy);

    QVERIFY(found);
    QCOMPARE(found->blocked, 1);
    QCOMPARE(found->concerned.last().missing.first().id(), u"owner.support"_s);
    QCOMPARE(found->approvals.value(role("support")), 2);
}

void DryRunTest::textsThatAreGoneAreCounted()
{
    const Story story = told();
    DryRunTexts compared;

    const Result<DryRun> found = dryRun(story.state(), story.state().policy, dryRunChanges(story.state(), 200), {}, {},
                                        [&](const ContentPair &pair) { return compared.compared(pair); });

    QVERIFY(found);
    QCOMPARE(found->unread, 2);
    QCOMPARE(found->changes, 0);
}

void DryRunTest::onlyTheNewestAreLookedAt()
{
    const Story story = told();

    QCOMPARE(run(story, story.state().policy, {}, 1)->changes, 1);
}

void DryRunTest::itStopsWhenNobodyWantsIt()
{
    const Story story = told();

    const Result<DryRun> found = run(story, story.state().policy, [] { return true; });

    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Canceled);
}

void DryRunTest::theComparisonsOfAPastAreMadeOnce()
{
    // 200 changes of a prompt as long as those of the example, each of other words.
    QString text = u"# Refunds\n\n"_s;
    for (int i = 0; i < 60; ++i) {
        text += u"Step %1: the assistant must check the date of purchase before it says anything about money, and refunds within 30 days.\n\n"_s.arg(i);
    }
    Story story;
    story.baseline(u"support/refund"_s, text);
    for (int i = 0; i < 200; ++i) {
        QString edited = text;
        edited.replace(u"Step %1: the assistant must"_s.arg(i % 60), u"Step %1: the assistant should within %2 days"_s.arg(i % 60).arg(i));
        story.opened(ana).submitted(ana, u"support/refund"_s, edited);
    }
    Blobs blobs;
    const QHash<ContentHash, QByteArray> texts = story.texts();
    for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
        blobs.insert(it.key(), it.value());
    }
    Policy policy = story.state().policy;
    policy.lanes[2].approvals = 3;
    DryRunTexts compared;
    int done = 0;
    const auto once = [&] {
        return dryRun(story.state(), policy, dryRunChanges(story.state(), 200), blobs, {}, [&](const ContentPair &pair) { return compared.compared(pair); },
                      [&done](int value) { done = value; });
    };
    QElapsedTimer timer;
    timer.start();
    const Result<DryRun> first = once();
    const qint64 firstMs = timer.restart();
    const Result<DryRun> second = once();
    qInfo("200 changes of %lld bytes: %lld ms, then %lld ms", static_cast<long long>(text.size()), static_cast<long long>(firstMs), static_cast<long long>(timer.elapsed()));

    QVERIFY(first && second);
    QVERIFY(*first == *second);
    QCOMPARE(first->changes, 200);
    QCOMPARE(done, 200);
}

void DryRunTest::aWorkspaceRunsItOverItsRecord()
{
    Office office;
    QVERIFY(office.start());
    const auto desk = office.ana();
    for (const char *days : {"14", "20", "25"}) {
        Result<Draft> draft = answer(desk->newDraft({refund}, {}));
        QVERIFY(draft);
        draft->title = QString::fromLatin1(days);
        draft->files.first().text = refundText(days);
        QVERIFY(answer(desk->send(*draft)));
    }
    QTRY_COMPARE_WITH_TIMEOUT(desk->view()->state.order.size(), 3, 10'000);
    Policy policy = desk->view()->state.policy;
    policy.lanes[2].approvals += 1;

    const QFuture<Result<DryRun>> future = desk->dryRun(policy, 200);
    const Result<DryRun> run = answer(future);

    QVERIFY2(run, run ? "" : qPrintable(run.error().detail));
    QCOMPARE(run->changes, 3);
    QCOMPARE(run->concerned.size(), 3); // each would wait for one more
    QCOMPARE(future.progressMaximum(), 3);
    QCOMPARE(future.progressValue(), 3);

    QFuture<Result<DryRun>> unwanted = desk->dryRun(policy, 200);
    unwanted.cancel();
    QTRY_VERIFY(unwanted.isFinished());
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::DryRunTest)
#include "tst_dry_run.moc"
