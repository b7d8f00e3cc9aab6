// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Options.h"

#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

class WindowOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingAskedOpensNothing()
    {
        const auto options = read({});

        QVERIFY(options);
        QCOMPARE(*options, Options());
    }

    void aPlaceMayStandAlone()
    {
        const auto options = read({u"https://host.example/p.git"_s, u"--as"_s, u"ana@acme.example"_s});

        QVERIFY(options);
        QCOMPARE(options->open->place, u"https://host.example/p.git"_s);
        QCOMPARE(options->open->as, u"ana@acme.example"_s);
    }

    void aFolderIsMadeAbsolute()
    {
        const auto options = read({u"--workspace"_s, u"."_s});

        QVERIFY(options);
        QVERIFY(options->open->place.startsWith(u'/'));
    }

    void resultsNeedNoWorkspace()
    {
        const auto options = read({u"--eval-view"_s, u"--"_s, u"live.json"_s, u"-candidate.json"_s});

        QVERIFY(options);
        QVERIFY(!options->open);
        QCOMPARE(options->results, (QStringList{u"live.json"_s, u"-candidate.json"_s}));
        QCOMPARE(read({u"--eval-view"_s})->results, QStringList());
        QVERIFY(!read({})->results);
    }

    void misuseEndsWithStatusTwoAndSaysWhat_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown") << QStringList{u"--colour"_s};
        QTest::newRow("two workspaces") << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("example and a workspace") << QStringList{u"--example"_s, u"--workspace"_s, u"a"_s};
        QTest::newRow("as without a workspace") << QStringList{u"--as"_s, u"ana@acme.example"_s};
        QTest::newRow("results and a workspace") << QStringList{u"--eval-view"_s, u"--workspace"_s, u"a"_s};
        QTest::newRow("results and the example") << QStringList{u"--eval-view"_s, u"--example"_s};
        QTest::newRow("theme") << QStringList{u"--theme"_s, u"pink"_s};
        QTest::newRow("play without a folder") << QStringList{u"--play"_s, u""_s};
    }

    void misuseEndsWithStatusTwoAndSaysWhat()
    {
        QFETCH(const QStringList, arguments);

        const auto options = read(arguments);

        QVERIFY(!options);
        QCOMPARE(options.error().status, 2);
        QVERIFY(options.error().text.startsWith(u"countersign: "_s));
    }

    void helpAndVersionEndWell()
    {
        QCOMPARE(read({u"--help"_s}).error().status, 0);
        QVERIFY(read({u"--help"_s}).error().text.contains(u"--example"_s));
        QCOMPARE(read({u"--version"_s}).error().status, 0);
    }

private:
    static std::expected<Options, OptionsEnd> read(const QStringList &arguments)
    {
        return readOptions(QStringList{u"countersign"_s} + arguments);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::WindowOptionsTest)
#include "tst_window_options.moc"
