// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"
#include "evals/Write.h"
#include "gui/support/PageBench.h"
#include "services/RunDesk.h"
#include "services/RunJudging.h"
#include "support/Runs.h"
#include "support/evals/EvalPicture.h"
#include "ui/common/EmptyState.h"
#include "ui/common/FactList.h"
#include "ui/common/PlainLabel.h"
#include "ui/evals/EvalsView.h"
#include "ui/suites/SuitesPage.h"
#include "ui/suites/TrendView.h"

#include <QBuffer>
#include <QClipboard>
#include <QComboBox>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString suiteText =
    u"description: Refunds\n"
    "prompts: ['{{input}}']\n"
    "providers: ['openai:gpt-4.1']\n"
    "tests:\n"
    "  - vars: {input: The lamp came broken.}\n"
    "    assert: [{type: contains, value: voucher}]\n"
    "    countersign: {id: lamp-20, source: past_failure, dimension: tone, owner: dana, date: 2020-01-01}\n"
    "  - vars: {input: Where is that written}\n"
    "    assert: [{type: contains, value: '4.2'}]\n"
    "    countersign: {id: cites-terms, source: curated, dimension: citation, owner: dana, date: "
    "2026-11-01}\n"
    "  - vars: {input: No assertion here.}\n"_s;

QByteArray resultFile(int version)
{
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    const Done done = evals::writePromptfoo(*refundSuite().file(version), out);
    Q_ASSERT(done);
    return out.data();
}

/// Three revisions of a change, each with a run of the suite; a second suite that nobody ran.
Story trendStory()
{
    Policy policy = gatePolicy();
    policy.suites.first().thresholds.clear();
    policy.suites.first().model.clear();
    Story story(policy);
    story.baseline(u"support/refund"_s, u"30 days"_s);
    BaselineRecorded suites;
    for (const auto &[id, words] :
         {std::pair{refundSuiteId.value, suiteText}, std::pair{u"evals/never"_s, u"tests: []\n"_s}})
        suites.files.append({.artifact = {id},
                             .path = u"prompts/"_s + id + u".yaml"_s,
                             .kind = ArtifactKind::Suite,
                             .content = story.text(words)});
    story.say(chen, u"ledger"_s, suites);
    Q_ASSERT(story.effective());
    story.opened(ana);
    for (const int version : {0, 2, 3}) {
        story.submitted(ana, u"support/refund"_s, u"%1 days"_s.arg(10 + version), Lane::Low).noted(ana);
        const QByteArray bytes = resultFile(version);
        const auto read = evals::readResults(bytes, u"results"_s);
        Q_ASSERT(read);
        Result<JudgedRun> made = judgeRun(story.state(), story.change(), refundSuiteId, *read,
                                          {.content = expectedBaseline(story.state(), story.change())});
        Q_ASSERT(made);
        made->data.stored = true;
        (void)story.text(QString::fromUtf8(bytes));
        recorded(story, made->data);
        Q_ASSERT(story.effective());
    }
    return story;
}

bool told(const QWidget *root, const QString &words)
{
    const auto labels = root->findChildren<PlainLabel *>();
    return std::ranges::any_of(labels,
                               [&words](const PlainLabel *one) { return one->text().contains(words); });
}

} // namespace

/// The suites of a workspace: health, runs, and the trend of a prompt over its versions.
class SuitesPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void withoutSuitesThePageSaysWhatTheyAre();
    void healthIsCountedFromTheSuiteAndItsRuns();
    void theTrendHasFiguresAndIntervalsPerVersion();
    void versionsAreComparedByKeyboard();
    void aRunOpensInItsChange();
    void aSuiteIsRunOverAChangeUnderReview();
    void aSuiteThatNobodyRanSaysSo();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void SuitesPageTest::withoutSuitesThePageSaysWhatTheyAre()
{
    Story story;
    story.baseline(u"support/refund"_s, u"30 days"_s);
    PageBench bench(*m_theme, story, viewOf(story, ana));
    bench.show<SuitesPage>(pageAt1280);
    QVERIFY(find<EmptyState>(&bench.window, "suitesEmpty")->isVisible());
    bench.page->focusFirst();
    QTest::keyClick(find<EmptyState>(&bench.window, "suitesEmpty")->button(), Qt::Key_Space);
    QCOMPARE(bench.opened.last().page, PageKind::Policy);
}

