// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PolicyYaml.h"

#include "base/Hash.h"
#include "base/Millionths.h"
#include "services/YamlTree.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

using Kind = YamlValue::Kind;

/// How many single letters must be typed, dropped or changed; more than `most` counts as `most` + 1.
int distance(QStringView a, QStringView b)
{
    QList<int> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int up = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = up;
        }
    }
    return row.last();
}

QString likely(const QString &word, const QStringList &known)
{
    if (word.size() > 64) {
        return {};
    }
    QString best;
    int nearest = std::max(2, int(word.size()) / 3) + 1;
    for (const QString &candidate : known) {
        const int steps = distance(word.toLower(), candidate);
        if (steps < nearest) {
            nearest = steps;
            best = candidate;
        }
    }
    return best;
}

QString withGuess(const QString &what, const QString &word, const QStringList &known)
{
    const QString guess = likely(word, known);
    return guess.isEmpty() ? u"%1 %2"_s.arg(what, word) : u"%1 %2; did you mean %3?"_s.arg(what, word, guess);
}

constexpr qsizetype mostMistakes = 50;

/// Reads the tree; keeps the mistakes in the order in which the parts are read.
class Reader
{
public:
    explicit Reader(const YamlValue &top) : m_top(top) { }

    Policy read()
    {
        Policy policy;
        expect(m_top, Kind::Map, u"policy"_s);
        known(m_top, {}, {u"workspace"_s, u"branch"_s, u"root"_s, u"governed"_s, u"ignored"_s, u"roles"_s, u"people"_s,
                          u"workflows"_s, u"owners"_s, u"lanes"_s, u"lane_rules"_s, u"watched"_s, u"banned_phrases"_s, u"environments"_s, u"rights"_s, u"overrides"_s, u"history"_s,
                          u"machine_authors"_s, u"regression_gate"_s, u"second_opinion"_s, u"suites"_s,
                          u"recheck_at_release"_s, u"signatures_required"_s});
        policy.workspace = text(m_top, u"workspace"_s, {}, true);
        policy.branch = text(m_top, u"branch"_s, {}, true);
        if (const YamlValue *branch = find(m_top, u"branch"_s, {}, false);
            branch && !policy.branch.isEmpty() && !isGovernableBranch(policy.branch)) {
            refuse(*branch, u"branch"_s, u"is no branch that can be governed"_s);
        }
        policy.root = text(m_top, u"root"_s, {}, false);
        policy.ignored = texts(m_top, u"ignored"_s, {});
        policy.recheckAtRelease = flag(m_top, u"recheck_at_release"_s, {}, true);
        policy.signaturesRequired = flag(m_top, u"signatures_required"_s, {}, false);
        readGoverned(policy);
        readRoles(policy);
        readPeople(policy);
        readWorkflows(policy);
        readOwners(policy);
        readLanes(policy);
        readLaneRules(policy);
        readWatched(policy);
        readBannedPhrases(policy);
        readEnvironments(policy);
        readRights(policy);
        readSecondOpinion(policy);
        readOverrides(policy);
        readHistory(policy);
        readSuites(policy);
        checkNames(policy);
        return policy;
    }

    [[nodiscard]] const QList<Error> &problems() const { return m_problems; }

private:
    struct Use
    {
        const YamlValue *where = nullptr;
        QString path = {};
    };

    void refuse(const YamlValue &where, const QString &path, const QString &detail)
    {
        const Error problem{.code = ErrorCode::Invalid, .subject = path.isEmpty() ? u"policy"_s : path,
                            .detail = detail, .line = where.line, .column = where.column};
        if (m_problems.size() < mostMistakes && !m_problems.contains(problem)) {
            m_problems.append(problem);
        }
    }

    static QString below(const QString &path, const QString &key) { return path.isEmpty() ? key : path + u'.' + key; }

    bool expect(const YamlValue &value, Kind kind, const QString &path)
    {
        if (value.kind == kind) {
            return true;
        }
        static const QStringList names = {u"nothing"_s, u"a text"_s, u"a list"_s, u"a map of keys"_s};
        refuse(value, path, u"must be %1, not %2"_s.arg(names.at(int(kind)), names.at(int(value.kind))));
        return false;
    }

