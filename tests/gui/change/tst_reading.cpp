// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "gui/support/Gui.h"
#include "prompt/Document.h"
#include "ui/common/Popover.h"
#include "ui/common/UiState.h"
#include "ui/prose/DiffPane.h"
#include "ui/prose/DiffPrint.h"
#include "ui/prose/DiffRuler.h"
#include "ui/prose/PrintedRows.h"
#include "ui/prose/SettingsCard.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QImage>
#include <QListView>
#include <QPainter>
#include <QPrinter>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString before = u"# Refunds\n\nRefunds are possible within 30 days. You must check the date.\n\nAlike one.\n\nAlike two.\n\n"
                       "Alike three.\n\nAlike four.\n\nAlike five.\n\nAlike six.\n\nAlike seven.\n\nAlike eight.\n\n"
                       "# Doubt\n\nNever promise anything. Say so.\n"_s;
const QString after = u"# Refunds\n\nRefunds are possible within 14 days. You should check the date.\n\nAlike one.\n\nAlike two.\n\n"
                      "Alike three.\n\nAlike four.\n\nAlike five.\n\nAlike six.\n\nAlike seven.\n\nAlike eight.\n\n"
                      "# Doubt\n\nSay so. Ask a person.\n"_s;

std::shared_ptr<const diff::Comparison> compared(const QString &left, const QString &right)
{
    return std::make_shared<const diff::Comparison>(diff::compareTexts(left, right));
}

const QList<DiffChoice> choices = {{.id = u"live:production"_s, .lead = u"Live in production"_s, .name = u"1.5.0"_s, .note = u"since 13 Aug"_s},
                                   {.id = u"base"_s, .lead = u"Written against"_s, .name = u"the accepted text"_s},
                                   {.id = u"version:1.4.0"_s, .lead = u"Version"_s, .name = u"1.4.0"_s, .note = u"runs in staging"_s}};

/// A pane in a window of its own, as on the page of a change. Everything goes through the keyboard.
struct Reader
{
    Reader(const QString &left, const QString &right, const QSize &size = {1200, 700})
    {
        window.resize(size);
        pane = new DiffPane(&window);
        pane->setGeometry(window.rect());
        pane->setChoices(diff::Side::Left, choices, u"live:production"_s);
        pane->setChoices(diff::Side::Right, {choices[1]}, u"base"_s);
        pane->setCommenting(true);
        pane->setComparison(compared(left, right));
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("The window was not activated");
        pane->view()->setFocus();
    }

    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *has = QApplication::focusWidget();
        QTest::keyClick(has ? has : &window, Qt::Key(key), modifiers);
    }

    template<typename W>
    W *find(const char *name)
    {
        return window.findChild<W *>(QString::fromLatin1(name));
    }

    QWidget window;
    DiffPane *pane = nullptr;
};

} // namespace

/// Reading a difference with the keyboard alone.
class ReadingTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void bothLayoutsShowTheSameWords_data();
    void bothLayoutsShowTheSameWords();
    void theLayoutIsChosenWithTheKeyboard();
    void searchCountsAndGoesOn();
    void foldsOpenAndCloseWithArrows();
    void wordsAreSelectedAndCopiedWithTheKeyboard();
    void wholeDifferenceIsCopiedAsAPatch();
    void zoomIsToldToWhoeverKeepsIt();
    void blanksAndLineEndsAreShownOnDemand();
    void sentencesAreMarkedAsSeenOneByOne();
    void aSentenceThatChangesIsToBeReadAgain();
    void marksSurviveTheProgram();
    void thePickerSaysWhatRunsWhere();
    void commentAndSuggestionNameTheWordsUnderTheCaret();
    void theDifferenceIsPrinted();
    void threeTextsArePrintedInThreeColumns();
    void aLongDifferenceIsSearchedAndWalkedWhileItIsPrepared();
    void rulerMarksDoNotGrowWithTheText();
    void aParagraphHigherThanAPageGoesOnOnTheNext();
    void manySettingsLeaveRoomForTheText();
    void aPopoverGoesWithItsAnchor();

private:
    std::unique_ptr<Theme> m_theme;
};

void ReadingTest::bothLayoutsShowTheSameWords_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {360, 620, 900, 1280, 1920})
        QTest::newRow(qPrintable(QString::number(width))) << width;
}

