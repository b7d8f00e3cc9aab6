// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/RegistryPlace.h"
#include "ledger/Import.h"

#include <functional>
#include <memory>

namespace countersign {

struct PostgresOptions
{
    PostgresPlace place = {};
    QString password = {};   ///< empty: none, or libpq's own password file
    int deadlineMs = 30'000; ///< of connecting, and of a server that answers nothing
};

/// Makes the schema, its roles and functions in an existing database that has none, in one transaction, or brings an older one up to
/// date. Needs a login that may make roles and schemas there. Returns the version that was there before, 0 for none.
/// Fails: NotPermitted, Newer, Unavailable, NotFound (no such database).
[[nodiscard]] Result<int> preparePostgresRegistry(const PostgresOptions &options);

/// One person's login: made when it is missing, and let into the registry. Answers the id of its person by the policy
/// that the server goes by, empty when that gives it to nobody. Fails: NotPermitted, Unavailable, NotFound ("schema").
[[nodiscard]] Result<QString> admitLogin(const PostgresOptions &options, const QString &login, const QString &password);

/// Something about a registry that weakens what it promises; ids are stable, wording lives in app and ui.
struct RegistryWeakness
{
    /// "function-differs", "function-unknown", "table-writable", "trigger-missing", "trigger-unknown", "owner-differs",
    /// "owner-logs-in", "row-security" (hides rows from some), "open-to-everybody", "superuser", "durability", "pooler",
    /// "policy-differs" (the server goes by another policy than the events say), "nobody-bound" (every login may speak
    /// for everybody), "login-unbound" (admitted, and nobody's), "login-missing" (somebody's, and not admitted),
    /// "login-shared" (events of several people came from it).
    QString id = {};
    QString detail = {};
    friend bool operator==(const RegistryWeakness &, const RegistryWeakness &) = default;
};
/// What a person's own login can see of it. `policyAt`: the event that put the policy in force, by the fold; 0 when that
/// is not known. Fails: as PostgresLedger::open().
[[nodiscard]] Result<QList<RegistryWeakness>> examinePostgres(const PostgresOptions &options, Sequence policyAt = 0);

/// Ledger in a PostgreSQL database. The server computes each link, because login and time of the server are part of it; the one way
/// to write is its function `append`. Holds one connection, made anew when it was lost.
class PostgresLedger final : public Ledger, public ImportTarget
{
public:
    /// Fails: NotPermitted ("login": login or password, "rights"), NotFound (database, schema: "schema"), Newer,
    /// Unsupported ("schema": older), Unavailable (not reachable, "certificate" not trusted, the server has no "tls"), Corrupt.
    [[nodiscard]] static Result<std::unique_ptr<PostgresLedger>> open(const PostgresOptions &options);
    ~PostgresLedger() override;

    [[nodiscard]] Result<Head> fetch(const std::stop_token &cancel = {}) override;
    [[nodiscard]] Head known() const override;
    [[nodiscard]] Result<QList<Envelope>> readAfter(Sequence after, int most) const override;
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash) const override;
    [[nodiscard]] Result<Landing> tryAppend(const Head &expected, const QList<Entry> &entries,
                                            const std::stop_token &cancel = {}) override;
    /// A place in the server's queue of those who append with our clients; ends with the next append that is answered.
    [[nodiscard]] std::unique_ptr<WriterTurn> takeTurn(const std::stop_token &cancel) override;
    [[nodiscard]] Result<Footprint> footprint(Sequence seq) const override;
    [[nodiscard]] Result<QStringList> wrongFiles(const ReadableTree &expected) const override;
    [[nodiscard]] std::optional<QString> login() const override;
    [[nodiscard]] QString name() const override;

    /// Only for a login that may become the owner of the tables.
    [[nodiscard]] Result<Landing> import(const Head &expected, const QList<ImportedEntry> &entries) override;

private:
    struct Private;
    explicit PostgresLedger(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace countersign
