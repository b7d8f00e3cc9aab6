// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/PromptRegistry.h"

namespace countersign::connectors {

/// What both services' answers are read with.

inline constexpr int registryTimeoutMs = 20'000; ///< of one request

/// "endpoint.bad_answer".
[[nodiscard]] std::unexpected<Error> badAnswer(const QString &why);
/// The object that a body is.
[[nodiscard]] Result<QJsonObject> answerObject(const QByteArray &body);
/// A name as it may stand in a list: 1 … longestForeignName characters.
[[nodiscard]] bool isName(const QString &name);
/// Strings of an array; nothing when it is none or has something else in it.
[[nodiscard]] std::optional<QStringList> namesIn(const QJsonValue &value);
/// `[{"role","content"} | {"type":"placeholder","name"}]`. Content of another kind than text stands as its JSON.
[[nodiscard]] Result<QList<ForeignMessage>> messagesIn(const QJsonValue &value);
/// Cut to longestForeignName.
[[nodiscard]] QString shortened(const QString &text);
/// A name within a path or a query.
[[nodiscard]] QByteArray encoded(const QString &name);

/// A list as it grows page by page.
class ForeignList
{
public:
    /// What was known of a prompt of that name goes together with this. Fails: Corrupt, "endpoint.too_large".
    [[nodiscard]] Done add(ForeignPrompt prompt);
    [[nodiscard]] QList<ForeignPrompt> take();
    [[nodiscard]] bool anotherPage(); ///< false when no more are asked for

private:
    QMap<QString, ForeignPrompt> m_prompts;
    int m_pages = 1;
};

} // namespace countersign::connectors
