// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/DiffReport.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// The words of a cell with what its marks say, by signs and by colour.
QList<Piece> markedPieces(const QString &text, const diff::Cell &cell)
{
    QList<Piece> pieces;
    qsizetype at = cell.range.start;
    const qsizetype end = cell.range.start + cell.range.length;
    const auto words = [&](qsizetype from, qsizetype to) { return text.mid(from, to - from); };
    for (const diff::Mark &mark : cell.marks) {
        const qsizetype start = std::clamp<qsizetype>(mark.range.start, at, end);
        const qsizetype stop = std::clamp<qsizetype>(mark.range.start + mark.range.length, start, end);
        pieces.append({words(at, start)});
        switch (mark.kind) {
        case diff::MarkKind::Removed:
        case diff::MarkKind::MovedRemoved:
            pieces.append({u"[-"_s + words(start, stop) + u"-]"_s, Ink::Removed});
            break;
        case diff::MarkKind::Added:
        case diff::MarkKind::MovedAdded:
            pieces.append({u"{+"_s + words(start, stop) + u"+}"_s, Ink::Added});
            break;
        case diff::MarkKind::Moved:
            pieces.append({words(start, stop), Ink::Moved});
            break;
        }
        at = stop;
    }
    pieces.append({words(at, end)});
    return pieces;
}

/// A cell may hold several lines; each is printed behind `sign`.
void printCell(Output &out, const QString &sign, const QList<Piece> &pieces)
{
    QList<Piece> line{{sign}};
    for (const Piece &piece : pieces) {
        const QStringList parts = piece.text.split(u'\n');
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (i > 0) {
                out.line(line);
                line = {{sign}};
            }
            line.append({parts.at(i), piece.ink});
        }
    }
    out.line(line);
}

} // namespace

void printDiff(Output &out, const diff::Comparison &comparison, Extent extent)
{
    if (comparison.identical) {
        out.line(u"The same bytes."_s);
        return;
    }
    if (!comparison.readable) {
        out.line(u"Not everything in these files can be compared."_s);
    }
    if (const QString about = aboutOf(comparison); !about.isEmpty()) {
        out.line({{about, Ink::Strong}});
    }
    for (const diff::Entry &entry : comparison.entries) {
        QString line = titleOf(entry);
        if (!entry.before.isEmpty() || !entry.after.isEmpty()) {
            line += u": "_s + (entry.before.isEmpty() ? QString() : u"[-"_s + entry.before + u"-] "_s)
                    + (entry.after.isEmpty() ? QString() : u"{+"_s + entry.after + u"+}"_s);
        }
        const QString section = sectionOf(entry);
        out.line({{u"* "_s + line},
                  {section.isEmpty() ? QString() : u"  in "_s + section, Ink::Faint},
                  {entry.times > 1 ? u"  %1 times"_s.arg(entry.times) : QString(), Ink::Faint}});
    }
    if (!comparison.entries.isEmpty()) {
        out.line();
    }
    const bool full = extent == Extent::Everything;
    qsizetype skipped = 0;
    const auto sayWhatIsSkipped = [&] {
        if (skipped > 0) {
            out.line(QList<Piece>{{u"  ... %1 blocks are the same"_s.arg(skipped), Ink::Faint}});
            skipped = 0;
        }
    };
    for (const diff::Row &row : comparison.rows) {
        const diff::Cell &left = row.cell(diff::Side::Left);
        const diff::Cell &right = row.cell(diff::Side::Right);
        const QString &leftText = comparison.side(diff::Side::Left).text;
        const QString &rightText = comparison.side(diff::Side::Right).text;
        if (row.kind == diff::RowKind::Same || row.kind == diff::RowKind::Rewrapped) {
            if (full && right.range.length > 0) {
                printCell(out, u"  "_s, {{rightText.mid(right.range.start, right.range.length)}});
            } else if (!full && right.range.length > 0) {
                ++skipped;
            }
            continue;
        }
        sayWhatIsSkipped();
        const bool moved = row.kind == diff::RowKind::MovedFrom || row.kind == diff::RowKind::MovedTo;
        if (left.present) {
            printCell(out, moved ? u"< "_s : u"- "_s, markedPieces(leftText, left));
        }
        if (right.present) {
            printCell(out, moved ? u"> "_s : u"+ "_s, markedPieces(rightText, right));
        }
    }
    sayWhatIsSkipped();
}

} // namespace countersign::ctl
