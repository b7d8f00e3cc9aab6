// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Definition.h"

#include "app/countersignctl/Commands.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QList<Option> globalOptions()
{
    return {
        {.name = u"workspace"_s,
         .value = u"PATH|URL"_s,
         .help =
             u"Folder of a git repository, a URL that git can clone, a registry's file, or its database as "
             u"postgresql://user@host/database. The current folder when it is not given."_s,
         .offer = Offer::Folders},
        {.name = u"as"_s,
         .value = u"EMAIL"_s,
         .help = u"Act as another identity of this repository: its user.email, or the address of one of the "
                 "`countersign.identity` entries (\"Name <address>\") of its own configuration. Every other "
                 "address "
                 "is refused."_s},
        {.name = u"json"_s, .help = u"Print one JSON object instead of text."_s},
        {.name = u"raw"_s,
         .help = u"Print contents of files byte by byte. Only where standard output is not a terminal."_s},
        {.name = u"color"_s,
         .value = u"WHEN"_s,
         .help = u"Use colours: auto (the default), always or never."_s,
         .choices = {u"auto"_s, u"always"_s, u"never"_s}},
        {.name = u"help"_s, .help = u"Explain the command and end."_s},
        {.name = u"version"_s, .help = u"Print the version and end."_s}};
}

} // namespace

const Option *Command::option(const QString &wanted) const
{
    const auto found =
        std::find_if(options.cbegin(), options.cend(), [&](const Option &o) { return o.name == wanted; });
    return found == options.cend() ? nullptr : &*found;
}

const Command *Program::command(const QString &wanted) const
{
    const auto found =
        std::find_if(commands.cbegin(), commands.cend(), [&](const Command &c) { return c.name == wanted; });
    return found == commands.cend() ? nullptr : &*found;
}

const Option *Program::option(const QString &wanted) const
{
    const auto found =
        std::find_if(options.cbegin(), options.cend(), [&](const Option &o) { return o.name == wanted; });
    return found == options.cend() ? nullptr : &*found;
}

QStringList Program::within(const QString &group) const
{
    QStringList words;
    for (const Command &command : commands) {
        if (command.name.startsWith(group + u' ')) {
            words.append(command.name.sliced(group.size() + 1));
        }
    }
    return words;
}

QStringList Program::firstWords() const
{
    QStringList words;
    for (const Command &command : commands) {
        words.append(command.name.section(u' ', 0, 0));
    }
    words.removeDuplicates();
    return words;
}

QString synopsis(const Command &command)
{
    QString line = command.name;
    for (const Operand &operand : command.operands) {
        QString word = operand.choices.isEmpty() ? operand.name : operand.choices.join(u'|');
        if (operand.times == Times::Many || operand.times == Times::AnyNumber) {
            word += u"..."_s;
        }
        line += operand.times == Times::AtMostOnce || operand.times == Times::AnyNumber
                    ? u" ["_s + word + u']'
                    : u' ' + word;
    }
    for (const Option &option : command.options) {
        QString word = u"--"_s + option.name;
        if (!option.value.isEmpty()) {
            const bool listed = !option.choices.isEmpty() && option.choices.size() <= 6;
            word += u' ' + (listed ? option.choices.join(u'|') : option.value);
        }
        if (option.repeats) {
            word += u"..."_s;
        }
        line += option.required ? u' ' + word : u" ["_s + word + u']';
    }
    return line;
}

Program program()
{
    return {
        .name = u"countersignctl"_s,
        .summary = u"change, sign off, release and take back prompts on the record of a git repository"_s,
        .details =
            {u"countersignctl does on the command line what Countersign does in its window, with the same "
             u"rules and "
             "the same record: in a continuous integration job, in a hook, at run time, and by hand."_s,
             u"It reads the record of the repository's shared place first. When that cannot be reached, "
             u"reading "
             "goes on with what was known last, and says so on standard error; nothing can be written then."_s},
        .options = globalOptions(),
        .commands = commands(),
        .statuses =
            {{0, u"Done. For verify: the record is sound."_s},
             {1, u"Different: only for diff with --exit-code."_s},
             {2,
              u"Misuse: the command line or an input file cannot be accepted. Nothing was read or written."_s},
             {3,
              u"Refused by a rule: the policy says no, or things moved on since they were read. Nothing was "
              "written. For eval compare: the verdict is fail."_s},
             {4,
              u"Cannot tell: what was asked for is not there, damaged, written by a newer Countersign, or it "
              "is not known whether a write arrived. For eval compare: the verdict is inconclusive."_s},
             {5,
              u"Unreachable: the shared record or a disk cannot be reached or written. Nothing was written."_s}},
        .errorJson =
            {{u"error.status"_s, u"integer"_s, u"The exit status."_s},
             {u"error.code"_s, u"string"_s,
              u"What kind of failure: misuse, not-found, conflict, refused, corrupt, unavailable, "
              "outcome-unknown, canceled, invalid, unsupported, newer, not-permitted, no-space, locked."_s},
             {u"error.message"_s, u"string"_s, u"The line that stands on standard error."_s},
             {u"error.rule"_s, u"string"_s, u"The rule that says no."_s, true}},
        .environment = {{u"NO_COLOR"_s, u"When it is set and not empty, no colours are used."_s},
                        {u"XDG_DATA_HOME"_s,
                         u"Below it, in countersign/workspaces, lies what this program keeps of a "
                         "workspace: its own clone, drafts, and what is not sent yet."_s}},
        .output = {
            u"Text that came from a record, a repository or a file is never obeyed by the terminal: control "
            "characters, escape sequences, characters that change the direction of writing and characters "
            "without width are printed as "
            "\\x1b or \\u202e. With --raw, and where standard output is not a terminal, contents of files "
            "are printed as "
            "they are. JSON is always safe to print."_s,
            u"Objects of JSON keep their fields and their meaning from version to version; fields may be "
            u"added. A "
            "failure prints an object with the one field error on standard output, and its message on "
            "standard "
            "error. Times are ISO 8601 in UTC, contents are sha256:HEX, events are e:HEX, links are plain HEX."_s}};
}

} // namespace countersign::ctl
