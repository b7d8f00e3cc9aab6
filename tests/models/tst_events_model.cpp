// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/EventsModel.h"
#include "unit/services/Desk.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace countersign::test {

class EventsModelTest : public QObject
{
    Q_OBJECT

private slots:
    void theRecordIsReadAsItScrolls();
    void newEventsComeOnTop();
    void aNewQueryDropsTheOldAnswer();
    void anErrorIsKeptAndTriedAgain();

private:
    /// A record with `count` comments on one change.
    static ChangeId talk(LedgerWorkspace &workspace, int count)
    {
        Result<Draft> draft = answer(workspace.newDraft({refund}, {}));
        draft->title = u"Talk"_s;
        draft->files[0].text = refundText("14");
        const auto sent = answer(workspace.send(*draft));
        for (int i = 0; sent && i < count; ++i) {
            (void)answer(workspace.comment(sent->change, {}, {}, u"Remark%1"_s.arg(i)));
        }
        return sent ? sent->change : ChangeId{};
    }
};

void EventsModelTest::theRecordIsReadAsItScrolls()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    QVERIFY(!talk(*ana, 220).isNull());
    const int all = int(ana->view()->state.head.seq);
    EventsModel model(*ana);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

    model.setQuery({});
    QVERIFY(model.busy());
    QVERIFY(QTest::qWaitFor([&model] { return !model.busy(); }));
    const int first = model.rowCount();
    QVERIFY(model.canFetchMore({}));
    model.fetchMore({});
    QVERIFY(QTest::qWaitFor([&model] { return !model.busy(); }));

    QCOMPARE(first, 200);
    QCOMPARE(model.rowCount(), all);
    QVERIFY(model.complete());
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(model.entry(0).seq, all);
    QCOMPARE(model.entry(all - 1).kind, u"ledger.opened"_s);
    QCOMPARE(model.indexOf(1).row(), all - 1);
}

void EventsModelTest::newEventsComeOnTop()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    const ChangeId id = talk(*ana, 3);
    EventsModel model(*ana);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setQuery({.kind = u"comment.made"_s});
    QVERIFY(QTest::qWaitFor([&model] { return model.rowCount() == 3; }));
    const QPersistentModelIndex chosen = model.index(1);
    const Sequence seq = model.entry(1).seq;
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QVERIFY(answer(ana->comment(id, {}, {}, u"Another"_s)));

    model.refresh();

    QVERIFY(QTest::qWaitFor([&model] { return model.rowCount() == 4; }));
    QCOMPARE(reset.size(), 0);
    QCOMPARE(chosen.row(), 2);
    QCOMPARE(model.entry(2).seq, seq);
}

void EventsModelTest::aNewQueryDropsTheOldAnswer()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    QVERIFY(!talk(*ana, 3).isNull());
    EventsModel model(*ana);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

    model.setQuery({});
    model.setQuery({.kind = u"comment.made"_s});
    model.setQuery({.words = u"remark1"_s});

    QVERIFY(QTest::qWaitFor([&model] { return !model.busy(); }));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.entry(0).kind, u"comment.made"_s);
}

void EventsModelTest::anErrorIsKeptAndTriedAgain()
{
    Office office;
    WorkspaceOptions options = office.desk(u"Ana Ruiz"_s, u"ana@example.com"_s);
    LedgerWorkspace workspace(options);
    QVERIFY(!answer(workspace.opened()));
    EventsModel model(workspace);

    model.setQuery({});
    QVERIFY(QTest::qWaitFor([&model] { return !model.busy(); }));

    QVERIFY(model.error());
    QCOMPARE(model.error()->code, ErrorCode::NotFound);
    QVERIFY(!model.canFetchMore({}));
    QVERIFY(office.start());
    QVERIFY(comesTo(workspace, [](const WorkspaceView &view) { return view.state.head.seq > 0; }));
    model.refresh();
    QVERIFY(QTest::qWaitFor([&model] { return model.rowCount() == 2; }));
    QVERIFY(!model.error());
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EventsModelTest)
#include "tst_events_model.moc"
