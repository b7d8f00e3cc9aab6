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

using namespace Qt::StringLiterals;

namespace countersign::test {

/// 1,000 cases × 20 versions × 5 answers, as somebody looks at them. What the window may take after loading is 200 ms
/// a step; the figures are printed and never asserted.
class BenchEvals : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void aThousandCasesOverTwentyVersions();

private:
    static void print(const char *what, double milliseconds)
    {
        std::printf("FIGURE %-44s %8.1f ms\n", what, milliseconds);
    }

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
    QElapsedTimer timer;
    const auto took = [&timer](const char *what) { print(what, double(timer.nsecsElapsed()) / 1e6); };

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
    print("one step to the next case, painted", double(timer.nsecsElapsed()) / 1e6 / 50);
    timer.start();
    QVERIFY(!panel->cases()->csv().isEmpty());
    took("the table of all cases");
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::BenchEvals)
#include "tst_bench_evals.moc"
