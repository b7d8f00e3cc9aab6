// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger_sql/Schema.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariantList>

#include <functional>
#include <memory>

namespace countersign::sql {

enum class Dialect { Sqlite, Postgres };

/// What a driver's error means. `during` says whether it can be told that nothing was written.
enum class During { Reading, Committing };
[[nodiscard]] Error asError(const QSqlError &error, Dialect dialect, const QString &subject,
                            During during = During::Reading);
/// An error after which the connection answers nothing more.
[[nodiscard]] bool isLost(const QSqlError &error, Dialect dialect);

/// The rows that a statement gives, forward only; none where it gives none. While one of them is read, the same statement
/// may be run anew.
class Rows
{
public:
    Rows() = default;
    explicit Rows(std::shared_ptr<QSqlQuery> query) : m_query(std::move(query)) {}
    /// A statement that is kept gives up what it holds: locks, rows that nobody read.
    ~Rows()
    {
        if (m_query) {
            m_query->finish();
        }
    }
    Rows(Rows &&other) noexcept = default;
    Rows &operator=(Rows &&other) noexcept
    {
        std::swap(m_query, other.m_query);
        return *this;
    }

    [[nodiscard]] bool next() { return m_query && m_query->next(); }
    /// Only after next() was true.
    [[nodiscard]] QVariant value(int column) const { return m_query->value(column); }
    [[nodiscard]] bool isNull(int column) const { return m_query->isNull(column); }
    /// Goes on to the rows of the next statement, where several were run as one; false behind the last.
    [[nodiscard]] bool nextStatement() { return m_query && m_query->nextResult(); }
    /// Why there was no further row, when that was no end.
    [[nodiscard]] QSqlError lastError() const { return m_query ? m_query->lastError() : QSqlError(); }

private:
    std::shared_ptr<QSqlQuery> m_query = {};
};

/// One connection with a name of its own. Used and destroyed on the thread that made it.
class Connection
{
public:
    /// `name` is what people call the place; it is the subject of every error.
    Connection(Dialect dialect, QString name);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    [[nodiscard]] Dialect dialect() const { return m_dialect; }
    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] QSqlDatabase database() const;

    /// Opens what `prepare` has said on a fresh database object; a connection that was open is closed first.
    /// Fails as asError().
    [[nodiscard]] Done open(const std::function<void(QSqlDatabase &)> &prepare);

    /// Runs one statement with its values in the places of `?`. One with values is prepared once. Fails as asError().
    [[nodiscard]] Result<Rows> run(const QString &statement, const QVariantList &values = {}) const;
    /// The first value of the first row; an invalid one when there is no row.
    [[nodiscard]] Result<QVariant> value(const QString &statement, const QVariantList &values = {}) const;
    /// Runs the statements between lines of `--;`, without values.
    [[nodiscard]] Done runScript(const QString &script) const;
    /// The error of the last statement that failed, for whoever must look closer.
    [[nodiscard]] const QSqlError &lastError() const { return m_lastError; }

private:
    Dialect m_dialect;
    QString m_name;
    QString m_key;
    mutable QSqlError m_lastError;
    mutable QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared;
};

/// Undoes what was begun unless it was committed.
class Transaction
{
public:
    explicit Transaction(const Connection &connection) : m_connection(connection) {}
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)
    /// With the words of the dialect: SQLite takes the write lock now.
    [[nodiscard]] Done begin();
    /// Fails: OutcomeUnknown when it cannot be told whether it was written; anything else: it was not.
    [[nodiscard]] Done commit();

private:
    const Connection &m_connection;
    bool m_open = false;
};

/// The script of a dialect that leads to that version of the schema; empty when there is none.
[[nodiscard]] QString migration(Dialect dialect, int version);

} // namespace countersign::sql
