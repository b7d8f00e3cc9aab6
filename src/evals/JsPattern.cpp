// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/JsPattern.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr qsizetype longestPattern = 10'000;
constexpr qsizetype longestText = 4 << 20;

// Unicode's spaces besides those of ASCII, and the line separators (ECMA-262, WhiteSpace and LineTerminator).
const QString moreSpaces =
    u"\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"_s;
const QString asciiSpaces = u"\\t\\n\\x{0b}\\f\\r "_s;

/// Reads the pattern once from left to right and writes it for PCRE2.
class Translator
{
public:
    explicit Translator(const QString &pattern) : m_in(pattern) {}

    Result<QString> run();

private:
    bool refuse(const QString &why)
    {
        m_why = why;
        return false;
    }
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_in.size() ? m_in[m_at + ahead] : QChar();
    }
    bool group();
    bool quantifier();
    bool escape(bool inClass);
    bool bracket();
    [[nodiscard]] QString hexDigits(qsizetype from, qsizetype count) const;

    QString m_in;
    QString m_out;
    QString m_why;
    qsizetype m_at = 0;
    bool m_repeatable = false; ///< something that a quantifier may follow
};

QString Translator::hexDigits(qsizetype from, qsizetype count) const
{
    if (from + count > m_in.size()) {
        return {};
    }
    const QString digits = m_in.mid(from, count);
    bool good = false;
    digits.toUInt(&good, 16);
    return good && digits.at(0).isLetterOrNumber() ? digits : QString();
}

bool Translator::group()
{
    m_repeatable = false;
    if (peek(1) == u'*') {
        return refuse(u"nothing to repeat"_s);
    }
    if (peek(1) != u'?') {
        m_out += u'(';
        ++m_at;
        return true;
    }
    const QStringList starts{u"(?:"_s, u"(?="_s, u"(?!"_s, u"(?<="_s, u"(?<!"_s};
    for (const QString &start : starts) {
        if (QStringView(m_in).sliced(m_at).startsWith(start)) {
            m_out += start;
            m_at += start.size();
            return true;
        }
    }
    if (peek(2) == u'<' && (peek(3).isLetter() || peek(3) == u'_' || peek(3) == u'$')) {
        const qsizetype end = m_in.indexOf(u'>', m_at);
        if (end > 0) {
            m_out += QStringView(m_in).sliced(m_at, end - m_at + 1);
            m_at = end + 1;
            return true;
        }
    }
    return refuse(u"invalid group"_s);
}

bool Translator::quantifier()
{
    static const QRegularExpression counted(u"\\G\\{[0-9]+(,[0-9]*)?\\}"_s);
    QString whole(peek());
    if (peek() == u'{') {
        const QRegularExpressionMatch match = counted.match(m_in, m_at);
        if (!match.hasMatch()) {
            // Outside of Unicode mode a brace that counts nothing stands for itself.
            m_out += u"\\{"_s;
            ++m_at;
            m_repeatable = true;
            return true;
        }
        whole = match.captured();
    }
    if (!m_repeatable) {
        return refuse(u"nothing to repeat"_s);
    }
    m_out += whole;
    m_at += whole.size();
    if (peek() == u'?') {
        m_out += u'?';
        ++m_at;
    }
    m_repeatable = false;
    return true;
}

