// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/SourceRepository.h"

#include "domain/Policy.h"
#include "ledger_git/Git.h"
#include "ledger_git/ObjectView.h"
#include "ledger_git/Transport.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <future>
#include <initializer_list>
#include <queue>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int mostFiles = 200'000;
constexpr int mostDepth = 64;

std::unexpected<Error> unsupported(const QString &what, const QString &detail)
{
    return failure(ErrorCode::Unsupported, what, detail);
}

// Whether a section or key of one of these names may stand in the configuration of a repository: git has no other way to
// spell it, but for its case.
bool mayConfigure(const QString &gitDirectory, std::initializer_list<const char *> names)
{
    constexpr qint64 most = 1024 * 1024;
    QFile file(gitDirectory + u"/config"_s);
    if (!file.open(QIODevice::ReadOnly) || file.size() > most) {
        return true; // git says why
    }
    const QByteArray text = file.read(most).toLower();
    return std::ranges::any_of(names, [&](const char *name) { return text.contains(name); });
}

// Reads the configuration of a repository without libgit2, which refuses formats that it does not know before anybody
// can say which. The first value of a key that matches; empty when there is none. What the file includes is not read.
QString configValue(const QString &gitDirectory, const QString &pattern)
{
    const Result<ChildOutcome> outcome = git::run(
        gitDirectory,
        {u"config"_s, u"--file"_s, gitDirectory + u"/config"_s, u"--null"_s, u"--get-regexp"_s, pattern},
        5000);
    const QByteArray record =
        outcome && outcome->succeeded() ? outcome->output.split('\0').first() : QByteArray();
    return QString::fromUtf8(record.mid(record.indexOf('\n') + 1));
}

// Whether git would read a key that matches, whatever its value, from the configuration of a repository itself. A file
// that cannot be read, and a git that does not answer, count as one that has it.
bool mayHaveKey(const QString &gitDirectory, const QString &pattern)
{
    constexpr int noSuchKey = 1;
    const auto mayBeIn = [&](const QString &file) {
        const Result<ChildOutcome> outcome =
            git::run(gitDirectory,
                     {u"config"_s, u"--file"_s, file, u"--name-only"_s, u"--null"_s, u"--get-regexp"_s, pattern},
                     5000);
        return !outcome || outcome->status != noSuchKey;
    };
    const QString ofWorkTree = gitDirectory + u"/config.worktree"_s;
    return mayBeIn(gitDirectory + u"/config"_s) || (QFileInfo::exists(ofWorkTree) && mayBeIn(ofWorkTree));
}

Done refuseKind(const QString &gitDirectory, History history)
{
    const bool extended = mayConfigure(gitDirectory, {"extensions"});
    if (extended
        && configValue(gitDirectory, u"^extensions\\.objectformat$"_s).compare(u"sha256", Qt::CaseInsensitive)
               == 0) {
        return unsupported(u"sha256"_s, gitDirectory);
    }
    if (extended && configValue(gitDirectory, u"^extensions\\.refstorage$"_s).startsWith(u"reftable")) {
        return unsupported(u"reftable"_s, gitDirectory);
    }
    if (history == History::AnyPart) {
        return {};
    }
    static const QString partial =
        u"^(extensions\\.partialclone|remote\\..*\\.(promisor|partialclonefilter))$"_s;
    if ((extended || mayConfigure(gitDirectory, {"promisor", "partialclonefilter"}))
        && mayHaveKey(gitDirectory, partial)) {
        return unsupported(u"partial-clone"_s, gitDirectory);
    }
    if (QFileInfo::exists(gitDirectory + u"/shallow"_s)) {
        return unsupported(u"shallow"_s, gitDirectory);
    }
    return {};
}

// Whether a git folder is the plain one of a work tree, both of whoever runs this: nothing about it is git's to judge.
bool isPlain(const QFileInfo &gitDirectory)
{
    const uint self = ::geteuid();
    return gitDirectory.fileName() == u".git" && gitDirectory.isDir() && !gitDirectory.isSymLink()
           && gitDirectory.ownerId() == self && QFileInfo(gitDirectory.path()).ownerId() == self;
}

