// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Copy.h"

#include "ledger/EventCodec.h"
#include "ledger/Projection.h"
#include "ledger/Verify.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int eventsAtOnce = 200;
constexpr qsizetype bytesAtOnce = 16 * 1024 * 1024;

/// Makes entries of envelopes, one after another, folding as it goes.
class Carrier
{
public:
    Carrier(const Ledger &from, State state) : m_from(from), m_state(std::move(state)) {}

    [[nodiscard]] const State &state() const { return m_state; }

    [[nodiscard]] Result<ImportedEntry> carry(const Envelope &envelope)
    {
        if (!envelope.problem.isEmpty()) {
            return failure(ErrorCode::Corrupt, m_from.name(),
                           u"event %1: %2"_s.arg(envelope.at.seq).arg(envelope.problem));
        }
        const Placed event = placed(envelope);
        const TreeBasis basis = treeBasis(m_state, event);
        ImportedEntry carried{.entry = {.at = envelope.at,
                                        .prev = m_state.head.link,
                                        .body = envelope.body,
                                        .signature = envelope.signature,
                                        .texts = envelope.texts},
                              .meta = envelope.meta};
        const Verdict verdict = step(m_state, event);
        carried.entry.edits = project(basis, m_state, event, verdict);
        if (const auto *known = std::get_if<Event>(&event.event)) {
            carried.entry.id = known->id;
            carried.entry.summary = eventKindName(known->data);
            carried.putsPolicyInForce =
                std::holds_alternative<Effective>(verdict) && m_state.policyHead == known->id;
            for (const ContentHash &hash : contentsNamed(known->data)) {
                if (const Done taken = take(hash, carried.entry.contents); !taken) {
                    return std::unexpected(taken.error());
                }
            }
        } else if (const auto *newer = std::get_if<NewerEvent>(&event.event)) {
            carried.entry.id = newer->id;
            carried.entry.summary = newer->kind;
        } else {
            carried.entry.summary = u"An entry that is no event"_s;
        }
        return carried;
    }

private:
    Done take(const ContentHash &hash, Blobs &contents)
    {
        if (m_taken.contains(hash)) {
            return {};
        }
        const Result<QByteArray> bytes = m_from.content(hash);
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        contents.insert(hash, *bytes);
        m_taken.insert(hash);
        return {};
    }

    const Ledger &m_from;
    State m_state;
    QSet<ContentHash> m_taken = {};
};

qsizetype sizeOf(const ImportedEntry &imported)
{
    qsizetype size = imported.entry.body.size();
    for (const QByteArray &bytes : imported.entry.contents) {
        size += bytes.size();
    }
    return size;
}

} // namespace

Result<CopiedLedger> copyLedger(Ledger &from, Ledger &to, ImportTarget &target, const std::stop_token &cancel,
                                const std::function<void(Sequence, Sequence)> &progress)
{
    const Result<Head> last = from.fetch(cancel);
    if (!last) {
        return std::unexpected(last.error());
    }
    if (last->seq == 0) {
        return failure(ErrorCode::NotFound, from.name());
    }
    const Result<Head> there = to.fetch(cancel);
    if (!there) {
        return std::unexpected(there.error());
    }
    // What the first events say is also what the target must say: the chain has the same link there, or it does not.
    const Result<State> before = foldRecord(from, there->seq);
    if (!before) {
        return std::unexpected(before.error());
    }
    if (before->head != *there) {
        return failure(ErrorCode::Conflict, to.name(), u"event %1 is another one there"_s.arg(there->seq));
    }
    Carrier carrier(from, *before);
    Head reached = *there;
    while (reached.seq < last->seq) {
        if (cancel.stop_requested()) {
            return failure(ErrorCode::Canceled, to.name());
        }
        const Result<QList<Envelope>> chunk = from.readAfter(reached.seq, eventsAtOnce);
        if (!chunk) {
            return std::unexpected(chunk.error());
        }
        QList<ImportedEntry> entries;
        qsizetype bytes = 0;
        for (const Envelope &envelope : *chunk) {
            Result<ImportedEntry> entry = carrier.carry(envelope);
            if (!entry) {
                return std::unexpected(entry.error());
            }
            bytes += sizeOf(*entry);
            entries.append(*std::move(entry));
            if (bytes > bytesAtOnce) {
                break;
            }
        }
        if (entries.isEmpty()) {
            return failure(ErrorCode::Corrupt, from.name(), u"event %1 is missing"_s.arg(reached.seq + 1));
        }
        const Result<Landing> landing = target.import(reached, entries);
        if (!landing) {
            return std::unexpected(landing.error());
        }
        if (*landing != Landing::Landed) {
            return failure(ErrorCode::Conflict, to.name(), u"somebody else writes to it"_s);
        }
        reached = entries.last().entry.at;
        if (const Result<Head> now = to.fetch(cancel); !now || *now != reached) {
            return now ? failure(ErrorCode::Conflict, to.name(), u"somebody else writes to it"_s)
                       : std::unexpected(now.error());
        }
        if (progress) {
            progress(reached.seq, last->seq);
        }
    }
    const Result<State> copied = foldRecord(to);
    if (!copied) {
        return std::unexpected(copied.error());
    }
    if (copied->hash() != carrier.state().hash()) {
        return failure(ErrorCode::Corrupt, to.name(), u"the copy says something else"_s);
    }
    return CopiedLedger{.found = there->seq, .head = reached, .stateHash = copied->hash()};
}

} // namespace countersign
