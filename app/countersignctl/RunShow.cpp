// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "ledger/EventCodec.h"
#include "services/Assess.h"
#include "services/LogExport.h"
#include "services/Resolver.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QJsonObject started(const Session &session, const QString &kind)
{
    return {{u"kind"_s, kind}, {u"at"_s, json(session.state().head)}, {u"offline"_s, session.isOffline()}};
}

int changeNumber(const State &state, const ChangeId &id)
{
    const Change *change = state.change(id);
    return change ? change->number : 0;
}

ExitStatus showPrompt(Context &context, const Session &session, const Artifact &artifact)
{
    const ViewPointer view = session.view();
    if (context.out.isJson()) {
        QJsonObject object = started(session, u"prompt"_s);
        object.insert(u"id"_s, artifact.id.value);
        object.insert(u"path"_s, artifact.path);
        object.insert(u"artifact"_s, toString(artifact.kind));
        object.insert(u"removed"_s, artifact.retired);
        object.insert(u"environments"_s, environmentsJson(view->state, artifact));
        QJsonArray versions;
        for (const VersionRecord &version : artifact.versions) {
            versions.append(QJsonObject{{u"version"_s, version.version.toString()},
                                        {u"content"_s, toString(version.content)},
                                        {u"change"_s, changeNumber(view->state, version.change)},
                                        {u"lane"_s, toString(version.lane)},
                                        {u"by"_s, personJson(*view, version.stamp.actor)},
                                        {u"time"_s, timeWords(version.stamp.claimedAt)}});
        }
        object.insert(u"versions"_s, versions);
        context.out.json(object);
        return ExitStatus::Done;
    }
    Output &out = context.out;
    out.line(
        {{artifact.id.value, Ink::Strong}, {u"  "_s + toString(artifact.kind) + u"  "_s + artifact.path}});
    for (const Environment &environment : view->state.policy.environments) {
        const PointerMove *running = artifact.running(environment.id);
        out.line(u"  %1 %2"_s.arg(
            environment.id.value.leftJustified(14),
            running ? u"%1 since %2%3"_s.arg(running->version.toString(), timeWords(running->stamp.claimedAt),
                                             running->rolledBack ? u", by a rollback"_s : QString())
                    : u"nothing"_s));
    }
    out.line();
    for (auto version = artifact.versions.crbegin(); version != artifact.versions.crend(); ++version) {
        const int number = changeNumber(view->state, version->change);
        out.line(u"  %1 %2 %3 %4 %5"_s.arg(version->version.toString().leftJustified(10),
                                           timeWords(version->stamp.claimedAt),
                                           toString(version->lane).leftJustified(7),
                                           number > 0 ? u"#%1"_s.arg(number).leftJustified(6) : u"start "_s,
                                           view->personName(version->stamp.actor)));
    }
    return ExitStatus::Done;
}

/// PROMPT@VERSION or PROMPT@ENVIRONMENT.
Result<VersionRecord> versionOf(const State &state, const Artifact &artifact, const QString &word)
{
    if (const std::optional<SemVer> number = SemVer::fromString(word)) {
        const VersionRecord *found = artifact.version(*number);
        return found ? Result<VersionRecord>(*found)
                     : failure(ErrorCode::NotFound, artifact.id.value + u'@' + word,
                               u"that version was never accepted"_s);
    }
    const Result<Resolved> running = resolve(state, artifact.id, EnvironmentId{word});
    if (!running) {
        return std::unexpected(running.error());
    }
    const VersionRecord *found = artifact.version(running->version);
    return found ? Result<VersionRecord>(*found)
                 : failure(ErrorCode::NotFound, artifact.id.value + u'@' + word);
}

enum class Meaning { Prompt, Version, Change };

struct Meant
{
    Meaning kind = Meaning::Prompt;
    QString word = {}; ///< without what said which kind it is
};

bool looksLikeChange(const QString &word)
{
    return word.startsWith(u'#') || word.startsWith("e:"_L1) || (!word.isEmpty() && word.at(0).isDigit());
}

