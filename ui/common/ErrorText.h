// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Result.h"

#include "ui/common/NoticeBar.h"

#include <QString>

namespace countersign {

// What one can do about an error, where there is something.
enum class ErrorAction { None, Reload, TryAgain, OpenSettings, Update };

struct ErrorText
{
    QString lead = {};      // what happened
    QString sentence = {};  // what was not changed, what one can do
    ErrorAction action = ErrorAction::None;

    friend bool operator==(const ErrorText &, const ErrorText &) = default;
};

// The words for an error. Its detail is the backend's own and belongs behind "Details".
[[nodiscard]] ErrorText errorText(const Error &error);
// The label of an action's button; empty for None.
[[nodiscard]] QString actionText(ErrorAction action);
// The whole as a notice: danger, or warning where trying again is likely to help.
[[nodiscard]] Notice errorNotice(const Error &error);

} // namespace countersign
