// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTableView.h"

#include "ui/common/Paint.h"
#include "ui/common/ProseBlock.h"
#include "ui/common/Style.h"
#include "ui/common/TableLook.h"
#include "ui/policy/PolicyFormView.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <numeric>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

enum CellRole : int { TextRole = Qt::UserRole + 1, LaneRole, OldLaneRole, MarksRole, GroundRole, StrongRole, MutedRole, CodeRole, HeadRowRole };

enum class CellGround { Plain, Added, Removed };

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
        const auto ground = static_cast<CellGround>(index.data(GroundRole).toInt());
        painter->fillRect(r, theme.color(head                             ? ColorRole::Sunken
                                         : ground == CellGround::Added   ? ColorRole::AddedTint
                                         : ground == CellGround::Removed ? ColorRole::RemovedTint
                                                                         : ColorRole::Surface));
        painter->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
        if (index.column() > 0)
            painter->fillRect(QStyle::visualRect(option.direction, r, QRect(r.left(), r.top(), 1, r.height())), theme.color(ColorRole::Line));
        const QRect inside = r.adjusted(theme.px(padding), 0, -theme.px(padding), 0);
        const QVariant lane = index.data(LaneRole);
        if (lane.isValid()) {
            const auto now = static_cast<LaneShape>(lane.toInt());
            QRect place = inside;
            if (const QVariant old = index.data(OldLaneRole); old.isValid()) {
                // What it was, struck, before what it becomes.
                const auto was = static_cast<LaneShape>(old.toInt());
                const int wide = laneChipSize(was, ChipSize::Small, false, theme).width();
                const bool mirrored = option.direction == Qt::RightToLeft;
                paintLaneChip(*painter, place, was, ChipSize::Small, false, theme);
                const int from = mirrored ? place.right() - wide : place.left();
                painter->fillRect(QRect(from, place.center().y(), wide, 1), theme.color(ColorRole::RemovedLine));
                place = mirrored ? place.adjusted(0, 0, -wide - theme.px(6), 0) : place.adjusted(wide + theme.px(6), 0, 0, 0);
            }
            paintLaneChip(*painter, place, now, ChipSize::Small, false, theme);
        } else {
            const ProseBlock block = blockOf(index);
            const qreal high = block.height(inside.width(), theme);
            const qreal top = high <= theme.px(20) ? r.top() + (r.height() - high) / 2 : r.top() + theme.px(8);
            block.paint(*painter, QPointF(inside.left(), top), inside.width(), theme);
        }
        if (view && view->currentIndex() == index && view->hasFocus() && Style::showsFocus(view)) {
            paintCellFocus(*painter, r, theme);
        }
        painter->restore();
    }

private:
    static ProseBlock blockOf(const QModelIndex &index)
    {
        ProseBlock block(index.data(TextRole).toString(), index.data(MarksRole).value<QList<TextMark>>());
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
    connect(this, &QTableView::clicked, this, &PolicyTableView::cellChosen);
}

void PolicyTableView::setTable(const PolicyTable &table, const QString &name)
{
    setAccessibleName(name);
    const QString key = rowKey(currentIndex().row());
    const int column = currentIndex().column();
    const QString formKey = m_form ? rowKey(m_formRow) : QString();
    m_widths = table.widths;
    m_table = table;
    m_model->setColumnCount(static_cast<int>(table.widths.size()));
    m_model->setRowCount(static_cast<int>(table.rows.size()));
    if (!table.heads.isEmpty())
        m_model->setHorizontalHeaderLabels(table.heads);
    horizontalHeader()->setVisible(!table.heads.isEmpty());
    int current = -1;
    for (int row = 0; row < table.rows.size(); ++row) {
        const PolicyRow &line = table.rows.at(row);
        current = line.key == key ? row : current;
        if (m_form && line.key == formKey)
            m_formRow = row;
        for (int i = 0; i < line.cells.size(); ++i) {
            const PolicyCell &cell = line.cells.at(i);
            auto *item = new QStandardItem;
            PolicyTables::Marked marked{.text = cell.text};
            if (cell.changed && !cell.lane)
                marked = PolicyTables::marked(cell.oldText, cell.text);
            if (line.state == PolicyRow::State::Removed)
                marked.marks = {{.start = 0, .length = marked.text.size(), .kind = MarkKind::Removed}};
            if (line.state == PolicyRow::State::Moved && i == 0 && marked.marks.isEmpty())
                marked.marks = {{.start = 0, .length = marked.text.size(), .kind = MarkKind::Moved}};
            QString words = cell.lane ? Signs::name(*cell.lane, LaneWords::Two) : cell.text;
            if (cell.changed)
                words = cell.oldLane ? tr("%1 became %2").arg(Signs::name(*cell.oldLane, LaneWords::Two), words) : spoken(marked.text, marked.marks);
            item->setText(cell.changed ? cell.text : words);
            if (cell.lane)
                item->setText(words);
            if (line.state == PolicyRow::State::Moved && i == 0)
                words = tr("%1, moved").arg(words);
            item->setData(words, Qt::AccessibleTextRole);
            item->setData(marked.text, TextRole);
            item->setData(QVariant::fromValue(marked.marks), MarksRole);
            item->setData(int(line.state == PolicyRow::State::Removed                              ? CellGround::Removed
                              : line.state == PolicyRow::State::Added || cell.changed ? CellGround::Added
                                                                                     : CellGround::Plain),
                          GroundRole);
            if (cell.lane)
                item->setData(static_cast<int>(*cell.lane), LaneRole);
            if (cell.oldLane)
                item->setData(static_cast<int>(*cell.oldLane), OldLaneRole);
            item->setData(cell.strong, StrongRole);
            item->setData(cell.muted, MutedRole);
            item->setData(cell.code, CodeRole);
            item->setData(table.heads.isEmpty() && (row == 0 || i == 0), HeadRowRole);
            m_model->setItem(row, i, item);
        }
    }
    if (current >= 0 && currentIndex() != m_model->index(current, column))
        setCurrentIndex(m_model->index(current, column));
    spread();
}

