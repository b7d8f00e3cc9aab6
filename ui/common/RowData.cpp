// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/RowData.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

[[nodiscard]] QString say(const char *words)
{
    return QCoreApplication::translate("ui", words);
}

[[nodiscard]] QString joined(QStringList parts)
{
    parts.removeIf([](const QString &part) { return part.isEmpty(); });
    return parts.join(", "_L1);
}

[[nodiscard]] QString nameOf(const std::optional<Sign> &sign)
{
    return sign ? Signs::name(*sign) : QString();
}

} // namespace

QString spoken(const ChangeRowData &row)
{
    if (row.kind == RowKind::GroupHead)
        return joined({row.title, QLocale().toString(row.count)});
    const QString number = row.number.isEmpty() ? QString() : say(QT_TRANSLATE_NOOP("ui", "change %1")).arg(row.number.startsWith(u'#') ? row.number.mid(1) : row.number);
    const QString author = row.author.isEmpty() ? QString() : say(QT_TRANSLATE_NOOP("ui", "by %1")).arg(row.author);
    return joined({row.lane ? Signs::name(*row.lane, LaneWords::Two) : QString(), number, row.title, row.prompt, row.stage,
                   nameOf(row.nextSign), spoken(row.next), spoken(row.reason), author, row.age});
}

QString spoken(const EventRowData &row)
{
    if (row.kind == RowKind::GroupHead)
        return row.title;
    const QString number = row.number.isEmpty() ? QString() : say(QT_TRANSLATE_NOOP("ui", "event %1")).arg(row.number);
    return joined({number, row.time, nameOf(row.sign), spoken(row.sentence), row.isVoid ? say(QT_TRANSLATE_NOOP("ui", "no effect")) : QString(),
                   row.isOverride ? say(QT_TRANSLATE_NOOP("ui", "override")) : QString(), row.chip, row.subject, row.sealName});
}

QString spoken(const RequirementRowData &row)
{
    return joined({say(QT_TRANSLATE_NOOP("ui", "%1: %2")).arg(Signs::name(row.sign), spoken(row.sentence)), row.help});
}

QString spoken(const EntryRowData &row)
{
    return joined({nameOf(row.sign), spoken(row.sentence), row.place, spoken(row.placeQuote),
                   row.laneBefore ? Signs::name(*row.laneBefore, LaneWords::Two) : QString(), row.laneBefore ? nameOf(Sign::Became) : QString(),
                   row.lane ? Signs::name(*row.lane, LaneWords::Two) : QString(), row.trailing, row.why});
}

QString toolTip(const ChangeRowData &row)
{
    return row.exactTime.toHtmlEscaped();
}

QString toolTip(const EventRowData &row)
{
    return row.exactTime.toHtmlEscaped();
}

QString toolTip(const RequirementRowData &row)
{
    return row.toolTip.toHtmlEscaped();
}

QString toolTip(const EntryRowData &row)
{
    const QString sentence = plain(row.sentence).toHtmlEscaped();
    return row.why.isEmpty() ? sentence : u"%1<br>%2"_s.arg(sentence, row.why.toHtmlEscaped());
}

} // namespace countersign
