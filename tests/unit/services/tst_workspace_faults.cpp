// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Inbox.h"
#include "unit/services/Desk.h"

#include <QFile>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

using Fault = MemoryStore::Fault;

Result<WriteReceipt> sendRefund(LedgerWorkspace &workspace, const char *days, const QString &title)
{
    Result<Draft> draft = answer(workspace.newDraft({refund}, {}));
    if (!draft) {
        return std::unexpected(draft.error());
    }
    draft->title = title;
    draft->files[0].text = refundText(days);
    draft->note = {.what = u"What."_s,
                   .why = u"Why."_s,
                   .outcome = u"Outcome."_s,
                   .triggers = {{.metric = u"complaints"_s}},
                   .rollbackOwner = {u"p:ana-ruiz"_s},
                   .informed = {{u"p:bode-okafor"_s}}};
    return answer(workspace.send(*draft));
}

Workspace::ReviewDraft approval(const WorkspaceView &view, const ChangeId &id)
{
    const Revision &revision = *view.state.change(id)->revision();
    return {.change = id, .revision = revision.stamp.event, .note = revision.note()->stamp.event,
            .as = {u"compliance"_s}};
}

} // namespace

class WorkspaceFaults : public QObject
{
    Q_OBJECT

private slots:
    void aDecisionOnAnOldRevisionIsAConflict();
    void anAuthorCannotApprove();
    void anApprovalStandsWhenMoreIsAskedForByNow();
    void offlineNothingIsKeptAndReadingGoesOn();
    void anUnknownOutcomeIsPendingAndLookedUp();
    void aRefusedEventIsShownAndDoneAgain();
    void aSnapshotShowsTheViewAtOnce();
    void aDamagedSnapshotIsThrownAway_data();
    void aDamagedSnapshotIsThrownAway();
    void anotherHistoryRaisesTheAlarm();
    void verificationTellsWhatReplacedTheRecord();
    void textsOfTheBranchAreReadAndCompared();
    void anEditOutsideIsSeenAdoptedAndRestored();
    void anUnchangedBranchIsReadOnce();
    void whatSomebodyEditedOutsideIsNotOverwritten();
    void aProtectedBranchIsNoFailure();
    void aVersionThatDidNotReachTheBranchIsWrittenLater_data();
    void aVersionThatDidNotReachTheBranchIsWrittenLater();
    void twoVersionsThatDidNotReachTheBranchAreCaughtUpWith();
    void whoWroteAnAdoptedEditMayNotApproveIt();
    void whatIsWrittenWhileADraftIsSentStays();
    void draftsOutliveTheWorkspace();
    void savingADraftAgainIsQuiet();
    void closingEndsWhatWaitsAsCanceled();
    void aPolicyIsProposedApprovedAndInForce();
    void aBrokenPolicyIsNotSent();
    void nothingChangedNothingSaid();
};

void WorkspaceFaults::aDecisionOnAnOldRevisionIsAConflict()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    const auto bode = office.bode();
    const Workspace::ReviewDraft old = approval(*bode->view(), sent->change);
    Result<Draft> draft = answer(ana->newDraft({}, sent->change));
    QVERIFY(draft);
    draft->files[0].text = refundText("10");
    QVERIFY(answer(ana->send(*draft)));

    const auto late = answer(bode->review(old));

    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QCOMPARE(late.error().subject, u"old-revision"_s);
    QVERIFY(bode->view()->pending.isEmpty());
    QVERIFY(comesTo(*bode, [&](const WorkspaceView &view) {
        return view.state.change(sent->change)->revisions.size() == 2;
    }));
    const auto stillOld = answer(bode->review(old));
    QCOMPARE(stillOld.error().code, ErrorCode::Conflict);
    QVERIFY(answer(bode->review(approval(*bode->view(), sent->change))));
}

void WorkspaceFaults::anAuthorCannotApprove()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);

    const auto approved = answer(ana->review(approval(*ana->view(), sent->change)));

    QVERIFY(!approved);
    QCOMPARE(approved.error().code, ErrorCode::Refused);
    QCOMPARE(approved.error().subject, u"contributor-may-not-approve"_s);
    QVERIFY(ana->view()->state.voids.isEmpty());
}

