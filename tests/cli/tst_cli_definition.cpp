// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Help, manual, documentation, completions and misuse: everything that is said without a repository.
class CliDefinitionTest : public QObject
{
    Q_OBJECT

private:
    World m_world;

    Ran run(const QStringList &arguments)
    {
        return m_world.runIn(m_world.path(u"."_s), u"nobody"_s, arguments);
    }
    QStringList commandNames()
    {
        QStringList names;
        for (const QJsonValue &command :
             run({u"help"_s, u"--json"_s}).json().value(u"commands"_s).toArray()) {
            names.append(command[u"name"_s].toString());
        }
        return names;
    }
    /// Status of `program` reading `input`, or -2 when it is not installed.
    static int fedTo(const QString &program, const QStringList &arguments, const QByteArray &input,
                     QByteArray *errors = nullptr)
    {
        if (QStandardPaths::findExecutable(program).isEmpty()) {
            return -2;
        }
        QProcess process;
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished();
        if (errors) {
            *errors = process.readAllStandardError();
        }
        return process.exitCode();
    }

private slots:
    void docsCliIsMadeFromTheDefinition()
    {
        QFile file(qEnvironmentVariable("COUNTERSIGN_CLI_MD"));
        QVERIFY2(file.open(QIODevice::ReadOnly), "docs/cli.md is not there");
        QCOMPARE(file.readAll(), run({u"man"_s, u"--markdown"_s}).out);
    }

    void evalViewBecomesTheWindow()
    {
        const QString program = qEnvironmentVariable("COUNTERSIGNCTL");
        if (!QFile::exists(QFileInfo(program).absolutePath() + u"/countersign"_s)) {
            QSKIP("the window is not built beside it");
        }
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"HOME"_s, m_world.path(u"."_s));
        process.setProcessEnvironment(environment);
        process.start(program, {u"eval"_s, u"view"_s, u"--"_s, u"-absent.json"_s});
        QVERIFY(process.waitForStarted());

        const auto words = [&process] {
            QFile file(u"/proc/%1/cmdline"_s.arg(process.processId()));
            return file.open(QIODevice::ReadOnly) ? file.readAll().split('\0') : QList<QByteArray>();
        };
        QTRY_COMPARE(words().value(1), "--eval-view");
        QCOMPARE(words().value(3), "-absent.json");

