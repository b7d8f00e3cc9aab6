// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Signature.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <QCryptographicHash>
#include <QtEndian>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype armourLimit = 16 * 1024;
constexpr int leastRsaBits = 2048;
constexpr int mostRsaBits = 16384;

template<auto Free>
struct Deleter
{
    template<typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>>;

// Reads the wire format of RFC 4251. After the first problem every read gives nothing.
class Wire
{
public:
    explicit Wire(QByteArrayView bytes) : m_bytes(bytes) { }

    QByteArrayView take(qsizetype size)
    {
        if (size < 0 || size > m_bytes.size()) {
            m_good = false;
            m_bytes = {};
            return {};
        }
        const QByteArrayView part = m_bytes.first(size);
        m_bytes = m_bytes.sliced(size);
        return part;
    }
    quint32 number()
    {
        const QByteArrayView raw = take(4);
        return raw.size() == 4 ? qFromBigEndian<quint32>(raw.data()) : 0;
    }
    QByteArrayView string()
    {
        const quint32 size = number();
        return take(size > quint32(armourLimit) ? -1 : qsizetype(size));
    }
    [[nodiscard]] bool ended() const { return m_good && m_bytes.isEmpty(); }

private:
    QByteArrayView m_bytes;
    bool m_good = true;
};

QByteArray wired(QByteArrayView bytes)
{
    const quint32 size = qToBigEndian(quint32(bytes.size()));
    return QByteArray(reinterpret_cast<const char *>(&size), sizeof size).append(bytes);
}

const unsigned char *raw(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

std::unexpected<Error> invalid(const QString &why)
{
    return failure(ErrorCode::Invalid, u"signature"_s, why);
}

std::optional<QByteArray> unarmoured(QByteArrayView text)
{
    if (text.size() > armourLimit) {
        return std::nullopt;
    }
    const QByteArray trimmed = text.toByteArray().trimmed();
    constexpr QByteArrayView begin("-----BEGIN SSH SIGNATURE-----");
    constexpr QByteArrayView end("-----END SSH SIGNATURE-----");
    if (!trimmed.startsWith(begin) || !trimmed.endsWith(end) || trimmed.size() < begin.size() + end.size()) {
        return std::nullopt;
    }
    QByteArray base64 = trimmed.mid(begin.size(), trimmed.size() - begin.size() - end.size());
    base64.replace("\r", "").replace("\n", "");
    const auto decoded = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(*decoded) : std::nullopt;
}

struct Signed
{
    QByteArrayView publicKey;
    QByteArrayView hashName;
    QByteArrayView signature;
};

bool verifyWith(const Key &key, const EVP_MD *digest, QByteArrayView signature, QByteArrayView message)
{
    const DigestContext context(EVP_MD_CTX_new());
    return key && context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.get()) == 1
            && EVP_DigestVerify(context.get(), raw(signature), size_t(signature.size()), raw(message),
                                size_t(message.size()))
            == 1;
}

Key ed25519Key(QByteArrayView point)
{
    return Key(point.size() == 32 ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(point), 32) : nullptr);
}

Key keyFrom(const char *type, OSSL_PARAM_BLD *builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return nullptr;
    }
    return Key(key);
}

Key rsaKey(QByteArrayView exponent, QByteArrayView modulus)
{
    const Number e(BN_bin2bn(raw(exponent), int(exponent.size()), nullptr));
    const Number n(BN_bin2bn(raw(modulus), int(modulus.size()), nullptr));
    if (!e || !n || BN_num_bits(n.get()) < leastRsaBits || BN_num_bits(n.get()) > mostRsaBits) {
        return nullptr;
    }
    const Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    return keyFrom("RSA", builder.get());
}

Key ecKey(const char *group, QByteArrayView point)
{
    const Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), size_t(point.size()));
    return keyFrom("EC", builder.get());
}

// SSH writes r and s one after the other, libcrypto wants them in DER.
QByteArray ecSignature(QByteArrayView ssh)
{
    Wire wire(ssh);
    const QByteArrayView rBytes = wire.string();
    const QByteArrayView sBytes = wire.string();
    Number r(BN_bin2bn(raw(rBytes), int(rBytes.size()), nullptr));
    Number s(BN_bin2bn(raw(sBytes), int(sBytes.size()), nullptr));
    const EcSignature signature(ECDSA_SIG_new());
    if (!wire.ended() || !r || !s || !signature
        || ECDSA_SIG_set0(signature.get(), r.release(), s.release()) != 1) {
        return {};
    }
    unsigned char *der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    const QByteArray bytes = size > 0 ? QByteArray(reinterpret_cast<const char *>(der), size) : QByteArray();
    OPENSSL_free(der);
    return bytes;
}