    void known(const YamlValue &map, const QString &path, const QStringList &keys)
    {
        for (const YamlValue &key : map.keys) {
            if (!keys.contains(key.scalar)) {
                refuse(key, below(path, key.scalar), withGuess(u"unknown key"_s, key.scalar, keys));
            }
        }
    }

    const YamlValue *find(const YamlValue &map, const QString &key, const QString &path, bool required)
    {
        const qsizetype index = map.kind == Kind::Map ? map.indexOf(key) : -1;
        if (index >= 0 && (map.items.at(index).kind != Kind::Null || required)) {
            return &map.items.at(index);
        }
        if (required) {
            refuse(map, below(path, key), u"is missing"_s);
        }
        return nullptr;
    }

    QString text(const YamlValue &map, const QString &key, const QString &path, bool required)
    {
        const YamlValue *value = find(map, key, path, required);
        if (!value || !expect(*value, Kind::Scalar, below(path, key))) {
            return {};
        }
        if (required && value->scalar.isEmpty()) {
            refuse(*value, below(path, key), u"is empty"_s);
        }
        return value->scalar;
    }

    bool flag(const YamlValue &map, const QString &key, const QString &path, bool otherwise)
    {
        const YamlValue *value = find(map, key, path, false);
        if (!value || !expect(*value, Kind::Scalar, below(path, key))) {
            return otherwise;
        }
        if (value->scalar != u"true" && value->scalar != u"false") {
            refuse(*value, below(path, key), u"must be true or false, not %1"_s.arg(value->scalar));
        }
        return value->scalar == u"true";
    }

    QList<const YamlValue *> list(const YamlValue &map, const QString &key, const QString &path)
    {
        const YamlValue *value = find(map, key, path, false);
        if (!value || !expect(*value, Kind::List, below(path, key))) {
            return {};
        }
        QList<const YamlValue *> all;
        for (const YamlValue &item : value->items) {
            all.append(&item);
        }
        return all;
    }

    QStringList texts(const YamlValue &map, const QString &key, const QString &path)
    {
        QStringList all;
        for (const YamlValue *item : list(map, key, path)) {
            if (expect(*item, Kind::Scalar, below(path, key))) {
                all.append(item->scalar);
            }
        }
        return all;
    }

    QList<RoleId> roles(const YamlValue &map, const QString &key, const QString &path)
    {
        QList<RoleId> all;
        for (const YamlValue *item : list(map, key, path)) {
            if (expect(*item, Kind::Scalar, below(path, key))) {
                all.append(RoleId{item->scalar});
                m_roleUses.append({.where = item, .path = below(path, key)});
            }
        }
        return all;
    }

    QList<PrincipalId> people(const YamlValue &map, const QString &key, const QString &path)
    {
        QList<PrincipalId> all;
        for (const YamlValue *item : list(map, key, path)) {
            if (expect(*item, Kind::Scalar, below(path, key))) {
                all.append(PrincipalId{u"p:"_s + item->scalar});
                m_personUses.append({.where = item, .path = below(path, key)});
            }
        }
        return all;
    }

    /// Values of a closed set, by their names.
    template<typename E, typename FromString>
    std::optional<E> oneOf(const YamlValue &value, const QString &path, FromString fromString, const QStringList &names)
    {
        if (!expect(value, Kind::Scalar, path)) {
            return std::nullopt;
        }
        const std::optional<E> found = fromString(value.scalar);
        if (!found) {
            refuse(value, path, withGuess(u"unknown value"_s, value.scalar, names)
                           + u" (one of %1)"_s.arg(names.join(u", "_s)));
        }
        return found;
    }

    /// Calls `each(id, value, path)` for the entries of a map of ids.
    template<typename Each>
    void entries(const QString &key, bool required, Each each)
    {
        const YamlValue *map = find(m_top, key, {}, required);
        if (!map || !expect(*map, Kind::Map, key)) {
            return;
        }
        for (qsizetype i = 0; i < map->keys.size(); ++i) {
            each(map->keys.at(i).scalar, map->items.at(i), below(key, map->keys.at(i).scalar));
        }
    }

