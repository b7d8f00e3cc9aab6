// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyPage.h"

#include "domain/Refusals.h"
#include "services/Next.h"
#include "services/WhenFinished.h"
#include "ui/change/RequirementsRail.h"
#include "ui/change/RuleText.h"
#include "ui/common/Busy.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/PromptEdit.h"
#include "ui/policy/DryRunPanel.h"
#include "ui/policy/PolicyEditing.h"
#include "ui/policy/PolicyForms.h"
#include "ui/policy/PolicyHistory.h"
#include "ui/policy/PolicySend.h"
#include "ui/policy/PolicyTableView.h"
#include "ui/policy/PolicyTextView.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QComboBox>
#include <QDateTime>
#include <QListView>
#include <QPushButton>
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

} // namespace

const QList<PolicySection> &PolicyPage::sections()
{
    static const QList<PolicySection> all = {PolicySection::Lanes, PolicySection::People, PolicySection::Owners, PolicySection::Workflows, PolicySection::Environments,
                                             PolicySection::Rights, PolicySection::Exceptions, PolicySection::Paths, PolicySection::Phrases, PolicySection::Rules,
                                             PolicySection::Watched, PolicySection::Suites, PolicySection::Opinion, PolicySection::History, PolicySection::AsText};
    return all;
}

void PolicyPage::setView(const ViewPointer &view)
{
    m_view = view;
    for (int row = 0; row < sections().size(); ++row) {
        const int count = PolicyTables::count(sections()[row], view->state.policy);
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
    for (const PolicySection section : sections()) {
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
    m_editing->finish();
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
        m_notTaken.reset();
        m_waitingActs.clear();
        for (PolicyTableView *view : {m_table, m_second})
            closeCell(view, true, false);
        closeEntry();
    }
    m_section = section;
    const auto row = static_cast<int>(sections().indexOf(section));
    m_list->setCurrentIndex(m_sections->index(row, 0));
    m_box->setCurrentIndex(row);
    refresh();
}

std::optional<PolicySection> PolicyPage::secondSection() const
{
    switch (m_section) {
    case PolicySection::Lanes: return PolicySection::Rules;
    case PolicySection::People: return PolicySection::Roles;
    case PolicySection::Environments: return PolicySection::EnvironmentRules;
    case PolicySection::Paths: return PolicySection::Place;
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
    } else if (m_notTaken) {
        m_error->setNotice({.kind = NoticeKind::Danger, .lead = m_notTaken->lead, .sentence = m_notTaken->why});
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
    const bool may = mayEdit();
    const QString add = PolicyForms::addLabel(m_section, m_editedView->state.policy);
    m_add->setText(add);
    m_add->setVisible(may && !add.isEmpty() && !m_entry);
    const QString secondAdd = secondSection() ? PolicyForms::addLabel(*secondSection(), m_editedView->state.policy) : QString();
    m_secondAdd->setText(secondAdd);
    m_secondAdd->setVisible(may && !secondAdd.isEmpty() && !m_entry);
    const PolicyTableView *table = currentTable();
    const QString row = table->rowKey(table->currentIndex().row());
    const bool tables = may && m_stack->currentWidget() == m_tables;
    const auto removal = tables ? PolicyForms::removal(sectionOf(table), m_editing->policy(), m_view->state.policy, row) : std::nullopt;
    m_remove->setVisible(removal.has_value());
    m_remove->setText(removal ? removal->label : QString());
    const bool up = tables && PolicyForms::movement(sectionOf(table), m_editing->policy(), row, -1);
    const bool down = tables && PolicyForms::movement(sectionOf(table), m_editing->policy(), row, 1);
    // A row at an end keeps both, so that pressing on does not press something else.
    m_up->setVisible(up || down);
    m_down->setVisible(up || down);
    m_up->setEnabled(up);
    m_down->setEnabled(down);
    const bool steps = m_editing->isEditing();
    m_discard->setVisible(steps);
    m_undo->setVisible(steps);
    m_redo->setVisible(steps);
    m_undo->setEnabled(m_editing->canUndo());
    m_redo->setEnabled(m_editing->canRedo());
    m_undo->setToolTip(m_undo->isEnabled() ? tr("Undo: %1").arg(m_editing->steps().undoText()).toHtmlEscaped() : tr("Undo"));
    m_redo->setToolTip(m_redo->isEnabled() ? tr("Redo: %1").arg(m_editing->steps().redoText()).toHtmlEscaped() : tr("Redo"));
}

void PolicyPage::refreshSide()
{
    const bool edits = m_editing->isEditing();
    m_side->setVisible(edits || (readOnlyReason().isEmpty() && m_editing->isReady()));
    const bool runs = edits && m_editing->isReady() && m_editing->isChanged() && !m_editing->isChecking() && !m_editing->problem();
    // What the past was run under stays on the screen until it is known what the text says now.
    if (!m_editing->isChecking())
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
