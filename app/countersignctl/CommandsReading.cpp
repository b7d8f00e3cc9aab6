// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QList<JsonField> headFields()
{
    return {{u"at.seq"_s, u"integer"_s, u"Number of the newest event that was read."_s},
            {u"at.link"_s, u"string"_s, u"Its link."_s},
            {u"offline"_s, u"boolean"_s,
             u"Whether this is what was known last, because the shared record is out of reach."_s}};
}

QList<JsonField> personFields(const QString &path, const QString &help, bool optional = false)
{
    return {{path + u".id"_s, u"string"_s, help, optional},
            {path + u".name"_s, u"string"_s, u"Name, as the policy has it."_s, optional}};
}

QList<JsonField> changeRowFields(const QString &list)
{
    QList<JsonField> fields = {
        {list + u".number"_s, u"integer"_s, u"Number of the change; 0 for a draft on this machine."_s, true},
        {list + u".id"_s, u"string"_s, u"Id of the change."_s, true},
        {list + u".title"_s, u"string"_s, u"Its title."_s, true},
        {list + u".lane"_s, u"string"_s, u"low, medium or high."_s, true},
        {list + u".stage"_s, u"string"_s,
         u"draft, review, accepted, in-environment, live, rolled-back or withdrawn."_s, true},
        {list + u".prompts[]"_s, u"string"_s, u"What it alters."_s, true},
        {list + u".next"_s, u"string"_s,
         u"What is next: send-draft, answer-review, answer-comment, complete-note, catch-up, review, accept, "
         u"release, "
         "put-in-force, cannot-proceed, newer-countersign, live, superseded, rolled-back or withdrawn."_s,
         true},
        {list + u".words"_s, u"string"_s, u"The same as a sentence."_s, true}};
    fields += personFields(list + u".author"_s, u"Who opened it."_s, true);
    return fields;
}

QList<JsonField> eventFields(const QString &path)
{
    return {{path + u".number"_s, u"integer"_s, u"Place of the event in the record, from 1."_s, true},
            {path + u".time"_s, u"string"_s, u"When it was made, as its author claims."_s, true},
            {path + u".kind"_s, u"string"_s, u"Kind of event, for instance review.given."_s, true},
            {path + u".actor"_s, u"string"_s, u"Id of the person."_s, true},
            {path + u".name"_s, u"string"_s, u"Name of the person."_s, true},
            {path + u".subject"_s, u"string"_s, u"What it is about."_s, true},
            {path + u".effect"_s, u"string"_s, u"effective, void, malformed or duplicate."_s, true},
            {path + u".rule"_s, u"string"_s, u"Why it is void."_s, true},
            {path + u".detail"_s, u"string"_s, u"More about that."_s, true},
            {path + u".signed"_s, u"boolean"_s, u"Whether it carries a valid signature."_s, true},
            {path + u".event"_s, u"string"_s, u"Id of the event."_s, true},
            {path + u".link"_s, u"string"_s, u"Its link."_s, true},
            {path + u".place"_s, u"string"_s, u"The commit that holds it."_s, true}};
}

QList<JsonField> environmentFields(const QString &path)
{
    return {{path + u".id"_s, u"string"_s, u"The environment."_s, true},
            {path + u".version"_s, u"string"_s, u"The version that runs there."_s, true},
            {path + u".content"_s, u"string"_s, u"Its content."_s, true},
            {path + u".rolled_back"_s, u"boolean"_s, u"Whether it runs because of a rollback."_s, true},
            {path + u".since"_s, u"string"_s, u"Since when, as claimed."_s, true},
            {path + u".event"_s, u"string"_s, u"The event that made it so."_s, true}};
}

