// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "base/JsonFields.h"
#include "domain/Policy.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 largestThreshold = 1'000'000'000'000'000;

Json json(const QString &text)
{
    return Json(text);
}

template<typename Tag>
Json json(const StrongId<Tag> &id)
{
    return Json(id.value);
}

Json json(Consequence consequence)
{
    return Json(toString(consequence));
}

Json json(NoteField field)
{
    return Json(toString(field));
}

Json json(GateReason reason)
{
    return Json(toString(reason));
}

template<typename T>
Json json(const QList<T> &items);

// What was added later stands only where it says something, so that policies from before it keep their hash.
template<typename T>
void addIfAny(JsonObject &object, const QString &key, const QList<T> &items)
{
    if (!items.isEmpty()) {
        object.insert(key, json(items));
    }
}

Json json(const GovernedPaths &rule)
{
    return JsonObject{{u"kind"_s, Json(toString(rule.kind))}, {u"paths"_s, json(rule.paths)}};
}

Json json(const RoleInfo &role)
{
    return JsonObject{{u"id"_s, json(role.id)}, {u"title"_s, Json(role.title)}};
}

Json json(const Person &person)
{
    JsonObject object{{u"active"_s, Json(person.active)},
                      {u"emails"_s, json(person.emails)},
                      {u"id"_s, json(person.id)},
                      {u"keys"_s, json(person.keys)},
                      {u"kind"_s, Json(person.kind == PrincipalKind::Human ? u"human"_s : u"service"_s)},
                      {u"name"_s, Json(person.name)},
                      {u"roles"_s, json(person.roles)}};
    addIfAny(object, u"logins"_s, person.logins);
    return object;
}

Json json(const Workflow &workflow)
{
    return JsonObject{{u"consequences"_s, json(workflow.consequences)},
                      {u"id"_s, Json(workflow.id)},
                      {u"paths"_s, json(workflow.paths)},
                      {u"title"_s, Json(workflow.title)}};
}

Json json(const Owner &owner)
{
    return JsonObject{{u"all_of"_s, json(owner.allOf)},
                      {u"any_of"_s, json(owner.anyOf)},
                      {u"paths"_s, json(owner.paths)},
                      {u"people"_s, json(owner.people)},
                      {u"section"_s, Json(owner.section)}};
}

Json json(const LaneRule &rule)
{
    JsonObject object{{u"all_of"_s, json(rule.allOf)},
                      {u"any_of"_s, json(rule.anyOf)},
                      {u"approvals"_s, Json(rule.approvals)},
                      {u"lane"_s, Json(toString(rule.lane))},
                      {u"note"_s, json(rule.note)},
                      {u"viewed"_s, Json(rule.viewed)}};
    addIfAny(object, u"lower"_s, rule.lower);
    if (rule.reviewer) {
        object.insert(u"reviewer"_s, Json(true));
    }
    if (rule.whitespaceKeepsApprovals) {
        object.insert(u"whitespace_keeps_approvals"_s, Json(true));
    }
    return object;
}

Json json(const LaneOverride &rule)
{
    return JsonObject{{u"lane"_s, Json(toString(rule.lane))}, {u"rule"_s, Json(rule.rule)}};
}

Json json(const BannedPhrase &banned)
{
    return JsonObject{{u"paths"_s, json(banned.paths)}, {u"phrase"_s, Json(banned.phrase)}, {u"why"_s, Json(banned.why)}};
}

Json json(const OverrideRule &rule)
{
    return JsonObject{{u"by"_s, json(rule.by)}, {u"requirement"_s, Json(rule.requirement)}};
}

Json json(const EnvironmentRule &rule)
{
    return JsonObject{{u"deploy"_s, json(rule.deploy)},
                      {u"informed"_s, json(rule.informed)},
                      {u"paths"_s, json(rule.paths)},
                      {u"roll_back"_s, json(rule.rollBack)}};
}