        process.terminate();
        QVERIFY(process.waitForFinished());
        QCOMPARE(run({u"eval"_s, u"view"_s}).status, 2);
    }

    void everyCommandIsExplained()
    {
        const QStringList names = commandNames();
        const QByteArray help = run({u"--help"_s}).out;
        const QByteArray manual = run({u"man"_s}).out;
        QVERIFY(names.size() >= 26);
        for (const QString &name : names) {
            const Ran explained = run({name, u"--help"_s});
            QCOMPARE(explained.status, 0);
            QVERIFY2(explained.out.startsWith("Usage: countersignctl " + name.toUtf8()),
                     qPrintable(explained.why()));
            QCOMPARE(run({u"help"_s, name}).out, explained.out);
            QVERIFY2(help.contains("\n  " + name.toUtf8() + ' '), qPrintable(name));
            QVERIFY2(manual.contains("\n.SS " + name.toUtf8().replace("-", "\\-")), qPrintable(name));
        }
    }

    void theManualPageHasNoMistakes()
    {
        QByteArray warnings;
        const int status =
            fedTo(u"groff"_s, {u"-man"_s, u"-Tutf8"_s, u"-ww"_s, u"-z"_s}, run({u"man"_s}).out, &warnings);
        if (status == -2) {
            QSKIP("groff is not installed");
        }
        QCOMPARE(warnings, QByteArray());
        QCOMPARE(status, 0);
    }

    void completionsAreScripts_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("bash") << QStringList{u"-n"_s};
        QTest::newRow("zsh") << QStringList{u"-n"_s};
        QTest::newRow("fish") << QStringList{u"--no-execute"_s};
    }
    void completionsAreScripts()
    {
        QFETCH(const QStringList, arguments);
        const QString shell = QString::fromLatin1(QTest::currentDataTag());
        const Ran script = run({u"completion"_s, shell});
        QCOMPARE(script.status, 0);
        for (const QString &name : commandNames()) {
            for (const QString &word : name.split(u' ')) {
                QVERIFY2(script.out.contains(word.toUtf8()), qPrintable(name));
            }
        }
        const int status = fedTo(shell, arguments, script.out);
        if (status == -2) {
            QSKIP("the shell is not installed");
        }
        QCOMPARE(status, 0);
    }

    void bashOffersCommandsOptionsAndChoices()
    {
        const QByteArray script = run({u"completion"_s, u"bash"_s}).out;
        const auto offered = [&script](const QByteArray &words, int current) {
            QProcess bash;
            bash.start(u"bash"_s, {u"--norc"_s, u"-s"_s});
            bash.write(script + "\nCOMP_WORDS=(" + words + "); COMP_CWORD=" + QByteArray::number(current)
                       + "; _countersignctl; printf '%s\\n' \"${COMPREPLY[@]}\"\n");
            bash.closeWriteChannel();
            bash.waitForFinished();
            return QString::fromUtf8(bash.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        };
        QCOMPARE(offered("countersignctl appr", 1), QStringList{u"approve"_s});
        QCOMPARE(offered("countersignctl approve --no", 2), QStringList{u"--no-accept"_s});
        QCOMPARE(offered("countersignctl export ev", 2), QStringList{u"events"_s});
        QCOMPARE(offered("countersignctl export events --format c", 4), QStringList{u"csv"_s});
        QCOMPARE(offered("countersignctl --color ne", 2), QStringList{u"never"_s});
        QCOMPARE(offered("countersignctl eva", 1), QStringList{u"eval"_s});
        QCOMPARE(offered("countersignctl eval imp", 2), QStringList{u"import"_s});
        QCOMPARE(offered("countersignctl eval import --form", 3), QStringList{u"--format"_s});
        QCOMPARE(offered("countersignctl eval import --format ju", 4), QStringList{u"junit"_s});
    }

    void misuseIsOneClearLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no command") << QStringList{} << QByteArray("a command is missing");
        QTest::newRow("unknown command") << QStringList{u"aprove"_s} << QByteArray("did you mean approve?");
        QTest::newRow("unknown option")
            << QStringList{u"log"_s, u"--limt"_s, u"3"_s} << QByteArray("did you mean --limit?");
        QTest::newRow("short option") << QStringList{u"log"_s, u"-n"_s} << QByteArray("two dashes");
        QTest::newRow("missing operand") << QStringList{u"approve"_s} << QByteArray("CHANGE is missing");
        QTest::newRow("missing option")
            << QStringList{u"resolve"_s, u"a"_s} << QByteArray("--environment ENVIRONMENT is missing");
        QTest::newRow("half a command")
            << QStringList{u"eval"_s} << QByteArray("eval needs one of run, harness, import");
        QTest::newRow("unknown second word")
            << QStringList{u"eval"_s, u"imprt"_s} << QByteArray("did you mean eval import?");
        QTest::newRow("a format of no tool")
            << QStringList{u"eval"_s, u"import"_s, u"x"_s, u"--format"_s, u"x"_s} << QByteArray("must be one of promptfoo");
        QTest::newRow("missing value")
            << QStringList{u"log"_s, u"--limit"_s} << QByteArray("--limit needs N");
        QTest::newRow("a word too many")
            << QStringList{u"approve"_s, u"1"_s, u"2"_s} << QByteArray("'2' is one word too many");
        QTest::newRow("no choice") << QStringList{u"export"_s, u"all"_s}
                                   << QByteArray("must be one of events, state");
        QTest::newRow("twice") << QStringList{u"log"_s, u"--limit"_s, u"1"_s, u"--limit=2"_s}
                               << QByteArray("given twice");
        QTest::newRow("nobody to act as") << QStringList{u"status"_s, u"--as"_s, QString()} << QByteArray("--as is empty");
        QTest::newRow("a switch with a value")
            << QStringList{u"verify"_s, u"--strict=1"_s} << QByteArray("takes no value");
        QTest::newRow("no JSON") << QStringList{u"man"_s, u"--json"_s} << QByteArray("has no JSON");
        QTest::newRow("escape") << QStringList{u"\033[31mred"_s} << QByteArray("'\\x1b[31mred'");
    }
    void misuseIsOneClearLine()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, words);

        const Ran ran = run(arguments);

        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(words), qPrintable(ran.why()));
        QVERIFY(ran.err.startsWith("countersignctl: "));
        QCOMPARE(ran.err.count('\n'), 1);
    }

    void misuseIsAnObjectWithJson()
    {
        const Ran ran = run({u"frobnicate"_s, u"--json"_s});

        const QJsonObject error = ran.json().value(u"error"_s).toObject();
        QCOMPARE(ran.status, 2);
        QCOMPARE(error.value(u"status"_s).toInt(), 2);
        QCOMPARE(error.value(u"code"_s).toString(), u"misuse"_s);
        QVERIFY(ran.err.contains(error.value(u"message"_s).toString().toUtf8()));
    }

    void filesAreComparedWithoutARepository()
    {
        m_world.write(u"left.md"_s, "# Policy\n\nYou must refund within 30 days.\n");
        m_world.write(u"right.md"_s, "# Policy\n\nYou should refund within 14 days.\n");
        const QStringList pair = {m_world.path(u"left.md"_s), m_world.path(u"right.md"_s)};

        const Ran diff = run(QStringList{u"diff"_s} + pair);
        const Ran colored = run(QStringList{u"diff"_s, u"--color=always"_s} + pair);
        const Ran lane = run(QStringList{u"classify"_s, u"--path"_s, u"prompts/a.md"_s, u"--json"_s} + pair);

        QCOMPARE(diff.status, 0);
        QVERIFY2(diff.out.contains("[-must-]") && diff.out.contains("{+14+}") && !diff.out.contains('\033'),
                 qPrintable(diff.why()));
        QVERIFY(colored.out.contains("\033["));
        QCOMPARE(lane.status, 0);
        QVERIFY2(lane.json().value(u"lane"_s) != u"low"_s, qPrintable(lane.why()));
        QVERIFY(!lane.json().value(u"findings"_s).toArray().isEmpty());
    }

    void aBatchIsAnsweredLineByLine()
    {
        const QByteArray input =
            "{\"id\":\"a\",\"path\":\"x.md\",\"before\":\"Pay 30 euros.\",\"after\":\"Pay 50 euros.\"}\n"
            "no json\n"
            "{\"id\": \"broken\", \"path\":\n"
            "{\"id\":7,\"path\":\"x.md\",\"before\":\"a\"}\n"
            "{\"id\":\"c\",\"path\":\"x.md\",\"before\":\"Same.\",\"after\":\"Same.\"}\n";
        const Ran ran =
            m_world.runIn(m_world.path(u"."_s), u"nobody"_s, {u"classify"_s, u"--batch"_s, u"-"_s}, input);

        const QList<QByteArray> lines = ran.out.trimmed().split('\n');
        QCOMPARE(ran.status, 2);
        QCOMPARE(lines.size(), 5);
        const QJsonObject first = QJsonDocument::fromJson(lines.at(0)).object();
        const QJsonObject last = QJsonDocument::fromJson(lines.last()).object();
        const auto lineOf = [&lines](qsizetype i) { return QJsonDocument::fromJson(lines.at(i)).object(); };
        QCOMPARE(first.value(u"id"_s).toString(), u"a"_s);
        QCOMPARE(first.keys(), (QStringList{u"findings"_s, u"id"_s, u"lane"_s}));
        QCOMPARE(first.value(u"findings"_s).toArray().first().toObject().keys(),
                 (QStringList{u"after"_s, u"before"_s, u"lane"_s, u"rule"_s, u"sentence"_s, u"why"_s}));
        QVERIFY(lineOf(1).contains(u"error"_s));
        // Whoever waits for the answer to a line finds it, also when the line broke off.
        QVERIFY(lineOf(2).contains(u"error"_s));
        QCOMPARE(lineOf(2)[u"id"_s].toString(), u"broken"_s);
        QVERIFY(lineOf(3).contains(u"error"_s));
        QCOMPARE(lineOf(3)[u"id"_s].toString(), u"7"_s);
        QCOMPARE(last.value(u"lane"_s).toString(), u"low"_s);
    }

    void thePolicyDecidesTheLane()
    {
        m_world.write(u"l.md"_s, "Be kind.\n");
        m_world.write(u"r.md"_s, "Be very kind.\n");
        const QByteArray policy =
            m_world.json(u"ana"_s, {u"init"_s, u"--dry-run"_s})[u"policy"_s].toString().toUtf8();
        m_world.write(
            u"good.yaml"_s,
            QByteArray(policy).replace("\n# workflows:", "\nlane_rules:\n  text.step: high\n# workflows:"));
        m_world.write(u"bad.yaml"_s, QByteArray(policy).replace("\nworkspace: ", "\nworkspaces: "));
        const QStringList pair = {u"classify"_s, m_world.path(u"l.md"_s), m_world.path(u"r.md"_s),
                                  u"--path"_s, u"p/a.md"_s};

        const Ran without = run(pair + QStringList{u"--json"_s});
        const Ran with = run(pair + QStringList{u"--json"_s, u"--policy"_s, m_world.path(u"good.yaml"_s)});
        const Ran ran = run(pair + QStringList{u"--policy"_s, m_world.path(u"bad.yaml"_s)});

        QCOMPARE(without.json()[u"lane"_s].toString(), u"medium"_s);
        const Ran read = run(pair);
        QVERIFY2(read.out.contains("text.step") && read.out.contains("What is done, and in which order, changed."),
                 qPrintable(read.why()));
        QVERIFY2(with.json()[u"lane"_s].toString() == u"high"_s, qPrintable(with.why()));
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("line 3, column 1: "), qPrintable(ran.why()));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliDefinitionTest)
#include "tst_cli_definition.moc"
