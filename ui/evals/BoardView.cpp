// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/BoardView.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/TableLook.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHoverEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// The words of the board on the model.
class BoardRows : public DimensionsModel
{
public:
    using DimensionsModel::DimensionsModel;

    void setSet(const EvalSet &set) { m_set = set; }
    [[nodiscard]] const EvalSet &set() const { return m_set; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (index.isValid() && (role == Qt::DisplayRole || role == Qt::AccessibleTextRole))
            return EvalWords::spoken(rows()[index.row()], m_set);
        if (index.isValid() && role == Qt::ToolTipRole)
            return toolTip(rows()[index.row()]).toHtmlEscaped();
        return DimensionsModel::data(index, role);
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
            return DimensionsModel::headerData(section, orientation, role);
        switch (section) {
        case Name:
            return BoardView::tr("Dimension");
        case Baseline:
            return m_set.baseline >= 0 ? text::printableLine(m_set.versions[m_set.baseline].name) : QString();
        case Candidate:
            return m_set.candidate >= 0 ? text::printableLine(m_set.versions[m_set.candidate].name)
                                        : QString();
        case Plot:
            return BoardView::tr("Difference");
        case Points:
            return BoardView::tr("Points");
        case Interval:
            return BoardView::tr("%1 interval").arg(text::percent(m_set.options.confidence * 100, 0));
        case Counts:
            return BoardView::tr("Won, lost, same");
        case Verdict:
            return BoardView::tr("Verdict");
        default:
            return {};
        }
    }

private:
    [[nodiscard]] QString toolTip(const DimensionRow &row) const
    {
        QStringList lines{EvalWords::dimension(row.name)};
        if (std::isfinite(row.figures.pValue))
            lines.append(BoardView::tr("p = %1, corrected for all dimensions %2")
                             .arg(QLocale().toString(row.figures.pValue, 'g', 2),
                                  QLocale().toString(row.figures.adjusted, 'g', 2)));
        if (std::isfinite(row.figures.smallest))
            lines.append(BoardView::tr("The smallest difference that these cases would show: %1 points")
                             .arg(text::number(std::abs(row.figures.smallest) * 100 / row.scale, 1)));
        if (row.figures.casesNeeded > 0)
            lines.append(BoardView::tr("%n more case(s) would settle it", nullptr,
                                       static_cast<int>(row.figures.casesNeeded)));
        if (row.figures.flaky > 0)
            lines.append(BoardView::tr("%n case(s) held apart, their answers vary by themselves", nullptr,
                                       static_cast<int>(row.figures.flaky)));
        if (row.figures.errors > 0)
            lines.append(BoardView::tr("%n case(s) could not be judged", nullptr,
                                       static_cast<int>(row.figures.errors)));
        return lines.join(u'\n');
    }

    EvalSet m_set;
};

constexpr int gap = 16;

bool isFigure(int column)
{
    return column == DimensionsModel::Baseline || column == DimensionsModel::Candidate
           || column == DimensionsModel::Points;
}

// Where words stand in a cell.
QRect wordsIn(const QRect &cell, int column, Qt::LayoutDirection direction, const Theme &theme)
{
    const int lead = column == DimensionsModel::Name ? theme.tokens().inset.changePage
                     : isFigure(column)              ? theme.px(2)
                                                     : theme.px(gap);
    const int trail = isFigure(column) ? theme.px(2) : theme.px(4);
    return QStyle::visualRect(direction, cell, cell.adjusted(lead, 0, -trail, 0));
}

