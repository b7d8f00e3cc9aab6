// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/MakeExample.h"
#include "app/window/PlaceOpener.h"
#include "app/window/Pages.h"
#include "bench/LargeRecord.h"
#include "gui/support/Gui.h"
#include "ui/shell/window/MainWindow.h"

#include <QAbstractItemView>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::test {

namespace {

double monotonicMs()
{
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

bool hasRows(const QWidget *page)
{
    const auto views = page->findChildren<QAbstractItemView *>();
    return std::any_of(views.cbegin(), views.cend(),
                       [](const QAbstractItemView *v) { return v->model() && v->model()->rowCount() > 0; });
}

/// Hears of the first paint of the window.
class PaintWatch : public QObject
{
public:
    double at = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::UpdateRequest && at == 0) {
            // What it asks for is done inside of it.
            watched->removeEventFilter(this);
            watched->event(event);
            at = monotonicMs();
            return true;
        }
        return false;
    }
};

/// What the program does from its start, up to the inbox of the workspace; prints when, since `started`.
int startAsTheProgram(QApplication &app, const QString &place, const QString &dataRoot, double started)
{
    Theme theme({}, Theme::interfaceFont());
    Style::install(app, theme);
    TemporarySettings settings;
    const SystemClock clock;
    PlaceOpener opener({.clock = clock, .dataRoot = dataRoot});
    MainWindow window({.opener = opener, .makePage = programPages(), .theme = theme, .settings = settings.settings(),
                       .clock = clock});
    PaintWatch paint;
    window.installEventFilter(&paint);
    window.show();
    window.openWorkspace({.place = place});
    const bool painted = QTest::qWaitFor([&] { return paint.at > 0; }, 30'000);
    const bool shown = QTest::qWaitFor(
            [&] { return window.body() && window.body()->workspace().view()->state.head.seq > 0; }, 60'000);
    if (!painted || !shown) {
        return 1;
    }
    window.repaint();
    std::printf("%.1f %.1f\n", paint.at - started, monotonicMs() - started);
    return 0;
}

} // namespace

/// How long a person waits for the window, beside what git needs for the same record in the same run.
class BenchWindow : public QObject
{
    Q_OBJECT

private slots:
    void firstPaintOfTheExample();
    void aLargeWorkspaceFromAWarmCache();

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
};

void BenchWindow::firstPaintOfTheExample()
{
    const QFuture<Result<ExamplePlaces>> made = makeExample(m_folder.filePath(u"example"_s), m_clock, this);
    QTRY_VERIFY_WITH_TIMEOUT(made.isFinished(), 120s);
    QVERIFY2(made.resultAt(0), made.resultAt(0) ? "" : qPrintable(made.resultAt(0).error().detail));
    const ExamplePlaces places = *made.resultAt(0);
    // Cold: this person has never opened it. Warm: the second time and after, the best of three.
    const QString dataRoot = m_folder.filePath(u"somebody"_s);
    for (const QString &state : {u"never opened before"_s, u"opened before"_s}) {
        double paint = 0;
        double inbox = 0;
        for (int round = 0; round < (QFile::exists(dataRoot) ? 3 : 1); ++round) {
            QProcess program;
            program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            const double started = monotonicMs();
            program.start(QCoreApplication::applicationFilePath(),
                          {u"--as-the-program"_s, places.clone, dataRoot, QString::number(started, 'f', 3)});
            QVERIFY(program.waitForFinished(120'000));
            const QList<QByteArray> words = program.readAllStandardOutput().trimmed().split(' ');
            QCOMPARE(program.exitCode(), 0);
            QCOMPARE(words.size(), 2);
            paint = round == 0 ? words[0].toDouble() : qMin(paint, words[0].toDouble());
            inbox = round == 0 ? words[1].toDouble() : qMin(inbox, words[1].toDouble());
        }
        const double git = timedCommand(u"git status --short"_s, places.clone);
        printFigure(u"example, %1: process start to first paint"_s.arg(state), u"%1 ms"_s.arg(paint, 0, 'f', 0),
                    u"%1 × git status (%2 ms)"_s.arg(paint / git, 0, 'f', 1).arg(git, 0, 'f', 0));
        printFigure(u"example, %1: process start to its inbox"_s.arg(state), u"%1 ms"_s.arg(inbox, 0, 'f', 0));
    }
}

void BenchWindow::aLargeWorkspaceFromAWarmCache()
{
    const LargeSize size = benchSize();
    const Result<LargePlaces> places = largeRepository(benchFolder(m_folder.path()), size);
    QVERIFY2(places, places ? "" : qPrintable(places.error().subject + u' ' + places.error().detail));
    if (!QFile::exists(places->dataRoot)) {
        const Result<WorkspacePlace> place = findPlace({.place = places->clone, .dataRoot = places->dataRoot});
        QVERIFY(place);
        LedgerWorkspace first(workspaceOptions(*place, m_clock));
        const QFuture<Done> opened = first.opened();
        QTRY_VERIFY_WITH_TIMEOUT(opened.isFinished(), 600s);
    }
    const auto theme = installTheme();
    TemporarySettings settings;
    PlaceOpener opener({.clock = m_clock, .dataRoot = places->dataRoot});
    MainWindow window({.opener = opener, .makePage = programPages(), .theme = *theme,
                       .settings = settings.settings(), .clock = m_clock});
    window.resize(1280, 800);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));

    QElapsedTimer timer;
    timer.start();
    const auto since = [&timer] { return double(timer.nsecsElapsed()) / 1e6; };
    window.openWorkspace({.place = places->clone});
    QTRY_VERIFY_WITH_TIMEOUT(window.body() && window.body()->workspace().view()->state.head.seq == size.events, 600s);
    window.repaint();
    const double inbox = since();
    window.body()->go({.page = PageKind::Prompts});
    QTRY_VERIFY(hasRows(window.body()->page()));
    window.repaint();
    const double usable = since();
    const double log = timedCommand(u"git log --oneline countersign/ledger | wc -l"_s, places->shared);
    QVERIFY(log > 0);
    const QString what = u"%1 prompts, %2 events from a warm cache: "_s.arg(size.prompts).arg(size.events);
    printFigure(what + u"inbox shown"_s, u"%1 ms"_s.arg(inbox, 0, 'f', 0));
    printFigure(what + u"inbox and prompts shown"_s, u"%1 ms"_s.arg(usable, 0, 'f', 0),
                u"%1 × git log --oneline countersign/ledger | wc -l (%2 ms)"_s.arg(usable / log, 0, 'f', 2)
                        .arg(log, 0, 'f', 0));

    timer.start();
    Workspace &workspace = window.body()->workspace();
    const Artifact &artifact = workspace.view()->state.artifacts.last();
    const QFuture<Result<QByteArray>> text = workspace.content(artifact.acceptedContent());
    QTRY_VERIFY_WITH_TIMEOUT(text.isFinished(), 60s);
    QVERIFY(text.resultAt(0));
    printFigure(what + u"text of a prompt while the record is read"_s, u"%1 ms"_s.arg(since(), 0, 'f', 0));
    timer.start();
    window.body()->go({.page = PageKind::Changes});
    QTRY_VERIFY(hasRows(window.body()->page()));
    window.repaint();
    printFigure(what + u"list of changes shown"_s, u"%1 ms"_s.arg(since(), 0, 'f', 0));
}

} // namespace countersign::test

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 5 && arguments.at(1) == u"--as-the-program") {
        return countersign::test::startAsTheProgram(app, arguments.at(2), arguments.at(3), arguments.at(4).toDouble());
    }
    countersign::test::BenchWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_bench_window.moc"
