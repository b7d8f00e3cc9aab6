// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/ChatFailure.h"
#include "connectors/EndpointBook.h"
#include "connectors/LangfuseRegistry.h"
#include "support/http/HttpServer.h"
#include "support/http/JumpingTiming.h"
#include "support/http/MemorySecrets.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include <mutex>

using namespace countersign;
using namespace countersign::connectors;
using namespace countersign::test;
using namespace std::chrono_literals;

namespace {

const QByteArray langfuseKey = "pk-lf-0123456789:sk-lf-9876543210";
const QByteArray mlflowKey = "dapi-0123456789abcdef";
const KeySource keySource{.place = KeyPlace::Keychain, .name = "a registry"};

[[nodiscard]] ClientParts parts(RegistryKind kind, const std::shared_ptr<Timing> &timing = {})
{
    auto secrets = std::make_shared<MemorySecrets>();
    static_cast<void>(
        secrets->write(keySource, Secret(kind == RegistryKind::Langfuse ? langfuseKey : mlflowKey)));
    return {.secrets = secrets, .timing = timing, .random = [] { return 1.0; }};
}

[[nodiscard]] std::unique_ptr<PromptRegistry> opened(RegistryKind kind, const QUrl &base,
                                                     const std::shared_ptr<Timing> &timing = {},
                                                     const ClientRules &rules = {})
{
    auto made = openRegistry({.kind = kind, .base = base, .key = keySource, .keyStyle = usualKeyStyle(kind)},
                             rules, parts(kind, timing));
    return made ? std::move(*made) : nullptr;
}

[[nodiscard]] std::unique_ptr<LangfuseRegistry> langfuse(const QUrl &base,
                                                         const std::shared_ptr<Timing> &timing = {})
{
    return std::make_unique<LangfuseRegistry>(
        ChatEndpoint{.base = base, .key = keySource, .keyStyle = KeyStyle::Basic}, ClientRules{},
        parts(RegistryKind::Langfuse, timing));
}

/// As api.reference.langfuse.com shows a chat prompt, with what servers send beside it.
const QByteArray langfuseChat = R"({"id":"c1","createdAt":"2026-11-05T10:20:30.400Z",
    "updatedAt":"2026-11-06T08:00:00.000Z","projectId":"p","createdBy":"user-17","name":"support/refund",
    "version":4,"type":"chat","isActive":null,"config":{"model":"m"},"tags":["support"],
    "labels":["production","latest"],"commitMessage":"shorter",
    "prompt":[{"role":"system","content":"Be brief.\n"},{"type":"placeholder","name":"history"},
              {"role":"user","content":"{{question}}"}],"resolutionGraph":null})";

const QByteArray mlflowVersionBody = R"({"model_version":{"name":"refund","version":"2",
    "creation_timestamp":1762338030400,"last_updated_timestamp":"1762416000000","user_id":"ana",
    "current_stage":"None","description":"shorter","source":"prompt-template","status":"READY",
    "tags":[{"key":"mlflow.prompt.is_prompt","value":"true"},{"key":"mlflow.prompt.text","value":"Be brief."}],
    "aliases":["production"]}})";

QStringList *g_lines = nullptr;

void keepLine(QtMsgType, const QMessageLogContext &, const QString &text)
{
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    g_lines->append(text);
}

