// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Segments.h"

#include <QStringView>

#include <vector>

namespace countersign::diff {

/// The same but for white space.
bool equalWithoutSpace(QStringView a, QStringView b);

/// Long enough that its standing in two places is no accident.
bool isSubstantial(QStringView text);

bool hasLetter(QStringView text);

/// Not a punctuation mark and not emphasis.
inline bool isContent(const Token &token)
{
    return token.kind != TokenKind::Mark && token.kind != TokenKind::Markup;
}

/// How many elements two sorted lists share, counted as often as both have them.
size_t commonCount(const std::vector<int> &a, const std::vector<int> &b);

/// Counts which of `size` places are named most often.
class Votes
{
public:
    explicit Votes(size_t size) : m_counts(size, 0) {}

    void add(int place);
    size_t count() const { return m_named.size(); }

    /// The places named most often, at most `most`, and starts again.
    std::vector<int> take(size_t most);

private:
    std::vector<int> m_counts;
    std::vector<int> m_named;
};

} // namespace countersign::diff
