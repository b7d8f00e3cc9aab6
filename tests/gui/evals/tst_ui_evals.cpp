// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/Gui.h"
#include "support/evals/EvalPicture.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/evals/BoardView.h"
#include "ui/evals/CasePane.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/JudgementList.h"
#include "ui/evals/MatrixView.h"
#include "ui/evals/TextCard.h"
#include "ui/evals/TotalsView.h"
#include "ui/evals/VerdictBand.h"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace countersign::evals;

namespace countersign::test {

namespace {

/// The view in a window of a size.
struct Bench
{
    explicit Bench(const EvalSet &set, const QSize &size = {968, 768})
    {
        auto *box = new QVBoxLayout(&window);
        box->setContentsMargins(0, 0, 0, 0);
        view = new EvalsView(&window);
        box->addWidget(view);
        if (!set.versions.isEmpty()) {
            view->setMatrix(EvalMatrix::make(set));
        }
        window.resize(size);
        window.show();
    }

    [[nodiscard]] MatrixView *matrix() const { return view->panel()->view(); }
    [[nodiscard]] QString title() const { return find<PlainLabel>(view, "caseTitle")->text(); }
    [[nodiscard]] TextCard *card(const char *name) const { return find<TextCard>(view, name); }

    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        if (!folder.isEmpty()) {
            QCoreApplication::sendPostedEvents();
            QDir().mkpath(folder);
            window.grab().save(folder + u"/evals-"_s + name + u".png"_s);
        }
    }

    QWidget window;
    EvalsView *view = nullptr;
};

bool has(const QList<TextMark> &marks, MarkKind kind)
{
    return std::ranges::any_of(marks, [kind](const TextMark &mark) { return mark.kind == kind; });
}

} // namespace

class EvalsViewTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void theVerdictIsASentenceAndItsRule();
    void everyVerdictHasItsWords_data();
    void everyVerdictHasItsWords();
    void arrowsWalkCasesAndThePaneFollows();
    void digitsShowThatAnswer();
    void sidewaysChoosesWhoseAnswerIsRead();
    void choosingADimensionFiltersTheMatrix();
    void chipsFilterByKeyboardAndEscapeTakesThemBack();
    void wordsAreFoundFromTheKeyboard();
    void theCaseKeepsItsPlaceWhenTheFilterChanges();
    void nothingLikeThatIsSaid();
    void narrowOpensTheCaseInPlace();
    void olderVersionsGoFirst();
    void outputsAreADifference();
    void hostileTextIsCharacters();
    void aLongAnswerShowsItsBeginning();
    void anAnswerThatFailedSaysWhy();
    void runsThatDoNotCountSaySo();
    void addedAndDroppedCasesAreSaid();
    void oneRunAloneShowsItsTotals();
    void everyRowIsSpoken();
    void copiesAreText();
    void emptySaysWhatWillStandHere();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void EvalsViewTest::theVerdictIsASentenceAndItsRule()
{
    Bench bench(refundSet());

    QCOMPARE(
        bench.view->band()->plainText(),
        u"Inconclusive. Better on policy and format. Whether tone got worse cannot be told from 23 case(s).\n"
        "Passes when no dimension can be more than 2 points below 1.3.0, at 95\u00A0%. "
        "120 case(s) in pairs, 3 answer(s) each."_s);
}

void EvalsViewTest::arrowsWalkCasesAndThePaneFollows()
{
    Bench bench(refundSet());
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.view->focusFirst();
    QVERIFY(bench.matrix()->hasFocus());
    const QString first = bench.title();

    QTest::keyClick(bench.matrix(), Qt::Key_Down);

    QVERIFY(bench.title() != first);
    QCOMPARE(find<PlainLabel>(bench.view, "caseNumber")->text(), u"2 of 120"_s);
    QTest::keyClick(bench.matrix(), Qt::Key_Up);
    QCOMPARE(bench.title(), first);
}