#define ANSWER_OF(name, call) \
    auto name##Future = call; \
    QTRY_VERIFY(name##Future.isFinished()); \
    QVERIFY(name##Future.resultCount() == 1); \
    const auto name = name##Future.resultAt(0)

} // namespace

/// The registries and a real server on loopback that speaks what their makers document.
class TestPromptRegistry : public QObject
{
    Q_OBJECT

private slots:
    void langfuseListsOverAllPages();
    void mlflowListsOverAllPages();
    void langfuseGivesAChatWithWhoAndWhen();
    void langfuseGivesATextAsItIsStored();
    void mlflowGivesATextWithWhoAndWhen();
    void mlflowGivesAChat();
    void theKeyGoesAsTheServiceTakesIt();
    void aNameStaysOneSegmentOfThePath();
    void whatIsNotThereIsNotFound_data();
    void whatIsNotThereIsNotFound();
    void aFailureHasItsName_data();
    void aFailureHasItsName();
    void whoeverIsToldToWaitWaits();
    void anAnswerThatIsNoneIsRefused_data();
    void anAnswerThatIsNoneIsRefused();
    void aListWithoutEndIsLeft_data();
    void aListWithoutEndIsLeft();
    void anAnswerIsBounded();
    void aCanceledListEndsAtOnce();
    void hostileTextComesAsText();
    void theKeyIsInNoLogNoErrorAndNoText();
    void onlySafeAddressesAreOpened();
    void aVersionIsWrittenOnce();
    void aWriteWhoseAnswerIsLostIsNotSentAgain();
    void aRefusedWriteIsNoDoubt();
    void aLabelMoves();
    void labelsAreThoseTheServiceTakes_data();
    void labelsAreThoseTheServiceTakes();
    void theStyleOfAKeyIsKept();
};

void TestPromptRegistry::langfuseListsOverAllPages()
{
    HttpServer server([](const HttpSeen &seen) -> HttpReply {
        const QString page = QUrlQuery(QUrl(QString::fromLatin1(seen.path))).queryItemValue("page");
        if (page == "1")
            return {.body = R"({"data":[{"name":"b","versions":[2,1],"labels":["production"],"tags":[],
                "lastUpdatedAt":"2026-11-06T08:00:00.000Z","lastConfig":{}},{"name":"a","versions":[1],"labels":[],
                "tags":[]}],"meta":{"page":1,"limit":100,"totalItems":3,"totalPages":2}})"};
        return {.body = R"({"data":[{"name":"b","versions":[3],"labels":["latest","production"],"tags":[]},
            {"name":"c/d","versions":[1],"labels":["latest"],"tags":[]}],
            "meta":{"page":2,"limit":100,"totalItems":3,"totalPages":2}})"};
    });
    const auto registry = opened(RegistryKind::Langfuse, server.url());

    ANSWER_OF(list, registry->list());

    QVERIFY(list);
    QCOMPARE(*list, (QList<ForeignPrompt>{
                        {.name = "a", .versions = {1}},
                        {.name = "b",
                         .labels = {"latest", "production"},
                         .versions = {1, 2, 3},
                         .changedAt = 1'793'952'000'000},
                        {.name = "c/d", .labels = {"latest"}, .versions = {1}},
                    }));
    QCOMPARE(server.seen().size(), 2);
    QCOMPARE(server.seen().first().method, QByteArray("GET"));
    QCOMPARE(server.seen().first().path, QByteArray("/api/public/v2/prompts?page=1&limit=100"));
}

void TestPromptRegistry::mlflowListsOverAllPages()
{
    HttpServer server([](const HttpSeen &seen) -> HttpReply {
        const QUrlQuery query{QUrl(QString::fromLatin1(seen.path))};
        if (query.queryItemValue("page_token").isEmpty())
            return {.body = R"({"registered_models":[{"name":"refund","creation_timestamp":1,
                "last_updated_timestamp":1762416000000,"latest_versions":[{"name":"refund","version":"3"}],
                "aliases":[{"alias":"production","version":"2"}],
                "tags":[{"key":"mlflow.prompt.is_prompt","value":"true"}]},
                {"name":"a-model","tags":[]}],"next_page_token":"a+b/c="})"};
        return {.body = R"({"registered_models":[{"name":"greeting",
            "tags":[{"key":"mlflow.prompt.is_prompt","value":"true"}]}]})"};
    });
    const auto registry = opened(RegistryKind::Mlflow, server.url("/ml"));

    ANSWER_OF(list, registry->list());

    QVERIFY(list);
    QCOMPARE(*list, (QList<ForeignPrompt>{{.name = "greeting"},
                                          {.name = "refund",
                                           .labels = {"production"},
                                           .versions = {2, 3},
                                           .changedAt = 1'762'416'000'000}}));
    QCOMPARE(server.seen().size(), 2);
    const QUrl first(QString::fromLatin1(server.seen().first().path));
    QCOMPARE(first.path(), QString("/ml/api/2.0/mlflow/registered-models/search"));
    QCOMPARE(QUrlQuery(first).queryItemValue("filter", QUrl::FullyDecoded),
             QString("tags.`mlflow.prompt.is_prompt` = 'true'"));
    QVERIFY(server.seen().last().path.endsWith("page_token=a%2Bb%2Fc%3D"));
}

