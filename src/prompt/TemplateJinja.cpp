// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Source.h"
#include "prompt/TemplateScanners.h"

#include <QSet>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

const QSet<QString> &expressionWords()
{
    static const QSet<QString> words = {
        u"and"_s,    u"or"_s,      u"not"_s,       u"in"_s,     u"is"_s,       u"if"_s,
        u"else"_s,   u"true"_s,    u"false"_s,     u"none"_s,   u"True"_s,     u"False"_s,
        u"None"_s,   u"null"_s,    u"recursive"_s, u"with"_s,   u"without"_s,  u"context"_s,
        u"ignore"_s, u"missing"_s, u"as"_s,        u"import"_s, u"self"_s,     u"super"_s,
        u"caller"_s, u"varargs"_s, u"kwargs"_s,    u"scoped"_s, u"required"_s,
    };
    return words;
}

const QSet<QString> &globalFunctions()
{
    static const QSet<QString> names = {u"range"_s,  u"dict"_s,      u"lipsum"_s, u"cycler"_s,
                                        u"joiner"_s, u"namespace"_s, u"super"_s,  u"caller"_s};
    return names;
}

bool opensBlock(const QString &word)
{
    static const QSet<QString> words = {u"for"_s,    u"if"_s,    u"macro"_s,     u"call"_s,
                                        u"filter"_s, u"block"_s, u"with"_s,      u"autoescape"_s,
                                        u"trans"_s,  u"raw"_s,   u"asyncEach"_s, u"asyncAll"_s};
    return words.contains(word);
}

class JinjaScanner
{
public:
    explicit JinjaScanner(QStringView text)
        : m_text(text)
        , m_open(text, u"{")
        , m_closeExpression(text, u"}}")
        , m_closeStatement(text, u"%}")
        , m_closeComment(text, u"#}")
    {}

    TemplateScan scan()
    {
        m_scopes.emplace_back();
        qsizetype at = 0;
        while ((at = m_open.find(at)) >= 0 && at + 1 < m_text.size()) {
            const QChar second = m_text[at + 1];
            if (second == u'{') {
                at = tag(at, m_closeExpression,
                         [this](qsizetype from, qsizetype to) { expression(from, to); });
            } else if (second == u'%') {
                at = tag(at, m_closeStatement, [this](qsizetype from, qsizetype to) { statement(from, to); });
            } else if (second == u'#') {
                // {{#if}} and text such as {#id} are told apart by the missing end.
                const qsizetype close = m_closeComment.find(at + 2);
                at = close < 0 ? at + 2 : close + 2;
            } else {
                ++at;
            }
        }
        for (const Block &block : m_blocks) {
            problem(ProblemKind::UnclosedBlock, block.name, block.span);
        }
        return std::move(m_scan);
    }

private:
    struct Block
    {
        QString name;
        Span span;
    };

    template<typename Read>
    qsizetype tag(qsizetype at, ForwardFinder &finder, Read read)
    {
        const qsizetype close = finder.find(at + 2);
        if (close < 0) {
            problem(ProblemKind::UnclosedTag, m_text.sliced(at, 2).toString(), {at, 2});
            return at + 2;
        }
        m_tag = {.start = at, .length = close + 2 - at};
        qsizetype from = at + 2;
        qsizetype to = close;
        from += from < to && (m_text[from] == u'-' || m_text[from] == u'+') ? 1 : 0;
        to -= to > from && (m_text[to - 1] == u'-' || m_text[to - 1] == u'+') ? 1 : 0;
        const bool foreign =
            m_text[at + 1] == u'{' && from < to && QStringView(u"#/^>!").contains(m_text[from]);
        if (foreign) {
            problem(ProblemKind::MixedTemplates,
                    m_text.sliced(at, std::min<qsizetype>(m_tag.length, 60)).toString(), m_tag);
            return close + 2;
        }
        read(from, to);
        return m_resume >= close + 2 ? std::exchange(m_resume, 0) : close + 2;
    }

    void problem(ProblemKind kind, const QString &detail, Span span)
    {
        if (m_scan.problems.size() < maximumTemplateProblems) {
            m_scan.problems.append({.kind = kind, .detail = detail, .span = span});
        }
    }

