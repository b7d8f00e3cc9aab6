// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Projection.h"

#include "base/Hash.h"
#include "ledger/TreeText.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
            || c == '-';
}

QString escaped(char c)
{
    return u"%%1"_s.arg(uint(static_cast<unsigned char>(c)), 2, 16, QLatin1Char('0')).toUpper();
}

// A segment that has a meaning of its own at its place gets its first character escaped.
QString setApart(const QString &name)
{
    return escaped(name.at(0).toLatin1()) + name.mid(1);
}

QString fileName(const QString &path)
{
    const QString name = treeName(QStringView(path).mid(path.lastIndexOf(u'/') + 1));
    return name == u"version.json" ? setApart(name) : name;
}

// A folder of a prompt id is never taken for the folder of a version.
QString artifactFolder(const ArtifactId &artifact)
{
    QStringList segments = treePath(artifact.value).split(u'/');
    for (QString &segment : segments) {
        if (SemVer::fromString(segment)) {
            segment = setApart(segment);
        }
    }
    return u"prompts/"_s + segments.join(u'/');
}

QString changeFolder(const Change &change)
{
    return u"changes/%1"_s.arg(change.number);
}

// An environment called `x.flagd` keeps clear of the flags of `x`.
QString environmentName(const EnvironmentId &environment)
{
    const QString name = treeName(environment.value);
    return name.endsWith(u".flagd") ? name.chopped(1) + escaped('d') : name;
}

QString environmentFile(const EnvironmentId &environment)
{
    return u"environments/%1.json"_s.arg(environmentName(environment));
}

QString flagdFile(const EnvironmentId &environment)
{
    return u"environments/%1.flagd.json"_s.arg(environmentName(environment));
}

TreeEdit put(const QString &path, const TreeText &text)
{
    return {.what = TreeEdit::What::Put, .path = path, .bytes = text.print()};
}

TreeEdit putContent(const QString &path, const ContentHash &content)
{
    return {.what = TreeEdit::What::PutContent, .path = path, .content = content};
}

TreeEdit removal(const QString &path)
{
    return {.what = TreeEdit::What::Remove, .path = path};
}

TreeText versionText(const State &state, const Artifact &artifact, const VersionRecord &record)
{
    TreeText text;
    text.set(u"artifact"_s, artifact.id.value);
    text.set(u"path"_s, artifact.path);
    text.set(u"kind"_s, toString(artifact.kind));
    text.set(u"version"_s, record.version.toString());
    text.set(u"content"_s, toString(record.content));
    if (const Change *change = state.change(record.change)) {
        text.set(u"change"_s, record.change.toString());
        text.set(u"change_number"_s, change->number);
    }
    text.set(u"lane"_s, toString(record.lane));
    text.set(u"accepted_by"_s, record.stamp.actor.value);
    text.set(u"event"_s, record.stamp.event.toString());
    text.set(u"seq"_s, record.stamp.seq);
    return text;
}

void addVersion(QList<TreeEdit> &edits, const State &state, const Artifact &artifact, const VersionRecord &record)
{
    const QString folder = artifactFolder(artifact.id) + u'/' + record.version.toString();
    if (!record.content.isNull()) {
        edits.append(putContent(folder + u'/' + fileName(artifact.path), record.content));
    }
    edits.append(put(folder + u"/version.json"_s, versionText(state, artifact, record)));
}

// What runs where, once for people and programs, once as flag definitions for OpenFeature SDKs.
void addEnvironment(QList<TreeEdit> &edits, const State &state, const EnvironmentId &environment)
{
    TreeText pointers;
    TreeText flags;
    for (const Artifact &artifact : state.artifacts) {
        const PointerMove *now = artifact.running(environment);
        if (!now) {
            continue;
        }
        const QString version = now->version.toString();
        TreeText pointer;
        pointer.set(u"version"_s, version);
        pointer.set(u"content"_s, toString(now->content));
        pointer.set(u"path"_s, acceptedPath(artifact, now->version));
        pointer.set(u"event"_s, now->stamp.event.toString());
        pointer.set(u"seq"_s, now->stamp.seq);
        pointers.set(artifact.id.value, pointer);

        TreeText variant;
        variant.set(u"version"_s, version);
        variant.set(u"content"_s, toString(now->content));
        variant.set(u"path"_s, acceptedPath(artifact, now->version));
        TreeText variants;
        variants.set(version, variant);
        TreeText flag;
        flag.set(u"state"_s, u"ENABLED"_s);
        flag.set(u"variants"_s, variants);
        flag.set(u"defaultVariant"_s, version);
        flags.set(artifact.id.value, flag);
    }
    TreeText file;
    file.set(u"environment"_s, environment.value);
    file.set(u"prompts"_s, pointers);
    edits.append(put(environmentFile(environment), file));
    TreeText flagd;
    flagd.set(u"$schema"_s, u"https://flagd.dev/schema/v0/flags.json"_s);
    flagd.set(u"flags"_s, flags);
    edits.append(put(flagdFile(environment), flagd));
}

