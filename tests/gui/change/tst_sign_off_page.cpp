// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/change/RefundStory.h"
#include "gui/support/PictureRows.h"
#include "support/SignOffTable.h"
#include "ui/change/Arming.h"
#include "ui/change/ChangeMarks.h"
#include "ui/change/SignOffSheet.h"
#include "ui/change/Turn.h"
#include "ui/common/PlainLabel.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

Policy exceptionPolicy()
{
    Policy policy = storyPolicy();
    policy.lanes[2].lower = {role("compliance")};
    policy.rights.emergency = {role("engineering")};
    policy.rights.audit = {role("compliance")};
    policy.rights.delegate = {role("compliance")};
    policy.overrides = {{.requirement = u"approval*"_s, .by = {role("engineering")}}};
    return policy;
}

Address changeOf(const Story &story)
{
    return {.page = PageKind::Change, .change = story.changeId()};
}

/// Whether the window would let this person take the step, by the buttons of the rail and the menu of the change.
bool offers(const Turn &turn, Step step)
{
    const auto has = [&turn](TurnKind kind, const EnvironmentId &environment = {}) {
        const QList<TurnAction> all = turn.actions + turn.more;
        return std::any_of(all.cbegin(), all.cend(), [&](const TurnAction &action) {
            return action.kind == kind && action.enabled && action.environment == environment;
        });
    };
    switch (step) {
    case Step::Approve: return has(TurnKind::Approve);
    case Step::AskForChanges: return has(TurnKind::AskForChanges);
    case Step::ClearRequest: return has(TurnKind::ClearRequest);
    case Step::Accept: return has(TurnKind::Accept);
    case Step::Revise: return has(TurnKind::Edit);
    case Step::ConfirmLowering: return has(TurnKind::ConfirmLowering);
    case Step::AcceptResult:
        return has(TurnKind::AcceptResult);
    case Step::Override: return has(TurnKind::Override);
    case Step::DeclareEmergency: return has(TurnKind::DeclareEmergency);
    case Step::CloseEmergency: return has(TurnKind::CloseEmergency);
    case Step::ReleaseToStaging: return has(TurnKind::Release, staging);
    case Step::ReleaseToProduction: return has(TurnKind::Release, production);
    case Step::RollBack: return has(TurnKind::RollBack, production);
    case Step::RecordRun: // by the command line
    case Step::Raise:
    case Step::ProposeLowering:
    case Step::Withdraw: break; // in the sheet of the lane and the menu: read from the page
    }
    return false;
}

/// The button of the rail for a step; nothing for one that stands in a menu or sheet.
QString buttonOf(Step step)
{
    switch (step) {
    case Step::Approve: return u"approve"_s;
    case Step::AskForChanges: return u"ask"_s;
    case Step::Accept: return u"accept"_s;
    case Step::ConfirmLowering: return u"confirmLowering"_s;
    case Step::CloseEmergency: return u"closeEmergency"_s;
    case Step::AcceptResult:
        return u"acceptResult"_s;
    case Step::ReleaseToStaging: return u"release/staging"_s;
    case Step::ReleaseToProduction: return u"release/production"_s;
    case Step::RollBack: return u"rollback/production"_s;
    default: return {};
    }
}

QPushButton *armed(SignOffSheet *sheet)
{
    [&] { QTRY_VERIFY(sheet->isArmed()); }();
    return sheet->decidingButton();
}

void openLane(PageOf &of)
{
    QTest::mouseClick(find<QAbstractButton>(of.page, "laneChip"), Qt::LeftButton);
    QTest::mouseClick(find<QPushButton>(&of.window, "raiseLane"), Qt::LeftButton);
}

/// An entry of the menu of the change, by the beginning of its words.
void chooseMore(PageOf &of, const QString &words)
{
    QTest::mouseClick(find<QPushButton>(of.page, "changeMore"), Qt::LeftButton);
    auto *menu = of.page->findChild<QMenu *>();
    QVERIFY(menu);
    for (QAction *action : menu->actions()) {
        if (action->text().startsWith(words)) {
            QVERIFY2(action->isEnabled(), qPrintable(action->toolTip()));
            action->trigger();
            menu->close();
            return;
        }
    }
    QFAIL("no such entry in the menu");
}

SignOffSheet *sheetOf(PageOf &of)
{
    return of.window.findChild<SignOffSheet *>();
}

