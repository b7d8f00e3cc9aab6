// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/LedgerWorkspace.h"

#include "base/Hash.h"
#include "services/DryRunTexts.h"
#include "services/EventLog.h"
#include "services/SharedCaches.h"
#include "services/WhenFinished.h"

#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

template<typename T>
QFuture<T> ready(T value)
{
    return QtFuture::makeReadyValueFuture(std::move(value));
}

/// A draft saved over itself while somebody types changes nothing that a list shows.
bool looksTheSame(const QList<Draft> &a, const QList<Draft> &b)
{
    return std::equal(a.cbegin(), a.cend(), b.cbegin(), b.cend(), [](const Draft &x, const Draft &y) {
        return x.id == y.id && x.change == y.change && x.title == y.title
                && std::equal(x.files.cbegin(), x.files.cend(), y.files.cbegin(), y.files.cend(),
                              [](const EditedFile &f, const EditedFile &g) {
                                  return f.path == g.path && f.removed == g.removed;
                              });
    });
}

} // namespace

LedgerWorkspace::LedgerWorkspace(const WorkspaceOptions &options, QObject *parent)
    : Workspace(parent),
      m_options(options),
      m_store(options.core.directory + u"/drafts"_s),
      m_consumers(std::make_shared<Consumers>()),
      m_contents(std::make_shared<SharedContents>()),
      m_comparisons(std::make_shared<SharedComparisons>()),
      m_dryRunTexts(std::make_shared<DryRunTexts>()),
      m_closing(std::make_shared<std::atomic_bool>(false)),
      m_opened(m_openedPromise.future())
{
    m_openedPromise.start();
    m_disk.setMaxThreadCount(1);
    auto view = std::make_shared<WorkspaceView>();
    view->name = options.name;
    view->location = options.location;
    view->localPath = options.localPath;
    view->registry = options.registry;
    view->me = {.name = options.core.authorName, .email = options.core.authorEmail};
    view->sync.phase = SyncPhase::Syncing;
    m_view = view;

    m_thread = std::make_unique<LedgerThread>(
            [core = options.core] { return std::make_unique<LedgerCore>(core); });
    whenFinished(QtConcurrent::run(&m_disk, [store = m_store] { return store.load(); }), this,
                 [this](const Result<DraftStore::Loaded> &loaded) {
                     if (!loaded) {
                         m_damagedDrafts = {loaded.error().subject};
                         return;
                     }
                     m_damagedDrafts = loaded->damaged;
                     for (const Draft &draft : loaded->drafts) {
                         const bool newer = m_view->draft(draft.id);
                         if (!newer) {
                             m_drafts.append(draft);
                         }
                     }
                     publishDrafts(true);
                 });
    whenFinished(m_thread->run<Result<CoreView>>(JobKind::Read,
                                                 [](LedgerCore &core, const JobStop &) { return core.recall(); }),
                 this, [this](const Result<CoreView> &recalled) {
                     // Only until the record itself has spoken.
                     if (recalled && m_view->state.head.seq == 0) {
                         publish(*recalled);
                     }
                 });
    startSync();
    connect(&m_timer, &QTimer::timeout, this, &LedgerWorkspace::startSync);
    setActive(true);
}

LedgerWorkspace::~LedgerWorkspace()
{
    m_timer.stop();
    *m_closing = true;
    m_thread.reset();
    m_openedPromise.finish();
}

void LedgerWorkspace::setActive(bool active)
{
    if (active && m_options.syncEveryMs > 0) {
        m_timer.start(m_options.syncEveryMs);
    } else {
        m_timer.stop();
    }
}

void LedgerWorkspace::sync()
{
    if (!m_syncing && m_view->sync.phase == SyncPhase::Idle) {
        auto view = std::make_shared<WorkspaceView>(*m_view);
        view->sync.phase = SyncPhase::Syncing;
        m_view = view;
        emit viewChanged();
    }
    startSync();
}

