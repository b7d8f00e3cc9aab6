// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/diff/Histories.h"
#include "diff/Compare.h"
#include "prompt/Document.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

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
        const QString file =
            qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/histories/"_s + bundle + u".bundle"_s;
        if (!QFileInfo::exists(file))
            QSKIP("no histories: set COUNTERSIGN_CORPUS");
        QTemporaryDir folder;
        const QString repository = folder.filePath(bundle);
        QVERIFY(git({u"clone"_s, u"-q"_s, u"--bare"_s, file, repository}).ok);

        const QList<ChangedFile> pairs = pairsOf(repository, step);

        QVERIFY(pairs.size() > 100);
        qint64 slowest = 0;
        Totals totals;
        QElapsedTimer all;
        all.start();
        for (const ChangedFile &pair : pairs) {
            const prompt::Document left = prompt::parse(pair.before, pair.path);
            const prompt::Document right = prompt::parse(pair.after, pair.path);
            QElapsedTimer timer;
            timer.start();
            const Comparison comparison = compare(left, right);
            slowest = std::max(slowest, timer.elapsed());

            QVERIFY(comparison.complete);
            QVERIFY2(applyTo(left.source, comparison) == right.source, qPrintable(pair.path));
            QVERIFY2(textFromRows(comparison, Side::Left) == comparison.sides[0].text, qPrintable(pair.path));
            QVERIFY2(textFromRows(comparison, Side::Right) == comparison.sides[1].text,
                     qPrintable(pair.path));
            QVERIFY2(unmarkedText(comparison, Side::Left) == unmarkedText(comparison, Side::Right),
                     qPrintable(pair.path));
            totals.added += comparison.totals.added;
            totals.removed += comparison.totals.removed;
            totals.moved += comparison.totals.moved;
        }
        qInfo("%lld pairs in %lld ms, slowest %lld ms; characters added %lld, removed %lld, moved %lld",
              static_cast<long long>(pairs.size()), all.elapsed(), slowest,
              static_cast<long long>(totals.added), static_cast<long long>(totals.removed),
              static_cast<long long>(totals.moved));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::DiffHistories)
#include "tst_diff_histories.moc"
