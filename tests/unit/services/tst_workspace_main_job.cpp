// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Inbox.h"
#include "services/Latest.h"
#include "services/Resolver.h"
#include "unit/services/Desk.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const EnvironmentId development{u"development"_s};
const EnvironmentId staging{u"staging"_s};
const EnvironmentId production{u"production"_s};

NoteDraft fullNote()
{
    return {.what = u"The refund window shrinks to 14 days."_s,
            .why = u"Finance asked for it."_s,
            .outcome = u"Fewer late refunds, no more complaints."_s,
            .triggers = {{.metric = u"complaints"_s, .limit = 30'000, .unit = u"%"_s}},
            .rollbackOwner = {u"p:ana-ruiz"_s},
            .informed = {{u"p:bode-okafor"_s}}};
}

Result<Draft> refundDraft(LedgerWorkspace &workspace, const QByteArray &text, const QString &title)
{
    Result<Draft> draft = answer(workspace.newDraft({refund}, {}));
    if (draft) {
        draft->title = title;
        draft->files[0].text = text;
    }
    return draft;
}

Workspace::ReviewDraft reviewOf(const LedgerWorkspace &workspace, const ChangeId &id, Decision decision, const char *as)
{
    const Revision &revision = *workspace.view()->state.change(id)->revision();
    return {.change = id,
            .revision = revision.stamp.event,
            .note = revision.note() ? revision.note()->stamp.event : EventId{},
            .decision = decision,
            .as = {QString::fromLatin1(as)}};
}

} // namespace

class MainJob : public QObject
{
    Q_OBJECT

private slots:
    void fromEditToProductionAndBack();
    void anEditIsAssessedWhileItIsTyped();
    void aNoteThatIsMissingRefusesTheAcceptance();
    void authorAndReviewerSayWhenOnlyWhiteSpaceChanged();
    void theRecordIsRead();
};

void MainJob::fromEditToProductionAndBack()
{
    Office office;
    const auto started = office.start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().subject + started.error().detail));
    QVERIFY(office.branch->has(policyPath()));
    const auto ana = office.ana();
    const auto bode = office.bode();
    QCOMPARE(ana->view()->me.person.value, u"p:ana-ruiz"_s);
    QCOMPARE(bode->view()->me.person.value, u"p:bode-okafor"_s);
    QVERIFY(ana->view()->ungoverned.isEmpty());

    // Ana edits, and the change turns out to be high risk.
    Result<Draft> draft = refundDraft(*ana, refundText("14", "should"), u"Shorter refund window"_s);
    QVERIFY(draft);
    const auto assessed = answer(ana->assess(draft->files));
    QVERIFY(assessed);
    QVERIFY(assessed->lane == Lane::High);
    QVERIFY(!assessed->findings().isEmpty());
    QCOMPARE(assessed->files.first().touchedSections, QStringList{u"Refund policy"_s});
    const auto sent = answer(ana->send(*draft));
    QVERIFY2(sent, qPrintable(sent ? QString() : sent.error().subject + u' ' + sent.error().detail));
    QVERIFY(ana->view()->state.change(sent->change));
    QTRY_VERIFY(ana->view()->drafts.isEmpty());
    const ChangeId id = sent->change;
    QCOMPARE(ana->view()->state.change(id)->number, 1);
    QVERIFY(State::lane(*ana->view()->state.change(id)) == Lane::High);
    QCOMPARE(nextOf(*ana->view(), *ana->view()->state.change(id), ana->view()->me.person).kind, NextKind::CompleteNote);

    // Bode sees it without opening anything again. His approval cannot complete it: the note is missing.
    QVERIFY(comesTo(*bode, [&](const WorkspaceView &view) { return view.state.change(id); }));
    const auto early = answer(bode->accept(id, {}));
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::Refused);
    QCOMPARE(early.error().subject, u"requirement-unmet"_s);

    QVERIFY(answer(ana->writeNote(id, fullNote())));
    QVERIFY(comesTo(*bode, [&](const WorkspaceView &view) { return view.state.change(id)->revision()->note(); }));
    const Next next = nextOf(*bode->view(), *bode->view()->state.change(id), bode->view()->me.person);
    QCOMPARE(next.kind, NextKind::Review);
    QVERIFY(next.yours);

    // One click: the approval satisfies the last requirement and accepts.
    const auto approved = answer(bode->review(reviewOf(*bode, id, Decision::Approve, "compliance")));
    QVERIFY2(approved, qPrintable(approved ? QString() : approved.error().subject + u' ' + approved.error().detail));
    const State &state = bode->view()->state;
    QCOMPARE(state.change(id)->status, ChangeStatus::Accepted);
    QCOMPARE(state.artifact(refund)->latest()->version.toString(), u"1.1.0"_s);
    QCOMPARE(office.branch->bytes(refundPath), refundText("14", "should"));
    QCOMPARE(resolve(state, refund, development)->version.toString(), u"1.1.0"_s);
    QCOMPARE(resolve(state, refund, production)->version.toString(), u"1.0.0"_s);

    // Order is kept, then it goes to staging and production.
    const SemVer version = state.artifact(refund)->latest()->version;
    QVERIFY(comesTo(*ana, [&](const WorkspaceView &view) {
        return view.state.change(id)->status == ChangeStatus::Accepted;
    }));
    const auto skipped = answer(ana->release(refund, version, production));
    QVERIFY(!skipped);
    QCOMPARE(skipped.error().subject, u"order-skipped"_s);
    QVERIFY(answer(ana->release(refund, version, staging)));
    QVERIFY(answer(ana->release(refund, version, production)));
    QCOMPARE(resolve(ana->view()->state, refund, production)->version, version);
    QCOMPARE(progressOf(ana->view()->state, *ana->view()->state.change(id)).stage, ChangeStage::Live);

    // And back with one call, to bytes that ran before.
    QVERIFY(comesTo(*bode, [&](const WorkspaceView &view) {
        return view.state.artifact(refund)->running(production)->version == version;
    }));
    const SemVer earlier = rollbackTargets(bode->view()->state, refund, production).first().version;
    QVERIFY(answer(bode->rollBack(refund, earlier, production, u"Complaints doubled."_s)));
    const auto resolved = resolve(bode->view()->state, refund, production);
    QCOMPARE(resolved->version.toString(), u"1.0.0"_s);
    const auto bytes = answer(bode->content(resolved->content));
    QCOMPARE(*bytes, refundText());
    const Next back = nextOf(*bode->view(), *bode->view()->state.change(id), bode->view()->me.person);
    QCOMPARE(back.kind, NextKind::RolledBack);
    QCOMPARE(back.quote, u"Complaints doubled."_s);

    // Both clones and a fresh one tell the same story.
    QVERIFY(comesTo(*ana, [&](const WorkspaceView &view) { return view.state.head == bode->view()->state.head; }));
    QCOMPARE(ana->view()->state.hash(), bode->view()->state.hash());
    const auto auditor = office.open(u"Auditor"_s, u"auditor@example.com"_s);
    QCOMPARE(auditor->view()->state.hash(), ana->view()->state.hash());
    QVERIFY(auditor->view()->me.person.isEmpty());
    const auto report = answer(auditor->verify());
    QVERIFY(report);
    QVERIFY2(report->problems.isEmpty(),
             qPrintable(report->problems.isEmpty() ? QString() : report->problems.first().what));
    const auto denied = answer(auditor->comment(id, {}, {}, u"Hello"_s));
    QVERIFY(!denied);
    QCOMPARE(denied.error().subject, u"author-is-unknown"_s);
}

