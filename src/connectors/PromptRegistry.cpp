// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/PromptRegistry.h"

#include "connectors/LangfuseRegistry.h"
#include "connectors/MlflowRegistry.h"

using namespace Qt::StringLiterals;

namespace countersign::connectors {

QString toString(RegistryKind kind)
{
    return kind == RegistryKind::Langfuse ? u"langfuse"_s : u"mlflow"_s;
}

std::optional<RegistryKind> registryKindFromString(QStringView text)
{
    if (text == "langfuse"_L1)
        return RegistryKind::Langfuse;
    return text == "mlflow"_L1 ? std::optional(RegistryKind::Mlflow) : std::nullopt;
}

KeyStyle usualKeyStyle(RegistryKind kind)
{
    return kind == RegistryKind::Langfuse ? KeyStyle::Basic : KeyStyle::Bearer;
}

Result<std::unique_ptr<PromptRegistry>> openRegistry(const RegistryAddress &address, const ClientRules &rules,
                                                     const ClientParts &parts)
{
    const Result<QUrl> base = checkedBase(address.base);
    if (!base)
        return std::unexpected(base.error());
    const ChatEndpoint endpoint{.base = *base, .key = address.key, .keyStyle = address.keyStyle};
    if (address.kind == RegistryKind::Langfuse)
        return std::make_unique<LangfuseRegistry>(endpoint, rules, parts);
    return std::make_unique<MlflowRegistry>(endpoint, rules, parts);
}

} // namespace countersign::connectors
