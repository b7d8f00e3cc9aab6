// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Operand serviceOperand()
{
    return {.name = u"SERVICE"_s, .help = u"The service, as service add named it."_s};
}

Operand servedOperand()
{
    return {.name = u"NAME"_s, .help = u"Name of the prompt there."_s};
}

QList<JsonField> serviceFields(const QString &path)
{
    return {
        {path + u"name"_s, u"string"_s, u"As it is called here."_s},
        {path + u"kind"_s, u"string"_s, u"langfuse or mlflow."_s},
        {path + u"address"_s, u"string"_s, u"What stands before /api."_s},
        {path + u"key"_s, u"string"_s, u"Where its key is: none, env:NAME or keychain:NAME."_s},
        {path + u"labels"_s, u"object"_s, u"What a label there is called here, where that differs."_s, true},
        {path + u"prompts"_s, u"object"_s, u"What a prompt there is called here, where that differs."_s,
         true}};
}

QList<JsonField> optionalFields(QList<JsonField> fields)
{
    for (JsonField &field : fields)
        field.optional = true;
    return fields;
}

QList<JsonField> servedTextFields(const QString &path)
{
    return {{path + u"version"_s, u"integer"_s, u"Its version there."_s},
            {path + u"author"_s, u"string"_s,
             u"As the service names who wrote it; missing when it does not tell."_s, true},
            {path + u"created"_s, u"string"_s, u"When; missing when the service does not tell."_s, true},
            {path + u"changed"_s, u"string"_s, u"When the version or its labels changed last."_s, true},
            {path + u"summary"_s, u"string"_s, u"What was written with it."_s, true},
            {path + u"chat"_s, u"boolean"_s, u"Whether it is a chat."_s},
            {path + u"messages[].role"_s, u"string"_s, u"Who says it; empty when it is no chat."_s, true},
            {path + u"messages[].text"_s, u"string"_s, u"What."_s, true}};
}

Command serviceAdd()
{
    return {
        .id = CommandId::ServiceAdd,
        .name = u"service add"_s,
        .summary = u"name a service that programs read prompts from"_s,
        .details = {u"The name, the address and where the key is are kept among your own settings on this "
                    u"machine, never in the "
                    u"record. The key itself is read when it is needed, from an environment variable or from "
                    u"the system's keychain. "
                    u"Langfuse takes \"PUBLIC:SECRET\", MLflow a token."_s,
                    u"A label there means the environment of its name, and a name there the prompt of that "
                    u"name, also with another "
                    u"sign in the place of the slash; what is called otherwise is said by --label and "
                    u"--prompt. A service of that "
                    u"name is replaced."_s},
        .operands = {serviceOperand(),
                     {.name = u"KIND"_s, .help = u"What it is."_s, .choices = {u"langfuse"_s, u"mlflow"_s}},
                     {.name = u"ADDRESS"_s,
                      .help = u"What stands before /api: https, or http on this machine."_s}},
        .options = {{.name = u"key"_s,
                     .value = u"SOURCE"_s,
                     .help = u"Where its key is: none (the default), env:NAME or keychain:NAME."_s},
                    {.name = u"label"_s,
                     .value = u"LABEL=ENVIRONMENT"_s,
                     .help = u"What a label there means here."_s,
                     .repeats = true},
                    {.name = u"prompt"_s,
                     .value = u"NAME=PROMPT"_s,
                     .help = u"What a prompt there is called here."_s,
                     .repeats = true}},
        .json = QList<JsonField>{{u"done"_s, u"string"_s, u"added."_s}} + serviceFields(u"service."_s),
        .examples = {
            {u"countersignctl service add acme langfuse https://cloud.langfuse.com --key env:LANGFUSE_KEY --label prod=production"_s,
             {}}}};
}

Command serviceList()
{
    return {.id = CommandId::ServiceList,
            .name = u"service list"_s,
            .summary = u"list the services that are named on this machine"_s,
            .json = optionalFields(serviceFields(u"services[]."_s))};
}

Command serviceForget()
{
    return {.id = CommandId::ServiceForget,
            .name = u"service forget"_s,
            .summary = u"forget a service, and the key that the window put into the keychain for it"_s,
            .operands = {serviceOperand()},
            .json = {{u"done"_s, u"string"_s, u"forgotten."_s}, {u"service"_s, u"string"_s, u"Its name."_s}}};
}

