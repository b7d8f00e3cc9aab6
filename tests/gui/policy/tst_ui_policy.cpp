// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/PageBench.h"
#include "services/PolicyYaml.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/editor/PromptEdit.h"
#include "ui/policy/PolicyPage.h"
#include "ui/policy/PolicyTableView.h"

#include <QComboBox>
#include <QListView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

Policy richPolicy()
{
    Policy policy = storyPolicy();
    policy.owners = {{.paths = {u"prompts/support/**"_s}, .allOf = {role("billing")}, .people = {jonas}},
                     {.paths = {u"prompts/support/refund.md"_s}, .section = u"Legal"_s, .anyOf = {role("compliance"), role("product")}}};
    policy.laneRules = {{.rule = u"text.comment"_s, .lane = Lane::Medium}, {.rule = u"future.rule"_s, .lane = Lane::High}};
    policy.lanes[1].anyOf = {role("product"), role("support")};
    return policy;
}

/// The policy's file with a newer version that a change brought in and nobody has put in force.
std::shared_ptr<WorkspaceView> waitingView(const Story &story, const PrincipalId &me, const QList<RoleId> &administer)
{
    const auto view = viewOf(story, me);
    view->state.policy.rights.administer = administer;
    const ChangeId id = view->state.order.last();
    view->state.changes[id].status = ChangeStatus::Accepted;
    view->state.artifacts.insert(policyArtifact(), {.id = policyArtifact(),
                                                    .path = policyPath(),
                                                    .kind = ArtifactKind::Policy,
                                                    .versions = {{.version = version("1.1.0"), .content = textHash(u"newer"_s), .change = id}}});
    return view;
}

Story waitingStory()
{
    Story story(richPolicy());
    story.baseline(u"support/refund"_s, u"Refunds."_s);
    story.opened(ana, u"Dana decides alone"_s).submitted(ana, u"support/refund"_s, u"Refunds!"_s);
    return story;
}

} // namespace

class PolicyTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void lanesAreSaidInWords();
    void rulesThatNobodyCanMeetAreWarnings();
    void whoPutItInForceIsReadFromTheRecord();
    void anApprovedPolicyIsPutInForceOnThePage();
    void whoMayNotPutItInForceReadsWhoMay();
    void sectionsAreReachedByKeyboard();
    void theTextIsReadAndItsFailureIsSaidInPlace();
    void anAcceptedFileThatIsNoPolicySaysWhatHoldsMeanwhile();
    void narrowPagesHaveABoxInsteadOfTheList();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void PolicyTest::lanesAreSaidInWords()
{
    const Story story(richPolicy());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    auto *page = bench.show<PolicyPage>(pageAt1280);
    const QAbstractItemModel *table = find<PolicyTableView>(page, "policyTable")->model();
    QCOMPARE(table->columnCount(), 4);
    QCOMPARE(table->index(0, 3).data().toString(), u"High risk"_s);
    QCOMPARE(table->index(1, 1).data().toString(), u"One other person"_s);
    QCOMPARE(table->index(1, 3).data().toString(), u"2 other people"_s);
    QCOMPARE(table->index(2, 3).data().toString(), u"Billing and Compliance"_s);
    QCOMPARE(table->index(3, 2).data().toString(), u"Product or Support"_s);
    QCOMPARE(table->index(4, 1).data().toString(), u"not needed"_s);
    QVERIFY(!find<NoticeBar>(page, "policyWarning")->isVisible());
}

void PolicyTest::rulesThatNobodyCanMeetAreWarnings()
{
    Policy policy = storyPolicy();
    policy.lanes[2].allOf = {role("compliance"), role("product"), role("support")};
    for (Person &person : policy.people) {
        if (person.id == dana)
            person.active = false;
    }
    const Story story(policy);
    PageBench bench(*m_theme, story, viewOf(story, ana));
    auto *page = bench.show<PolicyPage>(pageAt1280);
    auto *warning = find<NoticeBar>(page, "policyWarning");
    QVERIFY(warning->isVisible());
    QCOMPARE(warning->notice().kind, NoticeKind::Warning);
    QVERIFY2(warning->notice().sentence.contains(u"High: no change can be accepted"_s), qPrintable(warning->notice().sentence));
    QVERIFY(warning->notice().sentence.contains(u"Compliance"_s));
    bench.picture(u"policy-warning"_s);
}

