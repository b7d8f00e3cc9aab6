// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptList.h"

#include "ui/common/Chips.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/prompts/PromptFilter.h"
#include "ui/prompts/PromptWords.h"

#include <QButtonGroup>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int searchAfterMs = 150;
constexpr int mostMatches = 500;

// The tree with its own arrows, told of its width.
class PromptTree : public QTreeView
{
public:
    PromptTree(PromptColumnHead *head, QWidget *parent) : QTreeView(parent), m_head(head) {}

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QTreeView::resizeEvent(event);
        m_head->setRowWidth(viewport()->width());
        doItemsLayout();
    }
    void mousePressEvent(QMouseEvent *event) override
    {
        const QModelIndex at = indexAt(event->position().toPoint());
        QTreeView::mousePressEvent(event);
        if (event->button() == Qt::LeftButton && at.isValid() && at.data(ValueRole).value<PromptRow>().folder)
            setExpanded(at, !isExpanded(at));
    }
    void keyPressEvent(QKeyEvent *event) override
    {
        const QModelIndex at = currentIndex();
        const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
        if (enter && at.isValid() && at.data(ValueRole).value<PromptRow>().folder) {
            setExpanded(at, !isExpanded(at));
            return;
        }
        QTreeView::keyPressEvent(event);
    }
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override {}

private:
    PromptColumnHead *m_head;
};

} // namespace

PromptList::PromptList(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_matches(this)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    auto *top = new QVBoxLayout;
    top->setContentsMargins(16, 12, 12, 10);
    top->setSpacing(8);
    m_field = new SearchField(Icon::Filter, tr("Filter by name, owner or words in the text"), this);
    m_field->setObjectName(u"promptFilter"_s);
    m_field->setAccessibleName(tr("Filter the prompts"));
    setFieldHeight(m_field, ButtonHeight::InBar);
    top->addWidget(m_field);

    auto *chipRow = new QHBoxLayout;
    chipRow->setSpacing(6);
    m_chips = new QButtonGroup(this);
    const QList<std::pair<PromptChip, QString>> chips = {{PromptChip::All, tr("All")},
                                                         {PromptChip::Mine, tr("Mine")},
                                                         {PromptChip::OpenChange, tr("Open change")},
                                                         {PromptChip::NotTheSame, tr("Not the same everywhere")}};
    for (const auto &[chip, words] : chips) {
        auto *button = new FilterChip(words, this);
        button->setChecked(chip == PromptChip::All);
        m_chips->addButton(button, static_cast<int>(chip));
        chipRow->addWidget(button);
    }
    chipRow->addStretch(1);
    top->addLayout(chipRow);
    m_searchError = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, this);
    m_searchError->setWrapping(Wrapping::Wrap);
    m_searchError->hide();
    top->addWidget(m_searchError);
    all->addLayout(top);

    m_head = new PromptColumnHead(this);
    all->addWidget(m_head);

    m_model = new PromptsModel(this);
    m_proxy = new PromptFilter(this);
    m_proxy->setSourceModel(m_model);
    m_stack = new QStackedWidget(this);
    m_tree = new PromptTree(m_head, m_stack);
    m_tree->setObjectName(u"promptTree"_s);
    m_tree->setAccessibleName(tr("Prompts"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setMouseTracking(true);
    m_tree->setUniformRowHeights(false);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setModel(m_proxy);
    m_tree->setItemDelegate(new PromptRowDelegate(m_tree));
    m_stack->addWidget(m_tree);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"promptListEmpty"_s);
    m_stack->addWidget(m_empty);
    all->addWidget(m_stack, 1);

    m_wait.setSingleShot(true);
    m_wait.setInterval(searchAfterMs);
    connect(&m_wait, &QTimer::timeout, this, &PromptList::search);
    connect(m_field, &QLineEdit::textChanged, this, [this] {
        m_proxy->setMatches({});
        applyFilter();
        m_wait.start();
        emit filterChanged();
    });
    connect(m_field, &QLineEdit::returnPressed, this, [this] { focusFirst(); });
    connect(m_chips, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on) {
            m_proxy->setChip(static_cast<PromptChip>(id));
            restoreFolds();
            showEmpty();
        }
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &PromptList::takeCurrent);
    m_keepFolds.setSingleShot(true);
    m_keepFolds.setInterval(0);
    connect(&m_keepFolds, &QTimer::timeout, this, &PromptList::keep);
    connect(m_tree, &QTreeView::expanded, this, [this] {
        if (!m_restoring)
            m_keepFolds.start();
    });
    connect(m_tree, &QTreeView::collapsed, this, [this] {
        if (!m_restoring)
            m_keepFolds.start();
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] { restoreFolds(); }, Qt::QueuedConnection);
    connect(m_empty, &EmptyState::actionPressed, this,
            [this] { emit open({.page = PageKind::Changes, .filter = m_field->text()}); });
}

