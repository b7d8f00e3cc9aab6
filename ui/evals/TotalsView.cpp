// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/TotalsView.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/TableLook.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QRect totalsWords(const QRect &cell, int column, Qt::LayoutDirection direction, const Theme &theme)
{
    const int lead = column == TotalsModel::Metric ? theme.tokens().inset.changePage : theme.px(4);
    return QStyle::visualRect(direction, cell, cell.adjusted(lead, 0, -theme.px(4), 0));
}

Qt::Alignment totalsSide(int column)
{
    return (column == TotalsModel::Metric ? Qt::AlignLeading : Qt::AlignTrailing) | Qt::AlignVCenter;
}

class TotalsHeader : public QHeaderView
{
public:
    explicit TotalsHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent) {}

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Theme &theme = Theme::of(this);
        painter->save();
        painter->setLayoutDirection(layoutDirection());
        paintHeadGround(*painter, rect, theme);
        paintText(*painter, totalsWords(rect, section, layoutDirection(), theme),
                  model()->headerData(section, Qt::Horizontal).toString(), FontRole::Secondary,
                  ColorRole::Muted, theme, totalsSide(section));
        painter->restore();
    }
};

class TotalsDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *view = qobject_cast<const QTableView *>(option.widget);
        if (!view)
            return;
        const Theme &theme = Theme::of(view);
        const QRect &r = option.rect;
        painter->save();
        painter->setLayoutDirection(option.direction);
        painter->fillRect(r, theme.color(ColorRole::Surface));
        painter->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
        const QString words = index.data().toString();
        const bool nothing = words == u"0"_s || words == u"–"_s;
        const ColorRole ink = index.column() == TotalsModel::Metric || index.column() == TotalsModel::Mean
                                  ? ColorRole::Text
                              : nothing                                  ? ColorRole::Muted
                              : index.column() == TotalsModel::Passed    ? ColorRole::Ok
                              : index.column() == TotalsModel::Failed    ? ColorRole::Danger
                              : index.column() == TotalsModel::NotJudged ? ColorRole::Medium
                                                                         : ColorRole::Muted;
        paintText(*painter, totalsWords(r, index.column(), option.direction, theme), words, FontRole::Body,
                  ink, theme, totalsSide(index.column()));
        if (view->currentIndex().row() == index.row() && view->hasFocus() && Style::showsFocus(view)) {
            paintRowFocus(*painter, r, theme);
        }
        painter->restore();
    }
};

} // namespace

QList<evals::MetricTotals> totalsOf(const evals::ResultFile &file)
{
    QList<evals::MetricTotals> all = evals::totals(file);
    const bool counted = std::ranges::any_of(all, [](const evals::MetricTotals &one) {
        return one.passed + one.failed + one.errored + one.skipped + one.scored > 0;
    });
    if (counted || file.summaries.isEmpty())
        return all;
    all.clear();
    for (const evals::Summary &summary : file.summaries) {
        const qint64 passed = std::max<qint64>(0, summary.passed);
        all.append({.metric = summary.metric,
                    .passed = passed,
                    .failed = summary.passed >= 0 && summary.cases >= passed ? summary.cases - passed : 0,
                    .scored = std::isfinite(summary.mean) ? std::max<qint64>(0, summary.cases) : 0,
                    .mean = summary.mean});
    }
    return all;
}

void TotalsModel::setTotals(const QList<evals::MetricTotals> &totals)
{
    beginResetModel();
    m_totals = totals;
    endResetModel();
}

int TotalsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_totals.size());
}

int TotalsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TotalsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const evals::MetricTotals &one = m_totals[index.row()];
    if (role == Qt::AccessibleTextRole) {
        QStringList parts{EvalWords::dimension(one.metric)};
        for (int column = Passed; column < ColumnCount; ++column)
            parts.append(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + u' '
                         + data(index.siblingAtColumn(column), Qt::DisplayRole).toString());
        return parts.join(u", "_s);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Metric:
        return EvalWords::dimension(one.metric);
    case Passed:
        return text::number(one.passed);
    case Failed:
        return text::number(one.failed);
    case NotJudged:
        return text::number(one.errored);
    case LeftOut:
        return text::number(one.skipped);
    case Mean:
        return EvalWords::score(one.mean);
    default:
        return {};
    }
}

QVariant TotalsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Metric:
        return tr("Metric");
    case Passed:
        return tr("Passed");
    case Failed:
        return tr("Failed");
    case NotJudged:
        return tr("Not judged");
    case LeftOut:
        return tr("Left out");
    case Mean:
        return tr("Mean");
    default:
        return {};
    }
}

TotalsView::TotalsView(QWidget *parent) : QTableView(parent), m_model(new TotalsModel(this))
{
    const Theme &theme = Theme::of(this);
    setObjectName(u"evalTotals"_s);
    setAccessibleName(tr("Metrics"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *header = new TotalsHeader(this);
    setHorizontalHeader(header);
    dressTable(*this);
    header->setMinimumSectionSize(0);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setItemDelegate(new TotalsDelegate(this));
    setModel(m_model);
    const auto follow = [this, header, &theme] {
        header->setFixedHeight(theme.size().tableHead);
        verticalHeader()->setDefaultSectionSize(theme.size().row);
        spread();
    };
    follow();
    connect(&theme, &Theme::changed, this, follow);
}

void TotalsView::setTotals(const QList<evals::MetricTotals> &totals)
{
    m_model->setTotals(totals);
    spread();
}

int TotalsView::heightOf(int most) const
{
    const Theme &theme = Theme::of(this);
    return theme.size().tableHead + std::min(most, m_model->rowCount()) * theme.size().row;
}

QString TotalsView::plainText() const
{
    QStringList lines;
    for (int row = 0; row < m_model->rowCount(); ++row)
        lines.append(m_model->index(row, 0).data(Qt::AccessibleTextRole).toString());
    return lines.join(u'\n');
}

void TotalsView::spread()
{
    const Theme &theme = Theme::of(this);
    const int figure = theme.px(92);
    const int wide = viewport()->width();
    for (int column = TotalsModel::Passed; column < TotalsModel::ColumnCount; ++column)
        setColumnWidth(column, figure);
    const int name = std::clamp(wide - figure * (TotalsModel::ColumnCount - 1) - theme.px(12), theme.px(140),
                                theme.px(420));
    setColumnWidth(TotalsModel::Metric, name);
}

void TotalsView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    spread();
}

void TotalsView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(plainText());
    else
        QTableView::keyPressEvent(event);
}

} // namespace countersign
