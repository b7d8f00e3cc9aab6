// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/SidePanels.h"

#include "ui/change/LaneControl.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/ChangeWords.h"

#include <QBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

int heightOf(const QListView *list)
{
    int high = 0;
    for (int row = 0; row < list->model()->rowCount(); ++row)
        high += list->sizeHintForRow(row);
    return high;
}

template<typename Delegate>
QListView *makeList(QWidget *parent, const QString &name)
{
    auto *list = new QListView(parent);
    prepareRowView(list, name, ColorRole::Sunken);
    auto *delegate = new Delegate(list);
    delegate->setGround(ColorRole::Sunken);
    list->setItemDelegate(delegate);
    return list;
}

// A label with the inset of the side column.
void addInset(QBoxLayout *all, PlainLabel *label, int inset, int above = 0)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(inset, above, inset, 0);
    row->addWidget(label);
    all->addLayout(row);
}

} // namespace

// The entries of a comparison, of which a long one has thousands: a row is made when it is painted.
class EntryModel : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void setReader(int count, const EntriesPanel::Reader &reader)
    {
        beginResetModel();
        m_count = count;
        m_reader = reader;
        m_rows.clear();
        endResetModel();
    }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_count; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || index.row() >= m_count)
            return {};
        auto known = m_rows.find(index.row());
        if (known == m_rows.end()) {
            EntryRowData row = m_reader(index.row());
            row.key = QString::number(index.row());
            known = m_rows.insert(index.row(), row);
        }
        return rowAnswer(*known, role);
    }

private:
    int m_count = 0;
    EntriesPanel::Reader m_reader;
    mutable QHash<int, EntryRowData> m_rows;
};

EntriesPanel::EntriesPanel(QWidget *parent) : QWidget(parent)
{
    const int inset = Theme::of(this).tokens().inset.sideColumn;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 8, 0, 0);
    all->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 0, inset - 4, 0);
    m_head = new SectionHead(tr("What this changes"), this);
    QPushButton *previous = makeIconButton(Icon::Previous, tr("Previous difference (Shift+F7)"), this);
    QPushButton *next = makeIconButton(Icon::Next, tr("Next difference (F7)"), this);
    previous->setObjectName(u"previousEntry"_s);
    next->setObjectName(u"nextEntry"_s);
    setButtonHeight(previous, ButtonHeight::InBar);
    setButtonHeight(next, ButtonHeight::InBar);
    m_head->addTrailing(previous);
    m_head->addTrailing(next);
    head->addWidget(m_head);
    all->addLayout(head);
    m_about = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_about->setObjectName(u"about"_s);
    m_about->setWrapping(Wrapping::Wrap);
    addInset(all, m_about, inset);
    m_empty = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_empty->setWrapping(Wrapping::Wrap);
    addInset(all, m_empty, inset);
    m_list = makeList<EntryRow>(this, tr("What this changes"));
    m_list->setObjectName(u"entries"_s);
    m_list->setLayoutMode(QListView::Batched);
    m_list->setBatchSize(40);
    m_rows = new EntryModel(this);
    m_list->setModel(m_rows);
    all->addWidget(m_list, 1);
    all->addStretch(0); // what there is without a list stands at the top
    connect(previous, &QPushButton::clicked, this, [this] { emit walked(-1); });
    connect(next, &QPushButton::clicked, this, [this] { emit walked(1); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (now.isValid())
            emit chosen(now.data(roles::RowKeyRole).toString().toInt());
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &now) { emit chosen(now.data(roles::RowKeyRole).toString().toInt()); });
}

void EntriesPanel::setEntries(int count, const Reader &reader, const QString &about, const QString &empty)
{
    const int current = m_list->currentIndex().row();
    const int before = m_list->verticalScrollBar()->value();
    const bool same = count == m_rows->rowCount();
    m_head->setNote(count == 0 ? QString() : text::number(qint64(count)));
    {
        const QSignalBlocker quiet(m_list->selectionModel());
        m_rows->setReader(count, reader);
    }
    if (same) {
        setCurrent(current);
        m_list->verticalScrollBar()->setValue(before);
    }
    m_about->setText(about);
    m_about->setVisible(count > 0 && !about.isEmpty());
    m_empty->setText(empty);
    m_empty->setVisible(count == 0 && !empty.isEmpty());
    m_list->setVisible(count > 0);
}

