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

QList<Option> recordingOptions()
{
    return {{.name = u"record"_s,
             .value = u"CHANGE"_s,
             .help = u"Record the result over the current revision of this change: #42, 42 or its id e:HEX."_s},
            {.name = u"suite"_s,
             .value = u"SUITE"_s,
             .help = u"With --record: the artifact of kind suite that was run, evals/refund."_s},
            {.name = u"baseline"_s,
             .value = u"FILE"_s,
             .help = u"With --record: a result file of the same suite over what is live. Without it the newest run of "
                     "that is taken from the record."_s,
             .offer = Offer::Files}};
}

/// The command may record what it made, and then prints the receipt of that in place of its own words.
void mayRecord(Command &command)
{
    command.options += recordingOptions();
    command.json += evidenceReceipt();
    for (JsonField &field : command.json) {
        field.optional = true;
    }
}

Command evalHarness()
{
    Command command{
        .id = CommandId::EvalHarness,
        .name = u"eval harness"_s,
        .summary = u"run your own harness over a text and read its result file"_s,
        .details =
            {u"Runs a command of yours in the shell, in the current folder. It finds copies of the texts and "
             u"a place for its result "
             u"in its environment: COUNTERSIGN_CANDIDATE, COUNTERSIGN_LIVE when --live is given, and "
             u"COUNTERSIGN_RESULT. What it "
             u"leaves there, or as the only thing beside it, is read as eval import reads it. The command is "
             u"said here or in your "
             u"environment, never by a repository. Needs no workspace, unless --record says over which change the result is recorded at "
             u"once, as eval record does."_s,
             u"The exit status is 0 when the result is complete and every answer passed, 3 when one failed, "
             u"4 when the command gave no "
             u"complete result, did not end in time, was stopped, or ended badly without a failure in its result. With "
             u"--record it is that of eval record."_s},
        .operands = {{.name = u"CANDIDATE"_s,
                      .help = u"The file with the text that is tried."_s,
                      .offer = Offer::Files}},
        .options = {{.name = u"command"_s,
                     .value = u"LINE"_s,
                     .help = u"What the shell runs. Without it COUNTERSIGN_HARNESS."_s},
                    {.name = u"live"_s,
                     .value = u"FILE"_s,
                     .help = u"The file with the text that is live."_s,
                     .offer = Offer::Files},
                    {.name = u"timeout"_s,
                     .value = u"SECONDS"_s,
                     .help = u"For all of it, 1 to 86400; 3600 unless told."_s},
                    {.name = u"output"_s,
                     .value = u"FILE"_s,
                     .help = u"Keep the result file here."_s,
                     .offer = Offer::Files},
                    formatOption(),
                    mappingOption()},
        .examples = {{u"countersignctl eval harness prompts/refund.md --output after.xml "
                      "--command 'pytest --junit-xml \"$COUNTERSIGN_RESULT\" evals'"_s},
                     {u"countersignctl eval harness prompts/refund.md --record '#12' --suite evals/refund "
                      "--command ./evaluate"_s}}};
    for (const JsonField &field : evalImport().json) {
        if (!field.path.startsWith(u"error.")) {
            command.json << field;
        }
    }
    command.json << JsonField{u"command_status"_s, u"integer"_s, u"With what status the command ended."_s};
    mayRecord(command);
    return command;
}

QList<Option> compareOptionsOffered()
{
    return {
        formatOption(),
        mappingOption(),
        {.name = u"limit"_s,
         .value = u"POINTS"_s,
         .help = u"The loss that is allowed, in points of 100 of the metric's scale; 2 when not given."_s},
        {.name = u"confidence"_s,
         .value = u"PERCENT"_s,
         .help = u"Of the intervals and tests; 95 when not given."_s},
        {.name = u"threshold"_s,
         .value = u"NAME=NUMBER"_s,
         .help =
             u"Least pass rate (0 to 1) or mean of a metric or dimension; of one where less is better the most."_s,
         .repeats = true}};
}