Json json(const Watched &watched)
{
    JsonArray kinds;
    for (const ArtifactKind kind : watched.kinds) {
        kinds.append(Json(toString(kind)));
    }
    JsonArray consequences;
    for (const Consequence consequence : watched.consequences) {
        consequences.append(Json(toString(consequence)));
    }
    return JsonObject{{u"consequences"_s, Json(consequences)}, {u"kinds"_s, Json(kinds)},
                      {u"lane"_s, Json(toString(watched.lane))}, {u"paths"_s, json(watched.paths)},
                      {u"phrase"_s, Json(watched.phrase)},       {u"section"_s, Json(watched.section)},
                      {u"setting"_s, Json(watched.setting)},     {u"why"_s, Json(watched.why)}};
}

Json json(const Environment &environment)
{
    JsonObject object{{u"deploy"_s, json(environment.deploy)},
                      {u"follows"_s, Json(environment.follows)},
                      {u"id"_s, json(environment.id)},
                      {u"informed"_s, json(environment.informed)},
                      {u"roll_back"_s, json(environment.rollBack)},
                      {u"title"_s, Json(environment.title)}};
    addIfAny(object, u"rules"_s, environment.rules);
    return object;
}

Json json(Lane lane)
{
    return Json(toString(lane));
}

Json json(const SuiteThreshold &threshold)
{
    return JsonObject{{u"dimension"_s, Json(threshold.dimension)}, {u"least"_s, Json(threshold.least)}};
}

JsonObject termsOf(const SuiteRule &rule)
{
    return JsonObject{{u"limit"_s, Json(rule.limit)},
                      {u"model"_s, Json(rule.model)},
                      {u"served"_s, json(rule.served)},
                      {u"suite"_s, json(rule.suite)},
                      {u"thresholds"_s, json(rule.thresholds)}};
}

Json json(const SuiteRule &rule)
{
    JsonObject object = termsOf(rule);
    object.insert(u"lanes"_s, json(rule.lanes));
    object.insert(u"paths"_s, json(rule.paths));
    object.insert(u"reasons"_s, json(rule.reasons));
    return object;
}

Json json(const Rights &rights)
{
    JsonObject object{{u"accept"_s, json(rights.accept)},
                      {u"administer"_s, json(rights.administer)},
                      {u"write"_s, json(rights.write)}};
    addIfAny(object, u"accept_results"_s, rights.acceptResults);
    addIfAny(object, u"audit"_s, rights.audit);
    addIfAny(object, u"delegate"_s, rights.delegate);
    addIfAny(object, u"emergency"_s, rights.emergency);
    addIfAny(object, u"record_runs"_s, rights.recordRuns);
    return object;
}

template<typename T>
Json json(const QList<T> &items)
{
    JsonArray array;
    for (const T &item : items) {
        array.append(json(item));
    }
    return Json(array);
}

template<typename Id>
QList<Id> ids(const QStringList &texts)
{
    QList<Id> found;
    for (const QString &text : texts) {
        found.append(Id{text});
    }
    return found;
}

bool isName(QStringView text)
{
    if (text.isEmpty() || text.size() > 64) {
        return false;
    }
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'.' || c == u'_' || c == u'-';
    });
}

bool isPrincipal(QStringView text)
{
    return text.startsWith(u"p:") && isName(text.mid(2));
}

