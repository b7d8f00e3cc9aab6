// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Ledger.h"

#include <functional>
#include <memory>

namespace countersign {

/// A shared record in memory, for tests: several MemoryLedger objects, on any threads, on one store.
class MemoryStore
{
public:
    MemoryStore();
    ~MemoryStore();
    Q_DISABLE_COPY_MOVE(MemoryStore)

    /// What goes wrong in the next calls. Answers are given by `at`, which counts calls of that kind from 1.
    enum class Fault {
        None,
        Unreachable,    ///< nothing was sent
        LoseAnswer,     ///< the append lands and its answer does not come
        LoseRequest,    ///< the append does not land and no answer comes
        LoseRace,
        NoPermission,
        NoSpace,
    };
    using Faults = std::function<Fault(int at)>;
    void setFetchFaults(Faults faults);
    void setAppendFaults(Faults faults);

    /// Damage as somebody with access to the store could do it. `seq` is an event that is there.
    void replaceBody(Sequence seq, const QByteArray &body);
    void removeEvent(Sequence seq);
    void swapEvents(Sequence seq); ///< with the next one
    void truncate(Sequence last);
    void redactText(Sequence seq, const ContentHash &text);
    void replaceTreeFile(Sequence seq, const QString &path, const QByteArray &bytes);
    /// Appends a body that nobody checked.
    void force(const QByteArray &body, const QByteArray &signature = {}, const Blobs &texts = {});

    struct Data;
    [[nodiscard]] Data &data() { return *m_data; }

private:
    std::unique_ptr<Data> m_data;
};

/// One client of a MemoryStore. Keeps what it has fetched, as a clone does.
class MemoryLedger final : public Ledger
{
public:
    explicit MemoryLedger(std::shared_ptr<MemoryStore> store);
    ~MemoryLedger() override;

    [[nodiscard]] Result<Head> fetch(const std::stop_token &cancel = {}) override;
    [[nodiscard]] Head known() const override;
    [[nodiscard]] Result<QList<Envelope>> readAfter(Sequence after, int most) const override;
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash) const override;
    [[nodiscard]] Result<Landing> tryAppend(const Head &expected, const QList<Entry> &entries,
                                            const std::stop_token &cancel = {}) override;
    [[nodiscard]] Result<Footprint> footprint(Sequence seq) const override;
    [[nodiscard]] QString name() const override;

private:
    std::shared_ptr<MemoryStore> m_store;
    struct Local;
    std::unique_ptr<Local> m_local;
};

} // namespace countersign