class BoardHeader : public QHeaderView
{
public:
    BoardHeader(const DimensionsModel &rows, QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
        , m_rows(rows)
    {}

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Theme &theme = Theme::of(this);
        painter->save();
        painter->setLayoutDirection(layoutDirection());
        paintHeadGround(*painter, rect, theme);
        if (section == DimensionsModel::Plot) {
            paintPlotHead(*painter, rect, theme);
        } else {
            const QString words = model()->headerData(section, Qt::Horizontal).toString();
            const bool candidate = section == DimensionsModel::Candidate;
            paintText(*painter, wordsIn(rect, section, layoutDirection(), theme), words,
                      candidate ? FontRole::SecondaryStrong : FontRole::Secondary,
                      candidate ? ColorRole::Text : ColorRole::Muted, theme,
                      (isFigure(section) ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter);
        }
        painter->restore();
    }

private:
    void paintPlotHead(QPainter &painter, const QRect &rect, const Theme &theme) const
    {
        if (m_rows.rows().isEmpty())
            return;
        const auto place = [&](double points) {
            return static_cast<int>(
                DimensionDelegate::plotPlace(m_rows, rect, points, layoutDirection(), theme));
        };
        const int zero = place(0);
        const int half = theme.px(20);
        paintText(painter, QRect(zero - half, rect.top(), 2 * half, rect.height()), u"0"_s,
                  FontRole::Secondary, ColorRole::Muted, theme, Qt::AlignCenter);
        const auto limited = std::ranges::find_if(
            m_rows.rows(), [](const DimensionRow &row) { return std::isfinite(row.limit); });
        if (limited == m_rows.rows().cend())
            return;
        const double limit = limited->limit;
        // Beside the line, on the side of the losses, where it cannot meet the nought.
        const QString words = BoardView::tr("limit");
        const int wide = textWidth(words, FontRole::Secondary, theme) + theme.px(4);
        const int at = place(limit);
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const QRect box = mirrored ? QRect(at + theme.px(2), rect.top(), wide, rect.height())
                                   : QRect(at - wide - theme.px(2), rect.top(), wide, rect.height());
        if (rect.contains(box))
            paintText(painter, box, words, FontRole::Secondary, ColorRole::Danger, theme,
                      Qt::AlignTrailing | Qt::AlignVCenter);
    }

    const DimensionsModel &m_rows;
};

void paintPlot(QPainter &painter, const QRect &cell, const DimensionRow &row, const DimensionsModel &model,
               Qt::LayoutDirection direction, const Theme &theme)
{
    const auto place = [&](double points) {
        return std::round(DimensionDelegate::plotPlace(model, cell, points, direction, theme)) + 0.5;
    };
    if (!row.figures.judged)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal middle = std::floor(cell.top() + (cell.height() - 1) / 2.0) + 0.5;
    painter.setPen(QPen(theme.color(ColorRole::LineStrong), 1));
    painter.drawLine(QPointF(place(0), cell.top()), QPointF(place(0), cell.bottom()));
    if (std::isfinite(row.limit)) {
        QPen dashed(theme.color(ColorRole::Danger), 1);
        dashed.setDashPattern({2, 2});
        painter.setPen(dashed);
        painter.drawLine(QPointF(place(row.limit), cell.top() + theme.px(3)),
                         QPointF(place(row.limit), cell.bottom() - theme.px(3)));
    }
    const ColorRole role = EvalWords::color(row.figures.finding);
    const QColor ink = theme.color(role);
    if (std::isfinite(row.low) && std::isfinite(row.high)) {
        const qreal from = place(row.low);
        const qreal to = place(row.high);
        const qreal cap = theme.px(4);
        painter.setPen(QPen(ink, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(from, middle), QPointF(to, middle));
        for (const qreal end : {from, to})
            painter.drawLine(QPointF(end, middle - cap), QPointF(end, middle + cap));
    }
    if (!std::isfinite(row.points))
        return;
    const qreal at = place(row.points);
    const qreal half = theme.px(4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    switch (row.figures.finding) {
    case evals::Finding::Better: {
        QPainterPath triangle;
        triangle.moveTo(at, middle - half - 1);
        triangle.lineTo(at + half + 1, middle + half);
        triangle.lineTo(at - half - 1, middle + half);
        triangle.closeSubpath();
        painter.drawPath(triangle);
        break;
    }
    case evals::Finding::Worse:
    case evals::Finding::BelowThreshold: {
        QPainterPath triangle;
        triangle.moveTo(at, middle + half + 1);
        triangle.lineTo(at + half + 1, middle - half);
        triangle.lineTo(at - half - 1, middle - half);
        triangle.closeSubpath();
        painter.drawPath(triangle);
        break;
    }
    case evals::Finding::SlightlyWorse:
    case evals::Finding::NotWorse:
        painter.drawRect(QRectF(at - half, middle - half, 2 * half, 2 * half));
        break;
    case evals::Finding::CannotBeTold:
    case evals::Finding::NoPairs:
    case evals::Finding::NotJudged:
        painter.setPen(QPen(ink, 2));
        painter.setBrush(theme.color(ColorRole::Surface));
        painter.drawEllipse(QPointF(at, middle), half, half);
        break;
    }
}

void paintCounts(QPainter &painter, const QRect &words, const DimensionRow &row, const Theme &theme)
{
    struct Part
    {
        QString sign;
        qint64 count;
        ColorRole color;
    };
    const std::array parts{Part{u"+"_s, row.figures.wins, ColorRole::Ok},
                           Part{QString(text::trueMinus), row.figures.losses, ColorRole::Danger},
                           Part{u"="_s, row.figures.ties, ColorRole::Muted}};
    const int step = words.width() / 3;
    for (size_t i = 0; i < parts.size(); ++i) {
        const QRect box = QStyle::visualRect(
            painter.layoutDirection(), words,
            QRect(words.left() + static_cast<int>(i) * step, words.top(), step, words.height()));
        const bool none = parts[i].count == 0;
        paintText(painter, box, parts[i].sign + text::noBreakSpace + text::number(parts[i].count),
                  FontRole::Body, none ? ColorRole::Muted : parts[i].color, theme);
    }
}

} // namespace

DimensionDelegate::DimensionDelegate(const DimensionsModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{}

qreal DimensionDelegate::plotPlace(const DimensionsModel &model, const QRect &cell, double points,
                                   Qt::LayoutDirection direction, const Theme &theme)
{
    const double range = std::max(model.most() - model.least(), 1e-9);
    const qreal inset = theme.px(12);
    const qreal share = (points - model.least()) / range * (cell.width() - 2 * inset);
    return direction == Qt::RightToLeft ? cell.right() - inset - share : cell.left() + inset + share;
}

void DimensionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    if (!view)
        return;
    const Theme &theme = Theme::of(view);
    const auto row = index.data(ValueRole).value<DimensionRow>();
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const QRect &r = option.rect;
    painter->save();
    painter->setLayoutDirection(option.direction);
    painter->fillRect(r, theme.color(chosen                     ? ColorRole::AccentTint
                                     : m_hovered == index.row() ? ColorRole::Hover
                                                                : ColorRole::Surface));
    painter->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
    const QRect words = wordsIn(r, index.column(), option.direction, theme);
    const Qt::Alignment figure = Qt::AlignTrailing | Qt::AlignVCenter;
    switch (index.column()) {
    case DimensionsModel::Name: {
        if (chosen)
            painter->fillRect(
                QStyle::visualRect(option.direction, r,
                                   QRect(r.left(), r.top(), theme.tokens().line.chosenBar, r.height())),
                theme.color(ColorRole::Accent));
        const QString count = text::number(row.cases);
        const int countWide = textWidth(count, FontRole::Secondary, theme);
        const QString name = EvalWords::dimension(row.name);
        const int wide =
            std::min(words.width() - countWide - theme.px(6), textWidth(name, FontRole::Body, theme));
        const auto part = [&](int from, int width) {
            return QStyle::visualRect(
                option.direction, words,
                QRect(words.left() + from, words.top(), std::max(0, width), words.height()));
        };
        paintText(*painter, part(0, wide), name, FontRole::Body, ColorRole::Text, theme);
        paintText(*painter, part(wide + theme.px(5), countWide + theme.px(2)), count, FontRole::Secondary,
                  ColorRole::Muted, theme);
        break;
    }
    case DimensionsModel::Baseline:
        paintText(*painter, words, EvalWords::mean(row, row.baseline), FontRole::Body, ColorRole::Muted,
                  theme, figure);
        break;
    case DimensionsModel::Candidate:
        paintText(*painter, words, EvalWords::mean(row, row.candidate), FontRole::BodyStrong, ColorRole::Text,
                  theme, figure);
        break;
    case DimensionsModel::Plot:
        painter->save();
        painter->setClipRect(r);
        paintPlot(*painter, r, row, m_model, option.direction, theme);
        painter->restore();
        break;
    case DimensionsModel::Points:
        paintText(*painter, words, EvalWords::points(row, row.points), FontRole::BodyMedium, ColorRole::Text,
                  theme, figure);
        break;
    case DimensionsModel::Interval:
        paintText(*painter, words, EvalWords::interval(row), FontRole::Body, ColorRole::Muted, theme);
        break;
    case DimensionsModel::Counts:
        paintCounts(*painter, words, row, theme);
        break;
    case DimensionsModel::Verdict: {
        const ColorRole color = EvalWords::color(row.figures.finding);
        const bool quiet = color == ColorRole::Muted;
        const int side = theme.size().signSmall;
        const QRect sign =
            QStyle::visualRect(option.direction, words,
                               QRect(words.left(), words.top() + (words.height() - side) / 2, side, side));
        Signs::paint(*painter, sign, EvalWords::sign(row.figures.finding), theme.color(color),
                     theme.color(chosen ? ColorRole::AccentTint : ColorRole::Surface));
        const bool better = row.figures.finding == evals::Finding::Better;
        paintText(*painter,
                  QStyle::visualRect(option.direction, words, words.adjusted(side + theme.px(6), 0, 0, 0)),
                  EvalWords::finding(row.figures.finding),
                  quiet || better ? FontRole::Body : FontRole::BodyMedium, better ? ColorRole::Text : color,
                  theme);
        break;
    }
    default:
        break;
    }
    if (view->currentIndex().row() == index.row() && view->hasFocus() && Style::showsFocus(view)) {
        paintRowFocus(*painter, r, theme);
    }
    painter->restore();
}

BoardView::BoardView(QWidget *parent) : QTableView(parent), m_model(new BoardRows(this))
{
    const Theme &theme = Theme::of(this);
    setObjectName(u"evalBoard"_s);
    setAccessibleName(tr("Dimensions"));
    setMouseTracking(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *header = new BoardHeader(*m_model, this);
    setHorizontalHeader(header);
    dressTable(*this);
    m_delegate = new DimensionDelegate(*m_model, this);
    setItemDelegate(m_delegate);
    setModel(m_model);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setMinimumSectionSize(0);
    const auto follow = [this, header, &theme] {
        header->setFixedHeight(theme.size().tableHead);
        verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        verticalHeader()->setDefaultSectionSize(theme.size().row);
        spread();
    };
    follow();
    connect(&theme, &Theme::changed, this, follow);
}

void BoardView::setMatrix(const std::shared_ptr<const EvalMatrix> &matrix)
{
    const QString kept = chosen();
    m_matrix = matrix;
    static_cast<BoardRows *>(m_model)->setSet(matrix ? matrix->set() : EvalSet());
    m_model->setMatrix(matrix);
    spread();
    choose(kept);
}

void BoardView::choose(const QString &dimension)
{
    m_quiet = true;
    clearSelection();
    setCurrentIndex({});
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (!dimension.isEmpty() && m_model->rows()[row].name == dimension)
            selectRow(row);
    }
    m_quiet = false;
    viewport()->update();
}

QString BoardView::chosen() const
{
    const QModelIndexList rows = selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.first().data(KeyRole).toString();
}

int BoardView::heightOf(int most) const
{
    const Theme &theme = Theme::of(this);
    return theme.size().tableHead + std::min(most, m_model->rowCount()) * theme.size().row;
}

QString BoardView::plainText() const
{
    QStringList lines;
    const QStringList selected = chosen().isEmpty() ? QStringList() : QStringList(chosen());
    for (const DimensionRow &row : m_model->rows()) {
        if (selected.isEmpty() || selected.contains(row.name))
            lines.append(EvalWords::spoken(row, m_matrix->set()));
    }
    return lines.join(u'\n');
}

void BoardView::spread()
{
    const Theme &theme = Theme::of(this);
    const int wide = viewport()->width();
    int name = theme.px(92);
    for (const DimensionRow &row : m_model->rows())
        name = std::max(name, textWidth(EvalWords::dimension(row.name), FontRole::Body, theme)
                                  + textWidth(text::number(row.cases), FontRole::Secondary, theme)
                                  + theme.px(8));
    name = std::min(name, theme.px(220)) + theme.tokens().inset.changePage + theme.px(8);
    const auto headWidth = [&](int column) {
        return textWidth(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                         FontRole::SecondaryStrong, theme)
               + theme.px(8);
    };
    const int baseline = std::clamp(headWidth(DimensionsModel::Baseline), theme.px(60), theme.px(110));
    const int candidate = std::clamp(headWidth(DimensionsModel::Candidate), theme.px(60), theme.px(110));
    const int points = theme.px(52);
    int interval = theme.px(124);
    int counts = theme.px(150);
    const int verdict = theme.px(150);
    const int leastPlot = theme.px(140);
    // What the plot shows already goes first, then what the matrix counts too.
    const auto rest = [&] {
        return wide - name - baseline - candidate - points - interval - counts - verdict;
    };
    setColumnHidden(DimensionsModel::Interval, rest() < leastPlot);
    if (rest() < leastPlot)
        interval = 0;
    setColumnHidden(DimensionsModel::Counts, rest() < leastPlot);
    if (rest() < leastPlot)
        counts = 0;
    const int plot = std::clamp(rest(), theme.px(60), theme.px(400));
    setColumnWidth(DimensionsModel::Name, name + std::max(0, std::min(rest() - plot, theme.px(100))));
    setColumnWidth(DimensionsModel::Baseline, baseline);
    setColumnWidth(DimensionsModel::Candidate, candidate);
    setColumnWidth(DimensionsModel::Plot, plot);
    setColumnWidth(DimensionsModel::Points, points);
    setColumnWidth(DimensionsModel::Interval, interval);
    setColumnWidth(DimensionsModel::Counts, counts);
    int used = 0;
    for (int column = 0; column < DimensionsModel::Verdict; ++column)
        used += isColumnHidden(column) ? 0 : columnWidth(column);
    setColumnWidth(DimensionsModel::Verdict, std::max(theme.px(60), wide - used));
}

void BoardView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    spread();
}

void BoardView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(plainText());
        return;
    }
    if (event->key() == Qt::Key_Escape && !chosen().isEmpty()) {
        choose({});
        emit dimensionChosen({});
        return;
    }
    QTableView::keyPressEvent(event);
}

bool BoardView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter
        || event->type() == QEvent::HoverLeave) {
        const int row = event->type() == QEvent::HoverLeave
                            ? -1
                            : rowAt(static_cast<int>(static_cast<QHoverEvent *>(event)->position().y()));
        m_delegate->setHoveredRow(row);
        viewport()->update();
    }
    return QTableView::viewportEvent(event);
}

void BoardView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex at = indexAt(event->position().toPoint());
    // A second press on the chosen one shows all cases again.
    if (at.isValid() && at.data(KeyRole).toString() == chosen()) {
        choose({});
        emit dimensionChosen({});
        return;
    }
    QTableView::mousePressEvent(event);
}

void BoardView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (!m_quiet && !selected.isEmpty())
        emit dimensionChosen(chosen());
}

} // namespace countersign
