// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/DiskFile.h"

#include "base/Hash.h"

#include <QFile>
#include <QSaveFile>
#include <QtEndian>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QByteArray headOf(QByteArrayView name, quint32 version)
{
    QByteArray head = name.toByteArray();
    head.append('\0');
    quint32 ordered = qToBigEndian(version);
    head.append(reinterpret_cast<const char *>(&ordered), sizeof ordered);
    return head;
}

std::unexpected<Error> failed(const QFileDevice &file, const QString &path)
{
    const bool full = file.error() == QFileDevice::ResourceError || errno == ENOSPC || errno == EDQUOT;
    return failure(full ? ErrorCode::NoSpace : ErrorCode::NotPermitted, path, file.errorString());
}

} // namespace

Result<QByteArray> readDiskFile(const QString &path)
{
    QFile file(path);
    if (!file.exists()) {
        return failure(ErrorCode::NotFound, path);
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotPermitted, path, file.errorString());
    }
    return file.readAll();
}

Done writeDiskFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly)) {
        return failed(file, path);
    }
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (file.write(bytes) != bytes.size() || !file.commit()) {
        return failed(file, path);
    }
    return {};
}

QByteArray sealed(QByteArrayView name, quint32 version, const QByteArray &payload)
{
    return headOf(name, version) + sha256Bytes(payload) + payload;
}

Result<QByteArray> unsealed(QByteArrayView name, quint32 version, const QByteArray &bytes)
{
    const QByteArray head = headOf(name, version);
    const qsizetype nameSize = name.size() + 1;
    const QString subject = QString::fromUtf8(name);
    if (bytes.size() < head.size() + 32 || !bytes.startsWith(head.first(nameSize))) {
        return failure(ErrorCode::Corrupt, subject, u"too short or another kind of file"_s);
    }
    if (!bytes.startsWith(head)) {
        const auto found = qFromBigEndian<quint32>(bytes.constData() + nameSize);
        return failure(found > version ? ErrorCode::Newer : ErrorCode::Corrupt, subject, u"version %1"_s.arg(found));
    }
    const QByteArray payload = bytes.mid(head.size() + 32);
    if (bytes.mid(head.size(), 32) != sha256Bytes(payload)) {
        return failure(ErrorCode::Corrupt, subject, u"other bytes than the checksum says"_s);
    }
    return payload;
}

} // namespace countersign
