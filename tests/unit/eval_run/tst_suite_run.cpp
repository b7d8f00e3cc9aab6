// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteRun.h"
#include "support/http/HttpServer.h"
#include "support/http/MemorySecrets.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <mutex>

using namespace countersign;
using namespace countersign::evals;
using namespace countersign::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::ChatClient;
using connectors::ClientRules;
using connectors::KeyPlace;
using connectors::KeySource;
using connectors::Secret;

namespace {

const QByteArray key = "sk-test-0123456789abcdef";
const KeySource keySource{.place = KeyPlace::Keychain, .name = "a key"};

QStringList *g_log = nullptr;

void keepMessage(QtMsgType, const QMessageLogContext &, const QString &text)
{
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    g_log->append(text);
}

QJsonObject bodyOf(const HttpSeen &seen)
{
    return QJsonDocument::fromJson(seen.body).object();
}

QString lastMessage(const HttpSeen &seen)
{
    const QJsonArray messages = bodyOf(seen).value(u"messages"_s).toArray();
    return messages.isEmpty() ? QString() : messages.last().toObject().value(u"content"_s).toString();
}

/// A suite of `count` cases that ask for a number; every third one expects another.
RunPlan planOf(int count, int repeats = 1, const QString &assertions = {})
{
    QByteArray yaml =
        "description: Numbers\nprompts: ['Say {{n}}.']\nproviders: [openai:asked-model]\ntests:\n";
    for (int i = 0; i < count; ++i) {
        yaml += "  - vars: { n: 'number " + QByteArray::number(i)
                + "' }\n    assert:\n      - { type: contains, value: 'number "
                + QByteArray::number(i % 3 == 2 ? 100'000 : i) + "' }\n" + assertions.toUtf8()
                + "    countersign: { id: c" + QByteArray::number(i) + " }\n";
    }
    const Suite suite = readSuite(
        u"suite.yaml"_s, {.read = [yaml](const QString &, qint64) { return Result<QByteArray>(yaml); }});
    if (suite.hasErrors())
        qFatal("the suite of the test has errors");
    RunPlan plan{.suite = suite, .prompts = suite.prompts, .repeats = repeats};
    plan.models = {*modelOf(suite.providers.first())};
    return plan;
}

struct Bench
{
    explicit Bench(HttpServer::Answer answer,
                   ClientRules rules = {.retry = {.tries = 6, .first = 1ms, .longest = 5ms}})
        : server(std::move(answer))
    {
        auto secrets = std::make_shared<MemorySecrets>();
        static_cast<void>(secrets->write(keySource, Secret(key)));
        auto made = ChatClient::create({.base = server.url(u"/v1"_s), .key = keySource}, rules,
                                       {.secrets = secrets, .timing = {}, .random = [] { return 0.5; }});
        if (!made)
            qFatal("no client");
        client = std::move(*made);
    }