    void readGoverned(Policy &policy)
    {
        static const QStringList kinds = {u"prompt"_s, u"tools"_s, u"retrieval"_s, u"routing"_s,
                                          u"workflow"_s, u"suite"_s, u"contract"_s};
        const QString key = u"governed"_s;
        for (const YamlValue *item : list(m_top, key, {})) {
            if (!expect(*item, Kind::Map, key)) {
                continue;
            }
            known(*item, key, {u"kind"_s, u"paths"_s});
            GovernedPaths rule{.paths = texts(*item, u"paths"_s, key)};
            if (const YamlValue *kind = find(*item, u"kind"_s, key, true)) {
                rule.kind = oneOf<ArtifactKind>(*kind, below(key, u"kind"_s), artifactKindFromString, kinds)
                                    .value_or(ArtifactKind::Prompt);
            }
            if (rule.paths.isEmpty()) {
                refuse(*item, below(key, u"paths"_s), u"names no path"_s);
            }
            policy.governed.append(rule);
        }
    }

    void readRoles(Policy &policy)
    {
        entries(u"roles"_s, true, [&](const QString &id, const YamlValue &value, const QString &path) {
            if (value.kind != Kind::Null && expect(value, Kind::Scalar, path)) {
                policy.roles.append({.id = {id}, .title = value.scalar});
            } else {
                policy.roles.append({.id = {id}, .title = id});
            }
        });
    }

    void readPeople(Policy &policy)
    {
        entries(u"people"_s, true, [&](const QString &id, const YamlValue &value, const QString &path) {
            if (!expect(value, Kind::Map, path)) {
                return;
            }
            known(value, path, {u"name"_s, u"emails"_s, u"roles"_s, u"keys"_s, u"logins"_s, u"kind"_s, u"active"_s});
            Person person{.id = {u"p:"_s + id},
                          .name = text(value, u"name"_s, path, true),
                          .emails = texts(value, u"emails"_s, path),
                          .roles = roles(value, u"roles"_s, path),
                          .keys = texts(value, u"keys"_s, path),
                          .logins = texts(value, u"logins"_s, path),
                          .active = flag(value, u"active"_s, path, true)};
            const QString kind = text(value, u"kind"_s, path, false);
            if (!kind.isEmpty() && kind != u"human" && kind != u"service") {
                refuse(*find(value, u"kind"_s, path, true), below(path, u"kind"_s),
                       withGuess(u"unknown value"_s, kind, {u"human"_s, u"service"_s}));
            }
            person.kind = kind == u"service" ? PrincipalKind::Service : PrincipalKind::Human;
            policy.people.append(person);
        });
    }

    void readWorkflows(Policy &policy)
    {
        static const QStringList names = {u"financial"_s, u"legal"_s, u"medical"_s, u"safety"_s,
                                          u"privacy"_s, u"customer_visible"_s, u"internal"_s};
        entries(u"workflows"_s, false, [&](const QString &id, const YamlValue &value, const QString &path) {
            if (!expect(value, Kind::Map, path)) {
                return;
            }
            known(value, path, {u"title"_s, u"paths"_s, u"consequences"_s});
            Workflow workflow{.id = id, .title = text(value, u"title"_s, path, false),
                              .paths = texts(value, u"paths"_s, path)};
            if (workflow.title.isEmpty()) {
                workflow.title = id;
            }
            for (const YamlValue *item : list(value, u"consequences"_s, path)) {
                const auto consequence = oneOf<Consequence>(*item, below(path, u"consequences"_s),
                                                            consequenceFromString, names);
                if (consequence) {
                    workflow.consequences.append(*consequence);
                }
            }
            policy.workflows.append(workflow);
        });
    }