void WorkspaceFaults::anApprovalStandsWhenMoreIsAskedForByNow()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    const auto bode = office.bode();
    QVERIFY(answer(ana->comment(sent->change, {}, {}, u"Wait, is 14 right?"_s)));

    const auto approved = answer(bode->review(approval(*bode->view(), sent->change)));

    QVERIFY2(approved, qPrintable(approved ? QString() : approved.error().subject));
    const Change &change = *bode->view()->state.change(sent->change);
    QCOMPARE(change.status, ChangeStatus::Review);
    QCOMPARE(change.revision()->reviews.size(), 1);
    QCOMPARE(change.comments.size(), 1);
    QCOMPARE(office.branch->bytes(refundPath), refundText());
}

void WorkspaceFaults::offlineNothingIsKeptAndReadingGoesOn()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    office.store->setFetchFaults([](int) { return Fault::Unreachable; });
    office.branch->setUnreachable(true);

    const auto comment = answer(ana->comment(sent->change, {}, {}, u"Hello"_s));

    QVERIFY(!comment);
    QCOMPARE(comment.error().code, ErrorCode::Unavailable);
    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.sync.phase == SyncPhase::Offline; }));
    QVERIFY(ana->view()->pending.isEmpty());
    QVERIFY(answer(ana->log({})));
    QVERIFY(ana->view()->state.change(sent->change)->comments.isEmpty());
    office.store->setFetchFaults({});
    office.branch->setUnreachable(false);
    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.sync.phase == SyncPhase::Idle; }));
    QVERIFY(answer(ana->comment(sent->change, {}, {}, u"Hello"_s)));
}

void WorkspaceFaults::anUnknownOutcomeIsPendingAndLookedUp()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    // The answer of the append is lost, and nobody can be asked what became of it.
    const auto appended = std::make_shared<std::atomic_bool>(false);
    office.store->setAppendFaults([appended](int) {
        *appended = true;
        return Fault::LoseAnswer;
    });
    office.store->setFetchFaults([appended](int) { return *appended ? Fault::Unreachable : Fault::None; });

    const auto comment = answer(ana->comment(sent->change, {}, {}, u"Hello"_s));

    QVERIFY(!comment);
    QCOMPARE(comment.error().code, ErrorCode::OutcomeUnknown);
    QTRY_VERIFY(ana->view()->pending.size() == 1);
    QVERIFY(!ana->view()->pending.first().refused);
    office.store->setAppendFaults({});
    office.store->setFetchFaults({});
    QVERIFY(comesTo(*ana, [&](const WorkspaceView &view) {
        return view.pending.isEmpty() && view.state.change(sent->change)->comments.size() == 1;
    }));
}

void WorkspaceFaults::aRefusedEventIsShownAndDoneAgain()
{
    Office office;
    QVERIFY(office.start());
    auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    // The request is lost with its answer; before anybody is asked again, Bode has moved the change.
    const auto appended = std::make_shared<std::atomic_bool>(false);
    office.store->setAppendFaults([appended](int) { return appended->exchange(true) ? Fault::None : Fault::LoseRequest; });
    office.store->setFetchFaults([appended](int) { return *appended ? Fault::Unreachable : Fault::None; });
    const auto note = answer(ana->writeNote(sent->change, {.what = u"Another note."_s}));
    QVERIFY(!note);
    QCOMPARE(note.error().code, ErrorCode::OutcomeUnknown);
    QTRY_VERIFY(ana->view()->pending.size() == 1);
    ana.reset();
    office.store->setFetchFaults({});
    const auto bode = office.bode();
    Workspace::ReviewDraft ask = approval(*bode->view(), sent->change);
    ask.decision = Decision::RequestChanges;
    ask.message = u"Keep must."_s;
    QVERIFY(answer(bode->review(ask)));
    ana = office.ana();

    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) {
        return view.pending.size() == 1 && view.pending.first().refused;
    }));
    QCOMPARE(ana->view()->pending.first().refused->subject, u"stale-subject"_s);
    QCOMPARE(inboxOf(*ana->view(), ana->view()->me.person, office.clock.now()).wrong.first().kind,
             AlarmKind::RefusedEvent);

    const auto again = answer(ana->redo(ana->view()->pending.first().id));

    QVERIFY2(again, qPrintable(again ? QString() : again.error().subject + again.error().detail));
    QVERIFY(ana->view()->pending.isEmpty());
    const WorkspaceView &view = *ana->view();
    QCOMPARE(view.noteOf(*view.state.change(sent->change)->revision()).what, u"Another note."_s);
}

