// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/PostgresSession.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace countersign {

namespace sql {

Done openPostgres(Connection &connection, const PostgresOptions &options)
{
    const PostgresPlace &place = options.place;
    QStringList said{
        u"connect_timeout=%1"_s.arg(qMax(2, options.deadlineMs / 1000)),
        u"tcp_user_timeout=%1"_s.arg(options.deadlineMs), u"keepalives_idle=20"_s,
        u"application_name=countersign"_s,
        // Ours first, temporary objects of the session last (CVE-2018-1058, manual section 5.10.3).
        u"options=-csearch_path=countersign,pg_catalog,pg_temp"_s};
    if (!place.service.isEmpty()) {
        said.append(u"service=%1"_s.arg(place.service));
    }
    const bool checked = place.sslMode.isEmpty() && !isLocal(place);
    if (checked || !place.sslMode.isEmpty()) {
        const QString mode = checked ? u"verify-full"_s : place.sslMode;
        said.append(u"sslmode=%1"_s.arg(mode));
        if (!place.rootCertificate.isEmpty()) {
            said.append(u"sslrootcert=%1"_s.arg(place.rootCertificate));
        } else if (mode == "verify-full"_L1) {
            said.append(u"sslrootcert=system"_s);
        }
    }
    const Done opened = connection.open([&](QSqlDatabase &database) {
        database.setHostName(place.host);
        if (place.port > 0) {
            database.setPort(place.port);
        }
        database.setDatabaseName(place.database);
        database.setUserName(place.user);
        database.setPassword(options.password);
        database.setConnectOptions(said.join(u';'));
    });
    if (opened) {
        return opened;
    }
    // libpq reports no SQLSTATE for a connection that was not made, only the server's words, which are English here or
    // translated there; what cannot be told apart is not reachable.
    Error error = opened.error();
    static const QRegularExpression refused(
        u"password authentication failed|no password supplied|no pg_hba.conf entry|role .* does not exist|is not permitted to log in"_s);
    static const QRegularExpression missing(u"database \".*\" does not exist"_s);
    if (refused.match(error.detail).hasMatch()) {
        error.code = ErrorCode::NotPermitted;
        error.subject = u"login"_s;
    } else if (error.detail.contains("certificate"_L1)) {
        error.subject = u"certificate"_s;
    } else if (error.detail.contains("does not support SSL"_L1)) {
        error.subject = u"tls"_s;
    } else if (missing.match(error.detail).hasMatch()) {
        error.code = ErrorCode::NotFound;
    }
    return std::unexpected(error);
}

namespace {

// Let in by the server, and not by the registry.
std::unexpected<Error> withoutRights(Error error)
{
    if (error.code == ErrorCode::NotPermitted) {
        error.subject = u"rights"_s;
    }
    return std::unexpected(error);
}

} // namespace

Result<int> postgresSchema(const Connection &connection)
{
    const Result<QVariant> table =
        connection.value(u"SELECT to_regclass('countersign.schema_version') IS NOT NULL"_s);
    if (!table) {
        return withoutRights(table.error());
    }
    if (!table->toBool()) {
        return 0;
    }
    const Result<QVariant> version =
        connection.value(u"SELECT max(version) FROM countersign.schema_version"_s);
    if (!version) {
        return withoutRights(version.error());
    }
    return version->toInt();
}

} // namespace sql

using namespace sql;

Result<int> preparePostgresRegistry(const PostgresOptions &options)
{
    Connection connection(Dialect::Postgres, toUrl(options.place));
    if (const Done opened = openPostgres(connection, options); !opened) {
        return std::unexpected(opened.error());
    }
    Transaction transaction(connection);
    if (const Done begun = transaction.begin(); !begun) {
        return std::unexpected(begun.error());
    }
    // Two who prepare the same database at once come one after the other.
    if (const auto locked = connection.run(u"SELECT pg_advisory_xact_lock(1129465166)"_s); !locked) {
        return std::unexpected(locked.error());
    }
    const Result<int> version = postgresSchema(connection);
    if (!version) {
        return version;
    }
    if (*version > schemaVersion) {
        return failure(ErrorCode::Newer, connection.name(), u"schema %1"_s.arg(*version));
    }
    for (int next = *version + 1; next <= schemaVersion; ++next) {
        if (const Done done = connection.runScript(migration(Dialect::Postgres, next)); !done) {
            return std::unexpected(done.error());
        }
    }
    if (const Done done = transaction.commit(); !done) {
        return std::unexpected(done.error());
    }
    return version;
}

