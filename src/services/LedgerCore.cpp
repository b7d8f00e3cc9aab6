// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/LedgerCore.h"

#include "base/Hash.h"
#include "ledger/Verify.h"
#include "services/Assess.h"
#include "services/Compose.h"
#include "services/DiskFile.h"
#include "services/OtherHistory.h"
#include "services/Snapshot.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int chunk = 1000;
constexpr qsizetype contentsLimit = 64 * 1024 * 1024;
constexpr Sequence snapshotEvery = 500;

QString snapshotPath(const CoreOptions &options)
{
    return options.directory + u"/snapshot"_s;
}

/// The change that gave the artifact its accepted content, or removed it.
const Change *lastAccepted(const State &state, const ArtifactId &artifact)
{
    const Change *last = nullptr;
    for (const Change &change : state.changes) {
        if (change.status != ChangeStatus::Accepted || (last && last->ended.seq > change.ended.seq)) {
            continue;
        }
        const QList<FileChange> &files = change.revision()->data.files;
        if (std::ranges::contains(files, artifact, &FileChange::artifact)) {
            last = &change;
        }
    }
    return last;
}

bool isRefusal(const Error &error)
{
    return error.code == ErrorCode::Refused || error.code == ErrorCode::Invalid || error.code == ErrorCode::Newer;
}

} // namespace

LedgerCore::LedgerCore(const CoreOptions &options)
    : m_options(options),
      m_branch(options.directory + u"/blobs"_s),
      m_contents(contentsLimit),
      m_consumers(std::make_shared<Consumers>())
{
    if (m_options.makeSigner) {
        m_signer = m_options.makeSigner();
    }
}

LedgerCore::~LedgerCore() = default;

const State &LedgerCore::state() const
{
    return m_recorder ? m_recorder->state() : m_recalled;
}

Done LedgerCore::ready() const
{
    if (m_recorder) {
        return {};
    }
    return std::unexpected(m_problem.value_or(Error{.code = ErrorCode::Unavailable, .subject = u"ledger"_s}));
}

Done LedgerCore::makeReady(const std::stop_token &stop)
{
    if (!m_recorder) {
        if (const Done opened = open(stop); !opened) {
            m_problem = opened.error();
        }
    }
    return ready();
}

Result<CoreView> LedgerCore::recall()
{
    const Result<QByteArray> bytes = readDiskFile(snapshotPath(m_options));
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    Result<Snapshot> snapshot = snapshotFromBytes(*bytes);
    if (!snapshot) {
        // It can always be made again.
        QFile::remove(snapshotPath(m_options));
        return std::unexpected(snapshot.error());
    }
    m_recalled = snapshot->state;
    m_texts = snapshot->texts;
    m_textsUpTo = m_recalled.head.seq;
    m_everythingSigned = snapshot->everythingSigned;
    m_savedAt = m_recalled.head;
    return view();
}

Done LedgerCore::open(const std::stop_token &stop)
{
    if (!m_opening) {
        if (!m_ledger) {
            Result<std::unique_ptr<Ledger>> ledger = m_options.openLedger();
            if (!ledger) {
                return std::unexpected(ledger.error());
            }
            m_ledger = *std::move(ledger);
        }
        Result<std::unique_ptr<Recorder>> begun = Recorder::begin(std::move(m_ledger),
                                                                  {.directory = m_options.directory,
                                                                   .client = m_options.client,
                                                                   .clock = m_options.clock,
                                                                   .signer = m_signer.get(),
                                                                   .patienceMs = m_options.patienceMs});
        if (!begun) {
            return std::unexpected(begun.error());
        }
        m_opening = *std::move(begun);
    }
    if (const Done done = m_opening->finishOpening(stop); !done) {
        if (done.error().code != ErrorCode::Canceled) {
            m_opening.reset();
        }
        return done;
    }
    m_recorder = std::move(m_opening);
    m_problem = m_recorder->problem();
    const State &state = m_recorder->state();
    const Head &head = m_recalled.head;
    const bool sameHistory = head.seq > 0 && head.seq <= state.head.seq && state.ledger == m_recalled.ledger
            && state.links.at(head.seq - 1) == head.link;
    const bool sameState = sameHistory && (head.seq < state.head.seq || state.hash() == m_recalled.hash());
    if (!sameState) {
        // What was remembered is of another history, or of a fold that went wrong.
        QFile::remove(snapshotPath(m_options));
        m_texts.clear();
        m_textsUpTo = 0;
        m_everythingSigned = true;
        m_savedAt = {};
    }
    m_recalled = {};
    return {};
}

