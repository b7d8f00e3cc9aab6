// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"
#include "gui/support/Gui.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/evals/BisectView.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalWindow.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/MappingSheet.h"
#include "ui/evals/MatrixView.h"
#include "ui/evals/TextCard.h"
#include "ui/evals/VerdictBand.h"

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// A promptfoo document of version 3: one case per mark, `+` passed, `x` failed.
QByteArray promptfoo(const QString &marks, const QString &says)
{
    QJsonArray rows;
    int passed = 0;
    for (int i = 0; i < marks.size(); ++i) {
        const bool pass = marks[i] == u'+';
        passed += pass ? 1 : 0;
        const QJsonObject variables{{u"question"_s, u"Question %1: may I send it back?"_s.arg(i + 1)}};
        const QJsonObject assertion{
            {u"type"_s, u"contains"_s}, {u"value"_s, u"days"_s}, {u"metric"_s, u"policy"_s}};
        rows.append(QJsonObject{
            {u"promptIdx"_s, 0},
            {u"testIdx"_s, i},
            {u"success"_s, pass},
            {u"failureReason"_s, pass ? 0 : 1},
            {u"score"_s, pass ? 1 : 0},
            {u"vars"_s, variables},
            {u"testCase"_s, QJsonObject{{u"vars"_s, variables}, {u"assert"_s, QJsonArray{assertion}}}},
            {u"provider"_s, QJsonObject{{u"id"_s, u"openai:gpt-4.1"_s}}},
            {u"prompt"_s, QJsonObject{{u"raw"_s, u"Be kind"_s}, {u"label"_s, u"support"_s}}},
            {u"response"_s, QJsonObject{{u"output"_s, pass ? says : u"I do not know."_s}}},
            {u"gradingResult"_s,
             QJsonObject{
                 {u"pass"_s, pass},
                 {u"score"_s, pass ? 1 : 0},
                 {u"componentResults"_s,
                  QJsonArray{QJsonObject{{u"pass"_s, pass},
                                         {u"score"_s, pass ? 1 : 0},
                                         {u"reason"_s, pass ? u"It says the days."_s : u"It says no days."_s},
                                         {u"assertion"_s, assertion}}}}}}});
    }
    const QJsonObject results{
        {u"version"_s, 3},
        {u"timestamp"_s, u"2026-11-30T10:00:00.000Z"_s},
        {u"prompts"_s,
         QJsonArray{QJsonObject{
             {u"raw"_s, u"Be kind"_s}, {u"label"_s, u"support"_s}, {u"provider"_s, u"openai:gpt-4.1"_s}}}},
        {u"results"_s, rows},
        {u"stats"_s,
         QJsonObject{{u"successes"_s, passed}, {u"failures"_s, marks.size() - passed}, {u"errors"_s, 0}}}};
    return QJsonDocument(QJsonObject{{u"evalId"_s, u"eval-1"_s},
                                     {u"results"_s, results},
                                     {u"config"_s, QJsonObject{{u"description"_s, u"refunds"_s}}},
                                     {u"metadata"_s, QJsonObject{{u"promptfooVersion"_s, u"0.119.0"_s}}}})
        .toJson(QJsonDocument::Compact);
}

struct Desk
{
    Desk()
    {
        window.resize(1280, 800);
        window.show();
    }

