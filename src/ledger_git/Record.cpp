// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/Record.h"

#include "base/Hash.h"
#include "ledger/EventCodec.h"
#include "ledger/Link.h"
#include "ledger/Projection.h"

using namespace Qt::StringLiterals;

namespace countersign::git {

namespace {

constexpr qint64 signatureLimit = 16 * 1024;
constexpr qint64 linkLimit = 1024;
constexpr qint64 metaLimit = 4 * 1024;
constexpr qint64 treeFileLimit = 256 * 1024 * 1024;
constexpr size_t contentsLimit = 10'000;

// The entry of a tree when it is an ordinary file; nothing for links, folders and programs.
const git_tree_entry *plainFile(git_tree *tree, const char *name)
{
    const git_tree_entry *entry = git_tree_entry_byname(tree, name);
    return entry && git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB ? entry : nullptr;
}

Tree subtree(git_repository *repository, git_tree *tree, const char *name)
{
    const git_tree_entry *entry = git_tree_entry_byname(tree, name);
    if (!entry || git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
        return nullptr;
    }
    int code = 0;
    return owned<Tree>(code, git_tree_lookup, repository, git_tree_entry_id(entry));
}

// Field `name` of the lines of `ledger/link`.
QByteArray linkField(const QByteArray &text, QByteArrayView name)
{
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(name) && line.size() > name.size() && line.at(name.size()) == ' ') {
            return line.mid(name.size() + 1);
        }
    }
    return {};
}

class Reader
{
public:
    Reader(git_repository *repository, git_odb *odb, const Head &before)
        : m_repository(repository), m_odb(odb), m_before(before)
    {
    }

    Result<StoredRecord> read(const git_oid &id)
    {
        m_record.commit = id;
        m_record.envelope.place = QString::fromLatin1(hex(id));
        m_record.envelope.prev = m_before.link;
        int code = 0;
        const auto commit = owned<Commit>(code, git_commit_lookup, m_repository, &id);
        if (!commit) {
            return std::unexpected(lastError(code, m_record.envelope.place));
        }
        const auto tree = owned<Tree>(code, git_commit_tree, commit.get());
        if (!tree) {
            return std::unexpected(lastError(code, m_record.envelope.place));
        }
        const Tree ledger = subtree(m_repository, tree.get(), "ledger");
        const QByteArray link = ledger ? file(ledger.get(), "link", linkLimit, Needed::Yes) : QByteArray();
        if (ledger) {
            m_record.envelope.body = file(ledger.get(), "body.json", policyBodyLimit, Needed::Yes);
            m_record.envelope.signature = file(ledger.get(), "body.sig", signatureLimit, Needed::No);
            m_record.envelope.meta = file(ledger.get(), "meta", metaLimit, Needed::No);
            readTexts(ledger.get());
            readContents(ledger.get());
        } else {
            problem(u"no event in this commit"_s);
        }
        Envelope &envelope = m_record.envelope;
        envelope.at.seq = m_before.seq + 1;
        envelope.at.link = linkOf(envelope.at.seq, envelope.prev, envelope.body, envelope.signature,
                                  envelope.meta);
        if (git_commit_parentcount(commit.get()) != (m_before.seq == 0 ? 0U : 1U)) {
            problem(u"does not follow exactly one event"_s);
        }
        if (envelope.problem.isEmpty() && link != linkText(envelope.at, envelope.prev)
            && !isNewerLink(link, envelope.at)) {
            envelope.linkDiffers = true;
            problem(u"the stated link is not that of these bytes at this place"_s);
        }
        return m_record;
    }

private:
    enum class Needed { No, Yes };

    void problem(const QString &what)
    {
        if (m_record.envelope.problem.isEmpty()) {
            m_record.envelope.problem = what;
        }
    }

    // A later program may say more in this file; what decides is that it states this link.
    static bool isNewerLink(const QByteArray &text, const Head &at)
    {
        return linkField(text, "tree").toInt() > treeVersion && linkField(text, "link") == at.link.toHex()
                && linkField(text, "seq") == QByteArray::number(at.seq);
    }

