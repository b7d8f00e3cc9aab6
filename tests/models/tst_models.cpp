// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ChangesModel.h"
#include "models/InboxModel.h"
#include "models/PromptsModel.h"
#include "models/ReleasesModel.h"
#include "models/RequirementsModel.h"
#include "support/Story.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

ViewPointer viewOf(const Story &story, const PrincipalId &me = ana)
{
    auto view = std::make_shared<WorkspaceView>();
    view->state = story.state();
    view->texts = story.texts();
    view->me.person = me;
    return view;
}

/// "folder", "  file 1.0.0": the tree as a picture.
void draw(const QAbstractItemModel &model, const QModelIndex &parent, const QString &indent, QStringList &lines)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const auto prompt = index.data(ValueRole).value<PromptRow>();
        QString line = indent + prompt.name;
        if (!prompt.folder) {
            line += u' ' + prompt.latest.toString();
        }
        if (prompt.changeNumber > 0) {
            line += u" #%1"_s.arg(prompt.changeNumber);
        }
        lines.append(line);
        draw(model, index, indent + u"  "_s, lines);
    }
}

QStringList picture(const QAbstractItemModel &model)
{
    QStringList lines;
    draw(model, {}, {}, lines);
    return lines;
}

QStringList keys(const QAbstractItemModel &model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        all.append(model.index(row, 0).data(KeyRole).toString());
    }
    return all;
}

struct Plain
{
    QString key = {};
    bool head = false;
    int value = 0;
    friend bool operator==(const Plain &, const Plain &) = default;
};

class PlainList : public KeyedList<Plain>
{
public:
    using KeyedList::setRows;
};

QList<Plain> plain(const QString &keyText)
{
    QList<Plain> rows;
    for (const QString &key : keyText.split(u' ', Qt::SkipEmptyParts)) {
        rows.append({.key = key.left(1), .head = key.at(0).isUpper(), .value = int(key.size())});
    }
    return rows;
}

Story story()
{
    Story told;
    told.baseline(u"support/refund"_s, u"Refunds within 30 days."_s)
            .baseline(u"support/greeting"_s, u"Hello."_s)
            .baseline(u"shared/persona"_s, u"Be kind."_s)
            .baseline(u"top"_s, u"Top."_s);
    told.opened(ana).submitted(ana, u"support/refund"_s, u"Refunds within 14 days."_s).noted(ana);
    return told;
}

} // namespace

class ModelsTest : public QObject
{
    Q_OBJECT

private slots:
    void aListChangesOnlyWhatDiffers_data();
    void aListChangesOnlyWhatDiffers();
    void headsCannotBeChosen();
    void promptsStandInTheirFolders();
    void aRefreshOfPromptsKeepsTheChosenRow();
    void promptsAreFiltered();
    void inboxHasGroups();
    void changesAreFiltered_data();
    void changesAreFiltered();
    void releasesSayWhatMayBeDone();
    void aRefreshOfReleasesKeepsTheChosenRow();
    void requirementsAreClearedInPlace();
};

void ModelsTest::aListChangesOnlyWhatDiffers_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("inserts");
    QTest::addColumn<int>("removes");
    QTest::addColumn<int>("moves");
    QTest::addColumn<int>("changes");

    QTest::newRow("from nothing") << u""_s << u"a b c"_s << 1 << 0 << 0 << 0;
    QTest::newRow("to nothing") << u"a b c"_s << u""_s << 0 << 1 << 0 << 0;
    QTest::newRow("the same") << u"a b c"_s << u"a b c"_s << 0 << 0 << 0 << 0;
    QTest::newRow("one value") << u"a b c"_s << u"a bx c"_s << 0 << 0 << 0 << 1;
    QTest::newRow("one goes") << u"a b c"_s << u"a c"_s << 0 << 1 << 0 << 0;
    QTest::newRow("two come") << u"a b"_s << u"a c d b"_s << 1 << 0 << 0 << 0;
    QTest::newRow("one moves up") << u"a b c"_s << u"c a b"_s << 0 << 0 << 1 << 0;
    QTest::newRow("everything") << u"a b c d"_s << u"d e bx a"_s << 1 << 1 << 2 << 1;
}

void ModelsTest::aListChangesOnlyWhatDiffers()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const int, inserts);
    QFETCH(const int, removes);
    QFETCH(const int, moves);
    QFETCH(const int, changes);
    PlainList model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRows(plain(before));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

    model.setRows(plain(after));

    QVERIFY(model.rows() == plain(after));
    QCOMPARE(inserted.size(), inserts);
    QCOMPARE(removed.size(), removes);
    QCOMPARE(moved.size(), moves);
    QCOMPARE(changed.size(), changes);
    QCOMPARE(reset.size(), 0);
}