struct Curve
{
    QByteArrayView keyType;
    QByteArrayView name;
    const char *group;
    const EVP_MD *(*digest)();
};
constexpr Curve curves[] = {
        {"ecdsa-sha2-nistp256", "nistp256", "P-256", EVP_sha256},
        {"ecdsa-sha2-nistp384", "nistp384", "P-384", EVP_sha384},
        {"ecdsa-sha2-nistp521", "nistp521", "P-521", EVP_sha512},
};

Result<bool> verifySigned(const Signed &parts, QByteArrayView message)
{
    Wire key(parts.publicKey);
    Wire signature(parts.signature);
    const QByteArrayView keyType = key.string();
    const QByteArrayView algorithm = signature.string();
    const QByteArrayView value = signature.string();

    if (keyType == "ssh-ed25519") {
        const QByteArrayView point = key.string();
        return key.ended() && signature.ended() && algorithm == keyType
                && verifyWith(ed25519Key(point), nullptr, value, message);
    }
    if (keyType == "sk-ssh-ed25519@openssh.com") {
        const QByteArrayView point = key.string();
        const QByteArrayView application = key.string();
        const QByteArrayView flagsAndCounter = signature.take(5);
        const QByteArray touched = QCryptographicHash::hash(application, QCryptographicHash::Sha256)
                + flagsAndCounter.toByteArray() + QCryptographicHash::hash(message, QCryptographicHash::Sha256);
        const bool present = flagsAndCounter.size() == 5 && (flagsAndCounter[0] & 1) != 0;
        return present && key.ended() && signature.ended() && algorithm == keyType
                && verifyWith(ed25519Key(point), nullptr, value, touched);
    }
    if (keyType == "ssh-rsa") {
        const QByteArrayView exponent = key.string();
        const QByteArrayView modulus = key.string();
        const EVP_MD *digest = algorithm == "rsa-sha2-512" ? EVP_sha512()
                : algorithm == "rsa-sha2-256"              ? EVP_sha256()
                                                           : nullptr;
        return digest && key.ended() && signature.ended()
                && verifyWith(rsaKey(exponent, modulus), digest, value, message);
    }
    for (const Curve &curve : curves) {
        if (keyType == curve.keyType) {
            const QByteArrayView name = key.string();
            const QByteArrayView point = key.string();
            return key.ended() && signature.ended() && name == curve.name && algorithm == keyType
                    && verifyWith(ecKey(curve.group, point), curve.digest(), ecSignature(value), message);
        }
    }
    return failure(ErrorCode::Unsupported, u"signature"_s,
                   u"key of type "_s + QString::fromLatin1(keyType.first(qMin(keyType.size(), qsizetype(100)))));
}

} // namespace

Result<QString> verifySignature(QByteArrayView body, QByteArrayView signature)
{
    const std::optional<QByteArray> blob = unarmoured(signature);
    if (!blob) {
        return invalid(u"not an armoured SSH signature"_s);
    }
    Wire wire(*blob);
    const QByteArrayView magic = wire.take(6);
    const quint32 version = wire.number();
    Signed parts;
    parts.publicKey = wire.string();
    const QByteArrayView space = wire.string();
    const QByteArrayView reserved = wire.string();
    parts.hashName = wire.string();
    parts.signature = wire.string();
    if (!wire.ended() || magic != "SSHSIG" || version != 1) {
        return invalid(u"not an SSH signature of version 1"_s);
    }
    if (space != signatureNamespace) {
        return invalid(u"made for another purpose"_s);
    }
    const bool is512 = parts.hashName == "sha512";
    if (!is512 && parts.hashName != "sha256") {
        return invalid(u"over another hash than SHA-256 or SHA-512"_s);
    }
    const QByteArray digest =
            QCryptographicHash::hash(body, is512 ? QCryptographicHash::Sha512 : QCryptographicHash::Sha256);
    const QByteArray message = "SSHSIG" + wired(space) + wired(reserved) + wired(parts.hashName) + wired(digest);

    const Result<bool> good = verifySigned(parts, message);
    if (!good) {
        return std::unexpected(good.error());
    }
    if (!*good) {
        return invalid(u"is not valid for these bytes"_s);
    }
    const QByteArrayView type = Wire(parts.publicKey).string();
    return QString::fromLatin1(type) + u' ' + QString::fromLatin1(parts.publicKey.toByteArray().toBase64());
}

} // namespace countersign