/// What a word of the command line names. Fails: NotFound; Invalid when it could be several things.
Result<Meant> meantBy(const Session &session, const QString &word)
{
    const QList<std::pair<QLatin1StringView, Meaning>> prefixes = {{"version:"_L1, Meaning::Version},
                                                                   {"change:"_L1, Meaning::Change}};
    for (const auto &[prefix, kind] : prefixes) {
        if (word.startsWith(prefix)) {
            const QString rest = word.sliced(prefix.size());
            const bool fits = kind == Meaning::Change ? looksLikeChange(rest) : rest.lastIndexOf(u'@') > 0;
            return fits ? Result<Meant>(Meant{.kind = kind, .word = rest})
                        : failure(ErrorCode::NotFound, word);
        }
    }
    const Result<Artifact> artifact = session.artifact(word);
    if (!artifact && artifact.error().code != ErrorCode::NotFound) {
        return std::unexpected(artifact.error());
    }
    if (word.startsWith("prompt:"_L1) || word.startsWith("path:"_L1)) {
        return artifact ? Result<Meant>(Meant{.kind = Meaning::Prompt, .word = word})
                        : std::unexpected(artifact.error());
    }
    const qsizetype at = word.lastIndexOf(u'@');
    const Result<Artifact> versioned =
        at > 0 ? session.artifact(word.first(at)) : failure(ErrorCode::NotFound, u"prompt"_s, word);
    const bool isVersion = versioned && versionOf(session.state(), *versioned, word.sliced(at + 1));
    const bool isChange = looksLikeChange(word) && session.change(word);
    if (artifact && (isVersion || isChange)) {
        const QString other =
            isVersion ? u"version:"_s + word : u"change:"_s + (word.startsWith(u'#') ? word.sliced(1) : word);
        return failure(ErrorCode::Invalid, word,
                       u"this is a prompt, and it could be a %1 as well: say prompt:%2 or %3"_s.arg(
                           isVersion ? u"version"_s : u"change"_s, word, other));
    }
    if (artifact) {
        return Meant{.kind = Meaning::Prompt, .word = word};
    }
    if (at > 0 && !isChange) {
        return versioned ? Result<Meant>(Meant{.kind = Meaning::Version, .word = word})
                         : std::unexpected(versioned.error());
    }
    return looksLikeChange(word) ? Result<Meant>(Meant{.kind = Meaning::Change, .word = word})
                                 : std::unexpected(artifact.error());
}

ExitStatus showVersion(Context &context, const Session &session, const Artifact &artifact,
                       const VersionRecord &version, const QByteArray &bytes)
{
    const ViewPointer view = session.view();
    if (!context.out.isJson()) {
        context.out.content(bytes, false);
        return ExitStatus::Done;
    }
    QJsonObject object = started(session, u"version"_s);
    object.insert(u"id"_s, artifact.id.value);
    object.insert(u"path"_s, artifact.path);
    object.insert(u"artifact"_s, toString(artifact.kind));
    object.insert(u"version"_s, version.version.toString());
    object.insert(u"content"_s, toString(version.content));
    object.insert(u"change"_s, changeNumber(view->state, version.change));
    object.insert(u"lane"_s, toString(version.lane));
    object.insert(u"by"_s, personJson(*view, version.stamp.actor));
    object.insert(u"time"_s, timeWords(version.stamp.claimedAt));
    addBytes(object, bytes);
    context.out.json(object);
    return ExitStatus::Done;
}

