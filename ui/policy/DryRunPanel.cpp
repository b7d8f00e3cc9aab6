// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/DryRunPanel.h"

#include "services/Next.h"
#include "services/PolicyEdit.h"
#include "ui/change/RuleText.h"
#include "ui/common/Busy.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/ChangeWords.h"

#include <QComboBox>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

// How many stay, rise and fall, as parts of one bar of 12. What is there at all has at least 4.
class DryRunBar : public QWidget
{
public:
    explicit DryRunBar(QWidget *parent) : QWidget(parent) { setFixedHeight(Theme::of(this).px(12)); }

    void setCounts(int same, int higher, int lower)
    {
        m_counts = {same, higher, lower};
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        static constexpr std::array roles = {ColorRole::Low, ColorRole::High, ColorRole::Ok};
        const Theme &theme = Theme::of(this);
        const int total = m_counts[0] + m_counts[1] + m_counts[2];
        if (total == 0)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        qreal at = 0;
        for (size_t i = 0; i < m_counts.size(); ++i) {
            if (m_counts[i] == 0)
                continue;
            const bool last = m_counts[i] > 0 && std::all_of(m_counts.begin() + static_cast<qsizetype>(i) + 1, m_counts.end(), [](int n) { return n == 0; });
            const qreal wide = last ? width() - at : std::clamp<qreal>(width() * qreal(m_counts[i]) / total, 4, width() - at - 4);
            const QRectF part(at, 0, wide - (last ? 0 : 2), height());
            painter.setBrush(theme.color(roles[i]));
            painter.drawRoundedRect(layoutDirection() == Qt::RightToLeft ? QRectF(width() - part.right(), 0, part.width(), part.height()) : part, 2, 2);
            at += wide;
        }
    }

private:
    std::array<int, 3> m_counts{};
};

DryRunPanel::DryRunPanel(Workspace &workspace, QWidget *parent) : Ground(ColorRole::Sunken, parent), m_workspace(workspace)
{
    setObjectName(u"dryRun"_s);
    const Theme &theme = Theme::of(this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 12, 0, 8);
    all->setSpacing(8);
    const int inset = theme.tokens().inset.sideColumn;
    auto *head = new QVBoxLayout;
    head->setContentsMargins(inset, 0, inset, 0);
    head->setSpacing(8);
    auto *title = new QHBoxLayout;
    title->addWidget(new PlainLabel(tr("Dry run"), FontRole::Section, ColorRole::Text, this), 1);
    m_past = new QComboBox(this);
    m_past->setObjectName(u"dryRunPast"_s);
    m_past->setAccessibleName(tr("How much of the past"));
    for (const int most : {200, 50, 20})
        m_past->addItem(tr("Last %n change(s)", nullptr, most), most);
    title->addWidget(m_past);
    head->addLayout(title);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, this);
    m_busy->setObjectName(u"dryRunBusy"_s);
    head->addWidget(m_busy);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"dryRunNotice"_s);
    head->addWidget(m_notice);
    m_empty = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, this);
    m_empty->setObjectName(u"dryRunEmpty"_s);
    m_empty->setWrapping(Wrapping::Wrap);
    head->addWidget(m_empty);
    all->addLayout(head);

    m_body = new QWidget(this);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    auto *sums = new QVBoxLayout;
    sums->setContentsMargins(inset, 0, inset, 0);
    sums->setSpacing(6);
    m_sentence = new ProseView(m_body);
    m_sentence->setObjectName(u"dryRunSentence"_s);
    m_sentence->setFontRole(FontRole::Body);
    m_sentence->setStart(ProseView::Start::OfLayout);
    sums->addWidget(m_sentence);
    m_bar = new DryRunBar(m_body);
    sums->addWidget(m_bar);
    auto *counts = new QHBoxLayout;
    m_sameCount = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, m_body);
    m_otherCount = new PlainLabel(QString(), FontRole::Secondary, ColorRole::High, m_body);
    counts->addWidget(m_sameCount, 1);
    counts->addWidget(m_otherCount);
    sums->addLayout(counts);
    body->addLayout(sums);
    m_list = new QListView(m_body);
    m_list->setObjectName(u"dryRunChanges"_s);
    prepareRowView(m_list, tr("Changes that would have fared otherwise"), ColorRole::Sunken);
    m_list->setItemDelegate(new EntryRow(m_list));
    m_rows = new RowList<EntryRowData>(this);
    m_list->setModel(m_rows);
    m_list->setMinimumHeight(theme.px(84));
    body->addWidget(m_list, 1);
    m_linePlace = new QWidget(m_body);
    m_lines = new QVBoxLayout(m_linePlace);
    m_lines->setContentsMargins(inset, 4, inset, 0);
    m_lines->setSpacing(6);
    body->addWidget(m_linePlace);
    all->addWidget(m_body, 1);
    all->addStretch(0);

    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, [this] { run(); });
    connect(m_past, &QComboBox::currentIndexChanged, this, [this] { run(); });
    connect(m_notice, &NoticeBar::actionPressed, this, [this] { run(); });
    connect(m_busy, &BusyLine::canceled, this, [this] {
        m_stopped = true;
        m_latest.cancel();
        m_running = false;
        show();
        emit stateChanged();
    });
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) {
        if (m_result && index.row() < m_result->concerned.size())
            emit changeChosen(m_result->concerned.at(index.row()).id);
    });
    connect(&m_progress, &QFutureWatcher<Result<DryRun>>::progressValueChanged, this, [this](int value) {
        const int most = m_progress.progressMaximum();
        if (m_running && most > 0)
            m_busy->setProgress(qreal(value) / most, tr("%1 of %2").arg(text::number(qint64(value)), text::number(qint64(most))));
    });
    show();
}