    void readOwners(Policy &policy)
    {
        const QString key = u"owners"_s;
        for (const YamlValue *item : list(m_top, key, {})) {
            if (!expect(*item, Kind::Map, key)) {
                continue;
            }
            known(*item, key, {u"paths"_s, u"section"_s, u"all_of"_s, u"any_of"_s, u"people"_s});
            policy.owners.append({.paths = texts(*item, u"paths"_s, key),
                                  .section = text(*item, u"section"_s, key, false),
                                  .allOf = roles(*item, u"all_of"_s, key),
                                  .anyOf = roles(*item, u"any_of"_s, key),
                                  .people = people(*item, u"people"_s, key)});
            const Owner &owner = policy.owners.last();
            if (owner.paths.isEmpty()) {
                refuse(*item, below(key, u"paths"_s), u"names no path"_s);
            }
            if (owner.allOf.isEmpty() && owner.anyOf.isEmpty() && owner.people.isEmpty()) {
                refuse(*item, key, u"names nobody: give all_of, any_of or people"_s);
            }
        }
    }

    LaneRule laneRule(Lane lane, const YamlValue &value, const QString &path)
    {
        static const QStringList fields = {u"what"_s, u"why"_s, u"workflow"_s, u"outcome"_s,
                                           u"triggers"_s, u"rollback_owner"_s, u"informed"_s};
        LaneRule rule{.lane = lane};
        if (!expect(value, Kind::Map, path)) {
            return rule;
        }
        known(value, path, {u"approvals"_s, u"all_of"_s, u"any_of"_s, u"note"_s, u"viewed"_s, u"reviewer"_s, u"lower"_s,
                            u"whitespace_keeps_approvals"_s});
        rule.allOf = roles(value, u"all_of"_s, path);
        rule.anyOf = roles(value, u"any_of"_s, path);
        if (const YamlValue *approvals = find(value, u"approvals"_s, path, false)) {
            bool ok = false;
            rule.approvals = approvals->scalar.toInt(&ok);
            if (!ok || rule.approvals < 1 || rule.approvals > 100) {
                refuse(*approvals, below(path, u"approvals"_s), u"must be a number from 1 to 100"_s);
            }
        }
        for (const YamlValue *item : list(value, u"note"_s, path)) {
            if (const auto field = oneOf<NoteField>(*item, below(path, u"note"_s), noteFieldFromString, fields)) {
                rule.note.append(*field);
            }
        }
        rule.viewed = flag(value, u"viewed"_s, path, false);
        rule.reviewer = flag(value, u"reviewer"_s, path, false);
        rule.lower = roles(value, u"lower"_s, path);
        rule.whitespaceKeepsApprovals = flag(value, u"whitespace_keeps_approvals"_s, path, false);
        return rule;
    }

