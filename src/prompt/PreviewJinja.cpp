// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/JinjaExpression.h"
#include "prompt/Source.h"
#include "prompt/TemplateScanners.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

constexpr size_t noTag = size_t(-1);

// Further than this from its start a tag ends where the next end stands, be it in quotes or not.
constexpr qsizetype quotedTagReach = 512;

struct JinjaTag
{
    enum class Kind { Text, Output, Statement };

    Kind kind = Kind::Text;
    Span span = {};      ///< the whole tag; of a text what white space control leaves of it
    Span inner = {};     ///< between the braces, of a statement behind its first word
    QString word = {};   ///< first word of a statement
    size_t next = noTag; ///< of if, for, elif and else: the next branch or the end
    size_t end = noTag;  ///< of what opens a block: its end
    bool trimBefore = false;
    bool trimAfter = false;
};

bool blockWord(const QString &word)
{
    static const QSet<QString> words = {u"if"_s,         u"for"_s,       u"macro"_s,   u"call"_s,
                                        u"filter"_s,     u"block"_s,     u"with"_s,    u"trans"_s,
                                        u"autoescape"_s, u"asyncEach"_s, u"asyncAll"_s};
    return words.contains(word);
}

/// Divides a text into tags and finds which belong together.
class JinjaTags
{
public:
    explicit JinjaTags(PreviewSink &sink)
        : m_sink(sink)
        , m_text(sink.source())
        , m_open(m_text, u"{")
        , m_closeOutput(m_text, u"}}")
        , m_closeStatement(m_text, u"%}")
        , m_closeComment(m_text, u"#}")
    {}

    std::vector<JinjaTag> read()
    {
        qsizetype literal = 0;
        qsizetype at = 0;
        while ((at = m_open.find(at)) >= 0 && at + 1 < m_text.size()) {
            const QChar second = m_text[at + 1];
            const qsizetype close = second == u'{'   ? closeOf(at, m_closeOutput, u"}}")
                                    : second == u'%' ? closeOf(at, m_closeStatement, u"%}")
                                    : second == u'#' ? m_closeComment.find(at + 2)
                                                     : -2;
            if (close < 0) {
                if (close == -1 && second != u'#') {
                    m_sink.problem(PreviewProblemKind::Syntax, m_text.sliced(at, 2).toString(), {at, 2});
                }
                ++at;
                continue;
            }
            addText(literal, at);
            literal = at = addTag(at, close);
        }
        addText(literal, m_text.size());
        match();
        trim();
        return std::move(m_tags);
    }

private:
    qsizetype closeOf(qsizetype open, ForwardFinder &finder, QStringView close)
    {
        const qsizetype simple = finder.find(open + 2);
        if (simple < 0) {
            return -1;
        }
        const qsizetype reach = std::min(m_text.size(), open + quotedTagReach);
        QChar quote;
        for (qsizetype i = open + 2; i < reach; ++i) {
            const QChar c = m_text[i];
            if (!quote.isNull()) {
                i += c == u'\\' ? 1 : 0;
                quote = c == quote ? QChar() : quote;
            } else if (c == u'"' || c == u'\'') {
                quote = c;
            } else if (m_text.sliced(i).startsWith(close)) {
                return i;
            }
        }
        return simple;
    }

    void addText(qsizetype from, qsizetype to)
    {
        if (to > from) {
            m_tags.push_back({.span = {from, to - from}});
        }
    }

    qsizetype addTag(qsizetype open, qsizetype close)
    {
        qsizetype from = open + 2;
        qsizetype to = close;
        JinjaTag tag{.span = {open, close + 2 - open}};
        if (from < to && (m_text[from] == u'-' || m_text[from] == u'+')) {
            tag.trimBefore = m_text[from] == u'-';
            ++from;
        }
        if (from < to && (m_text[to - 1] == u'-' || m_text[to - 1] == u'+')) {
            tag.trimAfter = m_text[to - 1] == u'-';
            --to;
        }
        const QChar second = m_text[open + 1];
        if (second == u'#') {
            tag.span.length = 0; // a comment: only its dashes count
            m_tags.push_back({.span = {open, 0}, .trimBefore = tag.trimBefore, .trimAfter = tag.trimAfter});
            return close + 2;
        }
        tag.kind = second == u'{' ? JinjaTag::Kind::Output : JinjaTag::Kind::Statement;
        if (tag.kind == JinjaTag::Kind::Statement) {
            while (from < to && m_text[from].isSpace()) {
                ++from;
            }
            qsizetype end = from;
            while (end < to && isNamePart(m_text[end])) {
                ++end;
            }
            tag.word = m_text.sliced(from, end - from).toString();
            from = end;
        }
        tag.inner = {from, to - from};
        const bool raw = tag.word == "raw"_L1 || tag.word == "verbatim"_L1;
        if (raw) {
            return addRaw(tag);
        }
        m_tags.push_back(tag);
        return close + 2;
    }

