// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/ShellBench.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/shell/window/BarButton.h"

#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

Story delegable()
{
    Policy policy = storyPolicy();
    policy.rights.delegate = {role("compliance"), role("billing")};
    return Story(policy);
}

EventId handedOn(Story &story, const PrincipalId &from, const PrincipalId &to, const char *as,
                 const QString &reason = {})
{
    DelegationGiven data{.to = to, .role = role(as)};
    if (!reason.isEmpty())
        data.reasonText = story.text(reason);
    Event event = story.make(from, {}, data);
    event.subject = delegationSubject(event.id);
    story.place(event);
    return event.id;
}

} // namespace

/// The person's button: handing a role on and taking it back, by the keyboard, in the window.
class DelegationTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_bench.reset(); }

    void aRoleIsHandedOnWithTheKeyboardAndTakenBack();
    void whoReceivedOneGivesItBack();
    void aRefusalIsSaidInPlaceAndCanBeTriedAgain();
    void whoHasNothingToHandOnIsToldWhy_data();
    void whoHasNothingToHandOnIsToldWhy();
    void itIsDrawn_data();
    void itIsDrawn();

private:
    /// The window of that person with the sheet open, reached from the button at the end of the bar.
    QWidget *sheetOf(const Story &story, const PrincipalId &me, const QSize &size = {1280, 800})
    {
        m_bench = std::make_unique<ShellBench>(*m_theme);
        m_bench->window().resize(size);
        m_bench->window().show();
        m_bench->open(viewOf(story, me));
        QTest::keyClick(find<BarButton>(&m_bench->window(), "personButton"), Qt::Key_Space);
        auto *menu = find<QMenu>(&m_bench->window(), "personMenu");
        menu->setActiveAction(find<QAction>(menu, "delegateAction"));
        QTest::keyClick(menu, Qt::Key_Return);
        return find<QWidget>(&m_bench->window(), "delegationSheet");
    }
    void show(const Story &story, const PrincipalId &me) { m_bench->workspace().setView(viewOf(story, me)); }
    static QStringList rows(QWidget *sheet)
    {
        QStringList words;
        for (QPushButton *back : sheet->findChildren<QPushButton *>(u"delegationTakeBack"_s))
            words.append(back->accessibleDescription());
        return words;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ShellBench> m_bench;
};

void DelegationTest::aRoleIsHandedOnWithTheKeyboardAndTakenBack()
{
    Story story = delegable();
    QWidget *sheet = sheetOf(story, dana);
    auto *person = find<QComboBox>(sheet, "delegationPerson");
    // Herself, a service and whoever left are not offered.
    QCOMPARE(person->findText(u"Dana Levy"_s), -1);
    QCOMPARE(person->findText(u"CI"_s), -1);
    QCOMPARE(find<QComboBox>(sheet, "delegationRole")->count(), 1);

    person->setFocus();
    QTest::keyClicks(person, u"Jonas"_s);
    find<QLineEdit>(sheet, "delegationReason")->setFocus();
    QTest::keyClicks(find<QLineEdit>(sheet, "delegationReason"), u"On leave"_s);
    auto *hand = find<QPushButton>(sheet, "sheetDecide");
    QTRY_VERIFY(static_cast<Sheet *>(sheet)->isArmed());
    QTest::keyClick(find<QLineEdit>(sheet, "delegationReason"), Qt::Key_Return, Qt::ControlModifier);

    QTRY_COMPARE(m_bench->workspace().lastWrite, u"signOff"_s);
    const auto *given = std::get_if<DelegationGiven>(&m_bench->workspace().lastSignOff);
    QVERIFY(given);
    QVERIFY(given->to == jonas && given->role == role("compliance"));
    QVERIFY(m_bench->workspace().lastChange.isNull());
    QCOMPARE(m_bench->workspace().lastText, u"On leave"_s);
    QVERIFY(!hand->isEnabled());
    const EventId id = handedOn(story, dana, jonas, "compliance", u"On leave"_s);
    QVERIFY(story.effective());
    m_bench->workspace().writeCalls.answer(WriteReceipt{});
    show(story, dana);

    QTRY_COMPARE(rows(sheet).size(), 1);
    QVERIFY2(rows(sheet).first().startsWith(u"Jonas Lind speaks as compliance for you"_s),
             qPrintable(rows(sheet).first()));
    QTRY_VERIFY(hand->isEnabled());
    QCOMPARE(person->findText(u"Jonas Lind"_s), -1);
    QTest::keyClick(find<QPushButton>(sheet, "delegationTakeBack"), Qt::Key_Space);
    QTRY_VERIFY(std::holds_alternative<DelegationRevoked>(m_bench->workspace().lastSignOff));
    QVERIFY(m_bench->workspace().lastChange == id);
    story.say(dana, delegationSubject(id), DelegationRevoked{});
    QVERIFY(story.effective());
    m_bench->workspace().writeCalls.answer(WriteReceipt{});
    show(story, dana);
    QTRY_VERIFY(rows(sheet).isEmpty());
    QVERIFY(person->findText(u"Jonas Lind"_s) >= 0);
}