void DryRunPanel::setPolicy(const std::optional<Policy> &policy, const ViewPointer &view)
{
    const bool same = policy.has_value() == m_policy.has_value() && (!policy || sameRules(*policy, *m_policy)) && m_view
            && m_view->state.head == view->state.head;
    m_view = view;
    if (same)
        return;
    const bool first = !m_policy && policy;
    m_policy = policy;
    m_latest.cancel();
    m_running = false;
    m_stopped = false;
    m_shown = false;
    m_busy->end();
    if (!policy) {
        m_soon.stop();
        m_result.reset();
    } else {
        m_soon.start(followAfterMs);
    }
    if (first || !policy)
        m_error.reset();
    show();
    emit stateChanged();
}

void DryRunPanel::run()
{
    m_soon.stop();
    if (!m_policy)
        return;
    m_running = true;
    m_stopped = false;
    m_error.reset();
    m_busy->begin(tr("Classifying the past"));
    const QFuture<Result<DryRun>> future = m_workspace.dryRun(*m_policy, m_past->currentData().toInt());
    m_progress.setFuture(future);
    m_latest.start(future, [this](const Result<DryRun> &result) {
        m_running = false;
        m_busy->end();
        if (result) {
            m_result = *result;
            m_shown = true;
        } else if (result.error().code != ErrorCode::Canceled) {
            m_error = result.error();
            m_result.reset();
        }
        show();
        emit stateChanged();
    });
    emit stateChanged();
}

EntryRowData DryRunPanel::rowOf(const DryRunChange &one) const
{
    const Change *change = m_view->state.change(one.id);
    EntryRowData row{.key = one.id.toString(), .lane = ChangeWords::shapeOf(one.after)};
    if (one.before != one.after)
        row.laneBefore = ChangeWords::shapeOf(one.before);
    row.sentence = {{u"#%1 "_s.arg(one.number), RunStyle::Muted}, {change ? text::printableLine(titleOf(*m_view, *change)) : QString()}};
    QStringList words;
    switch (one.status) {
    case ChangeStatus::Review: words.append(tr("Open.")); break;
    case ChangeStatus::Accepted: words.append(one.missing.isEmpty() ? tr("Accepted.") : tr("Accepted; would have waited.")); break;
    case ChangeStatus::Withdrawn: words.append(tr("Withdrawn.")); break;
    }
    QStringList missing;
    for (const Requirement &requirement : one.missing)
        missing.append(plain(RuleText::requirement(*m_view, requirement, false).sentence));
    if (!missing.isEmpty())
        words.append(tr("Missing: %1.").arg(missing.join(u", "_s)));
    QStringList gone;
    for (const Requirement &requirement : one.noLonger)
        gone.append(plain(RuleText::requirement(*m_view, requirement, false).sentence));
    if (!gone.isEmpty())
        words.append(tr("No longer missing: %1.").arg(gone.join(u", "_s)));
    row.place = words.join(u' ');
    return row;
}

