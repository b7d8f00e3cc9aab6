// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Story.h"

#include "base/Hash.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

Person person(const PrincipalId &id, const QString &name, const QList<RoleId> &roles)
{
    return {.id = id, .name = name, .emails = {id.value.mid(2) + u"@acme.example"_s}, .roles = roles};
}

} // namespace

RoleId role(const char *name)
{
    return {QString::fromLatin1(name)};
}

SemVer version(const char *text)
{
    return SemVer::fromString(QString::fromLatin1(text)).value_or(SemVer{});
}

ContentHash textHash(const QString &text)
{
    return contentHash(text.toUtf8());
}

Policy storyPolicy()
{
    Policy policy;
    policy.workspace = u"acme-prompts"_s;
    policy.source = textHash(u"policy"_s);
    policy.branch = u"main"_s;
    policy.root = u"prompts"_s;
    policy.governed = {{.paths = {u"prompts/tools/**"_s}, .kind = ArtifactKind::Tools},
                       {.paths = {u"prompts/**"_s}, .kind = ArtifactKind::Prompt}};
    for (const char *name : {"product", "billing", "compliance", "engineering", "support"}) {
        const QString id = QString::fromLatin1(name);
        policy.roles.append({.id = {id}, .title = id.at(0).toUpper() + id.mid(1)});
    }
    policy.people = {person(ana, u"Ana Ruiz"_s, {role("product")}),
                     person(bode, u"Bode Okafor"_s, {role("billing")}),
                     person(dana, u"Dana Levy"_s, {role("compliance")}),
                     person(chen, u"Chen Wei"_s, {role("engineering")}),
                     person(jonas, u"Jonas Lind"_s, {role("support")}),
                     person(rolf, u"Rolf Gone"_s, {role("compliance")}),
                     person(ci, u"CI"_s, {role("engineering")})};
    policy.people[5].active = false;
    policy.people[6].kind = PrincipalKind::Service;
    policy.workflows = {{.id = u"refunds"_s,
                         .title = u"Refunds"_s,
                         .paths = {u"prompts/support/refund*"_s},
                         .consequences = {Consequence::Financial, Consequence::CustomerVisible}}};
    policy.lanes = {{.lane = Lane::Low, .approvals = 1},
                    {.lane = Lane::Medium,
                     .approvals = 1,
                     .note = {NoteField::What, NoteField::Why, NoteField::Outcome, NoteField::RollbackOwner}},
                    {.lane = Lane::High,
                     .approvals = 2,
                     .allOf = {role("billing"), role("compliance")},
                     .note = {NoteField::What, NoteField::Why, NoteField::Workflow, NoteField::Outcome,
                              NoteField::Triggers, NoteField::RollbackOwner, NoteField::Informed}}};
    policy.environments = {{.id = development, .title = u"Development"_s, .follows = true},
                           {.id = staging,
                            .title = u"Staging"_s,
                            .deploy = {role("engineering"), role("product")},
                            .rollBack = {role("engineering")}},
                           {.id = production,
                            .title = u"Production"_s,
                            .deploy = {role("engineering")},
                            .rollBack = {role("engineering")},
                            .informed = {dana}}};
    policy.rights.administer = {role("engineering")};
    return policy;
}

Story::Story(const Policy &policy)
{
    Event event{.id = nextId(), .actor = chen, .subject = u"ledger"_s, .data = LedgerOpened{.policy = policy}};
    place(event);
}

std::optional<VoidRule> Story::rule() const
{
    const auto *refused = std::get_if<Void>(&m_verdict);
    return refused ? std::optional(refused->rule) : std::nullopt;
}

EventId Story::nextId()
{
    ++m_count;
    return {.high = 0x5704700000000000ULL, .low = m_count};
}

Event Story::make(const PrincipalId &actor, const QString &subject, const EventData &data)
{
    Event event{.ledger = m_state.ledger,
                .id = nextId(),
                .actor = actor,
                .subject = subject,
                .basis = {.policyHash = m_state.policyInForce,
                          .policyVersion = m_state.policy.version,
                          .seenLink = m_state.head.link,
                          .seenSeq = m_state.head.seq,
                          .subjectHead = m_state.subjectHead(subject)},
                .claimedAt = 1'795'170'000'000 + m_state.head.seq * 60'000,
                .client = u"tests"_s,
                .data = data};
    if (std::holds_alternative<ChangeOpened>(data)) {
        event.subject = changeSubject(event.id);
        event.basis.subjectHead = {};
    }
    return event;
}

Verdict Story::say(const PrincipalId &actor, const QString &subject, const EventData &data)
{
    return place(make(actor, subject, data));
}

Verdict Story::place(const Event &event, const QString &signedBy)
{
    const Sequence seq = m_state.head.seq + 1;
    Placed placed{.at = {.seq = seq, .link = sha256As<LinkHash>(QByteArray::number(seq))},
                  .bodyHash = sha256As<LedgerId>(event.id.toString().toUtf8()),
                  .signedBy = signedBy,
                  .event = event};
    m_events.append(placed);
    m_lastId = event.id;
    m_verdict = step(m_state, placed);
    return m_verdict;
}

