// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Init.h"

#include "base/Hash.h"
#include "prompt/Document.h"
#include "prompt/Guess.h"
#include "services/Compose.h"
#include "services/PolicyYaml.h"
#include "services/WorkflowGuess.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype guessBytes = 8 * 1024;
constexpr qsizetype filesPerEvent = 200;
constexpr qsizetype namesPerEvent = 30'000; ///< UTF-16 units of paths and ids, far below the limit of a body

const QList<RoleInfo> &standardRoles()
{
    static const QList<RoleInfo> roles = {{.id = {u"product"_s}, .title = u"Product"_s},
                                          {.id = {u"engineering"_s}, .title = u"Engineering"_s},
                                          {.id = {u"compliance"_s}, .title = u"Compliance"_s},
                                          {.id = {u"expert"_s}, .title = u"Domain expert"_s},
                                          {.id = {u"admin"_s}, .title = u"Administrator"_s}};
    return roles;
}

QList<RoleId> roleIds(std::initializer_list<const char *> names)
{
    QList<RoleId> ids;
    for (const char *name : names) {
        ids.append(RoleId{QString::fromLatin1(name)});
    }
    return ids;
}

/// Whether it is worth reading to find out: texts by their name.
bool mayBeGoverned(const QString &path)
{
    static const QStringList endings = {u"md"_s,   u"mdc"_s,  u"txt"_s,    u"prompt"_s, u"prompty"_s, u"yml"_s,
                                        u"yaml"_s, u"json"_s, u"j2"_s,     u"jinja"_s,  u"jinja2"_s,  u"hbs"_s,
                                        u"tmpl"_s, u"tpl"_s,  u"mustache"_s, u"njk"_s,  u"liquid"_s};
    const QString name = path.section(u'/', -1);
    return !name.contains(u'.') || name.startsWith(u'.')
            || endings.contains(name.section(u'.', -1).toLower());
}

/// "ana-ruiz" of "Ana Ruiz": letters and digits of ASCII, after accents are taken off.
QString slugOf(const QString &name, const QString &email)
{
    const auto slug = [](const QString &text) {
        QString out;
        for (const QChar c : text.normalized(QString::NormalizationForm_KD).toLower()) {
            if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) {
                out += c;
            } else if (c.category() != QChar::Mark_NonSpacing && !out.isEmpty() && !out.endsWith(u'-')) {
                out += u'-';
            }
        }
        while (out.endsWith(u'-')) {
            out.chop(1);
        }
        return out.left(48);
    };
    const QString byName = slug(name);
    // A name in another script leaves next to nothing; then the address is the better word.
    const QString found = byName.size() >= 2 ? byName : slug(email.section(u'@', 0, 0));
    return found.isEmpty() ? u"person"_s : found;
}

Result<Person> personOf(const InitPerson &given, const QList<RoleId> &usual, const QList<Person> &known)
{
    if (given.name.trimmed().isEmpty() || !given.email.contains(u'@')) {
        return failure(ErrorCode::Invalid, u"person"_s, u"a name and an e-mail address are needed"_s);
    }
    Person person{.name = given.name.trimmed(), .emails = {given.email.trimmed()},
                  .roles = given.roles.isEmpty() ? usual : given.roles};
    for (const RoleId &role : std::as_const(person.roles)) {
        const bool there = std::any_of(standardRoles().cbegin(), standardRoles().cend(),
                                       [&role](const RoleInfo &info) { return info.id == role; });
        if (!there) {
            QStringList names;
            for (const RoleInfo &info : standardRoles()) {
                names.append(info.id.value);
            }
            return failure(ErrorCode::Invalid, u"role"_s, u"unknown role %1 (one of %2)"_s
                                                                  .arg(role.value, names.join(u", "_s)));
        }
    }
    const QString slug = slugOf(person.name, given.email);
    QString id = u"p:"_s + slug;
    for (int number = 2; std::any_of(known.cbegin(), known.cend(), [&id](const Person &p) { return p.id.value == id; });
         ++number) {
        id = u"p:%1-%2"_s.arg(slug).arg(number);
    }
    person.id = {id};
    return person;
}

