// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/change/RefundStory.h"
#include "ui/change/Arming.h"
#include "ui/change/ReasonWatch.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/editor/EditorPane.h"
#include "ui/editor/PreviewView.h"
#include "ui/editor/PromptEdit.h"
#include "ui/prose/EntryText.h"

#include <QCheckBox>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

Address diffOf(const Story &story)
{
    return {.page = PageKind::Change, .change = story.changeId()};
}

Draft refundDraft(const QString &text)
{
    return {.id = u"draft-1"_s, .change = {}, .title = u"Shorter refund window"_s,
            .files = {{.artifact = {refund}, .path = u"prompts/support/refund.md"_s, .kind = ArtifactKind::Prompt,
                       .before = textHash(refundLive()), .text = text.toUtf8()}}};
}

QPushButton *ready(PageOf &of, const char *name)
{
    auto *button = find<QPushButton>(of.page, name);
    button->setFocus();
    return button;
}

/// A draft that lacks nothing to be sent.
Draft wholeDraft(const ContentHash &before, const QByteArray &text)
{
    return {.id = u"d"_s, .title = u"Hello"_s,
            .files = {{.artifact = {u"support/hello"_s}, .path = u"prompts/support/hello.md"_s, .before = before, .text = text}},
            .note = {.what = u"w"_s, .why = u"y"_s, .workflow = u"refunds"_s, .outcome = u"o"_s, .rollbackOwner = chen, .informed = {dana}}};
}

Story helloStory(const QString &live)
{
    Story story;
    story.baseline(u"support/hello"_s, live);
    return story;
}

/// Opens the draft and waits until it can be sent.
bool opensToSend(PageOf &of, const Draft &draft)
{
    of.workspace.change([&draft](WorkspaceView &view) { view.drafts = {draft}; });
    of.page->navigate({.page = PageKind::Change, .draft = draft.id, .act = AddressAct::Edit});
    return QTest::qWaitFor([&of] { return find<QPushButton>(of.page, "send")->isEnabled(); });
}

/// Answers what is being saved until `text` is a draft of `change`.
bool savedFor(PageOf &of, const ChangeId &change, const QByteArray &text)
{
    return QTest::qWaitFor([&] {
        while (of.workspace.saveDraftCalls.waiting() > 0)
            of.workspace.saveDraftCalls.answer(Result<QString>(of.workspace.lastDraft.id));
        return of.workspace.lastDraft.change == change && of.workspace.lastDraft.files.first().text == text;
    });
}

} // namespace

class ChangePageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void approvalIsBoundToWhatIsShown();
    void aPressTooEarlyDecidesNothing();
    void aRepeatedKeyDecidesNothing();
    void buttonsAreDisabledWhileTheWriteIsUnderWay();
    void aRefusalStandsInTheRail();
    void aConflictOffersToReadAgain();
    void anUnknownOutcomeSaysSo();
    void aNewRevisionStopsTheApprovalUntilItIsRead();
    void aNewNoteStopsTheApprovalUntilItIsRead();
    void changesAreAskedForWithAMessage();
    void hiddenCharactersAskForATick();
    void withoutItsTextNothingIsApproved();
    void entriesAreWalkedWithTheKeyboard();
    void whatItIsMostlyAboutStandsAboveTheEntries();
    void aCommentOnWordsNamesThem();
    void theNoteIsReadAsProse();
    void releasesGoFileByFile();
    void whoIsNotKnownSeesWhy();
    void aChangeThatIsGoneSaysSo();
    void theLaneFollowsWhatIsTyped();
    void aReasonThatNobodyCouldReadIsNotKept();
    void whatIsTypedMeanwhileIsAssessedNext();
    void aProgramAmongTheAuthorsShowsWhileTyping();
    void sendingNamesWhatIsMissing();
    void aDraftIsSavedAfterAPause();
    void aFailedSaveSaysSoAndTriesAgain();
    void anUnknownVariableStopsSending();
    void sendingShowsTheChange();
    void whatWasJustTypedIsLookedAtBeforeItIsSent_data();
    void whatWasJustTypedIsLookedAtBeforeItIsSent();
    void whatIsTypedWhileItIsSentStays();
    void whatIsTypedBeforeThePageGoesElsewhereIsKept();
    void filledInTextsAreCompared();
    void thePageMayCloseWhileAWriteIsUnderWay();

