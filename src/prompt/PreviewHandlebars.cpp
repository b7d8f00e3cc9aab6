// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/PreviewSink.h"
#include "prompt/Source.h"
#include "prompt/TemplateScanners.h"

#include <QSet>

#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

constexpr size_t noHandlebarsTag = size_t(-1);

struct HandlebarsTag
{
    enum class Kind { Text, Output, Open, Inverse, Close, Comment, Other };

    Kind kind = Kind::Text;
    Span span = {};                ///< the whole tag; of a text what white space control leaves of it
    Span inner = {};               ///< of blocks behind the sign, of an inverse behind else
    bool inverted = false;         ///< {{^name}}
    size_t next = noHandlebarsTag; ///< of a block and its inverses: the next inverse or the end
    size_t end = noHandlebarsTag;  ///< of a block: its end
    bool trimBefore = false;
    bool trimAfter = false;
};

QStringView firstWord(QStringView words)
{
    words = words.trimmed();
    qsizetype end = 0;
    while (end < words.size() && !words[end].isSpace()) {
        ++end;
    }
    return words.first(end);
}

/// Divides a text into tags and finds which belong together.
class HandlebarsTags
{
public:
    explicit HandlebarsTags(PreviewSink &sink)
        : m_sink(sink)
        , m_text(sink.source())
        , m_open(m_text, u"{{")
        , m_close(m_text, u"}}")
        , m_closeTriple(m_text, u"}}}")
        , m_closeComment(m_text, u"--}}")
    {}

    std::vector<HandlebarsTag> read()
    {
        qsizetype at = 0;
        while (true) {
            const qsizetype open = m_open.find(at);
            addText(at, open < 0 ? m_text.size() : open);
            if (open < 0) {
                break;
            }
            at = addTag(open);
        }
        match();
        stripOwnLines();
        trim();
        return std::move(m_tags);
    }

private:
    void addText(qsizetype from, qsizetype to)
    {
        if (to > from) {
            m_tags.push_back({.span = {from, to - from}});
        }
    }

    qsizetype addTag(qsizetype open)
    {
        const QStringView rest = m_text.sliced(open + 2);
        const bool longComment = rest.startsWith(u"!--") || rest.startsWith(u"~!--");
        const bool triple = rest.startsWith(u"{");
        const qsizetype close = longComment ? m_closeComment.find(open + 2)
                                : triple    ? m_closeTriple.find(open + 3)
                                            : m_close.find(open + 2);
        if (close < 0) {
            m_sink.problem(PreviewProblemKind::Syntax, u"{{"_s, {open, 2});
            addText(open, open + 2);
            return open + 2;
        }
        const qsizetype end = close + (longComment ? 4 : triple ? 3 : 2);
        HandlebarsTag tag{.kind = HandlebarsTag::Kind::Output, .span = {open, end - open}};
        qsizetype from = open + (triple ? 3 : 2);
        qsizetype to = close;
        if (from < to && m_text[from] == u'~') {
            tag.trimBefore = true;
            ++from;
        }
        if (to > from && m_text[to - 1] == u'~') {
            tag.trimAfter = true;
            --to;
        }
        const QChar sign = from < to ? m_text[from] : QChar();
        const QStringView words = m_text.sliced(from, to - from);
        if (sign == u'!') {
            tag.kind = HandlebarsTag::Kind::Comment;
        } else if (sign == u'#' || sign == u'/' || (sign == u'^' && !words.sliced(1).trimmed().isEmpty())) {
            tag.kind = sign == u'/' ? HandlebarsTag::Kind::Close : HandlebarsTag::Kind::Open;
            tag.inverted = sign == u'^';
            ++from;
        } else if (sign == u'^' || firstWord(words) == u"else") {
            tag.kind = HandlebarsTag::Kind::Inverse;
            from += sign == u'^' ? 1 : words.indexOf(u"else") + 4;
        } else if (sign == u'>' || sign == u'=') {
            tag.kind = HandlebarsTag::Kind::Other;
        } else if (sign == u'&') {
            ++from;
        }
        tag.inner = {from, to - from};
        m_tags.push_back(tag);
        return end;
    }

