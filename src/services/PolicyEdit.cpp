// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PolicyEdit.h"

#include "base/Align.h"
#include "base/Millionths.h"
#include "services/PolicyYaml.h"

#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

using Kind = YamlValue::Kind;

/// A map in the order of docs/policy.md. Sparse leaves out what says only the default: so a new entry is written.
class PolicyFields
{
public:
    explicit PolicyFields(bool sparse) : m_sparse(sparse) { }

    PolicyFields &text(const QString &key, const QString &value, const QString &otherwise = {})
    {
        return add(key, yamlText(value), value == otherwise);
    }
    PolicyFields &word(const QString &key, const QString &value, bool isDefault = false) { return add(key, yamlWord(value), isDefault); }
    PolicyFields &flag(const QString &key, bool value, bool otherwise = false)
    {
        return word(key, value ? u"true"_s : u"false"_s, value == otherwise);
    }
    PolicyFields &list(const QString &key, const QStringList &values) { return add(key, yamlList(values), values.isEmpty()); }
    PolicyFields &roles(const QString &key, const QList<RoleId> &roles)
    {
        QStringList ids;
        for (const RoleId &role : roles) {
            ids.append(role.value);
        }
        return list(key, ids);
    }
    PolicyFields &people(const QString &key, const QList<PrincipalId> &people)
    {
        QStringList ids;
        for (const PrincipalId &id : people) {
            ids.append(id.value.mid(2));
        }
        return list(key, ids);
    }
    PolicyFields &add(const QString &key, const YamlValue &value, bool isDefault = false)
    {
        if (!m_sparse || !isDefault) {
            m_map.keys.append(yamlText(key));
            m_map.items.append(value);
        }
        return *this;
    }
    [[nodiscard]] YamlValue map() const { return m_map; }
    [[nodiscard]] bool sparse() const { return m_sparse; }

private:
    bool m_sparse;
    YamlValue m_map{.kind = Kind::Map};
};

template<typename List, typename Each>
YamlValue listOfMaps(const List &list, Each each)
{
    YamlValue value{.kind = Kind::List};
    for (const auto &item : list) {
        value.items.append(each(item));
    }
    return value;
}

YamlValue peopleTree(const Policy &policy, bool sparse)
{
    PolicyFields all(false);
    for (const Person &person : policy.people) {
        all.add(person.id.value.mid(2), PolicyFields(sparse)
                                                .text(u"name"_s, person.name)
                                                .list(u"emails"_s, person.emails)
                                                .roles(u"roles"_s, person.roles)
                                                .list(u"keys"_s, person.keys)
                                                .list(u"logins"_s, person.logins)
                                                .word(u"kind"_s, person.kind == PrincipalKind::Service ? u"service"_s : u"human"_s,
                                                      person.kind == PrincipalKind::Human)
                                                .flag(u"active"_s, person.active, true)
                                                .map());
    }
    return all.map();
}

YamlValue workflowsTree(const Policy &policy, bool sparse)
{
    PolicyFields all(false);
    for (const Workflow &workflow : policy.workflows) {
        QStringList consequences;
        for (const Consequence consequence : workflow.consequences) {
            consequences.append(toString(consequence));
        }
        all.add(workflow.id, PolicyFields(sparse)
                                     .text(u"title"_s, workflow.title, workflow.id)
                                     .list(u"paths"_s, workflow.paths)
                                     .list(u"consequences"_s, consequences)
                                     .map());
    }
    return all.map();
}

YamlValue lanesTree(const Policy &policy, bool sparse)
{
    PolicyFields all(false);
    for (const LaneRule &rule : policy.lanes) {
        QStringList note;
        for (const NoteField field : rule.note) {
            note.append(toString(field));
        }
        all.add(toString(rule.lane), PolicyFields(sparse)
                                             .word(u"approvals"_s, QString::number(rule.approvals), rule.approvals == 1)
                                             .roles(u"all_of"_s, rule.allOf)
                                             .roles(u"any_of"_s, rule.anyOf)
                                             .list(u"note"_s, note)
                                             .flag(u"viewed"_s, rule.viewed)
                                             .flag(u"reviewer"_s, rule.reviewer)
                                             .roles(u"lower"_s, rule.lower)
                                             .flag(u"whitespace_keeps_approvals"_s, rule.whitespaceKeepsApprovals)
                                             .map());
    }
    return all.map();
}

