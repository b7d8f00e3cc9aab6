// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/ShellBench.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Sheet.h"
#include "ui/shell/window/BarButton.h"
#include "ui/shell/window/NavigationHistory.h"
#include "ui/shell/window/RailButtons.h"
#include "ui/start/StartPage.h"

#include <QMenu>
#include <QMimeData>

namespace countersign::test {

using namespace Qt::StringLiterals;

class MainWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_bench = std::make_unique<ShellBench>(*m_theme);
        m_bench->window().resize(1440, 900);
        m_bench->window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_bench->window()));
    }

    void cleanup() { m_bench.reset(); }

    void theInboxOpensFirst()
    {
        m_bench->open(acmeView());

        QVERIFY(qobject_cast<InboxPage *>(m_bench->body().page()));
        QVERIFY(m_bench->window().windowTitle().contains(u"acme-prompts"_s));
    }

    void everyEntryOfTheRailHasAKey()
    {
        m_bench->open(acmeView());
        const QList<PageKind> entries = Rail::entries();

        for (int number = 1; number <= entries.size(); ++number) {
            QTest::keyClick(&m_bench->window(), Qt::Key(Qt::Key_0 + number), Qt::ControlModifier);

            QCOMPARE(m_bench->body().page()->address().page, entries[number - 1]);
        }
    }

    void backAndForwardGoWhereThePersonWas()
    {
        m_bench->open(acmeView());
        m_bench->body().go({.page = PageKind::Prompts, .artifact = {u"support/refund"_s}});
        m_bench->body().go({.page = PageKind::Releases});

        QTest::keyClick(&m_bench->window(), Qt::Key_Left, Qt::AltModifier);

        QCOMPARE(m_bench->body().page()->address().page, PageKind::Prompts);
        QCOMPARE(m_bench->blank(PageKind::Prompts)->visited.last().artifact.value, u"support/refund"_s);
        QTest::keyClick(&m_bench->window(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_bench->body().page()->address().page, PageKind::Releases);
    }

    void historyNeverKeepsADecidingAct()
    {
        NavigationHistory history;
        history.go({.page = PageKind::Releases, .artifact = {u"a"_s}, .act = AddressAct::RollBack});
        history.go({.page = PageKind::Inbox});

        const std::optional<Address> back = history.back();

        QVERIFY(back);
        QCOMPARE(back->act, AddressAct::None);
        QVERIFY(!history.back());
    }

    void controlEnterPressesTheOneFilledButtonAndNotTheRow()
    {
        m_bench->open(acmeView());
        m_bench->body().go({.page = PageKind::Audit});
        m_bench->blank(PageKind::Audit)->setFocus();

        QTest::keyClick(m_bench->blank(PageKind::Audit), Qt::Key_Return, Qt::ControlModifier);

        QCOMPARE(m_bench->blank(PageKind::Audit)->presses, 1);
    }

    void f5Syncs()
    {
        m_bench->open(acmeView());

        QTest::keyClick(&m_bench->window(), Qt::Key_F5);

        QCOMPARE(m_bench->workspace().syncs, 1);
    }

    void f6WalksThroughTheParts()
    {
        m_bench->open(acmeView());
        m_bench->window().activateWindow();
        QTRY_VERIFY(QApplication::focusWidget());
        QSet<QWidget *> seen;

        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(&m_bench->window(), Qt::Key_F6);
            seen.insert(QApplication::focusWidget());
        }

        QVERIFY2(seen.size() >= 4, "rail, list, alarms and events are reached");
    }

    void keysOfTheWindowWaitWhileASheetIsOpen()
    {
        m_bench->open(acmeView());
        openShortcutsSheet(find<QWidget>(&m_bench->window(), "covered"));

        QTest::keyClick(&m_bench->window(), Qt::Key_2, Qt::ControlModifier);

        QCOMPARE(m_bench->body().page()->address().page, PageKind::Inbox);
    }

    void aPersonWhomThePolicyDoesNotKnowReadsAndIsToldWhy()
    {
        m_bench->open(acmeView({}));

        auto *band = find<NoticeBar>(&m_bench->window(), "readOnlyBand");
        QVERIFY(band->isVisible());
        QVERIFY(band->notice().sentence.contains(u"visitor@elsewhere.example"_s));
        QVERIFY(!find<QPushButton>(m_bench->body().page(), "newChange")->isEnabled());
    }

    void offlineSaysWhatIsNotSentAndTriesAgainOnAPress()
    {
        m_bench->open(acmeView());
        m_bench->workspace().change([](WorkspaceView &view) {
            view.sync = {.phase = SyncPhase::Offline, .lastSynced = acmeNow() - 60'000, .error = Error{}};
            view.pending = {{.id = {1, 1}, .kind = u"comment.made"_s, .subject = u"policy"_s, .since = acmeNow(), .refused = {}}};
        });
        auto *band = find<NoticeBar>(&m_bench->window(), "syncBand");
        QVERIFY(band->isVisible());
        QVERIFY(band->notice().lead.contains(u"git.acme.example"_s));
        QVERIFY(find<BarButton>(&m_bench->window(), "syncButton")->data().words.contains(u"1"_s));

        emit band->secondActionPressed();

        QCOMPARE(m_bench->workspace().syncs, 1);
        m_bench->workspace().change([](WorkspaceView &view) {
            view.sync = {.phase = SyncPhase::Idle, .lastSynced = acmeNow(), .error = {}};
            view.pending = {};
        });
        QVERIFY(!band->isVisible());
    }

    void aRefusedEventIsShownWithItsReasonAndCanBeRedone()
    {
        m_bench->open(acmeView());
        const EventId event{7, 7};
        m_bench->workspace().change([&](WorkspaceView &view) {
            view.pending = {{.id = event, .kind = u"review.given"_s, .subject = changeSubject(view.state.order.last()),
                             .since = acmeNow(), .refused = Error{.code = ErrorCode::Refused, .subject = u"old-revision"_s}}};
        });
        auto *band = find<NoticeBar>(&m_bench->window(), "refusedBand");
        QVERIFY(band->isVisible());
        QVERIFY(band->notice().sentence.contains(u"older revision"_s));

        emit band->actionPressed();
        QCOMPARE(m_bench->workspace().lastWrite, u"redo"_s);
        QCOMPARE(m_bench->workspace().lastEvent, event);
        QVERIFY2(band->notice().action.isEmpty(), "no second try while one is under way");
        m_bench->workspace().writeCalls.answer(failure(ErrorCode::Unavailable));

        QTRY_VERIFY(!band->notice().action.isEmpty());
        QVERIFY(band->isVisible());
    }

    void theUnsignedRecordSaysSoForEver()
    {
        m_bench->open(acmeView());

        QCOMPARE(find<RecordState>(&m_bench->window(), "recordState")->text(), u"Not signed"_s);
    }

    void theRailIsNarrowBelowItsWidth()
    {
        m_bench->open(acmeView());
        QCOMPARE(m_bench->body().rail()->widthKind(), Rail::Width::Wide);

        m_bench->window().resize(1300, 900);

        QTRY_COMPARE(m_bench->body().rail()->widthKind(), Rail::Width::Narrow);
    }

    void actingAsSomebodyElseOpensTheSameWorkspaceAndKeepsThePlace()
    {
        m_bench->open(acmeView(), {{.name = u"Ana Ruiz"_s, .email = u"ana@acme.example"_s, .role = u"Product"_s},
                                   {.name = u"Bode Okafor"_s, .email = u"bode@acme.example"_s, .role = u"Billing"_s}},
                      {.example = true});
        m_bench->body().go({.page = PageKind::Releases});
        QTest::mouseClick(find<BarButton>(&m_bench->window(), "personButton"), Qt::LeftButton);
        auto *menu = find<QMenu>(&m_bench->window(), "personMenu");
        QAction *bodeAction = nullptr;
        for (QAction *action : menu->actions()) {
            if (action->data().toString() == "bode@acme.example"_L1) {
                bodeAction = action;
            }
        }
        QVERIFY(bodeAction);

        bodeAction->trigger();
        menu->close();

        QCOMPARE(m_bench->opener().lastRequest, (OpenRequest{.as = u"bode@acme.example"_s, .example = true}));
        const auto next = std::make_shared<FakeWorkspace>(acmeView(bode));
        m_bench->opener().openCalls.answer(
                OpenOutcome(OpenedWorkspace{.workspace = next, .request = m_bench->opener().lastRequest}));
        QTRY_COMPARE(&m_bench->body().workspace(), next.get());
        QCOMPARE(m_bench->body().page()->address().page, PageKind::Releases);
    }

    void aFailedSwitchKeepsWhatIsOpen()
    {
        m_bench->open(acmeView());
        Workspace *before = &m_bench->body().workspace();

        m_bench->window().openWorkspace({.place = u"/elsewhere"_s});
        m_bench->opener().openCalls.answer(std::unexpected(Error{.code = ErrorCode::NotFound, .subject = u"repository"_s}));

        auto *band = find<NoticeBar>(&m_bench->window(), "problemBand");
        QTRY_VERIFY(band->isVisible());
        QCOMPARE(&m_bench->body().workspace(), before);
    }

    void theWorkspaceGoesWhenItIsClosed()
    {
        m_bench->open(acmeView());
        const std::weak_ptr<Workspace> watched = m_bench->weak();
        m_bench->forget();

        m_bench->window().closeWorkspace();

        QTRY_VERIFY(watched.expired());
        QVERIFY(m_bench->window().startPage()->isVisible());
    }

    void closingWhileBusySettlesThePagesAndDropsTheAnswer()
    {
        m_bench->open(acmeView());
        m_bench->body().go({.page = PageKind::Policy});
        const QPointer<BlankPage> page = m_bench->blank(PageKind::Policy);
        m_bench->window().openWorkspace({.place = u"/slow"_s});

        QVERIFY(m_bench->window().close());
        QCOMPARE(page->settled, 1);
        m_bench->opener().openCalls.answer(OpenOutcome(OpenedWorkspace{.workspace = std::make_shared<FakeWorkspace>()}));
        QCoreApplication::sendPostedEvents();

        QCOMPARE(m_bench->window().body()->page(), page.data());
    }

    void placesAndLookAreRemembered()
    {
        m_bench->open(acmeView(), {}, {.place = u"/repo/one"_s});
        WindowSettings settings(m_bench->settings());
        settings.setZoom(125);
        settings.setTheme({.scheme = SchemeChoice::Dark, .marks = MarkPalette::ColourBlind});

        const QList<RecentWorkspace> recent = RecentWorkspaces(m_bench->settings()).list();

        QCOMPARE(recent.size(), 1);
        QCOMPARE(recent.first().request.place, u"/repo/one"_s);
        QCOMPARE(WindowSettings(m_bench->settings()).zoom(), 125);
        QCOMPARE(WindowSettings(m_bench->settings()).theme(),
                 (ThemeSettings{.scheme = SchemeChoice::Dark, .marks = MarkPalette::ColourBlind}));
    }

    void anotherViewReachesThePageThatIsShown()
    {
        m_bench->open(acmeView());
        m_bench->body().go({.page = PageKind::Prompts});
        const ViewPointer before = m_bench->blank(PageKind::Prompts)->view;

        m_bench->workspace().change([](WorkspaceView &view) { view.name = u"other"_s; });

        QVERIFY(m_bench->blank(PageKind::Prompts)->view != before);
        QTRY_COMPARE(m_bench->blank(PageKind::Prompts)->view->name, u"other"_s);
    }

private:
    std::unique_ptr<Theme> m_theme = installTheme();
    std::unique_ptr<ShellBench> m_bench;
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::MainWindowTest)
#include "tst_main_window.moc"