void ReadingTest::bothLayoutsShowTheSameWords()
{
    QFETCH(int, width);
    Reader of(before, after, {width, 700});
    DiffView *view = of.pane->view();

    for (const LayoutChoice layout : {LayoutChoice::SideBySide, LayoutChoice::Unified}) {
        view->setLayoutChoice(layout);
        view->unfoldAll();
        view->viewport()->repaint();
        std::array<QString, 2> shown;
        for (int i = 0; i < view->rows().size(); ++i) {
            const ViewRow &row = view->rows()[i];
            for (const diff::Side side : {diff::Side::Left, diff::Side::Right}) {
                // In one column what is alike stands once.
                const bool alike = row.row >= 0 && view->comparison()->rows[row.row].kind == diff::RowKind::Same;
                if (row.present[index(side)] || (layout == LayoutChoice::Unified && alike))
                    shown[index(side)] += shownText(*view->comparison(), row, alike ? diff::Side::Right : side);
            }
            QVERIFY2(view->rowRect(i).height() > 0, qPrintable(QString::number(i)));
        }
        QVERIFY(shown[0].contains(u"30 days"_s) && shown[0].contains(u"Never promise anything."_s));
        QVERIFY(shown[1].contains(u"14 days"_s) && shown[1].contains(u"Ask a person."_s));
        QVERIFY(shown[0].contains(u"Alike five."_s) && shown[1].contains(u"Alike five."_s));
    }
}

void ReadingTest::theLayoutIsChosenWithTheKeyboard()
{
    Reader of(before, after);
    auto *button = of.find<QPushButton>("layoutButton");
    QCOMPARE(of.pane->view()->shownLayout(), DiffLayout::SideBySide);

    button->setFocus(Qt::TabFocusReason);
    of.press(Qt::Key_Space);

    QCOMPARE(of.pane->view()->shownLayout(), DiffLayout::Unified);
    QCOMPARE(of.pane->reading().layout, LayoutChoice::Unified);
}

void ReadingTest::searchCountsAndGoesOn()
{
    Reader of(before, after);

    of.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"alike"_s);

    DiffView *view = of.pane->view();
    QCOMPARE(view->matchCount(), 8);
    QCOMPARE(view->currentMatch(), 0);
    of.press(Qt::Key_Return);
    of.press(Qt::Key_Return);
    QCOMPARE(view->currentMatch(), 2);
    QCOMPARE(view->selectedText(), u"Alike"_s);
    QVERIFY(of.pane->escape());
    QVERIFY(view->hasFocus());
}

void ReadingTest::foldsOpenAndCloseWithArrows()
{
    Reader of(before, after);
    DiffView *view = of.pane->view();
    const qsizetype folded = view->rows().size();
    while (view->currentRow() < 0 || view->rows()[view->currentRow()].kind != ViewRowKind::Fold) {
        const int was = view->currentRow();
        of.press(Qt::Key_Down);
        QVERIFY(view->currentRow() != was);
    }

    of.press(Qt::Key_Right);
    const qsizetype open = view->rows().size();
    of.press(Qt::Key_Down);
    of.press(Qt::Key_Left);

    QVERIFY(open > folded);
    QCOMPARE(view->rows().size(), folded);
    QCOMPARE(view->rows()[view->currentRow()].kind, ViewRowKind::Fold);
}

