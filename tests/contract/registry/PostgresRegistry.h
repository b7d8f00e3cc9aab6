// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/registry/Tampering.h"
#include "ledger_sql/PostgresLedger.h"
#include "ledger_sql/PostgresSession.h"
#include "support/postgres/PrivatePostgres.h"

#include <QMap>

namespace countersign::test {

/// A registry on the private server, and everybody who has a login there.
class PostgresRegistry
{
protected:
    std::unique_ptr<PostgresShared> m_shared;

    static PrivatePostgres &server() { return PrivatePostgres::shared(); }
    PostgresOptions optionsFor(const QString &login) const
    {
        return {.place = postgresPlaceFromUrl(server().url(m_shared->database(), login)).value()};
    }
    std::unique_ptr<sql::Connection> session(const QString &login) const
    {
        auto connection = std::make_unique<sql::Connection>(sql::Dialect::Postgres, login);
        if (const Done opened = sql::openPostgres(*connection, optionsFor(login)); !opened) {
            qFatal("%s: %s", qPrintable(login), qPrintable(opened.error().detail));
        }
        return connection;
    }
    QByteArray asAdministrator(const QString &statements) const
    {
        QByteArray said = server().psql(m_shared->database(), statements);
        if (said.startsWith("error:")) {
            qFatal("%s", said.constData());
        }
        return said;
    }
    // Logins belong to the whole server, so that each test has its own.
    void makeLogin(const QString &name) const
    {
        asAdministrator(
            QStringLiteral(
                "DO $$ BEGIN CREATE ROLE %1 LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
                .arg(name));
    }
    void admit(const QString &name) const
    {
        if (const auto admitted = admitLogin(optionsFor(server().administrator()), name, {}); !admitted) {
            qFatal("%s", qPrintable(admitted.error().detail));
        }
    }
    std::unique_ptr<PostgresLedger> ledgerOf(const QString &login) const
    {
        auto ledger = PostgresLedger::open(optionsFor(login));
        if (!ledger) {
            qFatal("%s: %s", qPrintable(login), qPrintable(ledger.error().detail));
        }
        return *std::move(ledger);
    }
    // Calls `append` by hand, as no client of ours would; answers its status, or what the server said against it.
    static QString appendBy(const sql::Connection &connection, const Head &tip, const QByteArray &body)
    {
        const Result<QVariant> status = connection.value(
            QStringLiteral(
                "SELECT status FROM countersign.append(?::bigint, ?::bytea, pg_catalog.jsonb_build_array("
                "pg_catalog.jsonb_build_object('body', ?::text)))"),
            {tip.seq, tip.link.toBytes(), QString::fromLatin1(body.toBase64())});
        return status ? status->toString() : saidBy(connection);
    }
    QString loginOfLast() const
    {
        return QString::fromUtf8(
            asAdministrator(QStringLiteral("SELECT convert_from(meta, 'UTF8')::json ->> 'login' FROM "
                                           "countersign.event ORDER BY seq DESC LIMIT 1")));
    }
    QStringList idsOf(const QString &login) const
    {
        const auto found = examinePostgres(optionsFor(login));
        QStringList ids;
        if (!found) {
            return {found.error().detail};
        }
        for (const RegistryWeakness &weakness : *found) {
            ids.append(weakness.id);
        }
        ids.removeDuplicates();
        return ids;
    }
    // A body that only says who acts and what it is.
    static QByteArray bodyBy(const PrincipalId &actor, const QByteArray &kind = "said.anything",
                             const QByteArray &data = "{}")
    {
        return "{\"actor\":\"" + actor.value.toUtf8() + "\",\"data\":" + data + ",\"kind\":\"" + kind + "\"}";
    }
    // Another record, begun by chen's login, whose policy gives these logins to these people; nobody else's login is
    // admitted.
    std::unique_ptr<Recorder> bind(const QMap<QString, PrincipalId> &logins)
    {
        m_shared = std::make_unique<PostgresShared>();
        asAdministrator(
            QStringLiteral("DO $$ DECLARE r record; BEGIN FOR r IN SELECT m.member::regrole AS who FROM "
                           "pg_auth_members AS m "
                           "WHERE m.roleid = 'countersign_app'::regrole LOOP "
                           "EXECUTE format('REVOKE countersign_app FROM %s', r.who); END LOOP; END $$"));
        QList<EventDraft> drafts = openingDrafts();
        auto &opened = std::get<LedgerOpened>(drafts[0].data);
        for (auto login = logins.cbegin(); login != logins.cend(); ++login) {
            admit(login.key());
            for (Person &person : opened.policy.people) {
                if (person.id == login.value()) {
                    person.logins.append(login.key());
                }
            }
        }
        auto begun = Recorder::create(m_shared->client(QStringLiteral("chen")),
                                      m_shared->options(QStringLiteral("chen")), drafts);
        if (!begun) {
            qFatal("%s: %s", qPrintable(begun.error().subject), qPrintable(begun.error().detail));
        }
        return *std::move(begun);
    }
};

} // namespace countersign::test
