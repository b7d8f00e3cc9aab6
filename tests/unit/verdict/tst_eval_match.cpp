// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/MatchCases.h"
#include "tests/unit/verdict/Runs.h"

#include <QTest>

using namespace countersign::evals;

namespace countersign::test {

namespace {

/// Cases of the ids and keys given as "id:key", each answered once.
ResultFile runOf(const QStringList &cases)
{
    Run run;
    const quint32 metric = run.metric({.name = "accuracy"});
    for (const QString &one : cases) {
        const QString key = one.section(':', 1);
        run.answer(
            run.add({.id = one.section(':', 0, 0), .key = key.isEmpty() ? ContentHash{} : hashOf(key)}),
            {{.metric = metric, .outcome = Outcome::Pass}});
    }
    return run.file();
}

/// "baseline=candidate" per pair, then +added and -removed, as indices.
QString picture(const CaseMatch &match)
{
    QStringList words;
    for (const CasePair &pair : match.pairs) {
        words
            << QString("%1=%2%3").arg(pair.baselineCase).arg(pair.candidateCase).arg(pair.changed ? "*" : "");
    }
    for (const quint32 one : match.added) {
        words << QString("+%1").arg(one);
    }
    for (const quint32 one : match.removed) {
        words << QString("-%1").arg(one);
    }
    return words.join(' ');
}

} // namespace

class EvalMatchTest : public QObject
{
    Q_OBJECT

private slots:
    void casesAreFoundAgain_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *before, const char *after, const char *expected) {
            QTest::newRow(name) << QString(before).split(' ', Qt::SkipEmptyParts)
                                << QString(after).split(' ', Qt::SkipEmptyParts) << QString(expected);
        };
        row("by id, in another order", "a b c", "c a b", "0=1 1=2 2=0");
        row("by id, though the key changed", "a:1 b:2", "a:9 b:2", "0=0* 1=1");
        row("by key where there is no id", ":1 :2", ":2 :1", "0=1 1=0");
        row("by key where ids are of the run", "x1:k1 x2:k2", "y1:k2 y2:k1", "0=1 1=0");
        row("added and removed", "a b", "b c", "1=0 +1 -0");
        row("duplicates in order", ":1 :1 :1", ":1 :1", "0=0 1=1 -2");
        row("of equal ids that with the same key", "a:1 a:2", "a:2 a:1", "0=1 1=0");
        row("nothing to go by", ": :", ": :", "+0 +1 -0 -1");
        row("an empty run", "a b", "", "-0 -1");
    }
    void casesAreFoundAgain()
    {
        QFETCH(const QStringList, before);
        QFETCH(const QStringList, after);
        QFETCH(const QString, expected);

        QCOMPARE(picture(matchCases(runOf(before), 0, runOf(after), 0)), expected);
    }

    void theInputIsTheLastResort()
    {
        Run before;
        Run after;
        const quint32 metric = before.metric({.name = "accuracy"});
        after.metric({.name = "accuracy"});
        for (const char *input : {"one", "two", "two"}) {
            before.answer(before.addInput(input), {{.metric = metric, .outcome = Outcome::Pass}});
        }
        for (const char *input : {"two", "three", "two", "one"}) {
            after.answer(after.addInput(input), {{.metric = metric, .outcome = Outcome::Pass}});
        }

        const CaseMatch match = matchCases(before.file(), 0, after.file(), 0);

        QCOMPARE(picture(match), QString("0=3 1=0 2=2 +1"));
        QCOMPARE(match.pairs.front().by, MatchedBy::Input);
    }

    void aCaseThatTheColumnDidNotAnswerTakesNoPart()
    {
        Run before;
        Run after;
        before.outcomes("PPP");
        after.outcomes("PP");
        after.answer(after.caseOf("2"), {{.outcome = Outcome::Pass}}, 1);

        QCOMPARE(picture(matchCases(before.file(), 0, after.file(), 0)), QString("0=0 1=1 -2"));
        QCOMPARE(picture(matchCases(before.file(), 0, after.file(), 1)), QString("2=2 -0 -1"));
    }

    void aHundredThousandCasesAreMatchedInOnePass()
    {
        Run before;
        Run after;
        const quint32 metric = before.metric({.name = "accuracy"});
        after.metric({.name = "accuracy"});
        for (int i = 0; i < 100000; ++i) {
            before.answer(before.add({.id = QString::number(i)}), {{.metric = metric}});
            after.answer(after.add({.id = QString::number(99999 - i)}), {{.metric = metric}});
        }

        const CaseMatch match = matchCases(before.file(), 0, after.file(), 0);

        QCOMPARE(match.pairs.size(), size_t(100000));
        QCOMPARE(match.pairs.front().candidateCase, 99999u);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalMatchTest)
#include "tst_eval_match.moc"