    void readLanes(Policy &policy)
    {
        const QString key = u"lanes"_s;
        const YamlValue *lanes = find(m_top, key, {}, true);
        if (!lanes || !expect(*lanes, Kind::Map, key)) {
            return;
        }
        known(*lanes, key, {u"low"_s, u"medium"_s, u"high"_s});
        for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High}) {
            if (const YamlValue *value = find(*lanes, toString(lane), key, true)) {
                policy.lanes.append(laneRule(lane, *value, below(key, toString(lane))));
            }
        }
    }

    void readLaneRules(Policy &policy)
    {
        static const QStringList names = {u"low"_s, u"medium"_s, u"high"_s};
        entries(u"lane_rules"_s, false, [&](const QString &rule, const YamlValue &value, const QString &path) {
            if (const auto lane = oneOf<Lane>(value, path, laneFromString, names)) {
                policy.laneRules.append({.rule = rule, .lane = *lane});
            }
        });
    }

    void readWatched(Policy &policy)
    {
        const QString key = u"watched"_s;
        static const QStringList lanes = {u"low"_s, u"medium"_s, u"high"_s};
        static const QStringList kinds = {u"prompt"_s,   u"tools"_s, u"retrieval"_s, u"routing"_s,
                                          u"workflow"_s, u"suite"_s, u"contract"_s};
        static const QStringList consequences = {u"financial"_s, u"legal"_s,   u"medical"_s, u"safety"_s,
                                                 u"privacy"_s,   u"customer_visible"_s, u"internal"_s};
        for (const YamlValue *item : list(m_top, key, {})) {
            if (!expect(*item, Kind::Map, key)) {
                continue;
            }
            known(*item, key,
                  {u"phrase"_s, u"section"_s, u"setting"_s, u"paths"_s, u"kinds"_s, u"consequences"_s, u"lane"_s, u"why"_s});
            Watched one{.phrase = text(*item, u"phrase"_s, key, false),
                        .section = text(*item, u"section"_s, key, false),
                        .setting = text(*item, u"setting"_s, key, false),
                        .paths = texts(*item, u"paths"_s, key),
                        .why = text(*item, u"why"_s, key, false)};
            if (const YamlValue *value = find(*item, u"lane"_s, key, false)) {
                one.lane = oneOf<Lane>(*value, below(key, u"lane"_s), laneFromString, lanes).value_or(one.lane);
            }
            for (const YamlValue *value : list(*item, u"kinds"_s, key)) {
                if (const auto kind = oneOf<ArtifactKind>(*value, below(key, u"kinds"_s), artifactKindFromString, kinds)) {
                    one.kinds.append(*kind);
                }
            }
            for (const YamlValue *value : list(*item, u"consequences"_s, key)) {
                if (const auto found = oneOf<Consequence>(*value, below(key, u"consequences"_s), consequenceFromString,
                                                          consequences)) {
                    one.consequences.append(*found);
                }
            }
            const int targets =
                (one.phrase.isEmpty() ? 0 : 1) + (one.section.isEmpty() ? 0 : 1) + (one.setting.isEmpty() ? 0 : 1);
            const bool everything =
                targets == 0 && one.paths.isEmpty() && one.kinds.isEmpty() && one.consequences.isEmpty();
            if (targets > 1 || everything) {
                refuse(*item, key, u"names one of phrase, section and setting, or paths, kinds or consequences alone"_s);
            }
            if (std::max({one.phrase.size(), one.section.size(), one.setting.size()}) > 200 || one.why.size() > 400) {
                refuse(*item, key, u"is too long: 200 characters for words, 400 for why"_s);
            }
            policy.watched.append(one);
        }
    }

    void readBannedPhrases(Policy &policy)
    {
        const QString key = u"banned_phrases"_s;
        for (const YamlValue *item : list(m_top, key, {})) {
            if (!expect(*item, Kind::Map, key)) {
                continue;
            }
            known(*item, key, {u"phrase"_s, u"why"_s, u"paths"_s});
            policy.bannedPhrases.append({.phrase = text(*item, u"phrase"_s, key, true),
                                         .why = text(*item, u"why"_s, key, false),
                                         .paths = texts(*item, u"paths"_s, key)});
            const BannedPhrase &banned = policy.bannedPhrases.last();
            if (banned.phrase.size() > 200 || banned.why.size() > 400) {
                refuse(*item, key, u"is too long: 200 characters for a phrase, 400 for why"_s);
            }
        }
    }

    void readEnvironments(Policy &policy)
    {
        const QString key = u"environments"_s;
        if (!find(m_top, key, {}, true)) {
            return;
        }
        for (const YamlValue *item : list(m_top, key, {})) {
            if (!expect(*item, Kind::Map, key)) {
                continue;
            }
            known(*item, key, {u"id"_s, u"title"_s, u"follows"_s, u"deploy"_s, u"roll_back"_s, u"informed"_s, u"rules"_s});
            Environment environment{.id = {text(*item, u"id"_s, key, true)},
                                    .title = text(*item, u"title"_s, key, false),
                                    .follows = flag(*item, u"follows"_s, key, false),
                                    .deploy = roles(*item, u"deploy"_s, key),
                                    .rollBack = roles(*item, u"roll_back"_s, key),
                                    .informed = people(*item, u"informed"_s, key)};
            if (environment.title.isEmpty()) {
                environment.title = environment.id.value;
            }
            for (const YamlValue *rule : list(*item, u"rules"_s, key)) {
                const QString path = below(key, u"rules"_s);
                if (!expect(*rule, Kind::Map, path)) {
                    continue;
                }
                known(*rule, path, {u"paths"_s, u"deploy"_s, u"roll_back"_s, u"informed"_s});
                environment.rules.append({.paths = texts(*rule, u"paths"_s, path),
                                          .deploy = roles(*rule, u"deploy"_s, path),
                                          .rollBack = roles(*rule, u"roll_back"_s, path),
                                          .informed = people(*rule, u"informed"_s, path)});
                if (environment.rules.last().paths.isEmpty()) {
                    refuse(*rule, below(path, u"paths"_s), u"names no path"_s);
                }
            }
            policy.environments.append(environment);
        }
    }

    void readRights(Policy &policy)
    {
        const QString key = u"rights"_s;
        const YamlValue *rights = find(m_top, key, {}, false);
        if (!rights || !expect(*rights, Kind::Map, key)) {
            return;
        }
        known(*rights, key,
              {u"write"_s, u"accept"_s, u"administer"_s, u"audit"_s, u"emergency"_s, u"delegate"_s,
               u"record_runs"_s, u"accept_results"_s});
        policy.rights.write = roles(*rights, u"write"_s, key);
        policy.rights.accept = roles(*rights, u"accept"_s, key);
        policy.rights.administer = roles(*rights, u"administer"_s, key);
        policy.rights.audit = roles(*rights, u"audit"_s, key);
        policy.rights.emergency = roles(*rights, u"emergency"_s, key);
        policy.rights.delegate = roles(*rights, u"delegate"_s, key);
        policy.rights.recordRuns = roles(*rights, u"record_runs"_s, key);
        policy.rights.acceptResults = roles(*rights, u"accept_results"_s, key);
    }

    void readOverrides(Policy &policy)
    {
        const QString key = u"overrides"_s;
        for (const YamlValue *item : list(m_top, key, {})) {
            if (!expect(*item, Kind::Map, key)) {
                continue;
            }
            known(*item, key, {u"requirement"_s, u"by"_s});
            policy.overrides.append({.requirement = text(*item, u"requirement"_s, key, true),
                                     .by = roles(*item, u"by"_s, key)});
            if (policy.overrides.last().by.isEmpty()) {
                refuse(*item, below(key, u"by"_s), u"names nobody"_s);
            }
        }
    }

    void readHistory(Policy &policy)
    {
        static const QStringList higher = {u"medium"_s, u"high"_s};
        const auto raised = [this](const YamlValue &value, const QString &path) {
            const Lane lane = oneOf<Lane>(value, path, laneFromString, higher).value_or(Lane::High);
            if (lane == Lane::Low) {
                refuse(value, path, u"must be medium or high: low raises nothing"_s);
            }
            return lane;
        };
        const QString key = u"history"_s;
        if (const YamlValue *history = find(m_top, key, {}, false); history && expect(*history, Kind::Map, key)) {
            known(*history, key, {u"versions"_s, u"lane"_s});
            if (const YamlValue *versions = find(*history, u"versions"_s, key, true)) {
                bool ok = false;
                policy.history.versions = versions->scalar.toInt(&ok);
                if (!ok || policy.history.versions < 1 || policy.history.versions > 1000) {
                    refuse(*versions, below(key, u"versions"_s), u"must be a number from 1 to 1000"_s);
                }
            }
            if (const YamlValue *lane = find(*history, u"lane"_s, key, true)) {
                policy.history.lane = raised(*lane, below(key, u"lane"_s));
            }
        }
        if (const YamlValue *machines = find(m_top, u"machine_authors"_s, {}, false)) {
            policy.machineAuthors = raised(*machines, u"machine_authors"_s);
        }
        policy.regressionGate = reasons(m_top, u"regression_gate"_s, {});
    }

    QList<GateReason> reasons(const YamlValue &map, const QString &key, const QString &path)
    {
        static const QStringList words = {u"policy"_s, u"source"_s,           u"model"_s,  u"financial"_s,
                                          u"legal"_s,  u"customer_visible"_s, u"history"_s};
        QList<GateReason> found;
        for (const YamlValue *item : list(map, key, path)) {
            if (const auto reason = oneOf<GateReason>(*item, below(path, key), gateReasonFromString, words)) {
                found.append(*reason);
            }
        }
        return found;
    }

    qint64 figure(const YamlValue &value, const QString &path)
    {
        const auto figure = value.kind == Kind::Scalar ? millionthsFromText(value.scalar) : std::nullopt;
        if (!figure) {
            refuse(value, path, u"must be a number like 0.02"_s);
        }
        return figure.value_or(0);
    }

    void readSuites(Policy &policy)
    {
        static const QStringList laneWords = {u"low"_s, u"medium"_s, u"high"_s};
        const QString key = u"suites"_s;
        for (const YamlValue *item : list(m_top, key, {})) {
            if (!expect(*item, Kind::Map, key)) {
                continue;
            }
            known(*item, key,
                  {u"suite"_s, u"paths"_s, u"lanes"_s, u"reasons"_s, u"model"_s, u"served"_s, u"limit"_s,
                   u"thresholds"_s});
            SuiteRule rule{.suite = {text(*item, u"suite"_s, key, true)},
                           .paths = texts(*item, u"paths"_s, key),
                           .reasons = reasons(*item, u"reasons"_s, key),
                           .model = text(*item, u"model"_s, key, false),
                           .served = texts(*item, u"served"_s, key)};
            for (const YamlValue *word : list(*item, u"lanes"_s, key)) {
                if (const auto lane = oneOf<Lane>(*word, below(key, u"lanes"_s), laneFromString, laneWords)) {
                    rule.lanes.append(*lane);
                }
            }
            if (const YamlValue *limit = find(*item, u"limit"_s, key, false)) {
                rule.limit = figure(*limit, below(key, u"limit"_s));
                if (rule.limit < 0 || rule.limit > 1'000'000) {
                    refuse(*limit, below(key, u"limit"_s), u"must be a share from 0 to 1"_s);
                }
            }
            const QString path = below(key, u"thresholds"_s);
            if (const YamlValue *least = find(*item, u"thresholds"_s, key, false);
                least && expect(*least, Kind::Map, path)) {
                for (qsizetype i = 0; i < least->keys.size(); ++i) {
                    const QString &dimension = least->keys.at(i).scalar;
                    rule.thresholds.append({.dimension = dimension,
                                            .least = figure(least->items.at(i), below(path, dimension))});
                }
            }
            policy.suites.append(rule);
        }
        if (const YamlValue *suites = find(m_top, key, {}, false);
            suites && !policy.suites.isEmpty() && policy.rights.recordRuns.isEmpty()) {
            refuse(*suites, key, u"nobody may record a run: rights.record_runs names nobody"_s);
        }
    }

    void readSecondOpinion(Policy &policy)
    {
        const QString key = u"second_opinion"_s;
        const YamlValue *opinion = find(m_top, key, {}, false);
        if (!opinion || !expect(*opinion, Kind::Map, key)) {
            return;
        }
        known(*opinion, key, {u"endpoint"_s, u"model"_s, u"lanes"_s});
        policy.secondOpinion = {.endpoint = text(*opinion, u"endpoint"_s, key, true),
                                .model = text(*opinion, u"model"_s, key, true)};
        const YamlValue *endpoint = find(*opinion, u"endpoint"_s, key, false);
        if (endpoint && !policy.secondOpinion.endpoint.isEmpty() && !isEndpoint(policy.secondOpinion.endpoint)) {
            refuse(*endpoint, below(key, u"endpoint"_s), u"must be an address that begins with https://"_s);
        }
        static const QStringList lanes = {u"low"_s, u"medium"_s};
        for (const YamlValue *item : list(*opinion, u"lanes"_s, key)) {
            const auto lane = oneOf<Lane>(*item, below(key, u"lanes"_s), laneFromString, lanes);
            if (lane == Lane::High) {
                refuse(*item, below(key, u"lanes"_s), u"an opinion cannot raise a change that is high"_s);
            } else if (lane && !policy.secondOpinion.lanes.contains(*lane)) {
                policy.secondOpinion.lanes.append(*lane);
            }
        }
        if (!find(*opinion, u"lanes"_s, key, false)) {
            policy.secondOpinion.lanes = {Lane::Low, Lane::Medium};
        } else if (policy.secondOpinion.lanes.isEmpty()) {
            refuse(*opinion, below(key, u"lanes"_s), u"must name low, medium or both"_s);
        }
    }

    void checkNames(const Policy &policy)
    {
        QStringList roleNames;
        for (const RoleInfo &role : policy.roles) {
            roleNames.append(role.id.value);
        }
        for (const Use &use : std::as_const(m_roleUses)) {
            if (!roleNames.contains(use.where->scalar)) {
                refuse(*use.where, use.path, withGuess(u"unknown role"_s, use.where->scalar, roleNames));
            }
        }
        QStringList personNames;
        for (const Person &person : policy.people) {
            personNames.append(person.id.value.mid(2));
        }
        for (const Use &use : std::as_const(m_personUses)) {
            if (!personNames.contains(use.where->scalar)) {
                refuse(*use.where, use.path, withGuess(u"unknown person"_s, use.where->scalar, personNames));
            }
        }
    }

    const YamlValue &m_top;
    QList<Use> m_roleUses;
    QList<Use> m_personUses;
    QList<Error> m_problems;
};