void TestPromptRegistry::langfuseGivesAChatWithWhoAndWhen()
{
    HttpServer server({HttpReply{.body = langfuseChat}});
    const auto registry = opened(RegistryKind::Langfuse, server.url());

    ANSWER_OF(text, registry->live("support/refund", "production"));

    QVERIFY(text);
    QCOMPARE(*text, (ForeignText{.name = "support/refund",
                                 .version = 4,
                                 .isChat = true,
                                 .messages = {{.role = "system", .text = "Be brief.\n"},
                                              {.role = "placeholder", .text = "history"},
                                              {.role = "user", .text = "{{question}}"}},
                                 .labels = {"production", "latest"},
                                 .author = "user-17",
                                 .createdAt = 1'793'874'030'400,
                                 .changedAt = 1'793'952'000'000,
                                 .summary = "shorter"}));
}

void TestPromptRegistry::langfuseGivesATextAsItIsStored()
{
    // The fields that the reference promises, and no more.
    HttpServer server(
        {HttpReply{.body = R"({"type":"text","name":"hello","version":1,"config":{},"labels":[],"tags":[],
        "prompt":"@@@langfusePrompt:name=tone|label=production@@@ Hi {{name}}"})"}});
    const auto registry = opened(RegistryKind::Langfuse, server.url());

    ANSWER_OF(text, registry->version("hello", 1));

    QVERIFY(text);
    QCOMPARE(
        *text,
        (ForeignText{.name = "hello",
                     .version = 1,
                     .messages = {{.text = "@@@langfusePrompt:name=tone|label=production@@@ Hi {{name}}"}}}));
    QCOMPARE(server.seen().first().path, QByteArray("/api/public/v2/prompts/hello?version=1&resolve=false"));
}

void TestPromptRegistry::mlflowGivesATextWithWhoAndWhen()
{
    HttpServer server({HttpReply{.body = mlflowVersionBody}, HttpReply{.body = mlflowVersionBody}});
    const auto registry = opened(RegistryKind::Mlflow, server.url());

    ANSWER_OF(text, registry->live("refund", "production"));
    ANSWER_OF(same, registry->version("refund", 2));

    QVERIFY(text);
    QCOMPARE(*text, (ForeignText{.name = "refund",
                                 .version = 2,
                                 .messages = {{.text = "Be brief."}},
                                 .labels = {"production"},
                                 .author = "ana",
                                 .createdAt = 1'762'338'030'400,
                                 .changedAt = 1'762'416'000'000,
                                 .summary = "shorter"}));
    QCOMPARE(*same, *text);
    QCOMPARE(server.seen().first().path,
             QByteArray("/api/2.0/mlflow/registered-models/alias?name=refund&alias=production"));
    QCOMPARE(server.seen().last().path,
             QByteArray("/api/2.0/mlflow/model-versions/get?name=refund&version=2"));
}

void TestPromptRegistry::mlflowGivesAChat()
{
    HttpServer server({HttpReply{.body = R"({"model_version":{"name":"refund","version":1,"tags":[
        {"key":"mlflow.prompt.text","value":"[{\"role\":\"system\",\"content\":\"Be brief.\"}]"},
        {"key":"_mlflow_prompt_type","value":"chat"}]}})"}});
    const auto registry = opened(RegistryKind::Mlflow, server.url());

    ANSWER_OF(text, registry->version("refund", 1));

    QVERIFY(text);
    QVERIFY(text->isChat);
    QCOMPARE(text->messages, (QList<ForeignMessage>{{.role = "system", .text = "Be brief."}}));
}

void TestPromptRegistry::theKeyGoesAsTheServiceTakesIt()
{
    HttpServer server([](const HttpSeen &) { return HttpReply{.status = 404}; });
    const auto one = opened(RegistryKind::Langfuse, server.url());
    const auto other = opened(RegistryKind::Mlflow, server.url());

    ANSWER_OF(first, one->live("a", "production"));
    ANSWER_OF(second, other->live("a", "production"));

    QVERIFY(!first && !second);
    QCOMPARE(server.seen().first().headers.value("authorization"), "Basic " + langfuseKey.toBase64());
    QCOMPARE(server.seen().last().headers.value("authorization"), "Bearer " + mlflowKey);
}

