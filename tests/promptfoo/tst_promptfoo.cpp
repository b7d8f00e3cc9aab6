// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "evals/Read.h"
#include "support/http/HttpServer.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// How one case ended: "pass", "fail", "error", "skipped", and so each assertion, as "metric=pass", sorted.
struct Ending
{
    QString outcome = {};
    QStringList assertions = {};
    QString output = {};
    double score = 0;
};

/// By the case's description, with its variables where a description stands for several.
using Endings = QMap<QString, Ending>;

QString nameOf(const QString &description, const QJsonObject &vars)
{
    return description == u"many of one variable" ? description + u' ' + vars.value(u"said"_s).toString()
                                                  : description;
}

/// What promptfoo's own JSON says, without any reader of ours. The order and names within a set are those of its objects.
Endings saidBy(const QJsonObject &file)
{
    Endings endings;
    for (const QJsonValue &value : file.value(u"results"_s).toObject().value(u"results"_s).toArray()) {
        const QJsonObject row = value.toObject();
        const QJsonObject test = row.value(u"testCase"_s).toObject();
        const QJsonObject vars = row.value(u"vars"_s).toObject();
        Ending ending{.outcome = row.value(u"failureReason"_s).toInt() == 2 ? u"error"_s
                                 : row.value(u"success"_s).toBool()         ? u"pass"_s
                                                                            : u"fail"_s,
                      .output = row.value(u"response"_s).toObject().value(u"output"_s).toString(),
                      .score = row.value(u"score"_s).toDouble()};
        QStringList sets;
        for (const QJsonValue &assertion : test.value(u"assert"_s).toArray()) {
            if (assertion.toObject().value(u"type"_s) == QJsonValue(u"assert-set"_s)) {
                sets << assertion.toObject().value(u"metric"_s).toString();
            }
        }
        const auto add = [&ending](QString metric, const QJsonObject &component) {
            metric.replace(u"{{ kind }}"_s, u"city"_s);
            ending.assertions << metric + (component.value(u"pass"_s).toBool() ? u"=pass"_s : u"=fail"_s);
        };
        const auto metricOf = [](const QJsonObject &component) {
            const QJsonObject assertion = component.value(u"assertion"_s).toObject();
            const QString metric = assertion.value(u"metric"_s).toString();
            return metric.isEmpty() ? assertion.value(u"type"_s).toString() : metric;
        };
        for (const QJsonValue &component :
             row.value(u"gradingResult"_s).toObject().value(u"componentResults"_s).toArray()) {
            const QJsonObject one = component.toObject();
            if (one.contains(u"componentResults"_s)) {
                add(sets.isEmpty() ? QString() : sets.takeFirst(), one);
                for (const QJsonValue &member : one.value(u"componentResults"_s).toArray()) {
                    add(metricOf(member.toObject()), member.toObject());
                }
            } else if (one.contains(u"assertion"_s)) { // else a member once more
                add(metricOf(one), one);
            }
        }
        ending.assertions.sort();
        endings.insert(nameOf(test.value(u"description"_s).toString(), vars), ending);
    }
    return endings;
}

/// The same by our reader.
Endings readFrom(const QString &path)
{
    const Result<evals::ResultFile> file = evals::readResults(path);
    if (!file || file->status != evals::RunStatus::Complete) {
        return {};
    }
    Endings endings;
    for (const evals::Answer &answer : file->answers) {
        const evals::Case &one = file->cases[answer.caseIndex];
        Ending ending{.outcome = evals::toString(answer.outcome),
                      .output = file->text(answer.output),
                      .score = answer.score};
        for (quint32 i = 0; i < answer.judgementCount; ++i) {
            const evals::Judgement &judgement = file->judgements[answer.firstJudgement + i];
            ending.assertions << file->metrics[judgement.metric].name + u'='
                                     + evals::toString(judgement.outcome);
        }
        ending.assertions.sort();
        const QJsonObject vars = QJsonDocument::fromJson(file->utf8(one.input)).object();
        endings.insert(nameOf(file->text(one.name), vars), ending);
    }
    return endings;
}

