// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/change/RefundStory.h"
#include "gui/support/PictureRows.h"
#include "ui/change/RollbackSheet.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/editor/PromptEdit.h"

#include <QAbstractButton>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// Where the pictures go: COUNTERSIGN_SCREENS, or a folder of the test.
QString folder()
{
    const QString asked = qEnvironmentVariable("COUNTERSIGN_SCREENS");
    const QString path = asked.isEmpty() ? QDir::temp().filePath(u"screens"_s) : asked;
    QDir().mkpath(path);
    return path;
}

Draft draftOf(const QString &text)
{
    return {.id = u"draft-1"_s, .title = u"Shorter refund window"_s,
            .files = {{.artifact = {refund}, .path = u"prompts/support/refund.md"_s, .before = textHash(refundLive()), .text = text.toUtf8()}},
            .note = {.why = u"The new returns terms apply from 1 December 2026."_s,
                     .triggers = {{.metric = u"Refund answers judged wrong"_s, .limit = 2'000'000, .unit = u"%"_s, .leastSample = 200, .action = TriggerAction::RollBack},
                                  {.metric = u"Complaints about refunds"_s, .limit = 3'000'000, .unit = u"%"_s, .windowMinutes = 1440, .leastSample = 0}},
                     .rollbackOwner = chen},
            .savedAt = acmeNow()};
}

} // namespace

/// Draws every state of the page in both themes and sizes; fails when one of them cannot be drawn at all.
class ChangePictures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void everyState_data();
    void everyState();

private:
    std::unique_ptr<Theme> m_theme;
};

void ChangePictures::everyState_data()
{
    addPictureRows(
        {"diff", "reasons", "unified", "thread", "suggestion", "suggesting", "note", "form", "talk",
         "history", "edit", "locked", "preview", "filled", "broken", "released", "ask", "rollback", "not-sent", "sent"});
}

