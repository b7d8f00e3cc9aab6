// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/Story.h"

namespace countersign::test {

/// Where a change stands; each makes requirements of another state.
enum class Stand {
    Bare,        ///< sent, no note: note and approvals unsatisfied (the note of a low change not applicable)
    Noted,       ///< note satisfied, approvals unsatisfied
    Proposed,    ///< the same, and Jonas proposes the lane low
    Asked,       ///< Dana asks for changes
    Discussed,   ///< approved by all, and a thread is open
    Approved,    ///< everything satisfied
    Overridden,  ///< approvals overridden by Chen
    Inconclusive,///< approved by all, and a regression suite is asked for that the policy does not name
    Unrun,       ///< approved by all, and the suite that is asked for was not run
    Passed,      ///< the suite passes
    Failed,      ///< the suite fails
    Doubtful,    ///< the suite cannot tell
    Judged,      ///< the same, and Dana accepted that
    Erroneous,   ///< approved by all, and a role that nobody holds is asked for
    Emergency,   ///< Chen declared an emergency on the bare change
    Accepted,
    Staged,
    Live,
    Withdrawn,
};

enum class Step {
    Approve, AskForChanges, ClearRequest, Accept, Revise, Raise, ProposeLowering, ConfirmLowering, Override, DeclareEmergency,
    CloseEmergency, RecordRun, AcceptResult, Withdraw, ReleaseToStaging, ReleaseToProduction, RollBack,
};

/// One cell of the table: every step × every role × every lane × every stand. `allowed` is told by the rules as they are
/// written down for people, not by the program.
struct SignOffCell
{
    QByteArray name = {};
    Stand stand = Stand::Bare;
    Lane lane = Lane::Low;
    PrincipalId who = {};
    Step step = Step::Approve;
    bool allowed = false;
    bool shown = false;  ///< whether the window offers it: it does not offer everything to those who wrote the change
};

[[nodiscard]] QList<SignOffCell> signOffTable();
/// A change of Ana's that stands so; the same story for every person and step.
[[nodiscard]] Story signOffStory(Stand stand, Lane lane);
/// What the record would hold if `who` did it now.
[[nodiscard]] Event signOffEvent(Story &story, const PrincipalId &who, Step step);

} // namespace countersign::test