/// The server of asked.yaml: "say X", "cut", "call NAME ARGUMENTS". Ten tokens in, five out.
HttpReply answerTo(const HttpSeen &seen)
{
    const QJsonArray messages = QJsonDocument::fromJson(seen.body).object().value(u"messages"_s).toArray();
    const QString asked = messages.last().toObject().value(u"content"_s).toString();
    QJsonObject message{{u"role"_s, u"assistant"_s}, {u"content"_s, asked}};
    QString reason = asked == u"cut" ? u"length"_s : u"stop"_s;
    if (asked.startsWith(u"call ")) {
        reason = u"tool_calls"_s;
        message.insert(u"content"_s, QJsonValue());
        message.insert(
            u"tool_calls"_s,
            QJsonArray{QJsonObject{{u"id"_s, u"1"_s},
                                   {u"type"_s, u"function"_s},
                                   {u"function"_s, QJsonObject{{u"name"_s, asked.section(u' ', 1, 1)},
                                                               {u"arguments"_s, asked.section(u' ', 2)}}}}});
    }
    const QJsonObject body{
        {u"id"_s, u"1"_s},
        {u"object"_s, u"chat.completion"_s},
        {u"model"_s, u"gpt-4.1-mini"_s},
        {u"choices"_s,
         QJsonArray{QJsonObject{{u"index"_s, 0}, {u"message"_s, message}, {u"finish_reason"_s, reason}}}},
        {u"usage"_s,
         QJsonObject{{u"prompt_tokens"_s, 10}, {u"completion_tokens"_s, 5}, {u"total_tokens"_s, 15}}}};
    return {.body = QJsonDocument(body).toJson(QJsonDocument::Compact),
            .headers = {{"content-type", "application/json"}}};
}

} // namespace

