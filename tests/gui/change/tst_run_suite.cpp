// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "evals/Read.h"
#include "gui/change/RefundStory.h"
#include "gui/support/PictureRows.h"
#include "services/OpinionDesk.h"
#include "services/RunDesk.h"
#include "support/Runs.h"
#include "support/http/HttpServer.h"
#include "support/http/MemorySecrets.h"
#include "ui/change/EvalsTab.h"
#include "ui/change/RunSheet.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/VerdictBand.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <mutex>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::test {

namespace {

constexpr int cases = 40;
const QString aKey = u"sk-test-4be1c07f92d3a5"_s;

QString promptOf(int days)
{
    return u"Customers may return an item within %1 days.\n\n{{question}}\n"_s.arg(days);
}

QString suiteText(const QString &own = {}, const QString &assertion = {})
{
    QString yaml = u"description: Refunds\nprompts: [file://../support/refund.md]\nproviders:\n"
                   "  - id: openai:chat:gpt-4.1\n    config: {max_tokens: 50, inputCost: 0.000002, outputCost: 0.000008}\n"_s
                   + own + u"tests:\n"_s;
    for (int i = 0; i < cases; ++i) {
        yaml += u"  - vars: {question: 'question %1'}\n    assert: [{type: contains, value: 'question %1'}%2]\n"
                "    countersign: {id: c%1, dimension: accuracy}\n"_s.arg(i, 2, 10, QChar(u'0'))
                    .arg(assertion);
    }
    return yaml;
}

Policy runPolicy()
{
    Policy policy = gatePolicy();
    policy.suites.first().thresholds.clear();
    policy.suites.first().served = {u"gpt-4.1*"_s};
    policy.suites.first().limit = 100'000;
    policy.rights.recordRuns = {role("engineering"), role("support")};
    return policy;
}

/// Ana's change of the window of days, with a suite of 40 cases that nobody has run.
Story storyWith(const QString &suite)
{
    Story story(runPolicy());
    story.baseline(u"support/refund"_s, promptOf(30)).baseline(refundSuiteId.value, suite);
    story.opened(ana).submitted(ana, u"support/refund"_s, promptOf(14), Lane::Low).noted(ana);
    return story;
}

QString lastMessage(const HttpSeen &seen)
{
    const QJsonObject body = QJsonDocument::fromJson(seen.body).object();
    return body.value(u"messages"_s).toArray().last().toObject().value(u"content"_s).toString();
}

HttpReply echoed(const HttpSeen &seen)
{
    return chatReply(lastMessage(seen), u"gpt-4.1-2025-04-14"_s);
}

/// A window on the change, with desks of its own for hosts, keys and runs.
struct Seat
{
    explicit Seat(const Story &told, const QSize &size = {1224, 756})
        : story(told)
        , opinions({.settingsFile = folder.filePath(u"endpoints.ini"_s), .secrets = secrets})
        , runs(std::make_unique<RunDesk>(place()))
        , of(story, chen, size, &opinions, runs.get())
        , tab(of.page->findChild<EvalsTab *>())
    {
        of.page->navigate({.page = PageKind::Change, .change = story.changeId(), .tab = ChangeTab::Evals});
    }
    ~Seat() { of.page->deleteLater(); }

