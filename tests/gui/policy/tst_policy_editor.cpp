// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/policy/PolicyDesk.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

class PolicyEditorTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void anotherThemeIsNoEdit();
    void aCellBecomesFieldsAndOnlyItsBytesChange();
    void escapeTakesTheFieldsBack();
    void stepsOfFormsAndTypingAreOneLine();
    void aPersonIsAddedByKeyboard();
    void anOwnerOfASectionIsAddedByKeyboard();
    void whatThePolicyCannotSayIsSaidInTheForm();
    void theDryRunFollowsAnEdit();
    void aQuorumNobodyCanReachStopsSending();
    void theLastPersonOfARoleMayNotLeave();
    void theEditIsSentAsAChange();
    void theTextSaysItsMistakeWhileTyping();
    void whoMayNotEditReadsWithoutFields();
    void aKeptDraftComesBack();
    void anEditUnderAMovedPolicyIsMerged();
    void aConflictAsksAndLosesNothing();
    void formsWaitForNoFileToBeRead();
    void whatIsPressedMeanwhileHappensInItsOrder();
    void aNewerTextIsNotOverwrittenByAnEditThatWaits();
    void undoComesBehindAnEditThatWaits();
    void leavingWritesWhatWaits();
    void theHistoryTellsWhatEachPolicyChanged();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void PolicyEditorTest::anotherThemeIsNoEdit()
{
    Desk desk(*m_theme, chen);
    auto *text = desk.page->findChild<PromptEdit *>(u"policyText"_s);
    const ThemeSettings worn = m_theme->settings();
    for (const SchemeChoice scheme : {SchemeChoice::Dark, SchemeChoice::Light}) {
        ThemeSettings look = worn;
        look.scheme = scheme;

        m_theme->setSettings(look);

        QTRY_COMPARE(text->palette().color(QPalette::Base), m_theme->color(ColorRole::Surface));
        QVERIFY(find<QPushButton>(desk.page, "policyDiscard")->isHidden());
    }
    m_theme->setSettings(worn);
}

void PolicyEditorTest::aCellBecomesFieldsAndOnlyItsBytesChange()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));

    desk.openCell(u"approvals"_s, 3);
    auto *number = find<QSpinBox>(desk.page, "policyField_approvals");
    QVERIFY(number->hasFocus());
    QTest::keyClicks(number, u"3"_s);

    PolicyFormView *form = desk.table()->form();
    QVERIFY(form);
    QVERIFY(desk.settled());
    QVERIFY(find<QWidget>(form, "policyFormDifference")->isVisible());
    QVERIFY2(find<QWidget>(form, "policyFormDifference")->accessibleName().contains(u"removed: 2; added: 3"_s), qPrintable(find<QWidget>(form, "policyFormDifference")->accessibleName()));
    QTest::keyClick(number, Qt::Key_Return);
    QVERIFY(!desk.table()->form());
    QVERIFY(desk.table()->hasFocus());
    QCOMPARE(desk.table()->model()->index(1, 3).data().toString(), u"3 other people"_s);

    // The draft is kept after a pause, and every other byte is what it was.
    QTRY_COMPARE(desk.bench.workspace.saveDraftCalls.asked(), 1);
    QByteArray expected = desk.written.yaml;
    expected.replace("approvals: 2 # as agreed in May", "approvals: 3 # as agreed in May");
    QCOMPARE(QString::fromUtf8(desk.sentText()), QString::fromUtf8(expected));
    QVERIFY(desk.bench.workspace.lastDraft.files.first().before == contentHash(desk.written.yaml));
}

void PolicyEditorTest::escapeTakesTheFieldsBack()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));

    desk.openCell(u"approvals"_s, 3);
    auto *number = find<QSpinBox>(desk.page, "policyField_approvals");
    QTest::keyClicks(number, u"3"_s);
    QTest::keyClick(number, Qt::Key_Escape);

    QVERIFY(!desk.table()->form());
    QVERIFY(desk.settled());
    QCOMPARE(desk.table()->model()->index(1, 3).data().toString(), u"2 other people"_s);
    QVERIFY2(!find<QPushButton>(desk.page, "policyUndo")->isEnabled(), "nothing happened, so there is nothing to undo");
}

