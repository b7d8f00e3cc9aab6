// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/GitLedger.h"

#include "base/Hash.h"
#include "ledger_git/EventCache.h"
#include "ledger_git/OwnClone.h"
#include "ledger_git/Transport.h"
#include "ledger_git/TreeWriter.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSet>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 contentLimit = 256 * 1024 * 1024;
constexpr int turnWaitMs = 15'000;
constexpr int politePauseMs = 15;
constexpr int abandonedLockSeconds = 5;
constexpr int goneTries = 3;
constexpr int tidyEvery = 16;

const QString ledgerReference = u"refs/heads/"_s + QLatin1StringView(ledgerBranch);

class LockTurn final : public WriterTurn
{
public:
    explicit LockTurn(FileLock lock) : m_lock(std::move(lock)) { }

private:
    FileLock m_lock;
};

QByteArray key(const git_oid &id)
{
    return QByteArray(reinterpret_cast<const char *>(id.id), GIT_OID_SHA1_SIZE);
}

} // namespace

struct GitLedger::Private
{
    Private(const GitLedgerOptions &given, git::OwnClone own)
        : options(given), clone(std::move(own)), cache(clone.directory() + u"/events.cache"_s)
    {
    }

    [[nodiscard]] Head known() const { return events.isEmpty() ? Head{} : events.last().at; }
    [[nodiscard]] const git_oid *tip() const { return events.isEmpty() ? nullptr : &events.last().commit; }

    void remember(const git::EventCache::Slot &slot, const git::StoredRecord &record)
    {
        events.append(slot);
        for (const auto &[hash, blob] : record.contents) {
            contents.insert(hash, blob);
        }
    }

    // Reads the cache from its start; what does not continue is cut off.
    [[nodiscard]] Done loadCache()
    {
        events.clear();
        contents.clear();
        std::optional<qint64> cutAt;
        const Done opened = cache.open([&](const auto &slot, const auto &record) {
            const Head last = known();
            const bool follows = slot.at.seq == last.seq + 1 && record.envelope.prev == last.link;
            if (!cutAt && follows) {
                remember(slot, record);
            } else if (!cutAt) {
                cutAt = slot.offset;
            }
        });
        return opened && cutAt ? cache.cut(*cutAt) : opened;
    }

    // Only under the clone's lock: takes over what other processes have read, and ends where the verified reference is.
    [[nodiscard]] Done synchronise()
    {
        if (cache.wasCut()) {
            if (const Done done = loadCache(); !done) {
                return done;
            }
        }
        cache.readNew([this](const auto &slot, const auto &record) { remember(slot, record); });
        const Result<std::optional<git_oid>> verified = clone.reference(git::verifiedReference);
        if (!verified) {
            return std::unexpected(verified.error());
        }
        if (!*verified) {
            return events.isEmpty() ? Done{} : forgetAfter(0);
        }
        if (tip() && git::same(*tip(), **verified)) {
            return {};
        }
        QHash<QByteArray, qsizetype> places;
        for (qsizetype i = 0; i < events.size(); ++i) {
            places.insert(key(events.at(i).commit), i);
        }
        qsizetype kept = 0;
        const Result<QList<git_oid>> missing = walk(**verified, [&](const git_oid &commit) {
            const auto place = places.constFind(key(commit));
            kept = place == places.cend() ? 0 : *place + 1;
            return place != places.cend();
        });
        if (!missing) {
            return std::unexpected(missing.error());
        }
        if (const Done done = forgetAfter(kept); !done) {
            return done;
        }
        return takeIn(*missing);
    }

    [[nodiscard]] Done forgetAfter(qsizetype count)
    {
        if (count == events.size()) {
            return {};
        }
        const Done done = cache.cut(events.at(count).offset);
        return done ? loadCache() : done;
    }

    // Commits by first parent from `from` on, newest first, up to and without the one that `stop` takes.
    template<typename Stop>
    [[nodiscard]] Result<QList<git_oid>> walk(const git_oid &from, Stop stop, bool *stopped = nullptr) const
    {
        QList<git_oid> commits;
        git_oid at = from;
        while (true) {
            if (stop(at)) {
                if (stopped) {
                    *stopped = true;
                }
                return commits;
            }
            commits.append(at);
            int code = 0;
            const auto commit = git::owned<git::Commit>(code, git_commit_lookup, clone.repository(), &at);
            if (!commit) {
                return std::unexpected(git::lastError(code, QString::fromLatin1(git::hex(at))));
            }
            const git_oid *parent = git_commit_parent_id(commit.get(), 0);
            if (!parent) {
                return commits;
            }
            at = *parent;
        }
    }

