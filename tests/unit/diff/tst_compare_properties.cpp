// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "support/Seed.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

const QStringList vocabulary =
    u"refund order customer must never should delivery the a within days of 30 14 return item "
    u"explain policy approve agent {{name}} `orders.lookup` if unless 你好 שלום ไทย été "
    u"(see) https://example.org/a?b=c <b> **bold** e.g. person hand over 4.5 % €200"_s.split(u' ');

QString sentence(QRandomGenerator &random)
{
    QStringList words;
    const int count = 3 + random.bounded(12);
    for (int i = 0; i < count; ++i)
        words.append(vocabulary[random.bounded(vocabulary.size())]);
    words[0][0] = words[0][0].toUpper();
    return words.join(u' ') + u'.';
}

QString text(QRandomGenerator &random)
{
    QString result;
    const int blocks = random.bounded(14);
    for (int i = 0; i < blocks; ++i) {
        switch (random.bounded(8)) {
        case 0:
            result += u"## "_s + sentence(random) + u"\n\n"_s;
            break;
        case 1:
            result += u"- "_s + sentence(random) + u"\n"_s;
            break;
        case 2:
            result += u"```\ncode "_s + sentence(random) + u"\n\nmore\n```\n"_s;
            break;
        case 3:
            result += u"| a | "_s + sentence(random) + u" |\n"_s;
            break;
        case 4:
            result += u"<rules>\n  "_s + sentence(random) + u"\r\n</rules>\n"_s;
            break;
        default:
            for (int s = random.bounded(4); s >= 0; --s)
                result += sentence(random) + (random.bounded(4) == 0 ? u"\n"_s : u" "_s);
            result += u"\n\n"_s;
        }
    }
    return result;
}

// Words, sentences and blocks changed, taken away, added, moved; white space too.
QString edited(const QString &text, QRandomGenerator &random)
{
    QStringList lines = text.split(u'\n');
    const int edits = 1 + random.bounded(5);
    for (int i = 0; i < edits && !lines.isEmpty(); ++i) {
        const qsizetype at = random.bounded(lines.size());
        switch (random.bounded(7)) {
        case 0:
            lines.removeAt(at);
            break;
        case 1:
            lines.insert(at, sentence(random));
            break;
        case 2:
            lines.move(at, random.bounded(lines.size()));
            break;
        case 3: {
            QStringList words = lines[at].split(u' ');
            words[random.bounded(words.size())] = vocabulary[random.bounded(vocabulary.size())];
            lines[at] = words.join(u' ');
            break;
        }
        case 4: {
            QStringList sentences = lines[at].split(u". "_s);
            sentences.move(random.bounded(sentences.size()), random.bounded(sentences.size()));
            lines[at] = sentences.join(u". "_s);
            break;
        }
        case 5:
            lines[at].replace(u' ', random.bounded(2) ? u"  "_s : u"\n"_s);
            break;
        default:
            lines[at] += u' ' + sentence(random);
        }
    }
    return lines.join(u'\n');
}

QString problemsOf(const Comparison &comparison, const QString &left, const QString &right)
{
    if (!comparison.complete)
        return u"not complete"_s;
    if (textFromRows(comparison, Side::Left) != left || textFromRows(comparison, Side::Right) != right)
        return u"rows do not tile the text"_s;
    if (applyTo(left, comparison) != right)
        return u"applying the difference does not give the right text"_s;
    if (unmarkedText(comparison, Side::Left) != unmarkedText(comparison, Side::Right))
        return u"unmarked words differ:\n%1\n%2"_s.arg(unmarkedText(comparison, Side::Left),
                                                       unmarkedText(comparison, Side::Right));
    for (const Row &row : comparison.rows) {
        if (!row.cells[0].present && !row.cells[1].present)
            return u"an empty row"_s;
        for (const Cell &cell : row.cells) {
            qsizetype end = cell.range.start;
            for (const Mark &mark : cell.marks) {
                if (mark.range.start < end || mark.range.end() > cell.range.end() || mark.range.isEmpty())
                    return u"marks overlap or leave their cell"_s;
                end = mark.range.end();
            }
        }
        if (row.kind == RowKind::Same
            && comparison.sides[0].words(row.cells[0].range) != comparison.sides[1].words(row.cells[1].range))
            return u"a row that is the same differs"_s;
    }
    return {};
}

} // namespace

class CompareProperties : public QObject
{
    Q_OBJECT

private slots:
    void applyingTheDifferenceGivesTheRightText()
    {
        QRandomGenerator random(seed());
        for (int round = 0; round < 1500; ++round) {
            const QString left = text(random);
            const QString right = random.bounded(10) == 0 ? text(random) : edited(left, random);

            const QString problems = problemsOf(compareTexts(left, right), left, right);

            QVERIFY2(problems.isEmpty(),
                     qPrintable(u"round %1: %2\n---\n%3\n---\n%4"_s.arg(round).arg(problems, left, right)));
        }
    }

