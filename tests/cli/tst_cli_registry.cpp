// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "support/postgres/PrivatePostgres.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Registries by the program itself: made, begun from a folder, copied there and back.
class CliRegistryTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<World> m_world;

private slots:
    void init() { m_world = std::make_unique<World>(); }

    void aRecordGoesIntoAFileAndSaysTheSameThere()
    {
        m_world->accepted();
        const QString file = m_world->path(u"prompts.registry"_s);
        const QString ana = u"ana"_s;
        QCOMPARE(m_world->run(ana, {u"registry"_s, u"init"_s, file, u"--json"_s})
                     .json()
                     .value(u"done"_s)
                     .toString(),
                 u"made"_s);

        const QJsonObject copied = m_world->json(ana, {u"copy"_s, u"."_s, file});
        const QJsonObject again = m_world->json(ana, {u"copy"_s, u"."_s, file});

        const Ran here = m_world->run(ana, {u"state"_s, u"--hash"_s});
        const Ran there = m_world->run(ana, {u"state"_s, u"--hash"_s, u"--workspace"_s, file});
        QVERIFY2(there.status == 0, qPrintable(there.why()));
        QCOMPARE(there.out, here.out);
        QCOMPARE(copied.value(u"state"_s).toString().toLatin1(), here.out.trimmed());
        QCOMPARE(copied.value(u"found"_s).toInt(-1), 0);
        QCOMPARE(again.value(u"found"_s), again.value(u"events"_s));
        QVERIFY2(m_world->shapeProblems().isEmpty(), qPrintable(m_world->shapeProblems().join(u'\n')));
    }

    void aRegistryBeginsWithTheFilesOfAFolder()
    {
        const QString file = m_world->path(u"mine.registry"_s);
        QVERIFY(QDir().mkpath(m_world->path(u"texts/prompts/support"_s)));
        m_world->write(u"texts/prompts/support/refund.md"_s,
                       "# Refund\n\nRefunds are possible within 30 days.\n");
        QCOMPARE(m_world->run(u"ana"_s, {u"registry"_s, u"init"_s, file}).status, 0);

        const Ran begun =
            m_world->run(u"ana"_s, {u"init"_s, u"--workspace"_s, file, u"--files"_s,
                                    m_world->path(u"texts"_s), u"--as"_s, u"ana@example.com"_s, u"--yes"_s});
        const Ran prompts = m_world->run(u"ana"_s, {u"prompts"_s, u"--workspace"_s, file});
        const Ran verified = m_world->run(u"ana"_s, {u"verify"_s, u"--workspace"_s, file});

        QVERIFY2(begun.status == 0, qPrintable(begun.why()));
        QVERIFY2(prompts.out.contains("refund"), prompts.out.constData());
        QVERIFY2(verified.out.startsWith("sound"), qPrintable(verified.why()));
    }

    void aDatabaseTakesFromALoginWhatItsPersonSays() // T-50
    {
        PrivatePostgres &server = PrivatePostgres::shared();
        QVERIFY2(server.problem().isEmpty(), qPrintable(server.problem()));
        const QString database = server.makeDatabase();
        const QString owner = server.url(database, server.administrator());
        const auto url = [&](const QString &login) { return server.url(database, login); };
        const auto registryOf = [&](const QString &login) {
            const QJsonArray checks = m_world->run(u"ana"_s, {u"doctor"_s, u"--workspace"_s, url(login), u"--as"_s,
                                                              u"ana@example.com"_s, u"--json"_s})
                                          .json()
                                          .value(u"checks"_s)
                                          .toArray();
            for (const QJsonValue &check : checks) {
                if (check[u"name"_s].toString() == "registry"_L1) {
                    return check[u"words"_s].toString();
                }
            }
            return QString();
        };
        QCOMPARE(m_world->run(u"ana"_s, {u"registry"_s, u"init"_s, owner}).status, 0);
        const QJsonObject admitted = m_world->json(u"ana"_s, {u"registry"_s, u"admit"_s, owner, u"ana_db"_s});
        QVERIFY(!admitted.contains(u"person"_s));
        QCOMPARE(m_world->run(u"ana"_s, {u"registry"_s, u"admit"_s, owner, u"ben_db"_s}).status, 0);
        m_world->write(u"texts/prompts/support/refund.md"_s, "# Refund\n\nWithin 30 days.\n");
        const QStringList begin{u"init"_s, u"--workspace"_s, url(u"ana_db"_s), u"--files"_s, m_world->path(u"texts"_s),
                                u"--as"_s, u"ana@example.com"_s, u"--yes"_s};

        const Ran begun = m_world->run(u"ana"_s, begin);

        QVERIFY2(begun.status == 0, qPrintable(begun.why()));
        QVERIFY2(registryOf(u"ana_db"_s).contains(u"every login may speak for everybody"_s),
                 qPrintable(registryOf(u"ana_db"_s)));
        // The owner puts a policy in force by hand that gives both logins to Ana: no fold takes it, and the doctor says so.
        const QByteArray said = server.psql(database,
                                            u"UPDATE countersign.policy SET told = jsonb_set(told, '{people,0,logins}', "
                                            u"'[\"ana_db\",\"ben_db\"]')"_s);
        QVERIFY2(!said.startsWith("error:"), said.constData());
        const QJsonObject again = m_world->json(u"ana"_s, {u"registry"_s, u"admit"_s, owner, u"ana_db"_s});
        QVERIFY2(!again.value(u"person"_s).toString().isEmpty(), "the login has a person");
        QVERIFY2(registryOf(u"ana_db"_s).contains(u"not the one in force"_s), qPrintable(registryOf(u"ana_db"_s)));
        QVERIFY2(m_world->shapeProblems().isEmpty(), qPrintable(m_world->shapeProblems().join(u'\n')));
    }

    void whatIsThereIsNotMadeAgain()
    {
        const QString file = m_world->path(u"mine.registry"_s);
        QCOMPARE(m_world->run(u"ana"_s, {u"registry"_s, u"init"_s, file}).status, 0);

        const Ran again = m_world->run(u"ana"_s, {u"registry"_s, u"init"_s, file});
        const QJsonObject upgraded =
            m_world->run(u"ana"_s, {u"registry"_s, u"upgrade"_s, file, u"--json"_s}).json();

        QVERIFY(again.status != 0);
        QVERIFY2(again.err.contains("Nothing was written"), qPrintable(again.why()));
        QCOMPARE(upgraded.value(u"done"_s).toString(), u"current"_s);
        QVERIFY(m_world->run(u"ana"_s, {u"registry"_s, u"upgrade"_s, m_world->path(u"nowhere"_s)}).status
                != 0);
        QVERIFY(m_world->run(u"ana"_s, {u"registry"_s, u"admit"_s, file, u"ana"_s}).status != 0);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliRegistryTest)
#include "tst_cli_registry.moc"
