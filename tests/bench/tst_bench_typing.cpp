// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/LongPrompt.h"
#include "gui/support/Gui.h"
#include "ui/change/ChangePage.h"
#include "ui/common/UiState.h"
#include "ui/editor/PromptEdit.h"
#include "ui/shell/PageContext.h"
#include "unit/services/Desk.h"

#include <QBoxLayout>
#include <QElapsedTimer>
#include <QListView>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::test {

namespace {

/// When the window was first painted with a reason that holds given words.
class ShownWatch : public QObject
{
public:
    ShownWatch(QWidget *window, const QListView *reasons)
        : m_reasons(reasons)
    {
        window->installEventFilter(this);
    }

    void start(const QString &words)
    {
        m_words = words;
        m_shownAfter = -1;
        m_time.start();
    }
    [[nodiscard]] bool isShown() const { return m_shownAfter >= 0; }
    [[nodiscard]] double milliseconds() const { return double(m_shownAfter) / 1e6; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::UpdateRequest || isShown())
            return false;
        // What it asks for is painted inside of it.
        watched->removeEventFilter(this);
        watched->event(event);
        watched->installEventFilter(this);
        const QAbstractItemModel *model = m_reasons->model();
        for (int row = 0; row < model->rowCount() && !isShown(); ++row) {
            if (model->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(m_words))
                m_shownAfter = m_time.nsecsElapsed();
        }
        return true;
    }

private:
    const QListView *m_reasons;
    QString m_words;
    QElapsedTimer m_time;
    qint64 m_shownAfter = -1;
};

} // namespace

/// From a key in a prompt of 100 KB to the reasons of the lane on the screen, in the window of a change with a workspace behind
/// it. The figures are printed and never asserted; that the words come is.
class BenchTyping : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void aLongPrompt_data();
    void aLongPrompt();

private:
    std::unique_ptr<Theme> m_theme;
};

void BenchTyping::aLongPrompt_data()
{
    QTest::addColumn<int>("othersChanged");
    QTest::newRow("nothing else changed") << 0;
    QTest::newRow("100 other rules changed") << 100;
}

void BenchTyping::aLongPrompt()
{
    QFETCH(const int, othersChanged);
    const QString text = longPrompt(100'000);
    Office office;
    office.branch->commit(refundPath, text.toUtf8(), u"Mira Sandhu"_s, u"All the rules"_s);
    QVERIFY(office.start());
    const auto workspace = office.ana();
    Result<Draft> draft = answer(workspace->newDraft({refund}, {}));
    QVERIFY(draft);
    QString edited = text;
    for (qsizetype i = 0, from = 0; i < othersChanged && (from = edited.indexOf(u"You must name"_s, from)) >= 0; ++i)
        edited.replace(from, 8, u"You should"_s);
    draft->title = u"Other days"_s;
    draft->files.first().text = edited.toUtf8();
    const Result<QString> saved = answer(workspace->saveDraft(*draft));
    QVERIFY(saved);

    TemporarySettings settings;
    UiState uiState(settings.settings(), u"bench"_s);
    FixedQuestions questions;
    QWidget window;
    const PageContext context{.workspace = *workspace, .theme = *m_theme, .questions = questions, .uiState = uiState,
                              .clock = office.clock, .covered = &window};
    auto *page = new ChangePage(context);
    auto *box = new QVBoxLayout(&window);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(page);
    window.resize(1224, 756);
    page->setView(workspace->view());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    page->navigate({.page = PageKind::Change, .draft = *saved, .act = AddressAct::Edit});
    auto *edit = find<PromptEdit>(page, "promptEdit");
    QTRY_VERIFY_WITH_TIMEOUT(edit->exactText() == edited && !edit->isReadOnly(), 30s);

    // An amount in the middle is written anew, a digit at a time.
    QTextCursor cursor = edit->document()->find(u"cost less than €"_s, edited.size() / 2);
    QVERIFY(!cursor.isNull());
    cursor.clearSelection();
    cursor.movePosition(QTextCursor::NextWord, QTextCursor::KeepAnchor);
    edit->setTextCursor(cursor);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Delete);
    ShownWatch watch(&window, find<QListView>(page, "laneReasons"));
    std::vector<double> times;
    QString typed;
    for (int i = 0; i < 40; ++i) {
        if (i % 8 == 0) {
            for (; !typed.isEmpty(); typed.chop(1))
                QTest::keyClick(edit, Qt::Key_Backspace);
            watch.start(u"€."_s);
            QTRY_VERIFY_WITH_TIMEOUT(watch.isShown(), 30s);
        }
        typed += QChar(u'1' + i % 7);
        watch.start(u'€' + typed);
        QTest::keyClicks(edit, typed.right(1));
        QTRY_VERIFY_WITH_TIMEOUT(watch.isShown(), 30s);
        times.push_back(watch.milliseconds());
    }
    std::sort(times.begin(), times.end());
    std::printf("FIGURE | a key in 100 KB until the lane's reasons are painted, %s | %.1f ms, least %.1f ms, most %.1f ms |\n",
                QTest::currentDataTag(), times[times.size() / 2], times.front(), times.back());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::BenchTyping)
#include "tst_bench_typing.moc"
