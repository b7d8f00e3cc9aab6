// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/ReleaseBoard.h"

#include "base/Clock.h"
#include "ui/common/Buttons.h"
#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/TableLook.h"
#include "ui/releases/ReleaseWords.h"
#include "ui/shell/ChangeWords.h"

#include <QHeaderView>
#include <QHoverEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int inset = 16;
constexpr int pageInset = 24;

[[nodiscard]] QString promoteLabel(const ReleaseCell &cell)
{
    return ReleaseBoard::tr("Promote %1").arg(cell.offered.toString());
}

[[nodiscard]] QString rollBackLabel()
{
    return ReleaseBoard::tr("Roll back");
}

// Titles that stand over the words of their column.
class BoardHeader : public QHeaderView
{
public:
    explicit BoardHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent) {}

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Theme &theme = Theme::of(this);
        painter->save();
        painter->setLayoutDirection(layoutDirection());
        paintHeadGround(*painter, rect, theme);
        painter->fillRect(rect.left(), rect.top(), rect.width(), 1, theme.color(ColorRole::Line));
        if (section > 0)
            painter->fillRect(QStyle::visualRect(layoutDirection(), rect, QRect(rect.left(), rect.top(), 1, rect.height())), theme.color(ColorRole::Line));
        const QRect words = QStyle::visualRect(layoutDirection(), rect, rect.adjusted(theme.px(section == 0 ? pageInset : inset), 0, -theme.px(4), 0));
        paintText(*painter, words, model()->headerData(section, Qt::Horizontal).toString(), FontRole::Secondary, ColorRole::Muted, theme);
        painter->restore();
    }
};

} // namespace

BoardModel::BoardModel(ReleasesModel *model, const Clock &clock, QObject *parent) : QIdentityProxyModel(parent), m_clock(clock)
{
    setSourceModel(model);
}

void BoardModel::setView(const ViewPointer &view)
{
    m_view = view;
}

QVariant BoardModel::data(const QModelIndex &index, int role) const
{
    const bool words = role == Qt::DisplayRole || role == Qt::AccessibleTextRole || role == Qt::ToolTipRole;
    if (!words || !index.isValid() || !m_view)
        return QIdentityProxyModel::data(index, role);
    const QVariant value = QIdentityProxyModel::data(index, ValueRole);
    if (index.column() == 0) {
        const auto row = value.value<ReleaseRow>();
        if (role == Qt::ToolTipRole)
            return row.path.toHtmlEscaped();
        return row.ungoverned ? tr("%1, edited outside a change").arg(row.artifact.value) : row.artifact.value;
    }
    const QString spoken = ReleaseWords::spoken(*m_view, value.value<ReleaseCell>(), m_clock.now());
    return role == Qt::ToolTipRole ? QVariant(spoken.toHtmlEscaped()) : QVariant(spoken);
}

QVariant BoardModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole) {
        if (section == 0)
            return tr("Prompt");
        const QString id = QIdentityProxyModel::headerData(section, orientation, ValueRole).toString();
        return m_view ? ChangeWords::environment(*m_view, {id}) : id;
    }
    return QIdentityProxyModel::headerData(section, orientation, role);
}

BoardDelegate::BoardDelegate(const BoardModel &model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) {}

bool BoardDelegate::isLast(const QModelIndex &index) const
{
    return index.column() == index.model()->columnCount() - 1;
}

