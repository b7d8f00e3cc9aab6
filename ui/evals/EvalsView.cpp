// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/EvalsView.h"

#include "ui/common/Busy.h"
#include "ui/common/EmptyState.h"
#include "ui/common/PlainLabel.h"
#include "ui/evals/BoardView.h"
#include "ui/evals/CasePane.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalWords.h"
#include "ui/evals/MatrixView.h"
#include "ui/evals/TotalsView.h"
#include "ui/evals/VerdictBand.h"

#include <QBoxLayout>
#include <QKeySequence>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int narrowBelow = 800;
constexpr int caseWidth = 440;
constexpr int mostBoardRows = 12;

} // namespace

EvalsView::EvalsView(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"evalsView"_s);
    const Theme &theme = Theme::of(this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, this);
    m_busy->setObjectName(u"evalsBusy"_s);
    m_busy->setContentsMargins(theme.tokens().inset.changePage, theme.px(6), theme.tokens().inset.changePage,
                               theme.px(6));
    outer->addWidget(m_busy);
    m_stack = new QStackedWidget(this);
    outer->addWidget(m_stack, 1);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"evalsEmpty"_s);
    m_empty->setIcon(Icon::Evals);
    m_page = new QWidget(m_stack);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_page);

    auto *all = new QVBoxLayout(m_page);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_band = new VerdictBand(m_page);
    m_notCounted = new NotCountedList(this);
    outer->insertWidget(1, m_notCounted);
    m_board = new BoardView(m_page);
    m_totals = new TotalsView(m_page);
    m_onlyPlace = new QWidget(m_page);
    auto *onlyRow = new QHBoxLayout(m_onlyPlace);
    onlyRow->setContentsMargins(theme.tokens().inset.changePage, theme.px(6), theme.tokens().inset.changePage,
                                theme.px(6));
    m_only = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, m_onlyPlace);
    onlyRow->addWidget(m_only);
    m_only->setObjectName(u"onlyInOne"_s);
    m_only->setWrapping(Wrapping::Wrap);
    m_split = new QSplitter(Qt::Horizontal, m_page);
    m_split->setObjectName(u"evalsSplitter"_s);
    m_split->setChildrenCollapsible(false);
    auto *left = new Ground(ColorRole::Surface, m_split);
    auto *leftAll = new QVBoxLayout(left);
    leftAll->setContentsMargins(0, 0, 0, 0);
    m_panel = new CasesPanel(left);
    leftAll->addWidget(m_panel);
    auto *right = new Ground(ColorRole::Surface, m_split);
    right->setLines(Qt::LeftEdge);
    auto *rightAll = new QVBoxLayout(right);
    rightAll->setContentsMargins(1, 0, 0, 0);
    m_case = new CasePane(right);
    rightAll->addWidget(m_case);
    m_split->addWidget(left);
    m_split->addWidget(right);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    m_split->setSizes({theme.px(528), theme.px(caseWidth)});
    all->addWidget(m_band);
    all->addWidget(m_board);
    all->addWidget(m_totals);
    all->addWidget(m_onlyPlace);
    all->addWidget(m_split, 1);

    connect(m_empty, &EmptyState::actionPressed, this, &EvalsView::emptyAction);
    connect(m_busy, &BusyLine::canceled, this, &EvalsView::canceled);
    connect(m_board, &BoardView::dimensionChosen, this, [this](const QString &dimension) {
        CasesFilter filter = m_panel->cases()->filter();
        filter.dimension = dimension;
        m_panel->setFilter(filter);
    });
    connect(m_panel, &CasesPanel::filterChanged, this, [this] {
        if (m_board->chosen() != m_panel->cases()->filter().dimension)
            m_board->choose(m_panel->cases()->filter().dimension);
        showCase();
    });
    MatrixView *view = m_panel->view();
    connect(view, &MatrixView::currentMoved, this, &EvalsView::showCase);
    connect(view, &MatrixView::answerAsked, m_case, &CasePane::showAnswer);
    connect(view, &MatrixView::caseOpened, this, [this] { openCase(true); });
    connect(m_case, &CasePane::stepAsked, this, [view](int direction) { view->step(direction); });
    connect(m_case, &CasePane::backAsked, this, [this] { openCase(false); });
    auto *search = new QShortcut(QKeySequence(QKeySequence::Find), this);
    search->setContext(Qt::WidgetWithChildrenShortcut);
    connect(search, &QShortcut::activated, this, &EvalsView::openSearch);
    setMatrix({});
}

