// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/SuiteModels.h"

#include <algorithm>

namespace countersign {

bool modelsFit(const SuiteRule &rule, const RunRecorded &run)
{
    if (!rule.model.isEmpty() && run.modelAsked != rule.model) {
        return false;
    }
    if (!rule.served.isEmpty()) {
        return !run.modelServed.isEmpty()
               && std::any_of(rule.served.cbegin(), rule.served.cend(), [&run](const QString &pattern) {
                      return matchesWord(pattern, run.modelServed);
                  });
    }
    return rule.model.isEmpty() || run.modelServed.isEmpty() || run.modelServed == rule.model;
}

} // namespace countersign
