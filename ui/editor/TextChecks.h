// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/Policy.h"
#include "ui/editor/PromptEdit.h"

#include <QCoreApplication>

namespace countersign {

namespace lanes {
struct Guardrail;
}
namespace prompt {
struct Document;
}

// What an editor says beside a text: the guardrails in words, what cannot be read, and characters that cannot be seen.
// Pure; any thread.
class TextChecks
{
    Q_DECLARE_TR_FUNCTIONS(TextChecks)

public:
    // A section that has owners of its own, to whom the author does not belong.
    struct Owned
    {
        QString title = {};
        qsizetype start = 0;
        qsizetype length = 0;
        QStringList owners = {};
        bool unchanged = false; // the text before has the same words under this heading
    };
    struct Result
    {
        QList<Owned> owned = {};
        QList<EditorNote> notes = {};
        int wrongLine = 0;          // 1-based; the structure of the file cannot be read
        QString wrongSentence = {}; // what the parser says, with the line
        QStringList variables = {}; // that may be inserted
        int words = 0;
    };

    // `text` and `before` have single line ends, as the editor holds them; `before` is empty for a new file.
    [[nodiscard]] static Result check(const QString &text, const QString &before, const QString &path,
                                      const Policy &policy = {}, const PrincipalId &author = {});
    // What stops sending: notes of kind Wrong.
    [[nodiscard]] static const EditorNote *firstWrong(const QList<EditorNote> &notes);

private:
    [[nodiscard]] static EditorNote noteOf(const lanes::Guardrail &guardrail, const prompt::Document &now,
                                           const QStringList &known);
    [[nodiscard]] static QString schemaSentence(const QString &detail);
};

} // namespace countersign
