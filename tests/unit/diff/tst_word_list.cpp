// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/WordList.h"
#include "support/Seed.h"

#include <QRandomGenerator>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

class WordListTest : public QObject
{
    Q_OBJECT

private slots:
    void aListFindsWhatItsExpressionFinds_data()
    {
        QTest::addColumn<QString>("alternatives");
        QTest::addColumn<QStringList>("examples");
        QTest::newRow("endings") << u"must(?:n['’]t| not)?|shall|no|need(?:s)? to|ha(?:ve|s) to"_s
                                 << QStringList{u"mustn’t"_s, u"need to"_s, u"no"_s};
        QTest::newRow("a group first") << u"(?:do|does|is|a)n['’]t|(?:no|never) (?:more|less)"_s
                                       << QStringList{u"doesn't"_s, u"an’t"_s, u"never more"_s, u"no less"_s};
        QTest::newRow("a letter that may be missing")
            << u"hand-?off|labell?s|co?de|an?|x*yz|ab+c"_s
            << QStringList{u"handoff"_s, u"hand-off"_s, u"label"_s, u"cde"_s,
                           u"an"_s,      u"yz"_s,       u"xxyz"_s,  u"abbc"_s};
        QTest::newRow("classes and counts")
            << u"diagnos[ei]s|(?:ask (?:me |for ){1,3})|\\w+_payments?|[abc]d"_s
            << QStringList{u"diagnosis"_s, u"ask me for "_s, u"x_payment"_s, u"bd"_s};
        QTest::newRow("beyond ASCII")
            << u"müssen|être|даже|é|naïve|ſo|kelvin"_s
            << QStringList{u"müssen"_s, u"être"_s, u"naïve"_s, u"so"_s, u"Kelvin"_s};
        QTest::newRow("what is looked at beside")
            << u"(?=ab)a\\w|(?!x)[a-z]o|to(?: be)?"_s << QStringList{u"ab"_s, u"do"_s, u"to be"_s};
    }

    void aListFindsWhatItsExpressionFinds()
    {
        QFETCH(const QString, alternatives);
        QFETCH(const QStringList, examples);
        const WordList list(alternatives);
        const QRegularExpression expression(u"(?<![\\w'])(?:"_s + alternatives + u")(?![\\w])"_s,
                                            QRegularExpression::CaseInsensitiveOption
                                                | QRegularExpression::UseUnicodePropertiesOption);
        const QString letters = u"abcdehilmnorstuxyzüéêïſK'’- _5.ANODМд"_s;
        QRandomGenerator random(seed());
        int found = 0;
        constexpr int texts = 3000;
        for (int i = 0; i < texts; ++i) {
            QString text;
            for (int part = random.bounded(8); part >= 0; --part) {
                if (random.bounded(3) == 0) {
                    const QString piece = examples[random.bounded(examples.size())];
                    text += random.bounded(2) == 0 ? piece : piece.toUpper();
                } else {
                    text += letters[random.bounded(letters.size())];
                }
            }
            const QRegularExpressionMatch direct = expression.match(text);

            const std::optional<Range> match = list.find(text);

            QVERIFY2(match.has_value() == direct.hasMatch()
                         && (!match
                             || *match == Range{direct.capturedStart(), direct.capturedLength()}),
                     qPrintable(text));
            found += direct.hasMatch() ? 1 : 0;
        }
        QVERIFY(found > 0 && found < texts);
    }

    void mostSentencesAreToldWithoutAnExpression()
    {
        const WordList list(u"must(?:n['’]t| not)?|shall|never|under no circumstances|if"_s);

        QVERIFY(!list.mayBeIn(u"The answer names the order and its date; a mule is no horse."_s));
        QVERIFY(list.mayBeIn(u"IF it rains"_s));
        QVERIFY(list.mayBeIn(u"It rains if"_s));
        QVERIFY(!list.mayBeIn(u"iffy"_s));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::WordListTest)
#include "tst_word_list.moc"
