// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "app/play/MainJob.h"
#include "gui/main_job/Seat.h"
#include "gui/main_job/SharedExample.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// A short story: one change that went through, nothing open.
class TestMainJob : public QObject
{
    Q_OBJECT

    SharedExample m_example;
    SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::map<QString, std::unique_ptr<Seat>> m_seats;

    Seat *seatOf(const QString &person)
    {
        std::unique_ptr<Seat> &seat = m_seats[person];
        if (!seat) {
            const QString clone = m_example.cloneFor(person);
            if (clone.isEmpty()) {
                return nullptr;
            }
            seat = std::make_unique<Seat>(clone, m_example.dataOf(person), *m_theme, m_clock);
        }
        return seat->comeToTheFront() ? seat.get() : nullptr;
    }

private slots:
    void initTestCase()
    {
        m_theme = installTheme();
        const QString problem = m_example.build(m_clock);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void cleanupTestCase() { m_seats.clear(); }

    void onePromptGoesToProductionAndBackThroughTheWindow()
    {
        const MainJobPlan plan{.artifact = u"support/refund"_s,
                               .title = u"Twenty days"_s,
                               .find = u"within 30 days"_s,
                               .replacement = u"within 20 days"_s,
                               .lane = u"high"_s,
                               .why = u"The law asks for 14 days."_s,
                               .outcome = u"Fewer used returns."_s,
                               .trigger = {.metric = u"complaints"_s, .limit = 3'000'000, .leastSample = 200},
                               .rollbackOwner = u"Chen Wei"_s,
                               .author = u"Ana Ruiz"_s,
                               .approvers = {u"Bode Okafor"_s, u"Chen Wei"_s, u"Dana Levy"_s},
                               .releaser = u"Chen Wei"_s,
                               .environments = {u"staging"_s, u"production"_s},
                               .verifier = u"Priya Nair"_s};
        MainJob job(plan, [this](const QString &person) {
            Seat *seat = seatOf(person);
            return seat ? &seat->hand : nullptr;
        });

        for (const MainJob::Step &step : job.steps()) {
            const QString done = step.play();
            QVERIFY2(job.problem().isEmpty(), qPrintable(step.name + u": "_s + job.problem()));
            QVERIFY2(!done.isEmpty(), qPrintable(step.name));
        }

        const WorkspaceView &view = *m_seats[u"Priya Nair"_s]->window.body()->workspace().view();
        const Artifact *refund = view.state.artifact({u"support/refund"_s});
        QVERIFY(refund->pointers[{u"production"_s}].now().rolledBack);
        QVERIFY(refund->running({u"staging"_s})->version > refund->running({u"production"_s})->version);
        QVERIFY(view.state.voids.isEmpty());
    }

    void anotherPersonsEventAppearsWithoutARestart()
    {
        Seat *ana = seatOf(u"Ana Ruiz"_s);
        QVERIFY(ana);
        const Sequence before = ana->window.body()->workspace().view()->state.head.seq;

        const Result<WorkspacePlace> place = findPlace({.place = m_example.path(u"bode.okafor"_s),
                                                     .dataRoot = m_example.path(u"bode-elsewhere"_s)});
        QVERIFY(place);
        LedgerWorkspace bode(workspaceOptions(*place, m_clock));
        const QFuture<Done> opened = bode.opened();
        QVERIFY(QTest::qWaitFor([&] { return opened.isFinished(); }, 30'000));
        const QFuture<Result<Draft>> drafted = bode.newDraft({{u"support/greeting"_s}}, {});
        QVERIFY(QTest::qWaitFor([&] { return drafted.isFinished(); }, 30'000));
        Draft draft = *drafted.resultAt(0);
        draft.title = u"A word from Bode"_s;
        draft.files.first().text.replace("Dont promise", "Don't promise");
        const QFuture<Result<WriteReceipt>> sent = bode.send(draft);
        QVERIFY(QTest::qWaitFor([&] { return sent.isFinished(); }, 30'000));
        QVERIFY(sent.resultAt(0));

        ana->hand.click(u"railChanges"_s);
        const QModelIndex row = ana->hand.row(u"changesList"_s, u"A word from Bode"_s);

        QVERIFY2(!ana->hand.failed(), qPrintable(ana->hand.problem()));
        QVERIFY(row.isValid());
        QVERIFY(ana->window.body()->workspace().view()->state.head.seq > before);
    }

    void withoutTheSharedPlaceTheWindowSaysSoAndWorksAgainLater()
    {
        Seat *ana = seatOf(u"Ana Ruiz"_s);
        QVERIFY(ana);
        const auto state = [&] { return find<QWidget>(&ana->window, "syncButton")->accessibleName(); };
        QVERIFY(QDir().rename(m_example.places().shared, m_example.places().shared + u".away"_s));

        ana->hand.key(Qt::Key_F5);

        QVERIFY2(ana->hand.waitFor([&] { return state().startsWith(u"Offline"_s); }, u"the state line"_s),
                 qPrintable(state()));
        QVERIFY(ana->window.body()->workspace().view()->state.head.seq > 0);

        QVERIFY(QDir().rename(m_example.places().shared + u".away"_s, m_example.places().shared));
        ana->hand.key(Qt::Key_F5);
        QVERIFY2(ana->hand.waitFor([&] { return state().startsWith(u"Synced"_s); }, u"the state line"_s),
                 qPrintable(state()));
    }

    void closingWhileTheWindowReadsIsQuick()
    {
        auto opener = std::make_unique<PlaceOpener>(PlaceOpener::Options{.clock = m_clock,
                                                                     .dataRoot = m_example.path(u"fresh"_s)});
        TemporarySettings settings;
        auto window = std::make_unique<MainWindow>(MainWindow::Parts{.opener = *opener,
                                                                     .makePage = programPages(),
                                                                     .theme = *m_theme,
                                                                     .settings = settings.settings(),
                                                                     .clock = m_clock});
        window->show();
        window->openWorkspace({.place = m_example.places().clone});
        QElapsedTimer timer;
        timer.start();

        window.reset();
        opener.reset();

        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::TestMainJob)
#include "tst_main_job.moc"
