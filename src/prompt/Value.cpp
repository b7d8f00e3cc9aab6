// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Value.h"

#include "prompt/Document.h"
#include "prompt/Tree.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

struct Value::Entries
{
    QList<Entry> list = {};
    QHash<QString, qsizetype> places = {};
};

Value Value::null()
{
    Value value;
    value.m_kind = Kind::Null;
    return value;
}

Value Value::boolean(bool given)
{
    Value value;
    value.m_kind = Kind::Boolean;
    value.m_integer = given ? 1 : 0;
    return value;
}

Value Value::integer(qint64 given)
{
    Value value;
    value.m_kind = Kind::Integer;
    value.m_integer = given;
    return value;
}

Value Value::number(double given)
{
    Value value;
    value.m_kind = Kind::Number;
    value.m_number = given;
    return value;
}

Value Value::text(const QString &given)
{
    Value value;
    value.m_kind = Kind::Text;
    value.m_text = given;
    return value;
}

Value Value::list(const QList<Value> &items)
{
    Value value;
    value.m_kind = Kind::List;
    value.m_depth = 1;
    QList<Value> kept = items;
    for (Value &item : kept) {
        item = item.m_depth < deepest ? item : Value();
        value.m_depth = std::max(value.m_depth, item.m_depth + 1);
    }
    value.m_items = std::make_shared<const QList<Value>>(std::move(kept));
    return value;
}

Value Value::map(const QList<Entry> &entries)
{
    Value value;
    value.m_kind = Kind::Map;
    value.m_depth = 1;
    QList<Entry> kept = entries;
    for (Entry &entry : kept) {
        entry.second = entry.second.m_depth < deepest ? entry.second : Value();
        value.m_depth = std::max(value.m_depth, entry.second.m_depth + 1);
    }
    auto data = std::make_shared<Entries>();
    for (qsizetype i = 0; i < kept.size(); ++i) {
        if (!data->places.contains(kept.at(i).first)) { // the first of several counts
            data->places.insert(kept.at(i).first, i);
        }
    }
    data->list = std::move(kept);
    value.m_entries = std::move(data);
    return value;
}

double Value::toNumber() const
{
    return m_kind == Kind::Number ? m_number : double(m_integer);
}

const QList<Value> &Value::items() const
{
    static const QList<Value> none;
    return m_items ? *m_items : none;
}

const QList<Value::Entry> &Value::entries() const
{
    static const QList<Entry> none;
    return m_entries ? m_entries->list : none;
}

qsizetype Value::size() const
{
    switch (m_kind) {
    case Kind::Text:
        return std::count_if(m_text.cbegin(), m_text.cend(), [](QChar c) { return !c.isLowSurrogate(); });
    case Kind::List:
        return m_items->size();
    case Kind::Map:
        return m_entries->list.size();
    default:
        return 0;
    }
}

Value Value::at(const QString &key) const
{
    if (m_kind == Kind::Map) {
        const qsizetype place = m_entries->places.value(key, -1);
        return place < 0 ? Value() : m_entries->list.at(place).second;
    }
    if (m_kind == Kind::List) {
        bool isNumber = false;
        const qlonglong index = key.toLongLong(&isNumber);
        const qlonglong place = index < 0 ? index + m_items->size() : index;
        if (isNumber && place >= 0 && place < m_items->size()) {
            return m_items->at(place);
        }
    }
    return {};
}

namespace {

enum class Style { Python, JavaScript, Json };

/// Writes until there is no more room, so that values which share their parts cost no more than what is written.
class ValueWriter
{
public:
    ValueWriter(Style style, int indent, qsizetype longest)
        : m_style(style)
        , m_indent(indent)
        , m_longest(longest)
    {}

    void write(const Value &value, int level)
    {
        if (m_out.size() >= m_longest) {
            return;
        }
        const bool python = m_style == Style::Python;
        switch (value.kind()) {
        case Value::Kind::Undefined:
            m_out += m_style == Style::Json ? u"null"_s : QString();
            break;
        case Value::Kind::Null:
            m_out += python ? u"None"_s : m_style == Style::Json ? u"null"_s : QString();
            break;
        case Value::Kind::Boolean:
            m_out += python ? (value.toBoolean() ? u"True"_s : u"False"_s)
                            : (value.toBoolean() ? u"true"_s : u"false"_s);
            break;
        case Value::Kind::Integer:
            m_out += QString::number(value.toInteger());
            break;
        case Value::Kind::Number:
            m_out += number(value.toNumber());
            break;
        case Value::Kind::Text:
            text(value.toText(), level > 0);
            break;
        case Value::Kind::List:
            list(value, level);
            break;
        case Value::Kind::Map:
            map(value, level);
            break;
        }
    }