void LedgerWorkspace::startSync()
{
    if (m_syncing) {
        return;
    }
    m_syncing = true;
    const auto job = [this](LedgerCore &core, const JobStop &stop) -> Done {
        CoreView view = core.sync([&stop] { return stop.requested(); }, stop.token);
        QMetaObject::invokeMethod(this, [this, view = std::move(view)] { publish(view); }, Qt::QueuedConnection);
        return core.ready();
    };
    whenFinished(m_thread->run<Done>(JobKind::Background, job), this, [this](const Done &done) {
        m_syncing = false;
        if (m_opened.isFinished()) {
            return;
        }
        if (!done && done.error().code == ErrorCode::Canceled) {
            // Somebody wanted to read in between.
            startSync();
            return;
        }
        m_openedPromise.addResult(done);
        m_openedPromise.finish();
    });
}

void LedgerWorkspace::lookAgain()
{
    if (m_options.syncEveryMs > 0) {
        startSync();
    }
}

void LedgerWorkspace::publish(const CoreView &core)
{
    auto view = std::make_shared<WorkspaceView>(*m_view);
    view->state = core.state;
    view->texts = core.texts;
    view->ungoverned = core.ungoverned;
    view->pending = core.pending;
    view->sync = core.sync;
    view->everythingSigned = core.everythingSigned;
    const Person *me = core.state.policy.whoever(core.login, view->me.email);
    view->me.person = me ? me->id : PrincipalId{};
    m_consumers = core.consumers;

    const WorkspaceView &old = *m_view;
    const bool same = old.state.head == view->state.head && old.ungoverned == view->ungoverned
            && old.pending == view->pending && old.sync.phase == view->sync.phase
            && old.sync.error == view->sync.error && old.texts.size() == view->texts.size() && old.me == view->me
            && old.everythingSigned == view->everythingSigned;
    m_view = view;
    if (!same) {
        emit viewChanged();
    }
}

void LedgerWorkspace::publishDrafts(bool loudly)
{
    auto view = std::make_shared<WorkspaceView>(*m_view);
    std::stable_sort(m_drafts.begin(), m_drafts.end(),
                     [](const Draft &a, const Draft &b) { return a.savedAt > b.savedAt; });
    view->drafts = m_drafts;
    m_view = view;
    if (loudly) {
        emit viewChanged();
    }
}

void LedgerWorkspace::remember(const Draft &draft)
{
    const QList<Draft> before = m_drafts;
    const auto known = std::find_if(m_drafts.begin(), m_drafts.end(), [&draft](const Draft &d) { return d.id == draft.id; });
    if (known == m_drafts.end()) {
        m_drafts.prepend(draft);
    } else {
        *known = draft;
    }
    publishDrafts(!looksTheSame(before, m_drafts));
}

template<typename R>
QFuture<Result<R>> LedgerWorkspace::compute(const QList<ContentHash> &needed,
                                            std::function<R(const Blobs &, const diff::Canceled &)> work)
{
    auto promise = std::make_shared<QPromise<Result<R>>>();
    promise->start();
    const auto calculate = [promise, closing = m_closing, work = std::move(work)](const Blobs &blobs) {
        const diff::Canceled canceled = [&] { return promise->isCanceled() || *closing; };
        if (!canceled()) {
            promise->addResult(work(blobs, canceled));
        }
        promise->finish();
    };
    Blobs blobs;
    bool atHand = true;
    for (const ContentHash &hash : needed) {
        const std::optional<QByteArray> known = hash.isNull() ? QByteArray() : m_contents->find(hash);
        atHand = atHand && known;
        if (known) {
            blobs.insert(hash, *known);
        }
    }
    if (atHand) {
        m_cpu.start([calculate, blobs] { calculate(blobs); });
        return promise->future();
    }
    const auto gather = [needed, blobs, calculate, promise, contents = m_contents, cpu = &m_cpu](
                                LedgerCore &core, const JobStop &) mutable {
        for (const ContentHash &hash : needed) {
            if (promise->isCanceled()) {
                promise->finish();
                return false;
            }
            if (blobs.contains(hash)) {
                continue;
            }
            const Result<QByteArray> bytes = core.content(hash);
            if (!bytes) {
                promise->addResult(std::unexpected(bytes.error()));
                promise->finish();
                return false;
            }
            contents->insert(hash, *bytes);
            blobs.insert(hash, *bytes);
        }
        cpu->start([calculate, blobs] { calculate(blobs); });
        return true;
    };
    // Nobody waits for this future: the promise is what is waited for, and ends as canceled with the job.
    (void)m_thread->run<bool>(JobKind::Read, gather);
    return promise->future();
}