Done LedgerCore::collectTexts()
{
    const Sequence head = m_recorder->state().head.seq;
    while (m_textsUpTo < head) {
        const Result<QList<Recorded>> events = m_recorder->history(m_textsUpTo, chunk);
        if (!events) {
            return std::unexpected(events.error());
        }
        for (const Recorded &event : *events) {
            m_texts.insert(event.envelope.texts);
            m_everythingSigned = m_everythingSigned && !event.placed.signedBy.isEmpty();
        }
        if (events->isEmpty()) {
            return failure(ErrorCode::Corrupt, u"ledger"_s, u"events are missing"_s);
        }
        m_textsUpTo += events->size();
    }
    return {};
}

CoreView LedgerCore::sync(const std::function<bool()> &canceled, const std::stop_token &stop)
{
    if (!m_recorder) {
        if (const Done opened = open(stop); !opened) {
            m_problem = opened.error();
            return view();
        }
    } else if (const Result<qsizetype> read = m_recorder->refresh(stop);
               !read && read.error().code == ErrorCode::Canceled) {
        return view();
    }
    m_problem = m_recorder->problem();
    if (const Done collected = collectTexts(); !collected) {
        m_problem = collected.error();
    }
    if (!m_problem) {
        settlePending(stop);
        lookAtBranch(canceled, stop);
    }
    indexIncludes(canceled, 150);
    if (m_recorder->state().head.seq >= m_savedAt.seq + snapshotEvery) {
        saveSnapshot();
    }
    return view();
}

void LedgerCore::settlePending(const std::stop_token &stop)
{
    const QList<Unsent> waiting = m_recorder->unsent();
    for (const Unsent &unsent : waiting) {
        if (unsent.reason && isRefusal(*unsent.reason)) {
            continue;
        }
        if (m_recorder->send(unsent.name, stop)) {
            // What it says about the result is in the state.
            if (const Done collected = collectTexts(); !collected) {
                m_problem = collected.error();
            }
        }
    }
}

void LedgerCore::lookAtBranch(const std::function<bool()> &canceled, const std::stop_token &stop)
{
    if (!m_source && m_options.openSource) {
        Result<std::unique_ptr<Source>> source = m_options.openSource();
        if (!source) {
            m_branchProblem = source.error();
            return;
        }
        m_source = *std::move(source);
    }
    if (!m_source) {
        return;
    }
    Result<BranchWatch::Seen> seen = m_branch.look(*m_source, state(), canceled, stop);
    if (!seen) {
        if (seen.error().code != ErrorCode::Canceled) {
            m_branchProblem = seen.error();
        }
        return;
    }
    m_branchProblem.reset();
    // A version that was accepted here and did not get to the branch, because the program ended or the network did.
    const Person *me = state().policy.whoever(login(), m_options.authorEmail);
    bool written = false;
    QHash<ArtifactId, ContentHash> onBranch;
    for (const BranchWatch::Behind &behind : seen->behind) {
        onBranch.insert(behind.artifact, behind.found);
    }
    for (const BranchWatch::Behind &behind : seen->behind) {
        const Change *change = lastAccepted(state(), behind.artifact);
        if (me && change && change->ended.actor == me->id && !m_written.contains(change->id)) {
            written = !writeAccepted(change->id, stop, onBranch).contains(u"branch-not-written"_s) || written;
        }
    }
    if (written) {
        if (const auto again = m_branch.look(*m_source, state(), canceled, stop); !again) {
            m_branchProblem = again.error();
        }
    }
}

std::optional<QString> LedgerCore::login() const
{
    return m_recorder ? m_recorder->ledger().login() : std::nullopt;
}

