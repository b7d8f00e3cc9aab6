// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Command init()
{
    Command command{
        .id = CommandId::Init,
        .name = u"init"_s,
        .summary = u"propose a policy for a repository and start its record"_s,
        .details =
            {u"Looks at which files of the governed branch are prompts, and proposes a policy.yaml: what is "
             "governed, who may do what, and what each lane asks for. With --yes, or after a person said "
             "yes, "
             "it writes .countersign/policy.yaml to the branch and starts the record on the branch "
             "countersign/ledger, with every governed file as version 1.0.0."_s,
             u"A registry, made by countersignctl registry init, has no branch: the policy and the files stand in the record "
             u"alone. They are taken from a folder once, or come by changes."_s,
             u"Whoever runs it becomes the first person of the policy, with every role."_s},
        .options = {{.name = u"dry-run"_s, .help = u"Only print the proposal."_s},
                    {.name = u"yes"_s, .help = u"Do not ask."_s},
                    {.name = u"add-person"_s,
                     .value = u"PERSON"_s,
                     .help = u"Another person: \"Name <address>\" or \"Name <address>:role,role\"."_s,
                     .repeats = true},
                    {.name = u"policy"_s,
                     .value = u"FILE"_s,
                     .help = u"Take this policy.yaml instead of a proposal."_s,
                     .offer = Offer::Files},
                    {.name = u"files"_s,
                     .value = u"FOLDER"_s,
                     .help = u"For a registry: where the files of the first versions lie. They are only read."_s,
                     .offer = Offer::Folders},
                    {.name = u"name"_s, .value = u"NAME"_s, .help = u"What people call the workspace."_s}},
        .json = {{u"done"_s, u"string"_s, u"started, or proposed for a dry run."_s},
                 {u"workspace"_s, u"string"_s, u"What people call it."_s},
                 {u"location"_s, u"string"_s, u"Where the record is shared, without credentials."_s},
                 {u"branch"_s, u"string"_s, u"The governed branch."_s},
                 {u"policy"_s, u"string"_s, u"The policy.yaml."_s},
                 {u"files[].prompt"_s, u"string"_s, u"A governed file."_s, true},
                 {u"files[].path"_s, u"string"_s, u"Its path."_s, true},
                 {u"files[].kind"_s, u"string"_s, u"What it is."_s, true},
                 {u"people[].id"_s, u"string"_s, u"A person."_s, true},
                 {u"people[].name"_s, u"string"_s, u"The name."_s, true},
                 {u"people[].roles[]"_s, u"string"_s, u"The roles."_s, true},
                 {u"warnings[]"_s, u"string"_s, u"A rule that nobody can satisfy with these people."_s, true},
                 {u"ledger"_s, u"string"_s, u"Id of the record."_s, true},
                 {u"at.seq"_s, u"integer"_s, u"Number of its last event."_s, true},
                 {u"at.link"_s, u"string"_s, u"The link."_s, true},
                 {u"notices[]"_s, u"string"_s, u"What else happened."_s, true}},
        .examples = {
            {u"countersignctl init --add-person 'Ben Okafor <ben@example.com>:engineering' --yes"_s, {}}}};
    return command;
}

Command verify()
{
    return {
        .id = CommandId::Verify,
        .name = u"verify"_s,
        .summary = u"check every event of the record from its bytes"_s,
        .details = {u"Checks links, bodies, signatures, contents, the readable tree, and what the rules say "
                    u"of every event, and "
                    "names the exact event of each problem."_s,
                    u"Events without effect are reported and leave the record sound; with --strict they are "
                    u"a failure with "
                    "status 3. A damaged record, or one that is not a continuation of what this computer has "
                    "seen, is a "
                    "failure with status 4."_s},
        .options = {{.name = u"strict"_s, .help = u"Fail also when there are events without effect."_s}},
        .json = {
            {u"sound"_s, u"boolean"_s, u"Whether the record is what its events say it is."_s},
            {u"ledger"_s, u"string"_s, u"Id of the record."_s},
            {u"at.seq"_s, u"integer"_s, u"Number of events that were checked."_s},
            {u"at.link"_s, u"string"_s, u"Link of the last one."_s},
            {u"offline"_s, u"boolean"_s, u"Whether the shared record was out of reach."_s},
            {u"hash"_s, u"string"_s, u"Hash of the state."_s},
            {u"signed"_s, u"boolean"_s, u"Whether every event carries a valid signature."_s},
            {u"problems[].number"_s, u"integer"_s, u"Place of the event."_s, true},
            {u"problems[].event"_s, u"string"_s, u"Its id; empty when its body does not tell."_s, true},
            {u"problems[].what"_s, u"string"_s,
             u"broken-record, broken-link, malformed-body, newer-event, bad-signature, void-event, "
             u"duplicate-event, "
             "missing-text, wrong-text, missing-content, wrong-content, wrong-tree, newer-tree or other-history."_s,
             true},
            {u"problems[].detail"_s, u"string"_s, u"The rule, path or hash."_s, true},
            {u"problems[].damage"_s, u"boolean"_s, u"Whether the record is not sound because of it."_s, true},
            {u"problems[].served"_s, u"boolean"_s,
             u"Whether it stands in the other history that the shared place serves now."_s, true}}};
}

