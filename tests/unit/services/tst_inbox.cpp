// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Inbox.h"
#include "services/Resolver.h"
#include "support/Story.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

WorkspaceView viewOf(const Story &story)
{
    WorkspaceView view;
    view.state = story.state();
    view.texts = story.texts();
    return view;
}

constexpr std::array kinds = {"SendDraft", "AnswerReview", "AnswerComment", "CompleteNote", "CatchUp", "Review",
                              "NameReviewer", "LookAgain", "ConfirmLowering", "Inconclusive", "RunSuite", "SuiteFailed", "AcceptResult",
                              "Accept", "Release", "PutInForce", "CannotProceed", "NewerCountersign", "Live", "Superseded",
                              "RolledBack", "Withdrawn"};

/// "Review of p:bode,p:dana as billing" and so on: one line a row, as a person would tell it.
QString told(const Next &next)
{
    QStringList people;
    for (const PrincipalId &id : next.turnOf) {
        people.append(id.value.mid(2));
    }
    QStringList roles;
    for (const RoleId &role : next.roles) {
        roles.append(role.value);
    }
    QString text = QString::fromLatin1(kinds.at(size_t(next.kind)));
    text += u" by "_s + people.join(u'+');
    if (!roles.isEmpty()) {
        text += u" as "_s + roles.join(u'+');
    }
    if (!next.quote.isEmpty()) {
        text += u" “%1”"_s.arg(next.quote);
    }
    return text;
}

QStringList told(const QList<ChangeItem> &items)
{
    QStringList lines;
    for (const ChangeItem &item : items) {
        lines.append(u"#%1 %2 %3"_s.arg(item.number).arg(toString(item.lane), told(item.next)));
    }
    return lines;
}

/// Four changes in four places: #1 high, asked to be changed by Bode; #2 low, waits for a review; #3 high, approved by
/// billing and waits for compliance; #4 accepted, not in staging yet.
Story fourChanges()
{
    Story story;
    story.baseline(u"support/refund"_s, u"Refunds within 30 days."_s)
            .baseline(u"support/greeting"_s, u"Helo."_s)
            .baseline(u"support/limits"_s, u"Up to 100."_s)
            .baseline(u"support/faq"_s, u"Ask."_s);
    story.opened(ana).submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s).noted(ana)
            .askedForChanges(bode, "billing");
    story.opened(jonas, u"Typing mistakes"_s).submitted(jonas, u"support/greeting"_s, u"Hello."_s, Lane::Low).noted(jonas);
    story.opened(ana, u"Limit"_s).submitted(ana, u"support/limits"_s, u"Up to 200."_s).noted(ana).approved(bode, "billing");
    story.opened(jonas, u"FAQ"_s).submitted(jonas, u"support/faq"_s, u"Ask again."_s, Lane::Low).noted(jonas)
            .approved(ana, "product").accepted(jonas);
    return story;
}

} // namespace

class InboxTest : public QObject
{
    Q_OBJECT

private slots:
    void everybodyHasAnInbox_data();
    void everybodyHasAnInbox();
    void whatComesNext_data();
    void whatComesNext();
    void whatIsWrongIsSaid();
    void theLastDayIsToldNewestFirst();
    void changesAreGrouped();
    void progressFollowsThePointers();
    void whoAuditsIsToldOfEveryException();
    void aMissingPromptIsAnErrorAndNeverADefault();
};

