// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "evals/CaseKey.h"
#include "evals/Read.h"
#include "evals/Write.h"
#include "gui/change/RefundStory.h"
#include "gui/support/PictureRows.h"
#include "services/RunJudging.h"
#include "support/Runs.h"
#include "support/evals/EvalPicture.h"
#include "ui/change/EvalsTab.h"
#include "ui/change/RequirementsRail.h"
#include "ui/change/SignOffSheet.h"
#include "ui/change/SuitesPanel.h"
#include "ui/common/EmptyState.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/evals/BoardView.h"
#include "ui/evals/CasePane.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/MappingSheet.h"
#include "ui/evals/MatrixView.h"
#include "ui/evals/VerdictBand.h"

#include <QBuffer>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

constexpr int live = 1;
constexpr int first = 2;
constexpr int second = 3;

/// A version of the refund suite as promptfoo would have left it.
QByteArray resultFile(int version)
{
    static QHash<int, QByteArray> made;
    if (!made.contains(version)) {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        const Done done = evals::writePromptfoo(*refundSuite().file(version), out);
        Q_ASSERT(done);
        made.insert(version, out.data());
    }
    return made.value(version);
}

std::shared_ptr<const evals::ResultFile> readFile(const QByteArray &bytes)
{
    Result<evals::ResultFile> read = evals::readResults(bytes, u"results"_s);
    Q_ASSERT(read);
    return std::make_shared<const evals::ResultFile>(*std::move(read));
}

Policy evalPolicy()
{
    Policy policy = gatePolicy();
    policy.suites.first().thresholds.clear();
    policy.suites.first().model.clear();
    policy.rights.recordRuns = {role("engineering"), role("support")};
    return policy;
}

/// What judging this file against that one says of the story's change now.
RunRecorded judged(Story &story, const QByteArray &file, const QByteArray &baseline)
{
    const auto candidate = readFile(file);
    const auto before = baseline.isEmpty() ? nullptr : readFile(baseline);
    Result<JudgedRun> made =
        judgeRun(story.state(), story.change(), refundSuiteId, *candidate,
                 {.content = expectedBaseline(story.state(), story.change()), .file = before.get()});
    Q_ASSERT(made);
    made->data.stored = true;
    (void)story.text(QString::fromUtf8(file));
    (void)story.text(QString::fromUtf8(baseline));
    return made->data;
}

/// A run of which nobody has any file.
RunRecorded figures(RunRecorded run)
{
    run.baselineFile = {};
    return run;
}

struct Seat
{
    explicit Seat(const Story &told, const PrincipalId &me = dana, const QSize &size = {1224, 756})
        : story(told)
        , of(story, me, size)
        , tab(of.page->findChild<EvalsTab *>())
    {
        of.page->navigate({.page = PageKind::Change, .change = story.changeId(), .tab = ChangeTab::Evals});
    }

    [[nodiscard]] EvalsView *view() const { return tab->evals(); }
    [[nodiscard]] QString verdict() const
    {
        return view()->band()->isVisible() ? view()->band()->plainText() : QString();
    }
    [[nodiscard]] bool compared() const
    {
        return QTest::qWaitFor([this] { return view()->matrix() && view()->matrix()->set().comparison; });
    }
    void say(const EventData &data, const PrincipalId &actor)
    {
        story.say(actor, changeSubject(story.changeId()), data);
        of.setStory(story);
    }
    [[nodiscard]] SignOffSheet *sheet() const { return of.window.findChild<SignOffSheet *>(); }
    /// Types the reason and presses the deciding button once it may be pressed.
    void decide(const QString &reason)
    {
        SignOffSheet *asked = sheet();
        QVERIFY(asked);
        find<QPlainTextEdit>(asked, "signOffReason")->setPlainText(reason);
        QTRY_VERIFY(asked->isArmed());
        asked->decidingButton()->setFocus();
        QTest::keyClick(asked->decidingButton(), Qt::Key_Space);
    }

    Story story;
    PageOf of;
    EvalsTab *tab = nullptr;
};