void EvalsView::setMatrix(std::shared_ptr<const EvalMatrix> matrix)
{
    m_matrix = std::move(matrix);
    m_stack->setCurrentWidget(m_matrix ? m_page : static_cast<QWidget *>(m_empty));
    m_band->setMatrix(m_matrix.get());
    m_board->setMatrix(m_matrix);
    const bool compared = m_matrix && m_matrix->set().comparison;
    m_board->setVisible(compared && m_board->dimensions()->rowCount() > 0);
    const bool alone = m_matrix && !compared && m_matrix->set().candidate >= 0;
    m_totals->setTotals(alone ? totalsOf(m_matrix->file(m_matrix->set().candidate))
                              : QList<evals::MetricTotals>());
    m_totals->setVisible(alone);
    const QString only = compared ? EvalWords::onlyInOne(*m_matrix) : QString();
    m_only->setText(only);
    m_onlyPlace->setVisible(!only.isEmpty());
    m_panel->setMatrix(m_matrix);
    m_board->choose(m_panel->cases()->filter().dimension);
    fitBoard();
    showCase();
}

void EvalsView::setEmpty(const QString &sentence, const QString &explanation, const QString &action)
{
    m_empty->setText(sentence, explanation);
    m_empty->setAction(action, std::nullopt);
}

void EvalsView::setNotCounted(const QList<NotCounted> &runs)
{
    m_notCounted->setRuns(runs);
}

void EvalsView::setBusy(const QString &whatRuns)
{
    m_busy->begin(whatRuns);
}

void EvalsView::setProgress(qreal part, const QString &words)
{
    m_busy->setProgress(part, words);
}

void EvalsView::setIdle()
{
    m_busy->end();
}

void EvalsView::showCase()
{
    const MatrixView *view = m_panel->view();
    const CasesModel *cases = m_panel->cases();
    const int row = m_matrix && cases->matrix() == m_matrix ? view->currentCase() : -1;
    CasePane::Place place{.row = row};
    if (row >= 0) {
        place.version = view->currentVersion();
        place.dimension = cases->dimension();
        place.number = cases->placeOf(cases->index(view->currentIndex().row(), 0)) + 1;
        place.of = cases->shownCases();
    }
    m_case->showCase(m_matrix, place);
    emit placeChanged();
}

void EvalsView::openCase(bool open)
{
    if (!m_narrow && open) {
        m_case->focusTexts();
        return;
    }
    m_caseOpen = open && m_narrow;
    arrange();
    if (m_caseOpen)
        m_case->focusTexts();
    else
        m_panel->view()->setFocus(Qt::OtherFocusReason);
}

void EvalsView::arrange()
{
    m_case->setAlone(m_narrow);
    m_split->widget(0)->setVisible(!m_narrow || !m_caseOpen);
    m_split->widget(1)->setVisible(!m_narrow || m_caseOpen);
}

void EvalsView::fitBoard()
{
    const Theme &theme = Theme::of(this);
    // The matrix keeps half of the height, however many dimensions there are.
    const int room = std::max(3, (height() / 2 - theme.size().tableHead) / std::max(1, theme.size().row));
    m_board->setFixedHeight(m_board->heightOf(std::min(mostBoardRows, room)));
    m_totals->setFixedHeight(m_totals->heightOf(std::min(mostBoardRows, room)));
}

void EvalsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < Theme::of(this).px(narrowBelow);
    if (narrow != m_narrow) {
        m_narrow = narrow;
        if (!narrow)
            m_caseOpen = false;
        arrange();
    }
    fitBoard();
}

void EvalsView::focusFirst()
{
    if (!m_matrix)
        m_empty->button()->setFocus(Qt::OtherFocusReason);
    else if (m_narrow && m_caseOpen)
        m_case->focusTexts();
    else
        m_panel->view()->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> EvalsView::panes() const
{
    if (!m_matrix)
        return {m_empty->button()};
    return {m_board, m_totals, m_panel->view(), m_case};
}

bool EvalsView::escape()
{
    if (m_narrow && m_caseOpen) {
        openCase(false);
        return true;
    }
    return m_matrix && m_panel->escape();
}

void EvalsView::openSearch()
{
    if (!m_matrix)
        return;
    if (m_narrow && m_caseOpen)
        openCase(false);
    m_panel->openSearch();
}

QString EvalsView::plainText() const
{
    QStringList parts{m_band->plainText(), m_board->plainText(),
                      m_totals->isHidden() ? QString() : m_totals->plainText(), m_only->text()};
    parts.removeAll(QString());
    return parts.join(u"\n\n"_s);
}

} // namespace countersign