QJsonObject changeDetails(const Session &session, const Change &change)
{
    const ViewPointer view = session.view();
    QJsonObject object = started(session, u"change"_s);
    object.insert(u"id"_s, change.id.toString());
    object.insert(u"number"_s, change.number);
    object.insert(u"title"_s, titleOf(*view, change));
    object.insert(u"status"_s, nameOf(change.status));
    object.insert(u"stage"_s, nameOf(progressOf(view->state, change).stage));
    object.insert(u"lane"_s, toString(State::lane(change)));
    object.insert(u"author"_s, personJson(*view, authorOf(change)));
    object.insert(u"time"_s, timeWords(change.opened.claimedAt));
    const Next next = nextOf(*view, change, view->me.person);
    object.insert(u"next"_s, nameOf(next.kind));
    object.insert(u"words"_s, nextWords(*view, next));

    QJsonArray reviews;
    for (qsizetype i = 0; i < change.revisions.size(); ++i) {
        for (const Review &review : change.revisions.at(i).reviews) {
            const bool approves = review.data.decision == Decision::Approve;
            reviews.append(QJsonObject{{u"decision"_s, approves ? u"approve"_s : u"request-changes"_s},
                                       {u"revision"_s, i + 1},
                                       {u"role"_s, review.data.as.value},
                                       {u"message"_s, view->text(review.data.messageText)},
                                       {u"by"_s, personJson(*view, review.stamp.actor)},
                                       {u"time"_s, timeWords(review.stamp.claimedAt)},
                                       {u"event"_s, review.stamp.event.toString()}});
        }
    }
    object.insert(u"reviews"_s, reviews);
    QJsonArray comments;
    for (const Comment &comment : change.comments) {
        const EventId answers = comment.data.answers;
        comments.append(QJsonObject{{u"event"_s, comment.stamp.event.toString()},
                                    {u"answers"_s, answers.isNull() ? QString() : answers.toString()},
                                    {u"path"_s, comment.data.anchor.path},
                                    {u"text"_s, view->text(comment.data.text)},
                                    {u"settled"_s, comment.resolved},
                                    {u"by"_s, personJson(*view, comment.stamp.actor)},
                                    {u"time"_s, timeWords(comment.stamp.claimedAt)}});
    }
    object.insert(u"comments"_s, comments);
    QJsonArray accepted;
    for (const AcceptedFile &file : change.accepted) {
        accepted.append(
            QJsonObject{{u"prompt"_s, file.artifact.value}, {u"version"_s, file.version.toString()}});
    }
    object.insert(u"accepted"_s, accepted);

    const Revision *revision = change.revision();
    if (!revision) {
        return object;
    }
    QJsonArray files;
    for (const FileChange &file : revision->data.files) {
        files.append(QJsonObject{{u"prompt"_s, file.artifact.value},
                                 {u"path"_s, file.path},
                                 {u"before"_s, toString(file.before)},
                                 {u"after"_s, toString(file.after)}});
    }
    QJsonArray contributors;
    for (const PrincipalId &person : revision->data.contributors) {
        contributors.append(person.value);
    }
    object.insert(u"revision"_s, QJsonObject{{u"number"_s, change.revisions.size()},
                                             {u"event"_s, revision->stamp.event.toString()},
                                             {u"content"_s, toString(revision->content)},
                                             {u"files"_s, files},
                                             {u"contributors"_s, contributors}});
    object.insert(u"findings"_s, findingsJson(recordedFindings(*view, *revision), true));
    if (revision->note()) {
        object.insert(u"note"_s, noteJson(view->noteOf(*revision)));
    }
    QJsonArray requirements;
    if (change.status == ChangeStatus::Review) {
        for (const Requirement &requirement : requirementsToAccept(view->state, change)) {
            requirements.append(QJsonObject{{u"id"_s, requirement.id()},
                                            {u"state"_s, nameOf(requirement.state)},
                                            {u"words"_s, requirementWords(*view, requirement)}});
        }
    }
    object.insert(u"requirements"_s, requirements);
    return object;
}

