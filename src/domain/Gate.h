// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

namespace countersign {

/// Why a recorded run satisfies nothing.
enum class RunMismatch {
    OtherContent,  ///< of another revision's texts
    OtherSuite,    ///< of another version of the suite than the accepted one
    OtherModel,    ///< another model was asked, or answered, than the policy says
    OtherBaseline, ///< compared with other texts than those that are live or accepted
    OtherTerms,    ///< its verdict rests on other limits than those in force
    Superseded,    ///< another run of the same was recorded later
};

[[nodiscard]] QString toString(RunMismatch mismatch); ///< "other-content", …, stable

struct UncountedRun
{
    EventId run = {};
    RunMismatch why = RunMismatch::OtherContent;
    friend bool operator==(const UncountedRun &, const UncountedRun &) = default;
};

enum class SuiteState {
    Passed,
    Accepted,     ///< inconclusive or mixed, and a named person accepted that
    Failed,
    Inconclusive,
    Missing,      ///< no run counts
    Unknown,      ///< the policy names a suite that is not there
};

/// How a change stands with one suite that the policy asks it to pass.
struct SuiteStanding
{
    SuiteRule rule = {};
    ContentHash content = {};    ///< of the suite, as accepted now
    SuiteState state = SuiteState::Missing;
    EventId run = {};            ///< the one that counts; null: none does
    bool mixed = false;          ///< it is better on one dimension and worse on another
    bool acceptable = false;     ///< somebody with the right could accept it
    PrincipalId acceptedBy = {};
    EventId acceptance = {};
    QList<UncountedRun> uncounted = {}; ///< runs of that suite that say nothing now, newest first

    [[nodiscard]] bool met() const { return state == SuiteState::Passed || state == SuiteState::Accepted; }
    friend bool operator==(const SuiteStanding &, const SuiteStanding &) = default;
};

/// Why the current revision needs a regression suite: what its texts give as reasons by anybody's claim, and what
/// paths, kinds and history say by themselves. In the order of the enumeration.
[[nodiscard]] QList<GateReason> gateReasons(const State &state, const Change &change);

/// Where the current revision stands with every suite that the policy asks of it. Of the runs of the same texts, suite,
/// models, baseline and terms the newest counts; where several people recorded its file, the worst of what they say.
[[nodiscard]] QList<SuiteStanding> suiteStandings(const State &state, const Change &change);

/// The same for one rule, whether or not it applies.
[[nodiscard]] SuiteStanding suiteStanding(const State &state, const Change &change, const SuiteRule &rule);

/// Whether `rule` asks anything of the current revision of `change`.
[[nodiscard]] bool ruleApplies(const State &state, const Change &change, const SuiteRule &rule);

/// Content of the files of the current revision as they run in the last environment, as RunRecorded::baseline has it.
[[nodiscard]] ContentHash liveBaseline(const State &state, const Change &change);

} // namespace countersign
