// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Checks.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign::prompt;

namespace countersign::test {

/// Every version of every file in the three real histories is read, maps onto its bytes and takes an edit.
class PromptHistoriesTest : public QObject
{
    Q_OBJECT

private:
    struct Totals
    {
        int blobs = 0;
        int messages = 0;
        int withStructureProblem = 0;
        int withModelOrTools = 0;
    };

    // The output of a git command, through a file so that no pipe fills up.
    static QByteArray git(const QTemporaryDir &folder, const QStringList &arguments,
                          const QByteArray &input = {})
    {
        QFile in(folder.filePath("in"));
        if (!in.open(QIODevice::WriteOnly) || in.write(input) != input.size()) {
            return {};
        }
        in.close();
        const QString out = folder.filePath("out");
        QFile::remove(out);
        QProcess process;
        process.setStandardInputFile(in.fileName());
        process.setStandardOutputFile(out);
        process.start("git", arguments);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 120'000)
            || process.exitCode() != 0) {
            return {};
        }
        QFile file(out);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void everyVersionIsReadAndWritten_data()
    {
        QTest::addColumn<QString>("bundle");
        QTest::addColumn<int>("blobs");
        QTest::addColumn<int>("malformed");
        QTest::newRow("a library of Markdown prompts") << "fabric" << 924 << 0;
        QTest::newRow("prompts with front matter") << "copilot" << 1795 << 8;
        QTest::newRow("agent configurations") << "sweagent" << 482 << 0;
    }

    void everyVersionIsReadAndWritten()
    {
        QFETCH(const QString, bundle);
        QFETCH(const int, blobs);
        QFETCH(const int, malformed);
        const QString path = qEnvironmentVariable("COUNTERSIGN_CORPUS") + "/histories/" + bundle + ".bundle";
        if (!QFile::exists(path)) {
            QSKIP("no corpus: COUNTERSIGN_CORPUS names no folder with histories");
        }
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        const QString clone = folder.filePath("clone.git");
        git(folder, {"clone", "-q", "--bare", path, clone});
        QVERIFY(QFile::exists(clone + "/HEAD"));

        QByteArrayList ids;
        QStringList names;
        for (const QByteArray &line :
             git(folder, {"-C", clone, "rev-list", "--objects", "--all"}).split('\n')) {
            const qsizetype space = line.indexOf(' ');
            if (space > 0 && line.size() > space + 1) {
                ids.append(line.first(space));
                names.append(QString::fromUtf8(line.sliced(space + 1)));
            }
        }
        const QByteArray objects = git(folder, {"-C", clone, "cat-file", "--batch"}, ids.join('\n') + '\n');

        Totals totals;
        qsizetype at = 0;
        for (qsizetype i = 0; i < ids.size(); ++i) {
            const qsizetype lineEnd = objects.indexOf('\n', at);
            QVERIFY(lineEnd > 0);
            const QByteArrayList header = objects.sliced(at, lineEnd - at).split(' ');
            QCOMPARE(header.size(), 3);
            const qsizetype size = header[2].toLongLong();
            const QByteArray bytes = objects.sliced(lineEnd + 1, size);
            at = lineEnd + 1 + size + 1;
            if (header[1] != "blob") {
                continue;
            }
            const QByteArray where = names[i].toUtf8() + ' ' + ids[i];

            const Document document = parse(bytes, names[i]);

            ++totals.blobs;
            totals.messages += int(document.messages.size());
            totals.withModelOrTools += document.model().isEmpty() && document.tools().isEmpty() ? 0 : 1;
            for (const Problem &problem : document.problems) {
                if (problem.kind == ProblemKind::StructureSyntax) {
                    ++totals.withStructureProblem;
                    qInfo("%s:%d:%d %s", qPrintable(names[i]), problem.line, problem.column,
                          qPrintable(problem.detail));
                }
            }
            QVERIFY2(wrongSegments(document).isEmpty(), where + ": " + wrongSegments(document).toUtf8());
            QVERIFY2(wrongSpans(document).isEmpty(), where + ": " + wrongSpans(document).toUtf8());
            const QString wrong = wrongRoundTrip(bytes, document, " must never ");
            QVERIFY2(wrong.isEmpty(), where + ": " + wrong.toUtf8());
        }
        qInfo("%d blobs, %d messages, %d with a model or tools, %d whose structure does not parse",
              totals.blobs, totals.messages, totals.withModelOrTools, totals.withStructureProblem);
        QCOMPARE(totals.blobs, blobs);
        QCOMPARE(totals.withStructureProblem, malformed);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptHistoriesTest)
#include "tst_prompt_histories.moc"
