// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTableView.h"

#include "ui/common/Paint.h"
#include "ui/common/ProseBlock.h"
#include "ui/common/Style.h"

#include <QHeaderView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <numeric>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

enum CellRole : int { TextRole = Qt::UserRole + 1, LaneRole, StrongRole, MutedRole, CodeRole, HeadRowRole };

constexpr int padding = 8; // as the head has it

class PolicyCellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.widget);
        const auto *view = qobject_cast<const QTableView *>(option.widget);
        const int width = view ? view->columnWidth(index.column()) : option.rect.width();
        return {width, std::max(theme.px(36), static_cast<int>(blockOf(index).height(width - 2 * theme.px(padding), theme)) + theme.px(16))};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (!option.widget)
            return;
        const Theme &theme = Theme::of(option.widget);
        const QRect &r = option.rect;
        const auto *view = qobject_cast<const QTableView *>(option.widget);
        const bool head = index.data(HeadRowRole).toBool();
        painter->save();
        painter->setLayoutDirection(option.direction);
        painter->fillRect(r, theme.color(head ? ColorRole::Sunken : ColorRole::Surface));
        painter->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
        if (index.column() > 0)
            painter->fillRect(QStyle::visualRect(option.direction, r, QRect(r.left(), r.top(), 1, r.height())), theme.color(ColorRole::Line));
        const QRect inside = r.adjusted(theme.px(padding), 0, -theme.px(padding), 0);
        const QVariant lane = index.data(LaneRole);
        if (lane.isValid()) {
            paintLaneChip(*painter, inside, static_cast<LaneShape>(lane.toInt()), ChipSize::Small, false, theme);
        } else {
            const ProseBlock block = blockOf(index);
            const qreal high = block.height(inside.width(), theme);
            const qreal top = high <= theme.px(20) ? r.top() + (r.height() - high) / 2 : r.top() + theme.px(8);
            block.paint(*painter, QPointF(inside.left(), top), inside.width(), theme);
        }
        if (view && view->currentIndex() == index && view->hasFocus() && Style::showsFocus(view)) {
            painter->setPen(QPen(theme.color(ColorRole::Accent), 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
            painter->drawRect(QRectF(r).adjusted(1, 1, -1, -1));
        }
        painter->restore();
    }

private:
    static ProseBlock blockOf(const QModelIndex &index)
    {
        ProseBlock block(index.data(TextRole).toString());
        block.setFontRole(index.data(CodeRole).toBool() ? FontRole::Code : index.data(StrongRole).toBool() ? FontRole::BodyMedium : FontRole::Body);
        block.setColorRole(index.data(MutedRole).toBool() ? ColorRole::Muted : ColorRole::Text);
        return block;
    }
};

} // namespace

PolicyTableView::PolicyTableView(QWidget *parent) : QTableView(parent)
{
    setObjectName(u"policyTable"_s);
    const Theme &theme = Theme::of(this);
    m_model = new QStandardItemModel(this);
    setModel(m_model);
    setItemDelegate(new PolicyCellDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(theme.px(32));
    horizontalHeader()->setFixedHeight(theme.size().tableHead);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    connect(&theme, &Theme::changed, this, [this] { spread(); });
}

void PolicyTableView::setTable(const PolicyTable &table, const QString &name)
{
    setAccessibleName(name);
    m_widths = table.widths;
    m_model->clear();
    m_model->setColumnCount(static_cast<int>(table.widths.size()));
    if (!table.heads.isEmpty())
        m_model->setHorizontalHeaderLabels(table.heads);
    horizontalHeader()->setVisible(!table.heads.isEmpty());
    for (int row = 0; row < table.rows.size(); ++row) {
        QList<QStandardItem *> items;
        for (const PolicyCell &cell : table.rows[row]) {
            auto *item = new QStandardItem;
            const QString words = cell.lane ? Signs::name(*cell.lane, LaneWords::Two) : cell.text;
            item->setText(words);
            item->setData(cell.text, TextRole);
            if (cell.lane)
                item->setData(static_cast<int>(*cell.lane), LaneRole);
            item->setData(cell.strong, StrongRole);
            item->setData(cell.muted, MutedRole);
            item->setData(cell.code, CodeRole);
            item->setData(table.heads.isEmpty() && (row == 0 || items.isEmpty()), HeadRowRole);
            items.append(item);
        }
        m_model->appendRow(items);
    }
    spread();
}

void PolicyTableView::setFitted(bool fitted)
{
    m_fitted = fitted;
    setVerticalScrollBarPolicy(fitted ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    if (!fitted) {
        setMinimumHeight(0);
        setMaximumHeight(QWIDGETSIZE_MAX);
    }
    spread();
}

void PolicyTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    spread();
}

void PolicyTableView::spread()
{
    const int parts = std::accumulate(m_widths.cbegin(), m_widths.cend(), 0);
    if (parts <= 0)
        return;
    int left = viewport()->width();
    for (int column = 0; column < m_widths.size(); ++column) {
        const int wide = column == m_widths.size() - 1 ? left : viewport()->width() * m_widths[column] / parts;
        setColumnWidth(column, wide);
        left -= wide;
    }
    resizeRowsToContents();
    if (m_fitted)
        setFixedHeight(verticalHeader()->length() + (horizontalHeader()->isHidden() ? 0 : horizontalHeader()->height()));
}

} // namespace countersign