    QStringView inner(const HandlebarsTag &tag) const
    {
        return m_text.sliced(tag.inner.start, tag.inner.length);
    }

    void match()
    {
        std::vector<size_t> open;
        std::vector<size_t> branch;
        for (size_t i = 0; i < m_tags.size(); ++i) {
            const HandlebarsTag &tag = m_tags[i];
            if (tag.kind == HandlebarsTag::Kind::Open) {
                open.push_back(i);
                branch.push_back(i);
            } else if (tag.kind == HandlebarsTag::Kind::Inverse && !open.empty()) {
                m_tags[branch.back()].next = i;
                branch.back() = i;
            } else if (tag.kind == HandlebarsTag::Kind::Close && !open.empty()
                       && firstWord(inner(tag)) == firstWord(inner(m_tags[open.back()]))) {
                m_tags[branch.back()].next = i;
                m_tags[open.back()].end = i;
                open.pop_back();
                branch.pop_back();
            }
        }
    }

    /// A tag without output takes its line along when nothing else stands on it.
    void stripOwnLines()
    {
        for (size_t i = 0; i < m_tags.size(); ++i) {
            const HandlebarsTag &tag = m_tags[i];
            const bool silent =
                tag.kind == HandlebarsTag::Kind::Open || tag.kind == HandlebarsTag::Kind::Inverse
                || tag.kind == HandlebarsTag::Kind::Close || tag.kind == HandlebarsTag::Kind::Comment;
            if (!silent) {
                continue;
            }
            qsizetype before = tag.span.start;
            while (before > 0 && (m_text[before - 1] == u' ' || m_text[before - 1] == u'\t')) {
                --before;
            }
            qsizetype after = tag.span.end();
            while (after < m_text.size()
                   && (m_text[after] == u' ' || m_text[after] == u'\t' || m_text[after] == u'\r')) {
                ++after;
            }
            const bool startsLine = before == 0 || m_text[before - 1] == u'\n';
            const bool endsLine = after == m_text.size() || m_text[after] == u'\n';
            if (!startsLine || !endsLine) {
                continue;
            }
            after += after < m_text.size() ? 1 : 0;
            if (i > 0 && m_tags[i - 1].kind == HandlebarsTag::Kind::Text) {
                Span &span = m_tags[i - 1].span;
                span.length = std::max<qsizetype>(0, before - span.start);
            }
            if (i + 1 < m_tags.size() && m_tags[i + 1].kind == HandlebarsTag::Kind::Text) {
                Span &span = m_tags[i + 1].span;
                const qsizetype start = std::min(after, span.end());
                span = {start, span.end() - start};
            }
        }
    }

