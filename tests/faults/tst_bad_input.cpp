// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/Place.h"
#include "ledger/EventCodec.h"
#include "ledger/Link.h"
#include "services/Compose.h"
#include "services/Resolver.h"

#include <QElapsedTimer>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString promptPath = u"prompts/refund.md"_s;
const QByteArray promptText = "# Refund\n\nRefunds are possible within 30 days.\n";

QByteArray errorOf(const auto &result)
{
    return result ? QByteArray("no error")
                  : (result.error().subject + u" | "_s + result.error().detail).toUtf8();
}

} // namespace

/// Input that is wrong, and places that cannot be written: each gets its own error, and nothing is lost by it.
class BadInput : public QObject
{
    Q_OBJECT

    /// Runs the test of that name once more, as `wrapper` starts it; its words when it fails.
    [[nodiscard]] static QByteArray failureOf(const QStringList &wrapper, const QString &test, const QString &folder)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"COUNTERSIGN_INSIDE"_s, folder);
        environment.insert(u"HOME"_s, folder);
        environment.insert(u"TMPDIR"_s, folder);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(wrapper.first(), wrapper.mid(1) + QStringList{QCoreApplication::applicationFilePath(), test});
        if (!process.waitForFinished(60'000)) {
            process.kill();
            return "did not end: " + process.readAll();
        }
        return process.exitCode() == 0 ? QByteArray() : process.readAll();
    }

    /// What gives a command a file system of two megabytes at `folder`; empty when this machine does not allow it.
    [[nodiscard]] static QStringList smallDisk(const QString &folder)
    {
        const QString mount = u"mount -t tmpfs -o size=2m none '%1' && exec \"$@\""_s.arg(folder);
        for (const QStringList &flags : {QStringList{u"-Urm"_s}, QStringList{u"-m"_s, u"--propagation"_s, u"unchanged"_s}}) {
            const QStringList wrapper = QStringList{u"unshare"_s} + flags + QStringList{u"sh"_s, u"-c"_s, mount, u"sh"_s};
            QProcess probe;
            probe.start(wrapper.first(), wrapper.mid(1) + QStringList{u"true"_s});
            if (probe.waitForFinished() && probe.exitStatus() == QProcess::NormalExit && probe.exitCode() == 0) {
                return wrapper;
            }
        }
        return {};
    }

    static bool isInside() { return qEnvironmentVariableIsSet("COUNTERSIGN_INSIDE"); }
    static QString inside() { return qEnvironmentVariable("COUNTERSIGN_INSIDE"); }

    /// Fills a small disk to the last byte; removing the file gives the space back.
    static void fill(const QString &path)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered));
        for (const int block : {4096, 1}) {
            while (file.write(QByteArray(block, 'x')) == block) { }
        }
    }

private slots:
    void aFullDiskHereLosesNothing();
    void aFullSharedDiskLosesNothing();
    void whatMayNotBeWrittenIsSaid();
    void aSharedPlaceThatMayNotBeWrittenIsSaid();
    void aPolicyMistakeHasItsLineAndColumn();
    void otherEncodingsKeepTheirBytes_data();
    void otherEncodingsKeepTheirBytes();
    void aLineOfManyCharactersIsAnOrdinaryPrompt();
    void aNewerEventIsReadableAndFailsClosed();
};

