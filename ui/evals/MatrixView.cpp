// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/MatrixView.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/TableLook.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHoverEvent>
#include <QIdentityProxyModel>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int markSide = 12;
constexpr int markGap = 3;
constexpr int leastCase = 200;

// The words of the matrix on the model.
class MatrixWords : public QIdentityProxyModel
{
public:
    MatrixWords(CasesModel *cases, QObject *parent) : QIdentityProxyModel(parent), m_cases(cases)
    {
        setSourceModel(cases);
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || !m_cases->matrix()
            || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole))
            return QIdentityProxyModel::data(index, role);
        const QVariant value = QIdentityProxyModel::data(index, ValueRole);
        const EvalMatrix &matrix = *m_cases->matrix();
        const QString words = value.canConvert<CaseCell>()
                                  ? EvalWords::spoken(matrix, value.value<CaseCell>())
                                  : EvalWords::spoken(matrix, value.value<CaseRow>());
        return role == Qt::ToolTipRole ? words.toHtmlEscaped() : words;
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)
            || !m_cases->matrix())
            return QIdentityProxyModel::headerData(section, orientation, role);
        if (section == 0)
            return role == Qt::DisplayRole ? QVariant(MatrixView::tr("Case")) : QVariant();
        if (section > m_cases->matrix()->set().versions.size())
            return {};
        const QString name = text::printableLine(m_cases->matrix()->version(section - 1).name);
        return role == Qt::ToolTipRole ? name.toHtmlEscaped() : name;
    }

private:
    CasesModel *m_cases;
};

class MatrixHeader : public QHeaderView
{
public:
    MatrixHeader(const CasesModel &cases, QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
        , m_cases(cases)
    {}

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Theme &theme = Theme::of(this);
        painter->save();
        painter->setLayoutDirection(layoutDirection());
        paintHeadGround(*painter, rect, theme);
        const bool candidate = m_cases.matrix() && section == m_cases.matrix()->set().candidate + 1;
        const QString words = model()->headerData(section, Qt::Horizontal).toString();
        const QRect box =
            section == 0
                ? QStyle::visualRect(layoutDirection(), rect,
                                     rect.adjusted(theme.tokens().inset.changePage, 0, -theme.px(4), 0))
                : rect.adjusted(theme.px(2), 0, -theme.px(2), 0);
        paintText(*painter, box, words, candidate ? FontRole::SecondaryStrong : FontRole::Secondary,
                  candidate ? ColorRole::Text : ColorRole::Muted, theme,
                  section == 0 ? Qt::AlignLeading | Qt::AlignVCenter : Qt::AlignCenter);
        painter->restore();
    }

private:
    const CasesModel &m_cases;
};

void paintCase(QPainter &painter, const QRect &box, const EvalCase &one, const Theme &theme)
{
    const int first = theme.lineHeight(FontRole::Body);
    const int second = theme.lineHeight(FontRole::Secondary);
    const QString place = EvalWords::place(one);
    const int top = box.top() + (box.height() - first - (place.isEmpty() ? 0 : second)) / 2;
    paintText(painter, QRect(box.left(), top, box.width(), first), text::printableLine(one.title),
              FontRole::Body, ColorRole::Text, theme);
    paintText(painter, QRect(box.left(), top + first, box.width(), second), place, FontRole::Secondary,
              ColorRole::Muted, theme);
}

void paintApart(QPainter &painter, const QRect &box, const Theme &theme)
{
    const int side = theme.size().signSmall;
    const QRect sign = QStyle::visualRect(
        painter.layoutDirection(), box, QRect(box.left(), box.top() + (box.height() - side) / 2, side, side));
    Signs::paint(painter, sign, Sign::NotApplicable, theme);
    paintText(painter,
              QStyle::visualRect(painter.layoutDirection(), box, box.adjusted(side + theme.px(6), 0, 0, 0)),
              MatrixView::tr("Held apart, their answers vary by themselves"), FontRole::Secondary,
              ColorRole::Muted, theme);
}

} // namespace

int CaseDelegate::marksWidth(int repeats, const Theme &theme)
{
    const int marks = std::clamp(repeats, 1, mostMarks);
    return marks * theme.px(markSide) + (marks - 1) * theme.px(markGap);
}