BoardDelegate::Parts BoardDelegate::parts(const QRect &cell, const QModelIndex &index, const Theme &theme, Qt::LayoutDirection direction) const
{
    const auto value = index.data(ValueRole).value<ReleaseCell>();
    const bool last = isLast(index);
    const int high = theme.size().buttonInBar;
    const int top = cell.top() + (cell.height() - high) / 2;
    const auto box = [&](int from, int width, int y, int height) {
        return QStyle::visualRect(direction, cell, QRect(cell.left() + from, y, std::max(0, width), height));
    };
    Parts parts;
    int end = cell.width() - theme.px(last ? pageInset - 8 : 8);
    if (m_model.view() && ReleaseWords::offersRollBack(*m_model.view(), value)) {
        const int wide = last ? textWidth(rollBackLabel(), FontRole::BodyMedium, theme) + theme.px(44) : theme.px(28);
        end -= wide;
        parts.rollBack = box(end, wide, top, high);
        end -= theme.px(8);
    }
    if (!value.offered.isNull()) {
        const int wide = textWidth(promoteLabel(value), FontRole::BodyMedium, theme) + theme.px(20);
        end -= wide;
        parts.promote = box(end, wide, top, high);
        end -= theme.px(8);
    }
    int at = theme.px(inset);
    const int version = std::min(end - at, textWidth(value.version.isNull() ? ReleaseBoard::tr("Nothing yet") : value.version.toString(), FontRole::BodyStrong, theme));
    parts.version = box(at, version, cell.top(), cell.height());
    at += std::max(version, theme.px(36)) + theme.px(12);
    if (m_model.view()) {
        const int since = textWidth(ReleaseWords::since(value, m_model.clock().now()), FontRole::Secondary, theme);
        if (since > 0 && since <= end - at) {
            parts.since = box(at, since, cell.top(), cell.height());
            at += since + theme.px(24);
        }
    }
    if (last && end - at > theme.px(90))
        parts.note = box(at, end - at, cell.top(), cell.height());
    return parts;
}

void BoardDelegate::paintName(QPainter &painter, const QRect &box, const QModelIndex &index, bool chosen, const Theme &theme) const
{
    const auto row = index.data(ValueRole).value<ReleaseRow>();
    const int side = theme.size().icon;
    const bool attention = row.ungoverned;
    const FontRole font = chosen || attention ? FontRole::BodyStrong : FontRole::Body;
    const Qt::LayoutDirection direction = painter.layoutDirection();
    const QRect words = box.adjusted(0, 0, attention ? -(side + theme.px(8)) : 0, 0);
    const int wide = std::min(words.width(), textWidth(row.artifact.value, font, theme));
    paintText(painter, QStyle::visualRect(direction, box, QRect(box.left(), box.top(), wide, box.height())), row.artifact.value, font, ColorRole::Text, theme);
    if (attention) {
        QRect sign(0, 0, side, side);
        sign.moveCenter(QStyle::visualRect(direction, box, QRect(box.left() + wide + theme.px(8), box.top(), side, box.height())).center());
        Signs::paint(painter, sign, Sign::Warning, theme);
    }
}

void BoardDelegate::paintCell(QPainter &painter, const QRect &box, const QModelIndex &index, const Theme &theme, Qt::LayoutDirection direction, bool withButtons) const
{
    const auto cell = index.data(ValueRole).value<ReleaseCell>();
    const Parts place = parts(box, index, theme, direction);
    const WorkspaceView &view = *m_model.view();
    paintText(painter, place.version, cell.version.isNull() ? ReleaseBoard::tr("Nothing yet") : cell.version.toString(),
              cell.version.isNull() ? FontRole::Body : FontRole::BodyStrong, cell.version.isNull() ? ColorRole::Muted : ColorRole::Text, theme);
    if (!place.since.isEmpty())
        paintText(painter, place.since, ReleaseWords::since(cell, m_model.clock().now()), FontRole::Secondary,
                  cell.rolledBack ? ColorRole::Medium : ColorRole::Muted, theme);
    if (!place.note.isEmpty()) {
        const auto row = index.siblingAtColumn(0).data(ValueRole).value<ReleaseRow>();
        const QString note = row.ungoverned ? ReleaseBoard::tr("Edited outside a change") : ReleaseWords::triggers(view, cell);
        paintText(painter, place.note, note, FontRole::Body, row.ungoverned ? ColorRole::Medium : ColorRole::Muted, theme);
    }
    // Pictures of the buttons where the real ones do not stand.
    if (withButtons)
        return;
    if (!place.promote.isEmpty())
        paintText(painter, place.promote, promoteLabel(cell), FontRole::BodyMedium, cell.mayPromote ? ColorRole::Accent : ColorRole::Disabled, theme, Qt::AlignCenter);
    if (!place.rollBack.isEmpty()) {
        const ColorRole ink = cell.mayRollBack ? ColorRole::Text : ColorRole::Disabled;
        const int side = theme.size().icon;
        QRect icon(0, 0, side, side);
        if (isLast(index)) {
            icon.moveCenter(QStyle::visualRect(direction, place.rollBack, QRect(place.rollBack.left() + theme.px(12), place.rollBack.top(), side, place.rollBack.height())).center());
            const QRect words = QStyle::visualRect(direction, place.rollBack, place.rollBack.adjusted(theme.px(34), 0, 0, 0));
            paintText(painter, words, rollBackLabel(), FontRole::BodyMedium, ink, theme);
        } else {
            icon.moveCenter(place.rollBack.center());
        }
        Icons::paint(painter, icon, Icon::Undo, theme.color(ink));
    }
}

void BoardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (!option.widget || !m_model.view())
        return;
    const Theme &theme = Theme::of(option.widget);
    const auto *board = qobject_cast<const QTableView *>(option.widget);
    const bool chosen = board && board->currentIndex().row() == index.row();
    const QRect &r = option.rect;
    painter->save();
    painter->setLayoutDirection(option.direction);
    painter->fillRect(r, theme.color(chosen ? ColorRole::AccentTint : m_hovered == index.row() ? ColorRole::Hover : ColorRole::Surface));
    painter->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
    if (index.column() == 0) {
        if (chosen)
            painter->fillRect(QStyle::visualRect(option.direction, r, QRect(r.left(), r.top(), theme.tokens().line.chosenBar, r.height())), theme.color(ColorRole::Accent));
        paintName(*painter, QStyle::visualRect(option.direction, r, r.adjusted(theme.px(pageInset), 0, -theme.px(8), 0)), index, chosen, theme);
    } else {
        painter->fillRect(QStyle::visualRect(option.direction, r, QRect(r.left(), r.top(), 1, r.height())), theme.color(ColorRole::Line));
        paintCell(*painter, r, index, theme, option.direction, chosen || m_hovered == index.row());
    }
    if (board && board->currentIndex() == index && board->hasFocus() && Style::showsFocus(board)) {
        paintCellFocus(*painter, r, theme);
    }
    painter->restore();
}

ReleaseBoard::ReleaseBoard(BoardModel *model, QWidget *parent) : QTableView(parent), m_model(model)
{
    const Theme &theme = Theme::of(this);
    setObjectName(u"releaseBoard"_s);
    setAccessibleName(tr("What runs where"));
    setMouseTracking(true);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(theme.size().rowBoard);
    verticalHeader()->setMinimumSectionSize(theme.size().rowBoard);
    setHorizontalHeader(new BoardHeader(this));
    dressTable(*this);
    horizontalHeader()->setObjectName(u"releaseColumns"_s);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->setFixedHeight(theme.size().tableHead);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setMinimumSectionSize(theme.px(80));
    viewport()->setAttribute(Qt::WA_Hover);
    m_delegate = new BoardDelegate(*model, this);
    setItemDelegate(m_delegate);
    setModel(model);
    const auto later = [this] { refreshButtons(); };
    connect(model, &QAbstractItemModel::dataChanged, this, later, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::layoutChanged, this, later, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::rowsInserted, this, later, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::rowsRemoved, this, later, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::rowsMoved, this, later, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::modelReset, this, later, Qt::QueuedConnection);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, later);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.column() > 0)
            emit historyAsked(index.data(ValueRole).value<ReleaseCell>());
    });
}

void ReleaseBoard::spreadColumns()
{
    const Theme &theme = Theme::of(this);
    const int count = m_model->columnCount();
    if (count < 2)
        return;
    // Each environment but the last has room for version, "Promote 10.20.30" and the way back.
    const int name = std::clamp(width() * 22 / 100, theme.px(232), theme.px(300));
    const int middle = std::clamp((width() - name - theme.px(380)) / std::max(1, count - 2), theme.px(196), theme.px(228));
    setColumnWidth(0, name);
    for (int column = 1; column < count - 1; ++column)
        setColumnWidth(column, middle);
}

ReleaseCell ReleaseBoard::currentCell() const
{
    const QModelIndex at = currentIndex();
    if (!at.isValid())
        return {};
    if (at.column() > 0)
        return at.data(ValueRole).value<ReleaseCell>();
    const auto row = at.data(ValueRole).value<ReleaseRow>();
    return row.cells.isEmpty() ? ReleaseCell{.artifact = row.artifact} : row.cells.last();
}

void ReleaseBoard::setWriting(bool writing)
{
    m_writing = writing;
    refreshButtons();
}

