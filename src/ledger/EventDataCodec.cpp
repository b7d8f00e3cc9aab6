// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/EventDataCodec.h"

#include "ledger/EvalDataCodec.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

Json encode(const BaselineFile &file);
Json encode(const FileChange &file);
Json encode(const Touched &touched);
Json encode(const GateReason &reason);
Json encode(const Trigger &trigger);
Json encode(const AcceptedFile &file);
void decode(JsonFields &fields, BaselineFile &file);
void decode(JsonFields &fields, FileChange &file);
void decode(JsonFields &fields, Touched &touched);
void decode(JsonFields &fields, Trigger &trigger);
void decode(JsonFields &fields, AcceptedFile &file);

// Every enumeration stands in a body as a word; these are the ones that domain has no words for.

QString word(Decision decision)
{
    return decision == Decision::Approve ? u"approve"_s : u"request_changes"_s;
}

QString word(Comparator comparator)
{
    return comparator == Comparator::Above ? u"above"_s : u"below"_s;
}

QString word(TriggerMeasure measure)
{
    return measure == TriggerMeasure::Value ? u"value"_s : u"change"_s;
}

QString word(TriggerAction action)
{
    return action == TriggerAction::Propose ? u"propose"_s : u"roll_back"_s;
}

template<typename Enum>
Enum choice(JsonFields &fields, const QString &key, Enum first, Enum second)
{
    const QString text = fields.string(key, 40);
    if (text != word(first) && text != word(second)) {
        fields.fail(u"has a wrong "_s + key);
    }
    return text == word(second) ? second : first;
}

template<typename Enum>
Enum known(JsonFields &fields, const QString &key, std::optional<Enum> (*parse)(QStringView))
{
    const auto value = parse(fields.string(key, 40));
    if (!value) {
        fields.fail(u"has a wrong "_s + key);
    }
    return value.value_or(Enum{});
}

Json text(const ContentHash &hash)
{
    return Json(toString(hash));
}

Json event(const EventId &id)
{
    return Json(id.isNull() ? QString() : id.toString());
}

template<typename Tag>
Json strings(const QList<StrongId<Tag>> &ids)
{
    JsonArray array;
    for (const auto &id : ids) {
        array.append(Json(id.value));
    }
    return Json(array);
}

Json strings(const QStringList &texts)
{
    JsonArray array;
    for (const QString &text : texts) {
        array.append(Json(text));
    }
    return Json(array);
}

template<typename T>
Json list(const QList<T> &items)
{
    JsonArray array;
    for (const T &item : items) {
        array.append(encode(item));
    }
    return Json(array);
}

// Ids are shown in lists and logs: no white space or control character ever.
QString id(JsonFields &fields, const QString &key, bool mayBeEmpty = false)
{
    const QString value = fields.string(key, 1024);
    const bool plain = std::ranges::all_of(value, [](QChar c) { return c.unicode() > 0x20 && c.unicode() != 0x7f; });
    if (!plain || (value.isEmpty() && !mayBeEmpty)) {
        fields.fail(u"has a wrong "_s + key);
    }
    return value;
}

// Artifact ids are made from paths and may hold spaces.
QString name(JsonFields &fields, const QString &key)
{
    const QString value = fields.string(key, 4096);
    const bool plain = std::ranges::all_of(value, [](QChar c) { return c.unicode() >= 0x20 && c.unicode() != 0x7f; });
    if (!plain || value.isEmpty()) {
        fields.fail(u"has a wrong "_s + key);
    }
    return value;
}

bool isRelativePath(const QString &path)
{
    for (const QStringView segment : QStringView(path).tokenize(u'/')) {
        if (segment.isEmpty() || segment == u"." || segment == u"..") {
            return false;
        }
    }
    return true;
}

QString path(JsonFields &fields, const QString &key)
{
    const QString value = name(fields, key);
    if (!isRelativePath(value)) {
        fields.fail(u"has a wrong "_s + key);
    }
    return value;
}

ArtifactId artifact(JsonFields &fields)
{
    const QString value = path(fields, u"artifact"_s);
    return ArtifactId{value};
}

