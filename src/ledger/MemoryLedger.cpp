// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/MemoryLedger.h"

#include "base/Hash.h"
#include "ledger/EventCodec.h"
#include "ledger/Link.h"
#include "ledger/Projection.h"

#include <mutex>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct StoredEvent
{
    QByteArray body;
    QByteArray signature;
    LinkHash link; ///< as it was stored
    Blobs texts;
    QList<TreeDelta> files;
};

} // namespace

struct MemoryStore::Data
{
    std::mutex mutex;
    QList<StoredEvent> events;
    Blobs contents;
    ReadableTree tree;
    int rewrites = 0; ///< how often what stood there was changed
    Faults fetchFaults;
    Faults appendFaults;
    int fetches = 0;
    int appends = 0;

    [[nodiscard]] LinkHash tip() const { return events.isEmpty() ? LinkHash{} : events.last().link; }
};

MemoryStore::MemoryStore() : m_data(std::make_unique<Data>()) { }
MemoryStore::~MemoryStore() = default;

void MemoryStore::setFetchFaults(Faults faults)
{
    const std::scoped_lock lock(m_data->mutex);
    m_data->fetchFaults = std::move(faults);
    m_data->fetches = 0;
}

void MemoryStore::setAppendFaults(Faults faults)
{
    const std::scoped_lock lock(m_data->mutex);
    m_data->appendFaults = std::move(faults);
    m_data->appends = 0;
}

void MemoryStore::replaceBody(Sequence seq, const QByteArray &body)
{
    const std::scoped_lock lock(m_data->mutex);
    m_data->events[seq - 1].body = body;
    ++m_data->rewrites;
}

void MemoryStore::removeEvent(Sequence seq)
{
    const std::scoped_lock lock(m_data->mutex);
    m_data->events.removeAt(seq - 1);
    ++m_data->rewrites;
}

void MemoryStore::swapEvents(Sequence seq)
{
    const std::scoped_lock lock(m_data->mutex);
    m_data->events.swapItemsAt(seq - 1, seq);
    ++m_data->rewrites;
}

void MemoryStore::truncate(Sequence last)
{
    const std::scoped_lock lock(m_data->mutex);
    m_data->events.resize(last);
    ++m_data->rewrites;
}

void MemoryStore::redactText(Sequence seq, const ContentHash &text)
{
    const std::scoped_lock lock(m_data->mutex);
    m_data->events[seq - 1].texts.remove(text);
}

void MemoryStore::replaceTreeFile(Sequence seq, const QString &path, const QByteArray &bytes)
{
    const std::scoped_lock lock(m_data->mutex);
    QList<TreeDelta> &files = m_data->events[seq - 1].files;
    files.removeIf([&](const TreeDelta &delta) { return delta.path == path; });
    files.append(TreeDelta{.path = path, .content = contentHash(bytes)});
    std::ranges::sort(files, {}, &TreeDelta::path);
}

void MemoryStore::force(const QByteArray &body, const QByteArray &signature, const Blobs &texts)
{
    const std::scoped_lock lock(m_data->mutex);
    const LinkHash link = linkOf(m_data->events.size() + 1, m_data->tip(), body, signature, {});
    m_data->events.append(StoredEvent{.body = body, .signature = signature, .link = link, .texts = texts, .files = {}});
}

struct MemoryLedger::Local
{
    QList<Envelope> events;
    int rewrites = 0;
};

MemoryLedger::MemoryLedger(std::shared_ptr<MemoryStore> store)
    : m_store(std::move(store)), m_local(std::make_unique<Local>())
{
}

MemoryLedger::~MemoryLedger() = default;

Result<Head> MemoryLedger::fetch(const std::stop_token &cancel)
{
    if (cancel.stop_requested()) {
        return failure(ErrorCode::Canceled, name());
    }
    MemoryStore::Data &store = m_store->data();
    const std::scoped_lock lock(store.mutex);
    ++store.fetches;
    if (store.fetchFaults && store.fetchFaults(store.fetches) != MemoryStore::Fault::None) {
        return failure(ErrorCode::Unavailable, name(), u"not reachable"_s);
    }
    QList<Envelope> events = m_local->events;
    if (m_local->rewrites != store.rewrites) {
        events.clear();
    }
    for (qsizetype i = events.size(); i < store.events.size(); ++i) {
        const StoredEvent &stored = store.events.at(i);
        Envelope envelope;
        envelope.prev = events.isEmpty() ? LinkHash{} : events.last().at.link;
        envelope.at.seq = i + 1;
        envelope.at.link = linkOf(i + 1, envelope.prev, stored.body, stored.signature, {});
        envelope.body = stored.body;
        envelope.signature = stored.signature;
        envelope.texts = stored.texts;
        envelope.place = QString::number(i + 1);
        if (envelope.at.link != stored.link) {
            envelope.linkDiffers = true;
            envelope.problem = u"the stated link is not that of these bytes at this place"_s;
        }
        events.append(envelope);
    }
    const qsizetype before = m_local->events.size();
    if (events.size() < before || (before > 0 && events.at(before - 1).at != m_local->events.last().at)) {
        return failure(ErrorCode::Corrupt, name(), u"does not continue what was seen before"_s);
    }
    m_local->events = events;
    m_local->rewrites = store.rewrites;
    return known();
}