// The repository that holds `path`: its git folder (the common one of linked work trees). libgit2 finds a plain one sooner
// than a program starts; git finds every other one, or says why there is none.
Result<QString> discover(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        return failure(ErrorCode::NotFound, u"path"_s, path);
    }
    const QString folder = info.isDir() ? path : info.absolutePath();
    if (const auto view = ObjectView::open(folder); view && isPlain(QFileInfo((*view)->gitDirectory()))) {
        return (*view)->gitDirectory();
    }
    ChildCommand command;
    command.program = u"git"_s;
    command.arguments = {u"-C"_s, folder, u"rev-parse"_s,
                         u"--path-format=absolute"_s, u"--git-common-dir"_s};
    command.environment = {u"GIT_DIR"_s, u"GIT_WORK_TREE"_s, u"GIT_INDEX_FILE"_s, u"LC_ALL=C.UTF-8"_s};
    command.deadlineMs = 5000;
    const Result<ChildOutcome> outcome = runChild(command);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    const QString words = outcome->words();
    if (outcome->succeeded()) {
        QString found = QString::fromUtf8(outcome->output);
        found.chop(found.endsWith(u'\n') ? 1 : 0);
        return found;
    }
    if (words.contains("dubious ownership"_L1)) {
        return failure(ErrorCode::NotPermitted, u"repository"_s, words);
    }
    if (words.contains("unknown repository extension"_L1) || words.contains("repository version"_L1)
        || words.contains("repositoryformatversion"_L1)) {
        return unsupported(words.contains("refstorage"_L1) ? u"reftable"_s : u"format"_s, words);
    }
    return failure(ErrorCode::NotFound, u"repository"_s, words);
}

// What `git config` has for a repository and for the person: it knows every place where somebody may have written it.
Result<QMap<QString, QStringList>> configOf(const QString &gitDirectory)
{
    const Result<ChildOutcome> outcome = git::run(
        gitDirectory,
        {u"config"_s, u"--null"_s, u"--get-regexp"_s,
         u"^(user\\.|countersign\\.identity$|gpg\\.format$|remote\\..*\\.url$|branch\\..*\\.(remote|merge)$|init\\.defaultbranch$)"_s},
        5000);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    QMap<QString, QStringList> config;
    for (const QByteArray &record : outcome->output.split('\0')) {
        const qsizetype line = record.indexOf('\n');
        if (line > 0) {
            config[QString::fromUtf8(record.first(line))].append(QString::fromUtf8(record.sliced(line + 1)));
        }
    }
    return config;
}

} // namespace

struct SourceRepository::Private
{
    QString gitDirectory = {};
    QString workTree = {};
    git::Repository repository = {};
    git::Odb odb = {};
    QMap<QString, QStringList> config = {}; ///< of the repository and the person, as git reads it

    [[nodiscard]] QString value(const QString &key) const
    {
        const QStringList values = config.value(key);
        return values.isEmpty() ? QString() : values.last();
    }

    [[nodiscard]] std::optional<git_oid> reference(const QString &name) const
    {
        const Result<git_oid> id = git::resolveReference(repository.get(), name.toUtf8().constData());
        return id ? std::optional(*id) : std::nullopt;
    }

    [[nodiscard]] QString symbolic(const char *name, const QString &prefix) const
    {
        int code = 0;
        const auto reference = git::owned<git::Reference>(code, git_reference_lookup, repository.get(), name);
        const char *target = reference ? git_reference_symbolic_target(reference.get()) : nullptr;
        const QString text = QString::fromUtf8(target ? target : "");
        return text.startsWith(prefix) ? text.mid(prefix.size()) : QString();
    }

    [[nodiscard]] Result<git::Tree> treeOf(const QByteArray &commitHex) const
    {
        const std::optional<git_oid> id = git::oidFromHex(commitHex);
        if (!id) {
            return failure(ErrorCode::Invalid, u"commit"_s, QString::fromLatin1(commitHex));
        }
        int code = 0;
        const auto commit = git::owned<git::Commit>(code, git_commit_lookup, repository.get(), &*id);
        if (!commit) {
            return std::unexpected(git::lastError(code, QString::fromLatin1(commitHex)));
        }
        auto tree = git::owned<git::Tree>(code, git_commit_tree, commit.get());
        if (!tree) {
            return std::unexpected(git::lastError(code, QString::fromLatin1(commitHex)));
        }
        return tree;
    }