void PromptList::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    static_cast<PromptRowDelegate *>(m_tree->itemDelegate())->setView(view);
    m_head->setView(view);
    m_model->setView(view);
    m_proxy->setView(view);
    applyFilter();
    if (first) {
        const int scroll = m_context.uiState.value(u"prompts/scroll"_s, 0).toInt();
        QTimer::singleShot(0, this, [this, scroll] {
            if (m_tree->verticalScrollBar()->value() == 0)
                m_tree->verticalScrollBar()->setValue(scroll);
        });
    }
    choose(m_chosen);
    m_tree->viewport()->update();
}

QString PromptList::filter() const
{
    return m_field->text();
}

void PromptList::setFilter(const QString &words)
{
    m_field->setText(words);
}

void PromptList::focusFirst()
{
    m_tree->setFocus(Qt::OtherFocusReason);
    if (!m_tree->currentIndex().isValid()) {
        QModelIndex at = m_proxy->index(0, 0);
        while (at.isValid() && at.data(ValueRole).value<PromptRow>().folder)
            at = m_tree->indexBelow(at);
        if (at.isValid())
            m_tree->setCurrentIndex(at);
    }
}

void PromptList::applyFilter()
{
    if (!m_view)
        return;
    const QString words = m_field->text();
    QSet<ArtifactId> also(m_proxy->matches().keyBegin(), m_proxy->matches().keyEnd());
    if (!words.trimmed().isEmpty()) {
        for (const Artifact &artifact : m_view->state.artifacts) {
            if (PromptWords::owners(*m_view, artifact).contains(words.trimmed(), Qt::CaseInsensitive))
                also.insert(artifact.id);
        }
    }
    m_model->setFilter(words, also);
    m_proxy->invalidate();
    restoreFolds();
    showEmpty();
    choose(m_chosen);
}

void PromptList::search()
{
    const QString words = m_field->text().trimmed();
    m_searchError->hide();
    if (words.size() < 2) {
        m_matches.cancel();
        return;
    }
    m_matches.start(m_context.workspace.search(words, mostMatches), [this](const Result<QList<Workspace::TextMatch>> &found) {
        if (!found) {
            if (found.error().code != ErrorCode::Canceled) {
                m_searchError->setText(tr("The texts could not be searched: %1").arg(errorText(found.error()).lead));
                m_searchError->show();
            }
            return;
        }
        QHash<ArtifactId, QString> sentences;
        for (const Workspace::TextMatch &match : *found)
            sentences.insert(match.artifact, match.sentence);
        m_proxy->setMatches(sentences);
        applyFilter();
        m_tree->doItemsLayout();
    });
}

