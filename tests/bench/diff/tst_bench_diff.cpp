// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/LargeRecord.h"

#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

struct Cost
{
    int status = -1;
    double wall = 0; // milliseconds
    double cpu = 0;
    double peak = 0; // bytes
};

/// One run of a program, output thrown away.
Cost costOf(const QStringList &command)
{
    QProcess process;
    process.start(QStringLiteral(DIFF_MEASURE), command);
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 120000))
        return {};
    const QList<QByteArray> fields = process.readAllStandardOutput().trimmed().split(' ');
    if (process.exitCode() != 0 || fields.size() != 4)
        return {};
    return {.status = fields[0].toInt(),
            .wall = fields[1].toDouble(),
            .cpu = fields[2].toDouble(),
            .peak = fields[3].toDouble()};
}

/// The medians of some runs of each program, of each figure by itself, and the highest peak. They run in turn, so that a
/// machine that gets slower or faster does so for all. The first run of each is not counted: it brings in the files, and
/// a virtual machine the memory.
std::vector<Cost> mediansOf(const QList<QStringList> &commands, int runs)
{
    std::vector<std::vector<Cost>> costs(static_cast<size_t>(commands.size()));
    for (int i = 0; i <= runs; ++i) {
        for (size_t k = 0; k < costs.size(); ++k) {
            const Cost cost = costOf(commands[static_cast<qsizetype>(k)]);
            if (i > 0)
                costs[k].push_back(cost);
        }
    }
    std::vector<Cost> medians;
    for (std::vector<Cost> &own : costs) {
        const auto middle = own.begin() + static_cast<std::ptrdiff_t>(own.size() / 2);
        const auto median = [&own, middle](double Cost::*figure) {
            std::ranges::nth_element(own, middle, {}, figure);
            return (*middle).*figure;
        };
        const auto differs = [&own](const Cost &cost) { return cost.status != own.front().status; };
        medians.push_back({.status = std::ranges::any_of(own, differs) ? -1 : own.front().status,
                           .wall = median(&Cost::wall),
                           .cpu = median(&Cost::cpu),
                           .peak = std::ranges::max(own, {}, &Cost::peak).peak});
    }
    return medians;
}

class Prose
{
public:
    explicit Prose(quint32 seed, bool capitals = false) : m_random(seed)
    {
        static const QString consonants = u"bcdfghjklmnprstvw"_s;
        static const QString vowels = u"aeiou"_s;
        for (int i = 0; i < 6000; ++i) {
            QString word;
            for (int syllables = 1 + m_random.bounded(4); syllables > 0; --syllables) {
                word += consonants[m_random.bounded(consonants.size())];
                word += vowels[m_random.bounded(vowels.size())];
            }
            m_words.append(capitals ? word.toUpper() : word);
        }
    }

    // Few words are used often and many seldom, as people do.
    QString word()
    {
        return m_words[static_cast<qsizetype>(std::exp(m_random.generateDouble() * std::log(6000.0))) - 1];
    }

    QString paragraph()
    {
        QString text;
        for (int sentences = 2 + m_random.bounded(6); sentences > 0; --sentences) {
            QString sentence = word();
            sentence[0] = sentence[0].toUpper();
            for (int words = 5 + m_random.bounded(16); words > 0; --words)
                sentence += u' ' + word();
            text += sentence + (sentences > 1 ? u". "_s : u"."_s);
        }
        return text;
    }

    QStringList paragraphs(qsizetype size)
    {
        QStringList list;
        for (qsizetype length = 0; length < size; length += list.last().size() + 2)
            list.append(paragraph());
        return list;
    }

    /// A tenth of the paragraphs changed: words replaced in most, some gone, some new, some in another place.
    QStringList edited(const QStringList &list)
    {
        QStringList result;
        QStringList moved;
        for (const QString &paragraph : list) {
            const int dice = m_random.bounded(100);
            if (dice < 6) {
                QStringList words = paragraph.split(u' ');
                for (int i = m_random.bounded(3); i >= 0; --i)
                    words[m_random.bounded(words.size())] = word();
                result.append(words.join(u' '));
            } else if (dice < 7) {
                continue;
            } else if (dice < 8) {
                result.append(paragraph);
                result.append(this->paragraph());
            } else if (dice < 10) {
                moved.append(paragraph);
            } else {
                result.append(paragraph);
            }
        }
        for (const QString &paragraph : std::as_const(moved))
            result.insert(m_random.bounded(result.size()), paragraph);
        return result;
    }

    QRandomGenerator &random() { return m_random; }

private:
    QRandomGenerator m_random;
    QStringList m_words;
};

QString joined(const QStringList &paragraphs)
{
    return paragraphs.join(u"\n\n"_s) + u'\n';
}

