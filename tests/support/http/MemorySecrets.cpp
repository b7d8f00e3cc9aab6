// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/http/MemorySecrets.h"

#include <QPromise>

namespace countersign::test {

using namespace connectors;

namespace {

template<typename R>
[[nodiscard]] QFuture<R> atOnce(R result)
{
    QPromise<R> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

QFuture<Result<Secret>> MemorySecrets::read(const KeySource &source)
{
    ++m_reads;
    const std::lock_guard lock(m_mutex);
    if (source.place == KeyPlace::None)
        return atOnce<Result<Secret>>(Secret());
    const auto found = m_keys.constFind(toString(source));
    if (found == m_keys.constEnd())
        return atOnce<Result<Secret>>(failure(ErrorCode::NotFound, "keychain", source.name));
    return atOnce<Result<Secret>>(Secret(*found));
}

QFuture<Done> MemorySecrets::write(const KeySource &source, const Secret &secret)
{
    const std::lock_guard lock(m_mutex);
    if (m_refusal)
        return atOnce<Done>(std::unexpected(*m_refusal));
    m_keys.insert(toString(source), secret.bytes());
    return atOnce<Done>({});
}

QFuture<Done> MemorySecrets::erase(const KeySource &source)
{
    const std::lock_guard lock(m_mutex);
    if (m_refusal)
        return atOnce<Done>(std::unexpected(*m_refusal));
    if (m_keys.remove(toString(source)) == 0)
        return atOnce<Done>(failure(ErrorCode::NotFound, "keychain", source.name));
    return atOnce<Done>({});
}

QByteArray MemorySecrets::kept(const QString &source)
{
    const std::lock_guard lock(m_mutex);
    return m_keys.value(source);
}

void MemorySecrets::refuseWrites(const std::optional<Error> &error)
{
    const std::lock_guard lock(m_mutex);
    m_refusal = error;
}

} // namespace countersign::test
