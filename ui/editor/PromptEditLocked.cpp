// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Parts that stay as they are: asked before a key, a paste or a word of an input method changes the text; whatever came by
// another way is taken back before anybody hears of it.
#include "ui/editor/PromptEdit.h"

#include "ui/common/Theme.h"

#include <QDropEvent>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int mostStepsBack = 100;

// What makes one text of another: other words for one stretch of it.
struct Stretch
{
    qsizetype start = 0;
    qsizetype length = 0;
    QString words = {};
    [[nodiscard]] bool isEmpty() const { return length == 0 && words.isEmpty(); }
};

Stretch changedStretch(const QString &old, const QString &text)
{
    qsizetype start = 0;
    while (start < std::min(old.size(), text.size()) && old[start] == text[start])
        ++start;
    qsizetype same = 0;
    while (same < std::min(old.size(), text.size()) - start && old[old.size() - 1 - same] == text[text.size() - 1 - same])
        ++same;
    return {start, old.size() - same - start, text.sliced(start, text.size() - same - start)};
}

// What a key takes away, apart from a selection; nullopt where it changes nothing.
std::optional<QTextCursor> takenByKey(const QKeyEvent &event, QTextCursor cursor)
{
    const auto to = [&cursor](QTextCursor::MoveOperation move) {
        if (!cursor.hasSelection())
            cursor.movePosition(move, QTextCursor::KeepAnchor);
        return cursor;
    };
    if (event.matches(QKeySequence::Copy) || event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo)
        || event.matches(QKeySequence::Paste))
        return std::nullopt; // pasting is asked where it inserts
    if (event.matches(QKeySequence::DeleteStartOfWord))
        return to(QTextCursor::PreviousWord);
    if (event.matches(QKeySequence::DeleteEndOfWord))
        return to(QTextCursor::NextWord);
    if (event.matches(QKeySequence::DeleteEndOfLine))
        return to(QTextCursor::EndOfBlock);
    if (event.matches(QKeySequence::DeleteCompleteLine)) {
        cursor.movePosition(QTextCursor::StartOfBlock);
        cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor);
        return cursor;
    }
    if (event.matches(QKeySequence::Cut))
        return cursor.hasSelection() ? std::optional(cursor) : std::nullopt;
    if (event.key() == Qt::Key_Backspace)
        return to(QTextCursor::PreviousCharacter);
    if (event.key() == Qt::Key_Delete)
        return to(QTextCursor::NextCharacter);
    return std::nullopt;
}

QString typedBy(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)
        return u"\n"_s;
    const bool command = event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)
            && !(event.modifiers() & Qt::GroupSwitchModifier);
    const QString text = event.text();
    return command || text.isEmpty() || (!text[0].isPrint() && text[0] != u'\t') ? QString() : text;
}

} // namespace

void PromptEdit::setLocked(const QList<LockedPart> &parts)
{
    if (m_locked == parts)
        return;
    m_locked = parts;
    mark();
    m_gutter->update();
    viewport()->update();
    emit scrolledOrChanged();
}

const LockedPart *PromptEdit::inTheWay(qsizetype start, qsizetype length, const QString &words) const
{
    const qsizetype end = start + length;
    for (const LockedPart &part : m_locked) {
        if (end < part.start || start > part.end())
            continue;
        // Beside it, as long as its first and last lines stay lines of their own.
        if (end == part.start) {
            const bool ownLine = words.isEmpty() ? start == 0 || document()->characterAt(int(start) - 1) == QChar::ParagraphSeparator
                                                 : words.endsWith(u'\n');
            if (ownLine)
                continue;
        } else if (start == part.end()) {
            const bool ownLine = part.text.endsWith(u'\n') || words.startsWith(u'\n')
                    || (words.isEmpty() && end >= document()->characterCount() - 1);
            if (ownLine)
                continue;
        }
        return &part;
    }
    return nullptr;
}

bool PromptEdit::mayReplace(qsizetype start, qsizetype length, const QString &words) const
{
    return !isReadOnly() && !inTheWay(start, length, words);
}

bool PromptEdit::replaceWords(qsizetype start, qsizetype length, const QString &words)
{
    if (isReadOnly())
        return false;
    if (const LockedPart *part = inTheWay(start, length, words)) {
        emit lockedTouched(QString(part->key));
        return false;
    }
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(start));
    cursor.setPosition(static_cast<int>(start + length), QTextCursor::KeepAnchor);
    cursor.insertText(words);
    setTextCursor(cursor);
    return true;
}

bool PromptEdit::replaceChanged(const QString &text)
{
    const Stretch changed = changedStretch(exactText(), text);
    return changed.isEmpty() || replaceWords(changed.start, changed.length, changed.words);
}

void PromptEdit::replaceAll(const QString &text)
{
    const Stretch changed = changedStretch(exactText(), text);
    if (changed.isEmpty())
        return;
    if (!m_locked.isEmpty() && !m_lockedBefore.contains(m_locked))
        m_lockedBefore.append(m_locked);
    m_locked.clear();
    m_keeping = true;
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(changed.start));
    cursor.setPosition(static_cast<int>(changed.start + changed.length), QTextCursor::KeepAnchor);
    cursor.insertText(changed.words);
    m_keeping = false;
    emit edited();
}

