// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/ReleasesPage.h"

#include "base/Clock.h"
#include "ui/change/RollbackSheet.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/releases/ReleaseBoard.h"
#include "ui/releases/ReleaseDetail.h"
#include "ui/releases/ReleaseSheet.h"
#include "ui/releases/ReleaseWords.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QHeaderView>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

ReleasesPage::ReleasesPage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    const Theme &theme = context.theme;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.tokens().inset.page, 10, 16, 10);
    head->setSpacing(12);
    head->addWidget(new PlainLabel(tr("Releases"), FontRole::Title, ColorRole::Text, this));
    m_summary = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, this);
    m_summary->setObjectName(u"releasesSummary"_s);
    m_summary->setWrapping(Wrapping::Elide);
    head->addWidget(m_summary, 1);
    auto *services = makeButton(tr("Live at services"), ButtonKind::Plain, this);
    services->setObjectName(u"releasesServices"_s);
    services->setToolTip(tr("What Langfuse and MLflow serve, beside what was released"));
    setButtonHeight(services, ButtonHeight::InBar);
    head->addWidget(services);
    m_filter = new SearchField(Icon::Filter, tr("Filter"), this);
    m_filter->setObjectName(u"releasesFilter"_s);
    m_filter->setAccessibleName(tr("Filter the prompts"));
    m_filter->setFixedWidth(theme.px(220));
    setFieldHeight(m_filter, ButtonHeight::InBar);
    head->addWidget(m_filter);
    all->addLayout(head);
    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->setObjectName(u"releasesNotice"_s);
    all->addWidget(m_notice);

    m_model = new ReleasesModel(this);
    m_words = new BoardModel(m_model, context.clock, this);
    m_stack = new QStackedWidget(this);
    m_split = new QSplitter(Qt::Vertical, m_stack);
    m_split->setObjectName(u"releasesPage"_s);
    m_board = new ReleaseBoard(m_words, m_split);
    m_board->setMinimumHeight(theme.px(120));
    m_detail = new ReleaseDetail(context.clock, m_split);
    m_detail->setMinimumHeight(theme.px(140));
    m_split->addWidget(m_board);
    m_split->addWidget(m_detail);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    m_split->setSizes({420, 260});
    context.uiState.follow(m_split);
    m_stack->addWidget(m_split);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"releasesEmpty"_s);
    m_stack->addWidget(m_empty);
    all->addWidget(m_stack, 1);
    m_detail->hide();

    m_widthsChosen = context.uiState.value(u"releases/widthsChosen"_s, false).toBool();
    connect(m_board->horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (!m_spreading && isVisible() && m_board->horizontalHeader()->isVisible() && QGuiApplication::mouseButtons() != Qt::NoButton) {
            m_widthsChosen = true;
            m_context.uiState.setValue(u"releases/widthsChosen"_s, true);
        }
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &words) {
        const ArtifactId chosen = m_board->currentCell().artifact;
        const EnvironmentId where = m_board->currentCell().environment;
        m_model->setFilter(words);
        choose(chosen, where);
        showEmpty();
        emit moved();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { focusFirst(); });
    connect(m_board->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showCurrent();
        emit moved();
    });
    connect(m_board, &ReleaseBoard::promoteAsked, this, [this](const ReleaseCell &cell) { release(cell.artifact, cell.offered, cell.environment); });
    connect(m_board, &ReleaseBoard::rollBackAsked, this, [this](const ReleaseCell &cell) { rollBack(cell.artifact, cell.environment); });
    connect(m_board, &ReleaseBoard::historyAsked, this, [this] { m_detail->history()->setFocus(Qt::OtherFocusReason); });
    connect(m_detail, &ReleaseDetail::promoteAsked, this, [this](const ReleaseCell &cell) { release(cell.artifact, cell.offered, cell.environment); });
    connect(m_detail, &ReleaseDetail::rollBackAsked, this, [this](const ReleaseCell &cell) { rollBack(cell.artifact, cell.environment); });
    connect(m_detail, &ReleaseDetail::open, this, &ReleasesPage::open);
    connect(services, &QPushButton::clicked, this, [this] { emit open({.page = PageKind::Services}); });
    connect(m_empty, &EmptyState::actionPressed, this, [this] { emit open({.page = PageKind::Changes}); });
    connect(m_notice, &NoticeBar::actionPressed, m_notice, &NoticeBar::settle);
}

