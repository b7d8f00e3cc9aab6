// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Commands.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Operand signedChange()
{
    return {.name = u"CHANGE"_s, .help = u"A change: #42, 42 or its id e:HEX."_s};
}

Option reason(const QString &help, bool required)
{
    return {.name = u"reason"_s, .value = u"TEXT"_s, .help = help, .required = required};
}

QList<JsonField> signOffReceipt()
{
    return {{u"done"_s, u"string"_s, u"What was done: the name of the command's act."_s},
            {u"at.seq"_s, u"integer"_s, u"Number of the last event written."_s},
            {u"at.link"_s, u"string"_s, u"Its link."_s},
            {u"change.number"_s, u"integer"_s, u"Number of the change."_s, true},
            {u"change.id"_s, u"string"_s, u"Id of the change."_s, true},
            {u"change.status"_s, u"string"_s, u"review, accepted or withdrawn."_s, true},
            {u"change.lane"_s, u"string"_s, u"low, medium or high."_s, true},
            {u"change.revision"_s, u"integer"_s, u"Number of the current revision."_s, true},
            {u"notices[]"_s, u"string"_s, u"What else happened."_s, true}};
}

} // namespace

QList<Command> signOffCommands()
{
    QList<Command> all;
    all.append({.id = CommandId::Lower,
                .name = u"lower"_s,
                .summary = u"propose a lower lane for a change, or confirm what somebody else proposes"_s,
                .details = {u"With LANE it proposes: nothing changes yet. Without LANE it confirms the open proposal of "
                            u"another person, which takes a role that the policy names for the lane the change has. Both "
                            u"names stay on the change."_s},
                .operands = {signedChange(),
                             {.name = u"LANE"_s,
                              .help = u"The lower lane to propose."_s,
                              .times = Times::AtMostOnce,
                              .choices = {u"low"_s, u"medium"_s}}},
                .options = {reason(u"Why; a proposal must say."_s, false)},
                .json = signOffReceipt()});
    all.append({.id = CommandId::Opinion,
                .name = u"opinion"_s,
                .summary = u"ask the policy's model for a second opinion on the lane of a change, and record it"_s,
                .details = {u"The model reads the difference and what the lanes mean. A higher lane than the change has raises "
                            u"it; any other is recorded and changes nothing. What the model said, which one it says it was, "
                            u"and a hash of what it was asked stay on the change."_s,
                            u"Nothing is sent to a host before you agreed to it with --confirm-host, which is kept in your "
                            u"settings and holds for that host alone. The key is read from where --key says, and stored "
                            u"nowhere."_s},
                .operands = {signedChange()},
                .options = {{.name = u"confirm-host"_s,
                             .value = u"HOST"_s,
                             .help = u"Agree that texts of changes are sent to this host, as the policy names it."_s},
                            {.name = u"key"_s,
                             .value = u"WHERE"_s,
                             .help = u"With --confirm-host: where its key is: none, env:VARIABLE or keychain:NAME."_s}},
                .json = signOffReceipt() + QList<JsonField>{
                    {u"opinion.lane"_s, u"string"_s, u"low, medium or high: what the model says."_s},
                    {u"opinion.reasons[]"_s, u"string"_s, u"Its reasons, in its words."_s, true},
                    {u"opinion.host"_s, u"string"_s, u"Where it was asked."_s},
                    {u"opinion.asked"_s, u"string"_s, u"The model asked for."_s},
                    {u"opinion.served"_s, u"string"_s, u"The model that answered, as the host says; empty when it says none."_s},
                    {u"opinion.prompt"_s, u"string"_s, u"SHA-256 of the request."_s},
                    {u"opinion.raised"_s, u"boolean"_s, u"Whether it raised the lane."_s}},
                .examples = {{u"countersignctl opinion '#7' --confirm-host api.example.com --key env:MODEL_KEY"_s, {}}}});
    all.append({.id = CommandId::Reviewer,
                .name = u"reviewer"_s,
                .summary = u"name the person who is asked to review a change"_s,
                .operands = {signedChange(),
                             {.name = u"PERSON"_s,
                              .help = u"An id or address of the policy; without one nobody in particular is asked."_s,
                              .times = Times::AtMostOnce}},
                .json = signOffReceipt()});
    all.append({.id = CommandId::Clear,
                .name = u"clear"_s,
                .summary = u"clear a demand for changes"_s,
                .details = {u"Whoever asked may take it back; an owner of what the change touches may clear it with a reason."_s},
                .operands = {signedChange(),
                             {.name = u"PERSON"_s,
                              .help = u"Who asked. Not needed when one person did."_s,
                              .times = Times::AtMostOnce}},
                .options = {reason(u"How it was settled; an owner must say."_s, false)},
                .json = signOffReceipt()});
    all.append({.id = CommandId::Override,
                .name = u"override"_s,
                .summary = u"let a change go on without a requirement, where the policy lets you"_s,
                .details = {u"Holds for the current revision, and stays on the change for ever."_s},
                .operands = {signedChange(),
                             {.name = u"REQUIREMENT"_s,
                              .help = u"Its id, as countersignctl show --json prints it: approval.compliance."_s}},
                .options = {reason(u"Why it may go on without it."_s, true)},
                .json = signOffReceipt(),
                .examples = {{u"countersignctl override '#3' regression --reason 'the suite runs by hand today'"_s, {}}}});
    all.append({.id = CommandId::Emergency,
                .name = u"emergency"_s,
                .summary = u"let a change go on without anything it lacks, or close what that opened"_s,
                .details = {u"No other version of its files is released until somebody who took no part has closed it with "
                            u"--close."_s},
                .operands = {signedChange()},
                .options = {reason(u"What happens if nothing is done now; with --close what was found."_s, true),
                            {.name = u"close"_s, .help = u"Close the emergency of the change."_s}},
                .json = signOffReceipt()});
    all.append({.id = CommandId::Delegate,
                .name = u"delegate"_s,
                .summary = u"let another person speak in one of your roles, or take that back"_s,
                .details = {u"The policy says which roles may be handed on. Both names stand in the record, and the two count "
                            u"once."_s},
                .operands = {{.name = u"PERSON"_s, .help = u"Who shall speak for you: an id or address of the policy."_s},
                             {.name = u"ROLE"_s, .help = u"One of your roles."_s}},
                .options = {reason(u"Why."_s, false),
                            {.name = u"revoke"_s, .help = u"Take the delegation of that role to that person back."_s}},
                .json = signOffReceipt()});
    return all;
}

} // namespace countersign::ctl
