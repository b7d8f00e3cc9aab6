// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "evals/Results.h"
#include "services/Latest.h"
#include "services/Workspace.h"

#include <QObject>

#include <memory>

namespace countersign {

// The result files of a suite's newest runs, as far as the record has them; read one after the other.
class SuiteRuns : public QObject
{
    Q_OBJECT

public:
    static constexpr int most = 10;

    // `workspace` outlives it.
    explicit SuiteRuns(Workspace &workspace, QObject *parent = nullptr);

    // Reads what is not read yet; loaded() follows when there is something new.
    void setSuite(const WorkspaceView &view, const ArtifactId &suite);
    // Newest first.
    [[nodiscard]] QList<std::shared_ptr<const evals::ResultFile>> files() const;

signals:
    void loaded();

private:
    void next();

    Workspace &m_workspace;
    QList<ContentHash> m_wanted;
    QList<ContentHash> m_left;
    QHash<ContentHash, std::shared_ptr<const evals::ResultFile>> m_files;
    Latest<Result<QByteArray>> m_content{this};
    Latest<Result<std::shared_ptr<const evals::ResultFile>>> m_read{this};
};

} // namespace countersign