void ChangePictures::everyState()
{
    QFETCH(QString, state);
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    Policy policy = storyPolicy();
    policy.owners = {{.paths = {u"**"_s}, .section = u"Safety"_s, .allOf = {{u"compliance"_s}}}};
    policy.bannedPhrases = {{.phrase = u"a voucher"_s, .why = u"Customers know it as store credit."_s}};
    Story story = state == "locked"_L1 ? refundInReview(refundProposed(), policy) : refundInReview();
    if (state == "released"_L1 || state == "rollback"_L1) {
        story.approved(bode, "billing").approved(dana, "compliance").accepted(chen);
        story.released(chen, refund, "1.1.0", staging);
        if (state == "rollback"_L1)
            story.released(chen, refund, "1.1.0", production);
    } else {
        story.approved(ana, "product").askedForChanges(bode, "billing", u"should lets the assistant skip the date check."_s);
        const qsizetype at = refundProposed().indexOf(u"should"_s);
        story.say(bode, changeSubject(story.changeId()),
                  CommentMade{.revision = story.change().revision()->stamp.event,
                              .anchor = {.path = u"prompts/support/refund.md"_s, .start = at, .length = 6},
                              .text = story.text(u"should lets the assistant skip the date check. In October that cost us 61 refunds outside the window. Please keep must."_s)});
        const EventId first = story.lastId();
        story.say(ana, changeSubject(story.changeId()),
                  CommentMade{.revision = story.change().revision()->stamp.event, .answers = first,
                              .text = story.text(u"Agreed, that was not meant. Revision 3 says must again."_s)});
    }
    if (state == "suggestion"_L1) {
        const EventId revision = story.change().revision()->stamp.event;
        story.say(bode, changeSubject(story.changeId()),
                  CommentMade{.revision = revision,
                              .anchor = {.path = u"prompts/support/refund.md"_s, .start = refundProposed().indexOf(u"a voucher"_s), .length = 9},
                              .text = story.text(u"People know it by this name."_s), .suggestionText = story.text(u"a credit note"_s)});
        story.say(dana, changeSubject(story.changeId()),
                  CommentMade{.revision = revision,
                              .anchor = {.path = u"prompts/support/refund.md"_s, .start = refundLive().indexOf(u"Never promise"_s), .length = 13, .before = true},
                              .text = story.text(u"Why does this go?"_s)});
    }
    // A draft that lacks nothing, sent with its last words just typed.
    const bool sends = state == "not-sent"_L1 || state == "sent"_L1;
    const PrincipalId me = sends ? ana : state == "released"_L1 || state == "rollback"_L1 ? chen : state == "form"_L1 || state == "edit"_L1 || state == "locked"_L1 || state == "preview"_L1 || state == "suggestion"_L1 || state == "broken"_L1 ? ana : dana;
    PageOf of(story, me, size);
    const QString text = state == "broken"_L1 ? refundProposed().replace(u"temperature: 0.2"_s, u"temperature 0.2: : ["_s)
                                              : refundProposed().replace(u"{{> shared/persona}}"_s, u"{{> shared/persona}} for {{order_data}}"_s);
    Draft draft = draftOf(text);
    if (sends) {
        draft.files.first().text = refundLive().replace(u"Say so"_s, u"Say it"_s).toUtf8();
        draft.note.triggers.clear();
        draft.note.what = u"Other words for not being sure."_s;
        draft.note.workflow = u"refunds"_s;
        draft.note.outcome = u"Customers read on."_s;
        draft.note.informed = {dana};
    }
    of.workspace.change([&draft](WorkspaceView &view) { view.drafts = {draft}; });

    Address at{.page = PageKind::Change, .change = story.changeId()};
    if (state == "note"_L1)
        at.tab = ChangeTab::Note;
    else if (state == "talk"_L1)
        at.tab = ChangeTab::Talk;
    else if (state == "history"_L1)
        at.tab = ChangeTab::History;
    else if (state == "edit"_L1 || state == "locked"_L1 || state == "preview"_L1 || state == "broken"_L1 || state == "form"_L1 || sends)
        at = {.page = PageKind::Change, .draft = u"draft-1"_s, .act = AddressAct::Edit};
    of.page->navigate(at);
    auto *view = find<DiffView>(of.page, "diffView");
    if (state == "form"_L1) {
        QTRY_VERIFY(find<QAbstractButton>(of.page, "send")->isVisible());
        QTRY_VERIFY(of.page->findChild<QAbstractButton *>(u"sendLink"_s));
        find<QTabBar>(of.page, "changeTabs")->setCurrentIndex(2);
        QTest::mouseClick(find<QAbstractButton>(of.page, "sendLink"), Qt::LeftButton);
    } else if (sends) {
        QTRY_VERIFY(find<QPushButton>(of.page, "send")->isEnabled());
        auto *edit = find<PromptEdit>(of.page, "promptEdit");
        edit->setFocus();
        edit->moveCursor(QTextCursor::End);
        const auto shown = [&of](const QString &lead) {
            return std::ranges::any_of(of.page->findChildren<NoticeBar *>(),
                                       [&lead](const NoticeBar *bar) { return bar->isVisible() && bar->notice().lead == lead; });
        };
        if (state == "sent"_L1) {
            QVERIFY(of.page->primaryAction());
            QCOMPARE(of.workspace.lastWrite, u"send"_s);
            QTest::keyClicks(edit, u"Thanks."_s);
            of.workspace.writeCalls.answer(WriteReceipt{.change = story.changeId()});
            QTRY_VERIFY(shown(u"It was sent."_s));
        } else {
            QTest::keyClicks(edit, u"Never refund more than 500 euros."_s);
            QVERIFY(of.page->primaryAction());
            QTRY_VERIFY(shown(u"It was not sent."_s));
        }
    } else if (state != "edit"_L1 && state != "broken"_L1 && state != "locked"_L1 && state != "preview"_L1) {
        QTRY_VERIFY(view->comparison());
    }
    if (state == "diff"_L1 || state == "reasons"_L1)
        view->setThreads({});
    if (state == "diff"_L1 || state == "thread"_L1)
        view->setCurrentEntry(1);
    if (state == "suggesting"_L1) {
        QTRY_VERIFY(!view->viewport()->findChildren<QWidget *>(Qt::FindDirectChildrenOnly).isEmpty());
        view->select({diff::Side::Right, {view->comparison()->sides[1].text.indexOf(u"should check"_s), 6}});
        view->setFocus();
        QTest::keyClick(view, Qt::Key_E);
    }
    if (state == "reasons"_L1)
        QTest::mouseClick(find<QAbstractButton>(of.page, "laneChip"), Qt::LeftButton);
    if (state == "unified"_L1)
        view->setLayoutChoice(LayoutChoice::Unified);
    if (state == "ask"_L1)
        QTest::mouseClick(find<QAbstractButton>(of.page, "ask"), Qt::LeftButton);
    if (state == "history"_L1) {
        QTRY_VERIFY(of.workspace.logCalls.waiting() > 0);
        QList<LogEntry> log;
        for (const Placed &placed : story.events()) {
            if (const auto *event = std::get_if<Event>(&placed.event); event && event->subject == changeSubject(story.changeId())) {
                log.prepend({.seq = placed.at.seq, .id = event->id, .kind = eventKindName(event->data), .subject = event->subject, .actor = event->actor,
                             .claimedAt = event->claimedAt, .isSigned = true,
                             .verdict = event->actor == ana && std::holds_alternative<ReviewGiven>(event->data) ? Verdict(Void{.rule = VoidRule::ContributorMayNotApprove}) : Verdict(Effective{}),
                             .event = *event});
            }
        }
        of.workspace.logCalls.answer(log);
    }
    if (state == "locked"_L1) {
        auto *edit = find<PromptEdit>(of.page, "promptEdit");
        QTRY_COMPARE(edit->locked().size(), 1);
        edit->goTo(edit->locked().first().start);
        QTest::keyClick(edit, Qt::Key_X);
        QCOMPARE(edit->exactText(), text);
    }
    if (state == "preview"_L1) {
        find<QPushButton>(of.page, "previewButton")->click();
        QTRY_VERIFY(of.page->findChild<QLineEdit *>(u"sample/order_data"_s));
        QTest::keyClicks(find<QLineEdit>(of.page, "sample/order_data"), u"order 4711"_s);
        QTRY_VERIFY(find<QPlainTextEdit>(of.page, "previewText")->toPlainText().contains(u"order 4711"_s));
    }
    if (state == "filled"_L1) {
        find<QPushButton>(of.page, "changeMore")->click();
        for (QAction *action : of.page->findChild<QMenu *>()->actions()) {
            if (action->isCheckable())
                action->trigger();
        }
        of.page->findChild<QMenu *>()->close();
        QTRY_VERIFY(!view->comparison()->side(diff::Side::Right).text.contains(u"temperature"_s));
        QTRY_VERIFY(view->comparison()->settings.isEmpty());
    }
    if (state == "edit"_L1 || state == "broken"_L1 || state == "locked"_L1)
        QTRY_VERIFY(find<QWidget>(of.page, "laneControl")->accessibleName().contains(u":"_s));
    if (state == "rollback"_L1) {
        auto *sheet = new RollbackSheet(of.workspace, of.clock, {.artifact = {refund}, .environment = production, .reason = u"The assistant refuses returns after two weeks."_s}, &of.window);
        sheet->open();
        QTRY_VERIFY(find<QListView>(sheet, "comingBack")->model()->rowCount() > 0);
        QTRY_VERIFY(!find<QWidget>(sheet, "rollbackReason")->visibleRegion().isEmpty());
    }
    QTRY_VERIFY(of.page->isVisible());
    QCoreApplication::sendPostedEvents();

    // The layouts have seen what changed last.
    auto *tabs = find<QTabBar>(of.page, "changeTabs");
    QTRY_VERIFY(tabs->width() >= tabs->sizeHint().width());
    if (sends) {
        auto *reasons = find<QListView>(of.page, "laneReasons");
        const auto below = [reasons] {
            const QList<PlainLabel *> labels = reasons->parentWidget()->findChildren<PlainLabel *>();
            const auto title = std::ranges::find_if(labels, [](const PlainLabel *label) { return label->text().endsWith(u"asks for"_s); });
            return title != labels.end() && (*title)->geometry().top() >= reasons->geometry().bottom();
        };
        QTRY_VERIFY(below());
    }
    const QPixmap picture = of.window.grab();

    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    QVERIFY(picture.save(u"%1/change-%2.png"_s.arg(folder(), QString::fromLatin1(QTest::currentDataTag()))));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ChangePictures)
#include "tst_change_pictures.moc"
