// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/play/Camera.h"
#include "app/play/MainJob.h"
#include "gui/main_job/Seat.h"
#include "gui/main_job/SharedExample.h"
#include "ui/common/PlainLabel.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// A change of high risk through four people in four windows over four clones: what each of them sees waiting and why, a
/// demand for changes that is answered by a revision, and a lane that two of them would lower.
class TestFourPeople : public QObject
{
    Q_OBJECT

    SharedExample m_example;
    SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::map<QString, std::unique_ptr<Seat>> m_seats;
    std::unique_ptr<Camera> m_camera;
    const QString m_title = u"Refunds within 20 days"_s;

    Hand *handOf(const QString &person)
    {
        std::unique_ptr<Seat> &seat = m_seats[person];
        if (!seat) {
            const QString clone = m_example.cloneFor(person);
            if (clone.isEmpty()) {
                return nullptr;
            }
            seat = std::make_unique<Seat>(clone, m_example.dataOf(person), *m_theme, m_clock);
        }
        return seat->comeToTheFront() ? &seat->hand : nullptr;
    }

    /// What the inbox of a person says about the change, once it contains `words`; and a picture of it.
    QString inboxSays(const QString &person, const QString &words, const QString &picture)
    {
        Hand *hand = handOf(person);
        if (!hand) {
            return person + u" has no window"_s;
        }
        hand->click(u"railInbox"_s);
        hand->key(Qt::Key_F5);
        const auto *list = hand->seenAs<QListView>(u"inboxList"_s);
        QString said;
        hand->waitFor([&] {
            for (int row = 0; list && row < list->model()->rowCount(); ++row) {
                const QString text = list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
                if (text.contains(m_title)) {
                    said = text;
                }
            }
            return said.contains(words);
        }, person + u"'s row: "_s + words);
        m_camera->take(*hand, picture);
        const QString problem = hand->failed() ? hand->problem() + u"; it says: "_s + said : QString();
        return problem;
    }

    static QString problemOf(const Hand *hand)
    {
        return !hand ? u"no window"_s : hand->problem();
    }

    void goTo(Hand &hand)
    {
        hand.click(u"railChanges"_s);
        hand.key(Qt::Key_F5);
        hand.clickRow(u"changesList"_s, hand.row(u"changesList"_s, m_title));
        hand.key(Qt::Key_Return);
        hand.waitFor([&] { return hand.window().windowTitle().contains(u'#'); }, u"the page of the change"_s);
    }

    void press(Hand &hand, const QString &name)
    {
        auto *button = qobject_cast<QPushButton *>(hand.seen(name));
        hand.waitFor([&] { return button && button->isEnabled(); }, name + u" to be enabled"_s);
        hand.rest(700);
        hand.click(name);
    }

