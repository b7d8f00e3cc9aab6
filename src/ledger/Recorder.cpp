// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Recorder.h"

#include "base/Hash.h"
#include "ledger/Chain.h"
#include "ledger/Files.h"
#include "ledger/Link.h"
#include "ledger/Projection.h"

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int firstPauseMs = 15;
constexpr int longestPauseMs = 2000;
const QString duplicateRule = u"duplicate"_s;

Placed onTop(const State &state, const OutboxItem &item, const std::optional<QString> &login)
{
    Envelope envelope;
    envelope.prev = state.head.link;
    envelope.body = item.body;
    envelope.signature = item.signature;
    envelope.at.seq = state.head.seq + 1;
    envelope.at.link = linkOf(envelope.at.seq, envelope.prev, item.body, item.signature, {});
    Placed event = placed(envelope);
    event.login = login;
    return event;
}

std::unexpected<Error> refusedBy(const Void &refusal)
{
    return failure(ErrorCode::Refused, toString(refusal.rule), refusal.detail);
}

// What the fold says about an event that is about to be appended, as an answer to the person.
Done asAnswer(const Verdict &verdict)
{
    if (const auto *refusal = std::get_if<Void>(&verdict)) {
        return refusedBy(*refusal);
    }
    if (const auto *malformed = std::get_if<Malformed>(&verdict)) {
        return failure(ErrorCode::Invalid, u"event"_s, malformed->why);
    }
    if (std::holds_alternative<Duplicate>(verdict)) {
        return failure(ErrorCode::Refused, duplicateRule);
    }
    return {};
}

Done checkBlobs(const EventDraft &draft)
{
    if (draft.texts.size() > textsLimit) {
        return failure(ErrorCode::Invalid, u"texts"_s, u"more than %1"_s.arg(textsLimit));
    }
    for (const Blobs *blobs : {&draft.texts, &draft.contents}) {
        for (auto it = blobs->cbegin(); it != blobs->cend(); ++it) {
            if (contentHash(it.value()) != it.key()) {
                return failure(ErrorCode::Invalid, toString(it.key()), u"other bytes than their hash says"_s);
            }
            if (blobs == &draft.texts && it.value().size() > textLimit) {
                return failure(ErrorCode::Invalid, u"text"_s, u"larger than %1 bytes"_s.arg(textLimit));
            }
        }
    }
    const QList<ContentHash> texts = textsNamed(draft.data);
    for (const ContentHash &hash : texts) {
        if (!draft.texts.contains(hash)) {
            return failure(ErrorCode::Invalid, toString(hash), u"a text that the event names is missing"_s);
        }
    }
    return {};
}

// Nothing stands anywhere, and sending it again would change nothing.
/// The disk does not let go of an append that is to be sent, so that the next start sends it.
Error stillKept(Error error)
{
    error.code = ErrorCode::OutcomeUnknown;
    return error;
}

bool wasRefused(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unavailable:
    case ErrorCode::Locked:
    case ErrorCode::Canceled:
    case ErrorCode::OutcomeUnknown:
    case ErrorCode::Conflict:
        return false;
    default:
        return true;
    }
}

} // namespace

Recorder::Recorder(std::unique_ptr<Ledger> ledger, const RecorderOptions &options)
    : m_ledger(std::move(ledger)),
      m_options(options),
      m_outbox(options.directory + u"/outbox"_s),
      m_pin(options.directory + u"/pin"_s),
      m_random(options.seed == 0 ? QRandomGenerator::system()->generate() : options.seed)
{
}

Recorder::~Recorder() = default;

Result<std::unique_ptr<Recorder>> Recorder::begin(std::unique_ptr<Ledger> ledger, const RecorderOptions &options)
{
    if (const Done done = makePrivateDirectory(options.directory); !done) {
        return std::unexpected(done.error());
    }
    return std::unique_ptr<Recorder>(new Recorder(std::move(ledger), options));
}

