// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyPage.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Style.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/policy/DryRunPanel.h"
#include "ui/policy/PolicyEditing.h"
#include "ui/policy/PolicyHistory.h"
#include "ui/policy/PolicySend.h"
#include "ui/policy/PolicyTableView.h"
#include "ui/policy/PolicyTextView.h"

#include <QComboBox>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// A name and a count, on a rounded ground when chosen.
class SectionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const Theme &theme = Theme::of(option.widget);
        return {theme.px(120), theme.px(34)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (!option.widget)
            return;
        const Theme &theme = Theme::of(option.widget);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        painter->save();
        painter->setLayoutDirection(option.direction);
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), -theme.px(2));
        if (chosen || hovered) {
            const QColor ground = theme.color(chosen ? ColorRole::AccentTint : ColorRole::Hover);
            paintBox(*painter, box, theme.tokens().radius.control, ground, ground);
        }
        const QRect words = box.adjusted(theme.px(12), 0, -theme.px(12), 0);
        paintText(*painter, words, index.data(Qt::DisplayRole).toString(), chosen ? FontRole::BodyStrong : FontRole::Body, ColorRole::Text, theme);
        paintText(*painter, words, index.data(Qt::UserRole).toString(), FontRole::Body, ColorRole::Muted, theme, Qt::AlignTrailing | Qt::AlignVCenter);
        if (option.state.testFlag(QStyle::State_HasFocus) && Style::showsFocus(option.widget)) {
            painter->setPen(QPen(theme.color(ColorRole::Accent), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), theme.tokens().radius.control, theme.tokens().radius.control);
        }
        painter->restore();
    }
};

} // namespace

PolicyPage::PolicyPage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context), m_origin(this)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_editing = new PolicyEditing(context.workspace, this);
    m_history = new PolicyHistory(context.workspace, this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(u"policyPage"_s);
    all->addWidget(m_split);
    makeList(m_split);
    m_inner = new QSplitter(Qt::Horizontal, m_split);
    m_inner->setObjectName(u"policyInner"_s);
    makePage(m_inner);
    makeSide(m_inner);
    m_split->addWidget(m_inner);
    const Theme &theme = context.theme;
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({theme.px(184), 1000});
    m_inner->setStretchFactor(0, 1);
    m_inner->setStretchFactor(1, 0);
    m_inner->setSizes({700, theme.size().dryRunColumn});
    context.uiState.follow(m_split);
    context.uiState.follow(m_inner);
    connectAll();
}

PolicyPage::~PolicyPage()
{
    // What dies with the page says nothing to it any more.
    m_editing->disconnect(this);
    m_dryRun->disconnect(this);
}

void PolicyPage::makeList(QWidget *parent)
{
    const Theme &theme = m_context.theme;
    auto *listGround = new Ground(ColorRole::Surface, parent);
    listGround->setLines(Qt::RightEdge);
    m_listPlace = listGround;
    auto *listBox = new QVBoxLayout(listGround);
    listBox->setContentsMargins(0, 12, 1, 12);
    m_list = new QListView(listGround);
    m_list->setObjectName(u"policySections"_s);
    prepareRowView(m_list, tr("Parts of the policy"), ColorRole::Surface);
    m_list->setItemDelegate(new SectionDelegate(m_list));
    m_sections = new QStandardItemModel(this);
    m_list->setModel(m_sections);
    listBox->addWidget(m_list);
    m_listPlace->setMinimumWidth(theme.px(160));
    m_split->addWidget(m_listPlace);
}

