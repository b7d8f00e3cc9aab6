// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What somebody does with cases, by key or button, and the ways from one part of the editor to another.
#include "ui/cases/SuiteEditor.h"

#include "ui/cases/CaseTable.h"
#include "ui/common/Fields.h"

#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>

#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

void SuiteEditor::add()
{
    post([this](const SuiteRow *row) {
        SuiteCaseFields fields{.source = u"curated"_s,
                               .owner = m_surroundings.me,
                               .date = m_surroundings.today.toString(Qt::ISODate)};
        const QStringList names = m_sheet->variables();
        for (const QString &name : names.isEmpty() ? QStringList{u"input"_s} : names)
            fields.vars.append({.name = name});
        // Behind what is chosen by now where that one is gone.
        const SuiteRow *before = row ? row : current();
        const qsizetype at = before ? before->index + 1 : m_sheet->tests;
        return Step{.edits = suiteInsertion(*m_sheet, at, fields), .to = at, .openForm = true};
    });
}

void SuiteEditor::duplicate()
{
    post([this](const SuiteRow *row) {
        return row && !row->isReadOnly()
                   ? Step{.edits = suiteDuplicate(*m_sheet, row->index), .to = row->index + 1}
                   : Step();
    });
}

void SuiteEditor::removeCase()
{
    post([](const SuiteRow *row) {
        return row && !row->isReadOnly() ? Step{.edits = {suiteRemoval(row->index)}, .from = row->index}
                                         : Step();
    });
}

void SuiteEditor::move(int by)
{
    post([this, by](const SuiteRow *row) {
        const qsizetype to = row ? row->index + by : -1;
        if (!row || row->isReadOnly() || !m_model->filter().isEmpty() || to < 0 || to >= m_sheet->tests)
            return Step();
        return Step{.edits = {suiteMove(row->index, to)}, .from = row->index, .to = to};
    });
}

void SuiteEditor::openFilter()
{
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

void SuiteEditor::focusFirst()
{
    if (m_table->isVisibleTo(this))
        m_table->setFocus(Qt::OtherFocusReason);
    else
        m_add->setFocus(Qt::OtherFocusReason);
}

bool SuiteEditor::escape()
{
    QWidget *focus = QApplication::focusWidget();
    if (focus && m_side->isAncestorOf(focus)) {
        flush();
        focusFirst();
        return true;
    }
    if (m_thresholdsButton->isChecked()) {
        m_thresholdsButton->setChecked(false);
        focusFirst();
        return true;
    }
    if (m_model->filter().isEmpty())
        return false;
    {
        const QScopedValueRollback filling(m_filling, true);
        m_words->clear();
        m_dimension->setCurrentIndex(0);
        m_source->setCurrentIndex(0);
    }
    followFilter();
    focusFirst();
    return true;
}

// From the filter down into the table, as in every list of ours.
bool SuiteEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        if (m_model->rowCount() > 0) {
            if (!m_table->currentIndex().isValid())
                m_table->setCurrentIndex(m_model->index(0, 0));
            focusFirst();
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace countersign