QList<NotCounted> saidOf(const Seat &seat)
{
    return find<NotCountedList>(seat.view(), "notCounted")->runs();
}

bool says(const QList<NotCounted> &runs, const QString &words)
{
    return std::ranges::any_of(runs, [&words](const NotCounted &one) { return one.reason.contains(words); });
}

} // namespace

/// The evals of a change in its window, from the empty tab to a recorded and accepted run.
class EvalsTabTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void theEmptyTabSaysWhatIsAskedForAndHow();
    void theRunThatCountsIsShownWithItsVerdict();
    void theRequirementLeadsToTheTab();
    void aRunOfAnotherThingIsShownAndSatisfiesNothing_data();
    void aRunOfAnotherThingIsShownAndSatisfiesNothing();
    void aDroppedFileIsJudgedAndThenRecordedByKeyboard();
    void whatCannotBeReadChangesNothing();
    void aDroppedTableAsksWhatItsColumnsMean();
    void theRunThatIsShownIsExported();
    void aRefusedRecordKeepsTheFileOnTheScreen();
    void whoMayNotRecordIsTold();
    void aMixedResultIsAcceptedByNameAndReason();
    void aCaseIsGradedByHandAndTakenBack();
    void aSpotCheckIsRecordedForTheLowLane();
    void ofAFileThatTheRecordDoesNotKeepTheFiguresStand();
    void damagedBytesAreSaidAndTheFiguresStand();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void EvalsTabTest::theEmptyTabSaysWhatIsAskedForAndHow()
{
    Seat seat(gateStory(evalPolicy()));
    auto *empty = find<EmptyState>(seat.view(), "evalsEmpty");
    QVERIFY(empty->isVisible());
    const auto labels = empty->findChildren<PlainLabel *>();
    const auto told = [&labels](const QString &words) {
        return std::ranges::any_of(labels,
                                   [&words](const PlainLabel *one) { return one->text().contains(words); });
    };
    QVERIFY(told(u"No run of evals/refund counts"_s));
    QVERIFY(told(u"countersignctl eval run"_s));
    QVERIFY(empty->button()->isVisible());
    QCOMPARE(find<QListView>(seat.of.page, "changeSuites")->model()->rowCount(), 1);

    Policy nothing = storyPolicy();
    Story plain(nothing);
    plain.baseline(u"support/refund"_s, u"30 days"_s);
    plain.opened(ana).submitted(ana, u"support/refund"_s, u"14 days"_s, Lane::Low).noted(ana);
    Seat other(plain);
    QCOMPARE(other.tab->sign(), std::nullopt);
    QCOMPARE(find<QListView>(other.of.page, "changeSuites")->model()->rowCount(), 0);
}

void EvalsTabTest::theRunThatCountsIsShownWithItsVerdict()
{
    Story story = gateStory(evalPolicy());
    const RunRecorded run = judged(story, resultFile(first), resultFile(live));
    recorded(story, run);
    QVERIFY(story.effective());
    Seat seat(story);
    QVERIFY(seat.compared());

    QVERIFY2(seat.verdict().startsWith(run.verdict == EvalVerdict::Fail ? u"Failed"_s : u"Inconclusive"_s),
             qPrintable(seat.verdict()));
    QCOMPARE(seat.view()->board()->dimensions()->rowCount(), int(run.dimensions.size()));
    QCOMPARE(int(seat.view()->matrix()->cases().size()), int(run.cases));
    QCOMPARE(seat.view()->matrix()->set().versions.size(), 2);
    QVERIFY(!says(saidOf(seat), u"computed anew"_s));
    QVERIFY(seat.tab->sign() == Sign::Inconclusive || seat.tab->sign() == Sign::Missing);

    // What moves elsewhere in the record does not compute it again.
    const auto before = seat.view()->matrix();
    seat.story.commented(ana, u"Look at the tone."_s);
    seat.of.setStory(seat.story);
    QCOMPARE(seat.view()->matrix(), before);

    // By keyboard: the cases are walked, and the pane follows.
    seat.of.page->focusFirst();
    MatrixView *cases = seat.view()->panel()->view();
    QTRY_VERIFY(cases->hasFocus());
    const QString title = find<PlainLabel>(seat.view(), "caseTitle")->text();
    QTest::keyClick(cases, Qt::Key_Down);
    QVERIFY(find<PlainLabel>(seat.view(), "caseTitle")->text() != title);
}