Done Recorder::finishOpening(const std::stop_token &cancel)
{
    if (const auto folded = foldKnown(cancel); !folded) {
        return std::unexpected(folded.error());
    }
    const auto fetched = refresh(cancel);
    if (!fetched && fetched.error().code == ErrorCode::NotFound && m_state.head.seq == 0) {
        return std::unexpected(fetched.error());
    }
    if (m_state.head.seq == 0) {
        return fetched ? failure(ErrorCode::NotFound, m_ledger->name()) : std::unexpected(fetched.error());
    }
    settleOutbox(cancel);
    return {};
}

Result<std::unique_ptr<Recorder>> Recorder::open(std::unique_ptr<Ledger> ledger, const RecorderOptions &options,
                                                 const std::stop_token &cancel)
{
    Result<std::unique_ptr<Recorder>> recorder = begin(std::move(ledger), options);
    if (recorder) {
        if (const Done done = (*recorder)->finishOpening(cancel); !done) {
            return std::unexpected(done.error());
        }
    }
    return recorder;
}

Result<std::unique_ptr<Recorder>> Recorder::create(std::unique_ptr<Ledger> ledger, const RecorderOptions &options,
                                                   const QList<EventDraft> &drafts, const std::stop_token &cancel)
{
    if (const Done done = makePrivateDirectory(options.directory); !done) {
        return std::unexpected(done.error());
    }
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(ledger), options));
    const auto fetched = recorder->refresh(cancel);
    if (!fetched && fetched.error().code != ErrorCode::NotFound) {
        return std::unexpected(fetched.error());
    }
    if (recorder->m_state.head.seq != 0) {
        return failure(ErrorCode::Conflict, recorder->m_ledger->name(), u"there is a ledger already"_s);
    }
    if (const auto appended = recorder->append(drafts, cancel); !appended) {
        return std::unexpected(appended.error());
    }
    return recorder;
}

Result<qsizetype> Recorder::foldKnown(const std::stop_token &cancel)
{
    const Result<std::optional<PinnedAt>> pin = m_pin.read();
    if (!pin) {
        return std::unexpected(pin.error());
    }
    const Sequence before = m_state.head.seq;
    const auto fold = [this](const ChainPiece &piece) {
        for (const Placed &event : piece.events) {
            m_verdicts.append(step(m_state, event));
        }
        for (const Envelope &envelope : piece.envelopes) {
            m_texts.insert(envelope.texts);
        }
    };
    if (const Done walked = walkChain(*m_ledger, m_state.head, m_ledger->known().seq, fold, cancel); !walked) {
        return std::unexpected(walked.error());
    }
    if (*pin) {
        const PinnedAt &at = **pin;
        const bool shorter = m_state.head.seq < at.head.seq;
        if (m_state.head.seq != 0 && (at.ledger != m_state.ledger || shorter
                                      || m_state.links.value(at.head.seq - 1) != at.head.link)) {
            return failure(ErrorCode::Corrupt, m_ledger->name(),
                           shorter && at.ledger == m_state.ledger
                                   ? u"event %1, seen before, is missing"_s.arg(at.head.seq)
                                   : u"event %1 is not the one seen before"_s.arg(at.head.seq));
        }
    }
    const bool moved = m_state.head.seq > (*pin ? (*pin)->head.seq : 0);
    if (moved && !m_state.ledger.isNull()) {
        if (const Done done = m_pin.write({.ledger = m_state.ledger, .head = m_state.head}); !done) {
            return std::unexpected(done.error());
        }
    }
    return m_state.head.seq - before;
}

Result<qsizetype> Recorder::refresh(const std::stop_token &cancel)
{
    const Result<Head> fetched = m_ledger->fetch(cancel);
    if (!fetched) {
        // A request to stop says nothing about the shared record.
        if (fetched.error().code != ErrorCode::Canceled) {
            m_problem = fetched.error();
        }
        return std::unexpected(fetched.error());
    }
    const Result<qsizetype> folded = foldKnown();
    if (!folded) {
        m_problem = folded.error();
        return folded;
    }
    m_problem.reset();
    m_reachedAt = m_options.clock ? m_options.clock->now() : 0;
    return folded;
}

