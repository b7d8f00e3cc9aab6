// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/editor/PromptEdit.h"

#include <QTimer>
#include <QWidget>

namespace countersign {

// The notes beside the text, each at its line, pushed down where one above is long. An edge of 2 in the colour of its
// kind, sign, sentence, help, at most one button.
class EditorMargin : public QWidget
{
    Q_OBJECT

public:
    // Follows `edit`, its parent.
    explicit EditorMargin(PromptEdit *edit);

    void setNotes(const QList<EditorNote> &notes);
    // The note that keys act on stands on `hover`.
    void setCurrent(const QString &key);
    // Says with its ground, for a moment, that this note is why nothing happened.
    void flash(const QString &key);

signals:
    void actionPressed(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    void rebuild();

    PromptEdit *m_edit;
    QList<EditorNote> m_notes;
    QString m_current;
    QString m_flashing;
    QTimer m_flash;
    QList<QWidget *> m_cards;
};

// One note as a card; also what the sign in the gutter opens.
[[nodiscard]] QWidget *makeNoteCard(const EditorNote &note, QWidget *parent, const std::function<void()> &act);

} // namespace countersign
