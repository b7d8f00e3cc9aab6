// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "ledger/ChildProcess.h"
#include "ledger_git/GitLedger.h"

#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

struct Check
{
    QString name = {};
    bool ok = true;
    QString words = {};
};

struct LockFound
{
    RemoteLock lock = {};
    bool removed = false;
    QString problem = {};
};

struct Findings
{
    QList<Check> checks = {};
    QList<LockFound> locks = {};
    ExitStatus status = ExitStatus::Done;

    void add(const QString &name, const QString &words) { checks.append({.name = name, .words = words}); }
    void add(const QString &name, const Error &error)
    {
        checks.append({.name = name, .ok = false, .words = errorWords(error)});
        worsen(exitStatusOf(error));
    }
    void worsen(ExitStatus by) { status = std::max(status, by); }
};

/// Locks, and what became of them. Blocking.
Result<QList<LockFound>> lookAtLocks(const QString &remote, bool breakThem)
{
    const Result<QList<RemoteLock>> locks = remoteLocks(remote);
    if (!locks) {
        return std::unexpected(locks.error());
    }
    QList<LockFound> found;
    for (const RemoteLock &lock : *locks) {
        LockFound item{.lock = lock};
        if (breakThem) {
            const Done done = breakLock(remote, lock.path);
            item.removed = done.has_value();
            item.problem = done ? QString() : errorWords(done.error());
        }
        found.append(item);
    }
    return found;
}

void addLocks(Findings &findings, const Result<QList<LockFound>> &locks)
{
    if (!locks) {
        findings.add(u"locks"_s, locks.error());
        return;
    }
    findings.locks = *locks;
    QStringList words;
    bool left = false;
    for (const LockFound &found : *locks) {
        left = left || !found.removed;
        words.append(u"%1, %2 old, held by %3%4"_s.arg(
            found.lock.path, ageWords(found.lock.ageSeconds * 1000),
            found.lock.holder.isEmpty() ? u"no process of this computer"_s : found.lock.holder,
            found.removed             ? u": removed"_s
            : found.problem.isEmpty() ? QString()
                                      : u": not removed, "_s + found.problem));
    }
    findings.checks.append(
        {.name = u"locks"_s, .ok = !left, .words = words.isEmpty() ? u"none"_s : words.join(u"; "_s)});
    if (left) {
        findings.worsen(ExitStatus::Unreachable);
    }
}

QString weaknessWords(const RegistryWeakness &weakness)
{
    static const QHash<QString, QString> words{
        {u"function-differs"_s, u"the function %1 is not the one of this program"_s},
        {u"table-writable"_s, u"your login may write to the table %1 past the function append"_s},
        {u"trigger-missing"_s, u"nothing keeps rows from being changed: the trigger %1 is off"_s},
        {u"open-to-everybody"_s, u"every login of the server may call %1"_s},
        {u"superuser"_s,
         u"your login %1 may do anything on this server; people should have one that may not"_s},
        {u"owner-logs-in"_s, u"%1 can log in, and owns the tables"_s},
        {u"durability"_s, u"the server may lose what it acknowledged: %1"_s},
        {u"pooler"_s, u"the session belongs to another login than it acts as"_s},
        {u"nobody-bound"_s,
         u"every login may speak for everybody, until the policy binds logins to people"_s},
        {u"login-unbound"_s, u"the login %1 is admitted and no active person's"_s},
        {u"login-missing"_s, u"the policy binds the login %1, which is not admitted here"_s},
        {u"login-shared"_s, u"events of several people came from the login %1"_s},
        {u"policy-differs"_s,
         u"the server goes by the policy of event %1, which is not the one in force; docs/registry.md "
         u"says how its owner mends that"_s},
        {u"function-unknown"_s, u"the function %1 is none of this program's"_s},
        {u"trigger-unknown"_s, u"the trigger or rule %1 is none of this program's"_s},
        {u"owner-differs"_s, u"%1 does not belong to countersign_owner"_s},
        {u"row-security"_s, u"rows of %1 are hidden from some"_s}};
    const QString format = words.value(weakness.id, weakness.id);
    return format.contains("%1"_L1) ? format.arg(weakness.detail) : format;
}