Command evalCompare()
{
    Command command{
        .id = CommandId::EvalCompare,
        .name = u"eval compare"_s,
        .summary = u"hold one run of a suite against another, case by case"_s,
        .details = {u"Cases are found again by id, else by input and assertions, else by input. Repeats are "
                    u"folded, cases whose "
                    "repeats disagree are held apart."_s,
                    u"A metric passes when a loss of more than --limit is ruled out, fails when a loss is "
                    u"shown and is larger "
                    "than that, and is inconclusive otherwise: that nothing is seen in ten cases says "
                    "nothing. Pass and fail "
                    "are compared by Tango's score interval and McNemar's exact test, scores by the "
                    "bootstrap and Wilcoxon's "
                    "signed ranks; several metrics are corrected for by Holm's method."_s,
                    u"A run that is not complete, an answer without a judgement, and a case or metric that "
                    u"is missing never "
                    "pass."_s,
                    u"The exit status is 0 for pass, 3 for fail, 4 for inconclusive, and when a file cannot "
                    u"be read that of "
                    "eval import."_s},
        .operands = {{.name = u"BASELINE"_s,
                      .help = u"The result file to compare with."_s,
                      .offer = Offer::Files},
                     {.name = u"CANDIDATE"_s, .help = u"The result file to judge."_s, .offer = Offer::Files}},
        .options = compareOptionsOffered(),
        .examples = {{u"countersignctl eval compare live.json candidate.json"_s, {}},
                     {u"countersignctl eval compare live.json candidate.json --limit 1 --json"_s, {}}}};
    command.options += Option{.name = u"suite"_s,
                              .value = u"FILE"_s,
                              .help = u"A suite, for its thresholds; --threshold comes before them."_s,
                              .offer = Offer::Files};
    for (const QString &side : {u"baseline"_s, u"candidate"_s}) {
        command.options += Option{
            .name = side + u"-column"_s,
            .value = u"COLUMN"_s,
            .help = u"Which prompt and model of that file, by label or number, when it has several."_s};
    }
    command.json = {
        {u"verdict"_s, u"string"_s, u"pass, fail or inconclusive: the worst of the metrics."_s},
        {u"reason"_s, u"string"_s,
         u"What decided: interval, threshold, incomplete, errors, cases_dropped, no_pairs, metric_changed or flaky."_s},
        {u"rule"_s, u"string"_s, u"The same as a sentence."_s},
        {u"mixed"_s, u"boolean"_s, u"Better on one metric and worse on another."_s},
        {u"matched"_s, u"integer"_s, u"Cases in both runs."_s},
        {u"added"_s, u"integer"_s, u"Cases of the candidate alone."_s},
        {u"removed"_s, u"integer"_s, u"Cases of the baseline alone."_s},
        {u"changed"_s, u"integer"_s, u"Cases in both whose input or assertions are not the same."_s},
        {u"metrics.NAME.matched"_s, u"integer"_s, u"Pairs that both runs judged, without flaky ones."_s,
         true},
        {u"metrics.NAME.added"_s, u"integer"_s, u"Cases judged in the candidate alone."_s, true},
        {u"metrics.NAME.removed"_s, u"integer"_s, u"Cases judged in the baseline alone."_s, true},
        {u"metrics.NAME.errors"_s, u"integer"_s, u"Cases that could not be judged."_s, true},
        {u"metrics.NAME.flaky"_s, u"integer"_s, u"Cases whose repeats disagree within a run."_s, true},
        {u"metrics.NAME.wins"_s, u"integer"_s, u"Pairs in which the candidate is better."_s, true},
        {u"metrics.NAME.losses"_s, u"integer"_s, u"Pairs in which it is worse."_s, true},
        {u"metrics.NAME.ties"_s, u"integer"_s, u"Pairs in which both are the same."_s, true},
        {u"metrics.NAME.baseline"_s, u"number"_s,
         u"Pass rate or mean over the pairs; null when there are none."_s, true},
        {u"metrics.NAME.candidate"_s, u"number"_s, u"The same of the candidate."_s, true},
        {u"metrics.NAME.difference"_s, u"number"_s,
         u"Candidate less baseline, signed so that more is better."_s, true},
        {u"metrics.NAME.low"_s, u"number"_s, u"Low end of its interval."_s, true},
        {u"metrics.NAME.high"_s, u"number"_s, u"High end of its interval."_s, true},
        {u"metrics.NAME.method"_s, u"string"_s, u"tango_score, bootstrap_bca or student."_s, true},
        {u"metrics.NAME.limit"_s, u"number"_s, u"The least difference allowed, in the metric's unit."_s,
         true},
        {u"metrics.NAME.p_value"_s, u"number"_s, u"Two-sided, of McNemar's or Wilcoxon's test."_s, true},
        {u"metrics.NAME.adjusted_p_value"_s, u"number"_s, u"After Holm's correction."_s, true},
        {u"metrics.NAME.smallest_effect"_s, u"number"_s,
         u"The smallest difference that so many pairs show four times in five."_s, true},
        {u"metrics.NAME.cases_needed"_s, u"integer"_s,
         u"How many more would settle it, if the difference is what it seems; null when settled or not known."_s,
         true},
        {u"metrics.NAME.judged"_s, u"boolean"_s,
         u"Whether it counts for the verdict; a mere figure does not."_s, true},
        {u"metrics.NAME.verdict"_s, u"string"_s, u"pass, fail or inconclusive."_s, true},
        {u"metrics.NAME.finding"_s, u"string"_s,
         u"better, not_worse, slightly_worse, worse, cannot_be_told, below_threshold, no_pairs or not_judged."_s,
         true},
        {u"metrics.NAME.reason"_s, u"string"_s, u"What decided, as above."_s, true},
        {u"metrics.NAME.rule"_s, u"string"_s, u"The rule and the numbers as a sentence."_s, true}};
    return command;
}

