// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Intern.h"

#include "diff/Segments.h"

#include <QHashFunctions>

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

bool sameKey(QStringView a, QStringView b)
{
    if (a == b)
        return true;
    KeyReader first(a);
    KeyReader second(b);
    while (true) {
        const int c = first.next();
        if (c != second.next())
            return false;
        if (c < 0)
            return true;
    }
}

} // namespace

int Interner::id(QStringView text)
{
    if (m_texts.size() * 2 >= m_slots.size())
        rehash(m_slots);
    const size_t hash = qHashBits(text.utf16(), static_cast<size_t>(text.size()) * 2, 0);
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

int Interner::lower(QStringView text)
{
    const size_t at = static_cast<size_t>(id(text));
    if (m_lower.size() <= at)
        m_lower.resize(m_texts.size(), -1);
    if (m_lower[at] >= 0)
        return m_lower[at];
    const QString small = text.toString().toLower();
    const int result = small == text ? static_cast<int>(at) : keep(small);
    m_lower[at] = result;
    return result;
}

KeyReader::KeyReader(QStringView sentence)
{
    const QStringView rest = sentence.mid(listMarkerLength(sentence));
    m_at = rest.begin();
    m_end = rest.end();
    while (m_end > m_at && (m_end[-1].isSpace() || isIgnored(m_end[-1]) || isEndMark(m_end[-1])))
        --m_end;
    if (m_at == m_end) {
        const QStringView whole = sentence.trimmed();
        m_raw = true;
        m_at = whole.begin();
        m_end = whole.end();
    }
}

int KeyReader::next()
{
    while (m_at != m_end) {
        const QChar character = *m_at;
        if (m_raw) {
            ++m_at;
            return character.unicode();
        }
        if (character.isSpace()) {
            m_space = m_any;
            ++m_at;
            continue;
        }
        if (isIgnored(character)) {
            ++m_at;
            continue;
        }
        if (m_space) {
            m_space = false;
            return u' ';
        }
        m_any = true;
        ++m_at;
        const char16_t unit = character.unicode();
        if (unit < 0x80)
            return unit >= u'A' && unit <= u'Z' ? static_cast<char16_t>(unit + 32) : unit;
        return character.toLower().unicode();
    }
    return -1;
}

int KeyInterner::id(QStringView sentence)
{
    if (m_sentences.size() * 2 >= m_slots.size())
        rehash(m_slots);
    quint64 hash = 0xCBF29CE484222325U;
    KeyReader reader(sentence);
    for (int c = reader.next(); c >= 0; c = reader.next())
        hash = (hash ^ static_cast<quint64>(c)) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 32;
    size_t at = static_cast<size_t>(hash) & (m_slots.size() - 1);
    while (m_slots[at].id >= 0) {
        if (m_slots[at].hash == hash && sameKey(m_sentences[static_cast<size_t>(m_slots[at].id)], sentence))
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
    key.reserve(sentence.size());
    KeyReader reader(sentence);
    for (int c = reader.next(); c >= 0; c = reader.next())
        key += QChar(static_cast<char16_t>(c));
    return key;
}

} // namespace countersign::diff