SemVer version(JsonFields &fields)
{
    const auto value = SemVer::fromString(fields.string(u"version"_s, 40));
    if (!value) {
        fields.fail(u"has a wrong version"_s);
    }
    return value.value_or(SemVer{});
}

template<typename Id>
QList<Id> ids(JsonFields &fields, const QString &key)
{
    QList<Id> list;
    const QStringList values = fields.strings(key, 1024);
    list.reserve(values.size());
    for (const QString &value : values) {
        list.append(Id{value});
    }
    return list;
}

template<typename T>
QList<T> items(JsonFields &fields, const QString &key)
{
    QList<T> list;
    const JsonArray array = fields.array(key);
    list.reserve(array.size());
    for (const Json &item : array) {
        JsonFields inner(item, key);
        T value;
        decode(inner, value);
        if (const Done done = inner.finish(); !done) {
            fields.fail(done.error().detail);
            return {};
        }
        list.append(std::move(value));
    }
    return list;
}

Json encode(const BaselineFile &file)
{
    return JsonObject{{u"artifact"_s, file.artifact.value},
                      {u"content"_s, text(file.content)},
                      {u"kind"_s, toString(file.kind)},
                      {u"path"_s, file.path}};
}

void decode(JsonFields &fields, BaselineFile &file)
{
    file.artifact = artifact(fields);
    file.content = fields.content(u"content"_s);
    file.kind = known(fields, u"kind"_s, artifactKindFromString);
    file.path = path(fields, u"path"_s);
    if (file.content.isNull()) {
        fields.fail(u"has no content"_s);
    }
}

Json encode(const FileChange &file)
{
    return JsonObject{{u"after"_s, text(file.after)},
                      {u"artifact"_s, file.artifact.value},
                      {u"before"_s, text(file.before)},
                      {u"kind"_s, toString(file.kind)},
                      {u"path"_s, file.path}};
}

void decode(JsonFields &fields, FileChange &file)
{
    file.after = fields.content(u"after"_s);
    file.artifact = artifact(fields);
    file.before = fields.content(u"before"_s);
    file.kind = known(fields, u"kind"_s, artifactKindFromString);
    file.path = path(fields, u"path"_s);
}

Json encode(const Touched &touched)
{
    return JsonObject{{u"path"_s, touched.path}, {u"sections"_s, strings(touched.sections)}};
}

void decode(JsonFields &fields, Touched &touched)
{
    touched.path = path(fields, u"path"_s);
    touched.sections = fields.strings(u"sections"_s, 1024);
}

Json encode(const GateReason &reason)
{
    return Json(toString(reason));
}

Json encode(const Assessment &assessment)
{
    JsonObject object{{u"findings_text"_s, text(assessment.findingsText)},
                      {u"gate"_s, list(assessment.gate)},
                      {u"lane"_s, toString(assessment.lane)},
                      {u"rules"_s, assessment.rules},
                      {u"touched"_s, list(assessment.touched)}};
    if (!assessment.respacedSince.isNull()) {
        object.insert(u"respaced_since"_s, event(assessment.respacedSince));
    }
    return object;
}

Assessment assessment(JsonFields &outer)
{
    JsonFields fields(outer.object(u"assessment"_s), u"assessment"_s);
    Assessment value;
    value.findingsText = fields.content(u"findings_text"_s);
    for (const QString &reason : fields.strings(u"gate"_s, 40)) {
        const auto known = gateReasonFromString(reason);
        if (!known) {
            fields.fail(u"has a wrong gate"_s);
        }
        value.gate.append(known.value_or(GateReason{}));
    }
    value.lane = known(fields, u"lane"_s, laneFromString);
    value.rules = fields.string(u"rules"_s, 200);
    value.touched = items<Touched>(fields, u"touched"_s);
    if (fields.has(u"respaced_since"_s)) {
        value.respacedSince = fields.event(u"respaced_since"_s);
        if (value.respacedSince.isNull()) {
            fields.fail(u"has an empty respaced_since"_s);
        }
    }
    if (const Done done = fields.finish(); !done) {
        outer.fail(done.error().detail);
    }
    return value;
}

