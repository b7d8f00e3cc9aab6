// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Story.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestPolicy : public QObject
{
    Q_OBJECT

private slots:
    void patternsMatchPaths_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *pattern, const char *path, bool matches) {
            QTest::addRow("%s on %s", pattern, path) << QString::fromLatin1(pattern) << QString::fromLatin1(path) << matches;
        };
        row("prompts/**", "prompts/a.md", true);
        row("prompts/**", "prompts/a/b/c.md", true);
        row("prompts/**", "prompts", false);
        row("prompts/**", "promptsx/a.md", false);
        row("**/*.prompt", "a.prompt", true);
        row("**/*.prompt", "x/y/a.prompt", true);
        row("data/*/system.md", "data/a/system.md", true);
        row("data/*/system.md", "data/a/b/system.md", false);
        row("data/**/system.md", "data/system.md", true);
        row("data/**/x/**/system.md", "data/q/x/r/x/s/system.md", true);
        row("a?c.md", "abc.md", true);
        row("a?c.md", "a/c.md", false);
        row("*.md", "A.MD", false);
        row("support/refund*", "support/refund.prompt.md", true);
    }
    void patternsMatchPaths()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, path);
        QTEST(matchesPath(pattern, path), "matches");
    }

    void aHostilePatternIsAnsweredAtOnce()
    {
        const QString pattern = QString(u"a*"_s).repeated(200) + u"b"_s;
        QVERIFY(!matchesPath(pattern, QString(u"a"_s).repeated(5000)));
        QVERIFY(!matchesPath(QString(u"**/"_s).repeated(150) + u"x"_s, QString(u"a/"_s).repeated(200) + u"b"_s));
    }

    void promptIdsLeaveOutRootAndExtension_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("id");
        QTest::addRow("plain") << u"prompts/support/refund.md"_s << u"support/refund"_s;
        QTest::addRow("compound") << u"prompts/a.prompt.yml"_s << u"a"_s;
        QTest::addRow("agent") << u"prompts/x/My.agent.md"_s << u"x/My"_s;
        QTest::addRow("no extension") << u"prompts/Makefile"_s << u"Makefile"_s;
        QTest::addRow("hidden") << u"prompts/.rules"_s << u".rules"_s;
        QTest::addRow("outside") << u"other/a.md"_s << u"other/a"_s;
        QTest::addRow("only a suffix") << u"prompts/x/.prompt.md"_s << u"x/.prompt"_s;
    }
    void promptIdsLeaveOutRootAndExtension()
    {
        QFETCH(const QString, path);
        QTEST(storyPolicy().artifactOf(path).value, "id");
    }

    void theFirstRuleThatMatchesGivesTheKind()
    {
        const Policy policy = storyPolicy();
        QVERIFY(policy.kindOf(u"prompts/tools/agent.yaml"_s) == ArtifactKind::Tools);
        QVERIFY(policy.kindOf(u"prompts/support/refund.md"_s) == ArtifactKind::Prompt);
        QVERIFY(policy.kindOf(u"README.md"_s) == std::nullopt);
        QVERIFY(policy.kindOf(policyPath()) == ArtifactKind::Policy);
    }

    void theCanonicalFormComesBackAsItWas()
    {
        const Policy policy = storyPolicy();
        const QByteArray bytes = printCanonicalJson(toJson(policy));
        const auto parsed = parseCanonicalJson(bytes, {.bytes = 1 << 20});
        QVERIFY(parsed);
        const auto read = policyFromJson(*parsed);
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QCOMPARE(*read, policy);
        QCOMPARE(policyHash(*read), policyHash(policy));
    }

    void bannedPhrasesAreKeptAndNameTheirFiles()
    {
        Policy policy = storyPolicy();
        QVERIFY(!printCanonicalJson(toJson(policy)).contains("banned_phrases"));

        policy.bannedPhrases = {{.phrase = u"guaranteed refund"_s, .why = u"Legal says so."_s, .paths = {u"a/**"_s}},
                                {.phrase = u"as an AI"_s}};
        const auto read = policyFromJson(toJson(policy));

        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QCOMPARE(*read, policy);
        QCOMPARE(read->bannedPhrasesOf(u"a/b.md"_s).size(), 2);
        QCOMPARE(read->bannedPhrasesOf(u"c.md"_s).size(), 1);
    }

    void whatIsWatchedIsKeptAndNamesItsFiles()
    {
        Policy policy = storyPolicy();
        QVERIFY(!printCanonicalJson(toJson(policy)).contains("watched"));

        policy.watched = {{.phrase = u"the ward decides"_s, .why = u"Agreed."_s},
                          {.section = u"Refunds"_s, .paths = {u"a/**"_s}, .lane = Lane::Medium},
                          {.kinds = {ArtifactKind::Retrieval}},
                          {.setting = u"*.temperature"_s, .consequences = {Consequence::Medical}}};
        const auto read = policyFromJson(toJson(policy));

        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QCOMPARE(*read, policy);
        QCOMPARE(read->watchedOf(u"a/b.md"_s, ArtifactKind::Prompt).size(), 2);
        QCOMPARE(read->watchedOf(u"c.yaml"_s, ArtifactKind::Retrieval).size(), 2);
    }

    void whatMakesAPolicyUnusableIsRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<Policy>("policy");
        const auto row = [](const char *name, const char *field, auto spoil) {
            Policy policy = storyPolicy();
            spoil(policy);
            QTest::addRow("%s", name) << QString::fromLatin1(field) << policy;
        };
        row("unknown role of a person", "people", [](Policy &p) { p.people[0].roles = {role("king")}; });
        row("unknown role of a lane", "lanes", [](Policy &p) { p.lanes[2].allOf = {role("king")}; });
        row("one address for two", "people", [](Policy &p) { p.people[1].emails = {u"ANA@acme.example"_s}; });
        row("an id of the wrong kind", "people", [](Policy &p) { p.people[1].id = {u"bode"_s}; });
        row("nobody human", "people", [](Policy &p) {
            for (Person &person : p.people) {
                person.kind = PrincipalKind::Service;
            }
        });
        row("lanes out of order", "lanes", [](Policy &p) { std::swap(p.lanes[0], p.lanes[2]); });
        row("no environment", "environments", [](Policy &p) { p.environments.clear(); });
        row("one environment twice", "environments", [](Policy &p) { p.environments.append(p.environments[0]); });
        row("an owner without anybody", "owners", [](Policy &p) { p.owners = {{.paths = {u"**"_s}}}; });
        row("root outside", "root", [](Policy &p) { p.root = u"../x"_s; });
        row("an empty phrase", "banned_phrases[0]", [](Policy &p) { p.bannedPhrases = {{.phrase = u" "_s}}; });
        row("watching nothing", "watched[0]", [](Policy &p) { p.watched = {{.lane = Lane::Low}}; });
        row("watching two things", "watched[0]",
            [](Policy &p) { p.watched = {{.phrase = u"a"_s, .section = u"b"_s}}; });
        row("no branch", "branch", [](Policy &p) { p.branch.clear(); });
    }
    void whatMakesAPolicyUnusableIsRefused()
    {
        QFETCH(const QString, field);
        QFETCH(const Policy, policy);
        const auto read = policyFromJson(toJson(policy));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Invalid);
        QCOMPARE(read.error().subject, field);
    }

    void rulesThatNobodyCanSatisfyAreNamed()
    {
        Policy policy = storyPolicy();
        QVERIFY(unreachableRules(policy).isEmpty());
        policy.people = {policy.people[0]};

        const auto found = unreachableRules(policy);

        QCOMPARE(found.size(), 5); // too few people in three lanes, two roles without a holder
    }

    void ownersOfASectionCountOnlyForIt()
    {
        Policy policy = storyPolicy();
        policy.owners = {{.paths = {u"prompts/support/**"_s}, .section = u"Refund rules"_s, .allOf = {role("billing")}},
                         {.paths = {u"prompts/support/**"_s}, .anyOf = {role("support")}}};
        QCOMPARE(policy.ownersOf(u"prompts/support/refund.md"_s, {}).size(), 1);
        QCOMPARE(policy.ownersOf(u"prompts/support/refund.md"_s, {u"Refund rules"_s}).size(), 2);
        QCOMPARE(policy.ownersOf(u"prompts/support/refund.md"_s, {u"Refund Rules"_s}).size(), 2);
        QCOMPARE(policy.ownersOf(u"prompts/other.md"_s, {u"Refund rules"_s}).size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
