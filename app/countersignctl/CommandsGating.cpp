// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Command check()
{
    Command command{
        .id = CommandId::Check,
        .name = u"check"_s,
        .summary = u"say whether a branch or pull request may be merged, for continuous integration"_s,
        .details = {u"Looks at every governed file that differs between the commit where --base and --head "
                    u"part, and --head. Says "
                    "its lane and why, and what the record says of exactly these bytes: an accepted version, "
                    "or an open change with "
                    "what it still lacks. Files that are not governed are named."_s,
                    u"Status 0: every governed file is an accepted version, or a change that lacks nothing "
                    u"has exactly its bytes. "
                    "Status 3: one of them is not. Status 2: misuse. Status 4: it cannot be told, also when "
                    "the record cannot be "
                    "reached or the clone is too shallow."_s,
                    u"Needs no work tree, no identity and no branch: a detached checkout will do, and a "
                    u"shallow clone when it "
                    "reaches back to where the two part. The record is asked for at the repository's shared "
                    "place. Where the job "
                    "may not do that, let it fetch the branch countersign/ledger and name it with --ledger; "
                    "then nothing is sent "
                    "anywhere, and the answer is as old as that."_s,
                    u"With --annotate the workflow commands of hosted CI are printed as well (::error "
                    u"file=FILE,line=N,title=TITLE::WORDS), on "
                    "standard error when standard output has a format of its own; in the text nothing from "
                    "the repository is taken "
                    "for such a command."_s},
        .options =
            {{.name = u"base"_s,
              .value = u"REF"_s,
              .help = u"What it is to be merged into: a branch, tag or commit."_s,
              .required = true},
             {.name = u"head"_s, .value = u"REF"_s, .help = u"What is to be merged; HEAD when not given."_s},
             {.name = u"ledger"_s,
              .value = u"REF"_s,
              .help = u"Read the record here, for instance origin/countersign/ledger, and ask nobody."_s},
             {.name = u"markdown"_s, .help = u"Print Markdown, for a summary or a comment."_s},
             {.name = u"junit"_s, .help = u"Print JUnit XML, one test case for each governed file."_s},
             {.name = u"annotate"_s, .help = u"Also print annotations for hosted CI."_s}},
        .json = {
            {u"met"_s, u"boolean"_s, u"Whether every governed file is met."_s},
            {u"unmet"_s, u"integer"_s, u"How many are not."_s},
            {u"base.ref"_s, u"string"_s, u"What was given as --base."_s},
            {u"base.commit"_s, u"string"_s, u"Its commit."_s},
            {u"head.ref"_s, u"string"_s, u"What was given as --head."_s},
            {u"head.commit"_s, u"string"_s, u"Its commit."_s},
            {u"merge_base"_s, u"string"_s, u"The commit where they part; differences are against this."_s},
            {u"at.seq"_s, u"integer"_s, u"Number of the newest event of the record that was read."_s},
            {u"at.link"_s, u"string"_s, u"Its link."_s},
            {u"policy.version"_s, u"integer"_s, u"Version of the policy in force."_s},
            {u"policy.hash"_s, u"string"_s, u"Its hash."_s},
            {u"lanes.low"_s, u"integer"_s, u"Governed files in the low lane."_s},
            {u"lanes.medium"_s, u"integer"_s, u"In the medium lane."_s},
            {u"lanes.high"_s, u"integer"_s, u"In the high lane."_s},
            {u"files[].path"_s, u"string"_s, u"A governed file that differs."_s, true},
            {u"files[].prompt"_s, u"string"_s, u"Its id."_s, true},
            {u"files[].kind"_s, u"string"_s, u"What it is."_s, true},
            {u"files[].lane"_s, u"string"_s, u"low, medium or high."_s, true},
            {u"files[].met"_s, u"boolean"_s, u"Whether it may be merged."_s, true},
            {u"files[].standing"_s, u"string"_s,
             u"accepted; older (a later version was accepted); proposed (an open change has exactly these "
             u"bytes); or "
             "unknown."_s,
             true},
            {u"files[].words"_s, u"string"_s, u"The same as a sentence."_s, true},
            {u"files[].before"_s, u"string"_s, u"Content at the merge base; empty: there was no such file."_s,
             true},
            {u"files[].after"_s, u"string"_s, u"Content at --head; empty: it is removed."_s, true},
            {u"files[].change"_s, u"integer"_s, u"Number of the change that has these bytes."_s, true},
            {u"files[].recorded_lane"_s, u"string"_s, u"Lane of that change."_s, true},
            {u"files[].version"_s, u"string"_s, u"The accepted version."_s, true},
            {u"files[].line"_s, u"integer"_s, u"Line of the highest finding in the new text."_s, true},
            {u"files[].complete"_s, u"boolean"_s, u"Whether the difference could be looked at to its end."_s,
             true}}};
    command.json += findingFields(u"files[].findings[]"_s, false);
    command.json += {
        {u"files[].requirements[].id"_s, u"string"_s,
         u"Something that the change needs; for an unknown content, that a change of it would need."_s, true},
        {u"files[].requirements[].state"_s, u"string"_s,
         u"satisfied, unsatisfied, not-applicable, overridden or inconclusive."_s, true},
        {u"files[].requirements[].words"_s, u"string"_s, u"The same as a sentence."_s, true},
        {u"strange[].path"_s, u"string"_s,
         u"A governed path with something at it that is no governed file."_s, true},
        {u"strange[].words"_s, u"string"_s, u"What it is; it is not met."_s, true},
        {u"ungoverned[]"_s, u"string"_s, u"A file that differs and is not governed."_s, true}};
    command.examples = {
        {u"countersignctl check --base origin/main --head HEAD --annotate"_s,
         u"In a job for a pull request."_s},
        {u"countersignctl check --base origin/main --markdown >> \"$GITHUB_STEP_SUMMARY\""_s, {}},
        {u"countersignctl check --base main --head feature --ledger origin/countersign/ledger --junit"_s,
         u"Without asking the shared place."_s}};
    return command;
}

