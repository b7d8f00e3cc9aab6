// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/diff/Histories.h"
#include "diff/Compare.h"
#include "diff/Segments.h"

#include <QFileInfo>
#include <QHash>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

// Pairs that need a larger table than this have no bound; they are counted.
constexpr qint64 largestTable = 400'000'000;

qint64 visible(QStringView text)
{
    return std::count_if(text.begin(), text.end(), [](QChar c) { return !c.isSpace(); });
}

struct Words
{
    std::vector<int> ids;
    std::vector<int> weights;
};

/// The fewest visible characters that any choice of common words, in the order of both texts, leaves to be marked.
/// Negative where the table would be too large.
qint64 fewestMarked(const QString &left, const QString &right)
{
    QHash<QString, int> known;
    const auto read = [&known](const QString &text) {
        Words words;
        for (const Token &token : tokens(text, Range{0, text.size()})) {
            const QString word = text.mid(token.range.start, token.range.length);
            if (!known.contains(word))
                known.insert(word, static_cast<int>(known.size()));
            words.ids.push_back(known.value(word));
            words.weights.push_back(static_cast<int>(visible(word)));
        }
        return words;
    };
    const Words a = read(left);
    const Words b = read(right);
    size_t first = 0;
    size_t lastA = a.ids.size();
    size_t lastB = b.ids.size();
    while (first < lastA && first < lastB && a.ids[first] == b.ids[first])
        ++first;
    while (lastA > first && lastB > first && a.ids[lastA - 1] == b.ids[lastB - 1]) {
        --lastA;
        --lastB;
    }
    const size_t rows = lastA - first;
    const size_t columns = lastB - first;
    if (static_cast<qint64>(rows) * static_cast<qint64>(columns) > largestTable)
        return -1;
    std::vector<int> previous(columns + 1, 0);
    std::vector<int> current(columns + 1, 0);
    qint64 total = 0;
    for (size_t i = 0; i < rows; ++i) {
        total += a.weights[first + i];
        for (size_t j = 0; j < columns; ++j) {
            const bool same = a.ids[first + i] == b.ids[first + j];
            current[j + 1] =
                same ? previous[j] + a.weights[first + i] : std::max(previous[j + 1], current[j]);
        }
        std::swap(previous, current);
    }
    for (size_t j = 0; j < columns; ++j)
        total += b.weights[first + j];
    return total - 2 * previous[columns];
}

/// The text of one cell with its marks: [-removed-], {+added+}, <~moved~>.
QString marked(const SideText &side, const Cell &cell)
{
    QString result;
    qsizetype at = cell.range.start;
    for (const Mark &mark : cell.marks) {
        const bool isAdded = mark.kind == MarkKind::Added || mark.kind == MarkKind::MovedAdded;
        const QString signs = mark.kind == MarkKind::Moved ? u"<~~>"_s : isAdded ? u"{++}"_s : u"[--]"_s;
        result += side.text.mid(at, mark.range.start - at) + signs.left(2) + side.words(mark.range)
                  + signs.right(2);
        at = mark.range.end();
    }
    return result + side.text.mid(at, cell.range.end() - at);
}

/// What a reader sees of a comparison, without what is alike.
QString marked(const Comparison &comparison)
{
    QString result;
    for (qsizetype i = 0; i < comparison.rows.size(); ++i) {
        const Row &row = comparison.rows[i];
        for (const int side : {0, 1}) {
            if (row.cells[side].present && !row.cells[side].marks.isEmpty())
                result += QString::number(i) + (side == 0 ? u" - "_s : u" + "_s)
                          + marked(comparison.sides[side], row.cells[side]) + u'\n';
        }
    }
    return result;
}

struct Score
{
    QString name = {};
    QString text = {}; // only where it was asked for
    qint64 ours = 0;
    qint64 gits = 0;
    qint64 fewest = 0;
    qint64 moved = 0;
    qint64 size = 0; // of both texts
};

/// Visible characters that `git log --word-diff=porcelain` marks, per changed file in its order.
QList<qint64> markedByGit(const QString &repository)
{
    const GitOutput log = git({u"-C"_s, repository, u"log"_s, u"--no-merges"_s, u"--diff-filter=M"_s, u"-p"_s,
                               u"--no-renames"_s, u"--format="_s, u"--word-diff=porcelain"_s,
                               u"--histogram"_s, u"--no-textconv"_s, u"--no-ext-diff"_s});
    QList<qint64> marked;
    bool inHunk = false;
    for (const QByteArray &line : log.text.split('\n')) {
        if (line.startsWith("diff --git ")) {
            marked.append(0);
            inHunk = false;
        } else if (line.startsWith("@@")) {
            inHunk = true;
        } else if (inHunk && (line.startsWith('+') || line.startsWith('-'))) {
            marked.last() += visible(QString::fromUtf8(line.mid(1)));
        }
    }
    return marked;
}

qint64 sum(const QList<Score> &scores, qint64 Score::*member)
{
    qint64 result = 0;
    for (const Score &score : scores)
        result += score.*member;
    return result;
}

