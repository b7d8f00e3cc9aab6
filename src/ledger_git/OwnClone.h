// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Files.h"
#include "ledger_git/Git.h"
#include "ledger_git/Transport.h"

namespace countersign::git {

inline constexpr char verifiedReference[] = "refs/countersign/ledger";
inline constexpr char incomingReference[] = "refs/countersign/incoming";
inline constexpr char evidencePrefix[] = "refs/countersign/evidence/";

/// A bare clone of our own in a private folder. Several processes of one person may use it; what changes it happens
/// under lock().
class OwnClone
{
public:
    /// Makes the clone when there is none. After a stop that may have cut off writes to the disk, `git fsck` looks at
    /// it before libgit2 does, and a damaged clone is set aside and made anew: everything in it can be fetched again.
    /// Fails also with Canceled.
    [[nodiscard]] static Result<OwnClone> open(const QString &directory, const std::stop_token &cancel = {});
    OwnClone(OwnClone &&) noexcept = default;
    OwnClone &operator=(OwnClone &&) = delete;
    OwnClone(const OwnClone &) = delete;
    ~OwnClone();

    [[nodiscard]] git_repository *repository() const { return m_repository.get(); }
    [[nodiscard]] git_odb *odb() const { return m_odb.get(); }
    [[nodiscard]] QString path() const { return m_directory + QStringLiteral("/clone.git"); }
    [[nodiscard]] QString directory() const { return m_directory; }

    /// Fails: Locked when another process works in the clone for longer than `waitMs`.
    [[nodiscard]] Result<FileLock> lock(int waitMs, const std::stop_token &cancel = {}) const;
    /// The commit that a reference names; nullopt when there is none. Fails: Corrupt, Unavailable.
    [[nodiscard]] Result<std::optional<git_oid>> reference(const char *name) const;
    /// Points a reference somewhere, wherever it was. Only under lock().
    [[nodiscard]] Done setReference(const char *name, const git_oid &to) const;
    /// Brings `from` of a remote to the reference `to`, past locks that killed programs left here. Only under lock().
    /// Fails as git::fetch().
    [[nodiscard]] Done fetch(const QString &remote, const QString &from, const QString &to, int deadlineMs,
                             const std::stop_token &cancel) const;
    /// As git::push(); remembered on disk for as long as it runs and when it was cut off. Only under lock().
    [[nodiscard]] PushAnswer push(const QString &remote, const QString &reference, const QByteArray &expected,
                                  const QByteArray &commit, int deadlineMs, const std::stop_token &cancel) const;
    /// Takes away locks on a branch of a shared path that pushes from this clone left when they were killed; whether
    /// there were any. Locks of others stay, and are reported and broken on request. Only under lock().
    [[nodiscard]] bool removeOwnLocks(const QString &remote, const QString &branch) const;
    /// Packs what has piled up. Only under lock(); a failure leaves everything as it was.
    void tidy() const;

private:
    OwnClone(QString directory, QString marker, Repository repository, Odb odb);

    QString m_directory;
    QString m_marker;
    Repository m_repository;
    Odb m_odb;
};

} // namespace countersign::git