Result<OutboxEntry> Recorder::prepare(const QList<EventDraft> &drafts)
{
    OutboxEntry entry;
    for (const EventDraft &draft : drafts) {
        if (const Done done = checkBlobs(draft); !done) {
            return std::unexpected(done.error());
        }
        Event event;
        event.ledger = m_state.ledger;
        if (m_state.ledger.isNull() && !entry.items.isEmpty()) {
            event.ledger = sha256As<LedgerId>(entry.items.first().body);
        }
        event.id = draft.id;
        event.actor = draft.actor;
        event.subject = draft.subject;
        event.basis = draft.basis;
        event.claimedAt = m_options.clock ? m_options.clock->now() : 0;
        event.client = m_options.client;
        event.data = draft.data;

        OutboxItem item;
        item.id = draft.id;
        item.body = encodeEvent(event);
        const DecodedEvent decoded = decodeEvent(item.body);
        if (const auto *malformed = std::get_if<MalformedEvent>(&decoded)) {
            return failure(ErrorCode::Invalid, eventKindName(draft.data), malformed->why);
        }
        item.texts = draft.texts;
        item.contents = draft.contents;
        item.summary = draft.summary.isEmpty() ? eventKindName(draft.data) : draft.summary;
        const auto *opened = std::get_if<LedgerOpened>(&draft.data);
        const bool wanted = m_state.policy.signaturesRequired || (opened && opened->policy.signaturesRequired);
        if (wanted && m_options.signer) {
            Result<QByteArray> signature = m_options.signer->sign(item.body);
            if (!signature) {
                return std::unexpected(signature.error());
            }
            item.signature = *std::move(signature);
        }
        entry.items.append(item);
    }
    return entry;
}

Result<QList<Recorded>> Recorder::append(const QList<EventDraft> &drafts, const std::stop_token &cancel)
{
    if (drafts.isEmpty()) {
        return QList<Recorded>();
    }
    Result<OutboxEntry> entry = prepare(drafts);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    // What the rules refuse already is not written anywhere.
    if (const auto entries = placeOnTop(*entry); !entries) {
        return std::unexpected(entries.error());
    }
    // Whoever is killed from here on has asked for it to be sent.
    entry->sending = true;
    entry = m_outbox.add(*entry);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    Result<QList<Recorded>> recorded = deliver(*entry, Sent::Never, cancel);
    if (!recorded && wasRefused(recorded.error())) {
        if (const Done done = m_outbox.remove(entry->name); !done) {
            return std::unexpected(stillKept(done.error()));
        }
    }
    return recorded;
}

Result<QList<Entry>> Recorder::placeOnTop(const OutboxEntry &outboxEntry) const
{
    QList<Entry> entries;
    State state = m_state;
    for (const OutboxItem &item : outboxEntry.items) {
        const Placed event = onTop(state, item, m_ledger->login());
        const LinkHash prev = state.head.link;
        const TreeBasis basis = treeBasis(state, event);
        const Verdict verdict = step(state, event);
        if (const Done done = asAnswer(verdict); !done) {
            return std::unexpected(done.error());
        }
        entries.append(Entry{.id = item.id,
                             .at = event.at,
                             .prev = prev,
                             .body = item.body,
                             .signature = item.signature,
                             .texts = item.texts,
                             .contents = item.contents,
                             .edits = project(basis, state, event, verdict),
                             .summary = item.summary});
    }
    return entries;
}

Result<QList<Recorded>> Recorder::find(const OutboxEntry &entry) const
{
    QList<Recorded> found;
    for (const OutboxItem &item : entry.items) {
        const auto seq = m_state.seen.constFind(item.id);
        if (seq == m_state.seen.cend()) {
            return QList<Recorded>();
        }
        const Result<QList<Recorded>> recorded = history(*seq - 1, 1);
        if (!recorded) {
            return recorded;
        }
        if (recorded->isEmpty() || recorded->first().envelope.body != item.body) {
            return failure(ErrorCode::Refused, duplicateRule, item.id.toString());
        }
        found.append(recorded->first());
    }
    return found;
}