void say(QWidget *root, const QString &words)
{
    find<QPlainTextEdit>(root, "signOffReason")->setPlainText(words);
}

} // namespace

/// What lies beside the way of a change, in its window: lanes, reviewers, overrides, emergencies, delegations.
class SignOffPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void theWindowOffersWhatTheTableShowsAndNothingElse();
    void theRailEnablesWhatTheTableShows();
    void theLaneIsRaisedAndLoweredWithAReason();
    void aProposalWithoutAReasonIsNotSent();
    void theSecondPersonConfirms();
    void aRefusalStaysInTheSheetWithTheWords();
    void whatWasLoweredIsMarkedForEver();
    void anOverrideIsChosenExplainedAndMarked();
    void aDelegateSpeaksForAnother();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void SignOffPageTest::theWindowOffersWhatTheTableShowsAndNothingElse()
{
    QStringList wrong;
    QHash<QString, std::shared_ptr<WorkspaceView>> views;
    QHash<QString, Story> stories;
    int shown = 0;
    for (const SignOffCell &cell : signOffTable()) {
        if (cell.step == Step::Raise || cell.step == Step::ProposeLowering || cell.step == Step::Withdraw
            || cell.step == Step::RecordRun)
            continue;
        const QString key = u"%1/%2"_s.arg(int(cell.stand)).arg(int(cell.lane));
        if (!stories.contains(key))
            stories.insert(key, signOffStory(cell.stand, cell.lane));
        const QString seat = key + cell.who.value;
        if (!views.contains(seat))
            views.insert(seat, viewOf(stories[key], cell.who));
        const WorkspaceView &view = *views[seat];
        const Turn turn = Turns::of(view, *view.state.change(stories[key].changeId()));
        shown += cell.shown;
        if (offers(turn, cell.step) != cell.shown)
            wrong.append(QString::fromLatin1(cell.name) + (cell.shown ? u" is not offered"_s : u" is offered"_s));
    }
    QCOMPARE(wrong, QStringList());
    QVERIFY(shown > 200);
}

// The same table in real widgets: what the rail draws follows what was computed above.
void SignOffPageTest::theRailEnablesWhatTheTableShows()
{
    QHash<QString, QList<SignOffCell>> seats;
    for (const SignOffCell &cell : signOffTable()) {
        // Every stand in the lane that asks for most, at the seats of the four people.
        if (cell.lane == Lane::High && (cell.who == ana || cell.who == bode || cell.who == dana || cell.who == chen))
            seats[u"%1/%2"_s.arg(int(cell.stand)).arg(cell.who.value)].append(cell);
    }
    QCOMPARE(seats.size(), 76);
    for (const QList<SignOffCell> &cells : std::as_const(seats)) {
        const Story story = signOffStory(cells.first().stand, Lane::High);
        PageOf of(story, cells.first().who);
        of.page->navigate(changeOf(story));
        const auto wrong = [&] {
            QStringList names;
            for (const SignOffCell &cell : cells) {
                const QString name = buttonOf(cell.step);
                const auto *button = of.page->findChild<QPushButton *>(name);
                if (!name.isEmpty() && (button && button->isEnabled()) != cell.shown)
                    names.append(QString::fromLatin1(cell.name));
            }
            return names.join(u'\n');
        };
        QTRY_COMPARE(wrong(), QString()); // the difference is read first
    }
}

void SignOffPageTest::theLaneIsRaisedAndLoweredWithAReason()
{
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    PageOf of(story, jonas);
    of.page->navigate(changeOf(story));
    openLane(of);
    SignOffSheet *sheet = sheetOf(of);
    QVERIFY(sheet);
    auto *choice = find<QComboBox>(sheet, "signOffChoice");
    QCOMPARE(choice->count(), 2); // medium and low: it is high
    choice->setCurrentIndex(1);
    say(sheet, u"It moves one comma."_s);
    QTest::mouseClick(armed(sheet), Qt::LeftButton);

    QCOMPARE(of.workspace.lastWrite, u"signOff"_s);
    const auto *act = std::get_if<LoweringProposed>(&of.workspace.lastSignOff);
    QVERIFY(act);
    QVERIFY(act->lane == Lane::Low);
    QCOMPARE(act->revision, story.change().revision()->stamp.event);
    QCOMPARE(of.workspace.lastText, u"It moves one comma."_s);
}

