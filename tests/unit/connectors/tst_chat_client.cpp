// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/ChatClient.h"
#include "connectors/ChatJson.h"
#include "connectors/SystemSecrets.h"
#include "support/http/HttpServer.h"
#include "support/http/JumpingTiming.h"
#include "support/http/MemorySecrets.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QTest>

#include <mutex>

using namespace countersign;
using namespace countersign::connectors;
using namespace countersign::test;
using namespace std::chrono_literals;

namespace {

const QByteArray key = "sk-test-0123456789abcdef";
const KeySource keySource{.place = KeyPlace::Keychain, .name = "a key"};

struct Setup
{
    ClientRules rules = {};
    std::shared_ptr<MemorySecrets> secrets = std::make_shared<MemorySecrets>();
    std::shared_ptr<Timing> timing = {};

    [[nodiscard]] std::unique_ptr<ChatClient> client(const QUrl &base) const
    {
        static_cast<void>(secrets->write(keySource, Secret(key)));
        auto made = ChatClient::create({.base = base, .key = keySource}, rules,
                                       {.secrets = secrets, .timing = timing, .random = [] { return 1.0; }});
        return made ? std::move(*made) : nullptr;
    }
};

[[nodiscard]] ChatRequest question(const QString &text, int timeoutMs = 20'000)
{
    return {.model = "asked-model", .messages = {{.role = "user", .content = text}}, .timeoutMs = timeoutMs};
}

[[nodiscard]] QString questionIn(const HttpSeen &seen)
{
    return QJsonDocument::fromJson(seen.body)["messages"][0]["content"].toString();
}

QStringList *g_log = nullptr;

void keepMessage(QtMsgType, const QMessageLogContext &, const QString &text)
{
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    g_log->append(text);
}

} // namespace

/// The client and a real server on loopback.
class TestChatClient : public QObject
{
    Q_OBJECT

private slots:
    void anAnswerComesWithWhatItTook();
    void theKeyAndTheRequestAreSentOnce();
    void aFailureHasItsName_data();
    void aFailureHasItsName();
    void aPassingFailureIsTriedAgain();
    void whoeverIsToldToWaitWaits();
    void whoeverIsToldToWaitTooLongGivesUp();
    void triesEnd();
    void noRequestIsLostOrAnsweredTwice();
    void noMoreAreUnderWayThanAllowed();
    void noMoreStartInAMinuteThanAllowed();
    void aSlowAnswerRunsOutOfTime_data();
    void aSlowAnswerRunsOutOfTime();
    void anAnswerIsBounded_data();
    void anAnswerIsBounded();
    void aCanceledRequestEndsAtOnce();
    void aCanceledRequestIsNotTriedAgain();
    void aClientThatGoesEndsItsRequests();
    void aRedirectIsNotFollowed();
    void whatIsNotTlsIsNotTrusted();
    void theKeyIsInNoLogNoErrorAndNoAnswer();
    void aKeyThatIsNotThereIsAskedForAgain();
    void aKeyOfTheEnvironmentIsRead();
    void withoutAKeychainTheErrorSaysSo();
    void embeddingsComeInTheOrderOfTheirInputs();
    void aHostElsewhereNeedsTls();
};

void TestChatClient::anAnswerComesWithWhatItTook()
{
    const HttpServer server({chatReply("Hello")});
    const auto client = Setup().client(server.url("/v1/"));

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    const Result<ChatAnswer> answer = future.result();
    QVERIFY(answer);
    QCOMPARE(answer->text, "Hello");
    QCOMPARE(answer->model, "served-model");
    QCOMPARE(answer->finishReason, "stop");
    QCOMPARE(answer->promptTokens, 11);
    QCOMPARE(answer->completionTokens, 7);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->tries, 1);
    QVERIFY(answer->latencyMs >= 0 && answer->latencyMs < 20'000);
    QCOMPARE(answer->raw, chatBody("Hello"));
}

void TestChatClient::theKeyAndTheRequestAreSentOnce()
{
    const HttpServer server({chatReply("Hello"), chatReply("again")});
    const Setup setup;
    const auto client = setup.client(server.url("/v1?api-version=3"));

    const auto first = client->ask(question("Hi"));
    QTRY_VERIFY(first.isFinished());
    const auto second = client->ask(question("Ho"));
    QTRY_VERIFY(second.isFinished());

    QCOMPARE(server.seen().size(), 2);
    const HttpSeen seen = server.seen().first();
    QCOMPARE(seen.method, "POST");
    QCOMPARE(seen.path, "/v1/chat/completions?api-version=3");
    QCOMPARE(seen.headers.value("authorization"), "Bearer " + key);
    QCOMPARE(seen.headers.value("content-type"), "application/json");
    QVERIFY(!seen.headers.contains("cookie"));
    QCOMPARE(seen.body, toBytes(question("Hi")));
    QVERIFY(seen.headers.value("idempotency-key") != server.seen().last().headers.value("idempotency-key"));
    QCOMPARE(setup.secrets->reads(), 1);
}

void TestChatClient::aFailureHasItsName_data()
{
    QTest::addColumn<HttpReply>("reply");
    QTest::addColumn<ChatFailure>("failure");
    QTest::addColumn<int>("requests"); // two tries are allowed
    const QByteArray whole = chatBody("Hello");
    QTest::newRow("401") << HttpReply{.status = 401} << ChatFailure::Unauthorized << 1;
    QTest::newRow("403") << HttpReply{.status = 403} << ChatFailure::Unauthorized << 1;
    QTest::newRow("400") << HttpReply{.status = 400} << ChatFailure::Rejected << 1;
    QTest::newRow("404") << HttpReply{.status = 404} << ChatFailure::Rejected << 1;
    QTest::newRow("429") << HttpReply{.status = 429} << ChatFailure::RateLimited << 2;
    QTest::newRow("500") << HttpReply{.status = 500} << ChatFailure::Server << 2;
    QTest::newRow("503") << HttpReply{.status = 503} << ChatFailure::Server << 2;
    QTest::newRow("408") << HttpReply{.status = 408} << ChatFailure::Server << 2;
    QTest::newRow("no answer") << HttpReply{.end = HttpEnd::NoAnswer} << ChatFailure::Unreachable << 2;
    QTest::newRow("cut") << HttpReply{.body = whole, .end = HttpEnd::CutBody} << ChatFailure::Broken << 2;
    QTest::newRow("cut in a chunk") << HttpReply{.body = whole, .end = HttpEnd::CutChunks}
                                    << ChatFailure::Broken << 2;
    QTest::newRow("not JSON") << HttpReply{.body = "<html>"} << ChatFailure::BadAnswer << 1;
    QTest::newRow("half JSON") << HttpReply{.body = whole.first(40)} << ChatFailure::BadAnswer << 1;
    QTest::newRow("nothing") << HttpReply{.status = 204} << ChatFailure::BadAnswer << 1;
    QTest::newRow("error in 200") << HttpReply{.body = R"({"error":{"message":"no"}})"} << ChatFailure::Server
                                  << 1;
}

void TestChatClient::aFailureHasItsName()
{
    QFETCH(const HttpReply, reply);
    QFETCH(const ChatFailure, failure);
    QFETCH(const int, requests);
    const HttpServer server([reply](const HttpSeen &) { return reply; });
    const auto client = Setup{.rules = {.retry = {.tries = 2, .first = 1ms}}}.client(server.url());

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(failureOf(future.result().error()), failure);
    QCOMPARE(server.seen().size(), requests);
}

void TestChatClient::aPassingFailureIsTriedAgain()
{
    const HttpServer server({HttpReply{.status = 500}, HttpReply{.end = HttpEnd::NoAnswer},
                             HttpReply{.body = chatBody("Hello"), .end = HttpEnd::CutBody},
                             chatReply("Hello")});
    const auto timing = std::make_shared<JumpingTiming>();
    const auto client = Setup{.timing = timing}.client(server.url());

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result());
    QCOMPARE(future.result()->text, "Hello");
    QCOMPARE(future.result()->tries, 4);
    QCOMPARE(timing->waits(), (QList<std::chrono::milliseconds>{500ms, 1s, 2s}));
    QCOMPARE(server.seen().size(), 4);
    for (const HttpSeen &seen : server.seen()) {
        QCOMPARE(seen.body, server.seen().first().body);
        QCOMPARE(seen.headers.value("idempotency-key"),
                 server.seen().first().headers.value("idempotency-key"));
    }
}

