// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Verify.h"

#include "base/Hash.h"
#include "ledger/Chain.h"
#include "ledger/EventCodec.h"
#include "ledger/Link.h"
#include "ledger/Projection.h"
#include "ledger/Signature.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int verifyChunk = 500;

class Verifier
{
public:
    explicit Verifier(const Ledger &ledger, const State &before = {}) : m_ledger(ledger), m_state(before)
    {
        if (m_state.head.seq > 0) {
            m_tree = projectAll(m_state);
        }
    }

    void check(const Envelope &envelope)
    {
        m_seq = m_state.head.seq + 1;
        m_place = envelope.place;
        const Placed event = atPlace(envelope);
        m_event = eventId(event);
        if (m_event.isNull() && !envelope.body.isEmpty()) {
            // A record that is not taken as an event still says which one it claims to be.
            m_event = eventId(Placed{.event = decodeEvent(envelope.body)});
        }

        const LinkHash link =
                linkOf(m_seq, m_state.head.link, envelope.body, envelope.signature, envelope.meta);
        if (!envelope.problem.isEmpty()) {
            report(envelope.linkDiffers ? FindingKind::BrokenLink : FindingKind::BrokenRecord, envelope.problem);
        } else if (envelope.at.seq != m_seq || envelope.at.link != link) {
            report(FindingKind::BrokenLink, u"the stated link is not that of these bytes at this place"_s);
        }
        if (!envelope.signature.isEmpty() && event.signedBy.isEmpty()) {
            const auto key = verifySignature(envelope.body, envelope.signature);
            report(FindingKind::BadSignature, key ? QString() : key.error().detail);
        }

        const TreeBasis basis = treeBasis(m_state, event);
        const Verdict verdict = step(m_state, event);
        reportVerdict(verdict, event);
        checkBlobs(envelope, event, verdict);
        checkTree(project(basis, m_state, event, verdict));
    }

    // What readers are given in the end. Where a backend keeps the steps and the tree apart, one can be right and the
    // other not.
    void checkWholeTree()
    {
        if (!m_treeKnown) {
            return;
        }
        Result<QStringList> wrong = m_ledger.wrongFiles(m_tree);
        if (!wrong) {
            return; // nothing to compare with, or said at the event already
        }
        wrong->removeIf([this](const QString &path) { return m_differs.contains(path); });
        if (!wrong->isEmpty()) {
            report(FindingKind::WrongTree, wrong->first(qMin(wrong->size(), qsizetype(10))).join(u", "));
        }
    }

    [[nodiscard]] Verification result() &&
    {
        return Verification{.ledger = m_state.ledger,
                            .head = m_state.head,
                            .stateHash = m_state.hash(),
                            .findings = std::move(m_findings)};
    }

private:
    // The event where it stands in this walk, whatever the backend says about its place.
    Placed atPlace(const Envelope &envelope) const
    {
        Placed event = placed(envelope);
        event.at.seq = m_seq;
        event.at.link = linkOf(m_seq, m_state.head.link, envelope.body, envelope.signature, envelope.meta);
        return event;
    }

    static EventId eventId(const Placed &placed)
    {
        if (const auto *event = std::get_if<Event>(&placed.event)) {
            return event->id;
        }
        const auto *newer = std::get_if<NewerEvent>(&placed.event);
        return newer ? newer->id : EventId{};
    }

    void report(FindingKind kind, const QString &detail)
    {
        m_findings.append(LedgerFinding{
                .seq = m_seq, .event = m_event, .kind = kind, .detail = detail, .place = m_place});
    }

