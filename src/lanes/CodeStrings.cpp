// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/CodeStrings.h"

#include <QStringList>

#include <algorithm>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

class Scanner
{
public:
    Scanner(const QString &source, bool python) : m_source(source), m_python(python) {}

    CodeStrings run()
    {
        qsizetype lastEnd = -1;
        for (qsizetype at = 0; at < m_source.size();) {
            const QChar c = m_source[at];
            if (m_python ? c == u'#' : startsWith(at, u"//")) {
                while (at < m_source.size() && m_source[at] != u'\n')
                    ++at;
            } else if (!m_python && startsWith(at, u"/*")) {
                const qsizetype end = m_source.indexOf(u"*/"_s, at + 2);
                at = end < 0 ? m_source.size() : end + 2;
            } else if (c == u'"' || c == u'\'' || (!m_python && c == u'`')) {
                const QString between = lastEnd >= 0 && at - lastEnd < 200
                                            ? m_source.mid(lastEnd, at - lastEnd).trimmed()
                                            : u","_s;
                const bool joined =
                    between.isEmpty() || between == u"+" || between == u"\\" || between == u"f";
                const qsizetype kept = m_result.text.size();
                if (!joined && !m_result.text.isEmpty()) {
                    add(u'\n', at);
                    add(u'\n', at);
                }
                const qsizetype start = m_result.text.size();
                at = literal(at);
                lastEnd = at;
                // A literal without a space is a key or a name.
                if (!joined && !QStringView(m_result.text).mid(start).contains(u' ')) {
                    m_result.text.truncate(kept);
                    m_result.places.resize(static_cast<size_t>(kept));
                    lastEnd = -1;
                }
            } else {
                ++at;
            }
        }
        return m_result;
    }

private:
    bool startsWith(qsizetype at, QStringView words) const
    {
        return QStringView(m_source).mid(at).startsWith(words);
    }

    void add(QChar c, qsizetype place)
    {
        m_result.text += c;
        m_result.places.push_back(place);
    }

    qsizetype literal(qsizetype at)
    {
        const QChar quote = m_source[at];
        const auto prefix = [&](QChar letter) {
            return (at > 0 && m_source[at - 1].toLower() == letter)
                   || (at > 1 && m_source[at - 1].isLetter() && m_source[at - 2].toLower() == letter);
        };
        const bool raw = prefix(u'r');
        const bool format = m_python && prefix(u'f');
        const bool triple = m_python && startsWith(at, QString(3, quote));
        qsizetype i = at + (triple ? 3 : 1);
        while (i < m_source.size()) {
            if (m_source[i] == u'\\' && i + 1 < m_source.size() && !raw) {
                i = escape(i);
            } else if (format && m_source[i] == u'{' && !startsWith(i, u"{{")) {
                i = expression(i);
            } else if (triple ? startsWith(i, QString(3, quote)) : m_source[i] == quote) {
                return i + (triple ? 3 : 1);
            } else if (!triple && quote != u'`' && m_source[i] == u'\n') {
                return i;
            } else {
                add(m_source[i], i);
                ++i;
            }
        }
        return i;
    }

    // An expression in a format string, kept as it is up to its bracket, with the strings in it.
    qsizetype expression(qsizetype i)
    {
        constexpr qsizetype longest = 500;
        qsizetype end = i;
        int depth = 0;
        for (qsizetype at = i; at < m_source.size() && at - i < longest; ++at) {
            depth += m_source[at] == u'{' ? 1 : m_source[at] == u'}' ? -1 : 0;
            if (depth == 0) {
                end = at + 1;
                break;
            }
        }
        end = std::max(end, i + 1);
        // A name says what comes here; more than that is code.
        const QStringView words = QStringView(m_source).mid(i, end - i);
        const bool code = words.contains(u' ') || words.contains(u'"') || words.contains(u'\'');
        if (code) {
            add(u'{', i);
            add(u'}', end - 1);
        }
        for (; i < end && !code; ++i)
            add(m_source[i], i);
        return end;
    }

    qsizetype escape(qsizetype i)
    {
        const QChar next = m_source[i + 1];
        switch (next.unicode()) {
        case u'n':
            add(u'\n', i);
            break;
        case u't':
            add(u'\t', i);
            break;
        case u'r':
            break;
        case u'\n':
            break; // the line goes on
        default:
            add(next, i);
        }
        return i + 2;
    }

    const QString &m_source;
    bool m_python = false;
    CodeStrings m_result;
};

} // namespace

bool isProgram(const QString &path)
{
    static const QStringList endings = {u".py"_s,  u".js"_s,   u".ts"_s, u".tsx"_s,  u".jsx"_s,
                                        u".mjs"_s, u".java"_s, u".go"_s, u".rb"_s,   u".cs"_s,
                                        u".kt"_s,  u".php"_s,  u".rs"_s, u".swift"_s};
    for (const QString &ending : endings) {
        if (path.endsWith(ending, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

CodeStrings codeStrings(const QString &source, const QString &path)
{
    return Scanner(source, path.endsWith(u".py"_s, Qt::CaseInsensitive)
                               || path.endsWith(u".rb"_s, Qt::CaseInsensitive))
        .run();
}

} // namespace countersign::lanes
