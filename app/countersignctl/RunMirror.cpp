// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/DiffReport.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "services/MirrorDesk.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr qsizetype mostDifferences = 20;

/// Of an edit's path: the accepted text beside what stands there.
using EditDifferences = QHash<QString, std::shared_ptr<const DiffReport>>;

QString obstacleName(MirrorObstacle obstacle)
{
    switch (obstacle) {
    case MirrorObstacle::None:
        return {};
    case MirrorObstacle::NotAFile:
        return u"not-a-file"_s;
    case MirrorObstacle::TooLarge:
        return u"too-large"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString mirrorErrorWords(const Error &error)
{
    if (error.code == ErrorCode::Refused && error.subject == "not-a-file"_L1)
        return u"%1 is a link or a folder there; remove it there first"_s.arg(error.detail);
    if (error.code == ErrorCode::Refused && error.subject == "too-large"_L1)
        return u"%1 is larger than a prompt can be; remove it there first"_s.arg(error.detail);
    if (error.code == ErrorCode::Conflict && error.subject == "edited-again"_L1)
        return u"%1 was edited again meanwhile, and stays as it is"_s.arg(error.detail);
    if (error.code == ErrorCode::Unsupported && error.subject == "history"_L1)
        return u"who edited %1 there cannot be told, as its history is too long"_s.arg(error.detail);
    if (error.code == ErrorCode::Unsupported && error.subject == "repository"_L1)
        return u"%1 is no git repository"_s.arg(error.detail);
    if (error.code == ErrorCode::OutcomeUnknown)
        return u"it was sent to %1 and no answer came; mirroring again writes nothing twice"_s.arg(
            error.subject);
    return errorWords(error);
}

ExitStatus mirrorRefused(Context &context, const QString &act, const Error &error)
{
    return context.out.fail(exitStatusOf(error), act + u": "_s + mirrorErrorWords(error), nameOf(error.code));
}

QJsonObject fileJson(const MirrorFile &file)
{
    QJsonObject object{
        {u"path"_s, file.path}, {u"prompt"_s, file.artifact.value}, {u"put_back"_s, file.putBack}};
    if (!file.after.isNull())
        object.insert(u"version"_s, file.version.toString());
    return object;
}

QJsonObject mirrorEditJson(const State &state, const MirrorEdit &edit, const EditDifferences &differences)
{
    const UngovernedEdit &outside = edit.edit;
    QJsonObject object{{u"path"_s, outside.path},          {u"prompt"_s, outside.artifact.value},
                       {u"author"_s, outside.author},      {u"email"_s, outside.email},
                       {u"at"_s, timeWords(outside.when)}, {u"commit"_s, outside.commit},
                       {u"summary"_s, outside.summary}};
    if (!outside.governed.isNull())
        object.insert(u"accepted"_s, toString(outside.governed));
    if (!outside.found.isNull())
        object.insert(u"found"_s, toString(outside.found));
    const Change *change = state.change(edit.standing.change);
    if (edit.standing.standing == Standing::Proposed && change)
        object.insert(u"change"_s, change->number);
    if (edit.obstacle != MirrorObstacle::None)
        object.insert(u"obstacle"_s, obstacleName(edit.obstacle));
    if (const auto report = differences.value(outside.path))
        object.insert(u"difference"_s, diffJson(*report));
    return object;
}

QString mirrorEditWords(const State &state, const MirrorEdit &edit)
{
    const UngovernedEdit &outside = edit.edit;
    const QString what = edit.obstacle == MirrorObstacle::NotAFile
                             ? u"a link or a folder stands in its place"_s
                         : edit.obstacle == MirrorObstacle::TooLarge ? u"is larger than a prompt can be"_s
                         : outside.found.isNull()                    ? u"was removed there"_s
                         : outside.governed.isNull()                 ? u"was never accepted"_s
                                                                     : u"was edited there"_s;
    QString words = outside.path + u": "_s + what;
    if (!outside.commit.isEmpty()) {
        words += u" by %1 <%2> at %3, %4 \"%5\""_s.arg(outside.author, outside.email, timeWords(outside.when),
                                                       outside.commit.left(12), outside.summary.simplified());
    }
    const Change *change = state.change(edit.standing.change);
    if (edit.standing.standing == Standing::Proposed && change)
        words += u"; change #%1 proposes it"_s.arg(change->number);
    return words;
}

/// Where a run wrote: its branch, or the one beside it.
QString writtenBranch(const MirrorReport &report)
{
    for (const QString &notice : report.notices) {
        if (notice.startsWith("branch-protected:"_L1) || notice.startsWith("work-tree-aside:"_L1))
            return notice.section(u':', 1);
    }
    return report.branch;
}

ExitStatus printMirror(Context &context, const State &state, const MirrorReport &report,
                       const EditDifferences &differences, bool dryRun)
{
    const ExitStatus status = report.edits.isEmpty() ? ExitStatus::Done : ExitStatus::Refused;
    if (context.out.isJson()) {
        QJsonArray files;
        for (const MirrorFile &file : report.files)
            files.append(fileJson(file));
        QJsonArray edits;
        for (const MirrorEdit &edit : report.edits)
            edits.append(mirrorEditJson(state, edit, differences));
        QJsonObject object{{u"done"_s, dryRun                    ? u"looked"_s
                                       : report.commit.isEmpty() ? u"current"_s
                                                                 : u"mirrored"_s},
                           {u"branch"_s, report.branch},
                           {u"record"_s, report.head.seq},
                           {u"files"_s, files},
                           {u"edits"_s, edits}};
        if (report.mirrored > 0)
            object.insert(u"mirrored"_s, report.mirrored);
        if (!report.commit.isEmpty())
            object.insert(u"commit"_s, QString::fromLatin1(report.commit));
        if (!report.notices.isEmpty())
            object.insert(u"notices"_s, QJsonArray::fromStringList(report.notices));
        context.out.json(object);
        return status;
    }
    for (const MirrorFile &file : report.files) {
        const QString what = file.after.isNull() ? u"removed"_s : file.version.toString();
        context.out.line(u"%1  %2%3"_s.arg(file.path, what, file.putBack ? u"  (put back)"_s : QString()));
    }
    for (const MirrorEdit &edit : report.edits) {
        context.out.line({{u"! "_s, Ink::Warning}, {mirrorEditWords(state, edit)}});
        if (const auto difference = differences.value(edit.edit.path))
            printDiff(context.out, difference->comparison, Extent::Changes);
    }
    if (dryRun)
        context.out.line(u"%1 files would be written to %2."_s.arg(report.files.size()).arg(report.branch));
    else if (report.commit.isEmpty())
        context.out.line(u"%1 has everything that was accepted%2."_s.arg(
            report.branch, report.edits.isEmpty() ? QString() : u", but for what was edited there"_s));
    else
        context.out.line(u"Wrote %1 files to %2 in commit %3."_s.arg(report.files.size())
                             .arg(writtenBranch(report), QString::fromLatin1(report.commit.left(12))));
    for (const QString &notice : report.notices)
        context.out.notice(noticeWords(notice));
    if (!report.edits.isEmpty()) {
        context.out.notice(
            u"%1 files were edited there without a change, and stay as they are; --adopt or --put-back settles them"_s
                .arg(report.edits.size()));
    }
    return status;
}

} // namespace

Task<ExitStatus> runMirror(Context &context)
{
    const QString act = u"the repository was not written"_s;
    const bool dryRun = context.has("dry-run");
    if (context.has("adopt") && (dryRun || context.has("put-back")))
        co_return misuse(context, u"--adopt goes with neither --dry-run nor --put-back"_s);
    if (dryRun && context.has("put-back"))
        co_return misuse(context, u"--put-back does not go with --dry-run"_s);
    PlaceRequest request = context.place();
    request.place = context.invocation.operand(0);
    const Result<SessionPointer> opened = co_await openSession(context, request);
    if (!opened)
        co_return fail(context, act, opened.error());
    Session &session = **opened;
    const auto open = [](const QString &repository) { return openMirror({.place = repository}); };
    MirrorDesk desk({.open = open});
    const MirrorPlace place{.repository = context.invocation.operand(1), .branch = context.value("branch")};
    const bool looks = dryRun || context.has("adopt");
    QList<MirrorPutBack> putBack;
    for (const QString &edit : context.values("put-back"))
        putBack.append({.edit = edit});
    const Result<MirrorReport> report = co_await answerOf(
        looks ? desk.look(place, session.workspace()) : desk.run(place, putBack, session.workspace()));
    if (!report)
        co_return mirrorRefused(context, act, report.error());
    if (context.has("adopt")) {
        const QString word = context.value("adopt");
        const QString adopting = u"the edit of %1 was not adopted"_s.arg(word);
        const auto edit = std::ranges::find_if(report->edits, [&word](const MirrorEdit &one) {
            return one.edit.path == word || one.edit.artifact.value == word;
        });
        if (edit == report->edits.cend())
            co_return fail(context, adopting,
                           failure(ErrorCode::NotFound, word, u"nobody edited such a file there"_s).error());
        const Result<Draft> draft = co_await answerOf(desk.adopt(place, *edit, session.workspace()));
        if (!draft)
            co_return mirrorRefused(context, adopting, draft.error());
        const QString path = edit->edit.path;
        co_return co_await sendAdopted(context, session, *draft, u"Adopt an edit of %1"_s.arg(path), adopting,
                                       u"Proposed the edit of %1 as a change."_s.arg(path));
    }
    EditDifferences differences;
    for (const MirrorEdit &edit : report->edits.first(std::min(report->edits.size(), mostDifferences))) {
        if (edit.obstacle != MirrorObstacle::None)
            continue;
        const Result<EditedFile> there = co_await answerOf(desk.proposed(place, edit, session.workspace()));
        const Result<QByteArray> accepted =
            edit.edit.governed.isNull() ? Result<QByteArray>(QByteArray())
                                        : co_await answerOf(session.workspace().content(edit.edit.governed));
        if (there && accepted) {
            differences.insert(edit.edit.path, std::make_shared<const DiffReport>(
                                                   diffReport({*accepted, there->text}, edit.edit.path)));
        } else {
            context.out.notice(u"the difference of %1 cannot be shown: %2"_s.arg(
                edit.edit.path, mirrorErrorWords(there ? accepted.error() : there.error())));
        }
    }
    co_return printMirror(context, session.state(), *report, differences, dryRun);
}

} // namespace countersign::ctl