void EvalsTabTest::theRequirementLeadsToTheTab()
{
    Story story = gateStory(evalPolicy());
    recorded(story, judged(story, resultFile(first), resultFile(live)));
    Seat seat(story);
    seat.of.page->navigate({.page = PageKind::Change, .change = story.changeId(), .tab = ChangeTab::Note});
    auto *list = find<QListView>(seat.of.page, "requirements");
    list->setFocus();
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        if (list->model()->index(row, 0).data(roles::RowKeyRole).toString() == "regression"_L1)
            list->setCurrentIndex(list->model()->index(row, 0));
    }
    QVERIFY(list->currentIndex().isValid());
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(seat.of.page->address().tab, ChangeTab::Evals);
    QVERIFY(seat.tab->isVisible());
}

void EvalsTabTest::aRunOfAnotherThingIsShownAndSatisfiesNothing_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("T-14: of another revision") << u"revision"_s << u"another revision"_s;
    QTest::newRow("T-15: of another version of the suite") << u"suite"_s << u"another version of the suite"_s;
    QTest::newRow("T-16: of another model") << u"model"_s << u"another model"_s;
    QTest::newRow("of another baseline") << u"baseline"_s << u"another text than the live one"_s;
}

void EvalsTabTest::aRunOfAnotherThingIsShownAndSatisfiesNothing()
{
    QFETCH(QString, what);
    QFETCH(QString, words);
    Policy policy = evalPolicy();
    if (what == "model"_L1)
        policy.suites.first().model = u"gpt-4.1"_s;
    Story story = gateStory(policy);
    RunRecorded run = figures(runOf(story));
    if (what == "suite"_L1)
        run.suiteContent = textHash(u"suite 0"_s);
    if (what == "model"_L1)
        run.modelAsked = u"gpt-4o-mini"_s;
    if (what == "baseline"_L1)
        run.baseline = textHash(u"something else"_s);
    recorded(story, run);
    QVERIFY(story.effective());
    if (what == "revision"_L1) {
        QVERIFY(gateOf(story).met());
        story.submitted(ana, u"support/refund"_s, u"10 days"_s, Lane::Low).noted(ana);
    }
    QVERIFY(!gateOf(story).met());

    Seat seat(story);
    QTRY_VERIFY(says(saidOf(seat), words));
    QCOMPARE(seat.tab->sign(), Sign::NotYet);
    QVERIFY(seat.verdict().isEmpty());
    QVERIFY(find<EmptyState>(seat.view(), "evalsEmpty")->isVisible());

    // The right one flips it, in the rail and here at once.
    recorded(seat.story, figures(runOf(seat.story)));
    seat.of.setStory(seat.story);
    QVERIFY(gateOf(seat.story).met());
    QCOMPARE(seat.tab->sign(), Sign::Satisfied);
    QTRY_VERIFY2(seat.verdict().startsWith(u"Passed"_s), qPrintable(seat.verdict()));
}

