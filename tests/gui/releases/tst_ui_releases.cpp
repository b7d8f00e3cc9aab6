// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/PageBench.h"
#include "models/ReleasesModel.h"
#include "ui/change/RollbackSheet.h"
#include "ui/common/EmptyState.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/releases/ReleaseBoard.h"
#include "ui/releases/ReleaseSheet.h"
#include "ui/releases/ReleasesPage.h"

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const ArtifactId classifier{u"mortgage/document-classifier"_s};
const ArtifactId agent{u"tools/support-agent"_s};

} // namespace

class ReleasesTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void rowsThatWantAttentionComeFirst();
    void arrowsWalkCellsAndEnterOpensTheHistory();
    void promotingAsksFirstAndSaysWhatWentWrong();
    void promotingWaitsForItsAnswer();
    void whoMayNotReadsWhy();
    void rollingBackOpensTheSheet();
    void theWholeDifferenceOfARollbackIsOneLinkAway();
    void anAddressOpensTheSheetAndNeverActs();
    void triggersAreDataAndNotCalledQuiet();
    void theFilterKeepsTheChosenRow();
    void aStaleAddressIsAnsweredInPlace();
    void aNewViewKeepsTheChosenCell();
    void aReleaseUnderAYoungPolicySaysSoForEver_data();
    void aReleaseUnderAYoungPolicySaysSoForEver();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void ReleasesTest::rowsThatWantAttentionComeFirst()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    auto *board = find<ReleaseBoard>(page, "releaseBoard");
    QCOMPARE(board->model()->index(0, 0).data(ValueRole).value<ReleaseRow>().artifact.value, u"retrieval/help-centre"_s);
    QVERIFY(board->model()->index(1, 0).data(ValueRole).value<ReleaseRow>().moving);
    QVERIFY(find<PlainLabel>(page, "releasesSummary")->text().contains(u"1 edited outside"_s));
    QCOMPARE(board->model()->headerData(3, Qt::Horizontal).toString(), u"Production"_s);
}

void ReleasesTest::arrowsWalkCellsAndEnterOpensTheHistory()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->navigate({.page = PageKind::Releases, .artifact = classifier, .environment = production});
    page->focusFirst();
    auto *board = find<ReleaseBoard>(page, "releaseBoard");
    QVERIFY(board->hasFocus());
    auto *history = find<QListView>(page, "cellHistory");
    QCOMPARE(history->model()->rowCount(), 3);
    QVERIFY(history->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"Complaints doubled."_s));
    QTest::keyClick(board, Qt::Key_Left);
    QCOMPARE(page->address().environment, staging);
    QCOMPARE(history->model()->rowCount(), 2);
    QTest::keyClick(board, Qt::Key_Return);
    QVERIFY(history->hasFocus());
}

void ReleasesTest::promotingAsksFirstAndSaysWhatWentWrong()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->navigate({.page = PageKind::Releases, .artifact = agent, .environment = staging});
    auto *button = find<QPushButton>(page, "promote-staging");
    QVERIFY(button->isEnabled());
    button->setFocus(Qt::TabFocusReason);
    QTest::keyClick(button, Qt::Key_Space);
    auto *sheet = bench.window.findChild<ReleaseSheet *>();
    QVERIFY(sheet);
    QCOMPARE(bench.workspace.writeCalls.asked(), 0);
    QTRY_VERIFY(sheet->isArmed());
    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(bench.workspace.writeCalls.waiting(), 1);
    QCOMPARE(bench.workspace.lastWrite, u"release"_s);
    QCOMPARE(bench.workspace.lastVersion, version("1.1.0"));
    QCOMPARE(bench.workspace.lastEnvironment, staging);
    bench.workspace.writeCalls.answer(failure(ErrorCode::Refused, u"stale-subject"_s));
    auto *notice = find<NoticeBar>(sheet, "releaseNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->notice().sentence.contains(u"moved on"_s));
    QTRY_VERIFY(sheet->isArmed());
    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(bench.workspace.writeCalls.waiting(), 1);
    bench.workspace.writeCalls.answer(WriteReceipt{});
    QTRY_VERIFY(!bench.window.findChild<ReleaseSheet *>());
    auto *told = find<NoticeBar>(page, "releasesNotice");
    QVERIFY(told->isVisible());
    QCOMPARE(told->notice().kind, NoticeKind::Ok);
}

