// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/change/RefundStory.h"
#include "ui/change/Arming.h"
#include "ui/change/Carry.h"
#include "ui/change/ThreadCard.h"
#include "ui/common/PlainLabel.h"
#include "ui/editor/PromptEdit.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString path = u"prompts/support/refund.md"_s;

Address diffOf(const Story &story)
{
    return {.page = PageKind::Change, .change = story.changeId()};
}

/// A thread of Bode about words of the newest revision, with other words for them where some are given.
EventId bodeSays(Story &story, const QString &words, const QString &text, const QString &instead = {})
{
    CommentMade comment{.revision = story.change().revision()->stamp.event,
                        .anchor = {.path = path, .start = refundProposed().indexOf(words), .length = words.size()},
                        .text = story.text(text)};
    if (!instead.isEmpty())
        comment.suggestionText = story.text(instead);
    story.say(bode, changeSubject(story.changeId()), comment);
    return story.lastId();
}

/// What a page says in the card of a thread, without its buttons.
QString wordsOf(const QWidget *card)
{
    QStringList words;
    for (const PlainLabel *child : card->findChildren<PlainLabel *>())
        words.append(child->text());
    return words.join(u'|');
}

QString carried(const QString &from, const QString &words, const QString &to)
{
    const std::optional<CarriedWords> at = carryWords(from, from.indexOf(words), words.size(), to);
    return at ? to.mid(at->start, at->length) : QString();
}

} // namespace

/// Comments, suggestions and marks of having seen, on the page of a change.
class TalkTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void wordsAreFoundWhereTheyWent_data();
    void wordsAreFoundWhereTheyWent();
    void ofSeveralPlacesTheNeighboursDecide();
    void aCommentOnRemovedWordsStandsOnTheLeft();
    void otherWordsAreSuggestedWithTheKeyboard();
    void anAnswerClosesOnlyTheCommentThatItBelongsTo();
    void aThreadIsCarriedToTheNextRevision();
    void aThreadWhoseWordsWentIsOutdated();
    void aSuggestionIsTakenOverIntoTheDraft();
    void onlyTheAuthorTakesOver();
    void anApprovalSaysWhetherEverythingWasSeen();
    void whatChangedSinceTheReaderWasThereIsOfferedFirst();
    void theWayOfReadingIsRemembered();

private:
    std::unique_ptr<Theme> m_theme;
};

void TalkTest::wordsAreFoundWhereTheyWent_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("found");
    QTest::newRow("the same text") << u"You should ask."_s << u"should"_s << u"You should ask."_s << u"should"_s;
    QTest::newRow("text before it") << u"You should ask."_s << u"should"_s << u"Now and then you should ask."_s << u"should"_s;
    QTest::newRow("re-wrapped") << u"ask a person first"_s << u"ask a person"_s << u"always ask\n  a person"_s << u"ask\n  a person"_s;
    QTest::newRow("other words") << u"You should ask."_s << u"should"_s << u"You must ask."_s << QString();
    QTest::newRow("part of the words") << u"within 30 days of it"_s << u"30 days"_s << u"within 14 days of it"_s << QString();
    QTest::newRow("a short word alone") << u"We do it"_s << u"do"_s << u"A doll"_s << QString();
    QTest::newRow("Chinese") << u"退款需要经理批准。"_s << u"经理批准"_s << u"所有退款都需要经理批准。"_s << u"经理批准"_s;
}

void TalkTest::wordsAreFoundWhereTheyWent()
{
    QFETCH(QString, from);
    QFETCH(QString, words);
    QFETCH(QString, to);
    QFETCH(QString, found);

    QCOMPARE(carried(from, words, to), found);
}

void TalkTest::ofSeveralPlacesTheNeighboursDecide()
{
    const QString from = u"Refunds need approval. Vouchers never do."_s;
    const QString to = u"Returns need approval. Exchanges need approval. Refunds need approval. Vouchers never do."_s;
    const qsizetype start = from.indexOf(u"need approval"_s);

    const std::optional<CarriedWords> at = carryWords(from, start, 13, to);

    QVERIFY(at);
    QCOMPARE(at->start, to.lastIndexOf(u"need approval"_s));
    QVERIFY(!carryWords(u"x need y"_s, 2, 4, u"a need b. c need d."_s));
}