void addRevision(QList<TreeEdit> &edits, const Change &change, qsizetype index)
{
    const QString folder = changeFolder(change) + u"/%1/"_s.arg(index + 1);
    for (const FileChange &file : change.revisions.at(index).data.files) {
        if (!file.after.isNull()) {
            edits.append(putContent(folder + treePath(file.path), file.after));
        }
    }
}

class Project
{
public:
    Project(const TreeBasis &before, const State &after, const Event &event)
        : m_before(before), m_after(after), m_event(event)
    {
    }

    [[nodiscard]] QList<TreeEdit> edits() &&
    {
        std::visit(*this, m_event.data);
        return m_edits;
    }

    void operator()(const LedgerOpened &) { policy(); }
    void operator()(const PolicyChanged &) { policy(); }
    void operator()(const BaselineRecorded &data)
    {
        for (const BaselineFile &file : data.files) {
            versions(file.artifact);
        }
        environments();
    }
    void operator()(const RevisionSubmitted &)
    {
        const Change *change = subject();
        addRevision(m_edits, *change, change->revisions.size() - 1);
    }
    void operator()(const ChangeAccepted &)
    {
        const Change *change = subject();
        removeChange(*change);
        for (const FileChange &file : change->revision()->data.files) {
            versions(file.artifact);
        }
        environments();
    }
    void operator()(const ChangeWithdrawn &) { removeChange(*subject()); }
    void operator()(const ReleaseMade &data) { addEnvironment(m_edits, m_after, data.environment); }
    void operator()(const ReleaseRolledBack &data) { addEnvironment(m_edits, m_after, data.environment); }
    void operator()(const ChangeOpened &) { }
    void operator()(const NoteWritten &) { }
    void operator()(const ReviewerNamed &) { }
    void operator()(const ReviewGiven &) { }
    void operator()(const RequestCleared &) { }
    void operator()(const LaneRaised &) { }
    void operator()(const LoweringProposed &) { }
    void operator()(const LaneLowered &) { }
    void operator()(const OpinionRecorded &) { }
    void operator()(const RequirementOverridden &) { }
    void operator()(const EmergencyDeclared &) { }
    void operator()(const EmergencyClosed &) { }
    void operator()(const RunRecorded &) {}
    void operator()(const ResultAccepted &) {}
    void operator()(const CaseGraded &) {}
    void operator()(const SpotCheckRecorded &) {}
    void operator()(const CommentMade &) { }
    void operator()(const CommentResolved &) { }
    void operator()(const DelegationGiven &) { }
    void operator()(const DelegationRevoked &) { }

private:
    [[nodiscard]] const Change *subject() const
    {
        constexpr qsizetype prefix = std::char_traits<char>::length("change/");
        return m_after.change(EventId::fromString(QStringView(m_event.subject).mid(prefix)).value_or(EventId{}));
    }

    // The versions that this event added.
    void versions(const ArtifactId &id)
    {
        const Artifact *now = m_after.artifact(id);
        for (qsizetype i = m_before.versions.value(id); i < now->versions.size(); ++i) {
            addVersion(m_edits, m_after, *now, now->versions.at(i));
        }
    }

    void policy()
    {
        m_edits.append(putContent(u"policy.yaml"_s, m_after.policy.source));
        for (const EnvironmentId &environment : m_before.environments) {
            if (!m_after.policy.environment(environment)) {
                m_edits.append(removal(environmentFile(environment)));
                m_edits.append(removal(flagdFile(environment)));
            }
        }
        versions(policyArtifact());
        environments();
    }

    void environments()
    {
        for (const Environment &environment : m_after.policy.environments) {
            addEnvironment(m_edits, m_after, environment.id);
        }
    }

    void removeChange(const Change &change)
    {
        const bool holdsFiles = std::ranges::any_of(change.revisions, [](const Revision &revision) {
            return std::ranges::any_of(revision.data.files, [](const FileChange &f) { return !f.after.isNull(); });
        });
        if (holdsFiles) {
            m_edits.append(removal(changeFolder(change)));
        }
    }

