// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QList>
#include <QLocale>
#include <QString>

// How figures, times and names are written. Every sentence and unit is translated.
namespace countersign::text {

inline constexpr QChar noBreakSpace{u'\u00A0'};
inline constexpr QChar trueMinus{u'\u2212'};

// Below a minute "now", below a day "45 min", "4 h"; below two days "1 d 3 h"; then the weekday within a week, else
// the date ("13 Nov", with the year when it is another one). A moment ahead of `now` counts as now.
[[nodiscard]] QString relativeTime(const QDateTime &then, const QDateTime &now);
// "45 min", "1 d 3 h", "41 s": a length of time, not a moment.
[[nodiscard]] QString duration(qint64 milliseconds);
// "Thu 19 Nov 2026, 17:29:14 CET", for tooltips.
[[nodiscard]] QString exactTime(const QDateTime &moment);
// "13:49" today, "Thu 17:31" within a week, else the date.
[[nodiscard]] QString clockTime(const QDateTime &moment, const QDateTime &now);
// "Friday 20 November 2026", for the heads of days.
[[nodiscard]] QString day(const QDate &date);

// With the separators of the locale and the true minus sign.
[[nodiscard]] QString number(qint64 value);
[[nodiscard]] QString number(double value, int decimals);
// Basis points of the ledger: 2500 is "25 %", 680 is "6.8 %".
[[nodiscard]] QString percentOfBasisPoints(qint64 basisPoints);
[[nodiscard]] QString percent(double value, int decimals);
[[nodiscard]] QString withUnit(const QString &figure, const QString &unit);

// "AR" of "Ana Ruiz": the first letters of the first and last word, one letter of a single word.
[[nodiscard]] QString initials(const QString &name);
// "Ana, Bode and 6 more"; all of them up to `atMost`.
[[nodiscard]] QString people(const QStringList &names, int atMost);

// A character that must not reach the screen as itself: invisible, direction-turning, control, or a deceptive space.
struct Boxed
{
    qsizetype position = 0;  // in the original
    qsizetype length = 0;    // 1, or 2 for a surrogate pair
    QString name = {};            // "ZWSP", "RLO", "U+E0041"

    friend bool operator==(const Boxed &, const Boxed &) = default;
};
// In order. Line feeds and tabs are not among them. Joiners are spared where they belong: inside emoji
// sequences and between letters of scripts that need them.
[[nodiscard]] QList<Boxed> boxedCharacters(const QString &text);
// `text` with each of them replaced by its name in brackets: "a⟦RLO⟧b".
[[nodiscard]] QString printable(const QString &text);
// The same on one line: line feeds and tabs become spaces.
[[nodiscard]] QString printableLine(const QString &text);

} // namespace countersign::text