CoreView LedgerCore::view() const
{
    CoreView view{.state = state(),
                  .texts = m_texts,
                  .ungoverned = m_branch.seen().edits,
                  .everythingSigned = m_everythingSigned && state().head.seq > 0,
                  .login = login(),
                  .consumers = m_consumers};
    if (m_recorder) {
        view.sync.lastSynced = m_recorder->reachedAt();
        for (const Unsent &unsent : m_recorder->unsent()) {
            if (unsent.events.isEmpty()) {
                continue;
            }
            const Event &first = unsent.events.first();
            PendingEvent pending{.id = first.id,
                                 .kind = eventKindName(first.data),
                                 .subject = first.subject,
                                 .since = first.claimedAt};
            if (unsent.reason && isRefusal(*unsent.reason)) {
                pending.refused = unsent.reason;
            }
            view.pending.append(pending);
        }
    }
    if (!m_recorder && (!m_problem || m_problem->code == ErrorCode::Canceled)) {
        view.sync.phase = SyncPhase::Syncing;
        return view;
    }
    view.sync.error = m_problem ? m_problem : m_branchProblem;
    if (m_problem) {
        view.sync.phase = m_problem->code == ErrorCode::Corrupt ? SyncPhase::Alarm : SyncPhase::Offline;
    } else if (m_branchProblem && m_branchProblem->code == ErrorCode::Unavailable) {
        view.sync.phase = SyncPhase::Offline;
    }
    return view;
}

Result<VerifyReport> LedgerCore::verify(const std::stop_token &stop)
{
    const Result<Verification> found = verifyLedger(m_recorder->ledger(), stop);
    if (!found) {
        return std::unexpected(found.error());
    }
    VerifyReport report{.checked = found->head,
                        .stateHash = QString::fromLatin1(found->stateHash),
                        .everythingSigned = m_everythingSigned};
    for (const LedgerFinding &finding : found->findings) {
        report.problems.append(problemOf(finding));
    }
    if (m_problem && m_problem->code == ErrorCode::Corrupt) {
        const QTemporaryDir elsewhere;
        const auto served = !m_options.openServed  ? failure(ErrorCode::Unsupported, u"ledger"_s)
                          : !elsewhere.isValid() ? failure(ErrorCode::NotPermitted, QDir::tempPath(), elsewhere.errorString())
                                                 : m_options.openServed(elsewhere.filePath(u"served"_s));
        report.problems.append(otherHistory(state(), *m_problem, served, stop));
    }
    return report;
}

Result<QStringList> LedgerCore::wrongTreeFiles() const
{
    return m_recorder->ledger().wrongFiles(projectAll(state()));
}

Result<QByteArray> LedgerCore::content(const ContentHash &hash)
{
    if (const QByteArray *known = m_contents.object(hash)) {
        return *known;
    }
    if (!m_recorder && !m_opening && !m_ledger) {
        Result<std::unique_ptr<Ledger>> ledger = m_options.openLedger();
        if (!ledger) {
            return std::unexpected(ledger.error());
        }
        m_ledger = *std::move(ledger);
    }
    const Recorder *recorder = m_recorder ? m_recorder.get() : m_opening.get();
    Result<QByteArray> bytes = recorder ? recorder->content(hash) : m_ledger->content(hash);
    if (const auto blob = m_branchBlobs.constFind(hash); !bytes && m_source && blob != m_branchBlobs.cend()) {
        bytes = m_source->read(*blob);
        if (bytes && contentHash(*bytes) != hash) {
            return failure(ErrorCode::Corrupt, toString(hash));
        }
    }
    if (bytes) {
        m_contents.insert(hash, new QByteArray(*bytes), std::max<qsizetype>(1, bytes->size()));
    }
    return bytes;
}

