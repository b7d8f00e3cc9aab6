// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"

#include <QCoreApplication>

namespace countersign {

// What is wrong with an answer of a release note, in words.
struct NoteProblem
{
    NoteField field = NoteField::What;
    int trigger = -1;       // of Triggers: which one, -1 for all of them
    QString part = {};      // of a trigger: "metric", "value", "sample", "window"
    QString sentence = {};
    QString offer = {};     // a value that may be taken, empty for none

    friend bool operator==(const NoteProblem &, const NoteProblem &) = default;
};

class NoteCheck
{
    Q_DECLARE_TR_FUNCTIONS(NoteCheck)

public:
    // In the order of the form. Which answers are needed is the policy's; a trigger that is there must be whole.
    [[nodiscard]] static QList<NoteProblem> problems(const Policy &policy, Lane lane, const NoteDraft &note);
    // "Why", "What good looks like".
    [[nodiscard]] static QString label(NoteField field);
    // A trigger as a sentence: "Complaints above 3 % over 24 h, seen 400: propose it".
    [[nodiscard]] static QString sentence(const Trigger &trigger);
    [[nodiscard]] static QString limit(const Trigger &trigger);
};

} // namespace countersign