    qsizetype addRaw(const JinjaTag &tag)
    {
        const QString last = u"end"_s + tag.word;
        const qsizetype end = m_text.indexOf(last, tag.span.end());
        const qsizetype open = end < 0 ? -1 : m_text.first(end).lastIndexOf(u"{%");
        const qsizetype close = end < 0 ? -1 : m_text.indexOf(u"%}", end);
        if (open < tag.span.end() || close < 0) {
            m_sink.problem(PreviewProblemKind::Syntax, tag.word, tag.span);
            addText(tag.span.start, m_text.size());
            return m_text.size();
        }
        addText(tag.span.end(), open);
        return close + 2;
    }

    void match()
    {
        std::vector<size_t> open;
        std::vector<size_t> branch; // the last branch of each open block
        for (size_t i = 0; i < m_tags.size(); ++i) {
            const JinjaTag &tag = m_tags[i];
            if (tag.kind != JinjaTag::Kind::Statement) {
                continue;
            }
            const bool blockSet =
                tag.word == "set"_L1 && !m_text.sliced(tag.inner.start, tag.inner.length).contains(u'=');
            if (blockWord(tag.word) || blockSet) {
                open.push_back(i);
                branch.push_back(i);
            } else if ((tag.word == "elif"_L1 || tag.word == "else"_L1) && !open.empty()) {
                m_tags[branch.back()].next = i;
                branch.back() = i;
            } else if (tag.word.startsWith("end"_L1) && !open.empty()
                       && tag.word.sliced(3) == m_tags[open.back()].word) {
                m_tags[branch.back()].next = i;
                m_tags[open.back()].end = i;
                open.pop_back();
                branch.pop_back();
            }
        }
    }

    void trim()
    {
        for (size_t i = 0; i < m_tags.size(); ++i) {
            if (m_tags[i].trimBefore && i > 0 && m_tags[i - 1].kind == JinjaTag::Kind::Text) {
                Span &span = m_tags[i - 1].span;
                while (span.length > 0 && m_text[span.end() - 1].isSpace()) {
                    --span.length;
                }
            }
            if (m_tags[i].trimAfter && i + 1 < m_tags.size() && m_tags[i + 1].kind == JinjaTag::Kind::Text) {
                Span &span = m_tags[i + 1].span;
                while (span.length > 0 && m_text[span.start].isSpace()) {
                    ++span.start;
                    --span.length;
                }
            }
        }
    }

    PreviewSink &m_sink;
    QStringView m_text;
    ForwardFinder m_open;
    ForwardFinder m_closeOutput;
    ForwardFinder m_closeStatement;
    ForwardFinder m_closeComment;
    std::vector<JinjaTag> m_tags;
};

class JinjaRenderer
{
public:
    JinjaRenderer(PreviewSink &sink, const Value &samples) : m_sink(sink), m_tags(JinjaTags(sink).read())
    {
        m_scopes.emplace_back();
        for (const Value::Entry &entry : samples.entries()) {
            m_scopes.back().insert(entry.first, entry.second);
        }
    }

    void render() { render(0, m_tags.size()); }

private:
    void render(size_t from, size_t to)
    {
        for (size_t i = from; i < to && m_sink.budget().step(); ++i) {
            const JinjaTag &tag = m_tags[i];
            switch (tag.kind) {
            case JinjaTag::Kind::Text:
                m_sink.literal(tag.span);
                break;
            case JinjaTag::Kind::Output:
                if (m_sink.budget().stepOver(tag.span.length)) {
                    output(tag);
                }
                break;
            case JinjaTag::Kind::Statement:
                if (m_sink.budget().stepOver(tag.span.length)) {
                    i = statement(i);
                }
                break;
            }
        }
    }

    /// Nothing when it cannot be computed; that is said, and `whole` stands as it is.
    std::optional<Value> computed(Span inner, const JinjaTag &tag, Span whole)
    {
        JinjaExpression expression(m_sink.source().sliced(inner.start, inner.length), m_scopes,
                                   m_sink.budget());
        const Value value = expression.evaluate();
        return outcome(expression, value, tag, whole);
    }

