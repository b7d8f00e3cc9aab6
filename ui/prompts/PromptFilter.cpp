// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptFilter.h"

#include "ui/common/Text.h"
#include "ui/prompts/PromptWords.h"
#include "ui/shell/ChangeWords.h"

#include <QPainter>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int columnGap = 8;

[[nodiscard]] bool sameEverywhere(const PromptRow &row)
{
    return std::all_of(row.running.cbegin(), row.running.cend(),
                       [&row](const SemVer &version) { return version == row.running.first(); });
}

[[nodiscard]] QString spokenRow(const WorkspaceView &view, const PromptRow &row, const QString &match)
{
    if (row.folder)
        return PromptFilter::tr("Folder %1, %n files", nullptr, row.files).arg(row.name);
    QStringList parts{row.artifact.value};
    const QList<Environment> &environments = view.state.policy.environments;
    for (int i = 0; i < row.running.size() && i < environments.size(); ++i) {
        parts.append(row.running[i].isNull()
                             ? PromptFilter::tr("nothing in %1").arg(environments[i].title)
                             : PromptFilter::tr("%1 in %2").arg(row.running[i].toString(), environments[i].title));
    }
    if (row.changeNumber > 0)
        parts.append(PromptFilter::tr("change %1 is open, %2")
                             .arg(row.changeNumber)
                             .arg(Signs::name(ChangeWords::shapeOf(row.changeLane), LaneWords::Two)));
    if (row.ungoverned)
        parts.append(PromptFilter::tr("edited outside a change"));
    if (row.drafted)
        parts.append(PromptFilter::tr("you have a draft"));
    if (row.retired)
        parts.append(PromptFilter::tr("removed"));
    if (!match.isEmpty())
        parts.append(PromptFilter::tr("says: %1").arg(match));
    return parts.join(u", "_s);
}

} // namespace

PromptFilter::PromptFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void PromptFilter::setView(const ViewPointer &view)
{
    m_view = view;
    invalidateFilter();
}

void PromptFilter::setChip(PromptChip chip)
{
    m_chip = chip;
    invalidateFilter();
}

void PromptFilter::setMatches(const QHash<ArtifactId, QString> &sentences)
{
    m_matches = sentences;
}

QVariant PromptFilter::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case MatchRole:
        return m_matches.value(QSortFilterProxyModel::data(index, ValueRole).value<PromptRow>().artifact);
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        const auto row = QSortFilterProxyModel::data(index, ValueRole).value<PromptRow>();
        return m_view ? spokenRow(*m_view, row, m_matches.value(row.artifact)) : row.name;
    }
    case Qt::ToolTipRole: {
        const auto row = QSortFilterProxyModel::data(index, ValueRole).value<PromptRow>();
        return row.folder ? QVariant() : row.path.toHtmlEscaped();
    }
    default: return QSortFilterProxyModel::data(index, role);
    }
}

bool PromptFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto file = sourceModel()->index(row, 0, parent).data(ValueRole).value<PromptRow>();
    if (file.folder || !m_view || file.kind == ArtifactKind::Policy)
        return false; // a folder is shown for what is in it; the policy has a page of its own
    switch (m_chip) {
    case PromptChip::All: return true;
    case PromptChip::Mine: {
        const Artifact *artifact = m_view->state.artifact(file.artifact);
        return artifact && PromptWords::isMine(*m_view, *artifact);
    }
    case PromptChip::OpenChange: return file.openChanges > 0 || file.drafted;
    case PromptChip::NotTheSame: return !sameEverywhere(file);
    }
    Q_UNREACHABLE_RETURN(true);
}

