// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/WordStarts.h"
#include "support/Seed.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using lanes::WordStarts;

class WordStartsTest : public QObject
{
    Q_OBJECT

private slots:
    void aWordBeginsOnlyWhereItIsSaid_data()
    {
        QTest::addColumn<QString>("alternatives");
        QTest::addColumn<QStringList>("examples");
        QTest::newRow("endings") << u"customers?|vacanc(?:y|ies)|sub-?agents?|ci/cd"_s
                                 << QStringList{u"customer"_s, u"vacancies"_s, u"sub-agent"_s, u"ci/cd"_s};
        QTest::newRow("short ones") << u"an?|no|x*yz|ab+c"_s
                                    << QStringList{u"a"_s, u"an"_s, u"yz"_s, u"xxyz"_s, u"abbc"_s};
        QTest::newRow("classes and counts")
            << u"diagnos[ei]s|(?:ask (?:me |for ){1,3}?)now|\\w+_payments?|[abc]d|.o"_s
            << QStringList{u"diagnosis"_s, u"ask me now"_s, u"x_payment"_s, u"bd"_s, u"so"_s};
        QTest::newRow("beyond ASCII") << u"müssen|être|naïve|ſo|kelvin"_s
                                      << QStringList{u"müssen"_s, u"être"_s, u"naïve"_s, u"so"_s, u"Kelvin"_s};
        QTest::newRow("what only looks")
            << u"(?=ab)a\\w|(?!x(?:y|z))[a-z]o|\\bto(?: be)?|on(?! (?:top|(?:the|a) side))"_s
            << QStringList{u"ab"_s, u"do"_s, u"to be"_s, u"on"_s};
    }

    void aWordBeginsOnlyWhereItIsSaid()
    {
        QFETCH(const QString, alternatives);
        QFETCH(const QStringList, examples);
        const WordStarts starts(alternatives);
        const QRegularExpression expression(u"(?<!\\w)(?:"_s + alternatives + u")(?!\\w)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
        const QString letters = u"abcdehilmnorstuxyzüéêïſK'’- _5./ANODМд"_s;
        QRandomGenerator random(seed());
        int found = 0;
        for (int i = 0; i < 3000; ++i) {
            QString text;
            for (int part = random.bounded(8); part >= 0; --part) {
                const QString piece = examples[random.bounded(examples.size())];
                text += random.bounded(3) > 0      ? QString(letters[random.bounded(letters.size())])
                        : random.bounded(2) == 0 ? piece
                                                 : piece.toUpper();
            }
            QRegularExpressionMatchIterator matches = expression.globalMatch(text);
            while (matches.hasNext()) {
                const qsizetype at = matches.next().capturedStart();
                QVERIFY2(starts.test(WordStarts::startAt(text, at)), qPrintable(text));
                ++found;
            }
        }
        QVERIFY(found > 0);
    }

    void mostPlacesAreTold()
    {
        const WordStarts starts(u"customers?|refunds?|police(?:man)?"_s);
        const QString text = u"Answer in two or three short sentences, and name the order."_s;
        for (qsizetype at = 0; at < text.size(); ++at)
            QVERIFY(!starts.test(WordStarts::startAt(text, at)));
        QVERIFY(starts.test(WordStarts::startAt(u"POLICE", 0)));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::WordStartsTest)
#include "tst_word_starts.moc"