void BadInput::aFullDiskHereLosesNothing()
{
    if (!isInside()) {
        QTemporaryDir folder;
        const QStringList wrapper = smallDisk(folder.path());
        if (wrapper.isEmpty()) {
            QSKIP("no file system can be mounted here");
        }
        // The repositories lie elsewhere, only the private folder is on the small disk.
        const QByteArray failed = failureOf(wrapper, u"aFullDiskHereLosesNothing"_s, folder.path());
        QVERIFY2(failed.isEmpty(), failed.constData());
        return;
    }
    qputenv("TMPDIR", "/tmp");
    GovernedPlace place({{promptPath, promptText}}, {}, inside());
    const Done governed = place.govern();
    QVERIFY2(governed, errorOf(governed));
    const auto workspace = place.open();
    QVERIFY(workspace);
    Result<Draft> draft = draftOf(*workspace, promptPath, promptText + "One more sentence.\n");
    QVERIFY2(draft, errorOf(draft));
    const Result<QString> saved = answer(workspace->saveDraft(*draft));
    QVERIFY2(saved, errorOf(saved));
    draft->id = *saved;
    const QString drafts = place.place()->directory + u"/drafts"_s;
    const QByteArray before = fingerprint(drafts);
    const QByteArray record = fingerprint(place.shared);
    fill(inside() + u"/filler"_s);

    Draft longer = *draft;
    longer.files[0].text += QByteArray(40'000, 'y');
    const Result<QString> again = answer(workspace->saveDraft(longer));
    const Result<WriteReceipt> sent = answer(workspace->send(*draft));

    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NoSpace);
    QCOMPARE(fingerprint(drafts), before);
    QVERIFY(!sent);
    QCOMPARE(sent.error().code, ErrorCode::NoSpace);
    QCOMPARE(fingerprint(place.shared), record);

    // With space again, the same workspace goes on.
    QVERIFY(QFile::remove(inside() + u"/filler"_s));
    QVERIFY(answer(workspace->saveDraft(*draft)));
    const Result<WriteReceipt> now = answer(workspace->send(*draft));
    QVERIFY2(now, errorOf(now));
    QCOMPARE(workspace->view()->state.changes.size(), 1);
}

void BadInput::aFullSharedDiskLosesNothing()
{
    if (!isInside()) {
        QTemporaryDir folder;
        const QStringList wrapper = smallDisk(folder.path());
        if (wrapper.isEmpty()) {
            QSKIP("no file system can be mounted here");
        }
        const QByteArray failed = failureOf(wrapper, u"aFullSharedDiskLosesNothing"_s, folder.path());
        QVERIFY2(failed.isEmpty(), failed.constData());
        return;
    }
    qputenv("TMPDIR", "/tmp");
    GovernedPlace place({{promptPath, promptText}}, inside());
    const Done governed = place.govern();
    QVERIFY2(governed, errorOf(governed));
    const auto workspace = place.open();
    QVERIFY(workspace);
    Result<Draft> draft = draftOf(*workspace, promptPath, promptText + "One more sentence.\n");
    QVERIFY2(draft, errorOf(draft));
    draft->id = answer(workspace->saveDraft(*draft)).value();
    const QByteArray refs = fingerprint(place.shared + u"/refs"_s);
    const Head head = workspace->view()->state.head;
    fill(inside() + u"/filler"_s);

    const Result<WriteReceipt> sent = answer(workspace->send(*draft));

    QVERIFY(!sent);
    QVERIFY2(sent.error().code == ErrorCode::NoSpace, errorOf(sent));
    QCOMPARE(fingerprint(place.shared + u"/refs"_s), refs);
    QVERIFY(workspace->view()->draft(draft->id));
    QVERIFY(workspace->view()->state.head == head);

    QVERIFY(QFile::remove(inside() + u"/filler"_s));
    const Result<WriteReceipt> now = answer(workspace->send(*draft));
    QVERIFY2(now, errorOf(now));
    QCOMPARE(workspace->view()->state.changes.size(), 1);
}