bool Translator::escape(bool inClass)
{
    if (m_at + 1 >= m_in.size()) {
        return refuse(u"\\ at the end of the pattern"_s);
    }
    const QChar c = peek(1);
    m_repeatable = true;
    if (c == u's') {
        m_out += inClass ? asciiSpaces + moreSpaces : u"["_s + asciiSpaces + moreSpaces + u"]"_s;
    } else if (c == u'S') {
        if (inClass) {
            return refuse(u"\\S inside brackets is not supported"_s);
        }
        m_out += u"[^"_s + asciiSpaces + moreSpaces + u"]"_s;
    } else if (c == u'v') {
        m_out += u"\\x{0b}"_s;
    } else if (c == u'0' && !peek(2).isDigit()) {
        m_out += u"\\x{0}"_s;
    } else if ((c == u'u' && !hexDigits(m_at + 2, 4).isEmpty())
               || (c == u'x' && !hexDigits(m_at + 2, 2).isEmpty())) {
        const qsizetype count = c == u'u' ? 4 : 2;
        m_out += u"\\x{"_s + hexDigits(m_at + 2, count) + u"}"_s;
        m_at += count;
    } else if (c == u'k' && peek(2) == u'<') {
        m_out += u"\\k"_s;
    } else if (c == u'b' && inClass) {
        m_out += u"\\x{08}"_s;
    } else if (QStringView(u"dDwWtnrf").contains(c) || (!inClass && (c == u'b' || c == u'B'))
               || (!inClass && c.isDigit() && c != u'0')) {
        m_repeatable = c != u'b' && c != u'B';
        m_out += u'\\';
        m_out += c;
    } else if (c == u'c' && peek(2).isLetter() && peek(2).unicode() < 128) {
        m_out += u"\\c"_s;
        m_out += peek(2);
        ++m_at;
    } else if (c.isLetterOrNumber()) {
        // An escaped letter without a meaning is the letter.
        m_out += c;
    } else {
        m_out += u'\\';
        m_out += c;
    }
    m_at += 2;
    return true;
}

bool Translator::bracket()
{
    ++m_at;
    const bool negated = peek() == u'^';
    m_at += negated;
    if (peek() == u']') {
        m_out += negated ? u"[\\x{0}-\\x{10ffff}]"_s : u"(?!)"_s;
        ++m_at;
        m_repeatable = true;
        return true;
    }
    m_out += negated ? u"[^"_s : u"["_s;
    while (peek() != u']') {
        if (m_at >= m_in.size()) {
            return refuse(u"unterminated character class"_s);
        }
        if (peek() == u'\\') {
            if (!escape(true)) {
                return false;
            }
        } else {
            // PCRE2 would take [: for the name of a class.
            if (peek() == u'[') {
                m_out += u'\\';
            }
            m_out += m_in[m_at++];
        }
    }
    m_out += u']';
    ++m_at;
    m_repeatable = true;
    return true;
}

Result<QString> Translator::run()
{
    bool good = true;
    while (good && m_at < m_in.size()) {
        const QChar c = m_in[m_at];
        if (c == u'(') {
            good = group();
        } else if (c == u'[') {
            good = bracket();
        } else if (c == u'\\') {
            good = escape(false);
        } else if (c == u'*' || c == u'+' || c == u'?' || c == u'{') {
            good = quantifier();
        } else {
            m_out += c == u'$'                             ? u"\\z"_s
                     : c == u'.'                           ? u"[^\\n\\r\\x{2028}\\x{2029}]"_s
                     : c == u'}' || c == u']' || c == u'#' ? u"\\"_s + c
                                                           : QString(c);
            m_repeatable = c != u'$' && c != u'^' && c != u'|';
            ++m_at;
        }
    }
    if (!good) {
        return failure(ErrorCode::Invalid, m_in.left(200), m_why);
    }
    return m_out;
}

} // namespace

Result<JsPattern> JsPattern::create(const QString &pattern)
{
    if (pattern.size() > longestPattern) {
        return failure(ErrorCode::Invalid, pattern.left(200), u"the pattern is too long"_s);
    }
    const Result<QString> translated = Translator(pattern).run();
    if (!translated) {
        return std::unexpected(translated.error());
    }
    JsPattern made;
    // Both limits count what PCRE2 does, not time, so that the answer is the same on every machine.
    made.m_translated = u"(*LIMIT_MATCH=1000000)(*LIMIT_DEPTH=10000)"_s + *translated;
    const QRegularExpression compiled(made.m_translated);
    if (!compiled.isValid()) {
        return failure(ErrorCode::Invalid, pattern.left(200), compiled.errorString());
    }
    return made;
}

PatternMatch JsPattern::search(const QString &text) const
{
    if (text.size() > longestText) {
        return PatternMatch::TooLong;
    }
    // A text of half a surrogate pair is none for PCRE2.
    const QString whole = QString::fromUtf8(text.toUtf8());
    const QRegularExpressionMatch match = QRegularExpression(m_translated).match(whole);
    return !match.isValid()   ? PatternMatch::TooLong
           : match.hasMatch() ? PatternMatch::Found
                              : PatternMatch::NotFound;
}

} // namespace countersign::evals
