// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cases/RefundSuite.h"
#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "support/Runs.h"
#include "ui/cases/CaseSheet.h"
#include "ui/cases/SamplePick.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QDate caseDay(2026, 11, 20);

/// A workspace with that suite, and Bode's comment on a change of Ana's.
struct CaseDesk
{
    CaseDesk()
    {
        story.baseline(u"support/refund"_s, u"30 days"_s);
        BaselineRecorded suites;
        suites.files.append({.artifact = refundSuiteId,
                             .path = u"prompts/evals/refund.yaml"_s,
                             .kind = ArtifactKind::Suite,
                             .content = story.text(QString::fromUtf8(refunds))});
        story.say(chen, u"ledger"_s, suites);
        Q_ASSERT(story.effective());
        story.opened(ana)
            .submitted(ana, u"support/refund"_s, u"14 days"_s)
            .commented(bode, u"It told me “no lamp is ever late” yesterday."_s);
        workspace.contents = story.texts();
        workspace.setView(viewOf(story, ana));
        window.resize(1100, 780);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window is never in front");
    }

    [[nodiscard]] std::optional<CaseOrigin> ofTheComment() const
    {
        return CaseOrigin::ofComment(*workspace.view(), story.changeId(), story.lastId(), caseDay);
    }
    void open(const CaseOrigin &origin)
    {
        sheet = openCaseSheet(workspace, origin, caseDay, &window);
        QObject::connect(sheet, &CaseSheet::made, &window, [this](const QString &draft) { made = draft; });
    }
    void picture(Theme &theme, const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        for (const SchemeChoice scheme : {SchemeChoice::Dark, SchemeChoice::Light}) {
            theme.setSettings({.scheme = scheme});
            QCoreApplication::sendPostedEvents();
            if (!folder.isEmpty() && QDir().mkpath(folder))
                (void)window.grab().save(u"%1/%2-%3.png"_s.arg(
                    folder, name, scheme == SchemeChoice::Dark ? u"dark"_s : u"light"_s));
        }
    }
    /// Presses Ctrl+Enter and gives the draft that the case goes into; what it made of the file.
    SuiteCaseFields decide()
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        if (!QTest::qWaitFor([this] { return workspace.newDraftCalls.waiting() == 1; }, 20'000))
            qFatal("no draft is asked for");
        workspace.newDraftCalls.answer(Draft{.files = {{.artifact = refundSuiteId,
                                                        .path = refundPath,
                                                        .kind = ArtifactKind::Suite,
                                                        .text = refunds}}});
        if (!QTest::qWaitFor([this] { return workspace.saveDraftCalls.waiting() == 1; }, 20'000))
            qFatal("no draft is kept");
        const QByteArray text = workspace.lastDraft.files.first().text;
        workspace.saveDraftCalls.answer(u"kept"_s);
        const SuiteSheet read = readSuiteSheet(text, refundPath, {}, {});
        return text.startsWith(refunds) && !read.rows.isEmpty() ? read.rows.last().fields : SuiteCaseFields();
    }

    Story story{gatePolicy()};
    FakeWorkspace workspace;
    QWidget window;
    CaseSheet *sheet = nullptr;
    QString made;
};

} // namespace

/// The sheet that makes a case of a comment, a rollback or a sample.
class CaseSheetTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void aCommentBecomesACase();
    void aRowOfASampleBecomesACase();
    void aSampleIsReadAsideAndNotMixedUpWithTheOneBefore();
    void aFileThatIsDroppedIsRead();
    void whatGoesWrongIsSaidAndNothingIsLost();
    void whoMayNotProposeIsToldSo();
    void escapeMakesNothing();

private:
    std::unique_ptr<Theme> m_theme;
};

void CaseSheetTest::aCommentBecomesACase()
{
    CaseDesk desk;
    const EventId comment = desk.story.lastId();
    const auto origin =
        CaseOrigin::ofComment(*desk.workspace.view(), desk.story.changeId(), comment, caseDay);
    QVERIFY(origin);
    QCOMPARE(origin->suite, refundSuiteId); // the policy asks it of what the change edits
    QVERIFY(!CaseOrigin::ofComment(*desk.workspace.view(), desk.story.changeId(), EventId(), caseDay));
    desk.open(*origin);
    QTRY_VERIFY(desk.sheet->decidingButton()->isEnabled() && desk.sheet->isArmed());
    // A comment tells no assertion, and that is said where they stand.
    const auto *none = find<PlainLabel>(desk.sheet, "caseNoAssertion");
    QVERIFY2(none->isVisible() && none->text().contains(u"asserts nothing"_s), qPrintable(none->text()));
    desk.picture(*m_theme, u"case-sheet-comment"_s);

    const SuiteCaseFields fields = desk.decide();

    QCOMPARE(fields.vars.first().name, u"question"_s);
    QCOMPARE(fields.vars.first().text, u"no lamp is ever late"_s);
    QCOMPARE(fields.description, u"It told me “no lamp is ever late” yesterday."_s);
    QCOMPARE(fields.source, u"past_failure"_s);
    QCOMPARE(fields.owner, u"ana"_s);
    QCOMPARE(fields.date, u"2026-11-20"_s);
    QVERIFY2(fields.from.startsWith(u"#1"_s) && fields.from.contains(comment.toString()),
             qPrintable(fields.from));
    QTRY_COMPARE(desk.made, u"kept"_s);
}

void CaseSheetTest::aRowOfASampleBecomesACase()
{
    CaseDesk desk;
    desk.open(CaseOrigin::ofSample(*desk.workspace.view(), caseDay));
    auto *pasted = find<QPlainTextEdit>(desk.sheet, "samplePasted");
    QTRY_VERIFY(pasted->hasFocus() && desk.sheet->isArmed());
    QVERIFY(!desk.sheet->decidingButton()->isEnabled());
    pasted->setPlainText(u"{\"question\": "_s);
    QVERIFY(!desk.sheet->decidingButton()->isEnabled());

    pasted->setPlainText(u"question,expected\nFirst?,one\nDo you ship to Norway?,Norway\n"_s);
    auto *row = find<QComboBox>(desk.sheet, "sampleRow");
    QTRY_VERIFY(row->isVisible());
    QCOMPARE(row->count(), 2);
    QVERIFY(!find<PlainLabel>(desk.sheet, "caseNoAssertion")->isVisible());
    row->setFocus();
    QTest::keyClick(row, Qt::Key_Down);
    QTRY_VERIFY(desk.sheet->decidingButton()->isEnabled());
    desk.picture(*m_theme, u"case-sheet-sample"_s);
    const SuiteCaseFields fields = desk.decide();

    QCOMPARE(fields.vars.first().text, u"Do you ship to Norway?"_s);
    QCOMPARE(fields.asserts.size(), 1);
    QCOMPARE(fields.asserts.first().type, u"contains"_s);
    QCOMPARE(fields.asserts.first().value, u"Norway"_s);
    QCOMPARE(fields.source, u"production_sample"_s);
    QTRY_COMPARE(desk.made, u"kept"_s);
}

void CaseSheetTest::aSampleIsReadAsideAndNotMixedUpWithTheOneBefore()
{
    CaseDesk desk;
    desk.open(CaseOrigin::ofSample(*desk.workspace.view(), caseDay));
    auto *pasted = find<QPlainTextEdit>(desk.sheet, "samplePasted");
    QTRY_VERIFY(pasted->hasFocus() && desk.sheet->isArmed());
    pasted->setPlainText(u"{\"question\": \"The first?\"}"_s);
    QTRY_VERIFY(desk.sheet->decidingButton()->isEnabled());

    pasted->setPlainText(u"{\"question\": \"The second?\"}"_s);
    // The form shows the one before; it is not added in its place.
    QVERIFY(!desk.sheet->decidingButton()->isEnabled());
    QTRY_VERIFY(desk.sheet->decidingButton()->isEnabled());
    QTRY_COMPARE(find<QPlainTextEdit>(desk.sheet, "variableText")->toPlainText(), u"The second?"_s);

    // More than the field holds is said there, and what is in it stays.
    const QString before = pasted->toPlainText();
    QGuiApplication::clipboard()->setText(QString(SamplePick::mostPasted + 1, u'x'));
    pasted->paste();
    QCOMPARE(pasted->toPlainText(), before);
    QVERIFY2(pasted->accessibleDescription().contains(u"Choose its file"_s),
             qPrintable(pasted->accessibleDescription()));
    QVERIFY(desk.sheet->decidingButton()->isEnabled());
    pasted->selectAll();
    QGuiApplication::clipboard()->setText(u"The third?"_s);
    pasted->paste();
    QTRY_COMPARE(find<QPlainTextEdit>(desk.sheet, "variableText")->toPlainText(), u"The third?"_s);
}

void CaseSheetTest::aFileThatIsDroppedIsRead()
{
    CaseDesk desk;
    desk.open(CaseOrigin::ofSample(*desk.workspace.view(), caseDay));
    QTemporaryDir folder;
    QFile file(folder.filePath(u"march.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"question\": \"Is the lamp late?\"}\n{\"question\": \"Second\"}\n");
    file.close();
    const auto drop = [&desk](const QString &path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.sheet, &enter);
        QDropEvent event({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.sheet, &event);
    };

    drop(folder.filePath(u"missing.jsonl"_s));
    const auto *pasted = find<QPlainTextEdit>(desk.sheet, "samplePasted");
    QTRY_COMPARE(pasted->accessibleDescription(), u"missing.jsonl cannot be read."_s);
    QVERIFY(!desk.sheet->decidingButton()->isEnabled());

    drop(file.fileName());
    QTRY_VERIFY(desk.sheet->decidingButton()->isEnabled() && desk.sheet->isArmed());
    QVERIFY(find<QComboBox>(desk.sheet, "sampleRow")->isVisible());
    const SuiteCaseFields fields = desk.decide();
    QCOMPARE(fields.vars.first().text, u"Is the lamp late?"_s);
    QCOMPARE(fields.from, u"march.jsonl, row 1"_s);
}

void CaseSheetTest::whatGoesWrongIsSaidAndNothingIsLost()
{
    CaseDesk desk;
    desk.open(*desk.ofTheComment());
    QTRY_VERIFY(desk.sheet->decidingButton()->isEnabled() && desk.sheet->isArmed());
    auto *id = find<QLineEdit>(desk.sheet, "caseId");
    id->setFocus();
    QTest::keyClicks(id, u"late-lamp"_s);

    QTest::keyClick(id, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(desk.workspace.newDraftCalls.waiting(), 1);
    QVERIFY(!desk.sheet->isArmed());
    desk.workspace.newDraftCalls.answer(failure(ErrorCode::NoSpace, u"drafts"_s));

    auto *notice = find<NoticeBar>(desk.sheet, "caseSheetNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(!notice->notice().lead.isEmpty());
    QCOMPARE(id->text(), u"late-lamp"_s);
    QTRY_VERIFY(desk.sheet->decidingButton()->isEnabled() && desk.sheet->isArmed());
    QCOMPARE(desk.decide().id, u"late-lamp"_s);
    QTRY_COMPARE(desk.made, u"kept"_s);
}

void CaseSheetTest::whoMayNotProposeIsToldSo()
{
    CaseDesk desk;
    desk.workspace.setView(viewOf(desk.story, PrincipalId{u"p:nobody"_s}));
    desk.open(*desk.ofTheComment());
    QTRY_VERIFY(desk.sheet->isArmed());
    QTRY_COMPARE(find<QPlainTextEdit>(desk.sheet, "variableText")->toPlainText(), u"no lamp is ever late"_s);

    QVERIFY(!desk.sheet->decidingButton()->isEnabled());
    const QString why = find<PlainLabel>(desk.sheet, "caseSheetWhere")->text();
    QVERIFY2(why.contains(u"policy"_s), qPrintable(why));
    QCOMPARE(desk.sheet->decidingButton()->accessibleDescription(), why);
    QTest::keyClick(desk.sheet, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(desk.workspace.newDraftCalls.asked(), 0);
}

void CaseSheetTest::escapeMakesNothing()
{
    CaseDesk desk;
    desk.open(*desk.ofTheComment());
    const QPointer<CaseSheet> sheet = desk.sheet;
    QTRY_VERIFY(sheet->decidingButton()->isEnabled());

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);

    QTRY_VERIFY(sheet.isNull());
    QCOMPARE(desk.workspace.newDraftCalls.asked(), 0);
    QVERIFY(desk.made.isEmpty());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::CaseSheetTest)
#include "tst_case_sheet.moc"
