// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/policy/PolicyDesk.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Forms of the policy for what stands in lists, and the order of those lists, by the keyboard.
class PolicyFormsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void whatIsWatchedIsAddedAndChangedByKeyboard();
    void aSuiteIsAddedWithWhoRecordsItsRuns();
    void theSecondOpinionIsSetUpAndRemoved();
    void anEnvironmentHasRulesByPath();
    void orderIsChangedByKeyboardAndByButtons();
    void whiteSpaceKeepsApprovalsByKeyboard();
    void theWorkspaceIsNamedByKeyboard();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void PolicyFormsTest::whatIsWatchedIsAddedAndChangedByKeyboard()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QTRY_VERIFY(desk.page->findChild<PolicyEditing *>()->isReady());
    desk.go(u"Watched"_s);
    QTest::keyClick(find<QPushButton>(desk.page, "policyAdd"), Qt::Key_Space);
    desk.type(u"words"_s, u"refund window"_s);
    desk.choose(u"target"_s, QString());
    auto *form = find<PolicyFormView>(desk.page, "policyEntryForm");
    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);
    QVERIFY(!form->error().isEmpty());
    desk.choose(u"target"_s, u"phrase"_s);
    desk.check(u"kinds"_s, u"prompt"_s);
    desk.type(u"why"_s, u"Customers were promised it."_s);

    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);

    const Watched added{.phrase = u"refund window"_s, .kinds = {ArtifactKind::Prompt}, .lane = Lane::High, .why = u"Customers were promised it."_s};
    QVERIFY(desk.edited().watched == QList<Watched>{added});
    QVERIFY(desk.text().contains("approvals: 2 # as agreed in May\n"));
    desk.openCell(u"0"_s, 0);
    desk.choose(u"target"_s, u"section"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.edited().watched.value(0).phrase.isEmpty());
    QCOMPARE(desk.edited().watched.value(0).section, u"refund window"_s);
    desk.openCell(u"0"_s, 2);
    desk.choose(u"lane"_s, u"medium"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.edited().watched.value(0).lane == Lane::Medium);
    desk.table()->setFocus();
    QTest::keyClick(desk.table(), Qt::Key_Delete);
    QVERIFY(desk.edited().watched.isEmpty());
}

void PolicyFormsTest::aSuiteIsAddedWithWhoRecordsItsRuns()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QTRY_VERIFY(desk.page->findChild<PolicyEditing *>()->isReady());
    desk.go(u"Suites"_s);
    QTest::keyClick(find<QPushButton>(desk.page, "policyAdd"), Qt::Key_Space);
    desk.type(u"suite"_s, u"evals/refund"_s);
    desk.check(u"lanes"_s, u"high"_s);
    auto *add = find<QPushButton>(desk.page, "policyEntryAdd");
    QTest::keyClick(add, Qt::Key_Space);
    QVERIFY(find<PolicyFormView>(desk.page, "policyEntryForm")->error().contains(u"Nobody may record"_s));
    desk.check(u"record_runs"_s, u"engineering"_s);

    QTest::keyClick(add, Qt::Key_Space);

    QVERIFY(desk.edited().suites == (QList<SuiteRule>{{.suite = {u"evals/refund"_s}, .lanes = {Lane::High}}}));
    QVERIFY(desk.edited().rights.recordRuns == QList<RoleId>{role("engineering")});
    desk.openCell(u"0"_s, 4);
    desk.type(u"limit"_s, u"a lot"_s);
    QVERIFY(!find<PolicyFormView>(desk.page, "policyCellForm")->error().isEmpty());
    desk.type(u"limit"_s, u"0.05"_s);
    desk.type(u"thresholds"_s, u"tone 0.9"_s);
    QTest::keyClick(find<QWidget>(desk.page, "policyField_limit"), Qt::Key_Return);
    QCOMPARE(desk.edited().suites.value(0).limit, 50'000);
    QVERIFY(desk.edited().suites.value(0).thresholds == (QList<SuiteThreshold>{{.dimension = u"tone"_s, .least = 900'000}}));
}

void PolicyFormsTest::theSecondOpinionIsSetUpAndRemoved()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QTRY_VERIFY(desk.page->findChild<PolicyEditing *>()->isReady());
    desk.go(u"Second opinion"_s);
    auto *add = find<QPushButton>(desk.page, "policyAdd");
    QCOMPARE(add->text(), u"Ask a model"_s);
    QTest::keyClick(add, Qt::Key_Space);
    desk.type(u"endpoint"_s, u"models.acme.example/v1"_s);
    desk.type(u"model"_s, u"small-model"_s);
    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);
    // The policy itself says so, in the form.
    QVERIFY(desk.settled());
    const QString refused = find<PolicyFormView>(desk.page, "policyEntryForm")->error();
    QVERIFY2(refused.contains(u"https"_s), qPrintable(refused));
    desk.type(u"endpoint"_s, u"https://models.acme.example/v1"_s);

    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);

    QVERIFY(desk.edited().secondOpinion == (SecondOpinion{.endpoint = u"https://models.acme.example/v1"_s, .model = u"small-model"_s, .lanes = {Lane::Low, Lane::Medium}}));
    QVERIFY(!add->isVisible());
    desk.openCell(u"opinion"_s, 2);
    desk.check(u"lanes"_s, u"low"_s);
    desk.check(u"lanes"_s, u"medium"_s);
    QVERIFY(!find<PolicyFormView>(desk.page, "policyCellForm")->error().isEmpty());
    desk.check(u"lanes"_s, u"medium"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.edited().secondOpinion.lanes == QList<Lane>{Lane::Medium});
    desk.table()->setFocus();
    QTest::keyClick(desk.table(), Qt::Key_Delete);
    QVERIFY(desk.edited().secondOpinion == SecondOpinion());
}

void PolicyFormsTest::anEnvironmentHasRulesByPath()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QTRY_VERIFY(desk.page->findChild<PolicyEditing *>()->isReady());
    desk.go(u"Environments"_s);
    QTest::keyClick(find<QPushButton>(desk.page, "policySecondAdd"), Qt::Key_Space);
    desk.type(u"paths"_s, u"legal/**"_s);
    desk.check(u"deploy"_s, u"compliance"_s);
    desk.check(u"informed"_s, u"p:ana"_s);

    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);

    const EnvironmentRule added{.paths = {u"legal/**"_s}, .deploy = {role("compliance")}, .informed = {ana}};
    QVERIFY(desk.edited().environments.last().rules == QList<EnvironmentRule>{added});
    auto *rules = find<PolicyTableView>(desk.page, "policyRules");
    QCOMPARE(rules->model()->rowCount(), 1);
    Desk::openCell(rules, u"production/0"_s, 3);
    desk.check(u"roll_back"_s, u"engineering"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.edited().environments.last().rules.value(0).rollBack == QList<RoleId>{role("engineering")});
    rules->setFocus();
    QTest::keyClick(find<QPushButton>(desk.page, "policyRemove"), Qt::Key_Space);
    QVERIFY(desk.edited().environments.last().rules.isEmpty());
}

