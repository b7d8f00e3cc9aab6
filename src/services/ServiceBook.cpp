// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ServiceBook.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// "there=here", one for each; a name may have any sign but the last "=" in it.
template<typename Id>
[[nodiscard]] QStringList pairsOf(const QMap<QString, Id> &map)
{
    QStringList pairs;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        pairs.append(it.key() + u'=' + it.value().value);
    return pairs;
}

template<typename Id>
[[nodiscard]] QMap<QString, Id> mapOf(const QStringList &pairs)
{
    QMap<QString, Id> map;
    for (const QString &pair : pairs) {
        if (const qsizetype at = pair.lastIndexOf(u'='); at > 0)
            map.insert(pair.first(at), Id{pair.sliced(at + 1)});
    }
    return map;
}

[[nodiscard]] Done stored(QSettings &settings)
{
    settings.sync();
    if (settings.status() != QSettings::NoError)
        return failure(ErrorCode::NotPermitted, settings.fileName());
    return {};
}

} // namespace

QList<PromptService> ServiceBook::all() const
{
    QSettings settings(m_file, QSettings::IniFormat);
    QList<PromptService> services;
    for (const QString &name : settings.childGroups()) {
        settings.beginGroup(name);
        const auto kind = connectors::registryKindFromString(settings.value("kind"_L1).toString());
        const PromptService service{
            .name = name,
            .kind = kind.value_or(connectors::RegistryKind::Langfuse),
            .address = settings.value("address"_L1).toString(),
            .key = settings.value("key"_L1).toString(),
            .labels = mapOf<EnvironmentId>(settings.value("labels"_L1).toStringList()),
            .prompts = mapOf<ArtifactId>(settings.value("prompts"_L1).toStringList())};
        settings.endGroup();
        if (kind && checkedService(service))
            services.append(service);
    }
    return services;
}

Result<PromptService> ServiceBook::find(const QString &name) const
{
    for (const PromptService &service : all()) {
        if (service.name == name)
            return service;
    }
    return failure(ErrorCode::NotFound, name);
}

Done ServiceBook::keep(const PromptService &service)
{
    if (Done checked = checkedService(service); !checked)
        return checked;
    QSettings settings(m_file, QSettings::IniFormat);
    settings.remove(service.name);
    settings.beginGroup(service.name);
    settings.setValue("kind"_L1, connectors::toString(service.kind));
    settings.setValue("address"_L1, service.address);
    settings.setValue("key"_L1, service.key);
    settings.setValue("labels"_L1, pairsOf(service.labels));
    settings.setValue("prompts"_L1, pairsOf(service.prompts));
    return stored(settings);
}

Done ServiceBook::forget(const QString &name)
{
    QSettings settings(m_file, QSettings::IniFormat);
    settings.remove(name);
    return stored(settings);
}

} // namespace countersign