void TestChatClient::whoeverIsToldToWaitWaits()
{
    const HttpServer server(
        {HttpReply{.status = 429, .headers = {{"Retry-After", "30"}}}, chatReply("Hello")});
    const auto timing = std::make_shared<JumpingTiming>();
    const auto client = Setup{.timing = timing}.client(server.url());

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result());
    QCOMPARE(timing->waits(), (QList<std::chrono::milliseconds>{30s}));
}

void TestChatClient::whoeverIsToldToWaitTooLongGivesUp()
{
    const HttpServer server(
        {HttpReply{.status = 429, .headers = {{"Retry-After", "3600"}}}, chatReply("Hello")});
    const auto timing = std::make_shared<JumpingTiming>();
    const auto client = Setup{.timing = timing}.client(server.url());

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(failureOf(future.result().error()), ChatFailure::RateLimited);
    QVERIFY(timing->waits().isEmpty());
    QCOMPARE(server.seen().size(), 1);
}

void TestChatClient::triesEnd()
{
    const HttpServer server([](const HttpSeen &) { return HttpReply{.status = 503, .body = "busy\nnow"}; });
    const auto client = Setup{.timing = std::make_shared<JumpingTiming>()}.client(server.url());

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(future.result().error().detail, "HTTP 503 busy now");
    QCOMPARE(server.seen().size(), 4);
}

