// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Standing.h"

#include <algorithm>

namespace countersign {

namespace {

/// The last version with that content; -1 when there is none.
qsizetype lastIndex(const Artifact &artifact, const ContentHash &content)
{
    for (qsizetype i = artifact.versions.size() - 1; i >= 0; --i) {
        if (artifact.versions.at(i).content == content) {
            return i;
        }
    }
    return -1;
}

} // namespace

Standings::Standings(const State &state) : m_state(state)
{
    for (const Artifact &artifact : state.artifacts) {
        m_byPath.insert(artifact.path, &artifact);
    }
    for (const ChangeId &id : state.order) {
        const Change *change = state.change(id);
        if (!change || !change->revision()) {
            continue;
        }
        for (const FileChange &file : change->revision()->data.files) {
            m_changes[file.path].append(change);
        }
    }
}

std::optional<GovernedFile> Standings::governed(const QString &path) const
{
    const Artifact *artifact = m_byPath.value(path);
    if (artifact && !artifact->retired) {
        return GovernedFile{.artifact = artifact->id, .kind = artifact->kind};
    }
    const std::optional<ArtifactKind> kind = m_state.policy.kindOf(path);
    if (!kind) {
        return std::nullopt;
    }
    if (artifact) {
        return GovernedFile{.artifact = artifact->id, .kind = *kind};
    }
    const ArtifactId shortId = m_state.policy.artifactOf(path);
    return GovernedFile{.artifact = m_state.artifact(shortId) ? m_state.policy.longArtifactOf(path) : shortId,
                        .kind = *kind};
}

const Change *Standings::proposal(const QString &path, const ContentHash &after, ChangeStatus status) const
{
    const QList<const Change *> changes = m_changes.value(path);
    for (auto change = changes.crbegin(); change != changes.crend(); ++change) {
        if ((*change)->status != status) {
            continue;
        }
        const QList<FileChange> &files = (*change)->revision()->data.files;
        const auto file = std::ranges::find(files, path, &FileChange::path);
        if (file != files.cend() && file->after == after) {
            return *change;
        }
    }
    return nullptr;
}

FileStanding Standings::of(const QString &path, const ContentHash &before, const ContentHash &after) const
{
    FileStanding found;
    const Artifact *artifact = m_byPath.value(path);
    if (artifact && artifact->latest()) {
        found.latest = artifact->latest()->version;
    }
    if (artifact && after.isNull() && artifact->retired) {
        found.standing = Standing::Accepted;
        const Change *change = proposal(path, after, ChangeStatus::Accepted);
        found.change = change ? change->id : ChangeId{};
        return found;
    }
    const qsizetype index = artifact && !after.isNull() ? lastIndex(*artifact, after) : -1;
    if (index >= 0 && !artifact->retired) {
        // Where something stood that is no version, only the newest one may come: that is taking the text back.
        const qsizetype was = before.isNull() ? -1 : lastIndex(*artifact, before);
        const bool newest = index == artifact->versions.size() - 1;
        const bool forward = was >= 0 ? index >= was : before.isNull() && artifact->versions.size() == 1;
        found.standing = newest || forward ? Standing::Accepted : Standing::Older;
        found.version = artifact->versions.at(index).version;
        found.change = artifact->versions.at(index).change;
        if (found.standing == Standing::Accepted) {
            return found;
        }
    }
    if (const Change *open = proposal(path, after, ChangeStatus::Review)) {
        found.standing = Standing::Proposed;
        found.change = open->id;
    }
    return found;
}

} // namespace countersign