Result<QString> admitLogin(const PostgresOptions &options, const QString &login, const QString &password)
{
    Connection connection(Dialect::Postgres, toUrl(options.place));
    if (const Done opened = openPostgres(connection, options); !opened) {
        return std::unexpected(opened.error());
    }
    const Result<int> version = postgresSchema(connection);
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version == 0) {
        return failure(ErrorCode::NotFound, u"schema"_s, connection.name());
    }
    // Names of roles cannot be bound; the server quotes them.
    const Result<QVariant> there =
        connection.value(u"SELECT count(*) FROM pg_roles WHERE rolname = ?"_s, {login});
    if (!there) {
        return std::unexpected(there.error());
    }
    Transaction transaction(connection);
    if (const Done begun = transaction.begin(); !begun) {
        return std::unexpected(begun.error());
    }
    const auto made = [&](const QString &format, const QVariantList &values) -> Done {
        const Result<QVariant> statement = connection.value(format, values);
        if (!statement) {
            return std::unexpected(statement.error());
        }
        const auto done = connection.run(statement->toString());
        return done ? Done{} : std::unexpected(done.error());
    };
    if (there->toInt() == 0) {
        const Done created =
            password.isEmpty()
                ? made(u"SELECT format('CREATE ROLE %I LOGIN', ?::text)"_s, {login})
                : made(u"SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', ?::text, ?::text)"_s,
                       {login, password});
        if (!created) {
            return std::unexpected(created.error());
        }
    }
    for (const QString &setting :
         {u"SELECT format('GRANT countersign_app TO %I', ?::text)"_s,
          // Nobody holds the record's lock by sitting still: whoever does is shown out before the five seconds are over
          // that an append waits for it.
          u"SELECT format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''4s''', ?::text)"_s,
          u"SELECT format('ALTER ROLE %I SET statement_timeout = ''60s''', ?::text)"_s}) {
        if (const Done done = made(setting, {login}); !done) {
            return std::unexpected(done.error());
        }
    }
    if (const Done committed = transaction.commit(); !committed) {
        return std::unexpected(committed.error());
    }
    return connection.value(u"SELECT person FROM login WHERE login = ? AND active"_s, {login})
        .transform([](const QVariant &person) { return person.toString(); });
}

namespace {

/// What one statement finds, as weaknesses of one kind.
Done collect(const Connection &connection, const QString &id, const QString &statement,
             QList<RegistryWeakness> &found)
{
    auto query = connection.run(statement);
    if (!query) {
        return std::unexpected(query.error());
    }
    while (query->next()) {
        found.append({.id = id, .detail = query->value(0).toString()});
    }
    return {};
}

/// The body of a function as the script has it.
QString sourceOf(const QString &function)
{
    const QString script = migration(Dialect::Postgres, 1);
    const qsizetype at = script.indexOf(u" FUNCTION "_s + function + u'(');
    const qsizetype from = script.indexOf(u"$$"_s, at) + 2;
    return script.mid(from, script.indexOf(u"$$"_s, from) - from);
}

} // namespace

