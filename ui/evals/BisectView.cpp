// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/BisectView.h"

#include "ui/common/Paint.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using namespace evals;

namespace {

constexpr int rowHeight = 96;
constexpr int leastStep = 56;
constexpr int mostStep = 132;

Sign signOf(VersionState state)
{
    switch (state) {
    case VersionState::NotRun: return Sign::NotYet;
    case VersionState::Good: return Sign::Satisfied;
    case VersionState::Bad: return Sign::Missing;
    case VersionState::Unclear: return Sign::Inconclusive;
    }
    Q_UNREACHABLE_RETURN(Sign::NotYet);
}

ColorRole colorOf(VersionState state)
{
    switch (state) {
    case VersionState::NotRun: return ColorRole::Muted;
    case VersionState::Good: return ColorRole::Ok;
    case VersionState::Bad: return ColorRole::Danger;
    case VersionState::Unclear: return ColorRole::Medium;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Muted);
}

Sign signOf(BisectOutcome outcome)
{
    switch (outcome) {
    case BisectOutcome::Found: return Sign::Missing;
    case BisectOutcome::Narrowed: return Sign::Inconclusive;
    case BisectOutcome::NeverBroke: return Sign::Satisfied;
    case BisectOutcome::NothingToTell: return Sign::NotApplicable;
    }
    Q_UNREACHABLE_RETURN(Sign::NotApplicable);
}

QString nameAt(const QStringList &versions, qsizetype at)
{
    return text::printableLine(versions.value(at));
}

} // namespace

void BisectModel::setBisection(std::shared_ptr<const BisectedVersions> made)
{
    beginResetModel();
    m_made = std::move(made);
    m_order.clear();
    for (int i = 0; m_made && i < m_made->dimensions.size(); ++i)
        m_order.append(i);
    const auto rank = [this](int at) {
        switch (m_made->dimensions[at].outcome) {
        case BisectOutcome::Found: return 0;
        case BisectOutcome::Narrowed: return 1;
        case BisectOutcome::NeverBroke: return 2;
        case BisectOutcome::NothingToTell: return 3;
        }
        Q_UNREACHABLE_RETURN(3);
    };
    std::ranges::stable_sort(m_order, {}, rank);
    endResetModel();
}

const Bisection &BisectModel::bisection(int row) const
{
    return m_made->dimensions[m_order[row]];
}

QStringList BisectModel::versions() const
{
    return m_made ? m_made->versions : QStringList();
}

int BisectModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

QVariant BisectModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Bisection &one = bisection(index.row());
    if (role == Qt::DisplayRole)
        return EvalWords::dimension(one.dimension) + u": "_s + BisectView::sentence(one, m_made->versions);
    if (role != Qt::AccessibleTextRole)
        return {};
    QStringList parts{data(index, Qt::DisplayRole).toString()};
    for (qsizetype version = 0; version < one.states.size(); ++version)
        parts.append(nameAt(m_made->versions, version) + u' ' + BisectView::state(one.states[version]));
    return parts.join(u", "_s);
}

QSize BisectDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {option.rect.width(), option.widget ? Theme::of(option.widget).px(rowHeight) : rowHeight};
}

void BisectDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (!option.widget)
        return;
    const Theme &theme = Theme::of(option.widget);
    const Bisection &one = m_model.bisection(index.row());
    const QStringList versions = m_model.versions();
    painter->save();
    painter->setLayoutDirection(option.direction);
    paintRowGround(*painter, option, ColorRole::Surface, RowLine::Under, theme);
    const int inset = theme.tokens().inset.changePage;
    const QRect box = option.rect.adjusted(inset, theme.px(10), -inset, -theme.px(8));
    const auto part = [&](int left, int top, int width, int height) {
        return QStyle::visualRect(option.direction, box, QRect(box.left() + left, box.top() + top, std::max(0, width), height));
    };
    // Sign, name and sentence.
    const int line = theme.lineHeight(FontRole::Body);
    const int side = theme.size().sign;
    Signs::paint(*painter, part(0, (line - side) / 2, side, side), signOf(one.outcome), theme);
    const QString name = EvalWords::dimension(one.dimension);
    const int nameLeft = side + theme.px(8);
    const int nameWide = std::min(textWidth(name, FontRole::BodyStrong, theme) + theme.px(2), box.width() / 3);
    paintText(*painter, part(nameLeft, 0, nameWide, line), name, FontRole::BodyStrong, ColorRole::Text, theme);
    const int wordsAt = nameLeft + nameWide + theme.px(10);
    paintText(*painter, part(wordsAt, 0, box.width() - wordsAt, line), BisectView::sentence(one, versions), FontRole::Body, ColorRole::Text, theme);
    // The versions; the newest ones where there is no room for all.
    const int room = box.width() - nameLeft;
    const qsizetype fitting = std::max<qsizetype>(2, room / theme.px(leastStep));
    const qsizetype first = std::max<qsizetype>(0, one.states.size() - fitting);
    const int step = std::min(theme.px(mostStep), static_cast<int>(room / std::max<qsizetype>(1, one.states.size() - first)));
    const int top = line + theme.px(10);
    const int below = theme.lineHeight(FontRole::Secondary);
    for (qsizetype version = first; version < one.states.size(); ++version) {
        const int left = nameLeft + static_cast<int>(version - first) * step;
        const VersionState state = one.states[version];
        if (version + 1 < one.states.size()) {
            const bool breaks = one.outcome == BisectOutcome::Found ? version + 1 == one.firstBad : one.outcome == BisectOutcome::Narrowed && version >= one.lastGood && version < one.firstBad;
            const QRect between = part(left + side + theme.px(4), top + side / 2, step - side - theme.px(8), 1);
            QPen pen(theme.color(breaks ? ColorRole::Danger : ColorRole::LineStrong), breaks ? 2 : 1);
            if (breaks && one.outcome == BisectOutcome::Narrowed)
                pen.setDashPattern({2, 2});
            painter->setPen(pen);
            painter->drawLine(between.left(), between.top(), between.right(), between.top());
        }
        Signs::paint(*painter, part(left, top, side, side), signOf(state), theme.color(colorOf(state)), theme.color(ColorRole::Surface));
        const bool strong = version == one.firstBad && one.outcome == BisectOutcome::Found;
        const QString label = version == one.next ? BisectView::tr("%1, run next").arg(text::printableLine(versions.value(version))) : text::printableLine(versions.value(version));
        paintText(*painter, part(left, top + side + theme.px(4), step - theme.px(6), below), label, strong || version == one.next ? FontRole::SecondaryStrong : FontRole::Secondary,
                  strong ? ColorRole::Danger : version == one.next ? ColorRole::Accent : ColorRole::Muted, theme);
    }
    paintRowFocus(*painter, option, theme);
    painter->restore();
}

BisectView::BisectView(QWidget *parent) : QListView(parent), m_model(new BisectModel(this))
{
    setObjectName(u"bisectView"_s);
    prepareRowView(this, tr("Where it broke"), ColorRole::Surface);
    setItemDelegate(new BisectDelegate(*m_model, this));
    setModel(m_model);
    connect(this, &QListView::doubleClicked, this, &BisectView::open);
}

void BisectView::setBisection(std::shared_ptr<const BisectedVersions> made)
{
    const QString kept = currentIndex().isValid() ? m_model->bisection(currentIndex().row()).dimension : QString();
    m_model->setBisection(std::move(made));
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (row == 0 || m_model->bisection(row).dimension == kept)
            setCurrentIndex(m_model->index(row));
    }
}

QString BisectView::sentence(const Bisection &one, const QStringList &versions)
{
    QStringList sentences;
    switch (one.outcome) {
    case BisectOutcome::Found:
        sentences.append(tr("%1 broke it; %2 was still good.").arg(nameAt(versions, one.firstBad), nameAt(versions, one.lastGood)));
        break;
    case BisectOutcome::Narrowed:
        sentences.append(tr("It broke after %1 and up to %2.").arg(nameAt(versions, one.lastGood), nameAt(versions, one.firstBad)));
        if (one.next >= 0)
            sentences.append(tr("Run %1 next; at most %n run(s) are needed.", nullptr, static_cast<int>(one.runsLeft)).arg(nameAt(versions, one.next)));
        else
            sentences.append(tr("No further run would tell; it takes more cases or repeats."));
        break;
    case BisectOutcome::NeverBroke: sentences.append(tr("No version is worse than the first.")); break;
    case BisectOutcome::NothingToTell: sentences.append(tr("Fewer than two versions were run on it.")); break;
    }
    if (one.mendedAt >= 0)
        sentences.append(tr("%1 is good again.").arg(nameAt(versions, one.mendedAt)));
    else if (one.again)
        sentences.append(tr("It broke more than once."));
    return sentences.join(u' ');
}

QString BisectView::state(VersionState state)
{
    switch (state) {
    case VersionState::NotRun: return tr("not run");
    case VersionState::Good: return tr("good");
    case VersionState::Bad: return tr("worse");
    case VersionState::Unclear: return tr("cannot be told");
    }
    Q_UNREACHABLE_RETURN({});
}

QString BisectView::plainText() const
{
    QStringList lines;
    for (int row = 0; row < m_model->rowCount(); ++row)
        lines.append(m_model->index(row).data(Qt::AccessibleTextRole).toString());
    return lines.join(u'\n');
}

void BisectView::open(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const Bisection &one = m_model->bisection(index.row());
    if (one.lastGood >= 0 && one.firstBad >= 0)
        emit compareAsked(one.dimension, static_cast<int>(one.lastGood), static_cast<int>(one.firstBad));
}

void BisectView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        open(currentIndex());
    else if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(plainText());
    else
        QListView::keyPressEvent(event);
}

} // namespace countersign