YamlValue environmentRules(const Environment &environment, bool sparse)
{
    return listOfMaps(environment.rules, [sparse](const EnvironmentRule &rule) {
        return PolicyFields(sparse)
                .list(u"paths"_s, rule.paths)
                .roles(u"deploy"_s, rule.deploy)
                .roles(u"roll_back"_s, rule.rollBack)
                .people(u"informed"_s, rule.informed)
                .map();
    });
}

/// What has no value of its own for "not at all" is left out of the file then.
YamlValue historyTree(const HistoryRule &rule)
{
    if (rule.versions < 1) {
        return {};
    }
    return PolicyFields(false).word(u"versions"_s, QString::number(rule.versions)).word(u"lane"_s, toString(rule.lane)).map();
}

YamlValue opinionTree(const SecondOpinion &opinion)
{
    if (opinion.lanes.isEmpty()) {
        return {};
    }
    QStringList lanes;
    for (const Lane lane : opinion.lanes) {
        lanes.append(toString(lane));
    }
    PolicyFields fields(false);
    fields.text(u"endpoint"_s, opinion.endpoint).text(u"model"_s, opinion.model).list(u"lanes"_s, lanes);
    return fields.map();
}

template<typename Word>
QStringList wordsOf(const QList<Word> &values)
{
    QStringList words;
    for (const Word value : values) {
        words.append(toString(value));
    }
    return words;
}

