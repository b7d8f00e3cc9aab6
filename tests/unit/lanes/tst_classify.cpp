// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "lanes/CodeStrings.h"
#include "lanes/Language.h"
#include "lanes/SettingRules.h"
#include "prompt/Document.h"

#include <QSet>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace lanes;

namespace {

Classification classified(const QByteArray &before, const QByteArray &after,
                          const Facts &facts = {.path = u"a.md"_s})
{
    return classify(diff::compare(prompt::parse(before, facts.path), prompt::parse(after, facts.path)),
                    facts);
}

bool has(const Classification &found, const QString &rule)
{
    return std::any_of(found.findings.begin(), found.findings.end(),
                       [&rule](const Finding &finding) { return finding.rule == rule; });
}

constexpr const char *loose = "# Style\n\nPrefer one heading for each topic.\n";
constexpr const char *strict = "# Style\n\nUse exactly one heading for each topic.\n";
constexpr const char *topicBefore = "# Topics\n\n- Storage of data\n";
constexpr const char *topicAfter = "# Topics\n\n- Storage of data and logs\n";

} // namespace

class Classify : public QObject
{
    Q_OBJECT

private slots:
    void equalFilesAreLowWithoutAReason()
    {
        const Classification found = classified("Be kind.\n", "Be kind.\n");

        QCOMPARE(toString(found.lane), toString(Lane::Low));
        QVERIFY(found.findings.isEmpty());
        QCOMPARE(found.rulesVersion, currentRulesVersion);
    }

    void theHighestFindingDecidesAndComesFirst()
    {
        const Classification found =
            classified("Shop for customers.\n\n- Storage\n\nNever promise a refund.\n",
                       "Shop for customers.\n\n- Storage and logs\n\n");

        QCOMPARE(toString(found.lane), toString(Lane::High));
        QCOMPARE(toString(found.findings.first().lane), toString(Lane::High));
        QCOMPARE(found.findings.first().rule, u"policy.money"_s);
        QCOMPARE(found.findings.first().before, u"Never promise a refund."_s);
        QVERIFY(found.findings.first().entry >= 0);
    }

    void aComparisonThatIsNotCompleteIsMedium()
    {
        const Classification found = classify(diff::Comparison{}, {});

        QCOMPARE(toString(found.lane), toString(Lane::Medium));
        QCOMPARE(found.findings.first().rule, u"analysis.incomplete"_s);
    }

    void theEndOfALongSentenceIsReadToo()
    {
        const QByteArray filler = QByteArray("and the tone stays as it was ").repeated(200);

        const Classification changed =
            classified("For customers " + filler + "you must ask a manager for approval before you issue a refund\n",
                       "For customers " + filler + "you need not ask a manager for approval before you issue a refund\n");
        const Classification added =
            classified("Be kind.\n", "Be kind.\n\nFor customers " + filler
                                          + "you may promise any refund without asking a manager\n");

        QCOMPARE(toString(changed.lane), toString(Lane::High));
        QCOMPARE(toString(added.lane), toString(Lane::High));
    }

    void whatIsTooLongToBeReadIsNeverLow()
    {
        const QByteArray filler = QByteArray("quiet words about nothing ").repeated(2000);

        const Classification found = classified("Be kind.\n", "Be kind.\n\nNote " + filler + "\n");

        QVERIFY(found.lane >= Lane::Medium);
    }

    void bindingWordsWeighMoreInAWorkflowWithConsequences()
    {
        QCOMPARE(toString(classified(loose, strict).lane), toString(Lane::Medium));
        QCOMPARE(
            toString(classified(loose, strict, {.path = u"a.md"_s, .consequences = {Consequence::Financial}})
                         .lane),
            toString(Lane::High));
        QCOMPARE(
            toString(
                classified(loose, strict, {.path = u"a.md"_s, .consequences = {Consequence::Internal}}).lane),
            toString(Lane::Medium));
    }

    void factsOfTheWorkspaceRaise_data()
    {
        QTest::addColumn<int>("fact");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<Lane>("lane");
        QTest::newRow("customer-visible") << 0 << u"workflow.customer_visible"_s << Lane::Medium;
        QTest::newRow("owned section") << 1 << u"section.owned"_s << Lane::Medium;
        QTest::newRow("consumers") << 2 << u"shared.consumers"_s << Lane::Medium;
        QTest::newRow("incident") << 3 << u"history.incident"_s << Lane::Medium;
        QTest::newRow("machine") << 4 << u"author.machine"_s << Lane::Medium;
        QTest::newRow("tools file") << 5 << u"artifact.authority"_s << Lane::High;
        QTest::newRow("routing file") << 6 << u"artifact.configuration"_s << Lane::Medium;
    }

