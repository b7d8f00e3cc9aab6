// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <deque>
#include <vector>

namespace countersign::diff {

/// Numbers equal texts with equal ids, in the order in which they are met. Holds views: what `id` was given must outlive
/// the object.
class Interner
{
public:
    int id(QStringView text) { return id(text, hashOf(text)); }

    /// `hash` is hashOf(text), which any thread may reckon.
    int id(QStringView text, size_t hash);
    static size_t hashOf(QStringView text);

    /// For a text that does not outlive the object.
    int keep(const QString &text);

    /// The id of the text with this id in lower case.
    int lower(int id);

    /// Ids are smaller than this.
    size_t size() const { return m_texts.size(); }

private:
    struct Slot
    {
        size_t hash = 0;
        int id = -1;
    };

    std::vector<Slot> m_slots;
    std::vector<QStringView> m_texts;
    std::deque<QString> m_kept;
    std::vector<int> m_lower; // of each id, -1 when not asked yet
};

/// Numbers sentences and blocks with equal keys, which sentenceKey() makes. Holds views, as Interner does.
class KeyInterner
{
public:
    int id(QStringView sentence);

private:
    struct Slot
    {
        size_t hash = 0;
        int id = -1;
    };

    std::vector<Slot> m_slots;
    std::vector<QStringView> m_sentences;
    QString m_key; // of the sentence that is asked for; kept for its memory
};

} // namespace countersign::diff
