// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "gui/change/RefundStory.h"
#include "services/OpinionDesk.h"
#include "support/http/HttpServer.h"
#include "support/http/MemorySecrets.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString highAnswer =
    u"{\"lane\":\"high\",\"reasons\":[\"“30 days” became “14 days”: customers lose more than half of the time they have.\","
    u"\"“must check” became “should check”, so that the date may be skipped.\"]}"_s;

Policy askingPolicy(const QUrl &endpoint)
{
    Policy policy = storyPolicy();
    policy.secondOpinion = {.endpoint = endpoint.toString(), .model = u"small-model"_s, .lanes = {Lane::Low, Lane::Medium}};
    return policy;
}

/// Ana's proposal, which its submission takes for low.
Story lowInReview(const QUrl &endpoint)
{
    Story story(askingPolicy(endpoint));
    BaselineRecorded baseline;
    baseline.files.append({.artifact = {refund}, .path = u"prompts/support/refund.md"_s, .kind = ArtifactKind::Prompt,
                           .content = story.text(refundLive())});
    story.say(chen, u"ledger"_s, baseline);
    story.opened(ana).submitted(ana, refund, refundProposed(), Lane::Low).noted(ana);
    return story;
}

OpinionRecorded recorded(Story &story, Lane lane, const QString &answer, const QString &served = u"small-model-2026-11"_s)
{
    return {.revision = story.change().revision()->stamp.event, .lane = lane, .host = u"models.acme.example"_s,
            .asked = u"small-model"_s, .served = served, .prompt = textHash(u"a prompt"_s), .answerText = story.text(answer)};
}

struct Desk
{
    QTemporaryDir folder;
    std::shared_ptr<MemorySecrets> secrets = std::make_shared<MemorySecrets>();
    OpinionDesk desk{{.settingsFile = folder.filePath(u"endpoints.ini"_s), .secrets = secrets}};

    /// Every file that this desk wrote, one after the other.
    [[nodiscard]] QByteArray written() const
    {
        QByteArray all;
        for (const QFileInfo &info : QDir(folder.path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }
};

const QString aKey = u"sk-test-4be1c07f92d3a5"_s;

/// Chooses the keychain with the keyboard and puts a key into its field from the clipboard.
void pasteKey(QWidget *panel, const QString &key)
{
    auto *place = find<QComboBox>(panel, "opinionKeyPlace");
    place->setFocus();
    QTest::keyClick(place, Qt::Key_End);
    QGuiApplication::clipboard()->setText(key);
    QTest::keySequence(find<QLineEdit>(panel, "opinionKeySecret"), QKeySequence::Paste);
}

/// Opens the reasons of the lane.
QWidget *openReasons(PageOf &of, const Story &story)
{
    of.page->navigate({.page = PageKind::Change, .change = story.changeId()});
    QTest::mouseClick(find<QAbstractButton>(of.page, "laneChip"), Qt::LeftButton);
    return of.window.findChild<QWidget *>(u"opinionPanel"_s);
}

QStringList wordsOf(QWidget *panel, const QString &name)
{
    QStringList words;
    for (const PlainLabel *label : panel->findChildren<PlainLabel *>(name))
        words.append(label->text());
    return words;
}

} // namespace

/// The second opinion in the lane's popover, with a real server behind it.
class OpinionPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void nothingStandsThereWhenThePolicyAsksForNone();
    void thePersonAgreesOnceAndTheAnswerIsRecorded();
    void anErrorStaysInPlaceAndCanBeTriedAgain();
    void aQuestionIsStopped();
    void whatIsRecordedGoesOnWhenThePopoverCloses();
    void anAnswerThatCouldNotBeRecordedIsRecordedAgain();
    void whoMayNotWriteIsToldSo();
    void hostileWordsAreQuotedOnOneLine();
    void keysOfAHostAreNamedAndNotTyped();
    void aPastedKeyGoesIntoTheKeychainAndNowhereElse();
    void aKeychainThatTakesNothingIsSaidInPlaceAndNothingIsSent_data();
    void aKeychainThatTakesNothingIsSaidInPlaceAndNothingIsSent();
    void whatIsNoKeyIsNotKept();
    void aKeptKeyIsReplacedAndForgotten();
    void aKeyThatCannotBeForgottenStays();
    void itIsDrawn_data();
    void itIsDrawn();

private:
    std::unique_ptr<Theme> m_theme;
};

