// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"

#include <QWidget>

#include <optional>

class QPushButton;
class QVBoxLayout;

namespace countersign {

class GrowingTextEdit;
class PlainLabel;

// A thread as a value: its first comment and the answers.
struct ThreadData
{
    EventId first = {};
    QString words = {};      // the words it is about; empty for the change as a whole
    int revision = 0;        // number of the revision it was written for
    bool current = true;     // that revision is the one that is read
    bool outdated = false;   // the words do not stand in what is read any more
    std::optional<QString> suggestion = {}; // other words for `words`
    bool mayTake = false;    // the reader may put them into her draft
    bool mayMakeCase = false; // there is a suite that a case may be put into
    bool resolved = false;
    Anchor anchor = {};
    struct Said
    {
        QString name = {};
        QString role = {};
        QString time = {};
        QString exactTime = {};
        QString text = {};
        bool redacted = false;
        friend bool operator==(const Said &, const Said &) = default;
    };
    QList<Said> said = {};

    friend bool operator==(const ThreadData &, const ThreadData &) = default;
};

// Threads of a change, oldest first. `now` in milliseconds since the epoch.
[[nodiscard]] QList<ThreadData> threadsOf(const WorkspaceView &view, const Change &change, qint64 now);

// One thread with a field to answer. Plain text only. A settled one is one line until it is opened.
class ThreadCard : public QWidget
{
    Q_OBJECT

public:
    // `writable`: answers and settling are offered.
    explicit ThreadCard(QWidget *parent = nullptr);

    // What was typed into the answer stays.
    void setThread(const ThreadData &thread, bool writable);
    [[nodiscard]] const ThreadData &thread() const { return m_thread; }
    // An answer or a settling is under way; its text is kept until it is done.
    void setWriting(bool writing);
    void clearAnswer();
    void setError(const QString &sentence);
    void focusAnswer();

    int heightForWidth(int width) const override;
    bool hasHeightForWidth() const override { return true; }

signals:
    void answered(const countersign::EventId &first, const QString &text);
    void settled(const countersign::EventId &first, bool resolved);
    void wordsChosen(const countersign::EventId &first);
    void takenOver(const countersign::EventId &first);
    void caseAsked(const countersign::EventId &first);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rebuild();
    [[nodiscard]] QWidget *makeSuggestion();

    ThreadData m_thread;
    bool m_writable = false;
    bool m_open = false;
    QVBoxLayout *m_all = nullptr;
    QWidget *m_head = nullptr;
    QWidget *m_body = nullptr;
    GrowingTextEdit *m_answer = nullptr;
    QPushButton *m_send = nullptr;
    QPushButton *m_settle = nullptr;
    PlainLabel *m_error = nullptr;
};

} // namespace countersign