Command evalBisect()
{
    Command command{
        .id = CommandId::EvalBisect,
        .name = u"eval bisect"_s,
        .summary = u"name the version in which a metric broke"_s,
        .details =
            {u"Takes the runs of a suite in the order of the prompt's versions. The first run is what the "
             u"others are held "
             "against, as eval compare does. Where versions were not run it says which one to run next, so "
             "that the "
             "fewest are needed."_s,
             u"The exit status is 0 when every metric is told, and 4 when one needs more runs or cases."_s},
        .operands =
            {{.name = u"VERSION=FILE"_s,
              .help =
                  u"A version and its result file; a file alone stands for itself, and VERSION= is a version "
                  "that was not run."_s,
              .times = Times::Many,
              .offer = Offer::Files}},
        .options = compareOptionsOffered(),
        .examples = {{u"countersignctl eval bisect 1.2.0=a.json 1.3.0= 1.4.0= 1.5.0=d.json"_s, {}}}};
    command.options +=
        Option{.name = u"column"_s,
               .value = u"COLUMN"_s,
               .help = u"Which prompt and model, by label or number, when the files have several."_s};
    command.json = {
        {u"versions[]"_s, u"string"_s, u"The versions in their order."_s},
        {u"metrics.NAME.outcome"_s, u"string"_s, u"found, narrowed, never_broke or nothing_to_tell."_s, true},
        {u"metrics.NAME.last_good"_s, u"string"_s,
         u"The last version before the break that is good; null: none."_s, true},
        {u"metrics.NAME.first_bad"_s, u"string"_s, u"The first version after it that is bad; null: none."_s,
         true},
        {u"metrics.NAME.next"_s, u"string"_s, u"The version to run next; null: none would help."_s, true},
        {u"metrics.NAME.runs_left"_s, u"integer"_s, u"How many runs are needed at the most."_s, true},
        {u"metrics.NAME.again"_s, u"boolean"_s, u"Whether it broke more than once or was mended."_s, true},
        {u"metrics.NAME.mended_at"_s, u"string"_s,
         u"The first good version after the break; null: still broken."_s, true},
        {u"metrics.NAME.states[]"_s, u"string"_s, u"For each version not_run, good, bad or unclear."_s, true},
        {u"metrics.NAME.difference"_s, u"number"_s, u"Of the first bad version and the last good one."_s,
         true},
        {u"metrics.NAME.low"_s, u"number"_s, u"Low end of its interval."_s, true},
        {u"metrics.NAME.high"_s, u"number"_s, u"High end of its interval."_s, true},
        {u"metrics.NAME.rule"_s, u"string"_s, u"The same as a sentence."_s, true}};
    return command;
}