void SignOffPageTest::aProposalWithoutAReasonIsNotSent()
{
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    PageOf of(story, jonas);
    of.page->navigate(changeOf(story));
    openLane(of);
    SignOffSheet *sheet = sheetOf(of);
    QPushButton *send = armed(sheet);
    QVERIFY(!send->isEnabled());
    say(sheet, u"   "_s);
    QVERIFY(!send->isEnabled());
    QVERIFY(!find<PlainLabel>(sheet, "signOffMissing")->text().isEmpty());
    QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(of.workspace.writeCalls.asked(), 0);
}

void SignOffPageTest::theSecondPersonConfirms()
{
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    story.say(jonas, changeSubject(story.changeId()),
              LoweringProposed{.revision = story.change().revision()->stamp.event, .lane = Lane::Low,
                               .reasonText = story.text(u"It moves one comma."_s)});
    PageOf of(story, dana);
    of.page->navigate(changeOf(story));
    QTest::mouseClick(find<QPushButton>(of.page, "confirmLowering"), Qt::LeftButton);
    SignOffSheet *sheet = sheetOf(of);
    QVERIFY(find<PlainLabel>(sheet, "signOffQuote")->text().contains(u"It moves one comma."_s));
    QTest::mouseClick(armed(sheet), Qt::LeftButton);

    const auto *act = std::get_if<LaneLowered>(&of.workspace.lastSignOff);
    QVERIFY(act);
    QVERIFY(act->from == Lane::High);
    QCOMPARE(act->proposal, story.lastId());

    PageOf author(story, ana);
    author.page->navigate(changeOf(story));
    QVERIFY(!author.page->findChild<QPushButton *>(u"confirmLowering"_s));
}

void SignOffPageTest::aRefusalStaysInTheSheetWithTheWords()
{
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    PageOf of(story, jonas);
    of.page->navigate(changeOf(story));
    openLane(of);
    SignOffSheet *sheet = sheetOf(of);
    say(sheet, u"It moves one comma."_s);
    QTest::mouseClick(armed(sheet), Qt::LeftButton);
    of.workspace.writeCalls.answer(failure(ErrorCode::Refused, toString(VoidRule::LaneFixed)));

    QTRY_VERIFY(sheetOf(of) && find<QWidget>(sheetOf(of), "signOffError")->isVisible());
    QCOMPARE(find<QPlainTextEdit>(sheetOf(of), "signOffReason")->toPlainText(), u"It moves one comma."_s);
    QTRY_VERIFY(sheetOf(of)->decidingButton()->isEnabled());
}

void SignOffPageTest::whatWasLoweredIsMarkedForEver()
{
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    const QString subject = changeSubject(story.changeId());
    story.say(jonas, subject, LoweringProposed{.revision = story.change().revision()->stamp.event, .lane = Lane::Low,
                                               .reasonText = story.text(u"It moves one comma."_s)});
    story.say(dana, subject, LaneLowered{.revision = story.change().revision()->stamp.event, .proposal = story.lastId(),
                                         .from = Lane::High});
    PageOf of(story, ana);
    of.page->navigate(changeOf(story));
    auto *marks = find<ChangeMarks>(of.page, "changeMarks");
    QTRY_VERIFY(marks->isVisible());
    const QString mark = find<PlainLabel>(marks, "changeMark")->text();
    QVERIFY(mark.contains(u"Jonas Lind"_s) && mark.contains(u"Dana Levy"_s) && mark.contains(u"It moves one comma."_s));
    // Another revision ends the lowering; that it was is not forgotten.
    story.submitted(ana, refund, refundProposed() + u"\nMore.\n"_s, Lane::High);
    of.setStory(story);
    QTRY_VERIFY(find<PlainLabel>(marks, "changeMark")->text().contains(u"no longer"_s));
}

