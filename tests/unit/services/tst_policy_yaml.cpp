// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PolicyYaml.h"

#include "base/Hash.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

QByteArray good()
{
    QFile file(QStringLiteral(QT_TESTCASE_SOURCEDIR "/unit/services/data/policy.yaml"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray with(const char *line, const char *instead)
{
    QByteArray text = good();
    const qsizetype at = text.indexOf(line);
    return at < 0 ? QByteArray() : text.replace(at, qsizetype(strlen(line)), instead);
}

} // namespace

class PolicyYaml : public QObject
{
    Q_OBJECT

private slots:
    void everyKeyIsRead();
    void whatIsWrittenReadsBack_data();
    void whatIsWrittenReadsBack();
    void aMistakeIsNamedWithLineAndColumn_data();
    void aMistakeIsNamedWithLineAndColumn();
};

void PolicyYaml::everyKeyIsRead()
{
    const Result<Policy> policy = policyFromYaml(good(), {.version = 3});

    QVERIFY2(policy, qPrintable(policy ? QString() : policy.error().subject + policy.error().detail));
    QCOMPARE(policy->version, 3);
    QVERIFY(policy->source == contentHash(good()));
    QCOMPARE(policy->root, u"prompts"_s);
    QVERIFY(policy->kindOf(u"prompts/tools/x.json"_s) == ArtifactKind::Tools);
    QVERIFY(policy->kindOf(u"prompts/a/b.md"_s) == ArtifactKind::Prompt);
    QVERIFY(!policy->kindOf(u"prompts/old/b.md"_s));
    QCOMPARE(policy->people.size(), 3);
    QCOMPARE(policy->people.at(0).id.value, u"p:ana-ruiz"_s);
    QCOMPARE(policy->people.at(1).name, u"Dana: Levy"_s);
    QCOMPARE(policy->people.at(1).keys, QStringList{u"ssh-ed25519 AAAA"_s});
    QCOMPARE(policy->people.at(2).logins, (QStringList{u"ci"_s, u"ci_nightly"_s}));
    QCOMPARE(policy->people.at(2).kind, PrincipalKind::Service);
    QVERIFY(!policy->people.at(2).active);
    QCOMPARE(policy->consequencesOf(u"prompts/support/refund.md"_s).size(), 2);
    QCOMPARE(policy->owners.at(1).people, QList<PrincipalId>{{u"p:dana"_s}});
    QCOMPARE(policy->laneRule(Lane::High).approvals, 2);
    QCOMPARE(policy->laneRule(Lane::High).note.size(), 7);
    QCOMPARE(policy->laneRules, (QList<LaneOverride>{{.rule = u"policy.money"_s, .lane = Lane::Medium}}));
    QCOMPARE(policy->watched,
             (QList<Watched>{{.phrase = u"the ward decides"_s, .why = u"Agreed with the works council."_s},
                             {.section = u"Refund policy"_s, .paths = {u"prompts/support/**"_s}, .lane = Lane::Medium},
                             {.setting = u"*.temperature"_s,
                              .kinds = {ArtifactKind::Routing, ArtifactKind::Retrieval},
                              .consequences = {Consequence::Legal}}}));
    QCOMPARE(policy->bannedPhrases,
             (QList<BannedPhrase>{{.phrase = u"guaranteed refund"_s,
                                   .why = u"Nothing is guaranteed."_s,
                                   .paths = {u"prompts/support/**"_s}},
                                  {.phrase = u"as an AI"_s}}));
    QCOMPARE(policy->bannedPhrasesOf(u"prompts/sales/a.md"_s).size(), 1);
    QVERIFY(policy->environments.at(0).follows);
    QCOMPARE(policy->environments.at(0).title, u"development"_s);
    QCOMPARE(policy->environments.at(1).rollBack.size(), 2);
    QCOMPARE(policy->rights.administer.size(), 1);
    QVERIFY(policy->recheckAtRelease);
    QCOMPARE(policy->secondOpinion,
             (SecondOpinion{.endpoint = u"https://models.example.com/v1"_s, .model = u"small: model"_s, .lanes = {Lane::Medium}}));
    const Result<Policy> usual = policyFromYaml(with("  lanes: [medium]\n", ""));
    QVERIFY(usual);
    QVERIFY(usual->secondOpinion.lanes == (QList<Lane>{Lane::Low, Lane::Medium}));
}

void PolicyYaml::whatIsWrittenReadsBack_data()
{
    QTest::addColumn<bool>("explained");
    QTest::newRow("explained") << true;
    QTest::newRow("bare") << false;
}

void PolicyYaml::whatIsWrittenReadsBack()
{
    QFETCH(const bool, explained);
    Policy policy = policyFromYaml(good()).value();
    policy.workspace = u"yes: \"quoted\" # [x] \\ 'é' \u2028 end"_s;
    policy.people[0].name = u"null"_s;
    policy.people[1].name = u"1.0"_s;
    policy.roles[0].title = u"- list"_s;

    const QByteArray yaml = policyYaml(policy, explained ? PolicyComments::Explained : PolicyComments::None);
    const Result<Policy> again = policyFromYaml(yaml);

    QVERIFY2(again, qPrintable(again ? QString()
                                     : u"%1 %2 %3"_s.arg(again.error().line).arg(again.error().detail,
                                                                                 QString::fromUtf8(yaml))));
    policy.source = contentHash(yaml);
    QCOMPARE(*again, policy);
    QCOMPARE(yaml.contains('#') && yaml.contains("# Roles in which"), explained);
}

void PolicyYaml::aMistakeIsNamedWithLineAndColumn_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");

    QTest::newRow("unknown key") << with("branch: main", "brunch: main") << u"brunch"_s
                                 << u"unknown key brunch; did you mean branch?"_s << 4 << 1;
    QTest::newRow("unknown key of a person") << with("emails: [ana@example.com]", "email: [ana@example.com]")
                                             << u"people.ana-ruiz.email"_s
                                             << u"unknown key email; did you mean emails?"_s << 18 << 5;
    QTest::newRow("unknown role") << with("all_of: [compliance]", "all_of: [complience]") << u"owners.all_of"_s
                                  << u"unknown role complience; did you mean compliance?"_s << 39 << 14;
    QTest::newRow("unknown person") << with("people: [dana]", "people: [dona]") << u"owners.people"_s
                                    << u"unknown person dona; did you mean dana?"_s << 42 << 14;
    for (const char *branch : {"countersign/ledger", "..", "-x", "a/.b", "main.lock", "@"}) {
        QTest::addRow("branch %s", branch) << with("branch: main", qPrintable(u"branch: \"%1\""_s.arg(QLatin1StringView(branch))))
                                           << u"branch"_s
                                           << u"is no branch that can be governed"_s << 4 << 9;
    }
    QTest::newRow("unknown kind") << with("kind: tools", "kind: tool") << u"governed.kind"_s << u"did you mean tools?"_s
                                  << 7 << 11;
    QTest::newRow("unknown answer") << with("note: [what, why]", "note: [what, wy]") << u"lanes.medium.note"_s
                                    << u"did you mean why?"_s << 47 << 18;
    QTest::newRow("not a number") << with("approvals: 2", "approvals: two") << u"lanes.high.approvals"_s
                                  << u"must be a number from 1 to 100"_s << 49 << 16;
    QTest::newRow("zero approvals") << with("approvals: 2", "approvals: 0") << u"lanes.high.approvals"_s
                                    << u"must be a number from 1 to 100"_s << 49 << 16;
    QTest::newRow("not a flag") << with("follows: true", "follows: yes") << u"environments.follows"_s
                                << u"must be true or false"_s << 73 << 14;
    QTest::newRow("missing lane") << with("  medium:\n    note: [what, why]\n", "") << u"lanes.medium"_s
                                  << u"is missing"_s << 44 << 3;
    for (const char *address : {"ftp://models.example.com", "models.example.com", "https://", "https://me@models.example.com/v1"}) {
        QTest::addRow("endpoint %s", address) << with("https://models.example.com/v1", address) << u"second_opinion.endpoint"_s
                                              << u"must be an address"_s << 102 << 13;
    }
    QTest::newRow("an opinion on high changes") << with("lanes: [medium]", "lanes: [high]") << u"second_opinion.lanes"_s
                                                << u"high"_s << 104 << 11;
    QTest::newRow("list for text") << with("root: prompts", "root: [prompts]") << u"root"_s
                                   << u"must be a text, not a list"_s << 5 << 7;
    QTest::newRow("doubled key") << with("root: prompts", "root: prompts\nroot: other") << u"yaml"_s
                                 << u"the key root is there twice"_s << 6 << 1;
    QTest::newRow("alias") << with("root: prompts", "root: &a prompts") << u"yaml"_s << u"anchors"_s << 5 << 7;
    QTest::newRow("tag") << with("root: prompts", "root: !x prompts") << u"yaml"_s << u"tags"_s << 5 << 7;
    QTest::newRow("syntax") << with("ignored: [prompts/old/**]", "ignored: [prompts/old/**") << u"yaml"_s << u""_s << 12 << 6;
    QTest::newRow("two of one address") << with("emails: []", "emails: [Ana@Example.com]") << u"people"_s
                                        << u"two people with the address"_s << 22 << 14;
    QTest::newRow("wrong id") << with("  ci:", "  C I:") << u"people"_s << u"wrong or repeated id"_s << 15 << 1;
    QTest::newRow("two documents") << good() + "---\na: b\n" << u"yaml"_s << u"more than one document"_s << 0
                                   << 0;
    QTest::newRow("empty") << QByteArray() << u"yaml"_s << u"empty"_s << 0 << 0;
    QTest::newRow("not UTF-8") << QByteArray("workspace: \xff\n") << u"yaml"_s << u"not UTF-8"_s << 0 << 0;
    QTest::newRow("a list") << QByteArray("- a\n") << u"policy"_s << u"must be a map of keys, not a list"_s << 1 << 1;
    QTest::newRow("deep") << QByteArray("root: ") + QByteArray(200, '[') + QByteArray(200, ']') << u"yaml"_s
                          << u"deeper than 32 levels"_s << 1 << 38;
    QTest::newRow("large") << QByteArray("root: ") + QByteArray(1024 * 1024, 'x') << u"yaml"_s << u"larger than"_s << 0
                           << 0;
}

void PolicyYaml::aMistakeIsNamedWithLineAndColumn()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QString, subject);
    QFETCH(const QString, words);
    QFETCH(const int, line);
    QFETCH(const int, column);

    const Result<Policy> policy = policyFromYaml(yaml);

    QVERIFY(!policy);
    const Error &error = policy.error();
    QCOMPARE(error.code, ErrorCode::Invalid);
    QCOMPARE(error.subject, subject);
    QVERIFY2(error.detail.contains(words), qPrintable(error.detail));
    QCOMPARE(error.line, line);
    QCOMPARE(error.column, column);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PolicyYaml)
#include "tst_policy_yaml.moc"
