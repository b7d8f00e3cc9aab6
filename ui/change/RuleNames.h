// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>

#include <optional>

namespace countersign {

// What the lane rules are called in the window.
class RuleNames
{
    Q_DECLARE_TR_FUNCTIONS(RuleNames)

public:
    // Nothing for a rule that this program does not know.
    [[nodiscard]] static std::optional<QString> of(const QString &rule);
    // Why a finding of the rule matters, in one sentence. Nothing for a rule that this program does not know.
    [[nodiscard]] static std::optional<QString> why(const QString &rule);
};

} // namespace countersign