void PolicyTest::whoPutItInForceIsReadFromTheRecord()
{
    const Story story(richPolicy());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    bench.workspace.holdLog = true;
    auto *page = bench.show<PolicyPage>(pageAt1280);
    auto *label = find<PlainLabel>(page, "policyInForce");
    QCOMPARE(label->text(), u"Policy 1 is in force."_s);
    bench.workspace.logCalls.answer(QList<LogEntry>{{.seq = 1, .kind = u"ledger.opened"_s, .actor = chen, .claimedAt = acmeNow()}});
    QTRY_VERIFY(label->text().contains(u"Chen Wei put it in force"_s));
    // A record that cannot be read says so and leaves the rest.
    PageBench other(*m_theme, story, viewOf(story, chen));
    other.workspace.logError = Error{.code = ErrorCode::Unavailable, .subject = u"record"_s};
    auto *second = other.show<PolicyPage>(pageAt1280);
    QTRY_VERIFY(find<PlainLabel>(second, "policyInForce")->text().contains(u"could not be read"_s));
}

void PolicyTest::anApprovedPolicyIsPutInForceOnThePage()
{
    const Story story = waitingStory();
    PageBench bench(*m_theme, story, waitingView(story, chen, {role("engineering")}));
    auto *page = bench.show<PolicyPage>(pageAt1280);
    auto *waiting = find<NoticeBar>(page, "policyWaiting");
    QVERIFY(waiting->isVisible());
    QVERIFY2(waiting->notice().lead.contains(u"Dana decides alone"_s), qPrintable(waiting->notice().lead));
    bench.picture(u"policy-waiting"_s);

    QVERIFY(page->primaryAction());

    QCOMPARE(bench.workspace.lastWrite, u"putPolicyInForce"_s);
    QVERIFY(bench.workspace.lastChange == story.changeId());
    QVERIFY2(waiting->notice().action.isEmpty(), "one press at a time");
    QVERIFY(!page->primaryAction());
    bench.workspace.writeCalls.answer(failure(ErrorCode::Refused, u"stale-subject"_s));
    QTRY_VERIFY(waiting->notice().kind == NoticeKind::Danger);
    QVERIFY(waiting->notice().sentence.contains(u"was not put in force"_s));

    QVERIFY(page->primaryAction());
    bench.workspace.change([](WorkspaceView &view) { view.state.policy.source = textHash(u"newer"_s); });
    QVERIFY(!waiting->isVisible());
    bench.workspace.writeCalls.answer(WriteReceipt{});
}

void PolicyTest::whoMayNotPutItInForceReadsWhoMay()
{
    const Story story = waitingStory();
    PageBench bench(*m_theme, story, waitingView(story, ana, {role("engineering")}));
    auto *page = bench.show<PolicyPage>(pageAt1280);
    auto *waiting = find<NoticeBar>(page, "policyWaiting");
    QVERIFY(waiting->isVisible());
    QVERIFY(waiting->notice().action.isEmpty());
    QVERIFY2(waiting->notice().sentence.contains(u"Chen Wei"_s), qPrintable(waiting->notice().sentence));

    emit waiting->secondActionPressed();

    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Change, .change = story.changeId()}));
    QCOMPARE(bench.workspace.writeCalls.asked(), 0);
}

void PolicyTest::sectionsAreReachedByKeyboard()
{
    const Story story(richPolicy());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    auto *page = bench.show<PolicyPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->focusFirst();
    auto *list = find<QListView>(page, "policySections");
    QVERIFY(list->hasFocus());
    const QStringList titles = {u"People and roles"_s, u"Owners"_s, u"Workflows"_s, u"Environments"_s, u"Rights"_s, u"Exceptions"_s, u"Governed files"_s, u"Phrases"_s, u"Rules"_s};
    const QAbstractItemModel *table = find<PolicyTableView>(page, "policyTable")->model();
    for (const QString &title : titles) {
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(find<PlainLabel>(page, "policyTitle")->text(), title);
        QVERIFY(table->rowCount() > 0 || title == u"Phrases"_s || title == u"Exceptions"_s);
    }
    // What this policy changed comes first, also a rule that only a newer program knows.
    QCOMPARE(table->index(0, 1).data().toString(), u"text.comment"_s);
    QVERIFY(table->index(0, 3).data().toString().contains(u"built in: Low"_s));
    QCOMPARE(table->index(1, 1).data().toString(), u"future.rule"_s);
    page->navigate({.page = PageKind::Policy, .filter = u"Owners"_s});
    QCOMPARE(table->index(1, 1).data().toString(), u"Legal"_s);
    QCOMPARE(table->index(0, 2).data().toString(), u"Billing; and one of Jonas Lind"_s);
    QCOMPARE(page->address().filter, u"Owners"_s);
}

