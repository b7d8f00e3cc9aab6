// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Courier.h"

#include <QFuture>

namespace countersign::connectors {

/// Services that keep prompts as numbered versions with names on them, which programs read while they run.
enum class RegistryKind {
    Langfuse, ///< names are labels
    Mlflow,   ///< names are aliases
};

[[nodiscard]] QString toString(RegistryKind kind); ///< "langfuse", "mlflow", stable
[[nodiscard]] std::optional<RegistryKind> registryKindFromString(QStringView text);

/// How a service takes its key: Langfuse "public key:secret key" as name and password, MLflow a token.
[[nodiscard]] KeyStyle usualKeyStyle(RegistryKind kind);

/// Bounds of what is taken from a service; behind them an answer is "endpoint.too_large" or "endpoint.bad_answer".
inline constexpr qsizetype mostForeignPrompts = 5'000;
inline constexpr qsizetype mostForeignMessages = 1'000; ///< of one prompt
inline constexpr qsizetype longestForeignName = 500;    ///< of a prompt, label or person

/// A prompt as a list has it. Every text in here and in the next ones is a stranger's.
struct ForeignPrompt
{
    QString name = {};
    QStringList labels = {};  ///< on any of its versions, sorted, each once
    QList<int> versions = {}; ///< ascending; as far as the list tells them
    qint64 changedAt = 0;     ///< milliseconds since the epoch; 0: not told

    friend bool operator==(const ForeignPrompt &, const ForeignPrompt &) = default;
};

struct ForeignMessage
{
    QString role =
        {}; ///< "system", "user", …; "placeholder": messages that a program puts in, `text` is their name
    QString text = {};

    friend bool operator==(const ForeignMessage &, const ForeignMessage &) = default;
};

/// One version with its text.
struct ForeignText
{
    QString name = {};
    int version = 0;
    bool isChat = false; ///< otherwise one message without a role
    QList<ForeignMessage> messages = {};
    QStringList labels = {};
    QString author = {};  ///< as the service names somebody: often an id; empty when it does not tell
    qint64 createdAt = 0; ///< milliseconds since the epoch; 0: not told
    qint64 changedAt = 0; ///< of the version or its labels; 0: not told
    QString summary = {}; ///< what was written with the version

    friend bool operator==(const ForeignText &, const ForeignText &) = default;
};

/// Reads the prompts of one service. Writes nothing.
///
/// Any thread may ask; each call is answered exactly once, and canceling its future stops it. Errors are those of
/// ChatClient ("endpoint.timeout" …), and NotFound where it is said. No redirect is followed; the key is in no log, no
/// error and no answer.
class PromptRegistry
{
public:
    virtual ~PromptRegistry() = default;

    /// Every prompt, over all pages, sorted by name.
    [[nodiscard]] virtual QFuture<Result<QList<ForeignPrompt>>> list() = 0;
    /// The version that bears a label or alias. Fails also: NotFound (subject: the name).
    [[nodiscard]] virtual QFuture<Result<ForeignText>> live(const QString &name, const QString &label) = 0;
    /// Fails also: NotFound (subject: the name).
    [[nodiscard]] virtual QFuture<Result<ForeignText>> version(const QString &name, int version) = 0;

protected:
    PromptRegistry() = default;
    Q_DISABLE_COPY_MOVE(PromptRegistry)
};

struct RegistryAddress
{
    RegistryKind kind = RegistryKind::Langfuse;
    QUrl base = {}; ///< "https://cloud.langfuse.com": what stands before `/api`
    KeySource key = {};
    KeyStyle keyStyle = KeyStyle::Basic;

    friend bool operator==(const RegistryAddress &, const RegistryAddress &) = default;
};

/// Fails: Refused, "endpoint.insecure", for an address that checkedBase() refuses.
[[nodiscard]] Result<std::unique_ptr<PromptRegistry>>
openRegistry(const RegistryAddress &address, const ClientRules &rules, const ClientParts &parts);

} // namespace countersign::connectors
