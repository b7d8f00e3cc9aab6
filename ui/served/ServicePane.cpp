// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/ServicePane.h"

#include "base/Clock.h"
#include "domain/Refusals.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/FactList.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Questions.h"
#include "ui/common/Text.h"
#include "ui/common/UiState.h"
#include "ui/prose/DiffView.h"
#include "ui/served/OutsidePane.h"
#include "ui/served/ServedWords.h"
#include "ui/shell/RuleWords.h"

#include <QDateTime>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

ServicePane::ServicePane(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_pane = new OutsidePane(m_context, this);
    all->addWidget(m_pane);
    m_pane->title()->setObjectName(u"serviceTitle"_s);
    m_pane->about()->setObjectName(u"serviceAbout"_s);
    m_pane->notice()->setObjectName(u"servicesNotice"_s);
    m_pane->busy()->setObjectName(u"serviceBusy"_s);
    m_pane->split()->setObjectName(u"servicesPage"_s);
    m_context.uiState.follow(m_pane->split());
    m_pane->rows()->setObjectName(u"servedRows"_s);
    m_pane->rows()->setAccessibleName(tr("What is live"));
    m_pane->nothing()->setObjectName(u"servedNothing"_s);
    m_pane->rowTitle()->setObjectName(u"servedTitle"_s);
    m_pane->why()->setObjectName(u"servedWhy"_s);
    m_pane->facts()->setObjectName(u"servedFacts"_s);
    m_pane->difference()->setObjectName(u"servedDifference"_s);
    m_pane->difference()->setAccessibleName(
        tr("At the leading side what was accepted, beside it what is live"));
    m_pane->text()->setObjectName(u"servedText"_s);
    m_pane->text()->setAccessibleName(tr("What is live"));
    QPushButton *forgetting = makeButton(tr("Forget"), ButtonKind::QuietText, this);
    forgetting->setObjectName(u"serviceForget"_s);
    QPushButton *editing = makeButton(tr("Change"), ButtonKind::Plain, this);
    editing->setObjectName(u"serviceEdit"_s);
    QPushButton *looking = makeButton(Icon::RunAgain, tr("Look again"), ButtonKind::Plain, this);
    looking->setObjectName(u"serviceLook"_s);
    for (QPushButton *button : {forgetting, editing, looking})
        m_pane->addHeadButton(button);
    m_publish = makeButton(tr("Publish"), ButtonKind::Plain, this);
    m_publish->setObjectName(u"servedPublish"_s);
    m_pane->addRowButton(m_publish);
    m_adopt = makeButton(tr("Adopt as a change"), ButtonKind::Filled, this);
    m_adopt->setObjectName(u"servedAdopt"_s);
    m_pane->addRowButton(m_adopt);

    connect(editing, &QPushButton::clicked, this, [this] { emit edit(m_service); });
    connect(forgetting, &QPushButton::clicked, this, &ServicePane::forget);
    connect(looking, &QPushButton::clicked, this, &ServicePane::look);
    connect(m_pane->busy(), &BusyLine::canceled, this, &ServicePane::stopLooking);
    connect(m_pane->notice(), &NoticeBar::actionPressed, this, &ServicePane::look);
    connect(m_pane, &OutsidePane::chosen, this, &ServicePane::showRow);
    connect(m_adopt, &QPushButton::clicked, this, &ServicePane::adopt);
    connect(m_publish, &QPushButton::clicked, this, &ServicePane::askToPublish);
}

void ServicePane::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    // What was released may be another version now; what is live there is asked again when somebody wants to know.
    if (first && !m_service.name.isEmpty())
        look();
    else
        showReport();
}

void ServicePane::setService(const PromptService &service)
{
    if (service == m_service)
        return;
    clear();
    m_service = service;
    m_pane->title()->setText(service.name);
    m_pane->notice()->settle();
    showReport();
    if (m_view)
        look();
}

void ServicePane::clear()
{
    m_service = {};
    m_report.reset();
    stopLooking();
}

bool ServicePane::adoptChosen()
{
    if (!m_adopt->isVisible() || !m_adopt->isEnabled())
        return false;
    adopt();
    return true;
}

QList<QWidget *> ServicePane::panes() const
{
    return m_pane->panes();
}

QString ServicePane::readOnlyReason() const
{
    return m_view ? RuleWords::readOnlyReason(*m_view) : QString();
}

void ServicePane::forget()
{
    m_context.questions.ask(
        {.title = tr("Forget %1?").arg(m_service.name),
         .sentence = tr("Its key is taken out of the keychain. At the service nothing changes."),
         .accept = tr("Forget the service"),
         .kind = QuestionKind::Danger},
        this, [this, name = m_service.name](Answer answer) {
            if (answer != Answer::Accepted)
                return;
            whenFinished(m_context.services->forget(name), this, [this, name](const Done &done) {
                if (!done) {
                    Notice notice = ServedWords::notice(done.error(), {}, {});
                    notice.lead = tr("%1 was not forgotten.").arg(name) + u' ' + notice.lead;
                    m_pane->notice()->setNotice(notice);
                    return;
                }
                emit forgotten();
            });
        });
}

