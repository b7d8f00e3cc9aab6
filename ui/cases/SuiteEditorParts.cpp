// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the editor of a suite is made of, and what it says above its table.
#include "ui/cases/SuiteEditor.h"

#include "ui/cases/CaseTable.h"
#include "ui/cases/CaseWords.h"
#include "ui/cases/ThresholdForm.h"
#include "ui/common/Buttons.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"

#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// Words at the top of an empty place.
QWidget *insetLabel(PlainLabel *label)
{
    auto *place = new QWidget(label->parentWidget());
    const int inset = Theme::of(label).px(16);
    auto *all = new QVBoxLayout(place);
    all->setContentsMargins(inset, inset, inset, inset);
    all->addWidget(label);
    all->addStretch(1);
    return place;
}

} // namespace

void SuiteEditor::build()
{
    const Theme &theme = Theme::of(this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *bar = new Ground(ColorRole::Surface, this);
    bar->setLines(Qt::BottomEdge);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6));
    row->setSpacing(theme.px(4));
    m_add = makeButton(Icon::Add, tr("Add a case"), ButtonKind::QuietText, bar);
    m_add->setObjectName(u"addCase"_s);
    m_duplicate = makeIconButton(Icon::Copy, tr("Duplicate the case (Ctrl+D)"), bar);
    m_duplicate->setObjectName(u"duplicateCase"_s);
    m_remove = makeIconButton(Icon::Delete, tr("Delete the case (Del)"), bar);
    m_remove->setObjectName(u"deleteCase"_s);
    m_up = makeIconButton(Icon::Previous, tr("Move the case up (Alt+Up)"), bar);
    m_up->setObjectName(u"moveCaseUp"_s);
    m_down = makeIconButton(Icon::Next, tr("Move the case down (Alt+Down)"), bar);
    m_down->setObjectName(u"moveCaseDown"_s);
    m_thresholdsButton = makeButton(tr("Thresholds"), ButtonKind::QuietText, bar);
    m_thresholdsButton->setObjectName(u"suiteThresholds"_s);
    m_thresholdsButton->setCheckable(true);
    for (QPushButton *button : {m_add, m_duplicate, m_remove, m_up, m_down, m_thresholdsButton}) {
        setButtonHeight(button, ButtonHeight::InBar);
        row->addWidget(button);
    }
    row->addStretch(1);
    m_count = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, bar);
    m_count->setObjectName(u"caseCount"_s);
    row->addWidget(m_count);
    all->addWidget(bar);

    auto *filters = new Ground(ColorRole::Surface, this);
    filters->setLines(Qt::BottomEdge);
    auto *filterRow = new QHBoxLayout(filters);
    filterRow->setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6));
    filterRow->setSpacing(theme.px(8));
    m_words = new SearchField(Icon::Filter, tr("Words in a case"), filters);
    m_words->setObjectName(u"caseFilter"_s);
    m_words->setAccessibleName(tr("Words in a case"));
    m_words->installEventFilter(this);
    m_dimension = new QComboBox(filters);
    m_dimension->setObjectName(u"caseFilterDimension"_s);
    m_dimension->setAccessibleName(tr("Dimension"));
    m_source = new QComboBox(filters);
    m_source->setObjectName(u"caseFilterSource"_s);
    m_source->setAccessibleName(tr("Source"));
    filterRow->addWidget(m_words, 1);
    filterRow->addWidget(m_dimension);
    filterRow->addWidget(m_source);
    for (QWidget *field : std::initializer_list<QWidget *>{m_words, m_dimension, m_source})
        setFieldHeight(field, ButtonHeight::InBar);
    for (QComboBox *box : {m_dimension, m_source}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMaximumWidth(theme.px(170));
    }
    m_source->addItem(tr("All sources"), QString());
    for (const QString &source : {u"curated"_s, u"past_failure"_s, u"production_sample"_s})
        m_source->addItem(CaseWords::source(source), source);
    m_dimension->addItem(tr("All dimensions"), QString());
    all->addWidget(filters);

    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->setObjectName(u"suiteNotice"_s);
    m_notice->hide();
    all->addWidget(m_notice);

    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(u"casesSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    all->addWidget(m_splitter, 1);
    auto *left = new Ground(ColorRole::Surface, m_splitter);
    auto *leftAll = new QVBoxLayout(left);
    leftAll->setContentsMargins(0, 0, 0, 0);
    leftAll->setSpacing(0);
    m_model = new CaseTableModel(this);
    m_table = new CaseTableView(m_model, left);
    m_table->setMinimumSize(theme.px(240), theme.px(120));
    leftAll->addWidget(m_table, 1);
    m_none = new PlainLabel({}, FontRole::Body, ColorRole::Muted, left);
    m_none->setObjectName(u"noCasesHere"_s);
    m_none->setWrapping(Wrapping::Wrap);
    QWidget *none = insetLabel(m_none);
    none->hide();
    leftAll->addWidget(none, 1);

    auto *right = new Ground(ColorRole::Sunken, m_splitter);
    right->setLines(Qt::LeftEdge | Qt::TopEdge);
    auto *rightAll = new QVBoxLayout(right);
    rightAll->setContentsMargins(1, 1, 0, 0);
    m_side = new QStackedWidget(right);
    rightAll->addWidget(m_side);
    m_nothing = new PlainLabel(tr("Choose a case to edit it, or add one with Insert."), FontRole::Body,
                               ColorRole::Muted, m_side);
    m_nothing->setWrapping(Wrapping::Wrap);
    const auto scrolled = [this](QWidget *widget) {
        auto *scroll = new QScrollArea(m_side);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidgetResizable(true);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        scroll->setFocusPolicy(Qt::NoFocus);
        scroll->setWidget(widget);
        widget->setAutoFillBackground(false);
        scroll->viewport()->setAutoFillBackground(false);
        m_side->addWidget(scroll);
        return scroll;
    };
    m_side->addWidget(insetLabel(m_nothing));
    m_form = new CaseForm(m_side);
    m_formScroll = scrolled(m_form);
    m_thresholds = new ThresholdForm(m_side);
    scrolled(m_thresholds);
    right->setMinimumWidth(theme.px(350)); // the form is not cut
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({theme.px(640), theme.px(360)});

    connect(m_add, &QPushButton::clicked, this, &SuiteEditor::add);
    connect(m_duplicate, &QPushButton::clicked, this, &SuiteEditor::duplicate);
    connect(m_remove, &QPushButton::clicked, this, &SuiteEditor::removeCase);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_thresholdsButton, &QPushButton::toggled, this, &SuiteEditor::showThresholds);
    connect(m_table, &CaseTableView::addAsked, this, &SuiteEditor::add);
    connect(m_table, &CaseTableView::duplicateAsked, this, &SuiteEditor::duplicate);
    connect(m_table, &CaseTableView::removeAsked, this, &SuiteEditor::removeCase);
    connect(m_table, &CaseTableView::moveAsked, this, &SuiteEditor::move);
    connect(m_table, &CaseTableView::undoAsked, this, &SuiteEditor::undoAsked);
    connect(m_table, &CaseTableView::redoAsked, this, &SuiteEditor::redoAsked);
    connect(m_table, &CaseTableView::openAsked, this, [this] {
        if (!current())
            return;
        m_thresholdsButton->setChecked(false);
        m_form->focusFirst();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (!m_filling)
            showCase();
    });
    connect(m_form, &CaseForm::edited, this, [this] {
        m_typedCase = true;
        typed();
    });
    connect(m_thresholds, &ThresholdForm::edited, this, [this] {
        m_typedThresholds = true;
        typed();
    });
    connect(m_words, &QLineEdit::textChanged, this, &SuiteEditor::followFilter);
    connect(m_dimension, &QComboBox::currentIndexChanged, this, &SuiteEditor::followFilter);
    connect(m_source, &QComboBox::currentIndexChanged, this, &SuiteEditor::followFilter);
    connect(m_notice, &NoticeBar::actionPressed, this, [this] {
        const int line = m_broken ? m_broken->line : current() ? current()->line : 0;
        emit textAsked(line);
    });
    // What was typed is taken up when the keyboard leaves the form.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *old, QWidget *now) {
        if (old && m_side->isAncestorOf(old) && !(now && m_side->isAncestorOf(now)))
            flush();
    });
}

