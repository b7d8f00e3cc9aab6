// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/RowData.h"

#include <QDateTime>
#include <QList>

namespace countersign {

// The reasons for a lane while its text is written: those that hold, and those that hold no longer and stood long enough to
// have been read. A reason is known by its key; one that only got other words, while somebody writes in its sentence, has
// another key but goes on as the same: its key begins alike, up to the second '|', which is its rule and its file.
class ReasonWatch
{
public:
    // What stood for a shorter time came and went with half a word.
    static constexpr qint64 readableMs = 1000;

    struct Gone
    {
        EntryRowData row = {};
        QDateTime since = {};
    };

    // `now`: milliseconds since the epoch, never less than before.
    void setReasons(const QList<EntryRowData> &reasons, qint64 now);
    void clear();

    [[nodiscard]] const QList<EntryRowData> &reasons() const { return m_reasons; }
    [[nodiscard]] const QList<Gone> &gone() const { return m_gone; }

private:
    QList<EntryRowData> m_reasons;
    QList<qint64> m_since; // of each of them
    QList<Gone> m_gone;
};

} // namespace countersign
