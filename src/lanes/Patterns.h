// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace countersign::lanes {

/// The kinds of sentence that the rules tell apart. One row of the table in Patterns.cpp each.
enum class Pattern {
    Approval,     ///< who must agree, be asked or take over
    Stop,         ///< when to stop or keep going
    Forbids,      ///< never, must not, may not …
    Permits,      ///< may, is allowed to, without asking …
    OutsideAct,   ///< an act with an effect outside of the answer
    ActObject,    ///< what such an act is done to
    StrongObject, ///< an object whose change always reaches outside: branch, production, payment
    Money,
    MoneyStrong, ///< speaks of a right to money by itself
    Eligibility,
    Legal,
    LegalStrong,
    Medical,
    MedicalStrong,
    Safety,
    SafetyStrong,
    Privacy,
    PrivacyStrong,
    Source,     ///< what answers may rest on
    Decision,   ///< a criterion by which something is labelled, let through or turned away
    Person,     ///< a customer, patient, applicant …
    Obligation, ///< binds: must, always, only …
    Condition,
    Contract, ///< form of the output that a program reads
    Layout,   ///< bullets, headings, length
    Tone,
    Scoring,
    Threshold, ///< a comparison with a score
    Role,      ///< "You are …"
    Note,      ///< notes, links, references
    Encouragement,
    Step,     ///< a sentence that tells to do something
    Address,  ///< you, your client, second person
    ToolList, ///< a section that lists tools or commands
    Limit,    ///< negates, excludes or narrows: not, no, nobody, only, alone, except …
    Amount,   ///< numbers in digits and words, once, twice, half, both
    When,     ///< opens a condition or a point in time
    Staff,    ///< a person or an office that decides or takes over, where something goes to, is done by or left to it
    Own,      ///< whose business an act is: yours, theirs, yourself, off limits, leave it alone
    Attempts, ///< tries, rounds, calls, a budget
    Audience, ///< for whom, or in whose manner, something is written
    Context,  ///< tells what the text is given, and lays nothing down
};

bool matches(Pattern pattern, QStringView text);

/// Every match, lower case, joined: what a sentence says about this, to compare before with after.
QString captured(Pattern pattern, QStringView text);

} // namespace countersign::lanes
