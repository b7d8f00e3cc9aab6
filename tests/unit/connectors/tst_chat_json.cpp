// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/ChatFailure.h"
#include "connectors/ChatJson.h"
#include "support/http/HttpServer.h"

#include <QJsonDocument>
#include <QTest>

using namespace countersign;
using namespace countersign::connectors;

/// The interface as JSON, without a network.
class TestChatJson : public QObject
{
    Q_OBJECT

private slots:
    void onlyWhatIsSetIsSent();
    void everythingThatIsSetIsSent();
    void toolCallsAreRead();
    void contentMayBeParts();
    void aBodyThatIsNoAnswerIsSaidToBeNone_data();
    void aBodyThatIsNoAnswerIsSaidToBeNone();
    void vectorsAreInTheOrderOfTheirInputs();
    void vectorsThatDoNotFitAreRefused_data();
    void vectorsThatDoNotFitAreRefused();
    void everyTruncationIsRefused();
    void anAddressIsCheckedBeforeAnythingIsSent_data();
    void anAddressIsCheckedBeforeAnythingIsSent();
    void aHostIsNamedWithAnUnusualPort();
    void whereAKeyIsCanBeWritten();
    void aPastedKeyIsNotRepeated();
    void aDetailIsOnePrintableLine();
};

void TestChatJson::onlyWhatIsSetIsSent()
{
    const ChatRequest request{.model = "m", .messages = {{.role = "user", .content = "Hello"}}};

    QCOMPARE(toBytes(request),
             R"({"messages":[{"content":"Hello","role":"user"}],"model":"m","stream":false})");
}

void TestChatJson::everythingThatIsSetIsSent()
{
    const ToolCall call{.id = "c1", .name = "look", .arguments = "{}"};
    const ChatRequest request{.model = "m",
                              .messages = {{.role = "assistant", .content = "", .toolCalls = {call}},
                                           {.role = "tool", .content = "4", .toolCallId = "c1"}},
                              .temperature = 0.5,
                              .topP = 0.25,
                              .maxTokens = 9,
                              .seed = 42,
                              .stop = {"END"},
                              .tools = {QJsonObject{{"type", "function"}}},
                              .toolChoice = "auto",
                              .responseFormat = {{"type", "json_object"}},
                              .extra = {{"user", "u"}, {"stream", true}, {"model", "other"}}};

    const QJsonObject sent = QJsonDocument::fromJson(toBytes(request)).object();

    QCOMPARE(sent["temperature"], 0.5);
    QCOMPARE(sent["top_p"], 0.25);
    QCOMPARE(sent["max_tokens"], 9);
    QCOMPARE(sent["seed"], 42);
    QCOMPARE(sent["stop"], QJsonArray{"END"});
    QCOMPARE(sent["tools"].toArray().size(), 1);
    QCOMPARE(sent["tool_choice"], "auto");
    QCOMPARE(sent["response_format"]["type"], "json_object");
    QCOMPARE(sent["messages"][0]["tool_calls"][0]["function"]["name"], "look");
    QCOMPARE(sent["messages"][1]["tool_call_id"], "c1");
    QCOMPARE(sent["user"], "u");
    QCOMPARE(sent["stream"], false);
    QCOMPARE(sent["model"], "m");
}

void TestChatJson::toolCallsAreRead()
{
    const auto answer = chatAnswerFrom(R"({"choices":[{"finish_reason":"tool_calls","message":{"content":null,
        "tool_calls":[{"id":"a","type":"function","function":{"name":"refund","arguments":"{\"days\":3}"}},
                      {"function":{"name":"end","arguments":{"now":true}}}]}}]})");

    QVERIFY(answer);
    QCOMPARE(answer->text, QString());
    QCOMPARE(answer->finishReason, "tool_calls");
    QCOMPARE(answer->toolCalls,
             (QList<ToolCall>{{"a", "refund", R"({"days":3})"}, {"", "end", R"({"now":true})"}}));
    QCOMPARE(answer->promptTokens, -1);
}