Result<QList<RegistryWeakness>> examinePostgres(const PostgresOptions &options, Sequence policyAt)
{
    Connection connection(Dialect::Postgres, toUrl(options.place));
    if (const Done opened = openPostgres(connection, options); !opened) {
        return std::unexpected(opened.error());
    }
    QList<RegistryWeakness> found;
    for (const QString &function : {u"append"_s, u"follow_policy"_s, u"link_of"_s, u"refusal"_s, u"refuse"_s}) {
        auto query =
            connection.run(u"SELECT prosrc, proowner::regrole::text, prosecdef, proconfig::text FROM pg_proc "
                           "WHERE pronamespace = 'countersign'::regnamespace AND proname = ?"_s,
                           {function});
        if (!query) {
            return std::unexpected(query.error());
        }
        const bool there = query->next();
        const bool same = there && query->value(0).toString() == sourceOf(function)
                          && query->value(1).toString() == "countersign_owner"_L1
                          && query->value(2).toBool() == (function == "append"_L1)
                          && query->value(3).toString().contains("search_path=pg_catalog, pg_temp"_L1);
        if (!same || query->next()) {
            found.append({.id = u"function-differs"_s, .detail = function});
        }
    }
    const std::pair<QString, QString> questions[] = {
        {u"table-writable"_s,
         u"SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'countersign'::regnamespace AND "
         u"c.relkind = 'r' "
         "AND (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') "
         "OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE')) ORDER BY 1"_s},
        {u"trigger-missing"_s,
         u"SELECT t.name FROM (VALUES ('event', 'event_stays'), ('event_text', 'text_stays'), ('content', "
         u"'content_stays'), "
         "('tree_step', 'step_stays')) AS t (relation, name) WHERE NOT EXISTS (SELECT FROM pg_trigger AS g "
         "WHERE g.tgrelid = ('countersign.' || t.relation)::regclass AND g.tgname = t.name AND g.tgenabled = 'O')"_s},
        {u"trigger-unknown"_s,
         u"SELECT g.tgname FROM pg_trigger AS g JOIN pg_class AS c ON c.oid = g.tgrelid "
         "WHERE c.relnamespace = 'countersign'::regnamespace AND NOT g.tgisinternal "
         "AND g.tgname NOT IN ('event_stays', 'text_stays', 'content_stays', 'step_stays') "
         "UNION ALL SELECT r.rulename FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class "
         "WHERE c.relnamespace = 'countersign'::regnamespace AND r.rulename <> '_RETURN' ORDER BY 1"_s},
        {u"function-unknown"_s,
         u"SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'countersign'::regnamespace "
         "AND p.proname NOT IN ('append', 'follow_policy', 'link_of', 'refusal', 'refuse') ORDER BY 1"_s},
        {u"owner-differs"_s,
         u"SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'countersign'::regnamespace "
         "AND c.relowner <> 'countersign_owner'::regrole ORDER BY 1"_s},
        {u"row-security"_s,
         u"SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'countersign'::regnamespace "
         "AND c.relrowsecurity ORDER BY 1"_s},
        {u"open-to-everybody"_s,
         u"SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'countersign'::regnamespace AND EXISTS "
         u"(SELECT FROM "
         "aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a WHERE a.grantee = 0) ORDER BY 1"_s},
        {u"superuser"_s,
         u"SELECT session_user::text FROM pg_roles WHERE rolname = session_user AND rolsuper"_s},
        {u"owner-logs-in"_s,
         u"SELECT rolname::text FROM pg_roles WHERE rolname = 'countersign_owner' AND rolcanlogin"_s},
        {u"durability"_s, u"SELECT name || ' = ' || setting FROM pg_settings WHERE (name IN ('fsync', "
                          u"'full_page_writes') AND setting = 'off') "
                          "OR (name = 'synchronous_commit' AND setting = 'off') ORDER BY 1"_s},
        {u"pooler"_s, u"SELECT current_setting('application_name') WHERE session_user <> current_user"_s},
        {u"nobody-bound"_s, u"SELECT '' WHERE EXISTS (SELECT FROM policy) AND NOT EXISTS (SELECT FROM login)"_s},
        {u"login-unbound"_s,
         u"SELECT r.rolname::text FROM pg_roles AS r JOIN pg_auth_members AS m ON m.member = r.oid "
         "WHERE m.roleid = 'countersign_app'::regrole AND r.rolcanlogin AND EXISTS (SELECT FROM login) "
         "AND NOT EXISTS (SELECT FROM login AS l WHERE l.login = r.rolname AND l.active) ORDER BY 1"_s},
        {u"login-missing"_s,
         u"SELECT l.login FROM login AS l WHERE l.active AND NOT EXISTS (SELECT FROM pg_roles AS r "
         "WHERE r.rolname = l.login AND r.rolcanlogin AND pg_has_role(r.oid, 'countersign_app', 'MEMBER')) "
         "ORDER BY 1"_s},
        // Since the policy in force; before it, logins may have been anybody's.
        {u"login-shared"_s,
         u"SELECT told.login FROM (SELECT convert_from(e.meta, 'UTF8')::jsonb ->> 'login' AS login, e.actor "
         "FROM event AS e JOIN policy AS p ON e.seq > p.seq WHERE length(e.meta) > 0) AS told "
         "GROUP BY told.login HAVING count(DISTINCT told.actor) > 1 ORDER BY 1"_s},
        {u"policy-differs"_s,
         u"SELECT p.seq::text FROM policy AS p LEFT JOIN event AS e ON e.seq = p.seq "
         "WHERE p.told IS DISTINCT FROM convert_from(e.body, 'UTF8')::jsonb #> '{data,policy}'"_s},
    };
    for (const auto &[id, statement] : questions) {
        if (const Done done = collect(connection, id, statement, found); !done) {
            return std::unexpected(done.error());
        }
    }
    const Result<QVariant> goesBy = connection.value(u"SELECT seq FROM policy"_s);
    if (!goesBy) {
        return std::unexpected(goesBy.error());
    }
    if (policyAt > 0 && goesBy->toLongLong() != policyAt) {
        found.append({.id = u"policy-differs"_s, .detail = goesBy->toString()});
    }
    return found;
}

} // namespace countersign