Verdict Story::place(const std::variant<Event, NewerEvent, MalformedEvent> &event)
{
    const Sequence seq = m_state.head.seq + 1;
    const Placed placed{.at = {.seq = seq, .link = sha256As<LinkHash>(QByteArray::number(seq))}, .event = event};
    m_events.append(placed);
    m_verdict = step(m_state, placed);
    return m_verdict;
}

ContentHash Story::text(const QString &text)
{
    const ContentHash hash = textHash(text);
    m_texts.insert(hash, text.toUtf8());
    return hash;
}

Story &Story::baseline(const QString &artifact, const QString &text)
{
    const QString path = u"prompts/"_s + artifact + u".md"_s;
    say(chen, u"ledger"_s,
        BaselineRecorded{.files = {{.artifact = {artifact},
                                    .path = path,
                                    .kind = m_state.policy.kindOf(path).value_or(ArtifactKind::Prompt),
                                    .content = this->text(text)}}});
    return *this;
}

Story &Story::opened(const PrincipalId &actor, const QString &title)
{
    say(actor, {}, ChangeOpened{.titleText = text(title)});
    m_change = m_lastId;
    return *this;
}

Story &Story::submitted(const PrincipalId &actor, const QString &artifactName, const QString &text, Lane lane,
                        const QStringList &sections, const QList<PrincipalId> &helpers)
{
    const QString path = u"prompts/"_s + artifactName + u".md"_s;
    const Artifact *artifact = m_state.artifact({artifactName});
    say(actor, changeSubject(m_change),
        RevisionSubmitted{.files = {{.artifact = {artifactName},
                                     .path = path,
                                     .kind = m_state.policy.kindOf(path).value_or(ArtifactKind::Prompt),
                                     .before = artifact ? artifact->acceptedContent() : ContentHash{},
                                     .after = this->text(text)}},
                          .contributors = QList<PrincipalId>{actor} + helpers,
                          .assessment = {.lane = lane, .touched = {{.path = path, .sections = sections}}, .rules = u"1"_s}});
    return *this;
}

Story &Story::noted(const PrincipalId &actor, const PrincipalId &rollbackOwner)
{
    say(actor, changeSubject(m_change),
        NoteWritten{.revision = change().revision()->stamp.event,
                    .whatText = text(u"The refund window becomes 14 days."_s),
                    .whyText = text(u"The law says 14 days."_s),
                    .workflow = u"refunds"_s,
                    .outcomeText = text(u"Fewer refunds outside the window."_s),
                    .triggers = {{.metric = u"complaints"_s, .limit = 3'000'000, .unit = u"%"_s, .leastSample = 400}},
                    .rollbackOwner = rollbackOwner,
                    .informed = {dana}});
    return *this;
}

ReviewGiven Story::reviewOf(const Change &change, Decision decision, const RoleId &as) const
{
    const Revision *revision = change.revision();
    return {.decision = decision,
            .revision = revision->stamp.event,
            .content = revision->content,
            .note = revision->note() ? revision->note()->stamp.event : EventId{},
            .as = as,
            .assessment = {.lane = Lane::Low, .rules = u"1"_s}};
}

Story &Story::approved(const PrincipalId &actor, const char *as)
{
    say(actor, changeSubject(m_change), reviewOf(change(), Decision::Approve, role(as)));
    return *this;
}

Story &Story::askedForChanges(const PrincipalId &actor, const char *as, const QString &message)
{
    ReviewGiven review = reviewOf(change(), Decision::RequestChanges, role(as));
    review.messageText = text(message);
    say(actor, changeSubject(m_change), review);
    return *this;
}

ChangeAccepted Story::acceptanceOf(const Change &change) const
{
    return {.revision = change.revision()->stamp.event,
            .content = change.revision()->content,
            .versions = proposedVersions(m_state, change)};
}

Story &Story::accepted(const PrincipalId &actor)
{
    say(actor, changeSubject(m_change), acceptanceOf(change()));
    return *this;
}

Story &Story::released(const PrincipalId &actor, const QString &artifact, const char *text, const EnvironmentId &to)
{
    const Artifact *known = m_state.artifact({artifact});
    const VersionRecord *record = known ? known->version(version(text)) : nullptr;
    say(actor, releaseSubject(to, {artifact}),
        ReleaseMade{.artifact = {artifact},
                    .environment = to,
                    .version = version(text),
                    .content = record ? record->content : ContentHash{}});
    return *this;
}

Story &Story::rolledBack(const PrincipalId &actor, const QString &artifact, const char *text, const EnvironmentId &in)
{
    const Artifact *known = m_state.artifact({artifact});
    const VersionRecord *record = known ? known->version(version(text)) : nullptr;
    say(actor, releaseSubject(in, {artifact}),
        ReleaseRolledBack{.artifact = {artifact},
                          .environment = in,
                          .version = version(text),
                          .content = record ? record->content : ContentHash{},
                          .reasonText = this->text(u"Complaints doubled."_s)});
    return *this;
}

Story &Story::commented(const PrincipalId &actor, const QString &text)
{
    say(actor, changeSubject(m_change),
        CommentMade{.revision = change().revision()->stamp.event, .text = this->text(text)});
    return *this;
}

const Change &Story::change() const
{
    return *m_state.change(m_change);
}

} // namespace countersign::test
