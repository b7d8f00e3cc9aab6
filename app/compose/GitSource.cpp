// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/GitSource.h"

#include "ledger_git/GitLedger.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

[[nodiscard]] QList<SourceCommit> sourceCommits(const QList<GitFileCommit> &commits)
{
    QList<SourceCommit> found;
    for (const GitFileCommit &commit : commits) {
        found.append({.commit = commit.commit,
                      .blob = commit.blob,
                      .author = commit.authorName,
                      .email = commit.authorEmail,
                      .summary = commit.subject,
                      .when = commit.when});
    }
    return found;
}

} // namespace

Done GitSource::openBranch(const QString &branch, const std::stop_token &cancel)
{
    if (m_branch && m_branchName == branch) {
        return {};
    }
    auto opened = GovernedBranch::open({.directory = m_options.directory,
                                        .remote = m_options.remote,
                                        .branch = branch,
                                        .localRepository = m_options.localRepository,
                                        .mayBegin = m_options.mayBegin},
                                       cancel);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    m_branch = std::move(*opened);
    m_branchName = branch;
    m_tip.clear();
    return {};
}

Result<QByteArray> GitSource::tip(const QString &branch, const std::stop_token &cancel)
{
    if (Done opened = openBranch(branch, cancel); !opened) {
        return std::unexpected(opened.error());
    }
    Result<QByteArray> fetched = m_branch->fetch(cancel);
    if (!fetched) {
        const bool offline = fetched.error().code == ErrorCode::Unavailable && !m_tip.isEmpty();
        return offline ? Result<QByteArray>(m_tip) : fetched;
    }
    if (!m_objects || m_tip != *fetched) {
        auto objects = SourceRepository::openClone(ownClonePath(m_options.directory));
        if (!objects) {
            return std::unexpected(objects.error());
        }
        m_objects = std::move(*objects);
        m_tip = *fetched;
    }
    return m_tip;
}

Result<QList<SourceFile>> GitSource::files(const QByteArray &tip) const
{
    if (!m_objects) {
        return failure(ErrorCode::Unavailable, m_branchName, u"not read yet"_s);
    }
    if (tip.isEmpty()) {
        return QList<SourceFile>();
    }
    const auto files = m_objects->files(tip);
    if (!files) {
        return std::unexpected(files.error());
    }
    QList<SourceFile> found;
    found.reserve(files->size());
    for (const GitFile &file : *files) {
        found.append({.path = file.path, .blob = file.blob, .size = file.size});
    }
    return found;
}

Result<QByteArray> GitSource::read(const QByteArray &blob) const
{
    if (!m_objects) {
        return failure(ErrorCode::Unavailable, m_branchName, u"not read yet"_s);
    }
    return m_objects->read(blob);
}

Result<QList<SourceCommit>> GitSource::history(const QByteArray &tip, const QString &path, int most) const
{
    return commitsOf(tip, path, most, Moves::EndIt);
}

Result<QList<SourceCommit>> GitSource::historyAcrossMoves(const QByteArray &tip, const QString &path, int most) const
{
    return commitsOf(tip, path, most, Moves::AreFollowed);
}

Result<QList<SourceCommit>> GitSource::commitsOf(const QByteArray &tip, const QString &path, int most, Moves moves) const
{
    if (!m_objects) {
        return failure(ErrorCode::Unavailable, m_branchName, u"not read yet"_s);
    }
    return m_objects->history(tip, path, most, moves).transform(sourceCommits);
}

Result<QList<SourceCommit>> GitSource::editsSince(const QByteArray &tip, const QString &path,
                                                  const std::function<bool(const QByteArray &blob)> &ends,
                                                  const std::stop_token &cancel) const
{
    if (!m_objects) {
        return failure(ErrorCode::Unavailable, m_branchName, u"not read yet"_s);
    }
    return m_objects->editsSince(tip, path, ends, cancel).transform(sourceCommits);
}

Result<std::optional<QString>>
GitSource::newestMessage(const QByteArray &tip, const std::function<bool(const QString &)> &wanted) const
{
    return tip.isEmpty() || !m_objects ? Result<std::optional<QString>>(std::nullopt)
                                       : m_objects->newestMessage(tip, wanted);
}

Result<bool> GitSource::isObstructed(const QByteArray &tip, const QString &path) const
{
    return tip.isEmpty() || !m_objects ? Result<bool>(false) : m_objects->isObstructed(tip, path);
}

Result<SourceWritten> GitSource::write(const SourceCommitRequest &request, const std::stop_token &cancel)
{
    if (Done opened = openBranch(request.branch, cancel); !opened) {
        return std::unexpected(opened.error());
    }
    BranchWrite write{.message = request.message,
                      .authorName = request.authorName,
                      .authorEmail = request.authorEmail,
                      .fallbackBranch = request.fallbackBranch};
    for (const SourceWrite &file : request.files) {
        write.files.append({.path = file.path, .before = file.before, .after = file.after});
    }
    const Result<BranchWritten> written = m_branch->write(write, cancel);
    if (!written) {
        return std::unexpected(written.error());
    }
    SourceWritten done{.commit = written->commit};
    if (written->isProtected) {
        done.notices.append(u"branch-protected:"_s + written->branch);
    }
    if (!written->isProtected && written->branch != request.branch) {
        done.notices.append(u"work-tree-aside:"_s + written->branch);
    } else if (written->local == BranchWritten::Local::LeftAlone) {
        done.notices.append(u"work-tree-left-alone"_s);
    }
    return done;
}

} // namespace countersign
