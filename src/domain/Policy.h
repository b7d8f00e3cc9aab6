// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CanonicalJson.h"
#include "base/Ids.h"
#include "domain/Lane.h"

#include <QList>
#include <QStringList>

namespace countersign {

enum class PrincipalKind { Human, Service };

/// A person or service that may act. E-mail addresses are aliases by which a client finds its person; they never
/// stand in an event.
struct Person
{
    PrincipalId id = {};
    QString name = {};
    PrincipalKind kind = PrincipalKind::Human;
    QStringList emails = {};
    QList<RoleId> roles = {};
    QStringList keys = {}; ///< OpenSSH public keys, "ssh-ed25519 AAAA…"
    QStringList logins = {}; ///< of a registry's database; a login is one person's
    bool active = true;    ///< a person who left stays known by name and may do nothing

    friend bool operator==(const Person &, const Person &) = default;
};

struct RoleInfo
{
    RoleId id = {};
    QString title = {};

    friend bool operator==(const RoleInfo &, const RoleInfo &) = default;
};

enum class ArtifactKind { Prompt, Tools, Retrieval, Routing, Workflow, Suite, Contract, Policy };

[[nodiscard]] QString toString(ArtifactKind kind); ///< "prompt", "tools", …, as on disk
[[nodiscard]] std::optional<ArtifactKind> artifactKindFromString(QStringView text);

/// Files that match one of `paths` are governed and of that kind. The first matching rule decides.
struct GovernedPaths
{
    QStringList paths = {};
    ArtifactKind kind = ArtifactKind::Prompt;

    friend bool operator==(const GovernedPaths &, const GovernedPaths &) = default;
};

enum class Consequence { Financial, Legal, Medical, Safety, Privacy, CustomerVisible, Internal };

[[nodiscard]] QString toString(Consequence consequence); ///< "financial", …, "customer_visible", "internal"
[[nodiscard]] std::optional<Consequence> consequenceFromString(QStringView text);

struct Workflow
{
    QString id = {};
    QString title = {};
    QStringList paths = {};
    QList<Consequence> consequences = {};

    friend bool operator==(const Workflow &, const Workflow &) = default;
};

/// Who must approve changes of some paths, or of one section of them. Every role of `allOf` and, when it is not
/// empty, one role of `anyOf` or one person of `people`.
struct Owner
{
    QStringList paths = {};
    QString section = {}; ///< title of a section; empty means the whole file
    QList<RoleId> allOf = {};
    QList<RoleId> anyOf = {};
    QList<PrincipalId> people = {};

    friend bool operator==(const Owner &, const Owner &) = default;
};

enum class NoteField { What, Why, Workflow, Outcome, Triggers, RollbackOwner, Informed };

[[nodiscard]] QString toString(NoteField field); ///< "what", "why", …, "rollback_owner", "informed"
[[nodiscard]] std::optional<NoteField> noteFieldFromString(QStringView text);

/// What one lane asks for before a change is accepted.
struct LaneRule
{
    Lane lane = Lane::Low;
    int approvals = 1;             ///< distinct eligible people, at least 1
    QList<RoleId> allOf = {};      ///< one approval as each of these roles
    QList<RoleId> anyOf = {};      ///< at least one approval as one of these roles, when not empty
    QList<NoteField> note = {};    ///< answers that must be given
    bool viewed = false;           ///< approvals count of those who marked every changed sentence as viewed
    bool reviewer = false;         ///< the author names a reviewer, and that person has to approve
    QList<RoleId> lower = {};      ///< who may confirm that a change leaves this lane downwards; empty means nobody
    /// Approvals outlast a revision that only changed white space, once a reviewer's client found the same.
    bool whitespaceKeepsApprovals = false;

    friend bool operator==(const LaneRule &, const LaneRule &) = default;
};

/// What is different for some paths of an environment: these lists stand in place of the environment's own.
struct EnvironmentRule
{
    QStringList paths = {};
    QList<RoleId> deploy = {};
    QList<RoleId> rollBack = {};
    QList<PrincipalId> informed = {};