    /// Runs to the end, or until `stopAfter` answers are there and then cancels.
    std::shared_ptr<const ResultFile> run(RunPlan plan, const RunParts &with = {}, qsizetype stopAfter = -1)
    {
        plan.endpoint = server.url(u"/v1"_s);
        RunParts parts = with;
        parts.client = client.get();
        SuiteRun run(plan, parts);
        std::shared_ptr<const ResultFile> result;
        int ends = 0;
        QObject::connect(&run, &SuiteRun::finished, &run, [&](const std::shared_ptr<const ResultFile> &file) {
            result = file;
            ++ends;
        });
        QObject::connect(&run, &SuiteRun::failed, &run, [&](const Error &error) {
            qWarning("%s", qPrintable(error.subject + error.detail));
            ++ends;
        });
        QObject::connect(&run, &SuiteRun::progressed, &run, [&](const RunProgress &now) {
            progress = now;
            if (stopAfter >= 0 && now.done >= stopAfter)
                run.cancel();
        });
        run.start();
        if (!QTest::qWaitFor([&] { return ends > 0; }, 60'000))
            qWarning("the run does not end");
        static_cast<void>(QTest::qWaitFor([&] { return ends > 1; }, 50));
        endedOnce = ends == 1;
        return result;
    }

    HttpServer server;
    std::unique_ptr<ChatClient> client;
    RunProgress progress = {};
    bool endedOnce = false;
};

HttpReply echoed(const HttpSeen &seen)
{
    return chatReply(lastMessage(seen));
}

/// Every case and repeat exactly once, in order.
bool isWhole(const ResultFile &file, int cases, int repeats)
{
    if (file.answers.size() != std::size_t(cases) * std::size_t(repeats))
        return false;
    for (std::size_t i = 0; i < file.answers.size(); ++i) {
        if (file.answers[i].caseIndex != i / std::size_t(repeats)
            || file.answers[i].repeat != i % std::size_t(repeats))
            return false;
    }
    return true;
}

int countOf(const ResultFile &file, Outcome outcome)
{
    return int(std::count_if(file.answers.begin(), file.answers.end(),
                             [outcome](const Answer &answer) { return answer.outcome == outcome; }));
}

} // namespace

/// A suite against a real server on loopback.
class TestSuiteRun : public QObject
{
    Q_OBJECT

private slots:
    void everyCaseIsAskedOnceAndJudged()
    {
        Bench bench(echoed);
        const auto file = bench.run(planOf(60, 2), {.toolVersion = u"0.1.0"_s});
        QVERIFY(file);
        QVERIFY(bench.endedOnce);
        QVERIFY(isWhole(*file, 60, 2));
        QCOMPARE(bench.server.seen().size(), 120);
        QVERIFY(file->status == RunStatus::Complete);
        QVERIFY(file->tool == Tool::Native);
        QCOMPARE(countOf(*file, Outcome::Pass), 80);
        QCOMPARE(countOf(*file, Outcome::Fail), 40);
        QCOMPARE(file->columns.first().modelAsked, u"asked-model"_s);
        QCOMPARE(file->columns.first().modelServed, u"served-model"_s);
        QVERIFY(!file->columns.first().content.isNull());
        QVERIFY(file->suiteHash == planOf(60).suite.hash);
        QCOMPARE(file->cases[7].id, u"c7"_s);
        QCOMPARE(file->text(file->answers[14].output), u"Say number 7."_s);
        QCOMPARE(totals(*file).first().passed, 80);
        QCOMPARE(bench.progress.done, 120);
        QCOMPARE(bench.progress.failed, 0);
    }

    // Time-outs, 429, 5xx and broken streams, one after another and all together: each passes, and nothing is lost or doubled.
    void troubleThatPassesCostsNoCase_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("429") << 0;
        QTest::newRow("500") << 1;
        QTest::newRow("cut body") << 2;
        QTest::newRow("cut chunks") << 3;
        QTest::newRow("no answer") << 4;
        QTest::newRow("slow") << 5;
        QTest::newRow("all of them") << 6;
    }

    void troubleThatPassesCostsNoCase()
    {
        QFETCH(const int, kind);
        std::atomic<int> count = 0;
        std::mutex mutex;
        QHash<QByteArray, int> tries;
        Bench bench([&](const HttpSeen &seen) {
            const int number = count++;
            int tried = 0;
            {
                const std::lock_guard lock(mutex);
                tried = tries[seen.headers.value("idempotency-key")]++;
            }
            HttpReply reply = echoed(seen);
            if (tried > 0 || number % 2 == 1)
                return reply;
            switch (kind == 6 ? number / 2 % 6 : kind) {
            case 0:
                return HttpReply{.status = 429, .body = "{}", .headers = {{"Retry-After", "0"}}};
            case 1:
                return HttpReply{.status = 503, .body = "busy"};
            case 2:
                reply.end = HttpEnd::CutBody;
                break;
            case 3:
                reply.end = HttpEnd::CutChunks;
                break;
            case 4:
                reply.end = HttpEnd::NoAnswer;
                break;
            default:
                reply.dripBytes = 64;
                reply.drip = 1ms;
            }
            return reply;
        });
        const auto file = bench.run(planOf(30));
        QVERIFY(file);
        QVERIFY(isWhole(*file, 30, 1));
        QCOMPARE(countOf(*file, Outcome::Error), 0);
        QCOMPARE(countOf(*file, Outcome::Pass), 20);
        QVERIFY(file->status == RunStatus::Complete);
        QCOMPARE(tries.size(), 30); // one request a case, however often it was tried
    }

    void troubleThatStaysIsAnErrorOfItsCases_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("said");
        QTest::newRow("server") << 0 << u"endpoint.server"_s;
        QTest::newRow("unauthorized") << 1 << u"endpoint.unauthorized"_s;
        QTest::newRow("no JSON") << 2 << u"endpoint.bad_answer"_s;
        QTest::newRow("silence") << 3 << u"endpoint.timeout"_s;
        QTest::newRow("broken") << 4 << u"endpoint.broken"_s;
    }

