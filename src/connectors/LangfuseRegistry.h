// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/CourierThread.h"
#include "connectors/PromptRegistry.h"

namespace countersign::connectors {

/// Langfuse's public API, version 2 of its prompts (https://api.reference.langfuse.com, "Prompts" and "PromptVersion";
/// fern/apis/server/definition/prompts.yml and prompt-version.yml in langfuse/langfuse):
///
///     GET   /api/public/v2/prompts?page=1&limit=100   {"data":[{"name","versions":[1],"labels":["production"],"tags":[],
///                                                      "lastUpdatedAt"}],"meta":{"page","limit","totalItems","totalPages"}}
///     GET   /api/public/v2/prompts/{name}?label=…|version=…&resolve=false
///                                                     {"type":"text"|"chat","name","version","prompt","labels":[],
///                                                      "commitMessage"}
///     POST  /api/public/v2/prompts                    {"type","name","prompt","labels":[],"commitMessage"}
///     PATCH /api/public/v2/prompts/{name}/versions/{version}   {"newLabels":[]}
///
/// `resolve=false` gives the text as it is stored, with the references to other prompts in it. Servers also send
/// `createdBy`, `createdAt` and `updatedAt`, which the reference does not promise: they are taken where they stand.
/// The key is "public key:secret key" (HTTP Basic). A label is on one version of a prompt at most; giving it to another
/// moves it. "latest" is the service's own and not for others to give.
class LangfuseRegistry final : public PromptRegistry
{
public:
    /// `endpoint.base` as checkedBase() gives it.
    LangfuseRegistry(const ChatEndpoint &endpoint, const ClientRules &rules, const ClientParts &parts);

    [[nodiscard]] QFuture<Result<QList<ForeignPrompt>>> list() override;
    [[nodiscard]] QFuture<Result<ForeignText>> live(const QString &name, const QString &label) override;
    [[nodiscard]] QFuture<Result<ForeignText>> version(const QString &name, int version) override;

    /// Writes the next version of `text.name`: its kind, messages, labels and summary; the service gives the number. Sent
    /// once, never again. Fails also: OutcomeUnknown when it went out and no answer can be read.
    [[nodiscard]] QFuture<Result<ForeignText>> create(const ForeignText &text);
    /// Puts a label on a version and takes it from the one that had it. Fails also: NotFound.
    [[nodiscard]] QFuture<Result<ForeignText>> moveLabel(const QString &name, int version,
                                                         const QString &label);

    /// Whether the service takes it: `[a-z0-9_.-]`, 1 … 36 characters, and not "latest".
    [[nodiscard]] static bool isLabel(const QString &label);

private:
    CourierThread m_thread;
};

} // namespace countersign::connectors