    friend bool operator==(const EnvironmentRule &, const EnvironmentRule &) = default;
};

struct Environment
{
    EnvironmentId id = {};
    QString title = {};
    bool follows = false;          ///< takes every accepted version at once, without a release event
    QList<RoleId> deploy = {};     ///< who may release into it; empty means nobody
    QList<RoleId> rollBack = {};   ///< who may roll back in it; empty means nobody
    QList<PrincipalId> informed = {};
    QList<EnvironmentRule> rules = {}; ///< the first one that matches a path decides for it

    [[nodiscard]] const QList<RoleId> &deployers(const QString &path) const;
    [[nodiscard]] const QList<RoleId> &rollbackRoles(const QString &path) const;
    [[nodiscard]] const QList<PrincipalId> &told(const QString &path) const;
    friend bool operator==(const Environment &, const Environment &) = default;
};

/// Who may do what beyond approving and releasing. An empty list means every active person of the policy.
struct Rights
{
    QList<RoleId> write = {};      ///< open changes, send revisions, write notes
    QList<RoleId> accept = {};     ///< turn an approved revision into a version
    QList<RoleId> administer = {}; ///< record the baseline, put an approved policy in force
    QList<RoleId> audit = {};      ///< shown every lowered lane, override and emergency; close emergencies
    QList<RoleId> emergency = {};  ///< declare an emergency; here an empty list means nobody
    QList<RoleId> delegate = {};   ///< roles that may be handed on to another person; empty means none
    QList<RoleId> recordRuns = {}; ///< record eval runs, also services; here an empty list means nobody
    QList<RoleId> acceptResults = {}; ///< accept an inconclusive or mixed result; an empty list means nobody

    friend bool operator==(const Rights &, const Rights &) = default;
};

/// A lane rule of the policy: findings of `rule` count as `lane` (also lower than built in).
struct LaneOverride
{
    QString rule = {};
    Lane lane = Lane::Medium;

    friend bool operator==(const LaneOverride &, const LaneOverride &) = default;
};

/// Who may override a requirement. `requirement` is an id (Requirement::id()) or the beginning of ids followed by `*`.
/// A requirement that no rule names is overridden by nobody.
struct OverrideRule
{
    QString requirement = {};
    QList<RoleId> by = {};

    friend bool operator==(const OverrideRule &, const OverrideRule &) = default;
};

/// The lane that a change has at least when one of its prompts was rolled back within its last versions.
struct HistoryRule
{
    int versions = 0; ///< 0: history raises nothing
    Lane lane = Lane::High;

    friend bool operator==(const HistoryRule &, const HistoryRule &) = default;
};

/// Why a change may need a regression suite.
enum class GateReason { PolicyText, Source, Model, Financial, Legal, CustomerVisible, History };

[[nodiscard]] QString toString(GateReason reason); ///< "policy", "source", "model", "financial", …, "history"
[[nodiscard]] std::optional<GateReason> gateReasonFromString(QStringView text);

/// A model whose view of the lane is asked for beside the rules. The fold never asks it, and nothing waits for it.
/// A policy may have come with a repository: a client sends nothing to `endpoint` before its person confirmed the host.
struct SecondOpinion
{
    QString endpoint = {};     ///< base URL of an OpenAI-compatible interface, https or this machine
    QString model = {};
    QList<Lane> lanes = {};    ///< of the changes that it is asked for, low or medium; empty: it is never asked

    friend bool operator==(const SecondOpinion &, const SecondOpinion &) = default;
};

/// The least mean or pass rate that a dimension of a suite must reach.
struct SuiteThreshold
{
    QString dimension = {};
    qint64 least = 0; ///< millionths of the dimension's unit; a pass rate goes to 1,000,000

    friend bool operator==(const SuiteThreshold &, const SuiteThreshold &) = default;
};

/// Which suite has to pass before a change is accepted, and on what terms. A rule applies to a change of which a file
/// matches `paths`, in one of `lanes`, for one of `reasons`; an empty list leaves nothing out.
struct SuiteRule
{
    ArtifactId suite = {};
    QStringList paths = {};
    QList<Lane> lanes = {};
    QList<GateReason> reasons = {};
    QString model = {};       ///< that was asked for; empty: any
    QStringList served = {};  ///< patterns (`*` is anything) of what may have answered. Empty: `model`, or not told
    qint64 limit = 20'000;    ///< the loss allowed, in millionths of a metric's scale
    QList<SuiteThreshold> thresholds = {};

