// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/Git.h"

#include "ledger/ChildProcess.h"

#include <QFile>
#include <QFileInfo>

#include <mutex>

#include <unistd.h>

using namespace Qt::StringLiterals;

// libgit2 reads and writes objects here and never speaks to a server, which git does. All the same it reads every
// certificate that the machine trusts when it starts, which takes longer than all else that a short command does. This
// takes the place of the function that reads them: nobody is trusted, and a connection that was made after all would be
// refused.
extern "C" Q_DECL_EXPORT int mbedtls_x509_crt_parse_file(void * /*chain*/, const char * /*path*/)
{
    return 0;
}

namespace countersign::git {

void start()
{
    static std::once_flag once;
    std::call_once(once, [] {
        git_libgit2_init();
        for (const int level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                                GIT_CONFIG_LEVEL_GLOBAL}) {
            git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
        }
        git_libgit2_opts(GIT_OPT_SET_TEMPLATE_PATH, "");
        git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1);
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
        // openExactly() asks git itself, which knows whom the person trusts.
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    });
}

Error lastError(int code, const QString &subject)
{
    const git_error *error = git_error_last();
    const QString detail = error && error->message ? QString::fromUtf8(error->message) : QString();
    const ErrorCode kind = [code, error, &detail] {
        switch (code) {
        case GIT_ENOTFOUND:
            return ErrorCode::NotFound;
        case GIT_ELOCKED:
            return ErrorCode::Locked;
        case GIT_EMODIFIED:
        case GIT_EEXISTS:
            return ErrorCode::Conflict;
        case GIT_EMISMATCH:
            return ErrorCode::Corrupt;
        case GIT_EINVALIDSPEC:
            return ErrorCode::Invalid;
        default:
            break;
        }
        if (detail.contains("No space left"_L1)) {
            return ErrorCode::NoSpace;
        }
        if (detail.contains("ermission denied"_L1) || detail.contains("Read-only file system"_L1)) {
            return ErrorCode::NotPermitted;
        }
        const bool stored = error
                && (error->klass == GIT_ERROR_ZLIB || error->klass == GIT_ERROR_OBJECT || error->klass == GIT_ERROR_ODB
                    || error->klass == GIT_ERROR_TREE);
        return stored ? ErrorCode::Corrupt : ErrorCode::Unavailable;
    }();
    return Error{.code = kind, .subject = subject, .detail = detail};
}

QByteArray hex(const git_oid &id)
{
    QByteArray text(GIT_OID_SHA1_HEXSIZE, '0');
    git_oid_fmt(text.data(), &id);
    return text;
}

std::optional<git_oid> oidFromHex(QByteArrayView hex)
{
    git_oid id = {};
    if (hex.size() != GIT_OID_SHA1_HEXSIZE || git_oid_fromstrn(&id, hex.data(), size_t(hex.size())) != 0) {
        return std::nullopt;
    }
    return id;
}

Result<QByteArray> readBlob(git_odb *odb, const git_oid &id, qint64 most)
{
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    int code = git_odb_read_header(&size, &type, odb, &id);
    if (code < 0) {
        return std::unexpected(lastError(code, QString::fromLatin1(hex(id))));
    }
    if (type != GIT_OBJECT_BLOB || size > size_t(most)) {
        return failure(ErrorCode::Invalid, QString::fromLatin1(hex(id)),
                       type == GIT_OBJECT_BLOB ? u"%1 bytes, more than %2"_s.arg(size).arg(most) : u"no file"_s);
    }
    const auto object = owned<OdbObject>(code, git_odb_read, odb, &id);
    if (!object) {
        return std::unexpected(lastError(code, QString::fromLatin1(hex(id))));
    }
    return QByteArray(static_cast<const char *>(git_odb_object_data(object.get())),
                      qsizetype(git_odb_object_size(object.get())));
}

Result<git_oid> resolveReference(git_repository *repository, const char *name)
{
    git_oid id = {};
    if (const int code = git_reference_name_to_id(&id, repository, name); code < 0) {
        return std::unexpected(lastError(code, QString::fromUtf8(name)));
    }
    return id;
}

Result<Repository> openExactly(const QString &path)
{
    start();
    const QByteArray name = QFile::encodeName(path);
    if (QFileInfo(path).ownerId() != uint(::geteuid())) {
        ChildCommand command;
        command.program = u"git"_s;
        command.arguments = {u"-C"_s, path, u"rev-parse"_s, u"--git-dir"_s};
        command.deadlineMs = 5000;
        const Result<ChildOutcome> outcome = runChild(command);
        if (!outcome || !outcome->succeeded()) {
            return failure(ErrorCode::NotPermitted, path, outcome ? outcome->words() : outcome.error().detail);
        }
    }
    int code = 0;
    auto repository = owned<Repository>(code, git_repository_open_ext, name.constData(),
                                        unsigned(GIT_REPOSITORY_OPEN_NO_SEARCH), nullptr);
    if (!repository) {
        return std::unexpected(lastError(code, path));
    }
    return repository;
}

} // namespace countersign::git
