// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/http/HttpServer.h"

#include <QJsonObject>
#include <QString>

#include <mutex>

namespace countersign::test {

/// Langfuse's public API of prompts as its reference documents it (see connectors/LangfuseRegistry.h), over prompts in
/// memory. Any thread.
class LangfuseServer
{
public:
    LangfuseServer();
    ~LangfuseServer();
    LangfuseServer(const LangfuseServer &) = delete;
    LangfuseServer &operator=(const LangfuseServer &) = delete;

    [[nodiscard]] QUrl url() const { return m_server->url(); }
    [[nodiscard]] QList<HttpSeen> seen() const { return m_server->seen(); }
    /// Requests of that method.
    [[nodiscard]] int count(const QByteArray &method) const;

    /// The next version of a prompt, as somebody at the service writes it. Labels go from the version that has them.
    int write(const QString &name, const QString &text, const QStringList &labels,
              const QString &author = QStringLiteral("user-17"), const QString &summary = {});
    /// The text that bears a label; a null one when none does.
    [[nodiscard]] QString live(const QString &name, const QString &label) const;
    [[nodiscard]] int versions(const QString &name) const;
    /// From now on every answer is of that status; 0: as it should be.
    void fail(int status);
    /// From now on nothing is answered; what waits stays.
    void setSilent(bool silent);

private:
    struct Version
    {
        int number = 0;
        QJsonObject body = {};
        QStringList labels = {};
    };
    [[nodiscard]] HttpReply answer(const HttpSeen &seen);
    [[nodiscard]] QJsonObject json(const QString &name, const Version &version) const;
    [[nodiscard]] Version *bearer(const QString &name, const QString &label);
    void give(const QString &name, int version, const QStringList &labels);

    mutable std::mutex m_mutex;
    QMap<QString, QList<Version>> m_prompts; // guarded by m_mutex, as is what follows
    int m_status = 0;
    bool m_silent = false;
    std::unique_ptr<HttpServer> m_server;
};

} // namespace countersign::test