void printChange(Output &out, const Session &session, const Change &change)
{
    const ViewPointer view = session.view();
    const Next next = nextOf(*view, change, view->me.person);
    out.line({{numberOf(change) + u' ' + titleOf(*view, change), Ink::Strong}});
    out.line(u"  lane     "_s + toString(State::lane(change)));
    out.line(
        u"  by       %1, %2"_s.arg(view->personName(authorOf(change)), timeWords(change.opened.claimedAt)));
    out.line(u"  stage    "_s + nameOf(progressOf(view->state, change).stage) + u"; "_s
             + nextWords(*view, next));
    const Revision *revision = change.revision();
    if (!revision) {
        return;
    }
    out.line(u"  revision %1, %2"_s.arg(change.revisions.size()).arg(toString(revision->content)));
    for (const FileChange &file : revision->data.files) {
        out.line(u"           %1%2"_s.arg(file.path, file.after.isNull()    ? u" (removed)"_s
                                                     : file.before.isNull() ? u" (new)"_s
                                                                            : QString()));
    }
    const QList<FindingRecord> findings = recordedFindings(*view, *revision);
    if (!findings.isEmpty()) {
        out.line();
        out.line({{u"Why "_s + toString(State::lane(change)), Ink::Strong}});
        for (const FindingRecord &finding : findings) {
            out.line(u"  "_s + toString(finding.lane).leftJustified(7) + u' ' + finding.rule + u"  "_s
                     + (finding.before.isEmpty() && finding.after.isEmpty()
                            ? finding.why
                            : u"[-%1-] {+%2+}"_s.arg(finding.before, finding.after)));
        }
    }
    if (revision->note()) {
        out.line();
        out.line({{u"Release note"_s, Ink::Strong}});
        const QJsonObject note = noteJson(view->noteOf(*revision));
        for (const QString &key : {u"what"_s, u"why"_s, u"workflow"_s, u"outcome"_s, u"rollback_owner"_s}) {
            if (!note.value(key).toString().isEmpty()) {
                out.line({{u"  "_s + key, Ink::Faint}});
                out.block(note.value(key).toString(), u"    "_s);
            }
        }
        for (const QString &key : {u"triggers"_s, u"informed"_s}) {
            for (const QJsonValue &value : note.value(key).toArray()) {
                out.line({{u"  "_s + key + u' ', Ink::Faint}, {value.toString()}});
            }
        }
    }
    out.line();
    out.line({{u"Requirements"_s, Ink::Strong}});
    for (const Requirement &requirement : requirementsToAccept(view->state, change)) {
        out.line((requirement.met() ? u"  + "_s : u"  - "_s) + requirementWords(*view, requirement));
    }
    for (qsizetype i = 0; i < change.revisions.size(); ++i) {
        for (const Review &review : change.revisions.at(i).reviews) {
            out.line(u"  %1 %2 revision %3 as %4  %5"_s.arg(
                view->personName(review.stamp.actor),
                review.data.decision == Decision::Approve ? u"approves"_s : u"asks for changes of"_s,
                QString::number(i + 1), review.data.as.value, view->text(review.data.messageText)));
        }
    }
    if (!change.comments.isEmpty()) {
        out.line();
        out.line({{u"Talk"_s, Ink::Strong}});
    }
    for (const Comment &comment : change.comments) {
        const bool first = comment.data.answers.isNull();
        out.line({{(first ? u"  "_s : u"    "_s) + view->personName(comment.stamp.actor), Ink::Strong},
                  {u"  "_s + timeWords(comment.stamp.claimedAt) + u"  "_s + comment.stamp.event.toString()
                       + (first && comment.resolved ? u"  settled"_s : QString()),
                   Ink::Faint}});
        out.block(view->text(comment.data.text), first ? u"    "_s : u"      "_s);
    }
}