void PolicyPage::makePage(QWidget *parent)
{
    const Theme &theme = m_context.theme;
    auto *page = new QWidget(parent);
    auto *box = new QVBoxLayout(page);
    const int inset = theme.tokens().inset.page;
    box->setContentsMargins(inset, 14, inset, 16);
    box->setSpacing(8);
    m_box = new QComboBox(page);
    m_box->setObjectName(u"policySectionBox"_s);
    m_box->setAccessibleName(tr("Part of the policy"));
    box->addWidget(m_box, 0, Qt::AlignLeading);
    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(4);
    m_title = new PlainLabel(QString(), FontRole::Title, ColorRole::Text, page);
    m_title->setObjectName(u"policyTitle"_s);
    titleRow->addWidget(m_title, 1);
    m_undo = makeIconButton(Icon::Undo, tr("Undo"), page);
    m_undo->setObjectName(u"policyUndo"_s);
    m_redo = makeIconButton(Icon::Redo, tr("Redo"), page);
    m_redo->setObjectName(u"policyRedo"_s);
    m_discard = makeButton(tr("Discard the edit"), ButtonKind::QuietText, page);
    m_discard->setObjectName(u"policyDiscard"_s);
    titleRow->addWidget(m_discard);
    titleRow->addWidget(m_undo);
    titleRow->addWidget(m_redo);
    box->addLayout(titleRow);
    const auto notice = [&](const QString &name) {
        auto *bar = new NoticeBar(NoticeShape::Card, page);
        bar->setObjectName(name);
        box->addWidget(bar);
        return bar;
    };
    m_inForce = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, page);
    m_inForce->setObjectName(u"policyInForce"_s);
    m_inForce->setWrapping(Wrapping::Wrap);
    box->addWidget(m_inForce);
    m_waiting = notice(u"policyWaiting"_s);
    m_stale = notice(u"policyStale"_s);
    m_warning = notice(u"policyWarning"_s);
    m_error = notice(u"policyError"_s);
    box->addSpacing(8);
    auto *aboutRow = new QHBoxLayout;
    aboutRow->setSpacing(8);
    m_about = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, page);
    m_about->setObjectName(u"policyAbout"_s);
    m_about->setWrapping(Wrapping::Wrap);
    aboutRow->addWidget(m_about, 1);
    m_remove = makeButton(tr("Remove"), ButtonKind::QuietText, page);
    m_remove->setObjectName(u"policyRemove"_s);
    m_up = makeIconButton(Icon::Previous, tr("Move up (Alt+Up)"), page);
    m_up->setObjectName(u"policyUp"_s);
    m_down = makeIconButton(Icon::Next, tr("Move down (Alt+Down)"), page);
    m_down->setObjectName(u"policyDown"_s);
    aboutRow->addWidget(m_up);
    aboutRow->addWidget(m_down);
    aboutRow->addWidget(m_remove);
    m_add = makeButton(Icon::Add, QString(), ButtonKind::Plain, page);
    m_add->setObjectName(u"policyAdd"_s);
    aboutRow->addWidget(m_add);
    box->addLayout(aboutRow);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, page);
    box->addWidget(m_busy);
    m_stack = new QStackedWidget(page);
    m_tables = new QWidget(m_stack);
    auto *tables = new QVBoxLayout(m_tables);
    tables->setContentsMargins(0, 0, 0, 0);
    tables->setSpacing(8);
    m_table = new PolicyTableView(m_tables);
    tables->addWidget(m_table);
    auto *secondRow = new QHBoxLayout;
    m_secondAbout = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, m_tables);
    m_secondAbout->setWrapping(Wrapping::Wrap);
    secondRow->addWidget(m_secondAbout, 1);
    m_secondAdd = makeButton(Icon::Add, QString(), ButtonKind::Plain, m_tables);
    m_secondAdd->setObjectName(u"policySecondAdd"_s);
    secondRow->addWidget(m_secondAdd);
    tables->addSpacing(8);
    tables->addLayout(secondRow);
    m_second = new PolicyTableView(m_tables);
    m_second->setObjectName(u"policyRules"_s);
    m_second->setMinimumHeight(theme.px(96));
    tables->addWidget(m_second, 1);
    m_tables->setFocusProxy(m_table);
    m_stack->addWidget(m_tables);
    m_text = new PolicyTextView(m_context.workspace, *m_editing, m_stack);
    m_stack->addWidget(m_text);
    m_empty = new EmptyState(m_stack);
    m_stack->addWidget(m_empty);
    m_entryPlace = new QScrollArea(m_stack);
    m_entryPlace->setFrameShape(QFrame::NoFrame);
    m_entryPlace->setWidgetResizable(true);
    m_entryPlace->setAlignment(Qt::AlignTop);
    m_entryPlace->setFocusPolicy(Qt::NoFocus);
    m_entryPlace->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stack->addWidget(m_entryPlace);
    box->addWidget(m_stack, 1);
    page->setMinimumWidth(theme.px(420));
    m_inner->addWidget(page);
}

void PolicyPage::makeSide(QWidget *parent)
{
    const Theme &theme = m_context.theme;
    auto *side = new Ground(ColorRole::Sunken, parent);
    side->setLines(Qt::LeftEdge);
    side->setObjectName(u"policySide"_s);
    side->setAccessibleName(tr("Dry run and sending"));
    m_sideFrame = new QVBoxLayout(side);
    m_sideFrame->setContentsMargins(1, 0, 0, 0);
    m_sideFrame->setSpacing(0);
    auto *scroll = new QScrollArea(side);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_sideFrame->addWidget(scroll, 1);
    auto *content = new Ground(ColorRole::Sunken, scroll);
    m_sideContent = new QVBoxLayout(content);
    m_sideContent->setContentsMargins(0, 0, 0, 0);
    m_sideContent->setSpacing(0);
    m_dryRun = new DryRunPanel(m_context.workspace, content);
    m_sideContent->addWidget(m_dryRun, 1);
    scroll->setWidget(content);
    m_send = new PolicySend(m_context.workspace, *m_editing, side);
    m_sideFrame->addWidget(m_send);
    side->setMinimumWidth(theme.px(264));
    side->setMinimumHeight(theme.px(120));
    m_side = side;
    m_inner->addWidget(side);
}