void EvalsTabTest::aDroppedFileIsJudgedAndThenRecordedByKeyboard()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"refund <b>results.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(resultFile(first));
    file.close();
    // What is live was run before, for another change whose texts are its baseline.
    Story story = gateStory(evalPolicy());
    Seat seat(story, chen);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.fileName())});
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(seat.tab, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(seat.tab, &drop);

    auto *record = find<QPushButton>(seat.tab, "recordRun");
    QTRY_VERIFY(record->isVisible() && record->isEnabled());
    QVERIFY(find<PlainLabel>(seat.tab, "previewName")->text().contains(u"<b>results"_s));
    QCOMPARE(seat.of.workspace.writeCalls.asked(), 0);
    QTRY_VERIFY(seat.view()->matrix());
    QVERIFY(says(saidOf(seat), u"no run of what is live"_s));

    // The file of what is live is given by hand, and the verdict stands on top.
    QFile before(folder.filePath(u"live.json"_s));
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write(resultFile(live));
    before.close();
    seat.tab->compareWith(before.fileName());
    QVERIFY(seat.compared());
    QVERIFY(!seat.verdict().isEmpty() && !says(saidOf(seat), u"no run of what is live"_s));
    QTRY_VERIFY(record->isEnabled());
    QTRY_VERIFY(record->hasFocus());
    QTest::keyClick(record, Qt::Key_Space);
    QCOMPARE(seat.of.workspace.lastWrite, u"recordRun"_s);
    const Workspace::RunDraft sent = seat.of.workspace.lastRun;
    QCOMPARE(sent.data.suite, refundSuiteId);
    QCOMPARE(sent.data.revision, story.change().revision()->stamp.event);
    QCOMPARE(sent.file, resultFile(first));
    QVERIFY(sent.data.file == contentHash(resultFile(first)));
    QCOMPARE(sent.data.cases, qint64(readFile(resultFile(first))->cases.size()));
    QVERIFY(sent.data.baselineFile == contentHash(resultFile(live)));
    QVERIFY(toString(sent.data.verdict) == evals::toString(seat.view()->matrix()->set().comparison->verdict));

    RunRecorded stored = sent.data;
    stored.stored = true;
    (void)seat.story.text(QString::fromUtf8(sent.file));
    seat.say(stored, chen);
    seat.of.workspace.writeCalls.answer(
        WriteReceipt{.change = story.changeId(), .event = seat.story.lastId()});
    QTRY_VERIFY(!record->isVisible());
    QCOMPARE(find<NoticeBar>(seat.tab, "evalsNotice")->notice().kind, NoticeKind::Ok);
    // The record keeps no file of what is live: its figures stand there, with the cases of this one.
    seat.of.workspace.contentCalls.answer(failure(ErrorCode::NotFound, u"content"_s));
    QTRY_VERIFY(says(saidOf(seat), u"does not keep the file"_s));
    QVERIFY(!seat.verdict().isEmpty());
    QCOMPARE(int(seat.view()->matrix()->cases().size()), int(sent.data.cases));
}

void EvalsTabTest::whatCannotBeReadChangesNothing()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"holiday.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"beach\": true}");
    file.close();
    Story story = gateStory(evalPolicy());
    recorded(story, judged(story, resultFile(first), resultFile(live)));
    Seat seat(story, chen);
    QVERIFY(seat.compared());
    const QString before = seat.verdict();
    seat.tab->openFile(file.fileName());
    QTRY_COMPARE(find<NoticeBar>(seat.tab, "evalsNotice")->notice().kind, NoticeKind::Danger);
    QCOMPARE(seat.verdict(), before);
    QVERIFY(!find<QPushButton>(seat.tab, "recordRun")->isVisible());
}

