// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Chain.h"

#include "base/Together.h"
#include "ledger/EventCodec.h"

#include <array>
#include <atomic>
#include <optional>
#include <span>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int pieceSize = 500;
constexpr int worthAThread = 100;
constexpr int blockSize = 20; // what a thread decodes at a time

/// The two threads that go along the chain.
enum class Walker : quint8 { Reader, User };

/// A piece on its way: read, then decoded by whoever has time, then used, then cleared. What a thread has made, it also
/// clears: memory that one thread takes and another gives back makes them wait for each other.
class Passing
{
public:
    [[nodiscard]] bool isEmpty() const { return m_piece.envelopes.isEmpty(); }
    [[nodiscard]] qsizetype size() const { return m_piece.envelopes.size(); }
    [[nodiscard]] const ChainPiece &piece() const { return m_piece; }

    /// By the reader, behind its clear().
    void take(QList<Envelope> &&envelopes) { m_piece.envelopes = std::move(envelopes); }
    /// By one thread, while none of the others below runs.
    void begin()
    {
        m_events.resize(size_t(size()));
        m_piece.events = m_events;
        m_madeBy.assign(size_t(size() + blockSize - 1) / blockSize, Walker::Reader);
        m_block = 0;
    }
    /// By both: decodes what the other one has not begun.
    void decode(Walker me)
    {
        for (size_t block = m_block++; block < m_madeBy.size(); block = m_block++) {
            m_madeBy[block] = me;
            for (size_t i = block * blockSize; i < std::min((block + 1) * blockSize, m_events.size()); ++i)
                m_events[i] = placed(m_piece.envelopes.at(qsizetype(i)));
        }
    }
    /// By both, when it was used.
    void clear(Walker me)
    {
        for (size_t block = 0; block < m_madeBy.size(); ++block) {
            if (m_madeBy[block] != me)
                continue;
            for (size_t i = block * blockSize; i < std::min((block + 1) * blockSize, m_events.size()); ++i)
                m_events[i] = {};
        }
        if (me == Walker::Reader)
            m_piece.envelopes.clear();
    }

private:
    ChainPiece m_piece;
    std::vector<Placed> m_events; ///< those of the piece
    std::vector<Walker> m_madeBy; ///< for each block
    std::atomic<size_t> m_block = 0;
};

/// How many of `envelopes` follow `head`, which moves to the last of them. A link is computed from what stands there
/// (see Envelope), so one that was made from `head` follows it.
qsizetype following(const QList<Envelope> &envelopes, Head &head)
{
    qsizetype count = 0;
    while (count < envelopes.size() && envelopes.at(count).at.seq == head.seq + 1
           && envelopes.at(count).prev == head.link)
        head = envelopes.at(count++).at;
    return count;
}

} // namespace

Done walkChain(const Ledger &ledger, const Head &after, Sequence last,
               const std::function<void(const ChainPiece &)> &use, const std::stop_token &cancel)
{
    Head head = after;            // of what was read
    std::optional<Error> problem; // why there is nothing behind it
    const auto corrupt = [&ledger](const QString &detail) {
        return Error{.code = ErrorCode::Corrupt, .subject = ledger.name(), .detail = detail};
    };
    const auto read = [&]() -> QList<Envelope> {
        if (head.seq >= last || problem)
            return {};
        Result<QList<Envelope>> envelopes =
            ledger.readAfter(head.seq, int(std::min<Sequence>(last - head.seq, pieceSize)));
        if (!envelopes) {
            problem = envelopes.error();
            return {};
        }
        if (envelopes->isEmpty())
            problem = corrupt(u"event %1 is missing"_s.arg(head.seq + 1));
        if (const qsizetype count = following(*envelopes, head); count != envelopes->size()) {
            problem = corrupt(u"event %1 does not follow the one before"_s.arg(head.seq + 1));
            envelopes->resize(count);
        }
        return *std::move(envelopes);
    };
    Companion companion;
    std::array<Passing, 3> ring;
    ring[0].take(read());
    ring[0].begin();
    for (size_t turn = 1;; ++turn) {
        Passing &reading = ring[turn % 3];
        Passing &decoding = ring[(turn + 2) % 3];
        Passing &used = ring[(turn + 1) % 3];
        if (decoding.isEmpty() && used.isEmpty())
            break;
        if (cancel.stop_requested())
            return failure(ErrorCode::Canceled, ledger.name());
        companion.together(
            decoding.size() >= worthAThread,
            [&] {
                reading.clear(Walker::User);
                if (!used.isEmpty())
                    use(used.piece());
                decoding.decode(Walker::User);
            },
            [&] {
                reading.clear(Walker::Reader);
                reading.take(read());
                decoding.decode(Walker::Reader);
            });
        reading.begin();
    }
    if (problem)
        return std::unexpected(*std::move(problem));
    return {};
}

} // namespace countersign
