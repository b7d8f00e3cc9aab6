// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/FileMerge.h"

#include <QHash>

namespace countersign {

enum class MergeAnswerKind { Open, Base, Theirs, Ours, Both, Words };

// What a person decided about one place; `words` are hers when she wrote them herself.
struct MergeAnswer
{
    MergeAnswerKind kind = MergeAnswerKind::Open;
    QString words = {};

    friend bool operator==(const MergeAnswer &, const MergeAnswer &) = default;
};

// One place where both sides did something else.
struct MergeQuestion
{
    int file = 0;
    int conflict = -1;   // into Merge::conflicts; -1: the file as a whole
    QString section = {}; // the heading above
    QString base = {};
    QString ours = {};
    QString theirs = {};

    friend bool operator==(const MergeQuestion &, const MergeQuestion &) = default;
};

// The files of one merge and what was decided about them. Answers outlive the merge that they were given for: the same
// question, asked again after something moved, is answered already.
class MergeAnswers
{
public:
    void setMerges(const QList<FileMerge> &merges);
    void clear();
    [[nodiscard]] const QList<FileMerge> &merges() const { return m_merges; }
    [[nodiscard]] const QList<MergeQuestion> &questions() const { return m_questions; }
    [[nodiscard]] MergeAnswer answer(int question) const;
    void setAnswer(int question, const MergeAnswer &answer);
    [[nodiscard]] int openCount() const;
    // Of a file as a whole only one side can be taken.
    [[nodiscard]] bool mayAnswer(int question, MergeAnswerKind kind) const;
    // What stands in the place now; the base while it is open.
    [[nodiscard]] QString words(int question) const;

    // The paragraph that the place is in, as it reads now.
    struct Place
    {
        QString text = {};
        qsizetype start = 0;
        qsizetype length = 0;
    };
    [[nodiscard]] Place place(int question) const;

    // The files to propose. Fails: Invalid, Unsupported; Conflict while a question is open.
    [[nodiscard]] Result<QList<EditedFile>> files() const;

private:
    [[nodiscard]] QStringList keyOf(const MergeQuestion &question) const;
    [[nodiscard]] QStringList wordsOf(int file) const;

    QList<FileMerge> m_merges;
    QList<MergeQuestion> m_questions;
    QHash<QStringList, MergeAnswer> m_answers;
};

} // namespace countersign