    [[nodiscard]] Done list(git_tree *tree, const QString &prefix, int depth, QList<GitFile> &files) const
    {
        for (size_t i = 0; i < git_tree_entrycount(tree); ++i) {
            const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
            const QString path = prefix + QString::fromUtf8(git_tree_entry_name(entry));
            const git_oid *id = git_tree_entry_id(entry);
            if (!isSafePath(path) || files.size() >= mostFiles) {
                continue;
            }
            int code = 0;
            if (git_tree_entry_type(entry) == GIT_OBJECT_TREE && depth < mostDepth) {
                const auto below = git::owned<git::Tree>(code, git_tree_lookup, repository.get(), id);
                if (!below) {
                    return std::unexpected(git::lastError(code, path));
                }
                if (const Done done = list(below.get(), path + u'/', depth + 1, files); !done) {
                    return done;
                }
            }
            const git_filemode_t mode = git_tree_entry_filemode(entry);
            if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) {
                continue;
            }
            size_t size = 0;
            git_object_t type = GIT_OBJECT_INVALID;
            if (code = git_odb_read_header(&size, &type, odb.get(), id); code < 0) {
                return std::unexpected(git::lastError(code, path));
            }
            files.append(GitFile{.path = path, .blob = git::hex(*id), .size = qint64(size)});
        }
        return {};
    }

    // The blob at a path of a tree; nullopt when there is none.
    [[nodiscard]] static std::optional<git_oid> blobAt(git_tree *tree, const QByteArray &path)
    {
        int code = 0;
        const auto entry = git::owned<git::TreeEntry>(code, git_tree_entry_bypath, tree, path.constData());
        return entry && git_tree_entry_type(entry.get()) == GIT_OBJECT_BLOB
                   ? std::optional(*git_tree_entry_id(entry.get()))
                   : std::nullopt;
    }

    [[nodiscard]] static GitFileCommit fileCommit(const git_commit *commit,
                                                  const std::optional<git_oid> &blob)
    {
        const git_signature *author = git_commit_author(commit);
        return {.commit = git::hex(*git_commit_id(commit)),
                .blob = blob ? git::hex(*blob) : QByteArray(),
                .authorName = QString::fromUtf8(author->name),
                .authorEmail = QString::fromUtf8(author->email),
                .subject = QString::fromUtf8(git_commit_summary(const_cast<git_commit *>(commit))),
                .when = qint64(author->when.time) * 1000};
    }

    // A path that held `blob` in `before` and is gone in `after`: the one that ends most like `path` when there are several.
    [[nodiscard]] QByteArray removedWith(git_tree *before, git_tree *after, const git_oid &blob,
                                         const QByteArray &path) const
    {
        int code = 0;
        const auto diff =
            git::owned<git::Diff>(code, git_diff_tree_to_tree, repository.get(), before, after, nullptr);
        const auto likeness = [&path](const QByteArray &other) {
            return std::mismatch(path.crbegin(), path.crend(), other.crbegin(), other.crend()).first
                   - path.crbegin();
        };
        QByteArray found;
        for (size_t i = 0; diff && i < git_diff_num_deltas(diff.get()); ++i) {
            const git_diff_delta *delta = git_diff_get_delta(diff.get(), i);
            if (delta->status != GIT_DELTA_DELETED || !git::same(delta->old_file.id, blob)) {
                continue;
            }
            const QByteArray removed(delta->old_file.path);
            if (found.isEmpty() || likeness(removed) > likeness(found)) {
                found = removed;
            }
        }
        return found;
    }
};

SourceRepository::SourceRepository(std::unique_ptr<Private> priv) : d(std::move(priv)) {}
SourceRepository::~SourceRepository() = default;

