// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "gui/main_job/Seat.h"
#include "gui/main_job/SharedExample.h"
#include "services/LedgerWorkspace.h"
#include "services/SuiteSheet.h"
#include "ui/cases/CaseTable.h"
#include "ui/cases/SuiteEditor.h"
#include "ui/common/Sheet.h"
#include "ui/common/TabBar.h"

#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const ArtifactId suite{u"evals/refund-core"_s};
const QString path = u"evals/refund-core.yaml"_s;
const QString question = u"My sofa is too wide. What now?"_s;

// What the case asks: the suite's other variable is the name of the customer.
QString askedIn(const SuiteCaseFields &fields)
{
    const auto asked = std::ranges::find(fields.vars, u"question"_s, &SuiteVariable::name);
    return asked == fields.vars.end() ? QString() : asked->text;
}

} // namespace

/// A suite edited and proposed in a real window on a real repository, and fed with what went wrong.
class SuiteJob : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_ana.reset(); }
    void aSuiteIsEditedAndProposedByKeyboard();
    void aCommentBecomesACase();
    void aRowOfProductionBecomesACaseOfTheSameDraft();
    void aRollbackBecomesACase();

private:
    [[nodiscard]] ViewPointer view() const { return m_ana->window.body()->workspace().view(); }
    [[nodiscard]] Hand &hand() const { return m_ana->hand; }
    [[nodiscard]] QByteArray contentOf(const ContentHash &hash) const
    {
        const QFuture<Result<QByteArray>> read = m_ana->window.body()->workspace().content(hash);
        return QTest::qWaitFor([&] { return read.isFinished(); }, 30'000) && read.resultAt(0)
                   ? *read.resultAt(0)
                   : QByteArray();
    }
    // The text of the suite in Ana's draft; empty without one.
    [[nodiscard]] QByteArray drafted() const
    {
        for (const Draft &draft : view()->drafts) {
            for (const EditedFile &file : draft.files) {
                if (file.artifact == suite)
                    return file.text;
            }
        }
        return {};
    }
    [[nodiscard]] SuiteRow lastCase(const QByteArray &bytes) const
    {
        const SuiteSheet sheet = readSuiteSheet(bytes, path, {}, {});
        return sheet.rows.isEmpty() ? SuiteRow() : sheet.rows.last();
    }
    [[nodiscard]] SuiteEditor *editor() const
    {
        return qobject_cast<SuiteEditor *>(hand().seen(u"suiteEditor"_s));
    }
    [[nodiscard]] bool settled() const
    {
        return hand().waitFor([this] { return hand().visible(u"suiteEditor"_s) && !editor()->isBusy(); },
                              u"the suite to be read"_s);
    }
    // The fields stand there, and the button acts.
    [[nodiscard]] bool sheetReady() const
    {
        return hand().waitFor(
            [this] {
                const auto *sheet = qobject_cast<Sheet *>(hand().visible(u"caseSheet"_s));
                return sheet && sheet->isArmed() && hand().visible(u"variableText"_s);
            },
            u"the fields of the case"_s);
    }
    // In both grounds and at both sizes.
    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        for (const QSize size : {QSize(1920, 1080), QSize(1280, 800)}) {
            m_ana->window.resize(size);
            for (const SchemeChoice scheme : {SchemeChoice::Dark, SchemeChoice::Light}) {
                m_theme->setSettings({.scheme = scheme});
                hand().rest(50);
                if (!folder.isEmpty() && QDir().mkpath(folder))
                    m_ana->window.grab().save(
                        u"%1/%2-%3-%4.png"_s.arg(folder, name, QString::number(size.width()),
                                                 scheme == SchemeChoice::Dark ? u"dark"_s : u"light"_s));
            }
        }
    }

    SharedExample m_example;
    SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Seat> m_ana;
    QByteArray m_accepted;
    ChangeId m_change;
};

void SuiteJob::initTestCase()
{
    m_theme = installTheme();
    const QString problem = m_example.build(m_clock);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const QString clone = m_example.cloneFor(u"Ana Ruiz"_s);
    QVERIFY(!clone.isEmpty());
    m_ana = std::make_unique<Seat>(clone, m_example.dataOf(u"Ana Ruiz"_s), *m_theme, m_clock);
    QVERIFY(m_ana->comeToTheFront());
    m_accepted = contentOf(view()->state.artifact(suite)->acceptedContent());
    QVERIFY(!m_accepted.isEmpty());
}

