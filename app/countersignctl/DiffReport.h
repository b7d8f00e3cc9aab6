// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Output.h"
#include "diff/Comparison.h"
#include "prompt/Document.h"

#include <QJsonObject>

#include <array>

namespace countersign::ctl {

/// Two texts and what is different between them.
struct DiffReport
{
    std::array<QString, 2> names = {}; ///< as they were asked for
    std::array<QByteArray, 2> bytes = {};
    QString path = {}; ///< the name that decided the format
    std::array<prompt::Document, 2> documents = {};
    diff::Comparison comparison = {};
};

/// Reads both and compares them. Pure.
[[nodiscard]] DiffReport diffReport(const std::array<QByteArray, 2> &bytes, const QString &path);

/// How many characters are marked. Code points, where diff::Totals has UTF-16 units; a moved one counts once.
[[nodiscard]] diff::Totals characterTotals(const diff::Comparison &comparison);

/// "changed", "moved-from": as --json prints them.
[[nodiscard]] QString nameOf(diff::RowKind kind);
/// An entry in words, without what went and came: "A length of time changed (days)".
[[nodiscard]] QString titleOf(const diff::Entry &entry);
/// "Mostly about: tools, numbers."; empty when nothing changed.
[[nodiscard]] QString aboutOf(const diff::Comparison &comparison);
[[nodiscard]] QString sectionOf(const diff::Entry &entry);

enum class Extent { Changes, Everything };

[[nodiscard]] QJsonObject diffJson(const DiffReport &report);
void printDiff(Output &out, const diff::Comparison &comparison, Extent extent);
/// One page that needs nothing beside itself, runs nothing and says nothing but what stands in the texts.
[[nodiscard]] QByteArray diffPage(const DiffReport &report);

} // namespace countersign::ctl
