// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "app/example/ExampleBuilder.h"
#include "app/play/Hand.h"
#include "app/window/PlaceOpener.h"
#include "app/window/Pages.h"
#include "gui/support/Gui.h"
#include "ledger/ChildProcess.h"
#include "ui/common/NoticeBar.h"
#include "ui/shell/window/BarButton.h"
#include "ui/shell/window/MainWindow.h"

#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What is done at a window while the connection to the shared repository breaks, and what becomes of it when it is there
/// again. Real repositories; the person at the window reaches the shared one by a link that can be taken away.
class UnsentTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    ExamplePlaces m_places;
    SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    TemporarySettings m_settings;
    std::unique_ptr<PlaceOpener> m_opener;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Hand> m_hand;

    [[nodiscard]] QString link() const { return m_folder.filePath(u"shared.git"_s); }

    static bool git(const QStringList &arguments)
    {
        const Result<ChildOutcome> outcome = runChild({.program = u"git"_s, .arguments = arguments});
        return outcome && outcome->succeeded();
    }

    /// A clone of that remote, belonging to that person.
    [[nodiscard]] QString cloneOf(const QString &name, const QString &remote)
    {
        const QString slug = name.toLower().replace(u' ', u'.');
        const QString clone = m_folder.filePath(slug);
        const bool made = git({u"clone"_s, u"--quiet"_s, remote, clone}) && git({u"-C"_s, clone, u"config"_s, u"user.name"_s, name})
                && git({u"-C"_s, clone, u"config"_s, u"user.email"_s, slug + u"@acme.example"_s});
        return made ? clone : QString();
    }

    [[nodiscard]] const WorkspaceView &view() const { return *m_window->body()->workspace().view(); }
    [[nodiscard]] QString hook() const { return m_places.shared + u"/hooks/pre-receive"_s; }

    /// The next push dies with the server, which is away from then on: nobody can say what became of it.
    bool breakTheNextPush()
    {
        QFile file(hook());
        const QByteArray script = "#!/bin/sh\nrm -f '" + link().toUtf8() + "'\nkill -9 $PPID\n";
        return QDir().mkpath(QFileInfo(file).path()) && file.open(QFile::WriteOnly) && file.write(script) == script.size()
                && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// The server is back, and is asked at once.
    bool comeBack()
    {
        QFile::remove(hook());
        const bool there = QFile::link(m_places.shared, link());
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        return there;
    }

    [[nodiscard]] bool isAway() const { return !QFileInfo(link()).isSymLink() && view().sync.phase == SyncPhase::Offline; }
    [[nodiscard]] bool saysOneIsNotSent() const
    {
        return stateLine().contains(u"Offline"_s) && stateLine().contains(u"1 not sent yet"_s);
    }

    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        if (!folder.isEmpty() && QDir().mkpath(folder)) {
            m_window->grab().save(folder + u'/' + name + u".png"_s);
        }
    }
    /// As what the person of that view may say something about the change.
    [[nodiscard]] static RoleId roleOf(const WorkspaceView &view, const ChangeId &change)
    {
        return reviewRoles(view.state, view.me.person, *view.state.change(change)).value(0);
    }
    [[nodiscard]] QString stateLine() const { return find<BarButton>(m_window.get(), "syncButton")->data().words; }

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_theme = installTheme();
        const QByteArray story = "changes:\n"
                                 "  - {ago: 2h, by: ana-ruiz, prompt: support/greeting, title: Typing mistakes,\n"
                                 "     replace: [[\"Dont promise\", \"Don't promise\"]]}\n";
        ExampleBuilder builder({.folder = m_folder.filePath(u"example"_s), .now = m_clock.now(), .story = story});
        const QFuture<Result<ExamplePlaces>> built = builder.build();
        QVERIFY(QTest::qWaitFor([&] { return built.isFinished(); }, 100'000));
        QVERIFY2(built.resultAt(0), built.resultAt(0) ? "" : qPrintable(built.resultAt(0).error().detail));
        m_places = *built.resultAt(0);
        QVERIFY(QFile::link(m_places.shared, link()));
        const QString clone = cloneOf(u"Bode Okafor"_s, link());
        QVERIFY(!clone.isEmpty());
        m_opener = std::make_unique<PlaceOpener>(PlaceOpener::Options{.clock = m_clock, .dataRoot = m_folder.filePath(u"bode-data"_s)});
        m_window = std::make_unique<MainWindow>(MainWindow::Parts{.opener = *m_opener, .makePage = programPages(), .theme = *m_theme,
                                                                  .settings = m_settings.settings(), .clock = m_clock});
        m_hand = std::make_unique<Hand>(*m_window);
        m_window->resize(1280, 800);
        m_window->show();
        m_window->openWorkspace({.place = clone});
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_hand->seen(u"inboxPage"_s);
        QVERIFY2(!m_hand->failed(), qPrintable(m_hand->problem()));
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_opener.reset();
    }

    void whatCannotBeSentIsCountedAndSentWhenItCan()
    {
        const ChangeId change = view().state.order.last();
        QVERIFY(breakTheNextPush());

        (void)m_window->body()->workspace().comment(change, {}, {}, u"Written on the train."_s);

        QTRY_VERIFY_WITH_TIMEOUT(isAway(), 30'000);
        QTRY_VERIFY2_WITH_TIMEOUT(saysOneIsNotSent(), qPrintable(stateLine()), 30'000);
        auto *band = find<NoticeBar>(m_window.get(), "syncBand");
        QVERIFY(band->isVisible());
        QVERIFY2(band->notice().sentence.contains(u"not sent yet"_s), qPrintable(band->notice().sentence));
        picture(u"shell-offline"_s);

        QVERIFY(comeBack());

        QTRY_VERIFY2_WITH_TIMEOUT(!stateLine().contains(u"not sent"_s), qPrintable(stateLine()), 30'000);
        QTRY_COMPARE(view().state.change(change)->comments.size(), 1);
        QVERIFY(!band->isVisible());
    }

    void aDecisionThatCameTooLateIsShownWithItsReasonAndDoneAgainOnTheNewState()
    {
        const ChangeId change = view().state.order.last();
        QVERIFY(breakTheNextPush());
        const Revision &revision = *view().state.change(change)->revision();
        Workspace::ReviewDraft review{.change = change, .revision = revision.stamp.event, .decision = Decision::RequestChanges,
                                      .as = roleOf(view(), change), .message = u"Keep the dash."_s};
        if (const Note *note = revision.note()) {
            review.note = note->stamp.event;
        }
        (void)m_window->body()->workspace().review(review);
        QTRY_VERIFY_WITH_TIMEOUT(isAway(), 30'000);
        QTRY_VERIFY2_WITH_TIMEOUT(saysOneIsNotSent(), qPrintable(stateLine()), 30'000);
        // Meanwhile somebody else moves the change.
        QVERIFY(QFile::remove(hook()));
        const QString chens = cloneOf(u"Chen Wei"_s, m_places.shared);
        QVERIFY(!chens.isEmpty());
        const Result<WorkspacePlace> place = findPlace({.place = chens, .dataRoot = m_folder.filePath(u"chen-data"_s)});
        QVERIFY(place);
        LedgerWorkspace chen(workspaceOptions(*place, m_clock));
        const QFuture<Done> opened = chen.opened();
        QVERIFY(QTest::qWaitFor([&] { return opened.isFinished(); }, 30'000));
        Workspace::ReviewDraft other = review;
        other.as = roleOf(*chen.view(), change);
        other.message = u"The dash is fine, the comma is not."_s;
        const QFuture<Result<WriteReceipt>> moved = chen.review(other);
        QVERIFY(QTest::qWaitFor([&] { return moved.isFinished(); }, 30'000));
        QVERIFY2(moved.resultAt(0), moved.resultAt(0) ? "" : qPrintable(moved.resultAt(0).error().subject));

        QVERIFY(comeBack());

        auto *band = find<NoticeBar>(m_window.get(), "refusedBand");
        QTRY_VERIFY_WITH_TIMEOUT(band->isVisible(), 30'000);
        QVERIFY2(band->notice().lead.contains(u"not recorded"_s), qPrintable(band->notice().lead));
        QVERIFY2(band->notice().sentence.contains(u"moved on"_s), qPrintable(band->notice().sentence));
        picture(u"shell-refused"_s);
        QPushButton *again = nullptr;
        for (QPushButton *button : band->findChildren<QPushButton *>()) {
            again = button->isVisible() && button->text() == band->notice().action ? button : again;
        }
        QVERIFY(again);

        m_hand->click(again);

        QTRY_VERIFY_WITH_TIMEOUT(!band->isVisible(), 30'000);
        QVERIFY(view().pending.isEmpty());
        const QList<Review> reviews = view().state.change(change)->revision()->reviews;
        QCOMPARE(reviews.size(), 2);
        QCOMPARE(view().text(reviews.last().data.messageText), u"Keep the dash."_s);
        QVERIFY2(!stateLine().contains(u"not sent"_s), qPrintable(stateLine()));
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::UnsentTest)
#include "tst_unsent.moc"