QList<LaneRule> laneRules(const QList<Person> &people)
{
    const QList<RoleId> anybody = roleIds({"product", "engineering", "compliance", "expert"});
    const bool hasCompliance = std::any_of(people.cbegin(), people.cend(), [](const Person &person) {
        return holds(person, RoleId{u"compliance"_s});
    });
    LaneRule low{.lane = Lane::Low, .approvals = 1, .note = {NoteField::What}};
    LaneRule medium{.lane = Lane::Medium,
                    .approvals = 1,
                    .anyOf = anybody,
                    .note = {NoteField::What, NoteField::Why, NoteField::Outcome, NoteField::RollbackOwner}};
    LaneRule high{.lane = Lane::High,
                  .approvals = 1,
                  .anyOf = anybody,
                  .note = {NoteField::What, NoteField::Why, NoteField::Outcome, NoteField::Triggers,
                           NoteField::RollbackOwner, NoteField::Informed}};
    if (people.size() >= 3) {
        // Two besides the author are there: a second opinion, and the one whose duty it is to object.
        high.approvals = 2;
        if (hasCompliance) {
            high.allOf = roleIds({"compliance"});
            high.lower = roleIds({"compliance"});
            medium.lower = roleIds({"compliance"});
        }
        high.anyOf = roleIds({"product", "engineering", "expert"});
    }
    return {low, medium, high};
}

QList<Environment> environments()
{
    return {{.id = {u"development"_s}, .title = u"Development"_s, .follows = true,
             .rollBack = roleIds({"engineering", "product", "admin"})},
            {.id = {u"staging"_s}, .title = u"Staging"_s, .deploy = roleIds({"engineering", "product", "admin"}),
             .rollBack = roleIds({"engineering", "product", "admin"})},
            {.id = {u"production"_s}, .title = u"Production"_s, .deploy = roleIds({"engineering", "product", "admin"}),
             .rollBack = roleIds({"engineering", "product", "admin"})}};
}

/// The folder that all of them lie in; empty for the top.
QString commonFolder(const QStringList &paths)
{
    if (paths.size() < 2) {
        return {};
    }
    QStringList common = paths.first().split(u'/');
    common.removeLast();
    for (const QString &path : paths) {
        const QStringList parts = path.split(u'/');
        qsizetype same = 0;
        while (same < common.size() && same < parts.size() - 1 && common.at(same) == parts.at(same)) {
            ++same;
        }
        common.resize(same);
    }
    return common.join(u'/');
}

QList<GovernedPaths> governedPaths(const QMap<QString, ArtifactKind> &kinds, const QStringList &all)
{
    QMap<ArtifactKind, QStringList> byKind;
    for (auto it = kinds.cbegin(); it != kinds.cend(); ++it) {
        byKind[it.value()].append(it.key());
    }
    QList<GovernedPaths> rules;
    for (auto it = byKind.cbegin(); it != byKind.cend(); ++it) {
        QStringList others;
        for (const QString &path : all) {
            const auto kind = kinds.constFind(path);
            if (kind == kinds.cend() || *kind != it.key()) {
                others.append(path);
            }
        }
        const QStringList patterns = patternsFor(it.value(), others);
        if (!patterns.isEmpty()) {
            rules.append({.paths = patterns, .kind = it.key()});
        }
    }
    return rules;
}

Result<QList<BaselineFile>> governedFiles(const Source &source, const QList<SourceFile> &files, const Policy &policy)
{
    QList<BaselineFile> baseline;
    QSet<ArtifactId> taken{policyArtifact()};
    for (const SourceFile &file : files) {
        const std::optional<ArtifactKind> kind = policy.kindOf(file.path);
        if (!kind || *kind == ArtifactKind::Policy || !isSafePath(file.path) || file.size > prompt::maximumFileBytes) {
            continue;
        }
        const Result<QByteArray> bytes = source.read(file.blob);
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        ArtifactId id = policy.artifactOf(file.path);
        if (taken.contains(id)) {
            id = policy.longArtifactOf(file.path);
        }
        taken.insert(id);
        baseline.append({.artifact = id, .path = file.path, .kind = *kind, .content = contentHash(*bytes)});
    }
    return baseline;
}