    [[nodiscard]] const Change &changeAt(const QString &person)
    {
        const State &state = m_seats[person]->window.body()->workspace().view()->state;
        return *state.change(state.order.last());
    }

private slots:
    void initTestCase()
    {
        m_theme = installTheme();
        m_camera = std::make_unique<Camera>(qEnvironmentVariable("COUNTERSIGN_PICTURES").isEmpty()
                                                    ? QString()
                                                    : qEnvironmentVariable("COUNTERSIGN_PICTURES") + u"/four-people"_s,
                                            *m_theme);
        const QString problem = m_example.build(m_clock);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void cleanupTestCase() { m_seats.clear(); }

    void anaWritesAndSendsIt()
    {
        MainJob job({.artifact = u"support/refund"_s,
                     .title = m_title,
                     .find = u"within 30 days"_s,
                     .replacement = u"within 20 days"_s,
                     .lane = u"high"_s,
                     .why = u"The returns board decided it on Monday."_s,
                     .outcome = u"Fewer used returns."_s,
                     .trigger = {.metric = u"complaints"_s, .limit = 3'000'000, .leastSample = 200},
                     .rollbackOwner = u"Chen Wei"_s,
                     .author = u"Ana Ruiz"_s},
                    [this](const QString &person) { return handOf(person); },
                    [this](Hand &hand, const QString &name) { m_camera->take(hand, u"ana-"_s + name); });
        for (const MainJob::Step &step : job.steps().first(5)) {
            const QString done = step.play();
            QVERIFY2(!done.isEmpty() && job.problem().isEmpty(), qPrintable(step.name + u": "_s + job.problem()));
        }
    }

    void eachInboxSaysWhatItsPersonIsFor_data()
    {
        QTest::addColumn<QString>("person");
        QTest::addColumn<QString>("words");
        QTest::newRow("the author waits") << u"Ana Ruiz"_s << u"nobody yet"_s;
        QTest::newRow("the owner of the section") << u"Bode Okafor"_s << u"You review for Billing."_s;
        QTest::newRow("compliance") << u"Dana Levy"_s << u"You review for Compliance."_s;
        QTest::newRow("the lead") << u"Chen Wei"_s << u"You review for Engineering lead."_s;
    }

    void eachInboxSaysWhatItsPersonIsFor()
    {
        QFETCH(const QString, person);
        QFETCH(const QString, words);
        QCOMPARE(inboxSays(person, words, u"inbox-"_s + person.section(u' ', 0, 0).toLower()), QString());
    }

    void bodeApprovesAndDanaAsksForChanges()
    {
        Hand *bode = handOf(u"Bode Okafor"_s);
        goTo(*bode);
        press(*bode, u"approve"_s);
        bode->gone(u"approve"_s);
        QCOMPARE(problemOf(bode), QString());

        Hand *dana = handOf(u"Dana Levy"_s);
        goTo(*dana);
        press(*dana, u"ask"_s);
        dana->typeInto(u"messageText"_s, u"Orders placed before December keep their 30 days."_s);
        m_camera->take(*dana, u"dana-asks"_s);
        dana->click(u"messageSend"_s);
        dana->gone(u"messageSend"_s);
        QCOMPARE(problemOf(dana), QString());
        QCOMPARE(inboxSays(u"Ana Ruiz"_s, u"Orders placed before December"_s, u"inbox-ana-asked"_s), QString());
    }

    void anaAnswersWithARevisionAndTheDemandStands()
    {
        Hand *ana = handOf(u"Ana Ruiz"_s);
        goTo(*ana);
        press(*ana, u"edit"_s);
        auto *editor = ana->seenAs<QPlainTextEdit>(u"promptEdit"_s);
        ana->waitFor([&] { return editor->toPlainText().contains(u"within 20 days"_s); }, u"the text in the editor"_s);
        ana->click(editor ? editor->viewport() : nullptr);
        ana->key(Qt::Key_End, Qt::ControlModifier);
        ana->type(u"\n\nOrders placed before December keep 30 days.\n"_s);
        ana->waitFor([&] { return editor->toPlainText().contains(u"keep 30 days"_s); }, u"the typed words"_s);
        const QWidget *send = ana->seen(u"send"_s);
        ana->waitFor([&] { return send->isEnabled(); }, u"Send to be enabled"_s);
        ana->rest(700);
        ana->click(u"send"_s);
        ana->gone(u"send"_s);
        QCOMPARE(problemOf(ana), QString());
        QTRY_COMPARE(changeAt(u"Ana Ruiz"_s).revisions.size(), 2);
        QCOMPARE(State::standingRequests(changeAt(u"Ana Ruiz"_s)).size(), 1);
        QCOMPARE(inboxSays(u"Dana Levy"_s, u"You asked for changes. A new revision answers."_s, u"inbox-dana-again"_s), QString());
    }

    void theLaneIsNotLoweredByTheAuthorAlone()
    {
        Hand *ana = handOf(u"Ana Ruiz"_s);
        goTo(*ana);
        ana->key(Qt::Key_L, Qt::AltModifier);
        ana->click(u"raiseLane"_s);
        ana->seen(u"signOffSheet"_s);
        ana->choose(u"signOffChoice"_s, u"Lower to medium risk"_s);
        ana->typeInto(u"signOffReason"_s, u"The board decided it already."_s);
        m_camera->take(*ana, u"ana-proposes-a-lower-lane"_s);
        ana->rest(700);
        ana->click(u"signOffSend"_s);
        ana->gone(u"signOffSheet"_s);
        QCOMPARE(problemOf(ana), QString());
        QTRY_VERIFY(State::proposedLowering(changeAt(u"Ana Ruiz"_s)));
        QVERIFY(State::lane(changeAt(u"Ana Ruiz"_s)) == Lane::High);
        QCOMPARE(inboxSays(u"Dana Levy"_s, u"proposes a lower lane"_s, u"inbox-dana-lane"_s), QString());
        // Dana leaves it as it is: she reads on and approves at the high lane.
    }

    void allThreeApproveTheNewRevisionAndItIsAccepted()
    {
        for (const QString &person : {u"Bode Okafor"_s, u"Chen Wei"_s, u"Dana Levy"_s}) {
            Hand *hand = handOf(person);
            goTo(*hand);
            auto *approve = qobject_cast<QPushButton *>(hand->seen(u"approve"_s));
            // The page stayed on what the person had read; what came in is theirs to open.
            if (hand->visible(u"railNotice"_s)) {
                m_camera->take(*hand, person.section(u' ', 0, 0).toLower() + u"-has-read-an-older-revision"_s);
                hand->click(hand->visible(u"railNotice"_s)->findChild<QPushButton *>(u"noticeAction"_s));
            }
            hand->waitFor([&] { return approve && approve->isEnabled(); }, u"Approve to be enabled"_s);
            m_camera->take(*hand, person.section(u' ', 0, 0).toLower() + u"-approves"_s);
            hand->rest(700);
            hand->click(u"approve"_s);
            hand->gone(u"approve"_s);
            QCOMPARE(problemOf(hand), QString());
        }
        QTRY_VERIFY(changeAt(u"Dana Levy"_s).status == ChangeStatus::Accepted);
        QVERIFY(m_seats[u"Dana Levy"_s]->window.body()->workspace().view()->state.voids.isEmpty());
        QCOMPARE(inboxSays(u"Chen Wei"_s, u"is ready for Staging"_s, u"inbox-chen-releases"_s), QString());
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::TestFourPeople)
#include "tst_four_people.moc"