void ReleasesPage::readPolicies()
{
    if (m_policiesOf == m_view->state.policyInForce)
        return;
    m_policiesOf = m_view->state.policyInForce;
    if (m_view->state.policy.version < 2)
        return; // the first policy came with the record
    m_policies.start(m_context.workspace.log({.most = 500, .kind = u"policy.changed"_s}), [this](const Result<QList<LogEntry>> &entries) {
        if (!entries) {
            m_policiesOf = {}; // with the next view
            return;
        }
        QList<PolicyMoment> moments;
        for (const LogEntry &entry : *entries) {
            const auto *changed = entry.event && std::holds_alternative<Effective>(entry.verdict) ? std::get_if<PolicyChanged>(&entry.event->data) : nullptr;
            if (changed)
                moments.prepend({.seq = entry.seq, .when = entry.claimedAt, .version = changed->policy.version});
        }
        m_detail->setPolicies(moments);
    });
}

void ReleasesPage::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    const qsizetype columns = m_model->environments().size();
    m_view = view;
    m_words->setView(view);
    m_model->setView(view);
    readPolicies();
    if (first) {
        if (m_widthsChosen) {
            m_context.uiState.follow(m_board->horizontalHeader());
        } else {
            m_spreading = true;
            m_board->spreadColumns();
            m_spreading = false;
            m_context.uiState.follow(m_board->horizontalHeader());
        }
    } else if (columns != m_model->environments().size()) {
        m_board->spreadColumns();
    }
    m_summary->setText(ReleaseWords::summary(m_model->rows()));
    if (!m_board->currentIndex().isValid() && m_model->rowCount() > 0)
        m_board->setCurrentIndex(m_words->index(0, m_words->columnCount() - 1));
    m_board->refreshButtons();
    showCurrent();
    showEmpty();
}

void ReleasesPage::navigate(const Address &address)
{
    if (m_filter->text() != address.filter)
        m_filter->setText(address.filter);
    if (address.artifact.isEmpty())
        return;
    if (!m_view->state.artifact(address.artifact)) {
        m_notice->setNotice({.kind = NoticeKind::Warning,
                             .lead = tr("There is no prompt %1.").arg(address.artifact.value),
                             .sentence = tr("It may have had another name, or belong to another workspace."),
                             .action = tr("Close")});
        return;
    }
    if (!m_model->indexOf(address.artifact).isValid())
        m_filter->clear();
    choose(address.artifact, address.environment);
    if (address.act == AddressAct::RollBack && !address.environment.isEmpty())
        rollBack(address.artifact, address.environment);
    else if (address.act == AddressAct::Release && !address.environment.isEmpty() && !address.version.isNull())
        release(address.artifact, address.version, address.environment);
}

Address ReleasesPage::address() const
{
    const ReleaseCell cell = m_board->currentCell();
    return {.page = PageKind::Releases, .artifact = cell.artifact, .environment = cell.environment, .filter = m_filter->text()};
}

QString ReleasesPage::title() const
{
    return tr("Releases");
}

void ReleasesPage::focusFirst()
{
    m_board->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> ReleasesPage::panes() const
{
    return {m_filter, m_board, m_detail->firstControl(), m_detail->history()};
}

bool ReleasesPage::escape()
{
    if (m_filter->text().isEmpty())
        return false;
    m_filter->clear();
    return true;
}

void ReleasesPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    if (!m_widthsChosen && m_view) {
        m_spreading = true;
        m_board->spreadColumns();
        m_spreading = false;
    }
}

