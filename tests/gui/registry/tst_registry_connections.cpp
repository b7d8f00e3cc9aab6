// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "gui/main_job/Seat.h"
#include "support/http/MemorySecrets.h"
#include "support/postgres/PrivatePostgres.h"
#include "ui/shell/window/BarButton.h"
#include "ui/shell/window/TopBar.h"
#include "ui/start/SavedRegistries.h"

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// The page that adds, tests and remembers registries, over a server of the test's own.
class TestRegistryConnections : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<PrivatePostgres> m_server;
    QString m_database;

    /// A window at the connections page, and the person before it.
    struct Desk
    {
        Desk(const QString &dataRoot, Theme &theme, const Clock &clock,
             std::unique_ptr<TemporarySettings> kept = nullptr)
            : settings(kept ? std::move(kept) : std::make_unique<TemporarySettings>())
            , opener({.clock = clock, .dataRoot = dataRoot, .secrets = &secrets})
            , window({.opener = opener,
                      .makePage = programPages(),
                      .theme = theme,
                      .settings = settings->settings(),
                      .clock = clock})
            , hand(window)
        {
            window.resize(1280, 800);
            window.show();
            window.activateWindow();
            ready = QTest::qWaitForWindowActive(&window);
            hand.click(u"showConnections"_s);
            hand.seen(u"connectionsPanel"_s);
        }
        template<typename W>
        W *part(const char *name)
        {
            return window.findChild<W *>(QString::fromLatin1(name));
        }
        void choose(const char *name, const QString &words)
        {
            auto *box = part<QComboBox>(name);
            box->setCurrentIndex(box->findText(words, Qt::MatchContains));
        }
        /// Enter in a field tests what the fields say, wherever the button has moved to.
        void test()
        {
            part<QLineEdit>("registryName")->setFocus();
            hand.key(Qt::Key_Return);
        }
        QString answer()
        {
            auto *line = part<QWidget>("connectionAnswer");
            return line->isVisible() ? line->accessibleName() : QString();
        }
        bool answers(const QString &words)
        {
            return hand.waitFor([&] { return answer().contains(words); }, words);
        }
        void fillServer(const QString &host, int port, const QString &database, const QString &user)
        {
            choose("registryKind", u"PostgreSQL server"_s);
            part<QLineEdit>("registryHost")->setText(host);
            part<QLineEdit>("registryPort")->setText(QString::number(port));
            part<QLineEdit>("registryDatabase")->setText(database);
            part<QLineEdit>("registryUser")->setText(user);
        }

        MemorySecrets secrets;
        std::unique_ptr<TemporarySettings> settings;
        PlaceOpener opener;
        MainWindow window;
        Hand hand;
        bool ready = false;
    };

    void fillOurs(Desk &desk, const QString &user, const QString &database = {}) const
    {
        desk.fillServer(m_server->socketFolder(), m_server->port(),
                        database.isEmpty() ? m_database : database, user);
    }
    static void takePicture(QWidget &window, const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        if (!folder.isEmpty() && QDir().mkpath(folder)) {
            window.grab().save(folder + u'/' + name + u".png"_s);
        }
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        for (const auto &[key, value] :
             {std::pair{u"user.name"_s, u"Ana Ruiz"_s}, std::pair{u"user.email"_s, u"ana@acme.example"_s}}) {
            QCOMPARE(QProcess::execute(u"git"_s, {u"config"_s, u"--global"_s, key, value}), 0);
        }
        m_theme = installTheme();
        m_server = std::make_unique<PrivatePostgres>();
        QVERIFY2(m_server->problem().isEmpty(), qPrintable(m_server->problem()));
        m_database = m_server->makeDatabase();
        const QString administrator = m_server->url(m_database, m_server->administrator());
        QVERIFY(makeRegistry({.place = administrator}));
        QVERIFY(admitToRegistry({.place = administrator}, u"ana"_s, u"right"_s));
    }
    void cleanupTestCase()
    {
        m_server.reset();
        m_theme.reset();
    }

    void aServerIsTriedRememberedAndOpened()
    {
        auto settings = std::make_unique<TemporarySettings>();
        QSettings &kept = settings->settings();
        Desk desk(m_folder.filePath(u"one"_s), *m_theme, m_clock, std::move(settings));
        QVERIFY(desk.ready);
        takePicture(desk.window, u"connections-empty-1280-light"_s);
        desk.part<QLineEdit>("registryName")->setText(u"Team"_s);
        fillOurs(desk, u"ana"_s);

        desk.hand.click(u"connectionTest"_s);

        QVERIFY2(desk.answers(u"No record was begun there yet. You are logged in as ana."_s),
                 qPrintable(desk.answer()));
        desk.hand.click(u"connectionSave"_s);
        QVERIFY2(desk.answers(u"Saved."_s), qPrintable(desk.answer()));
        const QList<SavedRegistry> saved = SavedRegistries(kept).list();
        QCOMPARE(saved.size(), 1);
        QCOMPARE(saved.first().name, u"Team"_s);
        QCOMPARE(saved.first().place, m_server->url(m_database, u"ana"_s));
        takePicture(desk.window, u"connections-saved-1280-light"_s);
        desk.hand.click(u"connectionOpen"_s);
        desk.hand.seen(u"governPanel"_s);
        desk.hand.click(u"governStart"_s);
        desk.hand.seen(u"inboxPage"_s);
        QVERIFY2(!desk.hand.failed(), qPrintable(desk.hand.problem()));
        auto *bar = desk.window.findChild<TopBar *>();
        QVERIFY(bar->workspaceButton()->accessibleName().startsWith(u"Registry "_s));
        takePicture(desk.window, u"connections-opened-1280-light"_s);

        // Once more, from the menu of the workspace: what was saved is there, and says how far its record goes.
        desk.hand.click(bar->workspaceButton());
        desk.hand.chooseAction(u"workspaceMenu"_s, u"Connections to registries …"_s);
        desk.hand.seen(u"connectionsPanel"_s);
        QCOMPARE(desk.part<QLineEdit>("registryName")->text(), u"Team"_s);
        QCOMPARE(desk.part<QLineEdit>("registryHost")->text(), m_server->socketFolder());
        desk.test();
        QVERIFY2(desk.answers(u"a record of"_s), qPrintable(desk.answer()));
    }

    void aPasswordGoesIntoTheKeychainAndNowhereElse()
    {
        auto settings = std::make_unique<TemporarySettings>();
        QSettings &kept = settings->settings();
        Desk desk(m_folder.filePath(u"two"_s), *m_theme, m_clock, std::move(settings));
        desk.fillServer(u"127.0.0.1"_s, m_server->port(), m_database, u"ana"_s);
        desk.choose("registryCheck", u"Not encrypted"_s);
        desk.part<QLineEdit>("registrySecret")->setText(u"wrong"_s);
        desk.test();
        QVERIFY2(desk.answers(u"does not let this login in"_s), qPrintable(desk.answer()));
        takePicture(desk.window, u"connections-wrong-password-1280-light"_s);

        desk.part<QLineEdit>("registrySecret")->setText(u"right"_s);
        desk.test();
        QVERIFY2(desk.answers(u"It answers"_s), qPrintable(desk.answer()));
        desk.hand.click(u"connectionSave"_s);
        QVERIFY2(desk.answers(u"in the keychain"_s), qPrintable(desk.answer()));

        QVERIFY(desk.part<QLineEdit>("registrySecret")->text().isEmpty());
        const QString place = SavedRegistries(kept).list().first().place;
        QCOMPARE(desk.secrets.kept(u"keychain:registry "_s + place), QByteArray("right"));
        kept.sync();
        QFile file(kept.fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("right"));
        // The kept one is used from now on.
        desk.test();
        QVERIFY2(desk.answers(u"It answers"_s), qPrintable(desk.answer()));

        desk.hand.click(u"connectionRemove"_s);
        QVERIFY2(desk.answers(u"Removed"_s), qPrintable(desk.answer()));
        QVERIFY(SavedRegistries(kept).list().isEmpty());
        QVERIFY(desk.secrets.kept(u"keychain:registry "_s + place).isEmpty());
        QTRY_VERIFY(desk.part<QPushButton>("connectionSave")->hasFocus());
        desk.hand.key(Qt::Key_Space);
        QTRY_COMPARE(SavedRegistries(kept).list().size(), 1);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QString>("statements"); // in a database of its own, by its administrator
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("words");
        QTest::newRow("no rights") << u"REVOKE countersign_app FROM ana"_s << u"ana"_s
                                   << u"may not use this registry"_s;
        QTest::newRow("no such login")
            << u"SELECT 1"_s << u"nobody_of_that_name"_s << u"does not let this login in"_s;
        QTest::newRow("no schema") << u"DROP SCHEMA countersign CASCADE"_s << u"ana"_s
                                   << u"no registry in this database"_s;
        QTest::newRow("too old") << u"UPDATE countersign.schema_version SET version = -1"_s << u"ana"_s
                                 << u"An older Countersign"_s;
        QTest::newRow("too new") << u"UPDATE countersign.schema_version SET version = 99"_s << u"ana"_s
                                 << u"A newer Countersign"_s;
        QTest::newRow("not reachable") << QString() << u"ana"_s << u"does not answer"_s;
        QTest::newRow("no such database") << u"gone"_s << u"ana"_s << u"no such database"_s;
        QTest::newRow("not encrypted there") << u"tls"_s << u"ana"_s << u"does not encrypt"_s;
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(const QString, statements);
        QFETCH(const QString, user);
        QFETCH(const QString, words);
        Desk desk(m_folder.filePath(u"three"_s), *m_theme, m_clock);
        const QString database = m_server->makeDatabase();
        QVERIFY(makeRegistry({.place = m_server->url(database, m_server->administrator())}));
        fillOurs(desk, user, database);
        if (statements.isEmpty()) {
            desk.part<QLineEdit>("registryPort")->setText(u"1"_s);
        } else if (statements == "gone"_L1) {
            desk.part<QLineEdit>("registryDatabase")->setText(u"gone"_s);
        } else if (statements == "tls"_L1) {
            desk.part<QLineEdit>("registryHost")->setText(u"127.0.0.1"_s);
            desk.choose("registryCheck", u"not checked"_s);
        } else {
            QVERIFY(!m_server->psql(database, statements).startsWith("error:"));
        }

        desk.test();

        QVERIFY2(desk.answers(words), qPrintable(desk.answer() + u" | "_s + desk.hand.problem()));
        (void)m_server->psql(m_database, u"GRANT countersign_app TO ana"_s);
    }

    void aCertificateThatNobodyVouchesForIsRefused()
    {
        PrivatePostgres server;
        QVERIFY2(server.problem().isEmpty(), qPrintable(server.problem()));
        const QString database = server.makeDatabase();
        const QString administrator = server.url(database, server.administrator());
        QVERIFY(makeRegistry({.place = administrator}));
        QVERIFY(admitToRegistry({.place = administrator}, u"ana"_s, u"right"_s));
        const auto certificate = [](const QString &key, const QString &file) {
            return QProcess::execute(u"openssl"_s,
                                     {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s,
                                      u"-days"_s, u"2"_s, u"-keyout"_s, key, u"-out"_s, file, u"-subj"_s,
                                      u"/CN=127.0.0.1"_s, u"-addext"_s, u"subjectAltName=IP:127.0.0.1"_s});
        };
        const QString key = server.dataFolder() + u"/server.key"_s;
        const QString own = server.dataFolder() + u"/server.crt"_s;
        QCOMPARE(certificate(key, own), 0);
        const QString copy = m_folder.filePath(u"authority.pem"_s);
        const QString other = m_folder.filePath(u"other.pem"_s);
        QVERIFY(QFile::copy(own, copy));
        QCOMPARE(certificate(m_folder.filePath(u"other.key"_s), other), 0);
        if (const passwd *user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr) {
            for (const QString &file : {key, own}) {
                QCOMPARE(::chown(QFile::encodeName(file).constData(), user->pw_uid, user->pw_gid), 0);
            }
        }
        QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(!server.psql(database, u"ALTER SYSTEM SET ssl = on"_s).startsWith("error:"));
        QVERIFY(!server.psql(database, u"SELECT pg_reload_conf()"_s).startsWith("error:"));
        QTRY_COMPARE(server.psql(database, u"SHOW ssl"_s).trimmed(), QByteArray("on"));
        Desk desk(m_folder.filePath(u"four"_s), *m_theme, m_clock);
        desk.fillServer(u"127.0.0.1"_s, server.port(), database, u"ana"_s);
        desk.part<QLineEdit>("registrySecret")->setText(u"right"_s);
        desk.choose("registryCheck", u"by an authority's file"_s);

        desk.test();
        QVERIFY2(desk.answers(u"Name the file with the authority"_s), qPrintable(desk.answer()));
        desk.part<QLineEdit>("registryAuthority")->setText(other);
        desk.test();
        QVERIFY2(desk.answers(u"certificate is not trusted"_s), qPrintable(desk.answer()));
        takePicture(desk.window, u"connections-certificate-1280-light"_s);
        desk.part<QLineEdit>("registryAuthority")->setText(copy);
        desk.test();
        QVERIFY2(desk.answers(u"It answers"_s), qPrintable(desk.answer()));
    }

    void whatIsSaidOfAPlaceComesBackAsItWas_data()
    {
        QTest::addColumn<QString>("place");
        for (const char *place :
             {"postgresql://ana@db.example.com/prompts",
              "postgresql://ana@db.example.com:6432/prompts?sslmode=require",
              "postgresql:///prompts?host=/run/postgresql&user=ana", "postgresql:///?service=team",
              "postgresql:///", "postgresql://ana@/",
              "postgresql://db.example.com/prompts?sslmode=verify-full&sslrootcert=/etc/ca.pem",
              "postgresql://db.example.com/prompts?sslmode=verify-ca&sslrootcert=/etc/ca.pem",
              "postgresql://db.example.com/prompts?sslmode=disable", "/srv/team prompts.registry"}) {
            QTest::newRow(place) << QString::fromLatin1(place);
        }
    }
    void whatIsSaidOfAPlaceComesBackAsItWas()
    {
        QFETCH(const QString, place);
        auto settings = std::make_unique<TemporarySettings>();
        QSettings &kept = settings->settings();
        SavedRegistries(kept).store({{.name = u"Team"_s, .place = place}});
        Desk desk(m_folder.filePath(u"five"_s), *m_theme, m_clock, std::move(settings));

        desk.hand.click(u"connectionSave"_s);

        QVERIFY2(desk.answers(u"Saved."_s), qPrintable(desk.answer()));
        const QString saved = SavedRegistries(kept).list().first().place;
        QCOMPARE(isDatabase(saved) ? toUrl(postgresPlaceFromUrl(saved).value()) : saved,
                 isDatabase(place) ? toUrl(postgresPlaceFromUrl(place).value()) : place);
    }

    void theKeyboardDoesItAll()
    {
        auto settings = std::make_unique<TemporarySettings>();
        QSettings &kept = settings->settings();
        const QString file = m_folder.filePath(u"keys.registry"_s);
        QVERIFY(makeRegistry({.place = file}));
        SavedRegistries(kept).store(
            {{.name = u"Mine"_s, .place = file}, {.name = u"Gone"_s, .place = file + u".gone"_s}});
        Desk desk(m_folder.filePath(u"six"_s), *m_theme, m_clock, std::move(settings));
        auto *list = desk.part<QListView>("connectionList");
        QTRY_VERIFY(list->hasFocus());
        QCOMPARE(desk.part<QLineEdit>("registryPath")->text(), file);

        desk.hand.key(Qt::Key_Down);
        QCOMPARE(desk.part<QLineEdit>("registryPath")->text(), file + u".gone"_s);
        desk.part<QLineEdit>("registryPath")->setFocus();
        desk.hand.key(Qt::Key_Return);
        QVERIFY2(desk.answers(u"no such file"_s), qPrintable(desk.answer()));
        list->setFocus();
        desk.hand.key(Qt::Key_Delete);
        QCOMPARE(SavedRegistries(kept).list().size(), 1);
        desk.hand.key(Qt::Key_Escape);
        QTRY_VERIFY(!desk.part<QWidget>("connectionsPanel")->isVisible());
        QTRY_VERIFY(desk.part<QWidget>("showConnections")->hasFocus());
    }

    void itIsReadableInTheDark()
    {
        m_theme->setSettings({.scheme = SchemeChoice::Dark});
        auto settings = std::make_unique<TemporarySettings>();
        SavedRegistries(settings->settings())
            .store({{.name = u"Team"_s, .place = u"postgresql://ana@db.example.com/prompts"_s},
                    {.name = u"Notes"_s, .place = m_folder.filePath(u"notes.registry"_s)}});
        Desk desk(m_folder.filePath(u"seven"_s), *m_theme, m_clock, std::move(settings));
        QVERIFY(desk.part<QWidget>("connectionsPanel")->isVisible());
        takePicture(desk.window, u"connections-1280-dark"_s);
        desk.window.resize(1920, 1080);
        takePicture(desk.window, u"connections-1920-dark"_s);
        m_theme->setSettings({.scheme = SchemeChoice::Light});
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::TestRegistryConnections)
#include "tst_registry_connections.moc"