void ReadingTest::wordsAreSelectedAndCopiedWithTheKeyboard()
{
    Reader of(before, after);
    DiffView *view = of.pane->view();
    while (view->currentRow() < 0 || !view->accessibleRowText(view->currentRow()).contains(u"14"_s))
        of.press(Qt::Key_Down);

    of.press(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(view->selectedText(), u"Refunds"_s);
    of.press(Qt::Key_Right, Qt::ControlModifier);
    of.press(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(view->selectedText(), u"are possible"_s);
    of.press(Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(view->selectedText(), u"are"_s);
    of.press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"are"_s);
    of.press(Qt::Key_O);

    QCOMPARE(view->selection().side, diff::Side::Left);
    QCOMPARE(view->selectedText(), u"Refunds"_s);
}

void ReadingTest::wholeDifferenceIsCopiedAsAPatch()
{
    Reader of(before, after);

    of.press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);

    const QString patch = QApplication::clipboard()->text();
    QVERIFY(patch.contains(u"-Refunds are possible within 30 days. You must check the date.\n"_s));
    QVERIFY(patch.contains(u"+Refunds are possible within 14 days. You should check the date.\n"_s));
    QVERIFY(patch.contains(u" Alike one.\n"_s));
}

void ReadingTest::zoomIsToldToWhoeverKeepsIt()
{
    Reader of(before, after);
    QSignalSpy told(of.pane, &DiffPane::readingChanged);

    of.press(Qt::Key_Plus, Qt::ControlModifier);
    of.press(Qt::Key_Plus, Qt::ControlModifier);

    QCOMPARE(told.size(), 2);
    const ReadingChoice kept = of.pane->reading();
    QVERIFY(kept.zoom > 1.2);
    Reader again(before, after);
    again.pane->setReading(kept);
    QCOMPARE(again.pane->view()->zoom(), kept.zoom);
    again.press(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(again.pane->view()->zoom(), 1.0);
}

void ReadingTest::blanksAndLineEndsAreShownOnDemand()
{
    Reader of(u"One line\nand another with  two blanks.\n"_s, u"One line and\nanother with two blanks.\n"_s);
    DiffView *view = of.pane->view();
    view->unfoldAll();
    const int flowing = view->rowRect(0).height();
    const QImage without = view->viewport()->grab().toImage();

    view->setSpacesShown(true);

    QVERIFY(view->rowRect(0).height() > flowing);
    QVERIFY(view->viewport()->grab().toImage() != without);
    QVERIFY(of.pane->reading().spaces);
}

void ReadingTest::sentencesAreMarkedAsSeenOneByOne()
{
    Reader of(before, after);
    DiffView *view = of.pane->view();
    QSignalSpy kept(view, &DiffView::seenByReader);
    const int all = view->sentenceCount();
    QVERIFY(all >= 4);
    auto *count = of.find<QPushButton>("seenCount");
    QCOMPARE(count->text(), u"0 of %1 seen"_s.arg(all));

    of.press(Qt::Key_S);
    QCOMPARE(view->seenCount(), 0);
    QVERIFY(view->currentSentence() >= 0);
    const int first = view->currentSentence();
    of.press(Qt::Key_S);
    QCOMPARE(view->seenCount(), 1);
    QVERIFY(view->currentSentence() != first);
    QCOMPARE(count->text(), u"1 of %1 seen"_s.arg(all));
    of.press(Qt::Key_S, Qt::ShiftModifier);
    QCOMPARE(view->seenCount(), 0);
    QCOMPARE(view->currentSentence(), first);

    for (int i = 0; i < all; ++i)
        of.press(Qt::Key_S);
    QCOMPARE(view->seenCount(), all);
    QCOMPARE(view->currentSentence(), -1);
    QCOMPARE(kept.size(), all + 2);
    bool ticked = false;
    for (int i = 0; i < view->rows().size(); ++i)
        ticked = ticked || view->isRowSeen(i);
    QVERIFY(ticked);
}

void ReadingTest::aSentenceThatChangesIsToBeReadAgain()
{
    Reader of(before, after);
    DiffView *view = of.pane->view();
    const int all = view->sentenceCount();
    for (int i = 0; i <= all; ++i)
        of.press(Qt::Key_S);
    QCOMPARE(view->seenCount(), all);

    QString next = after;
    of.pane->setComparison(compared(before, next.replace(u"14 days"_s, u"7 days"_s)));

    QCOMPARE(view->sentenceCount(), all);
    QCOMPARE(view->seenCount(), all - 1);
}

void ReadingTest::marksSurviveTheProgram()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.ini"_s);
    const QSet<QByteArray> seen = {"abcdefghijkl", "mnopqrstuvwx"};
    {
        QSettings settings(path, QSettings::IniFormat);
        UiState state(settings, u"here"_s);
        UiStateSeenStore(state).keep(u"dana prompt"_s, seen);
    }

    QSettings settings(path, QSettings::IniFormat);
    UiState state(settings, u"here"_s);

    QCOMPARE(UiStateSeenStore(state).seen(u"dana prompt"_s), seen);
    QVERIFY(UiStateSeenStore(state).seen(u"bode prompt"_s).isEmpty());
}

void ReadingTest::thePickerSaysWhatRunsWhere()
{
    Reader of(before, after);
    QSignalSpy made(of.pane, &DiffPane::choiceMade);

    of.press(Qt::Key_1, Qt::AltModifier);
    auto *list = of.find<QListView>("compareChoices");
    QVERIFY(list);
    QStringList rows;
    for (int i = 0; i < list->model()->rowCount(); ++i)
        rows.append(list->model()->index(i, 0).data(Qt::AccessibleTextRole).toString());
    QVERIFY2(rows.filter(u"runs in staging"_s).size() == 1, qPrintable(rows.join(u'|')));
    QCOMPARE(list->currentIndex().row(), 0);
    of.press(Qt::Key_Down);
    of.press(Qt::Key_Down);
    of.press(Qt::Key_Return);

    QCOMPARE(made.size(), 1);
    QCOMPARE(made.first().at(1).toString(), u"version:1.4.0"_s);
    QVERIFY(of.pane->view()->hasFocus());
}

void ReadingTest::commentAndSuggestionNameTheWordsUnderTheCaret()
{
    Reader of(before, after);
    QSignalSpy comment(of.pane, &DiffPane::commentAsked);
    QSignalSpy suggestion(of.pane, &DiffPane::suggestAsked);
    while (of.pane->view()->currentRow() < 0 || !of.pane->view()->accessibleRowText(of.pane->view()->currentRow()).contains(u"14"_s))
        of.press(Qt::Key_Down);
    of.press(Qt::Key_Right, Qt::ControlModifier);

    of.press(Qt::Key_C);
    of.press(Qt::Key_E);
    of.press(Qt::Key_O);
    of.press(Qt::Key_C);
    of.press(Qt::Key_E);

    QCOMPARE(comment.size(), 2);
    QCOMPARE(comment.at(1).first().value<DiffRange>().side, diff::Side::Left);
    // Words that are gone cannot be given other words.
    QCOMPARE(suggestion.size(), 1);
    QCOMPARE(suggestion.first().first().value<DiffRange>(), comment.first().first().value<DiffRange>());
}

void ReadingTest::theDifferenceIsPrinted()
{
    QString left = before;
    for (int i = 0; i < 80; ++i)
        left += u"\nSentence number %1 says something of its own about case %1.\n"_s.arg(i);
    QString right = left;
    right.replace(u"says something"_s, u"says nothing"_s);
    Reader of(left, right);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"difference.pdf"_s);
    auto printer = std::make_unique<QPrinter>(QPrinter::HighResolution);
    printer->setOutputFormat(QPrinter::PdfFormat);
    printer->setOutputFileName(path);
    of.pane->setPrintTitle(u"#33 Shorter refund window"_s);

    DiffPrint *print = of.pane->printTo(std::move(printer));
    QSignalSpy ended(print, &DiffPrint::ended);

    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(ended.first().at(0).toBool());
    QVERIFY(ended.first().at(1).toInt() >= 2);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.read(5), "%PDF-");
}

