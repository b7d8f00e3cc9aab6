// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger/Envelope.h"

#include <memory>
#include <stop_token>

namespace countersign {

struct GovernedBranchOptions
{
    QString directory = {};   ///< the private folder of the workspace, as GitLedgerOptions has it
    QString remote = {};      ///< the shared repository
    QString branch = {};      ///< as the policy names it
    QString localRepository = {}; ///< the person's own clone, brought along when it is clean; may be empty
    int deadlineMs = 30'000;
    bool mayBegin = false; ///< a branch that the shared repository does not have counts as one without files
};

struct FileWrite
{
    QString path = {};
    std::optional<QByteArray> before = {}; ///< bytes it must have now; nullopt: it must not exist
    std::optional<QByteArray> after = {};  ///< nullopt: it is removed
};

struct BranchWrite
{
    QList<FileWrite> files = {};
    QString message = {};
    QString authorName = {};
    QString authorEmail = {};
    QString fallbackBranch = {}; ///< where to push when the branch is protected: "countersign/accept-42"
};

struct BranchWritten
{
    QByteArray commit = {};      ///< hex; empty when the files were there already
    QString branch = {};         ///< the governed one, or the fallback
    bool isProtected = false;    ///< the host refused the governed branch
    enum class Local { None, BroughtAlong, LeftAlone };
    Local local = Local::None;   ///< what became of the person's work tree
    QString localReason = {};    ///< why it was left alone, in the words of git
};

/// The branch that people see, as the shared repository has it: read, and written by pushes with the expected old value.
/// Blocking, one thread.
class GovernedBranch
{
public:
    [[nodiscard]] static Result<std::unique_ptr<GovernedBranch>> open(const GovernedBranchOptions &options,
                                                                      const std::stop_token &cancel = {});
    ~GovernedBranch();
    Q_DISABLE_COPY_MOVE(GovernedBranch)

    /// Brings the branch; its tip in hex, empty for one that write() would begin. Fails: NotFound when the shared
    /// repository has no such branch; Unavailable.
    [[nodiscard]] Result<QByteArray> fetch(const std::stop_token &cancel = {});
    /// Content of `path` at the fetched tip; nullopt when there is none.
    [[nodiscard]] Result<std::optional<QByteArray>> read(const QString &path) const;
    /// Writes one commit and pushes it, again on the new tip when somebody else was faster and did not touch the files.
    /// Fails: Conflict (subject: the path) when a file has other bytes than `before`, or is a link or something else that
    /// is no file; Conflict (subject: the repository) when others were faster again and again; NotPermitted (subject
    /// "own-programs" when the shared repository is a work tree whose own configuration names programs: then nothing is sent);
    /// as SourceRepository::open() for a shared work tree that cannot be opened; NoSpace; Unavailable; OutcomeUnknown.
    [[nodiscard]] Result<BranchWritten> write(const BranchWrite &write, const std::stop_token &cancel = {});

private:
    struct Private;
    explicit GovernedBranch(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace countersign
