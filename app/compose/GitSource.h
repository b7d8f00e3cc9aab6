// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger_git/GovernedBranch.h"
#include "ledger_git/SourceRepository.h"
#include "services/Source.h"

namespace countersign {

struct GitSourceOptions
{
    QString directory = {};       ///< private folder of the workspace
    QString remote = {};          ///< the shared repository
    QString localRepository = {}; ///< the person's own clone; may be empty
    bool mayBegin = false;        ///< GovernedBranchOptions::mayBegin
};

/// The governed branch of a git repository as a Source. Reads through the own clone, so that a person's repository is
/// only touched where a clean work tree is brought along.
class GitSource final : public Source
{
public:
    explicit GitSource(const GitSourceOptions &options) : m_options(options) { }

    [[nodiscard]] Result<QByteArray> tip(const QString &branch, const std::stop_token &cancel) override;
    [[nodiscard]] Result<QList<SourceFile>> files(const QByteArray &tip) const override;
    [[nodiscard]] Result<QByteArray> read(const QByteArray &blob) const override;
    [[nodiscard]] Result<QList<SourceCommit>> history(const QByteArray &tip, const QString &path,
                                                      int most) const override;
    [[nodiscard]] Result<QList<SourceCommit>> historyAcrossMoves(const QByteArray &tip, const QString &path,
                                                                 int most) const override;
    [[nodiscard]] Result<QList<SourceCommit>>
    editsSince(const QByteArray &tip, const QString &path,
               const std::function<bool(const QByteArray &blob)> &ends,
               const std::stop_token &cancel) const override;
    [[nodiscard]] Result<std::optional<QString>>
    newestMessage(const QByteArray &tip, const std::function<bool(const QString &)> &wanted) const override;
    [[nodiscard]] Result<bool> isObstructed(const QByteArray &tip, const QString &path) const override;
    [[nodiscard]] Result<SourceWritten> write(const SourceCommitRequest &request,
                                              const std::stop_token &cancel) override;

private:
    [[nodiscard]] Result<QList<SourceCommit>> commitsOf(const QByteArray &tip, const QString &path, int most,
                                                        Moves moves) const;
    [[nodiscard]] Done openBranch(const QString &branch, const std::stop_token &cancel);

    GitSourceOptions m_options;
    QString m_branchName;
    std::unique_ptr<GovernedBranch> m_branch;
    std::unique_ptr<SourceRepository> m_objects;
    QByteArray m_tip;
};

} // namespace countersign