void OpinionPageTest::nothingStandsThereWhenThePolicyAsksForNone()
{
    const Story story = refundInReview();
    Desk desk;
    PageOf of(story, ana, {1224, 756}, &desk.desk);

    QVERIFY(!openReasons(of, story));
}

void OpinionPageTest::thePersonAgreesOnceAndTheAnswerIsRecorded()
{
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer, u"small-model-2026-11"_s); });
    Story story = lowInReview(server.url(u"/v1"_s));
    Desk desk;
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    QVERIFY(panel);
    QVERIFY(find<PlainLabel>(panel, "opinionConsent")->isVisible());
    QVERIFY(find<PlainLabel>(panel, "opinionConsent")->text().contains(u"127.0.0.1"_s));
    QVERIFY(server.seen().isEmpty());

    QTest::keyClick(find<QPushButton>(panel, "opinionAsk"), Qt::Key_Space);
    QTRY_COMPARE(of.workspace.lastWrite, u"signOff"_s);

    const auto *act = std::get_if<OpinionRecorded>(&of.workspace.lastSignOff);
    QVERIFY(act);
    QVERIFY(act->lane == Lane::High);
    QCOMPARE(act->served, u"small-model-2026-11"_s);
    QVERIFY(act->prompt == contentHash(server.seen().first().body));
    QCOMPARE(of.workspace.lastText, highAnswer);
    story.say(ana, changeSubject(story.changeId()), recorded(story, Lane::High, highAnswer));
    QVERIFY(story.effective());
    of.workspace.writeCalls.answer(WriteReceipt{});
    of.setStory(story);
    QTRY_COMPARE(wordsOf(panel, u"opinionReason"_s).size(), 2);
    QCOMPARE(find<PlainLabel>(panel, "opinionEffect")->text(), u"This raised the lane."_s);
    QVERIFY(desk.desk.isConfirmed(story.state().policy.secondOpinion));
}

void OpinionPageTest::anErrorStaysInPlaceAndCanBeTriedAgain()
{
    const HttpServer server({chatReply(u"I would lower it."_s), chatReply(highAnswer)});
    const Story story = lowInReview(server.url());
    Desk desk;
    QVERIFY(desk.desk.confirm(story.state().policy.secondOpinion, u"none"_s));
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);

    QTest::mouseClick(find<QPushButton>(panel, "opinionAsk"), Qt::LeftButton);
    auto *error = find<NoticeBar>(panel, "opinionError");
    QTRY_VERIFY(error->isVisible());

    QVERIFY(error->notice().lead.contains(u"no lane with reasons"_s));
    QVERIFY(of.workspace.lastWrite.isEmpty());
    emit error->actionPressed();
    QTRY_COMPARE(of.workspace.lastWrite, u"signOff"_s);
    QVERIFY(!error->isVisible());
}

void OpinionPageTest::aQuestionIsStopped()
{
    const HttpServer server([](const HttpSeen &) { return HttpReply{.end = HttpEnd::Silence}; });
    const Story story = lowInReview(server.url());
    Desk desk;
    QVERIFY(desk.desk.confirm(story.state().policy.secondOpinion, u"none"_s));
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    auto *ask = find<QPushButton>(panel, "opinionAsk");
    QTest::mouseClick(ask, Qt::LeftButton);
    QTRY_COMPARE(server.seen().size(), 1);
    QVERIFY(!ask->isVisible());

    auto *busy = find<QWidget>(panel, "opinionBusy");
    QTRY_VERIFY(busy->findChild<QPushButton *>() && busy->findChild<QPushButton *>()->isVisible());
    QTest::mouseClick(busy->findChild<QPushButton *>(), Qt::LeftButton);

    QTRY_VERIFY(ask->isVisible());
    QTRY_COMPARE(server.hungUp(), 1);
    QVERIFY(of.workspace.lastWrite.isEmpty());
}