void SignOffPageTest::anOverrideIsChosenExplainedAndMarked()
{
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    PageOf of(story, chen);
    of.page->navigate(changeOf(story));
    chooseMore(of, u"Override"_s);
    SignOffSheet *sheet = sheetOf(of);
    QVERIFY(sheet);
    say(sheet, u"Bode is on leave."_s);
    QTest::mouseClick(armed(sheet), Qt::LeftButton);
    const auto *act = std::get_if<RequirementOverridden>(&of.workspace.lastSignOff);
    QVERIFY(act);
    QCOMPARE(act->requirement, u"approval.billing"_s);

    RequirementOverridden data = *act;
    data.reasonText = story.text(of.workspace.lastText);
    story.say(chen, changeSubject(story.changeId()), data);
    QVERIFY(story.effective());
    const QList<ChangeMark> marks = ChangeMarks::of(*viewOf(story, dana), story.change());
    QCOMPARE(marks.size(), 1);
    QVERIFY(marks.first().sentence.contains(u"Chen Wei"_s));
    QCOMPARE(marks.first().quote, u"Bode is on leave."_s);
}

void SignOffPageTest::aDelegateSpeaksForAnother()
{
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    Event given = story.make(dana, {}, DelegationGiven{.to = jonas, .role = role("compliance")});
    given.subject = delegationSubject(given.id);
    given.basis.subjectHead = {};
    story.place(given);
    QVERIFY(story.effective());
    PageOf of(story, jonas);
    of.page->navigate(changeOf(story));
    auto *approve = find<QPushButton>(of.page, "approve");
    QVERIFY(approve->text().contains(u"Dana Levy"_s));
    QTRY_VERIFY(approve->isEnabled());
    QTRY_VERIFY(of.page->findChild<Arming *>()->isArmed());
    QTest::mouseClick(approve, Qt::LeftButton);
    QCOMPARE(of.workspace.writeCalls.asked(), 1);
    QCOMPARE(of.workspace.lastReview.delegation, given.id);
    QVERIFY(of.workspace.lastReview.as == role("compliance"));
}

void SignOffPageTest::pictures_data()
{
    addPictureRows({"lane-sheet", "confirm", "marks", "override-sheet", "emergency"}, "sign-off-");
}

void SignOffPageTest::pictures()
{
    QFETCH(const QString, state);
    QFETCH(const QSize, size);
    QFETCH(const bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    Story story = refundInReview(refundProposed(), exceptionPolicy());
    const QString subject = changeSubject(story.changeId());
    const EventId revision = story.change().revision()->stamp.event;
    PrincipalId who = jonas;
    if (state != "lane-sheet"_L1) {
        story.say(jonas, subject, LoweringProposed{.revision = revision, .lane = Lane::Medium,
                                                   .reasonText = story.text(u"The numbers were agreed in the returns board on Monday."_s)});
        who = dana;
    }
    if (state == "marks"_L1 || state == "override-sheet"_L1) {
        story.say(dana, subject, LaneLowered{.revision = revision, .proposal = story.lastId(), .from = Lane::High});
        who = ana;
    }
    if (state == "marks"_L1) {
        story.say(chen, subject, RequirementOverridden{.revision = revision, .requirement = u"approvals"_s,
                                                       .reasonText = story.text(u"Everybody who could is at the fair."_s)});
    }
    if (state == "override-sheet"_L1)
        who = chen;
    if (state == "emergency"_L1) {
        story.say(chen, subject, EmergencyDeclared{.revision = revision, .reasonText = story.text(u"It pays every refund twice."_s)});
        who = dana;
    }
    PageOf of(story, who, size);
    of.page->navigate(changeOf(story));
    QTRY_VERIFY(find<QPushButton>(of.page, who == ana ? "accept" : "approve")->isEnabled()); // the difference is read
    if (state == "lane-sheet"_L1) {
        openLane(of);
    } else if (state == "confirm"_L1) {
        QTest::mouseClick(find<QPushButton>(of.page, "confirmLowering"), Qt::LeftButton);
    } else if (state == "override-sheet"_L1) {
        chooseMore(of, u"Override"_s);
    }
    if (SignOffSheet *sheet = sheetOf(of))
        (void)armed(sheet);
    const QString asked = qEnvironmentVariable("COUNTERSIGN_SCREENS");
    const QString path = asked.isEmpty() ? QDir::temp().filePath(u"screens"_s) : asked;
    QDir().mkpath(path);
    const QPixmap picture = of.window.grab();
    QCOMPARE(picture.isNull(), false);
    QVERIFY(picture.save(path + u'/' + QString::fromLatin1(QTest::currentDataTag()) + u".png"_s));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::SignOffPageTest)
#include "tst_sign_off_page.moc"
