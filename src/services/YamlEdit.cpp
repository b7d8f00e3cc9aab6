// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/YamlEdit.h"

#include "services/YamlPlaces.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

using Kind = YamlValue::Kind;

bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

struct Splice
{
    qsizetype start = 0;
    qsizetype end = 0;
    QByteArray text = {};
};

using Splices = QList<Splice>;

QByteArray spliced(const QByteArray &text, Splices splices)
{
    std::stable_sort(splices.begin(), splices.end(), [](const Splice &a, const Splice &b) { return a.start < b.start; });
    QByteArray out;
    qsizetype from = 0;
    for (const Splice &splice : std::as_const(splices)) {
        if (splice.start < from) {
            return {}; // does not parse as anything, so it is never taken
        }
        out += QByteArrayView(text).sliced(from, splice.start - from);
        out += splice.text;
        from = splice.end;
    }
    out += QByteArrayView(text).sliced(from);
    return out;
}

QByteArray escapedScalar(const QString &text)
{
    QString out = u"\""_s;
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'"':
        case u'\\':
            out += u'\\';
            out += c;
            break;
        case u'\n':
            out += u"\\n";
            break;
        case u'\t':
            out += u"\\t";
            break;
        default:
            if (c < u' ' || (c >= u'\x7f' && c < u'\xa0') || c == u'\u2028' || c == u'\u2029' || c == u'\ufeff') {
                out += u"\\u%1"_s.arg(int(c.unicode()), 4, 16, QChar(u'0'));
            } else {
                out += c;
            }
        }
    }
    return (out + u'"').toUtf8();
}

/// `like`: the first character of what stood there, whose quotes are kept.
QByteArray scalarBytes(const YamlValue &value, char like = '\0')
{
    static const QRegularExpression safe(u"\\A[A-Za-z/][A-Za-z0-9_./@+*() -]*\\z"_s);
    static const QRegularExpression read(u"\\A(true|false|yes|no|on|off|null|y|n)\\z"_s, QRegularExpression::CaseInsensitiveOption);
    const QString &text = value.scalar;
    if (value.plain) {
        return text.toUtf8();
    }
    const bool oneLine = std::none_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || (c >= u'\x7f' && c < u'\xa0') || c == u'\u2028' || c == u'\u2029' || c == u'\ufeff'; });
    if (like == '\'' && oneLine) {
        return '\'' + QString(text).replace(u"'"_s, u"''"_s).toUtf8() + '\'';
    }
    if (like != '"' && safe.match(text).hasMatch() && !read.match(text).hasMatch() && !text.endsWith(u' ')) {
        return text.toUtf8();
    }
    return escapedScalar(text);
}

QByteArray flowBytes(const YamlValue &value)
{
    QByteArrayList parts;
    switch (value.kind) {
    case Kind::Null:
        return "null";
    case Kind::Scalar:
        return scalarBytes(value);
    case Kind::List:
        for (const YamlValue &item : value.items) {
            parts.append(flowBytes(item));
        }
        return '[' + parts.join(", ") + ']';
    case Kind::Map:
        for (qsizetype i = 0; i < value.keys.size(); ++i) {
            parts.append(scalarBytes(value.keys.at(i)) + ": " + flowBytes(value.items.at(i)));
        }
        return '{' + parts.join(", ") + '}';
    }
    Q_UNREACHABLE_RETURN({});
}

/// In lines: what holds maps. Anything else reads better in one line.
bool wantsLines(const YamlValue &value)
{
    return (value.kind == Kind::Map && !value.keys.isEmpty())
            || (value.kind == Kind::List && std::any_of(value.items.begin(), value.items.end(), wantsLines));
}

/// How texts of several lines are written in blocks.
enum class LongTexts { Literal, Escaped };