void DryRunPanel::addLine(const std::optional<Sign> &sign, const QString &sentence, ColorRole color)
{
    auto *line = new QWidget(m_linePlace);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    if (sign)
        row->addWidget(new Glyph(*sign, line), 0, Qt::AlignTop);
    auto *label = new PlainLabel(sentence, sign ? FontRole::Body : FontRole::Secondary, color, line);
    label->setWrapping(Wrapping::Wrap);
    row->addWidget(label, 1);
    m_lines->addWidget(line);
}

void DryRunPanel::show()
{
    if (m_error) {
        Notice notice = errorNotice(*m_error);
        notice.action = tr("Try again");
        m_notice->setNotice(notice);
    } else {
        m_notice->settle();
    }
    m_body->setVisible(m_result.has_value());
    const QString empty = !m_policy     ? tr("Edit the policy to see how the last changes would have fared under it.")
            : m_stopped && !m_result    ? tr("Stopped. The next edit starts it again.")
            : !m_result && !m_error     ? tr("Follows half a second after an edit.")
                                        : QString();
    m_empty->setText(empty);
    m_empty->setVisible(!empty.isEmpty());
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!m_result) {
        m_rows->setRows({});
        return;
    }
    const DryRun &run = *m_result;
    const QString higher = run.higher == 0 ? tr("none would have been higher") : tr("%n would have been higher", nullptr, run.higher);
    const QString lower = run.lower == 0 ? tr("none lower") : tr("%n lower", nullptr, run.lower);
    QString sentence = run.changes == 0 ? tr("There is no past to look at.") : tr("Of %n change(s), %1 and %2.", nullptr, run.changes).arg(higher, lower);
    if (run.blocked > 0)
        sentence += u' ' + tr("%n accepted change(s) would have waited for more.", nullptr, run.blocked);
    QList<TextMark> marks;
    if (run.higher > 0)
        marks.append({.start = sentence.indexOf(higher), .length = higher.size(), .kind = MarkKind::Strong});
    if (run.lower > 0)
        marks.append({.start = sentence.indexOf(lower), .length = lower.size(), .kind = MarkKind::Strong});
    m_sentence->setText(sentence, marks);
    m_sentence->setAccessibleName(sentence);
    m_bar->setCounts(run.same(), run.higher, run.lower);
    m_bar->setVisible(run.changes > 0);
    m_sameCount->setText(tr("%n the same", nullptr, run.same()));
    QStringList other;
    if (run.higher > 0)
        other.append(tr("%n higher", nullptr, run.higher));
    if (run.lower > 0)
        other.append(tr("%n lower", nullptr, run.lower));
    m_otherCount->setText(other.join(u", "_s));
    m_otherCount->setColorRole(run.higher > 0 ? ColorRole::High : ColorRole::Ok);
    QList<EntryRowData> rows;
    for (const DryRunChange &one : run.concerned)
        rows.append(rowOf(one));
    m_rows->setRows(rows);
    m_list->setVisible(!rows.isEmpty());

    for (auto it = run.approvals.cbegin(); it != run.approvals.cend(); ++it) {
        const QString role = m_policy ? m_policy->roleTitle(it.key()) : it.key().value;
        addLine(Sign::YourTurn, it.value() > 0 ? tr("%1 would have been asked for %n more approval(s).", nullptr, it.value()).arg(role)
                                               : tr("%1 would have been asked for %n approval(s) less.", nullptr, -it.value()).arg(role), ColorRole::Text);
    }
    if (run.otherApprovals != 0) {
        addLine(Sign::YourTurn, run.otherApprovals > 0 ? tr("%n more approval(s) by anybody.", nullptr, run.otherApprovals)
                                                       : tr("%n approval(s) by anybody less.", nullptr, -run.otherApprovals), ColorRole::Text);
    }
    if (run.unread > 0)
        addLine(Sign::Warning, tr("%n change(s) left out: their texts could not be read.", nullptr, run.unread), ColorRole::Text);
    if (run.unsure > 0)
        addLine(Sign::Warning, tr("%n text(s) too large to compare: taken as medium at least.", nullptr, run.unsure), ColorRole::Text);
    if (run.ungoverned > 0)
        addLine(Sign::Warning, tr("%n change(s) would not have been needed: no file of theirs would be governed.", nullptr, run.ungoverned), ColorRole::Text);
    addLine(std::nullopt, tr("It cannot know who would have approved when asked, nor what files that become governed only now went through."), ColorRole::Muted);
}

} // namespace countersign
