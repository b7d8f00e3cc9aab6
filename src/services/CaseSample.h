// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QList>
#include <QStringList>

namespace countersign {

/// Samples of production that a person pasted or dropped: rows with named columns.
struct SampleTable
{
    QStringList columns = {};     ///< nested keys of JSON are written "a.b"; at most 200
    QList<QStringList> rows = {}; ///< as long as `columns`; at most 500
    bool more = false;            ///< there were more rows
    friend bool operator==(const SampleTable &, const SampleTable &) = default;
};

inline constexpr qsizetype largestSample = 2 * 1024 * 1024; ///< bytes

/// Reads JSON (an object or a list of objects), JSON Lines, CSV with a first line of names, or, when it is none of
/// these, a text of one column "input". Recognised by content. Fails: Invalid (nothing in it, or broken JSON; `line` says where
/// in JSON Lines), NoSpace (larger than largestSample).
[[nodiscard]] Result<SampleTable> readSample(const QByteArray &bytes);

} // namespace countersign