void OpinionPageTest::whatIsRecordedGoesOnWhenThePopoverCloses()
{
    HttpReply slow = chatReply(highAnswer);
    slow.delay = std::chrono::milliseconds(200);
    const HttpServer server({slow});
    const Story story = lowInReview(server.url());
    Desk desk;
    QVERIFY(desk.desk.confirm(story.state().policy.secondOpinion, u"none"_s));
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    QTest::mouseClick(find<QPushButton>(panel, "opinionAsk"), Qt::LeftButton);
    QTRY_COMPARE(server.seen().size(), 1);

    QTest::keyClick(find<QWidget>(&of.window, "lanePopover"), Qt::Key_Escape);

    QTRY_COMPARE(of.workspace.lastWrite, u"signOff"_s);
}

void OpinionPageTest::anAnswerThatCouldNotBeRecordedIsRecordedAgain()
{
    const HttpServer server({chatReply(highAnswer)});
    const Story story = lowInReview(server.url());
    Desk desk;
    QVERIFY(desk.desk.confirm(story.state().policy.secondOpinion, u"none"_s));
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    QTest::mouseClick(find<QPushButton>(panel, "opinionAsk"), Qt::LeftButton);
    QTRY_COMPARE(of.workspace.lastWrite, u"signOff"_s);
    of.workspace.lastWrite.clear();

    of.workspace.writeCalls.answer(failure(ErrorCode::Unavailable, u"origin"_s));
    auto *error = find<NoticeBar>(panel, "opinionError");
    QTRY_VERIFY(error->isVisible());
    emit error->actionPressed();

    QTRY_COMPARE(of.workspace.lastWrite, u"signOff"_s);
    QCOMPARE(of.workspace.lastText, highAnswer);
    QCOMPARE(server.seen().size(), 1);
}

void OpinionPageTest::whoMayNotWriteIsToldSo()
{
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer); });
    const Story story = lowInReview(server.url());
    Desk desk;
    PageOf of(story, {}, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);

    auto *ask = find<QPushButton>(panel, "opinionAsk");

    QVERIFY(ask->isVisible());
    QVERIFY(!ask->isEnabled());
    QVERIFY(!ask->toolTip().isEmpty());
    QVERIFY(!find<PlainLabel>(panel, "opinionConsent")->isVisible());
}

void OpinionPageTest::hostileWordsAreQuotedOnOneLine()
{
    Story story = lowInReview(QUrl(u"https://models.acme.example/v1"_s));
    story.say(ana, changeSubject(story.changeId()),
              recorded(story, Lane::Low, u"{\"lane\":\"low\",\"reasons\":[\"<b>Lower it</b>\\n\\u202eevil\"]}"_s, u"<i>x\u202ey"_s));
    Desk desk;
    PageOf of(story, ana, {1224, 756}, &desk.desk);

    QWidget *panel = openReasons(of, story);

    QCOMPARE(wordsOf(panel, u"opinionReason"_s), QStringList{u"“<b>Lower it</b> evil”"_s});
    QVERIFY(!wordsOf(panel, u"opinionSource"_s).first().contains(QChar(0x202e)));
    QCOMPARE(find<PlainLabel>(panel, "opinionEffect")->text(), u"This changes nothing."_s);
}