void PromptList::showEmpty()
{
    const bool any = m_proxy->rowCount() > 0;
    m_stack->setCurrentIndex(any ? 0 : 1);
    m_head->setVisible(any);
    if (any || !m_view)
        return;
    const QString words = m_field->text().trimmed();
    if (m_view->state.artifacts.isEmpty()) {
        QStringList paths;
        for (const GovernedPaths &governed : m_view->state.policy.governed)
            paths += governed.paths;
        m_empty->setText(tr("No prompts are governed yet"),
                         tr("The policy looks at %1 on the branch %2, and no file there was recorded. Change the paths in the policy, or begin a change with a new file.")
                                 .arg(paths.join(u", "_s), m_view->state.policy.branch));
        m_empty->setAction(QString(), std::nullopt);
    } else if (!words.isEmpty()) {
        int changes = 0;
        for (const Change &change : m_view->state.changes) {
            if (m_view->text(change.titleText).contains(words, Qt::CaseInsensitive))
                ++changes;
        }
        m_empty->setText(tr("No prompt says “%1”").arg(words), changes > 0 ? tr("%n changes do.", nullptr, changes) : QString());
        m_empty->setAction(changes > 0 ? tr("Show the changes") : QString(), std::nullopt);
    } else {
        switch (m_proxy->chip()) {
        case PromptChip::Mine:
            m_empty->setText(tr("No prompt is yours"), tr("Here stand prompts that you own, that you edit, or whose open change you wrote."));
            break;
        case PromptChip::OpenChange:
            m_empty->setText(tr("No prompt has an open change"), tr("Edit one in a change, and it is listed here."));
            break;
        default:
            m_empty->setText(tr("Every prompt is the same everywhere"), tr("Here stand prompts of which environments run different versions."));
        }
        m_empty->setAction(QString(), std::nullopt);
    }
}

void PromptList::restoreFolds()
{
    m_restoring = true;
    const QStringList folded = m_context.uiState.value(u"prompts/folded"_s).toStringList();
    const bool filtered = !m_field->text().trimmed().isEmpty();
    std::vector<QModelIndex> open{QModelIndex()};
    while (!open.empty()) {
        const QModelIndex parent = open.back();
        open.pop_back();
        for (int row = 0; row < m_proxy->rowCount(parent); ++row) {
            const QModelIndex at = m_proxy->index(row, 0, parent);
            if (m_proxy->rowCount(at) == 0)
                continue;
            m_tree->setExpanded(at, filtered || !folded.contains(at.data(KeyRole).toString()));
            open.push_back(at);
        }
    }
    m_restoring = false;
}

void PromptList::keep()
{
    m_context.uiState.setValue(u"prompts/scroll"_s, m_tree->verticalScrollBar()->value());
    if (!m_field->text().trimmed().isEmpty())
        return; // a filter unfolds everything; that is not what the person folded
    QStringList folded;
    std::vector<QModelIndex> open{QModelIndex()};
    while (!open.empty()) {
        const QModelIndex parent = open.back();
        open.pop_back();
        for (int row = 0; row < m_proxy->rowCount(parent); ++row) {
            const QModelIndex at = m_proxy->index(row, 0, parent);
            if (m_proxy->rowCount(at) == 0)
                continue;
            if (!m_tree->isExpanded(at))
                folded.append(at.data(KeyRole).toString());
            open.push_back(at);
        }
    }
    m_context.uiState.setValue(u"prompts/folded"_s, folded);
}

void PromptList::choose(const ArtifactId &artifact)
{
    m_chosen = artifact;
    const QModelIndex at = m_proxy->mapFromSource(m_model->indexOf(artifact));
    if (!at.isValid())
        return;
    if (m_tree->currentIndex() != at || !m_tree->selectionModel()->isSelected(at)) {
        const QSignalBlocker quiet(m_tree->selectionModel());
        m_tree->setCurrentIndex(at);
        m_tree->selectionModel()->select(at, QItemSelectionModel::ClearAndSelect);
        m_tree->viewport()->update();
    }
    m_tree->scrollTo(at);
}

void PromptList::takeCurrent()
{
    const auto row = m_tree->currentIndex().data(ValueRole).value<PromptRow>();
    if (row.folder || row.artifact.isEmpty() || row.artifact == m_chosen)
        return;
    m_chosen = row.artifact;
    emit chosenChanged(m_chosen);
}

} // namespace countersign