Command status()
{
    Command command{
        .id = CommandId::Status,
        .name = u"status"_s,
        .summary = u"say what waits for whom, what is open, what is wrong, and whether everything is sent"_s};
    command.json = {
        {u"workspace.name"_s, u"string"_s, u"What the policy calls it."_s},
        {u"workspace.location"_s, u"string"_s, u"Where the shared record is, without credentials."_s},
        {u"workspace.path"_s, u"string"_s, u"The folder that was opened."_s},
        {u"workspace.branch"_s, u"string"_s, u"The governed branch."_s},
        {u"me.name"_s, u"string"_s, u"As whom this is read."_s},
        {u"me.email"_s, u"string"_s, u"The address."_s},
        {u"me.person"_s, u"string"_s,
         u"The person of the policy with that address; empty: nothing can be written."_s},
        {u"me.roles[]"_s, u"string"_s, u"Roles of that person."_s, true},
        {u"sync.state"_s, u"string"_s, u"synced, offline or alarm."_s},
        {u"sync.message"_s, u"string"_s, u"What is wrong with it."_s, true},
        {u"signed"_s, u"boolean"_s, u"Whether every event carries a valid signature."_s}};
    command.json += headFields();
    command.json += changeRowFields(u"needs_you[]"_s);
    command.json += changeRowFields(u"waiting[]"_s);
    command.json += changeRowFields(u"open[]"_s);
    command.json += {
        {u"wrong[].kind"_s, u"string"_s,
         u"record-diverged, foreign-events, ungoverned-edit, refused-event, without-effect, lane-lowered, overridden, "_s
         u"emergency or readable-tree."_s,
         true},
        {u"wrong[].words"_s, u"string"_s, u"The same as a sentence."_s, true},
        {u"wrong[].path"_s, u"string"_s, u"The file that was edited outside, or of the readable tree."_s,
         true},
        {u"wrong[].number"_s, u"integer"_s, u"Place of the event."_s, true},
        {u"unsent[].event"_s, u"string"_s, u"Id of an event that is not known to have arrived."_s, true},
        {u"unsent[].kind"_s, u"string"_s, u"Its kind."_s, true},
        {u"unsent[].subject"_s, u"string"_s, u"What it is about."_s, true},
        {u"unsent[].since"_s, u"string"_s, u"When it was made."_s, true},
        {u"unsent[].refused"_s, u"string"_s, u"Why it will not be sent; redo or drop it."_s, true},
        {u"drafts[].id"_s, u"string"_s, u"A draft on this machine that is not sent."_s, true},
        {u"drafts[].title"_s, u"string"_s, u"Its title."_s, true},
        {u"drafts[].saved"_s, u"string"_s, u"When it was saved."_s, true}};
    return command;
}

Command prompts()
{
    Command command{.id = CommandId::Prompts,
                    .name = u"prompts"_s,
                    .summary = u"list what is governed, and which version runs where"_s,
                    .options = {{.name = u"kind"_s,
                                 .value = u"KIND"_s,
                                 .help = u"Only this kind of file."_s,
                                 .choices = {u"prompt"_s, u"tools"_s, u"retrieval"_s, u"routing"_s,
                                             u"workflow"_s, u"suite"_s, u"contract"_s, u"policy"_s}},
                                {.name = u"all"_s, .help = u"Also files that were removed."_s}}};
    command.json = headFields();
    command.json +=
        {{u"prompts[].id"_s, u"string"_s, u"Id."_s, true},
         {u"prompts[].path"_s, u"string"_s, u"Path in the repository."_s, true},
         {u"prompts[].kind"_s, u"string"_s, u"Kind of file."_s, true},
         {u"prompts[].removed"_s, u"boolean"_s, u"Whether an accepted change removed it."_s, true},
         {u"prompts[].version"_s, u"string"_s, u"Newest accepted version."_s, true},
         {u"prompts[].content"_s, u"string"_s, u"Its content."_s, true}};
    command.json += environmentFields(u"prompts[].environments[]"_s);
    return command;
}