void ModelsTest::headsCannotBeChosen()
{
    PlainList model;
    model.setRows(plain(u"H a"_s));

    QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
    QVERIFY(model.flags(model.index(1)) & Qt::ItemIsSelectable);
    QVERIFY(model.index(0).data(HeadRole).toBool());
    QCOMPARE(model.indexOf(u"a"_s).row(), 1);
    QVERIFY(!model.indexOf(u"x"_s).isValid());
    QVERIFY(!model.data({}).isValid());
}

void ModelsTest::promptsStandInTheirFolders()
{
    PromptsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

    model.setView(viewOf(story()));

    QCOMPARE(picture(model), (QStringList{u".countersign"_s, u"  policy 1.0.0"_s, u"shared"_s, u"  persona 1.0.0"_s,
                                          u"support"_s, u"  greeting 1.0.0"_s, u"  refund 1.0.0 #1"_s, u"top 1.0.0"_s}));
    QCOMPARE(model.fileCount(), 5);
    const QModelIndex refund = model.indexOf(ArtifactId{u"support/refund"_s});
    QCOMPARE(refund.data(ValueRole).value<PromptRow>().running.size(), 3);
    QVERIFY(refund.data(ValueRole).value<PromptRow>().changeLane == Lane::High);
    QCOMPARE(refund.parent().data(ValueRole).value<PromptRow>().files, 2);
    QVERIFY(!model.indexOf(ArtifactId{u"support/nothing"_s}).isValid());
}

void ModelsTest::aRefreshOfPromptsKeepsTheChosenRow()
{
    Story told = story();
    PromptsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setView(viewOf(told));
    const QPersistentModelIndex chosen = model.indexOf(ArtifactId{u"support/refund"_s});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    told.approved(bode, "billing").approved(dana, "compliance").accepted(dana);
    told.opened(jonas).submitted(jonas, u"admin/new"_s, u"New."_s, Lane::Low).noted(jonas).approved(ana, "product");
    told.accepted(jonas);

    model.setView(viewOf(told));

    QCOMPARE(reset.size(), 0);
    QVERIFY(chosen.isValid());
    QCOMPARE(chosen.data(ValueRole).value<PromptRow>().latest.toString(), u"1.1.0"_s);
    QCOMPARE(picture(model).at(2), u"admin"_s);
}

void ModelsTest::promptsAreFiltered()
{
    PromptsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setView(viewOf(story()));

    model.setFilter(u"FUND"_s, {{u"shared/persona"_s}});
    const QStringList some = picture(model);
    model.setFilter(u"nothing like it"_s, {});
    const QStringList none = picture(model);
    model.setFilter({}, {});

    QCOMPARE(some, (QStringList{u"shared"_s, u"  persona 1.0.0"_s, u"support"_s, u"  refund 1.0.0 #1"_s}));
    QVERIFY(none.isEmpty());
    QCOMPARE(model.fileCount(), 5);
}

void ModelsTest::inboxHasGroups()
{
    InboxModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const Story told = story();

    model.setInbox(inboxOf(*viewOf(told), bode, 0));
    const QStringList ofBode = keys(model);
    model.setInbox(inboxOf(*viewOf(told), ana, 0));
    const QStringList ofAna = keys(model);
    RecentModel recent;
    recent.setEvents(inboxOf(*viewOf(told), ana, told.change().opened.claimedAt).recent, 1);

    const QString key = told.changeId().toString();
    QCOMPARE(ofBode, (QStringList{u"group/yours"_s, key}));
    QCOMPARE(ofAna, (QStringList{u"group/waiting"_s, key}));
    QCOMPARE(recent.rowCount(), 1);
    QCOMPARE(model.index(0).data(ValueRole).value<InboxRow>().count, 1);
}

void ModelsTest::changesAreFiltered_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QList<int>>("numbers");

    QTest::newRow("all") << u""_s << QList<int>{1, 2, 3};
    QTest::newRow("words") << u"words:greeting JONAS"_s << QList<int>{2};
    QTest::newRow("number") << u"words:#1"_s << QList<int>{1};
    QTest::newRow("open") << u"open"_s << QList<int>{1, 2};
    QTest::newRow("closed") << u"closed"_s << QList<int>{3};
    QTest::newRow("mine") << u"mine"_s << QList<int>{1, 3};
    QTest::newRow("my turn") << u"turn"_s << QList<int>{2};
    QTest::newRow("high") << u"high"_s << QList<int>{1, 3};
    QTest::newRow("nothing") << u"words:banana"_s << QList<int>{};
}

