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

// Helpers of Handlebars itself and of Dotprompt, which every caller has.
const QSet<QString> &builtInHelpers()
{
    static const QSet<QString> names = {
        u"if"_s,   u"unless"_s, u"each"_s,    u"with"_s,    u"lookup"_s, u"log"_s,      u"else"_s,
        u"role"_s, u"media"_s,  u"history"_s, u"section"_s, u"json"_s,   u"ifEquals"_s, u"unlessEquals"_s,
    };
    return names;
}

class HandlebarsScanner
{
public:
    HandlebarsScanner(QStringView text, TemplateLanguage language)
        : m_text(text)
        , m_handlebars(language == TemplateLanguage::Handlebars)
        , m_open(text, u"{{")
        , m_close(text, u"}}")
        , m_closeComment(text, u"--}}")
    {}

    TemplateScan scan()
    {
        qsizetype at = 0;
        while (true) {
            const qsizetype open = m_open.find(at);
            literal(at, open < 0 ? m_text.size() : open);
            if (open < 0) {
                break;
            }
            at = tag(open);
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
        bool changesContext = false; // each and with: names inside belong to the item
        QSet<QString> locals = {};
    };

    struct Word
    {
        qsizetype start = 0;
        qsizetype end = 0;
        bool isString = false;
    };

    void problem(ProblemKind kind, const QString &detail, Span span)
    {
        if (m_scan.problems.size() < maximumTemplateProblems) {
            m_scan.problems.append({.kind = kind, .detail = detail, .span = span});
        }
    }

    // Text between tags: a }} that closes no braces of the text itself is a slip, and {% %} is another
    // language.
    void literal(qsizetype from, qsizetype to)
    {
        for (qsizetype i = from; i < to; ++i) {
            if (m_text[i] == u'{') {
                ++m_braces;
                if (i + 1 < to && m_text[i + 1] == u'%') {
                    const qsizetype end = m_text.sliced(i, std::min<qsizetype>(to - i, 200)).indexOf(u"%}"_s);
                    if (end > 0) {
                        problem(ProblemKind::MixedTemplates, m_text.sliced(i, end + 2).toString(),
                                {i, end + 2});
                    }
                }
            } else if (m_text[i] == u'}') {
                if (m_braces > 0) {
                    --m_braces;
                } else if (i + 1 < to && m_text[i + 1] == u'}') {
                    problem(ProblemKind::UnexpectedClose, u"}}"_s, {i, 2});
                    ++i;
                }
            }
        }
    }

    qsizetype tag(qsizetype open)
    {
        if (open > 0 && m_text[open - 1] == u'\\') {
            return open + 2; // \{{ is literal
        }
        qsizetype from = open + 2;
        const bool triple = from < m_text.size() && m_text[from] == u'{';
        from += triple ? 1 : 0;
        from += from < m_text.size() && m_text[from] == u'~' ? 1 : 0;
        const bool longComment = m_text.sliced(from).startsWith("!--"_L1);
        const qsizetype close = longComment ? m_closeComment.find(from) : m_close.find(from);
        if (close < 0) {
            problem(ProblemKind::UnclosedTag, u"{{"_s, {open, 2});
            return open + 2;
        }
        const bool extra = triple && close + 2 < m_text.size() && m_text[close + 2] == u'}';
        m_tag = {.start = open, .length = close + (longComment ? 4 : extra ? 3 : 2) - open};
        qsizetype to = close;
        to -= to > from && m_text[to - 1] == u'~' ? 1 : 0;
        if (from < to && m_text[from] != u'!') {
            inside(from, to);
        }
        return m_tag.end();
    }

    [[nodiscard]] QList<Word> words(qsizetype at, qsizetype to) const
    {
        QList<Word> found;
        while (at < to) {
            const QChar c = m_text[at];
            if (c.isSpace() || c == u'(' || c == u')' || c == u'|') {
                ++at;
            } else if (c == u'"' || c == u'\'') {
                const qsizetype quote = m_text.sliced(at + 1, to - at - 1).indexOf(c);
                const qsizetype end = quote < 0 ? to : at + 1 + quote;
                found.append({at + 1, end, true});
                at = end + 1;
            } else {
                const qsizetype start = at;
                while (at < to && !m_text[at].isSpace() && !QStringView(u"()|\"'").contains(m_text[at])) {
                    const bool endsKey = m_text[at] == u'=';
                    ++at;
                    if (endsKey) {
                        break;
                    }
                }
                if (m_text[at - 1] != u'=') {
                    found.append({start, at, false});
                }
            }
        }
        return found;
    }

    [[nodiscard]] QString text(const Word &word) const
    {
        return m_text.sliced(word.start, word.end - word.start).toString();
    }

    void use(const Word &word, VariableKind kind = VariableKind::Input)
    {
        const QString name = text(word);
        const bool number = !name.isEmpty() && (name[0].isDigit() || (name[0] == u'-' && name.size() > 1));
        static const QSet<QString> literals = {u"true"_s, u"false"_s, u"null"_s, u"undefined"_s, u"as"_s};
        if (name.isEmpty() || word.isString || number || literals.contains(name)) {
            return;
        }
        if (kind == VariableKind::Input && isLocal(name)) {
            kind = VariableKind::Local;
        }
        m_scan.uses.append({.name = name, .kind = kind, .span = {word.start, word.end - word.start}});
    }

    [[nodiscard]] bool isLocal(const QString &name) const
    {
        if (name == "."_L1 || name == "this"_L1 || name.startsWith("this."_L1) || name.startsWith(u'@')) {
            return true;
        }
        if (name.startsWith("../"_L1)) {
            return false;
        }
        const QString root = name.left(name.indexOf(u'.'));
        const auto outermost = m_blocks.end() - std::min<std::ptrdiff_t>(std::ssize(m_blocks), maximumScopes);
        return std::any_of(outermost, m_blocks.end(), [&](const Block &block) {
            return block.changesContext || block.locals.contains(root);
        });
    }

    void inside(qsizetype from, qsizetype to)
    {
        const QChar sigil = m_text[from];
        if (sigil == u'%') {
            return;
        }
        if (sigil == u'/') {
            close(m_text.sliced(from + 1, to - from - 1).trimmed().toString());
            return;
        }
        if (QStringView(u"#^>&").contains(sigil)) {
            const QList<Word> list = words(from + 1, to);
            if (sigil == u'^' && list.isEmpty()) {
                return; // {{^}} is {{else}}
            }
            if (list.isEmpty()) {
                problem(ProblemKind::UnclosedTag, m_text.sliced(from, 1).toString(), m_tag);
            } else if (sigil == u'>') {
                use(list.first(), VariableKind::Partial);
                arguments(list, 1);
            } else if (sigil == u'&') {
                use(list.first());
            } else {
                open(list);
            }
            return;
        }
        const QList<Word> list = words(from, to);
        if (!list.isEmpty()) {
            plain(list);
        }
    }

    void arguments(const QList<Word> &list, qsizetype from)
    {
        for (qsizetype i = from; i < list.size(); ++i) {
            use(list[i]);
        }
    }

    void plain(const QList<Word> &list)
    {
        const QString name = text(list.first());
        // {{the words a person puts in}} is no tag that Mustache fills in.
        const bool isPlaceholder =
            !m_handlebars && (list.size() > 1 || name.isEmpty() || !(isNameStart(name[0]) || name == "."_L1));
        if (isPlaceholder) {
            return;
        }
        if (name == "role"_L1 && list.size() > 1 && m_handlebars) {
            m_scan.roleTags.append({.kind = RoleTag::Kind::Marker, .role = text(list[1]), .span = m_tag});
            return;
        }
        const bool isHelper = builtInHelpers().contains(name) && m_handlebars;
        if (list.size() == 1) {
            if (!isHelper && name != "else"_L1) {
                use(list.first());
            }
            return;
        }
        if (!isHelper) {
            use(list.first(), VariableKind::Helper);
        }
        arguments(list, 1);
    }

    void open(const QList<Word> &list)
    {
        QString name = text(list.first());
        name.remove(u'*');
        Block block{.name = name, .span = m_tag};
        const bool isHelper = builtInHelpers().contains(name) && m_handlebars;
        qsizetype count = list.size();
        for (qsizetype i = 1; i < list.size(); ++i) {
            if (text(list[i]) == "as"_L1) {
                count = i;
                for (qsizetype j = i + 1; j < list.size(); ++j) {
                    block.locals.insert(text(list[j]));
                }
                break;
            }
        }
        if (name == "role"_L1 && m_handlebars) {
            m_scan.roleTags.append({.kind = RoleTag::Kind::Open,
                                    .role = list.size() > 1 ? text(list[1]) : QString(),
                                    .span = m_tag});
        } else {
            if (!isHelper) {
                use(list.first(),
                    list.size() > 1 && m_handlebars ? VariableKind::Helper : VariableKind::Input);
            }
            arguments(list.first(count), 1);
        }
        block.changesContext =
            m_handlebars && block.locals.isEmpty() && (name == "each"_L1 || name == "with"_L1);
        m_blocks.push_back(block);
    }

    void close(const QString &name)
    {
        if (name == "role"_L1 && m_handlebars) {
            m_scan.roleTags.append({.kind = RoleTag::Kind::Close, .role = {}, .span = m_tag});
        }
        if (m_blocks.empty() || m_blocks.back().name != name) {
            problem(ProblemKind::UnexpectedClose, u'/' + name, m_tag);
            return;
        }
        m_blocks.pop_back();
    }

    QStringView m_text;
    bool m_handlebars;
    ForwardFinder m_open;
    ForwardFinder m_close;
    ForwardFinder m_closeComment;
    TemplateScan m_scan;
    std::vector<Block> m_blocks;
    Span m_tag;
    qsizetype m_braces = 0;
};

} // namespace

TemplateScan scanHandlebars(QStringView text, TemplateLanguage language)
{
    return HandlebarsScanner(text, language).scan();
}

} // namespace countersign::prompt