/// Reads a policy; keeps the first problem and the field it is in.
class PolicyReader
{
public:
    Result<Policy> read(const Json &source)
    {
        JsonFields f(source, u"policy"_s);
        Policy policy;
        policy.workspace = f.string(u"workspace"_s, 200);
        policy.version = int(f.integer(u"version"_s, 1, 1'000'000));
        const auto previous = digestFromHex<PolicyTag>(f.string(u"previous"_s, 64));
        if (!previous) {
            f.fail(u"has a wrong previous"_s);
        }
        policy.previous = previous.value_or(PolicyHash{});
        policy.source = f.content(u"source"_s);
        policy.branch = f.string(u"branch"_s, 200);
        policy.root = f.string(u"root"_s, 512);
        policy.ignored = f.strings(u"ignored"_s, 512);
        policy.recheckAtRelease = f.boolean(u"recheck_at_release"_s);
        policy.signaturesRequired = f.boolean(u"signatures_required"_s);
        each(f, u"governed"_s, [&](JsonFields &g) { policy.governed.append(governed(g)); });
        each(f, u"roles"_s, [&](JsonFields &r) { policy.roles.append(role(r)); });
        each(f, u"people"_s, [&](JsonFields &p) { policy.people.append(person(p)); });
        each(f, u"workflows"_s, [&](JsonFields &w) { policy.workflows.append(workflow(w)); });
        each(f, u"owners"_s, [&](JsonFields &o) { policy.owners.append(owner(o)); });
        each(f, u"lanes"_s, [&](JsonFields &l) { policy.lanes.append(laneRule(l)); });
        each(f, u"lane_rules"_s, [&](JsonFields &l) { policy.laneRules.append(laneOverride(l)); });
        if (f.has(u"banned_phrases"_s)) {
            each(f, u"banned_phrases"_s, [&](JsonFields &b) { policy.bannedPhrases.append(bannedPhrase(b)); });
        }
        if (f.has(u"watched"_s)) {
            each(f, u"watched"_s, [&](JsonFields &w) { policy.watched.append(watched(w)); });
        }
        each(f, u"environments"_s, [&](JsonFields &e) { policy.environments.append(environment(e)); });
        if (f.has(u"overrides"_s)) {
            each(f, u"overrides"_s, [&](JsonFields &o) { policy.overrides.append(overrideRule(o)); });
        }
        if (f.has(u"history"_s)) {
            JsonFields history(f.object(u"history"_s), u"history"_s);
            policy.history = {.versions = int(history.integer(u"versions"_s, 1, 1000)), .lane = lane(history)};
            close(history);
        }
        if (f.has(u"machine_authors"_s)) {
            const auto least = laneFromString(f.string(u"machine_authors"_s, 10));
            if (!least || *least == Lane::Low) {
                f.fail(u"has a wrong machine_authors"_s);
            }
            policy.machineAuthors = least.value_or(Lane::High);
        }
        if (f.has(u"second_opinion"_s)) {
            JsonFields opinion(f.object(u"second_opinion"_s), u"second_opinion"_s);
            policy.secondOpinion = secondOpinion(opinion);
            close(opinion);
        }
        if (f.has(u"regression_gate"_s)) {
            for (const QString &text : f.strings(u"regression_gate"_s, 30)) {
                if (const auto reason = gateReasonFromString(text)) {
                    policy.regressionGate.append(*reason);
                } else {
                    f.fail(u"has an unknown reason "_s + text);
                }
            }
        }
        if (f.has(u"suites"_s)) {
            each(f, u"suites"_s, [&](JsonFields &r) { policy.suites.append(suiteRule(r)); });
        }
        JsonFields rights(f.object(u"rights"_s), u"rights"_s);
        policy.rights.write = roles(rights, u"write"_s);
        policy.rights.accept = roles(rights, u"accept"_s);
        policy.rights.administer = roles(rights, u"administer"_s);
        policy.rights.audit = rolesIfAny(rights, u"audit"_s);
        policy.rights.delegate = rolesIfAny(rights, u"delegate"_s);
        policy.rights.emergency = rolesIfAny(rights, u"emergency"_s);
        policy.rights.recordRuns = rolesIfAny(rights, u"record_runs"_s);
        policy.rights.acceptResults = rolesIfAny(rights, u"accept_results"_s);
        close(rights);
        close(f);
        check(policy);
        if (m_problem) {
            return std::unexpected(*m_problem);
        }
        return policy;
    }

private:
    void refuse(const QString &field, const QString &why)
    {
        if (!m_problem) {
            m_problem = Error{.code = ErrorCode::Invalid, .subject = field, .detail = why};
        }
    }

    void close(const JsonFields &fields)
    {
        if (const Done done = fields.finish(); !done && !m_problem) {
            m_problem = done.error();
        }
    }

    static SecondOpinion secondOpinion(JsonFields &fields)
    {
        SecondOpinion opinion{.endpoint = fields.string(u"endpoint"_s, 512), .model = fields.string(u"model"_s, 200)};
        for (const QString &text : fields.strings(u"lanes"_s, 10)) {
            const auto lane = laneFromString(text);
            if (!lane || *lane == Lane::High || opinion.lanes.contains(*lane)) {
                fields.fail(u"has a wrong lane "_s + text);
            }
            opinion.lanes.append(lane.value_or(Lane::Low));
        }
        if (!isEndpoint(opinion.endpoint) || opinion.model.trimmed().isEmpty() || opinion.lanes.isEmpty()) {
            fields.fail(u"is not complete"_s);
        }
        return opinion;
    }