YamlValue tree(const Policy &policy, bool sparse)
{
    PolicyFields top(false);
    top.text(u"workspace"_s, policy.workspace).text(u"branch"_s, policy.branch).text(u"root"_s, policy.root);
    top.add(u"governed"_s, listOfMaps(policy.governed, [sparse](const GovernedPaths &rule) {
                return PolicyFields(sparse).word(u"kind"_s, toString(rule.kind)).list(u"paths"_s, rule.paths).map();
            }));
    top.list(u"ignored"_s, policy.ignored);
    PolicyFields roles(false);
    for (const RoleInfo &role : policy.roles) {
        roles.text(role.id.value, role.title);
    }
    top.add(u"roles"_s, roles.map());
    top.add(u"people"_s, peopleTree(policy, sparse));
    top.add(u"workflows"_s, workflowsTree(policy, sparse));
    top.add(u"owners"_s, listOfMaps(policy.owners, [sparse](const Owner &owner) {
                return PolicyFields(sparse)
                        .list(u"paths"_s, owner.paths)
                        .text(u"section"_s, owner.section)
                        .roles(u"all_of"_s, owner.allOf)
                        .roles(u"any_of"_s, owner.anyOf)
                        .people(u"people"_s, owner.people)
                        .map();
            }));
    top.add(u"lanes"_s, lanesTree(policy, sparse));
    PolicyFields rules(false);
    for (const LaneOverride &rule : policy.laneRules) {
        rules.word(rule.rule, toString(rule.lane));
    }
    top.add(u"lane_rules"_s, rules.map());
    top.add(u"watched"_s, listOfMaps(policy.watched, [sparse](const Watched &one) {
                return PolicyFields(sparse)
                        .text(u"phrase"_s, one.phrase)
                        .text(u"section"_s, one.section)
                        .text(u"setting"_s, one.setting)
                        .list(u"paths"_s, one.paths)
                        .list(u"kinds"_s, wordsOf(one.kinds))
                        .list(u"consequences"_s, wordsOf(one.consequences))
                        .word(u"lane"_s, toString(one.lane), one.lane == Watched{}.lane)
                        .text(u"why"_s, one.why)
                        .map();
            }));
    top.add(u"banned_phrases"_s, listOfMaps(policy.bannedPhrases, [sparse](const BannedPhrase &banned) {
                return PolicyFields(sparse).text(u"phrase"_s, banned.phrase).text(u"why"_s, banned.why).list(u"paths"_s, banned.paths).map();
            }));
    top.add(u"environments"_s, listOfMaps(policy.environments, [sparse](const Environment &environment) {
                return PolicyFields(sparse)
                        .text(u"id"_s, environment.id.value)
                        .text(u"title"_s, environment.title, environment.id.value)
                        .flag(u"follows"_s, environment.follows)
                        .roles(u"deploy"_s, environment.deploy)
                        .roles(u"roll_back"_s, environment.rollBack)
                        .people(u"informed"_s, environment.informed)
                        .add(u"rules"_s, environmentRules(environment, sparse), environment.rules.isEmpty())
                        .map();
            }));
    top.add(u"rights"_s, PolicyFields(sparse)
                             .roles(u"write"_s, policy.rights.write)
                             .roles(u"accept"_s, policy.rights.accept)
                             .roles(u"administer"_s, policy.rights.administer)
                             .roles(u"audit"_s, policy.rights.audit)
                             .roles(u"emergency"_s, policy.rights.emergency)
                             .roles(u"delegate"_s, policy.rights.delegate)
                             .roles(u"record_runs"_s, policy.rights.recordRuns)
                             .roles(u"accept_results"_s, policy.rights.acceptResults)
                             .map());
    top.add(u"overrides"_s, listOfMaps(policy.overrides, [sparse](const OverrideRule &rule) {
                return PolicyFields(sparse).text(u"requirement"_s, rule.requirement).roles(u"by"_s, rule.by).map();
            }));
    top.add(u"history"_s, historyTree(policy.history));
    top.add(u"machine_authors"_s, policy.machineAuthors == Lane::Low ? YamlValue{} : yamlWord(toString(policy.machineAuthors)));
    top.list(u"regression_gate"_s, wordsOf(policy.regressionGate));
    top.add(u"second_opinion"_s, opinionTree(policy.secondOpinion));
    top.add(u"suites"_s, listOfMaps(policy.suites, [sparse](const SuiteRule &rule) {
                PolicyFields thresholds(false);
                for (const SuiteThreshold &threshold : rule.thresholds) {
                    thresholds.word(threshold.dimension, millionthsToText(threshold.least));
                }
                return PolicyFields(sparse)
                    .text(u"suite"_s, rule.suite.value)
                    .list(u"paths"_s, rule.paths)
                    .list(u"lanes"_s, wordsOf(rule.lanes))
                    .list(u"reasons"_s, wordsOf(rule.reasons))
                    .text(u"model"_s, rule.model)
                    .list(u"served"_s, rule.served)
                    .word(u"limit"_s, millionthsToText(rule.limit), rule.limit == SuiteRule{}.limit)
                    .add(u"thresholds"_s, thresholds.map(), rule.thresholds.isEmpty())
                    .map();
            }));
    top.flag(u"recheck_at_release"_s, policy.recheckAtRelease, true);
    top.flag(u"signatures_required"_s, policy.signaturesRequired);
    return top.map();
}

class Differences
{
public:
    QList<YamlEdit> edits;

    /// `wanted` and `brief` say the same; `brief` is how a new value is written. `ids`: keys are ids of entries.
    /// `outer`: the order of the maps around it, which may have to be made.
    void map(const YamlPath &path, const YamlValue &now, const YamlValue &wanted, const YamlValue &brief, const QStringList &outer, bool ids)
    {
        const QStringList order = keysOf(wanted) + outer;
        if (ids) {
            entries(path, now, wanted, brief, order);
            return;
        }
        for (qsizetype i = 0; i < wanted.keys.size(); ++i) {
            const QString key = wanted.keys.at(i).scalar;
            const qsizetype old = now.indexOf(key);
            if (old < 0 || sameYaml(now.items.at(old), wanted.items.at(i))) {
                continue;
            }
            const bool entriesHere = (path.isEmpty() && (key == u"roles" || key == u"people" || key == u"workflows" || key == u"lane_rules"))
                    || (path.size() == 2 && key == u"thresholds");
            const qsizetype short_ = brief.indexOf(key);
            value(path + YamlPath{key}, now.items.at(old), wanted.items.at(i),
                  short_ < 0 ? wanted.items.at(i) : brief.items.at(short_), order, entriesHere);
        }
    }

private:
    static QStringList keysOf(const YamlValue &map)
    {
        QStringList keys;
        for (const YamlValue &key : map.keys) {
            keys.append(key.scalar);
        }
        return keys;
    }

