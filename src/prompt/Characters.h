// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChar>

namespace countersign::prompt {

/// What ends a line in every format that we read.
[[nodiscard]] constexpr bool isBreak(QChar c)
{
    return c == u'\n' || c == u'\r';
}

} // namespace countersign::prompt