/// A text of several lines as a literal block whose lines stand at `indent`; empty for a text that such a block cannot say.
/// Ends with a line end.
QByteArray literalBlock(const YamlValue &value, qsizetype indent, const QByteArray &eol)
{
    const QString &text = value.scalar;
    const bool fits = value.kind == Kind::Scalar && !value.plain && text.contains(u'\n') && !text.endsWith("\n\n"_L1) && text != "\n"_L1
            && !text.startsWith(u' ') && !text.startsWith(u'\n') && !text.startsWith(u'\t')
            && std::none_of(text.begin(), text.end(), [](QChar c) {
                   return (c < u' ' && c != u'\n' && c != u'\t') || (c >= u'\x7f' && c < u'\xa0') || c == u'\u2028' || c == u'\u2029' || c == u'\ufeff';
               });
    if (!fits) {
        return {};
    }
    const bool ended = text.endsWith(u'\n');
    QByteArray out = (ended ? "|" : "|-") + eol;
    for (const QString &line : (ended ? text.chopped(1) : text).split(u'\n')) {
        out += (line.isEmpty() ? QByteArray() : QByteArray(indent, ' ') + line.toUtf8()) + eol;
    }
    return out;
}

/// The lines of a map or list at `indent`, each with its end.
QByteArray blockLines(const YamlValue &value, qsizetype indent, const QByteArray &eol, LongTexts texts)
{
    const QByteArray lead(indent, ' ');
    QByteArray out;
    const bool map = value.kind == Kind::Map;
    for (qsizetype i = 0; i < value.items.size(); ++i) {
        const YamlValue &item = value.items.at(i);
        out += lead + (map ? scalarBytes(value.keys.at(i)) + ':' : QByteArray("-"));
        const QByteArray literal = texts == LongTexts::Literal ? literalBlock(item, indent + 2, eol) : QByteArray();
        if (!literal.isEmpty()) {
            out += ' ' + literal;
        } else if (!wantsLines(item)) {
            out += ' ' + flowBytes(item) + eol;
        } else if (map) {
            out += eol + blockLines(item, indent + 2, eol, texts);
        } else {
            // The first key stands on the line of the dash.
            out += ' ' + blockLines(item, indent + 2, eol, texts).mid(indent + 2);
        }
    }
    return out;
}

YamlValue listOf(const YamlValue &item)
{
    return {.kind = Kind::List, .items = {item}};
}

/// `value` below what is left of a path whose maps are not there yet.
YamlValue wrapped(YamlValue value, const YamlPath &path, qsizetype from)
{
    for (qsizetype i = path.size() - 1; i >= from; --i) {
        const QString *key = std::get_if<QString>(&path.at(i));
        value = key ? YamlValue{.kind = Kind::Map, .items = {value}, .keys = {yamlText(*key)}} : listOf(value);
    }
    return value;
}

/// How many steps of `path` lead to something that is there.
qsizetype known(const YamlValue &top, const YamlPath &path)
{
    const YamlValue *at = &top;
    for (qsizetype i = 0; i < path.size(); ++i) {
        qsizetype index = -1;
        if (const QString *key = std::get_if<QString>(&path.at(i))) {
            index = at->kind == Kind::Map ? at->indexOf(*key) : -1;
        } else {
            index = at->kind == Kind::List ? std::get<qsizetype>(path.at(i)) : -1;
        }
        if (index < 0 || index >= at->items.size()) {
            return i;
        }
        at = &at->items.at(index);
    }
    return path.size();
}

qsizetype indexIn(const YamlValue &value, const YamlStep &step)
{
    const QString *key = std::get_if<QString>(&step);
    return key ? value.indexOf(*key) : std::get<qsizetype>(step);
}

template<typename Value>
Value *nodeAt(Value *top, const YamlPath &path, qsizetype steps)
{
    for (qsizetype i = 0; i < steps; ++i) {
        top = &top->items[indexIn(*top, path.at(i))];
    }
    return top;
}

const YamlPlace &placeAt(const YamlPlace &place, const YamlValue &value, const YamlPath &path, qsizetype steps)
{
    const YamlPlace *p = &place;
    const YamlValue *v = &value;
    for (qsizetype i = 0; i < steps; ++i) {
        const qsizetype index = indexIn(*v, path.at(i));
        p = &p->items.at(index);
        v = &v->items.at(index);
    }
    return *p;
}

