// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/editor/PromptEdit.h"

#include <QCoreApplication>

namespace countersign {

// What is wrong with a text on its own: it does not parse, its template does not close, a variable is not known, a
// variable that was used before is gone, a character cannot be seen. Pure.
class TextChecks
{
    Q_DECLARE_TR_FUNCTIONS(TextChecks)

public:
    struct Result
    {
        QList<EditorNote> notes = {};
        int wrongLine = 0;          // 1-based; the structure of the file cannot be read
        QString wrongSentence = {}; // what the parser says, with the line
        QStringList variables = {}; // that may be inserted
        int words = 0;
    };

    // `text` and `before` have single line ends, as the editor holds them; `before` is empty for a new file.
    [[nodiscard]] static Result check(const QString &text, const QString &before, const QString &path);
    // What stops sending: notes of kind Wrong.
    [[nodiscard]] static const EditorNote *firstWrong(const QList<EditorNote> &notes);
};

} // namespace countersign