void ReleasesTest::promotingWaitsForItsAnswer()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->navigate({.page = PageKind::Releases, .artifact = agent, .environment = staging});
    find<QPushButton>(page, "promote-staging")->click();
    auto *sheet = bench.window.findChild<ReleaseSheet *>();
    // The board acts no more until the sheet is gone; a second asking opens no second sheet.
    QVERIFY(!find<QPushButton>(page, "detailPromote")->isEnabled());
    page->navigate({.page = PageKind::Releases, .artifact = agent, .version = version("1.1.0"), .environment = staging, .act = AddressAct::Release});
    QCOMPARE(bench.window.findChildren<ReleaseSheet *>().size(), 1);
    QTRY_VERIFY(sheet->isArmed());
    sheet->decidingButton()->click();
    QTRY_COMPARE(bench.workspace.writeCalls.waiting(), 1);
    QVERIFY(!sheet->decidingButton()->isEnabled());
    sheet->cancel();
    QVERIFY(sheet->isVisible());
    // The window closes while the answer is on its way.
    delete sheet;
    delete page;
    bench.workspace.writeCalls.answer(WriteReceipt{});
    QCoreApplication::sendPostedEvents();
}

void ReleasesTest::whoMayNotReadsWhy()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(dana));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    page->navigate({.page = PageKind::Releases, .artifact = {u"support/returns-faq"_s}, .environment = production});
    auto *button = find<QPushButton>(page, "rollBack-production");
    QVERIFY(!button->isEnabled());
    QVERIFY(!button->accessibleDescription().isEmpty());
    auto *why = find<PlainLabel>(page, "releaseReason");
    QVERIFY(why->isVisible());
    QVERIFY(why->text().contains(button->accessibleDescription()));
    page->navigate({.page = PageKind::Releases, .artifact = agent, .environment = staging});
    QVERIFY(!find<QPushButton>(page, "promote-staging")->isEnabled());
    QVERIFY(find<PlainLabel>(page, "releaseReason")->text().contains(u"Promote 1.1.0"_s));
    bench.picture(u"releases-may-not"_s);
}

void ReleasesTest::rollingBackOpensTheSheet()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->navigate({.page = PageKind::Releases, .artifact = {u"support/returns-faq"_s}, .environment = production});
    find<QPushButton>(page, "rollBack-production")->click();
    auto *sheet = bench.window.findChild<RollbackSheet *>();
    QVERIFY(sheet);
    QCOMPARE(sheet->chosen(), version("1.0.0"));
    QVERIFY(!find<QPushButton>(page, "detailRollBack")->isEnabled());
    QCOMPARE(bench.workspace.writeCalls.asked(), 0);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(!bench.window.findChild<RollbackSheet *>());
    QVERIFY(find<QPushButton>(page, "detailRollBack")->isEnabled());
}

void ReleasesTest::theWholeDifferenceOfARollbackIsOneLinkAway()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    const ArtifactId faq{u"support/returns-faq"_s};
    page->navigate({.page = PageKind::Releases, .artifact = faq, .environment = production, .act = AddressAct::RollBack});
    auto *sheet = bench.window.findChild<RollbackSheet *>();
    QVERIFY(sheet);
    const SemVer live = bench.workspace.view()->state.artifact(faq)->running(production)->version;

    emit sheet->differenceAsked({}, {}, {});

    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Prompts, .artifact = faq, .version = version("1.0.0"), .against = live}));
    QTRY_VERIFY(!bench.window.findChild<RollbackSheet *>());
}

void ReleasesTest::anAddressOpensTheSheetAndNeverActs()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    page->navigate({.page = PageKind::Releases, .artifact = {u"support/returns-faq"_s}, .environment = production, .act = AddressAct::RollBack});
    QVERIFY(bench.window.findChild<RollbackSheet *>());
    QCOMPARE(bench.workspace.writeCalls.asked(), 0);
    QCOMPARE(page->address(), (Address{.page = PageKind::Releases, .artifact = {u"support/returns-faq"_s}, .environment = production}));
}

