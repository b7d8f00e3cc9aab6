// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Outbox.h"

#include "base/Hash.h"
#include "ledger/Files.h"

#include <QDataStream>
#include <QDir>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr char magic[] = "countersign.outbox.1";
constexpr qsizetype checksumSize = 32;
constexpr qint64 fileLimit = qint64(1) << 30;
const QLatin1StringView suffix(".append");

void write(QDataStream &stream, const Blobs &blobs)
{
    QList<ContentHash> hashes = blobs.keys();
    std::ranges::sort(hashes);
    stream << quint32(hashes.size());
    for (const ContentHash &hash : std::as_const(hashes)) {
        stream << hash.toBytes() << blobs.value(hash);
    }
}

bool read(QDataStream &stream, Blobs &blobs)
{
    quint32 count = 0;
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        QByteArray hash;
        QByteArray bytes;
        stream >> hash >> bytes;
        const auto digest = ContentHash::fromBytes(hash);
        if (!digest) {
            return false;
        }
        blobs.insert(*digest, bytes);
    }
    return stream.status() == QDataStream::Ok;
}

// The checksum in front covers everything behind it.
QByteArray encode(const OutboxEntry &entry)
{
    QByteArray payload;
    QDataStream stream(&payload, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_6);
    stream << QByteArray(magic) << entry.sending << quint32(entry.items.size());
    for (const OutboxItem &item : entry.items) {
        stream << item.id.high << item.id.low << item.body << item.signature << item.summary;
        write(stream, item.texts);
        write(stream, item.contents);
    }
    return contentHash(payload).toBytes() + payload;
}

std::optional<OutboxEntry> decode(const QByteArray &bytes)
{
    const QByteArray payload = bytes.mid(checksumSize);
    if (bytes.size() < checksumSize || contentHash(payload).toBytes() != bytes.first(checksumSize)) {
        return std::nullopt;
    }
    QDataStream stream(payload);
    stream.setVersion(QDataStream::Qt_6_6);
    QByteArray kind;
    quint32 count = 0;
    OutboxEntry entry;
    stream >> kind >> entry.sending >> count;
    if (kind != magic) {
        return std::nullopt;
    }
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        OutboxItem item;
        stream >> item.id.high >> item.id.low >> item.body >> item.signature >> item.summary;
        if (!read(stream, item.texts) || !read(stream, item.contents)) {
            return std::nullopt;
        }
        entry.items.append(item);
    }
    return stream.status() == QDataStream::Ok && stream.atEnd() ? std::optional(entry) : std::nullopt;
}

} // namespace

Outbox::Outbox(QString directory) : m_directory(std::move(directory)) { }

Result<OutboxEntry> Outbox::add(OutboxEntry entry)
{
    if (const Done done = makePrivateDirectory(m_directory); !done) {
        return std::unexpected(done.error());
    }
    const EventId tail = EventId::random();
    entry.name = u"%1-%2"_s.arg(QDateTime::currentMSecsSinceEpoch(), 14, 10, QLatin1Char('0'))
                         .arg(tail.high, 16, 16, QLatin1Char('0'));
    if (const Done done = update(entry); !done) {
        // Where only the last step failed it stands there, and would be sent at the next start.
        const bool gone = remove(entry.name).has_value();
        return failure(gone ? done.error().code : ErrorCode::OutcomeUnknown, done.error().subject, done.error().detail);
    }
    return entry;
}

Done Outbox::update(const OutboxEntry &entry)
{
    return replaceFile(m_directory + u'/' + entry.name + suffix, encode(entry));
}

Done Outbox::remove(const QString &name)
{
    return removeFile(m_directory + u'/' + name + suffix);
}

Result<QList<OutboxEntry>> Outbox::entries(QStringList *damaged) const
{
    QList<OutboxEntry> list;
    const QDir directory(m_directory);
    const QStringList names = directory.entryList({u"*"_s + suffix}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const QString path = directory.filePath(name);
        const Result<QByteArray> bytes = readFile(path, fileLimit);
        if (!bytes) {
            // Another process of this person has just settled it.
            if (bytes.error().code == ErrorCode::NotFound) {
                continue;
            }
            return std::unexpected(bytes.error());
        }
        std::optional<OutboxEntry> entry = decode(*bytes);
        if (!entry) {
            QFile::rename(path, path + u".damaged"_s);
            if (damaged) {
                damaged->append(path + u".damaged"_s);
            }
            continue;
        }
        entry->name = name.chopped(suffix.size());
        list.append(*entry);
    }
    return list;
}

} // namespace countersign
