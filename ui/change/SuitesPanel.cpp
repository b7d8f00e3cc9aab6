// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/SuitesPanel.h"

#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QListView>
#include <QScopedValueRollback>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QListView *makeRows(QWidget *parent, const QString &name, RowList<RequirementRowData> *rows)
{
    auto *list = new QListView(parent);
    prepareRowView(list, name, ColorRole::Sunken);
    auto *delegate = new RequirementRow(list);
    delegate->setGround(ColorRole::Sunken);
    list->setItemDelegate(delegate);
    list->setModel(rows);
    return list;
}

int heightOfRows(const QListView *list, int most)
{
    int high = 0;
    for (int row = 0; row < std::min(most, list->model()->rowCount()); ++row)
        high += list->sizeHintForRow(row);
    return high;
}

constexpr int mostSuites = 8;
constexpr int mostChecks = 4;

} // namespace

SuitesPanel::SuitesPanel(QWidget *parent) : QWidget(parent)
{
    const int inset = Theme::of(this).tokens().inset.sideColumn;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 12, 0, 0);
    all->setSpacing(6);
    const auto inInset = [all, inset](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(inset, 0, inset, 0);
        row->addWidget(widget);
        all->addLayout(row);
    };
    inInset(new PlainLabel(tr("Suites for this change"), FontRole::BodyStrong, ColorRole::Text, this));
    m_none = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_none->setWrapping(Wrapping::Wrap);
    inInset(m_none);
    m_suiteRows = new RowList<RequirementRowData>(this);
    m_suites = makeRows(this, tr("Suites for this change"), m_suiteRows);
    m_suites->setObjectName(u"changeSuites"_s);
    all->addWidget(m_suites);
    m_advice = new NoticeBar(NoticeShape::Card, this);
    m_advice->setObjectName(u"evalAdvice"_s);
    inInset(m_advice);
    m_spotTitle = new PlainLabel(tr("Looked at by hand"), FontRole::BodyStrong, ColorRole::Text, this);
    inInset(m_spotTitle);
    m_spotRows = new RowList<RequirementRowData>(this);
    m_spots = makeRows(this, tr("Looked at by hand"), m_spotRows);
    m_spots->setObjectName(u"spotChecks"_s);
    m_spots->setSelectionMode(QAbstractItemView::NoSelection);
    all->addWidget(m_spots);
    all->addStretch(1);
    connect(m_suites->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &now) {
                if (now.isValid() && !m_filling)
                    emit suiteChosen(now.data(roles::RowKeyRole).toString());
            });
    setSpotChecks({});
    setAdvice({});
}

void SuitesPanel::setSuites(const QList<RequirementRowData> &rows, const QString &chosen)
{
    const QScopedValueRollback filling(m_filling, true);
    m_suiteRows->setRows(rows);
    m_suites->setCurrentIndex(m_suiteRows->indexOf(chosen));
    fit();
}

void SuitesPanel::setNone(const QString &sentence)
{
    m_none->setText(sentence);
    m_none->setVisible(!sentence.isEmpty());
}

void SuitesPanel::setAdvice(const QString &sentence)
{
    if (sentence.isEmpty())
        m_advice->settle();
    else
        m_advice->setNotice({.kind = NoticeKind::Info, .sentence = sentence});
}

void SuitesPanel::setSpotChecks(const QList<RequirementRowData> &rows)
{
    m_spotRows->setRows(rows);
    m_spotTitle->setVisible(!rows.isEmpty());
    fit();
}

void SuitesPanel::fit()
{
    m_suites->setVisible(m_suiteRows->rowCount() > 0);
    m_suites->setFixedHeight(heightOfRows(m_suites, mostSuites));
    m_spots->setVisible(m_spotRows->rowCount() > 0);
    m_spots->setFixedHeight(heightOfRows(m_spots, mostChecks));
}

} // namespace countersign
