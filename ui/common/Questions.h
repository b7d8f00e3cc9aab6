// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <functional>

class QObject;
class QWidget;

namespace countersign {

enum class QuestionKind { Plain, Danger };

// A question whose answer changes what happens next.
struct Question
{
    QString title = {};
    QString sentence = {};
    QString accept = {};       // "Discard the draft": the deed, never "Yes"
    QString alternative = {};  // a third way, may be empty
    QString cancel = {};       // empty for the usual word
    QuestionKind kind = QuestionKind::Plain;
};

enum class Answer { Accepted, Alternative, Canceled };

// How a part of the window asks. Passed to those that need it; a test passes one that answers by itself.
class Questions
{
public:
    virtual ~Questions() = default;

    // Returns at once; `answered` is called exactly once on the GUI thread unless `context` dies first.
    virtual void ask(const Question &question, QObject *context, std::function<void(Answer)> answered) = 0;
};

// Asks with a Sheet over a widget.
class SheetQuestions : public Questions
{
public:
    // `covered` outlives this.
    explicit SheetQuestions(QWidget *covered) : m_covered(covered) {}

    void ask(const Question &question, QObject *context, std::function<void(Answer)> answered) override;

private:
    QWidget *m_covered;
};

} // namespace countersign