void ReleaseBoard::place(RowButtons &row, const QModelIndex &at, bool withFocus)
{
    QString focused;
    for (QPushButton *button : std::as_const(row.buttons)) {
        if (button->hasFocus())
            focused = button->objectName();
        button->hide();
        button->deleteLater();
    }
    row.buttons.clear();
    row.row = at;
    if (!at.isValid())
        return;
    const Theme &theme = Theme::of(this);
    QWidget *before = this;
    for (int column = 1; column < m_model->columnCount(); ++column) {
        const QModelIndex index = m_model->index(at.row(), column);
        const auto cell = index.data(ValueRole).value<ReleaseCell>();
        const BoardDelegate::Parts parts = m_delegate->parts(visualRect(index), index, theme, layoutDirection());
        const QString where = ChangeWords::environment(*m_model->view(), cell.environment);
        const auto add = [&](QPushButton *button, const QRect &box, const QString &name, const QString &spoken, const QString &why, bool may) {
            button->setObjectName(name + u'-' + cell.environment.value);
            button->setAccessibleName(spoken);
            button->setAccessibleDescription(why);
            button->setToolTip((may ? spoken : why).toHtmlEscaped());
            setButtonHeight(button, ButtonHeight::InBar);
            button->setGeometry(box);
            button->setEnabled(may && !m_writing);
            button->setFocusPolicy(withFocus ? Qt::StrongFocus : Qt::NoFocus);
            button->show();
            if (withFocus) {
                QWidget::setTabOrder(before, button);
                before = button;
                if (button->objectName() == focused)
                    button->setFocus(Qt::OtherFocusReason);
            }
            row.buttons.append(button);
        };
        if (!parts.promote.isEmpty()) {
            QPushButton *button = makeButton(promoteLabel(cell), ButtonKind::Quiet, viewport());
            connect(button, &QPushButton::clicked, this, [this, cell] { emit promoteAsked(cell); });
            add(button, parts.promote, u"promote"_s, tr("Promote %1 %2 to %3").arg(cell.artifact.value, cell.offered.toString(), where),
                ReleaseWords::whyNotPromote(*m_model->view(), cell), cell.mayPromote);
        }
        if (!parts.rollBack.isEmpty()) {
            const bool last = m_delegate->isLast(index);
            QPushButton *button = last ? makeButton(Icon::Undo, rollBackLabel(), ButtonKind::Plain, viewport()) : makeIconButton(Icon::Undo, rollBackLabel(), viewport());
            connect(button, &QPushButton::clicked, this, [this, cell] { emit rollBackAsked(cell); });
            add(button, parts.rollBack, u"rollBack"_s, tr("Roll %1 back to %2 in %3").arg(cell.artifact.value, cell.target.toString(), where),
                ReleaseWords::whyNotRollBack(*m_model->view(), cell), cell.mayRollBack);
        }
    }
}

void ReleaseBoard::refreshButtons()
{
    if (!m_model->view())
        return;
    const QModelIndex current = currentIndex();
    place(m_current, current.isValid() ? m_model->index(current.row(), 0) : QModelIndex(), true);
    const QModelIndex hovered = m_hovered.row;
    place(m_hovered, hovered.isValid() && hovered.row() != current.row() ? m_model->index(hovered.row(), 0) : QModelIndex(), false);
    viewport()->update();
}

void ReleaseBoard::hover(int row)
{
    const int old = m_hovered.row.isValid() ? m_hovered.row.row() : -1;
    m_delegate->setHoveredRow(row);
    if (row == old)
        return;
    m_hovered.row = row >= 0 ? m_model->index(row, 0) : QModelIndex();
    if (row >= 0 && row == currentIndex().row())
        place(m_hovered, {}, false);
    else
        place(m_hovered, row >= 0 ? m_model->index(row, 0) : QModelIndex(), false);
    viewport()->update();
}

bool ReleaseBoard::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter)
        hover(rowAt(static_cast<int>(static_cast<QHoverEvent *>(event)->position().y())));
    else if (event->type() == QEvent::HoverLeave)
        hover(-1);
    return QTableView::viewportEvent(event);
}

void ReleaseBoard::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (m_delegate)
        refreshButtons();
}

void ReleaseBoard::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    refreshButtons();
}

void ReleaseBoard::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    refreshButtons();
}

void ReleaseBoard::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier) {
        const ReleaseCell cell = currentCell();
        if (!cell.environment.isEmpty())
            emit historyAsked(cell);
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace countersign