void PolicyEditorTest::stepsOfFormsAndTypingAreOneLine()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 1);
    QTest::keyClicks(find<QSpinBox>(desk.page, "policyField_approvals"), u"4"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    desk.page->navigate({.page = PageKind::Policy, .filter = u"As text"_s});
    auto *text = find<PromptEdit>(desk.page, "policyText");
    QTRY_VERIFY(text->toPlainText().contains(u"approvals: 4"_s));
    text->setFocus();
    text->moveCursor(QTextCursor::End);
    QTest::keyClicks(text, u"# note"_s);
    QVERIFY(text->toPlainText().endsWith(u"# note"_s));

    QTest::keyClick(text, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!text->toPlainText().contains(u"# note"_s));
    QVERIFY(text->toPlainText().contains(u"approvals: 4"_s));
    QTest::keyClick(text, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(text->toPlainText(), QString::fromUtf8(desk.written.yaml));
    find<QPushButton>(desk.page, "policyRedo")->click();
    QVERIFY(text->toPlainText().contains(u"approvals: 4"_s));
}

void PolicyEditorTest::aPersonIsAddedByKeyboard()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.page->navigate({.page = PageKind::Policy, .filter = u"People and roles"_s});
    auto *add = find<QPushButton>(desk.page, "policyAdd");
    QVERIFY(add->isVisible());
    add->setFocus();
    QTest::keyClick(add, Qt::Key_Space);
    auto *name = find<QLineEdit>(desk.page, "policyField_name");
    QVERIFY(name->hasFocus());
    QTest::keyClicks(name, u"Mira Sandhu"_s);
    QTest::keyClick(name, Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"mira@example.com"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    auto *role = find<QCheckBox>(desk.page, "policyField_roles_compliance");
    role->setFocus();
    QTest::keyClick(role, Qt::Key_Space);
    QTest::keyClick(role, Qt::Key_Return);

    QVERIFY(desk.settled());
    QVERIFY(!desk.page->findChild<QWidget *>(u"policyEntryForm"_s) || !find<QWidget>(desk.page, "policyEntryForm")->isVisible());
    const QAbstractItemModel *people = desk.table()->model();
    QCOMPARE(people->index(people->rowCount() - 1, 0).data().toString(), u"Mira Sandhu"_s);
    QTRY_VERIFY(desk.sentText().contains("  mira-sandhu:\n    name: Mira Sandhu\n    emails: [mira@example.com]\n    roles: [compliance]\n"));
}

void PolicyEditorTest::anOwnerOfASectionIsAddedByKeyboard()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.page->navigate({.page = PageKind::Policy, .filter = u"Owners"_s});
    find<QPushButton>(desk.page, "policyAdd")->click();
    QWidget *paths = find<QWidget>(desk.page, "policyField_paths");
    QVERIFY(paths->hasFocus());
    QTest::keyClicks(paths, u"prompts/support/**"_s);
    QTest::keyClick(paths, Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"Refund policy"_s);
    auto *role = find<QCheckBox>(desk.page, "policyField_all_of_billing");
    role->setFocus();
    QTest::keyClick(role, Qt::Key_Space);
    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);

    QVERIFY(desk.settled());
    const QAbstractItemModel *owners = desk.table()->model();
    QCOMPARE(owners->index(owners->rowCount() - 1, 1).data().toString(), u"Refund policy"_s);
    QTRY_VERIFY2(desk.sentText().contains("    section: Refund policy\n    all_of: [billing]\n"), desk.sentText());
}

void PolicyEditorTest::whatThePolicyCannotSayIsSaidInTheForm()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.page->navigate({.page = PageKind::Policy, .filter = u"Owners"_s});
    find<QPushButton>(desk.page, "policyAdd")->click();

    QTest::keyClick(find<QPushButton>(desk.page, "policyEntryAdd"), Qt::Key_Space);

    QVERIFY(desk.settled());
    auto *form = find<PolicyFormView>(desk.page, "policyEntryForm");
    QVERIFY(form->isVisible());
    QVERIFY2(form->error().contains(u"names no path"_s), qPrintable(form->error()));
    QCOMPARE(desk.bench.workspace.saveDraftCalls.asked(), 0);
}

