// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Invocation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// Edits that make one word of another.
qsizetype distance(const QString &a, const QString &b)
{
    QList<qsizetype> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = row.at(0);
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype other = diagonal + (a.at(i - 1) == b.at(j - 1) ? 0 : 1);
            diagonal = row.at(j);
            row[j] = std::min({other, row.at(j) + 1, row.at(j - 1) + 1});
        }
    }
    return row.last();
}

/// " (did you mean X?)", or nothing.
QString suggestion(const QString &word, const QStringList &known, const QString &before)
{
    QString best;
    qsizetype least = word.size() > 4 ? 3 : 2;
    for (const QString &candidate : known) {
        if (const qsizetype d = distance(word.left(40), candidate); d < least) {
            least = d;
            best = candidate;
        }
    }
    return best.isEmpty() ? QString() : u" (did you mean %1?)"_s.arg(before + best);
}

QStringList optionNames(const Program &program, const Command *command)
{
    QStringList names;
    for (const Option &option : program.options) {
        names.append(option.name);
    }
    if (command) {
        for (const Option &option : command->options) {
            names.append(option.name);
        }
    }
    return names;
}

QString checkOperands(const Invocation &invocation)
{
    const QList<Operand> &wanted = invocation.command->operands;
    qsizetype next = 0;
    for (const Operand &operand : wanted) {
        if (next >= invocation.operands.size()) {
            if (operand.times == Times::AtMostOnce || operand.times == Times::AnyNumber) {
                continue;
            }
            return u"%1 is missing; usage: countersignctl %2"_s.arg(operand.name,
                                                                    synopsis(*invocation.command));
        }
        const QString word = invocation.operands.at(next);
        if (!operand.choices.isEmpty() && !operand.choices.contains(word)) {
            return u"%1 must be one of %2, not '%3'"_s.arg(operand.name, operand.choices.join(u", "_s), word);
        }
        next = operand.times == Times::Many || operand.times == Times::AnyNumber ? invocation.operands.size() : next + 1;
    }
    if (next < invocation.operands.size()) {
        return u"'%1' is one word too many; usage: countersignctl %2"_s.arg(invocation.operands.at(next),
                                                                            synopsis(*invocation.command));
    }
    return {};
}

} // namespace

std::expected<Invocation, QString> parse(const Program &program, const QStringList &arguments)
{
    Invocation invocation;
    // The command is the first word that is neither an option nor an option's value; options of the program may
    // stand before it.
    bool onlyWords = false;
    QString group; // the first word of a command of two
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString word = arguments.at(i);
        if (word == "-h"_L1) {
            word = u"--help"_s;
        }
        if (onlyWords || !word.startsWith("--"_L1)) {
            if (!onlyWords && word.size() > 1 && word.startsWith(u'-')) {
                return std::unexpected(u"unknown option %1; options begin with two dashes"_s.arg(word));
            }
            if (!invocation.command) {
                if (group.isEmpty() && !program.within(word).isEmpty()) {
                    group = word;
                    continue;
                }
                invocation.command = program.command(group.isEmpty() ? word : group + u' ' + word);
                if (!invocation.command) {
                    const QStringList names = group.isEmpty() ? program.firstWords() : program.within(group);
                    const QString before = group.isEmpty() ? QString() : group + u' ';
                    return std::unexpected(u"unknown command '%1'%2; see countersignctl --help"_s.arg(
                        before + word, suggestion(word, names, before)));
                }
            } else {
                invocation.operands.append(word);
            }
            continue;
        }
        if (word == "--"_L1) {
            onlyWords = true;
            continue;
        }
        const qsizetype equals = word.indexOf(u'=');
        const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
        const Option *option = invocation.command ? invocation.command->option(name) : nullptr;
        if (!option) {
            option = program.option(name);
        }
        if (!option) {
            return std::unexpected(u"unknown option --%1%2"_s.arg(
                name, suggestion(name, optionNames(program, invocation.command), u"--"_s)));
        }
        QString value;
        if (option->value.isEmpty()) {
            if (equals >= 0) {
                return std::unexpected(u"--%1 takes no value"_s.arg(name));
            }
        } else if (equals >= 0) {
            value = word.mid(equals + 1);
        } else if (i + 1 < arguments.size()) {
            value = arguments.at(++i);
        } else {
            return std::unexpected(u"--%1 needs %2"_s.arg(name, option->value));
        }
        if (value.isEmpty() && !option->value.isEmpty() && program.option(name)) {
            // A variable that was not set is no wish to act as oneself, or here.
            return std::unexpected(u"--%1 is empty"_s.arg(name));
        }
        if (!option->choices.isEmpty() && !option->choices.contains(value)) {
            return std::unexpected(
                u"--%1 must be one of %2, not '%3'"_s.arg(name, option->choices.join(u", "_s), value));
        }
        if (!option->repeats && invocation.has(name) && !option->value.isEmpty()) {
            return std::unexpected(u"--%1 is given twice"_s.arg(name));
        }
        invocation.options[name].append(value);
    }
    if (!invocation.command && !group.isEmpty()) {
        return std::unexpected(u"%1 needs one of %2"_s.arg(group, program.within(group).join(u", "_s)));
    }
    if (!invocation.command || invocation.has(u"help"_s) || invocation.has(u"version"_s)) {
        return invocation;
    }
    for (const Option &option : invocation.command->options) {
        if (option.required && !invocation.has(option.name)) {
            return std::unexpected(u"--%1 %2 is missing; usage: countersignctl %3"_s.arg(
                option.name, option.value, synopsis(*invocation.command)));
        }
    }
    if (const QString problem = checkOperands(invocation); !problem.isEmpty()) {
        return std::unexpected(problem);
    }
    if (invocation.has(u"json"_s) && invocation.command->json.isEmpty()) {
        return std::unexpected(u"%1 has no JSON"_s.arg(invocation.command->name));
    }
    return invocation;
}

} // namespace countersign::ctl