/// Gives a problem of the compiled policy ("people", "environments[1]") the place of that part in the file.
Error placed(Error error, const YamlValue &top)
{
    const QString key = error.subject.section(u'[', 0, 0);
    const qsizetype index = top.indexOf(key);
    if (index < 0) {
        error.line = 1;
        error.column = 1;
        return error;
    }
    const YamlValue &value = top.items.at(index);
    bool ok = false;
    const int item = error.subject.section(u'[', 1).section(u']', 0, 0).toInt(&ok);
    const YamlValue &where = ok && item >= 0 && item < value.items.size() ? value.items.at(item) : top.keys.at(index);
    // The domain names the word that is wrong last; where it stands in this part, that is the better place.
    const QString word = error.detail.section(u' ', -1);
    QList<const YamlValue *> open{&value};
    while (!open.isEmpty()) {
        const YamlValue *at = open.takeFirst();
        const QString bare = word.startsWith(u"p:") ? word.mid(2) : word;
        if (at->kind == Kind::Scalar && !bare.isEmpty() && at->scalar == bare) {
            error.line = at->line;
            error.column = at->column;
            return error;
        }
        for (const YamlValue &inner : at->keys) {
            open.append(&inner);
        }
        for (const YamlValue &inner : at->items) {
            open.append(&inner);
        }
    }
    error.line = where.line;
    error.column = where.column;
    return error;
}

} // namespace

