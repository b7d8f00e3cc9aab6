// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Ids.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

std::optional<quint64> hexWord(QStringView text)
{
    quint64 value = 0;
    for (const QChar c : text) {
        unsigned digit = 0;
        if (c >= u'0' && c <= u'9') {
            digit = c.unicode() - u'0';
        } else if (c >= u'a' && c <= u'f') {
            digit = c.unicode() - u'a' + 10U;
        } else {
            return std::nullopt;
        }
        value = (value << 4U) | digit;
    }
    return value;
}

} // namespace

EventId EventId::random()
{
    auto *source = QRandomGenerator::system();
    EventId id;
    while (id.isNull()) {
        id = EventId{.high = source->generate64(), .low = source->generate64()};
    }
    return id;
}

std::optional<EventId> EventId::fromString(QStringView text)
{
    if (text.size() != 34 || !text.startsWith(u"e:")) {
        return std::nullopt;
    }
    const auto high = hexWord(text.mid(2, 16));
    const auto low = hexWord(text.mid(18, 16));
    if (!high || !low) {
        return std::nullopt;
    }
    return EventId{.high = *high, .low = *low};
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

std::optional<ContentHash> contentHashFromString(QStringView text)
{
    if (text.isEmpty()) {
        return ContentHash{};
    }
    if (!text.startsWith(u"sha256:") || text.size() != 71) {
        return std::nullopt;
    }
    return digestFromHex<ContentTag>(text.mid(7));
}

std::optional<LedgerId> ledgerIdFromString(QStringView text)
{
    if (text.isEmpty()) {
        return LedgerId{};
    }
    if (!text.startsWith(u"l:") || text.size() != 66) {
        return std::nullopt;
    }
    return digestFromHex<LedgerTag>(text.mid(2));
}

} // namespace countersign
