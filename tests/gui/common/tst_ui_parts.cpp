// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/Style.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"

#include <QAbstractItemModelTester>
#include <QBoxLayout>
#include <QElapsedTimer>
#include <QLabel>
#include <QListView>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QStringListModel>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

[[nodiscard]] ChangeRowData row(const QString &key, const QString &action = {})
{
    return {.key = key, .title = u"Change "_s + key, .action = action};
}

} // namespace

class PartsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aNoticeStaysUntilItIsSettledAndItsButtonsAreReachedByKeyboard();
    void aNoticeKeepsTheBackendsWordsBehindDetails();
    void markupInALabelIsText();
    void aCutLabelHasItsWholeTextAsTooltip();
    void workThatEndsSoonShowsNothing();
    void busyIsShownWithWordsAndCanBeCanceled();
    void aBusyButtonKeepsItsWidthAndComesBack();
    void anErrorMarksTheFieldAndIsItsDescription();
    void escapeClearsTheFilterFirst();
    void aTextFieldGrowsToItsMostLines();
    void rowsAreUpdatedByDifference();
    void anAdapterPutsWordsOnAModelWithoutAny();
    void theCurrentRowHasARealButton();
    void splittersAreRememberedPerWorkspace();

private:
    std::unique_ptr<Theme> m_theme;
};

void PartsTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(ThemeSettings{.scheme = SchemeChoice::Light}, Theme::interfaceFont());
    m_theme->setMotion(false);
    Style::install(*qApp, *m_theme);
}

void PartsTest::aNoticeStaysUntilItIsSettledAndItsButtonsAreReachedByKeyboard()
{
    QWidget page;
    auto *column = new QVBoxLayout(&page);
    auto *bar = new NoticeBar(NoticeShape::Card);
    column->addWidget(bar);
    page.resize(600, 200);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QVERIFY(!bar->isVisible());

    bar->setNotice({.kind = NoticeKind::Warning, .lead = u"It does not answer."_s, .sentence = u"Two things wait."_s, .action = u"Try now"_s});
    const QSignalSpy pressed(bar, &NoticeBar::actionPressed);
    auto *action = bar->findChild<QPushButton *>(u"noticeAction"_s);
    QVERIFY(action);
    action->setFocus(Qt::TabFocusReason);
    QTest::keyClick(action, Qt::Key_Space);

    QCOMPARE(pressed.count(), 1);
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->accessibleName(), u"It does not answer. Two things wait."_s);
    QVERIFY(!bar->findChild<QPushButton *>(u"noticeSecondAction"_s)->isVisible());

    bar->settle();
    QVERIFY(!bar->isVisible());
}

void PartsTest::aNoticeKeepsTheBackendsWordsBehindDetails()
{
    NoticeBar bar(NoticeShape::Card);
    bar.setNotice({.kind = NoticeKind::Danger, .sentence = u"Writing is off."_s, .detail = u"odb: object not found"_s});
    auto *more = bar.findChild<QPushButton *>(u"noticeDetails"_s);
    QVERIFY(more && more->isVisible());
    const auto shown = [&bar] {
        const auto labels = bar.findChildren<QLabel *>();
        return std::ranges::any_of(labels, [](const QLabel *label) { return label->isVisible() && label->text().startsWith("odb"_L1); });
    };
    QVERIFY(!shown());

    QTest::mouseClick(more, Qt::LeftButton);
    QVERIFY(shown());
}

void PartsTest::markupInALabelIsText()
{
    const PlainLabel label(u"<b>bold</b> <img src='file:///etc/passwd'>\u202E"_s);

    QCOMPARE(label.textFormat(), Qt::PlainText);
    QVERIFY(static_cast<const QLabel &>(label).text().startsWith("<b>bold</b>"_L1));
    QVERIFY(static_cast<const QLabel &>(label).text().endsWith(u"⟦RLO⟧"_s));
}