    // Reads events of commits given newest first, behind what is known.
    [[nodiscard]] Done takeIn(const QList<git_oid> &commits)
    {
        for (auto commit = commits.crbegin(); commit != commits.crend(); ++commit) {
            const Result<git::StoredRecord> record =
                    git::readRecord(clone.repository(), clone.odb(), *commit, known());
            if (!record) {
                return std::unexpected(record.error());
            }
            const Result<git::EventCache::Slot> slot = cache.append(*record);
            if (!slot) {
                return std::unexpected(slot.error());
            }
            remember(*slot, *record);
        }
        return {};
    }

    // Where the branch of a shared repository on this computer is, without a child process; fails for any other.
    [[nodiscard]] Result<std::optional<git_oid>> remoteTip() const
    {
        const QString path = git::localPath(options.remote);
        if (path.isEmpty()) {
            return failure(ErrorCode::Unsupported, options.remote);
        }
        const Result<git::Repository> remote = git::openExactly(path);
        if (!remote) {
            return std::unexpected(remote.error());
        }
        const Result<git_oid> id = git::resolveReference(remote->get(), ledgerReference.toLatin1().constData());
        if (!id) {
            return id.error().code == ErrorCode::NotFound ? Result<std::optional<git_oid>>(std::nullopt)
                                                          : std::unexpected(id.error());
        }
        return *id;
    }

    [[nodiscard]] std::unexpected<Error> alarmAbout(const git_oid *served, const QString &what)
    {
        for (const git_oid *evidence : {served, tip()}) {
            if (evidence) {
                const QByteArray name = git::evidencePrefix + git::hex(*evidence);
                if (const Done done = clone.setReference(name.constData(), *evidence); !done) {
                    return std::unexpected(done.error());
                }
            }
        }
        alarm = Error{.code = ErrorCode::Corrupt, .subject = displayRemote(options.remote), .detail = what};
        return std::unexpected(*alarm);
    }

    [[nodiscard]] Result<Head> advanceTo(const git_oid &incoming)
    {
        if (tip() && git::same(*tip(), incoming)) {
            alarm.reset();
            return known();
        }
        bool descends = !tip();
        const Result<QList<git_oid>> commits = walk(
                incoming, [this](const git_oid &commit) { return tip() && git::same(*tip(), commit); }, &descends);
        if (!commits) {
            return std::unexpected(commits.error());
        }
        if (!descends) {
            const auto older = std::ranges::find_if(
                    events, [&](const auto &slot) { return git::same(slot.commit, incoming); });
            return alarmAbout(&incoming,
                              older == events.cend()
                                      ? u"does not go through event %1, seen before"_s.arg(known().seq)
                                      : u"ends at event %1; %2 events seen before are missing"_s.arg(older->at.seq).arg(
                                                known().seq - older->at.seq));
        }
        if (const Done done = takeIn(*commits); !done) {
            return std::unexpected(done.error());
        }
        if (const Done done = clone.setReference(git::verifiedReference, incoming); !done) {
            return std::unexpected(done.error());
        }
        alarm.reset();
        return known();
    }

    [[nodiscard]] Result<git_oid> writeCommits(const QList<ImportedEntry> &entries)
    {
        QHash<ContentHash, git_oid> fresh;
        std::optional<git_oid> parent;
        std::optional<git_oid> tree;
        if (tip()) {
            parent = *tip();
            int code = 0;
            const auto commit = git::owned<git::Commit>(code, git_commit_lookup, clone.repository(), &*parent);
            if (!commit) {
                return std::unexpected(git::lastError(code, u"commit"_s));
            }
            tree = *git_commit_tree_id(commit.get());
        }
        for (const ImportedEntry &imported : entries) {
            const Entry &entry = imported.entry;
            const Result<git_oid> next = writeTree(imported, tree ? &*tree : nullptr, fresh);
            if (!next) {
                return next;
            }
            tree = *next;
            const qint64 now = options.clock ? options.clock->now() : SystemClock().now();
            const Result<git_oid> commit = git::writeCommit(clone.repository(), *tree, parent ? &*parent : nullptr,
                                                            {.message = entry.summary,
                                                             .authorName = options.committerName,
                                                             .authorEmail = options.committerEmail,
                                                             .seconds = now / 1000});
            if (!commit) {
                return commit;
            }
            parent = *commit;
        }
        return *parent;
    }