void EvalsViewTest::everyVerdictHasItsWords_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("words");
    QTest::newRow("passed") << u"+"_s << u"+"_s << u"Passed. Not worse on tone."_s;
    QTest::newRow("better") << u"x"_s << u"+"_s << u"Passed. Better on tone."_s;
    QTest::newRow("worse") << u"+"_s << u"x"_s << u"Failed. Worse on tone."_s;
    QTest::newRow("not judged") << u"+"_s << u"!"_s << u"could not be judged."_s;
}

void EvalsViewTest::everyVerdictHasItsWords()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const QString, words);
    EvalPicture suite({u"1.0.0"_s, u"2.0.0"_s});
    // So many that even two points of a hundred are told.
    for (int i = 0; i < 400; ++i) {
        const bool differs = i < 60;
        suite.add({.id = QString::number(i),
                   .dimension = u"tone"_s,
                   .marks = differs ? before + u' ' + after : u"+ +"_s});
    }

    Bench bench(compared(suite.set(0, 1)));

    QVERIFY2(bench.view->band()->plainText().contains(words), qPrintable(bench.view->band()->plainText()));
}

void EvalsViewTest::digitsShowThatAnswer()
{
    EvalPicture suite({u"1"_s, u"2"_s});
    suite.add({.id = u"a"_s,
               .name = u"Alpha"_s,
               .dimension = u"tone"_s,
               .marks = u"+++ +x!"_s,
               .outputs = {u"Old."_s, u"New."_s}});
    Bench bench(compared(suite.set(0, 1)));
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.view->focusFirst();

    QTest::keyClick(bench.matrix(), Qt::Key_2);
    QCOMPARE(bench.view->casePane()->repeat(), 1);
    QVERIFY(find<QAbstractButton>(bench.view, "answer2")->isChecked());

    QTest::keyClick(bench.matrix(), Qt::Key_3);
    QCOMPARE(bench.card("caseNew")->text(), u"429 Too Many Requests"_s);

    // There is no fourth one.
    QTest::keyClick(bench.matrix(), Qt::Key_4);
    QCOMPARE(bench.view->casePane()->repeat(), 2);
}

void EvalsViewTest::sidewaysChoosesWhoseAnswerIsRead()
{
    Bench bench(refundSet());
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.view->focusFirst();
    QVERIFY(bench.card("caseNew")->head().startsWith(u"Rev 2"_s));

    QTest::keyClick(bench.matrix(), Qt::Key_Right);

    QVERIFY2(bench.card("caseNew")->head().startsWith(u"1.2.1"_s), qPrintable(bench.card("caseNew")->head()));
    QVERIFY(bench.card("caseOld")->head().startsWith(u"1.3.0"_s));
    QTest::keyClick(bench.matrix(), Qt::Key_Right);
    QVERIFY(bench.card("caseNew")->head().startsWith(u"1.3.0"_s));
    QVERIFY(bench.card("caseOld")->isHidden());
}

void EvalsViewTest::choosingADimensionFiltersTheMatrix()
{
    Bench bench(refundSet());
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    BoardView *board = bench.view->board();
    board->setFocus(Qt::TabFocusReason);

    QTest::keyClick(board, Qt::Key_Down);

    QCOMPARE(board->chosen(), u"tone"_s);
    QCOMPARE(bench.view->panel()->cases()->filter().dimension, u"tone"_s);
    QCOMPARE(find<QComboBox>(bench.view, "casesDimension")->currentData().toString(), u"tone"_s);
    QCOMPARE(bench.view->panel()->cases()->shownCases(), 24);
    QTest::keyClick(board, Qt::Key_Escape);
    QCOMPARE(bench.view->panel()->cases()->shownCases(), 120);
}

