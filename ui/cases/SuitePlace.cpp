// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/SuitePlace.h"

#include "domain/Refusals.h"

#include <algorithm>

namespace countersign {

bool SuitePlace::anySuite(const State &state)
{
    return std::ranges::any_of(
        state.artifacts, [](const Artifact &one) { return one.kind == ArtifactKind::Suite && !one.retired; });
}

SuitePlace SuitePlace::of(const WorkspaceView &view, const ArtifactId &suite)
{
    SuitePlace place;
    for (const Draft &draft : view.drafts) {
        if (std::ranges::any_of(draft.files, [&suite](const EditedFile &file) {
                return file.artifact == suite && !file.removed;
            })) {
            place.draft = &draft;
            place.change = draft.change.isNull() ? nullptr : view.state.change(draft.change);
            return place;
        }
    }
    for (const Change &change : view.state.changes) {
        const Revision *revision = change.status == ChangeStatus::Review ? change.revision() : nullptr;
        const bool holds =
            revision && std::ranges::any_of(revision->data.files, [&suite](const FileChange &file) {
                return file.artifact == suite;
            });
        if (holds && State::contributors(change).contains(view.me.person)
            && !refuseToRevise(view.state, view.me.person, change))
            place.change = &change;
    }
    return place;
}

} // namespace countersign