    QString take() { return m_out.left(m_longest); }

private:
    QString number(double value) const
    {
        const bool whole = std::isfinite(value) && value == std::floor(value) && std::abs(value) < 1e15;
        const QString words = whole ? QString::number(value, 'f', 0)
                                    : QString::number(value, 'g', QLocale::FloatingPointShortest);
        return whole && m_style != Style::JavaScript ? words + u".0"_s : words;
    }

    void text(const QString &words, bool inside)
    {
        if (m_style == Style::Json) {
            quoted(words, u'"');
        } else if (inside && m_style == Style::Python) {
            quoted(words, words.contains(u'\'') && !words.contains(u'"') ? u'"' : u'\'');
        } else {
            m_out += words;
        }
    }

    void quoted(const QString &words, QChar quote)
    {
        m_out += quote;
        for (const QChar c : words) {
            if (m_out.size() >= m_longest) {
                return;
            }
            if (c == quote || c == u'\\') {
                m_out += u'\\';
                m_out += c;
            } else if (c == u'\n') {
                m_out += "\\n"_L1;
            } else if (c == u'\t') {
                m_out += "\\t"_L1;
            } else if (c == u'\r') {
                m_out += "\\r"_L1;
            } else if (c.unicode() < 0x20) {
                m_out += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, '0'_L1);
            } else {
                m_out += c;
            }
        }
        m_out += quote;
    }

    void breakLine(int level)
    {
        if (m_style == Style::Json && m_indent > 0) {
            m_out += u'\n' + QString(qsizetype(level) * m_indent, u' ');
        }
    }

    QString comma() const
    {
        return m_style == Style::JavaScript || (m_style == Style::Json && m_indent > 0) ? u","_s : u", "_s;
    }

    void list(const Value &value, int level)
    {
        const bool brackets = m_style != Style::JavaScript;
        m_out += brackets ? u"["_s : QString();
        bool first = true;
        for (const Value &item : value.items()) {
            if (m_out.size() >= m_longest) {
                return;
            }
            m_out += first ? QString() : comma();
            first = false;
            breakLine(level + 1);
            write(item, level + 1);
        }
        if (!first) {
            breakLine(level);
        }
        m_out += brackets ? u"]"_s : QString();
    }

    void map(const Value &value, int level)
    {
        if (m_style == Style::JavaScript) {
            m_out += "[object Object]"_L1;
            return;
        }
        m_out += u'{';
        bool first = true;
        for (const auto &[key, item] : value.entries()) {
            if (m_out.size() >= m_longest) {
                return;
            }
            m_out += first ? QString() : comma();
            first = false;
            breakLine(level + 1);
            text(key, true);
            m_out += ": "_L1;
            write(item, level + 1);
        }
        if (!first) {
            breakLine(level);
        }
        m_out += u'}';
    }

    QString m_out;
    Style m_style;
    int m_indent;
    qsizetype m_longest;
};

