// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/ServicesPage.h"

#include "base/Clock.h"
#include "domain/Refusals.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/FactList.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Questions.h"
#include "ui/common/RowColumn.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/prose/DiffView.h"
#include "ui/served/MirrorPane.h"
#include "ui/served/MirrorSheet.h"
#include "ui/served/MirrorWords.h"
#include "ui/served/ServedWords.h"
#include "ui/served/ServiceSheet.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QDateTime>
#include <QFutureWatcher>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
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
    const int inset = theme.tokens().inset.changePage;
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
    m_served = new QWidget(m_side);
    m_side->addWidget(m_served);
    QWidget *right = m_served;
    auto *all = new QVBoxLayout(right);
    all->setContentsMargins(0, theme.px(12), 0, 0);
    all->setSpacing(theme.px(8));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 0, inset, 0);
    head->setSpacing(theme.px(8));
    m_title = new PlainLabel({}, FontRole::Title, ColorRole::Text, right);
    m_title->setObjectName(u"serviceTitle"_s);
    m_title->setWrapping(Wrapping::Elide);
    head->addWidget(m_title, 1);
    m_forget = makeButton(tr("Forget"), ButtonKind::QuietText, right);
    m_forget->setObjectName(u"serviceForget"_s);
    m_edit = makeButton(tr("Change"), ButtonKind::Plain, right);
    m_edit->setObjectName(u"serviceEdit"_s);
    m_look = makeButton(Icon::RunAgain, tr("Look again"), ButtonKind::Plain, right);
    m_look->setObjectName(u"serviceLook"_s);
    for (QPushButton *button : {m_forget, m_edit, m_look}) {
        setButtonHeight(button, ButtonHeight::InBar);
        head->addWidget(button);
    }
    all->addLayout(head);
    const auto inInset = [&](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(inset, 0, inset, 0);
        row->addWidget(widget);
        all->addLayout(row);
    };
    m_about = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, right);
    m_about->setObjectName(u"serviceAbout"_s);
    m_about->setWrapping(Wrapping::Wrap);
    inInset(m_about);
    m_notice = new NoticeBar(NoticeShape::Card, right);
    m_notice->setObjectName(u"servicesNotice"_s);
    m_notice->settle();
    inInset(m_notice);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, right);
    m_busy->setObjectName(u"serviceBusy"_s);
    inInset(m_busy);

    m_split = new QSplitter(Qt::Vertical, right);
    m_split->setObjectName(u"servicesPage"_s);
    all->addWidget(m_split, 1);
    m_results = new QStackedWidget(m_split);
    m_rowModel = new RowList<RequirementRowData>(this);
    m_rows = new QListView(m_results);
    m_rows->setObjectName(u"servedRows"_s);
    prepareRowView(m_rows, tr("What is live"), ColorRole::Surface);
    m_rows->setItemDelegate(new RequirementRow(m_rows));
    m_rows->setModel(m_rowModel);
    m_results->addWidget(m_rows);
    m_nothing = new EmptyState(m_results);
    m_nothing->setObjectName(u"servedNothing"_s);
    m_results->addWidget(m_nothing);
    m_split->addWidget(m_results);
    m_detail = new QWidget(m_split);
    buildDetail(m_detail);
    m_split->addWidget(m_detail);
    m_split->setStretchFactor(0, 0); // a taller window has more room for the difference
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({200, 440});
    m_context.uiState.follow(m_split);

    connect(m_empty, &EmptyState::actionPressed, this, [this] { editService({}); });
    connect(m_add, &QPushButton::clicked, this, [this] { editService({}); });
    connect(m_addMirror, &QPushButton::clicked, this, &ServicesPage::addMirror);
    connect(m_edit, &QPushButton::clicked, this, [this] { editService(m_service); });
    connect(m_forget, &QPushButton::clicked, this, &ServicesPage::forgetService);
    connect(m_look, &QPushButton::clicked, this, &ServicesPage::look);
    connect(m_busy, &BusyLine::canceled, this, &ServicesPage::stopLooking);
    connect(m_notice, &NoticeBar::actionPressed, this, &ServicesPage::look);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &now) {
                if (now.isValid() && !m_filling) {
                    choose(now.data(roles::RowKeyRole).toString());
                    emit moved();
                }
            });
    connect(m_rows->selectionModel(), &QItemSelectionModel::currentChanged, this, &ServicesPage::showRow);
    connect(m_rows, &QListView::activated, this,
            [this] { m_texts->currentWidget()->setFocus(Qt::OtherFocusReason); });
    connect(m_adopt, &QPushButton::clicked, this, &ServicesPage::adopt);
    connect(m_publish, &QPushButton::clicked, this, &ServicesPage::askToPublish);
}