Command log()
{
    Command command{
        .id = CommandId::Log,
        .name = u"log"_s,
        .summary = u"show the events of the record, the newest first"_s,
        .options = {
            {.name = u"prompt"_s, .value = u"PROMPT"_s, .help = u"Only about this prompt."_s},
            {.name = u"change"_s, .value = u"CHANGE"_s, .help = u"Only about this change."_s},
            {.name = u"person"_s, .value = u"PERSON"_s, .help = u"Only by this person: an id or address."_s},
            {.name = u"kind"_s, .value = u"KIND"_s, .help = u"Only this kind of event."_s},
            {.name = u"environment"_s,
             .value = u"ENVIRONMENT"_s,
             .help = u"Only releases and rollbacks in this environment."_s},
            {.name = u"without-effect"_s, .help = u"Only events that had no effect."_s},
            {.name = u"words"_s,
             .value = u"TEXT"_s,
             .help = u"Only with these words in titles, texts, names or ids."_s},
            {.name = u"limit"_s,
             .value = u"N"_s,
             .help = u"At most so many; 50 when not given, 0 for all."_s},
            {.name = u"before"_s, .value = u"N"_s, .help = u"Only events before number N."_s}}};
    command.json = headFields();
    command.json += eventFields(u"events[]"_s);
    return command;
}

