// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Snapshot.h"

#include "domain/StateCodec.h"
#include "services/DiskFile.h"

#include <QDataStream>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr char snapshotMagic[] = "countersign.snapshot";
constexpr quint32 snapshotFormatVersion = 2;

} // namespace

QByteArray snapshotToBytes(const Snapshot &snapshot)
{
    QByteArray payload;
    QDataStream out(&payload, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_8);
    out << qint32(foldVersion) << snapshot.state.ledger.toBytes() << snapshot.state.head.seq
        << snapshot.state.head.link.toBytes() << snapshot.everythingSigned << stateToBytes(snapshot.state);
    out << quint32(snapshot.texts.size());
    for (auto it = snapshot.texts.cbegin(); it != snapshot.texts.cend(); ++it) {
        out << it.key().toBytes() << it.value();
    }
    return sealed(snapshotMagic, snapshotFormatVersion, payload);
}

Result<Snapshot> snapshotFromBytes(const QByteArray &bytes)
{
    const Result<QByteArray> payload = unsealed(snapshotMagic, snapshotFormatVersion, bytes);
    if (!payload) {
        return std::unexpected(payload.error());
    }
    QDataStream in(*payload);
    in.setVersion(QDataStream::Qt_6_8);
    qint32 fold = 0;
    QByteArray ledger;
    qint64 seq = 0;
    QByteArray link;
    QByteArray stateBytes;
    Snapshot snapshot;
    in >> fold >> ledger >> seq >> link >> snapshot.everythingSigned >> stateBytes;
    if (in.status() != QDataStream::Ok || fold != foldVersion) {
        return failure(ErrorCode::Corrupt, u"snapshot"_s, u"fold version %1"_s.arg(fold));
    }
    Result<State> state = stateFromBytes(stateBytes);
    if (!state) {
        return std::unexpected(state.error());
    }
    if (state->ledger.toBytes() != ledger || state->head.seq != seq || state->head.link.toBytes() != link) {
        return failure(ErrorCode::Corrupt, u"snapshot"_s, u"the state is of another place"_s);
    }
    snapshot.state = *std::move(state);
    quint32 count = 0;
    in >> count;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        QByteArray hash;
        QByteArray text;
        in >> hash >> text;
        if (const std::optional<ContentHash> key = ContentHash::fromBytes(hash)) {
            snapshot.texts.insert(*key, text);
        }
    }
    if (in.status() != QDataStream::Ok || !in.atEnd()) {
        return failure(ErrorCode::Corrupt, u"snapshot"_s, u"the texts do not fit"_s);
    }
    return snapshot;
}

} // namespace countersign