Command policy()
{
    return {
        .id = CommandId::Policy,
        .name = u"policy"_s,
        .summary = u"check, compile or explain a policy.yaml"_s,
        .details = {u"check names every mistake with its line, its column and the likely word, and warns of "
                    u"rules that nobody of "
                    "the policy can satisfy, and of a policy that could never be changed again. A mistake is "
                    "status 2; warnings "
                    "are status 0, and status 3 with --strict."_s,
                    u"compile prints the canonical JSON that stands in the record. Its SHA-256 is the hash "
                    u"of the policy; with "
                    "--hash only that is printed. A policy that replaces another one carries its number and "
                    "hash: --number and "
                    "--previous."_s,
                    u"explain says in words what each lane asks for and who can give it, who owns what, and "
                    u"who may do what where; "
                    "with --path, what a change of that file needs from whom."_s,
                    u"Needs no repository. FILE may be - for standard input."_s},
        .operands = {{.name = u"ACTION"_s,
                      .help = u"What to do with the file."_s,
                      .choices = {u"check"_s, u"compile"_s, u"explain"_s}},
                     {.name = u"FILE"_s, .help = u"A policy.yaml."_s, .offer = Offer::Files}},
        .options = {{.name = u"strict"_s, .help = u"check: fail also when there are warnings."_s},
                    {.name = u"hash"_s, .help = u"compile: only print the hash."_s},
                    {.name = u"number"_s,
                     .value = u"N"_s,
                     .help = u"compile: number of the policy; 1 when not given."_s},
                    {.name = u"previous"_s,
                     .value = u"HASH"_s,
                     .help = u"compile: hash of the policy before it."_s},
                    {.name = u"path"_s,
                     .value = u"PATH"_s,
                     .help = u"explain: what a change of this file needs."_s}},
        .json = {{u"ok"_s, u"boolean"_s, u"check: whether there are no mistakes."_s, true},
                 {u"errors[].line"_s, u"integer"_s,
                  u"check: line of a mistake, from 1; 0 when it has no place."_s, true},
                 {u"errors[].column"_s, u"integer"_s, u"Its column."_s, true},
                 {u"errors[].key"_s, u"string"_s, u"The key it is about."_s, true},
                 {u"errors[].words"_s, u"string"_s, u"What is wrong, with the likely word."_s, true},
                 {u"warnings[].rule"_s, u"string"_s, u"check: stable id of a warning."_s, true},
                 {u"warnings[].words"_s, u"string"_s, u"The same as a sentence."_s, true},
                 {u"warnings[].locks_out"_s, u"boolean"_s,
                  u"Whether nobody could change the policy again once it is in force."_s, true},
                 {u"hash"_s, u"string"_s, u"compile, explain: hash of the policy, plain HEX."_s, true},
                 {u"policy"_s, u"object"_s, u"compile: the policy."_s, true},
                 {u"lanes[].lane"_s, u"string"_s, u"explain: a lane."_s, true},
                 {u"lanes[].needs[].id"_s, u"string"_s, u"What it asks for."_s, true},
                 {u"lanes[].needs[].words"_s, u"string"_s, u"The same as a sentence."_s, true},
                 {u"lanes[].needs[].people[]"_s, u"string"_s, u"Ids of the people who can give it."_s, true},
                 {u"path"_s, u"string"_s, u"explain: what was given as --path."_s, true},
                 {u"governed"_s, u"boolean"_s, u"Whether it is governed."_s, true},
                 {u"kind"_s, u"string"_s, u"What kind of file it is."_s, true},
                 {u"prompt"_s, u"string"_s, u"Its id."_s, true},
                 {u"workflows[]"_s, u"string"_s, u"Workflows it belongs to, or all of the policy."_s, true},
                 {u"owners[].paths[]"_s, u"string"_s, u"explain: patterns of an entry of owners."_s, true},
                 {u"owners[].section"_s, u"string"_s, u"The section it is about; empty: the whole file."_s,
                  true},
                 {u"owners[].words"_s, u"string"_s, u"Who has to approve."_s, true},
                 {u"environments[].id"_s, u"string"_s, u"explain: an environment."_s, true},
                 {u"environments[].words"_s, u"string"_s, u"Who may release and roll back there."_s, true}},
        .examples = {
            {u"countersignctl policy check .countersign/policy.yaml"_s, {}},
            {u"countersignctl policy explain .countersign/policy.yaml --path prompts/support/refund.md"_s,
             {}}}};
}

