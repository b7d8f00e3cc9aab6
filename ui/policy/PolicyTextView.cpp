// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTextView.h"

#include "services/EditedText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Text.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/PromptEdit.h"
#include "ui/policy/PolicyEditing.h"

#include <QKeyEvent>
#include <QTextBlock>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int compareAfterMs = 300;
constexpr int pauseOfTypingMs = 1500;

// Where a line and column of a file stand in the editor's text.
qsizetype positionOf(const QTextDocument &document, int line, int column)
{
    const QTextBlock block = document.findBlockByNumber(std::max(0, line - 1));
    return block.isValid() ? block.position() + std::min(std::max(0, column - 1), block.length() - 1) : 0;
}

} // namespace

PolicyTextView::PolicyTextView(Workspace &workspace, PolicyEditing &editing, QWidget *parent) : QWidget(parent), m_workspace(workspace), m_editing(editing)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(8);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"policyTextMistake"_s);
    all->addWidget(m_notice);
    m_edit = new PromptEdit(this);
    m_edit->setObjectName(u"policyText"_s);
    m_edit->setAccessibleName(tr("The policy as its file"));
    m_edit->setTabChangesFocus(true);
    m_edit->installEventFilter(this);
    all->addWidget(m_edit, 1);
    setFocusProxy(m_edit);
    m_compareSoon.setSingleShot(true);
    connect(&m_compareSoon, &QTimer::timeout, this, &PolicyTextView::compare);
    connect(m_edit, &PromptEdit::edited, this, &PolicyTextView::typed);
    connect(m_notice, &NoticeBar::actionPressed, this, &PolicyTextView::goToMistake);
}

void PolicyTextView::refresh(bool mayEdit, int policyInForce)
{
    const EditableText now = editableText(m_editing.text(), policyPath());
    m_edit->setReadOnly(!mayEdit || !now.problem.isEmpty());
    m_edit->setTextInteractionFlags(m_edit->isReadOnly() ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard : Qt::TextEditorInteraction);
    showText();
    showMistake(policyInForce);
}

void PolicyTextView::showText()
{
    if (m_loaded && m_shown == m_editing.text())
        return;
    m_shown = m_editing.text();
    const QString text = editableText(m_shown, policyPath()).text;
    m_loading = true;
    if (!m_loaded) {
        m_edit->setFile(policyPath(), text);
        m_edit->document()->setUndoRedoEnabled(false); // the steps of forms and typing are one line
        m_loaded = true;
    } else if (const QString old = m_edit->exactText(); old != text) {
        // Only what differs, so that the cursor stays where it was.
        qsizetype head = 0;
        const qsizetype shorter = std::min(old.size(), text.size());
        while (head < shorter && old[head] == text[head])
            ++head;
        qsizetype tail = 0;
        while (tail < shorter - head && old[old.size() - 1 - tail] == text[text.size() - 1 - tail])
            ++tail;
        m_edit->replaceWords(head, old.size() - head - tail, text.sliced(head, text.size() - head - tail));
    }
    m_loading = false;
    m_compareSoon.start(compareAfterMs);
}

void PolicyTextView::typed()
{
    // Colours that change are a change of the document as well; as long as no text was shown, it holds none.
    if (m_loading || !m_loaded || m_edit->isReadOnly())
        return;
    const Result<QByteArray> bytes = bytesWithText(m_editing.text(), policyPath(), m_edit->exactText());
    if (!bytes)
        return;
    if (!m_typedAt.isValid() || m_typedAt.elapsed() > pauseOfTypingMs || m_session == 0)
        m_session = m_editing.newSession();
    m_typedAt.start();
    m_shown = *bytes;
    m_editing.type(tr("Typing"), *bytes, m_session);
    m_compareSoon.start(compareAfterMs);
}

void PolicyTextView::showMistake(int policyInForce)
{
    // What was said of an earlier text stays until this one is checked; a moment later at most.
    if (m_editing.isChecking())
        return;
    const std::optional<Error> &problem = m_editing.problem();
    m_edit->setWrongLine(problem ? std::max(1, problem->line) : 0);
    if (!problem) {
        const QString text = m_edit->exactText();
        const QList<text::Boxed> hidden = text::boxedCharacters(text);
        if (hidden.isEmpty()) {
            m_notice->settle();
            return;
        }
        m_notice->setNotice({.kind = NoticeKind::Warning,
                             .lead = tr("Line %1 holds a character that cannot be seen: %2.").arg(text.first(hidden.first().position).count(u'\n') + 1).arg(hidden.first().name),
                             .sentence = hidden.size() > 1 ? tr("There are %n of them.", nullptr, static_cast<int>(hidden.size())) : QString()});
        return;
    }
    m_notice->setNotice({.kind = NoticeKind::Danger,
                         .lead = tr("Line %1, column %2: %3").arg(problem->line).arg(problem->column).arg(problem->subject == u"yaml" ? problem->detail : problem->subject + u": "_s + problem->detail),
                         .sentence = tr("This text cannot be sent. Policy %1 stays in force meanwhile.").arg(policyInForce),
                         .action = tr("Go there")});
}

void PolicyTextView::goToMistake()
{
    if (const std::optional<Error> &problem = m_editing.problem()) {
        m_edit->setFocus(Qt::OtherFocusReason);
        m_edit->goTo(positionOf(*m_edit->document(), problem->line, problem->column));
    }
}

void PolicyTextView::compare()
{
    if (!m_editing.isEditing()) {
        m_edit->setComparison({});
        return;
    }
    m_compared.start(m_workspace.assess(m_editing.keeper().draft().files), [this](const Result<AssessedChange> &assessed) {
        // Bars and underlines only; without them the text is still all there.
        if (assessed && !assessed->files.isEmpty() && m_shown == m_editing.text())
            m_edit->setComparison(assessed->files.first().comparison);
    });
}

bool PolicyTextView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool undo = key->matches(QKeySequence::Undo);
        if (undo || key->matches(QKeySequence::Redo)) {
            if (event->type() == QEvent::KeyPress) {
                m_session = 0;
                undo ? m_editing.undo() : m_editing.redo();
            }
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace countersign