void PolicyTest::theTextIsReadAndItsFailureIsSaidInPlace()
{
    const Story story(richPolicy());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    auto *page = bench.show<PolicyPage>(pageAt1280);
    QTRY_COMPARE(bench.workspace.contentCalls.waiting(), 1);
    page->navigate({.page = PageKind::Policy, .filter = u"As text"_s});
    bench.workspace.contentCalls.answer(failure(ErrorCode::Corrupt, u"policy"_s));
    auto *error = find<NoticeBar>(page, "policyError");
    QTRY_VERIFY(error->isVisible());
    emit error->actionPressed();
    QTRY_COMPARE(bench.workspace.contentCalls.waiting(), 1);
    QByteArray yaml = policyYaml(richPolicy());
    yaml.replace("acme-prompts", "acme\xE2\x80\xAE-prompts");
    bench.workspace.contentCalls.answer(yaml);
    auto *text = find<PromptEdit>(page, "policyText");
    QTRY_VERIFY(text->toPlainText().contains(u"branch: main"_s));
    QVERIFY(!error->isVisible());
    auto *hidden = find<NoticeBar>(page, "policyTextMistake");
    QVERIFY2(hidden->isVisible() && hidden->notice().lead.contains(u"RLO"_s), "a character that turns the direction is named");
}

void PolicyTest::anAcceptedFileThatIsNoPolicySaysWhatHoldsMeanwhile()
{
    const Story story(richPolicy());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    auto *page = bench.show<PolicyPage>(pageAt1280);
    QTRY_COMPARE(bench.workspace.contentCalls.waiting(), 1);

    bench.workspace.contentCalls.answer(QByteArray("workspace: acme\nbranch: [main\n"));

    auto *error = find<NoticeBar>(page, "policyError");
    QTRY_VERIFY(error->isVisible());
    QVERIFY2(error->notice().lead.contains(u"line 3"_s), qPrintable(error->notice().lead));
    QVERIFY(error->notice().sentence.contains(u"Policy 1 is in force meanwhile"_s));
    emit error->actionPressed();
    QVERIFY(find<PromptEdit>(page, "policyText")->isVisible());
}

void PolicyTest::narrowPagesHaveABoxInsteadOfTheList()
{
    const Story story(richPolicy());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    auto *page = bench.show<PolicyPage>({820, 600});
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    auto *box = find<QComboBox>(page, "policySectionBox");
    QVERIFY(box->isVisible());
    QVERIFY(!find<QListView>(page, "policySections")->isVisible());
    page->focusFirst();
    QVERIFY(box->hasFocus());
    QTest::keyClick(box, Qt::Key_Down);
    QTRY_COMPARE(find<PlainLabel>(page, "policyTitle")->text(), u"People and roles"_s);
}

void PolicyTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1280-light") << pageAt1280 << int(SchemeChoice::Light);
    QTest::newRow("1920-light") << pageAt1920 << int(SchemeChoice::Light);
    QTest::newRow("1280-dark") << pageAt1280 << int(SchemeChoice::Dark);
    QTest::newRow("1920-dark") << pageAt1920 << int(SchemeChoice::Dark);
    QTest::newRow("1024-light") << pageAt1024 << int(SchemeChoice::Light);
}

void PolicyTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    const Story story(richPolicy());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    auto *page = bench.show<PolicyPage>(size);
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window));
    QVERIFY(page->minimumSizeHint().width() <= size.width());
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    QTRY_VERIFY(find<PlainLabel>(page, "policyInForce")->text().contains(u"Chen"_s));
    bench.picture(u"policy-%1"_s.arg(tag));
    page->navigate({.page = PageKind::Policy, .filter = u"People and roles"_s});
    bench.picture(u"policy-people-%1"_s.arg(tag));
    page->navigate({.page = PageKind::Policy, .filter = u"Rules"_s});
    bench.picture(u"policy-rules-%1"_s.arg(tag));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::PolicyTest)
#include "tst_ui_policy.moc"