    [[nodiscard]] bool isLocal(const QString &root) const
    {
        const auto outermost = m_scopes.end() - std::min<std::ptrdiff_t>(std::ssize(m_scopes), maximumScopes);
        return std::any_of(outermost, m_scopes.end(),
                           [&](const QSet<QString> &s) { return s.contains(root); });
    }

    void use(qsizetype start, qsizetype end, VariableKind kind)
    {
        const QString name = m_text.sliced(start, end - start).toString();
        const QString root = name.left(name.indexOf(u'.'));
        const bool local = kind == VariableKind::Input && (root == "loop"_L1 || isLocal(root));
        m_scan.uses.append(
            {.name = name, .kind = local ? VariableKind::Local : kind, .span = {start, end - start}});
    }

    [[nodiscard]] qsizetype skipSpace(qsizetype at, qsizetype to) const
    {
        while (at < to && m_text[at].isSpace()) {
            ++at;
        }
        return at;
    }

    [[nodiscard]] qsizetype nameEnd(qsizetype at, qsizetype to) const
    {
        while (at < to && isNamePart(m_text[at])) {
            ++at;
        }
        return at;
    }

    [[nodiscard]] qsizetype stringEnd(qsizetype at, qsizetype to) const
    {
        const QChar quote = m_text[at];
        for (++at; at < to && m_text[at] != quote; ++at) {
            at += m_text[at] == u'\\' ? 1 : 0;
        }
        return std::min(at + 1, to);
    }

    // Every name that an expression reads. Filters, attributes, tests and keyword arguments are none.
    void expression(qsizetype at, qsizetype to)
    {
        bool afterDot = false;
        bool afterPipe = false;
        bool afterIs = false;
        while (at < to) {
            const QChar c = m_text[at];
            if (c == u'"' || c == u'\'') {
                at = stringEnd(at, to);
            } else if (c.isDigit()) {
                at = nameEnd(at, to);
            } else if (isNameStart(c)) {
                qsizetype end = nameEnd(at, to);
                const QString word = m_text.sliced(at, end - at).toString();
                if (afterDot || afterPipe || (afterIs && word != "not"_L1)) {
                    at = end;
                    afterDot = afterPipe = afterIs = false;
                    continue;
                }
                if (expressionWords().contains(word)) {
                    afterIs = word == "is"_L1 || (afterIs && word == "not"_L1);
                    at = end;
                    continue;
                }
                qsizetype next = skipSpace(end, to);
                const bool keyword =
                    next < to && m_text[next] == u'=' && !(next + 1 < to && m_text[next + 1] == u'=');
                if (keyword) {
                    at = next + 1;
                    continue;
                }
                while (end + 1 < to && m_text[end] == u'.' && isNameStart(m_text[end + 1])) {
                    end = nameEnd(end + 1, to);
                }
                next = skipSpace(end, to);
                const bool isCall = next < to && m_text[next] == u'(';
                const qsizetype dot = m_text.sliced(at, end - at).lastIndexOf(u'.');
                if (isCall && dot < 0) {
                    if (!globalFunctions().contains(word)) {
                        use(at, end, isLocal(word) ? VariableKind::Local : VariableKind::Helper);
                    }
                } else {
                    use(at, isCall ? at + dot : end, VariableKind::Input); // a method is called on its object
                }
                at = end;
            } else {
                afterDot = c == u'.';
                afterPipe = c == u'|' || (afterPipe && c.isSpace());
                ++at;
                continue;
            }
            afterDot = afterPipe = afterIs = false;
        }
    }

    void declareNames(qsizetype at, qsizetype to)
    {
        while (at < to) {
            if (isNameStart(m_text[at])) {
                const qsizetype end = nameEnd(at, to);
                m_scopes.back().insert(m_text.sliced(at, end - at).toString());
                at = end;
            } else {
                ++at;
            }
        }
    }

    void include(qsizetype at, qsizetype to)
    {
        at = skipSpace(at, to);
        if (at < to && (m_text[at] == u'"' || m_text[at] == u'\'')) {
            const qsizetype end = stringEnd(at, to);
            use(at + 1, std::max(at + 1, end - 1), VariableKind::Partial);
        } else {
            expression(at, to);
        }
    }

