// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Help.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QString names(const Program &program)
{
    return program.firstWords().join(u' ');
}

/// First words of commands of two.
QStringList groups(const Program &program)
{
    QStringList all;
    for (const QString &word : program.firstWords()) {
        if (!program.within(word).isEmpty()) {
            all.append(word);
        }
    }
    return all;
}

QStringList dashed(const QList<Option> &options)
{
    QStringList all;
    for (const Option &option : options) {
        all.append(u"--"_s + option.name);
    }
    return all;
}

/// In single quotes, for every one of the shells.
QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

QString bashAnswer(Offer offer, const QStringList &choices)
{
    if (!choices.isEmpty()) {
        return u"COMPREPLY=($(compgen -W %1 -- \"$cur\"))"_s.arg(quoted(choices.join(u' ')));
    }
    switch (offer) {
    case Offer::Files:
        return u"compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\"))"_s;
    case Offer::Folders:
        return u"compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$cur\"))"_s;
    case Offer::Commands:
        return u"COMPREPLY=($(compgen -W \"$commands\" -- \"$cur\"))"_s;
    case Offer::Nothing:
        return u"COMPREPLY=()"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString bashOptions(const QList<Option> &options, const QString &prefix)
{
    QString out;
    for (const Option &option : options) {
        if (!option.value.isEmpty()) {
            out += u"        %1--%2) %3; return ;;\n"_s.arg(prefix, option.name,
                                                            bashAnswer(option.offer, option.choices));
        }
    }
    return out;
}

QString bash(const Program &program)
{
    QString out = u"# bash completion for countersignctl, made by `countersignctl completion bash`.\n"
                  "_countersignctl() {\n"
                  "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= word i\n"
                  "    local commands=%1\n"
                  "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                  "        word=${COMP_WORDS[i]}\n"
                  "        case \" $commands \" in *\" $word \"*) command=$word; break ;; esac\n"
                  "    done\n"
                  "    case \" %2 \" in *\" $command \"*)\n"
                  "        [ $((i + 1)) -lt \"$COMP_CWORD\" ] && command=\"$command ${COMP_WORDS[i+1]}\" ;;\n"
                  "    esac\n"
                  "    case \"$command $prev\" in\n"_s.arg(quoted(names(program)), groups(program).join(u' '));
    for (const Command &command : program.commands) {
        out += bashOptions(command.options, u'\'' + command.name + u" '"_s);
    }
    out += bashOptions(program.options, u"*' '"_s);
    out += u"    esac\n"
           "    if [ -z \"$command\" ] && [ \"${cur#-}\" = \"$cur\" ]; then\n"
           "        COMPREPLY=($(compgen -W \"$commands\" -- \"$cur\")); return\n"
           "    fi\n"
           "    if [ \"${cur#-}\" != \"$cur\" ]; then\n"
           "        local options=%1\n"
           "        case $command in\n"_s.arg(quoted(dashed(program.options).join(u' ')));
    for (const Command &command : program.commands) {
        if (!command.options.isEmpty()) {
            out += u"        %1) options=\"$options \"%2 ;;\n"_s.arg(
                quoted(command.name), quoted(dashed(command.options).join(u' ')));
        }
    }
    out += u"        esac\n"
           "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")); return\n"
           "    fi\n"
           "    case $command in\n"_s;
    for (const Command &command : program.commands) {
        if (!command.operands.isEmpty()) {
            const Operand &first = command.operands.first();
            out += u"    %1) %2 ;;\n"_s.arg(quoted(command.name), bashAnswer(first.offer, first.choices));
        }
    }
    for (const QString &group : groups(program)) {
        out += u"    %1) %2 ;;\n"_s.arg(group, bashAnswer(Offer::Nothing, program.within(group)));
    }
    return out + u"    esac\n}\ncomplete -F _countersignctl countersignctl\n"_s;
}

QString zshText(QString text)
{
    return text.replace(u'\\', u"\\\\"_s)
        .replace(u'[', u"\\["_s)
        .replace(u']', u"\\]"_s)
        .replace(u':', u"\\:"_s);
}