Command evalExport()
{
    return {
        .id = CommandId::EvalExport,
        .name = u"eval export"_s,
        .summary = u"write a result file of any known tool in another form"_s,
        .details =
            {u"Prints to standard output what promptfoo or a JUnit reader understands. A file that is not "
             u"complete is not written: the exit status is 4."_s},
        .operands = {{.name = u"FILE"_s, .help = u"A result file or a folder."_s, .offer = Offer::Files}},
        .options = {{.name = u"as"_s,
                     .value = u"FORM"_s,
                     .help = u"promptfoo (its JSON, version 3) or junit (XML)."_s,
                     .required = true,
                     .choices = {u"promptfoo"_s, u"junit"_s}},
                    formatOption(),
                    mappingOption()},
        .examples = {{u"countersignctl eval export logs/run.eval --as junit > results.xml"_s}}};
}

Command evalView()
{
    return {.id = CommandId::EvalView,
            .name = u"eval view"_s,
            .summary = u"open the window on result files of eval tools"_s,
            .details = {u"Shows the runs beside each other: what got better and worse per dimension, every case over "
                        u"all of them, and one case with its old and new answer. The first file is the baseline; "
                        u"another can be chosen there. Needs no workspace."_s,
                        u"The window is the program countersign, beside this one or on the path. A file that cannot be "
                        u"read or is not complete says so in the window."_s},
            .operands = {{.name = u"FILE"_s,
                          .help = u"A result file or a folder, as eval import takes it."_s,
                          .times = Times::Many,
                          .offer = Offer::Files}},
            .examples = {{u"countersignctl eval view live.json candidate.json"_s}}};
}