void EvalsViewTest::chipsFilterByKeyboardAndEscapeTakesThemBack()
{
    Bench bench(refundSet());
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    auto *lost = find<QAbstractButton>(bench.view, "showLost");
    QCOMPARE(lost->accessibleName(), u"Lost 6"_s);
    lost->setFocus(Qt::TabFocusReason);

    QTest::keyClick(lost, Qt::Key_Space);

    QCOMPARE(bench.view->panel()->cases()->shownCases(), 6);
    QVERIFY(lost->isChecked());
    QCOMPARE(find<PlainLabel>(bench.view, "caseNumber")->text(), u"1 of 6"_s);
    QVERIFY(bench.view->escape());
    QCOMPARE(bench.view->panel()->cases()->shownCases(), 120);
    QVERIFY(!lost->isChecked());
    QVERIFY(!bench.view->escape());
}

void EvalsViewTest::wordsAreFoundFromTheKeyboard()
{
    Bench bench(refundSet());
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.view->focusFirst();

    QTest::keyClick(bench.matrix(), Qt::Key_F, Qt::ControlModifier);
    auto *words = find<QLineEdit>(bench.view, "casesWords");
    QTRY_VERIFY(words->hasFocus());
    QTest::keyClicks(words, u"voucher lamp"_s);

    QCOMPARE(bench.view->panel()->cases()->shownCases(), 1);
    QCOMPARE(bench.title(), u"Upset customer, day 20, broken lamp"_s);
}

void EvalsViewTest::theCaseKeepsItsPlaceWhenTheFilterChanges()
{
    Bench bench(refundSet());
    bench.view->panel()->view()->step(1);
    const QString title = bench.title();
    bench.view->panel()->setFilter({.shown = CasesShown::Lost});
    QCOMPARE(bench.title(), title);
    bench.view->setMatrix(EvalMatrix::make(refundSet()));
    QCOMPARE(bench.title(), title);
    QCOMPARE(bench.view->panel()->cases()->shownCases(), 6);
}

void EvalsViewTest::nothingLikeThatIsSaid()
{
    Bench bench(refundSet());
    bench.view->panel()->setFilter({.words = u"umbrella"_s});
    QVERIFY(find<PlainLabel>(bench.view, "noCases")->isVisible());
    QVERIFY(bench.matrix()->isHidden());
    QVERIFY(bench.title().isEmpty());
    QVERIFY(bench.view->escape());
    QVERIFY(!bench.matrix()->isHidden());
}

void EvalsViewTest::narrowOpensTheCaseInPlace()
{
    Bench bench(refundSet(), {700, 700});
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    QVERIFY(bench.view->isNarrow());
    QVERIFY(!bench.view->casePane()->isVisible());
    bench.view->focusFirst();

    QTest::keyClick(bench.matrix(), Qt::Key_Return);

    QVERIFY(bench.view->casePane()->isVisible());
    QVERIFY(!bench.matrix()->isVisible());
    auto *back = find<QPushButton>(bench.view, "backToCases");
    QVERIFY(back->isVisible());
    QVERIFY(bench.view->escape());
    QVERIFY(bench.matrix()->isVisible());
    QVERIFY(bench.matrix()->hasFocus());
    bench.window.resize(968, 768);
    QTRY_VERIFY(bench.view->casePane()->isVisible());
    QVERIFY(!back->isVisible());
}

void EvalsViewTest::olderVersionsGoFirst()
{
    Bench bench(compared(largeSuite(30, 12, 3, 5).set(10, 11)));
    MatrixView *matrix = bench.matrix();
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window));
    QVERIFY(matrix->isColumnHidden(1));
    QVERIFY(!matrix->isColumnHidden(11));
    QVERIFY(!matrix->isColumnHidden(12));
    bench.window.resize(1900, 768);
    QTRY_VERIFY(!matrix->isColumnHidden(1));
}

void EvalsViewTest::outputsAreADifference()
{
    EvalPicture suite({u"1"_s, u"2"_s});
    suite.add({.id = u"a"_s,
               .dimension = u"tone"_s,
               .marks = u"+ x"_s,
               .outputs = {u"You may send it back within 30 days of the purchase."_s,
                           u"You may send it back within 14 days of the purchase."_s}});
    Bench bench(compared(suite.set(0, 1)));

    QTRY_VERIFY(has(bench.card("caseNew")->marks(), MarkKind::Added));
    QVERIFY(has(bench.card("caseOld")->marks(), MarkKind::Removed));
    QVERIFY(bench.card("caseNew")->accessibleDescription().contains(u"14"_s));
    QCOMPARE(bench.card("caseNew")->text(), u"You may send it back within 14 days of the purchase."_s);
}

