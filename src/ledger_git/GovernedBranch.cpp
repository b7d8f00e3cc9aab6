// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/GovernedBranch.h"

#include "base/Clock.h"
#include "ledger_git/GitLedger.h"
#include "ledger_git/OwnClone.h"
#include "ledger_git/SourceRepository.h"
#include "ledger_git/Transport.h"
#include "ledger_git/TreeWriter.h"

#include <QFileInfo>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 fileLimit = 64 * 1024 * 1024;
constexpr int tries = 8;
constexpr char offered[] = "refs/countersign/offered"; // of our clone: the commit that a work tree is to get
constexpr int lockedTries = 14; // of half a second and more

bool isPlainBranch(const QString &branch)
{
    int valid = 0;
    const QByteArray reference = "refs/heads/" + branch.toUtf8();
    return !branch.isEmpty() && !branch.startsWith(u'-')
            && git_reference_name_is_valid(&valid, reference.constData()) == 0 && valid == 1;
}

} // namespace

struct GovernedBranch::Private
{
    Private(const GovernedBranchOptions &given, git::OwnClone own) : options(given), clone(std::move(own)) { }

    [[nodiscard]] QString reference() const { return u"refs/heads/"_s + options.branch; }
    [[nodiscard]] QByteArray tracking() const { return "refs/countersign/governed/" + options.branch.toUtf8(); }

    [[nodiscard]] Result<git::Tree> treeOf(const git_oid &id, const QString &branch) const
    {
        int code = 0;
        const auto commit = git::owned<git::Commit>(code, git_commit_lookup, clone.repository(), &id);
        if (!commit) {
            return std::unexpected(git::lastError(code, branch));
        }
        auto tree = git::owned<git::Tree>(code, git_commit_tree, commit.get());
        if (!tree) {
            return std::unexpected(git::lastError(code, branch));
        }
        return tree;
    }

    /// Null as long as the branch is not begun.
    [[nodiscard]] Result<git::Tree> tree() const
    {
        return tip ? treeOf(*tip, options.branch) : Result<git::Tree>(git::Tree());
    }

    [[nodiscard]] Result<std::optional<QByteArray>> read(git_tree *tree, const QString &path) const
    {
        if (!tree) {
            return std::nullopt;
        }
        int code = 0;
        const auto entry = git::owned<git::TreeEntry>(code, git_tree_entry_bypath, tree, path.toUtf8().constData());
        if (!entry) {
            const Error error = git::lastError(code, path);
            return error.code == ErrorCode::NotFound ? Result<std::optional<QByteArray>>(std::nullopt)
                                                     : std::unexpected(error);
        }
        if (const git_filemode_t mode = git_tree_entry_filemode(entry.get());
            mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) {
            return failure(ErrorCode::Conflict, path, u"is no file on "_s + options.branch);
        }
        Result<QByteArray> bytes = git::readBlob(clone.odb(), *git_tree_entry_id(entry.get()), fileLimit);
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        return *std::move(bytes);
    }

    // The commit to push; nullopt when the files are there already.
    [[nodiscard]] Result<std::optional<git_oid>> commit(const BranchWrite &write) const
    {
        const Result<git::Tree> base = tree();
        if (!base) {
            return std::unexpected(base.error());
        }
        git::TreeWriter writer;
        bool changes = false;
        for (const FileWrite &file : write.files) {
            const Result<std::optional<QByteArray>> now = read(base->get(), file.path);
            if (!now) {
                return std::unexpected(now.error());
            }
            if (*now == file.after) {
                continue;
            }
            if (*now != file.before) {
                return failure(ErrorCode::Conflict, file.path, u"has other bytes on "_s + options.branch);
            }
            changes = true;
            if (!file.after) {
                writer.remove(file.path);
                continue;
            }
            const Result<git_oid> blob = git::writeBlob(clone.repository(), *file.after);
            if (!blob) {
                return std::unexpected(blob.error());
            }
            writer.put(file.path, *blob);
        }
        if (!changes) {
            return std::nullopt;
        }
        const Result<git_oid> written =
            writer.write(clone.repository(), *base ? git_tree_id(base->get()) : nullptr);
        if (!written) {
            return std::unexpected(written.error());
        }
        const Result<git_oid> made = git::writeCommit(clone.repository(), *written, tip ? &*tip : nullptr,
                                                      {.message = write.message,
                                                       .authorName = write.authorName,
                                                       .authorEmail = write.authorEmail,
                                                       .seconds = SystemClock().now() / 1000});
        return made ? Result<std::optional<git_oid>>(*made) : std::unexpected(made.error());
    }