private:
    std::unique_ptr<Theme> m_theme;
};

void ChangePageTest::approvalIsBoundToWhatIsShown()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(find<QPushButton>(of.page, "approve")->isEnabled());
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());

    QTest::keyClick(ready(of, "approve"), Qt::Key_Space);

    QCOMPARE(of.workspace.lastWrite, u"review"_s);
    QCOMPARE(of.workspace.lastReview.decision, Decision::Approve);
    QCOMPARE(of.workspace.lastReview.as, role("compliance"));
    QCOMPARE(of.workspace.lastReview.revision, story.change().revision()->stamp.event);
    QCOMPARE(of.workspace.lastReview.note, story.change().revision()->note()->stamp.event);
}

void ChangePageTest::aPressTooEarlyDecidesNothing()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(find<QPushButton>(of.page, "approve")->isEnabled());
    QVERIFY(!of.page->findChild<Arming *>()->isArmed());

    QTest::keyClick(ready(of, "approve"), Qt::Key_Space);
    QTest::mouseClick(find<QPushButton>(of.page, "approve"), Qt::LeftButton);

    QCOMPARE(of.workspace.writeCalls.asked(), 0);
}

void ChangePageTest::aRepeatedKeyDecidesNothing()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());
    QPushButton *approve = ready(of, "approve");

    QKeyEvent press(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier, u" "_s, true);
    QKeyEvent release(QEvent::KeyRelease, Qt::Key_Space, Qt::NoModifier, u" "_s, true);
    QCoreApplication::sendEvent(approve, &press);
    QCoreApplication::sendEvent(approve, &release);

    QCOMPARE(of.workspace.writeCalls.asked(), 0);
    QVERIFY(!approve->isDefault());
    QVERIFY(!approve->autoDefault());
}

void ChangePageTest::buttonsAreDisabledWhileTheWriteIsUnderWay()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());

    QTest::mouseClick(find<QPushButton>(of.page, "approve"), Qt::LeftButton);
    QVERIFY(!find<QPushButton>(of.page, "approve")->isEnabled());
    QVERIFY(!find<QPushButton>(of.page, "ask")->isEnabled());
    QVERIFY(!of.page->primaryAction());

    of.workspace.writeCalls.answer(WriteReceipt{});

    QTRY_VERIFY(find<QPushButton>(of.page, "ask")->isEnabled());
    QCOMPARE(of.workspace.writeCalls.asked(), 1);
}

void ChangePageTest::aRefusalStandsInTheRail()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());
    QTest::mouseClick(find<QPushButton>(of.page, "approve"), Qt::LeftButton);

    of.workspace.writeCalls.answer(failure(ErrorCode::Refused, u"contributor-may-not-approve"_s));

    auto *notice = find<NoticeBar>(of.page, "railNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->notice().sentence.contains(u"may not approve"_s));
    QVERIFY(find<QPushButton>(of.page, "approve")->isEnabled());
}

void ChangePageTest::aConflictOffersToReadAgain()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());
    QTest::mouseClick(find<QPushButton>(of.page, "approve"), Qt::LeftButton);

    of.workspace.writeCalls.answer(failure(ErrorCode::Conflict));

    auto *notice = find<NoticeBar>(of.page, "railNotice");
    QTRY_COMPARE(notice->notice().action, u"Read again"_s);
    emit notice->actionPressed();
    QCOMPARE(of.workspace.syncs, 1);
}