void InboxTest::everybodyHasAnInbox_data()
{
    QTest::addColumn<QString>("person");
    QTest::addColumn<QStringList>("needsYou");
    QTest::addColumn<QStringList>("waiting");

    QTest::newRow("ana") << u"p:ana"_s
                         << QStringList{u"#1 high AnswerReview by ana as billing “Keep must.”"_s,
                                        u"#2 low Review by ana+bode+dana+chen as product"_s,
                                        u"#4 low Release by ana+chen as engineering+product"_s}
                         << QStringList{u"#3 high Review by dana as compliance"_s};
    QTest::newRow("bode") << u"p:bode"_s << QStringList{u"#2 low Review by ana+bode+dana+chen as billing"_s}
                          << QStringList{u"#1 high AnswerReview by ana as billing “Keep must.”"_s,
                                         u"#3 high Review by dana as compliance"_s};
    QTest::newRow("dana") << u"p:dana"_s
                          << QStringList{u"#3 high Review by dana as compliance"_s,
                                         u"#2 low Review by ana+bode+dana+chen as compliance"_s}
                          << QStringList{};
    QTest::newRow("chen") << u"p:chen"_s
                          << QStringList{u"#2 low Review by ana+bode+dana+chen as engineering"_s,
                                         u"#4 low Release by ana+chen as engineering+product"_s}
                          << QStringList{};
    QTest::newRow("nobody") << QString() << QStringList{} << QStringList{};
}

void InboxTest::everybodyHasAnInbox()
{
    QFETCH(const QString, person);
    QFETCH(const QStringList, needsYou);
    QFETCH(const QStringList, waiting);
    const Story story = fourChanges();
    const WorkspaceView view = viewOf(story);

    const Inbox inbox = inboxOf(view, {person}, 0);

    QCOMPARE(told(inbox.needsYou), needsYou);
    QCOMPARE(told(inbox.waiting), waiting);
}

