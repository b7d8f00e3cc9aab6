// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/CaseKey.h"
#include "evals/Read.h"
#include "services/RunJudging.h"
#include "support/Runs.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int cases = 40;

/// Forty cases are enough to rule out a loss of ten points.
Policy judgingPolicy()
{
    Policy policy = gatePolicy();
    policy.suites[0].limit = 100'000;
    policy.suites[0].model = {};
    policy.suites[0].thresholds = {};
    return policy;
}

/// One line a case; the first `lost` of them fail.
QByteArray lines(int lost)
{
    QByteArray text;
    for (int i = 0; i < cases; ++i) {
        text += "{\"id\":\"case " + QByteArray::number(i) + "\",\"right\":" + (i < lost ? "false" : "true")
                + "}\n";
    }
    return text;
}

Result<evals::ResultFile> read(const QByteArray &bytes)
{
    return evals::readResults(
        bytes, u"results"_s,
        {.tool = evals::Tool::MappedJsonl, .mapping = {.id = u"id"_s, .scores = {{.column = u"right"_s}}}});
}

Result<JudgedRun> judged(const Story &story, const evals::ResultFile &candidate,
                         const evals::ResultFile &baseline)
{
    return judgeRun(story.state(), story.change(), refundSuiteId, candidate,
                    {.content = expectedBaseline(story.state(), story.change()), .file = &baseline});
}

bool accepts(Story story)
{
    story.accepted(ana);
    return story.effective();
}

} // namespace

class TestRunJudging : public QObject
{
    Q_OBJECT

private slots:
    void theRecordHasAWordForEverythingThatIsSaid()
    {
        for (int i = 0; i <= int(evals::Verdict::Inconclusive); ++i) {
            QVERIFY(evalVerdictFromString(evals::toString(evals::Verdict(i))));
        }
        for (int i = 0; i <= int(evals::Finding::NotJudged); ++i) {
            QVERIFY2(evalFindingFromString(evals::toString(evals::Finding(i))),
                     qPrintable(evals::toString(evals::Finding(i))));
        }
        for (int i = 0; i <= int(evals::Reason::Threshold); ++i) {
            QVERIFY2(evalReasonFromString(evals::toString(evals::Reason(i))),
                     qPrintable(evals::toString(evals::Reason(i))));
        }
        for (int i = 0; i <= int(evals::RunStatus::Damaged); ++i) {
            QVERIFY2(evalStatusFromString(evals::toString(evals::RunStatus(i))),
                     qPrintable(evals::toString(evals::RunStatus(i))));
        }
    }

    void theGateSaysWhatTheComparisonSays_data()
    {
        QTest::addColumn<int>("lost");
        QTest::addColumn<EvalVerdict>("verdict");
        QTest::newRow("nothing lost") << 0 << EvalVerdict::Pass;
        QTest::newRow("two lost") << 2 << EvalVerdict::Inconclusive;
        QTest::newRow("half lost") << cases / 2 << EvalVerdict::Fail;
    }

    void theGateSaysWhatTheComparisonSays()
    {
        QFETCH(const int, lost);
        QFETCH(const EvalVerdict, verdict);
        Story story = gateStory(judgingPolicy());
        const auto baseline = read(lines(0));
        const auto candidate = read(lines(lost));
        QVERIFY(baseline && candidate);
        const Result<JudgedRun> run = judged(story, *candidate, *baseline);
        QVERIFY(run);
        QCOMPARE(toString(verdictOf(run->data)), toString(verdict));
        QCOMPARE(evals::toString(run->comparison.verdict), toString(verdict));
        QCOMPARE(run->data.cases, qint64(cases));
        QCOMPARE(run->data.dimensions.first().losses, qint64(lost));
        QVERIFY(run->data.dimensions.first().means->candidate == (cases - lost) * 1'000'000 / cases);
        QVERIFY(run->data.file == candidate->fileHash);
        QVERIFY(run->data.baselineFile == baseline->fileHash);
        (void)recorded(story, run->data);
        QVERIFY(story.effective());
        QCOMPARE(accepts(story), verdict == EvalVerdict::Pass);
    }

