// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/YamlTree.h"

#include <optional>

namespace countersign {

/// Where a value of a YAML file stands. Half open, in bytes.
struct YamlPlace
{
    qsizetype start = 0;
    qsizetype end = 0;              ///< behind the last line of a literal or folded block
    QList<YamlPlace> keys = {};     ///< of a map
    QList<qsizetype> marks = {};    ///< of a map, behind each colon; of a block list, each dash
    QList<YamlPlace> items = {};
    bool flow = false;
};

/// The places of everything in `top`, which was read from `text`. Nothing when the file uses a notation that is not
/// edited here: `? key`, a key over several lines, `[a: b]`.
[[nodiscard]] std::optional<YamlPlace> yamlPlaces(const QByteArray &text, const YamlValue &top);

} // namespace countersign
