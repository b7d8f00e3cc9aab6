// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>

namespace countersign {

/// The SSHSIG namespace of event signatures.
inline constexpr char signatureNamespace[] = "countersign-event-v1";

/// Checks an armoured SSHSIG over `body` in process and returns the public key whose signature it is, as "type base64".
/// Takes Ed25519, ECDSA on the NIST curves, RSA from 2048 bits with SHA-2, and Ed25519 on security keys.
/// Fails: Invalid, also for another namespace; Unsupported for another kind of key.
[[nodiscard]] Result<QString> verifySignature(QByteArrayView body, QByteArrayView signature);

/// Makes signatures for one person. Blocking; may wait for a person to touch a key.
class Signer
{
public:
    virtual ~Signer() = default;
    /// An armoured SSHSIG over `body`. Fails: Unavailable (no agent, wrong passphrase, no touch in time), Invalid.
    [[nodiscard]] virtual Result<QByteArray> sign(QByteArrayView body) = 0;

protected:
    Signer() = default;
    Q_DISABLE_COPY_MOVE(Signer)
};

/// Signs with `ssh-keygen -Y sign` in a child process, so that agents and hardware keys work.
class SshKeygenSigner final : public Signer
{
public:
    /// `key` is what git calls user.signingkey: a path of a private or public key, or a literal "key::ssh-…".
    /// `directory` is a private folder for the body while it is being signed.
    SshKeygenSigner(QString key, QString directory, int deadlineMs = 60'000);
    [[nodiscard]] Result<QByteArray> sign(QByteArrayView body) override;

private:
    QString m_key;
    QString m_directory;
    int m_deadlineMs;
};

} // namespace countersign
