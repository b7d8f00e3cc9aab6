// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/Carry.h"

#include <QList>

#include <algorithm>

namespace countersign {

namespace {

constexpr qsizetype neighbours = 60;
constexpr int mostPlaces = 200;

// Every run of white space as one blank, with the place of each letter in the original.
struct Flowed
{
    QString text = {};
    QList<qsizetype> place = {};
};

Flowed flowed(const QString &text)
{
    Flowed out;
    out.text.reserve(text.size());
    out.place.reserve(text.size() + 1);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool blank = text[i].isSpace();
        if (blank && !out.text.isEmpty() && out.text.back() == u' ')
            continue;
        out.text += blank ? QChar(u' ') : text[i];
        out.place.append(i);
    }
    out.place.append(text.size());
    return out;
}

qsizetype lettersAlike(const QString &a, qsizetype start, const QString &b, qsizetype other, qsizetype length)
{
    qsizetype before = 0;
    while (before < neighbours && before < start && before < other && a[start - 1 - before] == b[other - 1 - before])
        ++before;
    qsizetype after = 0;
    while (after < neighbours && start + length + after < a.size() && other + length + after < b.size()
           && a[start + length + after] == b[other + length + after])
        ++after;
    return before + after;
}

} // namespace

std::optional<CarriedWords> carryWords(const QString &from, qsizetype start, qsizetype length, const QString &to)
{
    if (start < 0 || length <= 0 || start + length > from.size())
        return std::nullopt;
    const Flowed old = flowed(from);
    const Flowed now = flowed(to);
    const auto placeOf = [](const Flowed &text, qsizetype original) {
        return std::lower_bound(text.place.begin(), text.place.end(), original) - text.place.begin();
    };
    const qsizetype at = placeOf(old, start);
    const qsizetype wide = placeOf(old, start + length) - at;
    const QStringView words = QStringView(old.text).sliced(at, wide);
    if (words.trimmed().isEmpty())
        return std::nullopt;

    qsizetype best = -1;
    qsizetype bestAlike = -1;
    int places = 0;
    bool tie = false;
    for (qsizetype found = now.text.indexOf(words); found >= 0 && places < mostPlaces; found = now.text.indexOf(words, found + 1)) {
        ++places;
        const qsizetype alike = lettersAlike(old.text, at, now.text, found, wide);
        if (alike > bestAlike) {
            best = found;
            bestAlike = alike;
            tie = false;
        } else if (alike == bestAlike) {
            tie = true;
        }
    }
    // A word that stands in many places is the same word only among the same neighbours.
    const bool sure = places == 1 ? wide >= 4 || bestAlike >= 4 : bestAlike >= 8 && !tie;
    if (best < 0 || !sure)
        return std::nullopt;
    const qsizetype first = now.place[best];
    return CarriedWords{first, now.place[best + wide - 1] + 1 - first};
}

} // namespace countersign
