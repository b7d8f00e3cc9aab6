// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "cli/world/World.h"
#include "domain/Requirements.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString refundPath = u"prompts/support/refund.prompt.md"_s;

QByteArray refund(int days)
{
    return "---\nmodel: gpt-4.1\n---\n# Refunds\n\nRefunds are possible within " + QByteArray::number(days)
           + " days of purchase. You must ask for the order number.\n";
}

/// Ana's clone with a branch `feature` on top of the shared main branch.
class Branched : public World
{
public:
    /// Whatever `files` hold is committed on the branch; null bytes remove a file.
    void commit(const QList<std::pair<QString, QByteArray>> &files)
    {
        git(ana(), {u"fetch"_s, u"--quiet"_s, u"origin"_s});
        git(ana(), {u"checkout"_s, u"--quiet"_s, u"-B"_s, u"feature"_s, u"origin/main"_s});
        for (const auto &[name, bytes] : files) {
            if (bytes.isNull()) {
                git(ana(), {u"rm"_s, u"--quiet"_s, name});
            } else {
                write(u"ana/"_s + name, bytes);
            }
        }
        git(ana(), {u"add"_s, u"-A"_s});
        git(ana(), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"feature"_s});
    }
    [[nodiscard]] QString ana() const { return path(u"ana"_s); }
    [[nodiscard]] Ran check(const QStringList &more = {}, const QString &base = u"origin/main"_s)
    {
        return run(u"ana"_s, QStringList{u"check"_s, u"--base"_s, base} + more);
    }
    [[nodiscard]] QJsonObject file(const QString &name, const QStringList &more = {})
    {
        const QJsonObject answer = check(QStringList{u"--json"_s} + more).json();
        for (const QJsonValue &found : answer[u"files"_s].toArray()) {
            if (found[u"path"_s] == name) {
                return found.toObject();
            }
        }
        return {};
    }
};

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList idsOf(const QJsonObject &file, const QString &state)
{
    QStringList ids;
    for (const QJsonValue &requirement : file[u"requirements"_s].toArray()) {
        if (requirement[u"state"_s] == state) {
            ids.append(requirement[u"id"_s].toString());
        }
    }
    return ids;
}

} // namespace

/// `countersignctl check` on branches of a real repository.
class CliCheckTest : public QObject
{
    Q_OBJECT

private slots:
    void aBranchWithoutGovernedFilesIsMet()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        world.commit({{u"README.md"_s, "Hello.\n"}});

        const Ran text = world.check();
        const QJsonObject answer = world.json(u"ana"_s, {u"check"_s, u"--base"_s, u"origin/main"_s});

