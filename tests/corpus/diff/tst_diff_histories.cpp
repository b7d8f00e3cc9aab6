// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/diff/Histories.h"
#include "diff/Compare.h"
#include "prompt/Document.h"
#include "support/Seed.h"
#include "unit/diff/laws/Laws.h"
#include "unit/diff/laws/Texts.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

bool isPlainBlock(const Comparison &comparison, const Row &row)
{
    return row.block == BlockKind::Paragraph && row.cells[0].range.length > 40
           && comparison.sides[0].words(row.cells[0].range).front().isLetter();
}

/// The text with one of its paragraphs in another place, nothing where it has none.
std::optional<QString> withMove(const Comparison &same, QRandomGenerator &random)
{
    const QString &text = same.sides[0].text;
    QList<Range> movable;
    QList<qsizetype> places;
    for (const Row &row : same.rows) {
        if (isPlainBlock(same, row) && text.count(same.sides[0].words(row.cells[0].range)) == 1)
            movable.append(row.cells[0].range);
        if (row.cells[0].full.start > 0 && text[row.cells[0].full.start - 1] == u'\n')
            places.append(row.cells[0].full.start);
    }
    if (movable.isEmpty() || places.isEmpty())
        return {};
    const Range from = movable[random.bounded(movable.size())];
    const qsizetype to = places[random.bounded(places.size())];
    const QString paragraph = u'\n' + same.sides[0].words(from) + u"\n\n"_s;
    QString result = text;
    if (to > from.start) {
        result.insert(to, paragraph);
        result.remove(from.start, from.length);
    } else {
        result.remove(from.start, from.length);
        result.insert(to, paragraph);
    }
    return result;
}

/// The text with the paragraphs of one line wrapped.
QString withWraps(const Comparison &same, int width)
{
    QString result;
    for (const Row &row : same.rows) {
        const Cell &cell = row.cells[0];
        const QString words = same.sides[0].words(cell.range);
        const bool oneLine = !words.contains(u'\n') && !words.contains(u'\r');
        const bool wrap = isPlainBlock(same, row) && oneLine && !words.contains(u'`') && !words.contains(u'<')
                          && !words.contains(u'{');
        result += same.sides[0].text.mid(cell.full.start, cell.range.start - cell.full.start);
        result += wrap ? wrapped(words, width) : words;
        result += same.sides[0].text.mid(cell.range.end(), cell.full.end() - cell.range.end());
    }
    return result;
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
        for (const QString &bundle : {u"fabric"_s, u"copilot"_s, u"sweagent"_s})
            QTest::newRow(qPrintable(bundle)) << bundle;
    }

    void everyCommitComparesExactly()
    {
        QFETCH(const QString, bundle);
        const QString file =
            qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/histories/"_s + bundle + u".bundle"_s;
        if (!QFileInfo::exists(file))
            QSKIP("no histories: set COUNTERSIGN_CORPUS");
        QTemporaryDir folder;
        const QString repository = folder.filePath(bundle);
        QVERIFY(git({u"clone"_s, u"-q"_s, u"--bare"_s, file, repository}).ok);

        const QList<ChangedFile> pairs = pairsOf(repository, 1);

        QVERIFY(pairs.size() > 100);
        qint64 slowest = 0;
        Totals totals;
        int moves = 0;
        int rewraps = 0;
        QRandomGenerator random(seed());
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
            const QString mirror = mirrorProblems(comparison, compare(right, left));
            QVERIFY2(mirror.isEmpty(), qPrintable(pair.path + u": "_s + mirror));

            const Comparison same = compareTexts(right.source, right.source);
            if (const auto movedText = withMove(same, random)) {
                ++moves;
                const bool only = isMovesOnly(compareTexts(right.source, *movedText));
                QVERIFY2(only, qPrintable(u"%1 %2 is not moves only"_s.arg(
                                   pair.path, QString::fromLatin1(pair.ids[1]))));
            }
            const QString wraps = withWraps(same, 50 + random.bounded(60));
            if (wraps != right.source) {
                ++rewraps;
                const bool only = isRewrapOnly(compareTexts(right.source, wraps));
                QVERIFY2(only, qPrintable(u"%1 %2 is not re-wrap only"_s.arg(
                                   pair.path, QString::fromLatin1(pair.ids[1]))));
            }

            totals.added += comparison.totals.added;
            totals.removed += comparison.totals.removed;
            totals.moved += comparison.totals.moved;
        }
        qInfo("%lld pairs, %d with a move and %d re-wrapped besides, in %lld ms, slowest %lld ms; characters "
              "added %lld, "
              "removed %lld, moved %lld",
              static_cast<long long>(pairs.size()), moves, rewraps, all.elapsed(), slowest,
              static_cast<long long>(totals.added), static_cast<long long>(totals.removed),
              static_cast<long long>(totals.moved));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::DiffHistories)
#include "tst_diff_histories.moc"