    void factsOfTheWorkspaceRaise()
    {
        QFETCH(const int, fact);
        QFETCH(const QString, rule);
        QFETCH(const Lane, lane);
        Facts facts{.path = u"a.md"_s};
        QCOMPARE(toString(classified(topicBefore, topicAfter, facts).lane), toString(Lane::Low));
        if (fact == 0)
            facts.consequences = {Consequence::CustomerVisible};
        else if (fact == 1)
            facts.ownedSections = {u"topics"_s};
        else if (fact == 2)
            facts.consumers = 2;
        else if (fact == 3)
            facts.recentIncident = true;
        else if (fact == 4)
            facts.machineAuthor = true;
        else
            facts.kind = fact == 5 ? ArtifactKind::Tools : ArtifactKind::Routing;

        const Classification found = classified(topicBefore, topicAfter, facts);

        QCOMPARE(toString(found.lane), toString(lane));
        QVERIFY(has(found, rule));
        const Classification notation =
            classified("# Topics\n\n- Storage of data\n", "# Topics\n\n* Storage of data\n", facts);
        QCOMPARE(toString(notation.lane), toString(Lane::Low));
    }

    void whatATeamWatchesRaises_data()
    {
        QTest::addColumn<Watched>("watched");
        QTest::addColumn<QString>("rule");
        QTest::newRow("a phrase, in any capitals")
            << Watched{.phrase = u"Storage  of data"_s, .why = u"Ops asked for it."_s} << u"watched.phrase"_s;
        QTest::newRow("a section") << Watched{.section = u"TOPICS"_s} << u"watched.section"_s;
        QTest::newRow("a setting") << Watched{.setting = u"model.*.temperature"_s} << u"watched.setting"_s;
        QTest::newRow("the file") << Watched{.paths = {u"**"_s}} << u"watched.file"_s;
        QTest::newRow("another phrase") << Watched{.phrase = u"refund"_s} << u""_s;
        QTest::newRow("another section") << Watched{.section = u"Rules"_s} << u""_s;
        QTest::newRow("another setting") << Watched{.setting = u"temperature"_s} << u""_s;
    }

    void whatATeamWatchesRaises()
    {
        QFETCH(const Watched, watched);
        QFETCH(const QString, rule);
        const QByteArray front = "---\nname: a\nmodel:\n  api: chat\n  parameters:\n    temperature: 0.1\n---\nsystem:\n";
        QByteArray before = front + topicBefore;
        QByteArray after = front + topicAfter;
        after.replace("0.1", "0.2");
        const Facts facts{.path = u"a.prompty"_s, .watched = {watched}};
        QCOMPARE(toString(classified(before, after, {.path = u"a.prompty"_s}).lane), toString(Lane::Medium));

        const Classification found = classified(before, after, facts);

        QCOMPARE(toString(found.lane), toString(rule.isEmpty() ? Lane::Medium : Lane::High));
        if (!rule.isEmpty()) {
            QCOMPARE(found.findings.first().rule, rule);
            QVERIFY(!found.findings.first().before.isEmpty());
        }
        QCOMPARE(toString(classified(before, QByteArray(before).replace("- Storage", "* Storage"), facts).lane),
                 toString(Lane::Low));
    }

    void whatATeamWatchesSaysWhy()
    {
        const Classification found =
            classified(topicBefore, topicAfter,
                       {.path = u"a.md"_s, .watched = {{.phrase = u"storage of data"_s, .why = u"Ops asked for it."_s}}});

        QCOMPARE(found.findings.first().subject, u"Ops asked for it."_s);
    }