Result<std::unique_ptr<SourceRepository>> SourceRepository::open(const QString &path, History history)
{
    git::start();
    const Result<QString> gitDirectory = discover(path);
    if (!gitDirectory) {
        return std::unexpected(gitDirectory.error());
    }
    if (const Done done = refuseKind(*gitDirectory, history); !done) {
        return std::unexpected(done.error());
    }
    auto d = std::make_unique<Private>();
    d->gitDirectory = *gitDirectory;
    auto configured = std::async(configOf, *gitDirectory); // meanwhile
    Result<git::Repository> repository = git::openExactly(*gitDirectory);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    d->repository = *std::move(repository);
    int code = 0;
    d->odb = git::owned<git::Odb>(code, git_repository_odb, d->repository.get());
    if (!d->odb) {
        return std::unexpected(git::lastError(code, path));
    }
    if (history == History::Whole && QFileInfo::exists(*gitDirectory + u"/objects/info/alternates"_s)) {
        return unsupported(u"alternates"_s, *gitDirectory);
    }
    if (const char *workTree = git_repository_workdir(d->repository.get())) {
        d->workTree = QDir::cleanPath(QFile::decodeName(workTree));
    }
    auto config = configured.get();
    if (!config) {
        return std::unexpected(config.error());
    }
    d->config = *std::move(config);
    std::unique_ptr<SourceRepository> source(new SourceRepository(std::move(d)));
    if (history == History::Whole && !source->governedBranch()) {
        return failure(ErrorCode::Invalid, u"no-commits"_s, path);
    }
    return source;
}

Result<std::unique_ptr<SourceRepository>> SourceRepository::openClone(const QString &clone)
{
    git::start();
    auto d = std::make_unique<Private>();
    d->gitDirectory = clone;
    Result<git::Repository> repository = git::openExactly(clone);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    d->repository = *std::move(repository);
    int code = 0;
    d->odb = git::owned<git::Odb>(code, git_repository_odb, d->repository.get());
    if (!d->odb) {
        return std::unexpected(git::lastError(code, clone));
    }
    return std::unique_ptr<SourceRepository>(new SourceRepository(std::move(d)));
}

QString SourceRepository::gitDirectory() const
{
    return d->gitDirectory;
}

QString SourceRepository::workTree() const
{
    return d->workTree;
}

QString SourceRepository::name() const
{
    QString name =
        QFileInfo(d->workTree.isEmpty() ? QDir::cleanPath(d->gitDirectory) : d->workTree).fileName();
    return name.endsWith(u".git") ? name.chopped(4) : name;
}

Result<GitIdentity> SourceRepository::identity() const
{
    GitIdentity identity{.name = d->value(u"user.name"_s), .email = d->value(u"user.email"_s)};
    if (identity.name.isEmpty() || identity.email.isEmpty()) {
        return failure(ErrorCode::NotFound, identity.email.isEmpty() ? u"user.email"_s : u"user.name"_s);
    }
    if (d->value(u"gpg.format"_s) == u"ssh") {
        identity.signingKey = d->value(u"user.signingkey"_s);
    }
    return identity;
}

QList<GitIdentity> SourceRepository::otherIdentities() const
{
    QList<GitIdentity> found;
    for (const QString &text : d->config.value(u"countersign.identity"_s)) {
        const qsizetype open = text.lastIndexOf(u'<');
        if (open > 0 && text.endsWith(u'>')) {
            found.append(
                {.name = text.first(open).trimmed(), .email = text.sliced(open + 1).chopped(1).trimmed()});
        }
    }
    return found;
}

QList<GitRemote> SourceRepository::remotes() const
{
    QList<GitRemote> remotes;
    constexpr qsizetype prefix = std::char_traits<char>::length("remote.");
    constexpr qsizetype suffix = std::char_traits<char>::length(".url");
    for (auto it = d->config.cbegin(); it != d->config.cend(); ++it) {
        if (it.key().startsWith("remote."_L1) && it.key().endsWith(".url"_L1)) {
            QString url = it.value().first();
            // As git does, a relative path is taken from the work tree.
            if (!url.contains(u':') && !url.startsWith(u'/')) {
                url = QDir::cleanPath(
                    QDir(d->workTree.isEmpty() ? d->gitDirectory : d->workTree).filePath(url));
            }
            remotes.append(
                GitRemote{.name = it.key().sliced(prefix, it.key().size() - prefix - suffix), .url = url});
        }
    }
    return remotes;
}

QString SourceRepository::sharedRepository() const
{
    const QList<GitRemote> all = remotes();
    const QString followed = d->value(u"branch.%1.remote"_s.arg(governedBranch().value_or(QString())));
    for (const QString &name : {followed, u"origin"_s}) {
        const auto remote = std::ranges::find(all, name, &GitRemote::name);
        if (remote != all.cend()) {
            return remote->url;
        }
    }
    return all.size() == 1 ? all.first().url : QDir::cleanPath(d->gitDirectory);
}

