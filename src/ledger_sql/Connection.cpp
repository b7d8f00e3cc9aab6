// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/Connection.h"

#include <QFile>
#include <QRegularExpression>
#include <QSqlDriver>

#include <atomic>

using namespace Qt::StringLiterals;

namespace countersign::sql {

namespace {

// Result codes of sqlite3.h; the low byte of an extended code.
enum Sqlite {
    Permission = 3,
    Busy = 5,
    LockedTable = 6,
    ReadOnly = 8,
    InputOutput = 10,
    Damaged = 11,
    Full = 13,
    CannotOpen = 14,
    NoDatabase = 26,
    Moved = ReadOnly | (4 << 8) // the file that is open has lost its name
};

ErrorCode sqliteCode(int code, During during)
{
    switch (code & 0xff) {
    case Busy:
    case LockedTable:
        return ErrorCode::Locked;
    case Permission:
    case ReadOnly:
        return ErrorCode::NotPermitted;
    case Full:
        return ErrorCode::NoSpace;
    case Damaged:
    case NoDatabase:
        return ErrorCode::Corrupt;
    case CannotOpen:
        return ErrorCode::NotFound;
    case InputOutput:
        return during == During::Committing ? ErrorCode::OutcomeUnknown : ErrorCode::Unavailable;
    default:
        return ErrorCode::Unavailable;
    }
}

// SQLSTATE, PostgreSQL 17 manual, appendix A; class CS is our own (resources/sql/postgresql).
ErrorCode postgresCode(const QString &state, During during)
{
    if (state.startsWith("CS"_L1)) {
        return state == "CS001"_L1 || state == "CS006"_L1 ? ErrorCode::NotPermitted : ErrorCode::Invalid;
    }
    if (state.startsWith("22"_L1) || state.startsWith("23"_L1)) {
        return ErrorCode::Invalid;
    }
    if (state == "55P03"_L1 || state == "55006"_L1) {
        return ErrorCode::Locked;
    }
    if (state == "40001"_L1 || state == "40P01"_L1) {
        return ErrorCode::Conflict;
    }
    if (state.startsWith("28"_L1) || state == "42501"_L1) {
        return ErrorCode::NotPermitted;
    }
    if (state == "53100"_L1) {
        return ErrorCode::NoSpace;
    }
    if (state == "3D000"_L1 || state == "3F000"_L1 || state == "42P01"_L1 || state == "42883"_L1) {
        return ErrorCode::NotFound;
    }
    if (state.startsWith("XX"_L1)) {
        return ErrorCode::Corrupt;
    }
    // Without a state there was no answer; 08 and 57P0x tell that the connection or the server went.
    return during == During::Committing
                   && (state.isEmpty() || state.startsWith("08"_L1) || state.startsWith("57P"_L1))
               ? ErrorCode::OutcomeUnknown
               : ErrorCode::Unavailable;
}

QString words(const QSqlError &error)
{
    QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    static const QRegularExpression control(u"[\\x00-\\x1f\\x7f]+"_s);
    return text.replace(control, u" "_s).trimmed().left(2'000);
}

} // namespace

Error asError(const QSqlError &error, Dialect dialect, const QString &subject, During during)
{
    const QString native = error.nativeErrorCode();
    const ErrorCode code =
        dialect == Dialect::Sqlite ? sqliteCode(native.toInt(), during) : postgresCode(native, during);
    return {.code = code, .subject = subject, .detail = words(error)};
}

bool isLost(const QSqlError &error, Dialect dialect)
{
    const QString native = error.nativeErrorCode();
    if (dialect == Dialect::Sqlite) {
        return (native.toInt() & 0xff) == InputOutput || native.toInt() == Moved;
    }
    return error.isValid() && (native.isEmpty() || native.startsWith("08"_L1) || native.startsWith("57P"_L1));
}

Connection::Connection(Dialect dialect, QString name) : m_dialect(dialect), m_name(std::move(name))
{
    static std::atomic_int count = 0;
    m_key = u"countersign-registry-%1"_s.arg(++count);
}

Connection::~Connection()
{
    m_prepared.clear();
    QSqlDatabase::removeDatabase(m_key);
}

QSqlDatabase Connection::database() const
{
    return QSqlDatabase::database(m_key, false);
}

Done Connection::open(const std::function<void(QSqlDatabase &)> &prepare)
{
    m_prepared.clear();
    if (QSqlDatabase::contains(m_key)) {
        QSqlDatabase::removeDatabase(m_key);
    }
    QSqlDatabase database =
        QSqlDatabase::addDatabase(m_dialect == Dialect::Sqlite ? u"QSQLITE"_s : u"QPSQL"_s, m_key);
    if (!database.isValid()) {
        return failure(ErrorCode::Unsupported, m_name, u"the database driver is not installed"_s);
    }
    prepare(database);
    if (!database.open()) {
        m_lastError = database.lastError();
        return std::unexpected(asError(m_lastError, m_dialect, m_name));
    }
    return {};
}

Result<Rows> Connection::run(const QString &statement, const QVariantList &values) const
{
    const QSqlDatabase open = database();
    if (!open.isOpen()) {
        m_lastError = QSqlError(u"not connected"_s, {}, QSqlError::ConnectionError);
        return failure(ErrorCode::Unavailable, m_name, m_lastError.driverText());
    }
    std::shared_ptr<QSqlQuery> query = values.isEmpty() ? nullptr : m_prepared.value(statement);
    const bool known = query && query.use_count() == 2; // this one and the kept one: nobody reads its rows
    bool done = true;
    if (!known) {
        query = std::make_shared<QSqlQuery>(open);
        query->setForwardOnly(true);
        done = values.isEmpty() ? query->exec(statement) : query->prepare(statement);
    }
    if (done && !values.isEmpty()) {
        for (const QVariant &value : values) {
            query->addBindValue(value,
                                value.typeId() == QMetaType::QByteArray ? QSql::In | QSql::Binary : QSql::In);
        }
        done = query->exec();
    }
    if (!done) {
        m_lastError = query->lastError();
        m_prepared.remove(statement);
        return std::unexpected(asError(m_lastError, m_dialect, m_name));
    }
    if (!known && !values.isEmpty() && !m_prepared.contains(statement)) {
        m_prepared.insert(statement, query);
    }
    if (query->isSelect()) {
        return Rows(std::move(query));
    }
    query->finish();
    return Rows();
}

Result<QVariant> Connection::value(const QString &statement, const QVariantList &values) const
{
    auto query = run(statement, values);
    if (!query) {
        return std::unexpected(query.error());
    }
    if (query->next()) {
        return query->value(0);
    }
    if (query->lastError().isValid()) {
        m_lastError = query->lastError();
        return std::unexpected(asError(m_lastError, m_dialect, m_name));
    }
    return QVariant();
}

Done Connection::runScript(const QString &script) const
{
    for (const QString &statement : script.split(u"\n--;\n"_s)) {
        if (const auto done = run(statement); !done) {
            return std::unexpected(done.error());
        }
    }
    return {};
}

Done Transaction::begin()
{
    // QSqlDatabase::transaction() would begin without the write lock, and fail when it is wanted later.
    const auto begun =
        m_connection.run(m_connection.dialect() == Dialect::Sqlite ? u"BEGIN IMMEDIATE"_s : u"BEGIN"_s);
    if (!begun) {
        return std::unexpected(begun.error());
    }
    m_open = true;
    return {};
}

Done Transaction::commit()
{
    const auto committed = m_connection.run(u"COMMIT"_s);
    if (!committed) {
        return std::unexpected(asError(m_connection.lastError(), m_connection.dialect(), m_connection.name(),
                                       During::Committing));
    }
    m_open = false;
    return {};
}

Transaction::~Transaction()
{
    if (m_open) {
        // One that fails finds no transaction any more.
        (void)m_connection.run(u"ROLLBACK"_s);
    }
}

QString migration(Dialect dialect, int version)
{
    static constexpr const char *names[] = {"001-ledger.sql"};
    if (version < 1 || version > int(std::size(names))) {
        return {};
    }
    QFile file(u":/countersign/sql/%1/%2"_s.arg(dialect == Dialect::Sqlite ? "sqlite"_L1 : "postgresql"_L1,
                                                QLatin1StringView(names[version - 1])));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing from the program", qPrintable(file.fileName()));
    }
    return QString::fromUtf8(file.readAll());
}

} // namespace countersign::sql