void WorkspaceFaults::aSnapshotShowsTheViewAtOnce()
{
    Office office;
    QVERIFY(office.start());
    ChangeId id;
    QByteArray hash;
    {
        const auto ana = office.ana();
        const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
        QVERIFY(sent);
        id = sent->change;
        hash = ana->view()->state.hash();
    }
    office.store->setFetchFaults([](int) { return Fault::Unreachable; });

    WorkspaceOptions options = office.desk(u"Ana Ruiz"_s, u"ana@example.com"_s);
    // Nothing but the snapshot is there: the record cannot even be opened.
    options.core.openLedger = []() -> Result<std::unique_ptr<Ledger>> {
        return failure(ErrorCode::Unavailable, u"ledger"_s);
    };
    LedgerWorkspace again(options);
    const auto opened = answer(again.opened());

    QVERIFY(!opened);
    QTRY_COMPARE(again.view()->state.hash(), hash);
    QCOMPARE(titleOf(*again.view(), *again.view()->state.change(id)), u"Shorter"_s);
    QCOMPARE(again.view()->me.person.value, u"p:ana-ruiz"_s);
    QCOMPARE(again.view()->sync.phase, SyncPhase::Offline);
    QCOMPARE(answer(again.comment(id, {}, {}, u"x"_s)).error().code, ErrorCode::Unavailable);
}

void WorkspaceFaults::aDamagedSnapshotIsThrownAway_data()
{
    QTest::addColumn<int>("from"); // the end
    QTest::newRow("cut off") << 40;
    QTest::newRow("empty") << 0;
    QTest::newRow("one byte") << -1;
}

void WorkspaceFaults::aDamagedSnapshotIsThrownAway()
{
    QFETCH(const int, from);
    Office office;
    QVERIFY(office.start());
    QByteArray hash;
    {
        const auto ana = office.ana();
        QVERIFY(sendRefund(*ana, "14", u"Shorter"_s));
        hash = ana->view()->state.hash();
    }
    QFile file(office.directory.filePath(u"ana@example.com/snapshot"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    if (from < 0) {
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 0x10);
    } else {
        bytes.truncate(from);
    }
    QVERIFY(file.resize(0) && file.seek(0) && file.write(bytes) == bytes.size());
    file.close();

    const auto again = office.ana();

    QCOMPARE(again->view()->state.hash(), hash);
    QCOMPARE(titleOf(*again->view(), again->view()->state.changes.first()), u"Shorter"_s);
    QVERIFY(again->view()->sync.phase == SyncPhase::Idle);
}

void WorkspaceFaults::anotherHistoryRaisesTheAlarm()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    QVERIFY(answer(ana->verify())->problems.isEmpty());
    office.store->truncate(2);

    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.sync.phase == SyncPhase::Alarm; }));

    // Verification names the first event that is lost.
    const Result<VerifyReport> report = answer(ana->verify());
    QVERIFY(report);
    QVERIFY(report->checked == ana->view()->state.head);
    const auto other = std::ranges::find(report->problems, u"other-history"_s, &VerifyReport::Problem::what);
    QVERIFY(other != report->problems.cend());
    QCOMPARE(other->seq, 3);
    QCOMPARE(other->event, ana->view()->state.seen.key(3));
    QVERIFY(other->damage && !other->served);

    QVERIFY(ana->view()->state.change(sent->change));
    QCOMPARE(answer(ana->comment(sent->change, {}, {}, u"x"_s)).error().code, ErrorCode::Corrupt);
    QCOMPARE(inboxOf(*ana->view(), ana->view()->me.person, office.clock.now()).wrong.first().kind,
             AlarmKind::RecordDiverged);
}