    void aFileThatIsCutOffAnywhereNeverPasses() // T-15
    {
        const Story story = gateStory(judgingPolicy());
        const QByteArray whole = lines(0);
        const auto baseline = read(whole);
        QVERIFY(baseline);
        // Without its last line end nothing is missing.
        for (qsizetype size = 0; size < whole.size() - 1; ++size) {
            const auto candidate = read(whole.first(size));
            if (!candidate) {
                continue;
            }
            const Result<JudgedRun> run = judged(story, *candidate, *baseline);
            QVERIFY(run);
            Story copy = story;
            (void)recorded(copy, run->data);
            QVERIFY2(copy.effective(), qPrintable(QString::number(size)));
            QVERIFY2(!accepts(copy), qPrintable(QString::number(size)));
        }
        const Result<JudgedRun> run = judged(story, *baseline, *baseline);
        Story copy = story;
        (void)recorded(copy, run->data);
        QVERIFY(accepts(copy));
    }

    void aBrokenBaselineIsNoPassEither() // T-15
    {
        Story story = gateStory(judgingPolicy());
        const auto candidate = read(lines(0));
        const auto baseline = read(lines(0).chopped(10));
        QVERIFY(candidate && baseline && baseline->status != evals::RunStatus::Complete);
        const Result<JudgedRun> run = judged(story, *candidate, *baseline);
        QVERIFY(run);
        QVERIFY(verdictOf(run->data) != EvalVerdict::Pass);
    }

    void withoutABaselineNothingPasses()
    {
        Story story = gateStory(judgingPolicy());
        const auto candidate = read(lines(0));
        QVERIFY(candidate);
        const Result<JudgedRun> run = judgeRun(story.state(), story.change(), refundSuiteId, *candidate,
                                               {.content = expectedBaseline(story.state(), story.change())});
        QVERIFY(run);
        QCOMPARE(toString(verdictOf(run->data)), u"inconclusive"_s);
    }

    void aFileOfOursNamesItsTexts() // T-14
    {
        Story story = gateStory(judgingPolicy());
        auto candidate = read(lines(0));
        QVERIFY(candidate);
        candidate->tool = evals::Tool::Native;
        candidate->columns = {{.content = textHash(u"14 days"_s)}};
        QVERIFY(judged(story, *candidate, *candidate));
        candidate->columns = {{.content = textHash(u"30 days"_s)}};
        const Result<JudgedRun> other = judged(story, *candidate, *candidate);
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::Refused);
        QCOMPARE(other.error().subject, u"content-mismatch"_s);
        // And of another version of the suite it says so, and satisfies nothing.
        candidate->columns = {{.content = textHash(u"14 days"_s)}};
        candidate->suiteHash = textHash(u"suite 0"_s);
        const Result<JudgedRun> stale = judged(story, *candidate, *candidate);
        QVERIFY(stale);
        (void)recorded(story, stale->data);
        QVERIFY(story.effective());
        QVERIFY(!accepts(story));
    }

    void aRunOfWhatIsLiveIsFoundInTheRecord()
    {
        Story story = gateStory(judgingPolicy());
        const auto file = read(lines(0));
        QVERIFY(file);
        Result<JudgedRun> run = judged(story, *file, *file);
        QVERIFY(run);
        const SuiteRule rule = story.state().policy.suites.first();
        const ContentHash after = story.change().revision()->content;
        (void)recorded(story, run->data);
        QVERIFY(!baselineRun(story.state(), rule, after)); // its file is not kept
        run->data.stored = true;
        const EventId kept = recorded(story, run->data);
        story.accepted(ana)
            .released(chen, u"support/refund"_s, "1.0.1", staging)
            .released(chen, u"support/refund"_s, "1.0.1", production);
        QVERIFY(story.effective());
        story.opened(ana).submitted(ana, u"support/refund"_s, u"15 days"_s, Lane::Low);
        const ContentHash live = expectedBaseline(story.state(), story.change());
        QVERIFY(live == after);
        const EvalRun *found = baselineRun(story.state(), rule, live);
        QVERIFY(found);
        QCOMPARE(found->stamp.event, kept);
        QVERIFY(!baselineRun(story.state(), rule, textHash(u"other"_s)));
    }

    void casesAreNamedByIdElseByWhatTheyAsk()
    {
        const ContentHash key = textHash(u"input and assertions"_s);
        QVERIFY(evals::caseKey({.key = key}) == key);
        QVERIFY(evals::caseKey({.id = u"late refund"_s, .key = key}) != key);
        QVERIFY(evals::caseKey({.id = u"late refund"_s, .key = key})
                == evals::caseKey({.id = u"late refund"_s}));
        QVERIFY(evals::caseKey({}).isNull());
    }
};

QTEST_GUILESS_MAIN(TestRunJudging)
#include "tst_run_judging.moc"
