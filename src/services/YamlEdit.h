// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/YamlTree.h"

#include <variant>

namespace countersign {

/// A key of a map, or the place of an item in a list.
using YamlStep = std::variant<QString, qsizetype>;
using YamlPath = QList<YamlStep>;

[[nodiscard]] QString toString(const YamlPath &path); ///< "lanes.high.all_of[1]"

/// One edit of a YAML file. Maps on the way that are not there are made.
struct YamlEdit
{
    enum class Kind {
        Set,    ///< the value at `path`; a last key that is not there is added
        Insert, ///< `value` as an item before the one at `path`; the list is made when it is not there
        Remove, ///< the item or the key at `path`, with its value
        Rename, ///< the last key of `path` to `key`
        Move,   ///< the item of a list at `path` to the place `to`, with the lines of comments right above it
    };
    Kind kind = Kind::Set;
    YamlPath path = {};
    YamlValue value = {};
    QString key = {};
    qsizetype to = 0; ///< where the item stands afterwards
    /// Where a key that is not there is put: behind the last of its map's keys that stands before it here. Not in this
    /// list: at the end.
    QStringList order = {};
};

// Values to write. A word is written as it is (true, 2); a text gets quotes where YAML would read it differently.
[[nodiscard]] YamlValue yamlWord(const QString &word);
[[nodiscard]] YamlValue yamlText(const QString &text);
[[nodiscard]] YamlValue yamlList(const QStringList &texts);

/// Equal as data: places, quotes and styles do not count, the order of keys does.
[[nodiscard]] bool sameYaml(const YamlValue &a, const YamlValue &b);

/// The edit on the tree alone: what applyYamlEdit() must read like. Fails: NotFound, Invalid.
[[nodiscard]] Result<YamlValue> editedTree(YamlValue tree, const YamlEdit &edit);

/// The file with that edit and every other byte as it was: comments, order, quotes, line ends. A comment on a line that
/// goes, goes along; those on lines of their own stay, but for a move: there they go along, and those above the first
/// item do where another item has such lines too (otherwise they are taken to be about the list). What is written reads as editedTree() says, or nothing is
/// written. Fails: Invalid (the file does not parse), NotFound, Unsupported (the place is written in a way that cannot
/// be edited without touching more; edit it as text).
[[nodiscard]] Result<QByteArray> applyYamlEdit(const QByteArray &text, const YamlEdit &edit);
/// One after the other, all or nothing.
[[nodiscard]] Result<QByteArray> applyYamlEdits(const QByteArray &text, const QList<YamlEdit> &edits);

} // namespace countersign