QFuture<Result<QByteArray>> LedgerWorkspace::content(const ContentHash &hash)
{
    if (const std::optional<QByteArray> known = m_contents->find(hash)) {
        return ready(Result<QByteArray>(*known));
    }
    return m_thread->run<Result<QByteArray>>(
            JobKind::Read, [hash, contents = m_contents](LedgerCore &core, const JobStop &) {
                Result<QByteArray> bytes = core.content(hash);
                if (bytes) {
                    contents->insert(hash, *bytes);
                }
                return bytes;
            });
}

QFuture<Result<FileComparison>> LedgerWorkspace::compare(const QString &path, const ContentHash &left,
                                                         const ContentHash &right)
{
    const State &state = m_view->state;
    ContentPair pair{.path = path, .artifact = state.policy.artifactOf(path)};
    pair.kind = state.policy.kindOf(path).value_or(ArtifactKind::Prompt);
    if (const Artifact *artifact = state.artifactAt(path)) {
        pair.artifact = artifact->id;
        pair.kind = artifact->kind;
    }
    const int consumers = m_consumers->value(pair.artifact);
    const SharedComparisons::Key key{.path = path,
                                     .left = left,
                                     .right = right,
                                     .policy = state.policyInForce,
                                     .consumers = consumers,
                                     .incident = factsFor(state, path, pair.kind, pair.artifact, 0).recentIncident};
    if (const std::optional<FileComparison> known = m_comparisons->find(key)) {
        return ready(Result<FileComparison>(*known));
    }
    return compute<FileComparison>(
            {left, right}, [state, pair, left, right, consumers, key, known = m_comparisons](
                                   const Blobs &blobs, const diff::Canceled &canceled) mutable {
                pair.before = blobs.value(left);
                pair.after = blobs.value(right);
                FileComparison comparison = compareFile(state, pair, consumers, canceled);
                comparison.left = left;
                comparison.right = right;
                if (comparison.comparison->complete) {
                    known->insert(key, comparison);
                }
                return comparison;
            });
}

QFuture<Result<AssessedChange>> LedgerWorkspace::assess(const QList<EditedFile> &files)
{
    QList<ContentHash> needed;
    for (const EditedFile &file : files) {
        needed.append(file.before);
    }
    return compute<AssessedChange>(
            needed, [state = m_view->state, files, consumers = m_consumers](const Blobs &blobs,
                                                                             const diff::Canceled &canceled) {
                QList<ContentPair> pairs;
                for (const EditedFile &file : files) {
                    pairs.append({.path = file.path,
                                  .artifact = file.artifact,
                                  .kind = file.kind,
                                  .before = blobs.value(file.before),
                                  .after = file.removed ? QByteArray() : file.text});
                }
                AssessedChange assessed = assessFiles(state, pairs, *consumers, canceled);
                for (qsizetype i = 0; i < files.size(); ++i) {
                    assessed.files[i].left = files.at(i).before;
                }
                return assessed;
            });
}

QFuture<Result<DryRun>> LedgerWorkspace::dryRun(const Policy &policy, int most)
{
    auto promise = std::make_shared<QPromise<Result<DryRun>>>();
    promise->start();
    const QList<ChangeId> changes = dryRunChanges(m_view->state, most);
    promise->setProgressRange(0, int(changes.size()));
    const auto calculate = [promise, policy, changes, state = m_view->state, consumers = m_consumers, closing = m_closing,
                            texts = m_dryRunTexts](const Blobs &blobs) {
        const diff::Canceled canceled = [&] { return promise->isCanceled() || *closing; };
        const CompareTexts compared = [&](const ContentPair &pair) { return texts->compared(pair, canceled); };
        const Result<DryRun> run = countersign::dryRun(state, policy, changes, blobs, *consumers, compared,
                                                       [&promise](int done) { promise->setProgressValue(done); }, canceled);
        if (!promise->isCanceled()) {
            promise->addResult(run);
        }
        promise->finish();
    };
    const auto gather = [promise, changes, calculate, state = m_view->state, contents = m_contents, cpu = &m_cpu](LedgerCore &core, const JobStop &) {
        Blobs blobs;
        for (const ContentHash &hash : dryRunContents(state, changes)) {
            if (promise->isCanceled()) {
                promise->finish();
                return false;
            }
            const std::optional<QByteArray> known = contents->find(hash);
            // One that cannot be read leaves its change out, and is counted.
            if (const Result<QByteArray> bytes = known ? Result<QByteArray>(*known) : core.content(hash)) {
                contents->insert(hash, *bytes);
                blobs.insert(hash, *bytes);
            }
        }
        cpu->start([calculate, blobs] { calculate(blobs); });
        return true;
    };
    (void)m_thread->run<bool>(JobKind::Read, gather);
    return promise->future();
}

