// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger/Projection.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace countersign {

/// What became of an append that was answered. An answer that never came is ErrorCode::OutcomeUnknown.
enum class Landing {
    Landed,   ///< every entry stands in the shared record
    LostRace, ///< somebody else was first; nothing was written
};

/// How a file of the readable tree differs from the tree before.
struct TreeDelta
{
    QString path = {};
    bool removed = false;
    bool plain = true;        ///< an ordinary file; false for links, programs and anything else
    ContentHash content = {}; ///< of the bytes now there
    friend bool operator==(const TreeDelta &, const TreeDelta &) = default;
};

/// What stands beside one event, for verification.
struct Footprint
{
    bool linear = true;           ///< follows exactly the event before
    int treeVersion = 0;          ///< of the projection that wrote the tree
    QList<TreeDelta> files = {};  ///< without `ledger/`, sorted by path
};

/// A place among the writers, given back by its destructor, or before that by an append that was answered.
class WriterTurn
{
public:
    virtual ~WriterTurn() = default;

protected:
    WriterTurn() = default;
    Q_DISABLE_COPY_MOVE(WriterTurn)
};

/// The shared, append-only, totally ordered record of one workspace, as bytes. It knows the chain and nothing of what
/// events mean; Recorder does.
///
/// Blocking. Every object is used from the one thread that made it. All implementations pass
/// tests/contract/tst_ledger_contract.cpp.
class Ledger
{
public:
    virtual ~Ledger() = default;

    /// Brings what the shared record has by now and returns its tip; {0, null} when there is no ledger yet.
    /// Fails: Unavailable, NotPermitted, Canceled, NoSpace; Locked; Corrupt when the record no longer continues what was
    /// seen before: both histories are kept, and until it does again nothing can be appended.
    [[nodiscard]] virtual Result<Head> fetch(const std::stop_token &cancel = {}) = 0;

    /// The tip of what is known here, without asking anybody.
    [[nodiscard]] virtual Head known() const = 0;

    /// At most `most` events after `after` of what is known here, oldest first. Fails: Corrupt, Unavailable.
    [[nodiscard]] virtual Result<QList<Envelope>> readAfter(Sequence after, int most) const = 0;

    /// Content that an event brought. Fails: NotFound, Corrupt when the bytes do not have that hash.
    [[nodiscard]] virtual Result<QByteArray> content(const ContentHash &hash) const = 0;

    /// Adds `entries`, which follow `expected` and one another, all or nothing, if the tip is still `expected`.
    /// Fails with nothing written: NotPermitted, NoSpace, Locked, Unavailable, Invalid, Corrupt (see fetch()).
    /// Fails: OutcomeUnknown, written or not; fetch and look for the ids before anything else.
    [[nodiscard]] virtual Result<Landing> tryAppend(const Head &expected, const QList<Entry> &entries,
                                                    const std::stop_token &cancel = {}) = 0;

    /// Waits for other writers to the same record, for a while. A courtesy that spares everybody lost races; nothing
    /// depends on it, and nullptr is an answer. Does not outlive the ledger, and is had once at a time.
    [[nodiscard]] virtual std::unique_ptr<WriterTurn> takeTurn(const std::stop_token &cancel)
    {
        Q_UNUSED(cancel);
        return nullptr;
    }

    /// What stands beside event `seq`. Fails: NotFound; Unsupported where there is no readable tree.
    [[nodiscard]] virtual Result<Footprint> footprint(Sequence seq) const = 0;

    /// Paths at which the readable tree that is known here holds another file than `expected`, sorted. A quick look that
    /// goes by the names of contents; verifyLedger() reads the bytes. Fails: Unsupported where there is no readable tree,
    /// Newer when a later program wrote it, Corrupt, Unavailable.
    [[nodiscard]] virtual Result<QStringList> wrongFiles(const ReadableTree &expected) const
    {
        Q_UNUSED(expected);
        return failure(ErrorCode::Unsupported, name());
    }

    /// The login from which the record's server takes what is appended here; none where no server says who appends.
    [[nodiscard]] virtual std::optional<QString> login() const { return std::nullopt; }

    /// What people call it: the URL without credentials.
    [[nodiscard]] virtual QString name() const = 0;

protected:
    Ledger() = default;
    Q_DISABLE_COPY_MOVE(Ledger)
};

} // namespace countersign
