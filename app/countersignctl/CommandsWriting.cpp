// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Operand changeOperand()
{
    return {.name = u"CHANGE"_s, .help = u"A change: #42, 42 or its id e:HEX."_s};
}

QList<Option> noteOptions()
{
    return {
        {.name = u"note"_s,
         .value = u"FILE"_s,
         .help = u"The release note as YAML or JSON with the keys what, why, workflow, outcome, triggers, "
                 u"rollback_owner "
                 "and informed. A trigger is written as with --trigger, or as a map with metric, above or "
                 "below, change, "
                 "unit, window, sample and action."_s,
         .offer = Offer::Files},
        {.name = u"what"_s, .value = u"TEXT"_s, .help = u"What changed."_s},
        {.name = u"why"_s, .value = u"TEXT"_s, .help = u"Why."_s},
        {.name = u"workflow"_s, .value = u"ID"_s, .help = u"Workflow of the policy that it belongs to."_s},
        {.name = u"outcome"_s, .value = u"TEXT"_s, .help = u"What good looks like."_s},
        {.name = u"trigger"_s,
         .value = u"TRIGGER"_s,
         .help = u"What triggers a rollback: \"METRIC above|below LIMIT[UNIT] [change] [window=MINUTES] "
                 u"[sample=N] "
                 "[action=propose|roll-back]\". With `change` the limit is a change against the baseline."_s,
         .repeats = true},
        {.name = u"rollback-owner"_s,
         .value = u"PERSON"_s,
         .help = u"Who owns the rollback: an id or address of the policy."_s},
        {.name = u"inform"_s,
         .value = u"PERSON"_s,
         .help = u"Who is told: an id or address of the policy."_s,
         .repeats = true}};
}

/// What every write prints.
QList<JsonField> receipt(const QList<JsonField> &more = {})
{
    QList<JsonField> fields = {{u"done"_s, u"string"_s, u"What was done: the name of the command's act."_s},
                               {u"at.seq"_s, u"integer"_s, u"Number of the last event written."_s},
                               {u"at.link"_s, u"string"_s, u"Its link."_s}};
    fields += more;
    fields.append({u"notices[]"_s, u"string"_s,
                   u"What else happened: work-tree-left-alone, work-tree-aside:BRANCH, "
                   u"branch-protected:BRANCH, branch-not-written, "
                   "edited-outside:PATH."_s,
                   true});
    return fields;
}

QList<JsonField> changeReceipt(const QList<JsonField> &more = {})
{
    return receipt(
        QList<JsonField>{{u"change.number"_s, u"integer"_s, u"Number of the change."_s},
                         {u"change.id"_s, u"string"_s, u"Id of the change."_s},
                         {u"change.status"_s, u"string"_s, u"review, accepted or withdrawn."_s},
                         {u"change.lane"_s, u"string"_s, u"low, medium or high."_s},
                         {u"change.revision"_s, u"integer"_s, u"Number of the current revision."_s}}
        + more);
}

QList<JsonField> acceptedFields()
{
    return {{u"accepted[].prompt"_s, u"string"_s, u"A prompt that got a version by this."_s, true},
            {u"accepted[].version"_s, u"string"_s, u"Its new version."_s, true},
            {u"missing[].id"_s, u"string"_s, u"A requirement of acceptance that is still open."_s, true},
            {u"missing[].words"_s, u"string"_s, u"The same as a sentence."_s, true}};
}

QList<JsonField> releaseFields()
{
    return {{u"release.prompt"_s, u"string"_s, u"Id of the prompt."_s},
            {u"release.environment"_s, u"string"_s, u"The environment."_s},
            {u"release.version"_s, u"string"_s, u"The version that runs there now."_s},
            {u"release.content"_s, u"string"_s, u"Its content."_s},
            {u"release.before"_s, u"string"_s, u"The version that ran there until now."_s, true}};
}