    template<typename Read>
    void each(JsonFields &fields, const QString &key, Read read)
    {
        qsizetype index = 0;
        for (const Json &item : fields.array(key)) {
            JsonFields inner(item, u"%1[%2]"_s.arg(key).arg(index++));
            read(inner);
            close(inner);
        }
    }

    static QList<RoleId> roles(JsonFields &f, const QString &key) { return ids<RoleId>(f.strings(key, 64)); }

    static QList<RoleId> rolesIfAny(JsonFields &f, const QString &key)
    {
        return f.has(key) ? roles(f, key) : QList<RoleId>();
    }

    static OverrideRule overrideRule(JsonFields &f)
    {
        return {.requirement = f.string(u"requirement"_s, 200), .by = roles(f, u"by"_s)};
    }

    static EnvironmentRule environmentRule(JsonFields &f)
    {
        return {.paths = f.strings(u"paths"_s, 512),
                .deploy = roles(f, u"deploy"_s),
                .rollBack = roles(f, u"roll_back"_s),
                .informed = ids<PrincipalId>(f.strings(u"informed"_s, 66))};
    }

    static Lane lane(JsonFields &f)
    {
        const auto value = laneFromString(f.string(u"lane"_s, 10));
        if (!value) {
            f.fail(u"has a wrong lane"_s);
        }
        return value.value_or(Lane::High);
    }

    static GovernedPaths governed(JsonFields &f)
    {
        const auto kind = artifactKindFromString(f.string(u"kind"_s, 20));
        if (!kind) {
            f.fail(u"has a wrong kind"_s);
        }
        return {.paths = f.strings(u"paths"_s, 512), .kind = kind.value_or(ArtifactKind::Prompt)};
    }

    static RoleInfo role(JsonFields &f)
    {
        return {.id = {f.string(u"id"_s, 64)}, .title = f.string(u"title"_s, 100)};
    }

    static Person person(JsonFields &f)
    {
        const QString kind = f.string(u"kind"_s, 10);
        if (kind != u"human" && kind != u"service") {
            f.fail(u"has a wrong kind"_s);
        }
        return {.id = {f.string(u"id"_s, 66)},
                .name = f.string(u"name"_s, 200),
                .kind = kind == u"human" ? PrincipalKind::Human : PrincipalKind::Service,
                .emails = f.strings(u"emails"_s, 254),
                .roles = roles(f, u"roles"_s),
                .keys = f.strings(u"keys"_s, 2000),
                .logins = f.has(u"logins"_s) ? f.strings(u"logins"_s, 63) : QStringList(),
                .active = f.boolean(u"active"_s)};
    }

    static Workflow workflow(JsonFields &f)
    {
        Workflow w{.id = f.string(u"id"_s, 64), .title = f.string(u"title"_s, 100), .paths = f.strings(u"paths"_s, 512)};
        for (const QString &text : f.strings(u"consequences"_s, 30)) {
            if (const auto consequence = consequenceFromString(text)) {
                w.consequences.append(*consequence);
            } else {
                f.fail(u"has an unknown consequence "_s + text);
            }
        }
        return w;
    }

    static Owner owner(JsonFields &f)
    {
        return {.paths = f.strings(u"paths"_s, 512),
                .section = f.string(u"section"_s, 200),
                .allOf = roles(f, u"all_of"_s),
                .anyOf = roles(f, u"any_of"_s),
                .people = ids<PrincipalId>(f.strings(u"people"_s, 66))};
    }

    static LaneRule laneRule(JsonFields &f)
    {
        LaneRule rule{.lane = lane(f),
                      .approvals = int(f.integer(u"approvals"_s, 1, 100)),
                      .allOf = roles(f, u"all_of"_s),
                      .anyOf = roles(f, u"any_of"_s)};
        for (const QString &text : f.strings(u"note"_s, 30)) {
            if (const auto field = noteFieldFromString(text)) {
                rule.note.append(*field);
            } else {
                f.fail(u"asks for an unknown answer "_s + text);
            }
        }
        rule.viewed = f.boolean(u"viewed"_s);
        rule.reviewer = f.has(u"reviewer"_s) && f.boolean(u"reviewer"_s);
        rule.lower = rolesIfAny(f, u"lower"_s);
        rule.whitespaceKeepsApprovals =
            f.has(u"whitespace_keeps_approvals"_s) && f.boolean(u"whitespace_keeps_approvals"_s);
        return rule;
    }

