// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Policy.h"

namespace countersign {

/// Where a compiled policy stands in the line of policies.
struct PolicyOrigin
{
    int version = 1;
    PolicyHash previous = {};
};

/// Compiles policy.yaml (docs/policy.md). Strict: unknown keys, doubled keys, aliases, more than 32 levels and more than
/// 1 MiB are refused. Fails: Invalid; subject is the key ("people.ana-ruiz.roles"), detail says what and, where there is
/// one, the likely name; line and column are of the first mistake.
[[nodiscard]] Result<Policy> policyFromYaml(const QByteArray &yaml, const PolicyOrigin &origin = {});

/// Every mistake of a policy.yaml, by place, as policyFromYaml() words it; at most 50. Some may follow from an earlier one.
[[nodiscard]] QList<Error> policyMistakes(const QByteArray &yaml);

enum class PolicyComments {
    None,
    Explained, ///< every part says what it is for
};

/// policy.yaml for a person to read and edit. policyFromYaml() of it gives the same policy, apart from `source`.
[[nodiscard]] QByteArray policyYaml(const Policy &policy, PolicyComments comments = PolicyComments::Explained);

} // namespace countersign
