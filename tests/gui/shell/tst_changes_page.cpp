// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "ui/changes/ChangesPage.h"
#include "ui/changes/NewChangeSheet.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Roles.h"
#include "ui/common/RowData.h"
#include "ui/common/UiState.h"

#include <QAbstractButton>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

namespace countersign::test {

using namespace Qt::StringLiterals;

class ChangesPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_workspace = std::make_unique<FakeWorkspace>(acmeView());
        m_covered = std::make_unique<QWidget>();
        m_covered->resize(1400, 900);
        m_page = new ChangesPage({*m_workspace, *m_theme, m_questions, m_uiState, m_clock, m_covered.get()}, m_covered.get());
        m_page->setGeometry(m_covered->rect());
        m_page->setView(m_workspace->view());
        m_page->navigate({.page = PageKind::Changes});
        m_covered->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_covered.get()));
        m_list = find<QListView>(m_page, "changesList");
    }

    void cleanup()
    {
        m_covered.reset();
        m_workspace.reset();
    }

    void groupsStandInTheOrderOfWhoseTurnItIs()
    {
        QStringList heads;
        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            if (rowAt(row).kind == RowKind::GroupHead) {
                heads.append(rowAt(row).title);
            }
        }

        QCOMPARE(heads, QStringList({u"Your turn"_s, u"Others"_s, u"On the way to production"_s, u"Done"_s}));
    }

    void nextNamesAPersonOrAThing()
    {
        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            const ChangeRowData data = rowAt(row);
            if (data.kind == RowKind::Item) {
                QVERIFY2(!plain(data.next).isEmpty(), qPrintable(data.title));
                QVERIFY2(!data.stage.isEmpty(), qPrintable(data.title));
            }
        }
    }

    void wordsFilterAndEscapeClearsThem()
    {
        const int all = m_list->model()->rowCount();
        auto *filter = find<QLineEdit>(m_page, "changesFilter");
        filter->setFocus();

        QTest::keyClicks(filter, u"persona"_s);
        QCOMPARE(m_list->model()->rowCount(), 2);
        QVERIFY(m_page->escape());

        QCOMPARE(m_list->model()->rowCount(), all);
        QVERIFY(!m_page->escape());
    }

    void chipsShowOnePartOnly()
    {
        find<QAbstractButton>(m_page, "chipClosed")->click();

        QCOMPARE(rowAt(0).title, u"Done"_s);
        QCOMPARE(m_list->model()->rowCount(), 4);
    }

    void nothingFoundSaysSoAndOffersAll()
    {
        find<QLineEdit>(m_page, "changesFilter")->setText(u"reimburse"_s);

        QVERIFY(find<QWidget>(m_page, "changesEmpty")->isVisible());
    }

    void enterOpensTheChange()
    {
        QSignalSpy opened(m_page, &Page::open);
        m_page->focusFirst();

        QTest::keyClick(m_list, Qt::Key_Return);

        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<Address>().page, PageKind::Change);
    }

    void aNewChangeIsStartedWithTheKeyboardAlone()
    {
        QSignalSpy opened(m_page, &Page::open);
        QVERIFY(m_page->primaryAction());
        auto *sheet = find<NewChangeSheet>(m_covered.get(), "newChangeSheet");
        QTRY_VERIFY(sheet->isVisible());
        auto *start = sheet->decidingButton();
        QVERIFY(!start->isEnabled());

        find<QLineEdit>(sheet, "newChangeTitle")->setFocus();
        QTest::keyClicks(QApplication::focusWidget(), u"Shorter window"_s);
        find<QLineEdit>(sheet, "newChangeFilter")->setFocus();
        QTest::keyClicks(QApplication::focusWidget(), u"refund"_s);
        QVERIFY(start->isEnabled());
        QTRY_VERIFY(sheet->isArmed());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_workspace->lastArtifact.value, u"support/refund"_s);
        m_workspace->newDraftCalls.answer(Draft{.id = u"d1"_s, .title = u"x"_s});
        QTRY_COMPARE(m_workspace->saveDraftCalls.waiting(), 1);
        QCOMPARE(m_workspace->lastDraft.title, u"Shorter window"_s);
        m_workspace->saveDraftCalls.answer(u"d1"_s);

        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<Address>(),
                 (Address{.page = PageKind::Change, .draft = u"d1"_s, .act = AddressAct::Edit}));
    }

    void aDraftThatCannotBeMadeIsSaidInTheSheetAndCanBeTriedAgain()
    {
        m_page->navigate({.page = PageKind::Changes, .artifact = {u"support/refund"_s}, .act = AddressAct::NewChange});
        auto *sheet = find<NewChangeSheet>(m_covered.get(), "newChangeSheet");
        auto *start = sheet->decidingButton();
        QTRY_VERIFY(sheet->isArmed());

        QTest::mouseClick(start, Qt::LeftButton);
        m_workspace->newDraftCalls.answer(std::unexpected(Error{.code = ErrorCode::NoSpace}));

        QTRY_VERIFY(find<NoticeBar>(sheet, "newChangeNotice")->isVisible());
        QVERIFY(start->isEnabled());
        QVERIFY(sheet->isVisible());
    }

    void whoReadsOnlyCannotBeginAChange()
    {
        m_workspace->setView(acmeView({}));
        m_page->setView(m_workspace->view());

        QVERIFY(!m_page->primaryAction());
        QVERIFY(!find<QPushButton>(m_page, "newChange")->toolTip().isEmpty());
    }

    void closingWhileADraftIsMadeIsHarmless()
    {
        m_page->navigate({.page = PageKind::Changes, .artifact = {u"support/refund"_s}, .act = AddressAct::NewChange});
        auto *sheet = find<NewChangeSheet>(m_covered.get(), "newChangeSheet");
        QTRY_VERIFY(sheet->isArmed());
        QTest::mouseClick(sheet->decidingButton(), Qt::LeftButton);
        m_covered.reset();

        m_workspace->newDraftCalls.answer(Draft{});
        QCoreApplication::sendPostedEvents();

        QCOMPARE(m_workspace->saveDraftCalls.asked(), 0);
    }

private:
    [[nodiscard]] ChangeRowData rowAt(int row) const
    {
        return m_list->model()->index(row, 0).data(roles::RowDataRole).value<ChangeRowData>();
    }

    std::unique_ptr<Theme> m_theme = installTheme();
    TemporarySettings m_settings;
    UiState m_uiState{m_settings.settings(), u"acme"_s};
    FixedQuestions m_questions;
    FixedClock m_clock{acmeNow()};
    std::unique_ptr<FakeWorkspace> m_workspace;
    std::unique_ptr<QWidget> m_covered;
    ChangesPage *m_page = nullptr;
    QListView *m_list = nullptr;
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::ChangesPageTest)
#include "tst_changes_page.moc"