void EvalsTabTest::aDroppedTableAsksWhatItsColumnsMean()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"answers.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("case,question,said,right\n1,How long?,30 days,true\n2,<b>May I</b>?,No,false\n");
    file.close();
    Seat seat(gateStory(evalPolicy()), chen);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.fileName())});
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(seat.tab, &enter);
    QDropEvent drop({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(seat.tab, &drop);

    QTRY_VERIFY(seat.of.window.findChild<MappingSheet *>());
    auto *sheet = seat.of.window.findChild<MappingSheet *>();
    QTest::keyClick(sheet, Qt::Key_Escape); // nothing is guessed
    QTRY_VERIFY(!seat.of.window.findChild<MappingSheet *>());
    QTRY_COMPARE(find<NoticeBar>(seat.tab, "evalsNotice")->notice().kind, NoticeKind::Danger);
    QVERIFY(!find<QPushButton>(seat.tab, "recordRun")->isVisible());

    seat.tab->openFile(file.fileName());
    QTRY_VERIFY(seat.of.window.findChild<MappingSheet *>());
    sheet = seat.of.window.findChild<MappingSheet *>();
    find<QComboBox>(sheet, "mappingOutput")->setCurrentText(u"said"_s);
    find<QComboBox>(sheet, "mappingScore")->setCurrentText(u"right"_s);
    QTRY_VERIFY(sheet->isArmed() && sheet->decidingButton()->isEnabled());
    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    auto *record = find<QPushButton>(seat.tab, "recordRun");
    QTRY_VERIFY(record->isVisible() && record->isEnabled());
    QTRY_VERIFY(seat.view()->matrix());
    QCOMPARE(int(seat.view()->matrix()->cases().size()), 2);
}

void EvalsTabTest::theRunThatIsShownIsExported()
{
    QTemporaryDir folder;
    Story story = gateStory(evalPolicy());
    recorded(story, judged(story, resultFile(first), resultFile(live)));
    Seat seat(story);
    QVERIFY(seat.compared());
    auto *button = find<QPushButton>(seat.tab, "exportEvals");
    QTRY_VERIFY(button->isVisible());
    const QStringList names{u"run.json"_s, u"run.xml"_s};
    for (const QString &name : names) {
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QTRY_VERIFY(seat.tab->findChild<QMenu *>(u"exportMenu"_s));
        auto *menu = seat.tab->findChild<QMenu *>(u"exportMenu"_s);
        const QString form = name.endsWith(u"xml"_s) ? u"JUnit"_s : u"promptfoo"_s;
        const QList<QAction *> actions = menu->actions();
        const auto save = std::ranges::find_if(
            actions, [&form](const QAction *action) { return action->text().contains(form); });
        QVERIFY(save != actions.end());
        (*save)->trigger();
        menu->close();
        QTRY_VERIFY(seat.tab->findChild<QFileDialog *>(u"exportDialog"_s));
        auto *dialog = seat.tab->findChild<QFileDialog *>(u"exportDialog"_s);
        find<QLineEdit>(dialog, "fileNameEdit")->setText(folder.filePath(name));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(QFile::exists(folder.filePath(name)));
        QTRY_VERIFY(!seat.tab->findChild<QMenu *>(u"exportMenu"_s) && !seat.tab->findChild<QFileDialog *>(u"exportDialog"_s));

        const Result<evals::ResultFile> read = evals::readResults(folder.filePath(name));
        QVERIFY(read);
        QVERIFY(read->status == evals::RunStatus::Complete);
        if (!name.endsWith(u"xml"_s))
            QCOMPARE(read->answers.size(), readFile(resultFile(first))->answers.size());
        QCOMPARE(read->cases.empty(), false);
    }
}

void EvalsTabTest::aRefusedRecordKeepsTheFileOnTheScreen()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"results.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(resultFile(second));
    file.close();
    Seat seat(gateStory(evalPolicy()), chen);
    seat.tab->openFile(file.fileName());
    auto *record = find<QPushButton>(seat.tab, "recordRun");
    QTRY_VERIFY(record->isVisible() && record->isEnabled());
    QTest::keyClick(record, Qt::Key_Space);
    QCOMPARE(seat.of.workspace.writeCalls.waiting(), 1);
    QTest::keyClick(record, Qt::Key_Space); // busy: nothing is sent twice
    QCOMPARE(seat.of.workspace.writeCalls.asked(), 1);
    seat.of.workspace.writeCalls.answer(failure(ErrorCode::Unavailable, u"the shared place"_s));
    QTRY_COMPARE(find<NoticeBar>(seat.tab, "evalsNotice")->notice().kind, NoticeKind::Warning);
    QVERIFY(record->isVisible() && record->isEnabled());
    QVERIFY(seat.tab->escape());
    QVERIFY(!record->isVisible());
}

