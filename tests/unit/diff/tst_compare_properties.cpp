// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "support/Seed.h"
#include "unit/diff/laws/Laws.h"
#include "unit/diff/laws/Texts.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

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

    void swappingTheSidesMirrorsEveryMark()
    {
        QRandomGenerator random(seed());
        for (int round = 0; round < 500; ++round) {
            const QString left = text(random);
            const QString right = random.bounded(10) == 0 ? text(random) : edited(left, random);

            const Comparison there = compareTexts(left, right);
            const Comparison back = compareTexts(right, left);

            const QString problems = problemsOf(back, right, left) + mirrorProblems(there, back);
            QVERIFY2(problems.isEmpty(),
                     qPrintable(u"round %1: %2\n---\n%3\n---\n%4"_s.arg(round).arg(problems, left, right)));
            QCOMPARE(there.identical, back.identical);
            QCOMPARE(applyTo(right, back), left);
        }
    }

    void aPureMoveIsMovesOnly()
    {
        QRandomGenerator random(seed());
        for (int round = 0; round < 500; ++round) {
            QList<QStringList> paragraphs;
            for (int i = 2 + random.bounded(8); i > 0; --i)
                paragraphs.append(plainSentences(random, 1 + random.bounded(5)));
            const auto text = [&paragraphs] {
                QStringList list;
                for (const QStringList &sentences : std::as_const(paragraphs)) {
                    if (!sentences.isEmpty())
                        list.append(sentences.join(u' '));
                }
                return QString(list.join(u"\n\n"_s) + u'\n');
            };
            const QString left = text();
            if (random.bounded(2) == 0) {
                paragraphs.move(random.bounded(paragraphs.size()), random.bounded(paragraphs.size()));
            } else {
                QStringList &from = paragraphs[random.bounded(paragraphs.size())];
                const QString sentence = from.takeAt(random.bounded(from.size()));
                QStringList &to = paragraphs[random.bounded(paragraphs.size())];
                to.insert(random.bounded(to.size() + 1), sentence);
            }
            const QString right = text();

            const Comparison comparison = compareTexts(left, right);

            QVERIFY2(isMovesOnly(comparison),
                     qPrintable(u"round %1\n---\n%2\n---\n%3"_s.arg(round).arg(left, right)));
            for (const Entry &entry : comparison.entries)
                QVERIFY(entry.kind == EntryKind::SentenceMoved || entry.kind == EntryKind::OrderChanged);
        }
    }

    void aPureRewrapIsRewrapOnly()
    {
        QRandomGenerator random(seed());
        for (int round = 0; round < 500; ++round) {
            QStringList left;
            QStringList right;
            const int widths[2] = {20 + random.bounded(100), 20 + random.bounded(100)};
            for (int i = 1 + random.bounded(6); i > 0; --i) {
                const QString paragraph = plainSentences(random, 1 + random.bounded(6)).join(u' ');
                left.append(random.bounded(4) == 0 ? paragraph : wrapped(paragraph, widths[0]));
                right.append(wrapped(paragraph, widths[1]));
            }

            const Comparison comparison = compareTexts(left.join(u"\n\n"_s), right.join(u"\n\n"_s));

            QVERIFY2(isRewrapOnly(comparison), qPrintable(u"round %1\n---\n%2\n---\n%3"_s.arg(round).arg(
                                                   left.join(u"\n\n"_s), right.join(u"\n\n"_s))));
            QVERIFY(comparison.entries.isEmpty());
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
