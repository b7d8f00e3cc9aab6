// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Signature.h"

#include "ledger/ChildProcess.h"
#include "ledger/Files.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace countersign {

SshKeygenSigner::SshKeygenSigner(QString key, QString directory, int deadlineMs)
    : m_key(std::move(key)), m_directory(std::move(directory)), m_deadlineMs(deadlineMs)
{
}

Result<QByteArray> SshKeygenSigner::sign(QByteArrayView body)
{
    if (const Done done = makePrivateDirectory(m_directory); !done) {
        return std::unexpected(done.error());
    }
    const QTemporaryDir folder(m_directory + u"/sign-XXXXXX"_s);
    if (!folder.isValid()) {
        return failure(ErrorCode::Unavailable, m_directory, folder.errorString());
    }
    // A literal key, as git takes it, names one that the agent holds.
    QString keyFile = m_key;
    constexpr QLatin1StringView literal("key::");
    if (m_key.startsWith(literal) || m_key.startsWith("ssh-"_L1)) {
        keyFile = folder.filePath(u"key.pub"_s);
        const QString line = m_key.startsWith(literal) ? m_key.mid(literal.size()) : m_key;
        if (const Done done = replaceFile(keyFile, line.toUtf8() + '\n'); !done) {
            return std::unexpected(done.error());
        }
    } else if (keyFile.startsWith("~/"_L1)) {
        keyFile = QDir::homePath() + keyFile.mid(1);
    }
    const QString bodyFile = folder.filePath(u"body"_s);
    if (const Done done = replaceFile(bodyFile, body); !done) {
        return std::unexpected(done.error());
    }

    ChildCommand command;
    command.program = u"ssh-keygen"_s;
    command.arguments = {u"-Y"_s, u"sign"_s, u"-n"_s, QString::fromLatin1(signatureNamespace), u"-f"_s, keyFile,
                         bodyFile};
    command.environment = {u"SSH_ASKPASS_REQUIRE=force"_s, u"LC_ALL=C.UTF-8"_s};
    command.deadlineMs = m_deadlineMs;
    const Result<ChildOutcome> outcome = runChild(command);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    if (!outcome->succeeded()) {
        return failure(ErrorCode::Unavailable, u"signature"_s, outcome->words());
    }
    Result<QByteArray> signature = readFile(bodyFile + u".sig"_s, 64 * 1024);
    if (!signature) {
        return signature;
    }
    // What was made must be what every reader will check.
    if (const Result<QString> key = verifySignature(body, *signature); !key) {
        return std::unexpected(key.error());
    }
    return signature;
}

} // namespace countersign