Command servicePrompts()
{
    return {.id = CommandId::ServicePrompts,
            .name = u"service prompts"_s,
            .summary = u"list the prompts of a service with their labels"_s,
            .operands = {serviceOperand()},
            .json = {{u"prompts[].name"_s, u"string"_s, u"Name there."_s, true},
                     {u"prompts[].prompt"_s, u"string"_s,
                      u"The prompt that it is here; missing when none is governed."_s, true},
                     {u"prompts[].labels[]"_s, u"string"_s, u"A label on one of its versions."_s, true},
                     {u"prompts[].versions[]"_s, u"integer"_s, u"A version, as far as the list tells them."_s,
                      true},
                     {u"prompts[].changed"_s, u"string"_s,
                      u"When it changed last; missing when the service does not tell."_s, true}}};
}

Command serviceShow()
{
    return {.id = CommandId::ServiceShow,
            .name = u"service show"_s,
            .summary = u"print the text that bears a label at a service"_s,
            .operands = {serviceOperand(), servedOperand()},
            .options = {{.name = u"label"_s,
                         .value = u"LABEL"_s,
                         .help = u"The label, or alias."_s,
                         .required = true}},
            .json = QList<JsonField>{{u"name"_s, u"string"_s, u"Name there."_s},
                                     {u"labels[]"_s, u"string"_s, u"A label on that version."_s, true}}
                    + servedTextFields({})};
}

Command serviceCompare()
{
    return {
        .id = CommandId::ServiceCompare,
        .name = u"service compare"_s,
        .summary = u"compare what is live at a service with what was released"_s,
        .details =
            {u"Of every label there that is an environment here, the text is read and looked for among the "
             u"accepted versions: "
             u"released (the version that runs there by the record), other-version (an accepted one, but not "
             u"that), shadow "
             u"(nobody accepted this text), not-governed (nor is there a prompt of that name), not-served "
             u"(the record has a "
             u"version there, and the service none), unread."_s,
             u"The exit status is 0 when everything that is live was released, 3 when something is not, 4 when it cannot be told."_s},
        .operands = {serviceOperand()},
        .json =
            QList<JsonField>{
                {u"service"_s, u"string"_s, u"Its name."_s},
                {u"prompts"_s, u"integer"_s, u"How many prompts it lists."_s},
                {u"other_labels[]"_s, u"string"_s, u"A label that is no environment here; it was left out."_s,
                 true},
                {u"live[].standing"_s, u"string"_s, u"As above; what needs somebody comes first."_s, true},
                {u"live[].name"_s, u"string"_s, u"Name there."_s, true},
                {u"live[].label"_s, u"string"_s, u"Label there."_s, true},
                {u"live[].prompt"_s, u"string"_s, u"The prompt here."_s, true},
                {u"live[].environment"_s, u"string"_s, u"The environment here."_s, true},
                {u"live[].released"_s, u"string"_s, u"The version that runs there by the record."_s, true},
                {u"live[].served"_s, u"string"_s, u"The accepted version that is live."_s, true},
                {u"live[].error"_s, u"string"_s, u"Why it is unread."_s, true}}
            + optionalFields(servedTextFields(u"live[].text."_s))};
}

Command servicePublish()
{
    return {
        .id = CommandId::ServicePublish,
        .name = u"service publish"_s,
        .summary = u"give Langfuse the version that was released to an environment"_s,
        .details = {u"Writes a version there, unless one that says the same has the label or is the latest, "
                    u"and moves the label of the "
                    u"environment to it. Refused unless the version was accepted and runs in that "
                    u"environment by the record; nothing "
                    u"is sent then. Doing it again writes nothing twice."_s},
        .operands = {serviceOperand(), artifactOperand()},
        .options = {{.name = u"environment"_s,
                     .value = u"ENVIRONMENT"_s,
                     .help = u"Of which environment."_s,
                     .required = true}},
        .json = {{u"done"_s, u"string"_s, u"published, or current when it was there already."_s},
                 {u"name"_s, u"string"_s, u"Name there."_s},
                 {u"label"_s, u"string"_s, u"Label there."_s},
                 {u"version"_s, u"integer"_s, u"Version there."_s},
                 {u"released"_s, u"string"_s, u"Version here."_s},
                 {u"created"_s, u"boolean"_s, u"Whether a version was written."_s},
                 {u"moved"_s, u"boolean"_s, u"Whether the label was moved."_s}},
        .examples = {{u"countersignctl service publish acme support/refund --environment production"_s, {}}}};
}

} // namespace

QList<Command> serviceCommands()
{
    return {serviceAdd(), serviceList(), serviceForget(), servicePrompts(), serviceShow(), serviceCompare(), servicePublish()};
}

} // namespace countersign::ctl
