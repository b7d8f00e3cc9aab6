// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/ServicesPage.h"

#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/RowColumn.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/served/MirrorPane.h"
#include "ui/served/MirrorSheet.h"
#include "ui/served/MirrorWords.h"
#include "ui/served/ServedWords.h"
#include "ui/served/ServicePane.h"
#include "ui/served/ServiceSheet.h"

#include <QListView>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

ServicesPage::ServicesPage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context)
{
    build();
    fillServices();
}

ServicesPage::~ServicesPage() = default;

void ServicesPage::build()
{
    const Theme &theme = m_context.theme;
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    outer->addWidget(m_stack);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"servicesEmpty"_s);
    m_empty->setIcon(Icon::Releases);
    QString explanation = tr(
        "Where programs read prompts from Langfuse or MLflow, name it here: you see what is live there "
        "beside "
        "what was released, and a text that nobody approved does not stay unseen. Nothing is written there "
        "unless you publish.");
    if (m_context.mirrors)
        explanation += u' ' + tr("Engineers can have what is accepted in a git repository, too.");
    m_empty->setText(tr("No service is named yet"), explanation);
    m_empty->setAction(tr("Name a service"), Icon::Add);
    if (m_context.mirrors) {
        QPushButton *mirror =
            makeButton(Icon::GitWorkspace, tr("Mirror into a repository"), ButtonKind::Plain, m_empty);
        mirror->setObjectName(u"emptyMirrorAdd"_s);
        m_empty->addButton(mirror);
        connect(mirror, &QPushButton::clicked, this, &ServicesPage::addMirror);
    }
    m_stack->addWidget(m_empty);
    m_page = new Ground(ColorRole::Surface, m_stack);
    m_stack->addWidget(m_page);

    auto *columns = new QHBoxLayout(m_page);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    auto *left = new RowColumn(theme, tr("Services"), 240, m_page);
    m_services = left->rows();
    m_list = left->list();
    m_list->setObjectName(u"serviceList"_s);
    auto *foot = new QWidget(left);
    auto *adding = new QVBoxLayout(foot);
    adding->setContentsMargins(0, 0, 0, 0);
    adding->setSpacing(theme.px(6));
    m_add = makeButton(Icon::Add, tr("Name a service"), ButtonKind::Plain, foot);
    m_add->setObjectName(u"serviceAdd"_s);
    adding->addWidget(m_add);
    m_addMirror = makeButton(Icon::GitWorkspace, tr("Mirror into a repository"), ButtonKind::Plain, foot);
    m_addMirror->setObjectName(u"mirrorAdd"_s);
    m_addMirror->setVisible(m_context.mirrors);
    adding->addWidget(m_addMirror);
    left->setFooter(foot);
    columns->addWidget(left);

    m_side = new QStackedWidget(m_page);
    columns->addWidget(m_side, 1);
    if (m_context.mirrors) {
        m_mirror = new MirrorPane(m_context, m_side);
        m_side->addWidget(m_mirror);
        connect(m_mirror, &MirrorPane::open, this, &ServicesPage::open);
        connect(m_mirror, &MirrorPane::forgotten, this, [this] {
            m_name.clear();
            fillServices();
        });
    }
    m_served = new ServicePane(m_context, m_side);
    m_side->addWidget(m_served);

    connect(m_empty, &EmptyState::actionPressed, this, [this] { editService({}); });
    connect(m_add, &QPushButton::clicked, this, [this] { editService({}); });
    connect(m_addMirror, &QPushButton::clicked, this, &ServicesPage::addMirror);
    connect(m_served, &ServicePane::open, this, &ServicesPage::open);
    connect(m_served, &ServicePane::edit, this, &ServicesPage::editService);
    connect(m_served, &ServicePane::forgotten, this, &ServicesPage::fillServices);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &now) {
                if (now.isValid() && !m_filling) {
                    choose(now.data(roles::RowKeyRole).toString());
                    emit moved();
                }
            });
}

void ServicesPage::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    if (m_mirror)
        m_mirror->setView(view);
    m_served->setView(view);
    // Which mirrors there are is known by the record.
    if (first && m_mirror)
        fillServices();
}

