// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EndpointWords.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "services/ServiceDesk.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QString standingName(ServedStanding standing)
{
    switch (standing) {
    case ServedStanding::Shadow:
        return u"shadow"_s;
    case ServedStanding::NotGoverned:
        return u"not-governed"_s;
    case ServedStanding::OtherVersion:
        return u"other-version"_s;
    case ServedStanding::NotServed:
        return u"not-served"_s;
    case ServedStanding::Unread:
        return u"unread"_s;
    case ServedStanding::Released:
        return u"released"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString serviceHost(const PromptService &service)
{
    return connectors::hostOf(QUrl(service.address));
}

QString servedWords(const Error &error, const QString &host)
{
    if (error.code == ErrorCode::OutcomeUnknown)
        return u"it was sent to %1 and no answer came; publishing again writes nothing twice"_s.arg(host);
    if (error.code == ErrorCode::NotFound)
        return u"%1 has no %2 with that label"_s.arg(host, error.subject);
    if (error.subject == "messages"_L1)
        return u"its messages have no place in the file %1"_s.arg(error.detail);
    if (error.subject == "not-governed"_L1)
        return u"no rule of the policy governs %1"_s.arg(error.detail);
    if (error.subject == "not-released"_L1)
        return u"nothing of it runs in %1 by the record; release it first"_s.arg(error.detail);
    if (error.subject == "not-accepted"_L1)
        return u"no accepted version of it runs there by the record"_s;
    if (error.code == ErrorCode::Unsupported && error.subject == "service"_L1)
        return u"only Langfuse takes versions"_s;
    if (error.code == ErrorCode::Invalid && error.subject == "label"_L1)
        return u"Langfuse takes no label %1; service add --label gives it another"_s.arg(error.detail);
    return endpointWords(error, host);
}

ExitStatus serviceRefused(Context &context, const QString &act, const Error &error, const QString &host)
{
    return context.out.fail(exitStatusOf(error), act + u": "_s + servedWords(error, host),
                            nameOf(error.code));
}

template<typename Id>
QJsonObject namesJson(const QMap<QString, Id> &map)
{
    QJsonObject object;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        object.insert(it.key(), it.value().value);
    return object;
}

QJsonObject serviceJson(const PromptService &service)
{
    return {{u"name"_s, service.name},
            {u"kind"_s, connectors::toString(service.kind)},
            {u"address"_s, service.address},
            {u"key"_s, service.key},
            {u"labels"_s, namesJson(service.labels)},
            {u"prompts"_s, namesJson(service.prompts)}};
}

QJsonObject servedTextJson(const connectors::ForeignText &text)
{
    QJsonObject object{{u"version"_s, text.version}, {u"chat"_s, text.isChat}};
    QJsonArray messages;
    for (const connectors::ForeignMessage &message : text.messages)
        messages.append(QJsonObject{{u"role"_s, message.role}, {u"text"_s, message.text}});
    object.insert(u"messages"_s, messages);
    if (!text.author.isEmpty())
        object.insert(u"author"_s, text.author);
    if (text.createdAt > 0)
        object.insert(u"created"_s, timeWords(text.createdAt));
    if (text.changedAt > 0)
        object.insert(u"changed"_s, timeWords(text.changedAt));
    if (!text.summary.isEmpty())
        object.insert(u"summary"_s, text.summary);
    return object;
}

QJsonObject servedRowJson(const ServedRow &row)
{
    QJsonObject object{{u"standing"_s, standingName(row.standing)},
                       {u"name"_s, row.name},
                       {u"label"_s, row.label},
                       {u"environment"_s, row.environment.value}};
    if (!row.artifact.isEmpty())
        object.insert(u"prompt"_s, row.artifact.value);
    if (!row.released.isNull())
        object.insert(u"released"_s, row.released.toString());
    if (!row.served.isNull())
        object.insert(u"served"_s, row.served.toString());
    if (row.text.version > 0)
        object.insert(u"text"_s, servedTextJson(row.text));
    if (row.error)
        object.insert(u"error"_s, nameOf(row.error->code));
    return object;
}

/// "support/refund, label production: …"
QString servedRowWords(const ServedRow &row, const QString &host)
{
    const QString who = row.text.author.isEmpty() ? QString() : u" by %1"_s.arg(row.text.author);
    const qint64 at = row.text.changedAt > 0 ? row.text.changedAt : row.text.createdAt;
    const QString when = at > 0 ? u" at %1"_s.arg(timeWords(at)) : QString();
    const QString there = u"version %1 there%2%3"_s.arg(QString::number(row.text.version), who, when);
    switch (row.standing) {
    case ServedStanding::Shadow:
        return u"nobody accepted this text (%1)"_s.arg(there);
    case ServedStanding::NotGoverned:
        return u"no prompt of that name is governed here (%1)"_s.arg(there);
    case ServedStanding::OtherVersion:
        return u"%1 is live, and %2 was released to %3 (%4)"_s.arg(
            row.served.toString(), row.released.isNull() ? u"none"_s : row.released.toString(),
            row.environment.value, there);
    case ServedStanding::NotServed:
        return u"%1 was released to %2, and is not there"_s.arg(row.released.toString(),
                                                                row.environment.value);
    case ServedStanding::Unread:
        return row.error ? servedWords(*row.error, host) : QString();
    case ServedStanding::Released:
        return u"%1, as released to %2"_s.arg(row.released.toString(), row.environment.value);
    }
    Q_UNREACHABLE_RETURN({});
}

template<typename Id>
std::optional<QMap<QString, Id>> namePairs(const QStringList &words)
{
    QMap<QString, Id> map;
    for (const QString &word : words) {
        const qsizetype at = word.lastIndexOf(u'=');
        if (at < 1 || at + 1 == word.size())
            return std::nullopt;
        map.insert(word.first(at), Id{word.sliced(at + 1)});
    }
    return map;
}

ExitStatus addService(Context &context, ServiceDesk &desk)
{
    const auto labels = namePairs<EnvironmentId>(context.values("label"));
    const auto prompts = namePairs<ArtifactId>(context.values("prompt"));
    if (!labels || !prompts)
        return misuse(context, u"--label and --prompt take a name there, an equals sign and a name here"_s);
    const PromptService service{.name = context.invocation.operand(0),
                                .kind = connectors::registryKindFromString(context.invocation.operand(1))
                                            .value_or(connectors::RegistryKind::Langfuse),
                                .address = context.invocation.operand(2),
                                .key = context.has("key") ? context.value("key") : u"none"_s,
                                .labels = *labels,
                                .prompts = *prompts};
    if (const Done done = desk.keep(service); !done) {
        if (done.error().subject == "key"_L1)
            return misuse(context,
                          u"--key takes none, env:VARIABLE or keychain:NAME, never the key itself"_s);
        if (done.error().subject == "name"_L1)
            return misuse(context, u"SERVICE is 1 to 64 small letters, figures, dots and dashes"_s);
        if (done.error().subject == "address"_L1)
            return misuse(context, u"ADDRESS is no address"_s);
        return serviceRefused(context, service.name + u" was not added"_s, done.error(), serviceHost(service));
    }
    if (context.out.isJson())
        context.out.json({{u"done"_s, u"added"_s}, {u"service"_s, serviceJson(service)}});
    else
        context.out.line(u"Added %1 at %2."_s.arg(service.name, serviceHost(service)));
    return ExitStatus::Done;
}

void printServices(Context &context, const QList<PromptService> &services)
{
    if (context.out.isJson()) {
        QJsonArray list;
        for (const PromptService &service : services)
            list.append(serviceJson(service));
        context.out.json({{u"services"_s, list}});
        return;
    }
    for (const PromptService &service : services)
        context.out.line(u"%1  %2  %3  %4"_s.arg(service.name, connectors::toString(service.kind),
                                                 service.address, service.key));
}

void printServedText(Context &context, const connectors::ForeignText &text)
{
    if (context.out.isJson()) {
        QJsonObject object = servedTextJson(text);
        object.insert(u"name"_s, text.name);
        object.insert(u"labels"_s, QJsonArray::fromStringList(text.labels));
        context.out.json(object);
        return;
    }
    for (const connectors::ForeignMessage &message : text.messages) {
        if (text.isChat)
            context.out.line({{message.role + u':', Ink::Strong}});
        context.out.block(message.text, text.isChat ? u"  "_s : QString());
    }
}

void printServedPrompts(Context &context, const State &state, const PromptService &service,
                  const QList<connectors::ForeignPrompt> &prompts)
{
    QJsonArray list;
    for (const connectors::ForeignPrompt &prompt : prompts) {
        const Artifact *artifact = artifactServed(state, service, prompt.name);
        if (!context.out.isJson()) {
            context.out.line(u"%1  %2"_s.arg(prompt.name, prompt.labels.join(u", "_s)));
            continue;
        }
        QJsonObject object{{u"name"_s, prompt.name},
                           {u"labels"_s, QJsonArray::fromStringList(prompt.labels)}};
        QJsonArray versions;
        for (const int version : prompt.versions)
            versions.append(version);
        object.insert(u"versions"_s, versions);
        if (artifact)
            object.insert(u"prompt"_s, artifact->id.value);
        if (prompt.changedAt > 0)
            object.insert(u"changed"_s, timeWords(prompt.changedAt));
        list.append(object);
    }
    if (context.out.isJson())
        context.out.json({{u"prompts"_s, list}});
}

ExitStatus printServiceReport(Context &context, const PromptService &service, const ServiceReport &report)
{
    if (context.out.isJson()) {
        QJsonArray rows;
        for (const ServedRow &row : report.rows)
            rows.append(servedRowJson(row));
        context.out.json({{u"service"_s, service.name},
                          {u"prompts"_s, report.prompts},
                          {u"other_labels"_s, QJsonArray::fromStringList(report.otherLabels)},
                          {u"live"_s, rows}});
    } else {
        for (const ServedRow &row : report.rows) {
            const Ink ink = row.standing == ServedStanding::Released ? Ink::Faint : Ink::Warning;
            context.out.line({{standingName(row.standing).leftJustified(14), ink},
                              {u"%1 [%2]  %3"_s.arg(row.name, row.label, servedRowWords(row, serviceHost(service)))}});
        }
        if (report.rows.isEmpty())
            context.out.line(u"Nothing is live there in an environment of this workspace."_s);
        if (!report.otherLabels.isEmpty())
            context.out.notice(u"labels that are no environment here were left out: "_s
                               + report.otherLabels.join(u", "_s));
    }
    const qsizetype wrong = report.count(ServedStanding::Shadow) + report.count(ServedStanding::NotGoverned)
                            + report.count(ServedStanding::OtherVersion);
    return wrong > 0                                  ? ExitStatus::Refused
           : report.count(ServedStanding::Unread) > 0 ? ExitStatus::CannotTell
                                                      : ExitStatus::Done;
}

void printPublished(Context &context, const ServiceDesk::Published &published)
{
    const bool current = !published.created && !published.moved;
    if (context.out.isJson()) {
        context.out.json({{u"done"_s, current ? u"current"_s : u"published"_s},
                          {u"name"_s, published.name},
                          {u"label"_s, published.label},
                          {u"version"_s, published.version},
                          {u"released"_s, published.released.toString()},
                          {u"created"_s, published.created},
                          {u"moved"_s, published.moved}});
        return;
    }
    context.out.line(current ? u"%1 %2 is live there already, as version %3 with the label %4."_s
                                   .arg(published.name, published.released.toString())
                                   .arg(published.version)
                                   .arg(published.label)
                             : u"%1 %2 is live there now, as version %3 with the label %4."_s
                                   .arg(published.name, published.released.toString())
                                   .arg(published.version)
                                   .arg(published.label));
}

} // namespace

Task<ExitStatus> runServices(Context &context)
{
    ServiceDesk desk(ServiceDesk::systemPlace());
    if (context.invocation.command->id == CommandId::ServiceAdd)
        co_return addService(context, desk);
    if (context.invocation.command->id == CommandId::ServiceList) {
        printServices(context, desk.services());
        co_return ExitStatus::Done;
    }
    const QString name = context.invocation.operand(0);
    const Result<PromptService> known = desk.service(name);
    const Done forgotten =
        known ? co_await answerOf(desk.forget(name)) : Done(std::unexpected(known.error()));
    if (!forgotten)
        co_return fail(context, name + u" was not forgotten"_s, forgotten.error());
    if (context.out.isJson())
        context.out.json({{u"done"_s, u"forgotten"_s}, {u"service"_s, name}});
    else
        context.out.line(u"Forgot %1."_s.arg(name));
    co_return ExitStatus::Done;
}

Task<ExitStatus> runServed(Context &context)
{
    const CommandId command = context.invocation.command->id;
    const QString name = context.invocation.operand(0);
    const QString prompt = context.invocation.operand(1);
    const QString act = command == CommandId::ServiceAdopt     ? u"%1 was not adopted"_s.arg(prompt)
                        : command == CommandId::ServicePublish ? u"%1 was not published"_s.arg(prompt)
                                                               : u"%1 cannot be read"_s.arg(name);
    ServiceDesk desk(ServiceDesk::systemPlace());
    const Result<PromptService> service = desk.service(name);
    if (!service)
        co_return fail(context, act, service.error());
    const QString host = serviceHost(*service);
    if (command == CommandId::ServiceShow) {
        const auto text = co_await answerOf(desk.live(*service, prompt, context.value("label")));
        if (!text)
            co_return serviceRefused(context, act, text.error(), host);
        printServedText(context, *text);
        co_return ExitStatus::Done;
    }
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened)
        co_return fail(context, act, opened.error());
    Session &session = **opened;
    if (command == CommandId::ServicePrompts) {
        const auto prompts = co_await answerOf(desk.list(*service));
        if (!prompts)
            co_return serviceRefused(context, act, prompts.error(), host);
        printServedPrompts(context, session.state(), *service, *prompts);
        co_return ExitStatus::Done;
    }
    if (command == CommandId::ServiceCompare) {
        const Result<ServiceReport> report = co_await answerOf(desk.compare(*service, session.workspace()));
        if (!report)
            co_return serviceRefused(context, act, report.error(), host);
        co_return printServiceReport(context, *service, *report);
    }
    if (command == CommandId::ServicePublish) {
        const Result<Artifact> artifact = session.artifact(prompt);
        if (!artifact)
            co_return fail(context, act, artifact.error());
        const auto published = co_await answerOf(
            desk.publish(*service, artifact->id, {context.value("environment")}, session.workspace()));
        if (!published)
            co_return serviceRefused(context, act, published.error(), host);
        printPublished(context, *published);
        co_return ExitStatus::Done;
    }
    const QString label = context.value("label");
    const auto text = co_await answerOf(desk.live(*service, prompt, label));
    if (!text)
        co_return serviceRefused(context, act, text.error(), host);
    const Artifact *artifact = artifactServed(session.state(), *service, prompt);
    const ServedRow row{
        .name = prompt, .label = label, .artifact = artifact ? artifact->id : ArtifactId(), .text = *text};
    const Result<Draft> draft = co_await answerOf(desk.adopt(row, session.workspace()));
    if (!draft)
        co_return serviceRefused(context, act, draft.error(), host);
    co_return co_await sendAdopted(context, session, *draft, u"Adopt what is live at %1"_s.arg(name), act,
                                   u"Proposed what is live at %1 as a change."_s.arg(name));
}

} // namespace countersign::ctl
