// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Help.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr qsizetype columns = 80;

/// `text` in lines of at most 80 columns, each behind `indent` spaces.
QString wrapped(const QString &text, int indent)
{
    QString out;
    QString line(indent, u' ');
    bool empty = true;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (!empty && line.size() + 1 + word.size() > columns) {
            out += line + u'\n';
            line = QString(indent, u' ');
            empty = true;
        }
        line += empty ? word : u' ' + word;
        empty = false;
    }
    return out + line + u'\n';
}

QString spelled(const Option &option)
{
    QString words = u"--"_s + option.name;
    if (!option.value.isEmpty()) {
        words += u' ' + (option.choices.isEmpty() ? option.value : option.choices.join(u'|'));
    }
    return words;
}

QString explained(const Option &option)
{
    QString words = option.help;
    if (option.repeats) {
        words += u" May be given several times."_s;
    }
    return words;
}

QString optionsHelp(const QList<Option> &options)
{
    QString out;
    for (const Option &option : options) {
        out += u"  "_s + spelled(option) + u'\n' + wrapped(explained(option), 6);
    }
    return out;
}

QString typeOf(const JsonField &field)
{
    return field.optional ? field.type + u", may be missing"_s : field.type;
}

QString inMarkdown(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c == u'|' || c == u'<' || c == u'>' || c == u'*' || c == u'\\' || c == u'[' || c == u']'
            || c == u'_') {
            out += u'\\';
        }
        out += c;
    }
    return out;
}

/// For a line of troff: no character of it is a command.
QString inTroff(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c == u'\\') {
            out += u"\\e"_s;
        } else if (c == u'-') {
            out += u"\\-"_s;
        } else if (c == u'\'') {
            out += u"\\(aq"_s;
        } else if (c == u'`') {
            out += u"\\(ga"_s;
        } else if (c == u'^') {
            out += u"\\(ha"_s;
        } else if (c == u'~') {
            out += u"\\(ti"_s;
        } else {
            out += c;
        }
    }
    return out.startsWith(u'.') ? u"\\&"_s + out : out;
}

QString troffItem(const QString &head, const QString &text)
{
    return u".TP\n.B "_s + inTroff(head) + u'\n' + inTroff(text) + u'\n';
}

QString troffCommand(const Command &command)
{
    QString out = u".SS "_s + inTroff(synopsis(command)) + u'\n'
                  + inTroff(command.summary.left(1).toUpper() + command.summary.mid(1)) + u".\n"_s;
    for (const QString &paragraph : command.details) {
        out += u".PP\n"_s + inTroff(paragraph) + u'\n';
    }
    for (const Operand &operand : command.operands) {
        out += troffItem(operand.name, operand.help);
    }
    for (const Option &option : command.options) {
        out += troffItem(spelled(option), explained(option));
    }
    for (const Example &example : command.examples) {
        out += u".PP\n"_s + (example.help.isEmpty() ? u"Example:"_s : inTroff(example.help))
               + u"\n.PP\n.nf\n    "_s + inTroff(example.line) + u"\n.fi\n"_s;
    }
    return out;
}

QString jsonTable(const QList<JsonField> &fields)
{
    QString out = u"| field | type | meaning |\n|---|---|---|\n"_s;
    for (const JsonField &field : fields) {
        out += u"| `%1` | %2 | %3 |\n"_s.arg(field.path, typeOf(field), inMarkdown(field.help));
    }
    return out;
}

QString optionTable(const QList<Option> &options)
{
    QString out = u"| option | meaning |\n|---|---|\n"_s;
    for (const Option &option : options) {
        out +=
            u"| `%1` | %2 |\n"_s.arg(spelled(option).replace(u'|', u"\\|"_s), inMarkdown(explained(option)));
    }
    return out;
}

} // namespace

QByteArray programHelp(const Program &program)
{
    QString out = u"Usage: %1 COMMAND [OPTION]...\n\n"_s.arg(program.name);
    for (const QString &paragraph : program.details) {
        out += wrapped(paragraph, 0) + u'\n';
    }
    out += u"Commands:\n"_s;
    for (const Command &command : program.commands) {
        out += u"  "_s + command.name.leftJustified(18) + command.summary + u'\n';
    }
    out += u"\nOptions of every command:\n"_s + optionsHelp(program.options) + u"\nExit status:\n"_s;
    for (const StatusHelp &status : program.statuses) {
        out += wrapped(u"%1  %2"_s.arg(status.status).arg(status.help), 2);
    }
    out +=
        u"\n'countersignctl COMMAND --help' explains one command; 'countersignctl man' prints everything.\n"_s;
    return out.toUtf8();
}

QByteArray commandHelp(const Program &program, const Command &command)
{
    QString out = u"Usage: "_s + program.name + u' ' + synopsis(command) + u"\n\n"_s
                  + wrapped(command.summary.left(1).toUpper() + command.summary.mid(1) + u'.', 0);
    for (const QString &paragraph : command.details) {
        out += u'\n' + wrapped(paragraph, 0);
    }
    if (!command.operands.isEmpty()) {
        out += u'\n';
        for (const Operand &operand : command.operands) {
            out += u"  "_s + operand.name + u'\n' + wrapped(operand.help, 6);
        }
    }
    if (!command.options.isEmpty()) {
        out += u"\nOptions:\n"_s + optionsHelp(command.options);
    }
    QStringList names;
    for (const Option &option : program.options) {
        names.append(u"--"_s + option.name);
    }
    out += u'\n' + wrapped(u"Options of every command: "_s + names.join(u", "_s) + u'.', 0);
    if (!command.examples.isEmpty()) {
        out += u"\nExamples:\n"_s;
        for (const Example &example : command.examples) {
            out += u"  "_s + example.line + u'\n'
                   + (example.help.isEmpty() ? QString() : wrapped(example.help, 6));
        }
    }
    if (!command.json.isEmpty()) {
        out += u"\nFields with --json:\n"_s;
        for (const JsonField &field : command.json) {
            out += u"  %1 (%2)\n"_s.arg(field.path, typeOf(field)) + wrapped(field.help, 6);
        }
    }
    return out.toUtf8();
}

