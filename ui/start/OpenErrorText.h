// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/ErrorText.h"

namespace countersign {

// The words for an error of opening or starting a workspace: what is the matter with the place, that nothing was
// changed, and the likely next step. Falls back to errorText().
[[nodiscard]] ErrorText openErrorText(const Error &error);

// The same for a registry.
[[nodiscard]] ErrorText registryErrorText(const Error &error);

} // namespace countersign
