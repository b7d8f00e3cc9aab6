// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "gui/main_job/Seat.h"
#include "services/Init.h"
#include "support/postgres/PrivatePostgres.h"
#include "ui/common/Sheet.h"

#include <QElapsedTimer>
#include <QFileDialog>
#include <QProcess>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Prompts without a repository: a file that one person makes in the window, a database that two people have open.
class TestRegistryWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;

    /// Below the four seconds after which a window looks by itself; what is printed should be below one.
    static constexpr int heardWithinMs = 3'000;

    static void takePicture(QWidget &window, const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        if (!folder.isEmpty() && QDir().mkpath(folder)) {
            window.grab().save(folder + u'/' + name + u".png"_s);
        }
    }

    static QString address(const QString &person) { return person + u"@acme.example"_s; }

    /// A registry with a record that two people decide in and one prompt.
    QString begin(const QString &registry)
    {
        QDir files(m_folder.filePath(u"files"_s));
        if (!files.mkpath(u"prompts/support"_s)) {
            return u"no folder"_s;
        }
        QFile prompt(files.filePath(u"prompts/support/refund.md"_s));
        if (!prompt.open(QIODevice::WriteOnly)
            || prompt.write("# Refund\n\nRefunds are possible within 30 days.\n") < 0) {
            return prompt.errorString();
        }
        prompt.close();
        const Result<WorkspacePlace> place = findPlace({.place = registry,
                                                        .as = address(u"ana"_s),
                                                        .dataRoot = m_folder.filePath(u"ana-data"_s),
                                                        .files = files.path()});
        if (!place) {
            return place.error().detail;
        }
        const auto source = openSource(*place);
        auto ledger = openLedger(*place, m_clock);
        if (!ledger) {
            return ledger.error().detail;
        }
        const InitOptions options{.workspace = u"Acme"_s,
                                  .branch = place->branch,
                                  .me = {.name = u"Ana Ruiz"_s, .email = address(u"ana"_s)},
                                  .others = {{.name = u"Bode Okafor"_s, .email = address(u"bode"_s)},
                                             {.name = u"Chen Wei"_s, .email = address(u"chen"_s)}}};
        const Result<PolicyProposal> proposal = proposePolicy(**source, {}, options);
        if (!proposal) {
            return proposal.error().detail;
        }
        const auto started = startLedger(
            std::move(*ledger), {.directory = place->directory, .client = u"tests"_s, .clock = &m_clock},
            **source, {}, *proposal, options);
        return started ? QString() : started.error().subject + u' ' + started.error().detail;
    }

    static const State &stateOf(Seat &seat) { return seat.window.body()->workspace().view()->state; }

    /// A change of the prompt by whoever sits there, sent for review.
    static ChangeId propose(Seat &seat, const QString &title, const QByteArray &text)
    {
        Workspace &workspace = seat.window.body()->workspace();
        const QFuture<Result<Draft>> drafted =
            workspace.newDraft({{stateOf(seat).artifactAt(u"prompts/support/refund.md"_s)->id}}, {});
        if (!QTest::qWaitFor([&] { return drafted.isFinished(); }, 20'000) || !drafted.resultAt(0)) {
            return {};
        }
        Draft draft = *drafted.resultAt(0);
        draft.title = title;
        draft.files.first().text = text;
        const QFuture<Result<WriteReceipt>> sent = workspace.send(draft);
        return QTest::qWaitFor([&] { return sent.isFinished(); }, 20'000) && sent.resultAt(0)
                   ? sent.resultAt(0)->change
                   : ChangeId{};
    }

    static bool approve(Seat &seat, const ChangeId &id)
    {
        const Change *change = stateOf(seat).change(id);
        if (!change) {
            return false;
        }
        const QFuture<Result<WriteReceipt>> given =
            seat.window.body()->workspace().review({.change = id,
                                                    .revision = change->revision()->stamp.event,
                                                    .decision = Decision::Approve,
                                                    .as = {u"product"_s},
                                                    .viewed = true,
                                                    .acceptWhenComplete = false});
        return QTest::qWaitFor([&] { return given.isFinished(); }, 20'000) && given.resultAt(0).has_value();
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        for (const auto &[key, value] :
             {std::pair{u"user.name"_s, u"Ana Ruiz"_s}, std::pair{u"user.email"_s, address(u"ana"_s)}}) {
            QCOMPARE(QProcess::execute(u"git"_s, {u"config"_s, u"--global"_s, key, value}), 0);
        }
        m_theme = installTheme();
    }

    void aRegistryIsMadeInTwoClicksAndTakesItsFirstPrompt()
    {
        TemporarySettings settings;
        PlaceOpener opener({.clock = m_clock, .dataRoot = m_folder.filePath(u"one"_s)});
        MainWindow window({.opener = opener,
                           .makePage = programPages(),
                           .theme = *m_theme,
                           .settings = settings.settings(),
                           .clock = m_clock});
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        Hand hand(window);
        const QString file = m_folder.filePath(u"mine.registry"_s);

        hand.click(u"newRegistry"_s);
        auto *dialog = window.findChild<QFileDialog *>(u"newRegistryDialog"_s);
        QVERIFY(dialog);
        emit dialog->fileSelected(file);
        dialog->close();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        hand.seen(u"governPanel"_s);
        takePicture(window, u"registry-proposal-1280-light"_s);
        hand.click(u"governStart"_s);
        hand.seen(u"inboxPage"_s);
        QVERIFY2(!hand.failed(), qPrintable(hand.problem()));
        QVERIFY(QFileInfo::exists(file));

        // Its versions can be mirrored into a repository.
        hand.click(u"railReleases"_s);
        hand.click(u"releasesServices"_s);
        auto *mirror = window.findChild<QPushButton *>(u"mirrorAdd"_s);
        QVERIFY2(!hand.failed(), qPrintable(hand.problem()));
        QVERIFY(mirror && !mirror->isHidden());

        hand.click(u"railChanges"_s);
        hand.click(u"newChange"_s);
        hand.typeInto(u"newChangeFilter"_s, u"support/refund"_s);
        hand.clickRow(u"newChangeList"_s, hand.row(u"newChangeList"_s, u"New file"_s));
        hand.rest(Sheet::armAfterMs + 100);
        takePicture(window, u"registry-new-file-1280-light"_s);
        hand.key(Qt::Key_Return, Qt::ControlModifier);
        auto *editor = hand.seenAs<QPlainTextEdit>(u"promptEdit"_s);
        QVERIFY2(!hand.failed(), qPrintable(hand.problem()));
        hand.click(editor->viewport());
        hand.type(u"Refunds are possible within 30 days."_s);

        QVERIFY2(hand.waitFor(
                     [&] {
                         const auto &drafts = window.body()->workspace().view()->drafts;
                         return drafts.size() == 1
                                && drafts.first().files.first().path == u"prompts/support/refund.md"_s
                                && drafts.first().files.first().text.contains("30 days");
                     },
                     u"the draft"_s),
                 qPrintable(hand.problem()));
    }

    void whatIsWrongWithARegistryIsSaidWhereItWasAskedFor()
    {
        TemporarySettings settings;
        PlaceOpener opener({.clock = m_clock, .dataRoot = m_folder.filePath(u"one"_s)});
        MainWindow window({.opener = opener,
                           .makePage = programPages(),
                           .theme = *m_theme,
                           .settings = settings.settings(),
                           .clock = m_clock});
        window.resize(1280, 800);
        window.show();
        Hand hand(window);
        const QString file = m_folder.filePath(u"not.registry"_s);
        QFile bytes(file);
        QVERIFY(bytes.open(QIODevice::WriteOnly) && bytes.write(QByteArray(4096, 'x')) == 4096);
        bytes.close();

        hand.click(u"chooseRegistry"_s);
        hand.typeInto(u"registryField"_s, file);
        hand.key(Qt::Key_Return);

        auto *field = hand.seenAs<QLineEdit>(u"registryField"_s);
        QVERIFY2(hand.waitFor([&] { return field->accessibleDescription().contains(u"no registry"_s); },
                              u"the words"_s),
                 qPrintable(hand.problem() + field->accessibleDescription()));
        takePicture(window, u"registry-refused-1280-light"_s);
        hand.typeInto(u"registryField"_s, u"postgresql://ana@127.0.0.1:1/prompts?sslmode=disable"_s);
        QVERIFY(hand.seen(u"registryPassword"_s));
        hand.key(Qt::Key_Return);
        QVERIFY2(hand.waitFor([&] { return field->accessibleDescription().contains(u"does not answer"_s); },
                              u"the words"_s),
                 qPrintable(hand.problem() + field->accessibleDescription()));
    }

    void anApprovalShowsInAnotherWindowWithinASecondAlsoAfterARestart()
    {
        PrivatePostgres server;
        QVERIFY2(server.problem().isEmpty(), qPrintable(server.problem()));
        const QString database = server.makeDatabase();
        const QString administrator = server.url(database, server.administrator());
        QVERIFY(makeRegistry({.place = administrator}));
        for (const QString &person : {u"ana"_s, u"bode"_s}) {
            QVERIFY(admitToRegistry({.place = administrator}, person, {}));
        }
        const QString problem = begin(server.url(database, u"ana"_s));
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        Seat ana(server.url(database, u"ana"_s), m_folder.filePath(u"ana-data"_s), *m_theme, m_clock,
                 address(u"ana"_s));
        QVERIFY2(!ana.hand.failed(), qPrintable(ana.hand.problem()));
        Seat bode(server.url(database, u"bode"_s), m_folder.filePath(u"bode-data"_s), *m_theme, m_clock,
                  address(u"bode"_s));
        QVERIFY2(!bode.hand.failed(), qPrintable(bode.hand.problem()));
        const auto approvals = [&](const ChangeId &id) {
            const Change *change = stateOf(ana).change(id);
            return change && change->revision() ? change->revision()->reviews.size() : 0;
        };

        const ChangeId first =
            propose(ana, u"Twenty days"_s, "# Refund\n\nRefunds are possible within 20 days.\n");
        QVERIFY(!first.isNull());
        QVERIFY(QTest::qWaitFor([&] { return stateOf(bode).change(first) != nullptr; }, 20'000));
        QVERIFY(approve(bode, first));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(QTest::qWaitFor([&] { return approvals(first) == 1; }, heardWithinMs));
        qInfo("shown after %lld ms", timer.elapsed());

        server.stop(PrivatePostgres::Stop::Fast);
        QVERIFY(QTest::qWaitFor(
            [&] {
                ana.window.body()->workspace().sync();
                return ana.window.body()->workspace().view()->sync.phase == SyncPhase::Offline;
            },
            20'000));
        QCOMPARE(server.start(), QString());
        QVERIFY(QTest::qWaitFor(
            [&] { return ana.window.body()->workspace().view()->sync.phase == SyncPhase::Idle; }, 20'000));
        const ChangeId second =
            propose(bode, u"Ten days"_s, "# Refund\n\nRefunds are possible within 10 days.\n");
        QVERIFY(!second.isNull());
        timer.start();
        QVERIFY(QTest::qWaitFor([&] { return stateOf(ana).change(second) != nullptr; }, heardWithinMs));
        qInfo("shown after %lld ms, after a restart", timer.elapsed());
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::TestRegistryWindow)
#include "tst_registry_window.moc"