    static LaneOverride laneOverride(JsonFields &f) { return {.rule = f.string(u"rule"_s, 100), .lane = lane(f)}; }

    static BannedPhrase bannedPhrase(JsonFields &f)
    {
        BannedPhrase banned{.phrase = f.string(u"phrase"_s, 200),
                            .why = f.string(u"why"_s, 400),
                            .paths = f.strings(u"paths"_s, 512)};
        if (banned.phrase.trimmed().isEmpty()) {
            f.fail(u"has an empty phrase"_s);
        }
        return banned;
    }

    static SuiteThreshold threshold(JsonFields &f)
    {
        SuiteThreshold threshold{.dimension = f.string(u"dimension"_s, 200),
                                 .least = f.integer(u"least"_s, -largestThreshold, largestThreshold)};
        if (threshold.dimension.isEmpty()) {
            f.fail(u"has a threshold without a dimension"_s);
        }
        return threshold;
    }

    SuiteRule suiteRule(JsonFields &f)
    {
        SuiteRule rule{.suite = {f.string(u"suite"_s, 512)},
                       .paths = f.strings(u"paths"_s, 512),
                       .model = f.string(u"model"_s, 200),
                       .served = f.strings(u"served"_s, 200),
                       .limit = f.integer(u"limit"_s, 0, 1'000'000)};
        for (const QString &text : f.strings(u"lanes"_s, 10)) {
            if (const auto lane = laneFromString(text)) {
                rule.lanes.append(*lane);
            } else {
                f.fail(u"has an unknown lane "_s + text);
            }
        }
        for (const QString &text : f.strings(u"reasons"_s, 30)) {
            if (const auto reason = gateReasonFromString(text)) {
                rule.reasons.append(*reason);
            } else {
                f.fail(u"has an unknown reason "_s + text);
            }
        }
        each(f, u"thresholds"_s, [&](JsonFields &t) { rule.thresholds.append(threshold(t)); });
        if (rule.suite.isEmpty()) {
            f.fail(u"names no suite"_s);
        }
        return rule;
    }

    static Watched watched(JsonFields &f)
    {
        Watched watched{.phrase = f.string(u"phrase"_s, 200),
                        .section = f.string(u"section"_s, 200),
                        .setting = f.string(u"setting"_s, 200),
                        .paths = f.strings(u"paths"_s, 512),
                        .lane = lane(f),
                        .why = f.string(u"why"_s, 400)};
        for (const QString &name : f.strings(u"kinds"_s, 100)) {
            if (const auto kind = artifactKindFromString(name)) {
                watched.kinds.append(*kind);
            } else {
                f.fail(u"has an unknown kind"_s);
            }
        }
        for (const QString &name : f.strings(u"consequences"_s, 100)) {
            if (const auto consequence = consequenceFromString(name)) {
                watched.consequences.append(*consequence);
            } else {
                f.fail(u"has an unknown consequence"_s);
            }
        }
        const int targets = (watched.phrase.isEmpty() ? 0 : 1) + (watched.section.isEmpty() ? 0 : 1)
                            + (watched.setting.isEmpty() ? 0 : 1);
        const bool everything = targets == 0 && watched.paths.isEmpty() && watched.kinds.isEmpty()
                                && watched.consequences.isEmpty();
        if (targets > 1 || everything) {
            f.fail(u"must name one of phrase, section and setting, or the files"_s);
        }
        return watched;
    }

    Environment environment(JsonFields &f)
    {
        Environment environment{.id = {f.string(u"id"_s, 64)},
                .title = f.string(u"title"_s, 100),
                .follows = f.boolean(u"follows"_s),
                .deploy = roles(f, u"deploy"_s),
                .rollBack = roles(f, u"roll_back"_s),
                .informed = ids<PrincipalId>(f.strings(u"informed"_s, 66))};
        if (f.has(u"rules"_s)) {
            each(f, u"rules"_s, [&](JsonFields &r) { environment.rules.append(environmentRule(r)); });
        }
        return environment;
    }

