// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/EventCodec.h"

#include "base/Hash.h"
#include "ledger/EventDataCodec.h"
#include "ledger/Signature.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 largestInteger = (qint64(1) << 53) - 1;

Json eventOrEmpty(const EventId &id)
{
    return Json(id.isNull() ? QString() : id.toString());
}

template<typename D>
Json hex(const D &digest)
{
    return Json(digest.isNull() ? QString() : QString::fromLatin1(digest.toHex()));
}

template<typename Tag>
Digest<Tag> digest(JsonFields &fields, const QString &key)
{
    const QAnyStringView text = fields.view(key, 64);
    const std::optional<Digest<Tag>> value = digestFromHex<Tag>(text);
    // Bytes of a null digest have one spelling, the empty one.
    if (!value || (value->isNull() && !text.isEmpty())) {
        fields.fail(u"has a wrong "_s + key);
        return {};
    }
    return *value;
}

Json encodeBasis(const Basis &basis)
{
    return JsonObject{
            {u"policy"_s, JsonObject{{u"hash"_s, hex(basis.policyHash)}, {u"version"_s, basis.policyVersion}}},
            {u"seen"_s, JsonObject{{u"hash"_s, hex(basis.seenLink)}, {u"seq"_s, basis.seenSeq}}},
            {u"subject_head"_s, eventOrEmpty(basis.subjectHead)},
    };
}