QString zshAction(Offer offer, const QStringList &choices)
{
    if (!choices.isEmpty()) {
        return u'(' + choices.join(u' ') + u')';
    }
    switch (offer) {
    case Offer::Files:
        return u"_files"_s;
    case Offer::Folders:
        return u"_files -/"_s;
    case Offer::Commands:
        return u"_countersignctl_commands"_s;
    case Offer::Nothing:
        return u" "_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString zshOptions(const QList<Option> &options)
{
    QString out;
    for (const Option &option : options) {
        QString spec = (option.repeats ? u"*--"_s : u"--"_s) + option.name;
        spec += u'[' + zshText(option.help.section(u". "_s, 0, 0)) + u']';
        if (!option.value.isEmpty()) {
            spec += u':' + zshText(option.value) + u':' + zshAction(option.offer, option.choices);
        }
        out += u" \\\n            "_s + quoted(spec);
    }
    return out;
}

QString zshArguments(const Program &program, const Command &command)
{
    QString out = u"        _arguments%1%2"_s.arg(zshOptions(program.options), zshOptions(command.options));
    for (qsizetype i = 0; i < command.operands.size(); ++i) {
        const Operand &operand = command.operands.at(i);
        const QString place = operand.times == Times::Many || operand.times == Times::AnyNumber ? u"*"_s : QString::number(i + 1);
        const QString optional = operand.times == Times::AtMostOnce ? u":"_s : QString();
        out += u" \\\n            "_s
               + quoted(place + u':' + optional + zshText(operand.name) + u':'
                        + zshAction(operand.offer, operand.choices));
    }
    return out + u"\n        ;;\n"_s;
}

QString zsh(const Program &program)
{
    QString out = u"#compdef countersignctl\n# Made by `countersignctl completion zsh`.\n"
                  "_countersignctl_commands() {\n    local -a commands=(\n"_s;
    for (const Command &command : program.commands) {
        if (!command.name.contains(u' ')) {
            out += u"        "_s + quoted(command.name + u':' + zshText(command.summary)) + u'\n';
        }
    }
    for (const QString &group : groups(program)) {
        out += u"        "_s + quoted(group + u':' + program.within(group).join(u", "_s)) + u'\n';
    }
    out += u"    )\n    _describe command commands\n}\n_countersignctl() {\n"
           "    local curcontext=$curcontext state line\n"
           "    _arguments -C%1 \\\n            '1:command:_countersignctl_commands' "
           "'*::argument:->arguments' && return\n"
           "    case $line[1] in\n"_s.arg(zshOptions(program.options));
    for (const Command &command : program.commands) {
        if (!command.name.contains(u' ')) {
            out += u"    %1)\n"_s.arg(command.name) + zshArguments(program, command);
        }
    }
    for (const QString &group : groups(program)) {
        out += u"    %1)\n        if (( CURRENT <= 2 )); then compadd %2; return; fi\n"
               "        shift words; (( CURRENT-- ))\n        case $words[1] in\n"_s.arg(
                   group, program.within(group).join(u' '));
        for (const QString &part : program.within(group)) {
            out += u"    %1)\n"_s.arg(part) + zshArguments(program, *program.command(group + u' ' + part));
        }
        out += u"        esac\n        ;;\n"_s;
    }
    return out + u"    esac\n}\n_countersignctl \"$@\"\n"_s;
}

QString fishOption(const Option &option, const QString &condition)
{
    QString out = u"complete -c countersignctl%1 -l %2 -d %3"_s.arg(
        condition, option.name, quoted(option.help.section(u". "_s, 0, 0)));
    if (!option.value.isEmpty()) {
        out += u" -r"_s;
        if (!option.choices.isEmpty()) {
            out += u" -f -a "_s + quoted(option.choices.join(u' '));
        } else if (option.offer == Offer::Files || option.offer == Offer::Folders) {
            out += u" -F"_s;
        } else {
            out += u" -f"_s;
        }
    }
    return out + u'\n';
}

QString fish(const Program &program)
{
    QString out = u"# fish completion for countersignctl, made by `countersignctl completion fish`.\n"
                  "complete -c countersignctl -f\n"_s;
    for (const Option &option : program.options) {
        out += fishOption(option, {});
    }
    for (const QString &group : groups(program)) {
        out += u"complete -c countersignctl -n __fish_use_subcommand -a %1\n"_s.arg(group);
    }
    for (const Command &command : program.commands) {
        const QString group = command.name.section(u' ', 0, 0);
        const QString last = command.name.section(u' ', -1);
        const bool isGrouped = group != command.name;
        const QString before = isGrouped
                                   ? u"'__fish_seen_subcommand_from %1; and not __fish_seen_subcommand_from %2'"_s.arg(
                                         group, program.within(group).join(u' '))
                                   : u"__fish_use_subcommand"_s;
        out += u"complete -c countersignctl -n %1 -a %2 -d %3\n"_s.arg(before, last, quoted(command.summary));
        const QString condition =
            u" -n '__fish_seen_subcommand_from %1%2'"_s.arg(
                group, isGrouped ? u"; and __fish_seen_subcommand_from "_s + last : QString());
        for (const Option &option : command.options) {
            out += fishOption(option, condition);
        }
        for (const Operand &operand : command.operands) {
            if (!operand.choices.isEmpty()) {
                out += u"complete -c countersignctl%1 -a %2\n"_s.arg(condition,
                                                                     quoted(operand.choices.join(u' ')));
            } else if (operand.offer == Offer::Files) {
                out += u"complete -c countersignctl%1 -F\n"_s.arg(condition);
            } else if (operand.offer == Offer::Commands) {
                out += u"complete -c countersignctl%1 -a %2\n"_s.arg(condition, quoted(names(program)));
            }
        }
    }
    return out;
}

} // namespace

QByteArray completion(const Program &program, const QString &shell)
{
    if (shell == "zsh"_L1) {
        return zsh(program).toUtf8();
    }
    return (shell == "fish"_L1 ? fish(program) : bash(program)).toUtf8();
}

} // namespace countersign::ctl
