// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAnyStringView>
#include <QHashFunctions>
#include <QString>

#include <array>
#include <compare>
#include <cstring>
#include <optional>
#include <span>

namespace countersign {

/// A name that is never mixed up with another kind of name. Empty means "none".
template<typename Tag>
struct StrongId
{
    QString value = {};

    [[nodiscard]] bool isEmpty() const { return value.isEmpty(); }
    friend bool operator==(const StrongId &, const StrongId &) = default;
    friend std::strong_ordering operator<=>(const StrongId &a, const StrongId &b)
    {
        return a.value.compare(b.value) <=> 0;
    }
    friend size_t qHash(const StrongId &id, size_t seed = 0) { return qHash(id.value, seed); }
};

/// `p:ana-ruiz`: a person or service of the policy; never an e-mail address or a git name.
using PrincipalId = StrongId<struct PrincipalTag>;
/// `support/refund`: a governed file; its path below the governed root without the extension.
using ArtifactId = StrongId<struct ArtifactTag>;
/// `production`: an environment as the policy names it.
using EnvironmentId = StrongId<struct EnvironmentTag>;
/// `compliance`: a role as the policy names it.
using RoleId = StrongId<struct RoleTag>;

/// The number of an event in its ledger, from 1. 0 means "before the first".
using Sequence = qint64;

/// 32 bytes of SHA-256 with a meaning given by Tag. All zero means "none".
template<typename Tag>
struct Digest
{
    std::array<unsigned char, 32> bytes = {};

    [[nodiscard]] bool isNull() const { return bytes == std::array<unsigned char, 32>{}; }
    [[nodiscard]] QByteArray toBytes() const
    {
        return QByteArray(reinterpret_cast<const char *>(bytes.data()), 32);
    }
    [[nodiscard]] QByteArray toHex() const { return toBytes().toHex(); }
    [[nodiscard]] static std::optional<Digest> fromBytes(QByteArrayView raw)
    {
        if (raw.size() != 32) {
            return std::nullopt;
        }
        Digest digest;
        std::memcpy(digest.bytes.data(), raw.data(), 32);
        return digest;
    }
    friend bool operator==(const Digest &, const Digest &) = default;
    friend auto operator<=>(const Digest &, const Digest &) = default;
    friend size_t qHash(const Digest &digest, size_t seed = 0)
    {
        return qHashBits(digest.bytes.data(), 16, seed);
    }
};

/// SHA-256 of the exact bytes of a file or text; `sha256:<hex>` in a body.
using ContentHash = Digest<struct ContentTag>;
/// Place of an event in the chain (see ledger/Link.h); plain hex in files.
using LinkHash = Digest<struct LinkTag>;
/// SHA-256 of the first event's body; `l:<hex>`.
using LedgerId = Digest<struct LedgerTag>;
/// SHA-256 of a compiled policy (canonical JSON); plain hex.
using PolicyHash = Digest<struct PolicyTag>;

/// 128 random bits, `e:<32 hex digits>`; unique for ever, also among void events.
struct EventId
{
    quint64 high = 0;
    quint64 low = 0;

    /// From the operating system's random source.
    [[nodiscard]] static EventId random();
    /// Strict: lower-case hex behind `e:`; nothing else.
    [[nodiscard]] static std::optional<EventId> fromString(QAnyStringView text);
    [[nodiscard]] QString toString() const;
    [[nodiscard]] bool isNull() const { return high == 0 && low == 0; }
    friend auto operator<=>(const EventId &, const EventId &) = default;
    friend size_t qHash(const EventId &id, size_t seed = 0) { return qHashMulti(seed, id.high, id.low); }
};

/// A change is named by the event that opened it; the number that people see is given by the fold.
using ChangeId = EventId;

[[nodiscard]] QString toString(const ContentHash &hash); ///< `sha256:<hex>`, empty for none
[[nodiscard]] QString toString(const LedgerId &id);      ///< `l:<hex>`, empty for none
/// Accepts what toString gives, also the empty text. nullopt: anything else.
[[nodiscard]] std::optional<ContentHash> contentHashFromString(QAnyStringView text);
[[nodiscard]] std::optional<LedgerId> ledgerIdFromString(QAnyStringView text);
/// Lower-case hex digits, two for each of `bytes`, and nothing else.
[[nodiscard]] bool readHex(QAnyStringView text, std::span<unsigned char> bytes);
/// 64 lower-case hex digits, or the empty text for none.
template<typename Tag>
[[nodiscard]] std::optional<Digest<Tag>> digestFromHex(QAnyStringView text)
{
    if (text.isEmpty()) {
        return Digest<Tag>{};
    }
    Digest<Tag> digest;
    if (!readHex(text, digest.bytes)) {
        return std::nullopt;
    }
    return digest;
}

} // namespace countersign