    // The commit on a branch of the shared repository when it has the same files as `commit`: an earlier write was refused
    // as this one is, and nobody took it over since.
    [[nodiscard]] std::optional<git_oid> sameAside(const QString &branch, const git_oid &commit,
                                                   const std::stop_token &cancel) const
    {
        constexpr char aside[] = "refs/countersign/aside";
        const Result<FileLock> lock = clone.lock(options.deadlineMs, cancel);
        if (!lock
            || !clone.fetch(options.remote, u"refs/heads/"_s + branch, QString::fromLatin1(aside),
                            options.deadlineMs, cancel)) {
            return std::nullopt;
        }
        const Result<std::optional<git_oid>> there = clone.reference(aside);
        if (!there || !*there) {
            return std::nullopt;
        }
        const Result<git::Tree> theirs = treeOf(**there, branch);
        const Result<git::Tree> ours = treeOf(commit, branch);
        return theirs && ours && git::same(*git_tree_id(theirs->get()), *git_tree_id(ours->get()))
                ? std::optional(**there)
                : std::nullopt;
    }

    [[nodiscard]] Result<BranchWritten> pushAside(const BranchWrite &write, const git_oid &commit,
                                                  const QString &refusal, const std::stop_token &cancel) const
    {
        const QString name = displayRemote(options.remote);
        if (!isPlainBranch(write.fallbackBranch)) {
            return failure(ErrorCode::NotPermitted, name, refusal);
        }
        const git::PushAnswer answer =
                clone.push(options.remote, u"refs/heads/"_s + write.fallbackBranch, QByteArray(), git::hex(commit),
                           options.deadlineMs, cancel);
        BranchWritten written{.commit = git::hex(commit), .branch = write.fallbackBranch, .isProtected = true};
        if (answer.outcome == git::PushOutcome::Accepted) {
            return written;
        }
        if (answer.outcome == git::PushOutcome::Unknown) {
            return failure(ErrorCode::OutcomeUnknown, name, refusal + u'\n' + answer.words);
        }
        const std::optional<git_oid> there = sameAside(write.fallbackBranch, commit, cancel);
        if (!there) {
            return failure(ErrorCode::NotPermitted, name, refusal + u'\n' + answer.words);
        }
        written.commit = git::hex(*there);
        return written;
    }

    // As pushAside() for the repository of a work tree, in which no hook may run: it fetches what fastForward() offered.
    [[nodiscard]] Result<BranchWritten> fetchAside(const SourceRepository &source, const BranchWrite &write,
                                                   const git_oid &commit, const QString &refusal,
                                                   const std::stop_token &cancel) const
    {
        const QString name = displayRemote(options.remote);
        if (!isPlainBranch(write.fallbackBranch)) {
            return failure(ErrorCode::NotPermitted, name, refusal);
        }
        BranchWritten written{.commit = git::hex(commit),
                              .branch = write.fallbackBranch,
                              .local = BranchWritten::Local::LeftAlone,
                              .localReason = refusal};
        const Done brought = fetchInto(source, u"refs/heads/"_s + write.fallbackBranch, cancel);
        if (brought) {
            return written;
        }
        const std::optional<git_oid> there = sameAside(write.fallbackBranch, commit, cancel);
        if (!there) {
            return failure(ErrorCode::NotPermitted, name, refusal + u'\n' + brought.error().detail);
        }
        written.commit = git::hex(*there);
        return written;
    }

    [[nodiscard]] Done runThere(const SourceRepository &source, const QStringList &arguments,
                                const std::stop_token &cancel) const
    {
        const Result<ChildOutcome> outcome =
                git::run(source.gitDirectory(), arguments, options.deadlineMs, cancel);
        if (!outcome) {
            return std::unexpected(outcome.error());
        }
        return outcome->succeeded() ? Done{} : failure(ErrorCode::Refused, source.workTree(), outcome->words());
    }