void TestChatJson::contentMayBeParts()
{
    const auto answer = chatAnswerFrom(
        R"({"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]}}]})");

    QVERIFY(answer);
    QCOMPARE(answer->text, "ab");
}

void TestChatJson::aBodyThatIsNoAnswerIsSaidToBeNone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ChatFailure>("failure");
    QTest::newRow("nothing") << QByteArray() << ChatFailure::BadAnswer;
    QTest::newRow("a page") << QByteArray("<html>hello</html>") << ChatFailure::BadAnswer;
    QTest::newRow("a list") << QByteArray("[]") << ChatFailure::BadAnswer;
    QTest::newRow("no choices") << QByteArray(R"({"choices":[]})") << ChatFailure::BadAnswer;
    QTest::newRow("choices is text") << QByteArray(R"({"choices":"a"})") << ChatFailure::BadAnswer;
    QTest::newRow("no message") << QByteArray(R"({"choices":[{"text":"old"}]})") << ChatFailure::BadAnswer;
    QTest::newRow("content is a number")
        << QByteArray(R"({"choices":[{"message":{"content":4}}]})") << ChatFailure::BadAnswer;
    QTest::newRow("a call without name")
        << QByteArray(R"({"choices":[{"message":{"tool_calls":[{"function":{}}]}}]})")
        << ChatFailure::BadAnswer;
    QTest::newRow("not UTF-8") << QByteArray("{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}")
                               << ChatFailure::BadAnswer;
    QTest::newRow("something behind it") << test::chatBody("a") + "{}" << ChatFailure::BadAnswer;
    QTest::newRow("nested without end") << QByteArray(100'000, '[') << ChatFailure::BadAnswer;
    QTest::newRow("an error with status 200")
        << QByteArray(R"({"error":{"message":"overloaded"}})") << ChatFailure::Server;
}

void TestChatJson::aBodyThatIsNoAnswerIsSaidToBeNone()
{
    QFETCH(const QByteArray, body);
    QFETCH(const ChatFailure, failure);

    const auto answer = chatAnswerFrom(body);

    QVERIFY(!answer);
    QCOMPARE(failureOf(answer.error()), failure);
}

void TestChatJson::vectorsAreInTheOrderOfTheirInputs()
{
    const auto answer = embeddingAnswerFrom(
        R"({"model":"e","data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1,-2.5]}],"usage":{"prompt_tokens":5}})",
        2);

    QVERIFY(answer);
    QCOMPARE(answer->vectors, (QList<QList<double>>{{1, -2.5}, {3, 4}}));
    QCOMPARE(answer->model, "e");
    QCOMPARE(answer->promptTokens, 5);
}

void TestChatJson::vectorsThatDoNotFitAreRefused_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("too few") << QByteArray(R"([{"index":0,"embedding":[1]}])");
    QTest::newRow("the same twice") << QByteArray(
        R"([{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}])");
    QTest::newRow("of no input") << QByteArray(
        R"([{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}])");
    QTest::newRow("half an index") << QByteArray(
        R"([{"index":0,"embedding":[1]},{"index":0.5,"embedding":[1]}])");
    QTest::newRow("of two lengths") << QByteArray(
        R"([{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}])");
    QTest::newRow("empty") << QByteArray(R"([{"index":0,"embedding":[]},{"index":1,"embedding":[]}])");
    QTest::newRow("text") << QByteArray(R"([{"index":0,"embedding":["1"]},{"index":1,"embedding":[1]}])");
    QTest::newRow("base64") << QByteArray(
        R"([{"index":0,"embedding":"AAAA"},{"index":1,"embedding":"AAAA"}])");
}

void TestChatJson::vectorsThatDoNotFitAreRefused()
{
    QFETCH(const QByteArray, data);

    const auto answer = embeddingAnswerFrom(R"({"data":)" + data + "}", 2);

    QVERIFY(!answer);
    QCOMPARE(failureOf(answer.error()), ChatFailure::BadAnswer);
}