Task<ExitStatus> showEvent(Context &context, Session &session, Sequence seq)
{
    const LogQuery query{.before = seq + 1, .most = 1};
    const Result<QList<LogEntry>> read = co_await answerOf(session.workspace().log(query));
    if (!read) {
        co_return fail(context, u"the event cannot be shown"_s, read.error());
    }
    if (read->isEmpty() || read->first().seq != seq) {
        const Error error{.code = ErrorCode::NotFound, .subject = u"event %1"_s.arg(seq)};
        co_return fail(context, u"the event cannot be shown"_s, error);
    }
    const ViewPointer view = session.view();
    const LogEntry &entry = read->first();
    QByteArray body;
    QJsonArray texts;
    if (entry.event) {
        body = encodeEvent(*entry.event);
        for (const ContentHash &hash : textsNamed(entry.event->data)) {
            if (!view->isRedacted(hash)) {
                texts.append(view->text(hash));
            }
        }
    }
    const QJsonObject row = QJsonDocument::fromJson(logAsJson(*view, {entry})).array().first().toObject();
    if (context.out.isJson()) {
        QJsonObject object = started(session, u"event"_s);
        object.insert(u"id"_s, row.value(u"event"_s));
        object.insert(u"event"_s, row);
        object.insert(u"texts"_s, texts);
        if (!body.isEmpty()) {
            object.insert(u"body"_s, QJsonDocument::fromJson(body).object());
        }
        context.out.json(object);
        co_return ExitStatus::Done;
    }
    for (const QString &key :
         {u"number"_s, u"event"_s, u"kind"_s, u"subject"_s, u"actor"_s, u"name"_s, u"time"_s, u"effect"_s,
          u"rule"_s, u"detail"_s, u"signed"_s, u"link"_s, u"place"_s}) {
        if (row.contains(key)) {
            context.out.line({{key.leftJustified(9), Ink::Faint}, {row.value(key).toVariant().toString()}});
        }
    }
    for (const QJsonValue &text : std::as_const(texts)) {
        context.out.line();
        context.out.block(text.toString(), u"  "_s);
    }
    if (!body.isEmpty()) {
        context.out.line();
        context.out.line(QString::fromUtf8(body));
    }
    co_return ExitStatus::Done;
}

} // namespace

Task<ExitStatus> runShow(Context &context)
{
    QString what = context.invocation.operand(0);
    const QString act = u"%1 cannot be shown"_s.arg(what);
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const ViewPointer view = session.view();
    if (what.startsWith("event:"_L1)) {
        bool ok = false;
        const Sequence seq = what.mid(6).toLongLong(&ok);
        if (!ok || seq < 1) {
            co_return misuse(context, u"event: takes the number of an event"_s);
        }
        co_return co_await showEvent(context, session, seq);
    }
    if (const std::optional<EventId> id = EventId::fromString(what); id && !view->state.change(*id)) {
        const auto seq = view->state.seen.constFind(*id);
        if (seq == view->state.seen.cend()) {
            const Error error{.code = ErrorCode::NotFound, .subject = what};
            co_return fail(context, act, error);
        }
        co_return co_await showEvent(context, session, *seq);
    }
    const Result<Meant> meant = meantBy(session, what);
    if (!meant) {
        co_return fail(context, act, meant.error());
    }
    what = meant->word;
    if (meant->kind == Meaning::Prompt) {
        co_return showPrompt(context, session, *session.artifact(what));
    }
    const qsizetype at = what.lastIndexOf(u'@');
    if (meant->kind == Meaning::Version) {
        const Result<Artifact> artifact = session.artifact(what.left(at));
        if (!artifact) {
            co_return fail(context, act, artifact.error());
        }
        const Result<VersionRecord> version = versionOf(view->state, *artifact, what.mid(at + 1));
        if (!version) {
            co_return fail(context, act, version.error());
        }
        if (version->content.isNull()) {
            const Error error{.code = ErrorCode::NotFound,
                              .subject = what,
                              .detail = u"the file was removed in that version"_s};
            co_return fail(context, act, error);
        }
        const Result<QByteArray> bytes = co_await answerOf(session.workspace().content(version->content));
        if (!bytes) {
            co_return fail(context, act, bytes.error());
        }
        co_return showVersion(context, session, *artifact, *version, *bytes);
    }
    const Result<Change> change = session.change(what);
    if (!change) {
        co_return fail(context, act, change.error());
    }
    if (context.out.isJson()) {
        context.out.json(changeDetails(session, *change));
    } else {
        printChange(context.out, session, *change);
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
