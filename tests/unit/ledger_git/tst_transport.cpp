// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/GitLedger.h"
#include "ledger_git/Transport.h"

#include <QTest>

using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(countersign::git::PushOutcome)

namespace countersign::test {

using git::PushOutcome;

class TransportTest : public QObject
{
    Q_OBJECT

private slots:
    void onlyACertainRefusalIsCalledOne_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("errors");
        QTest::addColumn<int>("status");
        QTest::addColumn<PushOutcome>("outcome");
        const QByteArray line = "abc:refs/heads/countersign/ledger\t";
        QTest::newRow("accepted") << " \t" + line + "1..2\n" << QByteArray() << 0 << PushOutcome::Accepted;
        QTest::newRow("new") << "*\t" + line + "[new branch]\n" << QByteArray() << 0 << PushOutcome::Accepted;
        QTest::newRow("stale") << "!\t" + line + "[rejected] (stale info)\n" << QByteArray() << 1
                               << PushOutcome::LostRace;
        QTest::newRow("moved under the lock")
                << "!\t" + line + "[remote rejected] (failed to update ref)\n"
                << QByteArray("remote: error: cannot lock ref 'refs/heads/countersign/ledger': is at 403 but expected 1")
                << 1 << PushOutcome::LostRace;
        QTest::newRow("a lock file")
                << "!\t" + line + "[remote rejected] (failed to update ref)\n"
                << QByteArray("remote: error: cannot lock ref 'x': Unable to create 'x.lock': File exists.") << 1
                << PushOutcome::Locked;
        QTest::newRow("hook") << "!\t" + line + "[remote rejected] (pre-receive hook declined)\n" << QByteArray() << 1
                              << PushOutcome::NotPermitted;
        QTest::newRow("protected") << "!\t" + line + "[remote rejected] (protected branch hook declined)\n"
                                   << QByteArray() << 1 << PushOutcome::NotPermitted;
        QTest::newRow("no space") << "!\t" + line + "[remote rejected] (unpacker error)\n"
                                  << QByteArray("remote: fatal: write error: No space left on device") << 1
                                  << PushOutcome::NoSpace;
        QTest::newRow("no status") << "!\t" + line + "[remote failure] (remote failed to report status)\n"
                                   << QByteArray() << 1 << PushOutcome::Unknown;
        QTest::newRow("no name") << QByteArray() << QByteArray("ssh: Could not resolve hostname x: unknown") << 128
                                 << PushOutcome::Unreachable;
        QTest::newRow("hung up") << QByteArray() << QByteArray("fatal: the remote end hung up unexpectedly") << 128
                                 << PushOutcome::Unknown;
        QTest::newRow("killed") << QByteArray() << QByteArray() << 137 << PushOutcome::Unknown;
        QTest::newRow("nothing said") << QByteArray() << QByteArray() << 0 << PushOutcome::Unknown;
        QTest::newRow("of another branch") << QByteArray(" \tabc:refs/heads/main\t1..2\n") << QByteArray() << 0
                                           << PushOutcome::Unknown;
    }

    void onlyACertainRefusalIsCalledOne()
    {
        QFETCH(const QByteArray, output);
        QFETCH(const QByteArray, errors);
        QFETCH(const int, status);
        QFETCH(const PushOutcome, outcome);

        const git::PushAnswer answer = git::readPushAnswer(
                u"refs/heads/countersign/ledger"_s, {.status = status, .output = output, .errors = errors});

        QVERIFY(answer.outcome == outcome);
    }

    void onlyPlainRemotesAreTaken_data()
    {
        QTest::addColumn<QString>("remote");
        QTest::addColumn<bool>("taken");
        for (const char *good :
             {"/srv/git/prompts.git", "/home/ana/my prompts", "https://git.example.com/acme/prompts.git",
              "ssh://git@git.example.com:2222/acme/prompts.git", "git@git.example.com:acme/prompts.git",
              "file:///srv/git/prompts.git", "git://127.0.0.1:9418/shared.git", "http://localhost:8080/x.git"}) {
            QTest::newRow(good) << QString::fromUtf8(good) << true;
        }
        for (const char *bad :
             {"", "-oProxyCommand=x", "--upload-pack=x", "ext::sh -c x", "fd::7", "relative/path",
              "http://git.example.com/x.git", "git://git.example.com/x.git", "ftp://x/y", "file://host/x",
              "https://u:secret@git.example.com/x.git", "https:///x", "ssh://-oProxyCommand=x/y",
              "ssh://git.example.com/-x", "git.example.com:-x", "-x@host:y", "https://git.example.com/$(x)",
              "https://git.example.com/a;b", "https://git.example.com/a b", "host:a|b", "/srv/a\nb"}) {
            QTest::newRow(*bad ? bad : "empty") << QString::fromUtf8(bad) << false;
        }
    }

    void onlyPlainRemotesAreTaken()
    {
        QFETCH(const QString, remote);
        QFETCH(const bool, taken);

        QCOMPARE(checkRemote(remote).has_value(), taken);
    }

    void noCredentialIsShown()
    {
        QCOMPARE(displayRemote(u"https://user:secret@git.example.com/x.git"_s), u"https://git.example.com/x.git"_s);
        QCOMPARE(workspaceKey(u"/srv/x/"_s), workspaceKey(u"file:///srv/x"_s));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::TransportTest)
#include "tst_transport.moc"