qsizetype placeForKey(const YamlValue &map, const QString &key, const QStringList &order)
{
    const qsizetype rank = order.indexOf(key);
    if (rank < 0) {
        return map.keys.size();
    }
    qsizetype after = 0;
    for (qsizetype i = 0; i < map.keys.size(); ++i) {
        const qsizetype other = order.indexOf(map.keys.at(i).scalar);
        if (other >= 0 && other < rank) {
            after = i + 1;
        }
    }
    return after;
}

/// Set of something that is there, Set of one new key, Insert into a list that is there, Remove, Rename or Move of
/// something that is there: what the others come down to.
Result<YamlEdit> reduced(const YamlValue &top, const YamlEdit &edit)
{
    const auto missing = [&edit] { return failure(ErrorCode::NotFound, toString(edit.path)); };
    const qsizetype have = known(top, edit.path);
    const qsizetype size = edit.path.size();
    if (size == 0) {
        return missing();
    }
    if (edit.kind == YamlEdit::Kind::Remove || edit.kind == YamlEdit::Kind::Rename) {
        return have == size ? Result<YamlEdit>(edit) : missing();
    }
    if (edit.kind == YamlEdit::Kind::Move) {
        const YamlValue *list = have == size ? nodeAt(&top, edit.path, size - 1) : nullptr;
        return list && list->kind == Kind::List && edit.to >= 0 && edit.to < list->items.size() ? Result<YamlEdit>(edit) : missing();
    }
    YamlEdit simple = edit;
    if (edit.kind == YamlEdit::Kind::Insert) {
        if (!std::holds_alternative<qsizetype>(edit.path.last())) {
            return missing();
        }
        if (have >= size - 1) {
            const YamlValue *list = nodeAt(&top, edit.path, size - 1);
            if (list->kind == Kind::List) {
                const qsizetype index = std::get<qsizetype>(edit.path.last());
                if (index < 0 || index > list->items.size()) {
                    return missing();
                }
                if (!list->items.isEmpty()) {
                    return simple;
                }
            }
            if (list->kind != Kind::List && list->kind != Kind::Null) {
                return failure(ErrorCode::Invalid, toString(edit.path), u"not a list"_s);
            }
        }
        simple.kind = YamlEdit::Kind::Set;
        simple.path.removeLast();
        simple.value = listOf(edit.value);
    }
    const qsizetype there = known(top, simple.path);
    if (there == simple.path.size()) {
        return simple;
    }
    const YamlValue *at = nodeAt(&top, simple.path, there);
    if (at->kind == Kind::Null || (at->kind == Kind::Map && at->keys.isEmpty())) {
        // Nothing yet, or {}: becomes a map as a whole.
        if (there == 0) {
            return failure(ErrorCode::Unsupported, toString(edit.path), u"the file is empty"_s);
        }
        simple.value = wrapped(simple.value, simple.path, there);
        simple.path.resize(there);
        return simple;
    }
    if (at->kind != Kind::Map || !std::holds_alternative<QString>(simple.path.at(there))) {
        return missing();
    }
    simple.value = wrapped(simple.value, simple.path, there + 1);
    simple.path.resize(there + 1);
    return simple;
}

/// Ways to write one reduced edit, the plainest first.
class Scribe
{
public:
    Scribe(const QByteArray &text, const YamlValue &top, const YamlPlace &place, const YamlEdit &edit)
        : m_text(text), m_top(top), m_place(place), m_edit(edit), m_last(edit.path.size() - 1)
    {
    }

    QList<Splices> ways()
    {
        const YamlValue &parent = *nodeAt(&m_top, m_edit.path, m_last);
        const YamlPlace &place = placeAt(m_place, m_top, m_edit.path, m_last);
        const qsizetype index = indexIn(parent, m_edit.path.last());
        switch (m_edit.kind) {
        case YamlEdit::Kind::Set:
            return index >= 0 ? set(parent, place, index) : addKey(parent, place);
        case YamlEdit::Kind::Insert:
            return insert(place, index);
        case YamlEdit::Kind::Remove:
            return remove(parent, place, index);
        case YamlEdit::Kind::Move:
            return move(place, index);
        case YamlEdit::Kind::Rename:
            return {{{place.keys.at(index).start, place.keys.at(index).end,
                      scalarBytes(yamlText(m_edit.key), at(place.keys.at(index).start))}}};
        }
        Q_UNREACHABLE_RETURN({});
    }

private:
    static constexpr std::array bothTexts{LongTexts::Literal, LongTexts::Escaped};