void print(const char *name, const QList<Score> &scores)
{
    const double bound = static_cast<double>(std::max<qint64>(1, sum(scores, &Score::fewest)));
    qInfo("%s: %lld pairs; marked by us %lld, by git %lld, fewest possible %lld: ours %.3f, git's %.3f of "
          "it; moved %lld",
          name, static_cast<long long>(scores.size()), static_cast<long long>(sum(scores, &Score::ours)),
          static_cast<long long>(sum(scores, &Score::gits)),
          static_cast<long long>(sum(scores, &Score::fewest)),
          static_cast<double>(sum(scores, &Score::ours)) / bound,
          static_cast<double>(sum(scores, &Score::gits)) / bound,
          static_cast<long long>(sum(scores, &Score::moved)));
}

} // namespace

/// How much is marked over the commits of real prompt repositories.
class DiffQuality : public QObject
{
    Q_OBJECT

private slots:
    void littleMoreIsMarkedThanMustBe()
    {
        QList<Score> still;  // no move
        QList<Score> moving; // with moves
        int unbounded = 0;
        for (const QString &bundle : {u"fabric"_s, u"copilot"_s, u"sweagent"_s}) {
            const QString file =
                qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/histories/"_s + bundle + u".bundle"_s;
            if (!QFileInfo::exists(file))
                QSKIP("no histories: set COUNTERSIGN_CORPUS");
            QTemporaryDir folder;
            const QString repository = folder.filePath(bundle);
            QVERIFY(git({u"clone"_s, u"-q"_s, u"--bare"_s, file, repository}).ok);
            const QList<ChangedFile> pairs = pairsOf(repository, 1);
            const QList<qint64> gits = markedByGit(repository);
            QCOMPARE(gits.size(), pairs.size());

            for (qsizetype i = 0; i < pairs.size(); ++i) {
                if (pairs[i].before.contains('\0') || pairs[i].after.contains('\0'))
                    continue; // no text
                const QString left = QString::fromUtf8(pairs[i].before);
                const QString right = QString::fromUtf8(pairs[i].after);
                const Comparison comparison = compareTexts(left, right, {.entries = false});
                Score score{.name = bundle + u' ' + pairs[i].path + u' '
                                    + QString::fromLatin1(pairs[i].ids[0].left(9)) + u' '
                                    + QString::fromLatin1(pairs[i].ids[1].left(9)),
                            .gits = gits[i],
                            .fewest = fewestMarked(left, right),
                            .size = visible(left) + visible(right)};
                if (qEnvironmentVariableIsSet("COUNTERSIGN_VERBOSE"))
                    score.text = marked(comparison);
                for (const Row &row : comparison.rows) {
                    for (const int side : {0, 1}) {
                        for (const Mark &mark : row.cells[side].marks)
                            (mark.kind == MarkKind::Moved ? score.moved : score.ours) +=
                                visible(QStringView(comparison.sides[side].text)
                                            .mid(mark.range.start, mark.range.length));
                    }
                }
                if (score.fewest < 0)
                    ++unbounded;
                else
                    (comparison.moves.isEmpty() ? still : moving).append(score);
            }
        }

        print("without a move", still);
        print("with moves", moving);
        // Where a text was written anew around a move, the bound keeps common words of unrelated sentences.
        QList<Score> revised;
        std::copy_if(moving.begin(), moving.end(), std::back_inserter(revised),
                     [](const Score &score) { return 2 * score.fewest < score.size; });
        print("with moves, more than half of the text kept", revised);
        const qsizetype below = std::count_if(moving.begin(), moving.end(),
                                              [](const Score &score) { return score.ours < score.fewest; });
        qInfo("%lld of the %lld pairs with moves are below the fewest possible without moves",
              static_cast<long long>(below), static_cast<long long>(moving.size()));
        qInfo("%d pairs are too large for the bound", unbounded);
        for (const QList<Score> &scores : {still, moving}) {
            qInfo("where we mark most above the fewest possible%s:",
                  &scores == &moving ? ", with moves" : "");
            QList<Score> worst = scores;
            std::sort(worst.begin(), worst.end(),
                      [](const Score &a, const Score &b) { return a.ours - a.fewest > b.ours - b.fewest; });
            for (const Score &score : worst.first(std::min<qsizetype>(10, worst.size())))
                qInfo("%s: ours %lld, git's %lld, fewest %lld\n%s", qPrintable(score.name),
                      static_cast<long long>(score.ours), static_cast<long long>(score.gits),
                      static_cast<long long>(score.fewest), qUtf8Printable(score.text));
        }

        QVERIFY(sum(still, &Score::ours) + sum(moving, &Score::ours)
                <= sum(still, &Score::gits) + sum(moving, &Score::gits));
        QVERIFY(static_cast<double>(sum(still, &Score::ours))
                <= 1.05 * static_cast<double>(sum(still, &Score::fewest)));
        QVERIFY(sum(revised, &Score::ours) < sum(revised, &Score::fewest));
        QVERIFY(sum(moving, &Score::ours) < sum(moving, &Score::fewest));
        QVERIFY(below * 2 > moving.size());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::DiffQuality)
#include "tst_diff_quality.moc"
