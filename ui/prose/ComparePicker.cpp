// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/ComparePicker.h"

#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QListView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {
constexpr int pickerWidth = 380;
constexpr int mostHigh = 336;
constexpr int fieldFrom = 8; // fewer are seen at once
} // namespace

ComparePicker::ComparePicker(QWidget *anchor, const QString &title, const QList<DiffChoice> &choices, const QString &current)
    : Popover(anchor, Theme::of(anchor).px(pickerWidth)), m_choices(choices), m_current(current)
{
    const Theme &theme = Theme::of(this);
    setObjectName(u"comparePicker"_s);
    content()->addWidget(new PlainLabel(title, FontRole::BodyStrong, ColorRole::Text, this));
    m_field = new SearchField(Icon::Find, tr("Version, revision or place"), this);
    m_field->setObjectName(u"compareFilter"_s);
    m_field->setAccessibleName(tr("Narrow the list"));
    m_field->setVisible(choices.size() >= fieldFrom);
    m_field->installEventFilter(this);
    content()->addWidget(m_field);
    m_list = new QListView(this);
    m_list->setObjectName(u"compareChoices"_s);
    prepareRowView(m_list, title, ColorRole::Raised);
    auto *delegate = new EntryRow(m_list);
    delegate->setGround(ColorRole::Raised);
    delegate->setInset(theme.px(8));
    m_list->setItemDelegate(delegate);
    m_rows = new RowList<EntryRowData>(m_list);
    m_list->setModel(m_rows);
    content()->addWidget(m_list);
    show({});
    int high = 0;
    for (int i = 0; i < m_rows->rowCount() && high < theme.px(mostHigh); ++i)
        high += m_list->sizeHintForRow(i);
    m_list->setFixedHeight(std::min(high, theme.px(mostHigh)));
    setFocusProxy(m_field->isHidden() ? static_cast<QWidget *>(m_list) : m_field);
    connect(m_field, &QLineEdit::textChanged, this, &ComparePicker::show);
    connect(m_list, &QListView::activated, this, &ComparePicker::choose);
    connect(m_list, &QListView::clicked, this, &ComparePicker::choose);
}

void ComparePicker::show(const QString &words)
{
    QList<EntryRowData> rows;
    for (const DiffChoice &choice : std::as_const(m_choices)) {
        const QString said = u"%1 %2 %3"_s.arg(choice.lead, choice.name, choice.note);
        const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
        const bool fits = std::all_of(wanted.begin(), wanted.end(),
                                      [&said](const QString &word) { return said.contains(word, Qt::CaseInsensitive); });
        if (!fits)
            continue;
        EntryRowData row{.key = choice.id};
        row.sign = choice.id == m_current ? std::optional(Sign::Satisfied) : std::nullopt;
        if (!choice.lead.isEmpty())
            row.sentence.append({text::printableLine(choice.lead) + u"  "_s, RunStyle::Muted});
        row.sentence.append({text::printableLine(choice.name), RunStyle::Strong});
        row.trailing = text::printableLine(choice.note);
        rows.append(row);
    }
    m_rows->setRows(rows);
    const QModelIndex current = m_rows->indexOf(m_current);
    m_list->setCurrentIndex(current.isValid() ? current : m_rows->index(0, 0));
}

void ComparePicker::choose()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString id = index.data(roles::RowKeyRole).toString();
    close();
    emit chosen(id);
}

bool ComparePicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown: QCoreApplication::sendEvent(m_list, event); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(); return true;
        default: break;
        }
    }
    return Popover::eventFilter(watched, event);
}

} // namespace countersign
