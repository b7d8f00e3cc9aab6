// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/Gui.h"
#include "support/evals/EvalPicture.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/evals/BoardView.h"
#include "ui/evals/CasePane.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/JudgementList.h"
#include "ui/evals/MatrixView.h"
#include "ui/evals/TextCard.h"
#include "ui/evals/VerdictBand.h"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace countersign::evals;

namespace countersign::test {

namespace {

/// The view in a window of a size.
struct Bench
{
    explicit Bench(const EvalSet &set, const QSize &size = {968, 768})
    {
        auto *box = new QVBoxLayout(&window);
        box->setContentsMargins(0, 0, 0, 0);
        view = new EvalsView(&window);
        box->addWidget(view);
        if (!set.versions.isEmpty()) {
            view->setMatrix(EvalMatrix::make(set));
        }
        window.resize(size);
        window.show();
    }

    [[nodiscard]] MatrixView *matrix() const { return view->panel()->view(); }
    [[nodiscard]] QString title() const { return find<PlainLabel>(view, "caseTitle")->text(); }
    [[nodiscard]] TextCard *card(const char *name) const { return find<TextCard>(view, name); }

    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        if (!folder.isEmpty()) {
            QCoreApplication::sendPostedEvents();
            QDir().mkpath(folder);
            window.grab().save(folder + u"/evals-"_s + name + u".png"_s);
        }
    }

    QWidget window;
    EvalsView *view = nullptr;
};

bool has(const QList<TextMark> &marks, MarkKind kind)
{
    return std::ranges::any_of(marks, [kind](const TextMark &mark) { return mark.kind == kind; });
}

} // namespace

class EvalsViewTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void theVerdictIsASentenceAndItsRule();
    void arrowsWalkCasesAndThePaneFollows();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void EvalsViewTest::theVerdictIsASentenceAndItsRule()
{
    Bench bench(refundSet());

    QCOMPARE(
        bench.view->band()->plainText(),
        u"Inconclusive. Better on policy and format. Whether tone got worse cannot be told from 23 case(s).\n"
        "Passes when no dimension can be more than 2 points below 1.3.0, at 95\u00A0%. "
        "120 case(s) in pairs, 3 answer(s) each."_s);
}

void EvalsViewTest::arrowsWalkCasesAndThePaneFollows()
{
    Bench bench(refundSet());
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.view->focusFirst();
    QVERIFY(bench.matrix()->hasFocus());
    const QString first = bench.title();

    QTest::keyClick(bench.matrix(), Qt::Key_Down);

    QVERIFY(bench.title() != first);
    QCOMPARE(find<PlainLabel>(bench.view, "caseNumber")->text(), u"2 of 120"_s);
    QTest::keyClick(bench.matrix(), Qt::Key_Up);
    QCOMPARE(bench.title(), first);
}

void EvalsViewTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1440-light") << QSize(968, 768) << int(SchemeChoice::Light);
    QTest::newRow("1440-dark") << QSize(968, 768) << int(SchemeChoice::Dark);
    QTest::newRow("1280-light") << QSize(1280, 756) << int(SchemeChoice::Light);
    QTest::newRow("1920-dark") << QSize(1920, 1036) << int(SchemeChoice::Dark);
    QTest::newRow("narrow-light") << QSize(700, 700) << int(SchemeChoice::Light);
}

void EvalsViewTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    Bench bench(refundSet(), size);
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window));
    QVERIFY(bench.view->minimumSizeHint().width() <= size.width());
    bench.view->panel()->setFilter({.shown = CasesShown::Lost});
    bench.view->board()->choose(u"tone"_s);
    bench.view->panel()->setFilter({.shown = CasesShown::Lost});
    QTRY_VERIFY(has(bench.card("caseNew")->marks(), MarkKind::Added));
    bench.picture(QString::fromLatin1(QTest::currentDataTag()));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::EvalsViewTest)
#include "tst_ui_evals.moc"