void TalkTest::aCommentOnRemovedWordsStandsOnTheLeft()
{
    Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    const qsizetype at = view->comparison()->sides[0].text.indexOf(u"must check"_s);
    view->select({diff::Side::Left, {at, 4}});
    view->setFocus();

    QTest::keyClick(view, Qt::Key_C);
    QTest::keyClicks(find<QPlainTextEdit>(&of.window, "commentText"), u"Keep it."_s);
    QTest::mouseClick(find<QPushButton>(&of.window, "commentSend"), Qt::LeftButton);

    QCOMPARE(of.workspace.lastText, u"Keep it."_s);
    const Anchor anchor = of.workspace.lastAnchor;
    QVERIFY(anchor.before);
    QCOMPARE(refundLive().mid(anchor.start, anchor.length), u"must"_s);
    of.workspace.writeCalls.answer(WriteReceipt{});

    story.say(dana, changeSubject(story.changeId()),
              CommentMade{.revision = story.change().revision()->stamp.event, .anchor = anchor, .text = story.text(u"Keep it."_s)});
    of.setStory(story);
    auto *card = find<ThreadCard>(view->viewport(), qPrintable(story.lastId().toString()));
    view->goToThread(story.lastId().toString());
    QTRY_VERIFY(card->isVisible());
    QVERIFY(card->geometry().right() < view->viewport()->width() / 2);
}

void TalkTest::otherWordsAreSuggestedWithTheKeyboard()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    view->select({diff::Side::Right, {view->comparison()->sides[1].text.indexOf(u"should check"_s), 6}});
    view->setFocus();

    QTest::keyClick(view, Qt::Key_E);
    auto *instead = find<QPlainTextEdit>(&of.window, "suggestText");
    QCOMPARE(instead->toPlainText(), u"should"_s);
    QVERIFY(!find<QPushButton>(&of.window, "commentSend")->isEnabled());
    QTest::keyClicks(instead, u"must"_s);
    QTest::keyClick(instead, Qt::Key_Tab);
    QTest::keyClicks(find<QPlainTextEdit>(&of.window, "commentText"), u"It was binding."_s);
    find<QPushButton>(&of.window, "commentSend")->setFocus();
    QTest::keyClick(find<QPushButton>(&of.window, "commentSend"), Qt::Key_Space);

    QCOMPARE(of.workspace.lastWrite, u"suggest"_s);
    QCOMPARE(of.workspace.lastWords, u"must"_s);
    QCOMPARE(of.workspace.lastText, u"It was binding."_s);
    QCOMPARE(refundProposed().mid(of.workspace.lastAnchor.start, of.workspace.lastAnchor.length), u"should"_s);
}

