// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/play/Player.h"

#include "app/example/MakeExample.h"
#include "app/play/Camera.h"
#include "app/play/MainJob.h"
#include "app/window/PlaceOpener.h"
#include "app/window/Pages.h"
#include "services/WhenFinished.h"
#include "ui/shell/window/MainWindow.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QSettings>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTextStream>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// One line a step, with the seconds it took.
class Journal
{
public:
    bool step(const QString &name, const std::function<QString()> &play, const std::function<QString()> &problem)
    {
        QElapsedTimer timer;
        timer.start();
        const QString done = play();
        const QString wrong = problem();
        QTextStream out(stdout);
        out << (wrong.isEmpty() ? u"  ok  "_s : u"FAILED"_s) << u"%1 s  "_s.arg(double(timer.elapsed()) / 1000, 6, 'f', 1)
            << name << (wrong.isEmpty() ? (done.isEmpty() ? QString() : u": "_s + done) : u": "_s + wrong) << Qt::endl;
        m_failed += !wrong.isEmpty();
        ++m_steps;
        return wrong.isEmpty();
    }
    [[nodiscard]] int steps() const { return m_steps; }
    [[nodiscard]] int failed() const { return m_failed; }

private:
    int m_steps = 0;
    int m_failed = 0;
};

MainJobPlan plan()
{
    return {.artifact = u"support/refund"_s,
            .title = u"Refunds up to €300 without a person"_s,
            .find = u"above €200"_s,
            .replacement = u"above €300"_s,
            .lane = u"high"_s,
            .why = u"Nine of ten refunds between €200 and €300 were approved unchanged."_s,
            .outcome = u"Fewer than 1 in 200 refunds is given outside the rules."_s,
            .trigger = {.metric = u"refunds_outside_rules"_s, .limit = 500'000, .leastSample = 200},
            .rollbackOwner = u"Chen Wei"_s,
            .author = u"Ana Ruiz"_s,
            .approvers = {u"Bode Okafor"_s, u"Chen Wei"_s, u"Dana Levy"_s},
            .releaser = u"Chen Wei"_s,
            .environments = {u"staging"_s, u"production"_s},
            .verifier = u"Priya Nair"_s};
}

void actAs(Hand &hand, const QString &person)
{
    const auto present = [&] {
        const QWidget *button = hand.visible(u"personButton"_s);
        return button && button->accessibleName().contains(person);
    };
    if (present()) {
        return;
    }
    hand.click(u"personButton"_s);
    hand.chooseAction(u"personMenu"_s, person);
    hand.waitFor(present, u"the window to be "_s + person + u"'s"_s);
}

QModelIndex openChange(Hand &hand, const QString &title)
{
    hand.click(u"railChanges"_s);
    const QModelIndex row = hand.row(u"changesList"_s, title);
    hand.clickRow(u"changesList"_s, row);
    hand.key(Qt::Key_Return);
    hand.waitFor([&] { return hand.window().windowTitle().contains(title); }, u"the page of "_s + title);
    return row;
}

void chooseTab(Hand &hand, const QString &bar, const QString &words)
{
    const auto *tabs = hand.seenAs<QTabBar>(bar);
    for (int i = 0; tabs && i < tabs->count(); ++i) {
        if (tabs->tabText(i) == words) {
            hand.clickTab(bar, i);
            hand.waitFor([&] { return tabs->currentIndex() == i; }, u"the tab "_s + words);
            return;
        }
    }
    hand.fail(u"no tab called "_s + words);
}

/// Every screen and state that the main job does not pass by itself.
QList<MainJob::Step> tour(Hand &hand, Camera &camera)
{
    const auto shot = [&hand, &camera](const QString &name) {
        hand.rest(400);
        camera.take(hand, name);
        return QString();
    };
    const QString window = u"Shorter refund window"_s;
    return {
            {u"Ana sees what needs her"_s,
             [&hand, shot] {
                 actAs(hand, u"Ana Ruiz"_s);
                 hand.click(u"railInbox"_s);
                 hand.seen(u"inboxList"_s);
                 return shot(u"inbox"_s);
             }},
            {u"All changes"_s,
             [&hand, shot] {
                 hand.click(u"railChanges"_s);
                 hand.seen(u"changesList"_s);
                 return shot(u"changes"_s);
             }},
            {u"Dana reads a difference"_s,
             [&hand, shot, window] {
                 actAs(hand, u"Dana Levy"_s);
                 openChange(hand, window);
                 chooseTab(hand, u"changeTabs"_s, u"Diff"_s);
                 hand.seen(u"diffView"_s);
                 hand.waitFor([&hand] {
                     const auto *entries = qobject_cast<QAbstractItemView *>(hand.visible(u"entries"_s));
                     return entries && entries->model() && entries->model()->rowCount() > 0;
                 },
                              u"the difference"_s);
                 return shot(u"change-diff"_s);
             }},
            {u"and why it is high risk"_s,
             [&hand, shot] {
                 hand.click(u"laneChip"_s);
                 hand.seen(u"lanePopover"_s);
                 shot(u"change-lane"_s);
                 hand.key(Qt::Key_Escape);
                 hand.gone(u"lanePopover"_s);
                 return QString();
             }},
            {u"its note"_s,
             [&hand, shot] {
                 chooseTab(hand, u"changeTabs"_s, u"Note"_s);
                 return shot(u"change-note"_s);
             }},
            {u"what was said"_s,
             [&hand, shot] {
                 chooseTab(hand, u"changeTabs"_s, u"Talk"_s);
                 return shot(u"change-talk"_s);
             }},
            {u"its history"_s,
             [&hand, shot] {
                 chooseTab(hand, u"changeTabs"_s, u"History"_s);
                 return shot(u"change-history"_s);
             }},
            {u"what a suite says of another change"_s,
             [&hand, shot] {
                 openChange(hand, u"Warmer opening line"_s);
                 chooseTab(hand, u"changeTabs"_s, u"Evals"_s);
                 hand.seen(u"evalBoard"_s);
                 return shot(u"change-evals"_s);
             }},
            {u"How prompts did over their versions"_s,
             [&hand, shot] {
                 hand.click(u"railEvals"_s);
                 hand.clickRow(u"suiteList"_s, hand.row(u"suiteList"_s, u"evals/escalation"_s));
                 hand.seen(u"trendView"_s);
                 return shot(u"suites"_s);
             }},
            {u"Find"_s,
             [&hand, shot] {
                 hand.key(Qt::Key_K, Qt::ControlModifier);
                 hand.seen(u"findField"_s);
                 hand.type(u"refund"_s);
                 shot(u"find"_s);
                 hand.key(Qt::Key_Escape);
                 hand.gone(u"findPanel"_s);
                 return QString();
             }},
            {u"What happened"_s,
             [&hand, shot] {
                 hand.click(u"railAudit"_s);
                 hand.seen(u"auditEvents"_s);
                 return shot(u"audit-history"_s);
             }},
            {u"As it stood"_s,
             [&hand, shot] {
                 chooseTab(hand, u"auditTabs"_s, u"As of"_s);
                 shot(u"audit-as-of"_s);
                 chooseTab(hand, u"auditTabs"_s, u"History"_s);
                 return QString();
             }},
            {u"The rules in force"_s,
             [&hand, shot] {
                 hand.click(u"railPolicy"_s);
                 hand.seen(u"policySections"_s);
                 return shot(u"policy"_s);
             }},
    };
}

} // namespace

