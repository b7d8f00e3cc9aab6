// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "gui/support/Gui.h"
#include "ui/prose/DiffView.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

std::shared_ptr<const diff::Comparison> compared(const QString &before, const QString &after)
{
    return std::make_shared<const diff::Comparison>(diff::compareTexts(before, after));
}

const QString before = u"# One\n\nRefunds are possible within 30 days.\n\nAlike one.\n\nAlike two.\n\nAlike three.\n\nAlike four.\n\n"
                       "Alike five.\n\nAlike six.\n\nAlike seven.\n\nAlike eight.\n\n# Two\n\nYou must check the date.\n"_s;
const QString after = u"# One\n\nRefunds are possible within 14 days.\n\nAlike one.\n\nAlike two.\n\nAlike three.\n\nAlike four.\n\n"
                      "Alike five.\n\nAlike six.\n\nAlike seven.\n\nAlike eight.\n\n# Two\n\nYou should check the date.\n"_s;

} // namespace

class DiffViewTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void bothSidesOfARowHaveOneHeight();
    void aNarrowViewHasOneColumn();
    void theLayoutMayBeChosen();
    void enterUnfoldsWhatIsAlike();
    void keysWalkTheEntries();
    void theTagOfAMoveGoesToTheOtherPlace();
    void rowsSpeak();
    void searchFindsOnBothSidesAndUnfolds();
    void selectionIsCopiedAsTextAndAsAPatch();
    void whatIsChosenOnOneSideIsNotMarkedOnTheOther();
    void zoomChangesHeightsAndNotThePlace();
    void aMegabyteIsShownAtOnce();
    void oneLineOfManyCharactersIsShownAtOnce();
    void hiddenCharactersAreInTheRow();

private:
    std::unique_ptr<Theme> m_theme;
};

void DiffViewTest::bothSidesOfARowHaveOneHeight()
{
    DiffView view;
    view.resize(1100, 600);
    view.setComparison(compared(before, after));
    view.show();

    QCOMPARE(view.shownLayout(), DiffLayout::SideBySide);
    for (const ViewRow &row : view.rows()) {
        if (row.kind == ViewRowKind::Text)
            QVERIFY(row.present[0] && row.present[1]);
    }
}

void DiffViewTest::aNarrowViewHasOneColumn()
{
    DiffView view;
    view.resize(700, 600);
    view.setComparison(compared(before, after));
    view.show();

    QCOMPARE(view.shownLayout(), DiffLayout::Unified);
    view.resize(1400, 600);
    QTRY_COMPARE(view.shownLayout(), DiffLayout::SideBySide);
}

void DiffViewTest::theLayoutMayBeChosen()
{
    DiffView view;
    view.resize(1400, 600);
    view.setComparison(compared(before, after));
    view.show();
    const qsizetype sideBySide = view.rows().size();

    view.setLayoutChoice(LayoutChoice::Unified);

    QCOMPARE(view.shownLayout(), DiffLayout::Unified);
    QVERIFY(view.rows().size() > sideBySide);
}

void DiffViewTest::enterUnfoldsWhatIsAlike()
{
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(before, after));
    view.show();
    int fold = -1;
    for (int i = 0; i < view.rows().size(); ++i) {
        if (view.rows()[i].kind == ViewRowKind::Fold)
            fold = i;
    }
    QVERIFY(fold >= 0);
    const qsizetype rows = view.rows().size();

    view.setFocus();
    view.setCurrentRow(fold);
    QTest::keyClick(&view, Qt::Key_Return);

    QVERIFY(view.rows().size() > rows);
}

void DiffViewTest::keysWalkTheEntries()
{
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(before, after));
    view.show();
    view.setFocus();
    QVERIFY(view.comparison()->entries.size() >= 2);

    QTest::keyClick(&view, Qt::Key_F7);
    QTest::keyClick(&view, Qt::Key_N);
    QCOMPARE(view.currentEntry(), 1);
    QTest::keyClick(&view, Qt::Key_P);
    QCOMPARE(view.currentEntry(), 0);
    QVERIFY(!view.walk(-1));
}

void DiffViewTest::theTagOfAMoveGoesToTheOtherPlace()
{
    const QString left = u"# Rules\n\nRefunds above 200 euros need approval by a person.\n\nKeep to the rules of the shop at all times.\n\n"
                         "# Doubt\n\nSay so, and hand the conversation over to a person.\n"_s;
    const QString right = u"# Rules\n\nKeep to the rules of the shop at all times.\n\n"
                          "# Doubt\n\nSay so, and hand the conversation over to a person.\n\nRefunds above 200 euros need approval by a person.\n"_s;
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(left, right));
    view.show();
    QVERIFY(!view.comparison()->moves.isEmpty());
    view.viewport()->repaint();
    const QRect tag = view.moveTagRect(0, diff::Side::Right);
    QVERIFY(tag.isValid());

    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, tag.center());

    const ViewRow &row = view.rows()[view.currentRow()];
    const bool there = row.row == view.comparison()->moves[0].row[1] || row.row == view.comparison()->moves[0].row[0];
    QVERIFY(there);
}

void DiffViewTest::rowsSpeak()
{
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(before, after));
    view.show();

    QStringList spoken;
    for (int i = 0; i < view.rows().size(); ++i)
        spoken.append(view.accessibleRowText(i));

    QVERIFY2(spoken.filter(u"removed: 30"_s).size() == 1, qPrintable(spoken.join(u'|')));
    QVERIFY(spoken.filter(u"added: 14"_s).size() == 1);
}