void EvalsTabTest::whoMayNotRecordIsTold()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"results.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(resultFile(first));
    file.close();
    Seat seat(gateStory(evalPolicy()), bode);
    seat.tab->openFile(file.fileName());
    auto *record = find<QPushButton>(seat.tab, "recordRun");
    QTRY_VERIFY(record->isVisible() && !record->accessibleDescription().isEmpty());
    QVERIFY(!record->isEnabled());
    QVERIFY(find<PlainLabel>(seat.tab, "previewName")->text().contains(record->accessibleDescription()));
}

void EvalsTabTest::aMixedResultIsAcceptedByNameAndReason()
{
    Story story = gateStory(evalPolicy());
    RunRecorded run = figures(runOf(story, EvalVerdict::Fail));
    run.mixed = true;
    run.dimensions.append({.name = u"tone"_s,
                           .verdict = EvalVerdict::Pass,
                           .finding = EvalFinding::Better,
                           .matched = 40,
                           .wins = 9,
                           .ties = 31});
    recorded(story, run);
    {
        Seat bystander(story, bode);
        QTRY_VERIFY(bystander.view()->band()->isVisible());
        auto *accept = find<QPushButton>(bystander.tab, "acceptEvalResult");
        QVERIFY(accept->isVisible() && !accept->isEnabled());
        QVERIFY(!accept->accessibleDescription().isEmpty());
    }
    Seat seat(story, dana);
    QTRY_VERIFY2(seat.verdict().contains(u"Better on tone, worse on accuracy"_s), qPrintable(seat.verdict()));
    auto *accept = find<QPushButton>(seat.tab, "acceptEvalResult");
    QVERIFY(accept->isVisible() && accept->isEnabled());
    accept->setFocus();
    QTest::keyClick(accept, Qt::Key_Space);
    seat.decide(u"Accuracy lost one case that we withdrew."_s);
    QCOMPARE(seat.of.workspace.lastWrite, u"signOff"_s);
    QCOMPARE(std::get<ResultAccepted>(seat.of.workspace.lastSignOff).run, story.lastId());
    QCOMPARE(seat.of.workspace.lastText, u"Accuracy lost one case that we withdrew."_s);
    seat.say(
        ResultAccepted{.run = story.lastId(), .reasonText = seat.story.text(u"Accuracy lost one case."_s)},
        dana);
    seat.of.workspace.writeCalls.answer(WriteReceipt{});
    QTRY_VERIFY(!accept->isVisible());
    QCOMPARE(seat.tab->sign(), Sign::Satisfied);
    QVERIFY(find<PlainLabel>(seat.tab, "evalSuiteState")->text().contains(u"accepted by Dana"_s));

    // The button of the rail opens the same sheet.
    Seat rail(story, dana);
    QPushButton *promoted = find<RequirementsRail>(rail.of.page, "rail")->button(u"acceptResult"_s);
    QVERIFY(promoted);
    QTest::keyClick(promoted, Qt::Key_Space);
    QVERIFY(rail.sheet());
}

