// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Consumers.h"

#include "services/Assess.h"

#include <QMultiHash>
#include <QSet>

namespace countersign {

namespace {

/// "persona" of "prompts/shared/persona.prompt.md": what an include and the file it means have in common.
QString bareName(const QString &path)
{
    return path.section(u'/', -1).section(u'.', 0, 0);
}

} // namespace

Consumers countConsumers(const State &state, const QHash<ContentHash, QStringList> &includes)
{
    QMultiHash<QString, const Artifact *> byName;
    for (const Artifact &artifact : state.artifacts) {
        byName.insert(bareName(artifact.path), &artifact);
    }
    Consumers consumers;
    for (const Artifact &reader : state.artifacts) {
        QSet<ArtifactId> read;
        for (const QString &include : includes.value(reader.acceptedContent())) {
            for (const Artifact *artifact : byName.values(bareName(include))) {
                if (artifact->id != reader.id && includeMeans(include, reader.path, *artifact)) {
                    read.insert(artifact->id);
                }
            }
        }
        for (const ArtifactId &id : std::as_const(read)) {
            ++consumers[id];
        }
    }
    return consumers;
}

} // namespace countersign
