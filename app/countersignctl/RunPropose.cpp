// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Receipt.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "domain/PolicyReview.h"
#include "services/PolicyYaml.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// The governed file that a word names; a path that is governed and not there yet is a new one.
Result<EditedFile> fileNamed(const Session &session, const QString &word)
{
    const State &state = session.state();
    if (const Result<Artifact> artifact = session.artifact(word)) {
        return EditedFile{.artifact = artifact->id,
                          .path = artifact->path,
                          .kind = artifact->kind,
                          .before = artifact->acceptedContent()};
    }
    const std::optional<ArtifactKind> kind = isSafePath(word) ? state.policy.kindOf(word) : std::nullopt;
    if (!kind) {
        return failure(ErrorCode::NotFound, u"prompt"_s, word + u" (and the policy governs no such path)"_s);
    }
    EditedFile file{.artifact = state.policy.artifactOf(word), .path = word, .kind = *kind};
    if (state.artifact(file.artifact)) {
        file.artifact = state.policy.longArtifactOf(word);
    }
    return file;
}

void put(QList<EditedFile> &files, const EditedFile &file)
{
    const auto known = std::find_if(files.begin(), files.end(), [&file](const EditedFile &other) {
        return other.artifact == file.artifact;
    });
    if (known == files.end()) {
        files.append(file);
    } else {
        *known = file;
    }
}

/// The draft that the command line asks for.
Task<Result<Draft>> draftOf(Context &context, Session &session)
{
    Draft draft;
    if (context.has("change")) {
        const Result<Change> change = session.change(context.value("change"));
        if (!change) {
            co_return std::unexpected(change.error());
        }
        // Not through a stored draft: what the window keeps for the same change stays as it is.
        draft.change = change->id;
        draft.title = session.view()->text(change->titleText);
        if (const Revision *revision = change->revision()) {
            draft.note = session.view()->noteOf(*revision);
            for (const FileChange &file : revision->data.files) {
                EditedFile edited{
                    .artifact = file.artifact, .path = file.path, .kind = file.kind, .before = file.before};
                edited.removed = file.after.isNull();
                if (!edited.removed) {
                    const Result<QByteArray> bytes =
                        co_await answerOf(session.workspace().content(file.after));
                    if (!bytes) {
                        co_return std::unexpected(bytes.error());
                    }
                    edited.text = *bytes;
                }
                draft.files.append(edited);
            }
        }
    }
    if (context.has("title")) {
        draft.title = context.value("title");
    }
    const QStringList inputs = context.values("file");
    for (qsizetype i = 0; i < context.invocation.operands.size(); ++i) {
        Result<EditedFile> file = fileNamed(session, context.invocation.operands.at(i));
        if (!file) {
            co_return std::unexpected(file.error());
        }
        file->removed = context.has("remove");
        if (!file->removed) {
            const Result<QByteArray> bytes = readInput(inputs.at(i));
            if (!bytes) {
                co_return std::unexpected(bytes.error());
            }
            file->text = *bytes;
        }
        // A text that is to be merged was written where the change was; without that it stands for itself.
        const auto known = std::find_if(draft.files.cbegin(), draft.files.cend(), [&file](const EditedFile &other) {
            return other.artifact == file->artifact;
        });
        if (context.has("merge") && known != draft.files.cend()) {
            file->before = known->before;
        }
        put(draft.files, *file);
    }
    const Result<NoteDraft> note = noteFrom(context, session, draft.note);
    if (!note) {
        co_return std::unexpected(note.error());
    }
    draft.note = *note;
    co_return draft;
}

QString sinceThen(const MergeTarget &target)
{
    return target.version.isEmpty() ? u"the file was taken away"_s : u"%1 was accepted"_s.arg(target.version);
}

/// The draft on what was accepted since its files were written. Fails: Conflict, when they are not to be merged or
/// somebody has to choose; the places are said already.
Task<Result<Draft>> merged(Context &context, Session &session, Draft draft)
{
    const QList<MergeInput> needed = mergesNeeded(session.state(), draft.files);
    if (needed.isEmpty()) {
        co_return draft;
    }
    if (!context.has("merge")) {
        const MergeInput &first = needed.constFirst();
        co_return failure(ErrorCode::Conflict, first.mine.path,
                          sinceThen(first.onto) + u" meanwhile; --merge puts both together"_s);
    }
    const Result<QList<FileMerge>> merges = co_await answerOf(session.workspace().merge(needed));
    if (!merges) {
        co_return std::unexpected(merges.error());
    }
    int questions = 0;
    for (const FileMerge &merge : *merges) {
        questions += merge.questions();
        for (const diff::MergeConflict &conflict : merge.merge.conflicts) {
            context.out.notice(u"%1: both changed one place"_s.arg(merge.mine.path));
            context.out.notice(u"  was:      "_s + conflict.base.simplified());
            context.out.notice(u"  accepted: "_s + conflict.theirs.simplified());
            context.out.notice(u"  yours:    "_s + conflict.ours.simplified());
        }
        if (merge.questions() > 0 && merge.kind != FileMergeKind::Text) {
            context.out.notice(u"%1: %2 meanwhile; one of the two has to be taken whole"_s.arg(
                merge.mine.path, sinceThen(merge.onto)));
        }
    }
    if (questions > 0) {
        co_return failure(ErrorCode::Conflict, needed.constFirst().mine.path,
                          u"%1 places need a choice; make it in the window, or give the whole text with --file and "
                          "without --merge"_s.arg(questions));
    }
    for (const FileMerge &merge : *merges) {
        const Result<EditedFile> file = mergedFile(merge, {});
        if (!file) {
            co_return std::unexpected(file.error());
        }
        const auto at = std::find_if(draft.files.begin(), draft.files.end(), [&merge](const EditedFile &other) {
            return other.path == merge.mine.path;
        });
        *at = *file;
    }
    co_return draft;
}

