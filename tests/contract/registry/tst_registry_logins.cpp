// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/registry/PostgresRegistry.h"

#include "ledger/Copy.h"
#include "ledger/EventCodec.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// A login of the database speaks for its own person: what the server refuses without a fold, and what the fold finds void
/// where a server did not refuse.
class RegistryLoginsTest : public QObject, private PostgresRegistry
{
    Q_OBJECT

    std::unique_ptr<Recorder> m_chen;

    Head tip() const { return ledgerOf(u"chen"_s)->fetch().value(); }
    static QString stateOf(const QString &said) { return said.left(5); }
    QByteArray goesBy() const { return asAdministrator(u"SELECT seq FROM countersign.policy"_s).trimmed(); }
    std::unique_ptr<Recorder> recorderOf(const QString &login) const
    {
        auto opened = m_shared->open(login);
        if (!opened) {
            qFatal("%s: %s", qPrintable(login), qPrintable(opened.error().detail));
        }
        return *std::move(opened);
    }

private slots:
    void initTestCase() { QVERIFY2(server().problem().isEmpty(), qPrintable(server().problem())); }
    void init()
    {
        m_chen = bind(
            {{u"chen"_s, chen}, {u"ana"_s, ana}, {u"bode"_s, bode}, {u"robot"_s, ci}, {u"rolf"_s, rolf}});
    }
    void cleanup()
    {
        m_chen.reset();
        m_shared.reset();
    }

    void aLoginSpeaksForItsOwnPersonAlone() // T-50
    {
        const auto mallory = recorderOf(u"bode"_s);

        const auto asAna = mallory->append({openedDraft(mallory->state(), ana, u"Mine"_s)});
        const auto asHimself = mallory->append({openedDraft(mallory->state(), bode, u"Mine"_s)});

        QVERIFY(!asAna);
        QCOMPARE(asAna.error().code, ErrorCode::Refused);
        QCOMPARE(asAna.error().subject, toString(VoidRule::LoginDiffers));
        QVERIFY2(asHimself, qPrintable(asHimself ? QString() : asHimself.error().detail));
    }