    [[nodiscard]] char at(qsizetype i) const { return i >= 0 && i < m_text.size() ? m_text[i] : '\0'; }

    [[nodiscard]] qsizetype lineStart(qsizetype i) const
    {
        while (i > 0 && at(i - 1) != '\n') {
            --i;
        }
        return i;
    }

    /// Behind the end of the line that `i` stands in; `i` itself where a line begins already.
    [[nodiscard]] qsizetype lineEnd(qsizetype i) const
    {
        if (i > 0 && at(i - 1) == '\n') {
            return i;
        }
        while (i < m_text.size() && at(i) != '\n') {
            ++i;
        }
        return std::min(i + 1, m_text.size());
    }

    [[nodiscard]] QByteArray eol() const
    {
        const qsizetype first = m_text.indexOf('\n');
        return first > 0 && at(first - 1) == '\r' ? "\r\n" : "\n";
    }

    [[nodiscard]] bool beginsLine(qsizetype i) const
    {
        const qsizetype start = lineStart(i);
        return std::all_of(m_text.begin() + start, m_text.begin() + i, [](char c) { return c == ' '; });
    }

    [[nodiscard]] qsizetype column(qsizetype i) const { return i - lineStart(i); }

    /// New lines before the line that begins at `i`, or at the end of the file.
    [[nodiscard]] Splice lines(qsizetype i, const QByteArray &text) const
    {
        const bool unended = i == m_text.size() && i > 0 && at(i - 1) != '\n';
        return {i, i, unended ? eol() + text.chopped(eol().size()) : text};
    }

    /// `value` in the place of the value of `index`, which has a colon or dash before it.
    QList<Splices> set(const YamlValue &parent, const YamlPlace &place, qsizetype index) const
    {
        const YamlValue &old = parent.items.at(index);
        const YamlPlace &there = place.items.at(index);
        const YamlValue &value = m_edit.value;
        QList<Splices> ways;
        const bool empty = there.start == there.end;
        const bool wasLine = there.end > there.start && at(there.end - 1) == '\n';
        const QByteArray end = wasLine ? eol() : QByteArray();
        const qsizetype mark = index < place.marks.size() ? place.marks.at(index) + (parent.kind == Kind::List ? 1 : 0) : there.start;
        if (wantsLines(value) && !place.flow) {
            // A comment behind the colon stays there.
            const bool oneLine = empty || (old.kind != Kind::Map && old.kind != Kind::List) || old.flow;
            qsizetype indent = column(parent.kind == Kind::Map ? place.keys.at(index).start : place.marks.at(index)) + 2;
            if (oneLine && parent.kind == Kind::Map) {
                for (const LongTexts texts : bothTexts) {
                    const QByteArray block = blockLines(value, indent, eol(), texts);
                    ways.append({{empty ? there.start : mark, there.end, end}, lines(lineEnd(there.end), block)});
                }
            }
        }
        const bool scalarStood = old.kind == Kind::Scalar || old.kind == Kind::Null;
        if (scalarStood && !place.flow && index < place.marks.size() && at(there.start) != '"') {
            const qsizetype indent = column(parent.kind == Kind::Map ? place.keys.at(index).start : place.marks.at(index)) + 2;
            const QByteArray literal = literalBlock(value, indent, eol());
            if (!literal.isEmpty()) {
                ways.append({{there.start, there.end, (empty ? " " : "") + (wasLine ? literal : literal.chopped(eol().size()))}});
            }
        }
        const QByteArray bytes = value.kind == Kind::Scalar ? scalarBytes(value, at(there.start)) : flowBytes(value);
        if (empty) {
            ways.append({{there.start, there.start, ' ' + bytes}});
        } else if ((old.kind == Kind::List || old.kind == Kind::Map) && !old.flow) {
            ways.append({{mark, there.end, ' ' + bytes + end}});
        } else {
            ways.append({{there.start, there.end, bytes + end}});
            if (value.kind == Kind::Scalar && !value.plain) {
                ways.append({{there.start, there.end, escapedScalar(value.scalar) + end}});
            }
        }
        return ways;
    }

