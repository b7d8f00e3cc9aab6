// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/BranchWatch.h"

#include "base/Hash.h"
#include "prompt/Document.h"
#include "services/DiskFile.h"

#include <QDataStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr char blobsMagic[] = "countersign.blobs";
constexpr quint32 blobsFormatVersion = 1;
constexpr qsizetype mostRemembered = 500'000;
constexpr qsizetype mostExplained = 200; ///< edits whose commit is looked up
constexpr int historyDepth = 50;

} // namespace

BranchWatch::BranchWatch(QString cachePath) : m_cachePath(std::move(cachePath)) { }

void BranchWatch::load()
{
    m_loaded = true;
    const Result<QByteArray> bytes = readDiskFile(m_cachePath);
    const Result<QByteArray> payload = bytes ? unsealed(blobsMagic, blobsFormatVersion, *bytes) : bytes;
    if (!payload) {
        // A cache that is missing or damaged is made again.
        return;
    }
    QDataStream in(*payload);
    in.setVersion(QDataStream::Qt_6_8);
    while (!in.atEnd() && in.status() == QDataStream::Ok) {
        QByteArray blob;
        QByteArray hash;
        in >> blob >> hash;
        if (const std::optional<ContentHash> found = ContentHash::fromBytes(hash)) {
            m_hashes.insert(blob, *found);
        }
    }
}

Done BranchWatch::save()
{
    if (!m_grown) {
        return {};
    }
    m_grown = false;
    QByteArray payload;
    QDataStream out(&payload, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_8);
    for (auto it = m_hashes.cbegin(); it != m_hashes.cend(); ++it) {
        out << it.key() << it.value().toBytes();
    }
    return writeDiskFile(m_cachePath, sealed(blobsMagic, blobsFormatVersion, payload));
}

Result<ContentHash> BranchWatch::hashOf(const Source &source, const QByteArray &blob)
{
    if (blob.isEmpty()) {
        return ContentHash{};
    }
    if (const auto known = m_hashes.constFind(blob); known != m_hashes.cend()) {
        return *known;
    }
    const Result<QByteArray> bytes = source.read(blob);
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    const ContentHash hash = contentHash(*bytes);
    if (m_hashes.size() >= mostRemembered) {
        m_hashes.clear();
    }
    m_hashes.insert(blob, hash);
    m_grown = true;
    return hash;
}

std::optional<ArtifactKind> BranchWatch::kindOf(const State &state, const QString &path)
{
    if (m_kindsOf != state.policyInForce) {
        m_kindsOf = state.policyInForce;
        m_kinds.clear();
    }
    const auto known = m_kinds.constFind(path);
    if (known != m_kinds.cend()) {
        return *known;
    }
    const std::optional<ArtifactKind> kind = isSafePath(path) ? state.policy.kindOf(path) : std::nullopt;
    m_kinds.insert(path, kind);
    return kind;
}

Result<BranchWatch::Compared> BranchWatch::compare(Source &source, const State &state, const QByteArray &tip,
                                                   const std::function<bool()> &canceled)
{
    if (!m_loaded) {
        load();
    }
    if (tip != m_listedTip) {
        const Result<QList<SourceFile>> files = source.files(tip);
        if (!files) {
            return std::unexpected(files.error());
        }
        m_listed = *files;
        m_listedTip = tip;
    }

    QHash<QString, const Artifact *> byPath;
    QSet<ArtifactId> taken;
    for (const Artifact &artifact : state.artifacts) {
        byPath.insert(artifact.path, &artifact);
        taken.insert(artifact.id);
    }
    Compared compared;
    for (const SourceFile &file : std::as_const(m_listed)) {
        if (canceled()) {
            return failure(ErrorCode::Canceled);
        }
        const Artifact *artifact = byPath.value(file.path);
        const std::optional<ArtifactKind> kind = artifact && !artifact->retired ? artifact->kind
                                                                                 : kindOf(state, file.path);
        // What is too large to be a prompt was not taken into the baseline either.
        if (!kind || (!artifact && file.size > prompt::maximumFileBytes)) {
            continue;
        }
        compared.blobs.insert(file.path, file.blob);
        if (file.size > prompt::maximumFileBytes) {
            compared.tooLarge.append(file.path);
            continue;
        }
        const Result<ContentHash> found = hashOf(source, file.blob);
        if (!found) {
            return std::unexpected(found.error());
        }
        const ContentHash governed = artifact ? artifact->acceptedContent() : ContentHash{};
        if (*found == governed) {
            continue;
        }
        ArtifactId id = artifact ? artifact->id : state.policy.artifactOf(file.path);
        if (!artifact && taken.contains(id)) {
            id = state.policy.longArtifactOf(file.path);
        }
        compared.differing.append(
            {.artifact = id, .path = file.path, .kind = *kind, .governed = governed, .found = *found});
    }
    for (const Artifact &artifact : state.artifacts) {
        if (!artifact.retired && !artifact.versions.isEmpty() && !compared.blobs.contains(artifact.path)) {
            compared.differing.append({.artifact = artifact.id,
                                       .path = artifact.path,
                                       .kind = artifact.kind,
                                       .governed = artifact.acceptedContent()});
        }
    }
    m_blobs = compared.blobs;
    return compared;
}