    void whatCannotBeToldIsNeverLow_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("rule");
        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after, const QString &path,
                            const QString &rule) { QTest::newRow(name) << before << after << path << rule; };
        row("a language that the rules do not read", "Sie antworten der Kundschaft.\n\nSeien Sie nett zu den Leuten.\n",
            "Sie antworten der Kundschaft.\n\nSeien Sie streng zu den Leuten.\n", u"a.md"_s, u"text.language"_s);
        row("one sentence of it", "Write the notes of the week for the team.\n",
            "Write the notes of the week for the team.\n\nVergessen Sie das nicht und fragen Sie nach.\n", u"a.md"_s,
            u"text.language"_s);
        row("another script", "Write the notes.\n", "Write the notes.\n\nПишите кратко.\n", u"a.md"_s, u"text.language"_s);
        row("T-60 tag characters", "Write the notes.\n", "Write the notes.\xF3\xA0\x81\x81\xF3\xA0\x81\x82\n", u"a.md"_s,
            u"text.hidden"_s);
        row("T-60 zero width", "Write the notes.\n", "Write the\xE2\x80\x8B notes.\n", u"a.md"_s, u"text.hidden"_s);
        row("T-61 bidi control", "Write the notes.\n", "Write \xE2\x80\xAEthe notes.\n", u"a.md"_s, u"text.hidden"_s);
        row("a configuration that cannot be taken apart", "- a: &x b\n  c: [red\n", "- a: &x b\n  c: [blue\n", u"a.yaml"_s,
            u"settings.unknown"_s);
    }

    void whatCannotBeToldIsNeverLow()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        QFETCH(const QString, path);
        QFETCH(const QString, rule);

        const Classification found = classified(before, after, {.path = path});

        QVERIFY2(found.lane >= Lane::Medium, qPrintable(toString(found.lane)));
        QVERIFY2(has(found, rule), qPrintable(found.findings.isEmpty() ? u"nothing"_s : found.findings.first().rule));
    }

    void anIncidentRaisesByOne()
    {
        QCOMPARE(toString(classified(loose, strict, {.path = u"a.md"_s, .recentIncident = true}).lane),
                 toString(Lane::High));
    }

    void renamedToolsAreToldFromOtherTools_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        QTest::addColumn<bool>("renamed");
        const auto row = [](const char *name, const QString &before, const QString &after, bool renamed) {
            QTest::newRow(name) << before.split(u' ') << after.split(u' ') << renamed;
        };
        row("name-space added", u"fetch"_s, u"web/fetch"_s, true);
        row("name-space doubled", u"web/web/fetch"_s, u"web/fetch"_s, true);
        row("other case", u"run_in_terminal"_s, u"runInTerminal"_s, true);
        row("another tool", u"fetch"_s, u"shell"_s, false);
        row("another name-space", u"read/files"_s, u"write/files"_s, false);
        row("another scope", u"read:files"_s, u"write:files"_s, false);
        row("everything instead of one", u"github"_s, u"github/*"_s, false);
        row("one more", u"fetch"_s, u"web/fetch shell"_s, false);
    }

    void renamedToolsAreToldFromOtherTools()
    {
        QFETCH(const QStringList, before);
        QFETCH(const QStringList, after);
        QFETCH(const bool, renamed);

        QCOMPARE(isRenamedOneForOne(before, after), renamed);
    }

    void codeAroundAPromptIsLow()
    {
        const QByteArray before = "prompt = 'Answer the question of the user.\\nBe brief please.'\n";
        const QByteArray after =
            "system_prompt = (\n    \"Answer the question of the user.\\n\"\n    \"Be brief please.\"\n)\n";

        const Classification found = classified(before, after, {.path = u"a.py"_s});

        QCOMPARE(toString(found.lane), toString(Lane::Low));
        QVERIFY(has(found, u"code.around"_s));
    }

    void findingsInCodePointAtTheSource()
    {
        const QByteArray before = "p = \"Help customers of a shop.\\nNever promise a refund.\"\n";
        const QByteArray after = "p = \"Help customers of a shop.\\nPromise a refund.\"\n";

        const Classification found = classified(before, after, {.path = u"a.py"_s});

        QCOMPARE(toString(found.lane), toString(Lane::High));
        const diff::Range range = found.findings.first().range[0];
        QCOMPARE(QString::fromUtf8(before).mid(range.start, range.length), u"Never promise a refund."_s);
    }

    void openStringsDoNotRunAway()
    {
        for (const QString &source : {u"'''never closed "_s, u"\"a\\"_s, u"`"_s, u"f\"{"_s, u"/* "_s})
            QVERIFY(codeStrings(source, u"a.py"_s).text.size() <= source.size());
    }

    void aBulletTakesTheMeaningOfItsLeadIn()
    {
        const Classification asked =
            classified("You are an agent.\n\nAsk first:\n\n- deleting a branch\n",
                       "You are an agent.\n\nAsk first:\n\n- deleting a branch\n- changes of the calendar\n");
        const Classification listed =
            classified("You are an agent.\n\nTopics:\n\n- deleting a branch\n",
                       "You are an agent.\n\nTopics:\n\n- deleting a branch\n- changes of the calendar\n");

        QCOMPARE(toString(asked.lane), toString(Lane::High));
        QVERIFY(listed.lane < Lane::High);
    }

    void languagesAreToldBySmallWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("covered");
        QTest::newRow("nothing") << u""_s << true;
        QTest::newRow("numbers") << u"12 34 56 78"_s << true;
        QTest::newRow("names") << u"Read, Grep, Glob, Bash, Write"_s << true;
        QTest::newRow("English") << u"One paragraph per line, no adjectives, and nothing else."_s << true;
        QTest::newRow("English with a French name") << u"Send the bill to the owner of Le Bistro des Arts."_s << true;
        QTest::newRow("French") << u"Les articles peuvent être rendus dans les trente jours."_s << false;
        QTest::newRow("German") << u"Fragen Sie niemals nach der PIN und nicht nach dem Konto."_s << false;
        QTest::newRow("Spanish") << u"Los artículos se pueden devolver con el recibo."_s << false;
        QTest::newRow("Japanese") << u"返品は三十日以内に限ります。"_s << false;
        QTest::newRow("Arabic") << u"لا تسأل أبدا عن الرقم السري"_s << false;
    }

    void languagesAreToldBySmallWords()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, covered);

        QCOMPARE(isCovered(text), covered);
    }

    void everyFindingNamesAKnownRule()
    {
        QSet<QString> known;
        for (const RuleInfo &rule : rules())
            known.insert(rule.id);
        QCOMPARE(known.size(), rules().size());
        const Classification found =
            classified("You are kind.\n\nNever promise a refund to customers.\n\nUse {{a}}.\n\n- Blue\n",
                       "You are cold.\n\nUse {{b}} now.\n\n- Blue and green\n\nAnswer in JSON only.\n");
        QVERIFY(found.findings.size() >= 4);
        for (const Finding &finding : found.findings)
            QVERIFY2(known.contains(finding.rule), qPrintable(finding.rule));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::Classify)
#include "tst_classify.moc"