Result<PolicyProposal> finished(const Source &source, const QList<SourceFile> &files, const QByteArray &yaml)
{
    const Result<Policy> policy = policyFromYaml(yaml);
    if (!policy) {
        return std::unexpected(policy.error());
    }
    const Result<QList<BaselineFile>> baseline = governedFiles(source, files, *policy);
    if (!baseline) {
        return std::unexpected(baseline.error());
    }
    return PolicyProposal{.policy = *policy, .yaml = yaml, .files = *baseline,
                          .warnings = unreachableRules(*policy)};
}

} // namespace

std::optional<ArtifactKind> guessedKind(const QString &path, const QByteArray &bytes)
{
    switch (prompt::guessArtifact(path, bytes.first(std::min(bytes.size(), guessBytes)))) {
    case prompt::ArtifactGuess::None:
        return std::nullopt;
    case prompt::ArtifactGuess::Prompt:
        return ArtifactKind::Prompt;
    case prompt::ArtifactGuess::Tools:
        return ArtifactKind::Tools;
    case prompt::ArtifactGuess::Retrieval:
        return ArtifactKind::Retrieval;
    case prompt::ArtifactGuess::Routing:
        return ArtifactKind::Routing;
    case prompt::ArtifactGuess::Suite:
        return ArtifactKind::Suite;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

Result<InitPerson> parseInitPerson(const QString &text)
{
    const qsizetype open = text.indexOf(u'<');
    const qsizetype close = text.indexOf(u'>', open + 1);
    if (open <= 0 || close < 0) {
        return failure(ErrorCode::Invalid, u"person"_s, u"must read: Name <mail>:role,role"_s);
    }
    InitPerson person{.name = text.left(open).trimmed(), .email = text.mid(open + 1, close - open - 1).trimmed()};
    const QString rest = text.mid(close + 1).trimmed();
    if (!rest.isEmpty() && !rest.startsWith(u':')) {
        return failure(ErrorCode::Invalid, u"person"_s, u"after the address only :role,role may stand"_s);
    }
    for (const QString &role : rest.mid(1).split(u',', Qt::SkipEmptyParts)) {
        person.roles.append(RoleId{role.trimmed()});
    }
    if (person.name.isEmpty() || !person.email.contains(u'@')) {
        return failure(ErrorCode::Invalid, u"person"_s, u"a name and an e-mail address are needed"_s);
    }
    return person;
}

Result<PolicyProposal> proposePolicy(const Source &source, const QByteArray &tip, const InitOptions &options,
                                     const std::stop_token &stop)
{
    const Result<QList<SourceFile>> files = source.files(tip);
    if (!files) {
        return std::unexpected(files.error());
    }
    QMap<QString, ArtifactKind> kinds;
    QStringList all;
    QStringList prompts;
    for (const SourceFile &file : *files) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Canceled);
        }
        all.append(file.path);
        if (!mayBeGoverned(file.path) || file.size > prompt::maximumFileBytes || !isSafePath(file.path)
            || file.path.startsWith(u".countersign/")) {
            continue;
        }
        const Result<QByteArray> bytes = source.read(file.blob);
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        if (const auto kind = guessedKind(file.path, *bytes)) {
            kinds.insert(file.path, *kind);
            prompts.append(file.path);
        }
    }

    Policy policy{.workspace = options.workspace, .branch = options.branch, .root = commonFolder(prompts)};
    policy.governed = governedPaths(kinds, all);
    if (options.workflows == InitOptions::Workflows::Guessed) {
        policy.workflows = guessedWorkflows(prompts, policy.root);
    }
    if (all.isEmpty()) {
        // Nothing is there that could tell; files come by changes.
        policy.root = u"prompts"_s;
        policy.governed = {{.paths = {u"prompts/**"_s}, .kind = ArtifactKind::Prompt}};
    }
    policy.roles = standardRoles();
    InitPerson me = options.me;
    me.roles.clear();
    const Result<Person> first = personOf(me, roleIds({"product", "engineering", "compliance", "expert", "admin"}), {});
    if (!first) {
        return std::unexpected(first.error());
    }
    policy.people.append(*first);
    for (const InitPerson &other : options.others) {
        const Result<Person> person = personOf(other, roleIds({"product", "engineering", "compliance", "expert"}),
                                               policy.people);
        if (!person) {
            return std::unexpected(person.error());
        }
        policy.people.append(*person);
    }
    policy.lanes = laneRules(policy.people);
    policy.environments = environments();
    policy.rights.administer = roleIds({"admin"});
    return finished(source, *files, policyYaml(policy));
}

