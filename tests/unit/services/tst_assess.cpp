// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Assess.h"
#include "services/EventLog.h"
#include "support/Story.h"

#include "base/Hash.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString path = u"prompts/support/refund.md"_s;

ContentPair pair(const char *before, const char *after)
{
    return {.path = path, .artifact = {u"support/refund"_s}, .before = before, .after = after};
}

Artifact artifactAt(const char *id, const char *file)
{
    return {.id = {QString::fromLatin1(id)}, .path = QString::fromLatin1(file)};
}

} // namespace

class AssessTest : public QObject
{
    Q_OBJECT

private slots:
    void theLaneComesWithItsReasons();
    void thePolicyMayGiveARuleAnotherLane();
    void theHighestFileIsTheLaneOfTheChange();
    void whatWasStoppedIsNeverLow();
    void touchedSectionsNameThoseAboveToo();
    void anOwnedSectionIsNotLostAmongMany();
    void factsComeFromThePolicy();
    void findingsSurviveTheRecord();
    void foreignFindingsAreBounded_data();
    void foreignFindingsAreBounded();
    void includesAreFound();
    void anIncludeMeansAFile_data();
    void anIncludeMeansAFile();
    void aSentenceStandsForItsWords_data();
    void aSentenceStandsForItsWords();
};

void AssessTest::theLaneComesWithItsReasons()
{
    const FileComparison found = compareFile(Story().state(),
                                             pair("# Refunds\n\nRefunds are possible within 30 days.\n",
                                                  "# Refunds\n\nRefunds are possible within 14 days.\n"),
                                             0);

    QVERIFY(found.lane == Lane::High);
    QVERIFY(!found.findings.isEmpty());
    QVERIFY(found.findings.first().lane == Lane::High);
    QCOMPARE(found.findings.first().path, path);
    QVERIFY(found.comparison->complete);
    QVERIFY(found.left == contentHash("# Refunds\n\nRefunds are possible within 30 days.\n"));
}

void AssessTest::thePolicyMayGiveARuleAnotherLane()
{
    const ContentPair edit = pair("# Refunds\n\nRefunds are possible within 30 days.\n",
                                  "# Refunds\n\nRefunds are possible within 14 days.\n");
    const QList<FindingRecord> before = compareFile(Story().state(), edit, 0).findings;
    Policy policy = storyPolicy();
    for (const FindingRecord &finding : before) {
        policy.laneRules.append({.rule = finding.rule, .lane = Lane::Low});
    }

    const FileComparison found = compareFile(Story(policy).state(), edit, 0);

    QVERIFY(found.lane == Lane::Low);
    QCOMPARE(found.findings.size(), before.size());
}

void AssessTest::theHighestFileIsTheLaneOfTheChange()
{
    ContentPair typo = pair("Say helo.\n", "Say hello.\n");
    typo.path = u"prompts/support/greeting.md"_s;

    const AssessedChange found = assessFiles(Story().state(),
                                             {typo, pair("Refunds within 30 days.\n", "Refunds within 14 days.\n")}, {});
    const Assessment assessment = assessmentOf(found);

    QVERIFY(found.files.at(0).lane == Lane::Low);
    QVERIFY(found.lane == Lane::High);
    QVERIFY(assessment.lane == Lane::High);
    QCOMPARE(assessment.touched.size(), 2);
    QVERIFY(assessment.findingsText == contentHash(findingsText(found.findings())));
}

void AssessTest::whatWasStoppedIsNeverLow()
{
    const FileComparison found = compareFile(Story().state(), pair("Say helo.\n", "Say hello.\n"), 0, [] { return true; });

    QVERIFY(found.lane >= Lane::Medium || found.comparison->complete);
}

void AssessTest::touchedSectionsNameThoseAboveToo()
{
    const FileComparison found = compareFile(Story().state(),
                                             pair("# Policy\n\nA.\n\n## Refunds\n\nWithin 30 days.\n\n# Tone\n\nKind.\n",
                                                  "# Policy\n\nA.\n\n## Refunds\n\nWithin 14 days.\n\n# Tone\n\nKind.\n"),
                                             0);

    QCOMPARE(found.touchedSections, (QStringList{u"Policy"_s, u"Refunds"_s}));
}

void AssessTest::anOwnedSectionIsNotLostAmongMany()
{
    Policy policy = storyPolicy();
    policy.owners = {{.paths = {u"prompts/**"_s}, .section = u"refunds"_s, .allOf = {role("billing")}}};
    QByteArray before;
    QByteArray after;
    for (int i = 0; i < 300; ++i) {
        before += "# Part " + QByteArray::number(i) + "\n\nSay one thing.\n\n";
        after += "# Part " + QByteArray::number(i) + "\n\nSay another thing.\n\n";
    }
    const QByteArray owned = "# Refunds\n\nWithin 30 days.\n";

    const FileComparison found = compareFile(Story(policy).state(),
                                             pair(before + owned, after + QByteArray(owned).replace("30", "90")), 0);

    QVERIFY(found.touchedSections.contains(u"Refunds"_s));
    QVERIFY(found.touchedSections.size() < 300);
}