Head MemoryLedger::known() const
{
    return m_local->events.isEmpty() ? Head{} : m_local->events.last().at;
}

Result<QList<Envelope>> MemoryLedger::readAfter(Sequence after, int most) const
{
    return m_local->events.mid(after, most);
}

Result<QByteArray> MemoryLedger::content(const ContentHash &hash) const
{
    MemoryStore::Data &store = m_store->data();
    const std::scoped_lock lock(store.mutex);
    const auto content = store.contents.constFind(hash);
    if (content == store.contents.cend()) {
        return failure(ErrorCode::NotFound, toString(hash));
    }
    return *content;
}

Result<Landing> MemoryLedger::tryAppend(const Head &expected, const QList<Entry> &entries,
                                        const std::stop_token &cancel)
{
    using Fault = MemoryStore::Fault;

    if (cancel.stop_requested()) {
        return failure(ErrorCode::Canceled, name());
    }
    MemoryStore::Data &store = m_store->data();
    const std::scoped_lock lock(store.mutex);
    ++store.appends;
    const Fault fault = store.appendFaults ? store.appendFaults(store.appends) : Fault::None;
    switch (fault) {
    case Fault::Unreachable:
        return failure(ErrorCode::Unavailable, name(), u"not reachable"_s);
    case Fault::LoseRequest:
        return failure(ErrorCode::OutcomeUnknown, name(), u"no answer"_s);
    case Fault::NoPermission:
        return failure(ErrorCode::NotPermitted, name(), u"not permitted"_s);
    case Fault::NoSpace:
        return failure(ErrorCode::NoSpace, name(), u"no space"_s);
    case Fault::LoseRace:
        return Landing::LostRace;
    case Fault::LoseAnswer:
    case Fault::None:
        break;
    }
    if (Head{.seq = store.events.size(), .link = store.tip()} != expected) {
        return Landing::LostRace;
    }
    ReadableTree tree = store.tree;
    Blobs contents = store.contents;
    QList<StoredEvent> events;
    for (const Entry &entry : entries) {
        contents.insert(entry.contents);
        StoredEvent stored{.body = entry.body,
                           .signature = entry.signature,
                           .link = entry.at.link,
                           .texts = entry.texts,
                           .files = {}};
        for (const TreeEdit &edit : entry.edits) {
            if (edit.what == TreeEdit::What::PutContent && !contents.contains(edit.content)) {
                return failure(ErrorCode::Invalid, edit.path, u"its content is missing"_s);
            }
        }
        const QStringList changed = applyEdits(tree, entry.edits);
        for (const QString &path : changed) {
            const auto file = tree.constFind(path);
            const bool removed = file == tree.cend();
            stored.files.append(TreeDelta{.path = path,
                                          .removed = removed,
                                          .content = removed ? ContentHash{} : file->hash()});
        }
        events.append(stored);
    }
    store.tree = tree;
    store.contents = contents;
    store.events.append(events);
    if (fault == Fault::LoseAnswer) {
        return failure(ErrorCode::OutcomeUnknown, name(), u"no answer"_s);
    }
    return Landing::Landed;
}

Result<Footprint> MemoryLedger::footprint(Sequence seq) const
{
    MemoryStore::Data &store = m_store->data();
    const std::scoped_lock lock(store.mutex);
    if (seq < 1 || seq > store.events.size()) {
        return failure(ErrorCode::NotFound, QString::number(seq));
    }
    return Footprint{.linear = true, .treeVersion = treeVersion, .files = store.events.at(seq - 1).files};
}

QString MemoryLedger::name() const
{
    return u"memory"_s;
}

} // namespace countersign
