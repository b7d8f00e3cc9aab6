// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Signature.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

class SignatureTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    static bool run(const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess process;
        process.start(u"ssh-keygen"_s, arguments);
        process.write(input);
        process.closeWriteChannel();
        return process.waitForFinished() && process.exitCode() == 0;
    }

    QString key(const QString &name) const { return m_folder.filePath(name); }

    QByteArray publicKey(const QString &name) const
    {
        QFile file(key(name) + u".pub"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').first(2).join(' ') : QByteArray();
    }

private slots:
    void whatSshKeygenSignsVerifiesHere_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("bits");
        QTest::newRow("ed25519") << u"ed25519"_s << u"256"_s;
        QTest::newRow("ecdsa 256") << u"ecdsa"_s << u"256"_s;
        QTest::newRow("ecdsa 384") << u"ecdsa"_s << u"384"_s;
        QTest::newRow("ecdsa 521") << u"ecdsa"_s << u"521"_s;
        QTest::newRow("rsa") << u"rsa"_s << u"2048"_s;
    }

    void whatSshKeygenSignsVerifiesHere()
    {
        QFETCH(const QString, type);
        QFETCH(const QString, bits);
        const QString name = type + bits;
        QVERIFY(run({u"-q"_s, u"-t"_s, type, u"-b"_s, bits, u"-N"_s, QString(), u"-C"_s, u"test"_s, u"-f"_s, key(name)}));
        SshKeygenSigner signer(key(name), key(u"signing"_s));
        const QByteArray body = "{\"a\":1}";

        const auto signature = signer.sign(body);

        QVERIFY2(signature, qPrintable(signature ? QString() : signature.error().detail));
        const auto by = verifySignature(body, *signature);
        QVERIFY(by);
        QCOMPARE(by->toLatin1(), publicKey(name));
        QVERIFY(!verifySignature("{\"a\":2}", *signature));

        // And the other way: ssh-keygen takes it.
        QFile allowed(key(u"allowed"_s));
        QVERIFY(allowed.open(QIODevice::WriteOnly));
        allowed.write("ana@acme.example " + publicKey(name) + '\n');
        allowed.close();
        QFile file(key(u"sig"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(*signature);
        file.close();
        QVERIFY(run({u"-Y"_s, u"verify"_s, u"-f"_s, allowed.fileName(), u"-I"_s, u"ana@acme.example"_s, u"-n"_s,
                     QString::fromLatin1(signatureNamespace), u"-s"_s, file.fileName()},
                    body));
    }

    void noChangedByteVerifies()
    {
        QVERIFY(run({u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-f"_s, key(u"flip"_s)}));
        SshKeygenSigner signer(key(u"flip"_s), key(u"signing"_s));
        const QByteArray body = "{}";
        const QByteArray signature = signer.sign(body).value();
        const QByteArray blob = QByteArray::fromBase64(signature.mid(30, signature.indexOf("-----END") - 30));

        for (qsizetype i = 0; i < blob.size(); ++i) {
            QByteArray other = blob;
            other[i] = char(other[i] ^ 1);
            const auto by = verifySignature(
                    body, "-----BEGIN SSH SIGNATURE-----\n" + other.toBase64() + "\n-----END SSH SIGNATURE-----\n");
            QVERIFY2(!by, qPrintable(u"byte %1"_s.arg(i)));
        }
        QVERIFY(verifySignature(body,
                                "-----BEGIN SSH SIGNATURE-----\n" + blob.toBase64() + "\n-----END SSH SIGNATURE-----\n"));
    }

    void anotherPurposeIsRefused()
    {
        QVERIFY(run({u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-f"_s, key(u"git"_s)}));
        QFile body(key(u"body"_s));
        QVERIFY(body.open(QIODevice::WriteOnly));
        body.write("{}");
        body.close();
        QVERIFY(run({u"-Y"_s, u"sign"_s, u"-n"_s, u"git"_s, u"-f"_s, key(u"git"_s), body.fileName()}));
        QFile file(body.fileName() + u".sig"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));

        const auto by = verifySignature("{}", file.readAll());

        QVERIFY(!by);
        QCOMPARE(by.error().code, ErrorCode::Invalid);
    }

    void garbageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no armour") << QByteArray("U1NIU0lH");
        QTest::newRow("armour around nothing")
                << QByteArray("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----");
        QTest::newRow("armour of one line") << QByteArray("-----BEGIN SSH SIGNATURE----------END SSH SIGNATURE-----");
        QTest::newRow("half an armour") << QByteArray("-----BEGIN SSH SIGNATURE-----");
        QTest::newRow("no base64") << QByteArray("-----BEGIN SSH SIGNATURE-----\n!!!\n-----END SSH SIGNATURE-----");
        QTest::newRow("large") << QByteArray(1'000'000, 'A');
    }

    void garbageIsRefused()
    {
        QFETCH(const QByteArray, signature);

        QVERIFY(!verifySignature("{}", signature));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::SignatureTest)
#include "tst_signature.moc"