Result<QList<BranchText>> LedgerCore::branchTexts(const ArtifactId &id, int most, const std::function<bool()> &canceled)
{
    const Artifact *artifact = state().artifact(id);
    if (!artifact) {
        return failure(ErrorCode::NotFound, id.value);
    }
    const QByteArray tip = m_branch.seen().tip;
    if (!m_options.openSource) {
        return QList<BranchText>{};
    }
    if (!m_source || tip.isEmpty()) {
        return failure(ErrorCode::Unavailable, artifact->path, u"the branch was not read yet"_s);
    }
    const Result<QList<SourceCommit>> commits = m_source->historyAcrossMoves(tip, artifact->path, most);
    if (!commits) {
        return std::unexpected(commits.error());
    }
    QList<BranchText> texts;
    for (const SourceCommit &commit : *commits) {
        if (canceled()) {
            return failure(ErrorCode::Canceled);
        }
        if (commit.blob.isEmpty()) {
            continue;
        }
        const Result<ContentHash> content = m_branch.hashOf(*m_source, commit.blob);
        if (!content) {
            return std::unexpected(content.error());
        }
        if (std::ranges::contains(artifact->versions, *content, &VersionRecord::content)) {
            continue;
        }
        m_branchBlobs.insert(*content, commit.blob);
        texts.append({.commit = QString::fromLatin1(commit.commit),
                      .content = *content,
                      .author = commit.author,
                      .summary = commit.summary,
                      .when = commit.when});
    }
    return texts;
}

Result<UngovernedEdit> LedgerCore::explained(UngovernedEdit edit, const std::stop_token &stop)
{
    if (!m_source) {
        return failure(ErrorCode::NotFound, edit.path);
    }
    const auto governed = [was = edit.governed](const ContentHash &hash) { return hash == was; };
    const Done done = m_branch.explainWhole(*m_source, m_branch.seen().tip, edit, governed, stop);
    return done ? Result<UngovernedEdit>(edit) : std::unexpected(done.error());
}

Result<QByteArray> LedgerCore::foundContent(const UngovernedEdit &edit)
{
    if (!m_source) {
        return failure(ErrorCode::NotFound, edit.path);
    }
    return m_branch.found(*m_source, edit);
}

Result<QList<Recorded>> LedgerCore::append(const QList<EventDraft> &drafts, const std::stop_token &stop,
                                           const QString &instead)
{
    Result<QList<Recorded>> recorded = m_recorder->append(drafts, stop);
    m_problem = m_recorder->problem();
    if (recorded) {
        if (const Done collected = collectTexts(); !collected) {
            m_problem = collected.error();
        }
        if (!instead.isEmpty()) {
            if (const Done dropped = m_recorder->drop(instead); !dropped) {
                return std::unexpected(dropped.error());
            }
        }
        return recorded;
    }
    if (recorded.error().code != ErrorCode::OutcomeUnknown && !drafts.isEmpty()) {
        // It was not sent. The person has it before her still and decides; nothing is sent behind her back later.
        for (const Unsent &kept : m_recorder->unsent()) {
            if (kept.name == instead || kept.events.isEmpty() || kept.events.first().id != drafts.first().id) {
                continue;
            }
            if (const Done dropped = m_recorder->drop(kept.name); !dropped) {
                return std::unexpected(dropped.error());
            }
        }
    }
    return std::unexpected(asServiceError(recorded.error()));
}

std::optional<Unsent> LedgerCore::unsent(const EventId &first) const
{
    for (const Unsent &unsent : m_recorder->unsent()) {
        if (!unsent.events.isEmpty() && unsent.events.first().id == first) {
            return unsent;
        }
    }
    return std::nullopt;
}

QStringList LedgerCore::writeAccepted(const ChangeId &id, const std::stop_token &stop,
                                      const QHash<ArtifactId, ContentHash> &onBranch)
{
    const Change *change = state().change(id);
    if (!m_source || !change || !change->revision()) {
        return {};
    }
    m_written.insert(id);
    QStringList notices;
    SourceCommitRequest request{.branch = state().policy.branch,
                                .message = u"%1\n\nCountersign change #%2\n"_s
                                                   .arg(QString::fromUtf8(m_texts.value(change->titleText)))
                                                   .arg(change->number),
                                .authorName = m_options.authorName,
                                .authorEmail = m_options.authorEmail,
                                .fallbackBranch = u"countersign/accept-%1"_s.arg(change->number)};
    for (const FileChange &file : change->revision()->data.files) {
        const Artifact *artifact = state().artifact(file.artifact);
        if (!artifact || artifact->acceptedContent() != file.after) {
            // A later change has it.
            continue;
        }
        SourceWrite write{.path = file.path};
        if (const ContentHash there = onBranch.value(file.artifact, file.before); !there.isNull()) {
            const Result<QByteArray> before = content(there);
            if (!before) {
                return {u"branch-not-written"_s};
            }
            write.before = *before;
        }
        if (!file.after.isNull()) {
            const Result<QByteArray> after = content(file.after);
            if (!after) {
                return {u"branch-not-written"_s};
            }
            write.after = *after;
        }
        request.files.append(write);
    }
    while (!request.files.isEmpty()) {
        const Result<SourceWritten> written = m_source->write(request, stop);
        if (written) {
            return notices + written->notices;
        }
        if (written.error().code != ErrorCode::Conflict) {
            if (written.error().code != ErrorCode::NotPermitted) {
                // Nothing forbids it: the next sync tries again.
                m_written.remove(id);
            }
            return notices + QStringList{u"branch-not-written"_s};
        }
        // Somebody edited that file outside; it stays as it is and shows as such, the others are written.
        const QString path = written.error().subject;
        const auto removed = request.files.removeIf([&path](const SourceWrite &file) { return file.path == path; });
        if (removed == 0) {
            return notices + QStringList{u"branch-not-written"_s};
        }
        notices.append(u"edited-outside:"_s + path);
    }
    return notices;
}

