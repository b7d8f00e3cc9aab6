// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace countersign::test {

/// A port of the loopback interface that nobody listens on now; 0 when there is none.
[[nodiscard]] int freePort();

} // namespace countersign::test
