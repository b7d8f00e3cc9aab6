// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Workspace.h"

#include <QCache>
#include <QMutex>

namespace countersign {

/// Contents that were read already, by their hash. Any thread.
class SharedContents
{
public:
    [[nodiscard]] std::optional<QByteArray> find(const ContentHash &hash) const
    {
        const QMutexLocker lock(&m_mutex);
        const QByteArray *bytes = m_cache.object(hash);
        return bytes ? std::optional(*bytes) : std::nullopt;
    }

    void insert(const ContentHash &hash, const QByteArray &bytes)
    {
        const QMutexLocker lock(&m_mutex);
        m_cache.insert(hash, new QByteArray(bytes), std::max<qsizetype>(1, bytes.size()));
    }

private:
    mutable QMutex m_mutex;
    QCache<ContentHash, QByteArray> m_cache{32 * 1024 * 1024};
};

/// Comparisons of stored contents, by both hashes and everything else that decides the answer. Any thread.
class SharedComparisons
{
public:
    struct Key
    {
        QString path = {};
        ContentHash left = {};
        ContentHash right = {};
        PolicyHash policy = {};
        int consumers = 0;
        bool incident = false;
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.path, key.left, key.right, key.policy, key.consumers, key.incident);
        }
    };

    [[nodiscard]] std::optional<FileComparison> find(const Key &key) const
    {
        const QMutexLocker lock(&m_mutex);
        const FileComparison *known = m_cache.object(key);
        return known ? std::optional(*known) : std::nullopt;
    }

    void insert(const Key &key, const FileComparison &comparison)
    {
        const QMutexLocker lock(&m_mutex);
        m_cache.insert(key, new FileComparison(comparison));
    }

private:
    mutable QMutex m_mutex;
    QCache<Key, FileComparison> m_cache{100};
};

} // namespace countersign