    // `to`: of the repository of a work tree, with a plus before it when it may be moved anywhere.
    [[nodiscard]] Done fetchInto(const SourceRepository &source, const QString &to,
                                 const std::stop_token &cancel) const
    {
        const QString plus = to.startsWith(u'+') ? u"+"_s : QString();
        return runThere(source,
                        {u"fetch"_s, u"--quiet"_s, u"--no-tags"_s, u"--no-write-fetch-head"_s, u"--"_s, clone.path(),
                         plus + QString::fromLatin1(offered) + u':' + to.mid(plus.size())},
                        cancel);
    }

    // Fast-forwards the branch that is checked out in `source` to a commit of our clone. git refuses whatever would
    // lose something of hers, and its words are the error.
    [[nodiscard]] Done fastForward(const SourceRepository &source, const git_oid &commit,
                                   const std::stop_token &cancel) const
    {
        if (const Done done = clone.setReference(offered, commit); !done) {
            return done;
        }
        if (const Done done = fetchInto(source, u"+refs/countersign/accepted"_s, cancel); !done) {
            return done;
        }
        return runThere(source,
                        {u"-c"_s, u"core.fsmonitor=false"_s, u"-c"_s, u"submodule.recurse=false"_s, u"--work-tree"_s,
                         source.workTree(), u"merge"_s, u"--ff-only"_s, u"--quiet"_s,
                         QString::fromLatin1(git::hex(commit))},
                        cancel);
    }

    // The shared repository itself when somebody works in it with the governed branch checked out; git takes no push to
    // such a branch, or takes it and runs what its configuration names. Null when nobody does. Fails when the work tree
    // cannot be brought along without running something: then nothing may be pushed there either.
    [[nodiscard]] Result<std::unique_ptr<SourceRepository>> sharedWorkTree() const
    {
        const QString path = git::localPath(options.remote);
        if (path.isEmpty()) {
            return nullptr;
        }
        auto source = SourceRepository::open(path, History::AnyPart);
        if (!source) {
            const bool hasWorkTree = QFileInfo::exists(path + u"/.git"_s) || QFileInfo(path).fileName() == ".git"_L1;
            return hasWorkTree ? std::move(source) : nullptr;
        }
        if ((*source)->checkedOut() != options.branch) {
            return nullptr;
        }
        if ((*source)->isArmed()) {
            return failure(ErrorCode::NotPermitted, u"own-programs"_s, displayRemote(options.remote));
        }
        auto whole = SourceRepository::open(path);
        const bool isEmpty = !whole && whole.error().code == ErrorCode::Invalid;
        return isEmpty ? std::move(source) : std::move(whole);
    }

    // Brings the person's own clone to the new tip, when that loses nothing of hers.
    void bringAlong(BranchWritten &written, const git_oid &commit, const std::stop_token &cancel) const
    {
        if (options.localRepository.isEmpty()) {
            return;
        }
        const auto source = SourceRepository::open(options.localRepository);
        if (!source || (*source)->workTree().isEmpty()) {
            written.localReason = source ? QString() : source.error().detail;
            return;
        }
        written.local = BranchWritten::Local::LeftAlone;
        if ((*source)->isArmed()) {
            written.localReason = u"the clone's own configuration names programs that git would run"_s;
            return;
        }
        const Result<bool> clean = (*source)->isClean(options.branch);
        if (!clean || !*clean) {
            written.localReason = clean ? u"files are changed there, or another branch is checked out"_s
                                        : clean.error().detail;
        } else if (const Done done = fastForward(**source, commit, cancel); !done) {
            written.localReason = done.error().detail;
        } else {
            written.local = BranchWritten::Local::BroughtAlong;
        }
    }

    [[nodiscard]] QByteArray tipHex() const { return tip ? git::hex(*tip) : QByteArray(); }

    GovernedBranchOptions options;
    git::OwnClone clone;
    std::optional<git_oid> tip = {};
    bool fetched = false;
};

GovernedBranch::GovernedBranch(std::unique_ptr<Private> priv) : d(std::move(priv)) { }
GovernedBranch::~GovernedBranch() = default;

Result<std::unique_ptr<GovernedBranch>> GovernedBranch::open(const GovernedBranchOptions &options,
                                                             const std::stop_token &cancel)
{
    if (const Done done = checkRemote(options.remote); !done) {
        return std::unexpected(done.error());
    }
    git::start();
    if (!isPlainBranch(options.branch)) {
        return failure(ErrorCode::Invalid, u"branch"_s, options.branch);
    }
    Result<git::OwnClone> clone = git::OwnClone::open(options.directory, cancel);
    if (!clone) {
        return std::unexpected(clone.error());
    }
    return std::unique_ptr<GovernedBranch>(
            new GovernedBranch(std::make_unique<Private>(options, *std::move(clone))));
}