void addRegistry(Findings &findings, const Result<QList<RegistryWeakness>> &weaknesses)
{
    if (!weaknesses) {
        findings.add(u"registry"_s, weaknesses.error());
        return;
    }
    QStringList words;
    for (const RegistryWeakness &weakness : *weaknesses) {
        words.append(weaknessWords(weakness));
    }
    findings.checks.append(
        {.name = u"registry"_s, .ok = words.isEmpty(), .words = words.isEmpty() ? u"as it was made"_s : words.join(u"; "_s)});
    if (!words.isEmpty()) {
        findings.worsen(ExitStatus::CannotTell);
    }
}

void addWorkspace(Findings &findings, const Session &session)
{
    const ViewPointer view = session.view();
    const SyncStatus &sync = view->sync;
    const bool reached = !session.isOffline() && !session.alarm();
    findings.checks.append({.name = u"shared"_s,
                            .ok = !session.isOffline(),
                            .words = session.isOffline() ? errorWords(*sync.error) : u"reached"_s});
    if (session.isOffline()) {
        findings.worsen(ExitStatus::Unreachable);
    }
    if (const std::optional<Error> alarm = session.alarm()) {
        findings.add(u"record"_s, *alarm);
    } else {
        findings.add(u"record"_s, u"%1 events, link %2"_s.arg(view->state.head.seq)
                                      .arg(QString::fromLatin1(view->state.head.link.toHex().first(12))));
    }
    const Person *me = view->mePerson();
    findings.checks.append(
        {.name = u"person"_s,
         .ok = me != nullptr,
         .words = me ? me->id.value + u", "_s + me->name
                     : u"the policy does not know this address; nothing can be written"_s});
    findings.checks.append({.name = u"unsent"_s,
                            .ok = view->pending.isEmpty(),
                            .words = view->pending.isEmpty() ? u"nothing"_s
                                                             : u"%1 events; see countersignctl status"_s.arg(
                                                                   view->pending.size())});
    if (reached && sync.error) {
        findings.add(u"branch"_s, *sync.error);
    } else if (reached) {
        findings.checks.append(
            {.name = u"branch"_s,
             .ok = view->ungoverned.isEmpty(),
             .words = view->ungoverned.isEmpty()
                          ? u"the governed files are the accepted ones"_s
                          : u"%1 files were edited outside of a change"_s.arg(view->ungoverned.size())});
    }
}

/// "ssh-ed25519 AAAA…" of what git has as user.signingkey: a literal key, a public key's file, or a private one beside it.
QString publicKeyOf(const QString &signingKey)
{
    QString line = signingKey.startsWith("key::"_L1) ? signingKey.sliced(5) : signingKey;
    if (!line.startsWith("ssh-"_L1)) {
        QString path = line.startsWith("~/"_L1) ? QDir::homePath() + line.sliced(1) : line;
        path += path.endsWith(".pub"_L1) ? QString() : u".pub"_s;
        QFile file(path);
        line = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(16 * 1024)) : QString();
    }
    return line.simplified().section(u' ', 0, 1);
}

void addSigning(Findings &findings, const Session &session)
{
    const ViewPointer view = session.view();
    const QString signingKey = session.place().identity.signingKey;
    const Person *me = view->mePerson();
    const bool required = view->state.policy.signaturesRequired;
    const bool known = !signingKey.isEmpty() && me && me->keys.contains(publicKeyOf(signingKey));
    QString words =
        required ? u"the policy requires signatures; "_s : u"the policy does not require signatures; "_s;
    words += signingKey.isEmpty() ? u"git has no SSH signing key here (gpg.format ssh and user.signingkey)"_s
             : known              ? u"the key that git has here is one of yours"_s
                     : u"the key that git has here, %1, is none that the policy has of you"_s.arg(signingKey);
    findings.checks.append({.name = u"signing"_s, .ok = known || !required, .words = words});
    if (required && !known) {
        findings.worsen(ExitStatus::Refused);
    }
}

void addTree(Findings &findings, const Result<QStringList> &wrong)
{
    if (!wrong) {
        findings.add(u"tree"_s, wrong.error());
        return;
    }
    findings.checks.append(
        {.name = u"tree"_s,
         .ok = wrong->isEmpty(),
         .words = wrong->isEmpty() ? u"the readable tree is what the events say"_s : treeWords(*wrong)});
    if (!wrong->isEmpty()) {
        findings.worsen(ExitStatus::CannotTell);
    }
}

} // namespace

