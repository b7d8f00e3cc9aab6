// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/WorkspaceView.h"
#include "support/Story.h"

namespace countersign::test {

/// A workspace with texture, made by folding real events: changes in every lane and stage, a rollback, a withdrawal, an
/// edit outside a change, a void approval. `me` is who sits at the window; empty: somebody the policy does not know.
[[nodiscard]] std::shared_ptr<WorkspaceView> acmeView(const PrincipalId &me = ana);
/// The story that it was folded from.
[[nodiscard]] Story acmeStory();
/// "Now" for its ages: a little after its last event.
[[nodiscard]] qint64 acmeNow();

/// A workspace on its first day: files under governance and nothing proposed.
[[nodiscard]] std::shared_ptr<WorkspaceView> firstDayView(const PrincipalId &me = ana);

/// The view of any story.
[[nodiscard]] std::shared_ptr<WorkspaceView> viewOf(const Story &story, const PrincipalId &me);

} // namespace countersign::test