void ReleasesTest::triggersAreDataAndNotCalledQuiet()
{
    Story story = acmeStory();
    story.released(chen, agent.value, "1.1.0", staging).released(chen, agent.value, "1.1.0", production);
    QVERIFY(story.effective());
    PageBench bench(*m_theme, story, viewOf(story, chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    page->navigate({.page = PageKind::Releases, .artifact = agent, .environment = production});
    QStringList words;
    for (const PlainLabel *label : page->findChildren<PlainLabel *>())
        words.append(label->text());
    QVERIFY(words.join(u'\n').contains(u"1 trigger"_s));
    QVERIFY(!words.join(u'\n').contains(u"quiet"_s));
    QVERIFY(words.join(u'\n').contains(u"Bode Okafor (Billing)"_s));
}

void ReleasesTest::theFilterKeepsTheChosenRow()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    page->navigate({.page = PageKind::Releases, .artifact = agent, .environment = staging});
    auto *filter = find<QLineEdit>(page, "releasesFilter");
    QTest::keyClicks(filter, u"agent"_s);
    QCOMPARE(page->address().artifact, agent);
    QCOMPARE(page->address().environment, staging);
    QTest::keyClicks(filter, u"zzz"_s);
    QVERIFY(find<EmptyState>(page, "releasesEmpty")->isVisible());
    QVERIFY(page->escape());
    QVERIFY(!find<EmptyState>(page, "releasesEmpty")->isVisible());
    QVERIFY(!page->escape());
}

void ReleasesTest::aStaleAddressIsAnsweredInPlace()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    page->navigate({.page = PageKind::Releases, .artifact = {u"gone"_s}, .environment = production, .act = AddressAct::RollBack});
    QVERIFY(find<NoticeBar>(page, "releasesNotice")->isVisible());
    QVERIFY(!bench.window.findChild<RollbackSheet *>());
}

void ReleasesTest::aNewViewKeepsTheChosenCell()
{
    Story story = acmeStory();
    PageBench bench(*m_theme, story, acmeView(chen));
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    page->navigate({.page = PageKind::Releases, .artifact = agent, .environment = staging});
    story.released(chen, agent.value, "1.1.0", staging);
    bench.workspace.setView(viewOf(story, chen));
    QCOMPARE(page->address().artifact, agent);
    QCOMPARE(page->address().environment, staging);
    QTRY_VERIFY(page->findChild<QPushButton *>(u"promote-production"_s));
}

void ReleasesTest::aReleaseUnderAYoungPolicySaysSoForEver_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<bool>("young");
    QTest::newRow("two days") << 2 << true;
    QTest::newRow("eight days") << 8 << false;
}

void ReleasesTest::aReleaseUnderAYoungPolicySaysSoForEver() // T-10
{
    QFETCH(const int, days);
    QFETCH(const bool, young);
    const auto view = acmeView(chen);
    view->state.policy.version = 4;
    PageBench bench(*m_theme, acmeStory(), view);
    bench.workspace.holdLog = true;
    auto *page = bench.show<ReleasesPage>(pageAt1280);
    page->navigate({.page = PageKind::Releases, .artifact = classifier, .environment = production});
    const Stamp released = view->state.artifact(classifier)->pointers.value(production).now().stamp;
    Policy policy = view->state.policy;
    Event event;
    event.data = PolicyChanged{.policy = policy};
    QCOMPARE(bench.workspace.logCalls.waiting(), 1);

    bench.workspace.logCalls.answer(QList<LogEntry>{{.seq = released.seq - 1, .claimedAt = released.claimedAt - qint64(days) * 24 * 3600 * 1000,
                                                     .verdict = Effective{}, .event = event}});

    auto *notice = find<NoticeBar>(page, "releaseYoungPolicy");
    QTRY_COMPARE(notice->isVisible(), young);
    QVERIFY(!young || notice->notice().sentence.contains(u"Policy 4"_s));
}

void ReleasesTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1280-light") << pageAt1280 << int(SchemeChoice::Light);
    QTest::newRow("1920-light") << pageAt1920 << int(SchemeChoice::Light);
    QTest::newRow("1280-dark") << pageAt1280 << int(SchemeChoice::Dark);
    QTest::newRow("1920-dark") << pageAt1920 << int(SchemeChoice::Dark);
    QTest::newRow("1024-light") << pageAt1024 << int(SchemeChoice::Light);
}

void ReleasesTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<ReleasesPage>(size);
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window));
    QVERIFY(page->minimumSizeHint().width() <= size.width());
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    page->navigate({.page = PageKind::Releases, .artifact = agent, .environment = development});
    QCoreApplication::sendPostedEvents();
    bench.picture(u"releases-%1"_s.arg(tag));
    page->navigate({.page = PageKind::Releases, .artifact = agent, .version = version("1.1.0"), .environment = staging, .act = AddressAct::Release});
    QTRY_VERIFY(bench.window.findChild<ReleaseSheet *>()->isArmed());
    bench.picture(u"releases-sheet-%1"_s.arg(tag));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ReleasesTest)
#include "tst_ui_releases.moc"
