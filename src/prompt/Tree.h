// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Source.h"

#include <optional>
#include <vector>

namespace countersign::prompt {

struct TreeEntry;

/// One node of a YAML or JSON text with the place it came from.
struct TreeNode
{
    enum class Kind { Null, Scalar, Sequence, Map };

    Kind kind = Kind::Null;
    Carrier carrier = Carrier::YamlPlain;
    Span span = {};               ///< in the source; of a scalar with quotes and block header
    QString value = {};           ///< of a scalar, decoded
    QList<Segment> segments = {}; ///< of a scalar; empty when it could not be mapped
    bool quoted = false;          ///< a string also when it looks like a number
    std::vector<TreeEntry> entries = {};

    [[nodiscard]] const TreeNode *child(QStringView key) const;
    [[nodiscard]] bool isScalar() const { return kind == Kind::Scalar; }
    [[nodiscard]] bool isMap() const { return kind == Kind::Map; }
    [[nodiscard]] bool isSequence() const { return kind == Kind::Sequence; }
};

struct TreeEntry
{
    QString key = {}; ///< empty in a sequence
    Span keySpan = {};
    TreeNode node = {};
};

struct TreeResult
{
    std::vector<TreeNode> documents = {}; ///< more than one only for a YAML stream
    QList<Problem> problems = {};         ///< not empty without documents when the text does not parse
};

/// Reads the range of the source. Never throws; a text that does not parse gives no documents and one error.
[[nodiscard]] TreeResult readYaml(const QString &source, Span range);
[[nodiscard]] TreeResult readJson(const QString &source, Span range);

/// The value as it is compared and shown: 0.70 as 0.7, TRUE as true, strings as they are.
[[nodiscard]] QString canonicalValue(const TreeNode &scalar);

} // namespace countersign::prompt
