// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"

namespace countersign {

// Where an edit of a suite goes on: a draft that has it, else a change of it that the person here may revise, else
// neither, and a new draft begins. Both point into the view.
struct SuitePlace
{
    const Draft *draft = nullptr;
    const Change *change = nullptr; // also of the draft, when it revises one

    // Whether there is a suite at all that a case may be put into.
    [[nodiscard]] static bool anySuite(const State &state);
    [[nodiscard]] static SuitePlace of(const WorkspaceView &view, const ArtifactId &suite);
};

} // namespace countersign