Result<QString> SourceRepository::governedBranch() const
{
    const QString served = d->symbolic("refs/remotes/origin/HEAD", u"refs/remotes/origin/"_s);
    const QString head = d->symbolic("HEAD", u"refs/heads/"_s);
    for (const QString &branch : {served, u"main"_s, u"master"_s, head}) {
        if (!branch.isEmpty() && tip(branch)) {
            return branch;
        }
    }
    return failure(ErrorCode::Invalid, u"no-commits"_s, d->gitDirectory);
}

Result<QByteArray> SourceRepository::tip(const QString &branch) const
{
    const std::optional<git_oid> here = d->reference(u"refs/heads/"_s + branch);
    QString remote = d->value(u"branch.%1.remote"_s.arg(branch));
    if (remote.isEmpty()) {
        remote = u"origin"_s;
    }
    const std::optional<git_oid> there = d->reference(u"refs/remotes/%1/%2"_s.arg(remote, branch));
    if (!here && !there) {
        return failure(ErrorCode::NotFound, branch);
    }
    const bool ahead = here && there && git_graph_descendant_of(d->repository.get(), &*there, &*here) == 1;
    return git::hex(!here || ahead ? *there : *here);
}

Result<QList<GitFile>> SourceRepository::files(const QByteArray &commit) const
{
    const Result<git::Tree> tree = d->treeOf(commit);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    QList<GitFile> files;
    if (const Done done = d->list(tree->get(), QString(), 0, files); !done) {
        return std::unexpected(done.error());
    }
    std::ranges::sort(files, {}, &GitFile::path);
    return files;
}

Result<QByteArray> SourceRepository::read(const QByteArray &blob, qint64 most) const
{
    const std::optional<git_oid> id = git::oidFromHex(blob);
    return id ? git::readBlob(d->odb.get(), *id, most)
              : Result<QByteArray>(failure(ErrorCode::Invalid, u"blob"_s, QString::fromLatin1(blob)));
}

Result<QByteArray> SourceRepository::readPath(const QByteArray &commit, const QString &path) const
{
    const Result<git::Tree> tree = d->treeOf(commit);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    const std::optional<git_oid> blob = Private::blobAt(tree->get(), path.toUtf8());
    return blob ? read(git::hex(*blob)) : Result<QByteArray>(failure(ErrorCode::NotFound, path));
}

Result<QList<GitFileCommit>> SourceRepository::history(const QByteArray &commitHex, const QString &path,
                                                       int most, Moves moves, int depth) const
{
    QList<GitFileCommit> commits;
    QByteArray name = path.toUtf8();
    std::optional<git_oid> at = git::oidFromHex(commitHex);
    for (int looked = 0; at && looked < depth && commits.size() < most; ++looked) {
        int code = 0;
        const auto commit = git::owned<git::Commit>(code, git_commit_lookup, d->repository.get(), &*at);
        if (!commit) {
            return std::unexpected(git::lastError(code, path));
        }
        const auto tree = git::owned<git::Tree>(code, git_commit_tree, commit.get());
        if (!tree) {
            return std::unexpected(git::lastError(code, path));
        }
        std::optional<git_oid> parentId;
        git::Tree before;
        if (git_commit_parentcount(commit.get()) > 0) {
            const auto parent = git::owned<git::Commit>(code, git_commit_parent, commit.get(), 0U);
            if (!parent || !(before = git::owned<git::Tree>(code, git_commit_tree, parent.get()))) {
                return std::unexpected(git::lastError(code, path));
            }
            parentId = *git_commit_id(parent.get());
        }
        const std::optional<git_oid> now = Private::blobAt(tree.get(), name);
        const std::optional<git_oid> was = before ? Private::blobAt(before.get(), name) : std::nullopt;
        const bool changed = now.has_value() != was.has_value() || (now && !git::same(*now, *was));
        const QByteArray earlier = changed && now && !was && before && moves == Moves::AreFollowed
                                       ? d->removedWith(before.get(), tree.get(), *now, name)
                                       : QByteArray();
        if (!earlier.isEmpty()) {
            name = earlier;
        } else if (changed) {
            commits.append(Private::fileCommit(commit.get(), now));
        }
        at = parentId;
    }
    return commits;
}

