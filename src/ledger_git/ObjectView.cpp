// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/ObjectView.h"

#include "base/Hash.h"
#include "domain/Policy.h"
#include "ledger_git/Record.h"

#include <QDir>
#include <QFile>
#include <QMultiHash>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int mostTreeDepth = 64;
/// Entries that one comparison looks at. A tree may name one folder a thousand times over, and that folder another.
constexpr qsizetype mostTreeEntries = 500'000;
constexpr qint64 mostContentBytes = 256 * 1024 * 1024;

Result<git_oid> oidOf(const QByteArray &hexId)
{
    const std::optional<git_oid> id = git::oidFromHex(hexId);
    return id ? Result<git_oid>(*id) : failure(ErrorCode::Invalid, u"object"_s, QString::fromLatin1(hexId));
}

/// The events by first parent that end at one commit of some repository, from the beginning or from a place on.
class ChainLedger final : public Ledger
{
public:
    ChainLedger(git_repository *repository, git_odb *odb, QString name, const Head &before)
        : m_repository(repository)
        , m_odb(odb)
        , m_name(std::move(name))
        , m_before(before)
    {}

    /// `commits`: oldest first.
    [[nodiscard]] Done read(const QList<git_oid> &commits)
    {
        for (const git_oid &commit : commits) {
            const Result<git::StoredRecord> record = git::readRecord(m_repository, m_odb, commit, known());
            if (!record) {
                return std::unexpected(record.error());
            }
            m_commits.append(commit);
            m_events.append(record->envelope);
            for (const auto &[hash, blob] : record->contents) {
                m_contents.insert(hash, blob);
            }
        }
        return {};
    }

    [[nodiscard]] Result<Head> fetch(const std::stop_token &) override { return known(); }
    [[nodiscard]] Head known() const override { return m_events.isEmpty() ? m_before : m_events.last().at; }
    [[nodiscard]] Result<QList<Envelope>> readAfter(Sequence after, int most) const override
    {
        if (after < m_before.seq) {
            return failure(ErrorCode::Unsupported, m_name, u"only events behind %1"_s.arg(m_before.seq));
        }
        return m_events.mid(after - m_before.seq, most);
    }
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash) const override
    {
        const QList<git_oid> candidates = m_contents.values(hash);
        for (const git_oid &blob : candidates) {
            Result<QByteArray> bytes = git::readBlob(m_odb, blob, mostContentBytes);
            if (bytes && contentHash(*bytes) == hash) {
                return bytes;
            }
        }
        return failure(candidates.isEmpty() ? ErrorCode::NotFound : ErrorCode::Corrupt, toString(hash));
    }
    [[nodiscard]] Result<Landing> tryAppend(const Head &, const QList<Entry> &,
                                            const std::stop_token &) override
    {
        return failure(ErrorCode::Unsupported, m_name);
    }
    [[nodiscard]] Result<Footprint> footprint(Sequence seq) const override
    {
        const Sequence index = seq - m_before.seq - 1;
        if (index < 0 || index >= m_commits.size()) {
            return failure(ErrorCode::NotFound, QString::number(seq));
        }
        return git::readFootprint(m_repository, m_odb, m_commits.at(index));
    }
    [[nodiscard]] QString name() const override { return m_name; }

private:
    git_repository *m_repository;
    git_odb *m_odb;
    QString m_name;
    Head m_before;
    QList<git_oid> m_commits = {};
    QList<Envelope> m_events = {};
    QMultiHash<ContentHash, git_oid> m_contents = {};
};

/// Two trees side by side.
class TreeComparison
{
public:
    explicit TreeComparison(git_repository *repository) : m_repository(repository) {}