void InboxTest::whatComesNext_data()
{
    QTest::addColumn<Story>("story");
    QTest::addColumn<QString>("me");
    QTest::addColumn<QString>("next");

    Story base;
    base.baseline(u"support/refund"_s, u"Refunds within 30 days."_s);
    Story opened = base;
    opened.opened(ana);
    QTest::newRow("nothing sent") << opened << u"p:ana"_s << u"SendDraft by ana"_s;
    Story sent = opened;
    sent.submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s);
    QTest::newRow("note missing") << sent << u"p:bode"_s << u"CompleteNote by ana"_s;
    Story noted = sent;
    noted.noted(ana);
    QTest::newRow("author waits") << noted << u"p:ana"_s << u"Review by bode+dana as billing+compliance"_s;
    QTest::newRow("reviewer") << noted << u"p:dana"_s << u"Review by bode+dana as compliance"_s;
    Story commented = noted;
    commented.commented(bode, u"Why 14?"_s);
    QTest::newRow("comment, author") << commented << u"p:ana"_s << u"AnswerComment by ana “Why 14?”"_s;
    QTest::newRow("comment, reviewer reviews meanwhile") << commented << u"p:dana"_s
                                                         << u"Review by bode+dana as compliance"_s;
    Story own = noted;
    own.commented(ana, u"Please look."_s);
    QTest::newRow("own comment") << own << u"p:ana"_s << u"AnswerComment by ana “Please look.”"_s;
    Story approved = noted;
    approved.approved(bode, "billing").approved(dana, "compliance");
    QTest::newRow("complete") << approved << u"p:ana"_s << u"Accept by ana+bode+dana+chen+jonas"_s;
    Story accepted = approved;
    accepted.accepted(dana);
    QTest::newRow("accepted") << accepted << u"p:chen"_s << u"Release by ana+chen as engineering+product"_s;
    Story live = accepted;
    live.released(chen, u"support/refund"_s, "1.1.0", staging).released(chen, u"support/refund"_s, "1.1.0", production);
    QTest::newRow("live") << live << u"p:ana"_s << u"Live by "_s;
    Story back = live;
    back.rolledBack(chen, u"support/refund"_s, "1.0.0", production);
    QTest::newRow("taken back") << back << u"p:ana"_s << u"RolledBack by "_s;
    Story moved = accepted;
    moved.opened(jonas).submitted(jonas, u"support/refund"_s, u"Refunds within 10 days."_s).noted(jonas);
    moved.opened(ana).submitted(ana, u"support/refund"_s, u"Refunds within 7 days."_s).noted(ana);
    moved.approved(bode, "billing").approved(dana, "compliance").accepted(dana);
    Policy exceptions = storyPolicy();
    exceptions.lanes[1].reviewer = true;
    exceptions.lanes[2].lower = {role("compliance")};
    Story excepted(exceptions);
    excepted.baseline(u"support/refund"_s, u"Refunds within 30 days."_s).opened(ana);
    Story unnamed = excepted;
    unnamed.submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s, Lane::Medium).noted(ana);
    QTest::newRow("a reviewer to be named") << unnamed << u"p:ana"_s << u"NameReviewer by ana"_s;
    Story namedOne = unnamed;
    namedOne.say(ana, changeSubject(namedOne.changeId()), ReviewerNamed{.reviewer = jonas});
    namedOne.approved(bode, "billing");
    QTest::newRow("the named reviewer") << namedOne << u"p:jonas"_s << u"Review by jonas as support"_s;
    Story asked = excepted;
    asked.submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s, Lane::Low).askedForChanges(dana, "compliance", u"Keep 30."_s);
    QTest::newRow("asked for changes") << asked << u"p:ana"_s << u"AnswerReview by ana as compliance “Keep 30.”"_s;
    asked.submitted(ana, u"support/refund"_s, u"Refunds within 21 days."_s, Lane::Low);
    QTest::newRow("answered, who asked") << asked << u"p:dana"_s << u"LookAgain by dana as compliance “Keep 30.”"_s;
    QTest::newRow("answered, the author waits") << asked << u"p:ana"_s << u"LookAgain by dana as compliance “Keep 30.”"_s;
    QTest::newRow("answered, others review meanwhile") << asked << u"p:jonas"_s << u"Review by bode+dana+chen+jonas as support"_s;
    Story lower = excepted;
    lower.submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s, Lane::High).noted(ana);
    lower.say(jonas, changeSubject(lower.changeId()),
              LoweringProposed{.revision = lower.change().revision()->stamp.event, .lane = Lane::Low, .reasonText = lower.text(u"A comma."_s)});
    QTest::newRow("a lower lane, who may confirm") << lower << u"p:dana"_s << u"ConfirmLowering by dana “A comma.”"_s;
    QTest::newRow("a lower lane, anybody else") << lower << u"p:bode"_s << u"Review by bode+dana as billing"_s;
    exceptions.regressionGate = {GateReason::Financial};
    exceptions.overrides = {{.requirement = u"regression"_s, .by = {role("compliance")}}};
    Story gated(exceptions);
    gated.baseline(u"support/refund"_s, u"Refunds within 30 days."_s).opened(ana);
    gated.submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s, Lane::Low).approved(jonas, "support");
    QTest::newRow("no suite has passed") << gated << u"p:ana"_s << u"Inconclusive by dana as compliance"_s;
    QTest::newRow("nobody left for a role") << [] {
        Policy policy = storyPolicy();
        policy.people.removeIf([](const Person &person) { return person.id == dana; });
        Story lonely(policy);
        lonely.baseline(u"support/refund"_s, u"Refunds within 30 days."_s);
        lonely.opened(ana).submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s).noted(ana);
        lonely.approved(bode, "billing").approved(jonas, "support");
        return lonely;
    }() << u"p:ana"_s << u"CannotProceed by  as compliance"_s;
}

void InboxTest::whatComesNext()
{
    QFETCH(const Story, story);
    QFETCH(const QString, me);
    QFETCH(const QString, next);
    const WorkspaceView view = viewOf(story);

    const Next found = nextOf(view, story.change(), {me});

    QString text = told(found);
    if (found.kind == NextKind::RolledBack) {
        text = text.section(u" “"_s, 0, 0);
    }
    QCOMPARE(text, next);
    QCOMPARE(found.yours, found.turnOf.contains(PrincipalId{me}));
}