void ChangePageTest::anUnknownOutcomeSaysSo()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());
    QTest::mouseClick(find<QPushButton>(of.page, "approve"), Qt::LeftButton);

    of.workspace.writeCalls.answer(failure(ErrorCode::OutcomeUnknown));

    QTRY_VERIFY(find<NoticeBar>(of.page, "railNotice")->notice().lead.contains(u"no answer"_s));
}

void ChangePageTest::aNewRevisionStopsTheApprovalUntilItIsRead()
{
    Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(find<QPushButton>(of.page, "approve")->isEnabled());
    const EventId before = of.page->shownRevision();

    story.submitted(ana, refund, refundProposed().replace(u"should check"_s, u"must check"_s), Lane::High).noted(ana);
    of.setStory(story);

    QCOMPARE(of.page->shownRevision(), before);
    QVERIFY(!find<QPushButton>(of.page, "approve")->isEnabled());
    auto *notice = find<NoticeBar>(of.page, "railNotice");
    QCOMPARE(notice->notice().action, u"Read revision 2"_s);
    emit notice->actionPressed();
    QCOMPARE(of.page->shownRevision(), story.change().revision()->stamp.event);
    QTRY_VERIFY(find<QPushButton>(of.page, "approve")->isEnabled());
}

void ChangePageTest::aNewNoteStopsTheApprovalUntilItIsRead()
{
    Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(find<QPushButton>(of.page, "approve")->isEnabled());

    story.noted(ana, bode);
    of.setStory(story);

    QVERIFY(!find<QPushButton>(of.page, "approve")->isEnabled());
    QCOMPARE(find<NoticeBar>(of.page, "railNotice")->notice().action, u"Read the note"_s);
}

void ChangePageTest::changesAreAskedForWithAMessage()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(find<QPushButton>(of.page, "ask")->isEnabled());

    QTest::keyClick(ready(of, "ask"), Qt::Key_Space);
    QVERIFY(!find<QPushButton>(of.page, "messageSend")->isEnabled());
    QTest::keyClicks(find<QPlainTextEdit>(of.page, "messageText"), u"Keep must."_s);
    QVERIFY(of.page->primaryAction());

    QCOMPARE(of.workspace.lastReview.decision, Decision::RequestChanges);
    QCOMPARE(of.workspace.lastReview.message, u"Keep must."_s);
    of.workspace.writeCalls.answer(failure(ErrorCode::Unavailable));
    QTRY_VERIFY(find<NoticeBar>(of.page, "railNotice")->isVisible());
    QCOMPARE(find<QPlainTextEdit>(of.page, "messageText")->toPlainText(), u"Keep must."_s);
}

void ChangePageTest::hiddenCharactersAskForATick()
{
    const QString hidden = refundProposed().replace(u"within 14"_s, u"within\u202e 14"_s);
    const Story story = refundInReview(hidden);
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));

    auto *tick = find<QCheckBox>(of.page, "acknowledge");
    QTRY_VERIFY(tick->isVisible());
    QVERIFY(!find<QPushButton>(of.page, "approve")->isEnabled());
    QTest::keyClick(tick, Qt::Key_Space);
    QVERIFY(find<QPushButton>(of.page, "approve")->isEnabled());
}

void ChangePageTest::withoutItsTextNothingIsApproved()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.workspace.contents.clear();
    of.page->navigate(diffOf(story));
    QVERIFY(!find<QPushButton>(of.page, "approve")->isEnabled());

    while (of.workspace.compareCalls.waiting() > 0)
        of.workspace.compareCalls.answer(failure(ErrorCode::Corrupt));

    auto *reason = find<PlainLabel>(of.page, "approveReason");
    QTRY_VERIFY(find<PlainLabel>(of.page, "approveReason")->text().contains(u"could not be read"_s));
    Q_UNUSED(reason);
    QVERIFY(!find<QPushButton>(of.page, "approve")->isEnabled());
}