void TestPromptRegistry::aNameStaysOneSegmentOfThePath()
{
    HttpServer server([](const HttpSeen &) { return HttpReply{.status = 404}; });
    const auto registry = opened(RegistryKind::Langfuse, server.url());

    ANSWER_OF(first, registry->live("folder/name?x=1#y", "a b"));
    ANSWER_OF(second, registry->live("..", "production"));

    QVERIFY(!first);
    QCOMPARE(second.error().code, ErrorCode::NotFound);
    QCOMPARE(server.seen().size(), 1);
    QCOMPARE(server.seen().first().path,
             QByteArray("/api/public/v2/prompts/folder%2Fname%3Fx%3D1%23y?label=a%20b&resolve=false"));
}

void TestPromptRegistry::whatIsNotThereIsNotFound_data()
{
    QTest::addColumn<RegistryKind>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("langfuse") << RegistryKind::Langfuse << 404
                              << QByteArray(
                                     R"({"message":"Prompt not found","error":"LangfuseNotFoundError"})");
    QTest::newRow("mlflow") << RegistryKind::Mlflow << 404
                            << QByteArray(
                                   R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"not found"})");
    QTest::newRow("mlflow, an alias")
        << RegistryKind::Mlflow << 400
        << QByteArray(R"({"error_code":"INVALID_PARAMETER_VALUE","message":"alias production not found."})");
}

void TestPromptRegistry::whatIsNotThereIsNotFound()
{
    QFETCH(const RegistryKind, kind);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    HttpServer server({HttpReply{.status = status, .body = body}});
    const auto registry = opened(kind, server.url());

    ANSWER_OF(text, registry->live("refund", "production"));

    QVERIFY(!text);
    QCOMPARE(text.error().code, ErrorCode::NotFound);
    QCOMPARE(text.error().subject, QString("refund"));
}

void TestPromptRegistry::aFailureHasItsName_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ChatFailure>("failure");
    QTest::addColumn<int>("requests");
    QTest::newRow("401") << 401 << ChatFailure::Unauthorized << 1;
    QTest::newRow("403") << 403 << ChatFailure::Unauthorized << 1;
    QTest::newRow("301") << 301 << ChatFailure::Redirected << 1;
    QTest::newRow("429") << 429 << ChatFailure::RateLimited << 4;
    QTest::newRow("500") << 500 << ChatFailure::Server << 4;
    QTest::newRow("503") << 503 << ChatFailure::Server << 4;
    QTest::newRow("405") << 405 << ChatFailure::Rejected << 1;
}

void TestPromptRegistry::aFailureHasItsName()
{
    QFETCH(const int, status);
    QFETCH(const ChatFailure, failure);
    QFETCH(const int, requests);
    for (const RegistryKind kind : {RegistryKind::Langfuse, RegistryKind::Mlflow}) {
        HttpServer server([status](const HttpSeen &) {
            return HttpReply{
                .status = status, .body = "{}", .headers = {{"Location", "http://127.0.0.1:9/"}}};
        });
        const auto registry = opened(kind, server.url(), std::make_shared<JumpingTiming>());

        ANSWER_OF(list, registry->list());
        ANSWER_OF(text, registry->live("a", "b"));

        QVERIFY(!list && !text);
        QCOMPARE(failureOf(list.error()), failure);
        QCOMPARE(failureOf(text.error()), failure);
        QCOMPARE(server.seen().size(), requests * 2);
    }
}

void TestPromptRegistry::whoeverIsToldToWaitWaits()
{
    HttpServer server({HttpReply{.status = 429, .body = "{}", .headers = {{"Retry-After", "7"}}},
                       HttpReply{.body = langfuseChat}});
    const auto timing = std::make_shared<JumpingTiming>();
    const auto registry = opened(RegistryKind::Langfuse, server.url(), timing);

    ANSWER_OF(text, registry->live("support/refund", "production"));

    QVERIFY(text);
    QVERIFY(timing->waits().contains(7s));
    QCOMPARE(server.seen().size(), 2);
}