    [[nodiscard]] RunDesk::Place place() const
    {
        return {.settingsFile = folder.filePath(u"endpoints.ini"_s),
                .secrets = secrets,
                .dataFolder = folder.filePath(u"runs"_s),
                .retry = {.tries = 4, .first = 1ms, .longest = 5ms}};
    }
    [[nodiscard]] RunSheet *sheet() const { return of.window.findChild<RunSheet *>(); }
    /// By keyboard: the button of the tab, then the fields.
    [[nodiscard]] RunSheet *ask(const HttpServer &server, const QString &key = aKey)
    {
        auto *run = find<QPushButton>(tab, "runSuiteButton");
        run->setFocus();
        QTest::keyClick(run, Qt::Key_Space);
        RunSheet *asked = sheet();
        if (!asked)
            return nullptr;
        find<QLineEdit>(asked, "runEndpoint")->setText(server.url(u"/v1"_s).toString());
        auto *place = find<QComboBox>(asked, "opinionKeyPlace");
        if (place->isVisibleTo(asked) && !key.isEmpty()) {
            place->setFocus();
            QTest::keyClick(place, Qt::Key_End);
            QTest::keyClicks(find<QLineEdit>(asked, "opinionKeySecret"), key);
        }
        return asked;
    }
    /// Presses the deciding button once it may be pressed.
    [[nodiscard]] bool go()
    {
        RunSheet *asked = sheet();
        return asked && QTest::qWaitFor([asked] { return asked->isArmed() && asked->decidingButton()->isEnabled(); })
               && (QTest::keyClick(asked, Qt::Key_Return, Qt::ControlModifier), true);
    }
    [[nodiscard]] bool begin(const HttpServer &server)
    {
        return ask(server) && go() && QTest::qWaitFor([this] { return !sheet(); });
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return find<QPushButton>(tab, name); }
    [[nodiscard]] QString words(const char *name) const { return find<PlainLabel>(tab, name)->text(); }
    [[nodiscard]] bool isShown() const
    {
        return button("recordRun")->isVisible() && tab->evals()->matrix()
               && tab->evals()->matrix()->set().comparison;
    }
    /// Everything that was written to disk.
    [[nodiscard]] QByteArray written() const
    {
        QByteArray all;
        for (QDirIterator it(folder.path(), QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

    QTemporaryDir folder;
    std::shared_ptr<MemorySecrets> secrets = std::make_shared<MemorySecrets>();
    Story story;
    OpinionDesk opinions;
    std::unique_ptr<RunDesk> runs;
    PageOf of;
    EvalsTab *tab = nullptr;
};

QStringList *g_log = nullptr;

void keepMessage(QtMsgType, const QMessageLogContext &, const QString &text)
{
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    g_log->append(text);
}

} // namespace

/// A suite that is run from the window, against a real server on loopback.
class RunSuiteTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void aSuiteIsRunAndRecordedInOneStep();
    void theKeyIsInTheKeychainAndNowhereElse();
    void whatItTakesIsSaidBefore();
    void everyCaseSaysHowFarItIs();
    void aRunThatIsStoppedGoesOnWhereItWas();
    void aRunGoesOnAfterTheProgramBrokeDown();
    void aBusyOrFailingEndpointIsAskedAgain_data();
    void aBusyOrFailingEndpointIsAskedAgain();
    void anEndpointThatNeverAnswersLeavesErrorsAndNoPass();
    void aWrongKeyEndsTheRunAtOnceAndAnotherOneGoesOn();
    void aCommandIsExecutedOnlyAfterItWasAllowed();
    void aCommandThatLeavesNothingIsSaidInPlace();
    void codeOfASuiteIsAnErrorWithoutPromptfoo();
    void aSuiteWithMistakesIsNotRun();
    void oneRunGoesAtATime();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void RunSuiteTest::aSuiteIsRunAndRecordedInOneStep()
{
    const HttpServer server(echoed);
    Seat seat(storyWith(suiteText()));

    QVERIFY(seat.begin(server));
    QTRY_VERIFY(seat.isShown());

    QCOMPARE(server.seen().size(), 2 * cases); // the revision, and what is live
    QVERIFY(seat.words("previewName").contains(u"not recorded yet"_s));
    QVERIFY2(seat.tab->evals()->band()->plainText().startsWith(u"Passed"_s),
             qPrintable(seat.tab->evals()->band()->plainText()));
    QCOMPARE(seat.of.workspace.writeCalls.asked(), 0);
    auto *record = seat.button("recordRun");
    QTRY_VERIFY(record->hasFocus() && record->isEnabled());
    QTest::keyClick(record, Qt::Key_Space);
    QTRY_COMPARE(seat.of.workspace.writeCalls.asked(), 1);
    const Workspace::RunDraft sent = seat.of.workspace.lastRun;
    QCOMPARE(sent.data.suite, refundSuiteId);
    QCOMPARE(sent.data.tool, u"countersign"_s);
    QCOMPARE(sent.data.modelAsked, u"gpt-4.1"_s);
    QCOMPARE(sent.data.modelServed, u"gpt-4.1-2025-04-14"_s);
    QCOMPARE(sent.data.cases, qint64(cases));
    QVERIFY(sent.data.verdict == EvalVerdict::Pass);
    QVERIFY(contentHash(sent.file) == sent.data.file);
    QVERIFY(!sent.data.baselineFile.isNull());
    QVERIFY(evals::readResults(sent.file, u"run"_s)->status == evals::RunStatus::Complete);

    // The gate flips with it, and nothing waits to be recorded any more.
    QVERIFY(!gateOf(seat.story).met());
    RunRecorded stored = sent.data;
    stored.stored = true;
    (void)seat.story.text(QString::fromUtf8(sent.file));
    seat.story.say(chen, changeSubject(seat.story.changeId()), stored);
    QVERIFY(seat.story.effective());
    QVERIFY(gateOf(seat.story).met());
    seat.of.setStory(seat.story);
    seat.of.workspace.writeCalls.answer(WriteReceipt{.change = seat.story.changeId(), .event = seat.story.lastId()});
    QTRY_VERIFY(!record->isVisible());
    QCOMPARE(seat.tab->sign(), Sign::Satisfied);
    QCOMPARE(int(seat.runs->phase()), int(RunDesk::Phase::Idle));
    QVERIFY(!find<QWidget>(seat.tab, "runBar")->isVisible());
}

void RunSuiteTest::theKeyIsInTheKeychainAndNowhereElse()
{
    const HttpServer server(echoed);
    QStringList log;
    g_log = &log;
    const QtMessageHandler before = qInstallMessageHandler(keepMessage);
    Seat seat(storyWith(suiteText()));

    const bool begun = seat.begin(server);
    const bool shown = QTest::qWaitFor([&seat] { return seat.isShown(); });
    qInstallMessageHandler(before);

    QVERIFY(begun && shown);
    const QString host = u"127.0.0.1:%1"_s.arg(server.url().port());
    QCOMPARE(seat.secrets->kept(u"keychain:"_s + host), aKey.toUtf8());
    for (const HttpSeen &seen : server.seen())
        QCOMPARE(seen.headers.value("authorization"), "Bearer " + aKey.toUtf8());
    QVERIFY(!seat.written().contains(aKey.toUtf8()));
    QVERIFY(!log.join(u'\n').contains(aKey));
    QVERIFY(!QString::fromUtf8(seat.runs->made()->candidate.bytes).contains(aKey));

    // The next time nobody is asked for it.
    QVERIFY(seat.tab->escape());
    QVERIFY(seat.ask(server, {}));
    QVERIFY(!find<QWidget>(seat.sheet(), "opinionKeySecret")->isVisibleTo(seat.sheet()));
}

void RunSuiteTest::whatItTakesIsSaidBefore()
{
    const HttpServer server(echoed);
    Seat seat(storyWith(suiteText()));
    RunSheet *sheet = seat.ask(server);
    QVERIFY(sheet);
    const auto said = [sheet] { return find<PlainLabel>(sheet, "runEstimate")->text(); };

    QTRY_VERIFY2(said().contains(u"80 answer"_s), qPrintable(said()));
    QVERIFY2(said().contains(u"at most 4,000 received"_s), qPrintable(said()));
    QVERIFY2(said().contains(u"costs at most 0.0343 US dollars"_s), qPrintable(said()));
    find<QCheckBox>(sheet, "runLive")->setChecked(false);
    QTRY_VERIFY2(said().contains(u"40 answer"_s), qPrintable(said()));
    find<QSpinBox>(sheet, "runRepeats")->setValue(3);
    QTRY_VERIFY2(said().contains(u"120 answer"_s), qPrintable(said()));
    find<QLineEdit>(sheet, "runModel")->setText(u"another-model"_s);
    QTRY_VERIFY2(said().contains(u"tells no price"_s), qPrintable(said()));
    find<QLineEdit>(sheet, "runModel")->clear();
    QVERIFY(!sheet->decidingButton()->isEnabled());
    QCOMPARE(find<PlainLabel>(sheet, "runMissing")->text(), u"Say which model."_s);
    QCOMPARE(server.seen().size(), 0);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(!seat.sheet());
}

void RunSuiteTest::everyCaseSaysHowFarItIs()
{
    std::atomic<bool> holds = true;
    const HttpServer server([&](const HttpSeen &seen) {
        const QString asked = lastMessage(seen);
        HttpReply reply = asked.contains(u"question 01"_s) ? chatReply(u"No idea."_s, u"gpt-4.1-2025-04-14"_s)
                                                           : echoed(seen);
        if (asked.contains(u"question 02"_s))
            return HttpReply{.status = 400, .body = "{}"};
        const bool first = asked.contains(u"question 00"_s) || asked.contains(u"question 01"_s);
        if (!first && holds)
            reply.end = HttpEnd::Silence;
        return reply;
    });
    Seat seat(storyWith(suiteText()));
    QVERIFY(seat.begin(server));
    auto *list = find<QListView>(seat.tab, "runCases");
    const auto said = [list](int row) { return list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString(); };

    QTRY_COMPARE(list->model()->rowCount(), 2 * cases);
    QVERIFY(list->isVisible());
    QTRY_VERIFY2(said(0).contains(u"c00: passed"_s), qPrintable(said(0)));
    QTRY_VERIFY2(said(1).contains(u"c01: failed"_s), qPrintable(said(1)));
    QTRY_VERIFY2(said(2).contains(u"c02: no judgement"_s), qPrintable(said(2)));
    QTRY_VERIFY2(said(3).contains(u"c03: running"_s), qPrintable(said(3)));
    QVERIFY2(said(cases - 1).contains(u"c39: waiting"_s), qPrintable(said(cases - 1)));
    QVERIFY2(said(cases).contains(u"c00, of what is live: waiting"_s), qPrintable(said(cases)));
    QTRY_VERIFY2(seat.words("runCounts").contains(u"1 failed, 1 without a judgement, 1 passed"_s),
                 qPrintable(seat.words("runCounts")));
    // What is kept beside the list is what stands in it, whatever moved before.
    const auto counted = [&] {
        QStringList parts;
        for (const auto &[state, words] : {std::pair(u"failed"_s, u"%1 failed"_s),
                                           {u"no judgement"_s, u"%1 without a judgement"_s},
                                           {u"passed"_s, u"%1 passed"_s},
                                           {u"running"_s, u"%1 running"_s},
                                           {u"waiting"_s, u"%1 waiting"_s}}) {
            int rows = 0;
            for (int row = 0; row < list->model()->rowCount(); ++row)
                rows += said(row).endsWith(u": "_s + state) ? 1 : 0;
            if (rows > 0)
                parts.append(words.arg(rows));
        }
        return u"Cases: "_s + parts.join(u", "_s);
    };
    QCOMPARE(seat.words("runCounts"), counted());

    // By keyboard: the list is chosen in, and put away.
    list->setFocus();
    QTest::keyClick(list, Qt::Key_End);
    QCOMPARE(list->currentIndex().row(), 2 * cases - 1);
    auto *button = seat.button("runCasesButton");
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QVERIFY(!list->isVisible());
    QTest::keyClick(button, Qt::Key_Space);
    QVERIFY(list->isVisible());

    // Stopped, what ran waits again, and what is known stays.
    QTest::keyClick(seat.button("runStop"), Qt::Key_Space);
    QTRY_COMPARE(int(seat.runs->phase()), int(RunDesk::Phase::Stopped));
    QVERIFY2(said(0).contains(u"passed"_s), qPrintable(said(0)));
    QVERIFY2(said(3).contains(u"waiting"_s), qPrintable(said(3)));
    QCOMPARE(seat.words("runCounts"), counted());
    holds = false;
    QTest::keyClick(seat.button("runGoOn"), Qt::Key_Space);
    QTRY_VERIFY2(seat.isShown(), qPrintable(seat.words("runWords")));
    QVERIFY(!list->isVisible());
    QVERIFY2(said(2 * cases - 1).contains(u"passed"_s), qPrintable(said(2 * cases - 1)));
}

void RunSuiteTest::aRunThatIsStoppedGoesOnWhereItWas()
{
    std::atomic<int> answered = 0;
    std::atomic<bool> holds = true;
    const HttpServer server([&](const HttpSeen &seen) {
        HttpReply reply = echoed(seen);
        if (++answered > 10 && holds)
            reply.end = HttpEnd::Silence;
        return reply;
    });
    Seat seat(storyWith(suiteText()));
    QVERIFY(seat.begin(server));
    QTRY_COMPARE(seat.runs->progress().done, 10);
    QVERIFY2(seat.words("runWords").contains(u"10 of 80"_s), qPrintable(seat.words("runWords")));

    auto *stop = seat.button("runStop");
    QVERIFY(stop->isVisible());
    stop->setFocus();
    QTest::keyClick(stop, Qt::Key_Space);
    QTRY_COMPARE(int(seat.runs->phase()), int(RunDesk::Phase::Stopped));
    QVERIFY2(seat.words("runWords").contains(u"was stopped"_s), qPrintable(seat.words("runWords")));
    QCOMPARE(seat.of.workspace.writeCalls.asked(), 0);

    holds = false;
    const qsizetype before = server.seen().size();
    QTest::keyClick(seat.button("runGoOn"), Qt::Key_Space);
    QTRY_VERIFY(seat.isShown());

    // Nobody is asked again for what was answered, and no case is lost or there twice.
    QCOMPARE(server.seen().size() - before, 2 * cases - 10);
    QCOMPARE(int(seat.runs->made()->candidate.results->answers.size()), cases);
    QCOMPARE(int(seat.runs->made()->live->results->answers.size()), cases);
}

void RunSuiteTest::aRunGoesOnAfterTheProgramBrokeDown()
{
    std::atomic<int> answered = 0;
    std::atomic<bool> holds = true;
    const HttpServer server([&](const HttpSeen &seen) {
        HttpReply reply = echoed(seen);
        if (++answered > 10 && holds)
            reply.end = HttpEnd::Silence;
        return reply;
    });
    QTemporaryDir kept;
    {
        Seat seat(storyWith(suiteText()));
        QVERIFY(seat.begin(server));
        QTRY_COMPARE(seat.runs->progress().done, 10);
        // What a program leaves that ends here.
        QDir().mkpath(kept.path());
        for (const QFileInfo &file : QDir(seat.folder.filePath(u"runs"_s)).entryInfoList(QDir::Files))
            QVERIFY(QFile::copy(file.filePath(), kept.filePath(file.fileName())));
    }
    holds = false;
    Seat again(storyWith(suiteText()));
    QDir().mkpath(again.folder.filePath(u"runs"_s));
    for (const QFileInfo &file : QDir(kept.path()).entryInfoList(QDir::Files))
        QVERIFY(QFile::copy(file.filePath(), again.folder.filePath(u"runs/"_s + file.fileName())));
    RunSheet *sheet = again.ask(server);
    QVERIFY(sheet);
    QTRY_COMPARE(sheet->decidingButton()->text(), u"Go on"_s);
    QVERIFY(find<PlainLabel>(sheet, "runEstimate")->text().contains(u"10 of them"_s));
    const qsizetype before = server.seen().size();

    QVERIFY(again.go());
    QTRY_VERIFY(again.isShown());

    QCOMPARE(server.seen().size() - before, 2 * cases - 10);
}

void RunSuiteTest::aBusyOrFailingEndpointIsAskedAgain_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("too many requests") << 429;
    QTest::newRow("a failure of its own") << 503;
}

void RunSuiteTest::aBusyOrFailingEndpointIsAskedAgain()
{
    QFETCH(const int, status);
    std::mutex mutex;
    QSet<QString> refused; // each question once
    const HttpServer server([&](const HttpSeen &seen) {
        const std::lock_guard lock(mutex);
        const QString question = lastMessage(seen);
        if (refused.contains(question))
            return echoed(seen);
        refused.insert(question);
        return HttpReply{.status = status, .body = "{\"error\":{\"message\":\"later\"}}"};
    });
    Seat seat(storyWith(suiteText()));

    QVERIFY(seat.begin(server));
    QTRY_VERIFY(seat.isShown());

    QCOMPARE(seat.runs->progress().failed, 0);
    QCOMPARE(int(seat.runs->made()->candidate.results->answers.size()), cases);
    QCOMPARE(server.seen().size(), 2 * 2 * cases);
}

void RunSuiteTest::anEndpointThatNeverAnswersLeavesErrorsAndNoPass()
{
    const HttpServer server([](const HttpSeen &seen) {
        return lastMessage(seen).contains(u"question 07"_s) && lastMessage(seen).contains(u"14 days"_s)
                   ? HttpReply{.status = 500, .body = "{\"error\":{\"message\":\"<b>broken</b>\"}}"}
                   : echoed(seen);
    });
    Seat seat(storyWith(suiteText()));

    QVERIFY(seat.begin(server));
    QTRY_VERIFY(seat.isShown());

    const evals::ResultFile &file = *seat.runs->made()->candidate.results;
    const auto errors = std::ranges::count(file.answers, evals::Outcome::Error, &evals::Answer::outcome);
    QCOMPARE(errors, 1);
    QVERIFY(!seat.tab->evals()->band()->plainText().startsWith(u"Passed"_s));
}

void RunSuiteTest::aWrongKeyEndsTheRunAtOnceAndAnotherOneGoesOn()
{
    std::atomic<bool> takes = false;
    const HttpServer server([&](const HttpSeen &seen) {
        return takes ? echoed(seen)
                     : HttpReply{.status = 401, .body = "{\"error\":{\"message\":\"no such key\"}}"};
    });
    Seat seat(storyWith(suiteText()));
    QVERIFY(seat.begin(server));

    QTRY_COMPARE(int(seat.runs->phase()), int(RunDesk::Phase::Failed));
    const Notice notice = find<NoticeBar>(seat.tab, "runFailed")->notice();
    QVERIFY2(notice.lead.contains(u"does not take the key"_s), qPrintable(notice.lead));
    QVERIFY(notice.detail.contains(u"no such key"_s));
    QVERIFY(server.seen().size() < cases); // the others would end so too
    QVERIFY(!seat.button("recordRun")->isVisible());

    // Another key, where it is asked for.
    takes = true;
    QTest::keyClick(seat.button("runSettings"), Qt::Key_Space);
    RunSheet *sheet = seat.sheet();
    QVERIFY(sheet);
    QTest::keyClick(find<QPushButton>(sheet, "opinionKeyReplace"), Qt::Key_Space);
    QTest::keyClicks(find<QLineEdit>(sheet, "opinionKeySecret"), u"sk-another-key-1234"_s);
    QVERIFY(seat.go());
    QTRY_VERIFY(seat.isShown());
    QCOMPARE(server.seen().last().headers.value("authorization"), QByteArray("Bearer sk-another-key-1234"));
}

/// A harness that gives every case the verdict `pass`, in JUnit's form, and leaves a mark that it ran.
QString harnessLine(const QString &mark)
{
    return u"touch '%1'; { echo '<testsuite name=\"refund\">'; grep -q 14 \"$COUNTERSIGN_CANDIDATE\" && echo "
           "'<testcase classname=\"a\" name=\"new\"/>'; echo '<testcase classname=\"a\" name=\"both\"/></testsuite>'; } > "
           "\"$COUNTERSIGN_RESULT\""_s.arg(mark);
}

void RunSuiteTest::aCommandIsExecutedOnlyAfterItWasAllowed()
{
    const HttpServer server(echoed);
    QTemporaryDir clone;
    const QString mark = clone.filePath(u"ran"_s);
    const QString line = harnessLine(mark);
    QString quoted = line;
    Seat seat(storyWith(suiteText(u"countersign:\n  harness: '%1'\n"_s.arg(quoted.replace(u'\'', u"''"_s)))));
    seat.of.workspace.change([&](WorkspaceView &view) { view.localPath = clone.path(); });
    RunSheet *sheet = seat.ask(server, {});
    QVERIFY(sheet);
    auto *command = find<QLineEdit>(sheet, "runCommand");
    QTRY_COMPARE(command->text(), line); // what the suite names is shown as it is
    QVERIFY(command->isVisibleTo(sheet));
    auto *allow = find<QCheckBox>(sheet, "runAllow");

    QVERIFY(!allow->isChecked());
    QVERIFY(!sheet->decidingButton()->isEnabled());
    allow->setFocus();
    QTest::keyClick(allow, Qt::Key_Space);
    QVERIFY(sheet->decidingButton()->isEnabled());
    command->setText(line + u" "_s);
    QVERIFY2(!allow->isChecked(), "what was allowed was another line");
    command->setText(line);
    QVERIFY(!sheet->decidingButton()->isEnabled());
    // The service itself refuses what nobody allowed.
    const Done refused = seat.runs->start({.change = seat.story.changeId(), .harness = line}, {});
    QVERIFY(!refused && refused.error().subject == "run.not_allowed"_L1);
    QVERIFY(!QFileInfo::exists(mark));

    QTest::keyClick(allow, Qt::Key_Space);
    QVERIFY(seat.go());
    QTRY_VERIFY(seat.isShown());
    QVERIFY(QFileInfo::exists(mark));
    QCOMPARE(int(seat.runs->made()->candidate.results->cases.size()), 2);
    QCOMPARE(int(seat.runs->made()->live->results->cases.size()), 1);
    QCOMPARE(server.seen().size(), 0);
}

void RunSuiteTest::aCommandThatLeavesNothingIsSaidInPlace()
{
    const HttpServer server(echoed);
    QTemporaryDir clone;
    Seat seat(storyWith(suiteText(u"countersign:\n  harness: 'echo no model here >&2; exit 3'\n"_s)));
    seat.of.workspace.change([&](WorkspaceView &view) { view.localPath = clone.path(); });
    RunSheet *sheet = seat.ask(server, {});
    QVERIFY(sheet);
    auto *allow = find<QCheckBox>(sheet, "runAllow");
    QTRY_VERIFY(allow->isVisibleTo(sheet));
    allow->setFocus();
    QTest::keyClick(allow, Qt::Key_Space);
    QVERIFY(seat.go());

    QTRY_COMPARE(int(seat.runs->phase()), int(RunDesk::Phase::Failed));
    const Notice notice = find<NoticeBar>(seat.tab, "runFailed")->notice();
    QVERIFY2(notice.lead.contains(u"left no result"_s), qPrintable(notice.lead));
    QVERIFY2(notice.detail.contains(u"status 3"_s) && notice.detail.contains(u"no model here"_s), qPrintable(notice.detail));
    QTest::keyClick(seat.button("runClose"), Qt::Key_Space);
    QVERIFY(!find<QWidget>(seat.tab, "runBar")->isVisible());
}

void RunSuiteTest::codeOfASuiteIsAnErrorWithoutPromptfoo()
{
    const HttpServer server(echoed);
    Seat seat(storyWith(suiteText({}, u", {type: javascript, value: 'output.length > 3'}"_s)));
    RunSheet *sheet = seat.ask(server);
    QVERIFY(sheet);
    auto *promptfoo = find<QCheckBox>(sheet, "runPromptfoo");
    QTRY_VERIFY(promptfoo->isVisibleTo(sheet));
    QVERIFY(!promptfoo->isChecked()); // nothing is executed that nobody asked for
    QVERIFY(find<PlainLabel>(sheet, "runPromptfooHelp")->text().contains(u"never passes"_s));

    QVERIFY(seat.go());
    QTRY_VERIFY(seat.isShown());

    const evals::ResultFile &file = *seat.runs->made()->candidate.results;
    QVERIFY(std::ranges::all_of(file.answers, [](const evals::Answer &one) { return one.outcome == evals::Outcome::Error; }));
    QVERIFY(!seat.tab->evals()->band()->plainText().startsWith(u"Passed"_s));
}

void RunSuiteTest::aSuiteWithMistakesIsNotRun()
{
    const HttpServer server(echoed);
    Seat seat(storyWith(u"prompts: [{{\n"_s));
    RunSheet *sheet = seat.ask(server);
    QVERIFY(sheet);

    QTRY_VERIFY(find<NoticeBar>(sheet, "runError")->isVisibleTo(sheet));
    QVERIFY(find<NoticeBar>(sheet, "runError")->notice().lead.contains(u"mistakes"_s));
    QVERIFY(!sheet->decidingButton()->isEnabled());
    QCOMPARE(server.seen().size(), 0);
}

void RunSuiteTest::oneRunGoesAtATime()
{
    const HttpServer server([](const HttpSeen &) { return HttpReply{.end = HttpEnd::Silence}; });
    Seat seat(storyWith(suiteText()));
    QVERIFY(seat.begin(server));
    QTRY_COMPARE(int(seat.runs->phase()), int(RunDesk::Phase::Running));

    RunSheet *sheet = seat.ask(server, {});
    QVERIFY(sheet);
    QTRY_VERIFY(find<PlainLabel>(sheet, "runMissing")->text().contains(u"Another run"_s));
    QVERIFY(!sheet->decidingButton()->isEnabled());
    // It is free as soon as the other one ends.
    seat.runs->stop();
    QTRY_VERIFY(sheet->decidingButton()->isEnabled());
}

void RunSuiteTest::pictures_data()
{
    addPictureRows({"sheet", "command", "running", "failed", "done"});
}

void RunSuiteTest::pictures()
{
    const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
    if (folder.isEmpty())
        QSKIP("no folder for pictures");
    QFETCH(QString, state);
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    std::atomic<int> answered = 0;
    const HttpServer server([&](const HttpSeen &seen) {
        if (state == "failed"_L1)
            return HttpReply{.status = 401, .body = "{\"error\":{\"message\":\"Incorrect API key provided.\"}}"};
        HttpReply reply = echoed(seen);
        if (state == "running"_L1 && ++answered > 23)
            reply.end = HttpEnd::Silence;
        return reply;
    });
    QTemporaryDir clone;
    const QString own = state == "command"_L1 ? u"countersign:\n  harness: ./evaluate --suite refund\n"_s : QString();
    Seat seat(storyWith(suiteText(own, u", {type: llm-rubric, value: polite}"_s)), size);
    seat.of.workspace.change([&](WorkspaceView &view) { view.localPath = clone.path(); });
    RunSheet *sheet = seat.ask(server);
    QVERIFY(sheet);
    QTRY_VERIFY(!find<PlainLabel>(sheet, "runEstimate")->text().isEmpty());
    if (state == "sheet"_L1 || state == "command"_L1) {
        QTRY_VERIFY(sheet->isArmed());
    } else {
        QVERIFY(seat.go());
        if (state == "running"_L1)
            QTRY_COMPARE(seat.runs->progress().done, 23);
        else if (state == "failed"_L1)
            QTRY_COMPARE(int(seat.runs->phase()), int(RunDesk::Phase::Failed));
        else
            QTRY_VERIFY(seat.isShown());
    }
    QCoreApplication::sendPostedEvents();
    QCoreApplication::sendPostedEvents();
    QDir().mkpath(folder);
    QVERIFY(seat.of.window.grab().save(folder + u"/run-suite-"_s + QString::fromLatin1(QTest::currentDataTag())
                                       + u".png"_s));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::RunSuiteTest)
#include "tst_run_suite.moc"
