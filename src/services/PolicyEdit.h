// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Policy.h"
#include "services/YamlEdit.h"

#include <QFuture>

#include <functional>

namespace countersign {

/// What leads from one policy to another, as edits of its file: value by value and item by item, so that comments and
/// order beside them stay. Entries of maps and lists that are the same are recognised wherever they stand.
[[nodiscard]] QList<YamlEdit> policyEdits(const Policy &now, const Policy &wanted);

/// policy.yaml that says `wanted` (version, predecessor and source aside), with every byte kept that need not change.
/// Fails: Invalid (as policyFromYaml() says it of the file, or of what the file would become), Unsupported (see
/// applyYamlEdit()).
[[nodiscard]] Result<QByteArray> editedPolicy(const QByteArray &yaml, const Policy &wanted);

/// A file of a policy and what it says.
struct WrittenPolicy
{
    QByteArray yaml = {};
    Policy policy = {};
};

/// What an edit makes of a policy. Called on another thread: it holds what it needs by value.
using PolicyChange = std::function<void(Policy &)>;

/// editedPolicy() for what `change` makes of the policy that `yaml` says.
[[nodiscard]] Result<WrittenPolicy> changedPolicy(const QByteArray &yaml, const PolicyChange &change);
/// The same on another thread. Returns at once; canceling it leaves the answer out.
[[nodiscard]] QFuture<Result<WrittenPolicy>> changedPolicyLater(const QByteArray &yaml, const PolicyChange &change);

/// policyFromYaml() on another thread. Returns at once; canceling it leaves the answer out. Fails as policyFromYaml().
[[nodiscard]] QFuture<Result<Policy>> checkedPolicy(const QByteArray &yaml);

/// Whether both say the same rules, whatever their places in the line of policies and the files they come from.
[[nodiscard]] bool sameRules(const Policy &a, const Policy &b);

/// What two people made of one file, line by line. Fails: Conflict (both changed the same line, or put something at the
/// same place; detail says where), Unsupported (too long).
[[nodiscard]] Result<QByteArray> mergedTexts(const QByteArray &base, const QByteArray &mine, const QByteArray &theirs);

/// mergedTexts() of three files of a policy, and what the merged one says, on another thread. Returns at once; canceling
/// it leaves the answer out. Fails as mergedTexts(), and as policyFromYaml() of what became of the file.
[[nodiscard]] QFuture<Result<WrittenPolicy>> mergedPolicyLater(const QByteArray &base, const QByteArray &mine, const QByteArray &theirs);

} // namespace countersign
