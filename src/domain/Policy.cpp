// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Policy.h"

#include "base/Hash.h"
#include "domain/Names.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr NameTable<ArtifactKind, 8> kindNames = {{{ArtifactKind::Prompt, "prompt"},
                                                   {ArtifactKind::Tools, "tools"},
                                                   {ArtifactKind::Retrieval, "retrieval"},
                                                   {ArtifactKind::Routing, "routing"},
                                                   {ArtifactKind::Workflow, "workflow"},
                                                   {ArtifactKind::Suite, "suite"},
                                                   {ArtifactKind::Contract, "contract"},
                                                   {ArtifactKind::Policy, "policy"}}};

constexpr NameTable<Consequence, 7> consequenceNames = {{{Consequence::Financial, "financial"},
                                                         {Consequence::Legal, "legal"},
                                                         {Consequence::Medical, "medical"},
                                                         {Consequence::Safety, "safety"},
                                                         {Consequence::Privacy, "privacy"},
                                                         {Consequence::CustomerVisible, "customer_visible"},
                                                         {Consequence::Internal, "internal"}}};

constexpr NameTable<NoteField, 7> noteFieldNames = {{{NoteField::What, "what"},
                                                     {NoteField::Why, "why"},
                                                     {NoteField::Workflow, "workflow"},
                                                     {NoteField::Outcome, "outcome"},
                                                     {NoteField::Triggers, "triggers"},
                                                     {NoteField::RollbackOwner, "rollback_owner"},
                                                     {NoteField::Informed, "informed"}}};

constexpr NameTable<GateReason, 7> gateReasonNames = {{{GateReason::PolicyText, "policy"},
                                                       {GateReason::Source, "source"},
                                                       {GateReason::Model, "model"},
                                                       {GateReason::Financial, "financial"},
                                                       {GateReason::Legal, "legal"},
                                                       {GateReason::CustomerVisible, "customer_visible"},
                                                       {GateReason::History, "history"}}};

bool matchesSegment(QStringView pattern, QStringView name)
{
    qsizetype p = 0;
    qsizetype n = 0;
    qsizetype star = -1;
    qsizetype resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && (pattern[p] == u'?' || pattern[p] == name[n])) {
            ++p;
            ++n;
        } else if (star >= 0) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*') {
        ++p;
    }
    return p == pattern.size();
}

bool matchesAny(const QStringList &patterns, const QString &path)
{
    return std::any_of(patterns.cbegin(), patterns.cend(),
                       [&path](const QString &pattern) { return matchesPath(pattern, path); });
}

QString belowRoot(const QString &root, const QString &path)
{
    const QString prefix = root.isEmpty() ? QString() : root + u'/';
    return path.startsWith(prefix) ? path.mid(prefix.size()) : path;
}

} // namespace

QString toString(ArtifactKind kind)
{
    return nameOf(kindNames, kind);
}

std::optional<ArtifactKind> artifactKindFromString(QStringView text)
{
    return valueOf(kindNames, text);
}

QString toString(Consequence consequence)
{
    return nameOf(consequenceNames, consequence);
}

std::optional<Consequence> consequenceFromString(QStringView text)
{
    return valueOf(consequenceNames, text);
}

QString toString(GateReason reason)
{
    return nameOf(gateReasonNames, reason);
}

std::optional<GateReason> gateReasonFromString(QStringView text)
{
    return valueOf(gateReasonNames, text);
}

QString toString(NoteField field)
{
    return nameOf(noteFieldNames, field);
}

std::optional<NoteField> noteFieldFromString(QStringView text)
{
    return valueOf(noteFieldNames, text);
}

namespace {

const EnvironmentRule *ruleFor(const Environment &environment, const QString &path)
{
    const auto it = std::find_if(environment.rules.cbegin(), environment.rules.cend(),
                                 [&path](const EnvironmentRule &rule) { return matchesAny(rule.paths, path); });
    return it == environment.rules.cend() ? nullptr : &*it;
}

} // namespace

const QList<RoleId> &Environment::deployers(const QString &path) const
{
    const EnvironmentRule *rule = ruleFor(*this, path);
    return rule ? rule->deploy : deploy;
}

const QList<RoleId> &Environment::rollbackRoles(const QString &path) const
{
    const EnvironmentRule *rule = ruleFor(*this, path);
    return rule ? rule->rollBack : rollBack;
}

const QList<PrincipalId> &Environment::told(const QString &path) const
{
    const EnvironmentRule *rule = ruleFor(*this, path);
    return rule ? rule->informed : informed;
}

const Person *Policy::person(const PrincipalId &id) const
{
    const auto it = std::find_if(people.cbegin(), people.cend(), [&id](const Person &p) { return p.id == id; });
    return it == people.cend() ? nullptr : &*it;
}

