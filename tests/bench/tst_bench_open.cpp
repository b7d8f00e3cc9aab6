// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "app/compose/PushGate.h"
#include "bench/LargeRecord.h"
#include "models/PromptsModel.h"
#include "services/Inbox.h"
#include "services/Snapshot.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::test {

/// Opening a large workspace step by step, beside `git log` over the same record in the same run.
class BenchOpen : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theServicesForTheFirstTime();
    void theServicesFromAWarmCache();
    void theParts();
    void aPushIsJudged();

private:
    [[nodiscard]] std::unique_ptr<LedgerWorkspace> open() const
    {
        const Result<WorkspacePlace> place = findPlace({.place = m_places.clone, .dataRoot = m_places.dataRoot});
        return place ? std::make_unique<LedgerWorkspace>(workspaceOptions(*place, m_clock)) : nullptr;
    }
    [[nodiscard]] bool isRead(const WorkspaceView &view) const
    {
        return view.state.head.seq == m_size.events && view.state.artifacts.size() > m_size.prompts;
    }
    void print(const QString &what, double milliseconds, const QString &reference = {}) const
    {
        printFigure(u"%1, %2 prompts, %3 events"_s.arg(what).arg(m_size.prompts).arg(m_size.events),
                    u"%1 ms"_s.arg(milliseconds, 0, 'f', 0), reference);
    }
    static double since(const QElapsedTimer &timer) { return double(timer.nsecsElapsed()) / 1e6; }

    const LargeSize m_size = benchSize();
    QTemporaryDir m_folder;
    LargePlaces m_places;
    SystemClock m_clock;
};

void BenchOpen::initTestCase()
{
    const Result<LargePlaces> places = largeRepository(benchFolder(m_folder.path()), m_size);
    QVERIFY2(places, places ? "" : qPrintable(places.error().subject + u' ' + places.error().detail));
    m_places = *places;
}

void BenchOpen::theServicesForTheFirstTime()
{
    if (QFile::exists(m_places.dataRoot)) {
        QSKIP("this folder was opened in an earlier run");
    }
    QElapsedTimer timer;
    timer.start();
    const auto workspace = open();
    QVERIFY(workspace);
    const QFuture<Done> opened = workspace->opened();
    QTRY_VERIFY_WITH_TIMEOUT(opened.isFinished(), 900s);
    QVERIFY2(opened.resultAt(0), opened.resultAt(0) ? "" : qPrintable(opened.resultAt(0).error().detail));
    QVERIFY(isRead(*workspace->view()));
    print(u"first opening: everything fetched, read and folded"_s, since(timer));
}

void BenchOpen::theServicesFromAWarmCache()
{
    QElapsedTimer timer;
    timer.start();
    const auto workspace = open();
    QVERIFY(workspace);
    QTRY_VERIFY_WITH_TIMEOUT(isRead(*workspace->view()), 60s);
    const double took = since(timer);
    const QFuture<Done> opened = workspace->opened();
    QTRY_VERIFY_WITH_TIMEOUT(opened.isFinished(), 600s);
    QVERIFY(opened.resultAt(0));
    print(u"record read and folded again behind it"_s, since(timer));
    QVERIFY(workspace->view()->ungoverned.isEmpty());
    const double log = timedCommand(u"git log --oneline countersign/ledger | wc -l"_s, m_places.shared);
    QVERIFY(log > 0);
    print(u"view at hand from a warm cache"_s, took,
          u"%1 × git log --oneline countersign/ledger | wc -l (%2 ms)"_s.arg(took / log, 0, 'f', 2).arg(log, 0, 'f', 0));
}

void BenchOpen::theParts()
{
    const Result<WorkspacePlace> place = findPlace({.place = m_places.clone, .dataRoot = m_places.dataRoot});
    QVERIFY(place);
    QFile file(place->directory + u"/snapshot"_s);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<Snapshot> snapshot = snapshotFromBytes(file.readAll());
    QVERIFY(snapshot);
    print(u"snapshot of %1 MB"_s.arg(double(file.size()) / 1e6, 0, 'f', 1), since(timer));

    auto view = std::make_shared<WorkspaceView>();
    view->state = snapshot->state;
    view->texts = snapshot->texts;
    timer.start();
    PromptsModel model;
    model.setView(view);
    QCOMPARE(model.fileCount(), m_size.prompts + 1);
    print(u"model of the prompts"_s, since(timer));
    timer.start();
    const Inbox inbox = inboxOf(*view, {u"p:ana"_s}, m_clock.now());
    QVERIFY(!inbox.needsYou.isEmpty() || !inbox.waiting.isEmpty());
    print(u"inbox"_s, since(timer));
    timer.start();
    QVERIFY(!changesOf(*view, {u"p:ana"_s}).isEmpty());
    print(u"list of changes"_s, since(timer));
}

void BenchOpen::aPushIsJudged()
{
    const QString memory = m_places.shared + u"/countersign/pushed-to"_s;
    QFile::remove(memory);
    // Git asks about every push, also about one that moves nothing governed.
    const QByteArray none(40, '0');
    const QByteArray commit = QByteArray(40, 'a');
    const Result<QList<PushedReference>> push = parsePush(none + ' ' + commit + " refs/heads/topic\n");
    QVERIFY(push);
    const double log = timedCommand(u"git log --oneline countersign/ledger | wc -l"_s, m_places.shared);
    QVERIFY(log > 0);
    for (const QString &what :
         {u"a push judged by the whole record"_s, u"a push judged by what was read before"_s}) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(refusePush({.gitDirectory = m_places.shared}, *push).isEmpty());
        print(what, since(timer),
              u"git log --oneline countersign/ledger | wc -l (%1 ms)"_s.arg(log, 0, 'f', 0));
        QVERIFY(QFile::exists(memory));
    }
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BenchOpen)
#include "tst_bench_open.moc"