Command propose()
{
    Command command{
        .id = CommandId::Propose,
        .name = u"propose"_s,
        .summary = u"propose a text as a new change, or as the next revision of one"_s,
        .details =
            {u"Compares the file with the accepted text, works out the lane and its reasons, and sends "
             u"change, "
             "revision and release note in one step. Several files travel in one change when PROMPT and "
             "--file are given several times, in the same order. A governed path that does not exist yet "
             "is a new file."_s,
             u"With --change the files of that change's current revision that are not named stay as they "
             u"are, "
             "and its note is kept unless another is given. What was accepted since they were written is never "
             "undone silently: --merge puts both together sentence by sentence, and where both changed one place "
             "nothing is sent and the place is shown."_s},
        .operands = {{.name = u"PROMPT"_s, .help = artifactOperand().help, .times = Times::AnyNumber}},
        .options = {
            {.name = u"file"_s,
             .value = u"FILE"_s,
             .help = u"File with the proposed text; - reads standard input."_s,
             .repeats = true,
             .offer = Offer::Files},
            {.name = u"remove"_s, .help = u"Propose to remove the named files; takes no --file."_s},
            {.name = u"title"_s, .value = u"TITLE"_s, .help = u"Title of a new change."_s},
            {.name = u"change"_s, .value = u"CHANGE"_s, .help = u"Send the next revision of this change."_s},
            {.name = u"merge"_s,
             .help = u"With --change: merge its files with what was accepted since; with --file, that text too."_s},
            {.name = u"dry-run"_s, .help = u"Only say the lane and its reasons."_s}}};
    command.options += noteOptions();
    command.json = changeReceipt(
        {{u"lane"_s, u"string"_s, u"Lane of the proposed files."_s, true},
         {u"findings[].rule"_s, u"string"_s, u"Rule that gave a reason."_s, true},
         {u"findings[].lane"_s, u"string"_s, u"Lane that it gives."_s, true},
         {u"findings[].why"_s, u"string"_s, u"Setting, tool, variable or workflow it is about."_s, true},
         {u"findings[].sentence"_s, u"string"_s, u"Why a finding of this rule matters."_s, true},
         {u"findings[].path"_s, u"string"_s, u"File it was found in."_s, true},
         {u"findings[].section"_s, u"string"_s, u"Section of the file."_s, true},
         {u"findings[].before"_s, u"string"_s, u"Words that went."_s, true},
         {u"findings[].after"_s, u"string"_s, u"Words that came."_s, true}});
    for (JsonField &field : command.json) {
        field.optional = true; // a dry run has no receipt
    }
    command.examples = {
        {u"countersignctl propose support/refund --file refund.md --title 'Shorter refund window' --note note.yaml"_s,
         u"Opens a change with its release note."_s},
        {u"countersignctl propose --change 42 --merge"_s,
         u"Sends the change anew, on top of what was accepted since."_s}};
    return command;
}

