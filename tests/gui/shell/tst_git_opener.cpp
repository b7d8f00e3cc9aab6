// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/ExampleBuilder.h"
#include "app/window/PlaceOpener.h"
#include "app/window/Pages.h"
#include "gui/support/Gui.h"
#include "services/WhenFinished.h"
#include "ui/shell/window/MainWindow.h"
#include "ui/start/StartPage.h"

#include <QDir>
#include <QProcess>
#include <QPushButton>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

/// The real opener on real repositories.
class PlaceOpenerTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_repository = m_folder->filePath(u"acme"_s);
        m_opener = std::make_unique<PlaceOpener>(PlaceOpener::Options{.clock = m_clock, .dataRoot = m_folder->filePath(u"data"_s)});
    }

    void cleanup()
    {
        m_opener.reset();
        m_folder.reset();
    }

    void aFolderWithoutARepositoryIsNotFound()
    {
        QVERIFY(QDir().mkpath(m_repository));

        const Result<OpenOutcome> outcome = open({.place = m_repository});

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::NotFound);
    }

    void aRepositoryWithoutCommitsIsSaidToHaveNone()
    {
        QVERIFY(QDir().mkpath(m_repository));
        QVERIFY(git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s}));

        const Result<OpenOutcome> outcome = open({.place = m_repository});

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Invalid);
    }

    void aRepositoryWithoutARecordGivesAProposalAndNothingIsWritten()
    {
        makeRepository();
        const QByteArray before = refs();

        const Result<OpenOutcome> outcome = open({.place = m_repository});

        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().subject + u' ' + outcome.error().detail));
        const auto *proposal = std::get_if<GovernProposal>(&*outcome);
        QVERIFY(proposal);
        QVERIFY(std::any_of(proposal->files.begin(), proposal->files.end(),
                            [](const GovernProposal::File &file) { return file.path == "prompts/refund.prompty"_L1; }));
        QVERIFY(proposal->policy.personByEmail(u"ana@acme.example"_s));
        QVERIFY2(proposal->policy.personByEmail(u"bode@acme.example"_s), "who wrote commits is proposed too");
        QCOMPARE(refs(), before);
    }

    void aMistakeInThePolicyIsNamedWithItsLine()
    {
        makeRepository();
        write(u".countersign/policy.yaml"_s, "workspace: acme\nbranch: main\nnonsense: 1\n");
        QVERIFY(git({u"add"_s, u"."_s}) && git({u"commit"_s, u"-qm"_s, u"policy"_s}));

        const Result<OpenOutcome> outcome = open({.place = m_repository});

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Invalid);
        QVERIFY(outcome.error().line > 0);
    }

    void governingStartsTheRecordThatWasShownAndTheNextOpeningFindsIt()
    {
        makeRepository();
        const Result<OpenOutcome> first = open({.place = m_repository});
        QVERIFY(first);
        const auto *proposal = std::get_if<GovernProposal>(&*first);
        QVERIFY(proposal);

        const Result<OpenOutcome> started = answer(m_opener->govern(*proposal));

        QVERIFY2(started, started ? "" : qPrintable(started.error().subject + u' ' + started.error().detail));
        const auto *opened = std::get_if<OpenedWorkspace>(&*started);
        QVERIFY(opened);
        QCOMPARE(opened->workspace->view()->state.policy.people, proposal->policy.people);
        QVERIFY(opened->workspace->view()->state.artifacts.size() >= 2);
        QCOMPARE(opened->workspace->view()->me.email, u"ana@acme.example"_s);
        const Result<OpenOutcome> again = open({.place = m_repository});
        QVERIFY(again);
        QVERIFY(std::get_if<OpenedWorkspace>(&*again));
    }

    void theMakingOfTheExampleIsCountedAndCanBeCanceled()
    {
        QPromise<Result<QString>> making;
        making.start();
        PlaceOpener opener({.clock = m_clock, .dataRoot = m_folder->filePath(u"data"_s),
                          .makeExample = [&making](QObject *) { return making.future(); }});

        QFuture<Result<OpenOutcome>> opening = opener.open({.example = true});
        making.setProgressRange(0, 26);
        making.setProgressValue(3);
        QTRY_COMPARE(opening.progressValue(), 3);
        QCOMPARE(opening.progressMaximum(), 26);
        opening.cancel();

        QTRY_VERIFY(making.isCanceled());
        making.finish();
        QTRY_VERIFY(opening.isFinished());
    }

    void anExampleThatWasDeletedAndMadeAgainIsNotTakenForAnotherHistory()
    {
        const QString folder = m_folder->filePath(u"example"_s);
        const ExamplePlaces places = examplePlaces(folder);
        const auto maker = [&](QObject *owner) {
            auto *builder = new ExampleBuilder({.folder = folder, .now = m_clock.now(), .story = "changes: []\n"}, owner);
            return builder->build().then([](const Result<ExamplePlaces> &made) {
                return made.transform([](const ExamplePlaces &found) { return found.clone; });
            });
        };
        PlaceOpener opener({.clock = m_clock, .dataRoot = m_folder->filePath(u"data"_s), .makeExample = maker,
                          .exampleDataRoot = places.dataRoot});
        LedgerId before;
        // Once as the example, and once by its folder, as somebody does who looks for it there.
        for (const OpenRequest &request : {OpenRequest{.example = true}, OpenRequest{.place = places.clone}}) {
            QVERIFY(QDir(folder).removeRecursively());
            if (!request.example) {
                const auto made = maker(&opener);
                QTRY_VERIFY_WITH_TIMEOUT(made.isFinished(), 30'000);
                QVERIFY(made.resultAt(0));
            }
            const Result<OpenOutcome> outcome = answer(opener.open(request));
            QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().subject + outcome.error().detail));
            const auto *opened = std::get_if<OpenedWorkspace>(&*outcome);
            QVERIFY(opened);
            const Workspace &workspace = *opened->workspace;
            QTRY_VERIFY_WITH_TIMEOUT(workspace.view()->sync.lastSynced > 0, 20'000);
            QVERIFY(workspace.view()->sync.phase != SyncPhase::Alarm);
            QVERIFY(!(workspace.view()->state.ledger == before));
            before = workspace.view()->state.ledger;
            QVERIFY(!QFileInfo::exists(m_folder->filePath(u"data"_s)));
        }
    }

    void onlyConfiguredIdentitiesMayAct()
    {
        makeRepository();

        const Result<OpenOutcome> outcome = open({.place = m_repository, .as = u"mallory@elsewhere.example"_s});

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Refused);
    }

    void thePersonStartsGoverningInTheWindowWithTheKeyboard()
    {
        makeRepository();
        auto theme = installTheme();
        TemporarySettings settings;
        MainWindow window({.opener = *m_opener, .makePage = programPages(), .theme = *theme,
                           .settings = settings.settings(), .clock = m_clock});
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.openWorkspace({.place = m_repository});
        QTRY_VERIFY_WITH_TIMEOUT(find<QWidget>(&window, "governPanel")->isVisible(), 20'000);
        auto *start = find<QPushButton>(&window, "governStart");
        QVERIFY(start->hasFocus());

        QTest::keyClick(start, Qt::Key_Space);

        QTRY_VERIFY_WITH_TIMEOUT(window.body(), 30'000);
        QCOMPARE(window.body()->workspace().view()->name, u"acme"_s);
        QVERIFY(window.body()->page());
    }

private:
    Result<OpenOutcome> open(const OpenRequest &request) { return answer(m_opener->open(request)); }

    Result<OpenOutcome> answer(const QFuture<Result<OpenOutcome>> &future)
    {
        std::optional<Result<OpenOutcome>> outcome;
        QObject receiver;
        whenFinished(future, &receiver, [&outcome](const Result<OpenOutcome> &result) { outcome = result; });
        if (!QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 30'000)) {
            return failure(ErrorCode::Canceled, u"no answer within 30 seconds"_s);
        }
        return *outcome;
    }

    bool git(const QStringList &arguments, QByteArray *output = nullptr)
    {
        QProcess process;
        process.setWorkingDirectory(m_repository);
        process.start(u"git"_s, arguments);
        const bool done = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 20'000);
        if (output) {
            *output = process.readAllStandardOutput();
        }
        return done && process.exitCode() == 0;
    }

    QByteArray refs()
    {
        QByteArray output;
        return git({u"for-each-ref"_s}, &output) ? output : QByteArray();
    }

    void write(const QString &path, const QByteArray &text)
    {
        const QString whole = m_repository + u'/' + path;
        QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
        QFile file(whole);
        QVERIFY(file.open(QFile::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    void makeRepository()
    {
        QVERIFY(QDir().mkpath(m_repository));
        QVERIFY(git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s}));
        QVERIFY(git({u"config"_s, u"user.name"_s, u"Ana Ruiz"_s}));
        QVERIFY(git({u"config"_s, u"user.email"_s, u"ana@acme.example"_s}));
        write(u"prompts/refund.prompty"_s,
              "---\nname: Refund\nmodel:\n  api: chat\n---\nsystem:\nRefunds are possible within 30 days.\n");
        write(u"README.md"_s, "# Acme\n");
        QVERIFY(git({u"add"_s, u"."_s}) && git({u"commit"_s, u"-qm"_s, u"first"_s}));
        write(u"prompts/greeting.prompty"_s, "---\nname: Greeting\nmodel:\n  api: chat\n---\nsystem:\nSay hello.\n");
        QVERIFY(git({u"add"_s, u"."_s})
                && git({u"commit"_s, u"-qm"_s, u"second"_s, u"--author"_s, u"Bode Okafor <bode@acme.example>"_s}));
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_repository;
    std::unique_ptr<PlaceOpener> m_opener;
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::PlaceOpenerTest)
#include "tst_git_opener.moc"
