// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ComponentsPage.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Popover.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/Sheet.h"
#include "ui/common/Style.h"
#include "ui/common/TabBar.h"
#include "ui/common/Theme.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QBoxLayout>
#include <QAccessible>
#include <QComboBox>
#include <QDir>
#include <QFocusFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

template<typename T>
[[nodiscard]] T *find(const QWidget &root, const QString &name)
{
    T *found = root.findChild<T *>(name);
    if (!found)
        qFatal("There is no %s.", qPrintable(name));
    return found;
}

} // namespace

class ComponentsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void everyPartIsPaintedInEveryTheme_data();
    void everyPartIsPaintedInEveryTheme();
    void aSheetAndAPopoverLieOverThePage_data();
    void aSheetAndAPopoverLieOverThePage();
    void partsHaveTheHeightsOfTheTable();
    void everyControlHasAName();
    void everyLabelIsPlain();
    void focusIsShownForTheKeyboardAndNotForTheMouse();
    void headsOfGroupsCannotBeChosen();
    void everyRowSaysOneSentence();

private:
    std::unique_ptr<Theme> m_theme;
};

void ComponentsTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(ThemeSettings{.scheme = SchemeChoice::Light}, Theme::interfaceFont());
    m_theme->setMotion(false);
    Style::install(*qApp, *m_theme);
}

void ComponentsTest::cleanup()
{
    m_theme->setSettings({.scheme = SchemeChoice::Light});
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
}

void ComponentsTest::everyPartIsPaintedInEveryTheme_data()
{
    QTest::addColumn<int>("scheme");
    QTest::addColumn<int>("marks");
    QTest::addColumn<int>("direction");
    QTest::newRow("light") << int(SchemeChoice::Light) << int(MarkPalette::Standard) << int(Qt::LeftToRight);
    QTest::newRow("dark") << int(SchemeChoice::Dark) << int(MarkPalette::Standard) << int(Qt::LeftToRight);
    QTest::newRow("light-colour-blind") << int(SchemeChoice::Light) << int(MarkPalette::ColourBlind) << int(Qt::LeftToRight);
    QTest::newRow("dark-colour-blind") << int(SchemeChoice::Dark) << int(MarkPalette::ColourBlind) << int(Qt::LeftToRight);
    QTest::newRow("right-to-left") << int(SchemeChoice::Light) << int(MarkPalette::Standard) << int(Qt::RightToLeft);
}

void ComponentsTest::everyPartIsPaintedInEveryTheme()
{
    QFETCH(int, scheme);
    QFETCH(int, marks);
    QFETCH(int, direction);
    QGuiApplication::setLayoutDirection(static_cast<Qt::LayoutDirection>(direction));
    ComponentsPage page;
    page.resize(1280, 1180);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));

    // The page was made under the light theme: what is painted next must have followed.
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme), .marks = static_cast<MarkPalette>(marks)});
    auto *busy = page.findChild<QWidget *>(u"busy"_s);
    QVERIFY(busy);
    QTRY_VERIFY(busy->isVisible());
    const QImage picture = page.grab().toImage();

    QCOMPARE(picture.pixelColor(2, 2), m_theme->color(ColorRole::Surface));
    const auto *filled = find<QPushButton>(page, u"filledButton"_s);
    QCOMPARE(picture.pixelColor(filled->mapTo(&page, QPoint(6, filled->height() / 2))), m_theme->color(ColorRole::AccentFill));
    const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
    if (!folder.isEmpty()) {
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(picture.save(u"%1/components-%2.png"_s.arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
    }
}

void ComponentsTest::aSheetAndAPopoverLieOverThePage_data()
{
    QTest::addColumn<int>("scheme");
    QTest::newRow("light") << int(SchemeChoice::Light);
    QTest::newRow("dark") << int(SchemeChoice::Dark);
}

void ComponentsTest::aSheetAndAPopoverLieOverThePage()
{
    QFETCH(int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    QWidget window;
    window.resize(1280, 800);
    auto *page = new ComponentsPage(&window);
    page->resize(window.size());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));

    Popover popover(find<QAbstractButton>(*page, u"laneButton"_s), m_theme->size().popoverLane);
    popover.content()->addWidget(new PlainLabel(u"High risk, because"_s, FontRole::BodyStrong, ColorRole::Text));
    popover.content()->addWidget(new SignLine(Sign::Became, u"30 days became 14 days, twice"_s));
    popover.foot()->addWidget(new PlainLabel(u"The highest reason decides. Everyone sees these."_s, FontRole::Secondary, ColorRole::Muted));
    popover.open(Popover::Focus::Leave);
    const QImage withPopover = window.grab().toImage();
    popover.close();

    Sheet sheet(&window);
    sheet.setTitle(u"Roll back mortgage/document-classifier"_s, u"In production, for all callers. Takes effect at once; callers see it within 60 seconds."_s);
    auto *notice = new NoticeBar(NoticeShape::Card, &sheet);
    sheet.content()->addWidget(notice);
    notice->setNotice({.kind = NoticeKind::Warning, .lead = u"2.4.1 needs the variable issuing_country, which intake-service no longer sends."_s,
                       .sentence = u"It stopped on Wed 18 Nov, when 3.0.0 did not need it. About 9 % of documents would be read with no country."_s});
    sheet.content()->addWidget(new FormField(u"Reason"_s, new QLineEdit(u"Unclassified documents at 6.8 %, limit 5 %"_s)));
    sheet.footNote()->addWidget(new SignLine(Sign::Satisfied, u"You hold the right to roll back in production"_s));
    sheet.setDecidingButton(makeButton(Icon::Undo, u"Roll back to 2.4.1"_s, ButtonKind::Danger, &sheet));
    sheet.open();
    const QImage withSheet = window.grab().toImage();

    QVERIFY(sheet.decidingButton()->visibleRegion().boundingRect().size() == sheet.decidingButton()->size());
    QVERIFY(withSheet.pixelColor(2, 2) != m_theme->color(ColorRole::Surface));
    QVERIFY(withPopover != withSheet);
    const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
    if (!folder.isEmpty()) {
        QVERIFY(QDir().mkpath(folder));
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        QVERIFY(withPopover.save(u"%1/popover-%2.png"_s.arg(folder, name)));
        QVERIFY(withSheet.save(u"%1/sheet-%2.png"_s.arg(folder, name)));
    }
}

