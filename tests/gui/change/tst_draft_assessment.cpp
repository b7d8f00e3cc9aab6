// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "gui/support/FakeWorkspace.h"
#include "ui/change/DraftAssessment.h"
#include "ui/editor/DraftKeeper.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

PolicyHash rules(char first)
{
    PolicyHash hash;
    hash.bytes[0] = quint8(first);
    return hash;
}

/// A draft of one file and what is asked about it.
struct Asking
{
    Asking()
    {
        // Its text never comes: answers are the test's.
        const ContentHash elsewhere = contentHash("elsewhere");
        keeper.setDraft({.id = u"draft-1"_s, .files = {{.path = u"prompts/a.md"_s, .before = elsewhere, .text = "one"}}});
        assessment.setRules(rules(1));
    }

    void type(const QByteArray &text)
    {
        keeper.setFile(0, text);
        assessment.askSoon();
    }
    [[nodiscard]] QByteArray askedAbout() const { return workspace.lastAssessed.first().text; }

    FakeWorkspace workspace;
    DraftKeeper keeper{workspace};
    DraftAssessment assessment{workspace, keeper, nullptr};
    QSignalSpy answered{&assessment, &DraftAssessment::answered};
    QSignalSpy failed{&assessment, &DraftAssessment::failed};
    QSignalSpy late{&assessment, &DraftAssessment::late};
};

} // namespace

class DraftAssessmentTest : public QObject
{
    Q_OBJECT

private slots:
    void oneTextIsAskedAboutAtATime();
    void otherRulesAreAskedWhileAnAnswerIsOnItsWay();
    void theSameRulesAskOnlyWhereNothingIsKnown();
    void withoutADraftNothingIsAsked();
    void anAnswerThatTakesLongSaysSo();
};

void DraftAssessmentTest::oneTextIsAskedAboutAtATime()
{
    Asking at;
    at.type("two");
    QVERIFY(at.assessment.isUnderWay());
    QTRY_COMPARE(at.workspace.assessCalls.asked(), 1);
    QCOMPARE(at.askedAbout(), QByteArray("two"));

    at.type("three");
    at.type("four");
    QCOMPARE(at.workspace.assessCalls.asked(), 1);
    at.workspace.assessCalls.answer(AssessedChange{.lane = Lane::Medium});

    QTRY_COMPARE(at.workspace.assessCalls.asked(), 2);
    QCOMPARE(at.answered.size(), 1);
    QVERIFY(at.assessment.answer()->lane == Lane::Medium);
    QVERIFY(at.assessment.isUnderWay());
    QCOMPARE(at.askedAbout(), QByteArray("four"));
    at.workspace.assessCalls.answer(failure(ErrorCode::Unavailable));
    QTRY_COMPARE(at.failed.size(), 1);
    QVERIFY(!at.assessment.answer());
    QCOMPARE(at.assessment.problem()->code, ErrorCode::Unavailable);
    QVERIFY(at.assessment.couldNot());
}

void DraftAssessmentTest::otherRulesAreAskedWhileAnAnswerIsOnItsWay()
{
    Asking at;
    at.assessment.ask();
    QCOMPARE(at.workspace.assessCalls.asked(), 1);

    at.assessment.setRules(rules(2));

    QCOMPARE(at.workspace.assessCalls.asked(), 2);
    at.workspace.assessCalls.answer(AssessedChange{.lane = Lane::Low}); // by the old rules
    at.workspace.assessCalls.answer(AssessedChange{.lane = Lane::High});
    QTRY_COMPARE(at.answered.size(), 1);
    QVERIFY(at.assessment.answer()->lane == Lane::High);
    QVERIFY(!at.assessment.isUnderWay());
}

void DraftAssessmentTest::theSameRulesAskOnlyWhereNothingIsKnown()
{
    Asking at;
    at.assessment.ask();
    at.assessment.setRules(rules(1));
    QCOMPARE(at.workspace.assessCalls.asked(), 1);
    at.workspace.assessCalls.answer(AssessedChange{.lane = Lane::Low});
    QTRY_COMPARE(at.answered.size(), 1);
    at.assessment.setRules(rules(1));
    QCOMPARE(at.workspace.assessCalls.asked(), 1);

    at.assessment.ask();
    at.workspace.assessCalls.answer(failure(ErrorCode::Unavailable));
    QTRY_COMPARE(at.failed.size(), 1);
    at.assessment.setRules(rules(1));
    QCOMPARE(at.workspace.assessCalls.asked(), 3);
    QVERIFY(!at.assessment.problem());
}

void DraftAssessmentTest::withoutADraftNothingIsAsked()
{
    Asking at;
    at.assessment.setRules(rules(2));
    QCOMPARE(at.workspace.assessCalls.asked(), 0);

    at.assessment.ask();
    at.type("two");
    at.assessment.clear();
    QVERIFY(!at.assessment.isUnderWay());
    at.workspace.assessCalls.answer(AssessedChange{.lane = Lane::High});
    at.assessment.setRules(rules(3));
    QCOMPARE(at.workspace.assessCalls.asked(), 1);

    // The next answer is the first that is told.
    at.assessment.ask();
    QVERIFY(!at.assessment.answer());
    at.workspace.assessCalls.answer(AssessedChange{.lane = Lane::Low});
    QTRY_COMPARE(at.answered.size(), 1);
    QVERIFY(at.assessment.answer()->lane == Lane::Low);
    QCOMPARE(at.workspace.assessCalls.asked(), 2);
}

void DraftAssessmentTest::anAnswerThatTakesLongSaysSo()
{
    Asking at;
    at.assessment.ask();
    QVERIFY(!at.assessment.isLate());
    QTRY_COMPARE(at.late.size(), 1);
    QVERIFY(at.assessment.isLate());

    at.workspace.assessCalls.answer(AssessedChange{});
    QTRY_COMPARE(at.answered.size(), 1);
    QVERIFY(!at.assessment.isLate());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::DraftAssessmentTest)
#include "tst_draft_assessment.moc"