const Person *Policy::personByEmail(QStringView email) const
{
    if (email.isEmpty()) {
        return nullptr;
    }
    const auto it = std::find_if(people.cbegin(), people.cend(), [email](const Person &p) {
        return p.active && std::any_of(p.emails.cbegin(), p.emails.cend(), [email](const QString &known) {
                   return known.compare(email, Qt::CaseInsensitive) == 0;
               });
    });
    return it == people.cend() ? nullptr : &*it;
}

bool Policy::bindsLogins() const
{
    return std::any_of(people.cbegin(), people.cend(), [](const Person &p) { return !p.logins.isEmpty(); });
}

const Person *Policy::whoever(const std::optional<QString> &login, QStringView email) const
{
    if (!login || !bindsLogins()) {
        return personByEmail(email);
    }
    const auto it = std::find_if(people.cbegin(), people.cend(), [&login](const Person &p) {
        return p.active && p.logins.contains(*login);
    });
    return it == people.cend() ? nullptr : &*it;
}

const Environment *Policy::environment(const EnvironmentId &id) const
{
    const qsizetype index = environmentIndex(id);
    return index < 0 ? nullptr : &environments.at(index);
}

qsizetype Policy::environmentIndex(const EnvironmentId &id) const
{
    for (qsizetype i = 0; i < environments.size(); ++i) {
        if (environments.at(i).id == id) {
            return i;
        }
    }
    return -1;
}

const LaneRule &Policy::laneRule(Lane lane) const
{
    Q_ASSERT(lanes.size() == 3);
    return lanes.at(static_cast<qsizetype>(lane));
}

QString Policy::roleTitle(const RoleId &id) const
{
    const auto it = std::find_if(roles.cbegin(), roles.cend(), [&id](const RoleInfo &role) { return role.id == id; });
    return it == roles.cend() ? id.value : it->title;
}

std::optional<ArtifactKind> Policy::kindOf(const QString &path) const
{
    if (path == policyPath()) {
        return ArtifactKind::Policy;
    }
    if (matchesAny(ignored, path)) {
        return std::nullopt;
    }
    for (const GovernedPaths &rule : governed) {
        if (matchesAny(rule.paths, path)) {
            return rule.kind;
        }
    }
    return std::nullopt;
}

ArtifactId Policy::artifactOf(const QString &path) const
{
    static constexpr std::array compound = {".prompt.md",   ".agent.md",    ".chatmode.md", ".instructions.md",
                                            ".prompt.yml",  ".prompt.yaml", ".prompt.json", ".prompt.txt"};
    QString id = longArtifactOf(path).value;
    for (const char *suffix : compound) {
        const QLatin1StringView ending(suffix);
        if (id.size() > ending.size() && id.endsWith(ending) && id.at(id.size() - ending.size() - 1) != u'/') {
            id.chop(ending.size());
            return {id};
        }
    }
    const qsizetype slash = id.lastIndexOf(u'/');
    const qsizetype dot = id.lastIndexOf(u'.');
    if (dot > slash + 1) {
        id.truncate(dot);
    }
    return {id};
}

ArtifactId Policy::longArtifactOf(const QString &path) const
{
    return {belowRoot(root, path)};
}

QList<const Workflow *> Policy::workflowsOf(const QString &path) const
{
    QList<const Workflow *> found;
    for (const Workflow &workflow : workflows) {
        if (matchesAny(workflow.paths, path)) {
            found.append(&workflow);
        }
    }
    return found;
}

QList<Consequence> Policy::consequencesOf(const QString &path) const
{
    QList<Consequence> found;
    for (const Workflow *workflow : workflowsOf(path)) {
        for (const Consequence consequence : workflow->consequences) {
            if (!found.contains(consequence)) {
                found.append(consequence);
            }
        }
    }
    return found;
}

QList<const Owner *> Policy::ownersOf(const QString &path, const QStringList &sections) const
{
    QList<const Owner *> found;
    for (const Owner &owner : owners) {
        // A title in other capitals is the same section: whoever owns it is rather asked once too often.
        const bool touched = owner.section.isEmpty() || sections.contains(owner.section, Qt::CaseInsensitive);
        if (touched && matchesAny(owner.paths, path)) {
            found.append(&owner);
        }
    }
    return found;
}

QList<RoleId> Policy::overriders(const QString &requirement) const
{
    QList<RoleId> found;
    for (const OverrideRule &rule : overrides) {
        const bool fits = rule.requirement.endsWith(u'*')
                ? requirement.startsWith(QStringView(rule.requirement).chopped(1))
                : requirement == rule.requirement;
        for (const RoleId &role : rule.by) {
            if (fits && !found.contains(role)) {
                found.append(role);
            }
        }
    }
    return found;
}

QList<const BannedPhrase *> Policy::bannedPhrasesOf(const QString &path) const
{
    QList<const BannedPhrase *> found;
    for (const BannedPhrase &banned : bannedPhrases) {
        if (banned.paths.isEmpty() || matchesAny(banned.paths, path)) {
            found.append(&banned);
        }
    }
    return found;
}