    void open(const QString &word)
    {
        m_blocks.push_back({word, m_tag});
        m_scopes.emplace_back();
    }

    void close(const QString &word)
    {
        if (m_blocks.empty() || m_blocks.back().name != word) {
            problem(ProblemKind::UnexpectedClose, u"end"_s + word, m_tag);
            return;
        }
        m_blocks.pop_back();
        m_scopes.pop_back();
    }

    void statement(qsizetype at, qsizetype to)
    {
        at = skipSpace(at, to);
        const qsizetype wordEnd = nameEnd(at, to);
        const QString word = m_text.sliced(at, wordEnd - at).toString();
        const QStringView rest = m_text.sliced(wordEnd, to - wordEnd);
        if (word == "raw"_L1 || word == "verbatim"_L1) {
            skipRaw(word);
        } else if (word == "for"_L1 || word.startsWith("async"_L1)) {
            const qsizetype in = rest.indexOf(u" in "_s);
            const qsizetype split = in < 0 ? to : wordEnd + in;
            expression(std::min(split + 4, to), to);
            open(word);
            declareNames(wordEnd, split);
        } else if (word == "set"_L1) {
            const qsizetype equals = rest.indexOf(u'=');
            if (equals < 0) {
                declareNames(wordEnd, to);
                m_blocks.push_back({word, m_tag});
                m_scopes.push_back(m_scopes.back());
            } else {
                expression(wordEnd + equals + 1, to);
                declareNames(wordEnd, wordEnd + equals);
            }
        } else if (word == "macro"_L1) {
            const qsizetype name = skipSpace(wordEnd, to);
            const qsizetype end = nameEnd(name, to);
            m_scopes.back().insert(m_text.sliced(name, end - name).toString());
            open(word);
            declareNames(end, to);
        } else if (word == "with"_L1) {
            expression(wordEnd, to);
            open(word);
            const qsizetype equals = rest.indexOf(u'=');
            declareNames(wordEnd, equals < 0 ? wordEnd : wordEnd + equals);
        } else if (word == "block"_L1 || word == "filter"_L1 || word == "autoescape"_L1
                   || word == "trans"_L1) {
            open(word);
        } else if (opensBlock(word)) {
            expression(wordEnd, to);
            open(word);
        } else if (word == "include"_L1 || word == "extends"_L1) {
            include(wordEnd, to);
        } else if (word == "import"_L1 || word == "from"_L1) {
            include(wordEnd, to);
            const qsizetype names = rest.lastIndexOf(word == "import"_L1 ? u" as "_s : u" import "_s);
            if (names >= 0) {
                declareNames(wordEnd + names + 4, to);
            }
        } else if (word.startsWith("end"_L1)) {
            if (word == "end"_L1) {
                problem(ProblemKind::MixedTemplates, word, m_tag);
            } else {
                close(word.sliced(3));
            }
        } else if (word != "else"_L1) {
            expression(wordEnd, to); // elif, do and what extensions bring
        }
    }

    void skipRaw(const QString &word)
    {
        static const QString ends[] = {u"endraw"_s, u"endverbatim"_s};
        const qsizetype end = m_text.indexOf(ends[word == "raw"_L1 ? 0 : 1], m_tag.end());
        const qsizetype close = end < 0 ? -1 : m_closeStatement.find(end);
        if (close < 0) {
            problem(ProblemKind::UnclosedBlock, word, m_tag);
            m_resume = m_text.size();
        } else {
            m_resume = close + 2;
        }
    }

    QStringView m_text;
    ForwardFinder m_open;
    ForwardFinder m_closeExpression;
    ForwardFinder m_closeStatement;
    ForwardFinder m_closeComment;
    TemplateScan m_scan;
    std::vector<Block> m_blocks;
    std::vector<QSet<QString>> m_scopes;
    Span m_tag;
    qsizetype m_resume = 0;
};

} // namespace

TemplateScan scanJinja(QStringView text)
{
    return JinjaScanner(text).scan();
}

} // namespace countersign::prompt