    QString file(const QString &name, const QByteArray &bytes) const
    {
        const QString path = folder.filePath(name);
        QFile out(path);
        if (!QDir().mkpath(QFileInfo(path).absolutePath()) || !out.open(QIODevice::WriteOnly)
            || out.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    [[nodiscard]] EvalsView *view() const { return window.view(); }
    [[nodiscard]] bool ready() const { return !window.isReading() && view()->matrix(); }
    [[nodiscard]] QString remarks() const
    {
        QStringList all;
        for (const ProseView *line : find<QWidget>(&window, "notCounted")->findChildren<ProseView *>()) {
            if (!line->isHidden() && !line->parentWidget()->isHidden())
                all.append(line->accessibleName());
        }
        return all.join(u'\n');
    }
    void picture(const QString &name)
    {
        const QString pictures = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        if (!pictures.isEmpty()) {
            QCoreApplication::sendPostedEvents();
            QDir().mkpath(pictures);
            window.grab().save(pictures + u"/eval-window-"_s + name + u".png"_s);
        }
    }

    QTemporaryDir folder;
    TemporarySettings settings;
    EvalWindow window{settings.settings()};
};

} // namespace

class EvalWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void theFirstFileIsTheBaseline();
    void theTwoThatAreComparedCanBeChosen();
    void aSecondFileJoinsWhatIsShown();
    void droppedFilesAreOpened();
    void filesAreChosenInADialog();
    void aFileThatIsNoneSaysSoInPlace();
    void aBrokenFileIsShownAndDoesNotCount();
    void readingIsStoppedByEscape();
    void theCasesShownAreSavedAsATable();
    void aTableOfNoToolIsReadOnceItsColumnsHaveAMeaning();
    void theRunIsSavedInTheFormsOfOtherTools_data();
    void theRunIsSavedInTheFormsOfOtherTools();
    void aRunThatIsNotCompleteIsNotCopied();
    void closingLeavesTheEmptyWindow();
    void theVersionThatBrokeItIsNamed();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void EvalWindowTest::theFirstFileIsTheBaseline()
{
    Desk desk;
    const QStringList files{desk.file(u"live.json"_s, promptfoo(u"++++++++"_s, u"Within 30 days."_s)),
                            desk.file(u"candidate.json"_s, promptfoo(u"+++++xxx"_s, u"Within 14 days."_s))};

    desk.window.openFiles(files);

    QTRY_VERIFY(desk.ready());
    QCOMPARE(find<QComboBox>(&desk.window, "evalBaseline")->currentText(), u"live.json"_s);
    QCOMPARE(find<QComboBox>(&desk.window, "evalCandidate")->currentText(), u"candidate.json"_s);
    QVERIFY(desk.view()->band()->isVisible());
    QCOMPARE(desk.view()->panel()->cases()->count().shown.value(CasesShown::Lost), 3);
    QVERIFY(desk.view()->panel()->view()->hasFocus());
    QVERIFY(find<PlainLabel>(&desk.window, "evalAbout")->text().contains(u"promptfoo 0.119.0"_s));
}

void EvalWindowTest::theTwoThatAreComparedCanBeChosen()
{
    Desk desk;
    desk.window.openFiles({desk.file(u"1.json"_s, promptfoo(u"++++"_s, u"a days"_s)),
                           desk.file(u"2.json"_s, promptfoo(u"++++"_s, u"b days"_s)),
                           desk.file(u"3.json"_s, promptfoo(u"+xxx"_s, u"c days"_s))});
    QTRY_VERIFY(desk.ready());
    QCOMPARE(desk.view()->panel()->cases()->count().shown.value(CasesShown::Lost), 3);
    auto *candidate = find<QComboBox>(&desk.window, "evalCandidate");
    QCOMPARE(candidate->count(), 3);
    candidate->setFocus(Qt::TabFocusReason);

    QTest::keyClick(candidate, Qt::Key_Up);

    QCOMPARE(candidate->currentText(), u"2.json"_s);
    QTRY_COMPARE(desk.view()->panel()->cases()->count().shown.value(CasesShown::Lost), 0);
    QCOMPARE(desk.view()->matrix()->set().candidate, 1);
}

void EvalWindowTest::aSecondFileJoinsWhatIsShown()
{
    Desk desk;
    desk.window.openFiles({desk.file(u"a/run.json"_s, promptfoo(u"++"_s, u"x days"_s))});
    QTRY_VERIFY(desk.ready());
    QVERIFY(!desk.view()->band()->isVisible());
    QVERIFY(find<QWidget>(&desk.window, "evalTotals")->isVisible());

    desk.window.openFiles({desk.file(u"b/run.json"_s, promptfoo(u"+x"_s, u"y days"_s))});

    QTRY_COMPARE(desk.view()->matrix()->set().versions.size(), 2);
    QTRY_VERIFY(desk.view()->band()->isVisible());
    QCOMPARE(find<QComboBox>(&desk.window, "evalBaseline")->currentText(), u"a/run.json"_s);
    QCOMPARE(find<QComboBox>(&desk.window, "evalCandidate")->currentText(), u"b/run.json"_s);
}

void EvalWindowTest::droppedFilesAreOpened()
{
    Desk desk;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(desk.file(u"1.json"_s, promptfoo(u"++"_s, u"x days"_s))),
                  QUrl::fromLocalFile(desk.file(u"2.json"_s, promptfoo(u"+x"_s, u"y days"_s)))});
    QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&desk.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);

    QCoreApplication::sendEvent(&desk.window, &drop);

    QTRY_VERIFY(desk.ready());
    QCOMPARE(desk.view()->matrix()->set().versions.size(), 2);
    QMimeData address;
    address.setUrls({QUrl(u"https://example.org/results.json"_s)});
    QDragEnterEvent refused(QPoint(100, 100), Qt::CopyAction, &address, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&desk.window, &refused);
    QVERIFY(!refused.isAccepted());
}

