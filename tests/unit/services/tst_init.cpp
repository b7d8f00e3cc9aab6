// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PolicyYaml.h"
#include "services/WorkflowGuess.h"
#include "unit/services/Desk.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

class InitTest : public QObject
{
    Q_OBJECT

private slots:
    void patternsSayExactlyWhatIsMeant_data();
    void patternsSayExactlyWhatIsMeant();
    void aProposalGovernsThePromptsAndNothingElse();
    void workflowsAreGuessedFromThePaths_data();
    void workflowsAreGuessedFromThePaths();
    void guessedWorkflowsStandInTheProposal();
    void aSmallTeamCanWorkWithTheProposal_data();
    void aSmallTeamCanWorkWithTheProposal();
    void onePersonIsWarned();
    void peopleAreNamed_data();
    void peopleAreNamed();
    void theLedgerStartsWithEverythingThatWasThere();
    void aSecondStartFindsTheLedger();
    void manyFilesAreSpreadOverEvents();
    void aStrangerCannotBegin();
};

void InitTest::patternsSayExactlyWhatIsMeant_data()
{
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QStringList>("others");
    QTest::addColumn<QStringList>("patterns");

    QTest::newRow("same name in many folders")
            << QStringList{u"data/patterns/a/system.md"_s, u"data/patterns/b/system.md"_s, u"data/patterns/c/system.md"_s}
            << QStringList{u"data/patterns/a/README.md"_s, u"README.md"_s}
            << QStringList{u"data/patterns/*/system.md"_s};
    QTest::newRow("a folder") << QStringList{u"prompts/a.md"_s, u"prompts/b/c.md"_s} << QStringList{u"README.md"_s}
                              << QStringList{u"prompts/**/*.md"_s};
    QTest::newRow("a telling ending")
            << QStringList{u"a/x.agent.md"_s, u"b/c/y.agent.md"_s} << QStringList{u"a/z.md"_s}
            << QStringList{u"**/*.agent.md"_s};
    QTest::newRow("a telling ending in one folder")
            << QStringList{u"agents/x.agent.md"_s, u"agents/y.agent.md"_s} << QStringList{u"agents/z.md"_s}
            << QStringList{u"**/*.agent.md"_s};
    QTest::newRow("one among others") << QStringList{u"docs/system.md"_s}
                                      << QStringList{u"docs/a.md"_s, u"docs/b.md"_s} << QStringList{u"docs/system.md"_s};
    QTest::newRow("two kinds of files")
            << QStringList{u"p/a.md"_s, u"p/b.md"_s, u"q.j2"_s} << QStringList{u"q.md"_s}
            << QStringList{u"p/**/*.md"_s, u"q.j2"_s};
    QTest::newRow("none") << QStringList{} << QStringList{u"a"_s} << QStringList{};
}

void InitTest::patternsSayExactlyWhatIsMeant()
{
    QFETCH(const QStringList, wanted);
    QFETCH(const QStringList, others);
    QFETCH(const QStringList, patterns);

    const QStringList found = patternsFor(wanted, others);

    const auto governed = [&found](const QString &path) {
        return std::any_of(found.cbegin(), found.cend(), [&path](const QString &p) { return matchesPath(p, path); });
    };
    QVERIFY(std::all_of(wanted.cbegin(), wanted.cend(), governed));
    QVERIFY(std::none_of(others.cbegin(), others.cend(), governed));
    QCOMPARE(found, patterns);
}

void InitTest::aProposalGovernsThePromptsAndNothingElse()
{
    Office office;
    office.branch->commit(u"src/main.py"_s, "print('prompt')\n", u"Mira Sandhu"_s, u"Code"_s);
    MemorySource source(office.branch);

    const Result<PolicyProposal> proposal = proposePolicy(source, *source.tip({}, {}), Office::people());

    QVERIFY(proposal);
    QStringList paths;
    for (const BaselineFile &file : proposal->files) {
        paths.append(file.path);
    }
    QCOMPARE(paths, (QStringList{u"prompts/support/greeting.md"_s, refundPath}));
    QCOMPARE(proposal->policy.root, u"prompts/support"_s);
    QCOMPARE(proposal->files.at(1).artifact.value, u"refund"_s);
    QCOMPARE(policyFromYaml(proposal->yaml).value(), proposal->policy);
    QVERIFY(proposal->warnings.isEmpty());
}