void ComponentsTest::partsHaveTheHeightsOfTheTable()
{
    ComponentsPage page;
    page.resize(1280, 1180);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));

    QCOMPARE(find<QPushButton>(page, u"filledButton"_s)->height(), 32);
    QCOMPARE(find<QPushButton>(page, u"barButton"_s)->height(), 28);
    QCOMPARE(find<QLineEdit>(page, u"field"_s)->height(), 32);
    QCOMPARE(find<QComboBox>(page, u"list"_s)->height(), 32);
    QCOMPARE(find<QAbstractButton>(page, u"smallLane"_s)->height(), 20);
    QCOMPARE(find<QAbstractButton>(page, u"laneButton"_s)->height(), 24);
    QCOMPARE(find<TabBar>(page, u"tabs"_s)->height(), 36);
    const auto rowHeight = [&page](const QString &name, int row) {
        const auto *view = find<QListView>(page, name);
        return view->visualRect(view->model()->index(row, 0)).height();
    };
    QCOMPARE(rowHeight(u"changesRows"_s, 0), 44);
    QCOMPARE(rowHeight(u"inboxRows"_s, 1), 61);
    QCOMPARE(rowHeight(u"eventRows"_s, 1), 36);
    QCOMPARE(rowHeight(u"entryRows"_s, 0), 40);
}

void ComponentsTest::everyControlHasAName()
{
    ComponentsPage page;
    const auto buttons = page.findChildren<QAbstractButton *>();
    QVERIFY(buttons.size() > 10);
    for (QAbstractButton *button : buttons) {
        if (!button->isVisibleTo(&page) || button->inherits("QLineEditIconButton"))
            continue;
        QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(button);
        QVERIFY2(reader && !reader->text(QAccessible::Name).isEmpty(), qPrintable(button->objectName() + QLatin1StringView(button->metaObject()->className())));
    }
    const auto views = page.findChildren<QListView *>();
    for (QListView *view : views)
        QVERIFY(!view->accessibleName().isEmpty() || view->window() != &page);
    for (QLineEdit *field : page.findChildren<QLineEdit *>()) {
        QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(field);
        QVERIFY2(reader && !reader->text(QAccessible::Name).isEmpty(), qPrintable(field->text()));
    }
}

void ComponentsTest::everyLabelIsPlain()
{
    ComponentsPage page;
    const auto labels = page.findChildren<QLabel *>();
    QVERIFY(!labels.isEmpty());
    for (const QLabel *label : labels)
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void ComponentsTest::focusIsShownForTheKeyboardAndNotForTheMouse()
{
    ComponentsPage page;
    page.resize(1280, 1180);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    auto *filled = find<QPushButton>(page, u"filledButton"_s);
    auto *plain = find<QPushButton>(page, u"plainButton"_s);
    const auto ringOf = [&page] {
        const auto *ring = page.findChild<QFocusFrame *>();
        return ring && ring->isVisible() ? ring->widget() : nullptr;
    };

    QTest::mouseClick(filled, Qt::LeftButton);
    QVERIFY(filled->hasFocus());
    QVERIFY(!Style::showsFocus(filled));
    QCOMPARE(ringOf(), nullptr);

    QTest::keyClick(filled, Qt::Key_Tab);
    QVERIFY(plain->hasFocus());
    QVERIFY(Style::showsFocus(plain));
    QTRY_COMPARE(ringOf(), plain);

    QTest::mouseClick(plain, Qt::LeftButton);
    QTRY_COMPARE(ringOf(), nullptr);
}

void ComponentsTest::headsOfGroupsCannotBeChosen()
{
    ComponentsPage page;
    const auto *view = find<QListView>(page, u"inboxRows"_s);

    QVERIFY(!view->model()->flags(view->model()->index(0, 0)).testFlag(Qt::ItemIsSelectable));
    QVERIFY(view->model()->flags(view->model()->index(1, 0)).testFlag(Qt::ItemIsSelectable));
}

void ComponentsTest::everyRowSaysOneSentence()
{
    ComponentsPage page;
    for (const QListView *view : page.findChildren<QListView *>()) {
        if (view->objectName().isEmpty())
            continue;
        const QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int row = 0; row < view->model()->rowCount(); ++row)
            QVERIFY(!view->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
    }
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ComponentsTest)
#include "tst_ui_components.moc"