void MainJob::anEditIsAssessedWhileItIsTyped()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = refundDraft(*ana, refundText("30 "), u"Space"_s);
    QVERIFY(draft);

    Latest<Result<AssessedChange>> latest(ana.get());
    QList<Lane> answers;
    for (const char *days : {"29", "28", "30"}) {
        draft->files[0].text = refundText(days);
        latest.start(ana->assess(draft->files), [&answers](const Result<AssessedChange> &assessed) {
            answers.append(assessed ? assessed->lane : Lane::Medium);
        });
    }

    QTRY_VERIFY(answers == QList<Lane>{Lane::Low});
}

void MainJob::aNoteThatIsMissingRefusesTheAcceptance()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = refundDraft(*ana, refundText("14"), u"Shorter refund window"_s);
    const auto sent = answer(ana->send(*draft));
    QVERIFY(sent);
    const auto bode = office.bode();
    const auto approved = answer(bode->review(reviewOf(*bode, sent->change, Decision::Approve, "product")));
    QVERIFY(approved);

    const QList<Requirement> requirements = requirementsToAccept(bode->view()->state,
                                                                 *bode->view()->state.change(sent->change));

    QCOMPARE(bode->view()->state.change(sent->change)->status, ChangeStatus::Review);
    QVERIFY(!allMet(requirements));
    const auto refused = answer(bode->accept(sent->change, {}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Refused);
    QVERIFY(refused.error().detail.contains(u"note"));
}

