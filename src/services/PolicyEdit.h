// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Policy.h"
#include "services/YamlEdit.h"

#include <QFuture>

namespace countersign {

/// What leads from one policy to another, as edits of its file: value by value and item by item, so that comments and
/// order beside them stay. Entries of maps and lists that are the same are recognised wherever they stand.
[[nodiscard]] QList<YamlEdit> policyEdits(const Policy &now, const Policy &wanted);

/// policy.yaml that says `wanted` (version, predecessor and source aside), with every byte kept that need not change.
/// Fails: Invalid (as policyFromYaml() says it of the file, or of what the file would become), Unsupported (see
/// applyYamlEdit()).
[[nodiscard]] Result<QByteArray> editedPolicy(const QByteArray &yaml, const Policy &wanted);

/// policyFromYaml() on another thread. Returns at once; canceling it leaves the answer out. Fails as policyFromYaml().
[[nodiscard]] QFuture<Result<Policy>> checkedPolicy(const QByteArray &yaml);

/// Whether both say the same rules, whatever their places in the line of policies and the files they come from.
[[nodiscard]] bool sameRules(const Policy &a, const Policy &b);

/// What two people made of one file, line by line. Fails: Conflict (both changed the same line, or put something at the
/// same place; detail says where), Unsupported (too long).
[[nodiscard]] Result<QByteArray> mergedTexts(const QByteArray &base, const QByteArray &mine, const QByteArray &theirs);

} // namespace countersign