void WorkspaceFaults::verificationTellsWhatReplacedTheRecord()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    QVERIFY(sendRefund(*ana, "14", u"Shorter"_s));
    office.store->replaceBody(2, "{}");

    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.sync.phase == SyncPhase::Alarm; }));

    const Result<VerifyReport> report = answer(ana->verify());
    QVERIFY(report);
    QVERIFY(std::ranges::any_of(report->problems, [](const VerifyReport::Problem &problem) {
        return problem.what == "other-history"_L1 && problem.seq == 2;
    }));
    QVERIFY(std::ranges::any_of(report->problems, [](const VerifyReport::Problem &problem) {
        return problem.what == "broken-link"_L1 && problem.seq == 2 && problem.damage && problem.served;
    }));
}

void WorkspaceFaults::textsOfTheBranchAreReadAndCompared()
{
    Office office;
    office.branch->commit(refundPath, refundText("21"), u"Mira Sandhu"_s, u"Longer"_s);
    office.branch->commit(refundPath, refundText("28"), u"Omar Haddad"_s, u"Longer still"_s);
    QVERIFY(office.start());
    const auto ana = office.ana();
    QTRY_VERIFY(ana->view()->sync.phase == SyncPhase::Idle);
    const Artifact *artifact = ana->view()->state.artifact(refund);
    QCOMPARE(artifact->versions.size(), 1);

    const Result<QList<BranchText>> texts = answer(ana->branchTexts(refund, 10));

    QVERIFY(texts);
    QCOMPARE(texts->size(), 2); // the third is version 1.0.0
    QCOMPARE(texts->at(0).summary, u"Longer"_s);
    QCOMPARE(texts->at(0).author, u"Mira Sandhu"_s);
    QCOMPARE(*answer(ana->content(texts->at(1).content)), refundText());
    const auto compared = answer(ana->compare(refundPath, texts->at(1).content, artifact->versions.first().content));
    QVERIFY(compared);
    QVERIFY(!compared->comparison->identical);
    QCOMPARE(answer(ana->branchTexts(refund, 2))->size(), 1);
    QVERIFY(answer(ana->branchTexts({u"nobody"_s}, 10)).error().code == ErrorCode::NotFound);
    QVERIFY(answer(ana->content(contentHash("never"))).error().code == ErrorCode::NotFound);
}

void WorkspaceFaults::anEditOutsideIsSeenAdoptedAndRestored()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const QByteArray edited = refundText("90");
    office.branch->commit(refundPath, edited, u"Mira Sandhu"_s, u"Quick fix"_s, 1'795'000'000'000);
    office.branch->commit(u"prompts/support/new.md"_s, "# New\n\nBe kind.\n", u"Mira Sandhu"_s, u"Add new"_s);
    office.branch->commit(u"prompts/support/greeting.md"_s, std::nullopt, u"Mira Sandhu"_s, u"Remove greeting"_s);
    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.ungoverned.size() == 3; }));
    const auto find = [&ana](const QString &path) {
        const QList<UngovernedEdit> &all = ana->view()->ungoverned;
        const auto it = std::find_if(all.cbegin(), all.cend(), [&path](const UngovernedEdit &e) { return e.path == path; });
        return it == all.cend() ? UngovernedEdit{} : *it;
    };

    const UngovernedEdit edit = find(refundPath);
    QCOMPARE(edit.author, u"Mira Sandhu"_s);
    QCOMPARE(edit.summary, u"Quick fix"_s);
    QCOMPARE(edit.when, 1'795'000'000'000);
    QVERIFY(edit.found == contentHash(edited));
    QVERIFY(find(u"prompts/support/new.md"_s).governed.isNull());
    QVERIFY(find(u"prompts/support/greeting.md"_s).found.isNull());

    // Adopted, it is an ordinary draft against the accepted text.
    const auto draft = answer(ana->adopt(edit));
    QVERIFY(draft);
    QCOMPARE(draft->files.first().text, edited);
    QVERIFY(draft->files.first().before == edit.governed);
    QCOMPARE(ana->view()->drafts.size(), 1);
    QVERIFY(answer(ana->send(*draft)));

    // Restored, the branch has the accepted bytes again, and removed files are back.
    QVERIFY(answer(ana->restore(find(u"prompts/support/greeting.md"_s))));
    QVERIFY(answer(ana->restore(find(u"prompts/support/new.md"_s))));
    QVERIFY(answer(ana->restore(edit)));
    QCOMPARE(office.branch->bytes(refundPath), refundText());
    QVERIFY(office.branch->has(u"prompts/support/greeting.md"_s));
    QVERIFY(!office.branch->has(u"prompts/support/new.md"_s));
    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.ungoverned.isEmpty(); }));
}

