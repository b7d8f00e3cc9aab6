// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/Gui.h"
#include "models/EvalCompare.h"
#include "support/evals/EvalPicture.h"
#include "ui/evals/BoardView.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/MatrixView.h"

#include <QElapsedTimer>
#include <QTest>
#include <QVBoxLayout>

#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// By the clock, and by what this thread used of a processor, which says the same on a machine that does other things.
class Timer
{
public:
    void start()
    {
        m_wall.start();
        m_used = used();
    }
    void print(const char *what, int steps = 1) const
    {
        std::printf("FIGURE %-44s %8.1f ms by the clock, %8.1f ms of processor\n", what,
                    double(m_wall.nsecsElapsed()) / 1e6 / steps, (used() - m_used) / steps);
    }

private:
    static double used()
    {
        timespec now = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
    }

    QElapsedTimer m_wall;
    double m_used = 0;
};

} // namespace

/// 1,000 cases × 20 versions × 5 answers, as somebody looks at them. What the window may take after loading is 200 ms
/// a step; the figures are printed and never asserted.
class BenchEvals : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void aThousandCasesOverTwentyVersions();

private:
    std::unique_ptr<Theme> m_theme;
};

void BenchEvals::aThousandCasesOverTwentyVersions()
{
    const EvalPicture suite = largeSuite(1000, 20, 5, 11);
    EvalSet set = suite.set(18, 19);
    qint64 answers = 0;
    for (const EvalVersion &version : std::as_const(set.versions)) {
        answers += qint64(version.file->answers.size());
    }
    std::printf("FIGURE %lld answers in %lld files\n", answers, qint64(set.versions.size()));
    Timer timer;
    const auto took = [&timer](const char *what) { timer.print(what); };

    timer.start();
    set = compared(std::move(set));
    took("away from the window: comparing two runs");
    timer.start();
    const auto matrix = EvalMatrix::make(set);
    took("away from the window: the matrix");
    QCOMPARE(matrix->cases().size(), 1000u);

    QWidget window;
    auto *box = new QVBoxLayout(&window);
    box->setContentsMargins(0, 0, 0, 0);
    auto *view = new EvalsView(&window);
    box->addWidget(view);
    window.resize(1920, 1036);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    timer.start();
    view->setMatrix(matrix);
    took("opened");
    const auto painted = [&](const char *what) {
        timer.start();
        view->grab();
        took(what);
    };
    painted("painted whole");
    CasesPanel *panel = view->panel();
    const auto filtered = [&](const char *what, const CasesFilter &filter) {
        timer.start();
        panel->setFilter(filter);
        view->grab();
        took(what);
        std::printf("FIGURE     %d cases\n", panel->cases()->shownCases());
    };
    filtered("lost, filtered and painted", {.shown = CasesShown::Lost});
    filtered("answers that vary", {.shown = CasesShown::Varies});
    filtered("other words", {.shown = CasesShown::OtherWords});
    filtered("one dimension", {.dimension = u"tone"_s});
    filtered("one source", {.source = u"curated"_s});
    filtered("words that every answer has", {.words = u"fourteen days"_s});
    filtered("words that nothing has", {.words = u"umbrella"_s});
    filtered("words beyond ASCII that nothing has", {.words = u"größer"_s});
    filtered("by name", {.order = CasesOrder::Name});
    filtered("all again", {});
    MatrixView *cases = panel->view();
    timer.start();
    for (int i = 0; i < 50; ++i) {
        QTest::keyClick(cases, Qt::Key_Down);
        view->grab();
    }
    timer.print("one step to the next case, painted", 50);
    timer.start();
    QVERIFY(!panel->cases()->csv().isEmpty());
    took("the table of all cases");
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::BenchEvals)
#include "tst_bench_evals.moc"
