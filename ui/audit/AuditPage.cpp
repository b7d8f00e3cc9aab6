// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/AuditPage.h"

#include "ui/audit/AsOfTab.h"
#include "ui/audit/AuditWords.h"
#include "ui/audit/HistoryTab.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype namedProblems = 20;

} // namespace

AuditPage::AuditPage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context), m_verifying(this)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    const Theme &theme = context.theme;
    const int inset = theme.tokens().inset.page;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 10, 16, 6);
    head->addWidget(new PlainLabel(tr("Audit"), FontRole::Title, ColorRole::Text, this));
    head->addStretch(1);
    m_export = makeButton(Icon::Export, tr("Export"), ButtonKind::Plain, this);
    m_export->setObjectName(u"auditExport"_s);
    m_export->setToolTip(tr("Writes the events that the filters of the history leave in"));
    auto *menu = new QMenu(m_export);
    menu->setObjectName(u"auditExportMenu"_s);
    connect(menu->addAction(tr("As a table (CSV)…")), &QAction::triggered, this, [this] { exportTo(ExportFormat::Csv); });
    connect(menu->addAction(tr("As data (JSON)…")), &QAction::triggered, this, [this] { exportTo(ExportFormat::Json); });
    m_export->setMenu(menu);
    head->addWidget(m_export);
    all->addLayout(head);

    auto *tabGround = new Ground(ColorRole::Surface, this);
    tabGround->setLines(Qt::BottomEdge);
    auto *tabRow = new QHBoxLayout(tabGround);
    tabRow->setContentsMargins(inset - 10, 0, 16, 0);
    tabRow->setSpacing(8);
    m_tabs = new TabBar(tabGround);
    m_tabs->setObjectName(u"auditTabs"_s);
    m_tabs->setAccessibleName(tr("Parts of the audit"));
    m_tabs->addTab(tr("History"));
    m_tabs->addTab(tr("As of"));
    tabRow->addWidget(m_tabs);
    tabRow->addStretch(1);
    m_ring = new BusyRing(tabGround);
    tabRow->addWidget(m_ring);
    m_sign = new Glyph(Sign::NotYet, tabGround);
    tabRow->addWidget(m_sign);
    m_state = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, tabGround);
    m_state->setObjectName(u"verification"_s);
    tabRow->addWidget(m_state);
    m_again = makeButton(tr("Verify again"), ButtonKind::Quiet, tabGround);
    m_again->setObjectName(u"verifyAgain"_s);
    setButtonHeight(m_again, ButtonHeight::InBar);
    tabRow->addWidget(m_again);
    all->addWidget(tabGround);
    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->setObjectName(u"auditNotice"_s);
    all->addWidget(m_notice);
    m_exported = new NoticeBar(NoticeShape::Band, this);
    m_exported->setObjectName(u"auditExported"_s);
    all->addWidget(m_exported);

    m_stack = new QStackedWidget(this);
    m_history = new HistoryTab(context, m_stack);
    m_asOf = new AsOfTab(context, m_stack);
    m_stack->addWidget(m_history);
    m_stack->addWidget(m_asOf);
    all->addWidget(m_stack, 1);

    m_reader = new LogReader(context.workspace, this);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_again, &QPushButton::clicked, this, &AuditPage::verify);
    connect(m_notice, &NoticeBar::actionPressed, this, [this] {
        if (m_firstBroken > 0) {
            m_tabs->setCurrentIndex(0);
            m_history->clearFilters();
            m_history->goToEvent(m_firstBroken);
        } else {
            verify();
        }
    });
    connect(m_history, &HistoryTab::moved, this, &AuditPage::moved);
    connect(m_history, &HistoryTab::open, this, &AuditPage::open);
    connect(m_history, &HistoryTab::asOfAsked, this, [this](Sequence seq) {
        m_asOf->setMoment(TimeMark::A, seq);
        m_tabs->setCurrentIndex(1);
    });
    connect(m_asOf, &AsOfTab::open, this, &AuditPage::open);
    connect(m_exported, &NoticeBar::actionPressed, m_exported, &NoticeBar::settle);
    connect(m_reader, &LogReader::progress, this, [this](int events) { setButtonBusy(m_export, tr("%1 events read").arg(text::number(qint64(events)))); });
    connect(m_reader, &LogReader::done, this, [this](const QString &path, int events) {
        clearButtonBusy(m_export);
        m_exported->setNotice({.kind = NoticeKind::Ok, .lead = tr("%1 events written.").arg(text::number(qint64(events))), .sentence = QDir::toNativeSeparators(path), .action = tr("Close")});
    });
    connect(m_reader, &LogReader::failed, this, [this](const QString &path, const Error &error) {
        clearButtonBusy(m_export);
        if (error.code == ErrorCode::Canceled)
            return;
        Notice notice = errorNotice(error);
        notice.lead = tr("The events were not written to %1.").arg(QDir::toNativeSeparators(path));
        notice.sentence = errorText(error).lead;
        notice.action = tr("Close");
        m_exported->setNotice(notice);
    });
    showVerification();
}

void AuditPage::setView(const ViewPointer &view)
{
    // What the shared place serves belongs to what is verified.
    const bool otherRecord = !m_view || (m_view->sync.phase == SyncPhase::Alarm) != (view->sync.phase == SyncPhase::Alarm);
    m_view = view;
    m_history->setView(view);
    m_asOf->setView(view);
    if (otherRecord)
        verify();
    else
        showVerification();
}

void AuditPage::navigate(const Address &address)
{
    m_tabs->setCurrentIndex(0);
    m_history->navigate(address);
}