QList<Watched> Policy::watchedOf(const QString &path, ArtifactKind kind) const
{
    QList<Watched> found;
    for (const Watched &one : watched) {
        const QList<Consequence> own = one.consequences.isEmpty() ? QList<Consequence>() : consequencesOf(path);
        const bool touches = one.consequences.isEmpty()
                             || std::any_of(one.consequences.cbegin(), one.consequences.cend(),
                                            [&own](Consequence consequence) { return own.contains(consequence); });
        if (touches && (one.paths.isEmpty() || matchesAny(one.paths, path))
            && (one.kinds.isEmpty() || one.kinds.contains(kind))) {
            found.append(one);
        }
    }
    return found;
}

bool holds(const Person &person, const RoleId &role)
{
    return person.active && person.roles.contains(role);
}

bool holdsAny(const Person &person, const QList<RoleId> &roles)
{
    return std::any_of(roles.cbegin(), roles.cend(), [&person](const RoleId &role) { return holds(person, role); });
}

bool isEndpoint(QStringView text)
{
    const bool plain = std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return c > u' ' && c < u'\x7f' && c != u'@' && c != u'#' && c != u'\\' && c != u'"';
    });
    const qsizetype start = text.startsWith(u"https://") ? 8 : text.startsWith(u"http://") ? 7 : 0;
    return plain && start > 0 && text.size() > start && text.size() <= 512 && text.at(start) != u'/';
}

QString policyPath()
{
    return u".countersign/policy.yaml"_s;
}

ArtifactId policyArtifact()
{
    return {u".countersign/policy"_s};
}

bool isSafePath(QStringView path)
{
    if (path.isEmpty() || path.size() > 512) {
        return false;
    }
    for (const QStringView segment : path.split(u'/')) {
        if (segment.isEmpty() || segment == u"." || segment == u".."
            || segment.compare(u".git", Qt::CaseInsensitive) == 0) {
            return false;
        }
        for (const QChar c : segment) {
            if (c < u' ' || c == u'\x7f' || c == u'\\') {
                return false;
            }
        }
    }
    return true;
}

bool isGovernableBranch(QStringView name)
{
    if (name.isEmpty() || name.size() > 200 || name == u"@" || name == u"HEAD" || name.startsWith(u'-')
        || name.contains(u"..") || name.contains(u"@{") || name.endsWith(u'.')
        || name.startsWith(u"countersign/", Qt::CaseInsensitive)) {
        return false;
    }
    for (const QStringView part : name.split(u'/')) {
        if (part.isEmpty() || part.startsWith(u'.') || part.endsWith(u".lock")) {
            return false;
        }
    }
    return std::none_of(name.begin(), name.end(), [](QChar c) {
        return c <= u' ' || c == u'\x7f' || QStringView(u"~^:?*[\\").contains(c);
    });
}

bool matchesWord(QStringView pattern, QStringView text)
{
    return matchesSegment(pattern, text);
}

bool matchesPath(QStringView pattern, QStringView path)
{
    const QList<QStringView> want = pattern.split(u'/');
    const QList<QStringView> have = path.split(u'/');
    qsizetype p = 0;
    qsizetype n = 0;
    qsizetype star = -1;
    qsizetype resume = 0;
    while (n < have.size()) {
        if (p < want.size() && want[p] == u"**") {
            star = p++;
            resume = n;
        } else if (p < want.size() && matchesSegment(want[p], have[n])) {
            ++p;
            ++n;
        } else if (star >= 0) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    // A trailing `**` stands for at least one name: `a/**` is what lies below `a`.
    if (p == want.size() - 1 && want[p] == u"**") {
        return false;
    }
    return p == want.size();
}

PolicyHash policyHash(const Policy &policy)
{
    return sha256As<PolicyHash>(printCanonicalJson(toJson(policy)));
}

QList<UnreachableRule> unreachableRules(const Policy &policy)
{
    const auto humans = [&policy](const RoleId *role) {
        return int(std::count_if(policy.people.cbegin(), policy.people.cend(), [role](const Person &person) {
            return person.active && person.kind == PrincipalKind::Human && (!role || holds(person, *role));
        }));
    };
    QList<UnreachableRule> found;
    for (const LaneRule &rule : policy.lanes) {
        // The author of a revision never counts, so one person more than the quorum is needed.
        if (const int have = humans(nullptr); have < rule.approvals + 1) {
            found.append({.lane = rule.lane, .role = {}, .need = rule.approvals + 1, .have = have});
        }
        for (const RoleId &role : rule.allOf) {
            if (humans(&role) == 0) {
                found.append({.lane = rule.lane, .role = role, .need = 1, .have = 0});
            }
        }
    }
    return found;
}

} // namespace countersign