Command show()
{
    Command command{
        .id = CommandId::Show,
        .name = u"show"_s,
        .summary = u"show a prompt, a version, a change or an event"_s,
        .details = {u"The answer's field kind says which of them it is, and which fields it has."_s},
        .operands = {
            {.name = u"WHAT"_s,
             .help =
                 u"A prompt (support/refund or its path), a version (support/refund@1.4.0, or "
                 "support/refund@production), a change (#42), or an event (its id e:HEX, or event:812). "
                 "Where a name "
                 "could mean two of them, say which: prompt:NAME, path:PATH, version:NAME@VERSION, change:NUMBER."_s}}};
    command.json = headFields();
    command.json += {{u"kind"_s, u"string"_s, u"prompt, version, change or event."_s},
                     {u"id"_s, u"string"_s, u"Its id."_s, true},
                     {u"path"_s, u"string"_s, u"Path of a prompt or version."_s, true},
                     {u"artifact"_s, u"string"_s, u"Kind of file."_s, true},
                     {u"removed"_s, u"boolean"_s, u"Whether an accepted change removed it."_s, true},
                     {u"version"_s, u"string"_s, u"The version."_s, true},
                     {u"content"_s, u"string"_s, u"Its content."_s, true},
                     {u"change"_s, u"integer"_s,
                      u"The change that made the version; 0: it was there at the beginning."_s, true},
                     {u"lane"_s, u"string"_s, u"low, medium or high."_s, true},
                     {u"text"_s, u"string"_s, u"The text of a version."_s, true},
                     {u"base64"_s, u"string"_s, u"The bytes of a version that is no UTF-8."_s, true}};
    command.json += {{u"versions[].version"_s, u"string"_s, u"A version of the prompt."_s, true},
                     {u"versions[].content"_s, u"string"_s, u"Its content."_s, true},
                     {u"versions[].change"_s, u"integer"_s, u"The change that made it."_s, true},
                     {u"versions[].lane"_s, u"string"_s, u"Its lane."_s, true},
                     {u"versions[].time"_s, u"string"_s, u"When it was accepted."_s, true}};
    command.json += personFields(u"versions[].by"_s, u"Who accepted it."_s, true);
    command.json += environmentFields(u"environments[]"_s);
    command.json += personFields(u"by"_s, u"Who accepted the version."_s, true);
    command.json +=
        {{u"time"_s, u"string"_s, u"When that was, or when the change was opened."_s, true},
         {u"number"_s, u"integer"_s, u"Number of the change."_s, true},
         {u"title"_s, u"string"_s, u"Its title."_s, true},
         {u"status"_s, u"string"_s, u"review, accepted or withdrawn."_s, true},
         {u"stage"_s, u"string"_s, u"How far it is."_s, true},
         {u"next"_s, u"string"_s, u"What is next, as in status."_s, true},
         {u"words"_s, u"string"_s, u"The same as a sentence."_s, true},
         {u"revision.number"_s, u"integer"_s, u"Number of the current revision."_s, true},
         {u"revision.event"_s, u"string"_s, u"Its id."_s, true},
         {u"revision.content"_s, u"string"_s, u"What reviews are bound to."_s, true},
         {u"revision.files[].prompt"_s, u"string"_s, u"A file of it."_s, true},
         {u"revision.files[].path"_s, u"string"_s, u"Its path."_s, true},
         {u"revision.files[].before"_s, u"string"_s,
          u"Content it was written against; empty for a new file."_s, true},
         {u"revision.files[].after"_s, u"string"_s, u"Proposed content; empty when it is removed."_s, true},
         {u"revision.contributors[]"_s, u"string"_s, u"Everybody who edited it."_s, true}};
    command.json += personFields(u"author"_s, u"Who opened the change."_s, true);
    command.json += findingFields(u"findings[]"_s, true);
    command.json +=
        {{u"note.what"_s, u"string"_s, u"Release note: what changed."_s, true},
         {u"note.why"_s, u"string"_s, u"Why."_s, true},
         {u"note.workflow"_s, u"string"_s, u"Workflow."_s, true},
         {u"note.outcome"_s, u"string"_s, u"What good looks like."_s, true},
         {u"note.triggers[]"_s, u"string"_s, u"What triggers a rollback, as --trigger takes it."_s, true},
         {u"note.rollback_owner"_s, u"string"_s, u"Who owns the rollback."_s, true},
         {u"note.informed[]"_s, u"string"_s, u"Who is told."_s, true},
         {u"reviews[].decision"_s, u"string"_s, u"approve or request-changes."_s, true},
         {u"reviews[].revision"_s, u"integer"_s, u"The revision it was given for."_s, true},
         {u"reviews[].role"_s, u"string"_s, u"The role."_s, true},
         {u"reviews[].message"_s, u"string"_s, u"Words for the author."_s, true},
         {u"reviews[].time"_s, u"string"_s, u"When."_s, true},
         {u"reviews[].event"_s, u"string"_s, u"Id of the event."_s, true}};
    command.json += personFields(u"reviews[].by"_s, u"Who."_s, true);
    command.json +=
        {{u"requirements[].id"_s, u"string"_s, u"Something that acceptance needs."_s, true},
         {u"requirements[].state"_s, u"string"_s,
          u"satisfied, unsatisfied, not-applicable, overridden, inconclusive or error."_s, true},
         {u"requirements[].words"_s, u"string"_s, u"The same as a sentence."_s, true},
         {u"comments[].event"_s, u"string"_s, u"Id of a comment."_s, true},
         {u"comments[].answers"_s, u"string"_s, u"First comment of the thread it answers."_s, true},
         {u"comments[].path"_s, u"string"_s, u"File it is about."_s, true},
         {u"comments[].text"_s, u"string"_s, u"The words."_s, true},
         {u"comments[].settled"_s, u"boolean"_s, u"Whether the thread is settled."_s, true},
         {u"comments[].time"_s, u"string"_s, u"When."_s, true}};
    command.json += personFields(u"comments[].by"_s, u"Who."_s, true);
    command.json += {{u"accepted[].prompt"_s, u"string"_s, u"A prompt that got a version."_s, true},
                     {u"accepted[].version"_s, u"string"_s, u"The version."_s, true}};
    command.json += eventFields(u"event"_s);
    command.json +=
        {{u"body"_s, u"object"_s, u"The body of the event: the canonical JSON that its author made."_s, true},
         {u"texts[]"_s, u"string"_s, u"Free texts that it names; those that were redacted are missing."_s,
          true}};
    return command;
}