void PolicyEditorTest::theDryRunFollowsAnEdit()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QVERIFY(find<PlainLabel>(desk.page, "dryRunEmpty")->isVisible());
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(desk.bench.workspace.dryRunCalls.asked(), 0); // after a pause
    QTRY_COMPARE(desk.bench.workspace.dryRunCalls.asked(), 1);
    QCOMPARE(desk.bench.workspace.lastPolicy.laneRule(Lane::High).approvals, 3);

    DryRun run{.changes = 64, .higher = 5, .blocked = 1, .approvals = {{role("compliance"), 5}}, .unread = 2};
    run.concerned = {{.id = desk.story.changeId(), .number = 1, .status = ChangeStatus::Review, .before = Lane::Medium, .after = Lane::High}};
    desk.bench.workspace.dryRunCalls.answer(run);

    auto *list = find<QListView>(desk.page, "dryRunChanges");
    QTRY_VERIFY(list->isVisible());
    const QString sentence = find<QWidget>(desk.page, "dryRunSentence")->accessibleName();
    QVERIFY2(sentence.startsWith(u"Of 64 "_s) && sentence.contains(u"5 would have been higher and none lower."_s), qPrintable(sentence));
    QCOMPARE(list->model()->rowCount(), 1);
    const QString spoken = list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(spoken.contains(u"Medium risk"_s) && spoken.contains(u"High risk"_s), qPrintable(spoken));
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(desk.bench.opened.last(), (Address{.page = PageKind::Change, .change = desk.story.changeId()}));

    // A failed run says so and can be tried again; what was shown is gone, since it is of another text.
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"4"_s);
    QTRY_COMPARE(desk.bench.workspace.dryRunCalls.asked(), 2);
    desk.bench.workspace.dryRunCalls.answer(failure(ErrorCode::Unavailable, u"record"_s));
    QTRY_VERIFY(find<NoticeBar>(desk.page, "dryRunNotice")->isVisible());
}

void PolicyEditorTest::aQuorumNobodyCanReachStopsSending()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 3);
    auto *number = find<QSpinBox>(desk.page, "policyField_approvals");
    QTest::keyClicks(number, u"9"_s);

    QVERIFY(desk.settled());
    QVERIFY2(desk.table()->form()->error().contains(u"no change can be accepted"_s), qPrintable(desk.table()->form()->error()));
    QTest::keyClick(number, Qt::Key_Return);
    auto *title = find<QLineEdit>(desk.page, "policyChangeTitle");
    title->setFocus();
    QTest::keyClicks(title, u"Nine people"_s);
    QVERIFY(!desk.send().buttons.first().enabled);
    QVERIFY2(desk.send().buttons.first().reason.contains(u"no change can be accepted"_s), qPrintable(desk.send().buttons.first().reason));
    QVERIFY(!desk.page->primaryAction());
    QCOMPARE(find<NoticeBar>(desk.page, "policyWarning")->notice().kind, NoticeKind::Danger);
    QCOMPARE(desk.bench.workspace.writeCalls.asked(), 0);
}

void PolicyEditorTest::theLastPersonOfARoleMayNotLeave()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.page->navigate({.page = PageKind::Policy, .filter = u"People and roles"_s});
    PolicyTableView *people = desk.table();
    people->setFocus();
    for (int at = 0; at < people->model()->rowCount(); ++at) {
        if (people->rowKey(at) == dana.value)
            people->setCurrentIndex(people->model()->index(at, 0));
    }
    QCOMPARE(find<QPushButton>(desk.page, "policyRemove")->text(), u"Has left"_s);

    QTest::keyClick(people, Qt::Key_Delete);

    QVERIFY(desk.settled());
    auto *warning = find<NoticeBar>(desk.page, "policyWarning");
    QVERIFY(warning->isVisible());
    QCOMPARE(warning->notice().kind, NoticeKind::Danger);
    QVERIFY2(warning->notice().sentence.contains(u"Compliance"_s), qPrintable(warning->notice().sentence));
    QVERIFY(!desk.send().buttons.first().enabled);
}