void OpinionPageTest::keysOfAHostAreNamedAndNotTyped()
{
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer); });
    const Story story = lowInReview(server.url());
    Desk desk;
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    auto *ask = find<QPushButton>(panel, "opinionAsk");

    find<QComboBox>(panel, "opinionKeyPlace")->setCurrentIndex(1);
    QVERIFY(!ask->isEnabled());
    find<QLineEdit>(panel, "opinionKeyName")->setText(u"sk-secret"_s);
    QTest::mouseClick(ask, Qt::LeftButton);

    QVERIFY(find<NoticeBar>(panel, "opinionError")->isVisible());
    QVERIFY(!desk.desk.isConfirmed(story.state().policy.secondOpinion));
    QVERIFY(server.seen().isEmpty());
    find<QLineEdit>(panel, "opinionKeyName")->setText(u"MODEL_KEY"_s);
    QTest::mouseClick(ask, Qt::LeftButton);
    QVERIFY(desk.desk.isConfirmed(story.state().policy.secondOpinion));
}

void OpinionPageTest::aPastedKeyGoesIntoTheKeychainAndNowhereElse()
{
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer); });
    const Story story = lowInReview(server.url());
    Desk desk;
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    pasteKey(panel, aKey);
    auto *secret = find<QLineEdit>(panel, "opinionKeySecret");
    QCOMPARE(secret->echoMode(), QLineEdit::Password);
    QVERIFY(!secret->displayText().contains(aKey));
    const QString entry = find<QLineEdit>(panel, "opinionKeyName")->text();
    QVERIFY(entry.startsWith(u"127.0.0.1"_s));

    QTest::keyClick(secret, Qt::Key_Return);

    QTRY_COMPARE(of.workspace.lastWrite, u"signOff"_s);
    QCOMPARE(desk.secrets->kept(u"keychain:"_s + entry), aKey.toLatin1());
    QCOMPARE(server.seen().first().headers.value("authorization"), "Bearer " + aKey.toLatin1());
    QCOMPARE(desk.desk.keyOf(story.state().policy.secondOpinion), u"keychain:"_s + entry);
    QVERIFY(!desk.written().isEmpty());
    QVERIFY(!desk.written().contains(aKey.toLatin1()));
    QVERIFY(!of.workspace.lastText.contains(aKey));
    QVERIFY(secret->text().isEmpty());
}

void OpinionPageTest::aKeychainThatTakesNothingIsSaidInPlaceAndNothingIsSent_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("lead");
    QTest::newRow("absent") << Error{.code = ErrorCode::Unavailable, .subject = u"keychain"_s}
                            << u"No keychain answers on this machine."_s;
    QTest::newRow("locked") << Error{.code = ErrorCode::NotPermitted, .subject = u"keychain.locked"_s}
                            << u"The keychain is locked."_s;
    QTest::newRow("refused") << Error{.code = ErrorCode::NotPermitted, .subject = u"keychain"_s}
                             << u"The keychain said no."_s;
}

void OpinionPageTest::aKeychainThatTakesNothingIsSaidInPlaceAndNothingIsSent()
{
    QFETCH(const Error, error);
    QFETCH(const QString, lead);
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer); });
    const Story story = lowInReview(server.url());
    Desk desk;
    desk.secrets->refuseWrites(error);
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    pasteKey(panel, aKey);

    QTest::keyClick(find<QPushButton>(panel, "opinionAsk"), Qt::Key_Space);

    auto *bar = find<NoticeBar>(panel, "opinionError");
    QTRY_VERIFY(bar->isVisible());
    QCOMPARE(bar->notice().lead, lead);
    QVERIFY(!desk.desk.isConfirmed(story.state().policy.secondOpinion));
    QVERIFY(server.seen().isEmpty());
    QVERIFY(!desk.written().contains(aKey.toLatin1()));
    QVERIFY(find<QLineEdit>(panel, "opinionKeySecret")->hasFocus());
    // It stays said when the record moves, and what was typed is not lost: the next try needs no second paste.
    of.setStory(story);
    QVERIFY(bar->isVisible());
    desk.secrets->refuseWrites(std::nullopt);
    QTest::keyClick(find<QPushButton>(panel, "opinionAsk"), Qt::Key_Space);
    QTRY_COMPARE(of.workspace.lastWrite, u"signOff"_s);
    QVERIFY(!bar->isVisible());
}

