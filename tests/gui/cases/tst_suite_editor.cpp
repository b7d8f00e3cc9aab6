// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cases/RefundSuite.h"
#include "gui/support/Gui.h"
#include "ui/cases/CaseTable.h"
#include "ui/cases/SuiteEditor.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/editor/EditorPane.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QFutureWatcher>
#include <QLineEdit>
#include <QPromise>
#include <QPushButton>
#include <QTest>
#include <QTextBlock>
#include <QThreadPool>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QByteArray csv = "question,__expected,__countersign:id\nWho pays the postage?,contains: we "
                       "pay,postage\nHow long does it take?,,how-long\n";

// A pane with that suite, and the bytes as whoever holds the draft gets them.
struct Desk
{
    explicit Desk(const QByteArray &text = refunds, const QSize &size = {960, 660})
    {
        pane.resize(size);
        QObject::connect(&pane, &EditorPane::fileEdited, &pane,
                         [this](int, const QByteArray &now) { bytes = now; });
        pane.setSuiteSurroundings({.owners = {u"ana"_s, u"bode"_s, u"dana"_s},
                                   .me = u"ana"_s,
                                   .today = QDate(2026, 11, 20),
                                   .file = [](const QString &name) {
                                       QPromise<Result<QByteArray>> promise;
                                       promise.start();
                                       promise.addResult(name == "evals/more.csv"_L1
                                                             ? Result<QByteArray>(csv)
                                                             : failure(ErrorCode::NotFound));
                                       promise.finish();
                                       return promise.future();
                                   }});
        pane.setDraft({.id = u"d"_s,
                       .files = {{.artifact = {u"evals/refunds"_s},
                                  .path = refundPath,
                                  .kind = ArtifactKind::Suite,
                                  .text = text}}},
                      {text});
        pane.show();
        pane.activateWindow();
        if (!QTest::qWaitForWindowActive(&pane))
            qFatal("the window is never in front");
        settled();
        // The file beside it comes by itself.
        if (text == refunds
            && !QTest::qWaitFor([this] { return names().size() == 7 && pane.isChecked(); }, 20'000))
            qFatal("the cases of the file are never read");
    }

    // Everything that was typed or asked for has reached the text and was read again.
    void settled()
    {
        if (!QTest::qWaitFor([this] { return pane.isChecked() && !pane.suite()->isBusy(); }, 20'000))
            qFatal("the suite is never read");
    }
    template<typename T>
    [[nodiscard]] T *in(const char *name) const
    {
        // The one that was made last: rows that went may not be deleted yet.
        T *found = nullptr;
        for (T *one : pane.findChildren<T *>(QString::fromLatin1(name))) {
            if (one->isVisible())
                found = one;
        }
        if (!found)
            qFatal("There is no %s", name);
        return found;
    }
    [[nodiscard]] CaseTableView *table() const { return pane.suite()->table(); }
    [[nodiscard]] QString cell(int row, int column = 0) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList all;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            all.append(cell(row));
        return all;
    }
    void choose(int row)
    {
        table()->setFocus();
        table()->setCurrentIndex(table()->model()->index(row, 0));
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    // Presses Tab until the keyboard is there.
    void tabTo(const char *name) const
    {
        for (int i = 0; i < 6 && QApplication::focusWidget()->objectName() != QLatin1StringView(name); ++i)
            key(Qt::Key_Tab);
        if (QApplication::focusWidget()->objectName() != QLatin1StringView(name))
            qFatal("Tab does not lead to %s", name);
    }
    void type(QWidget *field, const QString &text) const
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
    }

    EditorPane pane;
    QByteArray bytes;
};

} // namespace

/// A suite edited as a table: by keyboard, by mouse, in fields and in its text.
class SuiteEditorTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void theTableShowsEveryCase();
    void casesOfAFileAreShownAndNamedAsReadOnly();
    void aFieldIsEditedByKeyboardAndNothingElseChanges();
    void casesAreAddedDuplicatedMovedAndDeletedByKeys();
    void buttonsDoTheSame();
    void undoAndRedoGoOverTableAndText();
    void assertionsAreAddedAndTakenAway();
    void whatCannotBeWrittenYetStaysInTheForm();
    void thresholdsAreEdited();
    void theFilterFindsCasesAndEscapeDropsIt();
    void theTextStandsBesideTheTable();
    void mistakesAreSaidAtCaseAndField();
    void aTextThatCannotBeReadKeepsTheTable();
    void typingIsNotLostWhenAnotherCaseIsChosen();
    void typingWaitsWhileTheTextIsLockedForAMoment();
    void whatIsTakenUpIsNotLostWhenTheTextIsLockedMeanwhile();
    void aSheetOfTheTextBeforeDoesNotOpenTheForm();
    void keysAreForTheCaseThatWasChosen();
    void keysFollowTheirCase();
    void wordsForACaseThatGoesAreNotTheNextOnes();
    void wordsFollowTheCaseTheyWereTypedFor();
    void anEmptySuiteSaysHowToBegin();
    void theModelHoldsWhatModelsHold();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void SuiteEditorTest::theTableShowsEveryCase()
{
    const Desk desk;

    QCOMPARE(desk.names(), (QStringList{u"lamp"_s, u"terms"_s, u"file://more.csv"_s, u"postage"_s,
                                        u"how-long"_s, u"sue"_s, u"No assertion here."_s}));
    QCOMPARE(desk.cell(0, CaseTableModel::Variables), u"question: The lamp came broken., days: 12"_s);
    QCOMPARE(desk.cell(1, CaseTableModel::Assertions), u"contains-any “4.2, terms”"_s);
    QCOMPARE(desk.cell(0, CaseTableModel::Source), u"Past failure"_s);
    QCOMPARE(desk.cell(0, CaseTableModel::Dimension), u"tone"_s);
    QCOMPARE(desk.cell(0, CaseTableModel::Owner), u"dana"_s);
    QCOMPARE(desk.cell(0, CaseTableModel::Date), u"2026-10-02"_s);
    QCOMPARE(desk.cell(5, CaseTableModel::Health), u"stale"_s);
    QCOMPARE(desk.cell(6, CaseTableModel::Health), u"asserts nothing, no date, no owner"_s);
    QCOMPARE(desk.in<PlainLabel>("caseCount")->text(), u"6 case(s)"_s);
    QVERIFY(!desk.pane.edit()->isVisible());
    // Nothing of the form is cut at its side.
    const auto *form = desk.in<QWidget>("caseForm");
    QVERIFY2(form->width() <= form->parentWidget()->width(), qPrintable(QString::number(form->width())));
    QVERIFY(desk.table()
                ->model()
                ->index(0, 0)
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(u"Past failure"_s));
}

void SuiteEditorTest::casesOfAFileAreShownAndNamedAsReadOnly()
{
    Desk desk;

    desk.choose(3);

    const auto *why = desk.in<PlainLabel>("caseReadOnly");
    QVERIFY2(why->text().contains(u"Read-only"_s) && why->text().contains(u"table"_s)
                 && why->text().contains(u"more.csv"_s),
             qPrintable(why->text()));
    QVERIFY(desk.in<QLineEdit>("caseId")->isReadOnly());
    QVERIFY(!desk.in<QPushButton>("deleteCase")->isEnabled());
    desk.key(Qt::Key_Delete);
    desk.key(Qt::Key_D, Qt::ControlModifier);
    desk.settled();
    QVERIFY(desk.bytes.isEmpty());
    desk.choose(2);
    QVERIFY(desk.in<PlainLabel>("caseReadOnly")->text().contains(u"edited in that file"_s));
}

void SuiteEditorTest::aFieldIsEditedByKeyboardAndNothingElseChanges()
{
    Desk desk;
    desk.choose(0);
    desk.key(Qt::Key_Return);
    QVERIFY(desk.in<QLineEdit>("caseId")->hasFocus());

    desk.key(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"broken-lamp"_s);
    QVERIFY(!desk.pane.isChecked()); // nothing is sent before it is taken up
    QVERIFY(desk.pane.escape());
    desk.settled();

    QByteArray wanted = refunds;
    wanted.replace("id: lamp", "id: broken-lamp");
    QCOMPARE(desk.bytes, wanted);
    QCOMPARE(desk.cell(0), u"broken-lamp"_s);
    QVERIFY(desk.table()->hasFocus());

    // A variable, its comment behind it.
    desk.type(desk.pane.findChildren<GrowingTextEdit *>(u"variableText"_s).first(), u"The lamp is late."_s);
    desk.pane.flush();
    desk.settled();
    wanted.replace("question: The lamp came broken.   # as she wrote it",
                   "question: The lamp is late.   # as she wrote it");
    QCOMPARE(desk.bytes, wanted);
}

void SuiteEditorTest::casesAreAddedDuplicatedMovedAndDeletedByKeys()
{
    Desk desk;
    desk.choose(0);

    desk.key(Qt::Key_Insert);
    QTRY_VERIFY(
        desk.pane.suite()->findChild<QWidget *>(u"caseForm"_s)->isAncestorOf(QApplication::focusWidget()));
    desk.settled();
    // The cursor stands in the first variable of the new case.
    QTest::keyClicks(QApplication::focusWidget(), u"Is it too late?"_s);
    desk.pane.flush();
    desk.settled();
    QVERIFY2(desk.bytes.contains(
                 "  - vars:\n      question: \"Is it too late?\"\n    countersign:\n      source: curated\n"
                 "      owner: ana\n      date: 2026-11-20\n"),
             desk.bytes.constData());
    QCOMPARE(desk.names().at(1), u"Is it too late?"_s);
    QCOMPARE(desk.table()->currentIndex().row(), 1);

    desk.pane.focusText();
    desk.key(Qt::Key_Up);
    desk.key(Qt::Key_D, Qt::ControlModifier);
    desk.settled();
    QCOMPARE(desk.names().mid(0, 3), (QStringList{u"lamp"_s, u"lamp-2"_s, u"Is it too late?"_s}));
    QCOMPARE(desk.table()->currentIndex().row(), 1);

    desk.key(Qt::Key_Down, Qt::AltModifier);
    desk.settled();
    QCOMPARE(desk.names().mid(0, 3), (QStringList{u"lamp"_s, u"Is it too late?"_s, u"lamp-2"_s}));
    QCOMPARE(desk.table()->currentIndex().row(), 2);
    desk.key(Qt::Key_Up, Qt::AltModifier);
    desk.key(Qt::Key_Up, Qt::AltModifier);
    desk.settled();
    QCOMPARE(desk.names().mid(0, 3), (QStringList{u"lamp-2"_s, u"lamp"_s, u"Is it too late?"_s}));

    desk.key(Qt::Key_Delete);
    desk.settled();
    QCOMPARE(desk.names().mid(0, 2), (QStringList{u"lamp"_s, u"Is it too late?"_s}));
    desk.key(Qt::Key_Down);
    desk.key(Qt::Key_Delete);
    desk.settled();
    QCOMPARE(desk.bytes, refunds);
}

void SuiteEditorTest::buttonsDoTheSame()
{
    Desk desk;
    desk.choose(1);
    const auto click = [&desk](const char *name) {
        QTest::mouseClick(desk.in<QPushButton>(name), Qt::LeftButton);
        desk.settled();
    };

    click("moveCaseUp");
    QCOMPARE(desk.names().mid(0, 2), (QStringList{u"terms"_s, u"lamp"_s}));
    QVERIFY(!desk.in<QPushButton>("moveCaseUp")->isEnabled());
    click("moveCaseDown");
    click("duplicateCase");
    QCOMPARE(desk.names().mid(0, 3), (QStringList{u"lamp"_s, u"terms"_s, u"terms-2"_s}));
    click("deleteCase");
    QCOMPARE(desk.bytes, refunds);
    click("addCase");
    QCOMPARE(desk.names().size(), 8);
}

void SuiteEditorTest::undoAndRedoGoOverTableAndText()
{
    Desk desk;
    desk.choose(0);
    desk.key(Qt::Key_Delete);
    desk.settled();
    const QByteArray without = desk.bytes;
    desk.key(Qt::Key_D, Qt::ControlModifier);
    desk.settled();
    const QByteArray doubled = desk.bytes;
    QVERIFY(doubled != without);

    desk.pane.focusText();
    desk.key(Qt::Key_Z, Qt::ControlModifier);
    desk.settled();
    QCOMPARE(desk.bytes, without);
    desk.key(Qt::Key_Z, Qt::ControlModifier);
    desk.settled();
    QCOMPARE(desk.bytes, refunds);
    QCOMPARE(desk.names().first(), u"lamp"_s);
    desk.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    desk.settled();
    QCOMPARE(desk.bytes, without);
    QCOMPARE(desk.names().first(), u"terms"_s);

    // What was typed and not taken up yet is what is undone first.
    desk.choose(0);
    desk.type(desk.in<QLineEdit>("caseDescription"), u"Half a thought"_s);
    QVERIFY(desk.pane.suite()->isBusy());
    QTest::mouseClick(desk.pane.findChild<QPushButton *>(u"editorUndo"_s), Qt::LeftButton);
    desk.settled();
    QCOMPARE(desk.bytes, without);
    QCOMPARE(desk.in<QLineEdit>("caseDescription")->text(), QString());
}

void SuiteEditorTest::assertionsAreAddedAndTakenAway()
{
    Desk desk;
    desk.choose(1);
    desk.in<QPushButton>("addAssertion")->setFocus();
    desk.key(Qt::Key_Space);
    desk.settled();
    QVERIFY2(desk.bytes.contains("{type: contains-any, value: ['4.2', terms]}, {type: contains}]"),
             desk.bytes.constData());

    // On from the type to its value, by Tab.
    QVERIFY(desk.in<QComboBox>("assertionType")->hasFocus()
            || desk.in<QComboBox>("assertionType")->lineEdit()->hasFocus());
    desk.type(desk.in<QComboBox>("assertionType")->lineEdit(), u"regex"_s);
    for (const auto &[field, words] :
         {std::pair{"assertionValue", u"4\\.[0-9]"_s}, std::pair{"assertionThreshold", u"0.5"_s},
          std::pair{"assertionWeight", u"2"_s}, std::pair{"assertionMetric", u"Cites"_s}}) {
        desk.tabTo(field);
        QTest::keyClicks(QApplication::focusWidget(), words);
    }
    desk.pane.flush();
    desk.settled();
    QVERIFY2(desk.bytes.contains(
                 "{type: regex, value: \"4\\\\.[0-9]\", threshold: 0.5, weight: 2, metric: Cites}]"),
             desk.bytes.constData());

    desk.in<QPushButton>("removeAssertion")->click();
    desk.pane.flush();
    desk.settled();
    QCOMPARE(desk.bytes, refunds);
}

void SuiteEditorTest::whatCannotBeWrittenYetStaysInTheForm()
{
    Desk desk;
    desk.choose(6);
    desk.in<QPushButton>("addVariable")->click();
    desk.settled();
    desk.in<QPushButton>("addVariable")->click();
    desk.settled();
    // The second one has no name left to take.
    auto *name = desk.in<QLineEdit>("variableName");
    QVERIFY(name->text().isEmpty());
    desk.type(desk.in<GrowingTextEdit>("variableText"), u"calm"_s);
    desk.pane.flush();
    desk.settled();
    QVERIFY(!desk.bytes.contains("calm"));
    QCOMPARE(desk.in<GrowingTextEdit>("variableText")->toPlainText(), u"calm"_s);

    desk.type(desk.in<QLineEdit>("variableName"), u"mood"_s);
    desk.pane.flush();
    desk.settled();
    QVERIFY2(desk.bytes.contains("mood: calm"), desk.bytes.constData());
}

void SuiteEditorTest::thresholdsAreEdited()
{
    Desk desk;
    QTest::mouseClick(desk.in<QPushButton>("suiteThresholds"), Qt::LeftButton);
    QVERIFY(desk.in<QLineEdit>("thresholdLeast")->hasFocus());

    desk.type(desk.in<QLineEdit>("thresholdLeast"), u"0.95"_s);
    desk.pane.flush();
    desk.settled();
    QVERIFY(desk.bytes.contains("    tone: 0.95   # agreed in March\n"));
    desk.in<QPushButton>("addThreshold")->click();
    desk.pane.flush();
    desk.settled();
    QVERIFY2(desk.bytes.contains("    tone: 0.95   # agreed in March\n    citation: 0.9\n"),
             desk.bytes.constData());
    // Half a figure is not written.
    const QByteArray before = desk.bytes;
    desk.type(desk.in<QLineEdit>("thresholdLeast"), u"much"_s);
    desk.pane.flush();
    desk.settled();
    QCOMPARE(desk.bytes, before);
    QVERIFY(hasFieldError(desk.in<QLineEdit>("thresholdLeast")));
    desk.in<QPushButton>("removeThreshold")->click();
    desk.pane.flush();
    desk.settled();
    QVERIFY(!desk.bytes.contains("citation: 0.9"));
    QVERIFY(desk.pane.escape());
}

void SuiteEditorTest::theFilterFindsCasesAndEscapeDropsIt()
{
    Desk desk;
    desk.pane.focusText();
    desk.key(Qt::Key_F, Qt::ControlModifier);
    auto *filter = desk.in<SearchField>("caseFilter");
    QTRY_VERIFY(filter->hasFocus());

    QTest::keyClicks(filter, u"ana cite"_s);
    QCOMPARE(desk.names(), QStringList());
    QVERIFY(desk.in<PlainLabel>("noCasesHere")->isVisible());
    QVERIFY(desk.pane.escape());
    QCOMPARE(desk.names().size(), 7);
    desk.type(filter, u"terms any"_s);
    QCOMPARE(desk.names(), QStringList{u"terms"_s});
    QCOMPARE(desk.in<PlainLabel>("caseCount")->text(), u"6 case(s), 1 shown"_s);
    QTest::keyClick(filter, Qt::Key_Down);
    QVERIFY(desk.table()->hasFocus());
    QVERIFY(!desk.in<QPushButton>("moveCaseUp")->isEnabled());
    // Edited under the filter, the right case changes.
    desk.type(desk.in<QLineEdit>("caseDescription"), u"Cites the clause"_s);
    desk.pane.flush();
    desk.settled();
    QVERIFY2(desk.bytes.contains(
                 "  - description: Cites the clause\n    vars:\n      question: Where is that written?\n"),
             desk.bytes.constData());
    desk.pane.focusText();
    QVERIFY(desk.pane.escape());
    QCOMPARE(desk.names().size(), 7);
    QVERIFY(!desk.pane.escape());

    auto *source = desk.in<QComboBox>("caseFilterSource");
    source->setCurrentIndex(source->findData(u"production_sample"_s));
    QCOMPARE(desk.names(), QStringList{u"sue"_s});
}

void SuiteEditorTest::theTextStandsBesideTheTable()
{
    Desk desk(refunds, {1300, 700});
    desk.choose(1);
    desk.key(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(desk.pane.edit()->isVisible());

    // The text shows the case that is chosen.
    desk.choose(0);
    QCOMPARE(desk.pane.edit()->textCursor().block().text(), u"  - vars:"_s);
    desk.pane.edit()->setFocus();
    QTextCursor cursor = desk.pane.edit()->document()->find(u"voucher"_s);
    desk.pane.edit()->setTextCursor(cursor);
    QTest::keyClicks(desk.pane.edit(), u"credit"_s);
    desk.settled();
    QVERIFY(desk.cell(0, CaseTableModel::Assertions).contains(u"credit"_s));
    QCOMPARE(desk.table()->currentIndex().row(), 0);
    QTest::keyClick(desk.pane.edit(), Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!desk.pane.edit()->isVisible());
    QVERIFY(desk.table()->hasFocus());
}

void SuiteEditorTest::mistakesAreSaidAtCaseAndField()
{
    Desk desk;
    desk.choose(0);
    desk.type(desk.in<QLineEdit>("caseDate"), u"soon"_s);
    desk.type(desk.in<QLineEdit>("caseId"), u"terms"_s);
    desk.pane.flush();
    desk.settled();

    const auto error = [&desk](const char *field) {
        const QWidget *edit = desk.in<QLineEdit>(field);
        const QList<FormField *> fields = desk.pane.findChildren<FormField *>();
        const auto found = std::ranges::find(fields, edit, &FormField::field);
        return found == fields.end() ? u"there is no such field"_s : (*found)->error();
    };
    QVERIFY2(error("caseDate").contains(u"soon"_s), qPrintable(error("caseDate")));
    QVERIFY(error("caseId").contains(u"terms"_s));
    QCOMPARE(desk.table()->model()->index(0, 0).data(CaseTableModel::SignRole).toInt(), int(Sign::Error));
    QCOMPARE(desk.table()->model()->index(1, 0).data(CaseTableModel::SignRole).toInt(), int(Sign::Error));
    desk.type(desk.in<QLineEdit>("caseDate"), u"2026-11-20"_s);
    desk.type(desk.in<QLineEdit>("caseId"), u"lamp"_s);
    desk.pane.flush();
    desk.settled();
    QVERIFY(error("caseDate").isEmpty() && error("caseId").isEmpty());
}

void SuiteEditorTest::aTextThatCannotBeReadKeepsTheTable()
{
    Desk desk(refunds, {1300, 700});
    desk.key(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(desk.pane.edit()->isVisible());
    desk.pane.edit()->setFocus();
    desk.pane.edit()->moveCursor(QTextCursor::End);

    QTest::keyClicks(desk.pane.edit(), u"  - {vars: "_s);
    desk.settled();

    QVERIFY(desk.in<NoticeBar>("suiteNotice")->notice().kind == NoticeKind::Danger);
    QCOMPARE(desk.names().size(), 7);
    QVERIFY(!desk.in<QPushButton>("addCase")->isEnabled());
    QTest::keyClicks(desk.pane.edit(), u"{}}"_s);
    desk.settled();
    QTRY_VERIFY(!desk.pane.findChild<NoticeBar *>(u"suiteNotice"_s)->isVisible());
    QCOMPARE(desk.names().size(), 8);
}

void SuiteEditorTest::typingIsNotLostWhenAnotherCaseIsChosen()
{
    Desk desk;
    desk.choose(0);
    desk.type(desk.in<QLineEdit>("caseDescription"), u"The lamp"_s);

    desk.choose(1);
    QVERIFY(desk.in<QLineEdit>("caseDescription")->text().isEmpty());
    desk.settled();

    QVERIFY2(
        desk.bytes.contains("  - description: The lamp\n    vars:\n      question: The lamp came broken."),
        desk.bytes.constData());
    QCOMPARE(desk.table()->currentIndex().row(), 1);
    QCOMPARE(desk.in<QLineEdit>("caseId")->text(), u"terms"_s);
}

void SuiteEditorTest::typingWaitsWhileTheTextIsLockedForAMoment()
{
    Desk desk;
    desk.choose(0);
    desk.type(desk.in<QLineEdit>("caseDescription"), u"The lamp"_s);
    desk.pane.suite()->setReadOnly(true);
    desk.pane.flush(); // the pause ends then
    QVERIFY(desk.pane.suite()->isBusy());
    QVERIFY(desk.bytes.isEmpty());

    desk.pane.suite()->setReadOnly(false);

    QTRY_VERIFY(!desk.pane.suite()->isBusy());
    QTRY_VERIFY(desk.pane.isChecked());
    QVERIFY2(desk.bytes.contains("  - description: The lamp\n"), desk.bytes.constData());
    QCOMPARE(desk.in<QLineEdit>("caseDescription")->text(), u"The lamp"_s);
}

void SuiteEditorTest::whatIsTakenUpIsNotLostWhenTheTextIsLockedMeanwhile()
{
    Desk desk;
    desk.choose(0);
    desk.key(Qt::Key_Delete);
    desk.key(Qt::Key_Down);
    desk.key(Qt::Key_D, Qt::ControlModifier); // waits for that
    desk.pane.edit()->setReadOnly(true);
    desk.pane.suite()->setReadOnly(true);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
    QVERIFY(desk.bytes.isEmpty());

    desk.pane.edit()->setReadOnly(false);
    desk.pane.suite()->setReadOnly(false);
    desk.settled();

    QCOMPARE(desk.names().mid(0, 2), (QStringList{u"terms"_s, u"terms-2"_s}));
}

void SuiteEditorTest::aSheetOfTheTextBeforeDoesNotOpenTheForm()
{
    Desk desk;
    desk.choose(0);
    desk.key(Qt::Key_Insert);
    desk.pane.setSuiteSurroundings({.me = u"ana"_s, .today = QDate(2026, 11, 21)});
    QThreadPool::globalInstance()->waitForDone();
    // Its sheet comes before the edit does.
    QCoreApplication::sendPostedEvents(
        desk.pane.suite()->findChildren<QFutureWatcherBase *>(Qt::FindDirectChildrenOnly).last());
    QCOMPARE(desk.names().first(), u"lamp"_s);
    QCOMPARE(desk.table()->currentIndex().row(), 0);
    QVERIFY(desk.table()->hasFocus());

    desk.settled();

    QCOMPARE(desk.names().size(), 8);
    QCOMPARE(desk.table()->currentIndex().row(), 1);
    QVERIFY(desk.in<QWidget>("caseForm")->isAncestorOf(QApplication::focusWidget()));
}

void SuiteEditorTest::keysAreForTheCaseThatWasChosen()
{
    Desk desk;
    desk.choose(0);
    desk.type(desk.in<QLineEdit>("caseDescription"), u"The lamp"_s);
    desk.table()->setFocus(); // what was typed is on its way

    desk.key(Qt::Key_Delete);
    desk.key(Qt::Key_Down);
    desk.settled();

    QCOMPARE(desk.names().mid(0, 2), (QStringList{u"terms"_s, u"file://more.csv"_s}));
    QVERIFY2(desk.bytes.contains("Where is that written?") && !desk.bytes.contains("The lamp"),
             desk.bytes.constData());
    // Who went on to another case stays there.
    QCOMPARE(desk.table()->currentIndex().row(), 0);
    QCOMPARE(desk.in<QLineEdit>("caseId")->text(), u"terms"_s);
}

void SuiteEditorTest::keysFollowTheirCase()
{
    {
        // Down by one while the next one is deleted.
        Desk desk;
        desk.choose(0);
        desk.key(Qt::Key_Down, Qt::AltModifier);
        desk.key(Qt::Key_Down);
        desk.key(Qt::Key_Delete);
        desk.settled();
        QCOMPARE(desk.names().mid(0, 2), (QStringList{u"lamp"_s, u"file://more.csv"_s}));
    }
    {
        // A copy above moves what is below.
        Desk desk;
        desk.choose(0);
        desk.key(Qt::Key_D, Qt::ControlModifier);
        desk.key(Qt::Key_Down);
        desk.key(Qt::Key_Delete);
        desk.settled();
        QCOMPARE(desk.names().mid(0, 3), (QStringList{u"lamp"_s, u"lamp-2"_s, u"file://more.csv"_s}));
    }
    {
        // Pressed twice before the first was taken up, it is one case that goes.
        Desk desk;
        desk.choose(0);
        desk.key(Qt::Key_Delete);
        desk.key(Qt::Key_Delete);
        desk.settled();
        QCOMPARE(desk.names().size(), 6);
        QCOMPARE(desk.names().first(), u"terms"_s);
    }
}

void SuiteEditorTest::wordsForACaseThatGoesAreNotTheNextOnes()
{
    {
        // She goes on to another case while hers is on its way out.
        Desk desk;
        desk.choose(0);
        desk.key(Qt::Key_Delete);
        desk.type(desk.in<QLineEdit>("caseDescription"), u"Lost words"_s);
        desk.choose(1);
        desk.settled();
        QCOMPARE(desk.names().first(), u"terms"_s);
        QVERIFY2(!desk.bytes.contains("Lost words"), desk.bytes.constData());
    }
    // She stays in the form.
    Desk desk;
    desk.choose(0);
    desk.key(Qt::Key_Delete);
    desk.type(desk.in<QLineEdit>("caseDescription"), u"Lost words"_s);
    desk.settled();
    desk.pane.flush();
    desk.settled();

    QCOMPARE(desk.names().first(), u"terms"_s);
    QVERIFY2(!desk.bytes.contains("Lost words"), desk.bytes.constData());
    QCOMPARE(desk.in<QLineEdit>("caseId")->text(), u"terms"_s);
    QCOMPARE(desk.in<QLineEdit>("caseDescription")->text(), QString());
    // The next letter is not for the next case either.
    QVERIFY(desk.table()->hasFocus());
}

void SuiteEditorTest::wordsFollowTheCaseTheyWereTypedFor()
{
    {
        Desk desk;
        desk.choose(0);
        desk.key(Qt::Key_Down, Qt::AltModifier);
        desk.type(desk.in<QLineEdit>("caseDescription"), u"The lamp"_s);
        desk.settled();
        QCOMPARE(desk.names().mid(0, 2), (QStringList{u"terms"_s, u"lamp"_s}));
        QVERIFY2(desk.bytes.contains(
                     "  - description: The lamp\n    vars:\n      question: The lamp came broken."),
                 desk.bytes.constData());
        QCOMPARE(desk.bytes.count("description: The lamp"), 1);
    }
    {
        Desk desk;
        desk.choose(0);
        desk.key(Qt::Key_Delete);
        desk.key(Qt::Key_Down);
        desk.type(desk.in<QLineEdit>("caseDescription"), u"The clause"_s);
        desk.settled();
        QCOMPARE(desk.names().first(), u"terms"_s);
        QVERIFY2(desk.bytes.contains(
                     "  - description: The clause\n    vars:\n      question: Where is that written?"),
                 desk.bytes.constData());
    }
}

void SuiteEditorTest::anEmptySuiteSaysHowToBegin()
{
    Desk desk("description: New\n");
    QVERIFY(desk.in<PlainLabel>("noCasesHere")->text().contains(u"Insert"_s));
    desk.in<QPushButton>("addCase")->click();
    desk.settled();
    QCOMPARE(desk.names().size(), 1);
    QVERIFY(desk.bytes.startsWith("description: New\ntests:\n  - vars:\n      input: \"\"\n"));
}

void SuiteEditorTest::theModelHoldsWhatModelsHold()
{
    CaseTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto sheet = [](const QByteArray &text) {
        return std::make_shared<const SuiteSheet>(readSuiteSheet(text, refundPath, {}, {}));
    };
    const QByteArray base = "tests:\n  - {vars: {a: '1'}}\n  - {vars: {a: '2'}}\n  - {vars: {a: '3'}}\n";
    model.setSheet(sheet(base));
    QCOMPARE(model.rowCount(), 3);
    const QPersistentModelIndex last = model.index(2, 0);

    model.setSheet(sheet(QByteArray(base).replace("  - {vars: {a: '1'}}\n", "")));
    QCOMPARE(last.row(), 1);
    model.setSheet(sheet(QByteArray(base).replace("tests:\n", "tests:\n  - {vars: {a: '0'}}\n")));
    QCOMPARE(last.row(), 3);
    model.setFilter({.words = u"2"_s});
    QCOMPARE(model.rowCount(), 1);
    model.setSheet(sheet(base));
    model.setSheet(sheet("tests: []\n"));
    QCOMPARE(model.rowCount(), 0);
}

void SuiteEditorTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("what");
    for (const bool dark : {false, true}) {
        for (const QString &what : {u"case"_s, u"yaml"_s, u"thresholds"_s, u"mistake"_s, u"empty"_s}) {
            for (const QSize size : {QSize(928, 668), QSize(1568, 948)})
                QTest::addRow("%s-%d-%s", qPrintable(what), size.width(), dark ? "dark" : "light")
                    << size << dark << what;
        }
    }
}

void SuiteEditorTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const bool, dark);
    QFETCH(const QString, what);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    Desk desk(what == "empty"_L1 ? QByteArray("description: New\n") : refunds, size);
    if (what != "empty"_L1)
        desk.choose(0);
    if (what == "mistake"_L1) {
        desk.type(desk.in<QLineEdit>("caseId"), u"terms"_s);
        desk.pane.flush();
    }
    if (what == "yaml"_L1)
        desk.key(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    if (what == "thresholds"_L1)
        desk.in<QPushButton>("suiteThresholds")->click();
    desk.settled();

    const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
    QVERIFY(QDir().mkpath(folder));
    QCoreApplication::sendPostedEvents();
    QVERIFY(desk.pane.grab().save(
        u"%1/suite-editor-%2.png"_s.arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::SuiteEditorTest)
#include "tst_suite_editor.moc"
