// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "gui/main_job/Seat.h"
#include "gui/main_job/SharedExample.h"
#include "services/LedgerWorkspace.h"
#include "ui/change/RequirementsRail.h"
#include "ui/policy/PolicySend.h"
#include "ui/policy/PolicyTableView.h"

#include <QLineEdit>
#include <QSpinBox>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// The policy edited and proposed in a real window on a real repository.
class PolicyJob : public QObject
{
    Q_OBJECT

private slots:
    void anEditOfThePolicyIsProposedInTheWindow()
    {
        SharedExample example;
        SystemClock clock;
        const std::unique_ptr<Theme> theme = installTheme();
        const QString problem = example.build(clock);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const QString person = u"Ana Ruiz"_s;
        const QString clone = example.cloneFor(person);
        QVERIFY(!clone.isEmpty());
        Seat ana(clone, example.dataOf(person), *theme, clock);
        QVERIFY(ana.comeToTheFront());
        const auto view = [&ana] { return ana.window.body()->workspace().view(); };
        const int before = view()->state.policy.laneRule(Lane::Low).approvals;
        const Sequence headBefore = view()->state.head.seq;

        ana.hand.click(u"railPolicy"_s);
        auto *table = ana.hand.seenAs<PolicyTableView>(u"policyTable"_s);
        QVERIFY2(table, qPrintable(ana.hand.problem()));
        QVERIFY(ana.hand.waitFor([&] { return ana.hand.visible(u"policySide"_s) != nullptr; }, u"the file of the policy"_s));
        table->setFocus();
        table->setCurrentIndex(table->model()->index(1, 1));
        QTest::keyClick(table, Qt::Key_Return);
        ana.hand.typeInto(u"policyField_approvals"_s, QString::number(before + 1));
        ana.hand.key(Qt::Key_Return);
        ana.hand.typeInto(u"policyChangeTitle"_s, u"One more pair of eyes"_s);
        QVERIFY(ana.hand.waitFor([&] { return ana.hand.visible(u"dryRunSentence"_s) != nullptr; }, u"the dry run"_s));
        ana.hand.key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(ana.hand.waitFor([&] { return ana.hand.visible(u"changeTabs"_s) != nullptr; }, u"the page of the change"_s), qPrintable(ana.hand.problem()));

        QVERIFY(ana.hand.waitFor([&] { return view()->state.head.seq > headBefore && view()->drafts.isEmpty(); }, u"the change in the record"_s));
        const Change sent = *view()->state.change(view()->state.order.last());
        QVERIFY(sent.revision()->data.files.first().artifact == policyArtifact());
        QVERIFY(State::lane(sent) == Lane::High);
        QCOMPARE(view()->state.policy.laneRule(Lane::Low).approvals, before);
        QVERIFY(view()->state.voids.isEmpty());
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::PolicyJob)
#include "tst_policy_job.moc"
