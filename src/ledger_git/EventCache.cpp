// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/EventCache.h"

#include "base/Hash.h"
#include "ledger/Files.h"

#include <QDataStream>
#include <QtEndian>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace countersign::git {

namespace {

// The file: this line, then records. A record: u32 size of the payload, 8 bytes of its SHA-256, the payload.
constexpr QByteArrayView fileMark("countersign.events.2\n");
constexpr qint64 frameSize = 12;
constexpr qint64 payloadLimit = 64 * 1024 * 1024;

template<typename Tag>
QByteArrayView view(const Digest<Tag> &digest)
{
    return QByteArrayView(reinterpret_cast<const char *>(digest.bytes.data()), 32);
}

QByteArray checksum(QByteArrayView payload)
{
    return sha256Bytes(payload).first(8);
}

QByteArray encode(const StoredRecord &record)
{
    const Envelope &envelope = record.envelope;
    QByteArray payload;
    QDataStream stream(&payload, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_6);
    stream.writeRawData(reinterpret_cast<const char *>(record.commit.id), GIT_OID_SHA1_SIZE);
    stream << qint64(envelope.at.seq);
    stream.writeRawData(view(envelope.at.link).data(), 32);
    stream.writeRawData(view(envelope.prev).data(), 32);
    stream << envelope.body << envelope.signature << envelope.meta << envelope.problem << envelope.linkDiffers;
    stream << quint32(envelope.texts.size());
    for (auto it = envelope.texts.cbegin(); it != envelope.texts.cend(); ++it) {
        stream.writeRawData(view(it.key()).data(), 32);
        stream << it.value();
    }
    stream << quint32(record.contents.size());
    for (const auto &[hash, blob] : record.contents) {
        stream.writeRawData(view(hash).data(), 32);
        stream.writeRawData(reinterpret_cast<const char *>(blob.id), GIT_OID_SHA1_SIZE);
    }
    return payload;
}

template<typename Tag>
void readDigest(QDataStream &stream, Digest<Tag> &digest)
{
    stream.readRawData(reinterpret_cast<char *>(digest.bytes.data()), 32);
}

std::optional<StoredRecord> decode(const QByteArray &payload)
{
    QDataStream stream(payload);
    stream.setVersion(QDataStream::Qt_6_6);
    StoredRecord record;
    Envelope &envelope = record.envelope;
    qint64 seq = 0;
    stream.readRawData(reinterpret_cast<char *>(record.commit.id), GIT_OID_SHA1_SIZE);
    stream >> seq;
    envelope.at.seq = seq;
    readDigest(stream, envelope.at.link);
    readDigest(stream, envelope.prev);
    stream >> envelope.body >> envelope.signature >> envelope.meta >> envelope.problem >> envelope.linkDiffers;
    quint32 count = 0;
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        ContentHash hash;
        QByteArray text;
        readDigest(stream, hash);
        stream >> text;
        envelope.texts.insert(hash, text);
    }
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        ContentHash hash;
        git_oid blob = {};
        readDigest(stream, hash);
        stream.readRawData(reinterpret_cast<char *>(blob.id), GIT_OID_SHA1_SIZE);
        record.contents.append({hash, blob});
    }
    if (stream.status() != QDataStream::Ok || !stream.atEnd()) {
        return std::nullopt;
    }
    envelope.place = QString::fromLatin1(hex(record.commit));
    return record;
}

std::optional<StoredRecord> readAt(QFile &file, qint64 offset, qint64 *next)
{
    if (!file.seek(offset)) {
        return std::nullopt;
    }
    const QByteArray frame = file.read(frameSize);
    if (frame.size() != frameSize) {
        return std::nullopt;
    }
    const qint64 size = qFromBigEndian<quint32>(frame.constData());
    if (size > payloadLimit || offset + frameSize + size > file.size()) {
        return std::nullopt;
    }
    const QByteArray payload = file.read(size);
    if (payload.size() != size || checksum(payload) != frame.sliced(4)) {
        return std::nullopt;
    }
    *next = offset + frameSize + size;
    return decode(payload);
}

Error fileFailure(const QFile &file)
{
    const int number = errno;
    Error error = systemError(number, file.fileName());
    if (error.code == ErrorCode::Unavailable) {
        error.detail = file.errorString();
    }
    return error;
}

} // namespace

Done EventCache::open(const std::function<void(const Slot &, const StoredRecord &)> &each)
{
    errno = 0;
    if (!m_file.isOpen()) {
        if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered)) {
            return std::unexpected(fileFailure(m_file));
        }
        m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    if (!m_file.seek(0) || m_file.read(fileMark.size()) != fileMark) {
        if (!m_file.resize(0) || !m_file.seek(0) || m_file.write(fileMark.data(), fileMark.size()) < 0) {
            return std::unexpected(fileFailure(m_file));
        }
    }
    m_end = fileMark.size();
    readNew(each);
    return m_end < m_file.size() ? cut(m_end) : Done{};
}

void EventCache::readNew(const std::function<void(const Slot &, const StoredRecord &)> &each)
{
    qint64 next = m_end;
    while (const std::optional<StoredRecord> record = readAt(m_file, m_end, &next)) {
        each(Slot{.commit = record->commit, .at = record->envelope.at, .offset = m_end}, *record);
        m_end = next;
    }
}

Result<EventCache::Slot> EventCache::append(const StoredRecord &record)
{
    const QByteArray payload = encode(record);
    QByteArray bytes(4, '\0');
    qToBigEndian(quint32(payload.size()), bytes.data());
    bytes += checksum(payload);
    bytes += payload;
    errno = 0;
    if (!m_file.seek(m_end) || m_file.write(bytes) != bytes.size()) {
        const Error error = fileFailure(m_file);
        m_file.resize(m_end);
        return std::unexpected(error);
    }
    const Slot slot{.commit = record.commit, .at = record.envelope.at, .offset = m_end};
    m_end += bytes.size();
    return slot;
}

Done EventCache::cut(qint64 offset)
{
    errno = 0;
    if (!m_file.resize(offset)) {
        return std::unexpected(fileFailure(m_file));
    }
    m_end = offset;
    return {};
}

Result<StoredRecord> EventCache::read(const Slot &slot) const
{
    qint64 next = 0;
    std::optional<StoredRecord> record = readAt(m_file, slot.offset, &next);
    if (!record || !same(record->commit, slot.commit) || record->envelope.at != slot.at) {
        return failure(ErrorCode::Corrupt, m_file.fileName());
    }
    return *std::move(record);
}

} // namespace countersign::git
