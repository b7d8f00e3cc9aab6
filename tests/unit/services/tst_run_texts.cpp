// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "evals/RunRecord.h"
#include "services/RunPlans.h"
#include "support/Runs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString suiteText = u"prompts: [file://../support/refund.md]\n"
                          "providers: [{id: openai:chat:gpt-4.1, config: {temperature: 0.3}}]\n"
                          "countersign:\n  harness: ./evaluate\n"
                          "tests: file://cases.csv\n"_s;

Story runStory()
{
    Story story(gatePolicy());
    story.baseline(u"support/refund"_s, u"30 days"_s).baseline(refundSuiteId.value, suiteText);
    story.opened(ana).submitted(ana, u"support/refund"_s, u"14 days"_s, Lane::Low).noted(ana);
    return story;
}

Result<RunTexts> textsOf(const Story &story, const ArtifactId &suite = refundSuiteId)
{
    const evals::SuiteFiles others{.read = [](const QString &path, qint64) -> Result<QByteArray> {
        return path == "prompts/evals/cases.csv"_L1
                   ? Result<QByteArray>("question,__expected\nHow long?,contains: days\nWhy?,contains: because\n")
                   : failure(ErrorCode::NotFound, path);
    }};
    return runTextsOf(
        story.state(), story.changeId(), suite,
        [texts = story.texts()](const ContentHash &hash) -> Result<QByteArray> {
            return texts.contains(hash) ? Result<QByteArray>(texts.value(hash))
                                        : failure(ErrorCode::NotFound, toString(hash));
        },
        others);
}

} // namespace

/// What a run of a suite is made of, and what it asks.
class RunTextsTest : public QObject
{
    Q_OBJECT

private slots:
    void governedFilesAreTakenAsAcceptedAndOthersFromTheBranch()
    {
        const Result<RunTexts> texts = textsOf(runStory());

        QVERIFY(texts);
        QCOMPARE(texts->files.size(), 1);
        QCOMPARE(texts->files.first().proposed, QByteArray("14 days"));
        QCOMPARE(texts->files.first().live, QByteArray("30 days"));
        QVERIFY(!texts->suite->hasErrors());
        QCOMPARE(int(texts->suite->cases.size()), 2);
        QCOMPARE(texts->suite->prompts.first().text, u"30 days"_s); // as accepted, not as proposed
        QCOMPARE(texts->suite->harness, u"./evaluate"_s);
    }

    void whatIsNotThereIsSaid()
    {
        const Result<RunTexts> none = textsOf(runStory(), {u"evals/none"_s});
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        const Result<RunTexts> prompt = textsOf(runStory(), {u"support/refund"_s});
        QCOMPARE(prompt.error().code, ErrorCode::NotFound);
    }

    void thePlansAskForTheProposedTextAndForTheLiveOne()
    {
        const Result<RunTexts> texts = textsOf(runStory());
        QVERIFY(texts);
        RunWish wish{.path = texts->files.first().path, .endpoint = u"http://localhost:1/v1"_s, .model = u"gpt-4.1"_s};

        const Result<RunPlans> plans = plansOf(*texts, wish);

        QVERIFY(plans);
        QCOMPARE(plans->candidate.prompts.first().text, u"14 days"_s);
        QVERIFY(plans->live);
        QCOMPARE(plans->live->prompts.first().text, u"30 days"_s);
        QCOMPARE(plans->candidate.models.first().temperature, std::optional(0.3)); // as the suite wants that model
        QCOMPARE(plans->candidate.size(), 2);
        QVERIFY(plans->candidate.hash() != plans->live->hash()); // a journal each
        wish.live = false;
        QVERIFY(!plansOf(*texts, wish)->live);
        wish.model = u"another"_s;
        QVERIFY(!plansOf(*texts, wish)->candidate.models.first().temperature);
    }

    // A run may be writing it at that moment.
    void anEstimateLeavesTheJournalAsItIs_data()
    {
        QTest::addColumn<bool>("records");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("known");
        QTest::newRow("half a line") << true << QByteArray("{\"task\":[1,0,0,0],\"answ") << 1;
        QTest::newRow("just made") << false << QByteArray() << 0;
        QTest::newRow("another plan's")
            << false << QByteArray("{\"countersign_run\":1,\"plan\":\"0\"}\n") << 0;
    }

    void anEstimateLeavesTheJournalAsItIs()
    {
        QFETCH(const bool, records);
        QFETCH(const QByteArray, more);
        QFETCH(const int, known);
        const QTemporaryDir folder;
        const Result<RunTexts> texts = textsOf(runStory());
        QVERIFY(texts);
        const RunWish wish{.path = texts->files.first().path, .live = false, .model = u"gpt-4.1"_s};
        const evals::RunPlan plan = plansOf(*texts, wish)->candidate;
        QFile journal(journalOf(plan, folder.path()));
        if (records)
            QVERIFY((*evals::RunJournal::open(journal.fileName(), plan.hash()))->add({}));
        QVERIFY(journal.open(QIODevice::ReadWrite | QIODevice::Append));
        QCOMPARE(journal.write(more), more.size());
        QVERIFY(journal.flush() && journal.seek(0));
        const QByteArray before = journal.readAll();

        const Result<RunEstimate> estimate = estimateAside(*texts, wish, folder.path()).result();

        QVERIFY(estimate);
        QCOMPARE(estimate->known, known);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QFileInfo(journal).fileName()});
        QVERIFY(journal.seek(0));
        QCOMPARE(journal.readAll(), before);
    }

    void whatTheRunnerCannotTryIsRefused()
    {
        Result<RunTexts> texts = textsOf(runStory());
        QVERIFY(texts);
        RunWish wish{.path = texts->files.first().path, .model = u"gpt-4.1"_s};
        QCOMPARE(plansOf(*texts, {.path = u"elsewhere"_s, .model = u"gpt-4.1"_s}).error().code, ErrorCode::NotFound);
        QCOMPARE(plansOf(*texts, {.path = wish.path}).error().subject, u"model"_s);
        texts->files.first().kind = ArtifactKind::Tools;
        QCOMPARE(plansOf(*texts, wish).error().code, ErrorCode::Unsupported);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RunTextsTest)
#include "tst_run_texts.moc"
