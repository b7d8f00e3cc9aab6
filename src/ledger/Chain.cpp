// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Chain.h"

#include "base/Together.h"
#include "ledger/EventCodec.h"
#include "ledger/Link.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int pieceSize = 1000;
constexpr int worthAThread = 100;

/// The events of `envelopes` as far as they follow `head`, which moves to the last of them.
ChainPiece decoded(const QList<Envelope> &envelopes, Head &head)
{
    ChainPiece piece;
    piece.events.reserve(envelopes.size());
    for (const Envelope &envelope : envelopes) {
        // Whatever the backend has done.
        const LinkHash link =
            linkOf(head.seq + 1, head.link, envelope.body, envelope.signature, envelope.meta);
        if (envelope.at.seq != head.seq + 1 || envelope.at.link != link)
            break;
        head = envelope.at;
        piece.events.append(placed(envelope));
    }
    piece.envelopes = envelopes.first(piece.events.size());
    return piece;
}

} // namespace

Done walkChain(const Ledger &ledger, const Head &after, Sequence last,
               const std::function<void(const ChainPiece &)> &use, const std::stop_token &cancel)
{
    Head head = after;
    const auto read = [&ledger, last](Sequence from) -> Result<QList<Envelope>> {
        if (from >= last)
            return QList<Envelope>();
        return ledger.readAfter(from, int(std::min<Sequence>(last - from, pieceSize)));
    };
    Result<QList<Envelope>> coming = read(head.seq);
    ChainPiece ready;
    while (head.seq < last) {
        if (cancel.stop_requested())
            return failure(ErrorCode::Canceled, ledger.name());
        if (!coming)
            return std::unexpected(coming.error());
        if (coming->isEmpty())
            return failure(ErrorCode::Corrupt, ledger.name(), u"event %1 is missing"_s.arg(head.seq + 1));
        const QList<Envelope> envelopes = *std::move(coming);
        const Sequence end = head.seq + envelopes.size(); // wherever the backend says that they stand
        ChainPiece next;
        together(
            envelopes.size() >= worthAThread, [&] { next = decoded(envelopes, head); },
            [&] {
                use(ready);
                coming = read(end);
            });
        ready = std::move(next);
        if (ready.events.size() != envelopes.size()) {
            use(ready);
            return failure(ErrorCode::Corrupt, ledger.name(),
                           u"event %1 does not follow the one before"_s.arg(head.seq + 1));
        }
    }
    use(ready);
    return {};
}

} // namespace countersign
