// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Hash.h"
#include "services/Source.h"

#include <QMap>

#include <memory>
#include <mutex>

namespace countersign::test {

/// A shared branch in memory: every commit with all its files. Several MemorySource objects, on any threads.
struct MemoryBranch
{
    struct Commit
    {
        QByteArray id = {};
        QMap<QString, QByteArray> files = {};
        QString author = {};
        QString email = {};
        QString summary = {};
        QString message = {}; ///< the whole of it
        qint64 when = 0;
    };

    /// Somebody commits without Countersign; no bytes: the file is removed.
    void commit(const QString &path, const std::optional<QByteArray> &bytes, const QString &author,
                const QString &summary, qint64 when = 0)
    {
        const std::lock_guard lock(mutex);
        Commit next = commits.isEmpty() ? Commit{} : commits.last();
        if (bytes) {
            next.files.insert(path, *bytes);
        } else {
            next.files.remove(path);
        }
        next.author = author;
        next.email = author.toLower().section(u' ', 0, 0) + QStringLiteral("@example.com");
        next.summary = summary.section(u'\n', 0, 0);
        next.message = summary;
        next.when = when;
        push(next);
    }

    [[nodiscard]] QByteArray bytes(const QString &path) const
    {
        const std::lock_guard lock(mutex);
        return commits.isEmpty() ? QByteArray() : commits.last().files.value(path);
    }
    [[nodiscard]] bool has(const QString &path) const
    {
        const std::lock_guard lock(mutex);
        return !commits.isEmpty() && commits.last().files.contains(path);
    }
    [[nodiscard]] qsizetype size() const
    {
        const std::lock_guard lock(mutex);
        return commits.size();
    }
    void setUnreachable(bool value)
    {
        const std::lock_guard lock(mutex);
        unreachable = value;
    }
    void setProtected(bool value)
    {
        const std::lock_guard lock(mutex);
        isProtected = value;
    }
    [[nodiscard]] int reads() const
    {
        const std::lock_guard lock(mutex);
        return readCount;
    }

    // For MemorySource, which holds `mutex` while it works.
    void push(Commit commit)
    {
        commit.id = QByteArray::number(commits.size() + 1);
        commits.append(commit);
        for (const QByteArray &file : commit.files) {
            blobs.insert(contentHash(file).toHex(), file);
        }
    }

    mutable std::mutex mutex;
    QList<Commit> commits = {};
    QMap<QByteArray, QByteArray> blobs = {};
    bool unreachable = false;
    bool isProtected = false;
    mutable int readCount = 0;
};

class MemorySource final : public Source
{
public:
    explicit MemorySource(std::shared_ptr<MemoryBranch> branch) : m_branch(std::move(branch)) { }

    Result<QByteArray> tip(const QString &, const std::stop_token &) override
    {
        const std::lock_guard lock(m_branch->mutex);
        if (m_branch->unreachable) {
            return failure(ErrorCode::Unavailable, QStringLiteral("branch"));
        }
        if (m_branch->commits.isEmpty()) {
            return failure(ErrorCode::NotFound, QStringLiteral("branch"));
        }
        return m_branch->commits.last().id;
    }

    Result<QList<SourceFile>> files(const QByteArray &tip) const override
    {
        const std::lock_guard lock(m_branch->mutex);
        QList<SourceFile> all;
        const MemoryBranch::Commit &commit = m_branch->commits.at(tip.toInt() - 1);
        for (auto it = commit.files.cbegin(); it != commit.files.cend(); ++it) {
            all.append({.path = it.key(), .blob = contentHash(*it).toHex(), .size = it->size()});
        }
        return all;
    }

    Result<QByteArray> read(const QByteArray &blob) const override
    {
        const std::lock_guard lock(m_branch->mutex);
        ++m_branch->readCount;
        const auto found = m_branch->blobs.constFind(blob);
        if (found == m_branch->blobs.cend()) {
            return failure(ErrorCode::NotFound, QString::fromLatin1(blob));
        }
        return *found;
    }

    Result<QList<SourceCommit>> history(const QByteArray &tip, const QString &path, int most) const override
    {
        return commitsOf(tip, path, most, false);
    }

    Result<QList<SourceCommit>> historyAcrossMoves(const QByteArray &tip, const QString &path, int most) const override
    {
        return commitsOf(tip, path, most, true);
    }

    Result<QList<SourceCommit>> commitsOf(const QByteArray &tip, QString path, int most, bool acrossMoves) const
    {
        const std::lock_guard lock(m_branch->mutex);
        QList<SourceCommit> found;
        for (qsizetype i = tip.toInt() - 1; i >= 0 && found.size() < most; --i) {
            const MemoryBranch::Commit &commit = m_branch->commits.at(i);
            const QMap<QString, QByteArray> before = i > 0 ? m_branch->commits.at(i - 1).files
                                                           : QMap<QString, QByteArray>{};
            const bool same = commit.files.contains(path) == before.contains(path)
                    && commit.files.value(path) == before.value(path);
            if (same) {
                continue;
            }
            if (acrossMoves && !before.contains(path)) {
                QString earlier;
                for (auto it = before.cbegin(); it != before.cend(); ++it) {
                    if (*it == commit.files.value(path) && !commit.files.contains(it.key())) {
                        earlier = it.key();
                    }
                }
                if (!earlier.isEmpty()) {
                    path = earlier;
                    continue;
                }
            }
            const QByteArray blob = commit.files.contains(path) ? contentHash(commit.files.value(path)).toHex()
                                                                : QByteArray();
            found.append({.commit = commit.id, .blob = blob, .author = commit.author, .email = commit.email,
                          .summary = commit.summary, .when = commit.when});
        }
        return found;
    }

    Result<std::optional<QString>>
    newestMessage(const QByteArray &tip, const std::function<bool(const QString &)> &wanted) const override
    {
        const std::lock_guard lock(m_branch->mutex);
        for (qsizetype i = tip.toInt() - 1; i >= 0; --i) {
            if (wanted(m_branch->commits.at(i).message)) {
                return m_branch->commits.at(i).message;
            }
        }
        return std::nullopt;
    }

    Result<SourceWritten> write(const SourceCommitRequest &request, const std::stop_token &) override
    {
        const std::lock_guard lock(m_branch->mutex);
        if (m_branch->unreachable) {
            return failure(ErrorCode::Unavailable, QStringLiteral("branch"));
        }
        MemoryBranch::Commit next = m_branch->commits.isEmpty() ? MemoryBranch::Commit{}
                                                                  : m_branch->commits.last();
        bool changed = false;
        for (const SourceWrite &file : request.files) {
            const std::optional<QByteArray> now = next.files.contains(file.path)
                    ? std::optional(next.files.value(file.path))
                    : std::nullopt;
            if (now == file.after) {
                continue;
            }
            if (now != file.before) {
                return failure(ErrorCode::Conflict, file.path);
            }
            changed = true;
            if (file.after) {
                next.files.insert(file.path, *file.after);
            } else {
                next.files.remove(file.path);
            }
        }
        if (!changed) {
            return SourceWritten{};
        }
        if (m_branch->isProtected) {
            return SourceWritten{.commit = "0",
                                 .notices = {QStringLiteral("branch-protected:") + request.fallbackBranch}};
        }
        next.author = request.authorName;
        next.email = request.authorEmail;
        next.summary = request.message.section(u'\n', 0, 0);
        next.message = request.message;
        m_branch->push(next);
        return SourceWritten{.commit = m_branch->commits.last().id};
    }

private:
    std::shared_ptr<MemoryBranch> m_branch;
};

} // namespace countersign::test