    friend bool operator==(const SuiteRule &, const SuiteRule &) = default;
};

/// What a verdict depends on in a rule: suite, models, limit and thresholds. A verdict of other terms is stale.
[[nodiscard]] ContentHash suiteTerms(const SuiteRule &rule);

/// Words that prompts may not say, compared without capitals and with any white space between them.
struct BannedPhrase
{
    QString phrase = {};
    QString why = {};       ///< for whoever writes it
    QStringList paths = {}; ///< empty means every governed file

    friend bool operator==(const BannedPhrase &, const BannedPhrase &) = default;
};

/// What a team does not want to be changed quietly: a change that touches it has at least that lane. The filters name
/// the files; of phrase, section and setting at most one says what in them, none of them means every change of meaning.
struct Watched
{
    QString phrase = {};  ///< in a sentence, compared as BannedPhrase is
    QString section = {}; ///< title of a section, compared without case
    QString setting = {}; ///< pattern of a setting's path, "model.parameters.*"; `*` is anything
    QStringList paths = {};                ///< empty means every governed file
    QList<ArtifactKind> kinds = {};        ///< empty means every kind
    QList<Consequence> consequences = {};  ///< of a workflow of the file, any of them; empty means any file
    Lane lane = Lane::High;
    QString why = {}; ///< shown as the reason

    friend bool operator==(const Watched &, const Watched &) = default;
};

/// The rules in force at a place of the ledger: compiled from policy.yaml, canonical, pure data.
///
/// Paths are patterns below the root of the repository: `*` within one name, `**` over folders, `?` one character;
/// letters compare exactly.
struct Policy
{
    QString workspace = {};
    int version = 1;
    PolicyHash previous = {};      ///< none for version 1
    ContentHash source = {};       ///< of the policy.yaml it was compiled from
    QString branch = {};           ///< the governed branch
    QString root = {};             ///< folder that prompt ids are relative to; empty for the top
    QList<GovernedPaths> governed = {};
    QStringList ignored = {};
    QList<RoleInfo> roles = {};
    QList<Person> people = {};
    QList<Workflow> workflows = {};
    QList<Owner> owners = {};
    QList<LaneRule> lanes = {};    ///< exactly one for each lane, in order
    QList<LaneOverride> laneRules = {};
    QList<BannedPhrase> bannedPhrases = {};
    QList<Watched> watched = {};
    QList<Environment> environments = {}; ///< in the order of promotion; the last one is production
    Rights rights = {};
    QList<OverrideRule> overrides = {};
    HistoryRule history = {};
    Lane machineAuthors = Lane::Low;        ///< the lane that a change has at least when a service wrote part of it
    QList<GateReason> regressionGate = {};  ///< a change needs a regression suite for any of these; empty: never
    SecondOpinion secondOpinion = {};
    QList<SuiteRule> suites = {};           ///< empty: where a suite is needed, none can satisfy it
    bool recheckAtRelease = true;  ///< approvals of people who lost their role do not carry a release
    bool signaturesRequired = false;