Command mirrorCommand()
{
    Command command{
        .id = CommandId::Mirror,
        .name = u"mirror"_s,
        .summary =
            u"write accepted versions of a registry into a git repository, and find what was edited there"_s,
        .details =
            {u"REGISTRY is a registry file, a database or any other workspace; REPOSITORY is a bare "
             u"repository, a clone or a URL that "
             u"git can clone. What was accepted and is not on the branch yet is written by one commit, whose "
             u"trailers name "
             u"the record and the event that it mirrors; where nothing is new, nothing is written. Files "
             u"that are not "
             u"governed are never touched. When the branch moves meanwhile, it starts again. A branch that is not there is begun."_s,
             u"A governed file that somebody edited there since is never overwritten: it is listed with its "
             u"author, "
             u"commit and difference, and the exit status is 3 for as long as it stands. --adopt proposes it "
             u"as a change "
             u"of the registry; once that is accepted, both sides have it. --put-back overwrites it with the "
             u"accepted text."_s},
        .operands = {{.name = u"REGISTRY"_s, .help = u"Where the record stands."_s, .offer = Offer::Files},
                     {.name = u"REPOSITORY"_s,
                      .help = u"Where the files are to stand."_s,
                      .offer = Offer::Folders}},
        .options = {
            {.name = u"branch"_s,
             .value = u"BRANCH"_s,
             .help = u"Branch there. Without it the one that the policy names."_s},
            {.name = u"dry-run"_s, .help = u"Only say what would be written and what was edited."_s},
            {.name = u"put-back"_s,
             .value = u"PATH"_s,
             .help = u"Overwrite the edit of this file, by path or prompt, with the accepted text."_s,
             .repeats = true},
            {.name = u"adopt"_s,
             .value = u"PATH"_s,
             .help =
                 u"Propose the edit of this file, by path or prompt, as a change; nothing is written there."_s},
            {.name = u"title"_s,
             .value = u"TITLE"_s,
             .help = u"With --adopt, title of the change. Without it the first line of the commit."_s}}};
    command.options += noteOptions();
    command.json = changeReceipt(
        {{u"branch"_s, u"string"_s, u"Branch there."_s},
         {u"record"_s, u"integer"_s, u"Place of the newest event that was looked at."_s},
         {u"mirrored"_s, u"integer"_s,
          u"Place that the branch mirrored before; missing when it never did."_s},
         {u"commit"_s, u"string"_s, u"Commit that was written; missing when there was nothing to write."_s},
         {u"files[].path"_s, u"string"_s, u"A file that was written, or would be."_s},
         {u"files[].prompt"_s, u"string"_s, u"What it is here."_s},
         {u"files[].version"_s, u"string"_s, u"Version that it has now; missing when it was removed."_s},
         {u"files[].put_back"_s, u"boolean"_s, u"Whether an edit was overwritten."_s},
         {u"edits[].path"_s, u"string"_s, u"A governed file that was edited there and stands."_s},
         {u"edits[].prompt"_s, u"string"_s, u"What it is here."_s},
         {u"edits[].author"_s, u"string"_s, u"Who edited it last, as the commit claims."_s},
         {u"edits[].email"_s, u"string"_s, u"Address, as the commit claims."_s},
         {u"edits[].at"_s, u"string"_s, u"When, as the commit claims."_s},
         {u"edits[].commit"_s, u"string"_s, u"The commit."_s},
         {u"edits[].summary"_s, u"string"_s, u"Its first line."_s},
         {u"edits[].accepted"_s, u"string"_s, u"SHA-256 of the accepted text; missing when there is none."_s},
         {u"edits[].found"_s, u"string"_s, u"SHA-256 of what stands there; missing when the file is gone."_s},
         {u"edits[].change"_s, u"integer"_s, u"Number of the open change that proposes it."_s},
         {u"edits[].obstacle"_s, u"string"_s,
          u"not-a-file (a link, or a folder) or too-large: it can only be mended there."_s},
         {u"edits[].difference"_s, u"object"_s,
          u"As diff --json prints it, from the accepted text to what stands there; of the first 20."_s}});
    for (JsonField &field : command.json)
        field.optional = true; // an adoption prints the receipt of its change
    command.writes = true;
    command.examples = {{u"countersignctl mirror prompts.registry git@git.example.com:acme/prompts.git"_s,
                         u"For a job that runs every few minutes."_s},
                        {u"countersignctl mirror prompts.registry ../prompts --adopt support/refund"_s,
                         u"Takes an engineer's edit back as a change under review."_s}};
    return command;
}

Command note()
{
    Command command{.id = CommandId::Note,
                    .name = u"note"_s,
                    .summary = u"write the release note of a change's current revision"_s,
                    .details = {u"Answers that are not given stay as they are."_s},
                    .operands = {changeOperand()},
                    .options = noteOptions()};
    command.json = changeReceipt();
    command.examples = {
        {u"countersignctl note '#3' --rollback-owner p:ben-okafor"_s, u"Names the owner of the rollback."_s}};
    return command;
}