Value fromJson(const QJsonValue &json, int depth)
{
    switch (json.type()) {
    case QJsonValue::Null:
        return Value::null();
    case QJsonValue::Bool:
        return Value::boolean(json.toBool());
    case QJsonValue::Double: {
        const double number = json.toDouble();
        const bool whole = number == std::floor(number) && std::abs(number) < 9e15;
        return whole ? Value::integer(qint64(number)) : Value::number(number);
    }
    case QJsonValue::String:
        return Value::text(json.toString());
    case QJsonValue::Array: {
        QList<Value> items;
        if (depth < Value::deepest) {
            for (const QJsonValue &item : json.toArray()) {
                items.append(fromJson(item, depth + 1));
            }
        }
        return Value::list(items);
    }
    case QJsonValue::Object: {
        QList<Value::Entry> entries;
        if (depth < Value::deepest) {
            const QJsonObject object = json.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                entries.append({it.key(), fromJson(it.value(), depth + 1)});
            }
        }
        return Value::map(entries);
    }
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

Value fromTree(const TreeNode &node)
{
    switch (node.kind) {
    case TreeNode::Kind::Null:
        return Value::null();
    case TreeNode::Kind::Scalar: {
        if (node.quoted) {
            return Value::text(node.value);
        }
        const QString word = canonicalValue(node);
        if (word == "true"_L1 || word == "false"_L1) {
            return Value::boolean(word == "true"_L1);
        }
        if (word == "null"_L1 || word == "~"_L1) {
            return Value::null();
        }
        bool isNumber = false;
        if (const qint64 integer = word.toLongLong(&isNumber); isNumber) {
            return Value::integer(integer);
        }
        const bool startsLikeOne = !word.isEmpty() && (word[0].isDigit() || word[0] == u'-');
        if (const double number = word.toDouble(&isNumber); isNumber && startsLikeOne) {
            return Value::number(number);
        }
        return Value::text(node.value);
    }
    case TreeNode::Kind::Sequence: {
        QList<Value> items;
        for (const TreeEntry &entry : node.entries) {
            items.append(fromTree(entry.node));
        }
        return Value::list(items);
    }
    case TreeNode::Kind::Map: {
        QList<Value::Entry> entries;
        for (const TreeEntry &entry : node.entries) {
            entries.append({entry.key, fromTree(entry.node)});
        }
        return Value::map(entries);
    }
    }
    Q_UNREACHABLE_RETURN({});
}

const TreeNode *sampleIn(const TreeNode &declaration)
{
    for (const QStringView key : {QStringView(u"sample"), QStringView(u"example"), QStringView(u"default")}) {
        if (const TreeNode *found = declaration.child(key)) {
            return found;
        }
    }
    return nullptr;
}

/// Samples beside the declarations of inputs: a list of maps with a name, or a map by name.
Value samplesBeside(const TreeNode &inputs)
{
    QList<Value::Entry> entries;
    for (const TreeEntry &entry : inputs.entries) {
        const TreeNode *name = entry.node.child(u"name");
        const QString key =
            inputs.isSequence() ? (name && name->isScalar() ? name->value : QString()) : entry.key;
        const bool declares = entry.node.child(u"type") || entry.node.child(u"kind") || sampleIn(entry.node)
                              || inputs.isSequence();
        const TreeNode *sample = declares ? sampleIn(entry.node) : &entry.node;
        if (!key.isEmpty() && sample && sample->kind != TreeNode::Kind::Null) {
            entries.append({key, fromTree(*sample)});
        }
    }
    return Value::map(entries);
}

} // namespace

QString written(const Value &value, Notation notation, qsizetype longest)
{
    ValueWriter writer(notation == Notation::Python ? Style::Python : Style::JavaScript, 0, longest);
    writer.write(value, 0);
    return writer.take();
}

QString writtenJson(const Value &value, int indent, qsizetype longest)
{
    ValueWriter writer(Style::Json, indent, longest);
    writer.write(value, 0);
    return writer.take();
}

Result<Value> valueFromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject()) {
        return std::unexpected(
            Error{.code = ErrorCode::Invalid,
                  .subject = u"samples"_s,
                  .detail = error.error == QJsonParseError::NoError ? u"no object"_s : error.errorString(),
                  .line = 1,
                  .column = error.offset});
    }
    return fromJson(document.object(), 0);
}

Value samplesOf(const Document &document)
{
    TreeResult read;
    if (!document.frontMatter.isEmpty()) {
        read = readYaml(document.source, document.frontMatter);
    } else if (document.format == Format::Json || document.format == Format::SemanticKernelConfig) {
        read = readJson(document.source, {0, document.source.size()});
    } else if (document.format == Format::Yaml || document.format == Format::GitHubModels) {
        read = readYaml(document.source, {0, document.source.size()});
    }
    Value samples = Value::map({});
    if (read.documents.empty() || !read.documents.front().isMap()) {
        return samples;
    }
    const TreeNode &root = read.documents.front();
    for (const QStringView key :
         {QStringView(u"input_variables"), QStringView(u"variables"), QStringView(u"inputs")}) {
        if (const TreeNode *inputs = root.child(key)) {
            samples = merged(samples, samplesBeside(*inputs));
        }
    }
    if (const TreeNode *input = root.child(u"input")) {
        if (const TreeNode *defaults = input->child(u"default"); defaults && defaults->isMap()) {
            samples = merged(samples, fromTree(*defaults));
        }
    }
    if (const TreeNode *data = root.child(u"testData");
        data && data->isSequence() && !data->entries.empty() && data->entries.front().node.isMap()) {
        samples = merged(samples, fromTree(data->entries.front().node));
    }
    if (const TreeNode *sample = root.child(u"sample"); sample && sample->isMap()) {
        samples = merged(samples, fromTree(*sample));
    }
    return samples;
}

Value merged(const Value &base, const Value &over)
{
    QList<Value::Entry> entries;
    for (const Value::Entry &entry : base.entries()) {
        const Value replaced = over.at(entry.first);
        entries.append({entry.first, replaced.isUndefined() ? entry.second : replaced});
    }
    for (const Value::Entry &entry : over.entries()) {
        if (base.at(entry.first).isUndefined()) {
            entries.append(entry);
        }
    }
    return Value::map(entries);
}

} // namespace countersign::prompt