Json encode(const Trigger &trigger)
{
    return JsonObject{{u"action"_s, word(trigger.action)},
                      {u"comparator"_s, word(trigger.comparator)},
                      {u"least_sample"_s, trigger.leastSample},
                      {u"limit"_s, trigger.limit},
                      {u"measure"_s, word(trigger.measure)},
                      {u"metric"_s, trigger.metric},
                      {u"unit"_s, trigger.unit},
                      {u"window_minutes"_s, trigger.windowMinutes}};
}

void decode(JsonFields &fields, Trigger &trigger)
{
    constexpr qint64 largest = (qint64(1) << 53) - 1;
    trigger.action = choice(fields, u"action"_s, TriggerAction::Propose, TriggerAction::RollBack);
    trigger.comparator = choice(fields, u"comparator"_s, Comparator::Above, Comparator::Below);
    trigger.leastSample = int(fields.integer(u"least_sample"_s, 1, 10'000'000));
    trigger.limit = fields.integer(u"limit"_s, -largest, largest);
    trigger.measure = choice(fields, u"measure"_s, TriggerMeasure::Value, TriggerMeasure::ChangeAgainstBaseline);
    trigger.metric = name(fields, u"metric"_s);
    trigger.unit = fields.string(u"unit"_s, 40);
    trigger.windowMinutes = int(fields.integer(u"window_minutes"_s, 1, 43'200));
}

Json encode(const AcceptedFile &file)
{
    return JsonObject{{u"artifact"_s, file.artifact.value}, {u"version"_s, file.version.toString()}};
}

void decode(JsonFields &fields, AcceptedFile &file)
{
    file.artifact = artifact(fields);
    file.version = version(fields);
}

Json encode(const Anchor &anchor)
{
    return JsonObject{{u"before"_s, anchor.before},
                      {u"length"_s, anchor.length},
                      {u"path"_s, anchor.path},
                      {u"start"_s, anchor.start}};
}

Anchor anchor(JsonFields &outer)
{
    constexpr qint64 most = 1 << 30;
    JsonFields fields(outer.object(u"anchor"_s), u"anchor"_s);
    Anchor value;
    value.before = fields.boolean(u"before"_s);
    value.length = fields.integer(u"length"_s, 0, most);
    value.path = fields.string(u"path"_s);
    value.start = fields.integer(u"start"_s, 0, most);
    if (!value.path.isEmpty() && !isRelativePath(value.path)) {
        fields.fail(u"has a wrong path"_s);
    }
    if (const Done done = fields.finish(); !done) {
        outer.fail(done.error().detail);
    }
    return value;
}

Policy policy(JsonFields &fields)
{
    const Json json = fields.object(u"policy"_s);
    if (!fields.ok()) {
        return {};
    }
    Result<Policy> value = policyFromJson(json);
    if (!value) {
        fields.fail(u"has a wrong policy: "_s + value.error().subject + u' ' + value.error().detail);
        return {};
    }
    return *value;
}

Json encode(const LedgerOpened &data)
{
    return JsonObject{{u"policy"_s, toJson(data.policy)}};
}

void decode(JsonFields &fields, LedgerOpened &data)
{
    data.policy = policy(fields);
}

Json encode(const BaselineRecorded &data)
{
    return JsonObject{{u"files"_s, list(data.files)}};
}

void decode(JsonFields &fields, BaselineRecorded &data)
{
    data.files = items<BaselineFile>(fields, u"files"_s);
}

Json encode(const PolicyChanged &data)
{
    JsonObject object{{u"change"_s, event(data.change)}, {u"policy"_s, toJson(data.policy)}};
    if (data.locksOut) {
        object.insert(u"locks_out"_s, Json(true));
    }
    return object;
}

void decode(JsonFields &fields, PolicyChanged &data)
{
    data.change = fields.event(u"change"_s);
    data.policy = policy(fields);
    if (fields.has(u"locks_out"_s)) {
        data.locksOut = fields.boolean(u"locks_out"_s);
        if (!data.locksOut) {
            fields.fail(u"has a wrong locks_out"_s);
        }
    }
}

Json encode(const ChangeOpened &data)
{
    return JsonObject{{u"title_text"_s, text(data.titleText)}};
}

void decode(JsonFields &fields, ChangeOpened &data)
{
    data.titleText = fields.content(u"title_text"_s);
}

Json encode(const RevisionSubmitted &data)
{
    return JsonObject{{u"assessment"_s, encode(data.assessment)},
                      {u"contributors"_s, strings(data.contributors)},
                      {u"files"_s, list(data.files)}};
}

void decode(JsonFields &fields, RevisionSubmitted &data)
{
    data.assessment = assessment(fields);
    data.contributors = ids<PrincipalId>(fields, u"contributors"_s);
    data.files = items<FileChange>(fields, u"files"_s);
}

Json encode(const NoteWritten &data)
{
    return JsonObject{{u"informed"_s, strings(data.informed)},
                      {u"outcome_text"_s, text(data.outcomeText)},
                      {u"revision"_s, event(data.revision)},
                      {u"rollback_owner"_s, data.rollbackOwner.value},
                      {u"triggers"_s, list(data.triggers)},
                      {u"what_text"_s, text(data.whatText)},
                      {u"why_text"_s, text(data.whyText)},
                      {u"workflow"_s, data.workflow}};
}

void decode(JsonFields &fields, NoteWritten &data)
{
    data.informed = ids<PrincipalId>(fields, u"informed"_s);
    data.outcomeText = fields.content(u"outcome_text"_s);
    data.revision = fields.event(u"revision"_s);
    data.rollbackOwner = PrincipalId{id(fields, u"rollback_owner"_s, true)};
    data.triggers = items<Trigger>(fields, u"triggers"_s);
    data.whatText = fields.content(u"what_text"_s);
    data.whyText = fields.content(u"why_text"_s);
    data.workflow = fields.string(u"workflow"_s, 1024);
}

Json encode(const ReviewGiven &data)
{
    return JsonObject{{u"as"_s, data.as.value},
                      {u"assessment"_s, encode(data.assessment)},
                      {u"content"_s, text(data.content)},
                      {u"decision"_s, word(data.decision)},
                      {u"delegation"_s, event(data.delegation)},
                      {u"message_text"_s, text(data.messageText)},
                      {u"note"_s, event(data.note)},
                      {u"revision"_s, event(data.revision)},
                      {u"viewed"_s, data.viewed}};
}

void decode(JsonFields &fields, ReviewGiven &data)
{
    data.as = RoleId{id(fields, u"as"_s, true)};
    data.assessment = assessment(fields);
    data.content = fields.content(u"content"_s);
    data.decision = choice(fields, u"decision"_s, Decision::Approve, Decision::RequestChanges);
    data.delegation = fields.event(u"delegation"_s);
    data.messageText = fields.content(u"message_text"_s);
    data.note = fields.event(u"note"_s);
    data.revision = fields.event(u"revision"_s);
    data.viewed = fields.boolean(u"viewed"_s);
}

Json encode(const LaneRaised &data)
{
    return JsonObject{{u"lane"_s, toString(data.lane)},
                      {u"reason_text"_s, text(data.reasonText)},
                      {u"revision"_s, event(data.revision)}};
}

void decode(JsonFields &fields, LaneRaised &data)
{
    data.lane = known(fields, u"lane"_s, laneFromString);
    data.reasonText = fields.content(u"reason_text"_s);
    data.revision = fields.event(u"revision"_s);
}

Json encode(const ReviewerNamed &data)
{
    return JsonObject{{u"reviewer"_s, data.reviewer.value}};
}

void decode(JsonFields &fields, ReviewerNamed &data)
{
    data.reviewer = PrincipalId{id(fields, u"reviewer"_s, true)};
}

Json encode(const RequestCleared &data)
{
    return JsonObject{{u"reason_text"_s, text(data.reasonText)}, {u"review"_s, event(data.review)}};
}

void decode(JsonFields &fields, RequestCleared &data)
{
    data.reasonText = fields.content(u"reason_text"_s);
    data.review = fields.event(u"review"_s);
}

Json encode(const LoweringProposed &data)
{
    return JsonObject{{u"lane"_s, toString(data.lane)},
                      {u"reason_text"_s, text(data.reasonText)},
                      {u"revision"_s, event(data.revision)}};
}

void decode(JsonFields &fields, LoweringProposed &data)
{
    data.lane = known(fields, u"lane"_s, laneFromString);
    data.reasonText = fields.content(u"reason_text"_s);
    data.revision = fields.event(u"revision"_s);
}

Json encode(const LaneLowered &data)
{
    return JsonObject{{u"from"_s, toString(data.from)},
                      {u"proposal"_s, event(data.proposal)},
                      {u"reason_text"_s, text(data.reasonText)},
                      {u"revision"_s, event(data.revision)}};
}

void decode(JsonFields &fields, LaneLowered &data)
{
    data.from = known(fields, u"from"_s, laneFromString);
    data.proposal = fields.event(u"proposal"_s);
    data.reasonText = fields.content(u"reason_text"_s);
    data.revision = fields.event(u"revision"_s);
}

Json encode(const OpinionRecorded &data)
{
    return JsonObject{{u"answer_text"_s, text(data.answerText)},
                      {u"asked"_s, data.asked},
                      {u"host"_s, data.host},
                      {u"lane"_s, toString(data.lane)},
                      {u"prompt"_s, text(data.prompt)},
                      {u"revision"_s, event(data.revision)},
                      {u"served"_s, data.served}};
}

void decode(JsonFields &fields, OpinionRecorded &data)
{
    data.answerText = fields.content(u"answer_text"_s);
    data.asked = fields.string(u"asked"_s, 200);
    data.host = fields.string(u"host"_s, 300);
    data.lane = known(fields, u"lane"_s, laneFromString);
    data.prompt = fields.content(u"prompt"_s);
    data.revision = fields.event(u"revision"_s);
    data.served = fields.string(u"served"_s, 200);
}

Json encode(const RequirementOverridden &data)
{
    return JsonObject{{u"reason_text"_s, text(data.reasonText)},
                      {u"requirement"_s, data.requirement},
                      {u"revision"_s, event(data.revision)}};
}

void decode(JsonFields &fields, RequirementOverridden &data)
{
    data.reasonText = fields.content(u"reason_text"_s);
    data.requirement = id(fields, u"requirement"_s);
    data.revision = fields.event(u"revision"_s);
}

Json encode(const EmergencyDeclared &data)
{
    return JsonObject{{u"reason_text"_s, text(data.reasonText)}, {u"revision"_s, event(data.revision)}};
}

void decode(JsonFields &fields, EmergencyDeclared &data)
{
    data.reasonText = fields.content(u"reason_text"_s);
    data.revision = fields.event(u"revision"_s);
}

Json encode(const EmergencyClosed &data)
{
    return JsonObject{{u"emergency"_s, event(data.emergency)}, {u"reason_text"_s, text(data.reasonText)}};
}

void decode(JsonFields &fields, EmergencyClosed &data)
{
    data.emergency = fields.event(u"emergency"_s);
    data.reasonText = fields.content(u"reason_text"_s);
}

Json encode(const DelegationGiven &data)
{
    return JsonObject{{u"reason_text"_s, text(data.reasonText)},
                      {u"role"_s, data.role.value},
                      {u"to"_s, data.to.value}};
}

void decode(JsonFields &fields, DelegationGiven &data)
{
    data.reasonText = fields.content(u"reason_text"_s);
    data.role = RoleId{id(fields, u"role"_s)};
    data.to = PrincipalId{id(fields, u"to"_s)};
}

Json encode(const DelegationRevoked &data)
{
    return JsonObject{{u"reason_text"_s, text(data.reasonText)}};
}

void decode(JsonFields &fields, DelegationRevoked &data)
{
    data.reasonText = fields.content(u"reason_text"_s);
}

Json encode(const ChangeAccepted &data)
{
    return JsonObject{{u"content"_s, text(data.content)},
                      {u"revision"_s, event(data.revision)},
                      {u"versions"_s, list(data.versions)}};
}

void decode(JsonFields &fields, ChangeAccepted &data)
{
    data.content = fields.content(u"content"_s);
    data.revision = fields.event(u"revision"_s);
    data.versions = items<AcceptedFile>(fields, u"versions"_s);
}

Json encode(const ChangeWithdrawn &data)
{
    return JsonObject{{u"reason_text"_s, text(data.reasonText)}};
}

void decode(JsonFields &fields, ChangeWithdrawn &data)
{
    data.reasonText = fields.content(u"reason_text"_s);
}

Json encode(const CommentMade &data)
{
    return JsonObject{{u"anchor"_s, encode(data.anchor)},
                      {u"answers"_s, event(data.answers)},
                      {u"revision"_s, event(data.revision)},
                      {u"suggestion_text"_s, text(data.suggestionText)},
                      {u"text"_s, text(data.text)}};
}

void decode(JsonFields &fields, CommentMade &data)
{
    data.anchor = anchor(fields);
    data.answers = fields.event(u"answers"_s);
    data.revision = fields.event(u"revision"_s);
    data.suggestionText = fields.content(u"suggestion_text"_s);
    data.text = fields.content(u"text"_s);
}

Json encode(const CommentResolved &data)
{
    return JsonObject{{u"comment"_s, event(data.comment)}, {u"resolved"_s, data.resolved}};
}

void decode(JsonFields &fields, CommentResolved &data)
{
    data.comment = fields.event(u"comment"_s);
    data.resolved = fields.boolean(u"resolved"_s);
}

Json encode(const ReleaseMade &data)
{
    return JsonObject{{u"artifact"_s, data.artifact.value},
                      {u"content"_s, text(data.content)},
                      {u"environment"_s, data.environment.value},
                      {u"share"_s, data.share},
                      {u"version"_s, data.version.toString()}};
}

void decode(JsonFields &fields, ReleaseMade &data)
{
    data.artifact = artifact(fields);
    data.content = fields.content(u"content"_s);
    data.environment = EnvironmentId{id(fields, u"environment"_s)};
    data.share = int(fields.integer(u"share"_s, 1, 10'000));
    data.version = version(fields);
}

Json encode(const ReleaseRolledBack &data)
{
    return JsonObject{{u"artifact"_s, data.artifact.value},
                      {u"content"_s, text(data.content)},
                      {u"environment"_s, data.environment.value},
                      {u"reason_text"_s, text(data.reasonText)},
                      {u"version"_s, data.version.toString()}};
}

void decode(JsonFields &fields, ReleaseRolledBack &data)
{
    data.artifact = artifact(fields);
    data.content = fields.content(u"content"_s);
    data.environment = EnvironmentId{id(fields, u"environment"_s)};
    data.reasonText = fields.content(u"reason_text"_s);
    data.version = version(fields);
}

using Decoder = EventData (*)(JsonFields &);

template<typename T>
EventData decodeAs(JsonFields &fields)
{
    T data;
    decode(fields, data);
    return data;
}

template<typename... Kinds>
QHash<QString, Decoder> decodersOf(const std::variant<Kinds...> *)
{
    QHash<QString, Decoder> table;
    (table.insert(eventKindName(EventData(Kinds{})), &decodeAs<Kinds>), ...);
    return table;
}

const QHash<QString, Decoder> &decoders()
{
    static const QHash<QString, Decoder> table = decodersOf(static_cast<const EventData *>(nullptr));
    return table;
}

} // namespace

Json encodeData(const EventData &data)
{
    return std::visit([](const auto &kind) { return encode(kind); }, data);
}

bool isKnownKind(const QString &kind)
{
    return decoders().contains(kind);
}

Result<EventData> decodeData(const QString &kind, const Json &data)
{
    JsonFields fields(data, u"data"_s);
    EventData value = decoders().value(kind)(fields);
    if (const Done done = fields.finish(); !done) {
        return std::unexpected(done.error());
    }
    return value;
}

} // namespace countersign