void ServicesPage::navigate(const Address &address)
{
    fillServices();
    if (!address.filter.isEmpty() && m_services->indexOf(address.filter).isValid())
        choose(address.filter);
}

Address ServicesPage::address() const
{
    return {.page = PageKind::Services, .filter = m_name};
}

QString ServicesPage::title() const
{
    return tr("Services");
}

bool ServicesPage::primaryAction()
{
    return m_mirror && m_side->currentWidget() == m_mirror ? m_mirror->adoptChosen() : m_served->adoptChosen();
}

void ServicesPage::focusFirst()
{
    (m_stack->currentWidget() == m_empty ? static_cast<QWidget *>(m_empty->button()) : m_list)
        ->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> ServicesPage::panes() const
{
    const bool isMirror = m_mirror && m_side->currentWidget() == m_mirror;
    return QList<QWidget *>{m_list} + (isMirror ? m_mirror->panes() : m_served->panes());
}

void ServicesPage::fillServices()
{
    const QList<PromptService> services =
        m_context.services ? m_context.services->services() : QList<PromptService>();
    QList<RequirementRowData> rows;
    for (const PromptService &service : services) {
        rows.append(
            {.key = service.name,
             .sign = Sign::Information,
             .sentence = {{service.name, RunStyle::Strong}},
             .help = tr("%1 at %2").arg(ServedWords::kind(service.kind), ServedWords::host(service))});
    }
    m_mirrors = m_mirror && m_view ? m_context.mirrors->places(m_view->state.ledger) : QList<MirrorPlace>();
    for (const MirrorPlace &place : std::as_const(m_mirrors)) {
        rows.append({.key = MirrorWords::key(place),
                     .sign = Sign::Information,
                     .sentence = {{MirrorWords::name(place), RunStyle::Strong}},
                     .help = tr("Mirror on branch %1")
                                 .arg(text::printableLine(place.branch.isEmpty() ? m_view->state.policy.branch
                                                                                 : place.branch))});
    }
    {
        const QScopedValueRollback filling(m_filling, true);
        m_services->setRows(rows);
    }
    if (rows.isEmpty()) {
        m_name.clear();
        m_served->clear();
        m_empty->button()->setEnabled(m_context.services);
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    m_stack->setCurrentWidget(m_page);
    choose(m_services->indexOf(m_name).isValid() ? m_name : rows.first().key);
}

void ServicesPage::addMirror()
{
    if (!m_mirror || !m_view)
        return;
    auto *sheet = new MirrorSheet(*m_context.mirrors, m_context.workspace, m_context.covered);
    connect(sheet, &MirrorSheet::kept, this, [this](const MirrorPlace &place) {
        m_name = MirrorWords::key(place);
        fillServices();
    });
    sheet->open();
}

void ServicesPage::chooseMirror(const MirrorPlace &place)
{
    m_name = MirrorWords::key(place);
    {
        const QScopedValueRollback filling(m_filling, true);
        m_list->setCurrentIndex(m_services->indexOf(m_name));
    }
    m_served->clear();
    m_side->setCurrentWidget(m_mirror);
    m_mirror->setPlace(place);
}

void ServicesPage::choose(const QString &name)
{
    const auto mirror = std::ranges::find(m_mirrors, name, &MirrorWords::key);
    if (mirror != m_mirrors.cend()) {
        chooseMirror(*mirror);
        return;
    }
    if (!m_context.services)
        return;
    m_side->setCurrentWidget(m_served);
    const Result<PromptService> service = m_context.services->service(name);
    if (!service)
        return;
    m_name = name;
    {
        const QScopedValueRollback filling(m_filling, true);
        m_list->setCurrentIndex(m_services->indexOf(name));
    }
    m_served->setService(*service);
}

void ServicesPage::editService(const PromptService &known)
{
    if (!m_context.services || !m_view)
        return;
    auto *sheet = new ServiceSheet(*m_context.services, m_context.workspace, known, m_context.covered);
    connect(sheet, &ServiceSheet::kept, this, [this](const QString &name) {
        m_served->stopLooking();
        fillServices();
        choose(name);
        m_served->look();
    });
    sheet->open();
}

} // namespace countersign
