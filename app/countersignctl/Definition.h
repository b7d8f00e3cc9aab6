// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace countersign::ctl {

enum class Times { Once, AtMostOnce, Many, AnyNumber }; // Many: at least one

/// What a shell offers for a word.
enum class Offer { Nothing, Files, Folders, Commands };

struct Operand
{
    QString name = {};
    QString help = {};
    Times times = Times::Once;
    Offer offer = Offer::Nothing;
    QStringList choices = {}; ///< when not empty, only these
};

struct Option
{
    QString name = {};  ///< without the dashes
    QString value = {}; ///< what stands behind it, for people; empty: it is a switch
    QString help = {};
    bool required = false;
    bool repeats = false;
    Offer offer = Offer::Nothing;
    QStringList choices = {};
};

/// One field of what --json prints: "changes[].number".
struct JsonField
{
    QString path = {};
    QString type = {}; ///< string, integer, boolean, object, list
    QString help = {};
    bool optional = false;
};

struct Example
{
    QString line = {};
    QString help = {};
};

enum class CommandId {
    Init,
    Status,
    Prompts,
    Log,
    Show,
    Propose,
    Note,
    Approve,
    RequestChanges,
    Accept,
    Comment,
    Withdraw,
    Raise,
    Lower,
    Opinion,
    Reviewer,
    Clear,
    Override,
    Emergency,
    Delegate,
    Enforce,
    Adopt,
    Restore,
    Release,
    Rollback,
    Resolve,
    State,
    Verify,
    Doctor,
    Redo,
    Drop,
    Export,
    Diff,
    Classify,
    Check,
    Policy,
    Hook,
    EvalRun,
    EvalHarness,
    EvalImport,
    EvalCompare,
    EvalBisect,
    EvalExport,
    EvalView,
    EvalRecord,
    EvalAccept,
    EvalGrade,
    RegistryInit,
    RegistryUpgrade,
    RegistryAdmit,
    Copy,
    Mirror,
    ServiceAdd,
    ServiceList,
    ServiceForget,
    ServicePrompts,
    ServiceShow,
    ServiceCompare,
    ServiceAdopt,
    ServicePublish,
    Completion,
    Man,
    Help,
};

/// A command of the program. Parsing, --help, the manual page, docs/cli.md and the completions are all made from this.
struct Command
{
    CommandId id = CommandId::Help;
    QString name = {};        ///< one word, or two: "eval import"
    QString summary = {};     ///< one line, without a full stop
    QStringList details = {}; ///< paragraphs
    QList<Operand> operands = {};
    QList<Option> options = {};
    QList<JsonField> json = {}; ///< empty: what it prints is no JSON
    bool jsonLines = false;     ///< one object a line
    bool writes = false;        ///< to the shared record or the governed branch
    QList<Example> examples = {};

    [[nodiscard]] const Option *option(const QString &name) const;
};

struct StatusHelp
{
    int status = 0;
    QString help = {};
};

struct Program
{
    QString name = {};
    QString summary = {};
    QStringList details = {};
    QList<Option> options = {}; ///< taken by every command
    QList<Command> commands = {};
    QList<StatusHelp> statuses = {};
    QList<JsonField> errorJson = {};
    QList<std::pair<QString, QString>> environment = {};
    QStringList output = {}; ///< how text and JSON are printed

    [[nodiscard]] const Command *command(const QString &name) const;
    [[nodiscard]] const Option *option(const QString &name) const;
    /// Second words of the commands whose first word is `group`.
    [[nodiscard]] QStringList within(const QString &group) const;
    /// First words of all commands, each once.
    [[nodiscard]] QStringList firstWords() const;
};

/// The whole definition.
[[nodiscard]] Program program();

/// Operands and options that a command takes, on one line: "approve CHANGE [--role ROLE]".
[[nodiscard]] QString synopsis(const Command &command);

} // namespace countersign::ctl