void ServicesPage::buildDetail(QWidget *parent)
{
    const Theme &theme = m_context.theme;
    const int inset = theme.tokens().inset.changePage;
    auto *all = new QVBoxLayout(parent);
    all->setContentsMargins(inset, theme.px(8), inset, theme.px(10));
    all->setSpacing(theme.px(8));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(8));
    m_rowTitle = new PlainLabel({}, FontRole::BodyStrong, ColorRole::Text, parent);
    m_rowTitle->setObjectName(u"servedTitle"_s);
    m_rowTitle->setWrapping(Wrapping::Elide);
    head->addWidget(m_rowTitle, 1);
    m_publish = makeButton(tr("Publish"), ButtonKind::Plain, parent);
    m_publish->setObjectName(u"servedPublish"_s);
    m_adopt = makeButton(tr("Adopt as a change"), ButtonKind::Filled, parent);
    m_adopt->setObjectName(u"servedAdopt"_s);
    for (QPushButton *button : {m_publish, m_adopt}) {
        setButtonHeight(button, ButtonHeight::InBar);
        head->addWidget(button);
    }
    all->addLayout(head);
    m_why = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, parent);
    m_why->setObjectName(u"servedWhy"_s);
    m_why->setWrapping(Wrapping::Wrap);
    all->addWidget(m_why);
    m_facts = new FactList(parent);
    m_facts->setObjectName(u"servedFacts"_s);
    all->addWidget(m_facts);
    m_comparing = new BusyLine(BusyLine::Cancel::NotOffered, parent);
    all->addWidget(m_comparing);
    m_texts = new QStackedWidget(parent);
    m_difference = new DiffView(m_texts);
    m_difference->setObjectName(u"servedDifference"_s);
    m_difference->setAccessibleName(tr("At the leading side what was accepted, beside it what is live"));
    m_texts->addWidget(m_difference);
    m_text = new QPlainTextEdit(m_texts);
    m_text->setObjectName(u"servedText"_s);
    m_text->setAccessibleName(tr("What is live"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_texts->addWidget(m_text);
    m_texts->setMinimumHeight(theme.px(90));
    all->addWidget(m_texts, 1);
    all->addStretch(0);
}

void ServicesPage::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    if (m_mirror)
        m_mirror->setView(view);
    // Which mirrors there are is known by the record.
    if (first && m_mirror)
        fillServices();
    // What was released may be another version now; what is live there is asked again when somebody wants to know.
    if (first && !m_name.isEmpty())
        look();
    else
        showReport();
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
    if (m_mirror && m_side->currentWidget() == m_mirror)
        return m_mirror->adoptChosen();
    if (!m_adopt->isVisible() || !m_adopt->isEnabled())
        return false;
    adopt();
    return true;
}