void ModelsTest::changesAreFiltered()
{
    QFETCH(const QString, filter);
    QFETCH(const QList<int>, numbers);
    Story told = story();
    told.opened(jonas, u"Typing mistakes in the greeting"_s)
            .submitted(jonas, u"support/greeting"_s, u"Hello!"_s, Lane::Low)
            .noted(jonas);
    told.opened(ana, u"Gone"_s).submitted(ana, u"top"_s, u"Top!"_s);
    told.say(ana, changeSubject(told.changeId()), ChangeWithdrawn{});
    ChangesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setView(viewOf(told));

    model.setFilter({.words = filter.startsWith(u"words:") ? filter.mid(6) : QString(),
                     .onlyOpen = filter == u"open",
                     .onlyMine = filter == u"mine",
                     .onlyMyTurn = filter == u"turn",
                     .onlyHigh = filter == u"high",
                     .onlyClosed = filter == u"closed"});

    QList<int> found;
    int heads = 0;
    int counted = 0;
    for (const ChangesRow &row : model.rows()) {
        if (row.head) {
            ++heads;
            counted += row.count;
        } else {
            found.append(row.item.number);
        }
    }
    std::sort(found.begin(), found.end());
    QCOMPARE(found, numbers);
    QCOMPARE(counted, found.size());
    QCOMPARE(heads > 0, !found.isEmpty());
}

void ModelsTest::releasesSayWhatMayBeDone()
{
    Story told = story();
    told.approved(bode, "billing").approved(dana, "compliance").accepted(dana);
    const auto cell = [&told](const PrincipalId &me, int environment) {
        ReleasesModel model;
        model.setView(viewOf(told, me));
        const QModelIndex row = model.indexOf({u"support/refund"_s});
        return row.siblingAtColumn(environment + 1).data(ValueRole).value<ReleaseCell>();
    };

    // It runs in development; staging could take it, production not before staging.
    QCOMPARE(releaseRows(*viewOf(told), ana).first().artifact.value, u"support/refund"_s);
    QVERIFY(releaseRows(*viewOf(told), ana).first().moving);
    QCOMPARE(cell(chen, 0).version.toString(), u"1.1.0"_s);
    QCOMPARE(cell(chen, 1).offered.toString(), u"1.1.0"_s);
    QVERIFY(cell(chen, 1).mayPromote);
    QVERIFY(cell(bode, 1).promoteRefusal->rule == VoidRule::RightMissing);
    QVERIFY(cell(chen, 2).offered.isNull());
    QVERIFY(cell(chen, 2).target.isNull());

    told.released(chen, u"support/refund"_s, "1.1.0", staging).released(chen, u"support/refund"_s, "1.1.0", production);
    QCOMPARE(cell(chen, 2).target.toString(), u"1.0.0"_s);
    QVERIFY(cell(chen, 2).mayRollBack);
    QVERIFY(cell(ana, 2).rollBackRefusal->rule == VoidRule::RightMissing);

    told.rolledBack(chen, u"support/refund"_s, "1.0.0", production);
    QVERIFY(cell(chen, 2).rolledBack);
    QCOMPARE(cell(chen, 2).version.toString(), u"1.0.0"_s);
    QVERIFY(!cell(chen, 2).mayRollBack);
}

void ModelsTest::aRefreshOfReleasesKeepsTheChosenRow()
{
    Story told = story();
    ReleasesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setView(viewOf(told));
    const QPersistentModelIndex chosen = model.indexOf({u"top"_s});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    told.approved(bode, "billing").approved(dana, "compliance").accepted(dana);

    model.setView(viewOf(told));
    model.setFilter(u"top refund"_s);
    const int none = model.rowCount();
    model.setFilter({});

    QCOMPARE(reset.size(), 0);
    QCOMPARE(none, 0);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.columnCount(), 4);
    QCOMPARE(keys(model).first(), u"support/refund"_s);
    QCOMPARE(model.headerData(3, Qt::Horizontal, ValueRole).toString(), u"production"_s);
    QVERIFY(!chosen.isValid());
}

void ModelsTest::requirementsAreClearedInPlace()
{
    Story told = story();
    RequirementsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setView(viewOf(told, dana), told.changeId());
    const QStringList before = keys(model);
    const QPersistentModelIndex compliance = model.indexOf(u"approval.compliance"_s);
    QVERIFY(compliance.data(ValueRole).value<RequirementRow>().yours);
    told.approved(dana, "compliance");

    model.setView(viewOf(told, dana), told.changeId());

    QCOMPARE(keys(model), before);
    QVERIFY(compliance.data(ValueRole).value<RequirementRow>().requirement.met());
    QVERIFY(!compliance.data(ValueRole).value<RequirementRow>().yours);
    model.setView(viewOf(told), EventId::random());
    QCOMPARE(model.rowCount(), 0);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ModelsTest)
#include "tst_models.moc"