void PolicyEditorTest::theEditIsSentAsAChange()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 1);
    QTest::keyClicks(QApplication::focusWidget(), u"2"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.settled());
    QCOMPARE(desk.send().foot, u"A change to the policy is always high risk."_s);
    QCOMPARE(desk.send().buttons.first().reason, u"It needs a title."_s);
    auto *title = find<QLineEdit>(desk.page, "policyChangeTitle");
    title->setFocus();
    QTest::keyClicks(title, u"Two for low"_s);
    QTest::keyClick(title, Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"One pair of eyes was not enough."_s);

    QVERIFY(desk.page->primaryAction());

    QCOMPARE(desk.bench.workspace.lastWrite, u"send"_s);
    const Draft sent = desk.bench.workspace.lastDraft;
    QCOMPARE(sent.title, u"Two for low"_s);
    QCOMPARE(sent.note.why, u"One pair of eyes was not enough."_s);
    QVERIFY2(sent.note.what.contains(u"Lanes, Approvals, low: One other person became 2 other people"_s), qPrintable(sent.note.what));
    QVERIFY(sent.files.first().artifact == policyArtifact());
    QVERIFY(!sent.id.isEmpty());
    QVERIFY2(!desk.page->primaryAction(), "one press at a time");
    // A refusal stays in place and keeps the edit.
    desk.bench.workspace.writeCalls.answer(failure(ErrorCode::Refused, u"stale-policy"_s));
    QTRY_VERIFY(desk.rail()->notice()->isVisible());
    QVERIFY(title->isVisible());
    QVERIFY(desk.page->primaryAction());
    desk.bench.workspace.writeCalls.answer(WriteReceipt{.change = desk.story.changeId()});
    QTRY_VERIFY(!desk.bench.opened.isEmpty());
    QCOMPARE(desk.bench.opened.last(), (Address{.page = PageKind::Change, .change = desk.story.changeId(), .tab = ChangeTab::Note}));
    QVERIFY(!title->isVisible());
    QCOMPARE(desk.table()->model()->index(1, 1).data().toString(), u"One other person"_s); // in force still
}

void PolicyEditorTest::theTextSaysItsMistakeWhileTyping()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.page->navigate({.page = PageKind::Policy, .filter = u"As text"_s});
    auto *text = find<PromptEdit>(desk.page, "policyText");
    QVERIFY(!text->isReadOnly());
    text->setFocus();
    text->moveCursor(QTextCursor::End);
    QTest::keyClicks(text, u"owner: []"_s);

    // It is read on another thread; what is typed meanwhile waits for nothing.
    QVERIFY(desk.page->findChild<PolicyEditing *>()->isChecking());
    QCOMPARE(desk.send().buttons.first().reason, u"The text is being checked."_s);
    auto *mistake = find<NoticeBar>(desk.page, "policyTextMistake");
    QTRY_VERIFY(mistake->isVisible());
    QTRY_VERIFY(!desk.page->findChild<PolicyEditing *>()->isChecking());
    const int line = int(desk.written.yaml.count('\n')) + 1;
    QVERIFY2(mistake->notice().lead.startsWith(u"Line %1, column 1:"_s.arg(line)), qPrintable(mistake->notice().lead));
    QVERIFY(mistake->notice().lead.contains(u"did you mean owners?"_s));
    QVERIFY(mistake->notice().sentence.contains(u"Policy 1 stays in force"_s));
    QCOMPARE(desk.send().buttons.first().reason, u"The text has a mistake."_s);
    // The tables show what was said before, without fields.
    desk.page->navigate({.page = PageKind::Policy, .filter = u"Lanes"_s});
    QVERIFY(find<NoticeBar>(desk.page, "policyError")->isVisible());
    desk.openCell(u"approvals"_s, 1);
    QVERIFY(!desk.table()->form());
    emit find<NoticeBar>(desk.page, "policyError")->actionPressed();
    QVERIFY(text->isVisible());
    QCOMPARE(text->textCursor().blockNumber() + 1, line);
}

void PolicyEditorTest::whoMayNotEditReadsWithoutFields()
{
    Desk desk(*m_theme, rolf);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QVERIFY2(find<PlainLabel>(desk.page, "policyInForce")->text().contains(u"Read only:"_s), qPrintable(find<PlainLabel>(desk.page, "policyInForce")->text()));
    QVERIFY(!find<QWidget>(desk.page, "policySide")->isVisible());
    QVERIFY(!find<QPushButton>(desk.page, "policyAdd")->isVisible());

    desk.openCell(u"approvals"_s, 3);

    QVERIFY(!desk.table()->form());
    desk.page->navigate({.page = PageKind::Policy, .filter = u"As text"_s});
    QVERIFY(find<PromptEdit>(desk.page, "policyText")->isReadOnly());
    QTest::keyClicks(find<PromptEdit>(desk.page, "policyText"), u"x"_s);
    QCOMPARE(find<PromptEdit>(desk.page, "policyText")->toPlainText(), QString::fromUtf8(desk.written.yaml));
}