Result<QByteArray> GovernedBranch::fetch(const std::stop_token &cancel)
{
    const Result<FileLock> lock = d->clone.lock(d->options.deadlineMs, cancel);
    if (!lock) {
        return std::unexpected(lock.error());
    }
    const QString tracking = QString::fromLatin1(d->tracking());
    if (const Done done = d->clone.fetch(d->options.remote, d->reference(), tracking,
                                         d->options.deadlineMs, cancel);
        !done) {
        if (done.error().code == ErrorCode::NotFound && d->options.mayBegin) {
            d->tip.reset();
            d->fetched = true;
            return QByteArray();
        }
        return std::unexpected(done.error());
    }
    const Result<std::optional<git_oid>> tip = d->clone.reference(d->tracking().constData());
    if (!tip || !*tip) {
        return failure(ErrorCode::Unavailable, d->options.branch, tip ? QString() : tip.error().detail);
    }
    d->tip = **tip;
    d->fetched = true;
    return git::hex(**tip);
}

Result<std::optional<QByteArray>> GovernedBranch::read(const QString &path) const
{
    if (!d->fetched) {
        return failure(ErrorCode::NotFound, d->options.branch);
    }
    const Result<git::Tree> tree = d->tree();
    return tree ? d->read(tree->get(), path) : std::unexpected(tree.error());
}

Result<BranchWritten> GovernedBranch::write(const BranchWrite &write, const std::stop_token &cancel)
{
    const QString name = displayRemote(d->options.remote);
    int lockedRounds = 0;
    for (int attempt = 0; attempt < tries; ++attempt) {
        // Also after an unknown outcome: files that are there already are not written again.
        if (const Result<QByteArray> fetched = fetch(cancel); !fetched) {
            return std::unexpected(fetched.error());
        }
        const Result<std::optional<git_oid>> commit = d->commit(write);
        if (!commit) {
            return std::unexpected(commit.error());
        }
        if (!*commit) {
            BranchWritten there{.branch = d->options.branch};
            there.commit = attempt == 0 ? QByteArray() : d->tipHex();
            return there;
        }
        const Result<std::unique_ptr<SourceRepository>> source = d->sharedWorkTree();
        if (!source) {
            return std::unexpected(source.error());
        }
        if (*source) {
            const Done done = d->fastForward(**source, **commit, cancel);
            if (done) {
                return BranchWritten{.commit = git::hex(**commit),
                                     .branch = d->options.branch,
                                     .local = BranchWritten::Local::BroughtAlong};
            }
            if ((*source)->tip(d->options.branch).value_or(QByteArray()) != d->tipHex()) {
                continue;
            }
            return d->fetchAside(**source, write, **commit, done.error().detail, cancel);
        }
        const git::PushAnswer answer = d->clone.push(d->options.remote, d->reference(), d->tipHex(),
                                                     git::hex(**commit), d->options.deadlineMs, cancel);
        switch (answer.outcome) {
        case git::PushOutcome::Accepted: {
            BranchWritten written{.commit = git::hex(**commit), .branch = d->options.branch};
            d->bringAlong(written, **commit, cancel);
            d->tip = **commit;
            return written;
        }
        case git::PushOutcome::NotPermitted:
            return d->pushAside(write, **commit, answer.words, cancel);
        case git::PushOutcome::NoSpace:
            return failure(ErrorCode::NoSpace, name, answer.words);
        case git::PushOutcome::Unreachable:
            return failure(ErrorCode::Unavailable, name, answer.words);
        case git::PushOutcome::Locked:
            // A lock that another push holds goes by itself; one that a killed push of ours left goes when it is old enough.
            if (!d->clone.removeOwnLocks(d->options.remote, d->options.branch) && ++lockedRounds < lockedTries) {
                waitFor(500, cancel);
                --attempt;
            }
            break;
        case git::PushOutcome::LostRace:
        case git::PushOutcome::Unknown:
            waitFor(50 + int(QRandomGenerator::global()->bounded(200)), cancel);
            break;
        }
    }
    return failure(ErrorCode::Conflict, name, u"others were faster %1 times"_s.arg(tries));
}

} // namespace countersign