PromptColumns PromptColumns::of(const Policy &policy, int width, const Theme &theme)
{
    PromptColumns columns;
    const int trail = theme.px(12);
    columns.changeWidth = theme.px(56);
    columns.change = width - trail - columns.changeWidth;
    const int most = width >= theme.px(440) ? 3 : width >= theme.px(300) ? 2 : 1;
    int at = columns.change - theme.px(columnGap);
    const int count = static_cast<int>(policy.environments.size());
    for (int i = count - 1; i >= 0 && count - i <= most; --i) {
        const int wide = std::clamp(textWidth(PromptWords::shortEnvironment(policy.environments[i]), FontRole::Secondary, theme),
                                    theme.px(44), theme.px(88));
        at -= wide;
        columns.environments.prepend({.environment = i, .from = at, .width = wide});
        at -= theme.px(columnGap);
    }
    columns.name = at - theme.px(4);
    return columns;
}

PromptRowDelegate::PromptRowDelegate(QObject *parent) : RowDelegate(parent)
{
    setLine(RowLine::None);
}

QSize PromptRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const auto row = index.data(ValueRole).value<PromptRow>();
    if (row.folder)
        return {theme.px(200), theme.px(32)};
    return {theme.px(200), index.data(PromptFilter::MatchRole).toString().isEmpty() ? theme.size().row : theme.px(48)};
}

bool PromptRowDelegate::hasGround(const QModelIndex &) const
{
    return true;
}

void PromptRowDelegate::paintFolder(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                                    const PromptRow &row, const Theme &theme) const
{
    int depth = 0;
    for (QModelIndex up = index.parent(); up.isValid(); up = up.parent())
        ++depth;
    const int from = theme.px(16 + 12 * depth);
    const auto box = [&option](int start, int width) {
        const QRect &r = option.rect;
        return QStyle::visualRect(option.direction, r, QRect(r.left() + start, r.top(), width, r.height()));
    };
    const auto *tree = qobject_cast<const QTreeView *>(option.widget);
    const bool open = tree && tree->isExpanded(index);
    const int side = theme.size().icon;
    QRect arrow(0, 0, side, side);
    arrow.moveCenter(box(from, side).center());
    painter.save();
    if (open) {
        Icons::paint(painter, arrow, Icon::Next, theme.color(ColorRole::Muted));
    } else {
        if (option.direction == Qt::RightToLeft) {
            painter.translate(arrow.center());
            painter.rotate(180);
            painter.translate(-arrow.center());
        }
        Icons::paint(painter, arrow, Icon::Unfold, theme.color(ColorRole::Muted));
    }
    painter.restore();
    const int nameFrom = from + side + theme.px(2);
    const int wide = std::min(textWidth(row.name, FontRole::BodyMedium, theme), option.rect.width() - nameFrom - theme.px(40));
    paintText(painter, box(nameFrom, wide), row.name, FontRole::BodyMedium, ColorRole::Muted, theme);
    paintText(painter, box(nameFrom + wide + theme.px(6), theme.px(48)), text::number(qint64(row.files)), FontRole::Body, ColorRole::Muted, theme);
}

