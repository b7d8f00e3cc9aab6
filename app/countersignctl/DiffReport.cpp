// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/DiffReport.h"

#include "diff/Compare.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

qsizetype codePoints(QStringView text)
{
    qsizetype count = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool pair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        i += pair ? 1 : 0;
        ++count;
    }
    return count;
}

} // namespace

DiffReport diffReport(const std::array<QByteArray, 2> &bytes, const QString &path)
{
    DiffReport report{.bytes = bytes, .path = path};
    report.documents = prompt::parseBoth(bytes[0], bytes[1], path);
    report.comparison = diff::compare(report.documents[0], report.documents[1]);
    return report;
}

diff::Totals characterTotals(const diff::Comparison &comparison)
{
    diff::Totals totals;
    for (const diff::Row &row : comparison.rows) {
        for (const diff::Side side : {diff::Side::Left, diff::Side::Right}) {
            const QStringView text = comparison.side(side).text;
            for (const diff::Mark &mark : row.cell(side).marks) {
                const qsizetype count = codePoints(text.sliced(mark.range.start, mark.range.length));
                switch (mark.kind) {
                case diff::MarkKind::Removed:
                case diff::MarkKind::MovedRemoved:
                    totals.removed += count;
                    break;
                case diff::MarkKind::Added:
                case diff::MarkKind::MovedAdded:
                    totals.added += count;
                    break;
                case diff::MarkKind::Moved:
                    totals.moved += side == diff::Side::Right ? count : 0;
                    break;
                }
            }
        }
    }
    return totals;
}

QString nameOf(diff::RowKind kind)
{
    switch (kind) {
    case diff::RowKind::Same:
        return u"same"_s;
    case diff::RowKind::Rewrapped:
        return u"rewrapped"_s;
    case diff::RowKind::Changed:
        return u"changed"_s;
    case diff::RowKind::Removed:
        return u"removed"_s;
    case diff::RowKind::Added:
        return u"added"_s;
    case diff::RowKind::MovedFrom:
        return u"moved-from"_s;
    case diff::RowKind::MovedTo:
        return u"moved-to"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString sectionOf(const diff::Entry &entry)
{
    const diff::Place &right = entry.place(diff::Side::Right);
    return right.present ? right.section : entry.place(diff::Side::Left).section;
}

} // namespace countersign::ctl
