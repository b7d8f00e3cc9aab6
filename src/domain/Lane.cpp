// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Lane.h"

#include "domain/Names.h"

namespace countersign {

namespace {

constexpr NameTable<Lane, 3> names = {{{Lane::Low, "low"}, {Lane::Medium, "medium"}, {Lane::High, "high"}}};

} // namespace

QString toString(Lane lane)
{
    return nameOf(names, lane);
}

std::optional<Lane> laneFromString(QStringView text)
{
    return valueOf(names, text);
}

} // namespace countersign