void SuiteEditor::followButtons()
{
    const SuiteRow *row = current();
    const bool may = mayEdit();
    const bool own = may && row && !row->isReadOnly();
    const bool filtered = !m_model->filter().isEmpty();
    m_add->setEnabled(may);
    m_duplicate->setEnabled(own);
    m_remove->setEnabled(own);
    m_up->setEnabled(own && !filtered && row->index > 0);
    m_down->setEnabled(own && !filtered && row->index + 1 < m_sheet->tests);
    m_thresholdsButton->setEnabled(m_sheet != nullptr);
    const QString why = filtered ? tr("Drop the filter to move cases.") : QString();
    m_up->setAccessibleDescription(why);
    m_down->setAccessibleDescription(why);
}

void SuiteEditor::showNotice()
{
    Notice notice;
    if (m_broken) {
        notice = {.kind = NoticeKind::Danger,
                  .lead = m_broken->line > 0
                              ? tr("Line %1 cannot be read.").arg(text::number(qint64(m_broken->line)))
                              : tr("The suite cannot be read."),
                  .sentence = tr("The table shows what it said before."),
                  .detail = text::printable(m_broken->detail),
                  .action = tr("Open the YAML")};
    } else if (m_error) {
        notice = {.kind = NoticeKind::Warning,
                  .lead = tr("The table cannot make this edit."),
                  .sentence = m_error->code == ErrorCode::Unsupported
                                  ? tr("The place is written in a way that only its text can be edited. "
                                       "Nothing was changed.")
                                  : tr("Nothing was changed."),
                  .detail = text::printable(m_error->detail),
                  .action = tr("Open the YAML")};
    } else if (m_sheet && !m_sheet->problems.isEmpty()) {
        const evals::SuiteProblem &first = m_sheet->problems.first();
        const int more = int(m_sheet->problems.size()) - 1;
        notice = {.kind = std::ranges::any_of(m_sheet->problems, &evals::SuiteProblem::error)
                              ? NoticeKind::Warning
                              : NoticeKind::Info,
                  .lead = first.line > 0 ? tr("Line %1:").arg(text::number(qint64(first.line))) : QString(),
                  .sentence = CaseWords::problem(first)
                              + (more > 0 ? u' ' + tr("And %n more.", nullptr, more) : QString())};
    } else {
        m_notice->settle();
        return;
    }
    m_notice->setNotice(notice);
}

} // namespace countersign
