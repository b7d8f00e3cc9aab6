// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RollbackSheet.h"

#include "services/Latest.h"
#include "ui/change/RuleText.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/prose/EntryText.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int mostEntries = 4;
constexpr int mostPeople = 6;

// One of the two boxes: a head, the version, and a line below.
class VersionBox : public QWidget
{
public:
    VersionBox(bool chosen, QWidget *parent) : QWidget(parent), m_chosen(chosen)
    {
        auto *all = new QVBoxLayout(this);
        all->setContentsMargins(14, 8, 14, 10);
        all->setSpacing(0);
        m_headRow = new QHBoxLayout;
        m_lead = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
        m_headRow->addWidget(m_lead, 1);
        all->addLayout(m_headRow);
        m_version = new PlainLabel(QString(), FontRole::Title, ColorRole::Text, this);
        m_line = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
        m_line->setWrapping(Wrapping::Elide);
        all->addWidget(m_version);
        all->addWidget(m_line);
    }

    void setWords(const QString &lead, const QString &version, const QString &line)
    {
        m_lead->setText(lead);
        m_version->setText(version);
        m_line->setText(line);
        setAccessibleName(u"%1 %2, %3"_s.arg(lead, version, line));
    }
    void addToHead(QWidget *widget) { m_headRow->addWidget(widget); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintBox(painter, rect(), theme.tokens().radius.card, theme.color(ColorRole::Surface),
                 theme.color(m_chosen ? ColorRole::Accent : ColorRole::Line), m_chosen ? 2 : 1);
    }

private:
    bool m_chosen;
    QHBoxLayout *m_headRow = nullptr;
    PlainLabel *m_lead = nullptr;
    PlainLabel *m_version = nullptr;
    PlainLabel *m_line = nullptr;
};

// The variables that the text coming back needs and the text going does not.
QStringList neededAgain(const diff::Comparison &comparison)
{
    QStringList names;
    for (const diff::VariableDifference &variable : comparison.variables) {
        if (variable.state == diff::VariableState::Added || variable.state == diff::VariableState::Renamed)
            names.append(text::printableLine(variable.after));
    }
    return names;
}

bool topicChanged(const diff::Comparison &comparison, std::initializer_list<diff::SettingTopic> topics)
{
    return std::any_of(comparison.settings.begin(), comparison.settings.end(), [&](const diff::SettingDifference &setting) {
        return setting.state != diff::SettingState::Same && setting.state != diff::SettingState::NotationOnly
                && std::find(topics.begin(), topics.end(), setting.topic) != topics.end();
    });
}

} // namespace

class RollbackSheet::Parts : public QObject
{
public:
    Parts(RollbackSheet *sheet, Workspace &workspace, const Clock &clock, const RollbackTarget &target)
        : m_sheet(sheet), m_workspace(workspace), m_clock(clock), m_target(target)
    {
        build();
        choose(0);
        connect(&workspace, &Workspace::viewChanged, this, &Parts::viewMoved);
        connect(sheet, &Sheet::decided, this, &Parts::decide);
        connect(sheet, &Sheet::closed, sheet, &QObject::deleteLater);
    }

    SemVer chosen;

private:
    const WorkspaceView &view() const { return *m_view; }
    const Artifact *artifact() const { return m_view->state.artifact(m_target.artifact); }
    const PointerMove *running() const { return artifact() ? artifact()->running(m_target.environment) : nullptr; }
    QString environmentName() const { return ChangeWords::environment(*m_view, m_target.environment); }

    void build();
    void choose(int target);
    void showDifference(const Result<FileComparison> &result);
    void showChecks();
    void viewMoved();
    void decide();
    QString ran(const PointerMove &move) const;
    bool wasTakenBack(const PointerMove &move) const;

    RollbackSheet *m_sheet;
    Workspace &m_workspace;
    const Clock &m_clock;
    RollbackTarget m_target;
    ViewPointer m_view;
    QList<PointerMove> m_targets;
    int m_chosen = 0;
    std::optional<FileComparison> m_comparison;
    Latest<Result<FileComparison>> m_compare{this};
    VersionBox *m_from = nullptr;
    VersionBox *m_to = nullptr;
    QPushButton *m_another = nullptr;
    QPushButton *m_whole = nullptr;
    PlainLabel *m_entriesState = nullptr;
    QListView *m_list = nullptr;
    RowList<EntryRowData> *m_entries = nullptr;
    NoticeBar *m_warning = nullptr;
    NoticeBar *m_error = nullptr;
    QGridLayout *m_checks = nullptr;
    QList<SignLine *> m_checkLines;
    QLineEdit *m_reason = nullptr;
    QPushButton *m_go = nullptr;
    SignLine *m_right = nullptr;
    bool m_refused = false;
    bool m_unknown = false;
};