Address AuditPage::address() const
{
    const LogQuery query = m_history->query();
    return {.page = PageKind::Audit,
            .artifact = query.artifact.value_or(ArtifactId{}),
            .environment = m_history->environment(),
            .seq = m_history->chosen(),
            .person = query.actor.value_or(PrincipalId{}),
            .filter = m_history->words()};
}

QString AuditPage::title() const
{
    return tr("Audit");
}

void AuditPage::focusFirst()
{
    if (m_tabs->currentIndex() == 0)
        m_history->focusFirst();
    else
        m_asOf->focusFirst();
}

QList<QWidget *> AuditPage::panes() const
{
    return QList<QWidget *>{m_tabs} + (m_tabs->currentIndex() == 0 ? m_history->panes() : m_asOf->panes());
}

bool AuditPage::escape()
{
    if (m_reader->isRunning()) {
        m_reader->cancel();
        clearButtonBusy(m_export);
        return true;
    }
    return m_tabs->currentIndex() == 0 && m_history->clearFilters();
}

void AuditPage::settle()
{
    m_reader->cancel();
}

void AuditPage::verify()
{
    m_busy = true;
    m_verifyError.reset();
    showVerification();
    m_verifying.start(m_context.workspace.verify(), [this](const Result<VerifyReport> &report) {
        m_busy = false;
        if (report)
            m_report = *report;
        else if (report.error().code != ErrorCode::Canceled)
            m_verifyError = report.error();
        showVerification();
    });
}

void AuditPage::showVerification()
{
    m_ring->setVisible(m_busy);
    m_sign->setVisible(!m_busy);
    m_again->setVisible(!m_busy && m_view);
    m_firstBroken = 0;
    if (m_busy) {
        m_state->setColorRole(ColorRole::Muted);
        m_state->setText(m_view ? tr("Verifying %1 events").arg(text::number(qint64(m_view->state.head.seq))) : tr("Verifying"));
        return;
    }
    if (m_verifyError) {
        m_sign->setSign(Sign::Inconclusive);
        m_state->setColorRole(ColorRole::Text);
        m_state->setText(tr("Not verified"));
        Notice notice = errorNotice(*m_verifyError);
        notice.lead = tr("The record could not be verified.");
        notice.sentence = errorText(*m_verifyError).lead;
        notice.action = tr("Try again");
        m_notice->setNotice(notice);
        return;
    }
    if (!m_report) {
        m_sign->setSign(Sign::NotYet);
        m_state->setText(tr("Not verified yet"));
        return;
    }
    QList<VerifyReport::Problem> damage;
    QList<Sequence> places;
    for (const VerifyReport::Problem &problem : m_report->problems) {
        if (problem.damage) {
            damage.append(problem);
            places.append(problem.seq);
        }
    }
    const Sequence checked = m_report->checked.seq;
    if (damage.isEmpty()) {
        m_notice->settle();
        const bool newer = m_view && m_view->state.head.seq > checked;
        m_sign->setSign(m_report->everythingSigned && !newer ? Sign::Satisfied : newer ? Sign::NotYet : Sign::Warning);
        m_state->setColorRole(ColorRole::Muted);
        const QString chain = newer ? tr("Chain verified up to event %1 of %2").arg(checked).arg(m_view->state.head.seq)
                                    : tr("Chain of %1 events verified").arg(text::number(qint64(checked)));
        m_state->setText(m_report->everythingSigned ? tr("%1, all signed").arg(chain) : tr("%1, not all signed").arg(chain));
        m_history->setVerified(checked, {});
        return;
    }
    const auto first = std::min_element(damage.cbegin(), damage.cend(), [](const auto &a, const auto &b) { return a.seq < b.seq; });
    m_firstBroken = first->seq;
    m_sign->setSign(Sign::Error);
    m_state->setColorRole(ColorRole::Danger);
    m_state->setText(tr("The record is damaged at event %1").arg(m_firstBroken));
    QStringList details;
    for (qsizetype i = 0; i < damage.size() && i < namedProblems; ++i)
        details.append((damage[i].served ? tr("In what is served now, event %1 %2. %3 %4") : tr("Event %1 %2. %3 %4")).arg(QString::number(damage[i].seq), AuditWords::problem(damage[i].what), damage[i].event.isNull() ? QString() : damage[i].event.toString(), damage[i].detail).trimmed());
    if (damage.size() > namedProblems)
        details.append(tr("and %n more", nullptr, static_cast<int>(damage.size() - namedProblems)));
    m_notice->setNotice({.kind = NoticeKind::Danger,
                         .lead = tr("Event %1 %2.").arg(QString::number(m_firstBroken), AuditWords::problem(first->what)),
                         .sentence = (damage.size() == 1 ? tr("What stands before it was checked and holds.") : tr("%n problems in all. What stands before it was checked and holds.", nullptr, static_cast<int>(damage.size()))),
                         .detail = details.join(u'\n'),
                         .action = tr("Show event %1").arg(m_firstBroken)});
    m_history->setVerified(m_firstBroken - 1, places);
}

void AuditPage::exportTo(ExportFormat format)
{
    const bool csv = format == ExportFormat::Csv;
    auto *dialog = new QFileDialog(this, csv ? tr("Write the events as a table") : tr("Write the events as data"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(csv ? u"csv"_s : u"json"_s);
    dialog->setNameFilter(csv ? tr("Tables (*.csv)") : tr("Data (*.json)"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(csv ? u"events.csv"_s : u"events.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &path) {
        if (path.isEmpty())
            return;
        m_exported->settle();
        setButtonBusy(m_export, tr("Reading events"));
        m_reader->write(m_history->query(), m_history->environment(), format, path);
    });
    dialog->open();
}

} // namespace countersign