void BranchWatch::explainBy(const Source &source, const QList<SourceCommit> &history, UngovernedEdit &edit,
                            const std::function<bool(const ContentHash &)> &governed)
{
    if (!history.isEmpty()) {
        const SourceCommit &last = history.first();
        edit.author = last.author;
        edit.email = last.email;
        edit.when = last.when;
        edit.commit = QString::fromLatin1(last.commit);
        edit.summary = last.summary;
    }
    for (const SourceCommit &commit : history) {
        const Result<ContentHash> hash = hashOf(source, commit.blob);
        if (hash && governed(*hash)) {
            break;
        }
        if (!edit.editors.contains(commit.email)) {
            edit.editors.append(commit.email);
        }
    }
}

Done BranchWatch::explain(const Source &source, const QByteArray &tip, UngovernedEdit &edit,
                          const std::function<bool(const ContentHash &)> &governed)
{
    const Result<QList<SourceCommit>> history = source.history(tip, edit.path, historyDepth);
    if (!history) {
        return std::unexpected(history.error());
    }
    explainBy(source, *history, edit, governed);
    return {};
}

Done BranchWatch::explainWhole(const Source &source, const QByteArray &tip, UngovernedEdit &edit,
                               const std::function<bool(const ContentHash &)> &governed,
                               const std::stop_token &stop)
{
    const auto ends = [&](const QByteArray &blob) {
        const Result<ContentHash> hash = hashOf(source, blob);
        return hash && governed(*hash);
    };
    const Result<QList<SourceCommit>> commits = source.editsSince(tip, edit.path, ends, stop);
    if (!commits) {
        return std::unexpected(commits.error());
    }
    edit.editors.clear();
    explainBy(source, *commits, edit, governed);
    return {};
}

Result<BranchWatch::Seen> BranchWatch::look(Source &source, const State &state,
                                            const std::function<bool()> &canceled,
                                            const std::stop_token &stop)
{
    const Result<QByteArray> tip = source.tip(state.policy.branch, stop);
    if (!tip) {
        return std::unexpected(tip.error());
    }
    if (*tip == m_seen.tip && state.head.seq == m_seenSeq) {
        return m_seen;
    }
    const Result<Compared> compared = compare(source, state, *tip, canceled);
    if (!compared) {
        return std::unexpected(compared.error());
    }
    if (!compared->tooLarge.isEmpty()) {
        return failure(ErrorCode::Invalid, compared->tooLarge.first(), u"is too large"_s);
    }

    Seen seen{.tip = *tip};
    QList<UngovernedEdit> candidates = compared->differing;
    for (UngovernedEdit &edit : candidates) {
        const bool explained = seen.edits.size() < mostExplained;
        const Result<QList<SourceCommit>> history = explained ? source.history(*tip, edit.path, historyDepth)
                                                              : QList<SourceCommit>{};
        if (!history) {
            return std::unexpected(history.error());
        }
        // Accepted and not written yet is no edit: then the accepted bytes never stood on the branch, and what stands
        // there is what was accepted before.
        const Artifact *artifact = state.artifact(edit.artifact);
        const bool acceptedBefore = artifact && std::any_of(artifact->versions.cbegin(), artifact->versions.cend(),
                                                            [&edit](const VersionRecord &v) { return v.content == edit.found; });
        const bool isNew = artifact && edit.found.isNull() && (artifact->versions.size() == 1 || history->isEmpty());
        if (artifact && explained && (acceptedBefore || isNew)) {
            bool stood = false;
            for (const SourceCommit &commit : *history) {
                const Result<ContentHash> hash = hashOf(source, commit.blob);
                stood = stood || (hash && *hash == edit.governed);
            }
            if (!stood) {
                seen.behind.append({.artifact = edit.artifact, .found = edit.found});
                continue;
            }
        }
        explainBy(source, *history, edit, [&edit](const ContentHash &hash) { return hash == edit.governed; });
        seen.edits.append(edit);
    }
    m_seen = seen;
    m_seenSeq = state.head.seq;
    return seen;
}

Result<QByteArray> BranchWatch::found(const Source &source, const UngovernedEdit &edit) const
{
    const auto blob = m_blobs.constFind(edit.path);
    if (edit.found.isNull() || blob == m_blobs.cend()) {
        return failure(ErrorCode::NotFound, edit.path);
    }
    const Result<QByteArray> bytes = source.read(*blob);
    if (bytes && contentHash(*bytes) != edit.found) {
        return failure(ErrorCode::Conflict, edit.path, u"the file on the branch is another one by now"_s);
    }
    return bytes;
}

} // namespace countersign