    [[nodiscard]] Result<git_oid> writeTree(const ImportedEntry &imported, const git_oid *base,
                                            QHash<ContentHash, git_oid> &fresh)
    {
        const Entry &entry = imported.entry;
        git::TreeWriter writer;
        writer.remove(u"ledger"_s);
        Done done;
        const auto put = [&](const QString &path, QByteArrayView bytes) -> std::optional<git_oid> {
            const Result<git_oid> blob = done ? git::writeBlob(clone.repository(), bytes)
                                              : Result<git_oid>(std::unexpected(done.error()));
            if (!blob) {
                done = std::unexpected(blob.error());
                return std::nullopt;
            }
            writer.put(path, *blob);
            return *blob;
        };
        put(u"ledger/body.json"_s, entry.body);
        if (!entry.signature.isEmpty()) {
            put(u"ledger/body.sig"_s, entry.signature);
        }
        if (!imported.meta.isEmpty()) {
            put(u"ledger/meta"_s, imported.meta);
        }
        put(u"ledger/link"_s, git::linkText(entry.at, entry.prev));
        for (auto it = entry.texts.cbegin(); it != entry.texts.cend(); ++it) {
            put(u"ledger/texts/"_s + QString::fromLatin1(it.key().toHex()), it.value());
        }
        for (auto it = entry.contents.cbegin(); it != entry.contents.cend(); ++it) {
            if (const auto blob = put(u"ledger/contents/"_s + QString::fromLatin1(it.key().toHex()), it.value())) {
                fresh.insert(it.key(), *blob);
            }
        }
        for (const TreeEdit &edit : entry.edits) {
            if (edit.what == TreeEdit::What::Remove) {
                writer.remove(edit.path);
            } else if (edit.what == TreeEdit::What::Put) {
                put(edit.path, edit.bytes);
            } else if (const std::optional<git_oid> blob = contentBlob(edit.content, fresh)) {
                writer.put(edit.path, *blob);
            } else {
                return failure(ErrorCode::Invalid, edit.path, u"its content is missing"_s);
            }
        }
        if (!done) {
            return std::unexpected(done.error());
        }
        return writer.write(clone.repository(), base);
    }

    // The blob that really has this content; somebody may have put other bytes under its name.
    [[nodiscard]] std::optional<git_oid> contentBlob(const ContentHash &hash,
                                                     const QHash<ContentHash, git_oid> &fresh) const
    {
        if (const auto blob = fresh.constFind(hash); blob != fresh.cend()) {
            return *blob;
        }
        const QList<git_oid> candidates = contents.values(hash);
        for (const git_oid &blob : candidates) {
            const Result<QByteArray> bytes = git::readBlob(clone.odb(), blob, contentLimit);
            if (bytes && contentHash(*bytes) == hash) {
                return blob;
            }
        }
        return std::nullopt;
    }

    // Whether a blob goes by the name of what a file of the readable tree is to be.
    [[nodiscard]] bool mayBe(const TreeFile &file, const git_oid &blob) const
    {
        if (file.content.isNull()) {
            git_oid given = {};
            return git_odb_hash(&given, file.bytes.constData(), size_t(file.bytes.size()), GIT_OBJECT_BLOB) == 0
                    && git::same(given, blob);
        }
        const QList<git_oid> candidates = contents.values(file.content);
        return std::ranges::any_of(candidates, [&blob](const git_oid &candidate) { return git::same(candidate, blob); });
    }

    [[nodiscard]] Result<Landing> land(const Head &expected, const QList<ImportedEntry> &entries,
                                       const std::stop_token &cancel);

    [[nodiscard]] Result<Landing> answer(const git::PushAnswer &push) const
    {
        const QString name = displayRemote(options.remote);
        switch (push.outcome) {
        case git::PushOutcome::Accepted:
            return Landing::Landed;
        case git::PushOutcome::LostRace:
            return Landing::LostRace;
        case git::PushOutcome::Locked: {
            // Two pushes at once meet at the lock for a moment; one that stays was left behind.
            if (clone.removeOwnLocks(options.remote, QLatin1StringView(ledgerBranch))) {
                return Landing::LostRace;
            }
            const Result<QList<RemoteLock>> locks = remoteLocks(options.remote);
            for (const RemoteLock &lock : locks.value_or(QList<RemoteLock>())) {
                if (lock.ageSeconds >= abandonedLockSeconds) {
                    return failure(ErrorCode::Locked, lock.path,
                                   u"for %1 s, held by %2"_s.arg(lock.ageSeconds)
                                           .arg(lock.holder.isEmpty() ? u"no process"_s : lock.holder));
                }
            }
            return Landing::LostRace;
        }
        case git::PushOutcome::NotPermitted:
            return failure(ErrorCode::NotPermitted, name, push.words);
        case git::PushOutcome::NoSpace:
            return failure(ErrorCode::NoSpace, name, push.words);
        case git::PushOutcome::Unreachable:
            return failure(ErrorCode::Unavailable, name, push.words);
        case git::PushOutcome::Unknown:
            return failure(ErrorCode::OutcomeUnknown, name, push.words);
        }
        Q_UNREACHABLE_RETURN(failure(ErrorCode::OutcomeUnknown, name));
    }