    QByteArray file(git_tree *tree, const char *name, qint64 most, Needed needed)
    {
        const git_tree_entry *entry = plainFile(tree, name);
        if (!entry) {
            if (needed == Needed::Yes || git_tree_entry_byname(tree, name)) {
                problem(u"no file ledger/%1"_s.arg(QLatin1StringView(name)));
            }
            return {};
        }
        const Result<QByteArray> bytes = readBlob(m_odb, *git_tree_entry_id(entry), most);
        if (!bytes) {
            problem(u"ledger/%1: %2"_s.arg(QLatin1StringView(name), bytes.error().detail));
        }
        return bytes.value_or(QByteArray());
    }

    template<typename Take>
    void eachNamed(git_tree *ledger, const char *folder, size_t most, Take take)
    {
        const Tree tree = subtree(m_repository, ledger, folder);
        const size_t count = tree ? qMin(git_tree_entrycount(tree.get()), most) : 0;
        for (size_t i = 0; i < count; ++i) {
            const git_tree_entry *entry = git_tree_entry_byindex(tree.get(), i);
            const auto hash = digestFromHex<ContentTag>(QString::fromUtf8(git_tree_entry_name(entry)));
            if (hash && !hash->isNull() && git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB) {
                take(*hash, *git_tree_entry_id(entry));
            }
        }
    }

    void readTexts(git_tree *ledger)
    {
        eachNamed(ledger, "texts", size_t(textsLimit), [this](const ContentHash &hash, const git_oid &id) {
            if (Result<QByteArray> text = readBlob(m_odb, id, textLimit)) {
                m_record.envelope.texts.insert(hash, *std::move(text));
            }
        });
    }

    void readContents(git_tree *ledger)
    {
        eachNamed(ledger, "contents", contentsLimit, [this](const ContentHash &hash, const git_oid &id) {
            m_record.contents.append({hash, id});
        });
    }

    git_repository *m_repository;
    git_odb *m_odb;
    Head m_before;
    StoredRecord m_record = {};
};

// What one entry of a difference between two trees leaves at its path.
Result<TreeDelta> deltaOf(git_odb *odb, const git_diff_delta &delta)
{
    TreeDelta result;
    result.removed = delta.status == GIT_DELTA_DELETED;
    result.path = QString::fromUtf8(result.removed ? delta.old_file.path : delta.new_file.path);
    if (result.removed) {
        return result;
    }
    result.plain = delta.new_file.mode == GIT_FILEMODE_BLOB;
    if (result.plain) {
        const Result<QByteArray> bytes = readBlob(odb, delta.new_file.id, treeFileLimit);
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        result.content = contentHash(*bytes);
    }
    return result;
}

} // namespace

Result<StoredRecord> readRecord(git_repository *repository, git_odb *odb, const git_oid &commit, const Head &before)
{
    return Reader(repository, odb, before).read(commit);
}

Result<Footprint> readFootprint(git_repository *repository, git_odb *odb, const git_oid &id)
{
    const QString place = QString::fromLatin1(hex(id));
    int code = 0;
    const auto commit = owned<Commit>(code, git_commit_lookup, repository, &id);
    if (!commit) {
        return std::unexpected(lastError(code, place));
    }
    const auto tree = owned<Tree>(code, git_commit_tree, commit.get());
    if (!tree) {
        return std::unexpected(lastError(code, place));
    }
    Footprint footprint;
    const unsigned parents = git_commit_parentcount(commit.get());
    footprint.linear = parents <= 1;
    Tree before;
    if (parents > 0) {
        const auto parent = owned<Commit>(code, git_commit_parent, commit.get(), 0U);
        if (parent) {
            before = owned<Tree>(code, git_commit_tree, parent.get());
        }
        if (!before) {
            return std::unexpected(lastError(code, place));
        }
    }
    const Tree ledger = subtree(repository, tree.get(), "ledger");
    const git_tree_entry *link = ledger ? plainFile(ledger.get(), "link") : nullptr;
    if (link) {
        footprint.treeVersion = linkField(readBlob(odb, *git_tree_entry_id(link), linkLimit).value_or(QByteArray()),
                                          "tree")
                                        .toInt();
    }
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_INCLUDE_TYPECHANGE;
    const auto diff = owned<Diff>(code, git_diff_tree_to_tree, repository, before.get(), tree.get(),
                                  static_cast<const git_diff_options *>(&options));
    if (!diff) {
        return std::unexpected(lastError(code, place));
    }
    for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        const Result<TreeDelta> delta = deltaOf(odb, *git_diff_get_delta(diff.get(), i));
        if (!delta) {
            return std::unexpected(delta.error());
        }
        if (!delta->path.startsWith("ledger/"_L1)) {
            footprint.files.append(*delta);
        }
    }
    return footprint;
}

