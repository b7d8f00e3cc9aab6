// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "diff/Sentences.h"
#include "support/Seed.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTextBoundaryFinder>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

/// Where sentences and words begin and end.
class Sentences : public QObject
{
    Q_OBJECT

private slots:
    void endsAreThoseOfUnicode()
    {
        const QStringList pieces =
            u"word Word a B I.B. v1.2 3.5 40 été Été naïve end. End. end! end? end... (see) (See.) "
            u"\"Yes.\" “Yes.” ‘no’ 'no.' cost, limit: one-two a—b * _ # e.g. Dr. 你。 好 fin。”"_s.split(
                u' ');
        QRandomGenerator random(seed());
        for (int round = 0; round < 20000; ++round) {
            // Most rounds stay within what has no need of the finder.
            const qsizetype known = round % 8 == 0 ? pieces.size() : pieces.size() - 3;
            QString text;
            for (int i = random.bounded(12); i >= 0; --i)
                text += pieces[random.bounded(known)] + (random.bounded(8) == 0 ? u'\n' : u' ');
            std::vector<qsizetype> expected;
            QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, text);
            for (qsizetype at = finder.toNextBoundary(); at >= 0; at = finder.toNextBoundary())
                expected.push_back(at);

            const std::vector<qsizetype> ends = sentenceEnds(text);

            const auto list = [](const std::vector<qsizetype> &places) {
                QStringList words;
                for (const qsizetype place : places)
                    words.append(QString::number(place));
                return words.join(u' ');
            };
            QVERIFY2(ends == expected,
                     qPrintable(u"«%1» %2, not %3"_s.arg(text, list(ends), list(expected))));
        }
    }

    void sentencesOfEveryScript_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("sentences");

        QTest::newRow("Chinese") << u"退款期限为三十天。请勿承诺例外！是吗？"_s
                                 << QStringList{u"退款期限为三十天。"_s, u"请勿承诺例外！"_s, u"是吗？"_s};
        QTest::newRow("Japanese") << u"返金は30日以内です。必ず確認してください。"_s
                                  << QStringList{u"返金は30日以内です。"_s, u"必ず確認してください。"_s};
        QTest::newRow("Thai") << u"คืนเงินภายใน 30 วัน ห้ามสัญญา"_s << QStringList{u"คืนเงินภายใน 30 วัน ห้ามสัญญา"_s};
        QTest::newRow("Arabic") << u"يسترد المبلغ خلال 30 يوما. هل هذا واضح؟ نعم."_s
                                << QStringList{u"يسترد المبلغ خلال 30 يوما."_s, u"هل هذا واضح؟"_s, u"نعم."_s};
        QTest::newRow("Urdu") << u"رقم واپس ہوگی۔ وعدہ نہ کریں۔"_s
                              << QStringList{u"رقم واپس ہوگی۔"_s, u"وعدہ نہ کریں۔"_s};
        QTest::newRow("Hebrew") << u"החזר תוך 30 יום. אל תבטיח חריגים!"_s
                                << QStringList{u"החזר תוך 30 יום."_s, u"אל תבטיח חריגים!"_s};
        QTest::newRow("Hindi") << u"धनवापसी 30 दिनों में। वादा न करें।"_s
                               << QStringList{u"धनवापसी 30 दिनों में।"_s, u"वादा न करें।"_s};
        QTest::newRow("abbreviations") << u"Ask Dr. Okafor, e.g. by mail. Then wait."_s
                                       << QStringList{u"Ask Dr. Okafor, e.g. by mail."_s, u"Then wait."_s};
        QTest::newRow("a tag is not cut")
            << u"Greet {{ user.name | default('A. B.') }} now. Then help."_s
            << QStringList{u"Greet {{ user.name | default('A. B.') }} now."_s, u"Then help."_s};
        QTest::newRow("an address is not cut")
            << u"See https://example.org/a.Html?x=1. Then stop."_s
            << QStringList{u"See https://example.org/a.Html?x=1."_s, u"Then stop."_s};
        QTest::newRow("code") << u"```\nfirst();\nsecond();\n```"_s
                              << QStringList{u"```"_s, u"first();"_s, u"second();"_s, u"```"_s};
        QTest::newRow("a table") << u"| a. B | c |\n| --- | --- |\n| D. E | f |"_s
                                 << QStringList{u"| a. B | c |"_s, u"| --- | --- |"_s, u"| D. E | f |"_s};
    }

    void sentencesOfEveryScript()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, sentences);

        const Comparison comparison = compareTexts(text, text);

        QStringList found;
        for (const Sentence &sentence : comparison.sides[0].sentences)
            found.append(comparison.sides[0].words(sentence.range));
        QCOMPARE(found, sentences);
    }

    void onlyTheChangedWordIsMarked_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("removed");
        QTest::addColumn<QString>("added");

        QTest::newRow("Chinese") << u"退款期限为三十天。请勿承诺例外。"_s
                                 << u"退款期限为二十天。请勿承诺例外。"_s << u"三"_s << u"二"_s;
        QTest::newRow("Japanese") << u"返金は30日以内です。"_s << u"返金は14日以内です。"_s << u"30"_s
                                  << u"14"_s;
        QTest::newRow("Arabic") << u"يسترد المبلغ خلال ثلاثين يوما من التسليم."_s
                                << u"يسترد المبلغ خلال عشرين يوما من التسليم."_s << u"ثلاثين"_s << u"عشرين"_s;
        QTest::newRow("Hebrew") << u"החזר אפשרי תוך שלושים יום."_s << u"החזר אפשרי תוך עשרים יום."_s
                                << u"שלושים"_s << u"עשרים"_s;
        QTest::newRow("a letter with its mark") << u"ที่นี่ ที่นั่น ที่โน่น"_s << u"ที่นี่ ที้นั่น ที่โน่น"_s << u"ที่"_s << u"ที้"_s;
        QTest::newRow("a template tag is one word")
            << u"Help {{ user.name }} with the order."_s << u"Help {{ user.title }} with the order."_s
            << u"{{ user.name }}"_s << u"{{ user.title }}"_s;
        QTest::newRow("an XML tag is one word")
            << u"Put it in <answer kind=\"a\"> and stop."_s << u"Put it in <answer kind=\"b\"> and stop."_s
            << u"<answer kind=\"a\">"_s << u"<answer kind=\"b\">"_s;
        QTest::newRow("a code span is one word")
            << u"Call `orders.get(id)` first of all."_s << u"Call `orders.find(id)` first of all."_s
            << u"`orders.get(id)`"_s << u"`orders.find(id)`"_s;
        QTest::newRow("an address is one word")
            << u"Read https://example.org/a?b=1 before you answer."_s
            << u"Read https://example.org/a?b=2 before you answer."_s << u"https://example.org/a?b=1"_s
            << u"https://example.org/a?b=2"_s;
    }

    void onlyTheChangedWordIsMarked()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QFETCH(const QString, removed);
        QFETCH(const QString, added);

        const Comparison comparison = compareTexts(left, right);

        QStringList marked[2];
        for (const Row &row : comparison.rows) {
            for (const int side : {0, 1}) {
                for (const Mark &mark : row.cells[side].marks)
                    marked[side].append(comparison.sides[side].words(mark.range));
            }
        }
        QCOMPARE(marked[0], QStringList{removed});
        QCOMPARE(marked[1], QStringList{added});
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::Sentences)
#include "tst_sentences.moc"
