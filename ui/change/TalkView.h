// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/change/ThreadCard.h"

#include <QHash>

class QScrollArea;

namespace countersign {

class EmptyState;

// Every thread of a change, open ones first, and a field to say something about the change as a whole.
class TalkView : public QWidget
{
    Q_OBJECT

public:
    explicit TalkView(QWidget *parent = nullptr);

    // `refusal` is the sentence why nothing can be written; empty when it can.
    void setThreads(const QList<ThreadData> &threads, const QString &refusal);
    void setWriting(bool writing);
    // The comment or answer that was under way has arrived.
    void clearTyped(const EventId &first);
    void setError(const EventId &first, const QString &sentence);
    void goTo(const EventId &first);
    [[nodiscard]] bool hasTyped() const;

signals:
    void said(const QString &text);
    void answered(const countersign::EventId &first, const QString &text);
    void settled(const countersign::EventId &first, bool resolved);
    void wordsChosen(const countersign::EventId &first);
    void takenOver(const countersign::EventId &first);
    void caseAsked(const countersign::EventId &first);

private:
    QScrollArea *m_scroll = nullptr;
    QWidget *m_page = nullptr;
    QVBoxLayout *m_all = nullptr;
    EmptyState *m_empty = nullptr;
    QHash<EventId, ThreadCard *> m_cards;
    GrowingTextEdit *m_text = nullptr;
    QPushButton *m_say = nullptr;
    PlainLabel *m_reason = nullptr;
};

} // namespace countersign