    void value(const YamlPath &path, const YamlValue &now, const YamlValue &wanted, const YamlValue &brief, const QStringList &order,
               bool ids)
    {
        if (wanted.kind == Kind::Null) {
            edits.append({.kind = YamlEdit::Kind::Remove, .path = path});
        } else if (now.kind == Kind::Null) {
            edits.append({.kind = YamlEdit::Kind::Set, .path = path, .value = brief, .order = order});
        } else if (wanted.kind == Kind::Map) {
            map(path, now, wanted, brief, order, ids);
        } else if (wanted.kind == Kind::List) {
            list(path, now, wanted, brief, order);
        } else {
            edits.append({.kind = YamlEdit::Kind::Set, .path = path, .value = wanted, .order = order});
        }
    }

    void entries(const YamlPath &path, const YamlValue &now, const YamlValue &wanted, const YamlValue &brief, const QStringList &order)
    {
        const auto same = [&](qsizetype i, qsizetype j) { return now.keys.at(i).scalar == wanted.keys.at(j).scalar; };
        const QList<AlignedPair> pairs = align(now.keys.size(), wanted.keys.size(), same, Leftovers::Paired);
        // What goes and what gets another name first: a moved entry may not be there twice.
        for (const AlignedPair &pair : pairs) {
            if (pair.after < 0) {
                edits.append({.kind = YamlEdit::Kind::Remove, .path = path + YamlPath{now.keys.at(pair.before).scalar}});
            }
        }
        renames(path, now, wanted, pairs);
        for (const AlignedPair &pair : pairs) {
            if (pair.after < 0) {
                continue;
            }
            const YamlPath at = path + YamlPath{wanted.keys.at(pair.after).scalar};
            if (pair.before < 0) {
                edits.append({.kind = YamlEdit::Kind::Set, .path = at, .value = brief.items.at(pair.after), .order = order});
            } else if (!sameYaml(now.items.at(pair.before), wanted.items.at(pair.after))) {
                value(at, now.items.at(pair.before), wanted.items.at(pair.after), brief.items.at(pair.after), order, false);
            }
        }
    }

    /// In an order in which no name is there twice; a ring of names goes over one that nobody has.
    void renames(const YamlPath &path, const YamlValue &now, const YamlValue &wanted, const QList<AlignedPair> &pairs)
    {
        QList<std::pair<QString, QString>> left;
        for (const AlignedPair &pair : pairs) {
            if (pair.before >= 0 && pair.after >= 0 && now.keys.at(pair.before).scalar != wanted.keys.at(pair.after).scalar) {
                left.append({now.keys.at(pair.before).scalar, wanted.keys.at(pair.after).scalar});
            }
        }
        const auto rename = [&](const QString &from, const QString &to) {
            edits.append({.kind = YamlEdit::Kind::Rename, .path = path + YamlPath{from}, .key = to});
        };
        while (!left.isEmpty()) {
            const auto free = std::find_if(left.begin(), left.end(), [&left](const auto &one) {
                return std::none_of(left.begin(), left.end(), [&one](const auto &other) { return other.first == one.second; });
            });
            if (free != left.end()) {
                rename(free->first, free->second);
                left.erase(free);
            } else {
                const QString aside = left.first().first + u".aside"_s;
                rename(left.first().first, aside);
                left.first().first = aside;
            }
        }
    }