QFuture<Result<QList<FileMerge>>> LedgerWorkspace::merge(const QList<MergeInput> &files)
{
    QList<ContentHash> needed;
    for (const MergeInput &file : files) {
        needed << file.mine.before << file.stored << file.onto.content;
    }
    return compute<QList<FileMerge>>(needed, [files](const Blobs &blobs, const diff::Canceled &canceled) {
        QList<FileMerge> merges;
        for (const MergeInput &file : files) {
            const QByteArray mine = file.stored.isNull() ? file.mine.text : blobs.value(file.stored);
            merges.append(mergeFile(file, blobs.value(file.mine.before), mine, blobs.value(file.onto.content), canceled));
        }
        return merges;
    });
}

QFuture<Result<QList<LogEntry>>> LedgerWorkspace::log(const LogQuery &query)
{
    return m_thread->run<Result<QList<LogEntry>>>(
            JobKind::Read, [query](LedgerCore &core, const JobStop &stop) -> Result<QList<LogEntry>> {
                if (const Done open = core.makeReady(stop.token); !open) {
                    return std::unexpected(open.error());
                }
                const TextLookup text = [&core](const ContentHash &hash) {
                    return QString::fromUtf8(core.recorder().text(hash).value_or(QByteArray()));
                };
                return readLog(core.recorder(), query, text, [&stop] { return stop.requested(); });
            });
}

QFuture<Result<VerifyReport>> LedgerWorkspace::verify()
{
    return m_thread->run<Result<VerifyReport>>(
            JobKind::Read, [](LedgerCore &core, const JobStop &stop) -> Result<VerifyReport> {
                if (const Done open = core.makeReady(stop.token); !open) {
                    return std::unexpected(open.error());
                }
                return core.verify(stop.token);
            });
}

QFuture<Result<QStringList>> LedgerWorkspace::wrongTreeFiles()
{
    return m_thread->run<Result<QStringList>>(
            JobKind::Read, [](LedgerCore &core, const JobStop &stop) -> Result<QStringList> {
                if (const Done open = core.makeReady(stop.token); !open) {
                    return std::unexpected(open.error());
                }
                return core.wrongTreeFiles();
            });
}

void LedgerWorkspace::interrupt()
{
    m_thread->interrupt();
}

QFuture<Result<QList<BranchText>>> LedgerWorkspace::branchTexts(const ArtifactId &artifact, int most)
{
    return m_thread->run<Result<QList<BranchText>>>(
            JobKind::Read, [artifact, most](LedgerCore &core, const JobStop &stop) {
                return core.branchTexts(artifact, most, [&stop] { return stop.requested(); });
            });
}

QFuture<Result<QList<Workspace::TextMatch>>> LedgerWorkspace::search(const QString &words, int most)
{
    return m_thread->run<Result<QList<TextMatch>>>(
            JobKind::Read, [words, most](LedgerCore &core, const JobStop &stop) -> Result<QList<TextMatch>> {
                QList<TextMatch> found;
                for (const Artifact &artifact : core.state().artifacts) {
                    if (stop.requested()) {
                        return failure(ErrorCode::Canceled);
                    }
                    const ContentHash hash = artifact.acceptedContent();
                    if (hash.isNull() || found.size() >= most) {
                        continue;
                    }
                    const Result<QByteArray> bytes = core.content(hash);
                    if (!bytes) {
                        return std::unexpected(bytes.error());
                    }
                    if (const QString sentence = sentenceWith(*bytes, words); !sentence.isEmpty()) {
                        found.append({.artifact = artifact.id, .sentence = sentence});
                    }
                }
                return found;
            });
}