void PolicyEditorTest::aKeptDraftComesBack()
{
    const Written written;
    QByteArray edited = written.yaml;
    edited.replace("approvals: 2 #", "approvals: 4 #");
    Desk desk(*m_theme, chen, pageAt1280, [&](WorkspaceView &view) {
        view.drafts = {{.id = u"d1"_s, .title = u"Four"_s, .files = {{.artifact = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy,
                                                                     .before = contentHash(written.yaml), .text = edited}}}};
    });
    QTRY_COMPARE(desk.table()->model()->index(1, 3).data().toString(), u"4 other people"_s);
    QCOMPARE(find<QLineEdit>(desk.page, "policyChangeTitle")->text(), u"Four"_s);
    QVERIFY(find<PlainLabel>(desk.page, "policyInForce")->text().contains(u"You are editing it"_s));
    // It is discarded elsewhere.
    desk.bench.workspace.change([](WorkspaceView &view) { view.drafts = {}; });
    QTRY_COMPARE(desk.table()->model()->index(1, 3).data().toString(), u"2 other people"_s);
}

void PolicyEditorTest::anEditUnderAMovedPolicyIsMerged()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.settled());
    QByteArray newer = desk.written.yaml;
    newer.replace("branch: main", "branch: main # moved");
    desk.bench.workspace.contents.insert(contentHash(newer), newer);

    desk.bench.workspace.change([&](WorkspaceView &view) {
        view.state.artifacts[policyArtifact()].versions.append({.version = version("1.0.1"), .content = contentHash(newer)});
    });

    auto *stale = find<NoticeBar>(desk.page, "policyStale");
    QVERIFY(stale->isVisible());
    QCOMPARE(desk.send().buttons.first().reason, u"Bring it up to date first."_s);
    emit stale->actionPressed();
    QTRY_VERIFY(!stale->isVisible());
    desk.page->settle();
    const QByteArray text = desk.sentText();
    QVERIFY(text.contains("branch: main # moved\n"));
    QVERIFY(text.contains("approvals: 3 # as agreed in May"));
    QVERIFY(desk.bench.workspace.lastDraft.files.first().before == contentHash(newer));
}

void PolicyEditorTest::aConflictAsksAndLosesNothing()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.settled());
    QByteArray newer = desk.written.yaml;
    newer.replace("approvals: 2 #", "approvals: 4 #");
    desk.bench.workspace.contents.insert(contentHash(newer), newer);
    desk.bench.workspace.change([&](WorkspaceView &view) {
        view.state.artifacts[policyArtifact()].versions.append({.version = version("1.0.1"), .content = contentHash(newer)});
    });
    auto *stale = find<NoticeBar>(desk.page, "policyStale");

    emit stale->actionPressed();

    QTRY_COMPARE(stale->notice().action, u"Keep mine"_s);
    QCOMPARE(desk.table()->model()->index(1, 3).data().toString(), u"3 other people"_s);
    emit stale->actionPressed();
    QTRY_VERIFY(!stale->isVisible());
    QVERIFY(desk.settled());
    QCOMPARE(desk.table()->model()->index(1, 3).data().toString(), u"3 other people"_s);
    QVERIFY2(desk.table()->model()->index(1, 3).data(Qt::AccessibleTextRole).toString().contains(u"removed: 4; added: 3"_s), "the marks say what it takes back");
}

