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
    int id(QStringView text);

    /// For a text that does not outlive the object.
    int keep(const QString &text);

    /// The id of the text in lower case.
    int lower(QStringView text);

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

/// Reads the words that decide whether two sentences are the same sentence: lower case, without list marker, emphasis,
/// quotes and the marks at the end, white space made single.
class KeyReader
{
public:
    explicit KeyReader(QStringView sentence);

    /// A UTF-16 unit, which may be 0; -1 at the end.
    int next();

private:
    const QChar *m_at = nullptr;
    const QChar *m_end = nullptr;
    bool m_any = false;
    bool m_space = false;
    bool m_raw = false; // a sentence of nothing but markup is told by itself
};

/// Numbers sentences and blocks with equal keys. Holds views, as Interner does.
class KeyInterner
{
public:
    int id(QStringView sentence);

private:
    struct Slot
    {
        quint64 hash = 0;
        int id = -1;
    };

    std::vector<Slot> m_slots;
    std::vector<QStringView> m_sentences;
};

} // namespace countersign::diff
