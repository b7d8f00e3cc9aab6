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
class MemoryBranch
{
public:
    struct Commit
    {
        QByteArray id = {};
        QMap<QString, QByteArray> files = {};
        QString author = {};
        QString email = {};
        QString summary = {};
        qint64 when = 0;
    };

    /// Somebody commits without Countersign; no bytes: the file is removed.
    void commit(const QString &path, const std::optional<QByteArray> &bytes, const QString &author,
                const QString &summary, qint64 when = 0)
    {
        const std::lock_guard lock(m_mutex);
        Commit next = m_commits.isEmpty() ? Commit{} : m_commits.last();
        if (bytes) {
            next.files.insert(path, *bytes);
        } else {
            next.files.remove(path);
        }
        next.author = author;
        next.email = author.toLower().section(u' ', 0, 0) + QStringLiteral("@example.com");
        next.summary = summary;
        next.when = when;
        push(next);
    }

    [[nodiscard]] QByteArray bytes(const QString &path) const
    {
        const std::lock_guard lock(m_mutex);
        return m_commits.isEmpty() ? QByteArray() : m_commits.last().files.value(path);
    }
    [[nodiscard]] bool has(const QString &path) const
    {
        const std::lock_guard lock(m_mutex);
        return !m_commits.isEmpty() && m_commits.last().files.contains(path);
    }
    [[nodiscard]] qsizetype size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_commits.size();
    }
    void setUnreachable(bool unreachable)
    {
        const std::lock_guard lock(m_mutex);
        m_unreachable = unreachable;
    }
    void setProtected(bool isProtected)
    {
        const std::lock_guard lock(m_mutex);
        m_protected = isProtected;
    }
    [[nodiscard]] int reads() const
    {
        const std::lock_guard lock(m_mutex);
        return m_reads;
    }

private:
    friend class MemorySource;

    void push(Commit commit)
    {
        commit.id = QByteArray::number(m_commits.size() + 1);
        m_commits.append(commit);
        for (const QByteArray &file : commit.files) {
            m_blobs.insert(contentHash(file).toHex(), file);
        }
    }

    mutable std::mutex m_mutex;
    QList<Commit> m_commits;
    QMap<QByteArray, QByteArray> m_blobs;
    bool m_unreachable = false;
    bool m_protected = false;
    mutable int m_reads = 0;
};

class MemorySource final : public Source
{
public:
    explicit MemorySource(std::shared_ptr<MemoryBranch> branch) : m_branch(std::move(branch)) { }

    Result<QByteArray> tip(const QString &, const std::stop_token &) override
    {
        const std::lock_guard lock(m_branch->m_mutex);
        if (m_branch->m_unreachable) {
            return failure(ErrorCode::Unavailable, QStringLiteral("branch"));
        }
        if (m_branch->m_commits.isEmpty()) {
            return failure(ErrorCode::NotFound, QStringLiteral("branch"));
        }
        return m_branch->m_commits.last().id;
    }

    Result<QList<SourceFile>> files(const QByteArray &tip) const override
    {
        const std::lock_guard lock(m_branch->m_mutex);
        QList<SourceFile> all;
        const MemoryBranch::Commit &commit = m_branch->m_commits.at(tip.toInt() - 1);
        for (auto it = commit.files.cbegin(); it != commit.files.cend(); ++it) {
            all.append({.path = it.key(), .blob = contentHash(*it).toHex(), .size = it->size()});
        }
        return all;
    }

    Result<QByteArray> read(const QByteArray &blob) const override
    {
        const std::lock_guard lock(m_branch->m_mutex);
        ++m_branch->m_reads;
        const auto found = m_branch->m_blobs.constFind(blob);
        if (found == m_branch->m_blobs.cend()) {
            return failure(ErrorCode::NotFound, QString::fromLatin1(blob));
        }
        return *found;
    }

    Result<QList<SourceCommit>> history(const QByteArray &tip, const QString &path, int most) const override
    {
        const std::lock_guard lock(m_branch->m_mutex);
        QList<SourceCommit> found;
        for (qsizetype i = tip.toInt() - 1; i >= 0 && found.size() < most; --i) {
            const MemoryBranch::Commit &commit = m_branch->m_commits.at(i);
            const QMap<QString, QByteArray> before = i > 0 ? m_branch->m_commits.at(i - 1).files
                                                           : QMap<QString, QByteArray>{};
            const bool same = commit.files.contains(path) == before.contains(path)
                    && commit.files.value(path) == before.value(path);
            if (same) {
                continue;
            }
            const QByteArray blob = commit.files.contains(path) ? contentHash(commit.files.value(path)).toHex()
                                                                : QByteArray();
            found.append({.commit = commit.id, .blob = blob, .author = commit.author, .email = commit.email,
                          .summary = commit.summary, .when = commit.when});
        }
        return found;
    }

    Result<SourceWritten> write(const SourceCommitRequest &request, const std::stop_token &) override
    {
        const std::lock_guard lock(m_branch->m_mutex);
        if (m_branch->m_unreachable) {
            return failure(ErrorCode::Unavailable, QStringLiteral("branch"));
        }
        MemoryBranch::Commit next = m_branch->m_commits.isEmpty() ? MemoryBranch::Commit{}
                                                                  : m_branch->m_commits.last();
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
        if (m_branch->m_protected) {
            return SourceWritten{.commit = "0",
                                 .notices = {QStringLiteral("branch-protected:") + request.fallbackBranch}};
        }
        next.author = request.authorName;
        next.email = request.authorEmail;
        next.summary = request.message.section(u'\n', 0, 0);
        m_branch->push(next);
        return SourceWritten{.commit = m_branch->m_commits.last().id};
    }

private:
    std::shared_ptr<MemoryBranch> m_branch;
};

} // namespace countersign::test