    GitLedgerOptions options;
    git::OwnClone clone;
    git::EventCache cache;
    QList<git::EventCache::Slot> events = {};
    QMultiHash<ContentHash, git_oid> contents = {};
    QSet<QByteArray> written = {};   ///< commits that this object made; their objects are all here
    std::optional<Error> alarm = {};
    int untilTidy = 0;
    bool crowded = false;            ///< others were waiting for a turn the last time
};

GitLedger::GitLedger(std::unique_ptr<Private> priv) : d(std::move(priv)) { }
GitLedger::~GitLedger() = default;

Result<std::unique_ptr<GitLedger>> GitLedger::open(const GitLedgerOptions &options)
{
    if (const Done done = checkRemote(options.remote); !done) {
        return std::unexpected(done.error());
    }
    git::start();
    Result<git::OwnClone> clone = git::OwnClone::open(options.directory);
    if (!clone) {
        return std::unexpected(clone.error());
    }
    auto d = std::make_unique<Private>(options, *std::move(clone));
    const Result<FileLock> lock = d->clone.lock(options.deadlineMs);
    if (!lock) {
        return std::unexpected(lock.error());
    }
    Done done = d->loadCache();
    if (done) {
        done = d->synchronise();
    }
    if (!done) {
        return std::unexpected(done.error());
    }
    return std::unique_ptr<GitLedger>(new GitLedger(std::move(d)));
}

Result<Head> GitLedger::fetch(const std::stop_token &cancel)
{
    const Result<FileLock> lock = d->clone.lock(d->options.deadlineMs, cancel);
    if (!lock) {
        return std::unexpected(lock.error());
    }
    if (const Done done = d->synchronise(); !done) {
        return std::unexpected(done.error());
    }
    if (const auto remote = d->remoteTip(); remote && *remote) {
        const bool unmoved = d->tip() && git::same(*d->tip(), **remote);
        if (unmoved || d->written.contains(key(**remote))) {
            return d->advanceTo(**remote);
        }
    }
    Done fetched;
    for (int attempt = 0; attempt < goneTries; ++attempt) {
        fetched = d->clone.fetch(d->options.remote, ledgerReference,
                             QString::fromLatin1(git::incomingReference), d->options.deadlineMs, cancel);
        // A server that packs its references may show none for a moment.
        const bool gone = !fetched && fetched.error().code == ErrorCode::NotFound && d->tip();
        if (!gone) {
            break;
        }
        waitFor(100, cancel);
    }
    if (!fetched) {
        if (fetched.error().code != ErrorCode::NotFound) {
            return std::unexpected(fetched.error());
        }
        return d->tip() ? Result<Head>(d->alarmAbout(nullptr, u"the branch %1 is gone"_s.arg(
                                                                      QLatin1StringView(ledgerBranch))))
                        : Result<Head>(Head{});
    }
    const Result<std::optional<git_oid>> incoming = d->clone.reference(git::incomingReference);
    if (!incoming || !*incoming) {
        return failure(ErrorCode::Unavailable, name(), incoming ? QString() : incoming.error().detail);
    }
    Result<Head> head = d->advanceTo(**incoming);
    if (head && --d->untilTidy < 0) {
        d->clone.tidy();
        d->untilTidy = tidyEvery;
    }
    return head;
}

Head GitLedger::known() const
{
    return d->known();
}

Result<QList<Envelope>> GitLedger::readAfter(Sequence after, int most) const
{
    QList<Envelope> envelopes;
    const Sequence last = qMin(Sequence(d->events.size()), after + most);
    for (Sequence seq = after + 1; seq <= last; ++seq) {
        const git::EventCache::Slot &slot = d->events.at(seq - 1);
        Result<git::StoredRecord> record = d->cache.read(slot);
        if (!record) {
            const Head before = seq > 1 ? d->events.at(seq - 2).at : Head{};
            record = git::readRecord(d->clone.repository(), d->clone.odb(), slot.commit, before);
        }
        if (!record) {
            return std::unexpected(record.error());
        }
        envelopes.append(record->envelope);
    }
    return envelopes;
}

