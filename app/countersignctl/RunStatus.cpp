// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QString syncName(const Session &session)
{
    return session.alarm() ? u"alarm"_s : session.isOffline() ? u"offline"_s : u"synced"_s;
}

/// Changes that are neither accepted nor withdrawn, by number.
QList<ChangeItem> openChanges(const WorkspaceView &view)
{
    QList<ChangeItem> open;
    for (const GroupedChange &change : changesOf(view, view.me.person)) {
        const Change *its = view.state.change(change.item.change);
        if (its && its->status == ChangeStatus::Review) {
            open.append(change.item);
        }
    }
    std::ranges::sort(open, {}, &ChangeItem::number);
    return open;
}

/// What the record says and what is said about its tree.
struct Report
{
    Inbox inbox = {};
    QList<ChangeItem> open = {};
    QList<Draft> drafts = {};
    QStringList wrongTree = {};
};

QJsonObject statusJson(const Session &session, const Report &report)
{
    const auto &[inbox, open, drafts, wrongTree] = report;
    const ViewPointer view = session.view();
    QJsonArray roles;
    if (const Person *me = view->mePerson()) {
        for (const RoleId &role : me->roles) {
            roles.append(role.value);
        }
    }
    const auto rows = [&view](const QList<ChangeItem> &items) {
        QJsonArray array;
        for (const ChangeItem &item : items) {
            array.append(json(*view, item));
        }
        return array;
    };
    QJsonArray wrong;
    for (const Alarm &alarm : inbox.wrong) {
        QJsonObject object{{u"kind"_s, nameOf(alarm.kind)}, {u"words"_s, alarmWords(*view, alarm)}};
        if (alarm.edit) {
            object.insert(u"path"_s, alarm.edit->path);
        }
        if (alarm.voided) {
            object.insert(u"number"_s, alarm.voided->seq);
        }
        wrong.append(object);
    }
    for (const QString &path : wrongTree) {
        wrong.append(
            QJsonObject{{u"kind"_s, u"readable-tree"_s}, {u"words"_s, treeWords({path})}, {u"path"_s, path}});
    }
    QJsonArray unsent;
    for (const PendingEvent &pending : view->pending) {
        QJsonObject object{{u"event"_s, pending.id.toString()},
                           {u"kind"_s, pending.kind},
                           {u"subject"_s, pending.subject},
                           {u"since"_s, timeWords(pending.since)}};
        if (pending.refused) {
            object.insert(u"refused"_s, errorWords(*pending.refused));
        }
        unsent.append(object);
    }
    QJsonArray kept;
    for (const Draft &draft : drafts) {
        kept.append(QJsonObject{
            {u"id"_s, draft.id}, {u"title"_s, draft.title}, {u"saved"_s, timeWords(draft.savedAt)}});
    }
    QJsonObject sync{{u"state"_s, syncName(session)}};
    if (view->sync.error) {
        sync.insert(u"message"_s, errorWords(*view->sync.error));
    }
    return {{u"workspace"_s, QJsonObject{{u"name"_s, view->state.policy.workspace},
                                         {u"location"_s, view->location},
                                         {u"path"_s, view->localPath},
                                         {u"branch"_s, view->state.policy.branch}}},
            {u"me"_s, QJsonObject{{u"name"_s, view->me.name},
                                  {u"email"_s, view->me.email},
                                  {u"person"_s, view->me.person.value},
                                  {u"roles"_s, roles}}},
            {u"sync"_s, sync},
            {u"signed"_s, view->everythingSigned},
            {u"at"_s, json(view->state.head)},
            {u"offline"_s, session.isOffline()},
            {u"needs_you"_s, rows(inbox.needsYou)},
            {u"waiting"_s, rows(inbox.waiting)},
            {u"open"_s, rows(open)},
            {u"wrong"_s, wrong},
            {u"unsent"_s, unsent},
            {u"drafts"_s, kept}};
}

void printRows(Output &out, const WorkspaceView &view, const QString &head, const QList<ChangeItem> &items)
{
    if (items.isEmpty()) {
        return;
    }
    out.line();
    out.line(QList<Piece>{{head, Ink::Strong}});
    for (const ChangeItem &item : items) {
        const QString number = item.number > 0 ? u"#%1"_s.arg(item.number) : u"draft"_s;
        const Ink ink = item.lane == Lane::High ? Ink::Warning : Ink::Plain;
        out.line(
            {{u"  "_s + number.leftJustified(6)}, {toString(item.lane).leftJustified(8), ink}, {item.title}});
        out.line(u"        "_s + nextWords(view, item.next));
    }
}