void ReadingTest::threeTextsArePrintedInThreeColumns()
{
    const QString theirs = QString(before).replace(u"30 days"_s, u"21 days"_s);
    const auto texts = std::make_shared<const ThreeWay>(threeWay(before, after, theirs, diff::mergeTexts(before, after, theirs)));
    const ThreeWayView::Heads heads{u"Version 1.2.0"_s, u"Revision 1"_s, u"Live in production 1.3.0"_s};
    Reader of(before, after);
    of.pane->setThreeWay(texts, heads);
    QVERIFY(of.pane->showsThree());

    const QTemporaryDir folder;
    const auto pagesOf = [&](QPageSize::PageSizeId size) {
        auto printer = std::make_unique<QPrinter>(QPrinter::ScreenResolution);
        printer->setOutputFormat(QPrinter::PdfFormat);
        printer->setOutputFileName(folder.filePath(u"three.pdf"_s));
        printer->setPageSize(QPageSize(size));
        QSignalSpy ended(of.pane->printTo(std::move(printer)), &DiffPrint::ended);
        return ended.wait() && ended.first().at(0).toBool() ? ended.first().at(1).toInt() : 0;
    };
    QCOMPARE(pagesOf(QPageSize::A4), 1);
    for (int row = 0; row < of.pane->threeWayView()->rows().size(); ++row) {
        of.pane->threeWayView()->setCurrentRow(row);
        QTest::keyClick(of.pane->threeWayView(), Qt::Key_Return);
    }
    QVERIFY(pagesOf(QPageSize::A6) > 1); // what was unfolded is printed

    // A column has ink where its text has words, and none where it has not.
    const Theme &theme = Theme::of(of.pane);
    const QList<ThreeWayView::Row> shown = of.pane->threeWayView()->rows();
    const auto rows = printedRows(PrintedTexts{.texts = texts, .rows = shown, .heads = heads});
    QCOMPARE(rows->count(), shown.size());
    for (qsizetype i = 0; i < rows->count(); ++i) {
        QImage paper(600, static_cast<int>(std::ceil(rows->height(i, 600, theme))), QImage::Format_RGB32);
        paper.fill(Qt::white);
        QPainter painter(&paper);
        rows->paint(painter, i, QRectF(paper.rect()), 0, theme);
        painter.end();
        for (size_t column = 0; column < 3; ++column) {
            const QImage part = paper.copy(static_cast<int>(column) * 205 + 24, 0, 160, paper.height());
            QImage blank(part.size(), part.format());
            blank.fill(Qt::white);
            const QString &words = texts->rows[shown[i].first].text[index(ThreeWayView::columns[column])];
            QCOMPARE(part != blank, !words.trimmed().isEmpty());
        }
    }
}