void MainJob::authorAndReviewerSayWhenOnlyWhiteSpaceChanged()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = refundDraft(*ana, refundText("14"), u"Shorter refund window"_s);
    QVERIFY(draft);
    const auto sent = answer(ana->send(*draft));
    QVERIFY(sent);
    const ChangeId id = sent->change;
    const auto sendAgain = [&](const QByteArray &text) {
        Result<Draft> next = answer(ana->newDraft({refund}, id));
        if (next) {
            next->files[0].text = text;
        }
        return next && answer(ana->send(*next)).has_value();
    };

    QVERIFY(sendAgain(refundText("14").replace(" days of", "\ndays of")));
    QVERIFY(sendAgain(refundText("7")));
    QVERIFY(sendAgain(refundText("7") + '\n'));
    const auto bode = office.bode();
    QVERIFY(answer(bode->review(reviewOf(*bode, id, Decision::Approve, "compliance"))));

    const QList<Revision> revisions = bode->view()->state.change(id)->revisions;
    QCOMPARE(revisions.size(), 4);
    QVERIFY(revisions.at(0).data.assessment.respacedSince.isNull());
    QCOMPARE(revisions.at(1).data.assessment.respacedSince, revisions.at(0).stamp.event);
    QVERIFY(revisions.at(2).data.assessment.respacedSince.isNull());
    QCOMPARE(revisions.at(3).data.assessment.respacedSince, revisions.at(2).stamp.event);
    QCOMPARE(revisions.at(3).reviews.size(), 1);
    QCOMPARE(revisions.at(3).reviews.first().data.assessment.respacedSince, revisions.at(2).stamp.event);
}

void MainJob::theRecordIsRead()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = refundDraft(*ana, refundText("14"), u"Shorter refund window"_s);
    draft->note = fullNote();
    const auto sent = answer(ana->send(*draft));
    QVERIFY(sent);

    const auto all = answer(ana->log({}));
    const auto two = answer(ana->log({.most = 2}));
    const auto words = answer(ana->log({.words = u"FINANCE asked"_s}));
    const auto ofPrompt = answer(ana->log({.artifact = refund}));
    const auto noted = answer(ana->log({.kind = u"note.written"_s}));
    const auto older = answer(ana->log({.before = 3}));
    const auto found = answer(ana->search(u"date of PURCHASE"_s, 10));

    QVERIFY(all && two && words && ofPrompt && noted && older && found);
    QCOMPARE(all->size(), 5);
    QCOMPARE(all->first().kind, u"note.written"_s);
    QCOMPARE(all->last().kind, u"ledger.opened"_s);
    QCOMPARE(*two, all->first(2));
    QCOMPARE(words->size(), 1);
    QCOMPARE(words->first().kind, u"note.written"_s);
    QCOMPARE(ofPrompt->size(), 4);
    QCOMPARE(noted->size(), 1);
    QCOMPARE(older->size(), 2);
    QCOMPARE(found->size(), 1);
    QCOMPARE(found->first().artifact, refund);
    QCOMPARE(found->first().sentence, u"The assistant must check the date of purchase first."_s);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::MainJob)
#include "tst_workspace_main_job.moc"
