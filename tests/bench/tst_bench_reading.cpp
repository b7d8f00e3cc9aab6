// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/FirstTouch.h"
#include "diff/Compare.h"
#include "gui/support/Gui.h"
#include "ui/prose/DiffPane.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>
#include <QTimer>

#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::test {

namespace {

/// How long one turn of the event loop took at most: by what this thread used of a processor, which says the same on a
/// machine that does other things beside, and by the clock. Up to 10 ms by the clock are the waiting of the test itself.
class Watchdog : public QObject
{
public:
    Watchdog()
    {
        QAbstractEventDispatcher *loop = QAbstractEventDispatcher::instance();
        connect(loop, &QAbstractEventDispatcher::awake, this, [this] { begin(); });
        connect(loop, &QAbstractEventDispatcher::aboutToBlock, this, [this] { end(); });
    }

    void begin()
    {
        end();
        m_wall.restart();
        m_used = used();
        m_running = true;
    }

    void end()
    {
        if (!std::exchange(m_running, false))
            return;
        longest = std::max(longest, double(m_wall.nsecsElapsed()) / 1e6);
        most = std::max(most, used() - m_used);
    }

    void reset()
    {
        m_running = false;
        longest = 0;
        most = 0;
    }

    double longest = 0;
    double most = 0;

private:
    static double used()
    {
        timespec now = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
    }

