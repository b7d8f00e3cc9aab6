// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Operand registryOperand(const QString &name, const QString &help)
{
    return {.name = name, .help = help, .offer = Offer::Files};
}

Command registryInit()
{
    return {.id = CommandId::RegistryInit,
            .name = u"registry init"_s,
            .summary = u"make an empty registry: a file, or the tables in a database"_s,
            .details = {u"REGISTRY is a file that does not exist yet, or the address of a database on "
                        u"PostgreSQL that does: "
                        u"postgresql://user@host/database. There it makes the roles countersign_owner and "
                        u"countersign_app, the "
                        u"schema countersign and its functions in one transaction, for which the login must "
                        u"be allowed to make "
                        u"roles and schemas. The password comes from PGPASSWORD or libpq's password file."_s,
                        u"A record is begun in it by countersignctl init --workspace REGISTRY."_s},
            .operands = {registryOperand(u"REGISTRY"_s, u"The new file, or the address of the database."_s)},
            .json = {{u"done"_s, u"string"_s, u"made."_s},
                     {u"registry"_s, u"string"_s, u"Where it is."_s},
                     {u"schema"_s, u"integer"_s, u"Version of the schema."_s}},
            .writes = true,
            .examples = {{u"countersignctl registry init prompts.registry"_s, {}},
                         {u"countersignctl registry init postgresql://admin@db.example.com/prompts"_s, {}}}};
}

Command registryUpgrade()
{
    return {
        .id = CommandId::RegistryUpgrade,
        .name = u"registry upgrade"_s,
        .summary = u"bring the tables of a registry up to date"_s,
        .details =
            {u"Applies what is missing in one transaction. A schema that a newer Countersign made is refused."_s},
        .operands = {registryOperand(u"REGISTRY"_s, u"The file, or the address of the database."_s)},
        .json = {{u"done"_s, u"string"_s, u"upgraded, or current."_s},
                 {u"registry"_s, u"string"_s, u"Where it is."_s},
                 {u"schema"_s, u"integer"_s, u"Version of the schema now."_s}},
        .writes = true};
}

Command registryAdmit()
{
    return {
        .id = CommandId::RegistryAdmit,
        .name = u"registry admit"_s,
        .summary = u"let a person's login of PostgreSQL use a registry"_s,
        .details =
            {u"Makes the login when it is missing, gives it the role countersign_app, and limits how long it "
             u"may hold a transaction open. The server notes the login with each event that it brings, and "
             u"takes "
             u"only events of the person to whom the policy gives that login (people, logins)."_s},
        .operands = {registryOperand(u"REGISTRY"_s,
                                     u"The address of the database, with a login that may make roles."_s),
                     {.name = u"LOGIN"_s, .help = u"The person's login."_s}},
        .options =
            {{.name = u"password-file"_s,
              .value = u"FILE"_s,
              .help = u"Where the first password of a new login stands, on one line; - is standard input."_s,
              .offer = Offer::Files}},
        .json = {{u"done"_s, u"string"_s, u"admitted."_s},
                 {u"login"_s, u"string"_s, u"The login."_s},
                 {u"person"_s, u"string"_s, u"Whose it is by the policy."_s, true}},
        .writes = true};
}

Command copy()
{
    return {
        .id = CommandId::Copy,
        .name = u"copy"_s,
        .summary = u"copy a whole record to another place"_s,
        .details =
            {u"FROM and TO are each a git repository, a registry file or a database. Every event keeps its "
             u"bytes, "
             u"signature and link, so that nothing has to be signed or seen again; at the end both are read "
             u"and must "
             u"say the same. What stands in TO must be where FROM began: a copy that was cut off goes on "
             u"when the same "
             u"command is given again. FROM is only read, and people should not write to it any more "
             u"afterwards: the "
             u"two are one record, and a second continuation of it is an alarm for everybody who sees both."_s,
             u"A registry must have been made by registry init. Into a database only a login that may become "
             u"countersign_owner can copy."_s},
        .operands = {registryOperand(u"FROM"_s, u"Where the record stands."_s),
                     registryOperand(u"TO"_s, u"Where it is to stand."_s)},
        .json = {{u"done"_s, u"string"_s, u"copied."_s},
                 {u"found"_s, u"integer"_s, u"Events that stood there before."_s},
                 {u"events"_s, u"integer"_s, u"Events that stand there now."_s},
                 {u"state"_s, u"string"_s, u"Hash of what both say."_s}},
        .writes = true,
        .examples = {
            {u"countersignctl copy . prompts.registry"_s, {}},
            {u"countersignctl copy prompts.registry postgresql://admin@db.example.com/prompts"_s, {}}}};
}

} // namespace

QList<Command> registryCommands()
{
    return {registryInit(), registryUpgrade(), registryAdmit(), copy()};
}

} // namespace countersign::ctl