Command hook()
{
    return {
        .id = CommandId::Hook,
        .name = u"hook"_s,
        .summary = u"keep a shared repository from taking pushes that go around the record"_s,
        .details = {u"pre-receive is run by git in the shared repository and reads from standard input "
                    u"what a push moves. It refuses a "
                    "push that gives a governed file of the governed branch a content that is no "
                    "accepted version, or takes it back to "
                    "a replaced one; that deletes or rewrites the record; or that adds an event which "
                    "would have no effect, is not what "
                    "it says, or leaves the readable tree other than the events say. It says which rule, "
                    "on standard error, and what "
                    "it cannot tell it refuses."_s,
                    u"The governed branch is judged by the record that is there already: of a push with "
                    u"both, git may take one and "
                    "not the other. Push the record first, as Countersign does."_s,
                    u"What the record said is kept in countersign/pushed-to of the repository, so that a "
                    "push reads only the events behind it. What does not fit the record is thrown away and "
                    "read again from the beginning; the file may go at any time."_s,
                    u"install writes hooks/pre-receive into the repository at --workspace, or here. A "
                    u"hook of somebody else stays as it "
                    "is, and the words say what to add to it. Afterwards this program must stay where it "
                    "is: without it every push is "
                    "refused."_s},
        .operands = {{.name = u"ACTION"_s,
                      .help = u"Which of them."_s,
                      .choices = {u"pre-receive"_s, u"install"_s}}},
        .json = {{u"done"_s, u"string"_s, u"install: installed."_s},
                 {u"path"_s, u"string"_s, u"The hook."_s}},
        .examples = {
            {u"countersignctl hook install --workspace /srv/git/prompts.git"_s, u"Once, on the server."_s}}};
}

} // namespace

QList<Command> gatingCommands()
{
    return {check(), policy(), hook()};
}

} // namespace countersign::ctl
