// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace countersign {

/// A value of a YAML file with its place. No aliases, no tags, keys are scalars and unique.
struct YamlValue
{
    enum class Kind { Null, Scalar, List, Map };
    Kind kind = Kind::Null;
    QString scalar = {};
    bool plain = true;             ///< a scalar without quotes
    bool flow = false;             ///< a list or map written as [a, b] or {a: b}
    QList<YamlValue> items = {};   ///< of a list, or the values of a map
    QList<YamlValue> keys = {};    ///< of a map, scalars, one for each item
    int line = 0;                  ///< 1-based
    int column = 0;                ///< 1-based
    qsizetype offset = 0;          ///< in bytes of the file; of an empty value, where the next thing begins

    [[nodiscard]] qsizetype indexOf(QStringView key) const; ///< -1 when there is none
};

struct YamlLimits
{
    qsizetype bytes = 1024 * 1024;
    int depth = 32;
};

/// One document. Fails: Invalid with line and column.
[[nodiscard]] Result<YamlValue> parseYaml(const QByteArray &bytes, const YamlLimits &limits = {});

} // namespace countersign
