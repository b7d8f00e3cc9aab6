// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/SignOffTable.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestSignOffTable : public QObject
{
    Q_OBJECT

private slots:
    void everyStandIsWhatItSays()
    {
        const auto has = [](Stand stand, Lane lane, RequirementState state) {
            const Story story = signOffStory(stand, lane);
            const QList<Requirement> all = requirementsToAccept(story.state(), story.change());
            return std::any_of(all.cbegin(), all.cend(), [state](const Requirement &r) { return r.state == state; });
        };
        for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High}) {
            QVERIFY(has(Stand::Bare, lane, RequirementState::Unsatisfied));
            QVERIFY(has(Stand::Bare, lane, RequirementState::NotApplicable));
            QVERIFY(has(Stand::Approved, lane, RequirementState::Satisfied));
            QVERIFY(has(Stand::Overridden, lane, RequirementState::Overridden));
            QVERIFY(has(Stand::Emergency, lane, RequirementState::Overridden));
            QVERIFY(has(Stand::Inconclusive, lane, RequirementState::Inconclusive));
            QVERIFY(has(Stand::Unrun, lane, RequirementState::Inconclusive));
            QVERIFY(has(Stand::Failed, lane, RequirementState::Unsatisfied));
            QVERIFY(has(Stand::Doubtful, lane, RequirementState::Inconclusive));
            for (const Stand passes : {Stand::Passed, Stand::Judged}) {
                const Story story = signOffStory(passes, lane);
                QVERIFY(allMet(requirementsToAccept(story.state(), story.change())));
            }
            QVERIFY(has(Stand::Erroneous, lane, RequirementState::Error));
        }
    }

    void theFoldAllowsWhatTheTableAllowsAndNothingElse()
    {
        QStringList wrong;
        int allowed = 0;
        for (const SignOffCell &cell : signOffTable()) {
            Story story = signOffStory(cell.stand, cell.lane);
            story.place(signOffEvent(story, cell.who, cell.step));
            allowed += cell.allowed;
            if (story.effective() != cell.allowed) {
                wrong.append(QString::fromLatin1(cell.name) + (cell.allowed ? u" is void: "_s : u" took effect"_s)
                             + (story.rule() ? toString(*story.rule()) : QString()));
            }
        }
        QCOMPARE(wrong, QStringList());
        qInfo("%d cells, %d allowed", int(signOffTable().size()), allowed);
        QVERIFY(allowed > 500);
    }
};

QTEST_GUILESS_MAIN(TestSignOffTable)
#include "tst_sign_off_table.moc"