    void reportVerdict(const Verdict &verdict, const Placed &event)
    {
        if (const auto *refusal = std::get_if<Void>(&verdict)) {
            const bool newer = refusal->rule == VoidRule::NewerKind;
            report(newer ? FindingKind::NewerEvent : FindingKind::VoidEvent,
                   newer ? refusal->detail : (toString(refusal->rule) + u' ' + refusal->detail).trimmed());
        } else if (const auto *malformed = std::get_if<Malformed>(&verdict)) {
            // A record that could not be read has been named already.
            if (m_findings.isEmpty() || m_findings.last().seq != event.at.seq) {
                report(FindingKind::MalformedBody, malformed->why);
            }
        } else if (const auto *duplicate = std::get_if<Duplicate>(&verdict)) {
            report(FindingKind::DuplicateEvent, QString::number(duplicate->of));
        }
    }

    void checkBlobs(const Envelope &envelope, const Placed &placed, const Verdict &verdict)
    {
        for (auto it = envelope.texts.cbegin(); it != envelope.texts.cend(); ++it) {
            if (contentHash(it.value()) != it.key()) {
                report(FindingKind::WrongText, toString(it.key()));
            }
        }
        const auto *event = std::get_if<Event>(&placed.event);
        if (!event || !std::holds_alternative<Effective>(verdict)) {
            return;
        }
        const QList<ContentHash> texts = textsNamed(event->data);
        for (const ContentHash &hash : texts) {
            if (!envelope.texts.contains(hash)) {
                report(FindingKind::MissingText, toString(hash));
            }
        }
        const QList<ContentHash> contents = contentsNamed(event->data);
        for (const ContentHash &hash : contents) {
            if (m_checkedContents.contains(hash)) {
                continue;
            }
            m_checkedContents.insert(hash);
            if (const Result<QByteArray> content = m_ledger.content(hash); !content) {
                const bool missing = content.error().code == ErrorCode::NotFound;
                report(missing ? FindingKind::MissingContent : FindingKind::WrongContent, toString(hash));
            } else if (contentHash(*content) != hash) {
                report(FindingKind::WrongContent, toString(hash));
            }
        }
    }

    // By induction over the events the tree is the projection when each step changes what the event says, and no more.
    void checkTree(const QList<TreeEdit> &edits)
    {
        if (!m_treeKnown) {
            return;
        }
        const Result<Footprint> footprint = m_ledger.footprint(m_seq);
        if (!footprint) {
            m_treeKnown = footprint.error().code != ErrorCode::Unsupported;
            if (m_treeKnown) {
                report(FindingKind::BrokenRecord, footprint.error().detail);
            }
            return;
        }
        if (!footprint->linear) {
            report(FindingKind::BrokenRecord, u"does not follow exactly one event"_s);
        }
        if (footprint->treeVersion > treeVersion) {
            report(FindingKind::NewerTree, QString::number(footprint->treeVersion));
            m_treeKnown = false;
            return;
        }
        const QStringList expected = applyEdits(m_tree, edits);
        QSet<QString> paths(expected.cbegin(), expected.cend());
        QMap<QString, TreeDelta> found;
        for (const TreeDelta &delta : footprint->files) {
            found.insert(delta.path, delta);
            paths.insert(delta.path);
        }
        QStringList wrong;
        for (const QString &path : std::as_const(paths)) {
            const auto now = m_tree.constFind(path);
            const auto delta = found.constFind(path);
            const bool same = delta != found.cend() && delta->plain && delta->removed == (now == m_tree.cend())
                    && (delta->removed || delta->content == now->hash());
            if (same) {
                m_differs.remove(path);
            } else if (!m_differs.contains(path)) {
                // Later events are not blamed for what this one left behind.
                m_differs.insert(path);
                wrong.append(path);
            }
        }
        if (!wrong.isEmpty()) {
            std::ranges::sort(wrong);
            report(FindingKind::WrongTree, wrong.first(qMin(wrong.size(), qsizetype(10))).join(u", "));
        }
    }

    const Ledger &m_ledger;
    State m_state = {};
    ReadableTree m_tree = {};
    QSet<QString> m_differs = {};            ///< paths that an earlier event left other than the events say
    QSet<ContentHash> m_checkedContents = {};
    bool m_treeKnown = true;
    QList<LedgerFinding> m_findings = {};
    Sequence m_seq = 0;
    EventId m_event = {};
    QString m_place = {};
};

} // namespace

