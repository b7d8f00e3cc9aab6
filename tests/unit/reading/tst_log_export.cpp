// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/LogExport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class LogExportTest : public QObject
{
    Q_OBJECT

private slots:
    void fieldsAreQuotedAndGuarded_data();
    void fieldsAreQuotedAndGuarded();
    void aTableHasOneLinePerEvent();
    void dataHasTheSameFields();

private:
    static QList<LogEntry> entries();
};

QList<LogEntry> LogExportTest::entries()
{
    LogEntry first{.seq = 7, .id = {.high = 1, .low = 2}, .kind = u"review.given"_s, .subject = u"change/e:1"_s,
                   .actor = {u"=cmd()"_s}, .claimedAt = 1'795'170'000'000, .isSigned = true};
    first.verdict = Void{.rule = VoidRule::ContributorMayNotApprove, .detail = u"a, \"b\""_s};
    LogEntry second{.seq = 6};
    second.verdict = Malformed{.why = u"no kind"_s};
    return {first, second};
}

void LogExportTest::fieldsAreQuotedAndGuarded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::newRow("plain") << u"Ana Ruiz"_s << u"Ana Ruiz"_s;
    QTest::newRow("equals") << u"=1+1"_s << u"'=1+1"_s;
    QTest::newRow("plus") << u"+1"_s << u"'+1"_s;
    QTest::newRow("minus") << u"-1"_s << u"'-1"_s;
    QTest::newRow("at") << u"@SUM(A1)"_s << u"'@SUM(A1)"_s;
    QTest::newRow("tab") << u"\t=1"_s << u"'\t=1"_s;
    QTest::newRow("carriage return") << u"\r=1"_s << u"\"'\r'=1\""_s;
    QTest::newRow("blanks before") << u"  =1"_s << u"  '=1"_s;
    QTest::newRow("after a quotation mark") << u"\"=1"_s << u"\"\"\"'=1\""_s;
    QTest::newRow("after a line end") << u"a\n=1"_s << u"\"a\n'=1\""_s;
    QTest::newRow("inside") << u"a=1"_s << u"a=1"_s;
    QTest::newRow("comma") << u"a,b"_s << u"\"a,b\""_s;
    QTest::newRow("quotation mark") << u"a\"b"_s << u"\"a\"\"b\""_s;
}

void LogExportTest::fieldsAreQuotedAndGuarded()
{
    QFETCH(const QString, text);
    QTEST(csvField(text, CsvFormulas::Guarded), "field");
    QVERIFY(!csvField(text, CsvFormulas::AsTheyAre).contains(u'\''));
}

void LogExportTest::aTableHasOneLinePerEvent()
{
    const QByteArray csv = logAsCsv({}, entries());
    const QList<QByteArray> lines = csv.split('\n');
    QCOMPARE(lines.size(), 4); // head, two events, nothing behind the last line end
    QVERIFY(lines[0].startsWith("number,time,kind"));
    QVERIFY(lines[1].startsWith("7,2026-11-20T"));
    QVERIFY(lines[1].contains(",'=cmd(),"));
    QVERIFY(lines[1].contains("contributor-may-not-approve,\"a, \"\"b\"\"\",yes,e:"));
    QVERIFY(lines[2].contains(",malformed,,no kind,no,,"));
    QVERIFY(lines[2].endsWith('\r'));
}

void LogExportTest::dataHasTheSameFields()
{
    const QJsonArray all = QJsonDocument::fromJson(logAsJson({}, entries())).array();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[0][u"effect"_s].toString(), u"void"_s);
    QCOMPARE(all[0][u"rule"_s].toString(), u"contributor-may-not-approve"_s);
    QCOMPARE(all[0][u"actor"_s].toString(), u"=cmd()"_s);
    QCOMPARE(all[1][u"effect"_s].toString(), u"malformed"_s);
    QCOMPARE(all[1][u"number"_s].toInt(), 6);
}

QTEST_GUILESS_MAIN(LogExportTest)
#include "tst_log_export.moc"
