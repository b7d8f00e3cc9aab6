// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/LogExport.h"

#include <QObject>

#include <functional>

namespace countersign {

enum class ExportFormat { Csv, Json };

// Reads every event that a filter leaves in, and writes them to a file, without blocking. A file that could not be
// written in full is not touched.
class LogReader : public QObject
{
    Q_OBJECT

public:
    explicit LogReader(Workspace &workspace, QObject *parent = nullptr);

    // Stops what runs. `environment` keeps only its releases; empty keeps all.
    void write(const LogQuery &query, const EnvironmentId &environment, ExportFormat format, const QString &path);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_running; }

signals:
    void progress(int events);
    void done(const QString &path, int events);
    void failed(const QString &path, const countersign::Error &error);

private:
    void readOn();
    void save();

    Workspace &m_workspace;
    LogQuery m_query;
    EnvironmentId m_environment;
    ExportFormat m_format = ExportFormat::Csv;
    QString m_path;
    QList<LogEntry> m_entries;
    Latest<Result<QList<LogEntry>>> m_page;
    Latest<Done> m_saving;
    bool m_running = false;
};

} // namespace countersign