    void check(const Policy &policy)
    {
        checkPeople(policy);
        checkRoles(policy);
        if (!isGovernableBranch(policy.branch)) {
            refuse(u"branch"_s, u"is no branch that can be governed"_s);
        }
        if (!policy.root.isEmpty() && !isSafePath(policy.root)) {
            refuse(u"root"_s, u"is no folder of the repository"_s);
        }
        if (policy.lanes.size() != 3 || policy.lanes.at(0).lane != Lane::Low || policy.lanes.at(1).lane != Lane::Medium
            || policy.lanes.at(2).lane != Lane::High) {
            refuse(u"lanes"_s, u"must be low, medium and high, in this order"_s);
        }
        if (!policy.suites.isEmpty() && policy.rights.recordRuns.isEmpty()) {
            refuse(u"suites"_s, u"nobody may record a run"_s);
        }
        QSet<QString> names;
        for (const Environment &environment : policy.environments) {
            if (!isName(environment.id.value)) {
                refuse(u"environments"_s, u"wrong id "_s + environment.id.value);
            }
            if (names.contains(environment.id.value)) {
                refuse(u"environments"_s, u"twice "_s + environment.id.value);
            }
            names.insert(environment.id.value);
        }
        if (names.isEmpty()) {
            refuse(u"environments"_s, u"is empty"_s);
        }
        names.clear();
        for (const Workflow &workflow : policy.workflows) {
            if (!isName(workflow.id) || names.contains(workflow.id)) {
                refuse(u"workflows"_s, u"wrong or repeated id "_s + workflow.id);
            }
            names.insert(workflow.id);
        }
    }

    void checkPeople(const Policy &policy)
    {
        QSet<QString> names;
        QSet<QString> emails;
        QSet<QString> logins;
        bool anybody = false;
        for (const Person &person : policy.people) {
            if (!isPrincipal(person.id.value) || names.contains(person.id.value)) {
                refuse(u"people"_s, u"wrong or repeated id "_s + person.id.value);
            }
            names.insert(person.id.value);
            for (const QString &email : person.emails) {
                if (emails.contains(email.toLower())) {
                    refuse(u"people"_s, u"two people with the address "_s + email);
                }
                emails.insert(email.toLower());
            }
            for (const QString &login : person.logins) {
                if (login.isEmpty() || logins.contains(login)) {
                    refuse(u"people"_s, u"two people with the login "_s + login);
                }
                logins.insert(login);
            }
            anybody = anybody || (person.active && person.kind == PrincipalKind::Human);
        }
        if (!anybody) {
            refuse(u"people"_s, u"nobody is there to decide"_s);
        }
    }

    void checkRoles(const Policy &policy)
    {
        QSet<RoleId> known;
        for (const RoleInfo &role : policy.roles) {
            if (!isName(role.id.value) || known.contains(role.id)) {
                refuse(u"roles"_s, u"wrong or repeated id "_s + role.id.value);
            }
            known.insert(role.id);
        }
        const auto roles = [&](const QList<RoleId> &used, const QString &field) {
            for (const RoleId &role : used) {
                if (!known.contains(role)) {
                    refuse(field, u"unknown role "_s + role.value);
                }
            }
        };
        const auto people = [&](const QList<PrincipalId> &used, const QString &field) {
            for (const PrincipalId &id : used) {
                if (!policy.person(id)) {
                    refuse(field, u"unknown person "_s + id.value);
                }
            }
        };
        for (const Person &person : policy.people) {
            roles(person.roles, u"people"_s);
        }
        for (const Owner &owner : policy.owners) {
            roles(owner.allOf, u"owners"_s);
            roles(owner.anyOf, u"owners"_s);
            people(owner.people, u"owners"_s);
            if (owner.allOf.isEmpty() && owner.anyOf.isEmpty() && owner.people.isEmpty()) {
                refuse(u"owners"_s, u"an owner without anybody"_s);
            }
        }
        for (const LaneRule &rule : policy.lanes) {
            roles(rule.allOf, u"lanes"_s);
            roles(rule.anyOf, u"lanes"_s);
            roles(rule.lower, u"lanes"_s);
        }
        for (const OverrideRule &rule : policy.overrides) {
            roles(rule.by, u"overrides"_s);
            if (rule.requirement.isEmpty()) {
                refuse(u"overrides"_s, u"an override of no requirement"_s);
            }
            if (rule.by.isEmpty()) {
                refuse(u"overrides"_s, u"an override by nobody"_s);
            }
        }
        for (const Environment &environment : policy.environments) {
            roles(environment.deploy, u"environments"_s);
            roles(environment.rollBack, u"environments"_s);
            people(environment.informed, u"environments"_s);
            for (const EnvironmentRule &rule : environment.rules) {
                roles(rule.deploy, u"environments"_s);
                roles(rule.rollBack, u"environments"_s);
                people(rule.informed, u"environments"_s);
                if (rule.paths.isEmpty()) {
                    refuse(u"environments"_s, u"a rule without a path in "_s + environment.id.value);
                }
            }
        }
        roles(policy.rights.write, u"rights"_s);
        roles(policy.rights.accept, u"rights"_s);
        roles(policy.rights.administer, u"rights"_s);
        roles(policy.rights.audit, u"rights"_s);
        roles(policy.rights.emergency, u"rights"_s);
        roles(policy.rights.delegate, u"rights"_s);
        roles(policy.rights.recordRuns, u"rights"_s);
        roles(policy.rights.acceptResults, u"rights"_s);
    }