Result<PolicyProposal> readProposal(const Source &source, const QByteArray &tip, const QByteArray &yaml)
{
    const Result<QList<SourceFile>> files = source.files(tip);
    if (!files) {
        return std::unexpected(files.error());
    }
    return finished(source, *files, yaml);
}

Result<StartedLedger> startLedger(std::unique_ptr<Ledger> ledger, const RecorderOptions &recorder, Source &source,
                                  const QByteArray &tip, const PolicyProposal &proposal, const InitOptions &options,
                                  const std::stop_token &stop)
{
    const Result<QList<SourceFile>> listed = source.files(tip);
    if (!listed) {
        return std::unexpected(listed.error());
    }
    QHash<QString, QByteArray> blobs;
    for (const SourceFile &file : *listed) {
        blobs.insert(file.path, file.blob);
    }
    const Person *opener = proposal.policy.personByEmail(options.me.email);
    if (!opener) {
        return std::unexpected(asError({.rule = VoidRule::AuthorIsUnknown, .detail = options.me.email}));
    }

    QList<EventDraft> drafts;
    EventDraft opened{.actor = opener->id, .data = LedgerOpened{.policy = proposal.policy},
                      .summary = u"Begin the record of %1"_s.arg(proposal.policy.workspace)};
    opened.subject = u"ledger"_s;
    opened.contents.insert(contentHash(proposal.yaml), proposal.yaml);
    drafts.append(opened);
    qsizetype names = 0;
    for (const BaselineFile &file : proposal.files) {
        auto *baseline = std::get_if<BaselineRecorded>(&drafts.last().data);
        if (!baseline || baseline->files.size() >= filesPerEvent || names > namesPerEvent) {
            EventDraft next{.actor = opener->id, .subject = u"ledger"_s, .data = BaselineRecorded{},
                            .summary = u"Record what is there"_s};
            next.basis.policyHash = policyHash(proposal.policy);
            next.basis.policyVersion = proposal.policy.version;
            drafts.append(next);
            baseline = std::get_if<BaselineRecorded>(&drafts.last().data);
            names = 0;
        }
        const Result<QByteArray> bytes = source.read(blobs.value(file.path));
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        if (contentHash(*bytes) != file.content) {
            return failure(ErrorCode::Conflict, file.path);
        }
        baseline->files.append(file);
        drafts.last().contents.insert(file.content, *bytes);
        names += file.path.size() + file.artifact.value.size();
    }
    const Result<std::unique_ptr<Recorder>> started = Recorder::create(std::move(ledger), recorder, drafts, stop);
    if (!started) {
        return std::unexpected(asServiceError(started.error()));
    }

    StartedLedger result{.id = (*started)->state().ledger, .head = (*started)->state().head};
    SourceWrite write{.path = policyPath(), .after = proposal.yaml};
    if (const auto old = blobs.constFind(policyPath()); old != blobs.cend()) {
        const Result<QByteArray> before = source.read(*old);
        if (!before) {
            return std::unexpected(before.error());
        }
        write.before = *before;
    }
    const Result<SourceWritten> written = source.write({.branch = proposal.policy.branch,
                                                        .files = {write},
                                                        .message = u"Add the policy of Countersign\n"_s,
                                                        .authorName = options.me.name,
                                                        .authorEmail = options.me.email,
                                                        .fallbackBranch = u"countersign/policy"_s},
                                                       stop);
    // The record stands; the file beside it can be written later.
    result.notices = written ? written->notices : QStringList{u"branch-not-written"_s};
    return result;
}

} // namespace countersign
