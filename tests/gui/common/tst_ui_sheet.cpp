// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Buttons.h"
#include "ui/common/Popover.h"
#include "ui/common/Questions.h"
#include "ui/common/Sheet.h"
#include "ui/common/Style.h"
#include "ui/common/Theme.h"

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::test {

class SheetTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void enterDoesNothingAndCtrlEnterDecidesOnce();
    void aPressBeforeTheSheetIsArmedDoesNothing();
    void repeatedKeysDecideNothing();
    void escapeCancelsAndGivesTheFocusBack();
    void cancelDoesNothingWhileADecisionIsUnderWay();
    void theFocusStaysInside();
    void theSheetFollowsThePageAndFillsANarrowOne();
    void aQuestionIsAnsweredOnce();
    void aPopoverClosesOnEscapeAndOnAPressOutside();
    void aPopoverStaysInsideTheWindow();

private:
    [[nodiscard]] Sheet *openSheet();

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_page;
    QLineEdit *m_behind = nullptr;
    QLineEdit *m_reason = nullptr;
};

void SheetTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(ThemeSettings{.scheme = SchemeChoice::Light}, Theme::interfaceFont());
    m_theme->setMotion(false);
    Style::install(*qApp, *m_theme);
}

void SheetTest::init()
{
    m_page = std::make_unique<QWidget>();
    m_page->resize(1280, 800);
    auto *column = new QVBoxLayout(m_page.get());
    m_behind = new QLineEdit(m_page.get());
    column->addWidget(m_behind);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_behind->setFocus();
}

void SheetTest::cleanup()
{
    m_page.reset();
}

Sheet *SheetTest::openSheet()
{
    auto *sheet = new Sheet(m_page.get());
    sheet->setTitle(u"Roll back support/refund"_s, u"In production, for all callers."_s);
    m_reason = new QLineEdit;
    sheet->content()->addWidget(m_reason);
    sheet->setDecidingButton(makeButton(u"Roll back to 2.4.1"_s, ButtonKind::Danger, sheet));
    sheet->open();
    return sheet;
}

void SheetTest::enterDoesNothingAndCtrlEnterDecidesOnce()
{
    Sheet *sheet = openSheet();
    const QSignalSpy decided(sheet, &Sheet::decided);
    QVERIFY(sheet->hasFocus());
    QTRY_VERIFY(sheet->isArmed());

    QTest::keyClick(sheet, Qt::Key_Return);
    QCOMPARE(decided.count(), 0);

    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTest::mouseClick(sheet->decidingButton(), Qt::LeftButton);
    QCOMPARE(decided.count(), 1);
    QVERIFY(sheet->isVisible());

    sheet->rearm();
    QTRY_VERIFY(sheet->isArmed());
    QTest::mouseClick(sheet->decidingButton(), Qt::LeftButton);
    QCOMPARE(decided.count(), 2);
}

void SheetTest::aPressBeforeTheSheetIsArmedDoesNothing()
{
    Sheet *sheet = openSheet();
    const QSignalSpy decided(sheet, &Sheet::decided);

    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTest::mouseClick(sheet->decidingButton(), Qt::LeftButton);

    QCOMPARE(decided.count(), 0);
}

void SheetTest::repeatedKeysDecideNothing()
{
    Sheet *sheet = openSheet();
    const QSignalSpy decided(sheet, &Sheet::decided);
    QTRY_VERIFY(sheet->isArmed());

    QKeyEvent repeated(QEvent::KeyPress, Qt::Key_Return, Qt::ControlModifier, u"\r"_s, true);
    QApplication::sendEvent(sheet, &repeated);
    sheet->decidingButton()->setFocus();
    QKeyEvent space(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier, u" "_s, true);
    QKeyEvent release(QEvent::KeyRelease, Qt::Key_Space, Qt::NoModifier, u" "_s, true);
    QApplication::sendEvent(sheet->decidingButton(), &space);
    QApplication::sendEvent(sheet->decidingButton(), &release);

    QCOMPARE(decided.count(), 0);
}

