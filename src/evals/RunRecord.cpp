// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/RunRecord.h"

#include "base/Hash.h"
#include "connectors/ChatJson.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>
#include <cmath>

namespace countersign::evals {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostCached = 64 * 1024 * 1024;

void put(QJsonObject &json, const QString &key, double value)
{
    if (std::isfinite(value)) {
        json.insert(key, value);
    }
}

double get(const QJsonObject &json, const QString &key)
{
    return json.value(key).isDouble() ? json.value(key).toDouble() : noScore;
}

std::optional<Outcome> outcomeFrom(const QString &name)
{
    for (const Outcome outcome :
         {Outcome::Pass, Outcome::Fail, Outcome::Error, Outcome::Skipped, Outcome::Scored}) {
        if (toString(outcome) == name) {
            return outcome;
        }
    }
    return std::nullopt;
}

QJsonObject toJson(const RunAnswer &answer)
{
    QJsonObject json{{u"text"_s, answer.text},
                     {u"finish"_s, answer.finishReason},
                     {u"served"_s, answer.modelServed},
                     {u"in"_s, answer.promptTokens},
                     {u"out"_s, answer.completionTokens}};
    if (!answer.toolCalls.isEmpty()) {
        json.insert(u"tools"_s, answer.toolCalls);
    }
    if (!answer.error.isEmpty()) {
        json.insert(u"error"_s, answer.error);
    }
    put(json, u"latency"_s, answer.latency);
    put(json, u"cost"_s, answer.cost);
    return json;
}

RunAnswer answerFrom(const QJsonObject &json)
{
    return {.text = json.value(u"text"_s).toString(),
            .toolCalls = json.value(u"tools"_s).toArray(),
            .finishReason = json.value(u"finish"_s).toString(),
            .modelServed = json.value(u"served"_s).toString(),
            .latency = get(json, u"latency"_s),
            .cost = get(json, u"cost"_s),
            .promptTokens = json.value(u"in"_s).toInteger(-1),
            .completionTokens = json.value(u"out"_s).toInteger(-1),
            .error = json.value(u"error"_s).toString()};
}

Error fileError(const QFileDevice &file, const QString &path)
{
    const bool full = file.error() == QFileDevice::ResourceError || file.error() == QFileDevice::WriteError;
    return {.code = full ? ErrorCode::NoSpace : ErrorCode::NotPermitted,
            .subject = path,
            .detail = file.errorString()};
}

} // namespace

QJsonObject toJson(const RunRecord &record)
{
    QJsonArray results;
    for (const AssertionResult &one : record.result.results) {
        QJsonObject json{{u"metric"_s, one.metric},
                         {u"outcome"_s, toString(one.outcome)},
                         {u"reason"_s, one.reason},
                         {u"set"_s, qint64(one.set)}};
        put(json, u"score"_s, one.score);
        put(json, u"weight"_s, one.weight);
        results.append(json);
    }
    QJsonObject json{{u"task"_s, QJsonArray{qint64(record.task.caseIndex), qint64(record.task.prompt),
                                            qint64(record.task.model), qint64(record.task.repeat)}},
                     {u"answer"_s, toJson(record.answer)},
                     {u"outcome"_s, toString(record.result.outcome)},
                     {u"reason"_s, record.result.reason},
                     {u"results"_s, results}};
    put(json, u"score"_s, record.result.score);
    return json;
}

std::optional<RunRecord> recordFromJson(const QJsonObject &json)
{
    const QJsonArray task = json.value(u"task"_s).toArray();
    const std::optional<Outcome> outcome = outcomeFrom(json.value(u"outcome"_s).toString());
    if (task.size() != 4 || !outcome || !json.value(u"answer"_s).isObject()) {
        return std::nullopt;
    }
    const auto number = [&task](int i) {
        return quint32(std::clamp<qint64>(task.at(i).toInteger(-1), -1, 1 << 30));
    };
    RunRecord record{
        .task = {.caseIndex = number(0), .prompt = number(1), .model = number(2), .repeat = number(3)},
        .answer = answerFrom(json.value(u"answer"_s).toObject()),
        .result = {.outcome = *outcome,
                   .score = get(json, u"score"_s),
                   .reason = json.value(u"reason"_s).toString()}};
    for (const QJsonValue &value : json.value(u"results"_s).toArray()) {
        const QJsonObject one = value.toObject();
        const std::optional<Outcome> of = outcomeFrom(one.value(u"outcome"_s).toString());
        if (!of) {
            return std::nullopt;
        }
        record.result.results.push_back({.metric = one.value(u"metric"_s).toString(),
                                         .outcome = *of,
                                         .score = get(one, u"score"_s),
                                         .reason = one.value(u"reason"_s).toString(),
                                         .weight = one.value(u"weight"_s).toDouble(1),
                                         .set = qsizetype(one.value(u"set"_s).toInteger(-1))});
    }
    return record;
}