QString openWords(const QList<ChangeItem> &open)
{
    QStringList lanes;
    for (const Lane lane : {Lane::High, Lane::Medium, Lane::Low}) {
        if (const auto count = std::ranges::count(open, lane, &ChangeItem::lane); count > 0) {
            lanes.append(u"%1 %2"_s.arg(QString::number(count), toString(lane)));
        }
    }
    return open.isEmpty() ? u"none open"_s
                          : u"%1 open: %2"_s.arg(QString::number(open.size()), lanes.join(u", "_s));
}

void printStatus(Output &out, const Session &session, const Report &report)
{
    const auto &[inbox, open, drafts, wrongTree] = report;
    const ViewPointer view = session.view();
    out.line(QList<Piece>{{view->state.policy.workspace, Ink::Strong}, {u"  "_s + view->location}});
    const Person *me = view->mePerson();
    QString who = view->me.email.isEmpty()
                      ? u"nobody: git has no user.email here; everything can be read, nothing written"_s
                      : view->me.name + u" <"_s + view->me.email + u'>';
    if (me) {
        QStringList roles;
        for (const RoleId &role : me->roles) {
            roles.append(role.value);
        }
        who += u" as "_s + me->id.value + u" ("_s + roles.join(u", "_s) + u')';
    } else if (!view->me.email.isEmpty()) {
        who += u": the policy does not know this address; everything can be read, nothing written"_s;
    }
    out.line(u"you      "_s + who);
    out.line(u"record   %1 at event %2, %3"_s.arg(syncName(session))
                 .arg(view->state.head.seq)
                 .arg(view->everythingSigned ? u"every event signed"_s : u"not every event is signed"_s));
    out.line(u"changes  "_s + openWords(open));
    printRows(out, *view, u"Needs you"_s, inbox.needsYou);
    printRows(out, *view, u"Waits for others"_s, inbox.waiting);
    QList<ChangeItem> others;
    for (const ChangeItem &item : open) {
        const auto isIt = [&item](const ChangeItem &shown) { return shown.change == item.change; };
        if (std::ranges::none_of(inbox.needsYou, isIt) && std::ranges::none_of(inbox.waiting, isIt)) {
            others.append(item);
        }
    }
    printRows(out, *view, u"Open, and not yours"_s, others);
    if (!inbox.wrong.isEmpty() || !wrongTree.isEmpty()) {
        out.line();
        out.line(QList<Piece>{{u"Wrong now"_s, Ink::Strong}});
        if (!wrongTree.isEmpty()) {
            out.line(QList<Piece>{{u"  ! "_s, Ink::Warning}, {treeWords(wrongTree)}});
        }
        for (const Alarm &alarm : inbox.wrong) {
            out.line(QList<Piece>{{u"  ! "_s, Ink::Warning}, {alarmWords(*view, alarm)}});
        }
    }
    if (!view->pending.isEmpty()) {
        out.line();
        out.line(QList<Piece>{{u"Not sent"_s, Ink::Strong}});
        for (const PendingEvent &pending : view->pending) {
            out.line(u"  %1 %2 about %3, made %4%5"_s.arg(
                pending.id.toString(), pending.kind, subjectWords(view->state, pending.subject),
                timeWords(pending.since),
                pending.refused ? u": refused, "_s + errorWords(*pending.refused) : QString()));
        }
    }
    if (!drafts.isEmpty()) {
        out.line();
        out.line(QList<Piece>{{u"Drafts on this machine"_s, Ink::Strong}});
        for (const Draft &draft : drafts) {
            out.line(u"  %1  saved %2"_s.arg(draft.title.isEmpty() ? u"(no title)"_s : draft.title,
                                             timeWords(draft.savedAt)));
        }
    }
    if (inbox.needsYou.isEmpty() && inbox.waiting.isEmpty() && inbox.wrong.isEmpty() && open.isEmpty()
        && wrongTree.isEmpty() && view->pending.isEmpty()) {
        out.line();
        out.line(u"Nothing waits."_s);
    }
}

} // namespace