void PolicyPage::connectAll()
{
    for (const PolicySection section : sections()) {
        auto *item = new QStandardItem(PolicyTables::name(section));
        item->setEditable(false);
        m_sections->appendRow(item);
        m_box->addItem(PolicyTables::name(section));
    }
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid() && sections()[index.row()] != m_section) {
            show(sections()[index.row()]);
            emit moved();
        }
    });
    connect(m_box, &QComboBox::activated, this, [this](int index) {
        show(sections()[index]);
        emit moved();
    });
    connect(m_waiting, &NoticeBar::actionPressed, this, [this] { putInForce(); });
    connect(m_waiting, &NoticeBar::secondActionPressed, this, [this] { emit open({.page = PageKind::Change, .change = m_next}); });
    connect(m_error, &NoticeBar::actionPressed, this, [this] {
        if (m_editing->readError()) {
            m_editing->readAgain();
        } else if (m_section == PolicySection::History) {
            m_history->readAgain(m_view);
        } else {
            show(PolicySection::AsText);
            m_text->goToMistake();
        }
    });
    connect(m_stale, &NoticeBar::actionPressed, this, [this] { m_editing->mergeError() ? m_editing->keepMine() : m_editing->merge(); });
    connect(m_stale, &NoticeBar::secondActionPressed, this, [this] { discard(); });
    connect(m_editing, &PolicyEditing::changed, this, [this] { refresh(); });
    connect(m_history, &PolicyHistory::changed, this, [this] {
        if (m_section == PolicySection::History)
            refresh();
    });
    connect(m_editing, &PolicyEditing::settled, this, &PolicyPage::actNow);
    connect(&m_editing->steps(), &QUndoStack::indexChanged, this, [this] { refreshButtons(); });
    connect(&m_editing->steps(), &QUndoStack::canUndoChanged, this, [this] { refreshButtons(); });
    connect(m_undo, &QPushButton::clicked, m_editing, &PolicyEditing::undo);
    connect(m_redo, &QPushButton::clicked, m_editing, &PolicyEditing::redo);
    const auto shortcut = [this](QKeySequence::StandardKey key, QPushButton *button) {
        auto *made = new QShortcut(QKeySequence(key), this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, button, [button] { button->click(); });
    };
    shortcut(QKeySequence::Undo, m_undo);
    shortcut(QKeySequence::Redo, m_redo);
    for (PolicyTableView *view : {m_table, m_second}) {
        connect(view, &PolicyTableView::cellChosen, this, [this, view](const QModelIndex &cell) { openCell(view, cell); });
        connect(view, &PolicyTableView::removeAsked, this, [this, view](const QModelIndex &cell) { removeRow(view, cell); });
        connect(view, &PolicyTableView::moveAsked, this, [this, view](const QModelIndex &cell, int by) { moveRow(view, cell, by); });
        connect(view, &PolicyTableView::focused, this, [this, view] {
            m_lastTable = view;
            refreshButtons();
        });
        connect(view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { refreshButtons(); });
    }
    connect(m_add, &QPushButton::clicked, this, [this] { openEntry(m_section); });
    connect(m_secondAdd, &QPushButton::clicked, this, [this] {
        if (const auto second = secondSection())
            openEntry(*second);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] { removeRow(currentTable(), currentTable()->currentIndex()); });
    connect(m_up, &QPushButton::clicked, this, [this] { moveRow(currentTable(), currentTable()->currentIndex(), -1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveRow(currentTable(), currentTable()->currentIndex(), 1); });
    connect(m_dryRun, &DryRunPanel::changeChosen, this, [this](const ChangeId &change) { emit open({.page = PageKind::Change, .change = change}); });
    connect(m_dryRun, &DryRunPanel::stateChanged, this, [this] {
        if (m_view)
            refreshSide();
    });
    connect(m_send, &PolicySend::sent, this, [this](const ChangeId &change) { emit open({.page = PageKind::Change, .change = change, .tab = ChangeTab::Note}); });
    connect(m_send, &PolicySend::mistakeAsked, this, [this] {
        show(PolicySection::AsText);
        m_text->goToMistake();
    });
    connect(m_discard, &QPushButton::clicked, this, [this] { discard(); });
}

} // namespace countersign