void ChangePageTest::entriesAreWalkedWithTheKeyboard()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    view->setFocus();

    QTest::keyClick(view, Qt::Key_F7);
    QCOMPARE(view->currentEntry(), 0);
    QTest::keyClick(view, Qt::Key_N);
    QCOMPARE(view->currentEntry(), 1);
    QCOMPARE(find<QListView>(of.page, "entries")->currentIndex().row(), 1);
    QTest::keyClick(view, Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(view->currentEntry(), 0);
}

void ChangePageTest::whatItIsMostlyAboutStandsAboveTheEntries()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());

    auto *about = find<PlainLabel>(of.page, "about");
    QTRY_VERIFY(about->isVisible());
    QCOMPARE(about->text(), EntryText::about(*view->comparison()));
    QVERIFY2(about->text().contains("numbers"_L1), qPrintable(about->text()));
    const auto *list = find<QListView>(of.page, "entries");
    QVERIFY(about->mapTo(of.page, QPoint()).y() + about->height() <= list->mapTo(of.page, QPoint()).y());
}

void ChangePageTest::aCommentOnWordsNamesThem()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    const qsizetype at = view->comparison()->sides[1].text.indexOf(u"should"_s);
    QVERIFY(at >= 0);
    view->setFocus();
    view->select({diff::Side::Right, {at, 6}});

    QTest::keyClick(view, Qt::Key_C);
    QTest::keyClicks(find<QPlainTextEdit>(&of.window, "commentText"), u"Keep must."_s);
    QTest::mouseClick(find<QPushButton>(&of.window, "commentSend"), Qt::LeftButton);

    QCOMPARE(of.workspace.lastWrite, u"comment"_s);
    QCOMPARE(of.workspace.lastText, u"Keep must."_s);
    QCOMPARE(of.workspace.lastAnchor.path, u"prompts/support/refund.md"_s);
    QCOMPARE(refundProposed().mid(of.workspace.lastAnchor.start, of.workspace.lastAnchor.length), u"should"_s);
}

void ChangePageTest::theNoteIsReadAsProse()
{
    const Story story = refundInReview();
    PageOf of(story, dana);

    of.page->navigate({.page = PageKind::Change, .change = story.changeId(), .tab = ChangeTab::Note});

    QVERIFY(!find<QWidget>(of.page, "noteForm")->isVisible());
    QCOMPARE(of.page->address().tab, ChangeTab::Note);
}

void ChangePageTest::releasesGoFileByFile()
{
    Story story = refundInReview();
    story.approved(bode, "billing").approved(dana, "compliance").accepted(chen);
    PageOf of(story, chen);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(find<QPushButton>(of.page, "release/staging")->isEnabled());
    QVERIFY(!find<QPushButton>(of.page, "release/production")->isEnabled());
    QTRY_VERIFY(find<QPushButton>(of.page, "release/staging")->findChild<Arming *>()->isArmed());

    QTest::mouseClick(find<QPushButton>(of.page, "release/staging"), Qt::LeftButton);

    QCOMPARE(of.workspace.lastWrite, u"release"_s);
    QCOMPARE(of.workspace.lastEnvironment, staging);
    QCOMPARE(of.workspace.lastArtifact, ArtifactId{refund});
}

void ChangePageTest::whoIsNotKnownSeesWhy()
{
    const Story story = refundInReview();
    PageOf of(story, PrincipalId{});

    of.page->navigate(diffOf(story));

    QVERIFY(!find<QPushButton>(of.page, "approve")->isEnabled());
    QVERIFY(find<PlainLabel>(of.page, "approveReason")->text().contains(u"does not know"_s));
}

void ChangePageTest::aChangeThatIsGoneSaysSo()
{
    const Story story = refundInReview();
    PageOf of(story, dana);

    of.page->navigate({.page = PageKind::Change, .change = EventId{7, 7}});

    QVERIFY(find<QWidget>(of.page, "changeMissing")->isVisible());
    QVERIFY(!of.page->primaryAction());
}