void TestChatClient::noRequestIsLostOrAnsweredTwice()
{
    // Each question fails in its own way before it is answered. A connection that is lost may take a question along that
    // was only on its way, so some are tried more often; none is answered twice.
    struct Counts
    {
        QMap<QString, int> failed;
        QMap<QString, int> answered;
    };
    auto counts = std::make_shared<Counts>(); // of the server's thread while there are questions
    const HttpServer server([counts](const HttpSeen &seen) {
        const QString text = questionIn(seen);
        const int kind = text.toInt() % 5;
        if (counts->failed[text] == kind % 3) {
            ++counts->answered[text];
            return chatReply("answer " + text);
        }
        ++counts->failed[text];
        const QList<HttpReply> bad = {{.status = 500},
                                      {.end = HttpEnd::NoAnswer},
                                      {.status = 429},
                                      {.body = chatBody("answer"), .end = HttpEnd::CutBody},
                                      {.body = chatBody("answer"), .end = HttpEnd::CutChunks}};
        return bad.at(kind);
    });
    const auto client =
        Setup{.rules = {.retry = {.tries = 9, .first = 2ms}, .concurrency = 8}}.client(server.url());

    QList<QFuture<Result<ChatAnswer>>> futures;
    for (int i = 0; i < 200; ++i)
        futures.append(client->ask(question(QString::number(i))));

    for (int i = 0; i < 200; ++i) {
        QTRY_VERIFY(futures.at(i).isFinished());
        QCOMPARE(futures.at(i).resultCount(), 1);
        QVERIFY(futures.at(i).result());
        QCOMPARE(futures.at(i).result()->text, "answer " + QString::number(i));
        QVERIFY(futures.at(i).result()->tries > i % 5 % 3);
    }
    for (int i = 0; i < 200; ++i) {
        QCOMPARE(counts->failed.value(QString::number(i)), i % 5 % 3);
        QCOMPARE(counts->answered.value(QString::number(i)), 1);
    }
}