void BadInput::whatMayNotBeWrittenIsSaid()
{
    if (!isInside() && geteuid() == 0) {
        QTemporaryDir folder(u"/tmp/countersign-XXXXXX"_s);
        shell(folder.path(), u"chmod 0777 ."_s);
        const QByteArray failed = failureOf({u"setpriv"_s, u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s},
                                            u"whatMayNotBeWrittenIsSaid"_s, folder.path());
        QVERIFY2(failed.isEmpty(), failed.constData());
        return;
    }
    GovernedPlace place({{promptPath, promptText}});
    const Done governed = place.govern();
    QVERIFY2(governed, errorOf(governed));
    const auto workspace = place.open();
    QVERIFY(workspace);
    Result<Draft> draft = draftOf(*workspace, promptPath, promptText + "One more sentence.\n");
    QVERIFY2(draft, errorOf(draft));
    draft->id = answer(workspace->saveDraft(*draft)).value();
    const QString directory = place.place()->directory;
    const QByteArray before = fingerprint(directory + u"/drafts"_s);
    const QByteArray record = fingerprint(place.shared);
    shell(directory, u"chmod -R a-w ."_s);

    Draft longer = *draft;
    longer.files[0].text += "And another.\n";
    const Result<QString> saved = answer(workspace->saveDraft(longer));
    const Result<WriteReceipt> sent = answer(workspace->send(*draft));

    shell(directory, u"chmod -R u+w ."_s);
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::NotPermitted);
    QVERIFY(!sent);
    QVERIFY2(sent.error().code == ErrorCode::NotPermitted, errorOf(sent));
    QCOMPARE(fingerprint(directory + u"/drafts"_s), before);
    QCOMPARE(fingerprint(place.shared), record);
    const Result<WriteReceipt> now = answer(workspace->send(*draft));
    QVERIFY2(now, errorOf(now));
}

void BadInput::aSharedPlaceThatMayNotBeWrittenIsSaid()
{
    if (!isInside() && geteuid() == 0) {
        QTemporaryDir folder(u"/tmp/countersign-XXXXXX"_s);
        shell(folder.path(), u"chmod 0777 ."_s);
        const QByteArray failed = failureOf({u"setpriv"_s, u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s},
                                            u"aSharedPlaceThatMayNotBeWrittenIsSaid"_s, folder.path());
        QVERIFY2(failed.isEmpty(), failed.constData());
        return;
    }
    GovernedPlace place({{promptPath, promptText}});
    const Done governed = place.govern();
    QVERIFY2(governed, errorOf(governed));
    shell(place.shared, u"chmod -R a-w ."_s);
    const QByteArray record = fingerprint(place.shared);

    Done opened;
    const auto workspace = place.open(&opened);
    QVERIFY2(opened, errorOf(opened));
    Result<Draft> draft = draftOf(*workspace, promptPath, promptText + "One more sentence.\n");
    QVERIFY2(draft, errorOf(draft));
    draft->id = answer(workspace->saveDraft(*draft)).value();
    const Result<WriteReceipt> sent = answer(workspace->send(*draft));
    const QByteArray after = fingerprint(place.shared);

    shell(place.shared, u"chmod -R u+w ."_s);
    QVERIFY(!sent);
    QVERIFY2(sent.error().code == ErrorCode::NotPermitted, errorOf(sent));
    QCOMPARE(after, record);
    QVERIFY(workspace->view()->draft(draft->id));
    QVERIFY(workspace->view()->pending.isEmpty());
}

void BadInput::aPolicyMistakeHasItsLineAndColumn()
{
    GovernedPlace place({{promptPath, promptText}});
    const Done governed = place.govern();
    QVERIFY2(governed, errorOf(governed));
    const auto workspace = place.open();
    QVERIFY(workspace);
    Result<Draft> draft = answer(workspace->newDraft({policyArtifact()}, {}));
    QVERIFY2(draft, errorOf(draft));
    draft->title = u"A mistake"_s;
    const QByteArray good = draft->files.first().text;
    const QByteArray wrong = "\nenvironments: [\n";
    draft->files[0].text = good + wrong;
    const QByteArray record = fingerprint(place.shared);

    const Result<WriteReceipt> sent = answer(workspace->send(*draft));

    QVERIFY(!sent);
    QCOMPARE(sent.error().code, ErrorCode::Invalid);
    QVERIFY2(sent.error().line > good.count('\n'), errorOf(sent));
    QVERIFY(sent.error().column > 0);
    QCOMPARE(fingerprint(place.shared), record);
}

