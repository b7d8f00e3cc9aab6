// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/change/MovedStory.h"
#include "gui/support/PictureRows.h"
#include "support/Seed.h"
#include "ui/change/MergeView.h"
#include "ui/change/TalkView.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/editor/PromptEdit.h"
#include "ui/prose/ThreeWayView.h"
#include "unit/diff/laws/Texts.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

constexpr int mergeTab = 6;

// What Ctrl+Enter does in the window.
bool pressFilled(PageOf &of)
{
    return of.page->primaryAction();
}

// Ana at her change, with the draft of its next revision open and the merge asked for, by keyboard.
struct Merging
{
    MovedStory moved;
    PageOf of;
    MergeView *merge;
    PromptEdit *edit;

    explicit Merging(const QString &theirs, QSize size = {1224, 756})
        : moved(theirs), of(moved.story, ana, size), merge(find<MergeView>(of.page, "mergeView")),
          edit(find<PromptEdit>(of.page, "promptEdit"))
    {
    }

    bool begin()
    {
        of.window.activateWindow();
        of.page->navigate({.page = PageKind::Change, .change = moved.change});
        if (!QTest::qWaitForWindowActive(&of.window) || !QTest::qWaitFor([this] { return of.page->findChild<QPushButton *>(u"merge"_s); }))
            return false;
        if (!pressFilled(of) || !QTest::qWaitFor([this] { return of.workspace.newDraftCalls.waiting() == 1; }))
            return false;
        of.workspace.newDraftCalls.answer(moved.draft());
        return QTest::qWaitFor([this] { return merge->isReady(); }) && find<QTabBar>(of.page, "changeTabs")->currentIndex() == mergeTab;
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }
    [[nodiscard]] QPushButton *filled(const char *name) const { return of.page->findChild<QPushButton *>(QString::fromLatin1(name)); }
    // Answers what is being saved until the draft on this machine is so.
    bool saved(const std::function<bool(const EditedFile &)> &so)
    {
        return QTest::qWaitFor([&] {
            while (of.workspace.saveDraftCalls.waiting() > 0)
                of.workspace.saveDraftCalls.answer(Result<QString>(u"draft-1"_s));
            return so(of.workspace.lastDraft.files.first());
        });
    }
    bool savedOnAccepted()
    {
        return saved([this](const EditedFile &file) { return file.before == accepted() && file.text == text().toUtf8(); });
    }
    [[nodiscard]] QString text() const { return edit->exactText(); }
    [[nodiscard]] ContentHash accepted() const { return moved.story.state().artifact({refund})->acceptedContent(); }
};

} // namespace

/// A change whose base was left behind is merged, by keyboard alone.
class MergeViewTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void aChangeThatWasLeftBehindSaysSoAndOffersToMerge();
    void whoMayNotReviseIsNotOfferedIt();
    void aCleanMergeIsReadThenTakenAndCanBeUndone();
    void twoConflictsAreResolvedEachInItsOwnWay();
    void arrowsChooseAndOwnWordsAreEdited();
    void notNowLosesNothing();
    void nothingIsTakenWhenTheOtherSideMovesAgain();
    void aDraftThatWasLeftBehindCannotBeSentBeforeItIsMerged();
    void whatIsTypedWhileMergingIsMergedAnew();
    void aFileThatWasTakenAwayIsAskedAboutAsAWhole();
    void aMergeThatCannotBeMadeSaysWhy();
    void threeTextsStandBesideEachOther();
    void threeTextsAreSearched();
    void proposedWordsAmongThreeAreTalkedAbout();
    void theRowsOfThreeTextsAreTheTexts();
    void theNoticeOfAMovedLiveVersionLeadsToAllThree();
    void eachPlaceIsOneSentenceForScreenReaders();
    void everyState_data();
    void everyState();

private:
    std::unique_ptr<Theme> m_theme;
};

void MergeViewTest::aChangeThatWasLeftBehindSaysSoAndOffersToMerge()
{
    const MovedStory moved(acceptedElsewhere());
    PageOf of(moved.story, ana);
    of.page->navigate({.page = PageKind::Change, .change = moved.change});

    auto *notice = find<NoticeBar>(of.page, "staleNotice");
    QVERIFY(!notice->isHidden());
    QVERIFY2(notice->notice().lead.contains(u"was accepted meanwhile"_s), qPrintable(notice->notice().lead));
    QCOMPARE(notice->notice().action, u"Merge"_s);
    QVERIFY(find<QPushButton>(of.page, "merge")->isEnabled());
}