    [[nodiscard]] Done compare(const git_oid *before, const git_oid *after, const QByteArray &prefix,
                               int depth)
    {
        if (depth > mostTreeDepth) {
            return failure(ErrorCode::Invalid, u"tree"_s, u"more than %1 folders deep"_s.arg(mostTreeDepth));
        }
        const Result<git::Tree> left = tree(before);
        const Result<git::Tree> right = tree(after);
        if (!left || !right) {
            return std::unexpected(left ? right.error() : left.error());
        }
        Names names;
        for (const git_tree *side : {left->get(), right->get()}) {
            const size_t count = side ? git_tree_entrycount(side) : 0;
            if (m_budget -= qsizetype(count); m_budget < 0) {
                return failure(ErrorCode::Invalid, u"tree"_s,
                               u"more than %1 entries differ"_s.arg(mostTreeEntries));
            }
            for (size_t i = 0; i < count; ++i) {
                const git_tree_entry *entry = git_tree_entry_byindex(side, i);
                auto &pair = names[QByteArray(git_tree_entry_name(entry))];
                (side == left->get() ? pair.first : pair.second) = entry;
            }
        }
        for (auto it = names.cbegin(); it != names.cend(); ++it) {
            if (const Done done = compare(it.value().first, it.value().second, prefix + it.key(), depth);
                !done) {
                return done;
            }
        }
        return {};
    }

    [[nodiscard]] QList<ChangedFile> files() && { return std::move(m_files); }

private:
    using Names = QMap<QByteArray, std::pair<const git_tree_entry *, const git_tree_entry *>>;

    [[nodiscard]] Result<git::Tree> tree(const git_oid *id) const
    {
        if (!id) {
            return git::Tree();
        }
        int code = 0;
        auto found = git::owned<git::Tree>(code, git_tree_lookup, m_repository, id);
        if (!found) {
            return std::unexpected(git::lastError(code, QString::fromLatin1(git::hex(*id))));
        }
        return found;
    }

    static bool isFolder(const git_tree_entry *entry)
    {
        return entry && git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE;
    }

    static bool isFile(const git_tree_entry *entry)
    {
        const git_filemode_t mode = entry ? git_tree_entry_filemode(entry) : GIT_FILEMODE_UNREADABLE;
        return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
    }

    [[nodiscard]] Done compare(const git_tree_entry *before, const git_tree_entry *after,
                               const QByteArray &name, int depth)
    {
        const bool sameKind = isFolder(before) == isFolder(after) && isFile(before) == isFile(after);
        if (before && after && sameKind && git::same(*git_tree_entry_id(before), *git_tree_entry_id(after))) {
            return {};
        }
        if (isFolder(before) || isFolder(after)) {
            const Done inside =
                compare(isFolder(before) ? git_tree_entry_id(before) : nullptr,
                        isFolder(after) ? git_tree_entry_id(after) : nullptr, name + '/', depth + 1);
            if (!inside) {
                return inside;
            }
        }
        ChangedFile file{.before = isFile(before) ? git::hex(*git_tree_entry_id(before)) : QByteArray(),
                         .after = isFile(after) ? git::hex(*git_tree_entry_id(after)) : QByteArray(),
                         .wasOther = before && !isFile(before) && !isFolder(before),
                         .isOther = after && !isFile(after) && !isFolder(after)};
        if (file.before.isEmpty() && file.after.isEmpty() && !file.wasOther && !file.isOther) {
            return {};
        }
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        file.path = decoder(name);
        file.named = !decoder.hasError() && isSafePath(file.path);
        m_files.append(file);
        return {};
    }

    git_repository *m_repository;
    qsizetype m_budget = mostTreeEntries;
    QList<ChangedFile> m_files = {};
};

} // namespace

struct ObjectView::Private
{
    git::Repository repository = {};
    git::Odb odb = {};

    [[nodiscard]] Result<git::Commit> commitOf(const git_oid &id) const
    {
        int code = 0;
        auto commit = git::owned<git::Commit>(code, git_commit_lookup, repository.get(), &id);
        if (!commit) {
            return std::unexpected(git::lastError(code, QString::fromLatin1(git::hex(id))));
        }
        return commit;
    }

    [[nodiscard]] Result<std::optional<git_oid>> treeOf(const QByteArray &hexId) const
    {
        if (hexId.isEmpty()) {
            return std::nullopt;
        }
        const Result<git_oid> id = oidOf(hexId);
        if (!id) {
            return std::unexpected(id.error());
        }
        const Result<git::Commit> commit = commitOf(*id);
        if (!commit) {
            return std::unexpected(commit.error());
        }
        return *git_commit_tree_id(commit->get());
    }

