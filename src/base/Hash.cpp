// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"

#include <QCryptographicHash>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstring>

namespace countersign {

namespace {

/// The library cleans up when the process ends unless whoever asks it first says no. Threads that have hashed may still be
/// ending then, behind QThread::wait() too, and would look into what was cleaned up. It is asked before main(): in a
/// program other libraries ask it as well.
[[maybe_unused]] const int keepsItsState = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);

/// libcrypto's, which uses what the processor has for it, in a context of its own that no configuration file of the
/// machine reaches. Lives as long as the process, like the library's own state; nullptr where there is none.
const EVP_MD *algorithm()
{
    static const EVP_MD *const found = [] {
        OSSL_LIB_CTX *context = OSSL_LIB_CTX_new();
        return context ? EVP_MD_fetch(context, "SHA2-256", nullptr) : nullptr;
    }();
    return found;
}

/// What one thread hashes with, one text after another: to make it anew costs more than to hash a short text.
struct Run
{
    EVP_MD_CTX *context = algorithm() ? EVP_MD_CTX_new() : nullptr;
    Run() = default;
    ~Run() { EVP_MD_CTX_free(context); }
    Q_DISABLE_COPY_MOVE(Run)
};

} // namespace

std::array<unsigned char, 32> sha256(QByteArrayView bytes)
{
    static thread_local const Run run;
    std::array<unsigned char, 32> digest{};
    if (run.context && EVP_DigestInit_ex2(run.context, algorithm(), nullptr) == 1
        && EVP_DigestUpdate(run.context, bytes.data(), static_cast<size_t>(bytes.size())) == 1
        && EVP_DigestFinal_ex(run.context, digest.data(), nullptr) == 1)
        return digest;
    const QByteArray slow = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    std::memcpy(digest.data(), slow.constData(), digest.size());
    return digest;
}

QByteArray sha256Bytes(QByteArrayView bytes)
{
    const std::array<unsigned char, 32> digest = sha256(bytes);
    return QByteArray(reinterpret_cast<const char *>(digest.data()), digest.size());
}

} // namespace countersign