void MergeViewTest::whoMayNotReviseIsNotOfferedIt()
{
    const MovedStory moved(acceptedElsewhere());
    PageOf of(moved.story, PrincipalId{u"p:nobody"_s});
    of.page->navigate({.page = PageKind::Change, .change = moved.change});

    QVERIFY(!find<NoticeBar>(of.page, "staleNotice")->isHidden());
    QCOMPARE(find<NoticeBar>(of.page, "staleNotice")->notice().action, u"Show all three"_s);
    QTRY_VERIFY(!of.page->findChild<QPushButton *>(u"merge"_s));
}

void MergeViewTest::aCleanMergeIsReadThenTakenAndCanBeUndone()
{
    Merging at(acceptedElsewhere());
    QVERIFY(at.begin());

    QCOMPARE(at.merge->openCount(), 0);
    QVERIFY(at.merge->showsDifference());
    QTRY_VERIFY(at.merge->difference()->view()->comparison());
    QVERIFY(at.merge->difference()->view()->comparison()->side(diff::Side::Right).text.contains(u"in two sentences"_s));
    QCOMPARE(at.text(), refundProposed());

    QVERIFY(pressFilled(at.of)); // take it

    QString both = refundProposed();
    both.replace(u"in one sentence"_s, u"in two sentences"_s);
    QCOMPARE(at.text(), both);
    QVERIFY(at.savedOnAccepted());
    QTRY_VERIFY(!at.of.page->findChild<QPushButton *>(u"merge"_s));
    QVERIFY(find<NoticeBar>(at.of.page, "staleNotice")->notice().lead.startsWith(u"Merged"_s));

    at.edit->setFocus();
    at.key(Qt::Key_Z, Qt::ControlModifier);

    QCOMPARE(at.text(), refundProposed());
    QTRY_VERIFY(at.of.page->findChild<QPushButton *>(u"merge"_s)); // what it is written against went back too

    at.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);

    QCOMPARE(at.text(), both);
    QTRY_VERIFY(!at.of.page->findChild<QPushButton *>(u"merge"_s));
}

void MergeViewTest::twoConflictsAreResolvedEachInItsOwnWay()
{
    Merging at(acceptedAtTwoPlaces());
    QVERIFY(at.begin());
    QCOMPARE(at.merge->openCount(), 2);
    QVERIFY(!at.merge->showsDifference());
    QCOMPARE(QApplication::focusWidget()->objectName(), u"mergeCard"_s);
    QVERIFY(!at.filled("mergeRead")->isEnabled());
    QVERIFY(!pressFilled(at.of));

    at.key(Qt::Key_2); // theirs
    QCOMPARE(at.merge->openCount(), 1);
    at.key(Qt::Key_F7);
    QCOMPARE(at.merge->currentQuestion(), 1);
    at.key(Qt::Key_3); // hers
    QCOMPARE(at.merge->openCount(), 0);
    QVERIFY(pressFilled(at.of)); // read it
    QTRY_VERIFY(at.merge->showsDifference());
    QVERIFY(pressFilled(at.of)); // take it

    QVERIFY(at.text().contains(u"within 30 working days of delivery"_s));
    QVERIFY(at.text().contains(u"offer a voucher"_s));
    QVERIFY(at.text().contains(u"in two sentences"_s));
    QVERIFY(at.text().contains(u"temperature: 0.2"_s));
    QVERIFY(at.savedOnAccepted());
}