void TestChatClient::noMoreAreUnderWayThanAllowed()
{
    const HttpServer server([](const HttpSeen &) {
        HttpReply reply = chatReply("Hello");
        reply.delay = 20ms;
        return reply;
    });
    const auto client = Setup{.rules = {.concurrency = 3}}.client(server.url());

    QList<QFuture<Result<ChatAnswer>>> futures;
    for (int i = 0; i < 20; ++i)
        futures.append(client->ask(question("Hi")));

    for (const auto &future : futures)
        QTRY_VERIFY(future.isFinished() && future.result());
    QCOMPARE(server.mostAtOnce(), 3);
}

void TestChatClient::noMoreStartInAMinuteThanAllowed()
{
    const HttpServer server([](const HttpSeen &) { return chatReply("Hello"); });
    const auto timing = std::make_shared<JumpingTiming>();
    const auto client =
        Setup{.rules = {.concurrency = 1, .perMinute = 4}, .timing = timing}.client(server.url());

    QList<QFuture<Result<ChatAnswer>>> futures;
    for (int i = 0; i < 10; ++i)
        futures.append(client->ask(question("Hi")));

    for (const auto &future : futures)
        QTRY_VERIFY(future.isFinished() && future.result());
    QCOMPARE(server.seen().size(), 10);
    QCOMPARE(timing->waits(), (QList<std::chrono::milliseconds>{60s, 60s}));
}

void TestChatClient::aSlowAnswerRunsOutOfTime_data()
{
    QTest::addColumn<HttpReply>("reply");
    QTest::newRow("silence") << HttpReply{.end = HttpEnd::Silence};
    QTest::newRow("a drop at a time") << HttpReply{.body = chatBody("Hello"), .dripBytes = 1, .drip = 20ms};
}

void TestChatClient::aSlowAnswerRunsOutOfTime()
{
    QFETCH(const HttpReply, reply);
    const HttpServer server([reply](const HttpSeen &) { return reply; });
    const auto client = Setup().client(server.url());
    QElapsedTimer since;
    since.start();

    const auto future = client->ask(question("Hi", 150));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(failureOf(future.result().error()), ChatFailure::Timeout);
    QVERIFY(since.elapsed() >= 150);
    QTRY_COMPARE(server.hungUp(), 1);
    QCOMPARE(server.seen().size(), 1);
}

void TestChatClient::anAnswerIsBounded_data()
{
    QTest::addColumn<HttpReply>("reply");
    QTest::newRow("with its length") << HttpReply{.body = QByteArray(5'000'000, ' ')};
    QTest::newRow("a promise alone") << HttpReply{.headers = {{"Content-Length", "99999999999"}},
                                                  .dripBytes = 1};
    QTest::newRow("in pieces") << HttpReply{
        .body = QByteArray(5'000'000, ' '), .dripBytes = 100'000, .drip = 1ms};
}

void TestChatClient::anAnswerIsBounded()
{
    QFETCH(const HttpReply, reply);
    const HttpServer server([reply](const HttpSeen &) { return reply; });
    const auto client = Setup{.rules = {.mostBytes = 1'000'000}}.client(server.url());

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(failureOf(future.result().error()), ChatFailure::TooLarge);
}

void TestChatClient::aCanceledRequestEndsAtOnce()
{
    const HttpServer server({HttpReply{.end = HttpEnd::Silence}, chatReply("Hello")});
    const auto client = Setup{.rules = {.concurrency = 1}}.client(server.url());
    auto future = client->ask(question("Hi"));
    const auto next = client->ask(question("next"));
    QTRY_COMPARE(server.seen().size(), 1);

    future.cancel();

    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 0);
    QTRY_COMPARE(server.hungUp(), 1);
    QTRY_VERIFY(next.isFinished());
    QVERIFY(next.result());
}