void PolicyFormsTest::orderIsChangedByKeyboardAndByButtons()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QTRY_VERIFY(desk.page->findChild<PolicyEditing *>()->isReady());
    desk.go(u"Environments"_s);
    const auto order = [&desk] {
        QStringList ids;
        for (const Environment &one : desk.edited().environments)
            ids.append(one.id.value);
        return ids.join(u' ');
    };
    PolicyTableView *table = desk.table();
    table->setFocus();
    table->setCurrentIndex(table->model()->index(1, 0));
    auto *up = find<QPushButton>(desk.page, "policyUp");
    auto *down = find<QPushButton>(desk.page, "policyDown");
    QVERIFY(up->isEnabled() && down->isEnabled());

    QTest::keyClick(table, Qt::Key_Up, Qt::AltModifier);

    QCOMPARE(order(), u"staging development production"_s);
    QCOMPARE(table->rowKey(table->currentIndex().row()), u"staging"_s);
    QVERIFY(!up->isEnabled() && down->isEnabled());
    QVERIFY(table->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"moved"_s));
    QVERIFY(desk.text().contains("approvals: 2 # as agreed in May\n"));
    // What was moved is the same lines.
    QByteArrayList before = desk.written.yaml.split('\n');
    QByteArrayList after = desk.text().split('\n');
    std::ranges::sort(before);
    std::ranges::sort(after);
    QCOMPARE(after, before);
    QTest::keyClick(table, Qt::Key_Up, Qt::AltModifier); // at the end: nothing
    QCOMPARE(order(), u"staging development production"_s);
    QTest::keyClick(down, Qt::Key_Space);
    QCOMPARE(order(), u"development staging production"_s);
    QTest::keyClick(find<QPushButton>(desk.page, "policyUndo"), Qt::Key_Space);
    QCOMPARE(order(), u"staging development production"_s);
    desk.go(u"People and roles"_s);
    QVERIFY(!up->isVisible() && !down->isVisible());
}

void PolicyFormsTest::whiteSpaceKeepsApprovalsByKeyboard()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    const auto cell = [&desk] {
        for (int row = 0; row < desk.table()->model()->rowCount(); ++row) {
            if (desk.table()->rowKey(row) == u"whitespace_keeps_approvals")
                return desk.table()->model()->index(row, 2).data().toString();
        }
        return QString();
    };
    QCOMPARE(cell(), u"every revision ends approvals"_s);

    desk.openCell(u"whitespace_keeps_approvals"_s, 2);
    desk.choose(u"whitespace_keeps_approvals"_s, u"true"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);

    QVERIFY(desk.edited().laneRule(Lane::Medium).whitespaceKeepsApprovals);
    QVERIFY(!desk.edited().laneRule(Lane::Low).whitespaceKeepsApprovals && !desk.edited().laneRule(Lane::High).whitespaceKeepsApprovals);
    QCOMPARE(desk.text().count("whitespace_keeps_approvals: true"), 1);
    QVERIFY(desk.text().contains("approvals: 2 # as agreed in May\n"));
    QCOMPARE(cell(), u"A revision of white space only keeps approvals"_s);
    // The file beside it is the same thing.
    desk.go(u"As text"_s);
    auto *text = find<PromptEdit>(desk.page, "policyText");
    QVERIFY(text->find(u"whitespace_keeps_approvals: true"_s));
    QTest::keyClicks(text, u"whitespace_keeps_approvals: false"_s);
    QVERIFY(!desk.edited().laneRule(Lane::Medium).whitespaceKeepsApprovals);
    desk.go(u"Lanes"_s);
    QCOMPARE(cell(), u"every revision ends approvals"_s);
}