void SuiteJob::aSuiteIsEditedAndProposedByKeyboard()
{
    hand().click(u"railEvals"_s);
    hand().clickRow(u"suiteList"_s, hand().row(u"suiteList"_s, suite.value));
    auto *edit = hand().seen(u"editSuite"_s);
    QVERIFY2(edit, qPrintable(hand().problem()));
    edit->setFocus(Qt::TabFocusReason);
    hand().key(Qt::Key_Space);
    QVERIFY2(settled(), qPrintable(hand().problem()));
    CaseTableView *table = editor()->table();
    const int before = table->model()->rowCount();
    QVERIFY(before > 0);
    picture(u"suite-job-editor"_s);

    // From here on everything is done with the keyboard.
    table->setFocus(Qt::TabFocusReason);
    hand().key(Qt::Key_Home, Qt::ControlModifier);
    hand().key(Qt::Key_Insert);
    QVERIFY(hand().waitFor(
        [&] {
            return editor()->isAncestorOf(QApplication::focusWidget()) && QApplication::focusWidget() != table
                   && !editor()->isBusy();
        },
        u"the form"_s));
    hand().type(question);
    hand().key(Qt::Key_Escape);
    QVERIFY2(settled(), qPrintable(hand().problem()));
    QCOMPARE(table->model()->rowCount(), before + 1);
    hand().key(Qt::Key_D, Qt::ControlModifier);
    QVERIFY(settled());
    QCOMPARE(table->model()->rowCount(), before + 2);
    hand().key(Qt::Key_Down, Qt::AltModifier);
    hand().key(Qt::Key_Delete);
    QVERIFY(settled());
    QCOMPARE(table->model()->rowCount(), before + 1);
    hand().key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(settled());
    hand().key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(settled());
    QCOMPARE(table->model()->rowCount(), before + 1);
    hand().key(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    hand().seen(u"promptEdit"_s);
    picture(u"suite-job-yaml"_s);
    hand().key(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    hand().gone(u"promptEdit"_s);

    hand().typeInto(u"titleEdit"_s, u"Sofas that are too wide"_s);
    // Two tabs on stands the note, which a suite needs as everything else.
    hand().key(Qt::Key_Tab, Qt::ControlModifier);
    hand().key(Qt::Key_Tab, Qt::ControlModifier);
    hand().typeInto(u"noteWhy"_s, u"Nobody asks about sofas yet."_s);
    hand().typeInto(u"noteOutcome"_s, u"An answer about sofas is looked at."_s);
    hand().choose(u"noteOwner"_s, u"Chen Wei"_s);
    const Sequence head = view()->state.head.seq;
    QVERIFY2(
        hand().waitFor([this] { return hand().visible(u"send"_s) && hand().visible(u"send"_s)->isEnabled(); },
                       u"the button to send"_s),
        qPrintable(hand().problem()));
    hand().key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY2(hand().waitFor([&] { return view()->state.head.seq > head && view()->drafts.isEmpty(); },
                            u"the change in the record"_s),
             qPrintable(hand().problem()));

    const Change sent = *view()->state.change(view()->state.order.last());
    m_change = sent.id;
    const FileChange file = sent.revision()->data.files.first();
    QCOMPARE(file.artifact, suite);
    const QByteArray proposed = contentOf(file.after);
    QVERIFY2(proposed.contains(question.toUtf8()), proposed.constData());
    // Every line of the accepted file stands there as it was.
    QByteArrayList lines = proposed.split('\n');
    for (const QByteArray &line : m_accepted.split('\n'))
        QVERIFY2(lines.removeOne(line), line.constData());
    QVERIFY(view()->state.voids.isEmpty());
    QVERIFY2(!hand().failed(), qPrintable(hand().problem()));
}

void SuiteJob::aCommentBecomesACase()
{
    auto *tabs = hand().seenAs<TabBar>(u"changeTabs"_s);
    QVERIFY2(tabs, qPrintable(hand().problem()));
    // The tabs of a change come when it was sent.
    QVERIFY2(hand().waitFor(
                 [tabs] { return tabs->isTabVisible(4) && tabs->rect().contains(tabs->tabRect(4).center()); },
                 u"the tab of the talk"_s),
             qPrintable(hand().problem()));
    hand().clickTab(u"changeTabs"_s, 4);
    hand().typeInto(u"talkText"_s, u"It told me “a sofa is furniture and never comes back” yesterday."_s);
    hand().click(u"talkSay"_s);
    auto *make = hand().seen(u"threadCase"_s);
    QVERIFY2(make, qPrintable(hand().problem()));
    make->setFocus(Qt::TabFocusReason);
    hand().key(Qt::Key_Space);
    QVERIFY2(hand().seen(u"caseSheet"_s), qPrintable(hand().problem()));
    auto *where = hand().seen(u"caseSheetWhere"_s);
    QVERIFY(where);
    QVERIFY2(sheetReady(), qPrintable(hand().problem()));
    picture(u"case-sheet-comment"_s);

    hand().typeInto(u"caseId"_s, u"sofa-comes-back"_s);
    hand().key(Qt::Key_Return, Qt::ControlModifier);

    QVERIFY2(
        hand().waitFor([this] { return drafted().contains("sofa-comes-back"); }, u"the case in a draft"_s),
        qPrintable(hand().problem()));
    QVERIFY2(settled(), qPrintable(hand().problem()));
    const SuiteCaseFields made = lastCase(drafted()).fields;
    QCOMPARE(askedIn(made), u"a sofa is furniture and never comes back"_s);
    QCOMPARE(made.source, u"past_failure"_s);
    QCOMPARE(made.owner, u"ana-ruiz"_s);
    QVERIFY(!made.date.isEmpty());
    const Change change = *view()->state.change(m_change);
    QVERIFY2(made.from.contains(u"#%1"_s.arg(change.number))
                 && made.from.contains(change.comments.first().stamp.event.toString()),
             qPrintable(made.from));
    // An edit of the change that is under review already: its next revision.
    QCOMPARE(view()->drafts.first().change, m_change);
}

void SuiteJob::aRowOfProductionBecomesACaseOfTheSameDraft()
{
    hand().click(u"railEvals"_s);
    hand().clickRow(u"suiteList"_s, hand().row(u"suiteList"_s, suite.value));
    hand().click(u"caseFromSample"_s);
    auto *pasted = hand().seenAs<QPlainTextEdit>(u"samplePasted"_s);
    QVERIFY2(pasted, qPrintable(hand().problem()));
    QVERIFY2(sheetReady(), qPrintable(hand().problem()));
    pasted->setPlainText(
        u"{\"question\": \"First?\", \"expected\": \"one\"}\n{\"question\": \"Can you send it to Norway?\", \"expected\": \"Norway\"}\n"_s);
    hand().choose(u"sampleRow"_s, u"2:"_s);
    picture(u"case-sheet-sample"_s);
    hand().key(Qt::Key_Return, Qt::ControlModifier);

    QVERIFY2(hand().waitFor([this] { return drafted().contains("Norway"); }, u"the case in the draft"_s),
             qPrintable(hand().problem()));
    QVERIFY2(settled(), qPrintable(hand().problem()));
    const SuiteCaseFields made = lastCase(drafted()).fields;
    QCOMPARE(askedIn(made), u"Can you send it to Norway?"_s);
    QCOMPARE(made.asserts.first().type, u"contains"_s);
    QCOMPARE(made.asserts.first().value, u"Norway"_s);
    QCOMPARE(made.source, u"production_sample"_s);
    // One draft has both, and the editor shows both.
    QCOMPARE(view()->drafts.size(), 1);
    QVERIFY(drafted().contains("sofa-comes-back"));
    CaseTableView *table = editor()->table();
    QVERIFY(table->model()
                ->index(table->model()->rowCount() - 1, CaseTableModel::Variables)
                .data()
                .toString()
                .contains(u"Norway"_s));
}

void SuiteJob::aRollbackBecomesACase()
{
    const QString clone = m_example.cloneFor(u"Chen Wei"_s);
    const Result<WorkspacePlace> place =
        findPlace({.place = clone, .dataRoot = m_example.dataOf(u"Chen Wei"_s)});
    QVERIFY(place);
    LedgerWorkspace chen(workspaceOptions(*place, m_clock));
    const QFuture<Done> opened = chen.opened();
    QVERIFY(QTest::qWaitFor([&] { return opened.isFinished(); }, 30'000));
    const Artifact *refund = chen.view()->state.artifact({u"support/refund"_s});
    const SemVer target = refund->versions.first().version;
    const QFuture<Result<WriteReceipt>> rolled =
        chen.rollBack(refund->id, target, {u"production"_s}, u"It promised “a refund within the hour”."_s);
    QVERIFY(QTest::qWaitFor([&] { return rolled.isFinished(); }, 30'000));
    QVERIFY2(rolled.resultAt(0), rolled.resultAt(0) ? "" : qPrintable(rolled.resultAt(0).error().subject));

    const auto isHere = [this] {
        return view()->state.artifact({u"support/refund"_s})->pointers[{u"production"_s}].now().rolledBack;
    };
    hand().key(Qt::Key_F5);
    QVERIFY2(hand().waitFor(isHere, u"the rollback"_s), qPrintable(hand().problem()));
    hand().click(u"railAudit"_s);
    auto *events = hand().seenAs<QListView>(u"auditEvents"_s);
    QVERIFY2(events, qPrintable(hand().problem()));
    const QModelIndex row = hand().row(u"auditEvents"_s, u"rolled"_s);
    hand().clickRow(u"auditEvents"_s, row);
    hand().click(u"eventCase"_s);
    QVERIFY2(hand().seen(u"caseSheet"_s), qPrintable(hand().problem()));
    hand().choose(u"caseSheetSuite"_s, suite.value);
    QVERIFY2(sheetReady(), qPrintable(hand().problem()));
    hand().typeInto(u"caseId"_s, u"within-the-hour"_s);
    hand().key(Qt::Key_Return, Qt::ControlModifier);

    QVERIFY2(
        hand().waitFor([this] { return drafted().contains("within-the-hour"); }, u"the case in the draft"_s),
        qPrintable(hand().problem()));
    const SuiteCaseFields made = lastCase(drafted()).fields;
    QCOMPARE(askedIn(made), u"a refund within the hour"_s);
    QVERIFY(made.from.startsWith(u"Rollback of support/refund"_s));
    QVERIFY2(!hand().failed(), qPrintable(hand().problem()));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::SuiteJob)
#include "tst_suite_job.moc"