QJsonObject helpJson(const Program &program)
{
    QJsonArray commands;
    for (const Command &command : program.commands) {
        QJsonArray options;
        for (const Option &option : command.options) {
            options.append(option.name);
        }
        QJsonArray fields;
        for (const JsonField &field : command.json) {
            fields.append(QJsonObject{
                {u"path"_s, field.path}, {u"type"_s, field.type}, {u"optional"_s, field.optional}});
        }
        commands.append(QJsonObject{{u"name"_s, command.name},
                                    {u"summary"_s, command.summary},
                                    {u"options"_s, options},
                                    {u"json"_s, fields}});
    }
    return {{u"name"_s, program.name},
            {u"version"_s, QStringLiteral(COUNTERSIGN_VERSION)},
            {u"commands"_s, commands}};
}

QByteArray manPage(const Program &program)
{
    QString out = u".\\\" Made by `countersignctl man` from the definition of the program.\n"
                  ".TH COUNTERSIGNCTL 1 \"\" \"Countersign " COUNTERSIGN_VERSION "\" \"User Commands\"\n"
                  ".SH NAME\n"_s;
    out += program.name + u" \\- "_s + inTroff(program.summary)
           + u"\n.SH SYNOPSIS\n.B countersignctl\n"
             "\\fICOMMAND\\fR [\\fIOPTION\\fR]...\n.SH DESCRIPTION\n"_s;
    for (const QString &paragraph : program.details) {
        out += inTroff(paragraph) + u"\n.PP\n"_s;
    }
    out += u".SH OPTIONS OF EVERY COMMAND\n"_s;
    for (const Option &option : program.options) {
        out += troffItem(spelled(option), explained(option));
    }
    out += u".SH COMMANDS\n"_s;
    for (const Command &command : program.commands) {
        out += troffCommand(command);
    }
    out += u".SH OUTPUT\n"_s;
    for (const QString &paragraph : program.output) {
        out += inTroff(paragraph) + u"\n.PP\n"_s;
    }
    out += u"The fields of every command are listed by \\fBcountersignctl\\fR \\fICOMMAND\\fR "
           u"\\fB\\-\\-help\\fR.\n"
           ".SH EXIT STATUS\n"_s;
    for (const StatusHelp &status : program.statuses) {
        out += troffItem(QString::number(status.status), status.help);
    }
    out += u".SH ENVIRONMENT\n"_s;
    for (const auto &[name, help] : program.environment) {
        out += troffItem(name, help);
    }
    out += u".SH SEE ALSO\n.BR countersign (1),\n.BR git (1)\n"_s;
    return out.toUtf8();
}

QByteArray markdown(const Program &program)
{
    QString out =
        u"<!-- SPDX-"
        "FileCopyrightText: 2026 The Countersign authors -->\n"
        "<!-- SPDX-"
        "License-Identifier: GPL-3.0-or-later -->\n"
        "<!-- Made by `countersignctl man --markdown`; a test compares. -->\n\n# countersignctl\n\n"_s;
    for (const QString &paragraph : program.details) {
        out += paragraph + u"\n\n"_s;
    }
    out += u"## Exit status\n\n| status | meaning |\n|---|---|\n"_s;
    for (const StatusHelp &status : program.statuses) {
        out += u"| %1 | %2 |\n"_s.arg(status.status).arg(inMarkdown(status.help));
    }
    out += u"\n## Options of every command\n\n"_s + optionTable(program.options) + u"\n## Output\n\n"_s;
    for (const QString &paragraph : program.output) {
        out += inMarkdown(paragraph) + u"\n\n"_s;
    }
    out += u"With `--json` a failure prints\n\n"_s + jsonTable(program.errorJson) + u"\n## Environment\n\n"_s;
    for (const auto &[name, help] : program.environment) {
        out += u"- `%1`: %2\n"_s.arg(name, inMarkdown(help));
    }
    out += u"\n## Commands\n\n"_s;
    for (const Command &command : program.commands) {
        out += u"- [`%1`](#%2): %3\n"_s.arg(command.name, QString(command.name).replace(u' ', u'-'), command.summary);
    }
    for (const Command &command : program.commands) {
        out += u"\n### %1\n\n```\ncountersignctl %2\n```\n\n%3.\n"_s.arg(
            command.name, synopsis(command), command.summary.left(1).toUpper() + command.summary.mid(1));
        for (const QString &paragraph : command.details) {
            out += u'\n' + inMarkdown(paragraph) + u'\n';
        }
        if (!command.operands.isEmpty()) {
            out += u'\n';
            for (const Operand &operand : command.operands) {
                out += u"- `%1`: %2\n"_s.arg(operand.name, inMarkdown(operand.help));
            }
        }
        if (!command.options.isEmpty()) {
            out += u'\n' + optionTable(command.options);
        }
        for (const Example &example : command.examples) {
            out += u"\n```\n%1\n```\n"_s.arg(example.line)
                   + (example.help.isEmpty() ? QString() : u'\n' + example.help + u'\n');
        }
        if (!command.json.isEmpty()) {
            out += (command.jsonLines ? u"\nFields with `--json`, and of each line with `--batch`:\n\n"_s
                                      : u"\nFields with `--json`:\n\n"_s)
                   + jsonTable(command.json);
        }
    }
    return out.toUtf8();
}

} // namespace countersign::ctl