QString PolicyTableView::rowKey(int row) const
{
    return row >= 0 && row < m_table.rows.size() ? m_table.rows.at(row).key : QString();
}

void PolicyTableView::chooseRow(const QString &key, int column)
{
    for (int row = 0; row < m_table.rows.size(); ++row) {
        if (m_table.rows.at(row).key == key)
            setCurrentIndex(m_model->index(row, column));
    }
}

void PolicyTableView::openForm(const QModelIndex &cell, PolicyFormView *form)
{
    closeForm();
    setCurrentIndex(cell);
    m_form = form;
    m_formRow = cell.row();
    m_formColumn = cell.column();
    form->setParent(viewport());
    spread();
    form->show();
    form->focusFirst();
    scrollTo(m_model->index(m_formRow, m_formColumn));
    placeForm();
}

PolicyFormView *PolicyTableView::form() const
{
    return m_form;
}

void PolicyTableView::closeForm()
{
    if (!m_form)
        return;
    PolicyFormView *form = m_form;
    m_form.clear();
    form->hide();
    form->deleteLater();
    spread();
}

void PolicyTableView::placeForm()
{
    if (!m_form)
        return;
    const Theme &theme = Theme::of(this);
    const QRect cell = visualRect(m_model->index(m_formRow, m_formColumn));
    const int wide = std::min(std::max(cell.width(), theme.px(300)), viewport()->width());
    const int high = m_form->hasHeightForWidth() ? m_form->heightForWidth(wide) : m_form->sizeHint().height();
    QRect place(cell.left(), cell.top(), wide, std::max(cell.height(), high));
    if (layoutDirection() == Qt::RightToLeft)
        place.moveRight(cell.right());
    if (place.right() > viewport()->rect().right())
        place.moveRight(viewport()->rect().right());
    if (place.left() < 0)
        place.moveLeft(0);
    m_form->setGeometry(place);
    m_form->raise();
}

void PolicyTableView::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F2;
    if (enter && currentIndex().isValid() && event->modifiers() == Qt::NoModifier) {
        emit cellChosen(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Delete && currentIndex().isValid()) {
        emit removeAsked(currentIndex());
        return;
    }
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (moves && event->modifiers().testFlag(Qt::AltModifier) && currentIndex().isValid()) {
        emit moveAsked(currentIndex(), event->key() == Qt::Key_Up ? -1 : 1);
        return;
    }
    QTableView::keyPressEvent(event);
}

void PolicyTableView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    emit focused();
}

void PolicyTableView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    placeForm();
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
    if (m_form) {
        const int wide = std::min(std::max(columnWidth(m_formColumn), Theme::of(this).px(300)), viewport()->width());
        const int high = m_form->hasHeightForWidth() ? m_form->heightForWidth(wide) : m_form->sizeHint().height();
        setRowHeight(m_formRow, std::max(rowHeight(m_formRow), high));
        placeForm();
    }
    if (m_fitted)
        setFixedHeight(verticalHeader()->length() + (horizontalHeader()->isHidden() ? 0 : horizontalHeader()->height()));
}

} // namespace countersign
