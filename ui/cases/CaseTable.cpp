// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseTable.h"

#include "ui/cases/CaseWords.h"
#include "ui/common/Style.h"
#include "ui/common/TableLook.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int cellPadding = 8;
constexpr int signRoom = 22;

// Widths at 100 %, and which share of what is left over each column takes.
struct Width
{
    int least;
    int share;
};
constexpr std::array<Width, CaseTableModel::ColumnCount> widths{
    {{140, 3}, {150, 4}, {160, 4}, {138, 0}, {90, 1}, {84, 0}, {104, 0}, {110, 2}}};

// Where there is no room for all, these go first: the form beside the table has them too.
constexpr std::array goFirst{CaseTableModel::Owner, CaseTableModel::Date, CaseTableModel::Dimension,
                             CaseTableModel::Source, CaseTableModel::Assertions};

class CaseCellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (!option.widget)
            return;
        const Theme &theme = Theme::of(option.widget);
        const auto *view = qobject_cast<const QTableView *>(option.widget);
        const bool chosen =
            view && view->currentIndex().row() == index.row() && view->currentIndex().isValid();
        const QRect &r = option.rect;
        painter->save();
        painter->fillRect(r, theme.color(chosen ? ColorRole::AccentTint : ColorRole::Surface));
        painter->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
        QRect inside = r.adjusted(theme.px(cellPadding), 0, -theme.px(cellPadding), 0);
        if (index.column() == CaseTableModel::Name) {
            const QVariant sign = index.data(CaseTableModel::SignRole);
            const int side = theme.px(16);
            const QRect place = QStyle::alignedRect(option.direction, Qt::AlignLeading | Qt::AlignVCenter,
                                                    QSize(side, side), inside);
            if (sign.isValid())
                Signs::paint(*painter, place, static_cast<Sign>(sign.toInt()), theme);
            const int room = theme.px(signRoom);
            inside = option.direction == Qt::RightToLeft ? inside.adjusted(0, 0, -room, 0)
                                                         : inside.adjusted(room, 0, 0, 0);
        }
        const bool muted =
            index.data(CaseTableModel::ReadOnlyRole).toBool() || index.column() >= CaseTableModel::Source;
        const QFont font =
            theme.font(index.column() == CaseTableModel::Name ? FontRole::BodyMedium : FontRole::Body);
        painter->setFont(font);
        painter->setPen(theme.color(muted ? ColorRole::Muted : ColorRole::Text));
        const QString words =
            QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, inside.width());
        painter->drawText(inside,
                          int(QStyle::visualAlignment(option.direction, Qt::AlignLeading | Qt::AlignVCenter))
                              | Qt::TextSingleLine,
                          words);
        if (chosen && view->hasFocus() && Style::showsFocus(view))
            paintRowFocus(*painter, r, theme);
        painter->restore();
    }
};

bool fits(const SuiteRow &row, const CaseFilter &filter, const QStringList &words)
{
    if (!filter.dimension.isEmpty() && row.fields.dimension != filter.dimension)
        return false;
    if (!filter.source.isEmpty() && row.fields.source != filter.source)
        return false;
    if (words.isEmpty())
        return true;
    QStringList all{
        row.fields.id,         row.fields.description, row.fields.owner, row.fields.dimension,
        row.fields.date,       row.fields.from,        row.file,         CaseWords::source(row.fields.source),
        CaseWords::health(row)};
    for (const SuiteVariable &variable : row.fields.vars)
        all << variable.name << variable.text;
    for (const SuiteAssertion &one : row.fields.asserts)
        all << one.type << one.value << one.metric;
    return std::ranges::all_of(words, [&all](const QString &word) {
        return std::ranges::any_of(
            all, [&word](const QString &text) { return text.contains(word, Qt::CaseInsensitive); });
    });
}

// The same to who looks at it; its place may be another one.
bool looksSame(const SuiteRow &a, const SuiteRow &b)
{
    return a.kind == b.kind && a.fields == b.fields && a.file == b.file && a.health == b.health
           && a.problems == b.problems;
}

} // namespace

CaseTableModel::CaseTableModel(QObject *parent) : QAbstractTableModel(parent) {}

QList<qsizetype> CaseTableModel::shownOf(const SuiteSheet *sheet) const
{
    QList<qsizetype> rows;
    const QStringList words = m_filter.words.split(u' ', Qt::SkipEmptyParts);
    for (qsizetype i = 0; sheet && i < sheet->rows.size(); ++i) {
        if (fits(sheet->rows.at(i), m_filter, words))
            rows.append(i);
    }
    return rows;
}

void CaseTableModel::setSheet(std::shared_ptr<const SuiteSheet> sheet)
{
    const QList<qsizetype> now = shownOf(sheet.get());
    const qsizetype least = std::min(now.size(), m_shown.size());
    const auto same = [&](qsizetype a, qsizetype b) {
        return looksSame(m_sheet->rows.at(m_shown.at(a)), sheet->rows.at(now.at(b)));
    };
    qsizetype head = 0;
    while (head < least && same(head, head))
        ++head;
    qsizetype tail = 0;
    while (tail < least - head && same(m_shown.size() - 1 - tail, now.size() - 1 - tail))
        ++tail;
    const qsizetype gone = m_shown.size() - head - tail;
    const qsizetype come = now.size() - head - tail;
    // Rows that another one took the place of stay as rows. Until it is said what goes or comes, all is as it was.
    const qsizetype kept = std::min(gone, come);
    if (gone > kept)
        beginRemoveRows({}, int(head + kept), int(head + gone - 1));
    else if (come > kept)
        beginInsertRows({}, int(head + kept), int(head + come - 1));
    m_sheet = std::move(sheet);
    m_shown = now;
    if (gone > kept)
        endRemoveRows();
    else if (come > kept)
        endInsertRows();
    if (kept > 0)
        emit dataChanged(index(int(head), 0), index(int(head + kept - 1), ColumnCount - 1));
}