    void troubleThatStaysIsAnErrorOfItsCases()
    {
        QFETCH(const int, kind);
        QFETCH(const QString, said);
        Bench bench(
            [kind](const HttpSeen &seen) {
                if (!lastMessage(seen).contains(u"number 1"_s)) // 1 and 10 … 19
                    return echoed(seen);
                switch (kind) {
                case 0:
                    return HttpReply{.status = 500, .body = "down"};
                case 1:
                    return HttpReply{.status = 401, .body = "{}"};
                case 2:
                    return HttpReply{.body = "<html>a login page</html>"};
                case 3:
                    return HttpReply{.end = HttpEnd::Silence};
                default:
                    return HttpReply{.body = chatBody(u"half"_s), .end = HttpEnd::CutBody};
                }
            },
            {.retry = {.tries = 2, .first = 1ms, .longest = 2ms}, .concurrency = 16});
        const auto file = bench.run(planOf(20), {.timeoutMs = 700});
        QVERIFY(file);
        QVERIFY(isWhole(*file, 20, 1));
        QCOMPARE(countOf(*file, Outcome::Error), 11);
        QCOMPARE(bench.progress.failed, 11);
        for (const Answer &answer : file->answers) {
            if (answer.outcome != Outcome::Error)
                continue;
            QVERIFY2(file->text(answer.error).startsWith(said), qPrintable(file->text(answer.error)));
            QVERIFY(answer.output.isNull());
        }
    }

    void aStoppedRunGoesOnWhereItWas()
    {
        QTemporaryDir folder;
        const RunParts parts{.journal = folder.filePath(u"run.partial"_s), .underWay = 4};
        Bench bench(echoed);
        const auto stopped = bench.run(planOf(50), parts, 20);
        QVERIFY(stopped);
        QVERIFY(bench.endedOnce);
        QVERIFY(stopped->status == RunStatus::Canceled);
        QVERIFY(stopped->answers.size() >= 20 && stopped->answers.size() < 50);
        const auto before = bench.server.seen().size();

        // As if it had been cut off in the middle of a line.
        QFile journal(parts.journal);
        QVERIFY(journal.open(QIODevice::Append));
        journal.write("{\"task\":[49,0,0,0],\"answ");
        journal.close();
        const auto whole = bench.run(planOf(50), parts);
        QVERIFY(whole);
        QVERIFY(isWhole(*whole, 50, 1));
        QVERIFY(whole->status == RunStatus::Complete);
        QCOMPARE(bench.server.seen().size() - before, 50 - qsizetype(stopped->answers.size()));
        QVERIFY(!journal.exists());

        const auto anew = bench.run(planOf(50));
        QCOMPARE(anew->answers.size(), whole->answers.size());
        for (std::size_t i = 0; i < anew->answers.size(); ++i) {
            QVERIFY(anew->answers[i].outcome == whole->answers[i].outcome);
            QCOMPARE(anew->text(anew->answers[i].output), whole->text(whole->answers[i].output));
        }
    }

    void whatFailedIsAskedAgainAndNothingElse()
    {
        QTemporaryDir folder;
        const RunParts parts{.journal = folder.filePath(u"run.partial"_s)};
        std::atomic<bool> down = true;
        Bench bench(
            [&down](const HttpSeen &seen) {
                return down && lastMessage(seen).endsWith(u"3."_s) ? HttpReply{.status = 500, .body = "down"}
                                                                   : echoed(seen);
            },
            {.retry = {.tries = 1}});
        const auto first = bench.run(planOf(20), parts);
        QCOMPARE(countOf(*first, Outcome::Error), 2);
        const auto before = bench.server.seen().size();
        down = false;
        const auto second = bench.run(planOf(20), parts);
        QCOMPARE(countOf(*second, Outcome::Error), 0);
        QVERIFY(isWhole(*second, 20, 1));
        QCOMPARE(bench.server.seen().size() - before, 2);
    }