void EntriesPanel::setCurrent(int entry)
{
    const QModelIndex index = m_rows->index(entry);
    if (index.isValid() && m_list->currentIndex() != index) {
        const QSignalBlocker quiet(this);
        m_list->setCurrentIndex(index);
        m_list->scrollTo(index);
    } else if (!index.isValid()) {
        m_list->clearSelection();
        m_list->setCurrentIndex({});
    }
}

LanePanel::LanePanel(QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    const int inset = theme.tokens().inset.sideColumn;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 12, 0, 0);
    all->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 0, inset, 0);
    head->setSpacing(8);
    head->addWidget(new PlainLabel(tr("Risk of this text"), FontRole::BodyStrong, ColorRole::Text, this));
    m_state = new PlainLabel(tr("changes while you type"), FontRole::Secondary, ColorRole::Muted, this);
    m_state->setObjectName(u"laneState"_s);
    m_state->setWrapping(Wrapping::Elide);
    head->addWidget(m_state, 1);
    all->addLayout(head);
    auto *control = new QHBoxLayout;
    control->setContentsMargins(inset, 0, inset, 0);
    m_control = new LaneControl(this);
    m_control->setObjectName(u"laneControl"_s);
    control->addWidget(m_control);
    all->addLayout(control);
    m_none = new PlainLabel(tr("No rule found anything that asks for more."), FontRole::Secondary, ColorRole::Muted, this);
    m_none->setWrapping(Wrapping::Wrap);
    addInset(all, m_none, inset);
    m_reasons = makeList<EntryRow>(this, tr("Reasons"));
    m_reasons->setObjectName(u"laneReasons"_s);
    m_reasonRows = new RowList<EntryRowData>(this);
    m_reasons->setModel(m_reasonRows);
    all->addWidget(m_reasons, 3);
    m_asksTitle = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, this);
    addInset(all, m_asksTitle, inset, 6);
    m_asks = makeList<RequirementRow>(this, tr("What the lane asks for"));
    m_asks->setSelectionMode(QAbstractItemView::NoSelection);
    m_askRows = new RowList<RequirementRowData>(this);
    m_asks->setModel(m_askRows);
    m_asks->setMinimumHeight(theme.px(48));
    all->addWidget(m_asks, 2);
    connect(m_reasons, &QListView::clicked, this, [this](const QModelIndex &index) { emit reasonChosen(index.data(roles::RowKeyRole).toString()); });
    connect(m_reasons, &QListView::activated, this, [this](const QModelIndex &index) { emit reasonChosen(index.data(roles::RowKeyRole).toString()); });
}

void LanePanel::setLane(Lane lane, bool known)
{
    m_lane = lane;
    m_control->setLane(ChangeWords::shapeOf(lane), known);
}

void LanePanel::setReasons(const QList<EntryRowData> &reasons, const QList<EntryRowData> &gone)
{
    m_reasonRows->setRows(reasons + gone);
    m_none->setVisible(reasons.isEmpty() && gone.isEmpty());
    m_reasons->setVisible(!reasons.isEmpty() || !gone.isEmpty());
    fit();
}

void LanePanel::fit()
{
    const int high = heightOf(m_reasons);
    m_reasons->setMaximumHeight(high);
    m_reasons->setMinimumHeight(std::min(high, Theme::of(this).px(84)));
}

void LanePanel::setAsks(const QString &title, const QList<RequirementRowData> &asks)
{
    m_asksTitle->setText(title);
    m_askRows->setRows(asks);
}

void LanePanel::setState(const QString &words, bool failed)
{
    m_state->setText(words);
    m_state->setColorRole(failed ? ColorRole::Danger : ColorRole::Muted);
}

AsksPanel::AsksPanel(QWidget *parent) : QWidget(parent)
{
    const int inset = Theme::of(this).tokens().inset.sideColumn;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 12, 0, 0);
    all->setSpacing(6);
    m_title = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, this);
    addInset(all, m_title, inset);
    m_list = makeList<RequirementRow>(this, tr("What the lane asks for"));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_rows = new RowList<RequirementRowData>(this);
    m_list->setModel(m_rows);
    all->addWidget(m_list, 1);
}

void AsksPanel::setAsks(const QString &title, const QList<RequirementRowData> &asks)
{
    m_title->setText(title);
    m_rows->setRows(asks);
}

} // namespace countersign