void WorkspaceFaults::anUnchangedBranchIsReadOnce()
{
    Office office;
    QVERIFY(office.start());
    {
        const auto ana = office.ana();
        QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.sync.lastSynced > 0; }));
    }
    const int before = office.branch->reads();

    const auto again = office.ana();

    QVERIFY(again->view()->ungoverned.isEmpty());
    QCOMPARE(office.branch->reads(), before);
}

void WorkspaceFaults::whatSomebodyEditedOutsideIsNotOverwritten()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    office.branch->commit(refundPath, refundText("90"), u"Mira Sandhu"_s, u"Quick fix"_s);
    const auto bode = office.bode();

    const auto accepted = answer(bode->review(approval(*bode->view(), sent->change)));

    QVERIFY(accepted);
    QCOMPARE(accepted->notices, QStringList{u"edited-outside:"_s + refundPath});
    QCOMPARE(office.branch->bytes(refundPath), refundText("90"));
    QVERIFY(bode->view()->state.change(sent->change)->status == ChangeStatus::Accepted);
    QVERIFY(comesTo(*bode, [](const WorkspaceView &view) { return view.ungoverned.size() == 1; }));
}

void WorkspaceFaults::aProtectedBranchIsNoFailure()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    office.branch->setProtected(true);
    const auto bode = office.bode();

    const auto accepted = answer(bode->review(approval(*bode->view(), sent->change)));

    QVERIFY(accepted);
    QCOMPARE(accepted->notices, QStringList{u"branch-protected:countersign/accept-1"_s});
    QVERIFY(comesTo(*bode, [](const WorkspaceView &view) { return view.sync.lastSynced > 0; }));
    // Waiting for a pull request is no edit outside a change.
    QVERIFY(bode->view()->ungoverned.isEmpty());
}

void WorkspaceFaults::aVersionThatDidNotReachTheBranchIsWrittenLater_data()
{
    QTest::addColumn<bool>("anew");
    QTest::newRow("by the next sync") << false;
    QTest::newRow("when it is opened again") << true;
}

void WorkspaceFaults::aVersionThatDidNotReachTheBranchIsWrittenLater()
{
    QFETCH(const bool, anew);
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto sent = sendRefund(*ana, "14", u"Shorter"_s);
    QVERIFY(sent);
    auto bode = office.bode();
    office.branch->setUnreachable(true);
    const auto accepted = answer(bode->review(approval(*bode->view(), sent->change)));
    QVERIFY(accepted);
    QCOMPARE(accepted->notices, QStringList{u"branch-not-written"_s});
    QCOMPARE(office.branch->bytes(refundPath), refundText());
    if (anew) {
        bode.reset();
    }
    office.branch->setUnreachable(false);

    if (anew) {
        bode = office.bode();
    }

    QVERIFY(comesTo(*bode, [&office](const WorkspaceView &view) {
        return view.sync.phase == SyncPhase::Idle && office.branch->bytes(refundPath) == refundText("14");
    }));
    QVERIFY(bode->view()->ungoverned.isEmpty());
}