void PartsTest::aCutLabelHasItsWholeTextAsTooltip()
{
    PlainLabel label(u"A sentence of some length & more"_s);
    label.setWrapping(Wrapping::Elide);

    label.resize(60, 20);
    label.show();
    QTRY_COMPARE(label.toolTip(), u"A sentence of some length &amp; more"_s);
    QCOMPARE(label.accessibleName(), u"A sentence of some length & more"_s);

    label.resize(600, 20);
    QTRY_VERIFY(label.toolTip().isEmpty());
}

void PartsTest::workThatEndsSoonShowsNothing()
{
    QWidget page;
    auto *column = new QVBoxLayout(&page);
    auto *busy = new BusyLine(BusyLine::Cancel::Offered);
    column->addWidget(busy);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));

    busy->begin(u"Reading"_s);
    QVERIFY(!busy->isVisible());
    busy->end();

    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY(timer.hasExpired(600));
    QVERIFY(!busy->isVisible());
}

void PartsTest::busyIsShownWithWordsAndCanBeCanceled()
{
    QWidget page;
    auto *column = new QVBoxLayout(&page);
    auto *busy = new BusyLine(BusyLine::Cancel::Offered);
    column->addWidget(busy);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const QSignalSpy canceled(busy, &BusyLine::canceled);

    busy->begin(u"Reading 812 events"_s);
    QTRY_VERIFY(busy->isVisible());
    QTest::mouseClick(busy->findChild<QPushButton *>(u"busyCancel"_s), Qt::LeftButton);

    QCOMPARE(canceled.count(), 1);
    QCOMPARE(busy->accessibleName(), u"Reading 812 events"_s);
    busy->end();
    QVERIFY(!busy->isVisible());
}

void PartsTest::aBusyButtonKeepsItsWidthAndComesBack()
{
    QWidget page;
    auto *layout = new QHBoxLayout(&page);
    QPushButton *button = makeButton(u"Send it all for review"_s, ButtonKind::Filled, &page);
    layout->addWidget(button);
    layout->addStretch();
    page.resize(500, 60);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const int width = button->width();

    setButtonBusy(button, u"Sending"_s);
    QTRY_COMPARE(button->width(), width);
    QVERIFY(!button->isEnabled());
    QCOMPARE(button->text(), u"Sending"_s);

    clearButtonBusy(button);
    QVERIFY(button->isEnabled());
    QCOMPARE(button->text(), u"Send it all for review"_s);
}

void PartsTest::anErrorMarksTheFieldAndIsItsDescription()
{
    auto *edit = new QLineEdit;
    FormField field(u"Seen at least"_s, edit);
    field.setHelp(u"How many answers"_s);
    QCOMPARE(edit->accessibleName(), u"Seen at least"_s);
    QCOMPARE(edit->accessibleDescription(), u"How many answers"_s);

    field.setError(u"Say how many must be seen."_s, u"Use 400"_s);
    const QSignalSpy offered(&field, &FormField::offerPressed);
    QVERIFY(hasFieldError(edit));
    QCOMPARE(edit->accessibleDescription(), u"Say how many must be seen."_s);
    field.findChild<QPushButton *>(u"fieldOffer"_s)->click();
    QCOMPARE(offered.count(), 1);

    field.setError({});
    QVERIFY(!hasFieldError(edit));
    QCOMPARE(edit->accessibleDescription(), u"How many answers"_s);
}

void PartsTest::escapeClearsTheFilterFirst()
{
    SearchField field(Icon::Filter, u"Filter"_s);
    field.setText(u"refund"_s);
    QTest::keyClick(&field, Qt::Key_Escape);
    QVERIFY(field.text().isEmpty());
}

void PartsTest::aTextFieldGrowsToItsMostLines()
{
    GrowingTextEdit edit;
    edit.resize(300, 60);
    edit.show();
    QVERIFY(QTest::qWaitForWindowExposed(&edit));
    const int two = edit.height();

    edit.setPlainText(u"a\nb\nc\nd"_s);
    const int four = edit.height();
    edit.setPlainText(QString(40, u'\n'));
    const int most = edit.height();

    QVERIFY(four > two);
    QVERIFY(most > four);
    QVERIFY(most < 3 * four);
    edit.setPlainText({});
    QCOMPARE(edit.height(), two);

    // Made narrower it grows for the lines that it has then.
    edit.setPlainText(u"My lamp came 12 days ago. Can I return it?"_s);
    edit.resize(600, edit.height());
    const int wide = edit.height();
    edit.resize(120, edit.height());
    QVERIFY(edit.height() > wide);
    edit.resize(600, edit.height());
    QCOMPARE(edit.height(), wide);
}