void TestPromptRegistry::anAnswerThatIsNoneIsRefused_data()
{
    QTest::addColumn<RegistryKind>("kind");
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, RegistryKind kind, const QByteArray &list, const QByteArray &text) {
        QTest::newRow(name) << kind << list << text;
    };
    using enum RegistryKind;
    row("no JSON", Langfuse, "{\"data\":[", "<html>");
    row("another shape", Langfuse, "[]", "[]");
    row("no list", Langfuse, R"({"data":{},"meta":{"totalPages":1}})",
        R"({"type":"text","name":"a","version":1})");
    row("no name", Langfuse, R"({"data":[{"labels":[]}],"meta":{"totalPages":1}})",
        R"({"type":"text","version":1,"prompt":"x"})");
    row("labels of another kind", Langfuse, R"({"data":[{"name":"a","labels":[1]}],"meta":{"totalPages":1}})",
        R"({"type":"chat","name":"a","version":1,"prompt":"x"})");
    row("no pages", Langfuse, R"({"data":[{"name":"a","labels":[]}]})",
        R"({"type":"poem","name":"a","version":1,"prompt":"x"})");
    row("a version that is none", Langfuse,
        R"({"data":[{"name":"a","labels":[],"versions":[0]}],"meta":{"totalPages":1}})",
        R"({"type":"text","name":"a","version":1.5,"prompt":"x"})");
    row("about another", Langfuse, R"({"data":[{"name":"","labels":[]}],"meta":{"totalPages":1}})",
        R"({"type":"text","name":"b","version":1,"prompt":"x"})");
    row("no JSON, MLflow", Mlflow, "", "{");
    row("no list, MLflow", Mlflow, R"({"registered_models":7})", R"({"model_version":7})");
    row("no name, MLflow", Mlflow, R"({"registered_models":[{}]})", R"({"model_version":{"name":"a"}})");
    row("no version, MLflow", Mlflow,
        R"({"registered_models":[{"name":"a","tags":[{"key":"mlflow.prompt.is_prompt","value":"true"}],
            "aliases":[{"alias":"x","version":"one"}]}]})",
        R"({"model_version":{"name":"a","version":"one","tags":[{"key":"mlflow.prompt.text","value":""}]}})");
    row("no text, MLflow", Mlflow, R"({"registered_models":{"name":"a"}})",
        R"({"model_version":{"name":"a","version":"1","tags":[]}})");
    row("a chat that is none, MLflow", Mlflow, R"({"registered_models":"a"})",
        R"({"model_version":{"name":"a","version":"1","tags":[{"key":"mlflow.prompt.text","value":"Hi"},
            {"key":"_mlflow_prompt_type","value":"chat"}]}})");
}

void TestPromptRegistry::anAnswerThatIsNoneIsRefused()
{
    QFETCH(const RegistryKind, kind);
    QFETCH(const QByteArray, list);
    QFETCH(const QByteArray, text);
    HttpServer server({HttpReply{.body = list}, HttpReply{.body = text}});
    const auto registry = opened(kind, server.url());

    ANSWER_OF(listed, registry->list());
    ANSWER_OF(read, registry->live("a", "production"));

    QVERIFY(!listed);
    QCOMPARE(failureOf(listed.error()), ChatFailure::BadAnswer);
    QVERIFY(!read);
    QCOMPARE(failureOf(read.error()), ChatFailure::BadAnswer);
}

void TestPromptRegistry::aListWithoutEndIsLeft_data()
{
    QTest::addColumn<RegistryKind>("kind");
    QTest::addColumn<bool>("growing");
    QTest::newRow("langfuse, the same page") << RegistryKind::Langfuse << false;
    QTest::newRow("langfuse, ever new prompts") << RegistryKind::Langfuse << true;
    QTest::newRow("mlflow, the same page") << RegistryKind::Mlflow << false;
    QTest::newRow("mlflow, ever new prompts") << RegistryKind::Mlflow << true;
}

void TestPromptRegistry::aListWithoutEndIsLeft()
{
    QFETCH(const RegistryKind, kind);
    QFETCH(const bool, growing);
    int asked = 0;
    HttpServer server([&, kind, growing](const HttpSeen &) -> HttpReply {
        ++asked;
        QByteArrayList prompts;
        for (int i = 0; i < 100; ++i) {
            const QByteArray name = QByteArray::number(growing ? asked * 100 + i : i);
            prompts.append(kind == RegistryKind::Langfuse
                               ? R"({"name":"p)" + name + R"(","labels":[],"versions":[1]})"
                               : R"({"name":"p)" + name
                                     + R"(","tags":[{"key":"mlflow.prompt.is_prompt","value":"true"}]})");
        }
        return {.body =
                    kind == RegistryKind::Langfuse
                        ? R"({"data":[)" + prompts.join(',') + R"(],"meta":{"totalPages":999999}})"
                        : R"({"registered_models":[)" + prompts.join(',') + R"(],"next_page_token":"more"})"};
    });
    const auto registry = opened(kind, server.url());

    auto future = registry->list();
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 30'000);

    QVERIFY(!future.resultAt(0));
    QCOMPARE(failureOf(future.resultAt(0).error()), growing ? ChatFailure::TooLarge : ChatFailure::BadAnswer);
    QVERIFY(server.seen().size() <= 100);
}

