// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

// The words of the window for the instruction diff, the settings and what is no word at all.
class EntryText
{
    Q_DECLARE_TR_FUNCTIONS(EntryText)

public:
    // "30 days became 14 days" and below it where that stands. Never parsed: quotes are characters.
    [[nodiscard]] static EntryRowData row(const diff::Comparison &comparison, int entry);
    [[nodiscard]] static Sign sign(diff::EntryKind kind);
    // The same as one plain sentence, for a note that is filled in.
    [[nodiscard]] static QString sentence(const diff::Comparison &comparison, int entry);

    // "Mostly about: tone, numbers": what a person would name. Empty where nothing changed.
    [[nodiscard]] static QString about(const diff::Comparison &comparison);

    // "Temperature" of "model.parameters.temperature".
    [[nodiscard]] static QString settingName(const QString &path);
    [[nodiscard]] static QString notation(const diff::Notation &notation);
    // Whether there is something in it that a reader must have seen and cannot see: invisible characters, characters
    // that turn the direction, letters that look like others.
    [[nodiscard]] static bool hasHidden(const diff::Comparison &comparison);
};

} // namespace countersign
