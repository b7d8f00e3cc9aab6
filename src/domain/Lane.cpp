// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Lane.h"

#include "domain/Names.h"

namespace countersign {

namespace {

constexpr NameTable<Lane, 3> laneNames = {{{Lane::Low, "low"}, {Lane::Medium, "medium"}, {Lane::High, "high"}}};

} // namespace

QString toString(Lane lane)
{
    return nameOf(laneNames, lane);
}

std::optional<Lane> laneFromString(QStringView text)
{
    return valueOf(laneNames, text);
}

} // namespace countersign