void InboxTest::whatIsWrongIsSaid()
{
    Story story = fourChanges();
    story.approved(jonas, "support"); // his own change, and over
    WorkspaceView view = viewOf(story);
    const qint64 now = story.state().voids.last().stamp.claimedAt + 1000;
    view.ungoverned = {{.artifact = {u"support/faq"_s}, .path = u"prompts/support/faq.md"_s, .author = u"Mira"_s, .when = now}};
    view.pending = {{.id = EventId::random(), .kind = u"note.written"_s, .refused = Error{.code = ErrorCode::Refused}},
                    {.id = EventId::random(), .kind = u"comment.made"_s}};
    view.sync = {.phase = SyncPhase::Alarm, .error = Error{.code = ErrorCode::Corrupt}};

    const Inbox inbox = inboxOf(view, ana, now);

    QList<AlarmKind> found;
    for (const Alarm &alarm : inbox.wrong) {
        found.append(alarm.kind);
    }
    QVERIFY((found == QList<AlarmKind>{AlarmKind::RecordDiverged, AlarmKind::UngovernedEdit, AlarmKind::RefusedEvent,
                                       AlarmKind::WithoutEffect}));
    QVERIFY(inboxOf(view, ana, now + 25LL * 3600 * 1000).wrong.size() == 3);
}

void InboxTest::theLastDayIsToldNewestFirst()
{
    Story story;
    story.baseline(u"support/refund"_s, u"Refunds within 30 days."_s);
    story.opened(ana).submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s).noted(ana);
    story.approved(bode, "billing").approved(dana, "compliance").accepted(dana);
    story.released(chen, u"support/refund"_s, "1.1.0", staging);
    story.released(chen, u"support/refund"_s, "1.1.0", production);
    story.rolledBack(chen, u"support/refund"_s, "1.0.0", production);
    const WorkspaceView view = viewOf(story);
    const qint64 now = story.state().artifact({u"support/refund"_s})->running(production)->stamp.claimedAt;

    const QList<RecentEvent> recent = inboxOf(view, ana, now).recent;

    QList<RecentKind> found;
    for (const RecentEvent &event : recent) {
        found.append(event.kind);
    }
    QVERIFY((found == QList<RecentKind>{RecentKind::RolledBack, RecentKind::Released, RecentKind::Released,
                                        RecentKind::Accepted, RecentKind::Approved, RecentKind::Approved,
                                        RecentKind::Opened}));
    QCOMPARE(recent.first().actor, chen);
    QCOMPARE(recent.first().version.toString(), u"1.0.0"_s);
    QVERIFY(inboxOf(view, ana, now + 48LL * 3600 * 1000).recent.isEmpty());
}

void InboxTest::changesAreGrouped()
{
    const WorkspaceView view = viewOf(fourChanges());

    QStringList lines;
    for (const GroupedChange &change : changesOf(view, ana)) {
        lines.append(u"%1 #%2"_s.arg(int(change.group)).arg(change.item.number));
    }

    QCOMPARE(lines, (QStringList{u"0 #2"_s, u"0 #1"_s, u"1 #3"_s, u"2 #4"_s}));
}

void InboxTest::progressFollowsThePointers()
{
    Story story;
    story.baseline(u"support/refund"_s, u"Refunds within 30 days."_s);
    const auto told = [&story] {
        const Progress progress = progressOf(story.state(), story.change());
        QString steps;
        for (const ProgressStep &step : progress.steps) {
            steps += step.state == ProgressState::Passed ? u'x' : step.state == ProgressState::Present ? u'o' : u'.';
        }
        return u"%1 %2"_s.arg(int(progress.stage)).arg(steps);
    };
    QStringList found;

    story.opened(ana);
    found.append(told());
    story.submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s).noted(ana);
    found.append(told());
    story.approved(bode, "billing").approved(dana, "compliance").accepted(dana);
    found.append(told());
    story.released(chen, u"support/refund"_s, "1.1.0", staging);
    found.append(told());
    story.released(chen, u"support/refund"_s, "1.1.0", production);
    found.append(told());
    story.rolledBack(chen, u"support/refund"_s, "1.0.0", production);
    found.append(told());

    QCOMPARE(found, (QStringList{u"0 o..."_s, u"1 xo.."_s, u"2 xxo."_s, u"3 xxxo"_s, u"4 xxxx"_s, u"5 xxxx"_s}));
}

