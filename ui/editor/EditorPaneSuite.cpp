// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A suite: the table of its cases, and the text beside it that both edit.
#include "ui/editor/EditorPane.h"

#include "services/EditedText.h"
#include "ui/cases/CaseTable.h"
#include "ui/cases/SuiteEditor.h"
#include "ui/common/PlainLabel.h"

#include <QApplication>
#include <QPushButton>
#include <QSplitter>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

void EditorPane::buildSuite()
{
    m_suite = new SuiteEditor(m_textPage);
    m_suite->hide();
    m_yaml->hide();
    connect(m_suite, &SuiteEditor::edited, this, &EditorPane::takeSuite);
    connect(m_suite, &SuiteEditor::undoAsked, this, &EditorPane::undo);
    connect(m_suite, &SuiteEditor::redoAsked, this, &EditorPane::redo);
    connect(m_suite, &SuiteEditor::busyChanged, this, &EditorPane::checked);
    connect(m_suite, &SuiteEditor::textAsked, this, [this](int line) {
        revealText();
        const QTextBlock block = m_edit->document()->findBlockByNumber(std::max(0, line - 1));
        m_edit->goTo(block.isValid() ? block.position() : 0);
        m_edit->setFocus(Qt::OtherFocusReason);
    });
    connect(m_suite, &SuiteEditor::lineChosen, this, [this](int line) {
        // The text follows what is chosen in the table while nobody writes in it.
        const QTextBlock block = m_edit->document()->findBlockByNumber(line - 1);
        if (block.isValid() && !m_edit->hasFocus()) {
            QTextCursor cursor(block);
            m_edit->setTextCursor(cursor);
            m_edit->centerCursor();
        }
    });
    connect(m_yaml, &QPushButton::toggled, this, [this](bool shown) {
        const bool hadFocus = m_edit->hasFocus();
        m_edit->setVisible(shown || !isSuite());
        if (shown && isSuite())
            m_textPage->setSizes({m_textPage->width() * 11 / 20, m_textPage->width() * 9 / 20});
        if (hadFocus)
            focusText();
    });
}

void EditorPane::setSuiteSurroundings(const SuiteSurroundings &surroundings)
{
    m_suite->setSurroundings(surroundings);
}

bool EditorPane::isSuite() const
{
    return m_file >= 0 && m_file < m_files.size() && m_files[m_file].suite;
}

bool EditorPane::suiteHasFocus() const
{
    const QWidget *focus = QApplication::focusWidget();
    return focus && m_suite->isAncestorOf(focus);
}

// What the file that is loaded is shown as.
void EditorPane::showSuite()
{
    const bool suite = isSuite();
    m_suite->setVisible(suite);
    m_yaml->setVisible(suite);
    m_variables->setVisible(!suite);
    m_previewButton->setVisible(!suite);
    m_words->setVisible(!suite);
    m_edit->setVisible(!suite || m_yaml->isChecked());
    if (suite)
        m_suite->setText(m_files[m_file].path, m_files[m_file].bytes);
}

// One step of undoing. Where it cannot be put, the table says again what the text says.
void EditorPane::takeSuite(const QByteArray &bytes)
{
    if (!isSuite())
        return;
    if (m_edit->isReadOnly() || !m_edit->replaceChanged(editableText(bytes, m_files[m_file].path).text))
        m_suite->dropPending();
}

void EditorPane::revealText()
{
    if (isSuite())
        m_yaml->setChecked(true);
}

// What did not reach the text yet is undone by forgetting it.
void EditorPane::undo()
{
    if (isSuite() && m_suite->isBusy())
        m_suite->dropPending();
    else
        m_edit->undo();
}

void EditorPane::redo()
{
    if (!isSuite() || !m_suite->isBusy())
        m_edit->redo();
}

void EditorPane::focusText()
{
    if (isSuite())
        m_suite->focusFirst();
    else
        m_edit->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> EditorPane::textPanes() const
{
    return isSuite() ? QList<QWidget *>{m_suite->table(), m_edit} : QList<QWidget *>{m_edit};
}

void EditorPane::flush()
{
    if (isSuite())
        m_suite->flush();
}

} // namespace countersign