void InitTest::workflowsAreGuessedFromThePaths_data()
{
    QTest::addColumn<QStringList>("paths");
    QTest::addColumn<QString>("root");
    QTest::addColumn<QStringList>("said");

    QTest::newRow("a folder each, by its words and its files'")
            << QStringList{u"prompts/customer-support/refund.md"_s, u"prompts/legal/terms.md"_s} << u"prompts"_s
            << QStringList{u"customer-support Customer support prompts/customer-support/** financial customer_visible"_s,
                           u"legal Legal prompts/legal/** legal"_s};
    QTest::newRow("whole words only") << QStringList{u"p/illegal-fees/a.md"_s, u"p/illegal-fees/b.md"_s} << u"p"_s
                                      << QStringList{u"illegal-fees Illegal fees p/illegal-fees/**"_s};
    QTest::newRow("one file of nothing known is none") << QStringList{u"p/notes/a.md"_s} << u"p"_s << QStringList{};
    QTest::newRow("files without a folder are none") << QStringList{u"p/refund.md"_s, u"README.md"_s} << u"p"_s << QStringList{};
    QTest::newRow("all of them in one telling folder")
            << QStringList{u"prompts/support/a.md"_s, u"prompts/support/b.md"_s} << u"prompts/support"_s
            << QStringList{u"support Support prompts/support/** customer_visible"_s};
    QTest::newRow("at the top") << QStringList{u"billing/a.md"_s} << QString() << QStringList{u"billing Billing billing/** financial"_s};
    QTest::newRow("names that no id can be made of, and twice the same")
            << QStringList{u"退款/refund.md"_s, u"客户/refund.md"_s} << QString()
            << QStringList{u"workflow 客户 客户/** financial"_s, u"workflow-2 退款 退款/** financial"_s};
    QTest::newRow("what a pattern cannot say is left out") << QStringList{u"p/a*b/refund.md"_s, u"p/.github/refund.md"_s} << u"p"_s
                                                           << QStringList{};
}

void InitTest::workflowsAreGuessedFromThePaths()
{
    QFETCH(const QStringList, paths);
    QFETCH(const QString, root);
    QFETCH(const QStringList, said);

    QStringList found;
    for (const Workflow &workflow : guessedWorkflows(paths, root)) {
        QStringList words{workflow.id, workflow.title, workflow.paths.join(u'+')};
        for (const Consequence one : workflow.consequences) {
            words.append(toString(one));
        }
        found.append(words.join(u' '));
    }

    QCOMPARE(found, said);
}

void InitTest::guessedWorkflowsStandInTheProposal()
{
    Office office;
    office.branch->commit(u"prompts/lending/mortgage.md"_s, "You answer questions about mortgages.\n", u"Mira Sandhu"_s, u"Lending"_s);
    MemorySource source(office.branch);
    InitOptions options = Office::people();
    options.workflows = InitOptions::Workflows::Guessed;

    const Result<PolicyProposal> proposal = proposePolicy(source, *source.tip({}, {}), options);

    QVERIFY(proposal);
    QCOMPARE(proposal->policy.workflows.size(), 2);
    QVERIFY(proposal->policy.consequencesOf(u"prompts/lending/mortgage.md"_s).contains(Consequence::Financial));
    QVERIFY(policyFromYaml(proposal->yaml).value().workflows == proposal->policy.workflows);
}

void InitTest::aSmallTeamCanWorkWithTheProposal_data()
{
    QTest::addColumn<int>("people");
    QTest::newRow("two") << 2;
    QTest::newRow("three") << 3;
    QTest::newRow("five") << 5;
}

void InitTest::aSmallTeamCanWorkWithTheProposal()
{
    QFETCH(const int, people);
    InitOptions options{.workspace = u"w"_s, .branch = u"main"_s,
                        .me = {.name = u"Person 0"_s, .email = u"p0@example.com"_s}};
    for (int i = 1; i < people; ++i) {
        options.others.append({.name = u"Person %1"_s.arg(i), .email = u"p%1@example.com"_s.arg(i)});
    }
    Office office;
    MemorySource source(office.branch);

    const Result<PolicyProposal> proposal = proposePolicy(source, *source.tip({}, {}), options);

    QVERIFY(proposal);
    QVERIFY(proposal->warnings.isEmpty());
    QCOMPARE(proposal->policy.laneRule(Lane::High).approvals, people >= 3 ? 2 : 1);
    QCOMPARE(proposal->policy.environments.last().id.value, u"production"_s);
    QVERIFY(proposal->policy.environments.first().follows);
}

void InitTest::onePersonIsWarned()
{
    InitOptions options = Office::people();
    options.others.clear();
    Office office;
    MemorySource source(office.branch);

    const Result<PolicyProposal> proposal = proposePolicy(source, *source.tip({}, {}), options);

    QVERIFY(proposal);
    QCOMPARE(proposal->warnings.size(), 3);
    QVERIFY(proposal->warnings.last().lane == Lane::High);
    QCOMPARE(proposal->warnings.last().need, 2);
    QCOMPARE(proposal->warnings.last().have, 1);
}