void ChangePageTest::theLaneFollowsWhatIsTyped()
{
    const Story story = refundInReview();
    PageOf of(story, ana);
    of.workspace.change([](WorkspaceView &view) { view.drafts = {refundDraft(refundLive())}; });
    of.page->navigate({.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit});
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    auto *control = find<QWidget>(of.page, "laneControl");
    QTRY_COMPARE(control->accessibleName(), u"Lane: Low"_s);

    QTextCursor cursor = edit->document()->find(u"30"_s);
    edit->setTextCursor(cursor);
    QTest::keyClicks(edit, u"14"_s);

    QTRY_COMPARE(control->accessibleName(), u"Lane: High"_s);
    QVERIFY(find<QListView>(of.page, "laneReasons")->model()->rowCount() > 0);

    of.clock.setNow(of.clock.now() + ReasonWatch::readableMs);
    edit->undo();
    QTRY_COMPARE(control->accessibleName(), u"Lane: Low"_s);
    // The reason that went stays until sending.
    QVERIFY(find<QListView>(of.page, "laneReasons")->model()->rowCount() > 0);
}

void ChangePageTest::aReasonThatNobodyCouldReadIsNotKept()
{
    const Story story = refundInReview();
    PageOf of(story, ana);
    of.workspace.change([](WorkspaceView &view) { view.drafts = {refundDraft(refundLive())}; });
    of.page->navigate({.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit});
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    auto *control = find<QWidget>(of.page, "laneControl");
    QTRY_COMPARE(control->accessibleName(), u"Lane: Low"_s);
    edit->setTextCursor(edit->document()->find(u"30"_s));
    QTest::keyClicks(edit, u"14"_s);
    QTRY_COMPARE(control->accessibleName(), u"Lane: High"_s);

    of.clock.setNow(of.clock.now() + ReasonWatch::readableMs - 1);
    edit->undo();

    QTRY_COMPARE(control->accessibleName(), u"Lane: Low"_s);
    QCOMPARE(find<QListView>(of.page, "laneReasons")->model()->rowCount(), 0);
}

void ChangePageTest::whatIsTypedMeanwhileIsAssessedNext()
{
    const Story story = refundInReview();
    PageOf of(story, ana);
    Draft draft = refundDraft(refundLive());
    draft.files.first().before = textHash(u"elsewhere"_s); // its text never comes: answers wait
    of.workspace.change([&draft](WorkspaceView &view) { view.drafts = {draft}; });
    of.page->navigate({.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit});
    QTRY_COMPARE(of.workspace.assessCalls.asked(), 1);
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    edit->moveCursor(QTextCursor::End);

    QTest::keyClicks(edit, u"Thanks."_s);

    // However long the answer takes, the next one is asked for behind it and not instead of it.
    QTRY_COMPARE(find<PlainLabel>(of.page, "laneState")->text(), u"looking"_s);
    QVERIFY(!find<QPushButton>(of.page, "send")->isEnabled());
    QCOMPARE(of.workspace.assessCalls.asked(), 1);
    of.workspace.assessCalls.answer(AssessedChange{.lane = Lane::Medium});
    QTRY_COMPARE(of.workspace.assessCalls.asked(), 2);
    QCOMPARE(find<QWidget>(of.page, "laneControl")->accessibleName(), u"Lane: Medium"_s);
    QVERIFY(of.workspace.lastAssessed.first().text.endsWith("Thanks."));
    of.workspace.assessCalls.answer(AssessedChange{.lane = Lane::High});
    QTRY_COMPARE(find<QWidget>(of.page, "laneControl")->accessibleName(), u"Lane: High"_s);
    QCOMPARE(of.workspace.assessCalls.asked(), 2);

    // Where it cannot be told, what was told of an older text counts no longer.
    QTest::keyClicks(edit, u"!"_s);
    QTRY_COMPARE(of.workspace.assessCalls.asked(), 3);
    of.workspace.assessCalls.answer(failure(ErrorCode::Unavailable));
    QTRY_COMPARE(find<QWidget>(of.page, "laneControl")->accessibleName(), u"Lane"_s);
    QVERIFY(find<PlainLabel>(of.page, "laneState")->text() != u"changes while you type"_s);
    QVERIFY(!find<QPushButton>(of.page, "send")->isEnabled());

    // It is tried again when something comes in, and other rules are asked about what is there.
    of.workspace.change([](WorkspaceView &) {});
    QTRY_COMPARE(of.workspace.assessCalls.asked(), 4);
    of.workspace.assessCalls.answer(AssessedChange{.lane = Lane::Medium});
    QTRY_COMPARE(find<QWidget>(of.page, "laneControl")->accessibleName(), u"Lane: Medium"_s);
    of.workspace.change([](WorkspaceView &) {});
    QTest::keyClick(edit, Qt::Key_Home);
    QCOMPARE(of.workspace.assessCalls.asked(), 4);
    of.workspace.change([](WorkspaceView &view) { view.state.policyInForce.bytes[0] ^= 1; });
    QTRY_COMPARE(of.workspace.assessCalls.asked(), 5);
}