    /// nullptr when the policy does not know them.
    [[nodiscard]] const Person *person(const PrincipalId &id) const;
    /// The active person with that e-mail address (compared without case), or nullptr.
    [[nodiscard]] const Person *personByEmail(QStringView email) const;
    /// Whether a database's login speaks for its own person alone: once the policy gives anybody one.
    [[nodiscard]] bool bindsLogins() const;
    /// Whoever works here, active, or nullptr: the owner of `login` where a server says one and logins are bound, else
    /// whoever has the address `email`.
    [[nodiscard]] const Person *whoever(const std::optional<QString> &login, QStringView email) const;
    [[nodiscard]] const Environment *environment(const EnvironmentId &id) const;
    /// Index in `environments`, or -1.
    [[nodiscard]] qsizetype environmentIndex(const EnvironmentId &id) const;
    [[nodiscard]] const LaneRule &laneRule(Lane lane) const;
    [[nodiscard]] QString roleTitle(const RoleId &id) const;
    /// nullopt when the path is not governed.
    [[nodiscard]] std::optional<ArtifactKind> kindOf(const QString &path) const;
    /// Path below the root without its extension. Two governed files of one name keep theirs apart by the caller.
    [[nodiscard]] ArtifactId artifactOf(const QString &path) const;
    /// The same with its extension: the id of a file whose short id another file has already.
    [[nodiscard]] ArtifactId longArtifactOf(const QString &path) const;
    [[nodiscard]] QList<const Workflow *> workflowsOf(const QString &path) const;
    [[nodiscard]] QList<Consequence> consequencesOf(const QString &path) const;
    /// Owners of the file as a whole and of the named sections.
    [[nodiscard]] QList<const Owner *> ownersOf(const QString &path, const QStringList &sections) const;

    /// Who may override the requirement with this id; empty means nobody.
    [[nodiscard]] QList<RoleId> overriders(const QString &requirement) const;
    [[nodiscard]] QList<const BannedPhrase *> bannedPhrasesOf(const QString &path) const;
    [[nodiscard]] QList<Watched> watchedOf(const QString &path, ArtifactKind kind) const;

    friend bool operator==(const Policy &, const Policy &) = default;
};

/// Whether an active person of the policy holds one of `roles`. An empty list is held by every active person for
/// Rights, and by nobody where the field says so; this function answers for a non-empty list only: empty is false.
[[nodiscard]] bool holdsAny(const Person &person, const QList<RoleId> &roles);
[[nodiscard]] bool holds(const Person &person, const RoleId &role);

/// Whether `text` can stand as SecondOpinion::endpoint: an absolute http or https URL of 1 … 512 visible ASCII characters
/// without name, password and fragment. Whether it may be used is for the client to decide.
[[nodiscard]] bool isEndpoint(QStringView text);

/// Where the policy itself stands in a repository; always governed, of kind Policy.
[[nodiscard]] QString policyPath();
[[nodiscard]] ArtifactId policyArtifact();

/// A path that may stand in an event: 1 … 512 characters, segments without control characters and `\\`, none of them
/// empty, `.`, `..` or `.git` in any case.
[[nodiscard]] bool isSafePath(QStringView path);
/// A branch name that git takes (git-check-ref-format) and that is none of Countersign's own: `countersign/…` is the
/// record's.
[[nodiscard]] bool isGovernableBranch(QStringView name);

/// Whether `text` matches `pattern`, in which `*` is anything and `?` one character.
[[nodiscard]] bool matchesWord(QStringView pattern, QStringView text);

/// Whether `path` matches `pattern` as Policy describes. Linear in both, no backtracking blow-up.
[[nodiscard]] bool matchesPath(QStringView pattern, QStringView path);

/// The canonical form that stands in the ledger. Its bytes are what PolicyHash is of.
[[nodiscard]] Json toJson(const Policy &policy);
/// Checks what makes a policy usable: ids of the right grammar and unique, known roles and people in every rule, at
/// least one active human, one rule a lane with a quorum of at least 1, at least one environment.
/// Fails: Invalid, subject is the field.
[[nodiscard]] Result<Policy> policyFromJson(const Json &json);

/// A rule that nobody can satisfy with the people of the policy, whoever is the author.
struct UnreachableRule
{
    Lane lane = Lane::Low;
    RoleId role = {}; ///< nobody holds it; empty: there are too few people for the number of approvals
    int need = 0;
    int have = 0;
    friend bool operator==(const UnreachableRule &, const UnreachableRule &) = default;
};
/// Rules that block every change of a lane: allowed, because they fail closed, and worth a warning.
[[nodiscard]] QList<UnreachableRule> unreachableRules(const Policy &policy);
[[nodiscard]] PolicyHash policyHash(const Policy &policy);

} // namespace countersign