void EvalsViewTest::hostileTextIsCharacters()
{
    const QString hostile = u"<img src=x onerror=alert(1)><b>bold</b> [a](javascript:b) \u202Egnp.exe"_s;
    EvalPicture suite({u"<i>1</i>"_s, u"<i>2</i>"_s});
    suite.add({.id = hostile,
               .name = hostile,
               .dimension = hostile,
               .source = hostile,
               .marks = u"+ x"_s,
               .input = hostile,
               .expected = hostile,
               .outputs = {hostile, hostile + u" more"_s},
               .reasons = {hostile}});
    Bench bench(compared(suite.set(0, 1)));
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window));

    QVERIFY(bench.title().contains(u"<b>bold</b>"_s));
    QCOMPARE(bench.card("caseInput")->text(), hostile);
    const QModelIndex row = bench.matrix()->model()->index(0, 0);
    QVERIFY(!row.data(Qt::ToolTipRole).toString().contains(u'<'));
    QVERIFY(!bench.view->board()->model()->index(0, 0).data(Qt::ToolTipRole).toString().contains(u'<'));
    QVERIFY(!row.data(Qt::AccessibleTextRole).toString().contains(QChar(0x202E)));
    bench.window.grab();
}

void EvalsViewTest::aLongAnswerShowsItsBeginning()
{
    const QString sentence = u"The window for a return is fourteen days from the day of delivery. "_s;
    EvalPicture suite({u"1"_s});
    suite.add({.id = u"a"_s, .dimension = u"tone"_s, .marks = u"+"_s, .outputs = {sentence.repeated(2000)}});
    Bench bench(suite.set(-1, 0));
    TextCard *card = bench.card("caseNew");
    const int before = card->heightForWidth(400);
    auto *more = card->findChild<QPushButton *>();
    QVERIFY(!more->isHidden());

    more->click();

    QVERIFY(card->heightForWidth(400) > before);
    QCOMPARE(card->text(), sentence.repeated(2000));
}

void EvalsViewTest::anAnswerThatFailedSaysWhy()
{
    EvalPicture suite({u"1"_s, u"2"_s});
    suite.add({.id = u"a"_s,
               .dimension = u"tone"_s,
               .marks = u"+ x"_s,
               .outputs = {u"Yes."_s, u"No."_s},
               .reasons = {u"Friendly."_s, u"It says no."_s}});
    Bench bench(compared(suite.set(0, 1)));

    const QString words = find<JudgementList>(bench.view, "judgements")->plainText();

    QCOMPARE(words, u"failed: Tone 0.3 of 1. Before: 1 of 1. It says no."_s);
}

void EvalsViewTest::runsThatDoNotCountSaySo()
{
    Bench bench(refundSet());
    bench.view->setNotCounted(
        {{.name = u"nightly.json"_s, .reason = u"The run was stopped."_s, .detail = u"after case 62"_s}});
    auto *list = find<QWidget>(bench.view, "notCounted");
    QVERIFY(list->isVisible());
    QVERIFY(list->findChild<ProseView *>()->accessibleName().contains(
        u"nightly.json does not count. The run was stopped. after case 62"_s));
    bench.view->setNotCounted({});
    QVERIFY(!list->isVisible());
}

void EvalsViewTest::addedAndDroppedCasesAreSaid()
{
    EvalPicture suite({u"1"_s, u"2"_s});
    suite.add({.id = u"a"_s, .dimension = u"tone"_s, .marks = u"+ +"_s})
        .add({.id = u"b"_s, .dimension = u"tone"_s, .marks = u"- +"_s})
        .add({.id = u"c"_s, .dimension = u"tone"_s, .marks = u"+ -"_s});
    Bench bench(compared(suite.set(0, 1)));
    QCOMPARE(find<PlainLabel>(bench.view, "onlyInOne")->text(),
             u"1 case(s) are new. 1 case(s) of 1 were dropped."_s);
    QVERIFY(bench.view->band()->plainText().contains(u"what is missing cannot have passed"_s));
}