void ChangePageTest::aProgramAmongTheAuthorsShowsWhileTyping()
{
    Policy policy = storyPolicy();
    policy.machineAuthors = Lane::Medium;
    const Story story = refundInReview(refundProposed(), policy);
    PageOf of(story, ana);
    Draft draft = refundDraft(refundLive());
    draft.contributors = {ci};
    of.workspace.change([&draft](WorkspaceView &view) { view.drafts = {draft}; });

    of.page->navigate({.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit});

    auto *control = find<QWidget>(of.page, "laneControl");
    QTRY_COMPARE(control->accessibleName(), u"Lane: Medium"_s);
    const QAbstractItemModel *reasons = find<QListView>(of.page, "laneReasons")->model();
    QCOMPARE(reasons->rowCount(), 1);
    QVERIFY(reasons->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"A program wrote part of it"_s));
}

void ChangePageTest::sendingNamesWhatIsMissing()
{
    const Story story = refundInReview();
    PageOf of(story, ana);
    of.workspace.change([](WorkspaceView &view) { view.drafts = {refundDraft(refundProposed())}; });
    of.page->navigate({.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit});

    QTRY_VERIFY(find<PlainLabel>(of.page, "sendReason")->text().contains(u"missing"_s));
    QVERIFY(!find<QPushButton>(of.page, "send")->isEnabled());
    QTest::mouseClick(find<QPushButton>(of.page, "sendLink"), Qt::LeftButton);

    // The first answer that is missing has the focus: what changes is filled in from the difference.
    QTRY_VERIFY(find<QPlainTextEdit>(of.page, "noteWhy")->hasFocus());
    QVERIFY(!find<QPlainTextEdit>(of.page, "noteWhat")->toPlainText().isEmpty());
}

void ChangePageTest::aDraftIsSavedAfterAPause()
{
    const Story story = refundInReview();
    PageOf of(story, ana);
    of.workspace.change([](WorkspaceView &view) { view.drafts = {refundDraft(refundProposed())}; });
    of.page->navigate({.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit});
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    edit->moveCursor(QTextCursor::End);

    QTest::keyClicks(edit, u"Thanks."_s);

    QTRY_VERIFY(of.workspace.saveDraftCalls.waiting() > 0);
    QVERIFY(of.workspace.lastDraft.files.first().text.endsWith("Thanks."));
    of.workspace.saveDraftCalls.answer(Result<QString>(u"draft-1"_s));
    QTRY_VERIFY(find<PlainLabel>(of.page, "savedState")->text().startsWith(u"Draft saved"_s));
}

void ChangePageTest::aFailedSaveSaysSoAndTriesAgain()
{
    const Story story = refundInReview();
    PageOf of(story, ana);
    of.workspace.change([](WorkspaceView &view) { view.drafts = {refundDraft(refundProposed())}; });
    of.page->navigate({.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit});
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    edit->moveCursor(QTextCursor::End);
    QTest::keyClicks(edit, u"Thanks."_s);
    QTRY_VERIFY(of.workspace.saveDraftCalls.waiting() > 0);

    of.workspace.saveDraftCalls.answer(failure(ErrorCode::NoSpace));

    QTRY_VERIFY(find<PlainLabel>(of.page, "savedState")->text().contains(u"trying again"_s));
    QVERIFY(edit->exactText().endsWith(u"Thanks."_s));
    QTRY_VERIFY_WITH_TIMEOUT(of.workspace.saveDraftCalls.waiting() > 0, 10000);
}