void InitTest::peopleAreNamed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("roles");

    QTest::newRow("roles") << u"Zoë Müller <zoe@example.com>:compliance, expert"_s << u"p:zoe-muller"_s
                           << QStringList{u"compliance"_s, u"expert"_s};
    QTest::newRow("no roles") << u"Dana Levy <dana@example.com>"_s << u"p:dana-levy"_s
                              << QStringList{u"product"_s, u"engineering"_s, u"compliance"_s, u"expert"_s};
    QTest::newRow("another script") << u"Влада <vlada@example.com>:product"_s << u"p:vlada"_s << QStringList{u"product"_s};
    QTest::newRow("a namesake") << u"Ana Ruiz <other@example.com>:product"_s << u"p:ana-ruiz-2"_s
                                << QStringList{u"product"_s};
    QTest::newRow("no address") << u"Dana Levy"_s << QString() << QStringList{};
    QTest::newRow("no mail sign") << u"Dana <dana>"_s << QString() << QStringList{};
    QTest::newRow("rubbish behind") << u"Dana <d@e.f> product"_s << QString() << QStringList{};
    QTest::newRow("unknown role") << u"Dana <d@e.f>:boss"_s << QString() << QStringList{};
}

void InitTest::peopleAreNamed()
{
    QFETCH(const QString, text);
    QFETCH(const QString, id);
    QFETCH(const QStringList, roles);
    Office office;
    MemorySource source(office.branch);

    InitOptions options = Office::people();
    const Result<InitPerson> person = parseInitPerson(text);
    Result<PolicyProposal> proposal = failure(ErrorCode::Invalid);
    if (person) {
        options.others = {*person};
        proposal = proposePolicy(source, *source.tip({}, {}), options);
    }

    QCOMPARE(proposal.has_value(), !id.isEmpty());
    if (proposal) {
        const Person &found = proposal->policy.people.at(1);
        QCOMPARE(found.id.value, id);
        QStringList held;
        for (const RoleId &role : found.roles) {
            held.append(role.value);
        }
        QCOMPARE(held, roles);
    }
}

void InitTest::theLedgerStartsWithEverythingThatWasThere()
{
    Office office;

    const auto started = office.start();

    QVERIFY(started);
    QCOMPARE(started->head.seq, 2);
    QVERIFY(started->notices.isEmpty());
    QVERIFY(office.branch->has(policyPath()));
    const auto ana = office.ana();
    const State &state = ana->view()->state;
    QCOMPARE(state.artifacts.size(), 3);
    QCOMPARE(state.artifact({u"refund"_s})->latest()->version.toString(), u"1.0.0"_s);
    QVERIFY(state.artifact({u"refund"_s})->running({u"production"_s}));
    QCOMPARE(ana->view()->sync.phase, SyncPhase::Idle);
    QVERIFY(ana->view()->ungoverned.isEmpty());
}

void InitTest::aSecondStartFindsTheLedger()
{
    Office office;
    QVERIFY(office.start());

    const auto again = office.start();

    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
}

void InitTest::manyFilesAreSpreadOverEvents()
{
    Office office;
    for (int i = 0; i < 450; ++i) {
        office.branch->commit(u"prompts/many/p%1.md"_s.arg(i), "# Prompt " + QByteArray::number(i) + "\n\nBe kind.\n",
                              u"Mira Sandhu"_s, u"Add"_s);
    }

    const auto started = office.start();

    QVERIFY2(started, qPrintable(started ? QString() : started.error().detail));
    QCOMPARE(started->head.seq, 4);
    const auto ana = office.ana();
    QCOMPARE(ana->view()->state.artifacts.size(), 453);
    QVERIFY(ana->view()->state.voids.isEmpty());
}

void InitTest::aStrangerCannotBegin()
{
    Office office;
    MemorySource source(office.branch);
    const InitOptions options = Office::people();
    const Result<PolicyProposal> proposal = proposePolicy(source, *source.tip({}, {}), options);
    InitOptions stranger = options;
    stranger.me.email = u"eve@example.com"_s;

    const auto started = startLedger(std::make_unique<MemoryLedger>(office.store),
                                     {.directory = office.directory.filePath(u"eve"_s), .clock = &office.clock}, source,
                                     *source.tip({}, {}), *proposal, stranger);

    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Refused);
    QCOMPARE(started.error().subject, u"author-is-unknown"_s);
    QVERIFY(!office.branch->has(policyPath()));
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::InitTest)
#include "tst_init.moc"