void AssessTest::factsComeFromThePolicy()
{
    Policy policy = storyPolicy();
    policy.owners = {{.paths = {u"prompts/**"_s}, .section = u"Refunds"_s, .allOf = {role("billing")}}};
    Story story(policy);
    story.baseline(u"support/refund"_s, u"Refunds within 30 days."_s);
    story.opened(ana).submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s).noted(ana);
    story.approved(bode, "billing").approved(dana, "compliance").accepted(dana);
    story.released(chen, u"support/refund"_s, "1.1.0", staging).released(chen, u"support/refund"_s, "1.1.0", production);
    const lanes::Facts calm = factsFor(story.state(), path, ArtifactKind::Prompt, {u"support/refund"_s}, 2);
    story.rolledBack(chen, u"support/refund"_s, "1.0.0", production);

    const lanes::Facts after = factsFor(story.state(), path, ArtifactKind::Tools, {u"support/refund"_s}, 2);

    QVERIFY(!calm.recentIncident);
    QVERIFY(after.recentIncident);
    QVERIFY(after.kind == ArtifactKind::Tools);
    QCOMPARE(after.consumers, 2);
    QCOMPARE(after.ownedSections, QStringList{u"Refunds"_s});
    QCOMPARE(after.consequences.size(), 2);
}

void AssessTest::findingsSurviveTheRecord()
{
    const QList<FindingRecord> findings = {{.rule = u"policy.money"_s,
                                            .lane = Lane::High,
                                            .why = u"days"_s,
                                            .path = path,
                                            .section = u"Refunds “x”\n"_s,
                                            .before = u"30"_s,
                                            .after = u"14 \U0001F600"_s},
                                           {.rule = u"spelling"_s}};

    const auto again = findingsFromText(findingsText(findings));

    QVERIFY(again);
    QCOMPARE(*again, findings);
}

void AssessTest::foreignFindingsAreBounded_data()
{
    QTest::addColumn<QList<FindingRecord>>("findings");
    QTest::newRow("many") << QList<FindingRecord>(5000, {.rule = u"r"_s, .before = QString(300, u'x')});
    QTest::newRow("long") << QList<FindingRecord>{{.rule = u"r"_s, .before = QString(100'000, u'\u4e00')}};
    QTest::newRow("lone surrogate") << QList<FindingRecord>{{.rule = u"r"_s, .before = QString(QChar(0xd800))}};
    QTest::newRow("nul") << QList<FindingRecord>{{.rule = u"r"_s, .after = QString(QChar(0))}};
    QTest::newRow("cut in a pair") << QList<FindingRecord>{{.rule = u"r"_s, .after = QString(399, u'a') + u"\U0001F600"_s}};
}

void AssessTest::foreignFindingsAreBounded()
{
    QFETCH(const QList<FindingRecord>, findings);

    const QByteArray text = findingsText(findings);
    const auto again = findingsFromText(text);

    QVERIFY(text.size() <= 64 * 1024);
    QVERIFY(again);
    QVERIFY(!again->isEmpty());
}

void AssessTest::includesAreFound()
{
    QCOMPARE(includesOf(u"a.prompt"_s, "Hello {{> shared/persona}} and {{> shared/persona}}\n"),
             QStringList{u"shared/persona"_s});
    QCOMPARE(includesOf(u"a.j2"_s, "{% include \"shared/persona.j2\" %}\n"), QStringList{u"shared/persona.j2"_s});
    QCOMPARE(includesOf(u"a.md"_s, "Nothing here.\n"), QStringList{});
}

void AssessTest::anIncludeMeansAFile_data()
{
    QTest::addColumn<QString>("include");
    QTest::addColumn<QString>("from");
    QTest::addColumn<bool>("means");

    QTest::newRow("id") << u"shared/persona"_s << u"prompts/a.prompt"_s << true;
    QTest::newRow("path") << u"prompts/shared/persona.prompt"_s << u"prompts/a.prompt"_s << true;
    QTest::newRow("beside") << u"persona.prompt"_s << u"prompts/shared/b.prompt"_s << true;
    QTest::newRow("up") << u"../shared/persona"_s << u"prompts/x/b.prompt"_s << true;
    QTest::newRow("dot") << u"./persona.prompt"_s << u"prompts/shared/b.prompt"_s << true;
    QTest::newRow("last part") << u"persona"_s << u"other/b.prompt"_s << true;
    QTest::newRow("another") << u"shared/tone"_s << u"prompts/a.prompt"_s << false;
    QTest::newRow("part of a name") << u"sona"_s << u"prompts/a.prompt"_s << false;
    QTest::newRow("too far up") << u"../../../x"_s << u"prompts/a.prompt"_s << false;
    QTest::newRow("empty") << QString() << u"prompts/a.prompt"_s << false;
}

void AssessTest::anIncludeMeansAFile()
{
    QFETCH(const QString, include);
    QFETCH(const QString, from);
    QFETCH(const bool, means);

    QCOMPARE(includeMeans(include, from, artifactAt("shared/persona", "prompts/shared/persona.prompt")), means);
}

void AssessTest::aSentenceStandsForItsWords_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("middle") << u"REFUNDS"_s << u"Refunds take 3.5 days."_s;
    QTest::newRow("heading") << u"tone"_s << u"# Tone"_s;
    QTest::newRow("none") << u"banana"_s << QString();
    QTest::newRow("empty") << u" "_s << QString();
}

void AssessTest::aSentenceStandsForItsWords()
{
    QFETCH(const QString, words);
    QFETCH(const QString, sentence);

    QCOMPARE(sentenceWith("Be kind. Refunds take 3.5 days. Ask.\n# Tone\nx", words), sentence);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::AssessTest)
#include "tst_assess.moc"