void TestPromptRegistry::anAnswerIsBounded()
{
    HttpServer server([](const HttpSeen &) { return HttpReply{.body = QByteArray(200'000, 'x')}; });
    const auto registry = opened(RegistryKind::Langfuse, server.url(), {}, {.mostBytes = 100'000});

    ANSWER_OF(list, registry->list());
    ANSWER_OF(text, registry->live("a", "b"));

    QVERIFY(!list && !text);
    QCOMPARE(failureOf(list.error()), ChatFailure::TooLarge);
    QCOMPARE(failureOf(text.error()), ChatFailure::TooLarge);
}

void TestPromptRegistry::aCanceledListEndsAtOnce()
{
    HttpServer server([](const HttpSeen &seen) -> HttpReply {
        if (seen.path.contains("page=1&"))
            return {.body = R"({"data":[{"name":"a","labels":[]}],"meta":{"totalPages":3}})"};
        return {.end = HttpEnd::Silence};
    });
    const auto registry = opened(RegistryKind::Langfuse, server.url());

    auto future = registry->list();
    QTRY_COMPARE(server.seen().size(), 2);
    future.cancel();

    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.isCanceled());
    QCOMPARE(future.resultCount(), 0);
    QTRY_COMPARE(server.hungUp(), 1);
}

void TestPromptRegistry::hostileTextComesAsText()
{
    const QString hostile = QStringLiteral("<b>\u202Enot\u0007 what it seems</b> {{x}} ${env:HOME} \\u0000");
    const QJsonObject body{{"type", "text"},
                           {"name", "a"},
                           {"version", 1},
                           {"prompt", hostile},
                           {"createdBy", hostile},
                           {"labels", QJsonArray{QString(36, QChar('l'))}},
                           {"commitMessage", QString(5'000, QChar('m'))}};
    HttpServer server({HttpReply{.body = QJsonDocument(body).toJson()}});
    const auto registry = opened(RegistryKind::Langfuse, server.url());

    ANSWER_OF(text, registry->live("a", "production"));

    QVERIFY(text);
    QCOMPARE(text->messages.first().text, hostile);
    QCOMPARE(text->author, hostile);
    QCOMPARE(text->summary.size(), longestForeignName);
}

void TestPromptRegistry::theKeyIsInNoLogNoErrorAndNoText()
{
    QStringList lines;
    g_lines = &lines;
    const auto before = qInstallMessageHandler(keepLine);
    QLoggingCategory::setFilterRules("*.debug=true");
    const QByteArray spelled = langfuseKey.toBase64();
    HttpServer server(
        {HttpReply{.status = 400, .body = R"({"message":"no: )" + langfuseKey + ' ' + spelled + R"("})"},
         HttpReply{.body = R"({"type":"text","name":"a","version":1,"prompt":"sk-lf-9876543210 )" + spelled
                           + R"("})"}});
    const auto registry = opened(RegistryKind::Langfuse, server.url());

    ANSWER_OF(refused, registry->live("a", "b"));
    ANSWER_OF(text, registry->live("a", "b"));
    QLoggingCategory::setFilterRules({});
    qInstallMessageHandler(before);

    QVERIFY(!refused);
    QVERIFY(text);
    const QString all =
        lines.join('\n') + refused.error().detail + refused.error().subject + text->messages.first().text;
    QVERIFY(!all.contains("sk-lf-9876543210"));
    QVERIFY(!all.contains(spelled));
}

void TestPromptRegistry::onlySafeAddressesAreOpened()
{
    for (const char *address : {"http://registry.example.com", "https://a:b@registry.example.com",
                                "ftp://127.0.0.1", "https://registry.example.com/?key=1", ""}) {
        const auto made =
            openRegistry({.base = QUrl(QString::fromLatin1(address))}, {}, parts(RegistryKind::Langfuse));
        QVERIFY(!made);
        QCOMPARE(failureOf(made.error()), ChatFailure::Insecure);
    }
}

void TestPromptRegistry::aVersionIsWrittenOnce()
{
    HttpServer server({HttpReply{.status = 201, .body = langfuseChat}});
    const auto registry = langfuse(server.url());

    ANSWER_OF(written, registry->create({.name = "support/refund",
                                         .isChat = true,
                                         .messages = {{.role = "system", .text = "Be brief.\n"},
                                                      {.role = "user", .text = "{{question}}"}},
                                         .labels = {"staging"},
                                         .summary = "Countersign 1.2.0"}));

    QVERIFY(written);
    QCOMPARE(written->version, 4);
    QCOMPARE(server.seen().size(), 1);
    QCOMPARE(server.seen().first().method, QByteArray("POST"));
    QCOMPARE(server.seen().first().path, QByteArray("/api/public/v2/prompts"));
    QCOMPARE(QJsonDocument::fromJson(server.seen().first().body).object(),
             QJsonDocument::fromJson(R"({"type":"chat","name":"support/refund","labels":["staging"],
                 "commitMessage":"Countersign 1.2.0","prompt":[{"role":"system","content":"Be brief.\n"},
                 {"role":"user","content":"{{question}}"}]})")
                 .object());
}

void TestPromptRegistry::aWriteWhoseAnswerIsLostIsNotSentAgain()
{
    const QList<HttpReply> lost{{.end = HttpEnd::NoAnswer},
                                {.body = langfuseChat, .end = HttpEnd::CutBody},
                                {.status = 502, .body = "{}"},
                                {.status = 201, .body = "written"}};
    for (const HttpReply &reply : lost) {
        HttpServer server([reply](const HttpSeen &) { return reply; });
        const auto registry = langfuse(server.url(), std::make_shared<JumpingTiming>());

        ANSWER_OF(written, registry->create({.name = "support/refund", .messages = {{.text = "x"}}}));

        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::OutcomeUnknown);
        QCOMPARE(server.seen().size(), 1);
    }
}

void TestPromptRegistry::aRefusedWriteIsNoDoubt()
{
    for (const int status : {400, 401, 403, 429}) {
        HttpServer server([status](const HttpSeen &) { return HttpReply{.status = status, .body = "{}"}; });
        const auto registry = langfuse(server.url(), std::make_shared<JumpingTiming>());

        ANSWER_OF(written, registry->create({.name = "a", .messages = {{.text = "x"}}}));

        QVERIFY(!written);
        QVERIFY(written.error().code != ErrorCode::OutcomeUnknown);
        QCOMPARE(server.seen().size(), 1);
    }
}

void TestPromptRegistry::aLabelMoves()
{
    HttpServer server({HttpReply{.status = 500, .body = "{}"}, HttpReply{.body = langfuseChat}});
    const auto registry = langfuse(server.url(), std::make_shared<JumpingTiming>());

    ANSWER_OF(moved, registry->moveLabel("support/refund", 4, "production"));

    QVERIFY(moved);
    QVERIFY(moved->labels.contains("production"));
    QCOMPARE(server.seen().size(), 2);
    QCOMPARE(server.seen().last().method, QByteArray("PATCH"));
    QCOMPARE(server.seen().last().path, QByteArray("/api/public/v2/prompts/support%2Frefund/versions/4"));
    QCOMPARE(server.seen().last().body, QByteArray(R"({"newLabels":["production"]})"));
}

void TestPromptRegistry::labelsAreThoseTheServiceTakes_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<bool>("taken");
    QTest::newRow("production") << "production" << true;
    QTest::newRow("signs") << "eu-west_1.a" << true;
    QTest::newRow("as long as it may be") << QString(36, 'a') << true;
    QTest::newRow("too long") << QString(37, 'a') << false;
    QTest::newRow("empty") << "" << false;
    QTest::newRow("capital") << "Production" << false;
    QTest::newRow("space") << "a b" << false;
    QTest::newRow("the service's own") << "latest" << false;
}

void TestPromptRegistry::labelsAreThoseTheServiceTakes()
{
    QFETCH(const QString, label);
    QTEST(LangfuseRegistry::isLabel(label), "taken");
}

void TestPromptRegistry::theStyleOfAKeyIsKept()
{
    const QTemporaryDir folder;
    EndpointBook book(folder.filePath("hosts.ini"));
    const QUrl base("https://registry.example.com");

    QVERIFY(book.confirm(base, keySource, KeyStyle::Basic));

    QVERIFY(book.find(base)->keyStyle == KeyStyle::Basic);
}

QTEST_GUILESS_MAIN(TestPromptRegistry)
#include "tst_prompt_registry.moc"
