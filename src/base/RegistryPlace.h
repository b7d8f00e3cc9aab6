// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>

namespace countersign {

/// Where a registry on PostgreSQL is reached; what is empty is left to libpq, which asks its service file, its `PG*`
/// environment and its password file (PostgreSQL 17 manual, sections 32.1, 32.15 to 32.17).
struct PostgresPlace
{
    QString service = {};
    QString host = {}; ///< a name, an address, or the folder of a socket
    int port = 0;      ///< 0: not said
    QString database = {};
    QString user = {};
    QString sslMode = {}; ///< of libpq; empty: "verify-full" for a host that is not this computer
    QString rootCertificate =
        {}; ///< file that the server's certificate is checked with; empty: "system" for verify-full
    friend bool operator==(const PostgresPlace &, const PostgresPlace &) = default;
};

/// `postgresql://[user@][host[:port]]/[database][?service=…&sslmode=…&sslrootcert=…&host=…]`.
/// Fails: Invalid with what is wrong; NotPermitted for a password inside, which belongs into the keychain.
[[nodiscard]] Result<PostgresPlace> postgresPlaceFromUrl(const QString &url);
/// The way back, without anything secret; for people and for the list of recent workspaces.
[[nodiscard]] QString toUrl(const PostgresPlace &place);
/// By how it is written, `postgresql://…`, or `postgres://…`.
[[nodiscard]] bool isDatabase(const QString &place);
/// A registry's file: `place` without the scheme that it may have.
[[nodiscard]] QString registryFile(const QString &place);
/// An SQLite file (`sqlite:PATH`, or any ordinary file that is there) or a database.
[[nodiscard]] bool isRegistry(const QString &place);
/// A socket of this computer or its loopback interface, where TLS adds nothing.
[[nodiscard]] bool isLocal(const PostgresPlace &place);

} // namespace countersign