void TalkTest::anAnswerClosesOnlyTheCommentThatItBelongsTo()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate({.page = PageKind::Change, .change = story.changeId()});
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    const auto comment = [&](const QString &on, const QString &words) {
        view->setFocus();
        view->select({diff::Side::Right, {view->comparison()->sides[1].text.indexOf(on), on.size()}});
        QTest::keyClick(view, Qt::Key_C);
        QTest::keyClicks(of.window.findChildren<QPlainTextEdit *>(u"commentText"_s).constLast(), words);
    };
    comment(u"should"_s, u"Keep must."_s);
    QTest::mouseClick(find<QPushButton>(&of.window, "commentSend"), Qt::LeftButton);
    QCOMPARE(of.workspace.writeCalls.waiting(), 1);
    QTest::keyClick(find<QPlainTextEdit>(&of.window, "commentText"), Qt::Key_Escape);
    QTRY_VERIFY(!of.window.findChild<QPlainTextEdit *>(u"commentText"_s));
    comment(u"a voucher"_s, u"Say store credit"_s);

    auto *open = find<QPlainTextEdit>(&of.window, "commentText");
    QTest::mouseClick(find<QPushButton>(&of.window, "commentSend"), Qt::LeftButton);
    QVERIFY(find<QWidget>(&of.window, "commentProblem")->isVisible()); // one after the other
    QCOMPARE(of.workspace.writeCalls.asked(), 1);

    of.workspace.writeCalls.answer(WriteReceipt{});

    QTRY_VERIFY((QTest::mouseClick(find<QPushButton>(&of.window, "commentSend"), Qt::LeftButton), of.workspace.writeCalls.asked() == 2));
    QVERIFY(open->isVisible());
    QCOMPARE(open->toPlainText(), u"Say store credit"_s);
    of.workspace.writeCalls.answer(std::unexpected(Error{.code = ErrorCode::Unavailable, .subject = u"origin"_s}));
    QTRY_VERIFY(find<QWidget>(&of.window, "commentProblem")->isVisible());
    QCOMPARE(open->toPlainText(), u"Say store credit"_s);
}

void TalkTest::aThreadIsCarriedToTheNextRevision()
{
    Story story = refundInReview();
    const EventId first = bodeSays(story, u"should check the delivery date"_s, u"Please keep must."_s);
    story.submitted(ana, refund, refundProposed().replace(u"14 days"_s, u"21 days"_s), Lane::High, {u"Refund rules"_s}).noted(ana);
    PageOf of(story, dana);

    of.page->navigate(diffOf(story));

    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->viewport()->findChild<ThreadCard *>(first.toString()));
    const auto *card = find<ThreadCard>(view->viewport(), qPrintable(first.toString()));
    view->setFocus();
    QTest::keyClick(view, Qt::Key_T);
    QVERIFY(view->accessibleRowText(view->currentRow()).contains(u"should check"_s));
    QTRY_VERIFY(card->isVisible());
    QVERIFY(!card->thread().current);
    QVERIFY(!card->thread().outdated);
    QCOMPARE(card->thread().words, u"should check the delivery date"_s);
}

void TalkTest::aThreadWhoseWordsWentIsOutdated()
{
    Story story = refundInReview();
    const EventId first = bodeSays(story, u"should check the delivery date"_s, u"Please keep must."_s);
    story.submitted(ana, refund, refundProposed().replace(u"should check"_s, u"must check"_s), Lane::High, {u"Refund rules"_s}).noted(ana);
    PageOf of(story, dana);

    Address at = diffOf(story);
    at.tab = ChangeTab::Talk;
    of.page->navigate(at);

    const auto cardOf = [&]() -> const ThreadCard * {
        for (const ThreadCard *card : of.page->findChildren<ThreadCard *>()) {
            if (card->thread().first == first)
                return card;
        }
        return nullptr;
    };
    QTRY_VERIFY(cardOf() && cardOf()->thread().outdated);
    QVERIFY2(wordsOf(cardOf()).contains(u"outdated"_s), qPrintable(wordsOf(cardOf())));
    QVERIFY(!find<DiffView>(of.page, "diffView")->viewport()->findChild<ThreadCard *>(first.toString()));
}

void TalkTest::aSuggestionIsTakenOverIntoTheDraft()
{
    Story story = refundInReview();
    const EventId first = bodeSays(story, u"should"_s, u"It was binding."_s, u"must"_s);
    PageOf of(story, ana);
    of.workspace.change([&story](WorkspaceView &view) {
        view.drafts = {{.id = u"draft-1"_s, .change = story.changeId(),
                        .files = {{.artifact = {refund}, .path = path, .before = textHash(refundLive()),
                                   .text = refundProposed().replace(u"14 days"_s, u"21 days"_s).toUtf8()}}}};
    });
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->viewport()->findChild<ThreadCard *>(first.toString()));
    auto *card = find<ThreadCard>(view->viewport(), qPrintable(first.toString()));
    QVERIFY(card->findChild<QPushButton *>(u"takeOver"_s));

    find<QPushButton>(card, "takeOver")->setFocus();
    QTest::keyClick(find<QPushButton>(card, "takeOver"), Qt::Key_Space);

    auto *edit = of.page->findChild<PromptEdit *>();
    QTRY_VERIFY(edit->exactText().contains(u"You must check the delivery date"_s));
    QVERIFY(edit->exactText().contains(u"within 21 days"_s));
    edit->undo();
    QVERIFY(edit->exactText().contains(u"You should check the delivery date"_s));
}