void MergeViewTest::arrowsChooseAndOwnWordsAreEdited()
{
    Merging at(acceptedAtTwoPlaces());
    QVERIFY(at.begin());

    at.key(Qt::Key_Right);
    QVERIFY(find<QAbstractButton>(at.of.page, "mergeBase")->isChecked());
    at.key(Qt::Key_Right);
    QVERIFY(find<QAbstractButton>(at.of.page, "mergeTheirs")->isChecked());
    at.key(Qt::Key_4);
    QVERIFY(find<QAbstractButton>(at.of.page, "mergeBoth")->isChecked());
    at.key(Qt::Key_F7);
    at.key(Qt::Key_E);
    auto *words = find<QPlainTextEdit>(at.of.page, "mergeWords");
    QVERIFY(words->hasFocus());
    QVERIFY2(words->toPlainText().contains(u"offer a voucher"_s), qPrintable(words->toPlainText())); // hers to begin with
    words->selectAll();
    QTest::keyClicks(words, u"Say that it has ended."_s);
    QVERIFY(at.of.page->escape());
    QCOMPARE(QApplication::focusWidget()->objectName(), u"mergeCard"_s);
    at.key(Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(at.merge->currentQuestion(), 0);

    const Result<QList<EditedFile>> files = at.merge->files();
    QVERIFY(files);
    const QString text = QString::fromUtf8(files->first().text);
    QVERIFY(text.contains(u"Say that it has ended."_s));
    QVERIFY(text.contains(u"14 days of delivery. Customers may return an item within 30 working days"_s));
}

void MergeViewTest::notNowLosesNothing()
{
    Merging at(acceptedAtTwoPlaces());
    QVERIFY(at.begin());
    at.key(Qt::Key_2);

    find<QPushButton>(at.of.page, "mergeCancel")->click();

    QCOMPARE(find<QTabBar>(at.of.page, "changeTabs")->currentIndex(), 0);
    QCOMPARE(at.text(), refundProposed());
    QVERIFY(!find<QTabBar>(at.of.page, "changeTabs")->isTabVisible(mergeTab));
    QVERIFY(pressFilled(at.of)); // merge again

    QTRY_VERIFY(at.merge->isReady());
    QCOMPARE(at.merge->openCount(), 1); // what was decided is decided
}

void MergeViewTest::nothingIsTakenWhenTheOtherSideMovesAgain()
{
    Merging at(acceptedAtTwoPlaces());
    QVERIFY(at.begin());
    at.key(Qt::Key_2);
    at.key(Qt::Key_F7);
    at.key(Qt::Key_2);
    QVERIFY(pressFilled(at.of));
    QVERIFY(at.filled("mergeTake"));

    at.moved.accept(acceptedAtTwoPlaces().replace(u"30 working days of delivery"_s, u"40 working days of delivery"_s));
    at.of.setStory(at.moved.story);

    QVERIFY(!find<NoticeBar>(at.of.page, "mergeNotice")->isHidden());
    QTRY_VERIFY(!at.of.page->findChild<QPushButton *>(u"mergeTake"_s));
    QCOMPARE(at.text(), refundProposed());
    QVERIFY(pressFilled(at.of)); // merge again
    QTRY_VERIFY(at.merge->isReady());
    QCOMPARE(at.merge->openCount(), 1); // the place that is another one now
    QVERIFY(at.merge->accessibleQuestion(at.merge->currentQuestion()).contains(u"40 working days"_s));
    at.key(Qt::Key_2);
    QVERIFY(pressFilled(at.of));
    QVERIFY(pressFilled(at.of));
    QVERIFY(at.text().contains(u"40 working days"_s));
    QVERIFY(at.savedOnAccepted());
}

void MergeViewTest::aDraftThatWasLeftBehindCannotBeSentBeforeItIsMerged()
{
    const Story before = refundInReview();
    PageOf of(before, ana);
    Draft draft{.id = u"draft-9"_s, .title = u"Another"_s,
                .files = {{.artifact = {refund}, .path = u"prompts/support/refund.md"_s, .kind = ArtifactKind::Prompt,
                           .before = textHash(refundLive()), .text = refundProposed().toUtf8()}}};
    of.workspace.change([&draft](WorkspaceView &view) { view.drafts = {draft}; });
    of.page->navigate({.page = PageKind::Change, .draft = draft.id, .act = AddressAct::Edit});
    QTRY_VERIFY(!of.page->findChild<QPushButton *>(u"merge"_s));

    const MovedStory moved(acceptedElsewhere());
    of.setStory(moved.story);

    QTRY_VERIFY(of.page->findChild<QPushButton *>(u"merge"_s));
    QVERIFY(!find<QPushButton>(of.page, "send")->isEnabled());
    QVERIFY(!find<NoticeBar>(of.page, "staleNotice")->isHidden());
    QVERIFY(pressFilled(of));
    QTRY_VERIFY(find<MergeView>(of.page, "mergeView")->isReady());
    QVERIFY(pressFilled(of));
    QVERIFY(find<PromptEdit>(of.page, "promptEdit")->exactText().contains(u"in two sentences"_s));
    QTRY_VERIFY(!of.page->findChild<QPushButton *>(u"merge"_s));
}

void MergeViewTest::whatIsTypedWhileMergingIsMergedAnew()
{
    Merging at(acceptedElsewhere());
    QVERIFY(at.begin());
    find<QTabBar>(at.of.page, "changeTabs")->setCurrentIndex(0);
    QTRY_VERIFY(!at.edit->isReadOnly());
    at.edit->moveCursor(QTextCursor::End);
    QTest::keyClicks(at.edit, u"Thanks."_s);
    find<QTabBar>(at.of.page, "changeTabs")->setCurrentIndex(mergeTab);

    QTRY_VERIFY(!at.of.page->findChild<QPushButton *>(u"mergeTake"_s));
    QVERIFY(pressFilled(at.of)); // merge again
    QTRY_VERIFY(at.filled("mergeTake"));
    QVERIFY(pressFilled(at.of));

    QVERIFY(at.text().endsWith(u"Thanks."_s));
    QVERIFY(at.text().contains(u"in two sentences"_s));
}

void MergeViewTest::aFileThatWasTakenAwayIsAskedAboutAsAWhole()
{
    Story story = refundInReview();
    const ChangeId change = story.changeId();
    story.opened(bode);
    story.say(bode, changeSubject(story.changeId()),
              RevisionSubmitted{.files = {{.artifact = {refund}, .path = u"prompts/support/refund.md"_s, .kind = ArtifactKind::Prompt,
                                           .before = textHash(refundLive()), .after = {}}},
                                .contributors = {bode}, .assessment = {.lane = Lane::Low, .rules = u"1"_s}});
    story.approved(jonas, "support").accepted(chen);
    QVERIFY(story.effective());
    PageOf of(story, ana);
    Draft draft{.id = u"draft-1"_s, .change = change,
                .files = {{.artifact = {refund}, .path = u"prompts/support/refund.md"_s, .kind = ArtifactKind::Prompt,
                           .before = textHash(refundLive()), .text = refundProposed().toUtf8()}}};
    of.workspace.change([&draft](WorkspaceView &view) { view.drafts = {draft}; });
    of.page->navigate({.page = PageKind::Change, .change = change, .draft = draft.id, .act = AddressAct::Edit});
    QVERIFY(find<NoticeBar>(of.page, "staleNotice")->notice().sentence.contains(u"was taken away"_s));

    QVERIFY(pressFilled(of));
    auto *merge = find<MergeView>(of.page, "mergeView");
    QTRY_VERIFY(merge->isReady());
    QCOMPARE(merge->openCount(), 1);
    QVERIFY(find<PlainLabel>(of.page, "mergeFacts")->text().contains(u"was taken away meanwhile"_s));
    QVERIFY(find<QAbstractButton>(of.page, "mergeBoth")->isHidden());
    merge->choose(MergeAnswerKind::Both); // cannot be
    QCOMPARE(merge->openCount(), 1);
    merge->choose(MergeAnswerKind::Ours);
    QVERIFY(pressFilled(of));
    QVERIFY(pressFilled(of));

    QTRY_VERIFY(find<NoticeBar>(of.page, "staleNotice")->notice().lead.startsWith(u"Merged"_s));
    while (of.workspace.saveDraftCalls.waiting() > 0)
        of.workspace.saveDraftCalls.answer(Result<QString>(u"draft-1"_s));
    QTRY_VERIFY(of.workspace.saveDraftCalls.waiting() > 0);
    QVERIFY(of.workspace.lastDraft.files.first().before.isNull());
    QVERIFY(!of.workspace.lastDraft.files.first().removed);
    QCOMPARE(of.workspace.lastDraft.files.first().text, refundProposed().toUtf8());
}

void MergeViewTest::aMergeThatCannotBeMadeSaysWhy()
{
    MovedStory moved(acceptedElsewhere());
    PageOf of(moved.story, ana);
    of.workspace.change([&moved](WorkspaceView &view) { view.drafts = {moved.draft()}; });
    of.page->navigate({.page = PageKind::Change, .change = moved.change, .draft = u"draft-1"_s, .act = AddressAct::Edit});
    of.workspace.holdMerges = true;
    QVERIFY(pressFilled(of));
    QCOMPARE(of.workspace.mergeCalls.waiting(), 1);

    of.workspace.mergeCalls.answer(std::unexpected(Error{.code = ErrorCode::Unavailable, .subject = u"origin"_s}));

    QTRY_VERIFY(!find<NoticeBar>(of.page, "mergeNotice")->isHidden());
    QVERIFY(!find<QPushButton>(of.page, "mergeRead")->isEnabled());
    QCOMPARE(find<PromptEdit>(of.page, "promptEdit")->exactText(), refundProposed());
    find<QPushButton>(of.page, "mergeCancel")->click();
    QCOMPARE(find<QTabBar>(of.page, "changeTabs")->currentIndex(), 0);
}

void MergeViewTest::threeTextsStandBesideEachOther()
{
    const MovedStory moved(acceptedAtTwoPlaces());
    PageOf of(moved.story, dana);
    of.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&of.window));
    of.page->navigate({.page = PageKind::Change, .change = moved.change});
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    view->setFocus();

    QTest::keyClick(view, Qt::Key_3, Qt::AltModifier);

    auto *three = find<ThreeWayView>(of.page, "threeWayView");
    QTRY_VERIFY(three->texts());
    QVERIFY(three->isVisible());
    QVERIFY(three->hasFocus());
    std::array<QString, 3> texts;
    int conflicts = 0;
    for (const ThreeWayRow &row : three->texts()->rows) {
        for (size_t side = 0; side < 3; ++side)
            texts[side] += row.text[side];
        conflicts += row.conflict;
    }
    QCOMPARE(texts[0], refundLive());
    QCOMPARE(texts[1], refundProposed());
    QCOMPARE(texts[2], acceptedAtTwoPlaces());
    QCOMPARE(conflicts, 2);
    const int first = three->currentRow();
    QTest::keyClick(three, Qt::Key_F7);
    QVERIFY(three->currentRow() > first);
    QTest::keyClick(three, Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(three->currentRow(), first);
    // A fold opens and what stands in it can be read.
    for (int row = 0; row < three->rows().size(); ++row) {
        if (three->rows()[row].fold) {
            const qsizetype before = three->rows().size();
            const int hidden = three->rows()[row].count;
            three->setCurrentRow(row);
            QTest::keyClick(three, Qt::Key_Return);
            QCOMPARE(three->rows().size(), before + hidden - 1);
            break;
        }
    }

    QTest::keyClick(three, Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(view->isVisible());
    QTRY_VERIFY(view->comparison());
}

void MergeViewTest::threeTextsAreSearched()
{
    const MovedStory moved(acceptedAtTwoPlaces());
    PageOf of(moved.story, dana);
    of.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&of.window));
    of.page->navigate({.page = PageKind::Change, .change = moved.change});
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    view->setFocus();
    QTest::keyClick(view, Qt::Key_3, Qt::AltModifier);
    auto *three = find<ThreeWayView>(of.page, "threeWayView");
    QTRY_VERIFY(three->texts());

    QTest::keyClick(three, Qt::Key_F, Qt::ControlModifier);
    QWidget *search = QApplication::focusWidget();
    QVERIFY(search);
    QCOMPARE(search->objectName(), u"diffSearch"_s);
    // A word that all three have, in a stretch that nobody changed and that is folded.
    QTest::keyClicks(search, u"PASSWORDS"_s);

    QTRY_COMPARE(three->matchCount(), 3);
    QCOMPARE(three->currentMatch(), 0);
    const ThreeWayView::Row shown = three->rows()[three->currentRow()];
    QVERIFY(!shown.fold);
    for (const QString &text : three->texts()->rows[shown.first].text)
        QVERIFY(text.contains(u"passwords"_s));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(three->currentMatch(), 1);
    QTest::keyClicks(search, u"xyz"_s);
    QTRY_COMPARE(three->matchCount(), 0);

    // The first Escape empties the field, the next one, which the window gives to the page, closes it.
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(of.page->escape());
    QVERIFY(three->hasFocus());
    QVERIFY(!search->isVisible());
    // Words of the row go with the heads under which they stand.
    three->walk(1);
    QTest::keyClick(three, Qt::Key_C, Qt::ControlModifier);
    const QString copied = QGuiApplication::clipboard()->text();
    QCOMPARE(copied, three->copyText());
    QCOMPARE(copied.count(u":\n"_s), 3);
}

