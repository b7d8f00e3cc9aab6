// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"

#include <QProcess>
#include <QTest>

#include <atomic>
#include <cstring>
#include <thread>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// A program that ends while threads that have hashed are ending, as those of a pool may be.
int endAmongThreads()
{
    constexpr int count = 8;
    static std::atomic_int hashed = 0;
    static std::atomic_bool ending = false;
    for (int i = 0; i < count; ++i) {
        std::thread([] {
            (void)sha256Bytes("abc");
            ++hashed;
            while (!ending) {
            }
        }).detach();
    }
    while (hashed < count) {
        std::this_thread::yield();
    }
    ending = true;
    return 0;
}

class TestHash : public QObject
{
    Q_OBJECT

private slots:
    void isTheOneOfTheStandard_data();
    void isTheOneOfTheStandard();
    void aProgramMayEndAmongItsThreads();
};

void TestHash::isTheOneOfTheStandard_data()
{
    // FIPS 180-2, appendix B, and the empty message.
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("empty") << QByteArray()
                           << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_ba;
    QTest::newRow("abc") << "abc"_ba << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_ba;
    QTest::newRow("two blocks") << "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"_ba
                                << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"_ba;
}

void TestHash::isTheOneOfTheStandard()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, hex);
    QCOMPARE(sha256Bytes(bytes).toHex(), hex);
}

void TestHash::aProgramMayEndAmongItsThreads()
{
    constexpr int often = 200; // it is a race
    for (int i = 0; i < often; ++i) {
        QProcess program;
        program.start(QCoreApplication::applicationFilePath(), {u"--end-among-threads"_s});
        QVERIFY(program.waitForFinished());
        QVERIFY2(program.exitStatus() == QProcess::NormalExit, qPrintable(u"the %1th time"_s.arg(i + 1)));
        QCOMPARE(program.exitCode(), 0);
    }
}

} // namespace countersign::test

int main(int argc, char **argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--end-among-threads") == 0) {
        return countersign::test::endAmongThreads();
    }
    QCoreApplication app(argc, argv);
    countersign::test::TestHash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_hash.moc"
