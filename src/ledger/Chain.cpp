// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Chain.h"

#include "base/Together.h"
#include "ledger/EventCodec.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int pieceSize = 500;
constexpr int worthAThread = 100;

/// The events of `envelopes` as far as they follow `head`, which moves to the last of them. A link is computed from what
/// stands there (see Envelope), so one that was made from `head` follows it.
ChainPiece decoded(QList<Envelope> &&envelopes, Head &head)
{
    ChainPiece piece;
    piece.events.reserve(envelopes.size());
    for (const Envelope &envelope : std::as_const(envelopes)) {
        if (envelope.at.seq != head.seq + 1 || envelope.prev != head.link)
            break;
        head = envelope.at;
        piece.events.append(placed(envelope));
    }
    envelopes.resize(piece.events.size());
    piece.envelopes = std::move(envelopes);
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
        QList<Envelope> envelopes = *std::move(coming);
        const qsizetype count = envelopes.size();
        const Sequence end = head.seq + count; // wherever the backend says that they stand
        ChainPiece next;
        together(
            count >= worthAThread, [&] { next = decoded(std::move(envelopes), head); },
            [&] {
                use(ready);
                coming = read(end);
            });
        ready = std::move(next);
        if (ready.events.size() != count) {
            use(ready);
            return failure(ErrorCode::Corrupt, ledger.name(),
                           u"event %1 does not follow the one before"_s.arg(head.seq + 1));
        }
    }
    use(ready);
    return {};
}

} // namespace countersign
