// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Results.h"

#include <vector>

namespace countersign::evals {

/// By what a case was found again in another run, surest first.
enum class MatchedBy : quint8 { IdAndKey, Id, Key, Input };

/// One case in two runs.
struct CasePair
{
    quint32 baselineCase = 0; ///< index into ResultFile::cases
    quint32 candidateCase = 0;
    MatchedBy by = MatchedBy::IdAndKey;
    /// Both files give a key and the keys differ: input or assertions are not what they were.
    bool changed = false;
    friend bool operator==(const CasePair &, const CasePair &) = default;
};

struct CaseMatch
{
    std::vector<CasePair> pairs = {};  ///< in the baseline's order
    std::vector<quint32> added = {};   ///< cases of the candidate alone, in its order
    std::vector<quint32> removed = {}; ///< cases of the baseline alone, in its order
    friend bool operator==(const CaseMatch &, const CaseMatch &) = default;
};

/// Finds the cases of one column again in the other run: by id and key, else by id, else by key (input and assertions),
/// else by input. Each case is matched at most once; among equal ones the first goes with the first. Only cases that
/// the column answered take part. Pure; in time linear in the cases and the inputs that nothing else matched.
[[nodiscard]] CaseMatch matchCases(const ResultFile &baseline, quint32 baselineColumn,
                                   const ResultFile &candidate, quint32 candidateColumn);

} // namespace countersign::evals