Result<QStringList> LedgerCore::restore(const UngovernedEdit &edit, const std::stop_token &stop)
{
    if (!m_source) {
        return failure(ErrorCode::Unsupported, edit.path);
    }
    SourceWrite write{.path = edit.path};
    if (!edit.found.isNull()) {
        const Result<QByteArray> found = foundContent(edit);
        if (!found) {
            return std::unexpected(found.error());
        }
        write.before = *found;
    }
    const Artifact *artifact = state().artifact(edit.artifact);
    if ((artifact ? artifact->acceptedContent() : ContentHash{}) != edit.governed) {
        return failure(ErrorCode::Conflict, edit.path, u"another version was accepted since"_s);
    }
    if (!edit.governed.isNull()) {
        const Result<QByteArray> governed = content(edit.governed);
        if (!governed) {
            return std::unexpected(governed.error());
        }
        write.after = *governed;
    }
    const Result<SourceWritten> written = m_source->write(
            {.branch = state().policy.branch,
             .files = {write},
             .message = u"Restore the accepted text of %1\n"_s.arg(edit.path),
             .authorName = m_options.authorName,
             .authorEmail = m_options.authorEmail,
             .fallbackBranch = u"countersign/restore-%1"_s.arg(QString::fromLatin1(edit.found.toHex().first(8)))},
            stop);
    if (!written) {
        return std::unexpected(written.error());
    }
    return written->notices;
}

void LedgerCore::indexIncludes(const std::function<bool()> &canceled, int mostMs)
{
    if (m_indexedAt == state().head.seq) {
        return;
    }
    QElapsedTimer timer;
    timer.start();
    bool complete = true;
    for (const Artifact &artifact : state().artifacts) {
        const ContentHash hash = artifact.acceptedContent();
        if (hash.isNull() || artifact.kind == ArtifactKind::Policy || m_includes.contains(hash)) {
            continue;
        }
        if (canceled() || (mostMs > 0 && timer.elapsed() > mostMs)) {
            complete = false;
            break;
        }
        const Result<QByteArray> bytes = content(hash);
        m_includes.insert(hash, bytes ? includesOf(artifact.path, *bytes) : QStringList{});
    }
    if (!complete) {
        return;
    }
    m_indexedAt = state().head.seq;
    const Consumers consumers = countConsumers(state(), m_includes);
    if (consumers != *m_consumers) {
        m_consumers = std::make_shared<const Consumers>(consumers);
    }
}

Consumers LedgerCore::consumers(const std::function<bool()> &canceled)
{
    indexIncludes(canceled, 0);
    return *m_consumers;
}

void LedgerCore::saveSnapshot()
{
    const Snapshot snapshot{.state = m_recorder->state(), .texts = m_texts, .everythingSigned = m_everythingSigned};
    if (writeDiskFile(snapshotPath(m_options), snapshotToBytes(snapshot))) {
        m_savedAt = snapshot.state.head;
    }
}

void LedgerCore::close()
{
    if (m_recorder && !m_problem && m_recorder->state().head != m_savedAt && QDir(m_options.directory).exists()) {
        saveSnapshot();
    }
    // A cache that could not be written is made again.
    (void)m_branch.save();
}

} // namespace countersign