namespace {

/// The policy as far as it could be read, and every mistake of it.
Policy compiled(const QByteArray &yaml, const PolicyOrigin &origin, QList<Error> &mistakes)
{
    const Result<YamlValue> tree = parseYaml(yaml);
    if (!tree) {
        mistakes.append(tree.error());
        return {};
    }
    Reader reader(*tree);
    Policy policy = reader.read();
    mistakes = reader.problems();
    if (!mistakes.isEmpty()) {
        return policy;
    }
    policy.version = origin.version;
    policy.previous = origin.previous;
    policy.source = contentHash(yaml);
    Result<Policy> checked = policyFromJson(toJson(policy));
    if (!checked) {
        mistakes.append(placed(checked.error(), *tree));
        return policy;
    }
    return *checked;
}

} // namespace

Result<Policy> policyFromYaml(const QByteArray &yaml, const PolicyOrigin &origin)
{
    QList<Error> mistakes;
    Policy policy = compiled(yaml, origin, mistakes);
    return mistakes.isEmpty() ? Result<Policy>(policy) : std::unexpected(mistakes.first());
}

QList<Error> policyMistakes(const QByteArray &yaml)
{
    QList<Error> mistakes;
    (void)compiled(yaml, {}, mistakes);
    std::ranges::stable_sort(mistakes, {}, [](const Error &e) { return std::pair(e.line, e.column); });
    return mistakes;
}

} // namespace countersign