    /// The events that end at `commit`: all of them, or those behind the commit `before` at the place `known`.
    [[nodiscard]] Result<std::unique_ptr<Ledger>> ledger(const QByteArray &commit,
                                                         const std::optional<git_oid> &before,
                                                         const Head &known, qsizetype most,
                                                         const QString &name) const
    {
        Result<git_oid> at = oidOf(commit);
        if (!at) {
            return std::unexpected(at.error());
        }
        QList<git_oid> commits;
        for (bool more = !before || !git::same(*at, *before); more;) {
            const Result<git::Commit> found = commitOf(*at);
            if (!found) {
                return std::unexpected(found.error());
            }
            commits.append(*at);
            if (commits.size() > most) {
                return failure(before ? ErrorCode::NotFound : ErrorCode::Invalid, u"record"_s,
                               u"more than %1 events"_s.arg(most));
            }
            const git_oid *parent = git_commit_parent_id(found->get(), 0);
            if (!parent && before) {
                return failure(ErrorCode::NotFound, u"record"_s, QString::fromLatin1(git::hex(*before)));
            }
            more = parent && (!before || !git::same(*parent, *before));
            if (parent) {
                at = *parent;
            }
        }
        std::ranges::reverse(commits);
        auto chain = std::make_unique<ChainLedger>(repository.get(), odb.get(), name, known);
        if (const Done done = chain->read(commits); !done) {
            return std::unexpected(done.error());
        }
        return std::unique_ptr<Ledger>(std::move(chain));
    }

    [[nodiscard]] static Result<std::unique_ptr<ObjectView>> finish(git::Repository repository,
                                                                    const QString &path)
    {
        auto d = std::make_unique<Private>();
        d->repository = std::move(repository);
        int code = 0;
        d->odb = git::owned<git::Odb>(code, git_repository_odb, d->repository.get());
        if (!d->odb) {
            return std::unexpected(git::lastError(code, path));
        }
        return std::unique_ptr<ObjectView>(new ObjectView(std::move(d)));
    }
};

ObjectView::ObjectView(std::unique_ptr<Private> priv) : d(std::move(priv)) {}
ObjectView::~ObjectView() = default;

Result<std::unique_ptr<ObjectView>> ObjectView::open(const QString &path)
{
    git::start();
    git_buf found = GIT_BUF_INIT;
    const QByteArray ceilings = qgetenv("GIT_CEILING_DIRECTORIES");
    const int code = git_repository_discover(&found, QFile::encodeName(path).constData(), 0, ceilings.constData());
    if (code < 0) {
        Error error = git::lastError(code, path);
        return std::unexpected(error);
    }
    const QString directory =
        QDir::cleanPath(QFile::decodeName(QByteArray(found.ptr, qsizetype(found.size))));
    git_buf_dispose(&found);
    Result<git::Repository> repository = git::openExactly(directory);
    return repository ? Private::finish(*std::move(repository), path) : std::unexpected(repository.error());
}

Result<std::unique_ptr<ObjectView>> ObjectView::openWith(const QString &gitDirectory,
                                                         const QStringList &objectDirectories)
{
    git::start();
    Result<git::Repository> repository = git::openExactly(gitDirectory);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    Result<std::unique_ptr<ObjectView>> view = Private::finish(*std::move(repository), gitDirectory);
    for (const QString &directory : objectDirectories) {
        if (!view) {
            break;
        }
        const int code =
            git_odb_add_disk_alternate((*view)->d->odb.get(), QFile::encodeName(directory).constData());
        if (code < 0) {
            return std::unexpected(git::lastError(code, directory));
        }
    }
    return view;
}

QString ObjectView::gitDirectory() const
{
    return QDir::cleanPath(QFile::decodeName(git_repository_commondir(d->repository.get())));
}

bool ObjectView::isShallow() const
{
    return git_repository_is_shallow(d->repository.get()) == 1;
}

Result<QByteArray> ObjectView::commit(const QString &revision) const
{
    git_object *found = nullptr;
    int code = git_revparse_single(&found, d->repository.get(), revision.toUtf8().constData());
    if (code < 0) {
        return std::unexpected(git::lastError(code, revision));
    }
    git_object *peeled = nullptr;
    code = git_object_peel(&peeled, found, GIT_OBJECT_COMMIT);
    git_object_free(found);
    if (code < 0) {
        return failure(ErrorCode::Invalid, revision, u"it names no commit"_s);
    }
    const QByteArray id = git::hex(*git_object_id(peeled));
    git_object_free(peeled);
    return id;
}