void printFindings(Output &out, Lane lane, const QList<FindingRecord> &findings)
{
    out.line(u"Lane: %1"_s.arg(toString(lane)));
    for (const FindingRecord &finding : findings) {
        const QString words = finding.before.isEmpty() && finding.after.isEmpty()
                                  ? finding.why
                                  : u"[-%1-] {+%2+}"_s.arg(finding.before, finding.after);
        out.line(u"  %1 %2  %3"_s.arg(toString(finding.lane).leftJustified(7), finding.rule, words));
    }
}

} // namespace

Task<ExitStatus> runPropose(Context &context)
{
    const QString act =
        context.has("change") ? u"the revision was not sent"_s : u"the change was not opened"_s;
    const qsizetype inputs = context.values("file").size();
    if (context.has("remove") ? inputs > 0 : inputs != context.invocation.operands.size()) {
        co_return misuse(context, context.has("remove") ? u"--remove takes no --file"_s
                                                        : u"every PROMPT needs one --file"_s);
    }
    if (context.invocation.operands.isEmpty() && !context.has("merge")) {
        co_return misuse(context, u"PROMPT is missing: name what is proposed"_s);
    }
    if (context.has("merge") && !context.has("change")) {
        co_return misuse(context, u"--merge needs --change: a new text is written against what is accepted"_s);
    }
    if (!context.has("change") && !context.has("dry-run") && context.value("title").trimmed().isEmpty()) {
        co_return misuse(context, u"a new change needs --title"_s);
    }
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    Result<Draft> draft = co_await draftOf(context, session);
    if (draft) {
        draft = co_await merged(context, session, *std::move(draft));
    }
    if (!draft) {
        co_return fail(context, act, draft.error());
    }
    const Result<AssessedChange> assessed = co_await answerOf(session.workspace().assess(draft->files));
    if (!assessed) {
        co_return fail(context, act, assessed.error());
    }
    QJsonObject fields{{u"lane"_s, toString(assessed->lane)},
                       {u"findings"_s, findingsJson(assessed->findings(), true)}};
    if (context.has("dry-run")) {
        if (context.out.isJson()) {
            context.out.json(fields);
        } else {
            printFindings(context.out, assessed->lane, assessed->findings());
        }
        co_return ExitStatus::Done;
    }
    for (const EditedFile &file : draft->files) {
        const Result<Policy> policy = file.kind == ArtifactKind::Policy && !file.removed
                                          ? policyFromYaml(file.text)
                                          : failure(ErrorCode::NotFound);
        for (const PolicyWarning &warning : policy ? policyWarnings(*policy) : QList<PolicyWarning>()) {
            context.out.notice(u"warning: "_s + warningWords(warning));
        }
        if (policy && locksEverybodyOut(*policy)) {
            context.out.notice(u"warning: once this policy is in force nobody could ever change it again"_s);
        }
    }
    const Result<WriteReceipt> receipt = co_await answerOf(session.workspace().send(*draft));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    const Change *change = session.state().change(receipt->change);
    const QString words =
        change ? u"Sent revision %1 of change %2."_s.arg(change->revisions.size()).arg(numberOf(*change))
               : u"Sent."_s;
    printChangeReceipt(context, session, u"proposed"_s, words, *receipt, receipt->change, fields);
    if (!context.out.isJson()) {
        printFindings(context.out, assessed->lane, assessed->findings());
    }
    co_return ExitStatus::Done;
}

Task<ExitStatus> sendAdopted(Context &context, Session &session, Draft draft, QString title, QString act, QString words)
{
    if (context.has("title")) {
        draft.title = context.value("title");
    }
    if (draft.title.trimmed().isEmpty()) {
        draft.title = title;
    }
    const Result<NoteDraft> note = noteFrom(context, session, draft.note);
    Result<WriteReceipt> receipt = failure(ErrorCode::Canceled);
    if (note) {
        draft.note = *note;
        receipt = co_await answerOf(session.workspace().send(draft));
    } else {
        receipt = std::unexpected(note.error());
    }
    if (!receipt) {
        // The draft was only a step on the way here.
        const Done dropped = co_await answerOf(session.workspace().dropDraft(draft.id));
        if (!dropped) {
            context.out.notice(u"a draft of it stays on this machine: "_s + errorWords(dropped.error()));
        }
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, session, u"adopted"_s, words, *receipt, receipt->change);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runAdopt(Context &context)
{
    const QString word = context.invocation.operand(0);
    const QString act = u"the edit of %1 was not adopted"_s.arg(word);
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const Result<UngovernedEdit> edit = session.edit(word);
    if (!edit) {
        co_return fail(context, act, edit.error());
    }
    const Result<Draft> made = co_await answerOf(session.workspace().adopt(*edit));
    if (!made) {
        co_return fail(context, act, made.error());
    }
    co_return co_await sendAdopted(context, session, *made, u"Adopt an edit of %1"_s.arg(edit->path), act,
                                   u"Proposed the edit of %1 as a change."_s.arg(edit->path));
}

Task<ExitStatus> runRestore(Context &context)
{
    const QString word = context.invocation.operand(0);
    const QString act = u"%1 was not restored"_s.arg(word);
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const Result<UngovernedEdit> edit = session.edit(word);
    if (!edit) {
        co_return fail(context, act, edit.error());
    }
    const Result<WriteReceipt> receipt = co_await answerOf(session.workspace().restore(*edit));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printReceipt(context, u"restored"_s, u"Gave the branch the accepted text of %1 back."_s.arg(edit->path),
                 *receipt, {{u"path"_s, edit->path}});
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