void EvalsViewTest::oneRunAloneShowsItsTotals()
{
    Bench bench(refundSuite().set(-1, 3));
    QVERIFY(!bench.view->band()->isVisible());
    QVERIFY(!bench.view->board()->isVisible());
    auto *totals = find<TotalsView>(bench.view, "evalTotals");
    QVERIFY(totals->isVisible());
    QVERIFY(totals->plainText().contains(u"Safety, Passed 60, Failed 0"_s));
    QVERIFY(find<QAbstractButton>(bench.view, "showLost")->isHidden());
}

void EvalsViewTest::everyRowIsSpoken()
{
    Bench bench(refundSet());
    const QAbstractItemModel *board = bench.view->board()->model();
    QCOMPARE(
        board->index(0, 0).data(Qt::AccessibleTextRole).toString(),
        u"Tone, 23 case(s), 1.3.0 91.3, Rev 2 82.6, difference \u22128.7 points, interval \u221221.0 to +11.0, "
        "2 won, 4 lost, 17 same, Cannot be told"_s);
    const QAbstractItemModel *matrix = bench.matrix()->model();
    QCOMPARE(matrix->index(0, 0).data(Qt::AccessibleTextRole).toString(),
             u"Upset customer, day 20, broken lamp, Tone, past failure, lost"_s);
    QCOMPARE(matrix->index(0, 4).data(Qt::AccessibleTextRole).toString(), u"Rev 2: failed, failed, failed"_s);
    for (const QAbstractButton *button : bench.view->findChildren<QAbstractButton *>()) {
        if (button->isVisible())
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     qPrintable(button->objectName()));
    }
}

void EvalsViewTest::copiesAreText()
{
    Bench bench(refundSet());
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.view->focusFirst();
    QTest::keyClick(bench.matrix(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(
        u"Upset customer, day 20, broken lamp, Tone, past failure, lost\n1.2.1: passed"_s));
    QVERIFY(bench.view->casePane()->plainText().contains(u"Expected\nOwn the damage and the wait first."_s));
    QVERIFY(bench.view->plainText().startsWith(u"Inconclusive. Better on policy"_s));
}

void EvalsViewTest::emptySaysWhatWillStandHere()
{
    Bench bench({});
    bench.view->setEmpty(u"No suite covers this prompt yet"_s, u"Choose one."_s, u"Choose a suite"_s);
    QSignalSpy asked(bench.view, &EvalsView::emptyAction);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.view->focusFirst();
    auto *button = find<QPushButton>(bench.view, "emptyStateAction");
    QTRY_VERIFY(button->hasFocus());
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(asked.size(), 1);
}

void EvalsViewTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1440-light") << QSize(968, 768) << int(SchemeChoice::Light);
    QTest::newRow("1440-dark") << QSize(968, 768) << int(SchemeChoice::Dark);
    QTest::newRow("1280-light") << QSize(1280, 756) << int(SchemeChoice::Light);
    QTest::newRow("1920-dark") << QSize(1920, 1036) << int(SchemeChoice::Dark);
    QTest::newRow("narrow-light") << QSize(700, 700) << int(SchemeChoice::Light);
}

void EvalsViewTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    Bench bench(refundSet(), size);
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window));
    QVERIFY(bench.view->minimumSizeHint().width() <= size.width());
    bench.view->focusFirst();
    bench.view->panel()->setFilter({.shown = CasesShown::Lost});
    if (!bench.view->isNarrow()) {
        QTRY_VERIFY(has(bench.card("caseNew")->marks(), MarkKind::Added));
    }
    bench.picture(QString::fromLatin1(QTest::currentDataTag()));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::EvalsViewTest)
#include "tst_ui_evals.moc"
