// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/AsOfModel.h"

#include "ui/audit/AsOfHead.h"

#include "ui/shell/ChangeWords.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

[[nodiscard]] QString versionAt(const std::optional<PointerMove> &move)
{
    return move ? move->version.toString() : AsOfModel::tr("nothing");
}

} // namespace

AsOfModel::AsOfModel(QObject *parent) : KeyedList(parent) {}

void AsOfModel::setRows(const WorkspaceView &view, const QList<AsOfRow> &rows, bool named)
{
    const auto differing = static_cast<int>(std::count_if(rows.cbegin(), rows.cend(), [](const AsOfRow &row) { return row.differs(); }));
    const auto alike = static_cast<int>(rows.size()) - differing;
    QList<AsOfListRow> list;
    if (!rows.isEmpty())
        list.append({.key = u"head/differ"_s, .head = true, .title = differing == 0 ? tr("Nothing differs") : differing == 1 ? tr("1 differs") : tr("%n differ", nullptr, differing)});
    bool second = false;
    for (const AsOfRow &row : rows) {
        if (!row.differs() && !second) {
            second = true;
            list.append({.key = u"head/alike"_s, .head = true, .title = tr("%n alike", nullptr, alike)});
        }
        list.append({.key = row.environment.value + u'/' + row.artifact.value, .row = row, .named = named, .where = ChangeWords::environment(view, row.environment)});
    }
    KeyedList::setRows(list);
}

QVariant AsOfModel::data(const QModelIndex &index, int role) const
{
    if (index.isValid() && (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)) {
        const AsOfListRow &row = rows()[index.row()];
        if (row.head)
            return row.title;
        return tr("%1 in %2: %3 at A, %4 at B, %5")
                .arg(row.row.artifact.value, row.where, versionAt(row.row.a), versionAt(row.row.b), row.row.differs() ? tr("differs") : tr("alike"));
    }
    if (index.isValid() && role == Qt::ToolTipRole && !rows()[index.row()].head)
        return rows()[index.row()].row.path.toHtmlEscaped();
    return KeyedList::data(index, role);
}

AsOfDelegate::AsOfDelegate(QObject *parent) : RowDelegate(parent) {}

QSize AsOfDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    return {theme.px(320), index.data(HeadRole).toBool() ? theme.size().rowDense : theme.px(40)};
}

bool AsOfDelegate::hasGround(const QModelIndex &index) const
{
    return !index.data(HeadRole).toBool();
}

void AsOfDelegate::paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme) const
{
    const auto row = index.data(ValueRole).value<AsOfListRow>();
    const QRect &r = option.rect;
    const int inset = theme.tokens().inset.page;
    const auto box = [&](int from, int width) {
        return QStyle::visualRect(option.direction, r, QRect(r.left() + from, r.top(), std::max(0, width), r.height()));
    };
    if (row.head) {
        painter.fillRect(r, theme.color(ColorRole::Sunken));
        painter.fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
        paintText(painter, box(inset, r.width() - 2 * inset), row.title, FontRole::SecondaryStrong, ColorRole::Muted, theme);
        return;
    }
    const bool differs = row.row.differs();
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const AsOfColumns columns = AsOfColumns::of(r.width(), theme);
    const int name = columns.a - columns.name;
    const ColorRole ink = differs ? ColorRole::Text : ColorRole::Muted;
    const FontRole font = differs && chosen ? FontRole::BodyStrong : FontRole::Body;
    const int wide = std::min(name - theme.px(12), textWidth(row.row.artifact.value, font, theme));
    paintText(painter, box(inset, wide), row.row.artifact.value, font, ink, theme);
    if (row.named)
        paintText(painter, box(inset + wide + theme.px(8), name - wide - theme.px(12)), row.where, FontRole::Secondary, ColorRole::Muted, theme);
    const auto cell = [&](int from, const std::optional<PointerMove> &move) {
        const QString version = versionAt(move);
        const FontRole role = differs && move ? FontRole::BodyStrong : FontRole::Body;
        const int width = textWidth(version, role, theme);
        paintText(painter, box(from, columns.each), version, role, move ? ink : ColorRole::Muted, theme);
        if (move && move->rolledBack)
            paintText(painter, box(from + width + theme.px(8), columns.each - width - theme.px(12)), AsOfModel::tr("taken back"), FontRole::Secondary, ColorRole::Medium, theme);
    };
    cell(columns.a, row.row.a);
    cell(columns.b, row.row.b);
    const int side = theme.size().sign;
    QRect mark(0, 0, side, side);
    mark.moveCenter(box(r.width() - theme.px(40), side).center());
    if (differs)
        Signs::paint(painter, mark, Sign::Became, theme.color(ColorRole::Accent), theme.color(ColorRole::Surface));
    else
        paintText(painter, mark, u"="_s, FontRole::BodyStrong, ColorRole::Muted, theme, Qt::AlignCenter);
}

} // namespace countersign