int playMainJob(const QString &folder, Theme &theme)
{
    QTextStream out(stdout);
    QTemporaryDir home;
    if (!home.isValid()) {
        out << "no temporary folder: " << home.errorString() << Qt::endl;
        return 1;
    }
    QSettings settings(home.filePath(u"settings.ini"_s), QSettings::IniFormat);
    const SystemClock clock;
    const QString example = home.filePath(u"example"_s);
    PlaceOpener opener({.clock = clock,
                      .dataRoot = home.filePath(u"workspaces"_s),
                      .makeExample = [&](QObject *owner) { return makeExampleClone(example, clock, owner); },
                      .exampleDataRoot = examplePlaces(example).dataRoot});
    MainWindow window({.opener = opener, .makePage = programPages(), .theme = theme, .settings = settings,
                       .clock = clock});
    window.resize(1280, 800);
    window.show();
    window.activateWindow();

    Hand hand(window);
    Camera camera(QDir(folder).absolutePath(), theme);
    Journal journal;
    QElapsedTimer all;
    all.start();
    const auto problem = [&hand] { return hand.problem(); };
    // A screen that cannot be shown leaves the others; a step of the job that fails ends it.
    const auto look = [&](const MainJob::Step &step) {
        if (!journal.step(step.name, step.play, problem)) {
            hand.clear();
        }
    };

    look({u"The first start"_s, [&] {
              hand.seen(u"startPage"_s);
              hand.rest(300);
              camera.take(hand, u"first-start"_s);
              return QString();
          }});
    look({u"A folder that is no repository"_s, [&] {
              hand.click(u"chooseServer"_s);
              hand.typeInto(u"serverField"_s, u"https://prompts.invalid/acme.git"_s);
              hand.key(Qt::Key_Return);
              hand.rest(1500);
              camera.take(hand, u"error-in-place"_s);
              return QString();
          }});
    bool going = journal.step(u"The example is made and opened"_s,
                              [&] {
                                  hand.click(u"openExample"_s);
                                  hand.waitFor([&] { return hand.visible(u"inboxPage"_s) != nullptr; },
                                               u"the inbox of the example"_s, 180'000);
                                  hand.waitFor([&] { return hand.visible(u"alarm"_s) != nullptr; },
                                               u"the edit outside a change"_s, 60'000);
                                  return QString();
                              },
                              problem);
    if (going) {
        for (const MainJob::Step &step : tour(hand, camera)) {
            look(step);
        }
        MainJob job(
                plan(),
                [&](const QString &person) {
                    actAs(hand, person);
                    return &hand;
                },
                [&](Hand &at, const QString &name) {
                    at.rest(400);
                    camera.take(at, u"job-"_s + name);
                });
        for (const MainJob::Step &step : job.steps()) {
            going = journal.step(step.name, step.play, [&job] { return job.problem(); });
            if (!going) {
                hand.clear();
                camera.take(hand, u"failed"_s);
                break;
            }
        }
    }
    out << u"%1 steps, %2 failed, %3 pictures in %4, %5 s"_s.arg(journal.steps())
                    .arg(journal.failed())
                    .arg(camera.taken())
                    .arg(folder)
                    .arg(double(all.elapsed()) / 1000, 0, 'f', 0)
        << Qt::endl;
    window.close();
    return journal.failed() == 0 ? 0 : 1;
}

} // namespace countersign
