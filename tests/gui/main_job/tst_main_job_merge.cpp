// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Requirements.h"
#include "gui/main_job/Seat.h"
#include "gui/main_job/SharedExample.h"
#include "ui/editor/PromptEdit.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Two changes were sent, and what they were written against was changed by others and accepted: Ana merges both in her
/// window, over real repositories.
class TestMainJobMerge : public QObject
{
    Q_OBJECT

    SharedExample m_example;
    SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Seat> m_ana;

    [[nodiscard]] const WorkspaceView &view() const { return *m_ana->window.body()->workspace().view(); }

    [[nodiscard]] const Change *changeCalled(const QString &title) const
    {
        for (const Change &change : view().state.changes) {
            if (view().text(change.titleText) == title)
                return &change;
        }
        return nullptr;
    }

    [[nodiscard]] bool baseIsCurrent(const QString &title) const
    {
        const QList<Requirement> all = requirementsToAccept(view().state, *changeCalled(title));
        return std::any_of(all.begin(), all.end(), [](const Requirement &one) { return one.kind == RequirementKind::BaseCurrent && one.met(); });
    }

    [[nodiscard]] QByteArray proposed(const QString &title) const
    {
        const QFuture<Result<QByteArray>> read =
                m_ana->window.body()->workspace().content(changeCalled(title)->revision()->data.files.first().after);
        return QTest::qWaitFor([&] { return read.isFinished(); }, 20'000) && read.resultAt(0) ? *read.resultAt(0) : QByteArray();
    }

    void openChange(const QString &title)
    {
        Hand &hand = m_ana->hand;
        hand.click(u"railChanges"_s);
        hand.clickRow(u"changesList"_s, hand.row(u"changesList"_s, title));
        hand.key(Qt::Key_Return);
        hand.seen(u"staleNotice"_s);
        hand.seen(u"merge"_s);
    }

    static constexpr int armingMs = 700;

    void pressFilled(const QString &button)
    {
        Hand &hand = m_ana->hand;
        hand.waitFor([&] { return hand.visible(button) && hand.visible(button)->isEnabled(); }, button);
        // What decides takes no key before it has been on the screen for a moment.
        hand.rest(armingMs);
        hand.key(Qt::Key_Return, Qt::ControlModifier);
    }

private slots:
    void initTestCase()
    {
        m_theme = installTheme();
        const QByteArray story =
                "notes:\n"
                "  refunds: {why: Asked for., outcome: Complaints stay below 3 %., triggers: [{metric: complaints, above: 3, unit: \"%\", minutes: 60, least: 100, action: propose}]}\n"
                "  support: {why: Asked for., outcome: Complaints stay below 3 %., triggers: [{metric: complaints, above: 3, unit: \"%\", minutes: 60, least: 100, action: propose}]}\n"
                "changes:\n"
                "  - {ago: 9d, by: ana-ruiz, prompt: support/refund, title: Twenty days,\n"
                "     replace: [[\"within 30 days\", \"within 20 days\"], [\"offer an exchange\", \"offer a voucher\"]],\n"
                "     why: The law asks for 14 days., outcome: Fewer used returns.}\n"
                "  - {ago: 8d, by: jonas-lind, prompt: support/refund, title: Working days,\n"
                "     replace: [[\"within 30 days\", \"within 30 working days\"], [\"offer an exchange\", \"offer store credit\"],\n"
                "               [\"in one sentence\", \"in two sentences\"]], why: Parcels are late., outcome: Fewer complaints., approve: auto}\n"
                "  - {ago: 7d, by: ana-ruiz, prompt: support/greeting, title: Spelling,\n"
                "     replace: [[\"Dont promise\", \"Don't promise\"]], why: Found while reading., outcome: None.}\n"
                "  - {ago: 6d, by: jonas-lind, prompt: support/greeting, title: Say what it is,\n"
                "     replace: [[\"You open the conversation for Acme Home.\", \"You open each conversation for Acme Home.\"]],\n"
                "     why: Found while reading., outcome: None., approve: auto}\n";
        const QString problem = m_example.build(m_clock, story);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const QString person = u"Ana Ruiz"_s;
        const QString clone = m_example.cloneFor(person);
        QVERIFY(!clone.isEmpty());
        m_ana = std::make_unique<Seat>(clone, m_example.dataOf(person), *m_theme, m_clock);
        QVERIFY(m_ana->comeToTheFront());
    }

    void cleanupTestCase() { m_ana.reset(); }

    void bothTextsThatGoTogetherAreSentAsOne()
    {
        Hand &hand = m_ana->hand;
        openChange(u"Spelling"_s);

        pressFilled(u"merge"_s);
        pressFilled(u"mergeTake"_s);
        pressFilled(u"send"_s);

        QVERIFY2(hand.waitFor([this] { return changeCalled(u"Spelling"_s)->revisions.size() == 2; }, u"the second revision"_s),
                 qPrintable(hand.problem()));
        QVERIFY(baseIsCurrent(u"Spelling"_s));
        const QByteArray text = proposed(u"Spelling"_s);
        QVERIFY2(text.contains("Don't promise") && text.contains("open each conversation"), text.constData());
    }

    void twoPlacesAreDecidedByKeysAndSent()
    {
        Hand &hand = m_ana->hand;
        openChange(u"Twenty days"_s);

        pressFilled(u"merge"_s);
        hand.seen(u"mergeCard"_s);
        hand.waitFor([&] { return hand.window().focusWidget() && hand.window().focusWidget()->objectName() == u"mergeCard"_s; }, u"the first place"_s);
        hand.key(Qt::Key_2);
        hand.key(Qt::Key_F7);
        hand.key(Qt::Key_3);
        pressFilled(u"mergeRead"_s);
        pressFilled(u"mergeTake"_s);
        auto *edit = hand.seenAs<PromptEdit>(u"promptEdit"_s);
        QVERIFY2(edit, qPrintable(hand.problem()));
        hand.waitFor([&] { return edit->exactText().contains(u"within 30 working days"_s); }, u"the merged text"_s);
        pressFilled(u"send"_s);

        QVERIFY2(hand.waitFor([this] { return changeCalled(u"Twenty days"_s)->revisions.size() == 2; }, u"the second revision"_s),
                 qPrintable(hand.problem()));
        QVERIFY(baseIsCurrent(u"Twenty days"_s));
        const QByteArray text = proposed(u"Twenty days"_s);
        QVERIFY2(text.contains("within 30 working days") && text.contains("offer a voucher") && text.contains("in two sentences"), text.constData());
        QVERIFY(!text.contains("store credit"));
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::TestMainJobMerge)
#include "tst_main_job_merge.moc"
