// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/YamlPlaces.h"

#include <algorithm>

namespace countersign {

namespace {

using Kind = YamlValue::Kind;

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

/// Finds where values end: the parser says where they begin.
class PlaceFinder
{
public:
    explicit PlaceFinder(const QByteArray &text) : m_text(text) { }

    /// Nothing when the file uses a notation that is not edited here.
    std::optional<YamlPlace> find(const YamlValue &top)
    {
        const YamlPlace place = of(top, false, top.offset);
        return m_strange ? std::nullopt : std::optional(place);
    }

private:
    [[nodiscard]] char at(qsizetype i) const { return i >= 0 && i < m_text.size() ? m_text[i] : '\0'; }

    [[nodiscard]] qsizetype strange(qsizetype i)
    {
        m_strange = true;
        return i;
    }

    /// Over blanks, line ends and comments; in a flow collection over commas as well.
    [[nodiscard]] qsizetype skip(qsizetype i, bool commas = false) const
    {
        for (;;) {
            if (isSpace(at(i)) || endsLine(at(i)) || (commas && at(i) == ',')) {
                ++i;
            } else if (at(i) == '#' && i > 0 && (isSpace(at(i - 1)) || endsLine(at(i - 1)) || at(i - 1) == ',')) {
                while (i < m_text.size() && !endsLine(at(i))) {
                    ++i;
                }
            } else {
                return i;
            }
        }
    }

    /// `from`: behind the colon or dash that the value belongs to.
    YamlPlace of(const YamlValue &value, bool inFlow, qsizetype from)
    {
        YamlPlace place{.start = value.offset, .end = value.offset, .flow = value.flow};
        switch (value.kind) {
        case Kind::Null: {
            // An empty value stands right behind its colon or dash; a written one is a word: ~ or null.
            qsizetype i = from;
            while (isSpace(at(i))) {
                ++i;
            }
            const bool written = i == value.offset && (at(i) == '~' || at(i) == 'n' || at(i) == 'N');
            place.start = written ? i : from;
            place.end = place.start;
            while (written && (std::isalpha(static_cast<unsigned char>(at(place.end))) || at(place.end) == '~')) {
                ++place.end;
            }
            break;
        }
        case Kind::Scalar:
            place.end = scalarEnd(value);
            break;
        case Kind::List:
            value.flow ? flowList(value, place) : blockList(value, place);
            break;
        case Kind::Map:
            if (inFlow && !value.flow) {
                place.end = strange(place.end); // [a: b]
                break;
            }
            map(value, place);
            break;
        }
        return place;
    }

    void flowList(const YamlValue &value, YamlPlace &place)
    {
        if (at(place.start) != '[') {
            place.end = strange(place.start);
            return;
        }
        qsizetype i = place.start + 1;
        for (const YamlValue &item : value.items) {
            if (item.kind == Kind::Map && at(item.offset) != '{') {
                m_strange = true;
                return;
            }
            place.items.append(of(item, true, skip(i, true)));
            i = place.items.last().end;
        }
        i = skip(i, true);
        place.end = at(i) == ']' ? i + 1 : strange(i);
    }

    void blockList(const YamlValue &value, YamlPlace &place)
    {
        qsizetype i = place.start;
        for (const YamlValue &item : value.items) {
            i = skip(i);
            if (at(i) != '-') {
                place.end = strange(i);
                return;
            }
            place.marks.append(i);
            place.items.append(of(item, false, i + 1));
            i = place.items.last().end;
        }
        place.end = i;
    }

    void map(const YamlValue &value, YamlPlace &place)
    {
        if (value.flow && at(place.start) != '{') {
            place.end = strange(place.start);
            return;
        }
        qsizetype i = value.flow ? place.start + 1 : place.start;
        for (qsizetype n = 0; n < value.keys.size(); ++n) {
            const YamlPlace key = of(value.keys.at(n), value.flow, i);
            i = key.end;
            while (isSpace(at(i))) {
                ++i;
            }
            const bool colon = at(i) == ':';
            if (!colon && !(value.flow && value.items.at(n).kind == Kind::Null)) {
                place.end = strange(i); // "? key", or a key over several lines
                return;
            }
            i = colon ? i + 1 : key.end;
            place.keys.append(key);
            place.marks.append(i);
            place.items.append(of(value.items.at(n), value.flow, i));
            i = place.items.last().end;
        }
        if (!value.flow) {
            place.end = i;
            return;
        }
        i = skip(i, true);
        place.end = at(i) == '}' ? i + 1 : strange(i);
    }

    qsizetype scalarEnd(const YamlValue &value)
    {
        qsizetype i = value.offset;
        const char first = at(i);
        if (!value.plain && first == '\'') {
            for (++i; i < m_text.size(); ++i) {
                if (at(i) == '\'') {
                    if (at(i + 1) != '\'') {
                        return i + 1;
                    }
                    ++i;
                }
            }
            return strange(i);
        }
        if (!value.plain && first == '"') {
            for (++i; i < m_text.size(); ++i) {
                if (at(i) == '\\') {
                    ++i;
                } else if (at(i) == '"') {
                    return i + 1;
                }
            }
            return strange(i);
        }
        if (!value.plain) {
            return first == '|' || first == '>' ? blockEnd(i) : strange(i);
        }
        // The words of a plain scalar are the file's, apart from the line ends between them.
        const QByteArray words = value.scalar.toUtf8();
        for (qsizetype n = 0; n < words.size();) {
            if (at(i) == words[n] && words[n] != '\n') {
                ++i;
                ++n;
                continue;
            }
            if (words[n] != ' ' && words[n] != '\n') {
                return strange(i);
            }
            while (isSpace(at(i)) || endsLine(at(i))) {
                ++i;
            }
            while (n < words.size() && (words[n] == ' ' || words[n] == '\n')) {
                ++n;
            }
        }
        return i;
    }

    /// Behind the last line of `| text`: lines that are empty or indented like the first one.
    qsizetype blockEnd(qsizetype i)
    {
        while (i < m_text.size() && at(i) != '\n') {
            ++i;
        }
        qsizetype end = std::min(i + 1, m_text.size());
        qsizetype indent = -1;
        for (i = end; i < m_text.size();) {
            qsizetype word = i;
            while (at(word) == ' ') {
                ++word;
            }
            qsizetype next = word;
            while (next < m_text.size() && at(next) != '\n') {
                ++next;
            }
            next = std::min(next + 1, m_text.size());
            if (!endsLine(at(word)) && word < m_text.size()) {
                indent = indent < 0 ? word - i : indent;
                if (word - i < indent || indent == 0) {
                    break;
                }
                end = next;
            }
            i = next;
        }
        return end;
    }

    const QByteArray &m_text;
    bool m_strange = false;
};

} // namespace

std::optional<YamlPlace> yamlPlaces(const QByteArray &text, const YamlValue &top)
{
    return PlaceFinder(text).find(top);
}

} // namespace countersign