Option lockOutOption()
{
    return {.name = u"despite-lock-out"_s, .help = u"Also when nobody could ever change the policy again."_s};
}

QList<Option> reviewOptions(const QString &messageHelp, bool messageRequired)
{
    return {{.name = u"role"_s,
             .value = u"ROLE"_s,
             .help = u"The role to speak in. Without it the role that satisfies most."_s},
            {.name = u"for"_s,
             .value = u"PERSON"_s,
             .help = u"Speak for this person, who delegated the role: an id or address of the policy."_s},
            {.name = u"message"_s, .value = u"TEXT"_s, .help = messageHelp, .required = messageRequired},
            {.name = u"revision"_s,
             .value = u"N"_s,
             .help = u"The revision that was read; refused when another one is current."_s}};
}

} // namespace

QList<Command> writingCommands()
{
    QList<Command> all;
    all.append(propose());
    all.append(note());
    all.append(
        {.id = CommandId::Approve,
         .name = u"approve"_s,
         .summary = u"approve the current revision of a change"_s,
         .details =
             {u"The approval is bound to the revision's content and its release note. When it completes what "
              "acceptance needs, the change is accepted in the same step, unless --no-accept is given."_s},
         .operands = {changeOperand()},
         .options = reviewOptions(u"Words for the author."_s, false)
                    + QList<Option>{{.name = u"no-accept"_s, .help = u"Approve only."_s}, lockOutOption()},
         .json = changeReceipt(acceptedFields()),
         .examples = {{u"countersignctl approve '#3' --role compliance --revision 2"_s,
                       u"Approves revision 2 and nothing newer."_s}}});
    all.append({.id = CommandId::RequestChanges,
                .name = u"request-changes"_s,
                .summary = u"ask the author for changes"_s,
                .operands = {changeOperand()},
                .options = reviewOptions(u"What should change."_s, true),
                .json = changeReceipt()});
    all.append(
        {.id = CommandId::Accept,
         .name = u"accept"_s,
         .summary = u"turn an approved revision into versions"_s,
         .details = {u"Environments that follow take the versions at once, and the files are written to the "
                     u"governed "
                     "branch. Whoever may administer puts an accepted policy in force by the same step."_s},
         .operands = {changeOperand()},
         .options = {lockOutOption(),
                     {.name = u"set-version"_s,
                      .value = u"PROMPT=VERSION"_s,
                      .help = u"Name a version that is not the next one by the lane."_s,
                      .repeats = true}},
         .json = changeReceipt(acceptedFields())});
    all.append(
        {.id = CommandId::Comment,
         .name = u"comment"_s,
         .summary = u"say something about a change, or settle a thread"_s,
         .operands = {changeOperand(),
                      {.name = u"TEXT"_s,
                       .help = u"The words; not needed with --settle and --reopen."_s,
                       .times = Times::AtMostOnce}},
         .options = {{.name = u"path"_s,
                      .value = u"PATH"_s,
                      .help = u"File of the revision that it is about."_s},
                     {.name = u"words"_s,
                      .value = u"WORDS"_s,
                      .help = u"Words of that file that it is about; they must stand there exactly once."_s},
                     {.name = u"answers"_s,
                      .value = u"EVENT"_s,
                      .help = u"First comment of the thread it answers."_s},
                     {.name = u"settle"_s,
                      .value = u"EVENT"_s,
                      .help = u"Settle the thread with this first comment."_s},
                     {.name = u"reopen"_s, .value = u"EVENT"_s, .help = u"Open that thread again."_s}},
         .json = changeReceipt()});
    all.append({.id = CommandId::Withdraw,
                .name = u"withdraw"_s,
                .summary = u"take a change back"_s,
                .operands = {changeOperand()},
                .options = {{.name = u"reason"_s, .value = u"TEXT"_s, .help = u"Why."_s}},
                .json = changeReceipt()});
    all.append({.id = CommandId::Raise,
                .name = u"raise"_s,
                .summary = u"raise the lane of a change"_s,
                .operands = {changeOperand(),
                             {.name = u"LANE"_s,
                              .help = u"The higher lane."_s,
                              .choices = {u"medium"_s, u"high"_s}}},
                .options = {{.name = u"reason"_s, .value = u"TEXT"_s, .help = u"Why."_s, .required = true}},
                .json = changeReceipt()});
    all.append(
        {.id = CommandId::Enforce,
         .name = u"enforce"_s,
         .summary = u"put the policy of an accepted change in force"_s,
         .details = {u"Warns of rules that nobody of the policy could satisfy. A policy that nobody could "
                     u"ever change "
                     "again is refused, also by approve and accept where they would put it in force."_s},
         .operands = {changeOperand()},
         .options = {lockOutOption()},
         .json = changeReceipt()});
    Command adopt{.id = CommandId::Adopt,
                  .name = u"adopt"_s,
                  .summary = u"propose an edit that reached the branch outside of a change"_s,
                  .operands = {artifactOperand()},
                  .options = {{.name = u"title"_s,
                               .value = u"TITLE"_s,
                               .help = u"Title of the change. Without it the first line of the commit."_s}},
                  .json = changeReceipt()};
    adopt.options += noteOptions();
    all.append(adopt);
    Command served{.id = CommandId::ServiceAdopt,
                   .name = u"service adopt"_s,
                   .summary = u"propose a text that is live at a service as a change"_s,
                   .details = {u"The accepted file gets the words that bear the label there; its settings and comments stay. A text "
                               u"whose messages have no place in the file is refused."_s},
                   .operands = {{.name = u"SERVICE"_s, .help = u"The service, as service add named it."_s},
                                {.name = u"NAME"_s, .help = u"Name of the prompt there."_s}},
                   .options = {{.name = u"label"_s, .value = u"LABEL"_s, .help = u"The label, or alias, that it bears there."_s, .required = true},
                               {.name = u"title"_s,
                                .value = u"TITLE"_s,
                                .help = u"Title of the change. Without it what was written with the version there."_s}},
                   .json = changeReceipt()};
    served.options += noteOptions();
    all.append(served);
    all.append(mirrorCommand());
    all.append({.id = CommandId::Restore,
                .name = u"restore"_s,
                .summary = u"give the branch the accepted text back, by an ordinary commit"_s,
                .operands = {artifactOperand()},
                .json = receipt({{u"path"_s, u"string"_s, u"The file."_s}})});
    all.append(
        {.id = CommandId::Release,
         .name = u"release"_s,
         .summary = u"let a version run in an environment"_s,
         .operands = {{.name = u"PROMPT[@VERSION]"_s,
                       .help = u"The version; without one the newest that was accepted."_s}},
         .options =
             {{.name = u"environment"_s, .value = u"ENVIRONMENT"_s, .help = u"Where."_s, .required = true}},
         .json = receipt(releaseFields()),
         .examples = {{u"countersignctl release support/refund@1.4.0 --environment production"_s,
                       u"Promotes a version."_s}}});
    all.append(
        {.id = CommandId::Rollback,
         .name = u"rollback"_s,
         .summary = u"let an earlier version run again, at once"_s,
         .operands = {artifactOperand()},
         .options =
             {{.name = u"environment"_s, .value = u"ENVIRONMENT"_s, .help = u"Where."_s, .required = true},
              {.name = u"to"_s,
               .value = u"VERSION"_s,
               .help = u"A version that ran there before. Without it the last one that did."_s},
              {.name = u"reason"_s, .value = u"TEXT"_s, .help = u"Why."_s}},
         .json = receipt(releaseFields()),
         .examples = {
             {u"countersignctl rollback support/refund --environment production --reason 'refunds doubled'"_s,
              {}}}});
    return all;
}

} // namespace countersign::ctl