void TestChatJson::everyTruncationIsRefused()
{
    const QByteArray whole = test::chatBody("An answer with \"quotes\" and ünïcode.");

    QVERIFY(chatAnswerFrom(whole));
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(!chatAnswerFrom(whole.first(length)), whole.first(length).constData());
}

void TestChatJson::anAddressIsCheckedBeforeAnythingIsSent_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("clean"); // empty: refused
    QTest::newRow("https") << "https://api.example.com/v1" << "https://api.example.com/v1";
    QTest::newRow("slashes at the end") << "HTTPS://api.example.com/v1//" << "https://api.example.com/v1";
    QTest::newRow("this machine") << "http://localhost:11434/v1" << "http://localhost:11434/v1";
    QTest::newRow("this machine by number") << "http://127.1.2.3:80/v1" << "http://127.1.2.3:80/v1";
    QTest::newRow("this machine, IPv6") << "http://[::1]:8080" << "http://[::1]:8080";
    QTest::newRow("an API's version")
        << "https://a.example/o?api-version=2" << "https://a.example/o?api-version=2";
    QTest::newRow("plain http") << "http://api.example.com/v1" << "";
    QTest::newRow("looks like this machine") << "http://localhost.example.com/v1" << "";
    QTest::newRow("looks like a number of it") << "http://127.0.0.1.example.com/v1" << "";
    QTest::newRow("a name and password") << "https://me:secret@api.example.com/v1" << "";
    QTest::newRow("a name that looks like a host") << "https://api.example.com@evil.example/v1" << "";
    QTest::newRow("a key in the query") << "https://api.example.com/v1?key=secret" << "";
    QTest::newRow("a fragment") << "https://api.example.com/v1#a" << "";
    QTest::newRow("a file") << "file:///etc/passwd" << "";
    QTest::newRow("no host") << "https:///v1" << "";
    QTest::newRow("nothing") << "" << "";
}

void TestChatJson::anAddressIsCheckedBeforeAnythingIsSent()
{
    QFETCH(const QString, address);
    QFETCH(const QString, clean);

    const Result<QUrl> checked = checkedBase(QUrl(address, QUrl::StrictMode));

    QCOMPARE(checked.has_value(), !clean.isEmpty());
    if (checked)
        QCOMPARE(checked->toString(), clean);
    else
        QCOMPARE(failureOf(checked.error()), ChatFailure::Insecure);
}

void TestChatJson::aHostIsNamedWithAnUnusualPort()
{
    QCOMPARE(hostOf(QUrl("https://api.example.com:443/v1")), "api.example.com");
    QCOMPARE(hostOf(QUrl("https://api.example.com:8443/v1")), "api.example.com:8443");
    QCOMPARE(hostOf(QUrl("http://[::1]:8080")), "[::1]:8080");
}

void TestChatJson::whereAKeyIsCanBeWritten()
{
    for (const QString text : {"none", "env:OPENAI_API_KEY", "keychain:api.example.com"}) {
        const Result<KeySource> source = keySourceFromString(text);
        QVERIFY(source);
        QCOMPARE(toString(*source), text);
    }
}

void TestChatJson::aPastedKeyIsNotRepeated()
{
    for (const QString text :
         {"sk-0123456789", "env:sk-0123456789", "env:", "keychain:", "keychain:a\nsk-0123456789"}) {
        const Result<KeySource> source = keySourceFromString(text);
        QVERIFY(!source);
        QVERIFY(!(source.error().subject + source.error().detail).contains("sk-0123456789"));
    }
}

void TestChatJson::aDetailIsOnePrintableLine()
{
    const Error error = chatError(ChatFailure::Server, "a\r\nb\x1b[31m\u202ec" + QString(1000, u'd'));

    QVERIFY(error.detail.startsWith("a b [31m c"));
    QVERIFY(error.detail.size() <= 400);
}

QTEST_GUILESS_MAIN(TestChatJson)
#include "tst_chat_json.moc"
