// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/VersionList.h"

#include "models/KeyedList.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/prompts/PromptWords.h"
#include "ui/shell/ChangeWords.h"

#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

struct VersionRow
{
    QString key = {};
    bool head = false;
    QString id = {};
    QString name = {};
    bool accepted = true;
    LaneShape lane = LaneShape::Low;
    bool hasLane = false;
    QString title = {};
    QString note = {};
    QString exact = {};
    bool shown = false;

    friend bool operator==(const VersionRow &, const VersionRow &) = default;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::VersionRow)

namespace countersign {

class VersionModel : public KeyedList<VersionRow>
{
public:
    using KeyedList::KeyedList;
    using KeyedList::setRows;

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (index.isValid() && (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)) {
            const VersionRow &row = rows()[index.row()];
            return (row.accepted ? VersionList::tr("Version %1, %2, %3") : VersionList::tr("Commit %1, not accepted, %2, %3"))
                    .arg(row.name, row.title, row.note);
        }
        if (index.isValid() && role == Qt::ToolTipRole) {
            const VersionRow &row = rows()[index.row()];
            return (row.title + u"\n"_s + row.exact).toHtmlEscaped();
        }
        return KeyedList::data(index, role);
    }
};

namespace {

class VersionDelegate : public RowDelegate
{
public:
    explicit VersionDelegate(QObject *parent) : RowDelegate(parent)
    {
        setGround(ColorRole::Sunken);
        setLine(RowLine::None);
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const Theme &theme = Theme::of(option.widget);
        return {theme.px(160), theme.px(50)};
    }

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme) const override
    {
        const auto row = index.data(ValueRole).value<VersionRow>();
        const QRect &r = option.rect;
        const auto box = [&option, &r](int from, int top, int width, int height) {
            return QStyle::visualRect(option.direction, r, QRect(r.left() + from, r.top() + top, std::max(0, width), height));
        };
        const int line = theme.lineHeight(FontRole::Body);
        const int top = theme.px(6);
        const ColorRole ink = row.accepted ? ColorRole::Text : ColorRole::Muted;
        paintText(painter, box(theme.px(16), top, theme.px(row.accepted ? 48 : 60), line), row.name,
                  row.accepted ? FontRole::BodyStrong : FontRole::Body, ink, theme);
        int at = theme.px(row.accepted ? 68 : 80);
        const int noteAt = at;
        if (row.hasLane) {
            const int side = theme.size().laneShape;
            QRect shape(0, 0, side, side);
            shape.moveCenter(box(at, top, side, line).center());
            Signs::paintLane(painter, shape, row.lane, theme.color(Signs::color(row.lane)));
            at += side + theme.px(6);
        }
        paintText(painter, box(at, top, r.width() - at - theme.px(8), line), row.title, FontRole::Body, ink, theme);
        paintText(painter, box(noteAt, top + line, r.width() - noteAt - theme.px(8), theme.lineHeight(FontRole::Secondary)), row.note,
                  FontRole::Secondary, ColorRole::Muted, theme);
    }
};

} // namespace

VersionList::VersionList(const Clock &clock, QWidget *parent) : QWidget(parent), m_clock(clock)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *ground = new Ground(ColorRole::Sunken, this);
    ground->setLines(Qt::LeftEdge);
    auto *inside = new QVBoxLayout(ground);
    inside->setContentsMargins(1, 0, 0, 0);
    inside->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 10, 16, 8);
    head->addWidget(new PlainLabel(tr("Versions"), FontRole::BodyStrong, ColorRole::Text, ground));
    head->addStretch(1);
    m_count = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, ground);
    head->addWidget(m_count);
    inside->addLayout(head);
    m_list = new QListView(ground);
    m_list->setObjectName(u"versionList"_s);
    prepareRowView(m_list, tr("Versions"), ColorRole::Sunken);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setItemDelegate(new VersionDelegate(m_list));
    m_list->setToolTip(tr("Enter shows a version. Choose two with Ctrl to compare them."));
    m_model = new VersionModel(this);
    m_list->setModel(m_model);
    m_list->installEventFilter(this);
    inside->addWidget(m_list, 1);
    all->addWidget(ground);
    const auto show = [this](const QModelIndex &index) {
        if (index.isValid() && m_list->selectionModel()->selectedRows().size() <= 1)
            emit shownAsked(m_model->rows()[index.row()].id);
    };
    connect(m_list, &QListView::clicked, this, show);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &VersionList::chosenChanged);
}

bool VersionList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            const QModelIndex at = m_list->currentIndex();
            if (at.isValid())
                emit shownAsked(m_model->rows()[at.row()].id);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void VersionList::setVersions(const ViewPointer &view, const ArtifactId &artifact, const QList<BranchText> &onBranch)
{
    QList<VersionRow> rows;
    auto other = onBranch.cbegin();
    const auto addOthersSince = [&](std::optional<qint64> moment) {
        for (; other != onBranch.cend() && (!moment || other->when > *moment); ++other) {
            rows.append({.key = artifact.value + u'@' + other->commit,
                         .id = other->commit,
                         .name = PromptWords::commitName(*other),
                         .accepted = false,
                         .title = other->summary.isEmpty() ? tr("Without a title") : other->summary.simplified(),
                         .note = PromptWords::commitNote(*other, m_clock.now()),
                         .exact = tr("A commit on %1, %2. Nobody accepted it.")
                                          .arg(view->state.policy.branch, text::exactTime(QDateTime::fromMSecsSinceEpoch(other->when)))});
        }
    };
    qsizetype accepted = 0;
    if (const Artifact *file = view->state.artifact(artifact)) {
        accepted = file->versions.size();
        for (auto it = file->versions.crbegin(); it != file->versions.crend(); ++it) {
            addOthersSince(it->stamp.claimedAt);
            rows.append({.key = artifact.value + u'@' + it->version.toString(),
                         .id = it->version.toString(),
                         .name = it->version.toString(),
                         .lane = ChangeWords::shapeOf(it->lane),
                         .hasLane = !it->change.isNull(),
                         .title = PromptWords::versionTitle(*view, *it),
                         .note = PromptWords::versionNote(*view, *it, m_clock.now()),
                         .exact = text::exactTime(QDateTime::fromMSecsSinceEpoch(it->stamp.claimedAt))});
        }
    }
    addOthersSince(std::nullopt);
    m_count->setText(onBranch.isEmpty() ? text::number(qint64(accepted)) : tr("%1 accepted").arg(text::number(qint64(accepted))));
    m_model->setRows(rows);
}

void VersionList::setShown(const QString &id)
{
    for (int row = 0; row < m_model->rows().size(); ++row) {
        if (m_model->rows()[row].id == id) {
            if (m_list->selectionModel()->selectedRows().size() <= 1)
                m_list->setCurrentIndex(m_model->index(row));
            return;
        }
    }
}

QStringList VersionList::ids() const
{
    QStringList ids;
    for (const VersionRow &row : m_model->rows())
        ids.append(row.id);
    return ids;
}

QStringList VersionList::chosen() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end(), std::greater());
    QStringList ids;
    for (const int row : std::as_const(rows))
        ids.append(m_model->rows()[row].id);
    return ids;
}

} // namespace countersign
