// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "domain/Fold.h"
#include "ledger/EventCodec.h"
#include "ledger/Ledger.h"
#include "ledger/Outbox.h"
#include "ledger/Pin.h"
#include "ledger/Signature.h"

#include <QRandomGenerator>

#include <chrono>
#include <memory>

namespace countersign {

/// What a person wants to say, made from the snapshot that she looked at (see basisFor()). Named apart from the Draft of
/// services, which is a whole change that nobody sent yet.
struct EventDraft
{
    EventId id = EventId::random();
    PrincipalId actor = {};
    QString subject = {};
    Basis basis = {};
    EventData data = {};
    Blobs texts = {};     ///< bytes of every text that `data` names
    Blobs contents = {};  ///< bytes of the contents that `data` names and the ledger does not have yet
    QString summary = {}; ///< one line for `git log`; made from the kind when empty
};

/// An event in the shared record.
struct Recorded
{
    Envelope envelope = {};
    Placed placed = {};
    Verdict verdict = Effective{};
};

struct RecorderOptions
{
    QString directory = {};        ///< private folder of this workspace for pin and outbox
    QString client = {};           ///< "countersign/0.1.0"
    const Clock *clock = nullptr;  ///< outlives the recorder
    Signer *signer = nullptr;      ///< may be absent; outlives the recorder
    int patienceMs = 60'000;       ///< how long one append tries against others
    quint32 seed = 0;              ///< of the waiting times; 0 takes a random one
};

/// An append that is kept here and not known to stand in the shared record.
struct Unsent
{
    QString name = {};             ///< of the outbox entry
    QList<Event> events = {};
    Blobs texts = {};              ///< of all of them, to say it again on a newer state
    Blobs contents = {};
    std::optional<Error> reason = {}; ///< why it would not be taken now; none when it would
};

/// The one way to read and write a workspace's record: the shared bytes, folded, and the append protocol on top of any
/// Ledger. Blocking, one thread.
class Recorder
{
public:
    /// Reads what is known here, asks the shared record, folds, and looks up what an earlier run left in the outbox:
    /// what had landed is done; what was cut off while it was being sent is sent again when it still holds.
    /// A record that cannot be reached is no failure: see problem().
    /// Fails: NotFound when there is no ledger; Corrupt when what is known does not hold the pin; NoSpace, NotPermitted.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> open(std::unique_ptr<Ledger> ledger,
                                                                const RecorderOptions &options,
                                                                const std::stop_token &cancel = {});
    /// The same in two steps, for whoever must be able to stop in between: what is known is folded by and by.
    /// Until finishOpening() is done only ledger() and content() may be used. Fails: NoSpace, NotPermitted.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> begin(std::unique_ptr<Ledger> ledger,
                                                                 const RecorderOptions &options);
    /// Fails as open(); Canceled when it was asked to stop, and goes on from there when it is called again.
    [[nodiscard]] Done finishOpening(const std::stop_token &cancel = {});
    /// Starts a new ledger with `drafts`, the first of which is `ledger.opened`. Fails: Conflict when there is one.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> create(std::unique_ptr<Ledger> ledger,
                                                                  const RecorderOptions &options,
                                                                  const QList<EventDraft> &drafts,
                                                                  const std::stop_token &cancel = {});
    ~Recorder();

    [[nodiscard]] const State &state() const { return m_state; }
    [[nodiscard]] const Ledger &ledger() const { return *m_ledger; }

    /// Why the shared record was not reached the last time, or does not continue what was seen (Corrupt: read-only).
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    /// When the shared record was reached last, by the clock; 0 when not yet.
    [[nodiscard]] qint64 reachedAt() const { return m_reachedAt; }

    /// Asks the shared record and folds what is new; returns how many events that was. Fails as Ledger::fetch().
    [[nodiscard]] Result<qsizetype> refresh(const std::stop_token &cancel = {});

    /// Adds `drafts` in order, all or nothing, and returns when they stand in the shared record.
    /// Fails with nothing written and nothing kept: Refused (subject: the rule, detail: its detail) when the rules on
    /// top of the newest state do not allow one of them; Invalid; NotPermitted; NoSpace; Corrupt; Newer.
    /// Fails with the append kept in the outbox: Unavailable, Locked, Canceled (not sent), OutcomeUnknown (sent, no
    /// answer), Conflict (others were faster for `patienceMs`).
    [[nodiscard]] Result<QList<Recorded>> append(const QList<EventDraft> &drafts, const std::stop_token &cancel = {});

    /// What is kept here and not known to have landed, oldest first.
    [[nodiscard]] QList<Unsent> unsent() const;
    /// Tries one of unsent() again, as it is. Fails as append(); Refused keeps it until drop().
    [[nodiscard]] Result<QList<Recorded>> send(const QString &name, const std::stop_token &cancel = {});
    [[nodiscard]] Done drop(const QString &name);

    /// Events after `after`, oldest first, with what the fold made of them.
    [[nodiscard]] Result<QList<Recorded>> history(Sequence after, int most) const;
    /// A text of any event. Fails: NotFound when it was redacted or never came.
    [[nodiscard]] Result<QByteArray> text(const ContentHash &hash) const;
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash) const { return m_ledger->content(hash); }

private:
    Recorder(std::unique_ptr<Ledger> ledger, const RecorderOptions &options);

    [[nodiscard]] Result<qsizetype> foldKnown(const std::stop_token &cancel = {});
    [[nodiscard]] Result<OutboxEntry> prepare(const QList<EventDraft> &drafts);
    enum class Sent { Never, Perhaps };
    [[nodiscard]] Result<QList<Recorded>> deliver(const OutboxEntry &entry, Sent sent, const std::stop_token &cancel);
    [[nodiscard]] Result<QList<Recorded>> attempt(const OutboxEntry &entry, Sent sent, const std::stop_token &cancel);
    [[nodiscard]] Result<QList<Entry>> placeOnTop(const OutboxEntry &entry) const;
    [[nodiscard]] Result<QList<Recorded>> find(const OutboxEntry &entry) const;
    void settleOutbox(const std::stop_token &cancel);
    void pause(int attempt, const std::stop_token &cancel);
    void giveWay(const std::stop_token &cancel);

    std::unique_ptr<Ledger> m_ledger;
    RecorderOptions m_options;
    Outbox m_outbox;
    Pin m_pin;
    State m_state = {};
    QList<Verdict> m_verdicts = {};  ///< [seq - 1]
    Blobs m_texts = {};
    std::optional<Error> m_problem = {};
    qint64 m_reachedAt = 0;
    QRandomGenerator m_random;
    std::optional<std::chrono::steady_clock::time_point> m_metOthers = {}; ///< when an append found others' events
    std::optional<std::chrono::steady_clock::time_point> m_landed = {};    ///< when the last append of ours did
    std::chrono::milliseconds m_round = {}; ///< what the last try took, from asking for what is new to the answer
};

} // namespace countersign