void EvalsTabTest::aCaseIsGradedByHandAndTakenBack()
{
    Story story = gateStory(evalPolicy());
    const EventId run = recorded(story, judged(story, resultFile(first), resultFile(live)));
    Seat seat(story, jonas);
    QVERIFY(seat.compared());
    auto *grade = find<QPushButton>(seat.tab, "gradeByHand");
    QTRY_VERIFY(grade->isVisible() && grade->isEnabled());
    const auto matrix = seat.view()->matrix();
    const ContentHash key = evals::caseKey(matrix->evalCase(seat.view()->casePane()->place().row));
    grade->setFocus();
    QTest::keyClick(grade, Qt::Key_Space);
    seat.decide(u"The grader missed the apology."_s);
    QCOMPARE(seat.of.workspace.lastWrite, u"gradeCase"_s);
    QCOMPARE(seat.of.workspace.lastGrade.run, run);
    QVERIFY(seat.of.workspace.lastGrade.caseKey == key);
    QVERIFY(seat.of.workspace.lastGrade.grade == CaseGrade::Pass);
    seat.say(CaseGraded{.run = run,
                        .caseKey = key,
                        .caseText = seat.story.text(u"case"_s),
                        .grade = CaseGrade::Pass,
                        .reasonText = seat.story.text(u"The grader missed the apology."_s)},
             jonas);
    seat.of.workspace.writeCalls.answer(WriteReceipt{});
    // What it is already is not offered again.
    QTRY_VERIFY(!seat.sheet());
    QTest::keyClick(grade, Qt::Key_Space);
    auto *choices = find<QComboBox>(seat.sheet(), "signOffChoice");
    QCOMPARE(choices->count(), 2);
    QVERIFY(choices->findText(u"is good"_s) < 0);
    seat.sheet()->cancel();
    QTRY_VERIFY(!seat.sheet());
    auto *hand = find<PlainLabel>(seat.view(), "handGrade");
    QTRY_VERIFY2(hand->text().contains(u"passed, by Jonas"_s), qPrintable(hand->text()));
    QVERIFY(hand->text().contains(u"missed the apology"_s));
    QCOMPARE(seat.view()->matrix(), matrix); // the automatic result stays as it is
    seat.say(CaseGraded{.run = run,
                        .caseKey = key,
                        .caseText = seat.story.text(u"case"_s),
                        .grade = CaseGrade::Automatic,
                        .reasonText = seat.story.text(u"I looked at the wrong case."_s)},
             jonas);
    QVERIFY(seat.story.effective());
    QTRY_VERIFY(!hand->isVisible());
}

void EvalsTabTest::aSpotCheckIsRecordedForTheLowLane()
{
    Story story = gateStory(evalPolicy());
    const EventId run = recorded(story, judged(story, resultFile(first), resultFile(live)));
    Seat seat(story, jonas);
    QVERIFY(seat.compared());
    auto *spot = find<QPushButton>(seat.tab, "spotCheck");
    QTRY_VERIFY(spot->isVisible());
    spot->setFocus();
    QTest::keyClick(spot, Qt::Key_Space);
    auto *send = find<QPushButton>(seat.tab, "recordSpotCheck");
    QVERIFY(send->isVisible() && !send->isEnabled());
    auto *worse = find<QPushButton>(seat.tab, "spotWorse");
    auto *better = find<QPushButton>(seat.tab, "spotBetter");
    QVERIFY(worse->isVisible());
    QTest::keyClick(worse, Qt::Key_Space);
    QVERIFY(worse->isChecked() && send->isEnabled());
    QTest::keyClick(worse, Qt::Key_Space); // taken back
    QVERIFY(!worse->isChecked() && !send->isEnabled());
    QTest::keyClick(worse, Qt::Key_Space);
    QTest::keyClick(seat.view()->panel()->view(), Qt::Key_Down);
    QVERIFY(!worse->isChecked());
    QTest::keyClick(better, Qt::Key_Space);
    QVERIFY(find<PlainLabel>(seat.tab, "spotWords")->text().startsWith(u"2 "_s));
    QTest::keyClick(send, Qt::Key_Space);
    seat.decide({});
    QCOMPARE(seat.of.workspace.lastWrite, u"recordSpotCheck"_s);
    const Workspace::SpotCheckDraft sent = seat.of.workspace.lastSpotCheck;
    QCOMPARE(sent.run, run);
    QCOMPARE(sent.revision, story.change().revision()->stamp.event);
    QCOMPARE(sent.cases.size(), 2);
    QVERIFY(sent.cases.first().mark == SpotMark::Worse);
    QVERIFY(sent.cases.last().mark == SpotMark::Better);
    QVERIFY(sent.cases.first().caseKey != sent.cases.last().caseKey);
    const bool met = gateOf(seat.story).met();
    seat.say(SpotCheckRecorded{.revision = sent.revision,
                               .content = story.change().revision()->content,
                               .run = run,
                               .cases = {{.caseKey = sent.cases.first().caseKey,
                                          .caseText = seat.story.text(u"case"_s),
                                          .mark = SpotMark::Worse}}},
             jonas);
    seat.of.workspace.writeCalls.answer(WriteReceipt{});
    QTRY_VERIFY(!send->isVisible());
    QCOMPARE(find<QListView>(seat.of.page, "spotChecks")->model()->rowCount(), 1);
    QCOMPARE(gateOf(seat.story).met(), met); // it satisfies no suite

    Story high = gateStory(evalPolicy(), Lane::High);
    recorded(high, judged(high, resultFile(first), resultFile(live)));
    Seat other(high, jonas);
    QVERIFY(other.compared());
    QVERIFY(!find<QPushButton>(other.tab, "spotCheck")->isVisible());
}

