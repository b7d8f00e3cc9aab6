// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Blame.h"
#include "services/Latest.h"
#include "services/Workspace.h"

#include <QObject>

namespace countersign {

// A prompt that includes another one, with the words that do.
struct PromptUse
{
    ArtifactId artifact = {};
    QString include = {};
};

// Reads contents and computes what a page shows of them, off the GUI thread. A newer question drops the older one.
class PromptReader : public QObject
{
    Q_OBJECT

public:
    explicit PromptReader(Workspace &workspace, QObject *parent = nullptr);

    // One version as a text, and then who wrote what in it.
    void read(const ArtifactId &artifact, const SemVer &version);
    // One text of a file, without who wrote what.
    void read(const QString &path, const ContentHash &content);
    // Which accepted prompts include `artifact`.
    void findUses(const ArtifactId &artifact);

signals:
    void textRead(const countersign::ReadText &text);
    void textFailed(const countersign::Error &error);
    // `names` are the versions that origins count.
    void blameRead(const std::shared_ptr<const countersign::Blame> &blame, const QStringList &names);
    void blameFailed(const countersign::Error &error);
    void usesFound(const QList<countersign::PromptUse> &uses);
    void usesFailed(const countersign::Error &error);

private:
    using Contents = QList<Result<QByteArray>>;
    // Calls `done` once all are there, unless something newer was asked for under the same number.
    template<typename Handler>
    void collect(const QList<ContentHash> &hashes, int &number, Handler done);
    template<typename Handler>
    void readContent(const QString &path, const ContentHash &content, Handler then);
    void blame(const QString &path, const QList<SemVer> &versions, const QList<ContentHash> &hashes);

    Workspace &m_workspace;
    Latest<Result<QByteArray>> m_content;
    Latest<Result<ReadText>> m_parsed;
    Latest<Result<Blame>> m_blame;
    Latest<Result<QList<Workspace::TextMatch>>> m_matches;
    Latest<Result<QList<PromptUse>>> m_uses;
    int m_versionsNumber = 0;
    int m_usesNumber = 0;
};

} // namespace countersign