void TestChatClient::aCanceledRequestIsNotTriedAgain()
{
    const HttpServer server([](const HttpSeen &) { return HttpReply{.status = 500}; });
    const auto client = Setup{.rules = {.retry = {.first = 10min, .longest = 20min}}}.client(server.url());
    auto future = client->ask(question("Hi"));
    QTRY_COMPARE(server.seen().size(), 1);

    future.cancel();

    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 0);
    QCOMPARE(server.seen().size(), 1);
}

void TestChatClient::aClientThatGoesEndsItsRequests()
{
    const HttpServer server([](const HttpSeen &) { return HttpReply{.end = HttpEnd::Silence}; });
    auto client = Setup{.rules = {.concurrency = 2}}.client(server.url());
    QList<QFuture<Result<ChatAnswer>>> futures;
    for (int i = 0; i < 5; ++i)
        futures.append(client->ask(question("Hi")));
    QTRY_COMPARE(server.seen().size(), 2);

    client.reset();

    for (const auto &future : futures) {
        QVERIFY(future.isFinished());
        QCOMPARE(future.resultCount(), 0);
    }
    QTRY_COMPARE(server.hungUp(), 2);
}

void TestChatClient::aRedirectIsNotFollowed()
{
    const HttpServer other({chatReply("from elsewhere")});
    const HttpServer server(
        {HttpReply{.status = 307, .headers = {{"Location", other.url("/v1").toEncoded()}}}});
    const auto client = Setup().client(server.url());

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(failureOf(future.result().error()), ChatFailure::Redirected);
    QVERIFY(other.seen().isEmpty());
}

void TestChatClient::whatIsNotTlsIsNotTrusted()
{
    const HttpServer server([](const HttpSeen &) { return chatReply("Hello"); });
    QUrl url = server.url();
    url.setScheme("https");
    const auto client = Setup{.rules = {.retry = {.tries = 1}}}.client(url);

    const auto future = client->ask(question("Hi"));

    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(failureOf(future.result().error()), ChatFailure::Tls);
    QVERIFY(server.seen().isEmpty());
}

void TestChatClient::theKeyIsInNoLogNoErrorAndNoAnswer()
{
    // A server that repeats what it was given wherever it can, and a program that logs all that Qt has to say.
    const HttpServer server([](const HttpSeen &seen) {
        const QByteArray told = seen.headers.value("authorization");
        const int status = questionIn(seen).toInt();
        if (status == 200)
            return chatReply("you sent " + QString::fromLatin1(told));
        return HttpReply{.status = status,
                         .body = R"({"error":{"message":"no: )" + told + R"("}})",
                         .headers = {{"X-Told", told}}};
    });
    QStringList log;
    g_log = &log;
    QLoggingCategory::setFilterRules("*=true");
    const QtMessageHandler before = qInstallMessageHandler(keepMessage);
    QStringList said;
    QList<QFuture<Result<ChatAnswer>>> futures;
    {
        const auto client = Setup{.rules = {.retry = {.tries = 2, .first = 1ms}}}.client(server.url());
        for (const char *status : {"200", "400", "401", "429", "500", "302"})
            futures.append(client->ask(question(status)));
        for (const auto &future : futures)
            QTRY_VERIFY(future.isFinished());
    }
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules({});

    for (const auto &future : futures) {
        const Result<ChatAnswer> answer = future.result();
        said << (answer ? answer->text + QString::fromUtf8(answer->raw)
                        : answer.error().subject + answer.error().detail);
    }
    QVERIFY(said.first().contains("[key]"));
    QVERIFY(said.at(1).contains("[key]"));
    QVERIFY(server.seen().first().headers.value("authorization").contains(key));
    for (const QString &text : said + log)
        QVERIFY2(!text.contains(key), "the key was said");
}