void ReleasesPage::choose(const ArtifactId &artifact, const EnvironmentId &environment)
{
    const QModelIndex row = m_model->indexOf(artifact);
    if (!row.isValid())
        return;
    const auto at = m_model->environments().indexOf(environment);
    const int column = at < 0 ? m_words->columnCount() - 1 : static_cast<int>(at) + 1;
    const QModelIndex index = m_words->index(row.row(), column);
    m_board->setCurrentIndex(index);
    m_board->scrollTo(index);
}

void ReleasesPage::showCurrent()
{
    const ReleaseCell cell = m_board->currentCell();
    m_detail->setVisible(!cell.artifact.isEmpty());
    m_detail->setCell(m_view, cell);
}

void ReleasesPage::showEmpty()
{
    if (m_model->rowCount() > 0) {
        m_stack->setCurrentIndex(0);
        return;
    }
    if (m_filter->text().trimmed().isEmpty()) {
        m_empty->setText(tr("Nothing has been released yet"),
                         tr("When a change is accepted, its version stands here, and from here it goes from environment to environment."));
        m_empty->setAction(tr("See the changes"), std::nullopt);
    } else {
        m_empty->setText(tr("No prompt is called “%1”").arg(m_filter->text().trimmed()), {});
        m_empty->setAction({}, std::nullopt);
    }
    m_stack->setCurrentIndex(1);
}

void ReleasesPage::sheetOpened(Sheet *sheet)
{
    m_sheet = sheet;
    // Everything that decides waits for this one.
    m_board->setWriting(true);
    m_detail->setWriting(true);
    connect(sheet, &QObject::destroyed, this, [this] {
        m_board->setWriting(false);
        m_detail->setWriting(false);
    });
    sheet->open();
}

void ReleasesPage::release(const ArtifactId &artifact, const SemVer &version, const EnvironmentId &environment)
{
    if (m_sheet)
        return;
    m_notice->settle();
    auto *sheet = new ReleaseSheet(m_context.workspace, artifact, version, environment, m_context.covered);
    connect(sheet, &ReleaseSheet::released, this, [this](const ArtifactId &what, const EnvironmentId &where, const SemVer &which) { tell(what, where, which, false); });
    sheetOpened(sheet);
}

void ReleasesPage::rollBack(const ArtifactId &artifact, const EnvironmentId &environment)
{
    if (m_sheet)
        return;
    m_notice->settle();
    auto *sheet = new RollbackSheet(m_context.workspace, m_context.clock, {.artifact = artifact, .environment = environment, .reason = {}}, m_context.covered);
    connect(sheet, &RollbackSheet::rolledBack, this, [this](const ArtifactId &what, const EnvironmentId &where, const SemVer &which) { tell(what, where, which, true); });
    connect(sheet, &RollbackSheet::differenceAsked, this, [this, sheet, artifact, environment] {
        const Artifact *file = m_view->state.artifact(artifact);
        const PointerMove *running = file ? file->running(environment) : nullptr;
        const SemVer chosen = sheet->chosen();
        sheet->cancel();
        emit open({.page = PageKind::Prompts, .artifact = artifact, .version = chosen, .against = running ? running->version : SemVer()});
    });
    sheetOpened(sheet);
}

void ReleasesPage::tell(const ArtifactId &artifact, const EnvironmentId &environment, const SemVer &version, bool back)
{
    choose(artifact, environment);
    const QString where = ChangeWords::environment(*m_view, environment);
    m_notice->setNotice({.kind = NoticeKind::Ok,
                         .lead = back ? tr("%1 %2 is back in %3.").arg(artifact.value, version.toString(), where)
                                      : tr("%1 %2 runs in %3.").arg(artifact.value, version.toString(), where),
                         .sentence = {},
                         .action = tr("Close")});
}

} // namespace countersign