Command doctor()
{
    return {
        .id = CommandId::Doctor,
        .name = u"doctor"_s,
        .summary = u"look for what keeps this workspace from working"_s,
        .details = {u"Checks git, the repository, the identity, the signing key, the shared place, the "
                    u"record, its readable tree, what is not "
                    u"sent, and locks that "
                    "other programs left. Nothing is changed unless --break-lock is given."_s},
        .options = {{.name = u"break-lock"_s,
                     .help = u"Remove locks on the shared record that are older than a minute and that no "
                             u"process of this "
                             "computer has open."_s}},
        .json = {
            {u"checks[].name"_s, u"string"_s,
             u"git, repository, registry, identity, shared, record, tree, person, signing, unsent, branch or locks."_s},
            {u"checks[].ok"_s, u"boolean"_s, u"Whether it is well."_s},
            {u"checks[].words"_s, u"string"_s, u"What was found."_s},
            {u"locks[].path"_s, u"string"_s, u"A lock."_s, true},
            {u"locks[].age"_s, u"integer"_s, u"Its age in seconds."_s, true},
            {u"locks[].holder"_s, u"string"_s, u"Processes of this computer that have it open."_s, true},
            {u"locks[].removed"_s, u"boolean"_s, u"Whether it was removed now."_s, true}}};
}

QList<JsonField> pendingReceipt()
{
    return {{u"done"_s, u"string"_s, u"sent or dropped."_s},
            {u"event"_s, u"string"_s, u"The event."_s},
            {u"at.seq"_s, u"integer"_s, u"Where it stands now."_s, true},
            {u"at.link"_s, u"string"_s, u"Its link."_s, true}};
}

Operand unsentOperand()
{
    return {.name = u"EVENT"_s, .help = u"An event that `status` lists as not sent."_s};
}

} // namespace

