// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "ledger/Import.h"

#include <memory>

namespace countersign {

struct GitLedgerOptions
{
    QString directory = {};     ///< private folder of this workspace: own clone, cache, locks. Made with mode 0700.
    QString remote = {};        ///< the shared repository: a path, or an https or ssh URL; see checkRemote()
    int deadlineMs = 30'000;    ///< of one fetch or push
    bool takeTurns = true;      ///< wait for other programs on this computer that append to the same path
    QString committerName = {}; ///< written into commits, shown as claimed only; "Countersign" when empty
    QString committerEmail = {};
    const Clock *clock = nullptr; ///< outlives the ledger
};

/// The branch of the shared repository that holds the record.
inline constexpr char ledgerBranch[] = "countersign/ledger";

/// Refuses what is neither a path nor a URL of the schemes https, ssh or file, and what `git` could take for an option
/// or a command. Fails: Invalid, NotPermitted for credentials inside the URL.
[[nodiscard]] Done checkRemote(const QString &remote);
/// Without user information; for people and reports.
[[nodiscard]] QString displayRemote(const QString &remote);
/// A folder name for the workspace of `remote` below the user's data directory; equal for equal remotes.
[[nodiscard]] QString workspaceKey(const QString &remote);

/// Where GitLedger keeps its clone below GitLedgerOptions::directory.
[[nodiscard]] QString ownClonePath(const QString &directory);

/// A file that some process left or holds on the shared repository, and that stops everybody's appends.
struct RemoteLock
{
    QString path = {};
    qint64 ageSeconds = 0;
    QString holder = {};   ///< process ids and names that have it open; empty: nobody on this computer
    friend bool operator==(const RemoteLock &, const RemoteLock &) = default;
};

/// Locks on the ledger's branch of a shared repository that is a path; empty for any other.
[[nodiscard]] Result<QList<RemoteLock>> remoteLocks(const QString &remote);
/// Takes away the locks on `branch` of a shared path that were made in that time, given in milliseconds since the epoch,
/// and that nobody holds; whether there were any. A lock is held as long as the contrary cannot be told: that it lies on
/// a disk of this computer, is some seconds old and our own user's, and no process that was there when it was made has it
/// open or works inside the repository. For whoever knows that a push of its own was cut off in that time.
[[nodiscard]] bool removeAbandonedLocks(const QString &remote, const QString &branch, qint64 from, qint64 to);
/// Removes one of remoteLocks(): nobody has it open, and it is older than a minute. Only ever on a person's request.
/// Fails: Locked, NotPermitted, NotFound.
[[nodiscard]] Done breakLock(const QString &remote, const QString &path);

/// Ledger on a branch of a git repository, one commit per event. Reads and writes objects in a bare clone of its own;
/// the `git` program does fetch and push. Several processes may use one directory.
class GitLedger final : public Ledger, public ImportTarget
{
public:
    /// Makes or opens the own clone; asks nobody. Fails: Invalid (remote), NotPermitted, NoSpace, Unavailable (no git).
    [[nodiscard]] static Result<std::unique_ptr<GitLedger>> open(const GitLedgerOptions &options);
    ~GitLedger() override;

    [[nodiscard]] Result<Head> fetch(const std::stop_token &cancel = {}) override;
    [[nodiscard]] Head known() const override;
    [[nodiscard]] Result<QList<Envelope>> readAfter(Sequence after, int most) const override;
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash) const override;
    [[nodiscard]] Result<Landing> tryAppend(const Head &expected, const QList<Entry> &entries,
                                            const std::stop_token &cancel = {}) override;
    [[nodiscard]] std::unique_ptr<WriterTurn> takeTurn(const std::stop_token &cancel) override;
    [[nodiscard]] Result<Footprint> footprint(Sequence seq) const override;
    [[nodiscard]] Result<QStringList> wrongFiles(const ReadableTree &expected) const override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] Result<Landing> import(const Head &expected, const QList<ImportedEntry> &entries) override;

    /// The own clone, for GovernedBranch and diagnosis.
    [[nodiscard]] QString clonePath() const;

private:
    struct Private;
    explicit GitLedger(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace countersign