void DelegationTest::whoReceivedOneGivesItBack()
{
    Story story = delegable();
    const EventId id = handedOn(story, dana, jonas, "compliance");
    handedOn(story, bode, chen, "billing");

    QWidget *sheet = sheetOf(story, jonas);

    QCOMPARE(rows(sheet).size(), 1);
    QVERIFY2(rows(sheet).first().startsWith(u"You speak as compliance for Dana Levy"_s),
             qPrintable(rows(sheet).first()));
    auto *back = find<QPushButton>(sheet, "delegationTakeBack");
    QCOMPARE(back->text(), u"Give back"_s);
    QTest::keyClick(back, Qt::Key_Space);
    QTRY_VERIFY(m_bench->workspace().lastChange == id);
}

void DelegationTest::aRefusalIsSaidInPlaceAndCanBeTriedAgain()
{
    Story story = delegable();
    handedOn(story, dana, bode, "compliance");
    QWidget *sheet = sheetOf(story, dana);
    auto *hand = find<QPushButton>(sheet, "sheetDecide");
    QTRY_VERIFY(static_cast<Sheet *>(sheet)->isArmed());

    QTest::keyClick(hand, Qt::Key_Space);
    QTRY_COMPARE(m_bench->workspace().lastWrite, u"signOff"_s);
    m_bench->workspace().writeCalls.answer(failure(ErrorCode::Refused, toString(VoidRule::RoleNotHeld)));

    auto *field = qobject_cast<FormField *>(find<QComboBox>(sheet, "delegationPerson")->parentWidget());
    QVERIFY(field);
    QTRY_VERIFY(!field->error().isEmpty());
    QTRY_VERIFY(hand->isEnabled());
    QTest::keyClick(find<QPushButton>(sheet, "delegationTakeBack"), Qt::Key_Space);
    QTRY_VERIFY(std::holds_alternative<DelegationRevoked>(m_bench->workspace().lastSignOff));
    m_bench->workspace().writeCalls.answer(failure(ErrorCode::Unavailable, u"origin"_s));
    QTRY_VERIFY(find<PlainLabel>(sheet, "delegationRowError")->isVisible());
    QVERIFY(find<QPushButton>(sheet, "delegationTakeBack")->isEnabled());
}

void DelegationTest::whoHasNothingToHandOnIsToldWhy_data()
{
    QTest::addColumn<bool>("allowed");
    QTest::addColumn<QString>("me");
    QTest::addColumn<QString>("words");
    QTest::newRow("the policy allows none")
        << false << u"p:dana"_s << u"The policy lets nobody hand a role on."_s;
    QTest::newRow("not this role")
        << true << u"p:ana"_s
        << u"None of your roles may be handed on. The policy allows it for: Compliance, Billing."_s;
}

void DelegationTest::whoHasNothingToHandOnIsToldWhy()
{
    QFETCH(const bool, allowed);
    QFETCH(const QString, me);
    QFETCH(const QString, words);
    const Story story = allowed ? delegable() : Story();

    QWidget *sheet = sheetOf(story, {me});

    QCOMPARE(find<PlainLabel>(sheet, "delegationNone")->text(), words);
    QVERIFY(!find<QPushButton>(sheet, "sheetDecide")->isVisible());
    QVERIFY(!find<QComboBox>(sheet, "delegationPerson")->isVisible());
}

void DelegationTest::itIsDrawn_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        QTest::addRow("%d-light", size.width()) << size << false;
        QTest::addRow("%d-dark", size.width()) << size << true;
    }
}

void DelegationTest::itIsDrawn()
{
    QFETCH(const QSize, size);
    QFETCH(const bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    Story story = delegable();
    handedOn(story, dana, jonas, "compliance", u"On leave until the 14th."_s);
    handedOn(story, bode, dana, "billing");

    QWidget *sheet = sheetOf(story, dana, size);
    QTRY_VERIFY(static_cast<Sheet *>(sheet)->isArmed());

    for (const QWidget *child : sheet->findChildren<QPushButton *>()) {
        if (child->isVisible())
            QVERIFY(sheet->rect().contains(QRect(child->mapTo(sheet, QPoint()), child->size())));
    }
    const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
    if (!folder.isEmpty() && QDir().mkpath(folder))
        QVERIFY(m_bench->window().grab().save(
            u"%1/delegation-%2-%3.png"_s.arg(folder).arg(size.width()).arg(dark ? u"dark"_s : u"light"_s)));
    m_theme->setSettings({.scheme = SchemeChoice::Light});
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::DelegationTest)
#include "tst_delegation.moc"