void EvalWindowTest::filesAreChosenInADialog()
{
    Desk desk;
    const QString path = desk.file(u"1.json"_s, promptfoo(u"+x"_s, u"x days"_s));
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));

    QTest::keyClick(&desk.window, Qt::Key_O, Qt::ControlModifier);

    QTRY_VERIFY(desk.window.findChild<QFileDialog *>(u"resultsDialog"_s));
    auto *dialog = desk.window.findChild<QFileDialog *>(u"resultsDialog"_s);
    dialog->setDirectory(QFileInfo(path).absolutePath());
    find<QLineEdit>(dialog, "fileNameEdit")->setText(path);
    QMetaObject::invokeMethod(dialog, "accept");
    QTRY_VERIFY(desk.ready());
    QCOMPARE(desk.view()->matrix()->cases().size(), 2u);
}

void EvalWindowTest::aFileThatIsNoneSaysSoInPlace()
{
    Desk desk;
    const QString readme = desk.file(u"readme.txt"_s, "Hello <b>there</b>.");

    desk.window.openFiles({readme, desk.file(u"run.json"_s, promptfoo(u"+"_s, u"x days"_s)),
                           desk.folder.filePath(u"absent.json"_s)});

    QTRY_VERIFY(desk.ready());
    QVERIFY2(desk.remarks().contains(u"readme.txt does not count. It is no result file"_s),
             qPrintable(desk.remarks()));
    QVERIFY2(desk.remarks().contains(u"absent.json does not count. It is not there."_s),
             qPrintable(desk.remarks()));
    QCOMPARE(desk.view()->matrix()->set().versions.size(), 1);
}

void EvalWindowTest::aBrokenFileIsShownAndDoesNotCount()
{
    Desk desk;
    const QByteArray whole = promptfoo(u"++++++++"_s, u"Within 30 days."_s);

    desk.window.openFiles(
        {desk.file(u"live.json"_s, whole), desk.file(u"cut.json"_s, whole.first(whole.size() * 2 / 3))});

    QTRY_VERIFY(desk.ready());
    QVERIFY2(desk.remarks().contains(u"cut.json does not count. The file ends before its end."_s),
             qPrintable(desk.remarks()));
    QVERIFY(!desk.view()->matrix()->cases().empty());
    QVERIFY2(desk.view()->band()->plainText().contains(u"not complete"_s),
             qPrintable(desk.view()->band()->plainText()));
    QVERIFY(!desk.view()->band()->plainText().startsWith(u"Passed"_s));
    desk.picture(u"cut-light"_s);
}