void ServicesPage::focusFirst()
{
    (m_stack->currentWidget() == m_empty ? static_cast<QWidget *>(m_empty->button()) : m_list)
        ->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> ServicesPage::panes() const
{
    return m_mirror && m_side->currentWidget() == m_mirror
               ? QList<QWidget *>{m_list} + m_mirror->panes()
               : QList<QWidget *>{m_list, m_rows, m_texts->currentWidget()};
}

QString ServicesPage::readOnlyReason() const
{
    return m_view ? RuleWords::readOnlyReason(*m_view) : QString();
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
        stopLooking();
        m_report.reset();
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
    m_service = {};
    m_report.reset();
    stopLooking();
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
    const bool same = m_name == name && m_service == *service;
    m_name = name;
    m_service = *service;
    {
        const QScopedValueRollback filling(m_filling, true);
        m_list->setCurrentIndex(m_services->indexOf(name));
    }
    m_title->setText(name);
    if (same)
        return;
    stopLooking();
    m_report.reset();
    m_notice->settle();
    showReport();
    if (m_view)
        look();
}

void ServicesPage::editService(const PromptService &known)
{
    if (!m_context.services || !m_view)
        return;
    auto *sheet = new ServiceSheet(*m_context.services, m_context.workspace, known, m_context.covered);
    connect(sheet, &ServiceSheet::kept, this, [this](const QString &name) {
        stopLooking();
        fillServices();
        choose(name);
        look();
    });
    sheet->open();
}

void ServicesPage::forgetService()
{
    m_context.questions.ask(
        {.title = tr("Forget %1?").arg(m_name),
         .sentence = tr("Its key is taken out of the keychain. At the service nothing changes."),
         .accept = tr("Forget the service"),
         .kind = QuestionKind::Danger},
        this, [this, name = m_name](Answer answer) {
            if (answer != Answer::Accepted)
                return;
            whenFinished(m_context.services->forget(name), this, [this, name](const Done &done) {
                if (!done) {
                    Notice notice = ServedWords::notice(done.error(), {}, {});
                    notice.lead = tr("%1 was not forgotten.").arg(name) + u' ' + notice.lead;
                    m_notice->setNotice(notice);
                    return;
                }
                fillServices();
            });
        });
}

void ServicesPage::look()
{
    const bool served = m_side->currentWidget() == m_served;
    if (m_name.isEmpty() || !served || !m_context.services || !m_view || m_busy->isRunning())
        return;
    m_notice->settle();
    m_busy->begin(tr("Asking %1 what is live").arg(ServedWords::host(m_service)));
    const QFuture<Result<ServiceReport>> future = m_context.services->compare(m_service, m_context.workspace);
    auto *progress = new QFutureWatcher<Result<ServiceReport>>(this);
    connect(progress, &QFutureWatcher<Result<ServiceReport>>::progressValueChanged, this,
            [this, progress](int done) {
                const int of = progress->progressMaximum();
                if (of > 0 && m_busy->isRunning())
                    m_busy->setProgress(
                        qreal(done) / of,
                        tr("%1 of %2 texts").arg(text::number(qint64(done)), text::number(qint64(of))));
            });
    connect(progress, &QFutureWatcher<Result<ServiceReport>>::finished, progress, &QObject::deleteLater);
    progress->setFuture(future);
    m_looking.start(future, [this](const Result<ServiceReport> &report) {
        m_busy->end();
        if (!report) {
            if (report.error().code != ErrorCode::Canceled) {
                Notice notice =
                    ServedWords::notice(report.error(), ServedWords::host(m_service),
                                        m_report ? tr("Below stands what was live when it answered last.")
                                                 : tr("What is live there is not known."));
                notice.action = tr("Try again");
                m_notice->setNotice(notice);
            }
            showReport();
            return;
        }
        m_report = *report;
        m_lookedAt = m_context.clock.now();
        showReport();
    });
    showReport();
}

void ServicesPage::stopLooking()
{
    m_looking.cancel();
    m_busy->end();
    showReport();
}

void ServicesPage::showReport()
{
    if (!m_view)
        return;
    QString about = tr("%1 at %2.").arg(ServedWords::kind(m_service.kind), m_service.address);
    if (m_report) {
        about += u' ' + ServedWords::summary(*m_report);
        about += u' '
                 + tr("As of %1.")
                       .arg(text::clockTime(QDateTime::fromMSecsSinceEpoch(m_lookedAt),
                                            QDateTime::fromMSecsSinceEpoch(m_context.clock.now())));
    }
    m_about->setText(about);
    QList<RequirementRowData> rows;
    if (m_report) {
        for (const ServedRow &row : m_report->rows)
            rows.append(ServedWords::row(*m_view, row));
    }
    const QString chosen = m_rows->currentIndex().data(roles::RowKeyRole).toString();
    m_rowModel->setRows(rows);
    if (rows.isEmpty()) {
        if (m_busy->isRunning())
            m_nothing->setText(tr("Looking"), {});
        else if (!m_report)
            m_nothing->setText(tr("Nobody has looked yet"), tr("Look again to see what is live there."));
        else
            m_nothing->setText(tr("Nothing is live there in your environments"),
                               tr("It lists %n prompt(s). A label there has to be called like an environment "
                                  "here, or be given to one under Change.",
                                  nullptr, static_cast<int>(m_report->prompts)));
        m_results->setCurrentWidget(m_nothing);
    } else {
        m_results->setCurrentWidget(m_rows);
        const QModelIndex again = m_rowModel->indexOf(chosen);
        m_rows->setCurrentIndex(again.isValid() ? again : m_rowModel->index(0));
    }
    showRow();
}

const ServedRow *ServicesPage::current() const
{
    if (!m_report)
        return nullptr;
    const QString key = m_rows->currentIndex().data(roles::RowKeyRole).toString();
    const auto found = std::ranges::find_if(
        m_report->rows, [&key](const ServedRow &row) { return ServedWords::key(row) == key; });
    return found == m_report->rows.end() ? nullptr : &*found;
}

void ServicesPage::showRow()
{
    const ServedRow *row = current();
    m_detail->setVisible(row);
    if (!row) {
        m_shown.clear();
        m_proposed.cancel();
        m_assessed.cancel();
        return;
    }
    m_rowTitle->setText(text::printableLine(row->name));
    const bool unapproved =
        row->standing == ServedStanding::Shadow || row->standing == ServedStanding::NotGoverned;
    QString mayNot = readOnlyReason();
    if (mayNot.isEmpty() && unapproved && refuseToWrite(m_view->state, m_view->me.person))
        mayNot = tr("The policy lets you open no changes.");
    m_adopt->setVisible(unapproved);
    m_adopt->setEnabled(mayNot.isEmpty() && !m_working);
    const Result<VersionRecord> version = publishable(m_view->state, row->artifact, row->environment);
    const bool differs = row->standing != ServedStanding::Released && row->standing != ServedStanding::Unread;
    m_publish->setVisible(m_service.kind == connectors::RegistryKind::Langfuse && version && differs);
    m_publish->setEnabled(!m_working);
    if (version && !isButtonBusy(m_publish))
        m_publish->setText(tr("Publish %1").arg(version->version.toString()));
    m_why->setText(unapproved ? mayNot : QString());
    m_why->setVisible(unapproved && !mayNot.isEmpty());
    m_facts->clear();
    m_facts->addFact(tr("Stands"), ServedWords::standing(*m_view, *row));
    if (row->text.version > 0) {
        const QString what =
            tr("Version %1 there, label %2").arg(row->text.version).arg(text::printableLine(row->label));
        m_facts->addFact(tr("Live"), row->text.summary.isEmpty()
                                         ? what
                                         : tr("%1: “%2”").arg(what, text::printableLine(row->text.summary)));
        m_facts->addFact(tr("Written by"), row->text.author.isEmpty()
                                               ? tr("the service does not tell")
                                               : text::printableLine(row->text.author));
        const qint64 when = row->text.changedAt > 0 ? row->text.changedAt : row->text.createdAt;
        m_facts->addFact(tr("At"), when > 0 ? text::exactTime(QDateTime::fromMSecsSinceEpoch(when))
                                            : tr("the service does not tell"));
    }
    if (row->error) {
        const Notice notice = ServedWords::notice(*row->error, ServedWords::host(m_service), {});
        m_facts->addFact(tr("Why"), notice.lead + u' ' + notice.sentence, Sign::Error);
    }
    showDifference();
}

void ServicesPage::showDifference()
{
    const ServedRow *row = current();
    const QString shown =
        ServedWords::key(*row) + QString::number(row->text.version) + QString::number(m_lookedAt);
    if (m_shown == shown)
        return;
    m_shown = shown;
    m_proposed.cancel();
    m_assessed.cancel();
    m_comparing->end();
    m_text->setPlainText(ServedWords::text(row->text));
    m_texts->setCurrentWidget(m_text);
    m_texts->setVisible(row->text.version > 0);
    if (row->standing != ServedStanding::Shadow && row->standing != ServedStanding::OtherVersion)
        return;
    m_comparing->begin(tr("Comparing"));
    // Where it has no place in the file there is no difference of files; the text stands there as it is.
    m_proposed.start(m_context.services->proposed(*row, m_context.workspace),
                     [this](const Result<EditedFile> &file) {
                         if (!file) {
                             m_comparing->end();
                             return;
                         }
                         m_assessed.start(m_context.workspace.assess({*file}),
                                          [this](const Result<AssessedChange> &assessed) {
                                              m_comparing->end();
                                              if (!assessed || assessed->files.isEmpty())
                                                  return;
                                              m_difference->setComparison(assessed->files.first().comparison);
                                              m_texts->setCurrentWidget(m_difference);
                                          });
                     });
}

void ServicesPage::adopt()
{
    const ServedRow *row = current();
    if (!row || m_working)
        return;
    m_working = true;
    m_notice->settle();
    setButtonBusy(m_adopt, tr("Adopting"));
    showRow();
    whenFinished(m_context.services->adopt(*row, m_context.workspace), this,
                 [this](const Result<Draft> &draft) {
                     m_working = false;
                     clearButtonBusy(m_adopt);
                     showRow();
                     if (!draft) {
                         m_notice->setNotice(ServedWords::notice(draft.error(), ServedWords::host(m_service),
                                                                 tr("It was not adopted.")));
                         return;
                     }
                     emit open({.page = PageKind::Change, .draft = draft->id, .act = AddressAct::Edit});
                 });
}

void ServicesPage::askToPublish()
{
    const ServedRow *row = current();
    const Result<VersionRecord> version =
        row ? publishable(m_view->state, row->artifact, row->environment) : failure(ErrorCode::NotFound);
    if (!version || m_working)
        return;
    m_context.questions.ask(
        {.title = tr("Publish %1 %2?").arg(row->artifact.value, version->version.toString()),
         .sentence = tr("%1 gets a version with this text, and the label %2 moves to it. Programs that read "
                        "the label get it at once.")
                         .arg(ServedWords::host(m_service), servedLabel(m_service, row->environment)),
         .accept = tr("Publish %1").arg(version->version.toString())},
        this, [this, asked = *row](Answer answer) {
            if (answer == Answer::Accepted)
                publish(asked);
        });
}

void ServicesPage::publish(const ServedRow &row)
{
    m_working = true;
    m_notice->settle();
    setButtonBusy(m_publish, tr("Publishing"));
    showRow();
    whenFinished(
        m_context.services->publish(m_service, row.artifact, row.environment, m_context.workspace), this,
        [this](const Result<ServiceDesk::Published> &done) {
            m_working = false;
            clearButtonBusy(m_publish);
            showRow();
            if (!done) {
                m_notice->setNotice(ServedWords::notice(done.error(), ServedWords::host(m_service),
                                                        tr("It was not published.")));
                return;
            }
            look();
            m_notice->setNotice(
                {.kind = NoticeKind::Ok,
                 .lead = tr("%1 %2 is live there.").arg(done->name, done->released.toString()),
                 .sentence = done->created
                                 ? tr("It is version %1 of the service, with the label %2.")
                                       .arg(done->version)
                                       .arg(done->label)
                                 : tr("Version %1 of the service said the same; it has the label %2 now.")
                                       .arg(done->version)
                                       .arg(done->label)});
        });
}

} // namespace countersign
