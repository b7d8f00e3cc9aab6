// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ChangeWords.h"

#include "ui/common/Text.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

// "%1 …" with the parts put in as runs of their own style; `sentence` is translated, so the parts may stand in any order.
RichLine filled(const QString &sentence, const QList<Run> &parts)
{
    RichLine line;
    qsizetype from = 0;
    while (from < sentence.size()) {
        qsizetype at = sentence.indexOf(u'%', from);
        while (at >= 0 && !(at + 1 < sentence.size() && sentence[at + 1].isDigit())) {
            at = sentence.indexOf(u'%', at + 1);
        }
        if (at < 0) {
            line.append({sentence.mid(from)});
            break;
        }
        if (at > from) {
            line.append({sentence.mid(from, at - from)});
        }
        const int part = sentence[at + 1].digitValue() - 1;
        if (part >= 0 && part < parts.size()) {
            line.append(parts[part]);
        }
        from = at + 2;
    }
    return line;
}

Run strong(const QString &text)
{
    return {text, RunStyle::Strong};
}

// Whose turn it is, without those who could only add to the number of approvals where a role is asked for.
QList<PrincipalId> turnOf(const WorkspaceView &view, const Next &next)
{
    QList<PrincipalId> people = next.turnOf;
    if (next.kind == NextKind::Review && !next.roles.isEmpty()) {
        people.removeIf([&](const PrincipalId &id) {
            const Person *person = view.state.policy.person(id);
            return !person || !holdsAny(*person, next.roles);
        });
    }
    return people.isEmpty() ? next.turnOf : people;
}

} // namespace

LaneShape ChangeWords::shapeOf(Lane lane)
{
    switch (lane) {
    case Lane::Low: return LaneShape::Low;
    case Lane::Medium: return LaneShape::Medium;
    case Lane::High: return LaneShape::High;
    }
    Q_UNREACHABLE_RETURN(LaneShape::High);
}

QString ChangeWords::subjects(const ChangeItem &item)
{
    if (item.artifacts.isEmpty()) {
        return {};
    }
    const QString first = item.artifacts.first().value;
    const int more = static_cast<int>(item.artifacts.size()) - 1;
    return more == 0 ? first : tr("%1 and %n more", nullptr, more).arg(first);
}

QString ChangeWords::title(const ChangeItem &item)
{
    return item.title.isEmpty() ? tr("Without a title") : item.title;
}

QString ChangeWords::number(const ChangeItem &item)
{
    return item.number > 0 ? u"#%1"_s.arg(item.number) : QString();
}

QString ChangeWords::environment(const WorkspaceView &view, const EnvironmentId &id)
{
    const Environment *environment = view.state.policy.environment(id);
    return environment && !environment->title.isEmpty() ? environment->title : id.value;
}

QString ChangeWords::roles(const WorkspaceView &view, const QList<RoleId> &roles)
{
    QStringList titles;
    for (const RoleId &role : roles) {
        titles.append(view.state.policy.roleTitle(role));
    }
    return text::people(titles, 3);
}

QString ChangeWords::people(const WorkspaceView &view, const QList<PrincipalId> &people, int most)
{
    QStringList names;
    for (const PrincipalId &person : people) {
        names.append(view.personName(person));
    }
    return text::people(names, most);
}

QString ChangeWords::personAs(const WorkspaceView &view, const PrincipalId &person, const QList<RoleId> &roles)
{
    const QString name = view.personName(person);
    return roles.isEmpty() ? name : tr("%1 (%2)").arg(name, ChangeWords::roles(view, roles));
}

QString ChangeWords::noteField(NoteField field)
{
    switch (field) {
    case NoteField::What: return tr("what changes");
    case NoteField::Why: return tr("why");
    case NoteField::Workflow: return tr("workflow");
    case NoteField::Outcome: return tr("what good looks like");
    case NoteField::Triggers: return tr("when to take it back");
    case NoteField::RollbackOwner: return tr("who takes it back");
    case NoteField::Informed: return tr("who is told");
    }
    Q_UNREACHABLE_RETURN({});
}

QString ChangeWords::stage(const WorkspaceView &view, const Progress &progress)
{
    switch (progress.stage) {
    case ChangeStage::Draft: return tr("Draft");
    case ChangeStage::Review: return tr("Review");
    case ChangeStage::Accepted: return tr("Approved");
    case ChangeStage::InEnvironment: return environment(view, progress.environment);
    case ChangeStage::Live: return tr("Live");
    case ChangeStage::RolledBack: return tr("Rolled back");
    case ChangeStage::Withdrawn: return tr("Withdrawn");
    }
    Q_UNREACHABLE_RETURN({});
}