void EvalWindowTest::readingIsStoppedByEscape()
{
    Desk desk;
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    desk.window.openFiles(
        {desk.file(u"large.json"_s, promptfoo(u"+"_s.repeated(20000), u"Within 30 days. "_s.repeated(20)))});
    QVERIFY(desk.window.isReading());

    QTest::keyClick(&desk.window, Qt::Key_Escape);

    QVERIFY(!desk.window.isReading());
    // What comes next is read as if nothing had been.
    desk.window.openFiles({desk.file(u"small.json"_s, promptfoo(u"+"_s, u"x days"_s))});
    QTRY_VERIFY(desk.ready());
    QCOMPARE(desk.view()->matrix()->set().versions.size(), 1);
    QCOMPARE(desk.view()->matrix()->cases().size(), 1u);
}

void EvalWindowTest::theCasesShownAreSavedAsATable()
{
    Desk desk;
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    desk.window.openFiles({desk.file(u"1.json"_s, promptfoo(u"+x"_s, u"x days"_s))});
    QTRY_VERIFY(desk.ready());
    auto *button = find<QPushButton>(&desk.window, "exportResults");
    button->setFocus(Qt::TabFocusReason);
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_VERIFY(desk.window.findChild<QMenu *>(u"exportMenu"_s));
    auto *menu = desk.window.findChild<QMenu *>(u"exportMenu"_s);
    const QList<QAction *> actions = menu->actions();
    const auto save = std::ranges::find_if(
        actions, [](const QAction *action) { return action->text().startsWith(u"Save"_s); });
    QVERIFY(save != actions.end());
    (*save)->trigger();
    menu->close();
    QTRY_VERIFY(desk.window.findChild<QFileDialog *>(u"exportDialog"_s));
    auto *dialog = desk.window.findChild<QFileDialog *>(u"exportDialog"_s);
    const QString path = desk.folder.filePath(u"cases.csv"_s);
    find<QLineEdit>(dialog, "fileNameEdit")->setText(path);
    QMetaObject::invokeMethod(dialog, "accept");

    QTRY_VERIFY(QFile::exists(path));
    QFile table(path);
    QVERIFY(table.open(QIODevice::ReadOnly));
    QCOMPARE(table.readAll().count("\r\n"), 3);
    QTRY_COMPARE(find<NoticeBar>(&desk.window, "evalNotice")->notice().kind, NoticeKind::Ok);
}

void EvalWindowTest::aTableOfNoToolIsReadOnceItsColumnsHaveAMeaning()
{
    Desk desk;
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    const QByteArray table("case,question,said,worth\n1,May I?,Yes,0.9\n2,<b>May I</b>?,No,0.2\n");
    const QString path = desk.file(u"mine.csv"_s, table);
    desk.window.openFiles({path});
    QTRY_VERIFY(desk.window.findChild<MappingSheet *>());
    auto *sheet = desk.window.findChild<MappingSheet *>();
    // What the names tell is filled in; the rest is said by the person.
    QCOMPARE(find<QComboBox>(sheet, "mappingId")->currentText(), u"case"_s);
    QCOMPARE(find<QComboBox>(sheet, "mappingInput")->currentText(), u"question"_s);
    QCOMPARE(find<QTableWidget>(sheet, "mappingPreview")->item(1, 1)->text(), u"<b>May I</b>?"_s);
    auto *go = find<QPushButton>(sheet, "mappingRead");
    QVERIFY(!go->isEnabled());
    auto *score = find<QComboBox>(sheet, "mappingScore");
    score->setFocus();
    QTest::keyClicks(score, u"worth"_s);
    QCOMPARE(score->currentText(), u"worth"_s);
    find<QComboBox>(sheet, "mappingOutput")->setCurrentText(u"said"_s);
    auto *limit = find<QLineEdit>(sheet, "mappingLimit");
    QTest::keyClicks(limit, u"many"_s);
    QVERIFY(!go->isEnabled());
    limit->clear();
    QTest::keyClicks(limit, u"0.5"_s);
    QTRY_VERIFY(go->isEnabled() && sheet->isArmed());
    if (const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES"); !folder.isEmpty()) {
        QDir().mkpath(folder);
        desk.window.grab().save(folder + u"/eval-mapping.png"_s);
    }
    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(desk.ready() && !desk.window.findChild<MappingSheet *>());
    QCOMPARE(desk.view()->matrix()->cases().size(), 2u);
    const evals::ResultFile &read = desk.view()->matrix()->file(0);
    QCOMPARE(std::ranges::count(read.answers, evals::Outcome::Pass, &evals::Answer::outcome), 1);

    // The same columns again: what was said is remembered.
    desk.window.closeFiles();
    desk.window.openFiles({desk.file(u"later.csv"_s, table)});
    QTRY_VERIFY(desk.window.findChild<MappingSheet *>());
    sheet = desk.window.findChild<MappingSheet *>();
    QCOMPARE(find<QComboBox>(sheet, "mappingScore")->currentText(), u"worth"_s);
    QCOMPARE(find<QLineEdit>(sheet, "mappingLimit")->text(), u"0.5"_s);
    sheet->cancel();
    QTRY_VERIFY(!desk.window.findChild<MappingSheet *>());
}

