// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Range.h"
#include "domain/Lane.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <array>

namespace countersign::lanes {

/// Why a change stands in a lane. Enough for a person to find the words and for the interface to say the
/// reason: `rule` is the key of the wording, `before` and `after` fill it.
struct Finding
{
    QString rule = {}; ///< stable id: "tools.set", "policy.money"
    Lane lane = Lane::Medium;
    QString before = {};                   ///< the words or the value that went
    QString after = {};                    ///< the words or the value that came
    QString subject = {};                  ///< setting path, tool, variable, or workflow
    QString section = {};                  ///< title of the section; empty for settings
    int entry = -1;                        ///< index into Comparison::entries, -1 when there is none
    int sentenceChange = -1;               ///< index into Comparison::sentences
    int setting = -1;                      ///< index into Comparison::settings
    std::array<diff::Range, 2> range = {}; ///< in the texts of both sides; empty for settings

    friend bool operator==(const Finding &, const Finding &) = default;
};

/// The highest finding is the lane; no finding is low. Findings are sorted, highest first.
struct Classification
{
    Lane lane = Lane::Low;
    QList<Finding> findings = {};
    int rulesVersion = 0;

    friend bool operator==(const Classification &, const Classification &) = default;
};

} // namespace countersign::lanes
