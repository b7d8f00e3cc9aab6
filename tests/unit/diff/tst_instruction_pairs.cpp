// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "diff/Topics.h"
#include "prompt/Document.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <vector>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

/// One line of a table: the kinds that would be right, and the words as "before -> after".
struct Expected
{
    QStringList kinds;
    QStringList words;

    bool fits(const Entry &entry) const
    {
        return kinds.contains(name(entry.kind)) && words.contains(entry.before + u" -> "_s + entry.after);
    }
};

struct Pair
{
    QString title;
    QString path = u"prompt.txt"_s;
    QString before;
    QString after;
    std::vector<Expected> must; ///< entries that have to be in the list
    std::vector<Expected> may;  ///< entries that may stand beside them
    QStringList about;          ///< topics that a person names
    QStringList mayBeAbout;     ///< topics that a person could name beside them
};

// "\n", "\r", "\uXXXX" and "\UXXXXXXXX" stand for the characters.
QString unescaped(QString text)
{
    static const QRegularExpression escape(u"\\\\(?:n|r|u([0-9A-F]{4})|U([0-9A-F]{8}))"_s);
    qsizetype from = 0;
    for (QRegularExpressionMatch match = escape.match(text); match.hasMatch();
         match = escape.match(text, from)) {
        const QString code = match.captured(1) + match.captured(2);
        const char32_t character = code.isEmpty() ? (match.captured() == "\\n"_L1 ? U'\n' : U'\r')
                                                  : static_cast<char32_t>(code.toUInt(nullptr, 16));
        const QString plain = QString::fromUcs4(&character, 1);
        text.replace(match.capturedStart(), match.capturedLength(), plain);
        from = match.capturedStart() + plain.size();
    }
    return text;
}

Expected expectation(const QString &line)
{
    const qsizetype colon = line.indexOf(u": "_s);
    Expected result{.kinds = line.first(std::max<qsizetype>(0, colon)).split(u'|'), .words = {}};
    for (const QString &words : line.sliced(colon + 2).split(u" || "_s)) {
        const qsizetype arrow = words.indexOf(u"->"_s);
        result.words.append(
            unescaped(words.first(arrow).trimmed() + u" -> "_s + words.sliced(arrow + 2).trimmed()));
    }
    return result;
}

std::vector<Pair> readPairs(const QString &path)
{
    std::vector<Pair> pairs;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return pairs;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        if (line.startsWith("## "_L1))
            pairs.push_back(Pair{.title = line.sliced(3),
                                 .before = {},
                                 .after = {},
                                 .must = {},
                                 .may = {},
                                 .about = {},
                                 .mayBeAbout = {}});
        else if (line.startsWith("path: "_L1))
            pairs.back().path = line.sliced(6);
        else if (line.startsWith("- "_L1))
            pairs.back().before = unescaped(line.sliced(2));
        else if (line.startsWith("+ "_L1))
            pairs.back().after = unescaped(line.sliced(2));
        else if (line.startsWith("= "_L1) && line != "= nothing"_L1)
            pairs.back().must.push_back(expectation(line.sliced(2)));
        else if (line.startsWith("~ "_L1))
            pairs.back().may.push_back(expectation(line.sliced(2)));
        else if (line.startsWith("@ "_L1))
            pairs.back().about = line.sliced(2).split(u", "_s);
        else if (line.startsWith("~@ "_L1))
            pairs.back().mayBeAbout = line.sliced(3).split(u", "_s);
    }
    return pairs;
}

struct Score
{
    int pairs = 0;
    int right = 0;
    int expected = 0;
    int found = 0;
    int listed = 0;
    int wrong = 0;
};

Comparison comparisonOf(const Pair &pair)
{
    return compare(prompt::parse(pair.before.toUtf8(), pair.path),
                   prompt::parse(pair.after.toUtf8(), pair.path));
}

