// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Operand judgedChange()
{
    return {.name = u"CHANGE"_s, .help = u"A change: #42, 42 or its id e:HEX."_s};
}

Option suiteOption(bool required)
{
    return {.name = u"suite"_s,
            .value = u"SUITE"_s,
            .help = required ? u"The artifact of kind suite that was run: evals/refund."_s
                             : u"The suite that is meant, where several are asked for."_s,
            .required = required};
}

Command evalRecord()
{
    return {
        .id = CommandId::EvalRecord,
        .name = u"eval record"_s,
        .summary = u"record a run of a suite over the current revision of a change"_s,
        .details =
            {u"Reads the result file, compares it case by case with a run of what is live, by the limits "
             u"that the "
             u"policy gives for the suite, and writes the verdict into the record with the hashes of "
             u"everything that it "
             u"is of. The policy says who may; for a file that is recorded already anybody may say what they "
             u"read in it, "
             u"and the worst that was said of a file counts."_s,
             u"Without --baseline the newest run of what is live is taken from the record. A file of at most "
             u"512 KiB is "
             u"kept in the record, so that others can compute it again; of a larger one only the hash is."_s,
             u"The exit status is 0 when the change passes the suite with it, 3 when it fails, 4 when it "
             u"cannot be told; "
             u"the run is recorded in each case."_s},
        .operands = {judgedChange(),
                     {.name = u"RESULT"_s,
                      .help = u"The result file, or the folder of a run."_s,
                      .offer = Offer::Files}},
        .options = {suiteOption(true),
                    {.name = u"baseline"_s,
                     .value = u"FILE"_s,
                     .help = u"A result file of the same suite over what is live."_s,
                     .offer = Offer::Files},
                    {.name = u"model"_s,
                     .value = u"NAME"_s,
                     .help = u"The model that was asked, where the file does not say it."_s}},
        .json = evidenceReceipt(),
        .writes = true,
        .examples = {
            {u"countersignctl eval record '#12' results.json --suite evals/refund --baseline live.json"_s,
             {}}}};
}

Command evalAccept()
{
    return {.id = CommandId::EvalAccept,
            .name = u"eval accept"_s,
            .summary = u"accept an inconclusive or mixed result, where the policy lets you"_s,
            .details = {u"Holds for the run that counts now: another one has to be accepted anew. Nobody "
                        u"accepts a result of their own "
                        u"change, one that plainly fails, or one of a run that is not complete."_s},
            .operands = {judgedChange()},
            .options = {suiteOption(false),
                        {.name = u"reason"_s,
                         .value = u"TEXT"_s,
                         .help = u"Why it is good enough."_s,
                         .required = true}},
            .json = evidenceReceipt(),
            .writes = true,
            .examples = {
                {u"countersignctl eval accept '#12' --reason 'the three lost cases are outdated'"_s, {}}}};
}

Command evalGrade()
{
    return {.id = CommandId::EvalGrade,
            .name = u"eval grade"_s,
            .summary = u"say what you think of one case of a recorded run"_s,
            .details = {u"Kept beside the automatic result, with your name and reason; automatic takes it "
                        u"back. It changes no "
                        u"verdict: whoever agrees accepts the result."_s},
            .operands = {judgedChange(),
                         {.name = u"CASE"_s, .help = u"Id of the case in the result file."_s},
                         {.name = u"GRADE"_s,
                          .help = u"What it should be."_s,
                          .choices = {u"pass"_s, u"fail"_s, u"automatic"_s}}},
            .options = {suiteOption(false),
                        {.name = u"reason"_s, .value = u"TEXT"_s, .help = u"Why."_s, .required = true}},
            .json = evidenceReceipt(),
            .writes = true,
            .examples = {
                {u"countersignctl eval grade '#12' late-refund pass --reason 'the judge misread the date'"_s,
                 {}}}};
}

} // namespace

QList<JsonField> evidenceReceipt()
{
    return {
        {u"done"_s, u"string"_s, u"What was done: run-recorded, result-accepted or case-graded."_s},
        {u"at.seq"_s, u"integer"_s, u"Number of the last event written."_s},
        {u"at.link"_s, u"string"_s, u"Its link."_s},
        {u"change.number"_s, u"integer"_s, u"Number of the change."_s, true},
        {u"change.id"_s, u"string"_s, u"Id of the change."_s, true},
        {u"change.status"_s, u"string"_s, u"review, accepted or withdrawn."_s, true},
        {u"change.lane"_s, u"string"_s, u"low, medium or high."_s, true},
        {u"change.revision"_s, u"integer"_s, u"Number of the current revision."_s, true},
        {u"run.id"_s, u"string"_s, u"Id of the run."_s, true},
        {u"run.suite"_s, u"string"_s, u"The suite."_s, true},
        {u"run.status"_s, u"string"_s, u"complete, truncated and so on, as eval import says."_s, true},
        {u"run.verdict"_s, u"string"_s, u"pass, fail or inconclusive."_s, true},
        {u"run.reason"_s, u"string"_s,
         u"What decided it: interval, incomplete, errors, no_pairs, cases_dropped, metric_changed, flaky or threshold."_s,
         true},
        {u"run.mixed"_s, u"boolean"_s, u"Better on one dimension and worse on another."_s, true},
        {u"run.stored"_s, u"boolean"_s, u"Whether the record keeps the result file, or only its hash."_s,
         true},
        {u"run.dimensions[].name"_s, u"string"_s, u"A dimension."_s, true},
        {u"run.dimensions[].verdict"_s, u"string"_s, u"pass, fail or inconclusive."_s, true},
        {u"run.dimensions[].wins"_s, u"integer"_s, u"Cases where the revision is better."_s, true},
        {u"run.dimensions[].losses"_s, u"integer"_s, u"Cases where it is worse."_s, true},
        {u"run.dimensions[].ties"_s, u"integer"_s, u"Cases without a difference."_s, true},
        {u"suites[].suite"_s, u"string"_s, u"A suite that the change has to pass."_s, true},
        {u"suites[].state"_s, u"string"_s, u"passed, accepted, failed, inconclusive, missing or unknown."_s,
         true},
        {u"suites[].uncounted[].run"_s, u"string"_s, u"A run of it that does not count."_s, true},
        {u"suites[].uncounted[].why"_s, u"string"_s,
         u"other-content, other-suite, other-model, other-baseline, other-terms or superseded."_s, true},
        {u"notices[]"_s, u"string"_s, u"What else happened."_s, true}};
}

QList<Command> evidenceCommands()
{
    return {evalRecord(), evalAccept(), evalGrade()};
}

} // namespace countersign::ctl
