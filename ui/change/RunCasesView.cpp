// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RunCasesView.h"

#include "services/RunDesk.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int mostRows = 6;
constexpr int rowHeight = 28; // of RequirementRow

Sign signOf(RunCaseState state)
{
    switch (state) {
    case RunCaseState::Waiting:
        return Sign::NotYet;
    case RunCaseState::Running:
        return Sign::Running;
    case RunCaseState::Passed:
        return Sign::Satisfied;
    case RunCaseState::Failed:
        return Sign::Missing;
    case RunCaseState::Error:
        return Sign::Error;
    }
    Q_UNREACHABLE_RETURN(Sign::NotYet);
}

} // namespace

RunCasesModel::RunCasesModel(const RunDesk &desk, QObject *parent) : QAbstractListModel(parent), m_desk(desk)
{
    count();
    connect(&desk, &RunDesk::casesReset, this, [this] {
        beginResetModel();
        count();
        endResetModel();
    });
    connect(&desk, &RunDesk::caseMoved, this, [this](qsizetype place) {
        RunCaseState &known = m_states.at(size_t(place));
        --m_counts[size_t(known)];
        known = m_desk.cases().at(place).state();
        ++m_counts[size_t(known)];
        emit dataChanged(index(int(place)), index(int(place)));
    });
}

void RunCasesModel::count()
{
    m_states.clear();
    m_counts = {};
    for (const RunCase &one : m_desk.cases()) {
        m_states.push_back(one.state());
        ++m_counts[size_t(m_states.back())];
    }
}

int RunCasesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_states.size());
}

QVariant RunCasesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.row() >= m_desk.cases().size())
        return {};
    const RunCase &one = m_desk.cases().at(index.row());
    const RunCaseState state = one.state();
    const QString name = one.name.isEmpty() ? tr("Case %1").arg(text::number(qint64(one.number)))
                                            : text::printableLine(one.name.left(200));
    const QString words = [state] {
        switch (state) {
        case RunCaseState::Waiting:
            return tr("waiting");
        case RunCaseState::Running:
            return tr("running");
        case RunCaseState::Passed:
            return tr("passed");
        case RunCaseState::Failed:
            return tr("failed");
        case RunCaseState::Error:
            return tr("no judgement");
        }
        Q_UNREACHABLE_RETURN(QString());
    }();
    const QString line = one.of == RunOf::Live ? tr("%1, of what is live: %2").arg(name, words)
                                               : tr("%1: %2").arg(name, words);
    return rowAnswer(RequirementRowData{.key = QString::number(index.row()),
                                        .sign = signOf(state),
                                        .sentence = {{.text = line}},
                                        .gone = state == RunCaseState::Waiting},
                     role);
}

QString RunCasesModel::summary() const
{
    QStringList parts;
    const auto part = [&](RunCaseState state, const QString &words) {
        if (m_counts[size_t(state)] > 0)
            parts.append(words.arg(text::number(m_counts[size_t(state)])));
    };
    part(RunCaseState::Failed, tr("%1 failed"));
    part(RunCaseState::Error, tr("%1 without a judgement"));
    part(RunCaseState::Passed, tr("%1 passed"));
    part(RunCaseState::Running, tr("%1 running"));
    part(RunCaseState::Waiting, tr("%1 waiting"));
    return parts.isEmpty() ? QString() : tr("Cases: %1").arg(parts.join(u", "_s));
}

RunCasesView::RunCasesView(RunCasesModel *model, QWidget *parent) : QListView(parent)
{
    setObjectName(u"runCases"_s);
    prepareRowView(this, tr("Cases of the run"), ColorRole::Surface);
    setItemDelegate(new RequirementRow(this));
    setModel(model);
    setUniformItemSizes(true);
    connect(model, &QAbstractItemModel::modelReset, this, &QWidget::updateGeometry);
}

QSize RunCasesView::sizeHint() const
{
    const int rows = model() ? std::clamp(model()->rowCount(), 1, mostRows) : 1;
    return {Theme::of(this).px(200), rows * Theme::of(this).px(rowHeight) + 2 * frameWidth()};
}

} // namespace countersign