Command evalRun()
{
    Command command{
        .id = CommandId::EvalRun,
        .name = u"eval run"_s,
        .summary = u"run a suite against a model and print how its cases ended"_s,
        .details =
            {u"Asks every model of a promptfoo suite for every case, judges the answers, and with --output "
             u"writes a "
             u"result file. Needs no workspace. Where text is sent to is said here or in your environment, "
             u"never by the "
             u"suite: --endpoint, else OPENAI_BASE_URL, else https://api.openai.com/v1."_s,
             u"Answers are kept in your cache by what was asked, so that the same question is not paid for "
             u"twice; judges are asked "
             u"anew. A run that was stopped, or whose endpoint failed, goes on where it was when the same "
             u"command is given again. Nothing of a "
             u"suite is executed: an assertion that needs JavaScript or Python is an error, and never a "
             u"pass. With --with-promptfoo those "
             u"are handed to promptfoo's program. That executes code of the suite with your rights: look at it first."_s,
             u"The exit status is 0 when every case passed, 3 when one failed, 4 when one could not be "
             u"judged or the run was "
             u"stopped. With --record a complete run is recorded at once, and the status is that of eval record."_s},
        .operands = {{.name = u"SUITE"_s, .help = u"The suite's YAML file."_s, .offer = Offer::Files}},
        .options =
            {{.name = u"prompt"_s,
              .value = u"FILE"_s,
              .help = u"Run this prompt file in place of the suite's prompts."_s,
              .repeats = true,
              .offer = Offer::Files},
             {.name = u"model"_s,
              .value = u"NAME"_s,
              .help =
                  u"Ask this model in place of the suite's providers; echo answers with the prompt and asks nobody."_s,
              .repeats = true},
             {.name = u"endpoint"_s,
              .value = u"URL"_s,
              .help = u"An OpenAI-compatible interface, for instance http://localhost:11434/v1."_s},
             {.name = u"key"_s,
              .value = u"PLACE"_s,
              .help =
                  u"Where the key is: env:NAME or keychain:NAME. Without it OPENAI_API_KEY, when it is set."_s},
             {.name = u"key-style"_s,
              .value = u"STYLE"_s,
              .help = u"How the key is presented: bearer, or api-key as Azure wants it."_s,
              .choices = {u"bearer"_s, u"api-key"_s}},
             {.name = u"judge-model"_s,
              .value = u"NAME"_s,
              .help = u"The model that llm-rubric, factuality and select-best ask."_s},
             {.name = u"embedding-model"_s, .value = u"NAME"_s, .help = u"The model that similar asks."_s},
             {.name = u"with-promptfoo"_s,
              .value = u"PROGRAM"_s,
              .help =
                  u"Let this program, promptfoo or a path to it, execute the JavaScript, Python and Ruby of the suite."_s,
              .offer = Offer::Files},
             {.name = u"repeat"_s, .value = u"N"_s, .help = u"Answers to each case, 1 to 100."_s},
             {.name = u"concurrency"_s,
              .value = u"N"_s,
              .help = u"Requests at one time, 1 to 64; 4 unless told."_s},
             {.name = u"per-minute"_s,
              .value = u"N"_s,
              .help = u"Requests within any minute; any number unless told."_s},
             {.name = u"timeout"_s, .value = u"SECONDS"_s, .help = u"For one answer; 120 unless told."_s},
             {.name = u"no-cache"_s, .help = u"Ask also what was asked before."_s},
             {.name = u"fresh"_s, .help = u"Begin anew where an earlier run was stopped."_s},
             {.name = u"output"_s,
              .value = u"FILE"_s,
              .help = u"Write the result: promptfoo's JSON, or JUnit when the name ends in .xml."_s,
              .offer = Offer::Files}},
        .examples = {
            {u"countersignctl eval run evals/refund.yaml --model gpt-4.1-mini --output after.json"_s},
            {u"countersignctl eval run evals/refund.yaml --model llama3.1 --endpoint "
             u"http://localhost:11434/v1 "
             "--repeat 3"_s}}};
    command.json = {{u"suite"_s, u"string"_s, u"Its description, else its path."_s},
                    {u"status"_s, u"string"_s, u"complete or canceled."_s},
                    {u"cases"_s, u"integer"_s, u"Number of cases."_s},
                    {u"answers"_s, u"integer"_s, u"Cases by prompts, models and repeats."_s},
                    {u"passed"_s, u"integer"_s, u"Answers that passed."_s},
                    {u"failed"_s, u"integer"_s, u"Answers that failed."_s},
                    {u"errored"_s, u"integer"_s, u"Answers that did not come or could not be judged."_s},
                    {u"skipped"_s, u"integer"_s, u"Answers of cases without an assertion."_s},
                    {u"cached"_s, u"integer"_s, u"Answers that were known before."_s},
                    {u"prompt_tokens"_s, u"integer"_s, u"As far as the endpoint told."_s},
                    {u"completion_tokens"_s, u"integer"_s, u"As far as the endpoint told."_s},
                    {u"cost"_s, u"number"_s, u"US dollars, of models whose price the suite tells."_s},
                    {u"output"_s, u"string"_s, u"The file that was written; empty when none was asked for."_s},
                    {u"metrics.NAME.passed"_s, u"integer"_s, u"As eval import prints them, also failed, errored, skipped, scored and mean."_s, true}};
    mayRecord(command);
    return command;
}

} // namespace

QList<Command> evalCommands()
{
    return {evalRun(), evalHarness(), evalImport(), evalCompare(), evalBisect(), evalExport(), evalView()};
}

} // namespace countersign::ctl