void CaseTableModel::setFilter(const CaseFilter &filter)
{
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = filter;
    m_shown = shownOf(m_sheet.get());
    endResetModel();
}

const SuiteRow *CaseTableModel::row(int row) const
{
    return row >= 0 && row < m_shown.size() ? &m_sheet->rows.at(m_shown.at(row)) : nullptr;
}

int CaseTableModel::rowOfTest(qsizetype index) const
{
    const auto found = std::ranges::find_if(m_shown, [&](qsizetype at) {
        const SuiteRow &row = m_sheet->rows.at(at);
        return row.kind != SuiteRow::Kind::FromFile && row.index == index;
    });
    return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

int CaseTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int CaseTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CaseTableModel::data(const QModelIndex &index, int role) const
{
    const SuiteRow *at = index.isValid() ? row(index.row()) : nullptr;
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Name:
            return CaseWords::name(*at);
        case Variables:
            return CaseWords::variables(at->fields);
        case Assertions:
            return CaseWords::assertions(at->fields);
        case Source:
            return CaseWords::source(at->fields.source);
        case Dimension:
            return text::printableLine(at->fields.dimension);
        case Owner:
            return text::printableLine(at->fields.owner);
        case Date:
            return text::printableLine(at->fields.date);
        case Health:
            return CaseWords::health(*at);
        default:
            return {};
        }
    case Qt::AccessibleTextRole:
        return index.column() == Name ? CaseWords::spoken(*at) : data(index, Qt::DisplayRole);
    case Qt::ToolTipRole:
        // Tool tips may be read as rich text.
        return index.column() == Name && !at->problems.isEmpty()
                   ? CaseWords::problem(at->problems.first().problem).toHtmlEscaped()
                   : data(index, Qt::DisplayRole).toString().toHtmlEscaped();
    case SignRole:
        if (const std::optional<Sign> sign = CaseWords::sign(*at))
            return static_cast<int>(*sign);
        return {};
    case ReadOnlyRole:
        return at->isReadOnly();
    default:
        return {};
    }
}

QVariant CaseTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Name:
        return tr("Case");
    case Variables:
        return tr("Variables");
    case Assertions:
        return tr("Assertions");
    case Source:
        return tr("Source");
    case Dimension:
        return tr("Dimension");
    case Owner:
        return tr("Owner");
    case Date:
        return tr("Date");
    case Health:
        return tr("Health");
    default:
        return {};
    }
}

CaseTableView::CaseTableView(CaseTableModel *model, QWidget *parent) : QTableView(parent)
{
    setObjectName(u"caseTable"_s);
    setAccessibleName(tr("Cases of the suite"));
    const Theme &theme = Theme::of(this);
    setModel(model);
    setItemDelegate(new CaseCellDelegate(this));
    dressTable(*this);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    verticalHeader()->setDefaultSectionSize(theme.px(32));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setFixedHeight(theme.size().tableHead);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    connect(&theme, &Theme::changed, this, [this] {
        verticalHeader()->setDefaultSectionSize(Theme::of(this).px(32));
        spread();
    });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, viewport(),
            qOverload<>(&QWidget::update));
}

void CaseTableView::keyPressEvent(QKeyEvent *event)
{
    const Qt::KeyboardModifiers held = event->modifiers() & ~Qt::KeypadModifier;
    if (event->matches(QKeySequence::Undo)) {
        emit undoAsked();
    } else if (event->matches(QKeySequence::Redo)) {
        emit redoAsked();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F2)
               && held == Qt::NoModifier) {
        emit openAsked();
    } else if (event->key() == Qt::Key_Insert && held == Qt::NoModifier) {
        emit addAsked();
    } else if (event->key() == Qt::Key_D && held == Qt::ControlModifier) {
        emit duplicateAsked();
    } else if (event->key() == Qt::Key_Delete && held == Qt::NoModifier) {
        emit removeAsked();
    } else if ((event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) && held == Qt::AltModifier) {
        emit moveAsked(event->key() == Qt::Key_Up ? -1 : 1);
    } else {
        QTableView::keyPressEvent(event);
    }
}

void CaseTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    spread();
}

// No narrower than its least; what is left over goes to the columns with long texts.
void CaseTableView::spread()
{
    const Theme &theme = Theme::of(this);
    const int room = viewport()->width();
    int least = 0;
    for (const Width &width : widths)
        least += theme.px(width.least);
    std::array<bool, widths.size()> shown{};
    shown.fill(true);
    for (const CaseTableModel::Column column : goFirst) {
        if (least > room) {
            shown[column] = false;
            least -= theme.px(widths[column].least);
        }
    }
    int shares = 0;
    for (size_t column = 0; column < widths.size(); ++column)
        shares += shown[column] ? widths[column].share : 0;
    const int over = std::max(0, room - least);
    for (size_t column = 0; column < widths.size(); ++column) {
        setColumnHidden(int(column), !shown[column]);
        setColumnWidth(int(column), theme.px(widths[column].least) + over * widths[column].share / shares);
    }
}

} // namespace countersign