Result<QByteArray> GitLedger::content(const ContentHash &hash) const
{
    const QList<git_oid> candidates = d->contents.values(hash);
    Error error{.code = ErrorCode::NotFound, .subject = toString(hash)};
    for (const git_oid &blob : candidates) {
        Result<QByteArray> bytes = git::readBlob(d->clone.odb(), blob, contentLimit);
        if (bytes && contentHash(*bytes) == hash) {
            return bytes;
        }
        error = Error{.code = ErrorCode::Corrupt,
                      .subject = toString(hash),
                      .detail = bytes ? QString::fromLatin1(git::hex(blob)) : bytes.error().detail};
    }
    return std::unexpected(error);
}

std::unique_ptr<WriterTurn> GitLedger::takeTurn(const std::stop_token &cancel)
{
    const QString path = git::localPath(d->options.remote);
    // A share that is not mounted now gets no file in its place.
    if (path.isEmpty() || !d->options.takeTurns || !QFileInfo(path).isDir()) {
        return nullptr;
    }
    // Who has just had a turn among others lets them go first.
    if (d->crowded) {
        waitFor(politePauseMs, cancel);
    }
    QElapsedTimer timer;
    timer.start();
    std::optional<FileLock> lock = FileLock::take(path, turnWaitMs, cancel);
    d->crowded = timer.elapsed() > politePauseMs;
    return lock ? std::make_unique<LockTurn>(*std::move(lock)) : nullptr;
}

Result<Landing> GitLedger::tryAppend(const Head &expected, const QList<Entry> &entries, const std::stop_token &cancel)
{
    return d->land(expected, withoutMeta(entries), cancel);
}

Result<Landing> GitLedger::import(const Head &expected, const QList<ImportedEntry> &entries)
{
    return d->land(expected, entries, {});
}

Result<Landing> GitLedger::Private::land(const Head &expected, const QList<ImportedEntry> &entries,
                                         const std::stop_token &cancel)
{
    const Result<FileLock> lock = clone.lock(options.deadlineMs, cancel);
    if (!lock) {
        return std::unexpected(lock.error());
    }
    if (alarm) {
        return std::unexpected(*alarm);
    }
    if (const Done done = synchronise(); !done) {
        return std::unexpected(done.error());
    }
    if (known() != expected) {
        return Landing::LostRace;
    }
    if (const auto remote = remoteTip(); remote) {
        const bool moved = remote->has_value() ? !tip() || !git::same(**remote, *tip()) : tip() != nullptr;
        if (moved) {
            return Landing::LostRace;
        }
    }
    const Result<git_oid> commit = writeCommits(entries);
    if (!commit) {
        return std::unexpected(commit.error());
    }
    if (cancel.stop_requested()) {
        return failure(ErrorCode::Canceled, displayRemote(options.remote));
    }
    const Result<Landing> landing =
            answer(clone.push(options.remote, ledgerReference,
                                tip() ? git::hex(*tip()) : QByteArray(), git::hex(*commit),
                                options.deadlineMs, cancel));
    if (!landing || *landing == Landing::Landed) {
        written.insert(key(*commit));
    }
    return landing;
}

Result<Footprint> GitLedger::footprint(Sequence seq) const
{
    if (seq < 1 || seq > d->events.size()) {
        return failure(ErrorCode::NotFound, QString::number(seq));
    }
    return git::readFootprint(d->clone.repository(), d->clone.odb(), d->events.at(seq - 1).commit);
}

Result<QStringList> GitLedger::wrongFiles(const ReadableTree &expected) const
{
    if (!d->tip()) {
        return QStringList();
    }
    const Result<Footprint> last = footprint(d->known().seq);
    if (!last) {
        return std::unexpected(last.error());
    }
    if (last->treeVersion > treeVersion) {
        return failure(ErrorCode::Newer, name(), QString::number(last->treeVersion));
    }
    const Result<QHash<QString, git_oid>> found = git::readableFiles(d->clone.repository(), *d->tip());
    if (!found) {
        return std::unexpected(found.error());
    }
    QStringList wrong;
    for (auto file = expected.cbegin(); file != expected.cend(); ++file) {
        const auto there = found->constFind(file.key());
        if (there == found->cend() || !d->mayBe(file.value(), *there)) {
            wrong.append(file.key());
        }
    }
    for (auto file = found->cbegin(); file != found->cend(); ++file) {
        if (!expected.contains(file.key())) {
            wrong.append(file.key());
        }
    }
    std::ranges::sort(wrong);
    return wrong;
}

QString GitLedger::name() const
{
    return displayRemote(d->options.remote);
}

QString GitLedger::clonePath() const
{
    return d->clone.path();
}

QString ownClonePath(const QString &directory)
{
    return directory + u"/clone.git"_s;
}

} // namespace countersign