QList<Command> careCommands()
{
    return {
        init(),
        verify(),
        doctor(),
        {.id = CommandId::Redo,
         .name = u"redo"_s,
         .summary = u"send an event again that was refused or not sent"_s,
         .details = {u"A refused event is said again on what is known now."_s},
         .operands = {unsentOperand()},
         .json = pendingReceipt()},
        {.id = CommandId::Drop,
         .name = u"drop"_s,
         .summary = u"forget an event that was refused or not sent"_s,
         .operands = {unsentOperand()},
         .json = pendingReceipt()},
        {.id = CommandId::Export,
         .name = u"export"_s,
         .summary = u"write the events or the state as JSON or CSV"_s,
         .details = {u"CSV is RFC 4180 in UTF-8 with a head line. What a spreadsheet would calculate stands "
                     u"behind an "
                     "apostrophe, unless --formulas is given."_s,
                     u"The JSON of events is a list of the objects that `log --json` has in its events; that "
                     u"of the state is one "
                     "object."_s},
         .operands = {{.name = u"WHAT"_s,
                       .help = u"The events, or what they say together."_s,
                       .choices = {u"events"_s, u"state"_s}}},
         .options = {{.name = u"format"_s,
                      .value = u"FORMAT"_s,
                      .help = u"json (the default) or csv."_s,
                      .choices = {u"json"_s, u"csv"_s}},
                     {.name = u"output"_s,
                      .value = u"FILE"_s,
                      .help = u"Write here; standard output when not given."_s,
                      .offer = Offer::Files},
                     {.name = u"formulas"_s, .help = u"Leave formulas in CSV as they are."_s}},
         .json = {{u"at.seq"_s, u"integer"_s, u"Of the state: number of the newest event."_s},
                  {u"at.link"_s, u"string"_s, u"Its link."_s},
                  {u"hash"_s, u"string"_s, u"Hash of the state."_s},
                  {u"ledger"_s, u"string"_s, u"Id of the record."_s},
                  {u"signed"_s, u"boolean"_s, u"Whether every event carries a valid signature."_s},
                  {u"policy.version"_s, u"integer"_s, u"Version of the policy in force."_s},
                  {u"policy.hash"_s, u"string"_s, u"Its hash."_s},
                  {u"prompts[].id"_s, u"string"_s, u"A governed file."_s, true},
                  {u"prompts[].path"_s, u"string"_s, u"Its path."_s, true},
                  {u"prompts[].kind"_s, u"string"_s, u"What it is."_s, true},
                  {u"prompts[].removed"_s, u"boolean"_s, u"Whether an accepted change removed it."_s, true},
                  {u"prompts[].version"_s, u"string"_s, u"Newest accepted version."_s, true},
                  {u"prompts[].content"_s, u"string"_s, u"Its content."_s, true},
                  {u"prompts[].environments[].id"_s, u"string"_s, u"Environment."_s, true},
                  {u"prompts[].environments[].version"_s, u"string"_s, u"What runs there."_s, true},
                  {u"prompts[].environments[].content"_s, u"string"_s, u"Its content."_s, true},
                  {u"prompts[].environments[].rolled_back"_s, u"boolean"_s, u"Whether by a rollback."_s,
                   true},
                  {u"prompts[].environments[].since"_s, u"string"_s, u"Since when, as claimed."_s, true},
                  {u"prompts[].environments[].event"_s, u"string"_s, u"The event that made it so."_s, true},
                  {u"changes[].number"_s, u"integer"_s, u"A change."_s, true},
                  {u"changes[].id"_s, u"string"_s, u"Its id."_s, true},
                  {u"changes[].title"_s, u"string"_s, u"Its title."_s, true},
                  {u"changes[].status"_s, u"string"_s, u"review, accepted or withdrawn."_s, true},
                  {u"changes[].lane"_s, u"string"_s, u"low, medium or high."_s, true},
                  {u"changes[].revision"_s, u"integer"_s, u"Number of the current revision."_s, true}}},
        {.id = CommandId::Completion,
         .name = u"completion"_s,
         .summary = u"print the completion script of a shell"_s,
         .operands = {{.name = u"SHELL"_s,
                       .help = u"The shell."_s,
                       .choices = {u"bash"_s, u"zsh"_s, u"fish"_s}}}},
        {.id = CommandId::Man,
         .name = u"man"_s,
         .summary = u"print the manual page"_s,
         .options = {{.name = u"markdown"_s, .help = u"Print docs/cli.md instead."_s}}},
        {.id = CommandId::Help,
         .name = u"help"_s,
         .summary = u"explain the program or one command"_s,
         .operands = {{.name = u"COMMAND"_s,
                       .help = u"The command."_s,
                       .times = Times::AnyNumber,
                       .offer = Offer::Commands}},
         .json = {{u"name"_s, u"string"_s, u"Name of the program."_s},
                  {u"version"_s, u"string"_s, u"Its version."_s},
                  {u"commands[].name"_s, u"string"_s, u"A command."_s},
                  {u"commands[].summary"_s, u"string"_s, u"What it does."_s},
                  {u"commands[].options[]"_s, u"string"_s, u"Names of its options."_s},
                  {u"commands[].json[].path"_s, u"string"_s, u"A field of what --json prints."_s, true},
                  {u"commands[].json[].type"_s, u"string"_s, u"Its type."_s, true},
                  {u"commands[].json[].optional"_s, u"boolean"_s, u"Whether it may be missing."_s, true}}}};
}

QList<Command> commands()
{
    const QList<Command> care = careCommands();
    QList<Command> writing = writingCommands() + signOffCommands();
    for (Command &command : writing) {
        command.writes = true;
    }
    QList<Command> all = {care.first()};
    all += readingCommands();
    all += comparingCommands();
    all += gatingCommands();
    all += evalCommands();
    all += evidenceCommands();
    all += registryCommands();
    all += serviceCommands();
    all += writing;
    all += care.sliced(1);
    for (Command &command : all) {
        command.writes = command.writes || command.id == CommandId::Init || command.id == CommandId::Redo;
    }
    return all;
}

} // namespace countersign::ctl