void SheetTest::escapeCancelsAndGivesTheFocusBack()
{
    Sheet *sheet = openSheet();
    const QSignalSpy canceled(sheet, &Sheet::canceled);
    const QSignalSpy closed(sheet, &Sheet::closed);
    m_reason->setFocus();

    QTest::keyClick(m_reason, Qt::Key_Escape);

    QCOMPARE(canceled.count(), 1);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!sheet->isVisible());
    QVERIFY(m_behind->hasFocus());
}

void SheetTest::cancelDoesNothingWhileADecisionIsUnderWay()
{
    Sheet *sheet = openSheet();
    QTRY_VERIFY(sheet->isArmed());
    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);

    QTest::keyClick(sheet, Qt::Key_Escape);
    QVERIFY(sheet->isVisible());

    sheet->close();
    QVERIFY(!sheet->isVisible());
}

void SheetTest::theFocusStaysInside()
{
    Sheet *sheet = openSheet();
    for (int step = 0; step < 8; ++step) {
        QTest::keyClick(QApplication::focusWidget(), step < 4 ? Qt::Key_Tab : Qt::Key_Backtab);
        QVERIFY(sheet->isAncestorOf(QApplication::focusWidget()) || sheet->hasFocus());
    }

    m_behind->setFocus();
    QVERIFY(!m_behind->hasFocus());

    QTest::keyClick(sheet, Qt::Key_A);
    QVERIFY(m_behind->text().isEmpty());
}

void SheetTest::theSheetFollowsThePageAndFillsANarrowOne()
{
    Sheet *sheet = openSheet();
    auto *frame = sheet->findChild<QFrame *>();
    QVERIFY(frame);
    QCOMPARE(frame->width(), 760);
    QCOMPARE(frame->y(), 52);

    m_page->resize(780, 700);

    QTRY_COMPARE(sheet->size(), QSize(780, 700));
    QCOMPARE(frame->size(), QSize(780, 700));
}

void SheetTest::aQuestionIsAnsweredOnce()
{
    SheetQuestions questions(m_page.get());
    QList<Answer> answers;
    questions.ask({.title = u"Discard the draft?"_s, .sentence = u"It is kept nowhere else."_s, .accept = u"Discard"_s}, this,
                  [&answers](Answer answer) { answers << answer; });
    auto *sheet = m_page->findChild<Sheet *>();
    QVERIFY(sheet);
    QTRY_VERIFY(sheet->isArmed());

    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);

    QTRY_COMPARE(answers, QList<Answer>{Answer::Accepted});
    QTRY_VERIFY(!m_page->findChild<Sheet *>());
}

void SheetTest::aPopoverClosesOnEscapeAndOnAPressOutside()
{
    Popover popover(m_behind, 300);
    popover.content()->addWidget(new QLineEdit);
    const QSignalSpy closed(&popover, &Popover::closed);

    popover.open(Popover::Focus::Take);
    QVERIFY(popover.isVisible());
    QTest::keyClick(&popover, Qt::Key_Escape);
    QVERIFY(!popover.isVisible());
    QVERIFY(m_behind->hasFocus());

    popover.open(Popover::Focus::Leave);
    QTest::mouseClick(&popover, Qt::LeftButton, {}, QPoint(20, 20));
    QVERIFY(popover.isVisible());
    QTest::mouseClick(m_page.get(), Qt::LeftButton, {}, QPoint(1200, 780));
    QVERIFY(!popover.isVisible());
    QCOMPARE(closed.count(), 2);
}

void SheetTest::aPopoverStaysInsideTheWindow()
{
    Popover popover(m_behind, 300);
    popover.content()->addWidget(new QLineEdit);

    popover.openAt(QRect(m_behind->width() - 4, m_behind->height() - 2, 10, 10), Popover::Focus::Leave);

    QVERIFY(m_page->rect().contains(popover.geometry()));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::SheetTest)
#include "tst_ui_sheet.moc"
