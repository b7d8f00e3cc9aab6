// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/FakeWorkspace.h"

#include "base/Hash.h"
#include "services/Assess.h"

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

template<typename R>
QFuture<R> answered(R result)
{
    QPromise<R> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

FakeWorkspace::FakeWorkspace(const ViewPointer &view, QObject *parent)
    : Workspace(parent)
    , m_view(view)
{
}

void FakeWorkspace::setView(const ViewPointer &view)
{
    m_view = view;
    emit viewChanged();
}

ContentHash FakeWorkspace::keep(const QByteArray &text)
{
    const ContentHash hash = contentHash(text);
    contents.insert(hash, text);
    return hash;
}

QFuture<Result<QByteArray>> FakeWorkspace::content(const ContentHash &hash)
{
    const auto found = contents.constFind(hash);
    return found == contents.cend() ? contentCalls.ask() : answered(Result<QByteArray>(*found));
}

QFuture<Result<FileComparison>> FakeWorkspace::compare(const QString &path, const ContentHash &left,
                                                       const ContentHash &right)
{
    const bool known = (left.isNull() || contents.contains(left)) && (right.isNull() || contents.contains(right));
    if (!known) {
        return compareCalls.ask();
    }
    const ArtifactKind kind = m_view->state.policy.kindOf(path).value_or(ArtifactKind::Prompt);
    FileComparison compared = compareFile(m_view->state,
                                          {.path = path, .artifact = m_view->state.policy.artifactOf(path), .kind = kind,
                                           .before = contents.value(left), .after = contents.value(right)},
                                          0);
    compared.left = left;
    compared.right = right;
    return answered(Result<FileComparison>(compared));
}

QFuture<Result<AssessedChange>> FakeWorkspace::assess(const QList<EditedFile> &files)
{
    lastAssessed = files;
    QList<ContentPair> pairs;
    for (const EditedFile &file : files) {
        if (!file.before.isNull() && !contents.contains(file.before)) {
            return assessCalls.ask();
        }
        pairs.append({.path = file.path, .artifact = file.artifact, .kind = file.kind,
                      .before = contents.value(file.before), .after = file.removed ? QByteArray() : file.text});
    }
    return answered(Result<AssessedChange>(assessFiles(m_view->state, pairs, {})));
}

QFuture<Result<DryRun>> FakeWorkspace::dryRun(const Policy &policy, int)
{
    lastPolicy = policy;
    return dryRunCalls.ask();
}

QFuture<Result<QList<FileMerge>>> FakeWorkspace::merge(const QList<MergeInput> &files)
{
    QList<FileMerge> merges;
    for (const MergeInput &file : files) {
        for (const ContentHash &hash : {file.mine.before, file.stored, file.onto.content}) {
            if (holdMerges || (!hash.isNull() && !contents.contains(hash))) {
                return mergeCalls.ask();
            }
        }
        const QByteArray mine = file.stored.isNull() ? file.mine.text : contents.value(file.stored);
        merges.append(mergeFile(file, contents.value(file.mine.before), mine, contents.value(file.onto.content)));
    }
    return answered(Result<QList<FileMerge>>(merges));
}

QFuture<Result<QList<LogEntry>>> FakeWorkspace::log(const LogQuery &query)
{
    lastQuery = query;
    return logCalls.ask();
}

QFuture<Result<VerifyReport>> FakeWorkspace::verify()
{
    return verifyCalls.ask();
}

QFuture<Result<QList<BranchText>>> FakeWorkspace::branchTexts(const ArtifactId &, int)
{
    return branchTextsCalls.ask();
}

QFuture<Result<QList<Workspace::TextMatch>>> FakeWorkspace::search(const QString &words, int)
{
    lastWords = words;
    return searchCalls.ask();
}

QFuture<Result<QString>> FakeWorkspace::saveDraft(const Draft &draft)
{
    lastDraft = draft;
    return saveDraftCalls.ask();
}

QFuture<Done> FakeWorkspace::dropDraft(const QString &id)
{
    lastText = id;
    return dropDraftCalls.ask();
}

QFuture<Result<Draft>> FakeWorkspace::newDraft(const QList<ArtifactId> &artifacts, const ChangeId &change)
{
    lastArtifact = artifacts.value(0);
    lastChange = change;
    return newDraftCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::send(const Draft &draft)
{
    lastWrite = u"send"_s;
    lastDraft = draft;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::writeNote(const ChangeId &change, const NoteDraft &note)
{
    lastWrite = u"writeNote"_s;
    lastChange = change;
    lastNote = note;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::review(const ReviewDraft &review)
{
    lastWrite = u"review"_s;
    lastReview = review;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::raiseLane(const ChangeId &change, Lane, const QString &reason)
{
    lastWrite = u"raiseLane"_s;
    lastChange = change;
    lastText = reason;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::signOff(const EventId &about, const SignOff &act, const QString &reason)
{
    lastWrite = u"signOff"_s;
    lastChange = about;
    lastSignOff = act;
    lastText = reason;
    return writeCalls.ask();
}

QFuture<Result<RunTexts>> FakeWorkspace::runTexts(const ChangeId &change, const ArtifactId &suite)
{
    return QtFuture::makeReadyValueFuture(runTextsOf(
        m_view->state, change, suite,
        [this](const ContentHash &hash) -> Result<QByteArray> {
            const auto known = contents.constFind(hash);
            return known == contents.cend() ? Result<QByteArray>(failure(ErrorCode::NotFound, toString(hash)))
                                            : *known;
        },
        {}));
}

QFuture<Result<WriteReceipt>> FakeWorkspace::recordRun(const RunDraft &run)
{
    lastWrite = u"recordRun"_s;
    lastChange = run.change;
    lastRun = run;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::gradeCase(const GradeDraft &grade)
{
    lastWrite = u"gradeCase"_s;
    lastChange = grade.change;
    lastGrade = grade;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::recordSpotCheck(const SpotCheckDraft &check)
{
    lastWrite = u"recordSpotCheck"_s;
    lastChange = check.change;
    lastSpotCheck = check;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::accept(const ChangeId &change, const QList<AcceptedFile> &)
{
    lastWrite = u"accept"_s;
    lastChange = change;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::putPolicyInForce(const ChangeId &change)
{
    lastWrite = u"putPolicyInForce"_s;
    lastChange = change;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::withdraw(const ChangeId &change, const QString &reason)
{
    lastWrite = u"withdraw"_s;
    lastChange = change;
    lastText = reason;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::comment(const ChangeId &change, const Anchor &anchor,
                                                     const EventId &answers, const QString &text)
{
    lastWrite = u"comment"_s;
    lastChange = change;
    lastAnchor = anchor;
    lastEvent = answers;
    lastText = text;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::suggest(const ChangeId &change, const Anchor &anchor, const QString &words,
                                                     const QString &text)
{
    lastWrite = u"suggest"_s;
    lastChange = change;
    lastAnchor = anchor;
    lastWords = words;
    lastText = text;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::resolveThread(const ChangeId &change, const EventId &comment, bool)
{
    lastWrite = u"resolveThread"_s;
    lastChange = change;
    lastEvent = comment;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::release(const ArtifactId &artifact, const SemVer &version,
                                                     const EnvironmentId &environment)
{
    lastWrite = u"release"_s;
    lastArtifact = artifact;
    lastVersion = version;
    lastEnvironment = environment;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::rollBack(const ArtifactId &artifact, const SemVer &target,
                                                      const EnvironmentId &environment, const QString &reason)
{
    lastWrite = u"rollBack"_s;
    lastArtifact = artifact;
    lastVersion = target;
    lastEnvironment = environment;
    lastText = reason;
    return writeCalls.ask();
}

QFuture<Result<Draft>> FakeWorkspace::adopt(const UngovernedEdit &edit)
{
    lastEdit = edit;
    return adoptCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::restore(const UngovernedEdit &edit)
{
    lastWrite = u"restore"_s;
    lastEdit = edit;
    return writeCalls.ask();
}

QFuture<Result<WriteReceipt>> FakeWorkspace::redo(const EventId &pending)
{
    lastWrite = u"redo"_s;
    lastEvent = pending;
    return writeCalls.ask();
}

QFuture<Done> FakeWorkspace::drop(const EventId &pending)
{
    lastEvent = pending;
    return dropCalls.ask();
}

} // namespace countersign::test