RichLine ChangeWords::reason(const WorkspaceView &view, const ChangeItem &item)
{
    const Next &next = item.next;
    const PrincipalId first = next.people.isEmpty() ? PrincipalId() : next.people.first();
    const Run who = strong(view.personName(first));
    const Run author = strong(view.personName(item.author));
    const QList<PrincipalId> waitedFor = turnOf(view, next);
    const Run turn = strong(people(view, waitedFor, 2));
    const QString as = roles(view, next.roles.isEmpty() ? QList<RoleId>() : QList<RoleId>{next.roles.first()});
    // Quotation marks inside a quotation are the inner ones.
    const Run quote{next.quote.simplified().replace(u'“', u'‘').replace(u'”', u'’'), RunStyle::Plain};

    switch (next.kind) {
    case NextKind::SendDraft:
        return item.change.isNull() ? RichLine{{tr("Not sent yet. It is only on this computer.")}}
                                    : RichLine{{tr("What you wrote since the last revision is not sent yet.")}};
    case NextKind::AnswerReview:
        if (!next.yours) {
            return filled(tr("%1 has not answered %2 (%3), who asks for changes."), {author, who, {as}});
        }
        return quote.text.isEmpty() ? filled(tr("%1 (%2) asks for changes."), {who, {as}})
                                    : filled(tr("%1 (%2) asks for changes: “%3”"), {who, {as}, quote});
    case NextKind::AnswerComment:
        if (!next.yours) {
            return filled(tr("%1 has not answered a comment of %2."), {author, who});
        }
        return quote.text.isEmpty() ? filled(tr("%1 commented."), {who}) : filled(tr("%1: “%2”"), {who, quote});
    case NextKind::CompleteNote: {
        QStringList missing;
        for (const NoteField field : next.fields) {
            missing.append(noteField(field));
        }
        const QString list = QLocale().createSeparatedList(missing);
        return next.yours ? filled(tr("The release note does not say yet: %1."), {{list}})
                          : filled(tr("%1 has not finished the release note."), {author});
    }
    case NextKind::CatchUp:
        return filled(tr("%1 was accepted anew in the meantime. This needs a new revision."),
                      {strong(next.artifact.value)});
    case NextKind::Review:
        if (next.yours) {
            return as.isEmpty() ? RichLine{{tr("You review it.")}} : filled(tr("You review for %1."), {{as}});
        }
        if (waitedFor.size() == 1) {
            return as.isEmpty() ? filled(tr("%1 has not answered."), {turn})
                                : filled(tr("%1 (%2) has not answered."), {turn, {as}});
        }
        return as.isEmpty() ? filled(tr("Nobody has reviewed it yet: %1."), {{people(view, waitedFor, 3)}})
                            : filled(tr("%1, nobody yet: %2."),
                                     {strong(roles(view, next.roles)), {people(view, waitedFor, 3)}});
    case NextKind::NameReviewer:
        return next.yours ? RichLine{{tr("Say whom you ask to review it.")}}
                          : filled(tr("%1 has not said who reviews it."), {author});
    case NextKind::LookAgain:
        return next.yours ? (waitedFor.contains(first) && view.me.person == first
                                     ? RichLine{{tr("You asked for changes. A new revision answers.")}}
                                     : filled(tr("%1 asked for changes and cannot answer any more. You can clear it."), {who}))
                          : filled(tr("%1 asked for changes and has not looked at the new revision."), {who});
    case NextKind::ConfirmLowering:
        return quote.text.isEmpty() ? filled(tr("%1 proposes a lower lane."), {who})
                                    : filled(tr("%1 proposes a lower lane: “%2”"), {who, quote});
    case NextKind::Inconclusive:
        if (next.yours) {
            return {{tr("It needs a regression suite, and none has passed. You may override that.")}};
        }
        return waitedFor.isEmpty() ? RichLine{{tr("It needs a regression suite, and none has passed.")}}
                                   : filled(tr("It needs a regression suite, and none has passed. %1 may override that."), {turn});
    case NextKind::RunSuite:
        return next.yours
                   ? filled(tr("You run the suite %1 on this revision."), {strong(next.artifact.value)})
               : waitedFor.isEmpty()
                   ? filled(tr("The suite %1 was not run on this revision."), {strong(next.artifact.value)})
                   : filled(tr("The suite %1 was not run on this revision. %2 can."),
                            {strong(next.artifact.value), turn});
    case NextKind::SuiteFailed:
        return next.yours
                   ? filled(tr("The suite %1 fails. A new revision answers."), {strong(next.artifact.value)})
                   : filled(tr("The suite %1 fails. %2 answers with a new revision."),
                            {strong(next.artifact.value), author});
    case NextKind::AcceptResult:
        return next.yours ? filled(tr("The suite %1 cannot decide it. You may accept that, with a reason."),
                                   {strong(next.artifact.value)})
               : waitedFor.isEmpty()
                   ? filled(tr("The suite %1 cannot decide it, and nobody may accept that."),
                            {strong(next.artifact.value)})
                   : filled(tr("The suite %1 cannot decide it. %2 may accept that."),
                            {strong(next.artifact.value), turn});
    case NextKind::Accept:
        return next.yours ? RichLine{{tr("Everything it needs is there. You can accept it.")}}
                          : filled(tr("Everything it needs is there. %1 can accept it."), {turn});
    case NextKind::Release: {
        const QString what = tr("%1 %2").arg(next.artifact.value, next.version.toString());
        const QString where = environment(view, next.environment);
        return next.yours ? filled(tr("%1 is ready for %2."), {strong(what), {where}})
                          : filled(tr("%1 can release %2 to %3."), {turn, {what}, {where}});
    }
    case NextKind::PutInForce:
        return next.yours ? RichLine{{tr("It is approved. You can put the new policy in force.")}}
                          : filled(tr("It is approved. %1 can put the new policy in force."), {turn});
    case NextKind::CannotProceed:
        return next.roles.isEmpty() ? RichLine{{tr("Nobody is left who could approve it.")}}
                                    : filled(tr("Nobody is left who could approve it for %1."),
                                             {strong(roles(view, next.roles))});
    case NextKind::NewerCountersign:
        return {{tr("A newer Countersign wrote about it. It can be read and not decided here.")}};
    case NextKind::Live:
        return {{tr("Runs in %1.").arg(environment(view, item.progress.environment))}};
    case NextKind::Superseded:
        return {{tr("A later version took its place.")}};
    case NextKind::RolledBack:
        return quote.text.isEmpty()
                ? filled(tr("%1 took it out of %2."), {who, {environment(view, next.environment)}})
                : filled(tr("%1 took it out of %2: “%3”"), {who, {environment(view, next.environment)}, quote});
    case NextKind::Withdrawn:
        return filled(tr("Withdrawn by %1."), {who});
    }
    Q_UNREACHABLE_RETURN({});
}