QFuture<Result<QString>> LedgerWorkspace::saveDraft(const Draft &draft)
{
    Draft saved = draft;
    if (saved.id.isEmpty()) {
        saved.id = DraftStore::newId();
    }
    saved.savedAt = m_options.core.clock->now();
    remember(saved);
    return QtConcurrent::run(&m_disk, [store = m_store, saved]() -> Result<QString> {
        if (const Done done = store.save(saved); !done) {
            return std::unexpected(done.error());
        }
        return saved.id;
    });
}

QFuture<Done> LedgerWorkspace::dropDraft(const QString &id)
{
    m_drafts.removeIf([&id](const Draft &draft) { return draft.id == id; });
    publishDrafts(true);
    return QtConcurrent::run(&m_disk, [store = m_store, id] { return store.drop(id); });
}

QFuture<Result<Draft>> LedgerWorkspace::makeDraft(MakeDraft make)
{
    auto promise = std::make_shared<QPromise<Result<Draft>>>();
    promise->start();
    const auto job = [make = std::move(make)](LedgerCore &core, const JobStop &stop) {
        return make(core, stop.token);
    };
    whenFinished(m_thread->run<Result<Draft>>(JobKind::Read, job), this, [this, promise](Result<Draft> made) {
        if (!made) {
            promise->addResult(made);
            promise->finish();
            return;
        }
        made->id = DraftStore::newId();
        whenFinished(saveDraft(*made), this, [promise, draft = *made](const Result<QString> &saved) {
            promise->addResult(saved ? Result<Draft>(draft) : Result<Draft>(std::unexpected(saved.error())));
            promise->finish();
        });
    });
    return promise->future();
}

QFuture<Result<Draft>> LedgerWorkspace::newDraft(const QList<ArtifactId> &artifacts, const ChangeId &change)
{
    if (const Draft *known = m_view->draftOf(change)) {
        return ready(Result<Draft>(*known));
    }
    return makeDraft([seen = m_view, artifacts, id = change](LedgerCore &core,
                                                             const std::stop_token &) -> Result<Draft> {
        Draft draft{.change = id};
        const auto add = [&](const FileChange &file) -> Done {
            EditedFile edited{.artifact = file.artifact, .path = file.path, .kind = file.kind, .before = file.before};
            edited.removed = file.after.isNull();
            if (!edited.removed) {
                const Result<QByteArray> bytes = core.content(file.after);
                if (!bytes) {
                    return std::unexpected(bytes.error());
                }
                edited.text = *bytes;
            }
            draft.files.append(edited);
            return {};
        };
        if (!id.isNull()) {
            const Change *revised = seen->state.change(id);
            if (!revised || !revised->revision()) {
                return failure(ErrorCode::NotFound, changeSubject(id));
            }
            draft.title = seen->text(revised->titleText);
            draft.note = seen->noteOf(*revised->revision());
            for (const FileChange &file : revised->revision()->data.files) {
                if (const Done done = add(file); !done) {
                    return std::unexpected(done.error());
                }
            }
        }
        for (const ArtifactId &artifactId : artifacts) {
            const Artifact *artifact = seen->state.artifact(artifactId);
            if (!artifact || artifact->acceptedContent().isNull()) {
                return failure(ErrorCode::NotFound, artifactId.value);
            }
            const FileChange file{.artifact = artifactId, .path = artifact->path, .kind = artifact->kind,
                                  .before = artifact->acceptedContent(), .after = artifact->acceptedContent()};
            if (const Done done = add(file); !done) {
                return std::unexpected(done.error());
            }
        }
        return draft;
    });
}

QFuture<Result<Draft>> LedgerWorkspace::adopt(const UngovernedEdit &edit)
{
    return makeDraft([edit, seen = m_view](LedgerCore &core, const std::stop_token &stop) -> Result<Draft> {
        std::optional<QByteArray> text;
        if (!edit.found.isNull()) {
            const Result<QByteArray> found = core.foundContent(edit);
            if (!found) {
                return std::unexpected(found.error());
            }
            text = *found;
        }
        const Result<UngovernedEdit> explained = core.explained(edit, stop);
        return explained ? draftOf(seen->state.policy, *explained, text)
                         : Result<Draft>(std::unexpected(explained.error()));
    });
}

} // namespace countersign
