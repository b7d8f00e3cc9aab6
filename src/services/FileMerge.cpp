// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/FileMerge.h"

#include "prompt/Document.h"
#include "services/EditedText.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

diff::MergeUnit unitOf(const QString &path, const QByteArray &bytes)
{
    switch (prompt::parse(bytes.left(64 * 1024), path).format) {
    case prompt::Format::GitHubModels:
    case prompt::Format::Yaml:
    case prompt::Format::Json:
    case prompt::Format::SemanticKernelConfig:
        return diff::MergeUnit::Line;
    case prompt::Format::Text:
    case prompt::Format::Markdown:
    case prompt::Format::AgentMarkdown:
    case prompt::Format::CommandMarkdown:
    case prompt::Format::Skill:
    case prompt::Format::Prompty:
    case prompt::Format::Dotprompt:
    case prompt::Format::Jinja:
    case prompt::Format::SemanticKernelPrompt:
        return diff::MergeUnit::Sentence;
    }
    Q_UNREACHABLE_RETURN(diff::MergeUnit::Sentence);
}

MergeTarget targetAt(const Artifact &artifact)
{
    MergeTarget target{.artifact = artifact.id, .path = artifact.path, .content = artifact.acceptedContent()};
    if (!target.content.isNull()) {
        target.version = artifact.versions.last().version.toString();
        target.change = artifact.versions.last().change;
    }
    return target;
}

/// Where the text that a file was written against stands since the file was taken away.
const Artifact *movedTo(const State &state, const EditedFile &file, const QList<EditedFile> &others)
{
    for (const Artifact &artifact : state.artifacts) {
        const bool edited = std::any_of(others.cbegin(), others.cend(), [&artifact](const EditedFile &other) {
            return other.artifact == artifact.id;
        });
        if (edited || artifact.id == file.artifact || artifact.kind != file.kind || artifact.acceptedContent().isNull()) {
            continue;
        }
        if (artifact.versions.first().content == file.before) {
            return &artifact;
        }
    }
    return nullptr;
}

EditedFile against(const MergeTarget &target, EditedFile file)
{
    file.artifact = target.artifact;
    file.path = target.path;
    file.before = target.content;
    return file;
}

} // namespace

int FileMerge::questions() const
{
    switch (kind) {
    case FileMergeKind::Text:
        return int(merge.conflicts.size());
    case FileMergeKind::TakenAwayByMe:
    case FileMergeKind::TakenAwayByThem:
    case FileMergeKind::Unreadable:
        return 1;
    case FileMergeKind::Settled:
        return 0;
    }
    Q_UNREACHABLE_RETURN(0);
}

std::optional<MergeTarget> mergeTargetOf(const State &state, const EditedFile &file, const QList<EditedFile> &others)
{
    const Artifact *artifact = state.artifact(file.artifact);
    if (!artifact) {
        // Somebody else gave the path a file under another name.
        artifact = state.artifactAt(file.path);
    }
    if (!artifact) {
        return file.before.isNull() ? std::nullopt
                                    : std::optional(MergeTarget{.artifact = file.artifact, .path = file.path});
    }
    MergeTarget target = targetAt(*artifact);
    if (target.content == file.before && target.artifact == file.artifact) {
        return std::nullopt;
    }
    if (target.content.isNull() && !file.removed) {
        if (const Artifact *there = movedTo(state, file, others)) {
            target = targetAt(*there);
            target.moved = true;
        }
    }
    return target;
}

QList<MergeInput> mergesNeeded(const State &state, const QList<EditedFile> &files)
{
    QList<MergeInput> needed;
    for (const EditedFile &file : files) {
        if (const std::optional<MergeTarget> target = mergeTargetOf(state, file, files)) {
            needed.append({.mine = file, .onto = *target});
        }
    }
    return needed;
}

FileMerge mergeFile(const MergeInput &input, const QByteArray &base, const QByteArray &mine, const QByteArray &theirs,
                    const std::function<bool()> &canceled)
{
    FileMerge out{.mine = input.mine, .onto = input.onto, .theirBytes = theirs};
    out.mine.text = mine;
    const auto settle = [&out](const EditedFile &file) {
        out.kind = FileMergeKind::Settled;
        out.merge.complete = true;
        out.settled = against(out.onto, file);
        return out;
    };
    const bool theyTookAway = input.onto.content.isNull();
    const bool mineIsBase = !input.mine.removed && !input.mine.before.isNull() && mine == base;
    const bool theirsIsBase = input.onto.content == input.mine.before;
    EditedFile their = out.mine;
    their.text = theirs;
    their.removed = theyTookAway;

    const EditableText baseText = editableText(base, input.mine.path);
    const EditableText ourText = editableText(mine, input.mine.path);
    const EditableText theirText = editableText(theirs, input.onto.path);
    out.base = baseText.text;
    out.ours = input.mine.removed ? QString() : ourText.text;
    out.theirs = theirText.text;
    if (theirsIsBase || (!theyTookAway && !input.mine.removed && mine == theirs) || (theyTookAway && input.mine.removed)) {
        return settle(out.mine);
    }
    if (mineIsBase) {
        return settle(their);
    }
    const auto asWhole = [&out](FileMergeKind kind) {
        out.kind = kind;
        out.merge.complete = true;
        return out;
    };
    if (theyTookAway) {
        return asWhole(FileMergeKind::TakenAwayByThem);
    }
    if (input.mine.removed) {
        return asWhole(FileMergeKind::TakenAwayByMe);
    }
    const auto cannotBeWritten = [](const EditableText &text) { return text.problem == "binary"_L1 || text.problem == "utf-16"_L1; };
    if (cannotBeWritten(baseText) || cannotBeWritten(ourText) || cannotBeWritten(theirText)) {
        return asWhole(FileMergeKind::Unreadable);
    }
    out.merge = diff::mergeTexts(out.base, out.ours, out.theirs, unitOf(input.onto.path, theirs), canceled);
    return out;
}

Result<EditedFile> mergedFile(const FileMerge &merge, const QStringList &words, diff::MergeSide side)
{
    EditedFile file = against(merge.onto, merge.mine);
    switch (merge.kind) {
    case FileMergeKind::Settled:
        return merge.settled;
    case FileMergeKind::TakenAwayByMe:
    case FileMergeKind::TakenAwayByThem:
    case FileMergeKind::Unreadable:
        if (side == diff::MergeSide::Theirs) {
            file.text = merge.theirBytes;
            file.removed = merge.onto.content.isNull();
        }
        return file;
    case FileMergeKind::Text:
        break;
    }
    const Result<QByteArray> bytes =
        bytesWithText(merge.mine.text, merge.mine.path, diff::resolvedWith(merge.merge, words));
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    file.text = *bytes;
    return file;
}

} // namespace countersign