void BadInput::otherEncodingsKeepTheirBytes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("governed");
    QTest::newRow("latin-1") << QByteArray("# R\xfc" "ckgabe\n\nSehr geehrte Damen, gr\xfc\xdf" "e.\n") << true;
    QTest::newRow("half a character") << QByteArray("# Refund\n\nprice \xe2\x82\n") << true;
    QTest::newRow("a nul") << QByteArray("# Refund\n\nprice \0 30\n", 21) << false;
    QTest::newRow("utf-16") << QByteArray("\xff\xfe#\0 \0R\0\n\0", 10) << false;
    QTest::newRow("lone surrogate") << QByteArray("# Refund\n\n\xed\xa0\x80\n") << true;
}

void BadInput::otherEncodingsKeepTheirBytes()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, governed);
    const QString odd = u"prompts/odd.md"_s;
    GovernedPlace place({{promptPath, promptText}, {odd, text}});
    const Done started = place.govern();
    QVERIFY2(started, errorOf(started));
    const auto workspace = place.open();
    QVERIFY(workspace);
    const State state = workspace->view()->state;
    const auto artifact = std::ranges::find_if(state.artifacts, [&](const Artifact &a) { return a.path == odd; });
    QCOMPARE(artifact != state.artifacts.cend(), governed);
    QCOMPARE(readAll(place.clone + u'/' + odd), text);
    if (!governed) {
        return; // no text at all; it stays where it is
    }

    const Result<QByteArray> kept = answer(workspace->content(artifact->acceptedContent()));
    QVERIFY2(kept, errorOf(kept));
    QCOMPARE(*kept, text);
    Result<Draft> draft = draftOf(*workspace, odd, text + "\xfe\n");
    QVERIFY2(draft, errorOf(draft));
    const Result<AssessedChange> assessed = answer(workspace->assess(draft->files));
    QVERIFY2(assessed, errorOf(assessed));
    const Result<QString> saved = answer(workspace->saveDraft(*draft));
    QVERIFY2(saved, errorOf(saved));
    draft->id = *saved;
    const Result<WriteReceipt> sent = answer(workspace->send(*draft));
    QVERIFY2(sent, errorOf(sent));
    const Change *change = workspace->view()->state.change(sent->change);
    QVERIFY(change && change->revision());
    const Result<QByteArray> proposed = answer(workspace->content(change->revision()->data.files.first().after));
    QVERIFY2(proposed, errorOf(proposed));
    QCOMPARE(*proposed, text + "\xfe\n");
    QCOMPARE(readAll(place.clone + u'/' + odd), text);
}

void BadInput::aLineOfManyCharactersIsAnOrdinaryPrompt()
{
    QByteArray line("Answer shortly. ");
    while (line.size() < 220'000) {
        line += "You must check order " + QByteArray::number(line.size()) + " first. ";
    }
    GovernedPlace place({{promptPath, line}});
    const Done governed = place.govern();
    QVERIFY2(governed, errorOf(governed));
    const auto workspace = place.open();
    QVERIFY(workspace);
    QByteArray after = line;
    after.replace("order 110", "invoice 110");
    QVERIFY(after != line);
    Result<Draft> draft = draftOf(*workspace, promptPath, after);
    QVERIFY2(draft, errorOf(draft));

    QElapsedTimer timer;
    timer.start();
    const Result<AssessedChange> assessed = answer(workspace->assess(draft->files));
    QVERIFY2(assessed, errorOf(assessed));
    std::printf("assessing a line of %lld characters took %lld ms\n", qint64(line.size()), timer.elapsed());
    const Result<WriteReceipt> sent = answer(workspace->send(*draft));
    QVERIFY2(sent, errorOf(sent));
    const Change *change = workspace->view()->state.change(sent->change);
    const Result<QByteArray> proposed = answer(workspace->content(change->revision()->data.files.first().after));
    QVERIFY2(proposed, errorOf(proposed));
    QCOMPARE(*proposed, after);
    QCOMPARE(readAll(place.clone + u'/' + promptPath), line);
}