void DiffViewTest::searchFindsOnBothSidesAndUnfolds()
{
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(before, after));
    view.show();

    QCOMPARE(view.find(u"alike five"_s), 1);
    view.findNext(1);

    QCOMPARE(view.selectedText(), u"Alike five"_s);
    QCOMPARE(view.find(u"30 days"_s), 1);
    QCOMPARE(view.find(u"nowhere"_s), 0);
}

void DiffViewTest::selectionIsCopiedAsTextAndAsAPatch()
{
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(before, after));
    view.show();
    view.setFocus();
    const qsizetype at = view.comparison()->sides[1].text.indexOf(u"14 days"_s);
    view.select({diff::Side::Right, {at, 7}});

    QTest::keySequence(&view, QKeySequence::Copy);

    QCOMPARE(QApplication::clipboard()->text(), u"14 days"_s);
    QCOMPARE(view.selectedPatch(), u"-Refunds are possible within 30 days.\n+Refunds are possible within 14 days.\n"_s);
}

void DiffViewTest::whatIsChosenOnOneSideIsNotMarkedOnTheOther()
{
    const QString same = u"Both sides say this.\n"_s;
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(same + u"\nOne."_s, same + u"\nTwo."_s));
    view.setLayoutChoice(LayoutChoice::SideBySide);
    view.show();
    view.unfoldAll();
    const auto half = [&view](int side) {
        const QRect row = view.rowRect(0);
        return view.viewport()->grab(QRect(side * row.width() / 2 + 1, row.top(), row.width() / 2 - 1, row.height())).toImage();
    };
    const std::array before{half(0), half(1)};

    view.select({diff::Side::Right, {view.comparison()->sides[1].text.indexOf(u"sides"_s), 5}});

    QCOMPARE(half(0), before[0]);
    QVERIFY(half(1) != before[1]);
    view.select({});
    QCOMPARE(half(1), before[1]);
}

void DiffViewTest::zoomChangesHeightsAndNotThePlace()
{
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(before, after));
    view.show();
    const int high = view.rowRect(1).height();

    QWheelEvent wheel(QPointF(100, 100), view.viewport()->mapToGlobal(QPointF(100, 100)), {}, QPoint(0, 120), Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view.viewport(), &wheel);

    QVERIFY(view.zoom() > 1);
    QVERIFY(view.rowRect(1).height() > high);
    QCOMPARE(view.verticalScrollBar()->value(), 0);
}

void DiffViewTest::aMegabyteIsShownAtOnce()
{
    QString left;
    for (int i = 0; left.size() < 1'000'000; ++i)
        left += u"Paragraph %1 says what the assistant does with request number %1, and why it does that and nothing else.\n\n"_s.arg(i);
    QString right = left;
    right.replace(u"Paragraph 500 "_s, u"Chapter 500 "_s).replace(u"Paragraph 9000 "_s, u"Chapter 9000 "_s);
    const auto comparison = compared(left, right);
    DiffView view;
    view.resize(1200, 700);
    view.show();
    QElapsedTimer time;

    time.start();
    view.setComparison(comparison);
    view.unfoldAll();
    view.viewport()->repaint();
    const qint64 shown = time.restart();
    for (int i = 0; i < 50; ++i) {
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() * i / 50);
        view.viewport()->repaint();
    }
    const qint64 scrolled = time.elapsed() / 50;

    qInfo("1 MB: shown in %lld ms, %lld ms for each place scrolled to", static_cast<long long>(shown), static_cast<long long>(scrolled));
    QVERIFY2(shown < 2000, qPrintable(QString::number(shown)));
    QVERIFY2(scrolled < 200, qPrintable(QString::number(scrolled)));
}

void DiffViewTest::oneLineOfManyCharactersIsShownAtOnce()
{
    QString left;
    for (int i = 0; left.size() < 220'000; ++i)
        left += u"word%1 "_s.arg(i);
    QString right = left;
    right.replace(u"word20000 "_s, u"other20000 "_s);
    const auto comparison = compared(left, right);
    DiffView view;
    view.resize(1200, 700);
    view.show();
    QElapsedTimer time;

    time.start();
    view.setComparison(comparison);
    view.viewport()->repaint();
    const qint64 shown = time.restart();
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
    view.viewport()->repaint();

    qInfo("220,000 characters in one line: %lld ms, then %lld ms at the end", static_cast<long long>(shown), static_cast<long long>(time.elapsed()));
    QVERIFY2(shown < 1000, qPrintable(QString::number(shown)));
    QVERIFY(view.verticalScrollBar()->maximum() > 1000);
}

void DiffViewTest::hiddenCharactersAreInTheRow()
{
    DiffView view;
    view.resize(1200, 600);
    view.setComparison(compared(u"Pay 10 euros.\n"_s, u"Pay \u202e10 euros.\n"_s));
    view.show();

    bool shown = false;
    for (int i = 0; i < view.rows().size(); ++i)
        shown = shown || view.accessibleRowText(i).contains(u"RLO"_s) || view.accessibleRowText(i).contains(u'\u202e');
    QVERIFY(shown);
    QVERIFY(!view.comparison()->identical);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::DiffViewTest)
#include "tst_diff_view.moc"