    QList<Splices> addKey(const YamlValue &map, const YamlPlace &place) const
    {
        const QString &key = std::get<QString>(m_edit.path.last());
        const qsizetype index = placeForKey(map, key, m_edit.order);
        const YamlValue entry{.kind = Kind::Map, .items = {m_edit.value}, .keys = {yamlText(key)}};
        if (place.flow) {
            const QByteArray bytes = flowBytes(entry).sliced(1).chopped(1);
            return {{index > 0 ? Splice{place.items.at(index - 1).end, place.items.at(index - 1).end, ", " + bytes}
                               : Splice{place.keys.first().start, place.keys.first().start, bytes + ", "}}};
        }
        const qsizetype first = place.keys.first().start;
        return entries(entry, index > 0 ? lineEnd(place.items.at(index - 1).end) : -1, first, column(first));
    }

    QList<Splices> insert(const YamlPlace &list, qsizetype index) const
    {
        if (list.flow) {
            const QByteArray bytes = flowBytes(m_edit.value);
            return {{index > 0 ? Splice{list.items.at(index - 1).end, list.items.at(index - 1).end, ", " + bytes}
                               : Splice{list.items.first().start, list.items.first().start, bytes + ", "}}};
        }
        const qsizetype first = list.marks.first();
        return entries(listOf(m_edit.value), index > 0 ? lineEnd(list.items.at(index - 1).end) : -1, first, column(first));
    }

    /// New lines of a collection: at `line`, or where that is -1 before the one that stands at `first`, behind a dash or
    /// blanks; what stood there moves to a line of its own.
    QList<Splices> entries(const YamlValue &added, qsizetype line, qsizetype first, qsizetype indent) const
    {
        QList<Splices> ways;
        for (const LongTexts texts : bothTexts) {
            const QByteArray block = blockLines(added, indent, eol(), texts);
            ways.append({line >= 0 ? lines(line, block) : Splice{first, first, block.sliced(indent) + QByteArray(indent, ' ')}});
        }
        return ways;
    }

    QList<Splices> remove(const YamlValue &parent, const YamlPlace &place, qsizetype index) const
    {
        const bool map = parent.kind == Kind::Map;
        const qsizetype start = map ? place.keys.at(index).start : place.flow ? place.items.at(index).start : place.marks.at(index);
        const qsizetype end = std::max(place.items.at(index).end, map ? place.marks.at(index) : start);
        if (place.flow) {
            return removeFlow(place, index, start, end);
        }
        const qsizetype next = lineEnd(end);
        if (parent.items.size() == 1) {
            // The last one leaves an empty collection behind its own colon.
            const QByteArray nothing = map ? "{}" : "[]";
            const QByteArray instead = end > start && at(end - 1) == '\n' ? nothing + eol() : nothing;
            if (m_last == 0) {
                return {{{start, end, instead}}};
            }
            const YamlValue &above = *nodeAt(&m_top, m_edit.path, m_last - 1);
            const YamlPlace &abovePlace = placeAt(m_place, m_top, m_edit.path, m_last - 1);
            const qsizetype mine = indexIn(above, m_edit.path.at(m_last - 1));
            const qsizetype mark = abovePlace.marks.at(mine) + (above.kind == Kind::List ? 1 : 0);
            if (!beginsLine(start)) {
                return {{{start, end, instead}}};
            }
            return {{{mark, mark, ' ' + nothing}, {lineStart(start), next, {}}}};
        }
        if (beginsLine(start)) {
            return {{{lineStart(start), next, {}}}};
        }
        // Behind a dash: the next one comes up, unless a comment stands between.
        const qsizetype following = map ? place.keys.at(index + 1).start : place.marks.at(index + 1);
        const bool bare = std::all_of(m_text.begin() + next, m_text.begin() + following, [](char c) { return isBlank(c); });
        if (bare) {
            return {{{start, following, {}}}};
        }
        qsizetype dash = start;
        while (dash > 0 && isBlank(at(dash - 1))) {
            --dash;
        }
        return {{{dash, next, eol()}}};
    }