void WorkspaceFaults::twoVersionsThatDidNotReachTheBranchAreCaughtUpWith()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const auto bode = office.bode();
    office.branch->setUnreachable(true);
    for (const char *days : {"14", "10"}) {
        const auto sent = sendRefund(*ana, days, u"Shorter"_s);
        QVERIFY(sent);
        QVERIFY(comesTo(*bode, [&](const WorkspaceView &view) { return view.state.change(sent->change); }));
        QVERIFY(answer(bode->review(approval(*bode->view(), sent->change))));
        QVERIFY(comesTo(*ana, [&](const WorkspaceView &view) {
            return view.state.change(sent->change)->status == ChangeStatus::Accepted;
        }));
    }
    QCOMPARE(office.branch->bytes(refundPath), refundText());

    office.branch->setUnreachable(false);

    QVERIFY(comesTo(*bode, [&office](const WorkspaceView &) {
        return office.branch->bytes(refundPath) == refundText("10");
    }));
    QVERIFY(bode->view()->ungoverned.isEmpty());
}

void WorkspaceFaults::whoWroteAnAdoptedEditMayNotApproveIt()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    office.branch->commit(refundPath, refundText("80"), u"Bode Okafor"_s, u"Quick fix"_s);
    office.branch->commit(refundPath, refundText("90"), u"Mira Sandhu"_s, u"Another"_s);
    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.ungoverned.size() == 1; }));
    const UngovernedEdit edit = ana->view()->ungoverned.first();
    QCOMPARE(edit.editors, (QStringList{u"mira@example.com"_s, u"bode@example.com"_s}));

    const auto draft = answer(ana->adopt(edit));
    QVERIFY(draft);
    const auto sent = answer(ana->send(*draft));
    QVERIFY(sent);

    const Change &change = *ana->view()->state.change(sent->change);
    QVERIFY(State::contributors(change).contains(PrincipalId{u"p:bode-okafor"_s}));
}

void WorkspaceFaults::whatIsWrittenWhileADraftIsSentStays()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = answer(ana->newDraft({refund}, {}));
    QVERIFY(draft);
    draft->title = u"Shorter"_s;
    draft->files[0].text = refundText("14");
    QVERIFY(answer(ana->saveDraft(*draft)));

    const auto sending = ana->send(*draft);
    draft->files[0].text = refundText("10");
    QVERIFY(answer(ana->saveDraft(*draft)));
    const auto sent = answer(sending);

    QVERIFY(sent);
    QTRY_VERIFY(ana->view()->draftOf(sent->change));
    QCOMPARE(ana->view()->draftOf(sent->change)->files.first().text, refundText("10"));
    QCOMPARE(ana->view()->drafts.size(), 1);
}

void WorkspaceFaults::draftsOutliveTheWorkspace()
{
    Office office;
    QVERIFY(office.start());
    QString id;
    {
        const auto ana = office.ana();
        Result<Draft> draft = answer(ana->newDraft({refund}, {}));
        QVERIFY(draft);
        draft->title = u"Half a thought"_s;
        const auto saved = answer(ana->saveDraft(*draft));
        QVERIFY(saved);
        id = *saved;
        draft->title = u"A whole thought"_s;
        // Nobody waits for this one: closing does.
        (void)ana->saveDraft(*draft);
    }

    const auto again = office.ana();

    QTRY_VERIFY(again->view()->draft(id));
    QCOMPARE(again->view()->draft(id)->title, u"A whole thought"_s);
    QCOMPARE(inboxOf(*again->view(), again->view()->me.person, office.clock.now()).needsYou.first().next.kind,
             NextKind::SendDraft);
    QVERIFY(answer(again->dropDraft(id)));
    QVERIFY(again->view()->drafts.isEmpty());
}

void WorkspaceFaults::savingADraftAgainIsQuiet()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = answer(ana->newDraft({refund}, {}));
    QVERIFY(draft);
    QSignalSpy changes(ana.get(), &Workspace::viewChanged);

    draft->files[0].text = refundText("29");
    QVERIFY(answer(ana->saveDraft(*draft)));
    const qsizetype quiet = changes.size();
    draft->title = u"Shorter"_s;
    QVERIFY(answer(ana->saveDraft(*draft)));

    QCOMPARE(quiet, 0);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(ana->view()->drafts.first().files.first().text, refundText("29"));
}