    /// Where the same items stand in another order: one move when that is what happened, else one for each place.
    bool moves(const YamlPath &path, const YamlValue &now, const YamlValue &wanted)
    {
        QList<YamlValue> items = now.items;
        if (items.size() != wanted.items.size()) {
            return false;
        }
        const auto isThere = [&](qsizetype i) { return sameYaml(items.at(i), wanted.items.at(i)); };
        const auto move = [&](qsizetype from, qsizetype to) {
            items.move(from, to);
            return YamlEdit{.kind = YamlEdit::Kind::Move, .path = path + YamlPath{from}, .to = to};
        };
        qsizetype first = 0;
        qsizetype last = items.size() - 1;
        while (first < items.size() && isThere(first)) {
            ++first;
        }
        while (last > first && isThere(last)) {
            --last;
        }
        if (first >= last) {
            return false;
        }
        QList<YamlEdit> found;
        if (sameYaml(items.at(first), wanted.items.at(last))) {
            found.append(move(first, last));
        }
        for (qsizetype to = first; to <= last; ++to) {
            qsizetype from = to;
            while (from <= last && !sameYaml(items.at(from), wanted.items.at(to))) {
                ++from;
            }
            if (from > last) {
                return false;
            }
            if (from != to) {
                found.append(move(from, to));
            }
        }
        edits += found;
        return true;
    }

    void list(const YamlPath &path, const YamlValue &now, const YamlValue &wanted, const YamlValue &brief, const QStringList &order)
    {
        const auto same = [&](qsizetype i, qsizetype j) { return sameYaml(now.items.at(i), wanted.items.at(j)); };
        if (moves(path, now, wanted)) {
            return;
        }
        const QList<AlignedPair> pairs = align(now.items.size(), wanted.items.size(), same, Leftovers::Paired);
        // From the end, so that the places before stay what they are.
        qsizetype at = now.items.size();
        for (auto pair = pairs.crbegin(); pair != pairs.crend(); ++pair) {
            if (pair->after < 0) {
                at = pair->before;
                edits.append({.kind = YamlEdit::Kind::Remove, .path = path + YamlPath{at}});
            } else if (pair->before < 0) {
                edits.append({.kind = YamlEdit::Kind::Insert, .path = path + YamlPath{at}, .value = brief.items.at(pair->after), .order = order});
            } else {
                at = pair->before;
                if (!same(pair->before, pair->after)) {
                    value(path + YamlPath{at}, now.items.at(pair->before), wanted.items.at(pair->after), brief.items.at(pair->after), {}, false);
                }
            }
        }
    }
};

/// Lines with their ends.
QList<QByteArray> linesOf(const QByteArray &text)
{
    QList<QByteArray> lines;
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype end = text.indexOf('\n', from);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        lines.append(text.sliced(from, next - from));
        from = next;
    }
    return lines;
}

/// What became of each line of a file, and what was put before it; one more for its end.
struct Rewritten
{
    QList<bool> kept;
    QList<QList<QByteArray>> put;
};

Rewritten rewritten(const QList<QByteArray> &base, const QList<QByteArray> &text)
{
    Rewritten out{.kept = QList<bool>(base.size() + 1, true), .put = QList<QList<QByteArray>>(base.size() + 1)};
    const auto same = [&](qsizetype i, qsizetype j) { return base.at(i) == text.at(j); };
    qsizetype at = 0;
    for (const AlignedPair &pair : align(base.size(), text.size(), same, Leftovers::Apart)) {
        if (pair.before >= 0) {
            out.kept[pair.before] = pair.after >= 0;
            at = pair.before + 1;
        }
        if (pair.before < 0) {
            out.put[at].append(text.at(pair.after));
        }
    }
    return out;
}

} // namespace