Basis decodeBasis(JsonFields &frame)
{
    JsonFields fields(frame.object(u"basis"_s), u"basis"_s);
    JsonFields policy(fields.object(u"policy"_s), u"policy"_s);
    JsonFields seen(fields.object(u"seen"_s), u"seen"_s);
    Basis basis;
    basis.policyHash = digest<PolicyTag>(policy, u"hash"_s);
    basis.policyVersion = int(policy.integer(u"version"_s, 0, 1'000'000'000));
    basis.seenLink = digest<LinkTag>(seen, u"hash"_s);
    basis.seenSeq = seen.integer(u"seq"_s, 0, largestInteger);
    basis.subjectHead = fields.event(u"subject_head"_s);
    for (const JsonFields *part : {&policy, &seen, &fields}) {
        if (const Done done = part->finish(); !done) {
            frame.fail(done.error().detail);
        }
    }
    return basis;
}

MalformedEvent malformed(const QString &why)
{
    return MalformedEvent{.why = why};
}

// What every later version keeps: who says what about which subject under which id.
DecodedEvent decodeNewer(const Json &json, bool closedFrame)
{
    JsonFields frame(json, u"event"_s);
    NewerEvent event;
    event.kind = frame.string(u"kind"_s, 200);
    event.subject = frame.string(u"subject"_s);
    event.actor = PrincipalId{frame.string(u"actor"_s, 1024)};
    event.claimedAt = frame.integer(u"claimed_at"_s, -largestInteger, largestInteger);
    event.id = frame.event(u"id"_s);
    if (closedFrame) {
        (void)decodeBasis(frame);
        (void)frame.view(u"client"_s, 200);
        (void)frame.object(u"data"_s);
        (void)frame.view(u"ledger"_s, 80);
        (void)frame.integer(u"v"_s, 1, 1);
        if (const Done done = frame.finish(); !done) {
            return malformed(done.error().detail);
        }
    }
    if (!frame.ok() || event.id.isNull() || event.kind.isEmpty()) {
        return malformed(u"no frame of an event"_s);
    }
    return event;
}

} // namespace

QByteArray encodeEvent(const Event &event)
{
    return printCanonicalJson(JsonObject{
            {u"actor"_s, event.actor.value},
            {u"basis"_s, encodeBasis(event.basis)},
            {u"claimed_at"_s, event.claimedAt},
            {u"client"_s, event.client},
            {u"data"_s, encodeData(event.data)},
            {u"id"_s, eventOrEmpty(event.id)},
            {u"kind"_s, eventKindName(event.data)},
            {u"ledger"_s, toString(event.ledger)},
            {u"subject"_s, event.subject},
            {u"v"_s, 1},
    });
}

DecodedEvent decodeEvent(QByteArrayView body)
{
    const Result<Json> json = parseCanonicalJson(body, JsonLimits{.bytes = policyBodyLimit});
    if (!json) {
        return malformed(json.error().detail);
    }
    const JsonObject *object = json->asObject();
    if (!object) {
        return malformed(u"not an object"_s);
    }
    const Json *vJson = object->find(u"v");
    const Json *kindJson = object->find(u"kind");
    const qint64 *v = vJson ? vJson->asInteger() : nullptr;
    const std::optional<QAnyStringView> kindText = kindJson ? kindJson->asString() : std::nullopt;
    if (!v || *v < 1 || !kindText) {
        return malformed(u"no kind and version"_s);
    }
    const QString kind = kindText->toString();
    if (*v > 1 || !isKnownKind(kind)) {
        return decodeNewer(*json, *v == 1);
    }
    const bool carriesPolicy = kind == u"ledger.opened" || kind == u"policy.changed";
    if (body.size() > bodyLimit && !carriesPolicy) {
        return malformed(u"larger than %1 bytes"_s.arg(bodyLimit));
    }

    JsonFields frame(*json, u"event"_s);
    (void)frame.integer(u"v"_s, 1, 1);
    (void)frame.view(u"kind"_s, 200);
    Event event;
    event.actor = PrincipalId{frame.string(u"actor"_s, 1024)};
    event.basis = decodeBasis(frame);
    event.claimedAt = frame.integer(u"claimed_at"_s, -largestInteger, largestInteger);
    event.client = frame.string(u"client"_s, 200);
    event.id = frame.event(u"id"_s);
    event.subject = frame.string(u"subject"_s);
    const auto ledger = ledgerIdFromString(frame.view(u"ledger"_s, 80));
    const Json dataJson = frame.object(u"data"_s);
    if (!ledger || event.id.isNull() || event.actor.isEmpty()) {
        frame.fail(u"has a wrong ledger, id or actor"_s);
    }
    if (const Done done = frame.finish(); !done) {
        return malformed(done.error().detail);
    }
    event.ledger = *ledger;
    Result<EventData> data = decodeData(kind, dataJson);
    if (!data) {
        return malformed(data.error().detail);
    }
    event.data = *std::move(data);
    return event;
}

namespace {

// {"at":MICROSECONDS,"login":"NAME"}, docs/registry.md.
QString loginOf(QByteArrayView meta)
{
    const Result<Json> told = parseCanonicalJson(meta);
    const JsonObject *object = told ? told->asObject() : nullptr;
    const Json *login = object ? object->find(u"login") : nullptr;
    return login ? login->asString().value_or(QAnyStringView()).toString() : QString();
}

} // namespace

Placed placed(const Envelope &envelope)
{
    Placed result;
    result.at = envelope.at;
    if (!envelope.problem.isEmpty()) {
        result.event = malformed(envelope.problem);
        return result;
    }
    if (!envelope.signature.isEmpty()) {
        result.signedBy = verifySignature(envelope.body, envelope.signature).value_or(QString());
    }
    if (!envelope.meta.isEmpty()) {
        result.login = loginOf(envelope.meta);
    }
    result.event = std::visit(
            [](auto &&event) -> decltype(Placed::event) { return std::forward<decltype(event)>(event); },
            decodeEvent(envelope.body));
    if (const auto *event = std::get_if<Event>(&result.event);
        event && std::holds_alternative<LedgerOpened>(event->data)) {
        result.bodyHash = sha256As<LedgerId>(envelope.body);
    }
    return result;
}

QList<ContentHash> textsNamed(const EventData &data)
{
    QList<ContentHash> hashes = std::visit(
            [](const auto &kind) -> QList<ContentHash> {
                using Kind = std::decay_t<decltype(kind)>;
                if constexpr (std::is_same_v<Kind, ChangeOpened>) {
                    return {kind.titleText};
                } else if constexpr (std::is_same_v<Kind, RevisionSubmitted>) {
                    return {kind.assessment.findingsText};
                } else if constexpr (std::is_same_v<Kind, NoteWritten>) {
                    return {kind.whatText, kind.whyText, kind.outcomeText};
                } else if constexpr (std::is_same_v<Kind, ReviewGiven>) {
                    return {kind.messageText, kind.assessment.findingsText};
                } else if constexpr (std::is_same_v<Kind, RunRecorded>) {
                    return {kind.summaryText};
                } else if constexpr (std::is_same_v<Kind, CaseGraded>) {
                    return {kind.caseText, kind.reasonText};
                } else if constexpr (std::is_same_v<Kind, SpotCheckRecorded>) {
                    QList<ContentHash> texts{kind.messageText};
                    for (const SpotCase &spot : kind.cases) {
                        texts.append(spot.caseText);
                    }
                    return texts;
                } else if constexpr (requires { kind.reasonText; }) {
                    return {kind.reasonText};
                } else if constexpr (std::is_same_v<Kind, OpinionRecorded>) {
                    return {kind.answerText};
                } else if constexpr (std::is_same_v<Kind, CommentMade>) {
                    return {kind.text, kind.suggestionText};
                } else {
                    return {};
                }
            },
            data);
    hashes.removeIf([](const ContentHash &hash) { return hash.isNull(); });
    return hashes;
}

QList<ContentHash> contentsNamed(const EventData &data)
{
    QList<ContentHash> hashes;
    if (const auto *opened = std::get_if<LedgerOpened>(&data)) {
        hashes.append(opened->policy.source);
    } else if (const auto *changed = std::get_if<PolicyChanged>(&data)) {
        hashes.append(changed->policy.source);
    } else if (const auto *baseline = std::get_if<BaselineRecorded>(&data)) {
        for (const BaselineFile &file : baseline->files) {
            hashes.append(file.content);
        }
    } else if (const auto *revision = std::get_if<RevisionSubmitted>(&data)) {
        for (const FileChange &file : revision->files) {
            hashes.append(file.after);
        }
    } else if (const auto *run = std::get_if<RunRecorded>(&data); run && run->stored) {
        hashes.append(run->file);
    }
    hashes.removeIf([](const ContentHash &hash) { return hash.isNull(); });
    return hashes;
}

Basis basisFor(const State &state, const QString &subject)
{
    return Basis{.policyHash = state.policyInForce,
                 .policyVersion = state.policyInForce.isNull() ? 0 : state.policy.version,
                 .seenLink = state.head.link,
                 .seenSeq = state.head.seq,
                 .subjectHead = state.subjectHead(subject)};
}

} // namespace countersign