void TestChatClient::aKeyThatIsNotThereIsAskedForAgain()
{
    const HttpServer server({chatReply("Hello")});
    const auto secrets = std::make_shared<MemorySecrets>();
    const auto client =
        ChatClient::create({.base = server.url(), .key = keySource}, {}, {.secrets = secrets});
    const auto first = (*client)->ask(question("Hi"));
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(failureOf(first.result().error()), ChatFailure::NoKey);
    QVERIFY(first.result().error().detail.contains("keychain:a key"));
    static_cast<void>(secrets->write(keySource, Secret("two words")));
    const auto second = (*client)->ask(question("Hi"));
    QTRY_VERIFY(second.isFinished());
    QCOMPARE(failureOf(second.result().error()), ChatFailure::NoKey);
    QVERIFY(!second.result().error().detail.contains("two words"));

    static_cast<void>(secrets->write(keySource, Secret(key)));
    const auto third = (*client)->ask(question("Hi"));

    QTRY_VERIFY(third.isFinished());
    QVERIFY(third.result());
    QCOMPARE(server.seen().size(), 1);
}

void TestChatClient::aKeyOfTheEnvironmentIsRead()
{
    SystemSecrets secrets;
    qputenv("COUNTERSIGN_TEST_KEY", key + "\n");

    const auto there = secrets.read({.place = KeyPlace::Environment, .name = "COUNTERSIGN_TEST_KEY"});
    const auto absent = secrets.read({.place = KeyPlace::Environment, .name = "COUNTERSIGN_TEST_ABSENT"});

    QVERIFY(there.isFinished() && there.result());
    QCOMPARE(there.result()->bytes(), key);
    QVERIFY(!absent.result());
    QCOMPARE(absent.result().error().code, ErrorCode::NotFound);
    QCOMPARE(absent.result().error().detail, "COUNTERSIGN_TEST_ABSENT");
}

void TestChatClient::withoutAKeychainTheErrorSaysSo()
{
    SystemSecrets secrets;
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");

    const auto read = secrets.read(keySource);
    QTRY_VERIFY(read.isFinished());
    const auto written = secrets.write(keySource, Secret(key));
    QTRY_VERIFY(written.isFinished());

    QVERIFY(!read.result());
    QCOMPARE(read.result().error().code, ErrorCode::Unavailable);
    QCOMPARE(read.result().error().subject, "keychain");
    QVERIFY(!written.result());
    QVERIFY(!written.result().error().detail.contains(key));
}

void TestChatClient::embeddingsComeInTheOrderOfTheirInputs()
{
    const HttpServer server(
        {HttpReply{.status = 503}, HttpReply{.body = R"({"model":"e","data":[{"index":1,"embedding":[0,1]},
                                                  {"index":0,"embedding":[1,0]}]})"}});
    const auto client = Setup{.rules = {.retry = {.first = 1ms}}}.client(server.url("/v1"));

    const auto future = client->embed({.model = "e", .inputs = {"a", "b"}});

    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result());
    QCOMPARE(future.result()->vectors, (QList<QList<double>>{{1, 0}, {0, 1}}));
    QCOMPARE(future.result()->tries, 2);
    QCOMPARE(server.seen().last().path, "/v1/embeddings");
    QCOMPARE(QJsonDocument::fromJson(server.seen().last().body)["input"], (QJsonArray{"a", "b"}));
}

void TestChatClient::aHostElsewhereNeedsTls()
{
    const auto client = ChatClient::create({.base = QUrl("http://api.example.com/v1")}, {},
                                           {.secrets = std::make_shared<MemorySecrets>()});

    QVERIFY(!client);
    QCOMPARE(failureOf(client.error()), ChatFailure::Insecure);
}

QTEST_GUILESS_MAIN(TestChatClient)
#include "tst_chat_client.moc"