RichLine ChangeWords::next(const WorkspaceView &view, const ChangeItem &item)
{
    const Next &next = item.next;
    const QString who = next.people.isEmpty() ? QString() : view.personName(next.people.first());
    const QString author = view.personName(item.author);
    const QString as = roles(view, next.roles);
    switch (next.kind) {
    case NextKind::SendDraft: return {{tr("Send it")}};
    case NextKind::AnswerReview:
    case NextKind::AnswerComment:
        return {{next.yours ? tr("Answer %1").arg(who) : tr("%1 answers %2").arg(author, who)}};
    case NextKind::CompleteNote:
        return {{next.yours ? tr("Complete the release note") : tr("%1 completes the release note").arg(author)}};
    case NextKind::CatchUp: return {{tr("Take over the new %1").arg(next.artifact.value)}};
    case NextKind::Review:
        if (next.yours) {
            return {{as.isEmpty() ? tr("Review it")
                                  : tr("Review it for %1").arg(roles(view, {next.roles.first()}))}};
        }
        return {{as.isEmpty() ? tr("A reviewer, nobody yet") : tr("%1, nobody yet").arg(as)}};
    case NextKind::NameReviewer:
        return {{next.yours ? tr("Name a reviewer") : tr("%1 names a reviewer").arg(author)}};
    case NextKind::LookAgain: return {{next.yours ? tr("Look at the new revision") : tr("%1 looks again").arg(who)}};
    case NextKind::ConfirmLowering: return {{tr("Confirm or leave the lane")}};
    case NextKind::Inconclusive: return {{tr("A regression suite, none has passed"), RunStyle::Danger}};
    case NextKind::RunSuite:
        return {{next.yours ? tr("Run the suite") : tr("The suite was not run")}};
    case NextKind::SuiteFailed:
        return {{tr("The suite fails"), RunStyle::Danger}};
    case NextKind::AcceptResult:
        return {{next.yours ? tr("Accept the result or not")
                 : next.turnOf.size() == 1
                     ? tr("%1 accepts the result or not").arg(people(view, next.turnOf, 1))
                     : tr("The result is not accepted")}};
    case NextKind::Accept:
        return {{next.yours ? tr("Accept it") : next.turnOf.size() == 1 ? tr("%1 accepts it").arg(people(view, next.turnOf, 1))
                                                  : tr("Ready, nobody has accepted it")}};
    case NextKind::Release: {
        const QString where = environment(view, next.environment);
        return {{next.yours ? tr("Release %1 to %2").arg(next.version.toString(), where)
            : next.turnOf.size() == 1 ? tr("%1 releases it to %2").arg(people(view, next.turnOf, 1), where)
                                      : tr("Ready, nobody has released %1").arg(next.version.toString())}};
    }
    case NextKind::PutInForce:
        return {{next.yours ? tr("Put it in force")
            : next.turnOf.size() == 1 ? tr("%1 puts it in force").arg(people(view, next.turnOf, 1))
                                      : tr("Ready, nobody has put it in force")}};
    case NextKind::CannotProceed:
        return {{as.isEmpty() ? tr("Nobody is left to approve") : tr("%1: nobody is left").arg(as), RunStyle::Danger}};
    case NextKind::NewerCountersign: return {{tr("Needs a newer Countersign")}};
    case NextKind::Live: return {{tr("Runs in %1").arg(environment(view, item.progress.environment))}};
    case NextKind::Superseded: return {{tr("A later version took its place")}};
    case NextKind::RolledBack: return {{tr("Taken back by %1").arg(who)}};
    case NextKind::Withdrawn:
        return {{!next.people.isEmpty() && next.people.first() == item.author ? tr("Withdrawn by its author")
                                                                              : tr("Withdrawn by %1").arg(who)}};
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<Sign> ChangeWords::nextSign(const ChangeItem &item)
{
    switch (item.next.kind) {
    case NextKind::AnswerReview: return Sign::AsksForChanges;
    case NextKind::AnswerComment: return Sign::Comment;
    case NextKind::Inconclusive: return Sign::Inconclusive;
    case NextKind::SuiteFailed:
        return Sign::Missing;
    case NextKind::CannotProceed: return Sign::Missing;
    case NextKind::NewerCountersign: return Sign::Locked;
    case NextKind::Live: return Sign::Satisfied;
    case NextKind::Superseded:
    case NextKind::Withdrawn: return Sign::NotApplicable;
    case NextKind::RolledBack: return Sign::Warning;
    case NextKind::SendDraft:
    case NextKind::CompleteNote:
    case NextKind::CatchUp:
    case NextKind::Review:
    case NextKind::NameReviewer:
    case NextKind::LookAgain:
    case NextKind::ConfirmLowering:
    case NextKind::RunSuite:
    case NextKind::AcceptResult:
    case NextKind::Accept:
    case NextKind::Release:
    case NextKind::PutInForce: return item.next.yours ? Sign::YourTurn : Sign::NotYet;
    }
    Q_UNREACHABLE_RETURN({});
}

QString ChangeWords::action(const ChangeItem &item)
{
    if (!item.next.yours) {
        return tr("Open");
    }
    switch (item.next.kind) {
    case NextKind::SendDraft: return tr("Continue");
    case NextKind::AnswerReview:
    case NextKind::AnswerComment: return tr("Answer");
    case NextKind::CompleteNote: return tr("Complete");
    case NextKind::CatchUp: return tr("Update");
    case NextKind::NameReviewer: return tr("Name");
    case NextKind::Review:
    case NextKind::LookAgain: return tr("Review");
    case NextKind::ConfirmLowering:
    case NextKind::AcceptResult:
    case NextKind::Inconclusive: return tr("Decide");
    case NextKind::RunSuite:
        return tr("Open");
    case NextKind::SuiteFailed:
        return tr("Answer");
    case NextKind::Accept: return tr("Accept");
    case NextKind::Release: return tr("Release");
    case NextKind::PutInForce: return tr("Put in force");
    case NextKind::CannotProceed:
    case NextKind::NewerCountersign:
    case NextKind::Live:
    case NextKind::Superseded:
    case NextKind::RolledBack:
    case NextKind::Withdrawn: return tr("Open");
    }
    Q_UNREACHABLE_RETURN({});
}

Address ChangeWords::addressOf(const ChangeItem &item)
{
    if (item.next.kind == NextKind::PutInForce && item.next.yours) {
        return {.page = PageKind::Policy};
    }
    Address address{.page = PageKind::Change, .change = item.change, .draft = item.draft};
    switch (item.next.leadsTo) {
    case LeadsTo::Diff: address.tab = ChangeTab::Diff; break;
    case LeadsTo::Note: address.tab = ChangeTab::Note; break;
    case LeadsTo::Evals:
        address.tab = ChangeTab::Evals;
        address.artifact = item.next.artifact;
        break;
    case LeadsTo::Talk:
        address.tab = ChangeTab::Talk;
        address.event = item.next.event;
        break;
    case LeadsTo::History: address.tab = ChangeTab::History; break;
    case LeadsTo::Editor: address.act = AddressAct::Edit; break;
    case LeadsTo::Releases:
        if (item.next.yours) {
            address.page = PageKind::Releases;
            address.artifact = item.next.artifact;
            address.version = item.next.version;
            address.environment = item.next.environment;
            address.act = item.next.kind == NextKind::Release ? AddressAct::Release : AddressAct::None;
        }
        break;
    }
    return address;
}

} // namespace countersign
