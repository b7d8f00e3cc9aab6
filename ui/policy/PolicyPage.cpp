// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyPage.h"

#include "domain/Refusals.h"
#include "services/Next.h"
#include "services/WhenFinished.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Questions.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/policy/DryRunPanel.h"
#include "ui/policy/PolicyEditing.h"
#include "ui/policy/PolicyFormView.h"
#include "ui/policy/PolicyHistory.h"
#include "ui/policy/PolicySend.h"
#include "ui/policy/PolicyTableView.h"
#include "ui/policy/PolicyTextView.h"
#include "ui/change/RequirementsRail.h"
#include "ui/change/RuleText.h"
#include "ui/editor/PromptEdit.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QComboBox>
#include <QDateTime>
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

constexpr int listBelow = 860;
constexpr int foldBelow = 860;
constexpr int sideBelow = 1180; // the page beside the rail of a window of less than 1280
const QList<PolicySection> allSections = {PolicySection::Lanes, PolicySection::People, PolicySection::Owners, PolicySection::Workflows, PolicySection::Environments,
                                          PolicySection::Rights, PolicySection::Paths, PolicySection::Phrases, PolicySection::Rules, PolicySection::History, PolicySection::AsText};

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
    for (const PolicySection section : allSections) {
        auto *item = new QStandardItem(PolicyTables::name(section));
        item->setEditable(false);
        m_sections->appendRow(item);
        m_box->addItem(PolicyTables::name(section));
    }
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid() && allSections[index.row()] != m_section) {
            show(allSections[index.row()]);
            emit moved();
        }
    });
    connect(m_box, &QComboBox::activated, this, [this](int index) {
        show(allSections[index]);
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
    connect(m_editing->steps(), &QUndoStack::indexChanged, this, [this] { refreshButtons(); });
    connect(m_editing->steps(), &QUndoStack::canUndoChanged, this, [this] { refreshButtons(); });
    connect(m_undo, &QPushButton::clicked, m_editing->steps(), &QUndoStack::undo);
    connect(m_redo, &QPushButton::clicked, m_editing->steps(), &QUndoStack::redo);
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
        connect(view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { refreshButtons(); });
    }
    connect(m_add, &QPushButton::clicked, this, [this] { openEntry(m_section); });
    connect(m_secondAdd, &QPushButton::clicked, this, [this] {
        if (const auto second = secondSection())
            openEntry(*second);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] { removeRow(m_table, m_table->currentIndex()); });
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

void PolicyPage::setView(const ViewPointer &view)
{
    m_view = view;
    for (int row = 0; row < allSections.size(); ++row) {
        const int count = PolicyTables::count(allSections[row], view->state.policy);
        m_sections->item(row)->setData(count < 0 ? QString() : text::number(qint64(count)), Qt::UserRole);
    }
    m_editing->setView(view);
    show(m_section);
    readOrigin();
}

void PolicyPage::navigate(const Address &address)
{
    if (m_view)
        m_editing->setView(m_view);
    if (address.artifact == policyArtifact())
        show(PolicySection::AsText);
    for (const PolicySection section : allSections) {
        if (!address.filter.isEmpty() && address.filter == PolicyTables::name(section))
            show(section);
    }
}

Address PolicyPage::address() const
{
    return {.page = PageKind::Policy, .filter = m_section == PolicySection::Lanes ? QString() : PolicyTables::name(m_section)};
}

QString PolicyPage::title() const
{
    return tr("Policy");
}

void PolicyPage::focusFirst()
{
    (m_listPlace->isVisible() ? static_cast<QWidget *>(m_list) : m_box)->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> PolicyPage::panes() const
{
    return {m_list, m_box, m_stack->currentWidget() == m_text ? static_cast<QWidget *>(m_text->edit()) : m_stack->currentWidget(), m_second, m_dryRun->list()};
}

bool PolicyPage::escape()
{
    for (PolicyTableView *view : {m_table, m_second}) {
        if (view->form()) {
            closeCell(view, false, true);
            return true;
        }
    }
    if (m_entry) {
        closeEntry();
        return true;
    }
    return false;
}

void PolicyPage::settle()
{
    m_editing->keeper().flush();
}

void PolicyPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const Theme &theme = m_context.theme;
    const bool box = width() < theme.px(listBelow);
    m_listPlace->setVisible(!box);
    m_box->setVisible(box);
    const Qt::Orientation orientation = width() < theme.px(sideBelow) ? Qt::Vertical : Qt::Horizontal;
    if (m_inner->orientation() != orientation) {
        m_inner->setOrientation(orientation);
        // Beside the tables sending is always in sight; below them it scrolls with the dry run.
        (orientation == Qt::Vertical ? m_sideContent : m_sideFrame)->addWidget(m_send);
        m_inner->setSizes(orientation == Qt::Vertical ? QList<int>{height() * 3 / 5, height() * 2 / 5} : QList<int>{width(), theme.size().dryRunColumn});
        refresh();
    }
    m_send->setFolded(height() < theme.px(foldBelow) || orientation == Qt::Vertical);
}

void PolicyPage::show(PolicySection section)
{
    if (section != m_section) {
        for (PolicyTableView *view : {m_table, m_second})
            closeCell(view, true, false);
        closeEntry();
    }
    m_section = section;
    const auto row = static_cast<int>(allSections.indexOf(section));
    m_list->setCurrentIndex(m_sections->index(row, 0));
    m_box->setCurrentIndex(row);
    refresh();
}

std::optional<PolicySection> PolicyPage::secondSection() const
{
    switch (m_section) {
    case PolicySection::Lanes: return PolicySection::Rules;
    case PolicySection::People: return PolicySection::Roles;
    default: return std::nullopt;
    }
}

PolicySection PolicyPage::sectionOf(const PolicyTableView *view) const
{
    return view == m_second ? secondSection().value_or(m_section) : m_section;
}

QString PolicyPage::readOnlyReason() const
{
    if (const QString reason = RuleWords::readOnlyReason(*m_view); !reason.isEmpty())
        return reason;
    if (const Refusal refused = refuseToWrite(m_view->state, m_view->me.person))
        return RuleText::refusal(*m_view, *refused);
    return {};
}

QStringList PolicyPage::newDeadEnds(const Policy &policy) const
{
    QStringList found = PolicyTables::deadEnds(policy);
    const QStringList known = PolicyTables::deadEnds(m_editing->basePolicy());
    found.removeIf([&known](const QString &one) { return known.contains(one); });
    return found;
}

QString PolicyPage::errorWords(const Error &error)
{
    if (error.code == ErrorCode::Unsupported)
        return tr("The file is written in a way that this form cannot edit. Edit it as text.");
    return tr("The policy cannot say this. %1: %2.").arg(error.subject, error.detail);
}

void PolicyPage::refresh()
{
    if (!m_view)
        return;
    const bool edits = m_editing->isEditing();
    const auto edited = std::make_shared<WorkspaceView>(*m_view);
    if (edits)
        edited->state.policy = m_editing->policy();
    m_editedView = edited;
    const auto base = std::make_shared<WorkspaceView>(*m_view);
    if (edits)
        base->state.policy = m_editing->basePolicy();
    m_baseView = base;
    m_title->setText(PolicyTables::name(m_section));
    m_about->setText(PolicyTables::explanation(m_section, m_editedView->state.policy));
    showEditing();
    showWaiting();
    showWarnings();
    refreshTables();
    refreshButtons();
    refreshSide();
}

void PolicyPage::showEditing()
{
    const int inForce = m_view->state.policy.version;
    QString words = m_since.isEmpty() ? tr("Policy %1 is in force.").arg(inForce) : m_since;
    const QString reason = readOnlyReason();
    if (m_editing->isEditing()) {
        const Change *change = m_view->state.change(m_editing->keeper().draft().change);
        words += u' ' + (change ? tr("You are editing the next revision of #%1, which nobody else sees yet.").arg(change->number) : tr("You are editing it; nobody else sees that yet."));
        if (m_editing->keeper().error())
            words += u' ' + tr("The draft could not be saved, trying again.");
    } else if (!reason.isEmpty()) {
        words += u' ' + tr("Read only: %1").arg(reason);
    }
    m_inForce->setText(words);
    if (m_editing->isStale()) {
        const std::optional<Error> &failed = m_editing->mergeError();
        Notice notice{.kind = NoticeKind::Warning,
                      .lead = tr("The policy moved while you were editing."),
                      .sentence = failed ? tr("Your edit and the newer policy touch the same place (%1). Nothing of yours is lost: keep yours, and the marks show what it would take back of the newer one.").arg(failed->detail)
                                         : tr("Your edit is kept. Put it on the newer policy before you send it."),
                      .action = failed ? tr("Keep mine") : tr("Bring up to date"),
                      .secondAction = tr("Discard the edit")};
        m_stale->setNotice(notice);
    } else {
        m_stale->settle();
    }
}

void PolicyPage::refreshTables()
{
    m_busy->end();
    if (m_editing->readError()) {
        Notice notice = errorNotice(*m_editing->readError());
        notice.lead = tr("The file of the policy could not be read.");
        notice.sentence = tr("The policy itself is in force and known. It cannot be edited until its file is read. %1").arg(errorText(*m_editing->readError()).lead);
        notice.action = tr("Try again");
        m_error->setNotice(notice);
    } else if (m_editing->isReady() && !m_editing->isEditing() && m_editing->baseProblem()) {
        const Error &problem = *m_editing->baseProblem();
        m_error->setNotice({.kind = NoticeKind::Danger,
                            .lead = tr("The accepted file does not say a policy: line %1, %2.").arg(problem.line).arg(problem.detail),
                            .sentence = tr("Policy %1 is in force meanwhile.").arg(m_view->state.policy.version),
                            .action = tr("Go there")});
    } else if (m_editing->isEditing() && m_editing->problem() && m_section != PolicySection::AsText) {
        m_error->setNotice({.kind = NoticeKind::Danger,
                            .lead = tr("The text has a mistake in line %1.").arg(m_editing->problem()->line),
                            .sentence = tr("The tables show what it said before. Mend the text to go on here."),
                            .action = tr("Go there")});
    } else if (m_section == PolicySection::History && m_history->error()) {
        Notice notice = errorNotice(*m_history->error());
        notice.action = tr("Try again");
        m_error->setNotice(notice);
    } else {
        m_error->settle();
    }
    if (m_entry)
        return;
    const std::optional<PolicySection> second = secondSection();
    m_secondAbout->setVisible(second.has_value());
    m_second->setVisible(second.has_value());
    if (m_section == PolicySection::AsText) {
        if (m_editing->isReady()) {
            m_stack->setCurrentWidget(m_text);
            m_text->refresh(readOnlyReason().isEmpty(), m_view->state.policy.version);
        } else {
            m_empty->setText(tr("There is no file behind this policy"), tr("It was put in force without one, or it is not read yet."));
            m_stack->setCurrentWidget(m_empty);
        }
        return;
    }
    if (m_section == PolicySection::History) {
        m_history->read(m_view);
        if (m_history->isReading())
            m_busy->begin(tr("Reading the record"));
        m_table->setFitted(false);
        m_table->setTable(m_history->table(*m_view), PolicyTables::name(m_section));
        m_stack->setCurrentWidget(m_tables);
        return;
    }
    const auto table = [this](PolicySection section) {
        const PolicyTable now = PolicyTables::table(section, *m_editedView);
        return m_editing->isEditing() ? PolicyTables::compared(PolicyTables::table(section, *m_baseView), now) : now;
    };
    const PolicyTable first = table(m_section);
    if (first.rows.isEmpty() && !second) {
        if (m_view->state.policy.lanes.isEmpty())
            m_empty->setText(tr("No policy is in force yet"), tr("Countersign proposes one when a repository is put under it: it is a proposal until somebody begins the record with it."));
        else
            m_empty->setText(tr("The policy names none"), readOnlyReason().isEmpty() ? PolicyTables::explanation(m_section, m_view->state.policy) : tr("They are written in %1.").arg(policyPath()));
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    const bool fitted = m_section == PolicySection::Lanes && m_inner->orientation() == Qt::Horizontal;
    m_table->setFitted(fitted);
    if (!fitted)
        m_table->setMinimumHeight(m_context.theme.px(96));
    m_table->setTable(first, PolicyTables::name(m_section));
    if (second) {
        m_secondAbout->setText(PolicyTables::explanation(*second, m_editedView->state.policy));
        m_second->setTable(table(*second), PolicyTables::name(*second));
    }
    m_stack->setCurrentWidget(m_tables);
}

void PolicyPage::refreshButtons()
{
    if (!m_view)
        return;
    const bool may = readOnlyReason().isEmpty() && m_editing->isReady() && !m_editing->problem();
    const QString add = PolicyForms::addLabel(m_section);
    m_add->setText(add);
    m_add->setVisible(may && !add.isEmpty() && !m_entry);
    const QString secondAdd = secondSection() ? PolicyForms::addLabel(*secondSection()) : QString();
    m_secondAdd->setText(secondAdd);
    m_secondAdd->setVisible(may && !secondAdd.isEmpty() && !m_entry);
    const auto removal = may ? PolicyForms::removal(m_section, m_editing->policy(), m_view->state.policy, m_table->rowKey(m_table->currentIndex().row())) : std::nullopt;
    m_remove->setVisible(removal.has_value() && m_stack->currentWidget() == m_tables);
    m_remove->setText(removal ? removal->label : QString());
    const bool steps = m_editing->isEditing();
    m_discard->setVisible(steps);
    m_undo->setVisible(steps);
    m_redo->setVisible(steps);
    m_undo->setEnabled(m_editing->steps()->canUndo());
    m_redo->setEnabled(m_editing->steps()->canRedo());
    m_undo->setToolTip(m_undo->isEnabled() ? tr("Undo: %1").arg(m_editing->steps()->undoText()).toHtmlEscaped() : tr("Undo"));
    m_redo->setToolTip(m_redo->isEnabled() ? tr("Redo: %1").arg(m_editing->steps()->redoText()).toHtmlEscaped() : tr("Redo"));
}

void PolicyPage::refreshSide()
{
    const bool edits = m_editing->isEditing();
    m_side->setVisible(edits || (readOnlyReason().isEmpty() && m_editing->isReady()));
    const bool runs = edits && m_editing->isReady() && m_editing->isChanged() && !m_editing->problem();
    m_dryRun->setPolicy(runs ? std::optional(m_editing->policy()) : std::nullopt, m_view);
    PolicySend::Checks checks{.refused = readOnlyReason(), .dryRunIsCurrent = runs && m_dryRun->isCurrent()};
    if (edits) {
        checks.unreachable = newDeadEnds(m_editing->policy());
        checks.differences = PolicyTables::differences(*m_baseView, *m_editedView);
    }
    m_send->setVisible(edits);
    m_send->setChecks(checks, m_view);
}

void PolicyPage::showWarnings()
{
    const Policy &policy = m_editedView->state.policy;
    const QStringList fresh = m_editing->isEditing() ? newDeadEnds(policy) : QStringList();
    const QStringList warnings = fresh.isEmpty() ? PolicyTables::warnings(policy) : fresh;
    if (warnings.isEmpty()) {
        m_warning->settle();
        return;
    }
    m_warning->setNotice({.kind = fresh.isEmpty() ? NoticeKind::Warning : NoticeKind::Danger,
                          .lead = warnings.size() == 1 ? tr("A rule cannot be met.") : tr("%n rules cannot be met.", nullptr, static_cast<int>(warnings.size())),
                          .sentence = fresh.isEmpty() ? warnings.join(u' ') : tr("%1 This cannot be sent.").arg(warnings.join(u' '))});
}

void PolicyPage::openCell(PolicyTableView *view, const QModelIndex &cell)
{
    if (m_section == PolicySection::History) {
        if (const ChangeId change = m_history->changeOf(cell.row()); !change.isNull())
            emit open({.page = PageKind::Change, .change = change});
        return;
    }
    if (view->form() || !readOnlyReason().isEmpty() || !m_editing->isReady() || m_editing->problem() || m_editing->baseProblem())
        return;
    const std::optional<PolicyForm> form = PolicyForms::cell(sectionOf(view), m_editing->policy(), view->rowKey(cell.row()), cell.column());
    if (!form)
        return;
    closeCell(m_table, true, false);
    closeCell(m_second, true, false);
    m_formFrom = m_editing->text();
    m_formPolicy = m_editing->policy();
    m_formSession = m_editing->newSession();
    const PolicyCell &old = view->table().rows.at(cell.row()).cells.at(cell.column());
    m_formOld = old.changed ? old.oldText : old.text;
    auto *fields = new PolicyFormView(*form, PolicyFormView::Purpose::Cell, view->viewport());
    fields->setDifference(m_formOld, old.text);
    connect(fields, &PolicyFormView::changed, this, [this, view] { applyCell(view); });
    connect(fields, &PolicyFormView::accepted, this, [this, view] { closeCell(view, true, true); });
    connect(fields, &PolicyFormView::canceled, this, [this, view] { closeCell(view, false, true); });
    connect(fields, &PolicyFormView::left, this, [this, view] { closeCell(view, true, false); }, Qt::QueuedConnection);
    view->openForm(cell, fields);
}

void PolicyPage::applyCell(PolicyTableView *view)
{
    PolicyFormView *fields = view->form();
    if (!fields)
        return;
    Policy wanted = m_formPolicy;
    fields->form().apply(wanted, fields->values());
    const Done done = m_editing->edit(fields->form().title, m_formFrom, wanted, m_formSession);
    if (!view->form())
        return;
    if (!done) {
        fields->setError(errorWords(done.error()));
    } else {
        const QStringList dead = newDeadEnds(m_editing->policy());
        fields->setError(dead.isEmpty() ? QString() : dead.first());
        const QModelIndex at = view->currentIndex();
        fields->setDifference(m_formOld, view->table().rows.at(at.row()).cells.at(at.column()).text);
    }
    view->openedFormGrew();
}

void PolicyPage::closeCell(PolicyTableView *view, bool keep, bool focus)
{
    PolicyFormView *fields = view->form();
    if (!fields)
        return;
    fields->disconnect(this);
    view->closeForm();
    if (!keep)
        m_editing->setText(fields->form().title, m_formFrom, m_formSession);
    if (focus)
        view->setFocus(Qt::OtherFocusReason);
}

void PolicyPage::openEntry(PolicySection section)
{
    closeEntry();
    const std::optional<PolicyForm> form = PolicyForms::entry(section, m_editing->policy());
    if (!form || !readOnlyReason().isEmpty() || !m_editing->isReady() || m_editing->problem())
        return;
    m_entry = new PolicyFormView(*form, PolicyFormView::Purpose::NewEntry, m_entryPlace);
    connect(m_entry, &PolicyFormView::canceled, this, [this] { closeEntry(); });
    connect(m_entry, &PolicyFormView::accepted, this, [this] {
        Policy wanted = m_editing->policy();
        m_entry->form().apply(wanted, m_entry->values());
        if (const Done done = m_editing->edit(m_entry->form().title, m_editing->text(), wanted, m_editing->newSession()); !done) {
            m_entry->setError(errorWords(done.error()));
            return;
        }
        closeEntry();
    });
    auto *place = new QWidget(m_entryPlace);
    auto *box = new QVBoxLayout(place);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_entry);
    box->addStretch(1);
    m_entryPlace->setWidget(place);
    m_stack->setCurrentWidget(m_entryPlace);
    m_entry->focusFirst();
    refreshButtons();
}

void PolicyPage::closeEntry()
{
    if (!m_entry)
        return;
    const bool had = m_entry->isAncestorOf(QApplication::focusWidget());
    // It may be asking for it itself.
    QWidget *place = m_entryPlace->takeWidget();
    place->hide();
    place->setParent(this);
    place->deleteLater();
    m_entry = nullptr;
    refreshTables();
    refreshButtons();
    if (had)
        (m_add->isVisible() ? static_cast<QWidget *>(m_add) : m_table)->setFocus(Qt::OtherFocusReason);
}

void PolicyPage::removeRow(PolicyTableView *view, const QModelIndex &cell)
{
    if (!readOnlyReason().isEmpty() || !m_editing->isReady() || m_editing->problem())
        return;
    const auto removal = PolicyForms::removal(sectionOf(view), m_editing->policy(), m_view->state.policy, view->rowKey(cell.row()));
    if (!removal)
        return;
    Policy wanted = m_editing->policy();
    removal->apply(wanted);
    if (const Done done = m_editing->edit(removal->label, m_editing->text(), wanted, m_editing->newSession()); !done) {
        m_error->setNotice({.kind = NoticeKind::Danger, .lead = tr("It stays."), .sentence = errorWords(done.error())});
    }
}

void PolicyPage::discard()
{
    m_context.questions.ask({.title = tr("Discard the edit of the policy?"),
                             .sentence = tr("The accepted policy stays as it is. What you edited is gone."),
                             .accept = tr("Discard the edit"),
                             .kind = QuestionKind::Danger},
                            this, [this](Answer answer) {
                                if (answer == Answer::Accepted)
                                    m_editing->discard();
                            });
}

void PolicyPage::showWaiting()
{
    const Change *waiting = nullptr;
    Next next;
    for (const Change &change : m_view->state.changes) {
        if (change.status != ChangeStatus::Accepted)
            continue;
        next = nextOf(*m_view, change, m_view->me.person);
        if (next.kind == NextKind::PutInForce) {
            waiting = &change;
            break;
        }
    }
    const ChangeId before = m_next;
    m_next = waiting ? waiting->id : ChangeId();
    if (m_next != before) {
        m_notPut.reset();
        m_putting = false;
    }
    if (!waiting) {
        m_waiting->settle();
        return;
    }
    const QString readOnly = RuleWords::readOnlyReason(*m_view);
    Notice notice{.kind = NoticeKind::Warning,
                  .lead = tr("#%1 %2 is approved and not in force.").arg(waiting->number).arg(text::printableLine(titleOf(*m_view, *waiting))),
                  .secondAction = tr("Open change")};
    if (m_putting) {
        notice.sentence = tr("It is being put in force …");
    } else if (!readOnly.isEmpty()) {
        notice.sentence = readOnly;
    } else if (!next.yours) {
        notice.sentence = next.turnOf.isEmpty() ? tr("Nobody is left who may put it in force.")
                                                : tr("%1 can put it in force. Until then the rules below hold.").arg(ChangeWords::people(*m_view, next.turnOf, 3));
    } else {
        notice.sentence = tr("Until then the rules below hold.");
        notice.action = tr("Put in force");
    }
    if (m_notPut && !m_putting) {
        const ErrorText failed = errorText(*m_notPut);
        notice.kind = NoticeKind::Danger;
        notice.sentence = tr("It was not put in force. %1 %2")
                                  .arg(m_notPut->code == ErrorCode::Refused ? RuleWords::sentence(m_notPut->subject) : failed.lead, failed.sentence);
        notice.detail = m_notPut->detail;
    }
    m_waiting->setNotice(notice);
}

void PolicyPage::putInForce()
{
    if (m_putting || m_next.isNull())
        return;
    m_putting = true;
    m_notPut.reset();
    showWaiting();
    whenFinished(m_context.workspace.putPolicyInForce(m_next), this, [this, change = m_next](const Result<WriteReceipt> &receipt) {
        if (m_next != change)
            return;
        m_putting = false;
        if (!receipt)
            m_notPut = receipt.error();
        showWaiting();
    });
}

bool PolicyPage::primaryAction()
{
    if (!m_waiting->isHidden() && !m_waiting->notice().action.isEmpty()) {
        putInForce();
        return true;
    }
    return m_send->isVisible() && m_send->rail()->pressFilled();
}

void PolicyPage::readOrigin()
{
    if (m_originOf == m_view->state.policyInForce)
        return;
    m_originOf = m_view->state.policyInForce;
    m_since.clear();
    const Sequence seq = m_view->state.seen.value(m_view->state.policyHead, 1);
    m_origin.start(m_context.workspace.log({.before = seq + 1, .most = 1}), [this, seq](const Result<QList<LogEntry>> &entries) {
        if (!entries) {
            if (entries.error().code != ErrorCode::Canceled) {
                m_originOf = {};
                m_since = tr("Policy %1 is in force. Who put it in force could not be read.").arg(m_view->state.policy.version);
                refresh();
            }
            return;
        }
        if (entries->isEmpty() || entries->first().seq != seq)
            return;
        const LogEntry &entry = entries->first();
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(entry.claimedAt);
        m_since = entry.claimedAt > 0 ? tr("Policy %1, in force since %2. %3 put it in force.")
                                                .arg(QString::number(m_view->state.policy.version), text::exactTime(when), m_view->personName(entry.actor))
                                      : tr("Policy %1. %2 put it in force.").arg(QString::number(m_view->state.policy.version), m_view->personName(entry.actor));
        showEditing();
    });
}

} // namespace countersign