void RollbackSheet::Parts::build()
{
    m_view = m_workspace.view();
    m_targets = rollbackTargets(m_view->state, m_target.artifact, m_target.environment);
    const Theme &theme = Theme::of(m_sheet);
    QVBoxLayout *all = m_sheet->content();
    m_sheet->setTitle(tr("Roll back %1").arg(m_target.artifact.value),
                      tr("In %1, for all callers. Takes effect at once.").arg(environmentName().toLower()));

    auto *boxes = new QWidget(m_sheet);
    auto *boxRow = new QHBoxLayout(boxes);
    boxRow->setContentsMargins(0, 0, 0, 0);
    boxRow->setSpacing(12);
    m_from = new VersionBox(false, boxes);
    m_to = new VersionBox(true, boxes);
    m_to->setObjectName(u"comesBack"_s);
    m_another = makeButton(Icon::Unfold, tr("Another version"), ButtonKind::Quiet, m_to);
    m_another->setObjectName(u"anotherVersion"_s);
    setButtonHeight(m_another, ButtonHeight::InBar);
    m_to->addToHead(m_another);
    m_another->setVisible(m_targets.size() > 1);
    boxRow->addWidget(m_from, 1);
    auto *arrow = new Glyph(Sign::Became, boxes);
    arrow->setSide(20);
    boxRow->addWidget(arrow);
    boxRow->addWidget(m_to, 1);
    all->addWidget(boxes);

    auto *head = new QWidget(m_sheet);
    auto *headRow = new QHBoxLayout(head);
    headRow->setContentsMargins(0, 0, 0, 0);
    headRow->addWidget(new PlainLabel(tr("What comes back"), FontRole::BodyStrong, ColorRole::Text, head));
    m_entriesState = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, head);
    headRow->addSpacing(8);
    headRow->addWidget(m_entriesState, 1);
    m_whole = new LinkLabel(tr("Whole difference"), head);
    m_whole->setObjectName(u"wholeDifference"_s);
    m_whole->hide();
    headRow->addWidget(m_whole);
    all->addWidget(head);
    auto *frame = new Ground(ColorRole::Surface, m_sheet, Ground::Shape::Card);
    auto *frameAll = new QVBoxLayout(frame);
    // The rows stay clear of the round corners.
    frameAll->setContentsMargins(1, 4, 1, 4);
    m_list = new QListView(frame);
    m_list->setObjectName(u"comingBack"_s);
    prepareRowView(m_list, tr("What comes back"), ColorRole::Surface);
    auto *delegate = new EntryRow(m_list);
    delegate->setGround(ColorRole::Surface);
    m_list->setItemDelegate(delegate);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_entries = new RowList<EntryRowData>(m_list);
    m_list->setModel(m_entries);
    frameAll->addWidget(m_list);
    all->addWidget(frame);
    frame->hide();

    m_warning = new NoticeBar(NoticeShape::Card, m_sheet);
    m_warning->setObjectName(u"rollbackWarning"_s);
    m_warning->hide();
    all->addWidget(m_warning);
    auto *checks = new QWidget(m_sheet);
    m_checks = new QGridLayout(checks);
    m_checks->setContentsMargins(0, 0, 0, 0);
    m_checks->setHorizontalSpacing(16);
    m_checks->setVerticalSpacing(4);
    m_checks->setColumnStretch(0, 1);
    m_checks->setColumnStretch(1, 1);
    all->addWidget(checks);

    m_reason = new QLineEdit(m_target.reason, m_sheet);
    m_reason->setObjectName(u"rollbackReason"_s);
    m_reason->setPlaceholderText(tr("For example a wrong price"));
    m_reason->setMaxLength(1000);
    auto *reason = new FormField(tr("Reason"), m_reason, m_sheet);
    all->addWidget(reason);

    const Environment *environment = m_view->state.policy.environment(m_target.environment);
    QList<PrincipalId> told = environment ? environment->informed : QList<PrincipalId>();
    if (const PointerMove *now = running()) {
        const VersionRecord *version = artifact()->version(now->version);
        const Change *from = version && !version->change.isNull() ? m_view->state.change(version->change) : nullptr;
        if (from && from->revision() && from->revision()->note()) {
            for (const PrincipalId &person : from->revision()->note()->data.informed) {
                if (!told.contains(person))
                    told.append(person);
            }
            const PrincipalId owner = from->revision()->note()->data.rollbackOwner;
            if (!owner.isEmpty() && !told.contains(owner))
                told.append(owner);
        }
    }
    if (!told.isEmpty()) {
        all->addWidget(new PlainLabel(tr("Told in their inbox"), FontRole::BodyStrong, ColorRole::Text, m_sheet));
        auto *chips = new QWidget(m_sheet);
        auto *chipRow = new QHBoxLayout(chips);
        chipRow->setContentsMargins(0, 0, 0, 0);
        chipRow->setSpacing(6);
        for (const PrincipalId &id : told.mid(0, told.size() > mostPeople ? mostPeople - 1 : mostPeople)) {
            const Person *person = m_view->state.policy.person(id);
            const QString role = person && !person->roles.isEmpty() ? m_view->state.policy.roleTitle(person->roles.first()) : QString();
            chipRow->addWidget(new PersonChip({m_view->personName(id), role, {}}, chips));
        }
        if (told.size() > mostPeople)
            chipRow->addWidget(new PlainLabel(tr("and %n more", nullptr, static_cast<int>(told.size()) - mostPeople + 1), FontRole::Secondary, ColorRole::Muted, chips));
        chipRow->addStretch(1);
        all->addWidget(chips);
    }
    m_error = new NoticeBar(NoticeShape::Card, m_sheet);
    m_error->setObjectName(u"rollbackError"_s);
    m_error->hide();
    all->addWidget(m_error);

    m_right = new SignLine(Sign::Satisfied, QString(), m_sheet);
    m_sheet->footNote()->addWidget(m_right, 1);
    m_go = makeButton(Icon::Undo, tr("Roll back"), ButtonKind::Danger, m_sheet);
    m_sheet->setDecidingButton(m_go);
    m_go->setObjectName(u"rollBack"_s);

    connect(m_another, &QPushButton::clicked, this, [this] {
        auto *menu = new QMenu(m_another);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (int i = 0; i < m_targets.size(); ++i) {
            QAction *action = menu->addAction((wasTakenBack(m_targets[i]) ? tr("%1   %2, then taken back") : u"%1   %2"_s).arg(m_targets[i].version.toString(), ran(m_targets[i])), this, [this, i] { choose(i); });
            action->setCheckable(true);
            action->setChecked(i == m_chosen);
        }
        menu->popup(m_another->mapToGlobal(QPoint(0, m_another->height())));
    });
    connect(m_whole, &QPushButton::clicked, this, [this] {
        if (m_comparison) {
            const FileComparison shown = *m_comparison;
            RollbackSheet *sheet = m_sheet;
            emit sheet->differenceAsked(shown.path, shown.left, shown.right);
        }
    });
    connect(m_error, &NoticeBar::actionPressed, this, [this] { m_workspace.sync(); });
    m_list->setMaximumHeight(theme.px(4 * 40));
}