/// promptfoo's own program, its file read by us, and our runner, on the same suites. promptfoo is the last release that Debian
/// 13's Node runs, with the js-rouge that it was made with.
class PromptfooTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<World> m_world;

    QString suite(const QString &name)
    {
        const QDir data(qEnvironmentVariable("COUNTERSIGN_PROMPTFOO_DATA"));
        for (const QString &file : data.entryList(QDir::Files)) {
            QFile::copy(data.filePath(file), m_world->path(file));
        }
        return m_world->path(name);
    }

    /// Runs promptfoo offline: it may only speak to this machine.
    QJsonObject promptfoo(const QString &path, const QString &output, const QString &endpoint = {})
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name :
             {u"DISABLE_TELEMETRY"_s, u"DISABLE_UPDATE"_s, u"DISABLE_REMOTE_GENERATION"_s,
              u"DISABLE_SHARING"_s, u"DISABLE_ERROR_LOG"_s, u"DISABLE_DEBUG_LOG"_s}) {
            environment.insert(u"PROMPTFOO_"_s + name, u"1"_s);
        }
        environment.insert(u"PROMPTFOO_CONFIG_DIR"_s, m_world->path(u"promptfoo"_s));
        for (const QString &name : {u"http_proxy"_s, u"https_proxy"_s, u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s}) {
            environment.insert(name, u"http://127.0.0.1:9"_s);
        }
        environment.insert(u"no_proxy"_s, u"127.0.0.1"_s);
        environment.insert(u"NO_PROXY"_s, u"127.0.0.1"_s);
        environment.insert(u"OPENAI_API_KEY"_s, u"none"_s);
        if (!endpoint.isEmpty()) {
            environment.insert(u"OPENAI_BASE_URL"_s, endpoint);
        }
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_world->path(u"."_s));
        process.start(qEnvironmentVariable("COUNTERSIGN_PROMPTFOO"),
                      {u"eval"_s, u"-c"_s, path, u"-o"_s, output, u"--no-cache"_s, u"--no-table"_s,
                       u"--no-progress-bar"_s});
        if (!process.waitForFinished(240'000)) {
            process.kill();
            process.waitForFinished();
        }
        QFile file(output);
        const bool isThere = file.open(QIODevice::ReadOnly);
        const QJsonObject json = isThere ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
        if (json.isEmpty()) {
            qWarning().noquote() << process.readAllStandardOutput() << process.readAllStandardError()
                                 << process.errorString();
        }
        return json;
    }

    void compare(const QString &name, const QStringList &more, const QString &endpoint, int atLeast)
    {
        const QString path = suite(name);
        const QString theirs = m_world->path(u"theirs.json"_s);
        const QString ours = m_world->path(u"ours.json"_s);
        const QJsonObject file = promptfoo(path, theirs, endpoint);
        const Endings said = saidBy(file);
        QVERIFY2(said.size() >= atLeast, qPrintable(u"promptfoo ended %1 cases"_s.arg(said.size())));
        const Endings read = readFrom(theirs);
        const Ran ran = m_world->runIn(m_world->path(u"."_s), u"ana"_s,
                                       QStringList{u"eval"_s, u"run"_s, path, u"--output"_s, ours} + more);
        QVERIFY2(ran.status == 3, qPrintable(ran.why()));
        const Endings run = readFrom(ours);
        QCOMPARE(read.keys(), said.keys());
        QCOMPARE(run.keys(), said.keys());
        for (auto it = said.cbegin(); it != said.cend(); ++it) {
            for (const Endings *mine : {&read, &run}) {
                const Ending &other = (*mine)[it.key()];
                const QByteArray which = (mine == &read ? "read: " : "run: ") + it.key().toUtf8();
                QVERIFY2(other.outcome == it->outcome,
                         which + ": " + other.outcome.toUtf8() + ", not " + it->outcome.toUtf8());
                QVERIFY2(other.assertions == it->assertions, which + "\n"
                                                                 + other.assertions.join(u' ').toUtf8() + "\n"
                                                                 + it->assertions.join(u' ').toUtf8());
                if (!endpoint.isEmpty()) {
                    continue; // promptfoo writes a call as an object
                }
                QVERIFY2(other.output == it->output,
                         which + ": " + other.output.toUtf8() + ", not " + it->output.toUtf8());
            }
        }
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(qEnvironmentVariable("COUNTERSIGN_PROMPTFOO")),
                 "promptfoo is not installed; packaging/promptfoo says why");
    }
    void init() { m_world = std::make_unique<World>(); }

    void everyAssertionOfATextEndsAsInPromptfoo() { compare(u"suite.yaml"_s, {}, {}, 47); }

    void everyAssertionOfAServicesAnswerEndsAsInPromptfoo()
    {
        HttpServer server(answerTo);
        const QString endpoint = server.url(u"/v1"_s).toString();
        compare(u"asked.yaml"_s, {u"--endpoint"_s, endpoint, u"--no-cache"_s}, endpoint, 6);
        QCOMPARE(server.seen().size(), 12);
    }

    void codeIsHandedOverAndEndsAsInPromptfoo()
    {
        const QString path = suite(u"code.yaml"_s);
        const QString ours = m_world->path(u"ours.json"_s);
        const QString theirs = m_world->path(u"theirs.json"_s);
        const Endings said = saidBy(promptfoo(path, theirs));
        QCOMPARE(said.size(), 6);
        QVERIFY(QFile::remove(m_world->path(u"executed"_s))); // left by the suite's code
        const QStringList command{u"eval"_s, u"run"_s, path, u"--output"_s, ours};
        const Ran without = m_world->runIn(m_world->path(u"."_s), u"ana"_s, command);
        QVERIFY2(without.status == 4, qPrintable(without.why()));
        for (const Ending &ending : readFrom(ours)) {
            QVERIFY(ending.outcome != u"pass");
        }
        QVERIFY(!QFile::exists(m_world->path(u"executed"_s)));
        const Ran with = m_world->runIn(
            m_world->path(u"."_s), u"ana"_s,
            command + QStringList{u"--with-promptfoo"_s, qEnvironmentVariable("COUNTERSIGN_PROMPTFOO")});
        QVERIFY2(with.status == 3, qPrintable(with.why()));
        const Endings run = readFrom(ours);
        QCOMPARE(run.keys(), said.keys());
        for (auto it = said.cbegin(); it != said.cend(); ++it) {
            QVERIFY2(run[it.key()].outcome == it->outcome,
                     qPrintable(it.key() + u": "_s + run[it.key()].outcome));
            // promptfoo leaves out the assertion of a result that the code itself made.
            QCOMPARE(run[it.key()].assertions, it.key() == u"a file"
                                                   ? QStringList({u"contains=pass"_s, u"file=pass"_s})
                                                   : it->assertions);
        }
        QCOMPARE(said[u"a throw"_s].outcome, u"fail"_s);
    }

    void whereTheTwoPartIsNamed()
    {
        const QString path = suite(u"differences.yaml"_s);
        const QString ours = m_world->path(u"ours.json"_s);
        const QJsonObject file = promptfoo(path, m_world->path(u"theirs.json"_s));
        const Endings said = saidBy(file);
        const Ran ran =
            m_world->runIn(m_world->path(u"."_s), u"ana"_s, {u"eval"_s, u"run"_s, path, u"--output"_s, ours});
        QVERIFY2(ran.status == 4, qPrintable(ran.why()));
        const Endings run = readFrom(ours);
        QCOMPARE(run.keys(), said.keys());
        QVERIFY(said.size() >= 18);
        for (const QJsonValue &row : file.value(u"results"_s).toObject().value(u"results"_s).toArray()) {
            const QJsonObject test = row.toObject().value(u"testCase"_s).toObject();
            const QString name = test.value(u"description"_s).toString();
            const QJsonObject expected = test.value(u"metadata"_s).toObject();
            QVERIFY2(said[name].outcome == expected.value(u"promptfoo"_s).toString(),
                     qPrintable(u"promptfoo: %1: %2"_s.arg(name, said[name].outcome)));
            QVERIFY2(run[name].outcome == expected.value(u"here"_s).toString(),
                     qPrintable(u"here: %1: %2"_s.arg(name, run[name].outcome)));
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptfooTest)
#include "tst_promptfoo.moc"
