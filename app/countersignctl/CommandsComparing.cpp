// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// Where something stands in the files, as FilePlace says.
QList<JsonField> placeFields(const QString &path, bool optional)
{
    return {{path + u".start"_s, u"integer"_s, u"First character in the file. Characters are code points."_s,
             optional},
            {path + u".end"_s, u"integer"_s, u"Character behind the last one."_s, optional},
            {path + u".byte_start"_s, u"integer"_s, u"The same in bytes."_s, optional},
            {path + u".byte_end"_s, u"integer"_s, u"The same in bytes."_s, optional},
            {path + u".exact"_s, u"boolean"_s,
             u"Whether the file has these very characters; otherwise escapes, indentation or CRLF."_s,
             optional}};
}

Command diff()
{
    Command command{
        .id = CommandId::Diff,
        .name = u"diff"_s,
        .summary = u"compare two texts as prose"_s,
        .details =
            {u"Sentences are aligned, words inside them are marked, what moved is shown as moved. Before the "
             u"text stand what it does to the instructions, and the settings."_s,
             u"Removed words stand in [-brackets-], added ones in {+braces+}; a terminal also shows them in "
             u"colour. Two files need no repository."_s,
             u"A difference does not change the exit status, unless --exit-code is given."_s,
             u"With --batch every line of the file is an object with id, path, before and after, and is "
             u"answered at once by one line: what --json prints, with the id. A line that cannot be read is "
             u"answered with id and error, and the exit status is 2 at the end."_s,
             u"The page of --html needs no other file, runs no script and loads nothing."_s},
        .operands =
            {{.name = u"LEFT"_s,
              .help = u"A file, - for standard input, a version (support/refund@1.4.0), what runs in an "
                      "environment (support/refund@production), or in the last one "
                      "(support/refund@live)."_s,
              .times = Times::AtMostOnce,
              .offer = Offer::Files},
             {.name = u"RIGHT"_s, .help = u"The same."_s, .times = Times::AtMostOnce, .offer = Offer::Files}},
        .options = {{.name = u"path"_s,
                     .value = u"PATH"_s,
                     .help = u"Read both as a file of this name; it decides the format."_s},
                    {.name = u"full"_s, .help = u"Also print what is the same."_s},
                    {.name = u"html"_s, .help = u"Print a page for a browser."_s},
                    {.name = u"exit-code"_s, .help = u"Status 1 when the bytes are not the same."_s},
                    {.name = u"batch"_s,
                     .value = u"FILE"_s,
                     .help = u"JSON lines; - reads standard input."_s,
                     .offer = Offer::Files}},
        .jsonLines = true};
    command.json = {{u"id"_s, u"string"_s, u"With --batch: the id of the line."_s, true},
                    {u"error"_s, u"string"_s,
                     u"With --batch: why the line could not be read; then nothing else."_s, true},
                    {u"left"_s, u"string"_s, u"SHA-256 of the left bytes."_s},
                    {u"right"_s, u"string"_s, u"SHA-256 of the right bytes."_s},
                    {u"path"_s, u"string"_s, u"Name that decided the format."_s},
                    {u"identical"_s, u"boolean"_s, u"Whether they are the same bytes."_s},
                    {u"readable"_s, u"boolean"_s, u"Whether everything in them could be compared."_s},
                    {u"totals.removed"_s, u"integer"_s, u"Characters marked as removed."_s},
                    {u"totals.added"_s, u"integer"_s, u"Characters marked as added."_s},
                    {u"totals.moved"_s, u"integer"_s, u"Characters marked as moved; each counts once."_s}};
    for (const QString &side : {u"left"_s, u"right"_s}) {
        const QString path = u"messages.%1[]"_s.arg(side);
        command.json += {{path + u".role"_s, u"string"_s, u"A message: its role."_s, true},
                         {path + u".path"_s, u"string"_s, u"Where it stands in the structure."_s, true}};
        command.json += placeFields(path, true);
    }
    command.json += {{u"entries[].kind"_s, u"string"_s,
                      u"What it does to the instructions, for instance strength_changed."_s, true},
                     {u"entries[].before"_s, u"string"_s, u"Words that went."_s, true},
                     {u"entries[].after"_s, u"string"_s, u"Words that came."_s, true},
                     {u"entries[].subject"_s, u"string"_s, u"Setting, tool or variable."_s, true},
                     {u"entries[].section"_s, u"string"_s, u"Section."_s, true},
                     {u"entries[].times"_s, u"integer"_s, u"In so many sentences."_s, true},
                     {u"entries[].topics[]"_s, u"string"_s, u"What it is about, for instance policy."_s, true},
                     {u"about[]"_s, u"string"_s, u"The topics that the change is mostly about."_s, true}};
    for (const QString &entry : {u"entries[]"_s, u"entries[].more[]"_s}) {
        for (const QString &side : {u".left"_s, u".right"_s}) {
            command.json += {{entry + side + u".row"_s, u"integer"_s, u"Index into rows."_s, true},
                             {entry + side + u".sentence"_s, u"integer"_s,
                              u"Number of the sentence in its section, 0 when it is none."_s, true}};
            command.json += placeFields(entry + side, true);
        }
    }
    command.json +=
        {{u"settings[].path"_s, u"string"_s, u"A setting that is not the same."_s, true},
         {u"settings[].state"_s, u"string"_s, u"added, removed, changed, renamed or notation."_s, true},
         {u"settings[].before"_s, u"string"_s, u"Its value."_s, true},
         {u"settings[].after"_s, u"string"_s, u"Its value."_s, true},
         {u"variables[].state"_s, u"string"_s, u"added, dropped, renamed or count-changed."_s, true},
         {u"variables[].before"_s, u"string"_s, u"Name of a variable that is not the same."_s, true},
         {u"variables[].after"_s, u"string"_s, u"Its name."_s, true},
         {u"notations[].kind"_s, u"string"_s,
          u"A difference that is no words: line-ends, byte-order-mark, encoding, final-newline, white-space, "
          u"rewrapped or markup."_s,
          true},
         {u"notations[].before"_s, u"string"_s, u"What it was."_s, true},
         {u"notations[].after"_s, u"string"_s, u"What it is."_s, true},
         {u"notations[].count"_s, u"integer"_s, u"In so many places."_s, true},
         {u"moves[].sentences"_s, u"integer"_s, u"Number of sentences that moved together."_s, true},
         {u"moves[].edited"_s, u"boolean"_s, u"Whether words changed on the way."_s, true}};
    for (const QString &side : {u"moves[].left"_s, u"moves[].right"_s}) {
        command.json += {{side + u".row"_s, u"integer"_s, u"Index into rows."_s, true},
                         {side + u".text"_s, u"string"_s, u"The words."_s, true}};
        command.json += placeFields(side, true);
    }
    command.json += {{u"rows[].kind"_s, u"string"_s,
                      u"same, rewrapped, changed, removed, added, moved-from or moved-to."_s, true},
                     {u"rows[].block"_s, u"string"_s,
                      u"paragraph, heading, list-item, quote, code, table-row, tag, template, comment, or "
                      u"message for the border before one."_s,
                      true},
                     {u"rows[].moves[]"_s, u"integer"_s, u"Index into moves."_s, true}};
    for (const QString &side : {u"rows[].left"_s, u"rows[].right"_s}) {
        command.json += {{side + u".text"_s, u"string"_s, u"The block on this side."_s, true},
                         {side + u".message"_s, u"integer"_s, u"Index into messages."_s, true}};
        command.json += placeFields(side, true);
        command.json += {{side + u".words[].kind"_s, u"string"_s,
                          u"Marked words: removed, added, moved, moved-removed or moved-added."_s, true},
                         {side + u".words[].text"_s, u"string"_s, u"The words."_s, true}};
        command.json += placeFields(side + u".words[]"_s, true);
    }
    command.examples = {{u"countersignctl diff support/refund@live support/refund@1.4.0"_s, {}},
                        {u"countersignctl diff old.md new.md --html > difference.html"_s, {}}};
    return command;
}

