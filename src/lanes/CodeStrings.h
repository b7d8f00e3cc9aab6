// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace countersign::lanes {

/// The texts that stand in the strings of a program, without the program around them.
struct CodeStrings
{
    QString text = {};
    std::vector<qsizetype> places = {}; ///< for each unit of `text`, its place in the source
};

/// Whether a path names a program whose prompts stand in string literals.
bool isProgram(const QString &path);

/// Literals of Python, JavaScript, TypeScript and their like: escapes decoded, neighbours joined, an expression in
/// a format string kept as one tag. Total: an open literal ends with the text.
CodeStrings codeStrings(const QString &source, const QString &path);

} // namespace countersign::lanes