// Whether a rollback ended the version's last run here.
bool RollbackSheet::Parts::wasTakenBack(const PointerMove &move) const
{
    const Artifact *found = artifact();
    const QList<PointerMove> moves = found ? found->pointers.value(m_target.environment).moves : QList<PointerMove>();
    const qsizetype at = moves.lastIndexOf(move);
    return at >= 0 && at + 1 < moves.size() && moves[at + 1].rolledBack;
}

// From when to when a version ran here last.
QString RollbackSheet::Parts::ran(const PointerMove &move) const
{
    const Artifact *found = artifact();
    if (!found)
        return {};
    const auto pointer = found->pointers.constFind(m_target.environment);
    if (pointer == found->pointers.constEnd())
        return {};
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_clock.now());
    for (qsizetype i = pointer->moves.size() - 1; i >= 0; --i) {
        if (pointer->moves[i].version != move.version)
            continue;
        const qint64 from = pointer->moves[i].stamp.claimedAt;
        const qint64 to = i + 1 < pointer->moves.size() ? pointer->moves[i + 1].stamp.claimedAt : m_clock.now();
        return tr("Ran %1 to %2, %3").arg(text::clockTime(QDateTime::fromMSecsSinceEpoch(from), now),
                                          text::clockTime(QDateTime::fromMSecsSinceEpoch(to), now), text::duration(std::max<qint64>(0, to - from)));
    }
    return {};
}