void ServicePane::look()
{
    if (m_service.name.isEmpty() || !m_context.services || !m_view || m_pane->busy()->isRunning())
        return;
    m_pane->notice()->settle();
    m_pane->busy()->begin(tr("Asking %1 what is live").arg(ServedWords::host(m_service)));
    const QFuture<Result<ServiceReport>> future = m_context.services->compare(m_service, m_context.workspace);
    m_pane->follow(future);
    m_looking.start(future, [this](const Result<ServiceReport> &report) {
        m_pane->busy()->end();
        if (!report) {
            if (report.error().code != ErrorCode::Canceled) {
                Notice notice =
                    ServedWords::notice(report.error(), ServedWords::host(m_service),
                                        m_report ? tr("Below stands what was live when it answered last.")
                                                 : tr("What is live there is not known."));
                notice.action = tr("Try again");
                m_pane->notice()->setNotice(notice);
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

void ServicePane::stopLooking()
{
    m_looking.cancel();
    m_pane->busy()->end();
    showReport();
}

void ServicePane::showReport()
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
    m_pane->about()->setText(about);
    QList<RequirementRowData> rows;
    if (m_report) {
        for (const ServedRow &row : m_report->rows)
            rows.append(ServedWords::row(*m_view, row));
    }
    if (rows.isEmpty()) {
        if (m_pane->busy()->isRunning())
            m_pane->nothing()->setText(tr("Looking"), {});
        else if (!m_report)
            m_pane->nothing()->setText(tr("Nobody has looked yet"),
                                       tr("Look again to see what is live there."));
        else
            m_pane->nothing()->setText(
                tr("Nothing is live there in your environments"),
                tr("It lists %n prompt(s). A label there has to be called like an environment "
                   "here, or be given to one under Change.",
                   nullptr, static_cast<int>(m_report->prompts)));
    }
    m_pane->showRows(rows);
    showRow();
}

const ServedRow *ServicePane::current() const
{
    if (!m_report)
        return nullptr;
    const QString key = m_pane->chosenKey();
    const auto found = std::ranges::find_if(
        m_report->rows, [&key](const ServedRow &row) { return ServedWords::key(row) == key; });
    return found == m_report->rows.end() ? nullptr : &*found;
}

void ServicePane::showRow()
{
    const ServedRow *row = current();
    m_pane->detail()->setVisible(row);
    if (!row) {
        m_pane->forgetShown();
        return;
    }
    m_pane->rowTitle()->setText(text::printableLine(row->name));
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
    m_pane->why()->setText(unapproved ? mayNot : QString());
    m_pane->why()->setVisible(unapproved && !mayNot.isEmpty());
    m_pane->facts()->clear();
    m_pane->facts()->addFact(tr("Stands"), ServedWords::standing(*m_view, *row));
    if (row->text.version > 0) {
        const QString what =
            tr("Version %1 there, label %2").arg(row->text.version).arg(text::printableLine(row->label));
        m_pane->facts()->addFact(tr("Live"),
                                 row->text.summary.isEmpty()
                                     ? what
                                     : tr("%1: “%2”").arg(what, text::printableLine(row->text.summary)));
        m_pane->facts()->addFact(tr("Written by"), row->text.author.isEmpty()
                                                       ? tr("the service does not tell")
                                                       : text::printableLine(row->text.author));
        const qint64 when = row->text.changedAt > 0 ? row->text.changedAt : row->text.createdAt;
        m_pane->facts()->addFact(tr("At"), when > 0 ? text::exactTime(QDateTime::fromMSecsSinceEpoch(when))
                                                    : tr("the service does not tell"));
    }
    if (row->error) {
        const Notice notice = ServedWords::notice(*row->error, ServedWords::host(m_service), {});
        m_pane->facts()->addFact(tr("Why"), notice.lead + u' ' + notice.sentence, Sign::Error);
    }
    showDifference(*row);
}

void ServicePane::showDifference(const ServedRow &row)
{
    const QString shown =
        ServedWords::key(row) + QString::number(row.text.version) + QString::number(m_lookedAt);
    if (!m_pane->begins(shown) || row.text.version < 1)
        return;
    m_pane->showText(ServedWords::text(row.text));
    if (row.standing != ServedStanding::Shadow && row.standing != ServedStanding::OtherVersion)
        return;
    m_pane->compare(m_context.services->proposed(row, m_context.workspace), [this](const Error &error) {
        // Where it has no place in the file there is no difference of files; the text stands there as it is.
        if (error.code == ErrorCode::Unsupported || error.code == ErrorCode::Canceled)
            return;
        Notice notice =
            ServedWords::notice(error, ServedWords::host(m_service),
                                tr("The difference cannot be shown; below stands the text itself."));
        notice.action = tr("Try again");
        m_pane->notice()->setNotice(notice);
    });
}

void ServicePane::adopt()
{
    const ServedRow *row = current();
    if (!row || m_working)
        return;
    m_working = true;
    m_pane->notice()->settle();
    setButtonBusy(m_adopt, tr("Adopting"));
    showRow();
    whenFinished(m_context.services->adopt(*row, m_context.workspace), this,
                 [this](const Result<Draft> &draft) {
                     m_working = false;
                     clearButtonBusy(m_adopt);
                     showRow();
                     if (!draft) {
                         m_pane->notice()->setNotice(ServedWords::notice(
                             draft.error(), ServedWords::host(m_service), tr("It was not adopted.")));
                         return;
                     }
                     emit open({.page = PageKind::Change, .draft = draft->id, .act = AddressAct::Edit});
                 });
}

void ServicePane::askToPublish()
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

void ServicePane::publish(const ServedRow &row)
{
    m_working = true;
    m_pane->notice()->settle();
    setButtonBusy(m_publish, tr("Publishing"));
    showRow();
    whenFinished(
        m_context.services->publish(m_service, row.artifact, row.environment, m_context.workspace), this,
        [this](const Result<ServiceDesk::Published> &done) {
            m_working = false;
            clearButtonBusy(m_publish);
            showRow();
            if (!done) {
                m_pane->notice()->setNotice(ServedWords::notice(done.error(), ServedWords::host(m_service),
                                                                tr("It was not published.")));
                return;
            }
            look();
            m_pane->notice()->setNotice(
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