    void theServerRefusesWhatNeedsNoFold_data()
    {
        QTest::addColumn<QString>("login");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *name, const QString &login, const QByteArray &body,
                            const QString &answer) { QTest::newRow(name) << login << body << answer; };
        const QByteArray intoStaging = R"({"artifact":"support/refund","environment":"staging"})";
        const QByteArray intoProduction = R"({"artifact":"support/refund","environment":"production"})";
        const QByteArray nowhere = R"({"artifact":"support/refund","environment":"nowhere"})";
        const QByteArray policy = R"({"policy":{"people":[]}})";
        row("her own", u"ana"_s, bodyBy(ana), u"ok"_s);
        row("somebody else", u"ana"_s, bodyBy(chen), u"CS006"_s);
        row("nobody", u"ana"_s, bodyBy({u"p:nobody"_s}), u"CS006"_s);
        row("no actor", u"ana"_s, "{}", u"CS006"_s);
        row("an actor that is no text", u"ana"_s, R"({"actor":["p:ana"]})", u"CS006"_s);
        row("who left", u"rolf"_s, bodyBy(rolf), u"CS006"_s);
        row("nobody's login", u"stray"_s, bodyBy(ana), u"CS006"_s);
        row("a program's own", u"robot"_s, bodyBy(ci), u"ok"_s);
        row("may release", u"ana"_s, bodyBy(ana, "release.made", intoStaging), u"ok"_s);
        row("may not release", u"ana"_s, bodyBy(ana, "release.made", intoProduction), u"CS006"_s);
        row("may release nowhere", u"ana"_s, bodyBy(ana, "release.made", nowhere), u"CS006"_s);
        row("may release into nothing", u"ana"_s, bodyBy(ana, "release.made"), u"CS006"_s);
        row("may roll back", u"chen"_s, bodyBy(chen, "release.rolled_back", intoProduction), u"ok"_s);
        row("may not roll back", u"ana"_s, bodyBy(ana, "release.rolled_back", intoStaging), u"CS006"_s);
        row("may not put a policy in force", u"bode"_s, bodyBy(bode, "policy.changed", policy), u"CS006"_s);
        row("too large", u"ana"_s, bodyBy(ana, QByteArray(70'000, 'x')), u"CS004"_s);
        row("no JSON", u"ana"_s, "[", u"CS003"_s);
    }
    void theServerRefusesWhatNeedsNoFold() // T-50
    {
        QFETCH(const QString, login);
        QFETCH(const QByteArray, body);
        QFETCH(const QString, answer);
        if (login == "stray"_L1) {
            admit(login);
        }
        const Head before = tip();

        const QString said = appendBy(*session(login), before, body);

        QVERIFY2(said.startsWith(answer), qPrintable(said));
        QCOMPARE(tip().seq, before.seq + (answer == "ok"_L1 ? 1 : 0));
    }

    void theWrongChainIsStale()
    {
        Head wrong = tip();
        wrong.link = linkOf(9, {}, "elsewhere", {}, {});
        QCOMPARE(appendBy(*session(u"ana"_s), wrong, bodyBy(ana)), u"stale"_s);
        QCOMPARE(appendBy(*session(u"ana"_s), {.seq = tip().seq + 1, .link = tip().link}, bodyBy(ana)),
                 u"stale"_s);
    }

    void whatAServerLetThroughIsVoid() // T-50
    {
        // As if its function had been exchanged for one that asks nothing.
        asAdministrator(u"DELETE FROM countersign.policy"_s);
        const auto mallory = ledgerOf(u"bode"_s);
        const Head before = mallory->fetch().value();
        const Event forged{.ledger = m_chen->state().ledger,
                           .id = EventId::random(),
                           .actor = ana,
                           .subject = {},
                           .basis = basisFor(m_chen->state(), {}),
                           .client = u"tests"_s,
                           .data = ChangeOpened{.titleText = textHash(u"Forged"_s)}};
        Event event = forged;
        event.subject = changeSubject(event.id);
        event.basis.subjectHead = {};
        const QByteArray body = encodeEvent(event);
        QVERIFY(mallory->tryAppend(before, {entryBehind(before, body, event.id)}) == Landing::Landed);

        QVERIFY(m_chen->refresh());

        QVERIFY(m_chen->state().order.isEmpty());
        QCOMPARE(m_chen->state().voids.size(), 1);
        QVERIFY(m_chen->state().voids.first().rule == VoidRule::LoginDiffers);
        QCOMPARE(m_chen->state().voids.first().detail, u"bode"_s);
    }

    void thePolicyThatServersGoByIsMendedByTheirOwner()
    {
        // An administrator of the policy writes one by hand; it is void, but a server does not fold.
        const QByteArray junk =
            bodyBy(chen, "policy.changed",
                   R"({"policy":{"people":[{"id":"p:chen","active":true,"logins":["bode"]}]}})");
        QCOMPARE(goesBy(), "1");
        QCOMPARE(appendBy(*session(u"chen"_s), tip(), junk), u"ok"_s);
        QVERIFY(appendBy(*session(u"chen"_s), tip(), bodyBy(chen)).startsWith("CS006"_L1));
        const auto found = examinePostgres(optionsFor(u"chen"_s), 1);
        QVERIFY(found);
        QVERIFY(found->contains(RegistryWeakness{.id = u"policy-differs"_s, .detail = u"3"_s}));
        QVERIFY(m_chen->refresh());
        QCOMPARE(m_chen->state().policy.version, 1);

        asAdministrator(u"SET ROLE countersign_owner; SELECT countersign.follow_policy(1)"_s);

        QCOMPARE(appendBy(*session(u"chen"_s), tip(), bodyBy(chen)), u"ok"_s);
    }

    void noFormOfAPolicyStopsTheServer_data()
    {
        QTest::addColumn<QByteArray>("policy");
        for (
            const char *policy :
            {"{}", R"({"people":7})", R"({"people":[1,"a",null]})",
             R"({"people":{"id":"p:chen","active":true,"logins":"chen"}})",
             R"({"people":[{"id":["p:chen"],"active":"yes","logins":[["chen"],{},3]}]})",
             R"({"environments":"x","rights":[],"people":[{"id":"p:chen","active":true,"roles":{"a":1},"logins":["chen"]}]})"}) {
            QTest::newRow(policy) << QByteArray(policy);
        }
    }
    void noFormOfAPolicyStopsTheServer()
    {
        QFETCH(const QByteArray, policy);
        QCOMPARE(appendBy(*session(u"chen"_s), tip(),
                          bodyBy(chen, "policy.changed", "{\"policy\":" + policy + '}')),
                 u"ok"_s);
        for (const QByteArray &kind :
             {QByteArray("said.anything"), QByteArray("release.made"), QByteArray("policy.changed")}) {
            const QString said =
                appendBy(*session(u"chen"_s), tip(), bodyBy(chen, kind, R"({"environment":"staging"})"));
            QVERIFY2(said == "ok"_L1 || said.startsWith("CS006"_L1), qPrintable(said));
        }
        asAdministrator(u"SET ROLE countersign_owner; SELECT countersign.follow_policy(1)"_s);
        QCOMPARE(appendBy(*session(u"ana"_s), tip(), bodyBy(ana)), u"ok"_s);
    }

    void aCopyGoesByThePolicyInForce()
    {
        const QByteArray junk = bodyBy(chen, "policy.changed", R"({"policy":{"people":[]}})");
        QCOMPARE(appendBy(*session(u"chen"_s), tip(), junk), u"ok"_s);
        QCOMPARE(goesBy(), "3");
        PostgresShared copy;
        const auto from = ledgerOf(u"chen"_s);
        const auto to = copy.client(server().administrator());

        const auto copied = copyLedger(*from, *to, dynamic_cast<ImportTarget &>(*to));

        QVERIFY2(copied, qPrintable(copied ? QString() : copied.error().detail));
        QCOMPARE(server().psql(copy.database(), u"SELECT seq FROM countersign.policy"_s).trimmed(), "1");
    }

    void whoIsAdmittedIsSaid()
    {
        const PostgresOptions administrator = optionsFor(server().administrator());
        QCOMPARE(admitLogin(administrator, u"ana"_s, {}).value(), ana.value);
        QCOMPARE(admitLogin(administrator, u"rolf"_s, {}).value(), QString());
        QCOMPARE(admitLogin(administrator, u"stray"_s, {}).value(), QString());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RegistryLoginsTest)
#include "tst_registry_logins.moc"