namespace {

Done addFiles(git_repository *repository, const git_tree *tree, const QString &prefix, int depth,
              QHash<QString, git_oid> &files)
{
    constexpr int mostFolders = 64;
    constexpr qsizetype mostFiles = 2'000'000;
    if (depth > mostFolders || files.size() > mostFiles) {
        return failure(ErrorCode::Invalid, u"tree"_s, prefix);
    }
    for (size_t i = 0; i < git_tree_entrycount(tree); ++i) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        const QString path = prefix + QString::fromUtf8(git_tree_entry_name(entry));
        if (path == u"ledger") {
            continue;
        }
        if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
            const bool plain = git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB;
            files.insert(path, plain ? *git_tree_entry_id(entry) : git_oid{});
            continue;
        }
        int code = 0;
        const auto below = owned<Tree>(code, git_tree_lookup, repository, git_tree_entry_id(entry));
        if (!below) {
            return std::unexpected(lastError(code, path));
        }
        if (const Done done = addFiles(repository, below.get(), path + u'/', depth + 1, files); !done) {
            return done;
        }
    }
    return {};
}

} // namespace

Result<QHash<QString, git_oid>> readableFiles(git_repository *repository, const git_oid &id)
{
    int code = 0;
    const auto commit = owned<Commit>(code, git_commit_lookup, repository, &id);
    if (!commit) {
        return std::unexpected(lastError(code, QString::fromLatin1(hex(id))));
    }
    const auto tree = owned<Tree>(code, git_commit_tree, commit.get());
    if (!tree) {
        return std::unexpected(lastError(code, QString::fromLatin1(hex(id))));
    }
    QHash<QString, git_oid> files;
    if (const Done done = addFiles(repository, tree.get(), {}, 0, files); !done) {
        return std::unexpected(done.error());
    }
    return files;
}

Result<Head> statedPlace(git_repository *repository, git_odb *odb, const git_oid &id)
{
    int code = 0;
    const QString place = QString::fromLatin1(hex(id));
    const auto commit = owned<Commit>(code, git_commit_lookup, repository, &id);
    const auto tree = commit ? owned<Tree>(code, git_commit_tree, commit.get()) : Tree();
    if (!tree) {
        return std::unexpected(lastError(code, place));
    }
    const Tree ledger = subtree(repository, tree.get(), "ledger");
    const git_tree_entry *link = ledger ? plainFile(ledger.get(), "link") : nullptr;
    const Result<QByteArray> text = link ? readBlob(odb, *git_tree_entry_id(link), linkLimit)
                                         : failure(ErrorCode::Corrupt, place, u"no event in this commit"_s);
    if (!text) {
        return std::unexpected(text.error());
    }
    bool isNumber = false;
    const Sequence seq = linkField(*text, "seq").toLongLong(&isNumber);
    const std::optional<LinkHash> hash = LinkHash::fromBytes(QByteArray::fromHex(linkField(*text, "link")));
    if (!isNumber || !hash) {
        return failure(ErrorCode::Corrupt, place, u"it states no place"_s);
    }
    return Head{.seq = seq, .link = *hash};
}

QByteArray linkText(const Head &at, const LinkHash &prev)
{
    return "seq " + QByteArray::number(at.seq) + "\nprev " + prev.toHex() + "\nlink " + at.link.toHex() + "\ntree "
            + QByteArray::number(treeVersion) + '\n';
}

} // namespace countersign::git