struct Texts
{
    QString left = {};
    QString right = {};
};

Texts prose(qsizetype size)
{
    Prose words(1);
    const QStringList list = words.paragraphs(size);
    return {joined(list), joined(words.edited(list))};
}

Texts nothingInCommon(qsizetype size)
{
    return {joined(Prose(2).paragraphs(size)), joined(Prose(3, true).paragraphs(size))};
}

Texts oneLine(qsizetype size)
{
    Prose words(4);
    const QStringList list = words.paragraphs(size);
    return {list.join(u' ') + u'\n', words.edited(list).join(u' ') + u'\n'};
}

Texts wordLines(qsizetype count)
{
    Prose words(5);
    QStringList left;
    for (qsizetype i = 0; i < count; ++i)
        left.append(words.word());
    QStringList right = left;
    for (QString &word : right) {
        if (words.random().bounded(10) == 0)
            word = words.word();
    }
    return {left.join(u'\n') + u'\n', right.join(u'\n') + u'\n'};
}

Texts repetitions(qsizetype size)
{
    return {u"Never promise a refund. "_s.repeated(size / 24) + u'\n',
            u"Always promise a refund. Never promise it. "_s.repeated(size / 43) + u'\n'};
}

Texts repeatedLines(qsizetype size)
{
    return {u"- the same item\n- another one\n"_s.repeated(size / 30),
            u"- the same thing\n- the same item\n"_s.repeated(size / 33)};
}

Texts brackets(qsizetype size)
{
    return {u"{{ <a {% ` ``` <!-- {# \n"_s.repeated(size / 24),
            u"{{ <b {% ` ``` <!-- {# \n"_s.repeated(size / 24)};
}

} // namespace

/// A complete comparison as a process, beside `git diff --word-diff --histogram` of the same files.
class BenchDiff : public QObject
{
    Q_OBJECT

private slots:
    void wholeProcess_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");

        const bool full = qEnvironmentVariableIsSet("COUNTERSIGN_BENCH_FULL");
        const qsizetype megabyte = full ? 1 << 20 : 1 << 17;
        const auto row = [](const char *name, const Texts &texts) {
            QTest::newRow(name) << texts.left << texts.right;
        };
        // What the program and its libraries take before there is anything to compare.
        row("one word", {u"before\n"_s, u"after\n"_s});
        row("prose of 1 MB, a tenth changed", prose(megabyte));
        if (full)
            row("prose of 10 MB, a tenth changed", prose(10 * megabyte));
        row("1 MB, nothing in common", nothingInCommon(megabyte));
        row("one line of 1 MB, a tenth changed", oneLine(megabyte));
        row("100,000 lines of one word", wordLines(full ? 100'000 : 12'500));
        row("sentences repeated in one line", repetitions(megabyte));
        row("list items repeated", repeatedLines(megabyte));
        row("open brackets repeated", brackets(megabyte));
    }

    void wholeProcess()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QTemporaryDir folder;
        const QString paths[2] = {folder.filePath(u"left.md"_s), folder.filePath(u"right.md"_s)};
        double bytes = 0;
        for (const int side : {0, 1}) {
            QFile file(paths[side]);
            QVERIFY(file.open(QIODevice::WriteOnly));
            bytes += static_cast<double>(file.write((side == 0 ? left : right).toUtf8()));
        }
        // Short runs are disturbed most.
        const int runs = bytes > 5e6 ? 5 : 15;

        const std::vector<Cost> medians = mediansOf(
            {{u"git"_s, u"diff"_s, u"--no-index"_s, u"--word-diff"_s, u"--histogram"_s, paths[0], paths[1]},
             {QStringLiteral(DIFF_WHOLE), paths[0], paths[1]}},
            runs);
        const Cost &git = medians[0];
        const Cost &ours = medians[1];

        QCOMPARE(git.status, 1); // they differ
        QCOMPARE(ours.status, 0);
        const auto text = [bytes](const Cost &cost) {
            return u"%1 ms of processor, %2 ms in all, peak %3 MB = %4 × both texts"_s
                .arg(cost.cpu, 0, 'f', 0)
                .arg(cost.wall, 0, 'f', 0)
                .arg(cost.peak / 1048576, 0, 'f', 1)
                .arg(cost.peak / bytes, 0, 'f', 1);
        };
        printFigure(QString::fromUtf8(QTest::currentDataTag()),
                    text(ours)
                        + u"; %1 × git's processor time, %2 × its time in all"_s
                              .arg(ours.cpu / std::max(1.0, git.cpu), 0, 'f', 2)
                              .arg(ours.wall / std::max(1.0, git.wall), 0, 'f', 2),
                    text(git));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BenchDiff)
#include "tst_bench_diff.moc"