Result<QList<GitFileCommit>>
SourceRepository::editsSince(const QByteArray &commitHex, const QString &path,
                             const std::function<bool(const QByteArray &blob)> &ends,
                             const std::stop_token &cancel, qsizetype depth) const
{
    const std::optional<git_oid> from = git::oidFromHex(commitHex);
    if (!from) {
        return failure(ErrorCode::Invalid, u"commit"_s, QString::fromLatin1(commitHex));
    }
    const QByteArray name = path.toUtf8();
    const auto same = [](const std::optional<git_oid> &a, const std::optional<git_oid> &b) {
        return a.has_value() == b.has_value() && (!a || git::same(*a, *b));
    };
    QList<GitFileCommit> commits;
    QSet<QByteArray> known{git::hex(*from)};
    std::priority_queue<std::pair<qint64, QByteArray>> waiting; // by the time of the commit
    waiting.emplace(0, git::hex(*from));
    for (qsizetype looked = 0; !waiting.empty(); ++looked) {
        if (cancel.stop_requested()) {
            return failure(ErrorCode::Canceled, path);
        }
        if (looked == depth) {
            return failure(ErrorCode::Unsupported, u"history"_s, path);
        }
        const git_oid id = git::oidFromHex(waiting.top().second).value();
        waiting.pop();
        int code = 0;
        const auto commit = git::owned<git::Commit>(code, git_commit_lookup, d->repository.get(), &id);
        const auto tree = commit ? git::owned<git::Tree>(code, git_commit_tree, commit.get()) : git::Tree();
        if (!tree) {
            return std::unexpected(git::lastError(code, path));
        }
        const std::optional<git_oid> now = Private::blobAt(tree.get(), name);
        if (ends(now ? git::hex(*now) : QByteArray())) {
            continue;
        }
        // What a merge took over as it is was made behind the parents that have it.
        QList<std::pair<qint64, QByteArray>> parents;
        QList<std::pair<qint64, QByteArray>> takenFrom;
        for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i) {
            const auto parent = git::owned<git::Commit>(code, git_commit_parent, commit.get(), i);
            const auto before =
                parent ? git::owned<git::Tree>(code, git_commit_tree, parent.get()) : git::Tree();
            if (!before) {
                return std::unexpected(git::lastError(code, path));
            }
            parents.emplace_back(git_commit_time(parent.get()), git::hex(*git_commit_id(parent.get())));
            if (same(now, Private::blobAt(before.get(), name))) {
                takenFrom.append(parents.last());
            }
        }
        if (takenFrom.isEmpty() && (now || !parents.isEmpty())) {
            commits.append(Private::fileCommit(commit.get(), now));
        }
        for (const auto &[when, parent] : std::as_const(takenFrom.isEmpty() ? parents : takenFrom)) {
            if (!known.contains(parent)) {
                known.insert(parent);
                waiting.emplace(when, parent);
            }
        }
    }
    return commits;
}

Result<std::optional<QString>>
SourceRepository::newestMessage(const QByteArray &commitHex,
                                const std::function<bool(const QString &)> &wanted, int depth) const
{
    constexpr qsizetype mostRead = 64 * 1024;
    const QString subject = QString::fromLatin1(commitHex);
    const std::optional<git_oid> from = git::oidFromHex(commitHex);
    if (!from) {
        return failure(ErrorCode::Invalid, u"commit"_s, subject);
    }
    int code = 0;
    const auto walk = git::owned<git::Walk>(code, git_revwalk_new, d->repository.get());
    if (!walk || (code = git_revwalk_sorting(walk.get(), GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME)) < 0
        || (code = git_revwalk_push(walk.get(), &*from)) < 0) {
        return std::unexpected(git::lastError(code, subject));
    }
    git_oid id = {};
    for (int looked = 0; looked < depth; ++looked) {
        code = git_revwalk_next(&id, walk.get());
        if (code == GIT_ITEROVER) {
            break;
        }
        if (code < 0) {
            return std::unexpected(git::lastError(code, subject));
        }
        const auto commit = git::owned<git::Commit>(code, git_commit_lookup, d->repository.get(), &id);
        if (!commit) {
            return std::unexpected(git::lastError(code, subject));
        }
        const QString message = QString::fromUtf8(
            QByteArrayView(git_commit_message(commit.get()))
                .last(std::min(mostRead, qsizetype(qstrlen(git_commit_message(commit.get()))))));
        if (wanted(message)) {
            return message;
        }
    }
    return std::nullopt;
}