Task<ExitStatus> runDoctor(Context &context)
{
    Findings findings;
    const auto askGit = []() -> Result<QString> {
        const Result<ChildOutcome> outcome =
            runChild({.program = u"git"_s, .arguments = {u"version"_s}, .deadlineMs = 10'000});
        if (!outcome) {
            return std::unexpected(outcome.error());
        }
        return QString::fromUtf8(outcome->output).simplified();
    };
    const Result<QString> git = co_await elsewhere(askGit);
    if (git) {
        findings.add(u"git"_s, *git);
    } else {
        findings.add(u"git"_s, git.error());
    }
    const auto find = [request = context.place()] { return findPlace(request); };
    const Result<WorkspacePlace> place = co_await elsewhere(find);
    if (!place) {
        findings.add(u"repository"_s, place.error());
    } else {
        findings.add(u"repository"_s,
                     place->backend == Backend::Git
                         ? u"%1, branch %2, shared through %3"_s.arg(
                               place->localPath.isEmpty() ? place->name : place->localPath, place->branch, place->location)
                         : u"the registry %1"_s.arg(place->location));
        const bool known = !place->identity.email.isEmpty();
        findings.checks.append({.name = u"identity"_s,
                                .ok = known,
                                .words = known ? place->identity.name + u" <"_s + place->identity.email + u'>'
                                               : u"git has no user.name and user.email here"_s});
        if (place->backend == Backend::Git) {
            // Before the record is opened: a lock may be what keeps it from being read.
            const auto look = [remote = place->shared, breakThem = context.has("break-lock")] {
                return lookAtLocks(remote, breakThem);
            };
            addLocks(findings, co_await elsewhere(look));
        }
        const Result<SessionPointer> opened = co_await openSession(context);
        if (place->backend != Backend::Git) {
            const State *state = opened ? &(*opened)->view()->state : nullptr;
            const Sequence policyAt = state ? state->seen.value(state->policyHead) : 0;
            const auto examine = [place = *place, policyAt] { return examineRegistry(place, policyAt); };
            addRegistry(findings, co_await elsewhere(examine));
        }
        if (opened) {
            addWorkspace(findings, **opened);
            addSigning(findings, **opened);
            addTree(findings, co_await answerOf((*opened)->workspace().wrongTreeFiles()));
        } else {
            findings.add(u"record"_s, opened.error());
        }
    }
    if (context.out.isJson()) {
        QJsonArray checks;
        for (const Check &check : std::as_const(findings.checks)) {
            checks.append(
                QJsonObject{{u"name"_s, check.name}, {u"ok"_s, check.ok}, {u"words"_s, check.words}});
        }
        QJsonArray locks;
        for (const LockFound &found : std::as_const(findings.locks)) {
            locks.append(QJsonObject{{u"path"_s, found.lock.path},
                                     {u"age"_s, found.lock.ageSeconds},
                                     {u"holder"_s, found.lock.holder},
                                     {u"removed"_s, found.removed}});
        }
        context.out.json({{u"checks"_s, checks}, {u"locks"_s, locks}});
    } else {
        for (const Check &check : std::as_const(findings.checks)) {
            context.out.line({{check.ok ? u"+ "_s : u"! "_s, check.ok ? Ink::Plain : Ink::Warning},
                              {check.name.leftJustified(11) + check.words}});
        }
    }
    co_return findings.status;
}

Task<ExitStatus> runPending(Context &context)
{
    const bool again = context.invocation.command->id == CommandId::Redo;
    const QString word = context.invocation.operand(0);
    const QString act = u"%1 was not %2"_s.arg(word, again ? u"sent"_s : u"dropped"_s);
    const std::optional<EventId> id = EventId::fromString(word);
    if (!id) {
        co_return misuse(context, u"'%1' is no event id"_s.arg(word));
    }
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    QJsonObject object{{u"event"_s, word}};
    if (again) {
        const Result<WriteReceipt> receipt = co_await answerOf(session.workspace().redo(*id));
        if (!receipt) {
            co_return fail(context, act, receipt.error());
        }
        object.insert(u"done"_s, u"sent"_s);
        object.insert(u"at"_s, json(receipt->at));
    } else {
        const Done dropped = co_await answerOf(session.workspace().drop(*id));
        if (!dropped) {
            co_return fail(context, act, dropped.error());
        }
        object.insert(u"done"_s, u"dropped"_s);
    }
    if (context.out.isJson()) {
        context.out.json(object);
    } else {
        context.out.line(again ? u"Sent %1."_s.arg(word) : u"Dropped %1."_s.arg(word));
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
