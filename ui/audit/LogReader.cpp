// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/LogReader.h"

#include <QSaveFile>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int pageSize = 1000;

[[nodiscard]] Done saved(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        const bool forbidden = file.error() == QFileDevice::PermissionsError || file.error() == QFileDevice::OpenError;
        return failure(forbidden ? ErrorCode::NotPermitted : ErrorCode::Unavailable, path, file.errorString());
    }
    return {};
}

} // namespace

LogReader::LogReader(Workspace &workspace, QObject *parent) : QObject(parent), m_workspace(workspace), m_page(this), m_saving(this) {}

void LogReader::write(const LogQuery &query, const EnvironmentId &environment, ExportFormat format, const QString &path)
{
    cancel();
    m_query = query;
    m_query.before = 0;
    m_query.most = pageSize;
    m_environment = environment;
    m_format = format;
    m_path = path;
    m_running = true;
    readOn();
}

void LogReader::cancel()
{
    m_page.cancel();
    m_saving.cancel();
    m_entries.clear();
    m_running = false;
}

void LogReader::readOn()
{
    m_page.start(m_workspace.log(m_query), [this](const Result<QList<LogEntry>> &page) {
        if (!page) {
            cancel();
            emit failed(m_path, page.error());
            return;
        }
        const QString prefix = u"release/"_s + m_environment.value + u'/';
        for (const LogEntry &entry : *page) {
            if (m_environment.isEmpty() || entry.subject.startsWith(prefix))
                m_entries.append(entry);
        }
        emit progress(static_cast<int>(m_entries.size()));
        if (page->size() < pageSize) {
            save();
            return;
        }
        m_query.before = page->last().seq;
        readOn();
    });
}

void LogReader::save()
{
    const ViewPointer view = m_workspace.view();
    m_saving.start(QtConcurrent::run([view, entries = m_entries, format = m_format, path = m_path]() -> Done {
                       return saved(path, format == ExportFormat::Csv ? logAsCsv(*view, entries) : logAsJson(*view, entries));
                   }),
                   [this](const Done &done) {
                       const auto count = static_cast<int>(m_entries.size());
                       m_entries.clear();
                       m_running = false;
                       if (done)
                           emit this->done(m_path, count);
                       else
                           emit failed(m_path, done.error());
                   });
}

} // namespace countersign
