// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/change/ReasonWatch.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

EntryRowData reason(const QString &rule, const QString &words, const QString &path = u"refund.md"_s)
{
    EntryRowData row;
    row.key = u"%1|%2|%3"_s.arg(rule, path, words);
    return row;
}

QStringList goneFrom(const ReasonWatch &watch)
{
    QStringList keys;
    for (const ReasonWatch::Gone &gone : watch.gone())
        keys.append(gone.row.key);
    return keys;
}

constexpr qint64 start = 1'795'170'000'000;
constexpr qint64 readable = ReasonWatch::readableMs;

} // namespace

/// Which reasons stay on the panel of the lane after they went.
class ReasonWatchTest : public QObject
{
    Q_OBJECT

private slots:
    void whatStoodLongEnoughIsKeptWithItsMoment()
    {
        ReasonWatch watch;
        watch.setReasons({reason(u"money"_s, u"20"_s)}, start);

        watch.setReasons({}, start + readable);

        QCOMPARE(goneFrom(watch), QStringList{u"money|refund.md|20"_s});
        QCOMPARE(watch.gone().first().since, QDateTime::fromMSecsSinceEpoch(start + readable));
        QVERIFY(watch.reasons().isEmpty());
    }

    void whatCameAndWentIsNot()
    {
        ReasonWatch watch;
        watch.setReasons({reason(u"money"_s, u"20"_s)}, start);

        watch.setReasons({}, start + readable - 1);

        QVERIFY(watch.gone().isEmpty());
    }

    void writingInItsSentenceDoesNotEndAReason()
    {
        ReasonWatch watch;
        watch.setReasons({reason(u"money"_s, u"2"_s)}, start);
        watch.setReasons({reason(u"money"_s, u"20"_s)}, start + readable);
        QVERIFY(watch.gone().isEmpty());

        // It stands since its first words.
        watch.setReasons({}, start + readable + 1);

        QCOMPARE(goneFrom(watch), QStringList{u"money|refund.md|20"_s});
    }

    void theSameRuleInAnotherFileIsAnotherReason()
    {
        ReasonWatch watch;
        watch.setReasons({reason(u"money"_s, u"2"_s)}, start);

        watch.setReasons({reason(u"money"_s, u"2"_s, u"tone.md"_s)}, start + readable);

        QCOMPARE(goneFrom(watch), QStringList{u"money|refund.md|2"_s});
    }

    void oneOfTwoOfARuleGoes()
    {
        ReasonWatch watch;
        watch.setReasons({reason(u"money"_s, u"2"_s), reason(u"money"_s, u"50"_s)}, start);

        watch.setReasons({reason(u"money"_s, u"50"_s)}, start + readable);

        QCOMPARE(goneFrom(watch), QStringList{u"money|refund.md|2"_s});
    }

    void aReasonThatComesBackIsNotGone_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("as it was") << u"2"_s;
        QTest::newRow("in other words") << u"3"_s;
    }

    void aReasonThatComesBackIsNotGone()
    {
        QFETCH(const QString, words);
        ReasonWatch watch;
        watch.setReasons({reason(u"money"_s, u"2"_s)}, start);
        watch.setReasons({}, start + readable);
        QCOMPARE(watch.gone().size(), 1);

        watch.setReasons({reason(u"money"_s, words)}, start + 2 * readable);

        QVERIFY(watch.gone().isEmpty());
        QCOMPARE(watch.reasons().size(), 1);
    }

    void anotherDraftStartsAnew()
    {
        ReasonWatch watch;
        watch.setReasons({reason(u"money"_s, u"2"_s)}, start);
        watch.setReasons({}, start + readable);

        watch.clear();
        watch.setReasons({}, start + 2 * readable);

        QVERIFY(watch.gone().isEmpty());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ReasonWatchTest)
#include "tst_reason_watch.moc"