        QVERIFY2(text.status == 0, qPrintable(text.why()));
        QVERIFY2(text.out.contains("no governed file differs") && text.out.contains("README.md"),
                 qPrintable(text.why()));
        QCOMPARE(answer[u"met"_s].toBool(), true);
        QCOMPARE(answer[u"ungoverned"_s].toArray(), QJsonArray{u"README.md"_s});
        QVERIFY2(world.shapeProblems().isEmpty(), qPrintable(world.shapeProblems().join(u'\n')));
    }

    void aRegistryIsNoRepositoryEvenInsideOfOne()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        world.commit({{refundPath, refund(20)}});
        const QString registry = world.ana() + u"/prompts.registry"_s;
        QCOMPARE(world.run(u"ana"_s, {u"registry"_s, u"init"_s, registry}).status, 0);
        const QByteArray before = bytesOf(registry);
        QVERIFY(!before.isEmpty());

        const Ran checked = world.check({u"--workspace"_s, registry});

        QVERIFY2(checked.status == 4, qPrintable(checked.why()));
        QVERIFY2(checked.err.contains("prompts.registry has no record yet"), qPrintable(checked.why()));
        QCOMPARE(bytesOf(registry), before);
    }

    void bytesThatNobodyProposedAreNotMet()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        world.commit({{refundPath, refund(14)}, {u"prompts/new.md"_s, "Be brief.\n"}});

        const Ran text = world.check();
        const QJsonObject changed = world.file(refundPath);
        const QJsonObject added = world.file(u"prompts/new.md"_s);

        QVERIFY2(text.status == 3, qPrintable(text.why()));
        QCOMPARE(changed[u"standing"_s].toString(), u"unknown"_s);
        QCOMPARE(changed[u"lane"_s].toString(), u"high"_s);
        QCOMPARE(changed[u"findings"_s][0][u"rule"_s].toString(), u"policy.money"_s);
        QCOMPARE(changed[u"line"_s].toInt(), 6);
        QVERIFY(idsOf(changed, u"unsatisfied"_s).contains(u"note"_s));
        QVERIFY(!added[u"met"_s].toBool());
    }

    void aSharedPromptIsCheckedWithThoseThatIncludeIt()
    {
        const QString persona = u"prompts/shared/persona.prompt.md"_s;
        Branched world;
        world.write(u"ana/prompts/support/letter.prompt"_s, "Hello {{> shared/persona}}\nYou write.\n");
        world.write(u"ana/prompts/support/call.j2"_s, "{% include \"shared/persona.prompt.md\" %}\nYou call.\n");
        world.git(world.ana(), {u"add"_s, u"-A"_s});
        world.git(world.ana(), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"more prompts"_s});
        world.git(world.ana(), {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        QCOMPARE(world.init().status, 0);
        world.commit(
            {{persona, "You are a strict assistant. You must refuse refunds.\n"}, {refundPath, refund(14)}});
        const auto shared = [](const QJsonObject &file) {
            for (const QJsonValue &finding : file[u"findings"_s].toArray()) {
                if (finding[u"rule"_s] == u"shared.consumers"_s) {
                    return finding.toObject();
                }
            }
            return QJsonObject();
        };

        const Ran text = world.check();
        const QJsonObject finding = shared(world.file(persona));

        QCOMPARE(finding[u"why"_s].toString(), u"2"_s);
        QCOMPARE(finding[u"sentence"_s].toString(), u"Other prompts use this text and change with it."_s);
        QVERIFY(shared(world.file(refundPath)).isEmpty());
        QVERIFY2(text.out.contains(
                     "shared.consumers  2\n            Other prompts use this text and change with it."),
                 qPrintable(text.why()));
        QVERIFY2(text.out.contains("It decides what somebody pays"), qPrintable(text.why()));
    }

    void anOpenChangeWithTheseBytesTellsWhatItLacks()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);
        world.commit({{refundPath, refund(14)}});

        const Ran before = world.check();
        const QJsonObject open = world.file(refundPath);
        const State state = world.state();
        QStringList wanted;
        for (const Requirement &requirement : requirementsToAccept(state, *state.changeByNumber(1))) {
            if (!requirement.met()) {
                wanted.append(requirement.id());
            }
        }

        QVERIFY2(before.status == 3, qPrintable(before.why()));
        QCOMPARE(open[u"standing"_s].toString(), u"proposed"_s);
        QCOMPARE(open[u"change"_s].toInt(), 1);
        // The one evaluator's answer, and no second opinion.
        QCOMPARE(idsOf(open, u"unsatisfied"_s), wanted);
    }

    void anAcceptedVersionIsMetAndAnOlderOneIsNot()
    {
        Branched world;
        world.git(world.ana(), {u"branch"_s, u"start"_s, u"main"_s});
        world.accepted();
        world.commit({{u"README.md"_s, "Hello.\n"}});
        const QJsonObject accepted =
            world.json(u"ana"_s, {u"check"_s, u"--base"_s, u"start"_s, u"--head"_s, u"feature"_s});
        world.commit({{refundPath, refund(30)}});

        const Ran back = world.check();
        const QJsonObject older = world.file(refundPath);

        QCOMPARE(accepted[u"met"_s].toBool(), true);
        QCOMPARE(back.status, 3);
        QCOMPARE(older[u"standing"_s].toString(), u"older"_s);
        QVERIFY2(back.out.contains("goes back to 1.0.0; the newest accepted version is 1.1.0"),
                 qPrintable(back.why()));
    }

    void anApprovedChangeIsMetBeforeItIsAccepted()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);
        world.commit({{refundPath, refund(14)}});
        QCOMPARE(world.run(u"ben"_s, {u"approve"_s, u"#1"_s, u"--no-accept"_s}).status, 0);

        const Ran met = world.check();
        const QJsonObject file = world.file(refundPath);

        QVERIFY2(met.status == 0, qPrintable(met.why()));
        QCOMPARE(file[u"standing"_s].toString(), u"proposed"_s);
        world.commit({{refundPath, refund(15)}});
        QCOMPARE(world.check().status, 3);
    }

    void aRemovedFileAndALinkAreNotMet()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        world.commit({{refundPath, QByteArray()}});
        const QJsonObject removed = world.file(refundPath);
        QVERIFY(QDir().mkpath(world.path(u"ana/prompts/support"_s)));
        QFile::link(u"/etc/passwd"_s, world.path(u"ana/"_s + refundPath));
        world.git(world.ana(), {u"add"_s, u"-A"_s});
        world.git(world.ana(), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"link"_s});

        const Ran link = world.check({u"--json"_s});

        QVERIFY(removed.contains(u"met"_s) && !removed[u"met"_s].toBool());
        QCOMPARE(link.status, 3);
        QCOMPARE(link.json()[u"strange"_s][0][u"path"_s].toString(), refundPath);
        QVERIFY2(!link.out.contains("root:"), "the target of a link was read");
    }

    void onlyWhatTheBranchItselfDidIsLookedAt()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        world.commit({{u"README.md"_s, "Hello.\n"}});
        QCOMPARE(world.propose(14).status, 0);
        QCOMPARE(world.run(u"ben"_s, {u"approve"_s, u"#1"_s}).status, 0);
        world.git(world.ana(), {u"fetch"_s, u"--quiet"_s, u"origin"_s});

        const Ran ran = world.check({u"--json"_s});

        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.json()[u"files"_s].toArray().size(), 0);
    }

    void aDetachedCheckoutAndAShallowCloneWillDoWhereTheyCan()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        world.commit({{refundPath, refund(14)}});
        world.git(world.ana(), {u"push"_s, u"--quiet"_s, u"origin"_s, u"feature"_s});
        const QString remote = u"file://"_s + world.remote();
        world.git(world.path(u"."_s), {u"clone"_s, u"--quiet"_s, u"--depth=1"_s, u"--branch"_s, u"feature"_s,
                                       remote, world.path(u"one"_s)});
        world.git(world.path(u"."_s), {u"clone"_s, u"--quiet"_s, u"--depth=2"_s, u"--no-single-branch"_s,
                                       u"--branch"_s, u"feature"_s, remote, world.path(u"two"_s)});
        world.git(world.path(u"two"_s), {u"checkout"_s, u"--quiet"_s, u"--detach"_s});
        world.git(world.path(u"two"_s), {u"branch"_s, u"-D"_s, u"feature"_s});

        const Ran missing =
            world.runIn(world.path(u"one"_s), u"ci"_s, {u"check"_s, u"--base"_s, u"origin/main"_s});
        const Ran detached =
            world.runIn(world.path(u"two"_s), u"ci"_s, {u"check"_s, u"--base"_s, u"origin/main"_s});

        QCOMPARE(missing.status, 4);
        QVERIFY2(missing.err.contains("shallow"), qPrintable(missing.why()));
        QVERIFY2(detached.status == 3, qPrintable(detached.why()));
        QVERIFY2(detached.out.contains(refundPath.toUtf8()), qPrintable(detached.why()));
    }

    void theRecordCanBeReadFromTheCloneWithoutAskingAnybody()
    {
        Branched world;
        world.accepted();
        world.commit({{u"README.md"_s, "Hello.\n"}, {refundPath, refund(10)}});
        world.git(world.ana(), {u"remote"_s, u"set-url"_s, u"origin"_s, world.path(u"nowhere.git"_s)});

        const Ran asked = world.check();
        const Ran local = world.check({u"--ledger"_s, u"origin/countersign/ledger"_s, u"--json"_s});
        const Ran wrong = world.check({u"--ledger"_s, u"origin/main"_s});

        QCOMPARE(asked.status, 4);
        QVERIFY2(asked.err.contains("--ledger"), qPrintable(asked.why()));
        QCOMPARE(local.status, 3);
        QCOMPARE(local.json()[u"files"_s].toArray().size(), 1);
        QCOMPARE(wrong.status, 4);
    }

    void whatCannotBeToldIsStatusFourAndMisuseIsTwo()
    {
        Branched world;
        world.commit({{u"README.md"_s, "Hello.\n"}});

        QCOMPARE(world.check().status, 4); // no record yet
        QCOMPARE(world.check({}, u"nowhere"_s).status, 4);
        QCOMPARE(world.run(u"ana"_s, {u"check"_s}).status, 2);
        QCOMPARE(world.check({u"--markdown"_s, u"--junit"_s}).status, 2);
        QCOMPARE(world.check({u"--json"_s, u"--junit"_s}).status, 2);
        QCOMPARE(world.check({u"--ledger"_s, u""_s}).status, 2);
    }

    // T-67
    void nothingOfTheRepositoryIsObeyedByATerminalOrByHostedCi()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        const QString evil = u"prompts/a, b: 100% %0A.prompt.md"_s;
        world.commit({{evil, "::warning::gotcha\n\nYou must pay \x1b[2J {{>x}} | <b>@team</b> `code`\n"},
                      {u"::set-output name=x::y.txt"_s, "x\n"}});

        const Ran text = world.check({u"--annotate"_s});
        const Ran markdown = world.check({u"--markdown"_s, u"--annotate"_s});
        const Ran junit = world.check({u"--junit"_s});

        // Commands of ours first; then everything up to the token is only text.
        const QList<QByteArray> lines = text.out.split('\n');
        QVERIFY2(lines.at(0).startsWith(
                     "::error file=prompts/a%2C b%3A 100%25 %250A.prompt.md,line=3,title=Countersign%3A "),
                 lines.at(0).constData());
        QVERIFY(lines.at(1).startsWith("::stop-commands::"));
        const QByteArray token = "::" + lines.at(1).mid(int(strlen("::stop-commands::"))) + "::";
        QVERIFY(token.size() > 24);
        QCOMPARE(lines.at(lines.size() - 2), token);
        QVERIFY(!text.out.contains('\x1b') && !markdown.out.contains('\x1b') && !junit.out.contains('\x1b'));
        QVERIFY2(markdown.err.startsWith("::error "), qPrintable(markdown.why()));
        QVERIFY2(!markdown.out.contains("<b>") && !markdown.out.contains("@team")
                     && !markdown.out.contains('`'),
                 qPrintable(markdown.why()));
        QXmlStreamReader xml(junit.out);
        int cases = 0;
        while (!xml.atEnd()) {
            cases += xml.readNext() == QXmlStreamReader::StartElement && xml.name() == "testcase"_L1 ? 1 : 0;
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(cases, 1);
    }

    void aRecordedLaneThatIsTooLowIsPointedOut()
    {
        Branched world;
        QCOMPARE(world.init().status, 0);
        const State seen = world.state();
        const Artifact artifact = *seen.artifact(ArtifactId{u"support/refund"_s});
        const PrincipalId author{u"p:ana-ruiz"_s};
        const EventId id = EventId::random();
        const ContentHash after = contentHash(refund(14));
        // A client of her own says that it is a low change.
        const Event opened =
            world.append(seen, author, changeSubject(id), ChangeOpened{.titleText = after}, {}, id);
        const State then = world.state();
        world.append(then, author, changeSubject(opened.id),
                     RevisionSubmitted{.files = {{.artifact = artifact.id,
                                                  .path = artifact.path,
                                                  .kind = artifact.kind,
                                                  .before = artifact.acceptedContent(),
                                                  .after = after}},
                                       .contributors = {author},
                                       .assessment = {.lane = Lane::Low}});
        world.commit({{refundPath, refund(14)}});

        const QJsonObject file = world.file(refundPath);
        const Ran text = world.check({u"--annotate"_s});

        QCOMPARE(file[u"standing"_s].toString(), u"proposed"_s);
        QCOMPARE(file[u"recorded_lane"_s].toString(), u"low"_s);
        QCOMPARE(file[u"lane"_s].toString(), u"high"_s);
        QVERIFY2(text.out.contains("::warning file="), qPrintable(text.why()));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliCheckTest)
#include "tst_cli_check.moc"