void EvalsTabTest::ofAFileThatTheRecordDoesNotKeepTheFiguresStand()
{
    Story story = gateStory(evalPolicy());
    RunRecorded run = judged(story, resultFile(first), resultFile(live));
    run.stored = false;
    run.file = textHash(u"a file that is too large"_s);
    recorded(story, run);
    Seat seat(story);
    QTRY_VERIFY(says(saidOf(seat), u"not its file"_s));
    QTRY_VERIFY(!seat.verdict().isEmpty());
    QCOMPARE(seat.view()->board()->dimensions()->rowCount(), int(run.dimensions.size()));
    QVERIFY(seat.view()->matrix()->cases().empty());
}

void EvalsTabTest::damagedBytesAreSaidAndTheFiguresStand()
{
    Story story = gateStory(evalPolicy());
    RunRecorded run = judged(story, resultFile(first), resultFile(live));
    const QByteArray noise("<html><script>alert(1)</script>");
    run.file = contentHash(noise);
    (void)story.text(QString::fromUtf8(noise));
    recorded(story, run);
    Seat seat(story);
    QTRY_VERIFY(says(saidOf(seat), u"cannot be read"_s));
    QTRY_VERIFY(!seat.verdict().isEmpty());
    QCOMPARE(seat.view()->board()->dimensions()->rowCount(), int(run.dimensions.size()));
}

void EvalsTabTest::pictures_data()
{
    addPictureRows({"run", "empty", "stale", "preview", "spot"});
}

void EvalsTabTest::pictures()
{
    const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
    if (folder.isEmpty())
        QSKIP("no folder for pictures");
    QFETCH(QString, state);
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    Story story = gateStory(evalPolicy());
    if (state == "stale"_L1) {
        recorded(story, judged(story, resultFile(first), resultFile(live)));
        story.submitted(ana, u"support/refund"_s, u"10 days"_s, Lane::Low).noted(ana);
    }
    if (state == "run"_L1 || state == "spot"_L1)
        recorded(story, judged(story, resultFile(second), resultFile(live)), chen);
    Seat seat(story, state == "preview"_L1 ? chen : jonas, size);
    QTemporaryDir place;
    if (state == "preview"_L1) {
        QFile file(place.filePath(u"refund-results.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(resultFile(second));
        file.close();
        seat.tab->openFile(file.fileName());
        QTRY_VERIFY(seat.view()->matrix());
        QFile before(place.filePath(u"live.json"_s));
        QVERIFY(before.open(QIODevice::WriteOnly));
        before.write(resultFile(live));
        before.close();
        seat.tab->compareWith(before.fileName());
        QVERIFY(seat.compared());
    } else if (state == "run"_L1 || state == "spot"_L1) {
        QVERIFY(seat.compared());
        if (state == "spot"_L1) {
            QTest::keyClick(find<QPushButton>(seat.tab, "spotCheck"), Qt::Key_Space);
            QTest::keyClick(find<QPushButton>(seat.tab, "spotWorse"), Qt::Key_Space);
        }
    }
    QTRY_VERIFY(!find<QWidget>(seat.view(), "evalsBusy")->isVisible());
    QCoreApplication::sendPostedEvents();
    QCoreApplication::sendPostedEvents();
    QDir().mkpath(folder);
    QVERIFY(seat.of.window.grab().save(folder + u"/evals-tab-"_s
                                       + QString::fromLatin1(QTest::currentDataTag()) + u".png"_s));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::EvalsTabTest)
#include "tst_evals_tab.moc"