    std::optional<Value> outcome(const JinjaExpression &expression, const Value &value, const JinjaTag &tag,
                                 Span whole)
    {
        if (expression.trouble()) {
            m_sink.problem(expression.trouble()->kind, expression.trouble()->detail, tag.span);
            m_sink.unresolved(whole);
            return std::nullopt;
        }
        for (const QString &name : expression.missing()) {
            m_sink.missing(name, tag.span);
        }
        return value;
    }

    void output(const JinjaTag &tag)
    {
        const std::optional<Value> value = computed(tag.inner, tag, tag.span);
        if (!value) {
            return;
        }
        if (value->isUndefined()) {
            m_sink.unresolved(tag.span);
            return;
        }
        m_sink.filled(written(*value, m_sink.limits().jinja, m_sink.limits().output), tag.span);
    }

    Span wholeBlock(size_t open) const
    {
        const Span first = m_tags[open].span;
        const size_t end = m_tags[open].end;
        return {first.start, (end == noTag ? first.end() : m_tags[end].span.end()) - first.start};
    }

    void leave(size_t at, PreviewProblemKind kind, const QString &detail)
    {
        m_sink.problem(kind, detail, m_tags[at].span);
        m_sink.unresolved(wholeBlock(at));
    }

    /// The tag to go on behind.
    size_t statement(size_t at)
    {
        const JinjaTag &tag = m_tags[at];
        const size_t last = tag.end == noTag ? at : tag.end;
        if (tag.word == "set"_L1 && tag.end == noTag) {
            set(tag);
        } else if (blockWord(tag.word) && tag.end == noTag) {
            leave(at, PreviewProblemKind::Syntax, tag.word);
        } else if (m_depth >= m_sink.limits().depth) {
            leave(at, PreviewProblemKind::TooDeep, tag.word);
        } else if (tag.word == "if"_L1) {
            ++m_depth;
            choose(at);
            --m_depth;
        } else if (tag.word == "for"_L1) {
            ++m_depth;
            loop(at);
            --m_depth;
        } else if (tag.word == "block"_L1) {
            ++m_depth;
            m_scopes.emplace_back();
            render(at + 1, last);
            m_scopes.pop_back();
            --m_depth;
        } else {
            const bool stray =
                tag.word.startsWith("end"_L1) || tag.word == "else"_L1 || tag.word == "elif"_L1;
            leave(at, stray ? PreviewProblemKind::Syntax : PreviewProblemKind::Unsupported, tag.word);
        }
        return last;
    }

    void choose(size_t at)
    {
        for (size_t branch = at; branch != noTag && branch != m_tags[at].end; branch = m_tags[branch].next) {
            const JinjaTag &tag = m_tags[branch];
            bool holds = tag.word == "else"_L1;
            if (!holds) {
                const std::optional<Value> value = computed(tag.inner, tag, wholeBlock(at));
                if (!value) {
                    return;
                }
                holds = JinjaExpression::isTrue(*value);
            }
            if (holds) {
                render(branch + 1, tag.next);
                return;
            }
        }
    }

    static QStringList namesIn(QStringView words)
    {
        QStringList names;
        for (QStringView part : words.split(u',')) {
            part = part.trimmed();
            while (part.startsWith(u'(')) {
                part = part.sliced(1).trimmed();
            }
            while (part.endsWith(u')')) {
                part = part.chopped(1).trimmed();
            }
            const bool isName =
                !part.isEmpty() && isNameStart(part[0])
                && std::all_of(part.begin(), part.end(), [](QChar c) { return isNamePart(c); });
            if (!isName) {
                return {};
            }
            names.append(part.toString());
        }
        return names;
    }

    void bind(const QStringList &names, const Value &value)
    {
        if (names.size() == 1) {
            m_scopes.back().insert(names.constFirst(), value);
            return;
        }
        for (qsizetype i = 0; i < names.size(); ++i) {
            m_scopes.back().insert(names.at(i), value.at(QString::number(i)));
        }
    }

    void set(const JinjaTag &tag)
    {
        const QStringView words = m_sink.source().sliced(tag.inner.start, tag.inner.length);
        const qsizetype equals = words.indexOf(u'=');
        const QStringList names = equals < 0 ? QStringList() : namesIn(words.first(equals));
        if (names.isEmpty()) {
            m_sink.problem(PreviewProblemKind::Unsupported, tag.word, tag.span);
            m_sink.unresolved(tag.span);
            return;
        }
        const Span expression = {tag.inner.start + equals + 1, tag.inner.length - equals - 1};
        if (const std::optional<Value> value = computed(expression, tag, tag.span)) {
            bind(names, *value);
        }
    }

