// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "gui/shell/ShellBench.h"
#include "ui/common/PlainLabel.h"
#include "ui/shell/window/BarButton.h"
#include "ui/start/StartPage.h"

#include <QDir>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

/// Labels of one line that are narrower than their words and do not say so with an ellipsis.
QStringList cutLabels(const QWidget &window)
{
    QStringList cut;
    const QList<PlainLabel *> labels = window.findChildren<PlainLabel *>();
    for (const PlainLabel *label : labels) {
        if (label->isVisible() && !label->wordWrap() && label->minimumSizeHint().width() > label->width() + 1) {
            cut.append(label->text());
        }
    }
    return cut;
}

} // namespace

/// Every screen of the shell in both themes and two sizes, written to COUNTERSIGN_PICTURES when that is set.
class ShellPictures : public QObject
{
    Q_OBJECT

private slots:
    void everyScreenIsPaintedWithoutCutWords_data()
    {
        QTest::addColumn<QString>("screen");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<SchemeChoice>("scheme");
        for (const char *screen : {"inbox", "inbox-first-day", "inbox-offline", "inbox-read-only", "inbox-refused", "inbox-large", "inbox-right-to-left", "changes",
                                   "changes-empty", "new-change", "find", "find-empty", "start", "start-failed", "start-making",
                                   "govern", "shortcuts"}) {
            for (const QSize size : {QSize(1024, 680), QSize(1280, 800), QSize(1920, 1080)}) {
                for (const SchemeChoice scheme : {SchemeChoice::Light, SchemeChoice::Dark}) {
                    const QByteArray name = QByteArray(screen) + '-' + QByteArray::number(size.width())
                            + (scheme == SchemeChoice::Light ? "-light" : "-dark");
                    QTest::newRow(name.constData()) << QString::fromLatin1(screen) << size << scheme;
                }
            }
        }
    }

    void everyScreenIsPaintedWithoutCutWords()
    {
        QFETCH(const QString, screen);
        QFETCH(const QSize, size);
        QFETCH(const SchemeChoice, scheme);
        m_theme->setSettings({.scheme = scheme});
        QFont font = Theme::interfaceFont();
        if (screen.endsWith("-large"_L1)) {
            font.setPointSizeF(font.pointSizeF() * 1.25);
        }
        m_theme->setSystemFont(font);
        QGuiApplication::setLayoutDirection(screen.endsWith("right-to-left"_L1) ? Qt::RightToLeft : Qt::LeftToRight);
        ShellBench bench(*m_theme);
        bench.window().resize(size);
        prepare(bench, screen);
        bench.window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&bench.window()));
        afterShow(bench, screen);

        const QImage picture = bench.window().grab().toImage();

        QCOMPARE(cutLabels(bench.window()), QStringList());
        QVERIFY(picture.allGray() == false);
        if (const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES"); !folder.isEmpty()) {
            QVERIFY(QDir().mkpath(folder));
            QVERIFY(picture.save(folder + "/shell-"_L1 + QLatin1StringView(QTest::currentDataTag()) + ".png"_L1));
        }
    }

private:
    static void prepare(ShellBench &bench, const QString &screen)
    {
        if (screen.startsWith("start"_L1) || screen == "govern"_L1) {
            return;
        }
        if (screen == "inbox-first-day"_L1 || screen == "changes-empty"_L1) {
            bench.open(firstDayView());
        } else if (screen == "inbox-read-only"_L1) {
            bench.open(acmeView({}));
        } else {
            bench.open(acmeView());
        }
        if (screen == "inbox-offline"_L1) {
            bench.workspace().change([](WorkspaceView &view) {
                view.sync = {.phase = SyncPhase::Offline, .lastSynced = acmeNow() - 13 * 60'000,
                             .error = Error{.code = ErrorCode::Unavailable, .detail = u"Could not resolve host"_s}};
                view.pending = {{.id = {1, 1}, .kind = u"review.given"_s, .subject = changeSubject(view.state.order.last()),
                                 .since = acmeNow() - 60'000, .refused = {}},
                                {.id = {1, 2}, .kind = u"comment.made"_s, .subject = changeSubject(view.state.order.first()),
                                 .since = acmeNow() - 30'000, .refused = {}}};
            });
        } else if (screen == "inbox-refused"_L1) {
            bench.workspace().change([](WorkspaceView &view) {
                view.pending = {{.id = {1, 1}, .kind = u"review.given"_s, .subject = changeSubject(view.state.order.last()),
                                 .since = acmeNow() - 60'000,
                                 .refused = Error{.code = ErrorCode::Refused, .subject = u"old-revision"_s}}};
            });
        } else if (screen.startsWith("changes"_L1)) {
            bench.body().go({.page = PageKind::Changes});
        }
    }

    static void afterShow(ShellBench &bench, const QString &screen)
    {
        if (screen == "new-change"_L1) {
            bench.body().go({.page = PageKind::Changes, .act = AddressAct::NewChange});
        } else if (screen.startsWith("find"_L1)) {
            QTest::keyClick(&bench.window(), Qt::Key_K, Qt::ControlModifier);
            auto *field = find<QLineEdit>(&bench.window(), "findField");
            if (screen == "find"_L1) {
                QTest::keyClicks(field, u"refu"_s);
                QTRY_COMPARE(bench.workspace().searchCalls.waiting(), 1);
                bench.workspace().searchCalls.answer(
                        QList<Workspace::TextMatch>{{.artifact = {u"support/greeting"_s},
                                                     .sentence = u"Never promise a refund that the rules do not allow."_s}});
            }
        } else if (screen == "start-failed"_L1) {
            bench.window().openWorkspace({.place = u"https://git.acme.example/prompts.git"_s});
            bench.opener().openCalls.answer(std::unexpected(Error{.code = ErrorCode::Unavailable,
                                                                  .subject = u"git.acme.example"_s,
                                                                  .detail = u"git fetch: no answer within 30 seconds"_s}));
            QTRY_VERIFY(find<QLineEdit>(&bench.window(), "serverField")->isVisible());
        } else if (screen == "start-making"_L1) {
            bench.window().openWorkspace({.example = true});
            bench.window().startPage()->showProgress(3, 34);
            QTRY_VERIFY(find<QPushButton>(find<QWidget>(&bench.window(), "exampleCard"), "busyCancel")->isVisible());
        } else if (screen == "govern"_L1) {
            bench.window().openWorkspace({.place = u"/home/ana/acme-prompts"_s});
            bench.opener().openCalls.answer(OpenOutcome(acmeProposal()));
            QTRY_VERIFY(find<QWidget>(&bench.window(), "governPanel")->isVisible());
        } else if (screen == "shortcuts"_L1) {
            openShortcutsSheet(find<QWidget>(&bench.window(), "covered"));
        }
        QCoreApplication::sendPostedEvents();
    }

    std::unique_ptr<Theme> m_theme = installTheme();
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::ShellPictures)
#include "tst_shell_pictures.moc"
