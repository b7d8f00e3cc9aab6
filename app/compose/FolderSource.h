// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Source.h"

namespace countersign {

/// Files as they are before a registry is begun: none, or those of a folder that is only read. A registry keeps its
/// files in the record alone, so that nothing is ever written here.
class FolderSource final : public Source
{
public:
    /// `folder`: where the files of the first versions lie; empty for none. Hidden folders are left out, links are not followed.
    explicit FolderSource(QString folder = {});

    [[nodiscard]] Result<QByteArray> tip(const QString &branch, const std::stop_token &cancel = {}) override;
    [[nodiscard]] Result<QList<SourceFile>> files(const QByteArray &tip) const override;
    [[nodiscard]] Result<QByteArray> read(const QByteArray &blob) const override;
    [[nodiscard]] Result<QList<SourceCommit>> history(const QByteArray &tip, const QString &path,
                                                      int most) const override;
    [[nodiscard]] Result<QList<SourceCommit>> historyAcrossMoves(const QByteArray &tip, const QString &path,
                                                                 int most) const override;
    [[nodiscard]] Result<SourceWritten> write(const SourceCommitRequest &request,
                                              const std::stop_token &cancel = {}) override;

private:
    QString m_folder;
};

} // namespace countersign