QString toString(FindingKind kind)
{
    switch (kind) {
    case FindingKind::BrokenRecord:
        return u"broken-record"_s;
    case FindingKind::BrokenLink:
        return u"broken-link"_s;
    case FindingKind::MalformedBody:
        return u"malformed-body"_s;
    case FindingKind::NewerEvent:
        return u"newer-event"_s;
    case FindingKind::BadSignature:
        return u"bad-signature"_s;
    case FindingKind::VoidEvent:
        return u"void-event"_s;
    case FindingKind::DuplicateEvent:
        return u"duplicate-event"_s;
    case FindingKind::MissingText:
        return u"missing-text"_s;
    case FindingKind::WrongText:
        return u"wrong-text"_s;
    case FindingKind::MissingContent:
        return u"missing-content"_s;
    case FindingKind::WrongContent:
        return u"wrong-content"_s;
    case FindingKind::WrongTree:
        return u"wrong-tree"_s;
    case FindingKind::NewerTree:
        return u"newer-tree"_s;
    case FindingKind::OtherHistory:
        return u"other-history"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

bool isDamage(FindingKind kind)
{
    switch (kind) {
    case FindingKind::VoidEvent:
    case FindingKind::DuplicateEvent:
    case FindingKind::NewerEvent:
    case FindingKind::NewerTree:
    case FindingKind::MissingText:
        return false;
    default:
        return true;
    }
}

bool Verification::sound() const
{
    return std::ranges::none_of(findings, [](const LedgerFinding &finding) { return isDamage(finding.kind); });
}

namespace {

Result<Verification> verifyBehind(const Ledger &ledger, const State &before, const std::stop_token &cancel,
                                  const std::function<void(Sequence)> &progress)
{
    Verifier verifier(ledger, before);
    const Sequence last = ledger.known().seq;
    for (Sequence done = before.head.seq; done < last;) {
        if (cancel.stop_requested()) {
            return failure(ErrorCode::Canceled, ledger.name());
        }
        const Result<QList<Envelope>> chunk = ledger.readAfter(done, verifyChunk);
        if (!chunk) {
            return std::unexpected(chunk.error());
        }
        if (chunk->isEmpty()) {
            return failure(ErrorCode::Corrupt, ledger.name(), u"event %1 is missing"_s.arg(done + 1));
        }
        for (const Envelope &envelope : *chunk) {
            verifier.check(envelope);
        }
        done += chunk->size();
        if (progress) {
            progress(done);
        }
    }
    if (before.head.seq == 0) {
        verifier.checkWholeTree();
    }
    return std::move(verifier).result();
}

} // namespace

Result<Verification> verifyLedger(const Ledger &ledger, const std::stop_token &cancel,
                                  const std::function<void(Sequence)> &progress)
{
    return verifyBehind(ledger, {}, cancel, progress);
}

Result<Verification> verifyAfter(const Ledger &ledger, const State &before, const std::stop_token &cancel)
{
    return verifyBehind(ledger, before, cancel, {});
}

Result<State> foldRecord(const Ledger &ledger, Sequence most, const State &before)
{
    State state = before;
    const Sequence last = most < 0 ? ledger.known().seq : std::min(most, ledger.known().seq);
    // What the ledger says of its length is not believed any further.
    const qsizetype expected = std::min<Sequence>(last, 1'000'000);
    state.links.reserve(expected);
    state.seen.reserve(expected);
    const Done walked = walkChain(ledger, state.head, last, [&state](const ChainPiece &piece) {
        for (const Placed &event : piece.events) {
            (void)step(state, event);
        }
    });
    if (!walked) {
        return std::unexpected(walked.error());
    }
    return state;
}

} // namespace countersign
