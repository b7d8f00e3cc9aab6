// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"
#include "ui/common/Signs.h"

#include <QMap>
#include <QPlainTextEdit>

#include <memory>

namespace countersign {

class PromptHighlighter;
class Theme;

// A remark beside the text: which words, in which colour, what it says and what can be done.
struct EditorNote
{
    enum class Kind { Reason, Wrong, Hint, Good };

    QString key = {};
    Kind kind = Kind::Hint;
    Sign sign = Sign::Information;
    std::optional<LaneShape> lane = {};
    qsizetype start = 0;     // in the editor's text
    qsizetype length = 0;    // 0: the note is about the line
    QString sentence = {};
    QString help = {};
    QString action = {};     // label of a button; empty for none
    QString replacement = {}; // what the button puts in place of the words

    friend bool operator==(const EditorNote &, const EditorNote &) = default;
};

// A stretch of whole lines that stays as it is until it is opened.
struct LockedPart
{
    QString key = {};
    qsizetype start = 0;
    QString text = {};

    [[nodiscard]] qsizetype end() const { return start + text.size(); }
    friend bool operator==(const LockedPart &, const LockedPart &) = default;
};

// The text of a draft: wrapped prose with a gutter of 36 in which changed paragraphs have a bar and notes have signs.
// Changed words carry a green underline, wrong ones a wavy line.
class PromptEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit PromptEdit(QWidget *parent = nullptr);
    ~PromptEdit() override;

    // The path chooses syntax and font: prose for Markdown and text, fixed width with line numbers for the rest.
    void setFile(const QString &path, const QString &text);
    // Exactly what stands in the editor, with '\n'; no-break spaces stay.
    [[nodiscard]] QString exactText() const;

    // Against the text it started from, both whole files; for bars and underlines.
    void setComparison(std::shared_ptr<const diff::Comparison> comparison);
    void setNotes(const QList<EditorNote> &notes);
    [[nodiscard]] const QList<EditorNote> &notes() const { return m_notes; }
    // In the order of the text, apart from each other. They follow what is typed before them; no key, paste, drop, undo or
    // redo changes their words.
    void setLocked(const QList<LockedPart> &parts);
    [[nodiscard]] const QList<LockedPart> &locked() const { return m_locked; }
    // Tops and bottoms of the locked parts, in this widget's coordinates.
    [[nodiscard]] QList<QPair<int, int>> lockedBands() const;
    // Another text as one step of undoing. What was locked is so no longer; going back, it is again.
    void replaceAll(const QString &text);
    // Changes nothing and says lockedTouched() where a locked part is in the way.
    bool replaceWords(qsizetype start, qsizetype length, const QString &words);
    // The same for whatever differs from `text`; one step of undoing.
    bool replaceChanged(const QString &text);
    [[nodiscard]] bool mayReplace(qsizetype start, qsizetype length, const QString &words) const;
    // A line that cannot be read has a red ground; the text is then shown as code. 0 for none.
    void setWrongLine(int line);

    // Matches of a search, in the colours of finding.
    void setMatches(const QList<QTextCursor> &matches);
    void goTo(qsizetype position, qsizetype length = 0);
    // Top of a position, in viewport coordinates.
    [[nodiscard]] int topOf(qsizetype position) const;
    // Room at the trailing edge for notes beside the text; 0 when they fold into the gutter.
    [[nodiscard]] int noteRoom() const { return m_noteRoom; }
    [[nodiscard]] QRect noteArea() const;

signals:
    void noteAsked(const QString &key, const QPoint &globalPlace);
    void scrolledOrChanged();
    // textChanged(), when nothing locked was touched.
    void edited();
    void lockedTouched(const QString &key);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void dropEvent(QDropEvent *event) override;

private:
    void follow();
    void setCode(bool code);
    void placeGutter();
    void mark();
    void paintGutter(const QRect &area);
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] QMap<int, const EditorNote *> gutterSigns() const;
    [[nodiscard]] const LockedPart *inTheWay(qsizetype start, qsizetype length, const QString &words) const;
    [[nodiscard]] static std::optional<QList<LockedPart>> placed(const QList<LockedPart> &parts, const QString &text);
    [[nodiscard]] bool findLocked();
    void keepLocked();

    QWidget *m_gutter = nullptr;
    PromptHighlighter *m_highlighter = nullptr;
    std::shared_ptr<const diff::Comparison> m_comparison;
    QList<EditorNote> m_notes;
    QList<QTextCursor> m_matches;
    QList<LockedPart> m_locked;
    QList<QList<LockedPart>> m_lockedBefore; // of texts that undo or redo may bring back
    bool m_keeping = false;
    int m_wrongLine = 0;
    int m_noteRoom = 0;
    bool m_fileIsCode = false;
    bool m_code = false;
};

} // namespace countersign
