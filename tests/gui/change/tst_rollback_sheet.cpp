// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/change/RefundStory.h"
#include "ui/change/RollbackSheet.h"
#include "ui/common/NoticeBar.h"

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

Story released()
{
    Story story = refundInReview();
    story.approved(bode, "billing").approved(dana, "compliance").accepted(chen);
    story.released(chen, refund, "1.1.0", staging).released(chen, refund, "1.1.0", production);
    return story;
}

struct Open
{
    explicit Open(const PrincipalId &me, const Story &story = released()) : workspace(viewOf(story, me)), clock(acmeNow())
    {
        const QHash<ContentHash, QByteArray> texts = story.texts();
        for (const QByteArray &text : texts)
            workspace.keep(text);
        window.resize(1224, 756);
        window.show();
        sheet = new RollbackSheet(workspace, clock, {.artifact = {refund}, .environment = production, .reason = u"Wrong window"_s}, &window);
        sheet->open();
    }

    FakeWorkspace workspace;
    FixedClock clock;
    QWidget window;
    QPointer<RollbackSheet> sheet;
};

} // namespace

class RollbackSheetTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void itSaysWhatComesBack();
    void controlEnterRollsBackOnce();
    void enterDoesNothing();
    void aRefusalKeepsTheSheetAndTheReason();
    void anUnknownOutcomeClosesWhenItArrived();
    void whoMayNotSeesWhy();
    void nothingEarlierMeansNoButton();

private:
    std::unique_ptr<Theme> m_theme;
};

void RollbackSheetTest::itSaysWhatComesBack()
{
    Open open(chen);

    QCOMPARE(open.sheet->chosen(), version("1.0.0"));
    QCOMPARE(find<QPushButton>(open.sheet, "rollBack")->text(), u"Roll back to 1.0.0"_s);
    QTRY_VERIFY(find<QListView>(open.sheet, "comingBack")->model()->rowCount() > 0);
    QVERIFY(find<QPushButton>(open.sheet, "wholeDifference")->isVisible());
}

void RollbackSheetTest::controlEnterRollsBackOnce()
{
    Open open(chen);
    QSignalSpy done(open.sheet, &RollbackSheet::rolledBack);
    QTRY_VERIFY(open.sheet->isArmed());

    QTest::keyClick(open.sheet, Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClick(open.sheet, Qt::Key_Return, Qt::ControlModifier);

    QCOMPARE(open.workspace.writeCalls.asked(), 1);
    QCOMPARE(open.workspace.lastWrite, u"rollBack"_s);
    QCOMPARE(open.workspace.lastVersion, version("1.0.0"));
    QCOMPARE(open.workspace.lastText, u"Wrong window"_s);
    open.workspace.writeCalls.answer(WriteReceipt{});
    QTRY_COMPARE(done.size(), 1);
    QTRY_VERIFY(!open.sheet);
}

void RollbackSheetTest::enterDoesNothing()
{
    Open open(chen);
    QTRY_VERIFY(open.sheet->isArmed());

    QTest::keyClick(open.sheet, Qt::Key_Return);

    QCOMPARE(open.workspace.writeCalls.asked(), 0);
}

void RollbackSheetTest::aRefusalKeepsTheSheetAndTheReason()
{
    Open open(chen);
    QTRY_VERIFY(open.sheet->isArmed());
    QTest::keyClick(open.sheet, Qt::Key_Return, Qt::ControlModifier);

    open.workspace.writeCalls.answer(failure(ErrorCode::Refused, u"right-missing"_s));

    QTRY_VERIFY(find<NoticeBar>(open.sheet, "rollbackError")->isVisible());
    QCOMPARE(find<QLineEdit>(open.sheet, "rollbackReason")->text(), u"Wrong window"_s);
    QVERIFY(find<QPushButton>(open.sheet, "rollBack")->isEnabled());
}

void RollbackSheetTest::anUnknownOutcomeClosesWhenItArrived()
{
    Story story = released();
    Open open(chen, story);
    QTRY_VERIFY(open.sheet->isArmed());
    QSignalSpy done(open.sheet, &RollbackSheet::rolledBack);
    QTest::keyClick(open.sheet, Qt::Key_Return, Qt::ControlModifier);
    open.workspace.writeCalls.answer(failure(ErrorCode::OutcomeUnknown));
    QTRY_VERIFY(find<NoticeBar>(open.sheet, "rollbackError")->isVisible());
    QVERIFY(!find<QPushButton>(open.sheet, "rollBack")->isEnabled());

    story.rolledBack(chen, refund, "1.0.0", production);
    open.workspace.setView(viewOf(story, chen));

    QTRY_COMPARE(done.size(), 1);
}

void RollbackSheetTest::whoMayNotSeesWhy()
{
    Open open(ana);

    QVERIFY(!find<QPushButton>(open.sheet, "rollBack")->isEnabled());
    QTRY_VERIFY(open.sheet->isArmed());
    QTest::keyClick(open.sheet, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(open.workspace.writeCalls.asked(), 0);
}

void RollbackSheetTest::nothingEarlierMeansNoButton()
{
    Open open(chen, refundInReview());

    QVERIFY(open.sheet->chosen().isNull());
    QVERIFY(!find<QPushButton>(open.sheet, "rollBack")->isEnabled());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::RollbackSheetTest)
#include "tst_rollback_sheet.moc"