    static QList<Value> pairsOf(const Value &map)
    {
        QList<Value> pairs;
        for (const auto &[key, value] : map.entries()) {
            pairs.append(Value::list({Value::text(key), value}));
        }
        return pairs;
    }

    void loop(size_t at)
    {
        const JinjaTag &tag = m_tags[at];
        const QStringView words = m_sink.source().sliced(tag.inner.start, tag.inner.length);
        const qsizetype in = words.indexOf(u" in "_s);
        const QStringList names = in < 0 ? QStringList() : namesIn(words.first(in));
        if (names.isEmpty()) {
            leave(at, PreviewProblemKind::Syntax, tag.word);
            return;
        }
        const QStringView source = words.sliced(in + 4);
        JinjaExpression expression(source, m_scopes, m_sink.budget());
        const std::optional<Value> found =
            outcome(expression, expression.evaluateIterable(), tag, wholeBlock(at));
        if (!found) {
            return;
        }
        const QStringView rest = source.sliced(expression.position()).trimmed();
        const bool filtered = rest.startsWith(u"if ");
        if (!rest.isEmpty() && !filtered) {
            leave(at, PreviewProblemKind::Unsupported, rest.left(40).toString());
            return;
        }
        const bool pairs = names.size() == 2 && found->kind() == Value::Kind::Map
                           && m_sink.limits().jinja == Notation::JavaScript;
        const std::optional<QList<Value>> items = pairs ? pairsOf(*found) : itemsOf(*found);
        if (!items) {
            leave(at, PreviewProblemKind::CannotCompute, tag.word);
            return;
        }
        m_scopes.emplace_back();
        QList<Value> kept;
        for (const Value &item : *items) {
            bind(names, item);
            if (!filtered) {
                kept.append(item);
                continue;
            }
            JinjaExpression condition(rest.sliced(3), m_scopes, m_sink.budget());
            const std::optional<Value> holds = outcome(condition, condition.evaluate(), tag, wholeBlock(at));
            if (!holds) {
                m_scopes.pop_back();
                return;
            }
            if (JinjaExpression::isTrue(*holds)) {
                kept.append(item);
            }
        }
        for (qsizetype i = 0; i < kept.size() && m_sink.budget().step(); ++i) {
            m_scopes.back().clear();
            bind(names, kept.at(i));
            m_scopes.back().insert(u"loop"_s, loopAt(i, kept.size()));
            render(at + 1, tag.next);
        }
        m_scopes.pop_back();
        if (kept.isEmpty() && tag.next != tag.end) {
            render(tag.next + 1, tag.end);
        }
    }

    static std::optional<QList<Value>> itemsOf(const Value &value)
    {
        switch (value.kind()) {
        case Value::Kind::List:
            return value.items();
        case Value::Kind::Map: {
            QList<Value> keys;
            for (const Value::Entry &entry : value.entries()) {
                keys.append(Value::text(entry.first));
            }
            return keys;
        }
        case Value::Kind::Text: {
            QList<Value> characters;
            const QString &words = value.toText();
            for (qsizetype i = 0; i < words.size();) {
                const qsizetype length = words[i].isHighSurrogate() && i + 1 < words.size() ? 2 : 1;
                characters.append(Value::text(words.sliced(i, length)));
                i += length;
            }
            return characters;
        }
        case Value::Kind::Undefined:
            return QList<Value>();
        default:
            return std::nullopt;
        }
    }

    static Value loopAt(qsizetype index, qsizetype count)
    {
        return Value::map({{u"index"_s, Value::integer(index + 1)},
                           {u"index0"_s, Value::integer(index)},
                           {u"revindex"_s, Value::integer(count - index)},
                           {u"revindex0"_s, Value::integer(count - index - 1)},
                           {u"first"_s, Value::boolean(index == 0)},
                           {u"last"_s, Value::boolean(index + 1 == count)},
                           {u"length"_s, Value::integer(count)}});
    }

    PreviewSink &m_sink;
    std::vector<JinjaTag> m_tags;
    JinjaScopes m_scopes;
    int m_depth = 0;
};

} // namespace

void renderJinja(PreviewSink &sink, const Value &samples)
{
    JinjaRenderer(sink, samples).render();
}

} // namespace countersign::prompt
