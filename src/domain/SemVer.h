// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Lane.h"

#include <QHashFunctions>

#include <array>
#include <compare>

namespace countersign {

/// A version number `major.minor.patch` (Semantic Versioning 2.0.0 without pre-release and build). 0.0.0 means none.
struct SemVer
{
    int major = 0;
    int minor = 0;
    int patch = 0;

    [[nodiscard]] bool isNull() const { return major == 0 && minor == 0 && patch == 0; }
    [[nodiscard]] QString toString() const; ///< empty for none
    /// Strict: three numbers up to 999,999 without leading zeros.
    [[nodiscard]] static std::optional<SemVer> fromString(QStringView text);
    friend auto operator<=>(const SemVer &, const SemVer &) = default;
    friend size_t qHash(const SemVer &v, size_t seed = 0) { return qHashMulti(seed, v.major, v.minor, v.patch); }
};

/// What the next version is called when nobody says otherwise: patch for the low lane, else minor; 1.0.0 after none.
[[nodiscard]] SemVer nextVersion(const SemVer &latest, Lane lane);

} // namespace countersign