void PartsTest::rowsAreUpdatedByDifference()
{
    ChangeRows rows;
    const QAbstractItemModelTester tester(&rows, QAbstractItemModelTester::FailureReportingMode::Fatal);
    rows.setRows({row(u"1"_s), row(u"2"_s), row(u"3"_s)});
    QListView view;
    view.setModel(&rows);
    view.setCurrentIndex(rows.indexOf(u"3"_s));
    const QSignalSpy reset(&rows, &QAbstractItemModel::modelReset);
    const QSignalSpy changed(&rows, &QAbstractItemModel::dataChanged);

    ChangeRowData third = row(u"3"_s);
    third.age = u"2 h"_s;
    rows.setRows({third, row(u"4"_s), row(u"1"_s)});

    QCOMPARE(rows.rowCount(), 3);
    QCOMPARE(rows.rows().at(1).key, u"4"_s);
    QCOMPARE(view.currentIndex(), rows.indexOf(u"3"_s));
    QCOMPARE(view.currentIndex().row(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(reset.count(), 0);
}

void PartsTest::anAdapterPutsWordsOnAModelWithoutAny()
{
    QStringListModel source({u"42"_s});
    RowAdapter<ChangeRowData> adapter([](const QModelIndex &index) { return row(index.data(Qt::DisplayRole).toString()); });
    adapter.setSourceModel(&source);

    const QModelIndex first = adapter.index(0, 0);

    QCOMPARE(first.data(roles::RowKeyRole).toString(), u"42"_s);
    QCOMPARE(first.data(Qt::AccessibleTextRole).toString(), u"Change 42"_s);
}

void PartsTest::theCurrentRowHasARealButton()
{
    ChangeRows rows;
    rows.setRows({row(u"1"_s, u"Answer"_s), row(u"2"_s, u"Review"_s), row(u"3"_s)});
    QListView view;
    ChangeRow delegate(ChangeRowLayout::Inbox);
    view.setModel(&rows);
    view.setItemDelegate(&delegate);
    prepareRowView(&view, u"Needs you"_s, ColorRole::Surface);
    view.resize(900, 300);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto *buttons = new RowButtons(&view, &delegate);
    const QSignalSpy pressed(buttons, &RowButtons::pressed);

    view.setCurrentIndex(rows.index(1));
    auto *button = view.viewport()->findChild<QPushButton *>(u"currentRowButton"_s);
    QVERIFY(button && button->isVisible());
    QCOMPARE(button->accessibleName(), u"Review: Change 2"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(pressed.count(), 1);
    QCOMPARE(pressed.first().first().toModelIndex(), rows.index(1));

    view.setCurrentIndex(rows.index(2));
    QVERIFY(!button->isVisible());
}

void PartsTest::splittersAreRememberedPerWorkspace()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"state.ini"_s), QSettings::IniFormat);
    const auto make = [](QSplitter &splitter) {
        splitter.setObjectName(u"columns"_s);
        splitter.addWidget(new QWidget);
        splitter.addWidget(new QWidget);
        splitter.resize(1001, 100);
        splitter.show();
    };
    UiState state(settings, u"acme"_s);
    QSplitter first;
    make(first);
    state.follow(&first);
    QVERIFY(QTest::qWaitForWindowExposed(&first));
    first.setSizes({300, 700});
    emit first.splitterMoved(300, 1);

    QSplitter second;
    make(second);
    state.follow(&second);
    QCOMPARE(second.sizes(), first.sizes());
    QVERIFY(!second.childrenCollapsible());

    UiState other(settings, u"elsewhere"_s);
    QSplitter third;
    make(third);
    other.follow(&third);
    QVERIFY(third.sizes() != first.sizes());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::PartsTest)
#include "tst_ui_parts.moc"