void WorkspaceFaults::closingEndsWhatWaitsAsCanceled()
{
    Office office;
    QVERIFY(office.start());
    auto ana = office.ana();
    QList<QFuture<Result<QList<LogEntry>>>> reads;
    for (int i = 0; i < 50; ++i) {
        reads.append(ana->log({.words = QString::number(i)}));
    }

    ana.reset();

    for (const auto &read : std::as_const(reads)) {
        QVERIFY(read.isFinished());
        QVERIFY(read.isCanceled() || read.resultCount() == 1);
    }
}

void WorkspaceFaults::aPolicyIsProposedApprovedAndInForce()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = answer(ana->newDraft({policyArtifact()}, {}));
    QVERIFY(draft);
    draft->title = u"Dana joins"_s;
    draft->files[0].text.replace("\nworkflows", "\n#\nworkflows");
    draft->files[0].text.replace("people:\n", "people:\n  dana:\n    name: Dana Levy\n    emails: [dana@example.com]\n"
                                              "    roles: [compliance]\n");
    draft->note = {.what = u"What."_s,
                   .why = u"Why."_s,
                   .outcome = u"Outcome."_s,
                   .triggers = {{.metric = u"complaints"_s}},
                   .rollbackOwner = {u"p:ana-ruiz"_s},
                   .informed = {{u"p:bode-okafor"_s}}};
    const auto sent = answer(ana->send(*draft));
    QVERIFY2(sent, qPrintable(sent ? QString() : sent.error().subject + sent.error().detail));
    QVERIFY(State::lane(*ana->view()->state.change(sent->change)) == Lane::High);
    const auto bode = office.bode();
    QVERIFY(answer(bode->review(approval(*bode->view(), sent->change))));
    // Bode may accept, and may not administer: it waits for Ana.
    QCOMPARE(bode->view()->state.policy.version, 1);
    QVERIFY(comesTo(*ana, [&](const WorkspaceView &view) {
        return view.state.change(sent->change)->status == ChangeStatus::Accepted;
    }));
    const Next next = nextOf(*ana->view(), *ana->view()->state.change(sent->change), ana->view()->me.person);
    QCOMPARE(next.kind, NextKind::PutInForce);
    QVERIFY(next.yours);

    QVERIFY(answer(ana->putPolicyInForce(sent->change)));

    QCOMPARE(ana->view()->state.policy.version, 2);
    QVERIFY(ana->view()->state.policy.person({u"p:dana"_s}));
    QCOMPARE(nextOf(*ana->view(), *ana->view()->state.change(sent->change), {}).kind, NextKind::Live);
    const auto dana = office.open(u"Dana Levy"_s, u"DANA@example.com"_s);
    QCOMPARE(dana->view()->me.person.value, u"p:dana"_s);
}

void WorkspaceFaults::aBrokenPolicyIsNotSent()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = answer(ana->newDraft({policyArtifact()}, {}));
    draft->title = u"Typo"_s;
    draft->files[0].text.replace("branch:", "brunch:");

    const auto sent = answer(ana->send(*draft));

    QVERIFY(!sent);
    QCOMPARE(sent.error().code, ErrorCode::Invalid);
    QVERIFY(sent.error().line > 1);
    QCOMPARE(ana->view()->drafts.size(), 1);
}

void WorkspaceFaults::nothingChangedNothingSaid()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    QVERIFY(comesTo(*ana, [](const WorkspaceView &view) { return view.sync.phase == SyncPhase::Idle; }));
    office.clock.set(office.clock.now() + 5000);

    // What is shown while it is asked for, and that it is over; and nothing about a record that did not move.
    QSignalSpy changes(ana.get(), &Workspace::viewChanged);
    const Head head = ana->view()->state.head;
    ana->sync();
    QTRY_VERIFY(ana->view()->sync.lastSynced == office.clock.now());

    QVERIFY(changes.size() <= 2);
    QVERIFY(ana->view()->state.head == head);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::WorkspaceFaults)
#include "tst_workspace_faults.moc"