    const TreeBasis &m_before;
    const State &m_after;
    const Event &m_event;
    QList<TreeEdit> m_edits;
};

} // namespace

ContentHash TreeFile::hash() const
{
    return content.isNull() ? contentHash(bytes) : content;
}

QString treeName(QStringView name)
{
    const QByteArray utf8 = name.toUtf8();
    QString out;
    for (const char c : utf8) {
        out += isPlain(c) ? QString(QLatin1Char(c)) : escaped(c);
    }
    const bool onlyDots = std::ranges::all_of(utf8, [](char c) { return c == '.'; });
    if (!out.isEmpty() && (onlyDots || out.startsWith(".git"_L1, Qt::CaseInsensitive) || out.endsWith(u'.'))) {
        out = out.endsWith(u'.') ? out.chopped(1) + escaped('.') : setApart(out);
    }
    return out.isEmpty() ? u"%"_s : out;
}

QString treePath(QStringView path)
{
    QStringList segments;
    for (const QStringView segment : path.split(u'/')) {
        segments.append(treeName(segment));
    }
    return segments.join(u'/');
}

QString acceptedPath(const Artifact &artifact, const SemVer &version)
{
    return artifactFolder(artifact.id) + u'/' + version.toString() + u'/' + fileName(artifact.path);
}

TreeBasis treeBasis(const State &before, const Placed &placed)
{
    TreeBasis basis;
    for (const Environment &environment : before.policy.environments) {
        basis.environments.append(environment.id);
    }
    const auto count = [&](const ArtifactId &id) {
        if (const Artifact *artifact = before.artifact(id)) {
            basis.versions.insert(id, artifact->versions.size());
        }
    };
    const Event *event = std::get_if<Event>(&placed.event);
    if (event && std::holds_alternative<ChangeAccepted>(event->data)) {
        constexpr qsizetype prefix = std::char_traits<char>::length("change/");
        const auto id = EventId::fromString(QStringView(event->subject).mid(prefix));
        const Change *change = before.change(id.value_or(EventId{}));
        const Revision *revision = change ? change->revision() : nullptr;
        for (const FileChange &file : revision ? revision->data.files : QList<FileChange>()) {
            count(file.artifact);
        }
    } else {
        count(policyArtifact());
    }
    return basis;
}

QList<TreeEdit> project(const TreeBasis &before, const State &after, const Placed &placed, const Verdict &verdict)
{
    const Event *event = std::get_if<Event>(&placed.event);
    if (!event || !std::holds_alternative<Effective>(verdict)) {
        return {};
    }
    return Project(before, after, *event).edits();
}

ReadableTree projectAll(const State &state)
{
    QList<TreeEdit> edits;
    if (!state.ledger.isNull()) {
        edits.append(putContent(u"policy.yaml"_s, state.policy.source));
    }
    for (const Artifact &artifact : state.artifacts) {
        for (const VersionRecord &record : artifact.versions) {
            addVersion(edits, state, artifact, record);
        }
    }
    for (const Change &change : state.changes) {
        for (qsizetype i = 0; change.status == ChangeStatus::Review && i < change.revisions.size(); ++i) {
            addRevision(edits, change, i);
        }
    }
    for (const Environment &environment : state.policy.environments) {
        addEnvironment(edits, state, environment.id);
    }
    ReadableTree tree;
    applyEdits(tree, edits);
    return tree;
}

QStringList applyEdits(ReadableTree &tree, const QList<TreeEdit> &edits)
{
    QMap<QString, ContentHash> before; // null: there was no such file
    const auto remember = [&](const QString &path) {
        const auto was = tree.constFind(path);
        if (!before.contains(path)) {
            before.insert(path, was == tree.cend() ? ContentHash{} : was->hash());
        }
    };
    for (const TreeEdit &edit : edits) {
        if (edit.what == TreeEdit::What::Remove) {
            remember(edit.path);
            tree.remove(edit.path);
            const QString folder = edit.path + u'/';
            auto it = tree.lowerBound(folder);
            while (it != tree.end() && it.key().startsWith(folder)) {
                remember(it.key());
                it = tree.erase(it);
            }
            continue;
        }
        remember(edit.path);
        const bool given = edit.what == TreeEdit::What::Put;
        tree.insert(edit.path, given ? TreeFile{.bytes = edit.bytes} : TreeFile{.content = edit.content});
    }
    QStringList changed;
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        const auto now = tree.constFind(it.key());
        if ((now == tree.cend() ? ContentHash{} : now->hash()) != it.value()) {
            changed.append(it.key());
        }
    }
    return changed;
}

} // namespace countersign