    void swappingTheSidesMirrorsTheTotals()
    {
        QRandomGenerator random(seed());
        for (int round = 0; round < 300; ++round) {
            const QString left = text(random);
            const QString right = edited(left, random);

            const Comparison there = compareTexts(left, right);
            const Comparison back = compareTexts(right, left);

            QCOMPARE(problemsOf(back, right, left), QString());
            QCOMPARE(there.identical, back.identical);
            QCOMPARE(there.rows.isEmpty(), back.rows.isEmpty());
            QCOMPARE(applyTo(right, back), left);
            const bool changedThere = there.totals.added + there.totals.removed + there.totals.moved > 0;
            const bool changedBack = back.totals.added + back.totals.removed + back.totals.moved > 0;
            QCOMPARE(changedThere, changedBack);
        }
    }

    void aTextComparedWithItselfHasNoMarks()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            const QString same = text(random);

            const Comparison comparison = compareTexts(same, same);

            QVERIFY(comparison.identical);
            QCOMPARE(comparison.totals, Totals{});
            QVERIFY(comparison.entries.isEmpty());
            QVERIFY(comparison.sentences.isEmpty());
        }
    }

    void theAnswerIsTheSameEachTime()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 50; ++round) {
            const QString left = text(random);
            const QString right = edited(left, random);

            QVERIFY(compareTexts(left, right) == compareTexts(left, right));
        }
    }

    void hostileTextsComplete_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");

        const auto words = [](quint32 seed, int count, QChar between) {
            QRandomGenerator random(seed);
            QString result;
            for (int i = 0; i < count; ++i)
                result += QString::number(random.bounded(50000), 36) + between;
            return result;
        };
        const QString longLine = words(1, 200000, u' ');
        QString longLineEdited = longLine;
        for (qsizetype i = 5000; i + 10 < longLineEdited.size(); i += 9973)
            longLineEdited.replace(i, 3, u"xyz"_s);
        QTest::newRow("one line of a megabyte, some words changed") << longLine << longLineEdited;
        QTest::newRow("one line of a megabyte, nothing in common")
            << longLine << words(2, 200000, u' ').toUpper();
        const QString lines = words(3, 100000, u'\n');
        QString linesEdited = lines;
        linesEdited.replace(u"7\n"_s, u"8\n"_s);
        QTest::newRow("a hundred thousand lines of one word") << lines << linesEdited;
        QTest::newRow("a hundred thousand lines, nothing in common")
            << lines << words(4, 100000, u'\n').toUpper();
        QTest::newRow("one word repeated")
            << u"never "_s.repeated(100000) << u"never "_s.repeated(90000) + u"always "_s.repeated(5000);
        QTest::newRow("two words in turn") << u"a b "_s.repeated(60000) << u"b a a "_s.repeated(40000);
        QTest::newRow("one sentence repeated")
            << u"Never do it. "_s.repeated(20000) << u"Always do it. "_s.repeated(20000);
        QTest::newRow("list items alike")
            << u"- the same item\n"_s.repeated(20000) << u"- the same thing\n"_s.repeated(15000);
        QTest::newRow("paragraphs alike but for one word") <<
            [] {
                QString result;
                for (int i = 0; i < 4000; ++i)
                    result += u"The customer may return item %1 within thirty days of delivery.\n\n"_s.arg(i);
                return result;
            }() <<
            [] {
                QString result;
                for (int i = 4000; i > 0; --i)
                    result +=
                        u"The customer may return thing %1 within twenty days of delivery.\n\n"_s.arg(i);
                return result;
            }();
        QTest::newRow("open brackets of every kind") << u"{{ <a {% ` ``` <!-- {# \n"_s.repeated(20000)
                                                     << u"{{ <b {% ` ``` <!-- {# \n"_s.repeated(20000);
        QTest::newRow("nothing but white space")
            << u" \n\t\r\n"_s.repeated(100000) << u"\n"_s.repeated(100000);
        QTest::newRow("surrogates without a partner")
            << QString(50000, QChar(0xD800)) << QString(50000, QChar(0xDC00));
    }

    void hostileTextsComplete()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QElapsedTimer timer;
        timer.start();

        const Comparison comparison = compareTexts(left, right);

        const qint64 elapsed = timer.elapsed();
        qInfo("%lld ms", elapsed);
        QCOMPARE(problemsOf(comparison, left, right), QString());
        QVERIFY2(elapsed < 20000, "takes too long");
    }

    void aComparisonCanBeStopped()
    {
        int asked = 0;

        const Comparison comparison =
            compareTexts(u"One sentence here. "_s.repeated(2000), u"Another there. "_s.repeated(2000), {},
                         [&asked] { return ++asked > 3; });

        QVERIFY(!comparison.complete);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CompareProperties)
#include "tst_compare_properties.moc"