void ChangePageTest::anUnknownVariableStopsSending()
{
    const QString live = u"Hello {{customer_name}}, your order is {{order_id}}.\n"_s;
    Story story;
    story.baseline(u"support/hello"_s, live);
    PageOf of(story, ana);
    of.workspace.change([&live](WorkspaceView &view) {
        view.drafts = {{.id = u"d"_s, .title = u"Hello"_s,
                        .files = {{.artifact = {u"support/hello"_s}, .path = u"prompts/support/hello.md"_s, .before = textHash(live),
                                   .text = "Hello {{customer_nam}}, your order is {{order_id}}.\n"}}}};
    });
    of.page->navigate({.page = PageKind::Change, .draft = u"d"_s, .act = AddressAct::Edit});

    QTRY_VERIFY(find<PlainLabel>(of.page, "sendReason")->text().contains(u"customer_nam"_s));
    QVERIFY(!find<QPushButton>(of.page, "send")->isEnabled());
}

void ChangePageTest::sendingShowsTheChange()
{
    PageOf of(helloStory(u"Be brief.\n"_s), ana);
    QVERIFY(opensToSend(of, wholeDraft(textHash(u"Be brief.\n"_s), "Be brief .\n")));
    QSignalSpy opened(of.page, &Page::open);

    QVERIFY(of.page->primaryAction());
    QCOMPARE(of.workspace.lastWrite, u"send"_s);
    of.workspace.writeCalls.answer(WriteReceipt{.change = EventId{1, 2}});

    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().value<Address>().change, (EventId{1, 2}));
}

void ChangePageTest::whatWasJustTypedIsLookedAtBeforeItIsSent_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("sent");
    QTest::newRow("nothing wrong") << u" Thanks."_s << true;
    QTest::newRow("an unknown variable") << u" {{customer_nam}}"_s << false;
    QTest::newRow("a higher lane, whose note is not whole") << u" Never refund more than 500 euros."_s << false;
}

void ChangePageTest::whatWasJustTypedIsLookedAtBeforeItIsSent()
{
    QFETCH(const QString, typed);
    QFETCH(const bool, sent);
    PageOf of(helloStory(u"Hello {{customer_name}}."_s), ana);
    QVERIFY(opensToSend(of, wholeDraft(textHash(u"Hello {{customer_name}}."_s), "Hello {{customer_name}} .")));
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    edit->moveCursor(QTextCursor::End);

    QTest::keyClicks(edit, typed);
    QVERIFY(of.page->primaryAction());

    QCOMPARE(of.workspace.writeCalls.asked(), 0);
    if (sent) {
        QTRY_COMPARE(of.workspace.lastWrite, u"send"_s);
        QVERIFY(of.workspace.lastDraft.files.first().text.endsWith(typed.toUtf8()));
    } else {
        QTRY_VERIFY(!find<QPushButton>(of.page, "send")->isEnabled());
        QTRY_VERIFY(of.page->findChild<EditorPane *>()->isCurrent()); // everything was looked at, and it was decided
        QCOMPARE(of.workspace.writeCalls.asked(), 0);
        const QList<NoticeBar *> notices = of.page->findChildren<NoticeBar *>();
        QTRY_VERIFY(std::ranges::any_of(notices, [](const NoticeBar *bar) {
            return bar->isVisible() && bar->notice().lead == u"It was not sent."_s && !bar->notice().sentence.isEmpty();
        }));
    }
}