Result<std::optional<QByteArray>> ObjectView::reference(const QString &name) const
{
    const Result<git_oid> id = git::resolveReference(d->repository.get(), name.toUtf8().constData());
    if (!id) {
        return id.error().code == ErrorCode::NotFound ? Result<std::optional<QByteArray>>(std::nullopt)
                                                      : std::unexpected(id.error());
    }
    return git::hex(*id);
}

QString ObjectView::resolvedName(const QString &name) const
{
    QByteArray at = name.toUtf8();
    for (int step = 0; step < 8; ++step) {
        int code = 0;
        const auto found =
            git::owned<git::Reference>(code, git_reference_lookup, d->repository.get(), at.constData());
        const char *target = found ? git_reference_symbolic_target(found.get()) : nullptr;
        if (!target) {
            break;
        }
        at = target;
    }
    return QString::fromUtf8(at);
}

Result<QByteArray> ObjectView::mergeBase(const QByteArray &one, const QByteArray &other) const
{
    const Result<git_oid> left = oidOf(one);
    const Result<git_oid> right = oidOf(other);
    if (!left || !right) {
        return std::unexpected(left ? right.error() : left.error());
    }
    git_oid base = {};
    if (const int code = git_merge_base(&base, d->repository.get(), &*left, &*right); code < 0) {
        return std::unexpected(git::lastError(code, u"merge-base"_s));
    }
    return git::hex(base);
}

Result<QList<ChangedFile>> ObjectView::differences(const QByteArray &before, const QByteArray &after) const
{
    const Result<std::optional<git_oid>> left = d->treeOf(before);
    const Result<std::optional<git_oid>> right = d->treeOf(after);
    if (!left || !right) {
        return std::unexpected(left ? right.error() : left.error());
    }
    if (*left && *right && git::same(**left, **right)) {
        return QList<ChangedFile>();
    }
    TreeComparison comparison(d->repository.get());
    if (const Done done = comparison.compare(*left ? &**left : nullptr, *right ? &**right : nullptr, {}, 0);
        !done) {
        return std::unexpected(done.error());
    }
    QList<ChangedFile> files = std::move(comparison).files();
    std::ranges::sort(files, {}, &ChangedFile::path);
    return files;
}

Result<QByteArray> ObjectView::read(const QByteArray &blob, qint64 most) const
{
    const Result<git_oid> id = oidOf(blob);
    return id ? git::readBlob(d->odb.get(), *id, most) : std::unexpected(id.error());
}

Result<std::unique_ptr<Ledger>> ObjectView::record(const QByteArray &commit, qsizetype most) const
{
    return d->ledger(commit, std::nullopt, {}, most, gitDirectory());
}

Result<std::unique_ptr<Ledger>> ObjectView::recordBehind(const QByteArray &commit, const QByteArray &before,
                                                         const Head &known, qsizetype most) const
{
    const Result<git_oid> end = oidOf(before);
    return end ? d->ledger(commit, *end, known, most, gitDirectory()) : std::unexpected(end.error());
}

Result<Head> ObjectView::statedPlace(const QByteArray &commit) const
{
    const Result<git_oid> id = oidOf(commit);
    return id ? git::statedPlace(d->repository.get(), d->odb.get(), *id) : std::unexpected(id.error());
}

Result<std::optional<qsizetype>> ObjectView::distance(const QByteArray &commit, const QByteArray &ancestor,
                                                      qsizetype most) const
{
    Result<git_oid> at = oidOf(commit);
    const Result<git_oid> end = oidOf(ancestor);
    if (!at || !end) {
        return std::unexpected(at ? end.error() : at.error());
    }
    for (qsizetype count = 0; count <= most; ++count) {
        if (git::same(*at, *end)) {
            return count;
        }
        const Result<git::Commit> found = d->commitOf(*at);
        if (!found) {
            return std::unexpected(found.error());
        }
        const git_oid *parent = git_commit_parent_id(found->get(), 0);
        if (!parent) {
            break;
        }
        at = *parent;
    }
    return std::nullopt;
}

} // namespace countersign