void RollbackSheet::Parts::choose(int target)
{
    m_chosen = target;
    m_comparison.reset();
    m_warning->settle();
    const PointerMove *now = running();
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(m_clock.now());
    if (now) {
        m_from->setWords(tr("Live now"), now->version.toString(),
                         tr("Since %1, %2").arg(text::clockTime(QDateTime::fromMSecsSinceEpoch(now->stamp.claimedAt), moment),
                                                text::duration(std::max<qint64>(0, m_clock.now() - now->stamp.claimedAt))));
    } else {
        m_from->setWords(tr("Live now"), tr("nothing"), {});
    }
    Refusal refused;
    const QString readOnly = RuleWords::readOnlyReason(view());
    if (target < m_targets.size()) {
        chosen = m_targets[target].version;
        m_to->setWords(tr("Comes back"), chosen.toString(), ran(m_targets[target]));
        m_go->setText(tr("Roll back to %1").arg(chosen.toString()));
        refused = refuseToRollBack(view().state, view().me.person, m_target.artifact, chosen, m_target.environment);
        if (now && artifact()) {
            m_entriesState->setText(tr("Comparing"));
            m_compare.start(m_workspace.compare(artifact()->path, now->content, m_targets[target].content),
                            [this](const Result<FileComparison> &result) { showDifference(result); });
        }
    } else {
        chosen = {};
        m_to->setWords(tr("Comes back"), tr("nothing"), tr("Nothing earlier ran here."));
    }
    const bool nothing = target >= m_targets.size();
    m_refused = nothing || refused || !readOnly.isEmpty();
    m_go->setEnabled(!m_refused && !m_unknown);
    if (nothing)
        m_right->setLine(Sign::Missing, tr("Nothing earlier to go back to"));
    else if (!readOnly.isEmpty())
        m_right->setLine(Sign::Locked, readOnly);
    else if (refused)
        m_right->setLine(Sign::Locked, RuleText::refusal(view(), *refused));
    else
        m_right->setLine(Sign::Satisfied, tr("You hold the right to roll back in %1").arg(environmentName().toLower()));
    showChecks();
}

void RollbackSheet::Parts::showDifference(const Result<FileComparison> &result)
{
    if (!result) {
        if (result.error().code != ErrorCode::Canceled)
            m_entriesState->setText(tr("The difference could not be read. Going back is possible all the same."));
        m_entries->setRows({});
        m_list->parentWidget()->hide();
        m_whole->hide();
        showChecks();
        return;
    }
    m_comparison = *result;
    const diff::Comparison &comparison = *m_comparison->comparison;
    QList<EntryRowData> rows;
    for (int i = 0; i < comparison.entries.size() && i < mostEntries; ++i)
        rows.append(EntryText::row(comparison, i));
    m_entries->setRows(rows);
    m_entriesState->setText(rows.isEmpty() ? (comparison.identical ? tr("The same bytes") : tr("No instruction changes")) : QString());
    m_list->parentWidget()->setVisible(!rows.isEmpty());
    int high = 0;
    for (int i = 0; i < rows.size(); ++i)
        high += m_list->sizeHintForRow(i);
    m_list->setFixedHeight(high);
    const int count = static_cast<int>(comparison.entries.size());
    m_whole->setText(count > mostEntries ? tr("Whole difference, %n entries", nullptr, count) : tr("Whole difference"));
    m_whole->show();
    const QStringList needed = neededAgain(comparison);
    if (!needed.isEmpty()) {
        m_warning->setNotice({.kind = NoticeKind::Warning,
                              .lead = tr("%1 needs %2, which %3 does not use.").arg(chosen.toString(), text::people(needed, 3),
                                                                                  running() ? running()->version.toString() : QString()),
                              .sentence = tr("Make sure that callers still send it."), .detail = {}, .action = {}, .secondAction = {}, .icon = {}});
    } else {
        m_warning->settle();
    }
    showChecks();
}