void TalkTest::onlyTheAuthorTakesOver()
{
    Story story = refundInReview();
    const EventId first = bodeSays(story, u"should"_s, u"It was binding."_s, u"must"_s);
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));

    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->viewport()->findChild<ThreadCard *>(first.toString()));
    const auto *card = find<ThreadCard>(view->viewport(), qPrintable(first.toString()));
    QVERIFY(!card->findChild<QPushButton *>(u"takeOver"_s));
    QCOMPARE(find<QWidget>(card, "suggestion")->accessibleName(), u"removed: should; added: must"_s);
}

void TalkTest::anApprovalSaysWhetherEverythingWasSeen()
{
    const Story story = refundInReview();
    for (const bool reads : {false, true}) {
        PageOf of(story, dana);
        of.page->navigate(diffOf(story));
        auto *view = find<DiffView>(of.page, "diffView");
        QTRY_VERIFY(view->comparison() && view->sentenceCount() > 0);
        QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());
        view->setFocus();
        for (int i = 0; reads && i <= view->sentenceCount(); ++i)
            QTest::keyClick(view, Qt::Key_S);

        auto *approve = find<QPushButton>(of.page, "approve");
        approve->setFocus();
        QTest::keyClick(approve, Qt::Key_Space);

        QCOMPARE(of.workspace.lastWrite, u"review"_s);
        QCOMPARE(of.workspace.lastReview.viewed, reads);
    }
}

void TalkTest::whatChangedSinceTheReaderWasThereIsOfferedFirst()
{
    Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    of.page->settle();
    story.submitted(ana, refund, refundProposed().replace(u"a voucher"_s, u"a refund"_s), Lane::High, {u"Refund rules"_s}).noted(ana);
    of.setStory(story);
    of.page->navigate({.page = PageKind::Changes});
    of.page->navigate(diffOf(story));
    QTRY_VERIFY(view->comparison()->sides[1].text.contains(u"a refund"_s));

    auto *pane = find<DiffPane>(of.page, "diffPane");
    pane->openPicker(diff::Side::Left);
    auto *list = find<QListView>(&of.window, "compareChoices");
    list->setCurrentIndex(list->model()->index(0, 0));
    QVERIFY(list->currentIndex().data(Qt::AccessibleTextRole).toString().contains(u"You read last"_s));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Return);

    QTRY_VERIFY(view->comparison()->sides[0].text.contains(u"a voucher"_s));
    QCOMPARE(view->sentenceCount(), 1);
}

void TalkTest::theWayOfReadingIsRemembered()
{
    const Story story = refundInReview();
    PageOf of(story, dana);
    of.page->navigate(diffOf(story));
    auto *view = find<DiffView>(of.page, "diffView");
    QTRY_VERIFY(view->comparison());
    view->setFocus();

    QTest::keyClick(view, Qt::Key_Plus, Qt::ControlModifier);
    view->setLayoutChoice(LayoutChoice::Unified);
    view->setSpacesShown(true);

    ChangePage again({.workspace = of.workspace, .theme = Theme::of(&of.window), .questions = of.questions, .uiState = of.uiState,
                      .clock = of.clock, .covered = &of.window});
    const auto *pane = find<DiffPane>(&again, "diffPane");
    QVERIFY(pane->reading().zoom > 1.05);
    QCOMPARE(pane->reading().layout, LayoutChoice::Unified);
    QVERIFY(pane->reading().spaces);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::TalkTest)
#include "tst_talk.moc"