Result<QByteArray> mergedTexts(const QByteArray &base, const QByteArray &mine, const QByteArray &theirs)
{
    constexpr qsizetype mostLines = 4000;
    const QList<QByteArray> lines = linesOf(base);
    const QList<QByteArray> myLines = linesOf(mine);
    const QList<QByteArray> theirLines = linesOf(theirs);
    if (std::max({lines.size(), myLines.size(), theirLines.size()}) > mostLines) {
        return failure(ErrorCode::Unsupported, u"text"_s, u"more than %1 lines"_s.arg(mostLines));
    }
    const Rewritten my = rewritten(lines, myLines);
    const Rewritten their = rewritten(lines, theirLines);
    const auto touched = [](const Rewritten &one, qsizetype i) { return !one.kept.at(i) || !one.put.at(i).isEmpty(); };
    QByteArray merged;
    for (qsizetype i = 0; i <= lines.size(); ++i) {
        const bool same = my.kept.at(i) == their.kept.at(i) && my.put.at(i) == their.put.at(i);
        if (!same && touched(my, i) && touched(their, i)) {
            return failure(ErrorCode::Conflict, u"text"_s, u"line %1"_s.arg(i + 1));
        }
        for (const QByteArray &line : touched(my, i) ? my.put.at(i) : their.put.at(i)) {
            merged += line;
        }
        if (i < lines.size() && my.kept.at(i) && their.kept.at(i)) {
            merged += lines.at(i);
        }
    }
    return merged;
}

QList<YamlEdit> policyEdits(const Policy &now, const Policy &wanted)
{
    Differences differences;
    differences.map({}, tree(now, false), tree(wanted, false), tree(wanted, true), {}, false);
    return differences.edits;
}

namespace {

/// `work` on another thread; canceled before its turn it answers nothing.
template<typename R>
QFuture<R> later(std::function<R()> work)
{
    return QtConcurrent::run([work = std::move(work)](QPromise<R> &promise) {
        if (!promise.isCanceled()) {
            promise.addResult(work());
        }
    });
}

/// The file that says `wanted`, of one that says `now`.
Result<WrittenPolicy> rewritten(const QByteArray &yaml, const Policy &now, const Policy &wanted)
{
    const Result<QByteArray> written = applyYamlEdits(yaml, policyEdits(now, wanted));
    if (!written) {
        return std::unexpected(written.error());
    }
    Result<Policy> read = policyFromYaml(*written);
    if (!read) {
        return std::unexpected(read.error());
    }
    if (!sameRules(*read, wanted)) {
        return failure(ErrorCode::Unsupported, u"policy"_s, u"the file cannot say this"_s);
    }
    return WrittenPolicy{.yaml = *written, .policy = std::move(*read)};
}

} // namespace

QFuture<Result<Policy>> checkedPolicy(const QByteArray &yaml)
{
    return later<Result<Policy>>([yaml] { return policyFromYaml(yaml); });
}

bool sameRules(const Policy &a, const Policy &b)
{
    Policy other = b;
    other.version = a.version;
    other.previous = a.previous;
    other.source = a.source;
    return a == other;
}

Result<QByteArray> editedPolicy(const QByteArray &yaml, const Policy &wanted)
{
    return policyFromYaml(yaml)
        .and_then([&](const Policy &now) { return rewritten(yaml, now, wanted); })
        .transform([](const WrittenPolicy &written) { return written.yaml; });
}

Result<WrittenPolicy> changedPolicy(const QByteArray &yaml, const PolicyChange &change)
{
    return policyFromYaml(yaml).and_then([&](const Policy &now) {
        Policy wanted = now;
        change(wanted);
        return rewritten(yaml, now, wanted);
    });
}

QFuture<Result<WrittenPolicy>> changedPolicyLater(const QByteArray &yaml, const PolicyChange &change)
{
    return later<Result<WrittenPolicy>>([yaml, change] { return changedPolicy(yaml, change); });
}

QFuture<Result<WrittenPolicy>> mergedPolicyLater(const QByteArray &base, const QByteArray &mine, const QByteArray &theirs)
{
    return later<Result<WrittenPolicy>>([base, mine, theirs] {
        return mergedTexts(base, mine, theirs).and_then([](const QByteArray &merged) {
            return policyFromYaml(merged).transform([&](const Policy &policy) { return WrittenPolicy{.yaml = merged, .policy = policy}; });
        });
    });
}

} // namespace countersign