    void trim()
    {
        for (size_t i = 0; i < m_tags.size(); ++i) {
            if (m_tags[i].trimBefore && i > 0 && m_tags[i - 1].kind == HandlebarsTag::Kind::Text) {
                Span &span = m_tags[i - 1].span;
                while (span.length > 0 && m_text[span.end() - 1].isSpace()) {
                    --span.length;
                }
            }
            if (m_tags[i].trimAfter && i + 1 < m_tags.size()
                && m_tags[i + 1].kind == HandlebarsTag::Kind::Text) {
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
    ForwardFinder m_close;
    ForwardFinder m_closeTriple;
    ForwardFinder m_closeComment;
    std::vector<HandlebarsTag> m_tags;
};

class HandlebarsRenderer
{
public:
    HandlebarsRenderer(PreviewSink &sink, const Value &samples, TemplateLanguage language)
        : m_sink(sink)
        , m_mustache(language == TemplateLanguage::Mustache)
        , m_tags(HandlebarsTags(sink).read())
    {
        m_frames.push_back({.context = samples});
    }

    void render() { render(0, m_tags.size()); }

private:
    struct Frame
    {
        Value context = {};
        QList<Value::Entry> locals = {}; ///< "@index" and block parameters
    };
    struct Call
    {
        QString name = {};        ///< first word; empty when it is a literal or in brackets
        QList<Value> values = {}; ///< every word, the first one too
        QStringList words = {};
        QList<Value::Entry> named = {};
        QStringList blockNames = {}; ///< as |a b|
    };

    void render(size_t from, size_t to)
    {
        for (size_t i = from; i < to && m_sink.budget().step(); ++i) {
            const HandlebarsTag &tag = m_tags[i];
            switch (tag.kind) {
            case HandlebarsTag::Kind::Text:
                m_sink.literal(tag.span);
                break;
            case HandlebarsTag::Kind::Comment:
                break;
            case HandlebarsTag::Kind::Output:
                output(tag);
                break;
            case HandlebarsTag::Kind::Open:
                block(i);
                i = tag.end == noHandlebarsTag ? i : tag.end;
                break;
            case HandlebarsTag::Kind::Inverse:
            case HandlebarsTag::Kind::Close:
                leave(tag, PreviewProblemKind::Syntax, tag.span);
                break;
            case HandlebarsTag::Kind::Other:
                leave(tag, PreviewProblemKind::Unsupported, tag.span);
                break;
            }
        }
    }

    QStringView innerOf(const HandlebarsTag &tag) const
    {
        return m_sink.source().sliced(tag.inner.start, tag.inner.length);
    }

    void leave(const HandlebarsTag &tag, PreviewProblemKind kind, Span whole)
    {
        m_sink.problem(kind, innerOf(tag).trimmed().left(60).toString(), tag.span);
        m_sink.unresolved(whole);
    }

    // Reading of "name word word=word as |x|".

    /// The end of a word that begins at `at`.
    static qsizetype wordEnd(QStringView text, qsizetype at)
    {
        if (text[at] == u'"' || text[at] == u'\'') {
            const qsizetype close = text.indexOf(text[at], at + 1);
            return close < 0 ? -1 : close + 1;
        }
        int depth = 0;
        for (; at < text.size(); ++at) {
            const QChar c = text[at];
            depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
            if (depth == 0 && (c.isSpace() || c == u'=')) {
                break;
            }
            if ((c == u'"' || c == u'\'') && depth > 0) {
                const qsizetype close = text.indexOf(c, at + 1);
                if (close < 0) {
                    return -1;
                }
                at = close;
            }
        }
        return depth == 0 ? at : -1;
    }

    std::optional<Call> read(QStringView text, int depth)
    {
        Call call;
        // Blanks too: a loop reads them again each time.
        if (!m_sink.budget().stepOver(text.size())) {
            return std::nullopt;
        }
        qsizetype at = 0;
        while (at < text.size()) {
            if (text[at].isSpace()) {
                ++at;
                continue;
            }
            if (!m_sink.budget().step() || depth > m_sink.limits().depth) {
                return std::nullopt;
            }
            const qsizetype end = wordEnd(text, at);
            if (end <= at) {
                return std::nullopt;
            }
            const QStringView word = text.sliced(at, end - at);
            at = end;
            if (word == u"as" && text.sliced(at).trimmed().startsWith(u"|")) {
                const qsizetype open = text.indexOf(u'|', at);
                const qsizetype close = text.indexOf(u'|', open + 1);
                if (close < 0) {
                    return std::nullopt;
                }
                call.blockNames =
                    text.sliced(open + 1, close - open - 1).toString().split(u' ', Qt::SkipEmptyParts);
                break;
            }
            if (at < text.size() && text[at] == u'=') {
                ++at;
                const qsizetype valueEnd = at < text.size() ? wordEnd(text, at) : -1;
                if (valueEnd <= at) {
                    return std::nullopt;
                }
                const std::optional<Value> value = valueOf(text.sliced(at, valueEnd - at), depth);
                if (!value) {
                    return std::nullopt;
                }
                call.named.append({word.toString(), *value});
                at = valueEnd;
                continue;
            }
            call.words.append(word.toString());
            const bool isHelper = call.words.size() == 1 && helpers().contains(call.words.constFirst());
            const std::optional<Value> value = isHelper ? Value() : valueOf(word, depth);
            if (!value) {
                return std::nullopt;
            }
            call.values.append(*value);
        }
        if (!call.words.isEmpty() && !QStringView(u"\"'(").contains(call.words.constFirst()[0])) {
            call.name = call.words.constFirst();
        }
        return call.words.isEmpty() ? std::nullopt : std::optional(call);
    }

    static const QSet<QString> &helpers()
    {
        static const QSet<QString> names = {
            u"if"_s,       u"unless"_s,  u"each"_s,         u"with"_s,    u"lookup"_s, u"json"_s, u"log"_s,
            u"ifEquals"_s, u"history"_s, u"unlessEquals"_s, u"section"_s, u"media"_s,  u"role"_s};
        return names;
    }

    std::optional<Value> valueOf(QStringView word, int depth)
    {
        if (word.startsWith(u"\"") || word.startsWith(u"'")) {
            return Value::text(word.sliced(1).chopped(1).toString());
        }
        if (word.startsWith(u"(")) {
            const std::optional<Call> call = read(word.sliced(1).chopped(1), depth + 1);
            return call ? outcome(*call) : std::nullopt;
        }
        if (word == u"true" || word == u"false") {
            return Value::boolean(word == u"true");
        }
        if (word == u"null" || word == u"undefined") {
            return Value::null();
        }
        bool isNumber = false;
        if (const qint64 whole = word.toLongLong(&isNumber); isNumber) {
            return Value::integer(whole);
        }
        if (const double number = word.toDouble(&isNumber); isNumber) {
            return Value::number(number);
        }
        return lookedUp(word);
    }

    Value lookedUp(QStringView path)
    {
        size_t frame = m_frames.size() - 1;
        while (path.startsWith(u"../")) {
            frame = frame > 0 ? frame - 1 : 0;
            path = path.sliced(3);
        }
        if (path.startsWith(u"@root")) {
            frame = 0;
            path = path == u"@root" ? QStringView(u".") : path.sliced(path.startsWith(u"@root.") ? 6 : 5);
        }
        if (path == u"." || path == u"this" || path == u"..") {
            frame -= path == u".." && frame > 0 ? 1 : 0;
            return m_frames[frame].context;
        }
        const bool ofThis = path.startsWith(u"this.") || path.startsWith(u"this/") || path.startsWith(u"./");
        if (ofThis) {
            path = path.sliced(path.startsWith(u"./") ? 2 : 5);
        }
        const QStringList parts =
            path.toString().replace(u'/', u'.').remove(u'[').remove(u']').split(u'.', Qt::SkipEmptyParts);
        if (parts.isEmpty()) {
            return {};
        }
        Value value =
            ofThis ? m_frames[frame].context.at(parts.constFirst()) : named(parts.constFirst(), frame);
        for (qsizetype i = 1; i < parts.size(); ++i) {
            value = parts.at(i) == "length"_L1 && value.kind() == Value::Kind::List
                        ? Value::integer(value.size())
                        : value.at(parts.at(i));
        }
        return value;
    }

    Value named(const QString &name, size_t frame) const
    {
        for (size_t i = frame + 1; i-- > 0;) {
            for (const Value::Entry &local : m_frames[i].locals) {
                if (local.first == name) {
                    return local.second;
                }
            }
            // Mustache looks outwards, Handlebars only at what it is given.
            const Value found = i == frame || m_mustache ? m_frames[i].context.at(name) : Value();
            if (!found.isUndefined()) {
                return found;
            }
        }
        return {};
    }

    // Values.

    static bool isTrue(const Value &value)
    {
        switch (value.kind()) {
        case Value::Kind::Undefined:
        case Value::Kind::Null:
            return false;
        case Value::Kind::Boolean:
            return value.toBoolean();
        case Value::Kind::Integer:
        case Value::Kind::Number:
            return value.toNumber() != 0;
        case Value::Kind::Text:
        case Value::Kind::List:
            return value.size() > 0;
        case Value::Kind::Map:
            return true;
        }
        Q_UNREACHABLE_RETURN(false);
    }

    QString words(const Value &value)
    {
        const QString all = written(value, Notation::JavaScript, m_sink.limits().output);
        return m_sink.budget().stepOver(all.size()) ? all : QString();
    }

    /// What an output tag or a word in brackets gives; nothing when that is not known.
    std::optional<Value> outcome(const Call &call)
    {
        if (call.name == "lookup"_L1 && call.values.size() == 3) {
            return call.values[1].at(words(call.values[2]));
        }
        if (call.name == "json"_L1 && call.values.size() == 2) {
            const auto indent = call.named.value(0).second.toInteger();
            const QString json =
                writtenJson(call.values[1], int(std::clamp<qint64>(indent, 0, 8)), m_sink.limits().output);
            return m_sink.budget().stepOver(json.size()) ? Value::text(json) : Value();
        }
        if (call.values.size() > 1 || !call.named.isEmpty() || helpers().contains(call.name)) {
            return std::nullopt;
        }
        return call.values.value(0);
    }

    void output(const HandlebarsTag &tag)
    {
        const std::optional<Call> call = read(innerOf(tag), 0);
        const std::optional<Value> value = call ? outcome(*call) : std::nullopt;
        if (!value) {
            leave(tag, call ? PreviewProblemKind::Unsupported : PreviewProblemKind::Syntax, tag.span);
        } else if (value->isUndefined()) {
            m_sink.missing(call->words.constFirst(), tag.span);
            m_sink.unresolved(tag.span);
        } else {
            m_sink.filled(words(*value), tag.span);
        }
    }

    void block(size_t at)
    {
        const HandlebarsTag &tag = m_tags[at];
        if (tag.end == noHandlebarsTag) {
            leave(tag, PreviewProblemKind::Syntax, tag.span);
            return;
        }
        const Span whole = {tag.span.start, m_tags[tag.end].span.end() - tag.span.start};
        if (m_frames.size() > size_t(m_sink.limits().depth) || m_depth >= m_sink.limits().depth) {
            leave(tag, PreviewProblemKind::TooDeep, whole);
            return;
        }
        ++m_depth;
        const std::optional<Call> call = read(innerOf(tag), 0);
        const bool plain = call && !helpers().contains(call->name);
        if (!call) {
            leave(tag, PreviewProblemKind::Syntax, whole);
        } else if (!tag.inverted && (call->name == "if"_L1 || call->name == "unless"_L1)
                   && call->values.size() == 2) {
            choose(at, *call, whole);
        } else if (!tag.inverted && (call->name == "ifEquals"_L1 || call->name == "unlessEquals"_L1)
                   && call->values.size() == 3) {
            const bool same = words(call->values[1]) == words(call->values[2]);
            branch(at, same == (call->name == "ifEquals"_L1));
        } else if (!tag.inverted && call->name == "each"_L1 && call->values.size() == 2) {
            each(at, *call, call->values[1], call->words[1]);
        } else if (!tag.inverted && call->name == "with"_L1 && call->values.size() == 2) {
            with(at, *call, call->values[1], call->words[1]);
        } else if (plain && call->values.size() == 1) {
            section(at, *call, tag.inverted);
        } else {
            leave(tag, PreviewProblemKind::Unsupported, whole);
        }
        --m_depth;
    }

    void noteMissing(const Value &value, const QString &name, const HandlebarsTag &tag)
    {
        if (value.isUndefined() && !name.startsWith(u'(')) {
            m_sink.missing(name, tag.span);
        }
    }

    /// The block itself, or what stands behind its first else.
    void branch(size_t at, bool itself)
    {
        const HandlebarsTag &tag = m_tags[at];
        if (itself) {
            render(at + 1, tag.next);
        } else if (tag.next != tag.end) {
            render(tag.next + 1, m_tags[tag.next].next);
        }
    }

    void choose(size_t at, Call call, Span whole)
    {
        const size_t end = m_tags[at].end;
        size_t here = at;
        while (true) {
            noteMissing(call.values[1], call.words[1], m_tags[here]);
            if (isTrue(call.values[1]) == (call.name == "if"_L1)) {
                render(here + 1, m_tags[here].next);
                return;
            }
            here = m_tags[here].next;
            if (here == end) {
                return;
            }
            if (innerOf(m_tags[here]).trimmed().isEmpty()) {
                render(here + 1, m_tags[here].next);
                return;
            }
            const std::optional<Call> next = read(innerOf(m_tags[here]), 0);
            const bool known =
                next && (next->name == "if"_L1 || next->name == "unless"_L1) && next->values.size() == 2;
            if (!known) {
                leave(m_tags[here], PreviewProblemKind::Unsupported, whole);
                return;
            }
            call = *next;
        }
    }

    void inside(const Value &context, const QList<Value::Entry> &locals, size_t from, size_t to)
    {
        m_frames.push_back({.context = context, .locals = locals});
        render(from, to);
        m_frames.pop_back();
    }

    void each(size_t at, const Call &call, const Value &value, const QString &name)
    {
        const HandlebarsTag tag = m_tags[at];
        noteMissing(value, name, tag);
        const qsizetype count = value.kind() == Value::Kind::Text ? 0 : value.size();
        for (qsizetype i = 0; i < count && m_sink.budget().step(); ++i) {
            const bool isList = value.kind() == Value::Kind::List;
            const Value item = isList ? value.items().at(i) : value.entries().at(i).second;
            const Value key = isList ? Value::integer(i) : Value::text(value.entries().at(i).first);
            QList<Value::Entry> locals = {{u"@index"_s, Value::integer(i)},
                                          {u"@key"_s, key},
                                          {u"@first"_s, Value::boolean(i == 0)},
                                          {u"@last"_s, Value::boolean(i + 1 == count)}};
            if (!call.blockNames.isEmpty()) {
                locals.append({call.blockNames.constFirst(), item});
                locals.append({call.blockNames.value(1), key});
            }
            inside(item, locals, at + 1, tag.next);
        }
        if (count == 0) {
            branch(at, false);
        }
    }

    void with(size_t at, const Call &call, const Value &value, const QString &name)
    {
        noteMissing(value, name, m_tags[at]);
        if (!isTrue(value)) {
            branch(at, false);
            return;
        }
        QList<Value::Entry> locals;
        if (!call.blockNames.isEmpty()) {
            locals.append({call.blockNames.constFirst(), value});
        }
        inside(value, locals, at + 1, m_tags[at].next);
    }

    void section(size_t at, const Call &call, bool inverted)
    {
        const Value value = call.values.constFirst();
        noteMissing(value, call.words.constFirst(), m_tags[at]);
        const bool empty = !isTrue(value);
        if (inverted) {
            branch(at, empty);
        } else if (empty) {
            branch(at, false);
        } else if (value.kind() == Value::Kind::List) {
            each(at, call, value, call.words.constFirst());
        } else if (value.kind() == Value::Kind::Boolean) {
            branch(at, true);
        } else {
            inside(value, {}, at + 1, m_tags[at].next);
        }
    }

    PreviewSink &m_sink;
    bool m_mustache;
    std::vector<HandlebarsTag> m_tags;
    std::vector<Frame> m_frames;
    int m_depth = 0;
};

} // namespace

void renderHandlebars(PreviewSink &sink, const Value &samples, TemplateLanguage language)
{
    HandlebarsRenderer(sink, samples, language).render();
}

} // namespace countersign::prompt
