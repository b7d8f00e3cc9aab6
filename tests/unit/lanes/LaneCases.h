// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Lane.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace countersign::test {

/// Two versions of a file and the lane that a person gave the difference.
struct LaneCase
{
    QString base = {}; ///< name of the text that is edited
    QString title = {};
    QString path = {};
    QByteArray before = {};
    QByteArray after = {};
    QList<QByteArray> alike = {}; ///< further versions that say what `before` says
    Lane lane = Lane::Medium;
    Lane other = Lane::Medium; ///< a lane that could be defended too; `lane` itself when there is none

    friend bool operator==(const LaneCase &, const LaneCase &) = default;
};

/// Reads a table of cases below data/; the beginning of forecast.txt says how they are written. A fault in the file
/// ends the test program with its line: a case that does not apply must not be lost.
QList<LaneCase> laneCases(const QString &name);

/// Why a change landed where it did, one reason a line.
struct Outcome
{
    Lane lane = Lane::Low;
    QString reasons = {};

    friend bool operator==(const Outcome &, const Outcome &) = default;
};
Outcome outcomeOf(const QByteArray &before, const QByteArray &after, const QString &path);

/// true/predicted counts, printed as the tests print them.
struct Confusion
{
    int counts[3][3] = {};

    void add(Lane expected, Lane got) { ++counts[static_cast<int>(expected)][static_cast<int>(got)]; }
    int total() const;
    int exact() const;
    int of(Lane expected) const;
    int at(Lane expected, Lane got) const { return counts[static_cast<int>(expected)][static_cast<int>(got)]; }
    void print(const char *title) const;
};

} // namespace countersign::test