void EvalWindowTest::theRunIsSavedInTheFormsOfOtherTools_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<evals::Tool>("tool");
    QTest::newRow("promptfoo") << u"exportPromptfoo"_s << evals::Tool::Promptfoo;
    QTest::newRow("JUnit") << u"exportJUnit"_s << evals::Tool::JUnit;
}

void EvalWindowTest::theRunIsSavedInTheFormsOfOtherTools()
{
    QFETCH(QString, action);
    QFETCH(evals::Tool, tool);
    Desk desk;
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    desk.window.openFiles({desk.file(u"1.json"_s, promptfoo(u"+x"_s, u"x days"_s))});
    QTRY_VERIFY(desk.ready());
    auto *button = find<QPushButton>(&desk.window, "exportResults");
    button->setFocus(Qt::TabFocusReason);
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_VERIFY(desk.window.findChild<QMenu *>(u"exportMenu"_s));
    auto *menu = desk.window.findChild<QMenu *>(u"exportMenu"_s);
    auto *save = menu->findChild<QAction *>(action);
    QVERIFY(save && save->isEnabled());
    save->trigger();
    menu->close();
    QTRY_VERIFY(desk.window.findChild<QFileDialog *>(u"exportDialog"_s));
    auto *dialog = desk.window.findChild<QFileDialog *>(u"exportDialog"_s);
    const QString path = desk.folder.filePath(u"written"_s);
    find<QLineEdit>(dialog, "fileNameEdit")->setText(path);
    QMetaObject::invokeMethod(dialog, "accept");

    QTRY_COMPARE(find<NoticeBar>(&desk.window, "evalNotice")->notice().kind, NoticeKind::Ok);
    const QString written = find<NoticeBar>(&desk.window, "evalNotice")->notice().sentence;
    const auto read = evals::readResults(written);
    QVERIFY(read);
    QVERIFY(read->tool == tool);
    QCOMPARE(read->cases.size(), desk.view()->matrix()->cases().size());
    QCOMPARE(std::ranges::count(read->answers, evals::Outcome::Pass, &evals::Answer::outcome), 1);
}

void EvalWindowTest::aRunThatIsNotCompleteIsNotCopied()
{
    Desk desk;
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    QByteArray cut = promptfoo(u"+x+x"_s, u"x days"_s);
    cut.truncate(cut.size() * 9 / 10);
    desk.window.openFiles({desk.file(u"cut.json"_s, cut)});
    QTRY_VERIFY(desk.ready());
    auto *button = find<QPushButton>(&desk.window, "exportResults");
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_VERIFY(desk.window.findChild<QMenu *>(u"exportMenu"_s));
    auto *menu = desk.window.findChild<QMenu *>(u"exportMenu"_s);
    for (const char *name : {"exportPromptfoo", "exportJUnit"}) {
        QVERIFY(!find<QAction>(menu, name)->isEnabled());
        QVERIFY(!find<QAction>(menu, name)->toolTip().isEmpty());
    }
    menu->close();
}

