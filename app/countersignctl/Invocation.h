// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Definition.h"

#include <QHash>

#include <expected>

namespace countersign::ctl {

/// A command line that fits its definition.
class Invocation
{
public:
    const Command *command = nullptr; ///< nullptr: only options of the program
    QStringList operands = {};
    QHash<QString, QStringList> options = {}; ///< a switch has one empty value

    [[nodiscard]] bool has(const QString &option) const { return options.contains(option); }
    /// The last value; empty when it was not given.
    [[nodiscard]] QString value(const QString &option) const
    {
        const QStringList all = options.value(option);
        return all.isEmpty() ? QString() : all.last();
    }
    [[nodiscard]] QStringList values(const QString &option) const { return options.value(option); }
    /// Empty when there are fewer.
    [[nodiscard]] QString operand(qsizetype index) const { return operands.value(index); }
};

/// `arguments` without the program's name. `program` outlives the answer. On failure: what is wrong, as a sentence.
/// --help and --version stop the search for what is missing.
[[nodiscard]] std::expected<Invocation, QString> parse(const Program &program, const QStringList &arguments);

} // namespace countersign::ctl
