// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Intern.h"

#include "diff/Segments.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace countersign::diff {

namespace {

constexpr size_t firstSlots = 256;

constexpr bool isIgnored(QChar character)
{
    switch (character.unicode()) {
    case u'*':
    case u'_':
    case u'"':
    case u'\'':
    case u'\u2018':
    case u'\u2019':
    case u'\u201C':
    case u'\u201D':
        return true;
    default:
        return false;
    }
}

constexpr bool isEndMark(QChar character)
{
    return character == u'.' || character == u';' || character == u',' || character == u':';
}

// What a character of ASCII is in a key; 0 for those that are left out or joined.
constexpr std::array<char16_t, 128> plainKeys = [] {
    std::array<char16_t, 128> keys{};
    for (char16_t c = u'!'; c < 127; ++c) {
        if (!isIgnored(QChar(c)))
            keys[c] = c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 32) : c;
    }
    return keys;
}();

template<typename Slot>
void rehash(std::vector<Slot> &table)
{
    std::vector<Slot> larger(table.empty() ? firstSlots : table.size() * 2);
    for (const Slot &slot : table) {
        if (slot.id < 0)
            continue;
        size_t at = static_cast<size_t>(slot.hash) & (larger.size() - 1);
        while (larger[at].id >= 0)
            at = (at + 1) & (larger.size() - 1);
        larger[at] = slot;
    }
    table = std::move(larger);
}

// Overwrites `key`.
void readKey(QStringView sentence, QString &key)
{
    QStringView rest = sentence.mid(listMarkerLength(sentence));
    while (!rest.isEmpty() && (rest.back().isSpace() || isIgnored(rest.back()) || isEndMark(rest.back())))
        rest.chop(1);
    if (rest.isEmpty()) { // a sentence of nothing but markup is told by itself
        key = sentence.trimmed().toString();
        return;
    }
    key.resize(2 * rest.size());
    QChar *to = key.data();
    const QChar *const start = to;
    bool space = false;
    const auto plainOf = [](QChar character) {
        const char16_t unit = character.unicode();
        return unit < plainKeys.size() ? plainKeys[unit] : char16_t{0};
    };
    for (const QChar *at = rest.begin(); at != rest.end(); ++at) {
        if (plainOf(*at) == 0) {
            if (at->isSpace()) {
                space = to != start;
                continue;
            }
            if (isIgnored(*at))
                continue;
        }
        if (space)
            *to++ = u' ';
        space = false;
        if (plainOf(*at) == 0) {
            *to++ = at->toLower();
            continue;
        }
        // The rest of the word.
        *to++ = QChar(plainOf(*at));
        while (at + 1 != rest.end() && plainOf(at[1]) != 0)
            *to++ = QChar(plainOf(*++at));
    }
    key.truncate(to - start);
}

} // namespace

size_t Interner::hashOf(QStringView text)
{
    // Eight bytes at a time: most of what is hashed is long, and equal texts are compared in any case.
    constexpr quint64 factor = 0x9E3779B97F4A7C15U;
    const char16_t *units = text.utf16();
    qsizetype rest = text.size();
    quint64 hash = static_cast<quint64>(rest) * factor;
    const auto add = [&hash](quint64 part) {
        hash = (hash ^ part) * factor;
        hash ^= hash >> 32;
    };
    for (; rest >= 4; rest -= 4, units += 4) {
        quint64 part = 0;
        std::memcpy(&part, units, sizeof part);
        add(part);
    }
    for (; rest > 0; --rest)
        add(*units++);
    return static_cast<size_t>(hash * factor) ^ static_cast<size_t>(hash >> 29);
}

int Interner::id(QStringView text, size_t hash)
{
    if (m_texts.size() * 2 >= m_slots.size())
        rehash(m_slots);
    size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].id >= 0) {
        if (m_slots[at].hash == hash && m_texts[static_cast<size_t>(m_slots[at].id)] == text)
            return m_slots[at].id;
        at = (at + 1) & (m_slots.size() - 1);
    }
    const int next = static_cast<int>(m_texts.size());
    m_texts.push_back(text);
    m_slots[at] = Slot{hash, next};
    return next;
}

int Interner::keep(const QString &text)
{
    m_kept.push_back(text);
    return id(m_kept.back());
}

int Interner::lower(int id)
{
    const size_t at = static_cast<size_t>(id);
    if (m_lower.size() <= at)
        m_lower.resize(m_texts.size(), -1);
    if (m_lower[at] >= 0)
        return m_lower[at];
    const QStringView text = m_texts[at];
    const bool isLower =
        std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'a' && c <= u'z'; });
    const QString small = isLower ? QString() : text.toString().toLower();
    const int result = isLower || small == text ? id : keep(small);
    m_lower[at] = result;
    return result;
}

int KeyInterner::id(QStringView sentence)
{
    if (m_sentences.size() * 2 >= m_slots.size())
        rehash(m_slots);
    readKey(sentence, m_key);
    const size_t hash = Interner::hashOf(m_key);
    size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].id >= 0) {
        if (m_slots[at].hash == hash
            && sentenceKey(m_sentences[static_cast<size_t>(m_slots[at].id)]) == m_key)
            return m_slots[at].id;
        at = (at + 1) & (m_slots.size() - 1);
    }
    const int next = static_cast<int>(m_sentences.size());
    m_sentences.push_back(sentence);
    m_slots[at] = Slot{hash, next};
    return next;
}

QString sentenceKey(QStringView sentence)
{
    QString key;
    readKey(sentence, key);
    return key;
}

} // namespace countersign::diff