void PolicyEditorTest::formsWaitForNoFileToBeRead()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 3);

    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);

    // Nothing ran on this thread yet, and nothing can be sent of it.
    QVERIFY(desk.editing()->isChecking());
    QCOMPARE(desk.text(), desk.written.yaml);
    QCOMPARE(desk.send().buttons.value(0).enabled, false);
    // Only what was typed last is written.
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QVERIFY(desk.settled());
    QVERIFY(desk.text().contains("approvals: 33 # as agreed in May"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    find<QPushButton>(desk.page, "policyUndo")->click();
    QCOMPARE(desk.text(), desk.written.yaml);
    QVERIFY(!find<QPushButton>(desk.page, "policyUndo")->isEnabled());
}

void PolicyEditorTest::whatIsPressedMeanwhileHappensInItsOrder()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.go(u"Environments"_s);
    desk.table()->setFocus();
    desk.table()->setCurrentIndex(desk.table()->model()->index(2, 0));
    QCOMPARE(desk.table()->rowKey(2), u"production"_s);

    for (int i = 0; i < 2; ++i)
        QTest::keyClick(desk.table(), Qt::Key_Up, Qt::AltModifier);

    QVERIFY(desk.editing()->isChecking());
    QTRY_COMPARE(desk.edited().environments.value(0).id.value, u"production"_s);
    QCOMPARE(desk.table()->currentIndex().row(), 0);
    // A cell that is entered meanwhile opens when it is known what stands in it.
    QTest::keyClick(desk.table(), Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(desk.table(), Qt::Key_Return);
    QTRY_VERIFY(desk.table()->form());
    QCOMPARE(desk.edited().environments.value(1).id.value, u"production"_s);
    QCOMPARE(desk.table()->currentIndex().row(), 1);
}

void PolicyEditorTest::aNewerTextIsNotOverwrittenByAnEditThatWaits()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    desk.go(u"As text"_s);
    auto *text = find<PromptEdit>(desk.page, "policyText");
    text->setFocus();
    text->moveCursor(QTextCursor::End);

    QTest::keyClicks(text, u"# mine"_s);

    QVERIFY(desk.settled());
    QVERIFY(desk.text().endsWith("# mine"));
    QVERIFY(desk.text().contains("approvals: 3 # as agreed in May"));
    QCOMPARE(text->toPlainText().toUtf8(), desk.text());
    // A text that says no policy keeps the form's edit out, and it is said.
    desk.editing()->type(u"Typing"_s, desk.text() + "\nowner: []", desk.editing()->newSession());
    bool refused = false;
    desk.editing()->edit({.what = u"x"_s, .change = [](Policy &p) { p.workspace = u"other"_s; }, .session = desk.editing()->newSession(), .told = [&](const Done &done) { refused = !done; }});
    QVERIFY(desk.settled());
    QVERIFY(refused);
    QVERIFY(desk.text().endsWith("owner: []"));
}

void PolicyEditorTest::undoComesBehindAnEditThatWaits()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(desk.editing()->isChecking());

    QTest::keyClick(desk.table(), Qt::Key_Z, Qt::ControlModifier);

    QVERIFY(desk.settled());
    QCOMPARE(desk.text(), desk.written.yaml);
    auto *redo = find<QPushButton>(desk.page, "policyRedo");
    QVERIFY(redo->isEnabled());
    redo->click();
    QVERIFY(desk.text().contains("approvals: 3 # as agreed in May"));
}

void PolicyEditorTest::leavingWritesWhatWaits()
{
    Desk desk(*m_theme, chen);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QVERIFY(desk.editing()->isChecking());

    desk.page->settle();

    QVERIFY(desk.sentText().contains("approvals: 3 # as agreed in May"));
}

