// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Compose.h"

#include "base/Hash.h"

namespace countersign {

namespace {

bool hasMoved(VoidRule rule)
{
    switch (rule) {
    case VoidRule::StaleSubject:
    case VoidRule::StalePolicy:
    case VoidRule::OldRevision:
    case VoidRule::NoteMismatch:
        return true;
    default:
        return false;
    }
}

} // namespace

Composer::Composer(const State &seen, const PrincipalId &actor, qint64 now)
    : m_seen(seen.head), m_state(seen), m_actor(actor), m_now(now)
{
}

ContentHash Composer::text(const QString &text)
{
    return this->text(text.toUtf8());
}

ContentHash Composer::text(const QByteArray &utf8)
{
    if (utf8.isEmpty()) {
        return {};
    }
    return exactText(utf8);
}

ContentHash Composer::exactText(const QByteArray &utf8)
{
    const ContentHash hash = contentHash(utf8);
    m_texts.insert(hash, utf8);
    return hash;
}

ContentHash Composer::content(const QByteArray &bytes)
{
    const ContentHash hash = contentHash(bytes);
    m_contents.insert(hash, bytes);
    return hash;
}

Result<EventId> Composer::add(const QString &subject, const EventData &data, const QString &summary)
{
    return add(EventId::random(), subject, data, summary);
}

Result<EventId> Composer::add(const EventId &id, const QString &subject, const EventData &data, const QString &summary)
{
    EventDraft draft{.id = id,
                     .actor = m_actor,
                     .subject = subject,
                     .data = data,
                     .texts = std::exchange(m_texts, {}),
                     .contents = std::exchange(m_contents, {}),
                     .summary = summary};
    if (!m_state.ledger.isNull()) {
        draft.basis = basisFor(m_state, subject);
        // What the person saw ends with the view; only the subject has moved on by her own events.
        draft.basis.seenSeq = m_seen.seq;
        draft.basis.seenLink = m_seen.link;
    }
    Event event{.ledger = m_state.ledger,
                .id = draft.id,
                .actor = draft.actor,
                .subject = subject,
                .basis = draft.basis,
                .claimedAt = m_now,
                .data = data};
    Placed placed{.at = {.seq = m_state.head.seq + 1, .link = sha256As<LinkHash>(id.toString().toLatin1())},
                  .event = std::move(event)};
    if (m_state.policy.signaturesRequired) {
        // The signature is made later, by a key of the person; the recorder checks it on top of the newest state.
        const Person *person = m_state.policy.person(m_actor);
        placed.signedBy = person && !person->keys.isEmpty() ? person->keys.first() : QString();
    }
    const Verdict verdict = step(m_state, placed);
    if (const auto *refusal = std::get_if<Void>(&verdict)) {
        return std::unexpected(asError(*refusal));
    }
    if (!std::holds_alternative<Effective>(verdict)) {
        return failure(ErrorCode::Invalid, subject);
    }
    m_drafts.append(draft);
    return draft.id;
}

Error asError(const Void &refusal)
{
    return {.code = hasMoved(refusal.rule) ? ErrorCode::Conflict : ErrorCode::Refused,
            .subject = toString(refusal.rule),
            .detail = refusal.detail};
}

Error asServiceError(Error error)
{
    if (error.code == ErrorCode::Refused) {
        const std::optional<VoidRule> rule = voidRuleFromString(error.subject);
        if (rule && hasMoved(*rule)) {
            error.code = ErrorCode::Conflict;
        }
    }
    return error;
}

NoteWritten noteData(Composer &composer, const EventId &revision, const NoteDraft &note)
{
    return {.revision = revision,
            .whatText = composer.text(note.what.trimmed()),
            .whyText = composer.text(note.why.trimmed()),
            .workflow = note.workflow,
            .outcomeText = composer.text(note.outcome.trimmed()),
            .triggers = note.triggers,
            .rollbackOwner = note.rollbackOwner,
            .informed = note.informed};
}

} // namespace countersign
