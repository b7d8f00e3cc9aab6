// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "ui/common/Buttons.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Roles.h"
#include "ui/common/RowData.h"
#include "ui/common/UiState.h"
#include "ui/inbox/InboxPage.h"

#include <QListView>
#include <QSignalSpy>

namespace countersign::test {

using namespace Qt::StringLiterals;

class InboxPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_workspace = std::make_unique<FakeWorkspace>(acmeView());
        m_covered = std::make_unique<QWidget>();
        m_covered->resize(1400, 900);
        make();
    }

    void cleanup()
    {
        m_covered.reset();
        m_workspace.reset();
    }

    void theFirstRowThatNeedsHerHasTheOnlyFilledButton()
    {
        int filled = 0;
        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            filled += rowAt(row).actionKind == ButtonKind::Filled ? 1 : 0;
        }

        QCOMPARE(filled, 1);
        QCOMPARE(rowAt(0).kind, RowKind::GroupHead);
        QCOMPARE(rowAt(1).actionKind, ButtonKind::Filled);
    }

    void enterOpensThePlaceThatNeedsHer()
    {
        QSignalSpy opened(m_page, &Page::open);
        m_page->focusFirst();
        m_list->setCurrentIndex(rowOf(u"Shorter refund window"_s));

        QTest::keyClick(m_list, Qt::Key_Return);

        QCOMPARE(opened.size(), 1);
        const auto address = opened.first().first().value<Address>();
        QCOMPARE(address.page, PageKind::Change);
        QVERIFY(!address.change.isNull());
    }

    void controlEnterPressesTheFilledButton()
    {
        QSignalSpy opened(m_page, &Page::open);

        QVERIFY(m_page->primaryAction());

        QCOMPARE(opened.size(), 1);
    }

    void theReasonNamesWhoAndQuotesHer()
    {
        const QString reason = plain(rowOf(u"Shorter refund window"_s).data(roles::RowDataRole).value<ChangeRowData>().reason);

        QVERIFY(reason.contains(u"Bode Okafor"_s));
        QVERIFY(reason.contains(u"date check"_s));
    }

    void aRowLeavesWhenItsCauseIsGoneAndTheOthersKeepTheirPlace()
    {
        m_list->setCurrentIndex(rowOf(u"Warmer opening line"_s));
        const int before = m_list->model()->rowCount();
        Story story = acmeStory();
        const Change *refund = story.state().changeByNumber(8);
        story.say(ana, changeSubject(refund->id), ChangeWithdrawn{});

        m_workspace->setView(viewOf(story, ana));
        m_page->setView(m_workspace->view());

        QCOMPARE(m_list->model()->rowCount(), before - 1);
        QCOMPARE(m_list->currentIndex(), rowOf(u"Warmer opening line"_s));
    }

    void anEditFromOutsideIsAdoptedIntoTheEditor()
    {
        QSignalSpy opened(m_page, &Page::open);
        auto *adopt = find<QPushButton>(m_page, "adopt");
        adopt->setFocus();

        QTest::keyClick(adopt, Qt::Key_Space);
        QVERIFY(isButtonBusy(adopt));
        QVERIFY(!find<QPushButton>(m_page, "restore")->isEnabled());
        m_workspace->adoptCalls.answer(Draft{.id = u"d1"_s});

        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<Address>(),
                 (Address{.page = PageKind::Change, .draft = u"d1"_s, .act = AddressAct::Edit}));
    }

    void restoringAsksFirstAndAFailureIsSaidInTheCard()
    {
        auto *restore = find<QPushButton>(m_page, "restore");

        QTest::mouseClick(restore, Qt::LeftButton);
        QCOMPARE(m_questions.asked.size(), 1);
        QCOMPARE(m_workspace->lastWrite, u"restore"_s);
        m_workspace->writeCalls.answer(failure(ErrorCode::NotPermitted, u"main"_s));

        QTRY_VERIFY(find<PlainLabel>(m_page, "alarmError")->isVisible());
        QVERIFY(restore->isEnabled());
    }

    void notAnsweringTheQuestionRestoresNothing()
    {
        m_questions.answer = Answer::Canceled;

        QTest::mouseClick(find<QPushButton>(m_page, "restore"), Qt::LeftButton);

        QCOMPARE(m_workspace->writeCalls.asked(), 0);
    }

    void whoReadsOnlySeesEverythingAndPressesNothing()
    {
        m_workspace->setView(acmeView({}));
        m_page->setView(m_workspace->view());

        QVERIFY(!find<QPushButton>(m_page, "newChange")->isEnabled());
        QVERIFY(!find<QPushButton>(m_page, "adopt")->isEnabled());
        QVERIFY(!find<QPushButton>(m_page, "adopt")->toolTip().isEmpty());
        QVERIFY(find<QPushButton>(m_page, "difference")->isEnabled());
    }

    void theFirstDayShowsTheFiveSteps()
    {
        m_workspace->setView(firstDayView());
        m_page->setView(m_workspace->view());

        QVERIFY(find<QWidget>(m_page, "firstDay")->isVisible());
        QVERIFY(m_page->primaryAction());
    }

    void closingWhileAnAnswerIsOnItsWayIsHarmless()
    {
        QTest::mouseClick(find<QPushButton>(m_page, "adopt"), Qt::LeftButton);
        delete m_page;

        m_workspace->adoptCalls.answer(Draft{.id = u"d1"_s});
        QCoreApplication::sendPostedEvents();

        QCOMPARE(m_workspace->adoptCalls.waiting(), 0);
    }

    void theColumnGoesUnderTheListWhenThereIsNoRoom()
    {
        m_covered->resize(1000, 700);
        m_page->resize(1000, 700);

        QTRY_VERIFY(!find<QWidget>(m_page, "inboxSide")->isVisible());
        QTRY_VERIFY(find<QWidget>(m_page, "recentEvents")->isVisible());
        QTRY_VERIFY(find<QPushButton>(m_page, "adopt")->isVisible());
    }

private:
    void make()
    {
        m_page = new InboxPage({*m_workspace, *m_theme, m_questions, m_uiState, m_clock, m_covered.get()}, m_covered.get());
        m_page->setGeometry(m_covered->rect());
        m_page->setView(m_workspace->view());
        m_page->navigate({});
        m_covered->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_covered.get()));
        m_list = find<QListView>(m_page, "inboxList");
        m_questions.asked.clear();
        m_questions.answer = Answer::Accepted;
    }

    [[nodiscard]] ChangeRowData rowAt(int row) const
    {
        return m_list->model()->index(row, 0).data(roles::RowDataRole).value<ChangeRowData>();
    }

    [[nodiscard]] QModelIndex rowOf(const QString &title) const
    {
        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            if (rowAt(row).title == title) {
                return m_list->model()->index(row, 0);
            }
        }
        return {};
    }

    std::unique_ptr<Theme> m_theme = installTheme();
    TemporarySettings m_settings;
    UiState m_uiState{m_settings.settings(), u"acme"_s};
    FixedQuestions m_questions;
    FixedClock m_clock{acmeNow()};
    std::unique_ptr<FakeWorkspace> m_workspace;
    std::unique_ptr<QWidget> m_covered;
    InboxPage *m_page = nullptr;
    QListView *m_list = nullptr;
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::InboxPageTest)
#include "tst_inbox_page.moc"