void PolicyFormsTest::theWorkspaceIsNamedByKeyboard()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.go(u"Governed files"_s);
    auto *place = find<PolicyTableView>(desk.page, "policyRules");
    QCOMPARE(place->model()->rowCount(), 3);

    Desk::openCell(place, u"workspace"_s, 1);
    desk.type(u"workspace"_s, u"acme-support"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);

    QCOMPARE(desk.edited().workspace, u"acme-support"_s);
    Desk::openCell(place, u"branch"_s, 1);
    desk.type(u"branch"_s, u"countersign/mine"_s);
    QTRY_VERIFY2(find<PolicyFormView>(desk.page, "policyCellForm")->error().contains(u"branch"_s), qPrintable(find<PolicyFormView>(desk.page, "policyCellForm")->error()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(desk.edited().branch, u"main"_s);
    Desk::openCell(place, u"root"_s, 1);
    desk.type(u"root"_s, u"texts"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(desk.edited().root, u"texts"_s);
    QCOMPARE(place->model()->index(2, 1).data().toString(), u"texts"_s);
}

void PolicyFormsTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1280-light") << pageAt1280 << int(SchemeChoice::Light);
    QTest::newRow("1920-light") << pageAt1920 << int(SchemeChoice::Light);
    QTest::newRow("1280-dark") << pageAt1280 << int(SchemeChoice::Dark);
    QTest::newRow("1920-dark") << pageAt1920 << int(SchemeChoice::Dark);
    QTest::newRow("1024-light") << pageAt1024 << int(SchemeChoice::Light);
}

void PolicyFormsTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    Desk desk(*m_theme, chen, size);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QTRY_VERIFY(desk.page->findChild<PolicyEditing *>()->isReady());
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    desk.openCell(u"whitespace_keeps_approvals"_s, 2);
    desk.choose(u"whitespace_keeps_approvals"_s, u"true"_s);
    QVERIFY(desk.settled());
    desk.bench.picture(u"policy-whitespace-%1"_s.arg(tag));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    desk.go(u"Governed files"_s);
    Desk::openCell(find<PolicyTableView>(desk.page, "policyRules"), u"root"_s, 1);
    desk.type(u"root"_s, u"prompts"_s);
    QVERIFY(desk.settled());
    desk.bench.picture(u"policy-workspace-%1"_s.arg(tag));
    desk.page->escape();
    desk.go(u"Watched"_s);
    find<QPushButton>(desk.page, "policyAdd")->click();
    desk.type(u"words"_s, u"refund window"_s);
    desk.bench.picture(u"policy-watch-%1"_s.arg(tag));
    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);
    QVERIFY(desk.settled());
    desk.openCell(u"0"_s, 1);
    desk.bench.picture(u"policy-watched-%1"_s.arg(tag));
    desk.page->escape();
    desk.go(u"Suites"_s);
    find<QPushButton>(desk.page, "policyAdd")->click();
    desk.type(u"suite"_s, u"evals/refund"_s);
    desk.check(u"record_runs"_s, u"engineering"_s);
    desk.bench.picture(u"policy-suite-%1"_s.arg(tag));
    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);
    QVERIFY(desk.settled());
    desk.bench.picture(u"policy-suites-%1"_s.arg(tag));
    desk.go(u"Second opinion"_s);
    find<QPushButton>(desk.page, "policyAdd")->click();
    desk.bench.picture(u"policy-opinion-%1"_s.arg(tag));
    desk.page->escape();
    desk.go(u"Environments"_s);
    find<QPushButton>(desk.page, "policySecondAdd")->click();
    desk.type(u"paths"_s, u"legal/**"_s);
    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);
    QVERIFY(desk.settled());
    desk.table()->setFocus();
    desk.table()->setCurrentIndex(desk.table()->model()->index(1, 0));
    QTest::keyClick(desk.table(), Qt::Key_Up, Qt::AltModifier);
    QVERIFY(desk.settled());
    desk.bench.picture(u"policy-environments-%1"_s.arg(tag));
    QVERIFY(desk.page->minimumSizeHint().width() <= size.width());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::PolicyFormsTest)
#include "tst_policy_forms.moc"