void EvalWindowTest::closingLeavesTheEmptyWindow()
{
    Desk desk;
    desk.window.openFiles({desk.file(u"1.json"_s, promptfoo(u"+x"_s, u"x days"_s))});
    QTRY_VERIFY(desk.ready());
    desk.window.closeFiles();
    QVERIFY(!desk.view()->matrix());
    QVERIFY(find<QWidget>(&desk.window, "evalsEmpty")->isVisible());
    // The window goes while it reads.
    auto leaving = std::make_unique<EvalWindow>(desk.settings.settings());
    leaving->show();
    leaving->openFiles({desk.folder.filePath(u"1.json"_s)});
    leaving.reset();
    QCoreApplication::sendPostedEvents();
}

void EvalWindowTest::theVersionThatBrokeItIsNamed()
{
    Desk desk;
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    QStringList files;
    for (const auto &[name, lost] : {std::pair(u"1.0.json"_s, 0), std::pair(u"1.1.json"_s, 0), std::pair(u"1.2.json"_s, 30), std::pair(u"1.3.json"_s, 32)})
        files.append(desk.file(name, promptfoo(u"+"_s.repeated(60 - lost) + u"x"_s.repeated(lost), u"In so many days."_s)));
    desk.window.openFiles(files.first(2));
    QTRY_VERIFY(desk.ready());
    auto *button = find<QPushButton>(&desk.window, "bisectResults");
    QVERIFY(!button->isVisible());
    desk.window.openFiles(files.sliced(2));
    QTRY_VERIFY(button->isVisible());
    button->setFocus(Qt::TabFocusReason);

    QTest::keyClick(button, Qt::Key_Space);

    auto *view = find<BisectView>(&desk.window, "bisectView");
    QTRY_VERIFY(view->model()->rowCount() > 0);
    QVERIFY(view->hasFocus());
    QCOMPARE(view->plainText(), u"Policy: 1.2.json broke it; 1.1.json was still good., 1.0.json good, 1.1.json good, 1.2.json worse, 1.3.json worse"_s);
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        for (const bool dark : {false, true}) {
            m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
            desk.window.resize(size);
            desk.picture(u"bisect-%1-%2"_s.arg(QString::number(size.width()), dark ? u"dark"_s : u"light"_s));
        }
    }
    QTest::keyClick(view, Qt::Key_Return);
    QTRY_VERIFY(desk.view()->isVisible());
    QCOMPARE(find<QComboBox>(&desk.window, "evalBaseline")->currentText(), u"1.1.json"_s);
    QCOMPARE(find<QComboBox>(&desk.window, "evalCandidate")->currentText(), u"1.2.json"_s);
    QTRY_COMPARE(desk.view()->matrix()->set().candidate, 2);
    QCOMPARE(desk.view()->panel()->cases()->filter().dimension, u"policy"_s);
}

void EvalWindowTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1280-light") << QSize(1280, 800) << int(SchemeChoice::Light);
    QTest::newRow("1280-dark") << QSize(1280, 800) << int(SchemeChoice::Dark);
    QTest::newRow("1920-light") << QSize(1920, 1080) << int(SchemeChoice::Light);
    QTest::newRow("1920-dark") << QSize(1920, 1080) << int(SchemeChoice::Dark);
}

void EvalWindowTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    Desk desk;
    desk.window.resize(size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    desk.picture(u"empty-"_s + tag);
    desk.window.openFiles(
        {desk.file(u"live.json"_s,
                   promptfoo(u"+"_s.repeated(40), u"You may send it back within 30 days of the purchase."_s)),
         desk.file(u"candidate.json"_s,
                   promptfoo(u"+"_s.repeated(34) + u"x"_s.repeated(6),
                             u"You may send it back within 14 days of the purchase."_s))});
    QTRY_VERIFY(desk.ready());
    QTRY_VERIFY(!find<TextCard>(&desk.window, "caseNew")->marks().isEmpty());
    desk.picture(tag);
    QVERIFY(desk.window.minimumSizeHint().width() <= 1024);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::EvalWindowTest)
#include "tst_eval_window.moc"
