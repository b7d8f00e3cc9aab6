// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptsPage.h"

#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/prompts/PromptList.h"
#include "ui/prompts/PromptPane.h"

#include <QHBoxLayout>
#include <QResizeEvent>
#include <QSplitter>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int narrowPage = 1240;
constexpr int leastList = 320;
constexpr int leastPane = 520;

} // namespace

PromptsPage::PromptsPage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    const Theme &theme = context.theme;
    auto *all = new QHBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(u"promptsPage"_s);
    m_list = new PromptList(context, m_split);
    m_list->setMinimumWidth(theme.px(leastList));
    m_pane = new PromptPane(context, m_split);
    m_pane->setMinimumWidth(theme.px(leastPane));
    m_split->addWidget(m_list);
    m_split->addWidget(m_pane);
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_widthChosen = context.uiState.value(u"prompts/widthChosen"_s, false).toBool();
    context.uiState.follow(m_split);
    connect(m_split, &QSplitter::splitterMoved, this, [this] {
        m_widthChosen = true;
        m_context.uiState.setValue(u"prompts/widthChosen"_s, true);
    });
    all->addWidget(m_split);

    connect(m_list, &PromptList::chosenChanged, this, [this](const ArtifactId &artifact) {
        m_pane->show(artifact, {});
        emit moved();
    });
    connect(m_list, &PromptList::filterChanged, this, &PromptsPage::moved);
    connect(m_list, &PromptList::open, this, &PromptsPage::open);
    connect(m_pane, &PromptPane::open, this, &PromptsPage::open);
    connect(m_pane, &PromptPane::moved, this, &PromptsPage::moved);
}

void PromptsPage::setView(const ViewPointer &view)
{
    m_view = view;
    m_list->setView(view);
    m_pane->setView(view);
}

void PromptsPage::navigate(const Address &address)
{
    if (m_list->filter() != address.filter)
        m_list->setFilter(address.filter);
    if (!address.artifact.isEmpty()) {
        m_list->choose(address.artifact);
        m_pane->show(address.artifact, address.version);
        if (!address.against.isNull() && !address.version.isNull())
            m_pane->showDifference(address.against, address.version);
    }
}

Address PromptsPage::address() const
{
    return {.page = PageKind::Prompts, .artifact = m_pane->artifact(), .version = m_pane->version(), .filter = m_list->filter()};
}

QString PromptsPage::title() const
{
    return m_pane->artifact().isEmpty() ? tr("Prompts") : m_pane->artifact().value;
}

bool PromptsPage::primaryAction()
{
    return m_pane->primaryAction();
}

void PromptsPage::focusFirst()
{
    m_list->focusFirst();
}

QList<QWidget *> PromptsPage::panes() const
{
    return QList<QWidget *>{m_list->tree()} + m_pane->panes();
}

bool PromptsPage::escape()
{
    if (m_pane->escape())
        return true;
    if (m_list->filter().isEmpty())
        return false;
    m_list->setFilter({});
    return true;
}

void PromptsPage::settle()
{
    m_list->keep();
}

void PromptsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    if (m_widthChosen)
        return;
    // Until the person moves the border, the list is as wide as the look has it.
    const Theme &theme = m_context.theme;
    const int list = width() < theme.px(narrowPage) ? theme.size().promptListNarrow : theme.size().promptList;
    const int wanted = width() < theme.px(leastList + leastPane + 120) ? theme.px(leastList) : list;
    m_split->setSizes({wanted, width() - wanted});
}

} // namespace countersign
