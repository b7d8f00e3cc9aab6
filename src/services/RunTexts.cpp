// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunTexts.h"

#include <algorithm>

namespace countersign {

namespace {

ContentHash liveContent(const State &state, const FileChange &file)
{
    const Artifact *artifact = state.artifact(file.artifact);
    const PointerMove *running = artifact && !state.policy.environments.isEmpty()
                                     ? artifact->running(state.policy.environments.last().id)
                                     : nullptr;
    return running ? running->content : file.before;
}

} // namespace

Result<RunTexts> runTextsOf(const State &state, const ChangeId &changeId, const ArtifactId &suiteId,
                            const std::function<Result<QByteArray>(const ContentHash &)> &content,
                            const evals::SuiteFiles &others)
{
    const Change *change = state.change(changeId);
    const Revision *revision = change ? change->revision() : nullptr;
    if (!revision) {
        return failure(ErrorCode::NotFound, changeSubject(changeId));
    }
    const Artifact *suite = state.artifact(suiteId);
    if (!suite || suite->kind != ArtifactKind::Suite || suite->acceptedContent().isNull()) {
        return failure(ErrorCode::NotFound, suiteId.value);
    }
    RunTexts texts;
    for (const FileChange &file : revision->data.files) {
        if (file.after.isNull()) {
            continue;
        }
        const Result<QByteArray> proposed = content(file.after);
        if (!proposed) {
            return std::unexpected(proposed.error());
        }
        RunTexts::File one{.path = file.path, .kind = file.kind, .proposed = *proposed};
        if (const ContentHash live = liveContent(state, file); !live.isNull()) {
            const Result<QByteArray> before = content(live);
            if (!before) {
                return std::unexpected(before.error());
            }
            one.live = *before;
        }
        texts.files.append(one);
    }
    evals::SuiteFiles files = others;
    files.read = [&](const QString &path, qint64 most) -> Result<QByteArray> {
        const auto governed = std::ranges::find_if(state.artifacts, [&path](const Artifact &artifact) {
            return artifact.path == path && !artifact.acceptedContent().isNull();
        });
        if (governed == state.artifacts.end()) {
            return others.read ? others.read(path, most) : failure(ErrorCode::NotFound, path);
        }
        Result<QByteArray> bytes = content(governed->acceptedContent());
        return bytes && bytes->size() > most ? failure(ErrorCode::NoSpace, path) : bytes;
    };
    texts.suite = std::make_shared<const evals::Suite>(evals::readSuite(suite->path, files));
    return texts;
}

} // namespace countersign