void SuitesPageTest::healthIsCountedFromTheSuiteAndItsRuns()
{
    const Story story = trendStory();
    PageBench bench(*m_theme, story, viewOf(story, ana));
    auto *page = bench.show<SuitesPage>(pageAt1280);
    page->navigate({.page = PageKind::Evals, .artifact = refundSuiteId});
    const auto *facts = find<FactList>(page, "suiteFacts");
    QTRY_VERIFY(told(facts, u"past failure 1"_s));
    QVERIFY(told(facts, u"curated 1"_s));
    QVERIFY(told(facts, u"tone 1"_s));
    QVERIFY(told(facts, u"1 assert nothing"_s));
    QVERIFY(told(facts, u"1 are stale"_s));
    QCOMPARE(page->address().artifact, refundSuiteId);
}

void SuitesPageTest::theTrendHasFiguresAndIntervalsPerVersion()
{
    const Story story = trendStory();
    PageBench bench(*m_theme, story, viewOf(story, ana));
    auto *page = bench.show<SuitesPage>(pageAt1280);
    page->navigate({.page = PageKind::Evals, .artifact = refundSuiteId});
    auto *trend = page->findChild<TrendView *>();
    QTRY_VERIFY(trend->isVisible());
    QCOMPARE(trend->trend().versions, (QStringList{u"#1 Rev 1"_s, u"#1 Rev 2"_s, u"#1 Rev 3"_s}));
    const auto safety = std::ranges::find(trend->trend().lines, u"safety"_s, &TrendLine::dimension);
    QVERIFY(safety != trend->trend().lines.end());
    // 20 of 20 passed: Wilson's interval begins at 20 / (20 + 1.959964²).
    const TrendPoint &all = *safety->points.last();
    QCOMPARE(all.cases, 20);
    QCOMPARE(all.mean, 1.0);
    QVERIFY(std::abs(all.low - 20.0 / (20.0 + 3.841459)) < 1e-5);
    QCOMPARE(all.high, 1.0);

    trend->setFocus();
    const QString newest = trend->sentence();
    QVERIFY2(newest.contains(u"#1 Rev 3"_s), qPrintable(newest));
    QTest::keyClick(trend, Qt::Key_Left);
    QVERIFY(trend->sentence().contains(u"#1 Rev 2"_s));
    QTest::keyClick(trend, Qt::Key_Down);
    QVERIFY(trend->sentence() != newest);
    QTest::keyClick(trend, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Dimension\t#1 Rev 1\t#1 Rev 2\t#1 Rev 3"_s));
}

void SuitesPageTest::versionsAreComparedByKeyboard()
{
    const Story story = trendStory();
    PageBench bench(*m_theme, story, viewOf(story, ana));
    auto *page = bench.show<SuitesPage>(pageAt1280);
    page->navigate({.page = PageKind::Evals, .artifact = refundSuiteId});
    QTRY_VERIFY(page->findChild<TrendView *>()->isVisible());
    auto *versions = find<QListView>(page, "runVersions");
    auto *compare = find<QPushButton>(page, "compareVersions");
    QCOMPARE(versions->model()->rowCount(), 3);
    versions->setFocus();
    versions->setCurrentIndex(versions->model()->index(0, 0));
    QVERIFY(!compare->isEnabled());
    QTest::keyClick(versions, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(versions, Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(compare->isEnabled());
    QTest::keyClick(compare, Qt::Key_Space);
    auto *evals = page->findChild<EvalsView *>();
    QTRY_VERIFY(evals->matrix() && evals->matrix()->set().comparison);
    QCOMPARE(evals->matrix()->set().versions.size(), 3);
    QCOMPARE(evals->matrix()->version(evals->matrix()->set().baseline).name, u"#1 Rev 1"_s);
    QCOMPARE(evals->matrix()->version(evals->matrix()->set().candidate).name, u"#1 Rev 3"_s);
    QVERIFY(evals->isVisible());
    QVERIFY(page->escape());
    QVERIFY(!evals->isVisible());
    QVERIFY(versions->hasFocus());
}

void SuitesPageTest::aRunOpensInItsChange()
{
    const Story story = trendStory();
    PageBench bench(*m_theme, story, viewOf(story, ana));
    auto *page = bench.show<SuitesPage>(pageAt1280);
    page->navigate({.page = PageKind::Evals, .artifact = refundSuiteId});
    auto *versions = find<QListView>(page, "runVersions");
    versions->setFocus();
    versions->setCurrentIndex(versions->model()->index(0, 0));
    QTest::keyClick(versions, Qt::Key_Return);
    QCOMPARE(bench.opened.size(), 1);
    QCOMPARE(bench.opened.last().tab, ChangeTab::Evals);
    QCOMPARE(bench.opened.last().change, story.changeId());
    QCOMPARE(bench.opened.last().event, story.lastId());
}

void SuitesPageTest::aSuiteIsRunOverAChangeUnderReview()
{
    Story story = trendStory();
    const ChangeId asked = story.changeId();
    PageBench bench(*m_theme, story, viewOf(story, ana));
    RunDesk runs({});
    bench.context.runs = &runs;
    auto *page = bench.show<SuitesPage>(pageAt1280);
    page->navigate({.page = PageKind::Evals, .artifact = refundSuiteId});
    auto *run = find<QPushButton>(page, "runSuiteOver");
    QVERIFY(run->isVisible() && run->isEnabled());

    QCOMPARE(run->menu()->actions().size(), 1);
    run->menu()->actions().first()->trigger();

    QCOMPARE(bench.opened.size(), 1);
    QCOMPARE(bench.opened.last().change, asked);
    QCOMPARE(bench.opened.last().tab, ChangeTab::Evals);
    QCOMPARE(bench.opened.last().artifact, refundSuiteId);
    QVERIFY(bench.opened.last().act == AddressAct::Run);

    // When nothing is under review it says so.
    story.say(ana, changeSubject(asked), ChangeWithdrawn{});
    QVERIFY(story.effective());
    bench.workspace.setView(viewOf(story, ana));
    QVERIFY(!run->isEnabled());
    QVERIFY(!run->accessibleDescription().isEmpty());
}

void SuitesPageTest::aSuiteThatNobodyRanSaysSo()
{
    const Story story = trendStory();
    PageBench bench(*m_theme, story, viewOf(story, ana));
    auto *page = bench.show<SuitesPage>(pageAt1280);
    page->navigate({.page = PageKind::Evals, .artifact = {u"evals/never"_s}});
    QVERIFY(find<PlainLabel>(page, "noRuns")->isVisible());
    QVERIFY(!page->findChild<TrendView *>()->isVisible());
    QVERIFY(!find<QListView>(page, "runVersions")->isVisible());
    // From the list to the one with runs.
    page->focusFirst();
    auto *list = find<QListView>(page, "suiteList");
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(page->address().artifact, refundSuiteId);
    QTRY_VERIFY(page->findChild<TrendView *>()->isVisible());
}

void SuitesPageTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    for (const bool dark : {false, true}) {
        for (const QSize size : {pageAt1280, pageAt1920}) {
            const QByteArray name =
                QByteArray(size.width() < 1500 ? "1280" : "1920") + (dark ? "-dark" : "-light");
            QTest::newRow(name.constData()) << size << dark;
        }
    }
}

void SuitesPageTest::pictures()
{
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    const Story story = trendStory();
    PageBench bench(*m_theme, story, viewOf(story, ana));
    auto *page = bench.show<SuitesPage>(size);
    page->navigate({.page = PageKind::Evals, .artifact = refundSuiteId});
    QTRY_VERIFY(page->findChild<TrendView *>()->isVisible());
    auto *versions = find<QListView>(page, "runVersions");
    versions->setCurrentIndex(versions->model()->index(0, 0));
    versions->setFocus();
    QTest::keyClick(versions, Qt::Key_Down, Qt::ShiftModifier);
    bench.picture(u"suites-%1"_s.arg(QString::fromLatin1(QTest::currentDataTag())));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::SuitesPageTest)
#include "tst_ui_suites.moc"