Result<QList<Recorded>> Recorder::deliver(const OutboxEntry &outboxEntry, Sent sent, const std::stop_token &cancel)
{
    OutboxEntry entry = outboxEntry;
    Result<QList<Recorded>> recorded = attempt(entry, sent, cancel);
    const bool notSent = !recorded && recorded.error().code != ErrorCode::OutcomeUnknown;
    if (entry.sending && notSent && !wasRefused(recorded.error())) {
        // The person hears that it was not sent, and says what becomes of it.
        entry.sending = false;
        if (const Done done = m_outbox.update(entry); !done) {
            return std::unexpected(stillKept(done.error()));
        }
    }
    return recorded;
}

Result<QList<Recorded>> Recorder::attempt(const OutboxEntry &entry, Sent sent, const std::stop_token &cancel)
{
    const SteadyClock::time_point deadline = SteadyClock::now() + std::chrono::milliseconds(m_options.patienceMs);
    // An append without an answer may still land as long as the record stands where it was sent for.
    std::optional<Sequence> open;
    bool unheard = sent == Sent::Perhaps;
    bool landed = false;
    const auto failed = [&](const Error &error) {
        return open || unheard ? failure(ErrorCode::OutcomeUnknown, m_ledger->name(), error.detail)
                               : std::unexpected(error);
    };
    for (int round = 0;; ++round) {
        if (round > 0 && !landed) {
            pause(round - 1, cancel);
        }
        const std::unique_ptr<WriterTurn> turn = landed ? nullptr : m_ledger->takeTurn(cancel);
        if (round == 0 && !turn) {
            giveWay(cancel);
        }
        const SteadyClock::time_point began = SteadyClock::now();
        const auto fetched = refresh(cancel);
        if (!fetched && !(fetched.error().code == ErrorCode::NotFound && m_state.head.seq == 0)) {
            return failed(fetched.error());
        }
        if (!landed && fetched.value_or(0) > 0) {
            m_metOthers = began;
        }
        Result<QList<Recorded>> found = find(entry);
        if (!found) {
            return found;
        }
        if (!found->isEmpty()) {
            // It stands there, whatever the disk here says. What stays in the outbox is found again next time.
            (void)m_outbox.remove(entry.name);
            return found;
        }
        if (open && m_state.head.seq > *open) {
            open.reset();
        }
        if (std::exchange(unheard, false)) {
            // An earlier run sent it for this place at the latest.
            open = m_state.head.seq;
        }
        if (SteadyClock::now() >= deadline && round > 0) {
            return failed({.code = ErrorCode::Conflict,
                           .subject = m_ledger->name(),
                           .detail = u"others were faster %1 times"_s.arg(round)});
        }
        const Result<QList<Entry>> entries = placeOnTop(entry);
        if (!entries) {
            return std::unexpected(entries.error());
        }
        const Result<Landing> landing = m_ledger->tryAppend(m_state.head, *entries, cancel);
        if (!landing && landing.error().code != ErrorCode::OutcomeUnknown) {
            return failed(landing.error());
        }
        landed = landing && *landing == Landing::Landed;
        const SteadyClock::time_point answered = SteadyClock::now();
        m_round = std::chrono::ceil<std::chrono::milliseconds>(answered - began);
        if (landed) {
            m_landed = answered;
        }
        if (landed || !landing) {
            open = m_state.head.seq;
        }
    }
}