Command classify()
{
    Command command{
        .id = CommandId::Classify,
        .name = u"classify"_s,
        .summary = u"say the lane of a difference, and why"_s,
        .details =
            {u"Needs no repository. Without a policy the path and the text tell what kind of file it is, and "
             u"the "
             "policy's workflows, owners and lane rules say nothing."_s,
             u"With --batch every line of the file is an object with id, path, before and after, and every "
             u"line "
             "of the answer one with id, lane and findings, in the same order. A line that cannot be read is "
             "answered with id and error, and the exit status is 2 at the end."_s},
        .operands = {{.name = u"LEFT"_s,
                      .help = u"File with the text before; - for an empty one."_s,
                      .times = Times::AtMostOnce,
                      .offer = Offer::Files},
                     {.name = u"RIGHT"_s,
                      .help = u"File with the text after; - for an empty one."_s,
                      .times = Times::AtMostOnce,
                      .offer = Offer::Files}},
        .options =
            {{.name = u"path"_s, .value = u"PATH"_s, .help = u"Path of the file in its repository."_s},
             {.name = u"policy"_s, .value = u"FILE"_s, .help = u"A policy.yaml."_s, .offer = Offer::Files},
             {.name = u"batch"_s,
              .value = u"FILE"_s,
              .help = u"JSON lines; - reads standard input."_s,
              .offer = Offer::Files}},
        .json = {{u"id"_s, u"string"_s, u"With --batch: the id of the line."_s, true},
                 {u"path"_s, u"string"_s, u"The path; not with --batch."_s, true},
                 {u"kind"_s, u"string"_s, u"Kind of file; not with --batch."_s, true},
                 {u"error"_s, u"string"_s, u"With --batch: why the line could not be read."_s, true},
                 {u"lane"_s, u"string"_s, u"low, medium or high."_s, true}},
        .jsonLines = true};
    command.json += findingFields(u"findings[]"_s, false);
    return command;
}

} // namespace

QList<Command> comparingCommands()
{
    return {diff(), classify()};
}

} // namespace countersign::ctl