Result<bool> SourceRepository::isObstructed(const QByteArray &commit, const QString &path) const
{
    Result<git::Tree> tree = d->treeOf(commit);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    const QList<QByteArray> segments = path.toUtf8().split('/');
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const git_tree_entry *entry = git_tree_entry_byname(tree->get(), segments.at(i).constData());
        if (!entry) {
            return false;
        }
        const git_filemode_t mode = git_tree_entry_filemode(entry);
        if (i + 1 == segments.size()) {
            return mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE;
        }
        if (mode != GIT_FILEMODE_TREE) {
            return true;
        }
        int code = 0;
        auto below =
            git::owned<git::Tree>(code, git_tree_lookup, d->repository.get(), git_tree_entry_id(entry));
        if (!below) {
            return std::unexpected(git::lastError(code, path));
        }
        tree = std::move(below);
    }
    return false;
}

QString SourceRepository::checkedOut() const
{
    return d->workTree.isEmpty() ? QString() : d->symbolic("HEAD", u"refs/heads/"_s);
}

bool SourceRepository::isArmed() const
{
    static const QString pattern =
        u"^(filter\\..*\\.(smudge|clean|process)|include\\.path|includeif\\..*\\.path|url\\..*\\.insteadof|core\\.alternaterefscommand)$"_s;
    return mayHaveKey(d->gitDirectory, pattern);
}

Result<bool> SourceRepository::isClean(const QString &branch) const
{
    if (checkedOut() != branch || branch.isEmpty()) {
        return false;
    }
    const Result<ChildOutcome> outcome =
        git::run(d->gitDirectory,
                 {u"-c"_s, u"core.fsmonitor=false"_s, u"--work-tree"_s, d->workTree, u"status"_s,
                  u"--porcelain"_s, u"--untracked-files=no"_s,
                  // Each has a configuration of its own, which isArmed() does not read.
                  u"--ignore-submodules=all"_s},
                 30'000);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    if (!outcome->succeeded()) {
        return failure(ErrorCode::Unavailable, d->workTree, outcome->words());
    }
    const QDir directory(d->gitDirectory);
    const bool inTheMiddle = directory.exists(u"MERGE_HEAD"_s) || directory.exists(u"rebase-merge"_s)
                             || directory.exists(u"rebase-apply"_s)
                             || directory.exists(u"CHERRY_PICK_HEAD"_s);
    return outcome->output.isEmpty() && !inTheMiddle;
}

Result<GitIdentity> globalIdentity()
{
    ChildCommand command{
        .program = u"git"_s,
        .arguments = {u"config"_s, u"--global"_s, u"--null"_s, u"--get-regexp"_s, u"^user\\."_s},
        .deadlineMs = 5000};
    const Result<ChildOutcome> outcome = runChild(command);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    GitIdentity identity;
    for (const QByteArray &record : outcome->output.split('\0')) {
        const QString value = QString::fromUtf8(record.sliced(record.indexOf('\n') + 1));
        if (record.startsWith("user.name\n")) {
            identity.name = value;
        } else if (record.startsWith("user.email\n")) {
            identity.email = value;
        }
    }
    if (identity.name.isEmpty() || identity.email.isEmpty()) {
        return failure(ErrorCode::NotFound, identity.email.isEmpty() ? u"user.email"_s : u"user.name"_s);
    }
    return identity;
}

Result<QString> defaultBranchOf(const QString &remote, int deadlineMs)
{
    // Run where no repository is, with the same limits as in a clone of ours.
    const Result<ChildOutcome> outcome =
        git::run(QDir::tempPath(), {u"ls-remote"_s, u"--symref"_s, u"--"_s, remote, u"HEAD"_s}, deadlineMs);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    if (!outcome->succeeded()) {
        return failure(ErrorCode::Unavailable, remote, outcome->words());
    }
    static const QByteArray prefix = "ref: refs/heads/";
    for (const QByteArray &line : outcome->output.split('\n')) {
        if (line.startsWith(prefix)) {
            return QString::fromUtf8(line.sliced(prefix.size()).split('\t').first());
        }
    }
    return failure(ErrorCode::Invalid, u"no-commits"_s, remote);
}

} // namespace countersign