namespace {

QByteArray headOf(const ContentHash &plan)
{
    return QJsonDocument(QJsonObject{{u"countersign_run"_s, 1}, {u"plan"_s, toString(plan)}})
               .toJson(QJsonDocument::Compact)
           + '\n';
}

// Where the last whole record ends; 0: the file is no journal of that plan.
qint64 readRecords(QFile &file, const QByteArray &head, QList<RunRecord> &records)
{
    if (file.readLine() != head) {
        return 0;
    }
    qint64 end = file.pos();
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const std::optional<RunRecord> record = recordFromJson(QJsonDocument::fromJson(line).object());
        if (!line.endsWith('\n') || !record) {
            break; // cut off: what follows was never acknowledged
        }
        end = file.pos();
        if (record->answer.isAnswer()) {
            records.append(*record);
        }
    }
    return end;
}

} // namespace

QList<RunRecord> RunJournal::read(const QString &path, const ContentHash &plan)
{
    QList<RunRecord> records;
    if (QFile file(path); file.open(QIODevice::ReadOnly)) {
        readRecords(file, headOf(plan), records);
    }
    return records;
}

Result<std::unique_ptr<RunJournal>> RunJournal::open(const QString &path, const ContentHash &plan)
{
    std::unique_ptr<RunJournal> journal(new RunJournal);
    QFile &file = journal->m_file;
    file.setFileName(path);
    const QByteArray head = headOf(plan);
    qint64 end = 0;
    if (file.exists()) {
        if (!file.open(QIODevice::ReadOnly)) {
            return std::unexpected(fileError(file, path));
        }
        end = readRecords(file, head, journal->m_earlier);
        file.close();
        if (end == 0) {
            QFile::remove(path + u".old"_s);
            if (!QFile::rename(path, path + u".old"_s)) {
                return failure(ErrorCode::NotPermitted, path);
            }
        }
    }
    if (!file.open(QIODevice::ReadWrite)) {
        return std::unexpected(fileError(file, path));
    }
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!file.resize(end) || !file.seek(end)) {
        return std::unexpected(fileError(file, path));
    }
    if (end == 0 && (file.write(head) != head.size() || !file.flush())) {
        return std::unexpected(fileError(file, path));
    }
    return journal;
}

Done RunJournal::add(const RunRecord &record)
{
    const QByteArray line = QJsonDocument(toJson(record)).toJson(QJsonDocument::Compact) + '\n';
    if (m_file.write(line) != line.size() || !m_file.flush()) {
        return std::unexpected(fileError(m_file, m_file.fileName()));
    }
    return {};
}

void RunJournal::remove()
{
    m_file.remove();
}

ContentHash AnswerCache::keyOf(const QUrl &endpoint, const connectors::ChatRequest &request, int repeat)
{
    return contentHash(endpoint.toEncoded() + '\n' + QByteArray::number(repeat) + '\n'
                       + connectors::toBytes(request));
}

QString AnswerCache::pathOf(const ContentHash &key) const
{
    const QString name = QString::fromLatin1(key.toHex());
    return m_folder + u'/' + name.first(2) + u'/' + name + u".json"_s;
}

std::optional<RunAnswer> AnswerCache::find(const ContentHash &key) const
{
    QFile file(pathOf(key));
    if (m_folder.isEmpty() || !file.open(QIODevice::ReadOnly) || file.size() > mostCached) {
        return std::nullopt;
    }
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    if (json.value(u"key"_s).toString() != toString(key) || !json.value(u"answer"_s).isObject()) {
        return std::nullopt;
    }
    RunAnswer answer = answerFrom(json.value(u"answer"_s).toObject());
    if (!answer.isAnswer()) {
        return std::nullopt;
    }
    answer.cached = true;
    answer.latency = noScore; // how long it took another time says nothing of this one
    return answer;
}

bool AnswerCache::keep(const ContentHash &key, const RunAnswer &answer) const
{
    const QString path = pathOf(key);
    if (m_folder.isEmpty() || !answer.isAnswer() || !QDir().mkpath(QFileInfo(path).path())) {
        return false;
    }
    QSaveFile file(path);
    const QByteArray bytes =
        QJsonDocument(QJsonObject{{u"key"_s, toString(key)}, {u"answer"_s, toJson(answer)}})
            .toJson(QJsonDocument::Compact);
    return file.open(QIODevice::WriteOnly)
           && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
           && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace countersign::evals