void OpinionPageTest::whatIsNoKeyIsNotKept()
{
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer); });
    const Story story = lowInReview(server.url());
    Desk desk;
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    pasteKey(panel, u"two words"_s);

    QTest::keyClick(find<QPushButton>(panel, "opinionAsk"), Qt::Key_Space);

    auto *bar = find<NoticeBar>(panel, "opinionError");
    QTRY_VERIFY(bar->isVisible());
    QCOMPARE(bar->notice().lead, u"This is no key."_s);
    QVERIFY(!desk.desk.isConfirmed(story.state().policy.secondOpinion));
    QVERIFY(server.seen().isEmpty());
}

void OpinionPageTest::aKeptKeyIsReplacedAndForgotten()
{
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer); });
    const Story story = lowInReview(server.url());
    const SecondOpinion asked = story.state().policy.secondOpinion;
    Desk desk;
    QVERIFY(desk.desk.keepKey(u"our models"_s, u"sk-old-key"_s).isFinished());
    QVERIFY(desk.desk.confirm(asked, u"keychain:our models"_s));
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);
    QVERIFY(!find<QLineEdit>(panel, "opinionKeySecret")->isVisible());

    QTest::keyClick(find<QPushButton>(panel, "opinionKeyReplace"), Qt::Key_Space);
    auto *secret = find<QLineEdit>(panel, "opinionKeySecret");
    QTRY_VERIFY(secret->isVisible());
    QVERIFY(secret->text().isEmpty());
    QVERIFY(!find<QPushButton>(panel, "opinionAsk")->isVisible());
    QCOMPARE(find<QLineEdit>(panel, "opinionKeyName")->text(), u"our models"_s);
    QTest::keyClicks(secret, aKey);
    QTest::keyClick(secret, Qt::Key_Return);
    QTRY_COMPARE(desk.secrets->kept(u"keychain:our models"_s), aKey.toLatin1());
    QTRY_VERIFY(!secret->isVisible());
    QVERIFY(server.seen().isEmpty());

    QTest::keyClick(find<QPushButton>(panel, "opinionKeyForget"), Qt::Key_Space);
    QTRY_VERIFY(!desk.desk.isConfirmed(asked));
    QVERIFY(desk.secrets->kept(u"keychain:our models"_s).isEmpty());
    QTRY_VERIFY(find<PlainLabel>(panel, "opinionConsent")->isVisible());
    QCOMPARE(find<QComboBox>(panel, "opinionKeyPlace")->currentIndex(), 0);
}

void OpinionPageTest::aKeyThatCannotBeForgottenStays()
{
    const HttpServer server([](const HttpSeen &) { return chatReply(highAnswer); });
    const Story story = lowInReview(server.url());
    const SecondOpinion asked = story.state().policy.secondOpinion;
    Desk desk;
    QVERIFY(desk.desk.keepKey(u"our models"_s, aKey).isFinished());
    QVERIFY(desk.desk.confirm(asked, u"keychain:our models"_s));
    desk.secrets->refuseWrites(Error{.code = ErrorCode::NotPermitted, .subject = u"keychain.locked"_s});
    PageOf of(story, ana, {1224, 756}, &desk.desk);
    QWidget *panel = openReasons(of, story);

    QTest::keyClick(find<QPushButton>(panel, "opinionKeyForget"), Qt::Key_Space);

    auto *bar = find<NoticeBar>(panel, "opinionError");
    QTRY_VERIFY(bar->isVisible());
    QCOMPARE(bar->notice().lead, u"The keychain is locked."_s);
    QCOMPARE(bar->notice().sentence, u"The key is still there, and so is your consent."_s);
    QVERIFY(desk.desk.isConfirmed(asked));
    QVERIFY(find<QPushButton>(panel, "opinionKeyForget")->isEnabled());
}