    QElapsedTimer m_wall;
    double m_used = 0;
    bool m_running = false;
};

QString prose(qsizetype size)
{
    QString text;
    text.reserve(size + 400);
    for (int i = 0; text.size() < size; ++i) {
        if (i % 40 == 0)
            text += u"# Section %1\n\n"_s.arg(i / 40);
        text += u"Rule %1 says that a customer may return item %2 within %3 days of delivery. The assistant checks the date before it "
                "promises anything about order %1. Where the rule does not hold, it offers a voucher worth %4 euros and says so in one "
                "sentence.\n\n"_s.arg(i).arg(i * 7 % 9973).arg(10 + i % 50).arg(i % 90);
    }
    return text;
}

/// Every tenth paragraph says something else, and every hundredth goes somewhere else.
QString edited(const QString &text)
{
    QStringList paragraphs = text.split(u"\n\n"_s);
    for (qsizetype i = 0; i < paragraphs.size(); i += 10)
        paragraphs[i].replace(u" may "_s, u" must "_s).replace(u"days of delivery"_s, u"weeks of delivery"_s);
    for (qsizetype i = 50; i + 30 < paragraphs.size(); i += 100)
        paragraphs.move(i, i + 25);
    return paragraphs.join(u"\n\n"_s);
}

struct Text
{
    const char *name;
    QString left;
    QString right;
};

QList<Text> texts()
{
    const bool full = qEnvironmentVariableIsSet("COUNTERSIGN_BENCH_FULL");
    QList<Text> out;
    const QString small = prose(full ? 1'000'000 : 200'000);
    out.append({full ? "1 MB" : "200 kB", small, edited(small)});
    if (full) {
        const QString large = prose(10'000'000);
        out.append({"10 MB", large, edited(large)});
    }
    QString line;
    for (int i = 0; line.size() < (full ? 1'000'000 : 200'000); ++i)
        line += u"word%1 "_s.arg(i);
    QString otherLine = line;
    out.append({full ? "one line of 1 MB" : "one line of 200 kB", line, otherLine.replace(u"word70"_s, u"other70"_s)});
    QString words;
    for (int i = 0; i < (full ? 100'000 : 10'000); ++i)
        words += u"word%1\n"_s.arg(i * 31 % 1000);
    QString otherWords = words;
    out.append({full ? "100,000 one-word lines" : "10,000 one-word lines", words, otherWords.replace(u"word77\n"_s, u"other77\n"_s)});
    return out;
}

} // namespace

/// The reading view on long differences: when the first screenful stands, and how long the window is ever busy at one
/// time while a person scrolls, walks, searches and unfolds.
class BenchReading : public QObject
{
    Q_OBJECT

private slots:
    void longDifferences_data();
    void longDifferences();

private:
    std::unique_ptr<Theme> m_theme;
};

void BenchReading::longDifferences_data()
{
    // The font that comes with the program, and one as desktops have it.
    QTest::addColumn<QFont>("font");
    QTest::newRow("Inter") << Theme::interfaceFont();
    QTest::newRow("Noto Sans") << QFont(u"Noto Sans"_s, 10);
}

void BenchReading::longDifferences()
{
    QFETCH(const QFont, font);
    m_theme = installTheme({.scheme = SchemeChoice::Light}, font);
    std::printf("FIGURE | all of the following | in %s | |\n", QTest::currentDataTag());
    for (const Text &text : texts()) {
        const auto comparison = std::make_shared<const diff::Comparison>(diff::compareTexts(text.left, text.right));
        DiffPane pane;
        pane.resize(1200, 760);
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        DiffView *view = pane.view();
        Watchdog dog;

        QElapsedTimer time;
        time.start();
        pane.setComparison(comparison);
        view->viewport()->repaint();
        const double first = double(time.nsecsElapsed()) / 1e6;
        QTRY_VERIFY_WITH_TIMEOUT(view->isComplete() && view->sentenceCount() > 0, 60s);
        const double whole = double(time.nsecsElapsed()) / 1e6;
        std::printf("FIGURE | %s: first screenful | %.1f ms | all rows after %.0f ms, %lld rows |\n", text.name, first, whole,
                    static_cast<long long>(view->rows().size()));
        std::printf("FIGURE | %s: longest turn while it is prepared | %.1f ms of processor | %.1f ms by the clock |\n", text.name, dog.most, dog.longest);

        // One step per turn of the loop, as events come from a person.
        const auto walk = [&](const char *what, int steps, const std::function<void(int)> &step) {
            dog.reset();
            int done = 0;
            QTimer timer;
            connect(&timer, &QTimer::timeout, &timer, [&] {
                if (done < steps)
                    step(done);
                ++done;
            });
            timer.start(2);
            QTRY_VERIFY_WITH_TIMEOUT(done > steps, 60s);
            std::printf("FIGURE | %s: %s, longest turn | %.1f ms of processor | %.1f ms by the clock |\n", text.name, what, dog.most, dog.longest);
        };
        const auto scroll = [&](int i) {
            QScrollBar *bar = view->verticalScrollBar();
            bar->setValue(static_cast<int>(qint64(bar->maximum()) * i / 100));
        };
        walk("scrolling folded", 100, scroll);
        walk("unfolding everything", 1, [&](int) { view->unfoldAll(); });
        QTRY_VERIFY_WITH_TIMEOUT(view->isComplete(), 60s);
        walk("scrolling unfolded", 100, scroll);
        walk("a page at a time", 100, [&](int) { QTest::keyClick(view, Qt::Key_PageUp); });
        walk("from entry to entry", 50, [&](int) { view->walk(1); });
        walk("from sentence to sentence", 50, [&](int) { view->seeNext(); });
        walk("searching", 1, [&](int) { view->find(u"word7"_s); });
        QTRY_VERIFY_WITH_TIMEOUT(!view->isSearching(), 60s);
        walk("from match to match", 50, [&](int) { view->findNext(1); });
        // What the window system asks of the kernel for the picture of a window that grew, and no program can spare it.
        constexpr int steps = 10;
        constexpr int wider = 20; // pixels a step
        const qsizetype picture = qsizetype(1200 + (steps - 1) * wider) * pane.height() * 4;
        const double fromHost = firstTouch(picture);
        std::printf("FIGURE | reference: the first touch of one picture of the last width | %.1f ms by the clock, once more %.1f ms |\n",
                    fromHost, firstTouch(picture));
        walk("another width", steps, [&](int i) { pane.resize(1200 + i * wider, 760); });
        walk("a width that it had before", 10, [&](int i) { pane.resize(1360 - i * 20, 760); });
        walk("another zoom", 5, [&](int) { view->setZoom(view->zoom() * 1.05); });
        walk("the other layout", 2, [&](int i) { view->setLayoutChoice(i == 0 ? LayoutChoice::Unified : LayoutChoice::SideBySide); });
        QTRY_VERIFY_WITH_TIMEOUT(view->isComplete(), 60s);
        QCOMPARE(view->shownLayout(), DiffLayout::SideBySide);
    }
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::BenchReading)
#include "tst_bench_reading.moc"