// Where the locked words stand now; nothing when some of them do not.
std::optional<QList<LockedPart>> PromptEdit::placed(const QList<LockedPart> &parts, const QString &text)
{
    QList<LockedPart> found = parts;
    qsizetype moved = 0;
    qsizetype from = 0;
    for (LockedPart &part : found) {
        const auto stands = [&](qsizetype at) {
            return at >= from && QStringView(text).sliced(std::min(at, text.size())).startsWith(part.text)
                    && (at == 0 || text[at - 1] == u'\n')
                    && (part.text.endsWith(u'\n') || at + part.text.size() == text.size() || text[at + part.text.size()] == u'\n');
        };
        qsizetype at = part.start + moved;
        if (!stands(at)) {
            at = text.indexOf(part.text, from);
            while (at >= 0 && !stands(at))
                at = text.indexOf(part.text, at + 1);
        }
        if (at < 0)
            return std::nullopt;
        moved = at - part.start;
        part.start = at;
        from = part.end();
    }
    return found;
}

bool PromptEdit::findLocked()
{
    if (m_locked.isEmpty())
        return true;
    const QString text = exactText();
    if (const std::optional<QList<LockedPart>> found = placed(m_locked, text)) {
        m_locked = *found;
        return true;
    }
    // A step back to a text that had other locks.
    for (QList<LockedPart> &other : m_lockedBefore) {
        if (const std::optional<QList<LockedPart>> found = placed(other, text)) {
            other = std::exchange(m_locked, *found);
            m_gutter->update();
            viewport()->update();
            return true;
        }
    }
    return false;
}

void PromptEdit::keepLocked()
{
    if (m_keeping)
        return;
    if (findLocked()) {
        emit edited();
        return;
    }
    m_keeping = true;
    const QString key = m_locked.first().key;
    for (int i = 0; i < mostStepsBack && document()->isUndoAvailable() && !findLocked(); ++i)
        document()->undo();
    m_keeping = false;
    emit edited();
    emit lockedTouched(key);
}

QList<QPair<int, int>> PromptEdit::lockedBands() const
{
    QList<QPair<int, int>> bands;
    const int last = document()->characterCount() - 1;
    for (const LockedPart &part : m_locked) {
        const QTextBlock first = document()->findBlock(static_cast<int>(std::min<qsizetype>(part.start, last)));
        const QTextBlock end = document()->findBlock(static_cast<int>(std::clamp<qsizetype>(part.end() - 1, 0, last)));
        const int top = static_cast<int>(blockBoundingGeometry(first).translated(contentOffset()).top());
        const int bottom = static_cast<int>(blockBoundingGeometry(end).translated(contentOffset()).bottom());
        if (bottom >= 0 && top <= height())
            bands.append({std::max(top, -2), std::min(bottom, height() + 2)});
    }
    return bands;
}

void PromptEdit::paintEvent(QPaintEvent *event)
{
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(viewport());
        for (const auto &[top, bottom] : lockedBands()) {
            painter.fillRect(QRect(0, top, viewport()->width(), bottom - top), theme.color(ColorRole::Sunken));
            painter.fillRect(QRect(0, top, viewport()->width(), 1), theme.color(ColorRole::Line));
            painter.fillRect(QRect(0, bottom - 1, viewport()->width(), 1), theme.color(ColorRole::Line));
        }
    }
    QPlainTextEdit::paintEvent(event);
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    if (!m_locked.isEmpty() && !isReadOnly()) {
        const std::optional<QTextCursor> taken = takenByKey(*event, textCursor());
        const QString typed = taken ? QString() : typedBy(*event);
        if (taken || !typed.isEmpty()) {
            const QTextCursor about = taken.value_or(textCursor());
            const int start = about.selectionStart();
            if (const LockedPart *part = inTheWay(start, about.selectionEnd() - start, typed)) {
                event->accept();
                emit lockedTouched(QString(part->key));
                return;
            }
        }
    }
    QPlainTextEdit::keyPressEvent(event);
}

void PromptEdit::inputMethodEvent(QInputMethodEvent *event)
{
    const QString words = event->commitString().isEmpty() ? event->preeditString() : event->commitString();
    if (!words.isEmpty() || event->replacementLength() > 0) {
        const QTextCursor cursor = textCursor();
        const int start = cursor.selectionStart() + event->replacementStart();
        const int length = cursor.selectionEnd() - cursor.selectionStart() + event->replacementLength();
        if (const LockedPart *part = inTheWay(std::max(0, start), length, words)) {
            event->accept();
            emit lockedTouched(QString(part->key));
            return;
        }
    }
    QPlainTextEdit::inputMethodEvent(event);
}

// The drop would take the words away where they come from before it asks whether they may be put down.
void PromptEdit::dropEvent(QDropEvent *event)
{
    if (!m_locked.isEmpty() && !isReadOnly() && event->mimeData()->hasText()) {
        QString words = event->mimeData()->text();
        words.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
        const int place = cursorForPosition(event->position().toPoint()).position();
        const LockedPart *part = inTheWay(place, 0, words);
        const QTextCursor taken = textCursor();
        const bool moves = event->proposedAction() == Qt::MoveAction && (event->source() == this || event->source() == viewport());
        if (!part && moves && taken.hasSelection())
            part = inTheWay(taken.selectionStart(), taken.selectionEnd() - taken.selectionStart(), QString());
        if (part) {
            const QString key = part->key;
            event->setDropAction(Qt::IgnoreAction);
            event->ignore();
            // The control that was told of the drag forgets it.
            QDragLeaveEvent left;
            dragLeaveEvent(&left);
            emit lockedTouched(key);
            return;
        }
    }
    QPlainTextEdit::dropEvent(event);
}

void PromptEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText()) {
        QString words = source->text();
        words.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
        const QTextCursor cursor = textCursor();
        if (replaceWords(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart(), words))
            ensureCursorVisible();
    }
}

} // namespace countersign