void PromptRowDelegate::paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                                 const Theme &theme) const
{
    const auto row = index.data(ValueRole).value<PromptRow>();
    if (row.folder || !m_view) {
        paintFolder(painter, option, index, row, theme);
        return;
    }
    int depth = 0;
    for (QModelIndex up = index.parent(); up.isValid(); up = up.parent())
        ++depth;
    const QString match = index.data(PromptFilter::MatchRole).toString();
    const QRect &r = option.rect;
    const int line = match.isEmpty() ? r.height() : theme.px(28);
    const auto box = [&option, &r, line](int start, int width) {
        return QStyle::visualRect(option.direction, r, QRect(r.left() + start, r.top(), std::max(0, width), line));
    };
    const PromptColumns columns = PromptColumns::of(m_view->state.policy, r.width(), theme);
    const int from = depth > 0 ? theme.px(34 + 12 * (depth - 1)) : theme.px(16);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const FontRole font = chosen ? FontRole::BodyStrong : FontRole::Body;
    const int sign = theme.size().icon;
    const bool warns = row.ungoverned || row.drafted;
    const int room = columns.name - from - (warns ? sign + theme.px(6) : 0);
    const int wide = std::min(textWidth(row.name, font, theme), room);
    paintText(painter, box(from, wide), row.name, font, row.retired ? ColorRole::Muted : ColorRole::Text, theme);
    if (warns) {
        QRect mark(0, 0, sign, sign);
        mark.moveCenter(box(from + wide + theme.px(6), sign).center());
        if (row.ungoverned)
            Signs::paint(painter, mark, Sign::Warning, theme);
        else
            Icons::paint(painter, mark.adjusted(1, 1, -1, -1), Icon::Edit, theme.color(ColorRole::Muted));
    }
    const qsizetype last = m_view->state.policy.environments.size() - 1;
    for (const PromptColumns::Column &column : columns.environments) {
        const SemVer version = row.running.value(column.environment);
        const bool production = column.environment == last;
        paintText(painter, box(column.from, column.width), version.isNull() ? tr("none") : version.toString(),
                  production && !version.isNull() ? FontRole::BodyMedium : FontRole::Body,
                  production && !version.isNull() ? ColorRole::Text : ColorRole::Muted, theme, Qt::AlignTrailing | Qt::AlignVCenter);
    }
    if (row.changeNumber > 0) {
        const QString number = u"#%1"_s.arg(row.changeNumber);
        const int numberWidth = textWidth(number, FontRole::Secondary, theme);
        const int shape = theme.size().laneShape;
        paintText(painter, box(columns.change, columns.changeWidth), number, FontRole::Secondary, ColorRole::Text, theme,
                  Qt::AlignTrailing | Qt::AlignVCenter);
        QRect lane(0, 0, shape, shape);
        lane.moveCenter(box(columns.change + columns.changeWidth - numberWidth - shape - theme.px(6), shape).center());
        const LaneShape kind = ChangeWords::shapeOf(row.changeLane);
        Signs::paintLane(painter, lane, kind, theme.color(Signs::color(kind)));
    }
    if (!match.isEmpty()) {
        const QRect under = QStyle::visualRect(option.direction, r,
                                               QRect(r.left() + from, r.top() + theme.px(25), r.width() - from - theme.px(12), theme.px(18)));
        paintText(painter, under, match.simplified(), FontRole::Secondary, ColorRole::Muted, theme);
    }
}

PromptColumnHead::PromptColumnHead(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PromptColumnHead::setView(const ViewPointer &view)
{
    m_view = view;
    update();
}

void PromptColumnHead::setRowWidth(int width)
{
    if (m_width != width) {
        m_width = width;
        update();
    }
}

QSize PromptColumnHead::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(320), theme.size().tableHead};
}

void PromptColumnHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.color(ColorRole::Sunken));
    painter.fillRect(0, 0, width(), 1, theme.color(ColorRole::Line));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(ColorRole::Line));
    if (!m_view)
        return;
    const QRect row(0, 0, m_width > 0 ? m_width : width(), height());
    const auto box = [this, &row](int from, int wide) {
        return QStyle::visualRect(layoutDirection(), row, QRect(from, 0, wide, row.height()));
    };
    const PromptColumns columns = PromptColumns::of(m_view->state.policy, row.width(), theme);
    paintText(painter, box(theme.px(16), columns.name), tr("Name"), FontRole::Secondary, ColorRole::Muted, theme);
    for (const PromptColumns::Column &column : columns.environments) {
        paintText(painter, box(column.from, column.width),
                  PromptWords::shortEnvironment(m_view->state.policy.environments[column.environment]), FontRole::Secondary,
                  ColorRole::Muted, theme, Qt::AlignTrailing | Qt::AlignVCenter);
    }
    paintText(painter, box(columns.change, columns.changeWidth), tr("Change"), FontRole::Secondary, ColorRole::Muted, theme,
              Qt::AlignTrailing | Qt::AlignVCenter);
}

} // namespace countersign