void OpinionPageTest::itIsDrawn_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<bool>("dark");
    for (const char *state :
         {"consent", "ready", "asking", "failed", "raised", "agreed", "key", "absent", "kept", "replace"}) {
        QTest::addRow("%s-light", state) << QString::fromLatin1(state) << false;
        QTest::addRow("%s-dark", state) << QString::fromLatin1(state) << true;
    }
}

void OpinionPageTest::itIsDrawn()
{
    QFETCH(const QString, state);
    QFETCH(const bool, dark);
    m_theme = installTheme({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    const HttpServer server([&state](const HttpSeen &) {
        return state == "failed"_L1 ? HttpReply{.status = 400, .body = R"({"error":{"message":"no such model"}})"}
                                    : HttpReply{.end = HttpEnd::Silence};
    });
    Story story = lowInReview(server.url(u"/v1"_s));
    if (state == "raised"_L1)
        story.say(ana, changeSubject(story.changeId()), recorded(story, Lane::High, highAnswer));
    if (state == "agreed"_L1)
        story.say(ana, changeSubject(story.changeId()), recorded(story, Lane::Low, u"{\"lane\":\"low\",\"reasons\":[]}"_s, {}));
    Desk desk;
    const bool first = state == "consent"_L1 || state == "key"_L1 || state == "absent"_L1;
    const bool kept = state == "kept"_L1 || state == "replace"_L1;
    if (!first)
        QVERIFY(desk.desk.confirm(story.state().policy.secondOpinion,
                                  kept ? u"keychain:models.acme.example"_s : u"none"_s));
    if (state == "absent"_L1)
        desk.secrets->refuseWrites(Error{.code = ErrorCode::Unavailable, .subject = u"keychain"_s});
    {
        PageOf of(story, ana, {1224, 756}, &desk.desk);
        QWidget *panel = openReasons(of, story);
        QVERIFY(panel);
        if (state == "asking"_L1 || state == "failed"_L1)
            QTest::mouseClick(find<QPushButton>(panel, "opinionAsk"), Qt::LeftButton);
        if (state == "asking"_L1)
            QTRY_VERIFY(find<QWidget>(panel, "opinionBusy")->findChild<QPushButton *>()->isVisible());
        if (state == "failed"_L1)
            QTRY_VERIFY(find<NoticeBar>(panel, "opinionError")->isVisible());
        if (state == "key"_L1 || state == "absent"_L1)
            pasteKey(panel, aKey);
        if (state == "absent"_L1) {
            QTest::keyClick(find<QPushButton>(panel, "opinionAsk"), Qt::Key_Space);
            QTRY_VERIFY(find<NoticeBar>(panel, "opinionError")->isVisible());
        }
        if (state == "replace"_L1)
            QTest::keyClick(find<QPushButton>(panel, "opinionKeyReplace"), Qt::Key_Space);
        QCoreApplication::sendPostedEvents();

        const QString asked = qEnvironmentVariable("COUNTERSIGN_SCREENS");
        const QString folder = asked.isEmpty() ? QDir::temp().filePath(u"screens"_s) : asked;
        QDir().mkpath(folder);
        QVERIFY(of.window.grab().save(u"%1/opinion-%2-%3.png"_s.arg(folder, state, dark ? u"dark"_s : u"light"_s)));
        // Nothing of it lies outside of the popover.
        auto *popover = find<QWidget>(&of.window, "lanePopover");
        for (const QWidget *child : panel->findChildren<QWidget *>()) {
            if (child->isVisible())
                QVERIFY(popover->rect().contains(QRect(child->mapTo(popover, QPoint()), child->size())));
        }
    }
    m_theme = installTheme();
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::OpinionPageTest)
#include "tst_opinion_page.moc"