void PolicyEditorTest::theHistoryTellsWhatEachPolicyChanged()
{
    const Written written;
    Story story = storyUnder(written.policy);
    story.noted(ana).approved(bode, "billing").approved(dana, "compliance");
    PageBench bench(*m_theme, story, viewOf(story, chen));
    bench.workspace.contents.insert(contentHash(written.yaml), written.yaml);
    auto *page = bench.show<PolicyPage>(pageAt1280);
    QTRY_VERIFY(find<PlainLabel>(page, "policyInForce")->text().contains(u"Chen"_s));
    bench.workspace.holdLog = true;
    page->navigate({.page = PageKind::Policy, .filter = u"History"_s});
    Policy second = written.policy;
    second.version = 2;
    second.previous = policyHash(written.policy);
    second.lanes[2].approvals = 3;
    Event changed;
    changed.data = PolicyChanged{.policy = second, .change = story.changeId()};
    Event opened;
    opened.data = LedgerOpened{.policy = written.policy};
    QTRY_COMPARE(bench.workspace.logCalls.waiting(), 1);
    bench.workspace.logCalls.answer(QList<LogEntry>{{.seq = 9, .id = EventId::random(), .actor = chen, .claimedAt = acmeNow(), .verdict = Effective{}, .event = changed},
                                                    {.seq = 8, .id = EventId::random(), .actor = jonas, .verdict = Void{.rule = VoidRule::PolicyNotNext}, .event = changed}});
    QTRY_COMPARE(bench.workspace.logCalls.waiting(), 1);
    bench.workspace.logCalls.answer(QList<LogEntry>{{.seq = 1, .id = EventId::random(), .actor = chen, .claimedAt = acmeNow(), .verdict = Effective{}, .event = opened}});

    auto *table = find<PolicyTableView>(page, "policyTable");
    QTRY_COMPARE(table->model()->rowCount(), 2); // what had no effect was never in force
    const auto cell = [table](int row, int column) { return table->model()->index(row, column).data().toString(); };
    const auto brief = [](const Policy &policy) { return QString::fromLatin1(policyHash(policy).toHex().left(8)); };
    QCOMPARE(cell(0, 0), u"2, by #1\n%1 after %2"_s.arg(brief(second), brief(written.policy)));
    QVERIFY2(cell(0, 3).contains(u"Bode Okafor"_s) && cell(0, 3).contains(u"Dana Levy"_s), qPrintable(cell(0, 3)));
    QCOMPARE(cell(0, 4), u"Lanes, Approvals, high: 2 other people became 3 other people"_s);
    QVERIFY(cell(1, 4).contains(u"first policy"_s));
    bench.picture(u"policy-history-two"_s);
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Change, .change = story.changeId()}));
}

void PolicyEditorTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1280-light") << pageAt1280 << int(SchemeChoice::Light);
    QTest::newRow("1920-light") << pageAt1920 << int(SchemeChoice::Light);
    QTest::newRow("1280-dark") << pageAt1280 << int(SchemeChoice::Dark);
    QTest::newRow("1920-dark") << pageAt1920 << int(SchemeChoice::Dark);
    QTest::newRow("1024-light") << pageAt1024 << int(SchemeChoice::Light);
}

void PolicyEditorTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    Desk desk(*m_theme, chen, size);
    QVERIFY(QTest::qWaitForWindowActive(&desk.bench.window));
    QTRY_VERIFY(desk.page->findChild<PolicyEditing *>()->isReady());
    QVERIFY(desk.page->minimumSizeHint().width() <= size.width());
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    desk.openCell(u"approvals"_s, 3);
    QTest::keyClicks(QApplication::focusWidget(), u"3"_s);
    QVERIFY(desk.settled());
    desk.bench.picture(u"policy-edit-cell-%1"_s.arg(tag));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    find<PolicyTableView>(desk.page, "policyRules")->setFocus();
    QTRY_COMPARE(desk.bench.workspace.dryRunCalls.asked(), 1);
    DryRun run{.changes = 64, .higher = 5, .blocked = 1, .approvals = {{role("compliance"), 5}}, .unread = 2};
    for (int i = 0; i < 5; ++i) {
        EventId id = desk.story.changeId();
        id.low += quint64(i);
        run.concerned.append({.id = i == 0 ? desk.story.changeId() : id, .number = 39 - 3 * i, .status = i == 0 ? ChangeStatus::Review : ChangeStatus::Accepted, .before = Lane::Medium, .after = Lane::High});
    }
    desk.bench.workspace.dryRunCalls.answer(run);
    QTRY_VERIFY(find<QListView>(desk.page, "dryRunChanges")->isVisible());
    desk.bench.picture(u"policy-edited-%1"_s.arg(tag));
    desk.page->navigate({.page = PageKind::Policy, .filter = u"People and roles"_s});
    find<QPushButton>(desk.page, "policyAdd")->click();
    desk.bench.picture(u"policy-add-person-%1"_s.arg(tag));
    desk.page->escape();
    desk.page->navigate({.page = PageKind::Policy, .filter = u"As text"_s});
    desk.bench.picture(u"policy-text-%1"_s.arg(tag));
    desk.page->navigate({.page = PageKind::Policy, .filter = u"History"_s});
    QTRY_COMPARE(desk.table()->model()->rowCount(), 1);
    desk.bench.picture(u"policy-history-%1"_s.arg(tag));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::PolicyEditorTest)
#include "tst_policy_editor.moc"