    /// The texts of the items between both places change places; what stands between items stays.
    QList<Splices> move(const YamlPlace &list, qsizetype index) const
    {
        QList<Splice> spans = list.flow ? flowSpans(list) : lineSpans(list);
        if (spans.isEmpty()) {
            return {};
        }
        QByteArrayList texts;
        for (const Splice &span : std::as_const(spans)) {
            texts.append(m_text.sliced(span.start, span.end - span.start));
        }
        // The last line of a file may have no end.
        const bool unended = !list.flow && !texts.last().endsWith('\n');
        if (unended) {
            texts.last() += eol();
        }
        texts.move(index, m_edit.to);
        if (unended) {
            texts.last().chop(eol().size());
        }
        for (qsizetype i = 0; i < spans.size(); ++i) {
            spans[i].text = texts.at(i);
        }
        return {spans};
    }

    [[nodiscard]] static QList<Splice> flowSpans(const YamlPlace &list)
    {
        QList<Splice> spans;
        for (const YamlPlace &item : list.items) {
            spans.append({item.start, item.end, {}});
        }
        return spans;
    }

    /// Nothing where an item stands behind another dash or a key.
    [[nodiscard]] QList<Splice> lineSpans(const YamlPlace &list) const
    {
        QList<Splice> spans;
        bool commented = false;
        for (qsizetype i = 0; i < list.items.size(); ++i) {
            if (!beginsLine(list.marks.at(i))) {
                return {};
            }
            const qsizetype dash = lineStart(list.marks.at(i));
            const qsizetype start = commentsAbove(dash, i > 0 ? spans.last().end : 0);
            commented = commented || (i > 0 && start < dash);
            spans.append({start, lineEnd(std::max(list.items.at(i).end, list.marks.at(i) + 1)), {}});
        }
        if (!commented && !spans.isEmpty()) {
            spans.first().start = lineStart(list.marks.first());
        }
        return spans;
    }

    /// Where the comments begin that end right above the line at `line`, not before `first`.
    [[nodiscard]] qsizetype commentsAbove(qsizetype line, qsizetype first) const
    {
        while (line > first) {
            const qsizetype above = lineStart(line - 1);
            qsizetype word = above;
            while (isBlank(at(word))) {
                ++word;
            }
            if (above < first || at(word) != '#') {
                break;
            }
            line = above;
        }
        return line;
    }

    QList<Splices> removeFlow(const YamlPlace &place, qsizetype index, qsizetype start, qsizetype end) const
    {
        const auto comma = [this](qsizetype i) {
            while (i < m_text.size() && at(i) != ',' && at(i) != ']' && at(i) != '}') {
                if (at(i) == '#') {
                    while (i < m_text.size() && at(i) != '\n') {
                        ++i;
                    }
                } else {
                    ++i;
                }
            }
            return at(i) == ',' ? i : qsizetype(-1);
        };
        const auto onOneLine = [this](qsizetype from, qsizetype to) {
            return std::none_of(m_text.begin() + from, m_text.begin() + to, [](char c) { return isBreak(c) || c == '#'; });
        };
        const bool last = index + 1 == place.items.size();
        if (!last) {
            const qsizetype next = place.keys.isEmpty() ? place.items.at(index + 1).start : place.keys.at(index + 1).start;
            if (onOneLine(end, next)) {
                return {{{start, next, {}}}};
            }
            const qsizetype c = comma(end);
            return {{{start, end, {}}, {c, c + 1, {}}}};
        }
        const qsizetype trailing = comma(end);
        if (index > 0) {
            const qsizetype before = std::max(place.items.at(index - 1).end, place.keys.isEmpty() ? qsizetype(0) : place.marks.at(index - 1));
            if (onOneLine(before, start)) {
                return {{{before, end, {}}}};
            }
            const qsizetype c = comma(before);
            return trailing >= 0 ? QList<Splices>{{{start, end, {}}, {trailing, trailing + 1, {}}}} : QList<Splices>{{{c, c + 1, {}}, {start, end, {}}}};
        }
        return {trailing >= 0 ? Splices{{start, end, {}}, {trailing, trailing + 1, {}}} : Splices{{start, end, {}}}};
    }