// The list may say that layout or spelling changed; nothing that it says of the meaning may be more than expected.
Score scoreOf(const Pair &pair, bool verbose)
{
    const Comparison comparison = comparisonOf(pair);
    Score score{.pairs = 1};
    score.expected = static_cast<int>(pair.must.size());
    const QList<Entry> &entries = comparison.entries;
    QStringList misses;
    for (const Expected &expected : pair.must) {
        if (std::any_of(entries.begin(), entries.end(),
                        [&](const Entry &entry) { return expected.fits(entry); }))
            ++score.found;
        else
            misses.append(u"misses "_s + expected.kinds.join(u'|') + u": "_s
                          + expected.words.join(u" || "_s));
    }
    for (const Entry &entry : entries) {
        if (entry.kind == EntryKind::Formatting || entry.kind == EntryKind::Spelling)
            continue;
        ++score.listed;
        const auto fits = [&](const Expected &expected) { return expected.fits(entry); };
        if (std::none_of(pair.must.begin(), pair.must.end(), fits)
            && std::none_of(pair.may.begin(), pair.may.end(), fits)) {
            ++score.wrong;
            misses.append(u"lists "_s + name(entry.kind) + u": "_s + entry.before + u" -> "_s + entry.after);
        }
    }
    score.right = misses.isEmpty() ? 1 : 0;
    if (verbose && !misses.isEmpty())
        qInfo("%s\n    %s", qPrintable(pair.title), qPrintable(misses.join(u"\n    "_s)));
    return score;
}

// What the change is mostly about is what a person would name, and the entries that were written down are in the list.
Score topicScoreOf(const Pair &pair)
{
    const Comparison comparison = comparisonOf(pair);
    QStringList topics;
    for (const Topic topic : mainTopics(comparison))
        topics.append(name(topic));
    Score score{.pairs = 1};
    score.expected = static_cast<int>(pair.about.size());
    score.listed = static_cast<int>(topics.size());
    QStringList misses;
    for (const QString &topic : pair.about) {
        if (topics.contains(topic))
            ++score.found;
        else
            misses.append(u"misses "_s + topic);
    }
    for (const QString &topic : std::as_const(topics)) {
        if (!pair.about.contains(topic) && !pair.mayBeAbout.contains(topic)) {
            ++score.wrong;
            misses.append(u"lists "_s + topic);
        }
    }
    for (const Expected &expected : pair.must) {
        if (std::ranges::none_of(comparison.entries,
                                 [&](const Entry &entry) { return expected.fits(entry); }))
            misses.append(u"misses "_s + expected.kinds.join(u'|') + u": "_s
                          + expected.words.join(u" || "_s));
    }
    score.right = misses.isEmpty() ? 1 : 0;
    if (!misses.isEmpty()) {
        for (const Entry &entry : comparison.entries)
            misses.append(u"    "_s + name(entry.kind) + u": "_s + entry.before + u" -> "_s + entry.after);
        qInfo("%s\n    %s", qPrintable(pair.title), qPrintable(misses.join(u"\n    "_s)));
    }
    return score;
}

} // namespace

/// The instruction diff held against minimal pairs whose entries were written down beforehand.
class InstructionPairs : public QObject
{
    Q_OBJECT

private slots:
    void eachPairListsItsEntriesAndNoOther_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(qEnvironmentVariable("COUNTERSIGN_DIFF_DATA"));
        for (const QString &file : folder.entryList({u"pairs-*.txt"_s}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
    }

    void eachPairListsItsEntriesAndNoOther()
    {
        QFETCH(const QString, file);
        const std::vector<Pair> pairs = readPairs(file);
        QVERIFY(!pairs.empty());
        Score total;
        for (const Pair &pair : pairs) {
            const Score score = scoreOf(pair, true);
            total.pairs += score.pairs;
            total.right += score.right;
            total.expected += score.expected;
            total.found += score.found;
            total.listed += score.listed;
            total.wrong += score.wrong;
        }
        qInfo("%d of %d pairs; %d of %d expected entries found, %d of %d listed entries right", total.right,
              total.pairs, total.found, total.expected, total.listed - total.wrong, total.listed);
        QCOMPARE(total.right, total.pairs);
    }

    void whatAChangeIsMostlyAboutIsWhatAPersonNames_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(qEnvironmentVariable("COUNTERSIGN_DIFF_DATA"));
        for (const QString &file : folder.entryList({u"about-*.txt"_s}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
    }

    void whatAChangeIsMostlyAboutIsWhatAPersonNames()
    {
        QFETCH(const QString, file);
        const std::vector<Pair> pairs = readPairs(file);
        QVERIFY(!pairs.empty());
        Score total;
        for (const Pair &pair : pairs) {
            QVERIFY2(!pair.about.isEmpty(), qPrintable(pair.title));
            const Score score = topicScoreOf(pair);
            total.pairs += score.pairs;
            total.right += score.right;
            total.expected += score.expected;
            total.found += score.found;
            total.listed += score.listed;
            total.wrong += score.wrong;
        }
        qInfo("%d of %d pairs; %d of %d expected topics named, %d of %d named topics right", total.right,
              total.pairs, total.found, total.expected, total.listed - total.wrong, total.listed);
        QCOMPARE(total.right, total.pairs);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::InstructionPairs)
#include "tst_instruction_pairs.moc"
