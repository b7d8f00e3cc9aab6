// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QStringList tools()
{
    return {u"promptfoo"_s, u"inspect_ai"_s,    u"deepeval"_s, u"openai_evals"_s, u"lm_evaluation_harness"_s,
            u"azure_rag"_s, u"azure_builtin"_s, u"junit"_s,    u"jsonl"_s,        u"csv"_s};
}

Option formatOption()
{
    return {
        .name = u"format"_s,
        .value = u"TOOL"_s,
        .help =
            u"Take only files of this tool. Without it a file is recognised by its content, never by its name."_s,
        .choices = tools()};
}

Option mappingOption()
{
    return {.name = u"mapping"_s,
            .value = u"WHAT=COLUMN"_s,
            .help =
                u"For JSON lines and CSV of no known tool: which column is the id, input, expected, output, "
                "dimension or a score. A score may end in >=LIMIT or <=LIMIT, from where on it passes "
                "(score=rating>=4). Members within members are written with dots."_s,
            .repeats = true};
}

Command evalImport()
{
    Command command{
        .id = CommandId::EvalImport,
        .name = u"eval import"_s,
        .summary = u"read result files of eval tools and print their totals"_s,
        .details = {u"Reads promptfoo, Inspect AI, DeepEval, OpenAI evals, lm-evaluation-harness, Azure's "
                    u"RAG and built-in "
                    u"evaluators, JUnit, and with --mapping any JSON lines or CSV. A folder may be given for "
                    u"what one run "
                    "left there. Needs no workspace."_s,
                    u"The exit status is 0 when every file was read and is complete, 4 when one is cut off, "
                    u"damaged, "
                    u"stopped, unfinished or of an unknown version, 2 when one is of no known tool, 5 when "
                    u"one cannot be "
                    "read. With several files it is the highest."_s},
        .operands = {{.name = u"FILE"_s,
                      .help = u"A result file or a folder."_s,
                      .times = Times::Many,
                      .offer = Offer::Files}},
        .options = {formatOption(), mappingOption()},
        .jsonLines = true,
        .examples = {
            {u"countersignctl eval import results.json logs/run.eval"_s},
            {u"countersignctl eval import answers.csv --mapping id=case --mapping score=correct"_s}}};
    command.json = {
        {u"file"_s, u"string"_s, u"As it was given."_s},
        {u"tool"_s, u"string"_s, u"The tool that wrote it, unknown when it could not be read."_s},
        {u"version"_s, u"string"_s,
         u"Version of the tool, else of its format; empty when the file gives none."_s},
        {u"status"_s, u"string"_s,
         u"complete, truncated, canceled, failed, unfinished, unknown_version, damaged or unreadable."_s},
        {u"detail"_s, u"string"_s, u"The tool's own words for that, or where reading stopped."_s, true},
        {u"cases"_s, u"integer"_s, u"Number of cases."_s},
        {u"answers"_s, u"integer"_s, u"Number of answers: cases by repeats by prompts and models."_s},
        {u"metrics.NAME.passed"_s, u"integer"_s, u"Judgements by that metric that passed."_s, true},
        {u"metrics.NAME.failed"_s, u"integer"_s, u"Those that failed."_s, true},
        {u"metrics.NAME.errored"_s, u"integer"_s, u"Those that could not be made."_s, true},
        {u"metrics.NAME.skipped"_s, u"integer"_s, u"Those that were left out on purpose."_s, true},
        {u"metrics.NAME.scored"_s, u"integer"_s,
         u"Those with a figure, whether or not they passed or failed."_s, true},
        {u"metrics.NAME.mean"_s, u"number"_s, u"Mean of those figures; null when there are none."_s, true},
        {u"remarks[].kind"_s, u"string"_s,
         u"What is odd about the file: totals_differ, repeated_cases, wrong_types or unused."_s, true},
        {u"remarks[].count"_s, u"integer"_s, u"How often."_s, true},
        {u"remarks[].detail"_s, u"string"_s, u"Where."_s, true},
        {u"error.code"_s, u"string"_s, u"Why the file could not be read."_s, true},
        {u"error.message"_s, u"string"_s, u"The same as a sentence."_s, true}};
    return command;
}

} // namespace

QList<Command> evalCommands()
{
    return {evalImport()};
}

} // namespace countersign::ctl
