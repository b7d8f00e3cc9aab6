// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/ErrorText.h"
#include "ui/common/RowData.h"
#include "ui/common/Text.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace countersign::test {

class TextTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void timesAreRelativeUpToTwoDays_data();
    void timesAreRelativeUpToTwoDays();
    void figuresHaveTheirUnitAfterASpaceThatDoesNotBreak();
    void peopleAreNamedAndTheRestCounted();
    void deceptiveCharactersAreNamed_data();
    void deceptiveCharactersAreNamed();
    void everyErrorHasWords();
    void aRowIsReadAsOneSentence();
};

void TextTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    qputenv("TZ", "UTC");
}

void TextTest::timesAreRelativeUpToTwoDays_data()
{
    QTest::addColumn<qint64>("secondsAgo");
    QTest::addColumn<QString>("words");
    QTest::newRow("ahead") << qint64(-500) << u"now"_s;
    QTest::newRow("now") << qint64(12) << u"now"_s;
    QTest::newRow("minutes") << qint64(45 * 60) << u"45\u00A0min"_s;
    QTest::newRow("hours") << qint64(22 * 3600) << u"22\u00A0h"_s;
    QTest::newRow("a day") << qint64(27 * 3600) << u"1\u00A0d\u00A03\u00A0h"_s;
    QTest::newRow("weekday") << qint64(4 * 86400) << u"Mon"_s;
    QTest::newRow("date") << qint64(9 * 86400) << u"11 Nov"_s;
    QTest::newRow("another year") << qint64(400 * 86400) << u"16 Oct 2025"_s;
}

void TextTest::timesAreRelativeUpToTwoDays()
{
    QFETCH(qint64, secondsAgo);
    QFETCH(QString, words);
    const QDateTime now(QDate(2026, 11, 20), QTime(14, 5), QTimeZone::UTC);

    QCOMPARE(text::relativeTime(now.addSecs(-secondsAgo), now), words);
}

void TextTest::figuresHaveTheirUnitAfterASpaceThatDoesNotBreak()
{
    QCOMPARE(text::percentOfBasisPoints(2500), u"25\u00A0%"_s);
    QCOMPARE(text::percentOfBasisPoints(680), u"6.8\u00A0%"_s);
    QCOMPARE(text::percentOfBasisPoints(-1), u"\u22120.01\u00A0%"_s);
    QCOMPARE(text::number(qint64(-1412)), u"\u22121,412"_s);
    QCOMPARE(text::duration(41'000), u"41\u00A0s"_s);
}

void TextTest::peopleAreNamedAndTheRestCounted()
{
    QCOMPARE(text::people({u"Ana"_s}, 3), u"Ana"_s);
    QCOMPARE(text::people({u"Ana"_s, u"Bode"_s}, 3), u"Ana and Bode"_s);
    QVERIFY(text::people({u"Ana"_s, u"Bode"_s, u"Chen"_s, u"Dana"_s}, 2).contains(u'2'));
    QCOMPARE(text::initials(u"Ana Maria Ruiz"_s), u"AR"_s);
    QCOMPARE(text::initials(u"ci-evals"_s), u"C"_s);
    QCOMPARE(text::initials(u"  "_s), QString());
}

void TextTest::deceptiveCharactersAreNamed_data()
{
    QTest::addColumn<QString>("original");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"Größe, 東京"_s << u"Größe, 東京"_s;
    QTest::newRow("turned") << u"a\u202Eb"_s << u"a⟦RLO⟧b"_s;
    QTest::newRow("isolates") << u"\u2067x\u2069"_s << u"⟦RLI⟧x⟦PDI⟧"_s;
    QTest::newRow("invisible") << u"re\u200Bfund"_s << u"re⟦ZWSP⟧fund"_s;
    QTest::newRow("joiner between letters") << u"re\u200Dfund"_s << u"re⟦ZWJ⟧fund"_s;
    QTest::newRow("joiner in emoji") << u"\U0001F469\u200D\U0001F4BB"_s << u"\U0001F469\u200D\U0001F4BB"_s;
    QTest::newRow("joiner in Persian") << u"می\u200Cخواهم"_s << u"می\u200Cخواهم"_s;
    QTest::newRow("tag characters") << u"a\U000E0041"_s << u"a⟦U+E0041⟧"_s;
    QTest::newRow("controls") << u"a\u001Bb\u0000c"_s << u"a⟦U+001B⟧b⟦U+0000⟧c"_s;
    QTest::newRow("odd space") << u"a\u2003b"_s << u"a⟦U+2003⟧b"_s;
    QTest::newRow("half a pair") << QString(QChar(0xD83D)) << u"⟦U+D83D⟧"_s;
    QTest::newRow("lines stay") << u"a\n\tb"_s << u"a\n\tb"_s;
}

void TextTest::deceptiveCharactersAreNamed()
{
    QFETCH(QString, original);
    QFETCH(QString, shown);

    QCOMPARE(text::printable(original), shown);
}

void TextTest::everyErrorHasWords()
{
    for (int code = 0; code <= static_cast<int>(ErrorCode::Locked); ++code) {
        const Error error{.code = static_cast<ErrorCode>(code), .subject = u"support/refund"_s, .detail = u"backend words"_s};
        const Notice notice = errorNotice(error);
        QVERIFY(!notice.lead.isEmpty());
        QVERIFY(!notice.sentence.isEmpty());
        QCOMPARE(notice.detail, error.detail);
        QVERIFY(!notice.lead.contains(error.detail));
        QCOMPARE(notice.action, actionText(errorText(error).action));
    }
}

void TextTest::aRowIsReadAsOneSentence()
{
    const ChangeRowData row{.key = u"42"_s, .title = u"Shorter refund window"_s, .lane = LaneShape::High, .number = u"#42"_s,
                            .age = u"45 minutes"_s, .nextSign = Sign::AsksForChanges};
    QCOMPARE(spoken(row), u"High risk, change 42, Shorter refund window, asks for changes, 45 minutes"_s);
    const EntryRowData entry{.key = u"1"_s, .sign = Sign::Became, .sentence = {{u"30"_s, RunStyle::Removed}, {u" days became "_s}, {u"14"_s, RunStyle::Added}}};
    QCOMPARE(spoken(entry), u"changed, removed 30 days became added 14"_s);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::TextTest)
#include "tst_ui_text.moc"
