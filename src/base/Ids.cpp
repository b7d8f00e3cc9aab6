// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Ids.h"

#include <QRandomGenerator>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr unsigned char noDigit = 0xFF;

constexpr std::array<unsigned char, 128> digitOf = [] {
    std::array<unsigned char, 128> digits{};
    digits.fill(noDigit);
    for (unsigned char i = 0; i < 16; ++i) {
        digits["0123456789abcdef"[i]] = i;
    }
    return digits;
}();

unsigned unitOf(QChar unit)
{
    return unit.unicode();
}
template<typename Byte>
unsigned unitOf(Byte unit)
{
    return static_cast<unsigned char>(unit);
}

template<typename View>
bool readDigits(View text, std::span<unsigned char> bytes)
{
    auto at = text.data();
    for (unsigned char &byte : bytes) {
        const unsigned first = unitOf(*at++);
        const unsigned second = unitOf(*at++);
        const unsigned char high = first < digitOf.size() ? digitOf[first] : noDigit;
        const unsigned char low = second < digitOf.size() ? digitOf[second] : noDigit;
        if (high == noDigit || low == noDigit) {
            return false;
        }
        byte = static_cast<unsigned char>((high << 4U) | low);
    }
    return true;
}

} // namespace

bool readHex(QAnyStringView text, std::span<unsigned char> bytes)
{
    return size_t(text.size()) == 2 * bytes.size()
           && text.visit([bytes](auto view) { return readDigits(view, bytes); });
}

EventId EventId::random()
{
    auto *source = QRandomGenerator::system();
    EventId id;
    while (id.isNull()) {
        id = EventId{.high = source->generate64(), .low = source->generate64()};
    }
    return id;
}

std::optional<EventId> EventId::fromString(QAnyStringView text)
{
    if (text.size() != 34 || text.first(2) != u"e:") {
        return std::nullopt;
    }
    std::array<unsigned char, 16> bytes = {};
    if (!readHex(text.sliced(2), bytes)) {
        return std::nullopt;
    }
    return EventId{.high = qFromBigEndian<quint64>(bytes.data()), .low = qFromBigEndian<quint64>(bytes.data() + 8)};
}

QString EventId::toString() const
{
    static constexpr char digits[] = "0123456789abcdef";
    QString text(34, Qt::Uninitialized);
    QChar *at = text.data();
    *at++ = u'e';
    *at++ = u':';
    for (const quint64 word : {high, low}) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            *at++ = QLatin1Char(digits[(word >> shift) & 0xF]);
        }
    }
    return text;
}

QString toString(const ContentHash &hash)
{
    return hash.isNull() ? QString() : u"sha256:"_s + QString::fromLatin1(hash.toHex());
}

QString toString(const LedgerId &id)
{
    return id.isNull() ? QString() : u"l:"_s + QString::fromLatin1(id.toHex());
}

std::optional<ContentHash> contentHashFromString(QAnyStringView text)
{
    if (text.isEmpty()) {
        return ContentHash{};
    }
    if (text.size() != 71 || text.first(7) != u"sha256:") {
        return std::nullopt;
    }
    return digestFromHex<ContentTag>(text.sliced(7));
}

std::optional<LedgerId> ledgerIdFromString(QAnyStringView text)
{
    if (text.isEmpty()) {
        return LedgerId{};
    }
    if (text.size() != 66 || text.first(2) != u"l:") {
        return std::nullopt;
    }
    return digestFromHex<LedgerTag>(text.sliced(2));
}

} // namespace countersign
