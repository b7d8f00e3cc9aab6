// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/SuiteRuns.h"

#include "services/EvalFiles.h"

#include <algorithm>

namespace countersign {

SuiteRuns::SuiteRuns(Workspace &workspace, QObject *parent) : QObject(parent), m_workspace(workspace) {}

void SuiteRuns::setSuite(const WorkspaceView &view, const ArtifactId &suite)
{
    QList<const EvalRun *> runs;
    for (const Change &change : view.state.changes) {
        for (const EvalRun &run : change.runs) {
            if (run.data.suite == suite && run.data.stored)
                runs.append(&run);
        }
    }
    std::ranges::stable_sort(runs, std::ranges::greater(), [](const EvalRun *run) { return run->stamp.seq; });
    QList<ContentHash> wanted;
    for (const EvalRun *run : runs.mid(0, most))
        wanted.append(run->data.file);
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    m_left = wanted;
    m_left.removeIf([this](const ContentHash &hash) { return m_files.contains(hash); });
    if (m_left.isEmpty())
        emit loaded();
    else
        next();
}

QList<std::shared_ptr<const evals::ResultFile>> SuiteRuns::files() const
{
    QList<std::shared_ptr<const evals::ResultFile>> files;
    for (const ContentHash &hash : m_wanted) {
        if (const auto file = m_files.value(hash))
            files.append(file);
    }
    return files;
}

void SuiteRuns::next()
{
    if (m_left.isEmpty()) {
        emit loaded();
        return;
    }
    const ContentHash hash = m_left.takeFirst();
    m_content.start(m_workspace.content(hash), [this, hash](const Result<QByteArray> &bytes) {
        if (!bytes) {
            next(); // what is not there says nothing
            return;
        }
        m_read.start(readEvalBytes(*bytes, toString(hash)),
                     [this, hash](const Result<std::shared_ptr<const evals::ResultFile>> &read) {
                         if (read)
                             m_files.insert(hash, *read);
                         next();
                     });
    });
}

} // namespace countersign
