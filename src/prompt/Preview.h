// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"
#include "prompt/Value.h"

namespace countersign::prompt {

/// How far a preview goes before it stops, and whose Jinja it is. A template is somebody else's text.
struct PreviewLimits
{
    qsizetype steps = 400'000;          ///< tags and words of expressions that are looked at
    qsizetype output = 4 * 1024 * 1024; ///< UTF-16 units of all messages together
    int depth = 64;                     ///< blocks in blocks, brackets in brackets
    qsizetype list = 10'000;            ///< elements of a list that an expression makes
    qsizetype text = 1024 * 1024;       ///< UTF-16 units of a text that an expression makes
    /// How Jinja's tags write a value: as Jinja2 does (True, ['a', 'b']), or as Nunjucks does in JavaScript (true, a,b), where
    /// a loop with two names also goes over the keys and values of a map.
    Notation jinja = Notation::Python;
};

enum class PreviewProblemKind {
    MissingVariable, ///< no sample; `detail` is its name. The tag stands as it is, a condition is false
    Unsupported,     ///< a filter, helper, tag or reference that is not filled in; it stands as it is
    Syntax,          ///< a tag or block that cannot be read; it stands as it is
    CannotCompute,   ///< the values do not fit: 1 + "a", a division by zero; it stands as it is
    TooDeep,         ///< brackets or blocks beyond the limit; they stand as they are
    TooMuch,         ///< a limit was reached; the text ends here
};

struct PreviewProblem
{
    PreviewProblemKind kind = PreviewProblemKind::Unsupported;
    QString detail = {}; ///< the name or the words; not translated
    Span source = {};    ///< in Document::source

    friend bool operator==(const PreviewProblem &, const PreviewProblem &) = default;
};

enum class PieceKind {
    Literal,    ///< from the file, character by character unless an escape stands between
    Filled,     ///< a sample value in place of a tag
    Unresolved, ///< a tag that stands as it is in the file
};

/// Where a stretch of the output comes from.
struct PreviewPiece
{
    PieceKind kind = PieceKind::Literal;
    Span text = {};   ///< in the message's text
    Span source = {}; ///< in Document::source; for Filled the tag

    friend bool operator==(const PreviewPiece &, const PreviewPiece &) = default;
};

struct PreviewMessage
{
    Role role = Role::None;
    QString name = {};
    QString text = {};
    QList<PreviewPiece> pieces = {}; ///< ascending, cover the text

    friend bool operator==(const PreviewMessage &, const PreviewMessage &) = default;
};

/// A prompt as the model gets it.
struct Preview
{
    QList<PreviewMessage> messages = {};
    QList<PreviewProblem> problems = {};
    QStringList missing = {}; ///< names without a sample, in the order of their first use
    bool complete = true;     ///< false when a limit ended it

    friend bool operator==(const Preview &, const Preview &) = default;
};

/// Fills `samples`, a map, into every message of a document. Pure: nothing is executed, opened or asked for; what this
/// does not know stays visible and has a problem. Total and bounded by `limits`.
[[nodiscard]] Preview preview(const Document &document, const Value &samples,
                              const PreviewLimits &limits = {});

/// The filled-in texts as a document of plain messages, so that two of them can be compared like two prompts.
[[nodiscard]] Document filledDocument(const Preview &preview);

} // namespace countersign::prompt
