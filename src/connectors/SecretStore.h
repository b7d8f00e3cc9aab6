// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

namespace countersign::connectors {

/// A key as it was read. Nothing prints it; its bytes are overwritten when it goes.
class Secret
{
public:
    Secret() = default;
    explicit Secret(const QByteArray &bytes) : m_bytes(bytes.constData(), bytes.size()) {}
    Secret(const Secret &other) : m_bytes(other.m_bytes.constData(), other.m_bytes.size()) {}
    Secret(Secret &&other) noexcept { m_bytes.swap(other.m_bytes); }
    Secret &operator=(Secret other) noexcept
    {
        m_bytes.swap(other.m_bytes);
        return *this;
    }
    ~Secret() { m_bytes.fill('\0'); }

    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }
    /// Whether it may stand in a header: 1 … 4,096 visible ASCII characters.
    [[nodiscard]] bool isUsable() const;
    /// `text` with every occurrence of the key replaced. A key of fewer than 6 characters is no key, and is left.
    [[nodiscard]] QByteArray hiddenIn(QByteArray text) const;
    [[nodiscard]] QString hiddenIn(QString text) const;

private:
    QByteArray m_bytes;
};

enum class KeyPlace {
    None,        ///< the endpoint asks for no key, as a model on this machine does
    Environment, ///< an environment variable that the person names
    Keychain,    ///< the system's keychain, below the service "countersign"
};

/// Where a key is, which may be written into a file; the key itself may not.
struct KeySource
{
    KeyPlace place = KeyPlace::None;
    QString name = {}; ///< of the variable or of the keychain's entry

    friend bool operator==(const KeySource &, const KeySource &) = default;
};

/// "none", "env:OPENAI_API_KEY", "keychain:api.example.com".
[[nodiscard]] QString toString(const KeySource &source);
/// Fails: Invalid. A variable's name is [A-Za-z_][A-Za-z0-9_]*, an entry's is 1 … 200 printable characters.
[[nodiscard]] Result<KeySource> keySourceFromString(QStringView text);

/// Where keys are read from and, on a person's word, put. Any thread; the answers come later.
///
/// All fail: NotFound (nothing of that name), Unavailable (no keychain service answers here: `subject` is "keychain"),
/// NotPermitted (`subject` is "keychain.locked" while it is locked, "keychain" when the person or the system said no).
/// No error has a key in it.
class SecretStore
{
public:
    virtual ~SecretStore() = default;

    [[nodiscard]] virtual QFuture<Result<Secret>> read(const KeySource &source) = 0;
    /// Only for the keychain; elsewhere Unsupported.
    [[nodiscard]] virtual QFuture<Done> write(const KeySource &source, const Secret &secret) = 0;
    [[nodiscard]] virtual QFuture<Done> erase(const KeySource &source) = 0;

protected:
    SecretStore() = default;
    Q_DISABLE_COPY_MOVE(SecretStore)
};

} // namespace countersign::connectors