    const QByteArray &m_text;
    const YamlValue &m_top;
    const YamlPlace &m_place;
    const YamlEdit &m_edit;
    qsizetype m_last;
};

} // namespace

QString toString(const YamlPath &path)
{
    QString out;
    for (const YamlStep &step : path) {
        if (const QString *key = std::get_if<QString>(&step)) {
            out += (out.isEmpty() ? u""_s : u"."_s) + *key;
        } else {
            out += u"[%1]"_s.arg(std::get<qsizetype>(step));
        }
    }
    return out;
}

YamlValue yamlWord(const QString &word)
{
    return {.kind = Kind::Scalar, .scalar = word, .plain = true};
}

YamlValue yamlText(const QString &text)
{
    return {.kind = Kind::Scalar, .scalar = text, .plain = false};
}

YamlValue yamlList(const QStringList &texts)
{
    YamlValue list{.kind = Kind::List};
    for (const QString &text : texts) {
        list.items.append(yamlText(text));
    }
    return list;
}

bool sameYaml(const YamlValue &a, const YamlValue &b)
{
    return a.kind == b.kind && a.scalar == b.scalar && std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(), sameYaml)
            && std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), sameYaml);
}

Result<YamlValue> editedTree(YamlValue tree, const YamlEdit &edit)
{
    const Result<YamlEdit> simple = reduced(tree, edit);
    if (!simple) {
        return std::unexpected(simple.error());
    }
    YamlValue &parent = *nodeAt(&tree, simple->path, simple->path.size() - 1);
    const qsizetype index = indexIn(parent, simple->path.last());
    switch (simple->kind) {
    case YamlEdit::Kind::Set:
        if (index >= 0) {
            parent.items[index] = simple->value;
        } else {
            const QString &key = std::get<QString>(simple->path.last());
            const qsizetype place = placeForKey(parent, key, simple->order);
            parent.keys.insert(place, yamlText(key));
            parent.items.insert(place, simple->value);
        }
        break;
    case YamlEdit::Kind::Insert:
        parent.items.insert(index, simple->value);
        break;
    case YamlEdit::Kind::Remove:
        parent.items.removeAt(index);
        if (parent.kind == Kind::Map) {
            parent.keys.removeAt(index);
        }
        break;
    case YamlEdit::Kind::Move:
        parent.items.move(index, simple->to);
        break;
    case YamlEdit::Kind::Rename:
        if (parent.kind != Kind::Map || (simple->key != parent.keys.at(index).scalar && parent.indexOf(simple->key) >= 0)) {
            return failure(ErrorCode::Invalid, toString(edit.path), u"the key %1 is there already"_s.arg(simple->key));
        }
        parent.keys[index] = yamlText(simple->key);
        break;
    }
    return tree;
}

Result<QByteArray> applyYamlEdit(const QByteArray &text, const YamlEdit &edit)
{
    const Result<YamlValue> tree = parseYaml(text);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    const Result<YamlValue> wanted = editedTree(*tree, edit);
    if (!wanted) {
        return std::unexpected(wanted.error());
    }
    if (sameYaml(*tree, *wanted)) {
        return text;
    }
    const Result<YamlEdit> simple = reduced(*tree, edit);
    const std::optional<YamlPlace> place = yamlPlaces(text, *tree);
    if (!place) {
        return failure(ErrorCode::Unsupported, toString(edit.path), u"a notation that is not edited here"_s);
    }
    for (const Splices &way : Scribe(text, *tree, *place, *simple).ways()) {
        const QByteArray written = spliced(text, way);
        const Result<YamlValue> read = parseYaml(written);
        if (read && sameYaml(*read, *wanted)) {
            return written;
        }
    }
    return failure(ErrorCode::Unsupported, toString(edit.path), u"the file would be read differently"_s);
}

Result<QByteArray> applyYamlEdits(const QByteArray &text, const QList<YamlEdit> &edits)
{
    Result<QByteArray> now = text;
    for (const YamlEdit &edit : edits) {
        now = applyYamlEdit(*now, edit);
        if (!now) {
            return now;
        }
    }
    return now;
}

} // namespace countersign