Command resolve()
{
    Command command{
        .id = CommandId::Resolve,
        .name = u"resolve"_s,
        .summary = u"print the text that runs in an environment"_s,
        .details = {u"Prints exactly the bytes of the version. A prompt, environment or pointer that is not "
                    u"there is a "
                    "failure with status 4 and never a default, unless --or-file names one. What a newer "
                    "Countersign released is a failure with status 4 also then."_s,
                    u"Where standard output is a terminal, control characters are escaped."_s},
        .operands = {artifactOperand()},
        .options = {{.name = u"environment"_s,
                     .value = u"ENVIRONMENT"_s,
                     .help = u"Where it runs."_s,
                     .required = true},
                    {.name = u"or-file"_s,
                     .value = u"FILE"_s,
                     .help = u"Print this file when the record has no answer or is out of reach."_s,
                     .offer = Offer::Files}}};
    command.json = {{u"source"_s, u"string"_s, u"record or file."_s},
                    {u"prompt"_s, u"string"_s, u"Id of the prompt."_s},
                    {u"environment"_s, u"string"_s, u"The environment."_s},
                    {u"path"_s, u"string"_s, u"Path in the repository, or the file of --or-file."_s},
                    {u"kind"_s, u"string"_s, u"Kind of file."_s, true},
                    {u"version"_s, u"string"_s, u"The version."_s, true},
                    {u"content"_s, u"string"_s, u"SHA-256 of the bytes."_s},
                    {u"at.seq"_s, u"integer"_s, u"Place of the record that this was true at."_s, true},
                    {u"at.link"_s, u"string"_s, u"Its link."_s, true},
                    {u"offline"_s, u"boolean"_s, u"Whether this is what was known last."_s, true},
                    {u"why"_s, u"string"_s, u"Why the file was taken."_s, true},
                    {u"text"_s, u"string"_s, u"The text."_s, true},
                    {u"base64"_s, u"string"_s, u"The bytes, when they are no UTF-8."_s, true}};
    command.examples = {
        {u"countersignctl resolve support/refund --environment production > refund.md"_s, {}}};
    return command;
}

Command state()
{
    return {.id = CommandId::State,
            .name = u"state"_s,
            .summary = u"print the hash of the state, which is equal for equal records"_s,
            .options = {{.name = u"hash"_s, .help = u"Only the hash."_s}},
            .json = headFields()
                    + QList<JsonField>{
                        {u"hash"_s, u"string"_s, u"SHA-256 of the canonical state."_s},
                        {u"ledger"_s, u"string"_s, u"Id of the record."_s},
                        {u"policy.version"_s, u"integer"_s, u"Version of the policy in force."_s},
                        {u"policy.hash"_s, u"string"_s, u"Its hash."_s},
                        {u"prompts"_s, u"integer"_s, u"Number of governed files."_s},
                        {u"changes"_s, u"integer"_s, u"Number of changes."_s},
                        {u"without_effect"_s, u"integer"_s, u"Number of events without effect."_s}}};
}

} // namespace

QList<JsonField> findingFields(const QString &path, bool withPlace)
{
    QList<JsonField> fields = {
        {path + u".rule"_s, u"string"_s, u"Stable id of the rule."_s, true},
        {path + u".lane"_s, u"string"_s, u"low, medium or high."_s, true},
        {path + u".why"_s, u"string"_s, u"Setting, tool, variable or workflow that it is about."_s, true},
        {path + u".sentence"_s, u"string"_s, u"Why a finding of this rule matters."_s, true},
        {path + u".before"_s, u"string"_s, u"Words that went."_s, true},
        {path + u".after"_s, u"string"_s, u"Words that came."_s, true}};
    if (withPlace) {
        fields += {{path + u".path"_s, u"string"_s, u"The file."_s, true},
                   {path + u".section"_s, u"string"_s, u"Section of the file."_s, true}};
    }
    return fields;
}

Operand artifactOperand()
{
    return {.name = u"PROMPT"_s,
            .help = u"A prompt or other governed file, by its id (support/refund) or its path; prompt:ID and "
                    u"path:PATH say "
                    "which."_s};
}

QList<Command> readingCommands()
{
    return {status(), prompts(), log(), show(), resolve(), state()};
}

} // namespace countersign::ctl