    void aJournalOfAnotherPlanIsSetAside()
    {
        QTemporaryDir folder;
        const RunParts parts{.journal = folder.filePath(u"run.partial"_s)};
        Bench bench(echoed);
        static_cast<void>(bench.run(planOf(20), parts, 5));
        const auto before = bench.server.seen().size();
        const auto other = bench.run(planOf(21), parts);
        QVERIFY(isWhole(*other, 21, 1));
        QCOMPARE(bench.server.seen().size() - before, 21);
        QVERIFY(QFile::exists(parts.journal + u".old"_s));
    }

    void aKnownAnswerIsNotAskedForAgain()
    {
        QTemporaryDir folder;
        Bench bench(echoed);
        const RunParts parts{.cacheFolder = folder.filePath(u"cache"_s)};
        static_cast<void>(bench.run(planOf(10, 2), parts));
        QCOMPARE(bench.server.seen().size(), 20); // repeats are answers of their own
        const auto again = bench.run(planOf(10, 2), parts);
        QCOMPARE(bench.server.seen().size(), 20);
        QCOMPARE(bench.progress.cached, 20);
        QVERIFY(isWhole(*again, 10, 2));
        QVERIFY(std::isnan(again->answers.front().latency));
        RunPlan warmer = planOf(10, 2);
        warmer.models.first().temperature = 1;
        static_cast<void>(bench.run(warmer, parts));
        QCOMPARE(bench.server.seen().size(), 40);
    }

    void theKeyIsNowhere()
    {
        QTemporaryDir folder;
        QStringList log;
        g_log = &log;
        const QtMessageHandler before = qInstallMessageHandler(keepMessage);
        Bench bench([](const HttpSeen &seen) {
            // An endpoint that tells its callers what they sent.
            const QString key = QString::fromLatin1(seen.headers.value("authorization"));
            return lastMessage(seen).endsWith(u"1."_s) ? HttpReply{.status = 400, .body = key.toLatin1()}
                                                       : chatReply(key);
        });
        const auto file = bench.run(
            planOf(10),
            {.cacheFolder = folder.filePath(u"cache"_s), .journal = folder.filePath(u"run.partial"_s)}, 8);
        qInstallMessageHandler(before);
        QVERIFY(file);
        QVERIFY(!log.join(u'\n').contains(QString::fromLatin1(key)));
        QVERIFY(bench.server.seen().first().headers.value("authorization").contains(key)); // it was sent
        for (const auto &buffer : file->buffers)
            QVERIFY(!buffer->view().contains(key));
        int files = 0;
        QDirIterator all(folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile one(all.next());
            QVERIFY(one.open(QIODevice::ReadOnly));
            QVERIFY2(!one.readAll().contains(key), qPrintable(one.fileName()));
            ++files;
        }
        QVERIFY(files > 1);
    }

    void aJudgeIsAskedForEachAnswer()
    {
        Bench bench([](const HttpSeen &seen) {
            if (bodyOf(seen).value(u"model"_s) != u"judge"_s)
                return echoed(seen);
            const bool good = lastMessage(seen).contains(u"number 4"_s);
            return chatReply(good ? u"{\"pass\": true, \"score\": 1, \"reason\": \"ok\"}"_s
                                  : u"I would say yes"_s);
        });
        RunPlan plan = planOf(6, 1, u"      - { type: llm-rubric, value: 'names {{n}}' }\n"_s);
        const auto unjudged = bench.run(plan);
        QCOMPARE(countOf(*unjudged, Outcome::Error), 6); // nobody was named to judge
        plan.judgeModel = u"judge"_s;
        const auto file = bench.run(plan);
        QVERIFY(isWhole(*file, 6, 1));
        QCOMPARE(countOf(*file, Outcome::Pass), 1);
        QCOMPARE(countOf(*file, Outcome::Error), 5);
        QVERIFY(file->answers[4].outcome == Outcome::Pass);
    }