void InboxTest::whoAuditsIsToldOfEveryException()
{
    Policy policy = storyPolicy();
    policy.lanes[2].lower = {role("compliance")};
    policy.rights.emergency = {role("engineering")};
    policy.rights.audit = {role("compliance")};
    policy.overrides = {{.requirement = u"approval*"_s, .by = {role("engineering")}}};
    Story story(policy);
    story.baseline(u"support/refund"_s, u"Refunds within 30 days."_s).opened(ana);
    story.submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s).noted(ana);
    const QString subject = changeSubject(story.changeId());
    const EventId revision = story.change().revision()->stamp.event;
    story.say(chen, subject, RequirementOverridden{.revision = revision, .requirement = u"approval.billing"_s, .reasonText = story.text(u"On leave."_s)});
    story.say(jonas, subject, LoweringProposed{.revision = revision, .lane = Lane::Low, .reasonText = story.text(u"A comma."_s)});
    story.say(dana, subject, LaneLowered{.revision = revision, .proposal = story.lastId(), .from = Lane::High});
    story.say(chen, subject, EmergencyDeclared{.revision = revision, .reasonText = story.text(u"Twice."_s)});
    QVERIFY(story.effective());
    const EventId emergency = story.lastId();
    const auto toldTo = [&](const PrincipalId &who) {
        QStringList lines;
        for (const Alarm &alarm : inboxOf(viewOf(story), who, 1'795'180'000'000).wrong) {
            QStringList people;
            for (const PrincipalId &id : alarm.people) {
                people.append(id.value.mid(2));
            }
            lines.append(u"%1 %2 “%3”%4"_s.arg(int(alarm.kind) - int(AlarmKind::LaneLowered)).arg(people.join(u'+'), alarm.quote,
                                                                                                alarm.mayClose ? u" closes"_s : QString()));
        }
        return lines;
    };
    QCOMPARE(toldTo(dana), (QStringList{u"0 jonas+dana “A comma.”"_s, u"1 chen “On leave.”"_s, u"2 chen “Twice.” closes"_s}));
    QCOMPARE(toldTo(bode), QStringList());

    story.say(dana, subject, EmergencyClosed{.emergency = emergency, .reasonText = story.text(u"Looked at."_s)});
    QCOMPARE(toldTo(dana).size(), 2);
}

void InboxTest::aMissingPromptIsAnErrorAndNeverADefault()
{
    Story story;
    story.baseline(u"support/refund"_s, u"Refunds within 30 days."_s);
    story.opened(ana).submitted(ana, u"support/new"_s, u"New."_s, Lane::Low).noted(ana).approved(bode, "billing");
    story.accepted(bode);

    const auto running = resolve(story.state(), {u"support/refund"_s}, production);
    const auto unknownPrompt = resolve(story.state(), {u"support/refunds"_s}, production);
    const auto unknownPlace = resolve(story.state(), {u"support/refund"_s}, {u"prod"_s});
    const auto noPointer = resolve(story.state(), {u"support/new"_s}, production);

    QVERIFY(running);
    QCOMPARE(running->version.toString(), u"1.0.0"_s);
    QVERIFY(running->at == story.state().head);
    QCOMPARE(unknownPrompt.error().subject, u"prompt"_s);
    QCOMPARE(unknownPlace.error().subject, u"environment"_s);
    QCOMPARE(noPointer.error().subject, u"pointer"_s);
    QCOMPARE(noPointer.error().code, ErrorCode::NotFound);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::InboxTest)
#include "tst_inbox.moc"
