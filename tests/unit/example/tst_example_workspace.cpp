// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "app/example/ExampleBuilder.h"
#include "app/example/MakeExample.h"
#include "domain/Gate.h"
#include "services/Inbox.h"
#include "services/Resolver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// The story is told once; every test reads what came of it, as one of its people.
class TestExampleWorkspace : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    ExamplePlaces m_places;
    SystemClock m_clock;
    qint64 m_now = m_clock.now();

    [[nodiscard]] std::unique_ptr<LedgerWorkspace> open(const QString &email)
    {
        const Result<WorkspacePlace> place = findPlace({.place = m_places.clone, .as = email,
                                                     .dataRoot = m_places.dataRoot});
        if (!place) {
            qWarning("%s", qPrintable(place.error().subject + u' ' + place.error().detail));
            return nullptr;
        }
        auto workspace = std::make_unique<LedgerWorkspace>(workspaceOptions(*place, m_clock));
        const QFuture<Done> opened = workspace->opened();
        if (!QTest::qWaitFor([&] { return opened.isFinished(); }, 30'000) || !opened.resultAt(0)) {
            return nullptr;
        }
        // The branch is compared after the record was read.
        const bool seen = QTest::qWaitFor([&] { return !workspace->view()->ungoverned.isEmpty(); }, 30'000);
        return seen ? std::move(workspace) : nullptr;
    }

    static const ChangeItem *item(const QList<ChangeItem> &items, const QString &title)
    {
        const auto found = std::find_if(items.cbegin(), items.cend(),
                                        [&](const ChangeItem &one) { return one.title == title; });
        return found == items.cend() ? nullptr : &*found;
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        ExampleBuilder builder({.folder = m_folder.filePath(u"example"_s), .now = m_now});
        QSignalSpy progress(&builder, &ExampleBuilder::progressed);
        QElapsedTimer timer;
        timer.start();

        const QFuture<Result<ExamplePlaces>> built = builder.build();

        QVERIFY(QTest::qWaitFor([&] { return built.isFinished(); }, 200'000));
        const Result<ExamplePlaces> result = built.resultAt(0);
        QVERIFY2(result, result ? "" : qPrintable(result.error().subject + u": "_s + result.error().detail));
        m_places = *result;
        qInfo("The story took %.1f s", double(timer.elapsed()) / 1000);
        QVERIFY(hasExample(m_places.folder));
        QCOMPARE(progress.last().at(0), progress.last().at(1));
        QVERIFY(!QFileInfo::exists(m_places.folder + u".part"_s));
    }

    void openChangesHaveTheLanesOfTheStory_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<Lane>("lane");
        QTest::newRow("refund window") << u"Shorter refund window"_s << Lane::High;
        QTest::newRow("passports") << u"Accept scanned passports"_s << Lane::High;
        QTest::newRow("limit") << u"Refund limit of the agent: €100 to €200"_s << Lane::High;
        QTest::newRow("persona") << u"Warmer opening line"_s << Lane::Medium;
        QTest::newRow("passages") << u"Fewer, newer help-centre passages"_s << Lane::Medium;
        QTest::newRow("dates") << u"House style for dates"_s << Lane::Low;
        QTest::newRow("typing mistakes") << u"Typing mistakes in the greeting"_s << Lane::Low;
    }
    void openChangesHaveTheLanesOfTheStory()
    {
        QFETCH(QString, title);
        QFETCH(Lane, lane);
        const auto workspace = open(u"ana.ruiz@acme.example"_s);
        QVERIFY(workspace);

        const ViewPointer view = workspace->view();
        const Change *found = nullptr;
        for (const Change &change : view->state.changes) {
            if (titleOf(*view, change) == title) {
                found = &change;
            }
        }

        QVERIFY(found);
        QCOMPARE(found->status, ChangeStatus::Review);
        QCOMPARE(toString(State::lane(*found)), toString(lane));
    }

    void pointersAreWhereTheStoryLeftThem_data()
    {
        QTest::addColumn<QString>("artifact");
        QTest::addColumn<QString>("staging");
        QTest::addColumn<QString>("production");
        QTest::newRow("classifier rolled back") << u"mortgage/document-classifier"_s << u"newest"_s << u"older"_s;
        QTest::newRow("faq on its way") << u"support/returns-faq"_s << u"newest"_s << u"older"_s;
        QTest::newRow("escalation on its way") << u"support/escalation"_s << u"newest"_s << u"older"_s;
        QTest::newRow("refund everywhere") << u"support/refund"_s << u"newest"_s << u"newest"_s;
        QTest::newRow("persona everywhere") << u"shared/persona"_s << u"newest"_s << u"newest"_s;
    }
    void pointersAreWhereTheStoryLeftThem()
    {
        QFETCH(QString, artifact);
        QFETCH(QString, staging);
        QFETCH(QString, production);
        const auto workspace = open(u"chen.wei@acme.example"_s);
        QVERIFY(workspace);
        const State &state = workspace->view()->state;

        const SemVer newest = state.artifact({artifact})->latest()->version;
        const auto runs = [&](const QString &environment) {
            const Result<Resolved> resolved = resolve(state, {artifact}, {environment});
            return resolved && resolved->version == newest ? u"newest"_s : u"older"_s;
        };

        QVERIFY(state.artifact({artifact})->versions.size() > 1);
        QCOMPARE(runs(u"staging"_s), staging);
        QCOMPARE(runs(u"production"_s), production);
    }

    void thereIsOneRollbackOneWithdrawalAndOneEditOutside()
    {
        const auto workspace = open(u"dana.levy@acme.example"_s);
        QVERIFY(workspace);
        const ViewPointer view = workspace->view();

        int rollbacks = 0;
        for (const Artifact &artifact : view->state.artifacts) {
            for (const Pointer &pointer : artifact.pointers) {
                rollbacks += int(std::count_if(pointer.moves.cbegin(), pointer.moves.cend(),
                                               [](const PointerMove &move) { return move.rolledBack; }));
            }
        }
        int withdrawn = 0;
        for (const Change &change : view->state.changes) {
            withdrawn += change.status == ChangeStatus::Withdrawn;
        }

        QCOMPARE(rollbacks, 1);
        QCOMPARE(withdrawn, 1);
        QCOMPARE(view->ungoverned.size(), 1);
        QCOMPARE(view->ungoverned.first().artifact, ArtifactId{u"retrieval/help-centre"_s});
        QCOMPARE(view->ungoverned.first().author, u"Mira Sandhu"_s);
        QCOMPARE(view->ungoverned.first().summary, u"More passages while the index is rebuilt"_s);
        QVERIFY(std::abs(view->ungoverned.first().when - (m_now - 142 * 60'000)) < 2000);
        QVERIFY(view->state.voids.isEmpty());
        QVERIFY(view->state.malformed.isEmpty());
    }

    void theInboxSaysWhyItNeedsSomebody_data()
    {
        QTest::addColumn<QString>("email");
        QTest::addColumn<QString>("title");
        QTest::addColumn<int>("next");
        QTest::newRow("Ana answers") << u"ana.ruiz@acme.example"_s << u"Shorter refund window"_s << int(NextKind::AnswerReview);
        QTest::newRow("Ana reviews") << u"ana.ruiz@acme.example"_s << u"Warmer opening line"_s << int(NextKind::Review);
        QTest::newRow("Bode") << u"bode.okafor@acme.example"_s << u"Typing mistakes in the greeting"_s << int(NextKind::Review);
        QTest::newRow("Dana") << u"dana.levy@acme.example"_s << u"Accept scanned passports"_s << int(NextKind::Review);
        QTest::newRow("Chen") << u"chen.wei@acme.example"_s << u"Fewer, newer help-centre passages"_s << int(NextKind::Review);
    }
    void theInboxSaysWhyItNeedsSomebody()
    {
        QFETCH(QString, email);
        QFETCH(QString, title);
        QFETCH(int, next);
        const auto workspace = open(email);
        QVERIFY(workspace);

        const Inbox inbox = inboxOf(*workspace->view(), workspace->view()->me.person, m_now);

        QStringList titles;
        for (const ChangeItem &one : inbox.needsYou) {
            titles.append(one.title);
        }
        const ChangeItem *found = item(inbox.needsYou, title);
        QVERIFY2(found, qPrintable(titles.join(u", "_s)));
        QCOMPARE(int(found->next.kind), next);
        QVERIFY(!inbox.wrong.isEmpty());
        QVERIFY(!inbox.recent.isEmpty());
    }

    void whatWaitsForTheFourPeopleCanBeDoneAndNothingElseWaits_data()
    {
        QTest::addColumn<QString>("email");
        for (const char *who : {"ana.ruiz", "bode.okafor", "dana.levy", "chen.wei"}) {
            QTest::newRow(who) << QString::fromLatin1(who) + u"@acme.example"_s;
        }
    }

    /// Asked of the rules, change by change, and not of what made the rows.
    void whatWaitsForTheFourPeopleCanBeDoneAndNothingElseWaits()
    {
        QFETCH(QString, email);
        const auto workspace = open(email);
        QVERIFY(workspace);
        const ViewPointer view = workspace->view();
        const State &state = view->state;
        const PrincipalId me = view->me.person;
        const Inbox inbox = inboxOf(*view, me, m_now);
        QHash<ChangeId, NextKind> waiting;
        for (const ChangeItem &item : inbox.needsYou) {
            waiting.insert(item.change, item.next.kind);
            QVERIFY2(item.next.turnOf.contains(me), qPrintable(item.title));
        }
        QStringList wrong;
        for (const Change &change : state.changes) {
            const auto shown = waiting.constFind(change.id);
            const bool mine = State::contributors(change).contains(me);
            const auto note = [&](const char *what) { wrong.append(u"#%1 %2"_s.arg(change.number).arg(QLatin1StringView(what))); };
            if (change.status == ChangeStatus::Review) {
                bool asked = false; // some approval that only others lack waits for this person
                for (const Requirement &requirement : requirementsToAccept(state, change)) {
                    asked = asked || (!requirement.met() && !mine && requirement.waitingFor.contains(me));
                }
                if (shown != waiting.cend() && *shown == NextKind::Review) {
                    if (!asked || refuseToReview(state, me, change, reviewRoles(state, me, change).value(0), Decision::Approve)) {
                        note("cannot be reviewed");
                    }
                } else if (shown != waiting.cend() && *shown == NextKind::Accept && refuseToAccept(state, me, change)) {
                    note("cannot be accepted");
                } else if (shown != waiting.cend() && !mine && *shown != NextKind::Accept && *shown != NextKind::AnswerComment) {
                    note("is not this person's");
                }
                if (shown == waiting.cend() && !mine && !refuseToAccept(state, me, change)) {
                    note("could be accepted and does not wait");
                }
            } else if (shown != waiting.cend() && *shown == NextKind::Release) {
                const Next next = nextOf(*view, change, me);
                if (refuseToRelease(state, me, next.artifact, next.version, next.environment)) {
                    note("cannot be released");
                }
            } else if (shown != waiting.cend() && *shown != NextKind::PutInForce) {
                note("is over");
            }
        }
        QCOMPARE(wrong, QStringList());
        QVERIFY(!inbox.needsYou.isEmpty());
    }

    void suitesStandInEveryWayThatThereIs_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<SuiteState>("state");
        QTest::addColumn<bool>("mixed");
        QTest::newRow("better, and nothing worse") << u"House style for dates"_s << SuiteState::Passed << false;
        QTest::newRow("better on one, worse on another") << u"Warmer opening line"_s << SuiteState::Failed << true;
        QTest::newRow("not run yet") << u"Accept scanned passports"_s << SuiteState::Missing << false;
    }
    void suitesStandInEveryWayThatThereIs()
    {
        QFETCH(QString, title);
        QFETCH(SuiteState, state);
        QFETCH(bool, mixed);
        const auto workspace = open(u"priya.nair@acme.example"_s);
        QVERIFY(workspace);
        const ViewPointer view = workspace->view();
        const auto change = std::ranges::find_if(
            view->state.changes, [&](const Change &one) { return titleOf(*view, one) == title; });
        QVERIFY(change != view->state.changes.end());

        const QList<SuiteStanding> standings = suiteStandings(view->state, *change);

        QCOMPARE(standings.size(), 1);
        QCOMPARE(standings.first().state, state);
        QCOMPARE(standings.first().mixed, mixed);
    }

    void everyRunKeepsItsFileAndIsHeldAgainstTheOneBefore()
    {
        const auto workspace = open(u"priya.nair@acme.example"_s);
        QVERIFY(workspace);

        int runs = 0;
        int kept = 0; // whose baseline is in the record too
        QSet<ContentHash> files;
        for (const Change &change : workspace->view()->state.changes) {
            for (const EvalRun &run : change.runs) {
                ++runs;
                QVERIFY(run.data.stored);
                files.insert(run.data.file);
            }
        }
        for (const Change &change : workspace->view()->state.changes) {
            kept += int(std::ranges::count_if(
                change.runs, [&](const EvalRun &run) { return files.contains(run.data.baselineFile); }));
        }

        QCOMPARE(runs, 8);
        QVERIFY2(kept >= 4, qPrintable(QString::number(kept)));
    }

    void everythingHappenedInOrderAndBeforeNow()
    {
        const auto workspace = open(u"ana.ruiz@acme.example"_s);
        QVERIFY(workspace);
        const QFuture<Result<QList<LogEntry>>> reading = workspace->log({.most = 1000});
        QVERIFY(QTest::qWaitFor([&] { return reading.isFinished(); }, 30'000));
        const Result<QList<LogEntry>> log = reading.resultAt(0);
        QVERIFY(log);

        QVERIFY(log->size() > 150);
        qint64 last = m_now;
        for (const LogEntry &entry : *log) {
            QVERIFY(std::holds_alternative<Effective>(entry.verdict));
            QVERIFY(entry.claimedAt <= last);
            last = entry.claimedAt;
        }
    }

    void theRecordHoldsUnderVerification()
    {
        const auto workspace = open(u"priya.nair@acme.example"_s);
        QVERIFY(workspace);

        const QFuture<Result<VerifyReport>> verifying = workspace->verify();
        QVERIFY(QTest::qWaitFor([&] { return verifying.isFinished(); }, 60'000));
        const Result<VerifyReport> report = verifying.resultAt(0);

        QVERIFY(report);
        QVERIFY2(report->problems.isEmpty(), report->problems.isEmpty() ? "" : qPrintable(report->problems.first().detail));
        QCOMPARE(report->checked, workspace->view()->state.head);
    }

    void aCanceledBuildLeavesNothing()
    {
        const QString folder = m_folder.filePath(u"canceled"_s);
        ExampleBuilder builder({.folder = folder, .now = m_now});
        const QFuture<Result<ExamplePlaces>> built = builder.build();

        builder.cancel();

        QVERIFY(QTest::qWaitFor([&] { return built.isFinished(); }, 60'000));
        QCOMPARE(built.resultAt(0).error().code, ErrorCode::Canceled);
        QVERIFY(!QFileInfo::exists(folder));
        QVERIFY(!QFileInfo::exists(folder + u".part"_s));
    }

    void theFutureCountsAndCancelingItLeavesNothing()
    {
        const QString folder = m_folder.filePath(u"counted"_s);
        QFuture<Result<ExamplePlaces>> made = makeExample(folder, m_clock, this);
        QVERIFY(QTest::qWaitFor([&] { return made.progressValue() > 0; }, 60'000));
        QVERIFY(made.progressMaximum() > 20);

        made.cancel();

        QVERIFY(QTest::qWaitFor([&] { return made.isFinished(); }, 60'000));
        QCOMPARE(made.resultCount(), 0);
        QTRY_VERIFY(!QFileInfo::exists(folder + u".part"_s));
        QVERIFY(!QFileInfo::exists(folder));
    }

    void askingAgainAtOnceAfterCancelingMakesIt()
    {
        const QString folder = m_folder.filePath(u"again"_s);
        auto owner = std::make_unique<QObject>();
        QFuture<Result<ExamplePlaces>> first = makeExample(folder, m_clock, owner.get());
        QVERIFY(QTest::qWaitFor([&] { return first.progressValue() > 0; }, 60'000));
        first.cancel();

        QFuture<Result<ExamplePlaces>> second = makeExample(folder, m_clock, owner.get());

        QVERIFY(first.isFinished());
        QVERIFY(QTest::qWaitFor([&] { return second.progressValue() > 0 || second.isFinished(); }, 60'000));
        QVERIFY(QFileInfo::exists(folder + u".part"_s));
        owner.reset();
        QVERIFY(second.isFinished());
        QVERIFY2(!QFileInfo::exists(folder + u".part"_s), "what was half made goes with its owner");
    }

    void aBuilderThatGoesLeavesNothing()
    {
        const QString folder = m_folder.filePath(u"gone"_s);
        {
            ExampleBuilder builder({.folder = folder, .now = m_now});
            QSignalSpy progress(&builder, &ExampleBuilder::progressed);
            const QFuture<Result<ExamplePlaces>> built = builder.build();
            QVERIFY(QTest::qWaitFor([&] { return !progress.isEmpty() || built.isFinished(); }, 30'000));
        }

        QVERIFY(!QFileInfo::exists(folder));
        QVERIFY(!QFileInfo::exists(folder + u".part"_s));
    }

    void aRefusedStepFailsTheBuildAndSaysWhich()
    {
        const QByteArray story = "changes:\n"
                                 "  - {ago: 2d, by: ana-ruiz, prompt: support/greeting, title: Twice,\n"
                                 "     replace: [[\"no such words\", \"x\"]]}\n";
        ExampleBuilder builder({.folder = m_folder.filePath(u"refused"_s), .now = m_now, .story = story});

        const QFuture<Result<ExamplePlaces>> built = builder.build();

        QVERIFY(QTest::qWaitFor([&] { return built.isFinished(); }, 60'000));
        QVERIFY(!built.resultAt(0));
        QVERIFY(built.resultAt(0).error().detail.contains(u"Twice"_s));
        QVERIFY(!QFileInfo::exists(m_folder.filePath(u"refused"_s)));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::TestExampleWorkspace)
#include "tst_example_workspace.moc"
