// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"

#include <QObject>
#include <QTimer>

namespace countersign {

// Holds the draft that is being written and keeps it on this machine: after every pause of typing, and at once when
// asked. A failed save keeps the words, says since when, and is tried again.
class DraftKeeper : public QObject
{
    Q_OBJECT

public:
    static constexpr int pauseMs = 1000;
    static constexpr int tryAgainMs = 5000;

    // `workspace` outlives it.
    explicit DraftKeeper(Workspace &workspace, QObject *parent = nullptr);

    void setDraft(const Draft &draft);
    [[nodiscard]] const Draft &draft() const { return m_draft; }
    [[nodiscard]] bool hasDraft() const { return m_has; }
    void clear();

    void setTitle(const QString &title);
    void setFile(int file, const QByteArray &text);
    // The whole file, also what it is written against.
    void setEdited(int file, const EditedFile &its);
    void setNote(const NoteDraft &note);
    // What was written so far was sent as a revision of `change`; what was written since is for its next one.
    void setChange(const ChangeId &change);

    // Saves what is not saved yet, without waiting for a pause.
    void flush();
    [[nodiscard]] bool isSaved() const { return !m_dirty && !m_saving; }
    [[nodiscard]] qint64 savedAt() const { return m_savedAt; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

signals:
    // The draft is another one; `file` is the one that was typed in, -1 for anything else.
    void edited(int file);
    // isSaved(), savedAt() or error() is another.
    void stateChanged();

private:
    void touch();
    void save();

    Workspace &m_workspace;
    Draft m_draft;
    QTimer m_pause;
    std::optional<Error> m_error;
    qint64 m_savedAt = 0;
    bool m_has = false;
    bool m_dirty = false;
    bool m_saving = false;
};

} // namespace countersign
