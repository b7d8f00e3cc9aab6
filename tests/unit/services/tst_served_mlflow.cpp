// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ServiceDesk.h"
#include "support/http/HttpServer.h"
#include "support/http/MemorySecrets.h"
#include "unit/services/Desk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What MLflow serves beside a record, over HTTP on loopback.
class ServedMlflowTest : public QObject
{
    Q_OBJECT

private slots:
    void whatMlflowServesIsComparedAndAdopted();
};

void ServedMlflowTest::whatMlflowServesIsComparedAndAdopted()
{
    Office office;
    QVERIFY(office.start());
    const auto workspace = office.ana();
    std::mutex mutex;
    QString live = QString::fromUtf8(refundText());
    QByteArray changing;
    // As MLflow's REST reference gives them: a registered model with aliases, and the version that bears one.
    HttpServer server([&](const HttpSeen &seen) -> HttpReply {
        const std::lock_guard lock(mutex);
        if (seen.method != "GET")
            changing = seen.method;
        const QJsonArray tags{QJsonObject{{u"key"_s, u"mlflow.prompt.is_prompt"_s}, {u"value"_s, u"true"_s}},
                              QJsonObject{{u"key"_s, u"mlflow.prompt.text"_s}, {u"value"_s, live}}};
        if (seen.path.contains("registered-models/alias")) {
            return {.body = QJsonDocument(
                                QJsonObject{{u"model_version"_s,
                                             QJsonObject{{u"name"_s, u"refund"_s},
                                                         {u"version"_s, u"2"_s},
                                                         {u"creation_timestamp"_s, qint64(1'762'338'030'400)},
                                                         {u"user_id"_s, u"mallory"_s},
                                                         {u"description"_s, u"more generous"_s},
                                                         {u"tags"_s, tags},
                                                         {u"aliases"_s, QJsonArray{u"production"_s}}}}})
                                .toJson()};
        }
        const QJsonObject model{
            {u"name"_s, u"refund"_s},
            {u"aliases"_s, QJsonArray{QJsonObject{{u"alias"_s, u"production"_s}, {u"version"_s, u"2"_s}}}},
            {u"tags"_s, tags}};
        return {.body = QJsonDocument(QJsonObject{{u"registered_models"_s, QJsonArray{model}}}).toJson()};
    });
    ServiceDesk desk({.settingsFile = office.directory.filePath(u"services.ini"_s),
                      .secrets = std::make_shared<MemorySecrets>()});
    const PromptService service{.name = u"tracking"_s,
                                .kind = connectors::RegistryKind::Mlflow,
                                .address = server.url().toString(),
                                .key = u"none"_s};

    const Result<ServiceReport> same = answer(desk.compare(service, *workspace));
    {
        const std::lock_guard lock(mutex);
        live = QString::fromUtf8(refundText("90", "may"));
    }
    const Result<ServiceReport> shadow = answer(desk.compare(service, *workspace));

    QVERIFY(same);
    QCOMPARE(same->count(ServedStanding::Released), 1);
    QCOMPARE(same->count(ServedStanding::Shadow), 0);
    QVERIFY(shadow);
    QCOMPARE(shadow->rows.first().standing, ServedStanding::Shadow);
    QCOMPARE(shadow->rows.first().text.author, u"mallory"_s);
    const Result<Draft> draft = answer(desk.adopt(shadow->rows.first(), *workspace));
    QVERIFY(draft);
    QCOMPARE(draft->title, u"more generous"_s);
    QCOMPARE(draft->files.first().path, refundPath);
    QCOMPARE(draft->files.first().text, refundText("90", "may"));
    // MLflow is only ever read.
    const auto published = answer(desk.publish(service, refund, EnvironmentId{u"production"_s}, *workspace));
    QVERIFY(!published);
    QCOMPARE(published.error().code, ErrorCode::Unsupported);
    const std::lock_guard lock(mutex);
    QVERIFY2(changing.isEmpty(), changing.constData());
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ServedMlflowTest)
#include "tst_served_mlflow.moc"
