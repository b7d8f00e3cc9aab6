// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/http/LangfuseServer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString root = u"/api/public/v2/prompts"_s;

HttpReply replyWith(const QJsonObject &object, int status = 200)
{
    return {.status = status, .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

} // namespace

LangfuseServer::LangfuseServer()
    : m_server(std::make_unique<HttpServer>([this](const HttpSeen &seen) { return answer(seen); }))
{}

LangfuseServer::~LangfuseServer() = default;

int LangfuseServer::count(const QByteArray &method) const
{
    const QList<HttpSeen> all = seen();
    return int(std::ranges::count(all, method, &HttpSeen::method));
}

int LangfuseServer::write(const QString &name, const QString &text, const QStringList &labels,
                          const QString &author, const QString &summary)
{
    const std::lock_guard lock(m_mutex);
    QList<Version> &versions = m_prompts[name];
    versions.append({.number = int(versions.size()) + 1,
                     .body = {{u"type"_s, u"text"_s},
                              {u"prompt"_s, text},
                              {u"createdBy"_s, author},
                              {u"createdAt"_s, u"2026-11-05T10:20:30.400Z"_s},
                              {u"updatedAt"_s, u"2026-11-06T08:00:00.000Z"_s},
                              {u"commitMessage"_s, summary}}});
    give(name, versions.last().number, labels + QStringList{u"latest"_s});
    return versions.last().number;
}

QString LangfuseServer::live(const QString &name, const QString &label) const
{
    const std::lock_guard lock(m_mutex);
    for (const Version &version : m_prompts.value(name)) {
        if (version.labels.contains(label))
            return version.body.value(u"prompt"_s).toString();
    }
    return {};
}

int LangfuseServer::versions(const QString &name) const
{
    const std::lock_guard lock(m_mutex);
    return int(m_prompts.value(name).size());
}

void LangfuseServer::fail(int status)
{
    const std::lock_guard lock(m_mutex);
    m_status = status;
}

void LangfuseServer::setSilent(bool silent)
{
    const std::lock_guard lock(m_mutex);
    m_silent = silent;
}

LangfuseServer::Version *LangfuseServer::bearer(const QString &name, const QString &label)
{
    for (Version &version : m_prompts[name]) {
        if (version.labels.contains(label))
            return &version;
    }
    return nullptr;
}

void LangfuseServer::give(const QString &name, int number, const QStringList &labels)
{
    for (const QString &label : labels) {
        if (Version *had = bearer(name, label))
            had->labels.removeAll(label);
        m_prompts[name][number - 1].labels.append(label);
    }
}

QJsonObject LangfuseServer::json(const QString &name, const Version &version) const
{
    QJsonObject object = version.body;
    object.insert(u"name"_s, name);
    object.insert(u"version"_s, version.number);
    object.insert(u"labels"_s, QJsonArray::fromStringList(version.labels));
    return object;
}

HttpReply LangfuseServer::answer(const HttpSeen &seen)
{
    const std::lock_guard lock(m_mutex);
    if (m_silent)
        return {.end = HttpEnd::Silence};
    if (m_status != 0)
        return {.status = m_status, .body = "{}"};
    const QUrl url(QString::fromLatin1(seen.path));
    const QString path = url.path(QUrl::FullyEncoded);
    const QUrlQuery query(url);
    const QJsonObject body = QJsonDocument::fromJson(seen.body).object();
    if (path == root && seen.method == "GET") {
        QJsonArray data;
        for (auto it = m_prompts.cbegin(); it != m_prompts.cend(); ++it) {
            QJsonArray versions;
            QJsonArray labels;
            for (const Version &version : *it) {
                versions.append(version.number);
                for (const QString &label : version.labels)
                    labels.append(label);
            }
            data.append(QJsonObject{{u"name"_s, it.key()},
                                    {u"versions"_s, versions},
                                    {u"labels"_s, labels},
                                    {u"tags"_s, QJsonArray()}});
        }
        return replyWith(
            {{u"data"_s, data},
             {u"meta"_s,
              QJsonObject{
                  {u"page"_s, 1}, {u"limit"_s, 100}, {u"totalItems"_s, data.size()}, {u"totalPages"_s, 1}}}});
    }
    if (path == root && seen.method == "POST") {
        const QString name = body.value(u"name"_s).toString();
        QList<Version> &versions = m_prompts[name];
        versions.append({.number = int(versions.size()) + 1, .body = body});
        QStringList labels{u"latest"_s};
        for (const QJsonValue &label : body.value(u"labels"_s).toArray())
            labels.append(label.toString());
        give(name, versions.last().number, labels);
        return replyWith(json(name, versions.last()), 201);
    }
    QString name = QUrl::fromPercentEncoding(path.mid(root.size() + 1).section(u'/', 0, 0).toLatin1());
    const Version *found = nullptr;
    if (seen.method == "PATCH") {
        const int number = path.section(u'/', -1).toInt();
        if (m_prompts.contains(name) && number >= 1 && number <= m_prompts.value(name).size()) {
            QStringList labels;
            for (const QJsonValue &label : body.value(u"newLabels"_s).toArray())
                labels.append(label.toString());
            give(name, number, labels);
            found = &m_prompts[name][number - 1];
        }
    } else if (m_prompts.contains(name)) {
        found = bearer(name, query.queryItemValue(u"label"_s));
    }
    return found ? replyWith(json(name, *found))
                 : HttpReply{.status = 404, .body = R"({"error":"LangfuseNotFoundError"})"};
}

} // namespace countersign::test
