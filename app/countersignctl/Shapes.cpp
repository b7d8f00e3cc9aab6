// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Shapes.h"

#include "app/countersignctl/RuleSentences.h"
#include "app/countersignctl/Words.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

QJsonObject json(const Head &head)
{
    return {{u"seq"_s, head.seq}, {u"link"_s, QString::fromLatin1(head.link.toHex())}};
}

QJsonObject personJson(const WorkspaceView &view, const PrincipalId &person)
{
    return {{u"id"_s, person.value}, {u"name"_s, person.isEmpty() ? QString() : view.personName(person)}};
}

QJsonObject json(const WorkspaceView &view, const ChangeItem &item)
{
    QJsonArray prompts;
    for (const ArtifactId &artifact : item.artifacts) {
        prompts.append(artifact.value);
    }
    return {{u"number"_s, item.number},
            {u"id"_s, item.change.isNull() ? QString() : item.change.toString()},
            {u"title"_s, item.title},
            {u"lane"_s, toString(item.lane)},
            {u"stage"_s, nameOf(item.progress.stage)},
            {u"prompts"_s, prompts},
            {u"author"_s, personJson(view, item.author)},
            {u"next"_s, nameOf(item.next.kind)},
            {u"words"_s, nextWords(view, item.next)}};
}

QJsonArray environmentsJson(const State &state, const Artifact &artifact)
{
    QJsonArray environments;
    for (const Environment &environment : state.policy.environments) {
        if (const PointerMove *running = artifact.running(environment.id)) {
            environments.append(QJsonObject{{u"id"_s, environment.id.value},
                                            {u"version"_s, running->version.toString()},
                                            {u"content"_s, toString(running->content)},
                                            {u"rolled_back"_s, running->rolledBack},
                                            {u"since"_s, timeWords(running->stamp.claimedAt)},
                                            {u"event"_s, running->stamp.event.toString()}});
        }
    }
    return environments;
}

QJsonObject promptJson(const State &state, const Artifact &artifact)
{
    const VersionRecord *latest = artifact.latest();
    return {{u"id"_s, artifact.id.value},
            {u"path"_s, artifact.path},
            {u"kind"_s, toString(artifact.kind)},
            {u"removed"_s, artifact.retired},
            {u"version"_s, latest ? latest->version.toString() : QString()},
            {u"content"_s, toString(artifact.acceptedContent())},
            {u"environments"_s, environmentsJson(state, artifact)}};
}

QJsonArray findingsJson(const QList<FindingRecord> &findings, bool withPlace)
{
    QJsonArray all;
    for (const FindingRecord &finding : findings) {
        QJsonObject object{{u"rule"_s, finding.rule},     {u"lane"_s, toString(finding.lane)},
                           {u"why"_s, finding.why},       {u"sentence"_s, ruleSentence(finding.rule)},
                           {u"before"_s, finding.before}, {u"after"_s, finding.after}};
        if (withPlace) {
            object.insert(u"path"_s, finding.path);
            object.insert(u"section"_s, finding.section);
        }
        all.append(object);
    }
    return all;
}

QJsonObject changeJson(const Change &change)
{
    return {{u"number"_s, change.number},
            {u"id"_s, change.id.toString()},
            {u"status"_s, nameOf(change.status)},
            {u"lane"_s, toString(State::lane(change))},
            {u"revision"_s, change.revisions.size()}};
}

void addBytes(QJsonObject &object, const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString text = decoder(bytes);
    // Only what comes back as the same bytes is a text.
    if (!decoder.hasError() && text.toUtf8() == bytes) {
        object.insert(u"text"_s, text);
    } else {
        object.insert(u"base64"_s, QString::fromLatin1(bytes.toBase64()));
    }
}

QString numberOf(const Change &change)
{
    return u"#%1"_s.arg(change.number);
}

} // namespace countersign::ctl