void ChangePageTest::whatIsTypedWhileItIsSentStays()
{
    PageOf of(helloStory(u"Be brief.\n"_s), ana);
    QVERIFY(opensToSend(of, wholeDraft(textHash(u"Be brief.\n"_s), "Be brief .")));
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    edit->moveCursor(QTextCursor::End);
    QSignalSpy opened(of.page, &Page::open);

    QVERIFY(of.page->primaryAction());
    QCOMPARE(of.workspace.lastWrite, u"send"_s);
    QCOMPARE(of.workspace.lastDraft.files.first().text, "Be brief ."_ba);
    QTest::keyClicks(edit, u" Thanks"_s);
    of.workspace.writeCalls.answer(WriteReceipt{.change = EventId{1, 2}});

    // It is a draft of the next revision, where the cursor still is.
    QTRY_COMPARE(of.page->address().change, (EventId{1, 2}));
    QCOMPARE(of.page->address().act, AddressAct::Edit);
    QCOMPARE(opened.size(), 0);
    QTest::keyClicks(edit, u"."_s);
    QCOMPARE(edit->exactText(), u"Be brief . Thanks."_s);
    QVERIFY(savedFor(of, EventId{1, 2}, "Be brief . Thanks."));
}

void ChangePageTest::whatIsTypedBeforeThePageGoesElsewhereIsKept()
{
    const Story story = refundInReview();
    PageOf of(story, ana);
    QVERIFY(opensToSend(of, wholeDraft({}, "Be brief.")));
    auto *edit = find<PromptEdit>(of.page, "promptEdit");
    edit->moveCursor(QTextCursor::End);
    QSignalSpy opened(of.page, &Page::open);

    QVERIFY(of.page->primaryAction());
    QTest::keyClicks(edit, u" Thanks."_s);
    of.page->navigate(diffOf(story));
    of.workspace.writeCalls.answer(WriteReceipt{.change = EventId{1, 2}});

    // The page stays where it went, and the words are a draft of the change that was made.
    QVERIFY(savedFor(of, EventId{1, 2}, "Be brief. Thanks."));
    QCOMPARE(of.page->address().change, diffOf(story).change);
    QCOMPARE(opened.size(), 0);
}

void ChangePageTest::filledInTextsAreCompared()
{
    const Story story = refundInReview(refundLive().replace(u"Acme Home"_s, u"{{shop}}"_s));
    PageOf of(story, dana);
    Samples::keep(of.uiState, u"prompts/support/refund.md"_s, {{u"shop"_s, u"Acme Home"_s}});
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    QVERIFY(view->comparison()->totals.added > 0);
    const auto choose = [&of] {
        QTest::mouseClick(find<QPushButton>(of.page, "changeMore"), Qt::LeftButton);
        const QList<QMenu *> menus = of.page->findChildren<QMenu *>();
        for (QAction *action : menus.isEmpty() ? QList<QAction *>() : menus.last()->actions()) {
            if (action->text() == u"Compare filled-in texts"_s) {
                action->trigger();
                menus.last()->close();
                return true;
            }
        }
        return false;
    };

    QVERIFY(choose());
    QTRY_VERIFY(view->comparison()->rows.size() > 0 && view->comparison()->totals.added == 0);
    QVERIFY(view->comparison()->side(diff::Side::Right).text.contains(u"refunds for Acme Home"_s));
    QVERIFY(!find<DiffPane>(of.page, "diffPane")->notice()->isHidden());

    QVERIFY(choose());
    QTRY_VERIFY(view->comparison()->totals.added > 0);
}

void ChangePageTest::thePageMayCloseWhileAWriteIsUnderWay()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());
    QTest::mouseClick(find<QPushButton>(of.page, "approve"), Qt::LeftButton);
    QCOMPARE(of.workspace.writeCalls.waiting(), 1);

    delete of.page;
    of.page = nullptr;
    of.workspace.writeCalls.answer(WriteReceipt{});

    QCOMPARE(of.workspace.writeCalls.waiting(), 0);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ChangePageTest)
#include "tst_change_page.moc"