void Recorder::pause(int attempt, const std::stop_token &cancel)
{
    // The longer one has waited, the sooner one comes again: the ceiling grows at first, so that many writers spread
    // out, and falls after that, so that none of them starves. They spread out over the time that a try takes.
    constexpr int rounds = 5;
    const int shift = attempt < rounds ? attempt : qMax(0, 2 * rounds - attempt);
    const qint64 first = std::clamp<qint64>(m_round.count() / 8, firstPauseMs, longestPauseMs);
    waitFor(1 + int(m_random.bounded(int(qMin<qint64>(first << shift, longestPauseMs)))), cancel);
}

void Recorder::giveWay(const std::stop_token &cancel)
{
    // Whoever landed just now need not fetch what is new, and would be first again and again while others, who
    // must, come too late. Where others were met lately they are let by for about as long as they need.
    constexpr std::chrono::minutes lately(1);
    const SteadyClock::time_point now = SteadyClock::now();
    const bool others = m_metOthers && now - *m_metOthers < lately;
    if (others && m_landed && now - *m_landed < m_round) {
        waitFor(1 + int(m_random.bounded(int(qMin<qint64>(2 * m_round.count(), longestPauseMs)))), cancel);
    }
}

void Recorder::settleOutbox(const std::stop_token &cancel)
{
    const Result<QList<OutboxEntry>> entries = m_outbox.entries();
    for (const OutboxEntry &entry : entries.value_or(QList<OutboxEntry>())) {
        const auto found = find(entry);
        if (found && !found->isEmpty()) {
            // One that stays is found again next time.
            (void)m_outbox.remove(entry.name);
        } else if (found && entry.sending && !m_problem) {
            // What becomes of it is seen in unsent().
            (void)deliver(entry, Sent::Perhaps, cancel);
        }
    }
}

QList<Unsent> Recorder::unsent() const
{
    QList<Unsent> list;
    const Result<QList<OutboxEntry>> entries = m_outbox.entries();
    for (const OutboxEntry &entry : entries.value_or(QList<OutboxEntry>())) {
        const auto found = find(entry);
        if (found && !found->isEmpty()) {
            continue;
        }
        Unsent unsent;
        unsent.name = entry.name;
        for (const OutboxItem &item : entry.items) {
            unsent.texts.insert(item.texts);
            unsent.contents.insert(item.contents);
            const DecodedEvent decoded = decodeEvent(item.body);
            if (const auto *event = std::get_if<Event>(&decoded)) {
                unsent.events.append(*event);
            }
        }
        if (const auto onTopNow = placeOnTop(entry); !onTopNow) {
            unsent.reason = onTopNow.error();
        } else {
            unsent.reason = m_problem;
        }
        list.append(unsent);
    }
    return list;
}

Result<QList<Recorded>> Recorder::send(const QString &name, const std::stop_token &cancel)
{
    const Result<QList<OutboxEntry>> entries = m_outbox.entries();
    if (!entries) {
        return std::unexpected(entries.error());
    }
    const auto entry = std::ranges::find(*entries, name, &OutboxEntry::name);
    if (entry == entries->cend()) {
        return failure(ErrorCode::NotFound, name);
    }
    return deliver(*entry, Sent::Perhaps, cancel);
}

Done Recorder::drop(const QString &name)
{
    return m_outbox.remove(name);
}

Result<QList<Recorded>> Recorder::history(Sequence after, int most) const
{
    const qint64 left = m_state.head.seq - after;
    const Result<QList<Envelope>> envelopes = m_ledger->readAfter(after, int(qBound(qint64(0), left, qint64(most))));
    if (!envelopes) {
        return std::unexpected(envelopes.error());
    }
    QList<Recorded> list;
    for (const Envelope &envelope : *envelopes) {
        list.append(Recorded{.envelope = envelope,
                             .placed = placed(envelope),
                             .verdict = m_verdicts.at(envelope.at.seq - 1)});
    }
    return list;
}

Result<QByteArray> Recorder::text(const ContentHash &hash) const
{
    const auto text = m_texts.constFind(hash);
    if (text == m_texts.cend()) {
        return failure(ErrorCode::NotFound, toString(hash));
    }
    return *text;
}

} // namespace countersign
