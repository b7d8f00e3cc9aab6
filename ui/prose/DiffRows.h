// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"
#include "ui/common/ProseBlock.h"

#include <QSet>

#include <limits>

namespace countersign {

enum class DiffLayout { SideBySide, Unified };

enum class ViewRowKind {
    Text,
    Fold,    // stands for the rows of a fold
    Message, // the border before a message
};

// One row as a view shows it: a row of the comparison, a piece of a very long one, or what stands for folded rows.
// Ranges count in the text of their side.
struct ViewRow
{
    ViewRowKind kind = ViewRowKind::Text;
    int row = -1;  // into Comparison::rows; of a fold its first row
    int fold = -1;
    std::array<bool, 2> present = {false, false};
    std::array<diff::Range, 2> range = {};
    bool firstPiece = true;
    bool lastPiece = true;

    friend bool operator==(const ViewRow &, const ViewRow &) = default;
};

// What a gutter says about one side of a row.
enum class CellSign { None, Removed, Added, Moved };

// The rows in reading order. In the unified layout a row that is not the same on both sides gives its left side and
// then its right side. A cell above `longCell` characters is cut into pieces at the same unmarked words of both
// sides, so that no single paragraph has to be laid out as a whole. Stops once there are `most` rows: what was made
// until then is how the whole list begins.
[[nodiscard]] QList<ViewRow> viewRows(const diff::Comparison &comparison, DiffLayout layout, const QSet<int> &unfolded,
                                      qsizetype most = std::numeric_limits<qsizetype>::max());
inline constexpr qsizetype longCell = 4000;
inline constexpr qsizetype pieceLength = 1500;

// The rows that a fold stands for.
[[nodiscard]] QList<ViewRow> foldedRows(const diff::Comparison &comparison, DiffLayout layout, int fold);

// What of a view row needs no width: made aside for a long text.
struct RowPlan
{
    QList<ViewRow> rows = {};
    QList<int> changed = {};  // into rows: those with a sign
    bool complete = true;     // false when only the beginning was made
};
[[nodiscard]] RowPlan planRows(const diff::Comparison &comparison, DiffLayout layout, const QSet<int> &unfolded,
                               qsizetype most = std::numeric_limits<qsizetype>::max());

// Keep: line breaks stand where they stand in the text. Flow: those of wrapped prose are blanks.
enum class LineBreaks { Flow, Keep };

// The characters to show for a stretch of one side: as many as the stretch has.
[[nodiscard]] QString shownText(const diff::Comparison &comparison, const ViewRow &row, diff::Side side,
                                LineBreaks breaks = LineBreaks::Flow);
// Marks of the difference, and code (template tags, words in backticks), in the coordinates of shownText().
[[nodiscard]] QList<TextMark> shownMarks(const diff::Comparison &comparison, const ViewRow &row, diff::Side side);
[[nodiscard]] CellSign signOf(const diff::Comparison &comparison, const ViewRow &row, diff::Side side);

// Title of the section that holds a place, without markup; empty before the first heading.
[[nodiscard]] QString sectionTitle(const diff::Comparison &comparison, int row, diff::Side side);

// Rows `first` to `last` of the comparison as a patch: "-" and "+" before the lines of rows that changed.
[[nodiscard]] QString patchText(const diff::Comparison &comparison, int first, int last);

} // namespace countersign
