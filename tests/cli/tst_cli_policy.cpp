// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "cli/world/World.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QByteArray policyText = R"(workspace: shop
branch: main
root: prompts
governed:
  - kind: prompt
    paths: [prompts/**/*.md]
roles:
  product: Product
  compliance: Compliance
people:
  ana:
    name: Ana Ruiz
    emails: [ana@example.com]
    roles: [product]
  ben:
    name: Ben Okafor
    emails: [ben@example.com]
    roles: [product, compliance]
  cara:
    name: Cara Diaz
    roles: [product]
workflows:
  refunds:
    paths: [prompts/support/**]
    consequences: [financial]
owners:
  - paths: [prompts/support/**]
    section: Refunds
    people: [cara]
lanes:
  low: {approvals: 1}
  medium: {approvals: 1, note: [what]}
  high: {approvals: 2, all_of: [product, compliance], note: [what, why]}
environments:
  - id: production
    deploy: [product]
    roll_back: [product]
rights:
  administer: [compliance]
)";

QStringList rulesOf(const QJsonObject &answer)
{
    QStringList rules;
    for (const QJsonValue &warning : answer[u"warnings"_s].toArray()) {
        rules.append(warning[u"rule"_s].toString());
    }
    return rules;
}

} // namespace

/// `countersignctl policy` on files, without any repository.
class CliPolicyTest : public QObject
{
    Q_OBJECT

private:
    World m_world;

    [[nodiscard]] Ran policy(const QStringList &arguments, const QByteArray &text)
    {
        return m_world.runIn(m_world.path(u"."_s), u"ana"_s, QStringList{u"policy"_s} + arguments, text);
    }

private slots:
    void aPolicyThatSomebodyCanSatisfyIsFine()
    {
        const Ran ran = policy({u"check"_s, u"-"_s}, policyText);

        QVERIFY2(ran.status == 0, qPrintable(ran.why()));
        QVERIFY2(ran.out.contains("somebody can give"), qPrintable(ran.why()));
    }

    void everyMistakeIsNamedWithItsPlaceAndTheLikelyWord()
    {
        QByteArray text = policyText;
        text.replace("    emails: [ana@example.com]", "    email: [ana@example.com]");
        text.replace("deploy: [product]", "deploy: [prodcut]");

        const Ran ran = policy({u"check"_s, u"-"_s}, text);
        const QJsonObject answer = policy({u"check"_s, u"-"_s, u"--json"_s}, text).json();

        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.out.contains("-:13:5: people.ana.email: unknown key email; did you mean emails?"),
                 qPrintable(ran.why()));
        QVERIFY2(ran.out.contains("did you mean product?"), qPrintable(ran.why()));
        QCOMPARE(answer[u"errors"_s].toArray().size(), 2);
        QCOMPARE(answer[u"errors"_s][0][u"line"_s].toInt(), 13);
        QCOMPARE(answer[u"ok"_s].toBool(), false);
    }

    void whatNobodyCanGiveIsAWarning_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<bool>("locksOut");
        QTest::newRow("a role of a lane") << QByteArray("roles: [product, compliance]\n  cara")
                                          << QByteArray("roles: [product]\n  cara") << u"lane-role"_s << true;
        QTest::newRow("too many approvals") << QByteArray("high: {approvals: 2")
                                            << QByteArray("high: {approvals: 3") << u"lane-count"_s << true;
        QTest::newRow("too many in a lower lane")
            << QByteArray("low: {approvals: 1") << QByteArray("low: {approvals: 9") << u"lane-count"_s
            << false;
        QTest::newRow("an owner who left")
            << QByteArray("name: Cara Diaz") << QByteArray("name: Cara Diaz\n    active: false")
            << u"owner-any"_s << true; // and then two are too few for the high lane
        QTest::newRow("nobody releases")
            << QByteArray("    deploy: [product]\n") << QByteArray() << u"nobody-deploys"_s << false;
        QTest::newRow("nobody rolls back")
            << QByteArray("    roll_back: [product]\n") << QByteArray() << u"nobody-rolls-back"_s << false;
        QTest::newRow("nobody administers")
            << QByteArray("administer: [compliance]")
            << QByteArray("administer: [auditor]\nbanned_phrases: []") << u"nobody-administers"_s << true;
        const QByteArray rights("administer: [compliance]");
        QTest::newRow("nobody declares an emergency")
            << rights << rights + "\n  emergency: [auditor]" << u"nobody-declares-emergencies"_s << false;
        QTest::newRow("nobody audits")
            << rights << rights + "\n  audit: [auditor]" << u"nobody-audits"_s << false;
        QTest::newRow("nobody delegates")
            << rights << rights + "\n  delegate: [auditor]" << u"nobody-delegates"_s << false;
        QTest::newRow("nobody overrides")
            << rights << rights + "\noverrides:\n  - requirement: note\n    by: [auditor]"
            << u"nobody-overrides"_s << false;
        QTest::newRow("nobody lowers")
            << QByteArray("low: {approvals: 1") << QByteArray("low: {lower: [auditor], approvals: 1")
            << u"nobody-lowers"_s << false;
        QTest::newRow("signatures without keys")
            << QByteArray("rights:") << QByteArray("signatures_required: true\nrights:") << u"no-key"_s
            << true;
    }
    void whatNobodyCanGiveIsAWarning()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, rule);
        QFETCH(bool, locksOut);
        QByteArray text = policyText;
        QVERIFY(text.contains(from));
        text.replace(from, to);
        text.replace("  compliance: Compliance\n", "  compliance: Compliance\n  auditor: Auditor\n");

        const Ran ran = policy({u"check"_s, u"-"_s}, text);
        const QJsonObject answer = policy({u"check"_s, u"-"_s, u"--json"_s}, text).json();
        const Ran strict = policy({u"check"_s, u"-"_s, u"--strict"_s}, text);

        QVERIFY2(ran.status == 0, qPrintable(ran.why()));
        QVERIFY2(rulesOf(answer).contains(rule), qPrintable(rulesOf(answer).join(u' ')));
        QCOMPARE(ran.out.contains("nobody could change it again"), locksOut);
        QCOMPARE(strict.status, 3);
    }

    void itIsCompiledToWhatStandsInTheRecord()
    {
        const Ran compiled = policy({u"compile"_s, u"-"_s}, policyText);
        const Ran hash = policy({u"compile"_s, u"-"_s, u"--hash"_s}, policyText);
        const QByteArray plain = hash.out.trimmed();
        const Ran second = policy({u"compile"_s, u"-"_s, u"--hash"_s, u"--number"_s, u"2"_s, u"--previous"_s,
                                   QString::fromLatin1(plain)},
                                  policyText);

        QCOMPARE(compiled.status, 0);
        QCOMPARE(QCryptographicHash::hash(compiled.out, QCryptographicHash::Sha256).toHex(), plain);
        QVERIFY2(compiled.err.contains(plain), qPrintable(compiled.why()));
        QCOMPARE(second.status, 0);
        QVERIFY(second.out.trimmed() != plain);
        QCOMPARE(policy({u"compile"_s, u"-"_s, u"--number"_s, u"2"_s}, policyText).status, 2);
    }

    void theHashIsThatOfTheRecord()
    {
        World world;
        QCOMPARE(world.init().status, 0);
        const QByteArray yaml =
            world.git(world.remote(), {u"cat-file"_s, u"blob"_s, u"main:.countersign/policy.yaml"_s}) + '\n';
        const QString inForce = world.json(u"ana"_s, {u"state"_s})[u"policy"_s][u"hash"_s].toString();

        const Ran hash = policy({u"compile"_s, u"-"_s, u"--hash"_s}, yaml);

        QCOMPARE(QString::fromLatin1(hash.out.trimmed()), inForce);
    }

    void itIsExplainedInWords()
    {
        const Ran whole = policy({u"explain"_s, u"-"_s}, policyText);
        const Ran file =
            policy({u"explain"_s, u"-"_s, u"--path"_s, u"prompts/support/refund.md"_s}, policyText);
        const Ran other = policy({u"explain"_s, u"-"_s, u"--path"_s, u"src/x.cpp"_s}, policyText);
        const Ran itself =
            policy({u"explain"_s, u"-"_s, u"--path"_s, u".countersign/policy.yaml"_s}, policyText);

        QVERIFY2(whole.out.contains("A change in the high lane needs"), qPrintable(whole.why()));
        QVERIFY2(whole.out.contains("an approval as compliance, of: Ben Okafor"), qPrintable(whole.why()));
        QVERIFY2(whole.out.contains("2 approvals by different people, of: Ana Ruiz, Ben Okafor, Cara Diaz"),
                 qPrintable(whole.why()));
        QVERIFY2(whole.out.contains("put a policy in force: compliance (Ben Okafor)"),
                 qPrintable(whole.why()));
        QVERIFY2(file.out.contains("called support/refund"), qPrintable(file.why()));
        QVERIFY2(file.out.contains("workflows: refunds"), qPrintable(file.why()));
        QVERIFY2(file.out.contains("the owner of the section \"Refunds\", when it is touched, of: Cara Diaz"),
                 qPrintable(file.why()));
        QVERIFY2(other.out.contains("not governed"), qPrintable(other.why()));
        QVERIFY2(itself.out.contains("always") || itself.out.contains("high lane"), qPrintable(itself.why()));
        QVERIFY2(!itself.out.contains("low lane"), qPrintable(itself.why()));
    }

    void whatIsPrintedIsDocumented()
    {
        World world;
        world.write(u"policy.yaml"_s, policyText);
        const QString file = world.path(u"policy.yaml"_s);

        (void)world.json(u"ana"_s, {u"policy"_s, u"check"_s, file});
        (void)world.json(u"ana"_s, {u"policy"_s, u"compile"_s, file});
        (void)world.json(u"ana"_s, {u"policy"_s, u"explain"_s, file});
        (void)world.json(u"ana"_s, {u"policy"_s, u"explain"_s, file, u"--path"_s, u"prompts/a.md"_s});

        QVERIFY2(world.shapeProblems().isEmpty(), qPrintable(world.shapeProblems().join(u'\n')));
    }

    void anOptionOfAnotherActionIsMisuse()
    {
        QCOMPARE(policy({u"check"_s, u"-"_s, u"--hash"_s}, policyText).status, 2);
        QCOMPARE(policy({u"explain"_s, u"-"_s, u"--path"_s, u"../x"_s}, policyText).status, 2);
        QCOMPARE(policy({u"judge"_s, u"-"_s}, policyText).status, 2);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliPolicyTest)
#include "tst_cli_policy.moc"