void BadInput::aNewerEventIsReadableAndFailsClosed()
{
    GovernedPlace place({{promptPath, promptText}, {u"prompts/greeting.md"_s, "# Greeting\n\nSay hello.\n"}});
    const Done governed = place.govern();
    QVERIFY2(governed, errorOf(governed));
    const auto workspace = place.open();
    QVERIFY(workspace);
    const Result<Draft> draft = draftOf(*workspace, promptPath, promptText + "One more sentence.\n");
    QVERIFY2(draft, errorOf(draft));
    const Result<WriteReceipt> sent = answer(workspace->send(*draft));
    QVERIFY2(sent, errorOf(sent));

    // A later program speaks about the change, and about what runs in production.
    const State state = workspace->view()->state;
    const EnvironmentId production = state.policy.environments.last().id;
    const ArtifactId refund = state.policy.artifactOf(promptPath);
    QVERIFY(resolve(state, refund, production));
    const auto raw = openLedger({.shared = place.shared,
                                    .directory = place.folder.filePath(u"later"_s),
                                    .identity = {.name = u"Ana Ruiz"_s, .email = u"ana@acme.example"_s}},
                                   place.clock);
    QVERIFY2(raw, errorOf(raw));
    Head tip = (*raw)->fetch().value();
    for (const QString &subject : {changeSubject(sent->change), releaseSubject(production, refund)}) {
        const Event known{.ledger = state.ledger,
                          .id = EventId::random(),
                          .actor = workspace->view()->me.person,
                          .subject = subject,
                          .basis = basisFor(state, subject),
                          .claimedAt = place.clock.now(),
                          .client = u"countersign/9.0.0"_s,
                          .data = ChangeWithdrawn{}};
        QByteArray body = encodeEvent(known);
        body.replace("change.withdrawn", "change.xfinished");
        const Head at{.seq = tip.seq + 1, .link = linkOf(tip.seq + 1, tip.link, body, {}, {})};
        const Result<Landing> landed = (*raw)->tryAppend(
                tip, {Entry{.id = known.id, .at = at, .prev = tip.link, .body = body, .summary = u"later"_s}});
        QVERIFY2(landed, errorOf(landed));
        QVERIFY(*landed == Landing::Landed);
        tip = (*raw)->fetch().value();
    }
    workspace->sync();
    QTRY_VERIFY(workspace->view()->state.head.seq == tip.seq);

    const ViewPointer view = workspace->view();
    QCOMPARE(view->state.newerSubjects.size(), 2);
    const Result<QList<LogEntry>> log = answer(workspace->log({.most = 2}));
    QVERIFY2(log, errorOf(log));
    QCOMPARE(log->last().kind, u"change.xfinished"_s);
    const Result<Resolved> resolved = resolve(view->state, refund, production);
    QVERIFY(!resolved);
    QCOMPARE(resolved.error().code, ErrorCode::Newer);
    const Result<WriteReceipt> withdrawn = answer(workspace->withdraw(sent->change, u"No longer."_s));
    QVERIFY(!withdrawn);
    QVERIFY2(withdrawn.error().code == ErrorCode::Newer || withdrawn.error().code == ErrorCode::Refused,
             errorOf(withdrawn));
    QVERIFY(workspace->view()->state.head.seq == tip.seq);

    // What the later program did not speak about goes on.
    const Result<Draft> other = draftOf(*workspace, u"prompts/greeting.md"_s, "# Greeting\n\nSay hello kindly.\n");
    QVERIFY2(other, errorOf(other));
    const Result<WriteReceipt> accepted = answer(workspace->send(*other));
    QVERIFY2(accepted, errorOf(accepted));
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BadInput)
#include "tst_bad_input.moc"