void CaseDelegate::paintMark(QPainter &painter, const QRectF &box, evals::Outcome outcome, const Theme &theme,
                             ColorRole ground)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF square = box.adjusted(1, 1, -1, -1);
    const qreal side = square.width();
    const auto at = [&](qreal x, qreal y) {
        return QPointF(square.left() + x * side, square.top() + y * side);
    };
    switch (outcome) {
    case evals::Outcome::Pass:
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(ColorRole::Ok));
        painter.drawRoundedRect(square, 2, 2);
        painter.setPen(QPen(theme.color(ground), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QList<QPointF>{at(0.25, 0.52), at(0.43, 0.72), at(0.76, 0.3)});
        break;
    case evals::Outcome::Fail:
    case evals::Outcome::Error: {
        const QColor ink =
            theme.color(outcome == evals::Outcome::Fail ? ColorRole::Danger : ColorRole::Medium);
        painter.setPen(QPen(ink, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(square.adjusted(0.6, 0.6, -0.6, -0.6), 2, 2);
        painter.setPen(QPen(ink, 1.2, Qt::SolidLine, Qt::RoundCap));
        if (outcome == evals::Outcome::Fail) {
            painter.drawLine(at(0.32, 0.32), at(0.68, 0.68));
            painter.drawLine(at(0.68, 0.32), at(0.32, 0.68));
        } else {
            painter.drawLine(at(0.5, 0.26), at(0.5, 0.54));
            painter.drawPoint(at(0.5, 0.74));
        }
        break;
    }
    case evals::Outcome::Skipped:
        painter.setPen(QPen(theme.color(ColorRole::Muted), 1.4, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(at(0.2, 0.5), at(0.8, 0.5));
        break;
    case evals::Outcome::Scored:
        painter.setPen(QPen(theme.color(ColorRole::Muted), 1.2));
        painter.drawEllipse(square.center(), side / 2 - 1.5, side / 2 - 1.5);
        break;
    }
    painter.restore();
}

void CaseDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    if (!view || !m_model.matrix())
        return;
    const Theme &theme = Theme::of(view);
    const bool head = index.data(HeadRole).toBool();
    const bool chosen = !head && view->currentIndex().row() == index.row();
    const ColorRole ground = head                       ? ColorRole::Sunken
                             : chosen                   ? ColorRole::AccentTint
                             : m_hovered == index.row() ? ColorRole::Hover
                                                        : ColorRole::Surface;
    const QRect &r = option.rect;
    painter->save();
    painter->setLayoutDirection(option.direction);
    painter->fillRect(r, theme.color(ground));
    painter->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color(ColorRole::Line));
    const QVariant value = index.data(ValueRole);
    if (head) {
        paintApart(*painter,
                   QStyle::visualRect(option.direction, r,
                                      r.adjusted(theme.tokens().inset.changePage, 0, -theme.px(4), 0)),
                   theme);
    } else if (index.column() == 0) {
        if (chosen)
            painter->fillRect(
                QStyle::visualRect(option.direction, r,
                                   QRect(r.left(), r.top(), theme.tokens().line.chosenBar, r.height())),
                theme.color(ColorRole::Accent));
        paintCase(*painter,
                  QStyle::visualRect(option.direction, r,
                                     r.adjusted(theme.tokens().inset.changePage, 0, -theme.px(8), 0)),
                  m_model.matrix()->cases()[static_cast<size_t>(value.value<CaseRow>().row)], theme);
    } else {
        const auto cell = value.value<CaseCell>();
        const auto count = cell.marks.size();
        const bool figures = count > 0 && std::ranges::all_of(cell.marks, [](const EvalMark &mark) {
                                 return mark.outcome == evals::Outcome::Scored;
                             });
        if (figures || count > mostMarks) {
            qint64 passed = std::ranges::count(cell.marks, evals::Outcome::Pass, &EvalMark::outcome);
            const QString words = figures ? EvalWords::passed(cell.marks)
                                          : MatrixView::tr("%1/%2", "passed of all").arg(passed).arg(count);
            const ColorRole ink = figures || passed == count ? ColorRole::Text : ColorRole::Danger;
            paintText(*painter, r, words, FontRole::Secondary, ink, theme, Qt::AlignCenter);
        } else {
            const int shown =
                count > 0 ? static_cast<int>(count) : std::clamp(m_model.matrix()->repeats(), 1, mostMarks);
            const int side = theme.px(markSide);
            const int step = side + theme.px(markGap);
            const int left = r.left() + (r.width() - (shown * step - theme.px(markGap))) / 2;
            for (int i = 0; i < shown; ++i) {
                const QRect box =
                    QStyle::visualRect(option.direction, r,
                                       QRect(left + i * step, r.top() + (r.height() - side) / 2, side, side));
                paintMark(*painter, box, count > 0 ? cell.marks[i].outcome : evals::Outcome::Skipped, theme,
                          ground);
            }
        }
    }
    const bool focused = view->currentIndex() == index && view->hasFocus() && Style::showsFocus(view);
    if (focused) {
        paintCellFocus(*painter, r, theme);
    }
    painter->restore();
}

MatrixView::MatrixView(CasesModel *model, QWidget *parent) : QTableView(parent), m_cases(model)
{
    const Theme &theme = Theme::of(this);
    setObjectName(u"evalMatrix"_s);
    setAccessibleName(tr("Cases"));
    setMouseTracking(true);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto *header = new MatrixHeader(*m_cases, this);
    setHorizontalHeader(header);
    dressTable(*this);
    header->setMinimumSectionSize(0);
    m_delegate = new CaseDelegate(*m_cases, this);
    setItemDelegate(m_delegate);
    setModel(new MatrixWords(m_cases, this));
    header->setSectionResizeMode(QHeaderView::Fixed);
    connect(this->model(), &QAbstractItemModel::modelReset, this, &MatrixView::follow);
    connect(this, &QTableView::doubleClicked, this, &MatrixView::caseOpened);
    const auto sizes = [this, header, &theme] {
        header->setFixedHeight(theme.size().tableHead);
        verticalHeader()->setDefaultSectionSize(theme.size().rowTwoLines);
        follow();
    };
    sizes();
    connect(&theme, &Theme::changed, this, sizes);
}

void MatrixView::follow()
{
    clearSpans();
    if (m_headRow >= 0 && m_headRow < model()->rowCount())
        setRowHeight(m_headRow, verticalHeader()->defaultSectionSize());
    m_headRow = -1;
    // The one head stands over the cases at the end.
    const int apart = m_cases->count().shown.value(CasesShown::Varies);
    for (int row = std::max(0, model()->rowCount() - apart - 1); row < model()->rowCount() && m_headRow < 0;
         ++row) {
        if (model()->index(row, 0).data(HeadRole).toBool())
            m_headRow = row;
    }
    if (m_headRow >= 0) {
        setRowHeight(m_headRow, Theme::of(this).size().tableHead);
        if (model()->columnCount() > 1)
            setSpan(m_headRow, 0, 1, model()->columnCount());
    }
    spread();
}

void MatrixView::spread()
{
    if (!m_cases->matrix())
        return;
    const Theme &theme = Theme::of(this);
    const EvalSet &set = m_cases->matrix()->set();
    const int marks = CaseDelegate::marksWidth(m_cases->matrix()->repeats(), theme) + theme.px(10);
    const int wide = viewport()->width();
    QList<int> widths;
    int used = 0;
    for (int version = 0; version < set.versions.size(); ++version) {
        const QString name = model()->headerData(version + 1, Qt::Horizontal).toString();
        const int least = version == set.candidate ? theme.px(56) : theme.px(48);
        const int named =
            std::min(textWidth(name, FontRole::SecondaryStrong, theme) + theme.px(10), theme.px(110));
        widths.append(std::max({marks, least, named}));
        used += widths.last();
    }
    const int room = wide - theme.px(leastCase);
    for (int version = 0; version < set.versions.size(); ++version) {
        const bool compared = version == set.baseline || version == set.candidate;
        const bool hidden = !compared && used > room;
        if (hidden)
            used -= widths[version];
        setColumnHidden(version + 1, hidden);
        // The last one stands off the edge.
        setColumnWidth(version + 1, widths[version] + (version + 1 == set.versions.size() ? theme.px(6) : 0));
    }
    setColumnWidth(0, std::max(theme.px(120), wide - used - theme.px(6)));
}

int MatrixView::currentCase() const
{
    const QModelIndex at = currentIndex();
    return at.isValid() && m_cases->matrix() ? at.siblingAtColumn(0).data(ValueRole).value<CaseRow>().row
                                             : -1;
}

int MatrixView::currentVersion() const
{
    return currentIndex().isValid() ? currentIndex().column() - 1 : -1;
}

QString MatrixView::currentKey() const
{
    return currentIndex().isValid() ? currentIndex().data(KeyRole).toString() : QString();
}

void MatrixView::goTo(const QString &key)
{
    QModelIndex at = key.isEmpty() ? QModelIndex() : m_cases->indexOf(key);
    for (int row = 0; !at.isValid() && row < m_cases->rowCount(); ++row) {
        if (m_cases->index(row, 0).flags().testFlag(Qt::ItemIsSelectable))
            at = m_cases->index(row, 0);
    }
    setCurrentIndex(at.isValid() ? model()->index(at.row(), 0) : QModelIndex());
    if (at.isValid())
        scrollTo(currentIndex());
}

bool MatrixView::step(int direction)
{
    const int column = std::max(0, currentIndex().column());
    for (int row = currentIndex().row() + direction; row >= 0 && row < model()->rowCount();
         row += direction) {
        if (model()->index(row, 0).flags().testFlag(Qt::ItemIsSelectable)) {
            setCurrentIndex(model()->index(row, column));
            return true;
        }
    }
    return false;
}

QString MatrixView::plainText() const
{
    const QModelIndex at = currentIndex();
    if (!at.isValid())
        return {};
    QStringList words;
    for (int column = 0; column < model()->columnCount(); ++column)
        words.append(at.siblingAtColumn(column).data(Qt::AccessibleTextRole).toString());
    return words.join(u'\n');
}

void MatrixView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    spread();
}

void MatrixView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(plainText());
        return;
    }
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (plain && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        step(event->key() == Qt::Key_Up ? -1 : 1);
        return;
    }
    if (plain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        && currentIndex().isValid()) {
        emit caseOpened();
        return;
    }
    if (plain && event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9) {
        emit answerAsked(event->key() - Qt::Key_1);
        return;
    }
    QTableView::keyPressEvent(event);
}

bool MatrixView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter
        || event->type() == QEvent::HoverLeave) {
        m_delegate->setHoveredRow(
            event->type() == QEvent::HoverLeave
                ? -1
                : rowAt(static_cast<int>(static_cast<QHoverEvent *>(event)->position().y())));
        viewport()->update();
    }
    return QTableView::viewportEvent(event);
}

void MatrixView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
    emit currentMoved();
}

} // namespace countersign