void MergeViewTest::proposedWordsAmongThreeAreTalkedAbout()
{
    MovedStory moved(acceptedAtTwoPlaces());
    PageOf of(moved.story, dana);
    of.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&of.window));
    of.page->navigate({.page = PageKind::Change, .change = moved.change});
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    view->setFocus();
    QTest::keyClick(view, Qt::Key_3, Qt::AltModifier);
    auto *three = find<ThreeWayView>(of.page, "threeWayView");
    QTRY_VERIFY(three->texts());
    QCOMPARE(three->proposedText(), refundProposed());
    const auto words = [&] { return refundProposed().mid(three->proposedWords().start, three->proposedWords().length); };
    while (!words().contains(u"14 days"_s) && three->walk(1)) {
    }
    const QString paragraph = words();
    QVERIFY2(paragraph.contains(u"14 days"_s), qPrintable(paragraph));

    // A comment on the words of the row.
    QTest::keyClick(three, Qt::Key_C);
    QTest::keyClicks(find<QPlainTextEdit>(&of.window, "commentText"), u"Too short."_s);
    QTest::mouseClick(find<QPushButton>(&of.window, "commentSend"), Qt::LeftButton);

    QCOMPARE(of.workspace.lastWrite, u"comment"_s);
    QCOMPARE(of.workspace.lastText, u"Too short."_s);
    const Anchor anchor = of.workspace.lastAnchor;
    QVERIFY(!anchor.before);
    QCOMPARE(refundProposed().mid(anchor.start, anchor.length), paragraph);
    of.workspace.writeCalls.answer(WriteReceipt{});
    QTRY_VERIFY(three->hasFocus());

    // It stands under its row, in the column of the proposed text.
    moved.story.say(dana, changeSubject(moved.change),
                    CommentMade{.revision = moved.story.state().change(moved.change)->revision()->stamp.event, .anchor = anchor,
                                .text = moved.story.text(u"Too short."_s)});
    of.setStory(moved.story);
    auto *card = find<ThreadCard>(three->viewport(), qPrintable(moved.story.lastId().toString()));
    QTRY_VERIFY(card->isVisible());
    const int row = three->currentRow();
    QVERIFY(three->rowRect(row).contains(card->geometry()));
    QVERIFY(card->geometry().left() > three->viewport()->width() * 2 / 3);
    QVERIFY(three->accessibleRowText(row).contains(u"1 comment"_s));
    three->setCurrentRow(0);
    QTest::keyClick(three, Qt::Key_T);
    QCOMPARE(three->currentRow(), row);
    if (const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES"); !folder.isEmpty())
        QVERIFY(of.window.grab().save(folder + u"/three-texts-comment.png"_s));

    // An answer that grows while it is written moves nothing above it, and a link leads to it from anywhere.
    const QSize before = of.window.size();
    of.window.resize(before.width(), 420);
    QScrollBar *bar = three->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    three->goToThread(moved.story.lastId().toString());
    const int top = three->rowRect(row).top();
    QVERIFY(top >= 0 && top < three->viewport()->height());
    const int low = card->height();
    find<QPlainTextEdit>(card, "threadAnswer")->setPlainText(u"One\nTwo\nThree\nFour"_s);
    QTRY_VERIFY(card->height() > low);
    QCOMPARE(three->rowRect(row).top(), top);
    // Nor does one whose row begins above what is shown.
    bar->setValue(bar->value() + top + 20);
    QCOMPARE(three->rowRect(row).top(), -20);
    const int higher = card->height();
    find<QPlainTextEdit>(card, "threadAnswer")->setPlainText(u"One\nTwo\nThree"_s);
    QTRY_VERIFY(card->height() < higher);
    QCOMPARE(three->rowRect(row).top(), -20);
    QVERIFY(card->isVisible());
    find<QPlainTextEdit>(card, "threadAnswer")->clear();
    of.window.resize(before);

    // Other words for those of the row.
    QTest::keyClick(three, Qt::Key_E);
    auto *instead = find<QPlainTextEdit>(&of.window, "suggestText");
    QCOMPARE(instead->toPlainText(), paragraph);
    QTest::keyClicks(instead, u"Within 30 days."_s);
    QTest::mouseClick(find<QPushButton>(&of.window, "commentSend"), Qt::LeftButton);
    QCOMPARE(of.workspace.lastWrite, u"suggest"_s);
    QCOMPARE(of.workspace.lastWords, u"Within 30 days."_s);
    of.workspace.writeCalls.answer(WriteReceipt{});
    QTRY_VERIFY(three->hasFocus());

    // Back at two texts, the same comment stands there, with the answer that is half written.
    find<QPlainTextEdit>(card, "threadAnswer")->setPlainText(u"And why"_s);
    QTest::keyClick(three, Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(view->isVisible());
    QTRY_COMPARE(view->viewport()->findChild<ThreadCard *>(moved.story.lastId().toString()), card);
    QTRY_VERIFY(card->isVisible());
    QCOMPARE(find<QPlainTextEdit>(card, "threadAnswer")->toPlainText(), u"And why"_s);

    // One about words that the change removes has no place among three, and is there again behind it.
    const QString gone = u"30 days"_s;
    moved.story.say(dana, changeSubject(moved.change),
                    CommentMade{.revision = moved.story.state().change(moved.change)->revision()->stamp.event,
                                .anchor = {.path = anchor.path, .start = refundLive().indexOf(gone), .length = gone.size(), .before = true},
                                .text = moved.story.text(u"Why not these?"_s)});
    of.setStory(moved.story);
    QTRY_VERIFY(view->viewport()->findChild<ThreadCard *>(moved.story.lastId().toString()));
    auto *about = find<ThreadCard>(view->viewport(), qPrintable(moved.story.lastId().toString()));
    find<QPlainTextEdit>(about, "threadAnswer")->setPlainText(u"Because"_s);
    QTest::keyClick(view, Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(three->isVisible());
    QVERIFY(!about->isVisible());
    QTest::keyClick(three, Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(view->isVisible());
    QTRY_COMPARE(view->viewport()->findChild<ThreadCard *>(moved.story.lastId().toString()), about);
    QCOMPARE(find<QPlainTextEdit>(about, "threadAnswer")->toPlainText(), u"Because"_s);

    // A link to its words leads away from the three.
    QTest::keyClick(view, Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(three->isVisible());
    auto *talk = of.page->findChild<TalkView *>();
    emit talk->wordsChosen(moved.story.lastId());
    QTRY_VERIFY(view->isVisible() && view->comparison());
    QTRY_VERIFY(view->viewport()->rect().intersects(about->geometry()) && about->isVisible());
}

void MergeViewTest::theRowsOfThreeTextsAreTheTexts()
{
    QRandomGenerator random(seed());
    const QString book = u"A sentence that is a book "_s.repeated(2000);
    for (int round = 0; round < 300; ++round) {
        const QString base = round == 0 ? book + u"."_s : text(random);
        const QString ours = round == 0 ? u"Not "_s + book + u"."_s : edited(base, random);
        const QString theirs = round == 0 ? book + u"!"_s : edited(base, random);

        const ThreeWay rows = threeWay(base, ours, theirs, diff::mergeTexts(base, ours, theirs));

        QVERIFY(rows.complete);
        std::array<QString, 3> all;
        for (const ThreeWayRow &row : rows.rows) {
            for (size_t side = 0; side < 3; ++side) {
                all[side] += row.text[side];
                for (const TextMark &mark : row.marks[side])
                    QVERIFY(mark.start >= 0 && mark.start + mark.length <= row.text[side].size());
            }
            QVERIFY(row.text[0] == row.text[1] || row.ours);
            QVERIFY(row.text[0] == row.text[2] || row.theirs);
        }
        QVERIFY(all == (std::array<QString, 3>{base, ours, theirs}));
    }
}

void MergeViewTest::theNoticeOfAMovedLiveVersionLeadsToAllThree()
{
    MovedStory moved(acceptedElsewhere());
    PageOf of(moved.story, dana);
    of.page->navigate({.page = PageKind::Change, .change = moved.change});
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());

    const QByteArray version = moved.story.state().artifact({refund})->latest()->version.toString().toLatin1();
    moved.story.released(chen, refund, version.constData(), staging).released(chen, refund, version.constData(), production);
    QVERIFY(moved.story.effective());
    of.setStory(moved.story);

    NoticeBar *live = nullptr;
    for (NoticeBar *bar : of.page->findChildren<NoticeBar *>()) {
        if (bar->notice().lead.startsWith(u"Live is now"_s))
            live = bar;
    }
    QVERIFY(live);
    QCOMPARE(live->notice().action, u"Compare with it"_s);
    QCOMPARE(live->notice().secondAction, u"Show all three"_s);
    emit live->secondActionPressed();
    auto *three = find<ThreeWayView>(of.page, "threeWayView");
    QTRY_VERIFY(three->texts());
    QVERIFY(three->accessibleRowText(three->currentRow()).contains(u"Live in production"_s));
}

void MergeViewTest::eachPlaceIsOneSentenceForScreenReaders()
{
    Merging at(acceptedAtTwoPlaces());
    QVERIFY(at.begin());

    const QString said = at.merge->accessibleQuestion(0);
    for (const QString &part : {u"Place 1 of 2"_s, u"Refund rules"_s, u"within 30 days of delivery"_s, u"30 working days"_s, u"14 days"_s, u"not decided"_s})
        QVERIFY2(said.contains(part), qPrintable(said));
    QCOMPARE(find<QWidget>(at.of.page, "mergeCard")->accessibleName(), said);
    at.key(Qt::Key_2);
    QVERIFY(at.merge->accessibleQuestion(0).contains(u"decided: Version"_s));
}

void MergeViewTest::everyState_data()
{
    addPictureRows({"stale", "conflict", "own", "clean", "moved", "three", "talk", "taken", "gone"});
}

// Draws every state in both themes and sizes; the pictures go to COUNTERSIGN_SCREENS.
void MergeViewTest::everyState()
{
    QFETCH(QString, state);
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    Merging at(state == "clean"_L1 || state == "taken"_L1 ? acceptedElsewhere() : acceptedAtTwoPlaces(), size);
    if (state == "stale"_L1 || state == "three"_L1 || state == "talk"_L1) {
        at.of.page->navigate({.page = PageKind::Change, .change = at.moved.change});
        auto *view = find<DiffView>(at.of.page, "diffView");
        QTRY_VERIFY(view->comparison());
        if (state == "talk"_L1) {
            const QString words = u"14 days"_s;
            at.moved.story.say(dana, changeSubject(at.moved.change),
                               CommentMade{.revision = at.moved.story.state().change(at.moved.change)->revision()->stamp.event,
                                           .anchor = {.path = u"prompts/support/refund.md"_s, .start = refundProposed().indexOf(words), .length = words.size()},
                                           .text = at.moved.story.text(u"Too short for customers abroad?"_s)});
            at.of.setStory(at.moved.story);
        }
        if (state != "stale"_L1) {
            emit find<DiffPane>(at.of.page, "diffPane")->threeTextsAsked();
            auto *three = find<ThreeWayView>(at.of.page, "threeWayView");
            QTRY_VERIFY(three->texts());
            if (state == "talk"_L1)
                QTRY_VERIFY(three->viewport()->findChild<ThreadCard *>(at.moved.story.lastId().toString()));
        }
    } else if (state == "gone"_L1) {
        Draft draft = at.moved.draft();
        at.of.workspace.change([&draft](WorkspaceView &view) {
            view.drafts = {draft};
            view.state.artifacts[{refund}].retired = true;
        });
        at.of.page->navigate({.page = PageKind::Change, .change = at.moved.change, .draft = draft.id, .act = AddressAct::Edit});
        QVERIFY(pressFilled(at.of));
        QTRY_VERIFY(at.merge->isReady());
    } else {
        QVERIFY(at.begin());
        if (state == "own"_L1) {
            at.key(Qt::Key_2);
            at.key(Qt::Key_F7);
            at.key(Qt::Key_E);
        } else if (state == "clean"_L1) {
            QTRY_VERIFY(at.merge->difference()->view()->comparison());
        } else if (state == "taken"_L1) {
            QVERIFY(pressFilled(at.of));
            QTRY_VERIFY(!at.of.page->findChild<QPushButton *>(u"merge"_s));
        } else if (state == "moved"_L1) {
            at.moved.accept(acceptedAtTwoPlaces().replace(u"30 working days of delivery"_s, u"40 working days of delivery"_s));
            at.of.setStory(at.moved.story);
        }
    }
    QTRY_VERIFY(at.of.page->isVisible());
    QCoreApplication::sendPostedEvents();
    auto *tabs = find<QTabBar>(at.of.page, "changeTabs");
    QTRY_VERIFY(tabs->width() >= tabs->sizeHint().width());
    QCoreApplication::sendPostedEvents();

    const QPixmap picture = at.of.window.grab();

    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    const QString folder = qEnvironmentVariable("COUNTERSIGN_SCREENS", QDir::temp().filePath(u"screens"_s));
    QDir().mkpath(folder);
    QVERIFY(picture.save(u"%1/merge-%2.png"_s.arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
    m_theme->setSettings({.scheme = SchemeChoice::Light});
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::MergeViewTest)
#include "tst_merge_view.moc"
