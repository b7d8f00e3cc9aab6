// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/SecretStore.h"

#include <QMap>

#include <atomic>
#include <mutex>
#include <optional>

namespace countersign::test {

/// Keys in memory, by toString(KeySource). Ready at once; any thread.
class MemorySecrets final : public connectors::SecretStore
{
public:
    QFuture<Result<connectors::Secret>> read(const connectors::KeySource &source) override;
    QFuture<Done> write(const connectors::KeySource &source, const connectors::Secret &secret) override;
    QFuture<Done> erase(const connectors::KeySource &source) override;
    [[nodiscard]] int reads() const { return m_reads; }
    /// What is kept under that name; empty when nothing is.
    [[nodiscard]] QByteArray kept(const QString &source);
    /// From now on whatever puts or erases a key fails so; nothing: it succeeds again.
    void refuseWrites(const std::optional<Error> &error);

private:
    std::mutex m_mutex;
    QMap<QString, QByteArray> m_keys; // guarded by m_mutex, as is what follows
    std::optional<Error> m_refusal = {};
    std::atomic<int> m_reads = 0;
};

} // namespace countersign::test