void RollbackSheet::Parts::showChecks()
{
    for (SignLine *line : std::as_const(m_checkLines))
        line->deleteLater();
    m_checkLines.clear();
    const auto add = [this](Sign sign, const QString &words) {
        auto *line = new SignLine(sign, words, m_sheet);
        const int count = static_cast<int>(m_checkLines.size());
        m_checks->addWidget(line, count / 2, count % 2);
        m_checkLines.append(line);
    };
    if (m_chosen < m_targets.size()) {
        const bool takenBack = wasTakenBack(m_targets[m_chosen]);
        add(takenBack ? Sign::Warning : Sign::Satisfied, takenBack ? tr("Was taken back here before") : tr("Ran here before"));
    }
    if (!m_comparison) {
        add(Sign::NotYet, tr("Variables and settings are being compared"));
        return;
    }
    const diff::Comparison &comparison = *m_comparison->comparison;
    add(neededAgain(comparison).isEmpty() ? Sign::Satisfied : Sign::Warning,
        neededAgain(comparison).isEmpty() ? tr("Its variables still fit") : tr("It needs other variables"));
    const bool schema = topicChanged(comparison, {diff::SettingTopic::Schema});
    add(schema ? Sign::Warning : Sign::Satisfied, schema ? tr("Answer fields are others") : tr("Answer fields are the same"));
    const bool model = topicChanged(comparison, {diff::SettingTopic::Model, diff::SettingTopic::Tool, diff::SettingTopic::ToolText});
    add(model ? Sign::Warning : Sign::Satisfied, model ? tr("Model or tools are others") : tr("Model and tools are the same"));
}

// The world moved while the sheet is open: what comes back may run already, or the right may be gone.
void RollbackSheet::Parts::viewMoved()
{
    const PointerMove *was = running();
    const SemVer before = was ? was->version : SemVer();
    m_view = m_workspace.view();
    const PointerMove *now = running();
    if (m_unknown && now && now->version == chosen) {
        const SemVer done = chosen;
        m_sheet->close();
        emit m_sheet->rolledBack(m_target.artifact, m_target.environment, done);
        return;
    }
    if (m_sheet->isDeciding() || m_unknown)
        return;
    const SemVer keep = chosen;
    m_targets = rollbackTargets(m_view->state, m_target.artifact, m_target.environment);
    int at = 0;
    for (int i = 0; i < m_targets.size(); ++i) {
        if (m_targets[i].version == keep)
            at = i;
    }
    m_another->setVisible(m_targets.size() > 1);
    if (!now || now->version != before)
        choose(at);
}

void RollbackSheet::Parts::decide()
{
    if (m_refused || chosen.isNull() || m_unknown) {
        m_sheet->rearm();
        return;
    }
    m_error->settle();
    m_reason->setReadOnly(true);
    m_another->setEnabled(false);
    setButtonBusy(m_go, tr("Rolling back"));
    whenFinished(m_workspace.rollBack(m_target.artifact, chosen, m_target.environment, m_reason->text().trimmed()), this,
                 [this, version = chosen](const Result<WriteReceipt> &result) {
                     clearButtonBusy(m_go);
                     m_reason->setReadOnly(false);
                     m_another->setEnabled(true);
                     if (result) {
                         RollbackSheet *sheet = m_sheet;
                         sheet->close();
                         emit sheet->rolledBack(m_target.artifact, m_target.environment, version);
                         return;
                     }
                     Notice notice = errorNotice(result.error());
                     notice.action.clear();
                     notice.secondAction.clear();
                     switch (result.error().code) {
                     case ErrorCode::OutcomeUnknown:
                         m_unknown = true;
                         notice.kind = NoticeKind::Warning;
                         notice.lead = tr("It was sent, and no answer came.");
                         notice.sentence = tr("Countersign looks by itself whether %1 runs again. Do not roll back twice.").arg(version.toString());
                         notice.action = tr("Look now");
                         break;
                     case ErrorCode::Refused:
                         notice.lead = tr("A rule says no.");
                         notice.sentence = RuleWords::sentence(result.error().subject);
                         break;
                     case ErrorCode::Conflict:
                         notice.kind = NoticeKind::Warning;
                         notice.lead = tr("It moved while the sheet was open.");
                         notice.sentence = tr("Nothing was written. Look at what is live now, then decide again.");
                         break;
                     default: break;
                     }
                     m_error->setNotice(notice);
                     m_sheet->rearm();
                     m_go->setEnabled(!m_unknown);
                     viewMoved();
                 });
}

RollbackSheet::RollbackSheet(Workspace &workspace, const Clock &clock, const RollbackTarget &target, QWidget *covered)
    : Sheet(covered), m_parts(std::make_unique<Parts>(this, workspace, clock, target))
{
}

RollbackSheet::~RollbackSheet() = default;

SemVer RollbackSheet::chosen() const
{
    return m_parts->chosen;
}

} // namespace countersign