void ReadingTest::aLongDifferenceIsSearchedAndWalkedWhileItIsPrepared()
{
    QString left;
    for (int i = 0; left.size() < 400'000; ++i)
        left += u"Paragraph %1 says what the assistant does with request number %1, and why it does so.\n\n"_s.arg(i);
    QString right = left;
    right.replace(u"Paragraph 4000 "_s, u"Chapter 4000 "_s).replace(u"Paragraph 7 "_s, u"Chapter 7 "_s);
    Reader of(left, right);
    DiffView *view = of.pane->view();
    of.pane->view()->unfoldAll();

    view->goTo({diff::Side::Right, {right.indexOf(u"Chapter 4000"_s), 7}});
    QTRY_VERIFY(view->isComplete());
    QTRY_VERIFY(view->currentRow() > 1000);
    of.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"number 3999,"_s);

    QTRY_COMPARE(view->matchCount(), 1);
    QTRY_COMPARE(view->selectedText(), u"number 3999,"_s);
    QTRY_COMPARE(view->sentenceCount(), 2);
}

void ReadingTest::rulerMarksDoNotGrowWithTheText()
{
    QString left;
    for (int i = 0; left.size() < 200'000; ++i)
        left += u"Paragraph %1 says what it says.\n\n"_s.arg(i);
    QString right = left;
    Reader of(left, right.replace(u"says what"_s, u"tells what"_s));
    auto *ruler = of.find<DiffRuler>("ruler");

    QTRY_VERIFY(of.pane->view()->rows().size() > 3000);
    QTRY_VERIFY(ruler->marks().size() > 100);
    QVERIFY(ruler->marks().size() <= 4 * ruler->height());

    of.pane->setComparison(compared(left, left));
    QVERIFY(ruler->marks().isEmpty());
}

void ReadingTest::aParagraphHigherThanAPageGoesOnOnTheNext()
{
    QString left;
    while (left.size() < 3900)
        left += u"Customers may return an item within thirty days. "_s;
    QString right = left;
    Reader of(left, right.replace(0, 9, u"Clients  "_s));
    const QTemporaryDir folder;
    auto printer = std::make_unique<QPrinter>(QPrinter::HighResolution);
    printer->setOutputFormat(QPrinter::PdfFormat);
    printer->setOutputFileName(folder.filePath(u"a6.pdf"_s));
    printer->setPageSize(QPageSize(QPageSize::A6));

    DiffPrint *print = of.pane->printTo(std::move(printer));
    QSignalSpy ended(print, &DiffPrint::ended);

    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(ended.first().at(0).toBool());
    QVERIFY(ended.first().at(1).toInt() >= 3);
}

void ReadingTest::manySettingsLeaveRoomForTheText()
{
    QString left = u"---\nmodel: gpt-4.1\nconfig:\n"_s;
    for (int i = 0; i < 60; ++i)
        left += u"  limit_number_%1: %2\n"_s.arg(i).arg(i);
    left += u"---\nSay hello.\n"_s;
    QString right = left;
    right.replace(u": 1"_s, u": 71"_s).replace(u": 2"_s, u": 82"_s).replace(u": 3"_s, u": 93"_s);
    const auto comparison = std::make_shared<const diff::Comparison>(
            diff::compare(prompt::parse(left.toUtf8(), u"prompts/a.prompt"_s), prompt::parse(right.toUtf8(), u"prompts/a.prompt"_s)));
    SettingsCard card;
    card.resize(900, 100);
    card.setComparison(comparison);
    const int folded = card.heightForWidth(900);
    card.resize(900, folded);
    card.show();

    QVERIFY2(folded <= 3 * 56 + 4, qPrintable(QString::number(folded)));
    for (int x = 890; x > 0 && card.heightForWidth(900) == folded; x -= 20)
        QTest::mouseClick(&card, Qt::LeftButton, {}, {x, folded - 20});
    QVERIFY(card.heightForWidth(900) > folded);
}

void ReadingTest::aPopoverGoesWithItsAnchor()
{
    QWidget window;
    window.resize(900, 400);
    QPushButton anchor(&window);
    anchor.setGeometry(60, 10, 80, 28);
    Popover popover(&anchor, 300);
    popover.content()->addWidget(new QWidget(&popover));
    window.show();
    popover.open(Popover::Focus::Leave);
    const int beside = popover.x() - anchor.x();

    window.resize(1300, 400);
    anchor.move(400, 10);

    QTRY_COMPARE(popover.x() - anchor.x(), beside);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ReadingTest)
#include "tst_reading.moc"