    std::optional<Error> m_problem;
};

} // namespace

Json toJson(const Policy &policy)
{
    JsonObject object{{u"branch"_s, Json(policy.branch)},
                      {u"environments"_s, json(policy.environments)},
                      {u"governed"_s, json(policy.governed)},
                      {u"ignored"_s, json(policy.ignored)},
                      {u"lane_rules"_s, json(policy.laneRules)},
                      {u"lanes"_s, json(policy.lanes)},
                      {u"owners"_s, json(policy.owners)},
                      {u"people"_s, json(policy.people)},
                      {u"previous"_s, Json(policy.previous.isNull() ? QString()
                                                                    : QString::fromLatin1(policy.previous.toHex()))},
                      {u"recheck_at_release"_s, Json(policy.recheckAtRelease)},
                      {u"rights"_s, json(policy.rights)},
                      {u"roles"_s, json(policy.roles)},
                      {u"root"_s, Json(policy.root)},
                      {u"signatures_required"_s, Json(policy.signaturesRequired)},
                      {u"source"_s, Json(toString(policy.source))},
                      {u"version"_s, Json(policy.version)},
                      {u"workflows"_s, json(policy.workflows)},
                      {u"workspace"_s, Json(policy.workspace)}};
    addIfAny(object, u"banned_phrases"_s, policy.bannedPhrases);
    addIfAny(object, u"overrides"_s, policy.overrides);
    addIfAny(object, u"regression_gate"_s, policy.regressionGate);
    addIfAny(object, u"suites"_s, policy.suites);
    if (policy.history.versions > 0) {
        object.insert(u"history"_s, JsonObject{{u"lane"_s, Json(toString(policy.history.lane))},
                                               {u"versions"_s, Json(policy.history.versions)}});
    }
    if (policy.machineAuthors != Lane::Low) {
        object.insert(u"machine_authors"_s, Json(toString(policy.machineAuthors)));
    }
    if (!policy.secondOpinion.lanes.isEmpty()) {
        JsonArray lanes;
        for (const Lane lane : policy.secondOpinion.lanes) {
            lanes.append(Json(toString(lane)));
        }
        object.insert(u"second_opinion"_s, JsonObject{{u"endpoint"_s, Json(policy.secondOpinion.endpoint)},
                                                      {u"lanes"_s, lanes},
                                                      {u"model"_s, Json(policy.secondOpinion.model)}});
    }
    if (!policy.watched.isEmpty()) {
        object.insert(u"watched"_s, json(policy.watched));
    }
    return object;
}

ContentHash suiteTerms(const SuiteRule &rule)
{
    return contentHash(printCanonicalJson(termsOf(rule)));
}

Result<Policy> policyFromJson(const Json &json)
{
    return PolicyReader().read(json);
}

} // namespace countersign