    void theBestOfAllColumnsIsChosen()
    {
        Bench bench([](const HttpSeen &seen) {
            const QString model = bodyOf(seen).value(u"model"_s).toString();
            return model == u"judge" ? chatReply(u"{\"best\": 1, \"reason\": \"shorter\"}"_s)
                                     : chatReply(model, model);
        });
        RunPlan plan = planOf(5, 3, u"      - { type: select-best, value: 'shorter' }\n"_s);
        plan.models = {{.label = u"a"_s, .model = u"a"_s},
                       {.label = u"b"_s, .model = u"b"_s},
                       {.label = u"c"_s, .model = u"c"_s}};
        plan.judgeModel = u"judge"_s;
        // Fewer places than a case has answers: those that wait for the others give theirs back.
        const auto file = bench.run(plan, {.underWay = 2});
        QVERIFY(file);
        QCOMPARE(file->answers.size(), std::size_t(45));
        QCOMPARE(bench.server.seen().size(), 45 + 15);
        for (const Answer &answer : file->answers) {
            bool best = false;
            for (quint32 i = 0; i < answer.judgementCount; ++i) {
                const Judgement &judgement = file->judgements[answer.firstJudgement + i];
                if (file->metrics[judgement.metric].name == u"select-best")
                    best = judgement.outcome == Outcome::Pass;
            }
            QCOMPARE(best, answer.column == 1);
        }
    }

    // The best of the answers that a stopped run still lacked would not be the best of all.
    void theBestOfAllIsChosenAlsoWhereARunGoesOn()
    {
        QTemporaryDir folder;
        Bench bench([](const HttpSeen &seen) {
            const QString model = bodyOf(seen).value(u"model"_s).toString();
            if (model != u"judge")
                return chatReply(model, model);
            const bool all = lastMessage(seen).contains(u"Answer 2"_s);
            return chatReply(all ? u"{\"best\": 2, \"reason\": \"last\"}"_s
                                 : u"{\"best\": 0, \"reason\": \"first\"}"_s);
        });
        RunPlan plan = planOf(12, 1, u"      - { type: select-best, value: 'last' }\n"_s);
        plan.models = {{.label = u"a"_s, .model = u"a"_s},
                       {.label = u"b"_s, .model = u"b"_s},
                       {.label = u"c"_s, .model = u"c"_s}};
        plan.judgeModel = u"judge"_s;
        const RunParts parts{.cacheFolder = folder.filePath(u"cache"_s),
                             .journal = folder.filePath(u"run.partial"_s),
                             .underWay = 4};
        // Stopped between two answers of one case.
        QVERIFY(bench.run(plan, parts, 13)->status == RunStatus::Canceled);
        const auto file = bench.run(plan, parts);
        QVERIFY(file->status == RunStatus::Complete);
        QCOMPARE(file->answers.size(), std::size_t(36));
        for (const Answer &answer : file->answers) {
            for (quint32 i = 0; i < answer.judgementCount; ++i) {
                const Judgement &judgement = file->judgements[answer.firstJudgement + i];
                if (file->metrics[judgement.metric].name == u"select-best")
                    QCOMPARE(judgement.outcome == Outcome::Pass, answer.column == 2);
            }
        }
    }

    void whatHasToBeExecutedIsAnError()
    {
        Bench bench(echoed);
        const auto file =
            bench.run(planOf(3, 1, u"      - { type: javascript, value: 'output.length > 0' }\n"_s));
        QVERIFY(file);
        QCOMPARE(countOf(*file, Outcome::Error), 3);
    }

    void echoAsksNobody()
    {
        RunPlan plan = planOf(9);
        plan.models = {*modelOf({.id = u"echo"_s})};
        SuiteRun run(plan, {});
        std::shared_ptr<const ResultFile> result;
        connect(&run, &SuiteRun::finished, this,
                [&](const std::shared_ptr<const ResultFile> &file) { result = file; });
        run.start();
        QTRY_VERIFY(result);
        QCOMPARE(countOf(*result, Outcome::Pass), 6);
        QCOMPARE(countOf(*result, Outcome::Fail), 3);
    }

    void costsAndTokensAreCounted()
    {
        Bench bench([](const HttpSeen &seen) {
            QJsonObject body = QJsonDocument::fromJson(chatBody(lastMessage(seen))).object();
            body.insert(u"usage"_s, QJsonObject{{u"prompt_tokens"_s, 100}, {u"completion_tokens"_s, 10}});
            return HttpReply{.body = QJsonDocument(body).toJson()};
        });
        RunPlan plan = planOf(4);
        plan.models.first().inputCost = 0.001;
        plan.models.first().outputCost = 0.01;
        const auto file = bench.run(plan);
        QCOMPARE(bench.progress.promptTokens, 400);
        QCOMPARE(bench.progress.completionTokens, 40);
        QVERIFY(std::abs(bench.progress.cost - 0.8) < 1e-9);
        QVERIFY(std::abs(file->answers.front().cost - 0.2) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestSuiteRun)
#include "tst_suite_run.moc"