Task<ExitStatus> runStatus(Context &context)
{
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, u"the workspace cannot be read"_s, opened.error());
    }
    const Session &session = **opened;
    const auto load = [directory = session.place().directory] {
        return DraftStore(directory + u"/drafts"_s).load();
    };
    const Result<DraftStore::Loaded> loaded = co_await elsewhere(load);
    if (!loaded) {
        context.out.notice(u"drafts cannot be read: "_s + errorWords(loaded.error()));
    }
    const Result<QStringList> wrongTree = co_await answerOf((*opened)->workspace().wrongTreeFiles());
    if (!wrongTree && wrongTree.error().code != ErrorCode::Newer) {
        context.out.notice(u"the readable tree cannot be looked at: "_s + errorWords(wrongTree.error()));
    }
    const Report report{.inbox = inboxOf(*session.view(), session.view()->me.person, context.clock.now()),
                        .open = openChanges(*session.view()),
                        .drafts = loaded ? loaded->drafts : QList<Draft>(),
                        .wrongTree = wrongTree.value_or(QStringList())};
    if (context.out.isJson()) {
        context.out.json(statusJson(session, report));
    } else {
        printStatus(context.out, session, report);
    }
    co_return ExitStatus::Done;
}

Task<ExitStatus> runPrompts(Context &context)
{
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, u"the prompts cannot be listed"_s, opened.error());
    }
    const ViewPointer view = (*opened)->view();
    QJsonArray rows;
    for (const Artifact &artifact : view->state.artifacts) {
        const bool wanted = (!artifact.retired || context.has("all"))
                            && (!context.has("kind") || toString(artifact.kind) == context.value("kind"));
        if (!wanted) {
            continue;
        }
        rows.append(promptJson(view->state, artifact));
        if (context.out.isJson()) {
            continue;
        }
        QString line =
            artifact.id.value.leftJustified(40) + u' ' + toString(artifact.kind).leftJustified(10) + u' '
            + (artifact.latest() ? artifact.latest()->version.toString() : u"-"_s).leftJustified(9);
        for (const Environment &environment : view->state.policy.environments) {
            const PointerMove *running = artifact.running(environment.id);
            line += u"  %1 %2%3"_s.arg(environment.id.value, running ? running->version.toString() : u"-"_s,
                                       running && running->rolledBack ? u" (rolled back)"_s : QString());
        }
        context.out.line(line + (artifact.retired ? u"  removed"_s : QString()));
    }
    if (context.out.isJson()) {
        context.out.json({{u"at"_s, json(view->state.head)},
                          {u"offline"_s, (*opened)->isOffline()},
                          {u"prompts"_s, rows}});
    }
    co_return ExitStatus::Done;
}

Task<ExitStatus> runState(Context &context)
{
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, u"the state cannot be read"_s, opened.error());
    }
    const State &state = (*opened)->state();
    const QString hash = QString::fromLatin1(state.hash());
    const QString policy = QString::fromLatin1(state.policyInForce.toHex());
    if (context.out.isJson()) {
        context.out.json(
            {{u"at"_s, json(state.head)},
             {u"offline"_s, (*opened)->isOffline()},
             {u"hash"_s, hash},
             {u"ledger"_s, toString(state.ledger)},
             {u"policy"_s, QJsonObject{{u"version"_s, state.policy.version}, {u"hash"_s, policy}}},
             {u"prompts"_s, state.artifacts.size()},
             {u"changes"_s, state.changes.size()},
             {u"without_effect"_s, state.voids.size()}});
    } else if (context.has("hash")) {
        context.out.line(hash);
    } else {
        context.out.line(u"hash     "_s + hash);
        context.out.line(u"ledger   "_s + toString(state.ledger));
        context.out.line(u"at       event %1, link %2"_s.arg(state.head.seq)
                             .arg(QString::fromLatin1(state.head.link.toHex())));
        context.out.line(u"policy   version %1, %2"_s.arg(state.policy.version).arg(policy));
        context.out.line(
            u"holds    %1 governed files, %2 changes; %3 events had no effect"_s.arg(state.artifacts.size())
                .arg(state.changes.size())
                .arg(state.voids.size()));
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
