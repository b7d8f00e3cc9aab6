// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"

#include <vector>

namespace countersign::ctl {

/// A stretch of a file as it lies on disk. Characters are code points; a byte order mark is one, and so is every
/// byte that cannot be decoded.
struct FilePlace
{
    qsizetype start = 0;
    qsizetype end = 0;
    qsizetype byteStart = 0;
    qsizetype byteEnd = 0;
    bool exact =
        false; ///< the file says it in the very same characters; otherwise by escapes, indentation or CRLF

    friend bool operator==(const FilePlace &, const FilePlace &) = default;
};

/// Finds what a document says in the bytes it was read from. The document outlives it.
class FileOffsets
{
public:
    explicit FileOffsets(const prompt::Document &document);

    /// A stretch of Document::source.
    [[nodiscard]] FilePlace ofSource(prompt::Span span) const;
    /// A stretch of a message's text.
    [[nodiscard]] FilePlace ofText(int message, prompt::Span inText) const;

private:
    struct At
    {
        qsizetype bytes = 0;
        qsizetype characters = 0;
    };

    [[nodiscard]] At at(qsizetype source) const;
    void step(At &at, qsizetype &source) const;

    const prompt::Document &m_document;
    std::vector<At> m_marks; // one each `markEvery` units of the source
    std::vector<qsizetype> m_marked;
};

} // namespace countersign::ctl
