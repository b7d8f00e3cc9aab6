// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "prompt/Document.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

struct Pair
{
    QString path = {};
    QByteArray before = {};
    QByteArray after = {};
};

struct Output
{
    bool ok = false;
    QByteArray text = {};
};

Output git(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(u"git"_s, arguments);
    if (!input.isEmpty())
        process.write(input);
    process.closeWriteChannel();
    const bool ended = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 120000);
    return {.ok = ended && process.exitCode() == 0, .text = process.readAllStandardOutput()};
}

// Both sides of every `step`-th changed file of a history.
QList<Pair> pairsOf(const QString &repository, int step)
{
    const Output log = git({u"-C"_s, repository, u"log"_s, u"--no-merges"_s, u"--diff-filter=M"_s, u"--raw"_s, u"--no-abbrev"_s,
                            u"--no-renames"_s, u"--format="_s});
    QList<std::array<QByteArray, 3>> ids;
    int number = 0;
    for (const QByteArray &line : log.text.split('\n')) {
        if (!line.startsWith(':') || number++ % step != 0)
            continue;
        const QList<QByteArray> fields = line.left(line.indexOf('\t')).split(' ');
        ids.append({fields[2], fields[3], line.mid(line.indexOf('\t') + 1)});
    }
    QByteArray input;
    for (const auto &[before, after, path] : std::as_const(ids))
        input += before + '\n' + after + '\n';
    const QByteArray contents = git({u"-C"_s, repository, u"cat-file"_s, u"--batch"_s}, input).text;
    qsizetype at = 0;
    const auto next = [&contents, &at] {
        const qsizetype end = contents.indexOf('\n', at);
        const qsizetype size = contents.mid(at, end - at).split(' ').last().toLongLong();
        const QByteArray blob = contents.mid(end + 1, size);
        at = end + 1 + size + 1;
        return blob;
    };
    QList<Pair> pairs;
    for (const auto &[before, after, path] : std::as_const(ids)) {
        const QByteArray left = next();
        pairs.append(Pair{QString::fromUtf8(path), left, next()});
    }
    return pairs;
}

} // namespace

/// Comparisons over the commits of real prompt repositories.
class DiffHistories : public QObject
{
    Q_OBJECT

private slots:
    void everyCommitComparesExactly_data()
    {
        QTest::addColumn<QString>("bundle");
        QTest::addColumn<int>("step");
        QTest::newRow("fabric") << u"fabric"_s << 2;
        QTest::newRow("copilot") << u"copilot"_s << 3;
        QTest::newRow("sweagent") << u"sweagent"_s << 1;
    }

    void everyCommitComparesExactly()
    {
        QFETCH(const QString, bundle);
        QFETCH(const int, step);
        const QString file = qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/histories/"_s + bundle + u".bundle"_s;
        if (!QFileInfo::exists(file))
            QSKIP("no histories: set COUNTERSIGN_CORPUS");
        QTemporaryDir folder;
        const QString repository = folder.filePath(bundle);
        QVERIFY(git({u"clone"_s, u"-q"_s, u"--bare"_s, file, repository}).ok);

        const QList<Pair> pairs = pairsOf(repository, step);

        QVERIFY(pairs.size() > 100);
        qint64 slowest = 0;
        Totals totals;
        QElapsedTimer all;
        all.start();
        for (const Pair &pair : pairs) {
            const prompt::Document left = prompt::parse(pair.before, pair.path);
            const prompt::Document right = prompt::parse(pair.after, pair.path);
            QElapsedTimer timer;
            timer.start();
            const Comparison comparison = compare(left, right);
            slowest = std::max(slowest, timer.elapsed());

            QVERIFY(comparison.complete);
            QVERIFY2(applyTo(left.source, comparison) == right.source, qPrintable(pair.path));
            QVERIFY2(textFromRows(comparison, Side::Left) == comparison.sides[0].text, qPrintable(pair.path));
            QVERIFY2(textFromRows(comparison, Side::Right) == comparison.sides[1].text, qPrintable(pair.path));
            QVERIFY2(unmarkedText(comparison, Side::Left) == unmarkedText(comparison, Side::Right), qPrintable(pair.path));
            totals.added += comparison.totals.added;
            totals.removed += comparison.totals.removed;
            totals.moved += comparison.totals.moved;
        }
        qInfo("%lld pairs in %lld ms, slowest %lld ms; characters added %lld, removed %lld, moved %lld",
              static_cast<long long>(pairs.size()), all.elapsed(), slowest, static_cast<long long>(totals.added),
              static_cast<long long>(totals.removed), static_cast<long long>(totals.moved));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::DiffHistories)
#include "tst_diff_histories.moc"
