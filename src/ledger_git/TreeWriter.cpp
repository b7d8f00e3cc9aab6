// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/TreeWriter.h"

using namespace Qt::StringLiterals;

namespace countersign::git {

namespace {

QByteArray headerText(const QString &text, const char *otherwise)
{
    QString clean;
    for (const QChar c : text) {
        if (c.unicode() >= 0x20 && c.unicode() != 0x7f && c != u'<' && c != u'>') {
            clean += c;
        }
    }
    clean = clean.trimmed().left(200);
    return clean.isEmpty() ? QByteArray(otherwise) : clean.toUtf8();
}

QByteArray messageText(const QString &text)
{
    QString clean;
    for (const QChar c : text) {
        if (c == u'\n' || (c.unicode() >= 0x20 && c.unicode() != 0x7f)) {
            clean += c;
        }
    }
    return clean.trimmed().left(8000).toUtf8() + '\n';
}

} // namespace

TreeWriter::Node &TreeWriter::at(const QString &path)
{
    Node *node = &m_root;
    const QStringList segments = path.split(u'/');
    for (const QString &segment : segments) {
        node = &node->children[segment.toUtf8()];
    }
    return *node;
}

void TreeWriter::put(const QString &path, const git_oid &blob)
{
    Node &node = at(path);
    node = Node{.children = {}, .blob = blob, .cleared = true};
}

void TreeWriter::remove(const QString &path)
{
    Node &node = at(path);
    node = Node{.children = {}, .blob = {}, .cleared = true};
}

Result<git_oid> TreeWriter::write(git_repository *repository, const git_oid *base) const
{
    const Result<std::optional<git_oid>> written = write(repository, base, m_root);
    if (!written) {
        return std::unexpected(written.error());
    }
    if (*written) {
        return **written;
    }
    // Everything is gone: the one tree without entries.
    int code = 0;
    const auto builder = owned<TreeBuilder>(code, git_treebuilder_new, repository, nullptr);
    git_oid id = {};
    if (!builder || (code = git_treebuilder_write(&id, builder.get())) < 0) {
        return std::unexpected(lastError(code, u"tree"_s));
    }
    return id;
}

Result<std::optional<git_oid>> TreeWriter::write(git_repository *repository, const git_oid *base, const Node &node)
{
    if (node.blob) {
        return node.children.isEmpty() ? Result<std::optional<git_oid>>(node.blob)
                                       : failure(ErrorCode::Invalid, u"tree"_s, u"a file and a folder of one name"_s);
    }
    int code = 0;
    Tree before;
    if (base && !node.cleared) {
        before = owned<Tree>(code, git_tree_lookup, repository, base);
        if (!before) {
            return std::unexpected(lastError(code, u"tree"_s));
        }
    }
    const auto builder =
            owned<TreeBuilder>(code, git_treebuilder_new, repository, static_cast<const git_tree *>(before.get()));
    if (!builder) {
        return std::unexpected(lastError(code, u"tree"_s));
    }
    for (auto it = node.children.cbegin(); it != node.children.cend(); ++it) {
        const char *name = it.key().constData();
        const git_tree_entry *entry = before ? git_tree_entry_byname(before.get(), name) : nullptr;
        const bool folder = entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
        if (entry && !folder && !it->children.isEmpty()) {
            return failure(ErrorCode::Invalid, QString::fromUtf8(it.key()), u"a file where a folder must be"_s);
        }
        const Result<std::optional<git_oid>> child =
                write(repository, folder ? git_tree_entry_id(entry) : nullptr, *it);
        if (!child) {
            return child;
        }
        if (*child) {
            const git_filemode_t mode = it->blob ? GIT_FILEMODE_BLOB : GIT_FILEMODE_TREE;
            code = git_treebuilder_insert(nullptr, builder.get(), name, &**child, mode);
        } else {
            code = entry ? git_treebuilder_remove(builder.get(), name) : 0;
        }
        if (code < 0) {
            return std::unexpected(lastError(code, QString::fromUtf8(it.key())));
        }
    }
    if (git_treebuilder_entrycount(builder.get()) == 0) {
        return std::nullopt;
    }
    git_oid id = {};
    if (code = git_treebuilder_write(&id, builder.get()); code < 0) {
        return std::unexpected(lastError(code, u"tree"_s));
    }
    return id;
}

Result<git_oid> writeBlob(git_repository *repository, QByteArrayView bytes)
{
    git_oid id = {};
    if (const int code = git_blob_create_from_buffer(&id, repository, bytes.data(), size_t(bytes.size())); code < 0) {
        return std::unexpected(lastError(code, u"blob"_s));
    }
    return id;
}

Result<git_oid> writeCommit(git_repository *repository, const git_oid &tree, const git_oid *parent,
                            const CommitText &text)
{
    int code = 0;
    const QByteArray name = headerText(text.authorName, "Countersign");
    const QByteArray email = headerText(text.authorEmail, "countersign@localhost");
    const auto signature = owned<Signature>(code, git_signature_new, name.constData(), email.constData(),
                                            git_time_t(text.seconds), 0);
    if (!signature) {
        return std::unexpected(lastError(code, u"commit"_s));
    }
    const auto treeObject = owned<Tree>(code, git_tree_lookup, repository, &tree);
    if (!treeObject) {
        return std::unexpected(lastError(code, u"commit"_s));
    }
    Commit parentObject;
    if (parent) {
        parentObject = owned<Commit>(code, git_commit_lookup, repository, parent);
        if (!parentObject) {
            return std::unexpected(lastError(code, u"commit"_s));
        }
    }
    const git_commit *parents[] = {parentObject.get()};
    git_oid id = {};
    code = git_commit_create(&id, repository, nullptr, signature.get(), signature.get(), "UTF-8",
                             messageText(text.message).constData(), treeObject.get(), parent ? 1 : 0, parents);
    if (code < 0) {
        return std::unexpected(lastError(code, u"commit"_s));
    }
    return id;
}

} // namespace countersign::git
